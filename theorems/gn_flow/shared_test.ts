/** What the tests of these claims share: judgements of instances by hand. */

import { assert, assertEquals } from "@std/assert";
import { float64 } from "../../lib/arithmetic/mod.ts";
import {
  brokenHypothesis,
  brokenHypothesisAlong,
  type Claim,
  judge,
  type Judgement,
  type Relation,
  supports,
  type VariantName,
} from "../../verify/mod.ts";
import type { ManifoldInstance } from "./_manifold.ts";

/** Judges a variant on an instance that meets all hypotheses which the variants share. */
export function judged(
  claim: Claim,
  variant: VariantName,
  instance: unknown,
  refinement = 0,
): Judgement {
  assertEquals(brokenHypothesis(claim, instance), undefined);
  const observation = claim.observe(instance, float64, refinement);
  assertEquals(brokenHypothesisAlong(claim, observation, instance), undefined);
  const { unitRoundoff } = float64;
  return judge(claim.kind, claim.variants[variant]!, observation, instance, unitRoundoff);
}

/** The relations that are violated, the worst of each label. */
export function violated(...instance: Parameters<typeof judged>): Relation[] {
  return [...judged(...instance).values()]
    .filter(({ status }) => status === "violated")
    .map(({ worst }) => worst.relation);
}

/** Their labels; where there are none, something is supported. */
export function violatedLabels(...instance: Parameters<typeof judged>): string[] {
  const labels = violated(...instance).map(({ label }) => label);
  if (labels.length === 0) assert(holds(...instance), "nothing is violated, but nothing supported");
  return labels;
}

/** Whether nothing is violated, and something supported. */
export function holds(...instance: Parameters<typeof judged>): boolean {
  return supports(judged(...instance));
}

/** f(w) = (sin w, 1 − cos w) with g = ½‖ψ − y‖², α = 1: B = (−r, r). */
export function circle(target: readonly number[], r: number): ManifoldInstance {
  return {
    map: {
      family: "smooth map",
      blocks: [{ kind: "arc", radius: 1, speed: 1 }],
      left: [],
      right: [],
    },
    loss: { kind: "quadratic" },
    target,
    scaling: 1,
    r,
  };
}
