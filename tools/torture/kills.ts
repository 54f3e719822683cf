/**
 * Torture by signals: runs that are stopped at random moments.
 *
 * @module
 */

import { join } from "node:path";
import { reports } from "../../verify/testdata/command_line.ts";
import { CLAIMS, hasOrphans, judgeEnding, run, shorten } from "./command.ts";
import { tornFiles } from "./folder.ts";
import { type Failure, type Kind, type Lab, pick } from "./kind.ts";
import { exists } from "../exists.ts";

/** The claims of the runs: one that is refuted, one that holds, one that needs a witness. */
const IDS = ["known/cauchy-schwarz", "known/sine-wrong-constant", "known/witness"];

/** The arguments of a run of a few small claims. */
export function searchArguments(
  out: string,
  { seed = 1, jobs = 1 }: { readonly seed?: number; readonly jobs?: number } = {},
): string[] {
  return [...IDS, "--claims", CLAIMS, "--arithmetic", "float64"]
    .concat("--seed", `${seed}`, "--jobs", `${jobs}`, "--out", out);
}

/** Copies a folder. */
export function copyFolder(from: string, to: string): void {
  Deno.mkdirSync(to, { recursive: true });
  for (const { name, isDirectory } of Deno.readDirSync(from)) {
    if (isDirectory) copyFolder(join(from, name), join(to, name));
    else Deno.copyFileSync(join(from, name), join(to, name));
  }
}

/** Nine in ten are killed outright; the others are asked to end. */
const SIGNALS: readonly Deno.Signal[] = [
  ...Array.from({ length: 17 }, () => "SIGKILL" as const),
  ...["SIGTERM", "SIGINT", "SIGHUP"] as const,
];

/** Runs that are stopped. */
export const kills: Kind = {
  name: "kills",
  share: 1,

  prepare() {
    return Promise.resolve(undefined);
  },

  async attempt(lab: Lab, random): Promise<Failure | undefined> {
    // The name of the folder stands in the pages: the same for all, so that they can be compared.
    const out = lab.reference;
    const kept = join(lab.scratch, "kept");
    const temporary = join(lab.scratch, "temporary");
    await Deno.mkdir(temporary, { recursive: true });
    await Deno.rename(out, kept);
    try {
      if (random.nextInt(0, 1) === 1) copyFolder(kept, out);
      const name = pick(random, SIGNALS);
      const after = random.nextDouble() * 1.1 * lab.seconds;
      const [seed, jobs] = [random.nextInt(1, 2), random.nextInt(1, 2)];
      const isRepeated = random.nextInt(0, 2) === 0;
      const what = `${name} after ${after.toFixed(3)} s, seed ${seed}, jobs ${jobs}`;
      const signal = { name, after };
      const ending = await run("verify", searchArguments(out, { seed, jobs }), {
        cwd: lab.scratch,
        signal,
        temporary,
      });
      const bad = judgeEnding(what, ending, name);
      if (bad !== undefined) return bad;
      if (await hasOrphans(temporary)) {
        return { harm: "orphan", detail: `${what}: a worker lives on` };
      }
      if (!exists(out)) return undefined;
      const [torn] = tornFiles(out, kept);
      if (torn !== undefined) return { harm: "torn file", detail: `${what}: ${torn}` };
      if (!isRepeated) return undefined;
      const next = await run("verify", searchArguments(out), { cwd: lab.scratch });
      if (next.code !== 0) {
        return {
          harm: "exit status",
          detail: `the run after ${what}: ${next.code}: ${shorten(next.stderr)}`,
        };
      }
      const [found, wanted] = [reports(out), reportsOf(kept, out)];
      const differing = Object.keys({ ...found, ...wanted })
        .find((path) => found[path] !== wanted[path]);
      return differing === undefined
        ? undefined
        : { harm: "lost report", detail: `the run after ${what}: ${differing} is another one` };
    } finally {
      await Deno.remove(out, { recursive: true }).catch(() => {});
      await Deno.remove(temporary, { recursive: true });
      await Deno.rename(kept, out);
    }
  },

  close() {
    return Promise.resolve();
  },
};

/** The files of a report folder that was written under another name. */
function reportsOf(folder: string, name: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(reports(folder)).map(([path, text]) => [
      path,
      /\.(?:html|md)$/.test(path) ? text.replaceAll(name, "REPORTS") : text,
    ]),
  );
}
