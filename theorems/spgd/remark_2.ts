/**
 * Remark 2: SPGD's rate deteriorates more slowly with the condition number than gradient descent's.
 *
 * Printed: with α = 1/σ_max the linear convergence factor of SPGD is 1 − σ_min/(2σ_max), against
 * 1 − σ_min²/σ_max² for gradient descent, "established in theorem 1"; in ill-conditioned regimes the
 * latter rapidly approaches one, the former deteriorates more slowly. (Theorem 1 with its printed μ
 * gives no such factor, and with Lemma 2's μ it gives 1 − σ_min²/(4σ_max²); what is tested is whether
 * the two methods have the factors that are named.) Four relations: f falls by the named factor at
 * each step of either method, and the number of steps grows like κ for SPGD and like κ² for gradient
 * descent.
 *
 * By hand, for linear F: f falls by (1 − 1/κ)² and (1 − 1/κ²)² in the slowest component, which is
 * below 1 − 1/(2κ) and 1 − 1/κ².
 *
 * As functions of κ the printed factors cross: 1 − 1/(2κ) < 1 − 1/κ² if and only if κ > 2. For
 * κ < 2, printed against printed, gradient descent is the faster. That edge, and the factor
 * (1 − 1/κ)² that SPGD really has, are the `sharpened` variant; with it SPGD is never the slower.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { gradientDescent, spgd } from "../../lib/optimizers/mod.ts";
import { fitPowerLaw, type PowerLaw } from "../../lib/statistics/mod.ts";
import {
  type Claim,
  defineClaim,
  type Figure,
  type FigureRole,
  type Relation,
  type Series,
} from "../../verify/mod.ts";
import {
  type Count,
  countIterations,
  exponentRounding,
  LARGE,
  MODERATE,
  stepCountFigure,
  type SweepInstance,
  sweepInstances,
} from "./_condition_sweep.ts";
import { geometrically, over } from "../_figures.ts";
import type { Method } from "./_local.ts";

interface Instance extends SweepInstance {
  /** A condition number at which the printed factors are compared. */
  readonly conditionNumber: number;
}

interface Observation {
  readonly conditionNumber: number;
  readonly preconditioned: Sweep;
  readonly plain: Sweep;
  readonly family: string;
}

const printedFactor = (kappa: number) => 1 - 1 / (2 * kappa);
const sharpFactor = (kappa: number) => (1 - 1 / kappa) ** 2;
const gradientFactor = (kappa: number) => 1 - 1 / kappa ** 2;

/** A method's runs over condition numbers. */
interface Sweep {
  readonly conditionNumbers: readonly number[];
  readonly counts: readonly Count[];
  /** The step counts against the condition number. */
  readonly steps: PowerLaw;
}

function factorRelations(
  label: string,
  { conditionNumbers, counts }: Sweep,
  factor: (kappa: number) => number,
  family: string,
): Relation[] {
  return conditionNumbers.map((kappa, i): Relation => {
    const { value, uncertainty } = counts[i]!.worstFactor;
    return { label, lhs: value, sense: "<=", rhs: factor(kappa), uncertainty, family };
  });
}

function exponent(label: string, sweep: Sweep, rhs: number): Relation {
  const { exponent, interval } = sweep.steps;
  const rounding = exponentRounding(sweep.conditionNumbers, sweep.counts);
  return { label, lhs: exponent, sense: "=", rhs, uncertainty: interval + rounding };
}

function stepCounts(method: string, { conditionNumbers, counts, steps }: Sweep, power: number) {
  const iterations = counts.map(({ iterations }) => iterations);
  return stepCountFigure(method, conditionNumbers, iterations, steps, power);
}

/** What a factor leaves to 1, which tells factors near 1 apart. */
function gainFigure({ preconditioned, plain }: Observation): Figure {
  const measured = (name: string, { conditionNumbers, counts }: Sweep): Series => ({
    name,
    role: "observed",
    points: conditionNumbers.map((kappa, i) => [kappa, 1 - counts[i]!.worstFactor.value]),
  });
  const places = geometrically(1, 100, 61);
  const curve = (name: string, role: FigureRole, factor: (kappa: number) => number): Series => ({
    name,
    role,
    points: over(places, (kappa) => 1 - factor(kappa)),
  });
  return {
    kind: "lines",
    title: "what a step takes off f, at the worst step of a run: the printed curves cross at κ = 2",
    x: { label: "condition number κ", scale: "log" },
    y: { label: "1 − factor of f per step", scale: "log" },
    series: [
      measured("SPGD, measured", preconditioned),
      measured("gradient descent, measured", plain),
      curve("SPGD, printed: 1/(2κ)", "predicted", printedFactor),
      curve("SPGD, sharpened: 1 − (1 − 1/κ)²", "predicted", sharpFactor),
      curve("gradient descent, printed: 1/κ²", "predicted", gradientFactor),
    ],
  };
}

/** The claim, for the two methods or what a test puts in their place. */
export function remark2(method: Method = spgd, plainMethod: Method = gradientDescent): Claim {
  return defineClaim<Instance, Observation>({
    id: "spgd/remark-2",
    title: "SPGD's factor deteriorates more slowly with the condition number",
    locus: "Remark 2",
    kind: "scaling",
    cost: 40,
    hypotheses: [],
    instances: fc.tuple(sweepInstances(), fc.double({ min: 1, max: 100, noNaN: true }))
      .map(([sweep, conditionNumber]) => ({ ...sweep, conditionNumber })),
    observe<T>(instance: Instance, arithmetic: Arithmetic<T>): Observation {
      const sweep = (
        make: Method,
        conditionNumbers: readonly number[],
        stepSize: (sigmaMax: number) => number,
      ): Sweep => {
        const counts = conditionNumbers.map((kappa) =>
          countIterations(arithmetic, instance, kappa, make, stepSize)
        );
        const steps = fitPowerLaw(conditionNumbers, counts.map(({ iterations }) => iterations));
        return { conditionNumbers, counts, steps };
      };
      const { conditionNumber, family } = instance;
      return {
        conditionNumber,
        preconditioned: sweep(method, LARGE, (sigma) => 1 / sigma),
        plain: sweep(plainMethod, MODERATE, (sigma) => 1 / sigma ** 2),
        family,
      };
    },
    figures: (observation) => [
      gainFigure(observation),
      stepCounts("SPGD", observation.preconditioned, 1),
      stepCounts("gradient descent", observation.plain, 2),
    ],
    variants: {
      printed: {
        statement: String.raw`\alpha = \frac1{\sigma_{\max}}:\ f(\theta_{t+1}) \le
          \left(1 - \frac{\sigma_{\min}}{2\sigma_{\max}}\right) f(\theta_t); \quad
          \text{gradient descent: } 1 - \frac{\sigma_{\min}^2}{\sigma_{\max}^2}, \text{ and }
          \kappa \text{ against } \kappa^2 \text{ steps}`,
        expected: "holds",
        relations: ({ preconditioned, plain, family }) => [
          ...factorRelations("SPGD: factor <= 1 − 1/(2κ)", preconditioned, printedFactor, family),
          ...factorRelations("GD: factor <= 1 − 1/κ²", plain, gradientFactor, family),
          exponent("exponent of SPGD's step count in κ = 1", preconditioned, 1),
          exponent("exponent of GD's step count in κ = 2", plain, 2),
        ],
      },
      sharpened: {
        statement: String.raw`\alpha = \frac1{\sigma_{\max}}:\ f(\theta_{t+1}) \le
          \left(1 - \frac{\sigma_{\min}}{\sigma_{\max}}\right)^2 f(\theta_t); \quad
          1 - \frac1{2\kappa} \lessgtr 1 - \frac1{\kappa^2} \iff \kappa \gtrless 2`,
        expected: "holds",
        relations: ({ conditionNumber, preconditioned, family }) => [
          ...factorRelations(
            "SPGD: factor <= (1 − 1/κ)²",
            preconditioned,
            sharpFactor,
            family,
          ),
          {
            label: "the printed factors cross at κ = 2",
            lhs: printedFactor(conditionNumber),
            sense: conditionNumber >= 2 ? "<=" : ">=",
            rhs: gradientFactor(conditionNumber),
            scale: 1,
          },
        ],
      },
    },
  });
}
