import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { binomialSequence, randomStream } from "../../lib/statistics/mod.ts";
import {
  medianEstimate,
  medianIs,
  numberIs,
  quotientOfMediansIs,
  rateEstimate,
  rateIs,
} from "./comparison.ts";
import { ERROR_PROBABILITY, judgeSentence, seedsToDecide } from "./judge.ts";

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

Deno.test("the median of few values is unbounded, of more it ends at order statistics", () => {
  const seven = medianEstimate(range(1, 7), 0.01);
  assertEquals(seven, { value: 4, lower: -Infinity, upper: Infinity, seeds: 7, spread: [1, 7] });
  // Γ(9.5)Γ(½)/(Γ(10)π)·2⁹ = 94.96 ≥ 1/0.02, while eight give 50.3 and seven 26.8.
  assertEquals(medianEstimate(range(1, 8), 0.01).lower, 1);
  const nine = { value: 5, lower: 1, upper: 9, seeds: 9, spread: [1, 9] as const };
  assertEquals(medianEstimate(range(1, 9), 0.01), nine);
  const hundred = medianEstimate(range(1, 100), 0.01);
  assertEquals(hundred.value, 50.5);
  assert(hundred.lower > 30 && hundred.lower < 40, `${hundred.lower}`);
  assertEquals(hundred.upper, 101 - hundred.lower);
});

Deno.test("what was never reached is a median too", () => {
  const half = medianEstimate([1, 2, Infinity, Infinity, Infinity], 0.01);
  assertEquals([half.value, half.seeds], [Infinity, 5]);
  assertEquals(medianEstimate([1, Infinity], 0.01).value, Infinity);
  assertEquals(medianEstimate(Array(10).fill(Infinity), 0.01).lower, Infinity);
  assertEquals(medianEstimate([], 0.01).seeds, 0);
});

Deno.test("what is known between two numbers widens the interval to both sides", () => {
  const known = range(1, 12).map((k) => ({ from: 10 * k - 9, to: 10 * k }));
  assertEquals(medianEstimate(known, 0.01), {
    value: 65,
    lower: 1,
    upper: 120,
    seeds: 12,
    spread: [1, 120],
  });
  // Later than epoch 1000, in every run: that it takes at least 1000 holds, at most 5000 nobody knows.
  const late = Array(12).fill({ from: 1001, to: Infinity });
  assertEquals(judgeSentence([medianIs("late", late, { atLeast: 1000 })]).verdict, "holds");
  assertEquals(judgeSentence([medianIs("late", late, { atMost: 5000 })]).verdict, "inconclusive");
  assertEquals(judgeSentence([medianIs("late", late, { atMost: 900 })]).verdict, "refuted");
  const quotient = quotientOfMediansIs("q", late, Array(12).fill(100), { atLeast: 10 });
  assertEquals(quotient.estimate(0.01), {
    value: Infinity,
    lower: 10.01,
    upper: Infinity,
    seeds: 12,
  });
});

Deno.test("the interval of a median misses it as rarely as it says, at all times together", () => {
  // Uniform numbers have the median ½. Whoever looks after every seed up to 40 is fooled by either end
  // in at most 5 % of all sequences: of 400, in more than 44 with probability below 1e-6.
  const random = randomStream(7);
  let missedLow = 0;
  let missedHigh = 0;
  for (let sequence = 0; sequence < 400; sequence++) {
    const values: number[] = [];
    let low = false;
    let high = false;
    for (let n = 0; n < 40; n++) {
      values.push(random.uniform());
      const { lower, upper } = medianEstimate(values, 0.05);
      low ||= lower > 0.5;
      high ||= upper < 0.5;
    }
    missedLow += Number(low);
    missedHigh += Number(high);
  }
  assert(missedLow <= 44 && missedHigh <= 44, `${missedLow}, ${missedHigh}`);
  // It is no empty promise: some are fooled.
  assert(missedLow + missedHigh > 5, `${missedLow}, ${missedHigh}`);
});

Deno.test("a quotient of medians is between the quotients of their ends", () => {
  const quotient = quotientOfMediansIs("q", range(11, 22), range(1, 12).map(() => 2), {
    atLeast: 5,
  });
  assertEquals(quotient.estimate(0.01), { value: 8.25, lower: 5.5, upper: 11, seeds: 12 });
  const never = quotientOfMediansIs("q", Array(12).fill(Infinity), range(1, 12), { atLeast: 5 });
  assertEquals(never.estimate(0.01), {
    value: Infinity,
    lower: Infinity,
    upper: Infinity,
    seeds: 12,
  });
  // Two that are never reached say nothing of their quotient.
  const both = quotientOfMediansIs("q", Array(12).fill(Infinity), Array(12).fill(Infinity), {
    atLeast: 5,
  }).estimate(0.01);
  assertEquals([both.value, both.lower, both.upper], [NaN, 0, Infinity]);
  const few = quotientOfMediansIs("q", [1], [1], { atLeast: 5 }).estimate(0.01);
  assertEquals([few.lower, few.upper], [0, Infinity]);
});

Deno.test("a rate has the interval of a binomial sequence", () => {
  const { lower, upper } = binomialSequence(7, 12, 0.01);
  const successes = range(1, 12).map((seed) => seed <= 7);
  assertEquals(rateEstimate(successes, 0.01), { value: 7 / 12, lower, upper, seeds: 12 });
});

Deno.test("a sentence holds if all its comparisons do, and is refuted by one", () => {
  const good = medianIs("good", range(11, 22), { atLeast: 5 });
  const bad = medianIs("bad", range(11, 22), { atMost: 5 });
  const open = medianIs("open", range(11, 22), { atMost: 15 });
  assertEquals(judgeSentence([good, good]).verdict, "holds");
  assertEquals(judgeSentence([good, good]).reason, null);
  const refuted = judgeSentence([good, open, bad]);
  assertEquals(refuted.verdict, "refuted");
  assertEquals(refuted.reason, "bad: the median is 16.5 (11 to 22) over 12 seeds, not at most 5");
  assertEquals(refuted.comparisons.map(({ status }) => status), [
    "supported",
    "undecided",
    "violated",
  ]);
  const inconclusive = judgeSentence([good, open, open]);
  assertEquals(
    [inconclusive.verdict, inconclusive.reason],
    [
      "inconclusive",
      "open: the median is 16.5 (11 to 22) over 12 seeds, not shown to be at most 15, and 1 more",
    ],
  );
  assertEquals(judgeSentence([]).verdict, "inconclusive");
});

Deno.test("more comparisons need more seeds to be refuted: chance has more to choose from", () => {
  const bad = (label: string) => medianIs(label, range(1, 9), { atMost: 0.5 });
  assertEquals(judgeSentence([bad("only")]).verdict, "refuted");
  const good = (label: string) => medianIs(label, range(1, 9), { atLeast: 0.5 });
  const others = range(1, 9).map((k) => good(`good ${k}`));
  // One of ten may be found violated with 0.1 % alone, for which nine seeds are too few.
  assertEquals(judgeSentence([bad("only"), ...others]).verdict, "inconclusive");
});

Deno.test("how many seeds can decide is the fewest that do", () => {
  for (const comparisons of [1, 4]) {
    const needed = seedsToDecide("median", ">=", 1, comparisons)!;
    const verdict = (seeds: number) =>
      judgeSentence([
        medianIs("bad", range(1, seeds), { atMost: 0.5 }),
        ...range(2, comparisons).map((k) => medianIs(`${k}`, range(1, seeds), { atLeast: 0.5 })),
      ]).verdict;
    assertEquals([verdict(needed - 1), verdict(needed)], ["inconclusive", "refuted"]);
  }
  const few = judgeSentence([rateIs("r", [true, true], { atLeast: 0.5 })]);
  const needed = seedsToDecide("rate", ">=", 0.5, 1)!;
  assertEquals(few.reason?.split("; ")[1], `${needed} seeds can decide it if they agree`);
  const all = (seeds: number) => rateIs("r", Array(seeds).fill(true), { atLeast: 0.5 });
  assertEquals(judgeSentence([all(needed)]).verdict, "holds");
  assertEquals(judgeSentence([all(needed - 1)]).verdict, "inconclusive");
});

Deno.test("without chance, rounding alone is in the way", () => {
  const judge = (value: number) => judgeSentence([numberIs("x", value, 1e-3, { atMost: 1 })]);
  assertEquals([0.9, 1.0005, 1.1].map((value) => judge(value).verdict), [
    "holds",
    "inconclusive",
    "refuted",
  ]);
  assertEquals(judge(1.1).reason, "x: it is 1.1, not at most 1");
  assertAlmostEquals(ERROR_PROBABILITY, 0.01);
});
