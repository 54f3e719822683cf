/** Momenta that vary, mapped steps, FISTA, and runs on prescribed gradients. */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { type Arithmetic, float64, loadFloat32 } from "../arithmetic/mod.ts";
import {
  acceleratedProximalGradient,
  adam,
  chain,
  extrapolate,
  gradientDescent,
  type GradientMap,
  iterate,
  mapNextPoint,
  type MomentumDescription,
  momentumSequence,
  nesterovAcceleratedGradient,
  optimisticGradient,
  preconditionBySvd,
  type ProximalMap,
  runOnGradients,
  signDescent,
} from "./mod.ts";
import { assertClose, gradientSequences, stepsFor, tanhMaps } from "./shared_test.ts";

const float32 = await loadFloat32();

/** How many tensors a run in single precision leaves behind. */
async function leftBehind(run: () => unknown): Promise<number> {
  const { memory } = await import("@tensorflow/tfjs-core");
  const before = memory().numTensors;
  run();
  return memory().numTensors - before;
}

Deno.test("t_k and β_k satisfy their recursions", () => {
  const descriptions: MomentumDescription[] = [
    { kind: "fista" },
    { kind: "harmonic" },
    { kind: "harmonic", delay: 3.5 },
    { kind: "constant", beta: 0.75 },
    { kind: "stronglyConvex", conditionNumber: 9 },
  ];
  for (const description of descriptions) {
    const { at, weightAt } = momentumSequence(description);
    for (let k = 0; k < 200; k++) {
      assertAlmostEquals(at(k), (weightAt(k) - 1) / weightAt(k + 1), 1e-15);
    }
    // The order of the questions does not matter.
    assertEquals(momentumSequence(description).at(150), at(150));
  }
  const fista = momentumSequence({ kind: "fista" });
  for (let k = 0; k < 200; k++) {
    const [t, next] = [fista.weightAt(k), fista.weightAt(k + 1)];
    // t_{k+1}² − t_{k+1} = t_k², and t_k ≥ (k + 2)/2.
    assertAlmostEquals((next * next - next) / (t * t), 1, 1e-14);
    assert(t >= (k + 2) / 2);
  }
  assertEquals(momentumSequence({ kind: "harmonic" }).at(3), 1 / 2);
  assertEquals(momentumSequence({ kind: "stronglyConvex", conditionNumber: 9 }).at(0), 1 / 2);
  for (
    const description of [
      { kind: "constant", beta: 1 },
      { kind: "harmonic", delay: 0 },
      { kind: "stronglyConvex", conditionNumber: 0.5 },
      { kind: "other" } as unknown as MomentumDescription,
    ] satisfies MomentumDescription[]
  ) assertThrows(() => momentumSequence(description), RangeError);
  assertThrows(() => fista.at(-1), RangeError, "iteration");
});

Deno.test("extrapolation with a constant momentum is Nesterov's method", () => {
  fc.assert(
    fc.property(tanhMaps, (map) => {
      const stepSize = 0.3;
      const momentum = momentumSequence({ kind: "constant", beta: 0.6 });
      const extrapolated = chain(
        gradientDescent(float64, { stepSize }),
        extrapolate(float64, { momentum }),
      );
      const known = nesterovAcceleratedGradient(float64, { stepSize, beta: 0.6 });
      const options = { steps: 8 };
      assertClose(
        iterate(float64, map, extrapolated, map.start, options),
        iterate(float64, map, known, map.start, options),
        1e-13,
        "y_8",
      );
    }),
    { seed: 11 },
  );
});

/** Σ|θ_i|. */
const absolute: ProximalMap = {
  proximal: (arithmetic, theta, lambda) =>
    arithmetic.vector(
      arithmetic.toArray(theta).map((t) => Math.sign(t) * Math.max(0, Math.abs(t) - lambda)),
    ),
};

Deno.test("acceleratedProximalGradient() is FISTA, line by line, on both arithmetics", () => {
  // f(θ) = ½(θ₁ − 3)² + ½·⅛(θ₂ + 4)² + |θ₁| + |θ₂|, L = 1.
  const curvatures = [1, 1 / 8];
  const centers = [3, -20];
  const map: GradientMap = {
    gradient: (arithmetic, theta) =>
      arithmetic.hadamard(
        arithmetic.vector(curvatures),
        arithmetic.subtract(theta, arithmetic.vector(centers)),
      ),
  };
  const run = <T>(arithmetic: Arithmetic<T>) => {
    const points: number[][] = [];
    const method = acceleratedProximalGradient(arithmetic, { stepSize: 0.5, proximal: absolute });
    iterate(arithmetic, map, method, [9, 9], {
      steps: 12,
      visit: (_context, [, , { point }]) => void points.push(arithmetic.toArray(point)),
    });
    return points;
  };
  let [x, y, t] = [[9, 9], [9, 9], 1];
  const expected = [x];
  for (let k = 0; k < 12; k++) {
    const next = y.map((entry, i) => {
      const moved = entry - 0.5 * curvatures[i]! * (entry - centers[i]!);
      return Math.sign(moved) * Math.max(0, Math.abs(moved) - 0.5);
    });
    const nextT = (1 + Math.sqrt(1 + 4 * t * t)) / 2;
    y = next.map((entry, i) => entry + (t - 1) / nextT * (entry - x[i]!));
    [x, t] = [next, nextT];
    expected.push(x);
  }
  run(float64).forEach((point, k) => assertClose(point, expected[k]!, 1e-13, `x_${k}`));
  run(float32).forEach((point, k) => assertClose(point, expected[k]!, 1e-5, `x_${k}`));
});

Deno.test("the proximal step has the size of its iteration", () => {
  const flat: GradientMap = { gradient: (arithmetic) => arithmetic.vector([0]) };
  const method = acceleratedProximalGradient(float64, {
    stepSize: (k) => k + 1,
    proximal: absolute,
    momentum: { at: () => 0 },
  });
  assertEquals(iterate(float64, flat, method, [10], { steps: 3 }), [10 - 1 - 2 - 3]);
});

Deno.test("mapNextPoint() leads to the image of the next point", () => {
  const map: GradientMap = { gradient: (arithmetic) => arithmetic.vector([1, -1]) };
  const seen: number[] = [];
  const method = chain(
    gradientDescent(float64, { stepSize: 2 }),
    mapNextPoint(float64, (x, iteration) => {
      seen.push(iteration);
      return float64.apply("absolute", x);
    }),
  );
  assertEquals(iterate(float64, map, method, [1, 0], { steps: 2 }), [1, 4]);
  assertEquals(seen, [0, 1]);
});

Deno.test("runOnGradients() makes the steps of the transformation, on both arithmetics", () => {
  const agrees = <T>(arithmetic: Arithmetic<T>, tolerance: number, numRuns: number) =>
    fc.assert(
      fc.property(gradientSequences, (gradients) => {
        const optimizer = () => adam(arithmetic, { stepSize: 0.25, beta1: 0.5, beta2: 0.75 });
        const start = gradients[0]!.map((_, i) => i + 1);
        const run = runOnGradients(arithmetic, optimizer(), gradients, start, {
          record: ([{ count, firstMoment }]) => ({
            count,
            firstMoment: arithmetic.toArray(firstMoment),
          }),
        });
        assertEquals(run.gradients, gradients);
        assertEquals(run.states.map(({ count }) => count), [0, ...gradients.map((_, t) => t + 1)]);
        let point = start;
        let moment = start.map(() => 0);
        const steps = arithmetic.scope(() => stepsFor(arithmetic, optimizer(), gradients));
        steps.forEach((step, t) => {
          point = point.map((entry, i) => entry + step[i]!);
          moment = moment.map((entry, i) => 0.5 * entry + 0.5 * gradients[t]![i]!);
          assertClose(run.iterates[t + 1]!, point, tolerance, `θ_${t + 1}`);
          assertClose(run.states[t + 1]!.firstMoment, moment, tolerance, `m_${t + 1}`);
        });
      }),
      { seed: 3, numRuns },
    );
  agrees(float64, 1e-14, 200);
  agrees(float32, 1e-5, 20);
});

Deno.test("runOnGradients() asks an adversary, who sees the point", () => {
  const adversary = {
    steps: 4,
    factor: 3,
    at([x]: readonly number[], t: number) {
      return [this.factor * x! + t];
    },
  };
  const { iterates, gradients, states } = runOnGradients(
    float64,
    signDescent(float64, { stepSize: { at: (t) => 2 ** -t } }),
    adversary,
    [1],
  );
  assertEquals(iterates, [[1], [0], [-0.5], [-0.75], [-0.875]]);
  assertEquals(gradients, [[3], [1], [0.5], [0.75]]);
  assertEquals(states, []);
});

Deno.test("runOnGradients() of no gradients stays, and says what does not fit", () => {
  const method = optimisticGradient(float64, { stepSize: 1 });
  assertEquals(runOnGradients(float64, method, [], [7]).iterates, [[7]]);
  assertThrows(
    () => runOnGradients(float64, method, [[1], [1, 2]], [7]),
    RangeError,
    "gradient 1 has 2 entries",
  );
  assertThrows(
    () => runOnGradients(float64, method, { steps: -1, at: () => [1] }, [7]),
    RangeError,
    "steps",
  );
  assertThrows(
    () => runOnGradients(float64, preconditionBySvd(float64), [[1]], [7]),
    TypeError,
    "gives only a gradient",
  );
});

Deno.test("in single precision runs leave no tensors behind", async () => {
  const flat: GradientMap = { gradient: (arithmetic) => arithmetic.vector([1, 2]) };
  const fista = acceleratedProximalGradient(float32, { stepSize: 0.5, proximal: absolute });
  assertEquals(await leftBehind(() => iterate(float32, flat, fista, [1, 2], { steps: 5 })), 0);
  const gradients = [[1, 2], [3, 4], [5, 6]];
  const method = adam(float32, { stepSize: 0.1 });
  const record = ([{ firstMoment }]: ReturnType<typeof method.init>) =>
    float32.toArray(float32.scale(2, firstMoment));
  assertEquals(
    await leftBehind(() => runOnGradients(float32, method, gradients, [1, 2], { record })),
    0,
  );
  // Also where a gradient does not fit.
  const fails = () => runOnGradients(float32, method, [[1, 2], [3]], [1, 2]);
  assertEquals(await leftBehind(() => assertThrows(fails, RangeError)), 0);
});
