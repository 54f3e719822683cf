/**
 * Arbitraries of instances of theorems about Gauss–Newton flows.
 *
 * @module
 */

import { array, constant, constantFrom, integer, noBias, oneof, record, tuple } from "fast-check";
import { float64 } from "../lib/arithmetic/mod.ts";
import type { Arbitrary } from "../lib/fast_check/mod.ts";
import { activationKinds } from "./activations.ts";
import { dimensionUpTo, magnitude, nonzeroNumber, realNumber, vectorOf } from "./arbitraries.ts";
import {
  conditionNumberAtStart,
  gaussNewtonMap,
  type GaussNewtonMapInstance,
  mapDimensions,
  type OverparameterizedInstance,
  type OverparameterizedProblem,
  overparameterizedProblem,
  type Placement,
  relativeCurvature,
  type ScalingClaim,
  type UnderparameterizedInstance,
  underparameterizedProblem,
} from "./gauss_newton_instances.ts";
import type { OneHiddenLayerNetworkInstance } from "./one_hidden_layer_network.ts";
import { blockDimensions, type SmoothMapBlock, type SmoothMapInstance } from "./smooth_maps.ts";
import type { StronglyConvexLossShape } from "./strongly_convex_losses.ts";

/** What arbitraries of instances of Gauss–Newton flows draw. */
export interface GaussNewtonMapOptions {
  /** The families, drawn equally often. Default: both. */
  readonly families?: readonly GaussNewtonMapInstance["family"][];
  /**
   * The largest ratio of the largest to the least eigenvalue of K_0 or H_0, whichever is regular.
   * At least 100. Default: 1e6.
   */
  readonly maximumConditionNumber?: number;
  /** The largest p and n, at least 3. Default: 12; most instances have at most 6. */
  readonly maximumDimension?: number;
}

/** What {@linkcode overparameterizedInstances} draws. */
export interface OverparameterizedOptions extends GaussNewtonMapOptions {
  /**
   * ρ: anywhere in (0, 1] (`"unit"`, the default), at most λ_n²/(1 + λ_n²) (`"bounded"`), or λ_0²,
   * where that is at most this bound (`"least eigenvalue"`).
   */
  readonly damping?: "unit" | "bounded" | "least eigenvalue";
  /**
   * α: anything from 0.01 to 100 (`"free"`, the default), or the least one that the claim prints,
   * half of the time multiplied by a factor up to 100.
   */
  readonly scaling?: "free" | ScalingClaim;
}

/** What {@linkcode underparameterizedInstances} draws. */
export interface UnderparameterizedOptions extends GaussNewtonMapOptions {
  /**
   * α: anything from 0.01 to 100 (`"free"`, the default), or that of Theorem 5 (`"printed"`): with
   * the position of w_* solved for α, or the other way round.
   */
  readonly scaling?: "free" | "printed";
}

/**
 * Overparameterized instances, p > n, with λ_0 > 0 and L > 0: networks of one to three neurons on
 * one to five inputs mostly, or products of a wide quadratic map with linear maps, folds and
 * complex squares, turned or not; all losses; any target. Shrinks to few parameters with simple
 * numbers.
 *
 * @throws {RangeError} If an option is out of range.
 */
export function overparameterizedInstances(
  options: OverparameterizedOptions = {},
): Arbitrary<OverparameterizedInstance> {
  const { damping = "unit", scaling = "free", ...mapOptions } = options;
  const limits = checkedLimits(mapOptions);
  const { dimension } = limits;
  const share = magnitude({ minimum: 1e-4, maximum: 1 });
  return record({
    map: maps("wide", limits),
    loss: lossShapes(dimension),
    target: vectorOf(dimension),
    damping: damping === "least eigenvalue"
      ? constant<OverparameterizedInstance["damping"]>({ kind: damping })
      : record({
        kind: constant(damping === "unit" ? "number" as const : "share" as const),
        value: share,
      }),
    scaling: scaling === "free"
      ? record({ kind: constant("number" as const), value: freeScaling() })
      : record({
        kind: constant("printed" as const),
        claim: constant(scaling),
        factor: oneof(
          { withCrossShrink: true },
          constant(1),
          magnitude({ minimum: 1, maximum: 100 }),
        ),
      }),
  }).map(({ map, loss, target, ...rest }): OverparameterizedInstance => {
    const n = mapDimensions(map).outputs;
    return { map, loss: cutLoss(loss, n), target: target.slice(0, n), ...rest };
  }).filter((instance) => {
    const problem = ifPossible(() => overparameterizedProblem(instance));
    return problem !== undefined && isReasonable(problem) &&
      conditionNumberAtStart(problem) <= limits.conditionNumber &&
      (damping !== "least eigenvalue" || problem.damping <= problem.largestDamping);
  });
}

/**
 * Underparameterized instances, p < n, with λ_0 > 0 and L > 0, built backwards from a w_* in B:
 * networks of one to three neurons on two to five inputs mostly, or products of arcs, waves,
 * spheres and tall quadratic maps with linear maps, folds and complex squares, turned or not; all
 * losses. At w_* the gradient of g ∘ αf vanishes and its Hessian is positive definite. Whether w_*
 * minimizes over all of B is not decided here, as it takes a search: see `confirmMinimizer`.
 * Shrinks to few parameters with simple numbers.
 *
 * @throws {RangeError} If an option is out of range.
 */
export function underparameterizedInstances(
  options: UnderparameterizedOptions = {},
): Arbitrary<UnderparameterizedInstance> {
  const { scaling = "free", ...mapOptions } = options;
  const limits = checkedLimits(mapOptions);
  const { dimension } = limits;
  const share = realNumber({ minimum: 0.05, maximum: 0.95 });
  const residual = oneof(
    { withCrossShrink: true },
    constant(0),
    { weight: 7, arbitrary: magnitude({ minimum: 0.01, maximum: 1000 }) },
  );
  const free: Arbitrary<Placement> = record({
    kind: constant("free" as const),
    scaling: freeScaling(),
    share,
    residual,
  });
  const printed: Arbitrary<Placement> = oneof(
    record({
      kind: constant("printed, share solved" as const),
      scaling: freeScaling(),
      residual,
    }),
    record({ kind: constant("printed, scaling solved" as const), share, residual }),
  );
  return record({
    map: maps("tall", limits),
    loss: lossShapes(dimension),
    r: share,
    direction: vectorOf(dimension, realNumber({ minimum: -3, maximum: 3 })),
    normal: vectorOf(dimension),
    placement: scaling === "free" ? free : printed,
  }).map(({ map, loss, direction, normal, ...rest }): UnderparameterizedInstance => {
    const { parameters, outputs } = mapDimensions(map);
    return {
      map,
      loss: cutLoss(loss, outputs),
      direction: direction.slice(0, parameters),
      normal: normal.slice(0, outputs),
      ...rest,
    };
  }).filter((instance) => {
    const problem = ifPossible(() => underparameterizedProblem(instance));
    return problem !== undefined && isReasonable(problem) &&
      problem.initialGap > 1e-10 * problem.initialValue &&
      conditionNumberAtStart(problem) <= limits.conditionNumber &&
      relativeCurvature(problem) > 1e-6;
  });
}

/** A map with fewer parameters than outputs, and a loss of its outputs up to the target. */
export interface UnderparameterizedModel {
  /** f, with p < n. */
  readonly map: GaussNewtonMapInstance;
  /** g, up to its target. */
  readonly loss: StronglyConvexLossShape;
}

/**
 * The maps and losses of {@linkcode underparameterizedInstances}, for what speaks neither of a
 * target nor of a minimizer: λ_0 > 0 and L > 0, and a radius λ_0/L within the reach of double
 * precision. Cheaper, as nothing is solved for.
 *
 * @throws {RangeError} If an option is out of range.
 */
export function underparameterizedModels(
  options: GaussNewtonMapOptions = {},
): Arbitrary<UnderparameterizedModel> {
  const limits = checkedLimits(options);
  return record({ map: maps("tall", limits), loss: lossShapes(limits.dimension) })
    .map(({ map, loss }) => ({ map, loss: cutLoss(loss, mapDimensions(map).outputs) }))
    .filter(({ map: description }) => {
      const map = gaussNewtonMap(description);
      const { s } = float64.singularValueDecomposition(float64.matrix(map.jacobian(map.start)));
      const radius = s.at(-1)! / map.jacobianLipschitz;
      return radius >= 1e-6 && radius <= 1e6 &&
        (s[0]! / s.at(-1)!) ** 2 <= limits.conditionNumber;
    });
}

interface Limits {
  readonly families: readonly GaussNewtonMapInstance["family"][];
  readonly conditionNumber: number;
  readonly dimension: number;
}

function checkedLimits(
  { families = ["network", "smooth map"], maximumConditionNumber = 1e6, maximumDimension = 12 }:
    GaussNewtonMapOptions,
): Limits {
  if (families.length === 0) {
    throw new RangeError('families is empty: give "network", "smooth map" or both');
  }
  if (!(maximumConditionNumber >= 100)) {
    throw new RangeError(
      `maximumConditionNumber is ${maximumConditionNumber}: too few maps meet it; allow 100`,
    );
  }
  if (!Number.isInteger(maximumDimension) || maximumDimension < 3) {
    throw new RangeError(
      `maximumDimension is ${maximumDimension}: give an integer of at least 3`,
    );
  }
  return { families, conditionNumber: maximumConditionNumber, dimension: maximumDimension };
}

/** `undefined` where an instance has no problem: no λ_0 > 0, no α, p not on the right side of n. */
function ifPossible<T>(build: () => T): T | undefined {
  try {
    return build();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Whether α and the radius of the ball leave g(αf) within the reach of double precision. */
function isReasonable(
  { scaling, radius }: Pick<OverparameterizedProblem, "scaling" | "radius">,
): boolean {
  return scaling >= 1e-6 && scaling <= 1e9 && radius >= 1e-6 && radius <= 1e6;
}

function freeScaling(): Arbitrary<number> {
  return magnitude({ minimum: 0.01, maximum: 100 });
}

/** Whether p > n or p < n. */
type Shape = "wide" | "tall";

function maps(shape: Shape, { families, dimension }: Limits): Arbitrary<GaussNewtonMapInstance> {
  const small = Math.min(6, dimension);
  return oneof(
    ...families.flatMap((family) => {
      const build = family === "network" ? networks : smoothMaps;
      return [
        { weight: 7, arbitrary: build(shape, small) as Arbitrary<GaussNewtonMapInstance> },
        { weight: 1, arbitrary: build(shape, dimension) as Arbitrary<GaussNewtonMapInstance> },
      ];
    }),
  );
}

/** Networks with p and n at most `dimension`: three neurons and five inputs at most if that is 6. */
function networks(shape: Shape, dimension: number): Arbitrary<OneHiddenLayerNetworkInstance> {
  const isSmall = dimension <= 6;
  const largestInput = isSmall ? 3 : 4;
  const vector = (bound: number) =>
    vectorOf(largestInput, realNumber({ minimum: -bound, maximum: bound }));
  return record({
    activation: constantFrom(...activationKinds),
    inputDimension: dimensionUpTo(largestInput),
    inputs: noBias(array(vector(2), { maxLength: isSmall ? 5 : dimension, size: "max" })),
    neurons: noBias(array(
      record({ outer: constantFrom(1, -1), weights: vector(3) }),
      { maxLength: isSmall ? 3 : dimension, size: "max" },
    )),
  }).filter(({ inputs, neurons }) => inputs.length > 0 && neurons.length > 0)
    .map(({ activation, inputDimension, inputs, neurons }): OneHiddenLayerNetworkInstance => {
      // As many of what was drawn as there is room for.
      const mostParameters = shape === "tall" ? inputs.length - 1 : dimension;
      const d = Math.max(1, Math.min(inputDimension, mostParameters));
      const kept = neurons.slice(0, Math.max(1, Math.floor(mostParameters / d)));
      const n = shape === "wide" ? Math.max(1, kept.length * d - 1) : inputs.length;
      return {
        family: "network",
        activation,
        inputs: inputs.slice(0, n).map((x) => x.slice(0, d)),
        outerWeights: kept.map(({ outer }) => outer),
        initialWeights: kept.map(({ weights }) => weights.slice(0, d)),
      };
    }).filter((instance) => {
      const p = instance.initialWeights.length * instance.inputs[0]!.length;
      return shape === "wide" ? p > instance.inputs.length : p < instance.inputs.length;
    });
}

/** Products of a block of the shape with others, of total dimensions at most `dimension`. */
function smoothMaps(shape: Shape, dimension: number): Arbitrary<SmoothMapInstance> {
  const first = shape === "wide" ? quadraticBlocks("wide") : oneof(...tallBlocks());
  const others = shape === "wide"
    ? oneof(...squareBlocks(), quadraticBlocks("wide"))
    : oneof(...squareBlocks(), ...tallBlocks());
  const turns = oneof(
    { withCrossShrink: true },
    constant<number[][]>([]),
    array(vectorOf(dimension, realNumber({ minimum: -3, maximum: 3 })), { maxLength: 2 }),
  );
  return record({
    first,
    others: array(others, { maxLength: dimension <= 6 ? 2 : 6, size: "max" }),
    left: turns,
    right: turns,
  }).map(({ first, others, left, right }): SmoothMapInstance => {
    const family = "smooth map";
    const size = { parameters: 0, outputs: 0 };
    const blocks = [first, ...others].filter((block) => {
      const { parameters, outputs } = blockDimensions(block);
      if (
        size.parameters + parameters > dimension || size.outputs + outputs > dimension
      ) return false;
      size.parameters += parameters;
      size.outputs += outputs;
      return true;
    });
    const cut = (vectors: readonly (readonly number[])[], length: number) =>
      vectors.map((vector) => vector.slice(0, length))
        .filter((vector) => vector.some((entry) => entry !== 0));
    return { family, blocks, left: cut(left, size.outputs), right: cut(right, size.parameters) };
  });
}

/** Slopes over three decades: eigenvalues of K_0 and H_0 over six. */
const slopes = () => nonzeroNumber({ minimum: 0.01, maximum: 10 });
const curvatures = () => magnitude({ minimum: 0.01, maximum: 10 });

function squareBlocks(): Arbitrary<SmoothMapBlock>[] {
  return [
    record({ kind: constant("linear" as const), slope: slopes() }),
    record({ kind: constant("fold" as const), slope: slopes(), curvature: curvatures() }),
    record({
      kind: constant("complex square" as const),
      slope: slopes(),
      curvature: curvatures(),
    }),
  ];
}

function tallBlocks(): Arbitrary<SmoothMapBlock>[] {
  const size = () => magnitude({ minimum: 0.1, maximum: 10 });
  return [
    record({ kind: constant("arc" as const), radius: size(), speed: slopes().map(Math.abs) }),
    record({
      kind: constant("wave" as const),
      slope: slopes(),
      amplitude: size(),
      frequency: size(),
      phase: realNumber({ minimum: -3, maximum: 3 }),
    }),
    record({ kind: constant("sphere" as const), radius: size(), speed: slopes().map(Math.abs) }),
    quadraticBlocks("tall"),
  ];
}

/** Quadratic maps of two or three parameters (or outputs) and fewer outputs (or parameters). */
function quadraticBlocks(shape: Shape): Arbitrary<SmoothMapBlock> {
  const matrix = vectorOf(9, realNumber({ minimum: -3, maximum: 3 }));
  const long = noBias(integer({ min: 2, max: 3 }));
  return tuple(long, dimensionUpTo(2), matrix, matrix).map(([long, drawn, a, b]) => {
    const short = Math.min(drawn, long - 1);
    const [rows, columns] = shape === "tall" ? [long, short] : [short, long];
    const cut = (entries: readonly number[]) =>
      Array.from({ length: rows }, (_, i) => entries.slice(3 * i, 3 * i + columns));
    return { kind: "quadratic", slopes: cut(a), curvatures: cut(b) };
  });
}

function lossShapes(dimension: number): Arbitrary<StronglyConvexLossShape> {
  const factor = () => magnitude({ minimum: 0.1, maximum: 10 });
  return oneof(
    { withCrossShrink: true },
    constant<StronglyConvexLossShape>({ kind: "quadratic" }),
    record({
      kind: constant("weighted quadratic" as const),
      weights: vectorOf(dimension, factor()),
    }),
    record({
      kind: constant("quadratic plus log-cosh" as const),
      weight: factor(),
      amplitude: factor(),
      scale: factor(),
    }),
  );
}

/** The loss for n outputs. */
function cutLoss(loss: StronglyConvexLossShape, n: number): StronglyConvexLossShape {
  return loss.kind === "weighted quadratic" ? { ...loss, weights: loss.weights.slice(0, n) } : loss;
}
