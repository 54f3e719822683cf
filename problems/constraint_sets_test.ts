/** Constraint sets: projections, linear minimization, and functions whose least value on them is 0. */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { constant, integer, sample } from "fast-check";
import { float64 } from "../lib/arithmetic/mod.ts";
import { frankWolfe, iterate } from "../lib/optimizers/mod.ts";
import { randomFor } from "../verify/random.ts";
import {
  constrainedFunction,
  constrainedStarts,
  constraintSet,
  type ConstraintSetInstance,
  oracleTrajectories,
} from "./mod.ts";
import { distance, plus, shrunk, symmetricUniform } from "./shared_test.ts";

const random = randomFor("constraint sets");
const options = { numRuns: 400, seed: 6 };
const dot = (x: readonly number[], y: readonly number[]) =>
  x.reduce((sum, entry, i) => sum + entry * y[i]!, 0);

const project = (set: ConstraintSetInstance, x: readonly number[]) =>
  float64.toArray(constraintSet(set).project(float64, float64.vector(x)));
const lowest = (set: ConstraintSetInstance, g: readonly number[]) =>
  float64.toArray(constraintSet(set).minimizeLinear(float64, float64.vector(g)));

/** A point of the set, found without its projection or its oracle. */
function member(set: ConstraintSetInstance): number[] {
  const share = () => (1 + symmetricUniform(random)) / 2;
  switch (set.kind) {
    case "ball": {
      const offset = set.center.map(() => symmetricUniform(random));
      const length = Math.max(1, Math.hypot(...offset));
      return set.center.map((c, i) => c + set.radius * offset[i]! / length);
    }
    case "box":
      return set.lower.map((bound, i) => bound + share() * (set.upper[i]! - bound));
    case "polytope": {
      const weights = set.vertices.map(() => share() ** 4);
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      return set.vertices[0]!.map((_, i) =>
        set.vertices.reduce((sum, vertex, k) => sum + weights[k]! / total * vertex[i]!, 0)
      );
    }
  }
}

Deno.test("projections, oracles and diameters by hand", () => {
  const ball: ConstraintSetInstance = { kind: "ball", center: [1, 0], radius: 5 };
  assertEquals(project(ball, [7, 8]), [4, 4]);
  assertEquals(lowest(ball, [3, 4]), [-2, -4]);
  assertEquals(lowest(ball, [0, 0]), [6, 0]);
  assertEquals(constraintSet(ball).diameter, 10);
  const box: ConstraintSetInstance = { kind: "box", lower: [0, 1], upper: [3, 5] };
  assertEquals(project(box, [4, 2]), [3, 2]);
  assertEquals(lowest(box, [-1, 0]), [3, 1]);
  assertEquals(constraintSet(box).diameter, 5);
  const triangle: ConstraintSetInstance = { kind: "polytope", vertices: [[0, 0], [4, 0], [0, 3]] };
  assertEquals(project(triangle, [2, -1]), [2, 0]);
  assertEquals(project(triangle, [6, -1]), [4, 0]);
  // The foot of (4, 3) on 3x + 4y = 12.
  project(triangle, [4, 3]).forEach((x, i) => assertAlmostEquals(x, [2.56, 1.08][i]!, 1e-14));
  assertEquals(lowest(triangle, [-1, 0]), [4, 0]);
  assertEquals(lowest(triangle, [0, 1]), [0, 0]);
  assertEquals(constraintSet(triangle).diameter, 5);
});

Deno.test("what is no set is refused", () => {
  const bad: ConstraintSetInstance[] = [
    { kind: "ball", center: [0], radius: -1 },
    { kind: "box", lower: [1], upper: [0] },
    { kind: "box", lower: [0, 0], upper: [1] },
    { kind: "polytope", vertices: [] },
    { kind: "polytope", vertices: [[0], [1, 2]] },
  ];
  for (const set of bad) assertThrows(() => constraintSet(set), RangeError);
});

Deno.test("projections and oracles are what they claim on every member", () => {
  for (const { set } of sample(constrainedStarts(), options)) {
    const { diameter, size, dimension } = constraintSet(set);
    const x = Array.from({ length: dimension }, () => 10 * symmetricUniform(random));
    const [nearest, low] = [project(set, x), lowest(set, x)];
    const rounding = 1e-11 * (1 + size + Math.hypot(...x)) ** 2;
    for (let k = 0; k < 4; k++) {
      const [y, z] = [member(set), member(set)];
      assert(dot(plus(x, -1, nearest), plus(y, -1, nearest)) <= rounding, JSON.stringify(set));
      assert(dot(x, low) <= dot(x, y) + rounding);
      assert(distance(y, z) <= diameter * (1 + 1e-12));
      assert(Math.hypot(...y) <= size * (1 + 1e-12));
    }
    // Both lie in the set.
    assert(distance(project(set, nearest), nearest) <= 1e-10 * (1 + size));
    assert(distance(project(set, low), low) <= 1e-10 * (1 + size));
  }
});

Deno.test("the least value on the set is 0, and every kind of minimizer is drawn", () => {
  let [inside, tilted] = [0, 0];
  for (const instance of sample(constrainedStarts(), options)) {
    const f = constrainedFunction(instance);
    const value = (x: readonly number[]) => f.value(float64, float64.vector(x));
    const gradient = (x: readonly number[]) =>
      float64.toArray(f.gradient(float64, float64.vector(x)));
    assertEquals(value(f.minimizer), 0);
    assertEquals(gradient(f.minimizer), instance.tilt);
    const size = constraintSet(instance.set).size;
    for (const point of [f.minimizer, instance.start]) {
      assert(distance(project(instance.set, point), point) <= 1e-10 * (1 + size));
    }
    for (let k = 0; k < 4; k++) {
      const [x, y] = [member(instance.set), member(instance.set)];
      const rounding = 1e-13 * (f.magnitude(x) + f.magnitude(y));
      assert(value(x) >= -rounding, JSON.stringify(instance));
      // Smooth and convex, with L.
      const turn = plus(gradient(x), -1, gradient(y));
      const bound = value(y) + dot(gradient(y), plus(x, -1, y)) +
        dot(turn, turn) / (2 * f.smoothness);
      assert(value(x) >= bound - 10 * rounding);
    }
    if (instance.tilt.some((entry) => entry !== 0)) tilted++;
    else inside++;
  }
  assert(inside > 100 && tilted > 100);
});

Deno.test("the run of a trajectory goes to the vertices in turn where the oracle is left to", () => {
  let asPlanned = 0;
  for (const instance of sample(oracleTrajectories(integer({ min: 1, max: 5 })), options)) {
    const set = constraintSet(instance.set);
    assert(instance.set.kind === "polytope");
    assertEquals(instance.set.vertices.length, instance.steps + 2);
    const f = constrainedFunction(instance);
    const targets: number[][] = [];
    const recording = {
      minimizeLinear: (_: unknown, g: ReturnType<typeof float64.vector>) => {
        const target = set.minimizeLinear(float64, g);
        targets.push(float64.toArray(target));
        return target;
      },
    };
    iterate(float64, f, frankWolfe(float64, { set: recording as never }), instance.start, {
      steps: instance.steps,
    });
    const planned = instance.set.vertices.slice(0, instance.steps);
    if (targets.every((target, k) => distance(target, planned[k]!) === 0)) asPlanned++;
  }
  assert(asPlanned > 80, `only ${asPlanned} runs go as planned`);
});

Deno.test("constrained instances shrink to an interval", () => {
  const { value } = shrunk(constrainedStarts(), () => true);
  assertEquals(value, {
    set: { kind: "box", lower: [0], upper: [1] },
    objective: {
      kind: "separable",
      dimension: 1,
      minimizer: [0],
      reflections: [],
      terms: [{ kind: "quadratic", curvature: 1 }],
    },
    tilt: [0],
    start: [0],
  });
  const trajectory = shrunk(oracleTrajectories(constant(1)), () => true).value;
  assertEquals(trajectory.objective.kind, "separable");
});
