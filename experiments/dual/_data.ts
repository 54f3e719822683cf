/**
 * What the two figures of the paper of the claims `dual` share: sizes of data, and how they are drawn.
 *
 * @module
 */

import type { ProfileName } from "../../verify/mod.ts";

/** n×d data. */
export type Size = {
  /** n. */
  readonly samples: number;
  /** d. */
  readonly features: number;
};

/** d/n. */
export const ASPECTS: readonly number[] = [2, 4, 10];

/** The sizes that a profile draws, for each aspect. */
export function sizesOf(profile: ProfileName): readonly Size[] {
  const samples = { quick: [4], standard: [10], thorough: [10, 40] }[profile];
  return ASPECTS.flatMap((aspect) => samples.map((n) => ({ samples: n, features: aspect * n })));
}

/** The name of a size, and of its arm. */
export function sizeName({ samples, features }: Size): string {
  return `n = ${samples}, d = ${features}`;
}

/** What is not printed of the data. */
export const DATA =
  "The paper leaves its data to a supplement that is not part of it. Here each seed draws " +
  "X, W_true with independent standard normal entries and W_0 with a standard deviation of 0.1; Y = XW_true. " +
  "What the sentences say may hang on the data: there are several sizes.";

/** `count` numbers from `from` to `to` in equal proportions, in two digits. */
export function proportional(from: number, to: number, count: number): number[] {
  return Array.from(
    { length: count },
    (_, i) => Number((from * (to / from) ** (i / (count - 1))).toPrecision(2)),
  );
}
