import type { Assembled } from "./_web_assembly.ts";

/** Places start at multiples of so many numbers, which is where lines of a processor's cache start. */
const ALIGNMENT = 8;

/**
 * A memory of numbers in which places are given out and taken back. What was taken back serves places
 * of the same length again: iterations need the same lengths over and over.
 */
export class NumberMemory {
  #numbers: Float64Array;
  readonly #assembled: Assembled | undefined;
  /** Where nothing was given out yet. */
  #end = 0;
  readonly #free = new Map<number, number[]>();

  /** @param assembled Whose memory it is. Where it is left out, it is one of JavaScript. */
  constructor(assembled?: Assembled) {
    this.#assembled = assembled;
    this.#numbers = assembled === undefined ? new Float64Array(0) : assembled.memory(0);
  }

  /** All numbers. After the next place that is given out they may be elsewhere. */
  numbers(): Float64Array {
    return this.#numbers;
  }

  /**
   * A place for so many numbers, which are whatever was there before. Beyond the last place there are
   * always a few numbers more.
   */
  allocate(length: number): number {
    const rounded = roundedUp(length);
    const place = this.#free.get(rounded)?.pop();
    if (place !== undefined) return place;
    const start = this.#end;
    this.#reserve(start + rounded + ALIGNMENT);
    this.#end = start + rounded;
    return start;
  }

  /** Takes back a place for so many numbers. */
  free(place: number, length: number): void {
    const rounded = roundedUp(length);
    const places = this.#free.get(rounded);
    if (places === undefined) this.#free.set(rounded, [place]);
    else places.push(place);
  }

  #reserve(length: number): void {
    if (length <= this.#numbers.length) return;
    // By half as much again, so that growing costs no more than what fills the room.
    const wanted = Math.max(length, Math.ceil(1.5 * this.#numbers.length));
    if (this.#assembled !== undefined) {
      this.#numbers = this.#assembled.memory(wanted);
    } else {
      const grown = new Float64Array(wanted);
      grown.set(this.#numbers);
      this.#numbers = grown;
    }
  }
}

function roundedUp(length: number): number {
  return ALIGNMENT * Math.ceil(length / ALIGNMENT);
}
