/** The cross-entropy form of SPGD (Remark 3), on softmax regressions, against explicit matrices. */

import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { memory } from "@tensorflow/tfjs-core";
import { type Arithmetic, float64, loadFloat32 } from "../arithmetic/mod.ts";
import { inverseRoot } from "../linalg/mod.ts";
import { randomStream } from "../statistics/mod.ts";
import {
  type SoftmaxRegression,
  softmaxRegression,
  type SoftmaxRegressionInstance,
} from "../../problems/mod.ts";
import {
  crossEntropySpgd,
  crossEntropySpgdAdam,
  evaluate,
  type GradientMap,
  type GradientTransformation,
  iterate,
  newton,
  type Optimizer,
  preconditionByDampedPower,
  preconditionByGeneralizedGaussNewton,
  type PreconditionByGeneralizedGaussNewtonOptions,
  preconditionBySvdLanczos,
  type ResidualMap,
} from "./mod.ts";
import { assertClose, tanhMaps } from "./shared_test.ts";

const float32 = await loadFloat32();

type Matrix = ReturnType<typeof float64.vector>;

interface Case {
  readonly name: string;
  readonly instance: SoftmaxRegressionInstance;
  readonly problem: SoftmaxRegression;
  readonly theta: readonly number[];
}

/** Normal inputs and weights; every class occurs among the labels where there are samples enough. */
function draw(
  samples: number,
  features: number,
  classes: number,
  ridge = 0,
): Case {
  const name = `B = ${samples}, d = ${features}, K = ${classes}`;
  const stream = randomStream(13, name);
  const inputs = Array.from({ length: samples }, () => stream.vector(features, stream.normal));
  const labels = inputs.map((_, i) => i % classes);
  const instance = { inputs, classes, labels, ridge };
  const theta = stream.vector(features * classes, stream.normal);
  return { name, instance, problem: softmaxRegression(instance), theta };
}

/** With fewer outputs than parameters (n = BK, m = dK), as many, and more. */
const cases = [
  draw(1, 1, 2),
  draw(1, 4, 3),
  draw(3, 5, 4),
  draw(4, 4, 2),
  draw(8, 3, 2),
  draw(12, 4, 5),
];

/** The blocks of C as Remark 3 prints them, or one of the mistakes that a test must notice. */
const weights = {
  printed: (p: readonly number[], c: number, k: number) => (c === k ? p[c]! : 0) - p[c]! * p[k]!,
  "without −ppᵀ": (p: readonly number[], c: number, k: number) => c === k ? p[c]! : 0,
  "without C": (_: readonly number[], c: number, k: number) => c === k ? 1 : 0,
};

/** JᵀCJ, entry by entry: ((j, c), (k, l)) is Σ_i x_ij x_ik C_i[c, l], with C as the remark has it. */
function printedMatrix(
  { instance: { inputs, classes }, theta }: Case,
  weight: keyof typeof weights = "printed",
): Matrix {
  const probabilities = inputs.map((x) => {
    const powers = Array.from(
      { length: classes },
      (_, c) => Math.exp(x.reduce((z, entry, j) => z + entry * theta[j * classes + c]!, 0)),
    );
    const sum = powers.reduce((total, power) => total + power, 0);
    return powers.map((power) => power / sum);
  });
  const position = (index: number) => [Math.floor(index / classes), index % classes] as const;
  return float64.matrix(theta.map((_, row) => {
    const [j, c] = position(row);
    return theta.map((_, column) => {
      const [k, l] = position(column);
      return inputs.reduce(
        (sum, x, i) => sum + x[j]! * x[k]! * weights[weight](probabilities[i]!, c, l),
        0,
      );
    });
  }));
}

/** (JᵀCJ/B + δI)^{−p} g by the eigendecomposition of the explicit matrix. */
function explicit(
  at: Case,
  gradient: Matrix,
  { damping, power = 0.5 }: PreconditionByGeneralizedGaussNewtonOptions,
  weight: keyof typeof weights = "printed",
): number[] {
  const mean = float64.scale(1 / at.instance.inputs.length, printedMatrix(at, weight));
  return float64.toArray(
    float64.multiply(inverseRoot(float64, mean, power, { damping }), gradient),
  );
}

/** What the transformation makes of a gradient; by default of the problem's own. */
function direction<T>(
  arithmetic: Arithmetic<T>,
  map: GradientMap | ResidualMap,
  theta: readonly number[],
  options: PreconditionByGeneralizedGaussNewtonOptions,
  gradient?: readonly number[],
): number[] {
  return arithmetic.scope(() => {
    const context = evaluate(arithmetic, map, arithmetic.vector(theta), 0);
    const incoming = gradient === undefined ? context.gradient() : arithmetic.vector(gradient);
    const transformation = preconditionByGeneralizedGaussNewton(arithmetic, options);
    return arithmetic.toArray(transformation.update(incoming, null, context)[0]);
  });
}

function assertBelow(small: number, large: number, what: string): void {
  assert(small < large, `${what}: ${small} < ${large}`);
}

function distance(a: readonly number[], b: readonly number[]): number {
  return Math.hypot(...a.map((entry, i) => entry - b[i]!));
}

Deno.test("by hand: one sample of two classes, exactly and in one step", () => {
  // z = (log 3, 0) and x = 2: JᵀCJ = ¾(1, −1)(1, −1)ᵀ, 3/2 along g = (3/2, −3/2), 0 along (1, 1).
  const problem = softmaxRegression({ inputs: [[2]], classes: 2, labels: [1] });
  const theta = [Math.log(3) / 2, 0];
  const entry = 1.5 / Math.sqrt(2.5);
  for (const steps of [{}, { steps: 1 }]) {
    const options = { damping: 1, ...steps };
    assertClose(direction(float64, problem, theta, options), [entry, -entry], 1e-15, "along g");
    const quarter = { ...options, damping: 4 };
    assertClose(direction(float64, problem, theta, quarter, [1, 1]), [0.5, 0.5], 1e-15, "δ^{−½}");
    const inverse = direction(float64, problem, theta, { ...options, power: 1 });
    assertClose(inverse, [0.6, -0.6], 1e-15, "p = 1");
  }
});

for (const at of cases) {
  const { name, problem, theta } = at;
  const point = float64.vector(theta);
  const gradient = problem.gradient(float64, point);

  Deno.test(`the explicit (JᵀCJ + δI)^{−p} g, exactly and in m Lanczos steps: ${name}`, () => {
    // θ as a gradient has a part outside of the range of Jᵀ, unlike ∇f.
    for (const incoming of [gradient, point]) {
      for (const damping of [1e-3, 0.1, 10]) {
        for (const power of [0.25, 0.5, 1]) {
          const options = { damping, power };
          const expected = explicit(at, incoming, options);
          for (const steps of [{}, { steps: problem.parameters }]) {
            assertClose(
              direction(
                float64,
                problem,
                theta,
                { ...options, ...steps },
                float64.toArray(incoming),
              ),
              expected,
              1e-11,
              `${JSON.stringify({ ...options, ...steps })}`,
            );
          }
        }
      }
    }
  });

  Deno.test(`every Lanczos step comes closer, at least as fast as theory says: ${name}`, () => {
    for (const damping of [0.01, 1]) {
      const exact = direction(float64, problem, theta, { damping }, theta);
      const [largest] = float64.singularValueDecomposition(
        problem.gaussNewtonFactor(float64, point),
      ).s;
      // As (A + δ)^{−½} = π⁻¹∫ t^{−½}(A + δ + t)^{−1}dt, and conjugate gradients for each t have an
      // error of at most 2ρᵏ‖g‖/(δ + t), that of k steps is at most 2ρᵏδ^{−½}‖g‖.
      const root = Math.sqrt((largest! ** 2 + damping) / damping);
      const rho = (root - 1) / (root + 1);
      const size = Math.hypot(...theta) / Math.sqrt(damping);
      const rounding = 1e-13 * size;
      let previous = Infinity;
      for (let steps = 1; steps <= problem.parameters; steps++) {
        const error = distance(
          direction(float64, problem, theta, { damping, steps }, theta),
          exact,
        );
        assert(error <= previous + rounding, `k = ${steps}: ${error} after ${previous}`);
        assert(error <= 2 * rho ** steps * size + rounding, `k = ${steps}: ${error}, ρ = ${rho}`);
        if (steps === 1) assertBelow(1e-4, error, "one step alone is not exact");
        previous = error;
      }
      assertBelow(previous, rounding, "the error of m steps");
    }
  });

  Deno.test(`a factor without C, without −ppᵀ or without 1/B is noticed: ${name}`, () => {
    const samples = at.instance.inputs.length;
    const mistakes: Record<string, SoftmaxRegression["gaussNewtonFactor"]> = {
      "without C": (a) => a.scale(1 / Math.sqrt(samples), problem.jacobian(a)),
      "without −ppᵀ": (a, x) => {
        const p = a.toArray(problem.probabilities(a, x));
        const root = a.diagonal(p.map((entry) => Math.sqrt(entry / samples)));
        return a.multiply(root, problem.jacobian(a));
      },
      "without 1/B": (a, x) => a.scale(Math.sqrt(samples), problem.gaussNewtonFactor(a, x)),
    };
    const damping = 0.01;
    const expected = explicit(at, gradient, { damping });
    for (const [mistake, gaussNewtonFactor] of Object.entries(mistakes)) {
      if (mistake === "without 1/B" && samples === 1) continue;
      for (const steps of [{}, { steps: problem.parameters }]) {
        const map = { ...problem, gaussNewtonFactor };
        const actual = direction(float64, map, theta, { damping, ...steps });
        assertBelow(1e-3 * Math.hypot(...expected), distance(actual, expected), mistake);
        if (mistake === "without 1/B") continue;
        // It is the mistake that it claims to be.
        const wrong = explicit(at, gradient, { damping }, mistake as keyof typeof weights);
        assertClose(actual, wrong, 1e-11, mistake);
      }
    }
  });

  Deno.test(`Remark 3 as printed is the damping δ/B and a step √B times smaller: ${name}`, () => {
    const samples = at.instance.inputs.length;
    const damping = 0.3;
    const root = inverseRoot(float64, printedMatrix(at), 0.5, { damping });
    const printed = float64.toArray(float64.multiply(root, gradient));
    const actual = direction(float64, problem, theta, { damping: damping / samples });
    assertClose(actual.map((entry) => entry / Math.sqrt(samples)), printed, 1e-12, "B_t g");
  });

  Deno.test(`single precision follows: ${name}`, () => {
    for (const steps of [{}, { steps: problem.parameters }, { steps: 2 }]) {
      const options = { damping: 0.1, ...steps };
      const before = memory().numTensors;
      const single = direction(float32, problem, theta, options);
      assertEquals(memory().numTensors, before, "tensors");
      const double = direction(float64, problem, theta, options);
      assertClose(single, double, 1e-5, JSON.stringify(options));
      assertBelow(0, distance(single, double), "it is single precision");
    }
  });
}

Deno.test("on least squares it is the damped SVD preconditioner, exactly and by Lanczos", () => {
  fc.assert(fc.property(tanhMaps, fc.constantFrom(0.01, 1), (map, damping) => {
    const context = evaluate(float64, map, float64.vector(map.start), 0);
    const apply = (transformation: GradientTransformation<Matrix, null>) =>
      float64.toArray(transformation.update(context.gradient(), null, context)[0]);
    const exact = apply(preconditionByDampedPower(float64, { damping }));
    assertClose(direction(float64, map, map.start, { damping }), exact, 1e-12, "exactly");
    const lanczos = apply(preconditionBySvdLanczos(float64, { damping, steps: 2 }));
    const actual = direction(float64, map, map.start, { damping, steps: 2 });
    assertClose(actual, lanczos, 1e-12, "by Lanczos");
  }));
});

Deno.test("damping far below the rounding of JᵀCJ keeps its effect", () => {
  // A = diag(1, 1e-9) turned by 45° on the left: AᵀA + δI = diag(1, 1e-18 + 3e-18).
  const factor = [[Math.SQRT1_2, -Math.SQRT1_2 * 1e-9], [Math.SQRT1_2, Math.SQRT1_2 * 1e-9]];
  const map: GradientMap = {
    gradient: (arithmetic) => arithmetic.vector([1, 1]),
    gaussNewtonFactor: (arithmetic) => arithmetic.matrix(factor),
  };
  const [first, second] = direction(float64, map, [0, 0], { damping: 3e-18 });
  assertClose([first!, second! / 5e8], [1, 1], 1e-6, "(1, ½e9)");
});

Deno.test("the factor is computed once at a point", () => {
  const { problem, theta } = cases[3]!;
  let calls = 0;
  const map: GradientMap = {
    ...problem,
    gaussNewtonFactor(arithmetic, point) {
      calls++;
      return problem.gaussNewtonFactor(arithmetic, point);
    },
  };
  const context = evaluate(float64, map, float64.vector(theta), 0);
  assertEquals(context.gaussNewtonFactor(), context.gaussNewtonFactor());
  assertEquals(calls, 1);
});

/** The iterates of a run in double precision. */
function iterates(
  map: GradientMap,
  optimizer: Optimizer,
  start: readonly number[],
  steps: number,
): number[][] {
  const result: number[][] = [];
  iterate(float64, map, optimizer(float64), start, {
    steps,
    visit(context) {
      result.push(float64.toArray(context.theta));
    },
  });
  return result;
}

/** √δ/L, half of the step size up to which every step decreases f: C ≤ ½I, so L ≤ ‖J‖²/(2B) + λ. */
function safeStepSize({ instance, problem }: Case, damping: number): number {
  const [largest] = float64.singularValueDecomposition(problem.jacobian(float64)).s;
  const smoothness = largest! ** 2 / (2 * instance.inputs.length) + (instance.ridge ?? 0);
  return Math.sqrt(damping) / smoothness;
}

/** Asserts that every step decreases the loss, as long as the decrease is not that of rounding. */
function assertDescent({ problem }: Case, path: readonly (readonly number[])[]): void {
  const losses = path.map(problem.loss);
  for (const [t, loss] of losses.slice(1).entries()) {
    const gradient = problem.gradient(float64, float64.vector(path[t]!));
    if (float64.norm(gradient) < 1e-6) continue;
    assertBelow(loss, losses[t]!, `the loss after step ${t + 1}`);
  }
}

const variants = { exact: {}, "three Lanczos steps": { steps: 3 } };

for (const [variant, steps] of Object.entries(variants)) {
  Deno.test(`crossEntropySpgd() descends to the minimizer of a regularized loss: ${variant}`, () => {
    const at = draw(12, 3, 4, 0.1);
    const damping = 0.1;
    const stepSize = safeStepSize(at, damping);
    const optimizer: Optimizer = (a) => crossEntropySpgd(a, { stepSize, damping, ...steps });
    const path = iterates(at.problem, optimizer, at.theta, 1000);
    assertDescent(at, path);
    const minimizer = iterates(
      at.problem,
      (a) => newton(a),
      at.theta.map(() => 0),
      20,
    ).at(-1)!;
    const remaining = float64.norm(at.problem.gradient(float64, float64.vector(minimizer)));
    assertBelow(remaining, 1e-14, "Newton's method has arrived");
    assertClose(path.at(-1)!, minimizer, 1e-10, "θ*");
  });

  Deno.test(`crossEntropySpgd() drives a separable loss to 0, where there is no minimizer: ${variant}`, () => {
    // Two classes on either side of 0, and a third at 0 between them.
    const instance = {
      inputs: [[1, -2], [1, -1.5], [1, 0], [1, 0.1], [1, 1.5], [1, 2]],
      classes: 3,
      labels: [0, 0, 1, 1, 2, 2],
    };
    const problem = softmaxRegression(instance);
    const at = { name: "separable", instance, problem, theta: [0, 0, 0, 0, 0, 0] };
    const damping = 0.01;
    const stepSize = safeStepSize(at, damping);
    const optimizer: Optimizer = (a) => crossEntropySpgd(a, { stepSize, damping, ...steps });
    const path = iterates(problem, optimizer, at.theta, 2000);
    assertDescent(at, path);
    assertBelow(problem.loss(path.at(-1)!), 0.02, "the last loss");
    const sizes = [250, 500, 1000, 2000].map((t) => Math.hypot(...path[t]!));
    for (const [i, size] of sizes.slice(1).entries()) {
      assertBelow(sizes[i]! + 0.1, size, "‖θ‖ grows");
    }
  });

  Deno.test(`crossEntropySpgd() reaches the minimum where classes overlap: ${variant}`, () => {
    // Both classes at both inputs, 3 : 1 and 1 : 2. The minimum puts p there: z_0 − z_1 = log 3 and
    // −log 2, and from θ = 0 the weights of the classes stay opposite.
    const instance = {
      inputs: [[1, 0], [1, 0], [1, 0], [1, 0], [0, 1], [0, 1], [0, 1]],
      classes: 2,
      labels: [0, 0, 0, 1, 0, 1, 1],
    };
    const problem = softmaxRegression(instance);
    const at = { name: "overlapping", instance, problem, theta: [0, 0, 0, 0] };
    const damping = 1e-3;
    const stepSize = safeStepSize(at, damping);
    const optimizer: Optimizer = (a) => crossEntropySpgd(a, { stepSize, damping, ...steps });
    const path = iterates(problem, optimizer, at.theta, 1500);
    assertDescent(at, path);
    const [first, second] = [Math.log(3) / 2, -Math.LN2 / 2];
    assertClose(path.at(-1)!, [first, -first, second, -second], 1e-8, "θ*");
  });

  Deno.test(`crossEntropySpgdAdam() is Algorithm 1 with Remark 3: ${variant}`, () => {
    const at = draw(6, 2, 3);
    const [damping, stepSize, beta1, beta2] = [0.05, 0.1, 0.6, 0.8];
    const options = { stepSize, damping, beta1, beta2, ...steps };
    const path = iterates(at.problem, (a) => crossEntropySpgdAdam(a, options), at.theta, 6);
    let theta = [...at.theta];
    let m = theta.map(() => 0);
    let v = m;
    for (const [t, actual] of path.entries()) {
      assertClose(actual, theta, 1e-10, `θ_${t}`);
      const gradient = at.problem.gradient(float64, float64.vector(theta));
      const lambda = variant === "exact"
        ? explicit({ ...at, theta }, gradient, { damping })
        : direction(float64, at.problem, theta, { damping, ...steps });
      m = m.map((x, i) => beta1 * x + (1 - beta1) * lambda[i]!);
      v = v.map((x, i) => beta2 * x + (1 - beta2) * lambda[i]! ** 2);
      theta = theta.map((x, i) => x - stepSize * m[i]! / Math.sqrt(v[i]!));
    }
  });
}

Deno.test("on a batch, Adam divides out the √B that Remark 3 prints otherwise", () => {
  const at = draw(12, 2, 3);
  const samples = at.instance.inputs.length;
  const damping = 0.3;
  const asPrinted: GradientMap = {
    ...at.problem,
    gaussNewtonFactor: (arithmetic, theta) =>
      arithmetic.scale(Math.sqrt(samples), at.problem.gaussNewtonFactor(arithmetic, theta)),
  };
  const run = (map: GradientMap, delta: number) =>
    iterates(
      map,
      (a) => crossEntropySpgdAdam(a, { stepSize: 0.1, damping: delta }),
      at.theta,
      5,
    ).at(-1)!;
  assertClose(run(at.problem, damping / samples), run(asPrinted, damping), 1e-10, "θ_5");
});

Deno.test("options out of range are refused, by name, value and range", () => {
  const positive = "must be a positive finite number; got";
  const refused: [Optimizer, string][] = [
    ...[0, -1, NaN, Infinity].map((damping): [Optimizer, string] => [
      (a) => preconditionByGeneralizedGaussNewton(a, { damping }),
      `damping ${positive} ${damping}.`,
    ]),
    ...[0, -1, 1.5, NaN].map((steps): [Optimizer, string] => [
      (a) => preconditionByGeneralizedGaussNewton(a, { damping: 1, steps }),
      `steps must be an integer, at least 1; got ${steps}.`,
    ]),
    [
      (a) => preconditionByGeneralizedGaussNewton(a, { damping: 1, power: NaN }),
      "power must be a finite number; got NaN.",
    ],
    [(a) => crossEntropySpgd(a, { stepSize: 0, damping: 1 }), `stepSize ${positive} 0.`],
    [(a) => crossEntropySpgd(a, { stepSize: 1, damping: 0 }), `damping ${positive} 0.`],
    [(a) => crossEntropySpgd(a, { stepSize: 1, damping: 1, steps: 0 }), "steps must be an integer"],
    [(a) => crossEntropySpgdAdam(a, { stepSize: 0, damping: 1 }), `stepSize ${positive} 0.`],
    [(a) => crossEntropySpgdAdam(a, { stepSize: 1, damping: NaN }), `damping ${positive} NaN.`],
    [
      (a) => crossEntropySpgdAdam(a, { stepSize: 1, damping: 1, beta1: 1 }),
      "beta1 must be at least 0 and less than 1; got 1.",
    ],
  ];
  for (const [optimizer, message] of refused) {
    assertThrows(() => optimizer(float64), RangeError, message);
  }
});

Deno.test("a problem that does not say how its loss curves, or says nonsense, is refused", () => {
  const { problem, theta } = cases[3]!;
  const gradientOnly: GradientMap = { gradient: problem.gradient, hessian: problem.hessian };
  const infinite: GradientMap = {
    ...problem,
    gaussNewtonFactor: (arithmetic) => arithmetic.matrix([theta.map(() => Infinity)]),
  };
  for (const steps of [{}, { steps: 2 }]) {
    const options = { damping: 1, ...steps };
    assertThrows(
      () => direction(float64, gradientOnly, theta, options),
      TypeError,
      "use an optimizer that needs none, or give the problem gaussNewtonFactor()",
    );
    assertThrows(() => direction(float64, infinite, theta, options), RangeError, "finite");
  }
});
