/**
 * The diagnostic quadratic of §4.1 of the paper of the claims `psgd`: f(w) = ½wᵀAw with the
 * gradients g = Aw + ζ, Cov ζ = (s²/b)A, under w⁺ = w − αM⁻¹g with a low-rank spectral metric
 * M = I + U(T − I)Uᵀ, U eigenvectors of A.
 *
 * A and M share their eigenvectors q_i. With Aq_i = λ_iq_i and Mq_i = τ_iq_i, M^{-1/2}AM^{-1/2} has the
 * eigenvalues λ̂_i = λ_i/τ_i, and the component v_i of M^{1/2}w obeys v_i⁺ = (1 − αλ̂_i)v_i − αη_i, where
 * the whitened noise M^{-1/2}ζ has along q_i the variance s_i² = (s²/b)λ̂_i. So everything is known:
 *
 *     E v_i²⁺ = (1 − αλ̂_i)²E v_i² + α²s_i²,      E f = ½Σλ̂_iE v_i²,
 *     the steady state, for αλ̂_i < 2:  E f = Σ αs_i²/(2(2 − αλ̂_i)).
 *
 * @module
 */

import { type Arithmetic, float64 } from "../lib/arithmetic/mod.ts";
import { withEigenvalues } from "../lib/linalg/mod.ts";
import { type RandomStream, randomStream } from "../lib/statistics/mod.ts";
import { orthogonalRows } from "./gaussian_linear_regression.ts";
import { metric } from "./metric.ts";

/** Which part of the spectrum is deflated, and to what. */
export type Deflation =
  /** M = I: plain SGD. */
  | { readonly part: "none" }
  /** The `count` largest eigenvalues become the next one, λ_{count+1}. */
  | { readonly part: "top"; readonly count: number }
  /** The eigenvalues 2 to `count` + 1 become `target`; the very largest stays, and L̂ with it. */
  | { readonly part: "middle"; readonly count: number; readonly target: number }
  /** The `count` smallest eigenvalues become 1: T is made of these eigenvalues. */
  | { readonly part: "bottom"; readonly count: number };

/**
 * The exact expected loss of the steady state, Σ αs_i²/(2(2 − αλ̂_i)). It lies between αK/4 and
 * αK/(2(2 − αL̂)), K = Σs_i².
 *
 * @param arithmetic The number system.
 * @param eigenvalues λ̂_i, the preconditioned eigenvalues, positive.
 * @param variances s_i², the whitened noise's variances along the same eigenvectors. What else its
 *   covariance has does not enter the loss.
 * @param stepSize α > 0.
 * @returns Infinity if some αλ̂_i ≥ 2: there is no steady state.
 */
export function steadyStateLoss<T>(
  arithmetic: Arithmetic<T>,
  eigenvalues: readonly number[],
  variances: readonly number[],
  stepSize: number,
): number {
  if (eigenvalues.some((value) => !(stepSize * value < 2))) return Infinity;
  return arithmetic.scope(() => {
    const gaps = arithmetic.shift(
      arithmetic.scale(-stepSize, arithmetic.vector(eigenvalues)),
      2,
    );
    const moments = arithmetic.quotient(arithmetic.vector(variances), gaps);
    const ones = arithmetic.vector(new Array<number>(eigenvalues.length).fill(1));
    return stepSize / 2 * arithmetic.dot(ones, moments);
  });
}

/** What {@linkcode boundOnFloor} needs. */
export interface FloorConstants {
  /** α. */
  readonly stepSize: number;
  /** L̂. */
  readonly largest: number;
  /** μ̂. */
  readonly smallest: number;
  /** K. */
  readonly noiseLevel: number;
  /** c of the first-moment condition. Default: 1, that of unbiased gradients. */
  readonly alignment?: number;
}

/** The floor of Theorem 3.2's bound, αL̂K/(2cμ̂). */
export function boundOnFloor(
  { stepSize, largest, smallest, noiseLevel, alignment = 1 }: FloorConstants,
): number {
  return stepSize * largest * noiseLevel / (2 * alignment * smallest);
}

/** What {@linkcode deflationDiagnostic} runs. The paper's own values are lost. */
export interface DeflationDiagnosticOptions {
  /** d. Default: 50. */
  readonly dimension?: number;
  /** λ_1. Default: 1. */
  readonly largest?: number;
  /** λ_d; the others lie between, in equal proportions. Default: 1e-3. */
  readonly smallest?: number;
  /** s. Default: 1. */
  readonly noise?: number;
  /** b. Default: 32. */
  readonly batch?: number;
  /** α. Default: 0.5. */
  readonly stepSize?: number;
  /** The steps of a run; its late stage is the second half. Default: 6000. */
  readonly steps?: number;
  /** Decides Q and w_1 ~ N(0, I), which all curves share, and the noise of each. Default: 1. */
  readonly seed?: number;
  /** The curves. Default: {@linkcode deflationsOf}. */
  readonly deflations?: readonly Deflation[];
}

/** The loss at one step. */
export interface DeflationLook {
  /** k, the steps taken; 0 at w_1. */
  readonly step: number;
  /** f. */
  readonly loss: number;
  /** E f by the exact recursion. */
  readonly exact: number;
}

/** One curve: what theory says of a deflation, and what was measured. */
export interface DeflationCurve {
  /** The deflation. */
  readonly deflation: Deflation;
  /** L̂. */
  readonly largest: number;
  /** μ̂. */
  readonly smallest: number;
  /** K = (s²/b)Tr(M⁻¹A). */
  readonly noiseLevel: number;
  /** The floor of the bound, αL̂K/(2μ̂). */
  readonly bound: number;
  /** The exact steady state. */
  readonly steadyState: number;
  /** The exact expectation of what `measured` averages: of the loss over the second half. */
  readonly exact: number;
  /** The loss's average over the second half. */
  readonly measured: number;
  /** The loss at steps that grow in proportion. */
  readonly looks: readonly DeflationLook[];
}

/**
 * The curves of the three panels, for a spectrum of at least four eigenvalues: plain SGD; the largest
 * tenth, fifth, two and three fifths of the spectrum deflated; two fifths of it in common values near
 * the upper end, in the middle and low in the spectrum; and the same parts of its lower end. A spectrum
 * that lies above 1 or ends below 1 has no lower panel that leaves L̂.
 */
export function deflationsOf(eigenvalues: readonly number[]): Deflation[] {
  const d = eigenvalues.length;
  const [largest, smallest] = [eigenvalues[0]!, eigenvalues.at(-1)!];
  const part = (share: number) => Math.max(1, Math.min(d - 2, Math.round(share * d)));
  const counts = [...new Set([0.1, 0.2, 0.4, 0.6].map(part))];
  const belowOne = eigenvalues.filter((value) => value <= 1).length;
  return [
    { part: "none" },
    ...counts.map((count) => ({ part: "top" as const, count })),
    ...[0.95, 2 / 3, 0.4].map((place) => ({
      part: "middle" as const,
      count: part(0.4),
      target: smallest * (largest / smallest) ** place,
    })),
    ...(largest < 1 ? [] : counts.filter((count) => count <= belowOne))
      .map((count) => ({ part: "bottom" as const, count })),
  ];
}

/** The spectrum of A, descending, in equal proportions from the largest to the smallest. */
export function logUniformSpectrum(
  dimension: number,
  largest: number,
  smallest: number,
): number[] {
  return Array.from(
    { length: dimension },
    (_, i) => i === 0 ? largest : largest * (smallest / largest) ** (i / (dimension - 1)),
  );
}

/**
 * τ_i, the eigenvalues of M along the eigenvectors of A.
 *
 * @param eigenvalues λ_i, descending.
 * @throws {RangeError} If so many eigenvalues cannot be deflated, or the target is not positive.
 */
export function metricValues(eigenvalues: readonly number[], deflation: Deflation): number[] {
  if (deflation.part === "none") return eigenvalues.map(() => 1);
  const { part, count } = deflation;
  const d = eigenvalues.length;
  const most = part === "bottom" ? d : part === "top" ? d - 1 : d - 2;
  if (!(Number.isInteger(count) && count >= 1 && count <= most)) {
    throw new RangeError(
      `cannot deflate ${count} eigenvalues at the ${part} of ${d}: give an integer from 1 to ${most}`,
    );
  }
  switch (part) {
    case "top":
      return eigenvalues.map((value, i) => i < count ? value / eigenvalues[count]! : 1);
    case "middle": {
      const { target } = deflation;
      if (!(target > 0 && Number.isFinite(target))) {
        throw new RangeError(`the common value is ${target}: give a positive number`);
      }
      return eigenvalues.map((value, i) => i >= 1 && i <= count ? value / target : 1);
    }
    case "bottom":
      return eigenvalues.map((value, i) => i >= d - count ? value : 1);
  }
}

/** The quadratic, its noise and its metric, as rows. */
export interface DiagnosticModel {
  /** A. */
  readonly hessian: readonly (readonly number[])[];
  /** √(s²/b)A^{1/2}: ζ is its product with a standard normal vector. */
  readonly noiseRoot: readonly (readonly number[])[];
  /** M⁻¹. */
  readonly inverseMetric: readonly (readonly number[])[];
  /** α. */
  readonly stepSize: number;
}

/**
 * One step of preconditioned SGD, w − αM⁻¹(Aw + ζ), in plain numbers: what the simulation takes
 * millions of. A test holds it to the transformations of the library.
 *
 * @param w d entries.
 * @param standardNormals d entries; ζ is the noise's root times them.
 */
export function diagnosticStep(
  { hessian, noiseRoot, inverseMetric, stepSize }: DiagnosticModel,
  w: readonly number[],
  standardNormals: readonly number[],
): number[] {
  const d = w.length;
  const gradient = new Array<number>(d);
  for (let i = 0; i < d; i++) {
    const row = hessian[i]!;
    const root = noiseRoot[i]!;
    let sum = 0;
    for (let j = 0; j < d; j++) sum += row[j]! * w[j]! + root[j]! * standardNormals[j]!;
    gradient[i] = sum;
  }
  const next = new Array<number>(d);
  for (let i = 0; i < d; i++) {
    const row = inverseMetric[i]!;
    let sum = 0;
    for (let j = 0; j < d; j++) sum += row[j]! * gradient[j]!;
    next[i] = w[i]! - stepSize * sum;
  }
  return next;
}

/**
 * Runs the diagnostic once: simulates every deflation and sets beside it the exact recursion, the exact
 * steady state and the floor of the bound.
 *
 * At the default size, some twelve curves of 6000 steps in 50 dimensions, it takes about a second.
 *
 * @throws {RangeError} If a number is out of range, or α is so long that there is no steady state.
 *
 * Source: §4.1 of the paper of the claims `psgd`.
 */
export function deflationDiagnostic(options: DeflationDiagnosticOptions = {}): DeflationCurve[] {
  const { dimension = 50, largest = 1, smallest = 1e-3, noise = 1, batch = 32 } = options;
  const { stepSize = 0.5, steps = 6000, seed = 1 } = options;
  requireIntegers({ dimension: [dimension, 4], batch: [batch, 1], steps: [steps, 2] });
  for (const [name, value] of Object.entries({ largest, smallest, noise, stepSize })) {
    if (!(value > 0 && Number.isFinite(value))) {
      throw new RangeError(`${name} is ${value}: give a positive number`);
    }
  }
  if (smallest > largest) {
    throw new RangeError(
      `the spectrum runs from ${largest} to ${smallest}: give largest >= smallest`,
    );
  }
  const eigenvalues = logUniformSpectrum(dimension, largest, smallest);
  const stream = randomStream(seed, "deflation diagnostic");
  const description = {
    kind: "haar",
    seed: stream.substream("basis").index(2 ** 31),
    determinant: 1,
  } as const;
  const basis = orthogonalRows(dimension, description);
  const start = stream.substream("start");
  const w = start.vector(dimension, () => start.normal());
  const variance = noise ** 2 / batch;
  const rows = (f: (value: number) => number) => withEigenvalues(eigenvalues.map(f), basis);
  const hessian = rows((value) => value);
  const noiseRoot = rows((value) => Math.sqrt(variance * value));
  const { deflations = deflationsOf(eigenvalues) } = options;
  return deflations.map((deflation, index) => {
    const values = metricValues(eigenvalues, deflation);
    const { power } = metric({ kind: "lowRank", values, basis: description }, dimension);
    const preconditioned = eigenvalues.map((value, i) => value / values[i]!);
    const variances = preconditioned.map((value) => variance * value);
    const steadyState = steadyStateLoss(float64, preconditioned, variances, stepSize);
    if (!Number.isFinite(steadyState)) {
      throw new RangeError(
        `stepSize = ${stepSize} times the eigenvalue ${
          Math.max(...preconditioned)
        } is 2 or more: ` +
          "there is no steady state; take a smaller step",
      );
    }
    const model = { hessian, noiseRoot, inverseMetric: power(-1), stepSize };
    const exact = expectedLosses({
      eigenvalues: preconditioned,
      variances,
      stepSize,
      // M^{1/2}w_1 along the eigenvectors, squared.
      squares: values.map((value, i) =>
        value * basis.reduce((sum, row, j) => sum + row[i]! * w[j]!, 0) ** 2
      ),
    }, steps);
    const losses = simulatedLosses(model, w, steps, stream.substream("noise", index));
    const noiseLevel = variances.reduce((sum, value) => sum + value, 0);
    const [least, most] = [Math.min(...preconditioned), Math.max(...preconditioned)];
    const late = (values: ArrayLike<number>) => average(values, Math.floor(steps / 2) + 1);
    return {
      deflation,
      largest: most,
      smallest: least,
      noiseLevel,
      bound: boundOnFloor({ stepSize, largest: most, smallest: least, noiseLevel }),
      steadyState,
      exact: late(exact),
      measured: late(losses),
      looks: lookSteps(steps).map((step) => ({
        step,
        loss: losses[step]!,
        exact: exact[step]!,
      })),
    };
  });
}

/** What {@linkcode expectedLosses} starts from, along the common eigenvectors. */
export interface DiagonalMoments {
  /** λ̂_i. */
  readonly eigenvalues: readonly number[];
  /** s_i². */
  readonly variances: readonly number[];
  /** α. */
  readonly stepSize: number;
  /** E v_i² at the start. */
  readonly squares: readonly number[];
}

/** E f after 0, 1, …, `steps` steps, by the exact recursion. */
export function expectedLosses(
  { eigenvalues, variances, stepSize, squares }: DiagonalMoments,
  steps: number,
): Float64Array {
  const moments = [...squares];
  const losses = new Float64Array(steps + 1);
  for (let k = 0; k <= steps; k++) {
    losses[k] = moments.reduce((sum, moment, i) => sum + eigenvalues[i]! * moment, 0) / 2;
    for (let i = 0; i < moments.length; i++) {
      moments[i] = (1 - stepSize * eigenvalues[i]!) ** 2 * moments[i]! +
        stepSize ** 2 * variances[i]!;
    }
  }
  return losses;
}

function simulatedLosses(
  model: DiagnosticModel,
  start: readonly number[],
  steps: number,
  stream: RandomStream,
): Float64Array {
  const losses = new Float64Array(steps + 1);
  let w = start;
  for (let k = 0; k <= steps; k++) {
    losses[k] = lossAt(model, w);
    if (k < steps) w = diagnosticStep(model, w, stream.vector(w.length, () => stream.normal()));
  }
  return losses;
}

function lossAt({ hessian }: DiagnosticModel, w: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < w.length; i++) {
    const row = hessian[i]!;
    let entry = 0;
    for (let j = 0; j < w.length; j++) entry += row[j]! * w[j]!;
    sum += w[i]! * entry;
  }
  return sum / 2;
}

function average(values: ArrayLike<number>, from: number): number {
  let sum = 0;
  for (let k = from; k < values.length; k++) sum += values[k]!;
  return sum / (values.length - from);
}

/** 0 and some sixty steps in proportion up to the last. */
function lookSteps(steps: number): number[] {
  const places = Array.from({ length: 60 }, (_, k) => Math.round(steps ** (k / 59)));
  return [...new Set([0, ...places])];
}

function requireIntegers(
  given: Readonly<Record<string, readonly [value: number, least: number]>>,
): void {
  for (const [name, [value, least]] of Object.entries(given)) {
    if (Number.isSafeInteger(value) && value >= least) continue;
    throw new RangeError(`${name} is ${value}: give an integer of at least ${least}`);
  }
}
