/**
 * Eq. (41): the first term, summed.
 *
 * Printed: Σ_{t=2}^T I_{1,t} ≤ (Mβ_1(1 + C_2)/(1 − β_1)) Σ_{t=2}^T‖θ_t − θ_{t−1}‖ + (1 + C_2)
 * Σ_{t=2}^T‖A_tλ_t‖, and Σ_{t=2}^T‖θ_t − θ_{t−1}‖ = Σ_{t=1}^{T−1}‖A_tm_t‖.
 *
 * The equality is true. The bound fails: (40) has M before the second sum too, which is lost here,
 * and lacks √m. By hand: m = 1, f = a c² log cosh(θ/c) far out, where ∇f = ac = M, B = bI, β_1 = 0:
 * I_{1,t} = (b − 1)M‖A_tλ_t‖, more than (1 + b)‖A_tλ_t‖ where (b − 1)M > 1 + b, as for b = 2, M >
 * 3.
 *
 * Corrected: √m M(1 + C_2) before both sums.
 *
 * @module
 */

import type { Claim, Relation } from "../../verify/mod.ts";
import { alongTheRun, globalClaim, type GlobalRun, later, total } from "./_global.ts";

function summed(run: GlobalRun, label: string, first: number, second: number): Relation[] {
  const { constants: { spectral }, momentumFactor: b, moves, momentSteps, directionSteps } = run;
  const { gradientNorms, gradientGaps, positionScales } = run;
  const scale = total(
    later(positionScales).map((position, k) =>
      (gradientNorms[k + 1]! + gradientGaps[k + 1]!) * position
    ),
  );
  const path = total(later(moves));
  return [
    {
      label,
      lhs: total(later(run.i1)),
      sense: "<=",
      rhs: (1 + spectral) * (first * b * path + second * total(later(directionSteps))),
      scale: (1 + spectral) * scale,
    },
    {
      label: "Σ‖θ_t − θ_{t−1}‖ = Σ‖A_tm_t‖",
      lhs: path,
      sense: "=",
      rhs: total(momentSteps.slice(0, -1)),
      scale: total(positionScales),
    },
  ];
}

/** The claim; a test may change the bound of the corrected form. */
export function equation41(factor = 1): Claim {
  const corrected = (run: GlobalRun) => {
    const bound = factor * Math.sqrt(run.constants.dimension) * run.constants.gradientBound;
    return summed(
      run,
      "ΣI_{1,t} <= √m M(1 + C_2)(bΣ‖θ_t − θ_{t−1}‖ + Σ‖A_tλ_t‖)",
      bound,
      bound,
    );
  };
  const statement = String.raw`\sum_{t=2}^T I_{1,t} \le \sqrt m\,M(1+C_2)\Bigl(
    \tfrac{\beta_1}{1-\beta_1}\sum_{t=2}^T\|\theta_t - \theta_{t-1}\|_2 +
    \sum_{t=2}^T\|A_t\lambda_t\|_2\Bigr)`;
  return globalClaim({
    id: "spgd/eq-41",
    title: "The first term, summed",
    locus: "Proof of Theorem 3, eq. (41)",
    variants: {
      printed: {
        statement: String.raw`\sum_{t=2}^T I_{1,t} \le \frac{M\beta_1(1+C_2)}{1-\beta_1}
          \sum_{t=2}^T\|\theta_t - \theta_{t-1}\|_2 + (1+C_2)\sum_{t=2}^T\|A_t\lambda_t\|_2`,
        expected: "refuted",
        relations: (run) =>
          summed(
            run,
            "ΣI_{1,t} <= Mb(1 + C_2)Σ‖θ_t − θ_{t−1}‖ + (1 + C_2)Σ‖A_tλ_t‖",
            run.constants.gradientBound,
            1,
          ),
      },
      corrected: { statement, expected: "holds", relations: corrected },
      sharpened: alongTheRun(statement, corrected),
    },
  });
}
