/**
 * The calibration claims of linear algebra: by hand, on the worst instance, the true form is tight
 * and the false one fails; and mistakes in the methods are noticed.
 */

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import {
  chebyshevIteration,
  conjugateGradients,
  lanczosFunction,
  newtonSchulz,
  powerMethod,
} from "../../lib/linalg/mod.ts";
import { chain, gradientDescent, heavyBall, scale } from "../../lib/optimizers/mod.ts";
import { type Claim, judge, type VariantName } from "../../verify/mod.ts";
import { searchClaim } from "../../verify/search.ts";
import { quadraticClaims } from "./_quadratic.ts";
import { rootRate } from "./_system.ts";
import { chebyshevConverges } from "./chebyshev.ts";
import { conjugateGradientsConverge } from "./conjugate_gradients.ts";
import { exactLineSearch, exactLineSearchDescends } from "./exact_line_search.ts";
import { heavyBallConverges } from "./heavy_ball.ts";
import { interpolatingSgdConverges } from "./interpolating_sgd.ts";
import { lanczosInverse } from "./lanczos_inverse.ts";
import { newtonSchulzConverges } from "./newton_schulz.ts";
import { powerMethodConverges } from "./power_method.ts";

function statusOf(claim: Claim, name: VariantName, instance: unknown) {
  const observation = claim.observe(instance, float64 as Arithmetic<unknown>, 0);
  const variant = claim.variants[name]!;
  const judgement = judge(claim.kind, variant, observation, instance, float64.unitRoundoff);
  // The exact guarantee comes first.
  return [...judgement.values()][0]!;
}

/** Asserts that the true form is supported with lhs = rhs, and that the false form is violated. */
function assertTight(claim: Claim, instance: unknown, accuracy = 1e-12) {
  const { status, worst } = statusOf(claim, "printed", instance);
  assertEquals(status, "supported");
  assertAlmostEquals(worst.ratio!, 1, accuracy);
  assertEquals(statusOf(claim, "sharpened", instance).status, "violated");
}

const plane = { eigenvalues: [1, 3], reflections: [], solution: [0, 0], steps: 1 };

/** The instances of the docstrings, and the same turned, shifted and run on. */
const worst: readonly [claim: Claim, instances: readonly unknown[]][] = [
  [exactLineSearchDescends(), [
    { ...plane, coordinates: [1, 1] },
    { ...plane, coordinates: [1, -1], steps: 8 },
    { ...plane, eigenvalues: [1e3, 0.5], coordinates: [7, 7], reflections: [[1, 2]], steps: 9 },
    { ...plane, coordinates: [1, 1], solution: [3, -2], steps: 5 },
  ]],
  [heavyBallConverges(), [
    { ...plane, eigenvalues: [1, 9], coordinates: [0, 1] },
    { ...plane, eigenvalues: [1, 1e4], coordinates: [0, 1], steps: 20 },
    { ...plane, eigenvalues: [9, 1], coordinates: [2, 0], reflections: [[1, 2]], steps: 10 },
  ]],
  [chebyshevConverges(), [
    { ...plane, coordinates: [1, 1] },
    { ...plane, coordinates: [0.3, -2], reflections: [[1, 2]], solution: [1, 1], steps: 6 },
    { ...plane, eigenvalues: [1, 1e4], coordinates: [0, 1], steps: 20 },
  ]],
  [conjugateGradientsConverge(), [
    { ...plane, coordinates: [1, 1] },
    { ...plane, eigenvalues: [100, 0.1], coordinates: [2, -2], reflections: [[1, 2]] },
  ]],
  [newtonSchulzConverges(), [
    { matrix: { rows: 1, columns: 1, singularValues: [0.5], left: [], right: [] }, steps: 1 },
    {
      matrix: { rows: 3, columns: 2, singularValues: [1.1, 0.2], left: [[1, 2, 3]], right: [] },
      steps: 6,
    },
  ]],
  [lanczosInverse(), [
    { ...plane, eigenvalues: [1, 16], coordinates: [2, 1] },
    { ...plane, eigenvalues: [1e4, 1], coordinates: [-1, 10], reflections: [[1, 2]] },
  ]],
  [powerMethodConverges(), [
    { ...plane, eigenvalues: [2, 1], coordinates: [1, 1] },
    { ...plane, eigenvalues: [-2, 1.9], coordinates: [1, 9], reflections: [[1, 2]], steps: 20 },
  ]],
  [interpolatingSgdConverges(), [
    {
      matrix: { rows: 2, columns: 2, singularValues: [2, 1], left: [], right: [] },
      coordinates: [0, 1],
      solution: [0, 0],
      stepFraction: 1,
    },
    {
      matrix: { rows: 2, columns: 3, singularValues: [2, 1], left: [[1, 3]], right: [[1, 2, 3]] },
      coordinates: [0, 5],
      solution: [1, 2, 3],
      stepFraction: 0.5,
    },
  ]],
];

for (const [claim, instances] of worst) {
  Deno.test(`${claim.id} is tight on its worst instance, where its false form fails`, () => {
    for (const instance of instances) assertTight(claim, instance);
  });
}

Deno.test("there is a worst instance for every claim", () => {
  assertEquals(worst.map(([{ id }]) => id), quadraticClaims.map(({ id }) => id));
});

/** The middle and half the width of [1, 9]. */
const [center, halfWidth] = [5, 4];

Deno.test("conjugate gradients are worst at the extrema of the Chebyshev polynomial", () => {
  for (const steps of [2, 3, 4, 5]) {
    const nodes = Array.from({ length: steps + 1 }, (_, j) => Math.cos(j * Math.PI / steps));
    const coordinates = nodes.map((_, j) => j === 0 || j === steps ? 1 : Math.SQRT2);
    const eigenvalues = nodes.map((x) => center + halfWidth * x);
    const instance = { eigenvalues, reflections: [], coordinates, solution: coordinates, steps };
    assertTight(conjugateGradientsConverge(), instance, 1e-9);
  }
});

Deno.test("Lanczos is worst at the alternations of the polynomial with the weight 1/√λ", () => {
  const q = rootRate(9);
  for (const steps of [2, 3, 4]) {
    const phase = (theta: number) =>
      steps * theta - Math.atan2(q * Math.sin(theta), 1 + q * Math.cos(theta));
    const eigenvalues = Array.from({ length: steps + 1 }, (_, j) => {
      let [low, high] = [0, Math.PI];
      for (let i = 0; i < 60; i++) {
        const middle = (low + high) / 2;
        if (phase(middle) < j * Math.PI) low = middle;
        else high = middle;
      }
      return center + halfWidth * Math.cos((low + high) / 2);
    });
    const coordinates = eigenvalues.map((value, j) => {
      const gaps = eigenvalues.toSpliced(j, 1).map((other) => Math.abs(value - other));
      return 1 / Math.sqrt(Math.sqrt(value) * gaps.reduce((product, gap) => product * gap, 1));
    });
    assertTight(lanczosInverse(), { eigenvalues, reflections: [], coordinates, steps }, 1e-9);
  }
});

const mistakes: readonly [what: string, claim: Claim][] = [
  [
    "nine tenths of the step",
    exactLineSearchDescends((a, g, image) => 0.9 * exactLineSearch(a, g, image)),
  ],
  ["another step size", exactLineSearchDescends((a, g, image) => a.norm(g) / a.norm(image))],
  [
    "a step 2 % too long",
    heavyBallConverges((a, { stepSize, ...rest }) =>
      heavyBall(a, { stepSize: 1.02 * stepSize, ...rest })
    ),
  ],
  ["no momentum", heavyBallConverges((a, { stepSize }) => gradientDescent(a, { stepSize }))],
  [
    "an interval 2 % too long",
    chebyshevConverges((a, apply, b, [l, u], steps, options) =>
      chebyshevIteration(a, apply, b, [l, 1.02 * u], steps, options)
    ),
  ],
  [
    "an interval 2 % too short",
    chebyshevConverges((a, apply, b, [l, u], steps, options) =>
      chebyshevIteration(a, apply, b, [Math.min(1.02 * l, u), u], steps, options)
    ),
  ],
  [
    "a restart in every step",
    conjugateGradientsConverge((a, apply, b, steps, options) => {
      let start = options?.start ?? b;
      for (let k = 0; k < steps; k++) start = conjugateGradients(a, apply, b, 1, { start });
      return start;
    }),
  ],
  [
    "one step too few",
    conjugateGradientsConverge((a, apply, b, steps, options) =>
      conjugateGradients(a, apply, b, steps - 1, options)
    ),
  ],
  [
    "a result 0.1 % too long",
    newtonSchulzConverges((a, x, steps) => a.scale(1.001, newtonSchulz(a, x, steps))),
  ],
  ["one step too few", newtonSchulzConverges((a, x, steps) => newtonSchulz(a, x, steps - 1))],
  [
    "one step too few",
    lanczosInverse((a, apply, b, f, steps, options) =>
      lanczosFunction(a, apply, b, f, Math.max(1, steps - 1), options)
    ),
  ],
  [
    "one step too few",
    powerMethodConverges((a, apply, start, steps) => powerMethod(a, apply, start, steps - 1)),
  ],
  [
    "a shifted matrix",
    powerMethodConverges((a, apply, start, steps) =>
      powerMethod(a, (v) => a.add(apply(v), a.scale(0.1, v)), start, steps)
    ),
  ],
  [
    "nine tenths of the step",
    interpolatingSgdConverges((a, options) => chain(gradientDescent(a, options), scale(a, 0.9))),
  ],
  [
    "a step uphill",
    interpolatingSgdConverges((a, options) => chain(gradientDescent(a, options), scale(a, -1))),
  ],
];

for (const [what, claim] of mistakes) {
  Deno.test(`${claim.id} notices ${what}`, async () => {
    const { variants } = await searchClaim(claim, {
      seed: 1,
      profile: "quick",
      arithmetic: float64 as Arithmetic<unknown>,
    });
    const { verdict } = variants.printed;
    assert(verdict === "refuted" || verdict === "error", `the verdict is ${verdict}`);
  });
}
