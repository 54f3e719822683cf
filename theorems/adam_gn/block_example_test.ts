import { assert, assertEquals } from "@std/assert";
import { float64 } from "../../lib/arithmetic/mod.ts";
import { preconditionByGaussNewton } from "../../lib/optimizers/mod.ts";
import { judge, supports } from "../../verify/mod.ts";
import { blockExample } from "./block_example.ts";

Deno.test("the eigenbasis or a ridge is not gradient descent", () => {
  const instance = { first: [1, 2, 0], second: [1, -1, 3], stepSize: 0.5 };
  const holds = (claim: ReturnType<typeof blockExample>) =>
    supports(
      judge(
        claim.kind,
        claim.variants.printed,
        claim.observe(instance, float64, 0),
        instance,
        float64.unitRoundoff,
      ),
    );
  assert(holds(blockExample()));
  for (const change of [{ ridge: 0.01 }, { basis: "eigenbasis", ridge: 1 }] as const) {
    const changed: typeof preconditionByGaussNewton = (a, options) =>
      preconditionByGaussNewton(a, { ...options, ...change });
    assertEquals(holds(blockExample(changed)), false);
  }
});
