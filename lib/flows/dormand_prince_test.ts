import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { dormandPrince, scaledMaximumNorm, scaledRootMeanSquareNorm } from "./mod.ts";
import {
  assertClose,
  assertConvergence,
  assertEndings,
  assertFollowsTolerance,
  KNOWN,
} from "./shared_test.ts";

const rotation = (_t: number, [x, y]: readonly number[]) => [-y!, x!];
const pendulum = (_t: number, [angle, speed]: readonly number[]) => [speed!, -Math.sin(angle!)];

Deno.test("dormandPrince() is of order 5, its dense output of order 4", () => {
  assertConvergence(dormandPrince, 5);
});

Deno.test("dormandPrince() has errors of the size of its tolerance", () => {
  assertFollowsTolerance(dormandPrince);
});

Deno.test("dormandPrince() says why it ends early", () => assertEndings(dormandPrince));

Deno.test("dormandPrince() conserves the energy of a pendulum to its tolerance", () => {
  const energy = ([angle, speed]: readonly number[]) => speed! ** 2 / 2 - Math.cos(angle!);
  for (const tolerance of [1e-6, 1e-9, 1e-12]) {
    const swing = dormandPrince(pendulum, [2, 0], [0, 30], { tolerance });
    for (let t = 0; t <= 30; t += 0.37) {
      assertAlmostEquals(energy(swing.at(t)), -Math.cos(2), 100 * tolerance);
    }
  }
});

Deno.test("dormandPrince() takes six values of f a step and few steps", () => {
  const run = dormandPrince(rotation, [1, 0], [0, 10], { tolerance: 1e-6 });
  // One for the first slope and one for the first step.
  assertEquals(run.evaluations, 2 + 6 * (run.steps + run.rejections));
  assert(run.steps < 60 && run.rejections < run.steps / 5, `${run.steps}, ${run.rejections}`);
  assertEquals([run.times[0], run.times.at(-1), run.times.length], [0, 10, run.steps + 1]);
  assertClose(run.last, [Math.cos(10), Math.sin(10)], 1e-5);
  assertEquals(run.at(10), [...run.last]);
  for (const t of run.times) assertClose(run.at(t), [Math.cos(t), Math.sin(t)], 1e-5);
  // Ten times as fast over a tenth of the time: the same steps.
  const fast = dormandPrince((t, y) => rotation(t, y).map((v) => 10 * v), [1, 0], [0, 1], {
    tolerance: 1e-6,
  });
  assertEquals(fast.steps, run.steps);
});

Deno.test("dormandPrince() finds a first step for a flow that starts at rest", () => {
  const run = dormandPrince((t, [y]) => [t ** 9 * y!], [1], [0, 2], { tolerance: 1e-10 });
  assertAlmostEquals(run.last[0]! / Math.exp(2 ** 10 / 10), 1, 1e-6);
  const still = dormandPrince(() => [0, 0], [3, 4], [0, 1e6]);
  assertEquals([still.status, [...still.last]], ["complete", [3, 4]]);
  assert(still.steps < 10);
});

Deno.test("dormandPrince() shortens steps that leave the domain of f", () => {
  // y = (1 − t/2)², and no square root of what lies below 0.
  const run = dormandPrince((_t, [y]) => [-Math.sqrt(y!)], [1], [0, 1.999], { firstStep: 1.999 });
  assertEquals(run.status, "complete");
  assert(run.rejections > 0);
  assertAlmostEquals(run.last[0]!, 0.0005 ** 2, 1e-9);
});

Deno.test("dormandPrince() gets stuck at the fold that a Gauss-Newton flow runs into", () => {
  // f(w) = w − w²/2 and g(ψ) = (ψ − y)²/2: f(w_t) = y(1 − e^{−t}), until it is 1/2 at w = 1.
  const y = 0.8;
  const run = dormandPrince((_t, [w]) => [(y - w! + w! * w! / 2) / (1 - w!)], [0], [0, 20], {
    tolerance: 1e-10,
  });
  assertEquals(run.status, "stuck");
  assertAlmostEquals(run.end, -Math.log(1 - 0.5 / y), 1e-8);
  for (const t of [0.2, 0.5, 0.9]) {
    assertAlmostEquals(run.at(t)[0]!, 1 - Math.sqrt(1 - 2 * y * (1 - Math.exp(-t))), 1e-8);
  }
  assert(run.steps < 2000, `${run.steps} steps`);
});

Deno.test("dormandPrince() controls the error in the norm that it is given", () => {
  // A slow entry and a fast one; the norm speaks of the slow one alone.
  const field = (_t: number, [x, , z]: readonly number[]) => [-x!, z!, -400 * z!];
  const errorNorm = ([error]: readonly number[]) => Math.abs(error!);
  const options = { tolerance: 1e-8, longestStep: 0.1 };
  const slow = dormandPrince((_t, y) => [-y[0]!, 30 * y[2]!, -30 * y[1]!], [1, 1, 0], [0, 2], {
    ...options,
    errorNorm,
  });
  const all = dormandPrince(
    (_t, y) => [-y[0]!, 30 * y[2]!, -30 * y[1]!],
    [1, 1, 0],
    [0, 2],
    options,
  );
  assert(slow.steps < all.steps / 10, `${slow.steps} and ${all.steps} steps`);
  assertAlmostEquals(slow.last[0]!, Math.exp(-2), 1e-7);
  assertAlmostEquals(all.last[1]!, Math.cos(60), 1e-5);
  const calls: (readonly number[])[] = [];
  dormandPrince(field, [1, 0, 0], [0, 0.1], {
    errorNorm(error, before, after) {
      calls.push(before, after);
      return Math.max(...error.map(Math.abs));
    },
  });
  assertEquals(calls.at(-2)!.length, 3);
  assertAlmostEquals(calls.at(-1)![0]!, Math.exp(-0.1), 1e-9);
});

Deno.test("the scaled norms measure errors against floors and points", () => {
  assertEquals(scaledMaximumNorm()([0.5, -3], [0, 2], [1, -5]), 0.5);
  assertEquals(scaledMaximumNorm(0)([0.5, 0], [2, 0], [1, 0]), 0.25);
  assertEquals(scaledMaximumNorm([1, 3])([0.5, -3], [0, 2], [1, 1]), 0.6);
  assertEquals(scaledRootMeanSquareNorm([1, 3])([0.6, -4], [0, 2], [1, 1]), Math.sqrt(0.73 / 2));
  assertEquals(scaledRootMeanSquareNorm()([0.6], [0], [1]), 0.3);
  // A floor of 0 asks for the same digits of a small solution as of a large one.
  const decay = (size: number, floor: number) =>
    dormandPrince((_t, [y]) => [-y! * (2 + Math.sin(y! / size))], [size], [0, 3], {
      tolerance: 1e-7,
      errorNorm: scaledMaximumNorm(floor),
    }).steps;
  assertEquals(decay(1e-20, 0), decay(1, 0));
  assert(decay(1e-20, 1) < decay(1, 1));
});

Deno.test("dormandPrince() keeps what f returns, even in one array for all", () => {
  const shared = [0, 0];
  const reused = dormandPrince(
    (_t, [x, y]) => {
      shared[0] = -y!;
      shared[1] = x!;
      return shared;
    },
    [1, 0],
    [0, 3],
  );
  assertEquals([...reused.last], [...dormandPrince(rotation, [1, 0], [0, 3]).last]);
});

Deno.test("dormandPrince() refuses what it cannot use", () => {
  const { field } = KNOWN;
  const refuses = (message: string, run: () => unknown) => {
    const error = assertThrows(run, RangeError);
    assertEquals(error.message, message);
  };
  const start = [1, 1];
  refuses(
    "the interval of time must have finite ends, the first below the second, not 1 and 1",
    () => dormandPrince(field, start, [1, 1]),
  );
  refuses(
    "the starting point must have at least one entry",
    () => dormandPrince(field, [], [0, 1]),
  );
  refuses(
    "the starting point must be finite, but entry 1 is NaN",
    () => dormandPrince(field, [1, NaN], [0, 1]),
  );
  for (const name of ["tolerance", "longestStep", "firstStep"]) {
    refuses(
      `${name} must be finite and above 0, not 0`,
      () => dormandPrince(field, start, [0, 1], { [name]: 0 }),
    );
  }
  refuses(
    "mostSteps must be an integer of at least 1, not 1.5",
    () => dormandPrince(field, start, [0, 1], { mostSteps: 1.5 }),
  );
  refuses(
    "the flow cannot start: entry 0 of f(t, y) is Infinity at t = 0, y = (0)",
    () => dormandPrince((_t, [y]) => [1 / y!], [0], [0, 1]),
  );
  refuses(
    "f(t, y) must have as many entries as y, 2, but has 1 at t = 0, y = (1, 1)",
    () => dormandPrince(() => [1], start, [0, 1]),
  );
  refuses(
    "the error norm must be a number of at least 0, but is NaN for the error (0) between (1) and (2)",
    () => dormandPrince(() => [1], [1], [0, 1], { errorNorm: () => NaN, firstStep: 1 }),
  );
  refuses(
    "an event function is not a number but NaN at t = 0",
    () => dormandPrince(field, start, [0, 1], { events: [() => NaN] }),
  );
  refuses(
    "an error norm with 1 floors got 2 entries",
    () => scaledMaximumNorm([1])([1, 1], [1, 1], [1, 1]),
  );
  refuses(
    "the floor of an error norm must be finite and at least 0, not -1",
    () => scaledMaximumNorm(-1),
  );
  refuses(
    "the floor of an error norm must be finite and at least 0, not Infinity",
    () => scaledRootMeanSquareNorm([0, Infinity]),
  );
});
