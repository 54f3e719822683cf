import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { type Arithmetic, float64 } from "../lib/arithmetic/mod.ts";
import { type Claim, defineClaim } from "./claim.ts";
import type { Evidence } from "./evidence.ts";
import { LARGE_INSTANCE, MOST_CLIMBED } from "./profile.ts";
import { randomFor, sourceFor } from "./random.ts";
import { generateRecorded, regenerate, Regenerator } from "./search/mod.ts";
import { lowered } from "./search/mutate.ts";
import { searchClaim, type SearchOptions } from "./search.ts";
import { generateSpecimen, shrunkSpecimen } from "./specimen.ts";

const options: SearchOptions = {
  seed: 1,
  profile: "quick",
  arithmetic: float64 as Arithmetic<unknown>,
};

const unit = fc.double({ min: 0, max: 1, noNaN: true });

/** A claim of so many numbers from 0 to 1: that their sum is at most `most`. */
function sumOf(
  { least, most }: { readonly least: number; readonly most: number },
  bound: number,
  part: Partial<Claim<{ readonly x: readonly number[] }, number>> = {},
): Claim {
  return defineClaim<{ readonly x: readonly number[] }, number>({
    id: "test/sum",
    title: "a sum of many numbers",
    locus: "here",
    kind: "universal",
    hypotheses: [],
    instances: fc.record({ x: fc.array(unit, { minLength: least, maxLength: most }) }),
    observe: ({ x }) => x.reduce((sum, value) => sum + value, 0),
    variants: {
      printed: {
        statement: "s",
        relations: (sum) => [{ label: "sum", lhs: sum, sense: "<=", rhs: bound }],
      },
    },
    ...part,
  });
}

const exactly = (count: number) => ({ least: count, most: count });

function budgets({ search: { generate, target } }: Evidence): readonly number[] {
  return [generate.budget, generate.drawn, target.budget, target.drawn];
}

Deno.test("of ordinary instances as many are tried as the profile has it", async () => {
  // Three draws a number: below what counts as large.
  const evidence = await searchClaim(sumOf(exactly(600), 700, { cost: 10 }), options);
  assertEquals(budgets(evidence), [40, 40, 80, 80]);
});

Deno.test("of large instances fewer are tried, and evidence says how many; the same each time", async () => {
  const claim = sumOf(exactly(2000), 3000, { cost: 10 });
  const evidence = await searchClaim(claim, options);
  // 6,000 draws are the work of three ordinary instances; no verdict rests on less than 20.
  assertEquals(budgets(evidence), [20, 20, 27, 27]);
  assertEquals(evidence.variants.printed.verdict, "holds");
  assertEquals(await searchClaim(claim, options), evidence);
});

Deno.test("instances that are larger still are sampled, and not climbed from", async () => {
  const count = Math.ceil(MOST_CLIMBED / 3) + 1;
  const evidence = await searchClaim(sumOf(exactly(count), 2 * count), options);
  assertEquals(budgets(evidence), [20, 20, 0, 0]);
  assertEquals(evidence.variants.printed.verdict, "holds");
});

Deno.test("what is large by its JSON and not by its draws is as costly", async () => {
  const instances = fc.integer({ min: 0, max: 1_000_000 })
    .map((n) => ({ x: Array.from({ length: 20_000 }, (_, k) => (n + k) / 7) }));
  const { search } = await searchClaim(sumOf(exactly(0), Infinity, { instances }), options);
  assert(search.generate.drawn < 100 && search.target.drawn < 100, JSON.stringify(search));
});

Deno.test("a counterexample of thousands of numbers is shrunk", async () => {
  const { variants } = await searchClaim(sumOf({ least: 0, most: 5000 }, 40), options);
  const { verdict, example } = variants.printed;
  assertEquals(verdict, "refuted");
  const { x } = example!.instance as { x: readonly number[] };
  assert(x.length < 100, `${x.length} numbers`);
});

Deno.test("a large specimen keeps its draws, and gives all else again", () => {
  const claim = sumOf(exactly(5000), 1);
  const edited = { draws: [], biasFactor: 2 };
  const specimen = generateSpecimen(claim, edited, sourceFor("large"));
  const { value, recording } = generateRecorded(claim.instances, edited, sourceFor("large"));
  assert(recording.draws.length > LARGE_INSTANCE);
  assert(specimen.text.length < 100, specimen.text.slice(0, 200));
  const [child] = claim.instances.shrink(value.value_, value.context);
  const [shrink] = claim.instances.shrink(specimen.value.value_, specimen.value.context);
  const shrunk = shrunkSpecimen(specimen, shrink!, 0);
  // Others have been generated since.
  const other = generateSpecimen(claim, edited, sourceFor("other"));
  assert(other.text !== specimen.text);
  assertEquals(specimen.recording, recording);
  assertEquals(specimen.value.value, value.value);
  assertEquals(shrunk.recording, recording);
  assertEquals(shrunk.value.value, child!.value);
});

Deno.test("of a way down the shrink tree of a large value, each place can be found again", () => {
  const arbitrary = fc.array(unit, { minLength: 0, maxLength: 2000 });
  const source = sourceFor("descent", 3);
  let recorded = generateRecorded(arbitrary, { draws: [], biasFactor: undefined }, source);
  while (recorded.recording.draws.length <= LARGE_INSTANCE) {
    recorded = generateRecorded(arbitrary, { draws: [], biasFactor: undefined }, source);
  }
  const { recording } = recorded;
  const path = [3, 2, 1, 2, 90, 1];
  const regenerator = new Regenerator(arbitrary);
  const lengths = [6, 5, 2, 3, 6, 0, 1, 4];
  for (const length of lengths) {
    const origin = { recording, path: path.slice(0, length) };
    const expected = regenerate(arbitrary, origin);
    assert(expected !== undefined, `nothing at ${length} steps`);
    assertEquals(regenerator.at(origin)?.value, expected.value);
  }
  // A sibling before those that were looked at last.
  const sibling = { recording, path: [...path.slice(0, 4), 5] };
  assertEquals(regenerator.at(sibling)?.value, regenerate(arbitrary, sibling)!.value);
});

Deno.test("of hundreds of thousands of draws a stretch is lowered", () => {
  const draws = new Array<number>(400_000).fill(7);
  const random = randomFor("lowered");
  for (let run = 0; run < 40; run++) assertEquals(lowered(draws, random).length, draws.length);
});
