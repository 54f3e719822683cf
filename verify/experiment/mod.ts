/**
 * What an experiment is written with.
 *
 * @module
 */

export * from "./comparison.ts";
export * from "./experiment.ts";
export { ERROR_PROBABILITY, seedsToDecide } from "./judge.ts";
