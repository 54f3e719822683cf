/**
 * The proximal point method on monotone inclusions.
 *
 * Problem: find z* with F(z*) = 0, F: R^d → R^d maximal monotone.
 *
 * Algorithm: z_{k+1} = (I + γF)⁻¹(z_k), γ > 0, for N steps.
 *
 * Guarantee: ‖z_N − z_{N−1}‖² ≤ (1 − 1/N)^{N−1} R²/N, R = ‖z_0 − z*‖.
 *
 * Reference: G. Gu and J. Yang, "Tight sublinear convergence rate of the proximal point algorithm for maximal
 * monotone inclusion problems", SIAM Journal on Optimization 30 (2020), arXiv:1904.05495; PEPit's example
 * `proximal_point_method`. (It is the bound for Krasnoselskii and Mann's iteration with t = ½, as
 * (I + γF)⁻¹ = ½(I + T) with T nonexpansive.)
 *
 * Worst case, by hand: the plane, F(z) = tan φ/γ times the rotation by a right angle. In complex numbers a
 * step multiplies by 1/(1 + i tan φ) = cos φ e^{−iφ}, so ‖z_{k+1} − z_k‖ = sin φ ‖z_k‖ and
 * ‖z_N − z_{N−1}‖² = cos^{2(N−1)} φ sin² φ R², which is greatest at sin² φ = 1/N: equality. For N = 1 that is
 * the limit φ → π/2; there equality is F(z) = cz with c → ∞, or a step onto z* of a gradient with a corner.
 *
 * The sharpened form is false on purpose: its bound is 0.97 of the tight one. With N = 2, φ = π/4:
 * ‖z_2 − z_1‖² = R²/4 = ½ · R²/2 > 0.97 R²/4.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { displacement, iterate, proximalPoint } from "../../lib/optimizers/mod.ts";
import {
  magnitude,
  monotoneOperator,
  type MonotoneStart,
  monotoneStarts,
} from "../../problems/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import { circledPath, stepFigures } from "./_figures.ts";
import { distance, type EndedGap, gapBelow, length, plus, stepCounts } from "./_convex_runs.ts";
import type { Iteration } from "./proximal_point.ts";

interface Instance extends MonotoneStart {
  /** γL. */
  readonly step: number;
  /** N. */
  readonly steps: number;
}

const LABEL = "‖z_N − z_{N−1}‖² <= (1 − 1/N)^{N−1} R²/N";

/** The claim, for the proximal point method or what a test puts in its place. */
export function proximalPointOnInclusions(method: Iteration = proximalPoint): Claim {
  return defineClaim<Instance, EndedGap>({
    id: "calibration/proximal-point-inclusion",
    title: "The proximal point method on monotone inclusions",
    locus: "Gu and Yang (2020)",
    kind: "universal",
    cost: 0.5,
    hypotheses: [],
    instances: fc.tuple(monotoneStarts(), magnitude({ minimum: 1e-2, maximum: 1e2 }), stepCounts())
      .map(([start, step, steps]) => ({ ...start, step, steps })),
    observe<T>({ operator, offset, step, steps }: Instance, arithmetic: Arithmetic<T>): EndedGap {
      const f = monotoneOperator(operator);
      const gamma = step / f.lipschitz;
      const map = displacement({
        apply: (over, z) => f.resolvent(over, z, gamma),
      });
      const start = plus(f.zero, offset);
      const iterates: number[][] = [];
      iterate(arithmetic, map, method(arithmetic), start, {
        steps,
        visit: ({ theta }) => void iterates.push(arithmetic.toArray(theta)),
      });
      const last = iterates.at(-1)!;
      const moved = steps === 0 ? 0 : distance(last, iterates.at(-2)!);
      const radius = length(offset);
      const bound = (1 - 1 / steps) ** (steps - 1) * radius ** 2 / steps;
      const position = length(start) + length(f.zero);
      return {
        gap: moved ** 2,
        bound,
        last,
        // Each step rounds z at the size of z.
        scale: (moved + Math.sqrt(bound)) * (steps + 1) * position,
      };
    },
    figures(_, instance) {
      return [
        ...stepFigures(this, instance, "squared step ‖z_k − z_{k−1}‖²", 1),
        ...circledPath(this, instance, monotoneOperator(instance.operator).zero),
      ];
    },
    variants: {
      printed: {
        statement: String.raw`\|z_N - z_{N-1}\|^2 \le
          \left(1 - \frac1N\right)^{N-1} \frac{R^2}{N}`,
        expected: "holds",
        relations: (observation) => gapBelow(LABEL, observation, 1),
      },
      sharpened: {
        statement: String.raw`\|z_N - z_{N-1}\|^2 \le
          0.97 \left(1 - \frac1N\right)^{N-1} \frac{R^2}{N}`,
        expected: "refuted",
        relations: (observation) => gapBelow(LABEL, observation, 0.97),
      },
    },
  });
}
