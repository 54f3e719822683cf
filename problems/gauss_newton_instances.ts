/**
 * Instances of theorems about Gauss–Newton flows: a network or a smooth map, a loss, a scaling and
 * a damping, with the constants that the theorems speak of.
 *
 * @module
 */

import { type Arithmetic, float64 } from "../lib/arithmetic/mod.ts";
import { discreteGaussNewtonConstants } from "../lib/optimizers/mod.ts";
import {
  type CompositeObjective,
  compositeObjective,
  lowestOnBall,
  type LowestOnBallOptions,
} from "./composite_objective.ts";
import { dampedLeastSquares } from "./damped_least_squares.ts";
import {
  oneHiddenLayerNetwork,
  type OneHiddenLayerNetworkInstance,
} from "./one_hidden_layer_network.ts";
import { inner, type SmoothMap } from "./smooth_map.ts";
import {
  blockDimensions,
  type MapDimensions,
  smoothMap,
  type SmoothMapInstance,
} from "./smooth_maps.ts";
import { stronglyConvexLoss, type StronglyConvexLossShape } from "./strongly_convex_losses.ts";
import { requireNumber, requireNumbers, requireObject } from "./validation.ts";
import { norm } from "./vectors.ts";

/** A map as plain JSON, with its family. */
export type GaussNewtonMapInstance = OneHiddenLayerNetworkInstance | SmoothMapInstance;

/**
 * The map that an instance describes.
 *
 * @throws {TypeError} If a part of the instance is missing or of another type.
 * @throws {RangeError} If a number or a length is out of range.
 */
export function gaussNewtonMap(instance: GaussNewtonMapInstance): SmoothMap {
  const { family } = requireObject(instance, "instance");
  if (family === "network") return oneHiddenLayerNetwork(instance as OneHiddenLayerNetworkInstance);
  if (family === "smooth map") return smoothMap(instance as SmoothMapInstance);
  throw new TypeError(
    `instance.family is ${JSON.stringify(family)}: give "network" or "smooth map"`,
  );
}

/** p and n of the map that an instance describes, without evaluating it. */
export function mapDimensions(instance: GaussNewtonMapInstance): MapDimensions {
  if (instance.family === "network") {
    const { initialWeights, inputs } = instance;
    return {
      parameters: initialWeights.length * initialWeights[0]!.length,
      outputs: inputs.length,
    };
  }
  const all = instance.blocks.map(blockDimensions);
  return {
    parameters: all.reduce((sum, { parameters }) => sum + parameters, 0),
    outputs: all.reduce((sum, { outputs }) => sum + outputs, 0),
  };
}

/** The claims of the overparameterized part that print a least α. */
export type ScalingClaim = "lemma-2" | "theorem-1" | "theorem-2";

/** p > n: a map, a loss with its target, ρ and α. */
export interface OverparameterizedInstance {
  /** f, with more parameters than outputs. */
  readonly map: GaussNewtonMapInstance;
  /** g, up to its target. */
  readonly loss: StronglyConvexLossShape;
  /** y, n numbers, not 0. */
  readonly target: readonly number[];
  /**
   * ρ: a number in (0, 1], a share in (0, 1] of λ_n²/(1 + λ_n²), or λ_0² (which the remark after
   * Theorem 1 takes).
   */
  readonly damping:
    | { readonly kind: "number" | "share"; readonly value: number }
    | { readonly kind: "least eigenvalue" };
  /** α: a number, or a multiple ≥ 1 of the least one that a claim prints. */
  readonly scaling: ScalingDescription;
}

/** How α is given. */
export type ScalingDescription =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "printed"; readonly claim: ScalingClaim; readonly factor: number };

/** An {@linkcode OverparameterizedInstance}, evaluated. */
export interface OverparameterizedProblem extends CompositeObjective {
  /** λ_0 > 0, the largest with K_0 ⪰ 4λ_0²I: half the least singular value of J(w_0). */
  readonly lambda0: number;
  /** λ_n, λ_n² = ¼‖K_0‖: half the largest singular value of J(w_0). */
  readonly lambdaN: number;
  /** L > 0, a Lipschitz constant of J. */
  readonly jacobianLipschitz: number;
  /** r_0 = λ_0/L, the radius of the ball about w_0. */
  readonly radius: number;
  /** ρ. */
  readonly damping: number;
  /** λ_n²/(1 + λ_n²), the largest ρ that lemma-2 and theorems 1 and 2 admit. */
  readonly largestDamping: number;
  /** g(0) = g(αf(w_0)), which is Δ_0 as well, since the least value of g is 0. */
  readonly initialValue: number;
}

/** p < n: a map, a loss, and the minimizer w_* from which the target is built. */
export interface UnderparameterizedInstance {
  /** f, with fewer parameters than outputs. */
  readonly map: GaussNewtonMapInstance;
  /** g, up to its target. */
  readonly loss: StronglyConvexLossShape;
  /** r ∈ (0, 1). */
  readonly r: number;
  /** The direction from w_0 to w_*, p numbers of any length but 0. */
  readonly direction: readonly number[];
  /** n numbers: N = ∇g(αf(w_*)) has the direction of their part normal to the image of f at w_*. */
  readonly normal: readonly number[];
  /** Where w_* is, what α is and how large N is. */
  readonly placement: Placement;
}

/**
 * Where w_* is, w_* = w_0 + share · (the radius of B) · direction, what α is and how large N is. α
 * of Theorem 5 ties the three together:
 *
 * - `free`: any α, with the share and ‖N‖ = residual · α‖f(w_*)‖;
 * - `printed, share solved`: α is given, ‖N‖ = residual · α‖f(w_*)‖, and the share is such that α is the
 *   printed one;
 * - `printed, scaling solved`: the share and ‖N‖ = residual are given, and α solves its equation.
 */
export type Placement =
  | {
    readonly kind: "free";
    readonly scaling: number;
    readonly share: number;
    readonly residual: number;
  }
  | {
    readonly kind: "printed, share solved";
    readonly scaling: number;
    readonly residual: number;
  }
  | {
    readonly kind: "printed, scaling solved";
    readonly share: number;
    readonly residual: number;
  };

/** An {@linkcode UnderparameterizedInstance}, evaluated. */
export interface UnderparameterizedProblem extends CompositeObjective {
  /** λ_0 > 0, the largest with H_0 ⪰ 4λ_0²I: half the least singular value of J(w_0). */
  readonly lambda0: number;
  /** Half the largest singular value of J(w_0). */
  readonly lambdaN: number;
  /** L > 0, a Lipschitz constant of J. */
  readonly jacobianLipschitz: number;
  /** r. */
  readonly r: number;
  /** 2λ_0r/L, the radius of the ball B about w_0. */
  readonly radius: number;
  /** w_*, in B, where the gradient of g ∘ αf vanishes. */
  readonly minimizer: readonly number[];
  /** ∇g(αf(w_*)), normal to the image of αf there. */
  readonly normal: readonly number[];
  /** g(αf(w_*)): the least value over B, if w_* minimizes (see {@linkcode confirmMinimizer}). */
  readonly leastValue: number;
  /** g(0) = g(αf(w_0)). */
  readonly initialValue: number;
  /** Δ_0 = g(0) − g(αf(w_*)), accurate also where it is small beside g(0). */
  readonly initialGap: number;
  /**
   * Δ = g(αf(w)) − g(αf(w_*)), accurate also where it is small beside g. With an arithmetic αf(w) −
   * αf(w_*) is computed in it.
   */
  gap<T>(w: readonly number[], arithmetic?: Arithmetic<T>): number;
}

/**
 * The least α that a claim of the overparameterized part prints.
 *
 * With q = ((1 − ρ)λ_0² + ρ)/((1 − ρ)λ_n² + ρ), which is (λ_0² + ρ_0)/(λ_n² + ρ_0), and
 * a = (μ√(2Δ_0)/ν^{3/2})(λ_n/λ_0³) q: lemma-2 prints a, theorem-1 (12) La, theorem-2 the larger of
 * La/√m and σ_2√n Lip_g/(μ Lip_f² √m). For the last, Lip_f is the paper's universal bound and Lip_g
 * = √(2μΔ_0) a bound on ‖∇g‖ on the sublevel set {g ≤ g(0)}, as none holds on all of R^n.
 *
 * @throws {RangeError} If the claim is theorem-2 and the map no network.
 */
export function printedScaling(
  claim: ScalingClaim,
  map: SmoothMap,
  constants: {
    readonly lambda0: number;
    readonly lambdaN: number;
    readonly damping: number;
    readonly strongConvexity: number;
    readonly smoothness: number;
    readonly initialGap: number;
  },
): number {
  const { lambda0, lambdaN, damping, strongConvexity, smoothness, initialGap } = constants;
  if (claim === "theorem-2") {
    const { neurons, curvatureBound, lipschitz } = requireNetworkConstants(map);
    return discreteGaussNewtonConstants({
      lambda0,
      lambdaN,
      damping,
      strongConvexity,
      smoothness,
      initialGap,
      neurons,
      samples: map.outputs,
      curvatureBound,
      mapLipschitz: lipschitz,
      lossLipschitz: Math.sqrt(2 * smoothness * initialGap),
      jacobianLipschitz: map.jacobianLipschitz,
    }).leastScaling;
  }
  const rest = 1 - damping;
  const quotient = (rest * lambda0 ** 2 + damping) / (rest * lambdaN ** 2 + damping);
  const alpha = smoothness * Math.sqrt(2 * initialGap) / strongConvexity ** 1.5 *
    (lambdaN / lambda0 ** 3) * quotient;
  return claim === "lemma-2" ? alpha : map.jacobianLipschitz * alpha;
}

function requireNetworkConstants(map: SmoothMap) {
  const { neurons, curvatureBound, lipschitz } = map as Partial<
    ReturnType<typeof oneHiddenLayerNetwork>
  >;
  if (neurons === undefined || curvatureBound === undefined || lipschitz === undefined) {
    throw new RangeError(
      "theorem-2 counts neurons and speaks of σ_2, which a smooth map has not: give a network",
    );
  }
  return { neurons, curvatureBound, lipschitz };
}

/**
 * The problem that an overparameterized instance describes.
 *
 * @throws {TypeError} If a part of the instance is missing or of another type.
 * @throws {RangeError} If a number or a length is out of range, J(w_0) has not rank n, or L = 0.
 */
export function overparameterizedProblem(
  instance: OverparameterizedInstance,
): OverparameterizedProblem {
  const map = gaussNewtonMap(instance.map);
  const { parameters: p, outputs: n } = map;
  if (!(p > n)) throw new RangeError(`p = ${p} must exceed n = ${n}: give the map more parameters`);
  const { lambda0, lambdaN } = halfSingularValues(map);
  const radius = lambda0 / requireCurved(map);
  const loss = stronglyConvexLoss(
    instance.loss,
    requireNumbers(instance.target, "instance.target", { length: n, because: "one per output" }),
  );
  const initialValue = loss.value(new Array<number>(n).fill(0));
  if (!(initialValue > 0)) {
    throw new RangeError("instance.target is 0, where the flow starts: give another one");
  }
  const largestDamping = lambdaN ** 2 / (1 + lambdaN ** 2);
  const damping = readDamping(instance.damping, lambda0, largestDamping);
  const { strongConvexity, smoothness } = loss;
  const initialGap = initialValue;
  const scaling = readScaling(instance.scaling, (claim) =>
    printedScaling(claim, map, {
      lambda0,
      lambdaN,
      damping,
      strongConvexity,
      smoothness,
      initialGap,
    }));
  return {
    ...compositeObjective(map, loss, scaling),
    lambda0,
    lambdaN,
    jacobianLipschitz: map.jacobianLipschitz,
    radius,
    damping,
    largestDamping,
    initialValue,
  };
}

function readDamping(
  value: OverparameterizedInstance["damping"],
  lambda0: number,
  largestDamping: number,
): number {
  const where = "instance.damping";
  const damping = requireObject(value, where);
  const number = () => requireNumber(damping.value, `${where}.value`, { positive: true });
  const rho = damping.kind === "number"
    ? number()
    : damping.kind === "share"
    ? number() * largestDamping
    : damping.kind === "least eigenvalue"
    ? lambda0 ** 2
    : undefined;
  if (rho === undefined) {
    throw new TypeError(
      `${where}.kind is ${JSON.stringify(damping.kind)}: give number, share or least eigenvalue`,
    );
  }
  if (rho <= 1) return rho;
  throw new RangeError(`${where} makes ρ = ${rho}: give one of at most 1`);
}

function readScaling(value: unknown, printed: (claim: ScalingClaim) => number): number {
  const where = "instance.scaling";
  const scaling = requireObject(value, where);
  if (scaling.kind === "number") {
    return requireNumber(scaling.value, `${where}.value`, { positive: true });
  }
  const claims = ["lemma-2", "theorem-1", "theorem-2"] as const;
  const claim = claims.find((name) => name === scaling.claim);
  if (scaling.kind !== "printed" || claim === undefined) {
    throw new TypeError(
      `${where} must be {kind: "number", value} or {kind: "printed", claim, factor} with one of the ` +
        `claims ${claims.join(", ")}`,
    );
  }
  const factor = requireNumber(scaling.factor, `${where}.factor`, { positive: true });
  return factor * printed(claim);
}

/** Half the least and the largest of the min(n, p) singular values of J(w_0). */
function halfSingularValues(map: SmoothMap): { lambda0: number; lambdaN: number } {
  const { s } = float64.singularValueDecomposition(float64.matrix(map.jacobian(map.start)));
  const least = s.at(-1)!;
  const largest = s[0]!;
  if (!(least > 2 ** -50 * s.length * largest)) {
    throw new RangeError(
      `the singular values of J(w_0) range from ${least} to ${largest}: λ_0 must be positive; ` +
        "choose another start or other inputs",
    );
  }
  return { lambda0: least / 2, lambdaN: largest / 2 };
}

function requireCurved(map: SmoothMap): number {
  if (map.jacobianLipschitz > 0) return map.jacobianLipschitz;
  throw new RangeError("the map is linear, so that L = 0 and the ball has no radius: bend it");
}

/**
 * The problem that an underparameterized instance describes, built backwards: w_* is chosen in
 * B = {‖w − w_0‖ < 2λ_0r/L} and N orthogonal to range J(w_*), and the target y is such that
 * ∇g(αf(w_*)) = N. So the gradient of g ∘ αf vanishes at w_*, and that of g does not unless N = 0.
 *
 * **α of Theorem 5** is C√Δ_0 with C = Lμ/(r(1 − r)λ_0²√(8ν³)), and Δ_0 = g(0) − g(αf(w_*)) depends
 * on α, on the share and on N through y. Two of the three being given, the third solves this
 * equation:
 *
 * - The share: Δ_0 is 0 where it is 0. The least root of Δ_0 = α²/C² is taken that a scan in steps of
 *   1/12 brackets.
 * - α: for a quadratic loss with the weights W, Δ_0 = −α⟨N, f_*⟩ + ½α²‖f_*‖²_W, f_* = f(w_*), whence
 *   α = −⟨N, f_*⟩/(1/C² − ½‖f_*‖²_W), positive for N or for −N: that sign is taken. Otherwise it is the
 *   least root of Δ_0 = α²/C² that a scan of powers of 1.4 brackets, for N or else for −N.
 *
 * @throws {TypeError} If a part of the instance is missing or of another type.
 * @throws {RangeError} If a number or a length is out of range, J(w_0) has not rank p, L = 0, or
 * nothing solves the equation.
 */
export function underparameterizedProblem(
  instance: UnderparameterizedInstance,
): UnderparameterizedProblem {
  const map = gaussNewtonMap(instance.map);
  const { parameters: p, outputs: n } = map;
  if (!(p < n)) throw new RangeError(`p = ${p} must be below n = ${n}: give the map more outputs`);
  const { lambda0, lambdaN } = halfSingularValues(map);
  const r = requireShare(instance.r, "instance.r");
  const lipschitz = requireCurved(map);
  const radius = 2 * lambda0 * r / lipschitz;
  const direction = requireNumbers(instance.direction, "instance.direction", {
    length: p,
    because: "one per parameter",
  });
  const length = norm(direction);
  if (length === 0) throw new RangeError("instance.direction is 0: give a direction");
  const normal = requireNumbers(instance.normal, "instance.normal", {
    length: n,
    because: "one per output",
  });

  const zero = new Array<number>(n).fill(0);
  /** The loss of the residual ψ − y. */
  const ofResidual = stronglyConvexLoss(instance.loss, zero);
  const { strongConvexity: nu, smoothness: mu } = ofResidual;
  const factor = lipschitz * mu / (r * (1 - r) * lambda0 ** 2 * Math.sqrt(8 * nu ** 3));

  /** w_* for a share, f there, and the unit normal. */
  const placeAt = (share: number, passes = 2): Place => {
    const distance = share * radius / length;
    const point = map.start.map((entry, k) => entry + distance * direction[k]!);
    const jacobian = map.jacobian(point);
    return { point, output: map.value(point), unitNormal: unitNormal(jacobian, normal, passes) };
  };
  /** N of the size residual · α‖f_*‖. */
  const relativeNormal = ({ output, unitNormal }: Place, alpha: number, residual: number) =>
    unitNormal.map((entry) => residual * alpha * norm(output) * entry);
  /** Δ_0 for α, f_* and N. */
  const gapOf = (alpha: number, output: readonly number[], gradient: readonly number[]) =>
    ofResidual.difference(
      ofResidual.withGradient(gradient),
      output.map((entry) => -alpha * entry),
    );

  const where = "instance.placement";
  const placement = requireObject(instance.placement, where);
  const positive = (name: string) =>
    requireNumber(placement[name], `${where}.${name}`, { positive: true });
  const residualSize = requireNumber(placement.residual, `${where}.residual`);
  if (residualSize < 0) {
    throw new RangeError(`${where}.residual is ${residualSize}: give a number of at least 0`);
  }
  let place: Place;
  let alpha: number;
  let gradient: readonly number[];
  switch (placement.kind) {
    case "free":
      alpha = positive("scaling");
      place = placeAt(requireShare(placement.share, `${where}.share`));
      gradient = relativeNormal(place, alpha, residualSize);
      break;
    case "printed, share solved": {
      alpha = positive("scaling");
      const share = firstRoot(
        (share) => {
          const there = placeAt(share, 1);
          return gapOf(alpha, there.output, relativeNormal(there, alpha, residualSize)) -
            (alpha / factor) ** 2;
        },
        Array.from({ length: 11 }, (_, i) => (i + 1) / 12),
      );
      if (share === undefined) throw unsolvable("share");
      place = placeAt(share);
      gradient = relativeNormal(place, alpha, residualSize);
      break;
    }
    case "printed, scaling solved": {
      place = placeAt(requireShare(placement.share, `${where}.share`));
      const { output, unitNormal } = place;
      const solved = [1, -1].map((sign) => {
        const gradient = unitNormal.map((entry) => sign * residualSize * entry);
        const alpha = instance.loss.kind === "quadratic plus log-cosh"
          ? firstRoot(
            (alpha) => gapOf(alpha, output, gradient) - (alpha / factor) ** 2,
            Array.from(
              { length: 60 },
              (_, i) => 1e-4 * 1.4 ** i * norm(ofResidual.withGradient(gradient)) / norm(output),
            ),
          )
          : -inner(gradient, output) / (1 / factor ** 2 - ofResidual.value(output));
        return { alpha, gradient };
      }).find(({ alpha }) => alpha !== undefined && alpha > 0 && Number.isFinite(alpha));
      if (solved === undefined) throw unsolvable("scaling α");
      alpha = solved.alpha!;
      gradient = solved.gradient;
      break;
    }
    default:
      throw new TypeError(
        `${where}.kind is ${
          JSON.stringify(placement.kind)
        }: give "free", "printed, share solved" ` +
          'or "printed, scaling solved"',
      );
  }

  const { point: minimizer, output } = place;
  const residual = ofResidual.withGradient(gradient);
  const target = output.map((entry, j) => alpha * entry - residual[j]!);
  const objective = compositeObjective(map, stronglyConvexLoss(instance.loss, target), alpha);
  return {
    ...objective,
    lambda0,
    lambdaN,
    jacobianLipschitz: lipschitz,
    r,
    radius,
    minimizer,
    normal: gradient,
    leastValue: ofResidual.value(residual),
    initialValue: objective.loss.value(zero),
    initialGap: gapOf(alpha, output, gradient),
    gap(w, arithmetic) {
      const there = map.value(w);
      const moved = arithmetic === undefined
        ? there.map((entry, j) => alpha * (entry - output[j]!))
        : scaledDifference(arithmetic, alpha, there, output);
      return ofResidual.difference(residual, moved);
    },
  };
}

/** c(x − y). */
export function scaledDifference<T>(
  arithmetic: Arithmetic<T>,
  c: number,
  x: readonly number[],
  y: readonly number[],
): number[] {
  return arithmetic.scope(() =>
    arithmetic.toArray(
      arithmetic.scale(c, arithmetic.subtract(arithmetic.vector(x), arithmetic.vector(y))),
    )
  );
}

/** A possible w_*, f there, and the unit normal. */
interface Place {
  readonly point: readonly number[];
  readonly output: readonly number[];
  readonly unitNormal: readonly number[];
}

function unsolvable(what: string): RangeError {
  return new RangeError(
    `no ${what} solves α = C√Δ_0: choose another instance.direction, instance.normal or ` +
      "instance.placement",
  );
}

function requireShare(value: unknown, where: string): number {
  const share = requireNumber(value, where);
  if (share > 0 && share < 1) return share;
  throw new RangeError(`${where} is ${share}: give a number between 0 and 1, both excluded`);
}

/** The direction of the part of a vector that is orthogonal to the columns of J, or 0 without one. */
function unitNormal(
  jacobian: readonly number[][],
  z: readonly number[],
  passes: number,
): number[] {
  let rest = [...z];
  // With a second pass nothing remains of the rounding of a large tangential part.
  for (let pass = 0; pass < passes; pass++) {
    const coordinates = dampedLeastSquares(jacobian, rest, 0);
    rest = rest.map((entry, j) => entry - inner(jacobian[j]!, coordinates));
  }
  const size = norm(rest);
  return size > 1e-9 * norm(z) ? rest.map((entry) => entry / size) : rest.map(() => 0);
}

/**
 * The first root that the sign of f brackets on a grid, by the Illinois method: secants, with the
 * value at an end that stays halved.
 */
function firstRoot(f: (x: number) => number, grid: readonly number[]): number | undefined {
  let a = grid[0]!;
  let fa = f(a);
  for (const next of grid.slice(1)) {
    let b = next;
    let fb = f(b);
    if (Math.sign(fb) === Math.sign(fa)) {
      [a, fa] = [b, fb];
      continue;
    }
    for (let iteration = 0; iteration < 100 && fb !== 0; iteration++) {
      const c = b - fb * ((b - a) / (fb - fa));
      if (!(Math.abs(c - b) > 2 ** -52 * Math.abs(b))) break;
      const fc = f(c);
      if (Math.sign(fc) === Math.sign(fb)) fa /= 2;
      else [a, fa] = [b, fb];
      [b, fb] = [c, fc];
    }
    return b;
  }
  return undefined;
}

/** Whether w_* minimizes, and what was found. */
export interface MinimizerConfirmation {
  /** The least eigenvalue of the Hessian of g ∘ αf at w_*, over the largest one in magnitude. */
  readonly leastCurvature: number;
  /** The lowest point that the search of the closure of B met. */
  readonly lowestPoint: readonly number[];
  /** g(αf) there less g(αf(w_*)), over Δ_0: negative where something lower was found. */
  readonly relativeGap: number;
  /** Whether the curvature is positive and nothing was lower than w_* by more than rounding. */
  readonly confirmed: boolean;
}

/**
 * Confirms that w_* minimizes g ∘ αf over B: the Hessian there is positive definite (its least
 * eigenvalue above 1e-9 of the largest), and a multistart search of the closure of B
 * ({@linkcode lowestOnBall}) finds no value that is lower by more than 1e-9 Δ_0.
 *
 * @param problem From {@linkcode underparameterizedProblem}.
 * @param options How hard the search tries.
 */
export function confirmMinimizer(
  problem: UnderparameterizedProblem,
  options: LowestOnBallOptions = {},
): MinimizerConfirmation {
  const leastCurvature = relativeCurvature(problem);
  const lowestPoint = lowestOnBall(problem, problem.map.start, problem.radius, options);
  const relativeGap = problem.gap(lowestPoint) / problem.initialGap;
  return {
    leastCurvature,
    lowestPoint,
    relativeGap,
    confirmed: leastCurvature > 1e-9 && relativeGap >= -1e-9,
  };
}

/** λ_n²/λ_0², the condition number of K_0 or H_0, whichever is regular. */
export function conditionNumberAtStart(
  { lambda0, lambdaN }: Pick<OverparameterizedProblem, "lambda0" | "lambdaN">,
): number {
  return (lambdaN / lambda0) ** 2;
}

/** The least eigenvalue of the Hessian at w_* over the largest in magnitude. */
export function relativeCurvature(problem: UnderparameterizedProblem): number {
  const hessian = problem.hessian(problem.minimizer);
  const { values } = float64.symmetricEigendecomposition(float64.matrix(hessian));
  return values[0]! / Math.max(...values.map(Math.abs));
}
