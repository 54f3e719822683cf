/**
 * Eq. (20): the residual's rate in the proof of Theorem 2.
 *
 * Printed: ‖F(θ_t)‖ ≤ (1 − ασ_min/2)^t ‖F(θ_0)‖ for SPGD from the neighbourhood U_α. It is the
 * square root of a sharper form of Theorem 2 (theorem_2.ts, `sharpened`), and holds for the reason
 * that is given there.
 *
 * @module
 */

import { spgd } from "../../lib/optimizers/mod.ts";
import { rateTightness } from "../_rates.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import type { Method } from "./_local.ts";
import { alongRun, runAll, type RunInstance, runInstances, type Runs } from "./_runs.ts";
import { runFigures, shownRuns } from "./_run_figures.ts";
import { hypotheses, largestStep, residualFactor } from "./theorem_2.ts";

/** The claim, for SPGD or what a test puts in its place. */
export function residualRate(method: Method = spgd): Claim {
  return defineClaim<RunInstance, Runs>({
    id: "spgd/residual-rate",
    title: "The residual of SPGD shrinks linearly",
    locus: "Proof of Theorem 2, eq. (20)",
    kind: "local",
    cost: 8,
    hypotheses,
    instances: runInstances(),
    observe: (instance, arithmetic) => runAll(instance, arithmetic, method, largestStep),
    figures: (runs, instance) =>
      runFigures(
        shownRuns(runs, instance, method),
        "residual ‖F(θ_t)‖",
        [{ name: "‖F(θ_t)‖", of: ({ residualNorms }) => residualNorms }],
        [{
          name: "(1 − ασ_min/2)^t ‖F(θ_0)‖",
          at: (run, t) => residualFactor(runs.geometry, run) ** t * run.residualNorms[0]!,
        }],
        ({ floor }) => floor,
      ),
    variants: {
      printed: {
        statement: String.raw`\|F(\theta_t)\|_2 \le
          \left(1 - \tfrac{\alpha\sigma_{\min}}{2}\right)^t \|F(\theta_0)\|_2`,
        expected: "holds",
        relations: ({ geometry, runs }) =>
          runs.flatMap((run) => {
            const { residualNorms, magnitude, neighbourhood } = run;
            const rate = residualFactor(geometry, run);
            const first = residualNorms[0]!;
            const conditionNumber = geometry.sigmaMax / geometry.sigmaMin;
            return alongRun(residualNorms, (norm, t): Relation => ({
              label: "‖F(θ_t)‖ <= (1 − ασ_min/2)^t ‖F(θ_0)‖",
              lhs: norm,
              sense: "<=",
              rhs: rate ** t * first,
              scale: (1 + t) * (conditionNumber * norm + magnitude),
              ...rateTightness(rate ** t, first, norm),
              neighbourhood,
            }));
          }),
      },
    },
  });
}
