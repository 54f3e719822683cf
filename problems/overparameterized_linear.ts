/**
 * Overparameterized linear models: what dual space preconditioning is proved about.
 *
 * @module
 */

import { array, integer, noBias, oneof, record } from "fast-check";
import { float64 } from "../lib/arithmetic/mod.ts";
import {
  type ConvexityThreshold,
  type LinearModelLoss,
  linearModelLoss,
  type LossDescription,
  type PotentialDescription,
  type Profile,
  type ProfileKind,
} from "../lib/convex/mod.ts";
import type { Arbitrary } from "../lib/fast_check/mod.ts";
import {
  dimensionUpTo,
  magnitude,
  type MagnitudeOptions,
  nonzeroNumber,
  realNumber,
  vectorOf,
} from "./arbitraries.ts";
import { mostlySmall } from "./instance_options.ts";
import {
  assembleMatrix,
  type SpectralMatrix,
  spectralMatrixRows,
  spectralParts,
} from "./matrix.ts";
import { requireArray, requireNumbers } from "./validation.ts";

/**
 * L(W) = (1/n) Σ ℓ_ij(x_iᵀW^(j) − Y_ij) with X ∈ R^{n×d} of full row rank, n < d, and Y = X W_true,
 * so that {XW = Y} is not empty; and a start W_0.
 */
export interface OverparameterizedLinearInstance {
  /** X: its rows themselves, or its spectrum (of n singular values). */
  readonly matrix: SpectralMatrix | readonly (readonly number[])[];
  /** The k columns of W_true, the entries of each repeated to the length d. */
  readonly solution: readonly (readonly number[])[];
  /** W_0 column by column, the columns repeated to k of them and their entries to the length d. */
  readonly start: readonly (readonly number[])[];
  /** ℓ_ij, row by row, repeated to nk of them. */
  readonly losses: readonly LossDescription[];
}

/** An instance, built. Matrices in R^{d×k} are flat, row by row. */
export interface OverparameterizedLinear {
  /** L with X, Y, its derivatives and constants. */
  readonly loss: LinearModelLoss;
  /** W_true. */
  readonly solution: readonly number[];
  /** W_0. */
  readonly start: readonly number[];
}

/** What {@linkcode overparameterizedLinearInstances} draws. */
export interface OverparameterizedLinearOptions {
  /** The largest d, at least 2. Default: 20; most have ≤ 8. */
  readonly maximumFeatures?: number;
  /** The largest k. Default: 4. */
  readonly maximumOutputs?: number;
  /** The largest ratio of two singular values of X. Default: 1e4. */
  readonly maximumConditionNumber?: number;
  /** The least scale of X, which its singular values reach or stay below. Default: 1e-4. */
  readonly minimumScale?: number;
  /** The largest scale of X. Default: 1e3. */
  readonly maximumScale?: number;
  /** The losses. Default: {@linkcode lossDescriptions} without options. */
  readonly losses?: Arbitrary<LossDescription[]>;
}

/** Which losses {@linkcode lossDescriptions} draws. */
export interface LossOptions {
  /**
   * `squared`: ½r² only; `stronglyConvex`: that and ½r² plus a log-cosh, each with 0 < μ ≤ M < ∞;
   * `convex`: all of them, also log-cosh, pseudo-Huber, Huber, and flat near the minimizer.
   * Default: `convex`.
   */
  readonly family?: "squared" | "stronglyConvex" | "convex";
  /** Whether some are least elsewhere than at 0. Default: whether the family is `convex`. */
  readonly shifted?: boolean;
  /** Whether some have another least value than 0. Default: false. */
  readonly raised?: boolean;
}

/** Which potentials {@linkcode potentialDescriptions} draws. */
export interface PotentialOptions {
  /** The profiles. Default: all. */
  readonly profiles?: readonly ProfileKind[];
  /** How profiles are made functions of a matrix. Default: both ways. */
  readonly shapes?: readonly ("separable" | "isotropic")[];
  /** Whether some are translated. Default: true. */
  readonly shifted?: boolean;
  /** Whether some are composed with a linear map. Default: true. */
  readonly composed?: boolean;
  /** Whether some are sums of two. Default: true. */
  readonly sums?: boolean;
  /** Whether some have a constant added, Adam's printed −ε log ε included. Default: false. */
  readonly raised?: boolean;
  /** The scales of ε, thresholds and widths. Default: from 1e-2 to 1e2. */
  readonly scales?: MagnitudeOptions;
}

/** Columns as a flat d×k matrix, row by row. */
function fromColumns(columns: readonly (readonly number[])[], d: number, k: number): number[] {
  return Array.from({ length: d * k }, (_, p) => {
    const column = columns[(p % k) % columns.length]!;
    return column[Math.floor(p / k) % column.length]!;
  });
}

function matrixRows(matrix: OverparameterizedLinearInstance["matrix"]): number[][] {
  if (!Array.isArray(matrix)) return spectralMatrixRows(matrix as SpectralMatrix);
  const first = requireArray(matrix[0], "instance.matrix[0]");
  return matrix.map((row, i) => [
    ...requireNumbers(row, `instance.matrix[${i}]`, {
      length: first.length,
      because: "as many as the first row has",
    }),
  ]);
}

/**
 * The problem that an instance describes.
 *
 * @throws {TypeError} If a part of the instance is missing or of another type.
 * @throws {RangeError} If X has not more columns than rows or not full row rank, or a number or a
 * length is out of range.
 */
export function overparameterizedLinear(
  instance: OverparameterizedLinearInstance,
): OverparameterizedLinear {
  const x = matrixRows(instance.matrix);
  const [n, d] = [x.length, x[0]!.length];
  if (n >= d) {
    throw new RangeError(
      `instance.matrix is ${n}×${d}: an overparameterized model has more columns than rows`,
    );
  }
  const columnsOf = (part: "solution" | "start") =>
    requireArray(instance[part], `instance.${part}`).map((column, j) =>
      requireNumbers(column, `instance.${part}[${j}]`)
    );
  const k = columnsOf("solution").length;
  const solution = fromColumns(columnsOf("solution"), d, k);
  const y = x.map((row) =>
    Array.from(
      { length: k },
      (_, j) => row.reduce((sum, entry, a) => sum + entry * solution[a * k + j]!, 0),
    )
  );
  return {
    loss: linearModelLoss({ x, y, losses: instance.losses }),
    solution,
    start: fromColumns(columnsOf("start"), d, k),
  };
}

/** n×d matrices with n < d that carry their spectrum, or whose entries read easily. */
function wideMatrices(
  dimension: number,
  options: OverparameterizedLinearOptions,
): Arbitrary<OverparameterizedLinearInstance["matrix"]> {
  const {
    maximumConditionNumber = 1e4,
    minimumScale = 1e-4,
    maximumScale = 1e3,
  } = options;
  const small = Math.min(dimension, 3);
  const readable = record({
    rows: dimensionUpTo(small - 1),
    more: dimensionUpTo(small - 1),
    entries: vectorOf(small * small, noBias(integer({ min: -9, max: 9 }))),
  }).map(({ rows, more, entries }) => {
    const columns = Math.min(small, rows + more);
    return Array.from(
      { length: rows },
      (_, i) => entries.slice(i * small, i * small + columns),
    );
  }).filter((rows) => {
    const { s } = float64.singularValueDecomposition(float64.matrix(rows));
    return s.at(-1)! > 0 && s[0]! <= maximumConditionNumber * s.at(-1)! &&
      s[0]! >= minimumScale && s[0]! <= maximumScale;
  });
  const spectral = record({
    rows: dimensionUpTo(dimension - 1),
    more: dimensionUpTo(dimension - 1),
    parts: spectralParts(dimension, dimension, {
      maximumConditionNumber,
      minimum: minimumScale,
      maximum: maximumScale,
    }),
  }).map(({ rows, more, parts }) =>
    assembleMatrix(parts, rows, Math.min(dimension, rows + more), rows)
  );
  return oneof(
    { withCrossShrink: true },
    { weight: 1, arbitrary: readable },
    { weight: 3, arbitrary: spectral },
  );
}

/**
 * Overparameterized linear models of 1 to 4 outputs, up to 20 features, scales of X from 1e-4 to
 * 1e3 and condition numbers up to 1e4, from any start. Shrinks to 1×2 matrices of one-digit
 * entries.
 *
 * @throws {RangeError} If an option is out of range.
 */
export function overparameterizedLinearInstances(
  options: OverparameterizedLinearOptions = {},
): Arbitrary<OverparameterizedLinearInstance> {
  const { maximumFeatures = 20, maximumOutputs = 4, losses = lossDescriptions() } = options;
  if (!(Number.isInteger(maximumFeatures) && maximumFeatures >= 2)) {
    throw new RangeError(`maximumFeatures is ${maximumFeatures}: give an integer of at least 2`);
  }
  const columns = array(oneof(vectorOf(2), vectorOf(3), vectorOf(7)), {
    minLength: 1,
    maxLength: maximumOutputs,
  });
  return mostlySmall(maximumFeatures, (dimension) =>
    record({
      matrix: wideMatrices(dimension, options),
      solution: columns,
      start: columns,
      losses,
    }));
}

/** The profile of a kind, from one number of its scale and one exponent. */
function profileOf(
  kind: ProfileKind,
  scale: number,
  exponent: number,
  normalized: boolean,
): Profile {
  switch (kind) {
    case "quadratic":
      return { kind };
    case "adam":
      return { kind, epsilon: scale, ...(!normalized && { normalized }) };
    case "logCosh":
    case "pseudoHuber":
      return { kind, scale };
    case "huber":
    case "softThreshold":
      return { kind, threshold: scale };
    case "power":
      return { kind, exponent };
  }
}

/** One of the values, by a draw that shrinks to the first. */
function oneOfValues<T>(values: readonly T[]): Arbitrary<T> {
  return noBias(integer({ min: 0, max: values.length - 1 })).map((i) => values[i]!);
}

/**
 * One to three losses, for the ℓ_ij in turn. All kinds make the same draws, so that an edit of one
 * draw (verify/search) changes one thing. Shrinks to ½r².
 */
export function lossDescriptions(options: LossOptions = {}): Arbitrary<LossDescription[]> {
  const { family = "convex", shifted = family === "convex", raised = false } = options;
  const one = record({
    kind: oneOfValues(
      family === "squared"
        ? ["squared"] as const
        : family === "stronglyConvex"
        ? ["squared", "squaredPlusLogCosh"] as const
        : [
          "squared",
          "squaredPlusLogCosh",
          "logCosh",
          "pseudoHuber",
          "huber",
          "softThreshold",
        ] as const,
    ),
    weight: magnitude({ minimum: 1e-2, maximum: 1e2 }),
    scale: magnitude({ minimum: 1e-2, maximum: 1e2 }),
    isShifted: oneOfValues([false, false, true]),
    minimizer: realNumber(),
    isRaised: oneOfValues([false, true]),
    minimum: realNumber(),
  }).map(({ kind, weight, scale, isShifted, minimizer, isRaised, minimum }): LossDescription => ({
    terms: kind === "squared" || kind === "squaredPlusLogCosh"
      ? [
        { weight: 1, profile: { kind: "quadratic" } },
        ...(kind === "squared" ? [] : [{ weight, profile: { kind: "logCosh", scale } } as const]),
      ]
      : [{ weight, profile: profileOf(kind, scale, 2, true) }],
    ...(shifted && isShifted && { minimizer }),
    ...(raised && isRaised && { minimum }),
  }));
  return array(one, { minLength: 1, maxLength: 3 });
}

/**
 * Potentials: separable or isotropic ones of any profile, weighted, sums of two, translated,
 * composed with diagonal maps and reflections, raised. All kinds make the same draws. Shrinks to
 * ½‖Z‖² or the first profile allowed.
 */
export function potentialDescriptions(
  options: PotentialOptions = {},
): Arbitrary<PotentialDescription> {
  const {
    profiles = [
      "quadratic",
      "adam",
      "logCosh",
      "huber",
      "softThreshold",
      "power",
      "pseudoHuber",
    ],
    shapes = ["separable", "isotropic"],
    shifted = true,
    composed = true,
    sums = true,
    raised = false,
    scales = { minimum: 1e-2, maximum: 1e2 },
  } = options;
  const rarely = oneOfValues([false, false, false, true]);
  const one = record({
    profile: oneOfValues(profiles),
    shape: oneOfValues(shapes),
    scale: magnitude(scales),
    exponent: oneof(
      oneOfValues([4, 3, 1.5]),
      realNumber({ minimum: 1.1, maximum: 4 }),
      // At 2 the curvature is bounded, beside it it is not: confirmation, which moves every number a
      // little, would lose the hypotheses.
    ).map((exponent) => exponent === 2 ? 2.5 : exponent),
    printed: rarely,
    isWeighted: oneOfValues([false, true]),
    weights: vectorOf(3, magnitude({ minimum: 1e-2, maximum: 1e2 })),
    isTranslated: rarely,
    by: vectorOf(3),
    isComposed: rarely,
    map: vectorOf(3, nonzeroNumber({ minimum: 0.1, maximum: 10 })),
    reflection: vectorOf(3),
  }).map((drawn): PotentialDescription => {
    const profile = profileOf(
      drawn.profile,
      drawn.scale,
      drawn.exponent,
      !(raised && drawn.printed),
    );
    const [factor] = drawn.weights;
    let potential: PotentialDescription = drawn.shape === "isotropic"
      ? { kind: "isotropic", profile }
      : { kind: "separable", profile, ...(drawn.isWeighted && { weights: drawn.weights }) };
    if (drawn.shape === "isotropic" && drawn.isWeighted) {
      potential = { kind: "scaled", factor: factor!, potential };
    }
    if (composed && drawn.isComposed) {
      const reflections = drawn.reflection.some((entry) => entry !== 0) ? [drawn.reflection] : [];
      potential = { kind: "composed", weights: drawn.map, reflections, potential };
    }
    if (shifted && drawn.isTranslated) {
      potential = { kind: "translated", by: drawn.by, potential };
    }
    return potential;
  });
  return record({
    first: one,
    isSum: rarely,
    second: one,
    isRaised: rarely,
    by: realNumber(),
  }).map(({ first, isSum, second, isRaised, by }) => {
    const potential: PotentialDescription = sums && isSum
      ? { kind: "sum", terms: [first, second] }
      : first;
    return raised && isRaised ? { kind: "raised", by, potential } : potential;
  });
}

/**
 * Step sizes as multiples of a threshold: often exactly 1, on the edge, otherwise below it down to
 * 1e-3, a little above it, or up to 4. Shrinks to 1.
 */
export function relativeStepSizes(): Arbitrary<number> {
  return oneof(
    { weight: 2, arbitrary: oneOfValues([1, 0.5, 3]) },
    { weight: 3, arbitrary: magnitude({ minimum: 1e-3, maximum: 1 }) },
    { weight: 1, arbitrary: realNumber({ minimum: 0.9, maximum: 1.1 }) },
    { weight: 1, arbitrary: magnitude({ minimum: 1, maximum: 4 }) },
  );
}

/**
 * η of a relative step size: the multiple of the largest η for which L* − ηK is certainly convex.
 * Where there is none (K's curvature is unbounded, or K is straight) the unit is n/(Mσ_1), or n/σ_1
 * where ℓ' is not Lipschitz.
 */
export function stepSizeFrom(
  relative: number,
  { convexUpTo }: ConvexityThreshold,
  { samples, smoothness, eigenvalues }: LinearModelLoss,
): number {
  if (convexUpTo > 0 && Number.isFinite(convexUpTo)) return relative * convexUpTo;
  return relative * samples / ((Number.isFinite(smoothness) ? smoothness : 1) * eigenvalues[0]!);
}
