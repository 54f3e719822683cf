/**
 * The experiment of §4.2 of the paper of the claims `spgd`.
 *
 * @module
 */

import type { Arithmetic } from "../lib/arithmetic/mod.ts";
import { type RandomStream, randomStream } from "../lib/statistics/mod.ts";
import { poissonNetwork, poissonNetworkValues } from "./poisson_network.ts";
import {
  train,
  type TrainingLook,
  type TrainingOptions,
  type TrainingProblem,
  xavierNormal,
} from "./training.ts";
import { requireDimension, requireNumber } from "./validation.ts";

/** What {@linkcode poissonTraining} is given. */
export interface PoissonTrainingOptions extends TrainingOptions {
  /** d. Default: 4. */
  readonly dimension?: number;
  /** The units of a hidden layer. Default: 16. */
  readonly width?: number;
  /** Default: 4. */
  readonly hiddenLayers?: number;
  /** N_pde, how many points of the ball are drawn in each epoch. Default: 256. */
  readonly interiorPoints?: number;
  /** N_bc, how many points of its boundary. Default: 256. */
  readonly boundaryPoints?: number;
  /** λ_bc, positive. Default: 1000. */
  readonly boundaryWeight?: number;
  /**
   * Whether the F that SPGD decomposes carries the roots of 1/N_pde and λ_bc/N_bc, so that the loss is
   * ‖F‖², or is made of the bare residuals, in which case it is ∇L with its weights that is
   * preconditioned. Not printed. Default: true.
   */
  readonly isWeighted?: boolean;
}

/** How many points of the test set are evaluated at once. */
const TESTED_AT_ONCE = 2048;

/**
 * Solves −Δu = −2d in the unit ball, u = 1 on its boundary, by a network of ReLU³ that minimizes
 *
 *     (1/N_pde) Σᵢ (Δu(xᵢ) − 2d)² + λ_bc (1/N_bc) Σ_b (u(x_b) − 1)²
 *
 * over points that are drawn anew, uniformly, in each of 10,000 epochs. The rate starts at 3e-3; Adam's
 * is halved each 1000 epochs, SPGD's is multiplied by 0.9 each 100, and does not fall below 3e-6.
 *
 * @example The error of a small network falls
 * ```ts
 * import { assert } from "@std/assert";
 * import { poissonTraining } from "./mod.ts";
 *
 * const small = { dimension: 2, width: 6, hiddenLayers: 2, interiorPoints: 20, boundaryPoints: 20 };
 * const looks = [...poissonTraining({ ...small, testSize: 200, epochs: 100, every: 100 })];
 * assert(looks[1]!.testLoss < looks[0]!.testLoss);
 * ```
 *
 * @returns The looks; see {@linkcode TrainingLook}. The test loss is the relative L² error on a fixed
 * set of points of the ball, ‖u − u*‖ / ‖u*‖ with u*(x) = ‖x‖².
 * @throws {RangeError} If an option is out of range.
 *
 * Source: §4.2 of the paper of the claims `spgd`.
 */
export function poissonTraining(
  options: PoissonTrainingOptions = {},
): Generator<TrainingLook, void, undefined> {
  return train(poissonProblem(options), options);
}

/** What {@linkcode poissonTraining} trains. */
export function poissonProblem(options: PoissonTrainingOptions): TrainingProblem {
  const { dimension = 4, width = 16, hiddenLayers = 4, boundaryWeight = 1000 } = options;
  const { interiorPoints = 256, boundaryPoints = 256, isWeighted = true } = options;
  const { seed = 1, testSize = 2 ** 15, method = "SPGD" } = options;
  const sizes = { dimension, width, hiddenLayers, interiorPoints, boundaryPoints, testSize };
  for (const [name, value] of Object.entries(sizes)) requireDimension(value, name);
  requireNumber(boundaryWeight, "boundaryWeight", { positive: true });
  requireNumber(seed, "seed");
  const stream = randomStream(seed, "Poisson");
  const widths = [dimension, ...new Array<number>(hiddenLayers).fill(width)];
  const test = drawFromBall(stream.substream("test"), testSize, dimension);
  const solution = test.map((x) => x.reduce((sum, entry) => sum + entry * entry, 0));
  const size = Math.sqrt(solution.reduce((sum, value) => sum + value * value, 0));
  const parts = Array.from({ length: Math.ceil(testSize / TESTED_AT_ONCE) }, (_, k) => {
    const part = [k * TESTED_AT_ONCE, (k + 1) * TESTED_AT_ONCE] as const;
    return { points: test.slice(...part), values: solution.slice(...part) };
  });
  return {
    start: xavierNormal(stream.substream("start"), [...widths, 1]),
    batch(epoch) {
      const drawn = stream.substream("batch", epoch);
      return {
        map: poissonNetwork({
          widths,
          interior: drawFromBall(drawn, interiorPoints, dimension),
          boundary: drawFromSphere(drawn, boundaryPoints, dimension),
        }),
        weights: [
          ...new Array<number>(interiorPoints).fill(2 / interiorPoints),
          ...new Array<number>(boundaryPoints).fill(2 * boundaryWeight / boundaryPoints),
        ],
      };
    },
    testLoss<T>(arithmetic: Arithmetic<T>, theta: T) {
      const squares = parts.map(({ points, values }) =>
        arithmetic.scope(() => {
          const found = poissonNetworkValues(arithmetic, widths, theta, arithmetic.matrix(points));
          const error = arithmetic.subtract(found, arithmetic.vector(values));
          return arithmetic.dot(error, error);
        })
      );
      return Math.sqrt(squares.reduce((sum, part) => sum + part)) / size;
    },
    learningRate: method === "Adam"
      ? { initial: 3e-3, factor: 0.5, every: 1000, minimum: 0 }
      : { initial: 3e-3, factor: 0.9, every: 100, minimum: 3e-6 },
    epochs: 10_000,
    isWeighted,
  };
}

/** Points that are uniform on the unit sphere of R^d. */
function drawFromSphere(stream: RandomStream, count: number, d: number): number[][] {
  return Array.from({ length: count }, () => {
    const direction = stream.vector(d, stream.normal);
    const length = Math.hypot(...direction);
    return direction.map((entry) => entry / length);
  });
}

/** Points that are uniform in the unit ball of R^d: the radius to the power of d is uniform. */
function drawFromBall(stream: RandomStream, count: number, d: number): number[][] {
  return drawFromSphere(stream, count, d).map((x) => {
    const radius = stream.uniform() ** (1 / d);
    return x.map((entry) => radius * entry);
  });
}
