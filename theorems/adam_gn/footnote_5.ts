/**
 * Footnote 5: z(1 − σ(z)) decreases for z ≥ 2.
 *
 * Printed: d/dz[z(1 − σ(z))] = (1 − σ(z)) − zσ'(z)(1 − σ(z)) < 0 once z ≥ 2.
 *
 * The derivative is (1 − σ) − zσ', and σ' = σ(1 − σ): in the printed term one factor 1 − σ is too
 * many, unless its σ' should read σ. By hand at z = 2: σ = 0.8808, σ' = 0.1050; the derivative is
 * 0.1192 − 0.2100 = −0.0908, the printed expression 0.1192 − 0.2100 · 0.1192 = 0.0942, positive; it
 * is so at every z, for it is (1 − σ)(1 − zσ') with zσ' ≤ 0.224. What the proof of Lemma 3 uses is
 * right:
 *
 * Corrected: the derivative is (1 − σ)(1 − zσ), negative for z ≥ 2, for 2σ(2) = 1.76. (It is so
 * from z = 1.2785 on, where zσ(z) = 1.)
 *
 * @module
 */

import fc from "fast-check";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import { logistic, realNumber } from "../../problems/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { geometrically, over } from "../_figures.ts";
import { constant, logisticJet, times, variable } from "./_jet.ts";

interface Instance {
  readonly z: number;
}

interface Observation {
  /** d/dz[zσ(−z)] by automatic differentiation. */
  readonly derivative: number;
  readonly printed: number;
  readonly corrected: number;
  /** The magnitude of the terms. */
  readonly scale: number;
}

/** An expression in z, entry by entry; what tests sabotage. */
export type Expression = <T>(arithmetic: Arithmetic<T>, z: T) => T;

/** σ(z) and 1 − σ(z), the latter as σ(−z). */
function sigmas<T>(arithmetic: Arithmetic<T>, z: T): readonly [sigma: T, rest: T] {
  return [
    arithmetic.apply("logistic", z),
    arithmetic.apply("logistic", arithmetic.scale(-1, z)),
  ];
}

/** (1 − σ) − zσ'(1 − σ), as printed. */
const printedDerivative: Expression = (arithmetic, z) => {
  const [sigma, rest] = sigmas(arithmetic, z);
  const slope = arithmetic.hadamard(sigma, rest);
  return arithmetic.subtract(rest, arithmetic.hadamard(arithmetic.hadamard(z, slope), rest));
};

/** (1 − σ)(1 − zσ). */
export const derivativeOfTail: Expression = (arithmetic, z) => {
  const [sigma, rest] = sigmas(arithmetic, z);
  const factor = arithmetic.shift(arithmetic.scale(-1, arithmetic.hadamard(z, sigma)), 1);
  return arithmetic.hadamard(rest, factor);
};

/** The expression at one number. */
function valueAt<T>(arithmetic: Arithmetic<T>, expression: Expression, z: number): number {
  return arithmetic.scope(() =>
    arithmetic.toArray(expression(arithmetic, arithmetic.vector([z])))[0]!
  );
}

function relations(
  formula: string,
  expression: number,
  { derivative, scale }: Observation,
  { z }: Instance,
): Relation[] {
  const identity: Relation = {
    label: `d/dz[z(1 − σ(z))] = ${formula}`,
    lhs: derivative,
    sense: "=",
    rhs: expression,
    scale,
  };
  if (z < 2) return [identity];
  return [
    identity,
    { label: `${formula} < 0`, lhs: expression, sense: "<=", rhs: 0, scale },
    { label: "d/dz[z(1 − σ(z))] < 0", lhs: derivative, sense: "<=", rhs: 0, scale },
  ];
}

/** The claim, with the right formula or what a test puts in its place. */
export function footnote5(formula: Expression = derivativeOfTail): Claim {
  return defineClaim<Instance, Observation>({
    id: "adam-gn/footnote-5",
    title: "z(1 − σ(z)) decreases for z ≥ 2",
    locus: "Footnote 5",
    kind: "universal",
    hypotheses: [],
    instances: fc.record({
      z: fc.oneof(
        { withCrossShrink: true },
        realNumber({ minimum: 2, maximum: 30 }),
        realNumber({ minimum: -30, maximum: 30 }),
      ),
    }),
    observe<T>({ z: drawn }: Instance, arithmetic: Arithmetic<T>): Observation {
      // What the arithmetic stores of z.
      const [z] = arithmetic.toArray(arithmetic.vector([drawn])) as [number];
      const tail = times(variable(z), logisticJet(times(constant(-1), variable(z))));
      return {
        derivative: tail.slope,
        printed: valueAt(arithmetic, printedDerivative, z),
        corrected: valueAt(arithmetic, formula, z),
        scale: (1 + Math.abs(z)) ** 2 * logistic(-z),
      };
    },
    figures: () => {
      const places = geometrically(0.1, 12, 97);
      return [{
        kind: "lines",
        title: "the derivative of z(1 − σ(z)) and what the footnote prints for it",
        x: { label: "z" },
        y: { label: "derivative" },
        series: [
          {
            name: "(1 − σ)(1 − zσ)",
            role: "observed",
            points: over(places, (z) => valueAt(float64, derivativeOfTail, z)),
          },
          {
            name: "printed",
            role: "predicted",
            points: over(places, (z) => valueAt(float64, printedDerivative, z)),
          },
        ],
      }];
    },
    variants: {
      printed: {
        statement: String.raw`\frac{d}{dz}[z(1 - \sigma(z))] =
          (1 - \sigma(z)) - z\sigma'(z)(1 - \sigma(z)) < 0 \text{ once } z \ge 2`,
        expected: "refuted",
        relations: (seen, instance) =>
          relations("(1 − σ) − zσ'(1 − σ)", seen.printed, seen, instance),
      },
      corrected: {
        statement: String.raw`\frac{d}{dz}[z(1 - \sigma(z))] =
          (1 - \sigma(z)) - z\sigma(z)(1 - \sigma(z)) < 0 \text{ once } z \ge 2`,
        expected: "holds",
        relations: (seen, instance) =>
          relations("(1 − σ) − zσ(1 − σ)", seen.corrected, seen, instance),
      },
    },
  });
}
