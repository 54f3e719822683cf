import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { dirname, join } from "node:path";
import configuration from "../deno.json" with { type: "json" };
import type { Evidence, Example } from "./evidence.ts";
import { randomFor } from "./random.ts";
import { replayLine } from "./replay_line.ts";
import type { ReplayedVariant } from "./replay.ts";
import type { Verdicts } from "./report/files.ts";
import {
  contents,
  jsonLines,
  type Outcome,
  readJson,
  reports,
  ROOT,
  runTask,
  taskArguments,
  taskCommand,
  withFolder,
  withoutFolder,
} from "./testdata/command_line.ts";
import { areCutShort, patiently } from "./testdata/patience.ts";

const KNOWN = "verify/testdata/claims.ts";
const BAD = "verify/testdata/bad_checkers.ts";
const PRINTING = "verify/testdata/printing_checkers.ts";
const LARGE = "verify/testdata/large_evidence.ts";

/** A module that exports one claim, with parts of it written otherwise. */
function claimsModule(id: string, parts: Readonly<Record<string, string>> = {}): string {
  const {
    head = "",
    relations = `[{ label: "3 <= 5", lhs: 3, sense: "<=", rhs: 5 }]`,
    cost = "1",
  } = parts;
  return `import fc from ${JSON.stringify(import.meta.resolve("fast-check"))};
    ${head}
    export const claims = [{
      id: ${JSON.stringify(id)}, title: "A title", locus: "§ 1", kind: "universal",
      cost: ${cost}, hypotheses: [], instances: fc.record({ x: fc.integer() }),
      observe: ({ x }) => x,
      variants: { printed: { statement: "3 \\le 5", relations: () => (${relations}) } },
    }];`;
}

function verify(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Outcome> {
  return runTask("verify", args, env);
}

for (
  const { name, path, ids } of [
    { name: "known claims", path: KNOWN, ids: ["known"] },
    {
      name: "checkers that throw",
      path: BAD,
      ids: ["bad/good", "bad/throws", "bad/nan", "bad/no-relations", "bad/prints"],
    },
  ]
) {
  Deno.test(`${name}: the same seed writes the same bytes, on one worker and on two`, async () => {
    await withFolder(async (folder) => {
      const run = async (out: string, jobs: number, seed: number) => {
        const place = join(folder, out);
        const { status } = await verify(
          [...ids, "--claims", path, "--seed", `${seed}`, "--jobs", `${jobs}`, "--out", place],
        );
        assertEquals(status, path === KNOWN ? 0 : 1);
        return reports(place);
      };
      const reference = await run("one", 1, 7);
      assert(Object.keys(reference).length > 5);
      assertEquals(await run("two", 2, 7), reference);
      assertEquals(await run("two", 2, 7), reference, "a second run into the same folder");
      const other = await run("other", 2, 8);
      assert(other["verdicts.json"] !== reference["verdicts.json"]);
    });
  });
}

for (
  const { what, path, id, role } of [
    { what: "a refuted", path: KNOWN, id: "known/sine-wrong-constant", role: "counterexample" },
    { what: "a holding", path: KNOWN, id: "known/cauchy-schwarz", role: "tightest" },
    { what: "an existence", path: KNOWN, id: "known/witness", role: "witness" },
    { what: "a failing", path: BAD, id: "bad/throws", role: "error" },
    { what: "a never ending", path: BAD, id: "bad/loops", role: "error" },
  ]
) {
  Deno.test(`${what} claim is replayed from its file alone`, async () => {
    await withFolder(async (folder) => {
      const limits = ["--claims", path, ...(id === "bad/loops" ? ["--time-limit", "1"] : [])];
      const search = () => verify([id, ...limits, "--out", join(folder, "reports")]);
      await search();
      if (id === "bad/loops") {
        // On a busy machine the second may be over before the instance comes that never ends.
        const x = () =>
          readJson<Evidence>(join(folder, "reports", `${id}.json`))
            .variants.printed.example!.instance as { x: number } | null;
        for (let tries = 1; tries < 20 && !((x()?.x ?? 0) > 5); tries++) await search();
      }
      const file = join(folder, "moved.json");
      await Deno.rename(join(folder, "reports", `${id}.json`), file);
      await Deno.remove(join(folder, "reports"), { recursive: true });
      const evidence = readJson<Evidence>(file);
      const { example, error } = evidence.variants.printed;
      assertEquals(example!.role, role);

      const { status, stdout, stderr } = await verify(["--replay", file, ...limits, "--json"]);
      assertEquals([status, stderr], [0, ""]);
      const [replayed, ...more] = jsonLines(stdout) as unknown as ReplayedVariant[];
      assertEquals(more, []);
      assertEquals(replayed!.recorded, example!);
      if (role === "error") {
        assertEquals(replayed!.observed, { error: error!.message });
      } else {
        assert(example!.relations.length > 0);
        assertEquals((replayed!.observed as Example).relations, example!.relations);
      }

      const text = await verify(["--replay", file, id, ...limits]);
      assertEquals([text.status, text.stderr], [0, ""]);
      assertStringIncludes(text.stdout, "the same as recorded");
      for (const { margin } of example!.relations) {
        assertStringIncludes(text.stdout, `margin ${margin},`);
      }
      assertEquals(await Deno.readTextFile(file), JSON.stringify(evidence, null, 2) + "\n");
    });
  });
}

Deno.test("a replay says so when the file claims another margin, or an error that does not come", async () => {
  await withFolder(async (folder) => {
    await verify(["known/witness", "--claims", KNOWN, "--out", folder]);
    const path = join(folder, "known/witness.json");
    const tamper = async (change: (relation: { margin: number }, evidence: Evidence) => void) => {
      const evidence = readJson<Evidence>(path);
      change(evidence.variants.printed.example!.relations[0] as { margin: number }, evidence);
      const file = join(folder, "tampered.json");
      await Deno.writeTextFile(file, JSON.stringify(evidence));
      const { status, stdout, stderr } = await verify(["--replay", file, "--claims", KNOWN]);
      assertEquals([status, stderr], [1, ""]);
      assertStringIncludes(stdout, "NOT the same as recorded");
    };
    await tamper((relation) => relation.margin += 1e-13 + Math.abs(relation.margin) * 1e-15);
    await tamper((_, { variants: { printed } }) => {
      const failed = { role: "error", relations: [] };
      Object.assign(printed.example!, failed);
      Object.assign(printed, { verdict: "error", error: { message: "Error: a bug", stack: "" } });
    });
    await tamper((_, { variants }) => {
      Object.assign(variants.printed.example!, { instance: { x: "no", y: "numbers" } });
    });
  });
});

Deno.test("bad input is told in one line and leaves the reports as they were", async (t) => {
  await withFolder(async (folder) => {
    const out = join(folder, "reports");
    assertEquals((await verify(["known", "--claims", KNOWN, "--out", out])).status, 0);
    const file = join(out, "known/cauchy-schwarz.json");
    const text = await Deno.readTextFile(file);
    const damaged = join(folder, "damaged");
    await Deno.mkdir(damaged);
    const write = (name: string, damage: string): string => {
      const path = join(damaged, name);
      Deno.writeTextFileSync(path, damage);
      return path;
    };
    const changed = (name: string, change: (evidence: Record<string, unknown>) => void): string => {
      const evidence = JSON.parse(text) as Record<string, unknown>;
      change(evidence);
      return write(name, JSON.stringify(evidence));
    };
    const lhs = /"lhs": [^,]+/;
    assertMatch(text, lhs);
    const blocked = join(folder, "blocked");
    await Deno.mkdir(join(blocked, "verdicts.json"), { recursive: true });
    const files = {
      truncated: write("truncated.json", text.slice(0, text.length / 2)),
      empty: write("empty.json", ""),
      notANumber: write("nan.json", text.replace(lhs, '"lhs": NaN')),
      infinite: write("infinite.json", text.replace(lhs, '"lhs": 1e999')),
      noMargin: changed("margin.json", (evidence) => {
        const { printed } = (evidence as unknown as Evidence).variants;
        delete (printed.example!.relations[0] as { margin?: number }).margin;
      }),
      noVariants: changed("variants.json", (evidence) => delete evidence["variants"]),
      otherSchema: changed("schema.json", (evidence) => evidence["schema"] = "assay.evidence/99"),
      nobodysClaim: changed("claim.json", (evidence) => evidence["id"] = "known/nothing"),
      list: write("list.json", "[]"),
      null: write("null.json", "null"),
      syntax: write("syntax.ts", "export const claims = [;"),
      throwing: write("throwing.ts", "throw new Error('one\\ntwo');"),
      without: write("without.ts", "export const theorems = [];"),
      again: write("again.ts", claimsModule("known/cauchy-schwarz")),
      noClaims: write("no_claims.ts", "export const claims = [];"),
    };
    const missing = join(folder, "missing");

    // What must be in the one line: what is wrong, and where.
    const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
      ["an unknown id", ["known/pythagorsa"], ["known/pythagorsa", "known/pythagoras,", "--list"]],
      ["one unknown id of two", ["known/witness", "know/n"], ['"know/n"']],
      ["an unknown profile", ["--profile", "fast"], ["--profile", "fast", "quick, standard"]],
      ["an unknown arithmetic", ["--arithmetic", "float16"], ["--arithmetic", "float16"]],
      ["an unknown flag", ["--sede", "3"], ["--sede", "--seed"]],
      ["a flag without its value", ["--seed"], ["--seed"]],
      ["a fractional seed", ["--seed", "1.5"], ["--seed", "1.5", "integer"]],
      ["a seed that is a word", ["--seed", "abc"], ["--seed", "abc", "integer"]],
      ["an empty seed", ["--seed", ""], ["--seed", "integer"]],
      ["a seed beyond the integers", ["--seed", "1".repeat(30)], ["--seed", "integer"]],
      ["no jobs", ["--jobs", "0"], ["--jobs", "at least 1"]],
      ["a negative time limit", ["--time-limit=-1"], ["--time-limit", "-1", "positive"]],
      ["an infinite time limit", ["--time-limit", "1e999"], ["--time-limit", "positive"]],
      ["a report folder below a file", ["--out", join(file, "below")], [join(file, "below")]],
      ["a report that is a folder", ["--out", blocked], [join(blocked, "verdicts.json")]],
      ["an empty report folder", ["--out", ""], ["--out", "must not be empty"]],
      ["an empty replay file name", ["--replay", ""], ["--replay", "must not be empty"]],
      ["a missing replay file", ["--replay", missing], [missing, "No such file"]],
      ["a replay file that is a folder", ["--replay", out], [out, "directory"]],
      ["a truncated replay file", ["--replay", files.truncated], [files.truncated, "JSON"]],
      ["an empty replay file", ["--replay", files.empty], [files.empty, "JSON"]],
      ["a replay file of another schema", ["--replay", files.otherSchema], [
        files.otherSchema,
        "assay.evidence/99",
      ]],
      ["verdicts as a replay file", ["--replay", join(out, "verdicts.json")], [
        "assay.verdicts/1",
        "assay.evidence/6",
      ]],
      ["a list as a replay file", ["--replay", files.list], [files.list, "schema"]],
      ["null as a replay file", ["--replay", files.null], [files.null, "schema"]],
      ["a replay file for another claim", ["known/witness", "--replay", file], [
        file,
        "known/cauchy-schwarz",
        "not of known/witness",
      ]],
      ["a replay file for a claim that does not exist", ["--replay", files.nobodysClaim], [
        files.nobodysClaim,
        "known/nothing",
      ]],
      ["NaN in a replay file", ["--replay", files.notANumber], [files.notANumber, "JSON", "NaN"]],
      ["1e999 in a replay file", ["--replay", files.infinite], [
        files.infinite,
        "finite",
        "/variants/printed/example/relations/0/lhs",
      ]],
      ["a replay file without a margin", ["--replay", files.noMargin], [
        files.noMargin,
        "margin",
        "/variants/printed/example",
      ]],
      ["a replay file without variants", ["--replay", files.noVariants], [
        files.noVariants,
        "variants",
      ]],
      ["a missing module of claims", ["--claims", missing], [missing, "not found"]],
      ["a folder without modules", ["--claims", join(out, "known")], [
        join(out, "known"),
        "the folder has no modules",
      ]],
      ["a glob that matches nothing", ["--claims", join(folder, "*.ts")], [
        join(folder, "*.ts"),
        "no module matches this glob",
      ]],
      ["a glob of modules without claims", ["--claims", join(damaged, "with{out,}.ts")], [
        join(damaged, "with{out,}.ts"),
        "none of 1 module(s) exports `claims`",
      ]],
      ["a URL", ["--claims", "https://example.org/claims.ts"], [
        "https://example.org/claims.ts",
        "give a path",
      ]],
      ["a file URL", ["--claims", "file:///tmp/my%20claims.ts"], [
        "give a path: /tmp/my claims.ts",
      ]],
      ["a test", ["--claims", "verify/main_test.ts"], ["verify/main_test.ts", "tests"]],
      ["one module of two without claims", ["--claims", KNOWN, "--claims", files.without], [
        files.without,
        "does not export `claims`",
      ]],
      ["the same claims in two modules", ["--claims", KNOWN, "--claims", files.again], [
        'claims[0] has the id "known/cauchy-schwarz", which claims[0] of ',
        "claims.ts",
        files.again,
        "give one of them another",
      ]],
      ["a module without claims", ["--claims", files.without], [files.without, "claims"]],
      ["a module with no claim", ["--claims", files.noClaims], [files.noClaims, "no claims"]],
      ["a module with a syntax error", ["--claims", files.syntax], [files.syntax, "Expression"]],
      ["a module that throws", ["--claims", files.throwing], [files.throwing, "one"]],
      ["an expectation that is nothing", ["--expect", missing], [missing, "holds, refuted"]],
      ["an expectation of evidence", ["--expect", file], [
        file,
        "is not the verdicts.json of a run",
      ]],
      ["an expectation that is no JSON", ["--expect", files.empty], [files.empty, "JSON"]],
      ["an unknown backend", ["--backend", "gpu"], ["--backend", "gpu"]],
    ];
    const before = contents(folder);
    const check = async (
      args: readonly string[],
      parts: readonly string[],
      env?: Record<string, string>,
    ) => {
      const given = (flag: string, value: string) => args.includes(flag) ? [] : [flag, value];
      const { status, stdout, stderr } = await verify(
        [...args, ...given("--out", out), ...given("--claims", KNOWN)],
        env,
      );
      assertEquals(status, 2, stdout + stderr);
      assertMatch(stderr, /^error: [^\n]+\n$/);
      assertEquals(stdout, "");
      for (const part of parts) assertStringIncludes(stderr, part);
      assertEquals(contents(folder), before);
    };
    for (const [name, args, parts] of cases) await t.step(name, () => check(args, parts));
    await t.step(
      "a backend that cannot load",
      () =>
        check(["--backend", "tensorflow"], ["tensorflow", "--allow-ffi"], {
          // It may be installed where it is looked for otherwise.
          ASSAY_NATIVE: join(folder, "nowhere"),
        }),
    );
    await t.step(
      "an unknown backend in the environment",
      () => check([], ["ASSAY_BACKEND", "gpu", "wasm"], { ASSAY_BACKEND: "gpu" }),
    );
    await t.step(
      "bad input under --json",
      () => check(["--json", "known/nothing"], ["known/nothing"]),
    );
  });
});

Deno.test("bad checkers become errors with their instances, and the others finish", async () => {
  await withFolder(async (out) => {
    const verdicts = () => readJson<Verdicts>(join(out, "verdicts.json"));
    const { result: { status, stdout, stderr }, limit } = await patiently(
      6,
      (limit) =>
        verify(
          [
            "--claims",
            BAD,
            "--time-limit",
            `${limit}`,
            "--memory",
            "768",
            "--jobs",
            "2",
            "--out",
            out,
          ],
        ),
      () => areCutShort(verdicts().claims, ["bad/loops"]),
    );
    assertEquals(status, 1);
    assert(!stderr.includes("    at "), stderr);
    const { claims } = verdicts();
    const reasons: Record<string, RegExp | null> = {
      "bad/good-first": null,
      "bad/throws": /the checker has a bug/,
      "bad/loops": new RegExp(`timed out after ${limit} s`),
      "bad/nan": /lhs = NaN/,
      "bad/no-relations": /no relations/,
      "bad/allocates-arrays": /memory/,
      "bad/allocates-objects": /memory/,
      "bad/prints": null,
      "bad/good-last": null,
    };
    assertEquals(claims.map(({ id }) => id), Object.keys(reasons));
    for (const { id, variants } of claims) {
      const evidence = readJson<Evidence>(join(out, `${id}.json`));
      const reason = reasons[id]!;
      const { verdict, example } = evidence.variants.printed;
      assertEquals(variants.printed!.verdict, reason === null ? "holds" : "error", id);
      assertEquals(verdict, variants.printed!.verdict);
      if (reason === null) continue;
      assertMatch(variants.printed!.reason!, reason, id);
      assert(Number.isInteger((example!.instance as { x: number }).x), id);
      assertMatch(stdout, new RegExp(`error +${id} `));
    }
    assertStringIncludes(stdout, "3 holds, 6 error; no verdict was expected.");
    assertStringIncludes(stdout, "not expected: bad/throws (printed) error, where no error is");
  });
});

Deno.test("a run that is killed leaves whole files, the old or the new ones", async () => {
  await withFolder(async (folder) => {
    const run = (
      seed: number,
      out: string,
    ) => ["--claims", LARGE, "--jobs", "2", "--seed", `${seed}`, "--out", join(folder, out)];
    for (const seed of [1, 2]) assertEquals((await verify(run(seed, `seed-${seed}`))).status, 0);
    const versions = [reports(join(folder, "seed-1")), reports(join(folder, "seed-2"))];
    const out = join(folder, "seed-1");
    const random = randomFor("killed at random moments");
    let killed = 0;
    // On a busy machine some runs end before they are killed.
    for (let round = 0; killed < 6; round++) {
      assert(round < 60, `only ${killed} runs were killed before they ended`);
      const child = taskCommand("verify", run(2 - round % 2, "seed-1")).spawn();
      const output = child.stdout.cancel();
      // Just after some claim was reported, while the files of others are being written.
      let lines = random.nextInt(0, 5);
      const wait = random.nextInt(0, 20);
      const reader = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
      while (lines > 0) {
        const { value, done } = await reader.read();
        if (done) break;
        lines -= value.split("\n").length - 1;
      }
      await new Promise((resolve) => setTimeout(resolve, wait));
      try {
        child.kill("SIGKILL");
      } catch {
        // It had just ended.
      }
      await reader.cancel();
      await output;
      if ((await child.status).signal === "SIGKILL") killed++;
      const found = reports(out);
      for (const path of Object.keys(versions[0]!)) {
        const text = found[path];
        assert(
          versions.some((version) => version[path] === text),
          `round ${round}: ${path} (${text?.length} characters) is neither the old nor the new one`,
        );
      }
    }
  });
});

Deno.test("a reader that has a report open reads it to its end while a run replaces it", async () => {
  await withFolder(async (out) => {
    const run = (seed: number) => ["known/witness", "--claims", KNOWN, "--seed", `${seed}`];
    await verify([...run(1), "--out", out]);
    const before = reports(out);
    // The style and the list of a paper's claims are the same for every seed.
    const changing = Object.keys(before)
      .filter((path) => !path.startsWith("assets/") && path !== "known/index.html");
    const opened = await Promise.all(
      changing.map(async (path) => ({ path, file: await Deno.open(join(out, path)) })),
    );
    await verify([...run(2), "--out", out]);
    for (const { path, file } of opened) {
      const text = withoutFolder(path, await new Response(file.readable).text(), out);
      assertEquals(text.replaceAll(/<time .*?<\/time>/g, ""), before[path]);
      assert(withoutFolder(path, await Deno.readTextFile(join(out, path)), out) !== text, path);
    }
  });
});

Deno.test("a worker does not outlive its parent, whatever it is at", async () => {
  const parent = new Deno.Command(Deno.execPath(), {
    args: [...taskArguments("verify").slice(0, -1), "verify/testdata/parent_of_worker.ts"],
    cwd: ROOT,
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const reader = parent.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!/"x":([6-9]|10)\}/.test(text)) {
    const { value, done } = await reader.read();
    assert(!done, `the worker has ended: ${text}`);
    text += value;
  }
  parent.kill("SIGKILL");
  await parent.status;
  // The worker holds the other end of the pipe: the end of the stream is the end of the worker.
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ended = await Promise.race([
    reader.read().then(({ done }) => done),
    new Promise<boolean>((resolve) => timer = setTimeout(() => resolve(false), 120_000)),
  ]);
  clearTimeout(timer);
  await reader.cancel();
  assert(ended, "the worker lives on");
});

Deno.test("--list shows the claims, and those of a prefix", async () => {
  const all = await verify(["--list", "--claims", KNOWN]);
  assertEquals([all.status, all.stderr], [0, ""]);
  assertMatch(all.stdout, /known\/cauchy-schwarz +universal +printed holds/);
  const some = await verify([
    "--list",
    "--json",
    "known/pythagoras",
    "known/wi",
    "--claims",
    KNOWN,
  ]);
  assertEquals(some.status, 0);
  const lines = jsonLines(some.stdout);
  // An id names its claim alone, even where it is a prefix of another.
  assertEquals(lines.map(({ id }) => id), ["known/pythagoras", "known/witness"]);
  assertEquals(lines.map(({ type }) => type), ["claim", "claim"]);
});

Deno.test("--help and --version are no mistakes", async () => {
  const help = await verify(["--help"]);
  assertEquals([help.status, help.stderr], [0, ""]);
  for (const flag of ["profile", "seed", "jobs", "arithmetic", "backend", "time-limit", "out"]) {
    assertMatch(help.stdout, new RegExp(`^ {2}--${flag} <`, "m"));
  }
  const version = await verify(["--version"]);
  assertEquals([version.status, version.stdout], [0, `${configuration.version}\n`]);
});

Deno.test("--json tells the whole run, one object a line, and names the outcome at the end", async () => {
  await withFolder(async (folder) => {
    const run = async (ids: readonly string[], path: string, status: number) => {
      const place = join(folder, dirname(path));
      const outcome = await verify([...ids, "--claims", path, "--json", "--out", place]);
      assertEquals([outcome.status, outcome.stderr], [status, ""]);
      const lines = jsonLines(outcome.stdout);
      const last = lines.at(-1)!;
      assertEquals([last["type"], last["status"]], ["finished", status]);
      assertEquals(lines.filter(({ type }) => type === "finished").length, 1);
      return { lines, last };
    };
    const good = await run(["known/p", "known/w"], KNOWN, 0);
    assertEquals(good.last["unexpected"], 0);
    for (const type of ["started", "done"]) {
      const ids = good.lines.filter((line) => line["type"] === type).map(({ id }) => id).sort();
      assertEquals(ids, [
        "known/pythagoras",
        "known/pythagoras-without-orthogonality",
        "known/witness",
        "known/wrong-exponent",
      ]);
    }
    const refuted = good.lines.find(({ type, id }) =>
      type === "done" && id === "known/wrong-exponent"
    )!;
    assertEquals(refuted["variants"], { printed: "refuted" });
    const bad = await run(["bad/throws", "bad/good-first"], BAD, 1);
    assertEquals(bad.last["unexpected"], 1);
  });
});

Deno.test("colours appear where they are wanted and never under NO_COLOR", async () => {
  await withFolder(async (out) => {
    const run = (env: Record<string, string>) =>
      verify(["known/sine-wrong-constant", "--claims", KNOWN, "--out", out], env);
    assertStringIncludes((await run({ NO_COLOR: "", FORCE_COLOR: "1" })).stdout, "\x1b[");
    const { stdout, stderr } = await run({ NO_COLOR: "1", FORCE_COLOR: "1" });
    assert(!(stdout + stderr).includes("\x1b"));
  });
});

Deno.test("a time limit beyond what a timer can measure is no limit", async () => {
  await withFolder(async (out) => {
    const { status } = await verify(
      ["known/witness", "--claims", KNOWN, "--time-limit", "1e9", "--out", out],
    );
    assertEquals(status, 0);
  });
});

Deno.test("what a checker prints reaches standard error under its name, and no message", async () => {
  await withFolder(async (out) => {
    const { status, stdout, stderr } = await verify(
      ["--claims", PRINTING, "--json", "--time-limit", "300", "--out", out],
    );
    assertEquals(status, 0, stderr);
    for (const { id, variants } of readJson<Verdicts>(join(out, "verdicts.json")).claims) {
      assertEquals(variants.printed!.verdict, "holds", id);
    }
    assertEquals(jsonLines(stdout).at(-1)!["status"], 0);
    const [first, ...lines] = stderr.trimEnd().split("\n");
    assertEquals(first, "the module is loaded");
    const of = (name: string) =>
      lines.filter((line) => line.startsWith(`printing/${name} | `))
        .map((line) => line.slice(`printing/${name} | `.length));
    const names = ["all-ways", "no-end-of-line", "looks-like-a-message", "much", "long"];
    assertEquals(names.map((name) => of(name).length > 0), [true, true, true, true, false]);
    assertMatch(of("all-ways")[0]!, /^log \d+ \{ x: \d+ \}$/);
    assertEquals(
      of("all-ways").slice(1, 6),
      ["info", "debug", "warn", "error", "of two lines"],
    );
    assert(of("no-end-of-line").every((line) => /^(?:\ufffdbegun, )+$/.test(line)));
    assertEquals(of("looks-like-a-message").slice(0, 3), [`{"type":"done"}`, "null", "\ufffd}{"]);
    assertEquals(of("much").length, 201);
    assertMatch(of("much").at(-1)!, /^… and \d+00 more line\(s\)$/);
    const [long] = of("long-and-coloured");
    assertMatch(long!, /^\ufffd\[31mred\ufffdx+… \(\d+ more characters\)$/);
    assert(long!.length < 2100, `${long!.length}`);
    assertEquals(lines.every((line) => line.startsWith("printing/")), true);

    const file = join(out, "printing/all-ways.json");
    const again = await verify(["--claims", PRINTING, "--replay", file, "--json"]);
    assertEquals(again.status, 0);
    assertEquals(jsonLines(again.stdout).length, 1);
    assertMatch(again.stderr, /^printing\/all-ways \| warn$/m);
  });
});

Deno.test("the replay command that a run prints works, whatever its paths hold", async () => {
  await withFolder(async (folder) => {
    const odd = join(folder, "it's $HOME");
    await Deno.mkdir(odd);
    const claims = join(odd, "my claims.ts");
    const known = new URL("testdata/claims.ts", import.meta.url).href;
    await Deno.writeTextFile(claims, `export { claims } from ${JSON.stringify(known)};`);
    const out = join(odd, "reports");
    const { stdout } = await verify(["known/wrong-exponent", "--claims", claims, "--out", out]);
    const line = /^ +(deno task verify .+)$/m.exec(stdout)![1]!;
    // In Deno's own shell, which reads a quoted word as any POSIX shell does.
    const replayed = await new Deno.Command(Deno.execPath(), {
      args: ["task", "--quiet", "--eval", line],
      cwd: ROOT,
      env: { NO_COLOR: "1" },
    }).output();
    const text = new TextDecoder().decode(replayed.stdout);
    assertEquals(replayed.code, 0, new TextDecoder().decode(replayed.stderr));
    assertStringIncludes(text, "the same as recorded");
    assertStringIncludes(await Deno.readTextFile(join(out, "summary.md")), `\n${line}\n`);
    const { module, variants } = readJson<Evidence>(join(out, "known/wrong-exponent.json"));
    assertEquals(module, claims);
    assertEquals(variants.printed.refutation!.replay, replayLine(claims, "FILE"));
  });
});

Deno.test("the exit status is that of what is expected, by the claims or by --expect", async (t) => {
  await withFolder(async (folder) => {
    const known = new URL("testdata/claims.ts", import.meta.url).href;
    const claims = join(folder, "claims.ts");
    await Deno.writeTextFile(
      claims,
      `import { claims as known } from ${JSON.stringify(known)};
      const open = ({ variants: { printed: { expected, ...printed } }, ...claim }) =>
        ({ ...claim, variants: { printed } });
      export const claims = known.map((claim) => claim.id === "known/witness" ? claim : open(claim));`,
    );
    const out = join(folder, "reports");
    const run = async (ids: readonly string[], ...more: string[]) => {
      const { status, stdout, stderr } = await verify(
        [...ids, "--claims", claims, "--out", out, ...more],
      );
      return { status, stdout: stdout.replaceAll(/\s+/g, " "), stderr };
    };
    const two = ["known/cauchy-schwarz", "known/sine-wrong-constant"];
    await t.step("nothing is expected: it tells what was found", async () => {
      const { status, stdout } = await run(two);
      assertEquals(status, 0);
      assertStringIncludes(stdout, "1 refuted, 1 holds; no verdict was expected. Report:");
      assertStringIncludes(
        await Deno.readTextFile(join(out, "index.html")),
        "1 refuted, 1 holds; no verdict was expected.",
      );
    });
    await t.step("something is expected of some", async () => {
      const { status, stdout } = await run([...two, "known/witness"]);
      assertEquals(status, 0);
      assertStringIncludes(
        stdout,
        "1 verdict(s) as expected; where none was expected: 1 refuted, 1 holds.",
      );
    });
    await t.step("--expect holds", async () => {
      const good = await run(["known/cauchy-schwarz", "known/witness"], "--expect", "holds");
      assertEquals(good.status, 0);
      assertStringIncludes(good.stdout, "Every verdict is the expected one.");
      const bad = await run(two, "--expect", "holds");
      assertEquals(bad.status, 1);
      assertStringIncludes(
        bad.stdout,
        "not expected: known/sine-wrong-constant (printed) refuted, where holds is " +
          "1 verdict(s) are not the expected ones.",
      );
      assertMatch(bad.stderr, /sine-wrong-constant: printed refuted \(NOT EXPECTED: holds\)/);
      const json = await verify(
        [...two, "--claims", claims, "--out", out, "--expect", "holds", "--json"],
      );
      assertEquals(json.status, 1);
      assertEquals(jsonLines(json.stdout).at(-1)!["differences"], [{
        id: "known/sine-wrong-constant",
        variant: "printed",
        verdict: "refuted",
        expected: "holds",
      }]);
    });
    await t.step("what a claim itself expects outranks a verdict for all", async () => {
      assertEquals((await run(["known/witness"], "--expect", "refuted")).status, 0);
    });
    await t.step("--expect does not get into the files", async () => {
      const { claims: [first] } = readJson<Verdicts>(join(out, "verdicts.json"));
      await run(two, "--expect", "holds");
      const { expected } = readJson<Evidence>(join(out, `${two[0]}.json`)).variants.printed;
      assertEquals([first!.variants.printed!.expected, expected], ["holds", null]);
    });
    await t.step("--expect with the verdicts of an earlier run", async () => {
      await run([...two, "known/witness"]);
      const file = join(folder, "earlier.json");
      await Deno.copyFile(join(out, "verdicts.json"), file);
      const same = await run(two, "--expect", file);
      assertEquals(same.status, 0);
      assertStringIncludes(same.stdout, "Every verdict is the expected one.");
      assertStringIncludes(same.stdout, `1 claim(s) of ${file} were not searched.`);
      const earlier = await Deno.readTextFile(file);
      await Deno.writeTextFile(file, earlier.replaceAll('"refuted"', '"inconclusive"'));
      const other = await run(two, "--expect", file);
      assertEquals(other.status, 1);
      assertStringIncludes(
        other.stdout,
        "not expected: known/sine-wrong-constant (printed) refuted, where inconclusive is",
      );
    });
  });
});

Deno.test("the terminal says what a page says, of few claims and of one's own", async () => {
  await withFolder(async (folder) => {
    const claims = join(folder, "claims.ts");
    const root = new URL("..", import.meta.url).href;
    await Deno.writeTextFile(
      claims,
      `import fc from "fast-check";
      import { defineClaim } from ${JSON.stringify(`${root}verify/mod.ts`)};
      export const claims = Array.from({ length: 12 }, (_, k) => defineClaim({
        id: "mine/claim-" + k,
        title: "a claim",
        locus: "nowhere",
        kind: "universal",
        cost: 20,
        hypotheses: [{ name: "x is small", statement: "x < 4", holds: ({ x }) => x < 4 }],
        instances: fc.record({ x: fc.integer({ min: 0, max: 99 }) }),
        observe: ({ x }) => x,
        variants: { printed: {
          statement: "x < 9",
          relations: (x) => [{ label: "x <= 9", lhs: x, sense: "<=", rhs: 9, trivial: x > 0 }],
        } },
      }));`,
    );
    const { stdout } = await verify(
      ["--claims", claims, "--arithmetic", "float64", "--out", join(folder, "reports")],
    );
    for (const line of stdout.split("\n")) {
      if (!line.includes("--replay")) assert(line.length <= 100, line);
    }
    assertEquals(stdout.match(/^remarks {2}mine\/claim-/gm)?.length, 12);
    assertMatch(stdout, /^ {2}- the hypothesis "x is small" discards \d+ of \d+ instances$/m);
    assertMatch(stdout, /^ {2}- printed: "x <= 9" says nothing on \d+ of \d+ instances$/m);
  });
});

Deno.test("claims that are not well formed are told with their place, and nothing is written", async (t) => {
  await withFolder(async (folder) => {
    const cases: readonly (readonly [string, Readonly<Record<string, string>>, string[]])[] = [
      ["a strict sense", {
        "a.ts": claimsModule("mine/a", {
          relations: `[{ label: "3 < 5", lhs: 3, sense: "<", rhs: 5 }]`,
        }),
      }, ["a.ts: mine/a: relations() of variants.printed", '("3 < 5")', 'write "<="']],
      ["a promise of relations", {
        "a.ts": claimsModule("mine/a", { relations: "Promise.resolve([])" }),
      }, ["a.ts: mine/a: relations()", "promise", "must return the relations themselves"]],
      ["an id that leaves the folder", { "a.ts": claimsModule("mine/..") }, [
        'a.ts: claims[0] (mine/..): the claim id "mine/.." has a part that begins with a dot',
      ]],
      ["two claims of one id", {
        "a.ts": claimsModule("mine/a"),
        "below/b.ts": claimsModule("mine/a"),
      }, ['below/b.ts: claims[0] has the id "mine/a", which claims[0] of', "a.ts has too"]],
      ["a cost that is no number", { "a.ts": claimsModule("mine/a", { cost: "NaN" }) }, [
        "a.ts: claims[0] (mine/a): cost is NaN: give a positive number",
      ]],
      ["a paper without a title", {
        "a.ts": claimsModule("mine/a", { head: "export const papers = { mine: {} };" }),
      }, ['a.ts: papers["mine"].title is missing']],
      ["what defineClaim() refuses", {
        "a.ts": `import { defineClaim } from ${JSON.stringify(import.meta.resolve("./mod.ts"))};
          export const claims = [defineClaim({ id: "mine/a" })];`,
      }, ["a.ts: mine/a: title is missing", "a.ts: mine/a: observe is missing"]],
    ];
    for (const [index, [name, files, parts]] of cases.entries()) {
      await t.step(name, async () => {
        const place = join(folder, `${index}`);
        for (const [path, text] of Object.entries(files)) {
          await Deno.mkdir(dirname(join(place, path)), { recursive: true });
          await Deno.writeTextFile(join(place, path), text);
        }
        const out = join(folder, "out");
        await Deno.mkdir(out);
        const { status, stdout, stderr } = await verify(["--claims", place, "--out", out]);
        assertEquals([status, stdout], [2, ""], stderr);
        for (const line of stderr.trimEnd().split("\n")) {
          assertMatch(line, /^error: /);
          assertStringIncludes(line, place);
        }
        for (const part of parts) assertStringIncludes(stderr, part);
        assertEquals(contents(out), {});
        await Deno.remove(out);
      });
    }
  });
});

Deno.test("what never ends or throws passes the door, for the search to judge", async () => {
  await withFolder(async (out) => {
    const { result: { status, stdout }, limit } = await patiently(
      5,
      (limit) =>
        verify(
          ["bad/loops", "bad/throws", "--claims", BAD, "--time-limit", `${limit}`, "--out", out],
        ),
      () => areCutShort(readJson<Verdicts>(join(out, "verdicts.json")).claims, ["bad/loops"]),
    );
    assertEquals(status, 1);
    assertStringIncludes(stdout, `timed out after ${limit} s`);
    assertMatch(stdout, /the checker has a bug/);
  });
});

Deno.test("claims come from several modules, a folder, a glob: sorted by path, each claim once", async () => {
  await withFolder(async (folder) => {
    const write = async (path: string, text: string) => {
      await Deno.mkdir(dirname(join(folder, path)), { recursive: true });
      await Deno.writeTextFile(join(folder, path), text);
    };
    await write("b/claims.mts", claimsModule("b/one"));
    await write("a/claims.ts", claimsModule("a/one"));
    await write("c.js", claimsModule("c/one"));
    await write("d.mjs", claimsModule("d/one"));
    await write("all.ts", 'export { claims } from "./a/claims.ts";');
    await write("helper.ts", "export const help = 1;");
    const trap = "throw new Error('imported');";
    const traps = ["a_test.ts", "a.test.ts", "a.d.ts", ".hidden.ts", "node_modules/x.ts", "x.txt"];
    for (const name of traps) await write(name, trap);
    const ids = async (...paths: readonly string[]) => {
      const sources = paths.flatMap((path) => ["--claims", join(folder, path)]);
      const { status, stdout, stderr } = await verify([...sources, "--list", "--json"]);
      assertEquals([status, stderr], [0, ""]);
      return jsonLines(stdout).map(({ id }) => id);
    };
    assertEquals(await ids(""), ["a/one", "b/one", "c/one", "d/one"]);
    assertEquals(await ids("c.js", "b/claims.mts", "c.js"), ["b/one", "c/one"]);
    assertEquals(await ids("*/claims.*"), ["a/one", "b/one"]);
    assertEquals(await ids("**/*", "d.mjs"), ["a/one", "b/one", "c/one", "d/one"]);

    const sources = ["--claims", join(folder, "b"), "--claims", join(folder, "[ac]*")];
    const out = join(folder, "reports");
    const { status, stderr } = await verify(["a", "b", ...sources, "--out", out]);
    assertEquals(status, 0, stderr);
    assertEquals(readJson<Verdicts>(join(out, "verdicts.json")).claims.map(({ id }) => id), [
      "a/one",
      "b/one",
    ]);
    const again = await verify(["--replay", join(out, "b/one.json"), ...sources]);
    assertStringIncludes(again.stdout, "the same as recorded");
  });
});
