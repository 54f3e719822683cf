/** Local basins: every constant by brute force, distances, gradients, what is refused. */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { float64 } from "../lib/arithmetic/mod.ts";
import { randomStream } from "../lib/statistics/mod.ts";
import { type BasinDescription, basinDescriptions, localBasin } from "./local_basins.ts";

const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, entry, i) => sum + entry * b[i]!, 0);

/** One part alone, with its radii, and along which coordinate its extremes are. */
const alone: readonly BasinDescription[] = [
  { radius: 1, outerRadius: 2, wells: [{ kind: "parabola", curvature: 3 }] },
  { radius: 1, outerRadius: 2, wells: [{ kind: "cosine", curvature: 3, bend: 2 }] },
  { radius: 0.5, outerRadius: 3, wells: [{ kind: "cosine", curvature: 0.4, bend: 1.9 }] },
  { radius: 1, outerRadius: 1.5, wells: [{ kind: "hump", curvature: 3, bend: 2 }] },
  { radius: 1, outerRadius: 1.1, wells: [{ kind: "hump", curvature: 3, bend: 0.2 }] },
  { radius: 2, outerRadius: 3, wells: [{ kind: "logCosh", curvature: 3, bend: 1.5 }] },
  {
    radius: 1,
    outerRadius: 2,
    sphere: { coordinates: 1, curvature: 2, sphereRadius: 3 },
    wells: [],
  },
  {
    radius: 1,
    outerRadius: 4,
    sphere: { coordinates: 1, curvature: 2, sphereRadius: 1.2 },
    wells: [],
  },
];

Deno.test("constants of a part are what brute force finds on N_r, N_R and the convex set", () => {
  for (const description of alone) {
    const basin = localBasin(description);
    const { radius: r, outerRadius: R, sphere } = description;
    const reach = R + (sphere?.sphereRadius ?? 0);
    let [domination, growth, smoothness] = [Infinity, Infinity, 0];
    const count = 40_000;
    for (let k = 0; k < count; k++) {
      const x = -reach + 2 * reach * (k + 0.5) / count;
      const [distance, value, [slope]] = [
        basin.distance([x]),
        basin.value([x]),
        basin.gradient([x]),
      ];
      if (distance < r && value > 0) domination = Math.min(domination, slope! ** 2 / (2 * value));
      if (distance < R) growth = Math.min(growth, 2 * value / distance ** 2);
      const step = reach * 1e-5;
      const change = basin.gradient([x + step])[0]! - basin.gradient([x - step])[0]!;
      smoothness = Math.max(smoothness, Math.abs(change) / (2 * step));
    }
    const where = JSON.stringify(description);
    const near = (actual: number, expected: number) =>
      assertAlmostEquals(actual / expected, 1, 1e-3, where);
    near(domination, basin.gradientDomination);
    near(growth, basin.quadraticGrowth);
    near(smoothness, basin.smoothness);
  }
});

Deno.test("on any basin the inequalities hold at random points, and gradients are those of F", () => {
  const stream = randomStream(1);
  for (const description of fc.sample(basinDescriptions({ maximumDimension: 8 }), 150)) {
    const basin = localBasin(description);
    const { radius: r, outerRadius: R, sphere } = description;
    const { smoothness, gradientDomination, quadraticGrowth, dimension } = basin;
    const m = sphere?.coordinates ?? 0;
    assert(0 < gradientDomination && gradientDomination <= smoothness * (1 + 1e-12));
    assert(0 < quadraticGrowth && quadraticGrowth <= smoothness * (1 + 1e-12));
    const points = Array.from({ length: 20 }, () => {
      const x = stream.vector(dimension, () => R * stream.uniform(-1, 1));
      const length = Math.hypot(...x.slice(0, m));
      return x.map((entry, i) =>
        i < m ? entry / length * (sphere!.sphereRadius + R * stream.uniform(-1, 1)) : entry
      );
    });
    points.forEach((x, k) => {
      const [value, gradient, distance] = [basin.value(x), basin.gradient(x), basin.distance(x)];
      const slack = 1 + 1e-9;
      if (distance < r) assert(dot(gradient, gradient) * slack >= 2 * gradientDomination * value);
      if (distance < R) {
        assert(value * slack >= quadraticGrowth / 2 * distance ** 2);
        const other = points[(k + 1) % points.length]!;
        if (basin.distance(other) < R) {
          const rise = basin.gradient(other).map((entry, i) => entry - gradient[i]!);
          const gap = Math.hypot(...other.map((entry, i) => entry - x[i]!));
          assert(Math.hypot(...rise) <= smoothness * gap * slack);
        }
        // From the nearest minimizer the distance is along the outward normal.
        const out = basin.outward(x);
        assertAlmostEquals(dot(out, out), 1, 1e-12);
        const foot = x.map((entry, i) => entry - distance * out[i]!);
        assert(basin.distance(foot) <= 1e-12 * (R + (sphere?.sphereRadius ?? 0)));
      }
      const h = 1e-5 * r;
      const direction = stream.vector(dimension, stream.rademacher);
      const along = (t: number) => basin.value(x.map((entry, i) => entry + t * direction[i]!));
      const error = (along(h) - along(-h)) / (2 * h) - dot(gradient, direction);
      assert(Math.abs(error) <= 1e-6 * smoothness * (R + r), JSON.stringify(description));
    });
  }
});

Deno.test("minimizers are a point, a subspace, two points, a circle, a cylinder", () => {
  const radii = { radius: 1, outerRadius: 2 };
  const parabola = { kind: "parabola" as const, curvature: 1 };
  const point = localBasin({ ...radii, wells: [parabola, parabola] });
  assertEquals(point.distance([3, 4]), 5);
  assertEquals(point.outward([0, 0]), [1, 0]);
  const line = localBasin({ ...radii, wells: [{ kind: "flat" }, parabola] });
  assertEquals([line.distance([30, 4]), line.value([30, 4])], [4, 8]);
  assertEquals(line.outward([30, 0]), [0, 1]);
  assertEquals(line.gradient([30, 4]), [0, 4]);
  const round = { curvature: 1, sphereRadius: 5 };
  const pair = localBasin({ ...radii, sphere: { coordinates: 1, ...round }, wells: [] });
  assertEquals([pair.distance([4]), pair.distance([-6]), pair.distance([0])], [1, 1, 5]);
  const circle = localBasin({ ...radii, sphere: { coordinates: 2, ...round }, wells: [] });
  assertEquals([circle.distance([6, 8]), circle.value([3, 4])], [5, 0]);
  assertEquals(circle.gradient([0, 0]), [0, 0]);
  assertEquals(circle.outward([3, 4]), [0.6, 0.8]);
  const cylinder = localBasin({
    ...radii,
    sphere: { coordinates: 2, ...round },
    wells: [{ kind: "flat" }, parabola],
  });
  assertEquals([cylinder.dimension, cylinder.distance([0, 9, 7, 3])], [4, 5]);
});

Deno.test("log cosh keeps its digits for small arguments", () => {
  const basin = localBasin({
    radius: 1,
    outerRadius: 2,
    wells: [{ kind: "logCosh", curvature: 1, bend: 1 }],
  });
  for (const x of [1e-8, 1e-3, 0.999, 1.001, 1.9]) {
    const series = x < 1e-2 ? x * x / 2 * (1 - x * x / 6) : Math.log(Math.cosh(x));
    assertAlmostEquals(basin.value([x]) / series, 1, 1e-12 + float64.unitRoundoff);
  }
});

Deno.test("what is no basin is refused, with what to change", () => {
  const refuse = (description: unknown, words: string) =>
    assertThrows(() => localBasin(description as BasinDescription), RangeError, words);
  const radii = { radius: 1, outerRadius: 2 };
  refuse({ radius: 2, outerRadius: 2, wells: [{ kind: "flat" }] }, "needs radii 0 < r < R");
  refuse({ ...radii, wells: [{ kind: "flat" }] }, "every direction of the basin is flat");
  refuse({ ...radii, wells: [{ kind: "parabola", curvature: 0 }] }, "curvature");
  refuse({ ...radii, wells: [{ kind: "logCosh", curvature: 1, bend: -1 }] }, "bend");
  refuse({ ...radii, wells: [{ kind: "cosine", curvature: 1, bend: 3.2 }] }, "br < π");
  refuse({ ...radii, wells: [{ kind: "hump", curvature: 1, bend: 0.5 }] }, "bR² < 2a");
  refuse({ ...radii, wells: [{ kind: "bowl", curvature: 1, bend: 1 }] }, '"bowl"');
  const round = { coordinates: 2, curvature: 1, sphereRadius: 1 };
  refuse({ ...radii, sphere: round, wells: [] }, "ρ > r");
  refuse({ ...radii, sphere: { ...round, coordinates: 0 }, wells: [] }, "one coordinate");
});
