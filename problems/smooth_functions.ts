/**
 * Smooth functions of one variable, looked at from a point p: t ↦ g(p + t) − g(p).
 *
 * @module
 */

import type { Arithmetic } from "../lib/arithmetic/mod.ts";

/**
 * A function h(t) = g(p + t) − g(p), which vanishes at t = 0: `tanh`, `sine`, `exponential` and
 * `logistic` about p = `at`, t itself, or t + ½ curvature t².
 */
export type SmoothFunction =
  | { readonly kind: "identity" }
  | { readonly kind: "quadratic"; readonly curvature: number }
  | { readonly kind: "tanh" | "sine" | "exponential" | "logistic"; readonly at: number };

/** The names of the functions. */
export type SmoothFunctionKind = SmoothFunction["kind"];

/**
 * One kind of function, entry by entry on vectors: `p` carries `at` or `curvature`.
 *
 * Differences are written as products that vanish with t, so that they keep their relative accuracy
 * near t = 0, where g(p + t) − g(p) would cancel.
 */
interface Rules {
  /** h(t). */
  difference<T>(arithmetic: Arithmetic<T>, p: T, t: T): T;
  /** h'(t). */
  derivative<T>(arithmetic: Arithmetic<T>, p: T, t: T): T;
  /** h''(t). */
  secondDerivative<T>(arithmetic: Arithmetic<T>, p: T, t: T): T;
  /** h'(t), a number. */
  slope(p: number, t: number): number;
  /** The sum of the absolute values of the terms of which `difference` consists. */
  magnitude(p: number, t: number): number;
  /** sup |h''| over low ≤ t ≤ high, exactly. */
  largestCurvature(p: number, low: number, high: number): number;
}

/** Where tanh'' is largest: tanh x = ±1/√3. */
const TANH_INFLECTION = Math.atanh(1 / Math.sqrt(3));

/** |tanh''(x)| = 2 |tanh x| (1 − tanh² x). */
function tanhCurvature(x: number): number {
  const y = Math.abs(Math.tanh(x));
  return 2 * y * (1 - y) * (1 + y);
}

/** sup |tanh''| over [low, high]. */
export function largestTanhCurvature(low: number, high: number): number {
  const peaks = [-TANH_INFLECTION, TANH_INFLECTION].filter((x) => low < x && x < high);
  return Math.max(...[low, high, ...peaks].map(tanhCurvature));
}

/** sup tanh' over [low, high]. */
export function largestTanhSlope(low: number, high: number): number {
  const nearest = low > 0 ? low : high < 0 ? high : 0;
  return 1 / Math.cosh(nearest) ** 2;
}

/** 1 − a², entry by entry. */
export function oneMinusSquare<T>(arithmetic: Arithmetic<T>, a: T): T {
  return arithmetic.shift(arithmetic.scale(-1, arithmetic.apply("square", a)), 1);
}

/** tanh(t) (1 − tanh(p) tanh(p + t)) = tanh(p + t) − tanh(p), without cancellation in small t. */
export function tanhDifference<T>(arithmetic: Arithmetic<T>, p: T, t: T): T {
  const product = arithmetic.hadamard(
    arithmetic.apply("tanh", p),
    arithmetic.apply("tanh", arithmetic.add(p, t)),
  );
  return arithmetic.hadamard(
    arithmetic.apply("tanh", t),
    arithmetic.shift(arithmetic.scale(-1, product), 1),
  );
}

/** −2 y (1 − y²), the second derivative of tanh where it has the value y. */
export function tanhSecondDerivative<T>(arithmetic: Arithmetic<T>, y: T): T {
  return arithmetic.hadamard(arithmetic.scale(-2, y), oneMinusSquare(arithmetic, y));
}

/** Rounding p, t or p + t moves a difference by about this many units of its terms. */
function argumentRounding(p: number, t: number): number {
  return 1 + Math.abs(p) + Math.abs(t);
}

const rules: Record<SmoothFunctionKind, Rules> = {
  identity: {
    difference: (_arithmetic, _p, t) => t,
    derivative: (arithmetic, _p, t) => arithmetic.shift(arithmetic.scale(0, t), 1),
    secondDerivative: (arithmetic, _p, t) => arithmetic.scale(0, t),
    slope: () => 1,
    magnitude: (_p, t) => Math.abs(t),
    largestCurvature: () => 0,
  },
  // t (1 + c t/2), with p carrying the curvature c.
  quadratic: {
    difference: (arithmetic, c, t) =>
      arithmetic.hadamard(
        t,
        arithmetic.shift(arithmetic.scale(0.5, arithmetic.hadamard(c, t)), 1),
      ),
    derivative: (arithmetic, c, t) => arithmetic.shift(arithmetic.hadamard(c, t), 1),
    secondDerivative: (_arithmetic, c) => c,
    slope: (c, t) => 1 + c * t,
    magnitude: (c, t) => Math.abs(t) * (1 + Math.abs(c * t)),
    largestCurvature: (c) => Math.abs(c),
  },
  tanh: {
    difference: tanhDifference,
    derivative: (arithmetic, p, t) =>
      oneMinusSquare(arithmetic, arithmetic.apply("tanh", arithmetic.add(p, t))),
    secondDerivative: (arithmetic, p, t) =>
      tanhSecondDerivative(arithmetic, arithmetic.apply("tanh", arithmetic.add(p, t))),
    slope: (p, t) => 1 / Math.cosh(p + t) ** 2,
    magnitude: (p, t) =>
      Math.abs(Math.tanh(t)) * (1 + Math.abs(Math.tanh(p) * Math.tanh(p + t))) *
      argumentRounding(p, t),
    largestCurvature: (p, low, high) => largestTanhCurvature(p + low, p + high),
  },
  // sin(p + t) − sin p = 2 sin(t/2) cos(p + t/2)
  sine: {
    difference: (arithmetic, p, t) => {
      const half = arithmetic.scale(0.5, t);
      return arithmetic.scale(
        2,
        arithmetic.hadamard(
          oddSine(arithmetic, half),
          arithmetic.apply("cosine", arithmetic.add(p, half)),
        ),
      );
    },
    derivative: (arithmetic, p, t) => arithmetic.apply("cosine", arithmetic.add(p, t)),
    secondDerivative: (arithmetic, p, t) =>
      arithmetic.scale(-1, arithmetic.apply("sine", arithmetic.add(p, t))),
    slope: (p, t) => Math.cos(p + t),
    magnitude: (p, t) => 2 * Math.abs(Math.sin(t / 2)) * argumentRounding(p, t),
    largestCurvature(p, low, high) {
      const first = Math.ceil((p + low) / Math.PI - 0.5);
      const last = Math.floor((p + high) / Math.PI - 0.5);
      if (first <= last) return 1;
      return Math.max(Math.abs(Math.sin(p + low)), Math.abs(Math.sin(p + high)));
    },
  },
  // eᵗ − 1 = tanh(t/2) (eᵗ + 1)
  exponential: {
    difference: (arithmetic, p, t) =>
      arithmetic.hadamard(
        arithmetic.apply("tanh", arithmetic.scale(0.5, t)),
        arithmetic.add(
          arithmetic.apply("exponential", arithmetic.add(p, t)),
          arithmetic.apply("exponential", p),
        ),
      ),
    derivative: (arithmetic, p, t) => arithmetic.apply("exponential", arithmetic.add(p, t)),
    secondDerivative: (arithmetic, p, t) => arithmetic.apply("exponential", arithmetic.add(p, t)),
    slope: (p, t) => Math.exp(p + t),
    magnitude: (p, t) =>
      Math.abs(Math.tanh(t / 2)) * (Math.exp(p + t) + Math.exp(p)) * argumentRounding(p, t),
    largestCurvature: (p, _low, high) => Math.exp(p + high),
  },
  // 1/(1 + e⁻ˣ) = ½ (1 + tanh(x/2)): half of tanh at half the argument.
  logistic: {
    difference: (arithmetic, p, t) =>
      arithmetic.scale(
        0.5,
        tanhDifference(arithmetic, arithmetic.scale(0.5, p), arithmetic.scale(0.5, t)),
      ),
    derivative: (arithmetic, p, t) =>
      arithmetic.scale(0.25, oneMinusSquare(arithmetic, halfTanh(arithmetic, p, t))),
    secondDerivative: (arithmetic, p, t) =>
      arithmetic.scale(0.125, tanhSecondDerivative(arithmetic, halfTanh(arithmetic, p, t))),
    slope: (p, t) => 0.25 / Math.cosh((p + t) / 2) ** 2,
    magnitude: (p, t) => rules.tanh.magnitude(p / 2, t / 2) / 2,
    largestCurvature: (p, low, high) => largestTanhCurvature((p + low) / 2, (p + high) / 2) / 8,
  },
};

/**
 * sin t = sign(t) sin|t|: the WebAssembly backend of TensorFlow.js reduces negative arguments by 2π,
 * which leaves small ones no relative accuracy.
 */
function oddSine<T>(arithmetic: Arithmetic<T>, t: T): T {
  return arithmetic.hadamard(
    arithmetic.apply("sign", t),
    arithmetic.apply("sine", arithmetic.apply("absolute", t)),
  );
}

/** tanh((p + t)/2). */
function halfTanh<T>(arithmetic: Arithmetic<T>, p: T, t: T): T {
  return arithmetic.apply("tanh", arithmetic.scale(0.5, arithmetic.add(p, t)));
}

function parameterOf(smooth: SmoothFunction): number {
  if (smooth.kind === "identity") return 0;
  return smooth.kind === "quadratic" ? smooth.curvature : smooth.at;
}

/** What to evaluate of smooth functions: h, h' or h''. */
export type SmoothFunctionPart = "difference" | "derivative" | "secondDerivative";

/**
 * h, h' or h'' of a vector, one function per entry.
 *
 * @param arithmetic The number system.
 * @param which What to evaluate.
 * @param functions h₁, …, h_k.
 * @param t The arguments, k×1.
 */
export function evaluateEach<T>(
  arithmetic: Arithmetic<T>,
  which: SmoothFunctionPart,
  functions: readonly SmoothFunction[],
  t: T,
): T {
  return evaluatorOf(arithmetic, functions)(which, t);
}

/**
 * {@linkcode evaluateEach} for who evaluates the same functions many times: its constants are made
 * once, and live as long as the scope in which this is called.
 *
 * @param arithmetic The number system.
 * @param functions h₁, …, h_k.
 * @returns What evaluates h, h' or h'' at k×1 arguments.
 */
export function evaluatorOf<T>(
  arithmetic: Arithmetic<T>,
  functions: readonly SmoothFunction[],
): (which: SmoothFunctionPart, t: T) => T {
  const kinds = [...new Set(functions.map(({ kind }) => kind))];
  const parameters = (kind: SmoothFunctionKind) =>
    arithmetic.vector(
      functions.map((smooth) => smooth.kind === kind ? parameterOf(smooth) : 0),
    );
  const [first] = kinds;
  if (first !== undefined && kinds.length === 1) {
    const p = parameters(first);
    return (which, t) => rules[first][which](arithmetic, p, t);
  }
  const groups = kinds.map((kind) => ({
    rule: rules[kind],
    mask: arithmetic.vector(functions.map((smooth) => Number(smooth.kind === kind))),
    p: parameters(kind),
  }));
  // Entries of other kinds are evaluated at t = 0, where nothing overflows, and masked out.
  return (which, t) =>
    groups
      .map(({ rule, mask, p }) =>
        arithmetic.hadamard(mask, rule[which](arithmetic, p, arithmetic.hadamard(mask, t)))
      )
      .reduce((sum, values) => arithmetic.add(sum, values));
}

/** h'(t), a number. */
export function slopeAt(smooth: SmoothFunction, t: number): number {
  return rules[smooth.kind].slope(parameterOf(smooth), t);
}

/** The sum of the absolute values of the terms that make up h(t). */
export function differenceMagnitude(smooth: SmoothFunction, t: number): number {
  return rules[smooth.kind].magnitude(parameterOf(smooth), t);
}

/** sup |h''| over low ≤ t ≤ high, exactly. */
export function largestCurvature(smooth: SmoothFunction, low: number, high: number): number {
  return rules[smooth.kind].largestCurvature(parameterOf(smooth), low, high);
}
