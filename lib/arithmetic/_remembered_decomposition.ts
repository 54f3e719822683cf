/**
 * The last SVD in double precision, for who asks for that of one matrix again and again: a run on a
 * linear problem, whose Jacobian is the same matrix at every iterate.
 *
 * It is kept within the outermost scope only, so that no observation knows of the one before: where
 * roundings go either way at random, each run has its own.
 *
 * @module
 */

import type { SingularValueDecomposition } from "./arithmetic.ts";
import { singularValueDecomposition } from "./_decompositions.ts";
import type { Float64Matrix } from "./_float64_matrix.ts";

let scopes = 0;
let lastMatrix: Float64Matrix | undefined;
let lastDecomposition: SingularValueDecomposition<Float64Matrix> | undefined;

/** Runs the body; what it decomposes is forgotten when no other scope is around it. */
export function scope<R>(body: () => R): R {
  scopes++;
  try {
    return body();
  } finally {
    scopes--;
    if (scopes === 0) lastMatrix = lastDecomposition = undefined;
  }
}

/** The SVD of a matrix, which is not made again for the very same matrix as the time before. */
export function rememberedDecomposition(
  a: Float64Matrix,
): SingularValueDecomposition<Float64Matrix> {
  if (lastMatrix === a) return lastDecomposition!;
  const decomposition = singularValueDecomposition(a);
  if (scopes > 0) {
    lastMatrix = a;
    lastDecomposition = decomposition;
  }
  return decomposition;
}
