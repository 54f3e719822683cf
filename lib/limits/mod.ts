/**
 * Whether a sequence converges: observed at horizons that double until it is shown that it does, or
 * that it does not.
 *
 * {@linkcode observeLimit} runs a sequence and says which; {@linkcode limitRelation} makes of that a
 * relation that the engine can judge.
 *
 * @module
 */

export * from "./limit_relation.ts";
export * from "./limit_sequence.ts";
export * from "./observe_limit.ts";
