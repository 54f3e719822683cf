/** Every claim, on the quick profile, has the verdicts that it is known to have. */

import { assert, assertEquals } from "@std/assert";
import { type Arithmetic, float64, loadFloat32 } from "../lib/arithmetic/mod.ts";
import { variantNames } from "../verify/mod.ts";
import { searchClaim } from "../verify/search.ts";
import { claims } from "./mod.ts";

const float32 = await loadFloat32({ size: "small" });

/** Claims that say nothing in single precision: at d = 2^56 its rounding of θ is above every ε. */
const ONLY_IN_DOUBLE: ReadonlySet<string> = new Set(["adam-gn/corollary-3"]);

for (const claim of claims) {
  Deno.test(`${claim.id} has the expected verdicts`, async () => {
    const { variants } = await searchClaim(claim, {
      seed: 1,
      profile: "quick",
      arithmetic: float64 as Arithmetic<unknown>,
      secondArithmetic: float32 as Arithmetic<unknown>,
    });
    for (const name of variantNames(claim)) {
      const { verdict, expected, reason, secondArithmetic } = variants[name]!;
      assert(expected !== null, `${name} has no expected verdict`);
      assertEquals(verdict, expected, `${name}: ${reason}`);
      const isOnlyInDouble = claim.kind === "tabular" || ONLY_IN_DOUBLE.has(claim.id);
      if (isOnlyInDouble) assertEquals(secondArithmetic, null);
      else if (verdict !== "vacuous") {
        assert(secondArithmetic!.instances > 0, "no instance ran in float32");
      }
    }
  });
}
