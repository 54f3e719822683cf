/**
 * Specimens: generated instances that can be shrunk, and generated again with their numbers moved.
 *
 * @module
 */

import type { Arbitrary, Value } from "../lib/fast_check/mod.ts";
import type { Nudge } from "../lib/fast_check/nudge.ts";
import type { Claim } from "./claim.ts";
import { deepFreeze } from "./freeze.ts";
import {
  type Candidate,
  type DrawSource,
  type Edited,
  generateRecorded,
  type Recording,
  regenerate,
} from "./search/mod.ts";

/** An instance, and how it came about. */
export interface Specimen extends Candidate {
  /** The instance as fast-check gave it, with what fast-check needs to shrink it. */
  readonly value: Value<unknown>;
  /** The steps down fast-check's shrink tree that led here from what was generated. */
  readonly path: readonly number[];
  /** Its JSON, which tells it from others. */
  readonly text: string;
}

/** A specimen of what was generated, or shrunk. What is observed is what a file can hold. */
export function specimenOf(
  value: Value<unknown>,
  recording: Recording,
  path: readonly number[] = [],
): Specimen {
  const text = JSON.stringify(value.value);
  return { value, recording, path, text, json: JSON.parse(text), size: text.length };
}

/** Generates an instance of a claim from an edited recording. */
export function generateSpecimen(claim: Claim, edited: Edited, fresh: DrawSource): Specimen {
  const { value, recording } = generateRecorded(claim.instances, edited, fresh);
  return specimenOf(value, recording);
}

/**
 * The instance that the same draws and the same steps of shrinking give when the continuous numbers
 * that they consist of are moved: integers, choices and what `.map` ties together stay what they are.
 * Undefined where the steps cannot be followed.
 */
export function moved(
  arbitrary: Arbitrary<unknown>,
  { recording, path }: Specimen,
  nudge: Nudge,
): unknown {
  const value = regenerate(arbitrary, { recording, path }, nudge);
  return value === undefined ? undefined : deepFreeze(JSON.parse(JSON.stringify(value.value)));
}
