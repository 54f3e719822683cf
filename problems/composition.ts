/**
 * Compositions B·G(Cθ) of matrices with smooth functions of one variable.
 *
 * @module
 */

import { array, boolean, constant, oneof, record } from "fast-check";
import type { Arithmetic } from "../lib/arithmetic/mod.ts";
import type { Arbitrary } from "../lib/fast_check/mod.ts";
import {
  dimensionUpTo,
  nonzeroNumber,
  rankDeficiency,
  realNumber,
  vectorOf,
} from "./arbitraries.ts";
import { instanceLimits, type InstanceOptions, mostlySmall } from "./instance_options.ts";
import {
  atOnePoint,
  type LeastSquares,
  type LeastSquaresOver,
  rememberingLast,
} from "./least_squares.ts";
import { conditionNumberAtZero } from "./local.ts";
import {
  assembleMatrix,
  checkSpectralMatrix,
  projectOntoRowSpace,
  type SpectralMatrix,
  spectralMatrixRows,
  spectralParts,
} from "./matrix.ts";
import {
  differenceMagnitude,
  evaluateEach,
  evaluatorOf,
  largestCurvature,
  slopeAt,
  type SmoothFunction,
} from "./smooth_functions.ts";
import { requireArray, requireNumber, requireNumbers, requireObject } from "./validation.ts";
import { matrixNorm, multiply, multiplyAbsolute, norm, subtract } from "./vectors.ts";

/**
 * F(θ) = B h(C (θ − θ*)), hᵢ(t) = gᵢ(pᵢ + t) − gᵢ(pᵢ): that is B (G(Cθ) − G(Cθ*)) with
 * Gᵢ(s) = gᵢ(s + pᵢ − (Cθ*)ᵢ), the shift making sure of the slope gᵢ'(pᵢ) at the zero.
 */
export interface CompositionInstance {
  /** The family. */
  readonly family: "composition";
  /** B, n×k: of rank k unless C is. */
  readonly outer: SpectralMatrix;
  /** h₁, …, h_k, with slopes at 0 that are not 0. */
  readonly functions: readonly SmoothFunction[];
  /** C, k×m: of rank k unless B is. */
  readonly inner: SpectralMatrix;
  /** θ*. */
  readonly zero: readonly number[];
}

/**
 * F(θ) = B h(C (θ − θ*)) with the Jacobian J = B D C, D = diag(h'(C (θ − θ*))).
 *
 * **The rank** is r = rank C if B is injective (rank k), r = rank B if C is surjective (rank k),
 * wherever no h' vanishes, so on a neighbourhood of θ*: D is then invertible; an injective B D leaves
 * the rank of C as it is, and a surjective D C that of B.
 *
 * **The image.** If B is injective and C is not surjective, range J = B D range C turns with θ
 * unless all h are linear: the image of F is a curved r-manifold in R^n. If C is surjective, the
 * image lies in the fixed space range B = range J.
 *
 * **The zero set.** If B is injective, it is {θ : h(C (θ − θ*)) = 0}, near θ* the plane θ* + ker C,
 * and π(θ) = θ − C†C (θ − θ*). Otherwise it is curved, and no projection is given.
 *
 * **L_J.** On a ball of radius ρ, component i of C (θ − θ*) stays within ‖cᵢ‖ρ of its value at the
 * centre (cᵢ the rows of C); let γᵢ be the largest |hᵢ''| there, which is known exactly. Then
 * J(θ) − J(θ') = B E C with a diagonal |Eᵢᵢ| ≤ γᵢ‖cᵢ‖ ‖θ − θ'‖. With Γ = diag(γᵢ‖cᵢ‖), and because
 * B E² Bᵀ and Cᵀ E² C grow with E², L_J ≤ min(‖B Γ‖ ‖C‖, ‖B‖ ‖Γ C‖). For k = 1 this is
 * ‖b‖ ‖c‖² γ, attained along c where |h''| is largest: exact. So it is where all h are linear.
 *
 * @throws {TypeError} If a part of the instance is missing or of another type.
 * @throws {RangeError} If lengths do not match, a slope at the zero is 0, or neither B is injective
 * nor C surjective.
 */
export function composition(instance: CompositionInstance): LeastSquares {
  const { outer, inner } = instance;
  checkSpectralMatrix(outer, "instance.outer");
  checkSpectralMatrix(inner, "instance.inner");
  const width = inner.rows;
  if (outer.columns !== width) {
    throw new RangeError(
      `instance.outer has ${outer.columns} columns, but must have ${width}, ` +
        "one per row of instance.inner",
    );
  }
  const functions = requireArray(instance.functions, "instance.functions").map(readFunction);
  if (functions.length !== width) {
    throw new RangeError(
      `instance.functions has ${functions.length} entries, but must have ${width}, ` +
        "one per row of instance.inner",
    );
  }
  const zero = requireNumbers(instance.zero, "instance.zero", {
    length: inner.columns,
    because: "one per column of instance.inner",
  });
  const injective = outer.singularValues.length === width;
  if (!injective && inner.singularValues.length !== width) {
    throw new RangeError(
      `the rank of the Jacobian may vary: give instance.outer or instance.inner ${width} ` +
        "singular values",
    );
  }
  const b = spectralMatrixRows(outer);
  const c = spectralMatrixRows(inner);
  const outerNorm = Math.max(...outer.singularValues);
  const innerNorm = Math.max(...inner.singularValues);
  const argument = (theta: readonly number[]) => multiply(c, subtract(theta, zero));
  const jacobianRows = (theta: readonly number[]) => {
    const t = argument(theta);
    const middle = c.map((row, i) => row.map((entry) => slopeAt(functions[i]!, t[i]!) * entry));
    return b.map((row) =>
      zero.map((_, j) => {
        let sum = 0;
        for (let i = 0; i < row.length; i++) sum += row[i]! * middle[i]![j]!;
        return sum;
      })
    );
  };
  const over = <T>(arithmetic: Arithmetic<T>): LeastSquaresOver<T> => {
    const bMatrix = arithmetic.matrix(b);
    const cMatrix = arithmetic.matrix(c);
    const star = arithmetic.vector(zero);
    const ones = arithmetic.matrix([new Array<number>(zero.length).fill(1)]);
    const evaluate = evaluatorOf(arithmetic, functions);
    const t = rememberingLast((theta: T) =>
      arithmetic.multiply(cMatrix, arithmetic.subtract(theta, star))
    );
    return {
      residual: (theta) => arithmetic.multiply(bMatrix, evaluate("difference", t(theta))),
      jacobian(theta) {
        const inEveryColumn = arithmetic.multiply(evaluate("derivative", t(theta)), ones);
        return arithmetic.multiply(bMatrix, arithmetic.hadamard(inEveryColumn, cMatrix));
      },
    };
  };
  const project = (theta: readonly number[]) =>
    subtract(theta, projectOntoRowSpace(inner, subtract(theta, zero)));
  return {
    parameters: inner.columns,
    residuals: outer.rows,
    rank: Math.min(outer.singularValues.length, inner.singularValues.length),
    zero,
    ...atOnePoint(over),
    over,
    // Σᵢ wᵢ ∇²Fᵢ = Cᵀ diag((Bᵀw) ∘ h'') C
    weightedHessian: (arithmetic, theta, weights) =>
      arithmetic.scope(() => {
        const cMatrix = arithmetic.matrix(c);
        const t = arithmetic.multiply(
          cMatrix,
          arithmetic.subtract(theta, arithmetic.vector(zero)),
        );
        const diagonal = arithmetic.hadamard(
          arithmetic.multiply(arithmetic.transpose(arithmetic.matrix(b)), weights),
          evaluateEach(arithmetic, "secondDerivative", functions, t),
        );
        const inEveryColumn = arithmetic.multiply(
          diagonal,
          arithmetic.matrix([new Array<number>(zero.length).fill(1)]),
        );
        return arithmetic.multiply(
          arithmetic.transpose(cMatrix),
          arithmetic.hadamard(inEveryColumn, cMatrix),
        );
      }),
    jacobianLipschitz(center, radius) {
      const t = argument(center);
      const gamma = functions.map((smooth, i) => {
        const reach = norm(c[i]!);
        const low = t[i]! - reach * radius;
        const high = t[i]! + reach * radius;
        return reach * largestCurvature(smooth, low, high);
      });
      if (!gamma.every(Number.isFinite)) return Infinity;
      return Math.min(
        matrixNorm(b.map((row) => row.map((entry, i) => entry * gamma[i]!))) * innerNorm,
        outerNorm * matrixNorm(c.map((row, i) => row.map((entry) => entry * gamma[i]!))),
      );
    },
    lipschitzIsExact: width === 1 || functions.every(isLinear),
    magnitude(theta) {
      const delta = subtract(theta, zero);
      const t = multiply(c, delta);
      const terms = multiplyAbsolute(c, delta);
      const values = functions.map((smooth, i) =>
        differenceMagnitude(smooth, t[i]!) + Math.abs(slopeAt(smooth, t[i]!)) * terms[i]!
      );
      return norm(multiplyAbsolute(b, values)) +
        matrixNorm(jacobianRows(theta)) * (norm(theta) + norm(zero));
    },
    ...(injective && { project }),
  };
}

function isLinear(smooth: SmoothFunction): boolean {
  return smooth.kind === "identity" || (smooth.kind === "quadratic" && smooth.curvature === 0);
}

function readFunction(value: unknown, i: number): SmoothFunction {
  const where = `instance.functions[${i}]`;
  const { kind, curvature, at } = requireObject(value, where);
  switch (kind) {
    case "identity":
      return { kind };
    case "quadratic":
      return { kind, curvature: requireNumber(curvature, `${where}.curvature`) };
    case "tanh":
    case "sine":
    case "exponential":
    case "logistic": {
      const smooth = { kind, at: requireNumber(at, `${where}.at`) } as const;
      const slope = slopeAt(smooth, 0);
      if (Number.isFinite(slope) && Math.abs(slope) >= 1e-12) return smooth;
      throw new RangeError(
        `${where} has the slope ${slope} at ${smooth.at}, where it must differ from 0: ` +
          "choose another point",
      );
    }
    default:
      throw new TypeError(
        `${where}.kind is ${JSON.stringify(kind)}: give identity, quadratic, tanh, sine, ` +
          "exponential or logistic",
      );
  }
}

/** Smooth functions about points where their slopes are within a factor of 10 of 1. */
export function smoothFunction(): Arbitrary<SmoothFunction> {
  const at = (bound: number) => realNumber({ minimum: -bound, maximum: bound });
  // JSON gives objects the usual prototype: so that instances equal what is read back.
  const plain = { noNullPrototype: true };
  return oneof(
    { withCrossShrink: true },
    constant<SmoothFunction>({ kind: "identity" }),
    record({
      kind: constant("quadratic" as const),
      curvature: nonzeroNumber({ minimum: 0.01, maximum: 100 }),
    }, plain),
    record({ kind: constant("tanh" as const), at: at(1) }, plain),
    record({ kind: constant("sine" as const), at: at(1) }, plain),
    record({ kind: constant("exponential" as const), at: at(1) }, plain),
    record({ kind: constant("logistic" as const), at: at(2) }, plain),
  );
}

/**
 * Compositions with n < m, n = m and n > m, of full and deficient rank; most have an injective B,
 * and of these many a curved image of dimension r < n. Shrinks to F(θ) = θ.
 */
export function compositionInstances(
  options: InstanceOptions = {},
): Arbitrary<CompositionInstance> {
  const { maximumConditionNumber, maximumDimension, scale } = instanceLimits(options, 100);
  // Two factors share the condition number and the scale.
  const factor = {
    maximumConditionNumber: Math.sqrt(maximumConditionNumber),
    minimum: Math.sqrt(scale.minimum),
    maximum: Math.sqrt(scale.maximum),
  };
  return mostlySmall(maximumDimension, (dimension) => {
    const length = dimensionUpTo(dimension);
    return record({
      residuals: length,
      parameters: length,
      width: length,
      deficiency: rankDeficiency(dimension - 1),
      surjective: oneof({ weight: 2, arbitrary: constant(false) }, boolean()),
      outer: spectralParts(dimension, dimension, factor),
      functions: array(smoothFunction(), { minLength: dimension, maxLength: dimension }),
      inner: spectralParts(dimension, dimension, factor),
      zero: vectorOf(dimension),
    }).map((drawn): CompositionInstance => {
      const { residuals, parameters, surjective } = drawn;
      const width = Math.min(drawn.width, surjective ? parameters : residuals);
      const fullRank = Math.min(width, surjective ? residuals : parameters);
      const rank = Math.max(1, fullRank - drawn.deficiency);
      return {
        family: "composition",
        outer: assembleMatrix(drawn.outer, residuals, width, surjective ? rank : width),
        functions: drawn.functions.slice(0, width),
        inner: assembleMatrix(drawn.inner, width, parameters, surjective ? width : rank),
        zero: drawn.zero.slice(0, parameters),
      };
    }).filter((instance) => conditionNumberAtZero(composition(instance)) <= maximumConditionNumber);
  });
}
