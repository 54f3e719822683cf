/**
 * Corollary C.7.1: with unbiased gradients of bounded variance the gap falls below any multiple of the
 * floor above one.
 *
 * Printed: if g is unbiased and its variance is bounded by a constant, then for a fixed step size
 * bounded by [1/L̂], the gap "decreases to below [the floor] at the rate of [1 − αμ̂]". Its formulas are
 * lost; below the floor itself a gap that tends to it from above need not come. Read as: for every δ > 0,
 * with F = αL̂K/(2μ̂) and K_V = 0, c = c_G = 1,
 *
 *     E f(w_k) − f* ≤ (1 + δ)F  once  (1 − αμ̂)^{k−1}(f(w_1) − f*) ≤ δF,
 *
 * and the excess over F decays at that rate, E f(w_k) − f* − F ≤ (1 − αμ̂)^{k−1}(f(w_1) − f* − F), to 0
 * where K = 0.
 *
 * True: it is Theorem 3.2 with those constants.
 *
 * Instances: on quadratics k may be 1e9 and more, so that slow runs reach their floor.
 *
 * @module
 */

import fc, { type Arbitrary } from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { expectedValuesAt, magnitude, realNumber, stochasticProblem } from "../../problems/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { assumptions, gapFigure, gapRatio, gapScale } from "./_global.ts";
import {
  constantStepBound,
  type ConstantStepRun,
  type ConstantStepSabotage,
  observeConstantStep,
} from "./_global_constant_step.ts";
import { type ConstantStepInstance, constantStepInstances } from "./_global_instances.ts";

interface Instance extends ConstantStepInstance {
  /** δ. */
  readonly delta: number;
}

interface Observation extends ConstantStepRun {
  /** The first k at which the gap has to be below (1 + δ)F; infinite where F = 0. */
  readonly arrival: number;
}

/** Beyond so many steps 1 − αμ̂ is too near to 1 for doubles. */
const LATEST = 1e10;

/** The k with (1 − αμ̂)^{k−1}·gap ≤ δF, from the first on. */
export function arrivalAt(gap: number, target: number, rate: number): number {
  if (gap <= target) return 1;
  if (target === 0) return Infinity;
  // Where αμ̂ = 1, one step.
  return 1 + Math.max(1, Math.ceil(Math.log(gap / target) / -Math.log1p(-Math.min(1, rate))));
}

/** Some k: all up to 4, powers of two and of four, the arrival and twice that. */
function picksUpTo(arrival: number): number[] {
  const last = arrival <= LATEST ? 2 * arrival : 64;
  const picks = new Set([1, 2, 3, 4]);
  for (let k = 8; k < last; k *= k < 64 ? 2 : 4) picks.add(k + 1);
  if (arrival <= LATEST) picks.add(arrival).add(2 * arrival);
  return [...picks].sort((a, b) => a - b);
}

function instances(runs: Arbitrary<ConstantStepInstance>): Arbitrary<Instance> {
  return fc.record({ run: runs, delta: magnitude({ minimum: 1e-3, maximum: 10 }) })
    .map(({ run, delta }) => ({ ...run, delta }));
}

function observe<T>(
  instance: Instance,
  arithmetic: Arithmetic<T>,
  refinement: number,
  sabotage: ConstantStepSabotage,
): Observation {
  const problem = stochasticProblem(instance.problem);
  const isExact = instance.method === "moments";
  const run = observeConstantStep(
    isExact ? { ...instance, steps: 1 } : instance,
    arithmetic,
    refinement,
    sabotage,
    problem,
  );
  const { floor, factor, gaps, stepSize } = run;
  const arrival = arrivalAt(gaps[0]!.value, instance.delta * floor, 1 - factor);
  if (!isExact) return { ...run, arrival };
  const picks = picksUpTo(arrival);
  const values = expectedValuesAt(
    arithmetic,
    problem.moments!,
    problem.toEigenbasis(instance.start),
    sabotage.made?.(stepSize) ?? stepSize,
    picks.map((k) => k - 1),
  );
  return {
    ...run,
    arrival,
    gaps: picks.map((k, i) => ({ k, value: values[i]!, uncertainty: 0 })),
    sizes: picks.map(() => 0),
  };
}

/** The claim, for preconditioned SGD and the paper's constants or what a test puts in their place. */
export function corollaryC71(sabotage: ConstantStepSabotage = {}): Claim {
  return defineClaim<Instance, Observation>({
    id: "psgd/corollary-c7.1",
    title: "With unbiased gradients of bounded variance the gap falls to the floor geometrically",
    locus: "Corollary C.7.1",
    kind: "universal",
    cost: 2,
    hypotheses: [
      ...assumptions,
      {
        name: "g is unbiased, its variance bounded by a constant",
        statement: String.raw`\mathbb{E}g = \nabla f,\ \mathrm{Var}_{M^{-1}}[g] \le K`,
        holdsAlong: ({ bounds: { alignment, growth, noiseGrowth } }) =>
          alignment === 1 && growth === 1 && noiseGrowth === 0,
      },
      {
        name: "0 < α ≤ 1/L̂",
        statement: String.raw`0 < \alpha \le 1/\hat L`,
        holds: ({ share }) => share > 0 && share <= 1,
        without: instances(
          constantStepInstances({ unbiased: true }, realNumber({ minimum: 1.5, maximum: 8 })),
        ),
      },
    ],
    instances: instances(constantStepInstances({ unbiased: true })),
    observe: (instance, arithmetic, refinement) =>
      observe(instance, arithmetic, refinement, sabotage),
    figures: (run) =>
      gapFigure(
        { ...run, gaps: run.gaps.filter(({ k }) => k <= 200) },
        (k) => constantStepBound(run, k),
      ),
    variants: {
      printed: {
        statement: String.raw`\mathbb{E}f(w_k) - f^* \le (1 + \delta)\frac{\alpha\hat LK}{2\hat\mu}
          \text{ once } (1 - \alpha\hat\mu)^{k-1}(f(w_1) - f^*) \le
          \delta\frac{\alpha\hat LK}{2\hat\mu},\quad
          \mathbb{E}f(w_k) - f^* - \frac{\alpha\hat LK}{2\hat\mu} \le (1 - \alpha\hat\mu)^{k-1}
          \Bigl(f(w_1) - f^* - \frac{\alpha\hat LK}{2\hat\mu}\Bigr)`,
        expected: "holds",
        relations: (run, { delta }) => {
          const { gaps, floor, factor, family, arrival } = run;
          return gaps.flatMap((gap, index): Relation[] => {
            const { k, value, uncertainty } = gap;
            const bound = constantStepBound(run, k);
            const common = {
              lhs: value,
              sense: "<=" as const,
              scale: gapScale(run, index, floor, factor),
              uncertainty,
              family,
            };
            return [
              ...(k === 1 ? [] : [{
                ...common,
                label: "E f(w_k) − f* − F <= (1 − αμ̂)^{k−1}(f(w_1) − f* − F)",
                rhs: bound,
                ...gapRatio(gap, bound),
              }]),
              ...(k < arrival ? [] : [{
                ...common,
                label: "E f(w_k) − f* <= (1 + δ)F",
                rhs: (1 + delta) * floor,
                ...gapRatio(gap, (1 + delta) * floor),
              }]),
            ];
          });
        },
      },
    },
  });
}
