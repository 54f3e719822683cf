/**
 * Searches for numbers where something turns.
 *
 * @module
 */

export * from "./bisect_threshold.ts";
