import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { stronglyConvexLoss, type StronglyConvexLossShape } from "./mod.ts";

const target = [1, -2, 0.5];
const shapes: readonly StronglyConvexLossShape[] = [
  { kind: "quadratic" },
  { kind: "weighted quadratic", weights: [0.5, 3, 2] },
  { kind: "quadratic plus log-cosh", weight: 0.5, amplitude: 4, scale: 2 },
];
const points = [[0, 0, 0], [3, -1, 0.25], [-7, 4, 60], [1 + 1e-7, -2, 0.5], [1e4, 20, -300]];

for (const shape of shapes) {
  const loss = stronglyConvexLoss(shape, target);

  Deno.test(`${shape.kind}: gradient and Hessian are central differences`, () => {
    for (const psi of points) {
      psi.forEach((_, j) => {
        const h = 1e-4;
        const at = (step: number) => psi.map((x, k) => k === j ? x + step : x);
        // About the value itself: its rounding over h is what a quotient loses.
        const scale = 1 + loss.value(psi);
        const slope = (loss.value(at(h)) - loss.value(at(-h))) / (2 * h);
        assertAlmostEquals(loss.gradient(psi)[j]!, slope, 1e-7 + 1e-11 * scale);
        const curvature = (loss.gradient(at(h))[j]! - loss.gradient(at(-h))[j]!) / (2 * h);
        assertAlmostEquals(loss.hessianDiagonal(psi)[j]!, curvature, 1e-6);
      });
    }
  });

  Deno.test(`${shape.kind}: ν and μ are the extreme curvatures, and both are met`, () => {
    const { strongConvexity: nu, smoothness: mu } = loss;
    const curvatures = [target, ...points, [1e6, -1e6, 1e6]].flatMap((psi) =>
      loss.hessianDiagonal(psi)
    );
    assertAlmostEquals(Math.min(...curvatures), nu, 1e-15);
    assertAlmostEquals(Math.max(...curvatures), mu, 1e-15);
    assert(nu > 0 && (shape.kind === "quadratic" ? mu === nu : mu > nu));
  });

  Deno.test(`${shape.kind}: the minimizer is the target, where the loss is 0`, () => {
    assertEquals(loss.minimizer, target);
    assertEquals(loss.value(target), 0);
    assertEquals(loss.gradient(target).map(Math.abs), [0, 0, 0]);
    for (const psi of points) assert(loss.value(psi) > 0);
  });

  Deno.test(`${shape.kind}: differences agree with those of the values, far and near`, () => {
    for (const psi of points) {
      for (const e of [[1, -2, 3], [0.5, 20, -0.1], [-1e-3, 2e-3, 0]]) {
        const to = loss.value(psi.map((x, j) => x + e[j]!));
        const from = loss.value(psi);
        assertAlmostEquals(loss.difference(psi, e), to - from, 4e-15 * (to + from));
      }
      const e = [2e-9, -1e-9, 3e-9];
      const expansion = e.reduce(
        (sum, x, j) => sum + x * (loss.gradient(psi)[j]! + x / 2 * loss.hessianDiagonal(psi)[j]!),
        0,
      );
      const size = e.reduce((sum, x, j) => sum + Math.abs(x * loss.gradient(psi)[j]!), 0);
      assertAlmostEquals(loss.difference(psi, e), expansion, 1e-15 * size + 1e-25);
    }
  });

  Deno.test(`${shape.kind}: withGradient inverts the gradient`, () => {
    for (const psi of points) {
      loss.withGradient(loss.gradient(psi)).forEach((entry, j) =>
        assertAlmostEquals(entry, psi[j]!, 1e-14 * (4 + Math.abs(psi[j]!)))
      );
    }
  });
}

Deno.test("the losses by hand", () => {
  const at = (i: number) => stronglyConvexLoss(shapes[i]!, target);
  // r = (2, 1, −0.5).
  const psi = [3, -1, 0];
  assertEquals(at(0).value(psi), (4 + 1 + 0.25) / 2);
  assertEquals(at(1).value(psi), (0.5 * 4 + 3 + 2 * 0.25) / 2);
  const logCosh = [1, 0.5, 0.25].reduce((sum, x) => sum + Math.log(Math.cosh(x)), 0);
  assertAlmostEquals(at(2).value(psi), 0.25 * 5.25 + 16 * logCosh, 1e-13);
  assertAlmostEquals(at(2).gradient(psi)[0]!, 1 + 8 * Math.tanh(1), 1e-14);
  assertEquals([at(2).strongConvexity, at(2).smoothness], [0.5, 4.5]);
});

Deno.test("what is no loss is refused", () => {
  const make = (shape: object) => () => stronglyConvexLoss(shape as never, target);
  assertThrows(make({ kind: "weighted quadratic", weights: [1, 2] }), RangeError, "one per entry");
  assertThrows(make({ kind: "weighted quadratic", weights: [1, 0, 2] }), RangeError, "positive");
  assertThrows(
    make({ kind: "quadratic plus log-cosh", weight: 1, amplitude: 1 }),
    TypeError,
    "shape.scale",
  );
  assertThrows(make({ kind: "absolute value" }), TypeError, "log-cosh");
});
