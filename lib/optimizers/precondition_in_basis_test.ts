/** Diagonal preconditioners in a basis, by hand and in both number systems. */

import { assertEquals, assertGreaterOrEqual, assertThrows } from "@std/assert";
import fc from "fast-check";
import { type Arithmetic, float64 } from "../arithmetic/mod.ts";
import { kroneckerProduct } from "../linalg/mod.ts";
import { testOnBoth } from "../linalg/shared_test.ts";
import {
  type Basis,
  chain,
  type GradientMap,
  type GradientTransformation,
  iterate,
  preconditionByGaussNewton,
  preconditionByRunningSecondMoment,
  preconditionBySecondMoment,
  type ResidualMap,
  runOnGradients,
  scale,
  scaleByAdam,
} from "./mod.ts";
import { assertClose, gradientSequences, linearMap, stepsFor } from "./shared_test.ts";

type Rows = readonly (readonly number[])[];
type Preconditioner = <T>(arithmetic: Arithmetic<T>) => GradientTransformation<T, unknown>;

/** ∇f(θ) = Hθ. */
function quadratic(rows: Rows): GradientMap {
  return {
    gradient: (where, theta) => where.multiply(where.matrix(rows), theta),
    hessian: (where) => where.matrix(rows),
  };
}

/** θ less the preconditioned gradient at θ. */
function stepFrom<T>(
  arithmetic: Arithmetic<T>,
  map: GradientMap | ResidualMap,
  preconditioner: GradientTransformation<T, unknown>,
  start: readonly number[],
): number[] {
  const method = chain(preconditioner, scale(arithmetic, -1));
  return iterate(arithmetic, map, method, start, { steps: 1 });
}

const root = Math.SQRT2;
const c = Math.cos(Math.PI / 8);
const s = Math.sin(Math.PI / 8);

// H = (2 1; 1 2) at Δ = (1, −2): g = (0, −3); eigenvectors u = (1, −1)/√2 of 1 and (1, 1)/√2 of 3, in
// which g is (3, −3)/√2.
const cases: readonly (readonly [string, Preconditioner, readonly number[]])[] = [
  ["GN^{-1}, identity", (a) => preconditionByGaussNewton(a), [1, -1 / 2]],
  [
    "GN^{-1/2}, identity",
    (a) => preconditionByGaussNewton(a, { power: -1 / 2 }),
    [1, -2 + 3 / root],
  ],
  [
    "GN^{-1}, eigenbasis: Newton",
    (a) => preconditionByGaussNewton(a, { basis: "eigenbasis" }),
    [0, 0],
  ],
  [
    // H^{-1/2}g = ½(3 − √3, −3 − √3).
    "GN^{-1/2}, eigenbasis",
    (a) => preconditionByGaussNewton(a, { basis: "eigenbasis", power: -1 / 2 }),
    [(Math.sqrt(3) - 1) / 2, (Math.sqrt(3) - 1) / 2],
  ],
  [
    "GN^{1}, eigenbasis: Hg = (−3, −6)",
    (a) => preconditionByGaussNewton(a, { basis: "eigenbasis", power: 1 }),
    [4, 4],
  ],
  ["GN^{-1} with a ridge", (a) => preconditionByGaussNewton(a, { ridge: 1 }), [1, -1]],
  [
    // The ridge is added before the power: 3/√(2 + 2).
    "GN^{-1/2} with a ridge",
    (a) => preconditionByGaussNewton(a, { ridge: 2, power: -1 / 2 }),
    [1, -1 / 2],
  ],
  [
    // (H + I)⁻¹g = (3/8, −9/8).
    "GN^{-1} with a ridge, eigenbasis",
    (a) => preconditionByGaussNewton(a, { basis: "eigenbasis", ridge: 1 }),
    [5 / 8, -7 / 8],
  ],
  [
    // The columns (0.6, 0.8) and (−0.8, 0.6): uᵀHu = 2.96 and 1.04, Uᵀg = −(2.4, 1.8).
    "GN^{-1} in a basis that is given by columns",
    (a) =>
      preconditionByGaussNewton(a, {
        basis: () => a.matrix([[0.6, -0.8], [0.8, 0.6]]),
      }),
    [
      1 + 0.6 * 2.4 / 2.96 - 0.8 * 1.8 / 1.04,
      -2 + 0.8 * 2.4 / 2.96 + 0.6 * 1.8 / 1.04,
    ],
  ],
  [
    "GN^{-1}, H not the Hessian",
    (a) => preconditionByGaussNewton(a, { gaussNewton: () => a.diagonal([1, 6]) }),
    [1, -3 / 2],
  ],
  [
    "GN^{-1}, the start of the geodesic",
    (a) => preconditionByGaussNewton(a, { basis: { kind: "interpolated", gamma: 0 } }),
    [1, -1 / 2],
  ],
  [
    "GN^{-1}, the end of the geodesic",
    (a) => preconditionByGaussNewton(a, { basis: { kind: "interpolated", gamma: 1 } }),
    [0, 0],
  ],
  [
    // U is the turn by −45°, so U_{1/2} has the columns (c, −s) and (s, c), c and s of 22.5°:
    // uᵀHu = 2 ∓ 2cs = 2 ∓ 1/√2, Uᵀg = 3(s, −c).
    "GN^{-1}, half of the geodesic",
    (a) => preconditionByGaussNewton(a, { basis: { kind: "interpolated", gamma: 1 / 2 } }),
    [
      1 - 3 * s * c / (2 - 1 / root) + 3 * c * s / (2 + 1 / root),
      -2 + 3 * s * s / (2 - 1 / root) + 3 * c * c / (2 + 1 / root),
    ],
  ],
  [
    "GN^{-1}, the geodesic the other way",
    (a) =>
      preconditionByGaussNewton(a, {
        basis: { kind: "interpolated", from: "eigenbasis", to: "identity", gamma: 1 },
      }),
    [1, -1 / 2],
  ],
  ["Adam, identity: the sign", (a) => preconditionBySecondMoment(a), [1, -1]],
  ["Adam with p = −1", (a) => preconditionBySecondMoment(a, { power: -1 }), [1, -2 + 1 / 3]],
  ["Adam with a ridge: 3/√(9 + 7)", (a) => preconditionBySecondMoment(a, { ridge: 7 }), [
    1,
    -2 + 3 / 4,
  ]],
  [
    "Adam, exact moments",
    (a) => preconditionBySecondMoment(a, { secondMoment: () => a.diagonal([1, 9]) }),
    [1, -1],
  ],
  [
    // The signs of the rotated gradient turn back to (0, −√2).
    "Adam, eigenbasis",
    (a) => preconditionBySecondMoment(a, { basis: "eigenbasis" }),
    [1, -2 + root],
  ],
  [
    // uᵀ(5 3; 3 5)u = 2 and 8: the rotated gradient becomes (3/2, −3/4).
    "Adam, exact moments in the eigenbasis",
    (a) =>
      preconditionBySecondMoment(a, {
        basis: "eigenbasis",
        secondMoment: () => a.matrix([[5, 3], [3, 5]]),
      }),
    [1 - 3 / (4 * root), -2 + 9 / (4 * root)],
  ],
  [
    "Adam with a running average, the first step",
    (a) => preconditionByRunningSecondMoment(a, { basis: "eigenbasis" }),
    [1, -2 + root],
  ],
];

for (const [name, preconditioner, expected] of cases) {
  testOnBoth(`a step of ${name}`, (arithmetic) => {
    const map = quadratic([[2, 1], [1, 2]]);
    const after = stepFrom(arithmetic, map, preconditioner(arithmetic), [1, -2]);
    assertClose(after, expected, 64 * arithmetic.unitRoundoff, name);
  });
}

testOnBoth("in one dimension all bases are one", <T>(arithmetic: Arithmetic<T>) => {
  const bases: Basis<T>[] = [
    "identity",
    "eigenbasis",
    { kind: "kronecker", rows: 1, columns: 1 },
    { kind: "interpolated", gamma: 0.3 },
  ];
  for (const basis of bases) {
    // H = 4 at 2: g = 8.
    for (const [power, after] of [[-1, 0], [-1 / 2, -2]] as const) {
      const method = preconditionByGaussNewton(arithmetic, { basis, power });
      assertEquals(stepFrom(arithmetic, quadratic([[4]]), method, [2]), [after]);
    }
  }
});

testOnBoth("of f = ½‖F‖² the Gauss–Newton matrix is JᵀJ", (arithmetic) => {
  const options = { basis: "eigenbasis", gaussNewton: "jacobian" } as const;
  const map = linearMap([[3, 1], [0, 0.5]], [3, 1]);
  const after = stepFrom(arithmetic, map, preconditionByGaussNewton(arithmetic, options), [7, -5]);
  assertClose(after, [1 / 3, 2], 1e4 * arithmetic.unitRoundoff, "the root of F");
});

testOnBoth("a singular Gauss–Newton matrix is inverted on its range", (arithmetic) => {
  // H = 11ᵀ at (4, 0, 0, 0): g = 4·1, in the eigenspace of 4, so that H^p g is 4^p g: 1 or 2 each.
  const map = quadratic(Array.from({ length: 4 }, () => [1, 1, 1, 1]));
  for (const [power, length] of [[-1, 1], [-1 / 2, 2]] as const) {
    const method = preconditionByGaussNewton(arithmetic, { basis: "eigenbasis", power });
    const after = stepFrom(arithmetic, map, method, [4, 0, 0, 0]);
    const expected = [4 - length, -length, -length, -length];
    assertClose(after, expected, 64 * arithmetic.unitRoundoff, `p = ${power}`);
  }
});

testOnBoth("repeated eigenvalues: the choice of their basis does not matter", (arithmetic) => {
  // H = I + 11ᵀ has the eigenvalues 1, 1 and 4; Hθ = (4, 4, 4) at 1.
  const map = quadratic([[2, 1, 1], [1, 2, 1], [1, 1, 2]]);
  const half = preconditionByGaussNewton(arithmetic, { basis: "eigenbasis", power: -1 / 2 });
  const after = stepFrom(arithmetic, map, half, [1, 1, 1]);
  assertClose(after, [-1, -1, -1], 64 * arithmetic.unitRoundoff, "1 − 4/√4");
});

testOnBoth(
  "in the Kronecker basis of A ⊗ B, rows before columns, GN^{-1} is Newton's",
  (arithmetic) => {
    const a = float64.matrix([[2, 1], [1, 3]]);
    const b = float64.matrix([[4, 1, 0], [1, 2, 1], [0, 1, 1]]);
    const map = quadratic(float64.toRows(kroneckerProduct(float64, a, b)));
    const start = [1, 2, 3, -1, 0, 2];
    const distance = (rows: number, columns: number) => {
      const method = preconditionByGaussNewton(arithmetic, {
        basis: { kind: "kronecker", rows, columns },
      });
      return Math.hypot(...stepFrom(arithmetic, map, method, start));
    };
    assertGreaterOrEqual(2e4 * arithmetic.unitRoundoff, distance(2, 3));
    assertGreaterOrEqual(distance(3, 2), 0.1);
  },
);

testOnBoth("the running average by hand, with and without correction of its bias", (arithmetic) => {
  // β₂ = ¾: v = ¼·4 = 1, then ¾·1 + ¼·1 = 1. Corrected: 1/(1 − ¾) = 4, 1/(1 − 9/16) = 16/7.
  const steps = (biasCorrection: boolean) =>
    stepsFor(
      arithmetic,
      preconditionByRunningSecondMoment(arithmetic, { beta2: 0.75, biasCorrection }),
      [[2], [-1]],
    ).flat();
  const tolerance = 4 * arithmetic.unitRoundoff;
  assertClose(steps(false), [2, -1], tolerance, "as it is");
  assertClose(steps(true), [1, -Math.sqrt(7) / 4], tolerance, "corrected");
});

testOnBoth("the running average stays in the coordinates when the basis turns", (arithmetic) => {
  // β₂ = ¾. At first U = I: v = (1, 0). Then the axes are exchanged: g̃ = (0, 2), v = (¾, 1), and the
  // step is (2, 0); a v that had turned along would be (0, 7/4).
  const exchange = arithmetic.matrix([[0, 1], [1, 0]]);
  const method = preconditionByRunningSecondMoment(arithmetic, {
    basis: ({ iteration }) => iteration === 0 ? arithmetic.identity(2) : exchange,
    beta2: 0.75,
    biasCorrection: false,
  });
  const { iterates, states } = runOnGradients(arithmetic, method, [[2, 0], [2, 0]], [0, 0], {
    record: ({ secondMoment, count }) => ({ count, moments: arithmetic.toArray(secondMoment) }),
  });
  assertClose(iterates[2]!, [4, 0], 8 * arithmetic.unitRoundoff, "2 + 2");
  assertEquals(states, [
    { count: 0, moments: [0, 0] },
    { count: 1, moments: [1, 0] },
    { count: 2, moments: [0.75, 1] },
  ]);
});

Deno.test("in the identity basis the running average is Adam's without momentum", () => {
  fc.assert(
    fc.property(
      gradientSequences,
      fc.constantFrom(0, 0.5, 0.999),
      fc.constantFrom(1e-8, 1),
      fc.boolean(),
      (gradients, beta2, ridge, biasCorrection) => {
        const ours = preconditionByRunningSecondMoment(float64, { beta2, ridge, biasCorrection });
        const theirs = scaleByAdam(float64, {
          beta1: 0,
          beta2,
          epsilon: ridge,
          epsilonPlacement: "inside",
          biasCorrection,
        });
        const steps = stepsFor(float64, ours, gradients).flat();
        assertClose(steps, stepsFor(float64, theirs, gradients).flat(), 1e-13, "steps");
      },
    ),
  );
});

testOnBoth("what is out of range or does not fit is refused", (arithmetic) => {
  const options: [() => unknown, string][] = [
    [() => preconditionByGaussNewton(arithmetic, { ridge: -1 }), "ridge must be a finite number"],
    [() => preconditionByGaussNewton(arithmetic, { power: NaN }), "power must be a finite number"],
    [() => preconditionByRunningSecondMoment(arithmetic, { beta2: 1 }), "beta2 must be at least 0"],
    [
      () => preconditionBySecondMoment(arithmetic, { basis: "eigen" as "eigenbasis" }),
      'there is no basis "eigen": give "identity"',
    ],
    [
      () =>
        preconditionBySecondMoment(arithmetic, {
          basis: { kind: "kronecker", rows: 0, columns: 1 },
        }),
      "rows must be an integer, at least 1",
    ],
    [
      () =>
        preconditionBySecondMoment(arithmetic, {
          basis: { kind: "interpolated", gamma: 0, from: { kind: "interpolated", gamma: NaN } },
        }),
      "gamma must be a finite number",
    ],
  ];
  for (const [make, message] of options) assertThrows(make, RangeError, message);

  const indefinite = quadratic([[1, 2], [2, 1]]);
  const map = quadratic([[2, 1], [1, 2]]);
  const one = () => arithmetic.identity(1);
  const skewed = () => arithmetic.matrix([[1, 1], [0, 1]]);
  const kronecker = { kind: "kronecker", rows: 2, columns: 2 } as const;
  const updates = [
    [
      indefinite,
      preconditionByGaussNewton(arithmetic, { basis: "eigenbasis" }),
      "gaussNewton is not positive semidefinite at iteration 0: uᵢᵀMuᵢ is -",
    ],
    [
      map,
      preconditionByGaussNewton(arithmetic, { gaussNewton: one }),
      "gaussNewton() is 1×1 at iteration 0, but θ has 2 entries: give a 2×2 matrix.",
    ],
    [
      map,
      preconditionBySecondMoment(arithmetic, { secondMoment: one }),
      "secondMoment() is 1×1 at iteration 0",
    ],
    [
      map,
      preconditionBySecondMoment(arithmetic, { basis: one }),
      "basis() is 1×1 at iteration 0",
    ],
    [
      map,
      preconditionBySecondMoment(arithmetic, { basis: skewed }),
      "the columns of basis() are not orthonormal at iteration 0: an entry of UᵀU − I is 1",
    ],
    [
      map,
      preconditionBySecondMoment(arithmetic, { basis: kronecker }),
      "H is 2×2, but for a 2×2 parameter it must be 4×4",
    ],
  ] as const;
  for (const [where, method, message] of updates) {
    assertThrows(() => stepFrom(arithmetic, where, method, [1, -2]), RangeError, message);
  }
  const blind: GradientMap = { gradient: (_, theta) => theta };
  assertThrows(
    () => stepFrom(arithmetic, blind, preconditionByGaussNewton(arithmetic), [1]),
    TypeError,
    "this problem gives no Hessian",
  );
});
