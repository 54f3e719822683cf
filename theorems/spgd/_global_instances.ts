/**
 * The runs of the modified Algorithm 1 that SPGD's global theory is tested on (§3.2 of the paper).
 *
 * **B_t is prescribed, or comes from the Jacobian.** The paper's B_t is (J_tᵀJ_t + μI)^{−p}, of
 * which its theory uses bounds only. Whatever sequence is prescribed could come from a Jacobian:
 * residuals R cos ψ(θ) and R sin ψ(θ) add a constant to f = ½‖F‖², nothing to its gradient, and
 * R²∇ψ∇ψᵀ to JᵀJ.
 *
 * @module
 */

import fc from "fast-check";
import type { Arbitrary } from "../../lib/fast_check/mod.ts";
import {
  type BoundedGradientInstance,
  type BoundedTerm,
  magnitude,
  realNumber,
  vectorOf,
} from "../../problems/mod.ts";

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
  /** B_1, if it differs, and then the matrices, taken in turn. */
  | {
    readonly kind: "prescribed";
    readonly first?: SpectralMatrix;
    readonly matrices: readonly SpectralMatrix[];
  };

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

/** β_1, and a share that says how far √β_2 is from it towards 1. */
function decays(): Arbitrary<{ readonly beta1: number; readonly beta2: number }> {
  return fc.record({
    beta1: fc.oneof(
      { withCrossShrink: true },
      fc.constant(0),
      fc.constant(0.9),
      realNumber({ minimum: 0, maximum: 0.95 }),
    ),
    share: fc.oneof(
      { withCrossShrink: true },
      fc.constant(0.5),
      realNumber({ minimum: 0.01, maximum: 0.999 }),
    ),
  }).map(({ beta1, share }) => ({ beta1, beta2: (beta1 + share * (1 - beta1)) ** 2 }));
}

/** Vectors of reflections, for at most so many numbers; none for a diagonal matrix. */
function turnsOf(dimension: number): Arbitrary<number[][]> {
  return fc.oneof(
    { withCrossShrink: true },
    fc.constant<number[][]>([]),
    fc.array(vectorOf(dimension, realNumber({ minimum: -3, maximum: 3 })), {
      minLength: 1,
      maxLength: 2,
    }),
  );
}

/** What a run in R^m keeps of vectors that were drawn longer. */
function cut(vectors: readonly (readonly number[])[], m: number): number[][] {
  return vectors.map((vector) => vector.slice(0, m)).filter((vector) =>
    vector.some((entry) => entry !== 0)
  );
}

/** A preconditioner of R^m, by one that was drawn for more coordinates. */
function within(preconditioner: PreconditionerDescription, m: number): PreconditionerDescription {
  if (preconditioner.kind === "damped power") return preconditioner;
  return {
    kind: preconditioner.kind,
    matrices: preconditioner.matrices.map(({ eigenvalues, turns }) => ({
      eigenvalues: eigenvalues.slice(0, m),
      turns: cut(turns, m),
    })),
  };
}

/** A number between two, with nothing that the edges are for. */
function between(least: number, most: number): Arbitrary<number> {
  return fc.double({ min: least, max: most, noNaN: true, noDefaultInfinity: true });
}

/** An integer between two, divided. */
function parts(least: number, most: number, divisor: number): Arbitrary<number> {
  return fc.integer({ min: least, max: most }).map((count) => count / divisor);
}

/** The largest m, and the largest T, of most runs. */
const DIMENSION = 4;
const STEPS = 200;

/** Runs of up to 200 steps in R^1 to R^4, of all kinds. */
function ordinaryInstances(): Arbitrary<GlobalInstance> {
  const dimension = DIMENSION;
  const spectral = fc.record({
    eigenvalues: fc.oneof(
      { withCrossShrink: true },
      magnitude({ minimum: 1e-2, maximum: 1e2 }).map((value) =>
        new Array<number>(dimension).fill(value)
      ),
      vectorOf(dimension, magnitude({ minimum: 1e-2, maximum: 1e2 })),
    ),
    turns: turnsOf(dimension),
  });
  return fc.record({
    dimension: fc.noBias(fc.integer({ min: 1, max: dimension })),
    terms: fc.array(terms(), { minLength: dimension, maxLength: dimension }),
    // Whether f is the same in all directions.
    isRound: fc.boolean(),
    turns: turnsOf(dimension),
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
    decays: decays(),
    epsilon: magnitude({ minimum: 1e-8, maximum: 10 }),
    steps: fc.oneof(
      { weight: 3, arbitrary: fc.integer({ min: 2, max: 20 }) },
      { weight: 1, arbitrary: fc.integer({ min: 2, max: STEPS }) },
    ),
  }).map(({
    dimension: m,
    terms,
    isRound,
    turns,
    start,
    reach,
    preconditioner,
    decays,
    ...rest
  }) => ({
    objective: {
      terms: terms.slice(0, m).map((term) => isRound ? terms[0]! : term),
      turns: cut(turns, m),
    },
    // In units of the scales, so that every part of a term is met.
    start: start.slice(0, m).map((entry, i) => entry * terms[isRound ? 0 : i]!.scale * reach / 10),
    preconditioner: within(preconditioner, m),
    ...decays,
    ...rest,
  }));
}

/** Runs in the slopes of log cosh, where ∇f stays what it is: M(±1, …, ±1), turned or not. */
function slopingInstances(): Arbitrary<GlobalInstance> {
  return fc.record({
    m: fc.integer({ min: 1, max: 6 }),
    turn: turnsOf(6),
    signs: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
    bound: magnitude({ minimum: 1e-2, maximum: 1e4 }),
    eigenvalue: magnitude({ minimum: 1e-2, maximum: 1e2 }),
    stepSize: magnitude({ minimum: 1e-4, maximum: 1 }),
    decays: decays(),
    epsilon: magnitude({ minimum: 1e-8, maximum: 10 }),
    steps: fc.integer({ min: 2, max: 10 }),
  }).map(({ m, turn, signs, bound, eigenvalue, decays, ...rest }): GlobalInstance => ({
    objective: {
      terms: Array.from({ length: m }, () => ({ shape: "log-cosh", curvature: bound, scale: 1 })),
      turns: cut(turn, m),
    },
    start: signs.slice(0, m).map((isUp) => isUp ? 40 : -40),
    preconditioner: {
      kind: "prescribed",
      matrices: [{ eigenvalues: new Array<number>(m).fill(eigenvalue), turns: [] }],
    },
    ...decays,
    ...rest,
  }));
}

/** Short runs in R^m, m up to 200, of which a few terms, eigenvalues and numbers are repeated. */
function largeInstances(): Arbitrary<GlobalInstance> {
  const numbers = () => vectorOf(3, realNumber({ minimum: -3, maximum: 3 }));
  return fc.record({
    // Most of them small.
    size: between(Math.log(5), Math.log(200)),
    terms: fc.array(terms(), { minLength: 1, maxLength: 3 }),
    turn: numbers(),
    turnB: numbers(),
    start: numbers(),
    eigenvalues: fc.array(magnitude({ minimum: 0.1, maximum: 10 }), { minLength: 1, maxLength: 3 }),
    stepSize: magnitude({ minimum: 1e-3, maximum: 1 }),
    decays: decays(),
    epsilon: magnitude({ minimum: 1e-6, maximum: 1 }),
    steps: fc.integer({ min: 2, max: 12 }),
  }).map(({ size, terms, turn, turnB, start, eigenvalues, decays, ...rest }): GlobalInstance => {
    const m = Math.round(Math.exp(size));
    const repeated = <E>(few: readonly E[]) =>
      Array.from({ length: m }, (_, i) => few[i % few.length]!);
    return {
      objective: { terms: repeated(terms), turns: cut([repeated(turn)], m) },
      start: repeated(start),
      preconditioner: {
        kind: "prescribed",
        matrices: [{ eigenvalues: repeated(eigenvalues), turns: cut([repeated(turnB)], m) }],
      },
      ...decays,
      ...rest,
    };
  });
}

/** T from 200 to 5,000, most of them small: longer runs are for a test, as each takes a second. */
function manySteps(): Arbitrary<number> {
  return between(Math.log(200), Math.log(5_000)).map((x) => Math.round(Math.exp(x)));
}

/** Long runs in R^1 and R^2, with a diagonal B or another one. */
function longInstances(): Arbitrary<GlobalInstance> {
  return fc.record({ instance: ordinaryInstances(), steps: manySteps() }).map(
    ({ instance, steps }) => {
      const m = Math.min(2, instance.objective.terms.length);
      return {
        ...instance,
        objective: {
          terms: instance.objective.terms.slice(0, m),
          turns: cut(instance.objective.turns, m),
        },
        start: instance.start.slice(0, m),
        preconditioner: within(instance.preconditioner, m),
        steps,
      };
    },
  );
}

/**
 * Runs of which (36) says something: B_t the identity, ε near M², or near the largest gradient of the
 * run, squared, and a start near the minimum and steps that get there soon, so that s is small.
 */
function calmInstances(): Arbitrary<GlobalInstance> {
  return fc.record({
    instance: ordinaryInstances(),
    near: between(0.001, 0.3),
    pace: between(0.3, 2),
    share: between(0.3, 3),
    isNear: fc.boolean(),
    steps: fc.integer({ min: 50, max: 1_000 }),
  }).map(({ instance, near, pace, share, isNear, steps }): GlobalInstance => {
    const { objective: { terms } } = instance;
    const bound = (isNear ? near : 1) *
      Math.max(...terms.map(({ curvature, scale }) => curvature * scale));
    return {
      ...instance,
      start: instance.start.map((entry, i) =>
        near * terms[i]!.scale * entry / Math.max(1, Math.abs(entry))
      ),
      preconditioner: {
        kind: "prescribed",
        matrices: [{ eigenvalues: terms.map(() => 1), turns: [] }],
      },
      stepSize: pace * bound / Math.max(...terms.map(({ curvature }) => curvature)),
      beta1: 0,
      beta2: 0.25,
      epsilon: share * bound ** 2,
      steps,
    };
  });
}

/** The matrix with eigenvalues c and 1/c, c to the axis (k² − 1, 2k), by the reflection of (1, −k). */
function tilted(c: number, k: number): SpectralMatrix {
  return { eigenvalues: [c, 1 / c], turns: [[1, -k]] };
}

/**
 * Runs that climb: f = ac² log cosh(θ_1/c) + xac² log cosh(θ_2/c) in its slopes, where ∇f is nearly
 * M(1, x), x < 1, and a B that turns it into (−p, q), 0 < p < xq. Each coordinate moves by nearly α
 * a step, so f changes by (1 − x)Mα: A_tB is not symmetric, and −A_tλ_t no direction of descent.
 */
function climbingInstances(): Arbitrary<GlobalInstance> {
  return fc.record({
    second: between(0.3, 0.9),
    axis: between(0.5, 0.9),
    condition: between(3, 9),
    curvature: magnitude({ minimum: 1, maximum: 1e6 }),
    stepSize: magnitude({ minimum: 1e-3, maximum: 0.1 }),
    epsilon: magnitude({ minimum: 1e-8, maximum: 1e-2 }),
    steps: fc.integer({ min: 5, max: 100 }),
  }).map(({ second, axis, condition, curvature, stepSize, epsilon, steps }): GlobalInstance => ({
    objective: {
      terms: [1, second].map((factor) => ({
        shape: "log-cosh" as const,
        curvature: factor * curvature,
        scale: 1,
      })),
      turns: [],
    },
    start: [4, 4 + stepSize * steps],
    preconditioner: { kind: "prescribed", matrices: [tilted(condition, axis)] },
    stepSize,
    beta1: 0,
    beta2: 0.01,
    epsilon: epsilon * curvature ** 2,
    steps,
  }));
}

/**
 * Runs that climb for ever, long enough to outlast every term of (36): f is nearly φ(q·θ) alone, so
 * that ∇f keeps its direction q, and once qᵀA_tBq < 0 the method climbs from wherever it is, until
 * the slope is constant. B_1 makes λ_{1,2} large, which v̂_2 remembers, and so the steps of θ_2,
 * which would descend, stay small.
 *
 * The numbers lie around those for which (36) breaks first, at T = 9,200 (a search over the plane,
 * M → ∞).
 */
function everClimbingInstances(): Arbitrary<GlobalInstance> {
  return fc.record({
    // In few digits, as shrinking a run of so many steps takes long.
    slope: parts(170, 185, 100),
    axis: parts(42, 50, 100),
    condition: parts(240, 265, 100),
    start: between(1, 2),
    stepSize: parts(20, 30, 1e4),
    share: parts(20, 45, 1e3),
    bound: magnitude({ minimum: 1e4, maximum: 1e8 }),
    steps: parts(24, 32, 1 / 500),
  }).map(({ slope, axis, condition: c, start, stepSize, share, bound, steps }): GlobalInstance => {
    // The reflection of the vector (1, −k) takes e_1 to (k² − 1, 2k)/(k² + 1).
    const q = [slope ** 2 - 1, 2 * slope].map((entry) => entry / (slope ** 2 + 1));
    return {
      objective: {
        terms: [bound, bound * 1e-6].map((curvature) => ({
          shape: "log-cosh" as const,
          curvature,
          scale: 1,
        })),
        turns: [[1, -slope]],
      },
      start: q.map((entry) => start * entry),
      preconditioner: {
        kind: "prescribed",
        first: { eigenvalues: [1 / c, c], turns: [] },
        matrices: [tilted(c, axis)],
      },
      stepSize,
      beta1: 0,
      beta2: 0.01,
      epsilon: share * bound ** 2,
      steps,
    };
  });
}

/**
 * Runs of the modified Algorithm 1: all shapes of f, turned or not; B_t from the Jacobian, or any
 * spectra in turn (multiples of the identity among them); starts near the minimum, in the slopes
 * and far beyond; β_1 from 0 to 0.95 and β_2 such that β_1 < √β_2; m up to 200, T up to
 * 5,000; and runs that climb, T up to 16,000.
 */
export function globalInstances(): Arbitrary<GlobalInstance> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 40, arbitrary: ordinaryInstances() },
    { weight: 10, arbitrary: calmInstances() },
    { weight: 5, arbitrary: climbingInstances() },
    { weight: 3, arbitrary: everClimbingInstances() },
    { weight: 3, arbitrary: slopingInstances() },
    { weight: 3, arbitrary: largeInstances() },
    { weight: 1, arbitrary: longInstances() },
  );
}
