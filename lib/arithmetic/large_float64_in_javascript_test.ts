/** In a file of its own: JavaScript is chosen for the rest of a process. */

import { assertEquals } from "@std/assert";
import { testLargeFloat64 } from "./large_float64_contract_test.ts";
import { createLargeFloat64 } from "./large_float64.ts";
import { computeInJavaScript } from "./_web_assembly.ts";

const before = createLargeFloat64();
computeInJavaScript();

Deno.test("an arithmetic for large matrices obeys where it was made before", () => {
  // What is noticed is the place of the product's workspace, which JavaScript does not need.
  before.scope(() => {
    const a = before.identity(32);
    const product = before.multiply(a, a);
    assertEquals(before.add(a, a).at, product.at + 32 * 32);
  });
});

testLargeFloat64("cpu");
