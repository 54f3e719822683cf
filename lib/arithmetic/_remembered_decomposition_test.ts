import { assert, assertEquals, assertThrows } from "@std/assert";
import { float64 } from "./mod.ts";

const a = float64.matrix([[3, 1], [1, 2], [0, 1]]);
const b = float64.matrix([[1, 2]]);
const decompose = float64.singularValueDecomposition;

Deno.test("within a scope the SVD of one matrix is made once, those of others anew", () => {
  float64.scope(() => {
    const first = decompose(a);
    assert(float64.scope(() => decompose(a)) === first);
    decompose(b);
    const again = decompose(a);
    assert(again !== first);
    assertEquals(again, first);
  });
});

Deno.test("no SVD is remembered beyond the outermost scope", () => {
  const first = float64.scope(() => decompose(a));
  assert(float64.scope(() => decompose(a)) !== first);
  assert(decompose(a) !== decompose(a));
  let thrown: unknown;
  assertThrows(() =>
    float64.scope(() => {
      thrown = decompose(a);
      throw new RangeError("in the scope");
    }), RangeError);
  assert(float64.scope(() => decompose(a)) !== thrown);
});
