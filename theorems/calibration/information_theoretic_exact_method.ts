/**
 * The information-theoretic exact method on smooth strongly convex functions.
 *
 * Problem: minimize f: R^d → R, L-smooth and μ-strongly convex, 0 < μ < L, q = μ/L, with the minimizer x*.
 *
 * Algorithm: y_k = (1 − β_k)z_k + β_k x_k, x_{k+1} = y_k − ∇f(y_k)/L,
 * z_{k+1} = (1 − qδ_k)z_k + qδ_k y_k − (δ_k/L)∇f(y_k), z_0 = x_0, for N steps, with A_0 = 0,
 * A_{k+1} = ((1 + q)A_k + 2(1 + √((1 + A_k)(1 + qA_k))))/(1 − q)², β_k = A_k/((1 − q)A_{k+1}),
 * δ_k = ½((1 − q)²A_{k+1} − (1 + q)A_k)/(1 + q + qA_k).
 *
 * Guarantee: ‖z_N − x*‖² ≤ ‖z_0 − x*‖²/(1 + qA_N). No first-order method has a better one in high dimensions.
 *
 * Reference: A. B. Taylor and Y. Drori, "An optimal gradient method for smooth strongly convex minimization",
 * Mathematical Programming 199 (2023), arXiv:2101.09741; PEPit's example
 * `information_theoretic_exact_method`.
 *
 * Worst case, by hand: f(x) = ½Lx². There x_{k+1} = 0, so for k ≥ 1 y_k = (1 − β_k)z_k, and
 * z_{k+1} = (1 − qδ_k − (1 − q)δ_k(1 − β_k)) z_k. For N = 1, δ_0 = 2/(1 + q) and β_0 = 0:
 * z_1 = (1 − δ_0)z_0 = −((1 − q)/(1 + q)) z_0, and A_1 = 4/(1 − q)² gives 1/(1 + qA_1) =
 * (1 − q)²/((1 − q)² + 4q) = ((1 − q)/(1 + q))²: equality. As bad is f(x) = ½μx², where the pulls towards y_k and
 * along the gradient cancel and z_{k+1} = (1 − qδ_k)z_k: for N = 1 the factor (1 − q)/(1 + q) again, and for any
 * N because 1 + qA_{k+1} = (1 + qA_k)/(1 − qδ_k)². Indeed, with r = √((1 + A_k)(1 + qA_k)) the factor is
 * 1 − qδ_k = (1 + q + qA_k − q − qr)/(1 + q + qA_k) = (1 + qA_k − qr)/(1 + q + qA_k), and
 * (1 − q)²(1 + qA_{k+1}) = 1 + q² + q(1 + q)A_k + 2qr. The product of (1 + qA_k − qr)² =
 * (1 + qA_k)(1 + q² + q(1 + q)A_k − 2qr) with that is (1 + qA_k)((1 + q² + q(1 + q)A_k)² − 4q²r²) =
 * (1 + qA_k)(1 − q)²(1 + q + qA_k)².
 *
 * The sharpened form is false on purpose: its bound is 0.97 of the tight one. With μ = 1, L = 3, N = 1:
 * z_1 = z_0/2, and 1/4 > 0.97/4.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import {
  type GradientTransformation,
  informationTheoreticExactMethod,
  type InformationTheoreticExactState,
  informationTheoreticExactWeights,
  iterate,
  type StronglyConvexOptions,
} from "../../lib/optimizers/mod.ts";
import { convexFunction } from "../../problems/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import { stepFigures } from "./_figures.ts";
import { distance, type EndedGap, gapBelow, length, plus, stepCounts } from "./_convex_runs.ts";
import {
  constantsOf,
  type StronglyConvexStart,
  stronglyConvexStarts,
} from "./_strongly_convex_runs.ts";

/** A method that knows μ and L and whose state holds z_k. */
export type InformationTheoreticMethod = <T>(
  arithmetic: Arithmetic<T>,
  options: StronglyConvexOptions,
) => GradientTransformation<T, InformationTheoreticExactState<T>>;

interface Instance extends StronglyConvexStart {
  /** N. */
  readonly steps: number;
}

const LABEL = "‖z_N − x*‖² <= ‖z_0 − x*‖²/(1 + qA_N)";

/** The claim, for the method or what a test puts in its place. */
export function informationTheoreticExactRate(
  method: InformationTheoreticMethod = informationTheoreticExactMethod,
): Claim {
  return defineClaim<Instance, EndedGap>({
    id: "calibration/information-theoretic-exact-method",
    title: "The information-theoretic exact method on smooth strongly convex functions",
    locus: "Taylor and Drori (2023)",
    kind: "universal",
    cost: 0.5,
    hypotheses: [{
      name: "curvatures that differ",
      statement: String.raw`\mu < L`,
      holds: (instance) => {
        const { mu, smoothness } = constantsOf(instance, convexFunction(instance.objective));
        return mu < 0.99 * smoothness;
      },
    }],
    instances: fc.tuple(stronglyConvexStarts(), stepCounts())
      .map(([start, steps]) => ({ ...start, steps })),
    observe<T>(instance: Instance, arithmetic: Arithmetic<T>): EndedGap {
      const { objective, offset, steps } = instance;
      const f = convexFunction(objective);
      const { mu: strongConvexity, smoothness } = constantsOf(instance, f);
      const ratio = strongConvexity / smoothness;
      let weight = 0;
      for (let k = 0; k < steps; k++) {
        weight = informationTheoreticExactWeights(weight, ratio).next;
      }
      const start = plus(f.minimizer, offset);
      let [last, position, drift] = [start, 0, 0];
      const optimizer = method(arithmetic, { strongConvexity, smoothness });
      iterate(arithmetic, f, optimizer, start, {
        steps,
        visit({ theta }, { point }) {
          last = arithmetic.toArray(point);
          position = Math.max(position, length(last), arithmetic.norm(theta));
          // δ_k times the rounding of a gradient over L.
          drift += informationTheoreticExactWeights(weight, ratio).length * position;
        },
      });
      const before = length(offset);
      const after = distance(last, f.minimizer);
      const size = position + length(f.minimizer);
      return {
        gap: after ** 2,
        bound: before ** 2 / (1 + ratio * weight),
        last,
        scale: (after + before / Math.sqrt(1 + ratio * weight)) * (drift + (steps + 1) * size),
      };
    },
    figures(_, instance) {
      return stepFigures(this, instance, "squared distance ‖z_k − x*‖²");
    },
    variants: {
      printed: {
        statement: String.raw`\|z_N - x^*\|^2 \le \frac{\|z_0 - x^*\|^2}{1 + q A_N}`,
        expected: "holds",
        relations: (observation) => gapBelow(LABEL, observation, 1),
      },
      sharpened: {
        statement: String.raw`\|z_N - x^*\|^2 \le 0.97 \, \frac{\|z_0 - x^*\|^2}{1 + q A_N}`,
        expected: "refuted",
        relations: (observation) => gapBelow(LABEL, observation, 0.97),
      },
    },
  });
}
