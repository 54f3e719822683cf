import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { CITATION_FORMATS } from "../report/cite.ts";
import { type Evidence, EVIDENCE_SCHEMA } from "../evidence.ts";
import type { Timings } from "../report/folder.ts";
import {
  contents,
  type Outcome,
  readJson,
  ROOT,
  runTask,
  withFolder,
} from "../testdata/command_line.ts";

const KNOWN = "verify/testdata/claims.ts";

/** Searches some of the known claims, which must all be as expected. */
async function search(out: string, ids: readonly string[], ...more: string[]): Promise<Outcome> {
  const outcome = await runTask("verify", [...ids, "--claims", KNOWN, "--out", out, ...more]);
  assertEquals(outcome.status, 0, outcome.stderr);
  return outcome;
}

/** A module of the known claims, changed. */
function claimsModule(folder: string, change: string): string {
  const path = join(folder, "claims.ts");
  Deno.writeTextFileSync(
    path,
    `import { claims as known } from ${JSON.stringify(new URL(`file://${ROOT}${KNOWN}`).href)};\n` +
      `export const claims = known.map(${change});\n`,
  );
  return path;
}

const SINE = "known/sine-wrong-constant";

Deno.test("report: the same bytes are made again from the evidence alone", async () => {
  await withFolder(async (out) => {
    const before = Date.now();
    await search(out, ["known/cauchy", "known/sine", "known/witness"]);
    const written = contents(out);
    for (const path of ["index.html", "summary.md", "junit.xml", "known/witness.html"]) {
      assert(written[path] !== undefined, path);
    }
    const { date } = readJson<Timings>(join(out, "timings.json"));
    assert(Date.parse(date) >= before && Date.parse(date) <= Date.now(), date);
    assertStringIncludes(written["index.html"]!, date);
    for (const path of Object.keys(written)) {
      if (!path.endsWith(".json")) await Deno.remove(join(out, path));
    }
    const { status, stdout, stderr } = await runTask("report", [out]);
    assertEquals([status, stderr], [0, ""]);
    assertStringIncludes(stdout, join(out, "index.html"));
    assertEquals(contents(out), written);

    // Without the files of the run the order and the date are unknown, and nothing else.
    await Deno.remove(join(out, "verdicts.json"));
    await Deno.remove(join(out, "timings.json"));
    assertEquals((await runTask("report", [out])).status, 0);
    assertStringIncludes(await Deno.readTextFile(join(out, "index.html")), "not recorded");
    const cases = [
      ...(await Deno.readTextFile(join(out, "junit.xml"))).matchAll(/<testcase .* name="(.*)"/g),
    ];
    assertEquals(cases.map(([, name]) => name), [
      "known/cauchy-schwarz (printed)",
      `${SINE} (printed)`,
      "known/witness (printed)",
    ]);
  });
});

Deno.test("report: a run of one claim keeps the pages of the others, and tells the runs apart", async () => {
  await withFolder(async (out) => {
    await search(out, ["known/cauchy", "known/sine"]);
    const page = await Deno.readTextFile(join(out, "known/cauchy-schwarz.html"));
    await search(out, ["known/sine"], "--seed", "77");
    assertEquals(await Deno.readTextFile(join(out, "known/cauchy-schwarz.html")), page);
    const index = await Deno.readTextFile(join(out, "index.html"));
    for (const id of ["known/cauchy-schwarz", SINE]) assertStringIncludes(index, `${id}.html`);
    const summary = await Deno.readTextFile(join(out, "summary.md"));
    assertMatch(summary, /cauchy-schwarz` .* seed 1,/);
    assertMatch(summary, /sine-wrong-constant` .* seed 77,/);
    const written = contents(out);
    assertEquals((await runTask("report", [out])).status, 0);
    assertEquals(contents(out), written);
  });
});

Deno.test("report: bad evidence is named, with what to do, and nothing is lost", async (t) => {
  await withFolder(async (out) => {
    await search(out, ["known/cauchy", "known/sine"]);
    const good = contents(out);
    const text = good[`${SINE}.json`]!;
    const cases: readonly (readonly [string, string, string, readonly string[]])[] = [
      ["truncated evidence", `${SINE}.json`, text.slice(0, 999), ["not valid JSON"]],
      [
        "evidence of a schema to come",
        `${SINE}.json`,
        text.replace(EVIDENCE_SCHEMA, "assay.evidence/99"),
        [
          "assay.evidence/99",
        ],
      ],
      [
        "evidence of an older schema",
        `${SINE}.json`,
        text.replace(EVIDENCE_SCHEMA, "assay.evidence/2"),
        [
          "older schema",
          "search the claim again",
        ],
      ],
      ["a foreign file", "known/package.json", '{ "name": "x" }', ["known/package.json", "schema"]],
      ["evidence of another claim", "known/moved.json", text, [
        "known/moved.json",
        SINE,
        "move it",
      ]],
      ["damaged verdicts", "verdicts.json", "{", ["verdicts.json", "remove it"]],
      ["damaged timings", "timings.json", "null", ["timings.json", "remove it"]],
    ];
    for (const [name, path, bad, parts] of cases) {
      await t.step(name, async () => {
        await Deno.writeTextFile(join(out, path), bad);
        const before = contents(out);
        const { status, stdout, stderr } = await runTask("report", [out]);
        assertEquals([status, stdout], [2, ""]);
        assertMatch(stderr, /^error: [^\n]+\nerror: [^\n]+left as they are[^\n]+\n$/);
        for (const part of [path, ...parts]) assertStringIncludes(stderr, part);
        assertEquals(contents(out), before);
        if (good[path] === undefined) await Deno.remove(join(out, path));
        else await Deno.writeTextFile(join(out, path), good[path]);
      });
    }
    await t.step("a run warns and goes on", async () => {
      await Deno.writeTextFile(join(out, "known/package.json"), "{}");
      const { stderr } = await search(out, ["known/cauchy"]);
      assertMatch(stderr, /^warning: left out of the report: [^\n]*known\/package\.json/m);
      await Deno.remove(join(out, "known/package.json"));
    });
    await t.step("a folder that does not exist", async () => {
      const { status, stderr } = await runTask("report", [join(out, "missing")]);
      assertEquals(status, 2);
      assertMatch(stderr, /^error: cannot read the report folder [^\n]*missing[^\n]*\n$/);
    });
    await t.step("an empty name of a folder", async () => {
      const { status, stderr } = await runTask("report", [""]);
      assertEquals(status, 2);
      assertMatch(stderr, /^error: [^\n]*must not be empty[^\n]*\n$/);
    });
    await t.step("a folder without evidence", async () => {
      const { status, stderr } = await runTask("report", [join(out, "assets")]);
      assertEquals(status, 2);
      assertMatch(stderr, /^error: [^\n]* holds no evidence: `deno task verify --out [^\n]*\n$/);
    });
  });
});

Deno.test("cite and check: every format, one document, a changed byte", async () => {
  await withFolder(async (folder) => {
    const out = join(folder, "reports");
    await search(out, ["known/cauchy", "known/sine"]);
    const paper = join(folder, "paper.txt");
    let text = "";
    for (const format of CITATION_FORMATS) {
      const { status, stdout, stderr } = await runTask("cite", [
        SINE,
        "--format",
        format,
        "--out",
        out,
      ]);
      assertEquals([status, stderr], [0, ""]);
      text += stdout;
      await Deno.writeTextFile(paper, stdout);
      const checked = await runTask("cite", ["--check", paper, "--out", out]);
      assertEquals([checked.status, checked.stderr], [0, ""]);
      assertMatch(checked.stdout, /^agrees {3}\S+paper\.txt:\d+ {2}known\/sine-wrong-constant\n/);
    }
    text += (await runTask("cite", ["known/cauchy-schwarz", "--out", out])).stdout;
    await Deno.writeTextFile(paper, text);
    const check = () => runTask("cite", ["--check", paper, "--out", out]);
    assertStringIncludes((await check()).stdout, "2 citation(s), all agree");

    // Beside whole ones, tokens that were damaged on their way into the document.
    const [token] = /assay:known\/cauchy-schwarz@sha256:\w+/.exec(text)!;
    const broken = [token.replace("sha256", "sha265"), token.replace("cauchy-", "cauchy-\n")];
    await Deno.writeTextFile(paper, `${text}${broken.join("\n")}\n`);
    const beside = await check();
    assertEquals([beside.status, beside.stderr], [1, ""]);
    const last = text.split("\n").length;
    for (const line of [last, last + 1]) {
      assertMatch(
        beside.stdout,
        new RegExp(
          `^DAMAGED  \\S+paper\\.txt:${line}  known/cauchy-.*the citation is damaged`,
          "m",
        ),
      );
    }
    assertStringIncludes(beside.stdout, "4 citation(s), 2 of them not in agreement");
    assertStringIncludes(beside.stdout, "(2 damaged)");
    await Deno.writeTextFile(paper, text);

    // One byte of one file.
    const path = join(out, `${SINE}.json`);
    const bytes = await Deno.readFile(path);
    const place = new TextDecoder().decode(bytes).indexOf('"seed": 1') + '"seed": '.length;
    bytes[place] = "2".charCodeAt(0);
    await Deno.writeFile(path, bytes);
    const changed = await check();
    assertEquals([changed.status, changed.stderr], [1, ""]);
    assertMatch(changed.stdout, /^DIFFERS .*known\/sine-wrong-constant: .* has the digest/m);
    assertMatch(changed.stdout, /^agrees .*known\/cauchy-schwarz$/m);
    assertStringIncludes(changed.stdout, "1 of them not in agreement");

    await Deno.remove(path);
    const missing = await check();
    assertEquals(missing.status, 1);
    assertStringIncludes(missing.stdout, "there is no evidence at");

    await Deno.writeTextFile(paper, text.replaceAll(/@sha256:./g, "@sha256:"));
    const damaged = await check();
    assertEquals(damaged.status, 1);
    assertStringIncludes(damaged.stdout, "the citation is damaged");
  });
});

Deno.test("cite: mistakes are told in one line", async (t) => {
  await withFolder(async (out) => {
    await search(out, ["known/sine"]);
    const empty = join(out, "empty.txt");
    await Deno.writeTextFile(empty, "no citation here");
    const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
      ["an unknown id", ["known/sin"], ["known/sin", `nearest are ${SINE}`]],
      ["an id that leads out of the folder", ["../etc/passwd"], ["../etc/passwd"]],
      ["an empty folder", [SINE, "--out", ""], ["--out", "must not be empty"]],
      ["an empty file name", ["--check", ""], ["--check", "must not be empty"]],
      ["an unknown format", [SINE, "--format", "endnote"], ["endnote", "bibtex"]],
      ["nothing", [], ["--check"]],
      ["a claim and a file", [SINE, "--check", empty], ["not both"]],
      ["a file without citations", ["--check", empty], [empty, "assay:<paper>/<claim>@sha256:"]],
      ["a missing file", ["--check", join(out, "missing")], ["missing", "No such file"]],
    ];
    for (const [name, args, parts] of cases) {
      await t.step(name, async () => {
        const folder = args.includes("--out") ? [] : ["--out", out];
        const { status, stdout, stderr } = await runTask("cite", [...args, ...folder]);
        assertEquals([status, stdout], [2, ""]);
        assertMatch(stderr, /^error: [^\n]+\n$/);
        for (const part of parts) assertStringIncludes(stderr, part);
      });
    }
  });
});

Deno.test("--help of report and cite is no mistake", async () => {
  for (const task of ["report", "cite"] as const) {
    const { status, stdout, stderr } = await runTask(task, ["--help"]);
    assertEquals([status, stderr], [0, ""]);
    assertStringIncludes(stdout, `Usage: deno task ${task}`);
    assertStringIncludes(stdout, "Exit status: 0");
  }
});

Deno.test("an unexpected verdict is a failure in junit.xml, and first in the summary", async () => {
  await withFolder(async (folder) => {
    const out = join(folder, "reports");
    const claims = claimsModule(
      folder,
      '(claim) => ({ ...claim, variants: { printed: { ...claim.variants.printed, expected: "holds" } } })',
    );
    const { status, stdout, stderr } = await runTask("verify", [
      ...["known/sine", "known/cauchy", "--claims", claims, "--out", out],
    ]);
    assertEquals(status, 1);
    assertMatch(stderr, /sine-wrong-constant: printed refuted \(NOT EXPECTED: holds\)/);
    assertMatch(stdout, /sine-wrong-constant +printed +refuted +NO: holds/);
    assertStringIncludes(stdout, "1 verdict(s) are not the expected ones");
    const junit = await Deno.readTextFile(join(out, "junit.xml"));
    assertMatch(junit, /<testsuites name="assay" tests="2" failures="1" errors="0">/);
    assertMatch(junit, /<failure type="refuted" message="refuted, where holds is expected/);
    const summary = await Deno.readTextFile(join(out, "summary.md"));
    assert(summary.indexOf("## Not as expected") < summary.indexOf("## known"));
  });
});

Deno.test("GITHUB_STEP_SUMMARY gets the summary of the run, after what it holds", async () => {
  await withFolder(async (folder) => {
    const out = join(folder, "reports");
    const step = join(folder, "step.md");
    await Deno.writeTextFile(step, "before\n");
    await search(out, ["known/cauchy"]);
    const run = () =>
      runTask("verify", ["known/sine", "--claims", KNOWN, "--out", out], {
        GITHUB_STEP_SUMMARY: step,
      });
    assertEquals((await run()).status, 0);
    const text = await Deno.readTextFile(step);
    assert(text.startsWith("before\n# Assay: 1 claim, every verdict as expected\n"), text);
    assertStringIncludes(text, SINE);
    assert(!text.includes("cauchy"), "of this run only");

    await Deno.writeTextFile(step, "x".repeat(2 ** 20 - 700));
    assertEquals((await run()).status, 0);
    const full = await Deno.readTextFile(step);
    assert(new TextEncoder().encode(full).length <= 2 ** 20, String(full.length));
    assertStringIncludes(full, "were left out");

    await Deno.remove(step);
    await Deno.mkdir(step);
    const { status, stderr } = await run();
    assertEquals(status, 0);
    assertMatch(stderr, /^warning: cannot append to GITHUB_STEP_SUMMARY/m);
  });
});

Deno.test("the table of verdicts is sorted by paper and fits 100 columns with long ids", async () => {
  await withFolder(async (folder) => {
    const long = "a-claim-whose-name-goes-on-and-on-".repeat(3).slice(0, 98);
    const claims = claimsModule(
      folder,
      `(claim, i) => ({ ...claim, id: (i % 2 ? "a" : "b") + "-paper/${long}" + i })`,
    );
    const { status, stdout } = await runTask("verify", [
      ...["--claims", claims, "--out", join(folder, "reports")],
    ]);
    assertEquals(status, 0);
    const table = stdout.slice(0, stdout.indexOf("\n\n", 1));
    assertStringIncludes(table, "tightness");
    for (const line of stdout.split("\n")) {
      // The command that replays a counterexample stays on one line, to be copied.
      if (!line.includes("--replay")) assert(line.length <= 100, line);
    }
    const papers = table.split("\n").filter((line) => /^\w-paper/.test(line));
    assertEquals(papers, ["a-paper", "b-paper"]);
    // Nothing of the long ids is cut off.
    const width = table.trimStart().split("\n")[0]!.indexOf("variant");
    const joined = table.split("\n").map((line) => line.slice(0, width).trim()).join("");
    for (let i = 0; i < 4; i++) assertStringIncludes(joined, `${long}${i}`);
  });
});

Deno.test("progress as JSON names the best ratio so far", async () => {
  await withFolder(async (out) => {
    const { stdout } = await search(out, ["known/cauchy"], "--profile", "standard", "--json");
    const lines = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
    const progress = lines.filter(({ type }) => type === "progress");
    assert(progress.length > 0);
    const { tightness } =
      readJson<Evidence>(join(out, "known/cauchy-schwarz.json")).variants.printed;
    for (const { phase, accepted, budget, bestRatio } of progress) {
      assertEquals(phase, "search");
      assert(accepted <= budget);
      assert(bestRatio === null || (bestRatio > 0 && bestRatio <= tightness!), bestRatio);
    }
    assert(progress.some(({ bestRatio }) => bestRatio !== null));
  });
});
