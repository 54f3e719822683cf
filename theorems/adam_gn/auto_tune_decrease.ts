/**
 * §3.1.1: when the gradient norms of the block example decrease under Adam, and where they stay.
 *
 * Printed: ‖g_0‖ decreases provided η/‖g_0‖ ≤ 2/d, and |g_i| provided η/|g_i| ≤ 2; after a burn-in
 * the ratios oscillate around these values. At equality a norm stays, so "decreases" is read as
 * "does not grow"; "oscillates around" is read as: of two consecutive ratios neither are both above
 * nor both below.
 *
 * By hand, for the update of eq. (2): s = 1ᵀΔ_0 becomes s − ηd sign(s), which is no longer than s
 * just where ηd ≤ 2|s| = 2‖g_0‖/√d. The printed condition is too weak by √d: d = 4, Δ_0 = (1, 0, 0,
 * 0), η = 1 has ‖g_0‖ = 2 and η/‖g_0‖ = ½ = 2/d, and s⁺ = −3, ‖g_0⁺‖ = 6. The second block is
 * right, with equality at the end. And once |s| ≤ ηd, after at most ⌈|s|/(ηd)⌉ steps, s goes to and
 * fro between r and r − ηd: |s| + |s⁺| = ηd, so that two consecutive ratios η/‖g_0‖ have the
 * harmonic mean 2/d^{3/2}, and two η/|g_i| have 2. Printed for d = 4, Δ_0 = (½, ½, ½, ½), η = 1: s
 * is 2, −2, 2, …, and the ratio always ¼, never about ½. (A coordinate that comes to rest at
 * exactly 0, as from Δ_i = η, has no ratio any more; nor has one that starts there.)
 *
 * Corrected: with 2/d^{3/2} in place of 2/d, and with the harmonic means.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { blockSum } from "../../problems/mod.ts";
import { type Claim, defineClaim, type Figure, type Relation } from "../../verify/mod.ts";
import { enumerated, level, type Point } from "../_figures.ts";
import {
  absoluteSum,
  type AdamStep,
  type BlockInstance,
  blockInstances,
  gradientNorms,
  runAdam,
} from "./_block.ts";

interface Observation {
  /** Δ after 0, 1, … steps: to the end of the burn-in and some steps on, unless that is too long. */
  readonly points: readonly (readonly number[])[];
  /** The first step after the burn-in; undefined where the run does not get there. */
  readonly settled: number | undefined;
}

/** A burn-in of more steps is not followed: such an instance says nothing of what comes after it. */
const LONGEST_BURN_IN = 40;

/** Steps after the burn-in. */
const AFTERWARDS = 8;

/** Steps with η until |s| ≤ dη and |Δ_i| ≤ η. */
function burnInOf({ first, second, stepSize }: BlockInstance): number {
  const sizes = [Math.abs(blockSum(first)) / first.length, ...second.map(Math.abs)];
  return Math.ceil(Math.max(...sizes) / stepSize);
}

/** A gradient's norm before and after the first step, and at two consecutive ones after the burn-in. */
interface Norms {
  readonly before: number;
  readonly after: number;
  /** Undefined where there is no such pair, or the gradient has come to rest at 0. */
  readonly pair: readonly [number, number] | undefined;
  /** η over the norm may be so large; it oscillates around that. */
  readonly ratio: number;
  /** What rounding moves the norms by, in units of u. */
  readonly scale: number;
}

function decreases(block: string, { before, after, ratio, scale }: Norms, stepSize: number) {
  const isShort = stepSize / before <= ratio;
  return {
    label: `${block} does not grow`,
    lhs: isShort ? after : 0,
    sense: "<=",
    rhs: before,
    scale,
    trivial: !isShort,
  } satisfies Relation;
}

/** η/ratio lies between the two norms. */
function oscillates(block: string, { pair, ratio, scale }: Norms, stepSize: number): Relation[] {
  const middle = stepSize / ratio;
  const [lower, upper] = pair === undefined
    ? [middle, middle]
    : [Math.min(...pair), Math.max(...pair)];
  const trivial = pair === undefined;
  const common = { rhs: middle, scale, trivial } as const;
  return [
    { label: `${block}: one of two ratios is not below`, lhs: lower, sense: "<=", ...common },
    { label: `${block}: one of two ratios is not above`, lhs: upper, sense: ">=", ...common },
  ];
}

function hasMean(block: string, { pair, ratio, scale }: Norms, stepSize: number): Relation {
  const middle = stepSize / ratio;
  return {
    label: `${block}: the harmonic mean of two ratios`,
    lhs: pair === undefined ? middle : (pair[0] + pair[1]) / 2,
    sense: "=",
    rhs: middle,
    scale,
    trivial: pair === undefined,
  };
}

function normsOf(
  { points, settled }: Observation,
  { first, second, stepSize }: BlockInstance,
  power: number,
): { readonly block: string; readonly norms: Norms }[] {
  const d = first.length;
  const at = points.map(gradientNorms);
  const pairOf = (of: (norms: typeof at[number]) => number): Norms["pair"] => {
    if (settled === undefined) return undefined;
    const pair = [of(at[settled]!), of(at[settled + 1]!)] as const;
    return Math.min(...pair) > 0 ? pair : undefined;
  };
  const norms = (of: (norms: typeof at[number]) => number, ratio: number, scale: number) => ({
    before: of(at[0]!),
    after: of(at[1]!),
    pair: pairOf(of),
    ratio,
    scale,
  });
  return [
    {
      block: "‖g_0‖",
      // Of all entries of Δ_0, some 70 roundings each along the run.
      norms: norms(
        ({ first }) => first,
        2 / d ** power,
        Math.sqrt(d) * (2 * absoluteSum(first) + d * stepSize),
      ),
    },
    ...second.map((x, i) => ({
      block: "|g_i|",
      norms: norms(({ second }) => second[i]!, 2, Math.abs(x) + stepSize),
    })),
  ];
}

/** The ratios over the steps. */
function ratioFigure({ points }: Observation, { first, stepSize }: BlockInstance): Figure {
  const d = first.length;
  const at = points.map(gradientNorms);
  const ratios = (of: (norms: typeof at[number]) => number): Point[] =>
    enumerated(at.map((norms) => stepSize / of(norms)));
  const steps = points.map((_, t) => t);
  return {
    kind: "lines",
    title: `step size over gradient norm, d = ${d}`,
    x: { label: "step" },
    y: { label: "η/‖g‖", scale: "log" },
    series: [
      { name: "η/‖g_0‖", role: "observed", points: ratios(({ first }) => first) },
      { name: "η/|g_1|", role: "observed", points: ratios(({ second }) => second[0]!) },
      level("2/d", "predicted", 2 / d, steps),
      level("2/d^{3/2}", "reference", 2 / d ** 1.5, steps),
      level("2", "predicted", 2, steps),
    ],
  };
}

/** The claim, for eq. (2) or what a test puts in its place. */
export function autoTuneDecrease(adam?: AdamStep): Claim {
  return defineClaim<BlockInstance, Observation>({
    id: "adam-gn/auto-tune-decrease",
    title: "Gradient norms decrease while they are large beside the step, and then oscillate",
    locus: "Section 3.1.1, items 1 and 2 and after",
    kind: "universal",
    hypotheses: [],
    instances: blockInstances(),
    observe<T>(instance: BlockInstance, arithmetic: Arithmetic<T>): Observation {
      const burnIn = burnInOf(instance);
      const isFollowed = burnIn <= LONGEST_BURN_IN;
      const steps = isFollowed ? burnIn + AFTERWARDS : 1;
      const stepSizes = new Array<number>(steps).fill(instance.stepSize);
      return {
        points: runAdam(arithmetic, instance, stepSizes, adam),
        settled: isFollowed ? burnIn : undefined,
      };
    },
    figures: (observation, instance) => [ratioFigure(observation, instance)],
    variants: {
      printed: {
        statement: String
          .raw`\frac{\eta}{\|g_0\|} \le \frac2d \Rightarrow \|g_0^+\| \le \|g_0\|, \quad
          \frac{\eta}{|g_i|} \le 2 \Rightarrow |g_i^+| \le |g_i|; \quad \text{after }
          \max\{|\mathbf 1^\top\Delta_0|/d, |\Delta_i|\}/\eta \text{ steps } \eta/\|g_0\|
          \text{ oscillates around } \frac2d \text{ and } \eta/|g_i| \text{ around } 2`,
        expected: "refuted",
        relations: (observation, instance) =>
          normsOf(observation, instance, 1).flatMap(({ block, norms }) => [
            decreases(block, norms, instance.stepSize),
            ...oscillates(block, norms, instance.stepSize),
          ]),
      },
      corrected: {
        statement: String.raw`\frac{\eta}{\|g_0\|} \le \frac2{d^{3/2}} \Rightarrow
          \|g_0^+\| \le \|g_0\|, \quad \frac{\eta}{|g_i|} \le 2 \Rightarrow |g_i^+| \le |g_i|; \quad
          \text{after } \max\{|\mathbf 1^\top\Delta_0|/d, |\Delta_i|\}/\eta \text{ steps two
          consecutive } \eta/\|g_0\| \text{ have the harmonic mean } \frac2{d^{3/2}}, \text{ and two }
          \eta/|g_i| \text{ have } 2`,
        expected: "holds",
        relations: (observation, instance) =>
          normsOf(observation, instance, 1.5).flatMap(({ block, norms }) => [
            decreases(block, norms, instance.stepSize),
            hasMean(block, norms, instance.stepSize),
          ]),
      },
    },
  });
}
