/**
 * Networks with one hidden layer of which the inner weights are trained.
 *
 * @module
 */

import { activation, type ActivationKind } from "./activations.ts";
import { inner, type SmoothMap } from "./smooth_map.ts";
import { requireArray, requireNumbers } from "./validation.ts";
import { matrixNorm, norm } from "./vectors.ts";

/** φ(x; w) = Σᵢ cᵢ σ(x·w⁽ⁱ⁾) at the inputs x₁, …, x_n, and where training starts. */
export interface OneHiddenLayerNetworkInstance {
  /** The family. */
  readonly family: "network";
  /** σ. */
  readonly activation: ActivationKind;
  /** x₁, …, x_n, each of d numbers. */
  readonly inputs: readonly (readonly number[])[];
  /** c, m numbers, fixed; the paper draws them from {−1, 1}. */
  readonly outerWeights: readonly number[];
  /** w_init⁽¹⁾, …, w_init⁽ᵐ⁾, each of d numbers; the paper draws them from N(0, I). */
  readonly initialWeights: readonly (readonly number[])[];
}

/** A network as a {@linkcode SmoothMap}, with the constants that theorems on networks use. */
export interface OneHiddenLayerNetwork extends SmoothMap {
  /** Always `"network"`. */
  readonly family: "network";
  /** m, the number of neurons. */
  readonly neurons: number;
  /** σ_2 = sup |σ''|. */
  readonly curvatureBound: number;
  /** σ_1 max|cᵢ| √(m Σⱼ ‖xⱼ‖²) ≥ ‖J(w)‖ for all w, the paper's bound on the modulus Lip_f of f. */
  readonly lipschitz: number;
}

/**
 * f(w) = φ-vector(w) − φ-vector(w_init), fⱼ(w) = Σᵢ cᵢ (σ(xⱼ·w⁽ⁱ⁾) − σ(xⱼ·w_init⁽ⁱ⁾)), with
 * w = (w⁽¹⁾, …, w⁽ᵐ⁾) ∈ R^p, p = md, and no factor 1/√m: as §2.1 of the paper prints it.
 *
 * With sⱼᵢ = xⱼ·w⁽ⁱ⁾, the Jacobian has the blocks cᵢ σ'(sⱼᵢ) xⱼᵀ, and
 * D²f(w)[u, v]ⱼ = Σᵢ cᵢ σ''(sⱼᵢ) (xⱼ·u⁽ⁱ⁾)(xⱼ·v⁽ⁱ⁾). The differences of σ are computed without
 * cancellation, so f is accurate near w_init.
 *
 * **L.** The block i of J(w) − J(w') is DᵢX, X with the rows xⱼᵀ and Dᵢ diagonal with |Dᵢ|ⱼⱼ ≤ |cᵢ|
 * σ_2 ‖xⱼ‖ ‖w⁽ⁱ⁾ − w'⁽ⁱ⁾‖. So ‖DᵢX‖ ≤ |cᵢ| σ_2 ‖diag(‖xⱼ‖) X‖ ‖w⁽ⁱ⁾ − w'⁽ⁱ⁾‖, and since the square
 * of the norm of J(w) − J(w') is at most Σᵢ ‖DᵢX‖²,
 *
 *   L = max|cᵢ| σ_2 ‖diag(‖x₁‖, …, ‖x_n‖) X‖.
 *
 * It is exact for a single input, where it is max|c| σ_2 ‖x‖²; otherwise a bound.
 *
 * @throws {TypeError} If a part of the instance is missing or of another type.
 * @throws {RangeError} If lengths do not match or σ is unknown.
 *
 * Source: the setting is §2.1 of the paper of the claims `gn-flow`.
 */
export function oneHiddenLayerNetwork(
  instance: OneHiddenLayerNetworkInstance,
): OneHiddenLayerNetwork {
  const sigma = activation(instance.activation);
  const inputs = readRows(instance.inputs, "instance.inputs");
  const initial = readRows(instance.initialWeights, "instance.initialWeights");
  const d = inputs[0]!.length;
  const m = initial.length;
  const n = inputs.length;
  if (initial[0]!.length !== d) {
    throw new RangeError(
      `instance.initialWeights[0] has ${initial[0]!.length} entries, but must have ${d}, one per ` +
        "coordinate of an input",
    );
  }
  const c = requireNumbers(instance.outerWeights, "instance.outerWeights", {
    length: m,
    because: "one per neuron of instance.initialWeights",
  });
  const p = m * d;
  const start = initial.flat();
  const largestOuter = Math.max(...c.map(Math.abs));

  /** xⱼ·u⁽ⁱ⁾. */
  const product = (j: number, u: readonly number[], i: number) => {
    const x = inputs[j]!;
    let sum = 0;
    for (let k = 0; k < d; k++) sum += x[k]! * u[i * d + k]!;
    return sum;
  };
  const startProducts = inputs.map((_, j) => initial.map((_, i) => product(j, start, i)));

  return {
    family: "network",
    parameters: p,
    outputs: n,
    neurons: m,
    start,
    value(w) {
      const moved = w.map((entry, k) => entry - start[k]!);
      return inputs.map((_, j) => {
        let sum = 0;
        for (let i = 0; i < m; i++) {
          sum += c[i]! * sigma.difference(startProducts[j]![i]!, product(j, moved, i));
        }
        return sum;
      });
    },
    jacobian: (w) =>
      inputs.map((x, j) => {
        const row = new Array<number>(p);
        for (let i = 0; i < m; i++) {
          const slope = c[i]! * sigma.derivative(product(j, w, i));
          for (let k = 0; k < d; k++) row[i * d + k] = slope * x[k]!;
        }
        return row;
      }),
    secondDerivative: (w, u, v) =>
      inputs.map((_, j) => {
        let sum = 0;
        for (let i = 0; i < m; i++) {
          sum += c[i]! * sigma.secondDerivative(product(j, w, i)) * product(j, u, i) *
            product(j, v, i);
        }
        return sum;
      }),
    weightedHessian(w, z) {
      const rows = Array.from({ length: p }, () => new Array<number>(p).fill(0));
      inputs.forEach((x, j) => {
        for (let i = 0; i < m; i++) {
          const weight = z[j]! * c[i]! * sigma.secondDerivative(product(j, w, i));
          for (let k = 0; k < d; k++) {
            for (let l = 0; l < d; l++) rows[i * d + k]![i * d + l]! += weight * x[k]! * x[l]!;
          }
        }
      });
      return rows;
    },
    jacobianLipschitz: largestOuter * sigma.curvatureBound *
      matrixNorm(inputs.map((x) => x.map((entry) => norm(x) * entry))),
    lipschitzIsExact: n === 1,
    curvatureBound: sigma.curvatureBound,
    lipschitz: sigma.slopeBound * largestOuter *
      Math.sqrt(m * inputs.reduce((sum, x) => sum + inner(x, x), 0)),
  };
}

/**
 * The antisymmetric initialization of the paper's remark 4 that is built from m/2 neurons:
 * c_{i+m/2} = −cᵢ and w_init^{(i+m/2)} = w_init⁽ⁱ⁾. The network's values at w_init are then 0
 * without being subtracted, and block i + m/2 of its Jacobian there is minus block i, so that the
 * rank is at most p/2.
 *
 * @param half The first half of the neurons.
 * @returns The instance with twice as many.
 */
export function antisymmetricInitialization(
  half: OneHiddenLayerNetworkInstance,
): OneHiddenLayerNetworkInstance {
  return {
    ...half,
    outerWeights: [...half.outerWeights, ...half.outerWeights.map((entry) => -entry)],
    initialWeights: [...half.initialWeights, ...half.initialWeights],
  };
}

/** φ-vector(w_init): what f subtracts. */
export function initialOutputs(instance: OneHiddenLayerNetworkInstance): number[] {
  const sigma = activation(instance.activation);
  return instance.inputs.map((x) =>
    inner(
      instance.outerWeights,
      instance.initialWeights.map((weights) => sigma.value(inner(x, weights))),
    )
  );
}

function readRows(value: unknown, where: string): (readonly number[])[] {
  const rows = requireArray(value, where);
  const { length } = requireNumbers(rows[0], `${where}[0]`);
  return rows.map((row, i) =>
    requireNumbers(row, `${where}[${i}]`, { length, because: `as many as ${where}[0]` })
  );
}
