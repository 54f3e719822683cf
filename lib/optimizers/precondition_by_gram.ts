import type { Arithmetic } from "../arithmetic/mod.ts";
import { checkNonNegative } from "./_check_options.ts";
import { stateless } from "./stateless.ts";
import type { GradientTransformation } from "./transformation.ts";

/** The options of {@linkcode preconditionByGram}. */
export interface GramOptions {
  /**
   * Singular values of J_F(θ) count as nonzero above so many times the largest. Default: √(2nu), below
   * which the eigenvalues of J Jᵀ, their squares, are not known.
   */
  readonly tolerance?: number;
}

/**
 * Preconditions by the SVD of the Jacobian, J_F(θ) = U Σ Vᵀ, without making the Jacobian: of
 * J Jᵀ = U Σ² Uᵀ, n×n, it takes U and Σ, and of the problem the products with J. For the gradient of f,
 * the step is V Uᵀ F = Jᵀ U Σ⁻¹ Uᵀ F (Chang, Hao and Liu, eq. (6)), for another incoming g it is
 * V Σ⁻¹ Vᵀ g = Jᵀ U Σ⁻³ Uᵀ (J g).
 *
 * It serves where there are many more parameters than residuals: 256 samples of a network with 12,000
 * parameters cost an eigendecomposition of 256×256. The price is that singular values are only known
 * down to √u of the largest; {@linkcode preconditionBySvd} knows all of them to u.
 *
 * @param arithmetic The number system.
 * @returns The transformation. Its step is 0 where J_F(θ) = 0.
 * @throws {RangeError} If `tolerance` is negative or not finite. On an update: if J_F(θ) J_F(θ)ᵀ has an
 * entry that is not finite.
 */
export function preconditionByGram<T>(
  arithmetic: Arithmetic<T>,
  { tolerance }: GramOptions = {},
): GradientTransformation<T, null> {
  if (tolerance !== undefined) checkNonNegative("tolerance", tolerance);
  return stateless((gradient, context) => {
    const { values, vectors } = arithmetic.symmetricEigendecomposition(context.gram());
    const n = values.length;
    const share = tolerance ?? Math.sqrt(2 * n * arithmetic.unitRoundoff);
    const least = share * share * Math.max(...values);
    const isOfObjective = gradient === context.gradient();
    const power = isOfObjective ? -1 / 2 : -3 / 2;
    const inverse = values.map((value) => value > 0 && value > least ? value ** power : 0);
    const outputs = isOfObjective ? context.residual() : context.jacobianVectorProduct(gradient);
    const coordinates = arithmetic.multiply(arithmetic.transpose(vectors), outputs);
    const weighted = arithmetic.hadamard(arithmetic.vector(inverse), coordinates);
    return context.vectorJacobianProduct(arithmetic.multiply(vectors, weighted));
  });
}
