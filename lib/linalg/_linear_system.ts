import type { Arithmetic } from "../arithmetic/mod.ts";

/** The number of unknowns; throws a `RangeError` unless b and the start are vectors of one length. */
export function requireSystem<T>(arithmetic: Arithmetic<T>, b: T, start: T | undefined): number {
  const [m, columns] = arithmetic.shape(b);
  if (columns !== 1) throw new RangeError(`b must be a vector, not ${m}×${columns}`);
  if (start === undefined) return m;
  const [rows, startColumns] = arithmetic.shape(start);
  if (rows === m && startColumns === 1) return m;
  throw new RangeError(`the start must be ${m}×1 as b is, not ${rows}×${startColumns}`);
}

/** The norm of `image`; throws a `RangeError` unless it is a vector of m finite entries. */
export function requireImage<T>(arithmetic: Arithmetic<T>, image: T, m: number): number {
  const [rows, columns] = arithmetic.shape(image);
  if (rows !== m || columns !== 1) {
    throw new RangeError(`apply must return a ${m}×1 vector, not ${rows}×${columns}`);
  }
  const norm = arithmetic.norm(image);
  if (!Number.isFinite(norm)) throw new RangeError("apply returned an entry that is not finite");
  return norm;
}
