import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { float64 } from "../../lib/arithmetic/mod.ts";
import { interpolatedBasis } from "../../lib/linalg/mod.ts";
import { judge, supports } from "../../verify/mod.ts";
import { basisInterpolation } from "./basis_interpolation.ts";

Deno.test("a reflection's interpolation is singular halfway, a rotation's turns by half", () => {
  const half = (rows: number[][]) =>
    float64.toArray(interpolatedBasis(float64, float64.matrix(rows), 1 / 2));
  const root = Math.SQRT1_2;
  half([[1, 0], [0, -1]]).forEach((x, i) => assertAlmostEquals(x, [1, 0, 0, 0][i]!, 1e-12));
  half([[0, -1], [1, 0]]).forEach((x, i) =>
    assertAlmostEquals(x, [root, -root, root, root][i]!, 1e-12)
  );
});

Deno.test("linear interpolation is not through bases", () => {
  const instance = { dimension: 3, seed: 1, determinant: 1, gamma: 0.5 };
  const holds = (claim: ReturnType<typeof basisInterpolation>) =>
    supports(
      judge(
        claim.kind,
        claim.variants.corrected!,
        claim.observe(instance, float64, 0),
        instance,
        float64.unitRoundoff,
      ),
    );
  assert(holds(basisInterpolation()));
  const linear: typeof interpolatedBasis = (a, u, gamma) =>
    a.add(a.scale(1 - gamma, a.identity(3)), a.scale(gamma, u));
  assertEquals(holds(basisInterpolation(linear)), false);
});
