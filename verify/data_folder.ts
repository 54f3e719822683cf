/**
 * The folder that `deno task data` fills with the data sets of the papers' experiments.
 *
 * @module
 */

import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The file of the California Housing table in the folder. */
export const HOUSING_CSV = "california_housing.csv";

/** The checkout's `.data`; undefined where this module is not a file. */
export function dataFolder(): string | undefined {
  const url = new URL("../.data", import.meta.url);
  return url.protocol === "file:" ? fileURLToPath(url) : undefined;
}

/**
 * The path of a data set, if it is there.
 *
 * @param name The name of the file.
 */
export function dataFile(name: string): string | undefined {
  const folder = dataFolder();
  if (folder === undefined) return undefined;
  const path = join(folder, name);
  try {
    return Deno.statSync(path).isFile ? path : undefined;
  } catch {
    return undefined;
  }
}
