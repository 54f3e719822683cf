import { assert, assertAlmostEquals, assertEquals, assertLessOrEqual } from "@std/assert";
import type { Random } from "fast-check";
import { type Arithmetic, float64, loadFloat32 } from "../lib/arithmetic/mod.ts";
import { spectralNorm } from "../lib/linalg/mod.ts";
import {
  conditionNumberAtZero,
  type LeastSquares,
  leastSquares,
  leastSquaresFamilies,
  type LeastSquaresInstance,
  nearestZero,
  residualMapOver,
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

const SAMPLES = 60;
const STEPS = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7];

/**
 * The least error of central differences over seven decades of step sizes. With natural lengths
 * ℓ ≥ 1e-5 and relative rounding near 1e-14, some step h has h²/ℓ² + 1e-14/(h/ℓ) below 1e-8: a right
 * derivative gets there, a wrong one stays at its own error.
 */
function leastError(error: (step: number) => number): number {
  return Math.min(...STEPS.map(error));
}

for (const family of leastSquaresFamilies) {
  const samples = samplesOf(family, SAMPLES);

  Deno.test(`${family}: shapes, and F vanishes at the zero`, () => {
    for (const { problem } of samples) {
      const { parameters: m, residuals: n, rank, zero } = problem;
      assertEquals(zero.length, m);
      assertEquals(float64.shape(jacobianAt(problem, zero)), [n, m]);
      const weights = float64.vector(new Array<number>(n).fill(1));
      const hessian = problem.weightedHessian(float64, float64.vector(zero), weights);
      assertEquals(float64.shape(hessian), [m, m]);
      assert(rank >= 1 && rank <= Math.min(n, m));
      const residual = residualAt(problem, zero);
      assertEquals(residual.length, n);
      assertLessOrEqual(Math.hypot(...residual), 2 ** -53 * problem.magnitude(zero));
    }
  });

  Deno.test(`${family}: what is evaluated at many points is what is evaluated at one`, async () => {
    for (
      const arithmetic of [float64, await loadFloat32({ backend: "cpu" })] as Arithmetic<unknown>[]
    ) {
      for (const { problem, random } of samples.slice(0, 10)) {
        arithmetic.scope(() => {
          const map = problem.over(arithmetic);
          const forRuns = residualMapOver(arithmetic, problem);
          for (let point = 0; point < 3; point++) {
            const step = direction(random, problem.parameters);
            const theta = arithmetic.vector(plus(problem.zero, naturalRadius(problem), step));
            const residual = arithmetic.toArray(problem.residual(arithmetic, theta));
            const jacobian = arithmetic.toRows(problem.jacobian(arithmetic, theta));
            assertEquals(arithmetic.toArray(map.residual(theta)), residual);
            assertEquals(arithmetic.toRows(map.jacobian(theta)), jacobian);
            assertEquals(arithmetic.toRows(forRuns.jacobian(arithmetic, theta)), jacobian);
            assertEquals(arithmetic.toArray(forRuns.residual(arithmetic, theta)), residual);
          }
        });
      }
    }
  });

  Deno.test(`${family}: J is the derivative of F`, () => {
    for (const { instance, problem, random } of samples) {
      const radius = naturalRadius(problem);
      const theta = plus(problem.zero, radius / 2, direction(random, problem.parameters));
      const v = direction(random, problem.parameters);
      const jacobian = jacobianAt(problem, theta);
      const exact = float64.toArray(float64.multiply(jacobian, float64.vector(v)));
      const error = leastError((step) => {
        const h = step * radius;
        const forward = residualAt(problem, plus(theta, h, v));
        const backward = residualAt(problem, plus(theta, -h, v));
        return distance(forward.map((f, i) => (f - backward[i]!) / (2 * h)), exact);
      });
      assertLessOrEqual(error, 1e-6 * spectralNorm(float64, jacobian), JSON.stringify(instance));
    }
  });

  Deno.test(`${family}: weightedHessian is the derivative of Jᵀw and symmetric`, () => {
    for (const { instance, problem, random } of samples) {
      const radius = naturalRadius(problem);
      const theta = plus(problem.zero, radius / 2, direction(random, problem.parameters));
      const v = direction(random, problem.parameters);
      const weights = float64.vector(direction(random, problem.residuals));
      const hessian = problem.weightedHessian(float64, float64.vector(theta), weights);
      const size = float64.norm(hessian);
      assertLessOrEqual(
        float64.norm(float64.subtract(hessian, float64.transpose(hessian))),
        1e-14 * size,
      );
      const gradient = (at: readonly number[]) =>
        float64.toArray(
          float64.multiply(float64.transpose(jacobianAt(problem, at)), weights),
        );
      const exact = float64.toArray(float64.multiply(hessian, float64.vector(v)));
      const error = leastError((step) => {
        const h = step * radius;
        const forward = gradient(plus(theta, h, v));
        const backward = gradient(plus(theta, -h, v));
        return distance(forward.map((g, i) => (g - backward[i]!) / (2 * h)), exact);
      });
      const lipschitz = problem.jacobianLipschitz(theta, radius);
      // What is left of J's own rounding at the largest step.
      const rounding = 1e-13 * spectralNorm(float64, jacobianAt(problem, theta)) / radius;
      assertLessOrEqual(
        error,
        1e-6 * Math.max(size, 0.01 * lipschitz) + rounding,
        JSON.stringify(instance),
      );
    }
  });

  Deno.test(`${family}: J has the stated rank at and near the zero`, () => {
    for (const { instance, problem, random } of samples) {
      const { rank, zero } = problem;
      for (const distanceFromZero of [0, 1e-3, 1e-2]) {
        const step = distanceFromZero * naturalRadius(problem) / conditionNumberAtZero(problem);
        const theta = plus(zero, step, direction(random, zero.length));
        const { s } = float64.singularValueDecomposition(jacobianAt(problem, theta));
        assert(s[rank - 1]! > 1e-7 * s[0]!, JSON.stringify(instance));
        assertLessOrEqual(s[rank] ?? 0, 1e-14 * s[0]!, JSON.stringify(instance));
      }
    }
  });

  Deno.test(`${family}: no two Jacobians on a ball differ by more than L_J allows`, () => {
    for (const { instance, problem, random } of samples) {
      const center = plus(problem.zero, 0.1, direction(random, problem.parameters));
      for (const radius of [1, 0.1, 0.01].map((factor) => factor * naturalRadius(problem))) {
        const lipschitz = problem.jacobianLipschitz(center, radius);
        for (let pair = 0; pair < 10; pair++) {
          const inBall = () =>
            plus(
              center,
              radius * Math.abs(symmetricUniform(random)),
              direction(random, problem.parameters),
            );
          const a = inBall();
          const b = pair % 2 === 0 ? inBall() : plus(a, 1e-3, plus(center, -1, a));
          const difference = float64.subtract(jacobianAt(problem, a), jacobianAt(problem, b));
          const rounding = 1e-15 * spectralNorm(float64, jacobianAt(problem, a)) *
            (1 + Math.hypot(...a) * lipschitz);
          assertLessOrEqual(
            spectralNorm(float64, difference),
            lipschitz * distance(a, b) * (1 + 1e-9) + 10 * rounding,
            JSON.stringify(instance),
          );
        }
      }
    }
  });

  Deno.test(`${family}: where L_J is called exact, a pair of points attains it`, () => {
    for (const { instance, problem, random } of samples) {
      if (!problem.lipschitzIsExact) continue;
      const radius = naturalRadius(problem);
      const center = plus(problem.zero, 0.1 * radius, direction(random, problem.parameters));
      const lipschitz = problem.jacobianLipschitz(center, radius);
      const attained = largestSecantSlope(problem, center, radius);
      if (lipschitz === 0) assertEquals(attained, 0);
      else assert(attained >= 0.999 * lipschitz, JSON.stringify(instance));
    }
  });

  Deno.test(`${family}: magnitude bounds the rounding of F, and not wastefully`, async () => {
    // Single precision rounds 2^29 times as coarsely, so double precision can stand for exactness.
    const float32 = await loadFloat32({ backend: "cpu" });
    const ratios = samples.flatMap(({ instance, problem, random }) =>
      [1, 1e-2, 1e-4, 0].map((factor) => {
        const radius = factor * naturalRadius(problem);
        const theta = plus(problem.zero, radius, direction(random, problem.parameters))
          .map(Math.fround);
        const coarse = float32.scope(() =>
          float32.toArray(problem.residual(float32, float32.vector(theta)))
        );
        const error = distance(coarse, residualAt(problem, theta));
        const unit = float32.unitRoundoff * problem.magnitude(theta);
        assertLessOrEqual(error, 8 * unit, JSON.stringify({ instance, theta }));
        return unit === 0 ? 0 : error / unit;
      })
    );
    // A magnitude far above the errors would hide violations of claims.
    assert(Math.max(...ratios) > 0.05, `largest ratio ${Math.max(...ratios)}`);
  });

  Deno.test(`${family}: the projection is normal, lies on the zero set, and nothing is nearer`, () => {
    let projected = 0;
    for (const { instance, problem, random } of samples) {
      if (problem.project === undefined) continue;
      projected++;
      const condition = conditionNumberAtZero(problem);
      const radius = 1e-2 * naturalRadius(problem) / condition;
      const theta = plus(problem.zero, radius, direction(random, problem.parameters));
      const nearest = problem.project(theta);
      const size = Math.hypot(...theta) + Math.hypot(...problem.zero);
      const shown = JSON.stringify({ instance, theta, nearest });
      assertLessOrEqual(
        Math.hypot(...residualAt(problem, nearest)),
        64 * 2 ** -53 * problem.magnitude(nearest),
        shown,
      );
      const normal = plus(theta, -1, nearest);
      const { v } = float64.singularValueDecomposition(jacobianAt(problem, nearest));
      const rowSpace = float64.slice(v, { columns: [0, problem.rank] });
      const inRowSpace = float64.multiply(
        rowSpace,
        float64.multiply(float64.transpose(rowSpace), float64.vector(normal)),
      );
      assertLessOrEqual(
        distance(float64.toArray(inRowSpace), normal),
        1e-14 * condition * (size + Math.hypot(...normal)),
        shown,
      );
      const least = Math.hypot(...normal);
      for (let trial = 0; trial < 10; trial++) {
        const spread = radius * Math.abs(symmetricUniform(random));
        const start = plus(nearest, spread, direction(random, problem.parameters));
        const other = nearestZero(problem, start);
        assert(distance(theta, other) >= least - 1e-13 * condition * size, shown);
      }
    }
    assertEquals(projected > 10, !["graph", "network"].includes(family));
  });

  Deno.test(`${family}: an instance survives JSON, and every real in it a small perturbation`, () => {
    for (const { instance, problem, random } of samples) {
      const reread = JSON.parse(JSON.stringify(instance)) as LeastSquaresInstance;
      assertEquals(reread, instance);
      const perturbed = leastSquares(perturb(instance, random) as LeastSquaresInstance);
      const shape = (
        { parameters, residuals, rank }: LeastSquares,
      ) => [parameters, residuals, rank];
      assertEquals(shape(perturbed), shape(problem));
      assertAlmostEquals(distance(perturbed.zero, problem.zero), 0, 1e-9);
      const size = spectralNorm(float64, jacobianAt(problem, problem.zero));
      const difference = float64.subtract(
        jacobianAt(perturbed, problem.zero),
        jacobianAt(problem, problem.zero),
      );
      assertLessOrEqual(float64.norm(difference), 1e-8 * size, JSON.stringify(instance));
    }
  });
}

/** The instance with every real number in it moved by up to 1e-12 of itself. */
function perturb(value: unknown, random: Random, key = ""): unknown {
  if (typeof value === "number") {
    if (["rows", "columns", "dimension", "width", "steps", "seed"].includes(key)) return value;
    return value * (1 + 1e-12 * symmetricUniform(random));
  }
  if (Array.isArray(value)) return value.map((element) => perturb(element, random, key));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, perturb(part, random, name)]),
  );
}

/**
 * The largest ‖J(a) − J(b)‖/‖a − b‖ over close pairs on lines through the centre: along the leading
 * right singular vector in many places, and at the ends of the coordinate directions.
 */
function largestSecantSlope(
  problem: LeastSquares,
  center: readonly number[],
  radius: number,
): number {
  const { v } = float64.singularValueDecomposition(jacobianAt(problem, center));
  const leading = float64.toArray(float64.slice(v, { columns: [0, 1] }));
  const lines = [
    { line: leading, places: 400 },
    ...center.map((_, j) => ({ line: center.map((_, l) => Number(j === l)), places: 2 })),
  ];
  const slopes = lines.flatMap(({ line, places }) =>
    Array.from({ length: places }, (_, i) => {
      const place = 2 * i / (places - 1) - 1;
      const a = plus(center, radius * place, line);
      const b = plus(center, radius * place * (1 - 1e-4), line);
      const difference = float64.subtract(jacobianAt(problem, a), jacobianAt(problem, b));
      return float64.norm(difference) / distance(a, b);
    })
  );
  return Math.max(...slopes);
}

Deno.test("compositions often have a curved image of deficient rank", () => {
  const samples = samplesOf("composition", 400);
  const curved = samples.filter(({ instance, problem }) =>
    instance.family === "composition" &&
    instance.functions.length > instance.inner.singularValues.length &&
    instance.functions.some(({ kind }) => kind !== "identity") &&
    problem.rank < problem.residuals
  );
  const turning = curved.filter(({ problem, random }) => {
    const range = (theta: readonly number[]) => {
      const { u } = float64.singularValueDecomposition(jacobianAt(problem, theta));
      return float64.slice(u, { columns: [0, problem.rank] });
    };
    const here = range(problem.zero);
    const step = naturalRadius(problem) / conditionNumberAtZero(problem);
    const there = range(plus(problem.zero, step, direction(random, problem.parameters)));
    const cosines = float64.singularValueDecomposition(
      float64.multiply(float64.transpose(here), there),
    ).s;
    return cosines.at(-1)! < 1 - 1e-12;
  });
  assert(turning.length > 80, `${turning.length} of ${curved.length} turn`);
});

Deno.test("every order of n and m occurs, with full and with deficient rank", () => {
  for (const family of ["linear", "composition"] as const) {
    const seen = new Set(
      samplesOf(family, 300).map(({ problem: { residuals: n, parameters: m, rank } }) =>
        `${Math.sign(n - m)} ${rank === Math.min(n, m)}`
      ),
    );
    assertEquals(seen.size, 6, [...seen].join(", "));
  }
  const signs = new Set(
    samplesOf("network", 300).map(({ problem: { residuals: n, parameters: m } }) =>
      Math.sign(n - m)
    ),
  );
  assertEquals(signs.size, 3);
});

Deno.test("every kind of smooth function is met in compositions whose L_J is exact", () => {
  const kinds = new Set(
    samplesOf("composition", 400).flatMap(({ instance, problem }) =>
      problem.lipschitzIsExact && instance.family === "composition"
        ? instance.functions.map(({ kind }) => kind)
        : []
    ),
  );
  assertEquals(kinds.size, 6, [...kinds].join(", "));
});
