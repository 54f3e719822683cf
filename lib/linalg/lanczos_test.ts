import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertGreaterOrEqual,
  assertLessOrEqual,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import { type Arithmetic, float64 } from "../arithmetic/mod.ts";
import { lanczos, type LanczosDecomposition, withEigenvalues } from "./mod.ts";
import {
  assertClose,
  assertOrthonormal,
  check,
  orthogonal,
  testOnBoth,
  vector,
} from "./shared_test.ts";

/** Symmetric matrices, indefinite ones too, with a start vector and a number of steps. */
const symmetric = fc.integer({ min: 1, max: 8 }).chain((m) =>
  fc.record({
    m: fc.constant(m),
    eigenvalues: vector(m),
    basis: orthogonal(m),
    start: vector(m),
    steps: fc.integer({ min: 1, max: 8 }),
  })
);

function multiplyBy<T>(arithmetic: Arithmetic<T>, a: T): (v: T) => T {
  return (v) => arithmetic.multiply(a, v);
}

function tridiagonal<T>(arithmetic: Arithmetic<T>, decomposition: LanczosDecomposition<T>): T {
  const { diagonal, offDiagonal } = decomposition;
  return arithmetic.matrix(
    diagonal.map((alpha, i) =>
      diagonal.map((_, j) => {
        if (i === j) return alpha;
        return Math.abs(i - j) === 1 ? offDiagonal[Math.min(i, j)]! : 0;
      })
    ),
  );
}

testOnBoth("lanczos() of a hand-worked iteration", (arithmetic) => {
  const { unitRoundoff: u } = arithmetic;
  const apply = multiplyBy(arithmetic, arithmetic.diagonal([1, 2, 3]));
  const start = arithmetic.vector([5, 5, 5]);
  const result = lanczos(arithmetic, apply, start, 3);
  [2, 2, 2].forEach((alpha, i) => assertAlmostEquals(result.diagonal[i]!, alpha, 20 * u));
  [Math.sqrt(2 / 3), Math.sqrt(1 / 3)].forEach((beta, i) =>
    assertAlmostEquals(result.offDiagonal[i]!, beta, 20 * u)
  );
  const [a, b, c] = [Math.sqrt(1 / 3), Math.sqrt(1 / 2), Math.sqrt(1 / 6)];
  const basis = arithmetic.matrix([[a, -b, c], [a, 0, -2 * c], [a, b, c]]);
  assertClose(arithmetic, result.basis, basis, 20 * u, "the basis");
  assert(result.breakdown, "the whole space is invariant");

  const cut = lanczos(arithmetic, apply, start, 2);
  assertEquals(cut.diagonal.length, 2);
  assertEquals(cut.offDiagonal.length, 1);
  assertEquals(arithmetic.shape(cut.basis), [3, 2]);
  assertAlmostEquals(cut.residualNorm, Math.sqrt(1 / 3), 20 * u);
  assert(!cut.breakdown);
});

testOnBoth("lanczos() satisfies the Lanczos relation", (arithmetic) => {
  check(arithmetic, symmetric, ({ m, eigenvalues, basis, start, steps }) => {
    const { multiply, subtract, unitRoundoff: u } = arithmetic;
    const a = arithmetic.matrix(withEigenvalues(eigenvalues, basis));
    const norm = Math.max(...eigenvalues.map(Math.abs));
    const s = arithmetic.vector(start);
    const result = lanczos(arithmetic, multiplyBy(arithmetic, a), s, steps);
    const k = result.diagonal.length;
    const q = result.basis;
    assertLessOrEqual(k, Math.min(steps, m));
    assert(k === steps || result.breakdown, "it ends early only at a breakdown");
    assertEquals(arithmetic.shape(q), [m, k]);
    assertEquals(result.offDiagonal.length, k - 1);
    result.offDiagonal.forEach((beta) => assert(beta > 0));

    assertOrthonormal(arithmetic, q, 50);
    const first = arithmetic.slice(q, { columns: [0, 1] });
    const direction = arithmetic.scale(1 / arithmetic.norm(s), s);
    assertClose(arithmetic, first, direction, 10 * u, "q₁ = s/‖s‖");
    const residual = subtract(multiply(a, q), multiply(q, tridiagonal(arithmetic, result)));
    const error = 200 * u * norm;
    if (k > 1) {
      const inner = arithmetic.slice(residual, { columns: [0, k - 1] });
      assertLessOrEqual(arithmetic.norm(inner), error, "all columns but the last vanish");
    }
    const last = arithmetic.slice(residual, { columns: [k - 1, k] });
    assertAlmostEquals(arithmetic.norm(last), result.residualNorm, error);
    const across = multiply(arithmetic.transpose(q), last);
    assertLessOrEqual(arithmetic.norm(across), error, "the last column is orthogonal to the basis");
    if (result.breakdown) {
      assertLessOrEqual(arithmetic.norm(residual), error, "the basis is invariant");
    }
  });
});

testOnBoth("lanczos() stops where the Krylov space is invariant", (arithmetic) => {
  // A is block diagonal and s lives on the first block, so that no rounding leads out of it.
  const instances = fc.integer({ min: 1, max: 4 }).chain((k) =>
    fc.record({
      eigenvalues: fc.shuffledSubarray([-2, -1, 0.5, 1, 3], { minLength: k, maxLength: k }),
      basis: orthogonal(k),
      weights: fc.array(fc.double({ min: 0.1, max: 1, noNaN: true }), {
        minLength: k,
        maxLength: k,
      }),
    })
  );
  check(arithmetic, instances, ({ eigenvalues, basis, weights }) => {
    const k = eigenvalues.length;
    const block = withEigenvalues(eigenvalues, basis);
    const a = arithmetic.matrix([
      ...block.map((row) => [...row, 0, 0]),
      [...new Array<number>(k).fill(0), 7, 1],
      [...new Array<number>(k).fill(0), 1, -7],
    ]);
    const start = basis.map((row) => row.reduce((sum, x, i) => sum + x * weights[i]!, 0));
    const s = arithmetic.vector([...start, 0, 0]);
    const result = lanczos(arithmetic, multiplyBy(arithmetic, a), s, k + 2);
    assertEquals(result.diagonal.length, k);
    assert(result.breakdown);
    const ritz = arithmetic.symmetricEigendecomposition(tridiagonal(arithmetic, result)).values;
    eigenvalues.toSorted((x, y) => x - y).forEach((eigenvalue, i) =>
      assertAlmostEquals(ritz[i]!, eigenvalue, 300 * arithmetic.unitRoundoff)
    );
  });
});

testOnBoth("lanczos() meets a multiple eigenvalue once", (arithmetic) => {
  const a = arithmetic.diagonal([1, 1, 2, 2, 2]);
  const start = arithmetic.vector([1, 1, 1, 1, 1]);
  const result = lanczos(arithmetic, multiplyBy(arithmetic, a), start, 5);
  assertEquals(result.diagonal.length, 2);
  assert(result.breakdown);
  // The mean and the standard deviation of the eigenvalues under the start's weights.
  const error = 20 * arithmetic.unitRoundoff;
  assertAlmostEquals(result.diagonal[0]!, 8 / 5, error);
  assertAlmostEquals(result.offDiagonal[0]!, Math.sqrt(6) / 5, error);
  assertAlmostEquals(result.diagonal[1]!, 7 / 5, error);
});

Deno.test("lanczos() breaks down at once on an eigenvector and on the zero matrix", () => {
  const eigenvector = float64.vector([0, 1, 0]);
  const result = lanczos(
    float64,
    (v) => float64.multiply(float64.diagonal([1, 2, 3]), v),
    eigenvector,
    3,
  );
  assertEquals(result.diagonal, [2]);
  assertEquals([result.residualNorm, result.breakdown], [0, true]);
  const zero = lanczos(float64, (v) => float64.scale(0, v), eigenvector, 3);
  assertEquals(zero.diagonal, [0]);
  assertEquals(zero.breakdown, true);
});

testOnBoth("lanczos() applies A to its very argument where A is the identity", (arithmetic) => {
  const start = arithmetic.vector([1, 2, 2]);
  const { basis, diagonal } = lanczos(arithmetic, (v) => v, start, 3);
  const u = arithmetic.unitRoundoff;
  assertClose(arithmetic, basis, arithmetic.vector([1 / 3, 2 / 3, 2 / 3]), 4 * u, "the basis");
  assertAlmostEquals(diagonal[0]!, 1, 8 * u);
  assertEquals(arithmetic.toArray(start), [1, 2, 2], "the start is still there");
});

testOnBoth("lanczos() breaks down on the scale of A, whatever it is", (arithmetic) => {
  for (const scale of [2 ** -30, 2 ** 30]) {
    const a = arithmetic.diagonal([scale, 2 * scale, 3 * scale]);
    const ones = arithmetic.vector([1, 1, 1]);
    const { diagonal, offDiagonal } = lanczos(arithmetic, multiplyBy(arithmetic, a), ones, 3);
    assertEquals(diagonal.length, 3);
    assertAlmostEquals(offDiagonal[1]! / scale, Math.sqrt(1 / 3), 20 * arithmetic.unitRoundoff);
  }
});

testOnBoth(
  "lanczos() keeps its basis orthonormal after a Ritz value has converged",
  (arithmetic) => {
    // Without reorthogonalization the outlier comes back as a second copy.
    const m = 60;
    const eigenvalues = Array.from({ length: m }, (_, i) => i === 0 ? 100 : i / m);
    const apply = multiplyBy(arithmetic, arithmetic.diagonal(eigenvalues));
    const start = arithmetic.vector(eigenvalues.map(() => 1));
    const { basis, diagonal } = lanczos(arithmetic, apply, start, m, { tolerance: 0 });
    assertEquals(diagonal.length, m);
    assertOrthonormal(arithmetic, basis, 10 * m);

    // The instance is one that needs it: the plain three-term recurrence loses orthogonality.
    const { dot, norm, scale, subtract } = arithmetic;
    const plain = [scale(1 / norm(start), start)];
    let beta = 0;
    while (plain.length < m) {
      const q = plain.at(-1)!;
      const image = apply(q);
      const deflated = subtract(image, scale(dot(q, image), q));
      const next = beta === 0 ? deflated : subtract(deflated, scale(beta, plain.at(-2)!));
      beta = norm(next);
      plain.push(scale(1 / beta, next));
    }
    const loss = Math.max(...plain.slice(0, -1).map((q) => Math.abs(dot(q, plain.at(-1)!))));
    assertGreaterOrEqual(loss, 100 * m * arithmetic.unitRoundoff);
  },
);

Deno.test("lanczos() rejects impossible arguments", () => {
  const apply = (v: ReturnType<typeof float64.vector>) => v;
  const ones = float64.vector([1, 1]);
  assertThrows(() => lanczos(float64, apply, float64.zeros(2, 1), 1), RangeError, "not zero");
  assertThrows(() => lanczos(float64, apply, float64.vector([1, NaN]), 1), RangeError, "finite");
  assertThrows(() => lanczos(float64, apply, float64.zeros(2, 2), 1), RangeError, "vector");
  for (const steps of [0, 1.5, NaN]) {
    assertThrows(() => lanczos(float64, apply, ones, steps), RangeError, "steps");
  }
  assertThrows(() => lanczos(float64, apply, ones, 1, { tolerance: -1 }), RangeError, "tolerance");
  const wide = () => float64.zeros(3, 1);
  assertThrows(() => lanczos(float64, wide, ones, 1), RangeError, "apply must return");
  const infinite = () => float64.vector([Infinity, 0]);
  assertThrows(() => lanczos(float64, infinite, ones, 1), RangeError, "apply returned");
});
