/**
 * Stops a command in the middle of a write, for the tests that kill it there: to be loaded before
 * its main module, with `--preload`.
 *
 * @module
 */

/** What the command writes to standard error when it has come to the write and waits to be killed. */
export const HALTED = "halted in the middle of a write\n";

/**
 * From now on, the first write of a file whose name contains this text puts half of its bytes there,
 * says {@linkcode HALTED}, and never returns.
 *
 * Whichever way of writing the command uses is covered: the functions that write a whole file, with
 * or without a promise, and the methods of an open one.
 */
export function haltInWriteOf(name: string): void {
  const openNames = new WeakMap<object, string>();
  const bytesOf = (contents: unknown) =>
    typeof contents === "string"
      ? new TextEncoder().encode(contents)
      : new Uint8Array(contents as Uint8Array);
  const writeSync = Deno.writeFileSync;
  const halt = (): never => {
    Deno.stderr.writeSync(new TextEncoder().encode(HALTED));
    const never = new Int32Array(new SharedArrayBuffer(4));
    while (true) Atomics.wait(never, 0, 0);
  };
  const isMeant = (path: unknown) => String(path).includes(name);
  const halves = (contents: unknown) => {
    const bytes = bytesOf(contents);
    return bytes.subarray(0, Math.floor(bytes.length / 2));
  };

  const whole = ["writeTextFileSync", "writeFileSync", "writeTextFile", "writeFile"] as const;
  for (const method of whole) {
    const original = Deno[method] as (...args: unknown[]) => unknown;
    Object.defineProperty(Deno, method, {
      value: (path: unknown, contents: unknown, ...rest: unknown[]) => {
        if (!isMeant(path)) return original(path, contents, ...rest);
        writeSync(path as string, halves(contents));
        return halt();
      },
    });
  }
  const { openSync, open } = Deno;
  Object.defineProperty(Deno, "openSync", {
    value: (path: string | URL, options?: Deno.OpenOptions) => {
      const file = openSync(path, options);
      openNames.set(file, String(path));
      return file;
    },
  });
  Object.defineProperty(Deno, "open", {
    value: async (path: string | URL, options?: Deno.OpenOptions) => {
      const file = await open(path, options);
      openNames.set(file, String(path));
      return file;
    },
  });
  const { writeSync: writeOpen } = Deno.FsFile.prototype;
  for (const method of ["writeSync", "write"] as const) {
    const original = Deno.FsFile.prototype[method] as (bytes: Uint8Array) => unknown;
    Object.defineProperty(Deno.FsFile.prototype, method, {
      value: function (this: Deno.FsFile, bytes: Uint8Array) {
        if (!isMeant(openNames.get(this) ?? "")) return original.call(this, bytes);
        writeOpen.call(this, halves(bytes));
        return halt();
      },
    });
  }
}
