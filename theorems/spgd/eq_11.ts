/**
 * Eq. (11), last inequality: the induction hypothesis on the displacement.
 *
 * Printed: ‖θ_t − θ_0‖ < (2/μ)√(2f(θ_t)/α) for every t, with Lemma 2's μ = σ_min²/4.
 *
 * It fails, because f(θ_t) → 0 while θ_t moves away from θ_0. By hand, F(θ) = θ in one dimension,
 * α = 1/L = 1: θ_1 = 0, so the left side is |θ_0| and the right side 0. With α = ½ it fails from
 * t = 4 on: |θ_0|(1 − 2^{-t}) against 8·√2·2^{-t}|θ_0|.
 *
 * Corrected: the right side with f(θ_0), which is what eq. (15) derives and what the definition (9)
 * of U_α needs.
 *
 * @module
 */

import { gradientDescent } from "../../lib/optimizers/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import type { Method } from "./_local.ts";
import { alongRun, runAll, type RunInstance, runInstances, type Runs } from "./_runs.ts";
import { pathBound, pathScale } from "./gd_path_length.ts";
import { runFigures, shownRuns } from "./_run_figures.ts";
import { gradientHypotheses, largestGradientStep } from "./theorem_1.ts";

/** ‖θ_t − θ_0‖ ≤ (2/μ)√(2f/α), f taken at the iterate that `at` names. */
function displacementBound(
  label: string,
  { geometry, runs }: Runs,
  at: (t: number) => number,
): Relation[] {
  return runs.flatMap((run) => {
    const scale = pathScale(geometry, run);
    return alongRun(run.displacements, (displacement, t): Relation => ({
      label,
      lhs: displacement,
      sense: "<=",
      rhs: pathBound(geometry, run, run.residualNorms[at(t)]!),
      scale: scale(t),
      neighbourhood: run.neighbourhood,
    }));
  });
}

/** The claim, for gradient descent or what a test puts in its place. */
export function equation11(method: Method = gradientDescent): Claim {
  return defineClaim<RunInstance, Runs>({
    id: "spgd/eq-11",
    title: "The displacement of gradient descent is bounded by the current objective",
    locus: "Proof of Theorem 1, eq. (11), last inequality",
    kind: "local",
    cost: 5,
    hypotheses: gradientHypotheses,
    instances: runInstances(),
    observe: (instance, arithmetic) => runAll(instance, arithmetic, method, largestGradientStep),
    figures: ({ geometry, runs }, instance) =>
      runFigures(
        shownRuns({ geometry, runs }, instance, method),
        "distance of θ_t from θ_0",
        [{ name: "‖θ_t − θ_0‖", of: ({ displacements }) => displacements }],
        [
          {
            name: "(2/μ)√(2f(θ_t)/α), printed",
            at: (run, t) => pathBound(geometry, run, run.residualNorms[t]!),
          },
          {
            name: "(2/μ)√(2f(θ_0)/α), corrected",
            at: (run) => pathBound(geometry, run, run.residualNorms[0]!),
          },
        ],
      ),
    variants: {
      printed: {
        statement: String.raw`\|\theta_t - \theta_0\|_2 <
          \frac{2}{\mu} \sqrt{\frac{2 f(\theta_t)}{\alpha}}, \qquad
          \mu = \tfrac14 \sigma_{\min}^2(\theta_0)`,
        expected: "refuted",
        relations: (runs) => displacementBound("‖θ_t − θ_0‖ <= (2/μ)√(2f(θ_t)/α)", runs, (t) => t),
      },
      corrected: {
        statement: String.raw`\|\theta_t - \theta_0\|_2 <
          \frac{2}{\mu} \sqrt{\frac{2 f(\theta_0)}{\alpha}}, \qquad
          \mu = \tfrac14 \sigma_{\min}^2(\theta_0)`,
        expected: "holds",
        relations: (runs) => displacementBound("‖θ_t − θ_0‖ <= (2/μ)√(2f(θ_0)/α)", runs, () => 0),
      },
    },
  });
}
