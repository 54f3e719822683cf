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

/** (1 − σ) − zσ'(1 − σ), as printed. */
function printedDerivative(z: number): number {
  const rest = logistic(-z);
  return rest - z * logistic(z) * rest * rest;
}

/** (1 − σ)(1 − zσ). */
export function derivativeOfTail(z: number): number {
  return logistic(-z) * (1 - z * logistic(z));
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
export function footnote5(formula: (z: number) => number = derivativeOfTail): Claim {
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
    observe({ z }: Instance): Observation {
      const tail = times(variable(z), logisticJet(times(constant(-1), variable(z))));
      return {
        derivative: tail.slope,
        printed: printedDerivative(z),
        corrected: formula(z),
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
          { name: "(1 − σ)(1 − zσ)", role: "observed", points: over(places, derivativeOfTail) },
          { name: "printed", role: "predicted", points: over(places, printedDerivative) },
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
