import { assertThrows } from "@std/assert";
import { EVIDENCE_SCHEMA } from "./evidence.ts";
import { readEvidenceFile } from "./evidence_file.ts";
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
