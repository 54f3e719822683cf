import type { Arithmetic } from "../arithmetic/mod.ts";
import { requireFinite, requireOrthogonal } from "./_validate.ts";

/**
 * real(exp(γ log U)) of an orthogonal U with the principal logarithm (angles in (−π, π], so that
 * log(−1) = iπ): Algorithm 2 of Liu et al., Adam or Gauss-Newton?, 2025. γ = 0 gives I, γ = 1 gives
 * U. In between it is orthogonal unless U has the eigenvalue −1, on whose eigenvectors it is
 * cos(γπ).
 *
 * U is normal: with V the eigenvectors of its symmetric part and θ their angles it is V cos(γθ)Vᵀ +
 * V (sin(γθ)/sin θ)Vᵀ(U − Uᵀ)/2. Angles within √u of π count as π; angles near, but not at, π lose
 * accuracy as 1/|π − θ|.
 *
 * @param arithmetic The number system.
 * @param u U, n×n and orthogonal.
 * @param gamma γ (the algorithm calls it α), any finite number.
 * @returns U_γ, n×n.
 * @throws {RangeError} If U is not orthogonal to the square root of the rounding unit, or γ is not
 * finite.
 */
export function interpolatedBasis<T>(arithmetic: Arithmetic<T>, u: T, gamma: number): T {
  requireOrthogonal(arithmetic, "U", u);
  requireFinite("gamma", gamma);
  const transposed = arithmetic.transpose(u);
  const symmetric = arithmetic.scale(1 / 2, arithmetic.add(u, transposed));
  const skew = arithmetic.scale(1 / 2, arithmetic.subtract(u, transposed));
  const { values, vectors } = arithmetic.symmetricEigendecomposition(symmetric);
  const moved = arithmetic.toRows(arithmetic.multiply(skew, vectors));
  const threshold = Math.sqrt(arithmetic.unitRoundoff);
  const cosines: number[] = [];
  const quotients: number[] = [];
  values.forEach((cosine, i) => {
    const sine = Math.hypot(...moved.map((row) => row[i]!));
    const isSmall = sine <= threshold;
    const angle = isSmall ? (cosine < 0 ? Math.PI : 0) : Math.atan2(sine, cosine);
    cosines.push(Math.cos(gamma * angle));
    quotients.push(isSmall ? (cosine < 0 ? 0 : gamma) : Math.sin(gamma * angle) / sine);
  });
  const ofAngles = (entries: readonly number[]) =>
    arithmetic.multiply(
      arithmetic.multiply(vectors, arithmetic.diagonal(entries)),
      arithmetic.transpose(vectors),
    );
  return arithmetic.add(ofAngles(cosines), arithmetic.multiply(ofAngles(quotients), skew));
}

/**
 * The geodesic between two bases, U_0 real(exp(γ log(U_0ᵀU_1))): {@linkcode interpolatedBasis},
 * seen from U_0. It is orthogonal for every γ unless U_0ᵀU_1 has the eigenvalue −1, as it has
 * whenever the determinants differ; {@linkcode alignSigns} chooses the signs of U_1's columns such
 * that it has not.
 *
 * @param arithmetic The number system.
 * @param from U_0, n×n and orthogonal: γ = 0.
 * @param to U_1, n×n and orthogonal: γ = 1.
 * @param gamma γ, any finite number.
 * @returns The basis at γ, n×n.
 * @throws {RangeError} If U_0 or U_1 is not orthogonal to the square root of the rounding unit, their
 * shapes differ, or γ is not finite.
 */
export function geodesicBasis<T>(
  arithmetic: Arithmetic<T>,
  from: T,
  to: T,
  gamma: number,
): T {
  requireOrthogonal(arithmetic, "U_0", from);
  requireOrthogonal(arithmetic, "U_1", to);
  const rotation = arithmetic.multiply(arithmetic.transpose(from), to);
  return arithmetic.multiply(from, interpolatedBasis(arithmetic, rotation, gamma));
}

/**
 * U_1 with signs of its columns such that −1 is no eigenvalue of U_0ᵀU_1: the geodesic from U_0
 * leads through rotations. The result does not depend on the signs that U_1 comes with (unless a
 * pivot of {@linkcode signsWithoutHalfTurn} is 0), but on the order of its columns.
 *
 * @param arithmetic The number system.
 * @param to U_1, n×n and orthogonal.
 * @param from U_0, n×n and orthogonal. Default: the identity.
 * @returns U_1 diag(signs), n×n.
 * @throws {RangeError} If U_0 or U_1 is not orthogonal to the square root of the rounding unit, or
 * their shapes differ.
 */
export function alignSigns<T>(arithmetic: Arithmetic<T>, to: T, from?: T): T {
  requireOrthogonal(arithmetic, "U_1", to);
  if (from !== undefined) requireOrthogonal(arithmetic, "U_0", from);
  const rotation = from === undefined ? to : arithmetic.multiply(arithmetic.transpose(from), to);
  const signs = signsWithoutHalfTurn(arithmetic.toRows(rotation));
  return arithmetic.multiply(to, arithmetic.diagonal(signs));
}

/**
 * Signs for the columns of an orthogonal U such that −1 is no eigenvalue of U diag(signs).
 * Elimination without exchanges on U + diag(signs), each sign that of its pivot, makes every pivot
 * 1 or more in magnitude; so |det(U diag(signs) + I)| ≥ 1, and each |λ + 1| ≥ 2^(1−n).
 *
 * @param rows U by rows.
 * @returns The signs.
 */
export function signsWithoutHalfTurn(rows: readonly (readonly number[])[]): number[] {
  const a = rows.map((row) => [...row]);
  return a.map((pivotRow, k) => {
    const sign = pivotRow[k]! < 0 ? -1 : 1;
    pivotRow[k]! += sign;
    for (let i = k + 1; i < a.length; i++) {
      const factor = a[i]![k]! / pivotRow[k]!;
      for (let j = k; j < a.length; j++) a[i]![j]! -= factor * pivotRow[j]!;
    }
    return sign;
  });
}
