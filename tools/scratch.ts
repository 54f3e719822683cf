/**
 * A folder for the work of a tool, which is gone when the tool is, also where it is interrupted.
 *
 * @module
 */

import { dirname } from "node:path";

/** The signals by which people and machines end a tool. */
const SIGNALS = { SIGINT: 2, SIGTERM: 15 } as const;

/**
 * Runs something with a folder of its own.
 *
 * @param prefix How the folder's name begins.
 * @param body What is run.
 * @param options `close` puts away what must be before the folder can be removed (default: nothing);
 *   `beside` is a path whose parent is to hold the folder, so that what is made in it can be renamed to
 *   there (default: the system's temporary folder).
 */
export async function withScratch<T>(
  prefix: string,
  body: (folder: string) => Promise<T>,
  { close, beside }: {
    readonly close?: (folder: string) => Promise<void>;
    readonly beside?: string;
  } = {},
): Promise<T> {
  const parent = beside === undefined ? {} : { dir: dirname(beside) };
  const folder = await Deno.makeTempDir({ prefix, ...parent });
  const clear = async () => {
    await close?.(folder);
    await Deno.remove(folder, { recursive: true }).catch(() => {});
  };
  const listeners = Object.entries(SIGNALS).map(([name, number]) => {
    const end = () => void clear().finally(() => Deno.exit(128 + number));
    Deno.addSignalListener(name as Deno.Signal, end);
    return [name as Deno.Signal, end] as const;
  });
  try {
    return await body(folder);
  } finally {
    for (const [name, end] of listeners) Deno.removeSignalListener(name, end);
    await clear();
  }
}
