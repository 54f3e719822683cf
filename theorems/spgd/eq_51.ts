/**
 * Eq. (51): the inverse of A_t^{1/2}B_t.
 *
 * Printed, as a chain: sup‖B_t^{-1}A_t^{-1/2}‖_2 ≤ sup‖B_t‖_2^op‖A_t^{-1/2}‖_2 ≤ C_2^op √((C_∞²M² +
 * ε)/α²).
 *
 * Both links are false, and so are the ends. The first has B_t for its inverse: m = 1, B = ½ gives
 * 2‖A^{-1/2}‖ ≤ ½‖A^{-1/2}‖. The second has a square root where Lemma 5, which it cites, has a
 * fourth root: it fails where (C_∞²M² + ε)/α² < 1, as for large α. (52) follows from the right one:
 * its square is what is needed.
 *
 * Corrected: with B_t^{-1} and ((C_∞²M² + ε)/α²)^{1/4}.
 *
 * @module
 */

import type { Claim, Relation } from "../../verify/mod.ts";
import {
  alongTheRun,
  conditionNumber,
  globalClaim,
  type GlobalRun,
  largest,
  rootBound,
} from "./_global.ts";

function chain(
  run: GlobalRun,
  labels: readonly [string, string, string],
  norm: number,
  last: number,
): Relation[] {
  const { inverseRoots, sampled } = run;
  const { spectral } = run.constants;
  // Where m is large, it is not decomposed.
  const product = largest(sampled.map(({ productNorm }) => productNorm));
  const root = largest(inverseRoots);
  // The inverse of B_t is known to u times its condition number.
  const scale = product * conditionNumber(run);
  const middle: Relation = {
    label: labels[1],
    lhs: norm * root,
    sense: "<=",
    rhs: spectral * last,
  };
  if (sampled.length === 0) return [middle];
  return [
    { label: labels[0], lhs: product, sense: "<=", rhs: norm * root, scale },
    middle,
    { label: labels[2], lhs: product, sense: "<=", rhs: spectral * last, scale },
  ];
}

/** The claim; a test may change the fourth root. */
export function equation51(factor = 1): Claim {
  const statement = String.raw`\sup_t\|B_t^{-1}A_t^{-1/2}\|_2 \le
    \sup_t\|B_t^{-1}\|_2^{\mathrm{op}}\|A_t^{-1/2}\|_2 \le
    C_2^{\mathrm{op}}\sqrt[4]{\frac{C_\infty^2M^2+\epsilon}{\alpha^2}}`;
  const corrected = (run: GlobalRun) =>
    chain(
      run,
      [
        "‖B_t^{-1}A_t^{-1/2}‖ <= sup‖B_t^{-1}‖ sup‖A_t^{-1/2}‖",
        "sup‖B_t^{-1}‖ sup‖A_t^{-1/2}‖ <= C_2^op ((C_∞²M² + ε)/α²)^{1/4}",
        "‖B_t^{-1}A_t^{-1/2}‖ <= C_2^op ((C_∞²M² + ε)/α²)^{1/4}",
      ],
      run.constants.largestInverse,
      factor * Math.sqrt(rootBound(run) / run.instance.stepSize),
    );
  return globalClaim({
    id: "spgd/eq-51",
    title: "The inverse of the preconditioner and the step sizes",
    locus: "Proof of Theorem 3, eq. (51)",
    variants: {
      printed: {
        statement: String.raw`\sup_t\|B_t^{-1}A_t^{-1/2}\|_2 \le
          \sup_t\|B_t\|_2^{\mathrm{op}}\|A_t^{-1/2}\|_2 \le
          C_2^{\mathrm{op}}\sqrt{\frac{C_\infty^2M^2+\epsilon}{\alpha^2}}`,
        expected: "refuted",
        relations: (run) =>
          chain(
            run,
            [
              "‖B_t^{-1}A_t^{-1/2}‖ <= sup‖B_t‖ sup‖A_t^{-1/2}‖",
              "sup‖B_t‖ sup‖A_t^{-1/2}‖ <= C_2^op √((C_∞²M² + ε)/α²)",
              "‖B_t^{-1}A_t^{-1/2}‖ <= C_2^op √((C_∞²M² + ε)/α²)",
            ],
            run.constants.largestNorm,
            rootBound(run) / run.instance.stepSize,
          ),
      },
      corrected: { statement, expected: "holds", relations: corrected },
      sharpened: alongTheRun(statement, corrected),
    },
  });
}
