/** Into how many parts a step is divided. */
const PROBES = 4;

/** A dip is looked into where the least probe is so many times the height of its sides, or less. */
const SHALLOW = 1;

/** Sections of a dip: they narrow it down to 1e-6 of its width, what its depth is quadratic in. */
const MOST_SECTIONS = 30;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

interface Probe {
  readonly time: number;
  readonly value: number;
}

/** Follows a function of time step by step, to the first time at which it changes its sign. */
export class CrossingSearch {
  readonly #value: (t: number) => number;
  #older: Probe | null = null;
  #newer: Probe;

  /** @param value It is asked for times from the start to the end of the latest step. */
  constructor(value: (t: number) => number, start: number) {
    this.#value = value;
    this.#newer = this.#probe(start);
  }

  /** The first crossing that lies in the step to `end`, or in a dip that ends there; else null. */
  advance(end: number): number | null {
    const start = this.#newer.time;
    for (let i = 1; i <= PROBES; i++) {
      const probe = this.#probe(i === PROBES ? end : start + (end - start) * (i / PROBES));
      const crossing = this.#crossingBefore(probe);
      if (crossing !== null) return crossing;
      this.#older = this.#newer;
      this.#newer = probe;
    }
    return null;
  }

  #probe(time: number): Probe {
    const value = this.#value(time);
    if (typeof value !== "number" || Number.isNaN(value)) {
      throw new RangeError(`an event function is not a number but ${value} at t = ${time}`);
    }
    return { time, value };
  }

  #crossingBefore(probe: Probe): number | null {
    const older = this.#older;
    const newer = this.#newer;
    // Only the first probe can be 0: a flow that starts on the surface has not crossed it.
    if (newer.value === 0) return null;
    const side = Math.sign(newer.value);
    if (Math.sign(probe.value) !== side) return this.#bisect(newer.time, probe.time, side);
    if (older === null || older.value === 0) return null;
    const least = side * newer.value;
    const highest = Math.max(side * older.value, side * probe.value);
    const dips = side * older.value > least && side * probe.value >= least;
    if (!dips || least > SHALLOW * (highest - least)) return null;
    return this.#crossingInDip(older.time, probe.time, side);
  }

  /** Golden sections towards the least value on the side, until one lies on the other side. */
  #crossingInDip(start: number, end: number, side: number): number | null {
    let lower = start;
    let upper = end;
    let left = this.#probe(upper - GOLDEN * (upper - lower));
    let right = this.#probe(lower + GOLDEN * (upper - lower));
    for (let k = 0; k < MOST_SECTIONS; k++) {
      for (const { time, value } of [left, right]) {
        if (Math.sign(value) !== side) return this.#bisect(start, time, side);
      }
      if (side * left.value <= side * right.value) {
        upper = right.time;
        right = left;
        left = this.#probe(upper - GOLDEN * (upper - lower));
      } else {
        lower = left.time;
        left = right;
        right = this.#probe(lower + GOLDEN * (upper - lower));
      }
    }
    return null;
  }

  /** The function is on the side at `lower` and not at `upper`: halved until no number lies between. */
  #bisect(lower: number, upper: number, side: number): number {
    for (;;) {
      const middle = lower + (upper - lower) / 2;
      if (!(lower < middle && middle < upper)) return upper;
      if (Math.sign(this.#probe(middle).value) === side) lower = middle;
      else upper = middle;
    }
  }
}
