/** Dual space preconditioning: named instances against their potentials, in both arithmetics. */

import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { type Arithmetic, float64, loadFloat32 } from "../arithmetic/mod.ts";
import { potential, type PotentialDescription } from "../convex/mod.ts";
import {
  adamWithoutMomentum,
  clippedGradientDescent,
  dualSpacePreconditionedGradientDescent,
  type GradientTransformation,
  normalizedGradientDescent,
  preconditionInDualSpace,
  signDescent,
} from "./mod.ts";
import { assertClose, gradientSequences, stepsFor } from "./shared_test.ts";

interface Pair {
  readonly description: PotentialDescription;
  named<T>(arithmetic: Arithmetic<T>): GradientTransformation<T>;
}

const stepSize = 0.75;
const epsilon = 0.5;
const pairs: readonly Pair[] = [
  {
    description: { kind: "isotropic", profile: { kind: "adam", epsilon } },
    named: (arithmetic) => normalizedGradientDescent(arithmetic, { epsilon, stepSize }),
  },
  {
    description: { kind: "isotropic", profile: { kind: "adam", epsilon } },
    named: (arithmetic) =>
      adamWithoutMomentum(arithmetic, { epsilon, stepSize, denominator: "norm" }),
  },
  {
    description: { kind: "separable", profile: { kind: "adam", epsilon } },
    named: (arithmetic) => adamWithoutMomentum(arithmetic, { epsilon, stepSize }),
  },
  {
    description: { kind: "isotropic", profile: { kind: "huber", threshold: 2 } },
    named: (arithmetic) => clippedGradientDescent(arithmetic, { threshold: 2, stepSize }),
  },
];

for (const load of [() => Promise.resolve(float64), () => loadFloat32({ backend: "cpu" })]) {
  const name = load.toString().includes("float64") ? "float64" : "float32";
  Deno.test(`named methods are dual space preconditioning by their potentials (${name})`, async () => {
    function compare<T>(arithmetic: Arithmetic<T>): void {
      fc.assert(
        fc.property(gradientSequences, (gradients) => {
          for (const { description, named } of pairs) {
            const general = dualSpacePreconditionedGradientDescent(arithmetic, {
              potential: potential(description, gradients[0]!.length),
              stepSize,
            });
            const expected = stepsFor(arithmetic, general, gradients);
            for (const [t, step] of stepsFor(arithmetic, named(arithmetic), gradients).entries()) {
              assertClose(step, expected[t]!, 8 * arithmetic.unitRoundoff, description.kind);
            }
          }
        }),
        { numRuns: 30, seed: 1 },
      );
    }
    const arithmetic = await load();
    assertEquals(arithmetic.name, name);
    compare(arithmetic as Arithmetic<unknown>);
  });
}

Deno.test("steps by hand", () => {
  const gradient = [[3, -4]];
  const steps = (method: GradientTransformation<ReturnType<typeof float64.vector>>) =>
    stepsFor(float64, method, gradient)[0]!;
  assertEquals(steps(signDescent(float64, { stepSize: 2 })), [-2, 2]);
  assertEquals(steps(clippedGradientDescent(float64, { stepSize: 2, threshold: 5 })), [-6, 8]);
  assertEquals(steps(clippedGradientDescent(float64, { stepSize: 2, threshold: 2.5 })), [-3, 4]);
  assertEquals(steps(adamWithoutMomentum(float64, { stepSize: 4, epsilon: 1 })), [-3, 3.2]);
  assertClose(
    steps(normalizedGradientDescent(float64, { stepSize: 1, epsilon: 0 })),
    [-0.6, 0.8],
    1e-15,
    "normalized",
  );
  assertEquals(steps(preconditionInDualSpace(float64, { gradient: (g) => g.map((x) => 2 * x) })), [
    6,
    -8,
  ]);
});

Deno.test("a zero gradient makes no step", () => {
  for (const { named } of pairs) {
    assertEquals(stepsFor(float64, named(float64), [[0, 0]])[0]!.map(Math.abs), [0, 0]);
  }
  const bare = normalizedGradientDescent(float64, { stepSize: 1, epsilon: 0 });
  assertEquals(stepsFor(float64, bare, [[0, 0]])[0]!.map(Math.abs), [0, 0]);
});

Deno.test("options out of range are refused", () => {
  assertThrows(() => normalizedGradientDescent(float64, { stepSize: 1, epsilon: -1 }), RangeError);
  assertThrows(() => clippedGradientDescent(float64, { stepSize: 1, threshold: 0 }), RangeError);
  assertThrows(() => adamWithoutMomentum(float64, { stepSize: 1, epsilon: 0 }), RangeError);
  assertThrows(() => signDescent(float64, { stepSize: 0 }), RangeError);
});
