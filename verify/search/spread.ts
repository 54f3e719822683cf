/**
 * How the numbers of the instances are spread: what a search has seen of the ranges that it was given.
 *
 * @module
 */

import type { NumberDraws } from "../../lib/fast_check/recorded_number.ts";
import type { NumberSpread } from "../evidence.ts";
import type { Recording } from "./recording.ts";

/** How many places are told apart. */
const MOST_PATHS = 64;

/** Of a longer list so many entries are looked at, evenly spaced. */
const MOST_ENTRIES = 32;

/** The bins of a histogram. */
const BINS = 24;

/** After so many numbers the first range of a histogram is settled; it doubles where that is left. */
const FIRST_BATCH = 32;

/** Numbers beyond this are in the last bin: there is no room to double a range. */
const BEYOND = 2 ** 1000;

/** Fewer numbers than this say nothing of how they are spread. */
const FEWEST = 200;

/** A range is hardly visited if all but one of so many numbers lie in a tenth of it. */
const HARDLY = 200;

/** A range that goes further is one of "any number", of which most is never visited. */
const WIDEST = 1e9;

/** A bound was not approached if no number has come nearer than this part of the range. */
const FAR_FROM_BOUND = 0.5;

/** Gathers how the numbers of instances are spread. It is cheap: about a microsecond a number. */
export class SpreadOfNumbers {
  readonly #root = new Place("");
  readonly #spreads: Spread[] = [];
  readonly #numbers = new Map<string, Bounded>();
  /** The same by what drew the numbers: many are drawn by one. */
  readonly #drawnNumbers = new WeakMap<NumberDraws, Bounded>();
  readonly #lists = new Map<string, Bounded>();
  #leftOut = 0;

  /** How many numbers were left out, at places beyond the first 64. */
  get leftOut(): number {
    return this.#leftOut;
  }

  /**
   * Takes an instance in.
   *
   * @param instance The instance, as plain JSON.
   * @param recording Its recording, which tells from where to where its numbers may lie.
   */
  add(instance: unknown, recording?: Pick<Recording, "numbers" | "lists">): void {
    this.#visit(this.#root, instance);
    for (const { value, draws } of recording?.numbers ?? []) this.#drawnBy(draws).add(value);
    for (const { length, minimum, maximum } of recording?.lists ?? []) {
      bounded(this.#lists, minimum, maximum).add(length);
    }
  }

  /** How the numbers of each place are spread, as plain JSON, in the order of their first coming. */
  summary(): NumberSpread[] {
    return this.#spreads.map((spread) => spread.summary());
  }

  /** What is remarkable, in plain words: ranges and bounds that were hardly visited. */
  remarks(): string[] {
    const ofRanges = this.#spreads.flatMap((spread) => spread.remark() ?? []);
    const ofBounds = [
      ...[...this.#numbers.values()].flatMap((drawn) => drawn.remark("numbers") ?? []),
      ...[...this.#lists.values()].flatMap((drawn) => drawn.remark("lengths of lists") ?? []),
    ];
    return [...ofRanges, ...ofBounds];
  }

  #drawnBy(draws: NumberDraws): Bounded {
    let known = this.#drawnNumbers.get(draws);
    if (known === undefined) {
      known = bounded(this.#numbers, draws.minimum, draws.maximum);
      this.#drawnNumbers.set(draws, known);
    }
    return known;
  }

  #visit(place: Place, value: unknown): void {
    if (typeof value === "number") {
      if (!Number.isFinite(value)) return;
      const spread = place.spread ??= this.#open(place.path);
      if (spread === undefined) this.#leftOut++;
      else spread.add(value);
    } else if (Array.isArray(value)) {
      this.#visit(place.child(".length", ".length"), value.length);
      const entries = place.child("[]", "[]");
      const step = Math.max(1, value.length / MOST_ENTRIES);
      for (let at = 0; at < value.length; at += step) this.#visit(entries, value[Math.floor(at)]);
    } else if (typeof value === "object" && value !== null) {
      for (const key in value) {
        this.#visit(place.child(key, `.${key}`), (value as Record<string, unknown>)[key]);
      }
    }
  }

  #open(path: string): Spread | undefined {
    if (this.#spreads.length === MOST_PATHS) return undefined;
    const spread = new Spread(path);
    this.#spreads.push(spread);
    return spread;
  }
}

/** A place of the instances, with the places below it. */
class Place {
  readonly path: string;
  spread: Spread | undefined;
  readonly #children = new Map<string, Place>();

  constructor(path: string) {
    this.path = path;
  }

  child(key: string, suffix: string): Place {
    let child = this.#children.get(key);
    if (child === undefined) {
      child = new Place(this.path + suffix);
      this.#children.set(key, child);
    }
    return child;
  }
}

class Spread {
  readonly #path: string;
  #count = 0;
  #least = Infinity;
  #largest = -Infinity;
  #zeros = 0;
  /** The first numbers, until a range is settled. */
  #batch: number[] | undefined = [];
  #from = 0;
  #width = 0;
  #bins: number[] = [];
  readonly #exponents = new Map<number, number>();

  constructor(path: string) {
    this.#path = path;
  }

  add(x: number): void {
    this.#count++;
    if (x < this.#least) this.#least = x;
    if (x > this.#largest) this.#largest = x;
    if (x === 0) this.#zeros++;
    else {
      const exponent = Math.floor(Math.log10(Math.abs(x)));
      this.#exponents.set(exponent, (this.#exponents.get(exponent) ?? 0) + 1);
    }
    if (this.#batch === undefined) return this.#bin(x);
    this.#batch.push(x);
    if (this.#batch.length === FIRST_BATCH) this.#settle();
  }

  #settle(): void {
    const batch = this.#batch!;
    this.#batch = undefined;
    const [least, largest] = [within(this.#least), within(this.#largest)];
    // A little more, as bins hold their lower edge and not their upper one.
    this.#width = (largest - least) * (1 + 1 / 32) || Math.abs(least) || 1;
    this.#from = least;
    this.#bins = new Array<number>(BINS).fill(0);
    for (const x of batch) this.#bin(x);
  }

  #bin(x: number): void {
    const y = within(x);
    while (y < this.#from || y >= this.#from + this.#width) this.#double(y < this.#from);
    const index = Math.floor(((y - this.#from) / this.#width) * BINS);
    this.#bins[Math.min(BINS - 1, index)]!++;
  }

  /** Doubles the range, down or up, and joins the bins in pairs. */
  #double(isDown: boolean): void {
    const pairs = Array.from(
      { length: BINS / 2 },
      (_, i) => this.#bins[2 * i]! + this.#bins[2 * i + 1]!,
    );
    const empty = new Array<number>(BINS / 2).fill(0);
    this.#bins = isDown ? [...empty, ...pairs] : [...pairs, ...empty];
    if (isDown) this.#from -= this.#width;
    this.#width *= 2;
  }

  summary(): NumberSpread {
    if (this.#batch !== undefined) this.#settle();
    return {
      path: this.#path,
      count: this.#count,
      least: this.#least,
      largest: this.#largest,
      zeros: this.#zeros,
      byValue: {
        edges: Array.from({ length: BINS + 1 }, (_, i) => this.#from + (i / BINS) * this.#width),
        counts: [...this.#bins],
      },
      byMagnitude: [...this.#exponents].sort(([a], [b]) => a - b)
        .map(([exponent, count]) => ({ exponent, count })),
    };
  }

  /** Whether nearly all numbers lie in a tenth of the range. */
  remark(): string | undefined {
    const [least, largest] = [this.#least, this.#largest];
    const range = largest - least;
    if (this.#count < FEWEST || !(range > 0) || range > WIDEST) return undefined;
    if (this.#batch !== undefined) this.#settle();
    const size = this.#width / BINS;
    const most = Math.ceil(range / 10 / size);
    for (let first = 0; first + most <= BINS; first++) {
      const inside = this.#bins.slice(first, first + most)
        .reduce((sum, count) => sum + count, 0);
      const outside = this.#count - inside;
      if (outside * HARDLY >= this.#count) continue;
      const [from, to] = [this.#from + first * size, this.#from + (first + most) * size];
      const where = from <= least
        ? `above ${short(to)}`
        : to >= largest
        ? `below ${short(from)}`
        : `outside of ${short(from)} to ${short(to)}`;
      return `the numbers at ${this.#path || "the top"} lie between ${short(least)} and ` +
        `${short(largest)}, but only ${outside} of ${this.#count} ${where}`;
    }
    return undefined;
  }
}

/** What was drawn between two bounds. */
class Bounded {
  readonly #minimum: number;
  readonly #maximum: number;
  #count = 0;
  #least = Infinity;
  #largest = -Infinity;

  constructor(minimum: number, maximum: number) {
    this.#minimum = minimum;
    this.#maximum = maximum;
  }

  add(x: number): void {
    this.#count++;
    if (x < this.#least) this.#least = x;
    if (x > this.#largest) this.#largest = x;
  }

  remark(what: string): string | undefined {
    const range = this.#maximum - this.#minimum;
    if (this.#count < FEWEST || range > WIDEST) return undefined;
    const drawn = `the ${what} that are drawn from ${short(this.#minimum)} to ` +
      `${short(this.#maximum)} (${this.#count} of them) were never`;
    if (this.#largest < this.#maximum - FAR_FROM_BOUND * range) {
      return `${drawn} above ${short(this.#largest)}`;
    }
    if (this.#least > this.#minimum + FAR_FROM_BOUND * range) {
      return `${drawn} below ${short(this.#least)}`;
    }
    return undefined;
  }
}

function bounded(known: Map<string, Bounded>, minimum: number, maximum: number): Bounded {
  const key = `${minimum} ${maximum}`;
  const found = known.get(key) ?? new Bounded(minimum, maximum);
  known.set(key, found);
  return found;
}

function within(x: number): number {
  return Math.max(-BEYOND, Math.min(BEYOND, x));
}

function short(x: number): string {
  return String(Number(x.toPrecision(3)));
}
