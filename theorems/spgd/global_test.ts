/**
 * The recorded run of SPGD's global theory: its constants by another route, its two ways to compute,
 * and what it takes.
 */

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import { reflectionProduct } from "../../lib/linalg/mod.ts";
import { iterate, modifiedSpgdAdam } from "../../lib/optimizers/mod.ts";
import { boundedGradientProblem, type BoundedTerm } from "../../problems/mod.ts";
import { randomFor } from "../../verify/random.ts";
import { judge } from "../../verify/judgement.ts";
import { type GlobalInstance, globalInstances } from "./_global_instances.ts";
import { CompensatedSums, recordGlobalRun } from "./_global_run.ts";
import { claims } from "./mod.ts";

const GLOBAL = claims.slice(claims.findIndex(({ id }) => id === "spgd/eq-35"))
  .filter(({ kind }) => kind !== "tabular");

/** Instances as the search draws them, with at most so many steps and so many dimensions. */
function drawn(count: number, mostSteps: number, mostDimensions = 4): GlobalInstance[] {
  const random = randomFor("global_test");
  const all: GlobalInstance[] = [];
  while (all.length < count) {
    const instance = globalInstances().generate(random, 3).value;
    const { steps, objective } = instance;
    if (steps <= mostSteps && objective.terms.length <= mostDimensions) all.push(instance);
  }
  return all;
}

Deno.test("compensated sums keep what plain ones lose", () => {
  const sums = new CompensatedSums(2);
  for (let k = 0; k < 1e5; k++) sums.add(1, 0.1);
  // 1e5 times the double that 0.1 is, rounded once.
  assertEquals(sums.values, [0, 1e4]);
  assert(Array.from({ length: 1e5 }, () => 0.1).reduce((sum, x) => sum + x, 0) !== 1e4);
});

const norm = (x: readonly number[]) => Math.hypot(...x);

/** θ_1, …, θ_{T+1} by the library. */
function pathOf(instance: GlobalInstance): number[][] {
  const path: number[][] = [];
  const { objective, preconditioner, stepSize, beta1, beta2, epsilon, start, steps } = instance;
  assert(preconditioner.kind === "damped power");
  const { damping, power } = preconditioner;
  const method = modifiedSpgdAdam(float64, { stepSize, beta1, beta2, epsilon, damping, power });
  iterate(float64, boundedGradientProblem(objective), method, start, {
    steps,
    visit: ({ theta }) => void path.push(float64.toArray(theta)),
  });
  return path;
}

Deno.test("M and L along the run are the largest at its points and on its segments, by brute force", () => {
  let covered = 0;
  for (
    const instance of drawn(60, 60).filter(({ preconditioner }) =>
      preconditioner.kind === "damped power"
    )
  ) {
    const problem = boundedGradientProblem(instance.objective);
    const { measured, constants } = recordGlobalRun(float64, instance);
    const path = pathOf(instance);
    const b = instance.beta1 / (1 - instance.beta1);
    const z = path.map((theta, k) =>
      theta.map((x, i) => x + b * (x - path[Math.max(0, k - 1)]![i]!))
    );
    const points = [...path.slice(0, -1), ...z.slice(0, -1)];
    const largest = Math.max(...points.flatMap((point) => problem.gradient(point).map(Math.abs)));
    assertAlmostEquals(measured.gradientBound, largest, 1e-9 * constants.gradientBound);
    const steepest = Math.max(...points.map((point) => norm(problem.gradient(point))));
    assertAlmostEquals(measured.gradientNormBound, steepest, 1e-9 * constants.gradientNormBound);
    // ‖∇²f‖ from differences of the gradient along the axes of the terms, at many points of the segments.
    const turn = problem.turn ?? path[0]!.map((_, i) => path[0]!.map((_, j) => i === j ? 1 : 0));
    let curvature = 0;
    const look = (point: readonly number[]) =>
      turn.forEach((axis, j) => {
        const h = 1e-6 * instance.objective.terms[j]!.scale;
        const at = (step: number) => problem.gradient(point.map((x, i) => x + step * axis[i]!));
        const [up, down] = [at(h), at(-h)];
        curvature = Math.max(curvature, norm(up.map((x, i) => x - down[i]!)) / (2 * h));
      });
    // Twenty points to the scale of a term; where that is too many, points say too little.
    let isCovered = true;
    const between = (from: readonly number[], to: readonly number[]) => {
      const lengths = turn.map((axis, j) =>
        Math.abs(axis.reduce((sum, x, i) => sum + x * (to[i]! - from[i]!), 0)) /
        instance.objective.terms[j]!.scale
      );
      const count = Math.max(2, Math.ceil(20 * Math.max(...lengths)));
      if (count > 1000) isCovered = false;
      for (let k = 0; isCovered && k <= count; k++) {
        look(from.map((x, i) => x + k / count * (to[i]! - x)));
      }
    };
    path.slice(0, -1).forEach((theta, k) => {
      between(theta, z[k]!);
      between(z[k]!, z[k + 1]!);
    });
    assert(measured.smoothness <= constants.smoothness);
    // The closed form is never below what is seen, and hardly above.
    assert(curvature <= measured.smoothness + 1e-4 * constants.smoothness, `${curvature}`);
    if (!isCovered) continue;
    assert(curvature >= 0.99 * measured.smoothness - 1e-4 * constants.smoothness, `${curvature}`);
    covered++;
  }
  assert(covered >= 10, `${covered}`);
});

Deno.test("C_2, C_∞, C_{1,1}^op, Δ_f, s and K are what the paper defines, by another route", () => {
  for (const instance of drawn(80, 40)) {
    const { objective, preconditioner, epsilon, beta1, beta2, steps } = instance;
    if (preconditioner.kind !== "prescribed") continue;
    const problem = boundedGradientProblem(objective);
    const { constants, measured } = recordGlobalRun(float64, instance);
    const m = problem.dimension;
    const used = [
      ...(preconditioner.first === undefined ? [] : [preconditioner.first]),
      ...preconditioner.matrices.slice(0, steps - (preconditioner.first === undefined ? 0 : 1)),
    ];
    let [spectral, rowSum, columnSum] = [0, 0, 0];
    for (const { eigenvalues, turns } of used) {
      const q = turns.length === 0 ? undefined : float64.matrix(reflectionProduct(m, turns));
      const d = float64.diagonal(eigenvalues);
      const b = q === undefined
        ? d
        : float64.multiply(float64.transpose(q), float64.multiply(d, q));
      const { u, s, v } = float64.singularValueDecomposition(b);
      const inverse = float64.multiply(
        v,
        float64.multiply(float64.diagonal(s.map((x) => 1 / x)), float64.transpose(u)),
      );
      for (const matrix of [b, inverse]) {
        spectral = Math.max(spectral, float64.singularValueDecomposition(matrix).s[0]!);
        const rows = float64.toRows(matrix).map((row) => row.map(Math.abs));
        rowSum = Math.max(rowSum, ...rows.map((row) => row.reduce((sum, x) => sum + x, 0)));
        // ‖BA‖_{1,1} for the matrices A with one entry, among which the largest is attained.
        for (let j = 0; j < m; j++) {
          columnSum = Math.max(columnSum, rows.reduce((sum, row) => sum + row[j]!, 0));
        }
      }
    }
    assertAlmostEquals(constants.spectral, spectral, 1e-9 * spectral);
    assertAlmostEquals(constants.rowSum, rowSum, 1e-9 * rowSum);
    assertAlmostEquals(constants.columnSum, columnSum, 1e-9 * columnSum);
    assertAlmostEquals(constants.initialGap, problem.value(instance.start), 1e-12);
    const k = 1 / (2 * Math.sqrt(epsilon) * Math.sqrt(1 - beta2) * (1 - beta1 / Math.sqrt(beta2)));
    assertAlmostEquals(constants.k, k, 1e-12 * k);
    // s: no smaller exponent bounds the gradients of the run, and this one does.
    const squares = new Array<number>(m).fill(0);
    const roots: number[] = [];
    recordPath(instance, (theta) => {
      problem.gradient(theta).forEach((x, i) => squares[i]! += x * x);
      roots.push(Math.sqrt(Math.max(...squares)));
    });
    for (const { exponent, gradientBound } of [constants, measured]) {
      if (gradientBound === 0) continue;
      const excess = (s: number) =>
        Math.max(...roots.map((root, index) => root / (gradientBound * (index + 1) ** s)));
      assert(excess(exponent) <= 1 + 1e-9);
      if (exponent > 1e-3 && exponent < 0.5) assert(excess(exponent - 1e-6) > 1);
    }
  }
});

/** Visits θ_1, …, θ_T of a run with prescribed B_t, in plain numbers of its own. */
function recordPath(instance: GlobalInstance, visit: (theta: readonly number[]) => void): void {
  const { objective, preconditioner, start, steps, stepSize, beta1, beta2, epsilon } = instance;
  assert(preconditioner.kind === "prescribed");
  const problem = boundedGradientProblem(objective);
  const m = start.length;
  let theta = [...start];
  const [moment, second, largest] = [0, 1, 2].map(() => new Array<number>(m).fill(0));
  for (let t = 0; t < steps; t++) {
    visit(theta);
    const { first, matrices } = preconditioner;
    const { eigenvalues, turns } = t === 0 && first !== undefined
      ? first
      : matrices[t % matrices.length]!;
    const q = turns.length === 0 ? undefined : reflectionProduct(m, turns);
    const g = problem.gradient(theta);
    const coordinates = (q === undefined ? g : q.map((row) => dot(row, g)))
      .map((x, j) => eigenvalues[j]! * x);
    const lambda = q === undefined
      ? coordinates
      : g.map((_, i) => dot(q.map((row) => row[i]!), coordinates));
    theta = theta.map((x, i) => {
      moment![i] = beta1 * moment![i]! + (1 - beta1) * lambda[i]!;
      second![i] = beta2 * second![i]! + (1 - beta2) * lambda[i]! ** 2;
      largest![i] = Math.max(largest![i]!, second![i]!);
      return x - stepSize * moment![i]! / Math.sqrt(largest![i]! + epsilon);
    });
  }
}

const dot = (x: readonly number[], y: readonly number[]) =>
  x.reduce((sum, entry, i) => sum + entry * y[i]!, 0);

Deno.test("runs in plain numbers are those of the library, up to rounding", () => {
  let compared = 0;
  for (const instance of drawn(120, 40)) {
    const byLibrary = recordGlobalRun(float64, instance);
    const inNumbers = recordGlobalRun(float64, instance, undefined, 0);
    // Where L times the steps is large, a step multiplies what rounding did: such runs part.
    const growth = byLibrary.constants.smoothness * byLibrary.constants.largestNorm *
      byLibrary.traces[0]!;
    const steps = growth < 2 ? instance.steps : 2;
    for (let k = 0; k < Math.min(steps, instance.steps); k++) {
      for (const name of ["gradientNorms", "directionSteps", "momentSteps", "values"] as const) {
        const [one, other] = [byLibrary[name][k]!, inNumbers[name][k]!];
        const scale = Math.max(...byLibrary[name]);
        assertAlmostEquals(one, other, 1e-6 * scale, `${name} at ${k + 1}`);
        compared++;
      }
    }
  }
  assert(compared > 2000, `${compared}`);
});

/** An arithmetic, how often it was asked for what, and the multiplications in its products. */
function counting<T>(arithmetic: Arithmetic<T>) {
  const calls = new Map<string, number>();
  const work = { multiplications: 0 };
  const counted = new Proxy(arithmetic, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function" || typeof name !== "string") return value;
      return (...args: unknown[]) => {
        calls.set(name, (calls.get(name) ?? 0) + 1);
        if (name === "multiply") {
          const [rows, inner] = target.shape(args[0] as T);
          work.multiplications += rows * inner * target.shape(args[1] as T)[1];
        }
        return value.apply(target, args);
      };
    },
  });
  return { counted, calls, work };
}

Deno.test("2,000 steps in 200 dimensions take 30 operations each, one product with a vector, and 200 MB", () => {
  const m = 200;
  const { counted, calls, work } = counting(float64);
  const shapes = ["log-cosh", "pseudo-Huber", "cosine", "Welsch"] as const;
  const run = (steps: number) =>
    recordGlobalRun(counted, {
      objective: {
        terms: Array.from({ length: m }, (_, i): BoundedTerm => ({
          shape: shapes[i % 4]!,
          curvature: 1 + i % 3,
          scale: 1,
        })),
        turns: [Array.from({ length: m }, (_, i) => 1 + i % 5)],
      },
      start: Array.from({ length: m }, (_, i) => i % 7 - 3),
      preconditioner: {
        kind: "prescribed",
        matrices: [{
          eigenvalues: Array.from({ length: m }, (_, i) => 0.5 + i / m),
          turns: [Array.from({ length: m }, (_, i) => 1 + i % 2)],
        }],
      },
      stepSize: 1e-3,
      beta1: 0.9,
      beta2: 0.99,
      epsilon: 1e-3,
      steps,
    });
  run(10);
  calls.clear();
  work.multiplications = 0;
  const before = Deno.memoryUsage().rss;
  const { gradientNorms } = run(2_000);
  const grown = (Deno.memoryUsage().rss - before) / 2 ** 20;
  assertEquals(gradientNorms.length, 2_000);
  // The problem and the preconditioner are set up once, and no matrix of this size is decomposed.
  assert(calls.get("matrix")! <= 4, `${calls.get("matrix")} matrices`);
  for (const name of ["singularValueDecomposition", "symmetricEigendecomposition"]) {
    assertEquals(calls.get(name) ?? 0, 0, name);
  }
  assert(work.multiplications <= 2_000 * m ** 2, `${work.multiplications} multiplications`);
  const operations = calls.values().reduce((sum, count) => sum + count, 0);
  assert(operations <= 30 * 2_000, `${operations} operations`);
  assert(grown < 200, `${grown} MB`);
});

/** A million steps in R^1 and R^2, with a diagonal B and another one. */
const LONG: readonly GlobalInstance[] = [
  {
    objective: { terms: [{ shape: "log-cosh", curvature: 1, scale: 1 }], turns: [] },
    start: [30],
    preconditioner: { kind: "prescribed", matrices: [{ eigenvalues: [2], turns: [] }] },
    stepSize: 1e-4,
    beta1: 0.9,
    beta2: 0.99,
    epsilon: 0.1,
    steps: 1_000_000,
  },
  {
    objective: {
      terms: [
        { shape: "pseudo-Huber", curvature: 3, scale: 1 },
        { shape: "Welsch", curvature: 1, scale: 2 },
      ],
      turns: [[1, -3]],
    },
    start: [3, -2],
    preconditioner: {
      kind: "prescribed",
      matrices: [{ eigenvalues: [2, 0.5], turns: [[1, -0.5]] }],
    },
    stepSize: 1e-4,
    beta1: 0.5,
    beta2: 0.9,
    epsilon: 1,
    steps: 1_000_000,
  },
];

for (const instance of LONG) {
  const { length: m } = instance.start;
  Deno.test(`a million steps in R^${m} break what is refuted, and nothing else`, () => {
    const run = recordGlobalRun(float64, instance);
    for (const claim of GLOBAL) {
      for (const [name, variant] of Object.entries(claim.variants)) {
        if (variant.expected !== "holds") continue;
        const judged = judge(claim.kind, variant, run, instance, float64.unitRoundoff);
        for (const [label, { status }] of judged) {
          assert(status !== "violated", `${claim.id}, ${name}: ${label}`);
        }
      }
    }
  });
}
