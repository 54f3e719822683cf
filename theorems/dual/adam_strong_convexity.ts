/**
 * §II.A.3: the strong convexity constant of Adam's potential.
 *
 * Printed: "Setting m_K = ε/(ε + max |∇L(W_0)|)²", the maximum over the entries, for η < nε: the
 * strong convexity of K on what the gradients of the run reach (squared loss, L* − ηK convex as
 * everywhere). K of eq. (10) has the second derivatives ε/(ε + |z|)², which fall with |z|: on the box
 * |Z_ij| ≤ b its constant is ε/(ε + b)², and the printed m_K is that of the box of all gradients met
 * if and only if no entry of a later gradient exceeds all of the first one.
 *
 * That fails. By hand, X = [[1, −2, 0], [0, 1, 0]], n = 2, ∇L(W) = XᵀΛ = (Λ_1, Λ_2 − 2Λ_1, 0), Λ = (XW
 * − Y)/2. At Λ = (1, 5/2), ε = 1: ∇L = (1, ½, 0), the step is −η(½, ⅓, 0), and Λ_1 moves by −(η/2)(½ −
 * ⅔) = η/12: the largest entry grows. η < nε and η ≤ nε/σ_1 = 2/5.83 admit η = 0.3.
 *
 * Corrected: what does not grow is K(∇L(W_i)). Eq. (3), D_K in its usual form, at W = W_{i−1} reads
 * 0 = D̃_L(W_{i−1}, W_i) + ηK(G_i) − ηK(G_{i−1}) + [D̃_L(W_i, W_{i−1}) − ηD_K(G_i, G_{i−1})], the last
 * term of (3) being 0, and the bracket is non-negative by Lemma 3. So with φ(z) = z − ε log(1 + z/ε),
 * K = Σ φ(|Z_ij|), each entry of a later gradient has φ(|G_ij|) ≤ K(∇L(W_0)) and is at most B with φ(B)
 * = K(∇L(W_0)): K is ε/(ε + B)²-strongly convex on the box of the gradients met. Its strong
 * monotonicity is also seen on pairs of successive gradients.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { type LinearModelLoss, type LossPoint, scalarFunction } from "../../lib/convex/mod.ts";
import { adamWithoutMomentum } from "../../lib/optimizers/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import { enumerated, level } from "../_figures.ts";
import { adamInstancesByResidual, epsilonOf, runWithEpsilon } from "./_adam.ts";
import { directionAt, type EpsilonMethod } from "./_direction.ts";
import { largestOf, minus, normOf } from "./_points.ts";
import { assumption3, type DualInstance, settingOf, squaredLoss, takesAStep } from "./_setting.ts";

interface Pair {
  /** ⟨∇K(G_i) − ∇K(G_{i+1}), G_i − G_{i+1}⟩. */
  readonly monotonicity: number;
  /** What is added up in it. */
  readonly size: number;
  /** ‖G_i − G_{i+1}‖². */
  readonly squaredDistance: number;
}

interface Observation {
  readonly epsilon: number;
  /** max |∇L(W_i)| for i = 0, 1, …. */
  readonly largestEntries: readonly number[];
  /** What is added up in the largest of these entries. */
  readonly largestSize: number;
  /** See {@linkcode closenessOfGrowth}. */
  readonly closeness: number;
  /** The strong convexity constant of K on the box of all gradients met. */
  readonly constant: number;
  /** B. */
  readonly reach: number;
  readonly pairs: readonly Pair[];
}

/** How long the runs are. */
const STEPS = 12;

/** The least double B with φ(B) ≥ a for φ(z) = z − ε log(1 + z/ε). */
function inverseOfPhi(a: number, epsilon: number): number {
  const { value } = scalarFunction({ kind: "adam", epsilon });
  let low = 0;
  let high = epsilon;
  while (value(high) < a) high *= 2;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return high;
    if (value(middle) < a) low = middle;
    else high = middle;
  }
}

/** ε/(ε + b)². */
function constantOn(b: number, epsilon: number): number {
  return epsilon / (epsilon + b) ** 2;
}

/**
 * How close a run comes to a gradient with an entry above all those of the first one: 1 + the largest
 * increase of the largest entry, relative to what the change of Λ could make of it. An entry is
 * x_aᵀΛ^(j), x_a a column of X, and changes by at most ‖x_a‖‖ΔΛ‖; so this is 1 + a cosine, which does
 * not come closer to 1 by short steps or small columns alone.
 */
function closenessOfGrowth(
  { x, outputs }: LinearModelLoss,
  iterates: readonly LossPoint[],
): number {
  const [first] = iterates as [LossPoint];
  const largest = largestOf(first.gradient);
  const increases = iterates.slice(1).map(({ gradient, multipliers }) => {
    const now = largestOf(gradient);
    const feature = Math.floor(gradient.findIndex((g) => Math.abs(g) === now) / outputs);
    const most = normOf(x.map((row) => row[feature]!)) *
      normOf(minus(multipliers, first.multipliers));
    return most === 0 ? -1 : Math.max(-1, (now - largest) / most);
  });
  return 1 + Math.max(...increases);
}

/** The claim, for Adam without momentum or what a test puts in its place. */
export function adamStrongConvexity(method: EpsilonMethod = adamWithoutMomentum): Claim {
  return defineClaim<DualInstance, Observation>({
    id: "dual/adam-strong-convexity",
    title: "The strong convexity constant of Adam's potential",
    locus: "Section II.A.3",
    kind: "universal",
    cost: 2,
    hypotheses: [
      squaredLoss,
      assumption3,
      {
        name: "admissible step size",
        statement: String.raw`\eta < n\epsilon`,
        holds(instance) {
          const { stepSize, loss } = settingOf(instance);
          return stepSize < loss.samples * epsilonOf(instance);
        },
      },
      takesAStep(({ largestEntries }: Observation) => largestEntries.length - 1),
    ],
    instances: adamInstancesByResidual(),
    observe<T>(instance: DualInstance, arithmetic: Arithmetic<T>): Observation {
      const { potential } = settingOf(instance);
      const epsilon = epsilonOf(instance);
      const iterates = runWithEpsilon(instance, arithmetic, method, STEPS);
      const gradients = iterates.map(({ gradient }) => gradient);
      const directions = gradients.map((g) => directionAt(arithmetic, method, epsilon, g));
      const largestEntries = gradients.map(largestOf);
      const bound = Math.max(...largestEntries);
      return {
        epsilon,
        largestEntries,
        largestSize: Math.max(...iterates.map(({ gradientSize }) => largestOf(gradientSize))),
        closeness: closenessOfGrowth(settingOf(instance).loss, iterates),
        constant: potential.strongConvexityConstant({ kind: "box", bound }).value,
        reach: inverseOfPhi(potential.value(gradients[0]!).value, epsilon),
        pairs: gradients.slice(1).map((g, i) => {
          const apart = minus(gradients[i]!, g);
          const [before, after] = [directions[i]!, directions[i + 1]!];
          const sum = (of: (p: number) => number) =>
            apart.reduce((total, entry, p) => total + entry * of(p), 0);
          return {
            monotonicity: sum((p) => before[p]! - after[p]!),
            size: sum((p) => Math.sign(apart[p]!) * (Math.abs(before[p]!) + Math.abs(after[p]!))),
            squaredDistance: normOf(apart) ** 2,
          };
        }),
      };
    },
    figures: ({ largestEntries, reach }) => {
      const places = largestEntries.map((_, i) => i);
      return [{
        kind: "lines",
        title: "the largest entry of the gradient along the run",
        x: { label: "iteration i" },
        y: { label: "max |∇L(W_i)|" },
        series: [
          { name: "max |∇L(W_i)|", role: "observed", points: enumerated(largestEntries) },
          level("max |∇L(W_0)|", "predicted", largestEntries[0]!, places),
          level("B, φ(B) = K(∇L(W_0))", "reference", reach, places),
        ],
      }];
    },
    variants: {
      printed: {
        statement: String.raw`m_K = \frac{\epsilon}{(\epsilon + \max_{j,j'}|\nabla\mathcal
          L(\mathbf W_0)^{(j,j')}|)^2} \text{ is the strong convexity constant of } K \text{ on the
          box of the gradients met}`,
        expected: "refuted",
        relations: ({ epsilon, largestEntries, largestSize, closeness, constant }) => {
          const later = Math.max(...largestEntries.slice(1));
          return [
            {
              label: "m_K = the constant of K on the box of the gradients met",
              lhs: constantOn(largestEntries[0]!, epsilon),
              sense: "=",
              rhs: constant,
              // The relative error of (ε + b)² is at most that of b's part in ε + b, twice.
              scale: constantOn(largestEntries[0]!, epsilon) *
                (1 + 2 * largestSize / (epsilon + largestEntries[0]!)),
            },
            {
              label: "max |∇L(W_i)| <= max |∇L(W_0)|",
              lhs: later,
              sense: "<=",
              rhs: largestEntries[0]!,
              scale: largestSize,
              ratio: closeness,
            },
          ];
        },
      },
      corrected: {
        statement: String.raw`\max_{j,j'}|\nabla\mathcal L(\mathbf W_i)^{(j,j')}| \le B, \quad B -
          \epsilon\log(1 + B/\epsilon) = K(\nabla\mathcal L(\mathbf W_0)) - K(0), \text{ and } K
          \text{ is } \tfrac{\epsilon}{(\epsilon + B)^2}\text{-strongly convex on the box of the
          gradients met}`,
        expected: "holds",
        relations: ({ epsilon, largestEntries, largestSize, constant, reach, pairs }) => {
          const sensitivity = 1 + 2 * largestSize / (epsilon + largestEntries[0]!);
          return [
            {
              label: "max |∇L(W_i)| <= B",
              lhs: Math.max(...largestEntries),
              sense: "<=",
              rhs: reach,
              scale: largestSize,
            },
            {
              label: "the constant of K on the box of the gradients met >= ε/(ε + B)²",
              lhs: constant,
              sense: ">=",
              rhs: constantOn(reach, epsilon),
              scale: constant * sensitivity,
            },
            ...pairs.map(({ monotonicity, size, squaredDistance }) => ({
              label: "⟨∇K(G_i) − ∇K(G_{i+1}), G_i − G_{i+1}⟩ >= ε/(ε + B)² ‖G_i − G_{i+1}‖²",
              lhs: monotonicity,
              sense: ">=" as const,
              rhs: constantOn(reach, epsilon) * squaredDistance,
              // Rounding may take gradients out of the box, too.
              scale: size + constant * squaredDistance * sensitivity,
            })),
          ];
        },
      },
    },
  });
}
