import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { explainRefusal, Sandbox, SandboxError } from "./sandbox.ts";

const CLAIMS = new URL("testdata/claims.ts", import.meta.url).href;

/** The paths that the flags let a worker read. */
function readable(flags: readonly string[]): string[] {
  return flags.filter((flag) => flag.startsWith("--allow-read="))
    .flatMap((flag) => flag.slice("--allow-read=".length).split(","));
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

Deno.test("a worker may read the modules of the claims and what they import, and nothing else", async () => {
  const sandbox = await Sandbox.of([CLAIMS]);
  try {
    const { flags, folder } = sandbox;
    const paths = readable(flags);
    const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
    for (
      const path of [
        fileURLToPath(CLAIMS),
        folder,
        ...["worker.ts", "watchdog.ts", "search.ts", "../lib/arithmetic/mod.ts"].map(here),
      ]
    ) assert(paths.includes(path), path);
    for (const path of ["main.ts", "pool.ts", "testdata/forbidden.ts", ".."]) {
      assert(!paths.includes(here(path)), path);
    }
    assert(paths.some((path) => path.includes("fast-check")), "packages are read too");
    // The first is the folder; the rest are in the order of their names, each once.
    assertEquals(paths[0], folder);
    assertEquals(paths.slice(1), [...new Set(paths.slice(1))].sort());
    for (const path of paths) assert(path.startsWith("/"), path);
    const configuration = here("../deno.json");
    assert(flags.includes(`--config=${configuration}`));
    assert(flags.includes(`--lock=${join(folder, "deno.lock")}`));
    assertEquals(
      await Deno.readTextFile(join(folder, "deno.lock")),
      await Deno.readTextFile(here("../deno.lock")),
    );
    for (const flag of ["--no-prompt", "--deny-import"]) assert(flags.includes(flag), flag);
    const others = flags.filter((flag) => flag.startsWith("--allow") && !/-read=/.test(flag));
    assertEquals(others, ["--allow-env=ASSAY_BACKEND,ASSAY_NATIVE"]);
    assert(flags.includes("--cached-only"));
  } finally {
    await sandbox.dispose();
  }
  assert(!await exists(sandbox.folder));
  // To remove it twice is no error.
  await sandbox.dispose();
});

/** Does something with a folder of its own that is removed afterwards. */
async function withFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "assay-sandbox-test-" }));
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The folders of workers that lie about. */
function workerFolders(folder: string): string[] {
  return [...Deno.readDirSync(dirname(folder))].map(({ name }) => name)
    .filter((name) => name.startsWith("assay-worker-")).sort();
}

Deno.test("long lists of paths are given in several arguments", async () => {
  await withFolder(async (folder) => {
    const deep = join(folder, "d".repeat(200), "e".repeat(200), "f".repeat(200));
    await Deno.mkdir(deep, { recursive: true });
    const modules = Array.from({ length: 200 }, (_, i) => join(deep, `${i}.ts`));
    for (const path of modules) await Deno.writeTextFile(path, "export const claims = [];\n");
    const sandbox = await Sandbox.of(modules.map((path) => pathToFileURL(path).href));
    await sandbox.dispose();
    const flags = sandbox.flags.filter((flag) => flag.startsWith("--allow-read="));
    assert(flags.length > 1, "one argument would be too long");
    for (const flag of flags.slice(0, -1)) {
      assert(flag.length <= 100_000 + 600, `${flag.length}`);
      assert(flag.length > 90_000, `${flag.length}`);
    }
    const paths = readable(sandbox.flags);
    for (const path of modules) assert(paths.includes(path), path);
    assertEquals(paths.filter((path) => path === ""), []);
  });
});

Deno.test("a path that cannot be granted is told, and leaves no folder behind", async () => {
  await withFolder(async (folder) => {
    const before = workerFolders(folder);
    const comma = join(folder, "a,b.ts");
    await Deno.writeTextFile(comma, "export const claims = [];\n");
    const refused = await assertRejects(
      () => Sandbox.of([pathToFileURL(comma).href]),
      SandboxError,
    );
    assertEquals(refused.name, "SandboxError");
    assertStringIncludes(refused.message, `cannot load claims that import ${comma}: its path has`);
    // Others may come and go meanwhile, but of ours none is left.
    const left = workerFolders(folder).filter((name) => !before.includes(name));
    for (const name of left) {
      const lock = join(dirname(folder), name, "roots.ts");
      const text = await Deno.readTextFile(lock).catch(() => "");
      assert(!text.includes(folder), name);
    }
  });
});

Deno.test("an operation that was refused is told with what a claim may do", () => {
  const told = explainRefusal(
    'Requires read access to "/etc/passwd", run again with the --allow-read flag',
  );
  assertEquals(
    told,
    'Requires read access to "/etc/passwd": a claim may only compute and import its own modules ' +
      '(README, "What a checker may do")',
  );
  for (const other of ["no such file", "it Requires more", "Requires access"]) {
    assertEquals(explainRefusal(other), other);
  }
});
