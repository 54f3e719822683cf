/**
 * §4.1: function approximation, Tables 1 to 4, Figures 1 and 2.
 *
 * @module
 */

import { regressionTraining } from "../../problems/mod.ts";
import { TABLE_1, TABLE_2, TABLE_3, TABLE_4 } from "../../theorems/spgd/_tables.ts";
import {
  defineExperiment,
  type Experiment,
  quotientOfMediansIs,
  rateIs,
  type Results,
  type Sentence,
} from "../../verify/experiment/mod.ts";
import {
  comparedTables,
  epochsTo,
  fewerEpochs,
  isWhole,
  LOOK_EVERY,
  outcomeOf,
  power,
  smallerLoss,
  successRates,
  sweptAdam,
  trainingFigures,
  type TrainingOutcome,
  type TrainingParameters,
  trainingPlan,
  type TrainingSeries,
} from "./_training.ts";

const COMMON = {
  printedEpochs: 15_000,
  printedRate: 1e-2,
  sweptRates: [1e-3],
  cutoff: 1e-6,
  sweptSetting: 3,
  sweptCutoffs: [1e-3, 1e-4],
  loss: "test loss",
  secondsAnEpoch: { SPGD: 0.025, Adam: 0.006 },
} as const;

const PRINTED = [
  { name: "network", value: "4 hidden layers of 64 units, tanh", source: "printed" },
  { name: "initialization", value: "Xavier normal, biases 0", source: "printed" },
  { name: "batch", value: "256 points, drawn anew in each epoch", source: "printed" },
  { name: "β₁, β₂, ε", value: "0.9, 0.999, 1e-8", source: "printed" },
  { name: "Adam's schedule", value: "halved every 1000 epochs", source: "printed" },
] as const;

/** What the text says of both scenarios; "Adam often fails" where `often` says. */
function sentencesOf(
  series: TrainingSeries,
  thresholds: readonly number[],
  hard: readonly number[],
): Sentence<TrainingOutcome>[] {
  const { letter, loss } = series;
  const list = thresholds.map(power).join(" and ");
  return [
    {
      name: "epochs-by-an-order",
      statement:
        "\\text{median epochs to reach thresholds such as } 10^{-4} \\text{ or } 10^{-5} \\text{ are " +
        "reduced by roughly an order of magnitude}",
      locus: "§4.1",
      reading:
        `for each ${letter}, Adam's median number of epochs to ${list} is at least √10 times ` +
        "SPGD's; all runs count, one that does not arrive as later than its last epoch",
      comparisons: (results) => fewerEpochs(series, results, thresholds, Math.sqrt(10)),
    },
    {
      name: "success-near-one",
      statement: "\\text{with success rates near } 100\\%",
      locus: "§4.1",
      reading: `for each ${letter}, SPGD reaches ${list} in at least 90 % of all runs`,
      comparisons: (results) => successRates(series, results, thresholds, 0.9),
    },
    {
      name: "adam-often-fails",
      statement: `\\text{even for ${
        letter === "n" ? "high-frequency" : "high-dimensional"
      } settings where Adam often fails}`,
      locus: "§4.1",
      reading: `for ${letter} = ${hard.join(", ")}, Adam reaches ${
        power(thresholds.at(-1)!)
      } within the printed number of epochs in at most half of all runs`,
      comparisons: (results) =>
        isWhole(series, results)
          ? hard.map((setting) => failure(series, results, setting, thresholds.at(-1)!))
          : [],
    },
    {
      name: "outperforms",
      statement: "\\text{SPGD consistently outperforms Adam}",
      locus: "§4.1",
      reading:
        `for each ${letter}, SPGD's ${loss} after the last epoch that the profile runs is below ` +
        "Adam's, in the median",
      expected: "holds",
      comparisons: (results) => smallerLoss(series, results, [{ atLeast: 1 }]),
    },
    {
      name: "one-to-two-orders",
      statement:
        "\\text{median, best, and worst losses are consistently one to two orders of magnitude smaller " +
        "than those obtained by Adam}",
      locus: "§4.1",
      reading:
        `of the medians after the printed number of epochs, for each ${letter}: a factor from ` +
        "√10 to 10³, which is rounded or cut off to one or two orders",
      comparisons: (results) =>
        isWhole(series, results)
          ? smallerLoss(series, results, [{ atLeast: Math.sqrt(10) }, { atMost: 1e3 }])
          : [],
    },
    sweptAdam(series),
  ];
}

function failure(
  { letter, printedRate: learningRate }: TrainingSeries,
  results: Results<TrainingOutcome>,
  setting: number,
  threshold: number,
) {
  const runs = results.of(`Adam, ${letter} = ${setting}`);
  const reached = runs.map(({ outcome }) => {
    const epoch = epochsTo(threshold)(outcome);
    return typeof epoch === "number" || Number.isFinite(epoch.to);
  });
  const label = `Adam, ${letter} = ${setting}, learning rate ${learningRate}, reaches ${
    power(threshold)
  }`;
  return rateIs(label, reached, { atMost: 0.5 });
}

const FREQUENCIES: TrainingSeries = {
  ...COMMON,
  letter: "n",
  settings: [3, 5, 7, 9],
  thresholds: [1e-4, 1e-5, 1e-6],
};

const DIMENSIONS: TrainingSeries = {
  ...COMMON,
  letter: "d",
  settings: [3, 5, 7, 9],
  thresholds: [1e-3, 1e-4, 1e-5],
};

const ABOUT =
  "The loss is the mean of (u − f)² over a batch, and the batches, the start and the test set of a seed " +
  "are the same for both methods. SPGD's direction is computed from the Gram matrix J Jᵀ, layer by layer. " +
  "The paper does not print which singular values count as zero, whether SPGD's moments are corrected for " +
  "their bias outside of Algorithm 1, whether Adam's learning rate has a floor, nor over how many epochs its " +
  "curves are smoothed; here they are not. Times are of this machine and of what else it did.";

/** Scenario I, in one dimension. */
const frequency: Experiment = defineExperiment<TrainingParameters, TrainingOutcome>({
  id: "spgd/frequency",
  title: "Scenario I: SPGD and Adam on sin(nπx)",
  locus: "§4.1, Tables 1 and 2, Figure 1",
  about: [
    "Networks of tanh learn f(x) = sin(nπx) on [0, 1] from 256 points that are drawn anew in each epoch.",
    ABOUT,
  ],
  revision: 1,
  randomness: "seeds",
  plan: (profile) =>
    trainingPlan(FREQUENCIES, profile, [
      ...PRINTED,
      {
        name: "SPGD's schedule",
        value: "×0.7 every 100 epochs, not below 1e-5",
        source: "printed",
      },
    ]),
  run: ({ method, setting, epochs, testSize, cutoff, biasCorrection, learningRate }, seed) =>
    outcomeOf(regressionTraining({
      method,
      frequency: setting,
      epochs,
      testSize,
      every: LOOK_EVERY,
      seed,
      biasCorrection,
      learningRate: { initial: learningRate },
      ...(cutoff === null ? {} : { cutoff }),
    })),
  sentences: [
    ...sentencesOf(FREQUENCIES, [1e-4, 1e-5], [7, 9]),
    {
      name: "high-frequencies-slow",
      statement: "\\text{high-frequency oscillations, which are known to slow learning}",
      locus: "§4.1",
      reading: "SPGD's median number of epochs to 10⁻⁴ for n = 9 is at least that for n = 3",
      expected: "holds",
      comparisons: (results) =>
        results.arms.includes("SPGD, n = 9")
          ? [
            quotientOfMediansIs(
              "epochs to 10⁻⁴: n = 9 over n = 3",
              results.observations("SPGD, n = 9", epochsTo(1e-4)),
              results.observations("SPGD, n = 3", epochsTo(1e-4)),
              { atLeast: 1 },
            ),
          ]
          : [],
    },
  ],
  figures: (results) => trainingFigures(FREQUENCIES, results),
  tables: (results) => comparedTables(FREQUENCIES, results, [TABLE_1, TABLE_2]),
});

/** Scenario II, n = 1. */
const dimension: Experiment = defineExperiment<TrainingParameters, TrainingOutcome>({
  id: "spgd/dimension",
  title: "Scenario II: SPGD and Adam on sin(πΣx) in d dimensions",
  locus: "§4.1, Tables 3 and 4, Figure 2",
  about: [
    "Networks of tanh learn f(x) = sin(π(x₁ + … + x_d)) on [0, 1]^d from 256 points that are drawn anew " +
    "in each epoch.",
    ABOUT,
  ],
  revision: 1,
  randomness: "seeds",
  plan: (profile) =>
    trainingPlan(DIMENSIONS, profile, [
      ...PRINTED,
      {
        name: "SPGD's schedule",
        value: "×0.9 every 100 epochs, not below 1e-5",
        source: "printed",
      },
    ]),
  run: ({ method, setting, epochs, testSize, cutoff, biasCorrection, learningRate }, seed) =>
    outcomeOf(regressionTraining({
      method,
      dimension: setting,
      epochs,
      testSize,
      every: LOOK_EVERY,
      seed,
      biasCorrection,
      learningRate: { initial: learningRate },
      ...(cutoff === null ? {} : { cutoff }),
    })),
  sentences: sentencesOf(DIMENSIONS, [1e-4, 1e-5], [7, 9]),
  figures: (results) => trainingFigures(DIMENSIONS, results),
  tables: (results) => comparedTables(DIMENSIONS, results, [TABLE_3, TABLE_4]),
});

/** Both scenarios of §4.1. */
export const regressions: readonly Experiment[] = [frequency, dimension];
