/**
 * §4: Adam on the logistic model, in the form of sign descent.
 *
 * Printed: starting with an O(1) step and halving it every O(1) steps, O(log(1/ε)) steps reach ‖θ −
 * θ*‖_2 ≤ ε, a dimension-free convergence.
 *
 * Read with the numbers that the argument gives: η = ½, halved every 3 steps. From 1/√d each
 * coordinate comes to within η of θ_i* in at most 3 steps (θ_i* ≤ 1.178) or starts there, and then
 * stays within the current η: a step from within 2η leads to within η. So after 3k steps each
 * coordinate is within 2^{−k}: 3 log_2(1/ε) steps and a few more for one coordinate. The 2-norm is
 * √d times that. By hand: P_i = 0.6, θ* = 0.6368, for all d = 2^20 coordinates; all have the same
 * error e, and ‖θ − θ*‖_2 = 1024e. For ε = 2^{−5} the 21 steps that are granted lead from θ = 0.001
 * by way of 0.501, 1.001, 0.501, 0.751, … to e = 0.003, a 2-norm of 3; 42 are needed, as e must
 * come to 2^{−15}, ten halvings later. No schedule avoids it: t steps of given sizes reach at most
 * 2^t points, so that where the θ_i* fill [0.637, 1.177] most errors are 2^{−t}/4 or more, and t ≥
 * log_2(√d/ε) − O(1).
 *
 * Corrected: O(log(√d/ε)) steps to ‖θ − θ*‖_2 ≤ ε, and O(log(1/ε)) to ‖θ − θ*‖_∞ ≤ ε.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { iterate, signDescent, stepSizeSchedule } from "../../lib/optimizers/mod.ts";
import { magnitude, reparameterizedLogistic, vectorOf } from "../../problems/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { enumerated } from "../_figures.ts";
import { labelProbabilities, labelsInRange } from "./_logistic.ts";

interface Instance {
  /** The distinct P_i; each stands for an equal share of the d coordinates. */
  readonly labels: readonly number[];
  /** d over the number of labels. */
  readonly copies: number;
  /** ε. */
  readonly accuracy: number;
}

interface Observation {
  /** ‖θ^{(t)} − θ*‖_2 and ‖θ^{(t)} − θ*‖_∞. */
  readonly euclidean: readonly number[];
  readonly largest: readonly number[];
}

/** Steps between two halvings. */
const EVERY = 3;

/** Steps that are granted beyond the halvings: before the first, and to finish the last. */
const SPARE = 2 * EVERY;

/** The first step from which on all errors seen are at most ε; their number if there is none. */
function stepsTo(errors: readonly number[], accuracy: number): number {
  return errors.findLastIndex((error) => error > accuracy) + 1;
}

/** The claim; a test may start with another step. */
export function adamLogistic(firstStep: number = 0.5): Claim {
  const relations = (
    label: string,
    errors: readonly number[],
    { accuracy }: Instance,
    dimension: number,
  ): Relation => ({
    label,
    lhs: stepsTo(errors, accuracy),
    sense: "<=",
    rhs: EVERY * Math.max(0, Math.log2(Math.sqrt(dimension) / accuracy)) + SPARE,
  });
  return defineClaim<Instance, Observation>({
    id: "adam-gn/adam-logistic",
    title: "Sign descent with halving steps is dimension-free",
    locus: "§4",
    kind: "universal",
    cost: 2,
    hypotheses: [labelsInRange],
    instances: fc.record({
      labels: fc.integer({ min: 1, max: 8 }).chain((n) => vectorOf(n, labelProbabilities())),
      copies: magnitude({ minimum: 1, maximum: 2 ** 20 }).map(Math.round),
      // As far as single precision knows the sign of σ(θ²) − P.
      accuracy: magnitude({ minimum: 1e-3, maximum: 0.5 }),
    }),
    observe<T>({ labels, copies, accuracy }: Instance, arithmetic: Arithmetic<T>): Observation {
      const dimension = labels.length * copies;
      const inputs = labels.map(() => 1 / dimension);
      const { gradient, minimizer } = reparameterizedLogistic({ inputs, labels });
      const stepSize = stepSizeSchedule({ kind: "halving", size: firstStep, every: EVERY });
      const zero = arithmetic.vector(minimizer);
      const euclidean: number[] = [];
      const largest: number[] = [];
      iterate(
        arithmetic,
        { gradient },
        signDescent(arithmetic, { stepSize }),
        labels.map(() => 1 / Math.sqrt(dimension)),
        {
          steps: Math.ceil(EVERY * Math.log2(Math.sqrt(dimension) / accuracy)) + 2 * SPARE,
          visit: ({ theta }) => {
            arithmetic.scope(() => {
              const error = arithmetic.subtract(theta, zero);
              euclidean.push(Math.sqrt(copies) * arithmetic.norm(error));
              largest.push(arithmetic.maximumNorm(error));
            });
          },
        },
      );
      return { euclidean, largest };
    },
    figures: ({ euclidean, largest }) => [{
      kind: "lines",
      title: "the errors of sign descent with halving steps",
      x: { label: "step" },
      y: { label: "error", scale: "log" },
      series: [
        { name: "2-norm", role: "observed", points: enumerated(euclidean) },
        { name: "largest entry", role: "reference", points: enumerated(largest) },
        {
          name: "2η",
          role: "predicted",
          points: enumerated(euclidean.map((_, t) => 2 ** -Math.floor(t / EVERY))),
        },
      ],
    }],
    variants: {
      printed: {
        statement: String.raw`\eta^{(t)} = 2^{-1-\lfloor t/3\rfloor}: \quad
          \|\theta^{(t)} - \theta^*\|_2 \le \epsilon \text{ for } t \ge 3\log_2(1/\epsilon) + 6`,
        expected: "refuted",
        relations: ({ euclidean }, instance) => [
          relations("steps to ‖θ − θ*‖_2 <= ε: 3 log_2(1/ε) + 6", euclidean, instance, 1),
        ],
      },
      corrected: {
        statement: String.raw`\|\theta^{(t)} - \theta^*\|_2 \le \epsilon \text{ for }
          t \ge 3\log_2(\sqrt d/\epsilon) + 6, \quad \|\theta^{(t)} - \theta^*\|_\infty \le \epsilon
          \text{ for } t \ge 3\log_2(1/\epsilon) + 6`,
        expected: "holds",
        relations: ({ euclidean, largest }, instance) => [
          relations(
            "steps to ‖θ − θ*‖_2 <= ε: 3 log_2(√d/ε) + 6",
            euclidean,
            instance,
            instance.labels.length * instance.copies,
          ),
          relations("steps to ‖θ − θ*‖_∞ <= ε: 3 log_2(1/ε) + 6", largest, instance, 1),
        ],
      },
    },
  });
}
