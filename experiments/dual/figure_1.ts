/**
 * §IV and Fig. 1 of the paper of the claims `dual`: which interpolating solution Adam without momentum
 * is near.
 *
 * @module
 */

import { dualSpaceExperiment, loadMinimumNormSolver } from "../../problems/mod.ts";
import {
  defineExperiment,
  type Experiment,
  medianIs,
  rateIs,
  type Results,
  type Sentence,
} from "../../verify/experiment/mod.ts";
import type { Figure } from "../../verify/mod.ts";
import { medianSeries, numbersOf, quantile } from "../_over_seeds.ts";
import { ASPECTS, DATA, proportional, type Size, sizeName, sizesOf } from "./_data.ts";

type Parameters = Size & { readonly epsilons: readonly number[] };

/** The distances from W_∞, null where it was not found. */
type Distances = {
  readonly epsilon: number;
  readonly one: number | null;
  readonly two: number | null;
  readonly infinity: number | null;
};

type Outcome = readonly Distances[];

/** η. */
const STEP_SIZE = 0.003;
/** Distances are the same if they differ by at most this share. */
const SAME = 0.1;
/** What is said of the paper's data is said of data if it is so on half of all data sets. */
const HALF = 1 / 2;

/** A distance over another one of the same limit; null without a limit. */
function quotient(above: number | null, below: number | null): number | null {
  return above === null || below === null ? null : above / below;
}

/** Whether the solution for p = 2 is the nearest at each ε. */
function isTwoNearest(outcome: Outcome): boolean {
  return outcome.every(({ one, two, infinity }) =>
    one !== null && two !== null && infinity !== null && two <= Math.min(one, infinity)
  );
}

const shortly = (value: number) => String(Number(value.toPrecision(2)));

/** The sentences on data of one aspect d/n. */
function sentencesOn(aspect: number): Sentence<Outcome>[] {
  const data = `on data of d = ${aspect}n`;
  const arms = ({ profile }: Results<Outcome>) =>
    sizesOf(profile).filter(({ samples, features }) => features === aspect * samples).map(sizeName);
  return [
    {
      name: `p-2-is-nearest-${aspect}`,
      statement: String.raw`\text{the solution of (11) for } p = 2 \text{ is closer to }
        \mathbf W_\infty \text{ than the rest}`,
      locus: "Section IV",
      reading:
        `${data}, on at least half of all data sets: at each ε the distance to the solution for p = 2 is ` +
        "at most that to the one for p = 1 and that to the one for p = ∞",
      comparisons: (results) =>
        arms(results).map((arm) =>
          rateIs(arm, results.of(arm).map(({ outcome }) => isTwoNearest(outcome)), {
            atLeast: HALF,
          })
        ),
    },
    {
      name: `same-distance-${aspect}`,
      statement: String
        .raw`\text{Interestingly, for small } \epsilon, \text{ we observe that the point of
        convergence has the same distance from the } p = 2 \text{ and } p = \infty \text{ solutions.}`,
      locus: "Section IV",
      reading:
        `${data}, on at least half of all data sets: at the least ε the distance to the solution for p = 2 ` +
        `over that to the one for p = ∞ lies between ${1 - SAME} and ${1 + SAME}`,
      comparisons: (results) =>
        arms(results).map((arm) =>
          rateIs(
            arm,
            leastQuotients(results, arm).map((value) => Math.abs(value - 1) <= SAME),
            { atLeast: HALF },
          )
        ),
    },
    {
      name: `towards-gradient-descent-${aspect}`,
      statement: String
        .raw`\text{As a result of increasing } \epsilon, [\dots] \text{ the iterations of Adam
        without the momentum will be qualitatively close to those of GD.}`,
      locus: "Section IV",
      reading:
        `${data}, the distance to the solution for p = 2, where gradient descent ends, falls from each ε to ` +
        "the next, and at the largest is at most half of what it is at the least: in the median over seeds",
      comparisons: (results) =>
        arms(results).flatMap((arm) => {
          const epsilons = results.of(arm)[0]!.outcome.map(({ epsilon }) => epsilon);
          const last = epsilons.length - 1;
          return [
            ...epsilons.slice(1).map((epsilon, index) =>
              medianIs(
                `${arm}: ε = ${epsilon} over ${epsilons[index]}`,
                results.observations(arm, (one) => quotient(one[index + 1]!.two, one[index]!.two)),
                { atMost: 1 },
              )
            ),
            medianIs(
              `${arm}: ε = ${epsilons[last]} over ${epsilons[0]}`,
              results.observations(arm, (one) => quotient(one[last]!.two, one[0]!.two)),
              { atMost: 1 / 2 },
            ),
          ];
        }),
    },
  ];
}

/** At the least ε, the distance to p = 2 over that to p = ∞, by seed. */
function leastQuotients(results: Results<Outcome>, arm: string): number[] {
  return numbersOf(results, arm, ([least]) => quotient(least!.two, least!.infinity));
}

/** How the distances at the least ε compare from data set to data set. */
function quotientTable(results: Results<Outcome>): Figure {
  const deciles = [0.1, 0.25, 0.5, 0.75, 0.9];
  return {
    kind: "table",
    title: "At the least ε, the distance to p = 2 over that to p = ∞: quantiles over data sets",
    locus: "The same distance",
    columns: ["data", ...deciles.map((share) => `${100 * share} %`)],
    keys: 1,
    rows: results.arms.map((arm) => [
      arm,
      ...deciles.map((share) => shortly(quantile(leastQuotients(results, arm), share))),
    ]),
    marks: [],
  };
}

function figures(results: Results<Outcome>): Figure[] {
  const plots = results.arms.map((arm): Figure => {
    const series = (p: string, read: (distances: Distances) => number | null) =>
      medianSeries(
        `p = ${p}`,
        "observed",
        results.of(arm)[0]!.outcome.map(({ epsilon }, index) => ({
          x: epsilon,
          values: numbersOf(results, arm, (one) => read(one[index]!)),
        })),
      );
    return {
      kind: "lines",
      title: `From W_∞ to the solutions of (11), ${arm}`,
      x: { label: "ε", scale: "log" },
      y: { label: "distance in the 2-norm" },
      series: [
        series("1", ({ one }) => one),
        series("2", ({ two }) => two),
        series("∞", ({ infinity }) => infinity),
      ],
    };
  });
  return [...plots, quotientTable(results)];
}

/** The verdicts that are known, by sentence. */
const KNOWN: Readonly<Record<string, "holds" | "refuted">> = {
  "p-2-is-nearest-10": "refuted",
  "same-distance-2": "refuted",
  "same-distance-4": "refuted",
  "same-distance-10": "refuted",
  "towards-gradient-descent-2": "holds",
  "towards-gradient-descent-4": "holds",
  "towards-gradient-descent-10": "holds",
};

/** The experiment, with the limits of the library or what a test puts in their place. */
export function figure1(experiment: typeof dualSpaceExperiment = dualSpaceExperiment): Experiment {
  return defineExperiment<Parameters, Outcome>({
    id: "dual/figure-1",
    title: "Adam without momentum: which interpolating solution it is near",
    locus: "Section IV, Figure 1",
    about: [
      "Adam without momentum, which is dual space preconditioning by K(Z) = Σ|Z| − ε log(ε + |Z|), eq. (10), " +
      "is run on the squared loss ‖XW − Y‖²/(2n) to its limit W_∞, for a fixed step size and several ε. " +
      "Beside it stand the solutions of XW = Y that are nearest to W_0 in the 1-, 2- and ∞-norm, eq. (11).",
      DATA,
    ],
    revision: 1,
    randomness: "seeds",
    plan(profile) {
      const epsilons = profile === "quick" ? [0.08, 2] : proportional(0.04, 1.5, 7);
      return {
        seeds: profile === "quick" ? 16 : 60,
        arms: sizesOf(profile).map((size) => ({
          name: sizeName(size),
          parameters: { ...size, epsilons },
        })),
        settings: [
          { name: "K, loss, k", value: "eq. (10), squared, 1", source: "printed" },
          { name: "η", value: `fixed; ${STEP_SIZE}`, source: "chosen" },
          { name: "ε", value: epsilons.join(", "), source: "chosen" },
          {
            name: "n×d",
            value: sizesOf(profile).map((s) => `${s.samples}×${s.features}`).join(", "),
            source: "chosen",
          },
          { name: "X, W_true", value: "N(0, 1)", source: "chosen" },
          { name: "W_0", value: "N(0, 0.01)", source: "chosen" },
        ],
      };
    },
    async run({ samples, features, epsilons }, seed) {
      const solver = await loadMinimumNormSolver();
      const options = { seed, samples, features, stepSize: STEP_SIZE, epsilons, stepSizes: [] };
      return experiment(solver, options).overEpsilon.map((point): Distances => {
        const found = point.status === "converged";
        return {
          epsilon: point.at,
          one: found ? point.toOneNorm : null,
          two: found ? point.toTwoNorm : null,
          infinity: found ? point.toInfinityNorm : null,
        };
      });
    },
    sentences: ASPECTS.flatMap(sentencesOn).map((sentence) =>
      sentence.name in KNOWN ? { ...sentence, expected: KNOWN[sentence.name]! } : sentence
    ),
    figures,
  });
}
