/**
 * Runs of methods on functions of one variable with their minimizer at 0, followed to the end.
 *
 * @module
 */

import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import {
  type LimitObservation,
  limitRelation,
  type LimitSequence,
  observeLimit,
} from "../../lib/limits/mod.ts";
import { type GradientTransformation, iterates } from "../../lib/optimizers/mod.ts";
import type { Figure, Relation } from "../../verify/mod.ts";
import { enumerated, evenly, over } from "../_figures.ts";
import { derivativeOf, gradientMapOf, type PiecewiseInstance } from "./_piecewise_curvature.ts";

/** The longest run of the search. */
const MOST_STEPS = 2048;

/** So many iterates are shown. */
const SHOWN = 60;

/** Makes the optimizer for an instance. */
export type OptimizerFor<I> = <T>(
  instance: I,
  arithmetic: Arithmetic<T>,
) => GradientTransformation<T>;

function sequence<I extends PiecewiseInstance, T>(
  instance: I,
  arithmetic: Arithmetic<T>,
  optimizerFor: OptimizerFor<I>,
): LimitSequence {
  const optimizer = optimizerFor(instance, arithmetic);
  const map = gradientMapOf(instance);
  return {
    start: [instance.start],
    from: (start) => iterates(arithmetic, map, optimizer, start),
  };
}

/** Whether the iterates converge to 0. */
export function observeRun<I extends PiecewiseInstance, T>(
  instance: I,
  arithmetic: Arithmetic<T>,
  refinement: number,
  optimizerFor: OptimizerFor<I>,
): LimitObservation {
  return observeLimit(sequence(instance, arithmetic, optimizerFor), {
    exact: [0],
    scale: Math.abs(instance.start),
    mostSteps: MOST_STEPS,
    refinement,
    unitRoundoff: arithmetic.unitRoundoff,
  });
}

const LABEL = "the distance of x_k from x* in the end = 0";

/** x_k → x*, where the statement speaks of the instance. */
export function reachesMinimizer(seen: LimitObservation, applies: boolean = true): Relation {
  return applies
    ? limitRelation(LABEL, seen)
    : { label: LABEL, lhs: 0, sense: "=", rhs: 0, size: 1, uncertainty: 1, trivial: true };
}

/** The first iterates, and f' where they are. */
export function runFigures<I extends PiecewiseInstance>(
  { status, reason }: LimitObservation,
  instance: I,
  optimizerFor: OptimizerFor<I>,
): Figure[] {
  const { start, from } = sequence(instance, float64, optimizerFor);
  const points = Iterator.from(from(start)).take(SHOWN).toArray().map(([x]) => x!);
  const reach = Math.max(...points.map(Math.abs));
  const derivative = derivativeOf(instance);
  return [
    {
      kind: "lines",
      title: `the first iterates (${status}: ${reason})`,
      x: { label: "iteration k" },
      y: { label: "x_k" },
      series: [{ name: "x_k − x*", role: "observed", points: enumerated(points) }],
    },
    {
      kind: "lines",
      title: "f', and where the iterates are",
      x: { label: "x − x*" },
      y: { label: "f'(x)" },
      series: [
        { name: "f'", role: "reference", points: over(evenly(-reach, reach, 81), derivative) },
        { name: "x_0, x_1, …", role: "observed", points: over(points, derivative) },
      ],
    },
  ];
}
