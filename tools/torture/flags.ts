/**
 * Torture by flags: command lines that nobody would type, and some that somebody does by mistake.
 *
 * @module
 */

import type { Random } from "fast-check";
import { join } from "node:path";
import { CLAIMS, judgeEnding, run, system } from "./command.ts";
import { tornFiles } from "./folder.ts";
import { copyFolder } from "./kills.ts";
import { type Failure, type Kind, type Lab, pick } from "./kind.ts";

/** Values that are no good for most flags. */
const ODD = [
  ...["", " ", "-", "--", "-1", "0", "1e999", "NaN", "0x10", "9007199254740993", "1,5", "null"],
  ...["__proto__", "../..", "a/b/c/d", "\u202e", "ä", "x".repeat(300), "*", "--help", "%00", "\n"],
  ...["/dev/null", "/dev/zero", "/dev/null/x", "/proc/self/x", "file:///nowhere", "npm:nothing"],
];

/** Files that have no end, and one that has no beginning unless somebody writes to it. */
const ENDLESS = ["/dev/zero", "fifo"];

/** Values that are good for each flag of `verify`; a flag without values takes none. */
const VERIFY: Readonly<Record<string, readonly string[]>> = {
  "--profile": ["quick", "standard"],
  "--seed": ["1", "-3", "+7", "9007199254740991"],
  "--jobs": ["1", "2", "3"],
  "--arithmetic": ["float64", "float32", "both"],
  "--backend": ["cpu", "wasm", "tensorflow"],
  "--time-limit": ["2", "0.5", "1e-9"],
  "--out": ["reports", "other", "./a/b", "reports/known"],
  "--claims": [CLAIMS],
  "--seeds": ["2", "1..2"],
  "--shard": ["1/1", "1/2", "2/2", "7/9"],
  "--expect": [
    "holds",
    "refuted",
    "reports/verdicts.json",
    "reports/known/witness.json",
    ...ENDLESS,
  ],
  "--replay": ["reports/known/witness.json", "reports/verdicts.json", "reports", ...ENDLESS],
  "--list": [],
  "--json": [],
  "--version": [],
  "--nothing": [],
};

const CITE: Readonly<Record<string, readonly string[]>> = {
  "--format": ["bibtex", "csl", "markdown", "text"],
  "--out": ["reports", "other"],
  "--check": [
    "reports/summary.md",
    "reports/verdicts.json",
    "reports/known/witness.html",
    ...ENDLESS,
  ],
  "--nothing": [],
};

const IDS = ["known/witness", "known/cauchy-schwarz", "known", "known/", "nothing", "", "../x"];

function flagsOf(
  random: Random,
  from: Readonly<Record<string, readonly string[]>>,
  most: number,
): string[] {
  return Array.from({ length: random.nextInt(0, most) }, () => {
    const [flag, values] = pick(random, Object.entries(from));
    if (values.length === 0) return [flag];
    const value = random.nextInt(0, 2) === 0 ? pick(random, ODD) : pick(random, values);
    // A flag at the end may lack its value.
    return pick(random, [[flag, value], [flag, value], [`${flag}=${value}`], [flag]]);
  }).flat();
}

/** A command and its arguments. */
export function commandLineFrom(random: Random): [task: "verify" | "report" | "cite", string[]] {
  const task = pick(random, ["verify", "verify", "verify", "report", "cite"] as const);
  const ids = Array.from({ length: random.nextInt(0, 1) }, () => pick(random, IDS));
  if (task === "report") return [task, [...ids, ...flagsOf(random, { "--nothing": [] }, 1)]];
  if (task === "cite") return [task, [...ids, ...flagsOf(random, CITE, 3)]];
  // The catalogue takes minutes: claims of no more than seconds are named, unless they are listed.
  const base = ["--claims", CLAIMS, "--time-limit", "2", ...pick(random, [["--list"], []])];
  return [task, ["known/witness", ...ids, ...base, ...flagsOf(random, VERIFY, 4)]];
}

/** Command lines. */
export const flags: Kind = {
  name: "flags",
  share: 6,

  async prepare({ scratch }) {
    const problem = await system("mkfifo", join(scratch, "fifo"));
    if (problem === undefined) await Deno.remove(join(scratch, "fifo"));
    return problem;
  },

  async attempt(lab: Lab, random): Promise<Failure | undefined> {
    const cwd = join(lab.scratch, "flags");
    copyFolder(lab.reference, join(cwd, "reports"));
    await system("mkfifo", join(cwd, "fifo"));
    try {
      const [task, args] = commandLineFrom(random);
      const what = [task, ...args.map((argument) => JSON.stringify(argument))].join(" ");
      const bad = judgeEnding(what, await run(task, args, { cwd }));
      if (bad !== undefined) return bad;
      const [torn] = tornFiles(join(cwd, "reports"), lab.reference)
        // A folder of reports within the reports is the wish of who gave such a flag.
        .filter((line) =>
          !/^known\/(?:known|assets|seed-\d+|(?:verdicts|timings|proofs|seeds|shard)\.json)\b/.test(
            line,
          )
        );
      return torn === undefined ? undefined : { harm: "torn file", detail: `${what}: ${torn}` };
    } finally {
      await Deno.remove(cwd, { recursive: true });
    }
  },

  close() {
    return Promise.resolve();
  },
};
