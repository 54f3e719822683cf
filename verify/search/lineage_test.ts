import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { randomFor } from "../random.ts";
import { isSame, Lineage, type Probe } from "./lineage.ts";
import { LOWEST, type Move } from "./move.ts";
import type { Recording } from "./recording.ts";

const WIDE = 2 ** 20;

/** A recording of draws by the values that they stand for. */
function recordingOf(values: readonly number[], widths: readonly number[]): Recording {
  return {
    draws: values.map((value) => LOWEST + value),
    widths,
    numbers: [],
    lists: [],
    biasFactor: undefined,
  };
}

/** How often each draw is moved, of so many moves, and by how much. */
function moves(lineage: Lineage, values: readonly number[], count = 3000) {
  const random = randomFor("lineage");
  const { draws } = recordingOf(values, lineage.widths);
  const made = Array.from({ length: count }, () => lineage.move(random, draws));
  const shares = values.map((_, at) => made.filter(({ index }) => index === at).length / count);
  return { made, shares };
}

Deno.test("scores are the same if rounding may explain their difference, or one is not admitted", () => {
  for (
    const [a, b, expected] of [
      [1, 1 + 1e-10, true],
      [1, 1 + 2e-9, false],
      [1e-20, 2e-20, false],
      [-1, 1, false],
      [0, 0, true],
      [0, 1e-300, false],
      [-Infinity, 5, true],
      [5, -Infinity, true],
      [NaN, 1, true],
    ] as const
  ) assertEquals(isSame(a, b), expected, `${a}, ${b}`);
});

Deno.test("a recording is of a lineage if its draws have the same widths", () => {
  const lineage = new Lineage([2, WIDE]);
  assert(lineage.includes(recordingOf([0, 5], [2, WIDE])));
  for (const widths of [[2], [2, WIDE, 2], [WIDE, 2], [2, 3]]) {
    assert(!lineage.includes(recordingOf(widths.map(() => 0), widths)));
  }
});

Deno.test("draws that matter are moved more often, idle ones seldom, and those of no choice never", () => {
  const lineage = new Lineage([WIDE, WIDE, WIDE, 1]);
  const values = [WIDE / 2, WIDE / 2, WIDE / 2, 0];
  const before = moves(lineage, values).shares;
  for (const share of before.slice(0, 3)) assertAlmostEquals(share, 1 / 3, 0.04);
  assertEquals(before[3], 0);
  // Helpful twice is four times as much; idle is a fifth, and a large change says so.
  lineage.learn({ index: 0, change: 1000 }, 1, 2);
  lineage.learn({ index: 0, change: 1000 }, 1, 2);
  lineage.learn({ index: 1, change: WIDE / 4 }, 1, 1);
  const after = moves(lineage, values).shares;
  assertAlmostEquals(after[0]! / after[2]!, 4, 0.5);
  assertAlmostEquals(after[1]! / after[2]!, 0.2, 0.06);
  // No weight leaves its bounds.
  for (let run = 0; run < 50; run++) {
    lineage.learn({ index: 0, change: 1000 }, 1, 2);
    lineage.learn({ index: 1, change: WIDE / 4 }, 1, 1);
    lineage.learn({ index: 3, change: 0 }, 1, 2);
  }
  const last = moves(lineage, values, 20_000).shares;
  assertAlmostEquals(last[0]! / last[2]!, 8, 0.9);
  assert(last[1]! > 0 && last[1]! / last[2]! < 0.05);
  assertEquals(last[3], 0);
});

Deno.test("a draw that helped is moved on by as much again, mostly the same way", () => {
  const lineage = new Lineage([WIDE]);
  lineage.learn({ index: 0, change: -300 }, 1, 2);
  const { made } = moves(lineage, [WIDE / 2]);
  const near = made.filter(({ change }) => Math.abs(change) >= 299 && Math.abs(change) <= 1201);
  assert(near.length / made.length > 0.7, `${near.length}`);
  const same = near.filter(({ change }) => change < 0).length / near.length;
  assert(same > 0.75 && same < 0.95, `${same}`);
  // What went too far is halved, and the way is turned round.
  lineage.learn({ index: 0, change: -300 }, 2, 1);
  const turned = moves(lineage, [WIDE / 2]).made
    .filter(({ change }) => Math.abs(change) >= 74 && Math.abs(change) <= 301);
  assert(turned.length / 3000 > 0.7, `${turned.length}`);
  const back = turned.filter(({ change }) => change > 0).length / turned.length;
  assert(back > 0.75 && back < 0.95, `${back}`);
});

Deno.test("a move stays within the range of its draw, and changes it", () => {
  for (const width of [2, 5, 16, 17, 1000, WIDE, 2 ** 32]) {
    const lineage = new Lineage([width]);
    for (const value of [0, 1, width - 1]) {
      for (const { change } of moves(lineage, [value], 200).made) {
        assert(value + change >= 0 && value + change < width, `${value} + ${change} of ${width}`);
        assert(change !== 0 && Number.isInteger(change));
      }
    }
  }
  assertEquals(moves(new Lineage([1]), [0], 20).made.every(({ change }) => change === 0), true);
});

/** How to go on from a draw in the middle of its range. */
function nextOf(
  score: number,
  move: Move | undefined,
  probes: readonly Probe[],
  width = WIDE,
): Move | undefined {
  return new Lineage([width]).next({
    recording: recordingOf([width / 2], [width]),
    score,
    move,
    probes: new Map([[0, probes]]),
  });
}

Deno.test("what has helped is taken further: twice as far, more where that is a crawl", () => {
  const move = { index: 0, change: 100 };
  const from = (score: number) => [{ change: -100, score }];
  assertEquals(nextOf(-1, move, from(-2)), { index: 0, change: 200 });
  assertEquals(nextOf(-1, { index: 0, change: -100 }, [{ change: 100, score: -2 }]), {
    index: 0,
    change: -200,
  });
  // A tenth of the gap is to be closed: 0.1 · 10 / 0.2 times as far …
  assertEquals(nextOf(-10, move, from(-10.2)), { index: 0, change: 500 });
  // … but at most sixteen times.
  assertEquals(nextOf(-10, move, from(-10.001)), { index: 0, change: 1600 });
  // Nothing helped, or it has been tried, or it is a choice.
  for (const score of [-1, -0.5, -1 - 1e-12]) {
    assertEquals(nextOf(-1, move, from(score)), undefined);
  }
  assertEquals(nextOf(-1, move, [...from(-2), { change: 200, score: -1 }]), undefined);
  assertEquals(nextOf(-1, { index: 0, change: 1 }, [{ change: -1, score: -2 }], 16), undefined);
});

Deno.test("between shifts of both sides the top of the parabola is visited, if it promises enough", () => {
  const parabola = (top: number, height: number) => (x: number) => height - ((x - top) / 100) ** 2;
  const at = (f: (x: number) => number, ...shifts: readonly number[]) =>
    nextOf(f(0), undefined, shifts.map((change) => ({ change, score: f(change) })));
  assertEquals(at(parabola(40, -1), 100, -100), { index: 0, change: 40 });
  assertEquals(at(parabola(-40, -1), 100, -100), { index: 0, change: -40 });
  // Beyond the shifts by up to as much again.
  assertEquals(at(parabola(190, -1), 100, 50), { index: 0, change: 190 });
  assertEquals(at(parabola(210, -1), 100, 50), undefined);
  // One shift, or a valley, tells nothing.
  assertEquals(at(parabola(40, -1), 100), undefined);
  assertEquals(at((x) => -1 + ((x - 40) / 100) ** 2, 100, -100), undefined);
  // The gain is less than a thousandth of the gap to 0.
  assertEquals(at(parabola(2, -1), 100, -100), undefined);
  assertEquals(at(parabola(5, -1), 100, -100), { index: 0, change: 5 });
  // It has been tried.
  assertEquals(at(parabola(40, -1), 100, -100, 40), undefined);
});
