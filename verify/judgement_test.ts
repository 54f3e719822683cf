import { assertEquals, assertThrows } from "@std/assert";
import type { Claim, Hypothesis, Variant } from "./claim.ts";
import { MalformedClaim } from "./door.ts";
import {
  brokenHypothesis,
  brokenHypothesisAlong,
  groupRelations,
  judge,
  type LabelJudgement,
  ownHypotheses,
  PERSISTENCE,
  relationKey,
  sharedHypotheses,
  shortfallAlong,
  shortfallOf,
  supports,
  violatedKeys,
} from "./judgement.ts";
import type { Relation } from "./relation.ts";

const UNIT = 2 ** -53;

function relation(lhs: number, rhs: number, parts: Partial<Relation> = {}): Relation {
  return { label: "it", lhs, sense: "<=", rhs, ...parts };
}

function judgementOf(relations: unknown, kind: "universal" | "local" = "universal") {
  return judge(kind, { relations: () => relations } as unknown as Variant, null, null, UNIT);
}

function only(relations: readonly Relation[], kind?: "universal" | "local"): LabelJudgement {
  const [[, judgement]] = [...judgementOf(relations, kind)] as [[string, LabelJudgement]];
  return judgement;
}

/** What is decided, and by the relation of which place. */
function decided(relations: readonly Relation[], kind?: "universal" | "local") {
  const { status, worst } = only(relations, kind);
  return [status, relations.indexOf(worst.relation)];
}

const unresolved = relation(1, 1, { scale: 1e20 });

Deno.test("relations are counted by their label and family, in the order of their appearance", () => {
  const relations = [
    relation(1, 2),
    relation(1, 2, { family: "a" }),
    relation(3, 2),
    relation(1, 2, { label: "other" }),
  ];
  assertEquals(relations.map(relationKey), ["it", "it [a]", "it", "other"]);
  assertEquals([...groupRelations(relations)], [
    ["it", [relations[0]!, relations[2]!]],
    ["it [a]", [relations[1]!]],
    ["other", [relations[3]!]],
  ]);
  const judgement = judgementOf(relations);
  assertEquals([...judgement.keys()], ["it", "it [a]", "other"]);
  assertEquals(violatedKeys(judgement), ["it"]);
  assertEquals(judgement.get("it")!.relations.map(({ relation }) => relation), [
    relations[0]!,
    relations[2]!,
  ]);
});

Deno.test("a label is violated by one relation, supported by one that is resolved", () => {
  assertEquals(decided([relation(1, 2), relation(1.5, 2)]), ["supported", 1]);
  assertEquals(decided([relation(1, 2), relation(3, 2), relation(1, 2)]), ["violated", 1]);
  assertEquals(decided([unresolved, relation(1, 2)]), ["supported", 1]);
  assertEquals(decided([unresolved]), ["undecided", 0]);
  assertEquals(only([relation(1, 2)]).broken, []);
  const { broken } = only([relation(3, 2), relation(1, 2), relation(4, 2)]);
  assertEquals(broken.map((set) => set.map(({ relation }) => relation.lhs)), [[3, 4]]);
});

Deno.test("the worst relation is the most broken one, otherwise the one nearest to breaking", () => {
  assertEquals(decided([relation(3, 2), relation(5, 2), relation(4, 2)]), ["violated", 1]);
  // A finite violation says more than an overflow, which says more than one within a tolerance.
  assertEquals(decided([relation(Infinity, 2), relation(3, 2)]), ["violated", 1]);
  assertEquals(decided([relation(3, 2), relation(Infinity, 2)]), ["violated", 0]);
  assertEquals(decided([relation(1, 2), relation(Infinity, 2)]), ["violated", 1]);
  const barely = relation(1.0000001, 0, { uncertainty: 1 });
  assertEquals(decided([relation(Infinity, 2), barely]), ["violated", 1]);
  // What is resolved says more than what is not, then the ratio; one without a ratio nothing.
  const identity = relation(1, 1.5, { sense: "=", uncertainty: 1, size: 1 });
  assertEquals(decided([identity, relation(1, 1000)]), ["supported", 1]);
  assertEquals(decided([relation(-1, 2), relation(-9, 2)]), ["supported", 0]);
  assertEquals(decided([relation(0, 2), relation(0.1, 2)]), ["supported", 1]);
  assertEquals(decided([unresolved, identity]), ["undecided", 1]);
  assertEquals(decided([identity, unresolved]), ["undecided", 0]);
  assertEquals(decided([unresolved, { ...unresolved, ratio: -3 }]), ["undecided", 1]);
  assertEquals(decided([relation(1, 2, { ratio: 5 }), relation(1, 2, { ratio: 3 })]), [
    "supported",
    0,
  ]);
  assertEquals(decided([relation(1, 2), relation(1, 2)]), ["supported", 0]);
});

Deno.test("a label is trivial where all of its relations are", () => {
  const trivial = relation(1, 2, { trivial: true });
  assertEquals(only([trivial, trivial]).trivial, true);
  assertEquals(only([trivial, relation(1, 2)]).trivial, false);
  assertEquals(only([relation(1, 2, { trivial: false })]).trivial, false);
});

Deno.test("what is no number counts only before anything is broken", () => {
  const broken = [relation(3, 2), relation(NaN, 2), relation(9, 2)];
  assertEquals(only(broken).relations.length, 1);
  assertEquals(decided(broken), ["violated", 0]);
  assertEquals(decided([relation(3, 2), relation(1, NaN)]), ["violated", 0]);
  assertEquals(decided([relation(3, 2), relation(1, 2), relation(NaN, NaN)]), ["violated", 0]);
  assertThrows(() => only([relation(1, 2), relation(NaN, 2)]), RangeError, "has lhs = NaN");
  // Each label for itself.
  const other = relation(NaN, 2, { label: "other" });
  assertThrows(() => judgementOf([relation(3, 2), other]), RangeError, '"other" has lhs = NaN');
});

Deno.test("relations must be there and well formed", () => {
  assertThrows(() => judgementOf([]), RangeError, "the checker returned no relations");
  assertThrows(() => judgementOf(undefined), MalformedClaim, "relations() returns undefined");
  assertThrows(() => judgementOf([{}]), MalformedClaim, "relations(): relation 0");
  const seen: unknown[] = [];
  const variant = {
    relations: (...args: unknown[]) => {
      seen.push(...args);
      return [relation(1, 2)];
    },
  } as unknown as Variant;
  judge("scaling", variant, "observation", "instance", UNIT);
  assertEquals(seen, ["observation", "instance"]);
});

/** Local relations with sides of the size of the radius. */
function near(radius: number, share: number, step?: number): Relation {
  return relation(share * radius, radius, {
    neighbourhood: step === undefined ? { radius } : { radius, step },
  });
}

Deno.test("a local claim is decided by the three smallest radii that say something", () => {
  const local = (...relations: Relation[]) => decided(relations, "local");
  assertEquals(PERSISTENCE, 3);
  assertEquals(local(near(1, 0.5), near(0.1, 0.6), near(0.01, 0.7)), ["supported", 2]);
  assertEquals(local(near(1, 2), near(0.1, 3), near(0.01, 4)), ["violated", 2]);
  // Larger radii do not count, in whatever order they are given.
  assertEquals(
    local(near(1, 5), near(0.1, 0.5), near(0.01, 0.6), near(0.001, 0.7))[0],
    "supported",
  );
  assertEquals(local(near(0.001, 2), near(1, 0.5), near(0.01, 2), near(0.1, 2))[0], "violated");
  // All three must agree, and there must be three.
  assertEquals(local(near(1, 2), near(0.1, 0.5), near(0.01, 2)), ["undecided", 2]);
  assertEquals(local(near(1, 0.5), near(0.1, 2), near(0.01, 0.5)), ["undecided", 1]);
  assertEquals(local(near(1, 2), near(0.1, 3)), ["undecided", 1]);
  assertEquals(local(near(1, 0.5)), ["undecided", 0]);
  // A radius that is not resolved is passed over.
  const lost = relation(1, 1, { scale: 1e20, neighbourhood: { radius: 1e-9 } });
  assertEquals(local(lost, near(1, 0.5), near(0.1, 0.6), near(0.01, 0.7)), ["supported", 3]);
  assertEquals(local(lost, near(1, 0.5), near(0.1, 0.6))[0], "undecided");
  // At one radius one violation is enough.
  const pairs = [1, 0.1, 0.01].flatMap((radius) => [near(radius, 0.5), near(radius, 2)]);
  assertEquals(local(...pairs)[0], "violated");
  assertEquals(only(pairs, "local").broken.map((set) => set.map(({ relation }) => relation)), [
    [pairs[5]!],
    [pairs[3]!],
    [pairs[1]!],
  ]);
  assertThrows(
    () => local(relation(1, 2)),
    RangeError,
    'the local relation "it" has no neighbourhood',
  );
});

Deno.test("a violation that shrinks with the radius decides nothing", () => {
  const excesses = (...shares: readonly number[]) =>
    only(shares.map((share, index) => near(2 ** -index, 1 + share)), "local");
  const fading = excesses(1, 0.7, 0.49);
  assertEquals([fading.status, fading.fades, fading.broken], ["undecided", true, []]);
  assertEquals([excesses(1, 0.7, 0.51).status, excesses(1, 0.1, 1).status], [
    "violated",
    "violated",
  ]);
  assertEquals(excesses(1, 0.7, 0.51).fades, undefined);
  assertEquals(excesses(0.25, 0.25, 0.125).status, "violated");
  // Against 0 by the size, or by the other side.
  const against0 = (size?: number) =>
    only(
      [1, 0.1, 0.01].map((radius) =>
        relation(radius ** 2, 0, {
          neighbourhood: { radius },
          ...(size === undefined ? {} : { size }),
        })
      ),
      "local",
    );
  assertEquals([against0().status, against0(1).status], ["violated", "undecided"]);
});

Deno.test("for a step as small as one likes, a local claim fails only where every step fails", () => {
  const at = (step: number, share: number) =>
    [1, 0.1, 0.01].map((radius) => near(radius, share, step));
  const local = (...relations: Relation[][]) => only(relations.flat(), "local");
  assertEquals(local(at(1, 2), at(0.1, 2)).status, "violated");
  assertEquals(local(at(1, 2), at(0.1, 2)).broken.length, 6);
  assertEquals(local(at(1, 2), at(0.1, 2)).worst.relation.neighbourhood!.step, 0.1);
  // The smallest step supports it, or leaves it open.
  assertEquals(local(at(1, 2), at(0.1, 0.5)).status, "supported");
  assertEquals(local(at(0.1, 0.5), at(1, 2)).status, "supported");
  assertEquals(local(at(1, 0.5), at(0.1, 2)).status, "undecided");
  assertEquals(local(at(0.1, 2), at(1, 0.5)).status, "undecided");
  assertEquals(local(at(1, 0.5), at(0.1, 0.5).slice(1)).status, "undecided");
  // No step is a step of 0.
  const without = [1, 0.1, 0.01].map((radius) => near(radius, 0.5));
  assertEquals(local(at(1, 2), without).status, "supported");
});

Deno.test("an observation supports a variant if no label is violated and one is supported", () => {
  const broken = relation(3, 2);
  const open = { ...unresolved, label: "open" };
  const good = relation(1, 2, { label: "good" });
  const cases: readonly (readonly [readonly Relation[], boolean])[] = [
    [[good], true],
    [[good, open], true],
    [[open, good], true],
    [[open], false],
    [[broken, good], false],
    [[good, broken], false],
  ];
  for (const [relations, expected] of cases) {
    assertEquals(supports(judgementOf(relations)), expected);
    const violated = relations.includes(broken) ? ["it"] : [];
    assertEquals(violatedKeys(judgementOf(relations)), violated);
  }
});

Deno.test("the first hypothesis that is broken is told, how far, and how many come after", () => {
  const holding = (name: string, answer: boolean | number): Hypothesis => ({
    name,
    statement: "",
    holds: () => answer,
  });
  const along: Hypothesis = { name: "along", statement: "", holdsAlong: () => 0.5 };
  const good = [holding("true", true), holding("0", 0), along];
  assertEquals(shortfallOf([], null), undefined);
  assertEquals(shortfallOf(good, null), undefined);
  assertEquals(shortfallOf([...good, holding("far", 2), holding("no", false)], null), {
    hypothesis: "far",
    remaining: 1,
    distance: 2,
  });
  assertEquals(shortfallOf([holding("no", false), ...good], null), {
    hypothesis: "no",
    remaining: 3,
    distance: Infinity,
  });
  assertEquals(shortfallAlong(good, 1, 2), { hypothesis: "along", remaining: 0, distance: 0.5 });
  assertEquals(shortfallAlong([holding("no", false)], 1, 2), undefined);
  assertThrows(
    () => shortfallOf([holding("odd", "yes" as unknown as boolean)], null),
    MalformedClaim,
    'holds() of the hypothesis "odd" returns "yes"',
  );
  assertThrows(
    () => shortfallAlong([{ ...along, holdsAlong: () => -1 }], 1, 2),
    MalformedClaim,
    'holdsAlong() of the hypothesis "along" returns -1',
  );
});

Deno.test("a variant assumes the shared hypotheses, then its own", () => {
  const asked = (name: string, assumedBy?: Hypothesis["assumedBy"]): Hypothesis => ({
    name,
    statement: "",
    holds: (instance) => !(instance as string[]).includes(name),
    holdsAlong: (observation, instance) => instance === 7 && observation !== name,
    ...(assumedBy === undefined ? {} : { assumedBy }),
  });
  const hypotheses = [
    asked("own", ["corrected"]),
    asked("all"),
    asked("both", ["printed", "corrected"]),
  ];
  const claim = { hypotheses } as unknown as Claim;
  const names = (of: readonly Hypothesis[]) => of.map(({ name }) => name);
  assertEquals(names(sharedHypotheses(claim)), ["all"]);
  assertEquals(names(ownHypotheses(claim, "printed")), ["both"]);
  assertEquals(names(ownHypotheses(claim, "corrected")), ["own", "both"]);
  assertEquals(names(ownHypotheses(claim, "sharpened")), []);
  assertEquals(brokenHypothesis(claim, ["own", "both"]), undefined);
  assertEquals(brokenHypothesis(claim, ["all", "own"]), "all");
  assertEquals(brokenHypothesis(claim, ["own", "all"], "corrected"), "all");
  assertEquals(brokenHypothesis(claim, ["own", "both"], "corrected"), "own");
  assertEquals(brokenHypothesis(claim, ["own", "both"], "printed"), "both");
  assertEquals(brokenHypothesisAlong(claim, "all", 7), "all");
  assertEquals(brokenHypothesisAlong(claim, "own", 7), undefined);
  assertEquals(brokenHypothesisAlong(claim, "own", 7, "corrected"), "own");
  assertEquals(brokenHypothesisAlong(claim, "own", 7, "printed"), undefined);
});
