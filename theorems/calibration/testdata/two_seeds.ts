/**
 * The test that calibration claims have in common.
 *
 * @module
 */

import { assertEquals, assertLessOrEqual } from "@std/assert";
import { type Arithmetic, float64 } from "../../../lib/arithmetic/mod.ts";
import type { Claim } from "../../../verify/mod.ts";
import { searchClaim } from "../../../verify/search.ts";

/** Tests that two quick searches find each claim true and nearly tight, and its sharpened form false. */
export function testOnTwoSeeds(claims: readonly Claim[]): void {
  for (const claim of claims) {
    Deno.test(`${claim.id}: two seeds of the quick profile find what is false and nothing else`, async () => {
      for (const seed of [11, 12]) {
        const { printed, sharpened } = (await searchClaim(claim, {
          seed,
          profile: "quick",
          arithmetic: float64 as Arithmetic<unknown>,
        })).variants;
        assertEquals(printed.verdict, "holds", printed.reason ?? "");
        assertEquals(sharpened!.verdict, "refuted", `seed ${seed}`);
        assertLessOrEqual(0.97, printed.tightness!);
      }
    });
  }
}
