/**
 * Makes TensorFlow's native library and the addon that Deno loads it by.
 *
 * On Linux with a 64-bit Intel or AMD processor by the pinned recipe: libraries from a Python wheel,
 * the addon compiled from the sources in its npm package. Elsewhere by the addon's official installer,
 * in a folder of its own. All is made in a temporary folder beside its place, is tried by a process of
 * its own, and then takes the place by one renaming: what fails or is interrupted leaves what was there.
 *
 * @module
 */

import { cp } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  ADDON,
  BACKEND,
  LIBRARIES,
  MANIFEST,
  NATIVE_ENVIRONMENT,
  NATIVE_FOLDER_VARIABLE,
  STAND_IN_SCRIPT,
  STAND_INS,
} from "../../lib/arithmetic/_native_folder.ts";
import { checkTools, InstallError, type Needed, type Runner, step } from "../_install/commands.ts";
import { fetchWheel, pip, takeMembers } from "../_install/wheel.ts";
import { exists } from "../exists.ts";
import { withScratch } from "../scratch.ts";
import { ADDON_SOURCES, COMPILER_FLAGS, INSTALLER, NPM_PACKAGES, WHEEL } from "./recipe.ts";

/** What {@linkcode install} needs. */
export interface InstallOptions {
  /** The folder to fill. */
  readonly folder: string;
  /** The system and the processor, as `Deno.build` names them. */
  readonly platform: Pick<typeof Deno.build, "os" | "arch">;
  /** Runs commands. */
  readonly run: Runner;
  /** Tells the user what is done next. */
  readonly say: (line: string) => void;
}

/**
 * Fills a folder with the native library, unless it holds what this would put there.
 *
 * @returns Whether anything was done.
 * @throws {InstallError} If something is missing or fails. The folder is then as it was.
 */
export async function install(options: InstallOptions): Promise<boolean> {
  const { folder, platform, run, say } = options;
  const isCompiled = platform.os === "linux" && platform.arch === "x86_64";
  const manifest = manifestOf(isCompiled, platform);
  if (await readManifest(folder) === manifest) return false;
  if (isCompiled) await checkTools(run, [pip("TensorFlow's libraries"), COMPILER]);
  return await withScratch(".native-", async (scratch) => {
    const made = join(scratch, "made");
    const work = join(scratch, "work");
    for (const path of [made, work]) await Deno.mkdir(path);
    await (isCompiled ? compile : runInstaller)(made, work, options);
    for (const name of STAND_INS) {
      const standIn = join(made, "node_modules", name);
      await Deno.mkdir(standIn, { recursive: true });
      await Deno.writeTextFile(join(standIn, "index.js"), STAND_IN_SCRIPT);
    }
    await Deno.writeTextFile(join(made, MANIFEST), manifest);
    say("trying it in a process of its own");
    await tryOut(made, run);
    await replace(folder, made, join(scratch, "replaced"));
    return true;
  }, { beside: folder });
}

/** What the folder is made of: as long as it is the same, there is nothing to do. */
function manifestOf(isCompiled: boolean, platform: InstallOptions["platform"]): string {
  const { os, arch } = platform;
  const made = isCompiled
    ? { packages: NPM_PACKAGES, wheel: WHEEL, sources: ADDON_SOURCES, flags: COMPILER_FLAGS }
    : { installer: INSTALLER };
  return `${JSON.stringify({ os, arch, ...made }, null, 2)}\n`;
}

async function readManifest(folder: string): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(join(folder, MANIFEST));
  } catch {
    return undefined;
  }
}

const COMPILER: Needed = [
  "c++",
  ["--version"],
  "a C++ compiler under the name c++ (Debian: g++)",
];

/** The folder with the configuration and the lock file of the npm packages. */
const SOURCES = fileURLToPath(new URL("./sources", import.meta.url));

/** Makes the folder by the recipe. */
async function compile(
  made: string,
  work: string,
  { run, say }: InstallOptions,
): Promise<void> {
  say(`fetching ${NPM_PACKAGES.backend}`);
  const configuration = ["--frozen", `--config=${join(SOURCES, "deno.json")}`];
  const names = Object.values(NPM_PACKAGES);
  await step(
    "fetching the npm packages",
    run,
    Deno.execPath(),
    ["cache", "--quiet", ...configuration, ...names.map((name) => `${name}/package.json`)],
  );
  const locate = fileURLToPath(new URL("./locate.ts", import.meta.url));
  const located = await step(
    "finding the npm packages",
    run,
    Deno.execPath(),
    ["run", "--quiet", ...configuration, locate, ...names],
  );
  const [backend, messages, headers] = JSON.parse(located) as [string, string, string];

  say(`fetching ${WHEEL.requirement} (${WHEEL.megabytes} MB)`);
  const wheel = await fetchWheel(WHEEL, "TensorFlow's wheel", work, run);

  say("unpacking it");
  await takeMembers(wheel, work, [...WHEEL.libraries, ...WHEEL.headers], run);
  const folder = await takeBackend(made, backend, messages);
  const libraries = join(folder, LIBRARIES);
  await Deno.mkdir(libraries, { recursive: true });
  for (const library of WHEEL.libraries) {
    const path = join(libraries, library.slice(library.lastIndexOf("/") + 1));
    await Deno.rename(join(work, library), path);
    // A third of it is the names of symbols, which nothing here reads. It works with them, too.
    await run("strip", ["--strip-unneeded", path]);
  }

  say("compiling the addon");
  const addon = join(folder, ADDON);
  await Deno.mkdir(dirname(addon), { recursive: true });
  await step("compiling the addon", run, "c++", [
    ...COMPILER_FLAGS,
    ...["-I", join(headers, "include"), "-I", join(work, "tensorflow/include")],
    ...ADDON_SOURCES.map((source) => join(backend, source)),
    ...["-L", libraries],
    ...WHEEL.libraries.map((library) => `-l:${library.slice(library.lastIndexOf("/") + 1)}`),
    ...["-o", addon],
  ]);
}

/** Makes the folder by the package's own installer, which needs a folder that is a project. */
async function runInstaller(
  made: string,
  work: string,
  { run, say }: InstallOptions,
): Promise<void> {
  say(`running the installer of ${INSTALLER} (up to 760 MB)`);
  await Deno.writeTextFile(
    join(work, "deno.json"),
    JSON.stringify({
      nodeModulesDir: "auto",
      imports: { "@tensorflow/tfjs-node": INSTALLER, "google-protobuf": NPM_PACKAGES.messages },
    }),
  );
  await step(
    "the installer",
    run,
    Deno.execPath(),
    ["install", `--allow-scripts=${INSTALLER}`],
    { cwd: work, isShown: true },
  );
  const installed = (name: string) => Deno.realPath(join(work, "node_modules", name));
  const backend = await installed("@tensorflow/tfjs-node");
  const messages = await installed("google-protobuf");
  if (!exists(join(backend, ADDON))) {
    throw new InstallError(
      "the installer of tfjs-node could not fetch or build its library; nothing was changed",
    );
  }
  const folder = await takeBackend(made, backend, messages);
  for (const part of [dirname(ADDON), LIBRARIES]) {
    await cp(join(backend, part), join(folder, part), { recursive: true, verbatimSymlinks: true });
  }
}

/** Copies what is loaded of the backend's JavaScript, and the package that it needs. */
async function takeBackend(made: string, backend: string, messages: string): Promise<string> {
  const folder = join(made, BACKEND);
  const isNeeded = (path: string) => !/(_test\.js|\.d\.ts)$/.test(path);
  await cp(join(backend, "dist"), join(folder, "dist"), { recursive: true, filter: isNeeded });
  await Deno.copyFile(join(backend, "package.json"), join(folder, "package.json"));
  const packages = join(made, "node_modules");
  await Deno.mkdir(packages);
  await cp(messages, join(packages, "google-protobuf"), { recursive: true });
  return folder;
}

/** Multiplies two matrices by it, with the permissions that the loader asks for. */
async function tryOut(made: string, run: Runner): Promise<void> {
  const real = await Deno.realPath(made);
  await step(
    "trying the library",
    run,
    Deno.execPath(),
    [
      ...["run", "--quiet", `--config=${ROOT_CONFIGURATION}`, "--frozen"],
      ...["--allow-read", "--allow-env", "--allow-sys", `--allow-ffi=${real}`],
      fileURLToPath(new URL("./try_out.ts", import.meta.url)),
    ],
    { env: { ...NATIVE_ENVIRONMENT, [NATIVE_FOLDER_VARIABLE]: real } },
  );
}

const ROOT_CONFIGURATION = fileURLToPath(new URL("../../deno.json", import.meta.url));

/** Puts a folder in the place of another one, which is removed with the scratch. */
async function replace(folder: string, made: string, replaced: string): Promise<void> {
  const isThere = exists(folder);
  if (isThere) await Deno.rename(folder, replaced);
  try {
    await Deno.rename(made, folder);
  } catch (error) {
    if (isThere) await Deno.rename(replaced, folder);
    throw error;
  }
}
