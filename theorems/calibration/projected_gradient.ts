/**
 * The projected gradient method on smooth convex functions.
 *
 * Problem: minimize f over C, f: R^d → R convex and L-smooth, C closed and convex, with a minimizer x* on
 * C and f* = f(x*).
 *
 * Algorithm: x_{k+1} = P_C(x_k − α∇f(x_k)), 0 < α ≤ 1/L, for N steps from a point of C.
 *
 * Guarantee: f(x_N) − f* ≤ R²/(4Nα), R = ‖x_0 − x*‖.
 *
 * Reference: M. Teboulle and Y. Vaisbourd, "An elementary approach to tight worst case complexity analysis
 * of gradient based methods", Mathematical Programming 201 (2023), for the proximal gradient method, of
 * which this is a case. It is the value of performance estimation (A. B. Taylor, J. M. Hendrickx and
 * F. Glineur, SIAM Journal on Optimization 27 (2017), arXiv:1512.07516), which we have checked with
 * PEPit for N = 1, 2, 4 and αL = ½, 1.
 *
 * Worst case, by hand: f(x) = cx over [0, R] with c = R/(2Nα), started at R. Each step moves by αc, so
 * x_N = R − NαR/(2Nα) = R/2 and f(x_N) = R²/(4Nα): equality. The minimizer 0 is none of f on the whole
 * line, where f may curve upwards left of 0.
 *
 * The sharpened form is false on purpose: its bound is 0.97 of the tight one. On the worst case with
 * N = α = 1, R = 2, c = 1: f(x_1) = 1 = 4/4 > 0.97.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import {
  chain,
  gradientDescent,
  type GradientTransformation,
  iterate,
  mapNextPoint,
} from "../../lib/optimizers/mod.ts";
import {
  constrainedFunction,
  type ConstrainedInstance,
  constrainedStarts,
  type ConstraintSet,
  constraintSet,
} from "../../problems/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import { stepFigures } from "./_figures.ts";
import {
  admissibleStepSize,
  distance,
  type EndedGap,
  gapBelow,
  length,
  stepCounts,
  stepShares,
} from "./_convex_runs.ts";

/** What a projected method is made of. */
export interface ProjectedMethodOptions {
  /** α. */
  readonly stepSize: number;
  /** C. */
  readonly set: Pick<ConstraintSet, "project">;
}

/** A method that stays in a set. */
export type ProjectedMethod = <T>(
  arithmetic: Arithmetic<T>,
  options: ProjectedMethodOptions,
) => GradientTransformation<T>;

/** x_{k+1} = P_C(x_k − α∇f(x_k)). */
export const projectedGradient: ProjectedMethod = (arithmetic, { stepSize, set }) =>
  chain(
    gradientDescent(arithmetic, { stepSize }),
    mapNextPoint(arithmetic, (x) => set.project(arithmetic, x)),
  );

interface Instance extends ConstrainedInstance {
  /** αL. */
  readonly stepShare: number;
  /** N. */
  readonly steps: number;
}

const LABEL = "f(x_N) − f* <= R²/(4Nα)";

/** The claim, for the projected gradient method or what a test puts in its place. */
export function projectedGradientRate(method: ProjectedMethod = projectedGradient): Claim {
  return defineClaim<Instance, EndedGap>({
    id: "calibration/projected-gradient",
    title: "The projected gradient method on smooth convex functions",
    locus: "Teboulle and Vaisbourd (2023)",
    kind: "universal",
    cost: 0.5,
    hypotheses: [admissibleStepSize, {
      name: "not yet optimal",
      statement: String.raw`x_0 \ne x^*`,
      holds: ({ objective, start }) => distance(start, objective.minimizer) > 0,
    }],
    instances: fc.tuple(constrainedStarts(), stepShares(), stepCounts())
      .map(([start, stepShare, steps]) => ({ ...start, stepShare, steps })),
    observe<T>(instance: Instance, arithmetic: Arithmetic<T>): EndedGap {
      const { start, stepShare, steps } = instance;
      const set = constraintSet(instance.set);
      const f = constrainedFunction(instance);
      const stepSize = stepShare / f.smoothness;
      const last = iterate(arithmetic, f, method(arithmetic, { stepSize, set }), start, { steps });
      const radius = distance(start, f.minimizer);
      const bound = radius ** 2 / (4 * steps * stepSize);
      const slope = arithmetic.norm(f.gradient(arithmetic, arithmetic.vector(last)));
      const position = set.size + length(f.minimizer);
      return {
        gap: f.value(arithmetic, arithmetic.vector(last)),
        bound,
        last,
        // Each step and projection rounds x at the size of the set, which moves f by its slope.
        scale: (steps + 1) * (f.magnitude(last) + slope * position) +
          bound * (1 + position / radius),
      };
    },
    figures(_, instance) {
      return stepFigures(this, instance, "f(x_k) − f*", 1);
    },
    variants: {
      printed: {
        statement: String.raw`f(x_N) - f^* \le \frac{R^2}{4 N \alpha}`,
        expected: "holds",
        relations: (observation) => gapBelow(LABEL, observation, 1),
      },
      sharpened: {
        statement: String.raw`f(x_N) - f^* \le 0.97 \, \frac{R^2}{4 N \alpha}`,
        expected: "refuted",
        relations: (observation) => gapBelow(LABEL, observation, 0.97),
      },
    },
  });
}
