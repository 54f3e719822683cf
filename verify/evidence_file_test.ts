import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { join } from "node:path";
import { type Evidence, EVIDENCE_SCHEMA } from "./evidence.ts";
import { evidenceIds, readEvidenceFile, sha256, writableEvidence } from "./evidence_file.ts";
import { evidencePath, writeJson } from "./report/files.ts";
import { claims } from "./testdata/claims.ts";
import { withFolder } from "./testdata/command_line.ts";
import { changed, sampleEvidence } from "./testdata/sample_evidence.ts";
import { UsageError } from "./usage_error.ts";

function readSchema(schema: string): void {
  const path = Deno.makeTempFileSync({ prefix: "assay_evidence_file_test_" });
  try {
    Deno.writeTextFileSync(path, JSON.stringify({ schema, version: "0.1.0" }));
    readEvidenceFile(path);
  } finally {
    Deno.removeSync(path);
  }
}

Deno.test("evidence of an older schema is told as such, with what to do", () => {
  assertThrows(
    () => readSchema("assay.evidence/2"),
    UsageError,
    `has the older schema "assay.evidence/2", this version of Assay reads "${EVIDENCE_SCHEMA}": ` +
      "search the claim again",
  );
});

Deno.test("what is no evidence, or of a schema to come, is not told as older", () => {
  const others = ["assay.verdicts/1", "assay.evidence/99", "assay.evidence", "a/b/1"];
  for (const schema of [...others, "assay.evidence/2/1", "assay.evidence/x", ""]) {
    assertThrows(() => readSchema(schema), UsageError, `has the schema "${schema}"`);
  }
});

Deno.test("evidence that could not be read again becomes an error that says why", async () => {
  const claim = claims.find(({ id }) => id === "known/cauchy-schwarz")!;
  const [good] = await sampleEvidence(claim.id) as [Evidence];
  assert(writableEvidence(claim, good) === good);
  const example = good.variants.printed.example!;
  const relations = [{ ...example.relations[0]!, margin: null as unknown as number }];
  const deep = JSON.parse("[".repeat(501) + "]".repeat(501));
  const printed = (part: Partial<typeof example>) =>
    changed(good, { printed: { example: { ...example, ...part } } });
  const cases: readonly (readonly [Evidence, RegExp])[] = [
    [
      printed({ relations }),
      /schema at \/variants.*\/relations\/0\/margin: must be number, not null/,
    ],
    [
      printed({ instance: { x: Infinity } }),
      /not finite at \/variants\/printed\/example\/instance\/x/,
    ],
    [printed({ instance: deep }), /nested more than 500 levels deep/],
    [
      changed(good, {}, { health: [3 as unknown as string] }),
      /schema at \/health\/0: must be string/,
    ],
    [changed(good, {}, { id: "known/other" }), /it is of "known\/other"/],
  ];
  await withFolder((folder) => {
    for (const [bad, says] of cases) {
      const written = writableEvidence(claim, bad);
      const { verdict, reason, error } = written.variants.printed;
      assertEquals([verdict, reason], ["error", error!.message]);
      assertMatch(reason!, says);
      writeJson(join(folder, "a.json"), written);
      assertEquals(readEvidenceFile(join(folder, "a.json")).evidence, written);
    }
    return Promise.resolve();
  });
});

Deno.test("no id leads out of the report folder", () => {
  assertEquals(evidencePath("out", "a_1/b-2.c"), join("out", "a_1", "b-2.c.json"));
  for (const id of ["../a", "a/../../b", "/etc/a", "a", "", "a/b/c", "a/b\\c", "A/b", "a/b\n"]) {
    assertThrows(() => evidencePath("out", id), UsageError, "is not of the form paper/name");
  }
});

Deno.test("what cannot be read as evidence is told with its name and the reason", async () => {
  const [good] = await sampleEvidence("known/witness") as [Evidence];
  await withFolder(async (folder) => {
    const path = join(folder, "file.json");
    const told = (text: string, ...what: readonly string[]): string | undefined => {
      Deno.writeTextFileSync(path, text);
      try {
        readEvidenceFile(path, ...what as []);
        return undefined;
      } catch (error) {
        assert(error instanceof UsageError);
        return error.message.replace(path, "FILE");
      }
    };
    const text = JSON.stringify(good);
    assertEquals(told(text), undefined);
    assertEquals(readEvidenceFile(path), {
      path,
      evidence: JSON.parse(text),
      sha256: sha256(new TextEncoder().encode(text)),
    });
    assertEquals(
      told('{"a": 1e999}'),
      "the evidence file FILE has a number that is not finite at /a",
    );
    assertEquals(
      told('{"a": 1e999}', "replay file"),
      "the replay file FILE has a number that is not finite at /a",
    );
    const schema = (found: string) =>
      `the evidence file FILE has the schema ${found}, not "${EVIDENCE_SCHEMA}": give the ` +
      "evidence file of one claim";
    assertEquals(["null", "7", "{}", '{"schema": 3}'].map((text) => told(text)), [
      ...["null", "null", "null", "3"].map(schema),
    ]);
    assertEquals(
      told(JSON.stringify({ ...good, seed: null })),
      "the evidence file FILE is damaged at /seed: must be integer, not null, which may stand for a " +
        "number that is not finite",
    );
    assertEquals(
      told(JSON.stringify({ ...good, seed: "1" })),
      "the evidence file FILE is damaged at /seed: must be integer",
    );
    const { seed: _, ...less } = good;
    assertMatch(
      told(JSON.stringify(less))!,
      /is damaged at \/: must have required property 'seed'$/,
    );
    assertMatch(told("{")!, /^the evidence file FILE is not valid JSON: [^\n]+$/);
    await Deno.remove(path);
    assertThrows(
      () => readEvidenceFile(path),
      UsageError,
      `cannot read the evidence file ${path}: No such file`,
    );
  });
});

Deno.test("the evidence of a folder is found by its names, sorted", async () => {
  await withFolder(async (folder) => {
    const files = [
      ...["b/z.json", "b/a.json", "b/a-1.x_y.json", "a_1/0.json", "a_1/.hidden.json", "b/A.json"],
      ...["b/x.json.tmp", "b/x.txt", "C/x.json", ".d/x.json", "top.json", "b/deep/x.json"],
    ];
    for (const path of files) {
      await Deno.mkdir(join(folder, path, ".."), { recursive: true });
      await Deno.writeTextFile(join(folder, path), "");
    }
    await Deno.mkdir(join(folder, "b/folder.json"));
    assertEquals(evidenceIds(folder), ["a_1/0", "b/a-1.x_y", "b/a", "b/z"]);
    const missing = join(folder, "missing");
    assertThrows(
      () => evidenceIds(missing),
      UsageError,
      `cannot read the report folder ${missing}: No such file`,
    );
    assertEquals(
      sha256(new TextEncoder().encode("abc")),
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    );
  });
});
