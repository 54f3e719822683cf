/** Convex functions, nonexpansive maps and gradient-dominated functions are what they claim to be. */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { sample } from "fast-check";
import { float64 } from "../lib/arithmetic/mod.ts";
import { randomFor } from "../verify/random.ts";
import {
  convexFunction,
  type ConvexFunctionInstance,
  convexStarts,
  type ConvexTerm,
  gradientDominatedFunction,
  gradientDominatedStarts,
  LIPSCHITZ_TERMS,
  nonexpansiveMap,
  nonexpansiveStarts,
  SMOOTH_TERMS,
} from "./mod.ts";
import { distance, plus, shrunk, symmetricUniform } from "./shared_test.ts";

const options = { numRuns: 400, seed: 5 };
const random = randomFor("convex functions");

function point(center: readonly number[]): number[] {
  const size = 10 ** (3 * symmetricUniform(random));
  return center.map((entry) => entry + size * symmetricUniform(random));
}

function dot(x: readonly number[], y: readonly number[]): number {
  return x.reduce((sum, entry, i) => sum + entry * y[i]!, 0);
}

interface Differentiable {
  value(arithmetic: typeof float64, x: ReturnType<typeof float64.vector>): number;
  gradient(
    arithmetic: typeof float64,
    x: ReturnType<typeof float64.vector>,
  ): ReturnType<typeof float64.vector>;
}

const valueAt = (f: Differentiable, x: readonly number[]) => f.value(float64, float64.vector(x));
const gradientAt = (f: Differentiable, x: readonly number[]) =>
  float64.toArray(f.gradient(float64, float64.vector(x)));

function line(term: ConvexTerm): ConvexFunctionInstance {
  return { kind: "separable", dimension: 1, minimizer: [1], reflections: [], terms: [term] };
}

Deno.test("values, slopes and proximal points by hand", () => {
  // f, x − x*, f(x), f'(x), prox_{½f}(x) − x*.
  const table: [ConvexTerm, number, number, number, number][] = [
    [{ kind: "quadratic", curvature: 2 }, 3, 9, 6, 1.5],
    [{ kind: "oneSided", curvature: 2 }, 3, 9, 6, 1.5],
    [{ kind: "oneSided", curvature: 2 }, -3, 0, 0, -3],
    [{ kind: "huber", curvature: 2, threshold: 1 }, 3, 5, 2, 2],
    [{ kind: "huber", curvature: 2, threshold: 4 }, -3, 9, -6, -1.5],
    [{ kind: "absolute", left: 1, right: 4 }, 3, 12, 4, 1],
    [{ kind: "absolute", left: 1, right: 4 }, -3, 3, -1, -2.5],
    [{ kind: "absolute", left: 1, right: 4 }, 1, 4, 4, 0],
    [{ kind: "deadZone", slope: 4, width: 2 }, 3, 4, 4, 2],
    [{ kind: "deadZone", slope: 4, width: 1 }, -4, 12, -4, -2],
  ];
  for (const [term, t, value, slope, proximal] of table) {
    const f = convexFunction(line(term));
    assertEquals(valueAt(f, [1 + t]), value);
    assertEquals(gradientAt(f, [1 + t]), [slope]);
    assertEquals(float64.toArray(f.proximal(float64, float64.vector([1 + t]), 0.5)), [
      1 + proximal,
    ]);
  }
  const smooth = convexFunction(line({ kind: "logCosh", curvature: 3, width: 2, at: 0 }));
  assertAlmostEquals(valueAt(smooth, [5]), 12 * Math.log(Math.cosh(2)), 1e-14);
  assertAlmostEquals(gradientAt(smooth, [5])[0]!, 6 * Math.tanh(2), 1e-15);
});

Deno.test("constants by hand", () => {
  const both = convexFunction({
    kind: "ridges",
    dimension: 2,
    minimizer: [0, 0],
    directions: [[1, 1], [1, -1]],
    terms: [{ kind: "quadratic", curvature: 1 }, { kind: "huber", curvature: 3, threshold: 2 }],
    convexity: 0.5,
  });
  // (1, 1)(1, 1)ᵀ + 3 (1, −1)(1, −1)ᵀ has the eigenvalues 2 and 6.
  assertAlmostEquals(both.smoothness, 6.5, 1e-14);
  assertAlmostEquals(both.strongConvexity, 0.5, 1e-14);
  const maximum = convexFunction({
    kind: "maximum",
    dimension: 2,
    minimizer: [0, 0],
    slopes: [[3, 4], [-1, 0]],
    offsets: [1, 0],
  });
  assertEquals([maximum.lipschitz, maximum.smoothness], [5, Infinity]);
  assertEquals([valueAt(maximum, [1, 0]), valueAt(maximum, [0, 0])], [2, 0]);
  assertEquals(gradientAt(maximum, [0.1, 0]), [0, 0]);
  assertThrows(
    () => both.proximal(float64, float64.vector([1, 1]), 1),
    TypeError,
    "no closed form",
  );
  // ½|t| up to the slope 1 at |t| = 2 is the Huber function of the threshold 2.
  const huber = convexFunction({
    kind: "envelope",
    dimension: 1,
    minimizer: [1],
    smoothness: 0.5,
    slopes: [[1], [-1]],
    offsets: [0, 0],
    convexity: 0.25,
  });
  assertEquals([huber.smoothness, huber.strongConvexity, huber.lipschitz], [0.75, 0.25, Infinity]);
  // At t = 4: 4 − 1 + 2, and 1 + 1.
  assertEquals([valueAt(huber, [5]), ...gradientAt(huber, [5])], [5, 2]);
  // prox of 2f at t = 6: s + 2(1 + s/4) = 6 at s = 8/3.
  assertAlmostEquals(
    float64.toArray(huber.proximal(float64, float64.vector([7]), 2))[0]!,
    1 + 8 / 3,
    1e-15,
  );
  assertThrows(
    () =>
      convexFunction({
        kind: "envelope",
        dimension: 1,
        minimizer: [0],
        smoothness: 1,
        slopes: [[0]],
        offsets: [0],
      }),
    RangeError,
    "not 0",
  );
  assertThrows(() =>
    convexFunction({ ...line({ kind: "quadratic", curvature: 1 }), dimension: 2 })
  );
});

Deno.test("gradients are subgradients, the minimizer is one, and f* = 0", () => {
  for (const { objective } of sample(convexStarts(), options)) {
    const f = convexFunction(objective);
    assertEquals(valueAt(f, f.minimizer), 0);
    const [x, y] = [point(f.minimizer), point(f.minimizer)];
    const [fx, fy, g] = [valueAt(f, x), valueAt(f, y), gradientAt(f, x)];
    const rounding = 1e-14 * (f.magnitude(x) + f.magnitude(y));
    assert(fx >= 0);
    assert(fy >= fx + dot(g, plus(y, -1, x)) - rounding, JSON.stringify(objective));
    assert(Math.hypot(...g) <= f.lipschitz * (1 + 1e-12));
  }
});

Deno.test("L and μ bound the curvature, and separable functions attain them", () => {
  const arbitrary = convexStarts({
    kinds: ["separable", "ridges", "envelope"],
    terms: SMOOTH_TERMS,
    stronglyConvex: true,
  });
  for (const { objective } of sample(arbitrary, options)) {
    const f = convexFunction(objective);
    const [x, y] = [point(f.minimizer), point(f.minimizer)];
    const move = plus(y, -1, x);
    const turn = plus(gradientAt(f, y), -1, gradientAt(f, x));
    const size = Math.hypot(...move);
    const rounding = 1e-13 * f.smoothness * (Math.hypot(...x) + Math.hypot(...y) + 30);
    assert(Math.hypot(...turn) <= f.smoothness * size + rounding);
    assert(dot(turn, move) >= f.strongConvexity * size ** 2 - rounding * size);
  }
});

Deno.test("Hessians are the derivatives of gradients, and there are none where f has corners", () => {
  let compared = 0;
  const strong = convexStarts({ kinds: ["separable", "ridges", "envelope"], stronglyConvex: true });
  for (const { objective } of [...sample(convexStarts(), options), ...sample(strong, options)]) {
    const f = convexFunction(objective);
    assertEquals(f.hessian !== undefined, f.smoothness < Infinity);
    if (f.hessian === undefined) continue;
    const x = point(f.minimizer);
    const hessian = float64.toRows(f.hessian(float64, float64.vector(x)));
    const size = 1e-7 * (1 + Math.hypot(...x));
    const differences = [size, -size].map((h) =>
      x.map((_, j) => {
        const moved = gradientAt(f, x.map((entry, i) => i === j ? entry + h : entry));
        return plus(moved, -1, gradientAt(f, x)).map((entry) => entry / h);
      })
    );
    const gap = (a: readonly number[][], b: readonly number[][]) =>
      Math.max(...a.map((row, i) => distance(row, b[i]!)));
    // Where a curvature jumps nearby, the differences to the two sides do not agree.
    if (gap(differences[0]!, differences[1]!) > 1e-3 * f.smoothness) continue;
    assert(gap(hessian, differences[0]!) <= 2e-3 * f.smoothness, JSON.stringify({ objective, x }));
    compared++;
  }
  assert(compared > 200, `only ${compared} Hessians were compared`);
});

Deno.test("proximal points are minimizers: (x − prox)/λ is a subgradient there", () => {
  const kinds = ["separable", "maximum", "envelope", "norm"] as const;
  const strong = convexStarts({ kinds: ["separable", "envelope"], stronglyConvex: true });
  for (
    const { objective } of [...sample(convexStarts({ kinds }), options), ...sample(strong, options)]
  ) {
    const f = convexFunction(objective);
    const [x, y] = [point(f.minimizer), point(f.minimizer)];
    const lambda = 10 ** (2 * symmetricUniform(random));
    const p = float64.toArray(f.proximal(float64, float64.vector(x), lambda));
    const g = plus(x, -1, p).map((entry) => entry / lambda);
    const rounding = 1e-13 * (f.magnitude(p) + f.magnitude(y)) +
      1e-13 * (Math.hypot(...x) + Math.hypot(...f.minimizer)) / lambda * distance(y, p);
    assert(
      valueAt(f, y) >= valueAt(f, p) + dot(g, plus(y, -1, p)) - rounding,
      JSON.stringify({ objective, x, y, lambda }),
    );
  }
});

Deno.test("functions of Lipschitz terms have a finite M", () => {
  const arbitrary = convexStarts({
    kinds: ["separable", "maximum", "norm"],
    terms: LIPSCHITZ_TERMS,
  });
  for (const { objective } of sample(arbitrary, options)) {
    const { lipschitz } = convexFunction(objective);
    assert(lipschitz > 0 && lipschitz < Infinity);
  }
});

Deno.test("nonexpansive maps are nonexpansive and keep their fixed point", () => {
  for (const { map } of sample(nonexpansiveStarts(), options)) {
    const t = nonexpansiveMap(map);
    const apply = (x: readonly number[]) => float64.toArray(t.apply(float64, float64.vector(x)));
    assertEquals(distance(apply(map.fixedPoint), map.fixedPoint), 0);
    const [x, y] = [point(map.fixedPoint), point(map.fixedPoint)];
    const rounding = 1e-13 * (Math.hypot(...x) + Math.hypot(...y) + 30);
    assert(distance(apply(x), apply(y)) <= distance(x, y) + rounding, JSON.stringify(map));
  }
});

Deno.test("nonexpansive maps by hand", () => {
  const at = (parts: Parameters<typeof nonexpansiveMap>[0]["parts"], x: number[]) =>
    float64.toArray(
      nonexpansiveMap({ dimension: x.length, fixedPoint: x.map(() => 0), parts })
        .apply(float64, float64.vector(x)),
    ).map((entry) => Number(entry.toFixed(12)) + 0);
  assertEquals(at([{ kind: "rotation", halfTurns: 0.5 }], [1, 2, 7]), [-2, 1, 7]);
  assertEquals(at([{ kind: "reflection", vector: [1, 0] }], [3, 4]), [-3, 4]);
  assertEquals(at([{ kind: "scaling", factors: [-1, 2] }], [3, 4]), [-3, 4]);
  assertEquals(at([{ kind: "halfSpace", vector: [2, 0], offset: 2 }], [3, 4]), [1, 4]);
  assertEquals(at([{ kind: "box", bound: 1, relaxation: 2 }], [3, 0]), [-1, 0]);
  assertEquals(at([{ kind: "ball", center: [2, 0], slack: 0 }], [7, 0]), [4, 0]);
  assertEquals(at([{ kind: "softThreshold", threshold: 1 }], [3, -4]), [2, -3]);
});

Deno.test("gradient-dominated functions: slopes, μ and L", () => {
  // |φ'| = t on [0, 2], then 2 falling to 1 on [2, 3], then rising with curvature 5.
  const corner = { lengths: [2, 1], slopes: [2, 1], curvature: 5 };
  const f = gradientDominatedFunction({
    dimension: 1,
    minimizer: [0],
    reflections: [],
    terms: [{ left: corner, right: corner }],
  });
  assertEquals([valueAt(f, [2]), valueAt(f, [-3]), valueAt(f, [4])], [2, 3.5, 3.5 + 1 + 2.5]);
  assertEquals([gradientAt(f, [-2.5]), gradientAt(f, [4])], [[-1.5], [6]]);
  // φ'²/(2φ) at 0, 2, 3, ∞: 1, 4/4, 1/7, 5.
  assertAlmostEquals(f.dominance, 1 / 7, 1e-16);
  assertEquals(f.smoothness, 5);

  let closest = Infinity;
  for (const { objective } of sample(gradientDominatedStarts(), options)) {
    const g = gradientDominatedFunction(objective);
    const [x, y] = [point(g.minimizer), point(g.minimizer)];
    const [gx, gy] = [gradientAt(g, x), gradientAt(g, y)];
    const position = 30 + Math.hypot(...x) + Math.hypot(...y);
    const rounding = 1e-13 * g.smoothness * position;
    assert(distance(gx, gy) <= g.smoothness * distance(x, y) + rounding);
    const slope = Math.hypot(...gx);
    assert(slope ** 2 + slope * rounding >= 2 * g.dominance * valueAt(g, x) * (1 - 1e-12));
    closest = Math.min(closest, slope ** 2 / (2 * g.dominance * valueAt(g, x)));
    // The gradient is that of the value.
    const h = 1e-6;
    const step = gx.map((entry) => entry / (slope || 1));
    const difference = valueAt(g, plus(x, h, step)) - valueAt(g, plus(x, -h, step));
    assertAlmostEquals(
      difference / (2 * h),
      slope,
      2 * g.smoothness * h + 1e-8 * (slope + valueAt(g, x)) + rounding,
    );
  }
  assert(closest < 1 + 1e-9);
});

Deno.test("instances shrink to one dimension and to readable numbers", () => {
  const smooth = shrunk(convexStarts(), ({ objective }) => objective.kind === "separable");
  assertEquals(smooth.value.objective.dimension, 1);
  assertEquals(smooth.value.objective.minimizer, [0]);
  const map = shrunk(nonexpansiveStarts(), ({ map }) => map.parts.length > 0);
  assertEquals(map.value.map, {
    dimension: 1,
    fixedPoint: [0],
    parts: [{ kind: "scaling", factors: [0] }],
  });
  const dominated = shrunk(gradientDominatedStarts(), () => true);
  assertEquals(dominated.value.objective.terms[0]!.left, {
    lengths: [],
    slopes: [],
    curvature: 1,
  });
});
