/**
 * How the doubles of an interval are drawn: by their value as often as by their exponent.
 *
 * @module
 */

import { doubleToIndex, indexToDouble } from "./double_index.ts";
import type { Random } from "./mod.ts";
import type { NumberDraws } from "./recorded_number.ts";

/**
 * What the first of three draws says. The others are one position of 64 bits, that means the same in
 * all kinds: a share of the range, by value, by order of magnitude or by index.
 */
const KINDS = [
  "special",
  "special",
  "integer",
  "integer",
  "digits",
  "decade digits",
  "value",
  "value",
  "value",
  "value",
  "value",
  "decade",
  "index",
  "index",
  "index",
  "edge",
] as const;

const WORD = 2 ** 32;

/** The least and the largest absolute value of an ordinary number: what decades are drawn between. */
const ORDINARY = { least: 1e-9, largest: 1e9 };

/** A range beyond this, and its values are drawn from {@linkcode WINDOW}: others are all huge. */
const WIDEST = 1e15;

/** The part of a very wide range that values are drawn from. */
const WINDOW = 1e3;

/** Numbers below this part of the range are moved along their exponent. */
const SMALL = 1e-4;

/** The ends and the zeros are drawn with so many of their neighbours. */
const NEIGHBOURS = 16;

/** How many draws a double takes. */
export const DRAWS_OF_A_DOUBLE = 3;

/** The doubles between two indices. */
export class DoubleDraws implements NumberDraws {
  readonly minimum: number;
  readonly maximum: number;
  readonly #least: bigint;
  readonly #largest: bigint;
  readonly #special: readonly number[];
  /** From where to where values are drawn. */
  readonly #window: readonly [number, number];

  /**
   * @param least The least index.
   * @param largest The largest index; one of the two may lie one beyond what is a number.
   */
  constructor(least: bigint, largest: bigint) {
    this.#least = least;
    this.#largest = largest;
    const finite = (index: bigint) =>
      indexToDouble(
        clamped(index, doubleToIndex(-Number.MAX_VALUE), doubleToIndex(Number.MAX_VALUE)),
      );
    const [minimum, maximum] = [finite(least), finite(largest)];
    [this.minimum, this.maximum] = [minimum, maximum];
    // An end may be excluded, or be NaN's place beside it.
    const ends = [shorter(minimum, finite(least + 1n)), shorter(maximum, finite(largest - 1n))];
    const within = [0, 1, -1].map((x) => Math.min(Math.max(x, ends[0]!), ends[1]!));
    this.#special = [...new Set([...within, ...ends])];
    const isWide = Math.max(-minimum, maximum) > WIDEST && minimum < WINDOW && maximum > -WINDOW;
    this.#window = isWide
      ? [Math.max(minimum, -WINDOW), Math.min(maximum, WINDOW)]
      : [minimum, maximum];
  }

  /** The index of a double. */
  draw(random: Random): bigint {
    const kind = KINDS[random.nextInt(0, KINDS.length - 1)]!;
    const high = random.nextInt(0, WORD - 1);
    const low = random.nextInt(0, WORD - 1);
    const share = (high * 2 ** 21 + (low >>> 11)) / 2 ** 53;
    if (kind === "index") {
      const position = BigInt(high) * BigInt(WORD) + BigInt(low);
      return this.#least + ((position * this.#count) >> 64n);
    }
    if (kind === "edge") {
      const beside = BigInt(low % NEIGHBOURS);
      const edges = [this.#least + beside, beside, -beside - 1n, this.#largest - beside];
      return this.#clamped(edges[Math.floor(4 * share)]!);
    }
    return this.#clamped(doubleToIndex(this.#number(kind, share, 1 + low % 3)));
  }

  encode(x: number, isToMove = false): readonly number[] | undefined {
    const index = doubleToIndex(x);
    if (!(index >= this.#least && index <= this.#largest)) return undefined;
    const [from, to] = this.#window;
    if (isToMove && x >= from && x <= to && Math.abs(x) > SMALL * (to - from)) {
      const position = Math.min(((x - from) / (to - from)) * WORD, WORD - 2 ** -20);
      const high = Math.floor(position);
      return [KINDS.indexOf("value"), high, Math.floor((position - high) * WORD)];
    }
    // The least position that leads to the index.
    const position = (((index - this.#least) << 64n) + this.#count - 1n) / this.#count;
    return [
      KINDS.indexOf("index"),
      Number(position >> 32n),
      Number(position & BigInt(WORD - 1)),
    ];
  }

  get #count(): bigint {
    return this.#largest - this.#least + 1n;
  }

  #number(kind: Exclude<typeof KINDS[number], "index" | "edge">, share: number, digits: number) {
    const [from, to] = this.#window;
    switch (kind) {
      case "special":
        return this.#special[Math.floor(share * this.#special.length)]!;
      case "integer":
        return Math.round(from * (1 - share) + to * share);
      case "digits":
        return Number((from * (1 - share) + to * share).toPrecision(digits));
      case "decade digits":
        return Number(this.#byDecade(share).toPrecision(digits));
      case "value":
        return from * (1 - share) + to * share;
      case "decade":
        return this.#byDecade(share);
    }
  }

  /** Log-uniform over the ordinary sizes, of either sign, in ascending order. */
  #byDecade(share: number): number {
    const [minimum, maximum] = [this.minimum, this.maximum];
    if (minimum >= 0) return logUniform(share, minimum, maximum);
    if (maximum <= 0) return -logUniform(1 - share, -maximum, -minimum);
    return share < 0.5
      ? -logUniform(1 - 2 * share, 0, -minimum)
      : logUniform(2 * share - 1, 0, maximum);
  }

  #clamped(index: bigint): bigint {
    return clamped(index, this.#least, this.#largest);
  }
}

function logUniform(share: number, minimum: number, maximum: number): number {
  const largest = Math.max(minimum, Math.min(maximum, ORDINARY.largest));
  const least = Math.max(minimum, Math.min(ORDINARY.least, ORDINARY.least * largest));
  return least > 0 ? least * Math.pow(largest / least, share) : 0;
}

function clamped(index: bigint, least: bigint, largest: bigint): bigint {
  return index < least ? least : index > largest ? largest : index;
}

/** Of two neighbours the one that reads more easily. */
function shorter(a: number, b: number): number {
  return String(b).length < String(a).length ? b : a;
}
