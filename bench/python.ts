/**
 * Runs the baselines in Python.
 *
 * @module
 */

import { fileURLToPath } from "node:url";

/** The name of the environment variable that names another interpreter than `python3`. */
export const PYTHON_VARIABLE = "ASSAY_PYTHON";

/** What a script exits with where a package is missing; what it says then is for people. */
const PACKAGE_IS_MISSING = 3;

/** What a script measured, or why it could not. */
export type PythonAnswer =
  | { readonly measured: Readonly<Record<string, unknown>> }
  | { readonly missing: string };

/**
 * Runs a script of `bench/python`, which prints one line of JSON.
 *
 * @param name The name of its file, without `.py`.
 * @param options Its options.
 * @returns What it printed; where Python or a package is missing, which, and what to do.
 * @throws {Error} If the script fails otherwise.
 */
export async function runPython(
  name: string,
  options: readonly string[] = [],
): Promise<PythonAnswer> {
  const python = Deno.env.get(PYTHON_VARIABLE) ?? "python3";
  const script = fileURLToPath(new URL(`python/${name}.py`, import.meta.url));
  let output: Deno.CommandOutput;
  try {
    output = await new Deno.Command(python, { args: [script, ...options] }).output();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return { missing: `there is no ${python}: name an interpreter in ${PYTHON_VARIABLE}` };
  }
  return answerOf(name, output);
}

/** What a script that has ended says. */
export function answerOf(
  name: string,
  { code, success, stdout, stderr }: Pick<
    Deno.CommandOutput,
    "code" | "success" | "stdout" | "stderr"
  >,
): PythonAnswer {
  const said = new TextDecoder().decode(stderr).trim();
  if (code === PACKAGE_IS_MISSING) return { missing: said };
  if (!success) throw new Error(`bench/python/${name}.py failed: ${said}`);
  return { measured: JSON.parse(new TextDecoder().decode(stdout)) };
}
