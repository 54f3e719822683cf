/**
 * Where dual space preconditioned gradient descent ends.
 *
 * @module
 */

import { float64 } from "../arithmetic/mod.ts";
import type { LinearModelLoss } from "./linear_model_loss.ts";
import { EVERYWHERE, type Potential, symmetricEigenvalues } from "./potential.ts";

/** What {@linkcode dualSpaceLimit} runs. */
export interface DualSpaceRun {
  /** L. */
  readonly loss: LinearModelLoss;
  /** K. */
  readonly potential: Potential;
  /** W_0, flat. */
  readonly start: readonly number[];
  /** η, positive. */
  readonly stepSize: number;
  /** The largest number of steps. Default: 20000. */
  readonly maximumSteps?: number;
}

/** Where a run ends, and how that is known. */
export interface DualSpaceLimit {
  /**
   * `converged`: to `limit`, where ∇L = 0; `not converged`: to no minimizer of L, for the reason
   * given; `undecided`: nothing was shown within the steps.
   */
  readonly status: "converged" | "not converged" | "undecided";
  /** W_∞, flat; without convergence the last iterate. */
  readonly limit: readonly number[];
  /** A bound of ‖limit − W_∞‖, rounding included; `Infinity` unless converged. */
  readonly uncertainty: number;
  /** ‖X limit − Y‖_F. */
  readonly residual: number;
  /** The last iterate of the plain iteration. */
  readonly last: readonly number[];
  /** The number of steps taken. */
  readonly iterations: number;
  /** How the status is known, for people. */
  readonly reason: string;
}

const U = float64.unitRoundoff;

/** How many ratios of successive steps must show a contraction, and how strong it must be. */
const WINDOW = 32;
const TAIL_RATIO = 0.995;

/** How many further steps a cycle must survive. */
const CYCLE_CONFIRMATION = 4096;

/**
 * The limit of W⁺ = W − η∇K(∇L(W)), in double precision. A status other than `undecided` rests on
 * one of these arguments.
 *
 * **Gradient descent in disguise.** For K = h(‖·‖_F) the step is c_t∇L with c_t = ηh'(r)/r. If h''
 * does not rise, 0 < c_t ≤ ηL_K, and c_t stays away from 0 as the gradients stay bounded; with ηL_K
 * < 2n/(Mσ_1) gradient descent on a convex function of Lipschitz gradient converges to a minimizer.
 * It lies in W_0 + S, so it is the projection of W_0 onto {XW = Y + s} where every ℓ_ij has one
 * minimizer s_ij. (Plain iteration goes on until it is there or the steps are used up, and the
 * linear tail, which knows nothing of projections, is taken first where it applies.)
 *
 * **The linear tail.** Let R = XW − Y − s, H = ∇²K(0), D = diag(ℓ''(s)) > 0, B = (Λ ↦ XᵀΛ), and P =
 * D^{1/2}BᵀHBD^{1/2}/n. Then y = D^{1/2}R obeys y⁺ = (I − ηP)y − ηD^{1/2}BᵀN with N = ∇K(∇L) −
 * HBDR/n of higher order. If ρ = ‖I − ηP‖ < 1 and the last term is at most (1 − ρ)/2 · ‖y‖, the map
 * contracts by ρ' = (1 + ρ)/2, and the more so the smaller y gets. Summing the steps, R_∞ = 0 gives
 *
 *   W_∞ = W_t − HB(BᵀHB)⁻¹R_t − η(I − HB(BᵀHB)⁻¹Bᵀ) Σ_{s≥t} N_s,
 *
 * whose last part is at most ηC‖N_t‖/(1 − ρ'), C the norm of the bracket: W_∞ is taken to be the
 * rest once that bound is at rounding level, half as many digits before plain iteration gets there.
 * It depends on η only through W_t, and in quadratic cases it is exact from the start.
 *
 * **A contracting tail.** Where K or ℓ has no second derivative: 32 successive ratios of step norms
 * of at most q < 0.995, and a remaining distance of q/(1 − q) steps at rounding level. If the
 * gradient there is far larger than that distance can change it, the iteration stalls where ∇K(∇L)
 * = 0 ≠ ∇L.
 *
 * **A drift.** The step is at least 1e-7 of W and in the kernel of X, to rounding, at 32 looks in
 * succession: then ∇L stays as it is and W moves by the same step ever after. (∇K is not 0 there,
 * though its part in S is; it happens where ∇K(0) ≠ 0.)
 *
 * **A cycle.** The iterates return to the same point to rounding while the steps between are large,
 * and still do so 4096 steps later; or they overflow.
 */
export function dualSpaceLimit(
  { loss, potential, start, stepSize, maximumSteps = 20000 }: DualSpaceRun,
): DualSpaceLimit {
  if (!(Number.isFinite(stepSize) && stepSize > 0)) {
    throw new RangeError(`stepSize must be a positive finite number; got ${stepSize}.`);
  }
  const finish = (
    status: DualSpaceLimit["status"],
    reason: string,
    iterations: number,
    last: readonly number[],
    limit: readonly number[] = last,
    uncertainty = Infinity,
  ): DualSpaceLimit => ({
    status,
    limit,
    uncertainty,
    residual: Math.hypot(...loss.residualAt(limit)),
    last,
    iterations,
    reason,
  });
  const condition = Math.sqrt(loss.eigenvalues[0]! / loss.eigenvalues.at(-1)!);
  const isGradientDescent = descendsLikeGradientDescent(loss, potential, stepSize);
  const projection = loss.project(start);
  const tail = linearTail(loss, potential, stepSize);
  let point = [...start];
  let scale = norm(start);
  let previousStep = Infinity;
  let ratios: number[] = [];
  let drifting = 0;
  let mark = point;
  let markAt = 0;
  let longestSinceMark = 0;
  let returned: { readonly at: number; readonly period: number } | null = null;

  for (let iteration = 0;; iteration++) {
    const gradient = loss.gradientAt(point);
    const step = potential.gradient(gradient).map((entry) => stepSize * entry);
    const length = norm(step);
    scale = Math.max(scale, norm(point));
    if (!(length < 1e150 && scale < 1e150)) {
      return finish("not converged", "the iterates overflow", iteration, point);
    }

    if (tail !== null && iteration % 8 === 0) {
      const remaining = tail.remaining(point, gradient, step);
      if (remaining !== null) {
        const rough = point.map((entry, p) => entry - remaining.correction[p]!);
        const rounding = 16 * U * tail.amplification * (scale + norm(rough));
        if (remaining.bound <= rounding) {
          // BᵀHB has the square of X's condition number: what its solution leaves of XW − Y is taken
          // out once more, and what is left then is an error of its own.
          const left = tail.correction(rough);
          const end = rough.map((entry, p) => entry - left[p]!);
          const uncertainty = rounding + remaining.bound + norm(tail.correction(end));
          const reason = "the linear tail of a contraction, summed in closed form";
          return finish("converged", reason, iteration, point, end, uncertainty);
        }
      }
    }
    if (isGradientDescent) {
      const rounding = 16 * U * condition * (norm(start) + norm(projection));
      if (distance(point, projection) <= rounding || iteration >= maximumSteps) {
        const reason = "gradient descent with steps below 2/L: the projection of W_0";
        return finish("converged", reason, iteration, point, projection, rounding);
      }
    }

    ratios.push(previousStep === 0 ? 0 : length / previousStep);
    if (ratios.length > WINDOW) ratios = ratios.slice(-WINDOW);
    previousStep = length;
    const worst = Math.max(...ratios);
    const remaining = length === 0
      ? 0
      : ratios.length === WINDOW && worst < TAIL_RATIO
      ? length * worst / (1 - worst)
      : Infinity;
    if (remaining <= 64 * U * scale) {
      const { gradientSize } = loss.atPoint(point);
      const steepness = loss.smoothness * loss.eigenvalues[0]! / loss.samples;
      const uncertain = 64 * U * norm(gradientSize) +
        (remaining === 0 ? 0 : steepness * (remaining + 64 * U * scale));
      if (norm(gradient) > 1e3 * uncertain) {
        const reason = "a stall: the preconditioned gradient vanishes, the gradient does not";
        return finish("not converged", reason, iteration, point);
      }
      if (norm(gradient) <= uncertain) {
        const uncertainty = remaining + (16 * condition + iteration) * U * scale;
        return finish("converged", "a contracting tail", iteration, point, point, uncertainty);
      }
      return finish("undecided", "steps vanish at a tiny gradient", iteration, point);
    }

    // A drift: XW stands still, W does not.
    if (iteration % 8 === 0) {
      drifting = length > 1e-7 * scale && isInKernel(loss, step) ? drifting + 1 : 0;
      if (drifting === WINDOW) {
        const reason = "a drift along the kernel of X: XW stands still, W moves on";
        return finish("not converged", reason, iteration, point);
      }
    }

    // A cycle: back at the mark, though the steps since were long.
    const gap = distance(point, mark);
    const isBack = iteration > markAt && gap <= 1e3 * U * scale && longestSinceMark > 1e6 * gap &&
      longestSinceMark > 1e-6 * scale;
    if (isBack) {
      returned ??= { at: iteration, period: iteration - markAt };
      if (iteration - returned.at >= CYCLE_CONFIRMATION) {
        const reason = `a cycle of ${returned.period} points or a divisor`;
        return finish("not converged", reason, iteration, point);
      }
    } else if (returned !== null && (iteration - returned.at) % returned.period === 0) {
      returned = null;
    }
    longestSinceMark = Math.max(longestSinceMark, length);
    // Brent's marks, at powers of two; one that is returned to is kept until that is confirmed.
    if (returned === null && iteration >= 2 * markAt + 1) {
      mark = point;
      markAt = iteration;
      longestSinceMark = length;
    }
    if (iteration >= maximumSteps && returned === null || iteration >= maximumSteps + 8192) {
      return finish("undecided", `nothing was shown in ${iteration} steps`, iteration, point);
    }
    point = point.map((entry, p) => entry - step[p]!);
  }
}

/** ‖x‖: faster than `Math.hypot`, which is left to what threatens to overflow. */
function norm(x: readonly number[]): number {
  let sum = 0;
  for (const entry of x) sum += entry * entry;
  return sum > 1e-280 && sum < 1e280 ? Math.sqrt(sum) : Math.hypot(...x);
}

function distance(x: readonly number[], y: readonly number[]): number {
  return norm(x.map((entry, i) => entry - y[i]!));
}

/** Whether X step = 0, to 1e-11 of its factors' norms, which allows for the rounding of W. */
function isInKernel({ x, outputs: k }: LinearModelLoss, step: readonly number[]): boolean {
  const length = norm(step);
  return x.every((row) => {
    const allowed = 1e-11 * norm(row) * length;
    for (let j = 0; j < k; j++) {
      let sum = 0;
      for (let a = 0; a < row.length; a++) sum += row[a]! * step[a * k + j]!;
      if (Math.abs(sum) > allowed) return false;
    }
    return true;
  });
}

/** Whether the first argument of {@linkcode dualSpaceLimit} applies. */
function descendsLikeGradientDescent(
  loss: LinearModelLoss,
  potential: Potential,
  stepSize: number,
): boolean {
  const { terms, isIsotropic } = potential;
  return isIsotropic &&
    terms.every(({ profile }) => profile.trend !== "rising") &&
    terms.some(({ weights, map }) =>
      weights[0]! > 0 && "diagonal" in map && map.diagonal[0] !== 0
    ) &&
    loss.losses.every((f) => f.secondDerivative(f.minimizer).largest > 0) &&
    stepSize * potential.lipschitzConstant(EVERYWHERE).value * loss.smoothness *
          loss.eigenvalues[0]! < 2 * loss.samples * (1 - 1e-9);
}

interface LinearTail {
  /** How much rounding errors of W grow in the limit: C and ‖HB(BᵀHB)⁻¹‖‖B‖. */
  readonly amplification: number;
  /** HB(BᵀHB)⁻¹(XW − Y − s) at W = `point`. */
  correction(point: readonly number[]): number[];
  /** The distance to go, and what is left out in it; `null` where no contraction is shown. */
  remaining(
    point: readonly number[],
    gradient: readonly number[],
    step: readonly number[],
  ): { readonly correction: readonly number[]; readonly bound: number } | null;
}

/** The second argument of {@linkcode dualSpaceLimit}; `null` where H or D is of no use. */
function linearTail(
  loss: LinearModelLoss,
  potential: Potential,
  stepSize: number,
): LinearTail | null {
  const { samples: n, outputs: k, features: d, x } = loss;
  const size = n * k;
  const origin = new Array<number>(d * k).fill(0);
  const hessian = potential.hessian(origin);
  const slopes = loss.losses.map((f) => {
    const { least, largest } = f.secondDerivative(f.minimizer);
    return least === largest ? least : NaN;
  });
  const isStationary = norm(potential.gradient(origin)) <=
    64 * U * norm(potential.gradientSize(origin));
  if (hessian === null || !isStationary || !slopes.every((s) => s > 0 && s < Infinity)) return null;

  const b = (columns: readonly number[]) => loss.fromMultipliers(columns);
  const bTransposed = (z: readonly number[]) => {
    const result = new Array<number>(size).fill(0);
    for (let i = 0; i < n; i++) {
      for (let a = 0; a < d; a++) {
        const entry = x[i]![a]!;
        for (let j = 0; j < k; j++) result[i * k + j]! += entry * z[a * k + j]!;
      }
    }
    return result;
  };
  const multiply = (rows: readonly (readonly number[])[], v: readonly number[]) =>
    rows.map((row) => row.reduce((sum, entry, i) => sum + entry * v[i]!, 0));
  const unit = (e: number) => Array.from({ length: size }, (_, f) => Number(e === f));
  // The columns of HB.
  const hb = Array.from({ length: size }, (_, e) => multiply(hessian, b(unit(e))));
  const middle = hb.map(bTransposed);
  const roots = slopes.map(Math.sqrt);
  const p = middle.map((row, e) => row.map((entry, f) => roots[e]! * entry * roots[f]! / n));
  const eigenvalues = symmetricEigenvalues(p);
  const rho = Math.max(
    Math.abs(1 - stepSize * eigenvalues[0]!),
    Math.abs(1 - stepSize * eigenvalues.at(-1)!),
  );
  const contraction = (1 + rho) / 2;
  if (!(eigenvalues[0]! > 1e-14 * eigenvalues.at(-1)! && rho < 1)) return null;

  const inverse = float64.symmetricEigendecomposition(float64.matrix(middle));
  const vectors = float64.toRows(inverse.vectors);
  const solve = (r: readonly number[]) => {
    const coordinates = inverse.values.map((value, q) =>
      vectors.reduce((sum, row, e) => sum + row[q]! * r[e]!, 0) / value
    );
    return vectors.map((row) => row.reduce((sum, entry, q) => sum + entry * coordinates[q]!, 0));
  };
  /** HB(BᵀHB)⁻¹ r. */
  const lift = (r: readonly number[]) => {
    const multipliers = solve(r);
    const result = new Array<number>(d * k).fill(0);
    for (const [e, column] of hb.entries()) {
      for (let q = 0; q < result.length; q++) result[q]! += column[q]! * multipliers[e]!;
    }
    return result;
  };
  // The columns of HB(BᵀHB)⁻¹, for the norms of it and of the bracket, by Frobenius from above.
  const liftNorm = norm(Array.from({ length: size }, (_, e) => norm(lift(unit(e)))));
  const amplification = 1 + liftNorm * Math.sqrt(loss.eigenvalues[0]!);

  const excessAt = (point: readonly number[]) =>
    loss.residualAt(point).map((r, e) => r - loss.losses[e]!.minimizer);
  return {
    amplification,
    correction: (point) => lift(excessAt(point)),
    remaining(point, gradient, step) {
      const residual = excessAt(point);
      const linear = multiply(
        hessian,
        b(residual.map((r, e) => slopes[e]! * r / n)),
      ).map((entry) => stepSize * entry);
      // ηN. In the linear regime it is a difference of nearly equal numbers, so that it is known to
      // their rounding: what lies below that counts as nothing.
      const departure = step.map((entry, q) => entry - linear[q]!);
      const rounding = 64 * U * (norm(step) + norm(linear));
      const size = norm(departure);
      const significant = size <= rounding ? 0 : size;
      const y = norm(residual.map((r, e) => roots[e]! * r));
      const pull = norm(bTransposed(departure).map((entry, e) => roots[e]! * entry));
      if (!(norm(gradient) >= 0) || (significant > 0 && pull > (1 - rho) / 2 * y)) return null;
      return {
        correction: lift(residual),
        bound: amplification * significant / (1 - contraction),
      };
    },
  };
}
