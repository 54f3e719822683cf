import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { type Arithmetic, float64 } from "../lib/arithmetic/mod.ts";
import { type Claim, defineClaim, type Hypothesis } from "./claim.ts";
import { groupClaims } from "./group.ts";
import { searchInProcesses } from "./pool.ts";
import { budgetFor, PROFILES } from "./profile.ts";
import type { Relation } from "./relation.ts";
import { searchClaim, searchGroup, type SearchOptions, searchVariants } from "./search.ts";
import { areCutShort, patiently } from "./testdata/patience.ts";
import { claims as misbehaved } from "./testdata/shared_observation.ts";

const options: SearchOptions = {
  seed: 1,
  profile: "quick",
  arithmetic: float64 as Arithmetic<unknown>,
};

const second = { ...float64, name: "float32", unitRoundoff: 2 ** -24 } as Arithmetic<unknown>;

interface Instance {
  readonly x: readonly number[];
}

type Observe = Claim<Instance, number>["observe"];

/** What makes claims about six integers, or what is observed of them. */
function family(part: Partial<Claim<Instance, number>> & { readonly observe: Observe }) {
  const entry = fc.integer({ min: -1000, max: 1000 });
  const shared = {
    kind: "universal" as const,
    hypotheses: [] as Hypothesis<Instance, number>[],
    instances: fc.record({ x: fc.array(entry, { minLength: 6, maxLength: 6 }) }),
    ...part,
  };
  return (
    name: string,
    relations: (observed: number, instance: Instance) => Relation[],
    more: Partial<Claim<Instance, number>> = {},
  ): Claim =>
    defineClaim<Instance, number>({
      ...shared,
      id: `shared/${name}`,
      title: name,
      locus: "here",
      variants: { printed: { statement: name, relations } },
      ...more,
    });
}

const largest = ({ x }: Instance) => Math.max(...x);

const atMost = (rhs: number, label = "x") => (lhs: number): Relation[] => [
  { label, lhs, sense: "<=", rhs },
];

Deno.test("claims are a group if they have the very same generator, observation and hypotheses", () => {
  const hypothesis: Hypothesis<Instance, number> = {
    name: "any",
    statement: "x",
    holds: () => true,
  };
  const same = family({ observe: largest, hypotheses: [hypothesis] });
  const one = same("one", atMost(1000));
  const fellow = same("fellow", atMost(1), { hypotheses: [hypothesis], cost: 1 });
  const ofVariant = { ...hypothesis, assumedBy: ["printed" as const] };
  const own = family({ observe: largest, hypotheses: [ofVariant] });
  const others = [
    same("observe", atMost(1), { observe: (instance) => largest(instance) }),
    same("instances", atMost(1), { instances: fc.constant({ x: [1] }) }),
    same("hypotheses", atMost(1), { hypotheses: [{ ...hypothesis }] }),
    same("fewer-hypotheses", atMost(1), { hypotheses: [] }),
    same("more-hypotheses", atMost(1), { hypotheses: [hypothesis, { ...hypothesis, name: "2" }] }),
    same("kind", atMost(1), { kind: "limit" }),
    same("cost", atMost(1), { cost: 2 }),
    same("witness", atMost(1), { kind: "existence" }),
    same("other-witness", atMost(1), { kind: "existence" }),
    same("test", atMost(1), { kind: "statistical" }),
    same("other-test", atMost(1), { kind: "statistical" }),
    own("of-a-variant", atMost(1)),
    own("of-a-variant-too", atMost(1)),
  ];
  assertEquals(groupClaims([others[0]!, one, ...others.slice(1), fellow]), [
    [others[0]!],
    [one, fellow],
    ...others.slice(1).map((claim) => [claim]),
  ]);
});

/** Three claims of one group, and who has judged what was observed, by arithmetic. */
function three() {
  interface Observed {
    readonly value: number;
  }
  const judges = new Map<Observed, string[]>();
  const observations = { float64: [] as Observed[], float32: [] as Observed[] };
  const shared = {
    locus: "here",
    kind: "universal" as const,
    hypotheses: [
      { name: "none is 3", statement: "x", holds: ({ x }: Instance) => !x.includes(3) },
      { name: "not negative", statement: "x", holds: ({ x }: Instance) => x[0]! >= 0 },
    ],
    instances: fc.record({ x: fc.array(fc.nat(1000), { minLength: 2, maxLength: 4 }) }),
    observe<T>({ x }: Instance, arithmetic: Arithmetic<T>): Observed {
      const observed = { value: Math.max(...arithmetic.toArray(arithmetic.vector(x))) };
      judges.set(observed, []);
      observations[arithmetic.name].push(observed);
      return observed;
    },
  };
  const claim = (name: string, relations: (value: number) => Relation[]) =>
    defineClaim<Instance, Observed>({
      ...shared,
      id: `shared/${name}`,
      title: name,
      variants: {
        printed: {
          statement: name,
          relations: (observed) => {
            judges.get(observed)!.push(name);
            return relations(observed.value);
          },
        },
      },
    });
  const claims = [
    claim("holds", atMost(1000)),
    claim("throws", (value) => {
      if (value > 500) throw new Error("no bound there");
      return atMost(1000)(value);
    }),
    claim("refuted", atMost(800)),
  ];
  return { claims, judges, observations };
}

Deno.test("an instance of a group is observed once in each arithmetic, and judged for every claim", async () => {
  const { claims, judges, observations } = three();
  const judgesIn = (name: "float64" | "float32") =>
    observations[name].map((observed) => judges.get(observed)!.join());
  let tried = { float64: [""], float32: [""] };
  const [holds, throws, refuted] = await searchGroup(claims, {
    ...options,
    secondArithmetic: second,
    onTried: () => tried = { float64: judgesIn("float64"), float32: judgesIn("float32") },
  });
  const { generate, target } = holds!.search;
  const accepted = generate.accepted + target.accepted;
  assertEquals(generate.accepted, PROFILES.quick.instances);
  for (const { search, variants: { printed }, hypotheses } of [holds!, throws!, refuted!]) {
    assertEquals([search.generate, search.target], [generate, target]);
    assertEquals(printed.instances, accepted);
    assertEquals(hypotheses.map(({ discarded }) => discarded), [printed.discarded, 0]);
  }
  // What is not judged by all was observed to confirm what one of them violates.
  const ofAll = (lists: readonly string[]) => lists.filter((list) => list !== "refuted");
  assertEquals(ofAll(tried.float64), new Array(accepted).fill("holds,throws,refuted"));
  const inSecond = ofAll(tried.float32);
  assertEquals(inSecond.length, Math.ceil(accepted / 32));
  // What failed in the first arithmetic is not judged in the second.
  assert(inSecond.every((list) => /^holds,(throws,)?refuted$/.test(list)));
  assertEquals(holds!.variants.printed.secondArithmetic!.instances, inSecond.length);
});

Deno.test("a claim of a group whose relations throw fails alone", async () => {
  const { claims } = three();
  const [holds, throws, refuted] = await searchGroup(claims, options);
  const { printed } = throws!.variants;
  assertEquals(printed.verdict, "error");
  assertStringIncludes(printed.reason!, "no bound there");
  assertEquals([holds!.variants.printed.verdict, refuted!.variants.printed.verdict], [
    "holds",
    "refuted",
  ]);
  for (const { health, variants } of [holds!, refuted!]) {
    assertEquals(variants.printed.failures, null);
    assertEquals(health, []);
  }
  assertEquals(throws!.health.length, 1);
  // In the second arithmetic too.
  const claim = family({
    observe: (instance, { name }) => name === "float32" ? -1 : largest(instance),
  });
  const [fails, other] = await searchGroup([
    claim("fails", (value) => {
      if (value === -1) throw new Error("not in single precision");
      return atMost(1000)(value);
    }),
    claim("other", atMost(1000)),
  ], { ...options, secondArithmetic: second });
  assertEquals(fails!.variants.printed.verdict, "error");
  assertEquals(other!.variants.printed.verdict, "holds");
  assert(other!.variants.printed.secondArithmetic!.instances > 25);
});

Deno.test("one claim that fails on all instances does not end the search of its fellows", async () => {
  const claim = family({ observe: largest });
  const broken = claim("broken", () => []);
  const holds = claim("holds", atMost(1000));
  const [first, last] = await searchGroup([broken, holds], options);
  assertEquals(first!.variants.printed.verdict, "error");
  assertEquals(last!.variants.printed.verdict, "holds");
  assertEquals(last!.search.generate.accepted, PROFILES.quick.instances);
  // It has nothing to climb for, and disturbs no climbing.
  const [undisturbed] = await searchGroup([holds, broken], options);
  assertEquals(JSON.stringify(undisturbed), JSON.stringify(await searchVariants(holds, options)));
  // By itself it is given up.
  assert((await searchClaim(broken, options)).search.generate.accepted < 100);
});

Deno.test("what is found of a claim does not depend on which of its group are asked for", async () => {
  const { claims } = three();
  const together = await searchGroup(claims, options);
  for (const [index, claim] of claims.entries()) {
    const alone = await searchGroup(claims, { ...options, asked: [claim] });
    assertEquals(alone.length, 1);
    assertEquals(JSON.stringify(alone[0]), JSON.stringify(together[index]));
  }
});

Deno.test("the first claim of a group gives the seed; a group of one is the claim by itself", async () => {
  const { claims } = three();
  const one = claims[0]!;
  const [grouped] = await searchGroup([one], options);
  assertEquals(JSON.stringify(grouped), JSON.stringify(await searchVariants(one, options)));
  // Sampling alone, the instances of a group are those of its first claim.
  const sampled = { ...options, targetInstances: 0 };
  const [, fellow] = await searchGroup([one, claims[1]!], sampled);
  assertEquals(fellow!.numbers, (await searchVariants(one, sampled)).numbers);
  assert(
    JSON.stringify(fellow!.numbers) !==
      JSON.stringify((await searchVariants(claims[1]!, sampled)).numbers),
  );
});

Deno.test("the target phase grows with the claims beyond four, the generate phase does not", async () => {
  const claim = family({ observe: largest, cost: 10 });
  const budgets = async (count: number) => {
    const names = Array.from({ length: count }, (_, index) => `claim-${index}`);
    const group = names.map((name) => claim(name, atMost(1000)));
    const { generate, target } = (await searchGroup(group, options))[0]!.search;
    return [generate.budget, target.budget];
  };
  const { instances, target } = PROFILES.quick;
  const [generate, climbed] = [budgetFor(instances, 10), budgetFor(target, 10)];
  assertEquals(await budgets(1), [generate, climbed]);
  assertEquals(await budgets(4), [generate, climbed]);
  assertEquals(await budgets(6), [generate, climbed * 1.5]);
});

Deno.test("climbing for one claim of a group finds what violates another", async () => {
  // The distance has nothing to climb in for "no needle", whose sides are 0 and 1 or 2 and 1.
  const center = [123, -510, 333, 1, 777, -250];
  const claim = family({
    observe: ({ x }) => Math.hypot(...x.map((value, i) => value - center[i]!)),
  });
  const needle = claim("no-needle", (distance) => [
    { label: "far", lhs: distance < 150 ? 2 : 0, sense: "<=", rhs: 1 },
  ]);
  const distance = claim("distance", (distance) => [
    { label: "far", lhs: distance, sense: ">=", rhs: 1 },
  ]);
  const more = { ...options, targetInstances: 3000 };
  assertEquals((await searchClaim(needle, more)).variants.printed.verdict, "holds");
  const [found] = await searchGroup([needle, distance], more);
  const { printed } = found!.variants;
  assertEquals(printed.verdict, "refuted", printed.reason ?? undefined);
  assertEquals(printed.labels[0]!.foundPhase, "target");
});

Deno.test("labels of one name in two claims do not mix", async () => {
  // That the first is refuted at once, under the same label, ends no climbing for the second.
  const center = [123, -510, 333, 1, 777, -250];
  const claim = family({
    observe: ({ x }) => Math.hypot(...x.map((value, i) => value - center[i]!)),
  });
  const far = (rhs: number) => (distance: number): Relation[] => [
    { label: "far", lhs: distance, sense: ">=", rhs },
  ];
  const [easy, narrow] = [claim("easy", far(3000)), claim("narrow", far(150))];
  const found = await searchGroup([easy, narrow], { ...options, targetInstances: 3000 });
  const { labels: [broken] } = found[0]!.variants.printed;
  assertEquals([broken!.label, broken!.foundPhase], ["far", "generate"]);
  const { verdict, labels, reason } = found[1]!.variants.printed;
  assertEquals(verdict, "refuted", reason ?? undefined);
  assertEquals([labels.length, labels[0]!.label, labels[0]!.foundPhase], [1, "far", "target"]);
  assert(broken!.violated > labels[0]!.violated);
});

Deno.test("hypotheses of a group have roles in each of its claims", async () => {
  const claim = family({
    observe: largest,
    hypotheses: [
      { name: "small", statement: "x", holds: (instance) => largest(instance) <= 500 },
      { name: "integers", statement: "x", holds: ({ x }) => x.every(Number.isInteger) },
    ],
  });
  const group = [claim("needs-it", atMost(500)), claim("does-not", atMost(1000))];
  const roles = (await searchGroup(group, options)).map(({ hypotheses }) =>
    hypotheses.map(({ role }) => role?.role)
  );
  // The search has told one of them; the other is left to who looks at instances outside.
  assertEquals(roles, [[undefined, "not testable alone"], [undefined, "not testable alone"]]);
  const asked = misbehaved.filter(({ id }) => id.startsWith("drawn/holds"));
  const found = await searchInProcesses(asked, { ...setup, groups: groupClaims(misbehaved) });
  assertEquals(found.map(({ id, hypotheses }) => [id, hypotheses[0]!.role?.role]), [
    ["drawn/holds", "not needed in this search"],
    ["drawn/holds-too", "not needed in this search"],
  ]);
});

const setup = {
  claims: [new URL("testdata/shared_observation.ts", import.meta.url).href],
  arithmetics: ["float64"] as const,
  seed: 1,
  profile: "quick" as const,
  timeLimit: 8,
  jobs: 2,
};

Deno.test("a claim of a group that kills its process or never ends costs itself alone", async () => {
  let started: string[] = [];
  let shares: Record<string, number> = {};
  const { result: found, limit } = await patiently(
    setup.timeLimit,
    (timeLimit) => {
      started = [];
      shares = {};
      return searchInProcesses(misbehaved, {
        ...setup,
        groups: groupClaims(misbehaved),
        timeLimit,
        jobs: 1,
        onStart: ({ id }, together) => {
          started.push(id);
          assert(together.some((claim) => claim.id === id));
        },
        onDone: ({ id }, _, share) => shares[id] = share,
      });
    },
    (found) => areCutShort(found, ["hangs/loops"]),
  );
  assertEquals(
    found.map(({ id, variants: { printed } }) => [id, printed.verdict]),
    [
      ["killed/holds", "holds"],
      ["killed/dies", "error"],
      ["killed/refuted", "refuted"],
      ["hangs/loops", "error"],
      ["hangs/holds", "holds"],
      ["drawn/holds", "holds"],
      ["drawn/dies", "error"],
      ["drawn/holds-too", "holds"],
      ["drawn/refuted", "refuted"],
    ],
  );
  // One worker lets the smallest come first, and here there are no others.
  const order = ["hangs", "killed", "drawn"].flatMap((name) =>
    misbehaved.map(({ id }) => id).filter((id) => id.startsWith(`${name}/`))
  );
  assertEquals(started, order);
  assertEquals(Object.keys(shares), started);
  // What the group took before it was given up, and then the claim that never ends by itself, is
  // theirs: a sum of shares is no less than what the limits let pass.
  const hung = shares["hangs/loops"]! + shares["hangs/holds"]!;
  assert(hung >= 2 * limit, `${hung} s of at least ${2 * limit} s`);
  // Nor does it change what is found of those that were tried with it.
  const last = misbehaved.at(-1)!;
  const [alone] = await searchInProcesses([last], { ...setup, groups: groupClaims(misbehaved) });
  assertEquals(JSON.stringify(found.at(-1)), JSON.stringify(alone));
  const [ofOne] = await searchInProcesses([last], { ...setup, groups: [[last]] });
  assert(JSON.stringify(ofOne) !== JSON.stringify(alone), "it is tried with its group");
});
