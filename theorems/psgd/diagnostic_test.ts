/** The claims on the diagnostic quadratic and on scaling: by hand, and with deliberate mistakes. */

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import { scale } from "../../lib/optimizers/mod.ts";
import { boundOnFloor } from "../../problems/mod.ts";
import type { Claim, Relation, VariantName, Verdict } from "../../verify/mod.ts";
import { searchClaim } from "../../verify/search.ts";
import { type DiagnosticMethod, preconditionedStep } from "./_diagnostic.ts";
import { deflateBottom } from "./deflate_bottom.ts";
import { deflateMiddle } from "./deflate_middle.ts";
import { deflateTop } from "./deflate_top.ts";
import { type Floor, floorTracksProduct } from "./floor_tracks_product.ts";
import {
  type BestConstant,
  bestConstant,
  leadingConstant,
  quadraticConstant,
} from "./leading_constant.ts";

/** The relations of a variant on an instance, by label. */
function relationsOn(
  claim: Claim,
  instance: unknown,
  variant: VariantName = "printed",
): (label: string) => Relation {
  const observation = claim.observe(instance, float64 as Arithmetic<unknown>, 0);
  const relations = claim.variants[variant]!.relations(observation, instance);
  return (label) => {
    const found = relations.find((one) => one.label === label);
    assert(found, `${label} is none of ${relations.map(({ label }) => label).join("; ")}`);
    return found;
  };
}

function assertSides({ lhs, rhs }: Relation, expectedLhs: number, expectedRhs: number) {
  assertAlmostEquals(lhs, expectedLhs, 1e-12);
  assertAlmostEquals(rhs, expectedRhs, 1e-12);
}

const plain = { noise: 1, step: 1 };
const hessian = (...eigenvalues: number[]) => ({ eigenvalues, basis: "identity" as const });

Deno.test("by hand: diag(4, 1), the top to 1, halves what it should", () => {
  const at = relationsOn(deflateTop(), {
    ...plain,
    hessian: hessian(4, 1),
    count: 1,
    targets: "next",
  });
  // α = ¼: before, φ(4) + φ(1) = ½ + ¼/(2·7/4) = ½ + 1/14; after, twice 1/14.
  assertSides(at("L̂ after <= L̂ before"), 1, 4);
  assertSides(at("K after <= K before"), 2, 5);
  assertSides(at("μ̂ after = μ̂ before"), 1, 1);
  assertSides(at("exact steady-state loss after <= before"), 1 / 7, 1 / 2 + 1 / 14);
  assertSides(at("αL̂K/(2μ̂) after <= before (times both μ̂)"), 1 / 4, 5 / 2);
});

Deno.test("by hand: the top of diag(4, 1, 1) at 2 halves L̂; without the very largest it stays", () => {
  const instance = { ...plain, hessian: hessian(4, 1, 1), count: 1, target: 1 / 2 };
  assertSides(relationsOn(deflateMiddle(), instance)("L̂ after = L̂ before"), 2, 4);
  const corrected = relationsOn(deflateMiddle(), instance, "corrected");
  assertSides(corrected("L̂ after = L̂ before"), 4, 4);
  // The second becomes 2: K = 7, α = ¼, φ(4) + φ(2) + φ(1) = ½ + ½/3 + 1/14.
  const floor = 1 / 2 + 1 / 6 + 1 / 14;
  assertSides(corrected("exact steady-state loss >= αK/4"), floor, 7 / 16);
  assertSides(corrected("exact steady-state loss <= αK/(2(2 − αL̂))"), floor, 7 / 8);
});

Deno.test("by hand: the smallest of diag(1, ¼) at 1 raises the floor", () => {
  const instance = { ...plain, hessian: hessian(1, 1 / 4), count: 1 };
  const printed = relationsOn(deflateBottom(), instance);
  assertSides(printed("exact steady-state loss after <= before"), 1, 1 / 2 + 1 / 14);
  // The bound's floor falls, from 5/2 to 1.
  assertSides(printed("αL̂K/(2μ̂) after <= before (times both μ̂)"), 1 / 4, 5 / 8);
  const corrected = relationsOn(deflateBottom(), instance, "corrected");
  // ΔK = ¾: between 3/16 and ¾.
  assertSides(
    corrected("rise of the exact steady-state loss >= α/4 that of K"),
    1 / 2 - 1 / 14,
    3 / 16,
  );
  assertSides(
    corrected("rise of the exact steady-state loss <= α/(2 − αL̂)² that of K"),
    1 / 2 - 1 / 14,
    3 / 4,
  );
});

Deno.test("by hand: the bound's floor rises where two smallest eigenvalues are equal", () => {
  const instance = { ...plain, hessian: hessian(1, 1 / 2, 1 / 2), count: 1 };
  // αL̂K/(2μ̂): K from 2 to 5/2, μ̂ stays at ½, by which both sides are multiplied.
  assertSides(
    relationsOn(deflateBottom(), instance)("αL̂K/(2μ̂) after <= before (times both μ̂)"),
    5 / 8,
    1 / 2,
  );
});

Deno.test("by hand: a target below the smallest eigenvalue lowers μ̂", () => {
  const at = relationsOn(deflateTop(), {
    ...plain,
    hessian: hessian(4, 1),
    count: 1,
    targets: [-1],
  });
  assertSides(at("μ̂ after = μ̂ before"), 1 / 4, 1);
});

Deno.test("the best ν is that of the hand calculation", () => {
  const constants = {
    largest: 2,
    smallest: 1,
    alignment: 1,
    noiseLevel: 1,
    momentGrowth: 1,
    gap: 1,
  };
  const expected: [changes: Partial<typeof constants>, value: number][] = [
    [{}, 4],
    [{ smallest: 1 / 2 }, 16],
    // c: 2L̂K/(c²μ̂²).
    [{ alignment: 1 / 2, gap: 0 }, 16],
    // The noise does not decide: u²/(u − 1)/20 = u where u/(u − 1) = 20, ν = 2·20/19.
    [{ noiseLevel: 0.1 }, 40 / 19],
  ];
  for (const [changes, value] of expected) {
    assertAlmostEquals(bestConstant(float64, { ...constants, ...changes }), value, 1e-5 * value);
  }
});

Deno.test("lim k·E(f − f*) on a quadratic is what its recursion tends to", () => {
  // β = 2/μ̂ = 2, s² = 1 each: 4·2/(2·7) + 4/(2·3).
  assertAlmostEquals(quadraticConstant(2, 1, 2), 4 / 7 + 2 / 3, 1e-14);
  let [atTop, atBottom] = [1, 1];
  const steps = 200_000;
  for (let k = 10; k < steps; k++) {
    const step = 2 / k;
    atTop = (1 - 2 * step) ** 2 * atTop + step ** 2;
    atBottom = (1 - step) ** 2 * atBottom + step ** 2;
  }
  assertAlmostEquals(steps * (2 * atTop + atBottom) / 2, 4 / 7 + 2 / 3, 1e-3);
});

Deno.test("exponents are known within intervals no wider than 0.1", () => {
  for (const claim of [floorTracksProduct(), leadingConstant()]) {
    for (const instance of fc.sample(claim.instances, { seed: 11, numRuns: 200 })) {
      const observation = claim.observe(instance, float64 as Arithmetic<unknown>, 0);
      for (
        const { uncertainty, label } of claim.variants.corrected!.relations(observation, instance)
      ) {
        assert(2 * uncertainty! <= 0.1, `${label}: ${uncertainty} on ${JSON.stringify(instance)}`);
      }
    }
  }
});

async function verdictOf(claim: Claim, variant: VariantName): Promise<Verdict> {
  const { variants } = await searchClaim(claim, {
    seed: 1,
    profile: "quick",
    instances: 60,
    arithmetic: float64 as Arithmetic<unknown>,
  });
  return variants[variant]!.verdict;
}

/** The preconditioner forgotten. */
const unpreconditioned: DiagnosticMethod = (arithmetic, _, stepSize) =>
  scale(arithmetic, -stepSize);

/** A step 1 % too long. */
const longer: DiagnosticMethod = (arithmetic, metric, stepSize) =>
  preconditionedStep(arithmetic, metric, 1.01 * stepSize);

/** The floor of the bound in place of the exact one. */
const bounded: Floor = (_, eigenvalues, variances, stepSize) =>
  boundOnFloor({
    stepSize,
    largest: Math.max(...eigenvalues),
    smallest: Math.min(...eigenvalues),
    noiseLevel: variances.reduce((sum, value) => sum + value, 0),
  });

/** A constant that has the structure of the floor. */
const structured: BestConstant = (_, { largest, smallest, noiseLevel }) =>
  largest / smallest * noiseLevel;

const mistakes: readonly [what: string, claim: Claim, variant: VariantName][] = [
  ["no preconditioner", deflateTop(unpreconditioned), "printed"],
  ["a step 1 % too long", deflateTop(longer), "printed"],
  ["nothing deflated", deflateTop(preconditionedStep, () => 1), "printed"],
  ["targets at half their value", deflateTop(preconditionedStep, (v, t) => 2 * v / t), "printed"],
  ["no preconditioner", deflateMiddle(unpreconditioned), "corrected"],
  ["nothing deflated", deflateMiddle(preconditionedStep, () => 1), "corrected"],
  [
    "a common value 1 % off",
    deflateMiddle(preconditionedStep, (v, t) => 1.01 * v / t),
    "corrected",
  ],
  ["no preconditioner", deflateBottom(unpreconditioned), "corrected"],
  ["half of the deflation", deflateBottom(preconditionedStep, Math.sqrt), "corrected"],
  ["the bound for the floor", floorTracksProduct(bounded), "corrected"],
  ["a constant with κ̂K", leadingConstant(structured), "corrected"],
];

for (const [what, claim, variant] of mistakes) {
  Deno.test(`${claim.id} (${variant}) notices ${what}`, async () => {
    assertEquals(await verdictOf(claim, variant), "refuted");
  });
}

Deno.test("the printed scaling claims hold of what the paper has in mind", async () => {
  assertEquals(await verdictOf(floorTracksProduct(bounded), "printed"), "holds");
  assertEquals(await verdictOf(leadingConstant(structured), "printed"), "holds");
});

for (
  const [claim, name] of [[deflateTop(), "targets"], [deflateBottom(), "around 1"], [
    leadingConstant(),
    "noise decides",
  ]] as const
) {
  Deno.test(`${claim.id} needs the hypothesis "${name}"`, async () => {
    const { without } = claim.hypotheses.find((one) => one.name === name)!;
    const dropped = {
      ...claim,
      hypotheses: claim.hypotheses.filter((one) => one.name !== name),
      instances: without!,
    };
    const variant = claim.variants.corrected === undefined ? "printed" : "corrected";
    assertEquals(await verdictOf(dropped, variant), "refuted");
  });
}
