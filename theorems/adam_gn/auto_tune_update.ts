/**
 * §3.1.1: the update of Adam on the block example.
 *
 * Printed, "following Equation (2)": Δ_0⁺ = (I − (η/‖g_0‖₂)Σ)Δ_0 for the first block and
 * Δ_i⁺ = (1 − η/|g_i|)Δ_i for the coordinates of the second.
 *
 * By hand: on the full batch D_ii = 1/|g_i|, so that every coordinate moves by η against its sign.
 * With s = 1ᵀΔ_0, g_0 = s1 and ‖g_0‖₂ = √d|s|: the first block moves by η sign(s)1 = (η√d/‖g_0‖₂)g_0.
 * The printed step is too short by √d: d = 4, Δ_0 = (1, 0, 0, 0), η = 1 gives (0, −1, −1, −1), not
 * (½, −½, −½, −½). The second block is right.
 *
 * Corrected: Δ_0⁺ = (I − (η√d/‖g_0‖₂)Σ)Δ_0.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import {
  type AdamStep,
  type BlockInstance,
  blockInstances,
  moving,
  runAdam,
  sumOf,
} from "./_block.ts";

type Observation = readonly number[];

function relations(after: Observation, instance: BlockInstance, isRescaled: boolean): Relation[] {
  const { first, second, stepSize } = instance;
  const d = first.length;
  const sum = sumOf(first);
  const norm = Math.sqrt(d) * Math.abs(sum) / (isRescaled ? Math.sqrt(d) : 1);
  const scale = Math.max(...first.map(Math.abs), ...second.map(Math.abs), stepSize);
  return [
    ...first.map((x, i): Relation => ({
      label: "Δ_0⁺ = (I − ηΣ/‖g_0‖)Δ_0",
      lhs: after[i]!,
      sense: "=",
      rhs: x - stepSize * sum / norm,
      scale,
      size: scale,
    })),
    ...second.map((x, i): Relation => ({
      label: "Δ_i⁺ = (1 − η/|g_i|)Δ_i",
      lhs: after[d + i]!,
      sense: "=",
      rhs: x - stepSize * x / Math.abs(x),
      scale,
      size: scale,
    })),
  ];
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
