import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { InvalidArgumentError } from "commander";
import { join } from "node:path";
import type { Verdict } from "../claim.ts";
import { evidencePath, writeJson } from "../report/files.ts";
import { markSeeds, overSeeds, readSeed, seedFolder, writeSeedsPage } from "../report/seeds.ts";
import { evidence, variant } from "../report/site/testdata/evidence.ts";
import {
  contents,
  jsonLines,
  runTask,
  withFolder,
  withoutFolder,
} from "../testdata/command_line.ts";
import { parseSeeds } from "./ranges.ts";

const ARGUMENTS = [
  ...["known/wit", "known/cos", "--claims", "verify/testdata/claims.ts"],
  ...["--arithmetic", "float64", "--jobs", "1"],
];

Deno.test("seeds are ranges and lists of integers", () => {
  assertEquals(parseSeeds("1..4"), [1, 2, 3, 4]);
  assertEquals(parseSeeds("9,-2..0,+1,9"), [9, -2, -1, 0, 1]);
  assert(Object.is(parseSeeds("-0")[0], 0));
  assertEquals(parseSeeds("1..10000").length, 10_000);
  const cases = [
    ...["", "1,", "1..", "..2", "1...3", "x", "1.5", "1e3", "99999999999999999999"].map((text) => [
      ...[text, "It must be integers or ranges of them, as in 1..64 or 1,5,9."],
    ]),
    ["3..1", "The range 3..1 ends before it begins."],
    ["0..10000", "It must be no more than 10000 seeds."],
    ["1..6000,7000..12000", "It must be no more than 10000 seeds."],
    ["1..9007199254740991", "It must be no more than 10000 seeds."],
  ];
  for (const [text, says] of cases) {
    assertThrows(() => parseSeeds(text!), InvalidArgumentError, says!);
  }
});

/** The files of a report, without what depends on the time and the place. */
function compared(folder: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(contents(folder)).filter(([path]) => !path.includes("timings.json"))
      .map(([path, text]) =>
        [
          path,
          withoutFolder(path, text, folder).replaceAll(/<time .*?<\/time>/g, ""),
        ] as const
      )
      .sort(([a], [b]) => a < b ? -1 : 1),
  );
}

function assertSame(found: Record<string, string>, wanted: Record<string, string>): void {
  assertEquals(Object.keys(found), Object.keys(wanted));
  for (const [path, text] of Object.entries(found)) assert(text === wanted[path], path);
}

Deno.test("each seed has its report, and shards of seeds are merged seed by seed", async () => {
  await withFolder(async (folder) => {
    const verify = async (name: string, ...more: readonly string[]) => {
      const out = join(folder, name);
      const { status, stdout, stderr } = await runTask("verify", [
        ...[...ARGUMENTS, ...more, "--out", out],
      ]);
      assertEquals(status, 0, stderr);
      return { out, stdout };
    };
    const one = await verify("one", "--seed", "5");
    const { out, stdout } = await verify("all", "--seeds", "5,2");
    assertEquals(stdout.split("\n"), [
      ...[5, 2].map((seed) => `seed ${seed}: Every verdict is the expected one.`),
      ...[`Report: ${out}/index.html`, ""],
    ]);
    assertSame(compared(seedFolder(out, 5)), compared(one.out));
    const index = contents(out)["index.html"]!;
    for (const link of ["seed-2/index.html", "seed-5/index.html", "known/witness.html"]) {
      assertStringIncludes(index, link);
    }

    const shards = [
      await verify("1", "--seeds", "5,2", "--shard", "1/2"),
      await verify("2", "--seeds", "2,5", "--shard", "2/2", "--json"),
    ];
    assertEquals(
      jsonLines(shards[1]!.stdout).filter(({ type }) => type === "seed" || type === "finished")
        .map(({ type, seed, status }) => [type, seed ?? status]),
      [["seed", 2], ["finished", 0], ["seed", 5], ["finished", 0]],
    );
    const merged = join(folder, "merged");
    const merge = (...args: readonly string[]) =>
      runTask("merge", [...shards.map(({ out }) => out), ...args, "--out", merged]);
    const single = await merge(one.out);
    assertEquals(single.status, 2);
    assertStringIncludes(single.stderr, `${one.out} is of one seed, where others are of several`);
    assertEquals((await merge()).status, 0);
    assertSame(compared(merged), compared(out));

    await Deno.remove(seedFolder(shards[1]!.out, 5), { recursive: true });
    await Deno.remove(merged, { recursive: true });
    const lacking = await merge();
    assertEquals(lacking.status, 2);
    assertStringIncludes(
      lacking.stderr,
      "error: seed 5: shard 2/2 is missing, with known/cosine-t",
    );

    // The pages are made of the evidence alone.
    const before = compared(out);
    await Deno.remove(join(out, "index.html"));
    await Deno.remove(join(out, "seed-2/known/witness.html"));
    const again = await runTask("report", [out]);
    assertEquals([again.status, again.stderr], [0, ""]);
    assertSame(compared(out), before);

    // A folder is of one run or of several seeds.
    for (
      const [task, args] of [
        ["verify", [...ARGUMENTS, "--out", out]],
        ["verify", [...ARGUMENTS, "--seeds", "1", "--out", one.out]],
        ["merge", [one.out, "--out", out]],
        ["experiment", [
          ...["known/race", "--from", "verify/testdata/experiments.ts", "--out", out],
        ]],
      ] as const
    ) {
      const { status, stderr } = await runTask(task, args);
      assertEquals([status, / holds (?:runs|the report)/.test(stderr)], [2, true], stderr);
    }
    assertSame(compared(out), before);
  });
});

Deno.test("a page shows which seeds give another verdict, and the largest ratio of all", async () => {
  await withFolder((folder) => {
    markSeeds(folder);
    const put = (seed: number, verdict: Verdict, tightness: number | null) =>
      writeJson(
        evidencePath(seedFolder(folder, seed), "mine/a"),
        evidence({
          id: "mine/a",
          paperTitle: "A paper of mine",
          seed,
          variants: { printed: variant({ verdict, expected: "holds", tightness }) },
        }),
      );
    put(10, "holds", 0.5);
    put(-1, "inconclusive", null);
    put(2, "holds", 0.75);
    put(3, "error", 0.75);
    const reports = [-1, 2, 3, 10].map((seed) => readSeed(folder, seed));
    assertEquals(overSeeds(reports).map(({ title: _, ...rest }) => rest), [{
      id: "mine/a",
      paperTitle: "A paper of mine",
      variant: "printed",
      expected: "holds",
      verdicts: [
        { verdict: "holds", seeds: [2, 10] },
        { verdict: "inconclusive", seeds: [-1] },
        { verdict: "error", seeds: [3] },
      ],
      tightest: { tightness: 0.75, seed: 2 },
    }]);
    writeSeedsPage(folder, reports);
    const page = contents(folder)["index.html"]!;
    const text = page.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");
    for (
      const part of [
        "A paper of mine",
        "The verdicts of 1 of 1 statement depend on the seed.",
        "holds 2 seeds inconclusive 1 seed: -1 error 1 seed: 3 holds 0.7500 seed 2",
      ]
    ) assertStringIncludes(text, part);
    for (const seed of [-1, 2, 3]) assertStringIncludes(page, `"seed-${seed}/mine/a.html"`);
    return Promise.resolve();
  });
});
