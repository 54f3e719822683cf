/**
 * Checkers that misbehave, each in its own way, between two that do not.
 *
 * @module
 */

import fc from "fast-check";
import { type Claim, defineClaim } from "../claim.ts";
import type { Relation } from "../relation.ts";

type Instance = { readonly x: number };

function atMostTen(value: number): Relation[] {
  return [{ label: "x <= 10", lhs: value, sense: "<=", rhs: 10 }];
}

function checker(
  name: string,
  observe: (instance: Instance) => number,
  relations: (value: number) => Relation[] = atMostTen,
): Claim {
  return defineClaim<Instance, number>({
    id: `bad/${name}`,
    title: name,
    locus: "testdata",
    kind: "universal",
    hypotheses: [],
    instances: fc.record({ x: fc.integer({ min: 0, max: 10 }) }),
    observe,
    variants: { printed: { statement: name, relations } },
  });
}

function allocateArrays(): number {
  const arrays: Float64Array[] = [];
  while (true) arrays.push(new Float64Array(1 << 20).fill(1));
}

function allocateObjects(): number {
  const objects: unknown[] = [];
  while (true) objects.push({ next: objects.length, more: new Array(256).fill(objects.length) });
}

/** The claims. */
export const claims: readonly Claim[] = [
  checker("good-first", ({ x }) => x),
  checker("throws", ({ x }) => {
    if (x > 5) throw new Error("the checker has a bug");
    return x;
  }),
  checker("loops", ({ x }) => {
    while (x > 5);
    return x;
  }),
  checker("nan", () => NaN),
  // On every instance it would not get past the door.
  checker("no-relations", ({ x }) => x, (value) => value > 9 ? [] : atMostTen(value)),
  checker("allocates-arrays", allocateArrays),
  checker("allocates-objects", allocateObjects),
  checker("prints", ({ x }) => {
    // deno-lint-ignore no-console -- a checker must not be able to spoil the protocol
    console.log("hello", x);
    return x;
  }),
  checker("good-last", ({ x }) => x),
];
