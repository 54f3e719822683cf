/// <reference lib="deno.worker" />
/**
 * Measures one SPGD step in one arithmetic. Runs as a thread of its own, because TensorFlow.js has
 * one backend at a time.
 *
 * @module
 */

import {
  type Arithmetic,
  type Float32Backend,
  float64,
  loadFloat32,
} from "../lib/arithmetic/mod.ts";
import { iterate, type ResidualMap, spgd } from "../lib/optimizers/mod.ts";
import { randomFor } from "../verify/random.ts";
import { measure, type Measurement } from "./measure.ts";

/** What is to be measured. */
export interface StepRequest {
  /** The backend of float32; float64 if it is left out. */
  readonly backend?: Float32Backend;
  /** The sizes n of the n×n Jacobians. */
  readonly sizes: readonly number[];
}

/** The measurements, by size; or why the arithmetic could not be loaded. */
export type StepAnswer =
  | { readonly name: string; readonly measurements: readonly Measurement[] }
  | { readonly failure: string };

/** F(θ) = Aθ, with a dense square A. */
function linearMap(size: number): ResidualMap {
  const random = randomFor("bench", "spgd step", size);
  const rows = Array.from(
    { length: size },
    () => Array.from({ length: size }, () => 2 * random.nextDouble() - 1),
  );
  return {
    residual: (arithmetic, theta) => arithmetic.multiply(arithmetic.matrix(rows), theta),
    jacobian: (arithmetic) => arithmetic.matrix(rows),
  };
}

async function measureSteps<T>(
  arithmetic: Arithmetic<T>,
  sizes: readonly number[],
): Promise<StepAnswer> {
  const optimizer = spgd(arithmetic, { stepSize: 1e-3 });
  const measurements: Measurement[] = [];
  for (const size of sizes) {
    const map = linearMap(size);
    const start = Array<number>(size).fill(1);
    measurements.push(
      await measure(() => iterate(arithmetic, map, optimizer, start, { steps: 1 })),
    );
  }
  return {
    name: `${arithmetic.name} (${arithmetic.backend})`,
    measurements,
  };
}

async function answer({ backend, sizes }: StepRequest): Promise<StepAnswer> {
  if (backend === undefined) return await measureSteps(float64, sizes);
  try {
    return await measureSteps(await loadFloat32({ backend }), sizes);
  } catch (error) {
    // The first line says that the backend could not be loaded, the second one why.
    const lines = (error instanceof Error ? error.message : String(error)).split("\n");
    return { failure: (lines[1] ?? lines[0]!).trim() };
  }
}

if (import.meta.main) {
  self.onmessage = async ({ data }: MessageEvent<StepRequest>) => {
    self.postMessage(await answer(data));
    self.close();
  };
}
