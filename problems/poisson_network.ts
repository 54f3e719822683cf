/**
 * Networks of ReLU³ that are to solve Poisson's equation on the unit ball, with closed products of the
 * Jacobian of their residuals.
 *
 * @module
 */

import type { Arithmetic } from "../lib/arithmetic/mod.ts";
import type { Linearization, ResidualMap } from "../lib/optimizers/mod.ts";
import { requireArray, requireDimension, requireRows } from "./validation.ts";

/** Where the equation and the boundary condition are asked for, and of what network. */
export interface PoissonNetworkOptions {
  /** d and the number of units in each hidden layer. The output is one number. */
  readonly widths: readonly number[];
  /** Points of the ball, each of length d. */
  readonly interior: readonly (readonly number[])[];
  /** Points of its boundary, each of length d. */
  readonly boundary: readonly (readonly number[])[];
}

/** The residuals of Poisson's equation as a map of the parameters; see {@linkcode poissonNetwork}. */
export interface PoissonNetwork extends ResidualMap {
  /** m, the number of parameters. */
  readonly parameters: number;
  /** F(θ) with the products of its Jacobian. */
  linearize<T>(arithmetic: Arithmetic<T>, theta: T): Required<Linearization<T>>;
}

/** What a hidden layer leaves behind for the products: all n×w, but the slopes, dn×w. */
interface Layer<T> {
  /** σ′(z). */
  readonly first: T;
  /** σ″(z). */
  readonly second: T;
  /** What the derivatives are made of, where they are asked for. */
  readonly derivatives?: {
    /** ∂₁z, …, ∂_d z, one below the other. */
    readonly slopes: T;
    /** σ″(z) Δz + σ‴(z) Σₖ(∂ₖz)², the derivative of Δσ(z) by z. */
    readonly third: T;
  };
}

/** What a pass through the network leaves behind. */
interface Pass<T> {
  /** What each layer receives, Sn rows. */
  readonly received: readonly T[];
  /** The hidden layers. */
  readonly hidden: readonly Layer<T>[];
  /** What the last layer makes of it, Sn×1. */
  readonly outputs: T;
}

/**
 * F(θ) = (Δu(xᵢ; θ) − 2d at the interior points, u(x_b; θ) − 1 at those of the boundary): what is left
 * of −Δu = −2d on the unit ball, u = 1 on its boundary, which u*(x) = ‖x‖² solves.
 *
 * u has hidden layers of σ(z) = max(0, z)³. θ lists the layers M₁, …, M_L as
 * {@linkcode deepNetwork} does: a row per unit before, the biases as the last row.
 *
 * **Forwards.** The values h, the derivatives ∂ₖh and the Laplacian Δh of a layer by the coordinates of
 * x are S = d + 2 streams, one below the other, so that a layer is one product: with z = Wᵀh + b,
 *
 *     ∂ₖσ(z) = σ′(z) ∂ₖz,  Δσ(z) = σ′(z) Δz + σ″(z) Σₖ (∂ₖz)²,
 *
 * from ∂ₖx = eₖ and Δx = 0. On the boundary the values suffice, S = 1.
 *
 * **Backwards.** With ā the derivative of w·F by a, the rules above turned round are
 *
 *     Δz̄ = σ′ Δh̄,  ∂ₖz̄ = σ′ ∂ₖh̄ + 2σ″ ∂ₖz Δh̄,
 *     z̄ = σ′ h̄ + σ″ Σₖ ∂ₖz ∂ₖh̄ + (σ″ Δz + σ‴ Σₖ (∂ₖz)²) Δh̄,
 *
 * and the part of Jᵀw for Mₗ is the product of what the layer received, transposed, with z̄ of all
 * streams. With w = 1 the same z̄ are the rows of J: for Mₗ, the sum over the streams of the products of
 * all entries of what was received with all entries of z̄.
 *
 * @throws {TypeError} If a part of the options is missing or of another type.
 * @throws {RangeError} If there is no hidden layer or no point, or a point has not d coordinates.
 */
export function poissonNetwork(options: PoissonNetworkOptions): PoissonNetwork {
  const widths = requireArray(options.widths, "widths", 2).map((width, i) =>
    requireDimension(width, `widths[${i}]`)
  );
  const d = widths[0]!;
  const length = { length: d, because: "as the first of the widths" };
  const interior = requireRows(options.interior, "interior", length);
  const boundary = requireRows(options.boundary, "boundary", length);
  const n = interior.length + boundary.length;
  const shapes = shapesOf(widths);
  const parameters = shapes.reduce((sum, [rows, columns]) => sum + rows * columns, 0);

  /** Wₗᵀ. */
  const transposedWeights = <T>(arithmetic: Arithmetic<T>, layers: readonly T[]): T[] =>
    layers.map((matrix, l) =>
      arithmetic.transpose(arithmetic.slice(matrix, { rows: [0, widths[l]!] }))
    );
  const residualOf = <T>(arithmetic: Arithmetic<T>, passes: readonly [Pass<T>, Pass<T>]): T => {
    const [inside, outside] = passes.map(({ outputs }) => outputs) as [T, T];
    const rows = [(d + 1) * interior.length, (d + 2) * interior.length] as const;
    const laplacian = arithmetic.slice(inside, { rows });
    return arithmetic.concatenate([
      arithmetic.shift(laplacian, -2 * d),
      arithmetic.shift(outside, -1),
    ], "rows");
  };
  const forwards = <T>(arithmetic: Arithmetic<T>, layers: readonly T[]): [Pass<T>, Pass<T>] => [
    passOf(arithmetic, layers, arithmetic.matrix(interior), d),
    passOf(arithmetic, layers, arithmetic.matrix(boundary), 0),
  ];
  /** z̄ of all layers, inside and on the boundary, for w of R^n. */
  const backwards = <T>(
    arithmetic: Arithmetic<T>,
    passes: readonly [Pass<T>, Pass<T>],
    transposed: readonly T[],
    w: T,
  ): [T[], T[]] => {
    const inside = arithmetic.concatenate([
      arithmetic.zeros((d + 1) * interior.length, 1),
      arithmetic.slice(w, { rows: [0, interior.length] }),
    ], "rows");
    const outside = arithmetic.slice(w, { rows: [interior.length, n] });
    return [
      adjointsOf(arithmetic, passes[0], transposed, inside, d),
      adjointsOf(arithmetic, passes[1], transposed, outside, 0),
    ];
  };
  const jacobianOf = <T>(
    arithmetic: Arithmetic<T>,
    passes: readonly [Pass<T>, Pass<T>],
    transposed: readonly T[],
  ): T => {
    const ones = arithmetic.shift(arithmetic.zeros(n, 1), 1);
    const adjoints = backwards(arithmetic, passes, transposed, ones);
    const blocks = passes.map(({ received }, region) =>
      arithmetic.concatenate(
        received.map((matrix, l) =>
          arithmetic.scope(() => {
            const all = entriesByEntries(arithmetic, matrix, adjoints[region]![l]!);
            return sumOfBlocks(arithmetic, all, region === 0 ? d + 2 : 1);
          })
        ),
        "columns",
      )
    );
    return arithmetic.concatenate(blocks, "rows");
  };

  return {
    parameters,
    residual: (arithmetic, theta) =>
      arithmetic.scope(() =>
        residualOf(arithmetic, forwards(arithmetic, layersOf(arithmetic, shapes, theta)))
      ),
    jacobian: (arithmetic, theta) =>
      arithmetic.scope(() => {
        const layers = layersOf(arithmetic, shapes, theta);
        const passes = forwards(arithmetic, layers);
        return jacobianOf(arithmetic, passes, transposedWeights(arithmetic, layers));
      }),
    linearize<T>(arithmetic: Arithmetic<T>, theta: T): Required<Linearization<T>> {
      const { passes, transposed, residual } = arithmetic.scope(() => {
        const layers = layersOf(arithmetic, shapes, theta);
        const passes = forwards(arithmetic, layers);
        return {
          passes,
          transposed: transposedWeights(arithmetic, layers),
          residual: residualOf(arithmetic, passes),
        };
      });
      let knownJacobian: T | undefined;
      const jacobian = () =>
        knownJacobian ??= arithmetic.scope(() => jacobianOf(arithmetic, passes, transposed));
      return {
        residual,
        jacobianVectorProduct: (v) => arithmetic.multiply(jacobian(), v),
        vectorJacobianProduct: (w) =>
          arithmetic.scope(() => {
            const adjoints = backwards(arithmetic, passes, transposed, w);
            const parts = shapes.map(([rows, columns], l) => {
              const [inside, outside] = passes.map(({ received }, region) =>
                arithmetic.multiply(arithmetic.transpose(received[l]!), adjoints[region]![l]!)
              ) as [T, T];
              return arithmetic.reshape(arithmetic.add(inside, outside), rows * columns, 1);
            });
            return arithmetic.concatenate(parts, "rows");
          }),
        gram() {
          const matrix = jacobian();
          return arithmetic.multiply(matrix, arithmetic.transpose(matrix));
        },
      };
    },
  };
}

/**
 * u(x; θ) of the network of {@linkcode poissonNetwork}.
 *
 * @param widths d and the number of units in each hidden layer.
 * @param theta θ, m×1.
 * @param points One x a row, n×d.
 * @returns n×1.
 */
export function poissonNetworkValues<T>(
  arithmetic: Arithmetic<T>,
  widths: readonly number[],
  theta: T,
  points: T,
): T {
  return arithmetic.scope(() => {
    const layers = layersOf(arithmetic, shapesOf(widths), theta);
    return passOf(arithmetic, layers, points, 0).outputs;
  });
}

/** The rows and columns of each Mₗ, the last of one unit. */
function shapesOf(widths: readonly number[]): (readonly [rows: number, columns: number])[] {
  return widths.map((width, l) => [width + 1, widths[l + 1] ?? 1] as const);
}

/** M₁, …, M_L. */
function layersOf<T>(
  arithmetic: Arithmetic<T>,
  shapes: readonly (readonly [rows: number, columns: number])[],
  theta: T,
): T[] {
  let end = 0;
  return shapes.map(([rows, columns]) => {
    const part = arithmetic.slice(theta, { rows: [end, end += rows * columns] });
    return arithmetic.reshape(part, rows, columns);
  });
}

/**
 * The pass of n points.
 *
 * @param d By how many coordinates the derivatives are taken; 0: the values alone.
 */
function passOf<T>(
  arithmetic: Arithmetic<T>,
  layers: readonly T[],
  points: T,
  d: number,
): Pass<T> {
  const [n] = arithmetic.shape(points);
  const one = arithmetic.shift(arithmetic.zeros(n, 1), 1);
  const marks = d === 0
    ? one
    : arithmetic.concatenate([one, arithmetic.zeros((d + 1) * n, 1)], "rows");
  const withMarks = (streams: T) => arithmetic.concatenate([streams, marks], "columns");
  const received = [withMarks(d === 0 ? points : streamsOfPoints(arithmetic, points))];
  const hidden: Layer<T>[] = [];
  for (const matrix of layers.slice(0, -1)) {
    const all = arithmetic.multiply(received.at(-1)!, matrix);
    const rectified = positivePart(arithmetic, d === 0 ? all : block(arithmetic, all, n, 0));
    const square = arithmetic.apply("square", rectified);
    const value = arithmetic.hadamard(square, rectified);
    const first = arithmetic.scale(3, square);
    const second = arithmetic.scale(6, rectified);
    if (d === 0) {
      hidden.push({ first, second });
      received.push(withMarks(value));
      continue;
    }
    const slopes = block(arithmetic, all, n, 1, d);
    const laplacian = block(arithmetic, all, n, d + 1);
    const squares = sumOfBlocks(arithmetic, arithmetic.apply("square", slopes), d);
    const step = arithmetic.scale(6, arithmetic.apply("sign", rectified));
    const third = arithmetic.add(
      arithmetic.hadamard(second, laplacian),
      arithmetic.hadamard(step, squares),
    );
    hidden.push({ first, second, derivatives: { slopes, third } });
    received.push(withMarks(arithmetic.concatenate([
      value,
      arithmetic.hadamard(repeated(arithmetic, first, d), slopes),
      arithmetic.add(
        arithmetic.hadamard(first, laplacian),
        arithmetic.hadamard(second, squares),
      ),
    ], "rows")));
  }
  return { received, hidden, outputs: arithmetic.multiply(received.at(-1)!, layers.at(-1)!) };
}

/** z̄ of the layers, first to last, from that of the last. */
function adjointsOf<T>(
  arithmetic: Arithmetic<T>,
  { hidden }: Pass<T>,
  transposedWeights: readonly T[],
  last: T,
  d: number,
): T[] {
  const adjoints = [last];
  for (let l = hidden.length - 1; l >= 0; l--) {
    const { first, second, derivatives } = hidden[l]!;
    const above = arithmetic.multiply(adjoints[0]!, transposedWeights[l + 1]!);
    if (derivatives === undefined) {
      adjoints.unshift(arithmetic.hadamard(first, above));
      continue;
    }
    const { slopes, third } = derivatives;
    const [n] = arithmetic.shape(first);
    const ofSlopes = block(arithmetic, above, n, 1, d);
    const ofLaplacian = block(arithmetic, above, n, d + 1);
    const bySlopes = sumOfBlocks(arithmetic, arithmetic.hadamard(slopes, ofSlopes), d);
    const twice = arithmetic.scale(2, arithmetic.hadamard(second, ofLaplacian));
    const value = arithmetic.add(
      arithmetic.hadamard(first, block(arithmetic, above, n, 0)),
      arithmetic.add(
        arithmetic.hadamard(second, bySlopes),
        arithmetic.hadamard(third, ofLaplacian),
      ),
    );
    adjoints.unshift(arithmetic.concatenate([
      value,
      arithmetic.add(
        arithmetic.hadamard(repeated(arithmetic, first, d), ofSlopes),
        arithmetic.hadamard(repeated(arithmetic, twice, d), slopes),
      ),
      arithmetic.hadamard(first, ofLaplacian),
    ], "rows"));
  }
  return adjoints;
}

/** x, ∂ₖx = eₖ for k = 1, …, d, and Δx = 0, one below the other. */
function streamsOfPoints<T>(arithmetic: Arithmetic<T>, points: T): T {
  const [n, d] = arithmetic.shape(points);
  const units = Array.from({ length: d }, (_, k) => {
    const unit = Array.from({ length: d }, (_, j) => Number(j === k));
    return arithmetic.matrix(Array.from({ length: n }, () => unit));
  });
  return arithmetic.concatenate([points, ...units, arithmetic.zeros(n, d)], "rows");
}

/** `count` blocks of n rows, from the one of this index on. */
function block<T>(arithmetic: Arithmetic<T>, a: T, n: number, index: number, count: number = 1): T {
  return arithmetic.slice(a, { rows: [index * n, (index + count) * n] });
}

/** The sum of the blocks that lie one below the other. */
function sumOfBlocks<T>(arithmetic: Arithmetic<T>, a: T, count: number): T {
  const n = arithmetic.shape(a)[0] / count;
  let sum = block(arithmetic, a, n, 0);
  for (let k = 1; k < count; k++) sum = arithmetic.add(sum, block(arithmetic, a, n, k));
  return sum;
}

/** The matrix so many times, one below the other. */
function repeated<T>(arithmetic: Arithmetic<T>, a: T, count: number): T {
  return arithmetic.concatenate(Array.from({ length: count }, () => a), "rows");
}

function positivePart<T>(arithmetic: Arithmetic<T>, a: T): T {
  return arithmetic.maximum(a, arithmetic.zeros(...arithmetic.shape(a)));
}

/** For each row, the products of all entries of A with all of B, those of A's first entry first. */
function entriesByEntries<T>(arithmetic: Arithmetic<T>, a: T, b: T): T {
  const [n, p] = arithmetic.shape(a);
  const [, q] = arithmetic.shape(b);
  const column = arithmetic.reshape(a, n * p, 1);
  const each = arithmetic.multiply(column, arithmetic.shift(arithmetic.zeros(1, q), 1));
  const all = arithmetic.concatenate(Array.from({ length: p }, () => b), "columns");
  return arithmetic.hadamard(arithmetic.reshape(each, n, p * q), all);
}
