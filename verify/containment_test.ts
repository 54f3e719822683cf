import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Evidence } from "./evidence.ts";
import { searchInProcesses } from "./pool.ts";
import { claims as inputReaders } from "./testdata/input_reader.ts";
import { readMessage } from "./messages.ts";
import { Intrinsics } from "./intrinsics.ts";
import {
  contents,
  type Outcome,
  readJson,
  reports,
  ROOT,
  runTask,
  taskCommand,
  withFolder,
} from "./testdata/command_line.ts";

const FORBIDDEN = "verify/testdata/forbidden.ts";
const SPOILERS = "verify/testdata/spoilers.ts";
const NONDETERMINISTIC = "verify/testdata/nondeterministic.ts";

function verify(args: readonly string[]): Promise<Outcome> {
  return runTask("verify", args);
}

/** Which access is refused to the claims of the module, by their names. */
const REFUSED: Readonly<Record<string, string>> = {
  "reads-a-file": "read",
  "writes-a-file": "write",
  "connects": "net",
  "listens": "net",
  "starts-a-process": "run",
  "loads-a-library": "ffi",
  "sees-the-environment": "env",
  "signals-the-parent": "run",
  "imports-a-file": "read",
  "imports-a-url": "import",
};

/** What `body` has changed in the checkout's own folder, which claims run in. */
async function unchanged(body: () => Promise<void>): Promise<void> {
  const names = () => [...Deno.readDirSync(ROOT)].map(({ name }) => name).sort();
  const before = names();
  await body();
  assertEquals(names(), before);
}

Deno.test("what a claim may not do is refused by name in a run and in a replay, and not done", async () => {
  await withFolder(async (out) => {
    await unchanged(async () => {
      const { status, stdout, stderr } = await verify(
        ["--claims", FORBIDDEN, "--arithmetic", "float64", "--jobs", "2", "--out", out],
      );
      assertEquals(status, 1, stderr);
      assert(!(stdout + stderr).includes("    at "), stdout + stderr);
      for (const [name, access] of Object.entries(REFUSED)) {
        const { verdict, error } =
          readJson<Evidence>(join(out, `forbidden/${name}.json`)).variants.printed;
        assertEquals(verdict, "error", name);
        assertStringIncludes(error!.message, `Requires ${access} access`, name);
        assertStringIncludes(error!.message, "a claim may only compute", name);
        assert(!error!.message.includes("run again"), error!.message);
      }
    });
    await unchanged(async () => {
      for (const name of ["writes-a-file", "starts-a-process", "signals-the-parent"]) {
        const file = join(out, `forbidden/${name}.json`);
        const { status, stdout } = await verify(["--claims", FORBIDDEN, "--replay", file]);
        assertEquals(status, 0, stdout);
        assertStringIncludes(stdout, `Requires ${REFUSED[name]} access`);
      }
    });
    await unchanged(async () => {
      assertEquals((await runTask("report", [out])).status, 0);
    });
  });
});

Deno.test("what looks like a message is what the claim prints, and changes no evidence", async () => {
  await withFolder(async (out) => {
    const id = "forbidden/forges-messages";
    const { status, stderr } = await verify([id, "--claims", FORBIDDEN, "--out", out]);
    assertEquals(status, 0, stderr);
    const { variants: { printed } } = readJson<Evidence>(join(out, `${id}.json`));
    assertEquals([printed.verdict, printed.reason], ["holds", null]);
    assertStringIncludes(stderr, `${id} | null\n`);
    assertStringIncludes(stderr, `${id} | \ufffd{"type":"tried"}\n`);
    assertMatch(stderr, /\| \.\{"type":"found"/);
  });
});

/** What modules do while they are loaded, and the access that they are refused. */
const WHEN_LOADED: readonly (readonly [string, string])[] = [
  [`Deno.readTextFileSync(new URL("../secret.txt", import.meta.url));`, "read"],
  [`Deno.writeTextFileSync(new URL("written.txt", import.meta.url), "");`, "write"],
  [`await Deno.connect({ port: 9 });`, "net"],
  [`Deno.listen({ port: 0, hostname: "127.0.0.1" });`, "net"],
  [`new Deno.Command("true").outputSync();`, "run"],
  [`Deno.dlopen("libc.so.6", {});`, "ffi"],
  [`Deno.env.get("HOME");`, "env"],
  [`Deno.kill(Deno.ppid, "SIGKILL");`, "run"],
  [`await import(new URL("../other" + ".ts", import.meta.url).href);`, "read"],
  [`import "https://example.org/claims.ts";`, "import"],
  [`import process from "node:process"; process.kill(process.ppid, "SIGKILL");`, "run"],
  [`import { hostname } from "node:os"; hostname();`, "sys"],
];

Deno.test("a module that does such things when it is loaded is refused, also by --list", async (t) => {
  await withFolder(async (folder) => {
    const below = join(folder, "claims");
    await Deno.mkdir(below);
    await Deno.writeTextFile(join(folder, "secret.txt"), "secret");
    await Deno.writeTextFile(join(folder, "other.ts"), "export const claims = [];");
    const path = join(below, "mine.ts");
    for (const [index, [code, access]] of WHEN_LOADED.entries()) {
      await t.step(code, async () => {
        await Deno.writeTextFile(path, `${code}\nexport const claims = [];\n`);
        const before = contents(folder);
        // The one way to ask for claims is as good as the other: a few of each.
        const mode = [["--list"], ["--out", join(folder, "out")], ["--replay", path]][index % 3]!;
        for (const args of [["--list"], mode]) {
          const { status, stdout, stderr } = await verify(["--claims", path, ...args]);
          assertEquals([status, stdout], [2, ""], stderr);
          assertMatch(stderr, /^error: cannot load claims from [^\n]+\n$/);
          assertStringIncludes(stderr, path);
          assertStringIncludes(stderr, `Requires ${access} access`);
          assertStringIncludes(stderr, "a claim may only compute");
        }
        assertEquals(contents(folder), before);
      });
    }
  });
});

Deno.test("a module that changes JavaScript itself, or ends its process, is named", async (t) => {
  await withFolder(async (folder) => {
    const path = join(folder, "mine.ts");
    const load = async (code: string) => {
      await Deno.writeTextFile(path, `${code}\nexport const claims = [];\n`);
      const { status, stdout, stderr } = await verify(["--claims", path, "--list"]);
      assertEquals([status, stdout], [2, ""], stderr);
      assertMatch(stderr, /^error: [^\n]+\n$/);
      return stderr;
    };
    await t.step("a prototype", async () => {
      const problem = await load("Array.prototype.map = () => []; JSON.parse = () => null;");
      assertStringIncludes(problem, `${path}: it changes Array.prototype.map, JSON.parse`);
    });
    await t.step("an end", async () => {
      assertStringIncludes(await load("Deno.exit(7);"), "could not start");
    });
  });
});

Deno.test("a claim sees nothing of what one before it left behind", async () => {
  await withFolder(async (folder) => {
    const run = async (jobs: number) => {
      const out = join(folder, `${jobs}`);
      const { status, stderr } = await verify(
        ["--claims", SPOILERS, "--arithmetic", "float64", "--jobs", `${jobs}`, "--out", out],
      );
      assertEquals(status, 1, stderr);
      return out;
    };
    const one = await run(1);
    const errors: Record<string, string> = {
      "changes-a-prototype": "it changed Array.prototype.map: ",
      "changes-all-objects": "it changed Object.prototype.toJSON: ",
      "leaves-a-rejection": "left behind by the checker: Error: nobody waits for this",
    };
    for (const path of Object.keys(contents(join(one, "spoiled")))) {
      if (!path.endsWith(".json")) continue;
      const { variants: { printed } } = readJson<Evidence>(join(one, "spoiled", path));
      const message = errors[path.slice(0, -".json".length)];
      assertEquals(printed.verdict, message === undefined ? "holds" : "error", path);
      if (message !== undefined) assertStringIncludes(printed.reason!, message);
      else assert(printed.tightness! <= 1, path);
    }
    assertEquals(reports(await run(2)), reports(one));
  });
});

Deno.test("a refutation that comes of more than its instance is an error", async () => {
  await withFolder(async (out) => {
    const { status, stderr } = await verify(
      ["--claims", NONDETERMINISTIC, "--arithmetic", "float64", "--jobs", "2", "--out", out],
    );
    assertEquals(status, 1, stderr);
    const printed = (name: string) =>
      readJson<Evidence>(join(out, `nondeterministic/${name}.json`)).variants.printed;
    for (const name of ["draws", "reads-a-clock", "reads-the-date", "counts"]) {
      const { verdict, reason, error, example, refutation } = printed(name);
      assertEquals([verdict, refutation], ["error", null], name);
      assertMatch(reason!, /"x < 0" was \d\S* <= 0 at first, then "x < 0" was \d\S* <= 0\. /);
      assertStringIncludes(reason!, "depend on nothing but its instance");
      assertEquals([error!.message, example!.role], [reason, "error"]);
    }
    const { verdict, refutation } = printed("depends-on-its-instance");
    assertEquals([verdict, refutation!.confirmation.confirmed], ["refuted", true]);
    const file = join(out, "nondeterministic/counts.json");
    const replayed = await verify(["--claims", NONDETERMINISTIC, "--replay", file]);
    assertStringIncludes(replayed.stdout, "NOT the same as recorded");
    assertEquals((await runTask("report", [out])).status, 0);
  });
});

Deno.test("what comes out of a worker is a message only if it is one in full", () => {
  const answers = [
    "",
    "null",
    "[]",
    "{",
    `{"type":"nothing"}`,
    `{"type":"__proto__"}`,
    `{"type":"found"}`,
    `{"type":"found","evidence":{}}`,
    `{"type":"progress","id":"a/b","phase":"search","accepted":1e999,"budget":1,"bestRatio":null}`,
    `{"type":"role","role":{"role":"needed"}}`,
    `{"type":"replayed","observed":null}`,
    `{"type":"listed","list":[]}`,
    `{"type":"failed","isMalformed":false,"problems":[]}`,
    "[".repeat(100_000),
  ];
  for (const answer of answers) assertEquals(typeof readMessage(answer), "string", answer);
  assertEquals(readMessage(`{"type":"tried"}`), { type: "tried" });
  assertEquals(readMessage(`{"type":"done","isStale":true,"leftBehind":null}`), {
    type: "done",
    isStale: true,
    leftBehind: null,
  });
});

Deno.test("what was changed of JavaScript itself is put back and named", () => {
  const { map } = Array.prototype;
  const { hypot } = Math;
  const intrinsics = new Intrinsics();
  assertEquals(intrinsics.restore(), []);
  try {
    Array.prototype.map = () => [];
    Reflect.deleteProperty(Math, "hypot");
    Object.defineProperty(Object.prototype, "added", { value: 1, configurable: true });
    const changes = intrinsics.restore();
    assertEquals(changes.sort(), ["Array.prototype.map", "Math.hypot", "Object.prototype.added"]);
    assertEquals([Array.prototype.map, Math.hypot, "added" in {}], [map, hypot, false]);
    assertEquals(intrinsics.restore(), []);
  } finally {
    Array.prototype.map = map;
    Math.hypot = hypot;
  }
});

Deno.test("a claim that reads what is sent to its process does not keep the next one from its turn", async () => {
  const found = await searchInProcesses(inputReaders, {
    claims: [new URL("testdata/input_reader.ts", import.meta.url).href],
    arithmetics: ["float64"],
    seed: 1,
    profile: "quick",
    jobs: 1,
    timeLimit: 300,
  });
  for (const { id, variants: { printed } } of found) {
    assertEquals(printed.verdict, "holds", `${id}: ${printed.reason}`);
  }
});

/** Kills so many worker processes of a command as soon as each is there. */
async function killWorkers(process: number, count: number): Promise<void> {
  const script = fileURLToPath(new URL("testdata/kill_workers.ts", import.meta.url));
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-config", "--no-lock", script, `${process}`, `${count}`],
    env: { NO_COLOR: "1" },
  }).output();
  assert(success, new TextDecoder().decode(stderr));
}

Deno.test({
  name: "a worker that is killed from outside is replaced, at its start and in a search",
  ignore: Deno.build.os !== "linux",
  fn: async (t) => {
    const known = ["--claims", "verify/testdata/claims.ts"];
    for (const [count, expected] of [[2, 0], [3, 2]] as const) {
      await t.step(`${count} deaths at the start`, async () => {
        const child = taskCommand("verify", ["--list", ...known]).spawn();
        const [{ code, stderr }] = await Promise.all([
          child.output(),
          killWorkers(child.pid, count),
        ]);
        const text = new TextDecoder().decode(stderr);
        assertEquals(code, expected, text);
        if (expected === 0) return;
        assertMatch(text, /^error: a worker process could not start: .*SIGKILL[^\n]*\n$/);
      });
    }
    await t.step("a death in a search", async () => {
      await withFolder(async (out) => {
        const id = "known/cauchy-schwarz";
        const child = taskCommand("verify", [id, ...known, "--json", "--out", out]).spawn();
        let killing: Promise<void> | undefined;
        for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
          if (text.includes(`"progress"`)) killing ??= killWorkers(child.pid, 1);
        }
        await child.stderr.cancel();
        await killing;
        assert(killing !== undefined, "it has told nothing of its progress");
        assertEquals((await child.status).code, 0);
        const { variants: { printed } } = readJson<Evidence>(join(out, `${id}.json`));
        assertEquals(printed.verdict, "holds");
      });
    });
  },
});
