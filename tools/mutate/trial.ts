/**
 * Trying a mutant: whether it passes the type checker, and whether the tests notice it.
 *
 * @module
 */

import { basename, dirname, join } from "node:path";
import { taskArguments } from "../../verify/testdata/command_line.ts";
import { applyMutant, type Mutant } from "./mutants.ts";

/** What became of a mutant. */
export type Outcome = "caught" | "timed out" | "survived" | "no test" | "did not compile";

/** How tests ended. */
export interface TestRun {
  /** Whether all passed, one failed, or they took too long. */
  readonly end: "passed" | "failed" | "timed out";
  /** Seconds that they took. */
  readonly seconds: number;
  /** What they printed. */
  readonly text: string;
}

/** Which of the mutants of one module pass the type checker; all are checked at once. */
export async function compiles(
  root: string,
  path: string,
  source: string,
  mutants: readonly Mutant[],
): Promise<boolean[]> {
  const nameOf = (index: number) => `_mutant_${index}_${basename(path)}`;
  const places = mutants.map((_, index) => join(root, dirname(path), nameOf(index)));
  try {
    mutants.forEach((mutant, index) =>
      Deno.writeTextFileSync(places[index]!, applyMutant(source, mutant))
    );
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", "--frozen", ...places],
      cwd: root,
      env: { NO_COLOR: "1" },
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).output();
    const text = new TextDecoder().decode(stderr);
    const bad = new Set(
      [...text.matchAll(/\/_mutant_(\d+)_\S+:\d+:\d+/g)].map(([, k]) => Number(k)),
    );
    if (!success && bad.size === 0) throw new Error(`deno check of ${path}: ${text}`);
    return mutants.map((_, index) => !bad.has(index));
  } finally {
    for (const place of places) await Deno.remove(place);
  }
}

/**
 * Runs test files in a checkout until one fails.
 *
 * @param limit Seconds after which they and all that they started are killed.
 */
export async function runTests(
  root: string,
  tests: readonly string[],
  limit: number,
): Promise<TestRun> {
  const [command, ...rest] = taskArguments("test")
    .filter((argument) => argument !== "--doc" && argument !== "--parallel");
  const started = performance.now();
  const { code, signal, stdout, stderr } = await new Deno.Command("timeout", {
    // In a process group of its own, so that the processes of tests end with it.
    args: ["--signal=KILL", `${limit}`, Deno.execPath(), command!, "--no-check", "--frozen"]
      .concat("--fail-fast", rest, tests),
    cwd: root,
    env: { NO_COLOR: "1", TMPDIR: join(root, ".tmp") },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  const seconds = (performance.now() - started) / 1000;
  const decoder = new TextDecoder();
  const text = decoder.decode(stdout) + decoder.decode(stderr);
  if (code === 0) return { end: "passed", seconds, text };
  // The command is killed together with its group.
  const isLate = signal === "SIGKILL" || code === 137;
  return { end: isLate && seconds >= limit ? "timed out" : "failed", seconds, text };
}
