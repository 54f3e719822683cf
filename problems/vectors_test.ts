import { assertAlmostEquals, assertEquals } from "@std/assert";
import { norm } from "./vectors.ts";

Deno.test("the norm neither underflows nor overflows, and is exact where squares are", () => {
  assertEquals(norm([3, 4]), 5);
  assertEquals(norm([0, 0]), 0);
  for (const scale of [1e-300, 1e-150, 1, 1e150, 1e300]) {
    assertAlmostEquals(norm([3 * scale, -4 * scale]) / scale, 5, 1e-14);
  }
  assertEquals(norm([1, Infinity]), Infinity);
  assertEquals(norm([1, NaN]), NaN);
});
