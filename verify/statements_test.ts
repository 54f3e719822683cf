import { assert, assertEquals } from "@std/assert";
import { type Arithmetic, float64 } from "../lib/arithmetic/mod.ts";
import type { Claim } from "./claim.ts";
import { instrument } from "./rounding/instrument.ts";
import { loadTwin } from "./rounding/twin.ts";
import { searchClaim } from "./search.ts";
import { claims as falseClaims } from "./testdata/false_statements.ts";
import { claims as trueClaims } from "./testdata/true_statements.ts";

const module = await instrument(
  ["true", "false"].map((kind) => new URL(`testdata/${kind}_statements.ts`, import.meta.url).href),
);
assert(module.kind === "instrumented", "reason" in module ? module.reason : "");
const twin = await loadTwin(module.url);
await module.dispose();

/** How much is tried of long instances, and of all at further seeds. */
const SHORT = { instances: 60, targetInstances: 120 };

/** Instances with so many numbers take as long as a few hundred others. */
const LONG = /product|compensated-sum|telescoping|steps|descent|left-singular|frobenius|binomials/;

async function search(claim: Claim, seed: number) {
  const { variants: { printed } } = await searchClaim(claim, {
    seed,
    profile: "quick",
    arithmetic: float64 as Arithmetic<unknown>,
    twin: () =>
      Promise.resolve({
        claim: twin.claims.get(claim.id)!,
        arithmetic: twin.float64,
        run: twin.run,
      }),
    ...(seed > 1 || LONG.test(claim.id) ? SHORT : {}),
  });
  return printed;
}

/** An instance with its rounding, for the message. */
function describe({ example, refutation, reason }: Awaited<ReturnType<typeof search>>): string {
  const rounding = refutation?.confirmation.rounding;
  return `${reason} ${JSON.stringify(example?.instance)} ${JSON.stringify(rounding)}`;
}

Deno.test("no true statement is refuted, whatever rounding makes of it", async () => {
  assert(trueClaims.length >= 80);
  let broken = 0;
  for (const claim of trueClaims) {
    for (const seed of [1, 2, 3, 4, 5]) {
      const printed = await search(claim, seed);
      assert(printed.verdict !== "refuted", `${claim.id}, seed ${seed}: ${describe(printed)}`);
      if (seed === 1 && printed.labels.some(({ violated }) => violated > 0)) broken++;
    }
  }
  // Otherwise there was nothing to tell from mathematics.
  assert(broken >= 70, `float64 breaks only ${broken}`);
});

Deno.test("every false statement is refuted where it is violated beyond rounding", async () => {
  assert(falseClaims.length >= 80);
  let unmet = 0;
  for (const claim of falseClaims) {
    for (const seed of [1, 2]) {
      const printed = await search(claim, seed);
      if (!printed.labels.some(({ violated }) => violated > 0)) {
        unmet++;
        continue;
      }
      // Two hundred steps of a chaotic map leave no digit of the start: that is all there is to say.
      const expected = claim.id === "off/logistic-chaos" ? "inconclusive" : "refuted";
      assertEquals(printed.verdict, expected, `${claim.id}, seed ${seed}: ${describe(printed)}`);
    }
  }
  assert(unmet <= 8, `the search meets no violation of ${unmet}`);
});
