import { assert, assertAlmostEquals, assertLessOrEqual, assertThrows } from "@std/assert";
import fc from "fast-check";
import { type Arithmetic, float64, loadFloat32 } from "../arithmetic/mod.ts";
import {
  discreteGaussNewtonConstants,
  evaluate,
  gaussNewton,
  gaussNewtonConjugateGradients,
  type GradientTransformation,
  iterate,
  levenbergMarquardt,
  levenbergMarquardtConjugateGradients,
  preconditionByConjugateGradients,
  preconditionByLevenbergMarquardt,
  type ResidualMap,
} from "./mod.ts";
import { assertClose, linearMap, tanhMap, tanhMaps } from "./shared_test.ts";

const float32 = await loadFloat32();

/** One step from a point, in both arithmetics. */
function step(
  map: ResidualMap,
  start: readonly number[],
  optimizer: <T>(arithmetic: Arithmetic<T>) => GradientTransformation<T, unknown>,
): { double: number[]; single: number[] } {
  return {
    double: iterate(float64, map, optimizer(float64), start, { steps: 1 }),
    single: iterate(float32, map, optimizer(float32), start, { steps: 1 }),
  };
}

/** [(1 − ρ)JᵀJ + ρI]⁻¹g by the eigenvectors of the matrix itself. */
function directly(rows: number[][], damping: number, gradient: readonly number[]): number[] {
  const j = float64.matrix(rows);
  const matrix = float64.add(
    float64.scale(1 - damping, float64.multiply(float64.transpose(j), j)),
    float64.scale(damping, float64.identity(gradient.length)),
  );
  const { values, vectors } = float64.symmetricEigendecomposition(matrix);
  const coordinates = float64.multiply(float64.transpose(vectors), float64.vector(gradient));
  return float64.toArray(
    float64.multiply(vectors, float64.quotient(coordinates, float64.vector(values))),
  );
}

const tall = linearMap([[1, 2], [3, -1], [0, 4]], [1, 2, 3]);
const wide = linearMap([[1, 2, -1], [3, -1, 2]], [4, -5]);

Deno.test("Gauss–Newton solves linear problems in one step, by either solver, in both arithmetics", () => {
  // The normal equations [[10, −1], [−1, 21]] θ = (7, 12), determinant 209.
  const minimizer = [(7 * 21 + 12) / 209, (7 + 120) / 209];
  for (const start of [[0, 0], [30, -40]]) {
    const dense = step(tall, start, (arithmetic) => gaussNewton(arithmetic));
    assertClose(dense.double, minimizer, 1e-13, "dense");
    assertClose(dense.single, minimizer, 2e-5, "dense, float32");
    const products = step(
      tall,
      start,
      (arithmetic) => gaussNewtonConjugateGradients(arithmetic, { steps: 4 }),
    );
    assertClose(products.double, minimizer, 1e-12, "products");
    assertClose(products.single, minimizer, 1e-4, "products, float32");
  }
});

Deno.test("where columns are dependent, Gauss–Newton takes the step of least norm", () => {
  const start = [1, 1, 1];
  // F(1, 1, 1) = (−2, 9), and J† = Jᵀ(JJᵀ)⁻¹ with JJᵀ = [[6, −1], [−1, 14]], determinant 83.
  const [a, b] = [(14 * -2 + 9) / 83, (-2 + 6 * 9) / 83];
  const end = [1 - (a + 3 * b), 1 - (2 * a - b), 1 - (-a + 2 * b)];
  const dense = step(wide, start, (arithmetic) => gaussNewton(arithmetic));
  assertClose(dense.double, end, 1e-14, "dense");
  assertClose(dense.single, end, 2e-6, "dense, float32");
  const products = step(
    wide,
    start,
    (arithmetic) => gaussNewtonConjugateGradients(arithmetic, { steps: 2 }),
  );
  assertClose(products.double, end, 1e-13, "products");
  assertClose(products.single, end, 2e-5, "products, float32");
});

Deno.test("Gauss–Newton converges quadratically to a zero, and linearly with a step size", () => {
  const map = tanhMap([[1, 0.5], [-0.25, 1]], [Math.tanh(0.5), Math.tanh(-0.25)], [0.6, -0.3]);
  // Aθ* = (½, −¼).
  const star = [(0.5 + 0.5 * 0.25) / 1.125, (-0.25 + 0.25 * 0.5) / 1.125];
  const errors = (stepSize: number) => {
    const found: number[] = [];
    iterate(float64, map, gaussNewton(float64, { stepSize }), map.start, {
      steps: 5,
      visit({ theta }) {
        const point = float64.toArray(theta);
        found.push(Math.hypot(...point.map((entry, i) => entry - star[i]!)));
      },
    });
    return found;
  };
  const full = errors(1);
  assert(full[1]! < 2 * full[0]! ** 2 && full[2]! < 2 * full[1]! ** 2, full.join());
  assertLessOrEqual(full[4]!, 1e-15);
  const half = errors(0.5);
  half.slice(2).forEach((error, k) => assertAlmostEquals(error / half[k + 1]!, 0.5, 0.02));
});

Deno.test("the dense direction is the definition's, for any gradient", () => {
  fc.assert(
    fc.property(tanhMaps, fc.constantFrom(0.05, 0.5, 0.9, 1), (map, damping) => {
      const context = evaluate(float64, map, float64.vector(map.start), 0);
      const transformation = preconditionByLevenbergMarquardt(float64, { damping });
      const rows = map.jacobianAt(map.start);
      const gradient = map.gradientAt(map.start);
      const [own] = transformation.update(context.gradient(), null, context);
      assertClose(float64.toArray(own), directly(rows, damping, gradient), 1e-12, "JᵀF");
      const other = map.start.map((entry, k) => entry + k + 1);
      const [made] = transformation.update(float64.vector(other), null, context);
      assertClose(float64.toArray(made), directly(rows, damping, other), 1e-11, "another");
    }),
    { numRuns: 200, seed: 3 },
  );
});

Deno.test("conjugate gradients agree with the dense direction, in both arithmetics", () => {
  fc.assert(
    fc.property(tanhMaps, fc.constantFrom(0.1, 0.5, 1), (map, damping) => {
      const size = Math.hypot(...map.gradientAt(map.start));
      const dense = step(
        map,
        map.start,
        (arithmetic) => levenbergMarquardt(arithmetic, { damping }),
      );
      const products = step(
        map,
        map.start,
        (arithmetic) => levenbergMarquardtConjugateGradients(arithmetic, { damping, steps: 12 }),
      );
      assertClose(products.double, dense.double, 1e-12 * (1 + size), "float64");
      assertClose(products.single, dense.single, 1e-4 * (1 + size), "float32");
      assertClose(dense.single, dense.double, 1e-4 * (1 + size), "the arithmetics");
    }),
    { numRuns: 60, seed: 4 },
  );
});

Deno.test("Levenberg–Marquardt's limits: Gauss–Newton as ρ → 0, gradient descent at ρ = 1", () => {
  for (const map of [tall, wide]) {
    const start = map === tall ? [3, -2] : [1, 2, 3];
    const limit = step(map, start, (arithmetic) => gaussNewton(arithmetic)).double;
    const distances = [1e-2, 1e-3, 1e-4, 1e-5].map((damping) => {
      const end = step(map, start, (arithmetic) => levenbergMarquardt(arithmetic, { damping }));
      return Math.hypot(...end.double.map((entry, k) => entry - limit[k]!));
    });
    // The difference is linear in ρ.
    distances.slice(1).forEach((distance, k) =>
      assertAlmostEquals(distance / distances[k]!, 0.1, 0.005)
    );
    const context = evaluate(float64, map, float64.vector(start), 0);
    const gradient = float64.toArray(context.gradient());
    const descent = start.map((entry, k) => entry - 0.25 * gradient[k]!);
    const options = { damping: 1, stepSize: 0.25 };
    const end = step(map, start, (arithmetic) => levenbergMarquardt(arithmetic, options));
    assertClose(end.double, descent, 1e-13, "ρ = 1");
    assertClose(end.single, descent, 1e-4, "ρ = 1, float32");
  }
});

Deno.test("the damping is the classical one, λ = ρ/(1 − ρ), up to the scale", () => {
  // J = diag(1, 2), F = (3, 4): JᵀF = (3, 8); λ = ½ for ρ = 1/3.
  const map = linearMap([[1, 0], [0, 2]], [-3, -4]);
  const options = { damping: 1 / 3, stepSize: 2 / 3 };
  const { double } = step(map, [0, 0], (arithmetic) => levenbergMarquardt(arithmetic, options));
  assertClose(double, [-3 / 1.5, -8 / 4.5], 1e-15, "λ = ½");
});

Deno.test("a Jacobian with condition number 1e8 costs the dense step no accuracy", () => {
  // On the normal equations, 1e-16 would be lost beside 1.
  const map = linearMap([[1, 0], [1, 1e-8]], [-1, -2]);
  const { double } = step(map, [0, 0], (arithmetic) => gaussNewton(arithmetic));
  assertAlmostEquals(double[0]!, -1, 1e-7);
  assertAlmostEquals(double[1]! * 1e-8, -1, 1e-7);
});

Deno.test("the printed constants of the discrete method, by hand", () => {
  // d_0 = ½·1 + ½ = 1 and d_n = ½·4 + ½ = 2.5.
  const problem = {
    neurons: 4,
    samples: 9,
    lambda0: 1,
    lambdaN: 2,
    damping: 0.5,
    strongConvexity: 1,
    smoothness: 2,
    initialGap: 8,
    curvatureBound: 0.5,
    mapLipschitz: 5,
    lossLipschitz: 3,
    jacobianLipschitz: 7,
  };
  const { leastScaling, scaledStepSize, contraction } = discreteGaussNewtonConstants(problem);
  assertAlmostEquals(leastScaling, 7 * 2 * 4 / 2 * 2 / 2.5, 1e-13);
  assertAlmostEquals(scaledStepSize, (1 / 2) * (1 / 4) * (1 / 25) * 6.25, 1e-15);
  assertAlmostEquals(contraction, 1 - (1 / 2) * (1 / (4 * 25)) * 6.25, 1e-15);
  const flat = discreteGaussNewtonConstants({ ...problem, jacobianLipschitz: 1e-9 });
  assertAlmostEquals(flat.leastScaling, 0.5 * 3 * 3 / (2 * 25 * 2), 1e-15);
  assertThrows(
    () => discreteGaussNewtonConstants({ ...problem, lossLipschitz: Infinity }),
    RangeError,
    "lossLipschitz",
  );
});

Deno.test("what these methods cannot do is said", () => {
  const run = (optimizer: Parameters<typeof step>[2]) => () => step(tall, [1, 2], optimizer);
  for (const damping of [0, -0.5, 1.5, NaN]) {
    assertThrows(run((a) => levenbergMarquardt(a, { damping })), RangeError, "damping");
    assertThrows(
      run((a) => levenbergMarquardtConjugateGradients(a, { damping, steps: 2 })),
      RangeError,
      "damping",
    );
  }
  assertThrows(
    () => preconditionByConjugateGradients(float64, { damping: 1.5, steps: 2 }),
    RangeError,
    "damping",
  );
  assertThrows(run((a) => gaussNewtonConjugateGradients(a, { steps: 0 })), RangeError, "steps");
  assertThrows(run((a) => gaussNewton(a, { stepSize: 0 })), RangeError, "stepSize");
  const flat = linearMap([[1, 0], [0, 0]], [1, 1]);
  assertThrows(
    () => iterate(float64, flat, gaussNewton(float64, { rank: 2 }), [0, 0], { steps: 1 }),
    RangeError,
    "only 1 singular values",
  );
  const still = linearMap([[0, 0]], [1]);
  assertClose(
    iterate(float64, still, gaussNewton(float64), [5, 6], { steps: 1 }),
    [5, 6],
    0,
    "J = 0",
  );
});
