/** Profiles and losses against their definitions. */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { loss, type Profile, scalarFunction } from "./mod.ts";

const profiles: readonly Profile[] = [
  { kind: "quadratic" },
  { kind: "adam", epsilon: 0.3 },
  { kind: "adam", epsilon: 2, normalized: false },
  { kind: "logCosh", scale: 0.7 },
  { kind: "pseudoHuber", scale: 1.9 },
  { kind: "huber", threshold: 1.1 },
  { kind: "softThreshold", threshold: 0.6 },
  { kind: "power", exponent: 1.5 },
  { kind: "power", exponent: 3 },
];
const points = [-40, -3, -1, -0.5, -1e-3, 1e-3, 0.2, 0.9, 2.5, 17];

function assertNear(actual: number, expected: number, tolerance: number, what: string): void {
  const scale = Math.max(Math.abs(expected), 1e-3);
  assert(Math.abs(actual - expected) <= tolerance * scale, `${what}: ${actual}, not ${expected}`);
}

Deno.test("derivatives are those of the values", () => {
  for (const profile of profiles) {
    const f = scalarFunction(profile);
    for (const z of points) {
      const h = 1e-6 * Math.abs(z);
      const what = `${JSON.stringify(profile)} at ${z}`;
      const slope = (f.value(z + h) - f.value(z - h)) / (2 * h);
      const rounding = 1e-15 * Math.abs(f.value(z)) / h;
      assertAlmostEquals(slope, f.derivative(z), 1e-7 * Math.abs(slope) + rounding, what);
      const curvature = f.secondDerivative(z);
      assertEquals(curvature.least, curvature.largest, what);
      assertNear(
        (f.derivative(z + h) - f.derivative(z - h)) / (2 * h),
        curvature.least,
        1e-6,
        what,
      );
      assertNear(f.slopeRatio(z), f.derivative(z) / z, 1e-12, what);
    }
  }
});

Deno.test("conjugates satisfy the Fenchel equality, and the inequality elsewhere", () => {
  for (const profile of profiles) {
    const f = scalarFunction(profile);
    for (const z of points) {
      const s = f.derivative(z);
      const what = `${JSON.stringify(profile)} at ${z}`;
      const terms = Math.abs(z * s) + f.value(z);
      assertAlmostEquals(f.conjugate(s), z * s - f.value(z), 1e-12 * Math.max(terms, 1e-3), what);
      for (const w of points) {
        assert(f.conjugate(s) >= w * s - f.value(w) - 1e-12 * (1 + Math.abs(w * s)), what);
      }
      const curvature = f.secondDerivative(z).least;
      if (curvature > 1e-8) assertNear(f.inverseDerivative(s), z, 1e-9 / curvature, what);
    }
    if (Number.isFinite(f.lipschitz)) {
      assertEquals(f.conjugate(1.1 * f.lipschitz), Infinity);
      assertEquals(f.inverseDerivative(1.1 * f.lipschitz), Infinity);
      assertEquals(f.inverseDerivative(-1.1 * f.lipschitz), -Infinity);
    }
  }
});

Deno.test("nothing cancels for small arguments and nothing overflows for large ones", () => {
  const adam = scalarFunction({ kind: "adam", epsilon: 2 });
  for (const z of [1e-12, 1e-6, 1e-3]) {
    const series = z * z / 4 - z ** 3 / 12 + z ** 4 / 32;
    assertAlmostEquals(adam.value(z) / series, 1, 1e-14 + z ** 3);
  }
  // The two branches of the value meet.
  assertAlmostEquals(adam.value(1.0000001) - adam.value(1), 1e-7 / 3, 3e-15);
  const logCosh = scalarFunction({ kind: "logCosh", scale: 1 });
  assertAlmostEquals(logCosh.value(1e-9) / 5e-19, 1, 1e-14);
  assertEquals(logCosh.value(1e200), 1e200);
  assertAlmostEquals(scalarFunction({ kind: "pseudoHuber", scale: 1 }).value(1e200) / 1e200, 1);
  // The conjugate near the end of its domain, s = 1 − δ: log 2 − (δ/2)(log(2/δ) + 1) + O(δ²).
  const delta = 2 ** -40;
  const nearEnd = Math.LN2 - delta / 2 * (Math.log(2 / delta) + 1);
  assertAlmostEquals(logCosh.conjugate(1 - delta), nearEnd, 1e-15);
  // The two branches of it meet.
  const rise = logCosh.conjugate(0.5) - logCosh.conjugate(0.5 - 1e-7);
  assertAlmostEquals(rise, 1e-7 * Math.atanh(0.5), 2e-14);
});

Deno.test("the printed additive constant", () => {
  const printed = scalarFunction({ kind: "adam", epsilon: 0.5, normalized: false });
  assertAlmostEquals(printed.value(3), 3 - 0.5 * Math.log(3.5), 1e-15);
  assertEquals(printed.minimum, 0.5 * Math.LN2);
  assertEquals(scalarFunction({ kind: "adam", epsilon: 0.5 }).value(0), 0);
});

Deno.test("losses: shift, least value, constants and conjugate", () => {
  const f = loss({
    terms: [
      { weight: 1, profile: { kind: "quadratic" } },
      { weight: 3, profile: { kind: "logCosh", scale: 2 } },
    ],
    minimizer: 1.5,
    minimum: -2,
  });
  assertEquals(f.value(1.5).value, -2);
  assertEquals(f.minimum, -2);
  assertEquals([f.strongConvexity, f.smoothness], [1, 4]);
  for (const r of points) {
    const slope = f.derivative(r);
    const direct = f.conjugateAtSlope(r);
    assertAlmostEquals(direct.value, r * slope - f.value(r).value, 1e-13 * direct.size);
    assertAlmostEquals(f.conjugate(slope).value, direct.value, 1e-12 * direct.size);
    assertAlmostEquals(f.inverseDerivative(slope), r, 1e-12 * (1 + Math.abs(r)));
  }
  const flat = loss({ terms: [{ weight: 2, profile: { kind: "softThreshold", threshold: 1 } }] });
  assertEquals([flat.strongConvexity, flat.smoothness], [0, 2]);
  assertEquals(flat.inverseDerivative(0), 1);
  assertEquals(flat.conjugate(3).value, 3 * 3 / 4 + 3);
  // ℓ'(9)/3 is above the threshold by rounding, where ℓ* is infinite.
  const straight = loss({ terms: [{ weight: 3, profile: { kind: "huber", threshold: 0.1 } }] });
  assertAlmostEquals(straight.conjugate(straight.derivative(9)).value, 3 * 0.1 ** 2 / 2, 1e-15);
});

Deno.test("what is no profile and no loss", () => {
  assertThrows(() => scalarFunction({ kind: "adam", epsilon: 0 }), RangeError, "epsilon");
  assertThrows(() => scalarFunction({ kind: "power", exponent: 1 }), RangeError, "exponent");
  assertThrows(() => loss({ terms: [] }), RangeError, "at least one");
  assertThrows(
    () => loss({ terms: [{ weight: -1, profile: { kind: "quadratic" } }] }),
    RangeError,
    "positive",
  );
});
