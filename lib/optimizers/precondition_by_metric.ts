import type { Arithmetic } from "../arithmetic/mod.ts";
import { conjugateGradients } from "../linalg/mod.ts";
import { checkFinite, checkInteger, checkNonNegative, checkPositive } from "./_check_options.ts";
import type { Context, GradientTransformation } from "./transformation.ts";

/**
 * A metric M on R^m, symmetric positive definite, as plain JSON. It is fixed: the same at every step.
 *
 * - `"identity"`: M = I;
 * - `diagonal`: M = diag(`entries`), m positive entries;
 * - `matrix`: M by its rows, m×m and symmetric;
 * - `spectral`: M by what is known of it already, its m eigenvalues, positive, and its orthonormal
 *   eigenvectors, the columns of the m×m matrix whose rows are `eigenvectors`;
 * - `lowRank`: M = I + U(T − I)Uᵀ with the orthonormal columns of U, r ≤ m vectors of m entries, and
 *   T = diag(`values`), r positive ones: M has the eigenvalue `values[i]` along `columns[i]`, and 1
 *   on the complement (the spectral preconditioner of Scott et al., §4.1);
 * - `dampedHessian`: M = ∇²f(θ_0) + ρI, ρ = `damping` ≥ 0, at the point of the first update;
 * - `gaussNewton`: M = AᵀA + ρI at the point of the first update, A being the factor of the generalized
 *   Gauss–Newton matrix that the problem gives (the Jacobian for f = ½‖F‖²). It is solved by at most
 *   `steps` steps of conjugate gradients from 0, which end where the residual is `tolerance` (default
 *   u, the rounding unit) times g: see {@linkcode preconditionByMetric} for what a small budget means.
 */
export type MetricOption =
  | "identity"
  | { readonly kind: "diagonal"; readonly entries: readonly number[] }
  | { readonly kind: "matrix"; readonly rows: readonly (readonly number[])[] }
  | {
    readonly kind: "spectral";
    readonly eigenvalues: readonly number[];
    readonly eigenvectors: readonly (readonly number[])[];
  }
  | {
    readonly kind: "lowRank";
    readonly values: readonly number[];
    readonly columns: readonly (readonly number[])[];
  }
  | { readonly kind: "dampedHessian"; readonly damping: number }
  | {
    readonly kind: "gaussNewton";
    readonly damping: number;
    readonly steps: number;
    readonly tolerance?: number;
  };

/**
 * What is kept of a metric, for {@linkcode preconditionByMetric}: nothing where it is the identity or
 * waits for the first update; the diagonal, m×1; an orthonormal basis with its transpose and the
 * eigenvalues of M along it (`lowRank`: with 1/T − 1 instead); or the factor A, r×m, with Aᵀ.
 */
export type MetricState<T> =
  | null
  | { readonly kind: "diagonal"; readonly entries: T }
  | {
    readonly kind: "spectral" | "lowRank";
    readonly basis: T;
    readonly transpose: T;
    readonly values: T;
  }
  | { readonly kind: "factor"; readonly factor: T; readonly transpose: T };

/**
 * Preconditioning by a fixed metric: g ↦ M⁻¹g, the direction of steepest descent in the norm
 * ‖v‖_M² = vᵀMv (Scott et al., Design Criteria for SGD Preconditioners, §3).
 *
 * A matrix and a damped Hessian are decomposed once. The metric of low rank is inverted by
 * Woodbury's formula, M⁻¹g = g + U(T⁻¹ − I)Uᵀg, and never formed, and neither is AᵀA: a step of
 * conjugate gradients takes a product with A and one with Aᵀ.
 *
 * Several gradients may come at once, as the columns of an m×n matrix: for runs side by side. (Not with
 * `gaussNewton`: each gradient has its own conjugate directions.)
 *
 * **A budget of conjugate gradients.** Without rounding, M⁻¹g is reached after at most as many steps
 * as M has distinct eigenvalues. With fewer, the result is p(M)g with a polynomial p that depends on g
 * itself: one step gives (gᵀg / gᵀMg) g. That is not linear in g, so it is no fixed metric, even though
 * M is fixed. The theory of fixed metrics can see it only as a biased gradient: in the metric of M, the
 * stochastic gradient is M p(M)g, whose mean is in general not ∇f where that of g is.
 *
 * @param arithmetic The number system.
 * @param metric M.
 * @returns The transformation.
 * @throws {RangeError} If M is not positive definite, not symmetric or not square, U's columns are not
 * orthonormal or not as many as T's values, a number is out of its range, or the kind is none. At the
 * start: if M is of another dimension than θ, or singular to rounding. On the first update: if ∇²f + ρI
 * is not positive definite to rounding. On an update: if conjugate gradients meet a direction along
 * which AᵀA + ρI is not positive, or get several gradients.
 * @throws {TypeError} On the first update, if the problem gives no Hessian or no factor and M is made
 * of it.
 */
export function preconditionByMetric<T>(
  arithmetic: Arithmetic<T>,
  metric: MetricOption,
): GradientTransformation<T, MetricState<T>> {
  checkMetric(metric);
  return {
    init(theta) {
      const [dimension] = arithmetic.shape(theta);
      checkDimension(metric, dimension);
      return stateAtStart(arithmetic, metric);
    },
    update(gradient, state, context) {
      const known = state ?? stateAtPoint(arithmetic, metric, context);
      return [known === null ? gradient : solve(arithmetic, metric, known, gradient), known];
    },
  };
}

function stateAtStart<T>(arithmetic: Arithmetic<T>, metric: MetricOption): MetricState<T> {
  if (metric === "identity") return null;
  switch (metric.kind) {
    case "diagonal":
      return { kind: "diagonal", entries: arithmetic.vector(metric.entries) };
    case "matrix":
      return decompose(
        arithmetic,
        arithmetic.matrix(metric.rows),
        0,
        "the matrix of the metric",
        "give another, or add a multiple of the identity",
      );
    case "spectral": {
      const basis = arithmetic.matrix(metric.eigenvectors);
      return {
        kind: "spectral",
        basis,
        transpose: arithmetic.transpose(basis),
        values: arithmetic.vector(metric.eigenvalues),
      };
    }
    case "lowRank": {
      if (metric.values.length === 0) return null;
      const transpose = arithmetic.matrix(metric.columns);
      return {
        kind: "lowRank",
        basis: arithmetic.transpose(transpose),
        transpose,
        values: arithmetic.vector(metric.values.map((value) => (1 - value) / value)),
      };
    }
    case "dampedHessian":
    case "gaussNewton":
      return null;
  }
}

/** What only the first point tells; `null` where the metric is the identity. */
function stateAtPoint<T>(
  arithmetic: Arithmetic<T>,
  metric: MetricOption,
  context: Context<T>,
): MetricState<T> {
  if (metric === "identity") return null;
  switch (metric.kind) {
    case "dampedHessian": {
      return decompose(
        arithmetic,
        context.hessian(),
        metric.damping,
        `the Hessian at iteration ${context.iteration}, damped by ${metric.damping},`,
        "give a larger damping",
      );
    }
    case "gaussNewton": {
      const factor = context.gaussNewtonFactor();
      return { kind: "factor", factor, transpose: arithmetic.transpose(factor) };
    }
    default:
      return null;
  }
}

function decompose<T>(
  arithmetic: Arithmetic<T>,
  matrix: T,
  damping: number,
  name: string,
  advice: string,
): MetricState<T> {
  return arithmetic.scope(() => {
    const { values, vectors } = arithmetic.symmetricEigendecomposition(matrix);
    const damped = values.map((value) => value + damping);
    const largest = damped.at(-1)!;
    const least = damped[0]!;
    if (!(least > damped.length * arithmetic.unitRoundoff * largest)) {
      throw new RangeError(
        `${name} is not positive definite to rounding (its eigenvalues reach from ${least} to ` +
          `${largest}), as a metric must be: ${advice}.`,
      );
    }
    return {
      kind: "spectral",
      basis: vectors,
      transpose: arithmetic.transpose(vectors),
      values: arithmetic.vector(damped),
    };
  });
}

/** M⁻¹g. */
function solve<T>(
  arithmetic: Arithmetic<T>,
  metric: MetricOption,
  state: Exclude<MetricState<T>, null>,
  gradient: T,
): T {
  return arithmetic.scope(() => {
    switch (state.kind) {
      case "diagonal":
        return arithmetic.quotient(gradient, inColumns(arithmetic, state.entries, gradient));
      case "spectral": {
        const coordinates = arithmetic.multiply(state.transpose, gradient);
        const values = inColumns(arithmetic, state.values, gradient);
        return arithmetic.multiply(state.basis, arithmetic.quotient(coordinates, values));
      }
      case "lowRank": {
        const coordinates = arithmetic.multiply(state.transpose, gradient);
        const values = inColumns(arithmetic, state.values, gradient);
        const weighted = arithmetic.hadamard(values, coordinates);
        return arithmetic.add(gradient, arithmetic.multiply(state.basis, weighted));
      }
      case "factor": {
        const [, count] = arithmetic.shape(gradient);
        if (count !== 1) {
          throw new RangeError(
            `conjugate gradients take one gradient at a time, but there are ${count}: each has ` +
              "directions of its own.",
          );
        }
        const { damping, steps, tolerance } = metric as Extract<
          MetricOption,
          { kind: "gaussNewton" }
        >;
        const apply = (v: T) =>
          arithmetic.add(
            arithmetic.multiply(state.transpose, arithmetic.multiply(state.factor, v)),
            arithmetic.scale(damping, v),
          );
        const options = tolerance === undefined ? {} : { tolerance };
        return conjugateGradients(arithmetic, apply, gradient, steps, options);
      }
    }
  });
}

/** A column, as often as a matrix has columns. */
function inColumns<T>(arithmetic: Arithmetic<T>, column: T, matrix: T): T {
  const [, count] = arithmetic.shape(matrix);
  return count === 1
    ? column
    : arithmetic.multiply(column, arithmetic.matrix([new Array<number>(count).fill(1)]));
}

/** Throws unless the metric can be one, on some R^m. */
function checkMetric(metric: MetricOption): void {
  if (metric === "identity") return;
  switch (metric?.kind) {
    case "diagonal":
      for (const [i, entry] of metric.entries.entries()) checkPositive(`entries[${i}]`, entry);
      return;
    case "matrix":
      checkSymmetric(metric.rows);
      return;
    case "spectral":
      for (const [i, value] of metric.eigenvalues.entries()) {
        checkPositive(`eigenvalues[${i}]`, value);
      }
      checkEigenvectors(metric.eigenvalues, metric.eigenvectors);
      return;
    case "lowRank":
      for (const [i, value] of metric.values.entries()) checkPositive(`values[${i}]`, value);
      checkColumns(metric.values, metric.columns);
      return;
    case "dampedHessian":
      checkNonNegative("damping", metric.damping);
      return;
    case "gaussNewton":
      checkNonNegative("damping", metric.damping);
      checkInteger("steps", metric.steps, 1);
      if (metric.tolerance !== undefined) checkNonNegative("tolerance", metric.tolerance);
      return;
    default:
      throw new RangeError(
        `there is no metric ${JSON.stringify(metric)}: give "identity", or an object of the kind ` +
          '"diagonal", "matrix", "spectral", "lowRank", "dampedHessian" or "gaussNewton".',
      );
  }
}

/** How far from symmetric or orthonormal a matrix may be that a program computed, relatively. */
const SLACK = 1e-8;

function checkSymmetric(rows: readonly (readonly number[])[]): void {
  const odd = rows.findIndex((row) => row.length !== rows.length);
  if (odd >= 0) {
    throw new RangeError(
      `the matrix of the metric is not square: it has ${rows.length} rows, and row ${odd} has ` +
        `${rows[odd]!.length} entries.`,
    );
  }
  let largest = 0;
  for (const [i, row] of rows.entries()) {
    for (const [j, entry] of row.entries()) {
      checkFinite(`rows[${i}][${j}]`, entry);
      largest = Math.max(largest, Math.abs(entry));
    }
  }
  for (const [i, row] of rows.entries()) {
    for (let j = 0; j < i; j++) {
      const mirrored = rows[j]![i]!;
      if (Math.abs(row[j]! - mirrored) <= SLACK * largest) continue;
      throw new RangeError(
        `the matrix of the metric is not symmetric: its entry (${i}, ${j}) is ${row[j]}, but ` +
          `(${j}, ${i}) is ${mirrored}.`,
      );
    }
  }
}

function checkColumns(
  values: readonly number[],
  columns: readonly (readonly number[])[],
): void {
  if (columns.length !== values.length) {
    throw new RangeError(
      `a metric of low rank has ${columns.length} columns but ${values.length} values: give one ` +
        "value for each column.",
    );
  }
  const length = columns[0]?.length;
  const odd = columns.findIndex((column) => column.length !== length);
  if (odd >= 0) {
    throw new RangeError(
      `the columns of a metric of low rank differ in length: columns[0] has ${length} entries, ` +
        `columns[${odd}] has ${columns[odd]!.length}.`,
    );
  }
  checkOrthonormal("the columns of a metric of low rank", columns);
}

function checkEigenvectors(
  eigenvalues: readonly number[],
  rows: readonly (readonly number[])[],
): void {
  const { length } = eigenvalues;
  const odd = rows.findIndex((row) => row.length !== length);
  if (rows.length !== length || odd >= 0) {
    throw new RangeError(
      `a metric of ${length} eigenvalues needs ${length}×${length} eigenvectors, but they have ` +
        (odd >= 0 ? `${rows[odd]!.length} entries in row ${odd}.` : `${rows.length} rows.`),
    );
  }
  checkOrthonormal("the rows of a metric's eigenvectors", rows);
}

function checkOrthonormal(name: string, vectors: readonly (readonly number[])[]): void {
  for (const [i, vector] of vectors.entries()) {
    for (let j = 0; j <= i; j++) {
      const other = vectors[j]!;
      let product = 0;
      for (let k = 0; k < vector.length; k++) product += vector[k]! * other[k]!;
      const wanted = i === j ? 1 : 0;
      // Written so that NaN fails.
      if (Math.abs(product - wanted) <= SLACK) continue;
      throw new RangeError(
        `${name} are not orthonormal: the product of the vectors ${j} and ${i} is ${product}, not ` +
          `${wanted}.`,
      );
    }
  }
}

function checkDimension(metric: MetricOption, dimension: number): void {
  const given = dimensionOf(metric);
  if (given === null || given === dimension) return;
  throw new RangeError(
    `the metric is one on R^${given}, but θ has ${dimension} entries: give a metric on ` +
      `R^${dimension}.`,
  );
}

/** m, or `null` where the metric is one on any R^m. */
function dimensionOf(metric: MetricOption): number | null {
  if (metric === "identity") return null;
  switch (metric.kind) {
    case "diagonal":
      return metric.entries.length;
    case "matrix":
      return metric.rows.length;
    case "spectral":
      return metric.eigenvalues.length;
    case "lowRank":
      return metric.columns[0]?.length ?? null;
    default:
      return null;
  }
}
