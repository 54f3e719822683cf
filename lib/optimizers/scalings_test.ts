/** The transformations that look at nothing but gradients. */

import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { float64 } from "../arithmetic/mod.ts";
import {
  accumulateMomentum,
  chain,
  type EpsilonPlacement,
  scale,
  scaleByAdam,
  scaleByAmsgrad,
  scaleByRootMeanSquare,
} from "./mod.ts";
import { assertClose, gradientSequences, stepsFor } from "./shared_test.ts";

const decayRate = fc.constantFrom(0, 0.5, 0.9, 0.999);
const epsilon = fc.constantFrom(1e-8, 1e-3, 2);
const placement = fc.constantFrom<EpsilonPlacement>("inside", "outside");

/** Runs a scalar reference, entry by entry, and compares. */
function assertSteps(
  actual: readonly (readonly number[])[],
  gradients: readonly (readonly number[])[],
  reference: () => (gradient: number) => number,
): void {
  const entries = gradients[0]!.map(() => reference());
  for (const [t, gradient] of gradients.entries()) {
    const expected = gradient.map((g, i) => entries[i]!(g));
    assertClose(actual[t]!, expected, 1e-13, `step ${t}`);
  }
}

Deno.test("scale() multiplies", () => {
  assertEquals(stepsFor(float64, scale(float64, -0.5), [[2, -6]]), [[-1, 3]]);
});

Deno.test("chain() applies its links first to last, and nothing when empty", () => {
  // m = 1, then ½·1 + 3 = 3.5 from the gradients; twice that, as scale comes second. With the
  // scaling nonlinear the order shows: RMSProp with β = 0 makes signs, which then accumulate.
  const signs = scaleByRootMeanSquare(float64, { beta: 0, epsilon: 0 });
  const momentum = accumulateMomentum(float64, { beta: 0.5 });
  assertEquals(stepsFor(float64, chain(momentum, scale(float64, 2)), [[1], [3]]), [[2], [7]]);
  assertEquals(stepsFor(float64, chain(signs, momentum), [[1], [3]]), [[1], [1.5]]);
  assertEquals(stepsFor(float64, chain(momentum, signs), [[1], [3]]), [[1], [1]]);
  assertEquals(stepsFor(float64, chain(), [[1], [3]]), [[1], [3]]);
});

Deno.test("accumulateMomentum() by hand", () => {
  // β = ½: m = 1, ½ + 2 = 2.5, 1.25 + 4 = 5.25; Nesterov: g + m/2 = 1.5, 3.25, 6.625.
  const gradients = [[1], [2], [4]];
  const heavy = accumulateMomentum(float64, { beta: 0.5 });
  assertEquals(stepsFor(float64, heavy, gradients), [[1], [2.5], [5.25]]);
  const nesterov = accumulateMomentum(float64, { beta: 0.5, nesterov: true });
  assertEquals(stepsFor(float64, nesterov, gradients), [[1.5], [3.25], [6.625]]);
});

Deno.test("accumulateMomentum() is the decaying sum Σ β^{t−s} g_s", () => {
  fc.assert(fc.property(gradientSequences, decayRate, fc.boolean(), (gradients, beta, nesterov) => {
    const steps = stepsFor(float64, accumulateMomentum(float64, { beta, nesterov }), gradients);
    assertSteps(steps, gradients, () => {
      const seen: number[] = [];
      return (g) => {
        seen.push(g);
        const sum = seen.reduce((total, x, s) => total + beta ** (seen.length - 1 - s) * x, 0);
        return nesterov ? g + beta * sum : sum;
      };
    });
  }));
});

Deno.test("scaleByRootMeanSquare() by hand", () => {
  // β = ¾, ε = 0. g = 2: v = ¼·4 = 1, 2/√1 = 2. g = −1: v = ¾·1 + ¼·1 = 1, −1/√1 = −1.
  const steps = stepsFor(float64, scaleByRootMeanSquare(float64, { beta: 0.75, epsilon: 0 }), [
    [2],
    [-1],
  ]);
  assertEquals(steps, [[2], [-1]]);
  // ε = 3 outside (the default): 2/(√1 + 3) = ½; inside: 2/√(1 + 3) = 1.
  const outside = scaleByRootMeanSquare(float64, { beta: 0.75, epsilon: 3 });
  assertEquals(stepsFor(float64, outside, [[2]]), [[0.5]]);
  const inside = scaleByRootMeanSquare(float64, {
    beta: 0.75,
    epsilon: 3,
    epsilonPlacement: "inside",
  });
  assertEquals(stepsFor(float64, inside, [[2]]), [[1]]);
});

Deno.test("scaleByRootMeanSquare() entry by entry", () => {
  fc.assert(fc.property(gradientSequences, decayRate, epsilon, placement, (g, beta, e, where) => {
    const options = { beta, epsilon: e, epsilonPlacement: where };
    assertSteps(stepsFor(float64, scaleByRootMeanSquare(float64, options), g), g, () => {
      let v = 0;
      return (x) => {
        v = beta * v + (1 - beta) * x * x;
        return where === "inside" ? x / Math.sqrt(v + e) : x / (Math.sqrt(v) + e);
      };
    });
  }));
});

Deno.test("the defaults are those of the literature", () => {
  // β = 0.9: 1, 0.9 + 1. RMSProp: v = 0.1g², and ε = 1e-8 is visible beside g = 1e-8.
  assertClose(stepsFor(float64, accumulateMomentum(float64), [[1], [1]]).flat(), [1, 1.9], 0, "β");
  const g = 1e-8;
  const rms = stepsFor(float64, scaleByRootMeanSquare(float64), [[g]]).flat();
  assertClose(rms, [g / (Math.sqrt(0.1) * g + 1e-8)], 1e-14, "RMSProp");
  // Adam's first step is g/(|g| + ε) = ½ here; after a gradient of 0 the moments are
  // 0.09g/(1 − 0.81) and 0.000999g²/(1 − 0.999²).
  const second = 0.09 * g / 0.19 / (Math.sqrt(0.000999 / (1 - 0.999 ** 2)) * g + 1e-8);
  const adam = stepsFor(float64, scaleByAdam(float64), [[g], [0]]).flat();
  assertClose(adam, [0.5, second], 1e-12, "Adam");
  // AMSGrad: 0.1g/√(0.001g² + ε), then 0.09g with the same denominator.
  const denominator = Math.sqrt(0.001 + 1e-8);
  const amsgrad = stepsFor(float64, scaleByAmsgrad(float64), [[1], [0]]).flat();
  assertClose(amsgrad, [0.1 / denominator, 0.09 / denominator], 1e-14, "AMSGrad");
});

Deno.test("scaleByAdam() by hand", () => {
  // β₁ = ½, β₂ = ¾. g = 2: m = 1, v = 1; corrected 1/(1 − ½) = 2 and 1/(1 − ¾) = 4.
  // g = 5: m = ½ + 5/2 = 3, v = ¾ + 25/4 = 7; corrected 3/(1 − ¼) = 4 and 7/(1 − 9/16) = 16.
  const betas = { beta1: 0.5, beta2: 0.75 };
  const steps = (options: { epsilon: number; epsilonPlacement?: EpsilonPlacement }) =>
    stepsFor(float64, scaleByAdam(float64, { ...betas, ...options }), [[2], [5]]).flat();
  assertClose(steps({ epsilon: 0 }), [2 / 2, 4 / 4], 1e-15, "no ε");
  assertClose(steps({ epsilon: 4 }), [2 / (2 + 4), 4 / (4 + 4)], 1e-15, "outside by default");
  const inside = steps({ epsilon: 9, epsilonPlacement: "inside" });
  assertClose(inside, [2 / Math.sqrt(4 + 9), 4 / Math.sqrt(16 + 9)], 1e-15, "inside");
  const plain = scaleByAdam(float64, { ...betas, epsilon: 0, biasCorrection: false });
  assertClose(
    stepsFor(float64, plain, [[2], [5]]).flat(),
    [1 / 1, 3 / Math.sqrt(7)],
    1e-15,
    "without bias correction",
  );
});

Deno.test("scaleByAdam() entry by entry", () => {
  fc.assert(fc.property(
    gradientSequences,
    decayRate,
    decayRate,
    epsilon,
    placement,
    fc.boolean(),
    (gradients, beta1, beta2, e, where, biasCorrection) => {
      const options = { beta1, beta2, epsilon: e, epsilonPlacement: where, biasCorrection };
      assertSteps(stepsFor(float64, scaleByAdam(float64, options), gradients), gradients, () => {
        let [t, m, v] = [0, 0, 0];
        return (g) => {
          t++;
          m = beta1 * m + (1 - beta1) * g;
          v = beta2 * v + (1 - beta2) * g * g;
          const mHat = biasCorrection ? m / (1 - Math.pow(beta1, t)) : m;
          const vHat = biasCorrection ? v / (1 - Math.pow(beta2, t)) : v;
          return where === "inside" ? mHat / Math.sqrt(vHat + e) : mHat / (Math.sqrt(vHat) + e);
        };
      });
    },
  ));
});

Deno.test("scaleByAmsgrad() by hand", () => {
  // β₁ = ½, β₂ = ¾, ε = 3 inside. g = 2: m = 1, v = v̂ = 1, 1/√4 = ½.
  // g = 0: m = ½, v = ¾, but v̂ stays 1: ½/√4 = ¼. g = −10: m = ¼ − 5, v = 9/16 + 25 = v̂.
  const betas = { beta1: 0.5, beta2: 0.75, epsilon: 3 };
  assertClose(
    stepsFor(float64, scaleByAmsgrad(float64, betas), [[2], [0], [-10]]).flat(),
    [0.5, 0.25, -4.75 / Math.sqrt(25.5625 + 3)],
    1e-15,
    "inside by default",
  );
  const outside = scaleByAmsgrad(float64, { ...betas, epsilonPlacement: "outside" });
  assertClose(
    stepsFor(float64, outside, [[2], [0]]).flat(),
    [1 / (1 + 3), 0.5 / (1 + 3)],
    1e-15,
    "outside",
  );
});

Deno.test("scaleByAmsgrad() entry by entry", () => {
  fc.assert(fc.property(
    gradientSequences,
    decayRate,
    decayRate,
    epsilon,
    placement,
    (gradients, beta1, beta2, e, where) => {
      const options = { beta1, beta2, epsilon: e, epsilonPlacement: where };
      assertSteps(stepsFor(float64, scaleByAmsgrad(float64, options), gradients), gradients, () => {
        let m = 0;
        const moments = [0];
        return (g) => {
          m = beta1 * m + (1 - beta1) * g;
          moments.push(beta2 * moments.at(-1)! + (1 - beta2) * g * g);
          const largest = Math.max(...moments);
          return where === "inside" ? m / Math.sqrt(largest + e) : m / (Math.sqrt(largest) + e);
        };
      });
    },
  ));
});

Deno.test("without ε, an entry whose gradients have all been 0 makes no step", () => {
  for (const epsilonPlacement of ["inside", "outside"] as const) {
    const options = { epsilon: 0, epsilonPlacement };
    for (
      const scaling of [
        scaleByRootMeanSquare(float64, options),
        scaleByAdam(float64, options),
        scaleByAmsgrad(float64, options),
      ]
    ) {
      const steps = stepsFor(float64, scaling, [[0, 1], [0, -1], [3, 1]]);
      assertEquals(steps.map((step) => step[0] === 0), [true, true, false], epsilonPlacement);
      assert(steps.flat().every(Number.isFinite));
    }
  }
});

Deno.test("what makes 0/0 be 0 leaves the smallest second moments alone", () => {
  // The square of 3e-162 is subnormal; the step is nevertheless exactly g/√g².
  for (const g of [3e-162, 1e-150, 1e-8]) {
    const steps = stepsFor(float64, scaleByRootMeanSquare(float64, { beta: 0, epsilon: 0 }), [[g]]);
    assertEquals(steps, [[g / Math.sqrt(g * g)]]);
  }
});

Deno.test("a second moment of 0 under momentum is not hidden", () => {
  // β₁ = ½, β₂ = 0: g = 1, then 0 leave m = ¼ and v = 0.
  const adam = scaleByAdam(float64, { beta1: 0.5, beta2: 0, epsilon: 0, biasCorrection: false });
  const [, [step] = []] = stepsFor(float64, adam, [[1], [0]]);
  assert(step! > 1e300);
});

Deno.test("no update changes the state that it is given", () => {
  const transformations = [
    accumulateMomentum(float64),
    scaleByRootMeanSquare(float64),
    scaleByAdam(float64),
    scaleByAmsgrad(float64),
  ];
  const theta = float64.vector([0, 0]);
  const gradient = float64.vector([1, -2]);
  for (const transformation of transformations) {
    const nowhere = undefined as never;
    const [, state] = transformation.update(gradient, transformation.init(theta) as never, nowhere);
    const [first] = transformation.update(gradient, state as never, nowhere);
    const [second] = transformation.update(gradient, state as never, nowhere);
    assertEquals(float64.toArray(first), float64.toArray(second));
  }
  assertEquals(float64.toArray(gradient), [1, -2]);
});
