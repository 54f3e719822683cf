import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertLessOrEqual,
  assertThrows,
} from "@std/assert";
import { randomFor } from "../verify/random.ts";
import {
  estimateJacobianLipschitz,
  smoothMap,
  type SmoothMapBlock,
  type SmoothMapInstance,
} from "./mod.ts";
import { direction, plus } from "./shared_test.ts";
import { matrixNorm, multiply, norm } from "./vectors.ts";

const blocks: Record<string, SmoothMapBlock> = {
  linear: { kind: "linear", slope: -3 },
  fold: { kind: "fold", slope: 2, curvature: 0.5 },
  "complex square": { kind: "complex square", slope: 1.5, curvature: -2 },
  "wide quadratic": { kind: "quadratic", slopes: [[1, -2, 0.5]], curvatures: [[2, 0, -3]] },
  "tall quadratic": {
    kind: "quadratic",
    slopes: [[1, 0], [0.5, 2], [0, 1]],
    curvatures: [[1, 3], [-2, 0], [2, 4]],
  },
  arc: { kind: "arc", radius: 2, speed: 3 },
  wave: { kind: "wave", slope: 0.5, amplitude: -0.75, frequency: 3, phase: 0.4 },
  sphere: { kind: "sphere", radius: 0.5, speed: 2 },
};

const single = (block: SmoothMapBlock): SmoothMapInstance => ({
  family: "smooth map",
  blocks: [block],
  left: [],
  right: [],
});

/** All of them in one product, turned. */
const product: SmoothMapInstance = {
  family: "smooth map",
  blocks: Object.values(blocks),
  left: [Array.from({ length: 15 }, (_, i) => 1 + i % 3), [1, ...new Array<number>(14).fill(-1)]],
  right: [Array.from({ length: 13 }, (_, i) => 2 - i % 4)],
};

const instances = [
  ...Object.entries(blocks).map(([name, block]) => ({ name, instance: single(block) })),
  { name: "a turned product", instance: product },
];

/** The least constants, in closed form. */
const lipschitz: Record<string, number> = {
  linear: 0,
  fold: 0.5,
  "complex square": 2,
  "wide quadratic": 3,
  "tall quadratic": 5,
  arc: 4.5,
  wave: 6.75,
  sphere: 16 / Math.sqrt(3),
  "a turned product": 16 / Math.sqrt(3),
};

for (const { name, instance } of instances) {
  const map = smoothMap(instance);
  const random = randomFor(name, 9);
  const samples = Array.from({ length: 12 }, () => ({
    w: plus(map.start, 0.8, direction(random, map.parameters)),
    u: direction(random, map.parameters),
    v: direction(random, map.parameters),
    z: direction(random, map.outputs),
  }));

  Deno.test(`${name}: J and D²f are central differences`, () => {
    assertEquals(map.value(map.start).map(Math.abs), new Array(map.outputs).fill(0));
    const h = 2 ** -16;
    for (const { w, u, v, z } of samples) {
      const [up, down] = [plus(w, h, v), plus(w, -h, v)];
      const quotient = (f: (point: number[]) => number[]) => {
        const [above, below] = [f(up), f(down)];
        return above.map((entry, j) => (entry - below[j]!) / (2 * h));
      };
      const difference = quotient((point) => map.value(point));
      multiply(map.jacobian(w), v).forEach((entry, j) =>
        assertAlmostEquals(entry, difference[j]!, 2e-8)
      );
      const second = map.secondDerivative(w, u, v);
      const turned = quotient((point) => multiply(map.jacobian(point), u));
      second.forEach((entry, j) => assertAlmostEquals(entry, turned[j]!, 2e-8));
      const form = u.reduce(
        (sum, entry, k) => sum + entry * multiply(map.weightedHessian(w, z), v)[k]!,
        0,
      );
      assertAlmostEquals(form, second.reduce((sum, entry, j) => sum + entry * z[j]!, 0), 1e-12);
    }
  });

  Deno.test(`${name}: L is a Lipschitz constant, and the least one`, () => {
    assertAlmostEquals(map.jacobianLipschitz, lipschitz[name]!, 1e-14);
    assert(map.lipschitzIsExact);
    for (const { w, v } of samples) {
      const jacobian = map.jacobian(w);
      const difference = map.jacobian(plus(w, 1.5, v)).map((row, j) =>
        row.map((entry, k) => entry - jacobian[j]![k]!)
      );
      assertLessOrEqual(matrixNorm(difference), 1.5 * map.jacobianLipschitz * (1 + 1e-12) + 1e-14);
    }
    const estimate = estimateJacobianLipschitz(map, map.start, 2, { points: 400 });
    assertLessOrEqual(estimate, map.jacobianLipschitz * (1 + 1e-12));
    assert(estimate >= 0.99 * map.jacobianLipschitz, `${estimate}`);
  });
}

Deno.test("the blocks are the maps that they are documented to be", () => {
  const at = (name: string, w: number[]) => smoothMap(single(blocks[name]!)).value(w);
  const close = (actual: readonly number[], expected: readonly number[]) => {
    assertEquals(actual.length, expected.length);
    actual.forEach((entry, k) => assertAlmostEquals(entry, expected[k]!, 1e-14));
  };
  close(at("linear", [2]), [-6]);
  close(at("fold", [4]), [8 - 4]);
  // 1.5w − w² at w = 2 + i: 3 + 1.5i − (3 + 4i).
  close(at("complex square", [2, 1]), [0, -2.5]);
  close(at("wide quadratic", [1, 2, 4]), [1 - 4 + 2 + 1 - 24]);
  close(at("tall quadratic", [2, 1]), [2 + 2 + 1.5, 1 + 2 - 4, 1 + 4 + 2]);
  close(at("arc", [Math.PI / 3]), [2, 2]);
  close(at("arc", [2 * Math.PI / 3]), [0, 4]);
  close(at("wave", [2]), [1, -0.75 * (Math.sin(6.4) - Math.sin(0.4))]);
  // To the pole, and to the opposite point of the equator.
  close(at("sphere", [0, Math.PI / 8]), [-0.5, 0, 0.5]);
  close(at("sphere", [Math.PI / 4, 0]), [-1, 0, 0]);
  const sphere = smoothMap(single(blocks.sphere!));
  for (const w of [[0.3, 0.1], [-0.5, 0.4], [1, -0.2]]) {
    const [x, y, z] = sphere.value(w);
    assertAlmostEquals(norm([x! + 0.5, y!, z!]), 0.5, 1e-15);
  }
  const arc = smoothMap(single(blocks.arc!));
  for (const w of [-1, 0.2, 2.5]) {
    const [x, y] = arc.value([w]);
    assertAlmostEquals(norm([x!, y! - 2]), 2, 1e-15);
    assertAlmostEquals(norm(arc.jacobian([w]).map(([entry]) => entry!)), 3, 1e-14);
  }
});

Deno.test("a product acts block by block; turns change neither distances nor slopes' sizes", () => {
  const straight = smoothMap({ ...product, left: [], right: [] });
  assertEquals([straight.parameters, straight.outputs], [13, 15]);
  const w = Array.from({ length: 13 }, (_, k) => k / 10 - 0.5);
  const apart = [[0, 1], [1, 2], [2, 4], [4, 7], [7, 9], [9, 10], [10, 11], [11, 13]];
  const values = Object.values(blocks).flatMap((block, i) =>
    smoothMap(single(block)).value(w.slice(...apart[i] as [number, number]))
  );
  assertEquals(straight.value(w), values);
  const turned = smoothMap(product);
  const left = smoothMap({ ...product, right: [] });
  assertAlmostEquals(norm(left.value(w)), norm(values), 1e-13);
  assertAlmostEquals(
    matrixNorm(turned.jacobian(turned.start)),
    matrixNorm(straight.jacobian(straight.start)),
    1e-13,
  );
});

Deno.test("what is no smooth map is refused", () => {
  const make = (change: object) => () =>
    smoothMap({ ...single(blocks.fold!), ...change } as SmoothMapInstance);
  assertThrows(make({ blocks: [] }), RangeError, "instance.blocks");
  assertThrows(make({ blocks: [{ kind: "cusp" }] }), TypeError, "linear, fold, quadratic");
  assertThrows(make({ blocks: [{ kind: "arc", radius: 0, speed: 1 }] }), RangeError, "radius");
  assertThrows(make({ left: [[1, 2]] }), RangeError, "one per output");
  assertThrows(
    make({ blocks: [{ kind: "quadratic", slopes: [[1]], curvatures: [[1, 2]] }] }),
    RangeError,
    "same shape",
  );
});
