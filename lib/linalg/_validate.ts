import type { Arithmetic } from "../arithmetic/mod.ts";

/** Throws a `RangeError` unless `value` is an integer of at least `least`. */
export function requireInteger(name: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new RangeError(`${name} must be an integer of at least ${least}, not ${value}`);
}

/** Throws a `RangeError` unless `value` is finite and at least 0. */
export function requireNonnegative(name: string, value: number): void {
  if (Number.isFinite(value) && value >= 0) return;
  throw new RangeError(`${name} must be finite and at least 0, not ${value}`);
}

/** Throws a `RangeError` unless `matrix` has n rows of n finite numbers. */
export function requireSquare(
  name: string,
  matrix: readonly (readonly number[])[],
  n: number,
): void {
  if (matrix.length !== n || matrix.some((row) => row.length !== n)) {
    const lengths = [...new Set(matrix.map((row) => row.length))].join(" or ");
    throw new RangeError(
      `${name} must be ${n}×${n}, but has ${matrix.length} rows of length ${lengths}`,
    );
  }
  if (!matrix.every((row) => row.every(Number.isFinite))) {
    throw new RangeError(`${name} has an entry that is not finite`);
  }
}

/** Throws a `RangeError` unless `value` is finite. */
export function requireFinite(name: string, value: number): void {
  if (!Number.isFinite(value)) throw new RangeError(`${name} must be finite, not ${value}`);
}

/** Throws a `RangeError` unless U is square and UᵀU is I to the square root of the rounding unit. */
export function requireOrthogonal<T>(arithmetic: Arithmetic<T>, name: string, u: T): void {
  const [rows, columns] = arithmetic.shape(u);
  if (rows !== columns) {
    throw new RangeError(`${name} must be square and orthogonal, but is ${rows}×${columns}`);
  }
  const error = arithmetic.scope(() => {
    const gram = arithmetic.multiply(arithmetic.transpose(u), u);
    return arithmetic.maximumNorm(arithmetic.subtract(gram, arithmetic.identity(rows)));
  });
  if (error <= Math.sqrt(arithmetic.unitRoundoff)) return;
  throw new RangeError(
    `${name} must be orthogonal, but an entry of UᵀU − I is ${error}: give orthonormal columns`,
  );
}
