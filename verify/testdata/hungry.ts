/**
 * Two claims that a worker process has the memory for one at a time, but not together.
 *
 * @module
 */

import fc from "fast-check";
import { type Claim, defineClaim } from "../claim.ts";

function hungry(name: string): Claim {
  let kept: Float64Array | undefined;
  return defineClaim<{ readonly x: number }, number>({
    id: `hungry/${name}`,
    title: name,
    locus: "testdata",
    kind: "universal",
    cost: 100,
    hypotheses: [],
    instances: fc.record({ x: fc.integer({ min: 0, max: 9 }) }),
    observe: ({ x }) => {
      // 416 MiB, of which nothing is given back.
      kept ??= new Float64Array(52 * 2 ** 20).fill(1);
      return kept[x]!;
    },
    variants: {
      printed: {
        statement: "1 = 1",
        expected: "holds",
        relations: (one) => [{ label: "1 = 1", lhs: one, sense: "=", rhs: 1 }],
      },
    },
  });
}

/** The claims. */
export const claims: readonly Claim[] = [hungry("first"), hungry("second")];
