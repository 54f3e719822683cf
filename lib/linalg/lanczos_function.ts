import type { Arithmetic } from "../arithmetic/mod.ts";
import { requireInteger } from "./_validate.ts";
import { lanczosRows } from "./_lanczos_rows.ts";
import type { LanczosOptions } from "./lanczos.ts";

/**
 * The Lanczos approximation ‖b‖ Q_k f(T_k) e₁ of f(A) b, for a symmetric m×m matrix A that is known
 * by its products with vectors. It is exact where f is a polynomial of degree below k, and for every
 * f once the Krylov space of b is invariant. f is evaluated at the eigenvalues of T_k, which lie
 * between the extreme eigenvalues of A up to rounding: where A is nearly singular, f must bear
 * arguments a little below λ_min. A pole of f at an eigenvalue of A is dangerous even where b has no
 * part along it (λ^{-1/2} at 0, for b in the range of a singular A): rounding can lead there. Damp.
 *
 * With A v = Jᵀ(J v) and f(λ) = (λ + μ)^{-1/2} it is the preconditioner of Remark 4 in
 * `papers/spgd.txt`.
 *
 * @typeParam T The matrices of the arithmetic.
 * @param arithmetic The number system.
 * @param apply v ↦ A v, on m×1 vectors. A is taken to be symmetric; this is not checked. What
 * `apply` returns is left for the caller to free.
 * @param b b, m×1; for b = 0 the result is 0.
 * @param f The function, on eigenvalues.
 * @param steps The largest k, at least 1. Fewer are taken where the Krylov space is exhausted.
 * @param options When it counts as exhausted; see {@linkcode lanczos} for the default.
 * @returns An m×1 vector.
 * @throws {RangeError} If b is not a vector or not finite, if `apply` returns another shape or an
 * entry that is not finite, if f returns a number that is not finite, if `steps` is not an integer
 * of at least 1, or if `tolerance` is negative or not finite.
 *
 * Source: N. J. Higham, Functions of Matrices (SIAM 2008), §13.2.
 */
export function lanczosFunction<T>(
  arithmetic: Arithmetic<T>,
  apply: (v: T) => T,
  b: T,
  f: (eigenvalue: number) => number,
  steps: number,
  options: LanczosOptions = {},
): T {
  requireInteger("steps", steps, 1);
  const [m, columns] = arithmetic.shape(b);
  if (columns !== 1) throw new RangeError(`b must be a vector, not ${m}×${columns}`);
  const norm = arithmetic.norm(b);
  if (norm === 0) return arithmetic.zeros(m, 1);
  const { rows, diagonal, offDiagonal } = lanczosRows(arithmetic, apply, b, steps, options);
  const result = arithmetic.scope(() => {
    // The decomposition reads the lower triangle only.
    const tridiagonal = diagonal.map((alpha, i) =>
      diagonal.map((_, j) => i === j ? alpha : i === j + 1 ? offDiagonal[j]! : 0)
    );
    const { values, vectors } = arithmetic.symmetricEigendecomposition(
      arithmetic.matrix(tridiagonal),
    );
    // f(T) e₁ = W f(Λ) Wᵀ e₁, and Wᵀ e₁ is the first row of W.
    const firstRow = arithmetic.toArray(arithmetic.slice(vectors, { rows: [0, 1] }));
    const coefficients = values.map((value, i) => finite(f, value) * firstRow[i]! * norm);
    const coordinates = arithmetic.multiply(vectors, arithmetic.vector(coefficients));
    const combination = arithmetic.multiply(
      arithmetic.reshape(coordinates, 1, values.length),
      rows,
    );
    return arithmetic.reshape(combination, m, 1);
  });
  arithmetic.release(rows);
  return result;
}

function finite(f: (eigenvalue: number) => number, eigenvalue: number): number {
  const value = f(eigenvalue);
  if (Number.isFinite(value)) return value;
  throw new RangeError(`f is ${value} at the eigenvalue ${eigenvalue}`);
}
