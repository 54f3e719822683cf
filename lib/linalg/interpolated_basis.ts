import type { Arithmetic } from "../arithmetic/mod.ts";

/**
 * real(exp(γ log U)) of an orthogonal U with the principal logarithm (angles in (−π, π], so that
 * log(−1) = iπ): Algorithm 2 of Liu et al., Adam or Gauss-Newton?, 2025. γ = 0 gives I, γ = 1 gives U.
 * In between it is orthogonal unless U has the eigenvalue −1, on whose eigenvectors it is cos(γπ).
 *
 * U is normal: with V the eigenvectors of its symmetric part and θ their angles it is
 * V cos(γθ)Vᵀ + V (sin(γθ)/sin θ)Vᵀ(U − Uᵀ)/2. Angles within √u of π count as π; angles near, but not
 * at, π lose accuracy as 1/|π − θ|.
 *
 * @param arithmetic The number system.
 * @param u U, n×n and orthogonal (which is not checked).
 * @param gamma γ.
 * @returns U_γ, n×n.
 */
export function interpolatedBasis<T>(arithmetic: Arithmetic<T>, u: T, gamma: number): T {
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
 * Signs for the columns of an orthogonal U such that −1 is no eigenvalue of U diag(signs). Elimination
 * without exchanges on U + diag(signs), each sign that of its pivot, makes every pivot 1 or more in
 * magnitude; so |det(U diag(signs) + I)| ≥ 1, and each |λ + 1| ≥ 2^(1−n).
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
