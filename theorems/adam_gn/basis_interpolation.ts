/**
 * Algorithm 2, C.3: interpolation between the identity and an eigenbasis.
 *
 * Printed: U_γ = real(exp(γ log U)) has U_0 = I, U_1 = U, and is a basis: U_γᵀU_γ = I.
 *
 * By hand: the ends are right. For U = diag(1, −1), an eigenbasis as solvers return them, log U is
 * diag(0, iπ) and U_γ = diag(1, cos γπ): at γ = ½ it is singular. So it is whenever −1 is an eigenvalue,
 * as for each U of determinant −1.
 *
 * Corrected: for a U without the eigenvalue −1; its logarithm is then real and skew, and U_γ a rotation.
 * The signs of eigenvectors are free, and some make it so (`signsWithoutHalfTurn`).
 *
 * @module
 */

import fc from "fast-check";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { haarOrthogonal, interpolatedBasis, signsWithoutHalfTurn } from "../../lib/linalg/mod.ts";
import { realNumber } from "../../problems/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";

interface Instance {
  readonly dimension: number;
  readonly seed: number;
  readonly determinant: 1 | -1;
  /** γ. */
  readonly gamma: number;
}

/** ‖U_0 − I‖, ‖U_1 − U‖ and ‖U_γᵀU_γ − I‖. */
interface Errors {
  readonly start: number;
  readonly end: number;
  readonly orthogonality: number;
  readonly dimension: number;
}

interface Observation {
  readonly asReturned: Errors;
  readonly signed: Errors;
}

/** Interpolates; what tests sabotage. */
export type Interpolation = typeof interpolatedBasis;

function relations({ start, end, orthogonality, dimension }: Errors): Relation[] {
  const relation = (label: string, lhs: number): Relation => ({
    label,
    lhs,
    sense: "=",
    rhs: 0,
    // Angles are known to u/|π − θ|, and |λ + 1| ≥ 2^(1−n).
    scale: dimension * 2 ** dimension,
    size: dimension,
  });
  return [
    relation("U_0 = I", start),
    relation("U_1 = U", end),
    relation("U_γᵀU_γ = I", orthogonality),
  ];
}

/** The claim, for Algorithm 2 or what a test puts in its place. */
export function basisInterpolation(interpolate: Interpolation = interpolatedBasis): Claim {
  return defineClaim<Instance, Observation>({
    id: "adam-gn/basis-interpolation",
    title: "Geodesic interpolation leads from the identity to the eigenbasis through bases",
    locus: "Algorithm 2, Appendix C.3",
    kind: "universal",
    hypotheses: [],
    instances: fc.record({
      dimension: fc.integer({ min: 1, max: 6 }),
      seed: fc.integer({ min: 0, max: 2 ** 20 }),
      determinant: fc.constantFrom<1 | -1>(1, -1),
      gamma: realNumber({ minimum: 0, maximum: 1 }),
    }),
    observe<T>(instance: Instance, arithmetic: Arithmetic<T>): Observation {
      const { dimension, seed, determinant, gamma } = instance;
      const rows = haarOrthogonal(xoroshiro128plus(seed), dimension, determinant);
      const signs = signsWithoutHalfTurn(rows);
      const errorsOf = (basis: readonly (readonly number[])[]): Errors => {
        const u = arithmetic.matrix(basis);
        const one = arithmetic.identity(dimension);
        const apart = (a: T, b: T) => arithmetic.norm(arithmetic.subtract(a, b));
        const between = interpolate(arithmetic, u, gamma);
        return {
          start: apart(interpolate(arithmetic, u, 0), one),
          end: apart(interpolate(arithmetic, u, 1), u),
          orthogonality: apart(
            arithmetic.multiply(arithmetic.transpose(between), between),
            one,
          ),
          dimension,
        };
      };
      return {
        asReturned: errorsOf(rows),
        signed: errorsOf(rows.map((row) => row.map((x, j) => x * signs[j]!))),
      };
    },
    variants: {
      printed: {
        statement: String.raw`U_0 = I, \quad U_1 = U, \quad U_\gamma^\top U_\gamma = I`,
        expected: "refuted",
        relations: ({ asReturned }) => relations(asReturned),
      },
      corrected: {
        statement: String.raw`-1 \notin \operatorname{spec}(U) \Rightarrow U_0 = I, \quad U_1 = U,
          \quad U_\gamma^\top U_\gamma = I`,
        expected: "holds",
        relations: ({ signed }) => relations(signed),
      },
    },
  });
}
