/**
 * All families of instances, as one type.
 *
 * @module
 */

import { oneof } from "fast-check";
import type { Arbitrary } from "../lib/fast_check/mod.ts";
import { composition, type CompositionInstance, compositionInstances } from "./composition.ts";
import { graph, type GraphInstance, graphInstances } from "./graph.ts";
import type { InstanceOptions } from "./instance_options.ts";
import type { LeastSquares } from "./least_squares.ts";
import { linear, type LinearInstance, linearInstances } from "./linear.ts";
import { network, type NetworkInstance, networkInstances } from "./network.ts";
import { quadric, type QuadricInstance, quadricInstances } from "./quadric.ts";
import { spheres, type SpheresInstance, spheresInstances } from "./spheres.ts";
import { requireObject } from "./validation.ts";

/** A least-squares problem as plain JSON. */
export type LeastSquaresInstance =
  | LinearInstance
  | SpheresInstance
  | QuadricInstance
  | GraphInstance
  | CompositionInstance
  | NetworkInstance;

/** The name of a family of instances. */
export type LeastSquaresFamily = LeastSquaresInstance["family"];

/** The names of all families, the simplest first. */
export const leastSquaresFamilies: readonly LeastSquaresFamily[] = [
  "linear",
  "spheres",
  "quadric",
  "graph",
  "composition",
  "network",
];

/**
 * The problem that an instance describes.
 *
 * @example
 * ```ts
 * import { leastSquares } from "./instances.ts";
 *
 * const circle = leastSquares({
 *   family: "spheres",
 *   blocks: [{ weight: 1, radius: 5, direction: [3, 4] }],
 * });
 * circle.zero; // [3, 4]
 * ```
 *
 * @param instance What was read from JSON.
 * @throws {TypeError} If a part of the instance is missing or of another type.
 * @throws {RangeError} If a number or a length is out of range.
 */
export function leastSquares(instance: LeastSquaresInstance): LeastSquares {
  const { family } = requireObject(instance, "instance");
  switch (instance.family) {
    case "linear":
      return linear(instance);
    case "spheres":
      return spheres(instance);
    case "quadric":
      return quadric(instance);
    case "graph":
      return graph(instance);
    case "composition":
      return composition(instance);
    case "network":
      return network(instance);
    default:
      throw new TypeError(
        `instance.family is ${JSON.stringify(family)}: give ${leastSquaresFamilies.join(", ")}`,
      );
  }
}

/** What {@linkcode leastSquaresInstances} draws. */
export interface LeastSquaresOptions extends InstanceOptions {
  /** The families to draw from, equally often. Default: all. */
  readonly families?: readonly LeastSquaresFamily[];
}

/**
 * Instances of the given families.
 *
 * @throws {RangeError} If no family is given, or an option is out of range for one of them.
 */
export function leastSquaresInstances(
  options: LeastSquaresOptions = {},
): Arbitrary<LeastSquaresInstance> {
  const { families = leastSquaresFamilies, ...rest } = options;
  if (families.length === 0) {
    throw new RangeError(`families is empty: name some of ${leastSquaresFamilies.join(", ")}`);
  }
  // A counterexample of a complicated family may shrink to one of the first, the simplest.
  return oneof({ withCrossShrink: true }, ...families.map((family) => instancesOf(family, rest)));
}

function instancesOf(
  family: LeastSquaresFamily,
  options: InstanceOptions,
): Arbitrary<LeastSquaresInstance> {
  switch (family) {
    case "linear":
      return linearInstances(options);
    case "spheres":
      return spheresInstances(options);
    case "quadric":
      return quadricInstances(options);
    case "graph":
      return graphInstances(options);
    case "composition":
      return compositionInstances(options);
    case "network":
      return networkInstances(options);
    default:
      throw new RangeError(
        `there is no family ${JSON.stringify(family)}: name some of ` +
          leastSquaresFamilies.join(", "),
      );
  }
}
