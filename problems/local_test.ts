import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertLessOrEqual,
  assertThrows,
} from "@std/assert";
import { float64 } from "../lib/arithmetic/mod.ts";
import { spectralNorm } from "../lib/linalg/mod.ts";
import {
  conditionNumberAtZero,
  leastSquares,
  leastSquaresFamilies,
  nearestZero,
  objectiveHessian,
  smoothnessConstant,
} from "./mod.ts";
import {
  direction,
  distance,
  jacobianAt,
  naturalRadius,
  plus,
  residualAt,
  samplesOf,
  symmetricUniform,
} from "./shared_test.ts";

const circle = leastSquares({
  family: "spheres",
  blocks: [{ weight: 1, radius: 5, direction: [3, 4] }],
});

for (const family of leastSquaresFamilies) {
  const samples = samplesOf(family, 40, 5);

  Deno.test(`${family}: objectiveHessian is the derivative of the gradient of ½‖F‖²`, () => {
    for (const { instance, problem, random } of samples) {
      const radius = naturalRadius(problem) / 2;
      const theta = plus(problem.zero, radius, direction(random, problem.parameters));
      const v = direction(random, problem.parameters);
      const gradient = (at: readonly number[]) =>
        float64.toArray(
          float64.multiply(
            float64.transpose(jacobianAt(problem, at)),
            problem.residual(float64, float64.vector(at)),
          ),
        );
      const hessian = objectiveHessian(float64, problem, float64.vector(theta));
      const exact = float64.toArray(float64.multiply(hessian, float64.vector(v)));
      const errors = [1e-2, 1e-3, 1e-4, 1e-5, 1e-6].map((step) => {
        const h = step * radius;
        const forward = gradient(plus(theta, h, v));
        const backward = gradient(plus(theta, -h, v));
        return distance(forward.map((g, i) => (g - backward[i]!) / (2 * h)), exact);
      });
      const size = spectralNorm(float64, jacobianAt(problem, theta)) ** 2 + float64.norm(hessian);
      assertLessOrEqual(Math.min(...errors), 1e-6 * size, JSON.stringify(instance));
    }
  });

  Deno.test(`${family}: no Hessian on a ball exceeds its smoothness constant`, () => {
    for (const { instance, problem, random } of samples) {
      const radius = naturalRadius(problem);
      const center = plus(problem.zero, radius / 2, direction(random, problem.parameters));
      const bound = smoothnessConstant(problem, center, radius);
      const known = spectralNorm(float64, jacobianAt(problem, center));
      assertEquals(smoothnessConstant(problem, center, radius, known), bound);
      for (let point = 0; point < 10; point++) {
        const inBall = plus(
          center,
          radius * symmetricUniform(random),
          direction(random, problem.parameters),
        );
        const hessian = objectiveHessian(float64, problem, float64.vector(inBall));
        assertLessOrEqual(
          spectralNorm(float64, hessian),
          bound * (1 + 1e-12),
          JSON.stringify(instance),
        );
      }
      // On a point, what is left is ‖JᵀJ‖ + ‖F‖ L_J.
      const atZero = smoothnessConstant(problem, problem.zero, 0);
      const jacobianNorm = spectralNorm(float64, jacobianAt(problem, problem.zero));
      assertAlmostEquals(atZero, jacobianNorm ** 2, 1e-9 * atZero);
    }
  });

  Deno.test(`${family}: nearestZero reaches the zero set, about as near as can be`, () => {
    for (const { instance, problem, random } of samples) {
      const condition = conditionNumberAtZero(problem);
      const radius = 1e-2 * naturalRadius(problem) / condition;
      const theta = plus(problem.zero, radius, direction(random, problem.parameters));
      const point = nearestZero(problem, theta);
      assertLessOrEqual(
        Math.hypot(...residualAt(problem, point)),
        16 * 2 ** -53 * problem.magnitude(point),
        JSON.stringify(instance),
      );
      const rounding = 1e-13 * condition * Math.hypot(...point, ...theta);
      assertLessOrEqual(
        distance(point, theta),
        1.5 * radius + rounding,
        JSON.stringify(instance),
      );
      // Converged: more steps move it by rounding only.
      assertLessOrEqual(distance(nearestZero(problem, point), point), rounding);
    }
  });
}

Deno.test("nearestZero differs from the projection by the square of the distance", () => {
  const gaps = [0.1, 0.01].map((offset) => {
    const theta = [3 + offset, 4 - 2 * offset];
    return distance(nearestZero(circle, theta), circle.project!(theta));
  });
  // Radial steps on a sphere are Gauss–Newton steps: both agree to rounding here.
  assertLessOrEqual(Math.max(...gaps), 1e-14);
  const hyperbola = leastSquares({
    family: "quadric",
    weight: 1,
    curvatures: [1, -2],
    zero: [2, 1],
  });
  const [far, near] = [0.1, 0.01].map((offset) => {
    const theta = [2 + offset, 1 + offset];
    return distance(nearestZero(hyperbola, theta), hyperbola.project!(theta));
  });
  assert(far! > 1e-6 && near! < far! / 50, `${far}, ${near}`);
});

Deno.test("nearestZero says so when it does not converge", () => {
  assertThrows(() => nearestZero(circle, [0, 0]), RangeError, "[0, 0] do not reach the zero set");
  const exponential = leastSquares({
    family: "composition",
    outer: { rows: 1, columns: 1, singularValues: [1], left: [], right: [] },
    functions: [{ kind: "tanh", at: 0 }],
    inner: { rows: 1, columns: 1, singularValues: [1], left: [], right: [] },
    zero: [0],
  });
  assertThrows(() => nearestZero(exponential, [5]), RangeError, "start nearer");
  assertAlmostEquals(nearestZero(exponential, [0.3])[0]!, 0, 1e-15);
});

Deno.test("the smoothness constant of the circle is what one computes by hand", () => {
  // At θ*: J = 2θᵀ, ‖J‖ = 10, L_J = 2. On radius 1: 12² + (10 + 1)·2.
  assertAlmostEquals(smoothnessConstant(circle, circle.zero, 1), 166, 1e-12);
  const line = leastSquares({
    family: "linear",
    matrix: { rows: 1, columns: 2, singularValues: [3], left: [], right: [] },
    zero: [0, 0],
  });
  assertEquals(smoothnessConstant(line, [1e6, 1], 100), 9);
});
