/**
 * What commands say of runs with several seeds.
 *
 * @module
 */

import type { Evidence } from "../evidence.ts";
import { describeOutcome } from "../report/findings.ts";
import { overSeeds, readSeed, seedsIn, writeSeedsPage } from "../report/seeds.ts";
import { write } from "./terminal.ts";

/** What came of one seed, in a sentence. */
export function outcomeOf(evidence: readonly Evidence[]): string {
  if (evidence.length === 0) return "no claims.";
  return describeOutcome(evidence.flatMap(({ variants }) => Object.values(variants)));
}

/**
 * Makes the page that shows all seeds of a folder together.
 *
 * @param isTold Whether to say too which verdicts depend on the seed, and where the page is.
 */
export function finishSeeds(folder: string, isTold = true): void {
  const reports = seedsIn(folder).map((seed) => readSeed(folder, seed));
  writeSeedsPage(folder, reports);
  if (!isTold) return;
  for (const { id, variant, verdicts } of overSeeds(reports)) {
    for (const { verdict, seeds } of verdicts.slice(1)) {
      write(`${id} (${variant}) is ${verdict} with seed(s) ${seeds.join(", ")}\n`);
    }
  }
  write(`Report: ${folder}/index.html\n`);
}
