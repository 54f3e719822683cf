/**
 * A step of Polyak's size brings every minimizer nearer.
 *
 * Problem: minimize f: R^d → R, convex, with a minimizer x* and known f* = f(x*).
 *
 * Algorithm: x⁺ = x − ((f(x) − f*)/‖g‖²) g, g ∈ ∂f(x), g ≠ 0.
 *
 * Guarantee: ‖x⁺ − x*‖² ≤ ‖x − x*‖² − (f(x) − f*)²/‖g‖², at every step of a run.
 *
 * Reference: B. T. Polyak, "Minimization of unsmooth functionals", USSR Computational Mathematics and
 * Mathematical Physics 9 (1969). Proof: with α = (f(x) − f*)/‖g‖², ‖x⁺ − x*‖² = ‖x − x*‖² −
 * 2α g·(x − x*) + α²‖g‖² and g·(x − x*) ≥ f(x) − f*, with equality where f is linear from x to x*.
 *
 * Worst case, by hand: f(x) = |x_1| in the plane from (a, b): f = |a|, g = ±e_1, x⁺ = (0, b), and
 * b² = (a² + b²) − a²: equality. The worst case lives in dimension 2 (in dimension 1 both sides are 0).
 *
 * The sharpened form is false on purpose: it subtracts 1.05 times as much. On f(x) = |x_1| from (1, 1):
 * 1 > 2 − 1.05; and on the line, from 1: 0 > 1 − 1.05.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import {
  type GradientTransformation,
  iterate,
  polyakStep,
  type PolyakStepOptions,
} from "../../lib/optimizers/mod.ts";
import { convexFunction, type ConvexStart, convexStarts } from "../../problems/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { enumerated } from "../_figures.ts";
import { iterateFigures } from "./_figures.ts";
import { distance, length, plus } from "./_convex_runs.ts";

/** A method that knows f − f*. */
export type GapMethod = <T>(
  arithmetic: Arithmetic<T>,
  options: PolyakStepOptions<T>,
) => GradientTransformation<T>;

interface Instance extends ConvexStart {
  /** The length of the run. */
  readonly steps: number;
}

/** What is seen at an iterate from which a step is made. */
interface Step {
  /** x. */
  readonly from: readonly number[];
  /** x⁺. */
  readonly to: readonly number[];
  /** ‖x − x*‖². */
  readonly before: number;
  /** ‖x⁺ − x*‖². */
  readonly after: number;
  /** (f(x) − f*)²/‖g‖². */
  readonly decrease: number;
  readonly scale: number;
}

function relations(run: readonly Step[], sharpening: number): Relation[] {
  return run.map(({ before, after, decrease, scale }) => ({
    label: "‖x⁺ − x*‖² <= ‖x − x*‖² − (f − f*)²/‖g‖²",
    lhs: after,
    sense: "<=",
    rhs: before - sharpening * decrease,
    scale,
  }));
}

/** The claim, for Polyak's steps or what a test puts in their place. */
export function polyakStepDecrease(method: GapMethod = polyakStep): Claim {
  return defineClaim<Instance, readonly Step[]>({
    id: "calibration/polyak-step",
    title: "A step of Polyak's size brings every minimizer nearer",
    locus: "Polyak (1969)",
    kind: "universal",
    cost: 0.5,
    hypotheses: [{
      name: "not yet optimal",
      statement: String.raw`f(x_0) > f^*`,
      holdsAlong: (run) => run.length > 0,
    }],
    instances: fc.tuple(convexStarts(), fc.noBias(fc.integer({ min: 1, max: 8 })))
      .map(([start, steps]) => ({ ...start, steps })),
    observe<T>({ objective, offset, steps }: Instance, arithmetic: Arithmetic<T>): Step[] {
      const f = convexFunction(objective);
      const gap = (x: T) => f.value(arithmetic, x);
      const iterates: { x: number[]; gap: number; slope: number }[] = [];
      const start = plus(f.minimizer, offset);
      iterate(arithmetic, f, method(arithmetic, { gap }), start, {
        steps,
        visit(context) {
          iterates.push({
            x: arithmetic.toArray(context.theta),
            gap: gap(context.theta),
            slope: arithmetic.norm(context.gradient()),
          });
        },
      });
      // Distances below this are where single precision runs out of exponents: a step from |x| =
      // 4e-44 ends at its least number, 1e-45, and not at 3e-51.
      const smallest = arithmetic.unitRoundoff ** 4;
      return iterates.slice(0, -1).flatMap(({ x, gap, slope }, k) => {
        const before = distance(x, f.minimizer);
        if (gap === 0 || slope === 0 || before < smallest) return [];
        const move = gap / slope;
        return [{
          from: x,
          to: iterates[k + 1]!.x,
          before: before ** 2,
          after: distance(iterates[k + 1]!.x, f.minimizer) ** 2,
          decrease: move ** 2,
          // The distances are known to u times the size of x and x*, the move to the rounding of f.
          scale: (before + move) *
            (before + move + length(x) + length(f.minimizer) + f.magnitude(x) / slope),
        }];
      });
    },
    figures: (run, { objective }) => {
      const bound = (share: number) =>
        enumerated(run.map(({ before, decrease }) => before - share * decrease), 1);
      return [
        {
          kind: "lines",
          title: "the distance to the minimizer along Polyak's steps",
          x: { label: "step k" },
          y: { label: "squared distance ‖x_k − x*‖²" },
          mark: "dots",
          series: [
            {
              name: "‖x_k − x*‖²",
              role: "observed",
              points: enumerated(run.map(({ after }) => after), 1),
            },
            { name: "bound, printed", role: "predicted", points: bound(1) },
            { name: "bound, sharpened", role: "predicted", points: bound(1.05) },
          ],
        },
        ...iterateFigures(objective, [run[0]!.from, ...run.map(({ to }) => to)]),
      ];
    },
    variants: {
      printed: {
        statement: String.raw`\|x^+ - x^*\|^2 \le \|x - x^*\|^2 -
          \frac{(f(x) - f^*)^2}{\|g\|^2}`,
        expected: "holds",
        relations: (run) => relations(run, 1),
      },
      sharpened: {
        statement: String.raw`\|x^+ - x^*\|^2 \le \|x - x^*\|^2 -
          1.05 \, \frac{(f(x) - f^*)^2}{\|g\|^2}`,
        expected: "refuted",
        relations: (run) => relations(run, 1.05),
      },
    },
  });
}
