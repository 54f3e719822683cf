/** Assay in a project of somebody else: as a package, through `links`. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { contents, ROOT, withFolder } from "./testdata/command_line.ts";

/** Runs Assay's command line in a folder, as who lives there does. */
async function assay(folder: string, ...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-RWES", "--allow-run", "jsr:@assay/assay/cli", ...args],
    cwd: folder,
    env: { NO_COLOR: "1", ASSAY_BACKEND: "", GITHUB_STEP_SUMMARY: "" },
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  return { status: code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** A claim that is false, whose bound comes from a module that only the project's import map knows. */
const CLAIMS = `
import fc from "fast-check";
import { defineClaim } from "@assay/assay/verify";
import { BOUND } from "bounds";

export const claims = [defineClaim<{ x: number }, number>({
  id: "mine/square",
  title: "A square is bounded",
  locus: "here",
  kind: "universal",
  hypotheses: [],
  instances: fc.record({ x: fc.integer({ min: 0, max: 9 }) }),
  observe: ({ x }) => x * x,
  variants: {
    printed: {
      statement: "x^2 \\\\le 10",
      relations: (square) => [{ label: "square", lhs: square, sense: "<=", rhs: BOUND }],
    },
  },
})];
`;

async function project(folder: string): Promise<void> {
  await Deno.writeTextFile(
    join(folder, "deno.json"),
    JSON.stringify({
      imports: {
        "@assay/assay": "jsr:@assay/assay@^0.1.0",
        "fast-check": "npm:fast-check@^4.10.2",
        "bounds": "./numbers/bounds.ts",
      },
      links: [ROOT],
    }),
  );
  await Deno.mkdir(join(folder, "numbers"));
  await Deno.writeTextFile(join(folder, "numbers/bounds.ts"), "export const BOUND = 10;\n");
  await Deno.writeTextFile(join(folder, "claims.ts"), CLAIMS);
}

Deno.test("a project outside of the checkout goes from nothing to a report, a replay and a citation", async () => {
  await withFolder(async (folder) => {
    await project(folder);
    const { status, stdout, stderr } = await assay(folder, "verify", "claims.ts");
    assertEquals(status, 0, stderr);
    assertStringIncludes(stdout, "refuted  mine/square (printed)\n  square: 16 <= 10");
    assertStringIncludes(stdout, 'on {"x":4}');
    const replay =
      "deno run -RWES --allow-run jsr:@assay/assay/cli verify --claims claims.ts --replay " +
      "reports/mine/square.json";
    assertStringIncludes(stdout, replay);
    const lock = await Deno.readTextFile(join(folder, "deno.lock"));
    const replayed = await assay(folder, ...replay.split(" ").slice(5));
    assertEquals(replayed.status, 0, replayed.stderr);
    assertStringIncludes(replayed.stdout, "the same as recorded");
    assertEquals((await assay(folder, "report")).stdout, "reports/index.html: 1 claims\n");
    const page = await Deno.readTextFile(join(folder, "reports/mine/square.html"));
    assertStringIncludes(page, replay);
    const cited = await assay(folder, "cite", "mine/square");
    assertStringIncludes(cited.stdout, "Verdicts: printed refuted");
    assertEquals(await Deno.readTextFile(join(folder, "deno.lock")), lock);
    assertEquals(
      Object.keys(contents(folder)).filter((path) => !path.startsWith("reports/")).sort(),
      ["claims.ts", "deno.json", "deno.lock", "numbers/bounds.ts"],
    );
  });
});

Deno.test("a new project passes its own checks, and notices a claim that turns false", async () => {
  await withFolder(async (folder) => {
    const deno = async (...args: string[]) => {
      const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args,
        cwd: folder,
        env: { NO_COLOR: "1", ASSAY_BACKEND: "" },
        stdin: "null",
      }).output();
      const text = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("");
      return { status: code, text };
    };
    await project(folder);
    const written = await assay(folder, "init", "mine");
    assertEquals(written.status, 0, written.stderr);
    assert(written.stdout.endsWith("deno task ok\n"), written.stdout);
    const inside = join(folder, "mine");
    const path = join(inside, "deno.json");
    const ok = await deno("task", "--cwd", inside, "ok");
    assertEquals(ok.status, 0, ok.text);
    assertStringIncludes(ok.text, "Every verdict is the expected one.");
    assertStringIncludes(ok.text, "gd/noise (printed) ... ok");

    const again = await assay(folder, "init", "mine");
    assertEquals([again.status, again.stdout], [2, ""]);
    assertStringIncludes(again.stderr, "are there already: nothing was written");
    assertEquals((await assay(inside, "new", "mine/first")).status, 0);
    assertStringIncludes(
      (await assay(inside, "new", "first")).stderr,
      'the id "first" is not of the form paper/name',
    );
    const claim = join(inside, "claims/mine_first.ts");
    const text = await Deno.readTextFile(claim);
    await Deno.writeTextFile(claim, text.replace("rhs: 0", "rhs: 4"));
    const tested = await deno("test", "-RWES", "--config", path, join(inside, "claims_test.ts"));
    assertEquals(tested.status, 1);
    assertStringIncludes(tested.text, "mine/first (printed) is refuted, where holds is expected");
    assertStringIncludes(tested.text, '  square: 0 >= 4 (margin -4)\n  on {"x":0}');
  });
});

Deno.test("the package says what commands there are, and which name it does not know", async () => {
  await withFolder(async (folder) => {
    await project(folder);
    const help = await assay(folder, "--help");
    assertEquals(help.status, 0);
    for (const command of ["init", "new", "verify", "report", "merge", "cite", "experiment"]) {
      assertStringIncludes(help.stdout, `\n  ${command} `);
    }
    assert(
      help.stdout.startsWith(
        "Usage: deno run -RWES --allow-run jsr:@assay/assay/cli <command> [options]\n",
      ),
    );
    const wrong = await assay(folder, "proof");
    assertEquals(
      [wrong.status, wrong.stderr],
      [
        2,
        'error: there is no command "proof": give one of init, new, verify, report, merge, cite, experiment\n',
      ],
    );
    const missing = await assay(folder, "verify", "absent.ts");
    assertEquals(missing.status, 2);
    assertStringIncludes(missing.stderr, "absent.ts");
  });
});
