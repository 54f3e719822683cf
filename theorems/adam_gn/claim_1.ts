/**
 * Claim 1, A.3: GN^{-1/2} in the identity basis may condition better than GN^{-1}.
 *
 * Printed: there is Σ with κ(A(diag(Σ)^{-1/2})) < κ(A(diag(Σ)^{-1})), A(P) = P^{1/2}ΣP^{1/2}. The
 * preconditioners are those of eq. (3), (u_iᵀΣu_i)^p with U = I. The text after it defines r(Σ) as
 * the quotient of the right side by the left one with diag(Σ^{-1}) and diag(Σ^{-1/2}) instead, the
 * diagonals of the inverse and of the root's inverse; this is another reading (its numerator is the
 * right side for Σ^{-1}: the two matrices A are inverse to each other). It then asks for 5×5
 * matrices Σ_half and Σ_one with r(Σ_half) > 1 and r(Σ_one) < 1, which it does not print.
 *
 * A witness is a Σ on which the sides differ by 1 % or more: far above rounding, and no equality,
 * which all Σ with a constant diagonal have.
 *
 * By hand: PΣ has the eigenvalues of A(P), and they lie in [a, b] just where bP^{-1} − Σ and Σ −
 * aP^{-1} are positive semidefinite. For
 *
 *            ⎡ 4 −1 −1 −1  2⎤             ⎡ 9  1  1  0 −1⎤
 *            ⎢−1  1  0  0 −1⎥             ⎢ 1  1  0  0  0⎥
 *   Σ_half = ⎢−1  0  4  0  1⎥,    Σ_one = ⎢ 1  0  9 −1 −1⎥
 *            ⎢−1  0  0  9  2⎥             ⎢ 0  0 −1  9  0⎥
 *            ⎣ 2 −1  1  2  4⎦             ⎣−1  0 −1  0  9⎦
 *
 * P^{-1} is diag(2, 1, 2, 3, 2) or diag(4, 1, 4, 9, 4), and diag(3, 1, 3, 3, 3) or diag(9, 1, 9, 9,
 * 9): integers, so that a test decides this exactly. κ is 9.29 < 10.68 for Σ_half (9.31 < 11.26 in
 * the other reading), 4.48 > 2.17 for Σ_one (4.33 > 2.16).
 *
 * Why the diagonal Σ and the 2×2 ones are no witnesses: diag(Σ)^{-1} makes κ = 1 of the former, and
 * of the latter the least κ that a diagonal P can; and κ(A(diag(Σ)^{-1})) is at most d times the
 * least one (van der Sluis, 1969), so that r ≤ d in the printed reading.
 *
 * Sharpened: A.3's two matrices, 5×5, in both readings at once.
 *
 * @module
 */

import fc from "fast-check";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import type { Arbitrary } from "../../lib/fast_check/mod.ts";
import { haarOrthogonal, withEigenvalues } from "../../lib/linalg/mod.ts";
import { binomialBound } from "../../lib/statistics/mod.ts";
import { spectrum } from "../../problems/mod.ts";
import { type Claim, defineClaim, type Figure, type Relation } from "../../verify/mod.ts";
import { geometrically, type Point } from "../_figures.ts";

type Rows = readonly (readonly number[])[];

/** Two covariance matrices UΛUᵀ, with the same Λ up to a factor. */
interface Instance {
  /** By rows; where GN^{-1/2} is to condition better. */
  readonly sigmaHalf: Rows;
  /** By rows; where GN^{-1} is to. */
  readonly sigmaOne: Rows;
}

/** κ(A(P)) for two powers. */
interface Conditioning {
  /** With the power −½. */
  readonly half: number;
  /** With the power −1. */
  readonly one: number;
}

interface Readings {
  /** diag(Σ)^{-1/2} and diag(Σ)^{-1}, as printed in the claim. */
  readonly claim: Conditioning;
  /** diag(Σ^{-1/2}) and diag(Σ^{-1}), as printed in r(Σ). */
  readonly text: Conditioning;
  /** κ(Σ). */
  readonly plain: number;
}

interface Observation {
  readonly half: Readings;
  readonly one: Readings;
}

/** The share by which the sides must differ. */
const APART = 0.01;

/** λ_max/λ_min. */
function conditionNumber(values: readonly number[]): number {
  return Math.max(...values) / Math.min(...values);
}

function readingsOf<T>(arithmetic: Arithmetic<T>, rows: Rows): Readings {
  return arithmetic.scope(() => {
    const sigma = arithmetic.matrix(rows);
    const { values, vectors } = arithmetic.symmetricEigendecomposition(sigma);
    const preconditioned = (diagonal: readonly number[]) => {
      const root = diagonal.map(Math.sqrt);
      const scaled = rows.map((row, i) => row.map((x, j) => x * (root[i]! * root[j]!)));
      return conditionNumber(
        arithmetic.symmetricEigendecomposition(arithmetic.matrix(scaled)).values,
      );
    };
    const columns = arithmetic.toRows(vectors);
    const diagonalOfPower = (power: number) =>
      columns.map((row) => row.reduce((sum, x, k) => sum + x * x * values[k]! ** power, 0));
    const ofDiagonal = (power: number) => preconditioned(rows.map((row, i) => row[i]! ** power));
    const ofPower = (power: number) => preconditioned(diagonalOfPower(power));
    return {
      claim: { half: ofDiagonal(-1 / 2), one: ofDiagonal(-1) },
      text: { half: ofPower(-1 / 2), one: ofPower(-1) },
      plain: conditionNumber(values),
    };
  });
}

/** That the first κ is 1 % below the second, or more. */
function isBelow(label: string, lesser: number, greater: number, plain: number): Relation {
  const largest = Math.max(lesser, greater);
  return {
    label,
    lhs: (1 + APART) * lesser,
    sense: "<=",
    rhs: greater,
    // λ_min is known to uλ_max; and an entry of Σ^{-1} to uκ(Σ)‖Σ^{-1}‖.
    scale: largest * Math.max(largest, plain ** 2),
    size: largest,
  };
}

/** The greatest common divisor of integers. */
function commonDivisor(values: readonly number[]): number {
  return values.map(Math.abs).reduce((a, b) => {
    while (b !== 0) [a, b] = [b, a % b];
    return a;
  }, 0);
}

/**
 * cHΛH of integers for the reflection H along v, that is c = (vᵀv)²; without a common factor. v is
 * not to be zero.
 */
export function reflectedIntegers(
  eigenvalues: readonly number[],
  v: readonly number[],
): number[][] {
  const squared = v.reduce((sum, x) => sum + x * x, 0);
  const rows = withEigenvalues(
    eigenvalues,
    v.map((x, i) => v.map((y, j) => (i === j ? squared : 0) - 2 * x * y)),
  );
  const divisor = commonDivisor(rows.flat());
  return rows.map((row) => row.map((x) => x / divisor));
}

/**
 * Pairs of matrices UΛUᵀ of integers, for people to read: exactly, for U a reflection, or in
 * thousandths of the largest entry, for U drawn from the Haar measure.
 */
export function covariancePairs(dimensions: Arbitrary<number>): Arbitrary<Instance> {
  const integers = dimensions.chain((d) => {
    const vector = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: d, maxLength: d })
      .map((v) => v.some((x) => x !== 0) ? v : [1, ...v.slice(1)]);
    return fc.record({
      eigenvalues: fc.array(fc.integer({ min: 1, max: 100 }), { minLength: d, maxLength: d }),
      half: vector,
      one: vector,
    });
  }).map(({ eigenvalues, half, one }) => ({
    sigmaHalf: reflectedIntegers(eigenvalues, half),
    sigmaOne: reflectedIntegers(eigenvalues, one),
  }));
  const haar = dimensions.chain((d) =>
    fc.record({
      eigenvalues: spectrum(d, { minimum: 1, maximum: 1, maximumConditionNumber: 100 }),
      seed: fc.noBias(fc.integer({ min: 0, max: 2 ** 20 })),
    })
  ).map(({ eigenvalues, seed }) => {
    const random = xoroshiro128plus(seed);
    const draw = () => {
      const rows = withEigenvalues(eigenvalues, haarOrthogonal(random, eigenvalues.length));
      const unit = Math.max(...rows.flat()) / 1000;
      return rows.map((row) => row.map((x) => Math.round(x / unit) + 0));
    };
    return { sigmaHalf: draw(), sigmaOne: draw() };
  });
  return fc.oneof({ withCrossShrink: true }, integers, haar);
}

/** d from 2 to 32, half of the time 5. */
const dimensions: Arbitrary<number> = fc.oneof(
  fc.constant(5),
  fc.noBias(fc.integer({ min: 2, max: 32 })),
);

/** Whether it is symmetric and positive definite. */
function isCovariance(rows: Rows): boolean {
  return rows.every((row, i) => row.every((x, j) => x === rows[j]![i]!)) &&
    float64.symmetricEigendecomposition(float64.matrix(rows)).values[0]! > 0;
}

/** How many U each fraction is of, and how often its interval misses. */
const DRAWS = 400;
const ERROR = 0.01;

/** Of DRAWS matrices UΛUᵀ, U Haar, in how many r > 1, in both readings. */
export function countHalf(
  eigenvalues: readonly number[],
  seed: number,
): { readonly claim: number; readonly text: number } {
  const random = xoroshiro128plus(seed);
  let [claim, text] = [0, 0];
  for (let k = 0; k < DRAWS; k++) {
    const u = haarOrthogonal(random, eigenvalues.length);
    const readings = readingsOf(float64, withEigenvalues(eigenvalues, u));
    if (readings.claim.half < readings.claim.one) claim++;
    if (readings.text.half < readings.text.one) text++;
  }
  return { claim, text };
}

/** The fractions over some places, each with the ends of its interval. */
function fractionFigure(
  title: string,
  x: string,
  places: readonly number[],
  eigenvaluesAt: (place: number) => readonly number[],
): Figure {
  const counts = places.map((place, k) => countHalf(eigenvaluesAt(place), k));
  const series = (reading: "claim" | "text", name: string) => {
    const estimates = counts.map((count) =>
      binomialBound(count[reading], DRAWS, { errorProbability: ERROR })
    );
    const points = (of: "mean" | "lower" | "upper") =>
      estimates.map((estimate, k): Point => [places[k]!, estimate[of]]);
    return [
      { name, role: "observed" as const, points: points("mean") },
      { name: `${name}: lower end`, role: "reference" as const, points: points("lower") },
      { name: `${name}: upper end`, role: "reference" as const, points: points("upper") },
    ];
  };
  return {
    kind: "lines",
    title,
    x: { label: x, scale: "log" },
    y: { label: "fraction of Haar U with r > 1" },
    series: [
      ...series("claim", "diag(Σ)^p"),
      ...series("text", "diag(Σ^p)"),
    ],
  };
}

/** A geometric spectrum. */
function geometric(d: number, condition: number): number[] {
  return geometrically(1, condition, d);
}

let figures: Figure[] | undefined;

/** The fractions, over κ(Σ) for d = 5 and over d for κ(Σ) = 100. */
function fractionFigures(): Figure[] {
  const confidence = `Clopper–Pearson at ${100 * (1 - ERROR)} %`;
  return figures ??= [
    fractionFigure(
      `how often GN^{-1/2} conditions better than GN^{-1}, d = 5, Λ geometric; ${confidence}`,
      "κ(Σ)",
      [2, 5, 10, 30, 100, 1000, 10_000],
      (condition) => geometric(5, condition),
    ),
    fractionFigure(
      `how often GN^{-1/2} conditions better than GN^{-1}, κ(Σ) = 100, Λ geometric; ${confidence}`,
      "d",
      [2, 3, 5, 8, 16],
      (d) => geometric(d, 100),
    ),
  ];
}

/** The claim, over all matrices or those of a test. */
export function claim1(instances: Arbitrary<Instance> = covariancePairs(dimensions)): Claim {
  return defineClaim<Instance, Observation>({
    id: "adam-gn/claim-1",
    title: "GN^{-1/2} may condition better than GN^{-1} in the identity basis",
    locus: "Claim 1, Appendix A.3",
    kind: "existence",
    hypotheses: [{
      name: "covariance matrices",
      statement: String.raw`\Sigma_{\text{half}}, \Sigma_{\text{one}} \succ 0`,
      holds: ({ sigmaHalf, sigmaOne }) => isCovariance(sigmaHalf) && isCovariance(sigmaOne),
    }],
    instances,
    observe<T>({ sigmaHalf, sigmaOne }: Instance, arithmetic: Arithmetic<T>): Observation {
      return {
        half: readingsOf(arithmetic, sigmaHalf),
        one: readingsOf(arithmetic, sigmaOne),
      };
    },
    figures: fractionFigures,
    variants: {
      printed: {
        statement: String.raw`\exists\,\Sigma_x:\quad
          \kappa(A(\operatorname{diag}(\Sigma_x)^{-1/2})) <
          \kappa(A(\operatorname{diag}(\Sigma_x)^{-1}))`,
        expected: "holds",
        relations: ({ half: { claim, plain } }) => [
          isBelow("1.01 κ(GN^{-1/2}) <= κ(GN^{-1}) at Σ_half", claim.half, claim.one, plain),
        ],
      },
      sharpened: {
        statement: String.raw`\exists\,\Sigma_{\text{half}}, \Sigma_{\text{one}} \in
          \mathbb R^{5\times 5}:\quad r(\Sigma_{\text{half}}) > 1 > r(\Sigma_{\text{one}})
          \text{ with } \operatorname{diag}(\Sigma_x)^p \text{ and with }
          \operatorname{diag}(\Sigma_x^p)`,
        expected: "holds",
        relations: ({ half, one }, { sigmaHalf }) => [
          { label: "d = 5", lhs: sigmaHalf.length, sense: "=", rhs: 5 },
          ...(["claim", "text"] as const).flatMap((reading) => {
            const name = reading === "claim" ? "diag(Σ)^p" : "diag(Σ^p)";
            return [
              isBelow(
                `1.01 κ(GN^{-1/2}) <= κ(GN^{-1}) at Σ_half, ${name}`,
                half[reading].half,
                half[reading].one,
                half.plain,
              ),
              isBelow(
                `1.01 κ(GN^{-1}) <= κ(GN^{-1/2}) at Σ_one, ${name}`,
                one[reading].one,
                one[reading].half,
                one.plain,
              ),
            ];
          }),
        ],
      },
    },
  });
}
