/**
 * Linear residuals.
 *
 * @module
 */

import { record } from "fast-check";
import type { Arithmetic } from "../lib/arithmetic/mod.ts";
import type { Arbitrary } from "../lib/fast_check/mod.ts";
import { vectorOf } from "./arbitraries.ts";
import { instanceLimits, type InstanceOptions, mostlySmall } from "./instance_options.ts";
import { atOnePoint, type LeastSquares, type LeastSquaresOver } from "./least_squares.ts";
import {
  checkSpectralMatrix,
  projectOntoRowSpace,
  type SpectralMatrix,
  spectralMatrix,
  spectralMatrixRows,
} from "./matrix.ts";
import { requireNumbers } from "./validation.ts";
import { multiplyAbsolute, norm, subtract } from "./vectors.ts";

/**
 * F(θ) = A θ − b with b = A θ*.
 */
export interface LinearInstance {
  /** The family. */
  readonly family: "linear";
  /** A. */
  readonly matrix: SpectralMatrix;
  /** θ*. */
  readonly zero: readonly number[];
}

/**
 * F(θ) = A (θ − θ*). J = A everywhere, so r is A's rank and L_J = 0. The zero set is θ* + ker A, onto
 * which π(θ) = θ − A†A(θ − θ*).
 *
 * @throws {TypeError} If a part of the instance is missing or of another type.
 * @throws {RangeError} If a number or a length is out of range.
 */
export function linear(instance: LinearInstance): LeastSquares {
  const { matrix } = instance;
  checkSpectralMatrix(matrix, "instance.matrix");
  const zero = requireNumbers(instance.zero, "instance.zero", {
    length: matrix.columns,
    because: "one per column of the matrix",
  });
  const rows = spectralMatrixRows(matrix);
  const matrixNorm = Math.max(...matrix.singularValues);
  const over = <T>(arithmetic: Arithmetic<T>): LeastSquaresOver<T> => {
    const a = arithmetic.matrix(rows);
    const star = arithmetic.vector(zero);
    return {
      residual: (theta) => arithmetic.multiply(a, arithmetic.subtract(theta, star)),
      jacobian: () => a,
    };
  };
  return {
    parameters: matrix.columns,
    residuals: matrix.rows,
    rank: matrix.singularValues.length,
    zero,
    ...atOnePoint(over),
    over,
    weightedHessian: (arithmetic) => arithmetic.zeros(matrix.columns, matrix.columns),
    jacobianLipschitz: () => 0,
    lipschitzIsExact: true,
    magnitude: (theta) =>
      norm(multiplyAbsolute(rows, subtract(theta, zero))) +
      matrixNorm * (norm(theta) + norm(zero)),
    project: (theta) => subtract(theta, projectOntoRowSpace(matrix, subtract(theta, zero))),
  };
}

/** Linear instances of any shape and rank, condition number and scale. Shrinks to F(θ) = θ. */
export function linearInstances(options: InstanceOptions = {}): Arbitrary<LinearInstance> {
  const { maximumConditionNumber, maximumDimension, scale } = instanceLimits(options);
  return mostlySmall(maximumDimension, (dimension) =>
    record({
      matrix: spectralMatrix({
        maximumRows: dimension,
        maximumColumns: dimension,
        maximumConditionNumber,
        ...scale,
      }),
      zero: vectorOf(dimension),
    }).map(({ matrix, zero }) => ({
      family: "linear",
      matrix,
      zero: zero.slice(0, matrix.columns),
    })));
}
