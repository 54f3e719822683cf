/**
 * The Douglas–Rachford method where one of the functions is smooth and strongly convex.
 *
 * Problem: minimize f + g over R^d, f L-smooth and μ-strongly convex, 0 < μ ≤ L, g convex.
 *
 * Algorithm: w⁺ = w + prox_{γg}(2prox_{γf}(w) − w) − prox_{γf}(w), γ > 0, for N steps.
 *
 * Guarantee: for any two starts ‖w_N − v_N‖ ≤ ρ^N ‖w_0 − v_0‖, ρ = max{1/(1 + γμ), γL/(1 + γL)}. So w_N goes
 * to the fixed point at this rate.
 *
 * Reference: P. Giselsson and S. Boyd, "Linear convergence and metric selection for Douglas–Rachford
 * splitting and ADMM", IEEE Transactions on Automatic Control 62 (2017), arXiv:1410.8479; PEPit's
 * example `douglas_rachford_splitting_contraction`. Proof: the step is ½(I + R_g R_f) with the reflections
 * R = 2prox − I. R_g is nonexpansive, and R_f contracts by max{(1 − γμ)/(1 + γμ), (γL − 1)/(γL + 1)}, which
 * is 2ρ − 1.
 *
 * Worst cases, by hand, of one variable: f(x) = ½μx², so prox_{γf}(w) = w/(1 + γμ), with a g that is 0 where
 * the run is, and w⁺ = w/(1 + γμ); or f(x) = ½Lx² with a g(x) = c|x| whose proximal point is 0 there, and
 * w⁺ = w − w/(1 + γL). Equality in both, for all N.
 *
 * The sharpened form is false on purpose: a step leaves 0.97 of what it may. With μ = L = γ = 1 and g = 0
 * around 0: w_1 = w_0/2 > 0.97 w_0/2.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { displacement, iterate, krasnoselskiiMann } from "../../lib/optimizers/mod.ts";
import {
  convexFunction,
  type ConvexFunctionInstance,
  convexStarts,
  magnitude,
} from "../../problems/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { stepFigures } from "./_figures.ts";
import { distance, length, plus, stepCounts } from "./_convex_runs.ts";
import {
  constantsOf,
  type StronglyConvexStart,
  stronglyConvexStarts,
} from "./_strongly_convex_runs.ts";

/** w ↦ w + prox_{γg}(2prox_{γf}(w) − w) − prox_{γf}(w), from the two proximal maps; what tests sabotage. */
export type Splitting = <T>(
  arithmetic: Arithmetic<T>,
  w: T,
  first: (x: T) => T,
  second: (x: T) => T,
) => T;

/** The step of the method. */
export const douglasRachford: Splitting = (arithmetic, w, first, second) => {
  const x = first(w);
  const y = second(arithmetic.subtract(arithmetic.scale(2, x), w));
  return arithmetic.add(w, arithmetic.subtract(y, x));
};

interface Instance extends StronglyConvexStart {
  /** g. */
  readonly other: ConvexFunctionInstance;
  /** w_0 − v_0; v_0 is the minimizer of f, moved by `offset`. */
  readonly between: readonly number[];
  /** γ√(μL). */
  readonly step: number;
  /** N. */
  readonly steps: number;
}

interface Observation {
  /** ‖w_0 − v_0‖. */
  readonly before: number;
  /** ‖w_N − v_N‖. */
  readonly after: number;
  readonly rate: number;
  readonly scale: number;
}

const relation = (
  { before, after, rate, scale }: Observation,
  steps: number,
  share: number,
): Relation[] => [{
  label: "‖w_N − v_N‖ <= ρ^N ‖w_0 − v_0‖",
  lhs: after,
  sense: "<=",
  rhs: (share * rate) ** steps * before,
  scale,
}];

/** Functions of one dimension, or of two. */
const instances = fc.tuple(
  fc.oneof(
    { withCrossShrink: true },
    ...[1, 2].map((dimension) => {
      const exactly = { minimumDimension: dimension, maximumDimension: dimension };
      return fc.tuple(
        stronglyConvexStarts({ ...exactly, kinds: ["separable", "envelope"] }),
        convexStarts({ ...exactly, kinds: ["separable", "norm", "maximum", "envelope"] }),
      );
    }),
  ),
  magnitude({ minimum: 1e-2, maximum: 1e2 }),
  stepCounts(),
).map(([[start, { objective, offset }], step, steps]): Instance => ({
  ...start,
  other: objective,
  between: offset,
  step,
  steps,
}));

/** The claim, for the Douglas–Rachford method or what a test puts in its place. */
export function douglasRachfordContracts(splitting: Splitting = douglasRachford): Claim {
  return defineClaim<Instance, Observation>({
    id: "calibration/douglas-rachford",
    title: "The Douglas–Rachford method contracts",
    locus: "Giselsson and Boyd (2017)",
    kind: "universal",
    cost: 0.5,
    hypotheses: [],
    instances,
    observe<T>(instance: Instance, arithmetic: Arithmetic<T>): Observation {
      const { objective, other, offset, between, step, steps } = instance;
      const [f, g] = [convexFunction(objective), convexFunction(other)];
      const { mu, smoothness } = constantsOf(instance, f);
      const gamma = step / Math.sqrt(mu * smoothness);
      const map = displacement({
        apply: (over, w) =>
          splitting(
            over,
            w,
            (x) => f.proximal(over, x, gamma),
            (x) => g.proximal(over, x, gamma),
          ),
      });
      const method = krasnoselskiiMann(arithmetic, { relaxation: 1 });
      let size = length(f.minimizer) + length(g.minimizer);
      const run = (start: readonly number[]) =>
        iterate(arithmetic, map, method, start, {
          steps,
          visit({ theta }) {
            size = Math.max(size, arithmetic.norm(theta));
          },
        });
      const v = plus(f.minimizer, offset);
      const w = plus(v, between);
      const after = distance(run(w), run(v));
      const rate = Math.max(1 / (1 + gamma * mu), gamma * smoothness / (1 + gamma * smoothness));
      // Each step rounds at the size of the points.
      return { before: distance(w, v), after, rate, scale: 4 * (steps + 1) * size };
    },
    figures(_, instance) {
      return stepFigures(this, instance, "distance ‖w_k − v_k‖");
    },
    variants: {
      printed: {
        statement: String.raw`\|w_N - v_N\| \le \max\left\{\frac{1}{1 + \gamma\mu},
          \frac{\gamma L}{1 + \gamma L}\right\}^N \|w_0 - v_0\|`,
        expected: "holds",
        relations: (observation, { steps }) => relation(observation, steps, 1),
      },
      sharpened: {
        statement: String.raw`\|w_N - v_N\| \le \left(0.97 \max\left\{\frac{1}{1 + \gamma\mu},
          \frac{\gamma L}{1 + \gamma L}\right\}\right)^N \|w_0 - v_0\|`,
        expected: "refuted",
        relations: (observation, { steps }) => relation(observation, steps, 0.97),
      },
    },
  });
}
