/**
 * Nonlinear least-squares objectives whose gradients are bounded, with the constants of it.
 *
 * @module
 */

import type { Arithmetic } from "../lib/arithmetic/mod.ts";
import { reflectionProduct } from "../lib/linalg/mod.ts";
import type { ResidualMap } from "../lib/optimizers/mod.ts";
import { requireArray, requireNumber, requireNumbers, requireObject } from "./validation.ts";

/**
 * The shape of a term φ(s) of f, 0 at 0, even, with φ''(0) = a its largest curvature. With u = s/c, a the
 * curvature and c the scale:
 *
 * - `log-cosh`: ac² log cosh u; φ' = ac tanh u tends to ±ac;
 * - `pseudo-Huber`: ac²(√(1 + u²) − 1); φ' = as/√(1 + u²) tends to ±ac;
 * - `cosine`: ac²(1 − cos u); φ' = ac sin u is ±ac at odd multiples of π/2;
 * - `Welsch`: ac²(1 − exp(−u²/2)); φ' = as exp(−u²/2) is ±ac/√e at u = ±1.
 */
export interface BoundedTerm {
  /** Which. */
  readonly shape: "log-cosh" | "pseudo-Huber" | "cosine" | "Welsch";
  /** a > 0. */
  readonly curvature: number;
  /** c > 0. */
  readonly scale: number;
}

/** f(θ) = Σⱼ φⱼ(qⱼ·θ), qⱼ the rows of an orthogonal Q, as plain JSON. */
export interface BoundedGradientInstance {
  /** The terms, m of them. */
  readonly terms: readonly BoundedTerm[];
  /** The vectors of the reflections whose product is Q, each of m numbers; none: Q = I. */
  readonly turns: readonly (readonly number[])[];
}

/** A {@linkcode BoundedGradientInstance}, evaluated: f = ½‖F‖² with Fⱼ = ±√(2φⱼ), of the sign of its argument. */
export interface BoundedGradientProblem extends ResidualMap {
  /** m. */
  readonly dimension: number;
  /** f(θ), at least 0, and 0 at 0. */
  value(theta: readonly number[]): number;
  /** ∇f(θ). */
  gradient(theta: readonly number[]): number[];
  /** f and ∇f at once. */
  evaluate(theta: readonly number[]): BoundedGradientPoint;
  /**
   * sup ‖∇²f‖_2 on the segment between two points, by their arguments: with it for L the gradients
   * on the segment are Lipschitz.
   */
  curvatureBetween(from: readonly number[], to: readonly number[]): number;
  /** Q, or undefined if it is the identity. */
  readonly turn: readonly (readonly number[])[] | undefined;
  /** The diagonal of D in J = DQ. */
  slopes(theta: readonly number[]): number[];
  /** M = sup ‖∇f‖_∞ over R^m: the largest Σⱼ |Qⱼᵢ| sup |φⱼ'|, as the arguments qⱼ·θ vary freely. */
  readonly gradientBound: number;
  /** sup ‖∇f‖_2 over R^m: (Σⱼ sup φⱼ'²)^{1/2}. */
  readonly gradientNormBound: number;
  /** L, the least Lipschitz constant of ∇f on R^m: the largest a. */
  readonly smoothness: number;
}

/** f at a point. */
export interface BoundedGradientPoint {
  /** The arguments qⱼ·θ. */
  readonly arguments: readonly number[];
  /** f(θ). */
  readonly value: number;
  /** ∇f(θ). */
  readonly gradient: number[];
}

/** A term, evaluated at s. */
interface Term {
  /** φ. */
  value(s: number): number;
  /** φ'. */
  slope(s: number): number;
  /** √(2φ), of the sign of s; of a cosine 2c√a sin(s/2c), which is smooth. */
  residual(s: number): number;
  /** Its derivative φ'/√(2φ), √a at 0. */
  residualSlope(s: number): number;
  /** sup |φ'|. */
  readonly largestSlope: number;
  /** sup |φ''| between two s. */
  curvatureBetween(from: number, to: number): number;
}

/** The largest |u| ↦ |φ''| of a shape between two u, for a = c = 1. */
function largestCurvature(shape: BoundedTerm["shape"], from: number, to: number): number {
  const [low, high] = from < to ? [from, to] : [to, from];
  const has = (u: number) => low <= u && u <= high;
  const ends = (curvature: (u: number) => number) =>
    Math.max(Math.abs(curvature(low)), Math.abs(curvature(high)));
  switch (shape) {
    case "log-cosh":
      // 1 − tanh² would cancel.
      return has(0) ? 1 : ends((u) => 1 / Math.cosh(u) ** 2);
    case "pseudo-Huber":
      return has(0) ? 1 : ends((u) => Math.hypot(1, u) ** -3);
    case "cosine":
      // |cos| is 1 at the multiples of π.
      return Math.floor(high / Math.PI) * Math.PI >= low ? 1 : ends(Math.cos);
    case "Welsch": {
      // (1 − u²)e^{−u²/2} is 1 at 0, and has its minima −2e^{−3/2} at ±√3.
      const valley = has(Math.sqrt(3)) || has(-Math.sqrt(3)) ? 2 * Math.exp(-1.5) : 0;
      return has(0) ? 1 : Math.max(valley, ends((u) => (1 - u * u) * Math.exp(-u * u / 2)));
    }
  }
}

/** log cosh u, without overflow and without cancellation. */
function logCosh(u: number): number {
  const x = Math.abs(u);
  // cosh u − 1 = 2 sinh²(u/2).
  return x < 1
    ? Math.log1p(2 * Math.sinh(x / 2) ** 2)
    : x + Math.log1p(Math.exp(-2 * x)) - Math.LN2;
}

function termOf({ shape, curvature: a, scale: c }: BoundedTerm): Term {
  const of = (
    value: (u: number) => number,
    slope: (u: number) => number,
    largest: number,
  ): Term => {
    const root = (u: number) => Math.sign(u) * Math.sqrt(2 * value(u));
    return {
      value: (s) => a * c ** 2 * value(s / c),
      slope: (s) => a * c * slope(s / c),
      residual: (s) => c * Math.sqrt(a) * root(s / c),
      residualSlope(s) {
        const residual = root(s / c);
        return Math.sqrt(a) * (residual === 0 ? 1 : slope(s / c) / residual);
      },
      largestSlope: a * c * largest,
      curvatureBetween: (from, to) => a * largestCurvature(shape, from / c, to / c),
    };
  };
  switch (shape) {
    case "log-cosh":
      return of(logCosh, Math.tanh, 1);
    case "pseudo-Huber":
      return of((u) => u * u / (1 + Math.hypot(1, u)), (u) => u / Math.hypot(1, u), 1);
    case "cosine":
      return {
        ...of((u) => 2 * Math.sin(u / 2) ** 2, Math.sin, 1),
        residual: (s) => 2 * c * Math.sqrt(a) * Math.sin(s / c / 2),
        residualSlope: (s) => Math.sqrt(a) * Math.cos(s / c / 2),
      };
    case "Welsch":
      return of((u) => -Math.expm1(-u * u / 2), (u) => u * Math.exp(-u * u / 2), Math.exp(-0.5));
    default:
      throw new TypeError(
        `a term has the shape ${
          JSON.stringify(shape)
        }: give log-cosh, pseudo-Huber, cosine or Welsch`,
      );
  }
}

function times(rows: readonly (readonly number[])[], x: readonly number[]): number[] {
  const product = new Array<number>(rows.length);
  for (let j = 0; j < rows.length; j++) {
    const row = rows[j]!;
    let sum = 0;
    for (let i = 0; i < row.length; i++) sum += row[i]! * x[i]!;
    product[j] = sum;
  }
  return product;
}

/**
 * The problem that an instance describes.
 *
 * @throws {TypeError} If a part of the instance is missing or of another type.
 * @throws {RangeError} If a number or a length is out of range.
 */
export function boundedGradientProblem(
  instance: BoundedGradientInstance,
): BoundedGradientProblem {
  const described = requireArray(instance.terms, "instance.terms").map((term, j) => {
    const where = `instance.terms[${j}]`;
    const { shape, curvature, scale } = requireObject(term, where);
    return {
      shape: shape as BoundedTerm["shape"],
      curvature: requireNumber(curvature, `${where}.curvature`, { positive: true }),
      scale: requireNumber(scale, `${where}.scale`, { positive: true }),
    };
  });
  const terms = described.map(termOf);
  const m = terms.length;
  const turns = requireArray(instance.turns, "instance.turns", 0).map((vector, i) =>
    requireNumbers(vector, `instance.turns[${i}]`, { length: m, because: "one per term" })
  );
  const q = turns.length === 0 ? undefined : reflectionProduct(m, turns);
  const args = (theta: readonly number[]) => q === undefined ? theta : times(q, theta);
  const transposed = q?.map((_, i) => q.map((row) => row[i]!));
  const slopesAt = (theta: readonly number[]) =>
    args(theta).map((s, j) => terms[j]!.residualSlope(s));
  const bounds = terms.map(({ largestSlope }) => largestSlope);
  const valueAt = (s: readonly number[]) => {
    let sum = 0;
    for (let j = 0; j < m; j++) sum += terms[j]!.value(s[j]!);
    return sum;
  };
  const gradientAt = (s: readonly number[]) => {
    const slopes = new Array<number>(m);
    for (let j = 0; j < m; j++) slopes[j] = terms[j]!.slope(s[j]!);
    return transposed === undefined ? slopes : times(transposed, slopes);
  };
  return {
    dimension: m,
    turn: q,
    slopes: slopesAt,
    value: (theta) => valueAt(args(theta)),
    gradient: (theta) => gradientAt(args(theta)),
    evaluate(theta) {
      const s = args(theta);
      return { arguments: s, value: valueAt(s), gradient: gradientAt(s) };
    },
    curvatureBetween(from, to) {
      let largest = 0;
      for (let j = 0; j < m; j++) {
        largest = Math.max(largest, terms[j]!.curvatureBetween(from[j]!, to[j]!));
      }
      return largest;
    },
    gradientBound: q === undefined ? Math.max(...bounds) : Math.max(
      ...bounds.map((_, i) =>
        bounds.reduce((sum, bound, j) => sum + Math.abs(q[j]![i]!) * bound, 0)
      ),
    ),
    gradientNormBound: Math.hypot(...bounds),
    smoothness: Math.max(...described.map(({ curvature }) => curvature)),
    residual: <T>(arithmetic: Arithmetic<T>, theta: T) =>
      arithmetic.vector(args(arithmetic.toArray(theta)).map((s, j) => terms[j]!.residual(s))),
    jacobian<T>(arithmetic: Arithmetic<T>, theta: T) {
      const slopes = slopesAt(arithmetic.toArray(theta));
      return q === undefined
        ? arithmetic.diagonal(slopes)
        : arithmetic.matrix(q.map((row, j) => row.map((entry) => slopes[j]! * entry)));
    },
  };
}
