/**
 * The loss of an overparameterized linear model, with its conjugate on the row space.
 *
 * @module
 */

import { type Arithmetic, float64 } from "../arithmetic/mod.ts";
import { bregmanDivergence } from "./bregman.ts";
import { type Loss, loss, type LossDescription } from "./loss.ts";
import type { SizedNumber } from "./sized_number.ts";

/** The data of {@linkcode linearModelLoss}. */
export interface LinearModelData {
  /** X, n×d of full row rank, n ≤ d. */
  readonly x: readonly (readonly number[])[];
  /** Y, n×k. */
  readonly y: readonly (readonly number[])[];
  /** The losses ℓ_ij, row by row, repeated to the length nk; at least one. */
  readonly losses: readonly LossDescription[];
}

/** What L is at one point W. All matrices are flat, row by row. */
export interface LossPoint {
  /** W, d×k. */
  readonly theta: readonly number[];
  /** R = XW − Y, n×k. */
  readonly residual: readonly number[];
  /** Λ with Λ_ij = ℓ_ij'(R_ij)/n, n×k. */
  readonly multipliers: readonly number[];
  /** ∇L(W) = XᵀΛ, d×k. */
  readonly gradient: readonly number[];
  /** L(W). */
  readonly value: SizedNumber;
  /** L*(∇L(W)). */
  readonly conjugate: SizedNumber;
  /** The size of what is added up in each entry of ∇L(W), rounding of XW − Y included. */
  readonly gradientSize: readonly number[];
}

/**
 * L(W) = (1/n) Σ ℓ_ij(x_iᵀW^(j) − Y_ij) on R^{d×k}.
 *
 * Its parameters are θ = vec(W), row by row: θ[a k + j] = W_aj, of length m = dk. In float32 the
 * products XW and XᵀΛ are TensorFlow's, the scalar functions between them are computed in double
 * precision and rounded.
 */
export interface LinearModelLoss {
  /** n. */
  readonly samples: number;
  /** d. */
  readonly features: number;
  /** k. */
  readonly outputs: number;
  /** m = dk. */
  readonly parameters: number;
  /** X. */
  readonly x: readonly (readonly number[])[];
  /** Y. */
  readonly y: readonly (readonly number[])[];
  /** ℓ_ij, row by row, nk of them. */
  readonly losses: readonly Loss[];
  /** The eigenvalues σ_1 ≥ … ≥ σ_n of XXᵀ. */
  readonly eigenvalues: readonly number[];
  /** μ, the least of the strong convexity constants of the ℓ_ij. */
  readonly strongConvexity: number;
  /** M, the largest of the Lipschitz constants of the ℓ_ij'. */
  readonly smoothness: number;
  /** min L. */
  readonly minimum: number;
  /** ∇L at θ, m×1: what `iterate` needs. */
  gradient<T>(arithmetic: Arithmetic<T>, theta: T): T;
  /** ∇L at θ, in plain numbers and fast. */
  gradientAt(theta: readonly number[]): number[];
  /** XW − Y, row by row, in plain numbers. */
  residualAt(theta: readonly number[]): number[];
  /** XᵀΛ, in plain numbers. */
  fromMultipliers(multipliers: readonly number[]): number[];
  /** What L is at θ, residual and gradient computed in the arithmetic (default: float64). */
  at<T>(arithmetic: Arithmetic<T>, theta: T): LossPoint;
  /** What L is at θ, in double precision. */
  atPoint(theta: readonly number[]): LossPoint;
  /** L*(XᵀΛ). */
  conjugate(multipliers: readonly number[]): SizedNumber;
  /**
   * The orthogonal projection of θ onto {XW = target}, by default onto the set of minimizers {XW =
   * Y + s}, s the minimizers of the ℓ_ij (for losses that are flat about s: onto a part of it).
   * With s = 0 it is the solution of min ‖W − W_0‖ s.t. XW = Y.
   */
  project(theta: readonly number[], target?: readonly (readonly number[])[]): number[];
}

/**
 * L with its derivatives and its conjugate on S = {XᵀΛ}.
 *
 * **The gradient.** ∇L(W) = XᵀΛ with Λ_ij = ℓ_ij'(R_ij)/n.
 *
 * **The conjugate.** L*(XᵀΛ) = sup_W Tr(WᵀXᵀΛ) − L(W) = sup_W Tr((XW)ᵀΛ) − (1/n) Σ ℓ_ij((XW −
 * Y)_ij). As X has full row rank, XW takes every value Z in R^{n×k}, and the supremum is taken
 * entry by entry: with r = Z_ij − Y_ij it is Y_ij Λ_ij + sup_r rΛ_ij − ℓ_ij(r)/n = Y_ij Λ_ij +
 * ℓ*_ij(nΛ_ij)/n. So
 *
 *   L*(XᵀΛ) = (1/n) Σ ℓ*_ij(nΛ_ij) + Σ Λ_ij Y_ij,
 *
 * and off S, where some direction of W changes Tr(WᵀG) but not L, L* = ∞. At a gradient, nΛ_ij =
 * ℓ_ij'(R_ij) gives ℓ*_ij(nΛ_ij) = R_ij nΛ_ij − ℓ_ij(R_ij), so that L*(∇L(W)) = Σ (R + Y)_ij Λ_ij −
 * L(W) = Tr(Wᵀ∇L(W)) − L(W), the Fenchel equality; that form is used.
 *
 * @throws {RangeError} If the shapes do not match, X has not full row rank to working precision, or
 * a loss is out of range.
 */
export function linearModelLoss({ x, y, losses: described }: LinearModelData): LinearModelLoss {
  const n = x.length;
  const d = x[0]?.length ?? 0;
  const k = y[0]?.length ?? 0;
  if (d === 0 || k === 0 || y.length !== n || n > d) {
    throw new RangeError(
      `X is ${n}×${d} and Y ${y.length}×${k}: X needs at most as many rows as columns, Y as many ` +
        `rows as X, and neither may be empty.`,
    );
  }
  if (described.length === 0) throw new RangeError("there is no loss: give at least one.");
  const distinct = described.map(loss);
  const losses = Array.from({ length: n * k }, (_, e) => distinct[e % distinct.length]!);
  const flatY = y.flat();
  const { u, s, v } = float64.singularValueDecomposition(float64.matrix(x));
  if (!(s[n - 1]! > 4 * d * float64.unitRoundoff * s[0]!)) {
    throw new RangeError(
      `X has the singular values ${s[0]} to ${s[n - 1]}: its rows must be linearly independent.`,
    );
  }
  const [left, right] = [float64.toRows(u), float64.toRows(v)];

  const product = (theta: readonly number[], result: number[]) => {
    for (let i = 0; i < n; i++) {
      const row = x[i]!;
      for (let j = 0; j < k; j++) {
        let sum = 0;
        for (let a = 0; a < d; a++) sum += row[a]! * theta[a * k + j]!;
        result.push(sum);
      }
    }
    return result;
  };
  const residualAt = (theta: readonly number[]) =>
    product(theta, []).map((entry, e) => entry - flatY[e]!);
  const fromMultipliers = (multipliers: readonly number[]) => {
    const gradient = new Array<number>(d * k).fill(0);
    for (let i = 0; i < n; i++) {
      const row = x[i]!;
      for (let j = 0; j < k; j++) {
        const multiplier = multipliers[i * k + j]!;
        for (let a = 0; a < d; a++) gradient[a * k + j]! += row[a]! * multiplier;
      }
    }
    return gradient;
  };
  const multipliersOf = (residual: readonly number[]) =>
    residual.map((r, e) => losses[e]!.derivative(r) / n);
  const toMatrix = (flat: readonly number[], columns: number) =>
    Array.from(
      { length: flat.length / columns },
      (_, i) => flat.slice(i * columns, (i + 1) * columns),
    );

  function residualIn<T>(arithmetic: Arithmetic<T>, theta: T): number[] {
    return arithmetic.scope(() => {
      const w = arithmetic.matrix(toMatrix(arithmetic.toArray(theta), k));
      return arithmetic.toArray(
        arithmetic.subtract(
          arithmetic.multiply(arithmetic.matrix(x), w),
          arithmetic.matrix(y),
        ),
      );
    });
  }
  function gradientFrom<T>(arithmetic: Arithmetic<T>, multipliers: readonly number[]): number[] {
    return arithmetic.scope(() =>
      arithmetic.toArray(
        arithmetic.multiply(
          arithmetic.transpose(arithmetic.matrix(x)),
          arithmetic.matrix(toMatrix(multipliers, k)),
        ),
      )
    );
  }

  const absoluteX = x.map((row) => row.map(Math.abs));
  function describe(
    theta: readonly number[],
    residual: readonly number[],
    multipliers: readonly number[],
    gradient: readonly number[],
  ): LossPoint {
    let value = 0;
    let valueSize = 0;
    let conjugate = 0;
    let conjugateSize = 0;
    const multiplierSize: number[] = [];
    // XW − Y carries the rounding of what was added up in it.
    const argumentSize = flatY.map(Math.abs);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < k; j++) {
        for (let a = 0; a < d; a++) {
          argumentSize[i * k + j]! += absoluteX[i]![a]! * Math.abs(theta[a * k + j]!);
        }
      }
    }
    for (const [e, r] of residual.entries()) {
      const multiplier = multipliers[e]!;
      const argument = argumentSize[e]!;
      const here = losses[e]!.value(r);
      const size = here.size / n + Math.abs(multiplier) * argument;
      value += here.value / n;
      valueSize += size;
      conjugate += (r + flatY[e]!) * multiplier - here.value / n;
      const slope = losses[e]!.secondDerivative(r).largest;
      const spread = (Number.isFinite(slope) ? slope : 0) * argument / n;
      multiplierSize.push(Math.abs(multiplier) + spread);
      conjugateSize += size + (Math.abs(r) + Math.abs(flatY[e]!)) *
          (Math.abs(multiplier) + spread);
    }
    const gradientSize = new Array<number>(d * k).fill(0);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < k; j++) {
        for (let a = 0; a < d; a++) {
          gradientSize[a * k + j]! += absoluteX[i]![a]! * multiplierSize[i * k + j]!;
        }
      }
    }
    return {
      theta,
      residual,
      multipliers,
      gradient,
      value: { value, size: valueSize },
      conjugate: { value: conjugate, size: conjugateSize },
      gradientSize,
    };
  }

  return {
    samples: n,
    features: d,
    outputs: k,
    parameters: d * k,
    x,
    y,
    losses,
    eigenvalues: s.map((value) => value * value),
    strongConvexity: Math.min(...distinct.map(({ strongConvexity }) => strongConvexity)),
    smoothness: Math.max(...distinct.map(({ smoothness }) => smoothness)),
    minimum: losses.reduce((sum, { minimum }) => sum + minimum, 0) / n,
    gradient: (arithmetic, theta) =>
      arithmetic.vector(
        gradientFrom(arithmetic, multipliersOf(residualIn(arithmetic, theta))),
      ),
    gradientAt: (theta) => fromMultipliers(multipliersOf(residualAt(theta))),
    residualAt,
    fromMultipliers,
    at(arithmetic, theta) {
      const residual = residualIn(arithmetic, theta);
      const multipliers = multipliersOf(residual);
      const gradient = gradientFrom(arithmetic, multipliers);
      return describe(arithmetic.toArray(theta), residual, multipliers, gradient);
    },
    atPoint(theta) {
      const residual = residualAt(theta);
      const multipliers = multipliersOf(residual);
      return describe(theta, residual, multipliers, fromMultipliers(multipliers));
    },
    conjugate(multipliers) {
      let value = 0;
      let size = 0;
      for (const [e, multiplier] of multipliers.entries()) {
        const inner = losses[e]!.conjugate(n * multiplier);
        value += inner.value / n + multiplier * flatY[e]!;
        size += inner.size / n + Math.abs(multiplier * flatY[e]!);
      }
      return { value, size };
    },
    project(theta, target) {
      const residual = target === undefined
        ? residualAt(theta).map((r, e) => r - losses[e]!.minimizer)
        : product(theta, []).map((entry, e) => entry - target[Math.floor(e / k)]![e % k]!);
      const result = [...theta];
      // W − V diag(1/s) Uᵀ (XW − Y), one singular triplet after the other.
      for (let q = 0; q < n; q++) {
        for (let j = 0; j < k; j++) {
          let coordinate = 0;
          for (let i = 0; i < n; i++) coordinate += left[i]![q]! * residual[i * k + j]!;
          coordinate /= s[q]!;
          for (let a = 0; a < d; a++) result[a * k + j]! -= coordinate * right[a]![q]!;
        }
      }
      return result;
    },
  };
}

/**
 * D̃_L(A, B) = L*(∇L(A)) − L*(∇L(B)) − Tr(Bᵀ(∇L(A) − ∇L(B))), evaluated as L(B) − L(A) −
 * Tr(∇L(A)ᵀ(B − A)), to which the Fenchel equality turns it: the terms are smaller. For the
 * definition itself see `adjustedBregmanDivergence`.
 */
export function adjustedBregmanOfLoss(a: LossPoint, b: LossPoint): SizedNumber {
  return bregmanDivergence({ at: b, from: a });
}
