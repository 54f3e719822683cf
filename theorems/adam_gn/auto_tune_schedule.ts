/**
 * §3.1.1: after the burn-in, a step that halves every time.
 *
 * Printed: "After this burn-in period, we can reduce the learning rate by half at every step,
 * reaching a target error within log number of steps." Read with the numbers that the argument
 * gives, for the update of eq. (2) from any start: T = ⌈max{|1ᵀΔ_0|/d, |Δ_i|}/η⌉ steps with η, then
 * steps with η/2, η/4, …; the error is the loss ℓ = ½ΔᵀΣΔ, and ⌈log_4(½(d² + d)η²/ε)⌉ halvings
 * bring it to ε or less for good.
 *
 * By hand: with s = 1ᵀΔ_0 let a be |s|/d or one of the |Δ_i|. A step with η makes of a > 0 |a − η|,
 * and leaves 0 (sign(0) = 0). So a falls by η until a ≤ η, which takes at most ⌈a/η⌉ steps, and a
 * step from a ≤ η ends at a ≤ η. If a ≤ η, a step with η/2 ends at |a − η/2| ≤ η/2: by induction a
 * ≤ η2^{−t} after t halved steps, and ℓ = ½(s² + ΣΔ_i²) ≤ ½(d² + d)η²4^{−t}, at most ε for t as
 * above. Equality: a = η.
 *
 * Without the burn-in it fails: all halved steps together lead no further than η, from a > 2η no
 * nearer than a − η. So does a step that is divided by 3, from a = η no nearer than η/2. And
 * "error" cannot be ‖Δ‖: the first block moves along 1 only, and the rest of Δ_0, which Σ does not
 * see, stays as it is (d = 2, Δ_0 = (1, −1)); only from a symmetric start, Δ_0 = a1, is ‖Δ‖ ≤
 * √(2d)η2^{−t}.
 *
 * Sharpened: that bound for each t, in the loss and in the gradient, ‖g‖² ≤ (d³ + d)η²4^{−t}.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import {
  blockCovariance,
  blockSum,
  magnitude,
  mostlySmallDimension,
  vectorOf,
} from "../../problems/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { enumerated } from "../_figures.ts";
import { absoluteSum, type AdamStep, gradientNorms, runAdam } from "./_block.ts";

interface Instance {
  /** Δ_0/η and Δ_i/η, d numbers each. */
  readonly first: readonly number[];
  readonly second: readonly number[];
  /** η. */
  readonly stepSize: number;
  /** ε/η². */
  readonly target: number;
}

interface Observation {
  /** Δ from the end of the burn-in on: after 0, 1, … halved steps. */
  readonly points: readonly (readonly number[])[];
  /** u. */
  readonly unitRoundoff: number;
}

/** What tests change: the number of steps with η, and what each later step is of the one before. */
export interface Schedule {
  /** T. */
  readonly burnIn: number;
  /** ½. */
  readonly factor: number;
}

/** Steps beyond those that reach the target. */
const SPARE = 2;

/** ⌈log_4(½(d² + d)η²/ε)⌉. */
function halvingsOf({ first, target }: Instance): number {
  const d = first.length;
  return Math.max(0, Math.ceil(Math.log2((d * d + d) / 2 / target) / 2));
}

/** ⌈max{|s|/d, |Δ_i|}/η⌉. */
function burnInOf({ first, second }: Instance): number {
  return Math.ceil(Math.max(Math.abs(blockSum(first)) / first.length, ...second.map(Math.abs)));
}

/** By how much rounding moves |s| and the |Δ_i| along the run, in units of u. */
function magnitudeOf({ first, second, stepSize }: Instance): number {
  return stepSize * (2 * absoluteSum(first) + absoluteSum(second) + 2 * first.length);
}

/** By how much rounding moves half the square of what is about `length`, in units of u. */
function squareScale(instance: Instance, length: number, unitRoundoff: number): number {
  const moved = magnitudeOf(instance);
  return moved * (length + 256 * unitRoundoff * moved);
}

/** The claim, for eq. (2) and halving, or what a test puts in their places. */
export function autoTuneSchedule(
  adam?: AdamStep,
  schedule: (burnIn: number) => Schedule = (burnIn) => ({ burnIn, factor: 1 / 2 }),
): Claim {
  return defineClaim<Instance, Observation>({
    id: "adam-gn/auto-tune-schedule",
    title: "After the burn-in, halving the step reaches a target in logarithmically many steps",
    locus: "Section 3.1.1, after items 1 and 2",
    kind: "universal",
    hypotheses: [],
    instances: fc.record({
      d: mostlySmallDimension(32),
      first: vectorOf(32),
      second: vectorOf(32),
      stepSize: magnitude(),
      target: magnitude({ minimum: 1e-12, maximum: 1e3 }),
    }).map(({ d, first, second, stepSize, target }) => ({
      first: first.slice(0, d),
      second: second.slice(0, d),
      stepSize,
      target,
    })),
    observe<T>(instance: Instance, arithmetic: Arithmetic<T>): Observation {
      const { first, second, stepSize } = instance;
      const { burnIn, factor } = schedule(burnInOf(instance));
      const start = {
        first: first.map((x) => x * stepSize),
        second: second.map((x) => x * stepSize),
      };
      const stepSizes = Array.from(
        { length: burnIn + halvingsOf(instance) + SPARE },
        (_, t) => stepSize * factor ** Math.max(0, t + 1 - burnIn),
      );
      return {
        points: runAdam(arithmetic, start, stepSizes, adam).slice(burnIn),
        unitRoundoff: arithmetic.unitRoundoff,
      };
    },
    figures: ({ points }, { first, stepSize, target }) => {
      const d = first.length;
      const { loss } = blockCovariance(d);
      return [{
        kind: "lines",
        title: `after the burn-in, d = ${d}`,
        x: { label: "halved steps" },
        y: { label: "error", scale: "log" },
        series: [
          { name: "ℓ", role: "observed", points: enumerated(points.map(loss)) },
          {
            name: "½(d² + d)η²4^{−t}",
            role: "predicted",
            points: enumerated(points.map((_, t) => (d * d + d) / 2 * stepSize ** 2 * 4 ** -t)),
          },
          {
            name: "½‖Δ‖²",
            role: "reference",
            points: enumerated(points.map((point) => Math.hypot(...point) ** 2 / 2)),
          },
          {
            name: "ε",
            role: "floor",
            points: enumerated(points.map(() => target * stepSize ** 2)),
          },
        ],
      }];
    },
    variants: {
      printed: {
        statement: String.raw`\eta^{(t)} = \eta \text{ for }
          T = \lceil\max\{|\mathbf 1^\top\Delta_0|/d, |\Delta_i|\}/\eta\rceil \text{ steps, then }
          \tfrac\eta2, \tfrac\eta4, \dots: \quad \ell^{(T+t)} \le \epsilon \text{ for }
          t \ge \log_4\frac{(d^2 + d)\eta^2}{2\epsilon}`,
        expected: "holds",
        relations(observation, instance): Relation[] {
          const { points, unitRoundoff } = observation;
          const { first, stepSize, target } = instance;
          const d = first.length;
          const { loss } = blockCovariance(d);
          const { first: sum, second } = gradientNorms(points[0]!);
          const scale = magnitudeOf(instance);
          const rhs = target * stepSize ** 2;
          return [
            {
              label: "after the burn-in |1ᵀΔ_0| <= dη",
              lhs: sum / Math.sqrt(d),
              sense: "<=",
              rhs: d * stepSize,
              scale,
            },
            ...second.map((x): Relation => ({
              label: "after the burn-in |Δ_i| <= η",
              lhs: x,
              sense: "<=",
              rhs: stepSize,
              scale,
            })),
            ...points.slice(halvingsOf(instance)).map((point): Relation => ({
              label: "ℓ <= ε after log_4(½(d² + d)η²/ε) halvings",
              lhs: loss(point),
              sense: "<=",
              rhs,
              scale: squareScale(instance, Math.sqrt(rhs), unitRoundoff),
            })),
          ];
        },
      },
      sharpened: {
        statement: String.raw`\ell^{(T+t)} \le \tfrac12(d^2 + d)\eta^2 4^{-t}, \quad
          \|g^{(T+t)}\|_2^2 \le (d^3 + d)\eta^2 4^{-t} \text{ for each } t`,
        expected: "holds",
        relations({ points, unitRoundoff }, instance) {
          const { first, stepSize } = instance;
          const d = first.length;
          const { loss } = blockCovariance(d);
          return points.flatMap((point, t): Relation[] => {
            const { first: sum, second } = gradientNorms(point);
            const length = d * stepSize * 2 ** -t;
            const scale = squareScale(instance, length, unitRoundoff);
            return [
              {
                label: "ℓ <= ½(d² + d)η²4^{−t}",
                lhs: loss(point),
                sense: "<=",
                rhs: (d * d + d) / 2 * (stepSize * 2 ** -t) ** 2,
                scale,
              },
              {
                label: "‖g‖² <= (d³ + d)η²4^{−t}",
                lhs: Math.hypot(sum, ...second) ** 2,
                sense: "<=",
                rhs: (d ** 3 + d) * (stepSize * 2 ** -t) ** 2,
                scale: 2 * d * scale,
              },
            ];
          });
        },
      },
    },
  });
}
