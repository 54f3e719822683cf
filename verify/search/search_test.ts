import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { randomFor, sourceFor } from "../random.ts";
import { Climber, generateRecorded, mutate } from "./mod.ts";

/** Arbitraries of every make: draws of all widths, choices, lengths, dependent and recursive ones. */
const arbitraries: readonly fc.Arbitrary<unknown>[] = [
  fc.integer({ min: -5, max: 5 }),
  fc.double({ noNaN: true }),
  fc.bigInt(),
  fc.string(),
  fc.array(fc.oneof(fc.integer(), fc.double({ noNaN: true })), { maxLength: 9 }),
  fc.record({ a: fc.nat(), b: fc.option(fc.boolean()) }),
  fc.integer({ min: 1, max: 6 }).chain((n) => fc.array(fc.nat(), { minLength: n, maxLength: n })),
  fc.oneof({ withCrossShrink: true }, fc.constant(1), fc.integer()),
  fc.letrec((tie) => ({ tree: fc.oneof(fc.nat(), fc.tuple(tie("tree"), tie("tree"))) })).tree,
  fc.json(),
];

for (const [index, arbitrary] of arbitraries.entries()) {
  Deno.test(`a recording replays to the same value, without further draws (${index})`, () => {
    for (let run = 0; run < 50; run++) {
      const biasFactor = run % 2 === 0 ? undefined : 2 + run % 5;
      const fresh = sourceFor("recording", index, run);
      const first = generateRecorded(arbitrary, { draws: [], biasFactor }, fresh);
      const unused = {
        next: (): number => {
          throw new Error("a replay asked for a fresh draw");
        },
        clone: () => unused,
        getState: () => [],
      };
      const again = generateRecorded(arbitrary, first.recording, unused);
      assertEquals(again.value.value, first.value.value);
      assertEquals(again.recording, first.recording);
    }
  });

  Deno.test(`an edited recording gives a value that shrinks as any other (${index})`, () => {
    const random = randomFor("edits", index);
    const fresh = sourceFor("edited", index);
    let { recording } = generateRecorded(arbitrary, { draws: [], biasFactor: 3 }, fresh);
    for (let run = 0; run < 50; run++) {
      const { draws } = mutate(recording.draws, [recording.draws], random);
      const edited = generateRecorded(arbitrary, { draws, biasFactor: 3 }, fresh);
      const { value_, context } = edited.value;
      let shrinks = 0;
      for (const smaller of arbitrary.shrink(value_, context)) {
        assert(smaller !== undefined);
        if (++shrinks === 3) break;
      }
      recording = edited.recording;
    }
  });
}

Deno.test("small edits make small changes", () => {
  const arbitrary = fc.integer({ min: 0, max: 1_000_000 });
  const { value, recording } = generateRecorded(
    arbitrary,
    { draws: [], biasFactor: undefined },
    sourceFor("small"),
  );
  const draws = recording.draws.map((draw) => (draw + 1) | 0);
  const next = generateRecorded(arbitrary, { draws, biasFactor: undefined }, sourceFor("small"));
  assertEquals((next.value.value - value.value + 1_000_001) % 1_000_001, 1);
});

Deno.test("climbing finds an optimum that sampling does not come near", () => {
  const target = [1.23, -5.1, 3.33, 0.01, 7.77, -2.5];
  const arbitrary = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 6, maxLength: 6 });
  const badness = (hundredths: readonly number[]) =>
    hundredths.reduce((sum, value, i) => sum + (value / 100 - target[i]!) ** 2, 0);
  for (const seed of [1, 2, 3]) {
    const random = randomFor("climb", seed);
    const fresh = sourceFor("climb", seed);
    const climber = new Climber();
    let best = Infinity;
    for (let evaluation = 0; evaluation < 2000; evaluation++) {
      const proposal = climber.propose(random, undefined);
      const { value, recording } = generateRecorded(arbitrary, proposal.recording, fresh);
      const score = badness(value.value);
      best = Math.min(best, score);
      climber.learn(recording, -score, proposal);
    }
    let sampled = Infinity;
    for (let evaluation = 0; evaluation < 2000; evaluation++) {
      const { value } = generateRecorded(arbitrary, { draws: [], biasFactor: undefined }, fresh);
      sampled = Math.min(sampled, badness(value.value));
    }
    assert(best < 1e-2, `climbing stopped at ${best}`);
    assert(sampled > 1, `sampling came to ${sampled}`);
  }
});

Deno.test("a climber that is stuck starts again elsewhere, and keeps its best", () => {
  // Two hills: from most starts the lower one, at 100, is climbed first.
  const arbitrary = fc.integer({ min: 0, max: 1_000_000 });
  const height = (x: number) =>
    Math.max(1 - Math.abs(x - 100) / 1e6, 2 - Math.abs(x - 777_777) / 1e5);
  const random = randomFor("stuck");
  const fresh = sourceFor("stuck");
  const climber = new Climber();
  let best = -Infinity;
  for (let evaluation = 0; evaluation < 3000; evaluation++) {
    const proposal = climber.propose(random, undefined);
    const { value, recording } = generateRecorded(arbitrary, proposal.recording, fresh);
    best = Math.max(best, height(value.value));
    climber.learn(recording, height(value.value), proposal);
  }
  assert(best > 1.9999, `the best height is ${best}`);
});

Deno.test("a climber finds the draws that matter, and the top of a smooth hill in a few steps", () => {
  // One number of 26 bits decides among thirty.
  const largest = 2 ** 26 - 1;
  const arbitrary = fc.array(fc.integer({ min: 0, max: largest }), {
    minLength: 30,
    maxLength: 30,
  });
  for (const seed of [1, 2, 3, 4, 5]) {
    const random = randomFor("hill", seed);
    const fresh = sourceFor("hill", seed);
    const climber = new Climber();
    let best = Infinity;
    for (let evaluation = 0; evaluation < 500; evaluation++) {
      const proposal = climber.propose(random, undefined);
      const { value, recording } = generateRecorded(arbitrary, proposal.recording, fresh);
      const badness = (value.value[17]! / largest - 0.6180339) ** 2;
      best = Math.min(best, badness);
      climber.learn(recording, -badness, proposal);
    }
    // 500 samples come within 1e-6 or so.
    assert(best < 1e-12, `seed ${seed}: ${best}`);
  }
});
