/**
 * Linear regression with Gaussian inputs: x ~ N(0, Σ), ℓ(θ) = ½E[((θ − θ*)ᵀx)²] = ½ΔᵀΣΔ.
 *
 * @module
 */

import { array, constant, constantFrom, integer, noBias, oneof, record } from "fast-check";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { type Arithmetic, float64 } from "../lib/arithmetic/mod.ts";
import type { Arbitrary } from "../lib/fast_check/mod.ts";
import { haarOrthogonal, reflectionProduct, withEigenvalues } from "../lib/linalg/mod.ts";
import { gaussianCubature, randomStream } from "../lib/statistics/mod.ts";
import { cycle, dimensionUpTo, spectrum, type SpectrumOptions, vectorOf } from "./arbitraries.ts";

/**
 * An orthogonal matrix: the identity, a product of reflections, or one drawn from the Haar measure.
 */
export type OrthogonalDescription =
  | "identity"
  | {
    readonly kind: "reflections";
    /** The vectors of the reflections, each of d entries, not 0. */
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
export type BasisDescription = "eigenbasis" | OrthogonalDescription;

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
  if (description === "identity") return reflectionProduct(dimension, []);
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
    basis: (description) =>
      description === "eigenbasis" ? eigenbasis : orthogonalRows(dimension, description),
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
 * The moments of one sample, by running over the points of an exact cubature rule: no moment
 * formula enters.
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

/** One step Δ⁺ = Δ − ηP·(1/B)Σ_b x_b x_bᵀΔ of stochastic gradient descent, x_b ~ N(0, Σ). */
export interface StochasticStep {
  /** P, by rows, symmetric. */
  readonly preconditioner: readonly (readonly number[])[];
  /** η. */
  readonly stepSize: number;
  /** Δ. */
  readonly error: readonly number[];
  /** B, a whole number from 1 on. Default: 1. */
  readonly batchSize?: number;
}

/** The loss after a step, as a random variable that can be drawn, with its mean and variance. */
export interface SampledLoss {
  /** Draws ½Δ⁺ᵀΣΔ⁺ for one batch. */
  draw(): number;
  /** Its mean, exactly. */
  readonly mean: number;
  /** Its variance, exactly. */
  readonly variance: number;
}

/**
 * The loss after one step from a known error: drawn sample by sample, and its mean and variance in
 * closed form.
 *
 * With z_b = Σ^{-1/2}x_b, δ = Σ^{1/2}Δ and A = Σ^{1/2}PΣ^{1/2} the error becomes δ⁺ = δ − (η/B)A·Y,
 * Y = Σ_b z_b z_bᵀδ. What the z_b have beside δ is independent of what they have along it, so that
 * Y = Nδ + √N|δ|y with N ~ χ²_B and y standard normal in the complement of δ. Hence, with Π the
 * projector on it,
 *
 *     ½|δ⁺|² = ½|δ|² + c_1N + c_2N² + c_3N·yᵀA²y + √N(r + Ns)ᵀy,
 *     c_1 = −(η/B)δᵀAδ,  c_2 = ½(η/B)²|Aδ|²,  c_3 = ½(η/B)²|δ|²,
 *     r = −(η/B)|δ|ΠAδ,  s = (η/B)²|δ|ΠA²δ,
 *
 * whose moments are those of N, E[N^k] = B(B + 2)⋯(B + 2k − 2), and of one quadratic form.
 *
 * @param problem Σ.
 * @param step P, η, Δ and B.
 * @param seed Of the samples.
 * @throws {RangeError} If `batchSize` is not a whole number from 1 on.
 */
export function sampledLoss(
  problem: GaussianLinearRegression,
  { preconditioner, stepSize, error, batchSize = 1 }: StochasticStep,
  seed: number,
): SampledLoss {
  if (!(Number.isSafeInteger(batchSize) && batchSize >= 1)) {
    throw new RangeError(`a batch of ${batchSize} samples: give a whole number from 1 on`);
  }
  const root = float64.matrix(problem.covariancePower(0.5));
  const a = float64.multiply(float64.multiply(root, float64.matrix(preconditioner)), root);
  const delta = float64.multiply(root, float64.vector(error));
  const size = float64.norm(delta);
  const share = stepSize / batchSize;
  const unit = size > 0 ? float64.scale(1 / size, delta) : delta;
  const once = float64.multiply(a, delta);
  const complement = float64.subtract(
    float64.identity(error.length),
    float64.multiply(unit, float64.transpose(unit)),
  );
  const across = (v: typeof delta) => float64.multiply(complement, v);
  const form = float64.multiply(across(a), float64.transpose(across(a)));
  const trace = float64.dot(complement, form);
  const c = [
    size ** 2 / 2,
    -share * float64.dot(delta, once),
    share ** 2 * float64.dot(once, once) / 2,
    share ** 2 * size ** 2 / 2,
  ] as const;
  const r = float64.scale(-share * size, across(once));
  const s = float64.scale(share ** 2 * size, across(float64.multiply(a, once)));
  const moment = (k: number) =>
    Array.from({ length: k }, (_, j) => batchSize + 2 * j).reduce((m, x) => m * x, 1);
  const covariance = (j: number, k: number) => moment(j + k) - moment(j) * moment(k);
  // Given N, ½|δ⁺|² has the mean c_0 + (c_1 + c_3 tr)N + c_2N² and this variance beside.
  const slope = c[1] + c[3] * trace;
  const within = 2 * c[3] ** 2 * float64.dot(form, form) * moment(2) +
    float64.dot(r, r) * moment(1) + 2 * float64.dot(r, s) * moment(2) +
    float64.dot(s, s) * moment(3);
  const stream = randomStream(seed, "samples");
  const start = float64.toArray(delta);
  const rows = float64.toRows(a);
  return {
    mean: c[0] + slope * moment(1) + c[2] * moment(2),
    variance: slope ** 2 * covariance(1, 1) + 2 * slope * c[2] * covariance(1, 2) +
      c[2] ** 2 * covariance(2, 2) + within,
    draw() {
      const gradient = new Array<number>(start.length).fill(0);
      for (let b = 0; b < batchSize; b++) {
        const z = stream.vector(start.length, stream.normal);
        const inner = z.reduce((sum, x, i) => sum + x * start[i]!, 0);
        for (const [i, x] of z.entries()) gradient[i]! += inner * x;
      }
      let loss = 0;
      for (const [i, row] of rows.entries()) {
        let step = 0;
        for (const [j, x] of row.entries()) step += x * gradient[j]!;
        loss += (start[i]! - share * step) ** 2;
      }
      return loss / 2;
    },
  };
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
    constant<OrthogonalDescription>("identity"),
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

/**
 * The same in another dimension: with the leading part of each vector, so that numbers stay where they
 * are when a dimension is taken away, or with vectors that repeat, see {@linkcode cycle}.
 */
export function fitOrthogonal(
  description: OrthogonalDescription,
  dimension: number,
): OrthogonalDescription {
  if (description === "identity" || description.kind === "haar") return description;
  const vectors = description.vectors.map((vector) => cycle(vector, dimension))
    .filter((vector) => vector.some((entry) => entry !== 0));
  return vectors.length === 0 ? "identity" : { kind: "reflections", vectors };
}

/** The same of a form, with at most `rank` eigenvalues. */
export function fitForm(
  { eigenvalues, basis }: SpectralForm,
  dimension: number,
  rank: number = dimension,
): SpectralForm {
  return {
    eigenvalues: cycle(eigenvalues, Math.min(rank, dimension)),
    basis: fitOrthogonal(basis, dimension),
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
 * Instances of any dimension, scale and condition number, M of any rank. Shrinks to Σ = M = 1 in
 * one dimension.
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
    covariance: fitForm(covariance, dimension),
    error: fitForm(error, dimension, rank),
  }));
}
