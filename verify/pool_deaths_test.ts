import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { MalformedClaim } from "./door.ts";
import type { Evidence } from "./evidence.ts";
import { listInProcess, searchInProcesses, WorkerStartError } from "./pool.ts";
import { withFolder } from "./testdata/command_line.ts";
import { dying, living } from "./testdata/pool_jobs.ts";

// Far longer than any of this takes: no clock decides how a test ends.
const run = {
  claims: [new URL("testdata/pool_jobs.ts", import.meta.url).href],
  arithmetics: ["float64"] as const,
  timeLimit: 600,
  seed: 1,
  profile: "quick" as const,
  jobs: 2,
};

Deno.test("modules that cannot be loaded are told from those that are not well formed", async () => {
  await withFolder(async (folder) => {
    const list = async (text: string, more = {}) => {
      const path = join(folder, "claims.ts");
      await Deno.writeTextFile(path, text);
      return await listInProcess({ claims: [pathToFileURL(path).href], ...more });
    };
    await assertRejects(() => list("export const claims = 7;"), MalformedClaim, "`claims`");
    await assertRejects(() => list("export const x = 7;"), MalformedClaim, "`claims`");
    const thrown = await assertRejects(
      () => list('throw new Error("no");'),
      WorkerStartError,
      "no",
    );
    assertEquals([thrown.name, thrown.hasDied], ["WorkerStartError", false]);
    const died = await assertRejects(() => list("Deno.exit(6);"), WorkerStartError);
    assertEquals(
      died.message,
      "a worker process could not start: the worker process ended with exit code 6: ",
    );
    assertEquals(died.hasDied, true);
    const url = pathToFileURL(join(folder, "claims.ts")).href;
    const passed = await list("export const x = 7;", { mayLackClaims: [url] });
    assertEquals([passed.claims, passed.modules], [[], []]);
  });
});

Deno.test("what a claim does to its process costs that claim alone", async () => {
  const asked = [...dying, living[0]!];
  const found = await searchInProcesses(asked, run);
  const of = (name: string) =>
    found[asked.findIndex(({ id }) => id === `jobs/${name}`)]!.variants.printed;
  const exits = of("exits");
  assertEquals(exits.verdict, "error");
  assertEquals(exits.reason, "the worker process ended with exit code 3: last words");
  // In the second try the pool is told of each instance.
  assert((exits.example!.instance as { readonly x: number }).x > 20);
  const left = of("leaves-something");
  assertEquals([left.verdict, left.example!.instance], ["error", null]);
  assertEquals(left.reason, "left behind by the checker: Error: nobody waits");
  const spoils = of("spoils");
  assertEquals([spoils.verdict, spoils.example!.instance], ["error", null]);
  assertStringIncludes(spoils.reason!, "it changed Array.prototype.at: all that runs after it");
  assertEquals(of("dies-outside").verdict, "holds");
  const [{ role }] = found[3]!.hypotheses as [Evidence["hypotheses"][number]];
  assertEquals(role, {
    role: "could not be told",
    tried: 0,
    counterexample: null,
    reason: "the checker did not come back where it is dropped: " +
      "the worker process ended with exit code 5: ",
  });
  assertEquals(of("throws").verdict, "error");
  assertStringIncludes(of("throws").reason!, "a bug");
  assertEquals(of("holds").verdict, "holds");
  assertEquals(found.at(-1)!.hypotheses.map(({ role }) => role!.role), [
    "not needed in this search",
    "not testable alone",
  ]);
});
