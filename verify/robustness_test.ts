import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { type Arithmetic, float64 } from "../lib/arithmetic/mod.ts";
import { realNumber } from "../problems/mod.ts";
import { type Claim, defineClaim } from "./claim.ts";
import type { Relation } from "./relation.ts";
import { searchClaim, type SearchOptions } from "./search.ts";

const options: SearchOptions = {
  seed: 1,
  profile: "quick",
  arithmetic: float64 as Arithmetic<unknown>,
};

type Instance = { x: number };

/** A claim about a real number x from 0 to 10, with the given relations. */
function about(
  relations: (x: number) => Relation[],
  part: Partial<Claim<Instance, number>> = {},
): Claim {
  return defineClaim<Instance, number>({
    id: "test/claim",
    title: "a claim about a number",
    locus: "here",
    kind: "universal",
    hypotheses: [],
    instances: fc.record({ x: realNumber({ minimum: 0, maximum: 10 }) }),
    observe: ({ x }) => x,
    variants: { printed: { statement: "x", relations } },
    ...part,
  });
}

const search = (claim: Claim, more: Partial<SearchOptions> = {}) =>
  searchClaim(claim, { ...options, ...more });

async function printed(claim: Claim, more: Partial<SearchOptions> = {}) {
  return (await search(claim, more)).variants.printed;
}

const atMost = (lhs: number, rhs: number, label = "x"): Relation => ({
  label,
  lhs,
  sense: "<=",
  rhs,
});

Deno.test("of violations most of which are accidents a sound one is kept", async () => {
  const claim = about((x) => [atMost(Number.isInteger(x) || x > 5 ? 2 : 0, 1)], {
    instances: fc.record({ x: realNumber({ minimum: 1, maximum: 10 }) }),
  });
  for (const seed of [1, 2, 3, 4, 5]) {
    const { verdict, example, reason } = await printed(claim, { seed });
    assertEquals(verdict, "refuted", reason ?? undefined);
    assert((example!.instance as Instance).x > 5);
  }
});

Deno.test("an unconfirmed violation does not end the climbing for its label", async () => {
  // Broken by accident wherever an entry is an integer, and in earnest only near the centre.
  const center = [1.23, -5.1, 3.33, 0.77];
  const claim = defineClaim<{ x: number[] }, number>({
    id: "test/accidents",
    title: "no point is near the centre",
    locus: "here",
    kind: "universal",
    hypotheses: [],
    instances: fc.record({ x: fc.array(realNumber(), { minLength: 4, maxLength: 4 }) }),
    observe: ({ x }) =>
      Number.isInteger(x[0]) ? 0 : Math.hypot(...x.map((value, i) => value - center[i]!)),
    variants: {
      printed: {
        statement: "|x - c| >= 0.5",
        relations: (distance) => [{ label: "far", lhs: distance, sense: ">=", rhs: 0.5 }],
      },
    },
  });
  const { variants, search: { target } } = await search(claim, { targetInstances: 3000 });
  assert(target.drawn > 100);
  assertEquals(variants.printed.verdict, "refuted", variants.printed.reason ?? undefined);
});

Deno.test("a violation outranks failures on other instances, which a remark names", async () => {
  const claim = about((x) => [atMost(x > 9 ? NaN : x, 4)]);
  const { verdict, reason, failures, example } = await printed(claim);
  assertEquals(verdict, "refuted");
  assert((example!.instance as Instance).x <= 9);
  assert(failures!.count > 0 && (failures!.instance as Instance).x > 9);
  assertStringIncludes(failures!.message, "lhs = NaN");
  assertStringIncludes(reason!, "the checker fails on ");
  const throwing = about((x) => [atMost(x, 4)], {
    observe: ({ x }) => {
      if (x > 9) throw new Error("out of range");
      return x;
    },
  });
  assertEquals((await printed(throwing)).verdict, "refuted");
  // Where nothing else can be said, it is an error.
  assertEquals((await printed(about((x) => [atMost(x > 9 ? NaN : x, 10)]))).verdict, "error");
});

Deno.test("a run that leaves the numbers is refuted by what it did before", async () => {
  // x_k = 3^k x grows to infinity, and infinity minus infinity is not a number.
  const powers = (x: number): Relation[] => {
    const run = Array.from({ length: 2000 }, (_, k) => x * 3 ** k);
    return run.map((value) => atMost(value - value + value, 100));
  };
  const instances = fc.record({ x: realNumber({ minimum: 1, maximum: 10 }) });
  const { verdict, example, failures } = await printed(about(powers, { instances }));
  assertEquals([verdict, failures], ["refuted", null]);
  assert(Number.isFinite(example!.relations[0]!.lhs));
});

Deno.test("an overflow on the left refutes by an instance whose sides are finite", async () => {
  // e^(100 x) is infinite from x = 7.1 on; nearly all that violates overflows.
  const { verdict, example } = await printed(
    about((x) => [atMost(Math.exp(100 * x), 1e300)]),
  );
  assertEquals(verdict, "refuted");
  const { lhs, rhs } = example!.relations[0]!;
  assert(Number.isFinite(lhs) && lhs > rhs);
});

Deno.test("an overflow by itself refutes nothing", async () => {
  // x + y <= 2 max(x, y) holds, but both sides may overflow.
  const large = fc.double({ min: 1e307, max: 1e308, noNaN: true });
  const claim = defineClaim<{ x: number; y: number }, number[]>({
    id: "test/overflow",
    title: "a mean is no more than the largest",
    locus: "here",
    kind: "universal",
    hypotheses: [],
    instances: fc.record({ x: large, y: large }),
    observe: ({ x, y }) => [(x + y) / 2, Math.max(x, y)],
    variants: {
      printed: { statement: "x", relations: ([mean, most]) => [atMost(mean!, most!)] },
    },
  });
  const { verdict, reason } = await printed(claim);
  assertEquals(verdict, "inconclusive");
  assertStringIncludes(reason!, "by an overflow only");
});

Deno.test("instances are frozen: a checker that sorts one in place is told so", async () => {
  const claim = defineClaim<{ x: number[] }, number>({
    id: "test/sorts",
    title: "sorts in place",
    locus: "here",
    kind: "universal",
    hypotheses: [],
    instances: fc.record({ x: fc.array(realNumber(), { minLength: 2, maxLength: 4 }) }),
    observe: ({ x }) => x.sort((a, b) => a - b)[0]!,
    variants: { printed: { statement: "x", relations: (least) => [atMost(least, 5)] } },
  });
  const { verdict, reason } = await printed(claim);
  assertEquals(verdict, "error");
  assertStringIncludes(reason!, "read only");
});

Deno.test("relations that are all trivial support nothing", async () => {
  const { verdict, reason } = await printed(about((x) => [{ ...atMost(x, 100), trivial: true }]));
  assertEquals(verdict, "inconclusive");
  assertStringIncludes(reason!, "says nothing on any of ");
  const some = about((x) => [{ ...atMost(x, 100), trivial: x > 5 }]);
  assertEquals((await printed(some)).verdict, "holds");
});

Deno.test("instances that satisfy a narrow hypothesis are climbed to, by how far they are off", async () => {
  const narrow = (holds: (x: number) => boolean | number) =>
    about((x) => [atMost(x, 3.2)], {
      hypotheses: [{ name: "narrow", statement: "x", holds: ({ x }) => holds(x) }],
    });
  const distance = (x: number) => Math.max(0, Math.abs(x - 3.21) - 1e-5);
  for (const seed of [1, 2, 3]) {
    const { verdict } = await printed(narrow(distance), { seed });
    assertEquals(verdict, "refuted");
  }
  // That no instance is found shows nothing.
  const { verdict, reason } = await printed(narrow((x) => Math.abs(x - 3.2104) < 1e-9));
  assertEquals(verdict, "inconclusive");
  assertStringIncludes(reason!, "none of ");
});

Deno.test("sides at rounding level have no ratio, and are not climbed along", async () => {
  const noise = (x: number): Relation[] => [
    { ...atMost(x > 5 ? 1e-26 : 1e-12, x > 5 ? 1e-40 : 1), size: 1e-10, uncertainty: 1e-12 },
  ];
  const { tightness, labels, verdict } = await printed(about(noise));
  assertEquals(verdict, "holds");
  assertEquals(tightness, 1e-12);
  assertEquals(labels[0]!.largestRatio, 1e-12);
});

Deno.test("all labels that broke have a counterexample each", async () => {
  const relations = (x: number): Relation[] => [
    atMost(x, 9, "large"),
    { label: "small", lhs: x, sense: ">=", rhs: 1 },
    atMost(x, 11, "never broken"),
  ];
  const { example, refutation, furtherRefutations } = await printed(about(relations));
  const broken = [{ example: example!, refutation: refutation! }, ...furtherRefutations];
  assertEquals(broken.map(({ refutation }) => refutation.confirmation.label).sort(), [
    "large",
    "small",
  ]);
  for (const { example, refutation: { confirmation } } of broken) {
    const { x } = example.instance as Instance;
    assert(confirmation.label === "large" ? x > 9 : x < 1);
    assert(confirmation.confirmed);
  }
});

Deno.test("shrinking stays where tightened methods and a clear margin still see the violation", async () => {
  // Tightened, only x > 6 violates: a shrinker that looked at the coarse observation alone would end
  // at 4, confirm nothing, and throw its steps away.
  const claim = about((x) => [atMost(x, 4)], {
    observe: ({ x }, _, refinement) => refinement > 0 && x <= 6 ? 0 : x,
  });
  const { verdict, example } = await printed(claim);
  assertEquals(verdict, "refuted");
  assertEquals((example!.instance as Instance).x, 7);
  // Not to the edge: a violation by one part in a million is no good example of one by a half.
  const edge = await printed(about((x) => [atMost(x, 4)]));
  const { lhs, rhs } = edge.example!.relations[0]!;
  assert(lhs / rhs > 1.001);
});

Deno.test("what the second arithmetic was not asked is not run", async () => {
  const second = { ...float64, name: "float32", unitRoundoff: 2 ** -24 } as Arithmetic<unknown>;
  const unused = await printed(about((x) => [atMost(x, 4)]), { secondArithmetic: second });
  assertEquals(unused.refutation!.confirmation.secondArithmetic, "not run");
  assertEquals(unused.secondArithmetic, null);
  const used = about((x) => [atMost(x, 4)], {
    observe: ({ x }, arithmetic) => arithmetic.norm(arithmetic.vector([x])),
  });
  const { refutation, secondArithmetic } = await printed(used, { secondArithmetic: second });
  assertEquals(refutation!.confirmation.secondArithmetic, "violated");
  assert(secondArithmetic!.instances > 0);
});

Deno.test("a throw where a hypothesis is dropped costs its role alone", async () => {
  const claim = about((x) => [atMost(x, 10)], {
    hypotheses: [{ name: "small", statement: "x", holds: ({ x }) => x <= 5 }],
    observe: ({ x }) => {
      if (x > 5) throw new Error("no bound there");
      return x;
    },
  });
  const { variants, hypotheses: [small] } = await search(claim);
  assertEquals(variants.printed.verdict, "holds");
  assertEquals(small!.role!.role, "could not be told");
  assertStringIncludes(small!.role!.reason!, "no bound there");
});
