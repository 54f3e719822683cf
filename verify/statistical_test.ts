import { assert, assertEquals } from "@std/assert";
import { type Arithmetic, float64 } from "../lib/arithmetic/mod.ts";
import { searchClaim, type SearchOptions } from "./search.ts";
import { claims as known } from "./testdata/statistical_claims.ts";

const options: SearchOptions = {
  seed: 1,
  profile: "quick",
  arithmetic: float64 as Arithmetic<unknown>,
  instances: 200,
};

for (const claim of known) {
  const { expected } = claim.variants.printed;
  Deno.test(`${claim.id} is found ${expected} on 200 instances`, async () => {
    const { printed } = (await searchClaim(claim, options)).variants;
    assertEquals(printed.verdict, expected!, printed.reason ?? undefined);
    if (expected === "refuted") {
      assertEquals(printed.refutation!.confirmation.tightened, "violated");
    }
  });
}

Deno.test("the stream of a confirmation is another one, and as long as its test needs", () => {
  const claim = known.find(({ id }) => id === "known/expectation")!;
  const instance = { start: 1, stepSize: 0.5, noise: 1, seed: 3 };
  const [search, confirmation] = [0, 1].map((refinement) =>
    claim.variants.printed.relations(
      claim.observe(instance, float64 as Arithmetic<unknown>, refinement),
      instance,
    )[0]!
  );
  assert(search!.lhs !== confirmation!.lhs);
  assert(confirmation!.uncertainty! < 0.6 * search!.uncertainty!);
});

Deno.test("a statistical claim gives the same evidence for the same seed", async () => {
  const run = async () =>
    JSON.stringify(await searchClaim(known[2]!, { ...options, instances: 20 }));
  assertEquals(await run(), await run());
});
