import { assert, assertEquals, assertMatch } from "@std/assert";
import type { Progress } from "../search.ts";
import { runningLine, totalLine } from "./display.ts";

const progress: Progress = { phase: "search", accepted: 340, budget: 800, bestRatio: 0.99876 };

/** What a terminal shows of it. */
function plain(line: string): string {
  // deno-lint-ignore no-control-regex -- colours are control sequences
  return line.replaceAll(/\x1b\[\d+m/g, "");
}

Deno.test("the line of a running claim names phase, instances, best ratio and time", () => {
  assertMatch(
    runningLine("spgd/theorem-1", { seconds: 65.9, progress }, 100),
    /^ {2}spgd\/theorem-1 +search +340\/800 {2}best ratio 0\.999 +1:05$/,
  );
  assertMatch(
    runningLine("spgd/theorem-1", { seconds: 3, progress: { ...progress, bestRatio: null } }, 100),
    /340\/800 +0:03$/,
  );
  assertMatch(
    runningLine("spgd/theorem-1", { seconds: 3, progress: { ...progress, phase: "shrink" } }, 100),
    /^ {2}spgd\/theorem-1 +shrink +best ratio/,
  );
  assertMatch(runningLine("spgd/theorem-1", { seconds: 0 }, 100), /starting +0:00$/);
});

Deno.test("the line of the run names claims done, time, and what is not expected", () => {
  const run = { done: 3, total: 12, unexpected: 0, seconds: 600 };
  assertMatch(plain(totalLine(run, 100)), /^ 3\/12 claims {2}█{10}░{30} {2}10:00$/);
  assertMatch(plain(totalLine({ ...run, unexpected: 2 }, 100)), / {2}2 not expected$/);
  assertMatch(plain(totalLine({ ...run, done: 12 }, 100)), / █{40} /);
});

Deno.test("the lines fit the terminal and stay in columns", () => {
  const huge = { ...progress, accepted: 123_456, budget: 200_000, bestRatio: 1.23456e-15 };
  for (const columns of [55, 79, 99]) {
    for (const id of ["a/b", "paper/" + "a-long-name-".repeat(12)]) {
      assert(runningLine(id, { seconds: 9999, progress: huge }, columns).length <= columns);
    }
    const run = { done: 99, total: 1000, unexpected: 999, seconds: 99_999 };
    assert(plain(totalLine(run, columns)).length <= columns);
  }
  const place = (id: string, shown?: Progress) =>
    runningLine(id, { seconds: 1, ...(shown === undefined ? {} : { progress: shown }) }, 99)
      .indexOf("0:01");
  assertEquals(place("a/b", progress), place("calibration/gd-polyak-lojasiewicz"));
});
