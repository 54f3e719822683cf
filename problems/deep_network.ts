/**
 * Networks with any number of hidden layers of tanh, with closed products of their Jacobians.
 *
 * @module
 */

import { array, noBias, record } from "fast-check";
import type { Arithmetic } from "../lib/arithmetic/mod.ts";
import type { Arbitrary } from "../lib/fast_check/mod.ts";
import type { Linearization, ResidualMap } from "../lib/optimizers/mod.ts";
import { cycle, dimensionUpTo, realNumber, vectorOf } from "./arbitraries.ts";
import { oneMinusSquare } from "./smooth_functions.ts";
import { requireArray, requireNumbers, requireObject, requireRows } from "./validation.ts";

/** One affine layer, h ↦ Wᵀh + b. */
export interface DeepNetworkLayer {
  /** W: one row per unit of the layer before, one column per unit of this one. */
  readonly weights: readonly (readonly number[])[];
  /** b, one per unit. */
  readonly biases: readonly number[];
}

/** Samples, and a network to be fitted to them: the parameters where training starts. */
export interface DeepNetworkInstance {
  /** The family. */
  readonly family: "deep network";
  /** x₁, …, x_n, of one length d. */
  readonly inputs: readonly (readonly number[])[];
  /** y₁, …, y_n, of one length o. */
  readonly targets: readonly (readonly number[])[];
  /** The layers, at least one. The last one has o units; after all others comes tanh. */
  readonly layers: readonly DeepNetworkLayer[];
}

/** A network on samples as a map of its parameters; see {@linkcode deepNetworkOn}. */
export interface DeepNetworkMap extends ResidualMap {
  /** m = Σₗ (w_{l−1} + 1) wₗ, the number of parameters. */
  readonly parameters: number;
  /** n·o, the number of residuals. */
  readonly residuals: number;
  /** F(θ) with the products of its Jacobian, each by two matrix products a layer. */
  linearize<T>(arithmetic: Arithmetic<T>, theta: T): Required<Linearization<T>>;
}

/** A network as a map of its parameters, and where to start; see {@linkcode deepNetwork}. */
export interface DeepNetwork extends DeepNetworkMap {
  /** θ_0, the parameters of the instance. Length m. */
  readonly start: readonly number[];
}

/** What {@linkcode deepNetworkInstances} draws. */
export interface DeepNetworkOptions {
  /** The largest number of hidden layers, at least 0. Default: 3. */
  readonly maximumHiddenLayers?: number;
  /** The largest number of units in a layer, of coordinates of an input and of outputs. Default: 4. */
  readonly maximumWidth?: number;
  /** The largest number of samples, at least 1. Default: 6. */
  readonly maximumSamples?: number;
}

/** What a pass through the network leaves behind for the products. */
interface Pass<T> {
  /** Mₗ, (w_{l−1} + 1)×wₗ. */
  readonly layers: readonly T[];
  /** A_{l−1} = [H_{l−1}, 1], what layer l receives, n×(w_{l−1} + 1). */
  readonly received: readonly T[];
  /** F(θ), no×1. */
  readonly residual: T;
}

/**
 * F(θ) = u(xᵢ; θ) − yᵢ, sample by sample, for the network and the samples of an instance: see
 * {@linkcode deepNetworkOn}.
 *
 * @throws {TypeError} If a part of the instance is missing or of another type.
 * @throws {RangeError} If lengths do not match.
 */
export function deepNetwork(instance: DeepNetworkInstance): DeepNetwork {
  const { inputs, targets, layers } = readDeepNetwork(instance);
  const widths = [inputs[0]!.length, ...layers.map(({ biases }) => biases.length)];
  return {
    ...deepNetworkOn(widths, inputs, targets),
    start: layers.flatMap(({ weights, biases }) => [...weights.flat(), ...biases]),
  };
}

/**
 * F(θ) = u(xᵢ; θ) − yᵢ, sample by sample, for the network u of width w₀ = d, w₁, …, w_L = o.
 *
 * In matrices, a sample a row: H₀ = X, Hₗ = tanh([H_{l−1}, 1] Mₗ) for l < L, and
 * u = [H_{L−1}, 1] M_L, where Mₗ is Wₗ with bₗ as its last row. θ lists M₁, …, M_L, each row by row,
 * so that its parts are the Mₗ without being moved. F is u − Y, row by row.
 *
 * With A_{l−1} = [H_{l−1}, 1] and Sₗ = 1 − Hₗ ∘ Hₗ, the products of J = J_F(θ) are
 *
 * - Jv: dZₗ = dH_{l−1} Wₗ + A_{l−1} dMₗ from dH₀ = 0, dHₗ = Sₗ ∘ dZₗ, where v lists the dMₗ; Jv is
 *   dZ_L.
 * - Jᵀw: G_{l−1} = S_{l−1} ∘ (Gₗ Wₗᵀ) from G_L = w; the part of Jᵀw for Mₗ is A_{l−1}ᵀ Gₗ.
 * - J Jᵀ = Σₗ (A_{l−1}A_{l−1}ᵀ) ∘ (GₗGₗᵀ) for one output, with G_L = 1: the rows of J for layer l are
 *   outer products of the rows of A_{l−1} and Gₗ. For more outputs each counts as a sample of its own.
 * - J: with G_L = 1 eᵀ for one output, row i of the part for Mₗ is row i of A_{l−1} times row i of
 *   Gₗ, all entries with all entries.
 *
 * A linearization keeps the Hₗ and what it has made of them.
 *
 * Nothing is checked here: training makes such a map of every batch.
 *
 * @param widths w₀, …, w_L.
 * @param inputs x₁, …, x_n, at least one, each of length w₀.
 * @param targets y₁, …, y_n, each of length w_L.
 */
export function deepNetworkOn(
  widths: readonly number[],
  inputs: readonly (readonly number[])[],
  targets: readonly (readonly number[])[],
): DeepNetworkMap {
  const n = inputs.length;
  const withOne = inputs.map((x) => [...x, 1]);
  const outputs = widths.at(-1)!;
  const shapes = widths.slice(1).map((width, l) => [widths[l]! + 1, width] as const);
  let parameters = 0;
  const ranges = shapes.map(([rows, columns]) => {
    const start = parameters;
    parameters += rows * columns;
    return [start, parameters] as const;
  });

  /** The matrices of the layers in θ, or in another vector of R^m. */
  const split = <T>(arithmetic: Arithmetic<T>, vector: T): T[] =>
    shapes.map(([rows, columns], l) =>
      arithmetic.reshape(arithmetic.slice(vector, { rows: ranges[l]! }), rows, columns)
    );
  const pass = <T>(arithmetic: Arithmetic<T>, theta: T): Pass<T> =>
    arithmetic.scope(() => {
      const matrices = split(arithmetic, theta);
      const one = arithmetic.shift(arithmetic.zeros(n, 1), 1);
      const received = [arithmetic.matrix(withOne)];
      for (const matrix of matrices.slice(0, -1)) {
        const hidden = arithmetic.apply("tanh", arithmetic.multiply(received.at(-1)!, matrix));
        received.push(arithmetic.concatenate([hidden, one], "columns"));
      }
      const fitted = arithmetic.multiply(received.at(-1)!, matrices.at(-1)!);
      const residual = arithmetic.subtract(fitted, arithmetic.matrix(targets));
      return {
        layers: matrices,
        received,
        residual: arithmetic.reshape(residual, n * outputs, 1),
      };
    });
  /** Sₗ for the hidden layers l = 1, …, L − 1, the one for layer l at l − 1. */
  const slopesOf = <T>(arithmetic: Arithmetic<T>, { received }: Pass<T>): T[] =>
    received.slice(1).map((matrix, l) =>
      oneMinusSquare(arithmetic, arithmetic.slice(matrix, { columns: [0, widths[l + 1]!] }))
    );
  /** Wₗ. */
  const weightsOf = <T>(arithmetic: Arithmetic<T>, { layers }: Pass<T>): T[] =>
    layers.map((matrix, l) => arithmetic.slice(matrix, { rows: [0, widths[l]!] }));
  /** G_1, …, G_L from G_L, n×o. */
  const backwards = <T>(
    arithmetic: Arithmetic<T>,
    last: T,
    slopes: readonly T[],
    transposedWeights: readonly T[],
  ): T[] => {
    const gradients = [last];
    for (let l = shapes.length - 1; l > 0; l--) {
      const below = arithmetic.multiply(gradients[0]!, transposedWeights[l]!);
      gradients.unshift(arithmetic.hadamard(slopes[l - 1]!, below));
    }
    return gradients;
  };

  return {
    parameters,
    residuals: n * outputs,
    residual: (arithmetic, theta) => arithmetic.scope(() => pass(arithmetic, theta).residual),
    jacobian: (arithmetic, theta) =>
      arithmetic.scope(() => {
        const known = pass(arithmetic, theta);
        const slopes = slopesOf(arithmetic, known);
        const transposedWeights = weightsOf(arithmetic, known).map(arithmetic.transpose);
        const repeated = known.received.map((matrix, l) =>
          arithmetic.multiply(matrix, arithmetic.matrix(repeatEach(...shapes[l]!)))
        );
        const repeaters = shapes.map((shape) => arithmetic.matrix(repeatAll(...shape)));
        const forOutput = (output: number) => {
          const row = Array.from({ length: outputs }, (_, j) => Number(j === output));
          const last = arithmetic.matrix(inputs.map(() => row));
          const parts = backwards(arithmetic, last, slopes, transposedWeights).map((matrix, l) =>
            arithmetic.hadamard(repeated[l]!, arithmetic.multiply(matrix, repeaters[l]!))
          );
          return arithmetic.concatenate(parts, "columns");
        };
        // The rows of a sample, one per output, side by side.
        const rows = arithmetic.concatenate(targets[0]!.map((_, j) => forOutput(j)), "columns");
        return arithmetic.reshape(rows, n * outputs, parameters);
      }),
    linearize<T>(arithmetic: Arithmetic<T>, theta: T): Required<Linearization<T>> {
      const known = pass(arithmetic, theta);
      let knownForward: { readonly slopes: T[]; readonly weights: T[] } | undefined;
      let knownBackward: { readonly weights: T[]; readonly received: T[] } | undefined;
      const forward = () =>
        knownForward ??= arithmetic.scope(() => ({
          slopes: slopesOf(arithmetic, known),
          weights: weightsOf(arithmetic, known),
        }));
      const backward = () => {
        const { weights } = forward();
        return knownBackward ??= {
          weights: weights.map(arithmetic.transpose),
          received: known.received.map(arithmetic.transpose),
        };
      };
      return {
        residual: known.residual,
        jacobianVectorProduct(v) {
          const { slopes, weights } = forward();
          return arithmetic.scope(() => {
            const [first, ...others] = split(arithmetic, v).map((matrix, l) =>
              arithmetic.multiply(known.received[l]!, matrix)
            );
            const last = others.reduce((change, direct, l) => {
              const hidden = arithmetic.hadamard(slopes[l]!, change);
              return arithmetic.add(arithmetic.multiply(hidden, weights[l + 1]!), direct);
            }, first!);
            return arithmetic.reshape(last, n * outputs, 1);
          });
        },
        vectorJacobianProduct(w) {
          const { slopes } = forward();
          const { weights, received } = backward();
          return arithmetic.scope(() => {
            const last = arithmetic.reshape(w, n, outputs);
            const parts = backwards(arithmetic, last, slopes, weights).map((matrix, l) => {
              const [rows, columns] = shapes[l]!;
              const part = arithmetic.multiply(received[l]!, matrix);
              return arithmetic.reshape(part, rows * columns, 1);
            });
            return arithmetic.concatenate(parts, "rows");
          });
        },
        gram() {
          const { slopes } = forward();
          const { weights } = backward();
          return arithmetic.scope(() => {
            // A row per sample becomes one per sample and output.
            const repeat = (matrix: T) =>
              outputs === 1
                ? matrix
                : arithmetic.multiply(arithmetic.matrix(repeatRows(n, outputs)), matrix);
            const last = arithmetic.matrix(
              inputs.flatMap(() =>
                targets[0]!.map((_, a) => targets[0]!.map((_, b) => Number(a === b)))
              ),
            );
            const outer = (matrix: T) => arithmetic.multiply(matrix, arithmetic.transpose(matrix));
            const gradients = backwards(arithmetic, last, slopes.map(repeat), weights);
            return gradients
              .map((matrix, l) =>
                arithmetic.hadamard(outer(repeat(known.received[l]!)), outer(matrix))
              )
              .reduce((sum, part) => arithmetic.add(sum, part));
          });
        },
      };
    },
  };
}

/** The nb×n matrix that repeats each of n rows b times. */
function repeatRows(n: number, b: number): number[][] {
  return Array.from(
    { length: n * b },
    (_, k) => Array.from({ length: n }, (_, i) => Number(Math.floor(k / b) === i)),
  );
}

/** The a×ab matrix that makes (x₁, …, x₁, …, x_a, …, x_a) of x, each entry b times. */
function repeatEach(a: number, b: number): number[][] {
  return Array.from(
    { length: a },
    (_, i) => Array.from({ length: a * b }, (_, k) => Number(Math.floor(k / b) === i)),
  );
}

/** The b×ab matrix that makes (y₁, …, y_b, …, y₁, …, y_b) of y, a times. */
function repeatAll(a: number, b: number): number[][] {
  return Array.from(
    { length: b },
    (_, j) => Array.from({ length: a * b }, (_, k) => Number(k % b === j)),
  );
}

function readDeepNetwork(
  instance: DeepNetworkInstance,
): Pick<DeepNetworkInstance, "inputs" | "targets" | "layers"> {
  requireObject(instance, "instance");
  const inputs = requireRows(instance.inputs, "instance.inputs");
  const targets = requireRows(instance.targets, "instance.targets");
  if (targets.length !== inputs.length) {
    throw new RangeError(
      `instance.targets has ${targets.length} entries, but must have ${inputs.length}, ` +
        "one per input",
    );
  }
  let width = inputs[0]!.length;
  let before = "one per coordinate of an input";
  const layers = requireArray(instance.layers, "instance.layers").map((value, l) => {
    const where = `instance.layers[${l}]`;
    const layer = requireObject(value, where);
    const biases = requireNumbers(layer.biases, `${where}.biases`);
    const rows = requireArray(layer.weights, `${where}.weights`);
    if (rows.length !== width) {
      throw new RangeError(
        `${where}.weights has ${rows.length} rows, but must have ${width}, ${before}`,
      );
    }
    const weights = rows.map((row, i) =>
      requireNumbers(row, `${where}.weights[${i}]`, {
        length: biases.length,
        because: `one per bias of the layer`,
      })
    );
    width = biases.length;
    before = "one per bias of the layer before";
    return { weights, biases };
  });
  if (width !== targets[0]!.length) {
    throw new RangeError(
      `instance.targets[0] has ${targets[0]!.length} entries, but must have ${width}, ` +
        "one per bias of the last layer",
    );
  }
  return { inputs, targets, layers };
}

/**
 * So many numbers are drawn for the layers and repeated: a prime, so that they stand elsewhere in
 * every row.
 */
const DRAWN_PARAMETERS = 23;

/**
 * Small networks with fewer samples than parameters or more. Shrinks to one sample and no hidden
 * layer.
 *
 * @throws {RangeError} If an option is out of range.
 */
export function deepNetworkInstances(
  options: DeepNetworkOptions = {},
): Arbitrary<DeepNetworkInstance> {
  const { maximumHiddenLayers = 3, maximumWidth = 4, maximumSamples = 6 } = options;
  for (
    const [name, value, least] of [
      ["maximumHiddenLayers", maximumHiddenLayers, 0],
      ["maximumWidth", maximumWidth, 1],
      ["maximumSamples", maximumSamples, 1],
    ] as const
  ) {
    if (Number.isInteger(value) && value >= least) continue;
    throw new RangeError(`${name} is ${value}: give an integer of at least ${least}`);
  }
  const coordinates = vectorOf(maximumWidth, realNumber({ minimum: -3, maximum: 3 }));
  return record({
    inputDimension: dimensionUpTo(maximumWidth),
    outputDimension: dimensionUpTo(maximumWidth),
    hiddenWidths: noBias(array(dimensionUpTo(maximumWidth), {
      maxLength: maximumHiddenLayers,
      size: "max",
    })),
    first: record({ input: coordinates, target: coordinates }),
    others: noBias(array(record({ input: coordinates, target: coordinates }), {
      maxLength: maximumSamples - 1,
      size: "max",
    })),
    parameters: vectorOf(DRAWN_PARAMETERS, realNumber({ minimum: -2, maximum: 2 })),
  }).map(({ inputDimension, outputDimension, hiddenWidths, first, others, parameters }) => {
    const samples = [first, ...others];
    const widths = [inputDimension, ...hiddenWidths, outputDimension];
    let used = 0;
    const next = (length: number) => {
      const entries = cycle(parameters, used + length).slice(used);
      used += length;
      return entries;
    };
    return {
      family: "deep network",
      inputs: samples.map(({ input }) => input.slice(0, inputDimension)),
      targets: samples.map(({ target }) => target.slice(0, outputDimension)),
      layers: widths.slice(1).map((width, l) => ({
        weights: Array.from({ length: widths[l]! }, () => next(width)),
        biases: next(width),
      })),
    };
  });
}
