/**
 * Lemma C.5: the mean change of f by one step, for any stochastic gradient.
 *
 * Printed: E f(w⁺) − f(w) ≤ −α∇fᵀM⁻¹E g + ½α²L̂E‖g‖²_{M⁻¹}, under Assumption 2 alone: for any step
 * size and any distribution of g with a second moment.
 *
 * By hand: Lemma C.4 with w̄ = w − αM⁻¹g, ‖M⁻¹g‖_M = ‖g‖_{M⁻¹}, and the mean of it. Equality for f =
 * (L̂/2)‖w‖_M². The outcomes are finitely many, so that the mean is a sum.
 *
 * @module
 */

import { type Claim, defineClaim } from "../../verify/mod.ts";
import {
  lipschitzGradient,
  observeStep,
  type SingleStep,
  stepFigure,
  type StepInstance,
  stepInstances,
  type StepObservation,
} from "./_metric_lemmas.ts";

/** The claim, for the step and a factor of L̂ that a test may change. */
export function lemmaC5(step?: SingleStep, factor = 1): Claim {
  const bound = ({ alignment, smoothness, secondMoment }: StepObservation, stepSize: number) =>
    -stepSize * alignment + factor * stepSize ** 2 * smoothness * secondMoment / 2;
  return defineClaim<StepInstance, StepObservation>({
    id: "psgd/lemma-c5",
    title: "The mean change of f by one step",
    locus: "Appendix C.2, Lemma C.5",
    kind: "universal",
    hypotheses: [lipschitzGradient],
    instances: stepInstances(false),
    observe: (instance, arithmetic) => observeStep(arithmetic, instance, step),
    figures: (_, instance) => stepFigure(instance, bound),
    variants: {
      printed: {
        statement: String.raw`\mathbb E f(w_{k+1}) - f(w_k) \le
          -\alpha\nabla f(w_k)^\top M^{-1}\mathbb E g +
          \tfrac12\alpha^2\hat L\,\mathbb E\|g\|_{M^{-1}}^2`,
        expected: "holds",
        relations: (observation, { stepSize }) => [{
          label: "E f(w⁺) − f(w) <= −α∇fᵀM⁻¹E g + ½α²L̂E‖g‖²",
          lhs: observation.change,
          sense: "<=",
          rhs: bound(observation, stepSize),
          scale: observation.changeScale,
        }],
      },
    },
  });
}
