/**
 * §4.2: the Poisson equation, Tables 5 and 6, Figure 3.
 *
 * @module
 */

import { poissonTraining } from "../../problems/mod.ts";
import { TABLE_5, TABLE_6 } from "../../theorems/spgd/_tables.ts";
import {
  type Comparison,
  defineExperiment,
  type Experiment,
  quotientOfMediansIs,
  type Results,
} from "../../verify/experiment/mod.ts";
import {
  comparedTables,
  epochsTo,
  fewerEpochs,
  isWhole,
  LOOK_EVERY,
  outcomeOf,
  smallerLoss,
  sweptAdam,
  trainingFigures,
  type TrainingOutcome,
  type TrainingParameters,
  trainingPlan,
  type TrainingSeries,
} from "./_training.ts";

const SERIES: TrainingSeries = {
  letter: "d",
  settings: [2, 4, 6, 8],
  thresholds: [1e-1, 1e-2],
  printedEpochs: 10_000,
  printedRate: 3e-3,
  sweptRates: [1e-2],
  cutoff: 1e-6,
  sweptSetting: 4,
  sweptCutoffs: [1e-3],
  loss: "relative L² error",
  secondsAnEpoch: { SPGD: 0.3, Adam: 0.01 },
};

/** How many points of the ball, and as many of its boundary, a profile draws in each epoch. */
function pointsOf(epochs: number): number {
  return epochs === SERIES.printedEpochs ? 256 : 128;
}

/** "reduced by a factor of 3–5" as numbers. */
function threeToFive(results: Results<TrainingOutcome>): Comparison[] {
  return SERIES.settings.filter((d) => results.arms.includes(`SPGD, d = ${d}`)).flatMap((d) =>
    ([[1e-1, "10⁻¹"], [1e-2, "10⁻²"]] as const).flatMap(([threshold, name]) =>
      [{ atLeast: 2.5 }, { atMost: 5.5 }].map((side) =>
        quotientOfMediansIs(
          `d = ${d}, epochs to ${name}: Adam over SPGD`,
          results.observations(`Adam, d = ${d}`, epochsTo(threshold)),
          results.observations(`SPGD, d = ${d}`, epochsTo(threshold)),
          side,
        )
      )
    )
  );
}

/** The Poisson equation on the unit ball. */
export const poisson: Experiment = defineExperiment<TrainingParameters, TrainingOutcome>({
  id: "spgd/poisson",
  title: "SPGD and Adam on Poisson's equation",
  locus: "§4.2, Tables 5 and 6, Figure 3",
  about: [
    "Networks of ReLU³ are to solve −Δu = −2d in the unit ball, u = 1 on its boundary, whose solution is " +
    "‖x‖². The loss is the mean square of the equation's residual in the ball plus λ = 1000 times that of " +
    "the boundary condition, over points that are drawn anew in each epoch.",
    "The points, the start and the test set of a seed are the same for both methods. The F whose Jacobian " +
    "SPGD decomposes carries the roots of 1/N and λ/N, so that the loss is ‖F‖²; the paper does not say " +
    "whether it does, nor which singular values count as zero. What runs is Algorithm 1, SPGD in Adam's framework, " +
    "as its text names it.",
  ],
  revision: 1,
  randomness: "seeds",
  plan: (profile) => {
    const plan = trainingPlan(SERIES, profile, [
      { name: "network", value: "4 hidden layers of 16 units, ReLU³", source: "printed" },
      { name: "initialization", value: "Xavier normal, biases 0", source: "printed" },
      { name: "λ", value: "1000", source: "printed" },
      { name: "β₁, β₂, ε", value: "0.9, 0.999, 1e-8", source: "printed" },
      { name: "Adam's schedule", value: "halved every 1000 epochs", source: "printed" },
      {
        name: "SPGD's schedule",
        value: "×0.9 every 100 epochs, not below 3e-6",
        source: "printed",
      },
      { name: "roots of 1/N and λ/N in F", value: "yes", source: "chosen" },
    ]);
    const points = pointsOf(plan.arms[0]!.parameters.epochs);
    return {
      ...plan,
      settings: [
        ...plan.settings,
        {
          name: "points of the ball, and of its boundary",
          value: `${points} + ${points}`,
          source: points === 256 ? "printed" : "scaled",
        },
      ],
    };
  },
  run: ({ method, setting, epochs, testSize, cutoff, biasCorrection, learningRate }, seed) =>
    outcomeOf(poissonTraining({
      method,
      dimension: setting,
      epochs,
      testSize,
      interiorPoints: pointsOf(epochs),
      boundaryPoints: pointsOf(epochs),
      every: LOOK_EVERY,
      seed,
      biasCorrection,
      learningRate: { initial: learningRate },
      ...(cutoff === null ? {} : { cutoff }),
    })),
  sentences: [
    {
      name: "outperforms-as-dimension-grows",
      statement: "\\text{SPGD consistently outperforms Adam as the spatial dimension increases}",
      locus: "§4.2",
      reading:
        "for each d, SPGD's error after the last epoch that the profile runs is below Adam's, in " +
        "the median",
      comparisons: (results) => smallerLoss(SERIES, results, [{ atLeast: 1 }]),
    },
    {
      name: "fewer-epochs",
      statement: "\\text{SPGD converges substantially faster}",
      locus: "§4.2",
      reading:
        "for each d, Adam's median number of epochs to 10⁻¹ and 10⁻² is at least twice SPGD's; all " +
        "runs count, one that does not arrive as later than its last epoch",
      comparisons: (results) => fewerEpochs(SERIES, results, SERIES.thresholds, 2),
    },
    {
      name: "factor-three-to-five",
      statement:
        "\\text{the median number of epochs required to reach error thresholds such as } 10^{-1} \\text{ or } " +
        "10^{-2} \\text{ is reduced by a factor of 3–5 across all dimensions}",
      locus: "§4.2",
      reading: "for each d, a factor from 2.5 to 5.5, which rounds to 3, 4 or 5",
      comparisons: threeToFive,
    },
    {
      name: "one-order",
      statement:
        "\\text{the median relative } L^2 \\text{ errors are approximately one order of magnitude smaller " +
        "than those obtained by Adam across all tested dimensions}",
      locus: "§4.2",
      reading:
        "after the printed number of epochs, for each d: a factor from √10 to 10², which is rounded " +
        "or cut off to one order",
      comparisons: (results) =>
        isWhole(SERIES, results)
          ? smallerLoss(SERIES, results, [{ atLeast: Math.sqrt(10) }, { atMost: 100 }])
          : [],
    },
    sweptAdam(SERIES),
  ],
  figures: (results) => trainingFigures(SERIES, results),
  tables: (results) => comparedTables(SERIES, results, [TABLE_5, TABLE_6]),
});
