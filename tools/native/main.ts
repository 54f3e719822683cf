/**
 * `deno task native`: installs TensorFlow's native library in the checkout.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import {
  commandLine,
  FAILURE,
  runCommand,
  SUCCESS,
  write,
  writeProblem,
} from "../../verify/cli/terminal.ts";
import { install, InstallError, type Runner } from "./install.ts";

const FOLDER = fileURLToPath(new URL("../../.native", import.meta.url));

const run: Runner = async (command, args, { cwd, env = {}, isShown = false } = {}) => {
  const stream = isShown ? "inherit" : "piped";
  try {
    const started = new Deno.Command(command, {
      args: [...args],
      env: { ...env },
      ...(cwd === undefined ? {} : { cwd }),
      stdin: "null",
      stdout: stream,
      stderr: stream,
    }).spawn();
    if (isShown) return { success: (await started.status).success, output: "" };
    const { success, stdout, stderr } = await started.output();
    const decoder = new TextDecoder();
    return { success, output: decoder.decode(stdout) + decoder.decode(stderr) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
};

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
  try {
    const isDone = await install({
      folder: FOLDER,
      platform: Deno.build,
      run,
      say: (line) => write(`native: ${line}\n`),
    });
    write(
      isDone
        ? "native: installed in .native; `deno task verify --backend tensorflow` computes on it\n"
        : "native: .native holds it already\n",
    );
    return SUCCESS;
  } catch (error) {
    if (!(error instanceof InstallError)) throw error;
    writeProblem("error", error.message);
    return FAILURE;
  }
}

if (import.meta.main) Deno.exit(await runCommand(main, Deno.args));
