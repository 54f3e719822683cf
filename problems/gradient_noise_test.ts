/** Stochastic gradients: their laws, biases and constants. */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { randomStream } from "../lib/statistics/mod.ts";
import {
  biasBounds,
  biasRows,
  drawFromLaw,
  fitNoise,
  gradientNoises,
  lawOutcomes,
  type NoiseLaw,
} from "./gradient_noise.ts";

Deno.test("laws have mean 0 and variance 1", () => {
  for (
    const law of [
      { kind: "rademacher" },
      { kind: "threePoint", probability: 1 },
      { kind: "threePoint", probability: 0.04 },
      { kind: "twoPoint", probability: 0.2 },
      { kind: "twoPoint", probability: 0.98 },
    ] as const
  ) {
    const outcomes = lawOutcomes(law)!;
    const moment = (power: number) =>
      outcomes.reduce((sum, { value, probability }) => sum + probability * value ** power, 0);
    assertAlmostEquals(moment(0), 1, 1e-15);
    assertAlmostEquals(moment(1), 0, 1e-15);
    assertAlmostEquals(moment(2), 1, 1e-15);
  }
  assertEquals(lawOutcomes({ kind: "gaussian" }), undefined);
});

Deno.test("draws follow their law", () => {
  const laws: NoiseLaw[] = [
    { kind: "rademacher" },
    { kind: "threePoint", probability: 0.25 },
    { kind: "gaussian" },
    { kind: "student", degreesOfFreedom: 3 },
  ];
  // P(|ε| ≤ ½): of t = √3ε with three degrees of freedom, (2/π)(x/(1 + x²) + atan x), x = t/√3.
  const within = [0, 0.75, 0.3829249, 2 / Math.PI * (0.5 / 1.25 + Math.atan(0.5))];
  const count = 40_000;
  for (const [index, law] of laws.entries()) {
    const stream = randomStream(3, law.kind);
    let small = 0;
    let positive = 0;
    let nonzero = 0;
    for (let k = 0; k < count; k++) {
      const draw = drawFromLaw(law, stream);
      if (Math.abs(draw) <= 0.5) small++;
      if (draw > 0) positive++;
      if (draw !== 0) nonzero++;
    }
    // Five standard deviations.
    assertAlmostEquals(small / count, within[index]!, 5 * 0.5 / Math.sqrt(count));
    assertAlmostEquals(positive / nonzero, 0.5, 5 * 0.5 / Math.sqrt(nonzero));
  }
});

Deno.test("draws have mean 0 and variance 1", () => {
  const laws: NoiseLaw[] = [
    { kind: "gaussian" },
    { kind: "student", degreesOfFreedom: 5 },
    { kind: "rademacher" },
    { kind: "twoPoint", probability: 0.1 },
    { kind: "threePoint", probability: 0.2 },
  ];
  const count = 40_000;
  for (const law of laws) {
    const stream = randomStream(3, law.kind);
    let [sum, squares] = [0, 0];
    for (let k = 0; k < count; k++) {
      const x = drawFromLaw(law, stream);
      sum += x;
      squares += x * x;
    }
    // Six standard errors, that of x² for kurtosis 9.
    assert(Math.abs(sum / count) < 6 / Math.sqrt(count), law.kind);
    assert(Math.abs(squares / count - 1) < 6 * Math.sqrt(8 / count), law.kind);
  }
});

Deno.test("what is no law is told", () => {
  const stream = randomStream(1);
  const student: NoiseLaw = { kind: "student", degreesOfFreedom: 2 };
  assertThrows(() => drawFromLaw(student, stream), RangeError, "give an integer from 3 on");
  const cases = [["twoPoint", 1, "give one above 0, below 1"], [
    "threePoint",
    1.5,
    "give one above 0, at most 1",
  ], ["threePoint", 0, "above 0"]] as const;
  for (const [kind, probability, message] of cases) {
    assertThrows(() => lawOutcomes({ kind, probability }), RangeError, message);
    assertThrows(() => drawFromLaw({ kind, probability }, stream), RangeError, message);
  }
});

Deno.test("c and c_G bound a bias, and are attained", () => {
  for (const dimension of [1, 2, 3, 5]) {
    const factors = [3, 0.5, 1, 2, 0.25].slice(0, dimension);
    for (
      const bias of [
        { kind: "none" },
        { kind: "rotation", alignment: 0.5, skew: -2, basis: "eigenbasis" },
        { kind: "scaling", factors, basis: "eigenbasis" },
      ] as const
    ) {
      const rows = biasRows(bias, dimension);
      const { alignment, growth } = biasBounds(bias, dimension);
      const stream = randomStream(1, bias.kind, dimension);
      const seen = Array.from({ length: 40 }, (_, k) => {
        const h = k < dimension
          ? Array.from({ length: dimension }, (_, i) => i === k ? 1 : 0)
          : stream.vector(dimension, stream.normal);
        const image = rows.map((row) => row.reduce((sum, x, j) => sum + x * h[j]!, 0));
        const square = h.reduce((sum, x) => sum + x * x, 0);
        return {
          aligned: h.reduce((sum, x, i) => sum + x * image[i]!, 0) / square,
          grown: Math.hypot(...image) / Math.sqrt(square),
        };
      });
      const least = Math.min(...seen.map(({ aligned }) => aligned));
      const most = Math.max(...seen.map(({ grown }) => grown));
      assertAlmostEquals(least, alignment, 1e-12);
      assertAlmostEquals(most, growth, 1e-12);
    }
  }
});

Deno.test("what is no law or bias is refused", () => {
  assertThrows(() => lawOutcomes({ kind: "threePoint", probability: 0 }), RangeError, "above 0");
  assertThrows(
    () => biasBounds({ kind: "scaling", factors: [1], basis: "eigenbasis" }, 2),
    RangeError,
    "give 2",
  );
  assertThrows(
    () => biasBounds({ kind: "rotation", alignment: 0, skew: 1, basis: "eigenbasis" }, 2),
    RangeError,
    "must be positive",
  );
});

Deno.test("noise in a lower dimension is noise of that dimension", () => {
  for (const noise of fc.sample(gradientNoises(6), { seed: 4, numRuns: 200 })) {
    const { bias, additive, multiplicative, law } = fitNoise(noise, 2);
    assert(biasRows(bias, 2).every((row) => row.length === 2));
    if (additive.kind === "vectors") assert(additive.vectors.every((n) => n.length === 2));
    if (multiplicative.kind === "directed") {
      assertEquals(multiplicative.direction.length, 2);
      assert(multiplicative.direction.some((x) => x !== 0));
    }
    assertEquals(law, noise.law);
  }
});
