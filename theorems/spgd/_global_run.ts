/**
 * A run of the modified Algorithm 1, recorded once for all claims of SPGD's global theory (§3.2 to
 * 3.4, Appendix B of the paper), with the constants that they speak of.
 *
 * **Constants.** M = sup ‖∇f‖_∞, sup ‖∇f‖_2 and L are those of all of R^m, in closed form (see
 * `problems`). C_2 and C_∞ bound B_t and its inverse, so they are the largest norms of the B_t of
 * the run; on matrices under left multiplication ‖B‖_2^op = ‖B‖_2, and in the entrywise norm
 * ‖B‖_{1,1}^op = max_j Σ_i |B_ij|, attained by a matrix with one entry. Δ_f = f(θ_1), as inf f = 0.
 * s is the least exponent in (0, ½] with ‖g_{1:t,i}‖ ≤ M t^s for all t and i of the run; ½ always
 * will do.
 *
 * **Measured constants.** The proof uses M, sup ‖∇f‖_2 and L at the points θ_t and z_t and on the
 * segments from θ_t to z_t and from z_t to z_{t+1} only. The largest values there, L that of ‖∇²f‖_2
 * on the segments, in closed form too, make every link of the proof sharper, with the s that
 * belongs to this M.
 *
 * @module
 */

import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import { reflectionProduct } from "../../lib/linalg/mod.ts";
import {
  amsgrad,
  chain,
  type GradientTransformation,
  iterate,
  modifiedSpgdAdam,
  type ScaleByAmsgradState,
  stateless,
} from "../../lib/optimizers/mod.ts";
import {
  type BoundedGradientPoint,
  type BoundedGradientProblem,
  boundedGradientProblem,
} from "../../problems/mod.ts";
import type { GlobalInstance, SpectralMatrix } from "./_global_instances.ts";

/** A sequence, of which the entry 0 belongs to t = 1. */
export type Sequence = readonly number[];

/** The constants of a run. */
export interface GlobalConstants {
  /** m. */
  readonly dimension: number;
  /** M. */
  readonly gradientBound: number;
  /** sup ‖∇f‖_2. */
  readonly gradientNormBound: number;
  /** L. */
  readonly smoothness: number;
  /** C_2, which is C_2^op as well: the larger of … */
  readonly spectral: number;
  /** … sup ‖B_t‖_2 and … */
  readonly largestNorm: number;
  /** … sup ‖B_t^{-1}‖_2. */
  readonly largestInverse: number;
  /** sup ‖I − B_t‖_2. */
  readonly identityDistance: number;
  /** C_∞. */
  readonly rowSum: number;
  /** sup ‖B_t‖_{1,1}^op, and … */
  readonly largestColumnSum: number;
  /** … C_{1,1}^op. */
  readonly columnSum: number;
  /** Δ_f. */
  readonly initialGap: number;
  /** s. */
  readonly exponent: number;
  /** K. */
  readonly k: number;
}

/** What is looked at at some t only, and where m is small. */
export interface SampledStep {
  /** t. */
  readonly time: number;
  /** ‖B_t^{-1}A_t^{-1/2}‖_2. */
  readonly productNorm: number;
}

/** A recorded run. */
export interface GlobalRun {
  readonly instance: GlobalInstance;
  /** With M and L of all of R^m. */
  readonly constants: GlobalConstants;
  /** With M and L along the run. */
  readonly measured: GlobalConstants;
  /** b = β_1/(1 − β_1). */
  readonly momentumFactor: number;
  /** ‖g_t‖_2, ‖g_t‖_∞ and ‖λ_t‖_∞. */
  readonly gradientNorms: Sequence;
  readonly gradientBounds: Sequence;
  readonly directionBounds: Sequence;
  /** Σ_t g_{t,i}² and Σ_t λ_{t,i}², one a coordinate. */
  readonly gradientSquares: readonly number[];
  readonly directionSquares: readonly number[];
  /** ‖A_t m_t‖ and ‖A_tλ_t‖. */
  readonly momentSteps: Sequence;
  readonly directionSteps: Sequence;
  /** ‖A_t^{-1/2}‖_2, ‖A_t‖_{1,1}, ‖A_{t−1} − A_t‖_{1,1} (0 at t = 1). */
  readonly inverseRoots: Sequence;
  readonly traces: Sequence;
  readonly traceDecreases: Sequence;
  /** min_i A_{t,i}/A_{t−1,i} − 1, max_i of it and max_i |1 − A_{t,i}/A_{t−1,i}|; 0 at t = 1. */
  readonly leastGrowths: Sequence;
  readonly largestGrowths: Sequence;
  readonly relativeChanges: Sequence;
  /** ‖θ_t − θ_{t−1}‖ (0 at t = 1) and ‖z_{t+1} − z_t‖. */
  readonly moves: Sequence;
  readonly auxiliaryMoves: Sequence;
  /** ‖z_{t+1} − z_t − (its expression in Lemma 7)‖. */
  readonly lemma7Errors: Sequence;
  /** What rounds θ_t and z_t. */
  readonly positionScales: Sequence;
  /** ‖∇f(z_t) − ∇f(θ_t)‖ and ‖(I − B_t)∇f(z_t)‖. */
  readonly gradientGaps: Sequence;
  readonly firstFactors: Sequence;
  /** f(z_t), f(z_{t+1}) and ⟨∇f(z_t), z_{t+1} − z_t⟩. */
  readonly values: Sequence;
  readonly nextValues: Sequence;
  readonly innerProducts: Sequence;
  /** I_{1,t}, I_{2,t}, I_{3,t}, I_{3,t}^{(A)} (0 at t = 1), I_{3,t}^{(B)}; for I_{4,t} see below. */
  readonly i1: Sequence;
  readonly i2: Sequence;
  readonly i3: Sequence;
  readonly i3a: Sequence;
  readonly i3b: Sequence;
  /** ‖B_t(A_{t−1} − A_t)‖_{1,1}, and sup ‖m_{t−1}‖_∞. */
  readonly thirdNorms: Sequence;
  readonly largestMoment: number;
  /** ⟨∇f(θ_1), A_1λ_1⟩ and ‖A_1λ_1‖_∞. */
  readonly firstDecrease: number;
  readonly firstStep: number;
  readonly sampled: readonly SampledStep[];
}

type Rows = readonly (readonly number[])[];

/** B with what is asked of it. */
interface Preconditioner {
  readonly eigenvalues: readonly number[];
  /** B's rows; undefined: it is diagonal. */
  readonly rows: Rows | undefined;
  /** Those of its inverse. */
  readonly inverseRows: Rows | undefined;
  /** Σ_i |B_ij|. As B is symmetric, its row sums as well. */
  readonly columnSums: readonly number[];
  /** The largest column sum of its inverse. */
  readonly inverseColumnSum: number;
}

/** Qᵀ diag(eigenvalues) Q; Q undefined: diagonal. */
function preconditionerOf(eigenvalues: readonly number[], q: Rows | undefined): Preconditioner {
  if (q === undefined) {
    return {
      eigenvalues,
      rows: undefined,
      inverseRows: undefined,
      columnSums: eigenvalues,
      inverseColumnSum: 1 / Math.min(...eigenvalues),
    };
  }
  const m = eigenvalues.length;
  const powerOf = (power: 1 | -1): number[][] => {
    const rows = Array.from({ length: m }, () => new Array<number>(m).fill(0));
    q.forEach((row, j) => {
      const weight = eigenvalues[j]! ** power;
      for (let i = 0; i < m; i++) {
        const into = rows[i]!;
        const entry = weight * row[i]!;
        for (let k = 0; k < m; k++) into[k]! += entry * row[k]!;
      }
    });
    return rows;
  };
  const sums = (matrix: Rows) =>
    matrix.map((row) => row.reduce((sum, entry) => sum + Math.abs(entry), 0));
  const rows = powerOf(1);
  const inverseRows = powerOf(-1);
  return {
    eigenvalues,
    rows,
    inverseRows,
    columnSums: sums(rows),
    inverseColumnSum: Math.max(...sums(inverseRows)),
  };
}

function apply({ eigenvalues, rows }: Preconditioner, v: readonly number[]): number[] {
  const m = v.length;
  const product = new Array<number>(m);
  for (let i = 0; i < m; i++) {
    if (rows === undefined) {
      product[i] = eigenvalues[i]! * v[i]!;
      continue;
    }
    const row = rows[i]!;
    let sum = 0;
    for (let k = 0; k < m; k++) sum += row[k]! * v[k]!;
    product[i] = sum;
  }
  return product;
}

/** B_t by t and θ_t. */
type PreconditionerAt = (time: number, theta: readonly number[]) => Preconditioner;

function preconditioners(
  { preconditioner }: GlobalInstance,
  problem: BoundedGradientProblem,
): PreconditionerAt {
  if (preconditioner.kind === "damped power") {
    const { damping, power } = preconditioner;
    return (_, theta) =>
      preconditionerOf(
        problem.slopes(theta).map((slope) => (slope ** 2 + damping) ** -power),
        problem.turn,
      );
  }
  const m = problem.dimension;
  const matrixOf = ({ eigenvalues, turns }: SpectralMatrix) =>
    preconditionerOf(eigenvalues, turns.length === 0 ? undefined : reflectionProduct(m, turns));
  const all = preconditioner.matrices.map(matrixOf);
  const first = preconditioner.first === undefined ? undefined : matrixOf(preconditioner.first);
  return (time) => time === 1 && first !== undefined ? first : all[(time - 1) % all.length]!;
}

/** What a run does, given the B_t that are prescribed; tests put another method in its place. */
export type GlobalMethod = <T>(
  arithmetic: Arithmetic<T>,
  instance: GlobalInstance,
  preconditioner: (time: number) => T,
) => GradientTransformation<T, readonly unknown[]>;

/** The modified Algorithm 1, of the library. */
const modifiedAlgorithm1: GlobalMethod = (arithmetic, instance, preconditionerAt) => {
  const { preconditioner, stepSize, beta1, beta2, epsilon } = instance;
  const options = { stepSize, beta1, beta2, epsilon };
  if (preconditioner.kind === "damped power") {
    const { damping, power } = preconditioner;
    return modifiedSpgdAdam(arithmetic, { ...options, damping, power });
  }
  return chain(
    stateless((gradient, { iteration }) =>
      arithmetic.multiply(preconditionerAt(iteration + 1), gradient)
    ),
    amsgrad(arithmetic, options),
  );
};

/** Sees θ_t with m_{t−1} and v̂_{t−1}, for t = 1, …, T + 1. */
type Visit = (
  theta: readonly number[],
  moment: readonly number[],
  secondMoment: readonly number[],
) => void;

/** Runs the library's optimizer. */
function runOptimizer<T>(
  arithmetic: Arithmetic<T>,
  instance: GlobalInstance,
  problem: BoundedGradientProblem,
  at: PreconditionerAt,
  method: GlobalMethod,
  visit: Visit,
): void {
  const { preconditioner, start, steps } = instance;
  const matrices = new Map<Preconditioner, T>();
  if (preconditioner.kind === "prescribed") {
    for (let time = 1; time <= 1 + preconditioner.matrices.length; time++) {
      const known = at(time, start);
      const { rows, eigenvalues } = known;
      const matrix = rows === undefined
        ? arithmetic.diagonal(eigenvalues)
        : arithmetic.matrix(rows);
      matrices.set(known, matrix);
    }
  }
  // What asks for no Jacobian is spared it.
  const map = preconditioner.kind === "prescribed"
    ? {
      gradient: <U>(numbers: Arithmetic<U>, theta: U) =>
        numbers.vector(problem.gradient(numbers.toArray(theta))),
    }
    : problem;
  const optimizer = method(arithmetic, instance, (time) => matrices.get(at(time, start))!);
  iterate(arithmetic, map, optimizer, start, {
    steps,
    visit({ theta }, state) {
      const moments = scalingState(state as readonly unknown[]) as ScaleByAmsgradState<T>;
      visit(
        arithmetic.toArray(theta),
        arithmetic.toArray(moments.firstMoment),
        arithmetic.toArray(moments.largestSecondMoment),
      );
    },
  });
}

/** The state with the moments, wherever it stands in a chain. */
function scalingState(state: readonly unknown[]): unknown {
  for (const part of state) {
    if (Array.isArray(part)) {
      const found = scalingState(part);
      if (found !== undefined) return found;
    } else if (typeof part === "object" && part !== null && "largestSecondMoment" in part) {
      return part;
    }
  }
  return undefined;
}

/**
 * The modified Algorithm 1 in plain numbers: a step takes the library six microseconds and a tensor
 * a millisecond, which is too much for runs of which only many steps tell. A test holds it to the
 * library.
 */
function runInNumbers(
  instance: GlobalInstance,
  problem: BoundedGradientProblem,
  at: (time: number, theta: readonly number[], gradient: readonly number[]) => readonly number[],
  visit: Visit,
): void {
  const { start, stepSize, beta1, beta2, epsilon, steps } = instance;
  const m = start.length;
  let theta = start;
  let moment: readonly number[] = new Array<number>(m).fill(0);
  let largest: readonly number[] = moment;
  const second = new Array<number>(m).fill(0);
  visit(theta, moment, largest);
  for (let t = 1; t <= steps; t++) {
    const direction = at(t, theta, problem.gradient(theta));
    const next = new Array<number>(m);
    const nextMoment = new Array<number>(m);
    const nextLargest = new Array<number>(m);
    for (let i = 0; i < m; i++) {
      const entry = direction[i]!;
      nextMoment[i] = beta1 * moment[i]! + (1 - beta1) * entry;
      second[i] = beta2 * second[i]! + (1 - beta2) * entry * entry;
      nextLargest[i] = Math.max(largest[i]!, second[i]!);
      next[i] = theta[i]! - stepSize * (nextMoment[i]! / Math.sqrt(nextLargest[i]! + epsilon));
    }
    [theta, moment, largest] = [next, nextMoment, nextLargest];
    visit(theta, moment, largest);
  }
}

/** Longer runs are computed in plain numbers. */
const LONGEST_IN_TENSORS = 2_000;

/** At so many times at most ‖B_t^{-1}A_t^{-1/2}‖ is looked at … */
const SAMPLES = 8;

/** … in R^m with m up to this: its decomposition takes m³. */
const MOST_DECOMPOSED = 20;

/** Squares of what is smaller by far are lost, so that norms are not known better. */
export const UNDERFLOW = 1e-135;

/** A sum of squares below this may have lost some of them. */
const LEAST_SQUARES = 2 ** -900;

/** The norm of what has this sum of squares; where these underflow, of the entries themselves. */
function norm(squares: number, size: number, entry: (index: number) => number): number {
  if (squares > LEAST_SQUARES) return Math.sqrt(squares);
  return float64.norm(float64.vector(Array.from({ length: size }, (_, index) => entry(index))));
}

/** s > 0, however fast the gradients fall. */
const LEAST_EXPONENT = 1e-3;

/**
 * Runs the method for T steps and records what the claims speak of.
 *
 * @param method What a test puts in the place of the modified Algorithm 1.
 * @param longest Longer runs are computed in plain numbers.
 */
export function recordGlobalRun<T>(
  arithmetic: Arithmetic<T>,
  instance: GlobalInstance,
  method?: GlobalMethod,
  longest: number = LONGEST_IN_TENSORS,
): GlobalRun {
  const problem = boundedGradientProblem(instance.objective);
  const at = preconditioners(instance, problem);
  const recorder = new Recorder(instance, problem, at);
  const visit: Visit = (...state) => recorder.visit(...state);
  if (method === undefined && instance.steps > longest) {
    runInNumbers(instance, problem, (t, theta, gradient) => apply(at(t, theta), gradient), visit);
  } else {
    runOptimizer(arithmetic, instance, problem, at, method ?? modifiedAlgorithm1, visit);
  }
  const sampled = recorder.samples.map(({ time, preconditioner, steps }) => ({
    time,
    productNorm: productNorm(arithmetic, preconditioner, steps),
  }));
  return recorder.run(sampled);
}

/** ‖B^{-1}A^{-1/2}‖_2. */
function productNorm<T>(
  arithmetic: Arithmetic<T>,
  { eigenvalues, inverseRows }: Preconditioner,
  a: readonly number[],
): number {
  if (inverseRows === undefined) {
    return Math.max(...eigenvalues.map((eigenvalue, i) => 1 / (eigenvalue * Math.sqrt(a[i]!))));
  }
  return arithmetic.scope(() => {
    const rows = inverseRows.map((row) => row.map((entry, i) => entry / Math.sqrt(a[i]!)));
    return arithmetic.singularValueDecomposition(arithmetic.matrix(rows)).s[0]!;
  });
}

/**
 * Kahan's sums: thousands of equal steps, added plainly, are rounded the same way again and again,
 * and some of these inequalities are equalities for multiples of the identity.
 */
export class CompensatedSums {
  /** The sums so far. */
  readonly values: number[];
  readonly #lost: number[];

  /** @param count How many. */
  constructor(count: number) {
    this.values = new Array<number>(count).fill(0);
    this.#lost = new Array<number>(count).fill(0);
  }

  /** Adds to one of them, and returns it. */
  add(index: number, value: number): number {
    const sum = this.values[index]!;
    const corrected = value - this.#lost[index]!;
    const next = sum + corrected;
    this.#lost[index] = (next - sum) - corrected;
    this.values[index] = next;
    return next;
  }
}

/** Where the recorder stands: at θ_t, with z_t, m_{t−1} and A_{t−1}. */
interface Place {
  readonly theta: readonly number[];
  readonly move: number;
  readonly moment: readonly number[];
  readonly steps: readonly number[];
  readonly z: readonly number[];
  readonly at: BoundedGradientPoint;
}

/** The sequences that are taken down as they are. */
const SEQUENCES = [
  "gradientNorms",
  "gradientBounds",
  "directionBounds",
  "momentSteps",
  "directionSteps",
  "inverseRoots",
  "traces",
  "traceDecreases",
  "leastGrowths",
  "largestGrowths",
  "relativeChanges",
  "moves",
  "auxiliaryMoves",
  "lemma7Errors",
  "positionScales",
  "gradientGaps",
  "firstFactors",
  "values",
  "nextValues",
  "innerProducts",
  "i1",
  "i2",
  "i3",
  "i3a",
  "i3b",
  "thirdNorms",
] as const;
type SequenceName = typeof SEQUENCES[number];

/** Takes down a run step by step. */
class Recorder {
  readonly samples: {
    readonly time: number;
    readonly preconditioner: Preconditioner;
    readonly steps: readonly number[];
  }[] = [];
  readonly #instance: GlobalInstance;
  readonly #problem: BoundedGradientProblem;
  readonly #preconditionerAt: PreconditionerAt;
  readonly #b: number;
  readonly #stride: number;
  #time = 0;
  #place: Place | undefined;
  readonly #gradientSquares: CompensatedSums;
  readonly #directionSquares: CompensatedSums;
  /** max_i ‖g_{1:t,i}‖. */
  readonly #gradientRoots: number[];
  #firstDecrease = 0;
  #firstStep = 0;
  #largestMoment = 0;
  #largestGradient = 0;
  #largestGradientNorm = 0;
  #curvature = 0;
  #largestNorm = 0;
  #largestInverse = 0;
  #identityDistance = 0;
  #columnSum = 0;
  #inverseColumnSum = 0;
  readonly #sequences: Record<SequenceName, number[]>;

  constructor(instance: GlobalInstance, problem: BoundedGradientProblem, at: PreconditionerAt) {
    this.#instance = instance;
    this.#problem = problem;
    this.#preconditionerAt = at;
    this.#b = instance.beta1 / (1 - instance.beta1);
    this.#stride = Math.max(1, Math.ceil(instance.steps / SAMPLES));
    this.#sequences = Object.fromEntries(
      SEQUENCES.map((name) => [name, new Array<number>(instance.steps).fill(NaN)]),
    ) as Record<SequenceName, number[]>;
    this.#gradientRoots = new Array<number>(instance.steps).fill(NaN);
    this.#gradientSquares = new CompensatedSums(problem.dimension);
    this.#directionSquares = new CompensatedSums(problem.dimension);
  }

  /** Takes down the step from θ_t, as soon as θ_{t+1} is known. */
  visit(
    theta: readonly number[],
    moment: readonly number[],
    secondMoment: readonly number[],
  ): void {
    const { stepSize, epsilon } = this.#instance;
    const steps = secondMoment.map((second) => stepSize / Math.sqrt(second + epsilon));
    const place = this.#place;
    const t = this.#time++;
    if (place === undefined) {
      const at = this.#problem.evaluate(theta);
      this.#place = { theta, move: 0, moment, steps, z: theta, at };
      return;
    }
    const b = this.#b;
    const z = b === 0 ? theta : theta.map((entry, i) => entry + b * (entry - place.theta[i]!));
    const next = { theta, moment, steps, z, at: this.#problem.evaluate(z) };
    this.#place = { ...next, move: this.#take(t, place, next) };
  }

  /** Returns ‖θ_{t+1} − θ_t‖. */
  #take(t: number, here: Place, next: Omit<Place, "move">): number {
    const m = this.#problem.dimension;
    const gradientSquares = this.#gradientSquares;
    const directionSquares = this.#directionSquares;
    const b = this.#b;
    const a = next.steps;
    // Without momentum z_t is θ_t.
    const point = b === 0 ? here.at : this.#problem.evaluate(here.theta);
    const preconditioner = this.#preconditionerAt(t, here.theta);
    const gradient = point.gradient;
    const there = here.at.gradient;
    const direction = apply(preconditioner, gradient);
    const image = b === 0 ? direction : apply(preconditioner, there);
    let gradientNorm = 0;
    let gradientBound = 0;
    let directionBound = 0;
    let normThere = 0;
    let boundThere = 0;
    let momentStep = 0;
    let directionStep = 0;
    let trace = 0;
    let leastStep = Infinity;
    let traceDecrease = 0;
    let leastGrowth = Infinity;
    let largestGrowth = -Infinity;
    let relativeChange = 0;
    let move = 0;
    let auxiliaryMove = 0;
    let error = 0;
    let sizeHere = 0;
    let sizeNext = 0;
    let gap = 0;
    let firstFactor = 0;
    let inner = 0;
    let i1 = 0;
    let i2 = 0;
    let i3 = 0;
    let i3a = 0;
    let i3b = 0;
    let thirdNorm = 0;
    let root = 0;
    let firstDecrease = 0;
    let firstStep = 0;
    let momentBound = 0;
    for (let i = 0; i < m; i++) {
      const g = gradient[i]!;
      const gz = there[i]!;
      const lambda = direction[i]!;
      const step = a[i]!;
      const decrease = t === 1 ? 0 : here.steps[i]! - step;
      const growth = t === 1 ? 0 : step / here.steps[i]! - 1;
      const before = here.moment[i]!;
      const moved = next.z[i]! - here.z[i]!;
      const taken = next.theta[i]! - here.theta[i]!;
      const stepped = step * lambda;
      gradientNorm += g * g;
      normThere += gz * gz;
      gradientBound = Math.max(gradientBound, Math.abs(g));
      boundThere = Math.max(boundThere, Math.abs(gz));
      directionBound = Math.max(directionBound, Math.abs(lambda));
      momentStep += (step * next.moment[i]!) ** 2;
      directionStep += stepped * stepped;
      trace += step;
      leastStep = Math.min(leastStep, step);
      traceDecrease += Math.abs(decrease);
      leastGrowth = Math.min(leastGrowth, growth);
      largestGrowth = Math.max(largestGrowth, growth);
      relativeChange = Math.max(relativeChange, Math.abs(growth));
      move += taken * taken;
      auxiliaryMove += moved * moved;
      error += (moved - (b * decrease * before - stepped)) ** 2;
      sizeHere += here.theta[i]! ** 2;
      sizeNext += next.theta[i]! ** 2;
      gap += (gz - g) ** 2;
      firstFactor += (gz - image[i]!) ** 2;
      inner += gz * moved;
      i1 += (gz - image[i]!) * moved;
      i2 += (image[i]! - lambda) * moved;
      i3 += lambda * moved;
      i3a += b * lambda * decrease * before;
      i3b += lambda * stepped;
      thirdNorm += Math.abs(decrease) * preconditioner.columnSums[i]!;
      momentBound = Math.max(momentBound, Math.abs(before));
      root = Math.max(root, gradientSquares.add(i, g * g));
      directionSquares.add(i, lambda * lambda);
      firstDecrease += g * stepped;
      firstStep = Math.max(firstStep, Math.abs(stepped));
    }
    if (t === 1) [this.#firstDecrease, this.#firstStep] = [firstDecrease, firstStep];
    this.#largestMoment = Math.max(this.#largestMoment, momentBound);
    this.#largestGradient = Math.max(this.#largestGradient, gradientBound, boundThere);
    const gradientSize = norm(gradientNorm, m, (i) => gradient[i]!);
    this.#largestGradientNorm = Math.max(
      this.#largestGradientNorm,
      gradientSize,
      norm(normThere, m, (i) => there[i]!),
    );
    this.#curvature = Math.max(
      this.#curvature,
      this.#problem.curvatureBetween(here.at.arguments, next.at.arguments),
      b === 0 ? 0 : this.#problem.curvatureBetween(point.arguments, here.at.arguments),
    );
    this.#know(preconditioner);
    const k = t - 1;
    this.#gradientRoots[k] = Math.sqrt(root);
    const s = this.#sequences;
    s.gradientNorms[k] = gradientSize;
    s.gradientBounds[k] = gradientBound;
    s.directionBounds[k] = directionBound;
    s.momentSteps[k] = norm(momentStep, m, (i) => a[i]! * next.moment[i]!);
    s.directionSteps[k] = norm(directionStep, m, (i) => a[i]! * direction[i]!);
    s.inverseRoots[k] = 1 / Math.sqrt(leastStep);
    s.traces[k] = trace;
    s.traceDecreases[k] = traceDecrease;
    s.leastGrowths[k] = leastGrowth;
    s.largestGrowths[k] = largestGrowth;
    s.relativeChanges[k] = relativeChange;
    s.moves[k] = here.move;
    s.auxiliaryMoves[k] = norm(auxiliaryMove, m, (i) => next.z[i]! - here.z[i]!);
    s.lemma7Errors[k] = Math.sqrt(error);
    s.positionScales[k] = (Math.sqrt(sizeHere) + Math.sqrt(sizeNext)) * (1 + 2 * b) + UNDERFLOW;
    s.gradientGaps[k] = b === 0 ? 0 : norm(gap, m, (i) => there[i]! - gradient[i]!);
    s.firstFactors[k] = norm(firstFactor, m, (i) => there[i]! - image[i]!);
    s.values[k] = here.at.value;
    s.nextValues[k] = next.at.value;
    s.innerProducts[k] = inner;
    s.i1[k] = i1;
    s.i2[k] = i2;
    s.i3[k] = i3;
    s.i3a[k] = i3a;
    s.i3b[k] = i3b;
    s.thirdNorms[k] = thirdNorm;
    const { steps: last } = this.#instance;
    if (m <= MOST_DECOMPOSED && (t === last || (t - 1) % this.#stride === 0)) {
      this.samples.push({ time: t, preconditioner, steps: a });
    }
    return norm(move, m, (i) => next.theta[i]! - here.theta[i]!);
  }

  #known: Preconditioner | undefined;

  #know(preconditioner: Preconditioner): void {
    if (preconditioner === this.#known) return;
    this.#known = preconditioner;
    for (const eigenvalue of preconditioner.eigenvalues) {
      this.#largestNorm = Math.max(this.#largestNorm, eigenvalue);
      this.#largestInverse = Math.max(this.#largestInverse, 1 / eigenvalue);
      this.#identityDistance = Math.max(this.#identityDistance, Math.abs(1 - eigenvalue));
    }
    for (const sum of preconditioner.columnSums) {
      this.#columnSum = Math.max(this.#columnSum, sum);
    }
    this.#inverseColumnSum = Math.max(this.#inverseColumnSum, preconditioner.inverseColumnSum);
  }

  /** The least s in (0, ½] with ‖g_{1:t,i}‖ ≤ M t^s. */
  #exponent(bound: number): number {
    let exponent = LEAST_EXPONENT;
    for (let index = 1; index < this.#gradientRoots.length; index++) {
      const root = this.#gradientRoots[index]!;
      if (root > 0) exponent = Math.max(exponent, Math.log(root / bound) / Math.log(index + 1));
    }
    return Math.min(1 / 2, exponent);
  }

  /** What was taken down. */
  run(sampled: readonly SampledStep[]): GlobalRun {
    const { beta1, beta2, epsilon } = this.#instance;
    const problem = this.#problem;
    const columnSum = Math.max(this.#columnSum, this.#inverseColumnSum);
    const constants = {
      dimension: problem.dimension,
      gradientBound: problem.gradientBound,
      gradientNormBound: problem.gradientNormBound,
      smoothness: problem.smoothness,
      spectral: Math.max(this.#largestNorm, this.#largestInverse),
      largestNorm: this.#largestNorm,
      largestInverse: this.#largestInverse,
      identityDistance: this.#identityDistance,
      // B_t is symmetric.
      rowSum: columnSum,
      largestColumnSum: this.#columnSum,
      columnSum,
      initialGap: problem.value(this.#instance.start),
      exponent: this.#exponent(problem.gradientBound),
      k: 1 / (2 * Math.sqrt(epsilon * (1 - beta2)) * (1 - beta1 / Math.sqrt(beta2))),
    };
    return {
      instance: this.#instance,
      constants,
      measured: {
        ...constants,
        gradientBound: this.#largestGradient,
        gradientNormBound: this.#largestGradientNorm,
        smoothness: this.#curvature,
        exponent: this.#exponent(this.#largestGradient),
      },
      momentumFactor: this.#b,
      gradientSquares: this.#gradientSquares.values,
      directionSquares: this.#directionSquares.values,
      ...this.#sequences,
      largestMoment: this.#largestMoment,
      firstDecrease: this.#firstDecrease,
      firstStep: this.#firstStep,
      sampled,
    };
  }
}
