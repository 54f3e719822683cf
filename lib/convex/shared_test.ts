/** What the tests of this folder share. (Named as a test so that it is not published.) */

/** Numbers in [0, 1) that are the same on every run: the linear congruential generator MINSTD. */
export function sequence(seed: number): () => number {
  let state = 1 + seed * 7919;
  return () => (state = state * 48271 % 2147483647) / 2147483647;
}

/** A vector with entries in (−size, size). */
export function randomVector(random: () => number, length: number, size: number): number[] {
  return Array.from({ length }, () => size * (2 * random() - 1));
}
