/**
 * Instances of the claims about one Jacobian and one residual.
 *
 * @module
 */

import fc, { type Arbitrary } from "fast-check";
import {
  cycle,
  type SpectralMatrix,
  spectralMatrix,
  spectralMatrixRows,
  vectorOf,
} from "../../problems/mod.ts";
import type { Figure, Relation } from "../../verify/mod.ts";
import { enumerated } from "../_figures.ts";
import { jacobianSpectrum } from "./_run_figures.ts";

/** A Jacobian J, n×m of known rank, and a residual F. */
export interface MatrixInstance {
  /** J. */
  readonly jacobian: SpectralMatrix;
  /** The entries of F, repeated to the length n. */
  readonly residual: readonly number[];
}

/** Jacobians of any shape, rank ≥ 1 and condition number up to 1e6, with any residual. */
export function matrixInstances(): Arbitrary<MatrixInstance> {
  return fc.record({
    jacobian: spectralMatrix(),
    residual: fc.oneof(vectorOf(1), vectorOf(3), vectorOf(7)),
  });
}

/** An instance in plain numbers. */
export interface MatrixParts {
  /** The rows of J. */
  readonly rows: number[][];
  /** F, of length n. */
  readonly residual: number[];
  /** r. */
  readonly rank: number;
  /** The largest singular value. */
  readonly sigmaMax: number;
  /** The smallest nonzero one. */
  readonly sigmaMin: number;
}

/** What an instance describes. */
export function matrixParts({ jacobian, residual }: MatrixInstance): MatrixParts {
  return {
    rows: spectralMatrixRows(jacobian),
    residual: cycle(residual, jacobian.rows),
    rank: jacobian.singularValues.length,
    sigmaMax: Math.max(...jacobian.singularValues),
    sigmaMin: Math.min(...jacobian.singularValues),
  };
}

/** How far apart two ways are of computing a vector of the size of F. */
export interface VectorIdentity {
  /** The vector, one way. */
  readonly left: readonly number[];
  /** The vector, the other way. */
  readonly right: readonly number[];
  /** The norm of the difference. */
  readonly difference: number;
  /** ‖F‖. */
  readonly residualNorm: number;
  /** σ_max/σ_min. */
  readonly conditionNumber: number;
  /** u. */
  readonly unitRoundoff: number;
}

/**
 * That the two ways agree. Where rounding may be as large as what is compared, a matrix that is
 * inverted may as well be singular: no error is too large then, and nothing is decided.
 *
 * @param amplification By how much the computation multiplies rounding errors.
 */
export function agreement(
  label: string,
  { difference, residualNorm, unitRoundoff }: VectorIdentity,
  amplification: number,
): Relation {
  const scale = amplification * residualNorm;
  const uncertainty = 256 * unitRoundoff * amplification < 1 ? 0 : difference;
  return { label, lhs: difference, sense: "=", rhs: 0, scale, size: residualNorm, uncertainty };
}

/** The entries of the vector both ways, and the spectrum of J. */
export function identityFigures(
  { left, right }: VectorIdentity,
  { jacobian }: MatrixInstance,
  [leftName, rightName]: readonly [string, string],
): Figure[] {
  return [
    {
      kind: "lines",
      title: "the entries of both sides",
      x: { label: "entry" },
      y: { label: "value" },
      mark: "dots",
      series: [
        { name: rightName, role: "predicted", points: enumerated(right, 1) },
        { name: leftName, role: "observed", points: enumerated(left, 1) },
      ],
    },
    ...jacobianSpectrum(jacobian.singularValues),
  ];
}
