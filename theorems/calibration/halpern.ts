/**
 * Halpern's iteration on nonexpansive maps.
 *
 * Problem: find x = T(x), T: R^d → R^d nonexpansive, with a fixed point x*.
 *
 * Algorithm: x_{k+1} = x_0/(k + 2) + (k + 1)/(k + 2) · T(x_k), for N steps.
 *
 * Guarantee: ‖x_N − T(x_N)‖ ≤ 2R/(N + 1), R = ‖x_0 − x*‖.
 *
 * Reference: F. Lieder, "On the convergence rate of the Halpern-iteration", Optimization Letters 15
 * (2021), Theorem 2.1.
 *
 * Worst case, by hand: for linear T the iterate x_N is the mean of x_0, Tx_0, …, T^N x_0, so
 * x_N − Tx_N = (x_0 − T^{N+1}x_0)/(N + 1). With the rotation of the plane by π/(N + 1), T^{N+1} = −I and
 * the norm is 2R/(N + 1): equality. For even N the line suffices, with T = −I. The worst case lives in
 * dimension 2.
 *
 * The sharpened form is false on purpose: its factor is 0.97 · 2/(N + 1). With T = −I on the line,
 * N = 2 and x_0 = 3: x_1 = 0, x_2 = 1, and |x_2 − T(x_2)| = 2 = 2 · 3/3 > 1.94.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { halpern } from "../../lib/optimizers/mod.ts";
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

const LABEL = "‖x_N − T(x_N)‖ <= 2R/(N + 1)";

/** The claim, for Halpern's iteration or what a test puts in its place. */
export function halpernRate(method: Iteration = halpern): Claim {
  return defineClaim<FixedPointInstance, FixedPointObservation>({
    id: "calibration/halpern",
    title: "Halpern's iteration on nonexpansive maps",
    locus: "Lieder (2021), Theorem 2.1",
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
        statement: String.raw`\|x_N - T(x_N)\| \le \frac{2R}{N + 1}`,
        expected: "holds",
        relations: (observation, { steps }) =>
          displacementRelations(LABEL, observation, 2 / (steps + 1)),
      },
      sharpened: {
        statement: String.raw`\|x_N - T(x_N)\| \le 0.97 \, \frac{2R}{N + 1}`,
        expected: "refuted",
        relations: (observation, { steps }) =>
          displacementRelations(LABEL, observation, 0.97 * 2 / (steps + 1)),
      },
    },
  });
}
