/**
 * Appendix and §III.B: the preconditioned method beside gradient descent, step by step. Ŵ_i =
 * W_{i−1} − η∇L(W_{i−1}).
 *
 * Printed: ‖Ŵ_i − W_i‖_F ≤ η(L_K + 1)‖∇L(W_{i−1})‖_F, and
 *
 *   ‖W_{GD,i} − Ŵ_i‖_F ≤ Σ_{j<i} ‖W_j − Ŵ_j‖_F + ηΣ_{j<i} (‖∇L(W_{GD,j})‖_F + ‖∇L(W_j)‖_F),
 *
 * the sums from j = 1 on. §III.B has ∇L(W_{j−1}) in the place of ∇L(W_j), which is tested too.
 *
 * The first needs ∇K(0) = 0, which Assumption 1.1 does not say: K(Z) = ½‖Z − e_1‖² has L_K = 1,
 * and where ∇L(W_{i−1}) = 0 the sides are ‖−ηe_1‖ = η and 0. Corrected: with ‖∇K(0)‖ added to the
 * right, as ‖∇K(G)‖ ≤ ‖∇K(0)‖ + L_K‖G‖.
 *
 * The second is right whatever K and η are: both W_{GD,i} − Ŵ_i = W_{GD,i−1} − W_{i−1} −
 * η(∇L(W_{GD,i−1}) − ∇L(W_{i−1})) and W_{GD,1} = Ŵ_1 are exact, and the rest is the triangle
 * inequality (the appendix' line for i = 2 has W_{GD,2} where W_{GD,1} belongs, which leaves no
 * trace).
 *
 * §III.B's form is right for η ≤ 2/Q, where the sharper bound below has no gradients at all, but
 * not for every η: ‖∇L(W_1)‖ may be far above ‖∇L(W_0)‖, which the long steps of a small K admit.
 * By hand, on S = R² with the gradient HW, H = diag(1, 1/20), and K = ½⟨Z, qqᵀZ⟩/20, q = (1, √20):
 * η = 10 has ηH^{1/2}∇²KH^{1/2} = vvᵀ, v = (1, 1)/√2, so L* − ηK is convex (not strongly K: a
 * little of ½‖·‖² does that). From ∇L(W_0) = (0, 1) it has ∇L(W_1) = (−√5, ½) and ∇L(W_{GD,1}) =
 * (0, ½), and (W_1 − Ŵ_1)/η = (0, 1) − (1/√20, 1). So ‖W_{GD,2} − Ŵ_2‖ = η · 9/√20 = 2.012η, which
 * is above (1/√20 + ½ + 1)η = 1.724η and below (1/√20 + ½ + √5.25)η = 3.015η.
 *
 * Sharpened: for Q ≥ ∇²L, I − η∫∇²L has norm at most g = max{1, |1 − ηQ|}, so that ‖W_{GD,i} −
 * Ŵ_i‖ ≤ g‖W_{GD,i−1} − W_{i−1}‖, and
 *
 *   ‖W_{GD,i} − Ŵ_i‖_F ≤ Σ_{j<i} g^{i−j} ‖W_j − Ŵ_j‖_F:
 *
 * no gradients, and for η ≤ 2/Q, with which gradient descent converges, no growth either. And
 * ∇K(G) − G − ∇K(0) = (H̄ − I)G with m ≤ H̄ ≤ L_K has max{1 − m, L_K − 1} for L_K + 1.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { dualSpacePreconditionedGradientDescent } from "../../lib/optimizers/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { distance } from "./_limits.ts";
import { normOf } from "./_points.ts";
import {
  allAssumptions,
  familyOf,
  largestCurvature,
  overSteps,
  type ProximityInstance,
  proximityInstances,
  proximityOf,
  type ProximitySetting,
  stepMagnitude,
} from "./_proximity.ts";
import { type DualMethod, run, takesAStep } from "./_setting.ts";

/** What there is at W_i and W_{GD,i}, i ≥ 1. */
interface Step {
  /** ‖Ŵ_i − W_i‖. */
  readonly departure: number;
  /** ‖W_{GD,i} − Ŵ_i‖. */
  readonly gap: number;
  /** ‖∇L(W_i)‖. */
  readonly gradient: number;
  /** ‖∇L(W_{i−1})‖. */
  readonly gradientBefore: number;
  /** ‖∇L(W_{GD,i})‖. */
  readonly descentGradient: number;
}

interface Observation {
  readonly setting: ProximitySetting;
  /** For i = 1, 2, … */
  readonly steps: readonly Step[];
  /** ‖∇K(0)‖. */
  readonly gradientAtZero: number;
  /** max{1 − m, L_K − 1}. */
  readonly departureConstant: number;
  /** The magnitude that enters a step. */
  readonly magnitude: number;
}

/** ‖Ŵ_i − W_i‖ ≤ η(factor ‖∇L(W_{i−1})‖ + offset) at every i. */
function departureRelations(
  label: string,
  { setting, steps, magnitude }: Observation,
  factor: number,
  offset: number,
): Relation[] {
  return steps.map(({ departure, gradientBefore }): Relation => ({
    label,
    lhs: departure,
    sense: "<=",
    rhs: setting.stepSize * (factor * gradientBefore + offset),
    scale: magnitude,
    family: familyOf(setting),
  }));
}

/** ‖W_{GD,i} − Ŵ_i‖ ≤ Σ_{j<i} of a summand at every i. */
function gapRelations(
  label: string,
  { setting, steps, magnitude }: Observation,
  summand: (step: Step, later: number) => number,
): Relation[] {
  return steps.map(({ gap }, index): Relation => ({
    label,
    lhs: gap,
    sense: "<=",
    rhs: steps.slice(0, index).reduce((sum, step, j) => sum + summand(step, index - j), 0),
    scale: (1 + index) * magnitude,
    family: familyOf(setting),
  }));
}

/** max{1, |1 − ηQ|}. */
function growth(setting: ProximitySetting): number {
  return Math.max(1, Math.abs(1 - setting.stepSize * largestCurvature(setting)));
}

/** The claim, for eq. (1) with K and with ½‖·‖², or what a test puts in their place. */
export function gradientDescentProximityStep(
  method: DualMethod = dualSpacePreconditionedGradientDescent,
  gradientDescent: DualMethod = dualSpacePreconditionedGradientDescent,
): Claim {
  const appendix = (observation: Observation) =>
    gapRelations(
      "‖W_GD,i − Ŵ_i‖ <= Σ‖W_j − Ŵ_j‖ + ηΣ(‖∇L(W_GD,j)‖ + ‖∇L(W_j)‖)",
      observation,
      ({ departure, descentGradient, gradient }) =>
        departure + observation.setting.stepSize * (descentGradient + gradient),
    );
  return defineClaim<ProximityInstance, Observation>({
    id: "dual/gd-proximity-step",
    title: "The preconditioned method beside gradient descent, step by step",
    locus: "Appendix, before Lemma 4, and §III.B",
    kind: "universal",
    cost: 4,
    hypotheses: [...allAssumptions, takesAStep(({ steps }: Observation) => steps.length)],
    instances: proximityInstances(),
    observe<T>(instance: ProximityInstance, arithmetic: Arithmetic<T>): Observation {
      const setting = proximityOf(instance);
      const { stepSize, lipschitz, potential } = setting;
      const points = run(setting, arithmetic, { steps: instance.steps, method });
      const descent = run(
        { ...setting, potential: { ...potential, gradient: (gradient) => [...gradient] } },
        arithmetic,
        { steps: instance.steps, method: gradientDescent },
      );
      const count = Math.min(points.length, descent.length);
      const steps = points.slice(1, count).map((point, index): Step => {
        const before = points[index]!;
        const beside = descent[index + 1]!;
        const plain = before.theta.map((entry, p) => entry - stepSize * before.gradient[p]!);
        return {
          departure: distance(plain, point.theta),
          gap: distance(beside.theta, plain),
          gradient: normOf(point.gradient),
          gradientBefore: normOf(before.gradient),
          descentGradient: normOf(beside.gradient),
        };
      });
      const origin = new Array<number>(potential.dimension).fill(0);
      return {
        setting,
        steps,
        gradientAtZero: normOf(potential.gradient(origin)),
        departureConstant: Math.max(
          1 - potential.strongConvexityConstant().value,
          lipschitz - 1,
        ),
        magnitude: stepMagnitude(setting, points.slice(0, count)) +
          stepMagnitude(setting, descent.slice(0, count)) +
          stepSize * normOf(potential.gradientSize(origin)),
      };
    },
    figures: ({ setting, steps }) => {
      const g = growth(setting);
      const sums = (summand: (step: Step, later: number) => number) =>
        steps.map((_, index) =>
          steps.slice(0, index).reduce((sum, step, j) => sum + summand(step, index - j), 0)
        );
      return [{
        kind: "lines",
        title: "how far gradient descent is from a gradient step of the method",
        x: { label: "iteration i − 1" },
        y: { label: "distance" },
        series: [
          overSteps("‖W_GD,i − Ŵ_i‖", "observed", steps.map(({ gap }) => gap)),
          overSteps(
            "printed sum",
            "predicted",
            sums(({ departure, descentGradient, gradient }) =>
              departure + setting.stepSize * (descentGradient + gradient)
            ),
          ),
          overSteps(
            "Σ g^{i−j} ‖W_j − Ŵ_j‖",
            "predicted",
            sums(({ departure }, later) => g ** later * departure),
          ),
        ],
      }];
    },
    variants: {
      printed: {
        statement: String.raw`\|\hat{\mathbf W}_i - \mathbf W_i\|_F \le
          \eta(L_K + 1)\|\nabla\mathcal L(\mathbf W_{i-1})\|_F, \quad
          \|\mathbf W_{GD,i} - \hat{\mathbf W}_i\|_F \le
          \sum_{j=1}^{i-1}\|\mathbf W_j - \hat{\mathbf W}_j\|_F + \eta\sum_{j=1}^{i-1}
          (\|\nabla\mathcal L(\mathbf W_{GD,j})\|_F + \|\nabla\mathcal L(\mathbf W_j)\|_F)
          \text{ (in §III.B } \mathbf W_{j-1} \text{ for the last } \mathbf W_j\text{)}`,
        expected: "refuted",
        relations: (observation) => [
          ...departureRelations(
            "‖Ŵ_i − W_i‖ <= η(L_K + 1)‖∇L(W_{i−1})‖",
            observation,
            observation.setting.lipschitz + 1,
            0,
          ),
          ...appendix(observation),
          ...gapRelations(
            "‖W_GD,i − Ŵ_i‖ <= Σ‖W_j − Ŵ_j‖ + ηΣ(‖∇L(W_GD,j)‖ + ‖∇L(W_{j−1})‖), §III.B",
            observation,
            ({ departure, descentGradient, gradientBefore }) =>
              departure + observation.setting.stepSize * (descentGradient + gradientBefore),
          ),
        ],
      },
      corrected: {
        statement: String.raw`\|\hat{\mathbf W}_i - \mathbf W_i\|_F \le
          \eta((L_K + 1)\|\nabla\mathcal L(\mathbf W_{i-1})\|_F + \|\nabla K(0)\|_F), \quad
          \|\mathbf W_{GD,i} - \hat{\mathbf W}_i\|_F \le
          \sum_{j=1}^{i-1}\|\mathbf W_j - \hat{\mathbf W}_j\|_F + \eta\sum_{j=1}^{i-1}
          (\|\nabla\mathcal L(\mathbf W_{GD,j})\|_F + \|\nabla\mathcal L(\mathbf W_j)\|_F)`,
        expected: "holds",
        relations: (observation) => [
          ...departureRelations(
            "‖Ŵ_i − W_i‖ <= η((L_K + 1)‖∇L(W_{i−1})‖ + ‖∇K(0)‖)",
            observation,
            observation.setting.lipschitz + 1,
            observation.gradientAtZero,
          ),
          ...appendix(observation),
        ],
      },
      sharpened: {
        statement: String.raw`\|\hat{\mathbf W}_i - \mathbf W_i\|_F \le
          \eta(\max\{1 - m, L_K - 1\}\|\nabla\mathcal L(\mathbf W_{i-1})\|_F + \|\nabla K(0)\|_F),
          \quad \|\mathbf W_{GD,i} - \hat{\mathbf W}_i\|_F \le
          \sum_{j=1}^{i-1} g^{i-j}\|\mathbf W_j - \hat{\mathbf W}_j\|_F, \quad
          g = \max\{1, |1 - \eta\tfrac{M\sigma_1}{n}|\}`,
        expected: "holds",
        relations: (observation) => [
          ...departureRelations(
            "‖Ŵ_i − W_i‖ <= η(max{1 − m, L_K − 1}‖∇L(W_{i−1})‖ + ‖∇K(0)‖)",
            observation,
            observation.departureConstant,
            observation.gradientAtZero,
          ),
          ...gapRelations(
            "‖W_GD,i − Ŵ_i‖ <= Σ g^{i−j}‖W_j − Ŵ_j‖, g = max{1, |1 − ηQ|}",
            observation,
            ({ departure }, later) => growth(observation.setting) ** later * departure,
          ),
        ],
      },
    },
  });
}
