/**
 * Two number systems behind one interface: {@linkcode float64} for the small matrices of the search
 * and {@linkcode createLargeFloat64} for large ones in double precision, {@linkcode loadFloat32} in
 * single precision with TensorFlow.js.
 *
 * @module
 */

export * from "./arithmetic.ts";
export type { Float32Backend, MatrixSize } from "./_backends.ts";
export * from "./float32.ts";
export * from "./float64.ts";
export * from "./large_float64.ts";
