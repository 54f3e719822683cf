/** Envelopes of maxima of affine functions: by hand, and against all faces of the simplex. */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { float64 } from "../arithmetic/mod.ts";
import { type AffinePieces, envelopeOfMaximum } from "./mod.ts";

const dot = (x: readonly number[], y: readonly number[]) =>
  x.reduce((sum, entry, i) => sum + entry * y[i]!, 0);

Deno.test("the envelope by hand", () => {
  // max(0, 2y − 2) with L = 1: 0 up to x = 1, ½(x − 1)² up to x = 3, then 2(x − 1) − 2.
  const hinge = { slopes: [[0], [2]], offsets: [0, 2] };
  for (const [x, value, slope] of [[-1, 0, 0], [1, 0, 0], [2, 0.5, 1], [3, 2, 2], [5, 6, 2]]) {
    const point = envelopeOfMaximum(hinge, [x!], 1);
    assertEquals([point.value, ...point.gradient], [value, slope]);
  }
  assertEquals(envelopeOfMaximum(hinge, [2], 1).weights, [0.5, 0.5]);
  assertEquals(envelopeOfMaximum(hinge, [2], 1).sensitivity, 0.5);
  assertEquals(envelopeOfMaximum(hinge, [5], 1).curved, []);
  // The support function of a triangle, all offsets 0: u/L is x projected onto the triangle over L.
  const triangle = { slopes: [[0, 0], [4, 0], [0, 4]], offsets: [0, 0, 0] };
  assertEquals(envelopeOfMaximum(triangle, [1, 1], 1).gradient, [1, 1]);
  assertEquals(envelopeOfMaximum(triangle, [1, -1], 2).gradient, [2, 0]);
  const { gradient } = envelopeOfMaximum(triangle, [6, 4], 1);
  gradient.forEach((entry, i) => assertAlmostEquals(entry, [3, 1][i]!, 1e-14));
});

Deno.test("pieces that coincide or depend on each other", () => {
  // The higher of two parallel pieces counts, whichever comes first.
  for (const offsets of [[0, 1], [1, 0]]) {
    const { value, gradient } = envelopeOfMaximum({ slopes: [[3], [3]], offsets }, [1], 1);
    assertEquals([value, ...gradient], [-1.5, 3]);
  }
  // Four slopes of the plane are affinely dependent.
  const square = { slopes: [[1, 1], [1, -1], [-1, 1], [-1, -1]], offsets: [0, 0, 0, 0] };
  const { value, gradient } = envelopeOfMaximum(square, [0.5, -0.25], 1);
  assertAlmostEquals(value, (0.25 + 0.0625) / 2, 1e-15);
  gradient.forEach((entry, i) => assertAlmostEquals(entry, [0.5, -0.25][i]!, 1e-15));
});

Deno.test("near a kink the gradient is small and has all its digits", () => {
  for (const slopes of [[[7], [-9.9999]], [[3, 1], [-2, 5], [-1, -4]]]) {
    const x = slopes[0]!.map((_, i) => (i + 1) * 1e-20);
    const { gradient } = envelopeOfMaximum({ slopes, offsets: slopes.map(() => 0) }, x, 0.3);
    gradient.forEach((entry, i) => assertAlmostEquals(entry / x[i]!, 0.3, 1e-14));
  }
});

Deno.test("it ends where slopes nearly coincide, and where x is not finite", () => {
  for (let gap = 1; gap > 1e-17; gap /= 7) {
    const slopes = [[1, 0], [1 + gap, gap], [1, gap], [1 - gap, 0], [1, 0], [1 + gap / 3, gap / 3]];
    const offsets = slopes.map((_, k) => gap * (k % 3) / 3);
    const { value, gradient } = envelopeOfMaximum({ slopes, offsets }, [0.3, -0.2], 1);
    // All slopes are within 2 gap of (1, 0), where the value is 0.3 − ½.
    assertAlmostEquals(gradient[0]!, 1, 2 * gap + 1e-15);
    assertAlmostEquals(value, -0.2, 2 * gap + 1e-15);
  }
  const absolute = { slopes: [[1], [-1]], offsets: [0, 0] };
  assertEquals(envelopeOfMaximum(absolute, [NaN], 1).value, NaN);
  assertEquals(envelopeOfMaximum(absolute, [Infinity], 1).gradient, [1]);
});

Deno.test("what makes no sense is refused", () => {
  assertThrows(() => envelopeOfMaximum({ slopes: [], offsets: [] }, [], 1), RangeError, "offset");
  assertThrows(() => envelopeOfMaximum({ slopes: [[1]], offsets: [] }, [0], 1), RangeError);
  assertThrows(
    () => envelopeOfMaximum({ slopes: [[1]], offsets: [0] }, [0], 0),
    RangeError,
    "smoothness",
  );
});

/**
 * The largest of λ·s − ‖Aᵀλ‖²/(2L) over the simplex, by its faces: on each the system of the affine
 * maximizer is solved by a pseudoinverse, and counts if it is solved and no weight is negative.
 */
function overFaces(
  { slopes, offsets }: AffinePieces,
  x: readonly number[],
  smoothness: number,
): number {
  const heights = slopes.map((slope, k) => dot(slope, x) - offsets[k]!);
  let best = -Infinity;
  for (let mask = 1; mask < 2 ** slopes.length; mask++) {
    const face = slopes.map((_, k) => k).filter((k) => mask & (1 << k));
    const rows = [
      ...face.map((i) => [...face.map((j) => dot(slopes[i]!, slopes[j]!) / smoothness), 1]),
      [...face.map(() => 1), 0],
    ];
    const right = [...face.map((k) => heights[k]!), 1];
    const { u, s, v } = float64.singularValueDecomposition(float64.matrix(rows));
    const [left, other] = [float64.toRows(u), float64.toRows(v)];
    const inverse = s.map((sigma) => sigma > 1e-10 * s[0]! ? 1 / sigma : 0);
    const coordinates = inverse.map((factor, c) => factor * dot(left.map((row) => row[c]!), right));
    const solution = other.map((row) => dot(row, coordinates));
    const isSolved = rows.every((row, i) => Math.abs(dot(row, solution) - right[i]!) < 1e-9);
    const weights = solution.slice(0, -1);
    if (!isSolved || weights.some((weight) => weight < -1e-9)) continue;
    const gradient = x.map((_, i) => dot(face.map((k) => slopes[k]![i]!), weights));
    best = Math.max(
      best,
      dot(face.map((k) => heights[k]!), weights) - dot(gradient, gradient) / (2 * smoothness),
    );
  }
  return best;
}

const number = fc.oneof(
  fc.integer({ min: -2, max: 2 }),
  fc.integer({ min: -64, max: 64 }).map((k) => k / 16),
);
const cases = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 6 })).chain(
  ([dimension, count]) => {
    const vector = fc.array(number, { minLength: dimension, maxLength: dimension });
    return fc.record({
      slopes: fc.array(vector, { minLength: count, maxLength: count }),
      offsets: fc.array(number, { minLength: count, maxLength: count }),
      x: vector,
      y: vector,
      smoothness: fc.constantFrom(0.25, 1, 8),
    });
  },
);

Deno.test("the value is the best over all faces", () => {
  fc.assert(
    fc.property(cases, ({ x, smoothness, ...pieces }) => {
      const { value } = envelopeOfMaximum(pieces, x, smoothness);
      assertAlmostEquals(value, overFaces(pieces, x, smoothness), 1e-8);
    }),
    { numRuns: 1000, seed: 1 },
  );
});

Deno.test("the weights are those of the gradient, and no piece is higher at x − u/L", () => {
  fc.assert(
    fc.property(cases, ({ x, smoothness, slopes, offsets }) => {
      const { gradient, weights } = envelopeOfMaximum({ slopes, offsets }, x, smoothness);
      assert(weights.every((weight) => weight >= 0));
      assertAlmostEquals(weights.reduce((sum, weight) => sum + weight, 0), 1, 1e-13);
      const combined = x.map((_, i) => dot(slopes.map((slope) => slope[i]!), weights));
      combined.forEach((entry, i) => assertAlmostEquals(entry, gradient[i]!, 1e-13));
      const proximal = x.map((entry, i) => entry - gradient[i]! / smoothness);
      const pieces = slopes.map((slope, k) => dot(slope, proximal) - offsets[k]!);
      const highest = Math.max(...pieces);
      for (const [k, weight] of weights.entries()) {
        assert(weight < 1e-12 || pieces[k]! > highest - 1e-11);
      }
    }),
    { numRuns: 3000, seed: 2 },
  );
});

Deno.test("it is smooth and convex, in the form that is necessary and sufficient", () => {
  fc.assert(
    fc.property(cases, ({ x, y, smoothness, ...pieces }) => {
      const [at, other] = [x, y].map((point) => envelopeOfMaximum(pieces, point, smoothness));
      const move = x.map((entry, i) => entry - y[i]!);
      const turn = x.map((_, i) => at!.gradient[i]! - other!.gradient[i]!);
      const least = other!.value + dot(other!.gradient, move) + dot(turn, turn) / (2 * smoothness);
      assert(at!.value >= least - 1e-11, `${at!.value} < ${least}`);
    }),
    { numRuns: 3000, seed: 3 },
  );
});
