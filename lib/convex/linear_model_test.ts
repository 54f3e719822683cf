/** The loss of a linear model, its conjugate, divergences, and convexity on the row space. */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { float64, loadFloat32 } from "../arithmetic/mod.ts";
import {
  lossDescriptions,
  overparameterizedLinear,
  overparameterizedLinearInstances,
  potentialDescriptions,
  relativeStepSizes,
  stepSizeFrom,
} from "../../problems/mod.ts";
import {
  adjustedBregmanDivergence,
  adjustedBregmanOfLoss,
  bregmanDivergence,
  decideConvexity,
  type LinearModelLoss,
  linearModelLoss,
  lossMinusPotential,
  type Potential,
  potential,
  potentialMinusLoss,
  printedBregmanDivergence,
  sizedDot,
} from "./mod.ts";
import { randomVector, sequence } from "./shared_test.ts";

const SAMPLES = { numRuns: 150, seed: 11 };

function squared(x: number[][], k = 1): LinearModelLoss {
  return linearModelLoss({
    x,
    y: x.map(() => new Array<number>(k).fill(1)),
    losses: [{ terms: [{ weight: 1, profile: { kind: "quadratic" } }] }],
  });
}

Deno.test("the Fenchel equality, and the closed form of the conjugate agrees", () => {
  for (const instance of fc.sample(overparameterizedLinearInstances(), SAMPLES)) {
    const { loss: model, start } = overparameterizedLinear(instance);
    const point = model.atPoint(start);
    const pairing = sizedDot(start, point.gradient);
    const scale = pairing.size + point.value.size + point.conjugate.size;
    assertAlmostEquals(
      point.conjugate.value,
      pairing.value - point.value.value,
      1e-13 * scale,
    );
    const closed = model.conjugate(point.multipliers);
    // Where ℓ' is nearly constant its inverse is ill-conditioned, and ℓ* with it only at its ends.
    if (Number.isFinite(closed.value)) {
      assertAlmostEquals(closed.value, point.conjugate.value, 1e-12 * (scale + closed.size));
    }
  }
});

Deno.test("the gradient is that of the value, in every entry", () => {
  const { loss: model, start } = overparameterizedLinear({
    matrix: [[1, 2, 0], [0, -1, 3]],
    solution: [[1, 0, 2], [3, 1]],
    start: [[0.3, 0.7], [-1, 2, 5]],
    losses: [
      { terms: [{ weight: 2, profile: { kind: "logCosh", scale: 3 } }] },
      { terms: [{ weight: 1, profile: { kind: "quadratic" } }], minimizer: 1 },
      { terms: [{ weight: 0.5, profile: { kind: "pseudoHuber", scale: 2 } }], minimum: 3 },
    ],
  });
  assertEquals(start, [0.3, -1, 0.7, 2, 0.3, 5]);
  assertEquals(model.y, [[1, 5], [6, 8]]);
  // The third of the four losses in turn is least at 3.
  assertEquals(model.minimum, 3 / 2);
  const { gradient } = model.atPoint(start);
  for (let p = 0; p < 6; p++) {
    const at = (h: number) => model.atPoint(start.map((w, q) => q === p ? w + h : w)).value.value;
    assertAlmostEquals((at(1e-6) - at(-1e-6)) / 2e-6, gradient[p]!, 1e-7);
  }
});

Deno.test("both arithmetics give the same point", async () => {
  const float32 = await loadFloat32({ backend: "cpu" });
  for (const instance of fc.sample(overparameterizedLinearInstances(), { numRuns: 30, seed: 2 })) {
    const { loss: model, start } = overparameterizedLinear(instance);
    const plain = model.atPoint(start);
    const double = model.at(float64, float64.vector(start));
    const single = model.at(float32, float32.vector(start));
    for (const [e, entry] of plain.gradient.entries()) {
      assertAlmostEquals(double.gradient[e]!, entry, 1e-14 * plain.gradientSize[e]!);
      assertAlmostEquals(single.gradient[e]!, entry, 1e-5 * plain.gradientSize[e]!);
    }
    assertEquals(model.gradientAt(start), plain.gradient);
    assertEquals(
      float64.toArray(model.gradient(float64, float64.vector(start))),
      double.gradient,
    );
  }
});

Deno.test("projections interpolate and move only within the row space", () => {
  const losses = lossDescriptions({ shifted: false });
  for (const instance of fc.sample(overparameterizedLinearInstances({ losses }), SAMPLES)) {
    const { loss: model, start } = overparameterizedLinear(instance);
    const limit = model.project(start);
    const point = model.atPoint(limit);
    const scale = Math.sqrt(model.eigenvalues[0]!) * Math.hypot(...start, ...limit, 1e-300);
    for (const r of point.residual) assertAlmostEquals(r, 0, 1e-13 * scale);
    const again = model.project(limit.map((w, p) => w + start[p]! - limit[p]!));
    const condition = Math.sqrt(model.eigenvalues[0]! / model.eigenvalues.at(-1)!);
    for (const [p, w] of again.entries()) {
      assertAlmostEquals(w, limit[p]!, 1e-14 * condition * Math.hypot(...start, ...limit));
    }
    // W − W_0 is orthogonal to every solution of XV = 0: its projection onto XV = 0 is 0.
    const zero = model.x.map(() => new Array<number>(model.outputs).fill(0));
    const residue = model.project(limit.map((w, p) => w - start[p]!), zero);
    for (const entry of residue) {
      assertAlmostEquals(entry, 0, 1e-14 * condition * Math.hypot(...start, ...limit));
    }
  }
});

Deno.test("divergences: signs, and the two forms of the adjusted one", () => {
  const k = potential({ kind: "isotropic", profile: { kind: "quadratic" } }, 2);
  const at = (theta: number[]) => ({ theta, value: k.value(theta), gradient: k.gradient(theta) });
  const [a, b] = [at([1, 2]), at([4, -2])];
  assertAlmostEquals(bregmanDivergence({ at: a, from: b }).value, 12.5, 1e-14);
  assertAlmostEquals(printedBregmanDivergence({ at: a, from: b }).value, -12.5, 1e-14);
  const random = sequence(5);
  for (const instance of fc.sample(overparameterizedLinearInstances(), SAMPLES)) {
    const { loss: model, start } = overparameterizedLinear(instance);
    const other = start.map((w) => w + 3 * (2 * random() - 1));
    const [first, second] = [model.atPoint(start), model.atPoint(other)];
    const literal = adjustedBregmanDivergence({ at: first, from: second });
    const short = adjustedBregmanOfLoss(first, second);
    assertAlmostEquals(literal.value, short.value, 1e-13 * (literal.size + short.size));
    assert(short.value >= -1e-14 * short.size);
  }
});

Deno.test("thresholds by hand", () => {
  // XXᵀ = diag(4, 1), n = 2.
  const model = squared([[2, 0, 0], [0, 1, 0]]);
  const adam = potential({ kind: "separable", profile: { kind: "adam", epsilon: 0.5 } }, 3);
  const forAdam = lossMinusPotential(model, adam);
  assert(forAdam.exact);
  assertAlmostEquals(forAdam.convexUpTo, 2 * 0.5 / 4, 1e-15);
  const edge = forAdam.convexUpTo;
  assertEquals(decideConvexity(edge, forAdam).verdict, "convex");
  assertEquals(decideConvexity(edge * (1 + 1e-12), forAdam).verdict, "undecided");
  assertEquals(decideConvexity(edge * 1.0001, forAdam).verdict, "not convex");
  // No α > 0 on all of S; on the box |G| ≤ 1 ε/(ε + 1)² σ_n/n, reached near G = (0, 1, 0).
  assert(potentialMinusLoss(model, adam).notConvexAbove < 1e-12);
  const box = potentialMinusLoss(model, adam, { kind: "box", bound: 1 });
  assertAlmostEquals(box.convexUpTo, 0.5 / 2.25 / 2, 1e-15);
  assert(box.notConvexAbove < 1.05 * box.convexUpTo && box.notConvexAbove >= box.convexUpTo);
  // A quadratic K: both thresholds exact.
  const quadratic = potential(
    { kind: "separable", profile: { kind: "quadratic" }, weights: [3, 5, 7] },
    3,
  );
  assertAlmostEquals(lossMinusPotential(model, quadratic).notConvexAbove, 2 / 12, 1e-15);
  const lower = potentialMinusLoss(model, quadratic);
  assert(lower.exact);
  assertAlmostEquals(lower.convexUpTo, 5 / 2, 1e-14);
  // Isotropic and shifted off S by 3 along the last axis: curvature 1/(ε + 3) across the shift.
  const shifted = potential({
    kind: "translated",
    by: [1, 1, 3],
    potential: { kind: "isotropic", profile: { kind: "adam", epsilon: 0.5 } },
  }, 3);
  const offS = lossMinusPotential(model, shifted);
  assert(offS.exact);
  assertAlmostEquals(offS.convexUpTo, 2 * 3.5 / 4, 1e-14);
  // Curvature that is unbounded, at 0 and at infinity.
  for (const exponent of [1.5, 3]) {
    const power = potential({ kind: "isotropic", profile: { kind: "power", exponent } }, 3);
    const { convexUpTo, notConvexAbove } = lossMinusPotential(model, power);
    assertEquals(convexUpTo, 0);
    assert(notConvexAbove < 1e-10);
  }
  // L* of a Huber loss is infinite on a part of S, and that of a flat one has a corner.
  const bounded = linearModelLoss({
    x: [[1, 1]],
    y: [[0]],
    losses: [{ terms: [{ weight: 1, profile: { kind: "huber", threshold: 1 } }] }],
  });
  const plane = potential({ kind: "isotropic", profile: { kind: "quadratic" } }, 2);
  assertEquals(potentialMinusLoss(bounded, plane).notConvexAbove, 0);
  assertEquals(potentialMinusLoss(bounded, plane, { kind: "ball", radius: 0.5 }).convexUpTo, 2);
});

/** f(Λ) = L*(XᵀΛ) − ηK(XᵀΛ), with the size of its terms. */
function difference(model: LinearModelLoss, k: Potential, eta: number, multipliers: number[]) {
  const [first, second] = [
    model.conjugate(multipliers),
    k.value(model.fromMultipliers(multipliers)),
  ];
  return {
    value: first.value - eta * second.value,
    size: first.size + eta * second.size,
  };
}

Deno.test("verdicts on both sides of the edge: midpoints, certificates", () => {
  const samples = fc.sample(
    fc.record({
      instance: overparameterizedLinearInstances({ maximumFeatures: 5 }),
      description: potentialDescriptions(),
      relative: relativeStepSizes(),
    }),
    { numRuns: 400, seed: 4 },
  );
  const random = sequence(9);
  const counts = { convex: 0, "not convex": 0, undecided: 0, bent: 0 };
  for (const { instance, description, relative } of samples) {
    const { loss: model } = overparameterizedLinear(instance);
    const k = potential(description, model.parameters);
    const threshold = lossMinusPotential(model, k);
    assert(threshold.convexUpTo <= threshold.notConvexAbove * (1 + 1e-12));
    const eta = stepSizeFrom(relative, threshold, model);
    const { verdict, certificate } = decideConvexity(eta, threshold);
    counts[verdict]++;
    const reach = model.losses.map(({ lipschitz }) => lipschitz / model.samples);
    if (verdict === "convex") {
      for (let trial = 0; trial < 20; trial++) {
        const scale = 10 ** (6 * random() - 3) / Math.sqrt(model.eigenvalues[0]!);
        const [a, b] = [0, 1].map(() =>
          reach.map((most) => Math.min(most, scale) * (2 * random() - 1))
        );
        const middle = a!.map((entry, e) => (entry + b![e]!) / 2);
        const [left, right, between] = [a!, b!, middle].map((multipliers) =>
          difference(model, k, eta, multipliers)
        );
        assert(
          left!.value + right!.value - 2 * between!.value >=
            -1e-13 * (left!.size + right!.size + between!.size),
          JSON.stringify({ instance, description, eta, a, b }),
        );
      }
    }
    if (certificate !== null && Number.isFinite(certificate.ratio)) {
      // Second derivatives along the certificate, from differences of the gradients of both terms.
      const { multipliers, direction, ratio } = certificate;
      const n = model.samples;
      const size = Math.hypot(...direction);
      const base = Math.hypot(...multipliers);
      const step = 1e-5 * (base > 0 ? base : 1e-4 / Math.sqrt(model.eigenvalues[0]!)) / size;
      const move = (sign: number) =>
        multipliers.map((entry, e) => entry + sign * step * direction[e]!);
      const slopeOfK = (at: number[]) => {
        const gradient = k.gradient(model.fromMultipliers(at));
        return sizedDot(gradient, model.fromMultipliers(direction)).value;
      };
      const slopeOfL = (at: number[]) =>
        at.reduce((sum, entry, e) => {
          const loss = model.losses[e]!;
          return sum + direction[e]! * (loss.inverseDerivative(n * entry) - loss.minimizer);
        }, 0);
      const bendOfK = slopeOfK(move(1)) - slopeOfK(move(-1));
      const bendOfL = slopeOfL(move(1)) - slopeOfL(move(-1));
      // Only where neither has a corner or vanishes in the rounding.
      if (bendOfL > 0 && Math.abs(bendOfK / bendOfL / ratio - 1) < 1e-3) counts.bent++;
    }
  }
  assert(counts.convex > 150 && counts["not convex"] > 60, JSON.stringify(counts));
  assert(counts.bent > 0.6 * counts["not convex"], JSON.stringify(counts));
  assert(counts.undecided < 0.1 * samples.length, JSON.stringify(counts));
});

Deno.test("K − αL* on balls of gradients: midpoints agree with the verdicts", () => {
  const samples = fc.sample(
    fc.record({
      instance: overparameterizedLinearInstances({
        maximumFeatures: 5,
        losses: lossDescriptions({ family: "stronglyConvex" }),
      }),
      description: potentialDescriptions({ profiles: ["quadratic", "adam", "logCosh"] }),
      radius: fc.constantFrom(0.01, 0.3, 2),
      relative: fc.constantFrom(0.5, 1, 1.5),
    }),
    { numRuns: 300, seed: 6 },
  );
  const random = sequence(10);
  const counts = { convex: 0, "not convex": 0, undecided: 0 };
  for (const { instance, description, radius, relative } of samples) {
    const { loss: model } = overparameterizedLinear(instance);
    const k = potential(description, model.parameters);
    const threshold = potentialMinusLoss(model, k, { kind: "ball", radius });
    assert(threshold.convexUpTo <= threshold.notConvexAbove * (1 + 1e-12));
    const alpha = relative * threshold.convexUpTo;
    if (alpha === 0) continue;
    const { verdict } = decideConvexity(alpha, threshold);
    counts[verdict]++;
    if (verdict !== "convex") continue;
    for (let trial = 0; trial < 20; trial++) {
      const [a, b] = [0, 1].map(() => {
        const multipliers = randomVector(random, model.losses.length, 1);
        const size = Math.hypot(...model.fromMultipliers(multipliers));
        return multipliers.map((entry) => entry * random() * radius / size);
      });
      const middle = a!.map((entry, e) => (entry + b![e]!) / 2);
      const [left, right, between] = [a!, b!, middle].map((multipliers) =>
        difference(model, k, 1 / alpha, multipliers)
      );
      // L* − K/α is concave.
      assert(
        left!.value + right!.value - 2 * between!.value <=
          1e-13 * (left!.size + right!.size + between!.size),
        JSON.stringify({ instance, description, radius, alpha, a, b }),
      );
    }
  }
  assert(counts.convex > 120 && counts["not convex"] > 25, JSON.stringify(counts));
});

Deno.test("data that make no overparameterized model", () => {
  const losses = [{ terms: [{ weight: 1, profile: { kind: "quadratic" } }] }] as const;
  assertThrows(() => linearModelLoss({ x: [[1], [2]], y: [[1], [1]], losses }), RangeError, "X is");
  assertThrows(
    () => linearModelLoss({ x: [[1, 2], [2, 4]], y: [[1], [1]], losses }),
    RangeError,
    "linearly independent",
  );
  assertThrows(() => linearModelLoss({ x: [[1, 2]], y: [[1]], losses: [] }), RangeError, "no loss");
});
