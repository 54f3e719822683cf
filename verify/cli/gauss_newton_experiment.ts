/**
 * `deno task experiment:gn-flow`: the experiment of §5 of the paper of the claims `gn-flow`.
 *
 * @module
 */

import { Option } from "commander";
import { join } from "node:path";
import {
  californiaHousing,
  type GaussNewtonCurve,
  gaussNewtonExperiment,
  standardizedSubset,
  syntheticHousing,
} from "../../problems/mod.ts";
import { experimentFigures } from "../../theorems/gn_flow/experiment.ts";
import { storableFigures } from "../figure.ts";
import { writeWhole } from "../report/files.ts";
import { renderExperimentPage } from "../report/site/experiment_page.tsx";
import { writeSite } from "../report/site/site.ts";
import { dataFile, HOUSING_CSV } from "../data_folder.ts";
import { UsageError } from "../usage_error.ts";
import { commandLine, integer, positive, runCommand, SUCCESS, write } from "./terminal.ts";

interface Options {
  readonly csv?: string;
  readonly made?: true;
  readonly out: string;
  readonly samples: number;
  readonly neurons: number;
  readonly horizon: number;
  readonly seed: number;
  readonly standardizeTarget?: true;
}

const RUNS = [
  { flow: "Gauss-Newton", method: "Euler", mostSteps: 1 },
  { flow: "Gauss-Newton", method: "adaptive", mostSteps: 500 },
  { flow: "gradient", method: "adaptive", mostSteps: 20_000 },
] as const;

function main(args: readonly string[]): number {
  const command = commandLine(
    "deno task experiment:gn-flow",
    "Run the experiment of §5 and draw what its figures 1 to 3 show.",
  )
    .option(
      "--csv <file>",
      "the California Housing table; default: that of `deno task data california`, else made data",
    )
    .addOption(
      new Option("--made", "take made data of the same shape, also where the table is there")
        .conflicts("csv"),
    )
    .option("--out <folder>", "where the page and the numbers go", "experiment")
    .option("--samples <n>", "how many rows are drawn", integer(2), 256)
    .option("--neurons <m>", "the width of the network", integer(1), 18)
    .option("--horizon <t>", "the last time", positive, 6)
    .option("--seed <n>", "decides rows and initialization", integer(0), 1)
    .option("--standardize-target", "standardize the target too");
  command.parse([...args], { from: "user" });
  const options = command.opts<Options>();
  const { csv, made = false, out, samples, neurons, horizon, seed, standardizeTarget = false } =
    options;
  const path = csv ?? (made ? undefined : dataFile(HOUSING_CSV));
  const table = path === undefined
    ? syntheticHousing(Math.max(2 * samples, 1000), seed)
    : readTable(path);
  const data = asUsage(() => standardizedSubset(table, samples, seed, standardizeTarget));

  const results = RUNS.map(({ flow, method, mostSteps }) => {
    const name = `${flow} flow, ${method === "Euler" ? "Euler's method" : "adaptive integrator"}`;
    write(`${name} …\n`);
    const curves = gaussNewtonExperiment(data, { flow, method, mostSteps, neurons, horizon, seed });
    return { name, curves };
  });
  const origin = csv ?? (path === undefined ? "data that the project makes" : "the whole table");
  const title = `Section 5 of gn-flow on ${
    path === undefined ? "made data" : "California Housing"
  }`;
  writeSite(out, []);
  writeWhole(
    join(out, "experiment.json"),
    JSON.stringify({ options, origin, results }, null, 1) + "\n",
  );
  writeWhole(
    join(out, "index.html"),
    renderExperimentPage(
      title,
      [
        `${samples} rows of ${origin}, drawn with seed ${seed}, the inputs ` +
        `standardized${
          standardizeTarget ? ", the target too" : ", the target not"
        }; ${neurons} tanh ` +
        `neurons; Euler's method with Δt = 0.01; up to t = ${horizon}. All curves start from the same ` +
        "weights. The paper prints neither seed, rows, target scaling nor horizon.",
        ...results.flatMap(({ name, curves }) => remarksOn(name, curves)),
      ],
      storableFigures(results.flatMap(({ name, curves }) => experimentFigures(curves, name))),
    ),
  );
  write(`${join(out, "index.html")}\n`);
  return SUCCESS;
}

function remarksOn(name: string, curves: readonly GaussNewtonCurve[]): string[] {
  return curves.flatMap(({ scaling, brokenOff }) =>
    brokenOff === null ? [] : [`${name}, α = ${scaling}: broken off, ${brokenOff}.`]
  );
}

function readTable(path: string) {
  let text: string;
  try {
    text = Deno.readTextFileSync(path);
  } catch (error) {
    throw new UsageError(`cannot read ${path}: ${(error as Error).message}`);
  }
  return asUsage(() => californiaHousing(text), `${path}: `);
}

function asUsage<T>(act: () => T, prefix = ""): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(prefix + error.message);
    throw error;
  }
}

if (import.meta.main) Deno.exit(await runCommand(main, Deno.args));
