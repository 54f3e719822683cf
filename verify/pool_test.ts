import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Claim } from "./claim.ts";
import type { Evidence } from "./evidence.ts";
import { searchInProcesses } from "./pool.ts";
import { claims } from "./testdata/bad_checkers.ts";
import { claims as forging } from "./testdata/forging_checkers.ts";
import { claims as hungry } from "./testdata/hungry.ts";
import { areCutShort, patiently } from "./testdata/patience.ts";

const setup = {
  claims: [new URL("testdata/bad_checkers.ts", import.meta.url).href],
  arithmetics: ["float64"] as const,
  seed: 1,
  profile: "quick" as const,
};

Deno.test("checkers that hang, throw or eat memory cost their claim an error, and nothing else", async () => {
  // On a busy machine it takes more than a few seconds to fill the memory.
  const { result: found, limit } = await patiently(
    8,
    (timeLimit) => searchInProcesses(claims, { ...setup, jobs: 2, timeLimit }),
    (found) => areCutShort(found, ["bad/loops"]),
  );
  const of = (id: string) =>
    found.find((evidence) => evidence.id === `bad/${id}`)!.variants.printed;
  for (const good of ["good-first", "prints", "good-last"]) {
    assertEquals(of(good).verdict, "holds", `${good}: ${of(good).reason}`);
  }
  const messages: Record<string, string> = {
    "throws": "the checker has a bug",
    "loops": `timed out after ${limit} s`,
    "nan": "lhs = NaN",
    "no-relations": "no relations",
    "allocates-arrays": "memory",
    "allocates-objects": "memory",
  };
  for (const [id, message] of Object.entries(messages)) {
    assertEquals(of(id).verdict, "error", id);
    assertStringIncludes(of(id).reason!, message, id);
    const instance = of(id).example!.instance as { x: number } | null;
    assert(instance !== null && Number.isInteger(instance.x), `${id} must name its instance`);
  }
  assert((of("loops").example!.instance as { x: number }).x > 5);
});

Deno.test("the number of workers and the order of the claims change no evidence", async () => {
  const good = claims.filter(({ id }) => /good|prints|throws|nan/.test(id));
  const run = async (order: readonly Claim[], jobs: number) => {
    const found = await searchInProcesses(order, { ...setup, jobs, timeLimit: 600 });
    const byId = (a: Evidence, b: Evidence) => a.id < b.id ? -1 : 1;
    return JSON.stringify(found.sort(byId));
  };
  const reference = await run(good, 1);
  assertEquals(await run(good, 3), reference);
  assertEquals(await run(good.toReversed(), 2), reference);
});

Deno.test("a claim does not pay for the memory that an earlier one kept", async () => {
  const found = await searchInProcesses(hungry, {
    ...setup,
    claims: [new URL("testdata/hungry.ts", import.meta.url).href],
    jobs: 1,
    timeLimit: 600,
  });
  for (const { id, variants: { printed } } of found) {
    assertEquals(printed.verdict, "holds", `${id}: ${printed.reason}`);
  }
});

Deno.test("what a process may use is what the pool is told", async () => {
  const [first] = await searchInProcesses(hungry.slice(0, 1), {
    ...setup,
    claims: [new URL("testdata/hungry.ts", import.meta.url).href],
    jobs: 1,
    timeLimit: 60,
    memoryLimit: 400,
  });
  const { verdict, reason } = first!.variants.printed;
  assertEquals(verdict, "error");
  assertEquals(reason, "used more memory than a worker may (--memory sets the limit)");
});

Deno.test("what a checker writes on standard error is not taken for an instance", async () => {
  const [found] = await searchInProcesses(forging, {
    ...setup,
    claims: [new URL("testdata/forging_checkers.ts", import.meta.url).href],
    jobs: 1,
    timeLimit: 60,
  });
  assertEquals(found!.variants.printed.verdict, "error");
  assertStringIncludes(found!.variants.printed.reason!, "exit code 3");
});
