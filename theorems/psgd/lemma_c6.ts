/**
 * Lemma C.6: the mean change of f by one step, by the constants of the moment bounds.
 *
 * Printed: E f(w⁺) − f(w) ≤ −(c − ½αL̂K_G)α‖∇f‖² + ½α²L̂K, in norms of M⁻¹, for any step size.
 *
 * By hand: Lemma C.5 with ∇fᵀM⁻¹E g ≥ c‖∇f‖² and E‖g‖² = Var + ‖E g‖² ≤ K + (K_V + c_G²)‖∇f‖².
 * Equality for f = (L̂/2)‖w‖_M² and g = c∇f + ζ with E ζ = 0 and Var = K + K_V‖∇f‖².
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

/** The claim, for the step and a factor of L̂ that a test may change. */
export function lemmaC6(step?: SingleStep, factor = 1): Claim {
  const half = (observation: StepObservation, stepSize: number) =>
    factor * stepSize * observation.smoothness / 2;
  const bound = (observation: StepObservation, stepSize: number) => {
    const { constants, gradientNorm } = observation;
    const share = constants.alignment -
      half(observation, stepSize) * secondMomentConstant(constants);
    return -share * stepSize * gradientNorm ** 2 +
      half(observation, stepSize) * stepSize * constants.noise;
  };
  return defineClaim(momentClaim({
    id: "psgd/lemma-c6",
    title: "The mean change of f by one step, by the moment bounds' constants",
    locus: "Appendix C.2, Lemma C.6",
    figures: (_, instance) => stepFigure(instance, bound),
    variants: {
      printed: {
        statement: String.raw`\mathbb E f(w_{k+1}) - f(w_k) \le
          -(c - \tfrac12\alpha\hat L K_G)\,\alpha\|\nabla f(w_k)\|_{M^{-1}}^2 +
          \tfrac12\alpha^2\hat L K`,
        expected: "holds",
        relations: (observation, { stepSize }) => {
          const { constants, gradientNorm, changeScale } = observation;
          const second = secondMomentConstant(constants) * gradientNorm ** 2 + constants.noise;
          return [{
            label: "E f(w⁺) − f(w) <= −(c − ½αL̂K_G)α‖∇f‖² + ½α²L̂K",
            lhs: observation.change,
            sense: "<=",
            rhs: bound(observation, stepSize),
            scale: changeScale + stepSize * constants.alignment * gradientNorm ** 2 +
              stepSize ** 2 * observation.smoothness * second,
          }];
        },
      },
    },
  }, step));
}
