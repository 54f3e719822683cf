/**
 * Whether L* − ηK and K − αL* are convex on the row space S = {XᵀΛ}.
 *
 * **Reduction.** Λ ↦ XᵀΛ is one to one onto S, so it is asked whether
 *
 *   F(Λ) = L*(XᵀΛ) − ηK(XᵀΛ) = (1/n) Σ ℓ*_ij(nΛ_ij) + Σ Λ_ij Y_ij − ηK(XᵀΛ)
 *
 * is convex (see `linearModelLoss`) where it is finite: nΛ_ij in the closure of the range of ℓ_ij'.
 * By ℓ*' = (ℓ')⁻¹ the first term has the Hessian n diag(1/ℓ_ij''(r_ij)), nΛ_ij = ℓ_ij'(r_ij); with
 * B = (Λ ↦ XᵀΛ) the second one has ηBᵀ∇²K(XᵀΛ)B. Both are functions with one-sided second
 * derivatives, ℓ* may besides have convex corners (where ℓ is straight) and K has none, so F is
 * convex if and only if its second derivatives are non-negative wherever they exist: n V²/ℓ'' ≥ η
 * BᵀHB for all Λ, or, with D = diag(ℓ''),
 *
 *   ηT ≤ 1,   T = sup_Λ λ_max(D^{1/2}BᵀHBD^{1/2})/n,
 *
 * and K − αL* is convex on a part of S if and only if α ≤ inf_Λ λ_min(D^{1/2}BᵀHBD^{1/2})/n over
 * it, provided that L* is finite and without corners there (no α > 0 otherwise).
 *
 * **Two bounds.** From above, T ≤ λ_max(M^{1/2}BᵀH̄BM^{1/2})/n with M = diag(sup ℓ_ij'') and a
 * constant H̄ ⪰ ∇²K made of the exact suprema of the profiles' second derivatives over S. (With H̄
 * = L_K·I this is the textbook η ≤ n/(L_K M σ_1).) From below, T is at least its value at any Λ: at
 * 0, at the projections of the shifts of K onto S, and along rays to both ends of S. Where
 * curvatures are largest at 0 (or at one shift, or at infinity) in K and in ℓ the two agree, and
 * the threshold is exact; otherwise what lies between them is left undecided. An isotropic term
 * h(‖· − C‖) has ‖XᵀΛ − C‖ at least the distance of C from S, which is attained, so shifts do not
 * spoil it.
 *
 * @module
 */

import { float64 } from "../arithmetic/mod.ts";
import type { LinearModelLoss } from "./linear_model_loss.ts";
import {
  boundingMatrix,
  EVERYWHERE,
  type Potential,
  type PotentialTerm,
  type Region,
  symmetricEigenvalues,
  termCurvatures,
} from "./potential.ts";
import type { Bounds } from "./profile.ts";

/** Where a difference of convex functions bends downwards. */
export interface CurvatureCertificate {
  /** Λ, n×k, row by row. */
  readonly multipliers: readonly number[];
  /**
   * V, n×k, row by row: along it the second derivative of K in the metric of L*'' is `ratio`. Empty
   * where L* itself is not finite or has a corner at Λ.
   */
  readonly direction: readonly number[];
  /**
   * VᵀBᵀ∇²K(XᵀΛ)BV / (n Σ V_ij²/ℓ_ij''): L* − ηK bends downwards at Λ along V if η · ratio > 1, K −
   * αL* if α > ratio. It may be `Infinity` or 0.
   */
  readonly ratio: number;
}

/** For which factors a difference of convex functions is convex. */
export interface ConvexityThreshold {
  /** Convex for all factors up to this one: certified. */
  readonly convexUpTo: number;
  /** Not convex for any larger factor than this one: the certificate shows it. */
  readonly notConvexAbove: number;
  /** Whether the two agree to 1e-12 of themselves. */
  readonly exact: boolean;
  /** How the bounds were found, for people. */
  readonly method: string;
  /** Where convexity fails above `notConvexAbove`; `null` if it never fails. */
  readonly certificate: CurvatureCertificate | null;
}

/** Whether a function is convex, with the reason. */
export interface ConvexityDecision {
  /** The answer. */
  readonly verdict: "convex" | "not convex" | "undecided";
  /** How it was found, for people. */
  readonly method: string;
  /** For `not convex`: where. */
  readonly certificate: CurvatureCertificate | null;
}

/** How far beyond a threshold a factor may lie for rounding's sake and still count as on it. */
const ON_THE_EDGE = 64 * float64.unitRoundoff;

/** How far beyond an attained ratio a factor must lie for the failure to be no rounding. */
const BEYOND_THE_EDGE = 1e-10;

/**
 * Decides convexity for one factor. Factors on the threshold itself, to 64 units roundoff, are
 * convex; those just beyond it, by less than 1e-10 of themselves, undecided.
 *
 * @param factor η or α, at least 0.
 * @param threshold From {@linkcode lossMinusPotential} or {@linkcode potentialMinusLoss}.
 */
export function decideConvexity(
  factor: number,
  threshold: ConvexityThreshold,
): ConvexityDecision {
  const { convexUpTo, method } = threshold;
  if (factor <= convexUpTo * (1 + ON_THE_EDGE)) {
    return { verdict: "convex", method, certificate: null };
  }
  const { notConvexAbove, certificate } = threshold;
  if (factor > notConvexAbove * (1 + BEYOND_THE_EDGE) && certificate !== null) {
    return { verdict: "not convex", method, certificate };
  }
  return { verdict: "undecided", method, certificate: null };
}

/** The largest η for which L* − ηK is convex on S, between two bounds; see the module. */
export function lossMinusPotential(model: LinearModelLoss, k: Potential): ConvexityThreshold {
  const geometry = rowSpaceGeometry(model, k);
  const domain = model.losses.map(({ lipschitz }) => lipschitz / model.samples);
  const steepness = model.losses.map(({ smoothness }) => smoothness);
  const upper = steepness.every(Number.isFinite)
    ? extremeEigenvalue(
      geometry,
      termCurvatures(k.terms, gradientRanges(model, domain), Infinity, geometry.distanceToRowSpace),
      steepness,
      "largest",
    )
    : Infinity;
  // What shows that it fails takes longer to find: it is looked for when it is asked for.
  let found: CurvatureCertificate | null | undefined;
  const certificate = () => {
    if (found !== undefined) return found;
    found = null;
    for (const multipliers of geometry.candidates(domain)) {
      const here = ratioAt(geometry, multipliers, "largest");
      if (here !== null && here.ratio > (found?.ratio ?? 0)) found = here;
      if (found !== null && found.ratio >= upper * (1 - 1e-12)) break;
    }
    return found;
  };
  return {
    convexUpTo: 1 / upper,
    method: "λ_max of M^{1/2}BᵀH̄BM^{1/2} from above, of D^{1/2}BᵀHBD^{1/2} at points from below",
    get notConvexAbove() {
      return 1 / (certificate()?.ratio ?? 0);
    },
    get exact() {
      return agree(upper, certificate()?.ratio ?? 0);
    },
    get certificate() {
      return certificate();
    },
  };
}

/**
 * The largest α for which K − αL* is convex on S, or on the part of S in a region of gradients,
 * between two bounds; see the module.
 *
 * @param region Default: all of S.
 */
export function potentialMinusLoss(
  model: LinearModelLoss,
  k: Potential,
  region: Region = EVERYWHERE,
): ConvexityThreshold {
  const geometry = rowSpaceGeometry(model, k);
  const n = model.samples;
  const domain = model.losses.map(({ lipschitz }) => lipschitz / n);
  const reach = geometry.multiplierReach(region);
  const bad = model.losses.findIndex((loss, e) => {
    // Straight pieces of ℓ are corners of ℓ*; the one at the minimizer is at Λ_ij = 0, which every
    // region contains.
    const hasCorner = loss.secondDerivative(loss.minimizer).largest === 0;
    return hasCorner && loss.inverseDerivative(0) > loss.minimizer || reach[e]! > domain[e]!;
  });
  if (bad >= 0) {
    const multipliers = reach.map((bound, e) =>
      e === bad && bound > domain[e]! ? Math.min(bound, 2 * domain[e]!) : 0
    );
    return {
      convexUpTo: 0,
      // The box around the region's multipliers may be larger than what they reach.
      notConvexAbove: reach[bad]! > domain[bad]! && reach[bad]! < Infinity ? Infinity : 0,
      exact: reach[bad]! === Infinity || reach[bad]! <= domain[bad]!,
      method: "L* is infinite or has a corner on the region",
      certificate: { multipliers, direction: [], ratio: 0 },
    };
  }
  const flatness = model.losses.map((loss, e) => {
    const ends = [loss.inverseDerivative(-n * reach[e]!), loss.inverseDerivative(n * reach[e]!)];
    // ℓ'' of a sum of profiles may fall and rise; its least value at infinity or 0 is a bound.
    const atEnds = ends.map((r) => loss.secondDerivative(r).least);
    return loss.isSteepestAtMinimizer ? Math.min(...atEnds) : loss.strongConvexity;
  });
  const bound = region.kind === "ball" ? region.radius : region.bound;
  const ranges = gradientRanges(model, reach).map((range) => ({
    least: Math.max(range.least, -bound),
    largest: Math.min(range.largest, bound),
  }));
  const radius = region.kind === "ball" ? bound : bound * Math.sqrt(k.dimension);
  const certified = extremeEigenvalue(
    geometry,
    termCurvatures(k.terms, ranges, radius, geometry.distanceToRowSpace),
    flatness,
    "least",
  );
  let found: CurvatureCertificate | null | undefined;
  const certificate = () => {
    if (found !== undefined) return found;
    found = null;
    for (const multipliers of geometry.candidates(reach, region)) {
      const here = ratioAt(geometry, multipliers, "least");
      if (here !== null && here.ratio < (found?.ratio ?? Infinity)) found = here;
      if (found !== null && found.ratio <= certified * (1 + 1e-12)) break;
    }
    return found;
  };
  return {
    convexUpTo: certified,
    method: "λ_min of D^{1/2}BᵀHBD^{1/2}: bounds of the profiles from below, points from above",
    get notConvexAbove() {
      // Both are known to u·λ_max, so that what is attained may come out below what is certified.
      return Math.max(certified, certificate()?.ratio ?? Infinity);
    },
    get exact() {
      return agree(certified, certificate()?.ratio ?? Infinity);
    },
    get certificate() {
      return certificate();
    },
  };
}

function agree(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) <= 1e-12 * Math.abs(a);
}

interface RowSpaceGeometry {
  readonly model: LinearModelLoss;
  readonly potential: Potential;
  /** BᵀHB of a symmetric H. */
  congruence(h: readonly (readonly number[])[]): number[][];
  /** Bᵀz = Xz. */
  pullBack(z: readonly number[]): number[];
  /** A lower bound of ‖A_t XᵀΛ − c_t‖. */
  distanceToRowSpace(term: PotentialTerm): number;
  /** Bounds of |Λ_ij| where XᵀΛ lies in the region. */
  multiplierReach(region: Region): number[];
  /** Points Λ strictly inside of |Λ_ij| < reach_ij, with XᵀΛ in the region. */
  candidates(reach: readonly number[], region?: Region): Iterable<readonly number[]>;
}

function rowSpaceGeometry(model: LinearModelLoss, k: Potential): RowSpaceGeometry {
  const { samples: n, features: d, outputs, x } = model;
  const size = n * outputs;
  if (k.dimension !== model.parameters) {
    throw new RangeError(
      `the potential is one of ${k.dimension} numbers, but the model has ${model.parameters}`,
    );
  }
  const pullBack = (z: readonly number[]) => {
    const result = new Array<number>(size).fill(0);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < outputs; j++) {
        for (let a = 0; a < d; a++) result[i * outputs + j]! += x[i]![a]! * z[a * outputs + j]!;
      }
    }
    return result;
  };
  const { u, s, v } = float64.singularValueDecomposition(float64.matrix(x));
  const [left, right] = [float64.toRows(u), float64.toRows(v)];
  /** The Λ for which XᵀΛ is nearest to z: U diag(1/s) Vᵀ z. */
  const nearestMultipliers = (z: readonly number[]) => {
    const result = new Array<number>(size).fill(0);
    for (let q = 0; q < n; q++) {
      for (let j = 0; j < outputs; j++) {
        let coordinate = 0;
        for (let a = 0; a < d; a++) coordinate += right[a]![q]! * z[a * outputs + j]!;
        for (let i = 0; i < n; i++) {
          result[i * outputs + j]! += left[i]![q]! * coordinate / s[q]!;
        }
      }
    }
    return result;
  };
  const isIdentity = ({ map }: PotentialTerm) =>
    "diagonal" in map && map.diagonal.every((a) => a === 1);
  const centers = [...new Map(
    k.terms.filter((term) => isIdentity(term) && term.center.some((entry) => entry !== 0))
      .map(({ center }) => [center.join(), center]),
  ).values()];
  const projected = new Map(centers.map((center) => [center.join(), nearestMultipliers(center)]));

  function* candidates(reach: readonly number[], region: Region = EVERYWHERE) {
    const admits = (multipliers: readonly number[]) => {
      if (!multipliers.every((entry, e) => Math.abs(entry) < reach[e]!)) return false;
      const z = model.fromMultipliers(multipliers);
      return sizeIn(region, z) <= limitOf(region) * (1 + 1e-15);
    };
    yield new Array<number>(size).fill(0);
    for (const multipliers of projected.values()) if (admits(multipliers)) yield multipliers;
    // Rays: along the first and the last singular vector, and such that all entries of XᵀΛ move.
    const directions = [
      nearestMultipliers(right.flatMap((row) => new Array<number>(outputs).fill(row[0]!))),
      nearestMultipliers(right.flatMap((row) => new Array<number>(outputs).fill(row[n - 1]!))),
      nearestMultipliers(
        Array.from({ length: d * outputs }, (_, e) => Math.cos(1 + 2.4 * e) >= 0 ? 1 : -1),
      ),
      nearestMultipliers(Array.from({ length: d * outputs }, (_, e) => Math.cos(1 + e * e))),
    ];
    const limit = limitOf(region);
    const scales = limit < Infinity
      ? [1e-6, 1e-3, 0.1, 0.5, 1].map((share) => share * limit)
      : [1e12, 1e8, 1e5, 1e3, 100, 10, 1, 0.1, 1e-2, 1e-4, 1e-8];
    for (const direction of directions) {
      const length = sizeIn(region, model.fromMultipliers(direction));
      if (!(length > 0)) continue;
      const most = Math.min(
        ...direction.map((entry, e) => entry === 0 ? Infinity : reach[e]! / Math.abs(entry)),
      );
      for (const scale of scales) {
        const step = scale / length;
        if (step < most) yield direction.map((entry) => step * entry);
      }
      if (most < Infinity && limit === Infinity) {
        for (const share of [0.5, 0.9, 0.999, 1 - 1e-9]) {
          yield direction.map((entry) => share * most * entry);
        }
      }
    }
  }

  return {
    model,
    potential: k,
    pullBack,
    congruence: (h) => {
      const half = h.map((row) => pullBack(row));
      const result = Array.from({ length: size }, () => new Array<number>(size).fill(0));
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < outputs; j++) {
          const row = result[i * outputs + j]!;
          for (let a = 0; a < d; a++) {
            const entry = x[i]![a]!;
            const from = half[a * outputs + j]!;
            for (let e = 0; e < size; e++) row[e]! += entry * from[e]!;
          }
        }
      }
      return result;
    },
    distanceToRowSpace(term) {
      const multipliers = isIdentity(term) ? projected.get(term.center.join()) : undefined;
      if (multipliers === undefined) return 0;
      const nearest = model.fromMultipliers(multipliers);
      return Math.hypot(...term.center.map((entry, i) => entry - nearest[i]!));
    },
    multiplierReach(region) {
      const bound = limitOf(region);
      if (bound === Infinity) return new Array<number>(size).fill(Infinity);
      // Λ = U diag(1/s) Vᵀ G: row i of it is at most ‖row i of U diag(1/s)‖ ‖G^(j)‖.
      const radius = region.kind === "ball" ? bound : bound * Math.sqrt(d);
      return Array.from({ length: size }, (_, e) => {
        const row = left[Math.floor(e / outputs)]!;
        return radius * Math.hypot(...row.map((entry, q) => entry / s[q]!));
      });
    },
    candidates,
  };
}

function limitOf(region: Region): number {
  return region.kind === "ball" ? region.radius : region.bound;
}

function sizeIn(region: Region, z: readonly number[]): number {
  return region.kind === "ball" ? Math.hypot(...z) : Math.max(...z.map(Math.abs));
}

/** What the entries of XᵀΛ can be where |Λ_ij| ≤ reach_ij. */
function gradientRanges({ x, outputs, features }: LinearModelLoss, reach: readonly number[]) {
  return Array.from({ length: features * outputs }, (_, p): Bounds => {
    const [a, j] = [Math.floor(p / outputs), p % outputs];
    let largest = 0;
    for (const [i, row] of x.entries()) {
      if (row[a] !== 0) largest += Math.abs(row[a]!) * reach[i * outputs + j]!;
    }
    return { least: -largest, largest };
  });
}

/** The extreme eigenvalue of D^{1/2}BᵀH̄BD^{1/2}/n for bounds of the Hessian of K. */
function extremeEigenvalue(
  { model, potential, congruence }: RowSpaceGeometry,
  curvatures: readonly (readonly Bounds[])[],
  weights: readonly number[],
  which: keyof Bounds,
): number {
  const bounding = boundingMatrix(potential.terms, curvatures, which);
  if (bounding === null) return which === "largest" ? Infinity : 0;
  const values = symmetricEigenvalues(weighted(congruence(bounding), weights, model.samples));
  return Math.max(0, which === "largest" ? values.at(-1)! : values[0]!);
}

function weighted(
  matrix: readonly (readonly number[])[],
  weights: readonly number[],
  n: number,
): number[][] {
  const roots = weights.map(Math.sqrt);
  return matrix.map((row, e) => row.map((entry, f) => roots[e]! * entry * roots[f]! / n));
}

/** The extreme ratio at one Λ, `null` where the second derivatives say nothing. */
function ratioAt(
  { model, potential, congruence, pullBack }: RowSpaceGeometry,
  multipliers: readonly number[],
  which: keyof Bounds,
): CurvatureCertificate | null {
  const n = model.samples;
  const slopes = multipliers.map((multiplier, e) => {
    const loss = model.losses[e]!;
    return loss.secondDerivative(loss.inverseDerivative(n * multiplier))[which];
  });
  const z = model.fromMultipliers(multipliers);
  if (which === "largest") {
    for (const direction of potential.singularDirections(z)) {
      const pulled = pullBack(direction);
      const length = Math.hypot(...pulled);
      if (slopes.every((slope) => slope > 0) && length > 1e-12 * Math.hypot(...direction)) {
        return { multipliers, direction: pulled, ratio: Infinity };
      }
    }
  }
  const hessian = potential.hessian(z);
  if (hessian === null) return null;
  const middle = congruence(hessian);
  const free = slopes.findIndex((slope, e) => slope === Infinity && middle[e]![e]! > 0);
  if (which === "largest" && free >= 0) {
    const direction = multipliers.map((_, e) => Number(e === free));
    return { multipliers, direction, ratio: Infinity };
  }
  if (!slopes.every(Number.isFinite)) return null;
  const { values, vectors } = float64.symmetricEigendecomposition(
    float64.matrix(weighted(middle, slopes, n)),
  );
  const column = which === "largest" ? values.length - 1 : 0;
  return {
    multipliers,
    direction: float64.toRows(vectors).map((row, e) => Math.sqrt(slopes[e]!) * row[column]!),
    ratio: Math.max(0, values[column]!),
  };
}
