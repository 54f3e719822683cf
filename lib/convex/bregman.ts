/**
 * Bregman divergences, each with the size of what was added up.
 *
 * @module
 */

import { addSized, type SizedNumber } from "./sized_number.ts";

/** A differentiable function at one point. */
export interface FunctionPoint {
  /** The point. */
  readonly theta: readonly number[];
  /** f there. */
  readonly value: SizedNumber;
  /** ∇f there. */
  readonly gradient: readonly number[];
  /** The size of what was added up in each entry of ∇f. Default: its absolute value. */
  readonly gradientSize?: readonly number[];
}

/** A function at one point together with f*(∇f) there. */
export interface ConjugatePoint extends FunctionPoint {
  /** f*(∇f). */
  readonly conjugate: SizedNumber;
}

/** ⟨g, x − y⟩ of a gradient. */
function linearTerm(
  { gradient, gradientSize }: Pick<FunctionPoint, "gradient" | "gradientSize">,
  x: readonly number[],
  y: readonly number[],
): SizedNumber {
  let value = 0;
  let size = 0;
  for (const [i, slope] of gradient.entries()) {
    value += slope * (x[i]! - y[i]!);
    // The difference of two points is exact to their own rounding.
    size += (gradientSize?.[i] ?? Math.abs(slope)) * Math.abs(x[i]! - y[i]!) +
      Math.abs(slope) * (Math.abs(x[i]!) + Math.abs(y[i]!));
  }
  return { value, size };
}

/**
 * The Bregman divergence of its usual definition, D_f(A, B) = f(A) − f(B) − ⟨∇f(B), A − B⟩.
 *
 * @param points `at` is A, `from` is B.
 */
export function bregmanDivergence(
  { at, from }: { readonly at: Omit<FunctionPoint, "gradient">; readonly from: FunctionPoint },
): SizedNumber {
  return addSized(
    [at.value, from.value, linearTerm(from, at.theta, from.theta)],
    [1, -1, -1],
  );
}

/**
 * D_f(A, B) = f(A) − f(B) − ⟨∇f(A), A − B⟩, the divergence as Definition 4 of the paper prints it:
 * with the gradient at A.
 */
export function printedBregmanDivergence(
  { at, from }: { readonly at: FunctionPoint; readonly from: Omit<FunctionPoint, "gradient"> },
): SizedNumber {
  return addSized(
    [at.value, from.value, linearTerm(at, at.theta, from.theta)],
    [1, -1, -1],
  );
}

/**
 * The adjusted Bregman divergence, D̃_f(A, B) = f*(∇f(A)) − f*(∇f(B)) − ⟨B, ∇f(A) − ∇f(B)⟩
 * (Definition 5 of the paper), term by term as it stands. For convex f it is D_f(B, A) of the usual
 * definition.
 *
 * @param points `at` is A, `from` is B.
 */
export function adjustedBregmanDivergence(
  { at, from }: { readonly at: ConjugatePoint; readonly from: ConjugatePoint },
): SizedNumber {
  let value = 0;
  let size = 0;
  for (const [i, b] of from.theta.entries()) {
    const [first, second] = [at.gradient[i]!, from.gradient[i]!];
    value += b * (first - second);
    size += Math.abs(b) *
      ((at.gradientSize?.[i] ?? Math.abs(first)) + (from.gradientSize?.[i] ?? Math.abs(second)));
  }
  return addSized([at.conjugate, from.conjugate, { value, size }], [1, -1, -1]);
}
