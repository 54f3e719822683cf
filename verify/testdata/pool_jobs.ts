// deno-lint-ignore-file no-console -- what is printed is what is tested
/**
 * Claims that do what a pool has to deal with, each another thing, on a few instances.
 *
 * @module
 */

import fc from "fast-check";
import process from "node:process";
import { type Claim, defineClaim } from "../claim.ts";

type Instance = { readonly x: number };

// What modules print when they are loaded.
console.log("loading\x07");
console.error("on standard error");

/** A claim that its observation is at most a bound, so dear that few instances are tried. */
function about(
  name: string,
  observe: (instance: Instance) => number,
  bound = 1000,
  part: Partial<Claim<Instance, number>> = {},
): Claim {
  return defineClaim<Instance, number>({
    id: `jobs/${name}`,
    title: name,
    locus: "testdata",
    kind: "universal",
    hypotheses: [],
    instances: fc.record({ x: fc.integer({ min: 0, max: 1000 }) }),
    cost: 1000,
    observe,
    variants: {
      printed: {
        statement: name,
        relations: (value) => [{ label: "size", lhs: value, sense: "<=", rhs: bound }],
      },
    },
    ...part,
  });
}

/** Does something at the first call alone. */
function once(body: () => void): ({ x }: Instance) => number {
  let isFirst = true;
  return ({ x }) => {
    if (isFirst) body();
    isFirst = false;
    return x;
  };
}

const same = ({ x }: Instance) => x;

const family = {
  instances: fc.record({ x: fc.integer({ min: 0, max: 1000 }) }),
  observe: same,
};

/** Claims whose processes live on. */
export const living: readonly Claim[] = [
  about("holds", same, 1000, {
    hypotheses: [
      { name: "small", statement: "x", holds: ({ x }) => x <= 900 },
      { name: "not seven", statement: "x", holds: ({ x }) => x !== 7 },
    ],
  }),
  about(
    "prints",
    once(() => {
      console.log("a line\t\x1b[31m");
      console.error("an error");
      console.warn("a warning");
      console.log("x".repeat(2100));
      for (let line = 0; line < 230; line++) console.log(`line ${line}`);
    }),
  ),
  about("refuted", same, 500),
  about("first", family.observe, 1000, family),
  about("second", family.observe, 999, family),
  about("third", family.observe, 1001, family),
];

/** Claims that do not leave their processes as they were. */
export const dying: readonly Claim[] = [
  about("exits", ({ x }) => {
    if (x > 20) {
      process.stderr.write("last words\n");
      Deno.exit(3);
    }
    return x;
  }),
  about("leaves-something", ({ x }) => {
    if (x > 20) void Promise.reject(new Error("nobody waits"));
    return x;
  }),
  about("spoils", ({ x }) => {
    if (x > 20) Object.assign(Array.prototype, { at: () => 1 });
    return x;
  }),
  about("dies-outside", ({ x }) => x > 500 ? Deno.exit(5) : x, 1000, {
    hypotheses: [{ name: "small", statement: "x", holds: ({ x }) => x <= 500 }],
  }),
  about("throws", ({ x }) => {
    if (x > 20) throw new Error("a bug");
    return x;
  }),
];

/** A claim that runs out of time. */
export const endless: Claim = about("never-ends", ({ x }) => {
  while (x > 20);
  return x;
});

/** A claim of a group: its relations do something to what was observed. */
function fellow(group: string, name: string, relationsOf: (x: number) => number): Claim {
  return about(`${group}-${name}`, same, 1000, {
    ...groups[group]!,
    variants: {
      printed: {
        statement: name,
        relations: (x) => [{ label: "size", lhs: x, sense: "<=", rhs: relationsOf(x) }],
      },
    },
  });
}

const groups: Readonly<Record<string, Pick<Claim<Instance, number>, "instances" | "observe">>> = {
  tried: { instances: fc.record({ x: fc.integer({ min: 0, max: 1000 }) }), observe: ({ x }) => x },
  told: { instances: fc.record({ x: fc.integer({ min: 0, max: 1000 }) }), observe: ({ x }) => x },
};

/** Claims that share their observations, one of which ends the process while instances are tried. */
export const whileTried: readonly Claim[] = [
  fellow("tried", "holds", () => 1000),
  fellow("tried", "dies", (x) => x > 20 ? Deno.exit(3) : 1000),
  fellow("tried", "refuted", () => 500),
];

/** Claims that share their observations, one of which ends the process when all were tried. */
export const onceTried: readonly Claim[] = [
  fellow("told", "holds", () => 1000),
  { ...fellow("told", "dies", () => 1000), figures: () => Deno.exit(4) },
  fellow("told", "holds-too", () => 1000),
];

/** All of them. */
export const claims: readonly Claim[] = [
  ...living,
  ...dying,
  ...whileTried,
  ...onceTried,
  endless,
];
