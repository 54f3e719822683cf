import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { randomFor } from "../../verify/random.ts";
import { ROOT, runTask, taskArguments, withFolder } from "../../verify/testdata/command_line.ts";
import { type Ending, judgeEnding } from "./command.ts";
import { commandLineFrom } from "./flags.ts";
import { tornFiles } from "./folder.ts";
import { copyFolder } from "./kills.ts";
import { damage, DAMAGE_NAMES } from "./mutations.ts";

const ended = (changes: Partial<Ending>): Ending => ({
  ...{ code: 0, signal: null, stdout: "", stderr: "", hung: false },
  ...changes,
});

Deno.test("the end of a command is judged by its status, its signal and its words", () => {
  for (const code of [0, 1, 2]) assertEquals(judgeEnding("x", ended({ code })), undefined);
  const cases: readonly (readonly [Partial<Ending>, string | undefined, Deno.Signal?])[] = [
    [{ code: 3 }, "exit status"],
    [{ code: 133, signal: "SIGTRAP" }, "exit status"],
    [{ code: 137, signal: "SIGKILL" }, "exit status"],
    [{ code: 137, signal: "SIGKILL" }, undefined, "SIGKILL"],
    [{ code: 137, signal: "SIGKILL" }, "exit status", "SIGINT"],
    [{ code: 130 }, undefined, "SIGINT"],
    [{ code: 130 }, "exit status"],
    [{ hung: true }, "hang"],
    [{ stderr: "error: Uncaught (in promise) RangeError: x" }, "stack trace"],
    [{ code: 2, stderr: "error: x\n    at main (file:///a/b.ts:10:7)\n" }, "stack trace"],
    [{ code: 1, stdout: "not expected: known/x holds\n", stderr: "warning: at 10:7" }, undefined],
  ];
  for (const [changes, harm, sent] of cases) {
    const what = JSON.stringify([changes, sent]);
    assertEquals(judgeEnding(what, ended(changes), sent)?.harm, harm, what);
  }
});

Deno.test("processes that remain are found by a path in their arguments", async () => {
  await withFolder(async (folder) => {
    const program = fileURLToPath(new URL("testdata/orphans.ts", import.meta.url));
    // Backwards, so that the program itself is not found.
    const backwards = folder.split("").reverse().join("");
    const { code, stdout } = await new Deno.Command(Deno.execPath(), {
      args: [...taskArguments("torture").slice(0, -1), program, backwards],
      cwd: ROOT,
      stdin: "null",
      stderr: "inherit",
    }).output();
    assertEquals([code, new TextDecoder().decode(stdout)], [0, "[false,true,false]\n"]);
  });
});

Deno.test("a report folder with any file that is not whole is told", async () => {
  await withFolder(async (folder) => {
    const [good, out] = [join(folder, "good"), join(folder, "reports")];
    const { status } = await runTask("verify", [
      ...["known/cauchy-schwarz", "--claims", "verify/testdata/claims.ts", "--out", good],
      ...["--arithmetic", "float64", "--jobs", "1"],
    ]);
    assertEquals(status, 0);
    copyFolder(good, out);
    assertEquals(tornFiles(out, good), []);
    await Deno.writeTextFile(join(out, ".summary.md.7.tmp"), "half of i");
    assertEquals(tornFiles(out, good), [], "what is being written has a name of its own");
    const paths = [
      ...["known/cauchy-schwarz.json", "verdicts.json", "timings.json", "index.html"],
      ...["known/cauchy-schwarz.html", "summary.md", "junit.xml", "assets/site.css"],
    ];
    for (const path of paths) {
      const text = await Deno.readTextFile(join(out, path));
      for (const torn of ["", text.slice(0, text.length / 2), text.slice(0, -2)]) {
        await Deno.writeTextFile(join(out, path), torn);
        const found = tornFiles(out, good);
        assertEquals(found.length, 1, `${path} of ${torn.length} characters`);
        assertStringIncludes(found[0]!, path);
      }
      await Deno.writeTextFile(join(out, path), text);
    }
    assertEquals(tornFiles(out, good), []);
  });
});

Deno.test("every damage changes a file, and the same draws do the same", () => {
  const text = JSON.stringify(
    { schema: "x/1", list: [1, 2, { y: -3.5e-7 }], more: { instance: { x: "a" } } },
    null,
    2,
  );
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const made = (how: string, k: number) => damage(text, randomFor(how, k), how).bytes;
  for (const how of DAMAGE_NAMES) {
    const all = Array.from({ length: 20 }, (_, k) => decoder.decode(made(how, k)));
    assert(all.some((other) => other !== text), how);
    assertEquals(decoder.decode(made(how, 7)), all[7], how);
  }
});

Deno.test("every command line names claims that take no longer than seconds", () => {
  const seen = new Set<string>();
  for (let k = 0; k < 500; k++) {
    const [task, args] = commandLineFrom(randomFor("command lines", k));
    seen.add(task);
    for (const argument of args) if (/^--[a-z]/.test(argument)) seen.add(argument.split("=")[0]!);
    if (task !== "verify") continue;
    assertEquals(args[0], "known/witness");
    assert(args.includes("--time-limit"), args.join(" "));
  }
  for (const flag of ["verify", "report", "cite", "--out", "--replay", "--check", "--jobs"]) {
    assert(seen.has(flag), flag);
  }
});

Deno.test("torture: tries are counted, and can be made again", async () => {
  const { status, stdout, stderr } = await runTask("torture", [
    ...["--only", "kills", "--first", "5", "--tries", "2", "--seed", "3"],
  ]);
  assertEquals([status, stderr], [0, ""], stdout);
  assertMatch(stdout, /^kills +2 +0$/m);
  assertMatch(stdout, /\ntorture: 2 tries, 0 failures\n$/);
  const wrong = await runTask("torture", ["--only", "nothing"]);
  assertEquals(wrong.status, 2);
  assertMatch(wrong.stderr, /^error: [^\n]*nothing[^\n]*\n$/);
});
