/**
 * How this program was started: by a task of the checkout, or from another project as a package.
 *
 * @module
 */

import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

let prefix = "deno task";
let isPackage = false;

/** Says that the program runs as a package: commands are then called as given here. */
export function runAsPackage(command: string): void {
  prefix = command;
  isPackage = true;
}

/** A command as the user types it, such as `deno task verify`. */
export function commandName(task: string): string {
  return `${prefix} ${task}`;
}

/** By which configuration and lock file the names of packages are resolved; none where there is none. */
interface Resolution {
  /** The path of a deno.json. */
  readonly configuration?: string;
  /** The path of its deno.lock. */
  readonly lock?: string;
}

/**
 * What resolves the names of packages in claims: of a checkout its own configuration. A package goes by
 * the nearest one above the folder in which the user is; from a checkout, only where that links to it,
 * since without a link it does not know the names that the checkout's own modules use.
 */
function resolution(): Resolution {
  const own = import.meta.url.startsWith("file:")
    ? ["deno.json", "deno.lock"].map((name) =>
      fileURLToPath(new URL(`../${name}`, import.meta.url))
    )
    : undefined;
  const theirs = isPackage ? nearestConfiguration() : undefined;
  const [configuration, lock] = theirs !== undefined &&
      (own === undefined || /"links"/.test(Deno.readTextFileSync(theirs)))
    ? [theirs, join(dirname(theirs), "deno.lock")]
    : own ?? [];
  return {
    ...(configuration === undefined ? {} : { configuration }),
    ...(lock === undefined || !isFile(lock) ? {} : { lock }),
  };
}

function nearestConfiguration(): string | undefined {
  for (let folder = Deno.cwd();; folder = dirname(folder)) {
    const found = ["deno.json", "deno.jsonc"].map((name) => join(folder, name)).find(isFile);
    if (found !== undefined || dirname(folder) === folder) return found;
  }
}

/**
 * The arguments by which Deno resolves names so.
 *
 * @param folder Where the lock file is copied to: claims may need packages that are not in it, and it stays
 *   as it is.
 */
export function resolvingArguments(folder: string): string[] {
  const { configuration, lock } = resolution();
  const copy = join(folder, "deno.lock");
  if (lock !== undefined) Deno.copyFileSync(lock, copy);
  return [
    configuration === undefined ? "--no-config" : `--config=${configuration}`,
    lock === undefined ? "--no-lock" : `--lock=${copy}`,
  ];
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
