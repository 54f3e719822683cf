/**
 * Forward steps on strongly monotone, Lipschitz continuous operators.
 *
 * Problem: find z* with F(z*) = 0, F: R^d → R^d, (F(z) − F(w))·(z − w) ≥ μ‖z − w‖² and L-Lipschitz.
 *
 * Algorithm: z_{k+1} = z_k − γF(z_k), γ > 0, for N steps.
 *
 * Guarantee: ‖z_N − z*‖² ≤ (1 − 2γμ + γ²L²)^N ‖z_0 − z*‖².
 *
 * Reference: E. K. Ryu and S. Boyd, "A primer on monotone operator methods", Applied and Computational
 * Mathematics 15 (2016), §5. Proof: expand
 * ‖z − z* − γ(F(z) − F(z*))‖².
 *
 * Worst case, by hand: the plane, F(z) = L times the rotation by the angle φ with cos φ = μ/L. Both inequalities
 * are equations there, so each step has the factor: equality for all N. The worst case lives in dimension 2;
 * gradients, whose rate is max(|1 − γμ|, |1 − γL|), are better.
 *
 * The sharpened form is false on purpose: a step leaves 0.97 of what it may. With L = γ = 1, μ = 0 and
 * z_0 = (1, 0): z_1 = (1, −1) and ‖z_1‖² = 2 > 0.97 · 2.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { gradientDescent, iterate } from "../../lib/optimizers/mod.ts";
import {
  magnitude,
  monotoneOperator,
  type MonotoneStart,
  monotoneStarts,
} from "../../problems/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import { circledPath, stepFigures } from "./_figures.ts";
import { distance, type EndedGap, gapBelow, length, plus, stepCounts } from "./_convex_runs.ts";
import type { StepMethod } from "./gd_last_iterate.ts";

interface Instance extends MonotoneStart {
  /** γL. */
  readonly step: number;
  /** N. */
  readonly steps: number;
}

const LABEL = "‖z_N − z*‖² <= (1 − 2γμ + γ²L²)^N ‖z_0 − z*‖²";

/** The claim, for forward steps or what a test puts in their place. */
export function forwardStepContracts(method: StepMethod = gradientDescent): Claim {
  return defineClaim<Instance, EndedGap>({
    id: "calibration/forward-step",
    title: "Forward steps on strongly monotone, Lipschitz continuous operators",
    locus: "Ryu and Boyd (2016), §5",
    kind: "universal",
    cost: 0.5,
    hypotheses: [],
    instances: fc.tuple(monotoneStarts(), magnitude({ minimum: 1e-2, maximum: 4 }), stepCounts())
      .map(([start, step, steps]) => ({ ...start, step, steps })),
    observe<T>({ operator, offset, step, steps }: Instance, arithmetic: Arithmetic<T>): EndedGap {
      const f = monotoneOperator(operator);
      const start = plus(f.zero, offset);
      const gamma = step / f.lipschitz;
      let [position, carried] = [0, 0];
      const last = iterate(arithmetic, f, method(arithmetic, { stepSize: gamma }), start, {
        steps,
        visit({ theta }) {
          // What is rounded off grows by 1 + γL at most.
          position = Math.max(position, arithmetic.norm(theta));
          carried = (1 + step) * carried + (1 + step) * (position + length(f.zero));
        },
      });
      // 1 − 2γμ + γ²L², never negative.
      const share = Math.min(1, f.strongMonotonicity / f.lipschitz);
      const factor = (1 - step * share) ** 2 + step ** 2 * (1 - share ** 2);
      const after = distance(last, f.zero);
      const bound = factor ** steps * length(offset) ** 2;
      return {
        gap: after ** 2,
        bound,
        last,
        // The factor is known to the size of what is added up in it.
        scale: (after + Math.sqrt(bound)) * carried + arithmetic.unitRoundoff * carried ** 2 +
          steps * (1 + step) ** 2 * factor ** Math.max(0, steps - 1) * length(offset) ** 2,
      };
    },
    figures(_, instance) {
      return [
        ...stepFigures(this, instance, "squared distance ‖z_k − z*‖²"),
        ...circledPath(this, instance, monotoneOperator(instance.operator).zero),
      ];
    },
    variants: {
      printed: {
        statement: String.raw`\|z_N - z^*\|^2 \le
          (1 - 2\gamma\mu + \gamma^2 L^2)^N \|z_0 - z^*\|^2`,
        expected: "holds",
        relations: (observation) => gapBelow(LABEL, observation, 1),
      },
      sharpened: {
        statement: String.raw`\|z_N - z^*\|^2 \le
          0.97^N (1 - 2\gamma\mu + \gamma^2 L^2)^N \|z_0 - z^*\|^2`,
        expected: "refuted",
        relations: (observation, { steps }) => gapBelow(LABEL, observation, 0.97 ** steps),
      },
    },
  });
}
