/**
 * The linear algebra that optimizers and claims share: rank-truncated singular triplets and what is
 * made of them (polar factor, pseudo-inverse), matrix functions by eigendecomposition and by the
 * Lanczos iteration, iterations for linear systems and eigenvectors, angles between subspaces, and
 * matrices built from their spectra.
 *
 * What works on the matrices of an optimizer is written over `Arithmetic`; what builds the matrices
 * of an instance returns plain rows of numbers, which JSON carries.
 *
 * @module
 */

export type {
  Arithmetic,
  ElementwiseFunction,
  IndexRange,
  SingularValueDecomposition,
  SymmetricEigendecomposition,
} from "../arithmetic/mod.ts";

export * from "./chebyshev_iteration.ts";
export * from "./congruence.ts";
export * from "./conjugate_gradients.ts";
export * from "./eigenbasis.ts";
export * from "./haar_orthogonal.ts";
export * from "./interpolated_basis.ts";
export * from "./inverse_root.ts";
export * from "./kronecker.ts";
export * from "./lanczos.ts";
export * from "./lanczos_function.ts";
export * from "./leading_singular_triplets.ts";
export * from "./newton_schulz.ts";
export * from "./numerical_rank.ts";
export * from "./polar_factor.ts";
export * from "./power_method.ts";
export * from "./principal_angles.ts";
export * from "./pseudo_inverse_solve.ts";
export * from "./random_generator.ts";
export * from "./reflection_product.ts";
export * from "./spectral_norm.ts";
export * from "./spectral_radius.ts";
export * from "./standard_normal.ts";
export * from "./with_eigenvalues.ts";
export * from "./with_singular_values.ts";
