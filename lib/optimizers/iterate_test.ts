import { assert, assertEquals, assertThrows } from "@std/assert";
import { float64 } from "../arithmetic/mod.ts";
import {
  chain,
  evaluate,
  gradientDescent,
  heavyBall,
  iterate,
  iterates,
  preconditionByConjugateGradients,
  preconditionBySvdLanczos,
  type ResidualMap,
  scale,
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

/** F(θ) = Aθ − b by its products alone: the dense Jacobian is not to be asked for. */
function linearizedOnly(map: ResidualMap): { map: ResidualMap; calls: Record<string, number> } {
  const calls = { linearize: 0, forward: 0, backward: 0 };
  return {
    calls,
    map: {
      residual: () => {
        throw new Error("the residual is part of the linearization");
      },
      jacobian: () => {
        throw new Error("nobody needs a dense Jacobian");
      },
      linearize(arithmetic, theta) {
        calls.linearize++;
        const jacobian = map.jacobian(arithmetic, theta);
        return {
          residual: map.residual(arithmetic, theta),
          jacobianVectorProduct(v) {
            calls.forward++;
            return arithmetic.multiply(jacobian, v);
          },
          vectorJacobianProduct(w) {
            calls.backward++;
            return arithmetic.multiply(arithmetic.transpose(jacobian), w);
          },
        };
      },
    },
  };
}

Deno.test("evaluate() takes residual, gradient and products from a linearization, made once", () => {
  const dense = linearMap([[1, 2], [3, 4], [5, 6]], [1, 1, 1]);
  const { map, calls } = linearizedOnly(dense);
  const theta = float64.vector([1, -1]);
  const context = evaluate(float64, map, theta, 0);
  assertEquals(calls.linearize, 0);
  assertEquals(float64.toArray(context.gradient()), [-18, -24]);
  assert(context.gradient() === context.gradient());
  assert(context.residual() === context.residual());
  assertEquals(float64.toArray(context.residual()), [-2, -2, -2]);
  const v = float64.vector([1, 10]);
  assertEquals(float64.toArray(context.jacobianVectorProduct(v)), [21, 43, 65]);
  const w = float64.vector([1, 0, 10]);
  assertEquals(float64.toArray(context.vectorJacobianProduct(w)), [51, 62]);
  assertEquals(calls, { linearize: 1, forward: 1, backward: 2 });
  // The Jacobian is still the map's own.
  const both = evaluate(float64, { ...map, jacobian: dense.jacobian }, theta, 0);
  assertEquals(float64.toRows(both.jacobian()), [[1, 2], [3, 4], [5, 6]]);
});

Deno.test("methods that need products alone make no dense Jacobian, and give the same iterates", () => {
  const dense = linearMap([[1, 2], [3, 4], [5, 7]], [1, -1, 2]);
  const optimizers = {
    gradientDescent: gradientDescent(float64, { stepSize: 0.01 }),
    heavyBall: heavyBall(float64, { stepSize: 0.01, beta: 0.5 }),
    lanczos: chain(
      preconditionBySvdLanczos(float64, { damping: 0.1, steps: 2 }),
      scale(float64, -0.5),
    ),
    conjugateGradients: chain(
      preconditionByConjugateGradients(float64, { damping: 0.1, steps: 2 }),
      scale(float64, -0.5),
    ),
  };
  for (const [name, optimizer] of Object.entries(optimizers)) {
    const run = (map: ResidualMap) =>
      iterate<unknown, unknown>(float64 as never, map, optimizer as never, [1, 1], { steps: 3 });
    const { map, calls } = linearizedOnly(dense);
    assertEquals(run(map), run(dense), name);
    assertEquals(calls.linearize, 3, name);
  }
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
