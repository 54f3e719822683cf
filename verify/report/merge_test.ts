import { assertEquals, assertThrows } from "@std/assert";
import { join } from "node:path";
import type { Evidence } from "../evidence.ts";
import { type ExperimentEvidence, experimentPath } from "../experiment/evidence.ts";
import type { Proof } from "../proof.ts";
import { readJson, runTask, withFolder } from "../testdata/command_line.ts";
import { UsageError } from "../usage_error.ts";
import { evidencePath, writeJson } from "./files.ts";
import { contradictions, foreignIn, merged, missing, readPart, writeMerged } from "./merge.ts";
import { NOTE } from "./lock.ts";
import { writeProofs } from "./proofs.ts";
import { type ShardFile, shardPath, writeShard } from "./shard.ts";
import { evidence } from "./site/testdata/evidence.ts";

const RUN = { seed: 1, profile: "quick" };

/** Runs the body with a function that makes report folders. */
async function withFolders(
  body: (
    make: (name: string, ...found: readonly Partial<Evidence>[]) => string,
  ) => void | Promise<void>,
): Promise<void> {
  await withFolder(async (parent) => {
    await body((name, ...found) => {
      const folder = join(parent, name);
      Deno.mkdirSync(folder, { recursive: true });
      for (const part of found) {
        const whole = evidence({ id: "mine/a", ...part });
        writeJson(evidencePath(folder, whole.id), whole);
      }
      return folder;
    });
  });
}

const wrong = (...folders: readonly string[]) => contradictions(folders.map(readPart));
const lacking = (...folders: readonly string[]) => missing(folders.map(readPart));

function proof(title: string): Proof {
  const steps = [{ name: "(1)", says: "x <= y", claim: "mine/a", from: [] }];
  return { id: "mine/proof", title, steps };
}

Deno.test("evidence of one run belongs together, the same twice too", async () => {
  await withFolders((make) => {
    const folders = [
      make("a", { id: "mine/a" }, { id: "mine/b" }),
      make("b", { id: "mine/b" }, { id: "yours/c" }),
      // No process could search it.
      make("c", { id: "mine/d", arithmetics: [] }),
    ];
    for (const folder of folders) writeProofs(folder, [proof("Theorem 1")], ["mine/a"]);
    assertEquals(wrong(...folders), []);
    assertEquals(merged(folders.map(readPart)).evidence.map(({ id }) => id), [
      ...["mine/a", "mine/b", "mine/d", "yours/c"],
    ]);
  });
});

Deno.test("each thing that tells runs apart is named, with where it is", async (t) => {
  const { arithmetics } = evidence();
  const cases: readonly (readonly [Partial<Evidence>, string])[] = [
    [{ version: "0.0.1" }, `versions of Assay: ${evidence().version} (A), 0.0.1 (B)`],
    [{ profile: "thorough" }, `profiles: ${evidence().profile} (A), thorough (B)`],
    [{ seed: -3 }, `seeds: ${evidence().seed} (A), -3 (B)`],
    [
      { arithmetics: [{ name: "float64", backend: "abacus" }] },
      `number systems: ${
        arithmetics.map(({ name, backend }) => `${name} (${backend})`).join(", ")
      } (A), float64 (abacus) (B)`,
    ],
  ];
  for (const [part, says] of cases) {
    await t.step(says, async () => {
      await withFolders((make) => {
        const [a, b] = [make("a", {}), make("b", { id: "mine/b", ...part })];
        assertEquals(wrong(a, b), [
          `different ${says.replace("A)", `${a}/mine/a.json)`).replace("B)", `${b}/mine/b.json)`)}`,
        ]);
      });
    });
  }
  await t.step("two evidences and two proofs", async () => {
    await withFolders((make) => {
      const [a, b] = [make("a", {}), make("b", { title: "Another" })];
      writeProofs(a, [proof("Theorem 1")], ["mine/a"]);
      writeProofs(b, [proof("Theorem 2")], ["mine/a"]);
      assertEquals(wrong(a, b), [
        `mine/a is not the same in ${a}/mine/a.json and ${b}/mine/a.json`,
        `mine/proof is not the same in ${a}/proofs.json and ${b}/proofs.json`,
      ]);
    });
  });
});

Deno.test("an experiment is of the same version, and carried over as it is", async () => {
  await withFolders(async (make) => {
    const [a, b, out] = [make("a"), make("b", {}), make("out")];
    const args = ["known/race", "--from", "verify/testdata/experiments.ts", "--jobs", "1"];
    assertEquals((await runTask("experiment", [...args, "--out", a])).status, 0);
    const found = readJson<ExperimentEvidence>(experimentPath(a, "known/race"));
    const put = (part: Partial<ExperimentEvidence>) =>
      Deno.writeTextFileSync(
        experimentPath(a, "known/race"),
        JSON.stringify({ ...found, ...part }),
      );
    put({ version: evidence().version });
    assertEquals(wrong(a, b), []);
    writeMerged(out, merged([a, b].map(readPart)));
    const text = (folder: string) => Deno.readTextFileSync(experimentPath(folder, "known/race"));
    assertEquals(text(out), text(a));
    assertEquals(wrong(a, b, out), []);
    // Of an experiment alone there are no verdicts of claims.
    assertEquals([merged([readPart(a)]).verdicts, lacking(a)], [undefined, []]);

    put({ version: evidence().version, title: "Another" });
    const name = "known/experiment+race.json";
    assertEquals(wrong(a, out), [`known/race is not the same in ${a}/${name} and ${out}/${name}`]);
    assertEquals(foreignIn(out, merged([a, b].map(readPart))), [join(out, name)]);
    put({ version: "0.0.1" });
    assertEquals(wrong(a, b), [
      `different versions of Assay: ${evidence().version} (${b}/mine/a.json), 0.0.1 (${a}/${name})`,
    ]);
  });
});

Deno.test("what shards lack is told by what they say of all of them", async () => {
  await withFolders((make) => {
    const ids = (shard: number, count: number) =>
      Array.from({ length: count }, (_, k) => ({ id: `s${shard}/${k}`, shard }));
    const claims = [...ids(1, 2), ...ids(2, 1), ...ids(3, 25)];
    const shard = (name: string, index: number, ...found: readonly string[]) => {
      const folder = make(name, ...found.map((id) => ({ id })));
      writeShard(folder, RUN, { index, of: 40 }, claims);
      return folder;
    };
    const [one, two] = [shard("one", 1, "s1/0", "s1/1"), shard("two", 2)];
    const many = Array.from({ length: 20 }, (_, k) => `s3/${k}`).join(", ");
    assertEquals(lacking(one, two), [
      `shard 2/40 in ${two} did not come to its end: it lacks s2/0`,
      `shard 3/40 is missing, with ${many} and 5 more`,
    ]);
    // Shards to which nothing was dealt need not be there; where else a claim lies does not matter.
    const empty = shard("empty", 39);
    const other = make("other", { id: "s2/0" }, ...ids(3, 25).map(({ id }) => ({ id })));
    assertEquals(lacking(one, empty, other), []);
    // Without a word of shards only a folder without anything is wrong.
    const nothing = make("nothing");
    assertEquals(lacking(other, nothing), [`${nothing} holds no evidence`]);
    assertEquals(merged([other, one].map(readPart)).verdicts!.claims.map(({ id }) => id), [
      ...claims.map(({ id }) => id),
    ]);
  });
});

Deno.test("shards that were dealt otherwise, and words of shards that are damaged, are refused", async () => {
  await withFolders((make) => {
    const [a, b] = [make("a", {}), make("b", { id: "mine/b" })];
    const claims = [{ id: "mine/a", shard: 1 }, { id: "mine/b", shard: 2 }];
    const run = { seed: evidence().seed, profile: evidence().profile };
    writeShard(a, run, { index: 1, of: 2 }, claims);
    const deal = (of: number, all: ShardFile["claims"]) => {
      writeShard(b, run, { index: 2, of }, all);
      return wrong(a, b).filter((line) => !line.includes("versions"));
    };
    assertEquals(deal(2, claims), []);
    assertEquals(deal(3, claims), [
      `different dealings of claims to shards: 1/2 of 2 claims (${a}/shard.json), ` +
      `2/3 of 2 claims (${b}/shard.json)`,
    ]);
    assertEquals(deal(2, [claims[1]!, claims[0]!]).length, 1);
    const path = shardPath(b);
    const cases: readonly (readonly [string | object, string])[] = [
      ["{", "JSON"],
      [{ index: 3 }, "it is shard 3 of 2"],
      [{ of: 1e999 }, "at /of: must be integer"],
      [{ of: 0 }, "at /of: must be >= 1"],
      [{ more: 1 }, "at /: must NOT have additional properties"],
      [{ claims: [{ id: "mine/b", shard: 9 }] }, "a claim is beyond shard 2"],
      [{ claims: [claims[0], claims[0]] }, "a claim is in it twice"],
      [{ claims: [{ id: "../b", shard: 1 }] }, "at /claims/0/id: must match pattern"],
    ];
    for (const [part, says] of cases) {
      deal(2, claims);
      const whole = typeof part === "string"
        ? part
        : JSON.stringify({ ...readJson<ShardFile>(path), ...part });
      Deno.writeTextFileSync(path, whole);
      const [problem, ...more] = readPart(b).problems;
      assertEquals([problem!.startsWith(`${path} is damaged (`), more], [true, []]);
      assertEquals(problem!.includes(says), true, problem);
    }
  });
});

Deno.test("times are put together as far as they are known", async () => {
  await withFolders((make) => {
    const [a, b, c] = [make("a", {}), make("b", { id: "mine/b" }), make("c", { id: "mine/c" })];
    const times = (folder: string, date: unknown, seconds: unknown, claims: unknown) =>
      writeJson(join(folder, "timings.json"), { schema: "assay.timings/1", date, seconds, claims });
    const all = () => merged([a, b, c].map(readPart)).timings;
    assertEquals(all(), undefined);
    times(a, "2026-01-02T00:00:00.000Z", 3, { "mine/a": 2, "mine/gone": 1 });
    times(b, "2026-01-01T00:00:00.000Z", 4, { "mine/b": "long" });
    // That of a run before the one that was killed.
    times(c, "2025-01-01T00:00:00.000Z", 5, { "mine/c": 5 });
    Deno.writeTextFileSync(join(c, NOTE), "Process 1 began");
    const schema = "assay.timings/1" as const;
    const date = "2026-01-01T00:00:00.000Z";
    assertEquals(all(), { schema, date, seconds: 7, claims: { "mine/a": 2 } });
    times(b, 7, 4, null);
    assertEquals(all()?.seconds, 3);
    times(b, date, null, null);
    assertEquals(all(), { schema, date, seconds: 3, claims: { "mine/a": 2 } });
  });
});

Deno.test("a file that changes between reading and copying is told", async () => {
  await withFolders((make) => {
    const [a, out] = [make("a", {}), make("out")];
    const whole = merged([readPart(a)]);
    assertEquals(whole.verdicts!.version, evidence().version);
    Deno.writeTextFileSync(evidencePath(a, "mine/a"), " ", { append: true });
    assertThrows(() => writeMerged(out, whole), UsageError, "was changed meanwhile");
    Deno.removeSync(evidencePath(a, "mine/a"));
    assertThrows(() => writeMerged(out, whole), UsageError, "cannot read");
  });
});

Deno.test("the order in which folders are given makes no difference", async () => {
  await withFolders((make) => {
    // 0.1 + 0.2 + 0.3 is another number than 0.3 + 0.2 + 0.1.
    const folders = [0.1, 0.2, 0.3].map((seconds, k) => {
      const folder = make(`${k}`, { id: `mine/${k}` });
      const date = `2026-01-0${k + 1}T00:00:00.000Z`;
      writeShard(
        folder,
        RUN,
        { index: k + 1, of: 3 },
        [2, 0, 1].map((index) => ({
          ...{ id: `mine/${index}`, shard: index + 1 },
        })),
      );
      writeJson(join(folder, "timings.json"), {
        date,
        seconds,
        claims: { [`mine/${k}`]: seconds },
      });
      return folder;
    });
    const of = (given: readonly string[]) => {
      const { evidence, timings, verdicts } = merged(given.map(readPart));
      return JSON.stringify({ ids: evidence.map(({ id }) => id), timings, verdicts });
    };
    assertEquals(of(folders.toReversed()), of(folders));
    assertEquals(of([1, 2, 0].map((k) => folders[k]!)), of(folders));
    assertEquals(JSON.parse(of(folders)).ids, ["mine/2", "mine/0", "mine/1"]);
  });
});
