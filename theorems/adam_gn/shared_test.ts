/** What the tests of these claims share: a judgement by hand, and mistakes that must be noticed. */

import { assertAlmostEquals, assertEquals } from "@std/assert";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import {
  brokenHypothesis,
  type Claim,
  judge,
  type Judgement,
  type VariantName,
} from "../../verify/mod.ts";
import { searchClaim } from "../../verify/search.ts";

/** Judges a variant on an instance that satisfies the hypotheses. */
export function judged(claim: Claim, variant: VariantName, instance: unknown): Judgement {
  assertEquals(brokenHypothesis(claim, instance), undefined);
  const observation = claim.observe(instance, float64, 0);
  const { unitRoundoff } = float64;
  return judge(claim.kind, claim.variants[variant]!, observation, instance, unitRoundoff);
}

/** A claim with a mistake: what it is, and a variant that holds without it. */
export type Mistake = readonly [what: string, claim: Claim, variant: VariantName];

/** Tests that a search of some instances refutes each. */
export function testMistakes(mistakes: readonly Mistake[], instances: number): void {
  for (const [what, claim, variant] of mistakes) {
    Deno.test(`${claim.id} (${variant}) notices ${what}`, async () => {
      assertEquals(claim.variants[variant]!.expected, "holds");
      const { variants } = await searchClaim(claim, {
        seed: 1,
        profile: "quick",
        instances,
        arithmetic: float64 as Arithmetic<unknown>,
      });
      assertEquals(variants[variant]!.verdict, "refuted");
    });
  }
}

/** A relation of `printed` that is broken, worked out by hand. */
export interface Counterexample {
  readonly claim: Claim;
  readonly instance: unknown;
  /** Which of the relations. Default: 0. */
  readonly index?: number;
  /** Its sides. */
  readonly printed: readonly [lhs: number, rhs: number];
}

/** Tests the sides, that the relation is violated, and that `corrected` is kept. */
export function testCounterexamples(
  counterexamples: readonly Counterexample[],
  tolerance: number,
): void {
  for (const { claim, instance, index = 0, printed: [lhs, rhs] } of counterexamples) {
    Deno.test(`${claim.id}: the counterexample by hand, relation ${index}`, () => {
      const observation = claim.observe(instance, float64, 0);
      const relation = claim.variants.printed.relations(observation, instance)[index]!;
      assertAlmostEquals(relation.lhs, lhs, tolerance);
      assertAlmostEquals(relation.rhs, rhs, tolerance);
      assertEquals(judged(claim, "printed", instance).get(relation.label)!.status, "violated");
      for (const [label, { status }] of judged(claim, "corrected", instance)) {
        assertEquals(status, "supported", label);
      }
    });
  }
}
