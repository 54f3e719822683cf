/**
 * What the claims on the diagnostic of §4.1 share: quadratics ½wᵀAw with noise of covariance (s²/b)A,
 * and the metric M = I + U(T − I)Uᵀ of eigenvectors U of A, before and after a deflation.
 *
 * By hand, as A and M commute: the preconditioned eigenvalues are λ̂_i = λ_i/τ_i, K = (s²/b)Σλ̂_i, and
 * the steady state has the loss Σφ(λ̂_i), φ(x) = α(s²/b)x/(2(2 − αx)), for αx < 2. φ increases, and
 * α/4 ≤ φ(x)/((s²/b)x) = α/(2(2 − αx)). Its slope is φ'(x) = α(s²/b)/(2 − αx)².
 *
 * Nothing of that is taken for granted: L̂ and μ̂ are eigenvalues of M^{-1/2}AM^{-1/2}, K is a trace, and
 * one step of the method is taken from the steady state, which must leave its loss.
 *
 * @module
 */

import fc, { type Arbitrary } from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { withEigenvalues } from "../../lib/linalg/mod.ts";
import {
  evaluate,
  type GradientTransformation,
  preconditionedSgd,
} from "../../lib/optimizers/mod.ts";
import {
  boundOnFloor,
  expectedLosses,
  fitForm,
  logUniformSpectrum,
  magnitude,
  type Metric,
  metric,
  realNumber,
  type SpectralForm,
  spectralForms,
  steadyStateLoss,
} from "../../problems/mod.ts";
import type { Hypothesis, LinesFigure, Relation } from "../../verify/mod.ts";
import { enumerated, level, type Point, spectrumFigure } from "../_figures.ts";

/** A quadratic with its noise and step, of which a part is deflated. */
export interface DiagnosticInstance {
  /** A, its eigenvalues in descending order, as many as dimensions. */
  readonly hessian: SpectralForm;
  /** How many eigenvalues are deflated. */
  readonly count: number;
  /** s²/b. */
  readonly noise: number;
  /** α as a share of 1/L̂ of plain SGD, the largest admissible step of Theorem 3.2. */
  readonly step: number;
}

/** Preconditioned SGD in a metric with the step size α, or what a test puts in its place. */
export type DiagnosticMethod = <T>(
  arithmetic: Arithmetic<T>,
  metric: Metric,
  stepSize: number,
) => GradientTransformation<T>;

/** w⁺ = w − αM⁻¹g. */
export const preconditionedStep: DiagnosticMethod = (
  arithmetic,
  { eigenvalues, eigenvectors },
  stepSize,
) =>
  preconditionedSgd(arithmetic, {
    metric: { kind: "spectral", eigenvalues, eigenvectors },
    stepSize,
  });

/** The eigenvalue τ of M that makes of an eigenvalue of A a given one, or what a test takes for it. */
export type MetricValue = (eigenvalue: number, target: number) => number;

/** τ = λ/t. */
export const targetedValue: MetricValue = (eigenvalue, target) => eigenvalue / target;

/** What theory says under one metric. */
export interface Diagnosis {
  /** λ̂_i, descending. */
  readonly eigenvalues: readonly number[];
  /** L̂. */
  readonly largest: number;
  /** μ̂. */
  readonly smallest: number;
  /** K. */
  readonly noiseLevel: number;
  /** The exact loss of the steady state. */
  readonly floor: number;
  /** α. */
  readonly stepSize: number;
  /**
   * λ_1/min τ, the magnitude of what M^{-1/2}AM^{-1/2} is summed from: rounding moves each λ̂_i by a
   * modest multiple of u times it.
   */
  readonly magnitude: number;
  /** What the loss is summed from, on the same terms. */
  readonly floorMagnitude: number;
}

/** A diagnosis of a metric that was built. */
export interface PreconditionedDiagnosis extends Diagnosis {
  /** What one step of the method makes of the loss of the steady state. */
  readonly floorAfterStep: number;
}

/** The step size α of an instance. */
export function stepSizeOf({ hessian, step }: DiagnosticInstance): number {
  return step / hessian.eigenvalues[0]!;
}

/** Plain SGD, whose eigenvalues the instance gives. */
export function diagnosePlain<T>(
  arithmetic: Arithmetic<T>,
  instance: DiagnosticInstance,
): Diagnosis {
  const { hessian: { eigenvalues }, noise } = instance;
  const stepSize = stepSizeOf(instance);
  const variances = eigenvalues.map((value) => noise * value);
  return {
    eigenvalues,
    largest: eigenvalues[0]!,
    smallest: eigenvalues.at(-1)!,
    noiseLevel: variances.reduce((sum, value) => sum + value, 0),
    floor: steadyStateLoss(arithmetic, eigenvalues, variances, stepSize),
    stepSize,
    magnitude: eigenvalues[0]!,
    floorMagnitude: stepSize * noise * eigenvalues.length * eigenvalues[0]!,
  };
}

/**
 * Looks at the metric that has, along the eigenvectors of A, the eigenvalues `values`.
 *
 * @param values τ_i, positive, in the order of the eigenvalues of A.
 */
export function diagnose<T>(
  arithmetic: Arithmetic<T>,
  instance: DiagnosticInstance,
  values: readonly number[],
  makeMethod: DiagnosticMethod,
): PreconditionedDiagnosis {
  const { hessian: form, noise } = instance;
  const stepSize = stepSizeOf(instance);
  const dimension = values.length;
  const built = metric({ kind: "lowRank", values, basis: form.basis }, dimension);
  const { power, eigenvectors } = built;
  return arithmetic.scope(() => {
    const hessian = arithmetic.matrix(withEigenvalues(form.eigenvalues, eigenvectors));
    const root = arithmetic.matrix(power(-0.5));
    const { values: ascending, vectors } = arithmetic.symmetricEigendecomposition(
      arithmetic.multiply(root, arithmetic.multiply(hessian, root)),
    );
    const variances = ascending.map((value) => noise * value);
    // The steady state E wwᵀ = WWᵀ, its columns √(E v_i²)M^{-1/2}q_i, E v_i² = α(s²/b)/(2 − αλ̂_i).
    const sizes = ascending.map((value) => Math.sqrt(stepSize * noise / (2 - stepSize * value)));
    const state = arithmetic.multiply(
      root,
      arithmetic.multiply(vectors, arithmetic.diagonal(sizes)),
    );
    const noises = arithmetic.scale(
      Math.sqrt(noise),
      arithmetic.matrix(withEigenvalues(form.eigenvalues.map(Math.sqrt), eigenvectors)),
    );
    // State and noise are uncorrelated: their columns go through the linear step side by side.
    const gradients = arithmetic.concatenate(
      [arithmetic.multiply(hessian, state), noises],
      "columns",
    );
    const still = arithmetic.concatenate(
      [state, arithmetic.zeros(dimension, dimension)],
      "columns",
    );
    const method = makeMethod(arithmetic, built, stepSize);
    // They are matrices of this arithmetic, the only one that is asked in.
    const context = evaluate(arithmetic, { gradient: () => gradients as never }, still, 0);
    const [step] = method.update(gradients, method.init(still), context);
    const next = arithmetic.add(still, step);
    const magnitude = form.eigenvalues[0]! / Math.min(...values);
    return {
      eigenvalues: ascending.toReversed(),
      largest: ascending.at(-1)!,
      smallest: ascending[0]!,
      noiseLevel: noise * arithmetic.dot(arithmetic.matrix(power(-1)), hessian),
      floor: steadyStateLoss(arithmetic, ascending, variances, stepSize),
      floorAfterStep: arithmetic.dot(next, arithmetic.multiply(hessian, next)) / 2,
      stepSize,
      magnitude,
      floorMagnitude: stepSize * noise * dimension * magnitude,
    };
  });
}

/** Where the spectra of instances lie. */
export interface DiagnosticSpectra {
  /** The least dimension. */
  readonly leastDimension: number;
  /** Spectra of up to six eigenvalues, drawn one by one, with a basis. */
  readonly few: Arbitrary<SpectralForm>;
  /** λ_1 of spectra of more. */
  readonly largest: Arbitrary<number>;
  /** λ_1/λ_d of spectra of more. */
  readonly conditionNumber: Arbitrary<number>;
}

/**
 * Instances, their eigenvalues in descending order: mostly up to six, drawn one by one; the others up to
 * fifty, in equal proportions as in the paper, where a search has little to hold on to and each costs d³.
 *
 * @param mostDeflated The largest `count` that a spectrum allows, 1 or more.
 */
export function diagnosticInstances(
  { leastDimension, few, largest, conditionNumber }: DiagnosticSpectra,
  mostDeflated: (eigenvalues: readonly number[]) => number,
): Arbitrary<DiagnosticInstance> {
  const many = (max: number) =>
    fc.record({
      dimension: fc.integer({ min: 7, max }),
      largest,
      conditionNumber,
      seed: fc.noBias(fc.integer({ min: 0, max: 999 })),
    }).map(({ dimension, largest, conditionNumber, seed }): SpectralForm => ({
      eigenvalues: logUniformSpectrum(dimension, largest, largest / conditionNumber),
      basis: { kind: "haar", seed, determinant: 1 },
    }));
  return fc.record({
    hessian: fc.oneof(
      { withCrossShrink: true },
      {
        weight: 9,
        arbitrary: fc.tuple(fc.integer({ min: leastDimension, max: MOST_DRAWN }), few)
          .map(([dimension, form]) => {
            const { eigenvalues, basis } = fitForm(form, dimension);
            return { eigenvalues: eigenvalues.toSorted((a, b) => b - a), basis };
          }),
      },
      { weight: 2, arbitrary: many(16) },
      { weight: 1, arbitrary: many(50) },
    ),
    count: fc.integer({ min: 0, max: 48 }),
    noise: magnitude({ minimum: 1e-2, maximum: 1e2 }),
    step: fc.oneof(
      { withCrossShrink: true },
      fc.constant(1),
      realNumber({ minimum: 0.05, maximum: 1 }),
    ),
  }).map(({ hessian, count, noise, step }) => ({
    hessian,
    count: 1 + count % mostDeflated(hessian.eigenvalues),
    noise,
    step,
  }));
}

/** How many eigenvalues are drawn one by one. */
export const MOST_DRAWN = 6;

/** Spectra of condition numbers up to 1e4. */
export function generalSpectra(leastDimension: number): DiagnosticSpectra {
  const scales = { minimum: 1e-2, maximum: 1e2 };
  return {
    leastDimension,
    few: spectralForms(MOST_DRAWN, { ...scales, maximumConditionNumber: 1e4 }),
    largest: magnitude(scales),
    conditionNumber: magnitude({ minimum: 1, maximum: 1e4 }),
  };
}

/** Some eigenvalues are deflated, and not all. */
export function deflatesPart<I extends DiagnosticInstance, O>(): Hypothesis<I, O> {
  return {
    name: "a part",
    statement: String.raw`1 \le k < d`,
    holds: ({ hessian: { eigenvalues }, count }) => count >= 1 && count < eigenvalues.length,
  };
}

/** The step is admissible before the deflation; it is after, where L̂ does not rise. */
export function admissibleStep<I extends DiagnosticInstance, O>(): Hypothesis<I, O> {
  return {
    name: "admissible step",
    statement: String.raw`0 < \alpha \le 1/\lambda_1`,
    holds: ({ step }) => step > 0 && step <= 1,
  };
}

/** L̂ before and after, as relations say it. */
export function largestIs(
  sense: Relation["sense"],
  before: Diagnosis,
  after: Diagnosis,
): Relation {
  return compared(`L̂ after ${sense} L̂ before`, after.largest, sense, before.largest, [
    before,
    after,
  ]);
}

/** μ̂ before and after. */
export function smallestIs(
  sense: Relation["sense"],
  before: Diagnosis,
  after: Diagnosis,
): Relation {
  return compared(`μ̂ after ${sense} μ̂ before`, after.smallest, sense, before.smallest, [
    before,
    after,
  ]);
}

function compared(
  label: string,
  lhs: number,
  sense: Relation["sense"],
  rhs: number,
  diagnoses: readonly Diagnosis[],
): Relation {
  return {
    label,
    lhs,
    sense,
    rhs,
    scale: Math.max(...diagnoses.map(({ magnitude }) => magnitude)),
  };
}

/** K before and after. */
export function noiseLevelIs(
  sense: Relation["sense"],
  before: Diagnosis,
  after: Diagnosis,
  { noise }: DiagnosticInstance,
): Relation {
  return {
    label: `K after ${sense} K before`,
    lhs: after.noiseLevel,
    sense,
    rhs: before.noiseLevel,
    scale: noise * after.eigenvalues.length * Math.max(before.magnitude, after.magnitude),
  };
}

/** K is what the wanted eigenvalues say, (s²/b)Σλ̂_i. */
export function noiseLevelIsSum(
  { noiseLevel, magnitude }: Diagnosis,
  targets: readonly number[],
  { noise }: DiagnosticInstance,
): Relation {
  return {
    label: "K after = (s²/b)Σλ̂_i",
    lhs: noiseLevel,
    sense: "=",
    rhs: noise * targets.reduce((sum, value) => sum + value, 0),
    scale: noise * targets.length * magnitude,
  };
}

/** The exact steady state's loss before and after. */
export function floorIs(
  sense: Relation["sense"],
  before: Diagnosis,
  after: Diagnosis,
): Relation {
  return {
    label: `exact steady-state loss after ${sense} before`,
    lhs: after.floor,
    sense,
    rhs: before.floor,
    scale: Math.max(before.floorMagnitude, after.floorMagnitude),
  };
}

/**
 * The bound's floors αL̂K/(2μ̂), each times both μ̂: a quotient by a small μ̂ would amplify its rounding.
 */
export function boundDoesNotRise(before: Diagnosis, after: Diagnosis): Relation {
  const weighed = (one: Diagnosis, other: Diagnosis) =>
    one.stepSize * one.largest * one.noiseLevel / 2 * other.smallest;
  const magnitude = Math.max(before.magnitude, after.magnitude);
  const noiseLevel = Math.max(before.noiseLevel, after.noiseLevel);
  const largest = Math.max(before.largest, after.largest);
  return {
    label: "αL̂K/(2μ̂) after <= before (times both μ̂)",
    lhs: weighed(after, before),
    sense: "<=",
    rhs: weighed(before, after),
    scale: before.stepSize * largest * noiseLevel * magnitude,
  };
}

/** One step of the method leaves the loss of the steady state. */
export function steadyStateStays(
  { floor, floorAfterStep, floorMagnitude }: PreconditionedDiagnosis,
): Relation {
  return {
    label: "one step leaves the exact steady-state loss",
    lhs: floorAfterStep,
    sense: "=",
    rhs: floor,
    scale: floorMagnitude,
  };
}

/** The two-sided bound αK/4 ≤ E f ≤ αK/(2(2 − αL̂)) on the steady state. */
export function floorFollowsNoise(
  { floor, floorMagnitude: scale, stepSize, noiseLevel, largest }: Diagnosis,
): Relation[] {
  return [
    {
      label: "exact steady-state loss >= αK/4",
      lhs: floor,
      sense: ">=",
      rhs: stepSize / 4 * noiseLevel,
      scale,
    },
    {
      label: "exact steady-state loss <= αK/(2(2 − αL̂))",
      lhs: floor,
      sense: "<=",
      rhs: stepSize * noiseLevel / (2 * (2 - stepSize * largest)),
      scale,
    },
  ];
}

/** The spectrum and the loss from w_1 = w* on, before and after. */
export function deflationFigures(
  before: Diagnosis,
  after: Diagnosis,
  { noise }: DiagnosticInstance,
): LinesFigure[] {
  const { stepSize } = before;
  const steps = Math.min(
    2000,
    Math.max(10, Math.ceil(3 / (stepSize * Math.max(1e-12, before.smallest)))),
  );
  const lossesOf = ({ eigenvalues }: Diagnosis): Point[] =>
    enumerated([
      ...expectedLosses({
        eigenvalues,
        variances: eigenvalues.map((value) => noise * value),
        stepSize,
        squares: eigenvalues.map(() => 0),
      }, steps),
    ]);
  const bounds = [before, after].map((one) => boundOnFloor(one));
  return [
    spectrumFigure("preconditioned spectrum", "eigenvalue of M⁻¹A", [
      { name: "before: M = I", values: before.eigenvalues, role: "reference" },
      { name: "after", values: after.eigenvalues },
    ]),
    {
      kind: "lines",
      title: `expected loss from the minimizer on (the bound's floors: ${
        bounds.map((value) => value.toPrecision(3)).join(" before, ")
      } after)`,
      x: { label: "steps" },
      y: { label: "E f", scale: "log" },
      series: [
        { name: "before: M = I", role: "reference", points: lossesOf(before) },
        { name: "after", role: "observed", points: lossesOf(after) },
        level("steady state before", "floor", before.floor, [0, steps]),
        level("steady state after", "predicted", after.floor, [0, steps]),
      ],
    },
  ];
}
