/** Exit times: known laws of survival, conditional means without bias, what is refused. */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { type RandomStream, randomStream } from "../lib/statistics/mod.ts";
import { conditionalMean, simulateExitTimes, survivalBound } from "./exit_times.ts";
import { drawFromLaw } from "./gradient_noise.ts";

/** x⁺ = 0.8x + 0.5ζ from 0.3 on |x| < 1, ζ = 2 with probability 0.2, else −½. */
const start = 0.3;
const isInside = (x: number) => Math.abs(x) < 1;
const outcomes = [[0.2, 2], [0.8, -0.5]] as const;
const move = (x: number, noise: number) => 0.8 * x + 0.5 * noise;

/** P(survival to T), and E[x_T²; survival to T], by enumeration. */
function exactly(x: number, horizon: number): [survival: number, square: number] {
  if (!isInside(x)) return [0, 0];
  if (horizon === 1) return [1, x * x];
  let [survival, square] = [0, 0];
  for (const [probability, noise] of outcomes) {
    const [s, q] = exactly(move(x, noise), horizon - 1);
    survival += probability * s;
    square += probability * q;
  }
  return [survival, square];
}

function simulated(stream: RandomStream, runs: number, horizon: number) {
  const draw = () => drawFromLaw({ kind: "twoPoint", probability: 0.2 }, stream);
  return simulateExitTimes({
    runs,
    horizon,
    start: () => start,
    advance: (states) => states.map((x) => move(x, draw())),
    isInside,
  });
}

Deno.test("survival agrees with the exact tree of two-point noise, at every horizon", () => {
  const { exits, survivors } = simulated(randomStream(8), 4000, 9);
  for (let k = 1; k <= 9; k++) {
    const { lower, upper, samples } = survivalBound(exits, k);
    const [survival] = exactly(start, k);
    assert(lower <= survival && survival <= upper, `${survival} is not in [${lower}, ${upper}]`);
    assert(upper - lower < 0.09 && samples === 4000);
  }
  assertEquals(survivors.length, exits.filter((exit) => exit === Infinity).length);
  assert(exactly(start, 9)[0] < 0.7, "the region is left often enough to be a test");
});

Deno.test("conditional means on survival agree with the exact tree", () => {
  const stream = randomStream(9);
  const [survival, square] = exactly(start, 6);
  const run = () => {
    const { survivors: [x] } = simulated(stream, 1, 6);
    return x === undefined ? null : x * x;
  };
  const options = { lower: 0, upper: 1, maximumRuns: 20_000, survivors: 3000 };
  const { lower, upper, samples } = conditionalMean(run, options)!;
  assertEquals(samples, 3000);
  assert(lower <= square / survival && square / survival <= upper);
  // It tells the conditional mean from that which counts the others as 0.
  assert(lower > square && upper - lower < 0.1, `[${lower}, ${upper}] against ${square}`);
});

Deno.test("a run that leaves at once is not advanced, and no survivor is no estimate", () => {
  const options = {
    runs: 3,
    horizon: 5,
    start: () => 2,
    advance: (): number[] => {
      throw new Error("nothing is left to advance");
    },
    isInside,
  };
  const { exits, survivors } = simulateExitTimes(options);
  assertEquals([...exits], [1, 1, 1]);
  assertEquals([...survivors], []);
  assertEquals(survivalBound(exits, 1).mean, 0);
  const bounds = { lower: 0, upper: 1, maximumRuns: 10, survivors: 2 };
  assertEquals(conditionalMean(() => null, bounds), null);
  assertAlmostEquals(conditionalMean(() => 0.5, bounds)!.mean, 0.5);
});

Deno.test("what cannot be simulated is refused", () => {
  const options = {
    runs: 1,
    horizon: 2,
    start: () => 0,
    advance: (): number[] => [],
    isInside,
  };
  assertThrows(() => simulateExitTimes(options), RangeError, "return one for each");
  assertThrows(() => simulateExitTimes({ ...options, runs: 0 }), RangeError, "runs");
  assertThrows(() => simulateExitTimes({ ...options, horizon: 1.5 }), RangeError, "horizon");
});
