/**
 * Which of TensorFlow.js's backends computes, and how each is loaded.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { createRequire } from "node:module";
import { registerNativeBackend } from "./_native.ts";

/** What computes in single precision: native code, WebAssembly or plain JavaScript. */
export type Float32Backend = "tensorflow" | "wasm" | "cpu";

/** What size of matrices a backend is to be fast on. */
export type MatrixSize = "small" | "large";

/** From fastest to slowest on large matrices; on small ones it is the other way round. */
const backends: readonly Float32Backend[] = ["tensorflow", "wasm", "cpu"];

/**
 * The name of the backend that is asked for, by the option or else by the environment variable
 * ASSAY_BACKEND; undefined if neither is given. An empty variable is as good as none: that is how
 * shells unset one for a single command.
 */
export function forcedBackend(
  option: string | undefined,
  environment: Pick<Deno.Env, "get"> = Deno.env,
): string | undefined {
  return option ?? (environment.get("ASSAY_BACKEND") || undefined);
}

/** Makes a backend the one that TensorFlow.js computes on; rejects if that is impossible here. */
export type Loader = () => Promise<void>;

/** The loaders of this program; tests bring their own. */
export const loaders: Readonly<Record<Float32Backend, Loader>> = {
  async tensorflow() {
    await registerNativeBackend();
    await activate("tensorflow");
  },
  async wasm() {
    const { setWasmPaths } = await import("@tensorflow/tfjs-backend-wasm");
    // The .wasm files lie beside the script: without this, they are looked for elsewhere.
    const script = createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm");
    setWasmPaths(script.slice(0, Math.max(script.lastIndexOf("/"), script.lastIndexOf("\\")) + 1));
    await activate("wasm");
  },
  async cpu() {
    await import("@tensorflow/tfjs-backend-cpu");
    await activate("cpu");
  },
};

async function activate(name: Float32Backend): Promise<void> {
  if (!await tf.setBackend(name)) throw new Error("TensorFlow.js could not start it");
}

/**
 * Loads the backend of that name, or the fastest that loads if there is no name, and returns which.
 * Throws an `Error` that says what to do if the name is unknown or nothing loads.
 *
 * @param forced The name that an option or the environment variable ASSAY_BACKEND gives.
 * @param size The size of the matrices that it is to be the fastest on. Default: `"large"`.
 */
export async function loadBackend(
  forced: string | undefined,
  size: MatrixSize = "large",
  available: Readonly<Record<Float32Backend, Loader>> = loaders,
): Promise<Float32Backend> {
  const bySpeed = size === "large" ? backends : backends.toReversed();
  const candidates = forced === undefined ? bySpeed : backends.filter((name) => name === forced);
  if (candidates.length === 0) {
    throw new Error(
      `There is no float32 backend named ${JSON.stringify(forced)}. ` +
        `Set ASSAY_BACKEND or the option "backend" to one of ${backends.join(", ")}; ` +
        "leave it out to get the fastest that loads.",
    );
  }
  const failures: string[] = [];
  for (const name of candidates) {
    try {
      await available[name]();
      return name;
    } catch (error) {
      failures.push(`  ${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Error(
    (forced === undefined
      ? "No float32 backend could be loaded:\n"
      : "The float32 backend that was asked for could not be loaded:\n") +
      `${failures.join("\n")}\n` +
      (forced === undefined
        ? "Check that the npm packages @tensorflow/tfjs-backend-wasm and " +
          "@tensorflow/tfjs-backend-cpu are installed (deno install)."
        : forced === "tensorflow"
        ? "Install the native library (deno task native) and run with --allow-ffi=.native, or leave " +
          "ASSAY_BACKEND and the option out to get the fastest that loads."
        : "Leave ASSAY_BACKEND and the option out to get the fastest that loads."),
  );
}
