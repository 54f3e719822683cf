/**
 * The arithmetic of rewritten code: ordinary float64 arithmetic which, within a run of random
 * rounding, sends every inexact result to one of the two numbers that enclose the exact value.
 *
 * It tells rounding from mathematics (Parker, "Monte Carlo arithmetic", 1997; Vignes, CADNA; Denis and
 * others, Verificarlo): what a result owes to rounding changes from run to run, and what it owes to
 * mathematics does not. An exact result stays as it is, so that indices, counters and other integers
 * are never touched.
 *
 * **Why each run has a probability of its own.** Write f ∈ (0, 1) for where the exact value lies
 * between its neighbours, in units of their distance. If k roundings act on a number with the same
 * sign, a fair coin for each moves it by k(½ − f) ± ½√k: the spread is only √k, and a long sum of equal
 * roundings, which is plain bias, would stand out of it by a factor of √k. Now let all the coins of one
 * run have one probability p of going up, and draw p evenly from [0, 1] for each run. The number moves
 * by k(p − f) ± √(kp(1 − p)): over the runs the mean is k(½ − f), at most k/2 in magnitude, and the
 * spread at least k/√12 = 0.29 k. So to first order the mean of any such effect is below 1.74 times its
 * spread, however many roundings there are. That is the mode `toward`.
 *
 * Effects may also be coherent in another sense: always away from what rounding to nearest does,
 * whichever side that is, as where a code is tuned to cancel. The mode `away` leaves the nearest number
 * with probability 1 − p and takes the other one with p. With d ∈ [−½, ½] for the error of rounding to
 * nearest, k roundings whose effects have the sign of d move a number by k(|d| − p), with the same bound.
 * A violation is one of mathematics if it stands out in both modes.
 *
 * V8's functions of `Math` are not correctly rounded: the exact value may lie on either side of the
 * result, or a little beyond its neighbour. Their inexact results move to the next number above or
 * below (`toward`), or stay, or move to one of both sides (`away`). They do not leave the function's
 * range, so that `Math.acos(Math.cos(x))` is never NaN.
 *
 * @module
 */

import {
  neighbour,
  oddPart,
  productError,
  quotientError,
  rootError,
  scaled,
  sumError,
} from "./_exactness.ts";

/** How the inexact results of one run are rounded. */
export interface RoundingRun {
  /** Determines all draws of the run; any integer. */
  readonly seed: number;
  /**
   * `toward`: up with the run's probability, otherwise down. `away`: to the other neighbour with the
   * run's probability, otherwise to the nearest number.
   */
  readonly mode: "toward" | "away";
  /** The probability, in [0, 1]. */
  readonly probability: number;
}

let active = false;
/** What the structures of constants are in this run. */
let structures = new WeakMap<object, unknown>();
let away = false;
/** A draw of thirty bits that is below it is a hit. */
let threshold = 0;
/**
 * The state of a 32-bit xorshift generator (Marsaglia 2003), never 0. In a typed array, since V8 would
 * allocate a number for each new value of a variable.
 */
const state = new Int32Array([1]);

/** An error, and its words: a sign is read from the second one faster than by comparing. */
const signed = new Float64Array(1);
const signedWords = new Int32Array(signed.buffer);
/** All machines that Deno runs on begin with the low word. */
const HIGH = 1;

/**
 * Runs the body with random rounding in all rewritten code that it calls, and puts ordinary arithmetic
 * back, also if the body throws. The body must be synchronous.
 *
 * @returns What the body returns.
 * @throws {RangeError} If the probability is not in [0, 1].
 */
export function withRandomRounding<R>(run: RoundingRun, body: () => R): R {
  if (!(run.probability >= 0 && run.probability <= 1)) {
    throw new RangeError(`the probability of a rounding run must be in [0, 1]: ${run.probability}`);
  }
  const before = { active, away, threshold, structures };
  const stateBefore = state[0]!;
  active = true;
  structures = new WeakMap();
  away = run.mode === "away";
  threshold = Math.round(run.probability * 2 ** 30);
  state[0] = scrambled(run.seed);
  try {
    return body();
  } finally {
    ({ active, away, threshold, structures } = before);
    state[0] = stateBefore;
  }
}

/** Neighbouring seeds must give unrelated streams; xorshift alone needs many steps to forget them. */
function scrambled(seed: number): number {
  let hash = Math.imul((seed | 0) ^ 0x9e3779b9, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  hash ^= hash >>> 16;
  return hash === 0 ? 1 : hash;
}

function nextDraw(): number {
  let draw = state[0]!;
  draw ^= draw << 13;
  draw ^= draw >>> 17;
  draw ^= draw << 5;
  return state[0] = draw;
}

/** The distance to the next number, relative, with a little more so that it never rounds away. */
const STEP = 2 ** -53 * (1 + 2 ** -52);

/** Whether a step from a number is its magnitude times {@linkcode STEP}: nothing under- or overflows. */
function isOrdinary(magnitude: number): boolean {
  return magnitude > 1e-290 && magnitude < 1e300;
}

/** The next number above or below (Rump, Zimmermann, Boldo and Melquiond 2009 where it is fast). */
function next(x: number, up: boolean): number {
  const magnitude = Math.abs(x);
  if (isOrdinary(magnitude)) return up ? x + magnitude * STEP : x - magnitude * STEP;
  const moved = neighbour(x, up);
  return moved - moved === 0 ? moved : x;
}

/**
 * The result, or the number on the other side of the exact value. Written without branches that depend
 * on the draw or on the error's sign, which a processor cannot foresee, and without a division.
 *
 * @param error A number of the sign of the exact value minus the result, not 0.
 */
function rounded(result: number, error: number): number {
  const hit = ((nextDraw() >>> 2) - threshold) >>> 31;
  signed[0] = error;
  const isBelow = signedWords[HIGH]! >>> 31;
  // How many numbers up: a hit is the other of the two numbers, or the upper one.
  const steps = away ? hit - 2 * (hit & isBelow) : hit - isBelow;
  const magnitude = Math.abs(result);
  if (isOrdinary(magnitude)) return result + steps * (magnitude * STEP);
  return steps === 0 ? result : next(result, steps > 0);
}

/** A result of which nobody knows on which side the exact value lies, within the function's range. */
function roundedEitherWay(result: number, least = -Infinity, greatest = Infinity): number {
  if (result - result !== 0) return result;
  const draw = nextDraw();
  const hit = (draw >>> 2) < threshold;
  if (away && !hit) return result;
  const moved = next(result, away ? (draw & 1) === 0 : hit);
  return moved < least || moved > greatest ? result : moved;
}

/**
 * A number that float64 only approximates, as `0.1` or `Math.PI`: in a run it is one of those beside
 * it. Without this what a formula owes to such a number would be the same in every run. An integer is
 * what a computation of inexact numbers gives exactly.
 */
export function constant(value: number): number {
  return !active || Number.isSafeInteger(value) ? value : roundedEitherWay(value);
}

/**
 * A plain object or array of constants: in a run, one of its own with the numbers that float64 only
 * approximates on either side. A decimal that is one of float32 is taken for exact, as ½ is.
 */
export function structure<T>(value: T): T {
  return active ? roundedStructure(value) as T : value;
}

function roundedStructure(value: unknown): unknown {
  if (typeof value === "number") return Math.fround(value) === value ? value : constant(value);
  if (typeof value !== "object" || value === null) return value;
  const isPlain = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
  if (!isPlain) return value;
  const known = structures.get(value);
  if (known !== undefined) return known;
  const copy = (Array.isArray(value) ? [] : {}) as Record<string, unknown>;
  // Before its parts, one of which may be itself.
  structures.set(value, copy);
  for (const [key, part] of Object.entries(value)) copy[key] = roundedStructure(part);
  return Object.isFrozen(value) ? Object.freeze(copy) : copy;
}

// The operators. Operands that are not both numbers go to a function of their own, so that V8 compiles
// these for numbers alone.

type Operand = number & { readonly brand?: unknown };

/** The operator `+`. */
export function add(a: number, b: number): number {
  if (typeof a !== "number" || typeof b !== "number") return plainAdd(a, b);
  const sum = a + b;
  if (!active || sum - sum !== 0) return sum;
  const error = sumError(a, b, sum);
  return error === 0 ? sum : rounded(sum, error);
}

/** The operator `-`. */
export function subtract(a: number, b: number): number {
  if (typeof a !== "number" || typeof b !== "number") return plainSubtract(a, b);
  const difference = a - b;
  if (!active || difference - difference !== 0) return difference;
  const error = sumError(a, -b, difference);
  return error === 0 ? difference : rounded(difference, error);
}

/** The operator `*`. */
export function multiply(a: number, b: number): number {
  if (typeof a !== "number" || typeof b !== "number") return plainMultiply(a, b);
  const product = a * b;
  if (!active || product - product !== 0) return product;
  const error = productError(a, b, product);
  return error === 0 ? product : rounded(product, error);
}

/** The operator `/`. */
export function divide(a: number, b: number): number {
  if (typeof a !== "number" || typeof b !== "number") return plainDivide(a, b);
  const quotient = a / b;
  // A finite quotient of a finite number by an infinite one is 0, exactly.
  if (!active || quotient - quotient !== 0 || b - b !== 0) return quotient;
  const error = quotientError(a, b, quotient);
  return error === 0 ? quotient : rounded(quotient, error);
}

/** The operator `**`. */
export function power(a: number, b: number): number {
  if (typeof a !== "number" || typeof b !== "number") return plainPower(a, b);
  return active ? roundedPower(a, b) : a ** b;
}

function plainAdd(a: Operand, b: Operand): number {
  return a + b;
}

function plainSubtract(a: Operand, b: Operand): number {
  return a - b;
}

function plainMultiply(a: Operand, b: Operand): number {
  return a * b;
}

function plainDivide(a: Operand, b: Operand): number {
  return a / b;
}

function plainPower(a: Operand, b: Operand): number {
  return a ** b;
}

function roundedPower(base: number, exponent: number): number {
  const result = base ** exponent;
  if (base - base !== 0 || exponent - exponent !== 0 || base === 0) return result;
  if (exponent === 2) return multiply(base, base);
  if (exponent === -1) return divide(1, base);
  if (exponent === 0.5) return sqrt(base);
  const exact = exactPower(base, exponent);
  if (exact !== undefined) return exact;
  const positive = base > 0 || exponent % 2 === 0;
  return positive ? roundedEitherWay(result, 0) : roundedEitherWay(result, -Infinity, 0);
}

/** The power, if it is a number of float64. The base is not 0, both are finite. */
function exactPower(base: number, exponent: number): number | undefined {
  let [root, whole] = [base, exponent];
  while (!Number.isInteger(whole)) {
    // A power with a binary fraction as exponent is rational only if the root is.
    const next = Math.sqrt(root);
    if (rootError(root, next) !== 0) return undefined;
    [root, whole] = [next, 2 * whole];
  }
  const { odd, exponent: binary } = oddPart(root);
  let significand = root < 0 && whole % 2 !== 0 ? -1 : 1;
  if (odd !== 1) {
    if (whole < 0) return undefined;
    for (let i = 0; i < whole; i++) {
      significand *= odd;
      if (Math.abs(significand) >= 2 ** 53) return undefined;
    }
  }
  const shift = binary * whole;
  return shift >= -1074 ? scaled(significand, shift) : undefined;
}

/** `Math.sqrt`, which is correctly rounded. */
export function sqrt(x: number): number {
  const root = Math.sqrt(x);
  if (!active || root - root !== 0 || root === 0) return root;
  const error = rootError(Number(x), root);
  return error === 0 ? root : rounded(root, error);
}

/** `Math.cbrt`. */
export function cbrt(x: number): number {
  const root = Math.cbrt(x);
  if (!active || root - root !== 0) return root;
  // root³ = x, with both products exact.
  const square = root * root;
  const isExact = square * root === Number(x) && productError(root, root, square) === 0 &&
    productError(square, root, square * root) === 0;
  return isExact ? root : roundedEitherWay(root);
}

/** `Math.hypot`. A sum of squares is known as exact where all its squares and sums are. */
export function hypot(...values: number[]): number {
  const length = Math.hypot(...values);
  if (!active || length - length !== 0) return length;
  let sum = 0;
  let used = 0;
  let isExact = true;
  for (const value of values) {
    const x = Number(value);
    if (x === 0) continue;
    used++;
    const square = x * x;
    isExact &&= productError(x, x, square) === 0 && sumError(sum, square, sum + square) === 0;
    sum += square;
  }
  if (used <= 1) return length;
  isExact &&= sum === length * length && productError(length, length, sum) === 0;
  return isExact ? length : roundedEitherWay(length);
}

/** `Math.pow`. */
export function pow(base: number, exponent: number): number {
  return active ? roundedPower(Number(base), Number(exponent)) : Math.pow(base, exponent);
}

/** `Math.atan2`. */
export function atan2(y: number, x: number): number {
  const angle = Math.atan2(y, x);
  // 0 is exact, as the direction of the positive axis; a quotient that underflows to it is not.
  if (!active || (angle === 0 && (Number(y) === 0 || Number(x) === Infinity))) return angle;
  return roundedEitherWay(angle);
}

/** `Math.exp`. */
export function exp(x: number): number {
  const value = Math.exp(x);
  return !active || isZeroOrInfinite(x) ? value : roundedEitherWay(value, 0);
}

/** `Math.expm1`. */
export function expm1(x: number): number {
  const value = Math.expm1(x);
  return !active || isZeroOrInfinite(x) ? value : roundedEitherWay(value, -1);
}

/** `Math.log`. */
export function log(x: number): number {
  const value = Math.log(x);
  return !active || Number(x) === 1 ? value : roundedEitherWay(value);
}

/** `Math.log1p`. */
export function log1p(x: number): number {
  const value = Math.log1p(x);
  return !active || isZeroOrInfinite(x) ? value : roundedEitherWay(value);
}

/** `Math.log2`. */
export function log2(x: number): number {
  const value = Math.log2(x);
  if (!active || value - value !== 0) return value;
  return oddPart(Number(x)).odd === 1 ? value : roundedEitherWay(value);
}

/** `Math.log10`. */
export function log10(x: number): number {
  const value = Math.log10(x);
  if (!active || value - value !== 0) return value;
  // 10²² is the largest power of ten among the numbers of float64.
  const isExact = value >= 0 && value <= 22 && Number(`1e${Math.round(value)}`) === Number(x);
  return isExact ? value : roundedEitherWay(value);
}

/** `Math.sin`. */
export function sin(x: number): number {
  const value = Math.sin(x);
  return !active || Number(x) === 0 ? value : roundedEitherWay(value, -1, 1);
}

/** `Math.cos`. */
export function cos(x: number): number {
  const value = Math.cos(x);
  return !active || Number(x) === 0 ? value : roundedEitherWay(value, -1, 1);
}

/** `Math.tan`. */
export function tan(x: number): number {
  const value = Math.tan(x);
  return !active || Number(x) === 0 ? value : roundedEitherWay(value);
}

/** `Math.asin`. */
export function asin(x: number): number {
  const value = Math.asin(x);
  return !active || Number(x) === 0 ? value : roundedEitherWay(value);
}

/** `Math.acos`. */
export function acos(x: number): number {
  const value = Math.acos(x);
  return !active || Number(x) === 1 ? value : roundedEitherWay(value);
}

/** `Math.atan`. */
export function atan(x: number): number {
  const value = Math.atan(x);
  return !active || Number(x) === 0 ? value : roundedEitherWay(value);
}

/** `Math.sinh`. */
export function sinh(x: number): number {
  const value = Math.sinh(x);
  return !active || Number(x) === 0 ? value : roundedEitherWay(value);
}

/** `Math.cosh`. */
export function cosh(x: number): number {
  const value = Math.cosh(x);
  return !active || Number(x) === 0 ? value : roundedEitherWay(value, 1);
}

/** `Math.tanh`. */
export function tanh(x: number): number {
  const value = Math.tanh(x);
  return !active || isZeroOrInfinite(x) ? value : roundedEitherWay(value, -1, 1);
}

/** `Math.asinh`. */
export function asinh(x: number): number {
  const value = Math.asinh(x);
  return !active || Number(x) === 0 ? value : roundedEitherWay(value);
}

/** `Math.acosh`. */
export function acosh(x: number): number {
  const value = Math.acosh(x);
  return !active || Number(x) === 1 ? value : roundedEitherWay(value);
}

/** `Math.atanh`. */
export function atanh(x: number): number {
  const value = Math.atanh(x);
  return !active || Number(x) === 0 ? value : roundedEitherWay(value);
}

function isZeroOrInfinite(x: number): boolean {
  const value = Number(x);
  return value === 0 || value - value !== 0;
}

const FUNCTIONS = {
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atan2,
  atanh,
  cbrt,
  cos,
  cosh,
  exp,
  expm1,
  hypot,
  log,
  log10,
  log1p,
  log2,
  pow,
  sin,
  sinh,
  sqrt,
  tan,
  tanh,
} as const;

/** The functions of `Math` whose results are rounded. */
export const INEXACT_FUNCTIONS: readonly string[] = Object.keys(FUNCTIONS);

/** What stands for `Math` where rewritten code uses it as a value. */
export const math: typeof Math = Object.create(
  Math,
  Object.fromEntries(
    Object.entries(FUNCTIONS).map((
      [name, value],
    ) => [name, { value, writable: true, configurable: true }]),
  ),
);

// Compound assignments to members whose object or key must not be evaluated twice: `load` evaluates
// both and reads the old value, before the right side is evaluated; `store` writes the new one.

/** A member that is about to be assigned, and its old value. */
export interface Loaded {
  /** Whose member it is. */
  readonly object: Record<PropertyKey, unknown>;
  /** The member's name. */
  readonly key: PropertyKey;
  /** The value before the assignment. */
  readonly old: unknown;
}

/** Reads a member. A key that is an object is converted here and again in `store`, as V8 does. */
export function load(object: Record<PropertyKey, unknown>, key: PropertyKey): Loaded {
  return { object, key, old: object[key] };
}

/** Combines the old value of a loaded member with the right side, and writes the result. */
export function store(
  { object, key, old }: Loaded,
  right: unknown,
  operator: (a: number, b: number) => number,
): unknown {
  return object[key] = operator(old as number, right as number);
}
