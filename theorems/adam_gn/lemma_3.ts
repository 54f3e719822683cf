/**
 * Lemma 3: above a step size that depends on θ^{(0)} and α, a coordinate diverges.
 *
 * Printed: a universal c exists such that for P ∈ [0.6, 0.8], α > 0, θ^{(0)} > 0 with σ((θ^{(0)})²)
 * ≤ 0.55 and non-increasing η^{(t)} ≥ c√log(1/θ^{(0)}) (θ^{(0)} + α/θ^{(0)}), |θ^{(t)}| diverges
 * geometrically; in the proof by √2 a step from t = 1 on.
 *
 * Tested with a c that the proof's own inequalities admit. They ask, for θ^{(0)} ≤ ½ and k =
 * 0.01c², L = log(1/θ^{(0)}): σ(k log 2) ≥ 0.9 and k log 2 ≥ 2, that is k ≥ 3.17; 4kL e^{−(k − 1)L}
 * ≤ 1 for L ≥ log 2, that is k ≥ 4.71; 0.2c√log 2 ≥ 1 + √2, that is c ≥ 14.5. With c = 22, k =
 * 4.84, all hold: there 4k log 2 · 2^{−3.84} = 0.94. The growth is watched until it leaves the
 * numbers of the arithmetic.
 *
 * Two relations more say how small c may be: of each instance, the largest c at which the growth
 * fails, and at which the run does not diverge, found by a scan and bisection. Their largest is the
 * c that survives the search, and the tightest instance the one that forces it.
 *
 * Sharpened, by hand: θ⁺ = (1 − K)θ. If K(θ^{(1)}) > 2, then |θ| grows, and with it K, as long as z
 * = θ² is beyond the maximum of zσ'(z) at z = 1.5434; with K(θ^{(1)}) = 2 and constant steps
 * θ^{(t)} = ±θ^{(1)} for ever. Larger steps make both θ^{(1)} and K larger, so constant ones
 * decide. The worst case is σ((θ^{(0)})²) = 0.55, P = 0.6, α → 0: K(θ^{(1)}) = 2 near c = 9.26, K =
 * 1 + √2 near c = 10.00. So the lemma holds with c = 9.3, and the growth by √2 with c = 10.05. The
 * orbit of period 2 repels, so that no run stays on it in rounding; its c is found from K(θ^{(1)})
 * = 2. Other runs that do not diverge were seen up to c = 6.8.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { bisectThreshold } from "../../lib/search/mod.ts";
import { magnitude, reparameterizedLogistic } from "../../problems/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { enumerated, geometrically, level, over } from "../_figures.ts";
import { coordinateStep, labelProbabilities } from "./_logistic.ts";

/** A c that the inequalities of the proof admit. */
export const PROVEN_CONSTANT = 22;

/** Above it every run diverges, … */
export const DIVERGENCE_CONSTANT = 9.3;

/** … and above this one by √2 a step. */
export const GROWTH_CONSTANT = 10.05;

/** The largest θ^{(0)} with σ((θ^{(0)})²) ≤ 0.55. */
export const LARGEST_START: number = Math.sqrt(Math.log(0.55 / 0.45));

interface Instance {
  /** θ^{(0)}. */
  readonly start: number;
  /** α. */
  readonly ridge: number;
  /** P. */
  readonly label: number;
  /** By which η^{(t)} exceeds η^{(t + 1)}, t = 0, 1, …; after these the steps are at the bound. */
  readonly drops: readonly number[];
}

interface Observation {
  /** |θ^{(t + 1)}|/|θ^{(t)}|, t = 1, 2, …, with the proven c, until it leaves the numbers. */
  readonly growth: readonly number[];
  /** The largest c at which |θ| was seen not to grow by √2 in some step. */
  readonly growthThreshold: number;
  /** The largest c at which |θ| was seen not to diverge. */
  readonly divergenceThreshold: number;
}

/** √log(1/θ^{(0)}) (θ^{(0)} + α/θ^{(0)}). */
function unitStep({ start, ridge }: Pick<Instance, "start" | "ridge">): number {
  return Math.sqrt(Math.log(1 / start)) * (start + ridge / start);
}

/** The steps at c = 1: the last ones at the bound, each one before larger by its drop. */
function multiples({ drops }: Instance): number[] {
  return drops.map((_, t) => drops.slice(t).reduce((product, drop) => product * drop, 1));
}

/** How many steps a run that does not diverge is followed. */
const HORIZON = 100;

/** Beyond this |θ|, σ = 1 and each step multiplies by the same 1 − 2η(1 − P)/α. */
const SATURATED = 1e3;

/** What a step is; what tests sabotage. */
export type CoordinateStep = typeof coordinateStep;

/** Whether |θ| grows by √2 in each step from t = 1 on, and whether it diverges at all. */
function follow(instance: Instance, c: number, step: CoordinateStep) {
  const { start, ridge, label } = instance;
  const unit = c * unitStep(instance);
  const sizes = multiples(instance);
  let theta = start;
  let grows = true;
  for (let t = 0; t < HORIZON; t++) {
    const next = step(theta, unit * (sizes[t] ?? 1), ridge, label);
    if (t > 0) grows &&= Math.abs(next) >= Math.SQRT2 * Math.abs(theta);
    // From here on a run diverges if it grows at the last, least step.
    if (t >= sizes.length && Math.abs(next) > SATURATED) {
      return { grows, diverges: Math.abs(next) > Math.abs(theta) };
    }
    theta = next;
  }
  return { grows: false, diverges: false };
}

/**
 * Whether |θ^{(2)}| > |θ^{(1)}|. Where the two are equal and the steps constant, they are so for
 * ever: the map is odd, and θ^{(2)} = −θ^{(1)}. The run does not diverge, though in rounding it
 * leaves that orbit.
 */
function leaves(instance: Instance, c: number, step: CoordinateStep): boolean {
  const { start, ridge, label } = instance;
  const size = c * unitStep(instance);
  const first = step(start, size, ridge, label);
  return Math.abs(step(first, size, ridge, label)) > Math.abs(first);
}

/** The largest c seen without divergence. */
function divergenceThreshold(instance: Instance, step: CoordinateStep): number {
  const seen = threshold((c) => follow(instance, c, step).diverges);
  const isConstant = instance.drops.every((drop) => drop === 1);
  return isConstant ? Math.max(seen, threshold((c) => leaves(instance, c, step))) : seen;
}

/** Above this c a threshold is not followed: it already breaks every relation. */
const TOP = 1.5 * PROVEN_CONSTANT;

/**
 * The largest c at which something was seen not to hold; {@linkcode TOP} where that is so there.
 */
function threshold(holds: (c: number) => boolean): number {
  if (!holds(TOP)) return TOP;
  const bracket = bisectThreshold((c) => !holds(c), {
    largest: TOP,
    least: 0.5,
    scan: 52,
    width: 1e-3,
  });
  return bracket?.holds ?? 0.5;
}

/** The claim, with the step (23) or what a test puts in its place, and with a test's constants. */
export function lemma3(
  step: CoordinateStep = coordinateStep,
  {
    proven = PROVEN_CONSTANT,
    growing = GROWTH_CONSTANT,
    diverging = DIVERGENCE_CONSTANT,
  }: { readonly proven?: number; readonly growing?: number; readonly diverging?: number } = {},
): Claim {
  const forced = (
    { growthThreshold, divergenceThreshold }: Observation,
    forGrowth: number,
    forDivergence: number,
  ): Relation[] => [
    {
      label: "the largest c without growth by √2 a step <= c",
      lhs: growthThreshold,
      sense: "<=",
      rhs: forGrowth,
    },
    {
      label: "the largest c without divergence <= c",
      lhs: divergenceThreshold,
      sense: "<=",
      rhs: forDivergence,
    },
  ];
  return defineClaim<Instance, Observation>({
    id: "adam-gn/lemma-3",
    title: "A coordinate diverges above a step size",
    locus: "Appendix B, Lemma 3",
    kind: "universal",
    hypotheses: [
      {
        name: "start near 0",
        statement: String.raw`\theta^{(0)} > 0, \quad \sigma((\theta^{(0)})^2) \le 0.55`,
        holds: ({ start }) => start > 0 && start <= LARGEST_START,
      },
      {
        name: "ridge",
        statement: String.raw`\alpha > 0`,
        holds: ({ ridge }) => ridge > 0,
      },
      {
        name: "label neither certain nor random",
        statement: String.raw`0.6 \le P \le 0.8`,
        holds: ({ label }) => label >= 0.6 && label <= 0.8,
      },
      {
        name: "non-increasing steps",
        statement: String.raw`\eta^{(t)} \ge \eta^{(t+1)}`,
        holds: ({ drops }) => drops.every((drop) => drop >= 1),
      },
    ],
    instances: fc.record({
      start: fc.oneof(
        { withCrossShrink: true },
        fc.constant(LARGEST_START),
        magnitude({ minimum: 1e-6, maximum: LARGEST_START }),
      ),
      ridge: magnitude({ minimum: 1e-8, maximum: 1e4 }),
      label: labelProbabilities(),
      drops: fc.array(magnitude({ minimum: 1, maximum: 10 }), { maxLength: 4 }),
    }),
    observe<T>(instance: Instance, arithmetic: Arithmetic<T>): Observation {
      const { start, ridge, label } = instance;
      const problem = reparameterizedLogistic({ inputs: [1], labels: [label] });
      const unit = proven * unitStep(instance);
      const sizes = multiples(instance);
      const growth: number[] = [];
      let theta = start;
      for (let t = 0; t < HORIZON; t++) {
        const next = arithmetic.scope(() => {
          const point = arithmetic.vector([theta]);
          const denominator = arithmetic.shift(
            problem.gaussNewtonDiagonal(arithmetic, point),
            ridge,
          );
          const direction = arithmetic.quotient(problem.gradient(arithmetic, point), denominator);
          const size = unit * (sizes[t] ?? 1);
          return arithmetic.toArray(
            arithmetic.subtract(point, arithmetic.scale(size, direction)),
          )[0]!;
        });
        // θ² must not overflow either.
        if (!(Math.abs(next) < Math.sqrt(arithmetic.largest) / 2)) break;
        if (t > 0) growth.push(Math.abs(next) / Math.abs(theta));
        theta = next;
      }
      return {
        growth,
        growthThreshold: threshold((c) => follow(instance, c, step).grows),
        divergenceThreshold: divergenceThreshold(instance, step),
      };
    },
    figures: (_, instance) => {
      const places = geometrically(1e-4, LARGEST_START, 25);
      const at = (from: number) => ({ ...instance, start: from });
      const thresholds = {
        diverges: over(places, (from) => divergenceThreshold(at(from), step)),
        grows: over(places, (from) => threshold((c) => follow(at(from), c, step).grows)),
      };
      const along = (of: "grows" | "diverges") =>
        thresholds[of].map(([from, c]) => [from, c * unitStep(at(from))] as const);
      const { start, ridge, label } = instance;
      const sizes = multiples(instance);
      const runs = [DIVERGENCE_CONSTANT, 0.97 * DIVERGENCE_CONSTANT].map((c) => {
        const thetas = [start];
        for (let t = 0; t < 30; t++) {
          const next = step(thetas[t]!, c * unitStep(instance) * (sizes[t] ?? 1), ridge, label);
          if (!(Math.abs(next) < 1e12)) break;
          thetas.push(next);
        }
        return { c, thetas };
      });
      return [
        {
          kind: "lines",
          title: "the last step sizes at which a run does not diverge, over θ^(0)",
          x: { label: "θ^(0)", scale: "log" },
          y: { label: "η", scale: "log" },
          series: [
            {
              name: "no divergence, by bisection",
              role: "observed",
              points: along("diverges"),
            },
            {
              name: "no growth by √2 a step",
              role: "reference",
              points: along("grows"),
            },
            {
              name: `the lemma's bound, c = ${proven}`,
              role: "predicted",
              points: over(places, (from) => proven * unitStep({ start: from, ridge })),
            },
            {
              name: `the same, c = ${DIVERGENCE_CONSTANT}`,
              role: "floor",
              points: over(
                places,
                (from) => DIVERGENCE_CONSTANT * unitStep({ start: from, ridge }),
              ),
            },
          ],
        },
        {
          kind: "lines",
          title: "the last c without divergence or growth, over θ^(0), and the c that are claimed",
          x: { label: "θ^(0)", scale: "log" },
          y: { label: "c" },
          series: [
            { name: "no divergence", role: "observed", points: thresholds.diverges },
            { name: "no growth by √2 a step", role: "reference", points: thresholds.grows },
            level(`growth, c = ${growing}`, "predicted", growing, places),
            level(`divergence, c = ${diverging}`, "floor", diverging, places),
          ],
        },
        {
          kind: "lines",
          title: "|θ| on either side of the smallest c",
          x: { label: "step" },
          y: { label: "|θ|", scale: "log" },
          series: runs.map(({ c, thetas }, i) => ({
            name: `c = ${c.toPrecision(3)}`,
            role: i === 0 ? "observed" as const : "reference" as const,
            points: enumerated(thetas.map(Math.abs)),
          })),
        },
      ];
    },
    variants: {
      printed: {
        statement: String.raw`c = 22, \ \eta^{(t)} \ge c\sqrt{\log\tfrac1{\theta^{(0)}}}
          \left(\theta^{(0)} + \tfrac\alpha{\theta^{(0)}}\right) \Rightarrow
          |\theta^{(t+1)}| \ge \sqrt2|\theta^{(t)}|, \ t \ge 1`,
        expected: "holds",
        relations: (seen) => [
          ...seen.growth.map((factor): Relation => ({
            label: "|θ^(t+1)|/|θ^(t)| >= √2, t >= 1",
            lhs: factor,
            sense: ">=",
            rhs: Math.SQRT2,
          })),
          ...forced(seen, proven, proven),
        ],
      },
      sharpened: {
        statement: String.raw`c = 9.3: |\theta^{(t)}| \to \infty; \qquad c = 10.05:
          |\theta^{(t+1)}| \ge \sqrt2|\theta^{(t)}|, \ t \ge 1`,
        expected: "holds",
        relations: (seen) => forced(seen, growing, diverging),
      },
    },
  });
}
