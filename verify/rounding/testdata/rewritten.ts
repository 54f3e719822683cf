/**
 * What becomes of pieces of code when their arithmetic is rewritten, on record: `$` stands for the
 * prefix of the runtime's functions, and the import of them is left out.
 *
 * After a change that is meant, or a new piece (with anything for its text), write the record again
 * and look at what differs:
 *
 *     deno run --allow-read --allow-write verify/rounding/testdata/rewritten.ts
 *
 * @module
 */

import { rewriteArithmetic } from "../rewrite.ts";

/** The file of the pieces and of what they become. */
export const RECORD = new URL("rewritten.json", import.meta.url);

/** Reads the record: what each piece became when it was last written. */
export async function readRecord(): Promise<Record<string, string>> {
  return JSON.parse(await Deno.readTextFile(RECORD)) as Record<string, string>;
}

/** What becomes of a piece, on one line. */
export function rewritten(source: string): string {
  return rewriteArithmetic(source, "runtime").replace(/^import \{.*\} from "runtime";\n/, "")
    .replaceAll("$rounding_", "$").replaceAll(/\s+/g, " ").trim();
}

if (import.meta.main) {
  const pieces = Object.keys(await readRecord());
  const record = Object.fromEntries(pieces.map((source) => [source, rewritten(source)]));
  await Deno.writeTextFile(RECORD, JSON.stringify(record, null, 2) + "\n");
}
