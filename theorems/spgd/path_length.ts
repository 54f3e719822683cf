/**
 * Eq. (31): how far SPGD gets from where it starts.
 *
 * Printed: ‖θ_t − θ_0‖ ≤ Σ_{k<t} ‖θ_{k+1} − θ_k‖ < (2/σ_min)‖F(θ_0)‖ for every t. Since VUᵀ has norm
 * 1, a step is at most α‖F(θ_k)‖, and eq. (20) sums these to the right side.
 *
 * @module
 */

import { spgd } from "../../lib/optimizers/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import type { Geometry, Method } from "./_local.ts";
import { type Run, runAll, type RunInstance, runInstances, type Runs } from "./_runs.ts";
import { runFigures, shownRuns } from "./_run_figures.ts";
import { contraction, hypotheses, largestStep } from "./theorem_2.ts";

/** (2/σ_min)‖F(θ_0)‖ on the ball that a run stays in; infinite where that has no positive σ_min. */
function pathBound(geometry: Geometry, run: Run): number {
  return 2 / (contraction(geometry, run) / run.stepSize) * run.residualNorms[0]!;
}

/** The claim, for SPGD or what a test puts in its place. */
export function pathLength(method: Method = spgd): Claim {
  return defineClaim<RunInstance, Runs>({
    id: "spgd/path-length",
    title: "The path of SPGD is no longer than twice the initial residual over σ_min",
    locus: "Proof of Theorem 2, eq. (31)",
    kind: "local",
    cost: 10,
    hypotheses,
    instances: runInstances(),
    observe: (instance, arithmetic) => runAll(instance, arithmetic, method, largestStep),
    figures: (runs, instance) =>
      runFigures(
        shownRuns(runs, instance, method),
        "distance travelled up to θ_t",
        [
          { name: "‖θ_t − θ_0‖", of: ({ displacements }) => displacements },
          { name: "Σ‖θ_{k+1} − θ_k‖", of: ({ pathLengths }) => pathLengths },
        ],
        [{ name: "(2/σ_min)‖F(θ_0)‖", at: (run) => pathBound(runs.geometry, run) }],
      ),
    variants: {
      printed: {
        statement: String.raw`\|\theta_t - \theta_0\|_2 \le
          \sum_{k<t} \|\theta_{k+1} - \theta_k\|_2 < \frac{2}{\sigma_{\min}} \|F(\theta_0)\|_2`,
        expected: "holds",
        relations: ({ geometry, runs }) =>
          runs.flatMap((run) => {
            const { stepSize, start, residualNorms, magnitude, neighbourhood } = run;
            const sigmaMin = contraction(geometry, run) / stepSize;
            // No radius so large that the neighbourhood has no positive σ_min.
            if (sigmaMin === 0) return [];
            const bound = pathBound(geometry, run);
            const thetaNorm = Math.hypot(...start.theta);
            return residualNorms.slice(1).flatMap((_, index): Relation[] => {
              const t = index + 1;
              const displacement = run.displacements[t]!;
              const length = run.pathLengths[t]!;
              const scale = (1 + t) * thetaNorm + magnitude / sigmaMin;
              return [
                {
                  label: "‖θ_t − θ_0‖ <= Σ‖θ_{k+1} − θ_k‖",
                  lhs: displacement,
                  sense: "<=",
                  rhs: length,
                  scale: (1 + t) * thetaNorm,
                  neighbourhood,
                },
                {
                  label: "Σ‖θ_{k+1} − θ_k‖ <= (2/σ_min)‖F(θ_0)‖",
                  lhs: length,
                  sense: "<=",
                  rhs: bound,
                  scale,
                  neighbourhood,
                },
              ];
            });
          }),
      },
    },
  });
}
