/**
 * What the claims on the distances of W_∞ share.
 *
 * **The paper's way, with what it drops.** Let Ŵ_i = W_{i−1} − η∇L(W_{i−1}). As W_i converges with
 * ∇L(W_i) → 0, ∇K(0) = 0 (so that instances need no translated K), and Ŵ_i → W_∞. The appendix has
 *
 *   ‖W_{GD,i} − Ŵ_i‖ ≤ ηΣ_{j<i} (‖∇L(W_{GD,j})‖ + (L_K + 2)‖∇L(W_j)‖),
 *
 * and with Lemma 4's rates, Q = Mσ_1/n, q = μσ_n/n, D = ‖W_0 − W_{GD,∞}‖_F, the limit i → ∞ is
 *
 *   ‖W_{GD,∞} − W_∞‖ ≤ ηQD(√2/(1 − √(1 − ηq/2)) + (L_K + 2)/(1 − √(1 − αη))),
 *
 * or with Lemma 6's rates √(2QL(W_0))(1/q + η(L_K + 2)/(1 − √(1 − αη))). The printed bounds have
 * lost η, L_K + 2, n.
 *
 * **A shorter way**, without the rates of gradient descent, which need short steps. Where η ≤ 2/Q,
 * I − η∫∇²L does not expand, so that ‖W_{GD,i} − Ŵ_i‖ ≤ ‖W_{GD,i−1} − W_{i−1}‖ ≤ ‖W_{GD,i−1} −
 * Ŵ_{i−1}‖ + ‖Ŵ_{i−1} − W_{i−1}‖, and
 *
 *   ‖W_{GD,∞} − W_∞‖ ≤ Σ_j ‖Ŵ_j − W_j‖ ≤ ηcΣ_j ‖∇L(W_j)‖,   c = max{1 − m, L_K − 1},
 *
 * as ∇K(G) − G = (H̄ − I)G with m ≤ H̄ ≤ L_K, m ≥ 0 the strong convexity constant of K. By the
 * first part of Lemma 4 (which holds here, K being least at 0) Σ_j ‖∇L(W_j)‖ is at most g/(1 − √(1
 * − αη)) with g = √(2Q(L(W_0) − min L)) ≤ QD. As c ≤ L_K + 1, the bounds of the first way are true
 * too, whatever becomes of the rates in them. Likewise ‖W_0 − W_∞‖ ≤ ηΣ_j ‖∇K(∇L(W_j))‖ ≤ ηL_KΣ_j
 * ‖∇L(W_j)‖.
 *
 * **Where the printed bounds fail.** n = 1, X = (x x) with small x, k = 1, the squared loss, Y =
 * 0, W_0 = e_1, K(Z) = ½Z_1² + (3/2)Z_2². On S K has the curvature 4x² against L*'s 1, so α = 4x²
 * and η = 1/(4x²) are admitted, and the run is over in a step: W_∞ = W_0 − (1, 3)/4, while
 * W_{GD,∞} = W_0 − (1, 1)/2. So ‖W_0 − W_∞‖ = √10/4 > ‖W_0 − W_{GD,∞}‖ = √2/2, and ‖W_∞ −
 * W_{GD,∞}‖ = √2/4, whatever x is; but Q = q = 2x² and ηq = 1/2, so the printed factor is 1 +
 * O(x²), and the other two printed bounds are O(x²) and √(2x²)/√2 · (4/2 + 5) = 7x.
 *
 * @module
 */

import fc, { type Arbitrary } from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { dualSpaceLimit, type PotentialDescription } from "../../lib/convex/mod.ts";
import { lossDescriptions, magnitude, vectorOf } from "../../problems/mod.ts";
import { type Claim, defineClaim, type Relation, type Variant } from "../../verify/mod.ts";
import { distance } from "./_limits.ts";
import { normOf } from "./_points.ts";
import {
  allAssumptions,
  convexModulus,
  endOf,
  gradientDescentConverges,
  largestCurvature,
  leastCurvature,
  type LimitOf,
  oneMinusRoot,
  projectionRounding,
  type ProximityInstance,
  proximityInstances,
  proximityOf,
  type ProximitySetting,
  relativeModuli,
  type RootOfLoss,
  rootOfLoss,
  runConverges,
  type RunEnd,
  wayFigures,
} from "./_proximity.ts";
import { dualInstances } from "./_setting.ts";

/**
 * Instances of all kinds, and as many where the rates of the bounds are good, so that their
 * constants show: X and K of small condition numbers, K an anisotropic quadratic, not too short
 * steps.
 */
function distanceInstances(): Arbitrary<ProximityInstance> {
  const quadratics = fc.tuple(vectorOf(3, magnitude({ minimum: 0.2, maximum: 5 })), vectorOf(3))
    .map(([weights, reflection]): PotentialDescription => {
      const potential = { kind: "separable", profile: { kind: "quadratic" }, weights } as const;
      return reflection.every((entry) => entry === 0) ? potential : {
        kind: "composed",
        weights: [1],
        reflections: [reflection],
        potential,
      };
    });
  const quick = fc.record({
    instance: dualInstances({
      maximumConditionNumber: 10,
      losses: lossDescriptions({ family: "stronglyConvex" }),
      potentials: quadratics,
      stepSizes: fc.oneof(fc.constant(1), magnitude({ minimum: 0.1, maximum: 1 })),
    }),
    relativeModulus: relativeModuli(),
    steps: fc.constant(1),
  }).map(({ instance, ...rest }) => ({ ...instance, ...rest }));
  return fc.oneof({ withCrossShrink: true }, proximityInstances(false), quick);
}

/** What the bounds are made of. */
export interface DistanceObservation {
  /** The instance, built. */
  readonly setting: ProximitySetting;
  /** W_∞. */
  readonly end: RunEnd;
  /** η. */
  readonly stepSize: number;
  /** L_K. */
  readonly lipschitz: number;
  /** c = max{1 − m, L_K − 1}. */
  readonly departure: number;
  /** Q = Mσ_1/n. */
  readonly steepness: number;
  /** q = μσ_n/n. */
  readonly flatness: number;
  /** D = ‖W_0 − W_{GD,∞}‖_F. */
  readonly way: number;
  /** 1 − √(1 − ηq/2). */
  readonly gradientDescentGap: number;
  /** 1 − √(1 − αη). */
  readonly gap: number;
  /** √(2Q L(W_0)). */
  readonly printedRoot: RootOfLoss;
  /** √(2Q(L(W_0) − min L)). */
  readonly root: RootOfLoss;
}

/** A bound: `factor` times D, or times a root of the loss. */
export interface DistanceBound {
  /** The bound without its factor. */
  readonly of: RootOfLoss;
  /** The factor. */
  readonly factor: number;
}

/** D as what a bound is a multiple of. */
export function ofWay({ way, setting }: DistanceObservation): RootOfLoss {
  return { value: way, size: projectionRounding(setting) };
}

/** A form of a claim on a distance. */
export interface DistanceForm {
  /** In TeX. */
  readonly statement: string;
  /** In a line. */
  readonly label: string;
  /** The known verdict. */
  readonly expected: "holds" | "refuted";
  /** The right side. */
  bound(observation: DistanceObservation): DistanceBound;
  /** A name for a part of the instances, where the evidence should tell them apart. */
  family?(observation: DistanceObservation): string;
}

/** What tells the claims on distances apart. */
export interface DistanceClaim {
  /** The id. */
  readonly id: string;
  /** The title. */
  readonly title: string;
  /** Where it is printed. */
  readonly locus: string;
  /** From where the distance of W_∞ is taken. */
  readonly from: "start" | "gradient descent";
  /** As printed. */
  readonly printed: DistanceForm;
  /** Mended. */
  readonly corrected: DistanceForm;
  /** By the shorter way. */
  readonly sharpened: DistanceForm;
}

/** The claim, with W_∞ of `dualSpaceLimit` or what a test puts in its place. */
export function distanceClaim(
  { id, title, locus, from, ...forms }: DistanceClaim,
  limitOf: LimitOf = dualSpaceLimit,
): Claim {
  const variant = (form: DistanceForm): Variant<ProximityInstance, DistanceObservation> => ({
    statement: form.statement,
    expected: form.expected,
    relations: (observation): Relation[] => {
      const { setting, end, gap } = observation;
      const origin = from === "start" ? setting.start : setting.gradientDescentLimit;
      const { of, factor } = form.bound(observation);
      const rhs = of.value * factor;
      return [{
        label: form.label,
        lhs: distance(end.theta, origin),
        sense: "<=",
        rhs,
        // α, from eigenvalues, is known to u/η, which the gap divides by itself.
        scale: end.size + projectionRounding(setting) + factor * of.size + rhs / gap,
        size: Math.max(distance(end.theta, origin), rhs),
        uncertainty: end.uncertainty,
        ...form.family === undefined ? {} : { family: form.family(observation) },
      }];
    },
  });
  return defineClaim<ProximityInstance, DistanceObservation>({
    id,
    title,
    locus,
    kind: "universal",
    cost: 4,
    hypotheses: [...allAssumptions, convexModulus, gradientDescentConverges, runConverges],
    instances: distanceInstances(),
    observe<T>(
      instance: ProximityInstance,
      arithmetic: Arithmetic<T>,
      refinement: number,
    ): DistanceObservation {
      const setting = proximityOf(instance);
      const { loss, stepSize, modulus, lipschitz, start, gradientDescentLimit } = setting;
      const flatness = leastCurvature(setting);
      const { unitRoundoff } = arithmetic;
      return {
        setting,
        end: endOf(setting, arithmetic, refinement, limitOf),
        stepSize,
        lipschitz,
        departure: Math.max(
          1 - setting.potential.strongConvexityConstant().value,
          lipschitz - 1,
        ),
        steepness: largestCurvature(setting),
        flatness,
        way: normOf(start.map((entry, p) => entry - gradientDescentLimit[p]!)),
        gradientDescentGap: oneMinusRoot(stepSize * flatness / 2),
        gap: oneMinusRoot(stepSize * modulus),
        printedRoot: rootOfLoss(setting, 0, unitRoundoff),
        root: rootOfLoss(setting, loss.minimum, unitRoundoff),
      };
    },
    figures: ({ setting, end }) => wayFigures(setting, end),
    variants: {
      printed: variant(forms.printed),
      corrected: variant(forms.corrected),
      sharpened: variant(forms.sharpened),
    },
  });
}
