/**
 * Specimens: generated instances that can be shrunk, and generated again with their numbers moved.
 *
 * @module
 */

import type { Arbitrary, Random, Value } from "../lib/fast_check/mod.ts";
import { Nudge } from "../lib/fast_check/nudge.ts";
import type { Claim } from "./claim.ts";
import { deepFreeze } from "./freeze.ts";
import { plain } from "./plain.ts";
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
  return { value, recording, path, text, json: plain(value.value), size: text.length };
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
  { recording, path, value: still }: Specimen,
  nudge: Nudge,
): unknown {
  const value = regenerate(arbitrary, { recording, path }, nudge, still);
  return value === undefined ? undefined : deepFreeze(plain(value.value));
}

/**
 * After so many instances beside a shrunk one were generated, further ones are put together from
 * these: to go down the shrink tree once more costs as much as many observations.
 */
const GENERATED = 4;

/** Instances right beside a specimen, one after the other. */
export class Neighbours {
  readonly #arbitrary: Arbitrary<unknown>;
  readonly #specimen: Specimen;
  readonly #random: Random;
  readonly #mostGenerated: number;
  readonly #generated: unknown[] = [];
  /** How many of them have been given away. */
  #given = 0;

  /**
   * @param random Where the moves are drawn from. It belongs to these neighbours alone.
   * @param mostGenerated After so many that were generated beside a shrunk specimen, others are put
   *   together from them.
   */
  constructor(
    arbitrary: Arbitrary<unknown>,
    specimen: Specimen,
    random: Random,
    mostGenerated: number = GENERATED,
  ) {
    this.#mostGenerated = mostGenerated;
    this.#arbitrary = arbitrary;
    this.#specimen = specimen;
    this.#random = random;
  }

  /** Whether nothing of the specimen can be moved. */
  get isEmpty(): boolean {
    const first = this.#generated[0] ?? this.#generate();
    return first !== undefined && JSON.stringify(first) === this.#specimen.text;
  }

  /**
   * The next one; undefined if there is none with these moves.
   *
   * So near to the specimen, whatever the arbitrary makes of its numbers is linear in them to far
   * below rounding: what lies between instances that it gave is one that it could have given.
   */
  next(): unknown {
    const known = this.#generated;
    if (this.#given++ < known.length) return known[this.#given - 1];
    if (this.#specimen.path.length === 0 || known.length < this.#mostGenerated) {
      return this.#generate();
    }
    const pick = () => known[this.#random.nextInt(0, known.length - 1)];
    const mixed = between(pick(), pick(), this.#random.nextDouble());
    // Not too near: a number has to move.
    return deepFreeze(between(this.#specimen.json, mixed, (1 + this.#random.nextDouble()) / 2));
  }

  #generate(): unknown {
    const nudge = new Nudge(this.#random.clone());
    // The nudge has a stream of its own, and the next one another.
    this.#random.nextInt();
    const instance = moved(this.#arbitrary, this.#specimen, nudge);
    if (instance !== undefined) this.#generated.push(instance);
    return instance;
  }
}

/** The plain JSON value that lies a share of the way from one to another that differs in numbers only. */
function between(a: unknown, b: unknown, share: number): unknown {
  if (typeof a === "number" && typeof b === "number") return a + share * (b - a);
  if (typeof a !== "object" || a === null) return a;
  if (Array.isArray(a)) {
    return a.map((part, index) => between(part, (b as unknown[])[index], share));
  }
  const other = b as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(a).map(([key, part]) => [key, between(part, other[key], share)]),
  );
}
