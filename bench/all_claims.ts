/**
 * What a quick run over all claims takes: processor time, and time on the clock.
 *
 * @module
 */

import { fileURLToPath } from "node:url";

/** What a run has taken. */
export interface RunCost {
  /** The claims that it searched. */
  readonly claims: number;
  /** Processor seconds of the run and of its workers. */
  readonly processorSeconds: number;
  /** Seconds on the clock. */
  readonly seconds: number;
}

/**
 * Runs `deno task verify` into a temporary folder. A shell tells the processor time of a process and of
 * those that it has waited for, so that workers count.
 *
 * @throws {Error} If the run does not give verdicts, or there is no POSIX shell.
 */
export async function runAllClaims(): Promise<RunCost> {
  const folder = await Deno.makeTempDir({ prefix: "assay-bench-" });
  try {
    const started = performance.now();
    const verify = [Deno.execPath(), "task", "--quiet", "verify", "--profile=quick"];
    const { stdout, stderr } = await new Deno.Command("sh", {
      args: ["-c", '"$@" > /dev/null; times', "sh", ...verify, `--out=${folder}`],
      cwd: fileURLToPath(new URL("..", import.meta.url)),
    }).output();
    const seconds = (performance.now() - started) / 1000;
    const times = new TextDecoder().decode(stdout);
    let verdicts: { readonly claims: readonly unknown[] };
    try {
      verdicts = JSON.parse(await Deno.readTextFile(`${folder}/verdicts.json`));
    } catch {
      throw new Error(`deno task verify gave no verdicts: ${new TextDecoder().decode(stderr)}`);
    }
    return {
      claims: verdicts.claims.length,
      processorSeconds: childSeconds(times),
      seconds,
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** User and system seconds of the shell's children, in the second line that `times` prints. */
export function childSeconds(times: string): number {
  const parts = [...times.trim().split("\n").at(-1)!.matchAll(/(\d+)m([\d.]+)s/g)];
  if (parts.length !== 2) throw new Error(`sh does not tell times: ${times}`);
  return parts.reduce(
    (sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds),
    0,
  );
}
