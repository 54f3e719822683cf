import { assert, assertEquals, assertThrows } from "@std/assert";
import { dormandPrince, firstCrossing, movement } from "./mod.ts";

Deno.test("movement() tightens three times, and takes the spread of each number", () => {
  const tolerances: number[] = [];
  const values = [[1, 5, 0], [4, 5, 0], [2, 5, -1], [3, 5, 0]];
  const seen = movement((tolerance) => {
    tolerances.push(tolerance);
    return values[tolerances.length - 1]!;
  }, 1e-3);
  assertEquals(tolerances, [1e-3, 1e-3 / 2, 1e-3 / 4, 1e-3 / 8]);
  assertEquals(seen, { values: [3, 5, 0], moved: [3, 0, 1] });
});

Deno.test("movement() knows infinities that stay and numbers that get lost", () => {
  const rows = [[Infinity, -Infinity, 1, NaN, Infinity], [
    Infinity,
    -Infinity,
    Infinity,
    1,
    -Infinity,
  ]];
  let run = 0;
  const { moved } = movement(() => rows[run++]!, 1, 1);
  assertEquals(moved, [0, 0, Infinity, Infinity, Infinity]);
});

Deno.test("movement() of a flow falls with the tolerance", () => {
  const observe = (tolerance: number) => {
    const run = dormandPrince((_t, [x, y]) => [-y!, x!], [1, 0], [0, 5], { tolerance });
    return [run.last[0]!, firstCrossing(run, (_t, [x]) => x!)!];
  };
  const coarse = movement(observe, 1e-5);
  const fine = movement(observe, 1e-9);
  coarse.moved.forEach((moved, i) => {
    const error = Math.abs(observe(1e-5)[i]! - [Math.cos(5), Math.PI / 2][i]!);
    assert(moved > error / 2 && moved < 2 * error, `${moved} and ${error}`);
    assert(fine.moved[i]! < moved / 1000);
  });
});

Deno.test("movement() refuses what it cannot compare", () => {
  const refuses = (message: string, run: () => unknown) => {
    assertEquals(assertThrows(run, RangeError).message, message);
  };
  refuses("tolerance must be finite and above 0, not 0", () => movement(() => [1], 0));
  refuses(
    "tightenings must be an integer of at least 1, not 0",
    () => movement(() => [1], 1, 0),
  );
  refuses(
    "an observation must have as many numbers at each tolerance: 1 at 1, 2 at 0.5",
    () => movement((tolerance) => tolerance < 1 ? [1, 2] : [1], 1),
  );
});
