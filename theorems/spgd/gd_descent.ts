/**
 * Eq. (12): the descent of gradient descent.
 *
 * Printed: f(θ_{t+1}) ≤ f(θ_t) − (α/2)‖∇f(θ_t)‖² for 0 < α ≤ 1/L, where f is L-smooth. It is the
 * descent lemma f(θ − α∇f) ≤ f − α‖∇f‖² + (Lα²/2)‖∇f‖², with equality for α = 1/L where ∇f is an
 * eigenvector of a constant Hessian with the eigenvalue L.
 *
 * L is a Lipschitz constant of ∇f on a ball about θ that contains the step: with L_0 the constant of
 * a point, a step is no longer than ‖∇f(θ)‖/L_0. It is the least one for linear F, a certified upper
 * bound for curved ones.
 *
 * @module
 */

import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import { gradientDescent } from "../../lib/optimizers/mod.ts";
import { smoothnessConstant } from "../../problems/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import { type Method, normsAt } from "./_local.ts";
import { objective } from "./_runs.ts";
import { over } from "../_figures.ts";
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
}

/** f(θ) − (α/2)‖∇f(θ)‖². */
function descended({ residualNorm, gradientNorm, stepSize }: Observation): number {
  return objective(residualNorm) - stepSize / 2 * gradientNorm ** 2;
}

/** The claim, for gradient descent or what a test puts in its place. */
export function gradientDescentDescends(method: Method = gradientDescent): Claim {
  return defineClaim<StepInstance, Observation | null>({
    id: "spgd/gd-descent",
    title: "A step of gradient descent lowers f by (α/2)‖∇f‖²",
    locus: "Proof of Theorem 1, eq. (12)",
    kind: "universal",
    hypotheses: [admissibleFraction(String.raw`0 < \alpha \le 1/L`), representable],
    instances: stepInstances(),
    observe<T>(instance: StepInstance, arithmetic: Arithmetic<T>): Observation | null {
      const { problem, theta } = stepStart(instance);
      const { gradientNorm } = normsAt(float64, problem, theta);
      const atPoint = smoothnessConstant(problem, theta, 0);
      const smoothness = smoothnessConstant(problem, theta, gradientNorm / atPoint);
      const stepSize = instance.stepFraction / smoothness;
      if (!(stepSize > 0 && stepSize < Infinity)) return null;
      const optimizer = method(arithmetic, { stepSize, rank: problem.rank });
      return { ...takeStep(arithmetic, problem, optimizer, theta), stepSize };
    },
    figures: (observed, instance) => {
      const observation = observed!;
      const parts = alongStep(instance, observation);
      const places = parts.map(({ part }) => part);
      return [{
        kind: "lines",
        title: "the objective along one step of gradient descent",
        x: { label: "part s of the step α" },
        y: { label: "objective f(θ − sα∇f(θ))" },
        series: [
          {
            name: "f(θ − sα∇f(θ))",
            role: "observed",
            points: parts.map(({ part, residualNorm }) => [part, objective(residualNorm)]),
          },
          {
            name: "f(θ) − (sα/2)‖∇f(θ)‖²",
            role: "predicted",
            points: over(
              places,
              (part) => descended({ ...observation, stepSize: part * observation.stepSize }),
            ),
          },
        ],
      }];
    },
    variants: {
      printed: {
        statement: String.raw`f(\theta_{t+1}) \le f(\theta_t) - \tfrac{\alpha}{2}
          \|\nabla f(\theta_t)\|_2^2`,
        expected: "holds",
        relations: (observation) => {
          const { stepSize, residualNorm, nextResidualNorm, gradientNorm } = observation!;
          const { magnitude, jacobianNorm } = observation!;
          return [{
            label: "f(θ⁺) <= f(θ) − (α/2)‖∇f(θ)‖²",
            lhs: objective(nextResidualNorm),
            sense: "<=",
            rhs: descended(observation!),
            scale: (residualNorm + nextResidualNorm) * magnitude +
              stepSize * gradientNorm * jacobianNorm * magnitude,
            size: objective(residualNorm),
          }];
        },
      },
    },
  });
}
