/**
 * Assay's version.
 *
 * @module
 */

import configuration from "../deno.json" with { type: "json" };

/** The version of this checkout, from `deno.json`. */
export const VERSION: string = configuration.version;
