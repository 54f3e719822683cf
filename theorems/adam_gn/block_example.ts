/**
 * §3.1.1, eq. (4): Gauss–Newton on the block example.
 *
 * Printed: in the identity basis GN^{-1} and GN^{-1/2} reduce to gradient descent; the largest
 * eigenvalue of the first block is d, that of the second 1, so that the largest stable steps are 2/d
 * and 2.
 *
 * By hand: the diagonal of Σ is 1, and so are its powers. A step multiplies s = 1ᵀΔ_0 by 1 − ηd and Δ_i
 * by 1 − η: neither grows just where ηd ≤ 2 and η ≤ 2.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import {
  chain,
  type GradientMap,
  iterate,
  preconditionByGaussNewton,
  scale,
} from "../../lib/optimizers/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { blockCovariance, type BlockInstance, blockInstances, moving, sumOf } from "./_block.ts";

interface Observation {
  /** The points after a step with η, of GN^{-1} and of GN^{-1/2}. */
  readonly after: readonly (readonly number[])[];
  /** The point after steps of GN^{-1} with 2/d, and with 2. */
  readonly atFirst: readonly number[];
  readonly atSecond: readonly number[];
  /** The largest eigenvalue of the first block. */
  readonly largest: number;
}

/** The claim, for the Gauss–Newton preconditioner or what a test puts in its place. */
export function blockExample(
  method: typeof preconditionByGaussNewton = preconditionByGaussNewton,
): Claim {
  return defineClaim<BlockInstance, Observation>({
    id: "adam-gn/block-example",
    title: "Gauss-Newton is gradient descent on the block example",
    locus: "Section 3.1.1, eq. (4)",
    kind: "universal",
    hypotheses: [moving],
    instances: blockInstances(),
    observe<T>({ first, second, stepSize }: BlockInstance, arithmetic: Arithmetic<T>): Observation {
      const d = first.length;
      const rows = blockCovariance(d);
      const map: GradientMap = {
        gradient: (where, delta) => where.multiply(where.matrix(rows), delta),
        hessian: (where) => where.matrix(rows),
      };
      const step = (power: number, size: number) => [
        ...iterate(
          arithmetic,
          map,
          chain(method(arithmetic, { power }), scale(arithmetic, -size)),
          [...first, ...second],
          { steps: 1 },
        ),
      ];
      const block = arithmetic.matrix(rows.slice(0, d).map((row) => row.slice(0, d)));
      return {
        after: [step(-1, stepSize), step(-1 / 2, stepSize)],
        atFirst: step(-1, 2 / d),
        atSecond: step(-1, 2),
        largest: arithmetic.symmetricEigendecomposition(block).values.at(-1)!,
      };
    },
    variants: {
      printed: {
        statement: String.raw`D^{(GN)} = I, \quad \lambda_{\max}(\mathbf 1\mathbf 1^\top) = d, \quad
          \eta_{\max} = \tfrac2d \text{ and } 2`,
        expected: "holds",
        relations({ after, atFirst, atSecond, largest }, { first, second, stepSize }) {
          const d = first.length;
          const sum = sumOf(first);
          const size = Math.max(...first.map(Math.abs), ...second.map(Math.abs));
          const magnitude = size * (1 + d * stepSize);
          const descended = [
            ...first.map((x) => x - stepSize * sum),
            ...second.map((x) => x - stepSize * x),
          ];
          const equal = (label: string, lhs: number, rhs: number, scale: number): Relation => ({
            label,
            lhs,
            sense: "=",
            rhs,
            scale,
            size: scale,
          });
          return [
            ...after.flatMap((point) =>
              point.map((x, i) => equal("Δ⁺ = (I − ηΣ)Δ", x, descended[i]!, magnitude))
            ),
            equal("λ_max(11ᵀ) = d", largest, d, d),
            // At the largest stable step the sign changes and nothing else: a longer one grows.
            equal("s⁺ = −s at η = 2/d", sumOf(atFirst.slice(0, d)), -sum, d * size * 3),
            ...second.map((x, i) => equal("Δ_i⁺ = −Δ_i at η = 2", atSecond[d + i]!, -x, 3 * size)),
          ];
        },
      },
    },
  });
}
