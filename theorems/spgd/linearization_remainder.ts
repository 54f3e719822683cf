/**
 * Eq. (24): the remainder of the linearization along one SPGD step.
 *
 * Printed, with Q = F(θ⁺) − F(θ) − J(θ)Δ, Δ = θ⁺ − θ = −αVUᵀF(θ), as a chain of three links:
 *
 *     ‖Q‖ ≤ ∫₀¹ s L_J‖Δ‖² ds = (L_Jα²/2)‖Δ‖² ≤ (L_Jα²/2)‖F(θ)‖².
 *
 * The equality fails: the integral is (L_J/2)‖Δ‖², the α² is already in Δ. By hand, F(θ) = θ² − 1 at
 * θ = 2, α = ¼: J = 4, F = 3, Δ = −¾, L_J = 2; the integral is 9/16, the printed value 9/256. (It is
 * an equality for α = 1 only.) The ends of the chain are true, ‖Q‖ ≤ (L_Jα²/2)‖F‖², and with them
 * all that the paper draws from it.
 *
 * Corrected: ‖Q‖ ≤ (L_J/2)‖Δ‖² ≤ (L_Jα²/2)‖F‖², since ‖Δ‖ ≤ α‖F‖.
 *
 * The paper asks for "any sufficiently small step size α ≤ 1/σ_max". Where σ_max < 1 a step α > 1
 * would break the third link as well; steps are kept to α ≤ min(1, 1/σ_max), so that only the slip in
 * the formula is judged. L_J is taken on a ball about θ with radius α‖F(θ)‖ ≥ ‖Δ‖, and is the least
 * Lipschitz constant, or an upper bound where that is not known; any larger one serves as well.
 *
 * @module
 */

import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import { spectralNorm } from "../../lib/linalg/mod.ts";
import { spgd } from "../../lib/optimizers/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { type Method, normsAt } from "./_local.ts";
import { level, over } from "../_figures.ts";
import {
  admissibleFraction,
  alongStep,
  representable,
  type StepInstance,
  stepInstances,
  type StepObservation,
  stepStart,
  takeStep,
} from "./_step.ts";

interface Observation extends StepObservation {
  readonly stepSize: number;
  readonly lipschitz: number;
  /** u. */
  readonly unitRoundoff: number;
}

/** ∫₀¹ s L_J‖Δ‖² ds = (L_J/2)‖Δ‖². */
function integral({ lipschitz, stepNorm }: Observation): number {
  return lipschitz / 2 * stepNorm ** 2;
}

function chainEnd({ lipschitz, stepSize, residualNorm }: Observation): number {
  return lipschitz * stepSize ** 2 / 2 * residualNorm ** 2;
}

/** F is known to u·magnitude, and so is every difference of its values. */
function remainderBelow(label: string, observation: Observation, rhs: number): Relation {
  const { remainder, magnitude } = observation;
  return { label, lhs: remainder, sense: "<=", rhs, scale: magnitude };
}

/**
 * The step is known to u·α·magnitude, from the residual that it is made of, and to u‖θ‖, from the
 * points that it is the difference of.
 */
function stepScale(observation: Observation): number {
  const { lipschitz, stepSize, stepNorm, magnitude, residualNorm, thetaNorm } = observation;
  return lipschitz * (stepNorm + stepSize * residualNorm) * (stepSize * magnitude + thetaNorm);
}

/** The claim, for SPGD or what a test puts in its place. */
export function linearizationRemainder(method: Method = spgd): Claim {
  return defineClaim<StepInstance, Observation | null>({
    id: "spgd/linearization-remainder",
    title: "The remainder of the linearization along one SPGD step",
    locus: "Proof of Theorem 2, eq. (24)",
    kind: "universal",
    hypotheses: [
      admissibleFraction(String.raw`0 < \alpha \le \min(1, 1/\sigma_{\max})`),
      representable,
    ],
    instances: stepInstances(),
    observe<T>(instance: StepInstance, arithmetic: Arithmetic<T>): Observation | null {
      const { problem, theta } = stepStart(instance);
      const { residualNorm } = normsAt(float64, problem, theta);
      const atPoint = spectralNorm(float64, problem.jacobian(float64, float64.vector(theta)));
      // σ_max on the ball that a step of the largest size at θ could reach.
      const reach = residualNorm * Math.min(1, 1 / atPoint);
      const sigmaMax = atPoint + problem.jacobianLipschitz(theta, reach) * reach;
      const stepSize = instance.stepFraction * Math.min(1, 1 / sigmaMax);
      const lipschitz = problem.jacobianLipschitz(theta, stepSize * residualNorm);
      if (!(stepSize > 0 && lipschitz < Infinity)) return null;
      const optimizer = method(arithmetic, { stepSize, rank: problem.rank });
      const { unitRoundoff } = arithmetic;
      const step = takeStep(arithmetic, problem, optimizer, theta);
      return { ...step, stepSize, lipschitz, unitRoundoff };
    },
    figures: (observed, instance) => {
      const observation = observed!;
      const { stepSize, magnitude, unitRoundoff } = observation;
      const parts = alongStep(instance, observation);
      const places = parts.map(({ part }) => part);
      return [{
        kind: "lines",
        title: "the remainder of the linearization along one SPGD step Δ",
        x: { label: "part s of the step Δ", scale: "log" },
        y: { label: "remainder ‖F(θ + sΔ) − F(θ) − sJ(θ)Δ‖", scale: "log" },
        series: [
          {
            name: "‖Q‖",
            role: "observed",
            points: parts.map(({ part, remainder }) => [part, remainder]),
          },
          {
            name: "(L_J/2)‖sΔ‖², corrected",
            role: "predicted",
            points: over(places, (part) => part ** 2 * integral(observation)),
          },
          {
            name: "(L_Jα²/2)‖sΔ‖², printed",
            role: "predicted",
            points: over(places, (part) => (part * stepSize) ** 2 * integral(observation)),
          },
          level("rounding of F", "floor", unitRoundoff * magnitude, places),
        ],
      }];
    },
    variants: {
      printed: {
        statement: String.raw`\|Q_t\|_2 \le \int_0^1 s L_{J_F} \|\theta_{t+1} - \theta_t\|_2^2\,ds
          = \frac{L_{J_F}\alpha^2}{2} \|\theta_{t+1} - \theta_t\|_2^2
          \le \frac{L_{J_F}\alpha^2}{2} \|F(\theta_t)\|_2^2`,
        expected: "refuted",
        relations: (observed) => {
          const observation = observed!;
          const { lipschitz, stepSize, stepNorm } = observation;
          const middle = lipschitz * stepSize ** 2 / 2 * stepNorm ** 2;
          return [
            remainderBelow("link 1: ‖Q‖ <= ∫ s L_J‖Δ‖² ds", observation, integral(observation)),
            {
              label: "link 2: ∫ s L_J‖Δ‖² ds = (L_Jα²/2)‖Δ‖²",
              lhs: integral(observation),
              sense: "=",
              rhs: middle,
            },
            {
              label: "link 3: (L_Jα²/2)‖Δ‖² <= (L_Jα²/2)‖F‖²",
              lhs: middle,
              sense: "<=",
              rhs: chainEnd(observation),
              scale: stepSize ** 2 * stepScale(observation),
            },
            remainderBelow("ends: ‖Q‖ <= (L_Jα²/2)‖F‖²", observation, chainEnd(observation)),
          ];
        },
      },
      corrected: {
        statement: String.raw`\|Q_t\|_2 \le \frac{L_{J_F}}{2} \|\theta_{t+1} - \theta_t\|_2^2
          \le \frac{L_{J_F}\alpha^2}{2} \|F(\theta_t)\|_2^2`,
        expected: "holds",
        relations: (observed) => {
          const observation = observed!;
          return [
            remainderBelow("‖Q‖ <= (L_J/2)‖Δ‖²", observation, integral(observation)),
            {
              label: "(L_J/2)‖Δ‖² <= (L_Jα²/2)‖F‖²",
              lhs: integral(observation),
              sense: "<=",
              rhs: chainEnd(observation),
              scale: stepScale(observation),
            },
          ];
        },
      },
    },
  });
}
