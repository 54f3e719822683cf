import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { join } from "node:path";
import { contents, withFolder } from "../testdata/command_line.ts";
import { UsageError } from "../usage_error.ts";
import { NOTE, takeFolder } from "./lock.ts";

/** A folder that does not exist yet, in one that is removed afterwards. */
async function withNew(body: (folder: string) => void): Promise<void> {
  await withFolder((folder) => Promise.resolve(body(join(folder, "a/reports"))));
}

Deno.test("a folder is taken once at a time, and has no note afterwards", async () => {
  await withNew((folder) => {
    const lock = takeFolder(folder);
    assertEquals(lock.unfinished, undefined);
    const note = Deno.readTextFileSync(join(folder, NOTE));
    assertMatch(note, new RegExp(`^Process ${Deno.pid} began to write here at \\S+Z\\.\n`));
    assertThrows(() => takeFolder(folder), UsageError, `process ${Deno.pid} (since `);
    assertEquals(Deno.readTextFileSync(join(folder, NOTE)), note);
    lock.finish();
    assertEquals(contents(folder), {});
    // The whole folder may have gone meanwhile.
    const next = takeFolder(folder);
    Deno.removeSync(folder, { recursive: true });
    next.finish();
  });
});

Deno.test("a note without its process tells of a command that did not come to its end", async () => {
  await withNew((folder) => {
    Deno.mkdirSync(folder, { recursive: true });
    const old = "Process 12345 began to write here at 2026-01-02T03:04:05.678Z.\n\n" +
      "A longer text than that of today. ".repeat(50);
    Deno.writeTextFileSync(join(folder, NOTE), old);
    const first = takeFolder(folder);
    assertMatch(
      first.unfinished!,
      /^process 12345 \(since 2026-01-02T\S+Z\) did not come to its end/,
    );
    assert(!Deno.readTextFileSync(join(folder, NOTE)).includes("A longer text"));
    first.abandon();
    assertEquals(contents(folder), { [NOTE]: old });
    takeFolder(folder).finish();
    assertEquals(contents(folder), {});
    // What somebody else has written there stays.
    const text = "Chapter 3 is unfinished.\n";
    Deno.writeTextFileSync(join(folder, NOTE), text);
    assertThrows(() => takeFolder(folder), UsageError, "is not of this program: move it");
    assertEquals(contents(folder), { [NOTE]: text });
  });
});

Deno.test("what was half written is cleared away, and nothing else", async () => {
  await withNew((folder) => {
    const kept = [
      "paper/claim.json",
      "paper/.claim.json.tmp",
      "paper/.claim.json.12.tmp.json",
      "paper/claim.json.12.tmp",
      ".notes.12.tmp",
      ".12.tmp",
      ".claim.docx.12.tmp",
      "Elsewhere/.claim.json.12.tmp",
      "a/b/c/d/.claim.json.12.tmp",
      "paper/.folder.json.12.tmp/x",
    ];
    const removed = [
      ".verdicts.json.999999.tmp",
      ".assay-1a2b3c.999999.tmp",
      "paper/.claim.json.12.tmp",
      "paper/.proof+a.b_c.html.12.tmp",
      "assets/.site.css.1.tmp",
      "assets/katex/fonts/.KaTeX_AMS-Regular.woff2.77.tmp",
    ];
    for (const path of [...kept, ...removed]) {
      Deno.mkdirSync(join(folder, path, ".."), { recursive: true });
      Deno.writeTextFileSync(join(folder, path), "");
    }
    takeFolder(folder).finish();
    assertEquals(Object.keys(contents(folder)).sort(), [...kept].sort());
  });
});

Deno.test("a folder whose note cannot be written is told", async () => {
  await withNew((folder) => {
    Deno.mkdirSync(join(folder, NOTE), { recursive: true });
    assertThrows(() => takeFolder(folder), UsageError, `${NOTE} is no file; choose another`);
    Deno.writeTextFileSync(join(folder, "file"), "");
    assertThrows(() => takeFolder(join(folder, "file")), UsageError, "cannot write to the report");
  });
});
