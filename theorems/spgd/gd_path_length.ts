/**
 * Eq. (15) of the main text: the length of gradient descent's path.
 *
 * Printed: Σ_{k≤t} ‖θ_{k+1} − θ_k‖ < (2/μ)√(2f(θ_0)/α) for 0 < α ≤ 1/L, with Lemma 1's
 * μ = σ_min²/4.
 *
 * By hand: eq. (12) and f ≥ 0 give ‖θ_{k+1} − θ_k‖ = α‖∇f(θ_k)‖ ≤ √(2αf(θ_k)), Theorem 1 (corrected)
 * f(θ_k) ≤ (1 − αμ)^k f(θ_0), and Σ(1 − αμ)^{k/2} ≤ 1/(1 − √(1 − αμ)) ≤ 2/(αμ).
 *
 * @module
 */

import { gradientDescent } from "../../lib/optimizers/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import type { Geometry, Method } from "./_local.ts";
import {
  alongRun,
  objective,
  type Run,
  runAll,
  type RunInstance,
  runInstances,
  type Runs,
} from "./_runs.ts";
import { runFigures, shownRuns } from "./_run_figures.ts";
import { gradientHypotheses, largestGradientStep, lemmaMu } from "./theorem_1.ts";

/** (2/μ)√(2f/α) for f = ½‖F‖². */
export function pathBound(geometry: Geometry, { stepSize }: Run, residualNorm: number): number {
  return 2 / lemmaMu(geometry) * Math.sqrt(2 * objective(residualNorm) / stepSize);
}

/** What is added up in a path of t steps, for tolerances: its points, and F in the bound. */
export function pathScale(geometry: Geometry, run: Run): (t: number) => number {
  const thetaNorm = Math.hypot(...run.start.theta);
  const rounding = pathBound(geometry, run, run.magnitude);
  return (t) => (1 + t) * thetaNorm + rounding;
}

/** The claim, for gradient descent or what a test puts in its place. */
export function gradientPathLength(method: Method = gradientDescent): Claim {
  return defineClaim<RunInstance, Runs>({
    id: "spgd/gd-path-length",
    title: "The path of gradient descent is bounded by the initial objective",
    locus: "Proof of Theorem 1, eq. (15)",
    kind: "local",
    cost: 5,
    hypotheses: gradientHypotheses,
    instances: runInstances(),
    observe: (instance, arithmetic) => runAll(instance, arithmetic, method, largestGradientStep),
    figures: (runs, instance) =>
      runFigures(
        shownRuns(runs, instance, method),
        "length of the path up to θ_t",
        [{ name: "Σ‖θ_{k+1} − θ_k‖", of: ({ pathLengths }) => pathLengths }],
        [{
          name: "(2/μ)√(2f(θ_0)/α)",
          at: (run) => pathBound(runs.geometry, run, run.residualNorms[0]!),
        }],
      ),
    variants: {
      printed: {
        statement: String.raw`\sum_{k=0}^{t} \|\theta_{k+1} - \theta_k\|_2 <
          \frac{2}{\mu} \sqrt{\frac{2 f(\theta_0)}{\alpha}}, \qquad
          \mu = \tfrac14 \sigma_{\min}^2(\theta_0)`,
        expected: "holds",
        relations: ({ geometry, runs }) =>
          runs.flatMap((run) => {
            const bound = pathBound(geometry, run, run.residualNorms[0]!);
            const scale = pathScale(geometry, run);
            return alongRun(run.pathLengths, (length, t): Relation => ({
              label: "Σ‖θ_{k+1} − θ_k‖ <= (2/μ)√(2f(θ_0)/α)",
              lhs: length,
              sense: "<=",
              rhs: bound,
              scale: scale(t),
              neighbourhood: run.neighbourhood,
            }));
          }),
      },
    },
  });
}
