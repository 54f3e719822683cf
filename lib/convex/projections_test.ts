/**
 * Projections: by hand, and by what characterizes them, on both arithmetics. P(x) is the projection
 * onto a convex set C if and only if it lies in C and (x − P(x))·(z − P(x)) ≤ 0 for all z of C.
 */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { type Arithmetic, float64, loadFloat32 } from "../arithmetic/mod.ts";
import {
  projectOntoAffineSet,
  projectOntoBall,
  projectOntoBox,
  projectOntoHalfSpace,
  projectOntoOrthant,
  projectOntoSimplex,
} from "./mod.ts";

const float32 = await loadFloat32();

type Project = <T>(arithmetic: Arithmetic<T>, x: T) => T;

/** A set, by its projection, what is missing for a point to lie in it, and points that do. */
interface Case {
  readonly project: Project;
  readonly missing: (x: readonly number[]) => number;
  readonly member: (free: readonly number[]) => number[];
}

const number = fc.integer({ min: -64, max: 64 }).map((k) => k / 16);
const vector = (m: number) => fc.array(number, { minLength: m, maxLength: m });
const dot = (x: readonly number[], y: readonly number[]) =>
  x.reduce((sum, entry, i) => sum + entry * y[i]!, 0);
const minus = (x: readonly number[], y: readonly number[]) => x.map((entry, i) => entry - y[i]!);

/** How far z must lie within a set is computed by hand, without the projection. */
const cases: Record<string, (m: number) => fc.Arbitrary<Case>> = {
  box: (m) =>
    fc.tuple(vector(m), vector(m)).map(([a, b]) => {
      const lower = a.map((entry, i) => Math.min(entry, b[i]!));
      const upper = a.map((entry, i) => Math.max(entry, b[i]!));
      return {
        project: (arithmetic, x) => projectOntoBox(arithmetic, x, { lower, upper }),
        missing: (x) => Math.max(...x.map((t, i) => Math.max(lower[i]! - t, t - upper[i]!))),
        member: (free) =>
          free.map((t, i) => lower[i]! + (upper[i]! - lower[i]!) * (Math.sin(t) + 1) / 2),
      };
    }),
  orthant: () =>
    fc.constant({
      project: projectOntoOrthant,
      missing: (x) => Math.max(...x.map((t) => -t)),
      member: (free) => free.map(Math.abs),
    }),
  ball: (m) =>
    fc.tuple(vector(m), number.map(Math.abs)).map(([center, radius]) => ({
      project: (arithmetic, x) => projectOntoBall(arithmetic, x, { center, radius }),
      missing: (x) => Math.hypot(...minus(x, center)) - radius,
      member: (free) => {
        const length = Math.max(1, Math.hypot(...free));
        return free.map((t, i) => center[i]! + radius * t / length);
      },
    })),
  "half-space": (m) =>
    fc.tuple(vector(m).filter((a) => a.some((t) => t !== 0)), number).map(([normal, offset]) => ({
      project: (arithmetic, x) => projectOntoHalfSpace(arithmetic, x, { normal, offset }),
      missing: (x) => (dot(normal, x) - offset) / Math.hypot(...normal),
      member: (free) => {
        const excess = Math.max(0, dot(normal, free) - offset) / dot(normal, normal);
        return free.map((t, i) => t - 1.5 * excess * normal[i]!);
      },
    })),
  simplex: () =>
    fc.integer({ min: 1, max: 64 }).map((k) => k / 16).map((total) => ({
      project: (arithmetic, x) => projectOntoSimplex(arithmetic, x, total),
      missing: (x) =>
        Math.max(...x.map((t) => -t), Math.abs(x.reduce((sum, t) => sum + t, 0) - total)),
      member: (free) => {
        const weights = free.map((t) => Math.exp(2 * t));
        const sum = weights.reduce((x, y) => x + y, 0);
        return weights.map((weight) => total * weight / sum);
      },
    })),
  "affine set": (m) =>
    fc.tuple(vector(m), vector(m), vector(m)).filter(([a]) => a.some((t) => t !== 0)).map(
      ([a, point, other]) => {
        // Two equations of rank 1: a·x = a·point, and twice that.
        const rows = [a, a.map((t) => 2 * t)];
        const sides = [dot(a, point), 2 * dot(a, point)];
        return {
          project: (arithmetic, x) =>
            projectOntoAffineSet(arithmetic, x, {
              matrix: arithmetic.matrix(rows),
              rightSide: arithmetic.vector(sides),
            }),
          missing: (x) => Math.abs(dot(a, minus(x, point))) / Math.hypot(...a),
          member: (free) => {
            const along = minus(free, other);
            const share = dot(a, along) / dot(a, a);
            return point.map((t, i) => t + along[i]! - share * a[i]!);
          },
        };
      },
    ),
};

for (const [name, arbitrary] of Object.entries(cases)) {
  Deno.test(`the projection onto the ${name} satisfies its variational inequality`, () => {
    const instances = fc.integer({ min: 1, max: 5 }).chain((m) =>
      fc.record({ set: arbitrary(m), x: vector(m), frees: fc.array(vector(m), { minLength: 5 }) })
    );
    let outside = 0;
    const holds = <T>(arithmetic: Arithmetic<T>, numRuns: number) =>
      fc.assert(
        fc.property(instances, ({ set, x, frees }) => {
          const rounding = 2000 * arithmetic.unitRoundoff;
          const project = (point: readonly number[]) =>
            arithmetic.scope(() =>
              arithmetic.toArray(set.project(arithmetic, arithmetic.vector(point)))
            );
          const p = project(x);
          assert(set.missing(p) <= rounding, `missing ${set.missing(p)}`);
          for (const free of frees) {
            const z = set.member(free);
            assert(set.missing(z) <= 1e-12, "the test's own point is not in the set");
            const product = dot(minus(x, p), minus(z, p));
            assert(product <= rounding * 100, `(x − p)·(z − p) = ${product}`);
            // A point of the set stays.
            const stays = minus(project(z), z);
            assert(Math.max(...stays.map(Math.abs)) <= rounding);
          }
          if (set.missing(x) > 0.1) outside++;
        }),
        { seed: 4, numRuns },
      );
    holds(float64, 200);
    assert(outside > 30, `only ${outside} points were outside`);
    holds(float32, 20);
  });
}

Deno.test("projections by hand", () => {
  const on = <T>(x: readonly number[], project: (x: ReturnType<typeof float64.vector>) => T) =>
    float64.toArray(project(float64.vector(x)) as ReturnType<typeof float64.vector>);
  const box = { lower: [0, -Infinity, 3], upper: [1, 2, Infinity] };
  assertEquals(on([5, -7, 1], (x) => projectOntoBox(float64, x, box)), [1, -7, 3]);
  assertEquals(on([-2, 0, 4], (x) => projectOntoOrthant(float64, x)), [0, 0, 4]);
  assertEquals(on([6, 8], (x) => projectOntoBall(float64, x, { radius: 5 })), [3, 4]);
  assertEquals(on([1, 8], (x) => projectOntoBall(float64, x, { radius: 5, center: [1, 1] })), [
    1,
    6,
  ]);
  assertEquals(on([1, 2], (x) => projectOntoBall(float64, x, { radius: 0, center: [7, 7] })), [
    7,
    7,
  ]);
  const half = { normal: [0, 2], offset: 2 };
  assertEquals(on([3, 4], (x) => projectOntoHalfSpace(float64, x, half)), [3, 1]);
  assertEquals(on([3, -4], (x) => projectOntoHalfSpace(float64, x, half)), [3, -4]);
  assertEquals(on([3, 1], (x) => projectOntoSimplex(float64, x)), [1, 0]);
  assertEquals(on([2, 2, 2, 2], (x) => projectOntoSimplex(float64, x, 2)), [0.5, 0.5, 0.5, 0.5]);
  // A shift that all entries share changes nothing, large as it is.
  assertEquals(on([2 ** 50 + 0.5, 2 ** 50], (x) => projectOntoSimplex(float64, x)), [0.75, 0.25]);
});

Deno.test("a half-space with a huge or tiny normal is what it is", () => {
  for (const size of [1e300, 1e-300]) {
    const halfSpace = { normal: [size, size], offset: 2 * size };
    const p = float64.toArray(projectOntoHalfSpace(float64, float64.vector([3, 3]), halfSpace));
    p.forEach((entry) => assertAlmostEquals(entry, 1, 1e-14));
  }
});

Deno.test("the least-squares points take the place of an empty affine set", () => {
  const set = { matrix: float64.matrix([[1], [1]]), rightSide: float64.vector([1, 3]) };
  assertAlmostEquals(
    float64.toArray(projectOntoAffineSet(float64, float64.vector([9]), set))[0]!,
    2,
    1e-14,
  );
});

Deno.test("sets that are none are refused", () => {
  const x = float64.vector([1, 2]);
  const refused: [() => unknown, string][] = [
    [() => projectOntoBox(float64, x, { lower: [0, 3], upper: [1, 2] }), "[3, 2] at entry 1"],
    [() => projectOntoBox(float64, x, { lower: [0], upper: [1] }), "got 1 and 1"],
    [() => projectOntoBall(float64, x, { radius: -1 }), "radius"],
    [() => projectOntoHalfSpace(float64, x, { normal: [0, 0], offset: 1 }), "not 0"],
    [() => projectOntoSimplex(float64, x, 0), "not 0"],
    [() => projectOntoSimplex(float64, float64.vector([1, NaN])), "not finite"],
  ];
  for (const [project, message] of refused) assertThrows(project, RangeError, message);
});
