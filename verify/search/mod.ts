/**
 * Search over the random draws behind fast-check's values.
 *
 * @module
 */

export { type Candidate, Climber, type Ground, type Proposal } from "./climber.ts";
export type { Change } from "./change.ts";
export { mutate } from "./mutate.ts";
export {
  type DrawSource,
  type Edited,
  generateRecorded,
  type Origin,
  type Recorded,
  type RecordedList,
  type RecordedNumber,
  type Recording,
  regenerate,
  Regenerator,
} from "./recording.ts";
export { compareRecordings, simplerRecordings, simplestDraws } from "./simpler.ts";
export { SpreadOfNumbers } from "./spread.ts";
export { Nudge } from "../../lib/fast_check/nudge.ts";
