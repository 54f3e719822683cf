import { assert, assertAlmostEquals, assertLessOrEqual } from "@std/assert";
import { float64 } from "../lib/arithmetic/mod.ts";
import { randomFor } from "../verify/random.ts";
import { symmetricUniform } from "./shared_test.ts";
import {
  differenceMagnitude,
  evaluateEach,
  largestCurvature,
  largestTanhCurvature,
  largestTanhSlope,
  slopeAt,
  type SmoothFunction,
  type SmoothFunctionKind,
} from "./smooth_functions.ts";

const kinds: readonly SmoothFunctionKind[] = [
  "identity",
  "quadratic",
  "tanh",
  "sine",
  "exponential",
  "logistic",
];

function functionOf(kind: SmoothFunctionKind, parameter: number): SmoothFunction {
  if (kind === "identity") return { kind };
  return kind === "quadratic" ? { kind, curvature: parameter } : { kind, at: parameter };
}

function evaluate(
  which: "difference" | "derivative" | "secondDerivative",
  smooth: SmoothFunction,
  t: number,
): number {
  return float64.toArray(evaluateEach(float64, which, [smooth], float64.vector([t])))[0]!;
}

for (const kind of kinds) {
  Deno.test(`${kind}: the largest second derivative on an interval is found`, () => {
    const random = randomFor("curvature", kind);
    for (let trial = 0; trial < 200; trial++) {
      const smooth = functionOf(kind, 4 * symmetricUniform(random));
      const middle = 3 * symmetricUniform(random);
      const reach = 3 * Math.abs(symmetricUniform(random)) ** 3;
      const stated = largestCurvature(smooth, middle - reach, middle + reach);
      const points = 4000;
      let seen = 0;
      for (let i = 0; i <= points; i++) {
        const t = middle + reach * (2 * i / points - 1);
        seen = Math.max(seen, Math.abs(evaluate("secondDerivative", smooth, t)));
      }
      assertLessOrEqual(seen, stated * (1 + 1e-12));
      assert(seen >= stated * (1 - 1e-5), JSON.stringify({ smooth, middle, reach, seen, stated }));
    }
  });

  Deno.test(`${kind}: slopes and magnitudes agree with the vector forms`, () => {
    const random = randomFor("slopes", kind);
    for (let trial = 0; trial < 200; trial++) {
      const smooth = functionOf(kind, 2 * symmetricUniform(random));
      const t = 2 * symmetricUniform(random);
      const slope = evaluate("derivative", smooth, t);
      assertAlmostEquals(slopeAt(smooth, t), slope, 1e-14 * (1 + Math.abs(slope)));
      const value = Math.abs(evaluate("difference", smooth, t));
      assertLessOrEqual(value, differenceMagnitude(smooth, t) * (1 + 1e-14));
    }
  });
}

Deno.test("kinds are evaluated side by side, and none overflows in another's place", () => {
  const functions = kinds.map((kind) => functionOf(kind, 0.5));
  const t = [1000, 2, 3, 4, -5, 6];
  for (const which of ["difference", "derivative", "secondDerivative"] as const) {
    const values = float64.toArray(evaluateEach(float64, which, functions, float64.vector(t)));
    for (const [i, value] of values.entries()) {
      assertAlmostEquals(value, evaluate(which, functions[i]!, t[i]!), 1e-15 * Math.abs(value));
    }
  }
});

Deno.test("the largest slope and curvature of tanh on an interval are found", () => {
  const random = randomFor("tanh");
  for (let trial = 0; trial < 200; trial++) {
    const middle = 3 * symmetricUniform(random);
    const reach = 2 * Math.abs(symmetricUniform(random)) ** 3;
    const grid = Array.from({ length: 2001 }, (_, i) => middle + reach * (i / 1000 - 1));
    const slope = Math.max(...grid.map((x) => 1 - Math.tanh(x) ** 2));
    const curvature = Math.max(
      ...grid.map((x) => 2 * Math.abs(Math.tanh(x)) * (1 - Math.tanh(x) ** 2)),
    );
    const low = middle - reach;
    const high = middle + reach;
    assertAlmostEquals(largestTanhSlope(low, high), slope, 1e-5 * slope);
    assertAlmostEquals(largestTanhCurvature(low, high), curvature, 1e-5);
  }
});
