/**
 * What an edit does to a value: where it changes it, and by how much.
 *
 * @module
 */

/** A change of a plain JSON value. */
export interface Change {
  /** The path of the least part that holds all that is changed, as `.problem.start[0]`. */
  readonly path: string;
  /**
   * The largest relative change of a number, at most 1; `Infinity` where not only numbers are
   * changed, but names or shapes.
   */
  readonly size: number;
  /** What that part is changed to. */
  readonly to: unknown;
}

/** What leads from one plain JSON value to another; undefined if they are the same. */
export function changeOf(from: unknown, to: unknown, path = ""): Change | undefined {
  if (from === to) return undefined;
  if (typeof from === "number" && typeof to === "number") {
    return { path, size: relativeChange(from, to), to };
  }
  if (
    typeof from !== "object" || typeof to !== "object" || from === null || to === null ||
    Array.isArray(from) !== Array.isArray(to)
  ) {
    return { path, size: Infinity, to };
  }
  const [before, after] = [from as Record<string, unknown>, to as Record<string, unknown>];
  const keys = Object.keys(before);
  if (keys.length !== Object.keys(after).length || keys.some((key) => !(key in after))) {
    return { path, size: Infinity, to };
  }
  let change: Change | undefined;
  for (const key of keys) {
    // Most parts are the same, and to put their paths together takes longer than to see that.
    if (before[key] === after[key]) continue;
    const part = changeOf(before[key], after[key], `${path}.${key}`);
    if (part === undefined) continue;
    change = change === undefined ? part : { path, size: Math.max(change.size, part.size), to };
  }
  return change;
}

/** How far two values may lie apart, by {@linkcode distanceBetween}, and still be neighbours. */
export const NEIGHBOURHOOD = 1e-3;

/**
 * The largest difference of two numbers that stand at the same place of two values, relative to the
 * larger of them and 1; infinite if the values differ in anything else.
 */
export function distanceBetween(a: unknown, b: unknown): number {
  if (Object.is(a, b)) return 0;
  if (typeof a === "number" && typeof b === "number") {
    const distance = Math.abs(a - b) / Math.max(1, Math.abs(a), Math.abs(b));
    return Number.isNaN(distance) ? Infinity : distance;
  }
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return Infinity;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return Infinity;
  let largest = 0;
  for (const key of keys) {
    if (!(key in right)) return Infinity;
    largest = Math.max(largest, distanceBetween(left[key], right[key]));
    if (largest === Infinity) break;
  }
  return largest;
}

/** Beside 0 the absolute change counts: 1e-9 is close to it. */
function relativeChange(from: number, to: number): number {
  const size = Math.max(Math.abs(from), Math.abs(to));
  const unit = from === 0 || to === 0 ? Math.max(1, size) : size;
  return Math.min(1, Math.abs(to - from) / unit);
}

/** The weights of a part: one that does nothing is hardly tried again, one that helps often. */
const WEIGHT = { least: 0.03, most: 1, idle: 0.3, effective: 1.5 };

/** Which parts of a value matter. What is known of a part is believed of its parts. */
export class Relevance {
  readonly #weights = new Map<string, number>();

  /** How much changes at a path are worth, from 0 to 1. */
  weight(path: string): number {
    for (let part = path;; part = part.slice(0, part.lastIndexOf("."))) {
      const known = this.#weights.get(part);
      if (known !== undefined) return known;
      if (part === "") return WEIGHT.most;
    }
  }

  /** Remembers whether a change at a path did anything. */
  learn(path: string, isIdle: boolean): void {
    const factor = isIdle ? WEIGHT.idle : WEIGHT.effective;
    const weight = this.weight(path) * factor;
    this.#weights.set(path, Math.max(WEIGHT.least, Math.min(WEIGHT.most, weight)));
    // A part that does nothing makes those beside it suspect.
    const parent = path.slice(0, path.lastIndexOf("."));
    if (path === "" || parent === "") return;
    const near = this.weight(parent) * (isIdle ? factor : 1);
    this.#weights.set(parent, Math.max(WEIGHT.least, Math.min(WEIGHT.most, near)));
  }
}
