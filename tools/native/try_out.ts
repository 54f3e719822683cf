/**
 * Loads the native backend that ASSAY_NATIVE names and computes a little on it; ends with an error if
 * that does not go well.
 *
 * @module
 */

import { loadFloat32 } from "../../lib/arithmetic/mod.ts";

const float32 = await loadFloat32({ backend: "tensorflow" });
const a = float32.matrix([[1, 2], [3, 4]]);
const product = float32.toRows(float32.multiply(a, float32.apply("tanh", float32.transpose(a))));
const expected = [1, 3].map((first) =>
  [[1, 2], [3, 4]].map(([x, y]) => first * Math.tanh(x!) + (first + 1) * Math.tanh(y!))
);
for (const [i, row] of expected.entries()) {
  for (const [j, value] of row.entries()) {
    if (!(Math.abs(product[i]![j]! - value) < 1e-5)) {
      throw new Error(`the native library gives ${product[i]![j]} for ${value}`);
    }
  }
}
