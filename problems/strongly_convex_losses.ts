/**
 * Strongly convex losses g: R^n → [0, ∞) with Lipschitz gradients and known constants.
 *
 * @module
 */

import { scalarFunction } from "../lib/convex/mod.ts";
import { requireNumber, requireNumbers, requireObject } from "./validation.ts";

/**
 * The shape of a loss, without the target y. With r = ψ − y,
 *
 * - `quadratic`: ½‖r‖²;
 * - `weighted quadratic`: ½ Σⱼ wⱼ rⱼ², one weight a coordinate;
 * - `quadratic plus log-cosh`: Σⱼ ½ a rⱼ² + b s² log cosh(rⱼ/s), a the weight, b the amplitude, s the
 *   scale: the curvature falls from a + b at the target to a far from it.
 */
export type StronglyConvexLossShape =
  | { readonly kind: "quadratic" }
  | { readonly kind: "weighted quadratic"; readonly weights: readonly number[] }
  | {
    readonly kind: "quadratic plus log-cosh";
    readonly weight: number;
    readonly amplitude: number;
    readonly scale: number;
  };

/** g as a function of ψ ∈ R^n. */
export interface StronglyConvexLoss {
  /** n. */
  readonly dimension: number;
  /** g(ψ) ≥ 0. */
  value(psi: readonly number[]): number;
  /** g(ψ + e) − g(ψ), accurate for small e as well. */
  difference(psi: readonly number[], e: readonly number[]): number;
  /** ∇g(ψ). */
  gradient(psi: readonly number[]): number[];
  /** The diagonal of ∇²g(ψ), which is a diagonal matrix. */
  hessianDiagonal(psi: readonly number[]): number[];
  /** The ψ with the given gradient: the inverse of ∇g. */
  withGradient(gradient: readonly number[]): number[];
  /** ν > 0, the largest modulus of strong convexity on R^n: exact. */
  readonly strongConvexity: number;
  /** μ ≥ ν, the least Lipschitz constant of ∇g on R^n: exact. */
  readonly smoothness: number;
  /** The minimizer y, where g is 0. */
  readonly minimizer: readonly number[];
}

/**
 * g with its derivatives. Its minimizer is the target, its least value 0.
 *
 * ν and μ are the infimum and the supremum of the second derivatives of the coordinates: of a
 * quadratic the least and the largest weight, with a log-cosh a (towards infinity) and a + b (at
 * the target).
 *
 * @param shape The shape.
 * @param target y, n numbers.
 * @throws {TypeError} If a part is missing or of another type.
 * @throws {RangeError} If a weight, an amplitude or a scale is not positive, or lengths do not match.
 */
export function stronglyConvexLoss(
  shape: StronglyConvexLossShape,
  target: readonly number[],
): StronglyConvexLoss {
  const y = requireNumbers(target, "target");
  const coordinates = readShape(shape, y.length);
  const residual = (psi: readonly number[], j: number) => psi[j]! - y[j]!;
  return {
    dimension: y.length,
    value: (psi) =>
      coordinates.reduce((sum, coordinate, j) => sum + coordinate.value(residual(psi, j)), 0),
    difference: (psi, e) =>
      coordinates.reduce(
        (sum, coordinate, j) => sum + coordinate.difference(residual(psi, j), e[j]!),
        0,
      ),
    gradient: (psi) => coordinates.map((coordinate, j) => coordinate.derivative(residual(psi, j))),
    hessianDiagonal: (psi) =>
      coordinates.map((coordinate, j) => coordinate.secondDerivative(residual(psi, j))),
    withGradient: (gradient) =>
      coordinates.map((coordinate, j) => y[j]! + coordinate.withDerivative(gradient[j]!)),
    strongConvexity: Math.min(...coordinates.map(({ least }) => least)),
    smoothness: Math.max(...coordinates.map(({ largest }) => largest)),
    minimizer: y,
  };
}

/** A strongly convex function of one residual, 0 at 0. */
interface Coordinate {
  value(r: number): number;
  difference(r: number, e: number): number;
  derivative(r: number): number;
  secondDerivative(r: number): number;
  withDerivative(slope: number): number;
  readonly least: number;
  readonly largest: number;
}

function readShape(value: unknown, n: number): Coordinate[] {
  const shape = requireObject(value, "shape");
  switch (shape.kind) {
    case "quadratic":
      return new Array<Coordinate>(n).fill(parabola(1));
    case "weighted quadratic":
      return requireNumbers(shape.weights, "shape.weights", {
        length: n,
        because: "one per entry of the target",
        positive: true,
      }).map(parabola);
    case "quadratic plus log-cosh": {
      const [weight, amplitude, scale] = (["weight", "amplitude", "scale"] as const).map((name) =>
        requireNumber(shape[name], `shape.${name}`, { positive: true })
      ) as [number, number, number];
      return new Array<Coordinate>(n).fill(withLogCosh(weight, amplitude, scale));
    }
    default:
      throw new TypeError(
        `shape.kind is ${JSON.stringify(shape.kind)}: give quadratic, weighted quadratic or ` +
          "quadratic plus log-cosh",
      );
  }
}

function parabola(weight: number): Coordinate {
  return {
    value: (r) => weight * r * r / 2,
    difference: (r, e) => weight * e * (r + e / 2),
    derivative: (r) => weight * r,
    secondDerivative: () => weight,
    withDerivative: (slope) => slope / weight,
    least: weight,
    largest: weight,
  };
}

function withLogCosh(weight: number, amplitude: number, scale: number): Coordinate {
  const logCosh = scalarFunction({ kind: "logCosh", scale });
  const derivative = (r: number) => weight * r + amplitude * logCosh.derivative(r);
  const secondDerivative = (r: number) => weight + amplitude / Math.cosh(r / scale) ** 2;
  return {
    value: (r) => weight * r * r / 2 + amplitude * logCosh.value(r),
    difference(r, e) {
      const x = e / scale;
      // log cosh(a + x) − log cosh a = log(cosh x + sinh x tanh a).
      const ofLogCosh = Math.abs(x) < 1
        ? scale * scale *
          Math.log1p(2 * Math.sinh(x / 2) ** 2 + Math.sinh(x) * Math.tanh(r / scale))
        : logCosh.value(r + e) - logCosh.value(r);
      return weight * e * (r + e / 2) + amplitude * ofLogCosh;
    },
    derivative,
    secondDerivative,
    // On r ≥ 0 the derivative is concave and increasing: from where it is too small, Newton's steps
    // increase to the root, and from slope/(a + b), which is such a point, they all stay below it.
    withDerivative(slope) {
      const size = Math.abs(slope);
      let r = size / (weight + amplitude);
      for (let iteration = 0; iteration < 100; iteration++) {
        const next = r + (size - derivative(r)) / secondDerivative(r);
        if (!(next > r * (1 + 2 ** -52))) break;
        r = next;
      }
      return Math.sign(slope) * r;
    },
    least: weight,
    largest: weight + amplitude,
  };
}
