/**
 * Reading files that others wrote: no pipe that never ends, no JSON that is nested too deep for the
 * programs that walk through it.
 *
 * @module
 */

/** JSON with more levels of lists and objects than this is refused. */
export const MOST_LEVELS = 500;

/** The most keys of a place that messages name. */
const LONGEST_PLACE = 8;

/**
 * The bytes of a file. What is no file but can be opened like one is refused by its kind, without
 * waiting for what it may never give.
 *
 * @throws {Deno.errors.NotFound} If there is none.
 * @throws {Error} If it cannot be read, or is a folder, a pipe, a device or a socket.
 */
export function readRegularFile(path: string): Uint8Array<ArrayBuffer> {
  const info = Deno.statSync(path);
  // Reading a folder fails with the system's own words.
  if (!info.isFile && !info.isDirectory) throw new Error(`it is ${kindOf(info)}, not a file`);
  return Deno.readFileSync(path);
}

function kindOf(info: Deno.FileInfo): string {
  if (info.isFifo) return "a pipe (FIFO)";
  if (info.isSocket) return "a socket";
  return info.isCharDevice || info.isBlockDevice ? "a device" : "something else";
}

/** The value that bytes hold as JSON in UTF-8. @throws {Error} If they do not. */
export function parseJson(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
}

/** A list or an object, and how one comes to it. */
interface Place {
  readonly value: object;
  readonly level: number;
  readonly above: Place | undefined;
  readonly key: string | number;
}

/**
 * What makes a JSON value unfit to work with: more than {@linkcode MOST_LEVELS} levels, or a number
 * that is not finite, as 1e999 reads. Undefined if nothing does. It needs no more of the call stack
 * for a deep value than for a flat one.
 */
export function jsonDefect(value: unknown): string | undefined {
  const waiting: Place[] = [];
  const look = (
    part: unknown,
    above: Place | undefined,
    key: string | number,
  ): string | undefined => {
    if (typeof part === "number" && !Number.isFinite(part)) {
      return `has a number that is not finite at ${placeName(above, key)}`;
    }
    if (typeof part !== "object" || part === null) return undefined;
    const level = (above?.level ?? 0) + 1;
    if (level > MOST_LEVELS) {
      return `is nested more than ${MOST_LEVELS} levels deep at ${placeName(above, key)}`;
    }
    waiting.push({ value: part, level, above, key });
    return undefined;
  };
  let defect = look(value, undefined, "");
  for (let place = waiting.pop(); defect === undefined && place; place = waiting.pop()) {
    const { value: parts } = place;
    if (Array.isArray(parts)) {
      for (let i = 0; i < parts.length && defect === undefined; i++) {
        defect = look(parts[i], place, i);
      }
    } else {
      for (const key of Object.keys(parts)) {
        defect ??= look((parts as Record<string, unknown>)[key], place, key);
      }
    }
  }
  return defect;
}

/** The keys that lead to a part, as in `/variants/printed`; of a long way the first ones. */
function placeName(above: Place | undefined, key: string | number): string {
  const keys = [key];
  for (let place = above; place?.above !== undefined; place = place.above) keys.push(place.key);
  if (above === undefined) return "/";
  const shown = keys.reverse().slice(0, LONGEST_PLACE).map((name) => `/${name}`).join("");
  return keys.length > LONGEST_PLACE ? `${shown}/…` : shown;
}

/** The first line of what an error says. */
export function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0]!;
}
