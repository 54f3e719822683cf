import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { contents, runTask, withFolder } from "../testdata/command_line.ts";

const KNOWN = "verify/testdata/claims.ts";
const SINE = "known/sine-wrong-constant";

/** Searches a known claim into a folder; it must be as expected. */
async function search(out: string, id: string): Promise<string> {
  const { status, stderr } = await runTask("verify", [id, "--claims", KNOWN, "--out", out]);
  assertEquals(status, 0, stderr);
  return stderr;
}

/** An outcome that is one line for each mistake, and no more. */
function assertRefused(
  { status, stdout, stderr }: Awaited<ReturnType<typeof runTask>>,
  ...parts: readonly string[]
): void {
  assertEquals([status, stdout], [2, ""], stderr);
  assertMatch(stderr, /^(error: [^\n]+\n)+$/);
  for (const part of parts) assertStringIncludes(stderr, part);
}

Deno.test("files of 6,000 nested levels are named and cost themselves alone", async (t) => {
  await withFolder(async (folder) => {
    const out = join(folder, "reports");
    await search(out, SINE);
    const good = contents(out);
    const deep = "[".repeat(6000) + "]".repeat(6000);
    const text = good[`${SINE}.json`]!;
    const instance = JSON.stringify(JSON.parse(text).variants.printed.example.instance);
    const evidence = JSON.stringify(JSON.parse(text)).replace(instance, deep);
    assert(evidence.includes(deep));
    const level = "nested more than 500 levels deep";

    await t.step("--replay", async () => {
      const file = join(folder, "deep.json");
      await Deno.writeTextFile(file, evidence);
      assertRefused(await runTask("verify", ["--claims", KNOWN, "--replay", file]), file, level);
      await Deno.writeTextFile(file, deep);
      assertRefused(await runTask("verify", ["--claims", KNOWN, "--replay", file]), file, level);
      assertRefused(
        await runTask("verify", ["--claims", KNOWN, "--out", out, "--expect", file]),
        file,
        level,
      );
    });

    const bad = ["known/deep.json", "verdicts.json", "proofs.json", "timings.json"];
    const written = [
      evidence.replace(SINE, "known/deep"),
      `{"claims": ${deep}}`,
      `{"proofs": ${deep}}`,
      `{"date": ${deep}}`,
    ];
    for (const [index, name] of bad.entries()) {
      await Deno.writeTextFile(join(out, name), written[index]!);
    }
    await t.step("report names them all", async () => {
      const { status, stderr } = await runTask("report", [out]);
      assertEquals(status, 2);
      const lines = stderr.trimEnd().split("\n");
      assertEquals(lines.length, bad.length + 1);
      for (const name of bad) {
        assert(lines.some((line) => line.includes(join(out, name)) && line.includes(level)), name);
      }
    });
    await t.step("cite", async () => {
      assertRefused(await runTask("cite", ["known/deep", "--out", out]), "known/deep.json", level);
      assertEquals((await runTask("cite", [SINE, "--out", out])).status, 0);
    });
    await t.step("a run warns, and makes its reports", async () => {
      for (const name of bad.slice(1)) await Deno.remove(join(out, name));
      const stderr = await search(out, "known/witness");
      assertMatch(stderr, /^warning: left out of the report: [^\n]*deep\.json[^\n]*nested more/m);
      const index = await Deno.readTextFile(join(out, "index.html"));
      for (const id of [SINE, "known/witness"]) assertStringIncludes(index, `${id}.html`);
    });
  });
});

/** Makes a pipe, a socket or a link to a device that has no end: tests themselves may not. */
async function makeSpecial(kind: "pipe" | "socket" | "device", path: string): Promise<void> {
  const code = {
    pipe: `new Deno.Command("mkfifo", { args: [path] }).outputSync()`,
    socket: `Deno.listen({ transport: "unix", path }); Deno.exit()`,
    device: `Deno.symlinkSync("/dev/zero", path)`,
  };
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", `const path = ${JSON.stringify(path)}; ${code[kind]}`],
  }).output();
  assert(success, new TextDecoder().decode(stderr));
}

Deno.test({
  name: "pipes, sockets and devices are refused by their kind, without waiting for them",
  ignore: Deno.build.os === "windows",
  fn: async (t) => {
    await withFolder(async (folder) => {
      const out = join(folder, "reports");
      await search(out, SINE);
      const text = await Deno.readTextFile(join(out, `${SINE}.json`));
      for (const kind of ["pipe", "socket", "device"] as const) {
        await t.step(kind, async () => {
          const special = join(out, "known/special.json");
          const verdicts = join(out, "verdicts.json");
          const proofs = join(out, "proofs.json");
          await Deno.remove(verdicts);
          for (const path of [special, verdicts, proofs]) await makeSpecial(kind, path);
          const named = new RegExp(`it is a ${kind}\\b[^\n]*, not a file`);
          for (
            const [task, args] of [
              ["verify", ["--claims", KNOWN, "--replay", special]],
              ["verify", ["--claims", KNOWN, "--expect", special, "--out", out]],
              ["cite", ["known/special", "--out", out]],
              ["cite", ["--check", special, "--out", out]],
            ] as const
          ) {
            const outcome = await runTask(task, args);
            assertRefused(outcome, special);
            assertMatch(outcome.stderr, named);
          }
          const report = await runTask("report", [out]);
          const lines = report.stderr.split("\n").filter((line) => named.test(line));
          assertEquals([report.status, lines.length], [2, 3], report.stderr);
          for (const path of [special, verdicts, proofs]) {
            assert(lines.some((line) => line.includes(path)), path);
          }
          const paper = join(folder, "paper.txt");
          await Deno.writeTextFile(paper, `assay:known/special@sha256:${"0".repeat(64)}`);
          const checked = await runTask("cite", ["--check", paper, "--out", out]);
          assertEquals(checked.status, 1);
          assertMatch(checked.stdout, named);
          // A run puts its own files in their place, and leaves the other one out.
          assertMatch(await search(out, SINE), named);
          assertEquals(await Deno.readTextFile(join(out, `${SINE}.json`)), text);
          for (const path of [special, proofs]) await Deno.remove(path);
        });
      }
    });
  },
});
