/**
 * Specimens: generated instances that can be shrunk, and generated again with their numbers moved.
 *
 * @module
 */

import { createHash } from "node:crypto";
import type { Arbitrary, Random, Value } from "../lib/fast_check/mod.ts";
import { Nudge } from "../lib/fast_check/nudge.ts";
import type { Claim } from "./claim.ts";
import { deepFreeze } from "./freeze.ts";
import { plain } from "./plain.ts";
import { LARGE_INSTANCE } from "./profile.ts";
import {
  type Candidate,
  type DrawSource,
  type Edited,
  generateRecorded,
  type Recording,
  regenerate,
  Regenerator,
  simplestDraws,
} from "./search/mod.ts";

/** An instance, and how it came about. */
export interface Specimen extends Candidate {
  /** The instance as fast-check gave it, with what fast-check needs to shrink it. */
  readonly value: Value<unknown>;
  /** The steps down fast-check's shrink tree that led here from what was generated. */
  readonly path: readonly number[];
  /** What tells it from others: its JSON, of a long one a digest. */
  readonly text: string;
  /** The length of its JSON. */
  readonly size: number;
}

/** To make so many characters of JSON of a value costs as much as a draw. */
const CHARACTERS_PER_DRAW = 16;

/** A longer JSON is told by its digest. */
const LONGEST_TEXT = 1 << 16;

/** What tells a plain JSON value from others. */
export function textOf(value: unknown): string {
  return shortened(JSON.stringify(value));
}

function shortened(json: string): string {
  if (json.length <= LONGEST_TEXT) return json;
  return createHash("sha256").update(json).digest("hex");
}

/** Where generated instances come from, and what of them that shrink from each other is shared. */
interface Source {
  readonly arbitrary: Arbitrary<unknown>;
  /** Of a large instance the draws alone are kept: 4 bytes each, where all of it takes 200. */
  readonly draws: Int32Array;
  readonly biasFactor: number | undefined;
}

/**
 * What was generated last of the large instances: it is about to be looked at. There is one at a time,
 * and no weak references to others, as those are not let go of before the search comes up for air.
 */
const latest: {
  source?: Source | undefined;
  recording?: Recording | undefined;
  specimen?: Specimen | undefined;
  value?: Value<unknown> | undefined;
} = {};

function forgetLatest(): void {
  Object.assign(latest, {
    source: undefined,
    recording: undefined,
    specimen: undefined,
    value: undefined,
  });
}

/**
 * A specimen of a large instance, which keeps what it is observed by and generates the rest again when
 * it is asked for: it comes out the same. A search keeps dozens of specimens.
 */
class LargeSpecimen implements Specimen {
  readonly path: readonly number[];
  readonly text: string;
  readonly size: number;
  readonly cost: number;
  readonly json: unknown;
  readonly source: Source;

  constructor(
    source: Source,
    value: Value<unknown>,
    { path, text, size, cost, json }: Omit<Specimen, "value" | "recording">,
  ) {
    this.source = source;
    Object.assign(latest, { specimen: this, value });
    this.path = path;
    this.text = text;
    this.size = size;
    this.cost = cost;
    this.json = json;
  }

  get recording(): Recording {
    const { source } = this;
    if (latest.source === source) return latest.recording!;
    const { draws, biasFactor } = source;
    const { recording } = generateRecorded(
      source.arbitrary,
      { draws: Array.from(draws), biasFactor },
      simplestDraws(0),
    );
    Object.assign(latest, { source, recording });
    return recording;
  }

  get value(): Value<unknown> {
    if (latest.specimen === this) return latest.value!;
    const value = regenerate(this.source.arbitrary, this);
    if (value === undefined) {
      throw new Error("the generator gives another value from the same draws");
    }
    Object.assign(latest, { specimen: this, value });
    return value;
  }
}

/** A specimen of what was generated. What is observed is what a file can hold. */
function specimenOf(
  arbitrary: Arbitrary<unknown>,
  value: Value<unknown>,
  recording: Recording,
): Specimen {
  const { draws, biasFactor } = recording;
  const common = described(value, [], draws.length);
  if (draws.length <= LARGE_INSTANCE) return { ...common, value, recording };
  const source = { arbitrary, draws: Int32Array.from(draws), biasFactor };
  Object.assign(latest, { source, recording });
  return new LargeSpecimen(source, value, common);
}

/**
 * A specimen of what another one shrinks to.
 *
 * @param index Which of its shrinks it is, counted from 0.
 */
export function shrunkSpecimen(parent: Specimen, value: Value<unknown>, index: number): Specimen {
  const path = [...parent.path, index];
  if (parent instanceof LargeSpecimen) {
    const { source } = parent;
    return new LargeSpecimen(source, value, described(value, path, source.draws.length));
  }
  const { recording } = parent;
  return { ...described(value, path, recording.draws.length), value, recording };
}

function described(value: Value<unknown>, path: readonly number[], draws: number) {
  const json = JSON.stringify(value.value);
  const cost = Math.max(draws, json.length / CHARACTERS_PER_DRAW);
  return { path, text: shortened(json), json: plain(value.value), size: json.length, cost };
}

/** Generates an instance of a claim from an edited recording. */
export function generateSpecimen(claim: Claim, edited: Edited, fresh: DrawSource): Specimen {
  // There need not be two of a million numbers at once.
  forgetLatest();
  const { value, recording } = generateRecorded(claim.instances, edited, fresh);
  return specimenOf(claim.instances, value, recording);
}

/**
 * The instance that the same draws and the same steps of shrinking give when the continuous numbers
 * that they consist of are moved: integers, choices and what `.map` ties together stay what they
 * are. Undefined where the steps cannot be followed.
 */
export function moved(
  regenerator: Regenerator<unknown>,
  specimen: Specimen,
): unknown {
  const { recording, path } = specimen;
  const still = path.length === 0 ? undefined : specimen.value;
  const value = regenerator.at({ recording, path }, still);
  return value === undefined ? undefined : deepFreeze(plain(value.value));
}

/**
 * After so many instances beside a shrunk or a large one were generated, further ones are put together
 * from these: to go down the shrink tree once more costs as much as many observations. What is true of
 * one point only is left along any direction, so a plane of them is enough.
 */
const GENERATED = 2;

/** For each arbitrary, who gives its specimens again: the next one mostly is near to the last. */
const PLAIN = new WeakMap<Arbitrary<unknown>, Regenerator<unknown>>();

function plainOf(arbitrary: Arbitrary<unknown>): Regenerator<unknown> {
  const known = PLAIN.get(arbitrary) ?? new Regenerator(arbitrary);
  PLAIN.set(arbitrary, known);
  return known;
}

/** Instances right beside a specimen, one after the other. */
export class Neighbours {
  readonly #arbitrary: Arbitrary<unknown>;
  readonly #specimen: Specimen;
  readonly #random: Random;
  readonly #mostGenerated: number;
  #first: Regenerator<unknown> | undefined;
  readonly #plain: Regenerator<unknown>;
  readonly #generated: unknown[] = [];
  /** How many of them have been given away. */
  #given = 0;

  /**
   * @param random Where the moves are drawn from. It belongs to these neighbours alone.
   * @param mostGenerated After so many that were generated beside a shrunk specimen, others are put
   *   together from them.
   * @param first Generates the first one, where many specimens have theirs generated by one.
   */
  constructor(
    arbitrary: Arbitrary<unknown>,
    specimen: Specimen,
    random: Random,
    mostGenerated: number = GENERATED,
    first?: Regenerator<unknown>,
  ) {
    this.#first = first;
    this.#plain = plainOf(arbitrary);
    this.#mostGenerated = mostGenerated;
    this.#arbitrary = arbitrary;
    this.#specimen = specimen;
    this.#random = random;
  }

  /** Whether nothing of the specimen can be moved. */
  get isEmpty(): boolean {
    const first = this.#generated[0] ?? this.#generate();
    return first !== undefined && textOf(first) === this.#specimen.text;
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
    const { path, cost } = this.#specimen;
    const isCheap = path.length === 0 && cost <= LARGE_INSTANCE;
    if (isCheap || known.length < this.#mostGenerated) {
      return this.#generate();
    }
    const pick = () => known[this.#random.nextInt(0, known.length - 1)];
    const mixed = between(pick(), pick(), this.#random.nextDouble());
    // Not too near: a number has to move.
    return deepFreeze(between(this.#specimen.json, mixed, (1 + this.#random.nextDouble()) / 2));
  }

  #generate(): unknown {
    const regenerator = this.#first ??
      new Regenerator(this.#arbitrary, new Nudge(this.#random.clone()), this.#plain);
    this.#first = undefined;
    // The nudge has a stream of its own, and the next one another.
    this.#random.nextInt();
    const instance = moved(regenerator, this.#specimen);
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
