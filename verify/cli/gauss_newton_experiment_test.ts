import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { gaussNewtonExperiment, standardizedSubset, syntheticHousing } from "../../problems/mod.ts";
import { experimentFigures } from "../../theorems/gn_flow/experiment.ts";
import { storableFigures } from "../figure.ts";
import { renderExperimentPage } from "../report/site/experiment_page.tsx";

Deno.test("the experiment's page shows four quantities with a line for each α", () => {
  const data = standardizedSubset(syntheticHousing(100, 1), 30, 1);
  const curves = gaussNewtonExperiment(data, { neurons: 1, horizon: 0.1, looks: 5 });
  const figures = storableFigures(experimentFigures(curves, "Gauss–Newton flow"));
  assertEquals(figures.length, 4);
  for (const figure of figures) {
    assert(figure.kind === "lines");
    assertEquals(figure.series.map(({ name }) => name), [
      "α = 0.125",
      "α = 8",
      "α = 16",
      "α = 256",
    ]);
    assert(figure.series.every(({ points }) => points.length > 1));
  }
  const page = renderExperimentPage("Section 5", ["α = 1/8: broken off."], figures);
  for (const { title } of figures) assertStringIncludes(page, title);
  assertStringIncludes(page, "broken off");
  assertEquals(page.match(/<svg/g)?.length! >= 4, true);
});
