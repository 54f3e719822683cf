/** In a file of its own: JavaScript is chosen for the rest of a process. */

import { assertEquals, assertLessOrEqual, assertNotEquals } from "@std/assert";
import { float64 } from "./float64.ts";
import {
  largeSingularValueDecomposition,
  largeSymmetricEigendecomposition,
} from "./_large_decompositions.ts";
import { computeInJavaScript } from "./_web_assembly.ts";

Deno.test("where WebAssembly is not to be used, large matrices are decomposed without", () => {
  const n = 31;
  const entry = (i: number, j: number) => Math.cos(3 * i + 5 * j + i * j % 7);
  const lower = (i: number, j: number) => entry(Math.max(i, j), Math.min(i, j));
  const decompose = () => {
    const rows = Array.from(
      { length: n },
      (_, i) => Array.from({ length: n }, (_, j) => lower(i, j)),
    );
    return {
      s: float64.singularValueDecomposition(float64.matrix(rows)).s,
      values: float64.symmetricEigendecomposition(float64.matrix(rows)).values,
    };
  };
  const inWebAssembly = decompose();
  computeInJavaScript();
  assertEquals(largeSingularValueDecomposition(n, n, entry), undefined);
  assertEquals(largeSymmetricEigendecomposition(n, lower), undefined);
  const inJavaScript = decompose();
  for (const key of ["s", "values"] as const) {
    // Other algorithms, with other roundings.
    assertNotEquals(inJavaScript[key], inWebAssembly[key]);
    for (let k = 0; k < n; k++) {
      const error = Math.abs(inJavaScript[key][k]! - inWebAssembly[key][k]!);
      assertLessOrEqual(error, 20 * n * float64.unitRoundoff * inWebAssembly.s[0]!);
    }
  }
});
