/**
 * Claims whose evidence files are large enough that writing one takes a while, for the test that
 * kills a run while it writes.
 *
 * @module
 */

import fc from "fast-check";
import { type Claim, defineClaim } from "../claim.ts";

/** The claims. */
export const claims: readonly Claim[] = Array.from(
  { length: 6 },
  (_, index) =>
    defineClaim<{ readonly numbers: readonly number[] }, number>({
      id: `large/claim-${index}`,
      title: "a claim about a long list",
      locus: "testdata",
      kind: "universal",
      cost: 100,
      hypotheses: [],
      instances: fc.integer({ min: 1, max: 1e6 }).map((factor) => ({
        numbers: Array.from({ length: 20_000 }, (_, position) => factor * position),
      })),
      observe: ({ numbers }) => numbers.length,
      variants: {
        printed: {
          statement: "n = 20000",
          expected: "holds",
          relations: (length) => [{ label: "length", lhs: length, sense: "=", rhs: 20_000 }],
        },
      },
    }),
);
