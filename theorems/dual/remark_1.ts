/**
 * Remark 1: the step size that minimizes the right side of (6).
 *
 * Printed: η* = n (m_K/L_K²)(μ/M²)(σ_n/σ_1²) minimizes the right side of (6), "and the upper bound
 * reduces to" the factor 1 − m_K²μ²σ_n²/(4L_K²M²σ_1²). The two are tested separately.
 *
 * By hand: the factor of (6) is q(η) = 1 + aη² − bη with a = L_K²M²σ_1²/n², b = m_Kμσ_n/n, a
 * parabola that is least at η = b/(2a), where it is 1 − b²/(4a). b²/(4a) is the printed
 * m_K²μ²σ_n²/(4L_K²M²σ_1²): the least factor is right. But b/(2a) = (n/2)(m_K/L_K²)(μ/M²)(σ_n/σ_1²)
 * is half of the printed η*, and q(η*) = q(b/a) = 1: at the printed step size the bound does not
 * decrease at all. With all constants 1: q(η) = 1 + η² − η, q(½) = ¾ < q(1) = 1.
 *
 * Corrected: η* is half as long.
 *
 * All numbers that 0 < m_K ≤ L_K, 0 < μ ≤ M and 0 < σ_n ≤ σ_1 admit occur as constants of some K, ℓ
 * and X, so the instances are those numbers. Compared is 1 − q(η), which is not lost in the
 * rounding of 1 where it is small.
 *
 * @module
 */

import fc, { type Arbitrary } from "fast-check";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import { magnitude } from "../../problems/mod.ts";
import { type Claim, defineClaim, type Hypothesis, type Relation } from "../../verify/mod.ts";
import { evenly, over } from "../_figures.ts";

/** The constants of a problem. */
export interface RateConstants {
  /** n, under a key of discrete numbers. */
  readonly rows: number;
  /** m_K and L_K. */
  readonly potential: Range;
  /** μ and M. */
  readonly loss: Range;
  /** σ_n and σ_1. */
  readonly spectrum: Range;
}

/** A least and a largest value, as one number and a ratio. */
interface Range {
  readonly largest: number;
  /** The least value over the largest one. */
  readonly ratio: number;
}

interface Instance extends RateConstants {
  /** Another step size, as a multiple of the printed η*. */
  readonly otherStep: number;
}

/** 1 − q(η) with the size of what is added up in it. */
interface Decrease {
  readonly value: number;
  readonly size: number;
}

interface Observation {
  /** At the printed η*. */
  readonly printed: Decrease;
  /** At half of it. */
  readonly half: Decrease;
  /** At the other step size. */
  readonly other: Decrease;
  /** m_K²μ²σ_n²/(4L_K²M²σ_1²). */
  readonly predicted: number;
}

/** η*; what tests sabotage. */
export type BestStep = (constants: RateConstants) => number;

/** η* = n (m_K/L_K²)(μ/M²)(σ_n/σ_1²). */
export const printedStep: BestStep = ({ rows, potential, loss, spectrum }) =>
  rows * (potential.ratio / potential.largest) * (loss.ratio / loss.largest) *
  (spectrum.ratio / spectrum.largest);

function ordered(
  name: string,
  statement: string,
  of: (instance: Instance) => Range,
): Hypothesis<Instance, unknown> {
  return {
    name,
    statement,
    holds(instance) {
      const { largest, ratio } = of(instance);
      return largest > 0 && ratio > 0 && ratio <= 1;
    },
  };
}

function ranges(maximumRatio: number): Arbitrary<Range> {
  return fc.record({
    largest: magnitude({ minimum: 1e-3, maximum: 1e3 }),
    ratio: magnitude({ minimum: 1 / maximumRatio, maximum: 1 }),
  });
}

/** 1 − q(η) = bη − aη². Both terms are without units: single precision has them in range. */
function decreaseAt<T>(
  arithmetic: Arithmetic<T>,
  { rows, potential, loss, spectrum }: RateConstants,
  stepSize: number,
): Decrease {
  const largest = stepSize * potential.largest * loss.largest * spectrum.largest / rows;
  const least = largest * potential.ratio * loss.ratio * spectrum.ratio;
  const value = arithmetic.dot(
    arithmetic.vector([least, -largest]),
    arithmetic.vector([1, largest]),
  );
  return { value, size: least + largest ** 2 };
}

/** Both statements about a step size. */
function relations({ other, predicted }: Observation, best: Decrease): Relation[] {
  return [
    {
      label: "1 − q(η*) >= 1 − q(η)",
      lhs: best.value,
      sense: ">=",
      rhs: other.value,
      scale: best.size + other.size,
      size: predicted,
      // The quotient would be one by a rounding where q(η*) = 1.
      ratio: 1 + (other.value - best.value) / predicted,
    },
    {
      label: "1 − q(η*) = m_K²μ²σ_n²/(4L_K²M²σ_1²)",
      lhs: best.value,
      sense: "=",
      rhs: predicted,
      scale: best.size,
      size: predicted,
    },
  ];
}

/** The claim, for the printed η* or what a test puts in its place. */
export function remark1(step: BestStep = printedStep): Claim {
  return defineClaim<Instance, Observation>({
    id: "dual/remark-1",
    title: "The step size that minimizes the rate, and the rate there",
    locus: "Remark 1",
    kind: "universal",
    hypotheses: [
      ordered("constants of K", String.raw`0 < m_K \le L_K`, ({ potential }) => potential),
      ordered("constants of ℓ", String.raw`0 < \mu \le M`, ({ loss }) => loss),
      ordered(
        "constants of X",
        String.raw`0 < \sigma_n(\mathbf X\mathbf X^T) \le \sigma_1(\mathbf X\mathbf X^T)`,
        ({ spectrum }) => spectrum,
      ),
      {
        name: "another step size",
        statement: String.raw`\eta > 0`,
        holds: ({ otherStep }) => otherStep > 0,
      },
    ],
    instances: fc.record({
      rows: fc.integer({ min: 1, max: 20 }),
      potential: ranges(1e4),
      loss: ranges(1e4),
      spectrum: ranges(1e8),
      otherStep: magnitude({ minimum: 1e-2, maximum: 1e2 }),
    }),
    observe<T>(instance: Instance, arithmetic: Arithmetic<T>): Observation {
      const best = step(instance);
      const at = (stepSize: number) => decreaseAt(arithmetic, instance, stepSize);
      const { potential, loss, spectrum } = instance;
      return {
        printed: at(best),
        half: at(best / 2),
        other: at(instance.otherStep * printedStep(instance)),
        predicted: (potential.ratio * loss.ratio * spectrum.ratio) ** 2 / 4,
      };
    },
    figures(_, instance) {
      const best = printedStep(instance);
      const places = evenly(0.02, 1.2, 60).map((share) => share * best);
      const value = (stepSize: number) => decreaseAt(float64, instance, stepSize).value;
      return [{
        kind: "lines",
        title: "what (6) promises of a step, over the step size",
        x: { label: "step size η" },
        y: { label: "1 − q(η)" },
        series: [
          { name: "1 − q(η)", role: "observed", points: over(places, value) },
          { name: "printed η*", role: "predicted", points: over([0.998 * best, best], value) },
          {
            name: "m_K²μ²σ_n²/(4L_K²M²σ_1²)",
            role: "reference",
            points: over(places, () => value(best / 2)),
          },
        ],
      }];
    },
    variants: {
      printed: {
        statement: String.raw`\eta^* = n \frac{m_K}{L_K^2} \frac{\mu}{M^2}
          \frac{\sigma_n}{\sigma_1^2}:\quad q(\eta^*) \le q(\eta) \ \forall \eta > 0, \quad
          q(\eta^*) = 1 - \frac{m_K^2 \mu^2 \sigma_n^2}{4 L_K^2 M^2 \sigma_1^2}, \qquad
          q(\eta) = 1 + \eta^2 \frac{L_K^2 M^2 \sigma_1^2}{n^2} - \eta \frac{m_K \mu \sigma_n}{n}`,
        expected: "refuted",
        relations: (observation) => relations(observation, observation.printed),
      },
      corrected: {
        statement: String.raw`\eta^* = \frac n2 \frac{m_K}{L_K^2} \frac{\mu}{M^2}
          \frac{\sigma_n}{\sigma_1^2}:\quad q(\eta^*) \le q(\eta) \ \forall \eta > 0, \quad
          q(\eta^*) = 1 - \frac{m_K^2 \mu^2 \sigma_n^2}{4 L_K^2 M^2 \sigma_1^2}`,
        expected: "holds",
        relations: (observation) => relations(observation, observation.half),
      },
    },
  });
}
