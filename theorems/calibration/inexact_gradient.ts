/**
 * Gradient descent with gradients of a relative error on smooth strongly convex functions.
 *
 * Problem: minimize f: R^d → R, L-smooth and μ-strongly convex, 0 < μ ≤ L, with f* = min f.
 *
 * Algorithm: x_{k+1} = x_k − γd_k with ‖d_k − ∇f(x_k)‖ ≤ ε‖∇f(x_k)‖, 0 ≤ ε < 1, and
 * γ = 2/(L_ε + μ_ε), L_ε = (1 + ε)L, μ_ε = (1 − ε)μ, for N steps.
 *
 * Guarantee: f(x_N) − f* ≤ ((L_ε − μ_ε)/(L_ε + μ_ε))^{2N} (f(x_0) − f*).
 *
 * Reference: E. de Klerk, F. Glineur and A. B. Taylor, "Worst-case convergence analysis of inexact gradient
 * and Newton methods through semidefinite programming performance estimation", SIAM Journal on
 * Optimization 30 (2020), arXiv:1709.05191; PEPit's example `inexact_gradient`, which finds it exact for
 * ε = 0.1, 0.5, 0.9.
 *
 * Worst case, by hand: f(x) = ½μx² with d_k = (1 − ε)∇f(x_k): each step multiplies x by 1 − γμ_ε =
 * (L_ε − μ_ε)/(L_ε + μ_ε), and f by its square: equality. As bad is ½Lx² with d_k = (1 + ε)∇f(x_k).
 *
 * The sharpened form is false on purpose: a step leaves 0.97 of what it may. On ½x² with L = μ = 1, ε = ½,
 * N = 1: L_ε = 3/2, μ_ε = 1/2, γ = 1, x_1 = x_0/2, f(x_1) = f(x_0)/4 > 0.97/4.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { gradientDescent, iterate } from "../../lib/optimizers/mod.ts";
import { convexFunction, realNumber, vectorOf } from "../../problems/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import { minimizationFigures } from "./_figures.ts";
import { type EndedGap, gapBelow, length, plus, stepCounts } from "./_convex_runs.ts";
import type { StepMethod } from "./gd_last_iterate.ts";
import {
  constantsOf,
  type StronglyConvexStart,
  stronglyConvexStarts,
} from "./_strongly_convex_runs.ts";

/**
 * The error of a gradient g is ε‖g‖ times a vector of length at most 1: `along` g/‖g‖, and `across` as
 * far as there is room, cut to what is orthogonal to g.
 */
interface GradientError {
  /** In [−1, 1]. */
  readonly along: number;
  /** Of length d. */
  readonly across: readonly number[];
}

interface Instance extends StronglyConvexStart {
  /** ε. */
  readonly epsilon: number;
  /** Those of the steps, repeated periodically. */
  readonly errors: readonly GradientError[];
  /** N. */
  readonly steps: number;
}

const LABEL = "f(x_N) − f* <= ((L_ε − μ_ε)/(L_ε + μ_ε))^{2N} (f(x_0) − f*)";

/** d_k of g_k. */
function disturbed(g: readonly number[], epsilon: number, error: GradientError): number[] {
  const size = length(g);
  if (size === 0) return [...g];
  const unit = g.map((entry) => entry / size);
  const part = error.across.reduce((sum, entry, i) => sum + entry * unit[i]!, 0);
  const across = error.across.map((entry, i) => entry - part * unit[i]!);
  const room = Math.sqrt(1 - error.along ** 2);
  const share = Math.min(1, room / (length(across) || 1));
  return g.map((entry, i) =>
    entry + epsilon * size * (error.along * unit[i]! + share * across[i]!)
  );
}

/** The claim, for gradient descent or what a test puts in its place. */
export function inexactGradientDescent(method: StepMethod = gradientDescent): Claim {
  return defineClaim<Instance, EndedGap>({
    id: "calibration/inexact-gradient",
    title: "Gradient descent with gradients of a relative error",
    locus: "de Klerk, Glineur and Taylor (2020)",
    kind: "universal",
    cost: 0.5,
    hypotheses: [{
      name: "an error below the gradient",
      statement: String.raw`0 \le \varepsilon < 1`,
      holds: ({ epsilon }) => epsilon >= 0 && epsilon < 1,
    }],
    instances: fc.tuple(
      stronglyConvexStarts(),
      realNumber({ minimum: 0, maximum: 0.95 }),
      fc.array(
        fc.record({
          along: realNumber({ minimum: -1, maximum: 1 }),
          across: vectorOf(4, realNumber({ minimum: -1, maximum: 1 })),
        }),
        { minLength: 1, maxLength: 3 },
      ),
      stepCounts(),
    ).map(([start, epsilon, errors, steps]) => ({
      ...start,
      epsilon,
      errors: errors.map(({ along, across }) => ({
        along,
        across: across.slice(0, start.objective.dimension),
      })),
      steps,
    })),
    observe<T>(instance: Instance, arithmetic: Arithmetic<T>): EndedGap {
      const { objective, offset, epsilon, errors, steps } = instance;
      const f = convexFunction(objective);
      const { mu, smoothness } = constantsOf(instance, f);
      const [least, largest] = [(1 - epsilon) * mu, (1 + epsilon) * smoothness];
      let step = 0;
      const map = {
        gradient<U>(over: Arithmetic<U>, x: U): U {
          const g = over.toArray(f.gradient(over, x));
          return over.vector(disturbed(g, epsilon, errors[step++ % errors.length]!));
        },
      };
      const start = plus(f.minimizer, offset);
      const optimizer = method(arithmetic, { stepSize: 2 / (largest + least) });
      const last = iterate(arithmetic, map, optimizer, start, { steps });
      const rate = ((largest - least) / (largest + least)) ** 2;
      const first = f.value(arithmetic, arithmetic.vector(start));
      const bound = rate ** steps * first;
      // Each step rounds x at the size of x, and a step that errs by e along a curvature of L errs by
      // Le²/2 even where the slope is 0.
      const position = length(start) + length(f.minimizer);
      return {
        gap: f.value(arithmetic, arithmetic.vector(last)),
        bound,
        last,
        scale: (steps + 1) *
            (f.magnitude(last) + Math.sqrt(smoothness * bound) * Math.sqrt(smoothness) * position +
              arithmetic.unitRoundoff * smoothness * position ** 2) +
          rate ** steps * f.magnitude(start),
      };
    },
    figures(_, instance) {
      return minimizationFigures(this, instance);
    },
    variants: {
      printed: {
        statement: String.raw`f(x_N) - f^* \le
          \left(\frac{L_\varepsilon - \mu_\varepsilon}{L_\varepsilon + \mu_\varepsilon}\right)^{2N}
          (f(x_0) - f^*)`,
        expected: "holds",
        relations: (observation) => gapBelow(LABEL, observation, 1),
      },
      sharpened: {
        statement: String.raw`f(x_N) - f^* \le 0.97^N
          \left(\frac{L_\varepsilon - \mu_\varepsilon}{L_\varepsilon + \mu_\varepsilon}\right)^{2N}
          (f(x_0) - f^*)`,
        expected: "refuted",
        relations: (observation, { steps }) => gapBelow(LABEL, observation, 0.97 ** steps),
      },
    },
  });
}
