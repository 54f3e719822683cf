/** Monotone operators have the constants that they claim. */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { sample } from "fast-check";
import { float64 } from "../lib/arithmetic/mod.ts";
import { randomFor } from "../verify/random.ts";
import { monotoneOperator, type MonotoneOperatorInstance, monotoneStarts } from "./mod.ts";
import { plus, shrunk, symmetricUniform } from "./shared_test.ts";

const random = randomFor("monotone operators");
const dot = (x: readonly number[], y: readonly number[]) =>
  x.reduce((sum, entry, i) => sum + entry * y[i]!, 0);
const at = (instance: MonotoneOperatorInstance, z: readonly number[]) =>
  float64.toArray(monotoneOperator(instance).gradient(float64, float64.vector(z)));
const resolved = (instance: MonotoneOperatorInstance, z: readonly number[], gamma: number) =>
  float64.toArray(monotoneOperator(instance).resolvent(float64, float64.vector(z), gamma));

Deno.test("a quarter turn, and a symmetric part, by hand", () => {
  const linear = { kind: "linear", dimension: 2, zero: [1, 0], reflections: [] } as const;
  const skew = { ...linear, blocks: [{ size: 2, turn: 1 }] };
  assertEquals(at(skew, [4, 5]), [-10, 6]);
  // (1 + 2i)⁻¹ (3 + i) = 1 − i.
  resolved(skew, [4, 1], 1).forEach((x, i) => assertAlmostEquals(x, [2, -1][i]!, 1e-15));
  const { strongMonotonicity, lipschitz, cocoercivity } = monotoneOperator(skew);
  assertEquals([strongMonotonicity, lipschitz, cocoercivity], [0, 2, 0]);
  const turned = monotoneOperator({ ...linear, blocks: [{ size: 2, turn: 2 / 3 }] });
  assertAlmostEquals(turned.strongMonotonicity, 1, 1e-15);
  assertAlmostEquals(turned.cocoercivity, 1 / 4, 1e-15);
  const single = { ...linear, dimension: 1, zero: [0], blocks: [{ size: 3, turn: 0 }] };
  assertEquals([at(single, [2]), resolved(single, [2], 1)], [[6], [0.5]]);
});

Deno.test("what is no monotone operator is refused", () => {
  const linear = { kind: "linear", dimension: 2, zero: [0, 0], reflections: [] } as const;
  for (const blocks of [[], [{ size: -1, turn: 0 }], [{ size: 1, turn: 1.5 }]]) {
    assertThrows(() => monotoneOperator({ ...linear, blocks }), RangeError);
  }
});

Deno.test("μ, L and β bound the operator, linear ones attain them, and resolvents invert", () => {
  let [leastMonotone, mostLipschitz, leastCocoercive] = [Infinity, 0, Infinity];
  for (const { operator } of sample(monotoneStarts(), { numRuns: 600, seed: 8 })) {
    const { zero, strongMonotonicity, lipschitz, cocoercivity } = monotoneOperator(operator);
    const point = () => zero.map((entry) => entry + 3 * symmetricUniform(random));
    const [z, w] = [point(), point()];
    const [move, turn] = [plus(z, -1, w), plus(at(operator, z), -1, at(operator, w))];
    const size = 1e-11 * (1 + lipschitz) * 100;
    const product = dot(turn, move);
    assert(product >= strongMonotonicity * dot(move, move) - size);
    assert(Math.hypot(...turn) <= lipschitz * Math.hypot(...move) + size);
    if (cocoercivity < Infinity) assert(product >= cocoercivity * dot(turn, turn) - size);
    assert(Math.hypot(...at(operator, zero)) <= size);
    const gamma = 10 ** symmetricUniform(random);
    const back = resolved(operator, z, gamma);
    plus(back, gamma, at(operator, back)).forEach((entry, i) =>
      assertAlmostEquals(entry, z[i]!, 1e-9 * (1 + gamma * lipschitz))
    );
    if (operator.kind !== "linear" || strongMonotonicity < 1e-3 * lipschitz) continue;
    leastMonotone = Math.min(leastMonotone, product / (strongMonotonicity * dot(move, move)));
    mostLipschitz = Math.max(mostLipschitz, Math.hypot(...turn) / lipschitz / Math.hypot(...move));
    leastCocoercive = Math.min(leastCocoercive, product / (cocoercivity * dot(turn, turn)));
  }
  for (const ratio of [leastMonotone, mostLipschitz, leastCocoercive]) {
    assertAlmostEquals(ratio, 1, 1e-9);
  }
});

Deno.test("operators shrink to a symmetric block", () => {
  const { value } = shrunk(monotoneStarts(), ({ offset }) => offset.length === 2);
  assertEquals(value, {
    operator: {
      kind: "linear",
      dimension: 2,
      zero: [0, 0],
      reflections: [],
      blocks: [{ size: 1, turn: 0 }],
    },
    offset: [1, 0],
  });
});
