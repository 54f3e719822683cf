/**
 * Abstract, §3.1, §5: the floor is said to track the product of condition number and noise level.
 *
 * Printed: "the attainable late-stage floor tracks the product of a preconditioned condition number
 * [κ̂ = L̂/μ̂] and a preconditioned noise level [K]". Tested as exponents of the exact steady state of
 * quadratics, K > 0: 1 in κ̂ at fixed K and α (that leaves μ̂ to vary, as α ≤ 1/L̂), the same at the
 * largest admissible α = 1/L̂, and 1 in K at fixed κ̂ and α. The bound's floor, ακ̂K/2, has them.
 *
 * False in κ̂, true in K. With whitened noise variances s_i² along the eigenvectors of the
 * preconditioned Hessian, Σs_i² = K, the floor is Σαs_i²/(2(2 − αλ̂_i)), between αK/4 and
 * αK/(2(2 − αL̂)) ≤ αK/2, whatever μ̂ is. For two directions, L̂ = 1, α = 1 and the noise along that of
 * μ̂, it is K/(2(2 − μ̂)): from μ̂ = 1e-3 to 1e-5 it falls from 0.250125K to 0.250001K, where κ̂K grows a
 * hundredfold.
 *
 * Corrected: at fixed K and α, α = 1/L̂ among them, the exponent in κ̂ is 0; that in K is 1. Where α = 1/L̂
 * falls with a growing L̂ at fixed μ̂, the floor is Σs_i²/(2L̂(2 − λ̂_i/L̂)), with the exponent −1 in κ̂; the
 * bound, K/(2μ̂), has 0 there.
 *
 * The exponents are limits as κ̂ → ∞. Each eigenvalue between L̂ and μ̂ keeps its ratio to the one or to the
 * other, so that what remains of λ̂_i/L̂ falls like 1/κ̂: the floor is a constant and a correction of this
 * order, below 1 % from κ̂ = 1e3 on.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { fitPowerLaw, type PowerLaw } from "../../lib/statistics/mod.ts";
import {
  boundOnFloor,
  type FloorConstants,
  magnitude,
  realNumber,
  steadyStateLoss,
} from "../../problems/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { geometrically, scalingFigure } from "../_figures.ts";

/** A direction of the quadratic. */
interface Direction {
  /** The end of the spectrum that its eigenvalue moves with. */
  readonly near: "largest" | "smallest";
  /** The quotient of the two, 1 or more. */
  readonly ratio: number;
  /** Its share of the noise, before they are made to sum to 1. */
  readonly weight: number;
}

interface Instance {
  /** What lies between L̂ and μ̂; these two have the weights below. */
  readonly between: readonly Direction[];
  /** The noise along the eigenvectors of L̂ and μ̂. */
  readonly weights: readonly [largest: number, smallest: number];
  /** The least condition number of the sweeps. */
  readonly conditionNumber: number;
  /** L̂ where it is fixed, and μ̂ where that is. */
  readonly curvature: number;
  /** K, positive. */
  readonly noiseLevel: number;
  /** αL̂ of the sweeps at fixed α. */
  readonly step: number;
}

/** A floor: the exact one, or what a test puts in its place. */
export type Floor = <T>(
  arithmetic: Arithmetic<T>,
  eigenvalues: readonly number[],
  variances: readonly number[],
  stepSize: number,
) => number;

interface Sweep {
  readonly places: readonly number[];
  readonly floors: readonly number[];
  readonly fit: PowerLaw;
  /** The floors of the bound at the same places. */
  readonly bounds: readonly number[];
}

interface Observation {
  /** κ̂ at fixed L̂, α and K. */
  readonly condition: Sweep;
  /** K at fixed κ̂ and α. */
  readonly noise: Sweep;
  /** κ̂ at α = 1/L̂, fixed μ̂ and K. */
  readonly longestStep: Sweep;
  /** κ̂ at α = 1/L̂, fixed L̂ and K. */
  readonly longestStepFixed: Sweep;
}

/** Two decades in κ̂ or K. */
const FACTORS = geometrically(1, 100, 7);

function sweep(
  places: readonly number[],
  floorAt: (place: number) => { readonly floor: number } & FloorConstants,
): Sweep {
  const all = places.map(floorAt);
  const floors = all.map(({ floor }) => floor);
  return {
    places,
    floors,
    fit: fitPowerLaw(places, floors),
    bounds: all.map((constants) => boundOnFloor(constants)),
  };
}

function exponentIs(label: string, { fit }: Sweep, exponent: number): Relation {
  return {
    label: `${label} = ${exponent}`,
    lhs: fit.exponent,
    sense: "=",
    rhs: exponent,
    uncertainty: fit.interval,
    // An exponent is known where it is told from its neighbours, 0 too.
    scale: 1,
    size: 1,
  };
}

const share = () => magnitude({ minimum: 1e-2, maximum: 1e2 });

const weights = (): fc.Arbitrary<number> =>
  fc.oneof({ withCrossShrink: true }, fc.constant(0), share());

function instances(): fc.Arbitrary<Instance> {
  const direction = fc.record({
    near: fc.constantFrom("largest" as const, "smallest" as const),
    ratio: magnitude({ minimum: 1, maximum: 10 }),
    weight: weights(),
  });
  return fc.record({
    between: fc.oneof(
      { withCrossShrink: true },
      { weight: 4, arbitrary: fc.array(direction, { maxLength: 4 }) },
      { weight: 1, arbitrary: fc.array(direction, { maxLength: 48, size: "max" }) },
    ),
    // Some noise there is, or no exponent.
    weights: fc.oneof(
      { withCrossShrink: true },
      fc.tuple(weights(), share()),
      fc.tuple(share(), weights()),
    ),
    conditionNumber: magnitude({ minimum: 1e3, maximum: 1e4 }),
    curvature: magnitude({ minimum: 1e-2, maximum: 1e2 }),
    noiseLevel: magnitude({ minimum: 1e-2, maximum: 1e2 }),
    step: fc.oneof(
      { withCrossShrink: true },
      fc.constant(1),
      realNumber({ minimum: 0.01, maximum: 1 }),
    ),
  });
}

/** The claim, for the exact steady state or what a test puts in its place. */
export function floorTracksProduct(floorOf: Floor = steadyStateLoss): Claim {
  return defineClaim<Instance, Observation>({
    id: "psgd/floor-tracks-product",
    title: "The late-stage floor tracks the product of condition number and noise level",
    locus: "Abstract, Sections 3.1 and 5",
    kind: "scaling",
    hypotheses: [
      {
        name: "admissible step",
        statement: String.raw`0 < \alpha \le 1/\hat L`,
        holds: ({ step }) => step > 0 && step <= 1,
      },
    ],
    instances: instances(),
    observe<T>(instance: Instance, arithmetic: Arithmetic<T>): Observation {
      const { between, weights, conditionNumber, curvature, noiseLevel, step } = instance;
      const shares = [...weights, ...between.map(({ weight }) => weight)];
      const total = shares.reduce((sum, share) => sum + share, 0);
      const at = (largest: number, smallest: number, noise: number, stepSize: number) => {
        const eigenvalues = [
          largest,
          smallest,
          ...between.map(({ near, ratio }) =>
            near === "largest" ? largest / ratio : smallest * ratio
          ),
        ];
        const variances = shares.map((share) => share / total * noise);
        return {
          floor: floorOf(arithmetic, eigenvalues, variances, stepSize),
          largest,
          smallest,
          noiseLevel: noise,
          stepSize,
        };
      };
      const kappas = FACTORS.map((factor) => factor * conditionNumber);
      return {
        condition: sweep(
          kappas,
          (kappa) => at(curvature, curvature / kappa, noiseLevel, step / curvature),
        ),
        noise: sweep(
          FACTORS.map((factor) => factor * noiseLevel),
          (level) => at(curvature, curvature / conditionNumber, level, step / curvature),
        ),
        longestStep: sweep(
          kappas,
          (kappa) => at(curvature * kappa, curvature, noiseLevel, 1 / (curvature * kappa)),
        ),
        longestStepFixed: sweep(
          kappas,
          (kappa) => at(curvature, curvature / kappa, noiseLevel, 1 / curvature),
        ),
      };
    },
    figures: ({ condition, noise, longestStep }) =>
      ([
        ["floor at fixed K and α", "condition number κ̂", condition, 1],
        ["floor at fixed κ̂ and α", "noise level K", noise, 1],
        ["floor at α = 1/L̂, fixed K and μ̂", "condition number κ̂", longestStep, 1],
      ] as const).flatMap(([title, x, { places, floors, fit, bounds }, predicted]) => [
        scalingFigure(
          `${title}: the exact one, and the slope of κ̂K`,
          x,
          "E f in the steady state",
          places.map((place, i) => [place, floors[i]!]),
          fit,
          predicted,
        ),
        {
          kind: "lines" as const,
          title: `${title}: the exact one and the bound's`,
          x: { label: x, scale: "log" as const },
          y: { label: "E f", scale: "log" as const },
          series: [
            {
              name: "exact steady state",
              role: "observed" as const,
              points: places.map((place, i) => [place, floors[i]!] as const),
            },
            {
              name: "αL̂K/(2μ̂)",
              role: "predicted" as const,
              points: places.map((place, i) => [place, bounds[i]!] as const),
            },
          ],
        },
      ]),
    variants: {
      printed: {
        statement: String.raw`\lim_{k} \mathbb E f(w_k) \propto \frac{\hat L}{\hat\mu}\,K`,
        expected: "refuted",
        relations: ({ condition, noise, longestStepFixed }) => [
          exponentIs("exponent of the floor in κ̂ at fixed K and α", condition, 1),
          exponentIs("exponent of the floor in K at fixed κ̂ and α", noise, 1),
          exponentIs("exponent of the floor in κ̂ at α = 1/L̂, fixed K and L̂", longestStepFixed, 1),
        ],
      },
      corrected: {
        statement: String.raw`\lim_{k} \mathbb E f(w_k) \propto \hat\kappa^0 K
          \text{ at fixed } \alpha, \quad \propto \hat\kappa^{-1} K
          \text{ at } \alpha = 1/\hat L \text{ and fixed } \hat\mu`,
        expected: "holds",
        relations: ({ condition, noise, longestStep, longestStepFixed }) => [
          exponentIs("exponent of the floor in κ̂ at fixed K and α", condition, 0),
          exponentIs("exponent of the floor in K at fixed κ̂ and α", noise, 1),
          exponentIs("exponent of the floor in κ̂ at α = 1/L̂, fixed K and μ̂", longestStep, -1),
          exponentIs("exponent of the floor in κ̂ at α = 1/L̂, fixed K and L̂", longestStepFixed, 0),
        ],
      },
    },
  });
}
