/** The methods of the literature, against their recursions over plain numbers. */

import { assertThrows } from "@std/assert";
import fc from "fast-check";
import { float64 } from "../arithmetic/mod.ts";
import { inverseRoot } from "../linalg/mod.ts";
import {
  accumulateMomentum,
  adam,
  amsgrad,
  gradientDescent,
  type GradientTransformation,
  heavyBall,
  iterate,
  modifiedSpgdAdam,
  nesterovAcceleratedGradient,
  type Optimizer,
  preconditionByDampedPower,
  preconditionBySvd,
  preconditionBySvdLanczos,
  preconditionedSgd,
  type ResidualMap,
  rmsProp,
  scale,
  scaleByAdam,
  scaleByAmsgrad,
  scaleByRootMeanSquare,
  spgd,
  spgdAdam,
  stepSizeSchedule,
} from "./mod.ts";
import { assertClose, linearMap, type TanhMap, tanhMaps } from "./shared_test.ts";

type Matrix = ReturnType<typeof float64.vector>;

function iterates(
  map: ResidualMap,
  optimizer: GradientTransformation<Matrix>,
  start: readonly number[],
  steps: number,
): number[][] {
  const result: number[][] = [];
  iterate(float64, map, optimizer, start, {
    steps,
    visit(context) {
      result.push(float64.toArray(context.theta));
    },
  });
  return result;
}

/** θ_{t+1} from θ_t and what the closure remembers. */
type Recursion = (theta: number[]) => number[];

function assertRecursion(
  map: TanhMap,
  optimizer: GradientTransformation<Matrix>,
  next: Recursion,
  tolerance = 1e-11,
): void {
  const steps = 6;
  const actual = iterates(map, optimizer, map.start, steps);
  let theta = [...map.start];
  for (let t = 0; t <= steps; t++) {
    assertClose(actual[t]!, theta, tolerance, `θ_${t}`);
    theta = next(theta);
  }
}

/** (JᵀJ + μI)^{−p}∇f(θ), or with rank r instead of μ its pseudo-inverse, by eigendecomposition. */
function preconditioned(
  map: TanhMap,
  theta: number[],
  power: number,
  options: { damping: number } | { rank: number },
): number[] {
  const jacobian = float64.matrix(map.jacobianAt(theta));
  const gram = float64.multiply(float64.transpose(jacobian), jacobian);
  const root = inverseRoot(float64, gram, power, options);
  return float64.toArray(float64.multiply(root, float64.vector(map.gradientAt(theta))));
}

const sum = (a: readonly number[], c: number, b: readonly number[]) =>
  a.map((entry, i) => entry + c * b[i]!);

/** α = ¼ and β = ½ in what is worked by hand: F(θ) = θ, f = θ²/2, ∇f = θ. */
const identity = linearMap([[1]], [0]);

Deno.test("gradientDescent(): θ⁺ = θ − α∇f(θ)", () => {
  // 1, ¾, 9/16.
  const hand = gradientDescent(float64, { stepSize: 0.25 });
  assertClose(iterates(identity, hand, [1], 2).flat(), [1, 0.75, 0.5625], 0, "by hand");
  fc.assert(fc.property(tanhMaps, (map) => {
    const optimizer = gradientDescent(float64, { stepSize: 0.3 });
    assertRecursion(map, optimizer, (theta) => sum(theta, -0.3, map.gradientAt(theta)));
  }));
});

Deno.test("heavyBall(): θ_{t+1} = θ_t − α∇f(θ_t) + β(θ_t − θ_{t−1})", () => {
  // α = β = ½: θ_1 = 1 − ½ = ½, θ_2 = ½ − ¼ + ½(½ − 1) = 0, θ_3 = 0 − 0 + ½(0 − ½) = −¼.
  const hand = heavyBall(float64, { stepSize: 0.5, beta: 0.5 });
  assertClose(iterates(identity, hand, [1], 3).flat(), [1, 0.5, 0, -0.25], 0, "by hand");
  fc.assert(fc.property(tanhMaps, (map) => {
    let previous = map.start;
    assertRecursion(map, heavyBall(float64, { stepSize: 0.3, beta: 0.7 }), (theta) => {
      const next = sum(sum(theta, -0.3, map.gradientAt(theta)), 0.7, sum(theta, -1, previous));
      previous = theta;
      return next;
    });
  }));
});

Deno.test("nesterovAcceleratedGradient() follows the points where gradients are evaluated", () => {
  // α = β = ½: x_1 = 1 − ½ = ½, y_1 = ½ + ½(½ − 1) = ¼; x_2 = ⅛, y_2 = ⅛ + ½(⅛ − ½) = −1/16.
  const hand = nesterovAcceleratedGradient(float64, { stepSize: 0.5, beta: 0.5 });
  assertClose(iterates(identity, hand, [1], 2).flat(), [1, 0.25, -0.0625], 0, "by hand");
  fc.assert(fc.property(tanhMaps, (map) => {
    let x = map.start;
    const optimizer = nesterovAcceleratedGradient(float64, { stepSize: 0.3, beta: 0.7 });
    assertRecursion(map, optimizer, (y) => {
      const next = sum(y, -0.3, map.gradientAt(y));
      const ahead = sum(next, 0.7, sum(next, -1, x));
      x = next;
      return ahead;
    });
  }));
});

/** The moments of the adaptive methods, over plain numbers. */
function moments(m: number, beta1: number, beta2: number) {
  let first = new Array<number>(m).fill(0);
  let second = first;
  let largest = first;
  return (g: readonly number[]) => {
    first = first.map((entry, i) => beta1 * entry + (1 - beta1) * g[i]!);
    second = second.map((entry, i) => beta2 * entry + (1 - beta2) * g[i]! ** 2);
    largest = largest.map((entry, i) => Math.max(entry, second[i]!));
    return { first, second, largest };
  };
}

Deno.test("preconditionedSgd(): w⁺ = w − α_k M⁻¹∇f(w), with constant and harmonic steps", () => {
  // f = w²/2 and M = 2, so that w⁺ = (1 − α_k/2)w. α = ½: 4, 3, 9/4. With β = 4, γ = 3: α_1 = 4/4,
  // α_2 = 4/5, α_3 = 4/6: 4, 4·½ = 2, 2·3/5 = 6/5, 6/5·2/3 = 4/5.
  const metric = { kind: "diagonal", entries: [2] } as const;
  const hand = preconditionedSgd(float64, { metric, stepSize: 0.5 });
  assertClose(iterates(identity, hand, [4], 2).flat(), [4, 3, 2.25], 0, "by hand");
  const stepSize = stepSizeSchedule({ kind: "harmonic", scale: 4, delay: 3 + 1 });
  const harmonic = preconditionedSgd(float64, { metric, stepSize });
  assertClose(iterates(identity, harmonic, [4], 3).flat(), [4, 2, 1.2, 0.8], 1e-15, "harmonic");
  fc.assert(fc.property(tanhMaps, (map) => {
    let k = 0;
    const entries = map.start.map((_, i) => 2 ** (i - 1));
    const method = preconditionedSgd(float64, { metric: { kind: "diagonal", entries }, stepSize });
    assertRecursion(map, method, (theta) => {
      k++;
      return sum(theta, -4 / (3 + k), map.gradientAt(theta).map((g, i) => g / entries[i]!));
    });
  }));
});

Deno.test("rmsProp() divides by √v + ε", () => {
  // β = ¾, ε = ½, θ = 2: v = ¼·4 = 1, θ⁺ = 2 − ¼·2/(1 + ½) = 5/3.
  const hand = rmsProp(float64, { stepSize: 0.25, beta: 0.75, epsilon: 0.5 });
  assertClose(iterates(identity, hand, [2], 1).flat(), [2, 5 / 3], 1e-15, "by hand");
  fc.assert(fc.property(tanhMaps, (map) => {
    const update = moments(map.start.length, 0, 0.8);
    const options = { stepSize: 0.1, beta: 0.8, epsilon: 1e-2 };
    assertRecursion(map, rmsProp(float64, options), (theta) => {
      const { first, second } = update(map.gradientAt(theta));
      return sum(theta, -0.1, first.map((g, i) => g / (Math.sqrt(second[i]!) + 1e-2)));
    });
  }));
});

Deno.test("adam() corrects the bias and divides by √v̂ + ε", () => {
  // Whatever β₁ and β₂, the first corrected moments are g and g²: θ⁺ = 2 − ¼·2/(2 + ½) = 1.8.
  const hand = adam(float64, { stepSize: 0.25, beta1: 0.9, beta2: 0.75, epsilon: 0.5 });
  assertClose(iterates(identity, hand, [2], 1).flat(), [2, 1.8], 1e-15, "by hand");
  fc.assert(fc.property(tanhMaps, (map) => {
    const update = moments(map.start.length, 0.6, 0.8);
    const options = { stepSize: 0.1, beta1: 0.6, beta2: 0.8, epsilon: 1e-2 };
    let t = 0;
    assertRecursion(map, adam(float64, options), (theta) => {
      const { first, second } = update(map.gradientAt(theta));
      t++;
      const step = first.map((m, i) =>
        m / (1 - 0.6 ** t) / (Math.sqrt(second[i]! / (1 - 0.8 ** t)) + 1e-2)
      );
      return sum(theta, -0.1, step);
    });
  }));
});

Deno.test("amsgrad() divides by √(v̂ + ε)", () => {
  // β₁ = ½, β₂ = ¾, ε = 3, θ = 2: m = 1, v̂ = 1, θ⁺ = 2 − ¼·1/√4 = 15/8.
  const hand = amsgrad(float64, { stepSize: 0.25, beta1: 0.5, beta2: 0.75, epsilon: 3 });
  assertClose(iterates(identity, hand, [2], 1).flat(), [2, 15 / 8], 1e-15, "by hand");
  fc.assert(fc.property(tanhMaps, (map) => {
    const update = moments(map.start.length, 0.6, 0.8);
    const options = { stepSize: 0.1, beta1: 0.6, beta2: 0.8, epsilon: 1e-4 };
    assertRecursion(map, amsgrad(float64, options), (theta) => {
      const { first, largest } = update(map.gradientAt(theta));
      return sum(theta, -0.1, first.map((m, i) => m / Math.sqrt(largest[i]! + 1e-4)));
    });
  }));
});

/** Skips the instance unless all nonzero singular values of J_F(θ) are comparable. */
function requireConditioned(map: TanhMap, theta: readonly number[]): number {
  const { s } = float64.singularValueDecomposition(float64.matrix(map.jacobianAt(theta)));
  const largest = s[0]!;
  const rank = s.filter((value) => value > 1e-11 * largest).length;
  fc.pre(largest > 1e-2 && s[rank - 1]! > 3e-2 * largest);
  return rank;
}

Deno.test("spgd(): θ⁺ = θ − αVUᵀF(θ)", () => {
  // J = diag(3, ½) has V Uᵀ = I: F = Jθ − (3, 1) = (−3, −1) at 0, θ⁺ = (0.3, 0.1) for α = 0.1,
  // where gradient descent would go to (0.9, 0.05). Of rank 1 only the first entry moves.
  const map = linearMap([[3, 0], [0, 0.5]], [3, 1]);
  const hand = iterates(map, spgd(float64, { stepSize: 0.1 }), [0, 0], 1)[1]!;
  assertClose(hand, [0.3, 0.1], 1e-15, "by hand");
  const truncated = iterates(map, spgd(float64, { stepSize: 0.1, rank: 1 }), [0, 0], 1)[1]!;
  assertClose(truncated, [0.3, 0], 1e-15, "rank 1");
  fc.assert(fc.property(tanhMaps, (map) => {
    assertRecursion(map, spgd(float64, { stepSize: 0.3 }), (theta) => {
      const rank = requireConditioned(map, theta);
      return sum(theta, -0.3, preconditioned(map, theta, 0.5, { rank }));
    }, 1e-8);
  }));
});

Deno.test("spgdAdam() is Algorithm 1", () => {
  // J = diag(3, ½), F = (−3, −1) at 0, so λ = F; β₁ = ½, β₂ = ¾: m = λ/2, v = λ²/4, and without ε
  // every entry of m/√v is ±1: θ⁺ = (0.1, 0.1) for α = 0.1. A column of zeros never moves.
  const map = linearMap([[3, 0, 0], [0, 0.5, 0]], [3, 1]);
  const options = { stepSize: 0.1, beta1: 0.5, beta2: 0.75 };
  const hand = iterates(map, spgdAdam(float64, options), [0, 0, 7], 1)[1]!;
  assertClose(hand, [0.1, 0.1, 7], 1e-15, "by hand");
  fc.assert(fc.property(tanhMaps, (map) => {
    const update = moments(map.start.length, 0.6, 0.8);
    const optimizer = spgdAdam(float64, { stepSize: 0.1, beta1: 0.6, beta2: 0.8 });
    assertRecursion(map, optimizer, (theta) => {
      const rank = requireConditioned(map, theta);
      const lambda = preconditioned(map, theta, 0.5, { rank });
      const { first, second } = update(lambda);
      // The step depends on rounding where an entry of λ is nothing else.
      fc.pre(second.every((entry) => entry > 1e-6));
      return sum(theta, -0.1, first.map((m, i) => m / Math.sqrt(second[i]!)));
    }, 1e-7);
  }));
});

Deno.test("modifiedSpgdAdam() is the method of §3.2", () => {
  // F(θ) = 2θ − 2 at 0: ∇f = −4, μ = 4, p = 1: λ = −4/8 = −½; β₁ = ½, β₂ = 0: m = −¼, v̂ = ¼;
  // ε = ¾: θ⁺ = 0 + α·¼/√1 = 1/40 for α = 0.1.
  const options = { damping: 4, power: 1, stepSize: 0.1, beta1: 0.5, beta2: 0, epsilon: 0.75 };
  const hand = iterates(linearMap([[2]], [2]), modifiedSpgdAdam(float64, options), [0], 1)[1]!;
  assertClose(hand, [1 / 40], 1e-15, "by hand");
  fc.assert(fc.property(tanhMaps, fc.constantFrom(0.25, 0.5, 1), (map, power) => {
    const update = moments(map.start.length, 0.6, 0.8);
    const optimizer = modifiedSpgdAdam(float64, {
      stepSize: 0.1,
      damping: 0.05,
      power,
      beta1: 0.6,
      beta2: 0.8,
      epsilon: 1e-4,
    });
    assertRecursion(map, optimizer, (theta) => {
      const lambda = preconditioned(map, theta, power, { damping: 0.05 });
      const { first, largest } = update(lambda);
      return sum(theta, -0.1, first.map((m, i) => m / Math.sqrt(largest[i]! + 1e-4)));
    }, 1e-9);
  }));
});

Deno.test("options out of range are refused, by name, value and range", () => {
  const positive = "must be a positive finite number; got";
  const decay = "must be at least 0 and less than 1; got";
  const nonNegative = "must be a finite number, at least 0; got";
  const cases: readonly (readonly [Optimizer, string])[] = [
    [(a) => gradientDescent(a, { stepSize: -1 }), `stepSize ${positive} -1.`],
    [(a) => gradientDescent(a, { stepSize: 0 }), `stepSize ${positive} 0.`],
    [(a) => heavyBall(a, { stepSize: NaN }), `stepSize ${positive} NaN.`],
    [(a) => heavyBall(a, { stepSize: 1, beta: 1 }), `beta ${decay} 1.`],
    [(a) => nesterovAcceleratedGradient(a, { stepSize: Infinity }), `stepSize ${positive} Inf`],
    [(a) => rmsProp(a, { stepSize: 1, epsilon: -1 }), `epsilon ${nonNegative} -1.`],
    [(a) => rmsProp(a, { stepSize: 0 }), `stepSize ${positive} 0.`],
    [(a) => adam(a, { stepSize: 1, beta1: -0.1 }), `beta1 ${decay} -0.1.`],
    [(a) => adam(a, { stepSize: 0 }), `stepSize ${positive} 0.`],
    [(a) => amsgrad(a, { stepSize: 0 }), `stepSize ${positive} 0.`],
    [(a) => spgd(a, { stepSize: 0 }), `stepSize ${positive} 0.`],
    [(a) => spgd(a, { stepSize: 1, rank: 1.5 }), "rank must be an integer, at least 0; got 1.5."],
    [(a) => spgdAdam(a, { stepSize: 0 }), `stepSize ${positive} 0.`],
    [(a) => spgdAdam(a, { stepSize: 1, tolerance: NaN }), `tolerance ${nonNegative} NaN.`],
    [(a) => spgdAdam(a, { stepSize: 1, beta2: 1 }), `beta2 ${decay} 1.`],
    [(a) => modifiedSpgdAdam(a, { stepSize: 0, damping: 1 }), `stepSize ${positive} 0.`],
    [(a) => modifiedSpgdAdam(a, { stepSize: 1, damping: 0 }), `damping ${positive} 0.`],
    [(a) => preconditionedSgd(a, { metric: "identity", stepSize: 0 }), `stepSize ${positive} 0.`],
    [(a) => accumulateMomentum(a, { beta: NaN }), `beta ${decay} NaN.`],
    [(a) => scale(a, Infinity), "factor must be a finite number; got Infinity."],
    [(a) => scaleByRootMeanSquare(a, { beta: 2 }), `beta ${decay} 2.`],
    [(a) => scaleByAdam(a, { beta2: NaN }), `beta2 ${decay} NaN.`],
    [(a) => scaleByAdam(a, { epsilon: Infinity }), `epsilon ${nonNegative} Infinity.`],
    [(a) => scaleByAmsgrad(a, { beta1: 1 }), `beta1 ${decay} 1.`],
    [(a) => scaleByAmsgrad(a, { beta2: -1 }), `beta2 ${decay} -1.`],
    [(a) => scaleByAmsgrad(a, { epsilon: NaN }), `epsilon ${nonNegative} NaN.`],
    [(a) => preconditionBySvd(a, { rank: -1 }), "rank must be an integer, at least 0; got -1."],
    [(a) => preconditionBySvd(a, { tolerance: -1 }), `tolerance ${nonNegative} -1.`],
    [(a) => preconditionByDampedPower(a, { damping: NaN }), `damping ${positive} NaN.`],
    [(a) => preconditionByDampedPower(a, { damping: 1, power: NaN }), "power must be a finite"],
    [(a) => preconditionBySvdLanczos(a, { damping: -1, steps: 1 }), `damping ${positive} -1.`],
    [(a) => preconditionBySvdLanczos(a, { damping: 1, steps: 0 }), "steps must be an integer, at"],
  ];
  for (const [optimizer, message] of cases) {
    assertThrows(() => optimizer(float64), RangeError, message);
  }
});
