import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { NOTE } from "../report/lock.ts";
import { contents, reports, runTask, withFolder } from "../testdata/command_line.ts";

/** Five claims of two papers, two of which share their observations, with a proof each. */
const MODULE = `
import fc from ${JSON.stringify(import.meta.resolve("fast-check"))};
const instances = fc.record({ x: fc.integer({ min: 0, max: 1000 }) });
const observe = ({ x }) => x;
const claim = (id, bound, part = {}) => ({
  id, title: id, locus: "§ 1", kind: "universal", hypotheses: [], instances, observe,
  variants: {
    printed: {
      statement: "x \\\\le " + bound,
      expected: bound < 1000 ? "refuted" : "holds",
      relations: (x) => [{ label: "x is small", lhs: x, sense: "<=", rhs: bound }],
    },
  },
  ...part,
});
const proof = (paper, ...claims) => ({
  id: paper + "/whole", title: "Theorem 1",
  steps: claims.map((name, k) => ({
    name: "(" + k + ")", says: name, claim: paper + "/" + name, from: k === 0 ? [] : ["(0)"],
  })),
});
export const papers = { zeta: { title: "The last one" }, alpha: { title: "The first one" } };
export const proofs = [proof("zeta", "shared", "alone"), proof("alpha", "shared")];
export const claims = [
  claim("zeta/shared", 1000),
  claim("zeta/alone", 500, { cost: 2 }),
  claim("alpha/shared", 900),
  claim("alpha/costly", 1000, { cost: 40 }),
];
`;

const PAGES = ["index.html", "summary.md", "junit.xml"];

/** Runs the body with the module, in a folder of its own. */
async function withModule(
  body: (folder: string, verify: Verify) => Promise<void>,
): Promise<void> {
  await withFolder(async (folder) => {
    const module = join(folder, "claims.mjs");
    await Deno.writeTextFile(module, MODULE);
    await body(folder, async (name, ...more) => {
      const out = join(folder, name);
      const base = ["--claims", module, "--arithmetic", "float64", "--jobs", "1", "--out", out];
      const { status, stderr } = await runTask("verify", [...base, ...more]);
      assertEquals(status, 0, stderr);
      return out;
    });
  });
}

function isThere(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}

type Verify = (name: string, ...more: readonly string[]) => Promise<string>;

/** Pages and all else are the same, but for date and times. */
function assertSame(folder: string, reference: string): void {
  const [files, wanted] = [compared(folder), compared(reference)];
  assertEquals(Object.keys(files), Object.keys(wanted));
  for (const [path, text] of Object.entries(files)) assert(text === wanted[path], path);
}

/** The files that must be the same, however a report came about. */
function compared(folder: string): Record<string, string> {
  return Object.fromEntries(
    // The runs of an experiment stay where they are.
    Object.entries(reports(folder)).filter(([path]) => !/experiment\+[^/]*\//.test(path)),
  );
}

Deno.test("shards merged are to the last byte what one run writes, and one that was killed is run again", async () => {
  await withModule(async (folder, verify) => {
    const merge = (...args: readonly string[]) => runTask("merge", [...args, "--out", out]);
    const out = join(folder, "merged");
    const whole = await verify("whole");
    const shards: string[] = [];
    for (const index of [1, 2, 3, 4]) {
      shards.push(await verify(`${index}`, "--shard", `${index}/4`));
    }
    const experiment = ["known/race", "--from", "verify/testdata/experiments.ts", "--jobs", "1"];
    for (const place of [whole, shards[3]!]) {
      assertEquals((await runTask("experiment", [...experiment, "--out", place])).status, 0);
    }
    const evidence = (place: string) =>
      Object.keys(contents(place)).filter((path) => /^(?:alpha|zeta)\/.*\.json$/.test(path)).sort();
    assertEquals(shards.map(evidence), [
      ["alpha/costly.json"],
      ["alpha/shared.json", "zeta/shared.json"],
      ["zeta/alone.json"],
      [],
    ]);

    const all = await merge(...shards.toReversed());
    assertEquals([all.status, all.stderr], [0, ""]);
    assertStringIncludes(all.stdout, "4 claims of 2 paper(s), profile quick, seed 1, float64");
    assertStringIncludes(all.stdout, `Report: ${out}/index.html`);
    assertSame(out, whole);
    const times = JSON.parse(contents(out)["timings.json"]!);
    assertEquals(times.date, JSON.parse(contents(shards[0]!)["timings.json"]!).date);
    assertEquals(Object.keys(times.claims), [
      ...["zeta/shared", "zeta/alone", "alpha/shared", "alpha/costly"],
    ]);
    // Once more, into what is there, and from that: nothing changes.
    const before = contents(out);
    assertEquals((await merge(...shards, shards[1]!)).status, 0);
    assertEquals(Object.entries(contents(out)).sort(), Object.entries(before).sort());

    // The second shard was killed before its second claim, the third machine was never there.
    await Deno.remove(out, { recursive: true });
    await Deno.remove(join(shards[1]!, "zeta/shared.json"));
    const note = "Process 12345 began to write here at 2026-01-02T03:04:05.678Z.\n";
    await Deno.writeTextFile(join(shards[1]!, NOTE), note);
    const some = [shards[0]!, shards[1]!, shards[3]!];
    const lacking = [
      `shard 2/4 in ${shards[1]} did not come to its end: it lacks zeta/shared`,
      "shard 3/4 is missing, with zeta/alone",
    ];
    assertEquals(await merge(...some), {
      status: 2,
      stdout: "",
      stderr: [
        ...lacking,
        "run what is missing again, with the same arguments and its own --shard, or give --partial",
        `nothing was merged into ${out}`,
      ].map((line) => `error: ${line}\n`).join(""),
    });
    assert(!isThere(out));
    const partial = await merge(...some, "--partial");
    assertEquals(partial.status, 0);
    assertEquals(partial.stderr, lacking.map((line) => `warning: ${line}\n`).join(""));
    assertEquals(evidence(out), ["alpha/costly.json", "alpha/shared.json"]);
    for (const page of PAGES) assert(!contents(out)[page]!.includes("zeta/alone"));

    await verify("2", "--shard", "2/4");
    assertEquals((await merge(...shards)).status, 0);
    assertSame(out, whole);
  });
});

Deno.test("merging has the exit status of the run, and its summary", async () => {
  await withModule(async (folder, verify) => {
    const shard = await verify("1", "--shard", "3/3");
    const summary = join(folder, "step.md");
    await Deno.writeTextFile(summary, "");
    const merge = (...args: readonly string[]) =>
      runTask("merge", [shard, "--partial", "--out", join(folder, "out"), ...args], {
        GITHUB_STEP_SUMMARY: summary,
      });
    assertEquals((await merge()).status, 0);
    assertEquals(await Deno.readTextFile(summary), contents(join(folder, "out"))["summary.md"]);
    const verdicts = join(shard, "verdicts.json");
    const text = await Deno.readTextFile(verdicts);
    await Deno.writeTextFile(verdicts, text.replace('"verdict": "refuted"', '"verdict": "holds"'));
    const { status, stdout } = await merge("--expect", verdicts);
    assertEquals(status, 1);
    assertStringIncludes(stdout, "NO: holds");
  });
});

Deno.test("what does not belong together is refused, and nothing is written", async () => {
  await withModule(async (folder, verify) => {
    const [one, other] = [
      await verify("one", "zeta/alone", "--shard", "1/1"),
      await verify("other", "alpha", "--shard", "1/2", "--seed", "2"),
    ];
    const out = join(folder, "a/out");
    const refused = async (args: readonly string[], ...parts: readonly string[]) => {
      const before = contents(folder);
      const { status, stdout, stderr } = await runTask("merge", args);
      assertEquals([status, stdout], [2, ""], stderr);
      for (const part of parts) assertStringIncludes(stderr, part);
      assertEquals(contents(folder), before);
      assert(!isThere(join(folder, "a")));
    };
    await refused(
      [one, other, "--out", out],
      `error: different seeds: 1 (${one}/shard.json), 2 (${other}/shard.json)\n`,
      "error: different dealings of claims to shards: 1/1 of 1 claims",
      `error: nothing was merged into ${out}\n`,
    );
    await refused([one, join(folder, "nowhere"), "--out", out], "cannot read the report folder");
    await refused([one, "--out", `${one}/../one`], "is one of the folders to merge");
    await refused([one], "required option '--out <folder>' not specified");
    await refused(["--out", out], "missing required argument 'folders'");
    await refused(
      [one, "--out", other],
      `error: ${other}/alpha/costly.json is no part of what is to be merged there\n`,
    );
    const file = join(one, "zeta/alone.json");
    const text = await Deno.readTextFile(file);
    await Deno.writeTextFile(file, text.slice(0, -9));
    await Deno.writeTextFile(join(one, "proofs.json"), "{");
    await refused(
      [one, "--out", out, "--partial"],
      `error: the evidence file ${file} is not valid JSON`,
      `error: ${one}/proofs.json is damaged`,
    );
  });
});
