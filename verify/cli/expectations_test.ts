import { assert, assertEquals, assertThrows } from "@std/assert";
import { join } from "node:path";
import { summarize, writeJson } from "../report/files.ts";
import { everyVerdict, evidence, refuted, variant } from "../report/site/testdata/evidence.ts";
import { withFolder } from "../testdata/command_line.ts";
import { UsageError } from "../usage_error.ts";
import { readExpectation, withExpectation } from "./expectations.ts";

Deno.test("a word is the verdict of all that expect none themselves", () => {
  for (const verdict of ["holds", "refuted", "vacuous", "inconclusive", "error"] as const) {
    assertEquals(readExpectation(verdict), { verdict });
  }
  const found = evidence({
    variants: { printed: { ...refuted(), expected: null }, corrected: variant() },
  });
  const { variants } = withExpectation(found, { verdict: "vacuous" });
  assertEquals([variants.printed.expected, variants.corrected!.expected], ["vacuous", "holds"]);
  assertEquals(withExpectation(found, { verdict: "vacuous" }), {
    ...found,
    variants: { ...found.variants, printed: { ...found.variants.printed, expected: "vacuous" } },
  });
});

Deno.test("a file is what an earlier run found, and anything else is told", async () => {
  await withFolder((folder) => {
    const file = join(folder, "verdicts.json");
    const run = { seed: 1, profile: "quick", arithmetics: evidence().arithmetics };
    const verdicts = summarize(run, everyVerdict());
    writeJson(file, verdicts);
    const expectation = readExpectation(file);
    assert("file" in expectation);
    assertEquals([expectation.file, expectation.verdicts], [file, verdicts]);
    const [first] = everyVerdict();
    const expected = (id: string) =>
      Object.values(
        withExpectation({ ...first!, id }, expectation).variants,
      ).map((variant) => variant.expected);
    // Verdicts of the file outrank those of the claim, where it has any.
    assertEquals(expected("spgd/theorem-1"), ["refuted", "holds", "refuted"]);
    assertEquals(expected("mine/surprise"), ["holds", "holds", "refuted"]);
    assertEquals(expected("not/there"), ["refuted", "holds", "refuted"]);

    const refused = (text: string, says: string) => {
      Deno.writeTextFileSync(file, text);
      assertThrows(() => readExpectation(file), UsageError, says);
    };
    refused("{", `--expect: cannot read ${file}: `);
    refused('{"a": 1e999}', "it has a number that is not finite at /a");
    refused("{}", `--expect: ${file} is not the verdicts.json of a run: / must have`);
    refused(
      JSON.stringify({ ...verdicts, seed: "x" }),
      `--expect: ${file} is not the verdicts.json of a run: /seed must be integer`,
    );
    const missing = join(folder, "missing");
    assertThrows(
      () => readExpectation(missing),
      UsageError,
      `${missing} is neither a file nor one of the verdicts holds, refuted, `,
    );
    assertThrows(() => readExpectation(folder), UsageError, `cannot read ${folder}: `);
    return Promise.resolve();
  });
});
