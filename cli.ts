/**
 * Assay from any folder: `deno run -RWES --allow-run jsr:@assay/assay/cli verify claims.ts`.
 *
 * @module
 */

import { commandName, runAsPackage } from "./verify/program.ts";
import { runCommand, SUCCESS, write, writeProblem, WRONG_USAGE } from "./verify/cli/terminal.ts";

/** A command: arguments in, exit status out. */
type Main = (args: readonly string[]) => number | Promise<number>;

/** What there is, and where. */
const COMMANDS: Readonly<Record<string, { readonly says: string; load(): Promise<Main> }>> = {
  init: {
    says: "write a small project of claims into a folder",
    load: async () => (await import("./verify/cli/project.ts")).init,
  },
  new: {
    says: "write a claim to begin with",
    load: async () => (await import("./verify/cli/project.ts")).add,
  },
  verify: {
    says: "search claims for counterexamples and write a report of each",
    load: async () => (await import("./verify/main.ts")).main,
  },
  report: {
    says: "make the reports of a folder again from its evidence",
    load: async () => (await import("./verify/cli/report.ts")).main,
  },
  merge: {
    says: "make one report folder of those that the shards of a run have left",
    load: async () => (await import("./verify/cli/merge.ts")).main,
  },
  cite: {
    says: "cite the evidence of a claim, or check the citations in a file",
    load: async () => (await import("./verify/cli/cite.ts")).main,
  },
  experiment: {
    says: "run experiments over several seeds",
    load: async () => (await import("./verify/cli/experiment.ts")).main,
  },
};

/**
 * Runs a command of Assay.
 *
 * @param args The command's name and its arguments.
 * @returns The exit status: 0 as it should be, 1 a verdict is not the expected one, 2 wrong usage.
 */
export async function run(args: readonly string[]): Promise<number> {
  runAsPackage("deno run -RWES --allow-run jsr:@assay/assay/cli");
  const [name = "--help", ...rest] = args;
  if (name === "--help" || name === "-h" || name === "help") {
    write(
      `Usage: ${commandName("<command> [options]")}\n\n` +
        Object.entries(COMMANDS).map(([command, { says }]) => `  ${command.padEnd(12)}${says}\n`)
          .join("") +
        "\nEach command has --help.\n",
    );
    return SUCCESS;
  }
  if (!Object.hasOwn(COMMANDS, name)) {
    const known = Object.keys(COMMANDS).join(", ");
    writeProblem("error", `there is no command ${JSON.stringify(name)}: give one of ${known}`);
    return WRONG_USAGE;
  }
  return await runCommand(await COMMANDS[name]!.load(), rest);
}

if (import.meta.main) Deno.exit(await run(Deno.args));
