/**
 * `assay init` and `assay new`: projects of one's own, and claims in them.
 *
 * @module
 */

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { commandName } from "../program.ts";
import { FILE_ID, writeWhole } from "../report/files.ts";
import { UsageError } from "../usage_error.ts";
import { newClaim, type ProjectFile, projectFiles } from "./project_files.ts";
import { commandLine, notEmpty, SUCCESS, write } from "./terminal.ts";

/** `init`: arguments in, exit status out. */
export function init(args: readonly string[]): number {
  const command = commandLine(
    commandName("init"),
    "Write a small project of claims: one of each kind that a newcomer needs, their test, and its CI.",
  ).argument("[folder]", "where; what is there stays as it is", notEmpty, ".");
  command.parse([...args], { from: "user" });
  const folder = command.processedArgs[0] as string;
  // From a checkout the package may be newer than what its registry has, if that has any.
  const checkout = import.meta.url.startsWith("file:")
    ? fileURLToPath(new URL("../..", import.meta.url))
    : undefined;
  writeNew(folder, projectFiles(checkout));
  const there = folder === "." ? "" : `cd ${folder}\n`;
  if (checkout !== undefined) {
    write(`\nIts deno.json links to ${checkout}, which CI elsewhere has to have beside it.\n`);
  }
  write(`\nNext:\n${there}deno task verify     # then open reports/index.html\ndeno task ok\n`);
  return SUCCESS;
}

/** `new`: arguments in, exit status out. */
export function add(args: readonly string[]): number {
  const command = commandLine(
    commandName("new"),
    "Write a claim to begin with, in claims/ of this folder.",
  ).argument("<id>", "its id, such as mine/theorem-1");
  command.parse([...args], { from: "user" });
  const id = command.processedArgs[0] as string;
  if (!FILE_ID.test(id)) {
    throw new UsageError(
      `the id ${
        JSON.stringify(id)
      } is not of the form paper/name, with lower-case letters, digits, ` +
        "_ and - (in the name also .)",
    );
  }
  const file = newClaim(id);
  writeNew(".", [file]);
  write(`\nNext: write it, then\n${commandName("verify")} ${file[0]}\n`);
  return SUCCESS;
}

/** Writes files, none of which may be there: nothing of the user's is lost. */
function writeNew(folder: string, files: readonly ProjectFile[]): void {
  const there = files.map(([path]) => join(folder, path)).filter(isThere);
  if (there.length > 0) {
    throw new UsageError(
      `${there.join(", ")} ${there.length === 1 ? "is" : "are"} there already: nothing was written`,
    );
  }
  for (const [path, text] of files) {
    writeWhole(join(folder, path), text);
    write(`${join(folder, path)}\n`);
  }
}

function isThere(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
