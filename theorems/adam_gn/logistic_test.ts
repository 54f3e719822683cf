/** Teeth of the claims about the logistic model. */

import { assert, assertEquals } from "@std/assert";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import { reparameterizedLogistic } from "../../problems/mod.ts";
import type { Claim, VariantName } from "../../verify/mod.ts";
import { searchClaim } from "../../verify/search.ts";
import { adamLogistic } from "./adam_logistic.ts";
import { coordinateStep } from "./_logistic.ts";
import { equation22 } from "./eq_22.ts";
import { derivativeOfTail, footnote5 } from "./footnote_5.ts";
import { lambdaMin, LOWER_CONSTANT, UPPER_CONSTANT } from "./lambda_min.ts";
import { lemma3 } from "./lemma_3.ts";
import { remarkLocal } from "./remark_local.ts";
import { theorem2 } from "./theorem_2.ts";

const mistakes: readonly [what: string, claim: Claim, variant: VariantName][] = [
  [
    "a gradient of other labels",
    equation22((instance) => ({
      ...reparameterizedLogistic(instance),
      gradient: reparameterizedLogistic({
        ...instance,
        labels: instance.labels.map((p) => p + 1e-3),
      }).gradient,
    })),
    "printed",
  ],
  ["a derivative 1 % too large", footnote5((z) => 1.01 * derivativeOfTail(z)), "corrected"],
  ["a larger lower bound", lambdaMin({ lower: 0.99 * LOWER_CONSTANT }), "corrected"],
  ["a smaller upper bound", lambdaMin({ upper: 0.99 * UPPER_CONSTANT }), "corrected"],
  ["a smaller c for divergence", lemma3(coordinateStep, { diverging: 6 }), "sharpened"],
  ["a smaller c for growth", lemma3(coordinateStep, { growing: 9.9 }), "sharpened"],
  [
    "steps half as long",
    lemma3((theta, size, ridge, p) => coordinateStep(theta, size / 2, ridge, p)),
    "sharpened",
  ],
  ["a constant of 2", theorem2(2), "corrected"],
  ["steps 5 % longer", remarkLocal(1.05), "printed"],
  ["a first step too short", adamLogistic(0.05), "corrected"],
];

const search = (claim: Claim, seed: number) =>
  searchClaim(claim, {
    seed,
    profile: "quick",
    instances: 160,
    arithmetic: float64 as Arithmetic<unknown>,
  });

for (const [what, claim, variant] of mistakes) {
  Deno.test(`${claim.id} (${variant}) notices ${what}`, async () => {
    assertEquals(claim.variants[variant]!.expected, "holds");
    const { verdict } = (await search(claim, 1)).variants[variant]!;
    assert(verdict === "refuted" || verdict === "error", `the verdict is ${verdict}`);
  });
}

Deno.test("adam-gn/lemma-3: searches from two seeds force the same c within 5 %", async () => {
  const [one, two] = await Promise.all([3, 4].map((seed) => search(lemma3(), seed)));
  const [first, second] = [one!, two!].map(({ variants }) => variants.sharpened!.tightness!);
  assert(Math.abs(first! / second! - 1) < 0.05, `${first} and ${second}`);
});
