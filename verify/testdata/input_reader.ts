/**
 * A claim that goes on to read the input of its process, and one after it.
 *
 * @module
 */

import fc from "fast-check";
import { Buffer } from "node:buffer";
import { read } from "node:fs";
import { type Claim, defineClaim } from "../claim.ts";

function claim(name: string, prepare: () => void): Claim {
  return defineClaim<{ readonly x: number }, number>({
    id: `input/${name}`,
    title: name,
    locus: "testdata",
    kind: "universal",
    cost: 1000,
    hypotheses: [],
    instances: fc.record({ x: fc.integer({ min: 0, max: 9 }) }),
    observe: ({ x }) => {
      prepare();
      return x;
    },
    variants: {
      printed: {
        statement: "x",
        expected: "holds",
        relations: (x) => [{ label: "x <= 9", lhs: x, sense: "<=", rhs: 9 }],
      },
    },
  });
}

/** The claims; both hold. */
export const claims: readonly Claim[] = [
  claim("is-read", () => read(0, Buffer.alloc(1000), 0, 1000, null, () => {})),
  claim("comes-next", () => {}),
];
