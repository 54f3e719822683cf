/**
 * The falsification benchmark: how many observations the search needs to refute false claims, with
 * the target phase and by sampling alone.
 *
 * For each false form and seed both stop at the first violation. The search with the target phase has
 * the quick profile's budget and must refute the form, confirmation included; sampling alone (the
 * generate phase, with the same samples) may go on for {@linkcode PATIENCE} times as many
 * observations, so that what it needs can be told where it is more, and a violation is enough. What
 * found none counts as if it had needed more than that.
 *
 * @module
 */

import Table from "cli-table3";
import { Command, InvalidArgumentError } from "commander";
import { type Arithmetic, float64 } from "../lib/arithmetic/mod.ts";
import { claims as calibration } from "../theorems/calibration/mod.ts";
import { budgetFor, type Claim, PROFILES, type VariantName, variantNames } from "../verify/mod.ts";
import { searchClaim } from "../verify/search.ts";
import { writeJson } from "../verify/report/files.ts";
import { type FalseForm, GROUPS, mutants } from "./mutants.ts";

/** How far sampling alone may go, in multiples of the quick profile's budget of both phases. */
const PATIENCE = 10;

interface Attempt {
  readonly refuted: boolean;
  /** Observations until the first violation; where there was none, more than any search may make. */
  readonly observations: number;
  readonly seconds: number;
}

interface Row {
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

async function attempt(
  { claim, variant }: FalseForm,
  seed: number,
  hasTarget: boolean,
): Promise<Attempt> {
  const started = performance.now();
  const { variants, search } = await searchClaim(claim, {
    seed,
    profile: "quick",
    arithmetic: float64 as Arithmetic<unknown>,
    stopAtViolationOf: variant,
    ...(hasTarget ? {} : { instances: PATIENCE * budgetOf(claim), targetInstances: 0 }),
  });
  const found = variants[variant]!;
  const refuted = found.verdict === "refuted" ||
    !hasTarget && found.labels.some(({ violated }) => violated > 0);
  return {
    refuted,
    // What was not refuted needs more than was tried: as much as sampling alone may try, at least.
    observations: refuted
      ? search.generate.accepted + search.target.accepted
      : (PATIENCE + 1) * budgetOf(claim),
    seconds: (performance.now() - started) / 1000,
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function refutedCount(attempts: readonly Attempt[]): number {
  return attempts.filter(({ refuted }) => refuted).length;
}

const observations = (attempts: readonly Attempt[]) =>
  median(attempts.map((made) => made.observations));
const seconds = (attempts: readonly Attempt[]) => median(attempts.map((made) => made.seconds));

function write(text: string): void {
  let bytes = new TextEncoder().encode(text);
  while (bytes.length > 0) bytes = bytes.subarray(Deno.stdout.writeSync(bytes));
}

function printTable(rows: readonly Row[]): void {
  const table = new Table({
    head: ["false form", "refuted", "median obs.", "s", "sampling", "median obs.", "s", "ratio"],
    style: { head: [], border: [], compact: true },
    colWidths: [44],
    wordWrap: true,
  });
  for (const { name, seeds, withTarget, sampling } of rows) {
    table.push([
      name,
      `${refutedCount(withTarget)}/${seeds}`,
      observations(withTarget),
      seconds(withTarget).toFixed(2),
      `${refutedCount(sampling)}/${seeds}`,
      observations(sampling),
      seconds(sampling).toFixed(2),
      (observations(withTarget) / observations(sampling)).toFixed(2),
    ]);
  }
  write(table.toString() + "\n");
}

interface Summary {
  readonly forms: number;
  /** The share of attempts with the target phase that refute. */
  readonly refutedShare: number;
  /** The median over the forms of the quotient of the median observations. */
  readonly medianRatio: number;
}

function summarize(rows: readonly Row[]): Summary {
  const refuted = rows.reduce((sum, { withTarget }) => sum + refutedCount(withTarget), 0);
  const attempts = rows.reduce((sum, { seeds }) => sum + seeds, 0);
  const ratios = rows.map(({ withTarget, sampling }) =>
    observations(withTarget) / observations(sampling)
  );
  return {
    forms: rows.length,
    refutedShare: refuted / attempts,
    medianRatio: median(ratios),
  };
}

function positiveInteger(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a positive integer.");
}

/** The form of a calibration claim that is false: the sharpened one, or what was printed. */
function falseVariantOf(claim: Claim): VariantName {
  return variantNames(claim).find((name) => claim.variants[name]!.expected === "refuted")!;
}

if (import.meta.main) {
  const command = new Command("deno task bench:search")
    .description("Falsification benchmark: observations until false claims are refuted.")
    .option("--seeds <n>", "seeds for each false form", positiveInteger, 10)
    .option("--out <file>", "where the JSON goes", "reports/bench-search.json")
    .argument("[names...]", "only false forms whose name contains one of these")
    .parse([...Deno.args], { from: "user" });
  const { seeds, out } = command.opts<{ seeds: number; out: string }>();
  const falseForms: readonly FalseForm[] = [
    ...calibration.map((claim): FalseForm => ({
      group: "calibration",
      name: claim.id,
      claim,
      variant: falseVariantOf(claim),
    })),
    ...mutants,
  ].filter(({ name }) =>
    command.args.length === 0 || command.args.some((part) => name.includes(part))
  );
  const rows: Row[] = [];
  for (const form of falseForms) {
    const run = async (hasTarget: boolean) => {
      const attempts: Attempt[] = [];
      for (let k = 1; k <= seeds; k++) attempts.push(await attempt(form, k, hasTarget));
      return attempts;
    };
    const { name, group } = form;
    const row = { name, group, seeds, withTarget: await run(true), sampling: await run(false) };
    write(`${form.name}\n`);
    rows.push(row);
  }
  printTable(rows);
  const summary = {
    ...summarize(rows),
    groups: Object.fromEntries(
      GROUPS.map((group) => [group, rows.filter((row) => row.group === group)] as const)
        .filter(([, members]) => members.length > 0)
        .map(([group, members]) => [group, summarize(members)]),
    ),
  };
  writeJson(out, { schema: "assay.bench-search/2", ...summary, rows });
  const line = (name: string, { forms, refutedShare, medianRatio }: Summary) =>
    `${name} (${forms}): ${(100 * refutedShare).toFixed(1)} % refuted with the target phase; ` +
    `observations against sampling alone, median: ${medianRatio.toFixed(2)}\n`;
  write("\n" + line("all false forms", summary));
  for (const [group, part] of Object.entries(summary.groups)) write(line(group, part));
}
