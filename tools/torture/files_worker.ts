/**
 * Reads a report folder and makes everything of it that the commands make, in a thread of its own:
 * what hangs there can be ended.
 *
 * @module
 */

/// <reference lib="deno.worker" />

import { join } from "node:path";
import { readExpectation, withExpectation } from "../../verify/cli/expectations.ts";
import { citations, findCitations } from "../../verify/report/cite.ts";
import { readReportFolder } from "../../verify/report/folder.ts";
import { junit } from "../../verify/report/junit.ts";
import { renderSite } from "../../verify/report/site/site.ts";
import { summaryMarkdown } from "../../verify/report/summary.ts";
import { UsageError } from "../../verify/usage_error.ts";
import type { Failure } from "./kind.ts";

function readAll(folder: string, mutated: string): Failure | undefined {
  const { files, proofs, problems, date } = readReportFolder(folder);
  const evidence = files.map((file) => file.evidence);
  // The file is either read or named.
  if (files.length === 0 && problems.length === 0) {
    return { harm: "lost report", detail: `${mutated} is neither read nor named` };
  }
  const options = { folder, proofs, ...(date === undefined ? {} : { date }) };
  for (const [path, text] of renderSite(files, options)) {
    const scripts = text.match(/<script/gi)?.length ?? 0;
    if (scripts !== 1) {
      return { harm: "script in a page", detail: `${path} has ${scripts} script elements` };
    }
  }
  summaryMarkdown(evidence, { folder });
  junit(evidence);
  for (const { evidence: found, sha256 } of files) {
    for (const text of Object.values(citations(found, sha256))) {
      // A title may hold tokens of its own.
      if (!findCitations(text).some((cited) => cited.sha256 === sha256)) {
        return { harm: "lost report", detail: `a citation of ${mutated} is not found again` };
      }
    }
  }
  findCitations(new TextDecoder().decode(Deno.readFileSync(join(folder, mutated))));
  try {
    const expectation = readExpectation(join(folder, "verdicts.json"));
    for (const found of evidence) withExpectation(found, expectation);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
  }
  return undefined;
}

self.onmessage = ({ data }: MessageEvent<{ folder: string; mutated: string }>) => {
  let failure: Failure | undefined;
  try {
    failure = readAll(data.folder, data.mutated);
  } catch (error) {
    // A usage error is a line that the commands print; anything else is a stack trace there.
    if (!(error instanceof UsageError)) {
      const { message, stack } = error instanceof Error ? error : new Error(String(error));
      const frames = stack?.split("\n").filter((line) => /^\s+at /.test(line)).slice(0, 3) ?? [];
      const where = frames.map((line) => line.trim()).join(", ");
      failure = { harm: "stack trace", detail: `${message} ${where}` };
    }
  }
  self.postMessage(failure ?? null);
};
