/**
 * `deno task cite`: citations of evidence, and their check.
 *
 * @module
 */

import colors from "picocolors";
import { Option } from "commander";
import { distance } from "fastest-levenshtein";
import { evidenceIds, readEvidenceFile, sha256 } from "../evidence_file.ts";
import { readRegularFile, reasonOf } from "../json_file.ts";
import {
  CITATION_FORMATS,
  type Citations,
  citations,
  type CitedEvidence,
  findCitations,
} from "../report/cite.ts";
import { evidencePath } from "../report/files.ts";
import { commandName } from "../program.ts";
import { UsageError } from "../usage_error.ts";
import { commandLine, FAILURE, notEmpty, runCommand, SUCCESS, write } from "./terminal.ts";

interface Options {
  readonly format: keyof Citations;
  readonly out: string;
  readonly check?: string;
}

/** `cite`: arguments in, exit status out. */
export function main(args: readonly string[]): number {
  const command = commandLine(
    commandName("cite"),
    "Cite the evidence of a claim, or check the citations in a file against the evidence.",
  )
    .argument("[claim]", "the id of a claim")
    .addOption(
      new Option("--format <name>", "how to write it").choices([...CITATION_FORMATS])
        .default("text"),
    )
    .option("--out <folder>", "the report folder", notEmpty, "reports")
    .option("--check <file>", "check every citation in a file of any format", notEmpty)
    .addHelpText(
      "after",
      "\nExit status: 0 done, or all citations agree; 1 a citation does not agree; 2 wrong usage, " +
        "or nothing to check.",
    );
  command.parse([...args], { from: "user" });
  const { format, out, check } = command.opts<Options>();
  const id = command.processedArgs[0] as string | undefined;
  if (check !== undefined) {
    if (id !== undefined) throw new UsageError("give either a claim or --check, not both");
    return checkCitations(check, out);
  }
  if (id === undefined) throw new UsageError("give the id of a claim, or --check and a file");
  write(cite(id, format, out));
  return SUCCESS;
}

function cite(id: string, format: keyof Citations, out: string): string {
  const ids = evidenceIds(out);
  if (!ids.includes(id)) {
    const nearest = ids.sort((a, b) => distance(a, id) - distance(b, id)).slice(0, 3);
    throw new UsageError(
      `${out} holds no evidence on ${JSON.stringify(id)}` +
        (nearest.length === 0
          ? `: \`${commandName("verify")} --out ${out}\` makes some`
          : `; the nearest are ${nearest.join(", ")}`),
    );
  }
  const { evidence, sha256 } = readEvidenceFile(evidencePath(out, id));
  if (evidence.id !== id) {
    throw new UsageError(`the evidence file ${evidencePath(out, id)} is of ${evidence.id}`);
  }
  return citations(evidence, sha256)[format];
}

function checkCitations(path: string, out: string): number {
  let text: string;
  try {
    text = new TextDecoder().decode(readRegularFile(path));
  } catch (error) {
    throw new UsageError(`cannot read ${path}: ${reasonOf(error)}`);
  }
  const cited = findCitations(text);
  if (cited.length === 0) {
    throw new UsageError(
      `${path} holds no citation: one has the form assay:<paper>/<claim>@sha256:<digest>`,
    );
  }
  const results = cited.map((citation) => ({ citation, ...compare(citation, out) }));
  for (const { citation: { id, line, sha256 }, agrees, says } of results) {
    const word = agrees
      ? colors.green("agrees ")
      : colors.red(sha256 === "" ? "DAMAGED" : "DIFFERS");
    const what = [id, says].filter((part) => part !== "").join(": ");
    write(`${word}  ${path}:${line}  ${what}\n`);
  }
  const differing = results.filter(({ agrees }) => !agrees).length;
  const damaged = cited.filter(({ sha256 }) => sha256 === "").length;
  const among = damaged === 0 ? "" : ` (${damaged} damaged)`;
  write(
    `${cited.length} citation(s), ` +
      (differing === 0
        ? `all agree with ${out}\n`
        : `${differing} of them not in agreement with ${out}${among}\n`),
  );
  return differing === 0 ? SUCCESS : FAILURE;
}

function compare(
  { id, sha256: cited, token }: CitedEvidence,
  out: string,
): { readonly agrees: boolean; readonly says: string } {
  if (cited === "") return { agrees: false, says: `the citation is damaged: ${token}` };
  const path = evidencePath(out, id);
  let bytes: Uint8Array;
  try {
    bytes = readRegularFile(path);
  } catch (error) {
    const says = error instanceof Deno.errors.NotFound
      ? `there is no evidence at ${path} (see --out)`
      : `cannot read the evidence at ${path}: ${reasonOf(error)}`;
    return { agrees: false, says };
  }
  const found = sha256(bytes);
  if (found === cited) return { agrees: true, says: "" };
  return { agrees: false, says: `${path} has the digest ${found}, cited is ${cited}` };
}

if (import.meta.main) Deno.exit(await runCommand(main, Deno.args));
