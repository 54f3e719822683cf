/**
 * Theorem 1: the iterates converge to a solution of XW = Y.
 *
 * Printed: under Assumptions 1.1 to 1.3 there is a W_∞ with XW_∞ = Y and W_i → W_∞.
 *
 * It fails in four ways. By hand, with n = k = 1, X = (1, 0), Y = 0, η = 1, so that ∇L(W) = (ℓ'(w),
 * 0) with w the first entry of W:
 *
 * - K may vanish on a set. For K = ½Σ max(|Z| − 1, 0)² and ℓ = ½r², K(A) = 0 implies ∇K(A) = 0, and
 *   L* − K is convex; but from w = ½ nothing moves: ∇K(½, 0) = 0.
 * - "K(A) = 0 implies ∇K(A) = 0" says nothing about K(0), and nothing at all if K > 0. For K = ½‖Z
 *   − C‖² and ℓ = ½r², W_1 = W_0 − (w, 0) + C: the second entry grows by that of C in every step.
 * - ℓ may be flat about its minimum: ℓ = ½ max(|r| − 1, 0)² has ∇L = 0 at w = ½.
 * - ℓ may be least elsewhere: for ℓ = ½(r − 1)², W_∞ = (1, 0).
 *
 * Corrected: if besides (a) ∇K(0) = 0 and K is strongly convex near 0 on S, and (b) each ℓ_ij is
 * least at 0, where ℓ'' > 0, then W_i converges to some W_∞ with XW_∞ = Y. With the divergence
 * D_K(A, B) = K(A) − K(B) − ⟨∇K(B), A − B⟩ of its usual definition, (3) reads
 *
 *   D̃_L(W, W_{i−1}) − D̃_L(W, W_i) = η(K(G_i) − K(∇L(W))) + [D̃_L − ηD_K](W_i, W_{i−1}) +
 *   ηD_K(∇L(W), G_{i−1}),  G_i = ∇L(W_i),
 *
 * whose last two terms are non-negative by 1.3 and convexity. Let W be a solution: ∇L(W) = 0,
 * D̃_L(W, W_i) = L(W_i) − L(W). By (a) K(G) > K(0) for all G ≠ 0 of S, so L(W_i) does not rise, R_i
 * = XW_i − Y stays bounded, and Σ(K(G_i) − K(0)) < ∞. So G_i → 0, and R_i → 0 as ℓ_ij' vanishes at
 * 0 alone. Near 0, R_{i+1} = (I − ηP)R_i + o(R_i), where P is similar to a positive definite matrix
 * and 1.3 has its eigenvalues in (0, 1/η]: R_i goes to 0 geometrically, hence Σ‖∇K(G_i)‖ < ∞.
 * (Without strong convexity XW_i → Y is still true, but W_i need not converge: K(s, u) = ½ max(u +
 * √(1 + s²) − 1, 0)² with S the s-axis has s_i of order i^{-1/2}, and u moves by s_i²/2 or so in
 * each step, of which the sum diverges.)
 *
 * The end of a run is decided by a proof or by observation, see `endOf`; where it is not, nothing is
 * concluded.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { potentialMinusLoss } from "../../lib/convex/mod.ts";
import { potentialDescriptions } from "../../problems/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { endFigures } from "./_limit_figures.ts";
import {
  convergence,
  type End,
  endOf,
  interpolation,
  type LimitFinder,
  limitInstances,
  saysNothing,
} from "./_limits.ts";
import {
  assumption1,
  assumption2,
  assumption3,
  type DualInstance,
  type DualSetting,
  settingOf,
} from "./_setting.ts";

const CONVERGENCE = "W_i converges: W_{i+1} − W_i = 0 at the end";
const INTERPOLATION = "XW_∞ = Y";

/** A neighbourhood of 0 that lies within all that is smooth there. */
const NEAR_ZERO = { kind: "ball", radius: 1e-12 } as const;

/** Condition (a): ∇K(0) = 0, and K is strongly convex near 0 on S. */
function isCurvedAtZero({ loss, potential }: DualSetting): boolean {
  const origin = new Array<number>(potential.dimension).fill(0);
  return potential.gradient(origin).every((entry) => entry === 0) &&
    potentialMinusLoss(loss, potential, NEAR_ZERO).convexUpTo > 0;
}

/** Condition (b): each ℓ_ij is least at 0, and ℓ_ij''(0) > 0. */
export function areLossesLeastAtZero({ loss: { losses } }: DualSetting): boolean {
  return losses.every(({ minimizer, secondDerivative }) =>
    minimizer === 0 && secondDerivative(0).least > 0
  );
}

function relations(end: End): Relation[] {
  return [convergence(end, CONVERGENCE), interpolation(end, INTERPOLATION)];
}

/** The claim, with the limits of eq. (1) or of what a test puts in its place. */
export function theorem1(limitOf?: LimitFinder): Claim {
  return defineClaim<DualInstance, End>({
    id: "dual/theorem-1",
    title: "Dual space preconditioned gradient descent converges to a solution of XW = Y",
    locus: "Theorem 1",
    kind: "limit",
    cost: 7,
    hypotheses: [assumption1, assumption2, assumption3],
    instances: limitInstances(potentialDescriptions),
    observe: <T>(instance: DualInstance, arithmetic: Arithmetic<T>, refinement: number): End =>
      endOf(settingOf(instance), arithmetic, { refinement, ...(limitOf && { limitOf }) }),
    figures: (end, instance) => endFigures(settingOf(instance), end),
    variants: {
      printed: {
        statement: String.raw`\exists\, \mathbf W_\infty:\quad \mathbf W_i \to \mathbf W_\infty,
          \quad \mathbf X \mathbf W_\infty = \mathbf Y`,
        expected: "refuted",
        relations,
      },
      corrected: {
        statement: String.raw`\nabla K(0) = 0,\ K \text{ strongly convex near } 0 \text{ on }
          \mathcal S,\ \ell_{ij} \text{ least at } 0, \text{ where } \ell_{ij}'' > 0:\quad
          \mathbf W_i \to \mathbf W_\infty,\ \mathbf X \mathbf W_\infty = \mathbf Y`,
        expected: "holds",
        relations(end, instance) {
          const setting = settingOf(instance);
          return areLossesLeastAtZero(setting) && isCurvedAtZero(setting)
            ? relations(end)
            : [saysNothing(CONVERGENCE), saysNothing(INTERPOLATION)];
        },
      },
    },
  });
}
