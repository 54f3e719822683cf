import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import type { Evidence } from "./evidence.ts";
import type { Timings } from "./report/folder.ts";
import type { Verdicts } from "./report/files.ts";
import { jsonLines, readJson, runTask, withFolder } from "./testdata/command_line.ts";

/** Three claims that are quick to search: one holds, one is refuted, of one nothing is expected. */
const MODULE = `import fc from ${JSON.stringify(import.meta.resolve("fast-check"))};
  const claim = (name, rhs, expected) => ({
    id: "mine/" + name, title: "x is small", locus: "§ 1", kind: "universal", cost: 20,
    hypotheses: [], instances: fc.record({ x: fc.integer({ min: 0, max: 9 }) }),
    observe: ({ x }) => x,
    variants: { printed: {
      statement: "x", expected,
      relations: (x) => [{ label: "x <= " + rhs, lhs: x, sense: "<=", rhs }],
    } },
  });
  export const papers = { mine: { title: "Small numbers" } };
  export const claims = [
    claim("holds", 9, "holds"), claim("surprise", 5, "holds"), claim("open", 9, undefined),
  ];`;

Deno.test("a run of one's own claims leaves evidence, verdicts, times and reports, and says so", async () => {
  await withFolder(async (folder) => {
    const module = join(folder, "claims.ts");
    const out = join(folder, "reports");
    const step = join(folder, "step.md");
    await Deno.writeTextFile(module, MODULE);
    await Deno.writeTextFile(step, "before\n");
    await Deno.mkdir(join(out, "mine"), { recursive: true });
    for (let k = 0; k < 5; k++) await Deno.writeTextFile(join(out, `mine/damaged-${k}.json`), "{");
    const own = ["--claims", module, "--out", out, "--jobs", "1", "--memory", "768"];
    const before = Date.now();
    const run = (env: Readonly<Record<string, string>>, ...more: string[]) =>
      runTask("verify", [...own, ...more], env);

    const first = await run({ GITHUB_STEP_SUMMARY: step }, "--json", "--seed", "3");
    assertEquals(first.status, 1, first.stderr);
    const lines = jsonLines(first.stdout);
    const last = lines.at(-1)!;
    const { seconds } = last as { seconds: number };
    assert(seconds > 0 && seconds < (Date.now() - before) / 1000, `${seconds} s`);
    assertEquals(last, {
      type: "finished",
      unexpected: 1,
      differences: [
        { id: "mine/surprise", variant: "printed", verdict: "refuted", expected: "holds" },
      ],
      status: 1,
      seconds,
    });
    const warnings = first.stderr.trimEnd().split("\n");
    assertEquals(warnings.map((line) => /damaged-\d/.exec(line)?.[0]), [
      ...["damaged-0", "damaged-1", "damaged-2", undefined],
    ]);
    assert(warnings.every((line) => line.startsWith("warning: ")), first.stderr);
    assertEquals(
      warnings[3],
      `warning: 2 more left out: \`deno task report ${out}\` names them`,
    );
    const verdicts = readJson<Verdicts>(join(out, "verdicts.json"));
    assertEquals([verdicts.seed, verdicts.profile], [3, "quick"]);
    assertEquals(
      verdicts.claims.map(({ id, variants }) => [id, variants.printed!.verdict]),
      [["mine/holds", "holds"], ["mine/surprise", "refuted"], ["mine/open", "holds"]],
    );
    assertEquals(verdicts.arithmetics.map(({ name }) => name), ["float64", "float32"]);
    const timings = readJson<Timings>(join(out, "timings.json"));
    assertEquals([timings.schema, timings.seconds], ["assay.timings/1", seconds]);
    assert(Date.parse(timings.date) >= before && Date.parse(timings.date) <= Date.now());
    assertEquals(Object.keys(timings.claims), ["mine/holds", "mine/surprise", "mine/open"]);
    assert(Object.values(timings.claims).every((time) => time >= 0 && time <= seconds));
    const evidence = readJson<Evidence>(join(out, "mine/open.json"));
    assertEquals([evidence.module, evidence.paperTitle], [module, "Small numbers"]);
    assertMatch(
      await Deno.readTextFile(step),
      /^before\n# Assay: 3 claims, 1 of 3 verdicts not as expected\n/,
    );
    assertStringIncludes(await Deno.readTextFile(join(out, "index.html")), timings.date);

    // Against that run nothing is unexpected, and one claim is not looked at again.
    for (let k = 0; k < 3; k++) await Deno.remove(join(out, `mine/damaged-${k}.json`));
    const earlier = join(folder, "earlier.json");
    await Deno.copyFile(join(out, "verdicts.json"), earlier);
    await Deno.remove(step);
    const second = await run(
      { GITHUB_STEP_SUMMARY: step },
      ...["mine/surprise", "mine/h", "--expect", earlier, "--arithmetic", "float64"],
    );
    assertEquals(second.status, 0, second.stderr);
    assertStringIncludes(second.stdout, "Every verdict is the expected one.");
    assert(second.stdout.endsWith(`\n1 claim(s) of ${earlier} were not searched.\n`));
    const told = second.stderr.trimEnd().split("\n");
    assertEquals(told.map((line) => line.replace(/ \(\d+\.\d s\)$/, "")).slice(0, 2), [
      "1/2  mine/holds: printed holds",
      "2/2  mine/surprise: printed refuted",
    ]);
    assertEquals(told.slice(2).map((line) => /damaged-\d|GITHUB_\w+/.exec(line)?.[0]), [
      ...["damaged-3", "damaged-4", "GITHUB_STEP_SUMMARY"],
    ]);
    assertEquals(
      readJson<Verdicts>(join(out, "verdicts.json")).arithmetics.map(({ name }) => name),
      ["float64"],
    );
    assertEquals(
      readJson<Evidence>(join(out, "mine/surprise.json")).variants.printed.expected,
      "holds",
    );
  });
});
