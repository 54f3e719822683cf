/** Methods of performance estimation against their recursions as printed, and Frank–Wolfe's parts. */

import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { float64 } from "../arithmetic/mod.ts";
import {
  frankWolfe,
  type GradientMap,
  informationTheoreticExactMethod,
  iterate,
  optimizedGradientMethod,
  optimizedGradientWeights,
} from "./mod.ts";

/** 2x + sin x, of curvature 1 to 3. */
const slope = (x: number) => 2 * x + Math.sin(x);
const map: GradientMap = {
  gradient: (arithmetic, theta) => arithmetic.vector(arithmetic.toArray(theta).map(slope)),
};

Deno.test("the optimized gradient method is its recursion", () => {
  for (const steps of [1, 2, 7]) {
    const t = [1];
    for (let k = 1; k < steps; k++) t.push((1 + Math.sqrt(1 + 4 * t[k - 1]! ** 2)) / 2);
    t.push((1 + Math.sqrt(1 + 8 * t[steps - 1]! ** 2)) / 2);
    assertEquals(optimizedGradientWeights(steps), t);
    let [x, y] = [2, 2];
    for (let k = 0; k < steps; k++) {
      const next = x - slope(x) / 3;
      x = next + (t[k]! - 1) / t[k + 1]! * (next - y) + t[k]! / t[k + 1]! * (next - x);
      y = next;
    }
    const method = optimizedGradientMethod(float64, { smoothness: 3, steps });
    assertAlmostEquals(iterate(float64, map, method, [2], { steps })[0]!, x, 1e-14);
  }
});

Deno.test("the information-theoretic exact method is its recursion", () => {
  const q = 1 / 3;
  let [a, x, z] = [0, 2, 2];
  const expected = [z];
  for (let k = 0; k < 6; k++) {
    const next = ((1 + q) * a + 2 * (1 + Math.sqrt((1 + a) * (1 + q * a)))) / (1 - q) ** 2;
    const beta = a / (1 - q) / next;
    const delta = ((1 - q) ** 2 * next - (1 + q) * a) / 2 / (1 + q + q * a);
    const y = (1 - beta) * z + beta * x;
    x = y - slope(y) / 3;
    z = (1 - q * delta) * z + q * delta * y - delta / 3 * slope(y);
    a = next;
    expected.push(z);
  }
  const method = informationTheoreticExactMethod(float64, { strongConvexity: 1, smoothness: 3 });
  const points: number[] = [];
  iterate(float64, map, method, [2], {
    steps: 6,
    visit: (_, { point }) => void points.push(float64.toArray(point)[0]!),
  });
  points.forEach((point, k) => assertAlmostEquals(point, expected[k]!, 1e-13));
});

Deno.test("Frank–Wolfe goes 2/(t + 2) of the way, or the part that is asked for", () => {
  const set = {
    minimizeLinear: <T>(arithmetic: Parameters<typeof frankWolfe<T>>[0], g: T) =>
      arithmetic.vector(arithmetic.toArray(g).map((entry) => entry < 0 ? 4 : -2)),
  };
  const run = (part?: (t: number) => number) => {
    const points: number[] = [];
    iterate(float64, map, frankWolfe(float64, { set, ...(part && { part }) }), [4], {
      steps: 3,
      visit: ({ theta }) => void points.push(float64.toArray(theta)[0]!),
    });
    return points;
  };
  assertEquals(run(), [4, -2, 2, 0]);
  assertEquals(run(() => 0.5), [4, 1, -0.5, 1.75]);
});

Deno.test("what the methods cannot do is refused", () => {
  const once = optimizedGradientMethod(float64, { smoothness: 1, steps: 1 });
  assertThrows(() => iterate(float64, map, once, [1], { steps: 2 }), RangeError, "1 steps");
  assertThrows(() => optimizedGradientWeights(0), RangeError, "steps");
  assertThrows(() => optimizedGradientMethod(float64, { smoothness: 0, steps: 1 }), RangeError);
  for (const [strongConvexity, smoothness] of [[0, 1], [1, 1], [2, 1], [1, Infinity]] as const) {
    assertThrows(
      () => informationTheoreticExactMethod(float64, { strongConvexity, smoothness }),
      RangeError,
    );
  }
});
