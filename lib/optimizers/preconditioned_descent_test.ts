/** Algorithm 1 of Adam or Gauss-Newton?, as a chain. */

import { assertEquals, assertThrows } from "@std/assert";
import { type Arithmetic, float64 } from "../arithmetic/mod.ts";
import { testOnBoth } from "../linalg/shared_test.ts";
import {
  chain,
  type GradientMap,
  type GradientTransformation,
  iterate,
  newton,
  preconditionByGaussNewton,
  preconditionByRunningSecondMoment,
  preconditionBySecondMoment,
  preconditionedDescent,
  type PreconditionedDescentOptions,
  scale,
  signDescent,
  type StepSizeDescription,
  stepSizeSchedule,
} from "./mod.ts";
import { assertClose } from "./shared_test.ts";

const ROWS = [[3, 1, 0], [1, 2, 0.5], [0, 0.5, 1]];

/** ∇f(θ) = Hθ. */
const quadratic: GradientMap = {
  gradient: (where, theta) => where.multiply(where.matrix(ROWS), theta),
  hessian: (where) => where.matrix(ROWS),
};

/** The same gradient, and H + θ₁²11ᵀ as its Gauss–Newton matrix: every point has its own basis. */
const turning: GradientMap = {
  gradient: quadratic.gradient,
  hessian(where, theta) {
    const [first] = where.toArray(theta);
    return where.add(
      where.matrix(ROWS),
      where.scale(
        first! ** 2,
        where.matrix(
          [[1, 1, 1], [1, 1, 1], [1, 1, 1]],
        ),
      ),
    );
  },
};

const START = [1, -0.75, 0.5];

/** The iterates from {@linkcode START}, one after the other. */
function iteratesOf<T>(
  arithmetic: Arithmetic<T>,
  map: GradientMap,
  method: GradientTransformation<T, unknown>,
  steps = 6,
): number[] {
  const result: number[] = [];
  iterate(arithmetic, map, method, START, {
    steps,
    visit(context) {
      result.push(...arithmetic.toArray(context.theta));
    },
  });
  return result;
}

const schedules: readonly StepSizeDescription[] = [
  { kind: "constant", size: 0.125 },
  { kind: "halving", size: 1, every: 2 },
  { kind: "harmonic", scale: 1, delay: 2 },
  { kind: "staircase", sizes: [0.5, 0.0625], starts: [3] },
];

for (const description of schedules) {
  testOnBoth(
    `sign descent is Adam on the full batch in the identity basis (${description.kind})`,
    (arithmetic) => {
      const stepSize = stepSizeSchedule(description);
      const adam = preconditionedDescent(arithmetic, { preconditioner: "adam", stepSize });
      const average = preconditionedDescent(arithmetic, {
        preconditioner: "adamWithRunningAverage",
        beta2: 0,
        stepSize,
      });
      const expected = iteratesOf(arithmetic, quadratic, signDescent(arithmetic, { stepSize }));
      const tolerance = 32 * arithmetic.unitRoundoff;
      assertClose(iteratesOf(arithmetic, quadratic, adam), expected, tolerance, "exact moments");
      assertClose(iteratesOf(arithmetic, quadratic, average), expected, tolerance, "β₂ = 0");
    },
  );
}

testOnBoth("a gradient entry of 0 rests", (arithmetic) => {
  const map: GradientMap = { gradient: (where) => where.vector([0, -2, 5]) };
  const adam = preconditionedDescent(arithmetic, { preconditioner: "adam", stepSize: 0.5 });
  assertClose(
    iterate(arithmetic, map, adam, START, { steps: 1 }),
    [1, -0.25, 0],
    4 * arithmetic.unitRoundoff,
    "θ_1",
  );
});

testOnBoth("GN^{-1} in the eigenbasis with a ridge is Newton's method", (arithmetic) => {
  const ours = preconditionedDescent(arithmetic, {
    preconditioner: "gaussNewton",
    basis: "eigenbasis",
    ridge: 0.5,
    stepSize: 0.5,
  });
  const theirs = newton(arithmetic, { regularization: 0.5, stepSize: 0.5 });
  const expected = iteratesOf(arithmetic, turning, theirs);
  const tolerance = 256 * arithmetic.unitRoundoff;
  assertClose(iteratesOf(arithmetic, turning, ours), expected, tolerance, "iterates");
});

testOnBoth("each preconditioner, with its options, before −η", <T>(arithmetic: Arithmetic<T>) => {
  const shared = { basis: "eigenbasis", ridge: 0.25 } as const;
  const stepSize = 0.25;
  const cases: [PreconditionedDescentOptions<T>, GradientTransformation<T, unknown>][] = [
    [
      { preconditioner: "gaussNewton", ...shared, power: -1 / 2, stepSize },
      preconditionByGaussNewton(arithmetic, { ...shared, power: -1 / 2 }),
    ],
    [
      { preconditioner: "adam", ...shared, secondMoment: (at) => at.hessian(), stepSize },
      preconditionBySecondMoment(arithmetic, { ...shared, secondMoment: (at) => at.hessian() }),
    ],
    [
      { preconditioner: "adamWithRunningAverage", ...shared, beta2: 0.5, stepSize },
      preconditionByRunningSecondMoment(arithmetic, { ...shared, beta2: 0.5 }),
    ],
  ];
  for (const [options, preconditioner] of cases) {
    const expected = chain(preconditioner, scale(arithmetic, -stepSize));
    assertEquals(
      iteratesOf(arithmetic, turning, preconditionedDescent(arithmetic, options)),
      iteratesOf(arithmetic, turning, expected),
      options.preconditioner,
    );
  }
});

testOnBoth("the powers of one curvature by hand, through a schedule", (arithmetic) => {
  // H = 4 from 1, η = ¼ and ⅛: GN^{-1} multiplies by 1 − η, GN^{-1/2} by 1 − 2η.
  const map: GradientMap = {
    gradient: (where, theta) => where.scale(4, theta),
    hessian: (where) => where.matrix([[4]]),
  };
  const stepSize = stepSizeSchedule({ kind: "halving", size: 0.25, every: 1 });
  const end = (power: number) => {
    const options = { preconditioner: "gaussNewton", power, stepSize } as const;
    return iterate(arithmetic, map, preconditionedDescent(arithmetic, options), [1], { steps: 2 });
  };
  assertEquals(end(-1), [(3 / 4) * (7 / 8)]);
  assertEquals(end(-1 / 2), [(1 / 2) * (3 / 4)]);
});

Deno.test("what is no method is refused", () => {
  assertThrows(
    () => preconditionedDescent(float64, { preconditioner: "adam", stepSize: 0 }),
    RangeError,
    "stepSize must be a positive finite number; got 0.",
  );
  assertThrows(
    () => preconditionedDescent(float64, { preconditioner: "sgd" as "adam", stepSize: 1 }),
    RangeError,
    'there is no preconditioner "sgd": give "gaussNewton", "adam" or "adamWithRunningAverage".',
  );
  assertThrows(
    () => preconditionedDescent(float64, { preconditioner: "adam", ridge: -1, stepSize: 1 }),
    RangeError,
    "ridge must be a finite number, at least 0; got -1.",
  );
});
