/**
 * Flows ẏ = f(t, y) and the geometry of embedded manifolds: adaptive integration with dense output
 * ({@linkcode dormandPrince}, and {@linkcode rosenbrock} for stiff cases), the time of an event
 * ({@linkcode firstCrossing}), how far numbers still move when tolerances are tightened
 * ({@linkcode movement}), geodesics, parallel transport and shooting ({@linkcode geodesic},
 * {@linkcode parallelTransport}, {@linkcode shoot}).
 *
 * Points are plain arrays of numbers; everything is made for small dimensions (1 to 20).
 *
 * @module
 */

export * from "./dormand_prince.ts";
export * from "./error_norm.ts";
export * from "./first_crossing.ts";
export * from "./flow_options.ts";
export * from "./movement.ts";
export * from "./rosenbrock.ts";
export * from "./trajectory.ts";
export * from "./geodesic.ts";
export * from "./immersion.ts";
export * from "./parallel_transport.ts";
export * from "./shoot.ts";
