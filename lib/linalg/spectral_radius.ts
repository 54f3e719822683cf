import type { Arithmetic } from "../arithmetic/mod.ts";

/**
 * The spectral radius ρ(A) of any square matrix, symmetric or not: the largest modulus of its
 * eigenvalues, complex ones included. A linear iteration x⁺ = A x + b converges from every start if
 * and only if ρ(A) < 1; its rate is ρ(A), however large ‖A‖ is.
 *
 * It is computed by Gelfand's formula ρ(A) = lim ‖A^k‖^{1/k} at k = 2^60 (2^31 in single precision),
 * by squaring A again and again and taking powers of two out. What k leaves is below rounding, and the
 * work is the same for every matrix. (The QR iteration of ml-matrix has no bound on its steps, and
 * for some matrices it never ends.)
 *
 * The rounding of a squaring weighs the less the later it happens, so that for normal matrices ρ(A)
 * is good to a small multiple of n·u; for others it is that of a matrix within such a multiple of
 * ‖A‖ of A. Where A is defective the latter may be much less: an eigenvalue of a k×k Jordan block
 * moves by the order of (u‖A‖)^{1/k}.
 *
 * @example Heavy ball on f(x) = ½x² with α = 1 and β = ¼: complex eigenvalues of modulus √β
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { float64 } from "../arithmetic/mod.ts";
 * import { spectralRadius } from "./mod.ts";
 *
 * // (x_{t+1}, x_t) from (x_t, x_{t−1}).
 * const iteration = float64.matrix([[1 - 1 + 0.25, -0.25], [1, 0]]);
 * assertAlmostEquals(spectralRadius(float64, iteration), 0.5, 1e-15);
 * ```
 *
 * @typeParam T The matrices of the arithmetic.
 * @param arithmetic The number system.
 * @param a A, n×n.
 * @returns ρ(A), at least 0.
 * @throws {RangeError} If A is not square or an entry is not finite.
 *
 * Source: I. Gelfand, Normierte Ringe, Mat. Sbornik 9 (1941) 3–24.
 */
export function spectralRadius<T>(arithmetic: Arithmetic<T>, a: T): number {
  const [rows, columns] = arithmetic.shape(a);
  if (rows !== columns) {
    throw new RangeError(`the matrix must be square, not ${rows}×${columns}`);
  }
  const largest = arithmetic.maximumNorm(a);
  if (!Number.isFinite(largest)) {
    throw new RangeError("the matrix has an entry that is not finite");
  }
  if (largest === 0) return 0;
  return arithmetic.scope(() => {
    // A^k = 2^{k·exponent} B with entries of B around 1; the first exponent is kept apart, because
    // it may be large beside what the others add to it.
    const scale = exponentOf(largest);
    let power = scaleByPowerOfTwo(arithmetic, a, -scale);
    let exponent = 0;
    let k = 1;
    for (let remaining = squarings(arithmetic); remaining > 0; remaining--) {
      const square = arithmetic.multiply(power, power);
      const size = arithmetic.maximumNorm(square);
      if (size === 0) return 0;
      k *= 2;
      const shift = exponentOf(size);
      exponent += shift / k;
      power = scaleByPowerOfTwo(arithmetic, square, -shift);
    }
    return 2 ** (exponent + Math.log2(arithmetic.norm(power)) / k) * 2 ** scale;
  });
}

/** As many as bring 1/k well below the unit roundoff. */
function squarings<T>({ unitRoundoff }: Arithmetic<T>): number {
  return Math.ceil(-Math.log2(unitRoundoff)) + 7;
}

function exponentOf(size: number): number {
  return Math.floor(Math.log2(size));
}

/** 2^exponent · A, in two steps because 2^1074 is too large for a number. */
function scaleByPowerOfTwo<T>(arithmetic: Arithmetic<T>, a: T, exponent: number): T {
  const half = Math.trunc(exponent / 2);
  return arithmetic.scale(2 ** half, arithmetic.scale(2 ** (exponent - half), a));
}
