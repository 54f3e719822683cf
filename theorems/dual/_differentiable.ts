/**
 * Differentiable functions on R^{d×k} with their conjugates in closed form, convex ones and others:
 * what the lemmata about the adjusted Bregman divergence speak of.
 *
 * @module
 */

import fc, { type Arbitrary } from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import type { ConjugatePoint, LinearModelLoss, SizedNumber } from "../../lib/convex/mod.ts";
import {
  magnitude,
  overparameterizedLinear,
  type OverparameterizedLinearInstance,
  overparameterizedLinearInstances,
  realNumber,
} from "../../problems/mod.ts";
import { type MatrixShape, matrixShapes, repeated, rounded } from "./_points.ts";

/**
 * The loss of an overparameterized linear model; or Σ a w⁴/4 + c w²/2 over the entries of W, which
 * is convex for c ≥ 0, has two wells per entry for c < 0, and no conjugate for a < 0.
 */
export type FunctionDescription =
  | { readonly kind: "loss"; readonly problem: OverparameterizedLinearInstance }
  | {
    readonly kind: "quartic";
    readonly shape: MatrixShape;
    /** a, not 0. */
    readonly leading: number;
    /** c. */
    readonly quadratic: number;
  };

/** L at W, with the coordinates of ∇L(W). */
export interface DualPoint extends ConjugatePoint {
  /** Λ with ∇L(W) = XᵀΛ, or ∇L(W) itself: coordinates of where L* is finite. */
  readonly coordinates: readonly number[];
}

/** A differentiable L. */
export interface DifferentiableFunction {
  /** dk. */
  readonly dimension: number;
  /** Whether L is convex. */
  readonly isConvex: boolean;
  /** Whether L* is finite at all gradients. */
  readonly hasConjugate: boolean;
  /** The kind, for people. */
  readonly family: string;
  /** L at W. */
  at<T>(arithmetic: Arithmetic<T>, theta: readonly number[]): DualPoint;
  /** The gradient with the given coordinates. */
  gradientOf(coordinates: readonly number[]): readonly number[];
  /** L* there. */
  conjugate(coordinates: readonly number[]): SizedNumber;
}

/**
 * f*(y) = max_x xy − f(x) for f(x) = ax⁴/4 + cx²/2, a > 0. The maximizer has the sign of y and is
 * the largest root of ax³ + cx = |y|, up to that sign. Newton's method comes down to it from above,
 * where the cubic increases and is convex; an error of the root enters the value squared.
 */
function quarticConjugate(y: number, a: number, c: number): SizedNumber {
  const target = Math.abs(y);
  // a x³ ≤ target + |c| x at the root.
  let x = Math.max(Math.cbrt(2 * target / a), Math.sqrt(2 * Math.abs(c) / a));
  for (;;) {
    const slope = 3 * a * x * x + c;
    const next = slope > 0 ? Math.max(0, x - (a * x * x * x + c * x - target) / slope) : x;
    if (!(next < x)) break;
    x = next;
  }
  const terms = [x * target, -a * x ** 4 / 4, -c * x * x / 2];
  return {
    value: terms.reduce((sum, term) => sum + term, 0),
    size: terms.reduce((sum, term) => sum + Math.abs(term), 0),
  };
}

function quartic({ rows, columns }: MatrixShape, a: number, c: number): DifferentiableFunction {
  const conjugate = (y: readonly number[]) => {
    const parts = y.map((entry) => quarticConjugate(entry, a, c));
    return {
      value: parts.reduce((sum, { value }) => sum + value, 0),
      size: parts.reduce((sum, { size }) => sum + size, 0),
    };
  };
  return {
    dimension: rows * columns,
    isConvex: a > 0 && c >= 0,
    hasConjugate: a > 0,
    family: "quartic",
    at(arithmetic, start) {
      const theta = rounded(arithmetic, start);
      const gradient = rounded(arithmetic, theta.map((w) => a * w ** 3 + c * w));
      const terms = theta.flatMap((w) => [a * w ** 4 / 4, c * w * w / 2]);
      return {
        theta,
        coordinates: gradient,
        gradient,
        gradientSize: theta.map((w) => Math.abs(a * w ** 3) + Math.abs(c * w)),
        value: {
          value: terms.reduce((sum, term) => sum + term, 0),
          size: terms.reduce((sum, term) => sum + Math.abs(term), 0),
        },
        conjugate: conjugate(gradient),
      };
    },
    gradientOf: (coordinates) => coordinates,
    conjugate,
  };
}

function ofModel(model: LinearModelLoss): DifferentiableFunction {
  return {
    dimension: model.parameters,
    isConvex: true,
    hasConjugate: true,
    family: "linear model",
    at(arithmetic, theta) {
      const { conjugate, ...point } = model.at(arithmetic, arithmetic.vector(theta));
      const { value, size } = model.conjugate(point.multipliers);
      return {
        ...point,
        coordinates: point.multipliers,
        // The closed form, not the Fenchel equality; it knows ∇L as well as that is known.
        conjugate: { value, size: size + conjugate.size },
      };
    },
    gradientOf: (coordinates) => model.fromMultipliers(coordinates),
    conjugate: (coordinates) => model.conjugate(coordinates),
  };
}

const built = new WeakMap<FunctionDescription, DifferentiableFunction>();

/** The function that a description stands for; remembered. */
export function differentiableFunction(description: FunctionDescription): DifferentiableFunction {
  const known = built.get(description);
  if (known !== undefined) return known;
  const f = description.kind === "loss"
    ? ofModel(overparameterizedLinear(description.problem).loss)
    : quartic(description.shape, description.leading, description.quadratic);
  built.set(description, f);
  return f;
}

/** Losses of linear models, and quartics of all kinds. */
export function functionDescriptions(): Arbitrary<FunctionDescription> {
  return fc.oneof(
    { withCrossShrink: true },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant("quartic" as const),
        shape: matrixShapes(),
        leading: fc.tuple(magnitude({ minimum: 1e-2, maximum: 1e2 }), fc.constantFrom(1, 1, 1, -1))
          .map(([size, sign]) => sign * size),
        quadratic: realNumber(),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant("loss" as const),
        problem: overparameterizedLinearInstances(),
      }),
    },
  );
}

/** The point with the given entries, repeated to as many as L takes. */
export function pointOf<T>(
  f: DifferentiableFunction,
  arithmetic: Arithmetic<T>,
  entries: readonly number[],
): DualPoint {
  return f.at(arithmetic, repeated(entries, f.dimension));
}
