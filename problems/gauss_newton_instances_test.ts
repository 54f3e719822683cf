import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertGreaterOrEqual,
  assertLessOrEqual,
  assertThrows,
} from "@std/assert";
import { sample } from "fast-check";
import { float64, loadFloat32 } from "../lib/arithmetic/mod.ts";
import { iterate, levenbergMarquardt } from "../lib/optimizers/mod.ts";
import { randomFor } from "../verify/random.ts";
import { dampedLeastSquares } from "./damped_least_squares.ts";
import {
  type CompositeObjective,
  conditionNumberAtStart,
  confirmMinimizer,
  gaussNewtonMap,
  type GaussNewtonMapInstance,
  lowestOnBall,
  mapDimensions,
  type OverparameterizedInstance,
  overparameterizedInstances,
  overparameterizedProblem,
  printedScaling,
  type UnderparameterizedInstance,
  underparameterizedInstances,
  underparameterizedProblem,
} from "./mod.ts";
import { direction, distance, plus, shrunk, symmetricUniform } from "./shared_test.ts";
import { multiply, norm } from "./vectors.ts";

const float32 = await loadFloat32({ backend: "cpu" });

const over = sample(overparameterizedInstances(), { numRuns: 120, seed: 5 });
const under = [
  ...sample(underparameterizedInstances(), { numRuns: 80, seed: 6 }),
  ...sample(underparameterizedInstances({ scaling: "printed" }), { numRuns: 120, seed: 7 }),
];

Deno.test("a damping that is large beside A costs no accuracy", () => {
  const row = [-1.19e-5, 1.45e-6, -3.76e-8];
  for (const lambda of [1e-12, 1, 1e7, 1e14]) {
    const v = dampedLeastSquares([row], [3e8], lambda);
    const factor = 3e8 / (dot(row, row) + lambda);
    v.forEach((entry, k) =>
      assertAlmostEquals(entry, factor * row[k]!, 1e-14 * Math.abs(factor * row[k]!))
    );
  }
});

Deno.test("dimensions of maps are known without evaluating them", () => {
  for (const { map: description } of [...over, ...under]) {
    const { parameters, outputs } = gaussNewtonMap(description);
    assertEquals(mapDimensions(description), { parameters, outputs });
  }
});

function transpose(rows: readonly (readonly number[])[]): number[][] {
  return rows[0]!.map((_, k) => rows.map((row) => row[k]!));
}

function dot(x: readonly number[], y: readonly number[]): number {
  return x.reduce((sum, entry, k) => sum + entry * y[k]!, 0);
}

/** A step of the classical Runge–Kutta method for the flow. */
function rungeKutta(objective: CompositeObjective, w: number[], damping: number, h: number) {
  const field = (point: number[]) => objective.velocity(point, damping);
  const first = field(w);
  const second = field(plus(w, h / 2, first));
  const third = field(plus(w, h / 2, second));
  const fourth = field(plus(w, h, third));
  return w.map((entry, k) =>
    entry + h / 6 * (first[k]! + 2 * second[k]! + 2 * third[k]! + fourth[k]!)
  );
}

Deno.test("damped least squares solves the normal equations", () => {
  const random = randomFor("damped least squares");
  for (let run = 0; run < 200; run++) {
    const [n, p] = [1 + run % 4, 1 + Math.floor(run / 4) % 4];
    const rows = Array.from({ length: n }, () => direction(random, p));
    const b = direction(random, n);
    for (const lambda of n >= p ? [0, 0.3] : [1e-3, 2]) {
      const v = dampedLeastSquares(rows, b, lambda);
      const residual = multiply(rows, v).map((entry, j) => entry - b[j]!);
      multiply(transpose(rows), residual).forEach((entry, k) =>
        assertAlmostEquals(entry + lambda * v[k]!, 0, 1e-14 * (1 + norm(v)))
      );
    }
  }
  // AᵀA would have lost the second column, which is the first one but for 1e-9.
  const [a, b] = dampedLeastSquares([[1, 1], [0, 1e-9], [0, 0]], [3, 2e-9, 7], 0) as [
    number,
    number,
  ];
  assertAlmostEquals(a, 1, 1e-6);
  assertAlmostEquals(b, 2, 1e-6);
  assert(!dampedLeastSquares([[1, 1]], [1], 0).every(Number.isFinite));
});

Deno.test("the gradient and the Hessian of g ∘ αf are central differences", () => {
  const random = randomFor("composite");
  for (const instance of over.slice(0, 40)) {
    const { map, loss, scaling, ...problem } = overparameterizedProblem(instance);
    const radius = Math.min(1, problem.radius);
    const w = plus(map.start, radius, direction(random, map.parameters));
    const v = direction(random, map.parameters);
    const h = 1e-4 * radius;
    const [up, down] = [plus(w, h, v), plus(w, -h, v)];
    const slope = dot(problem.gradient(w), v);
    const hessian = problem.hessian(w);
    const curvature = multiply(hessian, v);
    const size = norm(hessian.flat());
    assertAlmostEquals(
      slope,
      problem.difference(down, up) / (2 * h),
      1e-6 * (norm(problem.gradient(w)) + size * radius),
      JSON.stringify(instance),
    );
    const [above, below] = [problem.gradient(up), problem.gradient(down)];
    curvature.forEach((entry, k) =>
      assertAlmostEquals(
        entry,
        (above[k]! - below[k]!) / (2 * h),
        1e-5 * size + 1e-12 * norm(above) / h,
        JSON.stringify(instance),
      )
    );
    assertAlmostEquals(
      problem.difference(w, up),
      problem.value(up) - problem.value(w),
      1e-13 * problem.value(w),
    );
    assertEquals(problem.value(w), loss.value(map.value(w).map((entry) => scaling * entry)));
  }
});

Deno.test("the velocity solves its linear system, for every ρ", () => {
  for (const instance of over.slice(0, 60)) {
    const problem = overparameterizedProblem(instance);
    const { map, loss, scaling } = problem;
    for (const damping of [problem.damping, 0.5, 1]) {
      const w = map.start;
      const jacobian = map.jacobian(w);
      const v = problem.velocity(w, damping).map((entry) => -scaling * entry);
      const image = multiply(transpose(jacobian), multiply(jacobian, v));
      const right = multiply(transpose(jacobian), loss.gradient(problem.output(w)));
      v.forEach((entry, k) =>
        assertAlmostEquals(
          (1 - damping) * image[k]! + damping * entry,
          right[k]!,
          1e-12 * norm(right),
          JSON.stringify(instance),
        )
      );
    }
  }
});

Deno.test("a step of the optimizer on the composite problem is one along the velocity", () => {
  for (const instance of over.slice(0, 40)) {
    const problem = overparameterizedProblem(instance);
    const { map, scaling, damping } = problem;
    const velocity = problem.velocity(map.start, damping);
    // η H⁻¹Jᵀ∇g = −ηα · velocity; of the length of the start's own size.
    const stepSize = (1 + norm(map.start)) / (scaling * norm(velocity));
    const expected = plus(map.start, stepSize * scaling, velocity);
    const size = 1 + norm(map.start);
    const double = iterate(
      float64,
      problem.residualMap,
      levenbergMarquardt(float64, { damping, stepSize }),
      map.start,
      { steps: 1 },
    );
    assertLessOrEqual(distance(double, expected), 1e-11 * size, JSON.stringify(instance));
    const single = iterate(
      float32,
      problem.residualMap,
      levenbergMarquardt(float32, { damping, stepSize }),
      map.start,
      { steps: 1 },
    );
    const { lambda0, lambdaN } = problem;
    assertLessOrEqual(
      distance(single, expected),
      1e-5 * size * (lambdaN / lambda0),
      JSON.stringify(instance),
    );
  }
});

Deno.test("the constants of overparameterized instances are those of K_0", () => {
  for (const instance of over) {
    const problem = overparameterizedProblem(instance);
    const { map, lambda0, lambdaN, radius, damping } = problem;
    assertGreaterOrEqual(map.parameters, map.outputs);
    const jacobian = map.jacobian(map.start);
    const kernel = jacobian.map((row) => jacobian.map((other) => dot(row, other)));
    const { values } = float64.symmetricEigendecomposition(float64.matrix(kernel));
    const largest = values.at(-1)!;
    assertAlmostEquals(4 * lambdaN ** 2, largest, 1e-12 * largest);
    assertAlmostEquals(4 * lambda0 ** 2, values[0]!, 1e-12 * largest);
    assertAlmostEquals(radius, lambda0 / map.jacobianLipschitz, 1e-12 * radius);
    assertEquals(problem.initialValue, problem.value(map.start));
    assert(damping > 0 && damping <= 1);
    assertLessOrEqual(conditionNumberAtStart(problem), 1e6 * (1 + 1e-9));
    // What the paper takes from [28]: K ⪰ λ_0²I on the ball.
    const edge = plus(map.start, 0.999 * radius, direction(randomFor("edge"), map.parameters));
    const { s } = float64.singularValueDecomposition(float64.matrix(map.jacobian(edge)));
    assertGreaterOrEqual(s.at(-1)!, lambda0 * (1 - 1e-9));
  }
});

Deno.test("ρ and α of overparameterized instances are what their descriptions say", () => {
  // J = (2, 0), L = 2, so λ_0 = λ_n = 1 and the largest ρ is ½; g(0) = ½·3·4² = 24.
  const instance: OverparameterizedInstance = {
    map: {
      family: "smooth map",
      blocks: [{ kind: "quadratic", slopes: [[2, 0]], curvatures: [[0, 2]] }],
      left: [],
      right: [],
    },
    loss: { kind: "weighted quadratic", weights: [3] },
    target: [4],
    damping: { kind: "share", value: 0.5 },
    scaling: { kind: "number", value: 7 },
  };
  const problem = overparameterizedProblem(instance);
  assertEquals([problem.lambda0, problem.lambdaN, problem.radius], [1, 1, 0.5]);
  assertEquals([problem.largestDamping, problem.damping, problem.scaling], [0.5, 0.25, 7]);
  assertEquals(problem.initialValue, 24);
  const printed = (claim: "lemma-2" | "theorem-1" | "theorem-2", factor = 1) =>
    overparameterizedProblem({
      ...instance,
      scaling: { kind: "printed", claim, factor },
    }).scaling;
  // μ√(2Δ_0)/ν^{3/2} = √48/√3 = 4, and the quotients of λ_0 = λ_n are 1.
  assertAlmostEquals(printed("lemma-2"), 4, 1e-14);
  assertAlmostEquals(printed("theorem-1"), 8, 1e-14);
  assertAlmostEquals(printed("theorem-1", 3), 24, 1e-13);
  assertThrows(() => printed("theorem-2"), RangeError, "neurons");
  // With λ_n = 2λ_0 the quotient is (¾·1 + ¼)/(¾·4 + ¼).
  const constants = {
    lambda0: 1,
    lambdaN: 2,
    damping: 0.25,
    strongConvexity: 3,
    smoothness: 3,
    initialGap: 24,
  };
  assertAlmostEquals(printedScaling("lemma-2", problem.map, constants), 4 * 2 / 3.25, 1e-14);
  const atLeast = overparameterizedProblem({
    ...instance,
    map: {
      ...instance.map,
      blocks: [{ kind: "quadratic", slopes: [[0.5, 0]], curvatures: [[0, 1]] }],
    } as GaussNewtonMapInstance,
    damping: { kind: "least eigenvalue" },
  });
  assertEquals(atLeast.damping, 1 / 16);

  // A network: m = 2, σ = sin, x = 1, J = (1, 1): λ_0 = λ_n = √2/2, L = 1, Lip_f = √2; q = 1.
  const network = overparameterizedProblem({
    ...instance,
    map: {
      family: "network",
      activation: "sine",
      inputs: [[1]],
      outerWeights: [1, 1],
      initialWeights: [[0], [0]],
    },
    scaling: { kind: "printed", claim: "theorem-2", factor: 1 },
  });
  // La/√m = 4 · (1/λ_0²)/√2, the other √(2μΔ_0)/(μ Lip_f² √m) = 12/(3·2·√2).
  assertAlmostEquals(network.scaling, 8 / Math.SQRT2, 1e-13);
});

Deno.test("overparameterized instances keep to their options", () => {
  for (const damping of ["bounded", "least eigenvalue"] as const) {
    for (const scaling of ["lemma-2", "theorem-1", "theorem-2"] as const) {
      const families = ["network" as const];
      const arbitrary = overparameterizedInstances({ damping, scaling, families });
      for (const instance of sample(arbitrary, { numRuns: 60, seed: 2 })) {
        const problem = overparameterizedProblem(instance);
        assertEquals(problem.map.family, "network");
        assertLessOrEqual(problem.damping, problem.largestDamping * (1 + 1e-15));
        if (damping === "least eigenvalue") {
          assertEquals(problem.damping, problem.lambda0 ** 2);
        }
        const least = printedScaling(scaling, problem.map, {
          ...problem,
          strongConvexity: problem.loss.strongConvexity,
          smoothness: problem.loss.smoothness,
          initialGap: problem.initialValue,
        });
        assertGreaterOrEqual(problem.scaling, least * (1 - 1e-12));
      }
    }
  }
});

Deno.test("both families are drawn, mostly small, and up to twelve dimensions", () => {
  for (const [instances, name] of [[over, "over"], [under, "under"]] as const) {
    const maps = instances.map(({ map }) => gaussNewtonMap(map));
    const networks = maps.filter(({ family }) => family === "network").length;
    assert(networks > 0.35 * maps.length && networks < 0.65 * maps.length, `${name}: ${networks}`);
    const sizes = maps.map(({ parameters, outputs }) => Math.max(parameters, outputs));
    assertLessOrEqual(Math.max(...sizes), 12);
    assertGreaterOrEqual(sizes.filter((size) => size <= 6).length, 0.75 * sizes.length);
    assertGreaterOrEqual(sizes.filter((size) => size > 6).length, 0.03 * sizes.length);
  }
  const conditions = over.map((instance) =>
    conditionNumberAtStart(overparameterizedProblem(instance))
  );
  assertGreaterOrEqual(Math.max(...conditions), 1e4);
  const bounded = sample(
    underparameterizedInstances({ maximumConditionNumber: 100, maximumDimension: 3 }),
    { numRuns: 60, seed: 3 },
  );
  for (const instance of bounded) {
    const problem = underparameterizedProblem(instance);
    assertLessOrEqual(conditionNumberAtStart(problem), 100);
    assertLessOrEqual(problem.map.outputs, 3);
  }
});

Deno.test("w_* lies in B, ∇g is normal to the image there, and the Hessian positive definite", () => {
  for (const instance of under) {
    const problem = underparameterizedProblem(instance);
    const { map, loss, minimizer, radius, normal } = problem;
    const json = JSON.stringify(instance);
    assert(map.parameters < map.outputs, json);
    const share = distance(minimizer, map.start) / radius;
    assert(share > 0 && share < 1, json);
    const gradient = loss.gradient(problem.output(minimizer));
    const largest = norm(gradient) + loss.smoothness * norm(problem.output(minimizer));
    gradient.forEach((entry, j) => assertAlmostEquals(entry, normal[j]!, 1e-12 * largest, json));
    const jacobian = map.jacobian(minimizer);
    const tangential = multiply(transpose(jacobian), normal);
    assertLessOrEqual(norm(tangential), 1e-12 * norm(jacobian.flat()) * norm(normal), json);
    assert(confirmMinimizer(problem, { randomStarts: 0 }).leastCurvature > 1e-7, json);
    // J keeps its rank on B: λ_min(H) ≥ 4(1 − r)²λ_0².
    const edge = plus(map.start, 0.999 * radius, direction(randomFor("edge"), map.parameters));
    const { s } = float64.singularValueDecomposition(float64.matrix(map.jacobian(edge)));
    assertGreaterOrEqual(s.at(-1)!, 2 * (1 - problem.r) * problem.lambda0 * (1 - 1e-9), json);
  }
});

Deno.test("the printed α solves its fixed point", () => {
  const kinds = new Set<string>();
  for (const instance of under) {
    if (instance.placement.kind === "free") continue;
    kinds.add(`${instance.placement.kind}, ${instance.loss.kind}`);
    const problem = underparameterizedProblem(instance);
    const { scaling, jacobianLipschitz: l, r, lambda0, initialGap, loss } = problem;
    const { strongConvexity: nu, smoothness: mu } = loss;
    const printed = l * mu / (r * (1 - r) * lambda0 ** 2) *
      Math.sqrt(initialGap) / (2 * Math.SQRT2 * nu ** 1.5);
    assertAlmostEquals(scaling / printed, 1, 1e-8, JSON.stringify(instance));
  }
  assertEquals(kinds.size, 6);
});

Deno.test("gaps are differences of values", () => {
  const random = randomFor("gaps");
  for (const instance of under) {
    const problem = underparameterizedProblem(instance);
    const { map, radius, initialGap, initialValue, leastValue } = problem;
    assertAlmostEquals(problem.gap(map.start), initialGap, 1e-9 * initialGap);
    const scale = 1e-13 * (initialValue + leastValue);
    assertAlmostEquals(initialGap, initialValue - leastValue, scale);
    assertAlmostEquals(problem.value(problem.minimizer), leastValue, scale);
    assertEquals(problem.gap(problem.minimizer), 0);
    const w = plus(map.start, radius * symmetricUniform(random), direction(random, map.parameters));
    assertAlmostEquals(
      problem.gap(w),
      problem.value(w) - leastValue,
      scale + 1e-13 * problem.value(w),
    );
  }
});

Deno.test("a search of B confirms minimizers, and where it does not, something is lower", () => {
  let refuted = 0;
  for (const instance of under) {
    const problem = underparameterizedProblem(instance);
    const { map, radius } = problem;
    const { confirmed, lowestPoint, relativeGap } = confirmMinimizer(problem);
    assertLessOrEqual(distance(lowestPoint, map.start), radius * (1 + 1e-12));
    if (map.parameters === 1) {
      const grid = Array.from({ length: 2001 }, (_, i) => (i - 1000) / 1000);
      const least = Math.min(
        ...grid.map((x) => problem.gap([map.start[0]! + x * radius]) / problem.initialGap),
      );
      assert(confirmed === least >= -1e-9, `${JSON.stringify(instance)}: ${least}`);
      assertLessOrEqual(relativeGap, least + 1e-9);
    }
    if (!confirmed) {
      refuted++;
      assert(problem.difference(problem.minimizer, lowestPoint) < 0, JSON.stringify(instance));
    }
  }
  assertGreaterOrEqual(refuted, 0);
  assertLessOrEqual(refuted, 0.2 * under.length);
});

Deno.test("the search finds the lower of two valleys, inside and on the boundary", () => {
  // f(w) = (w, sin(4w)) and the target (0.1, 0.99): the higher valleys hold some starts.
  const instance: UnderparameterizedInstance = {
    map: {
      family: "smooth map",
      blocks: [{ kind: "wave", slope: 1, amplitude: 1, frequency: 4, phase: 0 }],
      left: [],
      right: [],
    },
    loss: { kind: "quadratic" },
    r: 0.5,
    direction: [1],
    normal: [1, 1],
    placement: { kind: "free", scaling: 1, share: 0.5, residual: 0.1 },
  };
  const problem = underparameterizedProblem(instance);
  for (const radius of [0.5, 3]) {
    const grid = Array.from({ length: 6001 }, (_, i) => (i - 3000) / 3000 * radius);
    const least = Math.min(...grid.map((w) => problem.value([w])));
    assertAlmostEquals(problem.value(lowestOnBall(problem, [0], radius)), least, 1e-5);
    // From afar, its own starts being on the far side.
    const found = lowestOnBall(problem, [-radius], 0.25 * radius, { randomStarts: 0 });
    const nearby = grid.filter((w) => w <= -0.75 * radius).map((w) => problem.value([w]));
    assertLessOrEqual(problem.value(found), Math.min(...nearby) + 1e-5);
    assertLessOrEqual(Math.abs(found[0]! + radius), 0.25 * radius * (1 + 1e-12));
  }
});

Deno.test("an arc by hand: w_*, the target and α", () => {
  // The unit circle: J = (1, 0) at 0, λ_0 = ½, L = 1, so the radius of B is r = ½.
  const instance: UnderparameterizedInstance = {
    map: {
      family: "smooth map",
      blocks: [{ kind: "arc", radius: 1, speed: 1 }],
      left: [],
      right: [],
    },
    loss: { kind: "quadratic" },
    r: 0.5,
    direction: [-2],
    normal: [0, -1],
    placement: { kind: "free", scaling: 3, share: 0.5, residual: 2 },
  };
  const problem = underparameterizedProblem(instance);
  assertEquals([problem.lambda0, problem.radius], [0.5, 0.5]);
  assertEquals(problem.minimizer, [-0.25]);
  // Outwards along (−sin ¼, −cos ¼), twice 3‖f_*‖ = 3·2 sin(1/8) long.
  const size = 12 * Math.sin(0.125);
  problem.normal.forEach((entry, j) =>
    assertAlmostEquals(entry, size * -[Math.sin(0.25), Math.cos(0.25)][j]!, 1e-14)
  );
  // y = ψ_* − N = (0, 3) + (3 − size) (−sin ¼, −cos ¼).
  problem.loss.minimizer.forEach((entry, j) =>
    assertAlmostEquals(
      entry,
      [0, 3][j]! - (3 - size) * [Math.sin(0.25), Math.cos(0.25)][j]!,
      1e-14,
    )
  );
  // α = C√Δ_0, C = 1/(½·½·¼·√8) = 16/√8: 1/C² = 1/32; with N = νn, n outwards,
  // ⟨n, f_*⟩ = 1 − cos ¼ =: −h less 2h: α = ∓ν⟨n, f_*⟩/(1/32 − h), ½‖f_*‖² = h = 1 − cos ¼.
  const h = 1 - Math.cos(0.25);
  const solved = underparameterizedProblem({
    ...instance,
    placement: { kind: "printed, scaling solved", share: 0.5, residual: 0.01 },
  });
  assertAlmostEquals(solved.scaling, 0.01 * h / Math.abs(1 / 32 - h), 1e-12);
});

Deno.test("the flow: the residual of Gauss–Newton's decays at the printed rate where it fits", () => {
  // No normal residual: near w_*, Δ falls as exp(−2t) for the quadratic loss.
  const instances = under.filter(({ loss, placement }) =>
    loss.kind === "quadratic" && placement.residual === 0
  );
  assertGreaterOrEqual(instances.length, 3);
  for (const instance of instances) {
    const problem = underparameterizedProblem(instance);
    let w = plus(problem.minimizer, 1e-3, plus(problem.map.start, -1, problem.minimizer));
    const before = problem.gap(w);
    for (let step = 0; step < 20; step++) w = rungeKutta(problem, w, 0, 0.05);
    assertAlmostEquals(problem.gap(w) / before, Math.exp(-2), 2e-3, JSON.stringify(instance));
  }
});

Deno.test("the flow: Levenberg–Marquardt's velocity gives dg/dt = −‖∇g‖² in the metric of J H⁻¹Jᵀ", () => {
  for (const instance of over.slice(0, 40)) {
    const problem = overparameterizedProblem(instance);
    const { map, damping, loss } = problem;
    const z = loss.gradient(problem.output(map.start));
    const jacobian = map.jacobian(map.start);
    // J [(1 − ρ)JᵀJ + ρI]⁻¹ Jᵀ from K_0: γ/((1 − ρ)γ + ρ) along its eigenvectors.
    const kernel = jacobian.map((row) => jacobian.map((other) => dot(row, other)));
    const { values, vectors } = float64.symmetricEigendecomposition(float64.matrix(kernel));
    const coordinates = multiply(transpose(float64.toRows(vectors)), z);
    const rate = values.reduce(
      (sum, gamma, k) => sum + gamma / ((1 - damping) * gamma + damping) * coordinates[k]! ** 2,
      0,
    );
    const fall = -dot(problem.gradient(map.start), problem.velocity(map.start, damping));
    assertAlmostEquals(fall / rate, 1, 1e-9, JSON.stringify(instance));
  }
});

Deno.test("the smallest instances can be read at a glance", () => {
  const smallest = (family: GaussNewtonMapInstance["family"]) => ({
    over: shrunk(overparameterizedInstances({ families: [family] }), () => true),
    printed: shrunk(
      overparameterizedInstances({
        families: [family],
        damping: "bounded",
        scaling: "theorem-1",
      }),
      () => true,
    ),
    under: shrunk(underparameterizedInstances({ families: [family] }), () => true),
    solved: shrunk(
      underparameterizedInstances({ families: [family], scaling: "printed" }),
      () => true,
    ),
  });
  for (const family of ["network", "smooth map"] as const) {
    for (const [name, { json, shrinks }] of Object.entries(smallest(family))) {
      assertLessOrEqual(json.length, 330, `${family}, ${name}: ${json}`);
      assertLessOrEqual(shrinks, 300, `${family}, ${name}`);
      // No number with more than three digits.
      assert(!/\d{4}/.test(json.replaceAll(".", "")), json);
    }
  }
});

Deno.test("what is no instance is refused", () => {
  const [instance] = over as [OverparameterizedInstance];
  const overWith = (change: object) => () =>
    overparameterizedProblem({ ...instance, ...change } as OverparameterizedInstance);
  assertThrows(overWith({ map: { family: "forest" } }), TypeError, "smooth map");
  assertThrows(overWith({ damping: { kind: "number", value: 2 } }), RangeError, "at most 1");
  assertThrows(overWith({ damping: { kind: "none" } }), TypeError, "least eigenvalue");
  assertThrows(
    overWith({ scaling: { kind: "printed", claim: "theorem-9", factor: 1 } }),
    TypeError,
    "theorem-2",
  );
  assertThrows(overWith({ target: instance.target.map(() => 0) }), RangeError, "target is 0");
  assertThrows(
    overWith({
      map: {
        family: "smooth map",
        blocks: [{ kind: "linear", slope: 1 }],
        left: [],
        right: [],
      },
    }),
    RangeError,
    "more parameters",
  );
  const [other] = under as [UnderparameterizedInstance];
  const underWith = (change: object) => () =>
    underparameterizedProblem({ ...other, ...change } as UnderparameterizedInstance);
  assertThrows(underWith({ r: 1 }), RangeError, "instance.r");
  assertThrows(underWith({ direction: other.direction.map(() => 0) }), RangeError, "direction");
  assertThrows(underWith({ placement: { kind: "anywhere", residual: 0 } }), TypeError, "solved");
  assertThrows(
    underWith({ placement: { ...other.placement, residual: -1 } }),
    RangeError,
    "residual",
  );
  const flat = { kind: "quadratic", slopes: [[1], [0]], curvatures: [[0], [0]] };
  const line = { family: "smooth map", blocks: [flat], left: [], right: [] };
  assertThrows(
    underWith({ map: line, direction: [1], normal: [0, 1] }),
    RangeError,
    "linear",
  );
  assertThrows(
    underWith({
      map: { ...line, blocks: [{ ...flat, slopes: [[0], [0]] }] },
      direction: [1],
      normal: [0, 1],
    }),
    RangeError,
    "singular values",
  );
  assertThrows(() => overparameterizedInstances({ families: [] }), RangeError, "families");
  assertThrows(
    () => underparameterizedInstances({ maximumConditionNumber: 10 }),
    RangeError,
    "100",
  );
  assertThrows(() => underparameterizedInstances({ maximumDimension: 2 }), RangeError, "3");
});
