import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { type Arithmetic, float64 } from "../lib/arithmetic/mod.ts";
import type { Arbitrary } from "../lib/fast_check/mod.ts";
import { defineClaim } from "./claim.ts";
import type { Relation } from "./relation.ts";
import { sourceFor } from "./random.ts";
import { searchClaim } from "./search.ts";
import { generateRecorded } from "./search/mod.ts";

/** A statement about numbers that were drawn by fast-check's own arbitraries. */
function statement<I>(
  name: string,
  instances: Arbitrary<I>,
  relation: (instance: I) => Omit<Relation, "label">,
) {
  return defineClaim<I, Relation>({
    id: `plain/${name}`,
    title: name,
    locus: "nowhere",
    kind: "universal",
    hypotheses: [],
    instances,
    observe: (instance) => ({ label: name, ...relation(instance) }),
    variants: { printed: { statement: name, relations: (found) => [found] } },
  });
}

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const upTo1000 = fc.record({ x: between(0, 1000) });

const falseStatements = [
  statement(
    "step",
    upTo1000,
    ({ x }) => ({ lhs: x > 300 && x < 400 ? 2 : 0, sense: "<=", rhs: 1 }),
  ),
  statement(
    "rosenbrock",
    fc.record({ x: between(-2, 2), y: between(-2, 2) }),
    ({ x, y }) => ({ lhs: (1 - x) ** 2 + 100 * (y - x * x) ** 2, sense: ">=", rhs: 0.1 }),
  ),
  statement("sine", upTo1000, ({ x }) => ({ lhs: Math.sin(x), sense: "<=", rhs: 0.9 })),
  statement(
    "distance",
    fc.record({ x: between(-1000, 1000) }),
    ({ x }) => ({ lhs: Math.abs(x - 500), sense: ">=", rhs: 100 }),
  ),
  statement(
    "floor",
    upTo1000,
    ({ x }) => ({ lhs: Math.abs(Math.floor(x) - 777), sense: ">=", rhs: 1 }),
  ),
  statement(
    "point",
    fc.array(between(-1e3, 1e3), { minLength: 2, maxLength: 2 }),
    (x) => ({ lhs: Math.hypot(...x.map((xi, i) => xi - 100 * (i + 1))), sense: ">=", rhs: 20 }),
  ),
];

const longList = fc.array(between(0, 1), { maxLength: 100 });

falseStatements.push(
  statement(
    "length",
    longList,
    (x) => ({ lhs: x.length, sense: "<=", rhs: 90 }),
  ),
  statement(
    "sum-of-squares",
    longList,
    (x) => ({ lhs: x.reduce((sum, xi) => sum + xi ** 2, 0), sense: "<=", rhs: 12 }),
  ),
);

for (const claim of falseStatements) {
  for (const seed of [1, 2, 3]) {
    Deno.test(`what is false of numbers by fc.double is refuted (${claim.id}, seed ${seed})`, async () => {
      const { variants: { printed } } = await searchClaim(claim, {
        seed,
        profile: "quick",
        arithmetic: float64 as Arithmetic<unknown>,
      });
      assertEquals(printed.verdict, "refuted", printed.reason ?? "no violation was found");
    });
  }
}

Deno.test("lists are drawn up to the largest length that is stated, short ones often", () => {
  const lengths = Array.from(
    { length: 600 },
    (_, run) =>
      generateRecorded(
        longList,
        { draws: [], biasFactor: run % 2 === 0 ? undefined : 3 },
        sourceFor("lengths", run),
      ).value.value.length,
  );
  const share = (from: number, to: number) =>
    lengths.filter((length) => length >= from && length <= to).length / lengths.length;
  assert(share(0, 10) > 0.4 && share(0, 3) > 0.1, `${share(0, 10)} are short`);
  for (let from = 11; from < 100; from += 10) {
    assert(share(from, from + 9) > 0.02, `${share(from, from + 9)} from ${from} on`);
  }
  const shortList = fc.array(fc.nat(), { maxLength: 10 });
  const { recording } = generateRecorded(
    shortList,
    { draws: [], biasFactor: undefined },
    sourceFor("short"),
  );
  assertEquals(recording.widths[0], 11, "a short list takes no draw more than by fast-check");
});
