/**
 * Experiments: what a paper reports of its runs, against runs of one's own.
 *
 * An experiment has arms (a method at a setting) and seeds; one arm at one seed is a run, which gives an
 * outcome in plain JSON. The sentences of the paper become comparisons of what the arms' outcomes are in
 * the median, or how often, over all seeds; never of single runs.
 *
 * @module
 */

import type { Verdict } from "../claim.ts";
import { MalformedClaim } from "../door/malformed_claim.ts";
import type { Figure } from "../figure.ts";
import type { ProfileName } from "../profile.ts";
import type { PrintedTable } from "../tabular.ts";
import type { Comparison, Observation } from "./comparison.ts";

/** What JSON holds. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

/** A method at a setting: what is run with each seed. */
export interface Arm<Parameters> {
  /** Its name, unique within its experiment, such as "SPGD, n = 3". */
  readonly name: string;
  /** What {@linkcode ExperimentDefinition.run} gets; a change of it makes stored runs void. */
  readonly parameters: Parameters;
}

/** A hyperparameter and where it comes from. */
export interface Setting {
  /** What it is. */
  readonly name: string;
  /** Its value; of a sweep all values. */
  readonly value: string;
  /**
   * `printed` in the paper, `scaled` down from what is printed to what a profile has time for, or
   * `chosen` because the paper does not say.
   */
  readonly source: "printed" | "scaled" | "chosen";
}

/** What a profile runs. */
export interface Plan<Parameters> {
  /** How many seeds, from 1 on; `--seeds` asks for another number. Without randomness 1. */
  readonly seeds: number;
  /** The arms. All of them run with one seed before any runs with the next. */
  readonly arms: readonly Arm<Parameters>[];
  /** The hyperparameters, as pages list them. */
  readonly settings: readonly Setting[];
}

/** The outcome of one run. */
export interface SeedOutcome<Outcome> {
  /** The seed. */
  readonly seed: number;
  /** What the run gave. */
  readonly outcome: Outcome;
  /** How long it took, in seconds of the clock: of this machine, and of what else it did. */
  readonly seconds: number;
}

/** The finished runs of an experiment. */
export interface Results<Outcome> {
  /** The profile that they are of. */
  readonly profile: ProfileName;
  /** The arms of its plan, by name. */
  readonly arms: readonly string[];
  /**
   * The outcomes of an arm, by seed; empty where none is finished.
   *
   * @throws {RangeError} If the plan has no such arm.
   */
  of(arm: string): readonly SeedOutcome<Outcome>[];
  /**
   * What is read off the outcomes of an arm, by seed. A null, for what is never reached, is ∞.
   *
   * @throws {RangeError} If the plan has no such arm.
   */
  observations(arm: string, read: (outcome: Outcome) => Observation | null): Observation[];
}

/** A sentence of the paper on its experiment. */
export interface Sentence<Outcome> {
  /** A name, unique within its experiment: lower case letters, digits and hyphens. */
  readonly name: string;
  /** The sentence as it is printed, in TeX. */
  readonly statement: string;
  /** Where it is printed. */
  readonly locus: string;
  /** What its vague words are taken to mean, such as "in the median over seeds". */
  readonly reading: string;
  /** The verdict that enough seeds are known to give. Default: none is known. */
  readonly expected?: Verdict;
  /**
   * What it says of the outcomes. It is asked only once every arm has an outcome. None, where the plan
   * of the profile does not run what it speaks of.
   */
  comparisons(results: Results<Outcome>): readonly Comparison[];
}

/** A number with its interval, as it was measured over seeds. */
export interface Measured {
  /** The number; ∞ where it was never reached. */
  readonly value: number;
  /** The lower end of its interval. */
  readonly lower: number;
  /** The upper end of its interval. */
  readonly upper: number;
  /** How many seeds it rests on. */
  readonly seeds: number;
  /** The least and the greatest of the seeds' values; none where it is no quantity of a seed. */
  readonly spread?: readonly [least: number, greatest: number];
}

/** Why a reported number has none beside it. */
export interface NotRun {
  /** How many seconds of one processor core measuring it is estimated to take. */
  readonly seconds: number;
}

/** A reported table with what stands beside its numbers. */
export interface ComparedTable {
  /** The table as it is printed. */
  readonly table: PrintedTable;
  /**
   * What was measured of the number in a cell.
   *
   * @param row The cells that name the row.
   * @param column The name of the column.
   */
  readonly measure: (row: readonly string[], column: string) => Measured | NotRun;
}

/** An experiment, as {@linkcode defineExperiment} takes it. */
export interface ExperimentDefinition<Parameters, Outcome> {
  /** The id, `<paper>/<name>`. */
  readonly id: string;
  /** Its name and content in a few words. */
  readonly title: string;
  /** Where it is printed. */
  readonly locus: string;
  /** What is run, in paragraphs: what the paper says, and what it leaves out. */
  readonly about: readonly string[];
  /** To be raised whenever a run would give another outcome than it did: then stored runs are void. */
  readonly revision: number;
  /** Whether runs depend on their seed. Where they do not, one run says all. */
  readonly randomness: "seeds" | "none";
  /** What a profile runs. */
  plan(profile: ProfileName): Plan<Parameters>;
  /**
   * One run. It may depend on its arguments alone: the same ones give the same outcome.
   *
   * @returns What is to be known of it. Numbers that are not finite must be null.
   */
  run(parameters: Parameters, seed: number): Outcome | Promise<Outcome>;
  /** What the paper says. */
  readonly sentences: readonly Sentence<Outcome>[];
  /** What there is to see. Default: nothing. */
  figures?(results: Results<Outcome>): readonly Figure[];
  /** The paper's tables beside what was measured. Default: none. */
  tables?(results: Results<Outcome>): readonly ComparedTable[];
}

/** An experiment of whatever parameters and outcomes. */
export type Experiment = ExperimentDefinition<Json, Json>;

const ID = /^[a-z0-9_-]+\/[a-z0-9._-]+$/;
const SENTENCE_NAME = /^[a-z0-9-]+$/;

/**
 * An experiment, once its names have been looked at.
 *
 * @throws {MalformedClaim} If the id or the name of a sentence is not of its form, two sentences or two
 *   arms have one name, a plan has no arm or no seed, or more than one seed without randomness.
 */
export function defineExperiment<Parameters extends Json, Outcome extends Json>(
  definition: ExperimentDefinition<Parameters, Outcome>,
): Experiment {
  const { id, sentences, randomness } = definition;
  const problems: string[] = [];
  if (!ID.test(id)) problems.push(`the id ${JSON.stringify(id)} is not of the form paper/name`);
  for (const { name } of sentences) {
    if (SENTENCE_NAME.test(name)) continue;
    problems.push(
      `the sentence ${
        JSON.stringify(name)
      }: write its name with lower case letters, digits and hyphens`,
    );
  }
  problems.push(...repeated(sentences.map(({ name }) => name), "sentences"));
  for (const profile of ["quick", "standard", "thorough"] as const) {
    const { seeds, arms } = definition.plan(profile);
    const where = `the plan for --profile ${profile}`;
    if (arms.length === 0) problems.push(`${where} has no arm`);
    problems.push(...repeated(arms.map(({ name }) => name), `arms in ${where}`));
    if (!Number.isInteger(seeds) || seeds < 1) {
      problems.push(`${where} has ${seeds} seeds: give an integer of at least 1`);
    } else if (randomness === "none" && seeds > 1) {
      problems.push(`${where} has ${seeds} seeds, but nothing depends on them: give 1`);
    }
  }
  if (problems.length > 0) {
    throw new MalformedClaim(...problems.map((problem) => `experiment ${id}: ${problem}`));
  }
  // Parameters and outcomes go through JSON on their way from and to the runs.
  return definition as unknown as Experiment;
}

function repeated(names: readonly string[], what: string): string[] {
  const twice = names.find((name, index) => names.indexOf(name) < index);
  return twice === undefined ? [] : [`two ${what} have the name ${JSON.stringify(twice)}`];
}
