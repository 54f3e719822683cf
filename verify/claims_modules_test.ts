import { assertEquals, assertThrows } from "@std/assert";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { findClaimsModules } from "./claims_modules.ts";
import { withFolder } from "./testdata/command_line.ts";
import { UsageError } from "./usage_error.ts";

/** Files of every kind, modules that are looked for first. */
const MODULES = ["a.ts", "b.mts", "c.js", "d.mjs", "below/e.ts", "below/deep/f.ts", "latest.ts"];
const OTHERS = [
  ...["notes.md", "data.json", "view.tsx", "c.cjs", ".hidden.ts", "a_test.ts", "b.test.js"],
  ...["types.d.ts", "types.d.mts", ".git/g.ts", "node_modules/h.ts", "below/.cache/i.ts", "ts"],
];

async function withFiles(body: (folder: string) => void): Promise<void> {
  await withFolder(async (folder) => {
    for (const path of [...MODULES, ...OTHERS]) {
      await Deno.mkdir(join(folder, path, ".."), { recursive: true });
      await Deno.writeTextFile(join(folder, path), "");
    }
    await Deno.symlink(folder, join(folder, "below", "again"));
    body(folder);
  });
}

/** The URLs of files in a folder, sorted. */
function urls(folder: string, paths: readonly string[]): string[] {
  return paths.map((path) => pathToFileURL(join(folder, path)).href).sort();
}

Deno.test("of a folder all modules are found, and nothing else", async () => {
  await withFiles((folder) => {
    const { urls: found, named } = findClaimsModules([folder]);
    assertEquals(found, urls(folder, MODULES));
    assertEquals([...named], []);
  });
});

Deno.test("files that are named are found, once each, whatever they are called", async () => {
  await withFiles((folder) => {
    const paths = ["notes.md", "a.ts", "a.ts", ".hidden.ts"];
    const { urls: found, named } = findClaimsModules(paths.map((path) => join(folder, path)));
    assertEquals(found, urls(folder, [...new Set(paths)]));
    assertEquals([...named].sort(), found);
  });
});

Deno.test("what is no module is refused by name", async () => {
  await withFiles((folder) => {
    const refused: readonly (readonly [string, string])[] = [
      ["a_test.ts", "tests and declarations are not imported"],
      ["types.d.ts", "tests and declarations are not imported"],
      ["none.ts", "not found"],
      ["empty", "the folder has no modules"],
    ];
    Deno.mkdirSync(join(folder, "empty"));
    for (const [path, message] of refused) {
      assertThrows(() => findClaimsModules([join(folder, path)]), UsageError, message);
    }
    for (const url of ["https://example.org/a.ts", "npm:a", "file:///a.ts"]) {
      assertThrows(() => findClaimsModules([url]), UsageError, "give a path");
    }
  });
});
