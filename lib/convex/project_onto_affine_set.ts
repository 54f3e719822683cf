import type { Arithmetic } from "../arithmetic/mod.ts";
import { pseudoInverseSolve, type RankOptions } from "../linalg/mod.ts";

/** An affine set: the points with A x = b. */
export interface AffineSet<T> {
  /** A, n×m, of any rank. */
  readonly matrix: T;
  /** b, n×1. Where no x has A x = b, the points count for which ‖A x − b‖ is least. */
  readonly rightSide: T;
}

/**
 * The nearest point with A x = b: x − A†(A x − b).
 *
 * @example The nearest point to 0 with x + 2y = 5
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { float64 } from "../arithmetic/mod.ts";
 * import { projectOntoAffineSet } from "./mod.ts";
 *
 * const line = { matrix: float64.matrix([[1, 2]]), rightSide: float64.vector([5]) };
 * const [x, y] = float64.toArray(projectOntoAffineSet(float64, float64.vector([0, 0]), line));
 * assertAlmostEquals(x!, 1, 1e-15);
 * assertAlmostEquals(y!, 2, 1e-15);
 * ```
 *
 * @param arithmetic The number system.
 * @param x x, m×1.
 * @param set A and b.
 * @param options The rank of A: which singular values count.
 * @returns The projection, m×1.
 * @throws {RangeError} If shapes do not fit, or an entry of A is not finite.
 */
export function projectOntoAffineSet<T>(
  arithmetic: Arithmetic<T>,
  x: T,
  { matrix, rightSide }: AffineSet<T>,
  options: RankOptions = {},
): T {
  return arithmetic.scope(() => {
    const residual = arithmetic.subtract(arithmetic.multiply(matrix, x), rightSide);
    return arithmetic.subtract(x, pseudoInverseSolve(arithmetic, matrix, residual, options));
  });
}
