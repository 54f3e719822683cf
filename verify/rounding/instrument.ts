/**
 * Makes a twin of claims modules, whose arithmetic can be rounded at random: bundles each with all
 * that it imports and rewrites the bundle.
 *
 * @module
 */

import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { rewriteArithmetic } from "./rewrite.ts";
import { resolvingArguments } from "../program.ts";

/**
 * Packages that stay outside of the bundle. Of fast-check there must be one copy, which makes and
 * reads the instances; the others compute in WebAssembly, or load a second arithmetic.
 */
const ALWAYS_EXTERNAL = ["fast-check", "highs", "@tensorflow/*"];

/** Claims modules, bundled and rewritten. */
export interface Instrumented {
  /** Tells it from {@linkcode Unavailable}. */
  readonly kind: "instrumented";
  /** The URL of the file that `loadTwin` imports, in a process with the configuration of the tree. */
  readonly url: string;
  /** Packages that were left outside since files of WebAssembly lie beside them. */
  readonly external: readonly string[];
  /** How long its making took, in milliseconds. */
  readonly milliseconds: {
    /** `deno bundle`. */
    readonly bundling: number;
    /** Parsing, replacing and printing. */
    readonly rewriting: number;
  };
  /** Removes the file and its folder. */
  dispose(): Promise<void>;
}

/** The modules could not be bundled or rewritten. */
export interface Unavailable {
  /** Tells it from {@linkcode Instrumented}. */
  readonly kind: "unavailable";
  /** Why, for people. */
  readonly reason: string;
}

/** What {@linkcode instrument} makes. */
export type InstrumentedModule = Instrumented | Unavailable;

/** How modules are bundled. */
export interface InstrumentOptions {
  /** Packages to leave outside beside the usual ones. Default: none. */
  readonly external?: readonly string[];
  /** The folder to make the twin in, which is made too. Default: a new one among temporary files. */
  readonly folder?: string;
}

/**
 * Bundles and rewrites modules that export `claims`. They may be TypeScript, import one another, the
 * tree and packages that its configuration names, and await at top level; `import.meta.url`,
 * `filename` and `dirname` are those of the module that says it.
 *
 * Packages outside of the bundle are imported by their bare names, which the import map of
 * `deno.json` resolves for any file of a process that is started with `--config`.
 *
 * Needs permission to read, to write to the temporary folder and to run Deno.
 *
 * @param claims The URLs of the modules.
 * @returns Where the twin is, or why there is none; it throws nothing.
 */
export async function instrument(
  claims: string | readonly string[],
  { external = [], folder: wanted }: InstrumentOptions = {},
): Promise<InstrumentedModule> {
  let folder: string | undefined;
  try {
    if (wanted === undefined) folder = await Deno.makeTempDir({ prefix: "assay-rounding-" });
    else {
      // One that is there already is not removed where something fails.
      await Deno.mkdir(wanted);
      folder = wanted;
    }
    const result = await instrumentIn(
      folder,
      typeof claims === "string" ? [claims] : claims,
      [...ALWAYS_EXTERNAL, ...external],
    );
    if (result.kind === "unavailable") await remove(folder);
    return result;
  } catch (error) {
    if (folder !== undefined) await remove(folder);
    return {
      kind: "unavailable",
      reason: error instanceof Error ? error.message : String(error),
    };
  }
}

async function instrumentIn(
  folder: string,
  claims: readonly string[],
  external: readonly string[],
): Promise<InstrumentedModule> {
  const entry = join(folder, "entry.ts");
  const output = join(folder, "bundle.js");
  await Deno.writeTextFile(entry, entryModule(claims));

  const started = performance.now();
  let bundled = await bundle(entry, output, external);
  let withWebAssembly: readonly string[] = [];
  if (bundled.kind === "bundle") {
    withWebAssembly = await packagesWithWebAssembly(bundled.code, folder);
    if (withWebAssembly.length > 0) {
      const all = [...external, ...withWebAssembly.flatMap((name) => [name, `${name}/*`])];
      bundled = await bundle(entry, output, all);
    }
  }
  if (bundled.kind === "unavailable") return bundled;

  const rewriting = performance.now();
  const located = withOwnUrls(bundled.code, folder);
  const rewritten = rewriteArithmetic(located, new URL("runtime.ts", import.meta.url).href);
  const path = join(folder, "twin.js");
  await Deno.writeTextFile(path, rewritten);
  return {
    kind: "instrumented",
    url: pathToFileURL(path).href,
    external: withWebAssembly,
    milliseconds: { bundling: rewriting - started, rewriting: performance.now() - rewriting },
    dispose: () => remove(folder),
  };
}

function entryModule(claims: readonly string[]): string {
  const arithmetic = new URL("../../lib/arithmetic/mod.ts", import.meta.url).href;
  const webAssembly = new URL("../../lib/arithmetic/_web_assembly.ts", import.meta.url).href;
  const names = claims.map((_, index) => `module${index}`);
  return [
    ...claims.map((url, index) => `import * as module${index} from ${JSON.stringify(url)};`),
    `export { float64 } from ${JSON.stringify(arithmetic)};`,
    // What WebAssembly computes cannot be rounded at random.
    `import { computeInJavaScript } from ${JSON.stringify(webAssembly)};`,
    "computeInJavaScript();",
    `export const modules = [${names.map((name) => `{ claims: ${name}.claims }`).join(", ")}];`,
  ].join("\n");
}

async function bundle(
  entry: string,
  output: string,
  external: readonly string[],
): Promise<{ readonly kind: "bundle"; readonly code: string } | Unavailable> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "bundle",
      "--quiet",
      // What the claims import is on this machine.
      "--deny-import",
      ...resolvingArguments(dirname(output)),
      ...external.flatMap((name) => ["--external", name]),
      "--output",
      output,
      entry,
    ],
    // The paths in the comments of the bundle are relative to it.
    cwd: dirname(entry),
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  if (success) return { kind: "bundle", code: await Deno.readTextFile(output) };
  const message = new TextDecoder().decode(stderr).trim();
  return { kind: "unavailable", reason: `deno bundle failed: ${message}` };
}

/** A comment that names the file which the lines below it come from. */
const FILE_COMMENT = /^\/\/ (\S.*\.[cm]?[jt]sx?)$/;

/** The packages in the bundle that have a file of WebAssembly in their folder. */
async function packagesWithWebAssembly(code: string, folder: string): Promise<string[]> {
  const folders = new Map<string, string>();
  for (const line of code.split("\n")) {
    const file = FILE_COMMENT.exec(line)?.[1];
    // In Deno's cache, <registry>/<name>/<version>/…; in a folder of modules, node_modules/<name>/….
    const found = /^(.*\/npm\/[^/]+\/((?:@[^/]+\/)?[^/@]+)\/\d[^/]*)\//.exec(file ?? "") ??
      /^(.*\/node_modules\/((?:@[^/]+\/)?[^/]+))\//.exec(file ?? "");
    if (found !== null) folders.set(resolve(folder, found[1]!), found[2]!);
  }
  const names: string[] = [];
  for (const [path, name] of folders) {
    if (await holdsWebAssembly(path)) names.push(name);
  }
  return names.sort();
}

async function holdsWebAssembly(path: string): Promise<boolean> {
  for await (const { name, isDirectory } of Deno.readDir(path)) {
    if (name.endsWith(".wasm")) return true;
    if (isDirectory && name !== "node_modules" && await holdsWebAssembly(join(path, name))) {
      return true;
    }
  }
  return false;
}

/** The bundle with `import.meta.url` and the like as they were in each of its files. */
function withOwnUrls(code: string, folder: string): string {
  let path: string | undefined;
  return code.split("\n").map((line) => {
    const file = FILE_COMMENT.exec(line)?.[1];
    if (file !== undefined) path = resolve(folder, file);
    if (path === undefined) return line;
    const own = { url: pathToFileURL(path).href, filename: path, dirname: dirname(path) };
    return line.replaceAll(
      /\bimport\.meta\.(url|filename|dirname)\b/g,
      (_, name: "url" | "filename" | "dirname") => JSON.stringify(own[name]),
    );
  }).join("\n");
}

async function remove(folder: string): Promise<void> {
  await Deno.remove(folder, { recursive: true }).catch(() => {});
}
