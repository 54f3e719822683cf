/**
 * What commands write, caught before it gets out.
 *
 * @module
 */

/** What was written while something was done. */
export interface Captured {
  /** To standard output. */
  readonly stdout: string;
  /** To standard error. */
  readonly stderr: string;
}

/**
 * Does something and returns what it wrote.
 *
 * @param act What is done.
 * @param most The most bytes that a stream takes at once. Default: all.
 */
export async function captured(
  act: () => unknown,
  most: number = Infinity,
): Promise<Captured> {
  const found = { stdout: "", stderr: "" };
  const names = ["stdout", "stderr"] as const;
  const restore = names.map((name) => {
    const stream = Deno[name];
    const { writeSync } = stream;
    const decoder = new TextDecoder();
    stream.writeSync = (bytes) => {
      const taken = bytes.subarray(0, most);
      found[name] += decoder.decode(taken, { stream: true });
      return taken.length;
    };
    return () => {
      stream.writeSync = writeSync;
    };
  });
  try {
    await act();
  } finally {
    for (const one of restore) one();
  }
  return found;
}
