/**
 * Two number systems behind one interface: {@linkcode float64} computes with ml-matrix,
 * {@linkcode loadFloat32} with TensorFlow.js.
 *
 * @module
 */

export * from "./arithmetic.ts";
export type { Float32Backend, MatrixSize } from "./_backends.ts";
export * from "./float32.ts";
export * from "./float64.ts";
