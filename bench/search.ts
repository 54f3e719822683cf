/**
 * The falsification benchmark: how many observations, and how much processor time, the search needs to
 * refute false claims, with the target phase and by sampling alone.
 *
 * For each false form and seed both stop at the first violation. The search with the target phase has
 * the quick profile's budget and must refute the form, confirmation included; sampling alone (the
 * generate phase, with the same samples) may go on for {@linkcode PATIENCE} times as many
 * observations, so that what it needs can be told where it is more, and a violation is enough. What
 * found none counts as if it had needed more than that.
 *
 * Seconds are those of the processor, of all threads of this process, so that what else the machine
 * does hardly counts. They are told twice: until the violation is found (drafting, generating, observing,
 * judging, the first look at whether it is one), and in all, until the verdict (confirming and
 * shrinking too, which cost both ways about the same). What found none is charged as its observations
 * are: as if it had gone on at its own pace. Each form has a round that does not count, so that its
 * code is compiled; then the two ways take turns seed by seed, and in who goes first (which costs up to a
tenth), so that an even number of seeds is best.
 *
 * A form's ratio is the median over the seeds with the target phase over the median by sampling alone;
 * a group's are the median and the geometric mean of those of its forms. Where both find the same early
 * sample, before climbing starts, the ratio is 1, and what is left of it is the noise of the clock.
 *
 * @module
 */

import process from "node:process";
import Table from "cli-table3";
import { Command, Option } from "commander";
import { type Arithmetic, float64 } from "../lib/arithmetic/mod.ts";
import { claims as calibration } from "../theorems/calibration/mod.ts";
import { budgetFor, type Claim, PROFILES, type VariantName, variantNames } from "../verify/mod.ts";
import { searchGroup } from "../verify/search.ts";
import { writeJson } from "../verify/report/files.ts";
import { type FalseForm, GROUPS, mutants } from "./mutants.ts";
import { median } from "./measure.ts";
import { positiveInteger } from "./options.ts";

/** How far sampling alone may go, in multiples of the quick profile's budget of both phases. */
const PATIENCE = 10;

/** One search for a counterexample of a false form. */
export interface Attempt {
  readonly refuted: boolean;
  /** Observations until the first violation; where there was none, more than any search may make. */
  readonly observations: number;
  /** Processor seconds of these observations, at its own pace where more are counted than were made. */
  readonly secondsUntilFound: number;
  /** Processor seconds until the verdict. */
  readonly seconds: number;
}

/** What it costs to refute a form. */
export interface Row {
  readonly name: string;
  readonly group: FalseForm["group"];
  readonly seeds: number;
  readonly withTarget: readonly Attempt[];
  readonly sampling: readonly Attempt[];
}

/** The observations of the quick profile, both phases together. */
function budgetOf({ cost = 1 }: Claim): number {
  return budgetFor(PROFILES.quick.instances, cost) + budgetFor(PROFILES.quick.target, cost);
}

/** Processor seconds that this process has taken, all its threads together. */
function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

async function attempt(
  { claim, variant }: FalseForm,
  seed: number,
  hasTarget: boolean,
): Promise<Attempt> {
  const started = processorSeconds();
  let tried = started;
  const [evidence] = await searchGroup([claim], {
    seed,
    profile: "quick",
    arithmetic: float64 as Arithmetic<unknown>,
    stopAtViolationOf: variant,
    onTried: () => tried = processorSeconds(),
    ...(hasTarget ? {} : { instances: PATIENCE * budgetOf(claim), targetInstances: 0 }),
  });
  const concluded = processorSeconds();
  const { variants, search } = evidence!;
  const found = variants[variant]!;
  const refuted = found.verdict === "refuted" ||
    !hasTarget && found.labels.some(({ violated }) => violated > 0);
  const made = search.generate.accepted + search.target.accepted;
  // What was not refuted needs more than was tried: as much as sampling alone may try, at least.
  const observations = refuted ? made : (PATIENCE + 1) * budgetOf(claim);
  const secondsUntilFound = (tried - started) * observations / Math.max(1, made);
  return {
    refuted,
    observations,
    secondsUntilFound,
    seconds: secondsUntilFound + concluded - tried,
  };
}

function refutedCount(attempts: readonly Attempt[]): number {
  return attempts.filter(({ refuted }) => refuted).length;
}

/** What is compared. */
const MEASURES = ["observations", "secondsUntilFound", "seconds"] as const;
type Measure = typeof MEASURES[number];

function medianOf(attempts: readonly Attempt[], measure: Measure): number {
  return median(attempts.map((made) => made[measure]));
}

/** What it costs with the target phase, over what it costs by sampling alone. */
function ratioOf({ withTarget, sampling }: Row, measure: Measure): number {
  return medianOf(withTarget, measure) / medianOf(sampling, measure);
}

function write(text: string): void {
  let bytes = new TextEncoder().encode(text);
  while (bytes.length > 0) bytes = bytes.subarray(Deno.stdout.writeSync(bytes));
}

function printTable(rows: readonly Row[]): void {
  const costs = ["obs.", "s"];
  const table = new Table({
    head: ["false form", "refuted", ...costs, "sampling", ...costs, "obs.", "s found", "s"],
    style: { head: [], border: [], compact: true },
    colWidths: [44],
    wordWrap: true,
  });
  for (const row of rows) {
    const attempted = (attempts: readonly Attempt[]) => [
      `${refutedCount(attempts)}/${row.seeds}`,
      medianOf(attempts, "observations"),
      medianOf(attempts, "seconds").toFixed(3),
    ];
    table.push([
      row.name,
      ...attempted(row.withTarget),
      ...attempted(row.sampling),
      ...MEASURES.map((measure) => ratioOf(row, measure).toFixed(2)),
    ]);
  }
  write(table.toString() + "\n");
}

/** The ratios of some forms. */
interface Ratios {
  readonly median: number;
  readonly geometricMean: number;
}

/** What it costs to refute some forms. */
export interface Summary {
  readonly forms: number;
  /** The share of attempts with the target phase that refute. */
  readonly refutedShare: number;
  /** What it costs with the target phase, over what it costs by sampling alone. */
  readonly ratios: Readonly<Record<Measure, Ratios>>;
}

/** The summary of some forms. */
export function summarize(rows: readonly Row[]): Summary {
  const refuted = rows.reduce((sum, { withTarget }) => sum + refutedCount(withTarget), 0);
  const attempts = rows.reduce((sum, { seeds }) => sum + seeds, 0);
  const ratiosIn = (measure: Measure): Ratios => {
    const ratios = rows.map((row) => ratioOf(row, measure));
    const meanLogarithm = ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length;
    return { median: median(ratios), geometricMean: Math.exp(meanLogarithm) };
  };
  return {
    forms: rows.length,
    refutedShare: refuted / attempts,
    ratios: {
      observations: ratiosIn("observations"),
      secondsUntilFound: ratiosIn("secondsUntilFound"),
      seconds: ratiosIn("seconds"),
    },
  };
}

/** The summaries of the groups that have forms among these. */
export function summarizeGroups(rows: readonly Row[]): (readonly [string, Summary])[] {
  return GROUPS.map((group) => [group, rows.filter((row) => row.group === group)] as const)
    .filter(([, members]) => members.length > 0)
    .map(([group, members]) => [group, summarize(members)] as const);
}

function printSummaries(summaries: readonly (readonly [string, Summary])[]): void {
  const table = new Table({
    head: ["target phase over sampling", "refuted", "obs.", "s until found", "s in all"],
    style: { head: [], border: [], compact: true },
  });
  for (const [name, { forms, refutedShare, ratios }] of summaries) {
    table.push([
      `${name} (${forms})`,
      `${(100 * refutedShare).toFixed(1)} %`,
      ...MEASURES.map((measure) => {
        const { median, geometricMean } = ratios[measure];
        return `${median.toFixed(2)} (${geometricMean.toFixed(2)})`;
      }),
    ]);
  }
  write(table.toString() + "\n");
  write(
    "Ratios are medians over the forms, in brackets the geometric means; seconds of processor.\n",
  );
}

/** The form of a calibration claim that is false: the sharpened one, or what was printed. */
function falseVariantOf(claim: Claim): VariantName {
  return variantNames(claim).find((name) => claim.variants[name]!.expected === "refuted")!;
}

/** The false forms of the calibration claims, and the mutants. */
export const falseForms: readonly FalseForm[] = [
  ...calibration.map((claim): FalseForm => ({
    group: "calibration",
    name: claim.id,
    claim,
    variant: falseVariantOf(claim),
  })),
  ...mutants,
];

/**
 * What it costs to refute each form, with seeds from 1.
 *
 * @param onForm Called with each form that has been measured.
 */
export async function measureForms(
  forms: readonly FalseForm[],
  seeds: number,
  onForm: (row: Row) => void,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [index, form] of forms.entries()) {
    const withTarget: Attempt[] = [];
    const sampling: Attempt[] = [];
    // The round of seed 0 compiles the code.
    await attempt(form, 0, true);
    for (let seed = 1; seed <= seeds; seed++) {
      for (const hasTarget of (index + seed) % 2 === 1 ? [true, false] : [false, true]) {
        (hasTarget ? withTarget : sampling).push(await attempt(form, seed, hasTarget));
      }
    }
    const row = { name: form.name, group: form.group, seeds, withTarget, sampling };
    rows.push(row);
    onForm(row);
  }
  return rows;
}

if (import.meta.main) {
  const command = new Command("deno task bench:search")
    .description(
      "Falsification benchmark: observations and processor seconds until false claims are refuted.",
    )
    .option("--seeds <n>", "seeds for each false form", positiveInteger, 10)
    .option("--out <file>", "where the JSON goes", "reports/bench-search.json")
    .addOption(new Option("--group <name>", "only one group of forms").choices(GROUPS))
    .argument("[names...]", "only false forms whose name contains one of these")
    .parse([...Deno.args], { from: "user" });
  const { seeds, out, group } = command.opts<{
    seeds: number;
    out: string;
    group?: FalseForm["group"];
  }>();
  const rows = await measureForms(
    falseForms.filter((form) =>
      (group === undefined || form.group === group) &&
      (command.args.length === 0 || command.args.some((part) => form.name.includes(part)))
    ),
    seeds,
    ({ name }) => write(`${name}\n`),
  );
  printTable(rows);
  const all = summarize(rows);
  const groups = summarizeGroups(rows);
  writeJson(out, {
    schema: "assay.bench-search/3",
    ...all,
    groups: Object.fromEntries(groups),
    rows,
  });
  printSummaries([["all false forms", all], ...groups]);
}
