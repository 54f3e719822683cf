/**
 * What Theorem 3 adds to its own hypothesis.
 *
 * Printed (§3.4): Theorem 3 establishes global convergence, so that the right side of (36) tends to 0
 * as T grows, for every s with 0 < s ≤ ½.
 *
 * **At s = ½ it does not**: R_3 T^{3/4+s/2}/(T − 1) and R_4 T^{1/2+s}α/(T − 1) tend to R_3 and R_4α,
 * which are positive. And s = ½ is the case that bounded gradients give by themselves.
 *
 * **For s < ½ the hypothesis is stronger**: ‖g_{1:T,i}‖ ≤ MT^s says by itself that the average of
 * ‖∇f(θ_t)‖² is at most mM²T^{2s}/(T − 1), of the order T^{2s−1}. That of (36) is T^{−1/4+s/2}, from
 * its third term, and 2s − 1 < −1/4 + s/2 is 3s/2 < 3/4, s < ½.
 *
 * **In value, once corrected, (36) is never below the hypothesis**: in theorem-3's corrected form its
 * third term alone is at least twice as much, for every T and s. With x = ε/M² and C_2, C_∞ ≥ 1 (they
 * bound B_t and its inverse), K ≥ 1/(2√ε), R_3 ≥ √m·√(M² + ε)·2·√(M/(2√ε))·√m M = 2mM²√((1 + x)/(2√x))
 * ≥ 2mM², and T^{3/4+s/2} ≥ T^{2s} for s ≤ ½. As printed, R_3 lacks a factor M where β_1 = 0, so that
 * (36) may be below the hypothesis for large M; and there it may be false, see theorem-3.
 *
 * @module
 */

import type { Claim, Figure, Relation } from "../../verify/mod.ts";
import { geometrically } from "../_figures.ts";
import { globalClaim, type GlobalRun } from "./_global.ts";
import {
  theorem3Coefficients,
  theorem3CorrectedFactors,
  theorem3Exponents,
  theorem3PrintedFactors,
} from "./theorem_3.ts";

/** log T where limits and exponents are read off: e^{X}, far beyond all constants. */
const X = 1e7;

/** The largest s < ½ that is looked at: at e^{X} the right side of (36) is e^{−500} of R_3 there. */
const NEAR_HALF = 0.4999;

/** s from the least one of the run up to NEAR_HALF, in three steps. */
function exponents({ constants }: GlobalRun): number[] {
  const first = Math.min(constants.exponent, NEAR_HALF);
  return [first, (first + NEAR_HALF) / 2, NEAR_HALF];
}

/** The logarithm of the right side of (36) at log T = x, by those of its terms. */
function logarithm(coefficients: readonly number[], s: number, x: number): number {
  // T − 1 is T, far below rounding.
  const parts = theorem3Exponents(s).map((power, k) =>
    Math.log(coefficients[k]!) + (power - 1) * x
  );
  const most = Math.max(...parts);
  return most + Math.log(parts.reduce((sum, part) => sum + Math.exp(part - most), 0));
}

/** The limit of the right side of (36) as T grows, 0 or what it keeps. */
function limitRelation(
  label: string,
  coefficients: readonly number[],
  s: number,
  limit: number,
): Relation {
  const [, , third, fourth] = coefficients as [number, number, number, number];
  return {
    label,
    lhs: Math.exp(logarithm(coefficients, s, X)),
    sense: "=",
    rhs: limit,
    scale: third + fourth,
    size: third + fourth,
  };
}

/** The claim; a test may change the powers. */
export function theorem3Strength(change = 0): Claim {
  const coefficientsOf = (run: GlobalRun) => theorem3Coefficients(run, theorem3PrintedFactors(run));
  return globalClaim({
    id: "spgd/theorem-3-strength",
    title: "What Theorem 3 adds to its hypothesis",
    locus: "Theorem 3, eq. (36)",
    figures,
    variants: {
      printed: {
        statement: String.raw`0 < s \le \tfrac12: \quad \frac{R_1}{(T-1)\alpha} + \frac{R_2}{T-1} +
          R_3\frac{T^{3/4+s/2}}{T-1} + R_4\frac{T^{1/2+s}}{T-1}\alpha \to 0`,
        expected: "refuted",
        relations(run) {
          const coefficients = coefficientsOf(run);
          return [...exponents(run), 1 / 2].map((s) =>
            limitRelation("the right side of (36) tends to 0", coefficients, s, 0)
          );
        },
      },
      corrected: {
        statement: String.raw`\text{it is of the order } T^{-1/4+s/2}, \text{ where the hypothesis
          alone gives } T^{2s-1}, \text{ which is less for } s < \tfrac12; \text{ for } s = \tfrac12
          \text{ it tends to } R_3 + R_4\alpha > 0; \text{ with the corrected } R_3 \text{ it is never
          less}`,
        expected: "holds",
        relations(run) {
          const coefficients = coefficientsOf(run);
          const [, , third, fourth] = coefficients;
          const { dimension: m, gradientBound: M } = run.constants;
          const { steps: T } = run.instance;
          const thirdCorrected = theorem3Coefficients(run, theorem3CorrectedFactors(run))[2];
          return [
            ...[...exponents(run), 1 / 2].map((s): Relation => ({
              label: "twice what the hypothesis alone says is at most the corrected third term",
              lhs: 2 * m * M ** 2 * T ** (2 * s) / (T - 1),
              sense: "<=",
              rhs: thirdCorrected * T ** theorem3Exponents(s)[2] / (T - 1),
            })),
            ...exponents(run).flatMap((s): Relation[] => {
              const there = logarithm(coefficients, s, X);
              const slope = (logarithm(coefficients, s, 2 * X) - there) / X;
              const alone = Math.log(m * M ** 2) + (2 * s - 1) * X;
              return [
                limitRelation("s < ½: the right side of (36) tends to 0", coefficients, s, 0),
                {
                  label: "s < ½: it is of the order T^{−1/4+s/2}",
                  lhs: slope,
                  sense: "=",
                  rhs: -1 / 4 + s / 2 + change,
                  // Of logarithms that are as large as X.
                  scale: 1,
                },
                {
                  label: "s < ½: the hypothesis alone is of a smaller order",
                  lhs: 2 * s - 1,
                  sense: "<=",
                  rhs: slope,
                  scale: 1,
                },
                {
                  label: "s < ½: for large T the hypothesis alone says more (logarithms)",
                  lhs: alone,
                  sense: "<=",
                  rhs: there,
                  scale: X,
                },
              ];
            }),
            limitRelation(
              "s = ½: it tends to R_3 + R_4α",
              coefficients,
              1 / 2,
              third + fourth,
            ),
          ];
        },
      },
    },
  });
}

/** The two bounds over T, for several s. */
function figures(run: GlobalRun): Figure[] {
  const coefficients = theorem3Coefficients(run, theorem3PrintedFactors(run));
  const { dimension: m, gradientBound: M } = run.constants;
  const places = geometrically(2, 1e12, 60);
  return [0.1, 0.25, 0.4, 1 / 2].map((s): Figure => ({
    kind: "lines",
    title: `what bounds the average of ‖∇f(θ_t)‖², s = ${s}`,
    x: { label: "T", scale: "log" },
    y: { label: "bound", scale: "log" },
    series: [
      {
        name: "(36)",
        role: "predicted",
        points: places.map((T) => {
          const powers = theorem3Exponents(s);
          const bound = coefficients.reduce((sum, c, k) => sum + c * T ** powers[k]!, 0) / (T - 1);
          return [T, bound];
        }),
      },
      {
        name: "the hypothesis alone",
        role: "reference",
        points: places.map((T) => [T, m * M ** 2 * T ** (2 * s) / (T - 1)]),
      },
    ],
  }));
}
