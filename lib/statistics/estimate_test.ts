import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { relationOfEstimate } from "./estimate.ts";

Deno.test("relationOfEstimate breaks a relation exactly where the interval excludes it", () => {
  for (const [lower, upper] of [[1, 2], [-3, 5], [0, Infinity], [-Infinity, 4]] as const) {
    const mean = Number.isFinite(lower) ? lower + 0.3 : upper - 0.3;
    for (const rhs of [-5, -0.1, 0.9, 1.1, 1.9, 2.1, 7]) {
      if (Number.isFinite(lower)) {
        const { lhs, uncertainty } = relationOfEstimate({ mean, lower, upper }, "<=");
        assertEquals(lhs - rhs > uncertainty, rhs < lower);
        assertEquals(lhs, mean);
      }
      if (Number.isFinite(upper)) {
        const { lhs, uncertainty } = relationOfEstimate({ mean, lower, upper }, ">=");
        assertEquals(rhs - lhs > uncertainty, rhs > upper);
      }
      if (!Number.isFinite(upper - lower)) continue;
      const { lhs, uncertainty } = relationOfEstimate({ mean, lower, upper });
      assertEquals(Math.abs(lhs - rhs) > uncertainty, rhs < lower || rhs > upper);
    }
  }
});

Deno.test("relationOfEstimate moves a mean outside of the interval into it", () => {
  const { lhs, uncertainty } = relationOfEstimate({ mean: 0.5, lower: 1, upper: 2 }, "<=");
  assertEquals([lhs, uncertainty], [1, 0]);
  const above = relationOfEstimate({ mean: 2.5, lower: 1, upper: 2 }, "<=");
  assertAlmostEquals(above.lhs - above.uncertainty, 1, 1e-15);
});

Deno.test("relationOfEstimate needs the end that speaks against the relation", () => {
  const estimate = { mean: 1, lower: 0, upper: Infinity };
  assertThrows(() => relationOfEstimate(estimate, ">="), RangeError, "finite end");
  assertThrows(() => relationOfEstimate(estimate), RangeError, "finite end");
});
