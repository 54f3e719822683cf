import { assertEquals } from "@std/assert";
import {
  COLUMNS_AT_ONCE,
  decompositionKernels,
  MULTIPLIED_ROWS,
  REFLECTED_ROWS,
  STRIP,
  UPDATED_ROWS,
} from "./_decomposition_kernels.ts";

const BYTES = 8;
const { functions, memory: memoryOf } = decompositionKernels()!;

/** Numbers of both signs and several magnitudes, so that another order of summation is seen. */
function fill(memory: Float64Array, start: number, length: number): void {
  for (let i = 0; i < length; i++) {
    memory[start + i] = Math.sin(12.9898 * (start + i + 1)) * 10 ** ((start + i) % 5 - 2);
  }
}

/** What the kernel left in the memory, beside what the same loop in JavaScript would have. */
function assertSame(expected: Float64Array, what: string): void {
  assertEquals([...memoryOf(0).subarray(0, expected.length)], [...expected], what);
}

/** Fills the memory and calls; what it was before is returned. */
function runOn(length: number, call: (memory: Float64Array) => void): Float64Array {
  const memory = memoryOf(length);
  fill(memory, 0, length);
  const before = memory.slice(0, length);
  call(memory);
  return before;
}

Deno.test("update subtracts two products and multiplies row by row, to the last bit", () => {
  for (const rows of [UPDATED_ROWS, 3 * UPDATED_ROWS]) {
    for (const columns of [COLUMNS_AT_ONCE, 3 * COLUMNS_AT_ONCE]) {
      const stride = columns + 3;
      const weights = stride * rows;
      const first = weights + 3 * rows;
      const length = first + 3 * columns;
      const expected = runOn(length + 4, () =>
        functions.update!(
          0,
          BYTES * stride * rows,
          BYTES * stride,
          BYTES * weights,
          BYTES * first,
          BYTES * length,
        ));
      for (let i = 0; i < rows; i++) {
        const [u, z, x] = expected.subarray(weights + 3 * i) as unknown as [number, number, number];
        for (let j = 0; j < columns; j++) {
          const place = first + 6 * Math.floor(j / 2) + j % 2;
          const entry = expected[i * stride + j]! - u * expected[place]! - z * expected[place + 2]!;
          expected[i * stride + j] = entry;
          expected[place + 4]! += x * entry;
        }
      }
      assertSame(expected, `${rows}×${columns}`);
    }
  }
});

Deno.test("multiply sums every fourth product, to the last bit", () => {
  for (const rows of [MULTIPLIED_ROWS, 2 * MULTIPLIED_ROWS]) {
    for (const columns of [COLUMNS_AT_ONCE, 3 * COLUMNS_AT_ONCE]) {
      const stride = columns + 1;
      const products = stride * rows;
      const first = products + 2 * rows;
      const length = first + 3 * columns;
      const expected = runOn(length, () =>
        functions.multiply!(
          0,
          BYTES * stride * rows,
          BYTES * stride,
          BYTES * products,
          BYTES * first,
          BYTES * length,
        ));
      for (let i = 0; i < rows; i++) {
        const sums = [0, 0, 0, 0];
        for (let j = 0; j < columns; j++) {
          const v = expected[first + 6 * Math.floor(j / 2) + j % 2 + 2]!;
          sums[j % 4]! += expected[i * stride + j]! * v;
        }
        expected[products + 2 * i] = sums[0]! + sums[2]!;
        expected[products + 2 * i + 1] = sums[1]! + sums[3]!;
      }
      assertSame(expected, `${rows}×${columns}`);
    }
  }
});

Deno.test("reflect sums every other row, to the last bit", () => {
  for (const rows of [REFLECTED_ROWS, 4 * REFLECTED_ROWS]) {
    const vector = STRIP * rows;
    const factor = vector + rows;
    const expected = runOn(
      factor + 3,
      () => functions.reflect!(0, BYTES * vector, BYTES * vector, BYTES * factor),
    );
    for (let j = 0; j < STRIP; j++) {
      const sums = [0, 0];
      for (let i = 0; i < rows; i++) {
        sums[i % 2]! += expected[vector + i]! * expected[STRIP * i + j]!;
      }
      const product = expected[factor]! * (sums[0]! + sums[1]!);
      for (let i = 0; i < rows; i++) expected[STRIP * i + j]! -= expected[vector + i]! * product;
    }
    assertSame(expected, `${rows} rows`);
  }
});

Deno.test("rotate rotates one row after the other, down or up, to the last bit", () => {
  for (const step of [1, -1]) {
    for (const count of [1, 2, 5]) {
      const rotations = STRIP * 8;
      const first = step > 0 ? 1 : 6;
      const expected = runOn(rotations + 2 * count, () =>
        functions.rotate!(
          BYTES * STRIP * first,
          BYTES * STRIP * step,
          BYTES * rotations,
          BYTES * (rotations + 2 * count),
        ));
      for (let t = 0; t < count; t++) {
        const [c, s] = expected.subarray(rotations + 2 * t) as unknown as [number, number];
        const row = STRIP * (first + step * t);
        for (let j = row; j < row + STRIP; j++) {
          const [x, y] = [expected[j]!, expected[j + STRIP * step]!];
          expected[j] = c * x + s * y;
          expected[j + STRIP * step] = c * y - s * x;
        }
      }
      assertSame(expected, `${count} rotations, ${step}`);
    }
  }
});
