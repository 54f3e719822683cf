/**
 * The folder that `deno task native` fills: where it is and what lies where in it.
 *
 * Nothing of it is among the packages of the project, which every user would have to download: the
 * backend's JavaScript is loaded by path, and is given the copy of TensorFlow.js that is there already.
 *
 * @module
 */

import { fileURLToPath } from "node:url";

/** The environment variable that names another folder than the checkout's `.native`. */
export const NATIVE_FOLDER_VARIABLE = "ASSAY_NATIVE";

/** The file that a complete folder has: it says of what it was made. */
export const MANIFEST = "manifest.json";

/** The folder of the backend within the native one. */
export const BACKEND = "tfjs-node";

/** The addon within the folder of the backend. */
export const ADDON = "lib/napi-v8/tfjs_binding.node";

/** The folder of TensorFlow's libraries within the folder of the backend: the addon looks there. */
export const LIBRARIES = "deps/lib";

/** The packages of TensorFlow.js that the backend asks for: each stands for the copy that is given it. */
export const STAND_INS = ["@tensorflow/tfjs", "@tensorflow/tfjs-core"] as const;

/** Where the stand-ins find the copy of TensorFlow.js: a symbol of the whole process. */
export const SHARED_COPY = "assay: the copy of TensorFlow.js";

/** What a stand-in's script says. */
export const STAND_IN_SCRIPT: string = `module.exports = globalThis[Symbol.for(${
  JSON.stringify(SHARED_COPY)
})];\n`;

/**
 * What TensorFlow reads from the environment: no notes on the processor, and one thread, since several
 * take longer on all but the largest matrices (a 32×32 product 69 µs instead of 17 on two cores), and
 * searches use every core already.
 */
export const NATIVE_ENVIRONMENT: Readonly<Record<string, string>> = {
  TF_CPP_MIN_LOG_LEVEL: "2",
  TF_NUM_INTRAOP_THREADS: "1",
  TF_NUM_INTEROP_THREADS: "1",
};

/**
 * The folder that the native library is, or would be, in: that which ASSAY_NATIVE names, else `.native`
 * in the checkout; undefined where this module is not a file.
 *
 * @param environment The environment. Default: this process's.
 */
export function nativeFolder(
  environment: Pick<Deno.Env, "get"> = Deno.env,
): string | undefined {
  const named = valueOf(environment);
  if (named !== undefined && named !== "") return named;
  const url = new URL("../../.native", import.meta.url);
  return url.protocol === "file:" ? fileURLToPath(url) : undefined;
}

/** What the variable says, where it may be read. */
function valueOf(environment: Pick<Deno.Env, "get">): string | undefined {
  try {
    return environment.get(NATIVE_FOLDER_VARIABLE);
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return undefined;
    throw error;
  }
}
