import { assertEquals } from "@std/assert";
import { dualSpaceExperiment } from "../../problems/mod.ts";
import { judged, knownVerdicts, verdictsOf } from "../../verify/testdata/judged.ts";
import { figure1 } from "./figure_1.ts";
import { figure2 } from "./figure_2.ts";

const found = new Map<string, ReturnType<typeof dualSpaceExperiment>>();

/** The library's, each once. */
const limits: typeof dualSpaceExperiment = (solver, options) => {
  const key = JSON.stringify(options);
  if (!found.has(key)) found.set(key, dualSpaceExperiment(solver, options));
  return found.get(key)!;
};

Deno.test("Figure 1: the known verdicts on the quick plan", async () => {
  const experiment = figure1(limits);
  const evidence = await judged(experiment);
  const verdicts = verdictsOf(evidence);
  // Sixteen data sets are too few to tell all of them.
  const decided = Object.entries(verdicts).filter(([, verdict]) => verdict !== "inconclusive");
  const known = knownVerdicts(experiment);
  for (const [name, verdict] of decided) assertEquals(verdict, known[name], name);
  assertEquals(decided.map(([name]) => name), [
    "same-distance-2",
    "towards-gradient-descent-2",
    "same-distance-4",
    "towards-gradient-descent-4",
    "towards-gradient-descent-10",
  ]);
  assertEquals(evidence.figures.map(({ kind }) => kind), ["lines", "lines", "lines", "table"]);
});

Deno.test("teeth: Figure 1 of other distances and of the ε the other way round", async () => {
  const [alike, reversed] = [true, false].map((isAlike) =>
    judged(
      figure1((solver, options) => {
        const experiment = limits(solver, options);
        const { overEpsilon } = experiment;
        return {
          ...experiment,
          overEpsilon: isAlike
            ? overEpsilon.map((point) => ({ ...point, toInfinityNorm: 1.05 * point.toTwoNorm }))
            : overEpsilon.map((point, index) => ({
              ...overEpsilon[overEpsilon.length - 1 - index]!,
              at: point.at,
            })),
        };
      }),
      { seeds: 14 },
    )
  );
  const same = verdictsOf(await alike!);
  assertEquals(same["same-distance-2"], "holds");
  assertEquals(same["p-2-is-nearest-2"], "holds");
  assertEquals(verdictsOf(await reversed!)["towards-gradient-descent-2"], "refuted");
});

Deno.test("Figure 2: the known verdicts on the quick plan; teeth: not of an isotropic K", async () => {
  const experiment = figure2(limits);
  assertEquals(verdictsOf(await judged(experiment)), knownVerdicts(experiment));
  const isotropic = verdictsOf(
    await judged(figure2((solver, options) => {
      const experiment = limits(solver, options);
      return { ...experiment, overStepSize: experiment.isotropic };
    })),
  );
  assertEquals(isotropic["depends-on-the-step-size"], "refuted");
});
