import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { join } from "node:path";
import { type Evidence, EVIDENCE_SCHEMA } from "./evidence.ts";
import { readEvidenceFile, writableEvidence } from "./evidence_file.ts";
import { evidencePath, writeJson } from "./report/files.ts";
import { claims } from "./testdata/claims.ts";
import { readJson, runTask, withFolder } from "./testdata/command_line.ts";
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
  for (const schema of ["assay.verdicts/1", "assay.evidence/99", "assay.evidence", "a/b/1"]) {
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

Deno.test("a run never writes what a report must leave out", async () => {
  await withFolder(async (folder) => {
    const module = join(folder, "claims.ts");
    await Deno.writeTextFile(
      module,
      `import fc from ${JSON.stringify(import.meta.resolve("fast-check"))};
      export const claims = [{
        id: "mine/overflow", title: "t", locus: "l", kind: "universal", hypotheses: [],
        instances: fc.record({ x: fc.integer() }), observe: ({ x }) => x, cost: 1000,
        variants: { printed: { statement: "x", relations: () =>
          [{ label: "far apart", lhs: -1.7e308, sense: "<=", rhs: 1.7e308 }] } },
      }];`,
    );
    const out = join(folder, "reports");
    const { stderr, stdout } = await runTask("verify", ["--claims", module, "--out", out]);
    assert(!stderr.includes("left out of the report"), stderr);
    const { evidence } = readEvidenceFile(join(out, "mine/overflow.json"));
    const { verdict, reason } = evidence.variants.printed;
    assertEquals(verdict, "error");
    assertMatch(reason!, /margin: must be number, not null/);
    assert(stdout.includes("cannot be written"), stdout);
    const { claims: [summary] } = readJson<{ claims: { variants: { printed: unknown } }[] }>(
      join(out, "verdicts.json"),
    );
    assertEquals((summary!.variants.printed as { verdict: string }).verdict, "error");
  });
});

Deno.test("no id leads out of the report folder", () => {
  assertEquals(evidencePath("out", "a_1/b-2.c"), join("out", "a_1", "b-2.c.json"));
  for (const id of ["../a", "a/../../b", "/etc/a", "a", "", "a/b/c", "a/b\\c", "A/b", "a/b\n"]) {
    assertThrows(() => evidencePath("out", id), UsageError, "is not of the form paper/name");
  }
});
