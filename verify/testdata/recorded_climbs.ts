/**
 * What the parts of the search over random draws do, on record: climbing, shrinking on draws,
 * generating again, and telling how numbers are spread. A search is made of them, and its evidence is
 * cited; what follows from their many constants is tested in no other way.
 *
 * After a change that is meant, write the record again and look at what differs:
 *
 *     deno run --allow-read --allow-write --allow-env verify/testdata/recorded_climbs.ts
 *
 * @module
 */

import fc from "fast-check";
import type { Arbitrary } from "../../lib/fast_check/mod.ts";
import { Nudge } from "../../lib/fast_check/nudge.ts";
import { linearInstances, magnitude, realNumber, spectrum } from "../../problems/mod.ts";
import { plain } from "../plain.ts";
import { randomFor, sourceFor } from "../random.ts";
import { type Candidate, Climber, type Proposal } from "../search/climber.ts";
import { mutate } from "../search/mutate.ts";
import { renumbered } from "../search/numbers.ts";
import { generateRecorded, type Recorded, Regenerator } from "../search/recording.ts";
import { compareRecordings, simplerRecordings, simplestDraws } from "../search/simpler.ts";
import { SpreadOfNumbers } from "../search/spread.ts";
import { Digest } from "./digest.ts";

/** The file of what the parts did when it was last written. */
export const RECORD = new URL("recorded_climbs.json", import.meta.url);

/** What is on record of a ground: enough to see what has changed, and that all is the same. */
export interface RecordedGround {
  /** The best score that climbing has come to. */
  readonly best: number | null;
  /** The proposal at which it was met. */
  readonly after: number;
  /** A value with a score in the middle, as it is shrunk on its draws. */
  readonly shrunk: string;
  /** The digest of all values that climbing has looked at. */
  readonly climbing: string;
  /** The digest of simpler and of changed draws. */
  readonly draws: string;
  /** The digest of shrinks that are generated again, some of them beside. */
  readonly again: string;
  /** The digest of how the numbers are spread, and of what is remarked on. */
  readonly spread: string;
}

/** Values, and what is climbed to. */
interface Ground<T> {
  readonly arbitrary: Arbitrary<T>;
  /** Larger is better; −∞ is not admitted, and undefined is what could not be scored. */
  readonly score: (value: T) => number | undefined;
  /** By how much more a value costs than its draws. Default: 1. */
  readonly cost?: number;
}

function ground<T>(
  arbitrary: Arbitrary<T>,
  score: Ground<T>["score"],
  cost?: number,
): Ground<unknown> {
  return { arbitrary, score, ...(cost === undefined ? {} : { cost }) } as Ground<unknown>;
}

const unit = fc.double({ min: -1, max: 1, noNaN: true });
const sum = (xs: readonly number[]) => xs.reduce((total, x) => total + x, 0);
const logarithm = (x: number) => Math.log10(Math.abs(x) + 1e-12);

/** How many letters of a text are those of a word. */
function agreement(text: string, word: string): number {
  return [...word].filter((letter, index) => text[index] === letter).length -
    Math.abs(text.length - word.length) / 10;
}

const lists = fc.array(realNumber(), { maxLength: 6 });
const matrices = fc.integer({ min: 1, max: 3 }).chain((n) =>
  fc.array(fc.array(unit, { minLength: n, maxLength: n }), { minLength: n, maxLength: n })
);
const long = fc.array(unit, { minLength: 60, maxLength: 90, size: "max" });
const large = fc.array(unit, { minLength: 1_100, maxLength: 1_200, size: "max" });

/** Grounds of every make: numbers of all sizes, choices, lengths, texts, sets, what is chained. */
const grounds: Readonly<Record<string, Ground<unknown>>> = {
  "a ridge": ground(
    fc.record({
      x: fc.double({ min: -9, max: 9, noNaN: true }),
      y: fc.double({ min: -9, max: 9, noNaN: true }),
    }),
    ({ x, y }) => -((1 - x) ** 2) - 30 * (y - x * x) ** 2,
  ),
  "a peak far off": ground(
    fc.tuple(magnitude(), magnitude({ minimum: 1e-6, maximum: 1e6 })),
    ([x, y]) => -Math.abs(logarithm(x / 70)) - (logarithm(y) - 2.5) ** 2,
  ),
  "any double": ground(fc.double(), (x) => -Math.abs(logarithm(x) - 3)),
  "towards infinity": ground(
    fc.record({ x: realNumber(), n: fc.nat(1000), isOdd: fc.boolean() }),
    ({ x, n, isOdd }) => x * n * (isOdd ? 1 : -1),
  ),
  "a cliff": ground(
    fc.tuple(unit, fc.nat(50), unit),
    ([x, n, y]) => x * y < 0 ? -Infinity : n > 40 ? undefined : x * y * n - 45,
  ),
  "a plateau": ground(
    fc.tuple(fc.integer({ min: -2000, max: 2000 }), fc.integer()),
    ([n]) => Math.floor(n / 150) % 5,
  ),
  "a sum": ground(lists, (xs) => -Math.abs(sum(xs) - 10) - xs.length / 7),
  "matrices": ground(
    matrices,
    (rows) => sum(rows.map((row, i) => row[i]!)) - sum(rows.map((row) => Math.abs(sum(row)))),
  ),
  "a spectrum": ground(spectrum(4), (values) => values.at(-1)! / values[0]!),
  "a problem": ground(
    linearInstances(),
    (instance) => -Math.abs(JSON.stringify(instance).length - 100) / 10,
  ),
  "a word": ground(fc.string({ maxLength: 8 }), (text) => agreement(text, "assay")),
  "a day": ground(fc.date({ noInvalidDate: true }), (day) => -Math.abs(day.getTime() / 1e12 - 1.6)),
  "a set": ground(
    fc.uniqueArray(fc.nat(99), { maxLength: 7 }),
    (xs) => sum(xs.map((x) => x % 10)) - 5 * xs.filter((x) => x % 2 === 0).length,
  ),
  "choices": ground(
    fc.array(fc.constantFrom("a", "b", "c"), { minLength: 3, maxLength: 9 }),
    (letters) => letters.filter((letter, i) => letter !== letters[i - 1]).length,
  ),
  "a tree": ground(
    fc.letrec((tie) => ({ tree: fc.oneof(fc.nat(20), fc.tuple(tie("tree"), tie("tree"))) })).tree,
    (tree) => JSON.stringify(tree).split("7").length - JSON.stringify(tree).length / 50,
  ),
  "a large integer": ground(
    fc.bigInt({ min: 0n, max: 2n ** 70n }).map(String),
    (text) => Number(text.at(-1)) - text.length,
  ),
  "what is filtered": ground(
    fc.array(unit.filter((x) => Math.abs(x) > 0.2), { minLength: 2, maxLength: 5 })
      .filter((xs) => Math.abs(sum(xs)) < 1),
    (xs) => sum(xs.map((x) => x * x)) - 5,
  ),
  "nothing to draw": ground(fc.constant({ n: 1 }), () => 1),
  "many numbers": ground(long, (xs) => sum(xs.slice(0, 9)) - Math.abs(sum(xs))),
  "what is dear": ground(lists, (xs) => -Math.abs(sum(xs) - 10), 4_000),
  "what is dearer": ground(fc.tuple(unit, unit, unit), ([x, y, z]) => x * y - z, 20_000),
  "a large one": ground(large, (xs) => sum(xs.slice(0, 20)), 20),
};

/** So many values are proposed on each ground … */
const PROPOSALS = 180;

/** … of which one in so many gets no score, as where a checker dies. */
const UNSCORED = 23;

/** After so many proposals the climber is told of a value that was drawn for another. */
const OTHERS = 5;

/** Large values take so much longer that fewer are looked at. */
const isLarge = ({ arbitrary }: Ground<unknown>) => arbitrary === large;

/** What all parts do on each ground. */
export function recordedClimbs(): Record<string, RecordedGround> {
  return Object.fromEntries(
    Object.entries(grounds).map(([name, ground]) => [name, {
      ...climbed(name, ground),
      ...simplified(name, ground),
      again: generatedAgain(name, ground),
      spread: spreadOf(name, ground),
    }]),
  );
}

/** A candidate, and the value itself. */
interface Drawn extends Candidate {
  readonly value: unknown;
}

function climbed(name: string, ground: Ground<unknown>) {
  const { arbitrary, score, cost = 1 } = ground;
  const random = randomFor("climb", name);
  const fresh = sourceFor("climb", name);
  const climber = new Climber();
  const digest = new Digest();
  const scores = new Map<string, number>();
  const generate = (edited: Parameters<typeof generateRecorded>[1]): Drawn => {
    const { value, recording } = generateRecorded(arbitrary, edited, fresh);
    return {
      value: value.value,
      json: plain(value.value),
      recording,
      cost: cost * recording.draws.length,
    };
  };
  const learn = (candidate: Drawn, proposal?: Proposal) => {
    const value = score(candidate.value as never);
    const text = JSON.stringify(candidate.json);
    if (value === undefined) return void scores.set(text, -Infinity);
    scores.set(text, value);
    climber.learn(candidate, value, proposal);
  };
  let best = -Infinity;
  let after = 0;
  const proposals = isLarge(ground) ? 6 : PROPOSALS;
  for (let step = 0; step < proposals; step++) {
    const biasFactor = step % 2 === 0 ? undefined : 2 + step % 3;
    if (step % OTHERS === 0) learn(generate({ draws: [], biasFactor }));
    const proposal = climber.propose(random, biasFactor, {
      generate: (edited) => {
        const candidate = generate(edited);
        digest.tell(candidate.json);
        return candidate;
      },
      known: ({ json }) => scores.get(JSON.stringify(json)),
    });
    const { candidate, change } = proposal;
    digest.tell("proposed", candidate.json, change?.path, change?.size);
    if (step % UNSCORED === UNSCORED - 1) continue;
    learn(candidate, proposal);
    const value = scores.get(JSON.stringify(candidate.json))!;
    if (value > best) [best, after] = [value, step];
  }
  return {
    best: Number.isFinite(best) ? Number(best.toPrecision(6)) : null,
    after,
    climbing: digest.text(),
  };
}

/** Some values of a ground, with what they were drawn from. */
function samples(name: string, ground: Ground<unknown>, count: number): Recorded<unknown>[] {
  return Array.from({ length: isLarge(ground) ? 1 : count }, (_, run) =>
    generateRecorded(
      ground.arbitrary,
      { draws: [], biasFactor: run % 2 === 0 ? undefined : 2 + run % 3 },
      sourceFor("sample", name, run),
    ));
}

function simplified(name: string, ground: Ground<unknown>) {
  const digest = new Digest();
  const { arbitrary, score } = ground;
  const random = randomFor("changed draws", name);
  const drawn = samples(name, ground, 12);
  const order = drawn.map(({ recording }) =>
    drawn.map((other) => Math.sign(compareRecordings(recording, other.recording)))
  );
  digest.tell(order);
  const recordings = drawn.map(({ recording }) => recording);
  for (const { draws } of recordings) {
    const mates = recordings.map((other) => other.draws).filter((other) => other !== draws);
    for (let run = 0; run < 12; run++) {
      digest.tell(mutate(draws, run % 4 === 0 ? [] : mates, random));
    }
  }
  for (const recording of recordings) {
    for (let run = 0; run < 12; run++) digest.tell(renumbered(recording, random) ?? null);
  }
  for (const recording of recordings.slice(0, 6)) {
    const edits = simplerRecordings(recording);
    for (const { draws, biasFactor } of edits.take(isLarge(ground) ? 3 : 600)) {
      digest.tell(draws, biasFactor);
    }
  }
  // What is kept: that the score is no worse.
  let [found] = drawn as [Recorded<unknown>];
  const least = score(found.value.value as never) ?? 0;
  let left = isLarge(ground) ? 3 : 300;
  for (let isDone = false; !isDone && left > 0;) {
    isDone = true;
    for (const edited of simplerRecordings(found.recording)) {
      if (left-- === 0) break;
      let next: Recorded<unknown>;
      try {
        next = generateRecorded(arbitrary, edited, simplestDraws(200));
      } catch {
        continue;
      }
      if (compareRecordings(next.recording, found.recording) >= 0) continue;
      if (!((score(next.value.value as never) ?? -Infinity) >= least)) continue;
      found = next;
      isDone = false;
      break;
    }
  }
  return {
    shrunk: JSON.stringify(plain(found.value.value)).slice(0, 80),
    draws: digest.text(),
  };
}

function generatedAgain(name: string, ground: Ground<unknown>): string {
  const digest = new Digest();
  const { arbitrary } = ground;
  const random = randomFor("again", name);
  for (const [run, { value, recording }] of samples(name, ground, 6).entries()) {
    const path: number[] = [];
    const nudge = new Nudge(randomFor("nudge", name, run));
    const regenerators = [new Regenerator(arbitrary), new Regenerator(arbitrary, nudge)];
    let at = value;
    for (let step = 0; step < (isLarge(ground) ? 3 : 6); step++) {
      const most = isLarge(ground) ? 4 : step === 0 ? 100 : 12;
      const children = [...arbitrary.shrink(at.value_, at.context).take(most)];
      if (children.length === 0) break;
      const index = step === 0 ? children.length - 1 : random.nextInt(0, children.length - 1);
      path.push(index);
      at = children[index]!;
      for (const regenerator of regenerators) {
        const again = regenerator.at(
          { recording, path: [...path] },
          step % 2 === 0 ? at : undefined,
        );
        digest.tell(again === undefined ? "none" : plain(again.value));
      }
      // Another way down, a part of which is the same, and one that leads nowhere.
      const others = [[...path.slice(0, -1), 0], [...path, 200]];
      for (const other of isLarge(ground) ? others.slice(0, 1) : others) {
        const again = regenerators[step % 2]!.at({ recording, path: other });
        digest.tell(again === undefined ? "none" : plain(again.value));
      }
    }
  }
  return digest.text();
}

function spreadOf(name: string, ground: Ground<unknown>): string {
  const spread = new SpreadOfNumbers();
  for (const { value, recording } of samples(name, ground, 250)) {
    spread.add(plain(value.value), recording);
  }
  const digest = new Digest();
  digest.tell(spread.summary(), spread.leftOut, spread.remarks());
  return digest.text();
}

if (import.meta.main) {
  await Deno.writeTextFile(RECORD, JSON.stringify(recordedClimbs(), null, 2) + "\n");
}
