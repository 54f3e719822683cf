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

/** The sizes that a profile draws. */
export function sizesOf(profile: ProfileName): readonly Size[] {
  if (profile === "quick") return [{ samples: 4, features: 8 }, { samples: 4, features: 20 }];
  const sizes = [[10, 20], [10, 40], [20, 100]];
  if (profile === "thorough") sizes.push([40, 80], [40, 160]);
  return sizes.map(([samples, features]) => ({ samples: samples!, features: features! }));
}

/** The name of a size, and of its arm. */
export function sizeName({ samples, features }: Size): string {
  return `n = ${samples}, d = ${features}`;
}

/** What is not printed of the data. */
export const DATA =
  "The paper leaves its data to a supplement that is not part of it. Here each seed draws " +
  "X, W_true with independent standard normal entries and W_0 with a standard deviation of 0.1; Y = XW_true. " +
  "What the sentences say may hang on the data: there are several sizes, and each is judged by itself.";

/** `count` numbers from `from` to `to` in equal proportions, in two digits. */
export function proportional(from: number, to: number, count: number): number[] {
  return Array.from(
    { length: count },
    (_, i) => Number((from * (to / from) ** (i / (count - 1))).toPrecision(2)),
  );
}
