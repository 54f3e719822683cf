/**
 * Shrinking: from an instance that was found to one that a person can read.
 *
 * @module
 */

import type { Claim } from "./claim.ts";
import { FEWEST_INSTANCES, workOf } from "./profile.ts";
import { simplerRecordings, simplestDraws } from "./search/mod.ts";
import { generateSpecimen, shrunkSpecimen, type Specimen } from "./specimen.ts";

/** What {@linkcode shrink} needs. */
export interface ShrinkOptions {
  /** The claim. */
  readonly claim: Claim;
  /** Whether a simpler specimen still is what was found; counted by {@linkcode attempts}. */
  readonly keeps: (candidate: Specimen) => boolean;
  /** Candidates that may be looked at; fewer where they are large. */
  readonly attempts: number;
  /** Called now and then. */
  readonly onStep?: () => void;
}

/** A specimen, and those on the way to it, the first one as it was found. */
export interface Shrunk {
  /** The specimens, each simpler than the one before. */
  readonly steps: readonly Specimen[];
  /** Candidates looked at. */
  readonly attempts: number;
}

/**
 * Descends in two ways for as long as one of them gets further: fast-check's shrinker, which knows
 * what the instance is made of, and simpler draws behind it, which get through what is mapped and
 * chained.
 */
export function shrink(start: Specimen, options: ShrinkOptions): Shrunk {
  const { claim, keeps, onStep } = options;
  const steps = [start];
  const seen = new Set([start.text]);
  let attempts = 0;
  /** The attempts, a large candidate counted by its work. */
  let spent = 0;
  const place = { index: 0, looksLeft: LOOKS_PER_ATTEMPT * options.attempts };
  const isLeft = () =>
    spent < options.attempts || attempts < Math.min(options.attempts, FEWEST_INSTANCES);
  /** Takes the first of the candidates that is kept. */
  const advance = (candidates: Iterable<Specimen | undefined>): boolean => {
    for (const candidate of candidates) {
      if (!isLeft()) return false;
      if (candidate === undefined || seen.has(candidate.text)) continue;
      seen.add(candidate.text);
      attempts++;
      spent += workOf(candidate.cost);
      if (!keeps(candidate)) continue;
      steps.push(candidate);
      onStep?.();
      return true;
    }
    return false;
  };
  while (isLeft()) {
    const before = steps.length;
    while (isLeft() && advance(children(claim, steps.at(-1)!)));
    while (isLeft() && advance(redrawn(claim, steps.at(-1)!, place)));
    if (steps.length === before) break;
  }
  return { steps, attempts };
}

/** After fast-check has shrunk, so many recordings are looked at for one that gives something simpler. */
const LOOKED_AT = 64;

/** A simpler instance may take so many more draws than the one that is known. */
const SPARE_DRAWS = 200;

/** What fast-check's shrinker offers. */
function* children(claim: Claim, parent: Specimen): Iterable<Specimen> {
  const { value } = parent;
  let index = 0;
  for (const child of claim.instances.shrink(value.value_, value.context)) {
    yield shrunkSpecimen(parent, child, index++);
  }
}

/** Which of the simpler recordings of a specimen is looked at, and how many more may be. */
interface Place {
  index: number;
  looksLeft: number;
}

/** Generators can be slow too: so many recordings are looked at for each observation that is allowed. */
const LOOKS_PER_ATTEMPT = 16;

/**
 * What simpler draws give, if it is simpler. What was shrunk by fast-check does not come of its
 * draws alone: the recording knows a less simple instance, and what it offers is measured against
 * this one.
 *
 * @param place Where the specimen before got further: from there on they are looked at, then those
 *   before, most of which led nowhere then.
 */
function* redrawn(
  claim: Claim,
  { recording, path, json }: Specimen,
  place: Place,
): Iterable<Specimen> {
  const simplicity = complexity(json);
  const most = SPARE_DRAWS + recording.draws.length;
  const { index: first } = place;
  let looked = 0;
  for (const isLater of [true, false]) {
    place.index = -1;
    for (const edited of simplerRecordings(recording)) {
      place.index++;
      if (isLater !== place.index >= first) continue;
      if (path.length > 0 && ++looked > LOOKED_AT || place.looksLeft <= 0) return;
      place.looksLeft -= workOf(edited.draws.length);
      let candidate: Specimen;
      try {
        candidate = generateSpecimen(claim, edited, simplestDraws(most));
      } catch {
        // A generator that cannot do with these draws, or rejects what they make.
        continue;
      }
      if (isLess(complexity(candidate.json), simplicity)) yield candidate;
    }
  }
}

/** What makes an instance hard to read, the worst first: long numbers, many numbers, long JSON. */
function complexity(json: unknown): readonly number[] {
  let long = 0;
  let digits = 0;
  const visit = (part: unknown): void => {
    if (typeof part === "number") {
      const count = significantDigits(part);
      digits += count;
      if (count > 2) long++;
    } else if (typeof part === "object" && part !== null) {
      Object.values(part).forEach(visit);
    }
  };
  visit(json);
  return [long, digits, JSON.stringify(json).length];
}

/** The significant digits of a number as it is printed; 0 for 0. */
export function significantDigits(x: number): number {
  if (x === 0 || !Number.isFinite(x)) return 0;
  return Math.abs(x).toExponential().split("e")[0]!.replace(".", "").length;
}

function isLess(a: readonly number[], b: readonly number[]): boolean {
  const index = a.findIndex((value, position) => value !== b[position]);
  return index >= 0 && a[index]! < b[index]!;
}
