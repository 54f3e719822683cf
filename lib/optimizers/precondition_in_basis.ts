import type { Arithmetic } from "../arithmetic/mod.ts";
import { checkNonNegative } from "./_check_options.ts";
import type { Context, GradientTransformation } from "./transformation.ts";

/** The options that the diagonal preconditioners share. */
export interface BasisOptions<T> {
  /**
   * U, m×m with orthonormal columns (which is not checked): the identity, the eigenvectors of the
   * matrix that the problem gives as its Hessian (eigenvalues ascending, signs as the solver leaves
   * them), or a function of the context. Default: `"identity"`.
   */
  readonly basis?: "identity" | "eigenbasis" | ((context: Context<T>) => T);
  /** α ≥ 0, added to what is raised to the power. Default: 0. */
  readonly ridge?: number;
}

/** The options of {@linkcode preconditionByGaussNewton}. */
export interface GaussNewtonOptions<T> extends BasisOptions<T> {
  /** p. Default: −1. */
  readonly power?: number;
}

/** The options of {@linkcode preconditionBySecondMoment}. */
export interface SecondMomentOptions<T> extends BasisOptions<T> {
  /** E[g gᵀ] over the batches, m×m. Default: that of the full batch, the gradient's own square. */
  readonly secondMoment?: (context: Context<T>) => T;
}

/**
 * The Gauss–Newton preconditioner in a basis, g ↦ U diag((uᵢᵀHuᵢ + α)^p) Uᵀg, with H the matrix that
 * the problem gives as its Hessian (Liu et al., Adam or Gauss-Newton?, 2025, eq. (3)). An entry whose
 * base is 0 leaves its coordinate at rest.
 *
 * @param arithmetic The number system.
 * @returns The transformation.
 * @throws {RangeError} If α is negative or not finite.
 * @throws {TypeError} On an update, if the problem gives no Hessian.
 */
export function preconditionByGaussNewton<T>(
  arithmetic: Arithmetic<T>,
  { basis = "identity", ridge = 0, power = -1 }: GaussNewtonOptions<T> = {},
): GradientTransformation<T, null> {
  return inBasis(
    arithmetic,
    basis,
    ridge,
    power,
    (u, context) => squaredLengths(arithmetic, u, context.hessian()),
  );
}

/**
 * Adam's preconditioner in a basis, g ↦ U diag((E[(uᵢᵀg)²] + α)^(−1/2)) Uᵀg (eq. (2) of the same
 * paper). On the full batch, in the identity basis and without α, this is the sign of g. An entry
 * whose base is 0 leaves its coordinate at rest.
 *
 * @param arithmetic The number system.
 * @returns The transformation.
 * @throws {RangeError} If α is negative or not finite.
 */
export function preconditionBySecondMoment<T>(
  arithmetic: Arithmetic<T>,
  { basis = "identity", ridge = 0, secondMoment }: SecondMomentOptions<T> = {},
): GradientTransformation<T, null> {
  return inBasis(
    arithmetic,
    basis,
    ridge,
    -1 / 2,
    (u, context, rotated) =>
      secondMoment === undefined
        ? arithmetic.toArray(arithmetic.apply("square", rotated))
        : squaredLengths(arithmetic, u, secondMoment(context)),
  );
}

function inBasis<T>(
  arithmetic: Arithmetic<T>,
  basis: NonNullable<BasisOptions<T>["basis"]>,
  ridge: number,
  power: number,
  bases: (u: T, context: Context<T>, rotated: T) => readonly number[],
): GradientTransformation<T, null> {
  checkNonNegative("ridge", ridge);
  return {
    init: () => null,
    update(gradient, _state, context) {
      const u = basis === "identity"
        ? arithmetic.identity(arithmetic.shape(gradient)[0])
        : basis === "eigenbasis"
        ? arithmetic.symmetricEigendecomposition(context.hessian()).vectors
        : basis(context);
      const rotated = arithmetic.multiply(arithmetic.transpose(u), gradient);
      const diagonal = bases(u, context, rotated).map((value) => {
        const base = value + ridge;
        return base === 0 ? 0 : base ** power;
      });
      const scaled = arithmetic.hadamard(arithmetic.vector(diagonal), rotated);
      return [arithmetic.multiply(u, scaled), null];
    },
  };
}

/** uᵢᵀHuᵢ for the columns of U. */
function squaredLengths<T>(arithmetic: Arithmetic<T>, u: T, h: T): number[] {
  const products = arithmetic.toRows(arithmetic.hadamard(u, arithmetic.multiply(h, u)));
  return products[0]!.map((_, i) => products.reduce((sum, row) => sum + row[i]!, 0));
}
