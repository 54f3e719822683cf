/**
 * `amsgrad` and `adam` beside the values that PyTorch, optax and Keras compute.
 *
 * How the values in testdata/amsgrad_conventions.json were made: a Python program called the
 * libraries' own optimizers (`torch.optim.Adam`, `optax.amsgrad` and `optax.adam`,
 * `keras.optimizers.Adam` over JAX; `amsgrad` on or off) on the problems below, on the CPU and in
 * double precision throughout (`jax_enable_x64`, `set_floatx("float64")`). Before each step it
 * computed the gradient at the library's current point by the formula written here, with no
 * automatic differentiation, and handed it over. It wrote the points after some of the steps, with
 * all digits.
 *
 * @module
 */

import { assertEquals, assertGreaterOrEqual } from "@std/assert";
import fc from "fast-check";
import { type Arithmetic, float64 } from "../arithmetic/mod.ts";
import {
  adam,
  type AdamOptions,
  amsgrad,
  type AmsgradOptions,
  type GradientTransformation,
  runOnGradients,
  scaleByAdam,
  scaleByAmsgrad,
} from "./mod.ts";
import { assertClose, gradientSequences, stepsFor } from "./shared_test.ts";
import recorded from "./testdata/amsgrad_conventions.json" with { type: "json" };

type AmsgradConvention = Required<Pick<AmsgradOptions, "biasCorrection" | "epsilonPlacement">>;
type AdamConvention = Required<Pick<AdamOptions, "biasCorrection" | "epsilonPlacement">>;

interface Convention {
  /** The library's, that the values come from. */
  readonly version: string;
  readonly amsgrad: AmsgradConvention;
  readonly adam: AdamConvention;
}

/** One point for each recorded step. */
type Points = readonly (readonly number[])[];

interface Problem {
  readonly start: readonly number[];
  /** The gradient at θ, in the step that follows t earlier ones. */
  gradient(theta: readonly number[], t: number): number[];
  readonly options: Required<Pick<AmsgradOptions, "beta1" | "beta2" | "epsilon">> & {
    readonly stepSize: number;
  };
}

const problems: Readonly<Record<string, Problem>> = {
  // ½(θ − c)ᵀA(θ − c), the condition number of A about 1000, with the usual β and ε.
  quadratic: {
    start: [0, 0, 0, 0],
    gradient(theta) {
      const [a, b, c, d] = [theta[0]! - 1, theta[1]! + 2, theta[2]! - 0.5, theta[3]! - 3];
      return [
        0.1 * a + 0.02 * b,
        0.02 * a + b + 0.5 * c,
        0.5 * b + 10 * c + 4 * d,
        4 * c + 100 * d,
      ];
    },
    options: { stepSize: 0.05, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  },
  // log(1 + (θ₁ − 1)² + 4(θ₂ + ½)²): from far out the gradient grows, then it vanishes.
  Cauchy: {
    start: [3, -5],
    gradient(theta) {
      const [x, y] = [theta[0]! - 1, theta[1]! + 0.5];
      const s = 1 + x * x + 4 * y * y;
      return [2 * x / s, 8 * y / s];
    },
    options: { stepSize: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 0.01 },
  },
  // (1 − θ₁)² + 100(θ₂ − θ₁²)².
  Rosenbrock: {
    start: [-1.2, 1],
    gradient([x = NaN, y = NaN]) {
      return [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)];
    },
    options: { stepSize: 0.02, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  },
  // The gradient of ½s‖θ − c‖², where s shrinks quickly and is 40 in each 60th step: early on,
  // v_t/(1 − β₂ᵗ) is far larger than v_t.
  spikes: {
    start: [4, 1, -2],
    gradient(theta, t) {
      const s = t % 60 === 59 ? 40 : 10 / ((1 + t) * (1 + t));
      return [s * (theta[0]! - 1), s * (theta[1]! + 2), s * (theta[2]! - 0.25)];
    },
    options: { stepSize: 0.1, beta1: 0.5, beta2: 0.9, epsilon: 1e-6 },
  },
  // 0.1‖θ‖² − 0.4 cos 5θ₁ − cos 3θ₂, with a large ε.
  cosine: {
    start: [2, -1.5],
    gradient([x = NaN, y = NaN]) {
      return [0.2 * x + 2 * Math.sin(5 * x), 0.2 * y + 3 * Math.sin(3 * y)];
    },
    options: { stepSize: 0.05, beta1: 0.8, beta2: 0.95, epsilon: 0.5 },
  },
};

/** Which options make our methods the libraries'. */
const conventions: Readonly<Record<string, Convention>> = {
  PyTorch: {
    version: recorded.versions.PyTorch,
    amsgrad: { biasCorrection: "after maximum", epsilonPlacement: "outside" },
    adam: { biasCorrection: true, epsilonPlacement: "outside" },
  },
  optax: {
    version: recorded.versions.optax,
    amsgrad: { biasCorrection: "before maximum", epsilonPlacement: "outside" },
    adam: { biasCorrection: true, epsilonPlacement: "outside" },
  },
  Keras: {
    version: recorded.versions.Keras,
    amsgrad: { biasCorrection: "of the step size", epsilonPlacement: "outside" },
    adam: { biasCorrection: "of the step size", epsilonPlacement: "outside" },
  },
  // With eps = 0 and eps_root = ε; AMSGrad also without both corrections, as the papers have it.
  "optax with eps_root": {
    version: recorded.versions.optax,
    amsgrad: { biasCorrection: "none", epsilonPlacement: "inside" },
    adam: { biasCorrection: true, epsilonPlacement: "inside" },
  },
};

const placements = ["inside", "outside"] as const;
const amsgradConventions =
  (["none", "after maximum", "before maximum", "of the step size"] as const).flatMap(
    (biasCorrection) =>
      placements.map((epsilonPlacement) => ({ biasCorrection, epsilonPlacement })),
  );
const adamConventions = ([true, false, "of the step size"] as const).flatMap(
  (biasCorrection) => placements.map((epsilonPlacement) => ({ biasCorrection, epsilonPlacement })),
);

/** The points after the recorded steps. */
function pointsOf<T, S>(
  arithmetic: Arithmetic<T>,
  optimizer: GradientTransformation<T, S>,
  { start, gradient }: Problem,
): Points {
  const { iterates } = runOnGradients(arithmetic, optimizer, { steps: 200, at: gradient }, start);
  return recorded.steps.map((step) => iterates[step]!);
}

function amsgradPoints(problem: Problem, convention: AmsgradConvention): Points {
  return pointsOf(float64, amsgrad(float64, { ...problem.options, ...convention }), problem);
}

function adamPoints(problem: Problem, convention: AdamConvention): Points {
  return pointsOf(float64, adam(float64, { ...problem.options, ...convention }), problem);
}

function isOther<C extends AmsgradConvention | AdamConvention>(a: C, b: C): boolean {
  return a.biasCorrection !== b.biasCorrection || a.epsilonPlacement !== b.epsilonPlacement;
}

/** What was recorded of a library and a method, by problem. */
function recordedPoints(convention: string, method: "amsgrad" | "adam"): Map<string, Points> {
  const runs = recorded.runs.filter((run) =>
    run.convention === convention && run.method === method
  );
  return new Map(runs.map(({ problem, iterates }) => [problem, iterates]));
}

/** The largest difference of two runs' points, relative to the largest entry of each point. */
function distance(points: Points, others: Points): number {
  return Math.max(...points.map((point, k) => {
    const scale = Math.max(...point.map(Math.abs));
    return Math.max(...point.map((x, i) => Math.abs(x - others[k]![i]!))) / scale;
  }));
}

/**
 * The libraries take the same products and quotients in other orders, and their powers and sines
 * may differ from ours in the last bit, 1e-16. In 1 − β₂ᵗ with β₂ = 0.999 that bit is up to 1e-13,
 * and half of it, times α, reaches the point; a run can amplify this some times over. Measured:
 * 8e-16. An ε of 1e-8 in the wrong place makes 1e-11 or more.
 */
const TOLERANCE = 1e-12;

Deno.test("the libraries' values are there for every method and problem", () => {
  assertEquals(recorded.steps, [1, 2, 5, 10, 20, 50, 100, 150, 200]);
  for (const library of Object.keys(conventions)) {
    for (const method of ["amsgrad", "adam"] as const) {
      const points = recordedPoints(library, method);
      assertEquals([...points.keys()], Object.keys(problems), `${method} of ${library}`);
      for (const [name, iterates] of points) {
        assertEquals(
          iterates.map((point) => point.length),
          recorded.steps.map(() => problems[name]!.start.length),
          `${method} of ${library} on ${name}`,
        );
      }
    }
  }
});

for (const [library, { version, ...convention }] of Object.entries(conventions)) {
  Deno.test(`amsgrad() and adam() take the 200 steps of ${library}, ${version}`, () => {
    for (const [name, problem] of Object.entries(problems)) {
      const points = {
        amsgrad: amsgradPoints(problem, convention.amsgrad),
        adam: adamPoints(problem, convention.adam),
      };
      for (const method of ["amsgrad", "adam"] as const) {
        const expected = recordedPoints(library, method).get(name)!;
        for (const [k, step] of recorded.steps.entries()) {
          const what = `${method} on ${name} after ${step} steps`;
          assertClose(points[method][k]!, expected[k]!, TOLERANCE, what);
        }
      }
    }
  });

  Deno.test(`no other convention takes the steps of ${library}, ${version}`, () => {
    const assertMiss = (
      method: "amsgrad" | "adam",
      other: AmsgradConvention | AdamConvention,
      pointsOn: (problem: Problem) => Points,
    ) => {
      const distances = [...recordedPoints(library, method)].map(([name, points]) =>
        distance(points, pointsOn(problems[name]!))
      );
      // A tenth of the point, 1e11 tolerances.
      assertGreaterOrEqual(Math.max(...distances), 0.1, `${method} with ${JSON.stringify(other)}`);
    };
    for (const other of amsgradConventions.filter((c) => isOther(c, convention.amsgrad))) {
      assertMiss("amsgrad", other, (problem) => amsgradPoints(problem, other));
    }
    for (const other of adamConventions.filter((c) => isOther(c, convention.adam))) {
      assertMiss("adam", other, (problem) => adamPoints(problem, other));
    }
  });
}

Deno.test("without ε, Keras' correction of the step size is PyTorch's of the moments", () => {
  fc.assert(fc.property(gradientSequences, (gradients) => {
    const amsgradSteps = (biasCorrection: AmsgradConvention["biasCorrection"]) =>
      stepsFor(float64, scaleByAmsgrad(float64, { epsilon: 0, biasCorrection }), gradients);
    const adamSteps = (biasCorrection: AdamConvention["biasCorrection"]) =>
      stepsFor(float64, scaleByAdam(float64, { epsilon: 0, biasCorrection }), gradients);
    const ofStep = [...amsgradSteps("of the step size"), ...adamSteps("of the step size")];
    const ofMoments = [...amsgradSteps("after maximum"), ...adamSteps(true)];
    for (const [k, step] of ofStep.entries()) assertClose(step, ofMoments[k]!, 1e-14, `${k}`);
  }));
});
