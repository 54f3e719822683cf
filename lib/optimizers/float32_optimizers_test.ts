/**
 * Every optimizer in single precision: agreement with double precision, and so between backends, and
 * memory. Run by `float32_wasm_test.ts`, `float32_cpu_test.ts` and `float32_tensorflow_test.ts`.
 */

import { assertEquals, assertLessOrEqual, assertThrows } from "@std/assert";
import { memory, type Tensor2D } from "@tensorflow/tfjs-core";
import { type Arithmetic, float64 } from "../arithmetic/mod.ts";
import {
  accumulateMomentum,
  adam,
  amsgrad,
  chain,
  crossEntropySpgd,
  crossEntropySpgdAdam,
  gradientDescent,
  type GradientTransformation,
  heavyBall,
  iterate,
  iterates as iteratesWithoutEnd,
  modifiedSpgdAdam,
  nesterovAcceleratedGradient,
  type Optimizer,
  preconditionByDampedPower,
  preconditionBySvd,
  preconditionBySvdLanczos,
  preconditionedDescent,
  preconditionedSgd,
  rmsProp,
  scale,
  scaleByAdam,
  scaleByAmsgrad,
  scaleByRootMeanSquare,
  spgd,
  spgdAdam,
} from "./mod.ts";
import { stepsFor, tanhMap } from "./shared_test.ts";

const optimizers: Record<string, Optimizer> = {
  gradientDescent: (a) => gradientDescent(a, { stepSize: 0.3 }),
  heavyBall: (a) => heavyBall(a, { stepSize: 0.3, beta: 0.5 }),
  nesterovAcceleratedGradient: (a) => nesterovAcceleratedGradient(a, { stepSize: 0.3, beta: 0.5 }),
  rmsProp: (a) => rmsProp(a, { stepSize: 0.01 }),
  adam: (a) => adam(a, { stepSize: 0.01 }),
  amsgrad: (a) => amsgrad(a, { stepSize: 0.01 }),
  spgd: (a) => spgd(a, { stepSize: 0.3 }),
  "spgd of rank 1": (a) => spgd(a, { stepSize: 0.3, rank: 1 }),
  spgdAdam: (a) => spgdAdam(a, { stepSize: 0.01 }),
  modifiedSpgdAdam: (a) => modifiedSpgdAdam(a, { stepSize: 0.01, damping: 0.1 }),
  crossEntropySpgd: (a) => crossEntropySpgd(a, { stepSize: 0.3, damping: 0.1 }),
  "crossEntropySpgd by Lanczos": (a) =>
    crossEntropySpgd(a, { stepSize: 0.3, damping: 0.1, steps: 2 }),
  crossEntropySpgdAdam: (a) => crossEntropySpgdAdam(a, { stepSize: 0.01, damping: 0.1 }),
  "Gauss–Newton in its eigenbasis": (a) =>
    preconditionedDescent(a, {
      preconditioner: "gaussNewton",
      basis: "eigenbasis",
      gaussNewton: "jacobian",
      ridge: 0.1,
      stepSize: 0.3,
    }),
  "Adam with a running average in a Kronecker eigenbasis": (a) =>
    preconditionedDescent(a, {
      preconditioner: "adamWithRunningAverage",
      basis: { kind: "kronecker", rows: 3, columns: 1 },
      gaussNewton: "jacobian",
      ridge: 0.1,
      stepSize: 0.01,
    }),
  "Adam halfway between the identity and the eigenbasis": (a) =>
    preconditionedDescent(a, {
      preconditioner: "adam",
      basis: { kind: "interpolated", gamma: 0.5 },
      gaussNewton: "jacobian",
      ridge: 0.1,
      stepSize: 0.01,
    }),
  "SGD preconditioned by a diagonal": (a) =>
    preconditionedSgd(a, { metric: { kind: "diagonal", entries: [1, 0.5, 2] }, stepSize: 0.3 }),
  "SGD preconditioned by a matrix": (a) =>
    preconditionedSgd(a, {
      metric: { kind: "matrix", rows: [[1, 0.25, 0], [0.25, 1, 0.5], [0, 0.5, 2]] },
      stepSize: (k) => 1 / (4 + k),
    }),
  "SGD preconditioned by a metric of low rank": (a) =>
    preconditionedSgd(a, {
      metric: { kind: "lowRank", values: [4], columns: [[0.6, 0, -0.8]] },
      stepSize: 0.3,
    }),
  "Lanczos preconditioning": (a) =>
    chain(preconditionBySvdLanczos(a, { damping: 0.1, steps: 2 }), scale(a, -0.3)),
  "momentum before the SVD preconditioner": (a) =>
    chain(accumulateMomentum(a, { beta: 0.5 }), preconditionBySvd(a), scale(a, -0.1)),
  "momentum before the damped preconditioner": (a) =>
    chain(
      accumulateMomentum(a, { beta: 0.5, nesterov: true }),
      preconditionByDampedPower(a, { damping: 0.1, power: 1 }),
      scale(a, -0.1),
    ),
};

/** Two residuals of three parameters, with singular values within a factor of 4 near the start. */
const map = tanhMap([[0.75, -0.5, 0.25], [0.25, 0.5, 1]], [0.5, -0.25], [1, -0.5, 0.75]);

function iterates<T>(arithmetic: Arithmetic<T>, optimizer: Optimizer, steps: number): number[][] {
  const result: number[][] = [];
  iterate(arithmetic, map, optimizer(arithmetic), map.start, {
    steps,
    visit(context) {
      result.push(arithmetic.toArray(context.theta));
    },
  });
  return result;
}

/** Registers all tests of the optimizers in single precision. */
export function testOptimizers(float32: Arithmetic<Tensor2D>): void {
  const { backend } = float32;
  for (const [name, optimizer] of Object.entries(optimizers)) {
    Deno.test(`float32 on ${backend}: ${name} follows float64`, () => {
      const expected = iterates(float64, optimizer, 20);
      const actual = iterates(float32, optimizer, 20);
      // Every step commits some ten rounding errors of θ's magnitude, 1, and passes on those before.
      for (const [t, theta] of expected.entries()) {
        const error = Math.hypot(...theta.map((entry, i) => entry - actual[t]![i]!));
        const tolerance = 16 * (t + 1) * float32.unitRoundoff;
        assertLessOrEqual(error, tolerance, `‖θ_${t} − float32's‖ <= tolerance`);
      }
    });

    Deno.test(`float32 on ${backend}: ${name} leaves no tensor behind, and as many live in every iteration`, () => {
      const transformation = optimizer(float32);
      const before = memory().numTensors;
      const live: number[] = [];
      iterate(float32, map, transformation, map.start, {
        steps: 7,
        visit(context) {
          live.push(memory().numTensors);
          context.gradient();
        },
      });
      assertEquals(memory().numTensors, before);
      assertEquals(new Set(live).size, 1, `tensors at each visit: ${live}`);
    });
  }

  Deno.test(`float32 on ${backend}: iterate() frees everything when it stops early or something throws`, () => {
    const before = memory().numTensors;
    const transformation = adam(float32, { stepSize: 0.1 });
    iterate(float32, map, transformation, map.start, {
      steps: 9,
      visit: (context) => context.iteration < 2,
    });
    assertEquals(memory().numTensors, before, "stopped");
    const visit = () => {
      throw new TypeError("from the visitor");
    };
    assertThrows(
      () => iterate(float32, map, transformation, map.start, { steps: 9, visit }),
      TypeError,
      "from the visitor",
    );
    assertEquals(memory().numTensors, before, "the visitor threw");
    const divergent = gradientDescent(float32, { stepSize: 1e38 });
    const failing = chain(scale(float32, 1e38), divergent, preconditionBySvd(float32));
    assertThrows(() => iterate(float32, map, failing, map.start, { steps: 9 }), RangeError);
    assertEquals(memory().numTensors, before, "the optimizer threw");
  });

  Deno.test(`float32 on ${backend}: iterates() holds as many tensors at every iterate, and frees them when it is left`, () => {
    const before = memory().numTensors;
    const live: number[] = [];
    for (
      const _ of iteratesWithoutEnd(float32, map, heavyBall(float32, { stepSize: 0.1 }), map.start)
    ) {
      live.push(memory().numTensors);
      if (live.length === 7) break;
    }
    assertEquals(memory().numTensors, before);
    assertEquals(new Set(live).size, 1, `tensors at each iterate: ${live}`);
  });

  Deno.test(`float32 on ${backend}: iterate() does not free what the next state keeps of the last`, () => {
    // The momentum of the first gradient, for good: old and new state share their tensor.
    const frozen: GradientTransformation<Tensor2D, Tensor2D | null> = {
      init: () => null,
      update: (gradient, state) => [gradient, state ?? gradient],
    };
    const before = memory().numTensors;
    const seen: number[][] = [];
    iterate(float32, map, chain(frozen, scale(float32, -0.25)), map.start, {
      steps: 4,
      visit(_context, [state]) {
        if (state !== null) seen.push(float32.toArray(state));
      },
    });
    assertEquals(seen.length, 4);
    assertEquals(new Set(seen.map(String)).size, 1);
    assertEquals(memory().numTensors, before);
  });

  Deno.test(`float32 on ${backend}: without ε, 0/0 is 0 in single precision too`, () => {
    float32.scope(() => {
      for (const epsilonPlacement of ["inside", "outside"] as const) {
        // 1e-50 is 0 in single precision.
        for (const epsilon of [0, 1e-50]) {
          const options = { epsilon, epsilonPlacement };
          for (
            const scaling of [
              scaleByRootMeanSquare(float32, options),
              scaleByAdam(float32, options),
              scaleByAmsgrad(float32, options),
            ]
          ) {
            const [step = []] = stepsFor(float32, scaling, [[0, 1]]);
            assertEquals([step[0], Number.isFinite(step[1])], [0, true]);
          }
        }
      }
    });
  });
}
