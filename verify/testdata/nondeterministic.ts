/**
 * Claims whose checkers depend on more than their instances, each in its own way, and one that does
 * not.
 *
 * @module
 */

import fc from "fast-check";
import { type Claim, defineClaim } from "../claim.ts";

type Instance = { readonly x: number };

function claim(name: string, excess: (x: number) => number): Claim {
  return defineClaim<Instance, number>({
    id: `nondeterministic/${name}`,
    title: name,
    locus: "testdata",
    kind: "universal",
    cost: 20,
    hypotheses: [],
    instances: fc.record({ x: fc.integer({ min: 0, max: 9 }) }),
    observe: ({ x }) => excess(x),
    variants: {
      printed: {
        statement: String.raw`x < 0`,
        relations: (excess) => [{ label: "x < 0", lhs: excess, sense: "<=", rhs: 0 }],
      },
    },
  });
}

let count = 0;

/** The claims. */
export const claims: readonly Claim[] = [
  claim("draws", (x) => x + 1 + Math.random()),
  claim("reads-a-clock", (x) => x + performance.now()),
  claim("reads-the-date", (x) => x + Date.now() / 1000),
  claim("counts", (x) => x + ++count),
  claim("depends-on-its-instance", (x) => x + 1),
];
