/**
 * The singular values of bidiagonal matrices and the eigenvalues of symmetric tridiagonal ones, by
 * sweeps of rotations with implicit shifts.
 *
 * Source: J. W. Demmel and W. Kahan, "Accurate singular values of bidiagonal matrices", SIAM Journal
 * on Scientific and Statistical Computing 11 (1990); G. H. Golub and C. F. Van Loan, Matrix
 * Computations, 4th ed., §8.3 and §8.6.
 *
 * @module
 */

import { NEGLIGIBLE } from "./_negligible.ts";
import type { Rotated, RotationSweeps } from "./_rotation_sweeps.ts";

/** More sweeps for each column than are ever needed: about two are. */
const SWEEPS = 30;

/**
 * Makes an upper bidiagonal matrix B diagonal: B = U diag Vᵀ.
 *
 * @param diagonal B's diagonal; receives the singular values, in no order and of either sign.
 * @param beside The numbers above the diagonal, of which the last one is not used; receives zeros.
 * @param memory The memory in which rotations are written.
 * @param sweeps Receives the rotations that multiply up to U and V.
 * @param left U, or what is to be multiplied by it.
 * @param right V, or what is to be multiplied by it.
 * @returns False if it does not come to an end, as with numbers that are not finite.
 */
export function diagonalizeBidiagonal(
  diagonal: Float64Array,
  beside: Float64Array,
  memory: Float64Array,
  sweeps: RotationSweeps,
  left: Rotated,
  right: Rotated,
): boolean {
  return forEachBlock(diagonal, beside, (first, step, count) => {
    // From below the block is the transpose of an upper bidiagonal one.
    const inner = sweeps.next(step > 0 ? right : left);
    const outer = sweeps.next(step > 0 ? left : right);
    const shift = bidiagonalShift(diagonal, beside, first, step, count);
    if (shift === 0) {
      sweepWithoutShift(diagonal, beside, memory, first, step, count, inner, outer);
    } else {
      sweepBidiagonal(diagonal, beside, memory, first, step, count, shift, inner, outer);
    }
    sweeps.add(first, step, count);
  });
}

/**
 * Makes a symmetric tridiagonal matrix T diagonal: T = Q diag Qᵀ.
 *
 * @param diagonal T's diagonal; receives the eigenvalues, in no order.
 * @param beside The numbers beside the diagonal, of which the last one is not used; receives zeros.
 * @param memory The memory in which rotations are written.
 * @param sweeps Receives the rotations that multiply up to Q.
 * @param vectors Q, or what is to be multiplied by it.
 * @returns False if it does not come to an end, as with numbers that are not finite.
 */
export function diagonalizeTridiagonal(
  diagonal: Float64Array,
  beside: Float64Array,
  memory: Float64Array,
  sweeps: RotationSweeps,
  vectors: Rotated,
): boolean {
  return forEachBlock(diagonal, beside, (first, step, count) => {
    const at = sweeps.next(vectors);
    sweepTridiagonal(diagonal, beside, memory, first, step, count, at);
    sweeps.add(first, step, count);
  });
}

/** The place of the number between number i of the diagonal and the next one in the direction. */
function between(i: number, step: number): number {
  return step > 0 ? i : i - 1;
}

/**
 * Sweeps over the last block that is not diagonal, until all are: from its larger end to its smaller
 * one, where the numbers beside the diagonal vanish first.
 */
function forEachBlock(
  diagonal: Float64Array,
  beside: Float64Array,
  sweep: (first: number, step: number, count: number) => void,
): boolean {
  const n = diagonal.length;
  let largest = 0;
  for (let i = 0; i < n; i++) {
    largest = Math.max(largest, Math.abs(diagonal[i]!), Math.abs(beside[i]!));
  }
  // To leave such numbers out is a rounding error of the matrix.
  const threshold = Number.EPSILON / 2 * largest;
  let sweeps = 0;
  let low = n;
  let step = 1;
  for (let high = n - 1; high > 0;) {
    if (Math.abs(beside[high - 1]!) <= threshold) {
      beside[high - 1] = 0;
      high--;
      continue;
    }
    const lowBefore = low;
    low = high - 1;
    while (low > 0 && !(Math.abs(beside[low - 1]!) <= threshold)) low--;
    // A direction is kept for as long as the block is a part of the one before.
    if (high <= lowBefore) {
      step = Math.abs(diagonal[low]!) >= Math.abs(diagonal[high]!) ? 1 : -1;
    }
    if (sweeps++ === SWEEPS * n) return false;
    sweep(step > 0 ? low : high, step, high - low);
  }
  return true;
}

/**
 * The shift of a sweep: the smaller singular value of the last two columns. It is 0 for blocks that are
 * all but singular, of which a sweep without shift takes the least singular value off.
 */
function bidiagonalShift(
  diagonal: Float64Array,
  beside: Float64Array,
  first: number,
  step: number,
  count: number,
): number {
  for (let t = 0; t <= count; t++) {
    if (Math.abs(diagonal[first + step * t]!) < NEGLIGIBLE) return 0;
  }
  const last = first + step * count;
  return lesserSingularValue(
    diagonal[last - step]!,
    beside[between(last - step, step)]!,
    diagonal[last]!,
  );
}

/**
 * The smaller singular value of [[f, g], [0, h]], |f h| over the larger one, all of them so scaled
 * that nothing underflows which matters.
 */
function lesserSingularValue(f: number, g: number, h: number): number {
  const [lesser, greater] = Math.abs(f) < Math.abs(h)
    ? [Math.abs(f), Math.abs(h)]
    : [Math.abs(h), Math.abs(f)];
  const unit = Math.max(greater, Math.abs(g));
  const [a, b, c] = [lesser / unit, greater / unit, Math.abs(g) / unit];
  const larger = (Math.sqrt((a + b) ** 2 + c * c) + Math.sqrt((b - a) ** 2 + c * c)) / 2;
  return b / larger * lesser;
}

/**
 * One sweep with a shift. `inner` and `outer` are where the rotations are written that act on B from
 * the right and from the left, where the sweep goes down.
 */
function sweepBidiagonal(
  diagonal: Float64Array,
  beside: Float64Array,
  memory: Float64Array,
  first: number,
  step: number,
  count: number,
  shift: number,
  inner: number,
  outer: number,
): void {
  let i = first;
  let j = between(first, step);
  let here = diagonal[i]!;
  let above = beside[j]!;
  // The first column of BᵀB − shift², over the first number of the diagonal.
  let f = (Math.abs(here) - shift) * ((here >= 0 ? 1 : -1) + shift / here);
  let g = above;
  for (let t = 0; t < count; t++, i += step, j += step, inner += 2, outer += 2) {
    const radius = writeRotation(memory, inner, f, g);
    if (t > 0) beside[j - step] = radius;
    const cosine = memory[inner]!;
    const sine = memory[inner + 1]!;
    f = cosine * here + sine * above;
    above = cosine * above - sine * here;
    g = sine * diagonal[i + step]!;
    const next = cosine * diagonal[i + step]!;

    diagonal[i] = writeRotation(memory, outer, f, g);
    const outerCosine = memory[outer]!;
    const outerSine = memory[outer + 1]!;
    f = outerCosine * above + outerSine * next;
    here = outerCosine * next - outerSine * above;
    if (t < count - 1) {
      g = outerSine * beside[j + step]!;
      above = outerCosine * beside[j + step]!;
    }
  }
  diagonal[i] = here;
  beside[j - step] = f;
}

/** One sweep without shift. If the block is singular, its last column is 0 afterwards. */
function sweepWithoutShift(
  diagonal: Float64Array,
  beside: Float64Array,
  memory: Float64Array,
  first: number,
  step: number,
  count: number,
  inner: number,
  outer: number,
): void {
  let i = first;
  let j = between(first, step);
  let cosine = 1;
  let outerCosine = 1;
  let outerSine = 0;
  for (let t = 0; t < count; t++, i += step, j += step, inner += 2, outer += 2) {
    const radius = writeRotation(memory, inner, cosine * diagonal[i]!, beside[j]!);
    cosine = memory[inner]!;
    const sine = memory[inner + 1]!;
    if (t > 0) beside[j - step] = outerSine * radius;
    diagonal[i] = writeRotation(memory, outer, outerCosine * radius, sine * diagonal[i + step]!);
    outerCosine = memory[outer]!;
    outerSine = memory[outer + 1]!;
  }
  const last = cosine * diagonal[i]!;
  diagonal[i] = outerCosine * last;
  beside[j - step] = outerSine * last;
}

/** One sweep with Wilkinson's shift, an eigenvalue of the last two rows and columns. */
function sweepTridiagonal(
  diagonal: Float64Array,
  beside: Float64Array,
  memory: Float64Array,
  first: number,
  step: number,
  count: number,
  at: number,
): void {
  let i = first;
  let j = between(first, step);
  const last = first + step * count;
  const corner = beside[between(last - step, step)]!;
  const half = (diagonal[last - step]! - diagonal[last]!) / 2;
  const root = Math.sqrt(half * half + corner * corner);
  const shift = diagonal[last]! - corner * (corner / (half + (half >= 0 ? root : -root)));
  let f = diagonal[i]! - shift;
  let g = beside[j]!;
  for (let t = 0; t < count; t++, i += step, j += step, at += 2) {
    const radius = writeRotation(memory, at, f, g);
    if (t > 0) beside[j - step] = radius;
    const cosine = memory[at]!;
    const sine = memory[at + 1]!;
    const slope = sine * (diagonal[i + step]! - diagonal[i]!) + 2 * cosine * beside[j]!;
    const change = sine * slope;
    diagonal[i]! += change;
    diagonal[i + step]! -= change;
    f = cosine * slope - beside[j]!;
    beside[j] = f;
    if (t < count - 1) {
      g = sine * beside[j + step]!;
      beside[j + step]! *= cosine;
    }
  }
}

/** So small a sum of squares may have lost parts to underflow. */
const UNSAFE_SQUARES = 2 ** -960;
const LIFT = 2 ** 600;

/** Writes the cosine and the sine of the rotation that makes (r, 0) of (f, g); returns r. */
export function writeRotation(memory: Float64Array, at: number, f: number, g: number): number {
  if (g === 0) {
    memory[at] = 1;
    memory[at + 1] = 0;
    return f;
  }
  const squares = f * f + g * g;
  if (squares < UNSAFE_SQUARES) return writeRotation(memory, at, LIFT * f, LIFT * g) / LIFT;
  const radius = Math.sqrt(squares);
  memory[at] = f / radius;
  memory[at + 1] = g / radius;
  return radius;
}
