/**
 * Preconditioned stochastic gradient descent on functions and with stochastic gradients of which all
 * constants are known: quadratics, quadratics plus log-cosh terms, and least squares in minibatches.
 *
 * w⁺ = w − αM⁻¹g. The minimizer is 0 and f(0) = 0: a translation changes nothing, so that w stands for
 * the distance w − w* from the minimizer everywhere.
 *
 * @module
 */

import { array, constant, integer, noBias, oneof, record } from "fast-check";
import { type Arithmetic, float64 } from "../lib/arithmetic/mod.ts";
import type { Arbitrary } from "../lib/fast_check/mod.ts";
import type { RandomStream } from "../lib/statistics/mod.ts";
import { cycle, dimensionUpTo, magnitude, PERIOD, realNumber, vectorOf } from "./arbitraries.ts";
import {
  type BasisDescription,
  fitForm,
  mostlySmallDimension,
  orthogonalRows,
  type SpectralForm,
  spectralFormRows,
  spectralForms,
} from "./gaussian_linear_regression.ts";
import {
  biasBounds,
  biasRows,
  drawFromLaw,
  fitNoise,
  type GradientNoiseDescription,
  type GradientNoiseOptions,
  gradientNoises,
  lawOutcomes,
  type Outcome,
} from "./gradient_noise.ts";
import {
  fitMetric,
  type Metric,
  metric,
  type MetricDescription,
  metricDescriptions,
  metricStep,
} from "./metric.ts";
import { tanhDifference } from "./smooth_functions.ts";
import { multiply } from "./vectors.ts";

/** a(φ(s + t) − φ(t) − φ'(t)s) with φ = log cosh, s = bᵀw: least at w = 0, curvature at most a‖b‖². */
export interface LogCoshTerm {
  /** b. */
  readonly direction: readonly number[];
  /** a, not negative. */
  readonly weight: number;
  /** t. */
  readonly offset: number;
}

/** f(w) = ½wᵀAw and log-cosh terms, with a stochastic gradient. */
export interface StochasticQuadraticInstance {
  /** What it is. */
  readonly kind: "quadratic";
  /** A, positive definite: its eigenvalues are as many as dimensions. */
  readonly curvature: SpectralForm;
  /** What is added to the quadratic. */
  readonly terms: readonly LogCoshTerm[];
  /** M. */
  readonly metric: MetricDescription;
  /** The stochastic gradient. */
  readonly noise: GradientNoiseDescription;
}

/**
 * f(w) = (1/2n)Σ_i[(x_iᵀw − r_i)² − r_i²] with the gradient of `batch` samples, drawn with
 * replacement. The residuals r are what is left of the given errors when the columns of X are
 * projected out: so the minimizer is 0.
 */
export interface FiniteSumInstance {
  /** What it is. */
  readonly kind: "finiteSum";
  /** The n rows x_i, of rank d. */
  readonly features: readonly (readonly number[])[];
  /** The n errors. */
  readonly errors: readonly number[];
  /** b. */
  readonly batch: number;
  /** K_V over the least one with which a K exists, above 1. */
  readonly slack: number;
  /** M. */
  readonly metric: MetricDescription;
}

/** A problem with a stochastic gradient of which all constants are known. */
export type StochasticProblemInstance = StochasticQuadraticInstance | FiniteSumInstance;

/** What is known of a stochastic gradient, in the norm of M⁻¹. */
export interface MomentBounds {
  /** c: ∇fᵀM⁻¹E g ≥ c‖∇f‖²_{M⁻¹}. */
  readonly alignment: number;
  /** c_G: ‖E g‖_{M⁻¹} ≤ c_G‖∇f‖_{M⁻¹}. */
  readonly growth: number;
  /** K: the variance is at most K + K_V‖∇f‖²_{M⁻¹}. */
  readonly noise: number;
  /** K_V. */
  readonly noiseGrowth: number;
  /** K_G = K_V + c_G². */
  readonly secondMoment: number;
}

/**
 * A quadratic's stochastic gradient in coordinates z along the eigenvectors of Â = M^{-1/2}AM^{-1/2},
 * z = VᵀM^{1/2}w: h = Λz, and a step is z⁺ = z − α(RΛz + ζ).
 */
export interface MomentModel {
  /** The diagonal of Λ. */
  readonly eigenvalues: readonly number[];
  /** R by rows. */
  readonly bias: readonly (readonly number[])[];
  /** The covariance of the additive noise. */
  readonly additive: readonly (readonly number[])[];
  /**
   * The covariance of the multiplicative noise is `level` times hhᵀ (`aligned`), ‖h‖²qqᵀ
   * (`directed`), or U diag((Uᵀh)²)Uᵀ (`componentwise`).
   */
  readonly multiplicative:
    | { readonly kind: "none" }
    | { readonly kind: "aligned"; readonly level: number }
    | { readonly kind: "directed"; readonly level: number; readonly direction: readonly number[] }
    | {
      readonly kind: "componentwise";
      readonly level: number;
      readonly basis: readonly (readonly number[])[];
    };
  /** Samples x_i and residuals r_i: of a batch's gradient; all other noise is then none. */
  readonly samples?: {
    readonly features: readonly (readonly number[])[];
    readonly residuals: readonly number[];
    readonly batch: number;
  };
  /** Whether the diagonal of E[zzᵀ] determines its own future. */
  readonly isDiagonal: boolean;
}

/** A problem's functions on the columns of a d×n matrix W, n points at once. */
export interface StochasticMap<T> {
  /** g at each point, each from its own column of random numbers: d×n. */
  gradient(points: T, draws: readonly (readonly number[])[]): T;
  /** W − αM⁻¹G. */
  step(points: T, gradient: T, stepSize: number): T;
  /** f at each point. */
  values(points: T): number[];
}

/** A problem, built. */
export interface StochasticProblem {
  /** d. */
  readonly dimension: number;
  /** M. */
  readonly metric: Metric;
  /** L̂. */
  readonly smoothness: number;
  /** μ̂. */
  readonly strongConvexity: number;
  /** c, c_G, K, K_V. */
  readonly bounds: MomentBounds;
  /** c/(L̂K_G). */
  readonly largestStep: number;
  /** The largest eigenvalue that the Hessian has anywhere, or a bound on it: of f in w. */
  readonly largestCurvature: number;
  /** Σa|bᵀw| of the log-cosh terms: what rounds them. */
  termSize(point: readonly number[]): number;
  /** z = VᵀM^{1/2}w. */
  toEigenbasis(point: readonly number[]): number[];
  /** Of a quadratic; undefined with log-cosh terms. */
  readonly moments: MomentModel | undefined;
  /** How many independent ε one gradient takes; 0 where it takes a batch. */
  readonly variables: number;
  /** The values of ε, where they are finitely many and the gradient takes no batch. */
  readonly outcomes: readonly Outcome[] | undefined;
  /** Random numbers for `count` gradients: a column each. */
  draw(stream: RandomStream, count: number): number[][];
  /** The functions, in an arithmetic. */
  over<T>(arithmetic: Arithmetic<T>): StochasticMap<T>;
}

type Rows = readonly (readonly number[])[];

/**
 * Builds a problem.
 *
 * @throws {RangeError} If its parts do not fit together, A or M is not positive definite, or the
 *   features have not rank d.
 */
export function stochasticProblem(instance: StochasticProblemInstance): StochasticProblem {
  return instance.kind === "quadratic" ? stochasticQuadratic(instance) : finiteSum(instance);
}

function product(a: Rows, b: Rows): number[][] {
  return float64.toRows(float64.multiply(float64.matrix(a), float64.matrix(b)));
}

function transposed(a: Rows): number[][] {
  return a[0]!.map((_, j) => a.map((row) => row[j]!));
}

function scaled(factor: number, a: Rows): number[][] {
  return a.map((row) => row.map((x) => factor * x));
}

/** Â = M^{-1/2}AM^{-1/2}, decomposed. */
function whitened(curvature: Rows, inverseRoot: Rows) {
  const matrix = product(product(inverseRoot, curvature), inverseRoot);
  const { values, vectors } = float64.symmetricEigendecomposition(float64.matrix(matrix));
  if (!(values[0]! > 0)) {
    throw new RangeError(
      `M^{-1/2}AM^{-1/2} has the eigenvalue ${values[0]}: A must be positive definite`,
    );
  }
  return { matrix, values, vectors: float64.toRows(vectors) };
}

function stochasticQuadratic(instance: StochasticQuadraticInstance): StochasticProblem {
  const { noise, terms } = instance;
  const dimension = instance.curvature.eigenvalues.length;
  const curvature = spectralFormRows(dimension, instance.curvature);
  const plusTerms = (rows: Rows, weight: (term: LogCoshTerm) => number) =>
    rows.map((row, i) =>
      row.map((x, j) =>
        terms.reduce((sum, t) => sum + weight(t) * t.direction[i]! * t.direction[j]!, x)
      )
    );
  const atMinimizer = plusTerms(
    curvature,
    ({ weight, offset }) => weight / Math.cosh(offset) ** 2,
  );
  const built = metric(instance.metric, dimension, atMinimizer);
  const root = built.power(0.5);
  const inverseRoot = built.power(-0.5);
  const { values, vectors } = whitened(curvature, inverseRoot);
  const steepest = plusTerms(curvature, ({ weight }) => weight);
  const smoothness = terms.length === 0
    ? values.at(-1)!
    : whitened(steepest, inverseRoot).values.at(-1)!;
  const toEigen = transposed(vectors);
  const basisOf = (basis: BasisDescription): Rows =>
    basis === "eigenbasis" ? vectors : orthogonalRows(dimension, basis);
  const { bias, additive, multiplicative, law } = noise;
  const { alignment, growth } = biasBounds(bias, dimension);
  // The vectors n_j as columns, in the coordinates v.
  const columns: Rows | undefined = additive.kind === "curvature"
    ? scaled(
      Math.sqrt(additive.level),
      product(inverseRoot, spectralFormRows(dimension, instance.curvature, Math.sqrt)),
    )
    : additive.vectors.length === 0
    ? undefined
    : transposed(additive.vectors);
  const level = multiplicative.kind === "none" ? 0 : multiplicative.level;
  const direction = multiplicative.kind === "directed" ? unit(multiplicative.direction) : [];
  const bounds: MomentBounds = {
    alignment,
    growth,
    noise: additive.kind === "curvature"
      ? additive.level * values.reduce((sum, value) => sum + value, 0)
      : additive.vectors.flat().reduce((sum, x) => sum + x * x, 0),
    noiseGrowth: level,
    secondMoment: level + growth ** 2,
  };
  const biasBasis = bias.kind === "none" ? "eigenbasis" : bias.basis;
  const inBasis = biasRows(bias, dimension);
  const isDiagonal = (bias.kind === "none" ||
    (bias.basis === "eigenbasis" && (bias.kind === "scaling" || bias.skew === 0))) &&
    (multiplicative.kind !== "componentwise" || multiplicative.basis === "eigenbasis");
  const moments = (): MomentModel => ({
    eigenvalues: values,
    bias: biasBasis === "eigenbasis"
      ? inBasis
      : rotated(inBasis, product(toEigen, basisOf(biasBasis))),
    additive: additive.kind === "curvature"
      ? values.map((value, i) => values.map((_, j) => i === j ? additive.level * value : 0))
      : columns === undefined
      ? values.map(() => values.map(() => 0))
      : outer(product(toEigen, columns)),
    multiplicative: multiplicative.kind === "directed"
      ? { ...multiplicative, direction: multiply(toEigen, direction) }
      : multiplicative.kind === "componentwise"
      ? {
        ...multiplicative,
        basis: multiplicative.basis === "eigenbasis"
          ? float64.toRows(float64.identity(dimension))
          : product(toEigen, basisOf(multiplicative.basis)),
      }
      : multiplicative,
    isDiagonal,
  });
  const additives = columns === undefined ? 0 : columns[0]!.length;
  const multiplicatives = multiplicative.kind === "none"
    ? 0
    : multiplicative.kind === "componentwise"
    ? dimension
    : 1;
  return {
    dimension,
    metric: built,
    smoothness,
    strongConvexity: values[0]!,
    bounds,
    largestStep: alignment / (smoothness * bounds.secondMoment),
    largestCurvature: terms.reduce(
      (sum, { weight, direction }) => sum + weight * direction.reduce((s, x) => s + x * x, 0),
      Math.max(...instance.curvature.eigenvalues),
    ),
    termSize: (point) =>
      terms.reduce(
        (sum, { weight, direction }) =>
          sum + weight * Math.abs(direction.reduce((s, x, i) => s + x * point[i]!, 0)),
        0,
      ),
    toEigenbasis: (point) => multiply(toEigen, multiply(root, point)),
    moments: terms.length === 0 ? moments() : undefined,
    variables: additives + multiplicatives,
    outcomes: lawOutcomes(law),
    draw: (stream, count) =>
      Array.from(
        { length: additives + multiplicatives },
        () => stream.vector(count, () => drawFromLaw(law, stream)),
      ),
    over<T>(arithmetic: Arithmetic<T>): StochasticMap<T> {
      const a = arithmetic.matrix(curvature);
      const toGradient = arithmetic.matrix(root);
      const toWhitened = arithmetic.matrix(inverseRoot);
      const mean = bias.kind === "none"
        ? undefined
        : arithmetic.matrix(rotated(inBasis, basisOf(biasBasis)));
      const additiveColumns = columns && arithmetic.matrix(columns);
      const componentBasis = multiplicative.kind === "componentwise"
        ? arithmetic.matrix(basisOf(multiplicative.basis))
        : undefined;
      const ones = (n: number) => arithmetic.matrix([new Array<number>(n).fill(1)]);
      const directions = terms.length === 0
        ? undefined
        : arithmetic.matrix(terms.map((term) => term.direction));
      const repeated = (entries: readonly number[], n: number) =>
        arithmetic.multiply(arithmetic.vector(entries), ones(n));
      const exactGradient = (points: T): T => {
        const linear = arithmetic.multiply(a, points);
        if (directions === undefined) return linear;
        const [, n] = arithmetic.shape(points);
        const slopes = tanhDifference(
          arithmetic,
          repeated(terms.map(({ offset }) => offset), n),
          arithmetic.multiply(directions, points),
        );
        const weighted = arithmetic.hadamard(
          repeated(terms.map(({ weight }) => weight), n),
          slopes,
        );
        return arithmetic.add(
          linear,
          arithmetic.multiply(arithmetic.transpose(directions), weighted),
        );
      };
      const grown = (h: T, draws: Rows): T => {
        const epsilon = arithmetic.matrix(draws);
        if (componentBasis !== undefined) {
          const components = arithmetic.multiply(arithmetic.transpose(componentBasis), h);
          return arithmetic.multiply(componentBasis, arithmetic.hadamard(components, epsilon));
        }
        const row = ones(dimension);
        if (multiplicative.kind === "aligned") {
          return arithmetic.hadamard(
            h,
            arithmetic.multiply(arithmetic.transpose(row), epsilon),
          );
        }
        const sizes = arithmetic.apply(
          "squareRoot",
          arithmetic.multiply(row, arithmetic.apply("square", h)),
        );
        return arithmetic.multiply(
          arithmetic.vector(direction),
          arithmetic.hadamard(sizes, epsilon),
        );
      };
      return {
        gradient(points, draws) {
          const h = arithmetic.multiply(toWhitened, exactGradient(points));
          let noisy = mean === undefined ? h : arithmetic.multiply(mean, h);
          if (additiveColumns !== undefined) {
            noisy = arithmetic.add(
              noisy,
              arithmetic.multiply(additiveColumns, arithmetic.matrix(draws.slice(0, additives))),
            );
          }
          if (multiplicatives > 0) {
            noisy = arithmetic.add(
              noisy,
              arithmetic.scale(Math.sqrt(level), grown(h, draws.slice(additives))),
            );
          }
          return arithmetic.multiply(toGradient, noisy);
        },
        step: metricStep(arithmetic, built),
        values(points) {
          const quadratic = columnForms(arithmetic, a, points);
          if (directions === undefined) return quadratic;
          const slopes = arithmetic.toRows(arithmetic.multiply(directions, points));
          return quadratic.map((value, k) =>
            terms.reduce((sum, term, t) => sum + logCosh(term, slopes[t]![k]!), value)
          );
        },
      };
    },
  };
}

/** a(φ(s + t) − φ(t) − φ'(t)s): cosh(s + t)/cosh t = 1 + 2sinh²(s/2) + tanh(t)sinh(s). */
function logCosh({ weight, offset }: LogCoshTerm, s: number): number {
  const slope = Math.tanh(offset);
  if (Math.abs(s) > 20) {
    const logCosh = (x: number) => Math.abs(x) + Math.log1p(Math.exp(-2 * Math.abs(x)));
    return weight * (logCosh(s + offset) - logCosh(offset) - slope * s);
  }
  const ratio = 2 * Math.sinh(s / 2) ** 2 + slope * Math.sinh(s);
  return weight * (Math.log1p(ratio) - slope * s);
}

function finiteSum(instance: FiniteSumInstance): StochasticProblem {
  const { features, errors, batch, slack } = instance;
  if (!(slack > 1)) throw new RangeError(`slack is ${slack}: K_V needs a factor above 1`);
  if (errors.length !== features.length) {
    throw new RangeError(`${features.length} samples have ${errors.length} errors: give each one`);
  }
  const count = features.length;
  const dimension = features[0]!.length;
  const curvature = scaled(1 / count, product(transposed(features), features));
  const built = metric(instance.metric, dimension, curvature);
  const root = built.power(0.5);
  const inverseRoot = built.power(-0.5);
  const { values, vectors } = whitened(curvature, inverseRoot);
  const toEigen = transposed(vectors);
  // x_i in the eigenbasis.
  const rows = product(product(features, inverseRoot), vectors);
  let residuals: readonly number[] = errors;
  // Twice: the second time takes away what rounding left.
  for (let pass = 0; pass < 2; pass++) {
    const fit = values.map((value, j) =>
      rows.reduce((sum, row, i) => sum + row[j]! * residuals[i]!, 0) / (count * value)
    );
    residuals = residuals.map((r, i) => r - fit.reduce((sum, x, j) => sum + x * rows[i]![j]!, 0));
  }
  const { noise, noiseGrowth } = batchVariance({ rows, residuals, values, batch, slack });
  return {
    dimension,
    metric: built,
    smoothness: values.at(-1)!,
    strongConvexity: values[0]!,
    bounds: { alignment: 1, growth: 1, noise, noiseGrowth, secondMoment: noiseGrowth + 1 },
    largestStep: 1 / (values.at(-1)! * (noiseGrowth + 1)),
    largestCurvature: curvature.reduce((sum, row, i) => sum + row[i]!, 0),
    termSize: () => 0,
    toEigenbasis: (point) => multiply(toEigen, multiply(root, point)),
    moments: {
      eigenvalues: values,
      bias: float64.toRows(float64.identity(dimension)),
      additive: values.map(() => values.map(() => 0)),
      multiplicative: { kind: "none" },
      samples: { features: rows, residuals, batch },
      isDiagonal: false,
    },
    variables: 0,
    outcomes: undefined,
    draw(stream, n) {
      const counts = features.map(() => new Array<number>(n).fill(0));
      for (let k = 0; k < n; k++) {
        for (let b = 0; b < batch; b++) counts[stream.index(count)]![k]! += 1;
      }
      return counts;
    },
    over<T>(arithmetic: Arithmetic<T>): StochasticMap<T> {
      const x = arithmetic.matrix(features);
      const a = arithmetic.matrix(curvature);
      const atMinimizer = arithmetic.vector(residuals);
      return {
        gradient(points, draws) {
          const [, n] = arithmetic.shape(points);
          const row = arithmetic.matrix([new Array<number>(n).fill(1)]);
          const distances = arithmetic.subtract(
            arithmetic.multiply(x, points),
            arithmetic.multiply(atMinimizer, row),
          );
          return arithmetic.scale(
            1 / batch,
            arithmetic.multiply(
              arithmetic.transpose(x),
              arithmetic.hadamard(distances, arithmetic.matrix(draws)),
            ),
          );
        },
        step: metricStep(arithmetic, built),
        values: (points) => columnForms(arithmetic, a, points),
      };
    },
  };
}

/**
 * K and K_V of a batch's gradient. In the eigenbasis, with z the point and h = Λz, the variance is
 *
 *     (1/b)[(1/n)Σ‖x_i‖²(x_iᵀz − r_i)² − ‖h‖²] = hᵀQh − 2pᵀh + p_0
 *
 * with y_i = Λ⁻¹x_i, Q = (1/b)[(1/n)Σ‖x_i‖²y_iy_iᵀ − I], p = (1/bn)Σ‖x_i‖²r_iy_i and p_0 =
 * (1/bn)Σ‖x_i‖²r_i². For K_V above the eigenvalues ω_j of Q the maximum of the variance −
 * K_V‖h‖² is K = p_0 + pᵀ(K_V − Q)⁻¹p.
 */
function batchVariance({ rows, residuals, values, batch, slack }: {
  readonly rows: Rows;
  readonly residuals: readonly number[];
  readonly values: readonly number[];
  readonly batch: number;
  readonly slack: number;
}): Pick<MomentBounds, "noise" | "noiseGrowth"> {
  const share = 1 / (batch * rows.length);
  const weights = rows.map((row) => share * row.reduce((sum, x) => sum + x * x, 0));
  const y = rows.map((row) => row.map((x, j) => x / values[j]!));
  const q = values.map((_, i) =>
    values.map((_, j) =>
      y.reduce((sum, row, s) => sum + weights[s]! * row[i]! * row[j]!, i === j ? -1 / batch : 0)
    )
  );
  const p = values.map((_, j) =>
    y.reduce((sum, row, s) => sum + weights[s]! * residuals[s]! * row[j]!, 0)
  );
  const omega = float64.symmetricEigendecomposition(float64.matrix(q));
  // Where the samples hardly differ, Q is rounding beside the 1/b that was subtracted.
  const noiseGrowth = slack * Math.max(omega.values.at(-1)!, 1e-3 / batch);
  const inOmega = multiply(transposed(float64.toRows(omega.vectors)), p);
  return {
    noiseGrowth,
    noise: inOmega.reduce(
      (sum, x, j) => sum + x * x / (noiseGrowth - omega.values[j]!),
      weights.reduce((sum, weight, s) => sum + weight * residuals[s]! ** 2, 0),
    ),
  };
}

/** ½wᵀAw of each column. */
function columnForms<T>(arithmetic: Arithmetic<T>, a: T, points: T): number[] {
  const [dimension] = arithmetic.shape(points);
  return arithmetic.toArray(arithmetic.multiply(
    arithmetic.matrix([new Array<number>(dimension).fill(0.5)]),
    arithmetic.hadamard(points, arithmetic.multiply(a, points)),
  ));
}

/** QBQᵀ. */
function rotated(b: Rows, q: Rows): number[][] {
  return product(product(q, b), transposed(q));
}

/** CCᵀ. */
function outer(c: Rows): number[][] {
  return product(c, transposed(c));
}

function unit(x: readonly number[]): number[] {
  const length = Math.hypot(...x);
  if (!(length > 0)) {
    throw new RangeError("the direction of a noise is 0: give one that is not");
  }
  return x.map((entry) => entry / length);
}

/** What {@linkcode stochasticQuadratics} draws. */
export interface StochasticQuadraticOptions extends GradientNoiseOptions {
  /** The largest dimension. Default: 50. */
  readonly maximumDimension?: number;
  /** The largest dimension where the moments do not decouple. Default: 8. */
  readonly maximumCoupledDimension?: number;
  /** The largest condition number of A. Default: 1e6. */
  readonly maximumConditionNumber?: number;
  /** The largest condition number of M. Default: 1e4. */
  readonly maximumMetricConditionNumber?: number;
  /** The most log-cosh terms; with any, there is at least one. Default: 0. */
  readonly terms?: number;
}

/**
 * Quadratics of any dimension, scale and condition number with all stochastic gradients and metrics. In
 * more than {@linkcode PERIOD} dimensions their spectra and vectors repeat periodically.
 * Shrinks to f(w) = ½w², g = ∇f, M = 1.
 */
export function stochasticQuadratics(
  options: StochasticQuadraticOptions = {},
): Arbitrary<StochasticQuadraticInstance> {
  const {
    maximumDimension = 50,
    maximumCoupledDimension = 8,
    maximumConditionNumber = 1e6,
    maximumMetricConditionNumber = 1e4,
    terms = 0,
    ...noise
  } = options;
  const material = Math.min(maximumDimension, PERIOD);
  return record({
    kind: constant("quadratic" as const),
    // Large ones rarely: a problem of fifty dimensions costs as much as fifty of five.
    dimension: oneof(
      { withCrossShrink: true },
      { weight: 9, arbitrary: mostlySmallDimension(Math.min(8, maximumDimension)) },
      { weight: 1, arbitrary: dimensionUpTo(maximumDimension) },
    ),
    curvature: spectralForms(material, {
      minimum: 1e-2,
      maximum: 1e2,
      maximumConditionNumber,
    }),
    terms: array(
      record({
        direction: vectorOf(material, realNumber({ minimum: -2, maximum: 2 })),
        weight: magnitude({ minimum: 1e-2, maximum: 1e2 }),
        offset: realNumber({ minimum: -3, maximum: 3 }),
      }),
      { minLength: Math.min(1, terms), maxLength: terms },
    ),
    metric: metricDescriptions(material, {
      maximumConditionNumber: maximumMetricConditionNumber,
      dampedHessian: true,
    }),
    noise: gradientNoises(material, noise),
  }).map(({ dimension, curvature, terms, metric, noise, kind }) => {
    const cut = isCoupled(noise) ? Math.min(dimension, maximumCoupledDimension) : dimension;
    return {
      kind,
      curvature: fitForm(curvature, cut),
      terms: terms.map((term) => ({ ...term, direction: cycle(term.direction, cut) })),
      metric: fitMetric(metric, cut),
      noise: fitNoise(noise, cut),
    };
  });
}

/** Whether the coordinates along the eigenvectors mix. */
function isCoupled({ bias, multiplicative }: GradientNoiseDescription): boolean {
  return bias.kind === "rotation" ||
    (bias.kind === "scaling" && bias.basis !== "eigenbasis") ||
    (multiplicative.kind === "componentwise" && multiplicative.basis !== "eigenbasis");
}

/** Least squares in minibatches of up to eight samples, with the unit vectors among the features. */
export function finiteSums(maximumDimension: number = 4): Arbitrary<FiniteSumInstance> {
  return record({
    kind: constant("finiteSum" as const),
    dimension: noBias(integer({ min: 1, max: maximumDimension })),
    drawn: array(vectorOf(maximumDimension, realNumber({ minimum: -3, maximum: 3 })), {
      maxLength: 6,
    }),
    // Multiples of the unit vectors, so that the features have full rank.
    units: vectorOf(maximumDimension, magnitude({ minimum: 0.1, maximum: 10 })),
    errors: vectorOf(6 + maximumDimension, realNumber({ minimum: -5, maximum: 5 })),
    batch: noBias(integer({ min: 1, max: 8 })),
    slack: magnitude({ minimum: 1.1, maximum: 10 }),
    metric: metricDescriptions(maximumDimension, {
      maximumConditionNumber: 1e2,
      dampedHessian: true,
    }),
  }).map(({ kind, dimension, drawn, units, errors, batch, slack, metric }) => {
    const features = [
      ...units.slice(0, dimension).map((size, i) =>
        Array.from({ length: dimension }, (_, j) => i === j ? size : 0)
      ),
      ...drawn.map((row) => row.slice(0, dimension)),
    ];
    return {
      kind,
      features,
      errors: errors.slice(0, features.length),
      batch,
      slack,
      metric: fitMetric(metric, dimension),
    };
  });
}
