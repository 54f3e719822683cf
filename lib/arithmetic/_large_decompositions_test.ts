import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import { singularValueDecomposition, symmetricEigendecomposition } from "./_decompositions.ts";
import { flatMatrix, type Float64Matrix } from "./_float64_matrix.ts";
import {
  largeSingularValueDecomposition,
  largeSymmetricEigendecomposition,
} from "./_large_decompositions.ts";
import { matrixProduct } from "./_product.ts";

const UNIT_ROUNDOFF = Number.EPSILON / 2;

/** In units of roundoff times the larger dimension; the largest met in these tests is 2.6. */
const CONSTANT = 6;

type Entry = (i: number, j: number) => number;

/** A number in (−1, 1) for each pair of indices, without a pattern. */
function noise(i: number, j: number): number {
  return 2 * (Math.abs(Math.sin(12.9898 * (i + 1) + 78.233 * (j + 1))) * 43758.5453 % 1) - 1;
}

/** A number for each pair of indices, the same for (i, j) and (j, i). */
function symmetricNoise(i: number, j: number): number {
  return noise(Math.max(i, j), Math.min(i, j));
}

/** Entry (i, j) of the orthogonal reflection I − 2vvᵀ/(vᵀv) with v = (1, …, 1) of length n. */
function reflection(n: number): Entry {
  return (i, j) => Number(i === j) - 2 / n;
}

/** What makes decompositions difficult, for matrices of n columns. */
function hardEntries(n: number): Readonly<Record<string, Entry>> {
  return {
    "without a pattern": noise,
    symmetric: symmetricNoise,
    zero: () => 0,
    "one number": (i, j) => i === 20 && j === 7 ? -3 : 0,
    identity: (i, j) => Number(i === j),
    "equal columns": (i) => Math.sin(i + 1),
    "equal rows": (_, j) => Math.sin(j + 1),
    "of rank 3": (i, j) => [0, 1, 2].reduce((sum, k) => sum + noise(i, k) * noise(j, k + 5), 0),
    "of rank 3 and noise": (i, j) => Math.sin(i + j) + Math.sin(i + 2 * j) + 1e-12 * noise(i, j),
    "graded columns": (i, j) => noise(i, j) * 10 ** -j,
    "graded columns, largest last": (i, j) => noise(i, j) * 10 ** (j - n),
    "graded rows": (i, j) => noise(i, j) * 10 ** -i,
    "graded rows, largest last": (i, j) => noise(i, j) * 10 ** (Math.min(i, n) - n),
    "graded beyond what squares hold": (i, j) => noise(i, j) * 1e-9 ** (i + j),
    "of repeated singular values": (i, j) => (j % 3 + 1) * reflection(n)(i, j),
    "small integers": (i, j) => Math.round(1.5 * noise(i, j)),
    "with columns of zeros": (i, j) => j % 4 === 1 ? 0 : noise(i, j),
    "bidiagonal": (i, j) => i === j || j === i + 1 ? 1 : 0,
    "bidiagonal with zeros on the diagonal": (i, j) =>
      i === j ? Number(i % 7 !== 3) : Number(j === i + 1),
    "nilpotent": (i, j) => Number(j === i + 1),
    "of Kahan": (i, j) => i === j ? 0.8 ** i : i < j ? -0.6 * 0.8 ** i : 0,
    "of Hilbert": (i, j) => 1 / (i + j + 1),
    "of Wilkinson": (i, j) =>
      i === j ? Math.abs(i - (n - 1) / 2) / n : Number(Math.abs(i - j) === 1) / n,
  };
}

function matrixOf(rows: number, columns: number, entry: Entry, scale = 1): Float64Matrix {
  const data = new Array<number>(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) data[i * columns + j] = scale * entry(i, j);
  }
  return flatMatrix(data, rows);
}

function transpose({ rows, columns, data }: Float64Matrix): Float64Matrix {
  return matrixOf(columns, rows, (i, j) => data[j * columns + i]!);
}

function multiply(a: Float64Matrix, b: Float64Matrix): Float64Matrix {
  return flatMatrix(matrixProduct(a.data, b.data, a.rows, a.columns, b.columns), a.rows);
}

function scaledColumns(a: Float64Matrix, factors: readonly number[]): Float64Matrix {
  return matrixOf(a.rows, a.columns, (i, j) => a.data[i * a.columns + j]! * factors[j]!);
}

/** The Frobenius norm of A − B, for numbers of ordinary size. */
function distance(a: Float64Matrix, b: Float64Matrix): number {
  return Math.sqrt(a.data.reduce((sum, x, k) => sum + (x - b.data[k]!) ** 2, 0));
}

function assertOrthonormal(q: Float64Matrix, what: string): void {
  const identity = matrixOf(q.columns, q.columns, (i, j) => Number(i === j));
  const bound = CONSTANT * q.rows * UNIT_ROUNDOFF;
  assertLessOrEqual(distance(multiply(transpose(q), q), identity), bound, `${what}: QᵀQ − I`);
}

/** Checks the SVD of a scaled matrix against the matrix itself. */
function checkSvd(what: string, rows: number, columns: number, entry: Entry, scale = 1): void {
  const a = matrixOf(rows, columns, entry);
  const { u, s, v } = singularValueDecomposition(matrixOf(rows, columns, entry, scale));
  const count = Math.min(rows, columns);
  assertEquals([u.rows, u.columns, s.length, v.rows, v.columns], [
    rows,
    count,
    count,
    columns,
    count,
  ]);
  assertOrthonormal(u, what);
  assertOrthonormal(v, what);
  for (const [k, value] of s.entries()) assert(value >= 0 && value <= (s[k - 1] ?? Infinity), what);
  const product = multiply(scaledColumns(u, s.map((value) => value / scale)), transpose(v));
  const norm = distance(a, matrixOf(rows, columns, () => 0));
  assertLessOrEqual(
    distance(product, a),
    CONSTANT * Math.max(rows, columns) * UNIT_ROUNDOFF * norm,
    what,
  );
}

/** Checks the eigendecomposition of the symmetric matrix with these entries in its lower triangle. */
function checkEigen(what: string, n: number, entry: Entry, scale = 1): void {
  const a = matrixOf(n, n, (i, j) => entry(Math.max(i, j), Math.min(i, j)));
  // The upper triangle is not to be read.
  const lower = matrixOf(n, n, (i, j) => scale * (i < j ? 1e3 : entry(i, j)));
  const { values, vectors } = symmetricEigendecomposition(lower);
  assertEquals([values.length, vectors.rows, vectors.columns], [n, n, n]);
  assertOrthonormal(vectors, what);
  for (const [k, value] of values.entries()) assert(value >= (values[k - 1] ?? -Infinity), what);
  const scaled = scaledColumns(vectors, values.map((value) => value / scale));
  const norm = distance(a, matrixOf(n, n, () => 0));
  assertLessOrEqual(
    distance(multiply(a, vectors), scaled),
    CONSTANT * n * UNIT_ROUNDOFF * norm,
    what,
  );
}

Deno.test("SVDs of large matrices, whatever makes them hard", () => {
  for (const [rows, columns] of [[30, 30], [33, 33], [61, 32], [31, 90], [100, 100]] as const) {
    for (const [name, entry] of Object.entries(hardEntries(Math.min(rows, columns)))) {
      checkSvd(`${rows}×${columns}, ${name}`, rows, columns, entry);
    }
  }
});

Deno.test("eigendecompositions of large matrices, whatever makes them hard", () => {
  for (const n of [30, 31, 32, 33, 100]) {
    for (const [name, entry] of Object.entries(hardEntries(n))) {
      checkEigen(`${n}×${n}, ${name}`, n, entry);
    }
  }
});

Deno.test("every number of rows and of columns beyond a strip is decomposed", () => {
  for (let n = 30; n < 42; n++) {
    for (const rows of [n, n + 1, n + 2, n + 3]) checkSvd(`${rows}×${n}`, rows, n, noise);
    checkEigen(`${n}×${n}`, n, noise);
  }
});

Deno.test("large matrices of tiny and of huge numbers are decomposed", () => {
  // Scaled numbers that are subnormal would lose bits before they are decomposed.
  const mild: Entry = (i, j) => noise(i, j) * (i % 5 === 2 ? 2 ** -10 : 1);
  for (const exponent of [-1000, -500, 500, 1000]) {
    checkSvd(`2^${exponent}`, 35, 34, mild, 2 ** exponent);
    checkEigen(`2^${exponent}`, 34, (i, j) => mild(i, j), 2 ** exponent);
  }
});

Deno.test("singular values and eigenvalues are those that the matrix was made of", () => {
  const n = 40;
  const [p, q] = [
    matrixOf(n, n, reflection(n)),
    matrixOf(n, n, (i, j) => {
      const [c, s] = [Math.cos(1), Math.sin(1)];
      // Rotations of the planes (0, 1), (2, 3), …
      return i === j ? c : i - i % 2 === j - j % 2 ? (i < j ? -s : s) : 0;
    }),
  ];
  const values = Array.from({ length: n }, (_, k) => 2 ** -k * (k % 2 === 0 ? 1 : -1));
  const { s } = singularValueDecomposition(multiply(multiply(p, scaledColumns(q, values)), p));
  for (const [k, value] of values.entries()) {
    assertLessOrEqual(Math.abs(s[k]! - Math.abs(value)), CONSTANT * n * UNIT_ROUNDOFF);
  }
  const symmetric = multiply(scaledColumns(p, values), transpose(p));
  const eigenvalues = symmetricEigendecomposition(symmetric).values;
  for (const [k, value] of values.toSorted((a, b) => a - b).entries()) {
    assertLessOrEqual(Math.abs(eigenvalues[k]! - value), CONSTANT * n * UNIT_ROUNDOFF);
  }
});

Deno.test("a large decomposition depends on none before it, and changes none", () => {
  const decompose = (n: number) => [
    largeSingularValueDecomposition(n + 3, n, noise),
    largeSymmetricEigendecomposition(n, symmetricNoise),
  ];
  const first = decompose(37);
  const before = structuredClone(first);
  decompose(50);
  decompose(2);
  assertEquals(first, before);
  assertEquals(decompose(37), before);
});

Deno.test("the algorithms for large matrices decompose small ones too", () => {
  for (let n = 1; n < 12; n++) {
    const { u, s, v } = largeSingularValueDecomposition(n + 1, n, noise)!;
    const product = multiply(
      scaledColumns(flatMatrix(u, n + 1), s),
      transpose(flatMatrix(v, n)),
    );
    assertLessOrEqual(
      distance(product, matrixOf(n + 1, n, noise)),
      CONSTANT * n * UNIT_ROUNDOFF * n,
    );
    const { values, vectors } = largeSymmetricEigendecomposition(n, symmetricNoise)!;
    const q = flatMatrix(vectors, n);
    assertLessOrEqual(
      distance(multiply(matrixOf(n, n, symmetricNoise), q), scaledColumns(q, values)),
      CONSTANT * n * UNIT_ROUNDOFF * n,
    );
  }
});

Deno.test("matrices that are too large are left to others, before an entry is asked for", () => {
  const entry = () => {
    throw new Error("an entry was asked for");
  };
  assertEquals(largeSingularValueDecomposition(2 ** 14, 2 ** 14, entry), undefined);
  assertEquals(largeSymmetricEigendecomposition(2 ** 14, entry), undefined);
});
