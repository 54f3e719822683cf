import type { Arithmetic } from "../arithmetic/mod.ts";
import type { Context } from "./transformation.ts";

/** A map F: R^m → R^n with its Jacobian, over any arithmetic; f = ½‖F‖² is to be minimized. */
export interface ResidualMap {
  /** F(θ), n×1, for θ of shape m×1. */
  residual<T>(arithmetic: Arithmetic<T>, theta: T): T;
  /** J_F(θ), n×m. */
  jacobian<T>(arithmetic: Arithmetic<T>, theta: T): T;
}

/**
 * Offers a map at one point to an optimizer. The residual, the Jacobian and the gradient are each
 * computed when first asked for, once.
 *
 * The context remembers matrices: on an arithmetic that frees memory explicitly, it is of no use
 * after the scope in which they were computed.
 *
 * @param arithmetic The number system.
 * @param map F.
 * @param theta θ, m×1.
 * @param iteration The iteration, counted from 0.
 * @returns The context of the point.
 */
export function evaluate<T>(
  arithmetic: Arithmetic<T>,
  map: ResidualMap,
  theta: T,
  iteration: number,
): Context<T> {
  let knownResidual: T | undefined;
  let knownJacobian: T | undefined;
  let knownTranspose: T | undefined;
  let knownGradient: T | undefined;
  const residual = () => knownResidual ??= map.residual(arithmetic, theta);
  const jacobian = () => knownJacobian ??= map.jacobian(arithmetic, theta);
  const transpose = () => knownTranspose ??= arithmetic.transpose(jacobian());
  const vectorJacobianProduct = (w: T) => arithmetic.multiply(transpose(), w);
  return {
    iteration,
    theta,
    residual,
    jacobian,
    gradient: () => knownGradient ??= vectorJacobianProduct(residual()),
    jacobianVectorProduct: (v) => arithmetic.multiply(jacobian(), v),
    vectorJacobianProduct,
  };
}
