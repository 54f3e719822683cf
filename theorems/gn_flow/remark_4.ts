/**
 * Remark 4: an antisymmetric initialization nullifies the network, but its Jacobian has half the
 * rank.
 *
 * Printed: c_i = −c_{i+m/2} and w_init⁽ⁱ⁾ = w_init^{(i+m/2)} "would also yield f(w_init) = 0,
 * however it would definitely fail to satisfy Assumption 2 since Df(w_init) ≤ p/2 with probability
 * 1": the rank of Df(w_init).
 *
 * It holds for every draw, not only with probability 1. The outputs Σᵢcᵢσ(xⱼ·w⁽ⁱ⁾) cancel in pairs,
 * and block i + m/2 of the Jacobian, c_{i+m/2}σ'(xⱼ·w⁽ⁱ⁾)xⱼᵀ, is minus block i, so that the columns
 * span at most md/2 = p/2 dimensions. Then H_0 = JᵀJ has the eigenvalue 0.
 *
 * Here f(w_init) means what the network gives before anything is subtracted; with the f of §2.1 it
 * is 0 anyway.
 *
 * @module
 */

import { array, constantFrom, integer, noBias, record } from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import {
  activation,
  activationKinds,
  antisymmetricInitialization,
  initialOutputs,
  oneHiddenLayerNetwork,
  type OneHiddenLayerNetworkInstance,
  realNumber,
  vectorOf,
} from "../../problems/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import { spectrumFigure } from "../_figures.ts";

interface Observation {
  /** maxⱼ |φ(xⱼ; w_init)|. */
  readonly output: number;
  /** maxⱼ Σᵢ |cᵢσ(xⱼ·w_init⁽ⁱ⁾)|. */
  readonly outputScale: number;
  /** The singular values of Df(w_init), in descending order; min(n, p) of them. */
  readonly singularValues: readonly number[];
  /** p. */
  readonly parameters: number;
  /** n. */
  readonly outputs: number;
}

/** The claim, for the antisymmetric initialization or what a test puts in its place. */
export function remark4(
  initialize: (half: OneHiddenLayerNetworkInstance) => OneHiddenLayerNetworkInstance =
    antisymmetricInitialization,
): Claim {
  return defineClaim<OneHiddenLayerNetworkInstance, Observation>({
    id: "gn-flow/remark-4",
    title: "Antisymmetric initialization: f(w_init) = 0 and rank Df(w_init) ≤ p/2",
    locus: "Remark 4",
    kind: "universal",
    hypotheses: [],
    instances: record({
      activation: constantFrom(...activationKinds),
      inputDimension: integer({ min: 1, max: 3 }),
      inputs: noBias(array(vectorOf(3), { minLength: 1, maxLength: 12, size: "max" })),
      neurons: noBias(array(
        record({
          outer: constantFrom(1, -1),
          weights: vectorOf(3, realNumber({ minimum: -3, maximum: 3 })),
        }),
        { minLength: 1, maxLength: 3, size: "max" },
      )),
    }).map(({ activation, inputDimension: d, inputs, neurons }): OneHiddenLayerNetworkInstance => ({
      family: "network",
      activation,
      inputs: inputs.map((x) => x.slice(0, d)),
      outerWeights: neurons.map(({ outer }) => outer),
      initialWeights: neurons.map(({ weights }) => weights.slice(0, d)),
    })),
    observe<T>(half: OneHiddenLayerNetworkInstance, arithmetic: Arithmetic<T>): Observation {
      const whole = initialize(half);
      const sigma = activation(whole.activation);
      const network = oneHiddenLayerNetwork(whole);
      const { s } = arithmetic.singularValueDecomposition(
        arithmetic.matrix(network.jacobian(network.start)),
      );
      const terms = whole.inputs.map((x) =>
        whole.initialWeights.reduce((sum, weights, i) => {
          const product = weights.reduce((sum, entry, k) => sum + entry * x[k]!, 0);
          return sum + Math.abs(whole.outerWeights[i]! * sigma.value(product));
        }, 0)
      );
      return {
        output: Math.max(...initialOutputs(whole).map(Math.abs)),
        outputScale: Math.max(...terms),
        singularValues: [...s],
        parameters: network.parameters,
        outputs: network.outputs,
      };
    },
    figures: ({ singularValues, parameters }) => [
      spectrumFigure(
        `the singular values of Df(w_init), p = ${parameters}`,
        "singular value",
        [{ name: "Df(w_init)", values: singularValues }],
      ),
    ],
    variants: {
      printed: {
        statement: String.raw`c_i = -c_{i+m/2},\ w_{\mathrm{init}}^{(i)} =
          w_{\mathrm{init}}^{(i+m/2)} \implies f(w_{\mathrm{init}}) = 0,\ 
          \mathrm{rank}\,Df(w_{\mathrm{init}}) \le \tfrac p2,\ \lambda_{\min}(H_0) = 0`,
        expected: "holds",
        relations({ output, outputScale, singularValues, parameters, outputs }) {
          const largest = singularValues[0]!;
          const size = Math.max(largest, Number.MIN_VALUE);
          const scale = size * Math.sqrt(parameters * outputs);
          return [
            {
              label: "f(w_init) = 0",
              lhs: output,
              sense: "=",
              rhs: 0,
              scale: outputScale,
              size: outputScale,
              family: "network",
            },
            {
              // 0 where there are no more than p/2 singular values.
              label: "σ_{p/2+1}(Df(w_init)) = 0",
              lhs: singularValues[parameters / 2] ?? 0,
              sense: "=",
              rhs: 0,
              scale,
              size,
              family: "network",
              trivial: singularValues.length <= parameters / 2,
            },
            {
              label: "the least of the p eigenvalues of H_0 = 0",
              lhs: outputs < parameters ? 0 : singularValues[parameters - 1]! ** 2,
              sense: "=",
              rhs: 0,
              scale: scale ** 2,
              size: size ** 2,
              family: "network",
              trivial: outputs < parameters,
            },
          ];
        },
      },
    },
  });
}
