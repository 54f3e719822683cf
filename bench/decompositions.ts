/**
 * The SVD of dense square matrices in double precision, beside LAPACK's in `python/svd.py`.
 *
 * @module
 */

import { float64 } from "../lib/arithmetic/mod.ts";
import type { Comparison } from "./comparison.ts";
import { measure } from "./measure.ts";

/** The sizes n of the n×n matrices. */
export const SVD_SIZES = [50, 200] as const;

/** The median time of an SVD for each size, and what both sides must agree on. */
export interface SvdMeasurement {
  /** Seconds of one SVD with all singular vectors, by the size. */
  readonly seconds: Readonly<Record<string, number>>;
  /** The sum of the singular values of all matrices. */
  readonly check: number;
}

/** The fractional parts of multiples of the golden ratio are spread evenly. */
const GOLDEN_RATIO = 0.6180339887498949;

/** An n×n matrix of numbers in [−1, 1), which `python/svd.py` makes too. */
function evenlySpread(n: number): number[][] {
  return Array.from(
    { length: n },
    (_, i) => Array.from({ length: n }, (_, j) => 2 * ((i * n + j) ** 2 * GOLDEN_RATIO % 1) - 1),
  );
}

/** Measures the SVD at each size for about so many seconds. */
export async function measureSvd(seconds = 1): Promise<SvdMeasurement> {
  const medians: Record<string, number> = {};
  let check = 0;
  for (const size of SVD_SIZES) {
    const a = float64.matrix(evenlySpread(size));
    const decompose = () => float64.singularValueDecomposition(a);
    for (const value of decompose().s) check += value;
    // V8 and its WebAssembly take a few of them to make fast code.
    for (let i = 0; i < 5; i++) decompose();
    medians[size] = (await measure(decompose, seconds)).median;
  }
  return { seconds: medians, check };
}

/** The comparison with LAPACK, by NumPy. */
export const svdComparison: Comparison = {
  what: "SVD in double precision, of size",
  script: "svd",
  ours: () => measureSvd(),
  targets: { "50": "1.5 times slower", "200": "2 times slower" },
};
