/**
 * Prints where Deno keeps the packages that the arguments name, as a list in JSON. It runs under the
 * configuration of the native sources, which are not packages of the project.
 *
 * @module
 */

import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const folders = Deno.args.map((name) =>
  dirname(fileURLToPath(import.meta.resolve(`${name}/package.json`)))
);
await Deno.stdout.write(new TextEncoder().encode(JSON.stringify(folders)));
