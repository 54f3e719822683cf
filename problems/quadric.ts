/**
 * Quadrics as zero sets: ellipsoids, hyperboloids, cylinders.
 *
 * @module
 */

import { record } from "fast-check";
import type { Arbitrary } from "../lib/fast_check/mod.ts";
import { dimensionUpTo, magnitude, nonzeroNumber, realNumber, vectorOf } from "./arbitraries.ts";
import { instanceLimits, type InstanceOptions, mostlySmall } from "./instance_options.ts";
import type { LeastSquares } from "./least_squares.ts";
import { separableQuadratic } from "./separable_quadratic.ts";
import { requireNumber, requireNumbers } from "./validation.ts";

/** One residual, F(θ) = weight · ½ Σⱼ dⱼ (θⱼ² − θ*ⱼ²). */
export interface QuadricInstance {
  /** The family. */
  readonly family: "quadric";
  /** The factor of the residual, not 0. */
  readonly weight: number;
  /** d, of either sign or 0; somewhere dⱼ and θ*ⱼ are both not 0. */
  readonly curvatures: readonly number[];
  /** θ*. */
  readonly zero: readonly number[];
}

/**
 * F(θ) = w · ½ Σⱼ dⱼ (θⱼ² − θ*ⱼ²), n = 1, with the gradient w d ∘ θ* at θ* not zero, so r = 1; and
 * L_J = |w| max|dⱼ| exactly (see `separableQuadratic`). For the projection see
 * {@linkcode nearestOnQuadric}.
 *
 * @throws {TypeError} If a part of the instance is missing or of another type.
 * @throws {RangeError} If the weight is 0, the lengths differ or the gradient at θ* is 0.
 */
export function quadric(instance: QuadricInstance): LeastSquares {
  const weight = requireNumber(instance.weight, "instance.weight", { nonzero: true });
  const curvatures = requireNumbers(instance.curvatures, "instance.curvatures");
  const zero = requireNumbers(instance.zero, "instance.zero", {
    length: curvatures.length,
    because: "one per curvature",
  });
  if (curvatures.every((d, j) => d * zero[j]! === 0)) {
    throw new RangeError(
      "the gradient vanishes at instance.zero: make a curvature and the same entry of zero nonzero",
    );
  }
  return separableQuadratic({
    zero,
    curvatures: [curvatures.map((d) => weight * d)],
    project: (theta) => nearestOnQuadric(curvatures, zero, theta),
  });
}

/**
 * The point nearest to θ of the quadric ½ Σ dⱼ (xⱼ² − zⱼ²) = 0.
 *
 * Stationary points of the distance are x(λ) = θ / (1 + λd), entry by entry. The one with
 * 1 + λdⱼ > 0 for all j is the unique global minimizer, for there ½‖x − θ‖² + λ·(the constraint) is
 * strictly convex and minimal over all of R^m at x(λ). On the interval of such λ, which holds 0, the
 * constraint's value g(λ) falls strictly, g'(λ) = −Σ dⱼ²θⱼ²/(1 + λdⱼ)³, so that bracketed Newton
 * steps find the root. It is written as a difference from g(0), to keep λ accurate where it is tiny.
 *
 * There is no root only far from the set: where θⱼ = 0 for the coordinates that bound the interval,
 * and the nearest points come in pairs.
 *
 * @throws {RangeError} If there is no root.
 */
export function nearestOnQuadric(
  curvatures: readonly number[],
  zero: readonly number[],
  theta: readonly number[],
): number[] {
  const atTheta = curvatures.reduce((sum, d, j) => {
    const delta = theta[j]! - zero[j]!;
    return sum + d * delta * (zero[j]! + delta / 2);
  }, 0);
  if (atTheta === 0) return [...theta];
  const sumOver = (term: (d: number) => number) =>
    curvatures.reduce((sum, d, j) => sum + (d * theta[j]!) ** 2 * term(d), 0);
  const value = (lambda: number) =>
    atTheta - lambda * sumOver((d) => (1 + lambda * d / 2) / (1 + lambda * d) ** 2);
  const derivative = (lambda: number) => -sumOver((d) => 1 / (1 + lambda * d) ** 3);

  const largest = Math.max(...curvatures);
  const least = Math.min(...curvatures);
  const unit = 1 / Math.max(largest, -least);
  let low = atTheta > 0 ? 0 : largest > 0 ? -1 / largest : -Infinity;
  let high = atTheta < 0 ? 0 : least < 0 ? -1 / least : Infinity;
  let lambda = 0;
  for (let iteration = 0; iteration < 2000; iteration++) {
    const g = value(lambda);
    if (g > 0) low = lambda;
    else high = lambda;
    let next = lambda - g / derivative(lambda);
    if (!(next > low && next < high)) {
      next = Number.isFinite(high - low)
        ? (low + high) / 2
        : 2 * lambda + Math.sign(atTheta) * unit;
    }
    const change = Math.abs(next - lambda);
    lambda = next;
    if (change <= Number.EPSILON * Math.abs(lambda)) break;
  }
  const nearest = theta.map((x, j) => x / (1 + lambda * curvatures[j]!));
  const terms = curvatures.map((d, j) => d * (nearest[j]! - zero[j]!) * (nearest[j]! + zero[j]!));
  const scale = curvatures.reduce(
    (sum, d, j) => sum + Math.abs(d) * (nearest[j]! ** 2 + zero[j]! ** 2),
    0,
  );
  if (!(Math.abs(terms.reduce((sum, term) => sum + term, 0)) <= 1e-9 * scale)) {
    throw new RangeError(
      `[${theta.join(", ")}] is too far from the quadric to have one nearest point there: ` +
        "project points nearer to it",
    );
  }
  return nearest;
}

/** Quadrics with curvatures of either sign and 0. Shrinks to F(θ) = ½(θ² − 1) at θ* = 1. */
export function quadricInstances(options: InstanceOptions = {}): Arbitrary<QuadricInstance> {
  const { maximumDimension, scale } = instanceLimits(options);
  return mostlySmall(maximumDimension, (dimension) =>
    record({
      length: dimensionUpTo(dimension),
      weight: magnitude(scale),
      // In the first coordinate neither may vanish, which keeps the gradient at θ* from vanishing.
      curvature: nonzeroNumber({ minimum: 0.01, maximum: 100 }),
      coordinate: nonzeroNumber({ minimum: 0.01, maximum: 10 }),
      curvatures: vectorOf(dimension - 1, realNumber({ minimum: -100, maximum: 100 })),
      coordinates: vectorOf(dimension - 1),
    }).map(({ length, weight, curvature, coordinate, curvatures, coordinates }) => ({
      family: "quadric",
      weight,
      curvatures: [curvature, ...curvatures.slice(0, length - 1)],
      zero: [coordinate, ...coordinates.slice(0, length - 1)],
    })));
}
