/**
 * The evidence of an experiment: what its page is made of, as a file.
 *
 * @module
 */

import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { join } from "node:path";
import type { Verdict } from "../claim.ts";
import type { Figure } from "../figure.ts";
import { storableFigures } from "../figure.ts";
import { jsonDefect, parseJson, readRegularFile, reasonOf } from "../json_file.ts";
import { commandName } from "../program.ts";
import type { ProfileName } from "../profile.ts";
import evidenceSchema from "../schemas/evidence.json" with { type: "json" };
import experimentSchema from "../schemas/experiment.json" with { type: "json" };
import { UsageError } from "../usage_error.ts";
import { VERSION } from "../version.ts";
import type { Comparison } from "./comparison.ts";
import type { ComparedTable, Experiment, Measured, Setting } from "./experiment.ts";
import { ERROR_PROBABILITY, type JudgedComparison, judgeSentence } from "./judge.ts";
import type { Performed } from "./perform.ts";

/** The schema that the evidence of an experiment names. */
export const EXPERIMENT_SCHEMA = "assay.experiment/1";

/** A measured number; what is not finite is null: no value, or no end of the interval on that side. */
export interface MeasuredEvidence {
  /** The number; null where it was never reached or there is none. */
  readonly value: number | null;
  /** The lower end of its interval; null where nothing bounds it. */
  readonly lower: number | null;
  /** The upper end of its interval; null where nothing bounds it. */
  readonly upper: number | null;
  /** How many seeds it rests on. */
  readonly seeds: number;
  /**
   * The least and the greatest of the seeds' values; null where they were never reached. None where it
   * is no quantity of a seed.
   */
  readonly spread?: readonly [least: number | null, greatest: number | null];
}

/** A comparison, as evidence holds it. */
export interface ComparisonEvidence extends Pick<JudgedComparison, "label" | "sense" | "status"> {
  /** What the quantity is of. */
  readonly of: Comparison["of"];
  /** The number that it is compared with. */
  readonly threshold: number;
  /** The quantity. */
  readonly measured: MeasuredEvidence;
}

/** A sentence and its verdict. */
export interface SentenceEvidence {
  /** Its name. */
  readonly name: string;
  /** It, in TeX. */
  readonly statement: string;
  /** Where it is printed. */
  readonly locus: string;
  /** How it is read. */
  readonly reading: string;
  /** The verdict. */
  readonly verdict: Verdict;
  /** The verdict that it is known to have with enough seeds; null where none is known. */
  readonly expected: Verdict | null;
  /** Why, for verdicts that need a reason. */
  readonly reason: string | null;
  /** What it rests on. */
  readonly comparisons: readonly ComparisonEvidence[];
}

/** What stands beside a reported number. */
export type CellEvidence = string | {
  /** The number as it is printed. */
  readonly printed: string;
  /** What was measured. */
  readonly measured: MeasuredEvidence;
} | {
  /** The number as it is printed. */
  readonly printed: string;
  /** The estimated seconds of one core that measuring it takes. */
  readonly notRun: number;
};

/** A reported table beside what was measured. */
export interface TableEvidence {
  /** Where it is printed. */
  readonly locus: string;
  /** Its caption. */
  readonly caption: string;
  /** Its columns. */
  readonly columns: readonly string[];
  /** How many of the first columns name the row. */
  readonly keys: number;
  /** Its cells: a text where the cell names the row or there is no number. */
  readonly rows: readonly (readonly CellEvidence[])[];
}

/** The evidence of an experiment. */
export interface ExperimentEvidence {
  /** The schema of the file. */
  readonly schema: typeof EXPERIMENT_SCHEMA;
  /** Assay's version. */
  readonly version: string;
  /** The id. */
  readonly id: string;
  /** Its revision. */
  readonly revision: number;
  /** The title. */
  readonly title: string;
  /** Where it is printed. */
  readonly locus: string;
  /** What is run. */
  readonly about: readonly string[];
  /** The profile. */
  readonly profile: ProfileName;
  /** Whether runs depend on seeds. */
  readonly randomness: Experiment["randomness"];
  /** With what probability each verdict may be wrong, at most. */
  readonly errorProbability: number;
  /** The hyperparameters. */
  readonly settings: readonly Setting[];
  /** The arms: for each the seeds of its finished runs, out of those that were asked for. */
  readonly arms: readonly { readonly name: string; readonly seeds: readonly number[] }[];
  /** How many seeds were asked for. */
  readonly seeds: number;
  /** The runs that failed. */
  readonly failures: readonly string[];
  /** The sentences. */
  readonly sentences: readonly SentenceEvidence[];
  /** The tables. */
  readonly tables: readonly TableEvidence[];
  /** What there is to see. */
  readonly figures: readonly Figure[];
}

/** What the runs of an experiment are evidence of. */
export function experimentEvidence(
  experiment: Experiment,
  { plan, seeds, results, failures }: Performed,
): ExperimentEvidence {
  const { id, revision, title, locus, about, randomness } = experiment;
  const isComplete = results.arms.every((arm) => results.of(arm).length > 0);
  return {
    schema: EXPERIMENT_SCHEMA,
    version: VERSION,
    id,
    revision,
    title,
    locus,
    about,
    profile: results.profile,
    randomness,
    errorProbability: ERROR_PROBABILITY,
    settings: plan.settings,
    arms: results.arms.map((name) => ({ name, seeds: results.of(name).map(({ seed }) => seed) })),
    seeds,
    // What follows the first line names places on this machine.
    failures: failures.map(firstLine),
    sentences: experiment.sentences.map((sentence): SentenceEvidence => {
      const { name, statement, locus, reading, expected = null } = sentence;
      const described = { name, statement, locus, reading, expected };
      if (failures.length > 0) {
        return { ...described, verdict: "error", reason: firstLine(failures[0]!), comparisons: [] };
      }
      if (!isComplete) {
        const reason = "not every arm has a finished run";
        return { ...described, verdict: "inconclusive", reason, comparisons: [] };
      }
      const { verdict, reason, comparisons } = judgeSentence(sentence.comparisons(results));
      return { ...described, verdict, reason, comparisons: comparisons.map(storable) };
    }),
    tables: isComplete ? (experiment.tables?.(results) ?? []).map(tableEvidence) : [],
    figures: isComplete ? storableFigures(experiment.figures?.(results) ?? []) : [],
  };
}

function firstLine(text: string): string {
  return text.split("\n")[0]!;
}

function storable(
  { label, sense, threshold, of, measured, status }: JudgedComparison,
): ComparisonEvidence {
  return { label, sense, threshold, of, measured: measuredEvidence(measured), status };
}

function measuredEvidence({ value, lower, upper, seeds, spread }: Measured): MeasuredEvidence {
  const finite = (x: number) => Number.isFinite(x) ? x : null;
  return {
    value: finite(value),
    lower: finite(lower),
    upper: finite(upper),
    seeds,
    ...(spread === undefined ? {} : { spread: [finite(spread[0]), finite(spread[1])] }),
  };
}

function tableEvidence({ table, measure }: ComparedTable): TableEvidence {
  const { locus, caption, columns, keys, rows } = table;
  return {
    locus,
    caption,
    columns,
    keys,
    rows: rows.map((row) =>
      row.map((printed, index): CellEvidence => {
        if (index < keys) return printed;
        const measured = measure(row.slice(0, keys), columns[index]!);
        return "value" in measured
          ? { printed, measured: measuredEvidence(measured) }
          : { printed, notRun: measured.seconds };
      })
    ),
  };
}

/**
 * Whether a sentence's verdict contradicts the one that it is known to have. With too few seeds nothing
 * is decided, which contradicts nothing.
 */
export function contradicts({ verdict, expected }: SentenceEvidence): boolean {
  return verdict === "error" ||
    (expected !== null && verdict !== "inconclusive" && verdict !== expected);
}

/** The form of the names of experiments' evidence files in a paper's folder. */
const FILE = /^experiment\+([a-z0-9._-]+)\.json$/;

/** The file of an experiment's evidence in a report folder. */
export function experimentPath(folder: string, id: string): string {
  const [paper, name] = id.split("/") as [string, string];
  return join(folder, paper, `experiment+${name}.json`);
}

/** The ids of the experiments that evidence files of a report folder are named after, sorted. */
export function experimentIds(folder: string): string[] {
  return names(folder).flatMap((paper) =>
    names(join(folder, paper)).flatMap((file) => {
      const name = FILE.exec(file)?.[1];
      return name === undefined ? [] : [`${paper}/${name}`];
    })
  );
}

/**
 * The evidence of all experiments in a report folder, by id.
 *
 * @param onProblem Told of files that cannot be read as such.
 */
export function readExperiments(
  folder: string,
  onProblem: (message: string) => void,
): ExperimentEvidence[] {
  return experimentIds(folder).flatMap((id) => {
    try {
      return [readExperiment(folder, id)];
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      onProblem(error.message);
      return [];
    }
  });
}

function names(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
  } catch {
    // No folder, or one that nobody may read: the evidence of claims says so.
    return [];
  }
}

let validate: ValidateFunction | undefined;

/**
 * Reads the evidence of an experiment.
 *
 * @throws {UsageError} If it is missing, damaged, or of another experiment or schema.
 */
export function readExperiment(folder: string, id: string): ExperimentEvidence {
  const path = experimentPath(folder, id);
  const refuse = (why: string) =>
    new UsageError(
      `the evidence of an experiment ${path} ${why}: remove it; \`${
        commandName("experiment")
      } ${id}\` makes ` +
        "it again from the runs beside it",
    );
  let value: unknown;
  try {
    value = parseJson(readRegularFile(path));
  } catch (error) {
    throw refuse(`cannot be read as JSON (${reasonOf(error)})`);
  }
  const defect = jsonDefect(value) ?? schemaMistake(value);
  if (defect !== undefined) throw refuse(`is damaged: it ${defect}`);
  const evidence = value as ExperimentEvidence;
  if (evidence.id !== id) throw refuse(`is of ${evidence.id}`);
  return evidence;
}

/** Where a value departs from the schema; undefined if it does not. */
export function schemaMistake(value: unknown): string | undefined {
  validate ??= new Ajv2020({ allErrors: false }).addSchema(evidenceSchema).compile(
    experimentSchema,
  );
  if (validate(value)) return undefined;
  const { instancePath, message } = validate.errors![0]!;
  return `does not follow its schema at ${instancePath || "/"}: ${message}`;
}

/**
 * Evidence as it is written.
 *
 * @throws {Error} If it could not be read again, which is a mistake of the experiment's author.
 */
export function writableExperiment(evidence: ExperimentEvidence): ExperimentEvidence {
  const mistake = jsonDefect(evidence) ?? schemaMistake(evidence);
  if (mistake === undefined) return evidence;
  throw new Error(`the evidence of ${evidence.id} cannot be written: it ${mistake}`);
}
