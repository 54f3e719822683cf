/**
 * §4.1, middle panel of figure 1: a common value inside the spectrum.
 *
 * Printed: the panel "deflates the top [k] eigenvalues into a common value lying between [λ_d] and
 * [λ_1] …, so that [L̂] and [μ̂] remain unchanged while [K] varies. The resulting steady-state losses
 * track this change in [K]".
 *
 * False as it stands: the top eigenvalues include the very largest. A = diag(4, 1), k = 1, t = 2: L̂
 * becomes 2 where it was 4. In general L̂ = max(t, λ_{k+1}), below λ_1 unless λ_{k+1} = λ_1.
 *
 * Corrected: the very largest stays, and the eigenvalues 2 to k + 1 < d go to t. Then L̂ = λ_1, μ̂ = λ_d,
 * and K changes by (s²/b)Σ(t − λ_i). The steady state does not change in proportion to K, but its
 * quotient by K lies between α/4 and α/(2(2 − αL̂)), as each of its terms has s_i²α/(2(2 − αλ̂_i)). Hence
 * the quotient of two steady-state losses and that of their K differ by a factor of at most
 * 2/(2 − αL̂) ≤ 2: so much can "track" mean at a fixed step.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { realNumber } from "../../problems/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import {
  admissibleStep,
  deflationFigures,
  diagnose,
  diagnosePlain,
  type Diagnosis,
  type DiagnosticInstance,
  diagnosticInstances,
  type DiagnosticMethod,
  floorFollowsNoise,
  generalSpectra,
  largestIs,
  type MetricValue,
  noiseLevelIsSum,
  type PreconditionedDiagnosis,
  preconditionedStep,
  smallestIs,
  steadyStateStays,
  targetedValue,
} from "./_diagnostic.ts";

interface MiddleInstance extends DiagnosticInstance {
  /** Where the common value lies between λ_d (0) and λ_1 (1), on a log scale. */
  readonly target: number;
}

interface Deflated {
  readonly diagnosis: PreconditionedDiagnosis;
  /** The preconditioned eigenvalues that are wanted. */
  readonly wanted: readonly number[];
}

interface Observation {
  readonly before: Diagnosis;
  /** The eigenvalues 1 to k moved. */
  readonly top: Deflated;
  /** The eigenvalues 2 to k + 1 moved. */
  readonly belowTop: Deflated;
}

function tracking(
  before: Diagnosis,
  { diagnosis, wanted }: Deflated,
  instance: MiddleInstance,
): Relation[] {
  const factor = 2 / (2 - before.stepSize * before.largest);
  const floors = diagnosis.floor / before.floor;
  const levels = diagnosis.noiseLevel / before.noiseLevel;
  // Both quotients have the relative errors of what they are made of.
  const scale = [before, diagnosis].reduce(
    (sum, one) => sum + floors * one.floorMagnitude / one.floor,
    0,
  );
  return [
    noiseLevelIsSum(diagnosis, wanted, instance),
    ...floorFollowsNoise(diagnosis),
    {
      label: "steady-state losses grow at most as K, times 2/(2 − αL̂)",
      lhs: floors,
      sense: "<=",
      rhs: levels * factor,
      scale,
    },
    {
      label: "steady-state losses fall at most as K, over 2/(2 − αL̂)",
      lhs: floors,
      sense: ">=",
      rhs: levels / factor,
      scale,
    },
    steadyStateStays(diagnosis),
  ];
}

/** The claim, for preconditioned SGD and its metric or what a test puts in their place. */
export function deflateMiddle(
  method: DiagnosticMethod = preconditionedStep,
  metricValue: MetricValue = targetedValue,
): Claim {
  return defineClaim<MiddleInstance, Observation>({
    id: "psgd/deflate-middle",
    title: "A common value inside the spectrum leaves L̂ and μ̂; the steady-state loss tracks K",
    locus: "Section 4.1, figure 1, middle",
    kind: "universal",
    cost: 6,
    hypotheses: [
      {
        name: "a part",
        statement: String.raw`1 \le k < d - 1`,
        holds: ({ hessian: { eigenvalues }, count }) =>
          count >= 1 && count < eigenvalues.length - 1,
      },
      {
        name: "common value",
        statement: String.raw`\lambda_d \le t \le \lambda_1`,
        holds: ({ target }) => target >= 0 && target <= 1,
      },
      admissibleStep(),
    ],
    instances: fc.tuple(
      diagnosticInstances(generalSpectra(3), ({ length }) => length - 2),
      realNumber({ minimum: 0, maximum: 1 }),
    ).map(([instance, target]): MiddleInstance => ({ ...instance, target })),
    observe<T>(instance: MiddleInstance, arithmetic: Arithmetic<T>): Observation {
      const { hessian: { eigenvalues }, count, target } = instance;
      const [most, least] = [eigenvalues[0]!, eigenvalues.at(-1)!];
      // Exact at both ends, and between them.
      const common = target === 1 ? most : Math.min(most, least * (most / least) ** target);
      const deflated = (from: number): Deflated => {
        const isMoved = (i: number) => i >= from && i < from + count;
        const values = eigenvalues.map((value, i) => isMoved(i) ? metricValue(value, common) : 1);
        return {
          diagnosis: diagnose(arithmetic, instance, values, method),
          wanted: eigenvalues.map((value, i) => isMoved(i) ? common : value),
        };
      };
      return {
        before: diagnosePlain(arithmetic, instance),
        top: deflated(0),
        belowTop: deflated(1),
      };
    },
    figures: ({ before, belowTop }, instance) =>
      deflationFigures(before, belowTop.diagnosis, instance),
    variants: {
      printed: {
        statement: String.raw`\lambda_1, \dots, \lambda_k \mapsto t:\quad \hat L, \hat\mu
          \text{ stay}, \quad \text{the steady-state loss tracks } K`,
        expected: "refuted",
        relations: ({ before, top }, instance) => [
          largestIs("=", before, top.diagnosis),
          smallestIs("=", before, top.diagnosis),
          ...tracking(before, top, instance),
        ],
      },
      corrected: {
        statement: String.raw`\lambda_2, \dots, \lambda_{k+1} \mapsto t:\quad \hat L, \hat\mu
          \text{ stay}, \quad \frac\alpha4 K \le \mathbb E f_\infty \le
          \frac{\alpha}{2(2 - \alpha\hat L)} K`,
        expected: "holds",
        relations: ({ before, belowTop }, instance) => [
          largestIs("=", before, belowTop.diagnosis),
          smallestIs("=", before, belowTop.diagnosis),
          ...tracking(before, belowTop, instance),
        ],
      },
    },
  });
}
