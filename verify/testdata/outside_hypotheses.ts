/**
 * Claims that never end, or take their process down, where a hypothesis is dropped.
 *
 * @module
 */

import fc from "fast-check";
import { type Claim, defineClaim } from "../claim.ts";

function counting(id: string, beyond: (n: number) => void): Claim {
  return defineClaim<{ n: number }, number>({
    id,
    title: "counts up to n",
    locus: "testdata",
    kind: "universal",
    hypotheses: [
      { name: "not negative", statement: String.raw`n \ge 0`, holds: ({ n }) => n >= 0 },
      { name: "not large", statement: String.raw`n \le 90`, holds: ({ n }) => n <= 90 },
    ],
    instances: fc.record({ n: fc.integer({ min: -10, max: 100 }) }),
    observe({ n }) {
      if (n < 0) beyond(n);
      let k = 0;
      while (k < n) k++;
      return k;
    },
    variants: {
      printed: {
        statement: "k = n",
        expected: "holds",
        relations: (k, { n }) => [{ label: "k = n", lhs: k, sense: "=", rhs: n }],
      },
    },
  });
}

/** Claims that hold, and whose first hypothesis cannot be dropped. */
export const claims: readonly Claim[] = [
  counting("outside/never-ends", (n) => {
    for (let k = 0; k !== n; k++);
  }),
  counting("outside/kills", () => Deno.exit(3)),
];
