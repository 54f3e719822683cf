/**
 * The data of regression experiments on house prices: a table that the user gives, or a made one of
 * the same shape.
 *
 * @module
 */

import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { standardNormal } from "../lib/linalg/mod.ts";

/** Inputs and targets of a regression. */
export interface RegressionData {
  /** n rows of d numbers. */
  readonly inputs: readonly (readonly number[])[];
  /** n numbers. */
  readonly targets: readonly number[];
}

/**
 * The columns of the inputs, in the order in which they are read: names, order and units of
 * scikit-learn. The income is in tens of thousands of dollars. StatLib's own table has totals of a
 * block group, from which AveRooms = total rooms / households, AveBedrms = total bedrooms /
 * households and AveOccup = population / households.
 */
export const HOUSING_FEATURES: readonly string[] = [
  "MedInc",
  "HouseAge",
  "AveRooms",
  "AveBedrms",
  "Population",
  "AveOccup",
  "Latitude",
  "Longitude",
];

/** The column of the target, in hundreds of thousands of dollars; StatLib's own table has dollars. */
export const HOUSING_TARGET = "MedHouseVal";

/** The number of rows of the whole table. */
export const HOUSING_ROWS = 20640;

/** Bounds of the target in its unit: all values are from 0.14999 to 5.00001. */
const TARGET_BOUNDS = [0.1, 6] as const;

/**
 * Reads the California Housing data (1990 census block groups, StatLib) from a table of
 * comma-separated values. Its first line names the columns: the eight of {@linkcode
 * HOUSING_FEATURES} and {@linkcode HOUSING_TARGET} must be among them, in any order, each cell a
 * number; others are ignored.
 *
 * @param csv The text of the file.
 * @param options `isWhole` asks for all {@linkcode HOUSING_ROWS} rows, instead of any number.
 * @throws {RangeError} If a column is missing, a line has too few or too many cells, a cell of a
 *   column that is needed is no number, the target is not in its unit, or there are no lines or not
 *   so many as are asked for.
 */
export function californiaHousing(
  csv: string,
  { isWhole = false }: { readonly isWhole?: boolean } = {},
): RegressionData {
  const lines = csv.replace(/^\uFEFF/, "").split(/\r?\n/);
  const names = lines[0]!.split(",").map(unquoted);
  const needed = [...HOUSING_FEATURES, HOUSING_TARGET];
  const missing = needed.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    throw new RangeError(
      `this is not the California Housing table: its first line lacks ${missing.join(", ")}; the ` +
        `columns ${needed.join(", ")} are needed`,
    );
  }
  const places = needed.map((name) => names.indexOf(name));
  const inputs: number[][] = [];
  const targets: number[] = [];
  lines.forEach((line, index) => {
    if (index === 0 || line.trim() === "") return;
    const cells = line.split(",").map(unquoted);
    if (cells.length !== names.length) {
      throw new RangeError(
        `line ${
          index + 1
        } has ${cells.length} cells, but the first line names ${names.length} columns`,
      );
    }
    const row = places.map((place, k) => {
      const value = cells[place] === "" ? NaN : Number(cells[place]);
      if (Number.isFinite(value)) return value;
      throw new RangeError(
        `line ${index + 1}, column ${needed[k]}: ${JSON.stringify(cells[place])} is not a number`,
      );
    });
    const target = row.pop()!;
    if (!(target >= TARGET_BOUNDS[0] && target <= TARGET_BOUNDS[1])) {
      throw new RangeError(
        `line ${index + 1}, column ${HOUSING_TARGET}: ${target} is no price in hundreds of ` +
          `thousands of dollars, which are from ${TARGET_BOUNDS.join(" to ")} in this table`,
      );
    }
    inputs.push(row);
    targets.push(target);
  });
  if (inputs.length === 0) {
    throw new RangeError("the table has no line but the names of its columns");
  }
  if (isWhole && inputs.length !== HOUSING_ROWS) {
    throw new RangeError(
      `the table has ${inputs.length} rows, but the California Housing table has ${HOUSING_ROWS}`,
    );
  }
  return { inputs, targets };
}

function unquoted(cell: string): string {
  return cell.trim().replace(/^"(.*)"$/, "$1");
}

/**
 * Made data of the same shape, with what makes the real ones hard: features that are skewed and
 * nearly collinear in pairs, and a target that is a smooth function of them with noise of a fifth
 * of its size.
 *
 * @param samples n, at least 2.
 * @param seed Decides the data.
 * @throws {RangeError} If `samples` is no integer of at least 2.
 */
export function syntheticHousing(samples: number, seed: number): RegressionData {
  if (!Number.isInteger(samples) || samples < 2) {
    throw new RangeError(`samples is ${samples}: give an integer of at least 2`);
  }
  const random = xoroshiro128plus(seed);
  const normal = () => standardNormal(random);
  const inputs = Array.from({ length: samples }, () => {
    const [income, age, size, crowd, place] = [normal(), normal(), normal(), normal(), normal()];
    return [
      Math.exp(0.4 * income!),
      age!,
      Math.exp(0.3 * size! + 0.1 * income!),
      Math.exp(0.3 * size! + 0.05 * normal()),
      Math.exp(0.7 * crowd!),
      Math.exp(0.3 * crowd! + 0.3 * normal()),
      place!,
      -0.92 * place! + 0.39 * normal(),
    ];
  });
  const targets = inputs.map(([income, age, rooms, , , occupation, latitude, longitude]) =>
    income! + 0.1 * age! + 0.3 * Math.tanh(rooms! - occupation!) +
    0.4 * Math.cos(latitude! + 2 * longitude!) + 0.2 * normal()
  );
  return { inputs, targets };
}

/**
 * A random subset with every feature, and the target if asked for, shifted and scaled to the mean 0
 * and the variance 1 over it.
 *
 * @param data The data.
 * @param samples How many rows are drawn, without replacement.
 * @param seed Decides which.
 * @param target Whether the target is standardized too, or only the features. Default: false.
 * @throws {RangeError} If there are fewer rows, or a column is constant on those drawn.
 */
export function standardizedSubset(
  { inputs, targets }: RegressionData,
  samples: number,
  seed: number,
  target = false,
): RegressionData {
  if (!Number.isInteger(samples) || samples < 2 || samples > inputs.length) {
    throw new RangeError(
      `${samples} rows are asked for: give an integer from 2 to the ${inputs.length} that there are`,
    );
  }
  const random = xoroshiro128plus(seed);
  const order = inputs.map((_, i) => i);
  for (let i = 0; i < samples; i++) {
    const j = i + Math.floor((random.next() >>> 0) / 2 ** 32 * (order.length - i));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  const drawn = order.slice(0, samples);
  const columns = inputs[0]!.map((_, k) =>
    standardized(drawn.map((i) => inputs[i]![k]!), `column ${k + 1} of the inputs`)
  );
  const values = drawn.map((i) => targets[i]!);
  return {
    inputs: drawn.map((_, row) => columns.map((column) => column[row]!)),
    targets: target ? standardized(values, "the target") : values,
  };
}

function standardized(values: readonly number[], what: string): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  if (!(variance > 0)) throw new RangeError(`${what} is constant on the rows that are drawn`);
  return values.map((value) => (value - mean) / Math.sqrt(variance));
}
