/**
 * Stochastic gradients whose first two moments are known exactly, as JSON.
 *
 * In the coordinates that the metric M whitens, v = M^{1/2}w, the gradient is h = M^{-1/2}∇f and
 * ‖∇f‖_{M⁻¹} = ‖h‖. A stochastic gradient g = M^{1/2}(Rh + ζ) has a bias R and a noise ζ of mean 0
 * (Scott et al., Design Criteria for SGD Preconditioners, Assumption 3):
 *
 *     hᵀRh ≥ c‖h‖²,  ‖Rh‖ ≤ c_G‖h‖,  E‖ζ‖² = K + K_V‖h‖².
 *
 * @module
 */

import { array, constant, oneof, record } from "fast-check";
import type { Arbitrary } from "../lib/fast_check/mod.ts";
import type { RandomStream } from "../lib/statistics/mod.ts";
import { cycle, magnitude, nonzeroVector, realNumber, vectorOf } from "./arbitraries.ts";
import {
  type BasisDescription,
  fitOrthogonal,
  type OrthogonalDescription,
  orthogonalDescriptions,
} from "./gaussian_linear_regression.ts";

/**
 * The law of a random number ε of mean 0 and variance 1:
 *
 * - `rademacher`: ±1;
 * - `gaussian`;
 * - `student`: Student's t of ν degrees of freedom over √(ν/(ν − 2)); for ν = 3 its third moment is
 *   infinite;
 * - `twoPoint`: √((1 − p)/p) with the probability p, −√(p/(1 − p)) otherwise;
 * - `threePoint`: ±1/√p with the probability p/2 each, 0 otherwise.
 */
export type NoiseLaw =
  | { readonly kind: "rademacher" }
  | { readonly kind: "gaussian" }
  | {
    readonly kind: "student";
    /** ν, an integer from 3 on. */
    readonly degreesOfFreedom: number;
  }
  | {
    readonly kind: "twoPoint";
    /** p, above 0 and below 1. */
    readonly probability: number;
  }
  | {
    readonly kind: "threePoint";
    /** p, above 0 and at most 1. */
    readonly probability: number;
  };

/**
 * R, a matrix of R^d:
 *
 * - `none`: R = I;
 * - `rotation`: R = cI + sJ, with J skew and orthogonal on pairs of coordinates of the basis (0 on an
 *   odd one that is left): c_G² = c² + s²;
 * - `scaling`: R diagonal in the basis: c and c_G are its least and its largest factor.
 *
 * The basis `eigenbasis` is that of M^{-1/2}AM^{-1/2}.
 */
export type BiasDescription =
  | { readonly kind: "none" }
  | {
    readonly kind: "rotation";
    /** c, positive. */
    readonly alignment: number;
    /** s. */
    readonly skew: number;
    readonly basis: BasisDescription;
  }
  | {
    readonly kind: "scaling";
    /** The d factors, positive. */
    readonly factors: readonly number[];
    readonly basis: BasisDescription;
  };

/**
 * The part of ζ that does not depend on w: Σ_j ε_jn_j with the given vectors n_j (in the coordinates
 * v), or, for `curvature`, noise in w with the covariance `level`·A (§4.1: level = s²/b).
 */
export type AdditiveNoise =
  | { readonly kind: "vectors"; readonly vectors: readonly (readonly number[])[] }
  | { readonly kind: "curvature"; readonly level: number };

/**
 * The part of ζ that grows with h, K_V = `level`: √K_V·hε (`aligned`), √K_V·‖h‖qε with a direction q
 * that is scaled to length 1 (`directed`), or √K_V·Σ_i h_iε_iu_i in a basis u (`componentwise`).
 */
export type MultiplicativeNoise =
  | { readonly kind: "none" }
  | { readonly kind: "aligned"; readonly level: number }
  | { readonly kind: "directed"; readonly level: number; readonly direction: readonly number[] }
  | { readonly kind: "componentwise"; readonly level: number; readonly basis: BasisDescription };

/** A stochastic gradient: its bias, its noise, and the law of all ε, which are independent. */
export interface GradientNoiseDescription {
  /** R. */
  readonly bias: BiasDescription;
  /** The part of ζ that does not depend on w. */
  readonly additive: AdditiveNoise;
  /** The part of ζ that grows with the gradient. */
  readonly multiplicative: MultiplicativeNoise;
  /** The law of ε. */
  readonly law: NoiseLaw;
}

/** A value that a random number takes, and how often. */
export interface Outcome {
  /** The value. */
  readonly value: number;
  /** Its probability. */
  readonly probability: number;
}

/**
 * The values of a law; none where they are not finitely many.
 *
 * @throws {RangeError} If the probability of the law is out of its range.
 */
export function lawOutcomes(law: NoiseLaw): readonly Outcome[] | undefined {
  switch (law.kind) {
    case "rademacher":
      return [{ value: 1, probability: 0.5 }, { value: -1, probability: 0.5 }];
    case "twoPoint": {
      const { probability: p } = law;
      requireProbability(law, p < 1, "below 1");
      return [
        { value: Math.sqrt((1 - p) / p), probability: p },
        { value: -Math.sqrt(p / (1 - p)), probability: 1 - p },
      ];
    }
    case "threePoint": {
      const { probability } = law;
      requireProbability(law, probability <= 1, "at most 1");
      const size = 1 / Math.sqrt(probability);
      return [
        { value: size, probability: probability / 2 },
        { value: -size, probability: probability / 2 },
        ...(probability < 1 ? [{ value: 0, probability: 1 - probability }] : []),
      ];
    }
    default:
      return undefined;
  }
}

/**
 * Draws ε.
 *
 * @throws {RangeError} If the degrees of freedom are not an integer from 3 on, or the probability of
 *   the law is out of its range.
 */
export function drawFromLaw(law: NoiseLaw, stream: RandomStream): number {
  switch (law.kind) {
    case "rademacher":
      return stream.rademacher();
    case "gaussian":
      return stream.normal();
    case "student": {
      const { degreesOfFreedom: nu } = law;
      if (!(Number.isSafeInteger(nu) && nu >= 3)) {
        throw new RangeError(
          `Student's t has a variance for more than 2 degrees of freedom, got ${nu}: give an ` +
            "integer from 3 on",
        );
      }
      // t = n/√(χ²/ν), of variance ν/(ν − 2).
      let square = 0;
      for (let k = 0; k < nu; k++) square += stream.normal() ** 2;
      return stream.normal() * Math.sqrt((nu - 2) / square);
    }
    case "twoPoint":
    case "threePoint": {
      let left = stream.uniform();
      const outcomes = lawOutcomes(law)!;
      const drawn = outcomes.find(({ probability }) => (left -= probability) < 0);
      return (drawn ?? outcomes.at(-1)!).value;
    }
  }
}

function requireProbability(
  { kind, probability }: NoiseLaw & { readonly probability: number },
  isAdmitted: boolean,
  most: string,
): void {
  if (probability > 0 && isAdmitted) return;
  throw new RangeError(
    `the law "${kind}" has the probability ${probability}: give one above 0, ${most}`,
  );
}

/**
 * R by rows, in the coordinates of its basis.
 *
 * @throws {RangeError} If c or a factor is not positive, or there are not d factors.
 */
export function biasRows(bias: BiasDescription, dimension: number): number[][] {
  const { alignment } = biasBounds(bias, dimension);
  return Array.from({ length: dimension }, (_, i) =>
    Array.from({ length: dimension }, (_, j) => {
      if (i === j) return bias.kind === "scaling" ? bias.factors[i]! : alignment;
      if (bias.kind !== "rotation" || i >> 1 !== j >> 1) return 0;
      return i < j ? -bias.skew : bias.skew;
    }));
}

/**
 * c and c_G, the largest and the least for which the bounds hold.
 *
 * @throws {RangeError} If c or a factor is not positive, or there are not d factors.
 */
export function biasBounds(
  bias: BiasDescription,
  dimension: number,
): { readonly alignment: number; readonly growth: number } {
  const bounds = (() => {
    switch (bias.kind) {
      case "none":
        return { alignment: 1, growth: 1 };
      case "rotation":
        return {
          alignment: bias.alignment,
          growth: dimension === 1 ? bias.alignment : Math.hypot(bias.alignment, bias.skew),
        };
      case "scaling":
        if (bias.factors.length !== dimension) {
          throw new RangeError(
            `a bias of ${bias.factors.length} factors on R^${dimension}: give ${dimension}`,
          );
        }
        return { alignment: Math.min(...bias.factors), growth: Math.max(...bias.factors) };
    }
  })();
  if (!(bounds.alignment > 0)) {
    throw new RangeError(`a bias with c = ${bounds.alignment}: c must be positive`);
  }
  return bounds;
}

/** What {@linkcode gradientNoises} draws. */
export interface GradientNoiseOptions {
  /** Whether R may differ from I. Default: true. */
  readonly bias?: boolean;
  /** Whether there may be multiplicative noise. Default: true. */
  readonly multiplicative?: boolean;
  /** The most vectors of additive noise; where it is 1, there is no noise like A. Default: 3. */
  readonly vectors?: number;
  /** Whether the values of ε are finitely many. Default: false. */
  readonly finite?: boolean;
}

/**
 * Stochastic gradients on R^d. Shrinks to g = ∇f.
 *
 * Draw them for {@linkcode PERIOD} dimensions or the largest one and fit them with {@linkcode fitNoise}.
 */
export function gradientNoises(
  dimension: number,
  { bias = true, multiplicative = true, vectors = 3, finite = false }: GradientNoiseOptions = {},
): Arbitrary<GradientNoiseDescription> {
  const basis: Arbitrary<BasisDescription> = oneof(
    { withCrossShrink: true },
    constant<BasisDescription>("eigenbasis"),
    orthogonalDescriptions(dimension),
  );
  const level = magnitude({ minimum: 1e-2, maximum: 1e2 });
  const biases: Arbitrary<BiasDescription>[] = [constant({ kind: "none" as const })];
  if (bias) {
    biases.push(
      record({
        kind: constant("rotation" as const),
        alignment: magnitude({ minimum: 0.1, maximum: 10 }),
        skew: realNumber({ minimum: -5, maximum: 5 }),
        basis,
      }),
      record({
        kind: constant("scaling" as const),
        factors: vectorOf(dimension, magnitude({ minimum: 0.1, maximum: 10 })),
        basis,
      }),
    );
  }
  const multiplicatives: Arbitrary<MultiplicativeNoise>[] = [constant({ kind: "none" as const })];
  if (multiplicative) {
    multiplicatives.push(
      record({ kind: constant("aligned" as const), level }),
      record({
        kind: constant("directed" as const),
        level,
        direction: nonzeroVector(dimension, dimension),
      }),
      record({ kind: constant("componentwise" as const), level, basis }),
    );
  }
  const additives: Arbitrary<AdditiveNoise>[] = [
    record({
      kind: constant("vectors" as const),
      vectors: array(vectorOf(dimension), { maxLength: vectors }),
    }),
  ];
  if (vectors > 1) {
    additives.push(record({
      kind: constant("curvature" as const),
      level: magnitude({ minimum: 1e-4, maximum: 1e2 }),
    }));
  }
  const laws: Arbitrary<NoiseLaw>[] = [
    constant({ kind: "rademacher" as const }),
    record({
      kind: constant("threePoint" as const),
      probability: magnitude({ minimum: 1e-2, maximum: 1 }),
    }),
  ];
  if (!finite) {
    laws.push(
      constant({ kind: "gaussian" as const }),
      constant({ kind: "student" as const, degreesOfFreedom: 3 }),
    );
  }
  return record({
    bias: oneof({ withCrossShrink: true }, ...biases),
    additive: oneof({ withCrossShrink: true }, ...additives),
    multiplicative: oneof({ withCrossShrink: true }, ...multiplicatives),
    law: oneof({ withCrossShrink: true }, ...laws),
  });
}

/**
 * The same stochastic gradient in another dimension: the leading parts of what describes it, or with
 * numbers that repeat, see {@linkcode cycle}.
 */
export function fitNoise(
  { bias, additive, multiplicative, law }: GradientNoiseDescription,
  dimension: number,
): GradientNoiseDescription {
  const fitBasis = (basis: BasisDescription): BasisDescription =>
    basis === "eigenbasis" ? basis : fitOrthogonal(basis as OrthogonalDescription, dimension);
  const direction = multiplicative.kind === "directed"
    ? cycle(multiplicative.direction, dimension)
    : [];
  return {
    bias: bias.kind === "none"
      ? bias
      : bias.kind === "rotation"
      ? { ...bias, basis: fitBasis(bias.basis) }
      : { ...bias, factors: cycle(bias.factors, dimension), basis: fitBasis(bias.basis) },
    additive: additive.kind === "curvature"
      ? additive
      : { ...additive, vectors: additive.vectors.map((vector) => cycle(vector, dimension)) },
    multiplicative: multiplicative.kind === "directed"
      ? {
        ...multiplicative,
        direction: direction.some((x) => x !== 0) ? direction : [1, ...direction.slice(1)],
      }
      : multiplicative.kind === "componentwise"
      ? { ...multiplicative, basis: fitBasis(multiplicative.basis) }
      : multiplicative,
    law,
  };
}
