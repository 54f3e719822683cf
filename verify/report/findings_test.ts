import { assertEquals } from "@std/assert";
import type { Verdict } from "../claim.ts";
import {
  brokenRelation,
  countVerdicts,
  describeComparisons,
  describeFailures,
  describeFamilies,
  describeOutcome,
  describeRelation,
  remarksOn,
  shortNumber,
} from "./findings.ts";
import { evidence, example, refutation, refuted, variant } from "./site/testdata/evidence.ts";

Deno.test("the outcome tells apart what was expected and what was found", () => {
  const outcome = (...pairs: [Verdict, Verdict | null][]) =>
    describeOutcome(pairs.map(([verdict, expected]) => ({ verdict, expected })));
  const [holds, open, error] = [["holds", "holds"], ["refuted", null], ["error", null]] as const;
  assertEquals(outcome([...holds], [...holds]), "Every verdict is the expected one.");
  assertEquals(
    outcome([...open], ["inconclusive", null], [...open], ["holds", null]),
    "2 refuted, 1 holds, 1 inconclusive; no verdict was expected.",
  );
  assertEquals(
    outcome([...holds], [...open]),
    "1 verdict(s) as expected; where none was expected: 1 refuted.",
  );
  assertEquals(
    outcome(["refuted", "holds"], [...holds]),
    "1 verdict(s) are not the expected ones.",
  );
  assertEquals(
    outcome(["refuted", "holds"], [...holds], [...error]),
    "1 verdict(s) are not the expected ones; where none was expected: 1 error.",
  );
});

Deno.test("what was found is split by family, where relations name families", () => {
  assertEquals(describeFamilies(variant()), undefined);
  const found = refuted();
  const broken = found.refutation!.confirmation.label;
  const label = variant().labels[0]!;
  const on = (family: string, name: string, supported: number) => ({
    ...label,
    label: name,
    family,
    supported,
    violated: 0,
    undecided: 3,
  });
  const labels = [
    on("network", "x <= 1 [network]", 197),
    on("smooth map", broken, 50),
    on("network", "y <= 1 [network]", 20),
  ];
  assertEquals(
    describeFamilies({ ...found, labels }),
    "network not refuted (200 instances); smooth map refuted (53 instances)",
  );
});

Deno.test("remarks are those of health, and what it does not say already", () => {
  const [rank, step, noise] = evidence().hypotheses;
  const label = variant().labels[0]!;
  const trivial = { ...label, supported: 100, undecided: 0, trivial: 60 };
  const found = evidence({
    hypotheses: [rank!, { ...step!, role: null }, noise!],
    variants: { printed: { ...refuted(), labels: [trivial, { ...trivial, trivial: 50 }] } },
  });
  const discards = 'the hypothesis "bounded noise" discards 300 of 412 instances';
  const nothing = `printed: "${label.label}" says nothing on 60 of 100 instances`;
  assertEquals(remarksOn(found), [
    ...found.health,
    discards,
    nothing,
    "printed: the checker failed on 3 instances: RangeError: the matrix is singular",
    'whether the claim needs the hypothesis "bounded noise" could not be told: ' +
    "the checker timed out where it is dropped",
    'whether the claim needs "constant rank" is open: not to be dropped alone',
    'whether the claim needs "admissible step size" was not looked at',
  ]);
  const said = remarksOn({ ...found, health: [nothing, discards] });
  assertEquals(said.slice(0, 2), [nothing, discards]);
  assertEquals(said.length, remarksOn(found).length - 1);
  assertEquals(remarksOn(evidence({ health: [], hypotheses: [] })), []);
});

Deno.test("the relation that is broken is the one that was confirmed, on its family", () => {
  const shown = example("counterexample");
  const [first, second] = shown.relations;
  const broken = (label: string) =>
    brokenRelation({ example: shown, refutation: refutation({ label }) });
  assertEquals(broken(first!.label), first);
  assertEquals(broken("QᵀQ = I [orthogonal]"), second);
  assertEquals([broken("QᵀQ = I"), broken(`${first!.label} [orthogonal]`)], [undefined, undefined]);
  assertEquals(brokenRelation({ example: null, refutation: refutation() }), undefined);
  assertEquals(brokenRelation({ example: shown, refutation: null }), undefined);
});

Deno.test("a relation is told in a line, with where it was seen", () => {
  const [relation] = example("counterexample").relations;
  const { radius, step, ...plain } = relation!;
  const text = "f(θ_t) <= (1 − αμ)^t f(θ_0): 2 <= 1 (margin -1";
  assertEquals(describeRelation(plain), `${text})`);
  assertEquals(describeRelation({ ...plain, radius: radius! }), `${text}; radius 0.000001)`);
  assertEquals(describeRelation({ ...plain, step: step! }), `${text}; step 0.25)`);
  assertEquals(describeRelation(relation!), `${text}; radius 0.000001, step 0.25)`);
  const long = { ...plain, label: "x".repeat(301), lhs: 1 / 3, rhs: 1e-9 / 7, margin: -2 / 3 };
  assertEquals(
    describeRelation(long),
    `${"x".repeat(300)}… (301 characters): 0.333333 <= 1.42857e-10 (margin -0.666667)`,
  );
  assertEquals(describeRelation({ ...plain, label: "x".repeat(300) }).indexOf(":"), 300);
  assertEquals([shortNumber(1234567.8), shortNumber(2, 3), shortNumber(2 / 3, 3)], [
    ...["1234570", "2", "0.667"],
  ]);
});

Deno.test("verdicts are counted in one order, and failures in words", () => {
  const verdicts = (...names: readonly Verdict[]) =>
    countVerdicts(names.map((verdict) => ({ verdict })));
  assertEquals(
    verdicts("error", "vacuous", "holds", "inconclusive", "refuted", "error"),
    "1 refuted, 1 holds, 1 inconclusive, 1 vacuous, 2 error",
  );
  assertEquals(verdicts(), "");
  const failures = (count: number) => describeFailures({ count, message: "m", instance: null });
  assertEquals(failures(1), "the checker failed on 1 instance: m");
  assertEquals(failures(2), "the checker failed on 2 instances: m");
});

Deno.test("families are told by what was seen most often, and shortened", () => {
  const [label] = variant().labels;
  const one = (family: string, supported: number, violated: number, undecided: number) =>
    describeFamilies({
      ...variant(),
      labels: [label!, { ...label!, family, supported, violated, undecided }],
    });
  assertEquals(one("net", 1, 0, 0), "net not refuted (1 instance)");
  assertEquals(one("net", 1, 2, 4), "net not refuted (7 instances)");
  assertEquals(one("x".repeat(80), 0, 0, 0), `${"x".repeat(80)} not refuted (0 instances)`);
  assertEquals(
    one("x".repeat(81), 2, 0, 0),
    `${"x".repeat(80)}… (81 characters) not refuted (2 instances)`,
  );
});

Deno.test("a remark is made from more than half of the instances on", () => {
  const [label] = variant().labels;
  const [hypothesis] = evidence().hypotheses;
  const remarks = (discarded: number, trivial: number, undecided = 0) =>
    remarksOn(evidence({
      health: [],
      hypotheses: [{
        ...hypothesis!,
        discarded,
        role: { role: "needed", tried: 1, counterexample: {}, reason: null },
      }],
      variants: {
        printed: variant({
          labels: [{ ...label!, supported: 60, violated: 40, undecided, trivial }],
        }),
      },
    }));
  // 412 instances were drawn.
  assertEquals(remarks(206, 50), []);
  assertEquals(remarks(207, 50), [
    'the hypothesis "constant rank" discards 207 of 412 instances',
  ]);
  assertEquals(remarks(0, 51), [`printed: "${label!.label}" says nothing on 51 of 100 instances`]);
  assertEquals(remarks(0, 51, 2), []);
});

Deno.test("hypotheses of which nothing is known are named together", () => {
  const [hypothesis] = evidence().hypotheses;
  const role = (
    name: "not testable alone" | "could not be told",
    reason: string | null = null,
  ) => ({
    role: name,
    tried: 0,
    counterexample: null,
    reason,
  });
  const hypotheses = [
    ...["a", "b"].map((name) => ({ ...hypothesis!, name, role: role("not testable alone") })),
    ...["c", "d"].map((name) => ({ ...hypothesis!, name, role: null })),
    { ...hypothesis!, name: "e", role: role("could not be told") },
    { ...hypothesis!, name: "f", role: role("could not be told", "it died") },
  ].map((one) => ({ ...one, discarded: 0 }));
  assertEquals(remarksOn(evidence({ health: [], hypotheses })), [
    'whether the claim needs the hypothesis "e" could not be told',
    'whether the claim needs the hypothesis "f" could not be told: it died',
    'whether the claim needs "a", "b" is open: not to be dropped alone',
    'whether the claim needs "c", "d" was not looked at',
  ]);
});

Deno.test("comparisons of a table are counted, those that are open where there are any", () => {
  assertEquals(describeComparisons(variant()), undefined);
  const told = (kept: number, broken: number, open: number) =>
    describeComparisons(variant({ comparisons: { kept, broken, open } }));
  assertEquals(told(1, 0, 0), "1 comparison of printed numbers: 1 kept, 0 broken");
  assertEquals(told(3, 2, 1), "6 comparisons of printed numbers: 3 kept, 2 broken, 1 open");
});
