/**
 * Theorem 2, first part: isotropic preconditioners have the implicit bias of gradient descent.
 *
 * Printed: for K = h(‖·‖_F), h differentiable and strictly convex with h'(0) = 0, under Assumptions
 * 1.1 to 1.4 the iterates converge to the solution of (5), min ‖W − W_0‖_F s.t. XW = Y.
 *
 * It fails for losses that are not least at 0 alone, which 1.2 and 1.4 admit. By hand, with n = k =
 * 1, X = (1, 0), Y = 0, K = ½‖·‖²: ℓ = ½ max(|r| − 1, 0)² has ∇L = 0 at W_0 = (½, 0), which stays
 * where it is, while (5) is solved by 0; and for ℓ = ½(r − 1)² the limit is (1, 0).
 *
 * Corrected: if each ℓ_ij is least at 0 alone (here, with ℓ''(0) > 0). As h' > 0 but at 0, K(G) >
 * K(0) for G ≠ 0, and the argument in `theorem_1.ts` has XW_i → Y. ∇K(G) = h'(‖G‖)G/‖G‖ keeps W_i −
 * W_0 in S, on which X is one to one. So W_i converges to the one point of W_0 + S with XW = Y,
 * which is the projection. Strong convexity of h is not needed.
 *
 * What is compared is W_i of a run that has been followed until a contraction settles the rest, or
 * to the point itself (see `endOf`): that L is minimized is known then, that the limit is the
 * projection is not put in.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import { isotropic, isotropicPotentials, projectionScale } from "./_isotropic.ts";
import { endFigures } from "./_limit_figures.ts";
import {
  arrival,
  type End,
  endOf,
  type LimitFinder,
  limitInstances,
  saysNothing,
} from "./_limits.ts";
import {
  assumption1,
  assumption2,
  assumption3,
  assumption4,
  type DualInstance,
  settingOf,
} from "./_setting.ts";
import { areLossesLeastAtZero } from "./theorem_1.ts";

const LABEL = "W_∞ = the solution of (5)";

interface Observation {
  /** Where the run ends. */
  readonly end: End;
  /** The projection of W_0 onto {XW = Y}. */
  readonly projection: readonly number[];
}

/** The claim, with the limits of eq. (1) or of what a test puts in its place. */
export function theorem2Isotropic(limitOf?: LimitFinder): Claim {
  return defineClaim<DualInstance, Observation>({
    id: "dual/theorem-2-isotropic",
    title: "With an isotropic K the limit is the projection of W_0",
    locus: "Theorem 2, first part, eq. (5)",
    kind: "limit",
    cost: 8,
    hypotheses: [isotropic, assumption1, assumption2, assumption3, assumption4],
    instances: limitInstances(isotropicPotentials),
    observe<T>(instance: DualInstance, arithmetic: Arithmetic<T>, refinement: number): Observation {
      const setting = settingOf(instance);
      const { loss, start } = setting;
      return {
        end: endOf(setting, arithmetic, { refinement, ...(limitOf && { limitOf }) }),
        projection: loss.project(start, loss.y),
      };
    },
    figures: ({ end }, instance) => endFigures(settingOf(instance), end),
    variants: {
      printed: {
        statement: String.raw`\mathbf W_i \to \arg\min_{\mathbf W} \|\mathbf W - \mathbf W_0\|_F^2
          \quad \text{s.t. } \mathbf X \mathbf W = \mathbf Y`,
        expected: "refuted",
        relations: ({ end, projection }, instance) => [
          arrival(end, LABEL, projection, projectionScale(settingOf(instance), projection)),
        ],
      },
      corrected: {
        statement: String.raw`\ell_{ij} \text{ least at } 0, \text{ where } \ell_{ij}'' > 0:\quad
          \mathbf W_i \to \arg\min_{\mathbf W} \|\mathbf W - \mathbf W_0\|_F^2
          \quad \text{s.t. } \mathbf X \mathbf W = \mathbf Y`,
        expected: "holds",
        relations({ end, projection }, instance) {
          const setting = settingOf(instance);
          if (!areLossesLeastAtZero(setting)) return [saysNothing(LABEL)];
          return [arrival(end, LABEL, projection, projectionScale(setting, projection))];
        },
      },
    },
  });
}
