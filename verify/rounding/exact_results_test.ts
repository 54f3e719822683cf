/** Results near the border between exact and inexact ones, on which a wrong word costs soundness. */

import { assert, assertEquals } from "@std/assert";
import * as runtime from "./runtime.ts";

/** The two results of an operation that rounds to either side, or the one of an exact one. */
function resultsOf(operate: () => number): number[] {
  const run = (probability: number) =>
    runtime.withRandomRounding({ seed: 1, mode: "away", probability }, operate);
  return [...new Set([run(0), run(1)])];
}

Deno.test("negative powers of what is no power of two are inexact, those of powers of two are not", () => {
  for (const [base, exponent] of [[3, -2], [3, -3], [-5, -4], [0.75, -2], [9, -1.5]] as const) {
    const results = resultsOf(() => runtime.pow(base, exponent));
    assertEquals(results.length, 2, `${base} ** ${exponent}`);
    for (const result of results) {
      assert(Math.abs(result / base ** exponent - 1) < 1e-15, `${base} ** ${exponent}: ${result}`);
    }
  }
  for (const [base, exponent] of [[2, -2], [0.25, -1.5], [-8, -3], [3, 5], [-3, 3]] as const) {
    assertEquals(resultsOf(() => runtime.pow(base, exponent)), [base ** exponent]);
  }
});

Deno.test("an angle is exact only where it is 0 by definition", () => {
  assertEquals(resultsOf(() => runtime.atan2(0, 1)), [0]);
  assertEquals(resultsOf(() => runtime.atan2(2, Infinity)), [0]);
  // π, and a quotient that underflows.
  for (const [y, x] of [[0, -1], [1e-300, 1e300], [Infinity, Infinity]] as const) {
    assertEquals(resultsOf(() => runtime.atan2(y, x)).length, 2, `${y}, ${x}`);
  }
});

Deno.test("what is no number stays what it is in a structure of constants", () => {
  const constants = { a: 0.1, b: null, c: "x", d: true, e: [undefined, 0.5] };
  const rounded = runtime.withRandomRounding(
    { seed: 1, mode: "away", probability: 1 },
    () => runtime.structure(constants),
  );
  assert(rounded.a !== 0.1 && Math.abs(rounded.a - 0.1) < 1e-15);
  assertEquals({ ...rounded, a: 0.1 }, constants);
});
