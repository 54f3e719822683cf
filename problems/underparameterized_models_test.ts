import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { float64 } from "../lib/arithmetic/mod.ts";
import { gaussNewtonMap, stronglyConvexLoss, underparameterizedModels } from "./mod.ts";

Deno.test("underparameterized models have p < n, λ_0 > 0, L > 0 and a loss of n numbers", () => {
  const families = new Set<string>();
  let largest = 0;
  const options = { maximumDimension: 5, maximumConditionNumber: 1e4 };
  for (const model of fc.sample(underparameterizedModels(options), { seed: 3, numRuns: 300 })) {
    const map = gaussNewtonMap(model.map);
    families.add(map.family);
    assert(map.parameters < map.outputs && map.outputs <= 5);
    assert(map.jacobianLipschitz > 0);
    const { s } = float64.singularValueDecomposition(float64.matrix(map.jacobian(map.start)));
    const conditionNumber = (s[0]! / s.at(-1)!) ** 2;
    assert(s.at(-1)! > 0 && conditionNumber <= 1e4);
    largest = Math.max(largest, conditionNumber);
    const target = new Array<number>(map.outputs).fill(1);
    assertEquals(stronglyConvexLoss(model.loss, target).dimension, map.outputs);
  }
  assertEquals(families.size, 2);
  assert(largest > 100);
});
