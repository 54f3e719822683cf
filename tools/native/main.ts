/**
 * `deno task native`: installs TensorFlow's native library in the checkout.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { commandLine, runCommand } from "../../verify/cli/terminal.ts";
import { reportInstallation, runHere } from "../_install/commands.ts";
import { install } from "./install.ts";

const FOLDER = fileURLToPath(new URL("../../.native", import.meta.url));

async function main(args: readonly string[]): Promise<number> {
  const command = commandLine(
    "deno task native",
    "Install TensorFlow's native library in .native, for float32 on large matrices.",
  ).addHelpText(
    "after",
    "\nOn Linux (x86-64) it needs python3 with pip, a C++ compiler and 1.2 GB of room for a while;\n" +
      "elsewhere it runs the official installer of tfjs-node. A second call does nothing.\n\n" +
      "Exit status: 0 it is there, 1 it could not be had, 2 wrong usage.",
  );
  command.parse([...args], { from: "user" });
  return await reportInstallation(
    command,
    (say) => install({ folder: FOLDER, platform: Deno.build, run: runHere, say }),
    "installed in .native; `deno task verify --backend tensorflow` computes on it",
    ".native holds it already",
  );
}

if (import.meta.main) Deno.exit(await runCommand(main, Deno.args));
