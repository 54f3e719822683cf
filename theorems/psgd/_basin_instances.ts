/**
 * Instances of the claims on local basins: a basin in the coordinates x with M^{1/2}w = Q(x + z), a
 * metric, starts in N_r, a bias, noise of finitely many outcomes or a simulated one, a horizon.
 *
 * In x the metric's norms are Euclidean and the method is x⁺ = x − αη, η = QᵀM^{-1/2}g.
 *
 * @module
 */

import { array, constant, constantFrom, integer, noBias, oneof, record, tuple } from "fast-check";
import type { Arbitrary } from "../../lib/fast_check/mod.ts";
import {
  type BasinDescription,
  basinDescriptions,
  cycle,
  fitMetric,
  fitOrthogonal,
  localBasin,
  magnitude,
  type MetricDescription,
  metricDescriptions,
  type NoiseLaw,
  type OrthogonalDescription,
  orthogonalDescriptions,
  PERIOD,
  realNumber,
  vectorOf,
} from "../../problems/mod.ts";

/** A point of R^d that a run may start from. */
export interface Start {
  /** x_1. */
  readonly point: readonly number[];
  /** How likely it is, in proportion to the others. */
  readonly weight: number;
}

/** Where a basin lies in R^d, and its metric. */
export interface PlacedBasin {
  /** F, W*, r and R, in the coordinates x. */
  readonly basin: BasinDescription;
  /** M. */
  readonly metric: MetricDescription;
  /** Q. */
  readonly basis: OrthogonalDescription;
  /** z. */
  readonly offset: readonly number[];
}

/**
 * The noise, as what it adds to a step α_1η; `size` in units of r.
 *
 * - `none`;
 * - `outcomes`: mean 0 and standard deviation `size` along a direction. Two outcomes: √((1 − p)/p) of
 *   it with probability p, −√(p/(1 − p)) otherwise; three: ±1/√(2p) of it with probability p each
 *   (p < ½), else nothing. The direction is a fixed `vector`, the normal of W*, the gradient, or
 *   sideways to the normal. `presence`: everywhere, in proportion to the gradient (of norm L̂r), or
 *   only in the outer half of N_r;
 * - `jump`: with probability p to the distance `distance`·r from W* along the normal, whatever the
 *   gradient; what makes the mean right otherwise;
 * - `aim`: with probability p to the point `target`; what makes the mean right otherwise;
 * - `simulated`: independent noise of the given law in every coordinate, of standard deviation `size`
 *   in all, in so many runs.
 */
export type BasinNoise =
  | { readonly kind: "none" }
  | {
    readonly kind: "outcomes";
    readonly count: 2 | 3;
    readonly probability: number;
    readonly size: number;
    readonly direction: "fixed" | "normal" | "gradient" | "sideways";
    readonly vector: readonly number[];
    readonly presence: "everywhere" | "gradient" | "boundary";
  }
  | { readonly kind: "jump"; readonly probability: number; readonly distance: number }
  | { readonly kind: "aim"; readonly probability: number; readonly target: readonly number[] }
  | {
    readonly kind: "simulated";
    readonly law: NoiseLaw;
    readonly size: number;
    readonly runs: number;
    readonly seed: number;
  };

/** An instance. */
export interface BasinInstance extends PlacedBasin {
  /** The starts, one or more. */
  readonly starts: readonly Start[];
  /** E η = b(cos θ ∇F + sin θ J∇F), J a quarter turn in each pair of coordinates; |θ| < π/2. */
  readonly bias: { readonly scale: number; readonly angle: number };
  /** The noise. */
  readonly noise: BasinNoise;
  /** T: the runs are w_1, …, w_T. */
  readonly horizon: number;
  /** α_1 as a share of cos θ/(bL̂), the largest step size for K_V = 0. */
  readonly stepFraction: number;
  /** βb cos θ μ̂ > 1 of harmonic step sizes β/(γ + k); those are constant without it. */
  readonly excess?: number;
  /** K_V as a share of the most that α_1 admits. */
  readonly multiplicative: number;
}

/** What one observation of an instance may cost, in products of numbers. */
const BUDGET = 6e4;

/** The largest dimension, of most instances and of all. */
const DIMENSIONS = { most: 5, all: 50 };

/** Mostly in few dimensions, so that little is drawn. */
function inDimensions<I>(instances: (dimension: number) => Arbitrary<I>): Arbitrary<I> {
  return oneof(
    { withCrossShrink: true },
    { weight: 12, arbitrary: instances(DIMENSIONS.most) },
    { weight: 1, arbitrary: instances(DIMENSIONS.all) },
  );
}

/** How many numbers are drawn for a vector; longer ones repeat them. */
function materialFor(maximumDimension: number): number {
  return Math.min(maximumDimension, PERIOD);
}

/** Basins with their places. */
function placedBasins(maximumDimension: number): Arbitrary<PlacedBasin> {
  const material = materialFor(maximumDimension);
  return record({
    basin: basinDescriptions({ maximumDimension }),
    metric: metricDescriptions(material),
    basis: orthogonalDescriptions(material),
    offset: oneof(
      { withCrossShrink: true },
      constant(new Array<number>(material).fill(0)),
      vectorOf(material, realNumber({ minimum: -3, maximum: 3 })),
    ),
  }).map(({ basin, metric, basis, offset }) => {
    const dimension = dimensionOf(basin);
    return {
      basin,
      metric: fitMetric(metric, dimension),
      basis: fitOrthogonal(basis, dimension),
      offset: cycle(offset, dimension).map((entry) => entry * basin.radius),
    };
  });
}

function dimensionOf({ sphere, wells }: BasinDescription): number {
  return (sphere?.coordinates ?? 0) + wells.length;
}

/** Where a start is drawn from: a vector, the share of r that it is from W*, a side of the sphere. */
interface Place {
  readonly vector: readonly number[];
  readonly depth: number;
  readonly radial: number;
}

function places(maximumDimension: number, isNearRim = false): Arbitrary<Place> {
  return record({
    vector: vectorOf(materialFor(maximumDimension), realNumber({ minimum: -1, maximum: 1 })),
    depth: isNearRim ? realNumber({ minimum: 0.5, maximum: 0.999 }) : oneof(
      { withCrossShrink: true },
      constantFrom(0.9, 0, 0.999),
      realNumber({ minimum: 0, maximum: 0.3 }),
      realNumber({ minimum: 0, maximum: 0.999 }),
    ),
    radial: realNumber({ minimum: -1, maximum: 1 }),
  });
}

/** The point at the distance depth·r from W* whose offset from it is along the vector. */
function pointAt({ radius, sphere, wells }: BasinDescription, place: Place): number[] {
  const { depth, radial } = place;
  const m = sphere?.coordinates ?? 0;
  const vector = cycle(place.vector, m + wells.length);
  const isNormal = (i: number) => wells[i]!.kind !== "flat";
  const across = wells.map((_, i) => isNormal(i) ? vector[m + i]! : 0);
  let height = sphere ? radial : 0;
  let length = Math.hypot(height, ...across);
  if (length === 0) {
    if (sphere) height = 1;
    else across[wells.findIndex((_, i) => isNormal(i))] = 1;
    length = 1;
  }
  const factor = depth * radius / length;
  const around = vector.slice(0, m);
  const size = Math.hypot(...around);
  return [
    ...around.map((entry, i) =>
      (sphere!.sphereRadius + factor * height) * (size === 0 ? (i === 0 ? 1 : 0) : entry / size)
    ),
    ...across.map((entry, i) => isNormal(i) ? factor * entry : radius * vector[m + i]!),
  ];
}

const sizes = oneof(
  { withCrossShrink: true },
  magnitude({ minimum: 1e-2, maximum: 1 }),
  magnitude({ minimum: 1e-3, maximum: 0.1 }),
);

const probabilities = oneof(
  { withCrossShrink: true },
  realNumber({ minimum: 0.05, maximum: 0.95 }),
  magnitude({ minimum: 1e-3, maximum: 0.5 }),
);

/**
 * Instances with constant or harmonic step sizes; or with constant ones where much may leave: from near
 * the rim of N_r, and with outcomes that can all be followed. Shrink to ½x² and little noise.
 */
export function basinInstances(steps: "constant" | "harmonic" | "rim"): Arbitrary<BasinInstance> {
  return inDimensions((dimension) => basinInstancesUpTo(dimension, steps));
}

function basinInstancesUpTo(
  maximumDimension: number,
  steps: "constant" | "harmonic" | "rim",
): Arbitrary<BasinInstance> {
  const isNearRim = steps === "rim";
  const fraction = oneof(
    { withCrossShrink: true },
    constant(1),
    realNumber({ minimum: 0.01, maximum: 1 }),
    magnitude({ minimum: 1e-3, maximum: 1 }),
  );
  const outcomes = record({
    kind: constant("outcomes" as const),
    count: constantFrom(2 as const, 2 as const, 3 as const),
    probability: probabilities,
    size: sizes,
    direction: constantFrom(
      "normal" as const,
      "fixed" as const,
      "gradient" as const,
      "sideways" as const,
    ),
    vector: vectorOf(materialFor(maximumDimension), realNumber({ minimum: -1, maximum: 1 })),
    presence: constantFrom("everywhere" as const, "gradient" as const, "boundary" as const),
  });
  const jump = record({
    kind: constant("jump" as const),
    probability: probabilities,
    // Just beyond N_r, just beyond N_R, or anywhere; in units of r, R or r.
    distance: tuple(
      constantFrom("outer" as const, "inner" as const, "any" as const),
      realNumber({ minimum: 0, maximum: 5 }),
    ),
  });
  const aim = record({
    kind: constant("aim" as const),
    probability: probabilities,
    target: places(maximumDimension, isNearRim),
    // Whether the probability becomes the least with which the other outcome leaves N_r.
    isLeast: constantFrom(false, true),
    // Whether the start lies along the weakest curvature and the target along the strongest.
    isAcross: isNearRim ? constantFrom(false, true) : constant(false),
  });
  const simulated = record({
    kind: constant("simulated" as const),
    law: oneof(
      { withCrossShrink: true },
      constant({ kind: "gaussian" as const }),
      constant({ kind: "student" as const, degreesOfFreedom: 5 }),
      constant({ kind: "rademacher" as const }),
    ),
    size: magnitude({ minimum: 1e-3, maximum: 0.3 }),
    runs: noBias(integer({ min: 20, max: 60 })),
    seed: noBias(integer({ min: 0, max: 9999 })),
  });
  const start = tuple(
    places(maximumDimension, isNearRim),
    magnitude({ minimum: 0.1, maximum: 10 }),
  );
  return record({
    placed: placedBasins(maximumDimension),
    starts: oneof(
      { withCrossShrink: true },
      { weight: 2, arbitrary: array(start, { minLength: 1, maxLength: 1 }) },
      { weight: 1, arbitrary: array(start, { minLength: 2, maxLength: 3 }) },
    ),
    bias: oneof(
      { withCrossShrink: true },
      constant({ scale: 1, angle: 0 }),
      record({
        scale: magnitude({ minimum: 0.2, maximum: 5 }),
        angle: realNumber({ minimum: -1.2, maximum: 1.2 }),
      }),
    ),
    noise: isNearRim
      ? oneof(
        { withCrossShrink: true },
        { weight: 2, arbitrary: aim },
        { weight: 1, arbitrary: outcomes },
        { weight: 1, arbitrary: jump },
      )
      : oneof(
        { withCrossShrink: true },
        { weight: 1, arbitrary: constant({ kind: "none" as const }) },
        { weight: 10, arbitrary: outcomes },
        { weight: 4, arbitrary: jump },
        { weight: 3, arbitrary: aim },
        { weight: 2, arbitrary: simulated },
      ),
    // Few steps, what a tree admits, and what a path does.
    horizon: tuple(
      oneof(
        { withCrossShrink: true },
        constant(2),
        noBias(integer({ min: 1, max: 6 })),
        noBias(integer({ min: 3, max: 10 })),
      ),
      noBias(integer({ min: 1, max: 200 })),
    ),
    stepFraction: fraction,
    excess: oneof(
      { withCrossShrink: true },
      constant(2),
      realNumber({ minimum: 1.001, maximum: 5 }),
      magnitude({ minimum: 1.01, maximum: 100 }),
    ),
    multiplicative: oneof(
      { withCrossShrink: true },
      constantFrom(0, 1),
      realNumber({ minimum: 0, maximum: 1 }),
    ),
  }).map(({ placed, starts, noise, horizon, excess, ...rest }) => {
    const { basin } = placed;
    const dimension = dimensionOf(basin);
    const across = noise.kind === "aim" && noise.isAcross ? acrossDirections(basin) : null;
    const chosen = starts.map(([place, weight]) => ({
      point: pointAt(basin, across === null ? place : { ...place, vector: across.weakest }),
      weight,
    }));
    const { gradient, smoothness } = localBasin(basin);
    const { point } = chosen[0]!;
    // As if the gradient were unbiased: about the mean.
    const slope = gradient(point);
    const mean = point.map((entry, i) => entry - rest.stepFraction / smoothness * slope[i]!);
    const described = describedNoise(
      across === null || noise.kind !== "aim"
        ? noise
        : { ...noise, target: { ...noise.target, vector: across.strongest } },
      basin,
      dimension,
      mean,
    );
    return {
      ...placed,
      ...rest,
      starts: chosen,
      noise: described,
      horizon: affordable(horizon, described, dimension, chosen.length),
      ...(steps === "harmonic" ? { excess } : {}),
    };
  });
}

/** The coordinates of the least and the most curved wells; null where these are not two. */
function acrossDirections(
  { sphere, wells }: BasinDescription,
): { readonly weakest: readonly number[]; readonly strongest: readonly number[] } | null {
  const curvatures = wells.flatMap((well, i) =>
    well.kind === "flat" ? [] : [{ i, curvature: well.curvature }]
  );
  if (sphere !== undefined || curvatures.length < 2) return null;
  const order = curvatures.toSorted((a, b) => a.curvature - b.curvature);
  const unit = (coordinate: number) => wells.map((_, i) => i === coordinate ? 1 : 0);
  return { weakest: unit(order[0]!.i), strongest: unit(order.at(-1)!.i) };
}

type DrawnNoise =
  | Exclude<BasinNoise, { readonly kind: "jump" | "aim" }>
  | {
    readonly kind: "aim";
    readonly probability: number;
    readonly target: Place;
    readonly isLeast: boolean;
    readonly isAcross: boolean;
  }
  | {
    readonly kind: "jump";
    readonly probability: number;
    readonly distance: readonly ["outer" | "inner" | "any", number];
  };

function describedNoise(
  noise: DrawnNoise,
  basin: BasinDescription,
  dimension: number,
  /** Of x_2, from the first start. */
  mean: readonly number[],
): BasinNoise {
  const { radius, outerRadius } = basin;
  if (noise.kind === "aim") {
    const { kind, probability, isLeast } = noise;
    const target = pointAt(basin, noise.target);
    const least = isLeast ? leastProbability(basin, mean, target) : null;
    return { kind, probability: least ?? probability, target };
  }
  if (noise.kind === "outcomes") {
    return {
      ...noise,
      probability: noise.count === 3 ? Math.min(noise.probability, 0.45) : noise.probability,
      vector: cycle(noise.vector, dimension),
    };
  }
  if (noise.kind !== "jump") return noise;
  const [where, number] = noise.distance;
  const just = 1 + number / 100;
  return {
    ...noise,
    distance: where === "any" ? number : where === "inner" ? just : just * (outerRadius / radius),
  };
}

/**
 * The least probability of the target with which the other outcome, that has the same mean with it,
 * leaves N_r (by a thousandth of r); null where it would have to be above ½.
 */
function leastProbability(
  basin: BasinDescription,
  mean: readonly number[],
  target: readonly number[],
): number | null {
  const { distance } = localBasin(basin);
  const leaves = (odds: number) =>
    distance(mean.map((entry, i) => entry + odds * (entry - target[i]!))) > 1.001 * basin.radius;
  let [stays, out] = [0, 1];
  if (!leaves(out)) return null;
  for (let halvings = 0; halvings < 20; halvings++) {
    const middle = (stays + out) / 2;
    if (leaves(middle)) out = middle;
    else stays = middle;
  }
  return out / (1 + out);
}

/** The horizon, cut to what an observation may cost. */
function affordable(
  [short, long]: readonly [number, number],
  noise: BasinNoise,
  dimension: number,
  starts: number,
): number {
  const budget = BUDGET / (dimension * (dimension + 10));
  switch (noise.kind) {
    case "none":
      return Math.max(1, Math.min(long, Math.floor(budget / starts)));
    case "simulated":
      return Math.max(1, Math.min(long, Math.floor(budget / noise.runs)));
    default: {
      const count = noise.kind === "outcomes" ? noise.count : 2;
      const leaves = Math.min(budget, 512) / starts;
      return Math.max(1, Math.min(short, 1 + Math.floor(Math.log(leaves) / Math.log(count))));
    }
  }
}

/** One step of lemma 3.4: from a point of N_r, any displacements −αη with their probabilities. */
export interface OvershootInstance extends PlacedBasin {
  /** x_k, in N_r. */
  readonly point: readonly number[];
  /** α_k. */
  readonly stepSize: number;
  /** The displacements in x, and how likely each is in proportion to the others. */
  readonly outcomes: readonly {
    readonly displacement: readonly number[];
    readonly weight: number;
  }[];
}

/**
 * Steps that go anywhere, and those that just leave N_R or just do not, along the normal. Shrink to
 * few outcomes in one dimension.
 */
export function overshootInstances(): Arbitrary<OvershootInstance> {
  return inDimensions(overshootInstancesUpTo);
}

function overshootInstancesUpTo(maximumDimension: number): Arbitrary<OvershootInstance> {
  const outcome = record({
    vector: vectorOf(materialFor(maximumDimension), realNumber({ minimum: -1, maximum: 1 })),
    // Of the length that leads to R along the normal; exactly that length; or none.
    length: tuple(
      constantFrom("just" as const, "share" as const, "none" as const),
      realNumber({ minimum: 0, maximum: 3 }),
    ),
    isNormal: constantFrom(true, true, false),
    weight: oneof(
      { withCrossShrink: true },
      realNumber({ minimum: 0.1, maximum: 1 }),
      magnitude({ minimum: 1e-3, maximum: 1e2 }),
    ),
  });
  return record({
    placed: placedBasins(maximumDimension),
    place: places(maximumDimension),
    isAtBoundary: constantFrom(false, true),
    stepSize: magnitude({ minimum: 1e-2, maximum: 1e2 }),
    outcomes: array(outcome, { minLength: 1, maxLength: 4 }),
  }).map(({ placed, place, isAtBoundary, stepSize, outcomes }) => {
    const { basin } = placed;
    const dimension = dimensionOf(basin);
    const depth = isAtBoundary ? 1 - (1 - place.depth) / 100 : place.depth;
    const toRim = basin.outerRadius - depth * basin.radius;
    const point = pointAt(basin, { ...place, depth });
    const normal = localBasin(basin).outward(point);
    return {
      ...placed,
      point,
      stepSize,
      outcomes: outcomes.map(({ vector, length: [kind, number], isNormal, weight }) => {
        const length = toRim * (kind === "just" ? 1 + 1e-9 : kind === "share" ? number : 0);
        const along = isNormal ? normal : cycle(vector, dimension);
        const size = Math.hypot(...along);
        return {
          displacement: along.map((entry) => size === 0 ? 0 : length * (entry / size)),
          weight,
        };
      }),
    };
  });
}
