/**
 * §3.1.1: when the gradient norms of the block example decrease under Adam.
 *
 * Printed: ‖g_0‖ decreases provided η/‖g_0‖ ≤ 2/d, and |g_i| provided η/|g_i| ≤ 2.
 *
 * By hand, for the update of eq. (2): s = 1ᵀΔ_0 becomes s − ηd sign(s), which is no longer than s just
 * where ηd ≤ 2|s| = 2‖g_0‖/√d. The printed condition is too weak by √d: d = 4, Δ_0 = (1, 0, 0, 0),
 * η = 1 has ‖g_0‖ = 2 and η/‖g_0‖ = ½ = 2/d, and s⁺ = −3, ‖g_0⁺‖ = 6. The second block is right, with
 * equality at the end.
 *
 * Corrected: ‖g_0‖ does not grow provided η/‖g_0‖ ≤ 2/d^{3/2}.
 *
 * Whether the ratios oscillate about these values is not part of the relations.
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

function relations(after: Observation, instance: BlockInstance, power: number): Relation[] {
  const { first, second, stepSize } = instance;
  const d = first.length;
  const scale = d * (Math.max(...first.map(Math.abs), ...second.map(Math.abs)) + stepSize);
  const norm = (x: number) => Math.sqrt(d) * Math.abs(x);
  const before = norm(sumOf(first));
  const isShort = stepSize / before <= 2 / d ** power;
  return [
    {
      label: "‖g_0⁺‖ <= ‖g_0‖",
      lhs: isShort ? norm(sumOf(after.slice(0, d))) : 0,
      sense: "<=",
      rhs: before,
      scale: Math.sqrt(d) * scale,
      trivial: !isShort,
    },
    ...second.map((x, i): Relation => {
      const isSmall = stepSize / Math.abs(x) <= 2;
      return {
        label: "|g_i⁺| <= |g_i|",
        lhs: isSmall ? Math.abs(after[d + i]!) : 0,
        sense: "<=",
        rhs: Math.abs(x),
        scale,
        trivial: !isSmall,
      };
    }),
  ];
}

/** The claim, for eq. (2) or what a test puts in its place. */
export function autoTuneDecrease(adam?: AdamStep): Claim {
  return defineClaim<BlockInstance, Observation>({
    id: "adam-gn/auto-tune-decrease",
    title: "Gradient norms decrease while they are large beside the step",
    locus: "Section 3.1.1, items 1 and 2",
    kind: "universal",
    hypotheses: [moving],
    instances: blockInstances(),
    observe<T>(instance: BlockInstance, arithmetic: Arithmetic<T>): Observation {
      return runAdam(arithmetic, instance, [instance.stepSize], adam)[1]!;
    },
    variants: {
      printed: {
        statement: String
          .raw`\frac{\eta}{\|g_0\|} \le \frac2d \Rightarrow \|g_0^+\| \le \|g_0\|, \quad
          \frac{\eta}{|g_i|} \le 2 \Rightarrow |g_i^+| \le |g_i|`,
        expected: "refuted",
        relations: (after, instance) => relations(after, instance, 1),
      },
      corrected: {
        statement: String.raw`\frac{\eta}{\|g_0\|} \le \frac2{d^{3/2}} \Rightarrow
          \|g_0^+\| \le \|g_0\|, \quad \frac{\eta}{|g_i|} \le 2 \Rightarrow |g_i^+| \le |g_i|`,
        expected: "holds",
        relations: (after, instance) => relations(after, instance, 1.5),
      },
    },
  });
}
