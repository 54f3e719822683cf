/**
 * §3.1.1, eq. (4): Gauss–Newton on the block example.
 *
 * Printed: in the identity basis GN^{-1} and GN^{-1/2} reduce to gradient descent; the largest
 * eigenvalue of the first block is d, that of the second 1, so that the largest stable steps are
 * 2/d and 2.
 *
 * By hand: the diagonal of Σ is 1, and so are its powers. A step multiplies s = 1ᵀΔ_0 by 1 − ηd and
 * Δ_i by 1 − η: neither grows just where ηd ≤ 2 and η ≤ 2.
 *
 * @module
 */

import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import { chain, iterate, preconditionByGaussNewton, scale } from "../../lib/optimizers/mod.ts";
import { blockCovariance, blockSum } from "../../problems/mod.ts";
import { type Claim, defineClaim, type Figure, type Relation } from "../../verify/mod.ts";
import { enumerated } from "../_figures.ts";
import { absoluteSum, type BlockInstance, blockInstances, runAdam } from "./_block.ts";

interface Observation {
  /** The points after a step with η, of GN^{-1} and of GN^{-1/2}. */
  readonly after: readonly (readonly number[])[];
  /** The point after steps of GN^{-1} with 2/d, and with 2. */
  readonly atFirst: readonly number[];
  readonly atSecond: readonly number[];
  /** The largest eigenvalue of the first block, and of the second. */
  readonly largest: readonly [first: number, second: number];
}

/** Makes the preconditioner; what tests sabotage. */
type Method = typeof preconditionByGaussNewton;

/** Some steps of the method from a point, each visited. */
function run<T>(
  arithmetic: Arithmetic<T>,
  method: Method,
  { first, second }: BlockInstance,
  { power, stepSize, steps }: {
    readonly power: number;
    readonly stepSize: number;
    readonly steps: number;
  },
): number[][] {
  const points: number[][] = [];
  iterate(
    arithmetic,
    blockCovariance(first.length),
    chain(method(arithmetic, { power }), scale(arithmetic, -stepSize)),
    [...first, ...second],
    { steps, visit: ({ theta }) => void points.push(arithmetic.toArray(theta)) },
  );
  return points;
}

/** Steps of a method that the figure shows. */
const SHOWN = 60;

/** Gauss–Newton with the best step for both blocks, and Adam with a step that halves. */
function lossFigure(instance: BlockInstance): Figure {
  const d = instance.first.length;
  const { loss } = blockCovariance(d);
  const largest = Math.max(
    Math.abs(blockSum(instance.first)) / d,
    ...instance.second.map(Math.abs),
  );
  const halving = Array.from({ length: SHOWN }, (_, t) => largest * 2 ** -(t + 1));
  // Of the multipliers 1 − ηd and 1 − η, the larger is least at 2/(d + 1).
  const descent = { power: -1, stepSize: 2 / (d + 1), steps: SHOWN };
  return {
    kind: "lines",
    title: `the loss of full-batch steps in the identity basis, d = ${d}`,
    x: { label: "step" },
    y: { label: "½ΔᵀΣΔ", scale: "log" },
    series: [
      {
        name: "Gauss–Newton, η = 2/(d + 1)",
        role: "observed",
        points: enumerated(run(float64, preconditionByGaussNewton, instance, descent).map(loss)),
      },
      {
        name: "Adam, η halved at every step",
        role: "reference",
        points: enumerated(runAdam(float64, instance, halving).map(loss)),
      },
    ],
  };
}

/** The claim, for the Gauss–Newton preconditioner or what a test puts in its place. */
export function blockExample(method: Method = preconditionByGaussNewton): Claim {
  return defineClaim<BlockInstance, Observation>({
    id: "adam-gn/block-example",
    title: "Gauss-Newton is gradient descent on the block example",
    locus: "Section 3.1.1, eq. (4)",
    kind: "universal",
    hypotheses: [],
    instances: blockInstances(),
    observe<T>(instance: BlockInstance, arithmetic: Arithmetic<T>): Observation {
      const { stepSize } = instance;
      const d = instance.first.length;
      const { gaussNewton, stableStepSizes: [first, second] } = blockCovariance(d);
      const step = (power: number, stepSize: number) =>
        run(arithmetic, method, instance, { power, stepSize, steps: 1 })[1]!;
      const largestOf = (from: number) => {
        const rows = gaussNewton.slice(from, from + d).map((row) => row.slice(from, from + d));
        return arithmetic.symmetricEigendecomposition(arithmetic.matrix(rows)).values.at(-1)!;
      };
      return {
        after: [step(-1, stepSize), step(-1 / 2, stepSize)],
        atFirst: step(-1, first),
        atSecond: step(-1, second),
        largest: [largestOf(0), largestOf(d)],
      };
    },
    figures: (_, instance) => [lossFigure(instance)],
    variants: {
      printed: {
        statement: String.raw`D^{(GN)} = I, \quad \lambda_{\max}(\mathbf 1\mathbf 1^\top) = d, \quad
          \eta_{\max} = \tfrac2d \text{ and } 2`,
        expected: "holds",
        relations({ after, atFirst, atSecond, largest }, { first, second, stepSize }) {
          const d = first.length;
          const sum = blockSum(first);
          const total = absoluteSum(first);
          const descended = [
            ...first.map((x) => [x - stepSize * sum, Math.abs(x) + stepSize * total] as const),
            ...second.map((x) => [x - stepSize * x, Math.abs(x) * (1 + stepSize)] as const),
          ];
          const equal = (label: string, lhs: number, rhs: number, scale: number): Relation => ({
            label,
            lhs,
            sense: "=",
            rhs,
            scale,
            size: scale,
          });
          return [
            ...after.flatMap((point) =>
              point.map((x, i) => equal("Δ⁺ = (I − ηΣ)Δ", x, ...descended[i]!))
            ),
            equal("λ_max(11ᵀ) = d", largest[0], d, d),
            equal("λ_max(I) = 1", largest[1], 1, 1),
            // At the largest stable step the sign changes and nothing else: a longer one grows.
            equal("s⁺ = −s at η = 2/d", blockSum(atFirst.slice(0, d)), -sum, 3 * total),
            ...second.map((x, i) =>
              equal("Δ_i⁺ = −Δ_i at η = 2", atSecond[d + i]!, -x, 3 * Math.abs(x))
            ),
          ];
        },
      },
    },
  });
}
