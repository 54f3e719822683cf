import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Arithmetic, float64 } from "../lib/arithmetic/mod.ts";
import { recordOf } from "./claim_record.ts";
import type { Evidence, Example } from "./evidence.ts";
import { checkInProcesses, listInProcess, replayInProcess, searchInProcesses } from "./pool.ts";
import { searchClaim, searchGroup } from "./search.ts";
import { withFolder } from "./testdata/command_line.ts";
import { claims, dying, endless, living, onceTried, whileTried } from "./testdata/pool_jobs.ts";

const module = new URL("testdata/pool_jobs.ts", import.meta.url).href;

// Far longer than any of this takes: no clock decides how a test ends.
const setup = { claims: [module], arithmetics: ["float64"] as const, timeLimit: 600 };
const run = { ...setup, seed: 1, profile: "quick" as const, jobs: 2 };

const named = (name: string) => claims.find(({ id }) => id === `jobs/${name}`)!;

Deno.test("what processes find is what a search finds, and it is told what they are at", async () => {
  const family = living.slice(-3);
  // The third is not asked for, and is searched all the same.
  const asked = [living[2]!, family[1]!, living[0]!, family[0]!, living[1]!];
  const told: string[] = [];
  const printed: string[] = [];
  const done = new Map<string, number>();
  const found = await searchInProcesses(asked, {
    ...run,
    groups: [...living.slice(0, 3).map((claim) => [claim]), family],
    originOf: ({ id }) => ({ module: `${id}.ts`, paperTitle: "Jobs" }),
    onStart: ({ id }, together) => told.push(`${id} with ${together.map(({ id }) => id)}`),
    onProgress: ({ id }, { accepted, budget, phase }) => {
      assert(asked.some((claim) => claim.id === id) && accepted <= budget, `${id} ${phase}`);
    },
    onDone: ({ id }, evidence, seconds) => {
      assertEquals(evidence.id, id);
      assert(!done.has(id));
      done.set(id, seconds);
    },
    onPrint: (id, line) => printed.push(`${id}: ${line}`),
  });
  assertEquals(found.map(({ id }) => id), asked.map(({ id }) => id));
  const options = {
    seed: 1,
    profile: "quick" as const,
    arithmetic: float64 as Arithmetic<unknown>,
  };
  const expected = new Map<string, Evidence>();
  for (const claim of living.slice(0, 3)) {
    const evidence = await searchClaim(claim, options);
    expected.set(claim.id, evidence);
  }
  for (const evidence of await searchGroup(family, options)) expected.set(evidence.id, evidence);
  for (const evidence of found) {
    const { id, variants, search, ...rest } = evidence;
    const there = expected.get(id)!;
    const { id: _, variants: variantsThere, search: searchThere, ...restThere } = there;
    assertEquals(rest, { ...restThere, module: `${id}.ts`, paperTitle: "Jobs" });
    const { printed } = variants;
    assertEquals(printed.verdict, variantsThere.printed.verdict);
    assertEquals(printed.example, variantsThere.printed.example);
    assertEquals(search.generate, searchThere.generate);
    if (printed.verdict === "holds") assertEquals(printed, variantsThere.printed);
    else {
      assert(printed.refutation!.confirmation.confirmed);
      assertStringIncludes(printed.refutation!.replay, `--claims ${id}.ts`);
    }
  }
  const verdicts = found.map(({ variants: { printed } }) => printed.verdict);
  assertEquals(verdicts, ["refuted", "refuted", "holds", "holds", "holds"]);
  const roles = found[2]!.hypotheses.map(({ role }) => role!.role);
  // Nearly nothing breaks the second one.
  assertEquals(roles, ["not needed in this search", "not testable alone"]);
  const together = "jobs/first,jobs/second";
  assertEquals(told.slice(0, 2), [`jobs/first with ${together}`, `jobs/second with ${together}`]);
  assertEquals(
    told.slice(2).sort(),
    ["holds", "prints", "refuted"].map((name) => `jobs/${name} with jobs/${name}`),
  );
  assertEquals(done.size, 5);
  for (const seconds of done.values()) assert(seconds > 0 && seconds < 600);
  assertEquals(done.get("jobs/first"), done.get("jobs/second"));
  const lines = [
    "a line\t\ufffd[31m",
    "an error",
    "a warning",
    `${"x".repeat(2000)}… (100 more characters)`,
    ...Array.from({ length: 196 }, (_, index) => `line ${index}`),
    "… and 34 more line(s)",
  ];
  // The modules print when they are loaded once more, rewritten: on the account of who needs that.
  const others = printed.filter((line) => !line.startsWith("jobs/prints: "));
  assert(others.every((line) => /: (loading\ufffd|on standard error)$/.test(line)), others.join());
  assertEquals(
    printed.filter((line) => !others.includes(line)),
    lines.map((line) => `jobs/prints: ${line}`),
  );
});

Deno.test("claims are listed with what their modules print, and without their code", async () => {
  const lines: string[] = [];
  const loaded = await listInProcess({ claims: [module], onLoadPrint: (line) => lines.push(line) });
  assertEquals(loaded.claims, claims.map((claim) => ({ claim: recordOf(claim), module })));
  assertEquals(
    loaded.groups.map((group) => group.map(({ id }) => id)),
    [
      ...living.slice(0, 3).map(({ id }) => [id]),
      living.slice(3).map(({ id }) => id),
      ...dying.map(({ id }) => [id]),
      whileTried.map(({ id }) => id),
      onceTried.map(({ id }) => id),
      [endless.id],
    ],
  );
  assertEquals(lines.sort(), ["loading\ufffd", "on standard error"]);
});

Deno.test("an instance is observed again in a process, and what goes wrong is told", async () => {
  const again = (name: string, x: number) => {
    const recorded: Example = {
      role: "counterexample",
      arithmetic: "float64",
      instance: { x },
      relations: [],
      figures: [],
    };
    return replayInProcess(recordOf(named(name)), "printed", recorded, setup);
  };
  const observed = await again("refuted", 700) as Example;
  assertEquals([observed.role, observed.instance], ["counterexample", { x: 700 }]);
  const [{ lhs, rhs, violated }] = observed.relations as unknown as [
    { lhs: number; rhs: number; violated: boolean },
  ];
  assertEquals([lhs, rhs, violated], [700, 500, true]);
  assertEquals(await again("throws", 30), { error: "Error: a bug" });
  assertEquals(await again("exits", 30), {
    error: "the worker process ended with exit code 3: last words",
  });
});

Deno.test("claims whose first observation is not well formed are told, in their order", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "claims.ts");
    await Deno.writeTextFile(
      path,
      `import fc from ${JSON.stringify(import.meta.resolve("fast-check"))};
      const claim = (id, relations) => ({
        id, title: "t", locus: "l", kind: "universal", hypotheses: [],
        instances: fc.record({ x: fc.integer() }), observe: ({ x }) => x,
        variants: { printed: { statement: "x", relations } },
      });
      const fine = (x) => [{ label: "x", lhs: x, sense: "<=", rhs: Infinity }];
      export const claims = [
        claim("mine/a", () => 1),
        claim("mine/b", () => [{ label: "x", lhs: 0, sense: "<=", rhs: 1 }]),
        claim("mine/c", () => Deno.exit(4)),
        claim("mine/d", () => "text"),
      ];`,
    );
    const url = pathToFileURL(path).href;
    const { claims } = await listInProcess({ claims: [url] });
    const options = { ...run, claims: [url] };
    const problems = await checkInProcesses(claims.map(({ claim }) => claim), options);
    assertEquals(problems.map(({ id }) => id), ["mine/a", "mine/d"]);
    assertStringIncludes(problems[1]!.message, '"text"');
    assertEquals(await checkInProcesses([], options), []);
  });
});
