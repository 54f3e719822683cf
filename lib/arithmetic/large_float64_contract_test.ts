/**
 * What arithmetic for large matrices must do beyond the contract: give what `float64` gives to the
 * last bit, and give places back. Run by `large_float64_test.ts` in WebAssembly and by
 * `large_float64_in_javascript_test.ts` without.
 */

import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import type { Arithmetic, ElementwiseFunction } from "./arithmetic.ts";
import { testContract } from "./contract_test.ts";
import { elementwiseFunctions } from "./_elementwise_functions.ts";
import { float64 } from "./float64.ts";
import { createLargeFloat64, type LargeFloat64Matrix } from "./large_float64.ts";

const functions = Object.keys(elementwiseFunctions) as ElementwiseFunction[];

/** Numbers of both signs and several magnitudes, some of them extreme. */
function entries(length: number, seed: number): number[] {
  const extreme = [-0, 0, 5e-324, -1e308, 1e-200, Infinity, NaN, -Infinity];
  return Array.from({ length }, (_, i) => {
    const fraction = Math.abs(Math.sin(12.9898 * (i + 1) + 78.233 * seed)) * 43758.5453 % 1;
    if (seed % 4 === 0 && fraction < 0.01) return extreme[i % extreme.length]!;
    return (fraction - 0.5) * 10 ** (i % 7 - 3);
  });
}

/** Everything that an arithmetic computes of an m×k, an m×k and a k×n matrix. */
function everything<T>(
  arithmetic: Arithmetic<T>,
  [m, k, n]: readonly [m: number, k: number, n: number],
  seed: number,
): unknown[] {
  const rows = (rows: number, columns: number, seed: number) => {
    const all = entries(rows * columns, seed);
    return Array.from({ length: rows }, (_, i) => all.slice(i * columns, (i + 1) * columns));
  };
  return arithmetic.scope(() => {
    const a = arithmetic.matrix(rows(m, k, seed));
    const b = arithmetic.matrix(rows(m, k, seed + 1));
    const c = arithmetic.matrix(rows(k, n, seed + 2));
    const half = Math.ceil(k / 2);
    const made = [
      arithmetic.zeros(m, k),
      arithmetic.identity(m),
      arithmetic.diagonal(entries(n, seed)),
      arithmetic.vector(entries(n, seed)),
      arithmetic.add(a, b),
      arithmetic.subtract(a, b),
      arithmetic.scale(-1.1, a),
      arithmetic.shift(a, 0.7),
      arithmetic.multiply(a, c),
      arithmetic.multiply(arithmetic.transpose(b), a),
      arithmetic.transpose(a),
      arithmetic.hadamard(a, b),
      arithmetic.quotient(a, b),
      arithmetic.maximum(a, b),
      ...functions.map((f) => arithmetic.apply(f, a)),
      arithmetic.slice(a, {}),
      arithmetic.slice(a, { rows: [m - 1, m] }),
      arithmetic.slice(a, { rows: [0, Math.ceil(m / 2)], columns: [half - 1, half] }),
      arithmetic.reshape(a, k, m),
      arithmetic.concatenate([a, b, a], "rows"),
      arithmetic.concatenate([a, arithmetic.slice(b, { columns: [0, half] }), b], "columns"),
    ];
    return [
      ...made.map((matrix) => [[...arithmetic.shape(matrix)], arithmetic.toArray(matrix)]),
      arithmetic.toRows(a),
      ...made.map(arithmetic.norm),
      ...made.map(arithmetic.maximumNorm),
      arithmetic.dot(a, b),
    ];
  });
}

/**
 * Where the places end that were ever given out: the first place of a length never asked for before,
 * which stays in use. So each call returns the last one's result plus that length, if nothing else
 * needed new places in between.
 */
function ends(arithmetic: Arithmetic<LargeFloat64Matrix>): () => [end: number, last: number] {
  let width = 1000;
  let next = 0;
  return () => {
    const { at, columns } = arithmetic.zeros(1, width += 2);
    const last = next;
    // Four rows, as the kernel writes them.
    next = at + 4 * columns;
    return [at, last];
  };
}

/** Registers all tests of the arithmetic for large matrices. */
export function testLargeFloat64(backend: "wasm" | "cpu"): void {
  const large = createLargeFloat64();
  const test = (name: string, body: () => void) =>
    Deno.test(`float64 for large matrices on ${backend}: ${name}`, body);

  test("is what it says", () => {
    assertEquals([large.name, large.backend], ["float64", backend]);
  });

  test("everything is what float64 makes of it, to the last bit", () => {
    const size = fc.integer({ min: 1, max: 40 });
    const seed = fc.nat(99);
    fc.assert(
      fc.property(size, size, size, seed, (m, k, n, seed) => {
        assertEquals(everything(large, [m, k, n], seed), everything(float64, [m, k, n], seed));
      }),
      { numRuns: 50 },
    );
    // Larger than the memory was so far, so that it grows with matrices in it.
    for (const sizes of [[70, 129, 66], [300, 5, 301], [1, 3000, 1], [1, 7, 999]] as const) {
      assertEquals(everything(large, sizes, 1), everything(float64, sizes, 1), sizes.join("×"));
    }
  });

  test("no operation needs new places once it gave its own back", () => {
    const arithmetic = createLargeFloat64();
    const end = ends(arithmetic);
    const symmetric = () => {
      const { values, vectors } = arithmetic.symmetricEigendecomposition(arithmetic.identity(9));
      const { u, v } = arithmetic.singularValueDecomposition(vectors);
      arithmetic.add(u, v);
      return values;
    };
    for (const sizes of [[3, 4, 5], [30, 41, 27], [32, 40, 28]] as const) {
      const body = () => [everything(arithmetic, sizes, 1), arithmetic.scope(symmetric)];
      body();
      end();
      body();
      const [at, last] = end();
      assertEquals(at, last, sizes.join("×"));
    }
  });

  test("scope keeps its return value, however nested, and nothing else", () => {
    const outside = large.vector([1]);
    let inner: LargeFloat64Matrix | undefined;
    let lost: LargeFloat64Matrix | undefined;
    const kept = large.scope(() => {
      const a = large.add(outside, outside);
      const b = large.scope(() => {
        inner = large.scale(2, a);
        return large.hadamard(inner, a);
      });
      lost = large.scope(() => large.shift(b, 1));
      return { a, nested: [[b]], outside, step: 3 };
    });
    assertEquals([kept.a, kept.nested[0]![0]!].map(large.toArray), [[2], [8]]);
    assertThrows(() => large.toArray(inner!), Error, "freed");
    assertThrows(() => large.add(outside, lost!), Error, "1×1 matrix was freed");
    large.release(kept, outside);
    assertEquals(large.toArray(outside), [1]);
    large.release(outside);
  });

  test("scope frees everything when its body throws", () => {
    let made: LargeFloat64Matrix | undefined;
    assertThrows(() =>
      large.scope(() => {
        made = large.zeros(1, 2);
        large.add(made, large.zeros(2, 1));
      }), RangeError);
    assertThrows(() => large.norm(made!), Error, "freed");
  });

  test("release spares what also occurs in keep, and takes the same matrix twice", () => {
    const [a, b, c] = [large.zeros(1, 1), large.zeros(1, 1), large.zeros(1, 1)];
    large.release({ list: [a, [b]], again: b, c, number: 1, none: null }, [{ c }]);
    large.release(a);
    // If a place had been given back twice, two matrices would have it.
    const others = [1, 2, 3, 4].map((x) => large.vector([x]));
    assertEquals(others.map(large.toArray), [[1], [2], [3], [4]]);
    assertEquals(large.toArray(c), [0]);
    large.release([c, others]);
  });

  test("matrices of another arithmetic are errors", () => {
    const a = createLargeFloat64().vector([1]);
    assertThrows(() => large.norm(a), Error, "1×1 matrix is one of another arithmetic");
    assertThrows(() => large.release(a), Error, "another arithmetic");
  });

  testContract(large, {
    round: (x) => x,
    scales: [1e-300, 1e-150, 1e150, 1e300],
    decompositionConstant: 20,
    relativeErrors: { logistic: 4 },
    absoluteErrors: {},
  });
}
