import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { deflationDiagnostic } from "../../problems/mod.ts";
import { diagnosticPage, nameOf, textTable } from "./deflation_diagnostic.ts";
import { DIAGNOSTIC, recordedDiagnostic } from "./testdata/recorded_diagnostic.ts";

const curves = deflationDiagnostic({ dimension: 10, runs: 3, steps: 40, smallest: 0.01 });

Deno.test("the diagnostic's page shows three panels, each with floors, intervals and runs", () => {
  const page = diagnosticPage(curves, "Settings.");
  for (const part of ["top", "middle", "bottom"]) assertStringIncludes(page, `id="${part}"`);
  assertEquals(page.match(/role="img"/g)?.length, 9);
  assert(!page.includes("NaN"));
  // Every curve stands in the table at the end.
  for (const { deflation } of curves) assertStringIncludes(page, `<td>${nameOf(deflation)}</td>`);
});

Deno.test("the text table has a line for each curve, and its columns stand below each other", () => {
  const lines = textTable(curves).trimEnd().split("\n");
  assertEquals(lines.length, curves.length + 1);
  const placeOf = (line: string, cell: string) =>
    line.slice(0, line.indexOf(cell)).replaceAll(/\p{M}/gu, "").length;
  // L̂ is 1 for plain SGD.
  assertEquals(placeOf(lines[1]!, "1  "), placeOf(lines[0]!, "L̂"));
  assertEquals(placeOf(lines[1]!, "0.01"), placeOf(lines[0]!, "μ̂"));
});

Deno.test("a spectrum below 1 has no lower panel, and the page none", () => {
  const few = deflationDiagnostic({ dimension: 6, runs: 2, steps: 4, largest: 0.5 });
  assert(few.every(({ deflation }) => deflation.part !== "bottom"));
  assert(!diagnosticPage(few, "").includes('id="bottom"'));
});

Deno.test("the diagnostic's page and table are to the last sign what is on record", async () => {
  assertEquals(
    recordedDiagnostic(),
    JSON.parse(await Deno.readTextFile(DIAGNOSTIC)),
    "the page has changed; if that is meant, see verify/cli/testdata/recorded_diagnostic.ts",
  );
});

Deno.test("deflations are named in words", () => {
  assertEquals(nameOf({ part: "none" }), "plain SGD");
  assertEquals(nameOf({ part: "top", count: 5 }), "top, k = 5");
  assertEquals(nameOf({ part: "middle", count: 7, target: 1 / 3 }), "middle, k = 7, t = 0.33");
  assertEquals(nameOf({ part: "bottom", count: 9 }), "bottom, k = 9");
});
