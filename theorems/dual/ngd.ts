/**
 * §II.A.1: normalized gradient descent.
 *
 * Printed: K(Z) = ‖Z‖_F − ε log(ε + ‖Z‖_F) has the gradient Z/(ε + ‖Z‖_F), and for η < nε and the
 * squared loss the iterates converge to the solution of (5).
 *
 * The gradient is right: d/dr of r − ε log(ε + r) is 1 − ε/(ε + r) = r/(ε + r). A differentiable
 * convex K has the gradient g if and only if ⟨g(A), B − A⟩ ≤ K(B) − K(A) ≤ ⟨g(B), B − A⟩ for all A
 * and B, which is what is compared, for neighbours A and B.
 *
 * The step size lacks σ_1: it is right for σ_1 = 1 only. By hand, with n = k = 1, X = (x, 0), Y =
 * 0, the first entry z of ∇L obeys z⁺ = z − ηx²z/(ε + |z|), which has the cycle z⁺ = −z of |z| =
 * ηx²/2 − ε as soon as ηx² > 2ε. The derivative of the map there is 1 − 4ε/(ηx²), in (−1, 1), so
 * the cycle attracts. With x = 2, ε = 1, η = ¾ < nε: z = ±½, W = (±1/8, 0) for ever.
 *
 * Corrected: if besides η < 2nε/σ_1, and then no step leads away from the limit
 * (`_bounded_step.ts`).
 *
 * @module
 */

import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import { normalizedGradientDescent } from "../../lib/optimizers/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
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
import { directionAt, type EpsilonMethod } from "./_direction.ts";
import type { LimitFinder } from "./_limits.ts";
import { minus, normOf, rounded } from "./_points.ts";
import { squaredLoss } from "./_setting.ts";

interface Observation extends BoundedStepRun {
  /** K(B) − K(A). */
  readonly rise: number;
  /** ⟨Z/(ε + ‖Z‖), B − A⟩ at Z = A and at Z = B. */
  readonly slopes: readonly [atA: number, atB: number];
  /** What is added up in the two. */
  readonly scale: number;
}

/** K as printed, with the size of what is added up. */
function printedPotential(
  z: readonly number[],
  epsilon: number,
): { readonly value: number; readonly size: number } {
  const r = normOf(z);
  const logarithm = epsilon * Math.log(epsilon + r);
  return { value: r - logarithm, size: r + Math.abs(logarithm) + epsilon };
}

/** How near B is to A: B = A + NEAR (W_true − A). */
const NEAR = 1e-3;

function gradientRelations({ rise, slopes, scale }: Observation): Relation[] {
  return [
    {
      label: "K(B) − K(A) >= ⟨A/(ε + ‖A‖), B − A⟩",
      lhs: rise,
      sense: ">=",
      rhs: slopes[0],
      scale,
    },
    {
      label: "K(B) − K(A) <= ⟨B/(ε + ‖B‖), B − A⟩",
      lhs: rise,
      sense: "<=",
      rhs: slopes[1],
      scale,
    },
  ];
}

/** The claim, for normalized gradient descent and its limits or what a test puts in their place. */
export function ngd(
  method: EpsilonMethod = normalizedGradientDescent,
  limitOf?: LimitFinder,
): Claim {
  const bounded: BoundedStep = {
    potential: (epsilon) => ({ kind: "isotropic", profile: { kind: "adam", epsilon } }),
    method,
    largestStep: (samples, epsilon) => samples * epsilon,
    lipschitz: (epsilon) => 1 / epsilon,
  };
  return defineClaim<BoundedStepInstance, Observation>({
    id: "dual/ngd",
    title: "Normalized gradient descent: its potential, and the steps that converge",
    locus: "Section II.A.1",
    kind: "limit",
    cost: 12,
    hypotheses: [squaredLoss, positiveEpsilon, {
      name: "step size",
      statement: String.raw`0 < \eta < n\epsilon`,
      holds: ({ stepShare }) => stepShare > 0 && stepShare < 1,
    }],
    instances: boundedStepInstances(bounded),
    observe<T>(
      instance: BoundedStepInstance,
      arithmetic: Arithmetic<T>,
      refinement: number,
    ): Observation {
      const { epsilon } = instance;
      const observed = observeBoundedStep(instance, arithmetic, refinement, bounded, limitOf);
      const { start, solution } = observed.setting;
      const a = rounded(arithmetic, start);
      const b = rounded(arithmetic, start.map((entry, p) => entry + NEAR * (solution[p]! - entry)));
      const way = minus(b, a);
      const gradients = [a, b].map((z) => directionAt(arithmetic, method, epsilon, z));
      const slope = (gradient: readonly number[]) =>
        gradient.reduce((sum, entry, p) => sum + entry * way[p]!, 0);
      const [atA, atB] = [printedPotential(a, epsilon), printedPotential(b, epsilon)];
      return {
        ...observed,
        rise: atB.value - atA.value,
        slopes: [slope(gradients[0]!), slope(gradients[1]!)],
        // The printed K is evaluated in double precision whatever the arithmetic.
        scale: Math.max(...gradients.map(normOf)) * normOf(way) +
          float64.unitRoundoff / arithmetic.unitRoundoff * (atA.size + atB.size),
      };
    },
    figures: boundedStepFigures,
    variants: {
      printed: {
        statement: String
          .raw`\nabla K(\mathbf Z) = \frac{\mathbf Z}{\epsilon + \|\mathbf Z\|_F}, \qquad
          \mathbf W_i \to \arg\min_{\mathbf W} \|\mathbf W - \mathbf W_0\|_F^2 \quad \text{s.t. }
          \mathbf X\mathbf W = \mathbf Y`,
        expected: "refuted",
        relations: (observation) => [
          ...gradientRelations(observation),
          reachesProjection(observation),
        ],
      },
      corrected: {
        statement: String
          .raw`\nabla K(\mathbf Z) = \frac{\mathbf Z}{\epsilon + \|\mathbf Z\|_F}, \qquad
          \eta < 2n\epsilon/\sigma_1:\quad \mathbf W_i \to \arg\min_{\mathbf W}
          \|\mathbf W - \mathbf W_0\|_F^2 \quad \text{s.t. } \mathbf X\mathbf W = \mathbf Y`,
        expected: "holds",
        relations: (observation) => [
          ...gradientRelations(observation),
          ...reachesProjectionBelowEdge(observation),
        ],
      },
    },
  });
}
