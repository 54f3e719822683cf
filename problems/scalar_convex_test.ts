/** Convex functions of one variable, step sizes and regret, by hand and by what defines them. */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { sample } from "fast-check";
import { float64, loadFloat32 } from "../lib/arithmetic/mod.ts";
import {
  gradientDescent,
  iterate,
  newton,
  proximalDisplacement,
  proximalPoint,
  stepSizeSchedule,
} from "../lib/optimizers/mod.ts";
import { randomFor } from "../verify/random.ts";
import {
  regretOfLinearLosses,
  regretOfScalarLosses,
  scalarConvexFunction,
  type ScalarConvexInstance,
  scalarConvexInstances,
  stepSizeDescriptions,
  sumOfScalarConvex,
} from "./mod.ts";
import { shrunk, symmetricUniform } from "./shared_test.ts";

const options = { numRuns: 300, seed: 8 };
const random = randomFor("scalar convex");
const anywhere = () => 12 * symmetricUniform(random);

/** With kinks at −1, the minimizer, and at 2. */
const byHand: ScalarConvexInstance = {
  breakpoints: [-1, 2],
  curvatures: [4, 2, 0],
  jumps: [3, 1],
  point: 1,
  slope: 5,
  value: 7,
};

Deno.test("values, derivatives and proximal points by hand", () => {
  const f = scalarConvexFunction(byHand);
  // Between: 5 + 2(x − 1); at −1 it is 1, before the jump −2; at 2 it is 7, after the jump 8.
  assertEquals([1, 0, 2.5, -2].map(f.derivativeAt), [5, 3, 8, -6]);
  assertEquals(f.subdifferentialAt(-1), { least: -2, largest: 1 });
  assertEquals(f.subdifferentialAt(2), { least: 7, largest: 8 });
  assertEquals([f.derivativeAt(-1), f.derivativeAt(2)], [0, 7]);
  assertEquals([1, 0, -1, -2, 2, 4].map(f.valueAt), [7, 3, 1, 5, 13, 29]);
  assertEquals([-3, 0, -1, 2].map(f.curvatureAt), [4, 2, 2, 0]);
  assertEquals([f.minimizers, f.minimum], [{ least: -1, largest: -1 }, 1]);
  assertEquals([f.smoothness, f.strongConvexity, f.lipschitz], [Infinity, 0, Infinity]);
  // z + ½f'(z) is 3z + 1 up to −2, rises to −½ at −1, is then 2z + 3/2 up to 5½, and z + 4 from 6 on.
  assertEquals([-2, -0.5, 2.5, 7, -5].map((x) => f.proximalAt(x, 0.5)), [-1, -1, 0.5, 3, -2]);
  assertEquals([f.minimizerOn(0, 3), f.minimizerOn(-5, -2), f.minimizerOn(-5, 5)], [0, -2, -1]);
});

Deno.test("minimizers of functions without one, with many, and on flat parts", () => {
  const minimizersOf = (instance: ScalarConvexInstance) =>
    scalarConvexFunction(instance).minimizers;
  assertEquals(minimizersOf({ breakpoints: [], curvatures: [0], slope: 1 }), null);
  assertEquals(minimizersOf({ breakpoints: [], curvatures: [0] }), {
    least: -Infinity,
    largest: Infinity,
  });
  assertEquals(minimizersOf({ breakpoints: [], curvatures: [2], point: 3, slope: 4 }), {
    least: 1,
    largest: 1,
  });
  // Falls to the left of 0, then flat for ever; and its mirror image.
  assertEquals(minimizersOf({ breakpoints: [0], curvatures: [1, 0] }), {
    least: 0,
    largest: Infinity,
  });
  assertEquals(minimizersOf({ breakpoints: [0], curvatures: [0, 1] }), {
    least: -Infinity,
    largest: 0,
  });
  // Slopes −2, then −1 after a jump: no minimizer, and none on the left either.
  const falling = { breakpoints: [0], curvatures: [0, 0], jumps: [1], slope: -2 };
  const f = scalarConvexFunction(falling);
  assertEquals([f.minimizers, f.minimum, f.lipschitz], [null, -Infinity, 2]);
  assertEquals(f.minimizerOn(-3, 4), 4);
  assertEquals(scalarConvexFunction({ ...falling, slope: 2 }).minimizerOn(-3, 4), -3);
});

Deno.test("derivatives are subgradients, bounded by the constants; minimizers minimize", () => {
  for (const minimized of [true, false]) {
    for (const instance of sample(scalarConvexInstances({ minimized }), options)) {
      const f = scalarConvexFunction(instance);
      const [x, y] = [anywhere(), anywhere()];
      const rounding = 1e-14 * (f.magnitudeAt(x) + f.magnitudeAt(y));
      const { least, largest } = f.subdifferentialAt(x);
      for (const g of [least, f.derivativeAt(x), largest]) {
        const gap = f.valueAt(y) - f.valueAt(x) - g * (y - x) -
          f.strongConvexity * (y - x) ** 2 / 2;
        assert(gap >= -rounding, JSON.stringify({ instance, x, y, gap }));
        assert(Math.abs(g) <= f.lipschitz * (1 + 1e-12) + rounding);
      }
      for (const b of instance.breakpoints) {
        const { least, largest } = f.subdifferentialAt(b);
        assert(least <= largest + 1e-13 * (1 + Math.abs(largest)));
      }
      if (f.minimizers === null) {
        const far = [-1e9, 1e9].map(f.valueAt);
        assert(Math.min(...far) < Math.min(f.valueAt(x), f.valueAt(-10), f.valueAt(10)));
      } else {
        assert(f.minimum <= f.valueAt(x) + rounding);
        for (const end of [f.minimizers.least, f.minimizers.largest].filter(Number.isFinite)) {
          assert(f.valueAt(end) <= f.minimum + 1e-14 * f.magnitudeAt(end));
        }
        if (minimized) {
          assert(f.minimizers.least <= instance.point! && instance.point! <= f.minimizers.largest);
        }
      }
      const [low, high] = [Math.min(x, y), Math.max(x, y)];
      const best = f.minimizerOn(low, high);
      assert(best >= low && best <= high);
      const inside = low + (high - low) * Math.abs(symmetricUniform(random));
      assert(f.valueAt(best) <= f.valueAt(inside) + rounding + 1e-14 * f.magnitudeAt(inside));
    }
  }
});

Deno.test("f' is the derivative of f, and proximal points solve their equation", () => {
  for (const instance of sample(scalarConvexInstances(), options)) {
    const f = scalarConvexFunction(instance);
    const x = anywhere();
    const h = 1e-6;
    const difference = (f.valueAt(x + h) - f.valueAt(x - h)) / (2 * h);
    const { least } = f.subdifferentialAt(x - h);
    const { largest } = f.subdifferentialAt(x + h);
    const rounding = 1e-9 * f.magnitudeAt(x) + 1e-4;
    assert(least - rounding <= difference && difference <= largest + rounding);
    const lambda = 10 ** (2 * symmetricUniform(random));
    const p = f.proximalAt(x, lambda);
    const g = (x - p) / lambda;
    const at = f.subdifferentialAt(p);
    const slack = 1e-13 * (100 * Math.abs(p) + f.magnitudeAt(p) + Math.abs(x) / lambda + 100);
    assert(
      at.least - slack <= g && g <= at.largest + slack,
      JSON.stringify({ instance, x, lambda }),
    );
  }
});

Deno.test("curvatures lie in [μ, L], often at the ends, and kinks are drawn where L = ∞", () => {
  const smooth = sample(scalarConvexInstances({ strongConvexity: 1, smoothness: 9 }), options);
  const constants = smooth.map(scalarConvexFunction);
  assert(constants.every((f) => f.strongConvexity >= 1 && f.smoothness <= 9));
  assert(constants.filter((f) => f.strongConvexity === 1 && f.smoothness === 9).length > 50);
  assert(smooth.every(({ jumps }) => jumps === undefined));
  assert(smooth.some(({ breakpoints }) => breakpoints.length === 4));
  const any = sample(scalarConvexInstances(), options).map(scalarConvexFunction);
  assert(any.some((f) => f.smoothness === Infinity) && any.some((f) => f.smoothness < Infinity));
  assert(any.some((f) => f.minimizers!.least < f.minimizers!.largest));
  // A kink at the minimizer.
  const kinked = sample(scalarConvexInstances(), options).filter((instance) => {
    const { least, largest } = scalarConvexFunction(instance).subdifferentialAt(instance.point!);
    return least < 0 && largest > 0;
  });
  assert(kinked.length > 30);
  // None is constant, not even from [0, ∞).
  assert(any.every((f) =>
    Number.isFinite(f.minimizers!.least + f.minimizers!.largest) ||
    f.lipschitz > 0
  ));
  const quadratic = shrunk(scalarConvexInstances({ smoothness: 4 }), () => true).value;
  assertEquals(quadratic, { breakpoints: [], curvatures: [4], point: 0, slope: 0 });
  for (
    const bounds of [{ strongConvexity: -1 }, { smoothness: 0 }, { strongConvexity: Infinity }]
  ) {
    assertThrows(() => scalarConvexInstances(bounds), RangeError, "no function has a curvature");
  }
});

Deno.test("optimizers run on them, Newton's method too where f is smooth", async () => {
  const f = scalarConvexFunction({ breakpoints: [1], curvatures: [1, 3] });
  // f'(2) = 1 + 3 = 4, f'' = 3.
  assertEquals(
    iterate(float64, f, gradientDescent(float64, { stepSize: 0.5 }), [2], { steps: 1 }),
    [0],
  );
  assertAlmostEquals(
    iterate(float64, f, newton(float64), [2], { steps: 1 })[0]!,
    2 - 4 / 3,
    1e-15,
  );
  const kinked = scalarConvexFunction({
    breakpoints: [0],
    curvatures: [0, 0],
    jumps: [2],
    slope: -1,
  });
  assertThrows(() => iterate(float64, kinked, newton(float64), [2], { steps: 1 }), TypeError);
  const map = proximalDisplacement(kinked, 0.75);
  const float32 = await loadFloat32();
  assertEquals(iterate(float32, map, proximalPoint(float32), [2], { steps: 2 }), [0.5]);
  assertEquals(f.value(float64, float64.vector([2])), f.valueAt(2));
});

Deno.test("the sum of functions is their sum", () => {
  const arbitrary = scalarConvexInstances({ minimized: false });
  const drawn = sample(arbitrary, options);
  for (let k = 0; k + 3 <= drawn.length; k += 3) {
    const parts = drawn.slice(k, k + 3);
    const functions = parts.map(scalarConvexFunction);
    const sum = scalarConvexFunction(sumOfScalarConvex(parts));
    for (const x of [anywhere(), anywhere(), ...parts.flatMap((part) => part.breakpoints)]) {
      const magnitude = functions.reduce((total, f) => total + f.magnitudeAt(x), 1);
      const expected = functions.reduce((total, f) => total + f.valueAt(x), 0);
      assertAlmostEquals(sum.valueAt(x), expected, 1e-13 * (magnitude + sum.magnitudeAt(x)));
      for (const side of ["least", "largest"] as const) {
        const slope = functions.reduce((total, f) => total + f.subdifferentialAt(x)[side], 0);
        assertAlmostEquals(sum.subdifferentialAt(x)[side], slope, 1e-11 * (1 + Math.abs(slope)));
      }
    }
  }
  assertThrows(() => sumOfScalarConvex([]), RangeError, "no functions");
});

Deno.test("the regret is Σ f_t(x_t) less the least Σ f_t(x), as a grid sees it", () => {
  const drawn = sample(scalarConvexInstances({ minimized: false }), options);
  for (let k = 0; k + 3 <= drawn.length; k += 3) {
    const losses = drawn.slice(k, k + 3);
    const functions = losses.map(scalarConvexFunction);
    const points = losses.map(() => 4 * symmetricUniform(random));
    const { regret, comparator: [best], magnitude } = regretOfScalarLosses(losses, points, [-4, 4]);
    const total = (x: number) => functions.reduce((sum, f) => sum + f.valueAt(x), 0);
    const incurred = functions.reduce((sum, f, t) => sum + f.valueAt(points[t]!), 0);
    assert(best! >= -4 && best! <= 4);
    const grid = Array.from({ length: 801 }, (_, i) => -4 + i / 100);
    const least = Math.min(...grid.map(total));
    assert(total(best!) <= least + 1e-13 * magnitude);
    assertAlmostEquals(regret, incurred - total(best!), 1e-13 * magnitude);
  }
});

Deno.test("regret against linear losses over a box, by hand and over corners", () => {
  const box = { lower: [-1, 0], upper: [2, 3] };
  const gradients = [[1, -2], [1, 1], [-3, 4]];
  const points = [[0, 0], [1, 1], [2, 3], [9, 9]];
  // The sum is (−1, 3): the corner (2, 0). Incurred 0 + 2 + 6, best −2.
  assertEquals(regretOfLinearLosses(gradients, points, box), {
    comparator: [2, 0],
    regret: 10,
    // |1·(0 − 2)| + |1·(1 − 2)| + 0 + 0 + 1 + 12.
    magnitude: 16,
  });
  const unbounded = { lower: [-Infinity], upper: [Infinity] };
  assertEquals(regretOfLinearLosses([[1], [-1]], [[5], [7]], unbounded).regret, -2);
  assertThrows(() => regretOfLinearLosses([[1]], [[5]], unbounded), RangeError, "finite bounds");
  assertThrows(() => regretOfLinearLosses([[1]], [], unbounded), RangeError, "0 points");
  assertThrows(() => regretOfLinearLosses([[1, 2]], [[1]], unbounded), RangeError, "2 and 1");
  const line: ScalarConvexInstance = { breakpoints: [], curvatures: [0], slope: 1 };
  assertThrows(() => regretOfScalarLosses([line], [0], [-Infinity, 1]), RangeError, "finite");
  assertEquals(regretOfScalarLosses([line], [0], [-5, Infinity]).regret, 5);
  assertThrows(() => regretOfScalarLosses([line], [0], [2, 1]), RangeError, "empty");
  assertEquals(regretOfScalarLosses([], [], [2, 3]), { regret: 0, comparator: [2], magnitude: 0 });
});

Deno.test("descriptions that are none are refused, with the place", () => {
  const valid: ScalarConvexInstance = { breakpoints: [0, 1], curvatures: [1, 2, 3] };
  const refused: [unknown, string][] = [
    [{ ...valid, breakpoints: [1, 1] }, "instance.breakpoints[1] is 1, after 1"],
    [{ ...valid, curvatures: [1, 2] }, "2 breakpoints want 3"],
    [{ ...valid, curvatures: [1, -2, 3] }, "instance.curvatures[1] is -2"],
    [{ ...valid, jumps: [0] }, "instance.jumps has 1"],
    [{ ...valid, jumps: [0, -1] }, "instance.jumps[1] is -1"],
    [{ ...valid, point: NaN }, "instance.point"],
    [{ curvatures: [1] }, "instance.breakpoints must be an array"],
  ];
  for (const [instance, message] of refused) {
    assertThrows(
      () => scalarConvexFunction(instance as ScalarConvexInstance),
      Error,
      message,
    );
  }
});

Deno.test("step sizes start within their bounds, and fall or stay", () => {
  const bounds = { minimum: 0.01, maximum: 2, steps: 6 };
  const kinds = new Set<string>();
  for (const description of sample(stepSizeDescriptions(bounds), options)) {
    const { at } = stepSizeSchedule(description);
    kinds.add(description.kind);
    const sizes = Array.from({ length: 10 }, (_, k) => at(k));
    assert(sizes[0]! >= 0.01 * (1 - 1e-14) && sizes[0]! <= 2 * (1 + 1e-14));
    for (const [k, size] of sizes.slice(1).entries()) {
      if (description.kind === "staircase") assert(size >= 0.01 && size <= 2);
      else assert(size <= sizes[k]!);
      // What changes by steps has done so by iteration 6.
      if (description.kind === "staircase" && k >= 6) assertEquals(size, sizes[k]);
    }
  }
  assertEquals(kinds.size, 6);
  assertEquals(shrunk(stepSizeDescriptions(), () => true).value, { kind: "constant", size: 1 });
  const stairs = shrunk(
    stepSizeDescriptions({ kinds: ["staircase"] }),
    (description) => stepSizeSchedule(description).at(3) < stepSizeSchedule(description).at(0),
  ).value;
  assertEquals(stairs.kind === "staircase" && stairs.starts.length, 1);
  assertThrows(() => stepSizeDescriptions({ kinds: [] }), RangeError, "kinds is empty");
  assertThrows(() => stepSizeDescriptions({ steps: 0 }), RangeError, "steps is 0");
});
