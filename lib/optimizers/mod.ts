/**
 * Optimizers as gradient transformations: pairs of pure functions, `init` and `update`, with an
 * explicit state, composed by {@linkcode chain} and run by {@linkcode iterate}.
 *
 * Transformations say what they do to the gradient ({@linkcode scaleByAdam},
 * {@linkcode preconditionBySvd}); aliases such as {@linkcode adam} and {@linkcode spgd} are the
 * methods of the literature, chained from them. Everything is written over `Arithmetic`.
 *
 * A step size is a number or varies ({@linkcode stepSizeSchedule}), and so is a momentum
 * ({@linkcode momentumSequence}). {@linkcode mapNextPoint} makes projected and proximal methods,
 * {@linkcode newton} uses the Hessian, {@linkcode gaussNewton} and {@linkcode levenbergMarquardt}
 * the Jacobian, {@linkcode preconditionedDescent} a diagonal in a basis, {@linkcode preconditionedSgd}
 * a fixed metric, and {@linkcode runOnGradients} deals gradients that are prescribed.
 *
 * @module
 */

export type * from "../arithmetic/arithmetic.ts";
export type { RankOptions } from "../linalg/mod.ts";

export * from "./accelerated_proximal_gradient.ts";
export * from "./accumulate_momentum.ts";
export * from "./adam.ts";
export * from "./adam_without_momentum.ts";
export * from "./amsgrad.ts";
export * from "./basis.ts";
export * from "./chain.ts";
export * from "./clipped_gradient_descent.ts";
export * from "./cross_entropy_spgd.ts";
export * from "./cross_entropy_spgd_adam.ts";
export * from "./discrete_gauss_newton.ts";
export * from "./dual_space_preconditioned_gradient_descent.ts";
export * from "./epsilon_placement.ts";
export * from "./evaluate.ts";
export * from "./extrapolate.ts";
export * from "./fixed_point_map.ts";
export * from "./frank_wolfe.ts";
export * from "./gauss_newton.ts";
export * from "./gradient_descent.ts";
export * from "./halpern.ts";
export * from "./heavy_ball.ts";
export * from "./information_theoretic_exact_method.ts";
export * from "./iterate.ts";
export * from "./iterates.ts";
export * from "./krasnoselskii_mann.ts";
export * from "./levenberg_marquardt.ts";
export * from "./map_next_point.ts";
export * from "./modified_spgd_adam.ts";
export * from "./momentum_sequence.ts";
export * from "./nesterov_accelerated_gradient.ts";
export * from "./newton.ts";
export * from "./normalized_gradient_descent.ts";
export * from "./optimistic_gradient.ts";
export * from "./optimized_gradient_method.ts";
export * from "./polyak_step.ts";
export * from "./precondition_by_conjugate_gradients.ts";
export * from "./precondition_by_damped_power.ts";
export * from "./precondition_by_generalized_gauss_newton.ts";
export * from "./precondition_by_gram.ts";
export * from "./precondition_by_hessian.ts";
export {
  preconditionByLevenbergMarquardt,
  type PreconditionByLevenbergMarquardtOptions,
} from "./precondition_by_levenberg_marquardt.ts";
export * from "./precondition_by_metric.ts";
export * from "./precondition_by_svd.ts";
export * from "./precondition_by_svd_lanczos.ts";
export * from "./precondition_in_basis.ts";
export * from "./preconditioned_descent.ts";
export * from "./preconditioned_sgd.ts";
export * from "./proximal_point.ts";
export * from "./rms_prop.ts";
export * from "./run_on_gradients.ts";
export * from "./scale.ts";
export * from "./scale_by_adam.ts";
export * from "./scale_by_amsgrad.ts";
export * from "./scale_by_root_mean_square.ts";
export * from "./sign_descent.ts";
export * from "./spgd.ts";
export * from "./spgd_adam.ts";
export * from "./stateless.ts";
export * from "./step_size_options.ts";
export * from "./step_size_schedule.ts";
export * from "./subgradient_method.ts";
export * from "./transformation.ts";
