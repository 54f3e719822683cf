import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { type Arithmetic, float64 } from "../lib/arithmetic/mod.ts";
import { type Claim, defineClaim } from "./claim.ts";
import type { Evidence } from "./evidence.ts";
import {
  type Progress,
  roleOf,
  searchClaim,
  searchGroup,
  type SearchOptions,
  variantForRoles,
  withRole,
} from "./search.ts";
import { VERSION } from "./version.ts";

const options: SearchOptions = {
  seed: 5,
  profile: "quick",
  arithmetic: float64 as Arithmetic<unknown>,
  instances: 40,
  targetInstances: 60,
};

const second = { ...float64, name: "float32", unitRoundoff: 2 ** -24 } as Arithmetic<unknown>;

const shared = {
  instances: fc.record({ x: fc.integer({ min: 0, max: 1000 }) }),
  observe: ({ x }: { x: number }) => {
    if (x % 17 === 16) throw new Error("sixteen");
    return x;
  },
  hypotheses: [{
    name: "not small",
    statement: "x",
    holds: ({ x }: { x: number }) => x > 100,
  }],
};

function bounded(name: string, bound: number, part: Partial<Claim<{ x: number }, number>> = {}) {
  return defineClaim<{ x: number }, number>({
    ...shared,
    id: `course/${name}`,
    title: name,
    locus: "here",
    kind: "universal",
    variants: {
      printed: {
        statement: name,
        expected: "holds",
        relations: (x) => {
          if (x % 19 === 18) throw new Error("eighteen");
          return [{ label: "size", lhs: x, sense: "<=", rhs: bound }];
        },
      },
      corrected: {
        statement: "c",
        relations: (x) => [{ label: "size", lhs: x, sense: "<=", rhs: 2000 }],
      },
    },
    ...part,
  });
}

const group = [bounded("holds", 1000), bounded("refuted", 700), bounded("other", 1500)];

Deno.test("a search tells what it is at, of the claims that are asked for and no others", async () => {
  const told: string[] = [];
  const progress = new Map<Claim, Progress[]>();
  const asked = [group[0]!, group[1]!];
  const found = await searchGroup(group, {
    ...options,
    asked,
    onProgress: (now, claim) => progress.set(claim, [...progress.get(claim) ?? [], now]),
    onTried: () => told.push("tried"),
    onEvidence: ({ id }) => told.push(id),
  });
  assertEquals(told, ["tried", "course/holds", "course/refuted"]);
  assertEquals(found.map(({ id }) => id), ["course/holds", "course/refuted"]);
  assertEquals([...progress.keys()].map(({ id }) => id).sort(), asked.map(({ id }) => id));
  for (const [{ id }, seen] of progress) {
    let before = 0;
    for (const { accepted, budget, bestRatio } of seen) {
      assertEquals(budget, 100);
      assert(accepted >= before && accepted <= budget, `${id}: ${accepted} of ${budget}`);
      assert(bestRatio === null || bestRatio > 0);
      before = accepted;
    }
    assertEquals(seen[0], { phase: "search", accepted: 0, budget: 100, bestRatio: null });
    assert(seen.filter(({ phase }) => phase === "search").length > 3);
    const phases = new Set(seen.map(({ phase }) => phase));
    assertEquals(
      [...phases].sort(),
      id === "course/holds" ? ["search"] : ["confirm", "search", "shrink"],
    );
  }
});

Deno.test("each observation is announced before it is made, with its arithmetic", async () => {
  const announced: string[] = [];
  const { search: { generate, target } } = await searchClaim(
    bounded("announced", 1000, { hypotheses: [] }),
    {
      ...options,
      secondArithmetic: second,
      onObserve: (_, name) => announced.push(name),
    },
  );
  assertEquals(
    announced.filter((name) => name === "float64").length,
    generate.drawn + target.drawn,
  );
  // One of sixteen in the second arithmetic too.
  const accepted = generate.accepted + target.accepted;
  assertEquals(announced.filter((name) => name === "float32").length, Math.ceil(accepted / 32));
});

Deno.test("evidence adds up: what was drawn is accepted, discarded or failed", async () => {
  const evidence = await searchClaim(group[0]!, options);
  const { search: { generate, target }, hypotheses, variants } = evidence;
  const drawn = generate.drawn + target.drawn;
  const accepted = generate.accepted + target.accepted;
  const [hypothesis] = hypotheses as [Evidence["hypotheses"][number]];
  assertEquals([hypothesis.name, hypothesis.assumedBy], ["not small", null]);
  for (const variant of [variants.printed, variants.corrected!]) {
    assertEquals(variant.instances, accepted);
    assertEquals(variant.discarded, hypothesis.discarded);
    assertEquals(variant.secondArithmetic, null);
    assertEquals([variant.verdict, variant.furtherRefutations], ["error", []]);
    assertEquals([variant.error!.message, variant.failures], ["Error: sixteen", null]);
    const { role, arithmetic, instance, relations, figures } = variant.example!;
    assertEquals([role, arithmetic, relations, figures], ["error", "float64", [], []]);
    assertEquals((instance as { x: number }).x % 17, 16);
  }
  const outside = drawn - accepted - hypothesis.discarded;
  assert(outside > 0);
  assertEquals([variants.printed.expected, variants.corrected!.expected], ["holds", null]);
  const { version, seed, profile, id, title, locus, kind, module, paperTitle } = evidence;
  assertEquals(
    { version, seed, profile, id, title, locus, kind, module, paperTitle },
    {
      version: VERSION,
      seed: 5,
      profile: "quick",
      id: "course/holds",
      title: "holds",
      locus: "here",
      kind: "universal",
      module: null,
      paperTitle: null,
    },
  );
  assertEquals(evidence.arithmetics, [{ name: "float64", backend: "ml-matrix" }]);
  assertEquals(evidence.search.confirm.observations, 0);
  assertEquals(evidence.search.shrink.observations, 0);
  assert(evidence.numbers.some(({ path, count }) => path === ".x" && count > 40));
});

Deno.test("a refuted claim says how often its checker fails elsewhere, and how to replay it", async () => {
  const { variants: { printed }, search } = await searchClaim(group[1]!, options);
  assertEquals(printed.verdict, "refuted");
  assertEquals(
    printed.reason,
    `the checker fails on ${printed.failures!.count} other instances: ` +
      printed.failures!.message,
  );
  assertEquals((printed.example!.instance as { x: number }).x, 701);
  assertEquals(printed.refutation!.replay, "deno task verify --replay FILE");
  assert(printed.refutation!.shrinkSteps > 0);
  assert((printed.refutation!.found as { x: number }).x > 700);
  assert(search.shrink.observations > 0 && search.confirm.observations > 0);
  const clean = await searchClaim(
    bounded("clean", 700, {
      observe: ({ x }) => x,
      variants: {
        printed: {
          statement: "s",
          relations: (x) => [{ label: "size", lhs: x, sense: "<=", rhs: 700 }],
        },
      },
    }),
    options,
  );
  assertEquals([clean.variants.printed.reason, clean.variants.printed.failures], [null, null]);
});

Deno.test("a second arithmetic is spoken of where something was observed in it, or nothing computed", async () => {
  const computes = bounded("computes", 1000, {
    hypotheses: [],
    observe: ({ x }, arithmetic) => arithmetic.toArray(arithmetic.vector([x]))[0]!,
  });
  const evidence = await searchClaim(computes, { ...options, secondArithmetic: second });
  const { instances } = evidence.variants.printed.secondArithmetic!;
  assert(instances > 0);
  assertEquals(evidence.arithmetics.map(({ name }) => name), ["float64", "float32"]);
  const unused = await searchClaim(
    bounded("unused", 1000, { hypotheses: [], observe: ({ x }) => x }),
    { ...options, secondArithmetic: second },
  );
  assertEquals(unused.variants.printed.secondArithmetic, null);
});

Deno.test("roles are told in the printed variant if it holds, otherwise in what corrects it", async () => {
  const evidence = await searchClaim(group[0]!, options);
  const with_ = (printed: string, corrected: string | undefined, kind = "universal") =>
    variantForRoles({
      ...evidence,
      kind,
      variants: {
        printed: { ...evidence.variants.printed, verdict: printed },
        ...(corrected === undefined
          ? {}
          : { corrected: { ...evidence.variants.printed, verdict: corrected } }),
        sharpened: { ...evidence.variants.printed, verdict: "holds" },
      },
    } as Evidence);
  assertEquals(with_("holds", "holds"), "printed");
  assertEquals(with_("refuted", "holds"), "corrected");
  assertEquals(with_("holds", "refuted"), "printed");
  assertEquals(with_("inconclusive", "refuted"), null);
  assertEquals(with_("refuted", undefined), null);
  assertEquals(with_("holds", "holds", "existence"), null);
});

Deno.test("the role of one hypothesis leaves the others as they are", async () => {
  const claim = bounded("roles", 1000, {
    observe: ({ x }) => x,
    hypotheses: [
      { name: "a", statement: "x", holds: ({ x }) => x > 200 },
      { name: "b", statement: "x", holds: ({ x }) => x !== 1 },
    ],
  });
  const evidence = await searchClaim(claim, options);
  const observed: unknown[] = [];
  const role = await roleOf(claim, "a", "printed", {
    ...options,
    onObserve: (instance) => observed.push(instance),
  });
  assertEquals(role.role, "not needed in this search");
  assert(observed.length >= role.tried && role.tried > 0);
  const other = withRole(evidence, "a", { ...role, tried: 1234 });
  assertEquals(other.hypotheses[0]!.role!.tried, 1234);
  assertEquals(other.hypotheses[1], evidence.hypotheses[1]);
  assertEquals({ ...other, hypotheses: [] }, { ...evidence, hypotheses: [] });
});
