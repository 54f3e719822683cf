/**
 * §4.1: the noise level of the diagnostic.
 *
 * Printed: for f = ½wᵀAw and g = Aw + ζ, E ζ = 0, Cov ζ = (s²/b)A, the noise level is K =
 * (s²/b)Tr(M⁻¹A).
 *
 * True: Var_{M⁻¹}[g] = E‖ζ‖²_{M⁻¹} = Tr(M⁻¹Cov ζ), the same at every w; so K is the least constant of
 * (6) and K_V = 0. The trace is the sum of the eigenvalues of M^{-1/2}AM^{-1/2}.
 *
 * Observed: the variance by its definition (3), E‖g‖²_{M⁻¹} − ‖E g‖²_{M⁻¹}, at w and at the minimizer,
 * over all outcomes: g is the mean of b gradients Aw + sA^{1/2}ε with ε uniform on the 2d points ±√d e_i,
 * whose covariance is I. Where the (2d)^b batches are too many, a single ε stands for the batch's, with
 * the covariance I/b. (The test looks at samples of Gaussian noise.)
 *
 * Rounding: g is known to u‖A‖‖w‖ and u times the size of ζ in w, which M^{-1/2} multiplies by up to
 * λ_min(M)^{-1/2} (and to u√κ(M) of itself, as M^{1/2} and M^{-1/2} undo each other); the two terms of
 * the variance cancel to the extent that Aw is larger than ζ.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import {
  cycle,
  fitForm,
  fitMetric,
  magnitude,
  type MetricDescription,
  metricDescriptions,
  mostlySmallDimension,
  PERIOD,
  periodicVectors,
  type SpectralForm,
  spectralFormRows,
  spectralForms,
  stochasticProblem,
} from "../../problems/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { spectrumFigure } from "../_figures.ts";

interface Instance {
  /** A. */
  readonly curvature: SpectralForm;
  /** M. */
  readonly metric: MetricDescription;
  /** w. */
  readonly point: readonly number[];
  /** s. */
  readonly deviation: number;
  /** b. */
  readonly batch: number;
}

/** A variance of g. */
interface Variance {
  readonly value: number;
  /** Where. */
  readonly at: "w" | "w*";
  /** What rounds it. */
  readonly scale: number;
}

interface Observation {
  readonly family: string;
  readonly variances: readonly Variance[];
  /** (s²/b)Tr(M⁻¹A). */
  readonly trace: number;
  /** (s²/b)λ_i(M^{-1/2}AM^{-1/2}). */
  readonly eigenvalues: readonly number[];
  /** What rounds the trace and the eigenvalues. */
  readonly scale: number;
}

/** The most batches that are enumerated. */
const BATCHES = 400;

/** Columns of ε̄ = (1/b)Σε_j over all batches, equally likely; of one ε/√b where they are too many. */
function outcomes(dimension: number, batch: number): { rows: number[][]; isBatch: boolean } {
  const points = Array.from({ length: 2 * dimension }, (_, k) =>
    Array.from(
      { length: dimension },
      (_, i) => i === k >> 1 ? (k % 2 === 0 ? 1 : -1) * Math.sqrt(dimension) : 0,
    ));
  const isBatch = points.length ** batch <= BATCHES;
  let sums = points;
  for (let j = 1; isBatch && j < batch; j++) {
    sums = sums.flatMap((sum) => points.map((point) => sum.map((x, i) => x + point[i]!)));
  }
  const share = isBatch ? 1 / batch : 1 / Math.sqrt(batch);
  return { rows: points[0]!.map((_, i) => sums.map((sum) => share * sum[i]!)), isBatch };
}

/** The claim; a test may change the exponent of b in the noise that is made. */
export function noiseLevel(batchExponent: number = 1): Claim {
  return defineClaim<Instance, Observation>({
    id: "psgd/noise-level",
    title: "The noise level of the diagnostic is a trace",
    locus: "§4.1",
    kind: "universal",
    cost: 2,
    hypotheses: [{
      name: "A is positive definite, Cov ζ = (s²/b)A",
      statement: String.raw`A \succ 0,\ \mathbb{E}\zeta = 0,\ \mathrm{Cov}\,\zeta = (s^2/b)A`,
      holds: ({ curvature, batch }) => curvature.eigenvalues.every((x) => x > 0) && batch >= 1,
    }],
    instances: fc.record({
      dimension: fc.oneof(
        { withCrossShrink: true },
        { weight: 5, arbitrary: mostlySmallDimension(8) },
        { weight: 1, arbitrary: mostlySmallDimension(50) },
      ),
      curvature: spectralForms(PERIOD, { minimum: 1e-2, maximum: 1e2 }),
      metric: metricDescriptions(PERIOD, { dampedHessian: true }),
      point: fc.oneof(periodicVectors(), periodicVectors(fc.constant(0))),
      deviation: magnitude({ minimum: 1e-2, maximum: 1e2 }),
      batch: fc.noBias(fc.integer({ min: 1, max: 64 })),
      isSmallBatch: fc.boolean(),
    }).map(({ dimension, curvature, metric, point, isSmallBatch, batch, ...others }) => ({
      ...others,
      batch: isSmallBatch ? 1 + batch % 4 : batch,
      curvature: fitForm(curvature, dimension),
      metric: fitMetric(metric, dimension),
      point: cycle(point, dimension),
    })),
    observe: (instance, arithmetic) => observe(instance, arithmetic, batchExponent),
    figures: ({ eigenvalues, trace }) => [
      spectrumFigure(
        `the terms of the trace, whose sum is ${Number(trace.toPrecision(3))}`,
        "(s²/b)λ_i",
        [{ name: "(s²/b)λ_i(M⁻¹A)", values: eigenvalues }],
      ),
    ],
    variants: {
      printed: {
        statement: String.raw`\mathrm{Var}_{M^{-1}}[g] = \frac{s^2}{b}\mathrm{Tr}(M^{-1}A) =
          \frac{s^2}{b}\sum_i \lambda_i(M^{-1/2}AM^{-1/2})`,
        expected: "holds",
        relations: ({ family, variances, trace, eigenvalues, scale }) => [
          ...variances.map((variance): Relation => ({
            label: `Var[g(${variance.at})] = (s²/b)Tr(M⁻¹A)`,
            lhs: variance.value,
            sense: "=",
            rhs: trace,
            scale: variance.scale,
            size: trace,
            family,
          })),
          {
            label: "Tr(M⁻¹A) = Σ_i λ_i(M^{-1/2}AM^{-1/2})",
            lhs: trace,
            sense: "=",
            rhs: eigenvalues.reduce((sum, value) => sum + value, 0),
            scale,
            family,
          },
        ],
      },
    },
  });
}

function observe<T>(
  instance: Instance,
  arithmetic: Arithmetic<T>,
  batchExponent: number,
): Observation {
  const { curvature, metric, point, deviation, batch } = instance;
  const dimension = point.length;
  const problem = stochasticProblem({
    kind: "quadratic",
    curvature,
    terms: [],
    metric,
    noise: {
      bias: { kind: "none" },
      additive: { kind: "curvature", level: deviation ** 2 * batch ** (1 - batchExponent) },
      multiplicative: { kind: "none" },
      law: { kind: "gaussian" },
    },
  });
  const level = deviation ** 2 / batch;
  const eigenvalues = problem.moments!.eigenvalues.map((value) => level * value);
  const traceOfA = curvature.eigenvalues.reduce((sum, value) => sum + value, 0);
  const least = Math.min(...problem.metric.eigenvalues);
  const root = Math.sqrt(problem.metric.conditionNumber);
  const sum = eigenvalues.reduce((sum, value) => sum + value, 0);
  const scale = Math.sqrt(dimension) * (level * traceOfA / least + root * sum);
  const slope = problem.largestCurvature * Math.hypot(...point);
  return arithmetic.scope(() => {
    const a = arithmetic.matrix(spectralFormRows(dimension, curvature));
    const trace = level * arithmetic.dot(arithmetic.matrix(problem.metric.power(-1)), a);
    const whiten = arithmetic.matrix(problem.metric.power(-0.5));
    const map = problem.over(arithmetic);
    const repeated = (at: readonly number[], count: number) =>
      arithmetic.matrix(at.map((x) => new Array<number>(count).fill(x)));
    const { rows, isBatch } = outcomes(dimension, batch);
    const count = rows[0]!.length;
    const varianceAt = (at: readonly number[]): number => {
      const whitened = arithmetic.multiply(whiten, map.gradient(repeated(at, count), rows));
      const mean = arithmetic.scale(
        1 / count,
        arithmetic.multiply(whitened, arithmetic.vector(new Array<number>(count).fill(1))),
      );
      return arithmetic.dot(whitened, whitened) / count - arithmetic.dot(mean, mean);
    };
    return {
      family: isBatch ? "all batches" : "one outcome for a batch",
      variances: [
        {
          at: "w",
          value: varianceAt(point),
          scale: scale + Math.sqrt(dimension) * root * slope ** 2 / least,
        },
        { at: "w*", value: varianceAt(point.map(() => 0)), scale },
      ],
      trace,
      eigenvalues,
      scale,
    };
  });
}
