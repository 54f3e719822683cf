/**
 * The networks of the benchmarks.
 *
 * @module
 */

import type { DeepNetworkInstance } from "../problems/mod.ts";

const SAMPLES = 256;
/** The fractional parts of its multiples are spread evenly. */
const GOLDEN_RATIO = 0.6180339887498949;

/** The numbers with the indices from `start` on, spread evenly over [−1, 1). */
function spreadNumbers(start: number, length: number): number[] {
  return Array.from({ length }, (_, i) => 2 * ((start + i) * GOLDEN_RATIO % 1) - 1);
}

/**
 * A network whose parameters are all given by their positions in θ, with 256 samples.
 *
 * @param widths The number of inputs, of units in each hidden layer, and of outputs.
 */
export function network(widths: readonly number[]): DeepNetworkInstance {
  let used = 0;
  const next = (length: number, factor: number) => {
    const entries = spreadNumbers(used, length).map((entry) => factor * entry);
    used += length;
    return entries;
  };
  const layers = widths.slice(1).map((width, l) => {
    const factor = Math.sqrt(3 / widths[l]!);
    return {
      weights: Array.from({ length: widths[l]! }, () => next(width, factor)),
      biases: next(width, 0.1),
    };
  });
  const inputs = Array.from({ length: SAMPLES }, () => next(widths[0]!, 1));
  return {
    family: "deep network",
    inputs,
    targets: inputs.map((x) => [Math.sin(3 * x[0]!) * x[1]!]),
    layers,
  };
}
