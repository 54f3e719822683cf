/**
 * (EDI), the energy dissipation inequality.
 *
 * Printed: dg(αf)/dt ≤ −(λ_0²/(ρ + (1 − ρ)λ_0²)) ‖∇g‖² for t < T, T the exit time from the ball
 * {‖w − w_0‖ < r_0}, ρ ∈ (0, 1].
 *
 * It holds: dg/dt = −∇gᵀJ[H_ρ]⁻¹Jᵀ∇g, the eigenvalues γ/((1 − ρ)γ + ρ) increase with γ, and γ ≥
 * λ_0² in the ball. (The paper then cites the Polyak–Łojasiewicz inequality for it; that is for
 * (2).)
 *
 * It is looked at at w_0 and at points of the flow that lie in the ball: at each it is a statement
 * on that point, so that no error of the integrator enters.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import {
  type OverparameterizedInstance,
  type OverparameterizedProblem,
  overparameterizedProblem,
} from "../../problems/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import type { Point } from "../_figures.ts";
import { dotIn, normIn } from "./_observed.ts";
import { dissipation, flowInstances, pointsOfFlow } from "./_overparameterized.ts";

interface Observation {
  readonly family: "network" | "smooth map";
  /** At each point: t, −dg/dt, ‖∇g‖², and how much larger than ∇g is what it is made of. */
  readonly points: readonly {
    readonly time: number;
    readonly decrease: number;
    readonly gradientSquare: number;
    readonly cancellation: number;
  }[];
  /** λ_0²/(ρ + (1 − ρ)λ_0²). */
  readonly factor: number;
  /** λ_n/λ_0. */
  readonly conditioning: number;
}

/** The claim, or with the factor or the velocity that a test puts in its place. */
export function energyDissipation(
  factor: (problem: OverparameterizedProblem) => number = dissipation,
  velocity: (problem: OverparameterizedProblem, w: readonly number[]) => number[] = (
    problem,
    w,
  ) => problem.velocity(w, problem.damping),
): Claim {
  return defineClaim<OverparameterizedInstance, Observation>({
    id: "gn-flow/edi",
    title: "The loss dissipates along the flow in the ball",
    locus: "Lemma 1, (EDI)",
    kind: "universal",
    cost: 4,
    hypotheses: [],
    instances: flowInstances({ damping: "unit", scaling: "free" }),
    observe<T>(
      instance: OverparameterizedInstance,
      arithmetic: Arithmetic<T>,
      refinement: number,
    ): Observation {
      const problem = overparameterizedProblem(instance);
      return {
        family: problem.map.family,
        factor: factor(problem),
        conditioning: problem.lambdaN / problem.lambda0,
        points: pointsOfFlow(problem, arithmetic as Arithmetic<unknown>, refinement).map(
          ({ time, point }) => {
            const z = problem.loss.gradient(problem.output(point));
            const gradientSquare = normIn(arithmetic, z) ** 2;
            return {
              time,
              decrease: -dotIn(arithmetic, problem.gradient(point), velocity(problem, point)),
              gradientSquare,
              cancellation: problem.loss.smoothness * Math.hypot(...problem.loss.minimizer) /
                Math.sqrt(gradientSquare),
            };
          },
        ),
      };
    },
    figures: ({ points, factor }) =>
      points.length < 2 ? [] : [{
        kind: "lines",
        title: "the dissipation along the flow",
        x: { label: "t" },
        y: { label: "−dg/dt", scale: "log" },
        series: [
          {
            name: "−dg/dt",
            role: "observed",
            points: points.map(({ time, decrease }): Point => [time, decrease]),
          },
          {
            name: "λ_0²/(ρ + (1 − ρ)λ_0²) ‖∇g‖²",
            role: "predicted",
            points: points.map(({ time, gradientSquare }): Point => [
              time,
              factor * gradientSquare,
            ]),
          },
        ],
      }],
    variants: {
      printed: {
        statement: String.raw`\frac{dg(\alpha f)}{dt} \le
          -\frac{\lambda_0^2}{\rho + (1-\rho)\lambda_0^2} \|\nabla g\|_2^2 \quad \forall t < T`,
        expected: "holds",
        relations: ({ family, points, factor, conditioning }) =>
          points.map(({ decrease, gradientSquare, cancellation }): Relation => ({
            label: "dg/dt <= −λ_0²/(ρ + (1 − ρ)λ_0²) ‖∇g‖²",
            lhs: -decrease,
            sense: "<=",
            rhs: -factor * gradientSquare,
            scale: decrease * (1 + conditioning) * (1 + cancellation),
            size: decrease,
            ratio: Math.min(1e6, factor * gradientSquare / decrease),
            family,
          })),
      },
    },
  });
}
