/**
 * Local basins with flat directions and closed constants: what local convergence results speak of.
 *
 * F(x) = S(x_1, …, x_m) + Σ_i h_i(x_{m+i}) ≥ 0 near its set W* of minimizers, where F = 0. S, if there
 * is one, vanishes on the sphere of radius ρ (m = 1: two points, m = 2: a circle), some h_i may be 0
 * (flat directions), the others are wells about 0. So W* is a product: a point, a subspace, a sphere,
 * several points.
 *
 * N_r = {dist(x, W*) < r}. As F is a sum over coordinates, and each coordinate of N_r is within r of
 * its own minimizers, the constants are the extremes of those of the parts.
 *
 * @module
 */

import { array, constant, constantFrom, oneof, record, tuple } from "fast-check";
import type { Arbitrary } from "../lib/fast_check/mod.ts";
import { cycle, magnitude, PERIOD, realNumber } from "./arbitraries.ts";
import { mostlySmallDimension } from "./gaussian_linear_regression.ts";
import { norm } from "./vectors.ts";

/**
 * A function h of one coordinate with h(0) = 0, of curvature a at 0 and with a bend b:
 *
 * - `flat`: 0;
 * - `parabola`: ½ax²;
 * - `cosine`: a(1 − cos bx)/b², with other minima beyond, br < π and bR < 2π;
 * - `hump`: ½ax² − ¼bx⁴, which falls to −∞ far out, br² < a and bR² < 2a;
 * - `logCosh`: (a/b²) log cosh bx, convex.
 */
export type WellDescription =
  | { readonly kind: "flat" }
  | { readonly kind: "parabola"; readonly curvature: number }
  | {
    readonly kind: "cosine" | "hump" | "logCosh";
    /** a > 0. */
    readonly curvature: number;
    /** b > 0. */
    readonly bend: number;
  };

/** S = (a/(8ρ²))(s² − ρ²)², s = ‖(x_1, …, x_m)‖: of curvature a across the sphere s = ρ. */
export interface SphereDescription {
  /** m ≥ 1. */
  readonly coordinates: number;
  /** a > 0. */
  readonly curvature: number;
  /** ρ > r. */
  readonly sphereRadius: number;
}

/** A basin on R^d, d the sphere's coordinates and one for each well. */
export interface BasinDescription {
  /** r, of the inner neighbourhood N_r. */
  readonly radius: number;
  /** R > r, of the outer one. */
  readonly outerRadius: number;
  /** S, of the first coordinates. */
  readonly sphere?: SphereDescription;
  /** The h_i. */
  readonly wells: readonly WellDescription[];
}

/** A basin, built. Points are lists of d coordinates. */
export interface LocalBasin {
  /** d. */
  readonly dimension: number;
  /** F, at any point of R^d. */
  value(x: readonly number[]): number;
  /** ∇F. */
  gradient(x: readonly number[]): number[];
  /** dist(x, W*). */
  distance(x: readonly number[]): number;
  /** The unit vector from the nearest point of W* to x; on W* one that leaves it. */
  outward(x: readonly number[]): number[];
  /** μ̂: ‖∇F‖² ≥ 2μ̂F on N_r. */
  readonly gradientDomination: number;
  /** μ_QG: F ≥ ½μ_QG·dist² on N_R. */
  readonly quadraticGrowth: number;
  /** L̂, a Lipschitz constant of ∇F on a convex set that contains N_R. */
  readonly smoothness: number;
}

/** What a part of F adds: of one coordinate x (of the sphere: of s − ρ). */
interface Part {
  value(x: number): number;
  slope(x: number): number;
  readonly gradientDomination: number;
  readonly quadraticGrowth: number;
  readonly smoothness: number;
}

/**
 * Builds a basin.
 *
 * The constants of a well on |x| < r and |x| < R: h'²/(2h) and 2h/x² decrease in |x|, so that their
 * least values are at the ends:
 *
 * | h | μ̂ | μ_QG | L̂ |
 * | --- | --- | --- | --- |
 * | parabola | a | a | a |
 * | cosine | a cos²(br/2) | 2a(1 − cos bR)/(bR)² | a |
 * | hump | (a − br²)²/(a − ½br²) | a − ½bR² | max(a, 3bR² − a) |
 * | logCosh | a tanh²(br)/(2 log cosh br) | 2a log cosh(bR)/(bR)² | a |
 *
 * Those of the sphere: S'²/(2S) = as²/ρ², least at s = ρ − r; 2S/(s − ρ)² = a(s + ρ)²/(4ρ²), least at
 * s = max(0, ρ − R); the Hessian's eigenvalues (a/(2ρ²))(3s² − ρ²) and (a/(2ρ²))(s² − ρ²) on the disc
 * s < ρ + R are between −a/2 and the first one at its rim.
 *
 * @throws {RangeError} If not 0 < r < R, there is no part that is not flat, a number is not positive,
 *   or a part bends too much for its radius.
 */
export function localBasin(description: BasinDescription): LocalBasin {
  const { radius: r, outerRadius: R, sphere, wells } = description;
  if (!(r > 0 && R > r && R < Infinity)) {
    throw new RangeError(`a basin needs radii 0 < r < R, got r = ${r} and R = ${R}`);
  }
  const parts = wells.map((well) => wellPart(well, r, R));
  const shell = sphere && spherePart(sphere, r, R);
  const m = sphere?.coordinates ?? 0;
  const curved = [...(shell ? [shell] : []), ...parts.filter((part) => part !== null)];
  if (curved.length === 0) {
    throw new RangeError("every direction of the basin is flat: give a well or a sphere");
  }
  const rho = sphere?.sphereRadius ?? 0;
  const lengthOf = (x: readonly number[]) => norm(x.slice(0, m));
  /** x less its nearest point of W*. */
  const offset = (x: readonly number[]): number[] => {
    const s = lengthOf(x);
    return x.map((entry, i) => {
      if (i >= m) return parts[i - m] === null ? 0 : entry;
      return s === 0 ? (i === 0 ? -rho : 0) : (s - rho) * (entry / s);
    });
  };
  return {
    dimension: m + wells.length,
    value: (x) =>
      parts.reduce(
        (sum, part, i) => part === null ? sum : sum + part.value(x[m + i]!),
        shell ? shell.value(lengthOf(x) - rho) : 0,
      ),
    gradient(x) {
      const s = lengthOf(x);
      return x.map((entry, i) => {
        if (i >= m) return parts[i - m]?.slope(entry) ?? 0;
        return s === 0 ? 0 : shell!.slope(s - rho) * (entry / s);
      });
    },
    distance: (x) => norm(offset(x)),
    outward(x) {
      const away = offset(x);
      const length = norm(away);
      if (length > 0) return away.map((entry) => entry / length);
      const first = sphere ? 0 : parts.findIndex((part) => part !== null);
      return sphere
        ? x.map((entry, i) => i < m ? entry / rho : 0)
        : x.map((_, i) => i === first ? 1 : 0);
    },
    gradientDomination: Math.min(...curved.map((part) => part.gradientDomination)),
    quadraticGrowth: Math.min(...curved.map((part) => part.quadraticGrowth)),
    smoothness: Math.max(...curved.map((part) => part.smoothness)),
  };
}

function wellPart(well: WellDescription, r: number, R: number): Part | null {
  if (well.kind === "flat") return null;
  const { kind, curvature: a } = well;
  requirePositive("curvature", a, kind);
  if (kind === "parabola") {
    return {
      value: (x) => a / 2 * x * x,
      slope: (x) => a * x,
      gradientDomination: a,
      quadraticGrowth: a,
      smoothness: a,
    };
  }
  const { bend: b } = well;
  requirePositive("bend", b, kind);
  switch (kind) {
    case "cosine": {
      requireBend(b * r < Math.PI && b * R < 2 * Math.PI, kind, "br < π and bR < 2π");
      const value = (x: number) => 2 * a * (Math.sin(b * x / 2) / b) ** 2;
      return {
        value,
        slope: (x) => a * Math.sin(b * x) / b,
        gradientDomination: a * Math.cos(b * r / 2) ** 2,
        quadraticGrowth: 2 * value(R) / R ** 2,
        smoothness: a,
      };
    }
    case "hump":
      requireBend(b * r * r < a && b * R * R < 2 * a, kind, "br² < a and bR² < 2a");
      return {
        value: (x) => x * x * (a / 2 - b / 4 * x * x),
        slope: (x) => x * (a - b * x * x),
        gradientDomination: (a - b * r * r) ** 2 / (a - b * r * r / 2),
        quadraticGrowth: a - b * R * R / 2,
        smoothness: Math.max(a, 3 * b * R * R - a),
      };
    case "logCosh": {
      const value = (x: number) => a * logCosh(b * x) / b ** 2;
      return {
        value,
        slope: (x) => a * Math.tanh(b * x) / b,
        gradientDomination: a * Math.tanh(b * r) ** 2 / (2 * logCosh(b * r)),
        quadraticGrowth: 2 * value(R) / R ** 2,
        smoothness: a,
      };
    }
    default:
      throw new RangeError(
        `there is no well of the kind ${JSON.stringify(kind)}: give "flat", "parabola", ` +
          '"cosine", "hump" or "logCosh"',
      );
  }
}

/** S as a function of t = s − ρ, s² − ρ² = t(2ρ + t). */
function spherePart(
  { coordinates, curvature: a, sphereRadius: rho }: SphereDescription,
  r: number,
  R: number,
): Part {
  if (!(Number.isInteger(coordinates) && coordinates >= 1)) {
    throw new RangeError(`a sphere needs one coordinate or more, got ${coordinates}`);
  }
  requirePositive("curvature", a, "sphere");
  requireBend(rho > r && rho < Infinity, "sphere", "ρ > r");
  const nearest = Math.max(0, rho - R);
  return {
    value: (t) => a / 8 * (t * (2 + t / rho)) ** 2,
    slope: (t) => a / 2 * (1 + t / rho) * t * (2 + t / rho),
    gradientDomination: a * ((rho - r) / rho) ** 2,
    quadraticGrowth: a / 4 * (1 + nearest / rho) ** 2,
    smoothness: a / 2 * (3 * (1 + R / rho) ** 2 - 1),
  };
}

/** log cosh y, to a few units in the last place. */
function logCosh(y: number): number {
  const size = Math.abs(y);
  return size < 1
    ? Math.log1p(Math.sinh(size) ** 2) / 2
    : size + Math.log1p(Math.exp(-2 * size)) - Math.LN2;
}

function requirePositive(name: string, value: number, kind: string): void {
  if (value > 0 && value < Infinity) return;
  throw new RangeError(`the ${name} of a part of kind "${kind}" must be positive, got ${value}`);
}

function requireBend(isAdmitted: boolean, kind: string, condition: string): void {
  if (isAdmitted) return;
  throw new RangeError(`a part of kind "${kind}" bends too much for its radii: needs ${condition}`);
}

/** What {@linkcode basinDescriptions} draws. */
export interface BasinOptions {
  /** The largest d. Default: 50. */
  readonly maximumDimension?: number;
}

/**
 * Basins of all kinds, of curvatures between 0.1 and 10, r between 0.1 and 10, R/r between 1.01 and
 * 20, bends up to nine tenths of what the radii admit. Shrinks to ½x² with r = 1.
 */
export function basinDescriptions(
  { maximumDimension = 50 }: BasinOptions = {},
): Arbitrary<BasinDescription> {
  const material = Math.min(maximumDimension, PERIOD);
  const curvature = magnitude({ minimum: 0.1, maximum: 10 });
  const share = realNumber({ minimum: 0.05, maximum: 0.9 });
  const well = record({
    kind: oneof(
      { withCrossShrink: true },
      { weight: 3, arbitrary: constant("parabola" as const) },
      {
        weight: 3,
        arbitrary: constantFrom("cosine" as const, "hump" as const, "logCosh" as const),
      },
      { weight: 1, arbitrary: constant("flat" as const) },
    ),
    curvature: oneof({ withCrossShrink: true }, constant(1), curvature),
    share,
  });
  const sphere = record({
    coordinates: constantFrom(1, 2, 3),
    curvature,
    share: realNumber({ minimum: 0.02, maximum: 0.9 }),
  });
  return record({
    radius: oneof({ withCrossShrink: true }, constant(1), magnitude({ minimum: 0.1, maximum: 10 })),
    ratio: oneof(
      { withCrossShrink: true },
      constant(2),
      realNumber({ minimum: 1.01, maximum: 4 }),
      realNumber({ minimum: 2, maximum: 20 }),
    ),
    dimension: mostlySmallDimension(maximumDimension),
    first: tuple(curvature, constantFrom(false, false, true)),
    wells: array(well, { minLength: material, maxLength: material }),
    sphere,
  }).map(({ radius, ratio, dimension, first: [a, isRound], wells, sphere }) => {
    const outerRadius = radius * ratio;
    const coordinates = Math.min(sphere.coordinates, dimension);
    const described = cycle(wells, isRound ? dimension - coordinates : dimension)
      .map((well) => describedWell(well, radius, outerRadius));
    const isFlat = !isRound && described.every(({ kind }) => kind === "flat");
    return {
      radius,
      outerRadius,
      ...(isRound
        ? {
          sphere: {
            coordinates,
            curvature: sphere.curvature,
            sphereRadius: radius / sphere.share,
          },
        }
        : {}),
      wells: isFlat
        ? [{ kind: "parabola" as const, curvature: a }, ...described.slice(1)]
        : described,
    };
  });
}

/** A well that bends by the given share of the most that the radii admit. */
function describedWell(
  { kind, curvature, share }: {
    readonly kind: WellDescription["kind"];
    readonly curvature: number;
    readonly share: number;
  },
  r: number,
  R: number,
): WellDescription {
  switch (kind) {
    case "flat":
      return { kind };
    case "parabola":
      return { kind, curvature };
    case "cosine":
      return { kind, curvature, bend: share * Math.min(Math.PI / r, 2 * Math.PI / R) };
    case "hump":
      return { kind, curvature, bend: share * curvature * Math.min(1 / r ** 2, 2 / R ** 2) };
    case "logCosh":
      return { kind, curvature, bend: 5 * share / r };
  }
}
