/**
 * What worker processes may do.
 *
 * Claims are code of other people. What their modules import, statically or by a literal name, can be
 * told without running them: `deno info` lists it. A worker process may read these files and nothing
 * else; it may not write, connect, start other processes, load libraries, or see the environment.
 *
 * @module
 */

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { resolvingArguments } from "./program.ts";
import { NATIVE_FOLDER_VARIABLE, nativeFolder } from "../lib/arithmetic/_native_folder.ts";

/** The environment variables that a worker may see: they are our own, and name the backend. */
const VARIABLES = ["ASSAY_BACKEND", NATIVE_FOLDER_VARIABLE] as const;

/** The longest list of paths in one argument, in characters: some systems take 128 KiB. */
const LONGEST_LIST = 100_000;

/** A worker's modules cannot be told. */
export class SandboxError extends Error {
  /** @param message Why. */
  constructor(message: string) {
    super(message);
    this.name = "SandboxError";
  }
}

/** The permissions of worker processes on some claims modules, and a folder that they may read. */
export class Sandbox {
  /** The arguments of `deno run` that grant them. */
  readonly flags: readonly string[];
  /** A folder for what is made for the workers. */
  readonly folder: string;

  readonly #removeAtEnd: () => void;

  private constructor(flags: readonly string[], folder: string) {
    this.flags = flags;
    this.folder = folder;
    // A signal may end the program before its time.
    this.#removeAtEnd = () => {
      try {
        Deno.removeSync(folder, { recursive: true });
      } catch {
        // The system clears its temporary folder.
      }
    };
    addEventListener("unload", this.#removeAtEnd);
  }

  /**
   * The sandbox of workers on claims modules.
   *
   * Needs permission to write to the temporary folder and to run Deno.
   *
   * @param claims The modules' URLs.
   * @param backend The backend that is asked for. Where it is the native one, and this program itself
   *   may load it, a worker may load it too; no permission binds native code.
   * @throws {SandboxError} If their imports cannot be told.
   */
  static async of(claims: readonly string[], backend?: string): Promise<Sandbox> {
    const native = backend === "tensorflow" ? await loadableNativeFolder() : undefined;
    // The system may name it by a link.
    const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "assay-worker-" }));
    try {
      const roots = [
        ...["worker.ts", "watchdog.ts"].map((name) => new URL(name, import.meta.url).href),
        ...claims,
      ];
      const resolving = resolvingArguments(folder);
      const paths = [folder, ...await graphPaths(roots, folder, resolving)];
      if (native !== undefined) paths.push(native);
      return new Sandbox([
        ...resolving,
        "--no-prompt",
        "--deny-import",
        ...readFlags(paths),
        `--allow-env=${VARIABLES}`,
        ...(native === undefined ? [] : [`--allow-ffi=${native}`]),
        "--cached-only",
      ], folder);
    } catch (error) {
      await remove(folder);
      throw error;
    }
  }

  /** Removes the folder. */
  async dispose(): Promise<void> {
    removeEventListener("unload", this.#removeAtEnd);
    await remove(this.folder);
  }
}

/** The folder of the native library, if it is there and this program may load code from it. */
async function loadableNativeFolder(): Promise<string | undefined> {
  const folder = nativeFolder();
  if (folder === undefined) return undefined;
  const real = await Deno.realPath(folder).catch(() => undefined);
  if (real === undefined) return undefined;
  const { state } = await Deno.permissions.query({ name: "ffi", path: real });
  return state === "granted" ? real : undefined;
}

/** The part of what `deno info --json` prints that is read here. */
interface ModuleGraph {
  readonly modules: readonly { readonly specifier: string }[];
  readonly npmPackages?: Readonly<Record<string, { readonly localPath?: string }>>;
}

/** The files that modules import, and the folders of the packages, sorted. */
async function graphPaths(
  roots: readonly string[],
  folder: string,
  resolving: readonly string[],
): Promise<string[]> {
  const entry = join(folder, "roots.ts");
  await Deno.writeTextFile(
    entry,
    roots.map((url) => `import ${JSON.stringify(url)};\n`).join(""),
  );
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", "--deny-import", ...resolving, entry],
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  if (!success) {
    const reason = new TextDecoder().decode(stderr).trim().split("\n").at(-1) ?? "";
    throw new SandboxError(`cannot tell what the claims import: deno info failed: ${reason}`);
  }
  const graph = JSON.parse(new TextDecoder().decode(stdout)) as ModuleGraph;
  const files = graph.modules.map(({ specifier }) => specifier)
    .filter((specifier) => specifier.startsWith("file:")).map((url) => fileURLToPath(url));
  const packages = Object.values(graph.npmPackages ?? {})
    .map(({ localPath }) => localPath).filter((path) => path !== undefined);
  return [...new Set([...files, ...packages])].sort();
}

/** The permission to read paths, in as many arguments as it takes. */
function readFlags(paths: readonly string[]): string[] {
  const flags: string[] = [];
  let list = "";
  for (const path of paths) {
    // Deno knows no way to write a path that has one.
    if (path.includes(",")) {
      throw new SandboxError(
        `cannot load claims that import ${path}: its path has a comma, which separates the paths ` +
          "that a worker process may read; move or rename it",
      );
    }
    if (list !== "" && list.length + path.length > LONGEST_LIST) {
      flags.push(`--allow-read=${list}`);
      list = "";
    }
    list += list === "" ? path : `,${path}`;
  }
  return [...flags, `--allow-read=${list}`];
}

async function remove(folder: string): Promise<void> {
  await Deno.remove(folder, { recursive: true }).catch(() => {});
}

/** What an operation that a sandbox refuses throws says at its end, of no use to who wrote a claim. */
const ADVICE = /,? run again with the --allow-[a-z]+ flag/g;

/** The message of an error, with what a claim may do where it is that an operation was refused. */
export function explainRefusal(message: string): string {
  const isRefusal = /\bRequires (?:[a-z]+) access\b/.test(message);
  return isRefusal
    ? `${message.replaceAll(ADVICE, "")}: a claim may only compute and import its own modules ` +
      '(README, "What a checker may do")'
    : message;
}
