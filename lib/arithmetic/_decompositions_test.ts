import { assertEquals } from "@std/assert";
import { singularValueDecomposition } from "./_decompositions.ts";
import { flatMatrix, type Float64Matrix } from "./_float64_matrix.ts";

/** A rows×columns matrix without any pattern, the same on each call. */
function scrambled(rows: number, columns: number): Float64Matrix {
  const data = Array.from(
    { length: rows * columns },
    (_, k) => Math.sin(12.9898 * (k + 1) * (rows + 0.1 * columns)),
  );
  return flatMatrix(data, rows);
}

Deno.test("an SVD depends on none before it, and changes none", () => {
  // In the room for small matrices, and in arrays of their own.
  for (const [rows, columns] of [[3, 3], [2, 5], [40, 26]] as const) {
    const first = singularValueDecomposition(scrambled(rows, columns));
    const before = structuredClone(first);
    singularValueDecomposition(scrambled(4, 7));
    singularValueDecomposition(scrambled(31, 33));
    assertEquals(first, before);
    assertEquals(singularValueDecomposition(scrambled(rows, columns)), before);
  }
});
