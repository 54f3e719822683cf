/**
 * Files of a report folder that need not be there.
 *
 * @module
 */

import type { ValidateFunction } from "ajv/dist/2020.js";
import { jsonDefect, parseJson, readRegularFile, reasonOf } from "../json_file.ts";
import { UsageError } from "../usage_error.ts";

/**
 * What a JSON file holds; undefined where there is none.
 *
 * @param validate Whether it follows its schema.
 * @param damaged The error for a file that is there but cannot be trusted, from what is wrong with it.
 * @throws {UsageError} If it cannot be read. Whatever `damaged` gives, if it is no JSON, holds a number
 *   that is not finite or does not follow its schema.
 */
export function readOptionalFile(
  path: string,
  validate: ValidateFunction,
  damaged: (what: string) => UsageError,
): unknown {
  let bytes: Uint8Array;
  try {
    bytes = readRegularFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw new UsageError(`cannot read ${path}: ${reasonOf(error)}`);
  }
  let value: unknown;
  try {
    value = parseJson(bytes);
  } catch (error) {
    throw damaged(reasonOf(error));
  }
  const defect = jsonDefect(value);
  if (defect !== undefined) throw damaged(`it ${defect}`);
  if (!validate(value)) {
    const { instancePath, message } = validate.errors![0]!;
    throw damaged(`at ${instancePath || "/"}: ${message}`);
  }
  return value;
}
