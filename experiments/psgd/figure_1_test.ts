import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { deflationDiagnostic } from "../../problems/mod.ts";
import { judged, knownVerdicts, verdictsOf } from "../../verify/testdata/judged.ts";
import { figure1 } from "./figure_1.ts";

Deno.test("the quick plan has the known verdicts, and shows all panels", async () => {
  const experiment = figure1();
  const evidence = await judged(experiment);
  assertEquals(verdictsOf(evidence), knownVerdicts(experiment));
  const tables = evidence.figures.filter(({ kind }) => kind === "table");
  // Three panels and a table of each setting; the runs of one.
  assertEquals([evidence.figures.length, tables.length], [2 * 4 + 3, 2]);
  // By hand: Σ λ/(2 − λ/2) is 1.530 of the spectrum, and 2.146 once 0.1 is 1.
  const { reason } = evidence.sentences.find(({ name }) => name === "right-gain")!;
  assertStringIncludes(reason!, "steady state, bottom, k = 1 over SGD: it is 1.4,");
});

Deno.test("teeth: a simulation with half of the noise's variance is not the recursion's", async () => {
  const evidence = await judged(figure1((options) => {
    const halved = deflationDiagnostic({ ...options, batch: 2 * options!.batch! });
    return deflationDiagnostic(options).map((curve, index) => ({
      ...curve,
      measured: halved[index]!.measured,
    }));
  }));
  assertEquals(verdictsOf(evidence)["closed-forms"], "refuted");
});

Deno.test("teeth: where the deflated part is another one, the sentences on it fail", async () => {
  const evidence = await judged(figure1((options) => {
    const curves = deflationDiagnostic(options);
    // The names of the outer panels are exchanged.
    const other = { top: "bottom", bottom: "top" } as const;
    return curves.map((curve) => {
      const { deflation } = curve;
      if (deflation.part === "none" || deflation.part === "middle") return curve;
      return { ...curve, deflation: { ...deflation, part: other[deflation.part] } };
    });
  }));
  const verdicts = verdictsOf(evidence);
  for (const name of ["left-constants", "left-floor", "right-constants"]) {
    assertEquals(verdicts[name], "refuted", name);
  }
  assertEquals(verdicts["right-gain"], "holds");
});

Deno.test("one seed gives one run", () => {
  const experiment = figure1();
  const [arm] = experiment.plan("quick").arms;
  assertEquals(experiment.run(arm!.parameters, 3), experiment.run(arm!.parameters, 3));
  assert(
    JSON.stringify(experiment.run(arm!.parameters, 3)) !==
      JSON.stringify(experiment.run(arm!.parameters, 4)),
  );
});
