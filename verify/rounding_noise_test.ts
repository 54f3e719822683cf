import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { type Arithmetic, float64 } from "../lib/arithmetic/mod.ts";
import type { Arbitrary } from "../lib/fast_check/mod.ts";
import type { Claim, Variant } from "./claim.ts";
import { judge, type LabelJudgement } from "./judgement.ts";
import { sourceFor } from "./random.ts";
import type { Relation, Sense } from "./relation.ts";
import type { RoundingRun } from "./rounding/runtime.ts";
import {
  type ClaimTwin,
  nearbyInstances,
  randomRounding,
  type RoundingVerdict,
  STANDING_OUT,
} from "./rounding_noise.ts";
import { generateSpecimen, type Specimen } from "./specimen.ts";

const arithmetic = float64 as Arithmetic<unknown>;
const variant = { relations: (relations: unknown) => relations } as unknown as Variant;

function relation(lhs: number, rhs: number, sense: Sense = "<=", parts: Partial<Relation> = {}) {
  return { label: "it", lhs, sense, rhs, ...parts };
}

function judged(relations: readonly Relation[], kind: "universal" | "local" = "universal") {
  return judge(kind, variant, relations, null, 2 ** -53).get("it")!;
}

/** The verdict where each run gives these relations; what a run is asked for is listed. */
function rounded(
  original: LabelJudgement,
  relationsOf: (run: RoundingRun, index: number) => readonly Relation[],
  runs = 8,
): RoundingVerdict & { readonly asked: readonly RoundingRun[] } {
  const asked: RoundingRun[] = [];
  let relations: readonly Relation[] = [];
  const twin: ClaimTwin = {
    claim: {
      observe: (instance: unknown, numbers: unknown, refinement: number) => {
        assertEquals([instance, numbers === arithmetic, refinement], ["instance", true, 0]);
        return "observation";
      },
      variants: {
        corrected: {
          relations: (observation: unknown, instance: unknown) => {
            assertEquals([observation, instance], ["observation", "instance"]);
            return relations;
          },
        },
      },
    } as unknown as Claim,
    arithmetic,
    run: (run, body) => {
      relations = relationsOf(run, asked.filter(({ mode }) => mode === run.mode).length);
      asked.push(run);
      return body();
    },
  };
  const options = { original, label: "it", seed: 7, twin, variant: "corrected", runs } as const;
  return { ...randomRounding("instance", options), asked };
}

/** Values about a mean, in pairs on either side of it. */
const about = (mean: number, distance: number, index: number) =>
  mean + (index % 2 === 0 ? distance : -distance);
/** The standard deviation of four such values at a distance of 1. */
const DEVIATION = Math.sqrt(4 / 3);

Deno.test("half of the runs are of each mode, with probabilities that cover the range evenly", () => {
  const { asked } = rounded(judged([relation(3, 2)]), () => [relation(3, 2)], 7);
  assertEquals(asked.map(({ mode }) => mode), [
    ...Array<"toward">(4).fill("toward"),
    ...Array<"away">(4).fill("away"),
  ]);
  assertEquals(asked.map(({ probability }) => probability), [
    ...[0.125, 0.375, 0.625, 0.875],
    ...[0.125, 0.375, 0.625, 0.875],
  ]);
  assertEquals(new Set(asked.map(({ seed }) => seed)).size, 8);
  const again = rounded(judged([relation(3, 2)]), () => [relation(3, 2)], 7);
  assertEquals(again.asked, asked);
});

Deno.test("a violation stands out if its mean is five times its spread, in both modes", () => {
  assertEquals(STANDING_OUT, 5);
  const original = judged([relation(3, 2)]);
  const standsOut = (toward: number, away: number) =>
    rounded(original, ({ mode }, index) => {
      const distance = 1 / (mode === "toward" ? toward : away) / DEVIATION;
      return [relation(about(3, distance, index), 2)];
    }).standsOut;
  assertEquals([standsOut(5.001, 5.001), standsOut(4.999, 9), standsOut(9, 4.999)], [
    true,
    false,
    false,
  ]);
  // Without any spread, and with nothing but spread.
  assertEquals(rounded(original, () => [relation(3, 2)]).standsOut, true);
  assertEquals(rounded(original, () => [relation(2, 2)]).standsOut, false);
  assertEquals(rounded(original, () => [relation(1, 2)]).standsOut, false);
});

Deno.test("the evidence tells in how many runs, by how much, and the digits of the sides", () => {
  const { evidence } = rounded(
    judged([relation(3, 2)]),
    ({ mode }, index) => [relation(about(3, mode === "toward" ? 2 : 1, index), 2)],
  );
  assert(evidence !== null);
  assertEquals([evidence.method, evidence.runs, evidence.violated], ["random rounding", 8, 4]);
  assertAlmostEquals(evidence.mean, 1, 1e-14);
  assertAlmostEquals(evidence.spread, 2 * DEVIATION, 1e-14);
  const lhs = [5, 1, 5, 1, 4, 2, 4, 2];
  const spread = Math.sqrt(lhs.reduce((sum, x) => sum + (x - 3) ** 2, 0) / 7);
  assertAlmostEquals(evidence.digits.lhs!, Math.log10(3 / spread), 1e-14);
  assertEquals(evidence.digits.rhs, null);
  // A side that is all spread has no digits, none below 0.
  const noisy = rounded(judged([relation(3, 2)]), (_, index) => [relation(about(0, 5, index), 2)]);
  assertEquals(noisy.evidence!.digits.lhs, 0);
});

Deno.test("the stated uncertainty is taken from what stands out", () => {
  const original = judged([relation(3, 2, "<=", { uncertainty: 0.5 })]);
  const { evidence, standsOut } = rounded(
    original,
    (_, index) => [relation(about(3, 0.2, index), 2, "<=", { uncertainty: 0.5 })],
  );
  assertAlmostEquals(evidence!.mean, 0.5, 1e-14);
  assertEquals([standsOut, evidence!.violated], [false, 8]);
});

Deno.test("an identity is missed on one side, by more than its uncertainty", () => {
  const identity = (lhs: number, uncertainty = 0) => relation(lhs, 2, "=", { uncertainty });
  const original = judged([identity(3)]);
  const standsOut = (lhs: (index: number) => number, uncertainty = 0) =>
    rounded(original, (_, index) => [identity(lhs(index), uncertainty)]).standsOut;
  assertEquals([standsOut(() => 3), standsOut(() => 1)], [true, true]);
  // The same amount on either side is spread, not violation.
  assertEquals(standsOut((index) => about(2, 1, index)), false);
  assertEquals(standsOut((index) => about(3, 0.1, index)), true);
  assertEquals(standsOut((index) => about(1, 0.1, index)), true);
  assertEquals(standsOut((index) => about(3, 0.1, index), 0.4), true);
  assertEquals(standsOut((index) => about(3, 0.1, index), 0.5), false);
  assertEquals(standsOut(() => 2.3, 0.5), false);
  // The largest uncertainty of the runs counts.
  const growing = rounded(original, (_, index) => [
    identity(about(3, 0.1, index), index === 2 ? 0.9 : 0),
  ]);
  assertEquals(growing.standsOut, false);
});

Deno.test("where a run has no such relation, or no finite one, nothing stands out", () => {
  const original = judged([relation(1, 2), relation(3, 2)]);
  const second = rounded(original, () => [relation(1, 2), relation(3, 2)]);
  assertEquals([second.standsOut, second.evidence!.mean], [true, 1]);
  for (const odd of [[relation(1, 2)], [], [relation(1, 2), relation(Infinity, 2)]]) {
    const { standsOut, evidence } = rounded(
      original,
      (_, index) => index === 3 ? odd : [relation(1, 2), relation(3, 2)],
    );
    assertEquals(standsOut, false);
    assertEquals([evidence!.mean, evidence!.violated, evidence!.runs], [1, 6, 8]);
    assertEquals(Number.isFinite(evidence!.spread), true);
  }
  const other = rounded(original, () => [{ ...relation(3, 2), label: "other" }]);
  assertEquals([other.standsOut, other.evidence!.mean, other.evidence!.digits], [false, 0, {
    lhs: null,
    rhs: null,
  }]);
  // An overflow alone is not followed.
  const overflow = judged([relation(Infinity, 2)]);
  assertEquals(rounded(overflow, () => [relation(3, 2)]), {
    ...rounded(overflow, () => []),
    evidence: null,
    standsOut: false,
  });
});

Deno.test("one relation of each set must stand out, and the weakest set is told", () => {
  const near = (radius: number) => relation(3, 2, "<=", { neighbourhood: { radius } });
  const original = judged([near(1), near(1), near(0.5), near(0.25)], "local");
  assertEquals(original.broken.length, 3);
  const verdict = (spreads: readonly number[]) =>
    rounded(
      original,
      (_, index) => spreads.map((spread, place) => relation(about(3 + place, spread, index), 2)),
    );
  assertEquals(verdict([0.01, 9, 0.01, 0.01]).standsOut, true);
  assertEquals(verdict([9, 0.01, 0.02, 0.01]).standsOut, true);
  assertEquals(verdict([9, 9, 0.01, 0.01]).standsOut, false);
  assertEquals(verdict([0.01, 0.01, 9, 0.01]).standsOut, false);
  assertEquals(verdict([0.01, 0.01, 0.01, 9]).standsOut, false);
  assertAlmostEquals(verdict([0.01, 0.01, 9, 0.01]).evidence!.mean, 3, 1e-14);
  assertAlmostEquals(verdict([0.01, 9, 0.01, 0.01]).evidence!.mean, 1, 1e-14);
});

Deno.test("of many broken relations the first and the most broken ones are followed", () => {
  const all = Array.from({ length: 200 }, (_, index) => relation(index === 150 ? 9 : 3, 2));
  const standsOut = (relations: readonly Relation[], sound: number) =>
    rounded(
      judged(relations),
      (_, run) =>
        relations.map(({ lhs }, place) => relation(about(lhs, place === sound ? 0 : 99, run), 2)),
    )
      .standsOut;
  assertEquals([0, 31, 32, 149, 150, 151, 199].map((sound) => standsOut(all, sound)), [
    true,
    true,
    false,
    false,
    true,
    false,
    false,
  ]);
  // The 32 most broken ones: here the last.
  const rising = Array.from({ length: 200 }, (_, index) => relation(3 + index, 2));
  assertEquals([31, 32, 167, 168, 199].map((sound) => standsOut(rising, sound)), [
    true,
    false,
    false,
    true,
    true,
  ]);
  const few = rising.slice(0, 64);
  assertEquals([0, 31, 32, 63].map((sound) => standsOut(few, sound)), Array(4).fill(true));
  assertEquals(standsOut(rising.slice(0, 80), 40), false);
});

Deno.test("spreads of very large and of very small numbers are those numbers' own", () => {
  for (const scale of [1e-300, 1e300]) {
    const { evidence } = rounded(
      judged([relation(3 * scale, 2 * scale)]),
      (_, index) => [relation(about(3, 0.1, index) * scale, 2 * scale)],
    );
    assertAlmostEquals(evidence!.spread / scale, 0.1 * DEVIATION, 1e-12);
  }
  // JSON has no infinities.
  const large = rounded(judged([relation(1e308, 0)]), (_, index) => [
    relation(index === 0 ? 1.7e308 : -1.7e308, 0),
  ]);
  assert(Number.isFinite(large.evidence!.mean) && Number.isFinite(large.evidence!.spread));
});

const numbers = fc.record({ x: fc.double({ min: 1, max: 2, noNaN: true }) }) as Arbitrary<unknown>;

function specimenOf(instances: Arbitrary<unknown>): Specimen {
  const edited = { draws: [], biasFactor: undefined };
  return generateSpecimen({ instances } as Claim, edited, sourceFor("noise"));
}

/** The verdict on nearby instances, of which the relations are given by their order. */
function nearby(lhs: (index: number) => number | undefined, instances = numbers) {
  const original = judged([relation(3, 2)]);
  const seen: unknown[] = [];
  const verdict = nearbyInstances(specimenOf(instances), {
    original,
    label: "it",
    seed: 1,
    arbitrary: instances,
    judge: (instance) => {
      const value = lhs(seen.length);
      seen.push(instance);
      return value === undefined ? undefined : judged([relation(value, 2)]);
    },
  });
  return { ...verdict, seen };
}

Deno.test("nine equally spaced instances beside the specimen show what rounding does", () => {
  const { seen, evidence, standsOut } = nearby((index) => 3 + (index % 2 === 0 ? 0.01 : -0.01));
  const values = seen.map((instance) => (instance as { x: number }).x);
  assertEquals(values.length, 9);
  assertEquals(values[0], (specimenOf(numbers).json as { x: number }).x);
  const steps = values.slice(1).map((value, index) => value - values[index]!);
  assert(steps.every((step) => Math.abs(step / steps[0]! - 1) < 0.1), `${steps}`);
  assert(Math.abs(8 * steps[0]!) < 1e-11 && steps[0] !== 0, `${steps}`);
  assertEquals([evidence!.method, evidence!.runs, evidence!.violated], ["nearby instances", 9, 9]);
  assertEquals(standsOut, true);
  assert(evidence!.spread > 0.005 && evidence!.spread < 0.05, `${evidence!.spread}`);
  assertEquals(nearby((index) => 3 + (index % 2 === 0 ? 0.5 : -0.5)).standsOut, false);
  // Smooth values have no noise, and a missing one hides it.
  assertEquals(nearby((index) => 3 + index).standsOut, true);
  assertEquals(nearby((index) => index === 4 ? undefined : 3).standsOut, false);
});

Deno.test("without continuous numbers there are none, and the tolerance has to do", () => {
  const found = nearby(() => 3, fc.record({ n: fc.integer() }) as Arbitrary<unknown>);
  assertEquals([found.evidence, found.standsOut, found.seen.length], [null, true, 1]);
});

Deno.test("what the claim throws is thrown", () => {
  assertThrows(
    () =>
      nearby(() => {
        throw new Error("stop");
      }),
    Error,
    "stop",
  );
});
