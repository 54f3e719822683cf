import type { Arithmetic } from "../arithmetic/mod.ts";
import type { Context } from "./transformation.ts";

/**
 * A map at one point θ ∈ R^m: its value and the products with its Jacobian, each of which may use
 * what the ones before computed. What is remembered lives as long as the scope around the call in
 * which it is first needed: do not ask for a first product in an `arithmetic.scope` of your own that
 * others outlive.
 */
export interface Linearization<T> {
  /** F(θ), n×1. */
  readonly residual: T;
  /** J_F(θ) v for v in R^m, n×1. */
  jacobianVectorProduct(v: T): T;
  /** J_F(θ)ᵀ w for w in R^n, m×1. */
  vectorJacobianProduct(w: T): T;
  /**
   * J_F(θ) J_F(θ)ᵀ, n×n, for maps that have it cheaper than the Jacobian. By default it is made of
   * `jacobian()`.
   */
  gram?(): T;
}

/** A map F: R^m → R^n with its Jacobian, over any arithmetic; f = ½‖F‖² is to be minimized. */
export interface ResidualMap {
  /** F(θ), n×1, for θ of shape m×1. */
  residual<T>(arithmetic: Arithmetic<T>, theta: T): T;
  /** J_F(θ), n×m. */
  jacobian<T>(arithmetic: Arithmetic<T>, theta: T): T;
  /**
   * F with the products of its Jacobian at θ, for maps that have them cheaper than the Jacobian: the
   * gradient and the products of {@linkcode Context} are then taken from here, so that optimizers
   * which need no more than these never make a dense Jacobian. By default they are products with
   * `jacobian()`.
   */
  linearize?<T>(arithmetic: Arithmetic<T>, theta: T): Linearization<T>;
  /**
   * Σᵢ wᵢ ∇²Fᵢ(θ), m×m, for weights w of shape n×1: with it the Hessian ∇²f = JᵀJ + Σᵢ Fᵢ∇²Fᵢ is
   * known.
   */
  weightedHessian?<T>(arithmetic: Arithmetic<T>, theta: T, weights: T): T;
}

/**
 * A function f: R^m → R by its gradient, or a subgradient where it has corners, over any arithmetic;
 * f is to be minimized. The field of an iteration that minimizes nothing may stand here too: the
 * operator (∂_x L, −∂_y L) of a saddle point problem, or θ − T(θ) (see {@linkcode displacement}).
 */
export interface GradientMap {
  /** ∇f(θ), or an element of ∂f(θ), m×1, for θ of shape m×1. */
  gradient<T>(arithmetic: Arithmetic<T>, theta: T): T;
  /** ∇²f(θ), m×m and symmetric, for θ of shape m×1. */
  hessian?<T>(arithmetic: Arithmetic<T>, theta: T): T;
  /**
   * Where f(θ) = ℓ(F(θ)) is a loss of the outputs F(θ) ∈ R^n of a model, convex in them: A = RᵀJ_F(θ),
   * r×m, with R, n×r, a factor of the loss's Hessian in the outputs, C = ∇²ℓ = RRᵀ. AᵀA = JᵀCJ is the
   * generalized Gauss–Newton matrix.
   *
   * The factor is asked for rather than C, as a root of C computed afterwards would know its small
   * eigenvalues only to the rounding of the large ones.
   */
  gaussNewtonFactor?<T>(arithmetic: Arithmetic<T>, theta: T): T;
}

/**
 * Offers a map at one point to an optimizer. The residual, the Jacobian, the gradient, the Hessian and
 * the factor of the generalized Gauss–Newton matrix are each computed when first asked for, once. A map
 * that gives a linearization is linearized for the residual, the gradient and the products. What a map
 * cannot give, such as the residual where it has only a gradient, throws a `TypeError` when asked
 * for.
 *
 * The context remembers matrices: on an arithmetic that frees memory explicitly, it is of no use
 * after the scope in which they were computed.
 *
 * @param arithmetic The number system.
 * @param map F with its Jacobian, or the gradient of f.
 * @param theta θ, m×1.
 * @param iteration The iteration, counted from 0.
 * @returns The context of the point.
 */
export function evaluate<T>(
  arithmetic: Arithmetic<T>,
  map: ResidualMap | GradientMap,
  theta: T,
  iteration: number,
): Context<T> {
  if (!("residual" in map)) return evaluateGradient(arithmetic, map, theta, iteration);
  let knownJacobian: T | undefined;
  let knownTranspose: T | undefined;
  let knownGradient: T | undefined;
  let knownHessian: T | undefined;
  const jacobian = () => knownJacobian ??= map.jacobian(arithmetic, theta);
  const transpose = () => knownTranspose ??= arithmetic.transpose(jacobian());
  const dense = () => arithmetic.multiply(jacobian(), transpose());
  const { residual, jacobianVectorProduct, vectorJacobianProduct, gram } =
    map.linearize === undefined
      ? byJacobian(arithmetic, map, theta, jacobian, transpose, dense)
      : byLinearization(() => map.linearize!(arithmetic, theta), dense);
  const hessian = () => {
    if (map.weightedHessian === undefined) missingHessian("weightedHessian()");
    return arithmetic.add(
      arithmetic.multiply(transpose(), jacobian()),
      map.weightedHessian(arithmetic, theta, residual()),
    );
  };
  return {
    iteration,
    theta,
    residual,
    jacobian,
    gradient: () => knownGradient ??= vectorJacobianProduct(residual()),
    hessian: () => knownHessian ??= hessian(),
    gaussNewtonFactor: jacobian,
    jacobianVectorProduct,
    vectorJacobianProduct,
    gram,
  };
}

type Products<T> = Pick<
  Context<T>,
  "residual" | "jacobianVectorProduct" | "vectorJacobianProduct" | "gram"
>;

function byJacobian<T>(
  arithmetic: Arithmetic<T>,
  map: ResidualMap,
  theta: T,
  jacobian: () => T,
  transpose: () => T,
  gram: () => T,
): Products<T> {
  let known: T | undefined;
  let knownGram: T | undefined;
  return {
    residual: () => known ??= map.residual(arithmetic, theta),
    jacobianVectorProduct: (v) => arithmetic.multiply(jacobian(), v),
    vectorJacobianProduct: (w) => arithmetic.multiply(transpose(), w),
    gram: () => knownGram ??= gram(),
  };
}

function byLinearization<T>(linearize: () => Linearization<T>, dense: () => T): Products<T> {
  let known: Linearization<T> | undefined;
  let knownGram: T | undefined;
  const linearization = () => known ??= linearize();
  return {
    residual: () => linearization().residual,
    jacobianVectorProduct: (v) => linearization().jacobianVectorProduct(v),
    vectorJacobianProduct: (w) => linearization().vectorJacobianProduct(w),
    gram: () => knownGram ??= linearization().gram?.() ?? dense(),
  };
}

function evaluateGradient<T>(
  arithmetic: Arithmetic<T>,
  map: GradientMap,
  theta: T,
  iteration: number,
): Context<T> {
  let knownGradient: T | undefined;
  let knownHessian: T | undefined;
  let knownFactor: T | undefined;
  const hessian = () => {
    if (map.hessian === undefined) missingHessian("hessian()");
    return map.hessian(arithmetic, theta);
  };
  const factor = () => {
    if (map.gaussNewtonFactor === undefined) missingFactor();
    return map.gaussNewtonFactor(arithmetic, theta);
  };
  return {
    iteration,
    theta,
    residual: () => missing("residual F(θ)"),
    jacobian: () => missing("Jacobian J_F(θ)"),
    gradient: () => knownGradient ??= map.gradient(arithmetic, theta),
    hessian: () => knownHessian ??= hessian(),
    gaussNewtonFactor: () => knownFactor ??= factor(),
    jacobianVectorProduct: () => missing("product J_F(θ)v"),
    vectorJacobianProduct: () => missing("product J_F(θ)ᵀw"),
    gram: () => missing("product J_F(θ)J_F(θ)ᵀ"),
  };
}

function missing(what: string): never {
  throw new TypeError(
    `this problem gives only a gradient, no ${what}: use an optimizer that needs none, ` +
      "or give the problem residual() and jacobian()",
  );
}

function missingHessian(giving: string): never {
  throw new TypeError(
    "this problem gives no Hessian: use an optimizer that needs none, or give the problem " +
      giving,
  );
}

function missingFactor(): never {
  throw new TypeError(
    "this problem does not say how its loss curves in the outputs of a model, so it has no " +
      "generalized Gauss–Newton matrix: use an optimizer that needs none, or give the problem " +
      "gaussNewtonFactor()",
  );
}
