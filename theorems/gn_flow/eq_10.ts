/**
 * Eq. (10): how much of ∇g moves w.
 *
 * Printed: for ρ ∈ (0, λ_n²/(1 + λ_n²)] and s < T, ‖∇g‖² in the norm of J[H_ρ]⁻²Jᵀ is at most
 * (1 − ρ)⁻² λ_n²/(λ_n² + ρ_0)² ‖∇g‖², "since x ↦ x/(x + ρ_0)² is decreasing for x ≥ ρ_0 and
 * ‖K_s‖ ≥ λ_n² ≥ ρ_0".
 *
 * It fails wherever K has eigenvalues between ρ_0 and λ_n² that matter: that the largest one is
 * beyond ρ_0 says nothing of them. By hand, a network: one tanh neuron on x_1 = e_1, x_2 = 4e_2 ∈
 * R³ with w_init = 0. J = (e_1, 4e_2)ᵀ, K_0 = diag(1, 16), λ_n² = 4, ρ = ½ (at most 4/5), ρ_0 = 1.
 * For y = e_1 and g(ψ) = ½‖ψ − y‖² the gradient at the start is −e_1, and the left side 4 · 1/(1 +
 * 1)² = 1. The right side is 4 · 4/(4 + 1)² = 16/25.
 *
 * Corrected: (1 − ρ)⁻² times the largest γ/(γ + ρ_0)² over the eigenvalues γ of K_s; and as these
 * are at least λ_0², at most (1 − ρ)⁻² Λ²/(Λ² + ρ_0)² with Λ = max(λ_0, √ρ_0), where x/(x + ρ_0)²
 * is largest.
 *
 * It is looked at at w_0 and at points of the flow that lie in the ball, for each of which it is a
 * statement on that point: no error of the integrator enters.
 *
 * @module
 */

import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import {
  type OverparameterizedInstance,
  type OverparameterizedProblem,
  overparameterizedProblem,
} from "../../problems/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { enumerated, level } from "../_figures.ts";
import { kernelAt } from "./_kernel.ts";
import { normIn } from "./_observed.ts";
import {
  admittedDamping,
  flowInstances,
  gain,
  leadingSlope,
  pointsOfFlow,
} from "./_overparameterized.ts";

interface Observation {
  readonly family: "network" | "smooth map";
  /** At each point: the sides over ‖∇g‖², and what enters their rounding. */
  readonly points: readonly {
    readonly left: number;
    /** The largest over the spectrum. */
    readonly largest: number;
    readonly scale: number;
  }[];
  readonly printed: number;
  readonly corrected: number;
}

/** The claim, with Λ or what a test puts in its place. */
export function equation10(
  slope: (problem: OverparameterizedProblem) => number = leadingSlope,
): Claim {
  const relations = (
    { family, points }: Observation,
    label: string,
    rhs: (point: Observation["points"][number]) => number,
  ) =>
    points.map((point, index): Relation => ({
      label: `${label}, ${index === 0 ? "at the start" : "along the flow"}`,
      lhs: point.left,
      sense: "<=",
      rhs: rhs(point),
      scale: point.scale,
      family,
    }));
  return defineClaim<OverparameterizedInstance, Observation>({
    id: "gn-flow/eq-10",
    title: "A bound on the velocity by the largest eigenvalue of the kernel",
    locus: "Proof of Lemma 2, eq. (10)",
    kind: "universal",
    cost: 7,
    hypotheses: [admittedDamping],
    instances: flowInstances({ damping: "bounded", scaling: "free" }),
    observe<T>(
      instance: OverparameterizedInstance,
      arithmetic: Arithmetic<T>,
      refinement: number,
    ): Observation {
      const problem = overparameterizedProblem(instance);
      const { damping, lambda0, lambdaN, loss, map, scaling } = problem;
      const spectrumAt = (w: readonly number[]) =>
        kernelAt(float64, problem, w, damping).eigenvalues;
      return {
        family: map.family,
        printed: gain(damping, lambdaN) ** 2,
        corrected: gain(damping, slope(problem)) ** 2,
        points: pointsOfFlow(problem, arithmetic as Arithmetic<unknown>, refinement).map(
          ({ point }) => {
            const size = normIn(arithmetic, loss.gradient(problem.output(point)));
            const speed = scaling * normIn(arithmetic, problem.velocity(point, damping));
            const left = (speed / size) ** 2;
            const cancellation = loss.smoothness * Math.hypot(...loss.minimizer) / size;
            // The small eigenvalues of K are known to u‖K‖: to a share of λ_n²/λ_0².
            return {
              left,
              largest: Math.max(
                ...spectrumAt(point).map((gamma) =>
                  gain(damping, Math.sqrt(Math.max(0, gamma))) ** 2
                ),
              ),
              scale: left *
                ((1 + lambdaN / lambda0) * (1 + cancellation) + (lambdaN / lambda0) ** 2),
            };
          },
        ),
      };
    },
    figures: ({ points, printed, corrected }) => {
      const places = points.map((_, k) => k);
      return [{
        kind: "lines",
        title: "how much of ∇g moves w",
        x: { label: "place along the flow" },
        y: { label: "‖∇g‖²_{J[H_ρ]⁻²Jᵀ}/‖∇g‖²", scale: "log" },
        mark: "dots",
        series: [
          {
            name: "observed",
            role: "observed",
            points: enumerated(points.map(({ left }) => left)),
          },
          level("(1 − ρ)⁻²λ_n²/(λ_n² + ρ_0)²", "predicted", printed, places),
          level("(1 − ρ)⁻²Λ²/(Λ² + ρ_0)²", "reference", corrected, places),
        ],
      }];
    },
    variants: {
      printed: {
        statement: String.raw`\|\nabla g\|^2_{J[H_\rho]^{-2}J^\top} \le
          \frac{1}{(1-\rho)^2} \frac{\lambda_n^2}{(\lambda_n^2+\rho_0)^2} \|\nabla g\|_2^2`,
        expected: "refuted",
        relations: (observation) =>
          relations(
            observation,
            "‖∇g‖²_{J[H_ρ]⁻²Jᵀ} <= (1 − ρ)⁻²λ_n²/(λ_n² + ρ_0)² ‖∇g‖²",
            () => observation.printed,
          ),
      },
      corrected: {
        statement: String.raw`\|\nabla g\|^2_{J[H_\rho]^{-2}J^\top} \le
          \frac{1}{(1-\rho)^2} \max_\gamma \frac{\gamma}{(\gamma+\rho_0)^2} \|\nabla g\|_2^2 \le
          \frac{1}{(1-\rho)^2} \frac{\Lambda^2}{(\Lambda^2+\rho_0)^2} \|\nabla g\|_2^2,
          \quad \Lambda = \max(\lambda_0, \sqrt{\rho_0})`,
        expected: "holds",
        relations: (observation) => [
          ...relations(
            observation,
            "‖∇g‖²_{J[H_ρ]⁻²Jᵀ} <= (1 − ρ)⁻² max γ/(γ + ρ_0)² ‖∇g‖²",
            ({ largest }) => largest,
          ),
          ...relations(
            observation,
            "‖∇g‖²_{J[H_ρ]⁻²Jᵀ} <= (1 − ρ)⁻²Λ²/(Λ² + ρ_0)² ‖∇g‖²",
            () => observation.corrected,
          ),
        ],
      },
    },
  });
}
