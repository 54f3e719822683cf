/**
 * Lemma 2: B is a subgradient of L* at ∇L(B).
 *
 * Printed: "We have that B ∈ ∂L*(∇L(B))", that is, L*(G) ≥ L*(∇L(B)) + Tr(Bᵀ(G − ∇L(B))) for all G;
 * its proof reduces that to eq. (12), L*(∇L(B)) + L(B) = Tr(Bᵀ∇L(B)). Both are tested. L is convex
 * by Assumption 1.2; the proof says so ("if L** = L").
 *
 * By hand: L*(G) ≥ Tr(BᵀG) − L(B) by definition, with equality at G = ∇L(B), where B maximizes the
 * concave Tr(WᵀG) − L(W); the difference of the two is the statement. Where L is not convex it
 * fails: L = w⁴/4 − w²/2 has ∇L(½) = −3/8, but wG − L(w) is largest at w ≈ −1.16 for that G, and that
 * is the only subgradient of L* there.
 *
 * L* is taken in closed form. Off the row space it is ∞, and the inequality trivial: G = XᵀΛ, for Λ
 * between those of B and of another point C, so that L*(G) is finite. (The domain of L* is convex.)
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { addSized, type SizedNumber } from "../../lib/convex/mod.ts";
import { realNumber } from "../../problems/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import {
  type DifferentiableFunction,
  differentiableFunction,
  type FunctionDescription,
  functionDescriptions,
  pointOf,
} from "./_differentiable.ts";
import { points } from "./_points.ts";

/** What computes L* at coordinates; what tests sabotage. */
export type Conjugate = (f: DifferentiableFunction, coordinates: readonly number[]) => SizedNumber;

interface Instance {
  /** L. */
  readonly function: FunctionDescription;
  /** B. */
  readonly b: readonly number[];
  /** C. */
  readonly c: readonly number[];
  /** How far G lies on the way from ∇L(B) to ∇L(C). */
  readonly part: number;
}

interface Observation {
  readonly family: string;
  /** L*(G). */
  readonly conjugate: SizedNumber;
  /** L*(∇L(B)) + Tr(Bᵀ(G − ∇L(B))). */
  readonly supporting: SizedNumber;
  /** L*(∇L(B)) + L(B). */
  readonly fenchelSum: SizedNumber;
  /** Tr(Bᵀ∇L(B)). */
  readonly pairing: SizedNumber;
}

/** Tr(BᵀG), with the rounding that ‖G‖'s entries carry. */
function pair(
  b: readonly number[],
  g: readonly number[],
  gradientSize: readonly number[],
): SizedNumber {
  let value = 0;
  let size = 0;
  for (const [i, entry] of b.entries()) {
    value += entry * g[i]!;
    size += Math.abs(entry) * Math.max(Math.abs(g[i]!), gradientSize[i]!);
  }
  return { value, size };
}

/** The claim, for L* or what a test puts in its place. */
export function lemma2(
  conjugateOf: Conjugate = (f, coordinates) => f.conjugate(coordinates),
): Claim {
  return defineClaim<Instance, Observation>({
    id: "dual/lemma-2",
    title: "B is a subgradient of L* at ∇L(B)",
    locus: "Appendix, Lemma 2",
    kind: "universal",
    hypotheses: [
      {
        name: "L is convex",
        statement: String.raw`\mathcal L \text{ is differentiable and convex (Assumption 1.2)}`,
        holds: (instance) => differentiableFunction(instance.function).isConvex,
      },
    ],
    instances: fc.record({
      function: functionDescriptions(),
      b: points(),
      c: points(),
      part: fc.oneof(fc.constantFrom(1, 0.5), realNumber({ minimum: 0, maximum: 1 })),
    }),
    observe<T>(instance: Instance, arithmetic: Arithmetic<T>): Observation {
      const f = differentiableFunction(instance.function);
      const [b, c] = [instance.b, instance.c].map((entries) => pointOf(f, arithmetic, entries));
      const coordinates = b!.coordinates.map((entry, e) =>
        entry + instance.part * (c!.coordinates[e]! - entry)
      );
      const atB = { ...conjugateOf(f, b!.coordinates), size: b!.conjugate.size };
      const gradientSize = b!.gradientSize!.map((size, i) => size + c!.gradientSize![i]!);
      const pairing = pair(b!.theta, b!.gradient, b!.gradientSize!);
      const g = conjugateOf(f, coordinates);
      return {
        family: f.family,
        conjugate: { value: g.value, size: g.size + b!.conjugate.size + c!.conjugate.size },
        supporting: addSized(
          [atB, pair(b!.theta, f.gradientOf(coordinates), gradientSize), pairing],
          [1, 1, -1],
        ),
        fenchelSum: addSized([atB, b!.value]),
        pairing,
      };
    },
    variants: {
      printed: {
        statement: String
          .raw`\mathcal L^*(\mathbf G) \ge \mathcal L^*(\nabla\mathcal L(\mathbf B)) +
          \mathrm{Tr}(\mathbf B^T(\mathbf G - \nabla\mathcal L(\mathbf B))) \ \forall \mathbf G,
          \qquad \mathcal L^*(\nabla\mathcal L(\mathbf B)) + \mathcal L(\mathbf B) =
          \mathrm{Tr}(\mathbf B^T\nabla\mathcal L(\mathbf B))`,
        expected: "holds",
        relations: ({ family, conjugate, supporting, fenchelSum, pairing }) => [
          {
            label: "L*(G) >= L*(∇L(B)) + Tr(Bᵀ(G − ∇L(B)))",
            lhs: conjugate.value,
            sense: ">=",
            rhs: supporting.value,
            scale: conjugate.size + supporting.size,
            family,
          },
          {
            label: "L*(∇L(B)) + L(B) = Tr(Bᵀ∇L(B))",
            lhs: fenchelSum.value,
            sense: "=",
            rhs: pairing.value,
            scale: fenchelSum.size + pairing.size,
            family,
          },
        ],
      },
    },
  });
}
