import { assertEquals } from "@std/assert";
import type { Claim } from "./claim.ts";
import { healthOf } from "./health.ts";
import type { Phases } from "./phases.ts";

const label = { label: "it", trivial: 0, supported: 6, violated: 2, undecided: 2, fading: 0 };
const tally = {
  name: "printed",
  accepted: 10,
  variant: {},
  labels: [label],
  failures: { count: 0 },
};
const claim = { hypotheses: [] } as unknown as Claim;

function remarks(parts: Record<string, unknown>, of: Claim = claim): string[] {
  const tallies = parts["tallies"] ?? [tally];
  return healthOf(of, {
    drawn: 20,
    discarded: new Map(),
    failures: { count: 0 },
    spread: { remarks: () => [] },
    talliesOf: (asked: Claim) => asked === of ? tallies : [],
    ...parts,
  } as unknown as Phases);
}

function withLabel(parts: Partial<typeof label>, variant: Record<string, unknown> = {}): string[] {
  return remarks({ tallies: [{ ...tally, variant, labels: [label, { ...label, ...parts }] }] });
}

Deno.test("a healthy search has no remarks", () => {
  assertEquals(remarks({}), []);
  assertEquals(remarks({ spread: { remarks: () => ["all numbers are small"] } }), [
    "all numbers are small",
  ]);
});

Deno.test("a hypothesis that discards more than half of the instances is told", () => {
  const discarded = new Map([["half", 10], ["more", 11], ["none", 0]]);
  assertEquals(remarks({ discarded }), ['the hypothesis "more" discards 11 of 20 instances']);
});

Deno.test("instances of what is said to be vacuous are told", () => {
  const vacuous = { hypotheses: [], vacuous: { hypotheses: [], reason: "x" } } as unknown as Claim;
  assertEquals(remarks({}, vacuous), [
    "printed is said to be vacuous, but 10 of 20 instances satisfy its hypotheses",
  ]);
  assertEquals(remarks({ tallies: [{ ...tally, accepted: 0 }] }, vacuous), []);
  assertEquals(remarks({ tallies: [{ ...tally, accepted: 1 }] }, vacuous).length, 1);
});

Deno.test("what fails is told, with the first message", () => {
  const failures = { count: 1, first: { message: "RangeError: x" } };
  const corrected = { ...tally, name: "corrected", failures: { ...failures, count: 3 } };
  assertEquals(remarks({ failures, tallies: [tally, corrected] }), [
    "the checker fails on 1 of 20 instances: RangeError: x",
    "corrected fails on 3 of 20 instances: RangeError: x",
  ]);
});

Deno.test("a label that mostly says nothing, or fades, is told", () => {
  assertEquals(withLabel({ trivial: 5 }), []);
  assertEquals(withLabel({ trivial: 6 }), ['printed: "it" says nothing on 6 of 10 instances']);
  // Where the author says when, any instance is told.
  assertEquals(withLabel({ trivial: 0 }, { trivialWhere: "for d < 9" }), []);
  assertEquals(withLabel({ trivial: 1 }, { trivialWhere: "for d < 9" }), [
    'printed: "it" says nothing on 1 of 10 instances: for d < 9',
  ]);
  assertEquals(withLabel({ fading: 1 }), [
    'printed: "it" is violated on 1 of 10 instances by an amount that shrinks with the radius, ' +
    "which decides nothing",
  ]);
});
