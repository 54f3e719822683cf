/**
 * The averaged iteration of Krasnoselskii and Mann on nonexpansive maps, half way to T(x).
 *
 * Problem: find x = T(x), T: R^d → R^d nonexpansive, with a fixed point x*.
 *
 * Algorithm: x_{k+1} = ½x_k + ½T(x_k), for N steps.
 *
 * Guarantee: ‖x_N − T(x_N)‖² ≤ 4R² N^N/(N + 1)^{N+1}, R = ‖x_0 − x*‖.
 *
 * Reference: F. Lieder, "Projection based methods for conic linear programming", PhD thesis, Düsseldorf,
 * 2018, Theorem 4.9 with t = ½. As ½(I + T) is any firmly nonexpansive map, it is also G. Gu and J. Yang,
 * "Tight sublinear convergence rate of the proximal point algorithm for maximal monotone inclusion
 * problems", SIAM Journal on Optimization 30 (2020), arXiv:1904.05495: ½(x_N − T(x_N)) = x_N − x_{N+1}.
 *
 * Worst case, by hand: T the rotation of the plane by φ. With complex numbers ½(1 + e^{iφ}) =
 * cos(φ/2) e^{iφ/2} and |1 − e^{iφ}| = 2 sin(φ/2), so ‖x_N − Tx_N‖² = 4R² u(1 − u)^N with
 * u = sin²(φ/2). That is largest at u = 1/(N + 1), where it is 4R² N^N/(N + 1)^{N+1}: equality (and the
 * proof for every normal linear T, whose spectrum lies in the unit disk: u(1 − u)^N bounds it there). The
 * worst case lives in dimension 2.
 *
 * The sharpened form is false on purpose: it has 0.97 of the tight bound on ‖x_N − T(x_N)‖. For N = 1
 * and a quarter turn, x_0 = (2, 0), x_1 = (1, 1), T(x_1) = (−1, 1): ‖x_1 − T(x_1)‖ = 2 = R > 0.97R.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { krasnoselskiiMann } from "../../lib/optimizers/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import {
  displacementRelations,
  fixedPointFigures,
  type FixedPointInstance,
  fixedPointInstances,
  type FixedPointObservation,
  observeFixedPoint,
} from "./_fixed_point_runs.ts";
import type { Iteration } from "./proximal_point.ts";

const LABEL = "‖x_N − T(x_N)‖ <= 2R (N^N/(N + 1)^{N+1})^{1/2}";

/** 2 (N^N/(N + 1)^{N+1})^{1/2}. */
function factorOf(steps: number): number {
  return 2 * Math.sqrt((steps / (steps + 1)) ** steps / (steps + 1));
}

const halfWay: Iteration = (arithmetic) => krasnoselskiiMann(arithmetic, { relaxation: 0.5 });

/** The claim, for the iteration with t = ½ or what a test puts in its place. */
export function krasnoselskiiMannRate(method: Iteration = halfWay): Claim {
  return defineClaim<FixedPointInstance, FixedPointObservation>({
    id: "calibration/krasnoselskii-mann",
    title: "The averaged iteration x⁺ = ½x + ½T(x) on nonexpansive maps",
    locus: "Lieder (2018), Theorem 4.9; Gu and Yang (2020)",
    kind: "universal",
    cost: 0.5,
    hypotheses: [],
    instances: fixedPointInstances(),
    observe: <T>(instance: FixedPointInstance, arithmetic: Arithmetic<T>) =>
      observeFixedPoint(instance, arithmetic, method),
    figures(_, instance) {
      return fixedPointFigures(this, instance);
    },
    variants: {
      printed: {
        statement: String.raw`\|x_N - T(x_N)\|^2 \le 4 R^2 \frac{N^N}{(N + 1)^{N + 1}}`,
        expected: "holds",
        relations: (observation, { steps }) =>
          displacementRelations(LABEL, observation, factorOf(steps)),
      },
      sharpened: {
        statement: String.raw`\|x_N - T(x_N)\| \le 0.97 \cdot 2R
          \left(\frac{N^N}{(N + 1)^{N + 1}}\right)^{1/2}`,
        expected: "refuted",
        relations: (observation, { steps }) =>
          displacementRelations(LABEL, observation, 0.97 * factorOf(steps)),
      },
    },
  });
}
