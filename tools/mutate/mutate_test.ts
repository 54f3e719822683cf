import { assert, assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { join } from "node:path";
import { readJson, ROOT, runTask, withFolder } from "../../verify/testdata/command_line.ts";
import { distancesFrom, importsOf, testsOf } from "./coverage.ts";
import { applyMutant, diffOf, mutantsOf } from "./mutants.ts";
import { compiles } from "./trial.ts";

/** How test files end. */
async function endOf(folder: string, test: string, limit: number): Promise<string> {
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--allow-read", "--allow-write", "--allow-env", "--allow-sys"]
      .concat("--allow-run", "tools/mutate/testdata/run_tests.ts", folder, `${limit}`, test),
    cwd: ROOT,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  const decoder = new TextDecoder();
  return decoder.decode(stdout) || decoder.decode(stderr);
}

/** The lines that the mutants of a source make of it, by kind. */
function changes(source: string): string[] {
  return mutantsOf(source).map((mutant) => `${mutant.kind}: ${applyMutant(source, mutant)}`);
}

Deno.test("operators, constants, conditions, statements, returned values and guards change", () => {
  assertEquals(changes("export const a = (x: number): boolean => x < 7;"), [
    "returned value: export const a = (x: number): boolean => undefined!;",
    "comparison: export const a = (x: number): boolean => x <= 7;",
    "comparison: export const a = (x: number): boolean => x >= 7;",
    "constant: export const a = (x: number): boolean => x < 6;",
    "constant: export const a = (x: number): boolean => x < 8;",
  ]);
  assertEquals(changes("const b = (c as number) /* < */ * (d!);"), [
    "arithmetic: const b = (c as number) /* < */ / (d!);",
  ]);
  assertEquals(changes("if (!a) throw b;"), [
    "guard: ;",
    "condition: if (!(!a)) throw b;",
    "negation: if ((a)) throw b;",
  ]);
  assertEquals(changes("f(true);"), ["statement: ;", "constant: f(false);"]);
  assertEquals(changes("function g() { return 1e-9; }"), [
    "constant: function g() { return 2e-9; }",
    "constant: function g() { return 5e-10; }",
    "returned value: function g() { return undefined!; }",
  ]);
  assertEquals(changes("let i = h ? j : k ?? l;"), [
    "condition: let i = !(h) ? j : k ?? l;",
    "logic: let i = h ? j : k && l;",
  ]);
});

Deno.test("types, comments, names, texts and the ends of branches that go on do not change", () => {
  const source = [
    "/** Whether 1 < 2. */",
    'import data from "./x.json" with { type: "json" };',
    "type T = 1 | -2 | readonly string[];",
    "interface U { readonly a: true }",
    'const s = "a" + t + `b`;',
    "const v = { 0: w };",
  ].join("\n");
  assertEquals(mutantsOf(source), []);
  // It does not leave: to take it away would be another mistake than a guard's.
  assertEquals(mutantsOf("if (a) { f; }").map(({ kind }) => kind), ["condition", "statement"]);
  assertThrows(() => mutantsOf("const = 1;"), SyntaxError);
});

Deno.test("a mutant knows its line and its difference", () => {
  const source = "const a = 1;\nconst ä: number = b\n  - c;\nconst d = 2;\n";
  const mutant = mutantsOf(source).find(({ kind }) => kind === "arithmetic")!;
  assertEquals(mutant.line, 3);
  assertEquals(diffOf(source, mutant), "-   - c;\n+   + c;");
});

Deno.test("tests are found by what they import, in whatever way", async () => {
  await withFolder(async (folder) => {
    const write = async (path: string, text: string) => {
      await Deno.mkdir(join(folder, path, ".."), { recursive: true });
      await Deno.writeTextFile(join(folder, path), text);
    };
    await write("deno.json", '{ "tasks": { "go": "deno run verify/go.ts" } }');
    await write("verify/go.ts", 'import "./deep.ts"; new URL("worker.ts", import.meta.url);');
    await write("verify/worker.ts", "export const w = 1;");
    await write("verify/deep.ts", "export const d = 1;");
    await write("verify/tasks.ts", "export const t = 1;");
    await write("verify/a_test.ts", 'import "./tasks.ts";');
    await write("verify/b_test.ts", 'import "./worker.ts";');
    await write("lib/c_test.ts", 'import "../verify/deep.ts";');
    const tests = ["lib/c_test.ts", "verify/a_test.ts", "verify/b_test.ts"];
    const imports = await importsOf(folder, tests, "verify/tasks.ts");
    const distances = new Map(tests.map((test) => [test, distancesFrom(imports, test)]));
    assertEquals(testsOf("verify/worker.ts", distances), ["verify/b_test.ts", "verify/a_test.ts"]);
    assertEquals(testsOf("verify/deep.ts", distances), ["verify/a_test.ts", "lib/c_test.ts"]);
    assertEquals(testsOf("verify/nothing.ts", distances), []);
  });
});

Deno.test("mutants meet the type checker together and the tests one by one", async () => {
  await withFolder(async (folder) => {
    const source = "export function sign(x: number): number {\n  return x < 0 ? -1 : 1;\n}\n";
    const text = (body: string) =>
      `import { sign } from "./sign.ts";\nDeno.test("sign", () => {\n${body}\n});\n`;
    const configuration = JSON.parse(await Deno.readTextFile(join(ROOT, "deno.json"))) as {
      compilerOptions: unknown;
    };
    const { compilerOptions } = configuration;
    await Deno.writeTextFile(join(folder, "deno.json"), JSON.stringify({ compilerOptions }));
    await Deno.writeTextFile(join(folder, "sign.ts"), source);
    const check = `if (sign(-2) !== -1 || sign(2) !== 1) throw new Error("wrong");`;
    await Deno.writeTextFile(join(folder, "good_test.ts"), text(check));
    await Deno.writeTextFile(join(folder, "loops_test.ts"), text("while (sign(1) > 0);"));
    const mutants = mutantsOf(source);
    const broken = { ...mutants[0]!, text: '"x"' };
    assertEquals(await compiles(folder, "sign.ts", source, [broken, mutants[0]!]), [false, true]);
    assertEquals(await endOf(folder, "good_test.ts", 100), "passed");
    const outcomes = new Map<string, string>();
    for (const mutant of mutants) {
      await Deno.writeTextFile(join(folder, "sign.ts"), applyMutant(source, mutant));
      outcomes.set(
        diffOf(source, mutant).split("+   ")[1]!,
        await endOf(folder, "good_test.ts", 100),
      );
    }
    // At 0 nobody looked.
    assertEquals([...outcomes].filter(([, end]) => end === "passed").map(([line]) => line), [
      "return x <= 0 ? -1 : 1;",
      "return x < (-1) ? -1 : 1;",
      "return x < 1 ? -1 : 1;",
    ]);
    assertEquals(outcomes.get("return x >= 0 ? -1 : 1;"), "failed");
    await Deno.writeTextFile(join(folder, "sign.ts"), source);
    assertEquals(await endOf(folder, "loops_test.ts", 5), "timed out");
  });
});

Deno.test("mutate: mistakes of its user are told in one line", async () => {
  for (const args of [["--share", "2"], ["no/such/file.ts"], ["README.md"], ["--tests", "0"]]) {
    const { status, stdout, stderr } = await runTask("mutate", args);
    assertEquals([status, stdout], [2, ""]);
    assertMatch(stderr, /^error: [^\n]+\n$/);
  }
});

Deno.test("mutate: a sample is tried, told and written", async () => {
  await withFolder(async (folder) => {
    const out = join(folder, "mutants.json");
    const before = await Deno.readTextFile(join(ROOT, "verify/replay_line.ts"));
    const { status, stdout } = await runTask("mutate", [
      ...["verify/replay_line.ts", "--share", "0.25", "--seed", "1", "--tests", "1", "--out", out],
    ]);
    assertEquals(status, 0, stdout);
    assertMatch(stdout, /\n\d+ of \d+ mutants that compile are caught \(\d+\.\d %\)\nResults: /);
    const { mutants, caught, compiled } = readJson<{
      mutants: { path: string; outcome: string; diff: string }[];
      caught: number;
      compiled: number;
    }>(out);
    assert(mutants.length > 0 && caught > 0 && compiled >= caught);
    for (const { path, diff } of mutants) {
      assertEquals(path, "verify/replay_line.ts");
      assertStringIncludes(diff, "\n+ ");
    }
    assertEquals(await Deno.readTextFile(join(ROOT, "verify/replay_line.ts")), before);
  });
});
