/**
 * What is shown while a search runs.
 *
 * @module
 */

import cliProgress from "cli-progress";
import colors from "picocolors";
import type { ClaimRecord } from "../claim_record.ts";
import type { Evidence } from "../evidence.ts";
import { isExpected } from "../report/files.ts";
import { shortNumber } from "../report/findings.ts";
import type { Progress } from "../search.ts";
import { columnsOf, write, writeError } from "./terminal.ts";

/** Follows a search. */
export interface Display {
  /** A claim is taken up, together with others that share its observations. */
  readonly start: (claim: ClaimRecord, together: readonly ClaimRecord[]) => void;
  /** A claim has come so far. */
  readonly progress: (claim: ClaimRecord, progress: Progress) => void;
  /** A claim is done. */
  readonly done: (claim: ClaimRecord, evidence: Evidence, seconds: number) => void;
  /** A claim's checker has printed a line. */
  readonly print: (id: string, line: string) => void;
  /** The search has ended, or was given up. */
  readonly close: () => void;
}

/** Follows a search for programs: a JSON object a line, on standard output. */
export function jsonDisplay(): Display {
  const line = (value: unknown) => write(JSON.stringify(value) + "\n");
  return {
    start: ({ id }) => line({ type: "started", id }),
    progress: ({ id }, { phase, accepted, budget, bestRatio }) =>
      line({ type: "progress", id, phase, accepted, budget, bestRatio }),
    done: ({ id }, { variants }, seconds) =>
      line({
        type: "done",
        id,
        variants: Object.fromEntries(
          Object.entries(variants).map(([name, { verdict }]) => [name, verdict]),
        ),
        seconds,
      }),
    print: printLine,
    close: () => {},
  };
}

/** Follows a search for people, on standard error. */
export function humanDisplay(total: number, jobs: number): Display {
  return Deno.stderr.isTerminal() ? barDisplay(total, jobs) : lineDisplay(total);
}

/** A line for each claim that is done. */
function lineDisplay(total: number): Display {
  let count = 0;
  return {
    start: () => {},
    progress: () => {},
    done: ({ id }, { variants }, seconds) => {
      const found = Object.entries(variants).map(([name, variant]) =>
        `${name} ${variant.verdict}${
          isExpected(variant) ? "" : ` (NOT EXPECTED: ${variant.expected ?? "no error"})`
        }`
      );
      const position = String(++count).padStart(String(total).length);
      writeError(`${position}/${total}  ${id}: ${found.join(", ")} (${seconds.toFixed(1)} s)\n`);
    },
    print: printLine,
    close: () => {},
  };
}

/** Shows on standard error what a claim's checker has printed. */
export function printLine(id: string, line: string): void {
  writeError(printedLine(id, line));
}

function printedLine(id: string, line: string): string {
  return `${colors.dim(`${id} |`)} ${line}\n`;
}

/** At most so many running claims have a line of their own. */
const MOST_LINES = 12;

/** Redrawings a second. */
const REFRESH_RATE = 8;

/** The claims that one worker process is at. */
interface Running {
  /** When they were started. */
  readonly since: number;
  /** The claims that are not done. */
  readonly ids: Set<string>;
  /** The claim last heard of … */
  id: string;
  /** … and how far it is. */
  progress?: Progress;
}

/** A bar for the whole run and a line for each worker process that is at work, redrawn in place. */
function barDisplay(total: number, jobs: number): Display {
  const running = new Map<string, Running>();
  let done = 0;
  let unexpected = 0;
  const started = performance.now();
  const lines: ((columns: number) => string)[] = [
    (columns) => totalLine({ done, total, unexpected, seconds: secondsSince(started) }, columns),
    ...Array.from(
      { length: Math.min(jobs, total, MOST_LINES) },
      (_, index) => (columns: number) => {
        const state = [...new Set(running.values())][index];
        if (state === undefined) return "";
        const { id, ids, since } = state;
        // What shares its observations is tried together.
        const name = ids.size === 1 ? id : `${id} +${ids.size - 1}`;
        return runningLine(name, { ...state, seconds: secondsSince(since) }, columns);
      },
    ),
  ];
  const bars = new cliProgress.MultiBar({
    // What is shown is read when it is drawn: there is nothing to update.
    format: (_options: unknown, _bar: unknown, { line }: { line: number }) =>
      lines[line]!(columnsOf(Deno.stderr) - 1),
    fps: REFRESH_RATE,
    hideCursor: true,
    clearOnComplete: true,
    // A line that is logged moves the bars down: also those must be drawn that have not changed.
    forceRedraw: true,
  });
  lines.forEach((_, line) => bars.create(1, 0, { line }));
  const close = () => {
    // What was logged since the last redrawing is shown before the bars go.
    bars.update();
    bars.stop();
    for (const [signal, listener] of interruptions) Deno.removeSignalListener(signal, listener);
  };
  // The terminal must get its cursor back however the run ends.
  const interruptions = ([["SIGINT", 130], ["SIGTERM", 143]] as const).map(([signal, status]) => {
    const listener = () => {
      close();
      Deno.exit(status);
    };
    Deno.addSignalListener(signal, listener);
    return [signal, listener] as const;
  });
  return {
    start: ({ id }, [first]) => {
      const state = running.get(first!.id) ?? { since: performance.now(), ids: new Set(), id };
      state.ids.add(id);
      running.set(id, state);
    },
    progress: ({ id }, progress) => {
      const state = running.get(id);
      if (state !== undefined) Object.assign(state, { id, progress });
    },
    done: ({ id }, { variants }) => {
      running.get(id)?.ids.delete(id);
      running.delete(id);
      done++;
      for (const [name, variant] of Object.entries(variants)) {
        if (isExpected(variant)) continue;
        unexpected++;
        const expected = `expected: ${variant.expected ?? "no error"}`;
        bars.log(
          `${colors.red("not expected")}  ${id} (${name}): ${variant.verdict}, ${expected}\n`,
        );
      }
    },
    // The bars are drawn again below it.
    print: (id, line) => bars.log(printedLine(id, line)),
    close,
  };
}

/** The line of the whole run: claims done, a bar, the time, what is not as expected. */
export function totalLine(
  { done, total, unexpected, seconds }: {
    readonly done: number;
    readonly total: number;
    readonly unexpected: number;
    readonly seconds: number;
  },
  columns: number,
): string {
  const count = `${String(done).padStart(String(total).length)}/${total} claims`;
  const rest = `${clock(seconds)}${unexpected === 0 ? "" : `  ${unexpected} not expected`}`;
  const width = Math.max(8, Math.min(40, columns - count.length - rest.length - 4));
  const full = Math.round(width * done / total);
  return `${count}  ${colors.green("█".repeat(full))}${
    colors.dim("░".repeat(width - full))
  }  ${rest}`;
}

/** The line of a claim that is running: its phase, instances, the best ratio so far, the time. */
export function runningLine(
  id: string,
  { seconds, progress }: { readonly seconds: number; readonly progress?: Progress },
  columns: number,
): string {
  const { phase, accepted, budget, bestRatio } = progress ??
    { phase: "starting", accepted: 0, budget: 0, bestRatio: null };
  const rest = [
    phase.padEnd(8),
    (phase === "search" ? `${accepted}/${budget}` : "").padStart(11),
    (bestRatio === null ? "" : `best ratio ${shortNumber(bestRatio, 3)}`).padEnd(19),
    clock(seconds),
  ].join("  ");
  const width = Math.max(10, columns - rest.length - 4);
  const name = id.length <= width ? id : `${id.slice(0, width - 1)}…`;
  return `  ${name.padEnd(Math.min(width, 34))}  ${rest}`.slice(0, columns);
}

function secondsSince(moment: number): number {
  return (performance.now() - moment) / 1000;
}

/** Seconds as minutes and seconds: 1:05. */
function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
