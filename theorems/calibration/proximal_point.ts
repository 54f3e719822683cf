/**
 * The proximal point method on convex functions.
 *
 * Problem: minimize f: R^d → R, convex, smooth or not, with a minimizer x* and f* = f(x*).
 *
 * Algorithm: x_{k+1} = prox_{λf}(x_k) = argmin_z f(z) + ‖z − x_k‖²/(2λ), λ > 0, for N steps.
 *
 * Guarantee: f(x_N) − f* ≤ R²/(4Nλ), R = ‖x_0 − x*‖.
 *
 * Reference: A. B. Taylor, J. M. Hendrickx, F. Glineur, "Exact worst-case performance of first-order
 * methods for composite convex optimization", SIAM Journal on Optimization 27 (2017), Theorem 4.1,
 * arXiv:1512.07516; up to a factor 2 it is O. Güler (1991).
 *
 * Worst case, by hand: f(x) = c|x| with c = R/(2Nλ), started at R. Each step moves by λc, so
 * x_N = R − NλR/(2Nλ) = R/2 and f(x_N) = R²/(4Nλ): equality. The worst case lives in dimension 1 (and
 * as c‖x‖ in any).
 *
 * The sharpened form is false on purpose: its bound is 0.97 of the tight one. On the worst case with
 * N = λ = 1, R = 2, c = 1: f(x_1) = 1 = 4/4 > 0.97.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import {
  type GradientTransformation,
  iterate,
  proximalDisplacement,
  proximalPoint,
} from "../../lib/optimizers/mod.ts";
import { convexFunction, type ConvexStart, convexStarts, magnitude } from "../../problems/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import { minimizationFigures } from "./_figures.ts";
import { type EndedGap, gapBelow, length, plus, stepCounts } from "./_convex_runs.ts";

/** An iteration without parameters. */
export type Iteration = <T>(arithmetic: Arithmetic<T>) => GradientTransformation<T>;

interface Instance extends ConvexStart {
  /** λ. */
  readonly lambda: number;
  /** N. */
  readonly steps: number;
}

const LABEL = "f(x_N) − f* <= R²/(4Nλ)";

/**
 * λ as it comes or, as often, such that N steps at the steepest slope travel a multiple of R: the
 * method passes the minimizer in one step or crawls, if λ knows nothing of f.
 */
function withLambda(
  [start, size, isScaled, steps]: [ConvexStart, number, boolean, number],
): Instance {
  const { lipschitz } = convexFunction(start.objective);
  const scaled = size * length(start.offset) / (steps * lipschitz);
  const lambda = isScaled && scaled > 0 ? Number(scaled.toPrecision(3)) : size;
  return { ...start, lambda, steps };
}

/** The claim, for the proximal point method or what a test puts in its place. */
export function proximalPointRate(method: Iteration = proximalPoint): Claim {
  return defineClaim<Instance, EndedGap>({
    id: "calibration/proximal-point",
    title: "The proximal point method on convex functions",
    locus: "Taylor, Hendrickx and Glineur (2017), Theorem 4.1",
    kind: "universal",
    cost: 0.5,
    hypotheses: [{
      name: "positive step size",
      statement: String.raw`\lambda > 0`,
      holds: ({ lambda }) => lambda > 0,
    }],
    instances: fc.tuple(
      convexStarts({ kinds: ["separable", "norm", "maximum", "envelope"] }),
      magnitude({ minimum: 1e-2, maximum: 1e1 }),
      fc.boolean(),
      stepCounts(),
    ).map(withLambda),
    observe<T>(instance: Instance, arithmetic: Arithmetic<T>): EndedGap {
      const { objective, offset, lambda, steps } = instance;
      const f = convexFunction(objective);
      const map = proximalDisplacement(f, lambda);
      const start = plus(f.minimizer, offset);
      const last = iterate(arithmetic, map, method(arithmetic), start, { steps });
      const radius = length(offset);
      const bound = radius ** 2 / (4 * steps * lambda);
      const position = length(start) + length(f.minimizer);
      return {
        gap: f.value(arithmetic, arithmetic.vector(last)),
        bound,
        last,
        // Each step rounds x at the size of x, which moves f by its slope; R is known to the same.
        scale: (steps + 1) * f.magnitude(last) + bound * (1 + position / radius),
      };
    },
    figures(_, instance) {
      return minimizationFigures(this, instance);
    },
    variants: {
      printed: {
        statement: String.raw`f(x_N) - f^* \le \frac{R^2}{4 N \lambda}`,
        expected: "holds",
        relations: (observation) => gapBelow(LABEL, observation, 1),
      },
      sharpened: {
        statement: String.raw`f(x_N) - f^* \le 0.97 \, \frac{R^2}{4 N \lambda}`,
        expected: "refuted",
        relations: (observation) => gapBelow(LABEL, observation, 0.97),
      },
    },
  });
}
