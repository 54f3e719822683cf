import type { Arithmetic } from "../arithmetic/mod.ts";
import {
  alignSigns,
  eigenbasis,
  geodesicBasis,
  kroneckerEigenbasis,
  kroneckerFactors,
} from "../linalg/mod.ts";
import { checkBasis, ofDimension } from "./_check_basis.ts";
import type { Context } from "./transformation.ts";

/**
 * The Gauss–Newton matrix H of a problem at θ, m×m and positive semidefinite: the matrix that the
 * problem gives as its Hessian; JᵀJ, that of f = ½‖F‖²; or a function, for one that is estimated on
 * samples of its own.
 */
export type GaussNewtonMatrix<T> = "hessian" | "jacobian" | ((context: Context<T>) => T);

/** The Kronecker-factored eigenbasis of H for a matrix parameter that θ holds row by row. */
export interface KroneckerBasis {
  /** Says which basis this is. */
  readonly kind: "kronecker";
  /** The parameter's rows. */
  readonly rows: number;
  /** Its columns: rows times columns is the dimension of θ. */
  readonly columns: number;
}

/** A point of the geodesic from one basis to another. */
export interface InterpolatedBasis<T> {
  /** Says which basis this is. */
  readonly kind: "interpolated";
  /** γ: 0 is `from`, 1 is `to`. */
  readonly gamma: number;
  /** Default: `"identity"`. */
  readonly from?: Basis<T>;
  /** Default: `"eigenbasis"`. */
  readonly to?: Basis<T>;
}

/**
 * An orthonormal basis U of R^m, by columns:
 *
 * - `"identity"`;
 * - `"eigenbasis"`: the eigenvectors of the Gauss–Newton matrix H;
 * - `"kronecker"`: those of E[GGᵀ] ⊗ E[GᵀG], the approximation of H (Liu et al., Adam or
 *   Gauss-Newton?, 2025, eq. (26));
 * - `"interpolated"`: in between (Algorithm 2 of the same paper by default);
 * - a function of the context.
 *
 * The eigenvalues ascend (of a Kronecker product: those of each factor), and the signs of
 * eigenvectors are those of `alignSigns`, such that −1 is no eigenvalue of U. A preconditioner does
 * not depend on them; interpolation does, and for it the signs of `to` are chosen anew, such that
 * the geodesic from `from` leads through bases: its end has `to`'s columns up to sign.
 */
export type Basis<T> =
  | "identity"
  | "eigenbasis"
  | KroneckerBasis
  | InterpolatedBasis<T>
  | ((context: Context<T>) => T);

/**
 * The basis at the point of a context.
 *
 * @param arithmetic The number system.
 * @param basis What basis.
 * @param context The point, at which H is asked for if the basis is made of it.
 * @param gaussNewton Which H. Default: `"hessian"`.
 * @returns U, m×m.
 * @throws {RangeError} If the basis' description is none, the Kronecker factors do not fit θ, H is not
 * m×m or not finite, or a function returns what is not m×m with orthonormal columns.
 * @throws {TypeError} If the problem does not give H.
 */
export function basisAt<T>(
  arithmetic: Arithmetic<T>,
  basis: Basis<T>,
  context: Context<T>,
  gaussNewton: GaussNewtonMatrix<T> = "hessian",
): T {
  checkBasis(basis);
  const [dimension] = arithmetic.shape(context.theta);
  const h = () => gaussNewtonAt(arithmetic, gaussNewton, context);
  if (basis === "identity") return arithmetic.identity(dimension);
  if (basis === "eigenbasis") return eigenbasis(arithmetic, h());
  if (typeof basis === "function") {
    return orthonormal(arithmetic, basis(context), context);
  }
  if (basis.kind === "kronecker") {
    return kroneckerEigenbasis(
      arithmetic,
      kroneckerFactors(arithmetic, h(), basis.rows, basis.columns),
    );
  }
  const at = (end: Basis<T>) => basisAt(arithmetic, end, context, gaussNewton);
  const from = at(basis.from ?? "identity");
  const to = alignSigns(arithmetic, at(basis.to ?? "eigenbasis"), from);
  return geodesicBasis(arithmetic, from, to, basis.gamma);
}

/**
 * The Gauss–Newton matrix at the point of a context.
 *
 * @param arithmetic The number system.
 * @param gaussNewton Which one.
 * @param context The point.
 * @returns H, m×m.
 * @throws {RangeError} If it is not m×m.
 * @throws {TypeError} If the problem does not give it.
 */
export function gaussNewtonAt<T>(
  arithmetic: Arithmetic<T>,
  gaussNewton: GaussNewtonMatrix<T>,
  context: Context<T>,
): T {
  if (gaussNewton === "hessian") return context.hessian();
  if (gaussNewton === "jacobian") {
    const jacobian = context.jacobian();
    return arithmetic.multiply(arithmetic.transpose(jacobian), jacobian);
  }
  return ofDimension(arithmetic, "gaussNewton()", gaussNewton(context), context);
}

function orthonormal<T>(arithmetic: Arithmetic<T>, u: T, context: Context<T>): T {
  ofDimension(arithmetic, "basis()", u, context);
  const error = arithmetic.scope(() => {
    const gram = arithmetic.multiply(arithmetic.transpose(u), u);
    const [dimension] = arithmetic.shape(gram);
    return arithmetic.maximumNorm(arithmetic.subtract(gram, arithmetic.identity(dimension)));
  });
  if (error <= Math.sqrt(arithmetic.unitRoundoff)) return u;
  throw new RangeError(
    `the columns of basis() are not orthonormal at iteration ${context.iteration}: an entry of ` +
      `UᵀU − I is ${error}; give an orthogonal matrix.`,
  );
}
