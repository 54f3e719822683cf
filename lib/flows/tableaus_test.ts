import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import * as dormandPrince from "./_dormand_prince_tableau.ts";
import * as rodasp from "./_rodasp_tableau.ts";
import { leastSquares } from "./_least_squares.ts";

/** A rooted tree, by its subtrees. */
type Tree = readonly Tree[];

/** All rooted trees of an order, each once. */
function trees(order: number): Tree[] {
  const forests = (vertices: number, largest: number): Tree[][] => {
    if (vertices === 0) return [[]];
    const found: Tree[][] = [];
    for (let size = Math.min(vertices, largest); size >= 1; size--) {
      for (const tree of trees(size)) {
        for (const forest of forests(vertices - size, size)) {
          // Trees of one size are taken in the order of their names, so that none comes twice.
          const next = forest[0];
          if (next === undefined || orderOf(next) < size || name(next) <= name(tree)) {
            found.push([tree, ...forest]);
          }
        }
      }
    }
    return found;
  };
  return forests(order - 1, order - 1);
}

const orderOf = (tree: Tree): number => 1 + tree.reduce((sum, child) => sum + orderOf(child), 0);
const name = (tree: Tree): string => `(${tree.map(name).join("")})`;
const density = (tree: Tree): number =>
  tree.reduce((product, child) => product * density(child), orderOf(tree));

type Matrix = readonly (readonly number[])[];

/**
 * What the stages make of a tree. A vertex with one child takes β = α + Γ of a Rosenbrock method,
 * one with more takes α (Hairer and Wanner II, section IV.7); for Runge–Kutta methods both are a.
 */
function elementaryWeights(tree: Tree, alpha: Matrix, beta: Matrix): number[] {
  const children = tree.map((child) => elementaryWeights(child, alpha, beta));
  const matrix = tree.length === 1 ? beta : alpha;
  return matrix.map((row) =>
    children.reduce(
      (product, child) => product * row.reduce((sum, entry, j) => sum + entry * child[j]!, 0),
      1,
    )
  );
}

/** The largest |Σ b_i Φ_i − θ^order/γ| over the trees of an order. */
function defect(order: number, weights: readonly number[], alpha: Matrix, beta = alpha, theta = 1) {
  return Math.max(
    ...trees(order).map((tree) => {
      const values = elementaryWeights(tree, alpha, beta);
      const sum = weights.reduce((total, weight, i) => total + weight * values[i]!, 0);
      return Math.abs(sum - theta ** order / density(tree));
    }),
  );
}

function assertOrder(
  order: number,
  tolerance: number,
  weights: readonly number[],
  alpha: Matrix,
  beta: Matrix = alpha,
  theta = 1,
) {
  for (let k = 1; k <= order; k++) {
    assert(defect(k, weights, alpha, beta, theta) <= tolerance, `order ${k} at θ = ${theta}`);
  }
  assert(defect(order + 1, weights, alpha, beta, theta) > 1e-5, "no higher order");
}

const fill = (row: readonly number[], length: number) =>
  Array.from({ length }, (_, j) => row[j] ?? 0);
const INNER = [0.1, 0.3, 0.55, 0.8, 0.97];

Deno.test("the order conditions are those of 1, 1, 2, 4, 9, 20 trees", () => {
  assertEquals([1, 2, 3, 4, 5, 6].map((order) => trees(order).length), [1, 1, 2, 4, 9, 20]);
  // Tall and bushy trees of order 4.
  assertEquals(density([[[[]]]]), 24);
  assertEquals(density([[], [], []]), 4);
});

Deno.test("Dormand and Prince's tableau satisfies its order conditions", () => {
  const { NODES, STAGES, ERROR, DENSE } = dormandPrince;
  const a = STAGES.map((row) => fill(row, 7));
  a.forEach((row, i) => {
    assertAlmostEquals(row.reduce((sum, entry) => sum + entry, 0), NODES[i]!, 1e-14);
  });
  const weights = a[6]!;
  assertOrder(5, 1e-14, weights, a);
  assertOrder(4, 1e-14, weights.map((weight, i) => weight - ERROR[i]!), a);
  for (const theta of INNER) {
    const dense = weights.map((weight, i) => {
      const [first, last] = [i === 0 ? 1 : 0, i === 6 ? 1 : 0];
      const bend = first - weight;
      const rest = (weight - last - bend) + (1 - theta) * DENSE[i]!;
      return theta * (weight + (1 - theta) * (bend + theta * rest));
    });
    assertOrder(4, 1e-14, dense, a, a, theta);
  }
});

Deno.test("RODASP satisfies its order conditions, and is L-stable and stiffly accurate", () => {
  const { GAMMA, NODES, TIME_DERIVATIVES, STAGES, COUPLINGS, DENSE } = rodasp;
  // Back from the transformed method: Γ = (I/γ − C)⁻¹, α = A Γ, weights b = m Γ.
  const rows = COUPLINGS.map((row, i) =>
    fill(row, 6).map((entry, j) => (i === j ? 1 / GAMMA : 0) - entry)
  );
  const solve = leastSquares(rows)!;
  const columns = rows.map((_, j) => solve(rows.map((_, i) => i === j ? 1 : 0)));
  const gamma = rows.map((_, i) => columns.map((column) => column[i]!));
  const timesGamma = (row: readonly number[]) =>
    columns.map((column) => column.reduce((sum, entry, i) => sum + entry * (row[i] ?? 0), 0));
  const alpha = STAGES.map((row) => timesGamma(row));
  const beta = alpha.map((row, i) => row.map((entry, j) => entry + gamma[i]![j]!));
  const sums = (matrix: Matrix) => matrix.map((row) => row.reduce((sum, entry) => sum + entry, 0));
  sums(alpha).forEach((sum, i) => assertAlmostEquals(sum, NODES[i]!, 1e-12));
  sums(gamma).forEach((sum, i) => assertAlmostEquals(sum, TIME_DERIVATIVES[i]!, 1e-12));

  const embedded = [...STAGES[5]!];
  const weights = [...embedded, 1];
  assertOrder(4, 1e-12, timesGamma(weights), alpha, beta);
  assertOrder(3, 1e-12, timesGamma(embedded), alpha, beta);
  for (const theta of INNER) {
    const dense = weights.map((weight, i) =>
      theta * (weight + (1 - theta) * ((DENSE[0]![i] ?? 0) + theta * (DENSE[1]![i] ?? 0)))
    );
    assertOrder(3, 1e-12, timesGamma(dense), alpha, beta, theta);
  }
  // Stiffly accurate: the weights are the last row of β, those of the embedded method the row before.
  timesGamma(weights).forEach((weight, j) => assertAlmostEquals(weight, beta[5]![j]!, 1e-12));
  timesGamma(embedded).forEach((weight, j) => assertAlmostEquals(weight, beta[4]![j]!, 1e-12));
  // R(z) = 1 + z bᵀ(I − z β)⁻¹ 1, for z = x + iy in real numbers: it is bounded by 1 on the imaginary
  // axis and tends to 0 as z → −∞, and its only pole is 1/γ.
  const stability = (b: readonly number[], x: number, y: number) => {
    const real = beta.map((row, i) => row.map((entry, j) => (i === j ? 1 : 0) - x * entry));
    const imaginary = beta.map((row) => row.map((entry) => -y * entry));
    const stages = leastSquares([
      ...real.map((row, i) => [...row, ...imaginary[i]!.map((entry) => -entry)]),
      ...imaginary.map((row, i) => [...row, ...real[i]!]),
    ])!([1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0]);
    const sum = (part: number) =>
      b.reduce((total, weight, i) => total + weight * stages[part + i]!, 0);
    return [1 + x * sum(0) - y * sum(6), y * sum(0) + x * sum(6)];
  };
  for (const b of [timesGamma(weights), timesGamma(embedded)]) {
    const [real, imaginary] = stability(b, -0.1, 0.2);
    assertAlmostEquals(real!, Math.exp(-0.1) * Math.cos(0.2), 1e-4);
    assertAlmostEquals(imaginary!, Math.exp(-0.1) * Math.sin(0.2), 1e-4);
    for (let y = 0.01; y < 1e4; y *= 1.1) assert(Math.hypot(...stability(b, 0, y)) < 1 + 1e-9);
    for (const y of [0, 1e7, 1e8]) {
      assertAlmostEquals(Math.hypot(...stability(b, -1e8, y)), 0, 1e-6);
    }
  }
});
