/**
 * What every arithmetic must do. Run against each of them by the tests `float64_test.ts`,
 * `large_float64_test.ts` and `large_float64_in_javascript_test.ts`, `float32_wasm_test.ts` and
 * `float32_cpu_test.ts` (TensorFlow.js has one backend in a process, and test files do not share one).
 *
 * Bounds are a multiple of the unit roundoff u times the magnitudes that entered, to first order in
 * u: a sum of k rounded products, for example, is off by at most k u Σ|aᵢ||bᵢ|.
 */

import { assert, assertEquals, assertLessOrEqual, assertThrows } from "@std/assert";
import fc from "fast-check";
import type { Arithmetic, ElementwiseFunction } from "./arithmetic.ts";

/** What differs between number systems. */
export interface Expectations {
  /** Rounds to the number system. */
  readonly round: (x: number) => number;
  /** Factors by which matrices are scaled to see that nothing overflows or underflows. */
  readonly scales: readonly number[];
  /**
   * The residual and the loss of orthogonality of a decomposition are at most this many u times
   * min(m, n), relative to the norm.
   */
  readonly decompositionConstant: number;
  /** The error of each elementwise function, in u relative to the value. */
  readonly relativeErrors: Readonly<Partial<Record<ElementwiseFunction, number>>>;
  /** The error of the others, in u. */
  readonly absoluteErrors: Readonly<Partial<Record<ElementwiseFunction, number>>>;
}

type Rows = number[][];

/** The definitions, in double precision. */
const definitions: Readonly<Record<ElementwiseFunction, (x: number) => number>> = {
  absolute: Math.abs,
  cosine: Math.cos,
  exponential: Math.exp,
  logistic: (x) => 1 / (1 + Math.exp(-x)),
  reciprocal: (x) => 1 / x,
  sign: Math.sign,
  sine: Math.sin,
  square: (x) => x * x,
  squareRoot: Math.sqrt,
  tanh: Math.tanh,
};

function zip(a: Rows, b: Rows, f: (x: number, y: number) => number): Rows {
  return a.map((row, i) => row.map((x, j) => f(x, b[i]![j]!)));
}

function transposed(a: Rows): Rows {
  return a[0]!.map((_, j) => a.map((row) => row[j]!));
}

function product(a: Rows, b: Rows): Rows {
  const columns = transposed(b);
  return a.map((row) =>
    columns.map((column) => row.reduce((sum, x, k) => sum + x * column[k]!, 0))
  );
}

function absolute(a: Rows): Rows {
  return a.map((row) => row.map(Math.abs));
}

/** The Frobenius norm of rows whose entries are far from overflow and underflow. */
function frobenius(a: Rows): number {
  return Math.sqrt(a.flat().reduce((sum, x) => sum + x * x, 0));
}

/** Asserts |a − b| ≤ bound, entry by entry. */
function assertWithin(a: Rows, b: Rows, bound: Rows): void {
  assertEquals([a.length, a[0]!.length], [b.length, b[0]!.length]);
  for (const [i, row] of a.entries()) {
    for (const [j, x] of row.entries()) {
      assertLessOrEqual(Math.abs(x - b[i]![j]!), bound[i]![j]!, `entry (${i}, ${j})`);
    }
  }
}

function assertOrthonormalColumns(q: Rows, bound: number): void {
  const gram = product(transposed(q), q);
  const loss = frobenius(gram.map((row, i) => row.map((x, j) => x - (i === j ? 1 : 0))));
  assertLessOrEqual(loss, bound, "‖QᵀQ − I‖");
}

const dimension = fc.integer({ min: 1, max: 6 });

/** Signed numbers between 2⁻¹⁰ and 2¹⁰ whose products and quotients stay normal in binary32. */
const entry = fc.tuple(
  fc.constantFrom(-1, 1),
  fc.integer({ min: 2 ** 23, max: 2 ** 24 - 1 }),
  fc.integer({ min: -10, max: 10 }),
).map(([sign, significand, exponent]) => sign * significand * 2 ** (exponent - 23));

function rowsOf(m: number, n: number, entries: fc.Arbitrary<number> = entry): fc.Arbitrary<Rows> {
  return fc.array(fc.array(entries, { minLength: n, maxLength: n }), {
    minLength: m,
    maxLength: m,
  });
}

const pair = fc.tuple(dimension, dimension).chain(([m, n]) => fc.tuple(rowsOf(m, n), rowsOf(m, n)));

const triple = fc.tuple(dimension, dimension).chain(([m, n]) =>
  fc.tuple(rowsOf(m, n), rowsOf(m, n), rowsOf(m, n))
);

/** Matrices of the kinds that are hard on decompositions, with entries of the order of 1. */
const hardMatrix: fc.Arbitrary<Rows> = fc.tuple(
  fc.oneof(
    { weight: 4, arbitrary: fc.tuple(dimension, dimension) },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 })),
    },
  ),
  fc.constantFrom("dense", "integer", "sparse", "low rank", "equal columns", "graded", "repeated"),
).chain(([[m, n], kind]) => {
  const real = fc.integer({ min: -(2 ** 20), max: 2 ** 20 }).map((x) => x / 2 ** 20);
  switch (kind) {
    case "integer":
      return rowsOf(m, n, fc.integer({ min: -2, max: 2 }));
    case "sparse":
      return rowsOf(m, n, fc.constantFrom(0, 0, 0, 1, -1));
    case "low rank": {
      const rank = Math.ceil(Math.min(m, n) / 3);
      return fc.tuple(rowsOf(m, rank, real), rowsOf(rank, n, real)).map(([a, b]) => product(a, b));
    }
    case "equal columns":
      return rowsOf(m, 1, real).map((a) => a.map(([x]) => Array<number>(n).fill(x!)));
    case "graded":
      return rowsOf(m, n, real).map((a) => a.map((row, i) => row.map((x, j) => x * 8 ** -(i + j))));
    case "repeated":
      // A reflection, cut to size: its singular values are 1, all or all but one or two.
      return rowsOf(Math.max(m, n), 1, real).map((v) => {
        const squares = v.reduce((sum, [x]) => sum + x! * x!, 0) || 1;
        return v.slice(0, m).map(([x], i) =>
          v.slice(0, n).map(([y], j) => (i === j ? 1 : 0) - 2 * x! * y! / squares)
        );
      });
    default:
      return rowsOf(m, n, real);
  }
});

/** Registers the tests of one arithmetic. */
export function testContract<T>(of: Arithmetic<T>, expected: Expectations): void {
  const { round, scales, decompositionConstant: c } = expected;
  const u = of.unitRoundoff;
  const test = (name: string, body: () => void) =>
    Deno.test(`${of.name} on ${of.backend}: ${name}`, () => of.scope(body));
  const matrix = (rows: Rows) => of.matrix(rows);
  const rounded = (rows: Rows) => rows.map((row) => row.map(round));
  const bounded = (factor: number, magnitudes: Rows) =>
    magnitudes.map((row) => row.map((x) => 1.01 * factor * u * x));

  test("the unit roundoff and the largest number are those of the number system", () => {
    assertEquals(round(1 + u), 1);
    assertEquals(round(1 + 3 * u), 1 + 4 * u);
    assertEquals(round(of.largest), of.largest);
    assertEquals(round(of.largest * (1 + 4 * u)), Infinity);
  });

  test("what is put in comes out", () => {
    fc.assert(fc.property(pair, ([a]) => {
      const made = matrix(a);
      assertEquals(of.toRows(made), a);
      assertEquals(of.toArray(made), a.flat());
      assertEquals([...of.shape(made)], [a.length, a[0]!.length]);
      assertEquals(of.toRows(of.vector(a[0]!)), a[0]!.map((x) => [x]));
    }));
    assertEquals(of.toRows(of.zeros(2, 3)), [[0, 0, 0], [0, 0, 0]]);
    assertEquals(of.toRows(of.identity(2)), [[1, 0], [0, 1]]);
    assertEquals(of.toRows(of.diagonal([2, 3])), [[2, 0], [0, 3]]);
    assertEquals(of.toArray(of.vector([1 / 3])), [round(1 / 3)]);
  });

  test("operations on entries are correctly rounded", () => {
    fc.assert(fc.property(pair, entry, ([a, b], scalar) => {
      const [x, y] = [matrix(a), matrix(b)];
      assertEquals(of.toRows(of.add(x, y)), rounded(zip(a, b, (p, q) => p + q)));
      assertEquals(of.toRows(of.subtract(x, y)), rounded(zip(a, b, (p, q) => p - q)));
      assertEquals(of.toRows(of.hadamard(x, y)), rounded(zip(a, b, (p, q) => p * q)));
      assertEquals(of.toRows(of.quotient(x, y)), rounded(zip(a, b, (p, q) => p / q)));
      assertEquals(of.toRows(of.maximum(x, y)), zip(a, b, Math.max));
      assertEquals(of.toRows(of.scale(scalar, x)), rounded(zip(a, a, (p) => scalar * p)));
      assertEquals(of.toRows(of.shift(x, scalar)), rounded(zip(a, a, (p) => p + scalar)));
      assertEquals(of.toRows(of.transpose(x)), transposed(a));
    }));
  });

  test("division by zero and NaN are those of IEEE arithmetic", () => {
    const quotient = of.quotient(of.vector([1, -1, 0, 0]), of.vector([0, 0, 0, 2]));
    assertEquals(of.toArray(quotient), [Infinity, -Infinity, NaN, 0]);
    assertEquals(of.toArray(of.maximum(of.vector([NaN, 1]), of.vector([1, NaN]))), [NaN, NaN]);
    assertEquals(of.maximumNorm(of.vector([NaN, 1])), NaN);
    assertEquals(of.maximumNorm(of.vector([1, NaN])), NaN);
    assertEquals(of.norm(of.vector([1, NaN])), NaN);
    assertEquals(of.norm(of.vector([1, -Infinity])), Infinity);
    for (const f of ["sign", "absolute", "square", "logistic", "tanh"] as const) {
      assertEquals(of.toArray(of.apply(f, of.vector([NaN, 0]))).slice(0, 1), [NaN], f);
    }
  });

  test("addition is associative to rounding", () => {
    fc.assert(fc.property(triple, ([a, b, d]) => {
      const [x, y, z] = [matrix(a), matrix(b), matrix(d)];
      const sizes = zip(
        zip(absolute(a), absolute(b), (p, q) => p + q),
        absolute(d),
        (p, q) => p + q,
      );
      assertWithin(
        of.toRows(of.add(of.add(x, y), z)),
        of.toRows(of.add(x, of.add(y, z))),
        bounded(4, sizes),
      );
    }));
  });

  test("reshape keeps the entries in row-major order", () => {
    fc.assert(fc.property(pair, ([a]) => {
      const [x, [m, n]] = [matrix(a), [a.length, a[0]!.length]];
      for (const [rows, columns] of [[m * n, 1], [1, m * n], [n, m], [m, n]] as const) {
        const reshaped = of.reshape(x, rows, columns);
        assertEquals([...of.shape(reshaped)], [rows, columns]);
        assertEquals(of.toArray(reshaped), a.flat());
      }
    }));
    const columns = of.reshape(matrix([[1, 2, 3], [4, 5, 6]]), 3, 2);
    assertEquals(of.toRows(columns), [[1, 2], [3, 4], [5, 6]]);
    // Also as a factor, in both shapes.
    const vector = of.vector([1, 2, 3]);
    assertEquals(of.toArray(of.multiply(matrix([[1, 1, 1]]), vector)), [6]);
    assertEquals(of.toArray(of.multiply(matrix([[2]]), of.reshape(vector, 1, 3))), [2, 4, 6]);
  });

  test("(A ⊙ B) ⊘ B = A to rounding", () => {
    fc.assert(fc.property(pair, ([a, b]) => {
      const y = matrix(b);
      const back = of.quotient(of.hadamard(matrix(a), y), y);
      assertWithin(of.toRows(back), a, bounded(2, absolute(a)));
    }));
  });

  const chain = fc.tuple(dimension, dimension, dimension, dimension).chain(([m, k, l, n]) =>
    fc.tuple(rowsOf(m, k), rowsOf(k, l), rowsOf(l, n), rowsOf(k, l))
  );

  test("products are those of the definition; they are associative and distributive", () => {
    fc.assert(fc.property(chain, ([a, b, d, e]) => {
      const [x, y, z, w] = [matrix(a), matrix(b), matrix(d), matrix(e)];
      const [k, l] = [b.length, d.length];
      const sizes = product(absolute(a), absolute(b));
      // The second k is for the product here, which is in double precision for either system.
      assertWithin(of.toRows(of.multiply(x, y)), product(a, b), bounded(2 * k, sizes));
      assertWithin(
        of.toRows(of.multiply(of.multiply(x, y), z)),
        of.toRows(of.multiply(x, of.multiply(y, z))),
        bounded(2 * (k + l), product(sizes, absolute(d))),
      );
      assertWithin(
        of.toRows(of.multiply(x, of.add(y, w))),
        of.toRows(of.add(of.multiply(x, y), of.multiply(x, w))),
        bounded(2 * (k + 1), product(absolute(a), zip(absolute(b), absolute(e), (p, q) => p + q))),
      );
      assertWithin(
        of.toRows(of.transpose(of.multiply(x, y))),
        of.toRows(of.multiply(of.transpose(y), of.transpose(x))),
        bounded(2 * k, transposed(sizes)),
      );
    }));
  });

  test("slices and concatenations undo each other", () => {
    fc.assert(fc.property(pair, fc.nat(), fc.nat(), ([a], i, j) => {
      const x = matrix(a);
      const [m, n] = of.shape(x);
      const top = i % m;
      const left = j % n;
      const columns = [[0, left], [left, n]].filter(([start, end]) => start! < end!);
      const rows = [[0, top], [top, m]].filter(([start, end]) => start! < end!);
      const back = of.concatenate(
        rows.map(([start, end]) =>
          of.concatenate(
            columns.map(([from, to]) =>
              of.slice(x, { rows: [start!, end!], columns: [from!, to!] })
            ),
            "columns",
          )
        ),
        "rows",
      );
      assertEquals(of.toRows(back), a);
      assertEquals(of.toRows(of.slice(x, {})), a);
      assertEquals(of.toRows(of.slice(x, { rows: [top, m] })), a.slice(top));
    }));
  });

  for (const f of Object.keys(definitions) as ElementwiseFunction[]) {
    test(`${f} is that of Math`, () => {
      const wide = fc.oneof(entry, fc.constantFrom(1e-30, -1e-30, 1e-7, -1e-7, 1));
      fc.assert(fc.property(fc.array(wide, { minLength: 1, maxLength: 9 }), (numbers) => {
        const within = {
          squareRoot: (x: number) => Math.abs(x),
          // Beyond, the results leave the normal numbers of binary32.
          exponential: (x: number) => x % 80,
          logistic: (x: number) => x % 80,
        }[f as string] ?? ((x: number) => Math.abs(x) < 1e-20 && f === "square" ? 1 : x);
        const x = numbers.map(within).map(round);
        const exact = x.map(definitions[f]);
        const relative = expected.relativeErrors[f] ?? 0;
        const allowed = expected.absoluteErrors[f] ?? 0;
        assertWithin(
          of.toRows(of.apply(f, of.vector(x))),
          exact.map((y) => [y]),
          exact.map((y) => [(relative * Math.abs(y) + allowed) * 1.01 * u]),
        );
      }));
    });
  }

  test("dot and the norms", () => {
    fc.assert(fc.property(pair, ([a, b]) => {
      const [x, y] = [matrix(a), matrix(b)];
      const products = zip(a, b, (p, q) => p * q).flat();
      const count = products.length;
      const sum = products.reduce((p, q) => p + q, 0);
      const size = products.reduce((p, q) => p + Math.abs(q), 0);
      assertLessOrEqual(Math.abs(of.dot(x, y) - sum), 2.02 * count * u * size);
      assertLessOrEqual(Math.abs(of.norm(x) - frobenius(a)), (count + 4) * u * frobenius(a));
      assertEquals(of.maximumNorm(x), Math.max(...absolute(a).flat()));
    }));
    assertEquals(of.norm(of.zeros(3, 2)), 0);
    assertEquals(of.maximumNorm(of.zeros(3, 2)), 0);
    // Powers of two up to the ends of the range, whose squares overflow or underflow.
    const top = Math.floor(Math.log2(of.largest / 8));
    for (
      const scale of [
        2 ** top,
        2 ** -top,
        ...scales.map((x) => 2 ** Math.round(Math.log2(x))),
      ]
    ) {
      assertEquals(of.norm(of.vector([3 * scale, -4 * scale])), 5 * scale);
    }
    assertEquals(of.norm(of.vector([of.largest])), of.largest);
  });

  /** Checks A = U diag(s) Vᵀ for A scaled by `factor`, a power of two. */
  function checkSvd(rows: Rows, factor: number): void {
    const a = rounded(rows);
    const { u: left, s, v: right } = of.singularValueDecomposition(
      matrix(a.map((row) => row.map((x) => factor * x))),
    );
    const [m, n] = [a.length, a[0]!.length];
    const k = Math.min(m, n);
    assertEquals([[...of.shape(left)], s.length, [...of.shape(right)]], [[m, k], k, [n, k]]);
    for (const [i, value] of s.entries()) assert(value >= 0 && value <= (s[i - 1] ?? Infinity));
    const [p, q] = [of.toRows(left), of.toRows(right)];
    assertOrthonormalColumns(p, c * k * u);
    assertOrthonormalColumns(q, c * k * u);
    const scaled = p.map((row) => row.map((x, j) => x * (s[j]! / factor)));
    const residual = frobenius(zip(a, product(scaled, transposed(q)), (x, y) => x - y));
    assertLessOrEqual(residual, c * k * u * frobenius(a), "‖A − UΣVᵀ‖");
  }

  test("the SVD of hard matrices", () => {
    fc.assert(fc.property(hardMatrix, (a) => of.scope(() => checkSvd(a, 1))), { numRuns: 150 });
  });

  test("the SVD of the zero matrix, of one entry and of equal columns", () => {
    checkSvd([[0, 0, 0], [0, 0, 0]], 1);
    checkSvd([[0]], 1);
    checkSvd([[-3]], 1);
    checkSvd([[0, 0], [0, -5], [0, 0]], 1);
    // Here the order of the columns changes between rotations.
    const [zero, plus, minus] = [[0, 0, 0, 0, 0], [0, -1, 0, 1, 0], [0, -1, 0, -1, 0]];
    checkSvd([plus, zero, [-1, 0, 0, 1, 0], zero, zero, minus], 1);
    // ml-matrix's own SVD never returns from this one.
    checkSvd(Array.from({ length: 29 }, (_, i) => Array<number>(30).fill(Math.sin(i + 1))), 1);
    assertEquals(of.singularValueDecomposition(matrix([[0, -3], [4, 0]])).s, [4, 3]);
  });

  /** Checks A Q = Q diag(values) for the symmetric A with this lower triangle, scaled. */
  function checkEigen(rows: Rows, factor: number): void {
    const n = Math.min(rows.length, rows[0]!.length);
    const square = rounded(rows.slice(0, n).map((row) => row.slice(0, n)));
    const a = square.map((row, i) => row.map((_, j) => square[Math.max(i, j)]![Math.min(i, j)]!));
    const { values, vectors } = of.symmetricEigendecomposition(
      matrix(square.map((row) => row.map((x) => factor * x))),
    );
    assertEquals([values.length, [...of.shape(vectors)]], [n, [n, n]]);
    for (const [i, value] of values.entries()) assert(value >= (values[i - 1] ?? -Infinity));
    const q = of.toRows(vectors);
    assertOrthonormalColumns(q, c * n * u);
    const scaled = q.map((row) => row.map((x, j) => x * (values[j]! / factor)));
    const residual = frobenius(zip(product(a, q), scaled, (x, y) => x - y));
    assertLessOrEqual(residual, c * n * u * frobenius(a), "‖AQ − Q diag(values)‖");
  }

  test("the symmetric eigendecomposition of hard matrices, from the lower triangle", () => {
    fc.assert(fc.property(hardMatrix, (a) => of.scope(() => checkEigen(a, 1))), { numRuns: 150 });
    checkEigen([[0, 0], [0, 0]], 1);
    // ml-matrix's eigenvectors of this one are not orthogonal, because of products that underflow.
    const [tiny, small] = [1e-320, 1e-160];
    checkEigen([[0, 0, 0, 0], [tiny, 0, 0, 0], [0, -tiny, tiny, 0], [small, -1, -1, small]], 1);
    assertEquals(of.symmetricEigendecomposition(matrix([[3, 9], [0, -2]])).values, [-2, 3]);
  });

  for (const scale of scales) {
    test(`decompositions at the scale ${scale}`, () => {
      const factor = 2 ** Math.round(Math.log2(scale));
      // Scaled entries that are subnormal lose bits before the decomposition sees them.
      const mild = hardMatrix.map((a) =>
        a.map((row) => row.map((x) => Math.abs(x) < 2 ** -20 ? 0 : x))
      );
      fc.assert(
        fc.property(mild, (a) =>
          of.scope(() => {
            checkSvd(a, factor);
            checkEigen(a, factor);
          })),
        { numRuns: 20 },
      );
    });
  }

  test("no operation changes its arguments", () => {
    const rows = [[4, 1], [1, 3]];
    const [a, b] = [matrix(rows), matrix(rows)];
    of.add(a, b);
    of.subtract(a, b);
    of.scale(2, a);
    of.shift(a, 1);
    of.multiply(a, b);
    of.transpose(a);
    of.hadamard(a, b);
    of.quotient(a, b);
    of.maximum(a, b);
    for (const f of Object.keys(definitions) as ElementwiseFunction[]) of.apply(f, a);
    of.toRows(of.slice(a, {}))[0]![0] = 7;
    of.toRows(a)[0]![0] = 7;
    of.concatenate([a, b], "rows");
    of.singularValueDecomposition(a);
    of.symmetricEigendecomposition(a);
    assertEquals(of.toRows(a), rows);
    assertEquals(of.toRows(b), rows);
  });

  test("shapes that do not fit are errors that name both", () => {
    const [a, b] = [of.zeros(2, 3), of.zeros(1, 3)];
    for (
      const operation of ["add", "subtract", "hadamard", "quotient", "maximum", "dot"] as const
    ) {
      const { message } = assertThrows(() => of[operation](a, b), RangeError, operation);
      assert(message.includes("2×3") && message.includes("1×3"), message);
    }
    const { message } = assertThrows(() => of.multiply(a, b), RangeError, "multiply");
    assert(message.includes("2×3") && message.includes("1×3"), message);
    assertThrows(() => of.concatenate([a, b], "columns"), RangeError, "2×3 and 1×3");
    assertThrows(() => of.concatenate([a, of.zeros(3, 2)], "rows"), RangeError, "2×3 and 3×2");
    assertThrows(() => of.concatenate([], "rows"), RangeError);
    assertThrows(() => of.reshape(a, 2, 2), RangeError, "2×3 and 2×2");
    assertThrows(() => of.reshape(a, 0, 6), RangeError);
    assertThrows(() => of.reshape(a, 1.5, 4), RangeError);
  });

  test("what is no matrix, no range or not finite is an error", () => {
    assertThrows(() => of.matrix([]), RangeError);
    assertThrows(() => of.matrix([[]]), RangeError);
    assertThrows(() => of.matrix([[1, 2], [3]]), RangeError, "row 1 has 1");
    assertThrows(() => of.vector([]), RangeError);
    assertThrows(() => of.diagonal([]), RangeError);
    assertThrows(() => of.identity(0), RangeError);
    assertThrows(() => of.zeros(0, 1), RangeError);
    assertThrows(() => of.zeros(2, 1.5), RangeError);
    const a = of.zeros(2, 3);
    for (const range of [[0, 0], [1, 3], [-1, 1], [0.5, 1]] as const) {
      assertThrows(() => of.slice(a, { rows: range }), RangeError, "2 rows");
    }
    assertThrows(() => of.slice(a, { columns: [3, 4] }), RangeError, "3 columns");
    assertThrows(() => of.symmetricEigendecomposition(a), RangeError, "2×3");
    for (const x of [NaN, Infinity, -Infinity]) {
      const bad = matrix([[1, 0], [x, 1]]);
      assertThrows(() => of.singularValueDecomposition(bad), RangeError, "not finite");
      assertThrows(() => of.symmetricEigendecomposition(bad), RangeError, "not finite");
    }
  });

  test("scope returns what its body returns and passes its errors on", () => {
    const result = of.scope(() => ({ nested: [of.vector([1, 2])], number: 3, text: "x" }));
    assertEquals(of.toArray(result.nested[0]!), [1, 2]);
    assertEquals([result.number, result.text], [3, "x"]);
    assertThrows(
      () =>
        of.scope(() => {
          throw new TypeError("from inside");
        }),
      TypeError,
      "from inside",
    );
  });
}
