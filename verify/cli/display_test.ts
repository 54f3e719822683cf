import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import process from "node:process";
import type { Progress } from "../search.ts";
import { type Display, humanDisplay, jsonDisplay, runningLine, totalLine } from "./display.ts";
import { captured } from "./testdata/captured.ts";
import { claimOf, FOUND } from "./testdata/displayed.ts";

const progress: Progress = { phase: "search", accepted: 340, budget: 800, bestRatio: 0.99876 };

/** What a terminal shows of it. */
function plain(line: string): string {
  // deno-lint-ignore no-control-regex -- colours are control sequences
  return line.replaceAll(/\x1b\[\??\d*[A-Za-z]/g, "");
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

Deno.test("the lines of the run and of a claim are laid out alike at any width", () => {
  const run = { done: 1, total: 4, unexpected: 0, seconds: 59.99 };
  const widths = [20, 30, 40, 60, 99].map((columns) => plain(totalLine(run, columns)));
  assertEquals(widths, [
    `1/4 claims  ${"█".repeat(2)}${"░".repeat(6)}  0:59`,
    `1/4 claims  ${"█".repeat(3)}${"░".repeat(9)}  0:59`,
    `1/4 claims  ${"█".repeat(6)}${"░".repeat(16)}  0:59`,
    `1/4 claims  ${"█".repeat(10)}${"░".repeat(30)}  0:59`,
    `1/4 claims  ${"█".repeat(10)}${"░".repeat(30)}  0:59`,
  ]);
  const shown = { seconds: 3600, progress };
  assertEquals(
    runningLine("a/b", shown, 99),
    [
      `  ${"a/b".padEnd(34)}`,
      "search  ",
      "    340/800",
      "best ratio 0.999   ",
      "60:00",
    ].join("  "),
  );
  // A name that does not fit ends in an ellipsis, and leaves two blanks.
  const long = "paper/abcdefghijklmnopqrstuvwxyz-abcdefghijklmnopqrstuvwxyz";
  assertEquals(runningLine(long, shown, 99).slice(0, 56), `  ${long.slice(0, 45)}…  search`);
  assertEquals(
    runningLine(long, shown, 66),
    `  ${long.slice(0, 12)}…  search        340/800  best ratio 0.999     60:00`.slice(0, 66),
  );
  assertEquals(runningLine(long, shown, 40).length, 40);
  const exact = long.slice(0, 46);
  assertEquals(runningLine(exact, shown, 99).slice(0, 50), `  ${exact}  `);
});

/** What a display is told in a run of three claims. */
function follow(display: Display): void {
  const [a, b, c] = ["p/a", "p/b", "p/c"].map(claimOf);
  display.start(a!, [a!]);
  display.progress(a!, progress);
  display.print("p/a", "printed by a checker");
  display.done(a!, FOUND.holds, 1.26);
  display.start(b!, [b!, c!]);
  display.start(c!, [b!, c!]);
  display.progress(c!, { ...progress, phase: "shrink", bestRatio: null });
  display.done(b!, FOUND.surprise, 12);
  display.done(c!, FOUND.holds, 0.04);
  display.close();
}

Deno.test("programs get an object a line", async () => {
  const { stdout, stderr } = await captured(() => follow(jsonDisplay()));
  assertEquals(plain(stderr), "p/a | printed by a checker\n");
  assertEquals(stdout.trimEnd().split("\n").map((line) => JSON.parse(line)), [
    { type: "started", id: "p/a" },
    { type: "progress", id: "p/a", ...progress },
    {
      type: "done",
      id: "p/a",
      variants: { printed: "holds", corrected: "holds" },
      seconds: 1.26,
    },
    { type: "started", id: "p/b" },
    { type: "started", id: "p/c" },
    { type: "progress", id: "p/c", ...progress, phase: "shrink", bestRatio: null },
    {
      type: "done",
      id: "p/b",
      variants: { printed: "refuted", corrected: "error", sharpened: "holds" },
      seconds: 12,
    },
    { type: "done", id: "p/c", variants: { printed: "holds", corrected: "holds" }, seconds: 0.04 },
  ]);
});

Deno.test("without a terminal, people get a line for each claim that is done", async () => {
  const { isTerminal } = Deno.stderr;
  Deno.stderr.isTerminal = () => false;
  try {
    const { stdout, stderr } = await captured(() => follow(humanDisplay(12, 2)));
    assertEquals(stdout, "");
    assertEquals(plain(stderr).split("\n"), [
      "p/a | printed by a checker",
      " 1/12  p/a: printed holds, corrected holds (1.3 s)",
      " 2/12  p/b: printed refuted (NOT EXPECTED: holds), corrected error (NOT EXPECTED: no " +
      "error), sharpened holds (12.0 s)",
      " 3/12  p/c: printed holds, corrected holds (0.0 s)",
      "",
    ]);
  } finally {
    Deno.stderr.isTerminal = isTerminal;
  }
});

/** A terminal of 80 columns and a clock, as a display has them. */
interface Screen {
  /** All that was written, with what moves the cursor. */
  written(): string;
  /** The lines of the bars when they are drawn the next time, without what has no signs. */
  drawn(): Promise<string[]>;
  /** Lets seconds pass. */
  pass(seconds: number): void;
  /** Sends a signal, and returns the exit status that it leads to. */
  send(signal: Deno.Signal): number | undefined;
}

async function onTerminal(act: (screen: Screen) => void | Promise<void>): Promise<void> {
  // It is made at its first use, of what the stream is then.
  const { stderr } = process;
  const { consoleSize, addSignalListener, removeSignalListener, exit } = Deno;
  const { isTerminal } = Deno.stderr;
  const { write, isTTY } = stderr;
  const { now } = performance;
  const listeners = new Map<Deno.Signal, () => void>();
  let written = "";
  let time = 1000;
  let status: number | undefined;
  Object.assign(Deno, {
    consoleSize: () => ({ columns: 80, rows: 24 }),
    addSignalListener: (signal: Deno.Signal, listener: () => void) =>
      void listeners.set(signal, listener),
    removeSignalListener: (signal: Deno.Signal, listener: () => void) => {
      if (listeners.get(signal) === listener) listeners.delete(signal);
    },
    exit: (code: number) => void (status = code),
  });
  Object.assign(Deno.stderr, { isTerminal: () => true });
  Object.assign(stderr, { isTTY: true, write: (text: string) => (written += text, true) });
  performance.now = () => time;
  try {
    await act({
      written: () => written,
      drawn: async () => {
        const from = written.length;
        for (let waits = 0; waits < 1000; waits++) {
          // Between two drawings the cursor goes up.
          // deno-lint-ignore no-control-regex -- that is a control sequence
          const drawings = written.slice(from).split(/\x1b\[\d+A/).map(plain);
          const found = drawings.slice(1, -1).find((drawing) => / claims /.test(drawing));
          const lines = found?.split("\n").map((line) => line.trimEnd());
          // What was printed in between stands above.
          if (lines) return lines.slice(lines.findIndex((line) => / claims /.test(line)));
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
        throw new Error(`nothing was drawn: ${JSON.stringify(written)}`);
      },
      pass: (seconds) => void (time += 1000 * seconds),
      send: (signal) => {
        listeners.get(signal)?.();
        return status;
      },
    });
    assertEquals([...listeners], [], "nothing listens to signals afterwards");
  } finally {
    Object.assign(Deno, { consoleSize, addSignalListener, removeSignalListener, exit });
    Deno.stderr.isTerminal = isTerminal;
    Object.assign(stderr, { write, isTTY });
    performance.now = now;
  }
}

Deno.test("a terminal shows the run and what each worker is at", async () => {
  await onTerminal(async ({ written, drawn, pass }) => {
    const display = humanDisplay(3, 2);
    const [a, b, c] = ["p/a", "p/b", "p/c"].map(claimOf);
    const run = (done: number, time: string, more = "") =>
      `${done}/3 claims  ${"█".repeat(Math.round(40 * done / 3))}` +
      `${"░".repeat(40 - Math.round(40 * done / 3))}  ${time}${more}`;
    display.start(a!, [a!]);
    pass(61);
    display.start(b!, [b!, c!]);
    display.start(c!, [b!, c!]);
    pass(5);
    display.progress(c!, progress);
    const line = (name: string, rest: string) => `  ${name.padEnd(27)}  ${rest}`;
    assertEquals(await drawn(), [
      run(0, "1:06"),
      line("p/a", `starting${" ".repeat(36)}1:06`),
      line("p/c +1", "search        340/800  best ratio 0.999     0:05"),
    ]);
    display.print("p/a", "printed by a checker");
    display.done(c!, FOUND.holds, 1);
    display.progress(b!, { ...progress, phase: "confirm", bestRatio: null });
    assertEquals(await drawn(), [
      run(1, "1:06"),
      line("p/a", `starting${" ".repeat(36)}1:06`),
      line("p/b", `confirm${" ".repeat(37)}0:05`),
    ]);
    assertStringIncludes(plain(written()), "p/a | printed by a checker\n");
    display.done(a!, FOUND.surprise, 1);
    // Of a claim that is done nothing more is shown.
    display.progress(a!, progress);
    assertEquals(await drawn(), [
      run(2, "1:06", "  2 not expected"),
      line("p/b", `confirm${" ".repeat(37)}0:05`),
      "",
    ]);
    for (
      const told of [
        "not expected  p/a (printed): refuted, expected: holds\n",
        "not expected  p/a (corrected): error, expected: no error\n",
      ]
    ) assertStringIncludes(plain(written()), told);
    display.done(b!, FOUND.holds, 1);
    display.print("p/b", "its last words");
    display.close();
    assertStringIncludes(plain(written()), "p/b | its last words\n");
    assertStringIncludes(written(), "3/3 claims");
    assert(written().endsWith("\x1b[?25h\x1b[?7h\x1b[2A\x1b[1G\x1b[0J"), "the cursor is back");
  });
});

Deno.test("a terminal has a line for each worker, twelve at most, as far as there are claims", async () => {
  for (const [total, jobs, lines] of [[30, 20, 12], [30, 5, 5], [2, 20, 2]] as const) {
    await onTerminal(async ({ drawn }) => {
      const display = humanDisplay(total, jobs);
      const claims = Array.from({ length: total }, (_, k) => claimOf(`p/${k}`));
      for (const claim of claims.slice(0, jobs)) display.start(claim, [claim]);
      const [, ...running] = await drawn();
      assertEquals(
        running.map((line) => line.split(/ +/)[1]),
        claims.slice(0, lines).map(({ id }) => id),
      );
      display.close();
    });
  }
});

Deno.test("a signal gives the terminal back and ends the process with its status", async () => {
  for (const [signal, status] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
    await onTerminal(({ written, send }) => {
      humanDisplay(3, 2);
      assertEquals(send(signal), status);
      assertStringIncludes(written(), "\x1b[?25h");
    });
  }
});
