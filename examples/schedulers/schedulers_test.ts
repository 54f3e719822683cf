import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import helps from "../../verify/cli/testdata/helps.json" with { type: "json" };
import { contents, ROOT, withFolder } from "../../verify/testdata/command_line.ts";

function textOf(name: string): string {
  return Deno.readTextFileSync(new URL(name, import.meta.url));
}

const GITHUB = textOf("github-matrix.yml");
const SLURM = textOf("slurm-array.sh");
const KUBERNETES = textOf("kubernetes-indexed-job.yaml");

Deno.test("the examples give the commands options that these have", () => {
  for (const text of [GITHUB, SLURM, KUBERNETES]) {
    const commands = [
      // A command goes on over lines that end with \ and, folded in YAML, over those that begin so.
      ...text.matchAll(/deno(?:@[\d.]+)? task (verify|merge)((?:[^\n]|\\\n|\n +--)*)/g),
    ];
    assertEquals([...new Set(commands.map(([, task]) => task))].sort(), ["merge", "verify"]);
    for (const [, task, rest] of commands) {
      const flags = rest!.match(/--[a-z][a-z-]*/g)!;
      assert(flags.includes("--out"));
      if (task === "verify") assert(flags.includes("--shard"));
      for (const flag of flags) {
        assert(helps[task as "verify"].some((line) => line.includes(`  ${flag} `)), flag);
      }
    }
  }
});

Deno.test("the examples run as many shards as they say that there are", () => {
  const shards = /shard: \[([\d, ]+)\]/.exec(GITHUB)![1]!.split(", ").map(Number);
  const [, of] = /--shard \$\{\{ matrix\.shard \}\}\/(\d+) /.exec(GITHUB)!;
  assertEquals(shards, Array.from({ length: Number(of) }, (_, k) => k + 1));
  assertEquals(/--array=1-(\d+)\n/.exec(SLURM)![1], /ASSAY_SHARDS:-(\d+)/.exec(SLURM)![1]);
  assertEquals(/completions: (\d+)/.exec(KUBERNETES)![1], /shard\/(\d+)"/.exec(KUBERNETES)![1]);
});

/** Whether there is a Slurm to submit to. */
function hasSlurm(): boolean {
  return (Deno.env.get("PATH") ?? "").split(":").some((folder) => {
    try {
      return Deno.statSync(join(folder, "sbatch")).isFile;
    } catch {
      return false;
    }
  });
}

Deno.test({
  name: "the array of Slurm runs (where there is sbatch)",
  ignore: !hasSlurm(),
  async fn() {
    await withFolder(async (folder) => {
      const { success, stderr } = await new Deno.Command("sbatch", {
        args: [
          ...["--wait", "--array=1-3", "--cpus-per-task=1", `--output=${folder}/log-%a`],
          join(ROOT, "examples/schedulers/slurm-array.sh"),
        ],
        cwd: ROOT,
        env: {
          ASSAY_SHARDS: "3",
          ASSAY_OUT: join(folder, "shards"),
          ASSAY_ARGUMENTS: "--claims verify/testdata/claims.ts known/wit known/cos",
        },
      }).output();
      assert(success, new TextDecoder().decode(stderr));
      const evidence = Object.keys(contents(folder)).filter((path) => /known\/.*json$/.test(path));
      assertEquals(evidence.sort(), [
        "shards/1/known/witness.json",
        "shards/2/known/cosine-tight.json",
      ]);
    });
  },
});
