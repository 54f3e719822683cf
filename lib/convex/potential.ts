/**
 * Convex potentials K on R^m, m = dk: matrices enter as their entries, row by row.
 *
 * @module
 */

import { float64 } from "../arithmetic/mod.ts";
import { reflectionProduct } from "../linalg/mod.ts";
import {
  type Bounds,
  type Profile,
  type ScalarFunction,
  scalarFunction,
  secondDerivativeOn,
  slopeRatioOn,
} from "./profile.ts";
import type { SizedNumber } from "./sized_number.ts";

/**
 * A potential K in plain JSON, of any dimension m: all lists of numbers are repeated to the length
 * m, so that a description keeps its meaning when a shrinker changes the shape.
 *
 * - `separable`: Σ w_i φ(z_i) with the `weights` w ≥ 0 (default: ones);
 * - `isotropic`: φ(‖z‖), ‖·‖ the Frobenius norm of the matrix;
 * - `sum`: the sum of the `terms`, at least one;
 * - `scaled`: `factor` ≥ 0 times the potential;
 * - `translated`: K(z − c), c = `by`;
 * - `composed`: K(Az), A = diag(`weights`) H(v₁) H(v₂) ⋯ with the `reflections` H(v) = I −
 *   2vvᵀ/‖v‖²; two of them in each other give any square A;
 * - `raised`: K + `by`.
 *
 * A quadratic potential is `isotropic` with the profile `quadratic`, an anisotropic one `separable`
 * with weights, one with any symmetric positive semidefinite matrix `composed` of that.
 */
export type PotentialDescription =
  | {
    readonly kind: "separable";
    readonly profile: Profile;
    readonly weights?: readonly number[];
  }
  | { readonly kind: "isotropic"; readonly profile: Profile }
  | { readonly kind: "sum"; readonly terms: readonly PotentialDescription[] }
  | {
    readonly kind: "scaled";
    readonly factor: number;
    readonly potential: PotentialDescription;
  }
  | {
    readonly kind: "translated";
    readonly by: readonly number[];
    readonly potential: PotentialDescription;
  }
  | {
    readonly kind: "composed";
    readonly weights: readonly number[];
    readonly reflections: readonly (readonly number[])[];
    readonly potential: PotentialDescription;
  }
  | {
    readonly kind: "raised";
    readonly by: number;
    readonly potential: PotentialDescription;
  };

/**
 * Where constants are asked for: the ball ‖Z‖_F ≤ `radius` or the box |Z_ij| ≤ `bound`, `Infinity`
 * for the whole space.
 */
export type Region =
  | { readonly kind: "ball"; readonly radius: number }
  | { readonly kind: "box"; readonly bound: number };

/** The whole space. */
export const EVERYWHERE: Region = { kind: "ball", radius: Infinity };

/** A constant with how it was found. */
export interface CurvatureConstant {
  /** The constant: a certified bound, and the best one if `exact`. */
  readonly value: number;
  /** How it was found. */
  readonly method: "closed form" | "eigenvalues" | "branch and bound" | "sum of the terms' bounds";
  /** Whether it is the best constant (to 1e-9 of itself for `branch and bound`). */
  readonly exact: boolean;
}

/**
 * One term of the normal form K(z) = const + Σ P_t(A_t z − c_t): P_t is Σ w_i φ(y_i), or w_0 φ(‖y‖)
 * where `isotropic`.
 */
export interface PotentialTerm {
  /** Whether P is radial. */
  readonly isotropic: boolean;
  /** φ. */
  readonly profile: ScalarFunction;
  /** w ≥ 0, of length m. All equal where `isotropic`. */
  readonly weights: readonly number[];
  /** A, by its diagonal where it is diagonal. */
  readonly map: { readonly diagonal: readonly number[] } | {
    readonly rows: readonly (readonly number[])[];
  };
  /** c, of length m. */
  readonly center: readonly number[];
}

/** A differentiable convex K on R^m. Arguments are flat, of length m. */
export interface Potential {
  /** m. */
  readonly dimension: number;
  /** The additive constant of the normal form. */
  readonly constant: number;
  /** The other terms of the normal form. */
  readonly terms: readonly PotentialTerm[];
  /** Whether K = h(‖·‖_F), without shift. */
  readonly isIsotropic: boolean;
  /** K(z), with the size of what was added up (rounding of z − c included). */
  value(z: readonly number[]): SizedNumber;
  /** ∇K(z). */
  gradient(z: readonly number[]): number[];
  /** The size of what was added up in each entry of ∇K(z), rounding of z − c included. */
  gradientSize(z: readonly number[]): number[];
  /**
   * ∇²K(z), m×m; `null` where an entry is infinite. Where φ'' jumps, its larger limit is taken
   * (which is an element of the generalized Hessian for separable terms).
   */
  hessian(z: readonly number[]): number[][] | null;
  /**
   * The vectors a with infinite curvature along them at z: a is a row of some A_t, and ∇²K(z) ⪰ c
   * aaᵀ for every c. Empty where `hessian` is not `null`.
   */
  singularDirections(z: readonly number[]): readonly (readonly number[])[];
  /** The least L_K for which ∇K is L_K-Lipschitz on the region, or an upper bound of it. */
  lipschitzConstant(region?: Region): CurvatureConstant;
  /** The largest m_K for which K is m_K-strongly convex on the region, or a lower bound of it. */
  strongConvexityConstant(region?: Region): CurvatureConstant;
  /**
   * Bounds of inf K: `least` is certified, `largest` is K at the best point found. They agree where
   * one point minimizes all terms.
   */
  minimum(): Bounds;
}

function cycle(entries: readonly number[], length: number, what: string): number[] {
  if (entries.length === 0) throw new RangeError(`${what} is empty: give at least one number.`);
  for (const entry of entries) {
    if (!Number.isFinite(entry)) {
      throw new RangeError(`${what} holds ${entry}: give finite numbers.`);
    }
  }
  return Array.from({ length }, (_, i) => entries[i % entries.length]!);
}

function requireNonnegative(what: string, values: readonly number[]): void {
  for (const value of values) {
    if (!(Number.isFinite(value) && value >= 0)) {
      throw new RangeError(`${what} must be finite and at least 0; got ${value}.`);
    }
  }
}

type LinearMap = PotentialTerm["map"];

function applyMap(map: LinearMap, z: readonly number[]): number[] {
  const result = new Array<number>(z.length);
  if ("diagonal" in map) {
    for (let i = 0; i < z.length; i++) result[i] = map.diagonal[i]! * z[i]!;
    return result;
  }
  for (let i = 0; i < z.length; i++) {
    const row = map.rows[i]!;
    let sum = 0;
    for (let j = 0; j < z.length; j++) sum += row[j]! * z[j]!;
    result[i] = sum;
  }
  return result;
}

function absoluteMap(map: LinearMap): LinearMap {
  return "diagonal" in map
    ? { diagonal: map.diagonal.map(Math.abs) }
    : { rows: map.rows.map((row) => row.map(Math.abs)) };
}

function applyTranspose(map: LinearMap, y: readonly number[]): number[] {
  if ("diagonal" in map) return applyMap(map, y);
  const result = new Array<number>(y.length).fill(0);
  for (let i = 0; i < y.length; i++) {
    const row = map.rows[i]!;
    const factor = y[i]!;
    for (let j = 0; j < y.length; j++) result[j]! += row[j]! * factor;
  }
  return result;
}

function rowsOf(map: LinearMap): readonly (readonly number[])[] {
  if ("rows" in map) return map.rows;
  return map.diagonal.map((a, i) => map.diagonal.map((_, j) => i === j ? a : 0));
}

/** B A, for a diagonal B or a general one. */
function composeMaps(b: LinearMap, a: LinearMap): LinearMap {
  if ("diagonal" in b) {
    return "diagonal" in a
      ? { diagonal: b.diagonal.map((entry, i) => entry * a.diagonal[i]!) }
      : { rows: a.rows.map((row, i) => row.map((entry) => b.diagonal[i]! * entry)) };
  }
  if ("diagonal" in a) {
    return { rows: b.rows.map((row) => row.map((entry, j) => entry * a.diagonal[j]!)) };
  }
  return {
    rows: b.rows.map((row) =>
      row.map((_, j) => row.reduce((sum, entry, q) => sum + entry * a.rows[q]![j]!, 0))
    ),
  };
}

interface Flattened {
  readonly constant: number;
  readonly terms: readonly PotentialTerm[];
}

/** The normal form of factor · K(Az − c). */
function flatten(
  description: PotentialDescription,
  m: number,
  factor: number,
  map: LinearMap,
  center: readonly number[],
): Flattened {
  switch (description.kind) {
    case "separable":
    case "isotropic": {
      const weights = cycle(
        description.kind === "separable" ? description.weights ?? [1] : [1],
        m,
        "the list of weights",
      );
      requireNonnegative("a weight", weights);
      const term: PotentialTerm = {
        isotropic: description.kind === "isotropic",
        profile: scalarFunction(description.profile),
        weights: weights.map((weight) => factor * weight),
        map,
        center,
      };
      return { constant: 0, terms: [term] };
    }
    case "sum": {
      const parts = description.terms.map((term) => flatten(term, m, factor, map, center));
      if (parts.length === 0) throw new RangeError("a sum needs at least one term: add one.");
      return {
        constant: parts.reduce((sum, { constant }) => sum + constant, 0),
        terms: parts.flatMap(({ terms }) => terms),
      };
    }
    case "scaled":
      requireNonnegative("a factor", [description.factor]);
      return flatten(description.potential, m, factor * description.factor, map, center);
    case "translated": {
      const by = cycle(description.by, m, "the translation");
      const moved = center.map((entry, i) => entry + by[i]!);
      return flatten(description.potential, m, factor, map, moved);
    }
    case "composed": {
      const weights = cycle(description.weights, m, "the list of weights");
      const scaling: LinearMap = { diagonal: weights };
      const vectors = description.reflections.map((vector) =>
        cycle(vector, m, "the vector of a reflection")
      );
      const outer = vectors.length === 0
        ? scaling
        : composeMaps(scaling, { rows: reflectionProduct(m, vectors) });
      const movedCenter = applyMap(outer, center);
      return flatten(
        description.potential,
        m,
        factor,
        composeMaps(outer, map),
        movedCenter,
      );
    }
    case "raised": {
      if (!Number.isFinite(description.by)) {
        throw new RangeError(`the constant of a potential must be finite; got ${description.by}.`);
      }
      const { constant, terms } = flatten(description.potential, m, factor, map, center);
      return { constant: constant + factor * description.by, terms };
    }
  }
}

/** ‖y‖, without needless overflow; faster than `Math.hypot` where nothing threatens. */
function norm(y: readonly number[]): number {
  let sum = 0;
  for (const entry of y) sum += entry * entry;
  return sum > 1e-280 && sum < 1e280 ? Math.sqrt(sum) : Math.hypot(...y);
}

/**
 * The potential that a description stands for, on R^m.
 *
 * **Constants.** The Hessian of φ(‖y‖) has the eigenvalue φ''(r) along y and φ'(r)/r across it, r =
 * ‖y‖; that of Σ w_i φ(y_i) is diagonal. All profiles have φ'' and φ'(r)/r monotone in |z|, so the
 * extremes over an interval are values at its ends (`closed form`). Sums of separable terms are
 * bounded entry by entry, sums of isotropic ones about one center radius by radius, by bisection of
 * the interval with the exact bounds of each term (`branch and bound`). Quadratics have constant
 * Hessians (`eigenvalues`). What remains is bounded by the eigenvalues of Σ A_tᵀ U_t A_t, U_t
 * bounding the Hessian of each P_t (`sum of the terms' bounds`): certified, but not the best
 * constant.
 *
 * @param description What it is.
 * @param dimension m.
 * @throws {RangeError} If a parameter is out of range, a list is empty or m is no dimension.
 */
export function potential(description: PotentialDescription, dimension: number): Potential {
  if (!(Number.isInteger(dimension) && dimension >= 1)) {
    throw new RangeError(`the dimension of a potential is an integer, at least 1: ${dimension}.`);
  }
  const zero = new Array<number>(dimension).fill(0);
  const identity: LinearMap = { diagonal: zero.map(() => 1) };
  const { constant, terms } = flatten(description, dimension, 1, identity, zero);

  const argument = (term: PotentialTerm, z: readonly number[]) => {
    const y = applyMap(term.map, z);
    for (let i = 0; i < y.length; i++) y[i]! -= term.center[i]!;
    return y;
  };
  // |A|, which bounds what is added up in an argument.
  const absolute = new Map(terms.map((term) => [term, absoluteMap(term.map)]));
  const outerGradient = ({ isotropic, profile, weights }: PotentialTerm, y: readonly number[]) => {
    const result = new Array<number>(y.length);
    const r = isotropic ? norm(y) : 0;
    const ratio = r === 0 ? 0 : weights[0]! * profile.derivative(r) / r;
    for (let i = 0; i < y.length; i++) {
      const entry = y[i]!;
      const weight = weights[i]!;
      result[i] = isotropic ? ratio * entry : weight === 0 ? 0 : weight * profile.derivative(entry);
    }
    return result;
  };
  const valueAt = (z: readonly number[]): SizedNumber => {
    let value = constant;
    let size = Math.abs(constant);
    for (const term of terms) {
      const y = argument(term, z);
      const parts = term.isotropic
        ? [term.weights[0]! * term.profile.value(norm(y))]
        : y.map((entry, i) => term.weights[i]! * term.profile.value(entry));
      for (const part of parts) {
        value += part;
        size += Math.abs(part);
      }
      // Rounding of the argument: |∇P| (|A||z| + |c|).
      const slopes = outerGradient(term, y);
      const reach = applyMap(absolute.get(term)!, z.map(Math.abs));
      for (let i = 0; i < slopes.length; i++) {
        size += Math.abs(slopes[i]!) * (reach[i]! + Math.abs(term.center[i]!));
      }
    }
    return { value, size };
  };
  const gradientAt = (z: readonly number[]) => {
    const gradient = new Array<number>(dimension).fill(0);
    for (const term of terms) {
      const part = applyTranspose(term.map, outerGradient(term, argument(term, z)));
      for (let i = 0; i < dimension; i++) gradient[i]! += part[i]!;
    }
    return gradient;
  };

  return {
    dimension,
    constant,
    terms,
    isIsotropic: terms.every(({ isotropic, map, center }) =>
      isotropic && "diagonal" in map && map.diagonal.every((a) =>
        Math.abs(a) === map.diagonal[0]
      ) &&
      center.every((entry) => entry === 0)
    ),
    value: valueAt,
    gradient: gradientAt,
    gradientSize(z) {
      const sizes = new Array<number>(dimension).fill(0);
      for (const term of terms) {
        const y = argument(term, z);
        const reach = applyMap(absolute.get(term)!, z.map(Math.abs));
        const bounds = hessianBounds(term, y);
        const inner = outerGradient(term, y).map((slope, i) => {
          const curvature = Number.isFinite(bounds[i]!.largest) ? bounds[i]!.largest : 0;
          return Math.abs(slope) + curvature * (reach[i]! + Math.abs(term.center[i]!));
        });
        const part = applyTranspose(absolute.get(term)!, inner);
        for (let i = 0; i < dimension; i++) sizes[i]! += part[i]!;
      }
      return sizes;
    },
    hessian(z) {
      const hessian = zero.map(() => [...zero]);
      for (const term of terms) {
        if (!addHessian(hessian, term, argument(term, z))) return null;
      }
      return hessian;
    },
    singularDirections: (z) =>
      terms.flatMap((term) => {
        const bounds = hessianBounds(term, argument(term, z));
        return rowsOf(term.map).filter((_, i) => bounds[i]!.largest === Infinity);
      }),
    lipschitzConstant: (region = EVERYWHERE) => curvature(terms, dimension, region, "largest"),
    strongConvexityConstant: (region = EVERYWHERE) => curvature(terms, dimension, region, "least"),
    minimum() {
      const least = terms.reduce(
        (sum, { isotropic, profile, weights }) =>
          sum + profile.minimum *
            (isotropic ? weights[0]! : weights.reduce((total, weight) => total + weight, 0)),
        constant,
      );
      return { least, largest: minimize(valueAt, gradientAt, candidates(terms, dimension), least) };
    },
  };
}

/** Bounds of the diagonal of the Hessian of P at y, entry by entry. */
function hessianBounds(
  { isotropic, profile, weights }: PotentialTerm,
  y: readonly number[],
): Bounds[] {
  if (!isotropic) {
    return y.map((entry, i) => scaleBounds(weights[i]!, profile.secondDerivative(entry)));
  }
  const r = norm(y);
  const [along, across] = [profile.secondDerivative(r), profile.slopeRatio(r)];
  const bounds = scaleBounds(weights[0]!, {
    least: Math.min(along.least, across),
    largest: Math.max(along.largest, across),
  });
  return y.map(() => bounds);
}

/** Adds AᵀP''(y)A; returns whether it is finite. */
function addHessian(hessian: number[][], term: PotentialTerm, y: readonly number[]): boolean {
  const { isotropic, profile, weights, map } = term;
  const m = y.length;
  const r = isotropic ? norm(y) : 0;
  const along = isotropic ? weights[0]! * profile.secondDerivative(r).largest : 0;
  const across = isotropic ? weights[0]! * profile.slopeRatio(r) : 0;
  const diagonal = isotropic
    ? y.map(() => r === 0 ? along : across)
    : y.map((entry, i) =>
      weights[i]! === 0 ? 0 : weights[i]! * profile.secondDerivative(entry).largest
    );
  if (!diagonal.every(Number.isFinite) || !Number.isFinite(along)) return false;
  // The radial part, (φ'' − φ'/r) uuᵀ with u = Aᵀy/r.
  if (isotropic && r > 0 && along !== across) {
    const u = applyTranspose(map, y.map((entry) => entry / r));
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < m; j++) hessian[i]![j]! += (along - across) * u[i]! * u[j]!;
    }
  }
  addCongruence(hessian, map, diagonal);
  return true;
}

/** Adds Aᵀ diag(d) A. */
function addCongruence(result: number[][], map: LinearMap, diagonal: readonly number[]): void {
  const m = diagonal.length;
  if ("diagonal" in map) {
    for (let i = 0; i < m; i++) {
      const a = map.diagonal[i]!;
      result[i]![i]! += a * a * diagonal[i]!;
    }
    return;
  }
  for (let q = 0; q < m; q++) {
    if (diagonal[q] === 0) continue;
    const row = map.rows[q]!;
    for (let i = 0; i < m; i++) {
      const factor = diagonal[q]! * row[i]!;
      if (factor === 0) continue;
      const target = result[i]!;
      for (let j = 0; j < m; j++) target[j]! += factor * row[j]!;
    }
  }
}

function scaleBounds(factor: number, { least, largest }: Bounds): Bounds {
  // 0 · ∞ is 0 here: a term with weight 0 is not there.
  return factor === 0 ? { least: 0, largest: 0 } : {
    least: factor * least,
    largest: factor * largest,
  };
}

/** What a term's argument y = Az − c can be: its entries, each between two bounds. */
function argumentRanges(
  { map, center }: PotentialTerm,
  ranges: readonly Bounds[],
  radius: number,
): Bounds[] {
  return rowsOf(map).map((row, i) => {
    let least = -center[i]!;
    let largest = -center[i]!;
    for (const [j, a] of row.entries()) {
      if (a === 0) continue;
      least += Math.min(a * ranges[j]!.least, a * ranges[j]!.largest);
      largest += Math.max(a * ranges[j]!.least, a * ranges[j]!.largest);
    }
    const length = norm(row);
    const reach = length === 0 ? 0 : length * radius;
    return {
      least: Math.max(least, -center[i]! - reach),
      largest: Math.min(largest, -center[i]! + reach),
    };
  });
}

/** The norms that vectors with the given ranges of entries can have. */
function normRange(ranges: readonly Bounds[]): Bounds {
  const near = ranges.map(({ least, largest }) =>
    least <= 0 && largest >= 0 ? 0 : Math.min(Math.abs(least), Math.abs(largest))
  );
  const far = ranges.map(({ least, largest }) => Math.max(Math.abs(least), Math.abs(largest)));
  return { least: norm(near), largest: far.includes(Infinity) ? Infinity : norm(far) };
}

/**
 * Bounds of the eigenvalues of each P_t'' (entry by entry for separable terms) over all z with
 * entries in `ranges` and ‖z‖ ≤ `radius`.
 *
 * @param leastNorm A lower bound of ‖A_t z − c_t‖ that is known besides, per term.
 */
export function termCurvatures(
  terms: readonly PotentialTerm[],
  ranges: readonly Bounds[],
  radius: number,
  leastNorm?: (term: PotentialTerm) => number,
): Bounds[][] {
  return terms.map((term) => {
    const inside = argumentRanges(term, ranges, radius);
    if (!term.isotropic) {
      return inside.map(({ least, largest }, i) =>
        scaleBounds(term.weights[i]!, secondDerivativeOn(term.profile, least, largest))
      );
    }
    const norms = normRange(inside);
    const least = Math.max(norms.least, leastNorm?.(term) ?? 0);
    const along = secondDerivativeOn(term.profile, least, Math.max(least, norms.largest));
    const across = slopeRatioOn(term.profile, least, Math.max(least, norms.largest));
    const bounds = scaleBounds(term.weights[0]!, {
      least: Math.min(along.least, across.least),
      largest: Math.max(along.largest, across.largest),
    });
    return inside.map(() => bounds);
  });
}

/**
 * Σ A_tᵀ diag(U_t) A_t for bounds U_t of each P_t''; `null` where one is infinite.
 */
export function boundingMatrix(
  terms: readonly PotentialTerm[],
  curvatures: readonly (readonly Bounds[])[],
  which: keyof Bounds,
): number[][] | null {
  const m = terms[0]!.weights.length;
  const result = Array.from({ length: m }, () => new Array<number>(m).fill(0));
  for (const [t, term] of terms.entries()) {
    const diagonal = curvatures[t]!.map((bounds) => bounds[which]);
    if (!diagonal.every(Number.isFinite)) return null;
    addCongruence(result, term.map, diagonal);
  }
  return result;
}

/** The eigenvalues of a symmetric matrix, ascending. */
export function symmetricEigenvalues(rows: readonly (readonly number[])[]): readonly number[] {
  return float64.symmetricEigendecomposition(float64.matrix(rows)).values;
}

function curvature(
  terms: readonly PotentialTerm[],
  m: number,
  region: Region,
  which: keyof Bounds,
): CurvatureConstant {
  const bound = region.kind === "ball" ? region.radius : region.bound;
  const radius = region.kind === "ball" ? bound : bound * Math.sqrt(m);
  const ranges = Array.from({ length: m }, () => ({ least: -bound, largest: bound }));
  const better = which === "largest" ? Math.max : Math.min;

  if (terms.every(({ isotropic, map }) => !isotropic && "diagonal" in map)) {
    const curved = terms.filter(({ profile }) => profile.trend !== "constant");
    const values = ranges.map((range, i) =>
      extreme(
        (from, to) => {
          const sum = { least: 0, largest: 0 };
          for (const { profile, weights, map, center } of terms) {
            const a = (map as { diagonal: readonly number[] }).diagonal[i]!;
            const factor = a * a * weights[i]!;
            if (factor === 0) continue;
            const ends = [a * from - center[i]!, a * to - center[i]!] as const;
            const inside = secondDerivativeOn(profile, Math.min(...ends), Math.max(...ends));
            sum.least += factor * inside.least;
            sum.largest += factor * inside.largest;
          }
          return sum;
        },
        range.least,
        range.largest,
        which,
      )
    );
    return {
      value: better(...values),
      method: curved.length <= 1 ? "closed form" : "branch and bound",
      exact: true,
    };
  }

  const [first] = terms;
  const isRadial = terms.every(({ isotropic, map, center }) =>
    isotropic && "diagonal" in map && map.diagonal.every((a) => a === 1) &&
    center.every((entry, i) => entry === first!.center[i])
  );
  if (isRadial) {
    const norms = region.kind === "ball"
      ? (() => {
        const distance = norm(first!.center);
        return { least: Math.max(0, distance - bound), largest: distance + bound };
      })()
      : normRange(argumentRanges(first!, ranges, Infinity));
    const radial = (bounds: (f: ScalarFunction, from: number, to: number) => Bounds) =>
      extreme(
        (from, to) => {
          const sum = { least: 0, largest: 0 };
          for (const { profile, weights } of terms) {
            const inside = scaleBounds(weights[0]!, bounds(profile, from, to));
            sum.least += inside.least;
            sum.largest += inside.largest;
          }
          return sum;
        },
        norms.least,
        norms.largest,
        which,
      );
    const along = radial(secondDerivativeOn);
    return {
      // On a line there is nothing across.
      value: m === 1 ? along : better(along, radial(slopeRatioOn)),
      method: terms.filter(({ profile }) => profile.trend !== "constant").length <= 1
        ? "closed form"
        : "branch and bound",
      exact: true,
    };
  }

  const matrix = boundingMatrix(terms, termCurvatures(terms, ranges, radius), which);
  const eigenvalues = matrix === null ? null : symmetricEigenvalues(matrix);
  const areQuadratic = terms.every(({ profile }) => profile.trend === "constant");
  return {
    value: eigenvalues === null
      ? which === "largest" ? Infinity : 0
      : which === "largest"
      ? eigenvalues.at(-1)!
      : Math.max(0, eigenvalues[0]!),
    method: areQuadratic ? "eigenvalues" : "sum of the terms' bounds",
    exact: areQuadratic,
  };
}

/**
 * The supremum or infimum of a function on [low, high] from its bounds on intervals, by bisection
 * of the most promising interval: a certified bound, within 1e-9 of itself of the best one (within
 * what 2000 bisections reach).
 */
function extreme(
  boundsOn: (from: number, to: number) => Bounds,
  low: number,
  high: number,
  which: keyof Bounds,
): number {
  const sign = which === "largest" ? 1 : -1;
  const optimistic = (from: number, to: number) => {
    const bounds = boundsOn(from, to);
    return sign * bounds[which];
  };
  let intervals = [{ from: low, to: high, bound: optimistic(low, high) }];
  let attained = -Infinity;
  for (const point of [low, high, 0]) {
    if (point >= low && point <= high) attained = Math.max(attained, optimistic(point, point));
  }
  for (let step = 0; step < 2000; step++) {
    let best = 0;
    for (const [i, { bound }] of intervals.entries()) if (bound > intervals[best]!.bound) best = i;
    const { from, to, bound } = intervals[best]!;
    if (!(bound > attained + 1e-9 * Math.abs(attained))) return sign * Math.max(bound, attained);
    const middle = middleOf(from, to);
    if (!(middle > from && middle < to)) return sign * bound;
    attained = Math.max(attained, optimistic(middle, middle));
    intervals[best] = { from, to: middle, bound: optimistic(from, middle) };
    intervals.push({ from: middle, to, bound: optimistic(middle, to) });
    intervals = intervals.filter(({ bound }) => bound > attained);
    if (intervals.length === 0) return sign * attained;
  }
  return sign * Math.max(attained, ...intervals.map(({ bound }) => bound));
}

/** A point inside of an interval whose ends may be infinite. */
function middleOf(from: number, to: number): number {
  if (from === -Infinity) return to === Infinity ? 0 : Math.min(2 * to, -1);
  if (to === Infinity) return Math.max(2 * from, 1);
  return from + (to - from) / 2;
}

/** Starts for the descent: 0, and where a term is least if its A is diagonal or orthogonal. */
function candidates(terms: readonly PotentialTerm[], m: number): number[][] {
  const points = [new Array<number>(m).fill(0)];
  for (const { map, center } of terms) {
    if (center.every((entry) => entry === 0)) continue;
    points.push(
      "diagonal" in map
        ? center.map((entry, i) => map.diagonal[i] === 0 ? 0 : entry / map.diagonal[i]!)
        : applyTranspose(map, center),
    );
  }
  return points;
}

/** The least value of a convex function along descent from the best of some points. */
function minimize(
  value: (z: readonly number[]) => SizedNumber,
  gradient: (z: readonly number[]) => number[],
  starts: readonly (readonly number[])[],
  least: number,
): number {
  let point = starts.reduce((best, start) => value(start).value < value(best).value ? start : best);
  let current = value(point).value;
  let step = 1;
  for (let iteration = 0; iteration < 200 && current > least; iteration++) {
    const slope = gradient(point);
    const decrease = slope.reduce((sum, entry) => sum + entry * entry, 0);
    if (decrease === 0) break;
    let next = point;
    let nextValue = current;
    for (step *= 4; step > 1e-20; step /= 2) {
      next = point.map((entry, i) => entry - step * slope[i]!);
      nextValue = value(next).value;
      if (nextValue <= current - step * decrease / 4) break;
    }
    if (!(nextValue < current)) break;
    [point, current] = [next, nextValue];
  }
  return current;
}
