/**
 * Expectations along preconditioned stochastic gradient descent without sampling: first and second
 * moments on quadratics by their linear recursion, their steady state, and all paths where the noise
 * has finitely many values; and, beside them, simulated runs.
 *
 * @module
 */

import { Matrix, solve } from "ml-matrix";
import { type Arithmetic, float64 } from "../lib/arithmetic/mod.ts";
import { spectralRadius } from "../lib/linalg/mod.ts";
import type { RandomStream } from "../lib/statistics/mod.ts";
import type { MomentModel, StochasticProblem } from "./stochastic_quadratic.ts";

/** m = E z and S = E[zzᵀ] in the coordinates of the model. */
export interface MomentState<T> {
  /** m, d×1. */
  readonly mean: T;
  /** S, d×d; its diagonal, d×1, where that determines its own future. */
  readonly second: T;
}

/** The recursion of the moments, in an arithmetic. */
export interface MomentMap<T> {
  /** The moments of a point that is known. */
  start(z: readonly number[]): MomentState<T>;
  /** The moments after a step of size α. */
  step(state: MomentState<T>, stepSize: number): MomentState<T>;
  /** E f = ½tr(ΛS). */
  value(state: MomentState<T>): number;
}

/**
 * The recursion m⁺ = Bm, S⁺ = BSBᵀ + α²C(m, S) with B = I − αRΛ. The covariance C of the noise is
 * affine in S and m: that of the additive noise, that of the multiplicative noise with hhᵀ = ΛSΛ in
 * expectation, and, for batches, (1/b)[(1/n)Σx_ix_iᵀE(x_iᵀz − r_i)² − ΛSΛ].
 */
export function momentMap<T>(arithmetic: Arithmetic<T>, model: MomentModel): MomentMap<T> {
  return model.isDiagonal ? diagonalMap(arithmetic, model) : denseMap(arithmetic, model);
}

function diagonalMap<T>(arithmetic: Arithmetic<T>, model: MomentModel): MomentMap<T> {
  const { eigenvalues, multiplicative } = model;
  const weights = arithmetic.vector(eigenvalues.map((value) => value / 2));
  const slopes = arithmetic.vector(eigenvalues.map((value, i) => value * model.bias[i]![i]!));
  const squares = arithmetic.vector(eigenvalues.map((value) => value * value));
  const additive = arithmetic.vector(model.additive.map((row, i) => row[i]!));
  const direction = multiplicative.kind === "directed"
    ? arithmetic.vector(multiplicative.direction.map((x) => x * x))
    : undefined;
  const noiseOf = (second: T): T => {
    if (multiplicative.kind === "none") return additive;
    const grown = direction === undefined
      ? arithmetic.hadamard(squares, second)
      : arithmetic.scale(arithmetic.dot(squares, second), direction);
    return arithmetic.add(additive, arithmetic.scale(multiplicative.level, grown));
  };
  return {
    start(z) {
      const mean = arithmetic.vector(z);
      return { mean, second: arithmetic.apply("square", mean) };
    },
    step({ mean, second }, stepSize) {
      const factors = arithmetic.shift(arithmetic.scale(-stepSize, slopes), 1);
      return {
        mean: arithmetic.hadamard(factors, mean),
        second: arithmetic.add(
          arithmetic.hadamard(factors, arithmetic.hadamard(factors, second)),
          arithmetic.scale(stepSize ** 2, noiseOf(second)),
        ),
      };
    },
    value: ({ second }) => arithmetic.dot(weights, second),
  };
}

function denseMap<T>(arithmetic: Arithmetic<T>, model: MomentModel): MomentMap<T> {
  const { eigenvalues, multiplicative, samples } = model;
  const identity = arithmetic.identity(eigenvalues.length);
  const lambda = arithmetic.diagonal(eigenvalues);
  const slopes = arithmetic.multiply(arithmetic.matrix(model.bias), lambda);
  const additive = arithmetic.matrix(model.additive);
  const congruence = (a: T, s: T) =>
    arithmetic.multiply(arithmetic.multiply(a, s), arithmetic.transpose(a));
  const basis = multiplicative.kind === "componentwise"
    ? arithmetic.matrix(multiplicative.basis)
    : undefined;
  const direction = multiplicative.kind === "directed"
    ? arithmetic.vector(multiplicative.direction)
    : undefined;
  const grown = (h: T): T => {
    if (basis !== undefined) {
      const components = congruence(arithmetic.transpose(basis), h);
      return congruence(basis, arithmetic.hadamard(identity, components));
    }
    if (direction === undefined) return h;
    return arithmetic.scale(
      arithmetic.dot(identity, h),
      arithmetic.multiply(direction, arithmetic.transpose(direction)),
    );
  };
  const batchCovariance = samples && (() => {
    const count = samples.features.length;
    const x = arithmetic.matrix(samples.features);
    const ones = arithmetic.matrix([new Array<number>(eigenvalues.length).fill(1)]);
    const residuals = arithmetic.vector(samples.residuals);
    const squares = arithmetic.apply("square", residuals);
    return ({ mean, second }: MomentState<T>, h: T): T => {
      const forms = arithmetic.multiply(
        arithmetic.hadamard(x, arithmetic.multiply(x, second)),
        arithmetic.transpose(ones),
      );
      const mixed = arithmetic.hadamard(residuals, arithmetic.multiply(x, mean));
      const distances = arithmetic.add(
        arithmetic.subtract(forms, arithmetic.scale(2, mixed)),
        squares,
      );
      const weighted = arithmetic.multiply(
        arithmetic.transpose(x),
        arithmetic.hadamard(x, arithmetic.multiply(distances, ones)),
      );
      return arithmetic.scale(
        1 / samples.batch,
        arithmetic.subtract(arithmetic.scale(1 / count, weighted), h),
      );
    };
  })();
  const covariance = (state: MomentState<T>): T => {
    if (multiplicative.kind === "none" && batchCovariance === undefined) return additive;
    const h = congruence(lambda, state.second);
    if (batchCovariance !== undefined) return batchCovariance(state, h);
    const level = multiplicative.kind === "none" ? 0 : multiplicative.level;
    return arithmetic.add(additive, arithmetic.scale(level, grown(h)));
  };
  return {
    start(z) {
      const mean = arithmetic.vector(z);
      return { mean, second: arithmetic.multiply(mean, arithmetic.transpose(mean)) };
    },
    step(state, stepSize) {
      const b = arithmetic.subtract(identity, arithmetic.scale(stepSize, slopes));
      return {
        mean: arithmetic.multiply(b, state.mean),
        second: arithmetic.add(
          congruence(b, state.second),
          arithmetic.scale(stepSize ** 2, covariance(state)),
        ),
      };
    },
    value: ({ second }) => arithmetic.dot(lambda, second) / 2,
  };
}

/**
 * E f(w_1), E f(w_2), … along a run on a quadratic.
 *
 * @param arithmetic The number system.
 * @param model The quadratic with its stochastic gradient.
 * @param start z_1, which is known.
 * @param stepSizes α_1, α_2, …: one fewer than the values.
 */
export function expectedValues<T>(
  arithmetic: Arithmetic<T>,
  model: MomentModel,
  start: readonly number[],
  stepSizes: readonly number[],
): number[] {
  return arithmetic.scope(() => {
    const map = momentMap(arithmetic, model);
    let state = map.start(start);
    const values = [map.value(state)];
    for (const stepSize of stepSizes) {
      const next = arithmetic.scope(() => map.step(state, stepSize));
      arithmetic.release(state);
      state = next;
      values.push(map.value(state));
    }
    return values;
  });
}

/**
 * E f(w_{1+n}) for each of some n ≥ 0 in ascending order, at a constant step size, for unbiased or
 * diagonal gradients with additive noise: each coordinate's second moment follows s⁺ = φs + ν, of which
 * 2^j steps are made at once. The work grows with log n.
 *
 * @throws {RangeError} If the gradient is not of this kind.
 */
export function expectedValuesAt<T>(
  arithmetic: Arithmetic<T>,
  model: MomentModel,
  start: readonly number[],
  stepSize: number,
  counts: readonly number[],
): number[] {
  if (!model.isDiagonal || model.multiplicative.kind !== "none") {
    throw new RangeError(
      "steps can be made many at once for a diagonal bias and additive noise only: " +
        "use expectedValues",
    );
  }
  return arithmetic.scope(() => {
    const map = momentMap(arithmetic, model);
    const first = map.start(start);
    const none = map.start(start.map(() => 0));
    const factors = arithmetic.apply(
      "square",
      arithmetic.shift(
        arithmetic.scale(
          -stepSize,
          arithmetic.vector(model.eigenvalues.map((value, i) => value * model.bias[i]![i]!)),
        ),
        1,
      ),
    );
    const shift = map.step(none, stepSize).second;
    return counts.map((count) => {
      let { second } = first;
      let [power, offset] = [factors, shift];
      for (let rest = count; rest > 0; rest = Math.floor(rest / 2)) {
        if (rest % 2 === 1) {
          second = arithmetic.add(arithmetic.hadamard(power, second), offset);
        }
        offset = arithmetic.hadamard(offset, arithmetic.shift(power, 1));
        power = arithmetic.apply("square", power);
      }
      return map.value({ ...first, second });
    });
  });
}

/** The moments that a run on a quadratic tends to; its mean tends to 0. */
export interface SteadyState {
  /** E[zzᵀ] by rows; a single column of its diagonal where that determines its own future. */
  readonly second: readonly (readonly number[])[];
  /** E f. */
  readonly value: number;
  /** The factor by which deviations of the second moment shrink in a step, in the long run. */
  readonly spectralRadius: number;
}

/** The most entries of S for which the linear system is set up. */
const MOST_ENTRIES = 400;

/**
 * The steady state at a constant step size, from the linear equations S = BSBᵀ + α²C(0, S). For
 * unbiased gradients with additive noise N their solution is S_ij = αN_ij/(λ_i + λ_j − αλ_iλ_j).
 *
 * @throws {RangeError} If there is none, as the step size is too large, or if the moments are coupled
 *   and more than twenty dimensions.
 */
export function steadyState(model: MomentModel, stepSize: number): SteadyState {
  const { eigenvalues, additive, multiplicative, samples } = model;
  const isUnbiased = model.bias.every((row, i) => row.every((x, j) => x === (i === j ? 1 : 0)));
  const map = momentMap(float64, model);
  const zero = map.start(eigenvalues.map(() => 0));
  const [rows, columns] = float64.shape(zero.second);
  const valueOf = (second: readonly (readonly number[])[]) =>
    map.value({ ...zero, second: float64.matrix(second) });
  if (isUnbiased && multiplicative.kind === "none" && samples === undefined) {
    const radius = Math.max(...eigenvalues.map((value) => (1 - stepSize * value) ** 2));
    requireContraction(radius, stepSize);
    const entry = (i: number, j: number) =>
      stepSize * additive[i]![j]! /
      (eigenvalues[i]! + eigenvalues[j]! - stepSize * eigenvalues[i]! * eigenvalues[j]!);
    const second = eigenvalues.map((_, i) =>
      columns === 1 ? [entry(i, i)] : eigenvalues.map((_, j) => entry(i, j))
    );
    return { second, spectralRadius: radius, value: valueOf(second) };
  }
  const size = rows * columns;
  if (size > MOST_ENTRIES) {
    throw new RangeError(
      `the steady state of ${size} coupled moments: at most ${MOST_ENTRIES} are solved for`,
    );
  }
  const image = (second: readonly (readonly number[])[]) =>
    float64.toArray(map.step({ ...zero, second: float64.matrix(second) }, stepSize).second);
  const unfold = (entries: readonly number[]) =>
    Array.from({ length: rows }, (_, i) => entries.slice(i * columns, (i + 1) * columns));
  const constant = float64.toArray(map.step(zero, stepSize).second);
  // The images of the unit matrices, as columns.
  const images = constant.map((_, k) =>
    image(unfold(constant.map((_, l) => k === l ? 1 : 0))).map((x, l) => x - constant[l]!)
  );
  const linear = float64.transpose(float64.matrix(images));
  const radius = spectralRadius(float64, linear);
  requireContraction(radius, stepSize);
  const solution = solve(
    new Matrix(float64.toRows(float64.subtract(float64.identity(size), linear))),
    Matrix.columnVector(constant),
  ).to1DArray();
  const second = unfold(solution);
  return { second, spectralRadius: radius, value: valueOf(second) };
}

function requireContraction(radius: number, stepSize: number): void {
  if (radius < 1) return;
  throw new RangeError(
    `the second moments grow by ${radius} in a step of size ${stepSize}: there is no steady ` +
      "state; make the step smaller",
  );
}

/** Expectations over all paths. */
export interface PathExpectations {
  /** E f(w_1), E f(w_2), … */
  readonly values: number[];
  /** E[½‖∇²f‖‖w‖² + Σa|bᵀw|], the magnitudes that are rounded in f. */
  readonly sizes: number[];
}

/** How many steps of a run have no more than so many paths, at most 32. */
export function stepsWithin(problem: StochasticProblem, paths: number): number {
  const branches = branchCount(problem);
  return branches === 1 ? 32 : Math.floor(Math.log(paths + 0.5) / Math.log(branches));
}

/** Over how many values of the noise one step branches. */
function branchCount({ outcomes, variables }: StochasticProblem): number {
  if (outcomes === undefined) {
    throw new RangeError("paths can be enumerated only where the noise has finitely many values");
  }
  return outcomes.length ** variables;
}

/**
 * E f(w_k) over all paths of noise with finitely many values, for any f.
 *
 * @param arithmetic The number system.
 * @param problem The problem.
 * @param start w_1.
 * @param stepSizes α_1, α_2, …; see {@linkcode stepsWithin}.
 * @throws {RangeError} If the noise has not finitely many values.
 */
export function allPaths<T>(
  arithmetic: Arithmetic<T>,
  problem: StochasticProblem,
  start: readonly number[],
  stepSizes: readonly number[],
): PathExpectations {
  const branches = branchCount(problem);
  const outcomes = problem.outcomes!;
  // The digits of a branch are the values of its ε.
  const joint = Array.from({ length: branches }, (_, branch) => {
    let rest = branch;
    return Array.from({ length: problem.variables }, () => {
      const digit = rest % outcomes.length;
      rest = (rest - digit) / outcomes.length;
      return outcomes[digit]!;
    });
  });
  const shares = joint.map((values) => values.reduce((p, { probability }) => p * probability, 1));
  return arithmetic.scope(() => {
    const map = problem.over(arithmetic);
    let points = arithmetic.vector(start);
    let weights: readonly number[] = [1];
    const expectation = (of: readonly number[]) =>
      of.reduce((sum, x, k) => sum + weights[k]! * x, 0);
    const result: PathExpectations = { values: [], sizes: [] };
    const look = () => {
      result.values.push(expectation(map.values(points)));
      const rows = arithmetic.toRows(points);
      result.sizes.push(expectation(weights.map((_, k) => {
        const point = rows.map((row) => row[k]!);
        const square = point.reduce((sum, x) => sum + x * x, 0);
        return problem.largestCurvature * square / 2 + problem.termSize(point);
      })));
    };
    look();
    for (const stepSize of stepSizes) {
      const width = weights.length;
      const repeated = branches === 1
        ? points
        : arithmetic.concatenate(joint.map(() => points), "columns");
      const draws = Array.from(
        { length: problem.variables },
        (_, j) => joint.flatMap((values) => new Array<number>(width).fill(values[j]!.value)),
      );
      points = map.step(repeated, map.gradient(repeated, draws), stepSize);
      weights = shares.flatMap((share) => weights.map((weight) => share * weight));
      look();
    }
    return result;
  });
}

/**
 * f(w_1), f(w_2), … along runs with random gradients: a row for each k, a column for each run.
 *
 * @param arithmetic The number system.
 * @param problem The problem.
 * @param start w_1.
 * @param stepSizes α_1, α_2, …
 * @param stream The random numbers.
 * @param runs How many runs.
 */
export function simulatedValues<T>(
  arithmetic: Arithmetic<T>,
  problem: StochasticProblem,
  start: readonly number[],
  stepSizes: readonly number[],
  stream: RandomStream,
  runs: number,
): number[][] {
  return arithmetic.scope(() => {
    const map = problem.over(arithmetic);
    let points = arithmetic.matrix(start.map((x) => new Array<number>(runs).fill(x)));
    const values = [map.values(points)];
    for (const stepSize of stepSizes) {
      const next = arithmetic.scope(() =>
        map.step(points, map.gradient(points, problem.draw(stream, runs)), stepSize)
      );
      arithmetic.release(points);
      points = next;
      values.push(map.values(points));
    }
    return values;
  });
}
