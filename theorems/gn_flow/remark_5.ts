/**
 * Remark 5: the scaling factor α as a regularizer of the underparameterized flow.
 *
 * Printed, here and in §5: α should be large enough to keep H_0 = JᵀJ positive definite along the
 * flow; a larger α confines ‖w_t − w_0‖ more, and "leads to a smaller set B, over which g ∘ (αf) is
 * optimized", so that the best loss in M gets worse. With r and the target fixed, and α < α':
 * sup‖w_t − w_0‖ for α' is at most that for α, and inf_{w∈B} g(α'f(w)) is at least inf_{w∈B}
 * g(αf(w)).
 *
 * B = {‖w − w_0‖ < 2rλ_0/L} does not depend on α, and M = αf(B) grows with it.
 *
 * **The best loss, by hand.** f(w) = (sin w, 1 − cos w), g = ½‖ψ − (1, 0)‖², r = 0.9, so that B is
 * |w| < 0.9. M is an arc of the circle about (0, α) through 0, and y = (1, 0) lies outside of it,
 * at the distance √(1 + α²) − α: for α = 1 the best loss is ½(√2 − 1)² = 0.0858, at w = π/4, for α
 * = 2 it is ½(√5 − 2)² = 0.0279, at w = 0.4636. It falls. (For a y inside the circle it rises.) The
 * same holds of networks: to first order in ε a target y = αf(w_*) + εn, n normal to M, is missed
 * by less with a larger α where M then bends towards it. The printed difference inf g − inf_{w∈B}
 * g(αf(w)) has the opposite sign of a bias; with its sign, it would have to fall.
 *
 * **Corrected**: with α_1 the explicit α of the corrected form of `theorem-5-rate`, for every α ≥
 * α_1 ‖w_t − w_0‖ ≤ √(g(0)/ν)/((1 − r)λ_0α), which confines w the more the larger α is, and JᵀJ ⪰
 * 4(1 − r)²λ_0²I along the flow. Of the best loss nothing of the kind is true.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { movement } from "../../lib/flows/mod.ts";
import {
  type CompositeObjective,
  compositeObjective,
  lowestOnBall,
  realNumber,
  type UnderparameterizedInstance,
  underparameterizedInstances,
  type UnderparameterizedProblem,
  underparameterizedProblem,
} from "../../problems/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import { shortly } from "../_figures.ts";
import { once } from "../_once.ts";
import { distanceIn } from "./_observed.ts";
import {
  correctedScaling,
  leastGramEigenvalue,
  runFlow,
  sampledTimes,
} from "./_underparameterized.ts";
import { distance } from "./_vectors.ts";

/** A target, α and a multiple of it. */
export interface Remark5Instance {
  /** The problem, with α. */
  readonly problem: UnderparameterizedInstance;
  /** α'/α > 1. */
  readonly factor: number;
}

/** A flow as far as it was followed, and the best loss. */
interface Confinement {
  /** α. */
  readonly alpha: number;
  /** sup‖w_t − w_0‖. */
  readonly farthest: number;
  /** What enters it. */
  readonly distanceScale: number;
  /** The least λ_min(J(w_t)ᵀJ(w_t)). */
  readonly leastEigenvalue: number;
  /** What enters it. */
  readonly eigenvalueScale: number;
  /** The least g(αf(w)) that was found in the closure of B. */
  readonly best: number;
  /** Whether the flow came to rest, or left the ball on which J has rank p. */
  readonly ended: boolean;
  /** Times, and … */
  readonly times: readonly number[];
  /** … ‖w_t − w_0‖. */
  readonly distances: readonly number[];
}

interface Observation {
  readonly family: "network" | "smooth map";
  readonly lambda0: number;
  readonly r: number;
  readonly radius: number;
  readonly strongConvexity: number;
  readonly initialValue: number;
  /** With α and with α'. */
  readonly pair: Pair;
  /** How much sup‖w_t − w_0‖ moved when tolerances were tightened, both together. */
  readonly moved: number;
  /** With α_1 and with α_1 times the factor; computed when it is first asked for. */
  corrected(): Pair;
}

type Pair = readonly [Confinement, Confinement];

/** Where the flow counts as at rest: where g(αf(w_t)) is above its end by this share of g(0). */
const REST = 1e-7;

/** The flow until it comes to rest, or leaves the ball on which J has rank p. */
function follow(
  { map, loss, radius, r, initialValue }: UnderparameterizedProblem,
  alpha: number,
  tolerance: number,
) {
  const objective: CompositeObjective = compositeObjective(map, loss, alpha);
  const { start } = map;
  const reach = Math.min(
    radius,
    Math.hypot(...objective.velocity(start, 0)) / loss.strongConvexity,
  );
  const flow = runFlow(objective, {
    horizon: Math.min(200, 20 / loss.strongConvexity),
    tolerance,
    // Errors count relative to how far the flow goes, more or less.
    center: start.map((entry, k) => entry - reach * Number(k === 0)),
    stops: [(_, w) => {
      const velocity = objective.velocity(w, 0);
      const slope = objective.gradient(w);
      const fall = -slope.reduce((sum, entry, k) => sum + entry * velocity[k]!, 0);
      return fall - REST * initialValue * loss.strongConvexity;
    }],
    confinement: 0.95 * radius / r,
  });
  const times = sampledTimes(flow, 24);
  const points = times.map((time) => flow.at(time));
  return { objective, flow, times, points, distances: points.map((w) => distance(w, start)) };
}

function confine<T>(
  arithmetic: Arithmetic<T>,
  problem: UnderparameterizedProblem,
  alpha: number,
  refinement: number,
  tolerance: number,
): Confinement {
  const { objective, flow, times, points, distances } = follow(problem, alpha, tolerance);
  const { start } = problem.map;
  const lowest = lowestOnBall(objective, start, problem.radius, {
    randomStarts: refinement === 0 ? 0 : 40,
    steps: refinement === 0 ? 15 : 60,
  });
  const leastEigenvalue = Math.min(
    ...points.filter((_, k) => k % 3 === 0).map((w) =>
      leastGramEigenvalue(objective, w, arithmetic)
    ),
  );
  return {
    alpha,
    farthest: distanceIn(arithmetic, points[distances.indexOf(Math.max(...distances))]!, start),
    distanceScale: Math.max(...distances) + Math.hypot(...start),
    leastEigenvalue,
    eigenvalueScale: Math.sqrt(leastEigenvalue) *
      Math.hypot(...objective.map.jacobian(start).flat()),
    best: objective.value(lowest),
    ended: flow.finished || flow.left,
    times,
    distances,
  };
}

/** The claim, for the α_1 of the corrected form or what a test puts in its place. */
export function remark5(
  threshold: (problem: UnderparameterizedProblem) => number = correctedScaling,
): Claim {
  return defineClaim<Remark5Instance, Observation>({
    id: "gn-flow/remark-5",
    title: "A larger α confines w more, keeps J's rank and worsens the best loss in M",
    locus: "Remark 5 and Section 5",
    kind: "universal",
    cost: 25,
    hypotheses: [
      {
        name: "assumption 2",
        statement: String.raw`H_0 = J(w_0)^\top J(w_0) \succeq 4\lambda_0^2 I,\ \lambda_0 > 0`,
        holdsAlong: ({ lambda0 }) => lambda0 > 0,
      },
      {
        name: "both flows were followed to their end",
        statement: String.raw`w_t \text{ comes to rest, or leaves } \|w - w_0\| < 2\lambda_0/L`,
        holdsAlong: ({ pair }) => pair.every(({ ended }) => ended),
      },
    ],
    instances: fc.record({
      problem: underparameterizedInstances({ maximumConditionNumber: 1e4 }),
      factor: realNumber({ minimum: 1.5, maximum: 16 }),
    }),
    observe<T>(
      { problem: instance, factor }: Remark5Instance,
      arithmetic: Arithmetic<T>,
      refinement: number,
    ): Observation {
      const problem = underparameterizedProblem(instance);
      const { map, loss, lambda0, r, radius, scaling, initialValue } = problem;
      const tolerance = 1e-3 / 1000 ** refinement;
      const both = (alpha: number): Pair => [
        confine(arithmetic, problem, alpha, refinement, tolerance),
        confine(arithmetic, problem, factor * alpha, refinement, tolerance),
      ];
      const pair = both(scaling);
      // Where the larger α does not clearly confine w more, the tolerance is tightened three times.
      const isClear = pair[1].farthest < 0.97 * pair[0].farthest;
      const { moved } = isClear ? { moved: [0, 0] } : movement(
        (tolerance) =>
          [scaling, factor * scaling].map((alpha) =>
            Math.max(...follow(problem, alpha, tolerance).distances)
          ),
        tolerance,
      );
      return {
        family: map.family,
        lambda0,
        r,
        radius,
        strongConvexity: loss.strongConvexity,
        initialValue,
        pair,
        moved: moved[0]! + moved[1]!,
        corrected: once(() => both(threshold(problem))),
      };
    },
    figures({ pair, corrected }) {
      return [...pair, ...corrected()].map(({ alpha, times, distances }, k) => ({
        kind: "lines",
        title: `the distance from w_0 with α = ${shortly(alpha)}, ${
          ["of the instance", "a multiple", "α_1", "a multiple of α_1"][k]
        }`,
        x: { label: "t" },
        y: { label: "‖w_t − w_0‖" },
        series: [{
          name: "‖w_t − w_0‖",
          role: "observed",
          points: times.map((time, i) => [time, distances[i]!] as const),
        }],
      }));
    },
    variants: {
      printed: {
        statement: String.raw`\alpha < \alpha' \implies
          \sup_t \|w_t^{\alpha'} - w_0\| \le \sup_t \|w_t^{\alpha} - w_0\|,\ 
          \inf_{w \in B} g(\alpha' f(w)) \ge \inf_{w \in B} g(\alpha f(w))`,
        expected: "refuted",
        relations: ({ pair: [less, more], moved, family, initialValue }) => [
          {
            label: "sup‖w_t − w_0‖ with the larger α <= with the smaller",
            lhs: more.farthest,
            sense: "<=",
            rhs: less.farthest,
            scale: more.distanceScale + less.distanceScale,
            uncertainty: 10 * moved + 3e-3 * less.farthest,
            family,
          },
          {
            label: "the best loss in M with the larger α >= with the smaller",
            lhs: more.best,
            sense: ">=",
            rhs: less.best,
            scale: initialValue,
            size: initialValue,
            // A search finds it.
            uncertainty: 1e-6 * initialValue,
            family,
          },
        ],
      },
      corrected: {
        statement: String.raw`\alpha \ge \frac{L\sqrt{g(0)}}{(1-r)\lambda_0^2}
          \max\Big\{\frac{\sqrt{\mu/2}}{\nu(1-r)}, \frac{1}{2r\sqrt\nu}\Big\} \implies
          \sup_t \|w_t - w_0\| \le \frac{\sqrt{g(0)/\nu}}{(1-r)\lambda_0\alpha},\ 
          J(w_t)^\top J(w_t) \succeq 4(1-r)^2\lambda_0^2 I`,
        expected: "holds",
        relations: ({ corrected, family, r, lambda0, initialValue, strongConvexity }) =>
          corrected().flatMap(({ alpha, farthest, leastEigenvalue, ...scales }) => [
            {
              label: "sup‖w_t − w_0‖ <= √(g(0)/ν)/((1 − r)λ_0α)",
              lhs: farthest,
              sense: "<=",
              rhs: Math.sqrt(initialValue / strongConvexity) / ((1 - r) * lambda0 * alpha),
              scale: scales.distanceScale,
              uncertainty: 5e-3 * farthest,
              family,
            },
            {
              label: "λ_min(J(w_t)ᵀJ(w_t)) >= 4(1 − r)²λ_0²",
              lhs: leastEigenvalue,
              sense: ">=",
              rhs: 4 * (1 - r) ** 2 * lambda0 ** 2,
              scale: scales.eigenvalueScale,
              family,
            },
          ]),
      },
    },
  });
}
