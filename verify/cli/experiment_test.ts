import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import {
  contents,
  jsonLines,
  readJson,
  ROOT,
  runTask,
  taskCommand,
  withFolder,
} from "../testdata/command_line.ts";
import type { ExperimentEvidence } from "../experiment/evidence.ts";

const FROM = ["--from", "verify/testdata/experiments.ts"];

/** The files of finished runs, with their text. */
function runsIn(folder: string): Record<string, string> {
  const runs: Record<string, string> = {};
  for (const [path, text] of Object.entries(contents(folder))) {
    if (/experiment\+[^/]*\/[^.][^/]*\.json$/.test(path)) runs[path] = text;
  }
  return runs;
}

function evidenceIn(folder: string, name: string): ExperimentEvidence {
  return readJson(join(folder, `known/experiment+${name}.json`));
}

Deno.test("an experiment is run, judged and shown; the same command finds all of it done", async () => {
  await withFolder(async (folder) => {
    const args = ["known/race", ...FROM, "--out", folder, "--jobs", "2"];
    const first = await runTask("experiment", args);
    assertEquals([first.status, first.stderr], [0, ""]);
    assertStringIncludes(first.stdout, "slow, seed 12: ");
    const verdicts = first.stdout.slice(first.stdout.indexOf("  ten-times"));
    assertEquals(verdicts.split("\n"), [
      "  ten-times: holds",
      "  at-most-five: refuted: slow: the median is 16.5 (11 to 22) over 12 seeds, not at most 5",
      "  arrives: refuted: blind: the rate is 0 (0 to 0.415) over 12 seeds, not at least 0.5",
      join(folder, "known/experiment+race.html"),
      "",
    ]);
    assertEquals(Object.keys(runsIn(folder)).length, 36);
    const page = (await Deno.readTextFile(join(folder, "known/experiment+race.html")))
      .replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");
    for (
      const text of [
        "With the standard profile, 3 arms with 12 seeds each: all runs are finished.",
        "Read as: the quotient of the medians is at least 10",
        "slow over quick (quotient of medians) 16.5 (11 to 22) ≥ 10 supported",
        "not run here: about 2 h",
        "cutoff 1e-3 chosen; the paper does not say",
      ]
    ) assertStringIncludes(page, text);
    assertStringIncludes(
      await Deno.readTextFile(join(folder, "index.html")),
      "experiment+race.html",
    );

    const before = contents(folder);
    const second = await runTask("experiment", args);
    assertEquals(second.stdout.split("\n").slice(1, 3), [
      "  36 run(s) were stored before",
      "  ten-times: holds",
    ]);
    assertEquals(contents(folder), before);
    // The pages are made from the evidence alone.
    await Deno.remove(join(folder, "known/experiment+race.html"));
    assertEquals((await runTask("report", [folder])).status, 0);
    assertEquals(contents(folder), before);
  });
});

Deno.test("an experiment that is killed at any moment loses no finished run", async () => {
  await withFolder(async (folder) => {
    const whole = join(folder, "whole");
    const killed = join(folder, "killed");
    const args = ["known/race", ...FROM, "--profile", "thorough", "--jobs", "2", "--out"];
    assertEquals((await runTask("experiment", [...args, whole])).status, 0);
    let kept: Record<string, string> = {};
    for (let time = 0; time < 5; time++) {
      const child = taskCommand("experiment", [...args, killed]).spawn();
      // So many runs are announced, and then a random moment passes.
      const announced: string[] = [];
      let said = "";
      let timer: ReturnType<typeof setTimeout> | undefined;
      for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
        said += text;
        announced.push(...text.match(/seed \d+: /g) ?? []);
        if (announced.length <= time) continue;
        timer ??= setTimeout(() => child.kill("SIGKILL"), 80 * Math.random());
      }
      await child.stderr.cancel();
      assertEquals((await child.status).signal, "SIGKILL");
      const now = runsIn(killed);
      for (const [path, text] of Object.entries(kept)) assertEquals(now[path], text, path);
      assert(
        Object.keys(now).length >= Object.keys(kept).length + announced.length,
        `${Object.keys(kept).length}, then ${said}`,
      );
      kept = now;
    }
    const last = await runTask("experiment", [...args, killed]);
    assertEquals([last.status, last.stderr], [0, ""]);
    assertStringIncludes(last.stdout, `  ${Object.keys(kept).length} run(s) were stored before\n`);
    assertEquals(evidenceIn(killed, "race"), evidenceIn(whole, "race"));
  });
});

Deno.test("a budget ends runs, and the same command goes on", async () => {
  await withFolder(async (folder) => {
    const args = ["known/race", ...FROM, "--profile", "thorough", "--jobs", "1", "--out", folder];
    const short = await runTask("experiment", [...args, "--budget", "0.7s"]);
    assertEquals([short.status, short.stderr], [0, ""]);
    assertMatch(short.stdout, /the budget ended before \d+ run\(s\) were finished/);
    const done = Object.keys(runsIn(folder)).length;
    assert(done < 36, `${done}`);
    const page = await Deno.readTextFile(join(folder, "known/experiment+race.html"));
    assertStringIncludes(page, `${done} of 36 runs are finished.`);
    const rest = await runTask("experiment", args);
    if (done > 0) assertStringIncludes(rest.stdout, `  ${done} run(s) were stored before\n`);
    assertEquals(evidenceIn(folder, "race").sentences[0]!.verdict, "holds");
  });
});

Deno.test("a run that throws, or gives what JSON does not hold, is an error and loses no other", async () => {
  await withFolder(async (folder) => {
    const { status, stdout, stderr } = await runTask(
      "experiment",
      ["known/broken", "known/infinite", ...FROM, "--out", folder],
    );
    assertEquals(status, 1);
    assertStringIncludes(stderr, "error: only, seed 2: Error: the matrix is singular");
    assertStringIncludes(stderr, "error: only, seed 1: the outcome is Infinity: give null instead");
    assertStringIncludes(stdout, "  any: error (it was known as holds): only, seed 2: ");
    assertEquals(Object.keys(runsIn(folder)).length, 1);
    const { failures } = evidenceIn(folder, "broken");
    assertEquals(failures, ["only, seed 2: Error: the matrix is singular"]);
    for (const text of Object.values(contents(folder))) {
      assert(!text.includes(ROOT), "the evidence or a page names a place on this machine");
    }
  });
});

Deno.test("a damaged run is named, moved aside and run again", async () => {
  await withFolder(async (folder) => {
    const args = ["known/race", ...FROM, "--profile", "quick", "--out", folder];
    assertEquals((await runTask("experiment", args)).status, 0);
    const before = evidenceIn(folder, "race");
    const runs = Object.keys(runsIn(folder)).sort();
    const damages = [
      ["{", "is not valid JSON"],
      ["null", "is no run"],
      [`${runsIn(folder)[runs[3]!]}`, "is not of what it is named after: its "],
      ['{"schema":1e999}', "has a number that is not finite"],
    ] as const;
    for (const [index, [text]] of damages.entries()) {
      await Deno.writeTextFile(join(folder, runs[4 + index]!), text);
    }
    const { status, stdout, stderr } = await runTask("experiment", args);
    assertEquals(status, 0);
    assertStringIncludes(stdout, "  5 run(s) were stored before\n");
    for (const [index, [text, says]] of damages.entries()) {
      const path = join(folder, runs[4 + index]!);
      assertStringIncludes(stderr, `warning: the run ${path} ${says}`);
      assertEquals(await Deno.readTextFile(`${path}.damaged`), text);
    }
    assertEquals(evidenceIn(folder, "race"), before);
  });
});

Deno.test("damaged evidence of an experiment is named, and the pages are left", async () => {
  await withFolder(async (folder) => {
    assertEquals(
      (await runTask("experiment", ["known/race", ...FROM, "--profile", "quick", "--out", folder]))
        .status,
      0,
    );
    const path = join(folder, "known/experiment+race.json");
    const good = await Deno.readTextFile(path);
    const before = await Deno.readTextFile(join(folder, "known/experiment+race.html"));
    const refused = async (text: string, says: string) => {
      await Deno.writeTextFile(path, text);
      const { status, stderr } = await runTask("report", [folder]);
      assertEquals(status, 2);
      assertStringIncludes(stderr, `error: the evidence of an experiment ${path} ${says}`);
      assertEquals(await Deno.readTextFile(join(folder, "known/experiment+race.html")), before);
    };
    await refused("[", "cannot be read as JSON");
    await refused(good.replace('"seeds": 3', '"seeds": "3"'), "is damaged: it does not follow its");
    await refused(good.replace('"known/race"', '"known/other"'), "is of known/other: remove it");
  });
});

Deno.test("wrong usage of the experiment command is told in one line, and nothing is written", async () => {
  await withFolder(async (folder) => {
    const out = join(folder, "out");
    const refused = async (args: readonly string[], says: RegExp) => {
      const { status, stdout, stderr } = await runTask("experiment", [...args, "--out", out]);
      assertEquals([status, stdout], [2, ""], stderr);
      assertMatch(stderr, says);
      assertMatch(stderr, /^error: [^\n]+\n$/);
    };
    await refused(["known/walk", ...FROM], /no experiment has the id "known\/walk".*known\/race/);
    await refused(["known/race", ...FROM, "--budget", "soon"], /such as 90s, 10m or 2h/);
    await refused(["known/race", ...FROM, "--seeds", "0"], /at least 1/);
    await refused(["x", "--from", join(folder, "none.ts")], /cannot read .*none\.ts: No such file/);
    await refused(["x", "--from", "verify/usage_error.ts"], /exports no array `experiments`/);
    assertEquals(contents(folder), {});
    const { status, stdout } = await runTask("experiment", FROM);
    assertEquals([status, stdout.split("\n").length], [0, 4]);
    assertStringIncludes(stdout, "known/race  A race whose end is known\n");
  });
});

Deno.test("verify counts the experiments of its folder where it is asked to", async () => {
  await withFolder(async (folder) => {
    const experiment = (name: string) =>
      runTask("experiment", [name, ...FROM, "--profile", "quick", "--out", folder]);
    const verify = (...more: string[]) =>
      runTask("verify", [
        ...["known/cauchy-schwarz", "--claims", "verify/testdata/claims.ts"],
        ...["--arithmetic", "float64", "--jobs", "1", "--out", folder, ...more],
      ]);
    assertEquals((await experiment("known/race")).status, 0);
    const asked = await verify("--experiments");
    assertEquals(asked.status, 0, asked.stderr);
    assertStringIncludes(
      asked.stdout,
      "\nExperiments: 3 sentence(s) of 1 experiment(s): 3 inconclusive.\n",
    );
    assert((await Deno.stat(join(folder, "known/experiment+race.html"))).isFile);
    assertEquals((await experiment("known/broken")).status, 1);
    assertEquals((await verify()).status, 0);
    const contradicted = await verify("--experiments");
    assertEquals(contradicted.status, 1);
    assert(contradicted.stdout.endsWith("known/broken, any: error instead of holds\n"));
    const lines = jsonLines((await verify("--experiments", "--json")).stdout);
    assertEquals(lines.filter(({ type }) => type === "experiment").map(({ id }) => id), [
      "known/broken",
      "known/race",
    ]);
  });
});
