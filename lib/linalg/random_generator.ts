/**
 * A source of random bits that each draw advances: any generator of pure-rand. (It is pure-rand's
 * own interface of this name, written out to be documented.)
 */
export interface RandomGenerator {
  /** A generator in the same state, which advances on its own. */
  clone(): RandomGenerator;
  /** The next 32 random bits, as an integer from −2³¹ to 2³¹ − 1. */
  next(): number;
  /** The state. */
  getState(): readonly number[];
}
