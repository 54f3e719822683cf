import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { type Arithmetic, float64, loadFloat32 } from "../arithmetic/mod.ts";
import { fitPowerLaw } from "../statistics/mod.ts";
import {
  evaluate,
  gradientDescent,
  type GradientMap,
  type GradientTransformation,
  iterate,
  newton,
  type ResidualMap,
} from "./mod.ts";
import { assertClose, tanhMaps } from "./shared_test.ts";

const float32 = await loadFloat32();

function quadratic(
  rows: readonly (readonly number[])[],
  minimizer: readonly number[],
): GradientMap {
  return {
    gradient: (arithmetic, theta) =>
      arithmetic.multiply(
        arithmetic.matrix(rows),
        arithmetic.subtract(theta, arithmetic.vector(minimizer)),
      ),
    hessian: (arithmetic) => arithmetic.matrix(rows),
  };
}

/** f(x, y) = cosh(x) + cosh(x + y) − c·(x, y), strictly convex and not quadratic. */
function catenary(c: readonly number[]): GradientMap {
  const at = <T>(arithmetic: Arithmetic<T>, theta: T) => {
    const [x, y] = arithmetic.toArray(theta) as [number, number];
    return { x, sum: x + y };
  };
  return {
    gradient(arithmetic, theta) {
      const { x, sum } = at(arithmetic, theta);
      return arithmetic.vector([Math.sinh(x) + Math.sinh(sum) - c[0]!, Math.sinh(sum) - c[1]!]);
    },
    hessian(arithmetic, theta) {
      const { x, sum } = at(arithmetic, theta);
      const [a, b] = [Math.cosh(x), Math.cosh(sum)];
      return arithmetic.matrix([[a + b, b], [b, b]]);
    },
  };
}

/** The minimizer of {@linkcode catenary}. */
function lowest(c: readonly number[]): [number, number] {
  const x = Math.asinh(c[0]! - c[1]!);
  return [x, Math.asinh(c[1]!) - x];
}

/** The distances to the minimizer after one step, from ones that halve: the exponent between them. */
function rateOf(
  map: GradientMap,
  optimizer: GradientTransformation<ReturnType<typeof float64.vector>>,
  star: readonly number[],
): number {
  const before = Array.from({ length: 12 }, (_, k) => 2 ** (k - 14));
  const after = before.map((radius) => {
    const start = [star[0]! + 0.6 * radius, star[1]! - 0.8 * radius];
    const end = iterate(float64, map, optimizer, start, { steps: 1 });
    return Math.hypot(...end.map((entry, i) => entry - star[i]!));
  });
  return fitPowerLaw(before, after).exponent;
}

Deno.test("a Newton step minimizes a quadratic, on both arithmetics", () => {
  const map = quadratic([[2, 1], [1, 4]], [5, -1]);
  const exact = iterate(float64, map, newton(float64), [30, 40], { steps: 1 });
  assertClose(exact, [5, -1], 1e-14, "float64");
  const single = iterate(float32, map, newton(float32), [30, 40], { steps: 1 });
  assertClose(single, [5, -1], 1e-5, "float32");
});

Deno.test("Newton steps with a step size, and regularized, by hand", () => {
  // H = diag(1, 3), g = (4, 12).
  const map = quadratic([[1, 0], [0, 3]], [0, 0]);
  const step = (options: Parameters<typeof newton>[1]) =>
    iterate(float64, map, newton(float64, options), [4, 4], { steps: 1 });
  assertClose(step({ stepSize: 0.5 }), [2, 2], 1e-15, "α = ½");
  assertClose(step({ stepSize: { at: () => 0.25 } }), [3, 3], 1e-15, "a schedule");
  assertClose(step({ regularization: 1 }), [4 - 4 / 2, 4 - 12 / 4], 1e-15, "λ = 1");
  // ‖g‖ = √160: λ = ‖g‖²/160 = 1.
  const byNorm = (norm: number) => norm ** 2 / 160;
  assertClose(step({ regularization: byNorm }), [2, 1], 1e-14, "λ of the norm");
  // δ² = gᵀH⁻¹g = 16 + 48: the step is divided by 9.
  assertClose(step({ stepSize: "damped" }), [4 - 4 / 9, 4 - 4 / 9], 1e-14, "damped");
});

Deno.test("Newton's method converges quadratically, gradient descent does not", () => {
  const c = [3, 0.5];
  const star = lowest(c);
  assertAlmostEquals(rateOf(catenary(c), newton(float64), star), 2, 0.05);
  // A regularization of the order of the gradient keeps the rate; a constant one does not.
  const byNorm = newton(float64, { regularization: (norm) => norm });
  assertAlmostEquals(rateOf(catenary(c), byNorm, star), 2, 0.1);
  const regularized = newton(float64, { regularization: 0.1 });
  assertAlmostEquals(rateOf(catenary(c), regularized, star), 1, 0.1);
  const descent = gradientDescent(float64, { stepSize: 0.2 });
  assertAlmostEquals(rateOf(catenary(c), descent, star), 1, 0.05);
});

Deno.test("damped Newton steps decrease a self-concordant barrier from afar", () => {
  // f(θ) = θ − log θ, minimal at 1: pure steps θ(2 − θ) leave the domain from θ > 2.
  const map: GradientMap = {
    gradient: (arithmetic, theta) =>
      arithmetic.shift(arithmetic.scale(-1, arithmetic.apply("reciprocal", theta)), 1),
    hessian: (arithmetic, theta) =>
      arithmetic.apply("square", arithmetic.apply("reciprocal", theta)),
  };
  assertAlmostEquals(iterate(float64, map, newton(float64), [3], { steps: 1 })[0]!, -3, 1e-14);
  const values: number[] = [];
  iterate(float64, map, newton(float64, { stepSize: "damped" }), [50], {
    steps: 60,
    visit({ theta }) {
      const [t] = float64.toArray(theta) as [number];
      values.push(t - Math.log(t));
    },
  });
  values.slice(1, 40).forEach((value, i) => assert(value <= values[i]! + 1e-14));
  assertAlmostEquals(values.at(-1)!, 1, 1e-14);
});

Deno.test("what Newton's method cannot do is said", () => {
  const singular = quadratic([[1, 1], [1, 1]], [0, 0]);
  const run = (map: GradientMap | ResidualMap, options?: Parameters<typeof newton>[1]) =>
    iterate(float64, map, newton(float64, options), [1, 2], { steps: 1 });
  assertThrows(() => run(singular), RangeError, "singular to rounding");
  // (H + ½I)⁻¹g for g along the eigenvalue 2.
  assertClose(run(singular, { regularization: 0.5 }), [1 - 3 / 2.5, 2 - 3 / 2.5], 1e-14, "λ");
  const saddle = quadratic([[1, 0], [0, -1]], [0, 0]);
  assertClose(run(saddle), [0, 0], 1e-15, "negative curvature is followed to the saddle");
  assertThrows(() => run(saddle, { stepSize: "damped" }), RangeError, "decrement");
  const { gradient } = singular;
  assertThrows(() => run({ gradient }), TypeError, "no Hessian");
  assertThrows(() => newton(float64, { regularization: -1 }), RangeError, "regularization");
});

Deno.test("the Hessian of ½‖F‖² in the context is the derivative of the gradient", () => {
  fc.assert(
    fc.property(tanhMaps, (map) => {
      const point = map.start;
      // ∇²Fᵢ = −2 tanh(aᵢθ)(1 − tanh²(aᵢθ)) aᵢaᵢᵀ is read off J and a second difference of F.
      const withHessian: ResidualMap = {
        ...map,
        weightedHessian(arithmetic, theta, weights) {
          const jacobian = arithmetic.toRows(map.jacobian(arithmetic, theta));
          const h = 1e-6;
          const at = arithmetic.toArray(theta);
          const w = arithmetic.toArray(weights);
          return arithmetic.matrix(at.map((_, j) => {
            const moved = map.jacobianAt(at.map((entry, i) => i === j ? entry + h : entry));
            return at.map((_, k) =>
              w.reduce((sum, weight, i) => sum + weight * (moved[i]![k]! - jacobian[i]![k]!) / h, 0)
            );
          }));
        },
      };
      const context = evaluate(float64, withHessian, float64.vector(point), 0);
      const hessian = float64.toRows(context.hessian());
      assertEquals(context.hessian(), context.hessian());
      point.forEach((_, j) => {
        const h = 1e-5;
        const shifted = (by: number) =>
          map.gradientAt(point.map((entry, i) => i === j ? entry + by : entry));
        const [up, down] = [shifted(h), shifted(-h)];
        const column = up.map((entry, i) => (entry - down[i]!) / (2 * h));
        assertClose(hessian.map((row) => row[j]!), column, 1e-4, `column ${j}`);
      });
      const without = evaluate(float64, map, float64.vector(point), 0);
      assertThrows(() => without.hessian(), TypeError, "weightedHessian()");
    }),
    { numRuns: 50, seed: 5 },
  );
});
