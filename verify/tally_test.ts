import { assertEquals } from "@std/assert";
import type { Claim, ClaimKind, Variant } from "./claim.ts";
import { RATIO_EDGES, ratioBin, type SearchPhase } from "./evidence.ts";
import { judge } from "./judgement.ts";
import type { Relation } from "./relation.ts";
import type { Specimen } from "./specimen.ts";
import { VariantTally } from "./tally.ts";

const variant = { statement: "x", relations: (relations: unknown) => relations } as Variant;

function tallyOf(kind: ClaimKind = "universal"): VariantTally {
  return new VariantTally(
    { id: "mine/claim", kind, variants: { corrected: variant } } as unknown as Claim,
    "corrected",
  );
}

function specimenOf(json: unknown): Specimen {
  const text = JSON.stringify(json);
  return { json, text, size: text.length } as unknown as Specimen;
}

function relation(lhs: number, rhs: number, parts: Partial<Relation> = {}): Relation {
  return { label: "it", lhs, sense: "<=", rhs, ...parts };
}

function judgementOf(relations: readonly Relation[], kind: ClaimKind = "universal") {
  return judge(kind, variant, relations, null, 2 ** -53);
}

/** Counts one observation of an instance, and tells which labels are to be confirmed. */
function count(
  tally: VariantTally,
  relations: readonly Relation[],
  json: unknown = relations.map(({ lhs }) => lhs),
  phase: SearchPhase = "generate",
  observation = 1,
  kind: ClaimKind = "universal",
): readonly string[] {
  const judgement = judgementOf(relations, kind);
  return tally.count(judgement, specimenOf(json), { phase, observation });
}

const good = relation(1, 2);
const broken = relation(3, 2);
const open = relation(1, 1, { scale: 1e20 });

Deno.test("a tally is of one variant of one claim", () => {
  const tally = tallyOf();
  assertEquals([tally.name, tally.key, tally.variant === variant], [
    "corrected",
    "mine/claim/corrected",
    true,
  ]);
  assertEquals([tally.accepted, tally.supported, tally.undecided, tally.tightness], [
    0,
    0,
    0,
    null,
  ]);
  assertEquals([tally.labels, tally.independentSupports, tally.secondUnused], [[], 0, 0]);
});

Deno.test("each label counts what is decided, and where its ratio is largest", () => {
  const tally = tallyOf();
  count(tally, [good, relation(1, 8, { label: "b", family: "f" })], "first");
  count(tally, [relation(1.5, 2), relation(1, 4, { label: "b", family: "f" })], "second", "target");
  count(tally, [relation(1.5, 2)], "third");
  count(tally, [open], "fourth");
  count(tally, [relation(1, 2, { trivial: true })], "fifth");
  count(tally, [broken], "sixth", "target", 17);
  count(tally, [relation(4, 2)], "seventh", "generate", 19);
  const [it, b] = tally.labels;
  const counts = (ratios: readonly number[]) => {
    const found = new Array<number>(RATIO_EDGES.length + 1).fill(0);
    for (const ratio of ratios) found[ratioBin(ratio)]!++;
    return found;
  };
  assertEquals(it, {
    label: "it",
    supported: 4,
    violated: 2,
    undecided: 1,
    fading: 0,
    trivial: 1,
    largestRatio: 2,
    largestRatioPhase: "generate",
    attainedBy: "seventh",
    distribution: { edges: RATIO_EDGES, counts: counts([0.5, 0.75, 0.75, 0.5, 1.5, 2]) },
    foundPhase: "target",
    foundAfter: 17,
  });
  assertEquals(b, {
    label: "b [f]",
    family: "f",
    supported: 2,
    violated: 0,
    undecided: 0,
    fading: 0,
    trivial: 0,
    largestRatio: 0.25,
    largestRatioPhase: "target",
    attainedBy: "second",
    distribution: { edges: RATIO_EDGES, counts: counts([0.125, 0.25]) },
    foundPhase: null,
    foundAfter: null,
  });
  assertEquals([tally.supported, tally.undecided], [4, 1]);
});

Deno.test("tightness is the largest ratio of an inequality, at the first instance that attains it", () => {
  const tally = tallyOf();
  count(tally, [open], "open");
  assertEquals([tally.tightness, tally.tightest], [null, "open"]);
  count(tally, [relation(1, 2, { sense: "=", label: "identity", uncertainty: 9 })], "identity");
  assertEquals([tally.tightness, tally.tightest], [null, "open"]);
  count(tally, [relation(-0.5, 1)], "negative");
  assertEquals([tally.tightness, tally.tightest], [-0.5, "negative"]);
  count(tally, [good], "first");
  count(tally, [good], "again");
  assertEquals([tally.tightness, tally.tightest], [0.5, "first"]);
  count(tally, [relation(1, 4), relation(3, 4, { label: "b" })], "b");
  assertEquals([tally.tightness, tally.tightest], [0.75, "b"]);
  // What rounding leaves open has no ratio, even a stated one.
  count(tally, [relation(1, 1, { scale: 1e20, ratio: 5 })], "stated");
  assertEquals([tally.tightness, tally.labels[0]!.largestRatio], [0.75, 0.5]);
  assertEquals(tally.labels.find(({ label }) => label === "it")!.attainedBy, "first");
  // A ratio below -1 is no tightness.
  const other = tallyOf();
  count(other, [relation(1, 2, { ratio: -1.5 })]);
  assertEquals([other.tightness, other.labels[0]!.largestRatio], [null, -1.5]);
});

Deno.test("sampled supports count each, those that were climbed to once, as far as it matters", () => {
  const tally = tallyOf();
  count(tally, [good], "a");
  count(tally, [good], "a");
  assertEquals(tally.independentSupports, 2);
  for (const json of ["a", "b", "b", "a"]) count(tally, [good], json, "target");
  assertEquals([tally.independentSupports, tally.supported], [4, 6]);
  count(tally, [broken], "c", "target");
  count(tally, [open], "d", "target");
  count(tally, [open], "d");
  assertEquals(tally.independentSupports, 4);
  for (let index = 0; index < 50; index++) count(tally, [good], index, "target");
  assertEquals([tally.independentSupports, tally.supported], [20, 56]);
  count(tally, [good], "sampled");
  assertEquals(tally.independentSupports, 21);
});

Deno.test("violations are kept by label; the first, second and fourth are confirmed at once", () => {
  const tally = tallyOf();
  const both = [broken, relation(3, 2, { label: "b" }), relation(1, 2, { label: "c" })];
  assertEquals(count(tally, both, 1), ["it", "b"]);
  assertEquals(count(tally, [broken], 2), ["it"]);
  assertEquals([count(tally, [broken], 3), count(tally, [broken], 4)], [[], ["it"]]);
  assertEquals([...tally.violations].map(([label, { count }]) => [label, count]), [
    ["it", 4],
    ["b", 1],
  ]);
  assertEquals([tally.supported, tally.undecided], [0, 0]);
  assertEquals(count(tally, [open]), []);
  assertEquals(tally.undecided, 1);
});

Deno.test("those that are broken most, in tolerances, are kept; overflows are broken least", () => {
  const tally = tallyOf();
  const zero = relation(1, 0, { uncertainty: 0.5 });
  // All of one size, so that the shortest and the milestones are the first ones.
  const met: readonly (readonly [string, Relation])[] = [
    ["01", relation(3, 2)],
    ["02", relation(3, 2)],
    ["03", relation(Infinity, 2)],
    ["04", relation(3, 2)],
    ["05", relation(Infinity, 2)],
    ["06", relation(9, 2)],
    ["07", relation(2.5, 2)],
    ["09", zero],
    ["10", relation(8, 2)],
    ["11", relation(7, 2)],
    ["12", relation(Infinity, 2)],
  ];
  for (const [json, broken] of met) count(tally, [broken], json);
  assertEquals(tally.violations.get("it")!.kept.map(({ json }) => json).sort(), [
    "01",
    "02",
    "03",
    "04",
    "06",
    "09",
    "10",
    "11",
  ]);
});

Deno.test("an existence claim keeps its first witness, and no violations", () => {
  const tally = tallyOf("existence");
  const all = [good, relation(1, 2, { label: "b" })];
  assertEquals(count(tally, [broken, good], 0), []);
  assertEquals(count(tally, [open, ...all.slice(1)], 1), []);
  assertEquals(tally.witness, undefined);
  count(tally, all, 2);
  count(tally, all, 3);
  assertEquals(tally.witness!.json, 2);
  assertEquals([tally.violations.size, tally.supported, tally.undecided], [0, 0, 0]);
});

Deno.test("labels that fade are counted", () => {
  const tally = tallyOf("local");
  const near = [1, 0.7, 0.1].map((share, index) =>
    relation((1 + share) * 2 ** -index, 2 ** -index, { neighbourhood: { radius: 2 ** -index } })
  );
  count(tally, near, "x", "generate", 1, "local");
  const [{ fading, undecided }] = tally.labels as [typeof tally.labels[number]];
  assertEquals([fading, undecided, tally.undecided], [1, 1, 1]);
});

Deno.test("the second arithmetic contradicts only what the first decides the other way", () => {
  const counted = (
    relations: readonly Relation[] | undefined,
    isViolated: boolean,
    kind: ClaimKind,
  ) => {
    const tally = tallyOf(kind);
    tally.countSecond(relations && judgementOf(relations), isViolated);
    const { instances, supported, contradicted, undecided } = tally.second;
    return [instances, supported, contradicted, undecided];
  };
  assertEquals(counted(undefined, false, "universal"), [1, 0, 0, 1]);
  assertEquals(counted([good], false, "universal"), [1, 1, 0, 0]);
  assertEquals(counted([good], true, "universal"), [1, 1, 0, 0]);
  assertEquals(counted([open], false, "universal"), [1, 0, 0, 1]);
  assertEquals(counted([broken], false, "universal"), [1, 0, 1, 0]);
  assertEquals(counted([broken], true, "universal"), [1, 0, 0, 0]);
  assertEquals(counted([broken], false, "existence"), [1, 0, 0, 0]);
  assertEquals(counted([broken], false, "local"), [1, 0, 0, 1]);
});
