/**
 * Abstract and §IV, Fig. 2: the limit depends on the step size.
 *
 * Printed: for general K, shown for Adam's (10) with ε = 0.5 and k = 1, W_∞ depends on η, although
 * XW_∞ = Y for each; for isotropic K it does not (Theorem 2). That is a statement of existence: a
 * witness is an instance on which the limits for four step sizes, from ηL_Kσ_1/n = 1 (where L* − ηK
 * is just convex) down to an eighth of it, all solve XW = Y and are apart by a thousandth of the
 * way from W_0 or more, while those of K = ‖Z‖ − ε log(ε + ‖Z‖) with the same ε are the same to
 * rounding.
 *
 * By hand, with n = k = 1, X = (1, 2), ℓ = ½r², ε = 1 and R = XW − Y > 0: ∇L = (R, 2R), so that a
 * step moves W along −(R/(1 + R), 2R/(1 + 2R)). The quotient of its entries is 2(1 + R)/(1 + 2R),
 * from 4/3 at R = 1 to 2 at R = 0: where the sum of the steps leads depends on the R at which they
 * are made. From R = 1 with η = 1/5 the first step is made at R = 1 and takes 11/30 of the way;
 * with smaller steps the quotient has changed by then.
 *
 * The figures are those of the paper, on data of our own (`dualSpaceExperiment`).
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { lossMinusPotential, potential, type PotentialDescription } from "../../lib/convex/mod.ts";
import {
  type DependenceOnStepSize,
  type DualSpaceExperiment,
  dualSpaceExperiment,
  loadMinimumNormSolver,
  lossDescriptions,
  magnitude,
  overparameterizedLinear,
  type OverparameterizedLinearInstance,
  overparameterizedLinearInstances,
} from "../../problems/mod.ts";
import {
  type Claim,
  defineClaim,
  type Figure,
  type FigureRole,
  type Relation,
  type Series,
} from "../../verify/mod.ts";
import { distance, type End, endOf, interpolation, type LimitFinder } from "./_limits.ts";
import { normOf } from "./_points.ts";
import { squaredLoss } from "./_setting.ts";

interface Instance {
  /** L, with k = 1, and W_0. */
  readonly problem: OverparameterizedLinearInstance;
  /** ε. */
  readonly epsilon: number;
}

interface Observation {
  /** W_0. */
  readonly start: readonly number[];
  /** The ends with Adam's K, from the longest steps to the shortest. */
  readonly adam: readonly End[];
  /** The same with the isotropic K. */
  readonly isotropic: readonly End[];
}

/** ηL_Kσ_1/n. */
const RELATIVE_STEPS: readonly number[] = [1, 1 / 2, 1 / 4, 1 / 8];

/** How far apart limits must be, as a share of their distance from W_0. */
const APART = 1e-3;

/** Adam's K, (10). */
const adamPotential = (epsilon: number): PotentialDescription => ({
  kind: "separable",
  profile: { kind: "adam", epsilon, normalized: false },
});

/** The isotropic K of normalized gradient descent. */
const normalizedPotential = (epsilon: number): PotentialDescription => ({
  kind: "isotropic",
  profile: { kind: "adam", epsilon },
});

/** The largest distance of two limits, with what it is uncertain by. */
function spreadOf(ends: readonly End[]): {
  readonly value: number;
  readonly scale: number;
  readonly uncertainty: number;
} {
  const pairs = ends.flatMap((a, i) => ends.slice(i + 1).map((b) => distance(a.next, b.next)));
  const isDecided = ends.every(({ status }) => status === "converged");
  const value = Math.max(...pairs);
  return {
    value,
    scale: Math.max(...ends.map(({ pointScale }) => pointScale)),
    uncertainty: isDecided
      ? 2 * Math.max(...ends.map(({ uncertainty, stepGain }) => (1 + stepGain) * uncertainty))
      : Math.max(value, ...ends.map(({ pointScale }) => pointScale)),
  };
}

function relations({ start, adam, isotropic }: Observation): Relation[] {
  const [general, same] = [spreadOf(adam), spreadOf(isotropic)];
  const least = APART * distance(adam.at(-1)!.next, start);
  return [
    ...adam.map((end) => interpolation(end, "XW_∞ = Y for each η")),
    {
      label: "the spread of W_∞ over η >= 0.001‖W_∞ − W_0‖, Adam's K",
      lhs: general.value,
      sense: ">=",
      rhs: least,
      scale: general.scale,
      uncertainty: general.uncertainty,
      // Where nothing depends on η, the quotient would be one by a rounding.
      ratio: least === 0 ? 0 : 2 - general.value / least,
    },
    {
      label: "the spread of W_∞ over η = 0, isotropic K",
      lhs: same.value,
      sense: "=",
      rhs: 0,
      scale: same.scale,
      size: distance(isotropic.at(-1)!.next, start),
      uncertainty: same.uncertainty,
    },
  ];
}

const solver = await loadMinimumNormSolver();

let experiment: DualSpaceExperiment | undefined;

/** The two figures of the paper; the second one with an isotropic K beside Adam's. */
function paperFigures(): Figure[] {
  experiment ??= dualSpaceExperiment(solver);
  const { overEpsilon, overStepSize, isotropic } = experiment;
  const series = <P>(
    name: string,
    role: FigureRole,
    points: readonly P[],
    of: (point: P) => readonly [x: number, y: number],
  ): Series => ({ name, role, points: points.map(of) });
  const toReference = ({ at, toReference }: DependenceOnStepSize) => [at, toReference] as const;
  return [
    {
      kind: "lines",
      title: "Fig. 1: from W_∞ of Adam without momentum to the solutions of (11) (n = 10, d = 20)",
      x: { label: "ε", scale: "log" },
      y: { label: "distance in the 2-norm" },
      series: [
        series("p = 1", "observed", overEpsilon, ({ at, toOneNorm }) => [at, toOneNorm]),
        series("p = 2", "observed", overEpsilon, ({ at, toTwoNorm }) => [at, toTwoNorm]),
        series("p = ∞", "observed", overEpsilon, ({ at, toInfinityNorm }) => [at, toInfinityNorm]),
      ],
    },
    {
      kind: "lines",
      title: "Fig. 2: how W_∞ depends on η (ε = 0.5, W_ref at η = 0.005)",
      x: { label: "step size η", scale: "log" },
      y: { label: "distance over ‖W_ref‖", scale: "log" },
      series: [
        series("to W_ref, Adam", "observed", overStepSize, toReference),
        series(
          "to W_{GD,∞}, Adam",
          "observed",
          overStepSize,
          ({ at, toGradientDescent }) => [at, toGradientDescent],
        ),
        series("to W_ref, isotropic K", "reference", isotropic, toReference),
      ],
    },
  ];
}

/** The claim, for Adam's K and its limits or what a test puts in their place. */
export function stepSizeDependence(
  general: (epsilon: number) => PotentialDescription = adamPotential,
  limitOf?: LimitFinder,
): Claim {
  return defineClaim<Instance, Observation>({
    id: "dual/step-size-dependence",
    title: "The limit depends on the step size unless K is isotropic",
    locus: "Abstract; Section IV, Fig. 2",
    kind: "existence",
    cost: 8,
    hypotheses: [squaredLoss, {
      name: "one output, positive ε",
      statement: String.raw`k = 1, \quad \epsilon > 0`,
      holds: ({ problem, epsilon }) => problem.solution.length === 1 && epsilon > 0,
    }, {
      name: "W_0 solves nothing yet",
      statement: String.raw`\mathbf X \mathbf W_0 \ne \mathbf Y`,
      holds({ problem }) {
        const { loss, start } = overparameterizedLinear(problem);
        return normOf(loss.residualAt(start)) > 0;
      },
    }],
    instances: fc.record({
      problem: overparameterizedLinearInstances({
        losses: lossDescriptions({ family: "squared" }),
        maximumOutputs: 1,
        maximumConditionNumber: 10,
        minimumScale: 0.1,
        maximumScale: 10,
      }),
      epsilon: magnitude({ minimum: 0.1, maximum: 10 }),
    }),
    observe<T>(
      { problem, epsilon }: Instance,
      arithmetic: Arithmetic<T>,
      refinement: number,
    ): Observation {
      const built = overparameterizedLinear(problem);
      const { loss } = built;
      const endsWith = (description: PotentialDescription) => {
        const k = potential(description, loss.parameters);
        const threshold = lossMinusPotential(loss, k);
        return RELATIVE_STEPS.map((relative) => {
          const stepSize = relative * loss.samples * epsilon / loss.eigenvalues[0]!;
          const setting = { ...built, potential: k, threshold, stepSize };
          return endOf(setting, arithmetic, { refinement, ...(limitOf && { limitOf }) });
        });
      };
      return {
        start: built.start,
        adam: endsWith(general(epsilon)),
        isotropic: endsWith(normalizedPotential(epsilon)),
      };
    },
    figures: paperFigures,
    variants: {
      printed: {
        statement: String.raw`\exists\, \mathbf X, \mathbf Y, \mathbf W_0, \epsilon:\quad
          \mathbf W_\infty(\eta) \text{ is not constant for } K(\mathbf Z) = \textstyle\sum
          |\mathbf Z| - \epsilon\log(\epsilon + |\mathbf Z|), \text{ though } \mathbf X
          \mathbf W_\infty(\eta) = \mathbf Y; \text{ and it is for }
          K(\mathbf Z) = \|\mathbf Z\|_F - \epsilon\log(\epsilon + \|\mathbf Z\|_F)`,
        expected: "holds",
        relations,
      },
    },
  });
}
