/**
 * §3.1.1: the update of Adam on the block example.
 *
 * Printed, "following Equation (2)": Δ_0⁺ = (I − (η/‖g_0‖₂)Σ)Δ_0 for the first block and
 * Δ_i⁺ = (1 − η/|g_i|)Δ_i for the coordinates of the second.
 *
 * By hand: on the full batch D_ii = 1/|g_i|, so that every coordinate moves by η against its sign.
 * With s = 1ᵀΔ_0, g_0 = s1 and ‖g_0‖₂ = √d|s|: the first block moves by η sign(s)1 =
 * (η√d/‖g_0‖₂)g_0. The printed step is too short by √d: d = 4, Δ_0 = (1, 0, 0, 0), η = 1 gives (0,
 * −1, −1, −1), not (½, −½, −½, −½). The second block is right.
 *
 * Corrected: Δ_0⁺ = (I − (η√d/‖g_0‖₂)Σ)Δ_0.
 *
 * Rounding: the sign of s is known where |s| is well above uΣ|Δ_0|.
 *
 * @module
 */

import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import { blockSum } from "../../problems/mod.ts";
import { type Claim, defineClaim, type Figure, type Relation } from "../../verify/mod.ts";
import { over } from "../_figures.ts";
import {
  absoluteSum,
  type AdamStep,
  type BlockInstance,
  blockInstances,
  runAdam,
} from "./_block.ts";

type Observation = readonly number[];

/** No coordinate's gradient is 0: there the ratios are not defined. */
const moving = {
  name: "gradients are not 0",
  statement: String.raw`g_0 \ne 0, \quad g_i \ne 0`,
  holds: ({ first, second }: BlockInstance) =>
    blockSum(first) !== 0 && second.every((x) => x !== 0),
};

function relations(after: Observation, instance: BlockInstance, isRescaled: boolean): Relation[] {
  const { first, second, stepSize } = instance;
  const d = first.length;
  const sum = blockSum(first);
  const norm = Math.sqrt(d) * Math.abs(sum) / (isRescaled ? Math.sqrt(d) : 1);
  const signKnown = absoluteSum(first) / Math.abs(sum);
  return [
    ...first.map((x, i): Relation => ({
      label: "Δ_0⁺ = (I − ηΣ/‖g_0‖)Δ_0",
      lhs: after[i]!,
      sense: "=",
      rhs: x - stepSize * sum / norm,
      scale: Math.abs(x) + stepSize * signKnown,
      size: Math.abs(x) + stepSize,
    })),
    ...second.map((x, i): Relation => ({
      label: "Δ_i⁺ = (1 − η/|g_i|)Δ_i",
      lhs: after[d + i]!,
      sense: "=",
      rhs: x - stepSize * x / Math.abs(x),
      scale: Math.abs(x) + stepSize,
      size: Math.abs(x) + stepSize,
    })),
  ];
}

/** How far a step with η = 1 moves the first block, over d. */
function lengthFigure(adam?: AdamStep): Figure {
  const sizes = [1, 2, 4, 8, 16, 32];
  const lengthOf = (d: number) => {
    const ones = new Array<number>(d).fill(1);
    const [before, after] = runAdam(float64, { first: ones, second: ones }, [1], adam);
    return Math.hypot(...ones.map((_, i) => after![i]! - before![i]!));
  };
  return {
    kind: "lines",
    title: "the length of a step with η = 1 in the first block",
    x: { label: "d", scale: "log" },
    y: { label: "‖Δ_0⁺ − Δ_0‖₂", scale: "log" },
    series: [
      { name: "eq. (2)", role: "observed", points: over(sizes, lengthOf) },
      { name: "printed: η", role: "predicted", points: over(sizes, () => 1) },
      { name: "corrected: η√d", role: "reference", points: over(sizes, Math.sqrt) },
    ],
  };
}

/** The claim, for eq. (2) or what a test puts in its place. */
export function autoTuneUpdate(adam?: AdamStep): Claim {
  return defineClaim<BlockInstance, Observation>({
    id: "adam-gn/auto-tune-update",
    title: "Adam is normalized descent on the first block, sign descent on the second",
    locus: "Section 3.1.1",
    kind: "universal",
    hypotheses: [moving],
    instances: blockInstances(),
    observe<T>(instance: BlockInstance, arithmetic: Arithmetic<T>): Observation {
      return runAdam(arithmetic, instance, [instance.stepSize], adam)[1]!;
    },
    figures: () => [lengthFigure(adam)],
    variants: {
      printed: {
        statement: String.raw`\Delta_0^+ = (I - \tfrac{\eta}{\|g_0\|_2}\Sigma)\Delta_0, \quad
          \Delta_i^+ = (I - \tfrac{\eta}{|g_i|}\Sigma)\Delta_i`,
        expected: "refuted",
        relations: (after, instance) => relations(after, instance, false),
      },
      corrected: {
        statement: String.raw`\Delta_0^+ = (I - \tfrac{\eta\sqrt d}{\|g_0\|_2}\Sigma)\Delta_0, \quad
          \Delta_i^+ = (I - \tfrac{\eta}{|g_i|}\Sigma)\Delta_i`,
        expected: "holds",
        relations: (after, instance) => relations(after, instance, true),
      },
    },
  });
}
