import { assertEquals } from "@std/assert";
import type { Verdict } from "../claim.ts";
import { describeFamilies, describeOutcome, remarksOn } from "./findings.ts";
import { evidence, refuted, variant } from "./site/testdata/evidence.ts";

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
