import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { type Arithmetic, float64 } from "../lib/arithmetic/mod.ts";
import type { Arbitrary } from "../lib/fast_check/mod.ts";
import type { Claim, ClaimKind } from "./claim.ts";
import { LIGHT_EFFORT } from "./confirm.ts";
import type { Confirmation } from "./evidence.ts";
import { Observer } from "./observer.ts";
import { sourceFor } from "./random.ts";
import { type Counterexample, Refuter } from "./refute.ts";
import type { Relation } from "./relation.ts";
import type { ClaimTwin } from "./rounding_noise.ts";
import { generateSpecimen, type Specimen } from "./specimen.ts";
import { VariantTally } from "./tally.ts";

const arithmetic = float64 as Arithmetic<unknown>;

interface Instance {
  readonly n: number;
}

/** A relation that a number is at most a million. */
function atMost(n: number, parts: Partial<Relation> = {}): Relation {
  return { label: "it", lhs: n, sense: "<=", rhs: 1e6, ...parts };
}

type Observe = (n: number, refinement: number) => readonly Relation[];

/** A search of a claim on whole numbers that has met so many instances, and what refutes it. */
class Search {
  readonly claim: Claim;
  readonly observer: Observer;
  readonly tally: VariantTally;
  readonly refuter: Refuter;
  readonly met: Specimen[] = [];
  readonly phases: string[] = [];

  constructor(
    observe: Observe,
    {
      kind = "universal",
      instances = fc.integer({ min: 2_000_000, max: 9_000_000 }),
      count = 5,
      shrinkBudget = 500,
      twin,
    }: {
      readonly kind?: ClaimKind;
      readonly instances?: fc.Arbitrary<number>;
      readonly count?: number;
      readonly shrinkBudget?: number;
      readonly twin?: (n: number, run: number) => readonly Relation[];
    } = {},
  ) {
    this.claim = {
      id: "mine/claim",
      kind,
      instances: fc.record({ n: instances }) as Arbitrary<unknown>,
      hypotheses: [],
      observe: ({ n }: Instance, _: unknown, refinement: number) => observe(n, refinement),
      variants: { corrected: { statement: "", relations: (observed: unknown) => observed } },
    } as unknown as Claim;
    this.observer = new Observer(this.claim);
    this.tally = new VariantTally(this.claim, "corrected");
    for (let index = 0; index < count; index++) {
      const source = sourceFor("refute", index);
      const specimen = generateSpecimen(this.claim, { draws: [], biasFactor: undefined }, source);
      const judgement = this.observer.judge("corrected", specimen.json, arithmetic, 0)!;
      this.met.push(specimen);
      this.tally.count(judgement, specimen, { phase: "generate", observation: index + 1 });
    }
    let runs = 0;
    const rewritten: ClaimTwin | undefined = twin && {
      claim: {
        ...this.claim,
        observe: ((instance: Instance) => twin(instance.n, runs++)) as unknown as Claim["observe"],
      },
      arithmetic,
      run: (_, body) => body(),
    };
    this.refuter = new Refuter(
      this.observer,
      { seed: 1, arithmetic, shrinkBudget, twin: () => Promise.resolve(rewritten) },
      (phase) => void this.phases.push(phase),
    );
  }

  get numbers(): number[] {
    return this.met.map(({ json }) => (json as Instance).n);
  }

  refute(): Promise<{
    readonly counterexamples: readonly Counterexample[];
    readonly unconfirmed: readonly Confirmation[];
  }> {
    return this.refuter.refute(this.tally);
  }

  /** The numbers that refute the claim. */
  async refuted(): Promise<number[]> {
    const { counterexamples } = await this.refute();
    return counterexamples.map(({ specimen }) => (specimen.json as Instance).n);
  }
}

/** Asserts that it is the least number, or as near to it as shrinking comes by halves. */
function assertLeast(found: readonly number[], least: number): void {
  assert(found.length === 1 && found[0]! >= least && found[0]! <= least + 2, `${found}`);
}

const low = fc.integer({ min: 0, max: 9_000_000 });

Deno.test("a counterexample is shrunk as long as its violation stays in sight", async () => {
  // A thousandth of the sides.
  assertLeast(await new Search((n) => [atMost(n)], { instances: low }).refuted(), 1_001_002);
  // Of a size that is stated, a thousandth of that.
  const size = 9e6;
  assertLeast(
    await new Search((n) => [atMost(n, { size })], { instances: low }).refuted(),
    1_009_000,
  );
  // Eight tolerances, of which each is a thousandth here.
  const uncertainty = 2e3;
  assertLeast(
    await new Search((n) => [atMost(n, { uncertainty })], { instances: low }).refuted(),
    1_016_001,
  );
  // Half of the share that it had, where that was less.
  const half = new Search((n) => [atMost(n)], {
    instances: fc.constant(1_000_500).chain((most) => fc.integer({ min: 1_000_000, max: most })),
    count: 1,
  });
  const [start] = half.numbers as [number];
  const share = (start - 1e6) / start / 2;
  const [shrunk] = await half.refuted() as [number];
  assert((shrunk - 1e6) / shrunk >= share && (shrunk - 1 - 1e6) / (shrunk - 1) < share);
});

Deno.test("what is found tells where it came from, and what it cost", async () => {
  const search = new Search((n) => [atMost(n)], { count: 1, instances: low });
  const before = search.observer.count;
  const { counterexamples: [found], unconfirmed } = await search.refute();
  assert(found !== undefined);
  assertEquals([unconfirmed, found.found === search.met[0]], [[], true]);
  assertEquals([found.confirmation.confirmed, found.confirmation.label], [true, "it"]);
  assert(found.shrinkSteps > 3 && search.refuter.shrinkObservations >= found.shrinkSteps);
  // Lightly and in full: as it is, tightened, and once more before it is seen that nothing moves.
  assertEquals(search.refuter.confirmObservations, 6);
  assertEquals(
    search.phases.filter((phase, index) => phase !== search.phases[index - 1]),
    ["confirm", "shrink", "confirm"],
  );
  assert(search.observer.count - before > 2 * found.shrinkSteps);
});

Deno.test("runs with random rounding count as observations", async () => {
  const search = new Search((n) => [atMost(n)], { twin: (n) => [atMost(n)] });
  const confirmation = await search.refuter.confirm(
    "corrected",
    "it",
    search.met[0]!,
    LIGHT_EFFORT,
  );
  assertEquals([confirmation.confirmed, confirmation.rounding!.runs], [true, 6]);
  assertEquals(search.refuter.confirmObservations, 8);
});

Deno.test("each label that is violated is refuted, in the order of the claim's relations", async () => {
  const twin = (n: number) => [atMost(n, { label: "first" }), atMost(n, { label: "third" })];
  const search = new Search(
    (
      n,
    ) => [
      atMost(n, { label: "first" }),
      atMost(1, { label: "second" }),
      atMost(n, { label: "third" }),
    ],
    { twin, instances: low },
  );
  const { counterexamples, unconfirmed } = await search.refute();
  assertEquals(unconfirmed, []);
  assertEquals(
    counterexamples.map(({ confirmation: { label, rounding } }) => [label, rounding!.runs]),
    [
      ["first", 40],
      ["third", 20],
    ],
  );
});

Deno.test("the budget is shared among the labels that are refuted", async () => {
  const attempts = async (labels: readonly string[], shrinkBudget: number) => {
    const observe = (n: number) => labels.map((label) => atMost(n, { label }));
    const search = new Search(observe, { shrinkBudget, instances: low });
    assertEquals((await search.refuted()).length, labels.length);
    return search.refuter.shrinkObservations;
  };
  assertEquals(await attempts(["a"], 0), 0);
  assertEquals(await attempts(["a"], 4), 4);
  assertEquals(await attempts(["a", "b", "c"], 4), 4 + 2 + 2);
});

Deno.test("what cannot be confirmed is told, by the shortest instance", async () => {
  const search = new Search((n, refinement) => [atMost(refinement === 0 ? n : 1)]);
  const { counterexamples, unconfirmed } = await search.refute();
  assertEquals(counterexamples, []);
  assertEquals(unconfirmed.map(({ label, reason }) => [label, reason]), [
    ["it", "with tightened numerical methods it is kept"],
  ]);
  // One that can be is enough.
  const [least, ...others] = search.numbers.toSorted((a, b) => a - b) as [number, ...number[]];
  const some = new Search((n, refinement) => [
    atMost(n === others.at(-1) || refinement === 0 ? n : 1),
  ]);
  assert(least > 1e6);
  assertEquals(await some.refuted(), [others.at(-1)]);
});

Deno.test("where the shrunk one is not confirmed, one before it may be", async () => {
  const twin = (n: number, run: number) => [atMost(n < 1_500_000 ? run % 2 * 1e9 : n)];
  const search = new Search((n) => [atMost(n)], { twin, instances: low });
  const { counterexamples: [found], unconfirmed } = await search.refute();
  assertEquals(unconfirmed, []);
  const { n } = found!.specimen.json as Instance;
  assert(n >= 1_500_000 && n < Math.max(...search.numbers), `${n}`);
  assertEquals(found!.confirmation.confirmed, true);
  // If none is, what spoke against the first is told.
  const none = new Search((n) => [atMost(n)], { twin: (_, run) => [atMost(run % 2 * 1e9)] });
  assertEquals((await none.refute()).unconfirmed.length, 1);
});

Deno.test("a run that overflows is shrunk until it breaks the label within the numbers", async () => {
  const search = new Search((n) => [atMost(n > 1_100_000 ? Infinity : n)], { instances: low });
  assert(search.numbers.every((n) => n < 1e6 || n > 1_100_000));
  const { counterexamples: [found] } = await search.refute();
  assertLeast([(found!.specimen.json as Instance).n], 1_001_002);
  const infinite = new Search((n) => [atMost(n > 1_000_000 ? Infinity : n)], { instances: low });
  const { unconfirmed } = await infinite.refute();
  assertEquals(unconfirmed.map(({ reason }) => reason), ["it is violated by an overflow only"]);
});

Deno.test("what is shrunk violates the label with tightened methods too", async () => {
  // Tightened, small violations are none.
  const tightened = new Search((n, refinement) => [atMost(refinement === 1 && n < 3e6 ? 1 : n)], {
    instances: low,
  });
  assertLeast(await tightened.refuted(), 3_000_000);
  // More than once is not asked for.
  const once = new Search((n, refinement) => [atMost(refinement > 1 ? 1 : n)], { instances: low });
  assertLeast(await once.refuted(), 1_001_002);
});

Deno.test("the second arithmetic takes part in what is confirmed", async () => {
  const second = { ...float64, name: "float32", unitRoundoff: 2 ** -24 } as Arithmetic<unknown>;
  const search = new Search((n) => [atMost(n)]);
  let asked = 0;
  const observer = new Observer({
    ...search.claim,
    observe: ({ n }: Instance, numbers: Arithmetic<unknown>) => {
      if (numbers.name === "float32") asked++;
      return [atMost(numbers.norm(numbers.vector([n])))];
    },
  } as unknown as Claim);
  const options = { seed: 1, arithmetic, shrinkBudget: 9, twin: () => Promise.resolve(undefined) };
  for (
    const [more, expected] of [[{}, "not run"], [{ secondArithmetic: second }, "violated"]] as const
  ) {
    const refuter = new Refuter(observer, { ...options, ...more }, () => {});
    const { secondArithmetic, confirmed } = await refuter.confirm(
      "corrected",
      "it",
      search.met[0]!,
      LIGHT_EFFORT,
    );
    assertEquals([secondArithmetic, confirmed], [expected, true]);
  }
  assertEquals(asked, 1);
});

Deno.test("a smaller instance with another fault is no smaller instance of this one", async () => {
  const search = new Search((n) => {
    if (n > 1_200_000 && n < 1_300_000) throw new RangeError("a bug");
    return [atMost(n > 1_300_000 || n < 1_100_000 ? n : 1)];
  }, {
    instances: fc.integer({ min: 1_150_000, max: 9_000_000 }).filter((n) =>
      n > 1_300_000 || n < 1_200_000
    ),
  });
  const [n] = await search.refuted() as [number];
  assert(n >= 1_300_000, `${n}`);
});

Deno.test("a witness is shrunk while every label stays supported", () => {
  const search = new Search((n) => {
    if (n < 0) throw new RangeError("a bug");
    return [{ label: "it", lhs: 1_234_567, sense: "<=", rhs: n }, atMost(1, { label: "b" })];
  }, { kind: "existence", instances: fc.integer({ min: -9, max: 9_000_000 }) });
  assert(search.tally.witness !== undefined);
  assertEquals(search.refuter.shrinkWitness(search.tally).json, { n: 1_234_567 });
  assert(search.refuter.shrinkObservations > 5);
  assert(search.phases.every((phase) => phase === "shrink") && search.phases.length > 1);
});
