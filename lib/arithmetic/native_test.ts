/**
 * Tests that need TensorFlow's native library, which may not be installed.
 *
 * @module
 */

import { nativeFolder } from "./_native_folder.ts";

/** Why nothing can be tested on the native backend; undefined if it can. */
export async function whyNotNative(): Promise<string | undefined> {
  const folder = nativeFolder()!;
  const isThere = await Deno.stat(folder).then(() => true, () => false);
  if (!isThere) return "not installed (deno task native)";
  const { state } = await Deno.permissions.query({ name: "ffi", path: folder });
  // A library that is there and does not load is a failure.
  return state === "granted" ? undefined : "no --allow-ffi=.native";
}

/**
 * Registers tests on the native backend, or one that is ignored and whose name says why.
 *
 * @param subject What is tested.
 * @param register Registers the tests.
 */
export async function testNative(
  subject: string,
  register: () => void | Promise<void>,
): Promise<void> {
  const reason = await whyNotNative();
  if (reason === undefined) await register();
  else Deno.test.ignore(`${subject} on tensorflow: ${reason}`, () => {});
}
