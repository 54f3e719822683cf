/**
 * Monotone operators with a known zero and exact constants: linear ones with a symmetric and a skew part,
 * and gradients of convex functions.
 *
 * @module
 */

import { array, constant, oneof, record } from "fast-check";
import type { Arithmetic } from "../lib/arithmetic/mod.ts";
import type { Arbitrary } from "../lib/fast_check/mod.ts";
import { reflectionProduct } from "../lib/linalg/mod.ts";
import { dimensionUpTo, magnitude, realNumber, vectorOf } from "./arbitraries.ts";
import {
  convexFunction,
  type ConvexFunctionInstance,
  convexStarts,
  SMOOTH_TERMS,
} from "./convex_functions.ts";
import { norm } from "./vectors.ts";

/** A block of a linear operator: a rotation of the plane by `turn` right angles, times `size`. */
export interface RotationBlock {
  /** At least 0. */
  readonly size: number;
  /** In [−1, 1]. At ±1 the block is skew, at 0 symmetric. */
  readonly turn: number;
}

/**
 * A monotone operator on R^d with a zero z*:
 *
 * - `linear`: Qᵀ B Q (z − z*), Q the product of the Householder `reflections` and B block diagonal with the
 *   `blocks`, two coordinates each; where d is odd the last has one coordinate and only its size counts;
 * - `gradient`: ∇f of a smooth convex `objective`, z* its minimizer.
 */
export type MonotoneOperatorInstance =
  | {
    readonly kind: "linear";
    readonly dimension: number;
    readonly zero: readonly number[];
    readonly reflections: readonly (readonly number[])[];
    readonly blocks: readonly RotationBlock[];
  }
  | { readonly kind: "gradient"; readonly objective: ConvexFunctionInstance };

/** A monotone operator, over any arithmetic. */
export interface MonotoneOperator {
  /** z*. */
  readonly zero: readonly number[];
  /** μ, the largest with (F(z) − F(w))·(z − w) ≥ μ‖z − w‖²; of sums of ridges a lower bound of it. */
  readonly strongMonotonicity: number;
  /** L, the least Lipschitz constant; of sums of ridges an upper bound of it. */
  readonly lipschitz: number;
  /** β, the largest with (F(z) − F(w))·(z − w) ≥ β‖F(z) − F(w)‖²; of sums of ridges a lower bound of it. */
  readonly cocoercivity: number;
  /** F(z), d×1, for z of shape d×1. It has the name under which optimizers ask for it. */
  gradient<T>(arithmetic: Arithmetic<T>, z: T): T;
  /**
   * (I + γF)⁻¹(z), d×1.
   *
   * @throws {TypeError} For gradients of functions whose proximal operators have no closed form.
   */
  resolvent<T>(arithmetic: Arithmetic<T>, z: T, gamma: number): T;
}

/**
 * The operator that an instance describes.
 *
 * @throws {RangeError} If there are not as many blocks as the dimension needs, or a block is not monotone.
 */
export function monotoneOperator(instance: MonotoneOperatorInstance): MonotoneOperator {
  if (instance.kind === "gradient") {
    const f = convexFunction(instance.objective);
    return {
      zero: f.minimizer,
      strongMonotonicity: f.strongConvexity,
      lipschitz: f.smoothness,
      cocoercivity: 1 / f.smoothness,
      gradient: (arithmetic, z) => f.gradient(arithmetic, z),
      resolvent: (arithmetic, z, gamma) => f.proximal(arithmetic, z, gamma),
    };
  }
  const { dimension, zero, reflections, blocks } = instance;
  if (blocks.length !== Math.ceil(dimension / 2) || zero.length !== dimension) {
    throw new RangeError(`${blocks.length} blocks are no operator of ${dimension} dimensions`);
  }
  if (blocks.some(({ size, turn }) => !(size >= 0 && Math.abs(turn) <= 1))) {
    throw new RangeError("sizes must be at least 0 and turns lie in [−1, 1]");
  }
  const parts = blocks.map(({ size, turn }, i) => {
    if (2 * i + 1 === dimension) return { real: size, imaginary: 0 };
    const angle = Math.PI / 2 * turn;
    // The cosine of a right angle is 0, not 6e-17.
    const cosine = Math.abs(turn) === 1 ? 0 : Math.cos(angle);
    return { real: size * cosine, imaginary: size * Math.sin(angle) };
  });
  const sizes = parts.map(({ real, imaginary }) => Math.hypot(real, imaginary));
  const basis = reflections.length === 0 ? null : reflectionProduct(dimension, reflections);
  /** Qᵀ B' Q, for blocks B' like those of B. */
  const assembled = (entries: typeof parts): number[][] => {
    const inner = zero.map((_, i) =>
      zero.map((_, j) => {
        const { real, imaginary } = entries[Math.floor(i / 2)]!;
        if (i === j) return real;
        return Math.floor(i / 2) === Math.floor(j / 2) ? (i < j ? -imaginary : imaginary) : 0;
      })
    );
    if (basis === null) return inner;
    const right = inner.map((row) =>
      zero.map((_, j) => row.reduce((sum, entry, k) => sum + entry * basis[k]![j]!, 0))
    );
    return zero.map((_, i) =>
      zero.map((_, j) => right.reduce((sum, row, k) => sum + basis[k]![i]! * row[j]!, 0))
    );
  };
  const rows = assembled(parts);
  const fromZero = <T>(arithmetic: Arithmetic<T>, z: T) =>
    arithmetic.subtract(z, arithmetic.vector(zero));
  return {
    zero,
    strongMonotonicity: Math.min(...parts.map(({ real }) => real)),
    lipschitz: Math.max(...sizes),
    cocoercivity: Math.min(
      ...parts.map(({ real }, i) => sizes[i] === 0 ? Infinity : real / sizes[i]! ** 2),
    ),
    gradient: (arithmetic, z) =>
      arithmetic.multiply(arithmetic.matrix(rows), fromZero(arithmetic, z)),
    resolvent(arithmetic, z, gamma) {
      // The inverse of the complex number 1 + γ(real + i imaginary).
      const inverse = assembled(parts.map(({ real, imaginary }) => {
        const [a, b] = [1 + gamma * real, gamma * imaginary];
        const square = a * a + b * b;
        return { real: a / square, imaginary: -b / square };
      }));
      return arithmetic.add(
        arithmetic.vector(zero),
        arithmetic.multiply(arithmetic.matrix(inverse), fromZero(arithmetic, z)),
      );
    },
  };
}

/** An operator with a point away from its zero. */
export interface MonotoneStart {
  /** The operator. */
  readonly operator: MonotoneOperatorInstance;
  /** z_0 − z*, not zero. */
  readonly offset: readonly number[];
}

/**
 * Linear operators in one to four dimensions, and half as often gradients of separable functions and
 * envelopes, strongly convex or not, with a start. Shrinks to the plane, to symmetric blocks and to the
 * zero 0.
 */
export function monotoneStarts(maximumDimension: number = 4): Arbitrary<MonotoneStart> {
  const block = record({
    size: magnitude({ minimum: 1e-2, maximum: 1e2 }),
    turn: realNumber({ minimum: -1, maximum: 1 }),
  });
  const count = Math.ceil(maximumDimension / 2);
  const linear = record({
    dimension: dimensionUpTo(maximumDimension),
    zero: oneof(
      { withCrossShrink: true },
      constant(Array.from({ length: maximumDimension }, () => 0)),
      vectorOf(maximumDimension),
    ),
    reflections: oneof(
      { withCrossShrink: true },
      constant<number[][]>([]),
      array(vectorOf(maximumDimension), { minLength: 1, maxLength: 2 }),
    ),
    blocks: oneof(
      { withCrossShrink: true },
      block.map((one) => Array.from({ length: count }, () => one)),
      array(block, { minLength: count, maxLength: count }),
    ),
    offset: vectorOf(maximumDimension),
  }).map(({ dimension, zero, reflections, blocks, offset }): MonotoneStart => {
    const cut = offset.slice(0, dimension);
    return {
      operator: {
        kind: "linear",
        dimension,
        zero: zero.slice(0, dimension),
        reflections: reflections.map((vector) => vector.slice(0, dimension))
          .filter((vector) => norm(vector) > 0),
        blocks: blocks.slice(0, Math.ceil(dimension / 2)),
      },
      offset: norm(cut) > 0 ? cut : cut.map((_, i) => Number(i === 0)),
    };
  });
  const functions = {
    maximumDimension,
    kinds: ["separable", "envelope"],
    terms: SMOOTH_TERMS,
  } as const;
  const gradient = oneof(
    { withCrossShrink: true },
    convexStarts(functions),
    convexStarts({ ...functions, stronglyConvex: true }),
  ).map(({ objective, offset }): MonotoneStart => ({
    operator: { kind: "gradient", objective },
    offset,
  }));
  return oneof({ withCrossShrink: true }, { weight: 2, arbitrary: linear }, gradient);
}
