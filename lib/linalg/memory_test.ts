import { assertEquals } from "@std/assert";
import { memory } from "@tensorflow/tfjs-core";
import { loadFloat32 } from "../arithmetic/mod.ts";
import {
  chebyshevIteration,
  conjugateGradients,
  inverseRoot,
  lanczos,
  lanczosFunction,
  leadingSingularTriplets,
  newtonSchulz,
  numericalRank,
  polarFactor,
  powerMethod,
  principalAngles,
  pseudoInverseSolve,
  spectralNorm,
} from "./mod.ts";

Deno.test("tensors other than the results are freed", async () => {
  const float32 = await loadFloat32();
  const a = float32.matrix([[2, 1, 0], [1, 3, 1], [0, 1, 4]]);
  const singular = float32.matrix([[1, 1, 0], [1, 1, 0], [0, 0, 1]]);
  const zero = float32.zeros(3, 3);
  const b = float32.vector([1, 2, 4]);
  const eigenvector = float32.vector([1, 1, 0]);
  const apply = (v: typeof b) => float32.multiply(a, v);
  const applySingular = (v: typeof b) => float32.multiply(singular, v);
  const cases: Readonly<Record<string, readonly [made: number, body: () => unknown]>> = {
    // The result, and what `apply` returned: in each step, and where the start needs a product.
    chebyshevIteration: [1 + 3, () => chebyshevIteration(float32, apply, b, [1, 5], 3)],
    conjugateGradients: [1 + 2, () => conjugateGradients(float32, apply, b, 2)],
    "conjugateGradients from a start": [
      1 + 1 + 2,
      () => conjugateGradients(float32, apply, b, 2, { start: b }),
    ],
    newtonSchulz: [1, () => newtonSchulz(float32, a, 3)],
    powerMethod: [1 + 3, () => powerMethod(float32, apply, b, 3)],
    inverseRoot: [1, () => inverseRoot(float32, a, 0.5)],
    "inverseRoot of zero": [1, () => inverseRoot(float32, zero, 0.5)],
    // The basis, and what `apply` returned in each step.
    lanczos: [1 + 2, () => lanczos(float32, apply, b, 2)],
    "lanczos in full": [1 + 3, () => lanczos(float32, apply, b, 3)],
    "lanczos to a breakdown": [1 + 1, () => lanczos(float32, applySingular, eigenvector, 3)],
    lanczosFunction: [1 + 2, () => lanczosFunction(float32, apply, b, Math.sqrt, 2)],
    leadingSingularTriplets: [2, () => leadingSingularTriplets(float32, a)],
    "leadingSingularTriplets, truncated": [2, () => leadingSingularTriplets(float32, singular)],
    "leadingSingularTriplets of zero": [0, () => leadingSingularTriplets(float32, zero)],
    numericalRank: [0, () => numericalRank(float32, a)],
    polarFactor: [1, () => polarFactor(float32, a)],
    principalAngles: [0, () => principalAngles(float32, a, b)],
    pseudoInverseSolve: [1, () => pseudoInverseSolve(float32, singular, b)],
    spectralNorm: [0, () => spectralNorm(float32, a)],
  };
  for (const [name, [made, body]] of Object.entries(cases)) {
    const before = memory().numTensors;
    const result = body();
    assertEquals(memory().numTensors - before, made, name);
    float32.release(result);
  }
  assertEquals(float32.toArray(b), [1, 2, 4], "arguments are still there");
});
