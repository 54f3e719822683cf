/**
 * Products of spheres as zero sets.
 *
 * @module
 */

import { array, record } from "fast-check";
import type { Arbitrary } from "../lib/fast_check/mod.ts";
import { magnitude, nonzeroVector, spectrum } from "./arbitraries.ts";
import { instanceLimits, type InstanceOptions, mostlySmall } from "./instance_options.ts";
import type { LeastSquares } from "./least_squares.ts";
import { separableQuadratic } from "./separable_quadratic.ts";
import { requireArray, requireNumber, requireNumbers, requireObject } from "./validation.ts";
import { norm } from "./vectors.ts";

/** One residual, weight·(‖x‖² − radius²), with x a block of θ of its own. */
export interface SphereBlock {
  /** The factor of the residual, not 0. */
  readonly weight: number;
  /** The sphere's radius, positive. */
  readonly radius: number;
  /** Where on the sphere θ* lies: any vector but 0; its length does not matter. */
  readonly direction: readonly number[];
}

/** θ consists of blocks x₁, x₂, …, and Fᵢ(θ) = weightᵢ (‖xᵢ‖² − radiusᵢ²). */
export interface SpheresInstance {
  /** The family. */
  readonly family: "spheres";
  /** The blocks, in order. */
  readonly blocks: readonly SphereBlock[];
}

/**
 * Fᵢ(θ) = wᵢ (‖xᵢ‖² − Rᵢ²) over blocks xᵢ of θ; the zero set is a product of spheres (of pairs of
 * points, for blocks of one coordinate). J has the rows 2wᵢ xᵢᵀ in disjoint columns, so its singular
 * values at θ* are 2|wᵢ|Rᵢ, r = n, and L_J = 2 max|wᵢ| exactly (see `separableQuadratic`). The
 * projection scales every block to its radius.
 *
 * @throws {TypeError} If a part of the instance is missing or of another type.
 * @throws {RangeError} If a weight is 0, a radius is not positive or a direction is 0.
 */
export function spheres(instance: SpheresInstance): LeastSquares {
  const blocks = requireArray(instance.blocks, "instance.blocks").map(readBlock);
  const zero = blocks.flatMap(({ point }) => point);
  let start = 0;
  const placed = blocks.map(({ weight, point }) => {
    const columns = [start, start += point.length] as const;
    return { weight, point, columns };
  });
  return separableQuadratic({
    zero,
    curvatures: placed.map(({ weight, columns: [from, to] }) =>
      zero.map((_, j) => j >= from && j < to ? 2 * weight : 0)
    ),
    project: (theta) =>
      placed.flatMap(({ point, columns }) => {
        const block = theta.slice(...columns);
        const length = norm(block);
        // Every point of a sphere is nearest to its centre.
        if (length === 0) return point;
        const radius = norm(point);
        return block.map((x) => radius * (x / length));
      }),
  });
}

function readBlock(value: unknown, i: number): { weight: number; point: number[] } {
  const where = `instance.blocks[${i}]`;
  const block = requireObject(value, where);
  const direction = requireNumbers(block.direction, `${where}.direction`);
  const length = norm(direction);
  if (length === 0) {
    throw new RangeError(`${where}.direction is the zero vector: give it an entry other than 0`);
  }
  const radius = requireNumber(block.radius, `${where}.radius`, { positive: true });
  return {
    weight: requireNumber(block.weight, `${where}.weight`, { nonzero: true }),
    point: direction.map((x) => radius * (x / length)),
  };
}

/** Products of spheres of any dimensions, radii and weights. Shrinks to F(θ) = θ² − 1 at θ* = 1. */
export function spheresInstances(options: InstanceOptions = {}): Arbitrary<SpheresInstance> {
  const { maximumConditionNumber, maximumDimension, scale } = instanceLimits(options);
  // The singular values of J(θ*) are 2 weight·radius: radii that spread over a factor √κ together
  // with weights that do so stay within κ.
  const largestRadius = Math.min(10, maximumConditionNumber ** 0.25);
  return mostlySmall(maximumDimension, (dimension) =>
    record({
      shapes: array(
        record({
          radius: magnitude({ minimum: 1 / largestRadius, maximum: largestRadius }),
          direction: nonzeroVector(1, Math.min(4, dimension)),
        }),
        { maxLength: dimension },
      ),
      weights: spectrum(dimension, {
        maximumConditionNumber: Math.sqrt(maximumConditionNumber),
        ...scale,
      }),
    }).map(({ shapes: drawn, weights }): SpheresInstance => {
      // From a list that may be empty, a shrinker takes away any element.
      const shapes = drawn.length === 0 ? [{ radius: 1, direction: [1] }] : drawn;
      let left = dimension;
      const fitting = shapes.filter(({ direction }) => (left -= direction.length) >= 0);
      return {
        family: "spheres",
        blocks: fitting.map((shape, i) => ({ weight: weights[i]!, ...shape })),
      };
    }));
}
