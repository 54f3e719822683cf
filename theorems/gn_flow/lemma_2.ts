/**
 * Lemma 2: for a large α the flow never leaves the ball {‖w − w_0‖ < r_0}, r_0 = λ_0/L.
 *
 * Printed: for ρ ∈ (0, λ_n²/(1 + λ_n²)] and α ≥ (μ√(2Δ_0)/ν^{3/2}) (λ_n/λ_0³) (λ_0² + ρ_0)/(λ_n² +
 * ρ_0) the exit time T is infinite, "which makes {‖w − w_0‖ < r_0} a positively invariant set". Two
 * relations: the flow from w_0 stays in the ball; flows from elsewhere in it do.
 *
 * Both fail. The printed α lacks the factor L that its proof and Theorem 1 have: it does not even
 * scale as it must. By hand, a network: one tanh neuron on x = (2, 0) with w_init = 0, f(w) =
 * tanh(2w_1), g(ψ) = ½(ψ − 1)². K_0 = 4, λ_0 = λ_n = 1, √(2Δ_0) = 1: the least α is 1, for any ρ ≤
 * ½. w_1 increases as long as tanh(2w_1) < 1, that is for ever, and has no limit, as there the flow
 * would rest: it leaves every ball. A smooth map: f = 2w_1 + 2w_2², L = 4, r_0 = ¼, the same g: λ_0
 * = 1, α = 1, w_2 stays 0 and w_1 tends to ½.
 *
 * With the factor L the flow still leaves (see Theorem 1): what bounds the velocity is (10).
 *
 * Positive invariance fails for every α. By hand, f = 2w_1 + ½w_2², L = 1, λ_0 = 1, r_0 = 1, and
 * g(ψ) = ½(ψ − 1)². At w = (−3b²/8, b), f = −3b²/4 + b²/2 = −b²/4 < 0 < 1/α: the velocity is a
 * positive multiple of Jᵀ = (2, b)ᵀ, and its product with w is −3b²/4 + b² = b²/4 > 0. With b > 0
 * such that ‖w‖ = 1, the flow points out of the ball, whatever α is, and one that starts just
 * inside leaves.
 *
 * Corrected: T = ∞ for the flow from w_0, with the factor L and Λ = max(λ_0, √ρ_0) in the place of
 * λ_n; see `_overparameterized.ts`.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import {
  mapDimensions,
  type OverparameterizedInstance,
  type OverparameterizedProblem,
  overparameterizedProblem,
  realNumber,
  vectorOf,
} from "../../problems/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import { once } from "../_once.ts";
import {
  admittedDamping,
  areSettled,
  correctedScaling,
  distanceFigure,
  exitRadius,
  flowInstances,
  isCloseTo,
  type Run,
  runFlow,
  stays,
  withScaling,
} from "./_overparameterized.ts";

/** Until the predicted exponent is this: then the way ahead is short. */
const EXPONENT = 12;

/** A flow that is so many radii from w_0 has left the ball: where it goes then does not matter. */
const FAR_OUT = 1.25;

/** A problem, and where else in the ball a flow starts. */
export interface InvarianceInstance {
  /** The problem. */
  readonly problem: OverparameterizedInstance;
  /** p numbers; 0 stands for w_0. */
  readonly direction: readonly number[];
  /** The distance from w_0 over r_0, below 1. */
  readonly share: number;
}

interface Observation {
  readonly problem: OverparameterizedProblem;
  /** What has left the ball is further away than this. */
  readonly radius: number;
  /** From w_0, with the printed α times the factor of the instance. */
  readonly printed: Run;
  /** From elsewhere in the ball. */
  readonly elsewhere: Run;
  /** From w_0, with the corrected α times the same factor; computed when it is first asked for. */
  corrected(): Run;
}

/** The claim, with the corrected α or what a test puts in its place. */
export function lemma2(
  scaling: (problem: OverparameterizedProblem) => number = correctedScaling,
): Claim {
  return defineClaim<InvarianceInstance, Observation>({
    id: "gn-flow/lemma-2",
    title: "The flow stays near its start if α is large",
    locus: "Lemma 2",
    kind: "universal",
    cost: 12,
    hypotheses: [{
      name: admittedDamping.name,
      statement: admittedDamping.statement,
      holds: ({ problem }) => admittedDamping.holds!(problem),
    }],
    instances: fc.record({
      problem: flowInstances({ damping: "bounded", scaling: "lemma-2" }),
      direction: vectorOf(12, realNumber({ minimum: -3, maximum: 3 })),
      share: realNumber({ minimum: 0, maximum: 0.99 }),
    }).map(({ problem, direction, share }) => ({
      problem,
      direction: direction.slice(0, mapDimensions(problem.map).parameters),
      share,
    })),
    observe<T>(
      { problem: described, direction, share }: InvarianceInstance,
      arithmetic: Arithmetic<T>,
      refinement: number,
    ): Observation {
      const problem = overparameterizedProblem(described);
      const { map: { start } } = problem;
      const radius = exitRadius(problem);
      const factor = described.scaling.kind === "printed" ? described.scaling.factor : 1;
      const length = Math.hypot(...direction);
      const step = length === 0 ? 0 : share * problem.radius / length;
      const run = (
        subject: OverparameterizedProblem,
        bound: number,
        from: readonly number[] = start,
      ) =>
        runFlow(subject, {
          arithmetic: arithmetic as Arithmetic<unknown>,
          from,
          refinement,
          confinement: FAR_OUT * bound,
          exponent: EXPONENT,
          isNear: (observed) => isCloseTo(bound, observed),
          isSettled: (observed) => areSettled([stays("", observed, bound, subject)]),
        });
      return {
        problem,
        radius,
        printed: run(problem, radius),
        elsewhere: run(problem, radius, start.map((entry, k) => entry + step * direction[k]!)),
        corrected: once(() => run(withScaling(problem, factor * scaling(problem)), problem.radius)),
      };
    },
    figures: ({ problem, printed, elsewhere, corrected }) => [
      distanceFigure([
        { name: "from w_0, printed α", run: printed },
        { name: "from elsewhere, printed α", run: elsewhere },
        { name: "from w_0, corrected α", run: corrected() },
      ], [{ name: "r_0", radius: problem.radius }]),
    ],
    variants: {
      printed: {
        statement: String.raw`\alpha \ge \frac{\mu\sqrt{2\Delta_0}}{\nu^{3/2}}
          \frac{\lambda_n}{\lambda_0^3} \frac{\lambda_0^2+\rho_0}{\lambda_n^2+\rho_0} \Rightarrow
          T = \infty, \text{ and } \{\|w - w_0\| < r_0\} \text{ is positively invariant}`,
        expected: "refuted",
        relations: ({ problem, radius, printed, elsewhere }) => [
          stays("T = ∞: ‖w_t − w_0‖ < r_0 from w_0", printed, radius, problem),
          stays("positive invariance: flows from the ball stay in it", elsewhere, radius, problem),
        ],
      },
      corrected: {
        statement: String.raw`\alpha \ge \frac{L\mu\sqrt{2\Delta_0}}{\nu^{3/2}}
          \frac{\Lambda}{\lambda_0^3} \frac{\lambda_0^2+\rho_0}{\Lambda^2+\rho_0} \Rightarrow T = \infty,
          \qquad \Lambda = \max(\lambda_0, \sqrt{\rho_0})`,
        expected: "holds",
        relations: ({ problem, corrected }) => [
          stays("T = ∞: ‖w_t − w_0‖ < r_0 from w_0", corrected(), problem.radius, problem),
        ],
      },
    },
  });
}
