/**
 * §2.1, after eq. (5): what kind of operator VUᵀ is.
 *
 * Printed: "The resulting operator VUᵀ is semi-orthogonal", that is, its columns or its rows are
 * orthonormal. The method is defined for every J, and Assumption 1 admits any rank r.
 *
 * It fails for r < min(m, n). By hand, J = diag(1, 0): U = V = e_1, Q = VUᵀ = diag(1, 0), and
 * QᵀQ = QQᵀ = diag(1, 0) ≠ I. (Vanishing singular values cannot be kept in U and V: A = VΣ^{-1/2}Uᵀ
 * of eq. (5) would not exist, and VUᵀ would depend on the choice of their singular vectors.)
 *
 * Corrected: Q is a partial isometry, QQᵀQ = Q, with QᵀQ = UUᵀ and QQᵀ = VVᵀ the projectors on the
 * ranges of J and Jᵀ. The distance of a projector of rank r from I_k is √(k − r), so
 *
 *     min(‖QᵀQ − I_n‖_F, ‖QQᵀ − I_m‖_F) = √(min(m, n) − r),
 *
 * and Q is semi-orthogonal if and only if J has full rank.
 *
 * @module
 */

import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import { polarFactor } from "../../lib/linalg/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import type { PolarFactor } from "./flow_identity.ts";
import { spectrumFigure } from "../_figures.ts";
import { type MatrixInstance, matrixInstances, matrixParts } from "./_matrix_instance.ts";

interface Observation {
  /** The smaller of ‖QᵀQ − I‖_F and ‖QQᵀ − I‖_F. */
  readonly distanceToSemiOrthogonal: number;
  /** ‖QQᵀQ − Q‖_F. */
  readonly distanceToPartialIsometry: number;
  readonly smallerDimension: number;
  readonly rank: number;
}

/** The claim, for the polar factor or what a test puts in its place. */
export function semiOrthogonal(polar: PolarFactor = polarFactor): Claim {
  return defineClaim<MatrixInstance, Observation>({
    id: "spgd/semi-orthogonal",
    title: "VUᵀ is semi-orthogonal",
    locus: "Section 2.1, after eq. (5)",
    kind: "universal",
    hypotheses: [],
    instances: matrixInstances(),
    observe<T>(instance: MatrixInstance, arithmetic: Arithmetic<T>): Observation {
      const { rows, rank } = matrixParts(instance);
      const q = polar(arithmetic, arithmetic.matrix(rows), { rank });
      const transposed = arithmetic.transpose(q);
      const distanceToIdentity = (gram: T) =>
        arithmetic.norm(
          arithmetic.subtract(gram, arithmetic.identity(arithmetic.shape(gram)[0])),
        );
      const rowGram = arithmetic.multiply(q, transposed);
      return {
        distanceToSemiOrthogonal: Math.min(
          distanceToIdentity(arithmetic.multiply(transposed, q)),
          distanceToIdentity(rowGram),
        ),
        distanceToPartialIsometry: arithmetic.norm(
          arithmetic.subtract(arithmetic.multiply(rowGram, q), q),
        ),
        smallerDimension: Math.min(...arithmetic.shape(q)),
        rank,
      };
    },
    figures: (_, instance) => {
      const { rows, rank } = matrixParts(instance);
      const jacobian = float64.matrix(rows);
      const spectrum = (matrix: typeof jacobian) => float64.singularValueDecomposition(matrix).s;
      const q = spectrum(polar(float64, jacobian, { rank }));
      return [
        spectrumFigure("singular values of Q = VUᵀ and of J", "singular value", [
          { name: "σ_i(Q)", values: q },
          { name: "σ_i(J)", role: "reference", values: spectrum(jacobian) },
          { name: "1, of a semi-orthogonal operator", role: "predicted", values: q.map(() => 1) },
        ]),
      ];
    },
    variants: {
      printed: {
        statement: String
          .raw`(VU^\top)^\top VU^\top = I_n \ \text{ or } \ VU^\top(VU^\top)^\top = I_m`,
        expected: "refuted",
        relations: ({ distanceToSemiOrthogonal, smallerDimension }) => [{
          label: "QᵀQ = I or QQᵀ = I",
          lhs: distanceToSemiOrthogonal,
          sense: "=",
          rhs: 0,
          scale: smallerDimension,
          size: 1,
        }],
      },
      corrected: {
        statement: String.raw`Q = VU^\top:\ QQ^\top Q = Q, \quad
          \min(\|Q^\top Q - I_n\|_F, \|QQ^\top - I_m\|_F) = \sqrt{\min(m, n) - r}`,
        expected: "holds",
        relations: (
          { distanceToSemiOrthogonal, distanceToPartialIsometry, smallerDimension, rank },
        ) => [
          {
            label: "QQᵀQ = Q",
            lhs: distanceToPartialIsometry,
            sense: "=",
            rhs: 0,
            scale: smallerDimension,
            size: 1,
          },
          {
            label: "distance to semi-orthogonality = √(min(m,n) − r)",
            lhs: distanceToSemiOrthogonal,
            sense: "=",
            rhs: Math.sqrt(smallerDimension - rank),
            scale: smallerDimension,
            size: 1,
          },
        ],
      },
    },
  });
}
