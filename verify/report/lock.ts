/**
 * Who writes a report folder: one command at a time, and one that did not come to its end is known
 * by the note that it leaves.
 *
 * @module
 */

import { join } from "node:path";
import { reasonOf } from "../json_file.ts";
import { commandName } from "../program.ts";
import { UsageError } from "../usage_error.ts";

/** The note in a folder that is being written, or was when the command ended before its time. */
export const NOTE = "unfinished.txt";

/** A folder that no other command writes meanwhile. */
export interface FolderLock {
  /** The command before, if it did not come to its end: a line on what that means. */
  readonly unfinished?: string;
  /** Ends it: all that was to be written is. */
  finish(): void;
  /** Ends it: nothing was written, and the note of the command before stands again. */
  abandon(): void;
}

/** Folders below a report folder have such names, and no more of them lie in each other. */
const FOLDER = /^[a-z0-9_-]+(?:\+[a-z0-9._-]+)?$/;
const MOST_FOLDERS = 3;

/** What files are called while they are written, in `files.ts`, with the process that does. */
const HALF_WRITTEN =
  /^\.(?:[a-z0-9_+.-]+\.(?:json|html|md|xml|css|js|svg|woff2|txt)|assay-[a-z0-9]+)\.\d+\.tmp$/i;

/**
 * Takes a report folder for this process, makes it where there is none, and clears away what commands
 * that were killed have left half written. The system gives it back when the process ends, however
 * that comes about.
 *
 * @throws {UsageError} If another process has it, or it cannot be written.
 */
export function takeFolder(folder: string): FolderLock {
  const path = join(folder, NOTE);
  let file: Deno.FsFile;
  let before: string;
  try {
    Deno.mkdirSync(folder, { recursive: true });
    file = openLocked(path, folder);
    before = contentsOf(file);
    if (before !== "" && writerOf(before) === undefined) {
      file.close();
      throw new Error(`${path} is not of this program: move it`);
    }
    writeNote(file, noteOf(folder));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `cannot write to the report folder ${folder}: ${reasonOf(error)}; choose another`,
    );
  }
  clearAway(folder, MOST_FOLDERS);
  const finish = () => {
    if (statOf(path) !== undefined) Deno.removeSync(path);
    file.close();
  };
  if (before === "") return { finish, abandon: finish };
  const abandon = () => {
    writeNote(file, before);
    file.close();
  };
  const unfinished =
    `${writerOf(before)} did not come to its end in ${folder}: what it had not searched yet, ` +
    "verdicts.json and timings.json are of runs before it; the pages are made again now";
  return { finish, abandon, unfinished };
}

/** Opens the note of a folder and locks it. */
function openLocked(path: string, folder: string): Deno.FsFile {
  while (true) {
    const kind = statOf(path);
    if (kind !== undefined && !kind.isFile) throw new Error(`${path} is no file`);
    const file = Deno.openSync(path, { read: true, write: true, create: true });
    if (!isLocked(file)) {
      file.close();
      const writer = writerOf(textOf(path)) ?? "another process";
      throw new UsageError(
        `${writer} is writing to ${folder}: wait until it is done, or choose another folder`,
      );
    }
    // Who had it may have removed it just now: then the lock is on a file that nobody else sees.
    if (statOf(path)?.ino === file.statSync().ino) return file;
    file.close();
  }
}

/** Locks a file for this process, unless another one has; some file systems have no locks. */
function isLocked(file: Deno.FsFile): boolean {
  try {
    return file.tryLockSync(true);
  } catch (error) {
    if (error instanceof Deno.errors.NotSupported) return true;
    throw error;
  }
}

function statOf(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.statSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** What stands in an open file: where locks bind readers too, its path cannot be read. */
function contentsOf(file: Deno.FsFile): string {
  const bytes = new Uint8Array(file.statSync().size);
  const length = file.readSync(bytes) ?? 0;
  return new TextDecoder().decode(bytes.subarray(0, length));
}

/** What a note says; nothing where another process keeps it from being read. */
function textOf(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return "";
  }
}

function noteOf(folder: string): string {
  return `Process ${Deno.pid} began to write here at ${new Date().toISOString()}.\n\n` +
    "It is not done, or was ended before it was. Then pages may be older than the evidence beside " +
    `them;\n\`${commandName("report")} ${folder}\` makes them again and removes this note.\n`;
}

/** The process that wrote a note, as messages name it. */
function writerOf(note: string): string | undefined {
  const [, pid, since] = /^Process (\d+) began to write here at (\S+)\.\n/.exec(note) ?? [];
  return pid === undefined ? undefined : `process ${pid} (since ${since})`;
}

function writeNote(file: Deno.FsFile, text: string): void {
  file.truncateSync();
  file.seekSync(0, Deno.SeekMode.Start);
  file.writeSync(new TextEncoder().encode(text));
}

/** Removes half-written files: who writes here has the folder, and that is this process. */
function clearAway(folder: string, depth: number): void {
  for (const { name, isFile, isDirectory } of Deno.readDirSync(folder)) {
    const path = join(folder, name);
    try {
      if (isFile && HALF_WRITTEN.test(name)) Deno.removeSync(path);
      else if (isDirectory && depth > 0 && FOLDER.test(name)) clearAway(path, depth - 1);
    } catch {
      // What cannot be read or removed is in nobody's way.
    }
  }
}
