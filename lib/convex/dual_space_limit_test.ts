/** Limits: against closed forms and plain iteration, and every way not to converge. */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  lossDescriptions,
  overparameterizedLinear,
  overparameterizedLinearInstances,
  potentialDescriptions,
  stepSizeFrom,
} from "../../problems/mod.ts";
import {
  dualSpaceLimit,
  linearModelLoss,
  lossMinusPotential,
  potential,
  type PotentialDescription,
  type Profile,
} from "./mod.ts";

const squared = { terms: [{ weight: 1, profile: { kind: "quadratic" } }] } as const;
const quadratic: PotentialDescription = { kind: "isotropic", profile: { kind: "quadratic" } };

function distance(a: readonly number[], b: readonly number[]): number {
  return Math.hypot(...a.map((entry, i) => entry - b[i]!));
}

/** X = (1, 2), Y = (y), n = k = 1, from W_0 = (0, 0). */
function onTheLine(description: PotentialDescription, stepSize: number, y = 10) {
  const loss = linearModelLoss({ x: [[1, 2]], y: [[y]], losses: [squared] });
  return dualSpaceLimit({ loss, potential: potential(description, 2), start: [0, 0], stepSize });
}

Deno.test("limits of quadratic potentials in closed form", () => {
  // W = A Xᵀ (X A Xᵀ)⁻¹ Y: (3, 2)·10/7 for A = diag(3, 1).
  const description = {
    kind: "separable",
    profile: { kind: "quadratic" },
    weights: [3, 1],
  } as const;
  const { status, limit, uncertainty, iterations, residual } = onTheLine(description, 0.1);
  assertEquals(status, "converged");
  assertEquals(iterations, 0);
  assert(distance(limit, [30 / 7, 20 / 7]) <= uncertainty && uncertainty < 1e-12);
  assertAlmostEquals(residual, 0, 1e-13);
  assertEquals(onTheLine(quadratic, 0.1).status, "converged");
});

Deno.test("an ill-conditioned X leaves the limit as exact as its uncertainty says", () => {
  // Rows with singular values 1 and 1e-4 about, so that XXᵀ has a condition number of 1e8.
  const x = [[3, 4, 1e-4], [3, 4, -1e-4]].map((row) => row.map((entry) => entry / 7));
  const loss = linearModelLoss({ x, y: [[1], [2]], losses: [squared] });
  const weighted = { kind: "separable", profile: { kind: "quadratic" }, weights: [1] } as const;
  const start = [5, 0, 0];
  const { limit, uncertainty } = dualSpaceLimit({
    loss,
    potential: potential(weighted, 3),
    start,
    stepSize: 0.5,
  });
  assert(uncertainty < 1e-5);
  assert(distance(limit, loss.project(start)) <= uncertainty);
});

Deno.test("the linear tail agrees with plain iteration", () => {
  const samples = fc.sample(
    fc.record({
      instance: overparameterizedLinearInstances({
        maximumFeatures: 6,
        maximumConditionNumber: 3,
        losses: lossDescriptions({ family: "stronglyConvex" }),
      }),
      description: potentialDescriptions({
        shapes: ["separable"],
        profiles: ["adam", "logCosh", "pseudoHuber"],
        shifted: false,
        composed: false,
        scales: { minimum: 0.3, maximum: 3 },
      }),
    }),
    { numRuns: 60, seed: 1 },
  );
  let compared = 0;
  for (const { instance, description } of samples) {
    const { loss, start } = overparameterizedLinear(instance);
    const k = potential(description, loss.parameters);
    const stepSize = stepSizeFrom(0.7, lossMinusPotential(loss, k), loss);
    const end = dualSpaceLimit({ loss, potential: k, start, stepSize, maximumSteps: 3000 });
    if (end.status !== "converged") continue;
    let plain: readonly number[] = start;
    for (let t = 0; t < 8000; t++) {
      const gradient = k.gradient(loss.gradientAt(plain));
      plain = plain.map((entry, p) => entry - stepSize * gradient[p]!);
    }
    const left = Math.hypot(...loss.residualAt(plain));
    if (left > 1e-11 * Math.hypot(...loss.residualAt(start))) continue;
    compared++;
    // What plain iteration leaves of the residual, lifted by the pseudo-inverse, and its rounding.
    const slack = 1e4 * left / Math.sqrt(loss.eigenvalues.at(-1)!);
    assert(
      distance(plain, end.limit) <= end.uncertainty + slack + 1e-11 * Math.hypot(...end.limit),
      JSON.stringify({ instance, description, limit: end.limit, plain }),
    );
  }
  assert(compared >= 20, `${compared} compared`);
});

Deno.test("isotropic potentials end at the projection, whatever the step", () => {
  const profiles: Profile[] = [
    { kind: "adam", epsilon: 0.5 },
    { kind: "huber", threshold: 1 },
    { kind: "pseudoHuber", scale: 2 },
  ];
  for (const profile of profiles) {
    for (const stepSize of [0.05, 0.15]) {
      const end = onTheLine({ kind: "isotropic", profile }, stepSize);
      assertEquals(end.status, "converged");
      assert(distance(end.limit, [2, 4]) <= end.uncertainty);
      assert(end.uncertainty < 1e-12);
    }
  }
});

Deno.test("Adam's limit depends on the step size", () => {
  const description = { kind: "separable", profile: { kind: "adam", epsilon: 0.5 } } as const;
  const [small, large] = [0.01, 0.1].map((stepSize) => onTheLine(description, stepSize));
  for (const { status, residual, uncertainty } of [small!, large!]) {
    assertEquals(status, "converged");
    assert(residual < 1e-13 && uncertainty < 1e-12);
  }
  assert(distance(small!.limit, large!.limit) > 1e-3);
});

Deno.test("ways not to converge", () => {
  const ends: [PotentialDescription, number, RegExp][] = [
    // XXᵀ = 5: unstable above 2/5.
    [quadratic, 0.5, /overflow/],
    // A step of constant length.
    [{ kind: "isotropic", profile: { kind: "power", exponent: 1.2 } }, 1, /cycle/],
    [{ kind: "separable", profile: { kind: "softThreshold", threshold: 1 } }, 0.1, /stall/],
    [{ kind: "translated", by: [1, 2], potential: quadratic }, 0.1, /stall/],
    [{ kind: "translated", by: [1, 0], potential: quadratic }, 0.1, /drift/],
  ];
  for (const [description, stepSize, reason] of ends) {
    const end = onTheLine(description, stepSize);
    assertEquals(end.status, "not converged", JSON.stringify({ description, end }));
    assert(reason.test(end.reason), end.reason);
    assert(!(end.residual < 0.1), String(end.residual));
  }
  // A shift off the row space leaves the residual to vanish, and W to run away.
  const off: PotentialDescription = { kind: "translated", by: [2, -1], potential: quadratic };
  const { status, reason, residual } = onTheLine(off, 0.1);
  assertEquals(status, "not converged");
  assert(/drift/.test(reason) && residual < 1e-9, `${reason}, ${residual}`);
});

Deno.test("losses that are flat about their minimizers, and shifted ones", () => {
  const at = (loss: Parameters<typeof linearModelLoss>[0]["losses"][number]) => {
    const model = linearModelLoss({ x: [[1, 2]], y: [[10]], losses: [loss] });
    const k = potential({ kind: "separable", profile: { kind: "adam", epsilon: 1 } }, 2);
    return dualSpaceLimit({ loss: model, potential: k, start: [0, 0], stepSize: 0.1 });
  };
  const flat = at({ terms: [{ weight: 1, profile: { kind: "softThreshold", threshold: 1 } }] });
  assertEquals(flat.status, "converged");
  assertAlmostEquals(flat.residual, 1, 1e-12);
  const shifted = at({ ...squared, minimizer: 3 });
  assertEquals(shifted.status, "converged");
  assertAlmostEquals(shifted.residual, 3, 1e-12);
});

Deno.test("badly conditioned runs end undecided", () => {
  const loss = linearModelLoss({ x: [[1, 0, 0], [0, 1e-4, 0]], y: [[1], [1]], losses: [squared] });
  const k = potential({ kind: "separable", profile: { kind: "adam", epsilon: 1 } }, 3);
  const run = { loss, potential: k, start: [0, 0, 0], stepSize: 0.5, maximumSteps: 500 };
  const end = dualSpaceLimit(run);
  assertEquals([end.status, end.iterations, end.uncertainty], ["undecided", 500, Infinity]);
  assertThrows(() => dualSpaceLimit({ ...run, stepSize: 0 }), RangeError, "stepSize");
});
