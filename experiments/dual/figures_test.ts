import { assertEquals } from "@std/assert";
import { dualSpaceExperiment } from "../../problems/mod.ts";
import { judged, knownVerdicts, verdictsOf } from "../testdata/judged.ts";
import { figure1 } from "./figure_1.ts";
import { figure2 } from "./figure_2.ts";

const found = new Map<string, ReturnType<typeof dualSpaceExperiment>>();

/** The library's, each once. */
const limits: typeof dualSpaceExperiment = (solver, options) => {
  const key = JSON.stringify(options);
  if (!found.has(key)) found.set(key, dualSpaceExperiment(solver, options));
  return found.get(key)!;
};

/** The known verdicts of the sentences that are on data of these sizes, and those that were given. */
function compared(
  experiment: ReturnType<typeof figure1>,
  verdicts: Readonly<Record<string, string>>,
  isRun: (name: string) => boolean,
) {
  const names = Object.keys(knownVerdicts(experiment)).filter(isRun);
  return [
    Object.fromEntries(names.map((name) => [name, verdicts[name]])),
    Object.fromEntries(names.map((name) => [name, knownVerdicts(experiment)[name]])),
  ];
}

Deno.test("Figure 1: the known verdicts on the quick plan, and none on other sizes", async () => {
  const experiment = figure1(limits);
  const evidence = await judged(experiment);
  const verdicts = verdictsOf(evidence);
  const isQuick = (name: string) => /-4-(8|20)$/.test(name);
  const [given, known] = compared(experiment, verdicts, isQuick);
  assertEquals(given, known);
  for (const { name, reason } of evidence.sentences) {
    if (isQuick(name)) continue;
    assertEquals(reason, "this profile does not run what the sentence speaks of");
  }
  assertEquals(evidence.figures.length, 2);
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
  assertEquals(same["same-distance-4-8"], "holds");
  assertEquals(same["p-2-is-nearest-4-8"], "holds");
  assertEquals(verdictsOf(await reversed!)["towards-gradient-descent-4-8"], "refuted");
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
