/**
 * Theorem 1, eq. (8): local linear convergence of gradient descent.
 *
 * Printed: for any sufficiently small α (the proof: α ≤ 1/L) there is a neighbourhood of θ* from
 * which f(θ_t) ≤ (1 − αμ)^t f(θ_0), "where μ = max_{θ∈V} ‖∇f(θ)‖²/(2f(θ)) as defined in Lemma 2".
 * Lemma 2 defines another μ, with which ‖∇f‖² ≥ 2μf; the maximum is tested as printed.
 *
 * It fails. By hand, F(θ) = diag(2, 1)θ: on any V the quotient is 4 along e_1, so μ ≥ 4. From
 * θ_0 = εe_2 gradient descent gives f(θ_1) = (1 − α)²f(θ_0), and (1 − α)² > 1 − 4α for every α > 0.
 * The quotient is taken over the points that are probed, all of V; a lower bound of the maximum can
 * only make the printed bound weaker.
 *
 * Corrected: with a μ for which ‖∇f‖² ≥ 2μf on V, such as Lemma 2's σ_min²/4, eq. (12) gives
 * f(θ_{t+1}) ≤ f(θ_t) − (α/2)‖∇f(θ_t)‖² ≤ (1 − αμ)f(θ_t).
 *
 * @module
 */

import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import { gradientDescent } from "../../lib/optimizers/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import { constantRank, type Geometry, type Method, normsAt, pointsAt } from "./_local.ts";
import {
  admissibleStep,
  objectiveRate,
  type Run,
  runAll,
  type RunInstance,
  runInstances,
  type Runs,
} from "./_runs.ts";
import { objectiveFigures, shownRuns } from "./_run_figures.ts";

/** 1/L, L a Lipschitz constant of ∇f on a ball that contains the runs. */
export function largestGradientStep({ smoothness }: Geometry): number {
  return 1 / smoothness;
}

/** Lemma 1's μ = σ_min²/4. */
export function lemmaMu({ sigmaMin }: Geometry): number {
  return sigmaMin ** 2 / 4;
}

/** The hypotheses of Theorem 1 and its proof. */
export const gradientHypotheses = [
  constantRank,
  admissibleStep(String.raw`0 < \alpha \le 1/L`),
];

interface Observation extends Runs {
  /** max ‖∇f‖²/(2f) over the points at each radius. */
  readonly largestQuotient: ReadonlyMap<number, number>;
}

/** 1 − αμ with the maximum as μ, as printed. */
function printedFactor({ largestQuotient }: Observation, { stepSize, neighbourhood }: Run): number {
  return 1 - stepSize * largestQuotient.get(neighbourhood.radius)!;
}

/** 1 − αμ with Lemma 1's μ. */
function correctedFactor(geometry: Geometry, { stepSize }: Run): number {
  return 1 - stepSize * lemmaMu(geometry);
}

/** The claim, for gradient descent or what a test puts in its place. */
export function theorem1(method: Method = gradientDescent): Claim {
  return defineClaim<RunInstance, Observation>({
    id: "spgd/theorem-1",
    title: "Gradient descent converges linearly near a regular zero",
    locus: "Theorem 1, eq. (8)",
    kind: "local",
    cost: 8,
    hypotheses: gradientHypotheses,
    instances: runInstances(),
    observe<T>(instance: RunInstance, arithmetic: Arithmetic<T>): Observation {
      const observed = runAll(instance, arithmetic, method, largestGradientStep);
      const { geometry, starts } = observed;
      const largestQuotient = new Map(geometry.radii.map((radius) => {
        const points = starts.get(radius) ?? pointsAt(geometry, instance.samples, radius);
        const quotients = points.map(({ theta }) => {
          const { gradientNorm, residualNorm } = normsAt(float64, geometry.problem, theta);
          return residualNorm === 0 ? 0 : (gradientNorm / residualNorm) ** 2;
        });
        return [radius, Math.max(...quotients)];
      }));
      return { ...observed, largestQuotient };
    },
    figures: (observation, instance) =>
      objectiveFigures(shownRuns(observation, instance, method), [
        {
          name: "(1 − αμ)^t f(θ_0), μ = max ‖∇f‖²/(2f), printed",
          factor: (run) => printedFactor(observation, run),
        },
        {
          name: "(1 − αμ)^t f(θ_0), μ = σ_min²/4, corrected",
          factor: (run) => correctedFactor(observation.geometry, run),
        },
      ]),
    variants: {
      printed: {
        statement: String.raw`f(\theta_t) \le (1 - \alpha\mu)^t f(\theta_0) \quad \forall t \ge 0,
          \qquad \mu = \max_{\theta \in V} \frac{\|\nabla f(\theta)\|_2^2}{2 f(\theta)}`,
        expected: "refuted",
        relations: (observation) =>
          objectiveRate(
            "f(θ_t) <= (1 − αμ)^t f(θ_0), μ = max ‖∇f‖²/(2f)",
            observation,
            (run) => printedFactor(observation, run),
          ),
      },
      corrected: {
        statement: String.raw`f(\theta_t) \le (1 - \alpha\mu)^t f(\theta_0) \quad \forall t \ge 0,
          \qquad \mu = \tfrac14 \sigma_{\min}^2(\theta^*)`,
        expected: "holds",
        relations: (observation) =>
          objectiveRate(
            "f(θ_t) <= (1 − αμ)^t f(θ_0), μ = σ_min²/4",
            observation,
            (run) => correctedFactor(observation.geometry, run),
          ),
      },
    },
  });
}
