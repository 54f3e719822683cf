/**
 * Graphs of quadratic maps as zero sets.
 *
 * @module
 */

import { record } from "fast-check";
import type { Arbitrary } from "../lib/fast_check/mod.ts";
import { dimensionUpTo, realNumber, spectrum, vectorOf } from "./arbitraries.ts";
import { instanceLimits, type InstanceOptions, mostlySmall } from "./instance_options.ts";
import { conditionNumberAtZero } from "./local.ts";
import type { LeastSquares } from "./least_squares.ts";
import { separableQuadratic } from "./separable_quadratic.ts";
import { requireArray, requireNumbers } from "./validation.ts";
import { multiply } from "./vectors.ts";

/**
 * θ = (x, y) with one y per weight, and Fᵢ(θ) = weightᵢ (yᵢ − qᵢ(x)),
 * qᵢ(x) = Σⱼ slopesᵢⱼ xⱼ + ½ Σ cⱼ xⱼ² over the j that leave the remainder i on division by n.
 */
export interface GraphInstance {
  /** The family. */
  readonly family: "graph";
  /** The factors of the residuals, not 0; n of them. */
  readonly weights: readonly number[];
  /** The slopes of q, one row per weight and one column per coordinate of x. */
  readonly slopes: readonly (readonly number[])[];
  /** c, one per coordinate of x. */
  readonly curvatures: readonly number[];
  /** x*; y* = q(x*) follows. */
  readonly zero: readonly number[];
}

/**
 * Fᵢ(x, y) = wᵢ (yᵢ − qᵢ(x)); the zero set is the graph of q. J = diag(w) [−∂q, I] has full row rank
 * everywhere, r = n < m. Each xⱼ is curved for one output alone, so L_J = max|wᵢcⱼ| over the pairs
 * that meet, exactly (see `separableQuadratic`).
 *
 * @throws {TypeError} If a part of the instance is missing or of another type.
 * @throws {RangeError} If a weight is 0 or the lengths do not match.
 */
export function graph(instance: GraphInstance): LeastSquares {
  const weights = requireNumbers(instance.weights, "instance.weights", { nonzero: true });
  const curvatures = requireNumbers(instance.curvatures, "instance.curvatures");
  const perCoordinate = { length: curvatures.length, because: "one per curvature" };
  const x = requireNumbers(instance.zero, "instance.zero", perCoordinate);
  const slopes = requireArray(instance.slopes, "instance.slopes", 0)
    .map((row, i) => requireNumbers(row, `instance.slopes[${i}]`, perCoordinate));
  if (slopes.length !== weights.length) {
    throw new RangeError(
      `instance.slopes has ${slopes.length} rows, but must have ${weights.length}, one per weight`,
    );
  }
  const curved = weights.map((_, i) => curvatures.map((c, j) => j % weights.length === i ? c : 0));
  const quadratic = multiply(curved, x.map((entry) => entry * entry));
  const y = multiply(slopes, x).map((linearPart, i) => linearPart + quadratic[i]! / 2);
  return separableQuadratic({
    zero: [...x, ...y],
    slopes: weights.map((w, i) => [
      ...slopes[i]!.map((slope) => -w * slope + 0),
      ...weights.map((_, k) => i === k ? w : 0),
    ]),
    curvatures: weights.map((w, i) => [
      ...curved[i]!.map((c) => -w * c + 0),
      ...weights.map(() => 0),
    ]),
  });
}

/** Graphs of any dimension and codimension. Shrinks to F(x, y) = y at θ* = 0. */
export function graphInstances(options: InstanceOptions = {}): Arbitrary<GraphInstance> {
  const { maximumConditionNumber, maximumDimension, scale } = instanceLimits(options, 100);
  return mostlySmall(maximumDimension, (dimension) =>
    record({
      outputs: dimensionUpTo(dimension - 1),
      inputs: dimensionUpTo(dimension - 1),
      weights: spectrum(dimension - 1, {
        maximumConditionNumber: Math.sqrt(maximumConditionNumber),
        ...scale,
      }),
      slopes: vectorOf((dimension - 1) ** 2, realNumber({ minimum: -3, maximum: 3 })),
      curvatures: vectorOf(dimension - 1, realNumber({ minimum: -30, maximum: 30 })),
      zero: vectorOf(dimension - 1, realNumber({ minimum: -3, maximum: 3 })),
    }).map(({ outputs, inputs: wanted, weights, slopes, curvatures, zero }): GraphInstance => {
      const inputs = Math.min(wanted, dimension - outputs);
      return {
        family: "graph",
        weights: weights.slice(0, outputs),
        slopes: Array.from(
          { length: outputs },
          (_, i) => slopes.slice(i * (dimension - 1), i * (dimension - 1) + inputs),
        ),
        curvatures: curvatures.slice(0, inputs),
        zero: zero.slice(0, inputs),
      };
    }).filter((instance) => conditionNumberAtZero(graph(instance)) <= maximumConditionNumber));
}
