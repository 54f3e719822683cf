import { requireInteger, requireSquare } from "./_validate.ts";

/**
 * The symmetric n×n matrix Q Λ Qᵀ with the given eigenvalues. The eigenvectors are the columns of
 * `basis`, by default those of the identity. The result is symmetric to the last bit.
 *
 * @param eigenvalues The n eigenvalues, at least one, in any order.
 * @param basis Q, n×n and orthogonal (which is not checked).
 * @returns The rows of the matrix.
 * @throws {RangeError} If there is no eigenvalue or one is not finite, or if `basis` has another
 * shape or an entry that is not finite.
 */
export function withEigenvalues(
  eigenvalues: readonly number[],
  basis?: readonly (readonly number[])[],
): number[][] {
  const n = eigenvalues.length;
  requireInteger("the number of eigenvalues", n, 1);
  if (!eigenvalues.every(Number.isFinite)) {
    throw new RangeError(`an eigenvalue is not finite: [${eigenvalues.join(", ")}]`);
  }
  if (basis === undefined) {
    return eigenvalues.map((value, i) => eigenvalues.map((_, j) => i === j ? value : 0));
  }
  requireSquare("basis", basis, n);
  // The product of the two entries first: it does not depend on their order.
  return basis.map((rowI) =>
    basis.map((rowJ) =>
      eigenvalues.reduce((sum, value, k) => sum + value * (rowI[k]! * rowJ[k]!), 0)
    )
  );
}
