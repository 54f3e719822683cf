/**
 * `deno task readme`: the table of papers and verdicts in README.md, made from the catalogue.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { CATALOGUE, loadClaims } from "../registry.ts";
import { MarkerError, withCatalogue } from "../report/readme.ts";
import { commandLine, FAILURE, runCommand, SUCCESS, write, writeProblem } from "./terminal.ts";

const README = fileURLToPath(new URL("../../README.md", import.meta.url));

async function main(args: readonly string[]): Promise<number> {
  const command = commandLine(
    "deno task readme",
    "Make the table of papers, claims and expected verdicts in README.md from the catalogue.",
  )
    .option("--check", "write nothing; say whether README.md is as it would be made")
    .addHelpText("after", "\nExit status: 0 done, or up to date; 1 stale; 2 wrong usage.");
  command.parse([...args], { from: "user" });
  const { claims } = await loadClaims([CATALOGUE]);
  const text = await Deno.readTextFile(README);
  const made = withCatalogue(text, claims.map(({ claim }) => claim));
  if (made === text) {
    write("README.md is up to date\n");
    return SUCCESS;
  }
  if (command.opts<{ readonly check?: boolean }>().check === true) {
    writeProblem("error", "README.md does not list the catalogue as it is: run `deno task readme`");
    return FAILURE;
  }
  await Deno.writeTextFile(README, made);
  write("README.md: the section on papers and verdicts was made anew\n");
  return SUCCESS;
}

if (import.meta.main) {
  Deno.exit(await runCommand(main, Deno.args, (error) => error instanceof MarkerError));
}
