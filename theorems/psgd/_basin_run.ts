/**
 * Runs of preconditioned SGD in a local basin: all paths of noise with finitely many outcomes, so that
 * survival and what is conditional on it are exact sums; or simulated runs.
 *
 * The steps are the optimizer's, in w. What the statements speak of is read off the points that it
 * reaches, in x = QᵀM^{1/2}w − z.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { type RandomStream, randomStream } from "../../lib/statistics/mod.ts";
import {
  drawFromLaw,
  type Estimate,
  type LocalBasin,
  localBasin,
  type Metric,
  metric,
  type MetricStep,
  metricStep,
  orthogonalRows,
  simulateExitTimes,
  survivalBound,
} from "../../problems/mod.ts";
import type { BasinInstance, BasinNoise, PlacedBasin } from "./_basin_instances.ts";

/** Makes the step of a method in a metric: {@linkcode metricStep} or what a test puts in its place. */
export type BasinStep = <T>(arithmetic: Arithmetic<T>, metric: Metric) => MetricStep<T>;

/** A point of a run. */
export interface BasinPoint {
  /** w. */
  readonly weights: readonly number[];
  /** x. */
  readonly point: readonly number[];
  /** dist_M(w, W*). */
  readonly distance: number;
}

/** A basin in its place, in which steps can be taken. */
export interface BasinSpace {
  /** The basin. */
  readonly basin: LocalBasin;
  /** √κ(M): by so much the way from x to w and back magnifies a rounding. */
  readonly conditioning: number;
  /** The points with the given x. */
  at(points: readonly (readonly number[])[]): BasinPoint[];
  /** The next points, from the η of each: g = M^{1/2}Qη. */
  advance(
    points: readonly BasinPoint[],
    gradients: readonly (readonly number[])[],
    stepSize: number,
  ): BasinPoint[];
}

/** Builds the space of an instance. */
export function basinSpace<T>(
  arithmetic: Arithmetic<T>,
  { basin: description, metric: metricDescription, basis, offset }: PlacedBasin,
  step: BasinStep = metricStep,
): BasinSpace {
  const basin = localBasin(description);
  const { dimension } = basin;
  const built = metric(metricDescription, dimension);
  const q = arithmetic.matrix(orthogonalRows(dimension, basis));
  // M^{1/2}Q, its transpose, and M^{-1/2}Q.
  const up = arithmetic.toRows(arithmetic.multiply(arithmetic.matrix(built.power(0.5)), q));
  const down = arithmetic.toRows(arithmetic.multiply(arithmetic.matrix(built.power(-0.5)), q));
  const columns = (vectors: readonly (readonly number[])[]): T =>
    arithmetic.matrix(Array.from({ length: dimension }, (_, i) => vectors.map((v) => v[i]!)));
  const seen = (weights: T): BasinPoint[] => {
    const rows = arithmetic.toRows(weights);
    const images = arithmetic.toRows(
      arithmetic.multiply(arithmetic.transpose(arithmetic.matrix(up)), weights),
    );
    return rows[0]!.map((_, n) => {
      const point = images.map((row, i) => row[n]! - offset[i]!);
      return { weights: rows.map((row) => row[n]!), point, distance: basin.distance(point) };
    });
  };
  return {
    basin,
    conditioning: Math.sqrt(built.conditionNumber),
    at: (points) =>
      arithmetic.scope(() => {
        const placed = points.map((point) => point.map((entry, i) => entry + offset[i]!));
        return seen(arithmetic.multiply(arithmetic.matrix(down), columns(placed)));
      }),
    advance: (points, gradients, stepSize) =>
      arithmetic.scope(() =>
        seen(
          step(arithmetic, built)(
            columns(points.map(({ weights }) => weights)),
            arithmetic.multiply(arithmetic.matrix(up), columns(gradients)),
            stepSize,
          ),
        )
      ),
  };
}

/** The first and second moments of η at a point, against ∇F there. */
export interface Moments {
  /** ∇F·E η/‖∇F‖², or null where ∇F = 0. */
  readonly alignment: number | null;
  /** ‖E η‖/‖∇F‖, or null where both are 0; infinite where ∇F alone is. */
  readonly growth: number | null;
  /** E‖η − E η‖². */
  readonly variance: number;
  /** ‖∇F‖². */
  readonly gradientSquare: number;
}

/** The constants of Assumption 6, for which the step sizes are admissible. */
export interface MomentConstants {
  /** c > 0. */
  readonly alignment: number;
  /** c_G. */
  readonly growth: number;
  /** K. */
  readonly noise: number;
  /** K_V. */
  readonly multiplicative: number;
}

/** A point of the tree. */
interface Node extends BasinPoint {
  /** The probability of the path to it. */
  readonly probability: number;
  /** F. */
  readonly value: number;
  readonly isInside: boolean;
  /** Of those that are inside and not the last. */
  outcomes: readonly Outcome[];
  /** The next nodes, one for each outcome. */
  next: readonly Node[];
  /** E η. */
  mean: readonly number[];
  /** P(survival to T | here). */
  survival: number;
}

/** A value of η. */
interface Outcome {
  readonly probability: number;
  /** η. */
  readonly gradient: readonly number[];
}

/** What is observed. */
export interface BasinRun {
  /** μ̂, L̂, μ_QG. */
  readonly basin: LocalBasin;
  /** α_1, …, α_T. */
  readonly stepSizes: readonly number[];
  /** E F(x_1). */
  readonly startValue: number;
  /** P(w_1, …, w_T ∈ N_r). */
  readonly survival: number;
  /** The same, where it is estimated. */
  readonly estimate: Estimate | null;
  /** The tightest constants for the runs in N_r, for the instance's share of K_V. */
  readonly constants: MomentConstants | null;
  /**
   * Those that hold also conditionally on survival to T, hypothesis (v); null where none do, or runs
   * are simulated.
   */
  readonly conditionalConstants: MomentConstants | null;
  /** q_1, …, q_{T−1}. */
  readonly overshoots: readonly number[];
  /** E[F(x_k) | survival to T], k = 1, …, T; empty where nothing survives or runs are simulated. */
  readonly conditionalValues: readonly number[];
  /** Alignments at the points that survivors visit: k, unconditional, conditional. */
  readonly alignments: readonly (readonly [k: number, before: number, after: number])[];
  /** P(survival to k), k = 1, …, T. */
  readonly survivalCurve: readonly number[];
  /** By how much rounding moves F in N_r, in units of u. */
  readonly valueRounding: number;
  /** By how much rounding moves a point, in units of u. */
  readonly pointRounding: number;
}

/** η with what is added by the noise, at a point inside. */
interface Local {
  readonly gradient: readonly number[];
  readonly mean: readonly number[];
}

/** α_1, …, α_T. */
function stepSizesOf(instance: BasinInstance, basin: LocalBasin): number[] {
  const { bias: { scale, angle }, stepFraction, excess, horizon } = instance;
  const c = scale * Math.cos(angle);
  const first = stepFraction * Math.cos(angle) / (scale * basin.smoothness);
  if (excess === undefined) return new Array<number>(horizon).fill(first);
  const { beta, gamma } = harmonic(excess, c, basin, first);
  return Array.from({ length: horizon }, (_, k) => k === 0 ? first : beta / (gamma + k + 1));
}

/** β and γ with β = excess/(cμ̂) and β/(γ + 1) = α_1. */
export function harmonic(
  excess: number,
  alignment: number,
  { gradientDomination }: LocalBasin,
  first: number,
): { readonly beta: number; readonly gamma: number } {
  const beta = excess / (alignment * gradientDomination);
  return { beta, gamma: beta / first - 1 };
}

/** Runs an instance. */
export function basinRun<T>(
  arithmetic: Arithmetic<T>,
  instance: BasinInstance,
  refinement: number,
  step: BasinStep = metricStep,
): BasinRun {
  const space = basinSpace(arithmetic, instance, step);
  const stepSizes = stepSizesOf(instance, space.basin);
  const { noise } = instance;
  return noise.kind === "simulated"
    ? simulated(space, instance, noise, stepSizes, refinement)
    : enumerated(space, instance, noise, stepSizes);
}

function enumerated(
  space: BasinSpace,
  instance: BasinInstance,
  noise: Exclude<BasinNoise, { readonly kind: "simulated" }>,
  stepSizes: readonly number[],
): BasinRun {
  const { basin } = space;
  const { starts, horizon, basin: { radius, outerRadius } } = instance;
  const total = starts.reduce((sum, { weight }) => sum + weight, 0);
  const node = (at: BasinPoint, probability: number): Node => ({
    ...at,
    probability,
    value: basin.value(at.point),
    isInside: at.distance < radius,
    outcomes: [],
    next: [],
    mean: [],
    survival: 0,
  });
  const levels = [
    space.at(starts.map(({ point }) => point)).map((at, i) => node(at, starts[i]!.weight / total)),
  ];
  for (let k = 1; k < horizon; k++) {
    const inside = levels.at(-1)!.filter(({ isInside }) => isInside);
    if (inside.length === 0) break;
    const stepSize = stepSizes[k - 1]!;
    for (const one of inside) {
      const local = biased(instance, basin, one.point);
      one.mean = local.mean;
      one.outcomes = outcomesAt(instance, noise, basin, one, local, stepSizes[0]!, stepSize);
    }
    const reached = space.advance(
      inside.flatMap((one) => one.outcomes.map(() => one)),
      inside.flatMap(({ outcomes }) => outcomes.map(({ gradient }) => gradient)),
      stepSize,
    );
    let index = 0;
    for (const one of inside) {
      one.next = one.outcomes.map(({ probability }) =>
        node(reached[index++]!, one.probability * probability)
      );
    }
    levels.push(inside.flatMap(({ next }) => next));
  }
  const isWhole = levels.length === horizon;
  for (const level of levels.toReversed()) {
    for (const one of level) {
      one.survival = !one.isInside ? 0 : one.outcomes.length > 0
        ? one.outcomes.reduce(
          (sum, { probability }, j) => sum + probability * one.next[j]!.survival,
          0,
        )
        : isWhole
        ? 1
        : 0;
    }
  }
  const survival = sumOver(levels[0]!, (one) => one.probability * one.survival);
  const before: Moments[] = [];
  const after: Moments[] = [];
  const alignments: (readonly [number, number, number])[] = [];
  const squares: number[] = [];
  levels.slice(0, -1).forEach((level, index) => {
    let square = 0;
    for (const one of level) {
      if (!one.isInside) continue;
      const gradient = basin.gradient(one.point);
      const unconditional = momentsOf(gradient, one.mean, one.outcomes);
      before.push(unconditional);
      square = Math.max(square, unconditional.variance + dot(one.mean, one.mean));
      if (one.survival === 0) continue;
      const conditional = conditionalMoments(gradient, one, unconditional);
      after.push(conditional);
      if (unconditional.alignment !== null) {
        alignments.push([index + 1, unconditional.alignment, conditional.alignment!]);
      }
    }
    squares.push(square);
  });
  const survivors = isWhole && survival > 0;
  const constants = constantsOf(before, instance, basin, stepSizes[0]!);
  const [gap, largest] = [outerRadius - radius, Math.sqrt(Math.max(0, ...squares))];
  const inside = levels.flat().filter(({ isInside }) => isInside);
  return {
    basin,
    stepSizes,
    startValue: sumOver(levels[0]!, (one) => one.probability * one.value),
    survival,
    estimate: null,
    constants,
    conditionalConstants: survivors
      ? constantsOf([...before, ...after], instance, basin, stepSizes[0]!)
      : null,
    overshoots: Array.from(
      { length: horizon - 1 },
      (_, k) => (squares[k] ?? 0) * (stepSizes[k]! / gap) ** 2,
    ),
    conditionalValues: survivors
      ? levels.map((level) =>
        sumOver(level, (one) => one.probability * one.survival * one.value) / survival
      )
      : [],
    alignments,
    survivalCurve: Array.from(
      { length: horizon },
      (_, k) => sumOver(levels[k] ?? [], (one) => one.isInside ? one.probability : 0),
    ),
    ...roundings(space, instance, inside, stepSizes[0]! * largest),
  };
}

function simulated(
  space: BasinSpace,
  instance: BasinInstance,
  noise: Extract<BasinNoise, { readonly kind: "simulated" }>,
  stepSizes: readonly number[],
  refinement: number,
): BasinRun {
  const { basin } = space;
  const { starts, horizon, bias: { scale, angle } } = instance;
  const { radius, outerRadius } = instance.basin;
  const stream = randomStream(noise.seed, "basin", refinement);
  const noises = stream.substream("noise");
  const draw = () => drawFromLaw(noise.law, noises);
  const deviation = noise.size * radius / (stepSizes[0]! * Math.sqrt(basin.dimension));
  const choose = chooser(starts, stream.substream("starts"));
  const placed = space.at(starts.map(({ point }) => point));
  const { exits } = simulateExitTimes<BasinPoint>({
    runs: noise.runs,
    horizon,
    start: () => placed[choose()]!,
    advance: (points, k) =>
      space.advance(
        points,
        points.map(({ point }) =>
          biased(instance, basin, point).mean.map((entry) => entry + deviation * draw())
        ),
        stepSizes[k - 1]!,
      ),
    isInside: ({ distance }) => distance < radius,
  });
  const estimate = survivalBound(exits, horizon, { sides: "upper" });
  const total = starts.reduce((sum, { weight }) => sum + weight, 0);
  const variance = deviation ** 2 * basin.dimension;
  // ‖E η‖ ≤ b‖∇F‖ ≤ bL̂r in N_r.
  const square = variance + (scale * basin.smoothness * radius) ** 2;
  return {
    basin,
    stepSizes,
    startValue: placed.reduce(
      (sum, { point }, i) => sum + starts[i]!.weight / total * basin.value(point),
      0,
    ),
    survival: estimate.mean,
    estimate,
    constants: {
      alignment: scale * Math.cos(angle),
      growth: scale,
      noise: variance,
      multiplicative: 0,
    },
    conditionalConstants: null,
    overshoots: stepSizes.slice(0, -1)
      .map((stepSize) => square * (stepSize / (outerRadius - radius)) ** 2),
    conditionalValues: [],
    alignments: [],
    survivalCurve: stepSizes.map((_, k) => survivalBound(exits, k + 1).mean),
    ...roundings(space, instance, placed, stepSizes[0]! * Math.sqrt(square)),
  };
}

/** ∇F and E η. */
function biased(
  { bias: { scale, angle } }: BasinInstance,
  basin: LocalBasin,
  point: readonly number[],
): Local {
  const gradient = basin.gradient(point);
  const [along, across] = [scale * Math.cos(angle), scale * Math.sin(angle)];
  const turned = quarterTurn(gradient);
  return {
    gradient,
    mean: gradient.map((entry, i) => along * entry + across * turned[i]!),
  };
}

/** J: (x_1, x_2) ↦ (−x_2, x_1) in each pair of coordinates; 0 in one that is left over. */
function quarterTurn(x: readonly number[]): number[] {
  return x.map((_, i) => i % 2 === 1 ? x[i - 1]! : i + 1 < x.length ? -x[i + 1]! : 0);
}

function outcomesAt(
  { basin: { radius } }: BasinInstance,
  noise: Exclude<BasinNoise, { readonly kind: "simulated" }>,
  basin: LocalBasin,
  { point, distance }: BasinPoint,
  { gradient, mean }: Local,
  firstStepSize: number,
  stepSize: number,
): Outcome[] {
  const certain = [{ probability: 1, gradient: mean }];
  if (noise.kind === "none") return certain;
  const { probability: p } = noise;
  const noisy = (
    values: readonly (readonly [probability: number, factor: number])[],
    direction: readonly number[],
  ) =>
    values.map(([probability, factor]) => ({
      probability,
      gradient: mean.map((entry, i) => entry + factor * direction[i]!),
    }));
  if (noise.kind === "jump") {
    // −αη = (target − dist)·normal with probability p.
    const normal = basin.outward(point);
    const way = (distance - noise.distance * radius) / stepSize;
    const rare = normal.map((entry, i) => way * entry - mean[i]!);
    return noisy([[p, 1], [1 - p, -p / (1 - p)]], rare);
  }
  if (noise.kind === "aim") {
    const rare = noise.target.map((entry, i) => (point[i]! - entry) / stepSize - mean[i]!);
    return noisy([[p, 1], [1 - p, -p / (1 - p)]], rare);
  }
  const length = norm(gradient);
  const presence = noise.presence === "gradient"
    ? length / (basin.smoothness * radius)
    : noise.presence === "boundary" && distance < radius / 2
    ? 0
    : 1;
  const size = presence * noise.size * radius / firstStepSize;
  if (size === 0) return certain;
  const direction = unit(directionAt(noise, basin, point, gradient), () => basin.outward(point));
  const factors: readonly (readonly [number, number])[] = noise.count === 2
    ? [[p, -size * Math.sqrt((1 - p) / p)], [1 - p, size * Math.sqrt(p / (1 - p))]]
    : [[p, -size / Math.sqrt(2 * p)], [p, size / Math.sqrt(2 * p)], [1 - 2 * p, 0]];
  return noisy(factors, direction);
}

function directionAt(
  { direction, vector }: Extract<BasinNoise, { readonly kind: "outcomes" }>,
  basin: LocalBasin,
  point: readonly number[],
  gradient: readonly number[],
): readonly number[] {
  switch (direction) {
    case "fixed":
      return vector;
    case "gradient":
      return gradient;
    case "normal":
      return basin.outward(point);
    case "sideways":
      return quarterTurn(basin.outward(point));
  }
}

function momentsOf(
  gradient: readonly number[],
  mean: readonly number[],
  outcomes: readonly Outcome[],
): Moments {
  const gradientSquare = dot(gradient, gradient);
  const meanLength = norm(mean);
  return {
    alignment: gradientSquare === 0 ? null : dot(gradient, mean) / gradientSquare,
    growth: gradientSquare === 0
      ? (meanLength === 0 ? null : Infinity)
      : meanLength / Math.sqrt(gradientSquare),
    variance: outcomes.reduce(
      (sum, { probability, gradient: eta }) =>
        sum + probability * eta.reduce((square, entry, i) => square + (entry - mean[i]!) ** 2, 0),
      0,
    ),
    gradientSquare,
  };
}

/** The moments conditional on survival. */
function conditionalMoments(
  gradient: readonly number[],
  { outcomes, next, mean, survival }: Node,
  unconditional: Moments,
): Moments {
  // Where the outcomes survive alike, conditioning changes nothing: not even a rounding.
  if (next.every((one) => one.survival === next[0]!.survival)) return unconditional;
  const weighted = outcomes.map(({ probability, gradient: eta }, j) => ({
    probability: probability * next[j]!.survival / survival,
    gradient: eta,
  }));
  const conditionalMean = mean.map((_, i) =>
    weighted.reduce((sum, { probability, gradient: eta }) => sum + probability * eta[i]!, 0)
  );
  return momentsOf(gradient, conditionalMean, weighted);
}

/** c/(L̂K_G) ≥ α is decided but for this: it is met with equality where α is the largest step. */
const EQUALITY = 1e-14;

/** The tightest c and c_G, a K_V that α_1 admits, and the K that it leaves; null if α_1 is too large. */
function constantsOf(
  moments: readonly Moments[],
  { bias: { scale, angle }, multiplicative: share }: BasinInstance,
  { smoothness }: LocalBasin,
  stepSize: number,
): MomentConstants | null {
  let [alignment, growth] = [Infinity, 0];
  for (const one of moments) {
    alignment = Math.min(alignment, one.alignment ?? Infinity);
    growth = Math.max(growth, one.growth ?? 0);
  }
  if (alignment === Infinity) {
    [alignment, growth] = [scale * Math.cos(angle), Math.max(scale, growth)];
  }
  const room = alignment / (stepSize * smoothness) - growth ** 2;
  if (growth === Infinity || !(alignment > 0 && room >= -EQUALITY * growth ** 2)) return null;
  const multiplicative = share * Math.max(0, room);
  const noise = moments.reduce(
    (most, one) => Math.max(most, one.variance - multiplicative * one.gradientSquare),
    0,
  );
  return { alignment, growth, noise, multiplicative };
}

/** What roundings amount to. */
function roundings(
  { conditioning, basin }: BasinSpace,
  { basin: { radius }, offset }: BasinInstance,
  points: readonly BasinPoint[],
  step: number,
): Pick<BasinRun, "valueRounding" | "pointRounding"> {
  const largest = Math.max(0, ...points.map(({ point }) => norm(point)));
  const pointRounding = conditioning * (largest + norm(offset) + step);
  return {
    pointRounding,
    valueRounding: basin.smoothness * (radius + step) * pointRounding,
  };
}

/** Draws the index of a start. */
function chooser(starts: BasinInstance["starts"], stream: RandomStream): () => number {
  const total = starts.reduce((sum, { weight }) => sum + weight, 0);
  return () => {
    let left = stream.uniform() * total;
    const index = starts.findIndex(({ weight }) => (left -= weight) < 0);
    return index < 0 ? starts.length - 1 : index;
  };
}

function sumOver(level: readonly Node[], term: (one: Node) => number): number {
  return level.reduce((sum, one) => sum + term(one), 0);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, entry, i) => sum + entry * b[i]!, 0);
}

function norm(x: readonly number[]): number {
  return Math.sqrt(dot(x, x));
}

function unit(x: readonly number[], otherwise: () => readonly number[]): readonly number[] {
  const length = norm(x);
  return length === 0 ? otherwise() : x.map((entry) => entry / length);
}
