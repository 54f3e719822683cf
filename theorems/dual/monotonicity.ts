/**
 * Proof of Proposition 2: ∇L is strongly monotone towards the limit.
 *
 * Printed, for the iterates with an isotropic K and their limit W_*:
 *
 *   Tr((W_{i−1} − W_*)ᵀ∇L(W_{i−1})) ≥ (μ/2)Σ_j‖XW^(j)_{i−1} − XW^(j)_*‖²
 *     ≥ (μσ_n/(2n))‖W_{i−1} − W_*‖².
 *
 * By hand: with D = X(W − W_*) and r = XW − Y, ∇L = (1/n)[Σ_i ℓ_ij'(r_ij)x_i] makes the first
 * member (1/n)Σ ℓ_ij'(r_ij)D_ij, and r_ij = D_ij + s_ij with ℓ_ij'(s_ij) = 0 as ∇L(W_*) = 0. Strong
 * convexity gives ℓ_ij'(r_ij)D_ij ≥ μD_ij², so the first member is at least (μ/n)‖D‖², and for the
 * squared loss equal to it. The first link has lost the 1/n: it is false for n ≥ 3. With X the
 * first three rows of the 4×4 identity, ℓ = ½r², Y = 0 and W_0 = (1, 1, 1, 0)ᵀ it reads 1 ≥ 3/2.
 * The second link is true and loses a factor n: W − W_* lies in S, where ‖D‖² ≥ σ_n‖W − W_*‖². Its
 * ends are in order: the first member is at least (μσ_n/n)‖W − W_*‖², twice the last one.
 *
 * Corrected: with (μ/n)‖D‖² in the middle and (μσ_n/n)‖W − W_*‖² at the end.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { sizedDot } from "../../lib/convex/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { enumerated } from "../_figures.ts";
import {
  isotropic,
  isotropicRun,
  type RateInstance,
  rateInstances,
  squareScale,
} from "./_isotropic.ts";
import { normOf } from "./_points.ts";
import {
  assumption1,
  assumption2,
  assumption3,
  assumption4,
  assumption5,
  assumption8,
  settingOf,
} from "./_setting.ts";

/** A number with the scale of its rounding. */
interface Scaled {
  readonly value: number;
  readonly scale: number;
}

/** The members at one iterate, without the factors that the variants differ in. */
interface Members {
  /** Tr((W − W_*)ᵀ∇L(W)). */
  readonly product: Scaled;
  /** μ‖X(W − W_*)‖². */
  readonly residual: Scaled;
  /** μσ_n‖W − W_*‖². */
  readonly distance: Scaled;
}

interface Observation {
  /** At W_0, W_1, … */
  readonly members: readonly Members[];
  /** n. */
  readonly samples: number;
}

/**
 * @param middle The factor of μ‖X(W − W_*)‖².
 * @param end The factor of μσ_n‖W − W_*‖².
 */
function relations(
  { members }: Observation,
  [middle, middleName]: readonly [number, string],
  [end, endName]: readonly [number, string],
): Relation[] {
  const compare = (
    label: string,
    larger: Scaled,
    factor: number,
    smaller: Scaled,
    byFactor: number,
  ): Relation => ({
    label,
    lhs: factor * larger.value,
    sense: ">=",
    rhs: byFactor * smaller.value,
    scale: factor * larger.scale + byFactor * smaller.scale,
  });
  const first = "Tr((W − W_*)ᵀ∇L(W))";
  const second = `${middleName}‖X(W − W_*)‖²`;
  const third = `${endName}‖W − W_*‖²`;
  return members.flatMap(({ product, residual, distance }) => [
    compare(`${first} >= ${second}`, product, 1, residual, middle),
    compare(`${second} >= ${third}`, residual, middle, distance, end),
    compare(`${first} >= ${third}`, product, 1, distance, end),
  ]);
}

/** The claim, with a factor on ∇L that a test may put wrong. */
export function monotonicity(gradientFactor: number = 1): Claim {
  return defineClaim<RateInstance, Observation>({
    id: "dual/monotonicity",
    title: "The gradient is strongly monotone towards the limit",
    locus: "Proof of Proposition 2",
    kind: "universal",
    cost: 3,
    hypotheses: [
      isotropic,
      assumption1,
      assumption2,
      assumption3,
      assumption4,
      assumption5,
      assumption8,
    ],
    instances: rateInstances(),
    observe<T>(instance: RateInstance, arithmetic: Arithmetic<T>): Observation {
      const { loss } = settingOf(instance);
      const { points, limit, magnitude } = isotropicRun(instance, arithmetic);
      const target = loss.residualAt(limit);
      const [mu, sigma1, sigmaN] = [
        loss.strongConvexity,
        loss.eigenvalues[0]!,
        loss.eigenvalues.at(-1)!,
      ];
      const square = (x: number, rounding: number): Scaled => ({
        value: x ** 2,
        scale: squareScale(x, rounding, arithmetic.unitRoundoff),
      });
      const times = (factor: number, { value, scale }: Scaled): Scaled => ({
        value: factor * value,
        scale: factor * scale,
      });
      return {
        samples: loss.samples,
        members: points.map(({ theta, residual, gradient, gradientSize }): Members => {
          const offset = theta.map((entry, p) => entry - limit[p]!);
          const distance = normOf(offset);
          const step = normOf(residual.map((r, e) => r - target[e]!));
          const { value } = sizedDot(offset, gradient);
          return {
            product: {
              value: gradientFactor * value,
              scale: magnitude * normOf(gradient) +
                (distance + 256 * arithmetic.unitRoundoff * magnitude) * normOf(gradientSize),
            },
            residual: times(mu, square(step, Math.sqrt(sigma1) * magnitude)),
            distance: times(mu * sigmaN, square(distance, magnitude)),
          };
        }),
      };
    },
    figures({ members, samples: n }) {
      const series = (
        name: string,
        role: "observed" | "predicted" | "reference",
        value: (members: Members) => number,
      ) => ({ name, role, points: enumerated(members.map(value)) });
      return [{
        kind: "lines",
        title: "the members of the chain along a run",
        x: { label: "iteration i" },
        y: { label: "value", scale: "log" },
        series: [
          series("Tr((W_i − W_*)ᵀ∇L(W_i))", "observed", ({ product }) => product.value),
          series(
            "(μ/2)‖X(W_i − W_*)‖², printed",
            "predicted",
            ({ residual }) => residual.value / 2,
          ),
          series(
            "(μ/n)‖X(W_i − W_*)‖², corrected",
            "reference",
            ({ residual }) => residual.value / n,
          ),
        ],
      }];
    },
    variants: {
      printed: {
        statement: String.raw`\operatorname{Tr}((\mathbf W_{i-1} - \mathbf W_*)^T
          \nabla\mathcal L(\mathbf W_{i-1})) \ge \frac\mu2 \sum_j
          \|\mathbf X \mathbf W^{(j)}_{i-1} - \mathbf X \mathbf W^{(j)}_*\|^2
          \ge \frac{\mu\sigma_n}{2n} \|\mathbf W_{i-1} - \mathbf W_*\|_F^2`,
        expected: "refuted",
        relations: (observation) =>
          relations(observation, [1 / 2, "(μ/2)"], [1 / (2 * observation.samples), "(μσ_n/2n)"]),
      },
      corrected: {
        statement: String.raw`\operatorname{Tr}((\mathbf W_{i-1} - \mathbf W_*)^T
          \nabla\mathcal L(\mathbf W_{i-1})) \ge \frac\mu n \sum_j
          \|\mathbf X \mathbf W^{(j)}_{i-1} - \mathbf X \mathbf W^{(j)}_*\|^2
          \ge \frac{\mu\sigma_n}{n} \|\mathbf W_{i-1} - \mathbf W_*\|_F^2`,
        expected: "holds",
        relations: (observation) =>
          relations(observation, [1 / observation.samples, "(μ/n)"], [
            1 / observation.samples,
            "(μσ_n/n)",
          ]),
      },
    },
  });
}
