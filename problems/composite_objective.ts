/**
 * Losses of scaled smooth maps, w ↦ g(αf(w)), and their Gauss–Newton flow.
 *
 * @module
 */

import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { type Arithmetic, float64 } from "../lib/arithmetic/mod.ts";
import type { ResidualMap } from "../lib/optimizers/mod.ts";
import { dampedLeastSquares } from "./damped_least_squares.ts";
import { inner, pointOfBall, type SmoothMap } from "./smooth_map.ts";
import type { StronglyConvexLoss } from "./strongly_convex_losses.ts";
import { requireNumber } from "./validation.ts";
import { norm } from "./vectors.ts";

/** h(w) = g(αf(w)). */
export interface CompositeObjective {
  /** f. */
  readonly map: SmoothMap;
  /** g. */
  readonly loss: StronglyConvexLoss;
  /** α. */
  readonly scaling: number;
  /** ψ = αf(w). */
  output(w: readonly number[]): number[];
  /** g(αf(w)). */
  value(w: readonly number[]): number;
  /** h(w') − h(w), accurate also where it is small beside h. */
  difference(w: readonly number[], other: readonly number[]): number;
  /** ∇h(w) = αJ(w)ᵀ∇g(αf(w)). */
  gradient(w: readonly number[]): number[];
  /** ∇²h(w) = α²Jᵀ(∇²g)J + α Σⱼ (∇g)ⱼ ∇²fⱼ(w), p rows of p numbers. */
  hessian(w: readonly number[]): number[][];
  /**
   * The right side of the flow ẇ = −(1/α)[(1 − ρ)JᵀJ + ρI]⁻¹Jᵀ∇g(αf(w)): Gauss–Newton's for ρ = 0
   * (J must then have rank p), Levenberg–Marquardt's between, for ρ = 1 gradient descent's over α².
   *
   * @param w w.
   * @param damping ρ, in [0, 1].
   */
  velocity(w: readonly number[], damping: number): number[];
  /**
   * The problem as optimizers see it: ∇g(αf(w)) stands in place of the residual, and the Jacobian
   * is that of f. What optimizers take for the gradient is then Jᵀ∇g(αf(w)) = ∇h(w)/α, and the
   * Levenberg–Marquardt step with the step size η is −η [(1 − ρ)JᵀJ + ρI]⁻¹Jᵀ∇g(αf(w)), as the
   * paper of the claims `gn-flow` prints it (GN-CT). Both are evaluated in double precision and
   * rounded to the arithmetic.
   */
  readonly residualMap: ResidualMap;
}

/**
 * The objective h(w) = g(αf(w)).
 *
 * @param map f, from R^p to R^n.
 * @param loss g, on R^n.
 * @param scaling α > 0.
 * @throws {RangeError} If α is not positive, or the dimensions of f and g differ.
 */
export function compositeObjective(
  map: SmoothMap,
  loss: StronglyConvexLoss,
  scaling: number,
): CompositeObjective {
  const alpha = requireNumber(scaling, "scaling", { positive: true });
  if (map.outputs !== loss.dimension) {
    throw new RangeError(
      `the map has ${map.outputs} outputs, but the loss is one of ${loss.dimension} numbers: ` +
        "give a target with one entry per output",
    );
  }
  const output = (w: readonly number[]) => map.value(w).map((entry) => alpha * entry);
  const lossGradient = (w: readonly number[]) => loss.gradient(output(w));
  const transposedProduct = (rows: readonly (readonly number[])[], z: readonly number[]) => {
    const sums = new Array<number>(map.parameters).fill(0);
    for (let j = 0; j < rows.length; j++) {
      const row = rows[j]!;
      for (let k = 0; k < sums.length; k++) sums[k]! += row[k]! * z[j]!;
    }
    return sums;
  };
  return {
    map,
    loss,
    scaling: alpha,
    output,
    value: (w) => loss.value(output(w)),
    difference(w, other) {
      const from = map.value(w);
      const moved = map.value(other).map((entry, j) => alpha * (entry - from[j]!));
      return loss.difference(from.map((entry) => alpha * entry), moved);
    },
    gradient: (w) =>
      transposedProduct(map.jacobian(w), lossGradient(w)).map((entry) => alpha * entry),
    hessian(w) {
      const jacobian = map.jacobian(w);
      const psi = output(w);
      const curvature = loss.hessianDiagonal(psi);
      return map.weightedHessian(w, loss.gradient(psi)).map((row, k) =>
        row.map((entry, l) => {
          let sum = 0;
          for (let j = 0; j < jacobian.length; j++) {
            sum += jacobian[j]![k]! * curvature[j]! * jacobian[j]![l]!;
          }
          return alpha * (alpha * sum + entry);
        })
      );
    },
    velocity(w, damping) {
      const jacobian = map.jacobian(w);
      const z = lossGradient(w);
      const rest = 1 - damping;
      // [(1 − ρ)JᵀJ + ρI]⁻¹Jᵀz minimizes (1 − ρ)‖Jv − z/(1 − ρ)‖² + ρ‖v‖².
      const v = rest > 0
        ? dampedLeastSquares(jacobian, z.map((entry) => entry / rest), damping / rest)
        : transposedProduct(jacobian, z);
      return v.map((entry) => -entry / alpha);
    },
    residualMap: {
      residual: <T>(arithmetic: Arithmetic<T>, theta: T) =>
        arithmetic.vector(lossGradient(arithmetic.toArray(theta))),
      jacobian: <T>(arithmetic: Arithmetic<T>, theta: T) =>
        arithmetic.matrix(map.jacobian(arithmetic.toArray(theta))),
    },
  };
}

/** How {@linkcode lowestOnBall} searches. */
export interface LowestOnBallOptions {
  /** Points from which it descends as well, such as a presumed minimizer. */
  readonly starts?: readonly (readonly number[])[];
  /** How many random points of the ball it starts from. Default: 12. */
  readonly randomStarts?: number;
  /** The largest number of steps from each start. Default: 60. */
  readonly steps?: number;
  /** Decides the random points. Default: 1. */
  readonly seed?: number;
}

/**
 * Searches a closed ball for the least value of h = g ∘ αf: from the centre, from 0.3 and 0.9 of
 * the radius along every axis in both senses, from random points and from the given ones, it takes
 * damped Newton steps for h with the magnitudes of the Hessian's eigenvalues, projected onto the
 * ball, that are kept where h falls.
 *
 * A search proves no minimum: it finds what is lower, if it does.
 *
 * @param objective h.
 * @param center The centre, p numbers.
 * @param radius The radius, positive.
 * @returns The lowest point that was met.
 */
export function lowestOnBall(
  objective: CompositeObjective,
  center: readonly number[],
  radius: number,
  { starts = [], randomStarts = 12, steps = 60, seed = 1 }: LowestOnBallOptions = {},
): readonly number[] {
  requireNumber(radius, "radius", { positive: true });
  const random = xoroshiro128plus(seed);
  const all = [
    ...starts,
    [...center],
    ...center.flatMap((_, k) =>
      [0.3, -0.3, 0.9, -0.9].map((share) =>
        center.map((entry, l) => l === k ? entry + share * radius : entry)
      )
    ),
    ...Array.from(
      { length: randomStarts },
      (_, i) => pointOfBall(random, center, radius, i % 4 === 0),
    ),
  ];
  let lowest = center;
  for (const start of all) {
    const end = descend(objective, center, radius, start, steps);
    if (objective.difference(lowest, end) < 0) lowest = end;
  }
  return lowest;
}

function descend(
  { gradient, hessian, difference }: CompositeObjective,
  center: readonly number[],
  radius: number,
  start: readonly number[],
  steps: number,
): readonly number[] {
  let point = project(start, center, radius);
  let damping = 1e-3;
  let largestFall = 0;
  for (let step = 0; step < steps; step++) {
    const { values, vectors } = float64.symmetricEigendecomposition(
      float64.matrix(hessian(point)),
    );
    const columns = float64.toRows(float64.transpose(vectors));
    const slope = gradient(point);
    const coordinates = columns.map((column) => inner(column, slope));
    const size = Math.max(...values.map(Math.abs));
    if (size === 0) break;
    let fall = 0;
    for (; damping < 1e12 && !(fall > 0); damping *= 8) {
      const next = [...point];
      columns.forEach((column, i) => {
        const length = coordinates[i]! / (Math.abs(values[i]!) + damping * size);
        column.forEach((entry, k) => next[k]! -= length * entry);
      });
      const candidate = project(next, center, radius);
      fall = -difference(point, candidate);
      if (fall > 0) point = candidate;
    }
    largestFall = Math.max(largestFall, fall);
    if (!(fall > 1e-14 * largestFall)) break;
    damping = Math.max(damping / 64, 1e-12);
  }
  return point;
}

function project(w: readonly number[], center: readonly number[], radius: number): number[] {
  const offset = w.map((entry, k) => entry - center[k]!);
  const distance = norm(offset);
  if (distance <= radius) return [...w];
  return offset.map((entry, k) => center[k]! + entry * (radius / distance));
}
