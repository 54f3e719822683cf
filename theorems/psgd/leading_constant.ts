/**
 * §3.1, after Theorem 3.3: the leading constant of the diminishing-step rate.
 *
 * Printed: the rate's "leading constant has the same structure [as the fixed-step floor]", (L̂/μ̂)K. The
 * constant is ν = max{β²L̂K/(2(βcμ̂ − 1)), (γ + 1)(f(w_1) − f*)}, and β and γ are to be chosen, subject to
 * β > 1/(cμ̂), γ > 0, β/(γ + 1) ≤ c/(L̂K_G). The best ν is meant, where the noise decides: so the
 * hypothesis K ≥ μ̂K_G(f(w_1) − f*). Tested as exponents of that ν: 1 in L̂, 1 in 1/μ̂, 1 in K.
 *
 * False in 1/μ̂. By hand, with u = βcμ̂ > 1: the noise part is L̂K/(2c²μ̂²)·u²/(u − 1), least at u = 2, where
 * u²/(u − 1) = 4. γ + 1 is at least βL̂K_G/c = uL̂K_G/(c²μ̂) ≥ 1, as K_G ≥ c² and L̂ ≥ μ̂; there the other part
 * is 2L̂K_G(f(w_1) − f*)/(c²μ̂), not above the noise part 2L̂K/(c²μ̂²) by the hypothesis. So the best ν is
 * 2L̂K/(c²μ̂²) = κ̂K·2/(c²μ̂): the exponents are 1 in L̂, 2 in 1/μ̂, 1 in K. For μ̂ = 1, L̂ = 2, K = 1 it is 4,
 * for μ̂ = ½ it is 16, where κ̂K only doubles.
 *
 * The charitable reading: for a fixed β with βcμ̂ ≫ 1, ν → (β/(2c))κ̂K. That has the structure, but such a β
 * is not the best, and as μ̂ falls a fixed one is not admissible. Neither is ν the truth of the rate: on
 * quadratics, with α_k = β/(γ + k) and 2βμ̂ > 1, E v_i² ≈ a_i/k with a_i(2βλ̂_i − 1) = β²s_i², so that
 * k·E(f − f*) → Σβ²λ̂_is_i²/(2(2βλ̂_i − 1)). At β = 2/μ̂ this is 2s²/(3μ̂) of noise along the
 * eigenvector of μ̂ and 2s²/(4 − 1/κ̂)/μ̂ along that of L̂: exponents 0 in L̂ and 1 in 1/μ̂. The figures show
 * it beside ν.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { fitPowerLaw, type PowerLaw } from "../../lib/statistics/mod.ts";
import { magnitude, realNumber } from "../../problems/mod.ts";
import { type Claim, defineClaim, type LinesFigure, type Relation } from "../../verify/mod.ts";
import { geometrically, scalingFigure } from "../_figures.ts";

interface Instance {
  /** μ̂ at the upper end of its sweep, and where it is fixed. */
  readonly convexity: number;
  /** L̂/μ̂ there, at the lower end of the sweep of L̂. */
  readonly conditionNumber: number;
  /** c. */
  readonly alignment: number;
  /** K_G/c², 1 or more. */
  readonly growth: number;
  /** K at the lower end of its sweep. */
  readonly noiseLevel: number;
  /** μ̂K_G(f(w_1) − f*)/K. */
  readonly start: number;
}

/** The constants that ν depends on. */
export interface RateConstants {
  /** L̂. */
  readonly largest: number;
  /** μ̂. */
  readonly smallest: number;
  /** c. */
  readonly alignment: number;
  /** K. */
  readonly noiseLevel: number;
  /** K_G. */
  readonly momentGrowth: number;
  /** f(w_1) − f*. */
  readonly gap: number;
}

/** The best ν, or what a test takes for it. */
export type BestConstant = <T>(arithmetic: Arithmetic<T>, constants: RateConstants) => number;

/** How finely each round divides its range of β, and how many rounds there are. */
const GRID = 17;
const ROUNDS = 7;

/**
 * The least ν over the admissible β and γ. γ + 1 is the least that β allows, as ν increases with it; in
 * β, ν is the maximum of two convex functions, so a grid that is refined about its least value finds the
 * minimum.
 */
export const bestConstant: BestConstant = (arithmetic, constants) => {
  const { largest, smallest, alignment, noiseLevel, momentGrowth, gap } = constants;
  const least = 1 / (alignment * smallest);
  // β = (1 + e^z)/(cμ̂), from just above what is admissible to far beyond.
  let [from, to] = [Math.log(1e-4), Math.log(1e4)];
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const places = Array.from({ length: GRID }, (_, k) => from + k * (to - from) / (GRID - 1));
    const values = arithmetic.scope(() => {
      // βcμ̂ − 1 = e^z is the number that must not be lost to rounding.
      const excess = arithmetic.apply("exponential", arithmetic.vector(places));
      const beta = arithmetic.scale(least, arithmetic.shift(excess, 1));
      const noise = arithmetic.quotient(
        arithmetic.scale(largest * noiseLevel / 2, arithmetic.hadamard(beta, beta)),
        excess,
      );
      // γ > 0: γ + 1 may come as close to 1 as one likes.
      const ones = arithmetic.vector(places.map(() => 1));
      const offset = arithmetic.maximum(
        arithmetic.scale(largest * momentGrowth / alignment, beta),
        ones,
      );
      return arithmetic.toArray(arithmetic.maximum(noise, arithmetic.scale(gap, offset)));
    });
    const lowest = values.indexOf(Math.min(...values));
    best = Math.min(best, values[lowest]!);
    [from, to] = [places[Math.max(0, lowest - 1)]!, places[Math.min(GRID - 1, lowest + 1)]!];
  }
  return best;
};

interface Sweep {
  readonly places: readonly number[];
  readonly values: readonly number[];
  readonly fit: PowerLaw;
}

interface Observation {
  /** ν against L̂, 1/μ̂ and K, each with the two others fixed. */
  readonly sweeps: Readonly<Record<"L̂" | "1/μ̂" | "K", Sweep>>;
  /** The constants at the start of all sweeps. */
  readonly constants: RateConstants;
}

/** A decade and a half. */
const FACTORS = geometrically(1, 30, 5);

/** How far the last round's resolution, 4e-6 of β, may move an exponent. */
const SAMPLING = 1e-5;

function exponentIs(name: keyof Observation["sweeps"], exponent: number, { fit }: Sweep): Relation {
  return {
    label: `exponent of the best ν in ${name} = ${exponent}`,
    lhs: fit.exponent,
    sense: "=",
    rhs: exponent,
    uncertainty: fit.interval + SAMPLING,
    scale: 1,
  };
}

const exponents = (
  expected: Readonly<Record<keyof Observation["sweeps"], number>>,
) =>
({ sweeps }: Observation): Relation[] =>
  (["L̂", "1/μ̂", "K"] as const).map((name) => exponentIs(name, expected[name], sweeps[name]));

function instances(start: fc.Arbitrary<number>): fc.Arbitrary<Instance> {
  return fc.record({
    convexity: magnitude({ minimum: 1e-2, maximum: 1e2 }),
    conditionNumber: magnitude({ minimum: 1, maximum: 1e4 }),
    alignment: fc.oneof(
      { withCrossShrink: true },
      fc.constant(1),
      magnitude({ minimum: 0.1, maximum: 10 }),
    ),
    growth: fc.oneof(
      { withCrossShrink: true },
      fc.constant(1),
      magnitude({ minimum: 1, maximum: 1e2 }),
    ),
    noiseLevel: magnitude({ minimum: 1e-2, maximum: 1e2 }),
    start,
  });
}

/** lim k·E(f − f*) of SGD on a quadratic at β = 2/μ̂, half of the noise at either end of the spectrum. */
export function quadraticConstant(largest: number, smallest: number, noiseLevel: number): number {
  const beta = 2 / smallest;
  return [largest, smallest].reduce(
    (sum, value) => sum + beta ** 2 * value * (noiseLevel / 2) / (2 * (2 * beta * value - 1)),
    0,
  );
}

function figuresOf({ sweeps, constants: { largest, noiseLevel, smallest } }: Observation) {
  const { places, values } = sweeps["1/μ̂"];
  const shape = places.map((inverse) => largest * noiseLevel * inverse);
  const factor = values[0]! / shape[0]!;
  const compared: LinesFigure = {
    kind: "lines",
    title: `the leading constant against 1/μ̂ (L̂ = ${largest.toPrecision(3)}, μ̂ from ${
      smallest.toPrecision(3)
    } down)`,
    x: { label: "1/μ̂", scale: "log" },
    y: { label: "constant", scale: "log" },
    series: [
      { name: "best ν", role: "observed", points: places.map((x, i) => [x, values[i]!]) },
      {
        name: "a multiple of κ̂K",
        role: "predicted",
        points: places.map((x, i) => [x, factor * shape[i]!]),
      },
      {
        name: "lim k·E(f − f*) on a quadratic at β = 2/μ̂, c = 1",
        role: "reference",
        points: places.map((x) => [x, quadraticConstant(largest, 1 / x, noiseLevel)]),
      },
    ],
  };
  return [
    compared,
    ...(["L̂", "1/μ̂", "K"] as const).map((name) =>
      scalingFigure(
        `the best ν against ${name}, and the slope of κ̂K`,
        name,
        "ν",
        sweeps[name].places.map((place, i) => [place, sweeps[name].values[i]!]),
        sweeps[name].fit,
        1,
      )
    ),
  ];
}

/** The claim, for the best ν or what a test puts in its place. */
export function leadingConstant(constantOf: BestConstant = bestConstant): Claim {
  return defineClaim<Instance, Observation>({
    id: "psgd/leading-constant",
    title: "The leading constant of the diminishing-step rate has the structure of the floor",
    locus: "Section 3.1, after Theorem 3.3",
    kind: "scaling",
    cost: 2,
    hypotheses: [
      {
        name: "noise decides",
        statement: String.raw`K \ge \hat\mu K_G (f(w_1) - f_*)`,
        holds: ({ start }) => start >= 0 && start <= 1,
        without: instances(magnitude({ minimum: 10, maximum: 1e4 })),
      },
      {
        name: "moments",
        statement: String.raw`c > 0,\ K_G \ge c^2`,
        holds: ({ alignment, growth }) => alignment > 0 && growth >= 1,
      },
    ],
    instances: instances(
      fc.oneof(
        { withCrossShrink: true },
        fc.constantFrom(0, 1),
        realNumber({ minimum: 0, maximum: 1 }),
      ),
    ),
    observe<T>(instance: Instance, arithmetic: Arithmetic<T>): Observation {
      const { convexity, conditionNumber, alignment, growth, noiseLevel, start } = instance;
      const momentGrowth = growth * alignment ** 2;
      const constants: RateConstants = {
        largest: convexity * conditionNumber,
        smallest: convexity,
        alignment,
        noiseLevel,
        momentGrowth,
        gap: start * noiseLevel / (convexity * momentGrowth),
      };
      const sweep = (
        first: number,
        constantsAt: (factor: number) => Partial<RateConstants>,
      ): Sweep => {
        const places = FACTORS.map((factor) => factor * first);
        const values = FACTORS.map((factor) =>
          constantOf(arithmetic, { ...constants, ...constantsAt(factor) })
        );
        return { places, values, fit: fitPowerLaw(places, values) };
      };
      const { largest, smallest } = constants;
      return {
        constants,
        sweeps: {
          "L̂": sweep(largest, (factor) => ({ largest: factor * largest })),
          "1/μ̂": sweep(1 / smallest, (factor) => ({ smallest: smallest / factor })),
          K: sweep(noiseLevel, (factor) => ({ noiseLevel: factor * noiseLevel })),
        },
      };
    },
    figures: figuresOf,
    variants: {
      printed: {
        statement: String.raw`\min_{\beta,\gamma} \nu \propto \frac{\hat L}{\hat\mu}\,K`,
        expected: "refuted",
        relations: exponents({ "L̂": 1, "1/μ̂": 1, K: 1 }),
      },
      corrected: {
        statement: String.raw`\min_{\beta,\gamma} \nu = \frac{2\hat L K}{c^2\hat\mu^2}
          \propto \frac{\hat L}{\hat\mu^2}\,K`,
        expected: "holds",
        relations: exponents({ "L̂": 1, "1/μ̂": 2, K: 1 }),
      },
    },
  });
}
