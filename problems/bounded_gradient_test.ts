import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { float64 } from "../lib/arithmetic/mod.ts";
import { randomFor } from "../verify/random.ts";
import { boundedGradientProblem, type BoundedTerm } from "./bounded_gradient.ts";

const SHAPES = ["log-cosh", "pseudo-Huber", "cosine", "Welsch"] as const;
const TURNS = [[1, 2, -1], [0, 1, 3]];

function uniform(name: string) {
  const random = randomFor(name);
  return (least: number, most: number) => least + (most - least) * random.nextDouble();
}

Deno.test("f, its gradient, F and J agree", () => {
  const draw = uniform("bounded gradient");
  for (const shape of SHAPES) {
    for (const turns of [[], TURNS]) {
      const terms = [1, 0.3, 20].map((curvature, j): BoundedTerm => ({
        shape,
        curvature,
        scale: [2, 0.5, 0.1][j]!,
      }));
      const problem = boundedGradientProblem({ terms, turns });
      for (const size of [1e-9, 0.1, 1, 10]) {
        const theta = [0, 1, 2].map(() => draw(-size, size));
        const point = float64.vector(theta);
        const residual = float64.toArray(problem.residual(float64, point));
        const value = problem.value(theta);
        const half = residual.reduce((sum, entry) => sum + entry ** 2, 0) / 2;
        assertAlmostEquals(half, value, 1e-12 * value);
        const rows = float64.toRows(problem.jacobian(float64, point));
        const gradient = problem.gradient(theta);
        const scale = Math.hypot(...gradient) + 1e-300;
        gradient.forEach((entry, i) => {
          const product = rows.reduce((sum, row, j) => sum + row[i]! * residual[j]!, 0);
          assertAlmostEquals(product, entry, 1e-12 * scale);
          const h = 1e-6 * size;
          const at = (step: number) => problem.value(theta.with(i, theta[i]! + step));
          assertAlmostEquals((at(h) - at(-h)) / (2 * h), entry, 1e-6 * scale + 1e-7 * value / h);
        });
      }
      // φ = 0 again, at a multiple of the period of a cosine.
      const far = problem.jacobian(float64, float64.vector([4 * Math.PI, Math.PI, 0]));
      assert(float64.toRows(far).flat().every(Number.isFinite));
    }
  }
});

Deno.test("M and L are attained, and not passed", () => {
  const draw = uniform("constants");
  for (const shape of SHAPES) {
    for (const turns of [[], TURNS]) {
      const terms = [0.5, 2, 1].map((curvature, j): BoundedTerm => ({
        shape,
        curvature,
        scale: [3, 0.25, 1][j]!,
      }));
      const problem = boundedGradientProblem({ terms, turns });
      const { gradientBound, smoothness } = problem;
      let [largest, steepest] = [0, 0];
      // The arguments at which all slopes are largest, with all signs.
      const peak = { "log-cosh": 40, "pseudo-Huber": 1e9, cosine: Math.PI / 2, Welsch: 1 }[shape];
      for (let signs = 0; signs < 8; signs++) {
        const args = terms.map(({ scale }, j) => (signs >> j & 1 ? 1 : -1) * peak * scale);
        // θ = Qᵀs, by the Jacobian at 0, which has the rows √a qⱼ.
        const rows = float64.toRows(problem.jacobian(float64, float64.vector([0, 0, 0])));
        const theta = [0, 1, 2].map((i) =>
          rows.reduce((sum, row, j) => sum + row[i]! * args[j]! / Math.sqrt(terms[j]!.curvature), 0)
        );
        largest = Math.max(largest, ...problem.gradient(theta).map(Math.abs));
      }
      assertAlmostEquals(largest, gradientBound, 1e-6 * gradientBound);
      for (let run = 0; run < 300; run++) {
        const theta = [0, 1, 2].map(() => draw(-8, 8));
        assert(problem.gradient(theta).every((x) => Math.abs(x) <= gradientBound * (1 + 1e-12)));
        const other = theta.map((entry) => entry + draw(-1, 1));
        const change = Math.hypot(
          ...problem.gradient(theta).map((entry, i) => entry - problem.gradient(other)[i]!),
        );
        const distance = Math.hypot(...theta.map((entry, i) => entry - other[i]!));
        assert(change <= smoothness * distance * (1 + 1e-12));
      }
      for (let axis = 0; axis < 3; axis++) {
        const rows = float64.toRows(problem.jacobian(float64, float64.vector([0, 0, 0])));
        const theta = rows[axis]!.map((entry) => 1e-6 * entry);
        steepest = Math.max(
          steepest,
          Math.hypot(...problem.gradient(theta)) / Math.hypot(...theta),
        );
      }
      assertAlmostEquals(steepest, smoothness, 1e-6 * smoothness);
    }
  }
});

Deno.test("the curvature of a segment is the largest at its points, by differences of gradients", () => {
  const draw = uniform("segments");
  for (const shape of SHAPES) {
    const problem = boundedGradientProblem({
      terms: [{ shape, curvature: 3, scale: 2 }],
      turns: [],
    });
    for (let run = 0; run < 60; run++) {
      const from = draw(-9, 9);
      const to = from + draw(-1, 1) * 10 ** draw(-2, 1);
      const h = 1e-5;
      let largest = 0;
      for (let k = 0; k <= 2000; k++) {
        const at = from + k / 2000 * (to - from);
        const slope = (s: number) => problem.gradient([s])[0]!;
        largest = Math.max(largest, Math.abs(slope(at + h) - slope(at - h)) / (2 * h));
      }
      const curvature = problem.curvatureBetween([from], [to]);
      assertAlmostEquals(curvature, largest, 1e-3 * Math.abs(to - from) + 1e-8);
      assert(curvature >= largest - 1e-8);
    }
  }
});

Deno.test("sup ‖∇f‖_2 is attained, and f and ∇f are the same at once", () => {
  const terms = [3, 4].map((curvature) => ({ shape: "cosine" as const, curvature, scale: 1 }));
  const problem = boundedGradientProblem({ terms, turns: [[1, 2]] });
  assertAlmostEquals(problem.gradientNormBound, 5, 1e-15);
  const draw = uniform("norms");
  let largest = 0;
  for (let run = 0; run < 4000; run++) {
    const theta = [draw(-4, 4), draw(-4, 4)];
    const { value, gradient } = problem.evaluate(theta);
    assertEquals([value, gradient], [problem.value(theta), problem.gradient(theta)]);
    largest = Math.max(largest, Math.hypot(...gradient));
  }
  assert(largest <= 5 && largest > 4.95);
});

Deno.test("what is no instance is refused", () => {
  const term = { shape: "log-cosh", curvature: 1, scale: 1 } as const;
  const refuse = (instance: unknown, message: string) =>
    assertThrows(() => boundedGradientProblem(instance as never), Error, message);
  refuse({ terms: [], turns: [] }, "instance.terms");
  refuse({ terms: [{ ...term, curvature: 0 }], turns: [] }, "instance.terms[0].curvature");
  refuse({ terms: [{ ...term, shape: "round" }], turns: [] }, "log-cosh, pseudo-Huber");
  refuse({ terms: [term], turns: [[1, 2]] }, "instance.turns[0]");
  assertEquals(boundedGradientProblem({ terms: [term], turns: [] }).dimension, 1);
});
