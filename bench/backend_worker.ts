/// <reference lib="deno.worker" />
/**
 * Measures an operation in one arithmetic. Runs as a thread of its own, because TensorFlow.js has one
 * backend at a time.
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
import { deepNetwork } from "../problems/mod.ts";
import { randomFor } from "../verify/random.ts";
import { measure, type Measurement } from "./measure.ts";
import { network } from "./network.ts";

/** What can be measured, by size. */
export type Operation =
  /** One step of SPGD on F(θ) = Aθ, A dense n×n: F and J, the SVD, the step. */
  | "SPGD step"
  /** The product of two n×n matrices. */
  | "product"
  /** ‖F‖² and its gradient for a network with two hidden layers of n units of tanh, 256 samples. */
  | "network gradient";

/** What is to be measured. */
export interface BackendRequest {
  /** The backend of float32; float64 if it is left out. */
  readonly backend?: Float32Backend;
  /** What is measured. */
  readonly operation: Operation;
  /** The sizes n. */
  readonly sizes: readonly number[];
}

/** The measurements, by size; or why the arithmetic could not be loaded. */
export type BackendAnswer =
  | { readonly name: string; readonly measurements: readonly Measurement[] }
  | { readonly failure: string };

function squareMatrix(size: number): number[][] {
  const random = randomFor("bench", "square matrix", size);
  return Array.from(
    { length: size },
    () => Array.from({ length: size }, () => 2 * random.nextDouble() - 1),
  );
}

/** The operation of that size, which may be repeated. */
function operationOf<T>(
  arithmetic: Arithmetic<T>,
  operation: Operation,
  size: number,
): () => void {
  switch (operation) {
    case "SPGD step": {
      const rows = squareMatrix(size);
      const map: ResidualMap = {
        residual: (arithmetic, theta) => arithmetic.multiply(arithmetic.matrix(rows), theta),
        jacobian: (arithmetic) => arithmetic.matrix(rows),
      };
      const optimizer = spgd(arithmetic, { stepSize: 1e-3 });
      const start = Array<number>(size).fill(1);
      return () => void iterate(arithmetic, map, optimizer, start, { steps: 1 });
    }
    case "product": {
      const a = arithmetic.matrix(squareMatrix(size));
      // The sum of the entries is asked for, so that a backend which computes later does so now.
      return () => arithmetic.scope(() => void arithmetic.dot(a, arithmetic.multiply(a, a)));
    }
    case "network gradient": {
      const problem = deepNetwork(network([8, size, size, 1]));
      const theta = arithmetic.vector([...problem.start]);
      return () =>
        arithmetic.scope(() => {
          const { residual, vectorJacobianProduct } = problem.linearize(arithmetic, theta);
          void arithmetic.norm(vectorJacobianProduct(residual));
        });
    }
  }
}

async function measureAll<T>(
  arithmetic: Arithmetic<T>,
  { operation, sizes }: BackendRequest,
): Promise<BackendAnswer> {
  const measurements: Measurement[] = [];
  for (const size of sizes) {
    measurements.push(await measure(operationOf(arithmetic, operation, size)));
  }
  return { name: `${arithmetic.name} (${arithmetic.backend})`, measurements };
}

async function answer(request: BackendRequest): Promise<BackendAnswer> {
  const { backend } = request;
  if (backend === undefined) return await measureAll(float64, request);
  try {
    return await measureAll(await loadFloat32({ backend }), request);
  } catch (error) {
    // The first line says that the backend could not be loaded, the second one why.
    const lines = (error instanceof Error ? error.message : String(error)).split("\n");
    return { failure: (lines[1] ?? lines[0]!).trim() };
  }
}

if (import.meta.main) {
  self.onmessage = async ({ data }: MessageEvent<BackendRequest>) => {
    self.postMessage(await answer(data));
    self.close();
  };
}
