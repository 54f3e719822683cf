/**
 * Eqs. (39), (40): the first term of the proof of Theorem 3.
 *
 * Printed: I_{1,t} = ⟨(I − B_t)∇f(z_t), z_{t+1} − z_t⟩ ≤ ‖(I − B_t)∇f(z_t)‖‖z_{t+1} − z_t‖ ≤
 * sup‖I − B_t‖ sup‖∇f‖_2 ‖z_{t+1} − z_t‖ (39) ≤ (1 + C_2)M(β_1/(1 − β_1)‖θ_t − θ_{t−1}‖ +
 * ‖A_tλ_t‖) (40).
 *
 * (40) fails: (39) has sup‖∇f‖_2, and M bounds ‖∇f‖_∞. By hand: m = 4, f = Σ log cosh θ_i, B = cI,
 * β_1 = 0, far out, where ∇f = (1, 1, 1, 1): M = 1, λ = c∇f, and A_tλ_t = (x, x, x, x) with x =
 * αc/√(v̂ + ε). I_{1,t} = −(1 − c)·4x = 4(c − 1)x, and ‖A_tλ_t‖ = 2x: the bound is 2(1 + c)x, which
 * 4(c − 1)x exceeds for c > 3.
 *
 * Corrected: √m M in the place of M.
 *
 * @module
 */

import type { Claim } from "../../verify/mod.ts";
import { alongTheRun, closestOf, globalClaim, type GlobalRun, later } from "./_global.ts";

/** I_{1,t} ≤ (1 + C_2)·bound·(b‖θ_t − θ_{t−1}‖ + ‖A_tλ_t‖). */
function firstTerm(run: GlobalRun, label: string, bound: number) {
  const { constants, momentumFactor: b, moves, directionSteps, auxiliaryMoves } = run;
  const { gradientNorms, gradientGaps, firstFactors, positionScales } = run;
  const { spectral, identityDistance, gradientNormBound } = constants;
  const product = (k: number) => firstFactors[k]! * auxiliaryMoves[k]!;
  const scale = (k: number) =>
    (1 + spectral) * (gradientNorms[k + 1]! + gradientGaps[k + 1]!) *
    (positionScales[k + 1]! + auxiliaryMoves[k + 1]!);
  return [
    ...closestOf(
      "(39): I_{1,t} <= ‖(I − B_t)∇f(z_t)‖‖z_{t+1} − z_t‖",
      later(run.i1),
      (k) => product(k + 1),
      scale,
    ),
    ...closestOf(
      "(39): ‖(I − B_t)∇f(z_t)‖‖z_{t+1} − z_t‖ <= sup‖I − B_t‖ sup‖∇f‖_2 ‖z_{t+1} − z_t‖",
      later(firstFactors).map((_, k) => product(k + 1)),
      (k) => identityDistance * gradientNormBound * auxiliaryMoves[k + 1]!,
      scale,
    ),
    ...closestOf(
      label,
      later(run.i1),
      (k) => (1 + spectral) * bound * (b * moves[k + 1]! + directionSteps[k + 1]!),
      scale,
    ),
  ];
}

/** The claim; a test may change the bound of the corrected form. */
export function equation40(factor = 1): Claim {
  const corrected = (run: GlobalRun) =>
    firstTerm(
      run,
      "(40): I_{1,t} <= (1 + C_2)√m M(b‖θ_t − θ_{t−1}‖ + ‖A_tλ_t‖)",
      factor * Math.sqrt(run.constants.dimension) * run.constants.gradientBound,
    );
  const statement = String.raw`I_{1,t} \le (1 + C_2)\sqrt m\,M\Bigl(\tfrac{\beta_1}{1-\beta_1}
    \|\theta_t - \theta_{t-1}\|_2 + \|A_t\lambda_t\|_2\Bigr)`;
  return globalClaim({
    id: "spgd/eq-40",
    title: "The first term of the proof",
    locus: "Proof of Theorem 3, eqs. (39), (40)",
    variants: {
      printed: {
        statement: String.raw`I_{1,t} \le (1 + C_2)M\Bigl(\tfrac{\beta_1}{1-\beta_1}
          \|\theta_t - \theta_{t-1}\|_2 + \|A_t\lambda_t\|_2\Bigr)`,
        expected: "refuted",
        relations: (run) =>
          firstTerm(
            run,
            "(40): I_{1,t} <= (1 + C_2)M(b‖θ_t − θ_{t−1}‖ + ‖A_tλ_t‖)",
            run.constants.gradientBound,
          ),
      },
      corrected: { statement, expected: "holds", relations: corrected },
      sharpened: alongTheRun(statement, corrected),
    },
  });
}
