import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertLessOrEqual,
  assertThrows,
} from "@std/assert";
import { sample } from "fast-check";
import { float64 } from "../lib/arithmetic/mod.ts";
import {
  projectOntoRowSpace,
  type SpectralMatrix,
  spectralMatrix,
  spectralMatrixRows,
} from "./matrix.ts";
import { shrunk } from "./shared_test.ts";

const options = { numRuns: 500, seed: 2 };

function singularValues(matrix: SpectralMatrix): readonly number[] {
  return float64.singularValueDecomposition(float64.matrix(spectralMatrixRows(matrix))).s;
}

Deno.test("a spectral matrix has the shape and the singular values that it states", () => {
  for (const matrix of sample(spectralMatrix(), options)) {
    const rows = spectralMatrixRows(matrix);
    assertEquals([rows.length, rows[0]!.length], [matrix.rows, matrix.columns]);
    const stated = matrix.singularValues.toSorted((a, b) => b - a);
    for (const [i, s] of singularValues(matrix).entries()) {
      assertAlmostEquals(s, stated[i] ?? 0, 1e-13 * stated[0]!);
    }
  }
});

Deno.test("spectral matrices span shapes, ranks, condition numbers and scales", () => {
  const matrices = sample(spectralMatrix({ maximumConditionNumber: 1e6 }), options);
  const count = (has: (matrix: SpectralMatrix) => boolean) => matrices.filter(has).length;
  const spread = ({ singularValues: s }: SpectralMatrix) => Math.max(...s) / Math.min(...s);
  assert(count(({ rows, columns }) => rows < columns) > 100);
  assert(count(({ rows, columns }) => rows > columns) > 100);
  assert(count(({ rows, columns }) => rows === columns) > 30);
  assert(count((m) => m.singularValues.length < Math.min(m.rows, m.columns)) > 100);
  assert(count((m) => m.singularValues.length === Math.min(m.rows, m.columns)) > 100);
  assert(count((m) => spread(m) > 1e4) > 30);
  assert(count((m) => spread(m) === 1 && m.singularValues.length > 1) > 10);
  assertLessOrEqual(Math.max(...matrices.map(spread)), 1e6 * (1 + 1e-12));
  assert(count((m) => Math.max(...m.singularValues) > 100) > 30);
  assert(count((m) => Math.max(...m.singularValues) < 0.01) > 30);
  // A fifth of a fifth: 20 of 500.
  assert(count((m) => m.left.length === 0 && m.right.length === 0) > 8);
});

Deno.test("options bound rank and shape", () => {
  for (const matrix of sample(spectralMatrix({ fullRank: true, maximumRows: 3 }), options)) {
    assertLessOrEqual(matrix.rows, 3);
    assertEquals(matrix.singularValues.length, Math.min(matrix.rows, matrix.columns));
  }
  for (const matrix of sample(spectralMatrix({ minimumRank: 3 }), options)) {
    const { rows, columns, singularValues: s } = matrix;
    assert(s.length >= Math.min(3, rows, columns));
  }
});

Deno.test("projectOntoRowSpace is the orthogonal projection onto the range of the transpose", () => {
  for (const matrix of sample(spectralMatrix(), options)) {
    const a = float64.matrix(spectralMatrixRows(matrix));
    const x = Array.from({ length: matrix.columns }, (_, j) => Math.sin(3 * j + 1));
    const { v } = float64.singularValueDecomposition(a);
    const basis = float64.slice(v, { columns: [0, matrix.singularValues.length] });
    const expected = float64.toArray(float64.multiply(
      basis,
      float64.multiply(float64.transpose(basis), float64.vector(x)),
    ));
    const spread = Math.max(...matrix.singularValues) / Math.min(...matrix.singularValues);
    for (const [j, entry] of projectOntoRowSpace(matrix, x).entries()) {
      assertAlmostEquals(entry, expected[j]!, 1e-13 * spread);
    }
  }
});

Deno.test("spectral matrices shrink to [[1]], to diagonal matrices, to small ranks", () => {
  assertEquals(
    shrunk(spectralMatrix(), () => true).json,
    '{"rows":1,"columns":1,"singularValues":[1],"left":[],"right":[]}',
  );
  assertEquals(
    shrunk(spectralMatrix(), (m) => m.singularValues.length < Math.min(m.rows, m.columns)).json,
    '{"rows":2,"columns":2,"singularValues":[1],"left":[],"right":[]}',
  );
  assertEquals(
    shrunk(spectralMatrix(), (m) => {
      const s = singularValues(m);
      return s[0]! > 20 * s.at(-1)! && s.at(-1)! > 1e-9;
    }).json,
    '{"rows":2,"columns":2,"singularValues":[1,0.01],"left":[],"right":[]}',
  );
  const dense = shrunk(
    spectralMatrix(),
    (m) => spectralMatrixRows(m).flat().every((x) => x < -0.1),
  );
  assertLessOrEqual(dense.json.length, 90, dense.json);
});

Deno.test("malformed matrices are rejected with the place and the remedy", () => {
  const good = { rows: 2, columns: 3, singularValues: [1], left: [[1, 2]], right: [[1, 0, 0]] };
  const rejects = (change: unknown, error: typeof TypeError | typeof RangeError, text: string) =>
    assertThrows(
      () => spectralMatrixRows({ ...good, ...change as object } as SpectralMatrix),
      error,
      text,
    );
  spectralMatrixRows(good);
  rejects({ rows: 0 }, RangeError, "matrix.rows is 0: give an integer of at least 1");
  rejects({ columns: "3" }, TypeError, 'matrix.columns must be a number, but is the string "3"');
  rejects({ singularValues: undefined }, TypeError, "matrix.singularValues must be an array");
  rejects({ singularValues: [] }, RangeError, "matrix.singularValues must have at least 1");
  rejects({ singularValues: [1, 2, 3] }, RangeError, "rank at most 2");
  rejects({ singularValues: [0] }, RangeError, "matrix.singularValues[0] is 0: give a positive");
  rejects({ left: [[1]] }, RangeError, "matrix.left[0] has 1 entries, but must have 2");
  rejects({ right: [[1, 0, NaN]] }, RangeError, "matrix.right[0][2] is NaN");
  rejects({ right: 1 }, TypeError, "matrix.right must be an array");
});
