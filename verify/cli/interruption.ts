/**
 * What a run says when a signal ends it.
 *
 * @module
 */

import { writeProblem } from "./terminal.ts";

/** The signals that ask a program to end, with their numbers. */
const SIGNALS: Readonly<Partial<Record<Deno.Signal, number>>> = Deno.build.os === "windows"
  ? { SIGINT: 2 }
  : { SIGINT: 2, SIGTERM: 15 };

/** What to say; undefined as long as nobody listens. */
let describeNow: (() => string) | undefined;

/**
 * Ends the process when it is asked to, with a line on what was kept and the exit status that shells
 * give to the signal (130 or 143).
 *
 * @param describe Called first: what to say after the signal's name. It takes the place of an earlier
 *   one.
 */
export function onInterruption(describe: () => string): void {
  const isFirst = describeNow === undefined;
  describeNow = describe;
  if (!isFirst) return;
  for (const [name, number] of Object.entries(SIGNALS)) {
    Deno.addSignalListener(name as Deno.Signal, () => {
      writeProblem("error", `ended by ${name}: ${describeNow!()}`);
      Deno.exit(128 + number);
    });
  }
}
