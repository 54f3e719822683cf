/**
 * Eqs. (17) to (19): the chain of the proof of Lemma 2, link by link.
 *
 * Printed, with w = diag(A^{-1}), v_t the diagonal of eq. (16) in the eigenbasis of A:
 *
 *     wᵀv⁺ = wᵀv − 2η1ᵀv + 2η²diag(A)ᵀv + η²Tr(A)1ᵀv                              (17)
 *     1ᵀv ≥ λ_min wᵀv
 *     wᵀv⁺ ≤ wᵀv − 2η1ᵀv + 2λ_max η²1ᵀv + η²Tr(A)1ᵀv                              (18, a)
 *          = wᵀv − η(2 − (2λ_max + Tr(A)η))1ᵀv                                    (18, b)
 *          ≤ (1 − λ_min η(2 − (2λ_max + Tr(A)η))) wᵀv                             (18, c)
 *
 * and for η = 1/(2λ_max + Tr A): wᵀv⁺ ≤ (1 − λ_min/(2λ_max + Tr A))wᵀv ≤ (1 − λ_min/(3Tr A))wᵀv
 * (19).
 *
 * In (18, b) and (18, c) the η stands within the parenthesis, on Tr(A) alone, which makes (18, b)
 * false (its terms do not even scale alike). By hand, A = 1, v = 1, η = ½: (18, a) is 1 − 1 + ½ + ¼
 * = ¾ and (18, b) 1 − ½(2 − (2 + ½)) = 5/4.
 *
 * Corrected: (2λ_max + Tr A)η. Then (18, b) is an identity, and (18, c) holds where its coefficient
 * 2 − (2λ_max + Tr A)η is not negative, that is for η ≤ 2/(2λ_max + Tr A); beyond, the inequality
 * 1ᵀv ≥ λ_min wᵀv works against it.
 *
 * Instances: A diagonal, as the proof assumes without loss of generality; v⁺ is the diagonal of the
 * second moment after a sample's step, the expectation taken over an exact cubature's samples.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import {
  fitForm,
  magnitude,
  mostlySmallDimension,
  sampleMoments,
  type SpectralForm,
  spectralFormRows,
  spectralForms,
} from "../../problems/mod.ts";
import { spectrum } from "../../problems/arbitraries.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { evenly, over } from "../_figures.ts";
import { traceOf } from "./_diagonal.ts";
import { expectedStep, type Moments } from "./_gaussian.ts";

interface Instance {
  /** The diagonal of A. */
  readonly eigenvalues: readonly number[];
  /** Σ^{1/2}MΣ^{1/2}. */
  readonly error: SpectralForm;
  /** η in units of 1/(2λ_max + Tr A). */
  readonly relativeStepSize: number;
}

interface Observation {
  /** v and v⁺. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** v⁺ for η = 1/(2λ_max + Tr A). */
  readonly afterBest: readonly number[];
}

function inner(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, x, i) => sum + x * b[i]!, 0);
}

function relations(
  { before, after, afterBest }: Observation,
  { eigenvalues, relativeStepSize }: Instance,
  isCorrected: boolean,
): Relation[] {
  const [largest, least] = [Math.max(...eigenvalues), Math.min(...eigenvalues)];
  const trace = traceOf(eigenvalues);
  const whole = 2 * largest + trace;
  const eta = relativeStepSize / whole;
  const weights = eigenvalues.map((a) => 1 / a);
  const sum = traceOf(before);
  const weighted = inner(weights, before);
  // Every entry of v⁺ is known relative to the terms that enter it.
  const scale = eigenvalues.length *
    (weighted + 2 * eta * sum + 2 * eta ** 2 * inner(eigenvalues, before) +
      eta ** 2 * (trace + largest) * sum +
      // The other entries of M̃, which the cubature adds up to nothing.
      eta ** 2 * eigenvalues.length * trace * sum);
  const bestScale = eigenvalues.length * (weighted + 3 * sum * (1 + eigenvalues.length) / whole);
  const coefficient = isCorrected ? 2 - whole * eta : 2 - (2 * largest + trace * eta);
  const name = isCorrected ? "2 − (2λ_max + Tr A)η" : "2 − (2λ_max + Tr(A)η)";
  const first = weighted - 2 * eta * sum + 2 * eta ** 2 * inner(eigenvalues, before) +
    eta ** 2 * trace * sum;
  const second = weighted - 2 * eta * sum + 2 * largest * eta ** 2 * sum + eta ** 2 * trace * sum;
  const third = weighted - eta * coefficient * sum;
  const inSize = Math.abs(eta * coefficient * sum);
  const result: Relation[] = [
    {
      label: "(17): wᵀv⁺ = wᵀv − 2η1ᵀv + 2η²aᵀv + η²Tr(A)1ᵀv",
      lhs: inner(weights, after),
      sense: "=",
      rhs: first,
      scale,
    },
    { label: "1ᵀv >= λ_min wᵀv", lhs: sum, sense: ">=", rhs: least * weighted },
    { label: "(18, a): λ_max for a", lhs: first, sense: "<=", rhs: second, scale },
    {
      label: `(18, b): = wᵀv − η(${name})1ᵀv`,
      lhs: second,
      sense: "=",
      rhs: third,
      scale: scale + inSize,
    },
  ];
  if (!isCorrected || coefficient >= 0) {
    result.push({
      label: `(18, c): <= (1 − λ_min η(${name}))wᵀv`,
      lhs: third,
      sense: "<=",
      rhs: (1 - least * eta * coefficient) * weighted,
      scale: scale + inSize,
    });
  }
  return [
    ...result,
    {
      label: "(19), first line, at η = 1/(2λ_max + Tr A)",
      lhs: inner(weights, afterBest),
      sense: "<=",
      rhs: (1 - least / whole) * weighted,
      scale: bestScale,
    },
    {
      label: "(19), second line",
      lhs: (1 - least / whole) * weighted,
      sense: "<=",
      rhs: (1 - least / (3 * trace)) * weighted,
    },
  ];
}

/** The claim, for the moments of a sample or what a test puts in their place. */
export function equation18(moments: Moments = sampleMoments): Claim {
  return defineClaim<Instance, Observation>({
    id: "adam-gn/eq-18",
    title: "The chain of inequalities in the proof of Lemma 2",
    locus: "Appendix A.2.3, eqs. (17) to (19)",
    kind: "universal",
    cost: 5,
    hypotheses: [],
    instances: fc.record({
      dimension: mostlySmallDimension(32),
      eigenvalues: spectrum(32),
      error: spectralForms(32),
      rank: fc.integer({ min: 1, max: 32 }),
      relativeStepSize: fc.oneof(
        { withCrossShrink: true },
        fc.constant(1),
        magnitude({ minimum: 1e-2, maximum: 4 }),
      ),
    }).map(({ dimension, eigenvalues, error, rank, relativeStepSize }) => ({
      eigenvalues: eigenvalues.slice(0, dimension),
      error: fitForm(error, dimension, rank),
      relativeStepSize,
    })),
    observe<T>(instance: Instance, arithmetic: Arithmetic<T>): Observation {
      const { eigenvalues, error, relativeStepSize } = instance;
      const m = arithmetic.matrix(spectralFormRows(eigenvalues.length, error));
      const preconditioner = arithmetic.diagonal(eigenvalues);
      const sample = moments(arithmetic, arithmetic.identity(eigenvalues.length), m);
      const whole = 2 * Math.max(...eigenvalues) + traceOf(eigenvalues);
      const diagonal = (a: T) => arithmetic.toRows(a).map((row, i) => row[i]!);
      const after = (relative: number) =>
        diagonal(
          expectedStep(arithmetic, sample, { preconditioner, stepSize: relative / whole }, m),
        );
      return { before: diagonal(m), after: after(relativeStepSize), afterBest: after(1) };
    },
    figures({ before }, { eigenvalues }) {
      const trace = traceOf(eigenvalues);
      const whole = 2 * Math.max(...eigenvalues) + trace;
      const weights = eigenvalues.map((a) => 1 / a);
      const sum = traceOf(before);
      const weighted = inner(weights, before);
      const places = evenly(0, 3, 61);
      return [{
        kind: "lines",
        title: "the chain over the step size",
        x: { label: "η in units of 1/(2λ_max + Tr A)" },
        y: { label: "wᵀv⁺ and its bounds, relative to wᵀv" },
        series: [
          {
            name: "(17)",
            role: "observed",
            points: over(places, (x) => {
              const eta = x / whole;
              return 1 + (-2 * eta * sum + 2 * eta ** 2 * inner(eigenvalues, before) +
                    eta ** 2 * trace * sum) / weighted;
            }),
          },
          {
            name: "(18, c), corrected",
            role: "predicted",
            points: over(
              places,
              (x) => 1 - Math.min(...eigenvalues) * x / whole * (2 - x),
            ),
          },
        ],
      }];
    },
    variants: {
      printed: {
        statement: String.raw`\mathrm{diag}(A^{-1})^\top v_{t+1} \le
          \mathrm{diag}(A^{-1})^\top v_t - 2\eta \mathbf 1^\top v_t +
          2\lambda_{\max}\eta^2 \mathbf 1^\top v_t + \eta^2 \mathrm{Tr}(A) \mathbf 1^\top v_t =
          \mathrm{diag}(A^{-1})^\top v_t - \eta(2 - (2\lambda_{\max} + \mathrm{Tr}(A)\eta))
          \mathbf 1^\top v_t \le (1 - \lambda_{\min}\eta(2 - (2\lambda_{\max} +
          \mathrm{Tr}(A)\eta)))\, \mathrm{diag}(A^{-1})^\top v_t`,
        expected: "refuted",
        relations: (observation, instance) => relations(observation, instance, false),
      },
      corrected: {
        statement: String.raw`\mathrm{diag}(A^{-1})^\top v_{t+1} \le
          \mathrm{diag}(A^{-1})^\top v_t - \eta(2 - (2\lambda_{\max} + \mathrm{Tr}(A))\eta)
          \mathbf 1^\top v_t \le (1 - \lambda_{\min}\eta(2 - (2\lambda_{\max} +
          \mathrm{Tr}(A))\eta))\, \mathrm{diag}(A^{-1})^\top v_t, \qquad
          \eta \le \frac{2}{2\lambda_{\max} + \mathrm{Tr}(A)} \text{ for the last}`,
        expected: "holds",
        relations: (observation, instance) => relations(observation, instance, true),
      },
    },
  });
}
