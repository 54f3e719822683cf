/**
 * The experiments of §4.1 of the paper of the claims `spgd`.
 *
 * @module
 */

import type { Arithmetic } from "../lib/arithmetic/mod.ts";
import { randomStream } from "../lib/statistics/mod.ts";
import { deepNetworkOn } from "./deep_network.ts";
import {
  train,
  type TrainingLook,
  type TrainingOptions,
  type TrainingProblem,
  xavierNormal,
} from "./training.ts";
import { requireDimension, requireNumber } from "./validation.ts";

/** What {@linkcode regressionTraining} is given. */
export interface RegressionTrainingOptions extends TrainingOptions {
  /** d. Default: 1, as in scenario I. */
  readonly dimension?: number;
  /** n. Default: 3 in one dimension, 1 in more, as in scenario II. */
  readonly frequency?: number;
  /** The units of a hidden layer. Default: 64. */
  readonly width?: number;
  /** Default: 4. */
  readonly hiddenLayers?: number;
  /** How many points are drawn in each epoch. Default: 256. */
  readonly batchSize?: number;
}

/** Enough for products at full speed, few enough for a pass to stay in the cache. */
const TESTED_AT_ONCE = 512;

/**
 * Fits a network of tanh to sin(nπ Σᵢxᵢ) on [0, 1]^d: the loss is the mean of (u − f)² over points that
 * are drawn anew in each of 15,000 epochs. The rate starts at 1e-2; Adam's is halved each 1000 epochs,
 * SPGD's is multiplied by 0.7 (in one dimension, scenario I) or 0.9 (in more, scenario II) each 100, and
 * does not fall below 1e-5.
 *
 * At the paper's size a step takes some 20 milliseconds with SPGD and 5 with Adam, a look at all of the
 * test set 200.
 *
 * @example The last look at a small network
 * ```ts
 * import { assert } from "@std/assert";
 * import { regressionTraining } from "./mod.ts";
 *
 * const small = { width: 8, hiddenLayers: 2, batchSize: 32, testSize: 200 };
 * const looks = [...regressionTraining({ ...small, frequency: 1, epochs: 60 })];
 * assert(looks.at(-1)!.epoch === 60);
 * assert(looks.at(-1)!.testLoss < 0.01 * looks[0]!.testLoss);
 * ```
 *
 * @returns The looks; see {@linkcode TrainingLook}. The test loss is the same mean over a fixed set.
 * @throws {RangeError} If an option is out of range.
 *
 * Source: §4.1 of the paper of the claims `spgd`.
 */
export function regressionTraining(
  options: RegressionTrainingOptions = {},
): Generator<TrainingLook, void, undefined> {
  return train(regressionProblem(options), options);
}

/** What {@linkcode regressionTraining} trains. */
export function regressionProblem(options: RegressionTrainingOptions): TrainingProblem {
  const { dimension = 1, width = 64, hiddenLayers = 4, batchSize = 256 } = options;
  const { seed = 1, testSize = 2 ** 15, method = "SPGD" } = options;
  for (
    const [name, value] of Object.entries({ dimension, width, hiddenLayers, batchSize, testSize })
  ) {
    requireDimension(value, name);
  }
  const frequency = requireNumber(options.frequency ?? (dimension === 1 ? 3 : 1), "frequency");
  requireNumber(seed, "seed");
  const stream = randomStream(seed, "regression");
  const widths = [dimension, ...new Array<number>(hiddenLayers).fill(width), 1];
  const draw = (count: number, ...names: (string | number)[]) => {
    const points = stream.substream(...names);
    const inputs = Array.from({ length: count }, () => points.vector(dimension, points.uniform));
    const targets = inputs.map((x) => [
      Math.sin(frequency * Math.PI * x.reduce((sum, entry) => sum + entry, 0)),
    ]);
    return { inputs, targets };
  };
  const { inputs, targets } = draw(testSize, "test");
  const tests = Array.from({ length: Math.ceil(testSize / TESTED_AT_ONCE) }, (_, k) => {
    const part = [k * TESTED_AT_ONCE, (k + 1) * TESTED_AT_ONCE] as const;
    return deepNetworkOn(widths, inputs.slice(...part), targets.slice(...part));
  });
  return {
    start: xavierNormal(stream.substream("start"), widths),
    batch(epoch) {
      const drawn = draw(batchSize, "batch", epoch);
      return {
        map: deepNetworkOn(widths, drawn.inputs, drawn.targets),
        weights: new Array<number>(batchSize).fill(2 / batchSize),
      };
    },
    testLoss<T>(arithmetic: Arithmetic<T>, theta: T) {
      const squares = tests.map((map) =>
        arithmetic.scope(() => {
          const residual = map.residual(arithmetic, theta);
          return arithmetic.dot(residual, residual);
        })
      );
      return squares.reduce((sum, part) => sum + part) / testSize;
    },
    learningRate: method === "Adam"
      ? { initial: 1e-2, factor: 0.5, every: 1000, minimum: 0 }
      : { initial: 1e-2, factor: dimension === 1 ? 0.7 : 0.9, every: 100, minimum: 1e-5 },
    epochs: 15_000,
    isWeighted: true,
  };
}
