/**
 * The terms of the fundamental identity, eq. (3), along a run.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import {
  adjustedBregmanDivergence,
  bregmanDivergence,
  type FunctionPoint,
  printedBregmanDivergence,
  type SizedNumber,
} from "../../lib/convex/mod.ts";
import { type DualMethod, type DualSetting, run } from "./_setting.ts";
import { potentialAt } from "./_points.ts";

/** D_K with the gradient at the first point, as Definition 4 prints it, or at the second. */
export type Orientation = "printed" | "standard";

/** D_K(A, B) of either kind. */
export function divergenceOf(
  orientation: Orientation,
  at: FunctionPoint,
  from: FunctionPoint,
): SizedNumber {
  return orientation === "printed"
    ? printedBregmanDivergence({ at, from })
    : bregmanDivergence({ at, from });
}

/** The terms of eq. (3) for one i. */
export interface IdentityTerms {
  /** D̃_L(W, W_{i−1}). */
  readonly before: SizedNumber;
  /** D̃_L(W, W_i). */
  readonly after: SizedNumber;
  /** ηK(∇L(W_i)). */
  readonly potential: SizedNumber;
  /** D̃_L(W_i, W_{i−1}). */
  readonly step: SizedNumber;
  /** ηD_K(∇L(W_i), ∇L(W_{i−1})). */
  readonly stepOfPotential: Record<Orientation, SizedNumber>;
  /** ηD_K(∇L(W), ∇L(W_{i−1})). */
  readonly toPotential: Record<Orientation, SizedNumber>;
  /** What the rounding of W_i moves: the size of Tr((W_{i−1} − W_i)ᵀ(∇L(W) − ∇L(W_i))). */
  readonly roundingOfStep: number;
}

/** The terms of eq. (3) along a run. */
export interface IdentityRun {
  /** ηK(∇L(W)). */
  readonly potentialAtPoint: SizedNumber;
  /** For i = 1, 2, …. */
  readonly terms: readonly IdentityTerms[];
}

function times(factor: number, { value, size }: SizedNumber): SizedNumber {
  return { value: factor * value, size: factor * size };
}

/** Runs the optimizer and evaluates eq. (3) at W for each i ≤ `steps`, as far as numbers reach. */
export function identityRun<T>(
  setting: DualSetting,
  arithmetic: Arithmetic<T>,
  point: readonly number[],
  options: { readonly steps: number; readonly method?: DualMethod },
): IdentityRun {
  const { loss, potential: k, stepSize } = setting;
  const iterates = run(setting, arithmetic, options);
  const w = loss.at(arithmetic, arithmetic.vector(point));
  const atW = potentialAt(k, w.gradient, w.gradientSize);
  const gradients = iterates.map(({ gradient, gradientSize }) =>
    potentialAt(k, gradient, gradientSize)
  );
  const both = (at: FunctionPoint, from: FunctionPoint) => ({
    printed: times(stepSize, divergenceOf("printed", at, from)),
    standard: times(stepSize, divergenceOf("standard", at, from)),
  });
  const terms = iterates.slice(1).map((now, index): IdentityTerms => {
    const previous = iterates[index]!;
    const [kNow, kPrevious] = [gradients[index + 1]!, gradients[index]!];
    const moved = (p: number) =>
      Math.abs(previous.theta[p]!) + Math.abs(now.theta[p]!) +
      stepSize * Math.abs(kPrevious.gradient[p]!);
    return {
      before: adjustedBregmanDivergence({ at: w, from: previous }),
      after: adjustedBregmanDivergence({ at: w, from: now }),
      potential: times(stepSize, kNow.value),
      step: adjustedBregmanDivergence({ at: now, from: previous }),
      stepOfPotential: both(kNow, kPrevious),
      toPotential: both(atW, kPrevious),
      roundingOfStep: w.gradient.reduce(
        (sum, entry, p) => sum + moved(p) * Math.abs(entry - now.gradient[p]!),
        0,
      ),
    };
  });
  return { potentialAtPoint: times(stepSize, atW.value), terms };
}
