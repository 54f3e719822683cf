/**
 * Lemma 1, (2) and (3): the gap and the distance in the output space decay as long as the flow is
 * in the ball.
 *
 * Printed, for t < T: Δ_t ≤ Δ_0 e^{−2νλ_0²t/(ρ + (1 − ρ)λ_0²)} and
 * ‖αf(w_t) − f*‖² ≤ (2Δ_0/ν) e^{−2νλ_0²t/(ρ + (1 − ρ)λ_0²)}.
 *
 * They hold: (EDI) with ‖∇g‖² ≥ 2νΔ gives Δ̇ ≤ −2νcΔ, c = λ_0²/(ρ + (1 − ρ)λ_0²), and strong
 * convexity ½ν‖αf − f*‖² ≤ Δ.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import {
  type OverparameterizedInstance,
  type OverparameterizedProblem,
  overparameterizedProblem,
} from "../../problems/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import {
  areSettled,
  type Decay,
  decayFigure,
  decays,
  flowInstances,
  gapDecay,
  isCloseDecay,
  printedRate,
  type Run,
  runFlow,
} from "./_overparameterized.ts";

interface Observation {
  readonly problem: OverparameterizedProblem;
  readonly run: Run;
}

/** The claim, or with a rate that a test puts in its place. */
export function lemma1Decay(
  rate: (problem: OverparameterizedProblem) => number = printedRate,
): Claim {
  const decaysOf = (problem: OverparameterizedProblem, run: Run): [Decay, Decay] => [
    gapDecay("(2): Δ_t <= Δ_0 exp(−2νλ_0²t/(ρ + (1 − ρ)λ_0²))", run, problem, rate(problem)),
    {
      label: "(3): ‖αf(w_t) − f*‖² <= (2Δ_0/ν) exp(−2νλ_0²t/(ρ + (1 − ρ)λ_0²))",
      prefactor: 2 * problem.initialValue / problem.loss.strongConvexity,
      rate: rate(problem),
      values: run.outputDistances.map((value) => value ** 2),
      moved: run.moved?.outputDistances.map((value, i) => 2 * run.outputDistances[i]! * value),
    },
  ];
  const relationsOf = (problem: OverparameterizedProblem, run: Run) =>
    decaysOf(problem, run).map((decay) => decays(decay, run, problem));
  return defineClaim<OverparameterizedInstance, Observation>({
    id: "gn-flow/lemma-1-decay",
    title: "The optimality gap decays exponentially in the ball",
    locus: "Lemma 1, eqs. (2), (3)",
    kind: "universal",
    cost: 3,
    hypotheses: [],
    instances: flowInstances({ damping: "unit", scaling: "free" }),
    observe<T>(
      instance: OverparameterizedInstance,
      arithmetic: Arithmetic<T>,
      refinement: number,
    ): Observation {
      const problem = overparameterizedProblem(instance);
      const run = runFlow(problem, {
        arithmetic: arithmetic as Arithmetic<unknown>,
        untilExit: true,
        refinement,
        isNear: (run) => decaysOf(problem, run).some((decay) => isCloseDecay(decay, run)),
        isSettled: (run) => areSettled(relationsOf(problem, run)),
      });
      return { problem, run };
    },
    figures: ({ problem, run }) => [
      decayFigure([{ name: "Δ", run }], [{
        name: "bound",
        prefactor: problem.initialValue,
        rate: rate(problem),
      }]),
    ],
    variants: {
      printed: {
        statement: String.raw`\Delta_t \le \Delta_0 e^{-ct}, \quad
          \|\alpha f(w_t) - f^\star\|_2^2 \le \tfrac{2\Delta_0}{\nu} e^{-ct}, \quad
          c = \frac{2\nu\lambda_0^2}{\rho + (1-\rho)\lambda_0^2}, \quad \forall t < T`,
        expected: "holds",
        relations: ({ problem, run }) => relationsOf(problem, run),
      },
    },
  });
}
