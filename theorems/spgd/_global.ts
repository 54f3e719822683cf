/**
 * What the claims on SPGD's global theory (§3.2 to 3.4, Appendix B of the paper) share: a run of
 * the modified Algorithm 1, recorded once, with the constants that the claims speak of.
 *
 * **Constants.** M = sup ‖∇f‖_∞ and L are those of all of R^m, in closed form (see `problems`). C_2
 * and C_∞ bound B_t and its inverse, so they are the largest norms of the B_t of the run; on
 * matrices under left multiplication ‖B‖_2^op = ‖B‖_2, and in the entrywise norm ‖B‖_{1,1}^op =
 * max_j Σ_i |B_ij|, attained by a matrix with one entry. Δ_f = f(θ_1), as inf f = 0. s is the least
 * exponent in (0, ½] with ‖g_{1:t,i}‖ ≤ M t^s for all t and i of the run; ½ always will do.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import type { Arbitrary } from "../../lib/fast_check/mod.ts";
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
  type BoundedGradientInstance,
  type BoundedGradientProblem,
  boundedGradientProblem,
  type BoundedTerm,
  magnitude,
  realNumber,
  vectorOf,
} from "../../problems/mod.ts";
import {
  type Claim,
  defineClaim,
  type Figure,
  type Hypothesis,
  type Relation,
} from "../../verify/mod.ts";
import { enumerated } from "../_figures.ts";

/** A symmetric positive definite matrix by its spectrum. */
export interface SpectralMatrix {
  /** Its eigenvalues, positive; as many as m or more. */
  readonly eigenvalues: readonly number[];
  /** The vectors of the reflections whose product has its eigenvectors as rows; none: a diagonal matrix. */
  readonly turns: readonly (readonly number[])[];
}

/** B_t. */
export type PreconditionerDescription =
  /** (J_tᵀJ_t + μI)^{−p}. */
  | { readonly kind: "damped power"; readonly damping: number; readonly power: number }
  /** These, taken in turn. */
  | { readonly kind: "prescribed"; readonly matrices: readonly SpectralMatrix[] };

/** A run of the modified Algorithm 1. */
export interface GlobalInstance {
  /** f. */
  readonly objective: BoundedGradientInstance;
  /** θ_1, as many numbers as terms. */
  readonly start: readonly number[];
  /** B_t. */
  readonly preconditioner: PreconditionerDescription;
  /** α. */
  readonly stepSize: number;
  /** β_1. */
  readonly beta1: number;
  /** β_2, with β_1 < √β_2. */
  readonly beta2: number;
  /** ε. */
  readonly epsilon: number;
  /** T, at least 2. */
  readonly steps: number;
}

/** A sequence, of which the entry 0 belongs to t = 1. */
export type Sequence = readonly number[];

/** The constants of a run. */
export interface GlobalConstants {
  /** m. */
  readonly dimension: number;
  /** M. */
  readonly gradientBound: number;
  /** L. */
  readonly smoothness: number;
  /** C_2, which is C_2^op as well: the larger of … */
  readonly spectral: number;
  /** … sup ‖B_t‖_2 and … */
  readonly largestNorm: number;
  /** … sup ‖B_t^{-1}‖_2. */
  readonly largestInverse: number;
  /** C_∞. */
  readonly rowSum: number;
  /** C_{1,1}^op. */
  readonly columnSum: number;
  /** Δ_f. */
  readonly initialGap: number;
  /** s. */
  readonly exponent: number;
  /** K. */
  readonly k: number;
}

/** A recorded run. */
export interface GlobalRun {
  readonly instance: GlobalInstance;
  readonly constants: GlobalConstants;
  /** b = β_1/(1 − β_1). */
  readonly momentumFactor: number;
  /** ‖g_t‖_2 and ‖λ_t‖_∞. */
  readonly gradientNorms: Sequence;
  readonly directionBounds: Sequence;
  /** Σ_t g_{t,i}² and Σ_t λ_{t,i}², one a coordinate. */
  readonly gradientSquares: Sequence;
  readonly directionSquares: Sequence;
  /** ‖A_t m_t‖ and ‖A_tλ_t‖. */
  readonly momentSteps: Sequence;
  readonly directionSteps: Sequence;
  /** ‖A_t^{-1/2}‖_2, ‖A_t‖_{1,1}. */
  readonly inverseRoots: Sequence;
  readonly traces: Sequence;
  /** min_i A_{t,i}/A_{t−1,i} − 1 and max_i |1 − A_{t,i}/A_{t−1,i}|, of t ≥ 2; 0 at t = 1. */
  readonly leastGrowths: Sequence;
  /** max_i of the same. */
  readonly largestGrowths: Sequence;
  readonly relativeChanges: Sequence;
  /** ‖θ_t − θ_{t−1}‖ (0 at t = 1) and ‖z_{t+1} − z_t‖. */
  readonly moves: Sequence;
  readonly auxiliaryMoves: Sequence;
  /** ‖z_{t+1} − z_t − (its expression in Lemma 7)‖. */
  readonly lemma7Errors: Sequence;
  /** What rounds θ_t and z_t. */
  readonly positionScales: Sequence;
  /** ‖∇f(z_t) − ∇f(θ_t)‖. */
  readonly gradientGaps: Sequence;
  /** f(z_t), f(z_{t+1}), and the right side of the descent lemma between them. */
  readonly values: Sequence;
  readonly nextValues: Sequence;
  readonly descentBounds: Sequence;
  /** I_{1,t}, I_{2,t}, I_{3,t}^{(A)}, I_{3,t}^{(B)}, I_{4,t}. */
  readonly i1: Sequence;
  readonly i2: Sequence;
  readonly i3a: Sequence;
  readonly i3b: Sequence;
  readonly i4: Sequence;
  /** ⟨∇f(θ_1), A_1λ_1⟩. */
  readonly firstDecrease: number;
  /** ‖B_t‖_2, ‖B_t^{-1}‖_2 and ‖B_t^{-1}A_t^{-1/2}‖_2 at some t. */
  readonly sampled: readonly {
    readonly time: number;
    readonly norm: number;
    readonly inverseNorm: number;
    readonly productNorm: number;
  }[];
}

type Rows = readonly (readonly number[])[];

/** B with what is asked of it. */
interface Preconditioner {
  apply(v: readonly number[]): number[];
  readonly eigenvalues: readonly number[];
  /** The largest row sums of |B| and |B^{-1}|, which are their column sums, as they are symmetric. */
  readonly rowSum: number;
  readonly inverseRowSum: number;
  /** The rows of a power of B. */
  rows(power: 1 | -1): Rows;
}

/** Qᵀ diag(eigenvalues) Q; Q undefined: diagonal. */
function preconditionerOf(
  eigenvalues: readonly number[],
  q: Rows | undefined,
): Preconditioner {
  const m = eigenvalues.length;
  const rows = (power: 1 | -1): number[][] =>
    Array.from({ length: m }, (_, i) =>
      Array.from({ length: m }, (_, k) => {
        if (q === undefined) return i === k ? eigenvalues[i]! ** power : 0;
        let sum = 0;
        for (let j = 0; j < m; j++) sum += eigenvalues[j]! ** power * q[j]![i]! * q[j]![k]!;
        return sum;
      }));
  const largestSum = (matrix: Rows) =>
    Math.max(...matrix.map((row) => row.reduce((sum, entry) => sum + Math.abs(entry), 0)));
  return {
    eigenvalues,
    rowSum: q === undefined ? Math.max(...eigenvalues) : largestSum(rows(1)),
    inverseRowSum: q === undefined ? 1 / Math.min(...eigenvalues) : largestSum(rows(-1)),
    rows,
    apply(v) {
      if (q === undefined) return v.map((entry, i) => eigenvalues[i]! * entry);
      const coordinates = q.map((row, j) => {
        let sum = 0;
        for (let i = 0; i < m; i++) sum += row[i]! * v[i]!;
        return eigenvalues[j]! * sum;
      });
      return v.map((_, i) => {
        let sum = 0;
        for (let j = 0; j < m; j++) sum += q[j]![i]! * coordinates[j]!;
        return sum;
      });
    },
  };
}

/** B_t as a function of t, counted from 0, and θ_t. */
function preconditioners(
  { preconditioner }: GlobalInstance,
  problem: BoundedGradientProblem,
): (index: number, theta: readonly number[]) => Preconditioner {
  if (preconditioner.kind === "damped power") {
    const { damping, power } = preconditioner;
    return (_, theta) =>
      preconditionerOf(
        problem.slopes(theta).map((slope) => (slope ** 2 + damping) ** -power),
        problem.turn,
      );
  }
  const m = problem.dimension;
  const all = preconditioner.matrices.map(({ eigenvalues, turns }) =>
    preconditionerOf(
      eigenvalues.slice(0, m),
      turns.length === 0 ? undefined : reflectionProduct(m, turns.map((v) => v.slice(0, m))),
    )
  );
  return (index) => all[index % all.length]!;
}

/** What a run does; tests put another method in its place. */
export type GlobalMethod = <T>(
  arithmetic: Arithmetic<T>,
  instance: GlobalInstance,
  matrices: readonly Rows[],
) => GradientTransformation<T, readonly unknown[]>;

/** The modified Algorithm 1. */
const modifiedAlgorithm1: GlobalMethod = (arithmetic, instance, matrices) => {
  const { preconditioner, stepSize, beta1, beta2, epsilon } = instance;
  const options = { stepSize, beta1, beta2, epsilon };
  if (preconditioner.kind === "damped power") {
    const { damping, power } = preconditioner;
    return modifiedSpgdAdam(arithmetic, { ...options, damping, power });
  }
  return chain(
    stateless((gradient, { iteration }) =>
      arithmetic.multiply(arithmetic.matrix(matrices[iteration % matrices.length]!), gradient)
    ),
    amsgrad(arithmetic, options),
  );
};

/** At so many times at most ‖B_t^{-1}A_t^{-1/2}‖ is looked at. */
const SAMPLES = 8;

const dot = (x: readonly number[], y: readonly number[]) => {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i]! * y[i]!;
  return sum;
};
const norm = (x: readonly number[]) => Math.sqrt(dot(x, x));
const largest = (x: readonly number[]) =>
  x.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);
const minus = (x: readonly number[], y: readonly number[]) => x.map((entry, i) => entry - y[i]!);
const times = (x: readonly number[], y: readonly number[]) => x.map((entry, i) => entry * y[i]!);

/** What the method was at t. */
interface Step {
  readonly theta: readonly number[];
  readonly moment: readonly number[];
  readonly secondMoment: readonly number[];
}

/** θ_1, …, θ_{T+1}, with m_{t−1} and v̂_{t−1} beside θ_t. */
function stepsOf<T>(
  arithmetic: Arithmetic<T>,
  instance: GlobalInstance,
  problem: BoundedGradientProblem,
  method: GlobalMethod,
): Step[] {
  const { preconditioner, start, steps } = instance;
  const at = preconditioners(instance, problem);
  const matrices = preconditioner.kind === "prescribed"
    ? preconditioner.matrices.map((_, index) => at(index, start).rows(1))
    : [];
  const all: Step[] = [];
  iterate(arithmetic, problem, method(arithmetic, instance, matrices), start, {
    steps,
    visit({ theta }, state) {
      const moments = scalingState(state as readonly unknown[]) as ScaleByAmsgradState<T>;
      all.push({
        theta: arithmetic.toArray(theta),
        moment: arithmetic.toArray(moments.firstMoment),
        secondMoment: arithmetic.toArray(moments.largestSecondMoment),
      });
    },
  });
  return all;
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
 * Runs the method for T steps and records what the claims speak of.
 *
 * @param method What a test puts in the place of the modified Algorithm 1.
 */
export function recordGlobalRun<T>(
  arithmetic: Arithmetic<T>,
  instance: GlobalInstance,
  method: GlobalMethod = modifiedAlgorithm1,
): GlobalRun {
  const problem = boundedGradientProblem(instance.objective);
  const { stepSize: alpha, beta1, beta2, epsilon, steps: T } = instance;
  const m = problem.dimension;
  const b = beta1 / (1 - beta1);
  const preconditionerAt = preconditioners(instance, problem);
  const all = stepsOf(arithmetic, instance, problem, method);
  const theta = (t: number) => all[Math.max(0, t - 1)]!.theta;
  const z = (t: number) => theta(t).map((entry, i) => entry + b * (entry - theta(t - 1)[i]!));
  /** A_t. */
  const steps = (t: number) =>
    all[t]!.secondMoment.map((second) => alpha / Math.sqrt(second + epsilon));

  const sequences = {
    gradientNorms: [] as number[],
    directionBounds: [] as number[],
    momentSteps: [] as number[],
    directionSteps: [] as number[],
    inverseRoots: [] as number[],
    traces: [] as number[],
    leastGrowths: [] as number[],
    largestGrowths: [] as number[],
    relativeChanges: [] as number[],
    moves: [] as number[],
    auxiliaryMoves: [] as number[],
    lemma7Errors: [] as number[],
    positionScales: [] as number[],
    gradientGaps: [] as number[],
    values: [] as number[],
    nextValues: [] as number[],
    descentBounds: [] as number[],
    i1: [] as number[],
    i2: [] as number[],
    i3a: [] as number[],
    i3b: [] as number[],
    i4: [] as number[],
  };
  const sampled: GlobalRun["sampled"][number][] = [];
  const gradientSquares = new Array<number>(m).fill(0);
  const directionSquares = new Array<number>(m).fill(0);
  let [largestNorm, largestInverse, rowSum, exponent] = [0, 0, 0, 0];
  const stride = Math.max(1, Math.ceil(T / SAMPLES));
  let firstDecrease = 0;
  let previous = steps(1).map(() => alpha / Math.sqrt(epsilon));
  let auxiliary = z(1);
  for (let t = 1; t <= T; t++) {
    const here = theta(t);
    const gradient = problem.gradient(here);
    const preconditioner = preconditionerAt(t - 1, here);
    const direction = preconditioner.apply(gradient);
    const { moment } = all[t]!;
    const a = steps(t);
    const before = all[t - 1]!.moment;
    const next = z(t + 1);
    const move = minus(next, auxiliary);
    const gradientThere = problem.gradient(auxiliary);
    const gap = minus(gradientThere, gradient);
    const decrease = t === 1 ? a.map(() => 0) : minus(previous, a);
    const predicted = a.map((entry, i) => b * decrease[i]! * before[i]! - entry * direction[i]!);
    const { eigenvalues } = preconditioner;
    largestNorm = Math.max(largestNorm, ...eigenvalues);
    largestInverse = Math.max(largestInverse, 1 / Math.min(...eigenvalues));
    rowSum = Math.max(rowSum, preconditioner.rowSum, preconditioner.inverseRowSum);
    gradient.forEach((entry, i) => gradientSquares[i]! += entry ** 2);
    direction.forEach((entry, i) => directionSquares[i]! += entry ** 2);
    if (t === 1) firstDecrease = dot(gradient, times(a, direction));
    if (t > 1) {
      const root = Math.sqrt(Math.max(...gradientSquares));
      exponent = Math.max(exponent, Math.log(root / problem.gradientBound) / Math.log(t));
    }
    const inverseRoot = 1 / Math.sqrt(Math.min(...a));
    const value = problem.value(auxiliary);
    const bend = problem.smoothness / 2 * dot(move, move);
    const s = sequences;
    s.gradientNorms.push(norm(gradient));
    s.directionBounds.push(largest(direction));
    s.momentSteps.push(norm(times(a, moment)));
    s.directionSteps.push(norm(times(a, direction)));
    s.inverseRoots.push(inverseRoot);
    s.traces.push(a.reduce((sum, entry) => sum + entry, 0));
    s.leastGrowths.push(t === 1 ? 0 : Math.min(...a.map((entry, i) => entry / previous[i]! - 1)));
    s.largestGrowths.push(t === 1 ? 0 : Math.max(...a.map((entry, i) => entry / previous[i]! - 1)));
    s.relativeChanges.push(
      t === 1 ? 0 : Math.max(...a.map((entry, i) => Math.abs(1 - entry / previous[i]!))),
    );
    s.moves.push(norm(minus(here, theta(t - 1))));
    s.auxiliaryMoves.push(norm(move));
    s.lemma7Errors.push(norm(minus(move, predicted)));
    s.positionScales.push((norm(here) + norm(theta(t + 1))) * (1 + 2 * b));
    s.gradientGaps.push(norm(gap));
    s.values.push(value);
    s.nextValues.push(problem.value(next));
    s.descentBounds.push(value + dot(gradientThere, move) + bend);
    s.i1.push(dot(minus(gradientThere, preconditioner.apply(gradientThere)), move));
    s.i2.push(dot(preconditioner.apply(gap), move));
    s.i3a.push(t === 1 ? 0 : b * dot(direction, times(decrease, before)));
    s.i3b.push(dot(direction, times(a, direction)));
    s.i4.push(bend);
    if (t === 1 || t === T || t % stride === 0) {
      sampled.push({
        time: t,
        norm: Math.max(...eigenvalues),
        inverseNorm: 1 / Math.min(...eigenvalues),
        productNorm: productNorm(arithmetic, preconditioner, a),
      });
    }
    previous = a;
    auxiliary = next;
  }
  return {
    instance,
    constants: {
      dimension: m,
      gradientBound: problem.gradientBound,
      smoothness: problem.smoothness,
      spectral: Math.max(largestNorm, largestInverse),
      largestNorm,
      largestInverse,
      rowSum,
      // B_t is symmetric.
      columnSum: rowSum,
      initialGap: problem.value(theta(1)),
      exponent: Math.max(LEAST_EXPONENT, Math.min(1 / 2, exponent)),
      k: 1 / (2 * Math.sqrt(epsilon * (1 - beta2)) * (1 - beta1 / Math.sqrt(beta2))),
    },
    momentumFactor: b,
    gradientSquares,
    directionSquares,
    ...sequences,
    firstDecrease,
    sampled,
  };
}

/** s > 0, however fast the gradients fall. */
const LEAST_EXPONENT = 1e-3;

/** ‖B^{-1}A^{-1/2}‖_2. */
function productNorm<T>(
  arithmetic: Arithmetic<T>,
  preconditioner: Preconditioner,
  a: readonly number[],
): number {
  return arithmetic.scope(() => {
    const rows = preconditioner.rows(-1).map((row) =>
      row.map((entry, i) => entry / Math.sqrt(a[i]!))
    );
    return arithmetic.singularValueDecomposition(arithmetic.matrix(rows)).s[0]!;
  });
}

/** Terms of all shapes, with slopes from small to large. */
function terms(): Arbitrary<BoundedTerm> {
  return fc.record({
    shape: fc.constantFrom(
      "log-cosh" as const,
      "pseudo-Huber" as const,
      "cosine" as const,
      "Welsch" as const,
    ),
    curvature: magnitude({ minimum: 1e-3, maximum: 1e3 }),
    scale: magnitude({ minimum: 1e-2, maximum: 1e2 }),
  });
}

/** How large the instances of {@linkcode globalInstances} are. */
export interface GlobalInstanceOptions {
  /** The largest m of most. Default: 4. */
  readonly dimension?: number;
  /** The largest T. Default: 200. */
  readonly steps?: number;
}

/**
 * Runs of the modified Algorithm 1: all shapes of f, turned or not; B_t from the Jacobian, or any
 * spectra in turn (a multiple of the identity among them); starts near the minimum, in the slopes
 * and far beyond; β_1 from 0 to 0.95 and β_2 such that β_1 < √β_2.
 */
export function globalInstances(
  { dimension = 4, steps = 200 }: GlobalInstanceOptions = {},
): Arbitrary<GlobalInstance> {
  const turns = () =>
    fc.oneof(
      { withCrossShrink: true },
      fc.constant<number[][]>([]),
      fc.array(vectorOf(dimension, realNumber({ minimum: -3, maximum: 3 })), {
        minLength: 1,
        maxLength: 2,
      }),
    );
  const spectral = fc.record({
    eigenvalues: fc.oneof(
      { withCrossShrink: true },
      magnitude({ minimum: 1e-2, maximum: 1e2 }).map((value) =>
        new Array<number>(dimension).fill(value)
      ),
      vectorOf(dimension, magnitude({ minimum: 1e-2, maximum: 1e2 })),
    ),
    turns: turns(),
  });
  return fc.record({
    dimension: fc.noBias(fc.integer({ min: 1, max: dimension })),
    terms: fc.array(terms(), { minLength: dimension, maxLength: dimension }),
    turns: turns(),
    start: vectorOf(dimension, realNumber({ minimum: -10, maximum: 10 })),
    reach: magnitude({ minimum: 0.1, maximum: 1e3 }),
    preconditioner: fc.oneof(
      fc.record({
        kind: fc.constant("damped power" as const),
        damping: magnitude({ minimum: 1e-3, maximum: 10 }),
        power: fc.constantFrom(0.5, 1, 0.25),
      }),
      fc.record({
        kind: fc.constant("prescribed" as const),
        matrices: fc.array(spectral, { minLength: 1, maxLength: 2 }),
      }),
    ),
    stepSize: magnitude({ minimum: 1e-4, maximum: 10 }),
    beta1: fc.oneof(
      { withCrossShrink: true },
      fc.constant(0),
      fc.constant(0.9),
      realNumber({ minimum: 0, maximum: 0.95 }),
    ),
    // How far √β_2 is from β_1 towards 1.
    share: fc.oneof(
      { withCrossShrink: true },
      fc.constant(0.5),
      realNumber({ minimum: 0.01, maximum: 0.999 }),
    ),
    epsilon: magnitude({ minimum: 1e-8, maximum: 10 }),
    steps: fc.oneof(
      { weight: 3, arbitrary: fc.integer({ min: 2, max: 20 }) },
      { weight: 1, arbitrary: fc.integer({ min: 2, max: steps }) },
    ),
  }).map(({ dimension: m, terms, turns, start, reach, preconditioner, beta1, share, ...rest }) => {
    const cut = (vectors: readonly (readonly number[])[]) =>
      vectors.map((vector) => vector.slice(0, m)).filter((vector) =>
        vector.some((entry) => entry !== 0)
      );
    return {
      objective: { terms: terms.slice(0, m), turns: cut(turns) },
      // In units of the scales, so that every part of a term is met.
      start: start.slice(0, m).map((entry, i) => entry * terms[i]!.scale * reach / 10),
      preconditioner: preconditioner.kind === "damped power" ? preconditioner : {
        kind: preconditioner.kind,
        matrices: preconditioner.matrices.map(({ eigenvalues, turns }) => ({
          eigenvalues: eigenvalues.slice(0, m),
          turns: cut(turns),
        })),
      },
      beta1,
      beta2: (beta1 + share * (1 - beta1)) ** 2,
      ...rest,
    };
  });
}

/** β_1 < √β_2. */
export const momentsDecay: Hypothesis<GlobalInstance, GlobalRun> = {
  name: "β_1 < √β_2",
  statement: String.raw`\beta_1 < \sqrt{\beta_2}`,
  holds: ({ beta1, beta2 }) => beta1 < Math.sqrt(beta2),
};

/** What tells one of these claims from another. */
export type GlobalClaim =
  & Pick<Claim<GlobalInstance, GlobalRun>, "id" | "title" | "locus" | "variants">
  & Partial<
    Pick<Claim<GlobalInstance, GlobalRun>, "hypotheses" | "instances" | "figures" | "cost">
  >;

/** A claim on the run of the modified Algorithm 1, or of what a test puts in its place. */
export function globalClaim(claim: GlobalClaim, method?: GlobalMethod): Claim {
  return defineClaim<GlobalInstance, GlobalRun>({
    kind: "universal",
    hypotheses: [momentsDecay],
    instances: globalInstances(),
    cost: 2,
    observe: <T>(instance: GlobalInstance, arithmetic: Arithmetic<T>) =>
      recordGlobalRun(arithmetic, instance, method),
    figures: lossFigure,
    ...claim,
  });
}

/** f(z_t) and ‖∇f(θ_t)‖ along the run. */
function lossFigure({ values, gradientNorms }: GlobalRun): Figure[] {
  return [{
    kind: "lines",
    title: "the loss at z_t and the norm of the gradient at θ_t",
    x: { label: "t" },
    y: { label: "size" },
    series: [
      { name: "f(z_t)", role: "observed", points: enumerated(values, 1) },
      { name: "‖∇f(θ_t)‖", role: "reference", points: enumerated(gradientNorms, 1) },
    ],
  }];
}

/** The entries of a sequence from t = 2 on. */
export function later(sequence: Sequence): number[] {
  return sequence.slice(1);
}

/** Σ. */
export function total(sequence: Sequence): number {
  return sequence.reduce((sum, entry) => sum + entry, 0);
}

/** The relation lhs_t ≤ rhs_t at the t where it comes closest to breaking. */
export function closestOf(
  label: string,
  lhs: Sequence,
  rhs: (index: number) => number,
  scale: (index: number) => number = (index) =>
    Math.max(Math.abs(lhs[index]!), Math.abs(rhs(index))),
): Relation[] {
  if (lhs.length === 0) return [];
  const excess = (index: number) => (lhs[index]! - rhs(index)) / (scale(index) + Number.MIN_VALUE);
  let worst = 0;
  for (let index = 1; index < lhs.length; index++) if (excess(index) > excess(worst)) worst = index;
  return [{ label, lhs: lhs[worst]!, sense: "<=", rhs: rhs(worst), scale: scale(worst) }];
}

/** √(C_∞²M² + ε). */
export function rootBound({ constants, instance }: GlobalRun): number {
  return Math.sqrt((constants.rowSum * constants.gradientBound) ** 2 + instance.epsilon);
}

/** Σ_i ‖λ_{1:T,i}‖. */
export function directionSum({ directionSquares }: GlobalRun): number {
  return directionSquares.reduce((sum, square) => sum + Math.sqrt(square), 0);
}

/** What enters f(z_{t+1}) and f(z_t), of which the positions are rounded. */
export function valueScale(run: GlobalRun, index: number): number {
  const { values, nextValues, gradientNorms, gradientGaps, auxiliaryMoves, positionScales } = run;
  const slope = gradientNorms[index]! + gradientGaps[index]! +
    run.constants.smoothness * auxiliaryMoves[index]!;
  return values[index]! + nextValues[index]! + slope * positionScales[index]!;
}

/** What enters A_tλ_t, as ∇f sees the rounding of θ_t through its Lipschitz constant. */
export function gradientRounding(run: GlobalRun, index: number): number {
  const { largestNorm, smoothness } = run.constants;
  return run.traces[index]! * largestNorm * smoothness * run.positionScales[index]!;
}
