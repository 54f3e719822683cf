/**
 * Algorithm 2, C.3: interpolation between the identity and an eigenbasis.
 *
 * Printed: U_γ = real(exp(γ log U)) has U_0 = I, U_1 = U, and is a basis: U_γᵀU_γ = I.
 *
 * By hand: the ends are right. Σ = diag(2, 1) has, its eigenvalues in ascending order, the
 * eigenbasis U = [[0, 1], [1, 0]], with the eigenvalues 1 at (1, 1) and −1 at (1, −1). log U is 0
 * on the former and iπ on the latter, so that U_γ is 1 and cos γπ there: U_½ = ½[[1, 1], [1, 1]] is
 * singular, and ‖U_½ᵀU_½ − I‖_F = 1. So it is whenever −1 is an eigenvalue, as of each U of
 * determinant −1; a solver, which leaves the signs as they come, returns one in a third to a half
 * of all cases (see the figure).
 *
 * Corrected: for a U without the eigenvalue −1; its logarithm is then real and skew, and U_γ a
 * rotation. The signs of eigenvectors are free, and some make it so (`signsWithoutHalfTurn`).
 *
 * Rounding: with g = |λ + 1| the least one that is not 0, angles are known to u/g, and the
 * eigenvectors of two angles near π are told apart to u/g².
 *
 * @module
 */

import fc from "fast-check";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import type { Arbitrary } from "../../lib/fast_check/mod.ts";
import {
  haarOrthogonal,
  interpolatedBasis,
  signsWithoutHalfTurn,
  withEigenvalues,
} from "../../lib/linalg/mod.ts";
import { binomialBound } from "../../lib/statistics/mod.ts";
import {
  mostlySmallDimension,
  type OrthogonalDescription,
  orthogonalDescriptions,
  orthogonalRows,
  realNumber,
  type SpectralForm,
  spectralFormRows,
  spectralForms,
} from "../../problems/mod.ts";
import { type Claim, defineClaim, type Figure, type Relation } from "../../verify/mod.ts";
import { evenly, geometrically, type Point } from "../_figures.ts";

type Rows = readonly (readonly number[])[];

/** U: the eigenvectors of a symmetric matrix as the solver returns them, or any orthogonal matrix. */
type Basis =
  | { readonly kind: "eigenbasis"; readonly of: SpectralForm }
  | { readonly kind: "orthogonal"; readonly matrix: OrthogonalDescription };

interface Instance {
  readonly dimension: number;
  readonly basis: Basis;
  /** γ. */
  readonly gamma: number;
}

interface Errors {
  /** ‖U_0 − I‖, ‖U_1 − U‖ and ‖U_γᵀU_γ − I‖. */
  readonly start: number;
  readonly end: number;
  readonly orthogonality: number;
  /** The least |λ + 1| over the eigenvalues of U that are not −1; 2 if there is none. */
  readonly gap: number;
}

interface Observation {
  /** U by rows, as returned and with other signs. */
  readonly bases: { readonly asReturned: Rows; readonly signed: Rows };
  readonly asReturned: Errors;
  readonly signed: Errors;
}

/** Interpolates; what tests sabotage. */
export type Interpolation = typeof interpolatedBasis;

function relations({ start, end, orthogonality, gap }: Errors, dimension: number): Relation[] {
  const relation = (label: string, lhs: number): Relation => ({
    label,
    lhs,
    sense: "=",
    rhs: 0,
    scale: dimension / gap ** 2,
    size: Math.sqrt(dimension),
  });
  return [
    relation("U_0 = I", start),
    relation("U_1 = U", end),
    relation("U_γᵀU_γ = I", orthogonality),
  ];
}

/** The eigenvectors, as columns, in the order and with the signs of the solver. */
function eigenbasis<T>(arithmetic: Arithmetic<T>, rows: Rows): number[][] {
  return arithmetic.scope(() =>
    arithmetic.toRows(arithmetic.symmetricEigendecomposition(arithmetic.matrix(rows)).vectors)
  );
}

/** The |λ + 1| of an orthogonal U: the singular values of U + I. */
function distancesFromMinusOne<T>(arithmetic: Arithmetic<T>, u: T): readonly number[] {
  const [n] = arithmetic.shape(u);
  return arithmetic.singularValueDecomposition(arithmetic.add(u, arithmetic.identity(n)))
    .s;
}

/** ‖U_γᵀU_γ − I‖. */
function orthogonalityError<T>(arithmetic: Arithmetic<T>, u: T): number {
  const [n] = arithmetic.shape(u);
  const gram = arithmetic.multiply(arithmetic.transpose(u), u);
  return arithmetic.norm(arithmetic.subtract(gram, arithmetic.identity(n)));
}

function withSigns(rows: Rows): number[][] {
  const signs = signsWithoutHalfTurn(rows);
  return rows.map((row) => row.map((x, j) => x * signs[j]!));
}

/** ‖U_γᵀU_γ − I‖ over γ. */
function orthogonalityFigure({ bases }: Observation, interpolate: Interpolation): Figure {
  const gammas = evenly(0, 1, 41);
  const points = (rows: Rows) =>
    gammas.map((gamma): Point => [
      gamma,
      orthogonalityError(float64, interpolate(float64, float64.matrix(rows), gamma)),
    ]);
  return {
    kind: "lines",
    title: "how far U_γ is from a basis",
    x: { label: "γ" },
    y: { label: "‖U_γᵀU_γ − I‖_F" },
    series: [
      { name: "U as returned", role: "observed", points: points(bases.asReturned) },
      {
        name: "U with signs such that −1 is no eigenvalue",
        role: "reference",
        points: points(bases.signed),
      },
    ],
  };
}

/** How many matrices each fraction is of, and how often its interval misses. */
const DRAWS = 200;
const ERROR = 0.01;

let fractions: Figure | undefined;

/** How often an eigenbasis that the solver returns has the eigenvalue −1, over the dimension. */
function fractionFigure(): Figure {
  const dimensions = [2, 3, 4, 6, 8, 12];
  const estimates = dimensions.map((n) => {
    const random = xoroshiro128plus(n);
    let count = 0;
    for (let k = 0; k < DRAWS; k++) {
      const matrix = withEigenvalues(geometrically(1, 100, n), haarOrthogonal(random, n));
      const u = float64.matrix(eigenbasis(float64, matrix));
      if (Math.min(...distancesFromMinusOne(float64, u)) < 1e-8) count++;
    }
    return binomialBound(count, DRAWS, { errorProbability: ERROR });
  });
  const points = (of: "mean" | "lower" | "upper") =>
    estimates.map((estimate, k): Point => [dimensions[k]!, estimate[of]]);
  return {
    kind: "lines",
    title:
      `how often −1 is an eigenvalue of the eigenbasis of UΛUᵀ, U Haar, as the solver returns it; ` +
      `${DRAWS} draws, Clopper–Pearson at ${100 * (1 - ERROR)} %`,
    x: { label: "d" },
    y: { label: "fraction" },
    series: [
      { name: "observed", role: "observed", points: points("mean") },
      { name: "lower end", role: "reference", points: points("lower") },
      { name: "upper end", role: "reference", points: points("upper") },
    ],
  };
}

/** Eigenbases of matrices of any rank, and orthogonal matrices of both determinants. */
function bases(dimension: number): Arbitrary<Basis> {
  return fc.oneof(
    { withCrossShrink: true },
    {
      weight: 2,
      arbitrary: fc.record({
        form: spectralForms(dimension),
        rank: fc.oneof(fc.constant(dimension), fc.integer({ min: 1, max: dimension })),
      }).map(({ form, rank }): Basis => ({
        kind: "eigenbasis",
        of: { ...form, eigenvalues: form.eigenvalues.slice(0, rank) },
      })),
    },
    orthogonalDescriptions(dimension).map((matrix): Basis => ({ kind: "orthogonal", matrix })),
  );
}

/** The claim, for Algorithm 2 or what a test puts in its place. */
export function basisInterpolation(interpolate: Interpolation = interpolatedBasis): Claim {
  return defineClaim<Instance, Observation>({
    id: "adam-gn/basis-interpolation",
    title: "Geodesic interpolation leads from the identity to the eigenbasis through bases",
    locus: "Algorithm 2, Appendix C.3",
    kind: "universal",
    hypotheses: [],
    instances: mostlySmallDimension(32).chain((dimension) =>
      fc.record({
        dimension: fc.constant(dimension),
        basis: bases(dimension),
        gamma: realNumber({ minimum: 0, maximum: 1 }),
      })
    ),
    observe<T>({ dimension, basis, gamma }: Instance, arithmetic: Arithmetic<T>): Observation {
      const asReturned = basis.kind === "eigenbasis"
        ? eigenbasis(arithmetic, spectralFormRows(dimension, basis.of))
        : orthogonalRows(dimension, basis.matrix);
      const signed = withSigns(asReturned);
      const errorsOf = (rows: Rows): Errors =>
        arithmetic.scope(() => {
          const u = arithmetic.matrix(rows);
          const apart = (a: T, b: T) => arithmetic.norm(arithmetic.subtract(a, b));
          const isMinusOne = (distance: number) =>
            distance <= 64 * dimension * arithmetic.unitRoundoff;
          return {
            start: apart(interpolate(arithmetic, u, 0), arithmetic.identity(dimension)),
            end: apart(interpolate(arithmetic, u, 1), u),
            orthogonality: orthogonalityError(arithmetic, interpolate(arithmetic, u, gamma)),
            gap: Math.min(
              2,
              ...distancesFromMinusOne(arithmetic, u).filter((distance) => !isMinusOne(distance)),
            ),
          };
        });
      return {
        bases: { asReturned, signed },
        asReturned: errorsOf(asReturned),
        signed: errorsOf(signed),
      };
    },
    figures: (observation) => [
      orthogonalityFigure(observation, interpolate),
      fractions ??= fractionFigure(),
    ],
    variants: {
      printed: {
        statement: String.raw`U_0 = I, \quad U_1 = U, \quad U_\gamma^\top U_\gamma = I`,
        expected: "refuted",
        relations: ({ asReturned }, { dimension }) => relations(asReturned, dimension),
      },
      corrected: {
        statement: String.raw`-1 \notin \operatorname{spec}(U) \Rightarrow U_0 = I, \quad U_1 = U,
          \quad U_\gamma^\top U_\gamma = I`,
        expected: "holds",
        relations: ({ signed }, { dimension }) => relations(signed, dimension),
      },
    },
  });
}
