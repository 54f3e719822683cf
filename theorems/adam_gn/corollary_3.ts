/**
 * Corollary 3: how many steps Gauss–Newton needs on imbalanced inputs.
 *
 * Printed: κ(ν) = Ω(d^{1/2+δ}), δ ∈ [0, ½], makes GN^{-1} need Ω̃(d^δ log(1/ε)) steps to ‖θ − θ*‖_2 ≤ ε,
 * for non-increasing steps and any ridge, from 1/√d.
 *
 * From Theorem 2 as printed nothing follows, for √(d/κ) = d^{1/4−δ/2} ≥ 1; from the √d/κ = d^{−δ} of
 * its proof 1 − γ = Õ(d^{−δ}) follows. But γ is the factor of the last steps, with η^∞, and ε may be reached
 * before. By hand, for one coordinate with ν_max and the others with ν_min = ν_max/κ: take α = ν_max, so
 * the ridges α/ν_i are 1 and κ. First η ≈ κ/h(P): the many coordinates reach θ* in O(log d + log log(1/ε)) steps,
 * while the other one grows by about κ a step. Then η = 0.97/(2(1 − P)): that one, where σ = 1, shrinks by
 * 1 − K = 0.03 a step, and near θ* by 1 − ηh/(h + 1); the others are moved by O(1/κ) of what is left. In all
 * Õ(log(1/ε)) steps, no power of d: Lemma 3 asks for large steps for all t.
 *
 * The figures show constant steps beside it. These may be lucky too: without ridge and with equal P_i all
 * coordinates are one, and a step can lead near θ* early. What remains is Theorem 2, about the last steps.
 *
 * @module
 */

import fc from "fast-check";
import { fitPowerLaw, type PowerLaw } from "../../lib/statistics/mod.ts";
import { logit, magnitude } from "../../problems/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { scalingFigure } from "../_figures.ts";
import { coordinateStep, curvatureAtMinimizer, labelProbabilities } from "./_logistic.ts";

interface Instance {
  /** δ. */
  readonly delta: number;
  /** P. */
  readonly label: number;
  /** ε. */
  readonly accuracy: number;
}

interface Observation {
  readonly constant: readonly number[];
  readonly constantLaw: PowerLaw;
  readonly phases: readonly number[];
  readonly phasesLaw: PowerLaw;
}

/** Where constant steps are run, and where two phases are. */
const DIMENSIONS: readonly number[] = [64, 181, 512, 1448, 4096];
const LARGE_DIMENSIONS: readonly number[] = [2 ** 12, 2 ** 14, 2 ** 16, 2 ** 18, 2 ** 20];

/** The two coordinates that there are, from 1/√d, with their ridges α/ν_i. */
function run(
  { label, accuracy }: Instance,
  dimension: number,
  ridges: readonly [one: number, others: number],
  stepSize: (iteration: number) => number,
  most: number,
): number {
  const goal = Math.sqrt(logit(label));
  let [one, others] = [1 / Math.sqrt(dimension), 1 / Math.sqrt(dimension)];
  for (let t = 0; t <= most; t++) {
    const error = Math.hypot(one - goal, Math.sqrt(dimension - 1) * (others - goal));
    if (error <= accuracy) return t;
    if (!Number.isFinite(error)) return Infinity;
    const size = stepSize(t);
    one = coordinateStep(one, size, ridges[0], label);
    others = coordinateStep(others, size, ridges[1], label);
  }
  return Infinity;
}

/** The fewest steps of a constant step size, over step sizes and ridges. */
function fewestConstant(instance: Instance, dimension: number): number {
  const kappa = dimension ** (0.5 + instance.delta);
  const root = Math.sqrt(dimension);
  let fewest = 60 * root;
  for (const ridge of [0, 1 / dimension, 1]) {
    for (
      let size = Math.min(4, 16 / root) + 4 * ridge;
      size > 0.5 * (1 / root + ridge);
      size *= 0.85
    ) {
      const steps = run(instance, dimension, [ridge, ridge * kappa], () => size, fewest);
      fewest = Math.min(fewest, steps);
    }
  }
  return fewest;
}

/** The fewest steps of a large step size that falls once, to a small one. */
function fewestOfTwoPhases(instance: Instance, dimension: number, fall: boolean): number {
  const { label } = instance;
  const kappa = dimension ** (0.5 + instance.delta);
  const curvature = curvatureAtMinimizer(label);
  const large = (curvature + kappa) / curvature;
  const goal = Math.sqrt(logit(label));
  let others = 1 / Math.sqrt(dimension);
  let first = 0;
  while (Math.abs(others - goal) > instance.accuracy / (4 * Math.sqrt(dimension)) && first < 60) {
    others = coordinateStep(others, large, kappa, label);
    first++;
  }
  let fewest = Infinity;
  for (const last of [0.9, 0.97, 0.99]) {
    const small = last / (2 * (1 - label));
    // The sign of the large coordinate turns with every step: one of the two ends at θ* > 0.
    for (const change of [first, first + 1]) {
      const size = (t: number) => t < change || !fall ? large : small;
      fewest = Math.min(fewest, run(instance, dimension, [1, kappa], size, Math.min(fewest, 2000)));
    }
  }
  return fewest;
}

/** The claim; a test may leave out the second phase's smaller step. */
export function corollary3(fall: boolean = true): Claim {
  const exponent = (label: string, { exponent, interval }: PowerLaw, delta: number): Relation => ({
    label,
    lhs: exponent,
    sense: ">=",
    rhs: delta,
    uncertainty: interval,
    size: 1,
  });
  return defineClaim<Instance, Observation>({
    id: "adam-gn/corollary-3",
    title: "Gauss–Newton's steps grow like a power of the dimension",
    locus: "Corollary 3",
    kind: "scaling",
    cost: 12,
    hypotheses: [{
      name: "label neither certain nor random",
      statement: String.raw`0.6 \le P_i \le 0.8`,
      holds: ({ label }) => label >= 0.6 && label <= 0.8,
    }],
    instances: fc.record({
      delta: fc.constantFrom(0, 0.25, 0.5),
      label: labelProbabilities(),
      accuracy: magnitude({ minimum: 1e-6, maximum: 0.1 }),
    }),
    observe(instance: Instance): Observation {
      const constant = DIMENSIONS.map((d) => fewestConstant(instance, d));
      const phases = LARGE_DIMENSIONS.map((d) => fewestOfTwoPhases(instance, d, fall));
      return {
        constant,
        constantLaw: fitPowerLaw(DIMENSIONS, constant),
        phases,
        phasesLaw: fitPowerLaw(LARGE_DIMENSIONS, phases),
      };
    },
    figures: ({ constant, constantLaw, phases, phasesLaw }, { delta }) => [
      scalingFigure(
        "steps of the best constant step size",
        "d",
        "steps",
        DIMENSIONS.map((d, i) => [d, constant[i]!]),
        constantLaw,
        delta,
      ),
      scalingFigure(
        "steps of a step size that falls once",
        "d",
        "steps",
        LARGE_DIMENSIONS.map((d, i) => [d, phases[i]!]),
        phasesLaw,
        delta,
      ),
    ],
    variants: {
      printed: {
        statement: String.raw`\kappa(\nu) = d^{1/2+\delta}: \ t = \tilde\Omega(d^\delta)
          \text{ for non-increasing steps}`,
        expected: "refuted",
        relations: ({ phasesLaw }, { delta }) => [
          exponent("exponent of the steps in d, a step that falls once >= δ", phasesLaw, delta),
        ],
      },
    },
  });
}
