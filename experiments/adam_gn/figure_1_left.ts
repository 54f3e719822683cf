/**
 * Fig. 1 (left) of the paper of the claims `adam-gn`: linear regression whose curvature the identity
 * basis does not show.
 *
 * @module
 */

import { preconditionByGaussNewton, stateless } from "../../lib/optimizers/mod.ts";
import { randomStream } from "../../lib/statistics/mod.ts";
import { blockCovariance } from "../../problems/mod.ts";
import {
  defineExperiment,
  type Experiment,
  medianIs,
  quotientOfMediansIs,
  type Results,
} from "../../verify/experiment/mod.ts";
import type { Figure } from "../../verify/mod.ts";
import { medianSeries, numbersOf } from "../_over_seeds.ts";
import {
  armName,
  type Best,
  type Candidate,
  methodArms,
  type MethodParameters,
  MOST_STEPS,
  PERIODS,
  type Schedule,
  TARGET,
  tune,
} from "./_full_batch.ts";
import { ADAM, ADAM_SETTINGS, medianStepsTable } from "./_methods.ts";

type Parameters = MethodParameters & {
  /** The size of a block: half of the dimension. */
  readonly block: number;
};

/** The methods, each with the settings that are tried beside the step size. */
export const METHODS = {
  "gradient descent": [{ setting: "none", direction: () => stateless((gradient) => gradient) }],
  "GN^{-1}": [{
    setting: "none",
    direction: (arithmetic) => preconditionByGaussNewton(arithmetic, { power: -1 }),
  }],
  "GN^{-1/2}": [{
    setting: "none",
    direction: (arithmetic) => preconditionByGaussNewton(arithmetic, { power: -1 / 2 }),
  }],
  "Adam": ADAM,
} as const satisfies Record<string, readonly Candidate[]>;

const SCHEDULES: Readonly<Record<keyof typeof METHODS, readonly Schedule[]>> = {
  "gradient descent": ["constant"],
  "GN^{-1}": ["constant", "swept"],
  "GN^{-1/2}": ["constant"],
  "Adam": ["constant", "swept"],
};

/** GN^{-1}'s steps over Adam's, of these arms, are no fewer. */
function compared(results: Results<Best>, gaussNewton: Schedule, adam: Schedule) {
  const steps = (arm: string) => results.observations(arm, (best) => best.steps);
  const [over, under] = [armName("GN^{-1}", gaussNewton), armName("Adam", adam)];
  return quotientOfMediansIs("GN^{-1} over Adam", steps(over), steps(under), { atLeast: 1 });
}

const CAPTION = String
  .raw`\text{Adam converges faster than GN with full batches, (Left) under the identity
  basis on a linear regression task with block-wise covariance, where GN fails to adapt to the problem
  curvature}`;

function figures(results: Results<Best>): Figure[] {
  return [
    {
      kind: "lines",
      title: "Loss along the runs, each method at its best",
      x: { label: "steps" },
      y: { label: "loss over the first", scale: "log" },
      // GN^{-1} and GN^{-1/2} do what gradient descent does.
      series: results.arms.filter((arm) => !arm.startsWith("GN^{-1/2}") && !arm.startsWith("grad"))
        .map((arm) => {
          const longest = Math.max(...numbersOf(results, arm, ({ losses }) => losses.length));
          return medianSeries(
            arm,
            "observed",
            Array.from({ length: longest }, (_, x) => ({
              x,
              // A run that has arrived stays.
              values: numbersOf(results, arm, ({ losses }) => losses[x] ?? losses.at(-1)!),
            })),
          );
        }),
    },
    medianStepsTable(results),
  ];
}

/** The experiment, with the methods of the library or what a test puts in their place. */
export function figure1Left(
  methods: Readonly<Record<keyof typeof METHODS, readonly Candidate[]>> = METHODS,
): Experiment {
  return defineExperiment<Parameters, Best>({
    id: "adam-gn/figure-1-left",
    title: "Full batches in the identity basis: Adam, Gauss–Newton and gradient descent",
    locus: "Section 5, Figure 1 (left); Section 3.1.1",
    about: [
      "Linear regression with Σ = diag(11ᵀ, I), full batches, the identity basis. The Gauss–Newton " +
      "preconditioner is made of the diagonal of Σ, which is 1: it hides that the first block has the " +
      "eigenvalue d and the second 1. A regularization α of it would scale the step, and is left out.",
      "Counted are the steps until the loss is 10⁻⁸ of the first and stays below for as many steps again. Each " +
      "method has the step size with which these are fewest, for each seed: from the printed search by " +
      "factors of 3, then of 2 or finer. Adam has β₁ = 0 and the best of the printed β₂ and of several α.",
      "The paper gives a schedule to Adam alone: constant or step decay. How the step decays is not printed: " +
      "here it is halved after a number of steps that is swept too. Each sentence on it is also read with the " +
      "same schedules for all, and with a constant step for all.",
    ],
    revision: 1,
    randomness: "seeds",
    plan(profile) {
      const block = profile === "quick" ? 10 : 50;
      return {
        seeds: 12,
        arms: methodArms(SCHEDULES).map(({ name, parameters }) => ({
          name,
          parameters: { ...parameters, block },
        })),
        settings: [
          {
            name: "dimension",
            value: String(2 * block),
            source: block === 50 ? "printed" : "scaled",
          },
          { name: "Σ", value: "diag(11ᵀ, I)", source: "printed" },
          ...ADAM_SETTINGS,
          { name: "η", value: "by factors of 3, then 2, 2^{1/2}, 2^{1/4}", source: "printed" },
          { name: "seeds", value: "12, to decide; printed are 10", source: "chosen" },
          { name: "θ^{(0)} − θ*", value: "N(0, I)", source: "chosen" },
          { name: "decay", value: `halved every ${PERIODS.join(", ")} steps`, source: "chosen" },
          {
            name: "target",
            value: `${TARGET} of the first loss, in ${MOST_STEPS} steps`,
            source: "chosen",
          },
        ],
      };
    },
    run({ block, method, schedule }, seed) {
      const problem = blockCovariance(block);
      const stream = randomStream(seed, "block covariance");
      const start = stream.vector(2 * block, stream.normal);
      return tune(
        { map: problem, excess: problem.loss, start },
        methods[method as keyof typeof METHODS],
        schedule,
      );
    },
    sentences: [
      {
        name: "adam-is-faster",
        statement: CAPTION,
        locus: "Figure 1",
        reading:
          "as printed: Adam with a constant step or decay, GN^{-1} with a constant step; GN^{-1} needs at " +
          "least as many steps, by the medians over seeds",
        expected: "holds",
        comparisons: (results) => [
          compared(results, "constant", "swept"),
        ],
      },
      {
        name: "adam-is-faster-same-schedules",
        statement: CAPTION,
        locus: "Figure 1",
        reading:
          "with a constant step or decay for both; GN^{-1} needs at least as many steps, by the medians " +
          "over seeds",
        expected: "holds",
        comparisons: (results) => [
          compared(results, "swept", "swept"),
        ],
      },
      {
        name: "adam-is-faster-constant-steps",
        statement: CAPTION,
        locus: "Figure 1",
        reading:
          "with a constant step for both; GN^{-1} needs at least as many steps, by the medians over seeds",
        comparisons: (results) => [
          compared(results, "constant", "constant"),
        ],
      },
      {
        name: "gauss-newton-is-gradient-descent",
        statement: String
          .raw`\text{Adam converges quickly due to the auto-tuning effect, whereas Gauss-Newton
          converge as slowly as vanilla gradient descent.}`,
        locus: "Section 5",
        reading:
          "GN^{-1} and GN^{-1/2} with a constant step need as many steps as gradient descent with a " +
          "constant step, within 1 %, in the median over seeds",
        expected: "holds",
        comparisons: (results) =>
          ["GN^{-1}", "GN^{-1/2}"].flatMap((method) => {
            const [over, under] = [
              armName(method, "constant"),
              armName("gradient descent", "constant"),
            ];
            const stepsBySeed = new Map(
              results.of(under).map(({ seed, outcome }) => [seed, outcome.steps]),
            );
            const quotients = results.of(over).flatMap(({ seed, outcome }) => {
              const steps = stepsBySeed.get(seed);
              return steps === undefined ? [] : [(outcome.steps ?? Infinity) / (steps ?? Infinity)];
            });
            const label = `${method} over gradient descent`;
            return [
              medianIs(label, quotients, { atLeast: 0.99 }),
              medianIs(label, quotients, { atMost: 1.01 }),
            ];
          }),
      },
    ],
    figures,
  });
}
