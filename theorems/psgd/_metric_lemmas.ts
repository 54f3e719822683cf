/**
 * What the lemmas on one objective in a metric M share: pairs of points, and one step of preconditioned
 * SGD with a stochastic gradient of finitely many outcomes, whose expectations are sums.
 *
 * Points and displacements are drawn in M-coordinates, taken to w and evaluated from there. A
 * displacement from w to M-coordinates and a gradient's norm are known to u times κ(M) as a share of
 * themselves, and what ∇²F is summed of, `magnitude`, rounds all that it acts on.
 *
 * @module
 */

import fc from "fast-check";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import type { Arbitrary } from "../../lib/fast_check/mod.ts";
import { congruence } from "../../lib/linalg/mod.ts";
import { evaluate, preconditionedSgd } from "../../lib/optimizers/mod.ts";
import {
  cycle,
  magnitude,
  type Metric,
  type MetricObjective,
  metricObjective,
  type MetricObjectiveInstance,
  metricObjectiveInstances,
  type MetricObjectiveOptions,
  type MetricObjectiveOver,
  periodicVectors,
  realNumber,
} from "../../problems/mod.ts";
import type { Claim, Figure, Hypothesis, Series } from "../../verify/mod.ts";
import { evenly, geometrically, over } from "../_figures.ts";

/** The powers of M in ‖w‖_M and ‖∇f‖_{M⁻¹}; a test may change them. */
export interface MetricNorms {
  /** Of the displacements' metric. */
  readonly displacement: number;
  /** Of the gradients' metric. */
  readonly gradient: number;
}

/** ‖·‖_M and ‖·‖_{M⁻¹}. */
export const metricNorms: MetricNorms = { displacement: 1, gradient: -1 };

/** An objective with a point. */
export interface PointInstance {
  /** f and M. */
  readonly objective: MetricObjectiveInstance;
  /** w, in M-coordinates. */
  readonly point: readonly number[];
}

/** An objective with two points. */
export interface PairInstance extends PointInstance {
  /** The direction from w to w̄, in M-coordinates. */
  readonly direction: readonly number[];
  /** By how many of them w̄ is away. */
  readonly distance: number;
}

/** What the lemmas on pairs speak of. */
export interface PairObservation {
  /** ‖w̄ − w‖_M. */
  readonly distance: number;
  /** ‖∇f(w̄) − ∇f(w)‖_{M⁻¹}. */
  readonly gradientChange: number;
  /** f(w̄) − f(w) − ∇f(w)ᵀ(w̄ − w). */
  readonly divergence: number;
  /** The least eigenvalue of M⁻¹∇²f over all w, or a bound of it; μ̂ where it is positive. */
  readonly leastCurvature: number;
  /** The largest eigenvalue of M⁻¹∇²f over all w, or a bound of it. */
  readonly largestCurvature: number;
  /** L̂. */
  readonly smoothness: number;
  /** What rounds ∇²F, times κ(M). */
  readonly rounding: number;
}

/** What the lemmas on the Hessian speak of. */
export interface HessianObservation extends PairObservation {
  /** The eigenvalues of M⁻¹∇²f(w) at the first point, in ascending order. */
  readonly eigenvalues: readonly number[];
}

/** Objectives with a point, of which some are the minimizer. */
export function pointInstances(options: MetricObjectiveOptions): Arbitrary<PointInstance> {
  return fc.record({ objective: metricObjectiveInstances(options), point: points() })
    .map(({ objective, point }) => ({
      objective,
      point: cycle(point, objective.eigenvalues.length),
    }));
}

function points(): Arbitrary<number[]> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 7, arbitrary: periodicVectors() },
    { weight: 1, arbitrary: periodicVectors(fc.constant(0)) },
  );
}

/** Objectives with two points, near and far. */
export function pairInstances(options: MetricObjectiveOptions): Arbitrary<PairInstance> {
  return fc.record({
    instance: pointInstances(options),
    direction: periodicVectors(),
    distance: magnitude({ minimum: 1e-6, maximum: 1e2 }),
  }).map(({ instance, direction, distance }) => ({
    ...instance,
    direction: cycle(direction, instance.point.length),
    distance,
  }));
}

/** xᵀAx, A by its rows. */
export function quadraticForm<T>(
  arithmetic: Arithmetic<T>,
  rows: readonly (readonly number[])[],
  x: T,
): number {
  return arithmetic.dot(x, arithmetic.multiply(arithmetic.matrix(rows), x));
}

/** Observes a pair. */
export function observePair<T>(
  arithmetic: Arithmetic<T>,
  instance: PairInstance,
  norms: MetricNorms = metricNorms,
): PairObservation {
  const built = metricObjective(instance.objective);
  return arithmetic.scope(() => {
    const f = built.over(arithmetic);
    return pairAt(arithmetic, built, f, startOf(arithmetic, f, instance), instance, norms);
  });
}

/** Observes a pair, and the Hessian at its first point. */
export function observeHessian<T>(
  arithmetic: Arithmetic<T>,
  instance: PairInstance,
  norms: MetricNorms = metricNorms,
): HessianObservation {
  const built = metricObjective(instance.objective);
  return arithmetic.scope(() => {
    const f = built.over(arithmetic);
    const v = startOf(arithmetic, f, instance);
    const hessian = congruence(arithmetic, f.root, f.curvature(v));
    return {
      ...pairAt(arithmetic, built, f, v, instance, norms),
      // Those of M^{-1/2}∇²f(w)M^{-1/2} are the same.
      eigenvalues: arithmetic.symmetricEigendecomposition(
        congruence(arithmetic, f.inverseRoot, hessian),
      ).values,
    };
  });
}

/** v of the point that is nearest to an instance's w. */
export function startOf<T>(
  arithmetic: Arithmetic<T>,
  f: MetricObjectiveOver<T>,
  { point }: PointInstance,
): T {
  return f.coordinates(f.point(arithmetic.vector(point)));
}

function pairAt<T>(
  arithmetic: Arithmetic<T>,
  built: MetricObjective,
  f: MetricObjectiveOver<T>,
  v: T,
  { direction, distance }: PairInstance,
  norms: MetricNorms,
): PairObservation {
  const displacement = arithmetic.multiply(
    f.inverseRoot,
    arithmetic.vector(direction.map((entry) => distance * entry)),
  );
  const z = arithmetic.multiply(f.root, displacement);
  const change = arithmetic.multiply(f.root, f.slopeChange(v, z));
  const inMetric = (power: number, x: T) =>
    Math.sqrt(quadraticForm(arithmetic, built.metric.power(power), x));
  return {
    distance: inMetric(norms.displacement, displacement),
    gradientChange: inMetric(norms.gradient, change),
    divergence: f.divergence(v, z),
    leastCurvature: built.leastCurvature,
    largestCurvature: built.largestCurvature,
    smoothness: built.smoothness,
    rounding: built.metric.conditionNumber * built.magnitude,
  };
}

/** Assumption 2, which f satisfies by its construction, with an L̂ that is known. */
export const lipschitzGradient: Hypothesis<unknown, { readonly smoothness: number }> = {
  name: "M-Lipschitz gradient",
  statement: String.raw`\|\nabla f(w) - \nabla f(\bar w)\|_{M^{-1}} \le
    \hat L\|w - \bar w\|_M, \quad \hat L > 0`,
  holdsAlong: ({ smoothness }) => smoothness > 0,
};

/** f between two points, less its tangent at the first, under the parabolas that bound it. */
export function segmentFigure(instance: PairInstance): Figure[] {
  const shares = evenly(0, 1, 21);
  const observations = shares.map((share) =>
    observePair(float64, { ...instance, distance: share * instance.distance })
  );
  const { leastCurvature, largestCurvature, smoothness } = observations[0]!;
  const parabola = (curvature: number) =>
    shares.map((share, i) => [share, curvature / 2 * observations[i]!.distance ** 2] as const);
  const bounds: Series[] = [
    { name: "½L̂‖·‖_M²", role: "predicted", points: parabola(smoothness) },
    ...(largestCurvature < smoothness
      ? [{
        name: "½ the largest eigenvalue",
        role: "reference" as const,
        points: parabola(largestCurvature),
      }]
      : []),
    { name: "½ the least eigenvalue", role: "reference", points: parabola(leastCurvature) },
  ];
  return [{
    kind: "lines",
    title: "f less its tangent at w, on the way from w to w̄",
    x: { label: "share of the way" },
    y: { label: "f(w̄) − f(w) − ∇f(w)ᵀ(w̄ − w)" },
    series: [
      {
        name: "f less its tangent",
        role: "observed",
        points: shares.map((share, i) => [share, observations[i]!.divergence] as const),
      },
      ...bounds,
    ],
  }];
}

/**
 * A point, and a stochastic gradient of finitely many outcomes. In M-coordinates, γ = M^{-1/2}g, an
 * outcome is R∇F + n, R = `drift`·I + `skew`·S with the skew-symmetric S that has 1 above the diagonal.
 */
export interface StepInstance extends PointInstance {
  /** R's multiple of the identity. */
  readonly drift: number;
  /** R's multiple of S. */
  readonly skew: number;
  /** The outcomes. */
  readonly outcomes: readonly {
    /** What its probability is proportional to, positive. */
    readonly weight: number;
    /** n's direction. */
    readonly noise: readonly number[];
    /** The factor of it. */
    readonly size: number;
  }[];
  /** The share of the noise's mean that stays; 0: the noise has the mean 0. */
  readonly bias: number;
  /** α > 0. */
  readonly stepSize: number;
  /**
   * The steps of conjugate gradients in the place of M⁻¹. What they take g to is M⁻¹ of another
   * stochastic gradient, of which the lemmas then speak.
   */
  readonly conjugateGradientSteps?: number;
  /** The share of the variance that K stands for; K_V stands for the rest. */
  readonly constantShare: number;
  /** By how much the constants of the moment bounds are worse than the best, as a share of them. */
  readonly slack: number;
}

/** The constants of Assumption 3. */
export interface MomentConstants {
  /** c > 0: ∇fᵀM⁻¹E g ≥ c‖∇f‖². */
  readonly alignment: number;
  /** c_G ≥ c: ‖E g‖ ≤ c_G‖∇f‖. */
  readonly mean: number;
  /** K: Var ≤ K + K_V‖∇f‖². */
  readonly noise: number;
  /** K_V. */
  readonly multiplicative: number;
}

/** What the lemmas on a step speak of. Norms of gradients are those of M⁻¹. */
export interface StepObservation {
  /** E f(w⁺) − f(w). */
  readonly change: number;
  /** ‖∇f(w)‖. */
  readonly gradientNorm: number;
  /** ∇fᵀM⁻¹E g. */
  readonly alignment: number;
  /** ‖E g‖. */
  readonly meanNorm: number;
  /** E‖g‖². */
  readonly secondMoment: number;
  /** L̂. */
  readonly smoothness: number;
  /** The constants of the moment bounds at w. */
  readonly constants: MomentConstants;
  /** What rounds `change`. */
  readonly changeScale: number;
  /** What rounds the moments, as a share of them: κ(M). */
  readonly conditionNumber: number;
  /** u. */
  readonly unitRoundoff: number;
}

/** A preconditioned step. */
export interface StepOptions<T> {
  /** M. */
  readonly metric: Metric;
  /** M^{1/2}. */
  readonly root: T;
  /** The steps of conjugate gradients in the place of M⁻¹, if any. */
  readonly conjugateGradientSteps?: number;
  /** α. */
  readonly stepSize: number;
}

/** w⁺ − w, by a stochastic gradient; a test may change it. */
export type SingleStep = <T>(
  arithmetic: Arithmetic<T>,
  gradient: T,
  options: StepOptions<T>,
) => T;

/** w⁺ − w = −αM⁻¹g. */
export const preconditionedStep: SingleStep = (arithmetic, gradient, options) => {
  const { metric: { eigenvalues, eigenvectors }, conjugateGradientSteps: steps } = options;
  const { init, update } = preconditionedSgd(arithmetic, {
    metric: steps === undefined
      ? { kind: "spectral", eigenvalues, eigenvectors }
      // M is the Gauss–Newton matrix of its root.
      : { kind: "gaussNewton", damping: 0, steps },
    stepSize: options.stepSize,
  });
  // They are matrices of this arithmetic, the only one that is asked in.
  const given = {
    gradient: () => gradient as never,
    gaussNewtonFactor: () => options.root as never,
  };
  const context = evaluate(arithmetic, given, gradient, 0);
  return update(gradient, init(gradient), context)[0];
};

/**
 * Steps of all kinds: one to six outcomes, their probabilities down to 1e-3 and less, the rare ones
 * perhaps huge.
 *
 * @param aligned Whether R∇F is along ∇F, and most noise has the mean 0, as the moment bounds demand.
 */
export function stepInstances(aligned: boolean): Arbitrary<StepInstance> {
  return fc.record({
    instance: pointInstances({}),
    drift: aligned
      ? magnitude({ minimum: 0.1, maximum: 10 })
      : realNumber({ minimum: -3, maximum: 3 }),
    skew: fc.oneof({ withCrossShrink: true }, fc.constant(0), realNumber()),
    outcomes: fc.array(
      fc.record({
        weight: magnitude({ minimum: 1e-3, maximum: 1 }),
        noise: periodicVectors(),
        size: fc.oneof(
          { withCrossShrink: true },
          fc.constant(1),
          magnitude({ minimum: 1e-3, maximum: 1e3 }),
        ),
      }),
      { minLength: 1, maxLength: 6 },
    ),
    bias: fc.oneof(
      { withCrossShrink: true },
      { weight: aligned ? 3 : 1, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: realNumber({ minimum: 0, maximum: 2 }) },
    ),
    stepSize: magnitude({ minimum: 1e-4, maximum: 1e2 }),
    conjugateGradientSteps: fc.oneof(
      { withCrossShrink: true },
      { weight: 3, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.noBias(fc.integer({ min: 1, max: 8 })) },
    ),
    constantShare: fc.oneof(
      { withCrossShrink: true },
      fc.constantFrom(0, 1),
      realNumber({ minimum: 0, maximum: 1 }),
    ),
    slack: fc.oneof(
      { withCrossShrink: true },
      fc.constant(0),
      magnitude({ minimum: 1e-3, maximum: 10 }),
    ),
  }).map(({ instance, conjugateGradientSteps, outcomes, ...drawn }): StepInstance => ({
    ...instance,
    ...drawn,
    outcomes: outcomes.map((outcome) => ({
      ...outcome,
      noise: cycle(outcome.noise, instance.point.length),
    })),
    ...(conjugateGradientSteps === undefined ? {} : { conjugateGradientSteps }),
  }));
}

/** Σ p_k x_k. */
function mean(probabilities: readonly number[], values: readonly number[]): number {
  return probabilities.reduce((sum, p, k) => sum + p * values[k]!, 0);
}

/** The outcomes γ = R∇F + n, as the instance describes them. */
function outcomesAt(
  slope: readonly number[],
  { drift, skew, outcomes, bias }: StepInstance,
  probabilities: readonly number[],
): number[][] {
  const drawn = outcomes.map(({ noise, size }) => noise.map((entry) => size * entry));
  const means = slope.map((_, i) => mean(probabilities, drawn.map((noise) => noise[i]!)));
  return drawn.map((noise) =>
    slope.map((entry, i) =>
      drift * entry + skew * ((slope[i + 1] ?? 0) - (slope[i - 1] ?? 0)) +
      noise[i]! - (1 - bias) * means[i]!
    )
  );
}

/** Observes a step: all its outcomes. */
export function observeStep<T>(
  arithmetic: Arithmetic<T>,
  instance: StepInstance,
  step: SingleStep = preconditionedStep,
): StepObservation {
  const { stepSize, conjugateGradientSteps, outcomes } = instance;
  const { metric, magnitude, smoothness, over } = metricObjective(instance.objective);
  const total = outcomes.reduce((sum, { weight }) => sum + weight, 0);
  const probabilities = outcomes.map(({ weight }) => weight / total);
  return arithmetic.scope(() => {
    const f = over(arithmetic);
    const v = startOf(arithmetic, f, instance);
    const slope = f.slope(v);
    const gradient = arithmetic.multiply(f.root, slope);
    const options: StepOptions<T> = {
      metric,
      root: f.root,
      stepSize,
      ...(conjugateGradientSteps === undefined ? {} : { conjugateGradientSteps }),
    };
    const gradients = outcomesAt(arithmetic.toArray(slope), instance, probabilities)
      .map((outcome) => arithmetic.multiply(f.root, arithmetic.vector(outcome)));
    const changes = gradients.map((g) => {
      const displacement = step(arithmetic, g, options);
      return arithmetic.dot(gradient, displacement) +
        f.divergence(v, arithmetic.multiply(f.root, displacement));
    });
    // M^{-1/2}g: with conjugate gradients for the g that they take to what M⁻¹ would take it to.
    const inCoordinates = gradients.map((g) =>
      conjugateGradientSteps === undefined
        ? arithmetic.multiply(f.inverseRoot, g)
        : arithmetic.multiply(
          f.root,
          arithmetic.scale(-1, preconditionedStep(arithmetic, g, { ...options, stepSize: 1 })),
        )
    );
    const expected = inCoordinates
      .map((x, k) => arithmetic.scale(probabilities[k]!, x))
      .reduce((sum, x) => arithmetic.add(sum, x));
    const moments = inCoordinates.map((x) => arithmetic.dot(x, x));
    const gradientNorm = arithmetic.norm(slope);
    const alignment = arithmetic.dot(slope, expected);
    const meanNorm = arithmetic.norm(expected);
    const secondMoment = mean(probabilities, moments);
    const variance = mean(
      probabilities,
      inCoordinates.map((x) => arithmetic.norm(arithmetic.subtract(x, expected)) ** 2),
    );
    return {
      change: mean(probabilities, changes),
      gradientNorm,
      alignment,
      meanNorm,
      secondMoment,
      smoothness,
      constants: momentConstants({ gradientNorm, alignment, meanNorm, variance }, instance),
      changeScale: metric.conditionNumber * stepSize * (
        gradientNorm * mean(probabilities, moments.map(Math.sqrt)) +
        stepSize * magnitude * secondMoment
      ),
      conditionNumber: metric.conditionNumber,
      unitRoundoff: arithmetic.unitRoundoff,
    };
  });
}

/** Constants with which the moment bounds hold at w: the best ones, or worse ones by the slack. */
function momentConstants(
  { gradientNorm, alignment, meanNorm, variance }:
    & Pick<StepObservation, "gradientNorm" | "alignment" | "meanNorm">
    & { readonly variance: number },
  { constantShare, slack }: StepInstance,
): MomentConstants {
  // At a stationary point all c, c_G and K_V do.
  const isStationary = gradientNorm === 0;
  const c = isStationary ? 1 : alignment / gradientNorm ** 2;
  const share = isStationary ? 1 : constantShare;
  return {
    alignment: c / (1 + slack),
    mean: Math.max(isStationary ? 0 : meanNorm / gradientNorm, c) * (1 + slack),
    noise: share * variance * (1 + slack),
    multiplicative: isStationary ? slack : (1 - share) * variance / gradientNorm ** 2 * (1 + slack),
  };
}

/** K_G = K_V + c_G². */
export function secondMomentConstant({ mean, multiplicative }: MomentConstants): number {
  return multiplicative + mean ** 2;
}

/** Assumption 3 at w. The other bounds hold by the choice of the constants. */
export const momentBounds: Hypothesis<unknown, StepObservation> = {
  name: "moment bounds",
  statement: String.raw`\nabla f^\top M^{-1}\mathbb E g \ge c\|\nabla f\|_{M^{-1}}^2, \quad
    \|\mathbb E g\|_{M^{-1}} \le c_G\|\nabla f\|_{M^{-1}}, \quad
    \mathrm{Var}_{M^{-1}}[g] \le K + K_V\|\nabla f\|_{M^{-1}}^2, \quad c_G \ge c > 0`,
  holdsAlong: (
    { gradientNorm, alignment, meanNorm, secondMoment, conditionNumber, unitRoundoff },
  ) =>
    gradientNorm > 0
      ? alignment > 0
      : meanNorm <= 1e3 * unitRoundoff * conditionNumber * Math.sqrt(secondMoment),
};

/** What the forms of Lemma C.6 have in common; that it is the very same lets the engine observe once. */
const shared = {
  kind: "universal",
  hypotheses: [lipschitzGradient, momentBounds],
  instances: stepInstances(true),
  observe: <T>(instance: StepInstance, arithmetic: Arithmetic<T>) =>
    observeStep(arithmetic, instance),
} as const;

type MomentClaim = Claim<StepInstance, StepObservation>;

/** A claim on a step under the moment bounds, or on what a test puts in its place. */
export function momentClaim(
  claim: Pick<MomentClaim, "id" | "title" | "locus" | "figures" | "variants">,
  step?: SingleStep,
): MomentClaim {
  return {
    ...shared,
    ...(step === undefined ? {} : {
      observe: <T>(instance: StepInstance, arithmetic: Arithmetic<T>) =>
        observeStep(arithmetic, instance, step),
    }),
    ...claim,
  };
}

/** The mean change of f by a step, and its bound, for step sizes around the instance's. */
export function stepFigure(
  instance: StepInstance,
  bound: (observation: StepObservation, stepSize: number) => number,
): Figure[] {
  const stepSizes = geometrically(instance.stepSize / 100, instance.stepSize, 25);
  const observations = new Map(
    stepSizes.map((stepSize) => [stepSize, observeStep(float64, { ...instance, stepSize })]),
  );
  return [{
    kind: "lines",
    title: "the mean change of f by one step",
    x: { label: "α", scale: "log" },
    y: { label: "E f(w⁺) − f(w)" },
    series: [
      {
        name: "E f(w⁺) − f(w)",
        role: "observed",
        points: over(stepSizes, (stepSize) => observations.get(stepSize)!.change),
      },
      {
        name: "its bound",
        role: "predicted",
        points: over(stepSizes, (stepSize) => bound(observations.get(stepSize)!, stepSize)),
      },
    ],
  }];
}
