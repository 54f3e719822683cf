/**
 * §II.A.3: the α for which Adam's K satisfies the hypothesis of Theorem 2's second part.
 *
 * Printed, for the squared loss and K(Z) = Σ|Z| − ε log(ε + |Z|): with m_K = ε/(ε +
 * max|∇L(W_0)|)², any α < min{1/η, 1/(n m_K)} and η < nε make K − αL* convex on S (and Theorem 1
 * applicable, that is L* − ηK convex).
 *
 * No α > 0 does. The curvature ε/(ε + |Z|)² of K goes to 0 as Z → ∞ in S, that of L* is constant.
 * Read for the part of S in the box |Z_ij| ≤ g = max|∇L(W_0)|, of which m_K speaks, it is false
 * still. By hand: n = 1, X = (1 1), ε = 1, Y = 0, W_0 = e_1 have ∇L(W_0) = (1, 1), m_K = 1/4; η =
 * 1/2 and α = 1.9 < min{2, 4} are admitted. With Z = XᵀΛ, L*(Z) = Λ²/2 has the second derivative
 * 1, and K at the corner Λ = 1 of the box has 2 · 1/4 < 1.9. And L* − ηK bends downwards at 0 for
 * η > nε/σ_1 = 1/2, though any η < 1 is admitted.
 *
 * Corrected, in the box only: L*(XᵀΛ) = (n/2)‖Λ‖² and something affine, and K is m_K-strongly
 * convex there, so that K − αL* is convex as soon as αn ≤ m_Kσ_n, for ‖XᵀV‖² ≥ σ_n‖V‖²: α =
 * m_Kσ_n/n. L* − ηK is convex on S if and only if η ≤ nε/σ_1: K's curvature is largest, 1/ε, at 0.
 *
 * @module
 */

import fc, { type Arbitrary } from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import {
  type ConvexityThreshold,
  decideConvexity,
  type LinearModelLoss,
  lossMinusPotential,
  type Potential,
  potential,
  potentialMinusLoss,
} from "../../lib/convex/mod.ts";
import {
  lossDescriptions,
  magnitude,
  overparameterizedLinear,
  type OverparameterizedLinearInstance,
  overparameterizedLinearInstances,
  realNumber,
} from "../../problems/mod.ts";
import { type Claim, defineClaim, type Hypothesis, type Relation } from "../../verify/mod.ts";
import { geometrically, level } from "../_figures.ts";
import { largestOf } from "./_points.ts";
import { squaredLoss } from "./_setting.ts";

interface AdamInstance {
  /** X, W_true and W_0. */
  readonly problem: OverparameterizedLinearInstance;
  /** ε. */
  readonly epsilon: number;
  /** η, as a share of nε. */
  readonly relativeStepSize: number;
  /** α, as a share of min{1/η, 1/(n m_K)}. */
  readonly relativeModulus: number;
}

/** Shares below 1, as near as a tenth of a per cent. Shrinks to ½. */
function shares(): Arbitrary<number> {
  return fc.oneof(
    fc.constant(0.5),
    realNumber({ minimum: 0.001, maximum: 0.999 }),
    magnitude({ minimum: 1e-6, maximum: 0.999 }),
  );
}

const admissible: Hypothesis<AdamInstance, unknown> = {
  name: "admissible α and η",
  statement: String.raw`0 < \eta < n\epsilon, \quad 0 < \alpha < \min\{1/\eta, 1/(nm_K)\}`,
  holds: ({ relativeStepSize, relativeModulus }) =>
    [relativeStepSize, relativeModulus].every((share) => share > 0 && share < 1),
};

/** m_K from ε and max|∇L(W_0)|; what tests sabotage. */
export type StrongConvexity = (epsilon: number, largestGradient: number) => number;

/** ε/(ε + g)². */
export function adamStrongConvexity(epsilon: number, largestGradient: number): number {
  return epsilon / (epsilon + largestGradient) ** 2;
}

interface Observation {
  readonly loss: LinearModelLoss;
  readonly k: Potential;
  readonly gradient: readonly number[];
  /** max|∇L(W_0)|. */
  readonly bound: number;
  readonly stepSize: number;
  /** α as printed. */
  readonly modulus: number;
  /** m_Kσ_n/n. */
  readonly boxModulus: number;
  /** For which η L* − ηK is convex on S. */
  readonly stepThreshold: ConvexityThreshold;
  /** For which α K − αL* is convex on S. */
  readonly everywhere: ConvexityThreshold;
  /** For which α it is convex on the part of S in the box. */
  readonly inBox: ConvexityThreshold;
  /** The magnitude for the rounding of moduli, over u: of eigenvalues of XᵀHX/n. */
  readonly size: number;
}

/** A factor against the threshold that decides for it; what is undecided stays so. */
function within(
  label: string,
  factor: number,
  threshold: ConvexityThreshold,
  scale: number,
): Relation {
  const { verdict } = decideConvexity(factor, threshold);
  const { convexUpTo } = threshold;
  if (verdict === "convex") return { label, lhs: factor, sense: "<=", rhs: convexUpTo, scale };
  const { notConvexAbove } = threshold;
  return {
    label,
    lhs: factor,
    sense: "<=",
    rhs: notConvexAbove,
    scale,
    uncertainty: verdict === "undecided" ? Math.max(0, notConvexAbove - convexUpTo) : 0,
  };
}

/** The claim, with the paper's m_K or what a test puts in its place. */
export function adamAlpha(strongConvexity: StrongConvexity = adamStrongConvexity): Claim {
  return defineClaim<AdamInstance, Observation>({
    id: "dual/adam-alpha",
    title: "The α that Theorem 2 needs, for Adam",
    locus: "§II.A.3",
    kind: "universal",
    cost: 8,
    hypotheses: [squaredLoss, admissible, {
      name: "no entry of ∇L(W_0) is 0",
      statement: String.raw`|\nabla\mathcal L(\mathbf W_0)^{(j,j')}| > 0`,
      holdsAlong: ({ gradient }) => gradient.every((entry) => entry !== 0),
    }],
    instances: fc.record({
      problem: overparameterizedLinearInstances({
        losses: lossDescriptions({ family: "squared" }),
      }),
      epsilon: magnitude({ minimum: 1e-3, maximum: 1e3 }),
      relativeStepSize: shares(),
      relativeModulus: shares(),
    }),
    observe<T>(instance: AdamInstance, arithmetic: Arithmetic<T>): Observation {
      const { epsilon, relativeStepSize, relativeModulus } = instance;
      const { loss, start } = overparameterizedLinear(instance.problem);
      const n = loss.samples;
      const k = potential(
        { kind: "separable", profile: { kind: "adam", epsilon } },
        loss.parameters,
      );
      const gradient = arithmetic.toArray(loss.gradient(arithmetic, arithmetic.vector(start)));
      const bound = largestOf(gradient);
      const m = strongConvexity(epsilon, bound);
      const stepSize = relativeStepSize * n * epsilon;
      return {
        loss,
        k,
        gradient,
        bound,
        stepSize,
        modulus: relativeModulus * Math.min(1 / stepSize, 1 / (n * m)),
        boxModulus: m * loss.eigenvalues.at(-1)! / n,
        stepThreshold: lossMinusPotential(loss, k),
        everywhere: potentialMinusLoss(loss, k),
        inBox: potentialMinusLoss(loss, k, { kind: "box", bound }),
        size: loss.eigenvalues[0]! / (n * epsilon),
      };
    },
    figures: ({ loss, k, bound, modulus, boxModulus }) => {
      const bounds = geometrically(bound / 100, 100 * bound, 41);
      return [{
        kind: "lines",
        title: "the largest α for which K − αL* is convex on the gradients up to a bound",
        x: { label: "bound of |Z_ij|", scale: "log" },
        y: { label: "α", scale: "log" },
        series: [
          {
            name: "largest α, certified",
            role: "observed",
            points: bounds.map((g) => [
              g,
              potentialMinusLoss(loss, k, { kind: "box", bound: g }).convexUpTo,
            ]),
          },
          level("α, as printed", "predicted", modulus, bounds),
          level("m_Kσ_n/n", "predicted", boxModulus, bounds),
        ],
      }];
    },
    variants: {
      printed: {
        statement: String.raw`m_K = \frac{\epsilon}{(\epsilon + \max|\nabla\mathcal
          L(\mathbf W_0)|)^2},\ \eta < n\epsilon,\ \alpha < \min\{\tfrac1\eta, \tfrac1{nm_K}\}
          \ \Rightarrow\ K - \alpha\mathcal L^* \text{ is convex on } \mathcal S
          \text{ (or on its part in the box } |\mathbf Z_{ij}| \le
          \max|\nabla\mathcal L(\mathbf W_0)|\text{)},\ \mathcal L^* - \eta K
          \text{ is convex on } \mathcal S`,
        expected: "refuted",
        relations: ({ modulus, stepSize, everywhere, inBox, stepThreshold, size }) => [
          within("α <= sup{α: K − αL* convex on S}", modulus, everywhere, size),
          within("α <= sup{α: K − αL* convex on S in the box}", modulus, inBox, size),
          within("η <= sup{η: L* − ηK convex on S}", stepSize, stepThreshold, stepSize),
        ],
      },
      corrected: {
        statement: String.raw`\alpha \le \frac{m_K\sigma_n}{n} \ \Rightarrow\
          K - \alpha\mathcal L^* \text{ is convex on } \{\mathbf Z \in \mathcal S:
          |\mathbf Z_{ij}| \le \max|\nabla\mathcal L(\mathbf W_0)|\}; \quad
          \eta \le \frac{n\epsilon}{\sigma_1} \iff \mathcal L^* - \eta K
          \text{ is convex on } \mathcal S`,
        expected: "holds",
        relations: ({ loss, k, boxModulus, inBox, stepThreshold, size }) => {
          const { profile } = k.terms[0]!;
          const edge = loss.samples /
            (loss.eigenvalues[0]! * profile.secondDerivative(0).largest);
          return [
            {
              label: "m_Kσ_n/n <= sup{α: K − αL* convex on S in the box}",
              lhs: boxModulus,
              sense: "<=",
              rhs: inBox.convexUpTo,
              scale: size,
              size: boxModulus,
            },
            {
              label: "sup{η: L* − ηK convex on S} = nε/σ_1",
              lhs: stepThreshold.notConvexAbove,
              sense: "=",
              rhs: edge,
            },
          ];
        },
      },
    },
  });
}
