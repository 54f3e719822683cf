/**
 * The first inequality of the original's Lemma 4.4, on which Lemma C.6 rests, and the bound of the second
 * moment that takes it there.
 *
 * E f(w⁺) − f(w) ≤ −cα‖∇f‖² + ½α²L̂E‖g‖² and E‖g‖² ≤ K + K_G‖∇f‖², in norms of M⁻¹.
 *
 * By hand: Lemma C.5 with ∇fᵀM⁻¹E g ≥ c‖∇f‖²; and E‖g‖² = Var + ‖E g‖², K_G = K_V + c_G².
 *
 * @module
 */

import { type Claim, defineClaim } from "../../verify/mod.ts";
import {
  momentClaim,
  secondMomentConstant,
  type SingleStep,
  stepFigure,
  type StepObservation,
} from "./_metric_lemmas.ts";

/** The claim, for the step and a factor of L̂ and of K_G that a test may change. */
export function lemmaC6First(step?: SingleStep, factor = 1): Claim {
  const bound = (
    { constants, gradientNorm, smoothness, secondMoment }: StepObservation,
    stepSize: number,
  ) =>
    -constants.alignment * stepSize * gradientNorm ** 2 +
    factor * stepSize ** 2 * smoothness * secondMoment / 2;
  return defineClaim(momentClaim({
    id: "psgd/lemma-c6-first",
    title: "The mean change of f by one step, by c and the second moment",
    locus: "Appendix C.2, Lemma C.6; Bottou, Curtis, Nocedal (2018), Lemma 4.4",
    figures: (_, instance) => stepFigure(instance, bound),
    variants: {
      printed: {
        statement: String.raw`\mathbb E f(w_{k+1}) - f(w_k) \le
          -c\alpha\|\nabla f(w_k)\|_{M^{-1}}^2 +
          \tfrac12\alpha^2\hat L\,\mathbb E\|g\|_{M^{-1}}^2, \qquad
          \mathbb E\|g\|_{M^{-1}}^2 \le K + K_G\|\nabla f(w_k)\|_{M^{-1}}^2`,
        expected: "holds",
        relations: (observation, { stepSize }) => {
          const { constants, gradientNorm, secondMoment, changeScale } = observation;
          return [
            {
              label: "E f(w⁺) − f(w) <= −cα‖∇f‖² + ½α²L̂E‖g‖²",
              lhs: observation.change,
              sense: "<=",
              rhs: bound(observation, stepSize),
              scale: changeScale + stepSize * constants.alignment * gradientNorm ** 2,
            },
            {
              label: "E‖g‖² <= K + K_G‖∇f‖²",
              lhs: secondMoment,
              sense: "<=",
              rhs: constants.noise +
                factor * secondMomentConstant(constants) * gradientNorm ** 2,
              scale: observation.conditionNumber * secondMoment,
            },
          ];
        },
      },
    },
  }, step));
}
