/**
 * §II.A.2: the step sizes of gradient clipping.
 *
 * Printed: for η ≤ n max{ε, 1} and the squared loss, clipped gradient descent converges to the
 * solution of (5).
 *
 * The step size lacks σ_1, and the Lipschitz constant is multiplied where it should divide. By
 * hand, with n = k = 1, X = (x, 0), Y = 0, the first entry z of ∇L obeys z⁺ = z − ηx² min{ε/|z|,
 * 1}z. Where |z| > ε that is a step by a = ηx²ε towards 0: if a > 2ε, each z between ε and a − ε
 * goes to z − a < −ε and back again. With x = 2, ε = 1, η = 1: a = 4, z = 2 → −2 → 2, W = (±½, 0)
 * for ever. That needs ηx² > 2; below, |z| falls below ε in the end, and from there it is gradient
 * descent with a stable step.
 *
 * Corrected: if besides η < 2n/σ_1 (∇K is 1-Lipschitz for every ε, see `clipping_gradient.ts`), and
 * then no step leads away from the limit (`_bounded_step.ts`).
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { clippedGradientDescent } from "../../lib/optimizers/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import {
  type BoundedStep,
  boundedStepFigures,
  type BoundedStepInstance,
  boundedStepInstances,
  type BoundedStepRun,
  observeBoundedStep,
  positiveEpsilon,
  reachesProjection,
  reachesProjectionBelowEdge,
} from "./_bounded_step.ts";
import type { EpsilonMethod } from "./_direction.ts";
import type { LimitFinder } from "./_limits.ts";
import { squaredLoss } from "./_setting.ts";

/** The claim, for clipping and its limits or what a test puts in their place. */
export function clippingStep(
  method: EpsilonMethod = (arithmetic, { epsilon, stepSize }) =>
    clippedGradientDescent(arithmetic, { threshold: epsilon, stepSize }),
  limitOf?: LimitFinder,
): Claim {
  const bounded: BoundedStep = {
    potential: (epsilon) => ({ kind: "isotropic", profile: { kind: "huber", threshold: epsilon } }),
    method,
    largestStep: (samples, epsilon) => samples * Math.max(epsilon, 1),
    lipschitz: () => 1,
  };
  return defineClaim<BoundedStepInstance, BoundedStepRun>({
    id: "dual/clipping-step",
    title: "Gradient clipping: the steps that converge",
    locus: "Section II.A.2",
    kind: "limit",
    cost: 10,
    hypotheses: [squaredLoss, positiveEpsilon, {
      name: "step size",
      statement: String.raw`0 < \eta \le n\max\{\epsilon, 1\}`,
      holds: ({ stepShare }) => stepShare > 0 && stepShare <= 1,
    }],
    instances: boundedStepInstances(bounded),
    observe: <T>(
      instance: BoundedStepInstance,
      arithmetic: Arithmetic<T>,
      refinement: number,
    ): BoundedStepRun => observeBoundedStep(instance, arithmetic, refinement, bounded, limitOf),
    figures: boundedStepFigures,
    variants: {
      printed: {
        statement: String.raw`\mathbf W_i \to \arg\min_{\mathbf W} \|\mathbf W - \mathbf W_0\|_F^2
          \quad \text{s.t. } \mathbf X\mathbf W = \mathbf Y`,
        expected: "refuted",
        relations: (observation) => [reachesProjection(observation)],
      },
      corrected: {
        statement: String.raw`\eta < 2n/\sigma_1:\quad \mathbf W_i \to \arg\min_{\mathbf W}
          \|\mathbf W - \mathbf W_0\|_F^2 \quad \text{s.t. } \mathbf X\mathbf W = \mathbf Y`,
        expected: "holds",
        relations: reachesProjectionBelowEdge,
      },
    },
  });
}
