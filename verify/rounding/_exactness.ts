/**
 * On which side of a result of float64 arithmetic the exact value lies, by error-free
 * transformations.
 *
 * All functions want finite operands and a finite result. They return a number whose sign is that of
 * the exact value minus the result, and 0 where the result is exact.
 *
 * Sources: Knuth's TwoSum; Dekker's product with Veltkamp's splitting; for quotients and square roots
 * the remainder, which is a number of float64 (Boldo and Daumas, "Representable correcting terms",
 * 2003). Where a term could underflow or overflow, the operands are scaled by powers of two first.
 *
 * @module
 */

/** Between these magnitudes no term of a product or of its error underflows or overflows. */
const LEAST_SAFE = 1e-290;
const GREATEST_SAFE = 1e290;

/** Veltkamp's constant, 2²⁷ + 1: splits 53 bits into two halves whose products are exact. */
const SPLITTER = 134217729;

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);
/** Where the halves of a number lie: all machines that Deno runs on begin with the low one. */
const LOW = 0;
const HIGH = 1;

/** The error of a sum. */
export function sumError(a: number, b: number, sum: number): number {
  const addend = sum - a;
  const error = (a - (sum - addend)) + (b - addend);
  if (error - error === 0) return error;
  // TwoSum overflows on the way only if b is the largest number there is, with either sign (Boldo,
  // Graillat and Muller 2017). Then the shorter form cannot.
  return a - (sum - b);
}

/** The error of a product: itself where nothing underflows, otherwise its sign and a magnitude. */
export function productError(a: number, b: number, product: number): number {
  if (isSafe(product) && isBelowGreatest(a) && isBelowGreatest(b)) {
    return dekkerError(a, b, product);
  }
  if (a === 0 || b === 0) return 0;
  const [exponentA, exponentB] = [exponentOf(a), exponentOf(b)];
  const [scaledA, scaledB] = [scaled(a, -exponentA), scaled(b, -exponentB)];
  const scaledProduct = scaledA * scaledB;
  // Exact, since the two are within a factor of two of each other, or the second is 0.
  const difference = scaledProduct - scaled(product, -exponentA - exponentB);
  return difference + dekkerError(scaledA, scaledB, scaledProduct);
}

/** A number of the sign of the error of a quotient. */
export function quotientError(a: number, b: number, quotient: number): number {
  if (isSafe(quotient) && isSafe(a) && isBelowGreatest(b)) return remainder(a, b, quotient);
  if (a === 0) return 0;
  const [exponentA, exponentB] = [exponentOf(a), exponentOf(b)];
  return remainder(
    scaled(a, -exponentA),
    scaled(b, -exponentB),
    scaled(quotient, exponentB - exponentA),
  );
}

/** A number of the sign of the error of a square root, of an operand above 0. */
export function rootError(x: number, root: number): number {
  if (isSafe(x)) {
    const square = root * root;
    return (x - square) - dekkerError(root, root, square);
  }
  const half = Math.floor(exponentOf(x) / 2);
  return rootError(scaled(x, -2 * half), scaled(root, -half));
}

/** The odd integer m > 0 and the exponent k with |x| = m·2ᵏ, for a number that is not 0. */
export function oddPart(x: number): { readonly odd: number; readonly exponent: number } {
  let exponent = exponentOf(x) - 52;
  let odd = Math.abs(scaled(x, -exponent));
  while (odd % 2 === 0) {
    odd /= 2;
    exponent++;
  }
  return { odd, exponent };
}

/** x·2ᵏ, exact if it is a number of float64, whatever k. */
export function scaled(x: number, exponent: number): number {
  // 2ᵏ itself may be beyond the range.
  const third = Math.trunc(exponent / 3);
  const factor = 2 ** third;
  return x * factor * factor * 2 ** (exponent - 2 * third);
}

/** The next number of float64 above a finite one, or below it. */
export function neighbour(x: number, up: boolean): number {
  if (x === 0) return up ? Number.MIN_VALUE : -Number.MIN_VALUE;
  float[0] = x;
  const step = up === x > 0 ? 1 : -1;
  const low = words[LOW]!;
  words[LOW] = low + step;
  if (low === (step === 1 ? 0xffffffff : 0)) words[HIGH]! += step;
  return float[0];
}

function isSafe(x: number): boolean {
  return isBelowGreatest(x) && Math.abs(x) > LEAST_SAFE;
}

function isBelowGreatest(x: number): boolean {
  return Math.abs(x) < GREATEST_SAFE;
}

function dekkerError(a: number, b: number, product: number): number {
  const splitA = SPLITTER * a;
  const highA = splitA - (splitA - a);
  const lowA = a - highA;
  const splitB = SPLITTER * b;
  const highB = splitB - (splitB - b);
  const lowB = b - highB;
  return lowA * lowB - (((product - highA * highB) - lowA * highB) - highA * lowB);
}

function remainder(a: number, b: number, quotient: number): number {
  const product = quotient * b;
  const rest = (a - product) - dekkerError(quotient, b, product);
  return b < 0 ? -rest : rest;
}

/** The exponent e with 2ᵉ <= |x| < 2ᵉ⁺¹, for a number that is not 0. */
export function exponentOf(x: number): number {
  float[0] = x;
  const biased = (words[HIGH]! >>> 20) & 0x7ff;
  return biased === 0 ? exponentOf(x * 2 ** 54) - 54 : biased - 1023;
}
