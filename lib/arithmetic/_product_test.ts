import { assert, assertEquals } from "@std/assert";
import { matrixProduct } from "./_product.ts";
import { productInWebAssembly } from "./_product_kernel.ts";

/** The definition, summed in the order in which it must be. */
function byDefinition(
  left: readonly number[],
  right: readonly number[],
  m: number,
  inner: number,
  n: number,
): number[] {
  return Array.from({ length: m * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    let sum = 0;
    for (let k = 0; k < inner; k++) sum += left[i * inner + k]! * right[k * n + j]!;
    return sum;
  });
}

/** Numbers of both signs and several magnitudes, so that another order of summation is seen. */
function entries(length: number, seed: number): number[] {
  return Array.from({ length }, (_, i) => {
    const fraction = Math.abs(Math.sin(12.9898 * (i + 1) + 78.233 * seed)) * 43758.5453 % 1;
    return (fraction - 0.5) * 10 ** (i % 7 - 3);
  });
}

const SHAPES = [1, 2, 3, 4, 5, 7, 8, 9];

Deno.test("products are those of the definition to the last bit, whatever the shape", () => {
  const large = [[40, 30, 20], [64, 9, 65], [3, 70, 70], [70, 70, 3], [17, 300, 6], [6, 1, 900]];
  const shapes = SHAPES.flatMap((m) =>
    SHAPES.flatMap((inner) => SHAPES.map((n) => [m, inner, n] as const))
  );
  for (const [m, inner, n] of [...shapes, ...large]) {
    const left = entries(m! * inner!, 1);
    const right = entries(inner! * n!, 2);
    assertEquals(
      matrixProduct(left, right, m!, inner!, n!),
      byDefinition(left, right, m!, inner!, n!),
      `${m}×${inner} times ${inner}×${n}`,
    );
  }
});

Deno.test("products in WebAssembly are those of the definition to the last bit", () => {
  // Every number of rows and of columns beyond a multiple of four, and more memory each time.
  for (const m of SHAPES) {
    for (const n of SHAPES) {
      for (const inner of [1, 2, 5, 40 * m]) {
        const left = entries(m * inner, 3);
        const right = entries(inner * n, 4);
        assertEquals(
          productInWebAssembly(left, right, m, inner, n),
          byDefinition(left, right, m, inner, n),
          `${m}×${inner} times ${inner}×${n}`,
        );
      }
    }
  }
});

Deno.test("another order of summation would be noticed", () => {
  const [left, right] = [entries(40, 3), entries(40, 4)];
  const backwards = byDefinition(left.toReversed(), right.toReversed(), 1, 40, 1);
  assert(backwards[0] !== byDefinition(left, right, 1, 40, 1)[0]);
});

Deno.test("products of what is no ordinary number are those of the definition", () => {
  const special = [-0, 0, NaN, Infinity, -Infinity, Number.MIN_VALUE, -Number.MAX_VALUE, 1];
  const [m, inner, n] = [17, 16, 19];
  for (let shift = 0; shift < special.length; shift++) {
    // Mostly ones, as one NaN leaves nothing else to be seen in its row and column.
    const left = Array.from(
      { length: m * inner },
      (_, i) => i % 97 === shift ? special[shift]! : 1,
    );
    const right = Array.from({ length: inner * n }, (_, i) => i % 89 === 7 ? special[0]! : -1);
    const expected = byDefinition(left, right, m, inner, n);
    const product = matrixProduct(left, right, m, inner, n);
    for (const [i, entry] of product.entries()) assert(Object.is(entry, expected[i]), `entry ${i}`);
  }
});
