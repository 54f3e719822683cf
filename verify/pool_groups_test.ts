import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Claim } from "./claim.ts";
import { searchInProcesses } from "./pool.ts";
import { claims as nondeterministic } from "./testdata/nondeterministic.ts";
import { endless, onceTried, whileTried } from "./testdata/pool_jobs.ts";

const run = {
  claims: [new URL("testdata/pool_jobs.ts", import.meta.url).href],
  arithmetics: ["float64"] as const,
  // Far longer than any of this takes: no clock decides how a test ends.
  timeLimit: 600,
  seed: 1,
  profile: "quick" as const,
  jobs: 1,
};

/** The verdicts of a group's claims, each with its reason if it is an error. */
async function verdictsOf(group: readonly Claim[], asked: readonly Claim[] = group) {
  const found = await searchInProcesses(asked, { ...run, groups: [group] });
  return found.map(({ id, variants: { printed: { verdict, reason } } }) =>
    `${id} ${verdict}${verdict === "error" ? `: ${reason}` : ""}`
  );
}

Deno.test("a claim that ends its process while instances are tried costs its fellows nothing", async () => {
  assertEquals(await verdictsOf(whileTried), [
    "jobs/tried-holds holds",
    "jobs/tried-dies error: the worker process ended with exit code 3: ",
    "jobs/tried-refuted refuted",
  ]);
});

Deno.test("a claim that ends its process when all was tried costs those before and after nothing", async () => {
  assertEquals(await verdictsOf(onceTried), [
    "jobs/told-holds holds",
    "jobs/told-dies error: the worker process ended with exit code 4: ",
    "jobs/told-holds-too holds",
  ]);
});

Deno.test("a claim that never ends runs out of time, which is told with what to do about it", async () => {
  const started = performance.now();
  const [found] = await searchInProcesses([endless], { ...run, timeLimit: 2 });
  const { verdict, reason } = found!.variants.printed;
  assertEquals([verdict, reason], ["error", "timed out after 2 s (see --time-limit)"]);
  assert(performance.now() - started >= 2000);
});

Deno.test("what refutes a claim is observed again in another process, and must be the same", async () => {
  const module = new URL("testdata/nondeterministic.ts", import.meta.url).href;
  const found = await searchInProcesses(nondeterministic, { ...run, claims: [module] });
  const of = (name: string) =>
    found.find(({ id }) => id === `nondeterministic/${name}`)!.variants.printed;
  assertEquals(of("depends-on-its-instance").verdict, "refuted");
  const { verdict, reason, refutation } = of("counts");
  assertEquals([verdict, refutation], ["error", null]);
  assertStringIncludes(reason!, "gives something else when it is observed again");
  assert(found.every(({ module }) => module === null));
});
