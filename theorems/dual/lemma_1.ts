/**
 * Lemma 1: the three-point identity of the adjusted Bregman divergence.
 *
 * Printed: for any A, B, C and any differentiable L,
 *
 *     D̃_L(C, A) + D̃_L(A, B) − D̃_L(C, B) = Tr((B − A)ᵀ(∇L(C) − ∇L(A))).
 *
 * By hand: L*(∇L) enters at each point once with either sign and drops out, whatever it is; of the
 * traces −AᵀG_C + AᵀG_A − BᵀG_A + BᵀG_B + BᵀG_C − BᵀG_B the terms BᵀG_B drop out. Neither convexity
 * nor the Fenchel equality is needed, only that L* is finite at the three gradients, without which
 * D̃_L is not defined: "any differentiable L" has that silent hypothesis. (L = −w⁴ has L* ≡ ∞.)
 *
 * L* is evaluated in closed form, not by the Fenchel equality, which fails where L is not convex.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { addSized, adjustedBregmanDivergence, type SizedNumber } from "../../lib/convex/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import {
  differentiableFunction,
  type DualPoint,
  type FunctionDescription,
  functionDescriptions,
  pointOf,
} from "./_differentiable.ts";
import { points } from "./_points.ts";

/** A divergence of two points of a function with a conjugate; what tests sabotage. */
export type AdjustedDivergence = (
  points: { readonly at: DualPoint; readonly from: DualPoint },
) => SizedNumber;

interface Instance {
  /** L. */
  readonly function: FunctionDescription;
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly c: readonly number[];
}

interface Observation {
  readonly family: string;
  readonly left: SizedNumber;
  readonly right: SizedNumber;
}

/** The claim, for D̃ or what a test puts in its place. */
export function lemma1(divergence: AdjustedDivergence = adjustedBregmanDivergence): Claim {
  return defineClaim<Instance, Observation>({
    id: "dual/lemma-1",
    title: "The three-point identity of the adjusted Bregman divergence",
    locus: "Appendix, Lemma 1",
    kind: "universal",
    hypotheses: [{
      name: "the divergences are defined",
      statement: String.raw`\mathcal L \text{ is differentiable, and } \mathcal L^* \text{ is finite
        at } \nabla\mathcal L(\mathbf A), \nabla\mathcal L(\mathbf B), \nabla\mathcal L(\mathbf C)`,
      holds: (instance) => differentiableFunction(instance.function).hasConjugate,
    }],
    instances: fc.record({
      function: functionDescriptions(),
      a: points(),
      b: points(),
      c: points(),
    }),
    observe<T>(instance: Instance, arithmetic: Arithmetic<T>): Observation {
      const f = differentiableFunction(instance.function);
      const [a, b, c] = [instance.a, instance.b, instance.c].map((entries) =>
        pointOf(f, arithmetic, entries)
      ) as [DualPoint, DualPoint, DualPoint];
      const products = a.theta.map((entry, i) =>
        (b.theta[i]! - entry) * (c.gradient[i]! - a.gradient[i]!)
      );
      return {
        family: f.family,
        left: addSized([
          divergence({ at: c, from: a }),
          divergence({ at: a, from: b }),
          divergence({ at: c, from: b }),
        ], [1, 1, -1]),
        right: {
          value: products.reduce((sum, entry) => sum + entry, 0),
          size: products.reduce((sum, entry) => sum + Math.abs(entry), 0),
        },
      };
    },
    variants: {
      printed: {
        statement: String.raw`\tilde D_{\mathcal L}(\mathbf C, \mathbf A) + \tilde D_{\mathcal
          L}(\mathbf A, \mathbf B) - \tilde D_{\mathcal L}(\mathbf C, \mathbf B) = \mathrm{Tr}(
          (\mathbf B - \mathbf A)^T(\nabla\mathcal L(\mathbf C) - \nabla\mathcal L(\mathbf A)))`,
        expected: "holds",
        relations: ({ family, left, right }) => [{
          label: "D̃(C, A) + D̃(A, B) − D̃(C, B) = Tr((B − A)ᵀ(∇L(C) − ∇L(A)))",
          lhs: left.value,
          sense: "=",
          rhs: right.value,
          scale: left.size + right.size,
          family,
        }],
      },
    },
  });
}
