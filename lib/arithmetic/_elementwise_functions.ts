/**
 * The elementwise functions in double precision.
 *
 * @module
 */

import type { ElementwiseFunction } from "./arithmetic.ts";

/** The functions that `apply` evaluates, on single numbers. */
export const elementwiseFunctions: Record<ElementwiseFunction, (x: number) => number> = {
  absolute: Math.abs,
  cosine: Math.cos,
  exponential: Math.exp,
  logistic,
  reciprocal: (x) => 1 / x,
  sign: Math.sign,
  sine: Math.sin,
  square: (x) => x * x,
  squareRoot: Math.sqrt,
  tanh: Math.tanh,
};

/** 1 / (1 + e⁻ˣ); for negative x in the form that keeps its relative accuracy down to underflow. */
function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const power = Math.exp(x);
  return power / (1 + power);
}
