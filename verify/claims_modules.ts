/**
 * Which modules `--claims` names.
 *
 * @module
 */

import { globSync } from "node:fs";
import { basename, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { UsageError } from "./usage_error.ts";

/** The modules that `--claims` names. */
export interface ClaimsModules {
  /** Their URLs, sorted by path. */
  readonly urls: readonly string[];
  /** Those that were named one by one, and so must export claims. */
  readonly named: ReadonlySet<string>;
}

const MODULE = /\.m?[jt]s$/;
/** Tests and declarations, which have nothing to export and are never imported. */
const NO_MODULE = /[._]test\.m?[jt]s$|\.d\.m?ts$/;

/** A scheme has two letters at least: one is a drive. */
const URL_LIKE = /^[a-z][a-z0-9+.-]+:/i;
const GLOB = /[*?[\]{}]/;

/**
 * Finds the modules that paths name: a file itself, a folder every module in it and below, a glob
 * what it matches. What begins with a dot and `node_modules` are passed over, and tests.
 *
 * @param paths Files, folders or globs, from the current folder.
 * @throws {UsageError} If one is a URL, or nothing is found there.
 */
export function findClaimsModules(paths: readonly string[]): ClaimsModules {
  const found = new Set<string>();
  const named = new Set<string>();
  for (const path of paths) {
    refuseUrl(path);
    const info = statOf(path);
    if (info?.isFile) {
      if (NO_MODULE.test(path)) {
        throw new UsageError(
          `cannot load claims from ${path}: tests and declarations are not imported; ` +
            "give a module that exports `claims`",
        );
      }
      found.add(resolve(path));
      named.add(pathToFileURL(resolve(path)).href);
      continue;
    }
    const modules = info?.isDirectory
      ? modulesBelow(resolve(path))
      : GLOB.test(path)
      ? matches(path)
      : undefined;
    if (modules === undefined) {
      throw new UsageError(
        `cannot load claims from ${path}: not found; give a module, a folder or a glob`,
      );
    }
    if (modules.length === 0) {
      throw new UsageError(
        info?.isDirectory
          ? `cannot load claims from ${path}: the folder has no modules ` +
            "(.ts, .mts, .js or .mjs, tests apart)"
          : `cannot load claims from ${path}: no module matches this glob ` +
            "(it is matched by path, from the current folder, against .ts, .mts, .js and .mjs)",
      );
    }
    for (const module of modules) found.add(module);
  }
  return { urls: [...found].sort().map((path) => pathToFileURL(path).href), named };
}

function refuseUrl(path: string): void {
  if (!URL_LIKE.test(path) || statOf(path) !== undefined) return;
  const instead = path.toLowerCase().startsWith("file:")
    ? `give a path: ${pathOf(path)}`
    : "give a path: what is not on this machine is not loaded, so save it first";
  throw new UsageError(`cannot load claims from the URL ${path}: ${instead}`);
}

function pathOf(url: string): string {
  try {
    return fileURLToPath(url);
  } catch {
    return url.replace(/^file:(\/\/)?/i, "");
  }
}

function statOf(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.statSync(path);
  } catch {
    return undefined;
  }
}

function isModule(path: string): boolean {
  const name = basename(path);
  return MODULE.test(name) && !NO_MODULE.test(name) && !name.startsWith(".");
}

/** A symbolic link to a folder is not followed: it may lead back. */
function modulesBelow(folder: string): string[] {
  return entriesOf(folder).flatMap((entry) => {
    const path = resolve(folder, entry.name);
    if (entry.isDirectory) {
      const isForeign = entry.name.startsWith(".") || entry.name === "node_modules";
      return isForeign ? [] : modulesBelow(path);
    }
    return isModule(path) && statOf(path)?.isFile ? [path] : [];
  });
}

function entriesOf(folder: string): Deno.DirEntry[] {
  try {
    return [...Deno.readDirSync(folder)];
  } catch (error) {
    throw new UsageError(
      `cannot read the folder ${folder} for claims: ${(error as Error).message}`,
    );
  }
}

function matches(glob: string): string[] {
  return globSync(glob)
    .filter((path) => !path.split(/[\\/]/).includes("node_modules"))
    .map((path) => resolve(path))
    .filter((path) => isModule(path) && statOf(path)?.isFile);
}
