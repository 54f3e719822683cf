import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { float64 } from "../../lib/arithmetic/mod.ts";
import { interpolatedBasis } from "../../lib/linalg/mod.ts";
import { supports } from "../../verify/mod.ts";
import { basisInterpolation } from "./basis_interpolation.ts";
import { judged } from "./shared_test.ts";

Deno.test("a reflection's interpolation is singular halfway, a rotation's turns by half", () => {
  const half = (rows: number[][]) =>
    float64.toArray(interpolatedBasis(float64, float64.matrix(rows), 1 / 2));
  const root = Math.SQRT1_2;
  half([[1, 0], [0, -1]]).forEach((x, i) => assertAlmostEquals(x, [1, 0, 0, 0][i]!, 1e-12));
  half([[0, 1], [1, 0]]).forEach((x) => assertAlmostEquals(x, 1 / 2, 1e-12));
  half([[0, -1], [1, 0]]).forEach((x, i) =>
    assertAlmostEquals(x, [root, -root, root, root][i]!, 1e-12)
  );
});

/** Σ = diag(2, 1), and γ = ½. */
const EXCHANGED = {
  dimension: 2,
  basis: { kind: "eigenbasis", of: { eigenvalues: [2, 1], basis: "identity" } },
  gamma: 0.5,
};

Deno.test("adam-gn/basis-interpolation: the counterexample by hand", () => {
  const claim = basisInterpolation();
  const observation = claim.observe(EXCHANGED, float64, 0) as {
    readonly bases: { readonly asReturned: readonly (readonly number[])[] };
  };
  assertEquals(observation.bases.asReturned.map((row) => row.map((x) => x + 0)), [[0, 1], [1, 0]]);
  const relations = claim.variants.printed.relations(observation, EXCHANGED);
  [0, 0, 1].forEach((lhs, k) => assertAlmostEquals(relations[k]!.lhs, lhs, 1e-12));
  const labels = judged(claim, "printed", EXCHANGED);
  assertEquals([...labels.values()].map(({ status }) => status), [
    "supported",
    "supported",
    "violated",
  ]);
  assert(supports(judged(claim, "corrected", EXCHANGED)));
});

Deno.test("determinant −1 is no basis in the middle, whatever the dimension", () => {
  for (const [dimension, determinant] of [[2, -1], [5, -1], [16, -1], [5, 1]] as const) {
    const instance = {
      dimension,
      basis: { kind: "orthogonal", matrix: { kind: "haar", seed: 3, determinant } },
      gamma: 0.25,
    };
    const status = judged(basisInterpolation(), "printed", instance).get("U_γᵀU_γ = I")!;
    assertEquals(status.status, determinant === -1 ? "violated" : "supported");
    // sin²(π/4), of the one eigenvalue −1.
    assertAlmostEquals(status.worst.relation.lhs, determinant === -1 ? 0.5 : 0, 1e-9);
    assert(supports(judged(basisInterpolation(), "corrected", instance)));
  }
});

Deno.test("eigenbases of repeated eigenvalues, and of deficient rank", () => {
  const haar = { kind: "haar", seed: 5, determinant: 1 } as const;
  for (const eigenvalues of [[1, 1, 1, 1], [2, 2, 1, 1], [3]]) {
    const instance = {
      dimension: 4,
      basis: { kind: "eigenbasis", of: { eigenvalues, basis: haar } },
      gamma: 0.75,
    };
    assert(supports(judged(basisInterpolation(), "corrected", instance)));
  }
});

Deno.test("linear interpolation is not through bases, and that of the transpose ends elsewhere", () => {
  const instance = {
    dimension: 3,
    basis: { kind: "orthogonal", matrix: { kind: "haar", seed: 1, determinant: 1 } },
    gamma: 0.5,
  };
  const statuses = (interpolate: typeof interpolatedBasis) =>
    [...judged(basisInterpolation(interpolate), "corrected", instance).values()]
      .map(({ status }) => status === "supported");
  assertEquals(statuses(interpolatedBasis), [true, true, true]);
  assertEquals(
    statuses((a, u, gamma) => a.add(a.scale(1 - gamma, a.identity(3)), a.scale(gamma, u))),
    [true, true, false],
  );
  assertEquals(
    statuses((a, u, gamma) => interpolatedBasis(a, a.transpose(u), gamma)),
    [true, false, true],
  );
});
