import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import type { Verdicts } from "./report/files.ts";
import { readShard } from "./report/shard.ts";
import { contents, jsonLines, readJson, runTask, withFolder } from "./testdata/command_line.ts";

const KNOWN = ["--claims", "verify/testdata/claims.ts"];
const FAMILIES = ["--claims", "verify/testdata/shared_observation.ts"];
const QUICKLY = ["--arithmetic", "float64", "--jobs", "1"];

Deno.test("every claim is listed in one shard, those that share observations in the same", async () => {
  const idsIn = async (shard: string) => {
    const { status, stdout } = await runTask("verify", [
      ...[...FAMILIES, "--list", "--json", "--shard", shard],
    ]);
    assertEquals(status, 0);
    return stdout === "" ? [] : jsonLines(stdout).map(({ id }) => id as string);
  };
  const shards = await Promise.all(["1/2", "2/2"].map(idsIn));
  const papers = shards.map((ids) => [...new Set(ids.map((id) => id.split("/")[0]))].sort());
  assertEquals(papers, [["drawn"], ["hangs", "killed"]]);
  assertEquals(shards.map((ids) => ids.length), [4, 5]);
  assertEquals(await idsIn("4/4"), []);
  const none = await runTask("verify", [...FAMILIES, "--list", "--shard", "4/4"]);
  assertEquals(none, {
    status: 0,
    stdout: "Shard 4/4 has no claims: there are more shards than can be searched apart.\n",
    stderr: "",
  });
});

Deno.test("what is no shard is refused in words", async (t) => {
  for (
    const [text, says] of [
      ["0/4", "Shards are counted from 1: the first one is 1/4."],
      ["5/4", "Of 4 shard(s) the last one is 4/4."],
      ["1/0", "There must be one shard at least, as in 1/1."],
      ...["3", "a/b", "", "1/2/3", "-1/4", "1.5/4", "1/99999999999999999999"].map((text) =>
        [
          ...[text, "It must be two integers, as in 3/16: the third of 16 shards."],
        ] as [string, string]
      ),
    ] as const
  ) {
    await t.step(JSON.stringify(text), async () => {
      assertEquals(await runTask("verify", [...KNOWN, `--shard=${text}`]), {
        status: 2,
        stdout: "",
        stderr: `error: option '--shard <k/n>' argument '${text}' is invalid. ${says}\n`,
      });
    });
  }
  const { status, stderr } = await runTask("verify", ["--shard", "1/2", "--replay", "x.json"]);
  assertEquals(status, 2);
  assertStringIncludes(stderr, "cannot be used with option '--replay <file>'");
});

Deno.test("a shard writes the same evidence as a run of all, and which part it is of what", async () => {
  await withFolder(async (folder) => {
    const ids = ["known/wrong-exponent", "known/witness"];
    const run = async (name: string, ...more: readonly string[]) => {
      const out = join(folder, name);
      const outcome = await runTask("verify", [
        ...KNOWN,
        ...ids,
        ...QUICKLY,
        "--out",
        out,
        ...more,
      ]);
      assertEquals([outcome.status], [0], outcome.stderr);
      return { out, files: contents(out), stdout: outcome.stdout };
    };
    const whole = await run("whole");
    assertEquals(readShard(whole.out), undefined);
    const [first, second, third] = [
      await run("1", "--shard", "1/3"),
      await run("2", "--shard", "2/3"),
      await run("3", "--shard", "3/3"),
    ];
    const evidenceIn = ({ files }: typeof whole) =>
      Object.fromEntries(Object.entries(files).filter(([path]) => /^known\/.*json$/.test(path)));
    assertEquals(Object.keys(evidenceIn(first)), ["known/witness.json"]);
    assertEquals({ ...evidenceIn(second), ...evidenceIn(first) }, evidenceIn(whole));
    const claims = [{ id: "known/witness", shard: 1 }, { id: "known/wrong-exponent", shard: 2 }];
    const shard = { schema: "assay.shard/1" as const, seed: 1, profile: "quick", of: 3, claims };
    for (const [index, { out }] of [first, second, third].entries()) {
      const { version, ...rest } = readShard(out)!;
      assertEquals(rest, { ...shard, index: index + 1 });
      assertEquals(version, readJson<Verdicts>(join(out, "verdicts.json")).version);
    }

    assertStringIncludes(third.stdout, "Shard 3/3 has no claims");
    assertEquals(evidenceIn(third), {});
    assertEquals(readJson<Verdicts>(join(third.out, "verdicts.json")).claims, []);
    assert("index.html" in third.files && !("unfinished.txt" in third.files));
    assertEquals(third.files["summary.md"]!.split("\n")[0], "# Assay: 0 claims");

    // A run of all in the folder of a shard is no shard any more.
    await run("1");
    assertEquals(readShard(first.out), undefined);
  });
});
