/**
 * TensorFlow's native library as a backend of TensorFlow.js.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { createRequire } from "node:module";
import { join } from "node:path";
import nodeUtil from "node:util";
import {
  ADDON,
  BACKEND,
  MANIFEST,
  NATIVE_ENVIRONMENT,
  NATIVE_FOLDER_VARIABLE,
  nativeFolder,
  SHARED_COPY,
} from "./_native_folder.ts";

/** The part of the backend's module that is used here. */
interface BackendModule {
  readonly NodeJSKernelBackend: new (binding: unknown, name: string) => tf.KernelBackend;
}

/**
 * Registers the native backend with TensorFlow.js.
 *
 * @throws {Error} If it is not installed, or may not be loaded; it says what to do.
 */
export async function registerNativeBackend(): Promise<void> {
  const folder = nativeFolder();
  if (folder === undefined) {
    throw new Error(
      `the native library is looked for in a folder: set ${NATIVE_FOLDER_VARIABLE} to one that ` +
        "`deno task native` has filled",
    );
  }
  // Code is loaded by the path that links lead to, and so must the permission be.
  const real = await Deno.realPath(folder).catch(() => undefined);
  const { state } = await Deno.permissions.query({ name: "ffi", path: real ?? folder });
  if (state !== "granted") {
    throw new Error(`native code needs the permission --allow-ffi=${folder}`);
  }
  if (real === undefined || !await isFile(join(real, MANIFEST))) {
    throw new Error(`there is no native library in ${folder}: \`deno task native\` puts it there`);
  }
  const backend = join(real, BACKEND);
  const addon = join(backend, ADDON);
  for (const [name, value] of Object.entries(NATIVE_ENVIRONMENT)) {
    const mayBeSet = await Deno.permissions.query({ name: "env", variable: name });
    // Where it may not, whoever started this process has to.
    if (mayBeSet.state === "granted" && Deno.env.get(name) === undefined) Deno.env.set(name, value);
  }
  // tfjs-node calls functions that newer versions of node:util no longer have.
  Object.assign(nodeUtil, {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: Array.isArray,
  });
  Object.assign(globalThis, { [Symbol.for(SHARED_COPY)]: tf });
  const load = createRequire(join(backend, "package.json"));
  const binding: unknown = load(addon);
  const { NodeJSKernelBackend }: BackendModule = load("./dist/nodejs_kernel_backend.js");
  load("./dist/register_all_kernels.js");
  tf.registerBackend("tensorflow", () => new NodeJSKernelBackend(binding, "@tensorflow/tfjs-node"));
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch {
    return false;
  }
}
