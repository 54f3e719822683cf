/** The maximum h(y) = max_k (a_k·y − b_k) of affine functions of d variables. */
export interface AffinePieces {
  /** a_k, at least one, each of length d. */
  readonly slopes: readonly (readonly number[])[];
  /** b_k, as many. */
  readonly offsets: readonly number[];
}

/** The Moreau envelope of a maximum of affine functions at a point. */
export interface EnvelopePoint {
  /** The value of the envelope. */
  readonly value: number;
  /** Its gradient u = Σ λ_k a_k, of length d. The proximal point is x − u/L. */
  readonly gradient: number[];
  /** λ_k, at least 0, of the pieces. Their sum is 1 up to rounding. */
  readonly weights: number[];
  /**
   * An orthonormal basis of the span of the differences of the active slopes. There the envelope has
   * the curvature L, across it none.
   */
  readonly curved: number[][];
  /**
   * How far the proximal point moves if an offset of an active piece moves by 1, up to a factor of the
   * order of d: one over the least distance of an active slope from the affine hull of those before it.
   * 0 where one piece is active.
   */
  readonly sensitivity: number;
}

/** An orthonormal basis Q of the columns D_k = a_k − a_0 of an active set, with D = QR, R upper triangular. */
interface Basis {
  readonly directions: number[][];
  /** The columns of R. */
  readonly columns: number[][];
}

/** A difference of slopes shorter than this part of itself across the others depends on them. */
const DEPENDENT = 2 ** -44;

/**
 * The Moreau envelope min_y h(y) + (L/2)‖x − y‖² of h(y) = max_k (a_k·y − b_k), which is
 * max_λ Σ λ_k (a_k·x − b_k) − ‖Σ λ_k a_k‖²/(2L) over the simplex λ ≥ 0, Σ λ_k = 1.
 *
 * It is convex and L-smooth. If any convex L-smooth function has the gradients g_k and the values f_k at
 * points x_k, so has the envelope with a_k = g_k and b_k = g_k·x_k − f_k − ‖g_k‖²/(2L).
 *
 * The quadratic program is solved by active sets, as in Wolfe's method for the nearest point of a
 * polytope: on a set of affinely independent slopes the maximizer over the affine hull is known by a
 * QR factorization; where it has a negative weight, go towards it until a weight vanishes, and drop
 * that piece; else add the piece that is highest above h at x − u/L, or stop if there is none. The
 * value rises with every piece added, so that no active set comes twice, and there are finitely many.
 * The end is exact, up to rounding.
 *
 * @example |y|: the Huber function
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { envelopeOfMaximum } from "./mod.ts";
 *
 * const absolute = { slopes: [[1], [-1]], offsets: [0, 0] };
 * const at = (x: number) => {
 *   const { value, gradient } = envelopeOfMaximum(absolute, [x], 1);
 *   return [value, ...gradient];
 * };
 * assertEquals(at(0.5), [0.125, 0.5]);
 * assertEquals(at(3), [2.5, 1]);
 * ```
 *
 * @param pieces a_k and b_k.
 * @param x x, of length d.
 * @param smoothness L, positive.
 * @returns The value, the gradient and what is active.
 * @throws {RangeError} If there is no piece, or not an offset for each, or L is not positive and finite.
 *
 * Source: P. Wolfe, Finding the nearest point in a polytope, Math. Program. 11 (1976) 128–149; A. B.
 * Taylor, J. M. Hendrickx and F. Glineur, Smooth strongly convex interpolation and exact worst-case
 * performance of first-order methods, Math. Program. 161 (2017) 307–345, for the interpolation.
 */
export function envelopeOfMaximum(
  { slopes, offsets }: AffinePieces,
  x: readonly number[],
  smoothness: number,
): EnvelopePoint {
  if (slopes.length === 0 || slopes.length !== offsets.length) {
    throw new RangeError(
      `each of the slopes, at least one, needs an offset; got ${slopes.length} and ${offsets.length}`,
    );
  }
  if (!(smoothness > 0 && smoothness < Infinity)) {
    throw new RangeError(`the smoothness must be positive and finite, not ${smoothness}`);
  }
  const heights = slopes.map((slope, k) => dot(slope, x) - offsets[k]!);
  const sizes = slopes.map((slope) => dot(slope, slope));
  /** What each piece alone gives. */
  const alone = heights.map((height, k) => height - sizes[k]! / (2 * smoothness));
  const highest = Math.max(...alone);
  let active = [Math.max(0, alone.indexOf(highest))];
  let weights = [1];
  let basis: Basis = { directions: [], columns: [] };
  let gradient = [...slopes[active[0]!]!];
  const seen = new Set<string>();
  for (;;) {
    // But for rounding no active set comes twice.
    const name = active.toSorted((i, j) => i - j).join();
    if (seen.has(name)) break;
    seen.add(name);
    const above = heights.map((height, k) => smoothness * height - dot(slopes[k]!, gradient));
    const level = Math.max(...active.map((k) => above[k]!));
    let entering = -1;
    for (let k = 0; k < slopes.length; k++) {
      if (above[k]! > level && (entering < 0 || above[k]! > above[entering]!)) entering = k;
    }
    if (entering < 0) break;
    const next = enlarged(entering, { active, weights, basis, gradient });
    // A piece that is highest gets a positive weight, but for rounding.
    if (!next.active.includes(entering)) break;
    ({ active, weights, basis, gradient } = next);
  }
  return {
    // Also a lower bound where all else has been rounded off.
    value: Math.max(
      highest,
      active.reduce((sum, k, i) => sum + weights[i]! * heights[k]!, 0) -
        dot(gradient, gradient) / (2 * smoothness),
    ),
    gradient,
    weights: slopes.map((_, k) => weights[active.indexOf(k)] ?? 0),
    curved: basis.directions,
    sensitivity: basis.columns.reduce((most, column) => Math.max(most, 1 / column.at(-1)!), 0),
  };

  /** The active set with one more piece, and without those whose weights vanish then. */
  function enlarged(entering: number, before: Active): Active {
    let { active, weights } = before;
    const dependence = dependenceOn(before, entering);
    if (dependence === null) {
      active = [...active, entering];
      weights = [...weights, 0];
    } else {
      // Weight goes over to the new piece, with the gradient as it is, until one of the others has none.
      const share = Math.min(
        ...dependence.map((part, i) => part > 0 ? weights[i]! / part : Infinity),
      );
      const moved = weights.map((weight, i) => weight - share * dependence[i]!);
      const gone = dependence.findIndex((part, i) => part > 0 && weights[i]! / part === share);
      active = [...active.toSpliced(gone, 1), entering];
      weights = [...moved.toSpliced(gone, 1), share];
    }
    // From the shortest slope on: the less is to cancel where the gradient is short.
    const order = active.map((_, i) => i).sort((i, j) => sizes[active[i]!]! - sizes[active[j]!]!);
    active = order.map((i) => active[i]!);
    weights = order.map((i) => weights[i]!);
    for (;;) {
      const basis = basisOf(active);
      const { weights: best, gradient } = affineMaximizer(active, basis);
      // Slopes that depend on each other to rounding, or an x that is not finite, decide nothing.
      if (!best.every(Number.isFinite)) return before;
      const negative = best.map((weight, i) =>
        weight > 0 ? Infinity : weights[i]! / (weights[i]! - weight || 1)
      );
      const way = Math.min(...negative);
      if (way === Infinity) return { active, weights: best, basis, gradient };
      const gone = negative.indexOf(way);
      weights = weights.map((weight, i) => Math.max(0, weight + way * (best[i]! - weight)))
        .toSpliced(gone, 1);
      active = active.toSpliced(gone, 1);
    }
  }

  /** The difference of two slopes. */
  function difference(of: number, from: number): number[] {
    return slopes[of]!.map((entry, i) => entry - slopes[from]![i]!);
  }

  /** a_k as an affine combination of the active slopes: its coefficients, or `null` if it is none. */
  function dependenceOn({ active, basis }: Active, k: number): number[] | null {
    const column = difference(k, active[0]!);
    const { across, along } = split(column, basis.directions);
    if (Math.sqrt(dot(across, across)) > DEPENDENT * Math.sqrt(dot(column, column))) return null;
    const parts = backSubstitute(basis.columns, along);
    return [1 - parts.reduce((sum, part) => sum + part, 0), ...parts];
  }

  function basisOf(active: readonly number[]): Basis {
    const directions: number[][] = [];
    const columns: number[][] = [];
    for (const k of active.slice(1)) {
      const { across, along } = split(difference(k, active[0]!), directions);
      const length = Math.sqrt(dot(across, across));
      directions.push(across.map((entry) => entry / length));
      columns.push([...along, length]);
    }
    return { directions, columns };
  }

  /**
   * The weights, of sum 1 and any sign, that are best on the active pieces, with their gradient. With
   * λ = (1 − Σ z_k, z) that is u = a_0 + Dz, and z solves DᵀD z = L Δ − Dᵀa_0, Δ the differences of the
   * heights. So Rᵀ Qᵀu = L Δ, which gives u without the cancellation of a_0 and Dz.
   */
  function affineMaximizer(
    active: readonly number[],
    { directions, columns }: Basis,
  ): Pick<Active, "weights" | "gradient"> {
    const [first, ...others] = active as [number, ...number[]];
    const right = others.map((k) => smoothness * (heights[k]! - heights[first]!));
    // Rᵀ w = L Δ for w = Qᵀu, then R z = w − Qᵀ a_0.
    const forward: number[] = [];
    for (const [k, column] of columns.entries()) {
      const known = forward.reduce((sum, value, i) => sum + column[i]! * value, 0);
      forward.push((right[k]! - known) / column[k]!);
    }
    const { across, along } = split(slopes[first]!, directions);
    const parts = backSubstitute(columns, forward.map((value, k) => value - along[k]!));
    const isWhole = directions.length === x.length;
    return {
      weights: [1 - parts.reduce((sum, part) => sum + part, 0), ...parts],
      gradient: across.map((entry, i) =>
        directions.reduce(
          (sum, direction, k) => sum + forward[k]! * direction[i]!,
          isWhole ? 0 : entry,
        )
      ),
    };
  }
}

/** An active set: its pieces, their weights and gradient, and the basis of their differences. */
interface Active {
  readonly active: number[];
  readonly weights: number[];
  readonly basis: Basis;
  readonly gradient: number[];
}

/** What of a vector lies across orthonormal directions, and its components along them. */
function split(
  vector: readonly number[],
  directions: readonly (readonly number[])[],
): { across: number[]; along: number[] } {
  let across = [...vector];
  const along = directions.map(() => 0);
  // Twice is enough for directions that are orthogonal to rounding.
  for (let pass = 0; pass < 2; pass++) {
    for (const [k, direction] of directions.entries()) {
      const part = dot(across, direction);
      along[k]! += part;
      across = across.map((entry, i) => entry - part * direction[i]!);
    }
  }
  return { across, along };
}

/** z with Rz = w, R given by its columns. */
function backSubstitute(
  columns: readonly (readonly number[])[],
  right: readonly number[],
): number[] {
  const z = right.map(() => 0);
  for (let k = z.length - 1; k >= 0; k--) {
    let known = 0;
    for (let j = k + 1; j < z.length; j++) known += columns[j]![k]! * z[j]!;
    z[k] = (right[k]! - known) / columns[k]![k]!;
  }
  return z;
}

function dot(x: readonly number[], y: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i]! * y[i]!;
  return sum;
}
