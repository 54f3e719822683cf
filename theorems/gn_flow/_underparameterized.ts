/**
 * What the claims on the underparameterized Gauss–Newton flow (§4.2 of the paper) share: the flow
 * in parameter space, the normal and tangential parts of ∇g, and the numbers that Theorem 5 speaks
 * of.
 *
 * **What the second fundamental form does.** By (19) the Riemannian Hessian of g on M is P∇²gP; it
 * is P∇²gP + ⟨N, II⟩, N = (I − P)∇g the normal part of the gradient and II the second fundamental
 * form of M. The corrected forms need no geodesics. Let δ = L/(4α(1 − r)²λ_0²), and w, w' in B with
 * ψ = αf(w), ψ' = αf(w'), d = ‖ψ' − ψ‖.
 *
 * 1. J changes by at most 2rλ_0 on B, so ‖f(w') − f(w)‖ ≥ 2(1 − r)λ_0‖w' − w‖ (integrate J along
 *    the segment). And f(w') − f(w) = J(w)(w' − w) + e with ‖e‖ ≤ ½L‖w' − w‖², whence ‖αe‖ ≤ ½δd².
 * 2. g(ψ') ≥ g(ψ) + ⟨∇g(ψ), ψ' − ψ⟩ + ½νd². The part N(w) of the gradient sees only αe, the other
 *    is grad g(ψ): g(ψ') ≥ g(ψ) − ‖grad g(ψ)‖d + ½(ν − δ‖N(w)‖)d². Where ν' = ν − δ‖N(w)‖ > 0 the
 *    right side is at least g(ψ) − ‖grad g(ψ)‖²/(2ν'): a Polyak–Łojasiewicz inequality on B.
 * 3. From w = w_*, where grad g = 0: g(ψ') − g(ψ_*) ≥ ½(ν − δ‖N(w_*)‖)d².
 * 4. grad g(ψ') = P'(∇g(ψ') − ∇g(ψ_*)) + P'N_*, and J(w_*)ᵀN_* = 0, so ‖J(w')ᵀN_*‖ ≤ L‖w' −
 *    w_*‖‖N_*‖ and ‖P'N_*‖ ≤ δ‖N_*‖d: ‖grad g(ψ')‖ ≤ (μ + δ‖N_*‖)d.
 *
 * @module
 */

import fc, { type Arbitrary } from "fast-check";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import {
  dormandPrince,
  type ErrorNorm,
  type Movement,
  movement,
  rosenbrock,
  type Trajectory,
} from "../../lib/flows/mod.ts";
import {
  type CompositeObjective,
  compositeObjective,
  confirmMinimizer,
  lowestOnBall,
  realNumber,
  relativeCurvature,
  type UnderparameterizedInstance,
  type UnderparameterizedProblem,
  underparameterizedProblem,
} from "../../problems/mod.ts";
import type { Hypothesis, LinesFigure } from "../../verify/mod.ts";
import { level, over } from "../_figures.ts";
import { once } from "../_once.ts";
import { distanceIn, normIn, riseIn } from "./_observed.ts";
import { distance } from "./_vectors.ts";

/** A solution of the flow. */
export interface FlowRun {
  /** Whether it reached the end of the interval, or came as near to its centre as was asked. */
  readonly finished: boolean;
  /** Whether it stopped because it left the ball that it was confined to. */
  readonly left: boolean;
  /** The last time. */
  readonly end: number;
  /** Whether it was integrated by the method for stiff flows. */
  readonly isStiff: boolean;
  /** The ends of its steps. */
  readonly times: readonly number[];
  /** w_t. */
  at(t: number): number[];
}

/** How {@linkcode runFlow} integrates. */
export interface FlowRunOptions {
  /** ρ: 0 for the Gauss–Newton flow, 1 for the gradient flow. Default: 0. */
  readonly damping?: number;
  /** The last time. */
  readonly horizon: number;
  /** Of the integrator, relative to the distance from the centre. */
  readonly tolerance: number;
  /** The point that distances are measured from, about which the flow is resolved finely. */
  readonly center: readonly number[];
  /** Where it stops: one of these changes its sign. */
  readonly stops: readonly ((t: number, w: readonly number[]) => number)[];
  /** It stops too where it is further than this from w_0. */
  readonly confinement: number;
  /** Whether the flow is known to be stiff. Default: false. */
  readonly isStiff?: boolean;
}

/** Steps of the explicit method at the tolerance 1e-5, beyond which the flow counts as stiff. */
const MOST_STEPS = 80;

/** Errors are relative to the distance from the centre, down to this share of it at the start. */
const FLOOR = 1e-6;

/**
 * Integrates ẇ = −(1/α)[(1 − ρ)JᵀJ + ρI]⁻¹Jᵀ∇g(αf(w)) from w_0, in the coordinates w − centre, so
 * that the decay to the centre is resolved however small the distance. Explicitly where that takes
 * few steps, otherwise by a method for stiff flows.
 */
export function runFlow(objective: CompositeObjective, options: FlowRunOptions): FlowRun {
  const { damping = 0, horizon, tolerance, center, stops, confinement } = options;
  const { start } = objective.map;
  const point = (u: readonly number[]) => u.map((entry, k) => center[k]! + entry);
  const offset = start.map((entry, k) => entry - center[k]!);
  const floor = FLOOR * maximumNorm(offset) + Number.MIN_VALUE;
  const errorNorm: ErrorNorm = (error, before, after) =>
    maximumNorm(error) / (floor + Math.max(maximumNorm(before), maximumNorm(after)));
  const field = (_: number, u: readonly number[]) => objective.velocity(point(u), damping);
  const settings = {
    tolerance,
    errorNorm,
    // Steps of order 5.
    mostSteps: Math.ceil(MOST_STEPS * (1e-5 / tolerance) ** 0.2),
    events: [
      (_: number, u: readonly number[]) => confinement - distance(point(u), start),
      ...stops.map((stop) => (t: number, u: readonly number[]) => stop(t, point(u))),
    ],
  };
  let { isStiff = false } = options;
  let trajectory: Trajectory | undefined;
  if (!isStiff) {
    trajectory = dormandPrince(field, offset, [0, horizon], settings);
    isStiff = trajectory.status === "exhausted";
  }
  if (trajectory === undefined || isStiff) {
    trajectory = rosenbrock(field, offset, [0, horizon], {
      ...settings,
      // Steps of order 4.
      mostSteps: Math.ceil(2 * MOST_STEPS * (1e-5 / tolerance) ** 0.25),
      timeDerivative: (_, u) => u.map(() => 0),
    });
  }
  const { status, event, end, times } = trajectory;
  return {
    finished: status === "complete" || (event?.index ?? 0) > 0,
    left: event?.index === 0,
    isStiff,
    end,
    times,
    at: (t) => point(trajectory.at(Math.min(t, end))),
  };
}

/** The parts of ∇g(αf(w)): grad g = P∇g, tangent to M, and the rest N. */
export interface GradientParts {
  /** ‖P∇g‖. */
  readonly tangential: number;
  /** ‖(I − P)∇g‖. */
  readonly normal: number;
}

/** ∇g(αf(w)), split by P = J(JᵀJ)⁻¹Jᵀ. */
export function gradientParts<T>(
  objective: CompositeObjective,
  w: readonly number[],
  arithmetic: Arithmetic<T>,
): GradientParts {
  const gradient = objective.loss.gradient(objective.output(w));
  // P∇g = −dαf/dt = −αJẇ.
  const velocity = objective.velocity(w, 0);
  const tangential = objective.map.jacobian(w).map((row) =>
    -objective.scaling * row.reduce((sum, entry, k) => sum + entry * velocity[k]!, 0)
  );
  return {
    tangential: normIn(arithmetic, tangential),
    normal: distanceIn(arithmetic, gradient, tangential),
  };
}

/** The least eigenvalue of J(w)ᵀJ(w). */
export function leastGramEigenvalue<T>(
  objective: CompositeObjective,
  w: readonly number[],
  arithmetic: Arithmetic<T>,
): number {
  return arithmetic.scope(() => {
    const jacobian = arithmetic.matrix(objective.map.jacobian(w));
    return arithmetic.singularValueDecomposition(jacobian).s.at(-1)! ** 2;
  });
}

/** δ = L/(4α(1 − r)²λ_0²): times ‖N‖ it bounds what the second fundamental form does. */
export function curvatureFactor(
  { jacobianLipschitz, r, lambda0 }: Pick<
    UnderparameterizedProblem,
    "jacobianLipschitz" | "r" | "lambda0"
  >,
  alpha: number,
): number {
  return jacobianLipschitz / (4 * alpha * (1 - r) ** 2 * lambda0 ** 2);
}

/**
 * The magnitude of what is subtracted in a gap Δ = g(αf(w)) − g(αf(w_*)), ψ and ψ_* being known to
 * their own rounding: (‖N‖ + μ‖ψ − ψ_*‖)(‖ψ‖ + ‖ψ_*‖).
 */
export function gapScale(
  objective: CompositeObjective,
  normal: readonly number[],
  minimizer: readonly number[],
  w: readonly number[],
): number {
  const there = objective.output(minimizer);
  const here = objective.output(w);
  return (Math.hypot(...normal) + objective.loss.smoothness * distance(here, there)) *
    (Math.hypot(...here) + Math.hypot(...there));
}

function maximumNorm(x: readonly number[]): number {
  return x.reduce((largest, entry) => Math.max(largest, Math.abs(entry)), 0);
}

/** So many times of a run, 0 excluded, that are equally far apart, and the ends of its steps. */
export function sampledTimes({ end, times }: FlowRun, count: number): number[] {
  const stride = Math.max(1, Math.ceil(times.length / count));
  const all = [
    ...Array.from({ length: count }, (_, k) => (k + 1) / count * end),
    ...times.filter((time, k) => time > 0 && k % stride === 0),
  ];
  return [...new Set(all)].sort((a, b) => a - b);
}

/** A number of a run that a relation speaks of. */
export interface Seen {
  /** When. */
  readonly time: number;
  /** What. */
  readonly value: number;
  /** By how much it moved when tolerances were tightened three times; 0 if that was not asked. */
  readonly moved: number;
}

/** What Theorem 5 speaks of, along one flow. */
export interface RateObservation {
  /** α. */
  readonly alpha: number;
  /** g(0). */
  readonly initialValue: number;
  /** Δ_0. */
  readonly initialGap: number;
  /** Δ_t where the claimed exponent is the largest multiple of the observed one. */
  readonly gap: Seen;
  /** The claimed exponent over the observed one, ct/ln(g(0)/Δ_t), there. */
  readonly exponentRatio: number;
  /** The magnitude of what is subtracted in Δ_t. */
  readonly gapScale: number;
  /** The largest ‖w_t − w_0‖. */
  readonly farthest: Seen;
  /** The least λ_min(J(w_t)ᵀJ(w_t)), where (23) is looked at. */
  readonly leastEigenvalue: Seen;
  /** The magnitude of what enters it. */
  readonly eigenvalueScale: number;
  /** What enters ‖w_t − w_0‖. */
  readonly distanceScale: number;
  /** ‖w_* − w_0‖. */
  readonly minimizerDistance: number;
  /** Times of the curves, … */
  readonly times: readonly number[];
  /** … Δ_t, … */
  readonly gaps: readonly number[];
  /** … and ‖w_t − w_0‖. */
  readonly distances: readonly number[];
}

/** The flow is not followed further than to so many radii of B, … */
const CONFINEMENT = 1.2;

/** … nor to where Δ_t is so many times the bound. */
const CLEARLY = 100;

/** The tolerance of the first run, relative to the distance from w_*. */
const COARSE = 1e-4;

/** A relation is kept for sure where the logarithms of its sides differ by this much. */
const NEAR = 0.02;

/**
 * Follows the flow from w_0 and looks at Δ_t ≤ g(0)exp(−ct) and at the ball.
 *
 * @param objective g ∘ αf.
 * @param minimizer w_*.
 * @param radius The radius of B.
 * @param rate c.
 * @param refinement Each tightens the integrator by 1000. Where a relation is broken, or not kept
 * for sure, the numbers are taken at a tolerance that is tightened three times, and their movement
 * is kept.
 */
export function observeRate(
  objective: CompositeObjective,
  { arithmetic, part, minimizer, normal, radius, rate, refinement, ...bounds }: {
    /** What is observed is computed in it. */
    readonly arithmetic: Arithmetic<unknown>;
    /** Whether (22) is looked at closely, or (23). */
    readonly part: "rate" | "ball";
    readonly minimizer: readonly number[];
    readonly normal: readonly number[];
    readonly radius: number;
    readonly rate: number;
    readonly refinement: number;
    /** Where the flow stops: where Δ has fallen to this share of Δ_0. */
    readonly lastGap: number;
    /** What λ_min(JᵀJ) is compared with. */
    readonly leastEigenvalue: number;
    /** Δ. */
    gap(w: readonly number[], arithmetic?: Arithmetic<unknown>): number;
  },
): RateObservation {
  const { start } = objective.map;
  const { lastGap, leastEigenvalue } = bounds;
  const gap = (w: readonly number[]) => bounds.gap(w);
  const gapSeen = (w: readonly number[]) => bounds.gap(w, arithmetic);
  const initialValue = objective.value(start);
  const initialGap = gap(start);
  const run = (tolerance: number, isStiff: boolean) =>
    runFlow(objective, {
      isStiff,
      horizon: Math.min(200, 50 / rate),
      tolerance,
      center: minimizer,
      stops: [
        (_, w) => gap(w) - lastGap * initialGap,
        ...part === "rate"
          ? [(t: number, w: readonly number[]) =>
            gap(w) - CLEARLY * initialValue * Math.exp(-rate * t)]
          : [],
      ],
      confinement: CONFINEMENT * radius,
    });
  const first = run(COARSE / 1000 ** refinement, false);
  const times = sampledTimes(first, 24);
  const points = times.map((time) => first.at(time));
  const gaps = points.map(gap);
  const distances = points.map((w) => distance(w, start));
  const eigenvalues = points.map((w, k) =>
    part === "ball" && k % 3 === 0 ? leastGramEigenvalue(objective, w, float64) : Infinity
  );
  const scaleAt = (w: readonly number[]) => gapScale(objective, normal, minimizer, w);
  const exponentRatio = (time: number, value: number) =>
    rate * time / Math.log(initialValue / value);

  let worst = 0;
  times.forEach((time, k) => {
    const isResolved = gaps[k]! >=
      Math.max(lastGap * initialGap / 2, 1e5 * float64.unitRoundoff * scaleAt(points[k]!));
    if (isResolved && exponentRatio(time, gaps[k]!) > exponentRatio(times[worst]!, gaps[worst]!)) {
      worst = k;
    }
  });
  const far = distances.indexOf(Math.max(...distances));
  const thin = eigenvalues.indexOf(Math.min(...eigenvalues));
  const see = (at: (k: number) => readonly number[]) => [
    gapSeen(at(worst)),
    distanceIn(arithmetic, at(far), start),
    part === "rate" ? Infinity : leastGramEigenvalue(objective, at(thin), arithmetic),
  ];
  let values = see((k) => points[k]!);
  let moved = [0, 0, 0];
  const excesses = part === "rate"
    ? [Math.log(gaps[worst]! / initialValue) + rate * times[worst]!]
    : [Math.log(distances[far]! / radius), Math.log(leastEigenvalue / eigenvalues[thin]!)];
  // Kept by more than can move, or not.
  if (excesses.some((excess) => !(excess < -NEAR))) {
    ({ values, moved } = asMutable(movement((tolerance) => {
      const tightened = run(tolerance, first.isStiff);
      return see((k) => tightened.at(times[k]!));
    }, COARSE / 1000 ** refinement)));
  }
  return {
    alpha: objective.scaling,
    initialValue,
    initialGap,
    gap: { time: times[worst]!, value: values[0]!, moved: moved[0]! },
    exponentRatio: exponentRatio(times[worst]!, values[0]!),
    gapScale: scaleAt(points[worst]!),
    farthest: { time: times[far]!, value: values[1]!, moved: moved[1]! },
    leastEigenvalue: { time: times[thin]!, value: values[2]!, moved: moved[2]! },
    eigenvalueScale: Math.sqrt(values[2]!) * Math.hypot(...objective.map.jacobian(start).flat()),
    distanceScale: radius + values[1]! + Math.hypot(...start),
    minimizerDistance: distance(minimizer, start),
    times,
    gaps,
    distances,
  };
}

function asMutable({ values, moved }: Movement): { values: number[]; moved: number[] } {
  return { values: [...values], moved: [...moved] };
}

/** What the claims of Theorem 5 observe. */
export interface Theorem5Observation {
  /** The family of the map. */
  readonly family: "network" | "smooth map";
  /** λ_0. */
  readonly lambda0: number;
  /** ν. */
  readonly strongConvexity: number;
  /** r. */
  readonly r: number;
  /** 2rλ_0/L. */
  readonly radius: number;
  /** α over the printed one, less 1. */
  readonly scalingError: number;
  /** By how much something in B is lower than w_*, over Δ_0. */
  readonly lower: number;
  /** With the printed α. */
  readonly printed: RateObservation;
  /** With the α of the corrected form; computed when it is first asked for. */
  corrected(): RateObservation;
}

/** Lμ/(r(1 − r)λ_0²) √(Δ_0/(8ν³)): α of Theorem 5. */
export function theorem5Scaling(problem: UnderparameterizedProblem): number {
  const { jacobianLipschitz, r, lambda0, initialGap, loss } = problem;
  return jacobianLipschitz * loss.smoothness / (r * (1 - r) * lambda0 ** 2) *
    Math.sqrt(initialGap / (8 * loss.strongConvexity ** 3));
}

/**
 * (L√g(0)/((1 − r)λ_0²)) max{√(μ/2)/(ν(1 − r)), 1/(2r√ν)}: with this α or a larger one δ√(2μg(0)) ≤
 * ν/2, and ‖N‖ ≤ ‖∇g‖ ≤ √(2μg) along the flow, so that the inequality of step 2 above holds with ν'
 * = ν/2. So Δ_t ≤ Δ_0exp(−νt) while w_t is in B, and since −dΔ/dt = ‖grad g‖² ≥ νΔ the path has the
 * length ∫‖ẇ‖dt ≤ ∫‖grad g‖dt/(2α(1 − r)λ_0) ≤ √(Δ_0/ν)/(α(1 − r)λ_0), less than 2rλ_0/L: w_t never
 * leaves B, and converges to a point of B where Δ = 0.
 */
export function correctedScaling(problem: UnderparameterizedProblem): number {
  const { jacobianLipschitz, r, lambda0, initialValue, loss } = problem;
  const { strongConvexity: nu, smoothness: mu } = loss;
  return jacobianLipschitz * Math.sqrt(initialValue) / ((1 - r) * lambda0 ** 2) *
    Math.max(Math.sqrt(mu / 2) / (nu * (1 - r)), 1 / (2 * r * Math.sqrt(nu)));
}

/** What a test may put in the place of the flow's parts. */
export interface Theorem5Options {
  /** The α of the corrected form. Default: {@linkcode correctedScaling}. */
  readonly correctedScaling?: (problem: UnderparameterizedProblem) => number;
}

/** Observes both flows of an instance, as the one or the other part of the theorem asks. */
export function observeTheorem5(
  part: "rate" | "ball",
  instance: UnderparameterizedInstance,
  arithmetic: Arithmetic<unknown>,
  refinement: number,
  options: Theorem5Options = {},
): Theorem5Observation {
  const problem = underparameterizedProblem(instance);
  const { map, loss, lambda0, r, radius, minimizer, normal } = problem;
  const nu = loss.strongConvexity;
  const leastEigenvalue = 4 * (1 - r) ** 2 * lambda0 ** 2;
  const printed = observeRate(problem, {
    arithmetic,
    part,
    minimizer,
    normal,
    radius,
    rate: 2 * nu,
    refinement,
    leastEigenvalue,
    // The larger g(0) is beside Δ_0, the later the bound can fail.
    lastGap: Math.max(1e-12, 1e-4 * (problem.initialGap / problem.initialValue) ** 2),
    gap: problem.gap,
  });
  const corrected = once(() => {
    const alpha = (options.correctedScaling ?? correctedScaling)(problem);
    const other = compositeObjective(map, loss, alpha);
    const lowest = lowestOnBall(other, map.start, radius, { randomStarts: 0, steps: 40 });
    return observeRate(other, {
      arithmetic,
      part,
      minimizer: lowest,
      normal: loss.gradient(other.output(lowest)),
      radius,
      rate: nu,
      refinement,
      leastEigenvalue,
      // w_* is found only to the accuracy of the search.
      lastGap: 1e-6,
      gap: (w, arithmetic) =>
        arithmetic === undefined
          ? other.difference(lowest, w)
          : riseIn(arithmetic, other, lowest, w),
    });
  });
  return {
    family: map.family,
    lambda0,
    strongConvexity: nu,
    r,
    radius,
    scalingError: problem.scaling / theorem5Scaling(problem) - 1,
    lower: lowerInBall(problem, refinement),
    printed,
    corrected,
  };
}

/** By how much a search of B finds something lower than w_*, over Δ_0: 0 where it does not. */
export function lowerInBall(problem: UnderparameterizedProblem, refinement: number): number {
  const { confirmed, relativeGap } = confirmMinimizer(
    problem,
    refinement === 0 ? { randomStarts: 0, steps: 15 } : { randomStarts: 60 },
  );
  return confirmed ? 0 : Math.max(-relativeGap, 1e-9);
}

/** Assumptions 2 and 3. */
export function assumptions<
  O extends { readonly lambda0: number; readonly lower: number },
>(): Hypothesis<UnderparameterizedInstance, O>[] {
  return [
    {
      name: "assumption 2",
      statement: String.raw`H_0 = J(w_0)^\top J(w_0) \succeq 4\lambda_0^2 I,\ \lambda_0 > 0`,
      holdsAlong: ({ lambda0 }) => lambda0 > 0,
    },
    {
      name: "assumption 3",
      statement: String
        .raw`w_\star \in B,\quad g(\alpha f(w_\star)) = \inf_{w \in B} g(\alpha f(w))`,
      holdsAlong: ({ lower }) => lower,
    },
  ];
}

/** The hypotheses of Theorem 5. */
export function theorem5Hypotheses(): Hypothesis<
  UnderparameterizedInstance,
  Theorem5Observation
>[] {
  return [
    ...assumptions<Theorem5Observation>(),
    {
      name: "the scaling factor of Theorem 5",
      statement: String.raw`\alpha = \frac{L\mu}{r(1-r)\lambda_0^2}
        \sqrt{\frac{\Delta_0}{8\nu^3}},\quad r \in (0, 1)`,
      holdsAlong: ({ scalingError }) => Math.abs(scalingError) <= 1e-7,
    },
  ];
}

/** Δ_t and what it is compared with. */
export function rateFigure(
  title: string,
  { times, gaps, initialValue }: RateObservation,
  rate: number,
  bound: string,
): LinesFigure {
  return {
    kind: "lines",
    title,
    x: { label: "t" },
    y: { label: "Δ_t", scale: "log" },
    series: [
      {
        name: "Δ_t",
        role: "observed",
        points: times.map((time, k) => [time, gaps[k]!] as const),
      },
      {
        name: bound,
        role: "predicted",
        points: over(times, (time) => initialValue * Math.exp(-rate * time)),
      },
    ],
  };
}

/** ‖w_t − w_0‖ and the radius of B. */
export function ballFigure(
  title: string,
  { times, distances }: RateObservation,
  radius: number,
): LinesFigure {
  return {
    kind: "lines",
    title,
    x: { label: "t" },
    y: { label: "‖w_t − w_0‖" },
    series: [
      {
        name: "‖w_t − w_0‖",
        role: "observed",
        points: times.map((time, k) => [time, distances[k]!] as const),
      },
      level("2rλ_0/L", "predicted", radius, times),
    ],
  };
}

/**
 * Instances of Theorem 5 whose targets come from the geometry: g ∘ αf has a long valley askew to
 * the weak direction of J. The flow falls into it first, far from w_0 and from w_*, and creeps back
 * along it. One smooth map and one network, each with all its numbers moved by up to half a per
 * cent; both shrink to themselves. They were found by a search for the largest swing of the
 * linearized flow.
 */
export function valleys(): Arbitrary<UnderparameterizedInstance> {
  return fc.record({
    base: fc.constantFrom(SMOOTH_VALLEY, NETWORK_VALLEY),
    moves: fc.array(realNumber({ minimum: -1, maximum: 1 }), { minLength: 16, maxLength: 16 }),
  }).map(({ base, moves }) => moveNumbers(base, moves))
    .filter((instance) => {
      try {
        const problem = underparameterizedProblem(instance);
        return problem.initialGap > 0 && relativeCurvature(problem) > 1e-9;
      } catch (error) {
        if (error instanceof RangeError) return false;
        throw error;
      }
    });
}

/**
 * f(w) = (w₁, w₁/10 + 8w₂, 0.008w₁² + w₂²/2) with r = 0.1, L = 1 and a residual along the third
 * axis: worked out by hand in `theorem_5_ball.ts`.
 */
export const SMOOTH_VALLEY: UnderparameterizedInstance = {
  map: {
    family: "smooth map",
    blocks: [{
      kind: "quadratic",
      slopes: [[1, 0], [0.1, 8], [0, 0]],
      curvatures: [[0, 0], [0, 0], [0.016, 1]],
    }],
    left: [],
    right: [],
  },
  loss: { kind: "quadratic" },
  r: 0.1,
  direction: [0.12, 1],
  normal: [0, 0, 1],
  placement: { kind: "printed, scaling solved", share: 0.34, residual: 1 },
};

/** One neuron with two inputs and three data. */
export const NETWORK_VALLEY: UnderparameterizedInstance = {
  map: {
    family: "network",
    activation: "tanh",
    inputs: [[-0.69, 0.25], [-0.25, 0.02], [-1.9, -0.37]],
    outerWeights: [1],
    initialWeights: [[-0.47, 0.43]],
  },
  loss: { kind: "quadratic" },
  r: 0.05,
  direction: [-0.66, 0.75],
  normal: [0.2, -1, 0.1],
  placement: { kind: "printed, scaling solved", share: 0.9, residual: 1 },
};

/** All numbers of the map and the direction, r and the share, moved by up to half a per cent. */
function moveNumbers(
  base: UnderparameterizedInstance,
  moves: readonly number[],
): UnderparameterizedInstance {
  let next = 0;
  const move = (x: number) => x * (1 + 0.005 * moves[next++ % moves.length]!);
  const moveAll = (rows: readonly (readonly number[])[]) => rows.map((row) => row.map(move));
  const { map, placement } = base;
  return {
    ...base,
    r: move(base.r),
    direction: base.direction.map(move),
    map: map.family === "network"
      ? { ...map, inputs: moveAll(map.inputs), initialWeights: moveAll(map.initialWeights) }
      : {
        ...map,
        blocks: map.blocks.map((block) =>
          block.kind === "quadratic"
            ? { ...block, slopes: moveAll(block.slopes), curvatures: moveAll(block.curvatures) }
            : block
        ),
      },
    placement: placement.kind === "printed, scaling solved"
      ? { ...placement, share: move(placement.share) }
      : placement,
  };
}
