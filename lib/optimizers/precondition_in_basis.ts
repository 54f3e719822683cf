import type { Arithmetic } from "../arithmetic/mod.ts";
import { checkBasis, ofDimension } from "./_check_basis.ts";
import { checkDecayRate, checkFinite, checkNonNegative } from "./_check_options.ts";
import { movingAverage } from "./_moments.ts";
import { type Basis, basisAt, gaussNewtonAt, type GaussNewtonMatrix } from "./basis.ts";
import type { Context, GradientTransformation } from "./transformation.ts";

/** The options that the diagonal preconditioners share. */
export interface BasisOptions<T> {
  /** U, m×m with orthonormal columns uᵢ. Default: `"identity"`. */
  readonly basis?: Basis<T>;
  /** H, of which bases and the Gauss–Newton preconditioner are made. Default: `"hessian"`. */
  readonly gaussNewton?: GaussNewtonMatrix<T>;
  /**
   * α ≥ 0, added to each diagonal entry before it is raised to the power, as in (H + αI)⁻¹: under a
   * second moment it stands inside of the root. (Added after the power, it would make steps
   * longer.) Default: 0.
   */
  readonly ridge?: number;
}

/** The options of {@linkcode preconditionByGaussNewton}. */
export interface DiagonalGaussNewtonOptions<T> extends BasisOptions<T> {
  /** p, any finite number. Default: −1. */
  readonly power?: number;
}

/** The options of {@linkcode preconditionBySecondMoment}. */
export interface SecondMomentOptions<T> extends BasisOptions<T> {
  /** p, any finite number. Default: −½. */
  readonly power?: number;
  /** E[g gᵀ] over the batches, m×m. Default: that of the full batch, the gradient's own square. */
  readonly secondMoment?: (context: Context<T>) => T;
}

/** The options of {@linkcode preconditionByRunningSecondMoment}. */
export interface RunningSecondMomentOptions<T> extends BasisOptions<T> {
  /** p, any finite number. Default: −½. */
  readonly power?: number;
  /** β₂, the decay rate of the average, in [0, 1). Default: 0.999. */
  readonly beta2?: number;
  /** Whether to divide the average by 1 − β₂ᵗ. Default: `true`. */
  readonly biasCorrection?: boolean;
}

/** The state of {@linkcode preconditionByRunningSecondMoment}. */
export interface RunningSecondMomentState<T> {
  /** t, the number of updates so far. */
  readonly count: number;
  /** v_t, m×1, in the basis' coordinates and before the correction of its bias. */
  readonly secondMoment: T;
}

/**
 * The Gauss–Newton preconditioner in a basis, g ↦ U diag((uᵢᵀHuᵢ + α)^p) Uᵀg (Liu et al., Adam or
 * Gauss-Newton?, 2025, eq. (3)). In the eigenbasis this is (H + αI)^p g.
 *
 * An entry whose base is 0 leaves its coordinate at rest. In every basis but the identity, and
 * without α, what is 0 to rounding counts as 0: uᵢᵀHuᵢ up to 2mu maxⱼ uⱼᵀHuⱼ, u the rounding unit.
 *
 * @param arithmetic The number system.
 * @returns The transformation.
 * @throws {RangeError} If α is negative or not finite, p is not finite, or the basis is none. On an
 * update: if uᵢᵀHuᵢ is negative beyond rounding, H is not m×m, or for the reasons of
 * {@linkcode basisAt}.
 * @throws {TypeError} On an update, if the problem does not give H.
 */
export function preconditionByGaussNewton<T>(
  arithmetic: Arithmetic<T>,
  { power = -1, gaussNewton = "hessian", ...options }: DiagonalGaussNewtonOptions<T> = {},
): GradientTransformation<T, null> {
  return inBasis(
    arithmetic,
    { ...options, gaussNewton },
    power,
    () => null,
    ({ context, formsOf }) => [
      formsOf("gaussNewton", gaussNewtonAt(arithmetic, gaussNewton, context)),
      null,
    ],
  );
}

/**
 * Adam's preconditioner in a basis with exact moments, g ↦ U diag((E[(uᵢᵀg)²] + α)^p) Uᵀg (eq. (2)
 * of the same paper; p = −1 is tried in its Figure 9). On the full batch, in the identity basis and
 * without α, this is the sign of g. What counts as 0, and rests, is as for {@linkcode
 * preconditionByGaussNewton}; squares that underflow are 0 too.
 *
 * @param arithmetic The number system.
 * @returns The transformation.
 * @throws {RangeError} If α is negative or not finite, p is not finite, or the basis is none. On an
 * update: if the second moment is not m×m or has uᵢᵀE[ggᵀ]uᵢ negative beyond rounding, or for the
 * reasons of {@linkcode basisAt}.
 * @throws {TypeError} On an update, if the basis is made of H and the problem does not give it.
 */
export function preconditionBySecondMoment<T>(
  arithmetic: Arithmetic<T>,
  { power = -1 / 2, secondMoment, ...options }: SecondMomentOptions<T> = {},
): GradientTransformation<T, null> {
  return inBasis(
    arithmetic,
    options,
    power,
    () => null,
    ({ coordinates, context, formsOf }) => {
      if (secondMoment === undefined) {
        return [arithmetic.toArray(arithmetic.apply("square", coordinates)), null];
      }
      const name = "secondMoment()";
      return [formsOf(name, ofDimension(arithmetic, name, secondMoment(context), context)), null];
    },
  );
}

/**
 * Adam's preconditioner in a basis with a running average in place of the expectation, β₁ = 0:
 *
 *     g̃_t = Uᵀg_t,  v_t = β₂ v_{t−1} + (1 − β₂) g̃_t²,  v_0 = 0,  v̂_t = v_t / (1 − β₂ᵗ),
 *
 * and the step is U diag((v̂_t + α)^p) g̃_t. Each square is taken in the basis of its own
 * iteration: v is not turned when the basis turns. In the identity basis with p = −½ this is
 * `scaleByAdam` with β₁ = 0 and ε = α inside of the root; with β₂ = 0 it is {@linkcode
 * preconditionBySecondMoment} on the full batch.
 *
 * @param arithmetic The number system.
 * @returns The transformation.
 * @throws {RangeError} If β₂ is not in [0, 1), α is negative or not finite, p is not finite, or the
 * basis is none. On an update, for the reasons of {@linkcode basisAt}.
 * @throws {TypeError} On an update, if the basis is made of H and the problem does not give it.
 */
export function preconditionByRunningSecondMoment<T>(
  arithmetic: Arithmetic<T>,
  { power = -1 / 2, beta2 = 0.999, biasCorrection = true, ...options }: RunningSecondMomentOptions<
    T
  > = {},
): GradientTransformation<T, RunningSecondMomentState<T>> {
  checkDecayRate("beta2", beta2);
  return inBasis<T, RunningSecondMomentState<T>>(
    arithmetic,
    options,
    power,
    (theta) => ({ count: 0, secondMoment: arithmetic.zeros(...arithmetic.shape(theta)) }),
    ({ coordinates, state }) => {
      const square = arithmetic.apply("square", coordinates);
      const secondMoment = movingAverage(arithmetic, beta2, state.secondMoment, square);
      const count = state.count + 1;
      const weight = biasCorrection ? 1 - beta2 ** count : 1;
      const moments = arithmetic.toArray(secondMoment).map((moment) => moment / weight);
      return [moments, { count, secondMoment }];
    },
  );
}

/** What a diagonal is made of at an update. */
interface Rotated<T, S> {
  /** Uᵀg. */
  readonly coordinates: T;
  readonly state: S;
  readonly context: Context<T>;
  /** uᵢᵀMuᵢ of a positive semidefinite M. */
  formsOf(name: string, matrix: T): number[];
}

/** g ↦ U diag((dᵢ + α)^p) Uᵀg. */
function inBasis<T, S>(
  arithmetic: Arithmetic<T>,
  { basis = "identity", gaussNewton, ridge = 0 }: BasisOptions<T>,
  power: number,
  init: (theta: T) => S,
  diagonal: (rotated: Rotated<T, S>) => readonly [entries: number[], state: S],
): GradientTransformation<T, S> {
  checkBasis(basis);
  checkNonNegative("ridge", ridge);
  checkFinite("power", power);
  return {
    init,
    update(gradient, state, context) {
      const u = basis === "identity" ? null : basisAt(arithmetic, basis, context, gaussNewton);
      const coordinates = u === null
        ? gradient
        : arithmetic.multiply(arithmetic.transpose(u), gradient);
      const formsOf = (name: string, matrix: T) => {
        const forms = quadraticForms(arithmetic, u, matrix);
        const largest = Math.max(...forms.map(Math.abs));
        const { unitRoundoff } = arithmetic;
        const negative = forms.findIndex((form) => form < -Math.sqrt(unitRoundoff) * largest);
        if (negative >= 0) {
          throw new RangeError(
            `${name} is not positive semidefinite at iteration ${context.iteration}: ` +
              `uᵢᵀMuᵢ is ${forms[negative]} for i = ${negative}; give the Gauss–Newton matrix or ` +
              "the second moment, not an indefinite Hessian.",
          );
        }
        const isExact = u === null || ridge > 0;
        const noise = isExact ? 0 : 2 * forms.length * unitRoundoff * largest;
        return forms.map((form) => form <= noise ? 0 : form);
      };
      const [entries, next] = diagonal({ coordinates, state, context, formsOf });
      const powers = entries.map((entry) => {
        const base = entry + ridge;
        return base === 0 ? 0 : base ** power;
      });
      const scaled = arithmetic.hadamard(arithmetic.vector(powers), coordinates);
      return [u === null ? scaled : arithmetic.multiply(u, scaled), next];
    },
  };
}

/** uᵢᵀMuᵢ for the columns of U, which is the identity where it is `null`. */
function quadraticForms<T>(arithmetic: Arithmetic<T>, u: T | null, matrix: T): number[] {
  if (u === null) return arithmetic.toRows(matrix).map((row, i) => row[i]!);
  const products = arithmetic.toRows(arithmetic.hadamard(u, arithmetic.multiply(matrix, u)));
  return products[0]!.map((_, i) => products.reduce((sum, row) => sum + row[i]!, 0));
}
