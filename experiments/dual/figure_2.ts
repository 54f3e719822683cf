/**
 * §IV and Fig. 2 of the paper of the claims `dual`: how the limit of Adam without momentum depends on
 * the step size.
 *
 * @module
 */

import { dualSpaceExperiment, loadMinimumNormSolver } from "../../problems/mod.ts";
import {
  defineExperiment,
  type Experiment,
  medianIs,
  type Results,
} from "../../verify/experiment/mod.ts";
import type { Figure, FigureRole } from "../../verify/mod.ts";
import { medianSeries, numbersOf } from "../_over_seeds.ts";
import { DATA, proportional, type Size, sizeName, sizesOf } from "./_data.ts";

type Parameters = Size & { readonly stepSizes: readonly number[] };

/** Distances over ‖W_ref‖, null where the limit was not found. */
type Point = {
  readonly stepSize: number;
  readonly toReference: number | null;
  readonly toGradientDescent: number | null;
  /** The same as `toReference` with the isotropic K. */
  readonly isotropic: number | null;
};

type Outcome = readonly Point[];

/** ε. */
const EPSILON = 0.5;
/** η of W_ref. */
const REFERENCE = 0.005;
/** Distances are the same if they differ by at most this share. */
const SAME = 0.1;
/** W_∞ depends on η if it moves by at least this share of ‖W_ref‖. */
const MOVED = 1e-3;

/** The largest of what is read at each η; ∞ if one limit was not found. */
function largest(outcome: Outcome, read: (point: Point) => number | null): number {
  return Math.max(...outcome.map((point) => read(point) ?? Infinity));
}

/** The largest distance to W_GD,∞ less the smallest. */
function variation(outcome: Outcome): number {
  const distances = outcome.map(({ toGradientDescent }) => toGradientDescent ?? Infinity);
  return Math.max(...distances) - Math.min(...distances);
}

const SENTENCE = String.raw`\text{we observe that despite attaining the same distance from }
  \mathbf W_{\text{GD},\infty}, \mathbf W_\infty \text{ depends on } \eta`;

function figures(results: Results<Outcome>): Figure[] {
  return results.arms.map((arm): Figure => {
    const series = (name: string, role: FigureRole, read: (point: Point) => number | null) =>
      medianSeries(
        name,
        role,
        results.of(arm)[0]!.outcome.map(({ stepSize }, index) => ({
          x: stepSize,
          values: numbersOf(results, arm, (one) => read(one[index]!)),
        })),
      );
    return {
      kind: "lines",
      title: `How W_∞ depends on η, ε = ${EPSILON}, ${arm}`,
      x: { label: "step size η", scale: "log" },
      y: { label: "distance over ‖W_ref‖", scale: "log" },
      series: [
        series("to W_ref", "observed", ({ toReference }) => toReference),
        series("to W_{GD,∞}", "observed", ({ toGradientDescent }) => toGradientDescent),
        series("to W_ref, isotropic K", "reference", ({ isotropic }) => isotropic),
      ],
    };
  });
}

/** The experiment, with the limits of the library or what a test puts in their place. */
export function figure2(experiment: typeof dualSpaceExperiment = dualSpaceExperiment): Experiment {
  return defineExperiment<Parameters, Outcome>({
    id: "dual/figure-2",
    title: "Adam without momentum: how its limit depends on the step size",
    locus: "Section IV, Figure 2",
    about: [
      "Adam without momentum, eq. (10) with ε = 0.5, is run on the squared loss to its limit W_∞ for " +
      "several step sizes η. W_ref is the limit for η = 0.005, W_{GD,∞} that of gradient descent.",
      "Beside it stands the isotropic K(Z) = ‖Z‖ − ε log(ε + ‖Z‖), whose limit Theorem 2 says not to " +
      "depend on η. The paper names mirror descent as what does not, which is not run.",
      DATA,
    ],
    revision: 1,
    randomness: "seeds",
    plan(profile) {
      const stepSizes = profile === "quick"
        ? [0.01, REFERENCE, 0.04]
        : proportional(0.002, 0.04, 7);
      return {
        seeds: profile === "thorough" ? 30 : 14,
        arms: sizesOf(profile).map((size) => ({
          name: sizeName(size),
          parameters: { ...size, stepSizes },
        })),
        settings: [
          { name: "K, loss, k", value: "eq. (10), squared, 1", source: "printed" },
          { name: "ε", value: String(EPSILON), source: "printed" },
          { name: "η of W_ref", value: String(REFERENCE), source: "printed" },
          { name: "η", value: stepSizes.join(", "), source: "chosen" },
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
    async run({ samples, features, stepSizes }, seed) {
      const solver = await loadMinimumNormSolver();
      const { overStepSize, isotropic } = experiment(solver, {
        seed,
        samples,
        features,
        epsilon: EPSILON,
        referenceStepSize: REFERENCE,
        epsilons: [],
        stepSizes,
      });
      return overStepSize.map((point, index): Point => {
        const [found, same] = [point, isotropic[index]!].map(({ status }) =>
          status === "converged"
        );
        return {
          stepSize: point.at,
          toReference: found ? point.toReference : null,
          toGradientDescent: found ? point.toGradientDescent : null,
          isotropic: same ? isotropic[index]!.toReference : null,
        };
      });
    },
    sentences: [
      {
        name: "same-distance",
        statement: SENTENCE,
        locus: "Section IV",
        reading:
          "the same to the eye: over the η, the distance to W_{GD,∞} varies by at most a tenth of " +
          "its largest value, in the median over seeds",
        expected: "holds",
        comparisons: (results) =>
          results.arms.map((arm) =>
            medianIs(
              arm,
              results.observations(
                arm,
                (one) => variation(one) / largest(one, (point) => point.toGradientDescent),
              ),
              { atMost: SAME },
            )
          ),
      },
      {
        name: "same-distance-beside-the-move",
        statement: SENTENCE,
        locus: "Section IV",
        reading:
          "the same beside what moves: the distance to W_{GD,∞} varies by at most a tenth of what W_∞ " +
          "itself moves by, from W_ref to where it is farthest from it, in the median over seeds",
        expected: "refuted",
        comparisons: (results) =>
          results.arms.map((arm) =>
            medianIs(
              arm,
              results.observations(
                arm,
                (one) => variation(one) / largest(one, ({ toReference }) => toReference),
              ),
              { atMost: SAME },
            )
          ),
      },
      {
        name: "depends-on-the-step-size",
        statement: SENTENCE,
        locus: "Section IV",
        reading:
          "the largest distance to W_ref is at least a thousandth of ‖W_ref‖, in the median over seeds; " +
          "every limit is found",
        expected: "holds",
        comparisons: (results) =>
          results.arms.flatMap((arm) => {
            const values = results.observations(arm, (one) =>
              largest(one, ({ toReference }) => toReference));
            const label = arm;
            return [
              medianIs(label, values, { atLeast: MOVED }),
              medianIs(label, values, { atMost: 1 }),
            ];
          }),
      },
    ],
    figures,
  });
}
