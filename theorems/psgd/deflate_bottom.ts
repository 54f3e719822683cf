/**
 * §4.1, right panel of figure 1: deflating the smallest eigenvalues.
 *
 * Printed: "selecting the bottom eigenvectors and assigning target values equal to these smallest
 * eigenvalues so that the preconditioned eigenvalues move to [1] does increase [μ̂], but it
 * simultaneously enlarges [K]. The two effects counterbalance each other, yielding only modest overall
 * gains, consistent with the predicted noise-floor behavior". Read with the least that gains can be: the
 * floor, the bound's and the exact one, does not rise.
 *
 * False of both. The exact steady state Σφ(λ̂_i) does not know μ̂, and φ increases: it always rises.
 * A = diag(1, ¼), s²/b = 1, α = 1, k = 1: φ(x) = x/(2(2 − x)), Σφ(λ_i) = ½ + 1/14, and after it 1. The
 * bound's floor αL̂K/(2μ̂) may fall by more than any factor (A = diag(1, ε): from (1 + ε)/(2ε) to 1), which
 * is not modest, and may rise: A = diag(1, ½, ½), k = 1, leaves μ̂ = ½, and K rises from 2 to 2½.
 *
 * Corrected, where the values that move are at most 1 and λ_1 is at least 1 (otherwise L̂ would change):
 * L̂ stays, μ̂ and K rise, and the exact floor rises with K, by between α/4 and α/(2 − αL̂)² times as much:
 * the least and the largest slope of φ.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { magnitude, orthogonalDescriptions } from "../../problems/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import {
  admissibleStep,
  boundDoesNotRise,
  deflatesPart,
  deflationFigures,
  diagnose,
  diagnosePlain,
  type Diagnosis,
  type DiagnosticInstance,
  diagnosticInstances,
  type DiagnosticMethod,
  floorFollowsNoise,
  floorIs,
  largestIs,
  MOST_DRAWN,
  noiseLevelIs,
  noiseLevelIsSum,
  type PreconditionedDiagnosis,
  preconditionedStep,
  smallestIs,
  steadyStateStays,
} from "./_diagnostic.ts";

interface Observation {
  readonly before: Diagnosis;
  readonly after: PreconditionedDiagnosis;
  /** The preconditioned eigenvalues that are wanted. */
  readonly wanted: readonly number[];
}

/** The value of T for an eigenvalue of A. */
type BottomValue = (eigenvalue: number) => number;

/** λ_1 ≥ 1, and at least λ_d lies where `last` does. */
function bottomInstances(
  last: fc.Arbitrary<number>,
  mostDeflated: (eigenvalues: readonly number[]) => number,
): fc.Arbitrary<DiagnosticInstance> {
  const largest = magnitude({ minimum: 1, maximum: 10 });
  return diagnosticInstances({
    leastDimension: 2,
    few: fc.record({
      first: largest,
      last,
      between: fc.array(magnitude({ minimum: 1e-3, maximum: 10 }), {
        minLength: MOST_DRAWN - 2,
        maxLength: MOST_DRAWN - 2,
      }),
      basis: orthogonalDescriptions(MOST_DRAWN),
    }).map(({ first, last, between, basis }) => ({
      eigenvalues: [first, last, ...between],
      basis,
    })),
    largest,
    // 1 lies inside.
    conditionNumber: magnitude({ minimum: 10, maximum: 1e4 }),
  }, mostDeflated);
}

/** As many as lie at 1 or below, but not all. */
function upToOne(eigenvalues: readonly number[]): number {
  const isBelow = (value: number) => value <= 1;
  return Math.max(1, Math.min(eigenvalues.length - 1, eigenvalues.filter(isBelow).length));
}

/** The claim, for preconditioned SGD and its metric or what a test puts in their place. */
export function deflateBottom(
  method: DiagnosticMethod = preconditionedStep,
  metricValue: BottomValue = (eigenvalue) => eigenvalue,
): Claim {
  return defineClaim<DiagnosticInstance, Observation>({
    id: "psgd/deflate-bottom",
    title: "Deflating the smallest eigenvalues raises μ̂ and K, with modest overall gains",
    locus: "Section 4.1, figure 1, right",
    kind: "universal",
    cost: 2,
    hypotheses: [
      deflatesPart(),
      {
        name: "around 1",
        statement: String.raw`\lambda_{d-k+1} \le 1 \le \lambda_1`,
        holds: ({ hessian: { eigenvalues }, count }) =>
          eigenvalues[0]! >= 1 && eigenvalues.slice(-count).every((value) => value <= 1),
        without: bottomInstances(
          magnitude({ minimum: 1.5, maximum: 10 }),
          ({ length }) => length - 1,
        ),
      },
      admissibleStep(),
    ],
    instances: bottomInstances(magnitude({ minimum: 1e-3, maximum: 1 }), upToOne),
    observe<T>(instance: DiagnosticInstance, arithmetic: Arithmetic<T>): Observation {
      const { hessian: { eigenvalues }, count } = instance;
      const isMoved = (i: number) => i >= eigenvalues.length - count;
      const values = eigenvalues.map((value, i) => isMoved(i) ? metricValue(value) : 1);
      return {
        wanted: eigenvalues.map((value, i) => isMoved(i) ? 1 : value),
        before: diagnosePlain(arithmetic, instance),
        after: diagnose(arithmetic, instance, values, method),
      };
    },
    figures: ({ before, after }, instance) => deflationFigures(before, after, instance),
    variants: {
      printed: {
        statement: String.raw`\lambda_i \mapsto 1,\ i > d - k:\quad \hat\mu, K \text{ rise},
          \quad \text{the noise floor gains, modestly}`,
        expected: "refuted",
        relations: ({ before, after }, instance) => [
          smallestIs(">=", before, after),
          noiseLevelIs(">=", before, after, instance),
          floorIs("<=", before, after),
          boundDoesNotRise(before, after),
        ],
      },
      corrected: {
        statement: String.raw`\lambda_i \mapsto 1,\ i > d - k:\quad \hat L \text{ stays},\
          \hat\mu, K \text{ rise},\quad \frac\alpha4\Delta K \le \Delta\,\mathbb E f_\infty \le
          \frac{\alpha}{(2 - \alpha\hat L)^2}\Delta K`,
        expected: "holds",
        relations: ({ before, after, wanted }, instance) => {
          const rise = after.floor - before.floor;
          const noiseRise = after.noiseLevel - before.noiseLevel;
          const { stepSize, largest } = before;
          const scale = after.floorMagnitude + before.floorMagnitude;
          return [
            largestIs("=", before, after),
            smallestIs(">=", before, after),
            noiseLevelIs(">=", before, after, instance),
            noiseLevelIsSum(after, wanted, instance),
            floorIs(">=", before, after),
            {
              label: "rise of the exact steady-state loss >= α/4 that of K",
              lhs: rise,
              sense: ">=",
              rhs: stepSize / 4 * noiseRise,
              scale,
            },
            {
              label: "rise of the exact steady-state loss <= α/(2 − αL̂)² that of K",
              lhs: rise,
              sense: "<=",
              rhs: stepSize / (2 - stepSize * largest) ** 2 * noiseRise,
              scale,
            },
            ...floorFollowsNoise(after),
            steadyStateStays(after),
          ];
        },
      },
    },
  });
}
