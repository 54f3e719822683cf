import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { dormandPrince, firstCrossing, rosenbrock } from "./mod.ts";

const rotation = (_t: number, [x, y]: readonly number[]) => [-y!, x!];
const pendulum = (_t: number, [angle, speed]: readonly number[]) => [speed!, -Math.sin(angle!)];

Deno.test("an event ends a linear flow at its exit time", () => {
  // y = (e^t, e^{−t})/2 leaves the ball of radius r where cosh 2t = 2r².
  const saddle = (_t: number, [x, y]: readonly number[]) => [x!, -y!];
  const exit = (_t: number, y: readonly number[]) => Math.hypot(...y) - 3;
  const expected = Math.acosh(18) / 2;
  for (const method of [dormandPrince, rosenbrock]) {
    const run = method(saddle, [0.5, 0.5], [0, 10], { tolerance: 1e-11, events: [exit] });
    assertEquals([run.status, run.event!.index], ["event", 0]);
    assertAlmostEquals(run.event!.time, expected, 1e-9);
    assertEquals(run.reason, `event function 0 changes its sign at t = ${run.end}`);
    assertEquals([run.end, run.times.at(-1)], [run.event!.time, run.event!.time]);
    assertEquals([...run.last], [...run.event!.point]);
    assertEquals(run.at(run.end), [...run.last]);
    assertAlmostEquals(Math.hypot(...run.last), 3, 1e-12);
    // Behind the change of sign, and by one number only.
    assert(exit(0, run.at(run.end)) >= 0);
    const whole = method(saddle, [0.5, 0.5], [0, 10], { tolerance: 1e-11 });
    assertEquals(firstCrossing(whole, exit), run.end);
  }
});

Deno.test("the quarter of a pendulum's period is that of the arithmetic-geometric mean", () => {
  const amplitude = 2.5;
  let [a, g] = [1, Math.cos(amplitude / 2)];
  for (let k = 0; k < 6; k++) [a, g] = [(a + g) / 2, Math.sqrt(a * g)];
  const run = dormandPrince(pendulum, [amplitude, 0], [0, 100], {
    tolerance: 1e-11,
    events: [(_t, [angle]) => angle!],
  });
  assertAlmostEquals(run.end, Math.PI / (2 * a), 1e-9);
});

Deno.test("the earliest of several events ends a flow, also within one step", () => {
  const run = dormandPrince(() => [1], [0], [0, 1], {
    firstStep: 1,
    events: [(_t, [y]) => y! - 0.8, (_t, [y]) => 0.3 - y!, (t) => t - 0.31],
  });
  assertEquals([run.steps, run.event!.index], [1, 1]);
  assertAlmostEquals(run.end, 0.3, 1e-15);
});

Deno.test("firstCrossing() takes the first of many changes of sign, from a time on", () => {
  const run = dormandPrince(rotation, [1, 0], [0, 10], { tolerance: 1e-11 });
  const x = (_t: number, y: readonly number[]) => y[0]!;
  [0, 2, 5].forEach((from, k) => {
    assertAlmostEquals(firstCrossing(run, x, from)!, (k + 0.5) * Math.PI, 1e-9);
  });
  assertEquals(firstCrossing(run, x, 8), null);
});

Deno.test("firstCrossing() finds a visit that begins and ends between two probes", () => {
  // One step of length 8 and probes at 2, 4, 6: 1 − 1e-4 is passed near 5 for 0.03.
  const line = dormandPrince(() => [1], [0], [0, 8], { firstStep: 8 });
  const visit = (t: number) => 1e-4 - (t - 5) ** 2;
  assertEquals(line.steps, 1);
  assertAlmostEquals(firstCrossing(line, visit)!, 4.99, 1e-12);
  assertAlmostEquals(firstCrossing(line, (t) => -visit(t))!, 4.99, 1e-12);
  // A dip about the seam of two steps.
  const two = dormandPrince(() => [1], [0], [0, 8], { firstStep: 4, longestStep: 4 });
  assertEquals(two.steps, 2);
  for (const centre of [3.9, 4.1]) {
    const crossing = firstCrossing(two, (t) => (t - centre) ** 2 - 1e-6);
    assertAlmostEquals(crossing!, centre - 1e-3, 1e-12);
    const ended = dormandPrince(() => [1], [0], [0, 8], {
      firstStep: 4,
      longestStep: 4,
      events: [(_t, [y]) => (y! - centre) ** 2 - 1e-6],
    });
    assertAlmostEquals(ended.end, centre - 1e-3, 1e-12);
    assertAlmostEquals(ended.last[0]!, centre - 1e-3, 1e-12);
    assertEquals(ended.steps, centre < 4 ? 1 : 2);
    assertEquals(ended.times.length, ended.steps + 1);
  }
});

Deno.test("a touch is no crossing, nor is a start on the surface", () => {
  const line = dormandPrince(() => [1], [0], [0, 8], { firstStep: 8 });
  assertEquals(firstCrossing(line, (t) => (t - 5) ** 2 + 1e-9), null);
  assertEquals(firstCrossing(line, (t) => t), null);
  assertEquals(firstCrossing(line, () => 0), null);
  // It leaves the surface and comes back.
  assertAlmostEquals(firstCrossing(line, (t) => t * (7 - t))!, 7, 1e-14);
});

Deno.test("firstCrossing() looks only where it can", () => {
  const line = dormandPrince(() => [1], [0], [0, 2]);
  const refuses = (message: string, run: () => unknown) => {
    assertEquals(assertThrows(run, RangeError).message, message);
  };
  refuses(
    "a search must start between t = 0 and t = 2, not at 3",
    () => firstCrossing(line, (t) => t, 3),
  );
  refuses(
    "an event function is not a number but NaN at t = 0",
    () => firstCrossing(line, () => NaN),
  );
});
