/**
 * Lemma 9: what geodesic strong convexity says along the underparameterized Gauss–Newton flow.
 *
 * Printed: for every t < T there is a tangent vector v_t ∈ T_{αf(w_*)}M with
 *
 *   (ν/2)‖v_t‖² ≤ Δ_t ≤ (1/2ν)‖grad g(αf(w_t))‖² (20) and ‖grad g(αf(w_t))‖ ≤ μ‖v_t‖ (21).
 *
 * As printed any v_t will do: there is one if and only if the right half of (20) holds and
 * ‖grad g‖/μ ≤ √(2Δ_t/ν). The proof has Exp(v_t) = αf(w_t); both readings are looked at.
 *
 * **An arc, by hand**, as in `theorem-5-rate`: f(w) = (sin w, 1 − cos w), g = ½‖ψ − y‖², y at the
 * distance qα from the centre of the circle in the direction of αf(w_*), inside (q < 1) or outside
 * (q > 1). With θ = w_t − w_*, Δ = α²q(1 − cos θ), ‖grad g‖ = αq|sin θ|, and the geodesic from w_*
 * to w_t has the length α|θ|.
 *
 * - Δ ≤ ½‖grad g‖² says 2 ≤ q(1 + cos θ): false for q ≤ 1, even with y on M (q = 1), where nothing
 *   is left at w_*.
 * - ½α²θ² ≤ Δ says θ² ≤ 2q(1 − cos θ): false for q ≤ 1, the chord being shorter than the arc.
 * - ‖grad g‖ ≤ α|θ| says q|sin θ| ≤ |θ|, and ‖grad g‖ ≤ √(2Δ) says q(1 + cos θ) ≤ 2: for q > 1 both
 *   are false where θ is small. So no q > 1 satisfies (21), and no q ≤ 1 satisfies (20).
 *
 * **A network, by hand**: in one parameter, as t → ∞, Δ/‖grad g‖² → 1/(2qν) for a quadratic g with
 * ν = μ, where q = 1 + ⟨N, f''(w_*)⟩/(αν‖J(w_*)‖²). (20) fails for q < 1, as in the network of
 * `theorem-5-rate` (q = 0.317), and (21) for q > 1, as with the opposite residual.
 *
 * **Corrected**, with the chord d = ‖αf(w_t) − αf(w_*)‖ in the place of ‖v_t‖, and δ = L/(4α(1 −
 * r)²λ_0²): ½(ν − δ‖N_*‖)d² ≤ Δ_t, (ν − δ‖N_t‖)Δ_t ≤ ½‖grad g‖², ‖grad g‖ ≤ (μ + δ‖N_*‖)d, N_t the
 * part of ∇g(αf(w_t)) that is normal to M, N_* that at w_*. The proof is in
 * `_underparameterized.ts`.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { type Immersion, movement, shoot } from "../../lib/flows/mod.ts";
import {
  realNumber,
  type UnderparameterizedInstance,
  underparameterizedInstances,
  type UnderparameterizedProblem,
  underparameterizedProblem,
} from "../../problems/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { distanceIn } from "./_observed.ts";
import {
  assumptions,
  curvatureFactor,
  type FlowRun,
  gapScale,
  gradientParts,
  lowerInBall,
  runFlow,
} from "./_underparameterized.ts";
import { distance } from "./_vectors.ts";

/** An instance and a time. */
export interface Lemma9Instance {
  /** The problem. */
  readonly problem: UnderparameterizedInstance;
  /** νt. */
  readonly time: number;
}

/** What (20) and (21) compare. */
export interface Lemma9Observation {
  /** The family of the map. */
  readonly family: "network" | "smooth map";
  /** λ_0. */
  readonly lambda0: number;
  /** By how much something in B is lower than w_*, over Δ_0. */
  readonly lower: number;
  /** Whether the flow is still in B. */
  readonly isInBall: boolean;
  /** ν. */
  readonly strongConvexity: number;
  /** μ. */
  readonly smoothness: number;
  /** Δ_t and by how much it moved when tolerances were tightened. */
  readonly gap: readonly [value: number, moved: number];
  /** ‖grad g(αf(w_t))‖, and the same. */
  readonly gradient: readonly [value: number, moved: number];
  /** d, and the same. */
  readonly chord: readonly [value: number, moved: number];
  /** The length of the geodesic from w_* to w_t, and the same; null where none was found. */
  readonly geodesic: readonly [value: number, moved: number] | null;
  /** δ‖N_*‖. */
  readonly bendAtMinimizer: number;
  /** δ‖N_t‖. */
  readonly bend: number;
  /** The magnitude of what is subtracted in Δ_t. */
  readonly gapScale: number;
  /** The magnitude of what is subtracted in the gradient. */
  readonly gradientScale: number;
}

type Known = readonly [value: number, moved: number];

/** lhs ≤ rhs, where they are functions of numbers that moved. */
function atMost(
  label: string,
  family: string,
  compare: (gap: number, gradient: number, length: number) => readonly [lhs: number, rhs: number],
  [gap, gradient, length]: readonly [Known, Known, Known],
  scale: number,
): Relation {
  const [lhs, rhs] = compare(gap[0], gradient[0], length[0]);
  let uncertainty = 0;
  for (let k = 0; k < 3; k++) {
    const shifted = [gap[0], gradient[0], length[0]] as [number, number, number];
    shifted[k] = shifted[k]! + [gap, gradient, length][k]![1];
    const [left, right] = compare(...shifted);
    uncertainty += Math.abs(left - right - (lhs - rhs));
  }
  return { label, family, lhs, sense: "<=", rhs, scale, uncertainty: 10 * uncertainty };
}

function printed(observation: Lemma9Observation): Relation[] {
  const { family, strongConvexity: nu, smoothness: mu, gap, gradient, geodesic } = observation;
  const { gapScale, gradientScale } = observation;
  const none: Known = [0, 0];
  const withoutVector = [gap, gradient, none] as const;
  const slopeScale = 2 * gradient[0] * gradientScale + gradientScale ** 2;
  const relations = [
    atMost(
      "some v_t satisfies (20) and (21)",
      family,
      (gap, slope) => [gap, slope ** 2 / (2 * nu)],
      withoutVector,
      gapScale + slopeScale / (2 * nu),
    ),
    atMost(
      "some v_t satisfies (20) and (21)",
      family,
      (gap, slope) => [slope ** 2 / mu ** 2, 2 * gap / nu],
      withoutVector,
      slopeScale / mu ** 2 + 2 * gapScale / nu,
    ),
  ];
  if (geodesic === null) return relations;
  const all = [gap, gradient, geodesic] as const;
  return [
    ...relations,
    // Of (20) the right half is the same for both.
    atMost(
      "v_t with Exp(v_t) = αf(w_t) satisfies (20) and (21)",
      family,
      (gap, _, length) => [nu / 2 * length ** 2, gap],
      all,
      gapScale,
    ),
    atMost(
      "v_t with Exp(v_t) = αf(w_t) satisfies (20) and (21)",
      family,
      (_, slope, length) => [slope, mu * length],
      all,
      gradientScale,
    ),
  ];
}

function corrected(observation: Lemma9Observation): Relation[] {
  const { family, strongConvexity: nu, smoothness: mu, gap, gradient, chord } = observation;
  const { bend, bendAtMinimizer, gapScale, gradientScale } = observation;
  const all = [gap, gradient, chord] as const;
  return [
    {
      ...atMost(
        "½(ν − δ‖N_*‖)d² <= Δ_t",
        family,
        (gap, _, d) => [(nu - bendAtMinimizer) * d ** 2 / 2, gap],
        all,
        gapScale,
      ),
      trivial: nu <= bendAtMinimizer,
    },
    {
      ...atMost(
        "(ν − δ‖N_t‖)Δ_t <= ½‖grad g‖²",
        family,
        (gap, slope) => [(nu - bend) * gap, slope ** 2 / 2],
        all,
        (nu + bend) * gapScale + gradient[0] * gradientScale + gradientScale ** 2,
      ),
      trivial: nu <= bend,
    },
    atMost(
      "‖grad g‖ <= (μ + δ‖N_*‖)d",
      family,
      (_, slope, d) => [slope, (mu + bendAtMinimizer) * d],
      all,
      gradientScale,
    ),
  ];
}

/** The claim, for δ or what a test puts in its place. */
export function lemma9(
  factor: (problem: UnderparameterizedProblem, alpha: number) => number = curvatureFactor,
): Claim {
  return defineClaim<Lemma9Instance, Lemma9Observation>({
    id: "gn-flow/lemma-9",
    title: "Δ_t between ‖v_t‖² and ‖grad g‖², as geodesic strong convexity has it",
    locus: "Lemma 9, eqs. (20), (21)",
    kind: "universal",
    cost: 12,
    hypotheses: [
      ...assumptions<Lemma9Observation>().map(({ name, statement, holdsAlong }) => ({
        name,
        statement,
        holdsAlong: (observation: Lemma9Observation) =>
          holdsAlong!(observation, undefined as never),
      })),
      {
        name: "before the exit time",
        statement: String.raw`t < T = \inf\{t > 0 : w_t \notin B\}`,
        holdsAlong: ({ isInBall }) => isInBall,
      },
    ],
    instances: fc.record({
      problem: underparameterizedInstances(),
      time: realNumber({ minimum: 0, maximum: 4 }),
    }),
    observe<T>(
      { problem: instance, time }: Lemma9Instance,
      arithmetic: Arithmetic<T>,
      refinement: number,
    ): Lemma9Observation {
      const problem = underparameterizedProblem(instance);
      const { map, loss, scaling, minimizer, normal, lambda0, radius } = problem;
      const end = Math.max(1e-9, time) / loss.strongConvexity;
      const run = (tolerance: number) =>
        runFlow(problem, {
          horizon: end,
          tolerance,
          center: minimizer,
          stops: [(_, w) => problem.gap(w) - 1e-10 * problem.initialGap],
          confinement: radius,
        });
      const coarse = 1e-3 / 1000 ** refinement;
      const there = map.value(minimizer);
      const chordTo = (w: readonly number[]) =>
        scaling * distanceIn(arithmetic, map.value(w), there);
      let last!: FlowRun;
      const { values, moved } = movement((tolerance) => {
        last = run(tolerance);
        const w = last.at(end);
        return [
          problem.gap(w, arithmetic),
          gradientParts(problem, w, arithmetic).tangential,
          chordTo(w),
        ];
      }, coarse);
      const known = (k: number): Known => [values[k]!, moved[k]!];

      const w = last.at(end);
      const immersion: Immersion = {
        jacobian: (w) => map.jacobian(w).map((row) => row.map((entry) => scaling * entry)),
        secondDerivative: (w, u, v) =>
          map.secondDerivative(w, u, v).map((entry) => scaling * entry),
      };
      const far = distance(w, minimizer);
      const shot = shoot(immersion, minimizer, w, {
        tolerance: 1e-6 / 100 ** refinement * Math.min(1, far),
        mostSteps: 200,
        mostNewtonSteps: 6,
        shortestAdvance: 1 / 4,
      });
      const parts = gradientParts(problem, w, arithmetic);
      const delta = factor(problem, scaling);
      const output = problem.output(w);
      // ∇g is that of a difference of outputs and target.
      const gradientSize = Math.hypot(...loss.gradient(output)) +
        loss.smoothness * (Math.hypot(...output) + Math.hypot(...loss.minimizer));
      return {
        family: map.family,
        lambda0,
        lower: lowerInBall(problem, refinement),
        isInBall: last.finished && !last.left,
        strongConvexity: loss.strongConvexity,
        smoothness: loss.smoothness,
        gap: known(0),
        gradient: known(1),
        chord: known(2),
        // Its end misses w_t by ten tolerances at most, its steps add up to fewer than a hundred.
        geodesic: shot.found ? [shot.length, 1e-4 / 100 ** refinement * shot.length] : null,
        bendAtMinimizer: delta * Math.hypot(...normal),
        bend: delta * parts.normal,
        gapScale: gapScale(problem, normal, minimizer, w),
        // P is known to working accuracy times the condition number of J.
        gradientScale: gradientSize * problem.lambdaN / lambda0,
      };
    },
    figures: ({ gap, gradient, chord, geodesic, strongConvexity: nu, smoothness: mu }) => {
      const length = (geodesic ?? chord)[0];
      const bars = [
        ["(ν/2)‖v_t‖²", nu / 2 * length ** 2],
        ["Δ_t", gap[0]],
        ["‖grad g‖²/(2ν)", gradient[0] ** 2 / (2 * nu)],
        ["‖grad g‖²/(2μ)", gradient[0] ** 2 / (2 * mu)],
        ["(μ/2)‖v_t‖²", mu / 2 * length ** 2],
      ] as const;
      return [{
        kind: "lines",
        title: "what (20) and (21) put in order",
        x: { label: "place in the order that is claimed" },
        y: { label: "size", scale: "log" },
        mark: "dots",
        series: bars.map(([name, value], k) => ({
          name,
          role: name === "Δ_t" ? "observed" : "predicted",
          points: [[[1, 2, 3, 2, 4][k]!, value]],
        })),
      }];
    },
    variants: {
      printed: {
        statement: String.raw`\exists v_t \in T_{\alpha f(w_\star)}\mathcal M:\ 
          \frac\nu2\|v_t\|^2 \le \Delta_t \le
          \frac1{2\nu}\|\mathrm{grad}^{\mathcal M} g(\alpha f(w_t))\|^2,\ 
          \|\mathrm{grad}^{\mathcal M} g(\alpha f(w_t))\| \le \mu\|v_t\|`,
        expected: "refuted",
        relations: printed,
      },
      corrected: {
        statement: String.raw`\tfrac12(\nu - \delta\|N_\star\|)d^2 \le \Delta_t,\ 
          (\nu - \delta\|N_t\|)\Delta_t \le \tfrac12\|\mathrm{grad}^{\mathcal M} g\|^2,\ 
          \|\mathrm{grad}^{\mathcal M} g\| \le (\mu + \delta\|N_\star\|)d,\quad
          d = \|\alpha f(w_t) - \alpha f(w_\star)\|,\ 
          \delta = \frac{L}{4\alpha(1-r)^2\lambda_0^2}`,
        expected: "holds",
        relations: corrected,
      },
    },
  });
}
