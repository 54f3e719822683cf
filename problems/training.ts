/**
 * Training on batches that are drawn anew in every epoch, with SPGD in Adam's framework or with Adam.
 *
 * @module
 */

import { type Arithmetic, createLargeFloat64 } from "../lib/arithmetic/mod.ts";
import {
  adam,
  chain,
  type GradientTransformation,
  iterates,
  type Linearization,
  preconditionByGram,
  type ResidualMap,
} from "../lib/optimizers/mod.ts";
import type { RandomStream } from "../lib/statistics/mod.ts";
import { requireDimension, requireNumber } from "./validation.ts";

/** α_t = max(`minimum`, `initial` · `factor`^⌊t / `every`⌋) in epoch t = 0, 1, …. */
export interface LearningRate {
  /** α_0, positive. */
  readonly initial: number;
  /** What it is multiplied by at each stair, in (0, 1]. */
  readonly factor: number;
  /** The epochs of a stair, at least 1. */
  readonly every: number;
  /** What it does not fall below; 0: no floor. */
  readonly minimum: number;
}

/** What all trainings have. */
export interface TrainingOptions {
  /** SPGD in Adam's framework (Algorithm 1), or Adam. Default: `"SPGD"`. */
  readonly method?: "SPGD" | "Adam";
  /** Decides the start, the batches and the test set, the same ones for both methods. Default: 1. */
  readonly seed?: number;
  /** The number of steps, one an epoch. */
  readonly epochs?: number;
  /**
   * Epochs from one look to the next. Default: 20 for SPGD and 100 for Adam, so that looks at the whole
   * test set take less time than the steps.
   */
  readonly every?: number;
  /** How many points the test set has. Default: 2¹⁵. */
  readonly testSize?: number;
  /** What differs from the paper's schedule. Adam has no floor by default. */
  readonly learningRate?: Partial<LearningRate>;
  /** β₁. Default: 0.9. */
  readonly beta1?: number;
  /** β₂. Default: 0.999. */
  readonly beta2?: number;
  /** ε. Default: 1e-8. */
  readonly epsilon?: number;
  /**
   * Whether the moments are divided by 1 − βᵗ. Default: as printed, for Adam, but not for SPGD, whose
   * Algorithm 1 has no correction.
   */
  readonly biasCorrection?: boolean;
  /**
   * SPGD's singular values of the Jacobian count as nonzero above so many times the largest. Not
   * printed. Default: 1e-6 in double precision, 1e-3 in single.
   */
  readonly cutoff?: number;
  /**
   * What the loss is multiplied by before it is minimized: N/2 makes the printed mean of squares the
   * ½‖F‖² of the paper's eq. (1). Only ε feels it. Default: 1.
   */
  readonly lossFactor?: number;
  /**
   * The number system. Default: double precision for large matrices. A training owns what it makes in
   * it until it ends or is given up.
   */
  readonly arithmetic?: Arithmetic<unknown>;
}

/** What is seen of a training after so many epochs. */
export interface TrainingLook {
  /** The number of steps that were taken. */
  readonly epoch: number;
  /** The loss on the batch that the next step would be taken on. */
  readonly trainLoss: number;
  /** The loss on the test set; for Poisson's equation the relative L² error. */
  readonly testLoss: number;
}

/** A map that has all products of its Jacobian without making it. */
export interface LinearizedMap extends ResidualMap {
  /** F with all products. */
  linearize<T>(arithmetic: Arithmetic<T>, theta: T): Required<Linearization<T>>;
}

/** A batch: L(θ) = ½ Σᵢ wᵢ rᵢ(θ)². */
export interface Batch {
  /** r. */
  readonly map: LinearizedMap;
  /** The wᵢ, positive. */
  readonly weights: readonly number[];
}

/** What is trained. */
export interface TrainingProblem {
  /** θ_0. */
  readonly start: readonly number[];
  /** The batch of an epoch, always the same one for an epoch. */
  batch(epoch: number): Batch;
  /** The loss on the test set. */
  testLoss<T>(arithmetic: Arithmetic<T>, theta: T): number;
  /** The paper's schedule. */
  readonly learningRate: LearningRate;
  /** How many epochs the paper trains. */
  readonly epochs: number;
  /**
   * Whether the residual that SPGD decomposes is √wᵢ rᵢ, or rᵢ: then the preconditioner is made of the
   * Jacobian of r, and what is preconditioned is still ∇L.
   */
  readonly isWeighted: boolean;
}

/**
 * Trains, and shows how it goes: after 0, `every`, 2 `every`, … epochs, and after the last one. Who has
 * seen enough stops asking. A step whose numbers overflow is the last one: the look after it, or the one
 * that sees it first, has infinite losses.
 *
 * @throws {RangeError} If an option is out of range.
 */
export function train(
  problem: TrainingProblem,
  options: TrainingOptions,
): Generator<TrainingLook, void, undefined> {
  const { arithmetic = createLargeFloat64(), epochs = problem.epochs } = options;
  const { every = options.method === "Adam" ? 100 : 20 } = options;
  const { lossFactor = 1 } = options;
  requireDimension(every, "every");
  if (requireNumber(epochs, "epochs") !== 0) requireDimension(epochs, "epochs");
  requireNumber(lossFactor, "lossFactor", { positive: true });
  const optimizer = trainingOptimizer(arithmetic, problem.learningRate, options);
  return run(arithmetic, problem, optimizer, { every, epochs, lossFactor });
}

function* run<T>(
  arithmetic: Arithmetic<T>,
  problem: TrainingProblem,
  optimizer: GradientTransformation<T>,
  { every, epochs, lossFactor }: Record<"every" | "epochs" | "lossFactor", number>,
): Generator<TrainingLook, void, undefined> {
  const mapOf = (epoch: number) => {
    const { map, weights } = problem.batch(epoch);
    const scaled = weights.map((weight) => lossFactor * weight);
    const roots = scaled.map(Math.sqrt);
    return problem.isWeighted
      ? weightRows(map, roots, roots)
      : weightRows(map, scaled, scaled.map(() => 1));
  };
  const look = (epoch: number, numbers: readonly number[]): TrainingLook =>
    arithmetic.scope(() => {
      const theta = arithmetic.vector(numbers);
      const { map, weights } = problem.batch(epoch);
      const squares = arithmetic.apply("square", map.residual(arithmetic, theta));
      return {
        epoch,
        trainLoss: orInfinite(arithmetic.dot(arithmetic.vector(weights), squares) / 2),
        testLoss: orInfinite(problem.testLoss(arithmetic, theta)),
      };
    });
  let epoch = 0;
  try {
    for (const theta of iterates(arithmetic, mapOf, optimizer, problem.start)) {
      if (epoch % every === 0 || epoch === epochs) {
        const seen = look(epoch, theta);
        yield seen;
        if (seen.trainLoss === Infinity) return;
      }
      if (epoch === epochs) return;
      epoch++;
    }
  } catch (error) {
    if (!(error instanceof Overflow)) throw error;
    yield { epoch, trainLoss: Infinity, testLoss: Infinity };
  }
}

/** When thresholds were reached; see {@linkcode trainingMilestones}. */
export interface TrainingMilestones {
  /** For each threshold, the epoch of the first look at or below it; null if there is none. */
  readonly epochs: readonly (number | null)[];
  /** The test loss of the last look. */
  readonly finalLoss: number;
}

/**
 * Reads from the looks at a training when its test loss first was at or below the thresholds, as the
 * paper's tables list it.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { trainingMilestones } from "./mod.ts";
 *
 * const looks = [[0, 0.5], [10, 0.01], [20, 0.02]].map(([epoch, testLoss]) => ({
 *   epoch: epoch!,
 *   testLoss: testLoss!,
 *   trainLoss: testLoss!,
 * }));
 * assertEquals(trainingMilestones(looks, [0.1, 0.001]), { epochs: [10, null], finalLoss: 0.02 });
 * ```
 *
 * @param looks In the order in which they were taken, at least one.
 * @throws {RangeError} If there is no look.
 */
export function trainingMilestones(
  looks: readonly TrainingLook[],
  thresholds: readonly number[],
): TrainingMilestones {
  const last = looks.at(-1);
  if (last === undefined) throw new RangeError("there is no look: give at least one");
  return {
    epochs: thresholds.map((threshold) =>
      looks.find(({ testLoss }) => testLoss <= threshold)?.epoch ?? null
    ),
    finalLoss: last.testLoss,
  };
}

/**
 * α_t of an epoch.
 *
 * @example Scenario I of the paper: ×0.7 each 100 epochs, not below 1e-5
 * ```ts
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * import { learningRateAt } from "./mod.ts";
 *
 * const rate = { initial: 1e-2, factor: 0.7, every: 100, minimum: 1e-5 };
 * assertEquals([0, 99].map((epoch) => learningRateAt(rate, epoch)), [1e-2, 1e-2]);
 * assertAlmostEquals(learningRateAt(rate, 100), 7e-3, 1e-15);
 * assertEquals(learningRateAt(rate, 15_000), 1e-5);
 * ```
 */
export function learningRateAt(
  { initial, factor, every, minimum }: LearningRate,
  epoch: number,
): number {
  return Math.max(minimum, initial * factor ** Math.floor(epoch / every));
}

/**
 * θ_0 for layers as {@linkcode deepNetworkOn} lists them: weights of mean 0 and variance
 * 2/(units before + units), the normal initialization of Glorot and Bengio (2010), and no biases.
 */
export function xavierNormal(stream: RandomStream, widths: readonly number[]): number[] {
  return widths.slice(1).flatMap((width, l) => {
    const before = widths[l]!;
    const deviation = Math.sqrt(2 / (before + width));
    return [
      ...stream.vector(before * width, () => stream.normal(0, deviation)),
      ...new Array<number>(width).fill(0),
    ];
  });
}

function trainingOptimizer<T>(
  arithmetic: Arithmetic<T>,
  printed: LearningRate,
  options: TrainingOptions,
): GradientTransformation<T> {
  const { method = "SPGD", beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  if (method !== "SPGD" && method !== "Adam") {
    throw new RangeError(`method is ${JSON.stringify(method)}: give "SPGD" or "Adam"`);
  }
  const { biasCorrection = method === "Adam" } = options;
  const { cutoff = arithmetic.name === "float64" ? 1e-6 : 1e-3 } = options;
  if (!(cutoff >= 0 && cutoff < 1)) {
    throw new RangeError(`cutoff is ${cutoff}: give a number from 0 on, less than 1`);
  }
  const rate = { ...printed, ...options.learningRate };
  requireNumber(rate.initial, "learningRate.initial", { positive: true });
  requireDimension(rate.every, "learningRate.every");
  if (!(rate.factor > 0 && rate.factor <= 1)) {
    throw new RangeError(
      `learningRate.factor is ${rate.factor}: give a number above 0, at most 1`,
    );
  }
  if (!(rate.minimum >= 0 && rate.minimum <= rate.initial)) {
    throw new RangeError(
      `learningRate.minimum is ${rate.minimum}: give a number from 0 to the initial rate`,
    );
  }
  const moments = adam(arithmetic, {
    stepSize: (epoch) => learningRateAt(rate, epoch),
    beta1,
    beta2,
    epsilon,
    biasCorrection,
  });
  return method === "Adam"
    ? moments
    : chain(preconditionByGram(arithmetic, { tolerance: cutoff }), moments);
}

/** Thrown where numbers of a training are no longer finite. */
class Overflow extends Error {}

function requireFinite(size: number): void {
  if (!Number.isFinite(size)) throw new Overflow("the numbers of a training overflowed");
}

/** What comes after an overflow is no smaller than anything. */
function orInfinite(loss: number): number {
  return Number.isFinite(loss) ? loss : Infinity;
}

/**
 * A map with its rows weighted: F is diag(a) r, and J is diag(b) J_r. It is the Jacobian of F for a = b;
 * with others Jᵀ F is still the gradient of ½ Σᵢ aᵢ bᵢ rᵢ². Throws an {@linkcode Overflow} where F or
 * JJᵀ is not finite.
 */
function weightRows(map: LinearizedMap, a: readonly number[], b: readonly number[]): LinearizedMap {
  return {
    residual: (arithmetic, theta) =>
      arithmetic.hadamard(arithmetic.vector(a), map.residual(arithmetic, theta)),
    jacobian: (arithmetic, theta) =>
      arithmetic.multiply(arithmetic.diagonal(b), map.jacobian(arithmetic, theta)),
    linearize<T>(arithmetic: Arithmetic<T>, theta: T): Required<Linearization<T>> {
      const linearization = map.linearize(arithmetic, theta);
      const weights = arithmetic.vector(b);
      const residual = arithmetic.hadamard(arithmetic.vector(a), linearization.residual);
      requireFinite(arithmetic.maximumNorm(residual));
      return {
        residual,
        jacobianVectorProduct: (v) =>
          arithmetic.hadamard(weights, linearization.jacobianVectorProduct(v)),
        vectorJacobianProduct: (w) =>
          linearization.vectorJacobianProduct(arithmetic.hadamard(weights, w)),
        gram() {
          const gram = arithmetic.hadamard(
            arithmetic.multiply(weights, arithmetic.transpose(weights)),
            linearization.gram(),
          );
          requireFinite(arithmetic.maximumNorm(gram));
          return gram;
        },
      };
    },
  };
}
