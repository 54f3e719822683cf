/** Kronecker products, their factors and eigenbases, and the eigenbasis' conventions. */

import { assertEquals, assertThrows } from "@std/assert";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { Arithmetic } from "../arithmetic/mod.ts";
import {
  eigenbasis,
  haarOrthogonal,
  interpolatedBasis,
  kroneckerEigenbasis,
  kroneckerFactors,
  kroneckerProduct,
  withEigenvalues,
} from "./mod.ts";
import { assertClose, assertOrthonormal, testOnBoth } from "./shared_test.ts";

const LEFT = [[2, 1], [1, 3]];
const RIGHT = [[4, 1, 0], [1, 2, 1], [0, 1, 1]];

/** Asserts that UᵀAU is diagonal, and returns the diagonal. */
function assertDiagonalizes<T>(arithmetic: Arithmetic<T>, u: T, a: T): number[] {
  const { multiply, transpose } = arithmetic;
  const rotated = multiply(transpose(u), multiply(a, u));
  const diagonal = arithmetic.toRows(rotated).map((row, i) => row[i]!);
  const tolerance = 64 * arithmetic.unitRoundoff * arithmetic.norm(a);
  assertClose(arithmetic, rotated, arithmetic.diagonal(diagonal), tolerance, "UᵀAU is diagonal");
  return diagonal;
}

testOnBoth("the Kronecker product by hand, and on a matrix by rows", (arithmetic) => {
  const a = arithmetic.matrix([[1, 2], [3, 4]]);
  const b = arithmetic.matrix([[0, 1], [5, 0]]);
  assertEquals(arithmetic.toRows(kroneckerProduct(arithmetic, a, b)), [
    [0, 1, 0, 2],
    [5, 0, 10, 0],
    [0, 3, 0, 4],
    [15, 0, 20, 0],
  ]);
  // (A ⊗ B) vec(G) = vec(AGBᵀ): G = (1 2; 3 4), AG = (7 10; 15 22), AGBᵀ = (10 35; 22 75).
  const g = arithmetic.vector([1, 2, 3, 4]);
  const product = arithmetic.multiply(kroneckerProduct(arithmetic, a, b), g);
  assertEquals(arithmetic.toArray(product), [10, 35, 22, 75]);
});

testOnBoth("the factors of E[ggᵀ] are E[GGᵀ] and E[GᵀG]", (arithmetic) => {
  // One G = (1 2 3; 0 1 1): GGᵀ = (14 5; 5 2), GᵀG = (1 2 3; 2 5 7; 3 7 10).
  const g = arithmetic.vector([1, 2, 3, 0, 1, 1]);
  const h = arithmetic.multiply(g, arithmetic.transpose(g));
  const { left, right } = kroneckerFactors(arithmetic, h, 2, 3);
  assertEquals(arithmetic.toRows(left), [[14, 5], [5, 2]]);
  assertEquals(arithmetic.toRows(right), [[1, 2, 3], [2, 5, 7], [3, 7, 10]]);
});

testOnBoth("the factors of A ⊗ B are tr(B)A and tr(A)B", (arithmetic) => {
  const h = kroneckerProduct(arithmetic, arithmetic.matrix(LEFT), arithmetic.matrix(RIGHT));
  const { left, right } = kroneckerFactors(arithmetic, h, 2, 3);
  assertEquals(arithmetic.toRows(left), LEFT.map((row) => row.map((x) => 7 * x)));
  assertEquals(arithmetic.toRows(right), RIGHT.map((row) => row.map((x) => 5 * x)));
});

testOnBoth("the Kronecker eigenbasis diagonalizes A ⊗ B, and not B ⊗ A", (arithmetic) => {
  const [left, right] = [arithmetic.matrix(LEFT), arithmetic.matrix(RIGHT)];
  const u = kroneckerEigenbasis(arithmetic, { left, right });
  assertOrthonormal(arithmetic, u, 64);
  const products = assertDiagonalizes(arithmetic, u, kroneckerProduct(arithmetic, left, right));
  // Column 3i + j belongs to λᵢμⱼ, both ascending.
  const { values } = arithmetic.symmetricEigendecomposition(left);
  const { values: others } = arithmetic.symmetricEigendecomposition(right);
  const expected = values.flatMap((x) => others.map((y) => x * y));
  const distance = Math.hypot(...products.map((x, i) => x - expected[i]!));
  assertEquals(distance <= 256 * arithmetic.unitRoundoff * Math.hypot(...expected), true);
  assertThrows(() => assertDiagonalizes(arithmetic, u, kroneckerProduct(arithmetic, right, left)));
});

testOnBoth("two quarter turns: the product's signs are chosen anew", (arithmetic) => {
  // Each factor's eigenbasis is an exchange of axes, a quarter turn by its signs; the product of two
  // quarter turns has the eigenvalues ±1, and half of the way would not be a basis.
  const factor = arithmetic.diagonal([2, 1]);
  const u = kroneckerEigenbasis(arithmetic, { left: factor, right: factor });
  assertOrthonormal(arithmetic, interpolatedBasis(arithmetic, u, 1 / 2), 64);
  const turn = eigenbasis(arithmetic, factor);
  const product = kroneckerProduct(arithmetic, turn, turn);
  const half = interpolatedBasis(arithmetic, product, 1 / 2);
  assertThrows(() => assertOrthonormal(arithmetic, half, 64));
});

testOnBoth("an eigenbasis: ascending, a rotation, by hand", (arithmetic) => {
  const c = 1 / Math.SQRT2;
  // Eigenvalues 1 and 3 of (2 1; 1 2): (1, −1)/√2 and (1, 1)/√2, a turn by −45°.
  const u = eigenbasis(arithmetic, arithmetic.matrix([[2, 1], [1, 2]]));
  const expected = arithmetic.matrix([[c, c], [-c, c]]);
  assertClose(arithmetic, u, expected, 8 * arithmetic.unitRoundoff, "U");
  const values = assertDiagonalizes(arithmetic, u, arithmetic.matrix([[2, 1], [1, 2]]));
  assertEquals(values.map(Math.round), [1, 3]);
  assertEquals(arithmetic.toRows(eigenbasis(arithmetic, arithmetic.matrix([[5]]))), [[1]]);
  // Repeated eigenvalues: any basis of the eigenspace will do.
  assertOrthonormal(arithmetic, eigenbasis(arithmetic, arithmetic.diagonal([3, 3, 1])), 16);
});

testOnBoth("the signs of an eigenbasis leave no half turn, whatever the solver's", (arithmetic) => {
  for (let seed = 1; seed <= 8; seed++) {
    const n = 2 + seed % 3;
    const vectors = haarOrthogonal(xoroshiro128plus(seed), n);
    const a = withEigenvalues(vectors.map((_, i) => i + 1), vectors);
    const half = interpolatedBasis(arithmetic, eigenbasis(arithmetic, arithmetic.matrix(a)), 1 / 2);
    assertOrthonormal(arithmetic, half, 256);
  }
});

testOnBoth("shapes that do not fit are refused", (arithmetic) => {
  const h = arithmetic.identity(6);
  assertThrows(
    () => kroneckerFactors(arithmetic, h, 2, 2),
    RangeError,
    "H is 6×6, but for a 2×2 parameter it must be 4×4: give the parameter's own rows and columns",
  );
  assertThrows(() => kroneckerFactors(arithmetic, h, 0, 6), RangeError, "m must be an integer");
  assertThrows(() => kroneckerFactors(arithmetic, h, 6, 1.5), RangeError, "n must be an integer");
  assertThrows(() => eigenbasis(arithmetic, arithmetic.matrix([[1, 2]])), RangeError);
});
