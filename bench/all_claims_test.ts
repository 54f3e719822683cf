import { assertAlmostEquals, assertThrows } from "@std/assert";
import { childSeconds } from "./all_claims.ts";

Deno.test("the shell's children are the second line of times, user and system together", () => {
  const times = "0m0.010000s 0m0.020000s\n2m3.500000s 0m4.250000s\n";
  assertAlmostEquals(childSeconds(times), 127.75, 1e-12);
  assertThrows(() => childSeconds("times: not found\n"), Error, "sh does not tell times");
});
