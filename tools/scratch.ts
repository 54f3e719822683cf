/**
 * A folder for the work of a tool, which is gone when the tool is, also where it is interrupted.
 *
 * @module
 */

/** The signals by which people and machines end a tool. */
const SIGNALS = { SIGINT: 2, SIGTERM: 15 } as const;

/**
 * Runs something with a folder of its own.
 *
 * @param prefix How the folder's name begins.
 * @param body What is run.
 * @param close What must be put away before the folder can be removed. Default: nothing.
 */
export async function withScratch<T>(
  prefix: string,
  body: (folder: string) => Promise<T>,
  close: (folder: string) => Promise<void> = () => Promise.resolve(),
): Promise<T> {
  const folder = await Deno.makeTempDir({ prefix });
  const clear = async () => {
    await close(folder);
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
