/**
 * Eq. (26): the Kronecker-factored approximation of E[ggᵀ].
 *
 * Printed: E[ggᵀ] ≈ E[GGᵀ] ⊗ E[GᵀG], g the entries of G ∈ R^{m×n} row by row (the order in which the
 * product of an m×m and an n×n matrix acts on them). The traces are E‖G‖² and (E‖G‖²)², so it is read
 * as an equality up to the factor that makes the traces equal, 1/E‖G‖².
 *
 * By hand: false in general. For G one of e₁e₁ᵀ and e₂e₂ᵀ with probability ½ each, E[ggᵀ] is
 * ½ diag(1, 0, 0, 1), and both factors are ½I: the right side is ¼I.
 *
 * Corrected: equal for G = abᵀ with independent a and b. Then E[ggᵀ] = E[aaᵀ] ⊗ E[bbᵀ],
 * E[GGᵀ] = E‖b‖² E[aaᵀ], E[GᵀG] = E‖a‖² E[bbᵀ], and E‖G‖² = E‖a‖² E‖b‖².
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { realNumber } from "../../problems/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";

type Rows = readonly (readonly number[])[];

interface Instance {
  /** The values of G, equally likely. */
  readonly matrices: readonly Rows[];
  /** The values of a and of b, equally likely and independent. */
  readonly left: Rows;
  readonly right: Rows;
}

interface Sides {
  /** ‖E[ggᵀ] − E[GGᵀ] ⊗ E[GᵀG]/E‖G‖²‖_F. */
  readonly distance: number;
  /** ‖E[ggᵀ]‖_F. */
  readonly size: number;
  /** E‖G‖². */
  readonly trace: number;
}

interface Observation {
  readonly general: Sides;
  readonly independent: Sides;
}

/** Makes the factor of the Kronecker product from E‖G‖²; what tests sabotage. */
export type TraceFactor = (trace: number) => number;

function sidesOf<T>(
  arithmetic: Arithmetic<T>,
  values: readonly Rows[],
  factor: TraceFactor,
): Sides {
  const mean = (of: (g: T) => T) =>
    arithmetic.scale(
      1 / values.length,
      values.map((rows) => of(arithmetic.matrix(rows))).reduce((a, b) => arithmetic.add(a, b)),
    );
  const transposed = (g: T) => arithmetic.transpose(g);
  const full = arithmetic.toRows(mean((g) => {
    const vector = arithmetic.vector(arithmetic.toArray(g));
    return arithmetic.multiply(vector, transposed(vector));
  }));
  const left = arithmetic.toRows(mean((g) => arithmetic.multiply(g, transposed(g))));
  const right = arithmetic.toRows(mean((g) => arithmetic.multiply(transposed(g), g)));
  const n = right.length;
  const trace = left.reduce((sum, row, i) => sum + row[i]!, 0);
  const c = factor(trace);
  const errors = full.flatMap((row, p) =>
    row.map((x, q) => x - c * left[Math.floor(p / n)]![Math.floor(q / n)]! * right[p % n]![q % n]!)
  );
  return { distance: Math.hypot(...errors), size: Math.hypot(...full.flat()), trace };
}

const vectors = (length: number) =>
  fc.array(fc.array(realNumber(), { minLength: length, maxLength: length }), {
    minLength: 1,
    maxLength: 3,
  });

const relation = ({ distance, size, trace }: Sides): Relation[] => [{
  label: "E[ggᵀ] = E[GGᵀ] ⊗ E[GᵀG] / E‖G‖²",
  lhs: distance,
  sense: "=",
  rhs: 0,
  scale: trace,
  size,
}];

const isZero = (rows: Rows) => rows.every((row) => row.every((x) => Math.abs(x) < 1e-6));

/** The claim, with the trace factor or what a test puts in its place. */
export function equation26(factor: TraceFactor = (trace) => 1 / trace): Claim {
  return defineClaim<Instance, Observation>({
    id: "adam-gn/eq-26",
    title: "The second moment of a matrix gradient is a Kronecker product",
    locus: "Appendix C.1, eq. (26)",
    kind: "universal",
    hypotheses: [{
      name: "gradients are not all 0",
      statement: String.raw`\mathbb E\|G\|^2 > 0`,
      holds: ({ matrices, left, right }) =>
        !matrices.every(isZero) && !isZero(left) && !isZero(right),
    }],
    instances: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })).chain((
      [m, n],
    ) =>
      fc.record({
        matrices: fc.array(
          fc.array(fc.array(realNumber(), { minLength: n, maxLength: n }), {
            minLength: m,
            maxLength: m,
          }),
          { minLength: 1, maxLength: 3 },
        ),
        left: vectors(m),
        right: vectors(n),
      })
    ),
    observe<T>({ matrices, left, right }: Instance, arithmetic: Arithmetic<T>): Observation {
      const products = left.flatMap((a) => right.map((b) => a.map((x) => b.map((y) => x * y))));
      return {
        general: sidesOf(arithmetic, matrices, factor),
        independent: sidesOf(arithmetic, products, factor),
      };
    },
    variants: {
      printed: {
        statement: String.raw`\mathbb E[gg^\top] = \mathbb E[GG^\top] \otimes \mathbb E[G^\top G]
          / \mathbb E\|G\|_F^2`,
        expected: "refuted",
        relations: ({ general }) => relation(general),
      },
      corrected: {
        statement: String
          .raw`G = ab^\top,\ a, b \text{ independent} \Rightarrow \mathbb E[gg^\top] =
          \mathbb E[GG^\top] \otimes \mathbb E[G^\top G] / \mathbb E\|G\|_F^2`,
        expected: "holds",
        relations: ({ independent }) => relation(independent),
      },
    },
  });
}
