import { assertEquals } from "@std/assert";
import type { Claim, VariantName } from "./claim.ts";
import type { Confirmation, LabelEvidence } from "./evidence.ts";
import type { Specimen } from "./specimen.ts";
import type { VariantTally } from "./tally.ts";
import {
  type Gathered,
  isVacuous,
  verdictOnExistence,
  verdictWithoutRefutation,
} from "./verdict.ts";

const label = { label: "it", supported: 30, undecided: 0, trivial: 0 } as LabelEvidence;

/** A tally on which a claim holds, with some of its parts replaced. */
function tallyWith(parts: Partial<VariantTally> = {}): VariantTally {
  return {
    name: "printed",
    accepted: 30,
    labels: [label],
    second: { instances: 10, supported: 10, contradicted: 0, undecided: 0 },
    independentSupports: 20,
    witness: undefined,
    ...parts,
  } as VariantTally;
}

function gathered(parts: Partial<Gathered> = {}): Gathered {
  const claim = { hypotheses: [] } as unknown as Claim;
  return { claim, drawn: 40, discarded: new Map(), failure: undefined, ...parts };
}

const failure = { message: "TypeError: x", stack: "", instance: null };
const open = { label: "it", reason: "rounding may explain it" } as Confirmation;
const holds = { verdict: "holds", reason: null } as const;

Deno.test("a claim holds that enough different instances support", () => {
  assertEquals(verdictWithoutRefutation(gathered(), tallyWith(), []), holds);
  const borders = { supported: 5, undecided: 95, trivial: 99 } as const;
  assertEquals(
    verdictWithoutRefutation(
      gathered(),
      tallyWith({ labels: [label, { ...label, ...borders }] }),
      [],
    ),
    holds,
  );
});

Deno.test("what speaks against it, the first of these, leaves it open", () => {
  const cases: readonly (readonly [Partial<VariantTally>, readonly Confirmation[], string])[] = [
    [
      {},
      [open, { ...open, label: "b" }],
      'a violation of "it" was not confirmed: rounding may ' +
      "explain it",
    ],
    [
      { second: { instances: 9, supported: 1, contradicted: 2, undecided: 0 } },
      [],
      "the second arithmetic sees violations on 2 of 9 instances, the first none there",
    ],
    [
      { labels: [label, { ...label, label: "b", supported: 20, undecided: 10, trivial: 30 }] },
      [],
      '"b" says nothing on any of 30 instances: its right side is trivially true',
    ],
    [
      { independentSupports: 19 },
      [],
      "too few instances: of 30 that satisfy the hypotheses, 19 different ones support the " +
      "statement, at least 20 are needed",
    ],
    [
      { labels: [label, { ...label, label: "b", supported: 4 }] },
      [],
      '"b" is supported by 4 instances only, at least 5 are needed',
    ],
  ];
  for (const [parts, unconfirmed, reason] of cases) {
    assertEquals(verdictWithoutRefutation(gathered(), tallyWith(parts), unconfirmed), {
      verdict: "inconclusive",
      reason,
    });
  }
  const all = Object.assign({}, ...cases.map(([parts]) => parts).toReversed());
  for (const [index, [, , reason]] of cases.slice(0, 2).entries()) {
    const unconfirmed = index === 0 ? [open] : [];
    assertEquals(verdictWithoutRefutation(gathered(), tallyWith(all), unconfirmed).reason, reason);
  }
  // A label that nothing was counted of says nothing either, but is not trivial.
  const none = { ...label, supported: 0, undecided: 0, trivial: 0 };
  assertEquals(
    verdictWithoutRefutation(gathered(), tallyWith({ labels: [none] }), []).reason,
    '"it" is supported by 0 instances only, at least 5 are needed',
  );
});

Deno.test("a checker that fails is an error, whatever else there is", () => {
  const verdict = { verdict: "error", reason: "TypeError: x" } as const;
  assertEquals(verdictWithoutRefutation(gathered({ failure }), tallyWith(), [open]), verdict);
  assertEquals(
    verdictWithoutRefutation(gathered({ failure }), tallyWith({ accepted: 0 }), []),
    verdict,
  );
  assertEquals(verdictOnExistence(gathered({ failure }), tallyWith()), verdict);
});

Deno.test("an existence claim holds by a witness, and without one nobody knows", () => {
  const witness = {} as Specimen;
  assertEquals(verdictOnExistence(gathered(), tallyWith({ witness })), holds);
  assertEquals(verdictOnExistence(gathered({ failure }), tallyWith({ witness })), holds);
  assertEquals(verdictOnExistence(gathered(), tallyWith()), {
    verdict: "inconclusive",
    reason: "no witness among 30 instances",
  });
});

Deno.test("without instances a claim is vacuous only if its author says why", () => {
  const hypotheses = [{ name: "a" }, { name: "b", assumedBy: ["printed"] }];
  const vacuous = { hypotheses: ["a", "b"], reason: "x cannot be both" };
  const claim = { hypotheses, vacuous } as unknown as Claim;
  const isSo = (name: VariantName, of: Claim = claim) => isVacuous(of, name);
  assertEquals([isSo("printed"), isSo("corrected")], [true, false]);
  assertEquals(isSo("printed", { hypotheses } as unknown as Claim), false);
  assertEquals(
    isSo(
      "corrected",
      { hypotheses, vacuous: { ...vacuous, hypotheses: ["a"] } } as unknown as Claim,
    ),
    true,
  );
  const discarded = new Map([["a", 30], ["none", 0], ["b", 10]]);
  const without = (of: Gathered, parts: Partial<VariantTally> = {}) =>
    [verdictWithoutRefutation, verdictOnExistence].map((verdict) =>
      verdict(of, tallyWith({ accepted: 0, ...parts }), [])
    );
  const isVacuousThen = {
    verdict: "vacuous",
    reason: '"a" and "b" exclude each other: x cannot be both',
  } as const;
  const isOpen = {
    verdict: "inconclusive",
    reason: "none of 40 instances satisfies the hypotheses (a: 30, b: 10)",
  } as const;
  assertEquals(without(gathered({ claim, discarded })), [isVacuousThen, isVacuousThen]);
  assertEquals(without(gathered({ claim, discarded }), { name: "corrected" }), [isOpen, isOpen]);
  assertEquals(without(gathered({ discarded })), [isOpen, isOpen]);
});
