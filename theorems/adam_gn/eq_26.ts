/**
 * Eq. (26): the Kronecker-factored approximation of E[ggᵀ].
 *
 * Printed: E[ggᵀ] ≈ E[GGᵀ] ⊗ E[GᵀG], g the entries of G ∈ R^{m×n} row by row (the order in which
 * the product of an m×m and an n×n matrix acts on them). No error is printed, so "≈" can be tested
 * only as what it would be at its best: an equality up to a scalar factor, which the eigenbasis
 * does not see. The traces of the sides are E‖G‖² and (E‖G‖²)²: the only factor that can be is
 * 1/E‖G‖². "Refuted" says that an error remains, not that the right side is useless; but no bound
 * on the error holds for all G: for G = I ∈ R^{n×n} the left side is vec(I)vec(I)ᵀ, of norm n, the
 * right one with its factor I/n, and their distance √(n² − 1), nearly all of the left side.
 *
 * By hand: for G one of e₁e₁ᵀ and e₂e₂ᵀ with probability ½ each, as of a layer of ReLUs in which
 * each of two inputs has a unit of its own, E[ggᵀ] is ½ diag(1, 0, 0, 1), and both factors are ½I:
 * the right side is ¼I, and the distance ½.
 *
 * Corrected: the factors are the partial traces of the left side, E[GGᵀ]_ik = Σ_j E[G_ij G_kj] and
 * E[GᵀG]_jl = Σ_i E[G_ij G_il]. So they are right for any G, and the equality with the factor
 * 1/E‖G‖² holds just where E[ggᵀ] is a Kronecker product at all: of P ⊗ Q the partial traces are
 * P·Tr Q and Q·Tr P, and E‖G‖² = Tr P·Tr Q. That is so for G = abᵀ with independent a and b, P =
 * E[aaᵀ], Q = E[bbᵀ]: for the gradients δxᵀ of a layer where δ and x are independent, and for one
 * sample alone. (In the figure the angle between the leading eigenvectors falls with the number of
 * samples where E[ggᵀ] is a Kronecker product, and stays for networks.)
 *
 * @module
 */

import fc from "fast-check";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import type { Arbitrary } from "../../lib/fast_check/mod.ts";
import { kroneckerFactors, kroneckerProduct, principalAngles } from "../../lib/linalg/mod.ts";
import { randomStream } from "../../lib/statistics/mod.ts";
import { realNumber, vectorOf } from "../../problems/mod.ts";
import { type Claim, defineClaim, type Figure, type Relation } from "../../verify/mod.ts";
import { type Point, spectrumFigure } from "../_figures.ts";

type Rows = readonly (readonly number[])[];

/** One hidden layer, f(x) = Σ_i a_i tanh(w_iᵀx), and samples of the loss ½(f(x) − y)². */
export interface HiddenLayer {
  /** The w_i, m of n entries. */
  readonly weights: Rows;
  /** The a_i. */
  readonly amplitudes: readonly number[];
  /** The samples, equally likely. */
  readonly samples: readonly { readonly input: readonly number[]; readonly target: number }[];
}

/** The values of G, equally likely: given, or the gradients with respect to W, sample by sample. */
type Gradients =
  | { readonly kind: "matrices"; readonly values: readonly Rows[] }
  | ({ readonly kind: "network" } & HiddenLayer);

interface Instance {
  readonly gradients: Gradients;
  /** The values of a and of b, equally likely and independent. */
  readonly left: Rows;
  readonly right: Rows;
}

/** The two sides, and what they are made of. */
interface Sides {
  /** E[ggᵀ], mn×mn. */
  readonly full: Rows;
  /** E[GGᵀ] and E[GᵀG]. */
  readonly left: Rows;
  readonly right: Rows;
  /** Their Kronecker product. */
  readonly product: Rows;
  /** The m×m and the n×n partial trace of E[ggᵀ]. */
  readonly partialTraces: readonly [Rows, Rows];
  /** E‖G‖². */
  readonly trace: number;
}

interface Observation {
  readonly general: Sides;
  readonly independent: Sides;
}

/** What tests sabotage. */
export interface Factorization {
  /** The factor of the Kronecker product, from E‖G‖². Default: its inverse. */
  readonly factor?: (trace: number) => number;
  /** g of G. Default: row by row. */
  readonly flatten?: (rows: Rows) => readonly number[];
}

/** δxᵀ, δ_i = (f(x) − y)a_i tanh'(w_iᵀx), of each sample. */
export function layerGradients({ weights, amplitudes, samples }: HiddenLayer): number[][][] {
  return samples.map(({ input, target }) => {
    const inner = weights.map((w) => w.reduce((sum, x, j) => sum + x * input[j]!, 0));
    const residual = inner.reduce((sum, z, i) => sum + amplitudes[i]! * Math.tanh(z), -target);
    return inner.map((z, i) => input.map((x) => residual * amplitudes[i]! / Math.cosh(z) ** 2 * x));
  });
}

function sidesOf<T>(
  arithmetic: Arithmetic<T>,
  values: readonly Rows[],
  flatten: (rows: Rows) => readonly number[] = (rows) => rows.flat(),
): Sides {
  return arithmetic.scope(() => {
    const mean = (of: (rows: Rows) => T) =>
      arithmetic.scale(1 / values.length, values.map(of).reduce((a, b) => arithmetic.add(a, b)));
    const squared = (a: T) => arithmetic.multiply(a, arithmetic.transpose(a));
    const full = mean((rows) => squared(arithmetic.vector(flatten(rows))));
    const left = mean((rows) => squared(arithmetic.matrix(rows)));
    const right = mean((rows) => squared(arithmetic.transpose(arithmetic.matrix(rows))));
    const [m] = arithmetic.shape(left);
    const [n] = arithmetic.shape(right);
    const traces = kroneckerFactors(arithmetic, full, m, n);
    const rowsOfLeft = arithmetic.toRows(left);
    return {
      full: arithmetic.toRows(full),
      left: rowsOfLeft,
      right: arithmetic.toRows(right),
      product: arithmetic.toRows(kroneckerProduct(arithmetic, left, right)),
      partialTraces: [arithmetic.toRows(traces.left), arithmetic.toRows(traces.right)],
      trace: rowsOfLeft.reduce((sum, row, i) => sum + row[i]!, 0),
    };
  });
}

/** ‖A − cB‖_F. */
function distance(a: Rows, b: Rows, c = 1): number {
  return Math.hypot(...a.flatMap((row, i) => row.map((x, j) => x - c * b[i]![j]!)));
}

function isEqual({ full, product, trace }: Sides, factor: (trace: number) => number): Relation {
  return {
    label: "E[ggᵀ] = E[GGᵀ] ⊗ E[GᵀG] / E‖G‖²",
    lhs: distance(full, product, factor(trace)),
    sense: "=",
    rhs: 0,
    scale: trace,
    size: Math.hypot(...full.flat()),
  };
}

function hasPartialTraces({ left, right, partialTraces, trace }: Sides): Relation[] {
  return ([["E[GGᵀ]", left], ["E[GᵀG]", right]] as const).map(([name, factor], k) => ({
    label: `${name} is a partial trace of E[ggᵀ]`,
    lhs: distance(partialTraces[k]!, factor),
    sense: "=",
    rhs: 0,
    scale: trace,
    size: Math.hypot(...factor.flat()),
  }));
}

/** The eigenvectors as columns, the largest eigenvalue first. */
function descending(rows: Rows): { readonly values: number[]; readonly vectors: number[][] } {
  const { values, vectors } = float64.symmetricEigendecomposition(float64.matrix(rows));
  return {
    values: values.toReversed(),
    vectors: float64.toRows(vectors).map((row) => row.toReversed()),
  };
}

/** In degrees, the largest principal angle between the spaces of the k largest eigenvalues. */
function angleBetween(sides: Sides, k: number): number {
  const leading = (rows: Rows) =>
    float64.matrix(descending(rows).vectors.map((row) => row.slice(0, k)));
  const angles = principalAngles(
    float64,
    leading(sides.full),
    leading(sides.product),
  );
  return angles.at(-1)! * 180 / Math.PI;
}

/** The spectra of the sides, and the angles between their eigenspaces. */
function sidesFigures(sides: Sides): Figure[] {
  const size = sides.full.length;
  if (size === 1) return [];
  const spectra = [
    descending(sides.full).values,
    descending(sides.product).values.map((value) => value / sides.trace),
  ];
  // Where an eigenvalue is as good as the next one, the space is not determined.
  const isApart = (values: readonly number[], k: number) =>
    values[k - 1]! - values[k]! > 1e-9 * values[0]!;
  const ranks = Array.from({ length: size - 1 }, (_, k) => k + 1)
    .filter((k) => spectra.every((values) => isApart(values, k)));
  return [
    spectrumFigure("the eigenvalues of both sides", "eigenvalue", [
      { name: "E[ggᵀ]", values: spectra[0]! },
      { name: "E[GGᵀ] ⊗ E[GᵀG] / E‖G‖²", role: "predicted", values: spectra[1]! },
    ]),
    {
      kind: "lines",
      title: "the angle between the spaces of the k largest eigenvalues of both sides",
      x: { label: "k" },
      y: { label: "largest principal angle, degrees" },
      mark: "dots",
      series: [{
        name: "observed",
        role: "observed",
        points: ranks.map((k): Point => [k, angleBetween(sides, k)]),
      }],
    },
  ];
}

let sampled: Figure | undefined;

/** How many draws each median of the figure is of. */
const DRAWS = 9;

/**
 * The angle between the leading eigenvectors for more and more samples, in the median of some
 * draws: of networks' gradients, in which δ and x depend on each other, and of random P^{½}ZQ^{½},
 * whose E[ggᵀ] is P ⊗ Q.
 */
function sampledFigure(): Figure {
  const [m, n] = [4, 3];
  const counts = [4, 16, 64, 256, 1024];
  const draws = Array.from({ length: DRAWS }, (_, draw) => {
    const stream = randomStream(draw, "gradients");
    const normals = (length: number) => stream.vector(length, stream.normal);
    const samples = Array.from({ length: counts.at(-1)! }, () => ({
      input: normals(n),
      target: stream.normal(),
    }));
    const weights = Array.from({ length: m }, () => normals(n));
    return {
      network: layerGradients({ weights, amplitudes: normals(m), samples }),
      random: samples.map(() =>
        Array.from({ length: m }, (_, i) => normals(n).map((z, j) => z * 2 ** (-i - j)))
      ),
    };
  });
  const points = (kind: "network" | "random") =>
    counts.map((count): Point => {
      const angles = draws.map((values) =>
        angleBetween(sidesOf(float64, values[kind].slice(0, count)), 1)
      );
      return [count, angles.toSorted((a, b) => a - b)[(DRAWS - 1) / 2]!];
    });
  return {
    kind: "lines",
    title:
      `the angle between the leading eigenvectors of both sides, ${m}×${n}, median of ${DRAWS}`,
    x: { label: "samples", scale: "log" },
    y: { label: "degrees", scale: "log" },
    series: [
      { name: "a network's gradients", role: "observed", points: points("network") },
      { name: "random, P ⊗ Q in expectation", role: "reference", points: points("random") },
    ],
  };
}

/** So many vectors or matrices, at least one. */
function several<V>(one: Arbitrary<V>, most: number): Arbitrary<V[]> {
  return fc.array(one, { minLength: 1, maxLength: most });
}

/** Matrices of any rank, matrices of rank one, and gradients of a hidden layer. */
function gradientsOf(m: number, n: number): Arbitrary<Gradients> {
  const matrix = several(vectorOf(n), m).map((rows) =>
    Array.from({ length: m }, (_, i) => rows[i] ?? new Array<number>(n).fill(0))
  );
  const rankOne = fc.tuple(vectorOf(m), vectorOf(n))
    .map(([a, b]) => a.map((x) => b.map((y) => x * y)));
  const small = realNumber({ minimum: -2, maximum: 2 });
  return fc.oneof(
    { withCrossShrink: true },
    fc.oneof(several(matrix, 4), several(rankOne, 4))
      .map((values): Gradients => ({ kind: "matrices", values })),
    fc.record({
      weights: fc.array(vectorOf(n, small), { minLength: m, maxLength: m }),
      amplitudes: vectorOf(m, small),
      samples: several(fc.record({ input: vectorOf(n, small), target: small }), 8),
    }).map((layer): Gradients => ({ kind: "network", ...layer })),
  );
}

/** The claim, with the factorization or what a test puts in its place. */
export function equation26(
  { factor = (trace) => 1 / trace, flatten }: Factorization = {},
): Claim {
  return defineClaim<Instance, Observation>({
    id: "adam-gn/eq-26",
    title: "The second moment of a matrix gradient is a Kronecker product",
    locus: "Appendix C.1, eq. (26)",
    kind: "universal",
    hypotheses: [{
      name: "gradients are not all 0",
      statement: String.raw`\mathbb E\|G\|^2 > 0`,
      holdsAlong: ({ general, independent }) => general.trace > 0 && independent.trace > 0,
    }],
    instances: fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 5 })).chain((
      [m, n],
    ) =>
      fc.record({
        gradients: gradientsOf(m, n),
        left: several(vectorOf(m), 3),
        right: several(vectorOf(n), 3),
      })
    ),
    observe<T>({ gradients, left, right }: Instance, arithmetic: Arithmetic<T>): Observation {
      const values = gradients.kind === "network" ? layerGradients(gradients) : gradients.values;
      const products = left.flatMap((a) => right.map((b) => a.map((x) => b.map((y) => x * y))));
      return {
        general: sidesOf(arithmetic, values, flatten),
        independent: sidesOf(arithmetic, products, flatten),
      };
    },
    figures: ({ general }) => [...sidesFigures(general), sampled ??= sampledFigure()],
    variants: {
      printed: {
        statement: String.raw`\exists\, c:\quad
          \mathbb E[gg^\top] = c\, \mathbb E[GG^\top] \otimes \mathbb E[G^\top G]`,
        expected: "refuted",
        relations: ({ general }) => [isEqual(general, factor)],
      },
      corrected: {
        statement: String.raw`\mathbb E[GG^\top],\ \mathbb E[G^\top G]
          \text{ are the partial traces of } \mathbb E[gg^\top]; \quad
          G = ab^\top,\ a, b \text{ independent} \Rightarrow \mathbb E[gg^\top] =
          \mathbb E[GG^\top] \otimes \mathbb E[G^\top G] / \mathbb E\|G\|_F^2`,
        expected: "holds",
        relations: ({ general, independent }) => [
          ...hasPartialTraces(general),
          isEqual(independent, factor),
        ],
      },
    },
  });
}
