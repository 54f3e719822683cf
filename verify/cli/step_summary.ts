/**
 * The summary of a job on GitHub.
 *
 * @module
 */

import type { Evidence } from "../evidence.ts";
import { reasonOf } from "../json_file.ts";
import { SUMMARY_LIMIT, summaryMarkdown } from "../report/summary.ts";
import { writeProblem } from "./terminal.ts";

/** Shows this run in the summary of a job on GitHub, where it runs in one. */
export function appendStepSummary(evidence: readonly Evidence[], folder: string): void {
  const path = Deno.env.get("GITHUB_STEP_SUMMARY");
  if (path === undefined || path === "") return;
  try {
    // What earlier commands of the step have written counts too.
    const size = Deno.statSync(path).size;
    const text = summaryMarkdown(evidence, { folder, limit: SUMMARY_LIMIT - size });
    Deno.writeTextFileSync(path, text, { append: true });
  } catch (error) {
    writeProblem("warning", `cannot append to GITHUB_STEP_SUMMARY ${path}: ${reasonOf(error)}`);
  }
}
