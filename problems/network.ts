/**
 * Networks with one hidden layer that interpolate.
 *
 * @module
 */

import { array, noBias, record } from "fast-check";
import type { Arithmetic } from "../lib/arithmetic/mod.ts";
import type { Arbitrary } from "../lib/fast_check/mod.ts";
import { dimensionUpTo, magnitude, realNumber, vectorOf } from "./arbitraries.ts";
import { instanceLimits, type InstanceOptions } from "./instance_options.ts";
import {
  atOnePoint,
  type LeastSquares,
  type LeastSquaresOver,
  rememberingLast,
} from "./least_squares.ts";
import { conditionNumberAtZero } from "./local.ts";
import {
  largestTanhCurvature,
  largestTanhSlope,
  oneMinusSquare,
  tanhDifference,
  tanhSecondDerivative,
} from "./smooth_functions.ts";
import { requireArray, requireNumber, requireNumbers, requireObject } from "./validation.ts";
import { matrixNorm, multiply, multiplyAbsolute, norm, subtract } from "./vectors.ts";

/** One hidden unit, amplitude · tanh(weights·x + bias). */
export interface HiddenUnit {
  /** w, one per coordinate of an input. */
  readonly weights: readonly number[];
  /** b. */
  readonly bias: number;
  /** a. */
  readonly amplitude: number;
}

/**
 * Fᵢ(θ) = u(xᵢ; θ) − u(xᵢ; θ*), u(x; θ) = Σⱼ aⱼ tanh(wⱼ·x + bⱼ), θ = (w₁, …, w_h, b, a).
 */
export interface NetworkInstance {
  /** The family. */
  readonly family: "network";
  /** x₁, …, x_n, of one length. */
  readonly inputs: readonly (readonly number[])[];
  /** θ*, unit by unit. */
  readonly units: readonly HiddenUnit[];
}

/**
 * Fᵢ(θ) = Σⱼ aⱼ tanh(sᵢⱼ) − (the same at θ*), sᵢⱼ = wⱼ·xᵢ + bⱼ: a network fitted to its own values at
 * θ*, m = h(d + 2).
 *
 * In matrices: with s = Φθ ∈ R^{nh} all pre-activations and E θ the amplitude beside each,
 * F(θ) = S ((Eθ) ∘ tanh(Φθ)) − (the same at θ*), where S sums over the units of a sample. So
 * J = S (diag(Eθ ∘ tanh' s) Φ + diag(tanh s) E).
 *
 * **The rank** is declared r = min(n, m). It is attained for almost all inputs and units, not for
 * all: whoever needs it must check the least singular value at θ*, as the arbitrary does.
 *
 * **L_J.** The Hessian of Fᵢ couples no two units; that of unit j acts on the span of
 * (xᵢ, 1)/ξ, ξ = ‖(xᵢ, 1)‖, and aⱼ as [[p, q], [q, 0]] with p = aⱼ tanh''(sᵢⱼ) ξ² and
 * q = tanh'(sᵢⱼ) ξ, whose norm (|p| + √(p² + 4q²))/2 grows with |p| and |q|. On a ball of radius ρ,
 * |aⱼ| grows by at most ρ and sᵢⱼ moves by at most ξρ, and over that interval the largest |tanh''|
 * and tanh' are known. With Hᵢ the largest norm over the units so bounded,
 * ‖J(θ) − J(θ')‖ ≤ ‖J(θ) − J(θ')‖_Frobenius ≤ (Σᵢ Hᵢ²)^{1/2} ‖θ − θ'‖.
 *
 * @throws {TypeError} If a part of the instance is missing or of another type.
 * @throws {RangeError} If lengths do not match.
 */
export function network(instance: NetworkInstance): LeastSquares {
  const { inputs, units } = readNetwork(instance);
  const n = inputs.length;
  const d = inputs[0]!.length;
  const h = units.length;
  const m = h * (d + 2);
  const zero = [
    ...units.flatMap(({ weights }) => weights),
    ...units.map(({ bias }) => bias),
    ...units.map(({ amplitude }) => amplitude),
  ];
  const pairs = units.flatMap((_, j) => inputs.map((x, i) => ({ i, j, x })));
  const row = (entries: readonly (readonly [column: number, entry: number])[]) => {
    const result = new Array<number>(m).fill(0);
    for (const [column, entry] of entries) result[column] = entry;
    return result;
  };
  const phi = pairs.map(({ j, x }) =>
    row([...x.map((entry, l) => [j * d + l, entry] as const), [h * d + j, 1]])
  );
  const selectAmplitude = pairs.map(({ j }) => row([[h * d + h + j, 1]]));
  const sumOverUnits = inputs.map((_, i) => pairs.map((pair) => Number(pair.i === i)));
  const ones = [new Array<number>(m).fill(1)];
  const amplitudes = multiply(selectAmplitude, zero);
  const preActivations = multiply(phi, zero);

  const jacobianRows = (theta: readonly number[]) => {
    const s = multiply(phi, theta);
    const a = multiply(selectAmplitude, theta);
    const rows = inputs.map(() => new Array<number>(m).fill(0));
    for (const [k, { i, j, x }] of pairs.entries()) {
      const value = Math.tanh(s[k]!);
      const slope = a[k]! * (1 - value ** 2);
      const row = rows[i]!;
      for (let l = 0; l < d; l++) row[j * d + l] = slope * x[l]!;
      row[h * d + j] = slope;
      row[h * d + h + j] = value;
    }
    return rows;
  };

  const over = <T>(arithmetic: Arithmetic<T>): LeastSquaresOver<T> => {
    const phiMatrix = arithmetic.matrix(phi);
    const select = arithmetic.matrix(selectAmplitude);
    const sum = arithmetic.matrix(sumOverUnits);
    const onesRow = arithmetic.matrix(ones);
    const star = arithmetic.vector(zero);
    const starAmplitudes = arithmetic.vector(amplitudes);
    const starActivations = arithmetic.multiply(phiMatrix, star);
    const tanh = rememberingLast((theta: T) =>
      arithmetic.apply("tanh", arithmetic.multiply(phiMatrix, theta))
    );
    return {
      // a tanh s − a* tanh s* = (a − a*) tanh s + a* (tanh s − tanh s*), neither of which cancels.
      residual(theta) {
        const delta = arithmetic.subtract(theta, star);
        const byAmplitude = arithmetic.hadamard(arithmetic.multiply(select, delta), tanh(theta));
        const byActivation = arithmetic.hadamard(
          starAmplitudes,
          tanhDifference(arithmetic, starActivations, arithmetic.multiply(phiMatrix, delta)),
        );
        return arithmetic.multiply(sum, arithmetic.add(byAmplitude, byActivation));
      },
      jacobian(theta) {
        const values = tanh(theta);
        const slopes = arithmetic.hadamard(
          arithmetic.multiply(select, theta),
          oneMinusSquare(arithmetic, values),
        );
        return arithmetic.multiply(
          sum,
          arithmetic.add(
            arithmetic.hadamard(arithmetic.multiply(slopes, onesRow), phiMatrix),
            arithmetic.hadamard(arithmetic.multiply(values, onesRow), select),
          ),
        );
      },
    };
  };
  return {
    parameters: m,
    residuals: n,
    rank: Math.min(n, m),
    zero,
    ...atOnePoint(over),
    over,
    // With ω = Sᵀw: Φᵀ diag(ω ∘ Eθ ∘ tanh'') Φ + K + Kᵀ, K = Φᵀ diag(ω ∘ tanh') E.
    weightedHessian: (arithmetic, theta, weights) =>
      arithmetic.scope(() => {
        const phiMatrix = arithmetic.matrix(phi);
        const select = arithmetic.matrix(selectAmplitude);
        const onesRow = arithmetic.matrix(ones);
        const tanh = arithmetic.apply("tanh", arithmetic.multiply(phiMatrix, theta));
        const omega = arithmetic.multiply(
          arithmetic.transpose(arithmetic.matrix(sumOverUnits)),
          weights,
        );
        const curvatures = arithmetic.hadamard(
          arithmetic.hadamard(omega, arithmetic.multiply(select, theta)),
          tanhSecondDerivative(arithmetic, tanh),
        );
        const slopes = arithmetic.hadamard(omega, oneMinusSquare(arithmetic, tanh));
        const phiTransposed = arithmetic.transpose(phiMatrix);
        const mixed = arithmetic.multiply(
          phiTransposed,
          arithmetic.hadamard(arithmetic.multiply(slopes, onesRow), select),
        );
        const curved = arithmetic.multiply(
          phiTransposed,
          arithmetic.hadamard(arithmetic.multiply(curvatures, onesRow), phiMatrix),
        );
        return arithmetic.add(curved, arithmetic.add(mixed, arithmetic.transpose(mixed)));
      }),
    jacobianLipschitz(center, radius) {
      const s = multiply(phi, center);
      const a = multiply(selectAmplitude, center);
      const hessianNorms = new Array<number>(n).fill(0);
      for (const [k, { i }] of pairs.entries()) {
        const xi = norm(phi[k]!);
        const low = s[k]! - xi * radius;
        const high = s[k]! + xi * radius;
        const p = (Math.abs(a[k]!) + radius) * largestTanhCurvature(low, high) * xi ** 2;
        const q = largestTanhSlope(low, high) * xi;
        hessianNorms[i] = Math.max(hessianNorms[i]!, (p + Math.hypot(p, 2 * q)) / 2);
      }
      return norm(hessianNorms);
    },
    lipschitzIsExact: false,
    magnitude(theta) {
      const delta = subtract(theta, zero);
      const s = multiply(phi, theta);
      const rounding = multiplyAbsolute(phi, theta);
      const moved = multiply(phi, delta);
      const movedTerms = multiplyAbsolute(phi, delta);
      const change = multiply(selectAmplitude, delta);
      const terms = pairs.map((_, k) => {
        const value = Math.tanh(s[k]!);
        // What rounding s does to tanh s.
        const shift = (1 - value ** 2) * rounding[k]!;
        const star = Math.abs(Math.tanh(preActivations[k]!));
        const slope = 1 + star * Math.abs(value);
        return Math.abs(change[k]!) * (Math.abs(value) + shift) +
          Math.abs(amplitudes[k]!) *
            (movedTerms[k]! * slope + Math.abs(Math.tanh(moved[k]!)) * (slope + shift));
      });
      return norm(multiply(sumOverUnits, terms)) +
        matrixNorm(jacobianRows(theta)) * (norm(theta) + norm(zero));
    },
  };
}

function readNetwork(
  instance: NetworkInstance,
): { inputs: (readonly number[])[]; units: HiddenUnit[] } {
  const first = requireNumbers(
    requireArray(instance.inputs, "instance.inputs")[0],
    "instance.inputs[0]",
  );
  const inputs = instance.inputs.map((x, i) =>
    requireNumbers(x, `instance.inputs[${i}]`, {
      length: first.length,
      because: "as many as instance.inputs[0]",
    })
  );
  const units = requireArray(instance.units, "instance.units").map((value, j) => {
    const where = `instance.units[${j}]`;
    const unit = requireObject(value, where);
    return {
      weights: requireNumbers(unit.weights, `${where}.weights`, {
        length: first.length,
        because: "one per coordinate of an input",
      }),
      bias: requireNumber(unit.bias, `${where}.bias`),
      amplitude: requireNumber(unit.amplitude, `${where}.amplitude`),
    };
  });
  return { inputs, units };
}

/**
 * Networks with fewer samples than parameters, as many, or more, whose Jacobian at θ* has full rank.
 * Shrinks to few inputs and units with simple numbers.
 */
export function networkInstances(options: InstanceOptions = {}): Arbitrary<NetworkInstance> {
  const { maximumConditionNumber, maximumDimension } = instanceLimits(options, 100);
  const largestInput = Math.min(3, maximumDimension - 2);
  const entry = realNumber({ minimum: -2, maximum: 2 });
  const unit = record({
    weights: vectorOf(largestInput, entry),
    bias: entry,
    amplitude: magnitude({ minimum: 0.1, maximum: 10 }),
  });
  const origin = new Array<number>(largestInput).fill(0);
  return record({
    inputDimension: dimensionUpTo(largestInput),
    inputs: noBias(array(vectorOf(largestInput, realNumber({ minimum: -3, maximum: 3 })), {
      maxLength: maximumDimension,
      size: "max",
    })),
    units: array(unit, { maxLength: Math.floor(maximumDimension / 3), size: "max" }),
  }).map(({ inputDimension, inputs: drawnInputs, units: drawnUnits }): NetworkInstance => {
    // From a list that may be empty, a shrinker takes away any element.
    const inputs = drawnInputs.length === 0 ? [origin] : drawnInputs;
    const units = drawnUnits.length === 0
      ? [{ weights: origin, bias: 0, amplitude: 1 }]
      : drawnUnits;
    return {
      family: "network",
      inputs: inputs.map((x) => x.slice(0, inputDimension)),
      units: units
        .slice(0, Math.floor(maximumDimension / (inputDimension + 2)))
        .map((unit) => ({ ...unit, weights: unit.weights.slice(0, inputDimension) })),
    };
  }).filter((instance) => conditionNumberAtZero(network(instance)) <= maximumConditionNumber);
}
