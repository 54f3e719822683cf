import { assertEquals, assertThrows } from "@std/assert";
import { float64 } from "../arithmetic/mod.ts";
import {
  adam,
  gradientDescent,
  type GradientMap,
  heavyBall,
  iterate,
  signDescent,
  type StepSizeDescription,
  stepSizeSchedule,
  subgradientMethod,
} from "./mod.ts";

Deno.test("step sizes by hand", () => {
  const table: [StepSizeDescription, readonly number[]][] = [
    [{ kind: "constant", size: 3 }, [3, 3, 3, 3, 3]],
    [{ kind: "harmonic", scale: 6 }, [6, 3, 2, 1.5, 1.2]],
    [{ kind: "harmonic", scale: 6, delay: 2 }, [3, 2, 1.5, 1.2, 1]],
    [{ kind: "squareRoot", scale: 2, delay: 4 }, [
      1,
      2 / Math.sqrt(5),
      2 / Math.sqrt(6),
      2 / Math.sqrt(7),
      2 / Math.sqrt(8),
    ]],
    [{ kind: "polynomial", scale: 36, exponent: 2 }, [36, 9, 4, 2.25, 1.44]],
    [{ kind: "halving", size: 8, every: 2 }, [8, 8, 4, 4, 2]],
    [{ kind: "staircase", sizes: [5, 7, 1], starts: [1, 3] }, [5, 7, 7, 1, 1]],
    [{ kind: "staircase", sizes: [5], starts: [] }, [5, 5, 5, 5, 5]],
  ];
  for (const [description, sizes] of table) {
    const schedule = stepSizeSchedule(description);
    assertEquals(sizes.map((_, k) => schedule.at(k)), [...sizes], JSON.stringify(description));
    assertThrows(() => schedule.at(-1), RangeError, "iteration");
  }
});

Deno.test("step sizes that are none are refused", () => {
  const refused: [StepSizeDescription, string][] = [
    [{ kind: "constant", size: 0 }, "size"],
    [{ kind: "harmonic", scale: 1, delay: 0 }, "delay"],
    [{ kind: "squareRoot", scale: NaN }, "scale"],
    [{ kind: "polynomial", scale: 1, exponent: -1 }, "exponent"],
    [{ kind: "halving", size: 1, every: 1.5 }, "every"],
    [{ kind: "staircase", sizes: [1, 2], starts: [] }, "2 sizes cannot have 0 starts"],
    [{ kind: "staircase", sizes: [1, 2, 3], starts: [4, 4] }, "starts[1] must be an integer"],
    [{ kind: "staircase", sizes: [1, -2], starts: [4] }, "sizes[1]"],
    [{ kind: "cosine" } as unknown as StepSizeDescription, '"cosine"'],
  ];
  for (const [description, message] of refused) {
    assertThrows(() => stepSizeSchedule(description), RangeError, message);
  }
});

Deno.test("optimizers take the step size of each iteration", () => {
  const slope: GradientMap = { gradient: (arithmetic) => arithmetic.vector([1]) };
  const stepSize = stepSizeSchedule({ kind: "staircase", sizes: [4, 1, 2], starts: [1, 2] });
  const last = (optimizer: Parameters<typeof iterate>[2]) =>
    iterate(float64, slope, optimizer as ReturnType<typeof sign>, [0], { steps: 3 });
  const sign = () => signDescent(float64, { stepSize });
  // Every step is −α_k: constant gradients have a sign and an Adam direction of 1.
  assertEquals(last(sign()), [-7]);
  assertEquals(last(gradientDescent(float64, { stepSize })), [-7]);
  assertEquals(last(subgradientMethod(float64, { stepSize: stepSize.at })), [-7]);
  assertEquals(last(adam(float64, { stepSize, beta1: 0, beta2: 0, epsilon: 0 })), [-7]);
  // Traces 1, 3/2, 7/4.
  assertEquals(last(heavyBall(float64, { stepSize, beta: 0.5 })), [-(4 + 1.5 + 3.5)]);
  const negative = gradientDescent(float64, { stepSize: () => -1 });
  assertThrows(() => last(negative), RangeError, "stepSize");
});

Deno.test("a step size that underflows is a step of 0", () => {
  const stepSize = stepSizeSchedule({ kind: "halving", size: 1, every: 1 });
  assertEquals(stepSize.at(2000), 0);
  const slope: GradientMap = { gradient: (arithmetic) => arithmetic.vector([1]) };
  const method = gradientDescent(float64, { stepSize: (k) => stepSize.at(k + 2000) });
  assertEquals(iterate(float64, slope, method, [1], { steps: 1 }), [1]);
});
