import type { Arithmetic } from "../arithmetic/mod.ts";
import { checkFinite, checkInteger } from "./_check_options.ts";
import type { Basis } from "./basis.ts";
import type { Context } from "./transformation.ts";

/** Throws a `RangeError` unless the description is one of a basis. */
export function checkBasis<T>(basis: Basis<T>): void {
  if (basis === "identity" || basis === "eigenbasis" || typeof basis === "function") return;
  switch (basis.kind) {
    case "kronecker":
      checkInteger("rows", basis.rows, 1);
      checkInteger("columns", basis.columns, 1);
      return;
    case "interpolated":
      checkFinite("gamma", basis.gamma);
      if (basis.from !== undefined) checkBasis(basis.from);
      if (basis.to !== undefined) checkBasis(basis.to);
      return;
    default:
      throw new RangeError(
        `there is no basis ${
          JSON.stringify(basis)
        }: give "identity", "eigenbasis", one of the kind ` +
          '"kronecker" or "interpolated", or a function of the context.',
      );
  }
}

/** The matrix that a function of the context gave, if it is m×m. */
export function ofDimension<T>(
  arithmetic: Arithmetic<T>,
  name: string,
  matrix: T,
  { theta, iteration }: Context<T>,
): T {
  const [dimension] = arithmetic.shape(theta);
  const [rows, columns] = arithmetic.shape(matrix);
  if (rows === dimension && columns === dimension) return matrix;
  throw new RangeError(
    `${name} is ${rows}×${columns} at iteration ${iteration}, but θ has ${dimension} entries: ` +
      `give a ${dimension}×${dimension} matrix.`,
  );
}
