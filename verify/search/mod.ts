/**
 * Search over the random draws behind fast-check's values.
 *
 * @module
 */

export { Climber, type Proposal } from "./climber.ts";
export { type Move, mutate, type Mutation, type Stretch } from "./mutate.ts";
export { type DrawSource, generateRecorded, type Recorded, type Recording } from "./recording.ts";
