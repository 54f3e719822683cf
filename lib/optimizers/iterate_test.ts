import { assert, assertEquals, assertThrows } from "@std/assert";
import { float64 } from "../arithmetic/mod.ts";
import {
  evaluate,
  gradientDescent,
  heavyBall,
  iterate,
  iterates,
  type ResidualMap,
} from "./mod.ts";
import { linearMap } from "./shared_test.ts";

/** F(θ) = 2θ in one dimension: gradient descent multiplies θ by 1 − 4α. */
const doubling = linearMap([[2]], [0]);

function counting(map: ResidualMap): { map: ResidualMap; calls: Record<string, number> } {
  const calls = { residual: 0, jacobian: 0 };
  return {
    calls,
    map: {
      residual(arithmetic, theta) {
        calls.residual++;
        return map.residual(arithmetic, theta);
      },
      jacobian(arithmetic, theta) {
        calls.jacobian++;
        return map.jacobian(arithmetic, theta);
      },
    },
  };
}

Deno.test("evaluate() by hand", () => {
  // F(θ) = Aθ − b with A = [[1, 2], [3, 4], [5, 6]], b = (1, 1, 1), θ = (1, −1): Aθ = (−1, −1, −1),
  // F = (−2, −2, −2), AᵀF = −2 · (9, 12).
  const map = linearMap([[1, 2], [3, 4], [5, 6]], [1, 1, 1]);
  const theta = float64.vector([1, -1]);
  const context = evaluate(float64, map, theta, 7);
  assertEquals(context.iteration, 7);
  assert(context.theta === theta);
  assertEquals(float64.toArray(context.residual()), [-2, -2, -2]);
  assertEquals(float64.toRows(context.jacobian()), [[1, 2], [3, 4], [5, 6]]);
  assertEquals(float64.toArray(context.gradient()), [-18, -24]);
  const v = float64.vector([1, 10]);
  assertEquals(float64.toArray(context.jacobianVectorProduct(v)), [21, 43, 65]);
  const w = float64.vector([1, 0, 10]);
  assertEquals(float64.toArray(context.vectorJacobianProduct(w)), [51, 62]);
});

Deno.test("evaluate() computes nothing before it is asked, and everything once", () => {
  const { map, calls } = counting(doubling);
  const context = evaluate(float64, map, float64.vector([1]), 0);
  assertEquals(calls, { residual: 0, jacobian: 0 });
  assert(context.gradient() === context.gradient());
  context.residual();
  context.jacobian();
  context.jacobianVectorProduct(float64.vector([1]));
  context.vectorJacobianProduct(float64.vector([1]));
  assertEquals(calls, { residual: 1, jacobian: 1 });
});

Deno.test("iterates() gives what iterate() visits", () => {
  const optimizer = heavyBall(float64, { stepSize: 0.1, beta: 0.5 });
  const visited: number[][] = [];
  iterate(float64, doubling, optimizer, [8], {
    steps: 5,
    visit: ({ theta }) => void visited.push(float64.toArray(theta)),
  });
  assertEquals(iterates(float64, doubling, optimizer, [8]).take(6).toArray(), visited);
});

Deno.test("iterate() visits θ_0, …, θ_steps and returns the last", () => {
  // α = 1/8: θ halves.
  const optimizer = gradientDescent(float64, { stepSize: 1 / 8 });
  const visited: [number, number[]][] = [];
  const last = iterate(float64, doubling, optimizer, [8], {
    steps: 3,
    visit(context) {
      visited.push([context.iteration, float64.toArray(context.theta)]);
    },
  });
  assertEquals(visited, [[0, [8]], [1, [4]], [2, [2]], [3, [1]]]);
  assertEquals(last, [1]);
  assertEquals(iterate(float64, doubling, optimizer, [8], { steps: 0 }), [8]);
});

Deno.test("iterate() stops where visit returns false", () => {
  const optimizer = gradientDescent(float64, { stepSize: 1 / 8 });
  let visits = 0;
  const last = iterate(float64, doubling, optimizer, [8], {
    steps: 100,
    visit(context) {
      visits++;
      return float64.norm(context.residual()) > 5;
    },
  });
  // ‖F‖ = 16, 8, 4: it stops at θ_2.
  assertEquals([visits, last], [3, [2]]);
});

Deno.test("iterate() shows the state that the next update receives", () => {
  // g_0 = 4·1 = 4 is the first trace; θ_1 = 1 − 4/8 = ½, g_1 = 2, so ½·4 + 2 = 4 is the second.
  const optimizer = heavyBall(float64, { stepSize: 1 / 8, beta: 0.5 });
  const traces: number[] = [];
  iterate(float64, doubling, optimizer, [1], {
    steps: 2,
    visit(_context, [{ trace }]) {
      traces.push(...float64.toArray(trace));
    },
  });
  assertEquals(traces, [0, 4, 4]);
});

Deno.test("iterate() evaluates the map once an iterate, and no Jacobian that nobody needs", () => {
  const { map, calls } = counting(doubling);
  iterate(float64, map, gradientDescent(float64, { stepSize: 0.1 }), [1], {
    steps: 5,
    visit(context) {
      context.residual();
    },
  });
  assertEquals(calls, { residual: 6, jacobian: 5 });
});

Deno.test("iterate() refuses step counts that are none, and empty starts", () => {
  const optimizer = gradientDescent(float64, { stepSize: 0.1 });
  for (const steps of [-1, 1.5, NaN, Infinity]) {
    assertThrows(
      () => iterate(float64, doubling, optimizer, [1], { steps }),
      RangeError,
      `steps must be an integer, at least 0; got ${steps}.`,
    );
  }
  assertThrows(() => iterate(float64, doubling, optimizer, [], { steps: 1 }), RangeError);
});
