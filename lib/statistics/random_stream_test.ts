import { assert, assertEquals, assertThrows } from "@std/assert";
import { meanConfidence, mixSeed, randomStream } from "./mod.ts";

const COUNT = 20_000;

/** Whether the mean of what is drawn may be `expected`, but for a probability of 1e-6. */
function assertMean(draw: () => number, bounds: [number, number], expected: number): void {
  const [lower, upper] = bounds;
  const estimate = meanConfidence(draw, { lower, upper, maximumSamples: COUNT });
  const width = estimate.upper - estimate.lower;
  assert(width < (upper - lower) / 10, `the interval is too wide to tell: ${width}`);
  assert(
    estimate.lower <= expected && expected <= estimate.upper,
    `${expected} is not in [${estimate.lower}, ${estimate.upper}]`,
  );
}

/** Φ(x), by Abramowitz and Stegun 7.1.26, to 1e-7. */
function normalDistribution(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x) / Math.SQRT2);
  const tail = t * Math.exp(-x * x / 2) * (0.254829592 +
    t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return x > 0 ? 1 - tail / 2 : tail / 2;
}

Deno.test("uniform, Rademacher and Bernoulli draws have their moments", () => {
  const stream = randomStream(3, "moments");
  assertMean(() => stream.uniform(), [0, 1], 1 / 2);
  assertMean(() => stream.uniform() ** 2, [0, 1], 1 / 3);
  assertMean(() => stream.uniform(-3, 5), [-3, 5], 1);
  assertMean(stream.rademacher, [-1, 1], 0);
  assertMean(() => Number(stream.bernoulli(0.2)), [0, 1], 0.2);
  assert(stream.vector(1000, stream.rademacher).every((sign) => Math.abs(sign) === 1));
  assert(!stream.bernoulli(0) && stream.bernoulli(1));
  // Successive draws do not know of each other.
  assertMean(() => stream.rademacher() * stream.rademacher(), [-1, 1], 0);
});

Deno.test("normal draws have the normal distribution", () => {
  const stream = randomStream(3, "normal");
  for (const x of [-2, -1, 0, 0.5, 1.5]) {
    assertMean(() => Number(stream.normal() <= x), [0, 1], normalDistribution(x));
    assertMean(() => Number(stream.normal(10, 2) <= 10 + 2 * x), [0, 1], normalDistribution(x));
  }
});

Deno.test("indices and permutations are uniform", () => {
  const stream = randomStream(3, "indices");
  assertMean(stream.index.bind(null, 5), [0, 4], 2);
  const counts = new Map<string, number>();
  for (let i = 0; i < COUNT; i++) {
    const order = stream.permutation(3).join("");
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  assertEquals([...counts.keys()].sort(), ["012", "021", "102", "120", "201", "210"]);
  for (const count of counts.values()) {
    // 4.9 standard deviations: an error probability of 1e-6.
    const bound = 4.9 * Math.sqrt(COUNT * (1 / 6) * (5 / 6));
    assert(Math.abs(count - COUNT / 6) < bound, `${count} of ${COUNT}`);
  }
  assertEquals(stream.permutation(0), []);
});

Deno.test("a stream is determined by seed and names alone", () => {
  const numbers = (stream: ReturnType<typeof randomStream>) => stream.vector(5, stream.normal);
  const expected = numbers(randomStream(7, "noise", 2));
  assertEquals(numbers(randomStream(7, "noise", 2)), expected);
  const parent = randomStream(7);
  parent.uniform();
  assertEquals(numbers(parent.substream("noise").substream(2)), expected);
  // Substreams take nothing from their parent.
  const untouched = randomStream(7);
  untouched.uniform();
  assertEquals(untouched.uniform(), parent.uniform());
  // A change to this number changes every statistical verdict.
  assertEquals(randomStream(7, "noise", 2).uniform(), 0.1463582793423478);
});

Deno.test("streams of different seeds and names are different and uncorrelated", () => {
  const firsts = new Set<number>();
  for (let seed = 0; seed < 50; seed++) {
    for (let trial = 0; trial < 400; trial++) {
      firsts.add(randomStream(seed, "trial", trial).uniform());
    }
  }
  assertEquals(firsts.size, 50 * 400);
  const names: (readonly (string | number)[])[] = [["1"], [1], ["1", ""], ["", "1"], [1.5], []];
  assertEquals(new Set(names.map((name) => randomStream(0, ...name).uniform())).size, names.length);
  const [search, confirmation] = [randomStream(0, 0), randomStream(0, 1)];
  assertMean(() => search.rademacher() * confirmation.rademacher(), [-1, 1], 0);
  // Over trials too, a draw each.
  let trial = 0;
  assertMean(() => randomStream(5, trial++).uniform(), [0, 1], 1 / 2);
  trial = 0;
  const product = () =>
    (randomStream(5, trial).uniform() - 0.5) * (randomStream(5, ++trial).uniform() - 0.5);
  assertMean(product, [-0.25, 0.25], 0);
});

Deno.test("what is no seed, probability or count is refused", () => {
  assertThrows(() => randomStream(NaN), RangeError, "cannot be named NaN");
  assertThrows(() => randomStream(1, Infinity), RangeError, "Infinity");
  const stream = randomStream(1);
  assertThrows(() => stream.bernoulli(1.5), RangeError, "between 0 and 1");
  assertThrows(() => stream.index(0), RangeError, "at least 1");
  assertThrows(() => stream.permutation(2.5), RangeError, "at least 0");
});

Deno.test("mixSeed() keeps the parts apart", () => {
  assert(mixSeed("a", "b") !== mixSeed("ab"));
  assert(mixSeed(1) !== mixSeed("1"));
  assertEquals(mixSeed(1, "x"), mixSeed(1, "x"));
});
