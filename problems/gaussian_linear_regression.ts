/**
 * Linear regression with Gaussian inputs: x ~ N(0, Σ), ℓ(θ) = ½E[((θ − θ*)ᵀx)²] = ½ΔᵀΣΔ.
 *
 * @module
 */

import { array, constant, constantFrom, integer, noBias, oneof, record } from "fast-check";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { Arithmetic } from "../lib/arithmetic/mod.ts";
import type { Arbitrary } from "../lib/fast_check/mod.ts";
import { haarOrthogonal, reflectionProduct, withEigenvalues } from "../lib/linalg/mod.ts";
import { gaussianCubature } from "../lib/statistics/mod.ts";
import { dimensionUpTo, spectrum, type SpectrumOptions, vectorOf } from "./arbitraries.ts";

/** An orthogonal matrix: a product of reflections, or one drawn from the Haar measure. */
export type OrthogonalDescription =
  | {
    readonly kind: "reflections";
    /** The vectors of the reflections, each of d entries; none for the identity. */
    readonly vectors: readonly (readonly number[])[];
  }
  | { readonly kind: "haar"; readonly seed: number; readonly determinant: 1 | -1 };

/** Q diag(λ) Qᵀ, of as many leading columns of Q as there are eigenvalues. */
export interface SpectralForm {
  /** The nonzero eigenvalues, positive, in any order; at most d. */
  readonly eigenvalues: readonly number[];
  /** Q. */
  readonly basis: OrthogonalDescription;
}

/** A basis in which a preconditioner is diagonal. */
export type BasisDescription = "identity" | "eigenbasis" | OrthogonalDescription;

/** Σ and M, the second moment E[ΔΔᵀ] of the error. */
export interface GaussianLinearRegressionInstance {
  /** Σ, of d eigenvalues: their number is the dimension. */
  readonly covariance: SpectralForm;
  /** M, in coordinates along the eigenvectors of Σ; of rank one for an error that is known. */
  readonly error: SpectralForm;
}

/** An instance, built. */
export interface GaussianLinearRegression {
  /** d. */
  readonly dimension: number;
  /** λ_max/λ_min of Σ. */
  readonly conditionNumber: number;
  /** U, the eigenvectors of Σ as its columns. */
  readonly eigenbasis: readonly (readonly number[])[];
  /** Σ^p. */
  covariancePower(power: number): number[][];
  /** M. */
  readonly secondMoment: readonly (readonly number[])[];
  /** √m_k q_k, with which M = Σ_k (√m_k q_k)(√m_k q_k)ᵀ: for rank one, Δ. */
  readonly errors: readonly (readonly number[])[];
  /** The basis that a description names, its vectors as columns. */
  basis(description: BasisDescription): readonly (readonly number[])[];
}

/**
 * The rows of the orthogonal matrix.
 *
 * @throws {RangeError} If a reflection's vector has another length than `dimension`.
 */
export function orthogonalRows(dimension: number, description: OrthogonalDescription): number[][] {
  return description.kind === "reflections"
    ? reflectionProduct(dimension, description.vectors)
    : haarOrthogonal(xoroshiro128plus(description.seed), dimension, description.determinant);
}

/**
 * The rows of f(Q diag(λ) Qᵀ), f applied to the eigenvalues that are given and 0 elsewhere.
 *
 * @throws {RangeError} If there are more eigenvalues than dimensions.
 */
export function spectralFormRows(
  dimension: number,
  { eigenvalues, basis }: SpectralForm,
  f: (value: number) => number = (value) => value,
): number[][] {
  if (eigenvalues.length > dimension) {
    throw new RangeError(
      `a ${dimension}×${dimension} matrix has no ${eigenvalues.length} eigenvalues: remove some`,
    );
  }
  const values = Array.from(
    { length: dimension },
    (_, i) => i < eigenvalues.length ? f(eigenvalues[i]!) : 0,
  );
  return withEigenvalues(values, orthogonalRows(dimension, basis));
}

/**
 * Builds an instance.
 *
 * @throws {RangeError} If the parts do not fit together.
 */
export function gaussianLinearRegression(
  { covariance, error }: GaussianLinearRegressionInstance,
): GaussianLinearRegression {
  const { eigenvalues } = covariance;
  const dimension = eigenvalues.length;
  const eigenbasis = orthogonalRows(dimension, covariance.basis);
  const inner = orthogonalRows(dimension, error.basis);
  const errors = error.eigenvalues.map((value, k) =>
    eigenbasis.map((row) =>
      Math.sqrt(value) * row.reduce((sum, entry, i) => sum + entry * inner[i]![k]!, 0)
    )
  );
  return {
    dimension,
    conditionNumber: Math.max(...eigenvalues) / Math.min(...eigenvalues),
    eigenbasis,
    covariancePower: (power) =>
      withEigenvalues(eigenvalues.map((value) => value ** power), eigenbasis),
    secondMoment: eigenbasis.map((_, i) =>
      eigenbasis.map((_, j) => errors.reduce((sum, error) => sum + error[i]! * error[j]!, 0))
    ),
    errors,
    basis(description) {
      if (description === "eigenbasis") return eigenbasis;
      return orthogonalRows(
        dimension,
        description === "identity" ? { kind: "reflections", vectors: [] } : description,
      );
    },
  };
}

/** Expectations over one sample x ~ N(0, Σ). */
export interface SampleMoments<T> {
  /** E[xxᵀ]. */
  readonly second: T;
  /** E[xxᵀMxxᵀ]: of the gradient g = xxᵀΔ, E[ggᵀ]. */
  readonly fourth: T;
}

/**
 * The moments of one sample, by running over the points of an exact cubature rule: no moment formula
 * enters.
 *
 * @param arithmetic The number system.
 * @param root A matrix R with Σ = R Rᵀ.
 * @param m M.
 */
export function sampleMoments<T>(arithmetic: Arithmetic<T>, root: T, m: T): SampleMoments<T> {
  return arithmetic.scope(() => {
    const [, dimension] = arithmetic.shape(root);
    const { points, weights } = gaussianCubature(dimension);
    // The samples as columns.
    const samples = arithmetic.multiply(root, arithmetic.transpose(arithmetic.matrix(points)));
    const squares = arithmetic.multiply(
      arithmetic.matrix([new Array<number>(arithmetic.shape(m)[0]).fill(1)]),
      arithmetic.hadamard(samples, arithmetic.multiply(m, samples)),
    );
    const weighted = (row: T) =>
      arithmetic.multiply(
        arithmetic.hadamard(
          samples,
          arithmetic.multiply(
            arithmetic.vector(new Array<number>(arithmetic.shape(samples)[0]).fill(1)),
            row,
          ),
        ),
        arithmetic.transpose(samples),
      );
    const row = arithmetic.matrix([weights]);
    return { second: weighted(row), fourth: weighted(arithmetic.hadamard(row, squares)) };
  });
}

/** What {@linkcode gaussianLinearRegressionInstances} draws. */
export interface GaussianLinearRegressionOptions extends SpectrumOptions {
  /** The largest dimension. Default: 32. */
  readonly maximumDimension?: number;
  /** The rank of M: one, or any from one to d. Default: any. */
  readonly rank?: "one" | "any";
}

/** Orthogonal matrices: the identity, one or two reflections, Haar of either determinant. */
export function orthogonalDescriptions(dimension: number): Arbitrary<OrthogonalDescription> {
  return oneof(
    { withCrossShrink: true },
    constant<OrthogonalDescription>({ kind: "reflections", vectors: [] }),
    {
      weight: 2,
      arbitrary: array(vectorOf(dimension), { minLength: 1, maxLength: 2 }).map((vectors) => ({
        kind: "reflections" as const,
        vectors,
      })),
    },
    record({
      kind: constant("haar" as const),
      seed: noBias(integer({ min: 0, max: 999 })),
      determinant: constantFrom(1 as const, -1 as const),
    }),
  );
}

/** Spectral forms of full rank: positive definite matrices. */
export function spectralForms(
  dimension: number,
  options: SpectrumOptions = {},
): Arbitrary<SpectralForm> {
  return record({
    eigenvalues: spectrum(dimension, options),
    basis: orthogonalDescriptions(dimension),
  });
}

/** Keeps the leading part, so that numbers stay where they are when a dimension is taken away. */
export function cutOrthogonal(
  description: OrthogonalDescription,
  dimension: number,
): OrthogonalDescription {
  return description.kind === "haar" ? description : {
    kind: "reflections",
    vectors: description.vectors.map((vector) => vector.slice(0, dimension)).filter((vector) =>
      vector.some((entry) => entry !== 0)
    ),
  };
}

/** The same of a form, with at most `rank` eigenvalues. */
export function cutForm(
  { eigenvalues, basis }: SpectralForm,
  dimension: number,
  rank: number = dimension,
): SpectralForm {
  return {
    eigenvalues: eigenvalues.slice(0, Math.min(rank, dimension)),
    basis: cutOrthogonal(basis, dimension),
  };
}

/** Dimensions, the small ones more often. Shrinks towards 1. */
export function mostlySmallDimension(largest: number): Arbitrary<number> {
  return oneof(
    { withCrossShrink: true },
    { weight: 4, arbitrary: dimensionUpTo(Math.min(5, largest)) },
    { weight: 1, arbitrary: dimensionUpTo(largest) },
  );
}

/**
 * Instances of any dimension, scale and condition number, M of any rank. Shrinks to Σ = M = 1 in one
 * dimension.
 */
export function gaussianLinearRegressionInstances(
  options: GaussianLinearRegressionOptions = {},
): Arbitrary<GaussianLinearRegressionInstance> {
  const { maximumDimension = 32, rank = "any", ...spectra } = options;
  return record({
    dimension: mostlySmallDimension(maximumDimension),
    rank: rank === "one"
      ? constant(1)
      : oneof({ withCrossShrink: true }, constant(1), dimensionUpTo(maximumDimension)),
    covariance: spectralForms(maximumDimension, spectra),
    error: spectralForms(maximumDimension, spectra),
  }).map(({ dimension, rank, covariance, error }) => ({
    covariance: cutForm(covariance, dimension),
    error: cutForm(error, dimension, rank),
  }));
}
