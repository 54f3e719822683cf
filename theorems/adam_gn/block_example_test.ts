import { assert, assertEquals } from "@std/assert";
import { preconditionByGaussNewton } from "../../lib/optimizers/mod.ts";
import { supports } from "../../verify/mod.ts";
import { blockExample } from "./block_example.ts";
import { judged } from "./shared_test.ts";

Deno.test("the eigenbasis or a ridge is not gradient descent", () => {
  const instance = { first: [1, 2, 0], second: [1, -1, 3], stepSize: 0.5 };
  const holds = (claim: ReturnType<typeof blockExample>) =>
    supports(judged(claim, "printed", instance));
  assert(holds(blockExample()));
  for (const change of [{ ridge: 0.01 }, { basis: "eigenbasis", ridge: 1 }] as const) {
    const changed: typeof preconditionByGaussNewton = (a, options) =>
      preconditionByGaussNewton(a, { ...options, ...change });
    assertEquals(holds(blockExample(changed)), false);
  }
});
