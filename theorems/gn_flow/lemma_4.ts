/**
 * Lemma 4: what the flow is in the output space.
 *
 * Printed: along ẇ = −(1/α)(JᵀJ)⁻¹Jᵀ∇g(αf(w)), for t < T, d(αf)/dt = −P∇g (GF-Ou) and dg/dt =
 * −‖P∇g‖² (EDI-u), with P = J(JᵀJ)⁻¹Jᵀ, which is symmetric, idempotent and of rank p.
 *
 * True, by the chain rule. Looked at in the form of integrals, so that the derivative is no formula
 * of the checker: ∫P∇g and ∫‖P∇g‖² are integrated along with w by the same method, and compared
 * with what αf and g are at w_t. P is computed as printed, column by column.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { dormandPrince, type Movement, movement, scaledMaximumNorm } from "../../lib/flows/mod.ts";
import { magnitude } from "../../problems/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import {
  assumption2,
  distanceFromStart,
  lossScale,
  manifold,
  MARGIN_OVER_MOVEMENT,
  pointAt,
  projector,
  type Rows,
  type Scene,
  scenes,
  tangentSpace,
  toleranceAt,
} from "./_manifold.ts";
import { distance, dot } from "./_vectors.ts";

interface Instance extends Scene {
  /** How long the flow is followed, if it does not leave B before. */
  readonly time: number;
}

interface Observation {
  readonly family: string;
  readonly times: readonly number[];
  /** ‖αf(w_t) − αf(w_0) + ∫P∇g‖ at each time. */
  readonly misses: Movement;
  /** ‖αf(w_t)‖ at each time. */
  readonly moved: readonly number[];
  readonly outputScale: number;
  /** g(αf(w_t)) − g(0) at each time, then ∫‖P∇g‖². */
  readonly falls: Movement;
  readonly lossScale: number;
  /** ‖P − Pᵀ‖, ‖P² − P‖ and tr P. */
  readonly asymmetry: number;
  readonly defect: number;
  readonly trace: number;
  readonly rank: number;
  readonly conditionNumber: number;
}

/** Flows that leave B are followed for this share of the time at which they do. */
const STAY = 0.98;

const SHARES: readonly number[] = [0.3, 1];

const frobenius = (rows: Rows) => Math.hypot(...rows.flat());

/** What a test may change. */
export interface Lemma4Changes {
  /** P z for a Jacobian, in place of the projection onto its range. */
  readonly project?: (jacobian: Rows, z: readonly number[]) => number[];
  /** Multiplies the velocity of the flow. Default: 1. */
  readonly speed?: number;
}

/** The claim; a test may change P or the flow. */
export function lemma4({ project = projector, speed = 1 }: Lemma4Changes = {}): Claim {
  return defineClaim<Instance, Observation>({
    id: "gn-flow/lemma-4",
    title: "The flow in the output space follows −P∇g, P a projector of rank p",
    locus: "Lemma 4, eq. (15)",
    kind: "universal",
    cost: 8,
    hypotheses: [assumption2],
    instances: fc.tuple(scenes(), magnitude({ minimum: 0.01, maximum: 5 }))
      .map(([scene, time]) => ({ ...scene, time })),
    observe<T>(instance: Instance, arithmetic: Arithmetic<T>, refinement: number): Observation {
      const m = manifold(instance.manifold);
      const { map, objective, radius } = m;
      const { loss } = objective;
      const [p, n] = [map.parameters, map.outputs];
      const velocity = (w: readonly number[]) =>
        objective.velocity(w, 0).map((entry) => speed * entry);
      const tolerance = 10 * toleranceAt(refinement);
      const whole = dormandPrince((_t, w) => velocity(w), map.start, [0, instance.time], {
        tolerance,
        errorNorm: scaledMaximumNorm(radius),
        events: [(_t, w) => distanceFromStart(m, w) - radius],
      });
      const end = whole.status === "event" ? STAY * whole.end : whole.end;
      const times = SHARES.map((share) => share * end);

      // Errors are measured against how far w, αf and g move.
      const norm = scaledMaximumNorm([
        ...map.start.map(() => distanceFromStart(m, whole.last)),
        ...new Array<number>(n).fill(Math.hypot(...objective.output(whole.last))),
        Math.abs(objective.difference(map.start, whole.last)),
      ]);
      const outputs: number[] = [];
      let last: readonly number[] = map.start;
      // Both integrals are compared by their parts: ‖miss‖ first, then the fall of g and its integral.
      const observed = movement((tolerance) => {
        const flow = dormandPrince(
          (_t, state) => {
            const w = state.slice(0, p);
            const projected = project(map.jacobian(w), loss.gradient(objective.output(w)));
            return [...velocity(w), ...projected, dot(projected, projected)];
          },
          [...map.start, ...new Array<number>(n + 1).fill(0)],
          [0, end],
          { tolerance, errorNorm: norm },
        );
        outputs.length = 0;
        last = flow.last.slice(0, p);
        return times.flatMap((t) => {
          const state = flow.at(t);
          const w = state.slice(0, p);
          const output = objective.output(w);
          outputs.push(Math.hypot(...output));
          return [
            distance(output, state.slice(p, p + n).map((entry) => -entry)),
            objective.difference(map.start, w),
            state.at(-1)!,
          ];
        });
      }, tolerance);
      const pick = (parts: readonly number[]): Movement => {
        const indices = times.flatMap((_, k) => parts.map((part) => 3 * k + part));
        return {
          values: indices.map((index) => observed.values[index]!),
          moved: indices.map((index) => observed.moved[index]!),
        };
      };

      const jacobian = map.jacobian(pointAt(m, instance.places[0]!));
      const matrix = Array.from(
        { length: n },
        (_, j) => project(jacobian, Array.from({ length: n }, (_, k) => Number(k === j))),
      );
      const entry = (i: number, j: number) => matrix[i]![j]!;
      const square = matrix.map((row, i) =>
        row.map((_, j) => {
          let sum = 0;
          for (let k = 0; k < n; k++) sum += entry(i, k) * entry(k, j);
          return sum - entry(i, j);
        })
      );
      return {
        family: m.family,
        times,
        misses: pick([0]),
        moved: outputs,
        outputScale: m.outputScale,
        falls: pick([1, 2]),
        lossScale: lossScale(m, Math.hypot(...loss.gradient(objective.output(last))), 0) +
          lossScale(m, Math.hypot(...loss.gradient(objective.output(map.start))), outputs.at(-1)!),
        asymmetry: frobenius(matrix.map((row, i) => row.map((x, j) => x - entry(j, i)))),
        defect: frobenius(square),
        trace: matrix.reduce((sum, row, j) => sum + row[j]!, 0),
        rank: p,
        conditionNumber: tangentSpace(arithmetic, jacobian).conditionNumber,
      };
    },
    figures(_, instance) {
      const m = manifold(instance.manifold);
      const flow = dormandPrince(
        (_t, w) => m.objective.velocity(w, 0),
        m.map.start,
        [0, instance.time],
        { events: [(_t, w) => distanceFromStart(m, w) - m.radius] },
      );
      const places = Array.from({ length: 41 }, (_, k) => k / 40 * flow.end);
      return [{
        kind: "lines",
        title: "the loss along the flow",
        x: { label: "t" },
        y: { label: "g(αf(w_t))" },
        series: [{
          name: "observed",
          role: "observed",
          points: places.map((t) => [t, m.objective.value(flow.at(t))]),
        }],
      }];
    },
    variants: {
      printed: {
        statement: String.raw`\frac{d\,\alpha f(w_t)}{dt} = -P\nabla g, \quad
          \frac{dg(\alpha f(w_t))}{dt} = -\|P\nabla g\|^2, \quad P^\top = P = P^2, \quad
          \operatorname{rank} P = p`,
        expected: "holds",
        relations: (observation) => {
          const { family, misses, moved, falls, conditionNumber, rank } = observation;
          const projectorScale = 4 * rank * conditionNumber;
          return [
            ...moved.flatMap((size, k): Relation[] => [
              {
                label: "αf(w_t) = −∫P∇g",
                lhs: misses.values[k]!,
                sense: "=",
                rhs: 0,
                size,
                scale: observation.outputScale,
                uncertainty: MARGIN_OVER_MOVEMENT * misses.moved[k]!,
                family,
              },
              {
                label: "g(αf(w_t)) − g(0) = −∫‖P∇g‖²",
                lhs: falls.values[2 * k]!,
                sense: "=",
                rhs: -falls.values[2 * k + 1]!,
                scale: observation.lossScale,
                uncertainty: MARGIN_OVER_MOVEMENT *
                  (falls.moved[2 * k]! + falls.moved[2 * k + 1]!),
                family,
              },
            ]),
            {
              label: "P = Pᵀ",
              lhs: observation.asymmetry,
              sense: "=",
              rhs: 0,
              size: 1,
              scale: projectorScale,
              family,
            },
            {
              label: "P² = P",
              lhs: observation.defect,
              sense: "=",
              rhs: 0,
              size: 1,
              scale: projectorScale,
              family,
            },
            {
              label: "rank P = tr P = p",
              lhs: observation.trace,
              sense: "=",
              rhs: rank,
              scale: projectorScale,
              family,
            },
          ];
        },
      },
    },
  });
}
