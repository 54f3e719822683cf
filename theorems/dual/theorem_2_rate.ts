/**
 * Theorem 2, eq. (6): linear convergence with an isotropic K.
 *
 * Printed: under Assumptions 1, ‖W_i − W_∞‖² ≤ ‖W_0 − W_∞‖² q^i, q = 1 + η²L_K²M²σ_1²/n² −
 * ηm_Kμσ_n/n, with m_K a strong convexity constant of K on the ball of Assumption 1.7. Its radius
 * is printed as ‖L(W_0)‖, the loss, where the gradient must be meant; it is taken as printed (and
 * the ball as one of gradients, where K lives).
 *
 * It fails: gradients far outside of that ball see a smaller curvature than m_K. By hand, with n =
 * k = 1, X = (1, 0), Y = 0, ℓ = ½r², W_0 = (1/10, 0): L(W_0) = 1/200, ‖∇L(W_0)‖ = 1/10. With K =
 * ‖Z‖ − ε log(1 + ‖Z‖/ε), ε = 1/100: L_K = 100, h'(r)/r = 1/(ε + r) = 100/11 at r = 1/10, and m_K =
 * ε/(ε + 1/200)² = 400/9 on the printed ball. With η = 1/1000 (1.3 wants η ≤ 1/100) the squared
 * distance shrinks by the factor (1 − 1/110)² = 0.9819, but q = 1 + 1/100 − 4/90 = 0.9656.
 *
 * Corrected: with the ball ‖Z‖_F ≤ ‖∇L(W_0)‖_F the bound is true, and the last term of q may even
 * be doubled. Let c = h'(r)/r, r = ‖∇L(W_{i−1})‖, D = W_{i−1} − W_∞, which lies in S:
 *
 *   ‖D − ηc∇L‖² = ‖D‖² − 2ηc Tr(Dᵀ∇L) + η²c²‖∇L‖²,  Tr(Dᵀ∇L) ≥ (μσ_n/n)‖D‖²,  ‖∇L‖ ≤ (Mσ_1/n)‖D‖
 *
 * (see `monotonicity.ts`: the proof loses a factor of 2 there), and m_K ≤ c ≤ L_K if r ≤ ‖∇L(W_0)‖,
 * c being a mean of h'' over [0, r]. The gradients do stay within that ball: (3) with W = W_{i−1}
 * and D_K in its usual form reads η(K(∇L(W_{i−1})) − K(∇L(W_i))) = D̃_L(W_{i−1}, W_i) + [D̃_L −
 * ηD_K](W_i, W_{i−1}) ≥ 0 under 1.3, and h is increasing.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import type { SizedNumber } from "../../lib/convex/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { enumerated, over } from "../_figures.ts";
import { rateTightness } from "../_rates.ts";
import {
  isotropic,
  isotropicRun,
  type RateInstance,
  rateInstances,
  squareScale,
} from "./_isotropic.ts";
import { distance } from "./_limits.ts";
import { normOf } from "./_points.ts";
import { allAssumptions } from "./_proximity.ts";
import { type DualMethod, type DualSetting, settingOf } from "./_setting.ts";

interface Observation {
  /** ‖W_i − W_∞‖. */
  readonly distances: readonly number[];
  /** The size of what is added up in the iterates. */
  readonly magnitude: number;
  readonly unitRoundoff: number;
  /** q, as printed. */
  readonly printed: SizedNumber;
  /** The same with m_K on the ball of the gradients, and the last term doubled. */
  readonly corrected: SizedNumber;
}

/** L(W_0) and ‖∇L(W_0)‖_F. */
function atStart({ loss, start }: DualSetting): { readonly value: number; readonly slope: number } {
  const { value, gradient } = loss.atPoint(start);
  return { value: value.value, slope: normOf(gradient) };
}

/** m_K on a ball. */
function strongConvexityOn({ potential }: DualSetting, radius: number): number {
  return potential.strongConvexityConstant({ kind: "ball", radius }).value;
}

/**
 * The factor of a step.
 *
 * @param curvature m_K.
 * @param gain The factor of the last term.
 */
function rate(
  { loss, potential, stepSize }: DualSetting,
  curvature: number,
  gain: number,
): SizedNumber {
  const { samples: n, smoothness, strongConvexity, eigenvalues } = loss;
  const steepest = stepSize * potential.lipschitzConstant().value * smoothness * eigenvalues[0]! /
    n;
  const flattest = stepSize * curvature * strongConvexity * eigenvalues.at(-1)! / n;
  return {
    value: 1 + steepest ** 2 - gain * flattest,
    size: 1 + steepest ** 2 + gain * flattest,
  };
}

function relations(
  { distances, magnitude, unitRoundoff }: Observation,
  label: string,
  { value: factor, size: factorSize }: SizedNumber,
): Relation[] {
  const first = distances[0]!;
  return distances.slice(1).map((value, index): Relation => {
    const i = index + 1;
    const rounding = (1 + i) * magnitude;
    // Below this share of ‖W_0 − W_∞‖² both sides are rounding.
    const floor = first === 0 ? 0 : (256 * unitRoundoff * rounding / first) ** 2;
    return {
      label,
      lhs: value ** 2,
      sense: "<=",
      rhs: factor ** i * first ** 2,
      // q is a difference: near ηL_KMσ_1/n = 1 for a quadratic K it is (1 − 1)², of rounding size.
      scale: squareScale(value, rounding, unitRoundoff) +
        factor ** i * squareScale(first, magnitude, unitRoundoff) +
        i * Math.abs(factor) ** (i - 1) * factorSize * first ** 2,
      trivial: factor >= 1,
      ...(factor < 1 && rateTightness(
        Math.max(factor ** i, floor),
        first ** 2,
        Math.max(value ** 2, floor * first ** 2),
      )),
    };
  });
}

/** The claim, for eq. (1) or what a test puts in its place. */
export function theorem2Rate(method?: DualMethod): Claim {
  return defineClaim<RateInstance, Observation>({
    id: "dual/theorem-2-rate",
    title: "Linear convergence of the weights with an isotropic K",
    locus: "Theorem 2, first part, eq. (6)",
    kind: "universal",
    cost: 2,
    hypotheses: [isotropic, ...allAssumptions],
    instances: rateInstances(),
    observe<T>(instance: RateInstance, arithmetic: Arithmetic<T>): Observation {
      const setting = settingOf(instance);
      const { points, limit, magnitude } = isotropicRun(instance, arithmetic, method);
      const { value, slope } = atStart(setting);
      return {
        distances: points.map(({ theta }) => distance(theta, limit)),
        magnitude,
        unitRoundoff: arithmetic.unitRoundoff,
        printed: rate(setting, strongConvexityOn(setting, Math.abs(value)), 1),
        corrected: rate(setting, strongConvexityOn(setting, slope), 2),
      };
    },
    figures({ distances, printed, corrected }) {
      const places = distances.map((_, i) => i);
      const first = distances[0]! ** 2;
      return [{
        kind: "lines",
        title: "squared distance to the limit",
        x: { label: "iteration i" },
        y: { label: "‖W_i − W_∞‖²", scale: "log" },
        series: [
          {
            name: "‖W_i − W_∞‖²",
            role: "observed",
            points: enumerated(distances.map((value) => value ** 2)),
          },
          {
            name: "(6), m_K on ‖Z‖ ≤ L(W_0), printed",
            role: "predicted",
            points: over(places, (i) => first * printed.value ** i),
          },
          {
            name: "m_K on ‖Z‖ ≤ ‖∇L(W_0)‖, corrected",
            role: "reference",
            points: over(places, (i) => first * corrected.value ** i),
          },
        ],
      }];
    },
    variants: {
      printed: {
        statement: String.raw`\|\mathbf W_i - \mathbf W_\infty\|_F^2 \le
          \|\mathbf W_0 - \mathbf W_\infty\|_F^2 \left(1 + \eta^2 \frac{L_K^2 M^2 \sigma_1^2}{n^2} -
          \eta \frac{m_K \mu \sigma_n}{n}\right)^i, \qquad m_K \text{ on } \|\mathbf Z\|_F \le
          \mathcal L(\mathbf W_0)`,
        expected: "refuted",
        relations: (observation) =>
          relations(
            observation,
            "‖W_i − W_∞‖² <= ‖W_0 − W_∞‖² q^i, m_K on the ball of L(W_0)",
            observation.printed,
          ),
      },
      corrected: {
        statement: String.raw`\|\mathbf W_i - \mathbf W_\infty\|_F^2 \le
          \|\mathbf W_0 - \mathbf W_\infty\|_F^2 \left(1 + \eta^2 \frac{L_K^2 M^2 \sigma_1^2}{n^2} -
          2\eta \frac{m_K \mu \sigma_n}{n}\right)^i, \qquad m_K \text{ on } \|\mathbf Z\|_F \le
          \|\nabla\mathcal L(\mathbf W_0)\|_F`,
        expected: "holds",
        relations: (observation) =>
          relations(
            observation,
            "‖W_i − W_∞‖² <= ‖W_0 − W_∞‖² q^i, m_K on the ball of ∇L(W_0)",
            observation.corrected,
          ),
      },
    },
  });
}
