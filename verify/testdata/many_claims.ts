/**
 * Two thousand small claims, for measurements of what a run and its report cost beside the search.
 *
 * @module
 */

import fc from "fast-check";
import { type Claim, defineClaim } from "../claim.ts";

/** A bound of a sum of squares, each with a factor of its own. */
function small(index: number): Claim {
  const factor = 1 + index / 1000;
  return defineClaim<{ readonly x: number; readonly y: number }, number>({
    id: `many/claim-${index}`,
    title: `claim ${index}`,
    locus: "testdata",
    kind: "universal",
    hypotheses: [],
    instances: fc.record({
      x: fc.double({ min: -1, max: 1, noNaN: true }),
      y: fc.double({ min: -1, max: 1, noNaN: true }),
    }),
    observe: ({ x, y }) => factor * (x * x + y * y),
    variants: {
      printed: {
        statement: "$c (x^2 + y^2) \\le 2 c$",
        expected: "holds",
        relations: (value) => [{ label: "sum", lhs: value, sense: "<=", rhs: 2 * factor }],
      },
    },
  });
}

/** The claims. */
export const claims: readonly Claim[] = Array.from({ length: 2000 }, (_, index) => small(index));
