import { assertAlmostEquals } from "@std/assert";
import { float64 } from "../arithmetic/mod.ts";
import {
  chain,
  type GradientMap,
  iterate,
  preconditionByGaussNewton,
  preconditionBySecondMoment,
  scale,
} from "./mod.ts";

// ∇f = HΔ with H = (2 1; 1 2), at Δ = (1, −2): g = (0, −3); eigenvectors (1, ∓1)/√2 of 1 and 3.
const map: GradientMap = {
  gradient: (where, theta) => where.multiply(where.matrix([[2, 1], [1, 2]]), theta),
  hessian: (where) => where.matrix([[2, 1], [1, 2]]),
};

const cases = [
  ["GN^{-1}, identity", preconditionByGaussNewton(float64), [1, -1 / 2]],
  ["GN^{-1/2}, identity", preconditionByGaussNewton(float64, { power: -1 / 2 }), [
    1,
    -2 + 3 / Math.SQRT2,
  ]],
  ["GN^{-1}, eigenbasis: Newton", preconditionByGaussNewton(float64, { basis: "eigenbasis" }), [
    0,
    0,
  ]],
  ["GN^{-1} with a ridge", preconditionByGaussNewton(float64, { ridge: 1 }), [1, -1]],
  ["Adam, identity: the sign", preconditionBySecondMoment(float64), [1, -1]],
  [
    "Adam, exact moments",
    preconditionBySecondMoment(float64, { secondMoment: () => float64.diagonal([1, 9]) }),
    [1, -1],
  ],
  // The rotated gradient is (3, −3)/√2 up to signs: its signs rotate back to (0, −√2).
  ["Adam, eigenbasis", preconditionBySecondMoment(float64, { basis: "eigenbasis" }), [
    1,
    -2 + Math.SQRT2,
  ]],
] as const;

for (const [name, preconditioner, expected] of cases) {
  Deno.test(`a step of ${name}`, () => {
    const method = chain(preconditioner, scale(float64, -1));
    const after = iterate(float64, map, method, [1, -2], { steps: 1 });
    after.forEach((value, i) => assertAlmostEquals(value, expected[i]!, 1e-12));
  });
}
