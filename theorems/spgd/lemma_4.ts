/**
 * Lemma 4, eq. (15) of the appendix: off the range of J the residual is of second order.
 *
 * Printed: ‖P_{R(θ)⊥}F(θ)‖ ≤ C_⊥‖F(θ)‖² on W for some C_⊥ > 0, and the proof sets
 * C_⊥ = 2L_J/σ_min²(J_F(θ_0)), L_J a Lipschitz constant of J_F on W. That value is checked, on balls
 * about θ_0, with the least L_J where it is known in closed form and a certified upper bound
 * elsewhere (`lipschitzIsExact` of the problem).
 *
 * By hand: 0 = F(π(θ)) = F(θ) − J(θ)n + Q with ‖Q‖ ≤ (L_J/2)‖n‖²; the projection kills J(θ)n, and
 * ‖n‖ ≤ (2/σ_min)‖F‖ by Lemma 3.
 *
 * Only curved problems with r < n decide it: with r = n, or for linear F, the left side is rounding.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { leadingSingularTriplets } from "../../lib/linalg/mod.ts";
import type { LeastSquares } from "../../problems/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { constantRank, geometry, type LocalInstance, localInstances, pointsAt } from "./_local.ts";

/** ‖P_{R(θ)⊥}F(θ)‖ and ‖F(θ)‖. */
export interface OffRange {
  /** ‖P_{R(θ)⊥}F(θ)‖. */
  readonly offRange: number;
  /** ‖F(θ)‖. */
  readonly residualNorm: number;
}

/** What computes the part of F off the range of J; what tests sabotage. */
export type OffRangeAt = <T>(
  arithmetic: Arithmetic<T>,
  problem: LeastSquares,
  theta: readonly number[],
) => OffRange;

/** F(θ) − UUᵀF(θ), U the left singular vectors of J(θ). */
export function offRangeAt<T>(
  arithmetic: Arithmetic<T>,
  problem: LeastSquares,
  theta: readonly number[],
): OffRange {
  const point = arithmetic.vector(theta);
  const map = problem.over(arithmetic);
  const residual = map.residual(point);
  const jacobian = map.jacobian(point);
  const { u } = leadingSingularTriplets(arithmetic, jacobian, { rank: problem.rank })!;
  const inRange = arithmetic.multiply(u, arithmetic.multiply(arithmetic.transpose(u), residual));
  return {
    offRange: arithmetic.norm(arithmetic.subtract(residual, inRange)),
    residualNorm: arithmetic.norm(residual),
  };
}

/** C_⊥‖F‖² with C_⊥ = 2L_J/σ_min². */
function offRangeBound(lipschitz: number, sigmaMin: number, residualNorm: number): number {
  return 2 * lipschitz / sigmaMin ** 2 * residualNorm ** 2;
}

interface Observation {
  readonly sigmaMin: number;
  readonly conditionNumber: number;
  readonly points: readonly (OffRange & {
    readonly radius: number;
    readonly lipschitz: number;
    readonly magnitude: number;
  })[];
  /** u. */
  readonly unitRoundoff: number;
}

/** The claim, for the projection of F or what a test puts in its place. */
export function lemma4(offRange: OffRangeAt = offRangeAt): Claim {
  return defineClaim<LocalInstance, Observation>({
    id: "spgd/lemma-4",
    title: "Off the range of the Jacobian the residual is of second order",
    locus: "Appendix A, Lemma 4, eq. (15)",
    kind: "local",
    cost: 2,
    hypotheses: [constantRank],
    instances: localInstances(),
    observe<T>(instance: LocalInstance, arithmetic: Arithmetic<T>): Observation {
      const local = geometry(instance.problem, arithmetic);
      const { problem, radii, sigmaMin, sigmaMax } = local;
      const points = radii.flatMap((radius) => {
        const lipschitz = local.lipschitz(radius);
        return pointsAt(local, instance.samples, radius).map(({ theta }) => ({
          ...arithmetic.scope(() => offRange(arithmetic, problem, theta)),
          radius,
          lipschitz,
          magnitude: problem.magnitude(theta),
        }));
      });
      const { unitRoundoff } = arithmetic;
      return { sigmaMin, conditionNumber: sigmaMax / sigmaMin, points, unitRoundoff };
    },
    figures: ({ sigmaMin, points, unitRoundoff }) => [{
      kind: "lines",
      title: "the residual off the range of J, at the points that were probed near θ*",
      x: { label: "residual ‖F(θ)‖", scale: "log" },
      y: { label: "residual off the range ‖P_{R⊥}F(θ)‖", scale: "log" },
      mark: "dots",
      series: [
        {
          name: "‖P_{R⊥}F(θ)‖",
          role: "observed",
          points: points.map(({ residualNorm, offRange }) => [residualNorm, offRange]),
        },
        {
          name: "(2L_J/σ_min²)‖F(θ)‖²",
          role: "predicted",
          points: points.map(({ residualNorm, lipschitz }) => [
            residualNorm,
            offRangeBound(lipschitz, sigmaMin, residualNorm),
          ]),
        },
        {
          name: "rounding of F",
          role: "floor",
          points: points.map(({ residualNorm, magnitude }) => [
            residualNorm,
            unitRoundoff * magnitude,
          ]),
        },
      ],
    }],
    variants: {
      printed: {
        statement: String.raw`\|P_{\mathcal R(\theta)^\perp} F(\theta)\|_2 \le
          C_\perp \|F(\theta)\|_2^2, \qquad C_\perp = \frac{2 L_{J_F}}{\sigma_{\min}^2(J_F(\theta_0))}`,
        expected: "holds",
        relations: ({ sigmaMin, conditionNumber, points }) =>
          points.map(({ radius, offRange, residualNorm, lipschitz, magnitude }): Relation => ({
            label: "‖P_{R⊥}F‖ <= (2L_J/σ_min²)‖F‖²",
            lhs: offRange,
            sense: "<=",
            rhs: offRangeBound(lipschitz, sigmaMin, residualNorm),
            // F carries an error of u·magnitude, the range of J an angle of u·κ.
            scale: magnitude + conditionNumber * residualNorm,
            neighbourhood: { radius },
          })),
      },
    },
  });
}
