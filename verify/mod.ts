/**
 * The engine: generate → shrink → confirm → judge.
 *
 * @module
 */

export * from "./claim.ts";
export * from "./evidence.ts";
export * from "./judgement.ts";
export * from "./profile.ts";
export * from "./relation.ts";
export { searchClaim, type SearchOptions } from "./search.ts";
