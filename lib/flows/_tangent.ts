import { leastSquares } from "./_least_squares.ts";
import { requireVectorOf, show } from "./_require.ts";
import type { Immersion } from "./immersion.ts";

/**
 * Throws a `RangeError` unless w is finite, a tangent vector goes with it, and F is an immersion
 * there.
 */
export function requireTangent(
  immersion: Immersion,
  w: readonly number[],
  name: string,
  v: readonly number[],
): void {
  requireVectorOf("the point w", w, w.length);
  requireVectorOf(name, v, w.length);
  if (leastSquares(jacobianAt(immersion, w)) === null) {
    throw new RangeError(`F is no immersion at w = ${show(w)}: the columns of J(w) are dependent`);
  }
}

/** J(w); throws a `RangeError` unless its shape goes with w. */
export function jacobianAt(
  immersion: Immersion,
  w: readonly number[],
): readonly (readonly number[])[] {
  const rows = immersion.jacobian(w);
  if (rows.length < w.length || rows.some((row) => row.length !== w.length)) {
    const lengths = [...new Set(rows.map((row) => row.length))].join(" or ");
    throw new RangeError(
      `J(w) must have ${w.length} columns and as many rows or more, but has ${rows.length} rows of ` +
        `length ${lengths}`,
    );
  }
  return rows;
}
