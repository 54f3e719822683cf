/**
 * Claims that leave something behind, each before one that would see it.
 *
 * @module
 */

import fc from "fast-check";
import { type Claim, defineClaim } from "../claim.ts";
import type { Relation } from "../relation.ts";

type Instance = { readonly x: number };

function claim(
  name: string,
  observe: (instance: Instance) => number,
  relations: (value: number) => Relation[] = atMostNine,
): Claim {
  return defineClaim<Instance, number>({
    id: `spoiled/${name}`,
    title: name,
    locus: "testdata",
    kind: "universal",
    // The claims are begun in this order.
    cost: 20,
    hypotheses: [],
    instances: fc.record({ x: fc.integer({ min: 0, max: 9 }) }),
    observe,
    variants: { printed: { statement: name, relations } },
  });
}

function atMostNine(value: number): Relation[] {
  return [{ label: "x <= 9", lhs: value, sense: "<=", rhs: 9 }];
}

/** A claim that sees what others have changed: the largest of x, 1 and 2 by way of the prototypes. */
function victim(name: string): Claim {
  return claim(name, ({ x }) => Math.max(...[x, 1, 2].map((value) => value)));
}

/** A claim that keeps 440 MiB for good: two of them are more than a process may use. */
function keepsMemory(name: string): Claim {
  let kept: Float64Array | undefined;
  return claim(name, ({ x }) => {
    kept ??= new Float64Array(55 * 2 ** 20).fill(1);
    return x * kept[x]!;
  });
}

/** The claims. */
export const claims: readonly Claim[] = [
  claim("changes-a-prototype", ({ x }) => {
    // deno-lint-ignore no-explicit-any -- so does who wants to
    (Array.prototype as any).map = () => [100];
    return x;
  }),
  victim("after-a-prototype"),
  claim("changes-all-objects", ({ x }) => {
    // What writes JSON calls this.
    Object.defineProperty(Object.prototype, "toJSON", {
      value: () => ({ type: "tried" }),
      configurable: true,
    });
    return x;
  }),
  victim("after-all-objects"),
  claim("leaves-a-timer", ({ x }) => {
    setInterval(() => {
      Math.max = () => 100;
    }, 0);
    return x;
  }),
  victim("after-a-timer"),
  claim("leaves-a-rejection", ({ x }) => {
    if (x > 0) void Promise.reject(new Error("nobody waits for this"));
    return x;
  }),
  victim("after-a-rejection"),
  keepsMemory("leaves-memory"),
  keepsMemory("needs-memory"),
  victim("last"),
];
