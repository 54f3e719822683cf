/**
 * Writes a table in the format Parquet as comma-separated values: the arguments are the two files. It
 * runs under the configuration in `sources`, since what it imports is no package of the project.
 *
 * @module
 */

import { brotliDecompressSync } from "node:zlib";

/** What is used of the package. */
interface Hyparquet {
  parquetReadObjects(options: {
    readonly file: ArrayBuffer;
    readonly compressors: Readonly<Record<string, (input: Uint8Array) => Uint8Array>>;
  }): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

const [from, to] = Deno.args as [string, string];
// Were it written out, the project's own lock file would have to have it.
const name = "hyparquet";
const { parquetReadObjects }: Hyparquet = await import(name);
const rows = await parquetReadObjects({
  file: Deno.readFileSync(from).buffer,
  compressors: { BROTLI: (input) => brotliDecompressSync(input) },
});
const names = Object.keys(rows[0] ?? {});
const lines = [names, ...rows.map((row) => names.map((name) => String(row[name])))];
Deno.writeTextFileSync(to, lines.map((cells) => `${cells.join(",")}\n`).join(""));
