import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { gaussNewtonExperiment, standardizedSubset, syntheticHousing } from "../../problems/mod.ts";
import { readJson, runTask, withFolder } from "../testdata/command_line.ts";

/** What a page says. */
function textOf(path: string): string {
  return Deno.readTextFileSync(path).replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");
}

Deno.test("the experiment writes its page and its numbers, of made data or of a table", async () => {
  await withFolder(async (folder) => {
    const out = join(folder, "experiment");
    const small = ["--samples", "8", "--neurons", "1", "--horizon", "0.02", "--out", out];
    const { status, stdout, stderr } = await runTask("experiment:gn-flow", [
      ...small,
      ...["--made", "--seed", "5", "--standardize-target"],
    ]);
    assertEquals([status, stderr], [0, ""]);
    assertEquals(stdout.split("\n"), [
      "Gauss-Newton flow, Euler's method …",
      "Gauss-Newton flow, adaptive integrator …",
      "gradient flow, adaptive integrator …",
      join(out, "index.html"),
      "",
    ]);
    const { options, results } = readJson<
      { options: unknown; results: { name: string; curves: unknown }[] }
    >(
      join(out, "experiment.json"),
    );
    assertEquals(options, {
      made: true,
      out,
      samples: 8,
      neurons: 1,
      horizon: 0.02,
      seed: 5,
      standardizeTarget: true,
    });
    assertEquals(results.map(({ name }) => name), [
      "Gauss-Newton flow, Euler's method",
      "Gauss-Newton flow, adaptive integrator",
      "gradient flow, adaptive integrator",
    ]);
    const data = standardizedSubset(syntheticHousing(1000, 5), 8, 5, true);
    const runs = [
      { flow: "Gauss-Newton", method: "Euler", mostSteps: 1 },
      { flow: "Gauss-Newton", method: "adaptive", mostSteps: 500 },
      { flow: "gradient", method: "adaptive", mostSteps: 20_000 },
    ] as const;
    let brokenOff = "";
    for (const [index, run] of runs.entries()) {
      const curves = gaussNewtonExperiment(data, { ...run, neurons: 1, horizon: 0.02, seed: 5 });
      assertEquals(results[index]!.curves, JSON.parse(JSON.stringify(curves)));
      for (const curve of curves) {
        if (curve.brokenOff === null) continue;
        brokenOff = `${
          results[index]!.name
        }, α = ${curve.scaling}: broken off, ${curve.brokenOff}.`;
        assertStringIncludes(textOf(join(out, "index.html")), brokenOff);
      }
    }
    assert(brokenOff !== "", "one is broken off");
    const page = textOf(join(out, "index.html"));
    assertStringIncludes(page, "Section 5 of gn-flow on made data");
    assertStringIncludes(
      page,
      "8 rows of data that the project makes, drawn with seed 5, the inputs standardized, the " +
        "target too; 1 tanh neurons; Euler's method with Δt = 0.01; up to t = 0.02.",
    );
    assert((await Deno.stat(join(out, "assets/site.css"))).isFile);

    const refused = async (csv: string, says: string) => {
      const outcome = await runTask("experiment:gn-flow", [...small, "--csv", csv]);
      assertEquals([outcome.status, outcome.stdout], [2, ""], outcome.stderr);
      assert(outcome.stderr.startsWith(`error: ${says}`), outcome.stderr);
    };
    const missing = join(folder, "missing.csv");
    await refused(missing, `cannot read ${missing}: No such file`);
    const table = join(folder, "table.csv");
    await Deno.writeTextFile(table, "a,b\n1,2\n");
    await refused(table, `${table}: `);
  });
});
