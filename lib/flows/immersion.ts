import { leastSquares } from "./_least_squares.ts";
import { jacobianAt } from "./_tangent.ts";

/**
 * An immersion F of a part of R^p into R^n, n ≥ p, by its derivatives: what the geometry of M =
 * F(B) needs. Tangent vectors of M are given by their parameter coordinates: v stands for J(w) v.
 */
export interface Immersion {
  /** J(w) = DF(w), n rows of p numbers; its columns must be linearly independent. */
  jacobian(w: readonly number[]): readonly (readonly number[])[];
  /** D²F(w)[u, v], n numbers. */
  secondDerivative(
    w: readonly number[],
    u: readonly number[],
    v: readonly number[],
  ): readonly number[];
}

/**
 * −(JᵀJ)⁻¹ Jᵀ D²F(w)[u, v], by a QR factorization of J: with the Christoffel symbols of the metric
 * JᵀJ that M has from R^n this is −Γ(w)[u, v]. A curve w(t) is a geodesic of M where
 * ẅ = connection(w)[ẇ, ẇ], and v(t) is parallel along it where v̇ = connection(w)[ẇ, v].
 *
 * @param immersion J and D²F.
 * @param w The point, p numbers.
 * @param u A tangent vector in parameter coordinates, p numbers.
 * @param v Another.
 * @returns p numbers; NaN where the columns of J are dependent to working accuracy: F is no immersion
 * there.
 * @throws {RangeError} If J or D²F has not the shape that goes with w.
 *
 * Source: M. P. do Carmo, Riemannian Geometry, Birkhäuser 1992, chapters 2 and 3.
 */
export function connection(
  immersion: Immersion,
  w: readonly number[],
  u: readonly number[],
  v: readonly number[],
): number[] {
  const jacobian = jacobianAt(immersion, w);
  const solve = leastSquares(jacobian);
  if (solve === null) return w.map(() => NaN);
  const second = immersion.secondDerivative(w, u, v);
  if (second.length !== jacobian.length) {
    throw new RangeError(
      `D²F(w)[u, v] must have as many entries as J(w) has rows, ${jacobian.length}, not ` +
        `${second.length}`,
    );
  }
  return solve(second).map((entry) => -entry);
}

/**
 * ‖J(w) v‖, the length of a tangent vector of M. Along a geodesic that of its velocity is constant;
 * it is the length of the geodesic over a unit of time.
 *
 * @param immersion J.
 * @param w The point, p numbers.
 * @param v The tangent vector in parameter coordinates, p numbers.
 * @throws {RangeError} If J has not the shape that goes with w.
 */
export function tangentLength(
  immersion: Immersion,
  w: readonly number[],
  v: readonly number[],
): number {
  const image = jacobianAt(immersion, w).map((row) => {
    let sum = 0;
    for (let j = 0; j < v.length; j++) sum += row[j]! * v[j]!;
    return sum;
  });
  return Math.hypot(...image);
}
