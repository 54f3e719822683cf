import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import fc from "fast-check";
import type { Arbitrary } from "../../lib/fast_check/mod.ts";
import { simplerNumbers } from "../../lib/fast_check/simpler_numbers.ts";
import { linearInstances, magnitude, nonzeroNumber, realNumber } from "../../problems/mod.ts";
import { randomFor, sourceFor } from "../random.ts";
import {
  compareRecordings,
  generateRecorded,
  type Recorded,
  simplerRecordings,
  simplestDraws,
} from "./mod.ts";
import { renumbered, withNumber } from "./numbers.ts";

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });

function digitsOf(x: number): number {
  return x.toExponential().split("e")[0]!.replace(/[-.]/g, "").length;
}

/** A value that fails, found by sampling, and what it shrinks to on its recorded draws. */
function shrunkOnDraws<T>(arbitrary: Arbitrary<T>, fails: (value: T) => boolean, name: string): T {
  let found: Recorded<T> | undefined;
  for (let run = 0; found === undefined || !fails(found.value.value); run++) {
    const biasFactor = run % 2 === 0 ? undefined : 3;
    found = generateRecorded(arbitrary, { draws: [], biasFactor }, sourceFor(name, run));
  }
  for (let isDone = false; !isDone;) {
    isDone = true;
    for (const edited of simplerRecordings(found.recording)) {
      const next: Recorded<T> = generateRecorded(arbitrary, edited, simplestDraws(500));
      if (compareRecordings(next.recording, found.recording) >= 0 || !fails(next.value.value)) {
        continue;
      }
      found = next;
      isDone = false;
      break;
    }
  }
  return found.value.value;
}

Deno.test("recorded draws of plain arbitraries shrink to readable values", () => {
  for (const seed of [1, 2, 3]) {
    const shrunk = <T>(arbitrary: Arbitrary<T>, fails: (value: T) => boolean) =>
      shrunkOnDraws(arbitrary, fails, `simpler ${seed}`);
    assertEquals(digitsOf(shrunk(between(0, 1000), (x) => x > 300 && x < 400)), 2);
    assertEquals(shrunk(between(-1000, 1000), (x) => x < -0.37), -1);
    assertEquals(digitsOf(shrunk(fc.double(), (x) => !(x <= 1e10))), 1);
    assertEquals(shrunk(between(1e-9, 1e9), (x) => x < 1e-3), 1e-4);
    assertEquals(
      shrunk(
        fc.record({ x: between(-2, 2), y: between(-2, 2), n: fc.nat(1000) }),
        ({ x, n }) => x > 0.5 && n > 17,
      ),
      { x: 1, y: 0, n: 18 },
    );
    const list = fc.array(between(0, 1000), { maxLength: 8 });
    assertEquals(shrunk(list, (xs) => xs.some((x) => x > 500)).map(digitsOf), [1]);
    assertEquals(
      shrunk(
        list,
        (xs) => xs.some((x, i) => i > 0 && x > xs[i - 1]!),
      ),
      [0, 1],
    );
    assertEquals(
      shrunk(
        fc.nat(3).chain((n) => fc.array(between(0, 9), { minLength: n, maxLength: n })),
        (x) => x.length > 1 && x.every((xi) => xi > 2),
      ),
      [3, 3],
    );
  }
});

Deno.test("recorded draws of our own arbitraries shrink to few digits", () => {
  const shrunk = <T>(arbitrary: Arbitrary<T>, fails: (value: T) => boolean) =>
    shrunkOnDraws(arbitrary, fails, "own");
  assertEquals(shrunk(realNumber(), (x) => x > 1.37), 2);
  assertEquals(digitsOf(shrunk(realNumber(), (x) => x > 1.37 && x < 1.9)), 2);
  assertEquals(shrunk(magnitude(), (x) => x > 40), 50);
  assertEquals(shrunk(magnitude(), (x) => x < 0.02), 0.01);
  assertEquals(shrunk(nonzeroNumber(), (x) => x < -2), -3);
  const problem = shrunk(linearInstances(), (instance) => JSON.stringify(instance).length > 0);
  assertLessOrEqual(JSON.stringify(problem).length, 120);
});

Deno.test("a recording tells which draws make a number, and how to draw another one", () => {
  const arbitrary = fc.tuple(
    fc.nat(9),
    between(-5, 3),
    realNumber(),
    magnitude(),
    nonzeroNumber({ minimum: 0.5, maximum: 700 }),
  );
  for (let run = 0; run < 30; run++) {
    const { value, recording } = generateRecorded(
      arbitrary,
      { draws: [], biasFactor: undefined },
      sourceFor("numbers", run),
    );
    const { numbers, draws, biasFactor } = recording;
    assertEquals(numbers.map((number) => number.value), value.value.slice(1));
    for (const [index, number] of numbers.entries()) {
      for (const x of [1, 2, 0.75, 0.9, 2.25, ...simplerNumbers(number.value)]) {
        const edited = withNumber(draws, number, x);
        if (edited === undefined || digitsOf(x) > 3) continue;
        const again = generateRecorded(
          arbitrary,
          { draws: edited, biasFactor },
          simplestDraws(500),
        );
        assertEquals(again.value.value, value.value.with(1 + index, x));
      }
      const near = withNumber(draws, number, 1.2345678, true)!;
      const again = generateRecorded(arbitrary, { draws: near, biasFactor }, simplestDraws(500));
      assert(Math.abs(again.value.value[1 + index]! - 1.2345678) < 1e-7);
    }
  }
});

Deno.test("numbers are changed by a part of their range and by a part of themselves", () => {
  const arbitrary = fc.tuple(between(-1000, 1000), between(0, 1e-6));
  const random = randomFor("renumbered");
  const { recording } = generateRecorded(
    arbitrary,
    { draws: [], biasFactor: undefined },
    sourceFor("renumbered", 2),
  );
  const [x] = recording.numbers.map(({ value }) => value);
  const changes: number[] = [];
  for (let run = 0; run < 400; run++) {
    const draws = renumbered(recording, random);
    if (draws === undefined) continue;
    const { value } = generateRecorded(
      arbitrary,
      { draws, biasFactor: undefined },
      simplestDraws(500),
    );
    changes.push(Math.abs(value.value[0] - x!));
  }
  for (const size of [1e-6, 1e-3, 1, 100]) {
    const count = changes.filter((change) => change > size / 30 && change < size * 30).length;
    assert(count > 10, `${count} changes of about ${size}`);
  }
});
