/**
 * Metrics: the symmetric positive definite matrices M that a gradient is preconditioned by, as JSON.
 *
 * The norms are ‖v‖_M² = vᵀMv of displacements and ‖v‖²_{M⁻¹} = vᵀM⁻¹v of gradients (Scott et al.,
 * Design Criteria for SGD Preconditioners, §3).
 *
 * @module
 */

import { array, constant, oneof, record } from "fast-check";
import { type Arithmetic, float64 } from "../lib/arithmetic/mod.ts";
import type { Arbitrary } from "../lib/fast_check/mod.ts";
import { withEigenvalues } from "../lib/linalg/mod.ts";
import { evaluate, preconditionedSgd } from "../lib/optimizers/mod.ts";
import { cycle, magnitude, realNumber } from "./arbitraries.ts";
import {
  fitForm,
  fitOrthogonal,
  type OrthogonalDescription,
  orthogonalDescriptions,
  orthogonalRows,
  type SpectralForm,
  spectralForms,
} from "./gaussian_linear_regression.ts";

/**
 * A metric on R^d:
 *
 * - `identity`: M = I, plain SGD;
 * - `diagonal`: M = diag(entries), d positive entries;
 * - `spectral`: M = QΛQᵀ of full rank, any symmetric positive definite matrix;
 * - `lowRank`: M = I + U(T − I)Uᵀ, U the leading columns of an orthogonal matrix, as many as there
 *   are values: M has the eigenvalue `values[i]` along U's i-th column, and 1 elsewhere (§4.1);
 * - `dampedHessian`: M = H + ρI with the problem's Hessian H at its minimizer.
 */
export type MetricDescription =
  | { readonly kind: "identity" }
  | { readonly kind: "diagonal"; readonly entries: readonly number[] }
  | { readonly kind: "spectral"; readonly form: SpectralForm }
  | {
    readonly kind: "lowRank";
    /** The eigenvalues T along the columns of U, positive; at most d. */
    readonly values: readonly number[];
    /** The orthogonal matrix of whose columns U is made, the first ones. */
    readonly basis: OrthogonalDescription;
  }
  | {
    readonly kind: "dampedHessian";
    /** ρ ≥ 0; with it, H + ρI must be positive definite. */
    readonly damping: number;
  };

/** A metric, built. Matrices are symmetric d×d rows. */
export interface Metric {
  /** d. */
  readonly dimension: number;
  /** The eigenvalues of M, positive, in no order. */
  readonly eigenvalues: readonly number[];
  /** Orthonormal eigenvectors as columns, in the order of the eigenvalues. */
  readonly eigenvectors: readonly (readonly number[])[];
  /** λ_max(M)/λ_min(M). */
  readonly conditionNumber: number;
  /** M^p: 1 for M, −1 for its inverse, ±½ for the roots. */
  power(exponent: number): number[][];
}

/**
 * Builds a metric.
 *
 * @param description What it is.
 * @param dimension d, 1 or more.
 * @param hessian H by rows, where the description needs it.
 * @throws {RangeError} If an eigenvalue of M is not positive and finite, a length does not fit d, or
 *   the description needs a Hessian and there is none.
 */
export function metric(
  description: MetricDescription,
  dimension: number,
  hessian?: readonly (readonly number[])[],
): Metric {
  const { eigenvalues, eigenvectors } = decomposed(description, dimension, hessian);
  const bad = eigenvalues.find((value) => !(value > 0 && Number.isFinite(value)));
  if (bad !== undefined) {
    throw new RangeError(
      `a metric of kind "${description.kind}" has the eigenvalue ${bad}: M must be positive definite`,
    );
  }
  return {
    dimension,
    eigenvalues,
    eigenvectors,
    conditionNumber: Math.max(...eigenvalues) / Math.min(...eigenvalues),
    power: (exponent) =>
      withEigenvalues(eigenvalues.map((value) => powerOf(value, exponent)), eigenvectors),
  };
}

/** Correctly rounded where it can be: `Math.pow` need not be. */
function powerOf(value: number, exponent: number): number {
  switch (exponent) {
    case 1:
      return value;
    case -1:
      return 1 / value;
    case 0.5:
      return Math.sqrt(value);
    case -0.5:
      return 1 / Math.sqrt(value);
    default:
      return Math.pow(value, exponent);
  }
}

function decomposed(
  description: MetricDescription,
  dimension: number,
  hessian: readonly (readonly number[])[] | undefined,
): Pick<Metric, "eigenvalues" | "eigenvectors"> {
  const ones = new Array<number>(dimension).fill(1);
  switch (description.kind) {
    case "identity":
      return { eigenvalues: ones, eigenvectors: withEigenvalues(ones) };
    case "diagonal": {
      requireLength("entries", description.entries, dimension, dimension);
      return { eigenvalues: description.entries, eigenvectors: withEigenvalues(ones) };
    }
    case "spectral": {
      const { eigenvalues, basis } = description.form;
      requireLength("eigenvalues", eigenvalues, dimension, dimension);
      return { eigenvalues, eigenvectors: orthogonalRows(dimension, basis) };
    }
    case "lowRank": {
      requireLength("values", description.values, 0, dimension);
      return {
        eigenvalues: ones.map((one, i) => description.values[i] ?? one),
        eigenvectors: orthogonalRows(dimension, description.basis),
      };
    }
    case "dampedHessian": {
      if (hessian === undefined) {
        throw new RangeError('a metric of kind "dampedHessian" needs the Hessian: give its rows');
      }
      const { values, vectors } = float64.symmetricEigendecomposition(float64.matrix(hessian));
      return {
        eigenvalues: values.map((value) => value + description.damping),
        eigenvectors: float64.toRows(vectors),
      };
    }
    default: {
      const { kind } = description as { kind: unknown };
      throw new RangeError(
        `there is no metric of the kind ${JSON.stringify(kind)}: give "identity", "diagonal", ` +
          '"spectral", "lowRank" or "dampedHessian"',
      );
    }
  }
}

function requireLength(
  name: string,
  { length }: readonly number[],
  least: number,
  largest: number,
): void {
  if (length >= least && length <= largest) return;
  throw new RangeError(
    `${length} ${name} do not make a metric on R^${largest}: give ` +
      (least === largest ? `${largest}` : `at most ${largest}`),
  );
}

/**
 * A step of preconditioned SGD from several points at once, with given stochastic gradients.
 *
 * @typeParam T The matrices of the arithmetic.
 * @param arithmetic The number system.
 * @param points w, the columns of a d×n matrix.
 * @param gradients g, the columns of another.
 * @param stepSize α.
 * @returns w⁺ = w − αM⁻¹g, d×n.
 */
export type MetricStep<T> = (points: T, gradients: T, stepSize: number) => T;

/**
 * The step of {@linkcode preconditionedSgd} in a metric. What it keeps of M lives in the scope that it
 * is made in.
 */
export function metricStep<T>(
  arithmetic: Arithmetic<T>,
  { eigenvalues, eigenvectors }: Metric,
): MetricStep<T> {
  let size = 1;
  const { init, update } = preconditionedSgd(arithmetic, {
    metric: { kind: "spectral", eigenvalues, eigenvectors },
    stepSize: () => size,
  });
  const state = init(arithmetic.zeros(eigenvalues.length, 1));
  return (points, gradients, stepSize) => {
    size = stepSize;
    // They are matrices of this arithmetic, the only one that the map is asked in.
    const given = { gradient: () => gradients as never };
    const context = evaluate(arithmetic, given, points, 0);
    const [step] = update(gradients, state, context);
    return arithmetic.add(points, step);
  };
}

/** What {@linkcode metricDescriptions} draws. */
export interface MetricOptions {
  /** The largest condition number of M (that of the damped Hessian has its own). Default: 1e4. */
  readonly maximumConditionNumber?: number;
  /** Whether damped Hessians are among them: for problems that have one. Default: false. */
  readonly dampedHessian?: boolean;
}

/**
 * Metrics of all kinds on R^d, of scales from 1e-2 to 1e2. Shrinks to the identity.
 *
 * Draw them for {@linkcode PERIOD} dimensions or the largest one and fit them with
 * {@linkcode fitMetric}, so that a metric keeps its numbers when a shrinker takes a dimension away.
 */
export function metricDescriptions(
  dimension: number,
  { maximumConditionNumber = 1e4, dampedHessian = false }: MetricOptions = {},
): Arbitrary<MetricDescription> {
  const spread = Math.sqrt(maximumConditionNumber);
  const scales = { minimum: 1e-2, maximum: 1e2 };
  const kinds: Arbitrary<MetricDescription>[] = [
    constant({ kind: "identity" as const }),
    record({
      kind: constant("diagonal" as const),
      entries: array(magnitude({ minimum: 1 / spread, maximum: spread }), {
        minLength: dimension,
        maxLength: dimension,
      }),
    }),
    record({
      kind: constant("spectral" as const),
      form: spectralForms(dimension, { ...scales, maximumConditionNumber }),
    }),
    record({
      kind: constant("lowRank" as const),
      values: array(magnitude({ minimum: 1 / spread, maximum: spread }), {
        minLength: 1,
        maxLength: Math.min(4, dimension),
      }),
      basis: orthogonalDescriptions(dimension),
    }),
  ];
  if (dampedHessian) {
    kinds.push(record({
      kind: constant("dampedHessian" as const),
      damping: oneof(magnitude({ minimum: 1e-4, maximum: 1e2 }), realNumber({ minimum: 0.1 })),
    }));
  }
  return oneof({ withCrossShrink: true }, ...kinds);
}

/**
 * The same metric in another dimension: the leading parts of what describes it, or with numbers that
 * repeat, see {@linkcode cycle}.
 */
export function fitMetric(description: MetricDescription, dimension: number): MetricDescription {
  switch (description.kind) {
    case "identity":
    case "dampedHessian":
      return description;
    case "diagonal":
      return { ...description, entries: cycle(description.entries, dimension) };
    case "spectral":
      return { ...description, form: fitForm(description.form, dimension) };
    case "lowRank":
      return {
        ...description,
        values: description.values.slice(0, dimension),
        basis: fitOrthogonal(description.basis, dimension),
      };
  }
}
