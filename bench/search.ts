/**
 * The falsification benchmark: how many observations the search needs to refute false claims, with
 * the target phase and by sampling alone.
 *
 * For each false form and seed both searches stop at the first violation. The one with the target
 * phase has the quick profile's budget; sampling alone may go on for {@linkcode PATIENCE} times as
 * many, so that what it needs can be told where it is more. A form that was not refuted counts as if it
 * had needed more than that.
 *
 * @module
 */

import Table from "cli-table3";
import { Command, InvalidArgumentError } from "commander";
import { type Arithmetic, float64 } from "../lib/arithmetic/mod.ts";
import { claims as calibration } from "../theorems/calibration/mod.ts";
import { budgetFor, PROFILES } from "../verify/mod.ts";
import { searchClaim } from "../verify/search.ts";
import { writeJson } from "../verify/report/files.ts";
import { type FalseForm, mutants } from "./mutants.ts";

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
  readonly seeds: number;
  readonly withTarget: readonly Attempt[];
  readonly sampling: readonly Attempt[];
}

function attempt({ claim, variant }: FalseForm, seed: number, hasTarget: boolean): Attempt {
  const { instances, target } = PROFILES.quick;
  const cost = claim.cost ?? 1;
  const budget = budgetFor(instances, cost) + budgetFor(target, cost);
  const started = performance.now();
  const { variants, search } = searchClaim(claim, {
    seed,
    profile: "quick",
    arithmetic: float64 as Arithmetic<unknown>,
    stopAtViolationOf: variant,
    ...(hasTarget ? {} : { instances: PATIENCE * budget, targetInstances: 0 }),
  });
  const refuted = variants[variant]!.verdict === "refuted";
  return {
    refuted,
    // What was not refuted needs more than was tried: as much as sampling alone may try, at least.
    observations: refuted
      ? search.generate.accepted + search.target.accepted
      : (PATIENCE + 1) * budget,
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

function positiveInteger(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a positive integer.");
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
    ...calibration.map((claim): FalseForm => ({ name: claim.id, claim, variant: "sharpened" })),
    ...mutants,
  ].filter(({ name }) =>
    command.args.length === 0 || command.args.some((part) => name.includes(part))
  );
  const rows = falseForms.map((form): Row => {
    const run = (hasTarget: boolean) =>
      Array.from({ length: seeds }, (_, k) => attempt(form, k + 1, hasTarget));
    const row = { name: form.name, seeds, withTarget: run(true), sampling: run(false) };
    write(`${form.name}\n`);
    return row;
  });
  printTable(rows);
  const refuted = rows.reduce((sum, { withTarget }) => sum + refutedCount(withTarget), 0);
  const ratios = rows.map(({ withTarget, sampling }) =>
    observations(withTarget) / observations(sampling)
  );
  const summary = {
    refutedShare: refuted / (rows.length * seeds),
    medianRatio: median(ratios),
  };
  writeJson(out, { schema: "assay.bench-search/1", ...summary, rows });
  write(
    `\nrefuted with the target phase: ${(100 * summary.refutedShare).toFixed(1)} %; observations ` +
      `against sampling alone, median over the false forms: ${summary.medianRatio.toFixed(2)}\n`,
  );
}
