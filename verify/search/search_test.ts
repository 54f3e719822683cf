import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { randomFor, sourceFor } from "../random.ts";
import { changeOf, Relevance } from "./change.ts";
import {
  type Candidate,
  Climber,
  type DrawSource,
  type Edited,
  generateRecorded,
  type Ground,
  mutate,
} from "./mod.ts";
import { LOWEST } from "./move.ts";
import { lowered } from "./mutate.ts";

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

/** A candidate whose value is of a known type. */
interface Place<T> extends Candidate {
  readonly json: T;
}

/** Where climbers walk: the values of an arbitrary, with the scores that are remembered. */
function ground<T>(
  arbitrary: fc.Arbitrary<T>,
  fresh: DrawSource,
  known: (value: T) => number | undefined = () => undefined,
): Ground<Place<T>> {
  return {
    generate(edited) {
      const { value, recording } = generateRecorded(arbitrary, edited, fresh);
      return { recording, json: value.value, cost: recording.draws.length };
    },
    known: ({ json }) => known(json),
  };
}

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
      const draws = mutate(recording.draws, [recording.draws], random);
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

Deno.test("a recording tells to how many values its draws were reduced", () => {
  const arbitrary = fc.tuple(
    fc.noBias(fc.integer({ min: 0, max: 9 })),
    fc.noBias(fc.boolean()),
    fc.noBias(fc.integer()),
  );
  const fresh = sourceFor("widths");
  const { value, recording } = generateRecorded(
    arbitrary,
    { draws: [], biasFactor: undefined },
    fresh,
  );
  assertEquals(recording.widths, [10, 2, 2 ** 32]);
  // A draw d stands for (d + 2³¹) mod its width, above the least value.
  assertEquals((recording.draws[0]! + 2 ** 31) % 10, value.value[0]);
});

Deno.test("a lowered recording gives simpler values", () => {
  const arbitrary = fc.array(fc.noBias(fc.integer({ min: 0, max: 1000 })), { minLength: 8 });
  const fresh = sourceFor("lower");
  const random = randomFor("lower");
  const { recording } = generateRecorded(arbitrary, { draws: [], biasFactor: undefined }, fresh);
  for (let run = 0; run < 50; run++) {
    const draws = lowered(recording.draws, random);
    assertEquals(draws.length, recording.draws.length);
    assert(draws.every((draw, i) => draw <= recording.draws[i]!));
    assert(draws.some((draw) => draw === LOWEST));
  }
});

Deno.test("what an edit changes is told by where and by how much", () => {
  const from = { a: [1, 2], kind: "x", b: { c: 0 } };
  assertEquals(changeOf(from, { a: [1, 2], kind: "x", b: { c: 0 } }), undefined);
  assertEquals(changeOf(from, { ...from, a: [1, 4] }), { path: ".a.1", size: 0.5, to: 4 });
  assertEquals(changeOf(from, { ...from, a: [2, 4] }), { path: ".a", size: 0.5, to: [2, 4] });
  // Beside 0 the absolute change counts.
  assertEquals(changeOf(from, { ...from, b: { c: 1e-9 } })!.size, 1e-9);
  assertEquals(changeOf(from, { ...from, kind: "y" })!.size, Infinity);
  assertEquals(changeOf(from, { ...from, a: [1] }), { path: ".a", size: Infinity, to: [1] });
  assertEquals(changeOf(from, { ...from, a: [1], kind: "y" })!.path, "");
});

Deno.test("what is known of a part is believed of its parts", () => {
  const relevance = new Relevance();
  relevance.learn(".start.0.1", true);
  assert(relevance.weight(".start.0.1") < 1);
  assert(relevance.weight(".start.0.2") < 1, "a neighbour of an idle part is suspect");
  assertEquals(relevance.weight(".step"), 1);
  relevance.learn(".start.0.2", false);
  assert(relevance.weight(".start.0.2") > relevance.weight(".start.0.1"));
});

Deno.test("a climber spends no score on what changes nothing or has been scored", () => {
  // A thousand positions are rounded to ten values, and half of the draws are for nothing.
  const arbitrary = fc.tuple(
    fc.noBias(fc.integer({ min: 0, max: 999 })),
    fc.noBias(fc.integer({ min: 0, max: 999 })),
  ).map(([x]) => ({ x: Math.floor(x / 100) }));
  const random = randomFor("idle");
  const fresh = sourceFor("idle");
  const climber = new Climber();
  const scores = new Map<number, number>();
  const land = ground(arbitrary, fresh, ({ x }) => scores.get(x));
  for (let evaluation = 0; evaluation < 8; evaluation++) {
    const proposal = climber.propose(random, undefined, land);
    const { x } = proposal.candidate.json;
    assert(!scores.has(x), `${x} was proposed twice`);
    scores.set(x, -Math.abs(x - 7));
    climber.learn(proposal.candidate, scores.get(x)!, proposal);
  }
  assertEquals(scores.size, 8);
});

Deno.test("of large values few are looked at for each that is proposed", () => {
  let looked = 0;
  const small = ground(fc.noBias(fc.integer({ min: 0, max: 9 })), sourceFor("large"), () => -1);
  const large = {
    ...small,
    generate(edited: Edited) {
      looked++;
      return { ...small.generate(edited), cost: 40_000 };
    },
  };
  const random = randomFor("large");
  const climber = new Climber();
  const first = climber.propose(random, undefined, large);
  climber.learn(first.candidate, -1, first);
  looked = 0;
  climber.propose(random, undefined, large);
  assertEquals(looked, 4);
});

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
      const proposal = climber.propose(random, undefined, ground(arbitrary, fresh));
      const score = badness(proposal.candidate.json);
      best = Math.min(best, score);
      climber.learn(proposal.candidate, -score, proposal);
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
    const proposal = climber.propose(random, undefined, ground(arbitrary, fresh));
    const { candidate } = proposal;
    best = Math.max(best, height(candidate.json));
    climber.learn(candidate, height(candidate.json), proposal);
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
      const proposal = climber.propose(random, undefined, ground(arbitrary, fresh));
      const badness = (proposal.candidate.json[17]! / largest - 0.6180339) ** 2;
      best = Math.min(best, badness);
      climber.learn(proposal.candidate, -badness, proposal);
    }
    // 500 samples come within 1e-6 or so.
    assert(best < 1e-12, `seed ${seed}: ${best}`);
  }
});

/** Draws in each of the ways that fast-check's `Random` has. */
class EveryDraw extends fc.Arbitrary<unknown[]> {
  override generate(random: fc.Random): fc.Value<unknown[]> {
    return new fc.Value([
      random.nextInt(),
      random.nextInt(-3, 4),
      random.nextInt(5, 5),
      random.nextInt(0, 2 ** 32 - 1),
      random.nextInt(-(2 ** 40), 2 ** 40),
      random.next(7),
      random.nextBoolean(),
      random.nextDouble(),
      String(random.nextBigInt(0n, 2n ** 40n)),
    ], undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is unknown[] {
    return value === undefined;
  }

  override shrink(): fc.Stream<fc.Value<unknown[]>> {
    return fc.Stream.nil();
  }
}

Deno.test("a recording draws what fast-check draws, and replays it, however it is drawn", () => {
  const arbitrary = new EveryDraw();
  for (let run = 0; run < 40; run++) {
    const plain = arbitrary.generate(randomFor("every draw", run)).value;
    const { value, recording } = generateRecorded(
      arbitrary,
      { draws: [], biasFactor: undefined },
      sourceFor("every draw", run),
    );
    assertEquals(value.value, plain);
    const { draws, widths } = recording;
    assertEquals(widths.length, draws.length);
    assertEquals(widths.slice(0, 4), [2 ** 32, 8, 1, 2 ** 32]);
    assertEquals(
      [draws[1]! + 2 ** 31, draws[3]! + 2 ** 31].map((draw, i) => [draw % 8 - 3, draw][i]),
      [
        plain[1],
        plain[3],
      ],
    );
    assert(widths.includes(128) && widths.includes(2), widths.join());
    assert(widths.every((width) => width >= 1 && width <= 2 ** 32));
    const again = generateRecorded(arbitrary, recording, sourceFor("others"));
    assertEquals([again.value.value, again.recording], [plain, recording]);
  }
});

Deno.test("a draw that would favour low values is drawn again", () => {
  const arbitrary = fc.noBias(fc.integer({ min: 0, max: 2 ** 31 }));
  const fresh = { next: () => drawn.shift()!, clone: () => fresh, getState: () => [] };
  // Of 2³² draws only 2³¹ + 1 can be used.
  const drawn = [2 ** 31 - 1, 1, 7 - 2 ** 31];
  const { value, recording } = generateRecorded(
    arbitrary,
    { draws: [], biasFactor: undefined },
    fresh,
  );
  assertEquals([value.value, recording.draws.length], [7, 3]);
});
