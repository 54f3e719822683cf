/**
 * The finished runs of an experiment on disk: a file each, whole or not there, so that a command that is
 * killed loses none of them, and the next one goes on from there.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { join } from "node:path";
import { jsonDefect, parseJson, readRegularFile, reasonOf } from "../json_file.ts";
import { writeJson } from "../report/files.ts";
import { UsageError } from "../usage_error.ts";
import { VERSION } from "../version.ts";
import type { Arm, Experiment, Json } from "./experiment.ts";

/** The schema that the file of a run names. */
export const RUN_SCHEMA = "assay.run/1";

/** A finished run, as its file holds it. */
export interface StoredRun {
  /** The schema of the file. */
  readonly schema: typeof RUN_SCHEMA;
  /** The experiment's id. */
  readonly experiment: string;
  /** Its revision. */
  readonly revision: number;
  /** Assay's version. */
  readonly version: string;
  /** The arm. */
  readonly arm: string;
  /** What it ran with. */
  readonly parameters: Json;
  /** The seed. */
  readonly seed: number;
  /** How many seconds it took. */
  readonly seconds: number;
  /** What it gave. */
  readonly outcome: Json;
}

/** The folder of the runs of an experiment in a report folder. */
export function runsFolder(reportFolder: string, id: string): string {
  const [paper, name] = id.split("/") as [string, string];
  return join(reportFolder, paper, `experiment+${name}`);
}

/** The finished runs of an experiment in a folder. */
export class StoredRuns {
  readonly #folder: string;
  readonly #experiment: Pick<Experiment, "id" | "revision">;

  /** @param folder The runs' folder, from {@linkcode runsFolder}. @param experiment Whose runs they are. */
  constructor(folder: string, experiment: Pick<Experiment, "id" | "revision">) {
    this.#folder = folder;
    this.#experiment = experiment;
  }

  /**
   * The run of an arm with a seed; undefined if it is not finished, or was of other parameters, another
   * revision or version.
   *
   * @param onDamage Told of a file that is no run; it is moved aside, and the run counts as unfinished.
   */
  read(arm: Arm<Json>, seed: number, onDamage: (message: string) => void): StoredRun | undefined {
    const path = this.#path(arm, seed);
    let bytes: Uint8Array;
    try {
      bytes = readRegularFile(path);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return undefined;
      throw new UsageError(`cannot read the run ${path}: ${reasonOf(error)}`);
    }
    const expected = this.#described(arm, seed);
    let mistake: string | undefined;
    try {
      const value = parseJson(bytes) as Partial<StoredRun> | null;
      mistake = runDefect(value, expected);
      if (mistake === undefined) return value as StoredRun;
    } catch (error) {
      mistake = `is not valid JSON: ${reasonOf(error)}`;
    }
    const aside = `${path}.damaged`;
    Deno.renameSync(path, aside);
    onDamage(`the run ${path} ${mistake}: it is now ${aside}, and will be run again`);
    return undefined;
  }

  /**
   * Stores a run.
   *
   * @throws {UsageError} If it cannot be written.
   */
  write(arm: Arm<Json>, seed: number, seconds: number, outcome: Json): void {
    writeJson(this.#path(arm, seed), { ...this.#described(arm, seed), seconds, outcome });
  }

  #described(arm: Arm<Json>, seed: number): Omit<StoredRun, "seconds" | "outcome"> {
    const { id, revision } = this.#experiment;
    return {
      schema: RUN_SCHEMA,
      experiment: id,
      revision,
      version: VERSION,
      arm: arm.name,
      parameters: arm.parameters,
      seed,
    };
  }

  /** The arm's name for people, and what tells it from all others: its name and all that it depends on. */
  #path(arm: Arm<Json>, seed: number): string {
    const { seed: _, ...rest } = this.#described(arm, seed);
    const digest = createHash("sha256").update(JSON.stringify(rest)).digest("hex").slice(0, 12);
    const words = arm.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-|-$/g, "");
    return join(this.#folder, `${words.slice(0, 60)}.${digest}.${seed}.json`);
  }
}

/** What keeps a value from being the run that its file is named after. */
function runDefect(
  value: Partial<StoredRun> | null,
  expected: Omit<StoredRun, "seconds" | "outcome">,
): string | undefined {
  const defect = jsonDefect(value);
  if (defect !== undefined) return defect;
  if (typeof value !== "object" || value === null) return "is no run";
  for (const [key, wanted] of Object.entries(expected)) {
    if (JSON.stringify(value[key as keyof StoredRun]) !== JSON.stringify(wanted)) {
      return `is not of what it is named after: its ${key} is another`;
    }
  }
  if (!(typeof value.seconds === "number" && value.seconds >= 0)) return "has no seconds";
  if (value.outcome === undefined) return "has no outcome";
  return undefined;
}
