/**
 * Theorem 2, eq. (16): local linear convergence of SPGD.
 *
 * Printed: for any sufficiently small α ≤ 1/σ_max there is a neighbourhood U_α of θ* from which
 *
 *     f(θ_t) ≤ (1 − ασ_min/2)^t f(θ_0) for all t,
 *
 * where σ_min ≤ σ(J_F(θ)) ≤ σ_max on W for the nonzero singular values (with the vanishing ones of
 * a rank-deficient J no positive σ_min would exist).
 *
 * Why it should hold: F(θ_{t+1}) = (I − αUΣUᵀ)F(θ_t) + O(‖F(θ_t)‖²), the first factor contracts the
 * range of J by 1 − ασ_min at least, and off the range F is O(‖F‖²) (Lemma 4). The same gives the
 * square of the printed factor, tested as `sharpened`: see residual_rate.ts, eq. (20).
 *
 * On the balls that are probed, Weyl's inequality gives σ_min(W) = σ_min(θ*) − L_J·4ρ and
 * σ_max(W) = σ_max(θ*) + L_J·4ρ.
 *
 * @module
 */

import { spgd } from "../../lib/optimizers/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import { constantRank, type Geometry, type Method } from "./_local.ts";
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

/** 1/σ_max on the largest ball that is probed. */
export function largestStep(
  { lipschitz, sigmaMax, radii }: Geometry,
): number {
  const radius = 4 * radii[0]!;
  return 1 / (sigmaMax + lipschitz(radius) * radius);
}

/** ασ_min on the ball that a run stays in. */
export function contraction(
  { lipschitz, sigmaMin }: Geometry,
  { stepSize, neighbourhood }: Run,
): number {
  const radius = 4 * neighbourhood.radius;
  const least = sigmaMin - lipschitz(radius) * radius;
  return stepSize * Math.max(least, 0);
}

/** The hypotheses of Theorem 2. */
export const hypotheses = [
  constantRank,
  admissibleStep(String.raw`0 < \alpha \le 1/\sigma_{\max}`),
];

/** 1 − ασ_min/2 on the ball that a run stays in. */
export function residualFactor(geometry: Geometry, run: Run): number {
  return 1 - contraction(geometry, run) / 2;
}

/** The claim, for SPGD or what a test puts in its place. */
export function theorem2(method: Method = spgd): Claim {
  return defineClaim<RunInstance, Runs>({
    id: "spgd/theorem-2",
    title: "SPGD converges linearly near a regular zero",
    locus: "Theorem 2, eq. (16)",
    kind: "local",
    cost: 10,
    hypotheses,
    instances: runInstances(),
    observe: (instance, arithmetic) => runAll(instance, arithmetic, method, largestStep),
    figures: (runs, instance) =>
      objectiveFigures(shownRuns(runs, instance, method), [
        {
          name: "(1 − ασ_min/2)^t f(θ_0), printed",
          factor: (run) => residualFactor(runs.geometry, run),
        },
        {
          name: "(1 − ασ_min/2)^{2t} f(θ_0), sharpened",
          factor: (run) => residualFactor(runs.geometry, run) ** 2,
        },
      ]),
    variants: {
      printed: {
        statement: String.raw`f(\theta_t) \le \left(1 - \tfrac{\alpha\sigma_{\min}}{2}\right)^t
          f(\theta_0) \quad \forall t \ge 0`,
        expected: "holds",
        relations: (runs) =>
          objectiveRate(
            "f(θ_t) <= (1 − ασ_min/2)^t f(θ_0)",
            runs,
            (run) => residualFactor(runs.geometry, run),
          ),
      },
      sharpened: {
        statement: String.raw`f(\theta_t) \le \left(1 - \tfrac{\alpha\sigma_{\min}}{2}\right)^{2t}
          f(\theta_0) \quad \forall t \ge 0`,
        expected: "holds",
        relations: (runs) =>
          objectiveRate(
            "f(θ_t) <= (1 − ασ_min/2)^{2t} f(θ_0)",
            runs,
            (run) => residualFactor(runs.geometry, run) ** 2,
          ),
      },
    },
  });
}
