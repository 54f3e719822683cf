/**
 * Lemma 5: the divergence from any point shrinks by 1 − αη in a step.
 *
 * Printed: if D_K(W_i, W_{i−1}) − αD̃_L(W_i, W_{i−1}) ≥ 0, then D̃_L(W, W_i) ≤ (1 − αη) D̃_L(W,
 * W_{i−1}) for any W. D_K(A, B) abbreviates D_K(∇L(A), ∇L(B)), and is the usual divergence, with
 * the gradient at the second point: as Definition 4 prints it, it is never positive, and no step
 * that moves would satisfy the hypothesis. In each step α is the largest number that does, or a
 * share of it.
 *
 * It is false for "any W": with W = W_{i−1} the right side is 0. The proof drops K(∇L(W)), and
 * uses the hypothesis at (W, W_{i−1}), not at (W_i, W_{i−1}). The latter matters even where ∇L(W)
 * = 0: X = (1 0), the squared loss, Y = 0, W_0 = 2e_1, and K(Z) = ½Σ max(|Z| − 1, 0)² with η = 1
 * give ∇L(W_0) = 2, ∇L(W_1) = 1, D_K = 0 − ½ + 1 = D̃_L = ½, so α = 1 and the printed bound at W =
 * 0 is 0; but L(W_1) = ½.
 *
 * A relation of its own, from Lemma 4's proof: L(W_i) ≤ (1 − αη)^i L(W_0) where K − αL* is convex
 * on S (0 is such an α, and where there is no other it is taken). It fails where min L > 0, and
 * where K is not least at 0.
 *
 * Corrected: by Proposition 1 and Lemma 3, for every W with D_K(∇L(W), ∇L(W_{i−1})) ≥ αD̃_L(W,
 * W_{i−1}),
 *
 *   D̃_L(W, W_i) ≤ (1 − αη) D̃_L(W, W_{i−1}) + η(K(∇L(W)) − K(∇L(W_i))).
 *
 * With ∇L(W) = 0, where D̃_L(W, W_i) = L(W_i) − min L, summing up gives
 *
 *   L(W_i) − min L ≤ (1 − αη)^i (L(W_0) − min L) + (K(0) − inf K) Σ_{j<i} η(1 − αη)^j.
 *
 * @module
 */

import fc, { type Arbitrary } from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { decideConvexity, type LossPoint } from "../../lib/convex/mod.ts";
import { dualSpacePreconditionedGradientDescent } from "../../lib/optimizers/mod.ts";
import { lossDescriptions, potentialDescriptions } from "../../problems/mod.ts";
import { type Claim, defineClaim, type Hypothesis, type Relation } from "../../verify/mod.ts";
import { identityRun, type IdentityTerms } from "./_divergences.ts";
import { points, repeated } from "./_points.ts";
import {
  curvedPotentials,
  geometricSum,
  lossFactor,
  overSteps,
  type ProximityInstance,
  proximityOf,
  type ProximitySetting,
  relativeModuli,
} from "./_proximity.ts";
import {
  assumption1,
  assumption2,
  assumption3,
  dualInstances,
  type DualMethod,
  run,
} from "./_setting.ts";

/** An instance with a point W to compare with. */
interface Lemma5Instance extends ProximityInstance {
  /** The entries of W, repeated to d×k. */
  readonly comparison: readonly number[];
}

function lemma5Instances(): Arbitrary<Lemma5Instance> {
  return fc.record({
    instance: dualInstances({
      losses: fc.oneof(
        lossDescriptions({ family: "stronglyConvex", shifted: true, raised: true }),
        lossDescriptions({ family: "convex", raised: true }),
      ),
      potentials: fc.oneof(
        { withCrossShrink: true },
        curvedPotentials(true),
        potentialDescriptions({ raised: true }),
      ),
    }),
    comparison: points(),
    relativeModulus: relativeModuli(),
    steps: fc.integer({ min: 1, max: 4 }),
  }).map(({ instance, ...rest }) => ({ ...instance, ...rest }));
}

/** α ≤ the largest that the hypotheses admit. */
const admissibleModulus: Hypothesis<ProximityInstance, unknown> = {
  name: "admissible α",
  statement: String.raw`D_K(\mathbf W_i, \mathbf W_{i-1}) -
    \alpha\tilde D_{\mathcal L}(\mathbf W_i, \mathbf W_{i-1}) \ge 0`,
  holds(instance) {
    if (!(instance.relativeModulus >= 0 && instance.relativeModulus <= 1)) return false;
    const { modulus, modulusThreshold } = proximityOf(instance);
    return decideConvexity(modulus, modulusThreshold).verdict === "convex";
  },
};

/** The steps of a run, compared with one W. */
interface Comparison {
  /** ηK(∇L(W)). */
  readonly potential: IdentityTerms["potential"];
  readonly terms: readonly IdentityTerms[];
}

interface Observation {
  readonly setting: ProximitySetting;
  /** L along the run. */
  readonly points: readonly LossPoint[];
  /** With the drawn W. */
  readonly drawn: Comparison;
  /** With the W_* that is next to W_0. */
  readonly minimizer: Comparison;
  /** α as a multiple of the largest. */
  readonly share: number;
  /** u. */
  readonly unitRoundoff: number;
}

/** A divergence says something about α where it is so many times its rounding. */
const RESOLVED = 1e6;

/** The printed relation for one W, in the steps where α is known. */
function printedRelations(
  label: string,
  { terms }: Comparison,
  { share, unitRoundoff }: Observation,
): Relation[] {
  return terms.flatMap(({ before, after, step, stepOfPotential, roundingOfStep }): Relation[] => {
    if (step.value <= RESOLVED * unitRoundoff * step.size) return [];
    // αη, at most 1 by Lemma 3.
    const { value, size } = stepOfPotential.standard;
    const decrease = Math.min(1, Math.max(0, share * value / step.value));
    return [{
      label,
      lhs: after.value,
      sense: "<=",
      rhs: (1 - decrease) * before.value,
      scale: after.size + before.size + roundingOfStep +
        Math.abs(before.value) * (size + decrease * step.size) / step.value,
    }];
  });
}

/** The corrected relation for one W: αD̃_L(W, W_{i−1}) is a share of D_K(∇L(W), ∇L(W_{i−1})). */
function correctedRelations(
  label: string,
  { terms, potential: potentialAtPoint }: Comparison,
  { share }: Observation,
): Relation[] {
  return terms.map((
    { before, after, potential, step, stepOfPotential, toPotential, roundingOfStep },
  ): Relation => ({
    label,
    lhs: after.value,
    sense: "<=",
    rhs: before.value - share * toPotential.standard.value + potentialAtPoint.value -
      potential.value,
    scale: after.size + before.size + potentialAtPoint.size + potential.size + roundingOfStep +
      toPotential.standard.size + step.size + stepOfPotential.standard.size,
    size: Math.max(before.value, after.value),
  }));
}

/** L(W_i) − least ≤ (1 − αη)^i (L(W_0) − least) + drop Σ_{j<i} η(1 − αη)^j. */
function lossRelations(
  label: string,
  { setting, points }: Observation,
  least: number,
  drop: number,
): Relation[] {
  const factor = lossFactor(setting);
  const first = points[0]!.value;
  const largest = Math.max(...points.map(({ value }) => value.size));
  return points.map(({ value }, i): Relation => ({
    label,
    lhs: value.value - least,
    sense: "<=",
    rhs: factor ** i * (first.value - least) + drop * geometricSum(factor, setting.stepSize, i),
    scale: (1 + i) * (largest + Math.abs(least)),
    size: Math.abs(first.value - least),
  }));
}

/** The claim, for the method of eq. (1) or what a test puts in its place. */
export function lemma5(method: DualMethod = dualSpacePreconditionedGradientDescent): Claim {
  return defineClaim<Lemma5Instance, Observation>({
    id: "dual/lemma-5",
    title: "The divergence from a point shrinks by 1 − αη in a step",
    locus: "Lemma 5, and the proof of Lemma 4",
    kind: "universal",
    cost: 4,
    hypotheses: [assumption1, assumption2, assumption3, admissibleModulus],
    instances: lemma5Instances(),
    observe<T>(instance: Lemma5Instance, arithmetic: Arithmetic<T>): Observation {
      const setting = proximityOf(instance);
      const { steps } = instance;
      const compare = (point: readonly number[]): Comparison => {
        const { potentialAtPoint, terms } = identityRun(setting, arithmetic, point, {
          steps,
          method,
        });
        return { potential: potentialAtPoint, terms };
      };
      return {
        setting,
        points: run(setting, arithmetic, { steps, method }),
        drawn: compare(repeated(instance.comparison, setting.start.length)),
        minimizer: compare(setting.gradientDescentLimit),
        share: instance.relativeModulus,
        unitRoundoff: arithmetic.unitRoundoff,
      };
    },
    figures: ({ setting, points }) => {
      const { minimum } = setting.loss;
      const factor = lossFactor(setting);
      const above = points.map(({ value }) => value.value - minimum);
      return [{
        kind: "lines",
        title: "the loss along the run",
        x: { label: "iteration i" },
        y: { label: "L(W_i) − min L", scale: "log" },
        series: [
          overSteps("L(W_i) − min L", "observed", above),
          overSteps(
            "(1 − αη)^i (L(W_0) − min L)",
            "predicted",
            points.map((_, i) => factor ** i * above[0]!),
          ),
        ],
      }];
    },
    variants: {
      printed: {
        statement: String.raw`D_K(\mathbf W_i, \mathbf W_{i-1}) \ge
          \alpha\tilde D_{\mathcal L}(\mathbf W_i, \mathbf W_{i-1}) \ \Rightarrow\
          \tilde D_{\mathcal L}(\mathbf W, \mathbf W_i) \le
          (1 - \alpha\eta)\tilde D_{\mathcal L}(\mathbf W, \mathbf W_{i-1}); \quad
          K - \alpha\mathcal L^* \text{ convex on } \mathcal S \ \Rightarrow\
          \mathcal L(\mathbf W_i) \le (1 - \alpha\eta)^i \mathcal L(\mathbf W_0)`,
        expected: "refuted",
        relations: (observation) => [
          ...printedRelations(
            "D̃(W, W_i) <= (1 − αη) D̃(W, W_{i−1}), any W",
            observation.drawn,
            observation,
          ),
          ...printedRelations(
            "D̃(W_*, W_i) <= (1 − αη) D̃(W_*, W_{i−1}), ∇L(W_*) = 0",
            observation.minimizer,
            observation,
          ),
          ...lossRelations("L(W_i) <= (1 − αη)^i L(W_0)", observation, 0, 0),
        ],
      },
      corrected: {
        statement: String.raw`D_K(\mathbf W, \mathbf W_{i-1}) \ge
          \alpha\tilde D_{\mathcal L}(\mathbf W, \mathbf W_{i-1}) \ \Rightarrow\
          \tilde D_{\mathcal L}(\mathbf W, \mathbf W_i) \le
          (1 - \alpha\eta)\tilde D_{\mathcal L}(\mathbf W, \mathbf W_{i-1}) +
          \eta(K(\nabla\mathcal L(\mathbf W)) - K(\nabla\mathcal L(\mathbf W_i))); \quad
          K - \alpha\mathcal L^* \text{ convex on } \mathcal S \ \Rightarrow\
          \mathcal L(\mathbf W_i) - m \le (1 - \alpha\eta)^i (\mathcal L(\mathbf W_0) - m) +
          (K(0) - \inf K)\sum_{j < i} \eta(1 - \alpha\eta)^j, \ m = \min\mathcal L`,
        expected: "holds",
        relations: (observation) => [
          ...correctedRelations(
            "D̃(W, W_i) <= (1 − αη) D̃(W, W_{i−1}) + η(K(∇L(W)) − K(∇L(W_i))), any W",
            observation.drawn,
            observation,
          ),
          ...correctedRelations(
            "D̃(W_*, W_i) <= (1 − αη) D̃(W_*, W_{i−1}) + η(K(0) − K(∇L(W_i)))",
            observation.minimizer,
            observation,
          ),
          ...lossRelations(
            "L(W_i) − m <= (1 − αη)^i (L(W_0) − m) + (K(0) − inf K)Σ",
            observation,
            observation.setting.loss.minimum,
            observation.setting.drop,
          ),
        ],
      },
    },
  });
}
