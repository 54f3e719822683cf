/**
 * Statements written the way an author writes them, without a scale: `exact/…` are true, and fail in
 * float64 by rounding alone; `off/…` are false, many of them by very little.
 */

import fc from "fast-check";
import { type Claim, defineClaim } from "../../claim.ts";
import type { Sense } from "../../relation.ts";

const EPSILON = 5e-14;

/** Numbers of both signs whose magnitudes are even in the exponent. */
function wide(least: number, greatest: number): fc.Arbitrary<number> {
  return fc.tuple(
    fc.double({ min: Math.log10(least), max: Math.log10(greatest), noNaN: true }),
    fc.boolean(),
  ).map(([exponent, negative]) => (negative ? -1 : 1) * 10 ** exponent);
}

const positive = (least: number, greatest: number) => wide(least, greatest).map(Math.abs);

const plain = fc.double({ min: -10, max: 10, noNaN: true });

function vector(length: number, entry = plain): fc.Arbitrary<number[]> {
  return fc.array(entry, { minLength: length, maxLength: length });
}

function statement(
  id: string,
  instances: fc.Arbitrary<number[]>,
  sides: (x: number[]) => [number, Sense, number],
): Claim {
  return defineClaim({
    id,
    title: id,
    locus: "nowhere",
    kind: "universal",
    hypotheses: [],
    instances,
    observe: (x) => sides(x),
    variants: {
      printed: {
        statement: `\\text{${id}}`,
        relations: ([lhs, sense, rhs]) => [{ label: "it", lhs, sense, rhs }],
      },
    },
  });
}

const dot = (x: number[], y: number[]) => x.reduce((sum, entry, i) => sum + entry * y[i]!, 0);
const sumOf = (x: number[]) => x.reduce((sum, entry) => sum + entry, 0);
const halves = (x: number[]): [number[], number[]] => [
  x.slice(0, x.length / 2),
  x.slice(x.length / 2),
];

function onePassVariance(x: number[]): number {
  const [sum, squares] = x.reduce(([s, q], entry) => [s! + entry, q! + entry ** 2], [0, 0]);
  return squares! / x.length - (sum! / x.length) ** 2;
}

function twoPassVariance(x: number[]): number {
  const mean = sumOf(x) / x.length;
  return sumOf(x.map((entry) => (entry - mean) ** 2)) / x.length;
}

function softmax(x: number[]): number {
  const weights = x.map((entry) => Math.exp(entry));
  return weights[0]! / sumOf(weights);
}

function logistic(x: number, steps: number): number {
  for (let k = 0; k < steps; k++) x = 2.5 * x * (1 - x);
  return x;
}

function repeated(x: number, increment: number): number {
  for (let k = 0; k < 1000; k++) x += increment;
  return x;
}

const pair = fc.tuple(wide(1e-3, 1e9), wide(1e-3, 1e9)).map((x) => [...x]);
const tiny = positive(1e-14, 1e-2).map((x) => [x]);
const shifted = fc.tuple(wide(1, 1e8), vector(4)).map(([shift, x]) => x.map((y) => shift + y));
const one = positive(1e-6, 1e6).map((x) => [x]);

const exact: Claim[] = [
  statement(
    "exact/binomial",
    pair,
    ([a, b]) => [(a! + b!) ** 2 - a! ** 2 - b! ** 2, "=", 2 * a! * b!],
  ),
  statement("exact/difference-of-squares", pair, ([a, b]) => [
    a! ** 2 - b! ** 2,
    "=",
    (a! - b!) * (a! + b!),
  ]),
  statement("exact/logarithm", tiny, ([x]) => [Math.log(1 + x!), "<=", x!]),
  statement("exact/exponential", tiny, ([x]) => [Math.exp(x!) - 1, ">=", x!]),
  statement(
    "exact/softmax-shift",
    fc.tuple(fc.integer({ min: 10, max: 600 }), vector(4)).map(
      ([shift, x]) => [shift + 0.1, ...x],
    ),
    ([shift, ...x]) => [softmax(x.map((y) => y + shift!)), "=", softmax(x)],
  ),
  statement("exact/one-pass-variance", shifted, (x) => [
    onePassVariance(x),
    "=",
    twoPassVariance(x),
  ]),
  statement("exact/variance-is-positive", shifted, (x) => [onePassVariance(x), ">=", 0]),
  statement(
    "exact/vieta",
    fc.tuple(wide(1e-4, 1), wide(1e2, 1e6)).map(([a, b]) => [a, b]),
    ([c, b]) => {
      const root = Math.sqrt(b! * b! - 4 * c!);
      return [((-b! + root) / 2) * ((-b! - root) / 2), "=", c!];
    },
  ),
  statement("exact/telescoping", vector(30, wide(1e-3, 1e6)), (x) => [
    sumOf(x.slice(1).map((entry, i) => entry - x[i]!)),
    "=",
    x.at(-1)! - x[0]!,
  ]),
  statement("exact/polarization", vector(8, wide(1e-4, 1e4)), (z) => {
    const [x, y] = halves(z);
    const plus = x.map((entry, i) => entry + y[i]!);
    const minus = x.map((entry, i) => entry - y[i]!);
    return [(dot(plus, plus) - dot(minus, minus)) / 4, "=", dot(x, y)];
  }),
  statement("exact/gram-schmidt", vector(8), (z) => {
    const [x, y] = halves(z);
    const factor = dot(x, y) / dot(x, x);
    return [dot(x, y.map((entry, i) => entry - factor * x[i]!)), "=", 0];
  }),
  statement(
    "exact/bregman-exp",
    fc.tuple(plain, positive(1e-12, 1e-4)).map(([x, h]) => [x, h]),
    ([x, h]) => [Math.exp(x! + h!) - Math.exp(x!) - Math.exp(x!) * h!, ">=", 0],
  ),
  statement("exact/hyperbolic", fc.double({ min: 1, max: 300, noNaN: true }).map((x) => [x]), (
    [x],
  ) => [Math.cosh(x!) ** 2 - Math.sinh(x!) ** 2, "=", 1]),
  statement(
    "exact/descent",
    vector(4, fc.oneof(plain, wide(1e-9, 1e-3))),
    (x) => {
      const f = (y: number[]) => dot(y, y) / 2 + 1e4;
      return [f(x) - f(x.map((entry) => entry - 0.1 * entry)), ">=", 0.095 * dot(x, x)];
    },
  ),
  statement("exact/difference-of-values", vector(2, wide(1e-9, 1e-3)), (x) => [
    (dot(x, x) + 1e4) - 1e4,
    "=",
    dot(x, x),
  ]),
  statement(
    "exact/logistic-fixed-point",
    fc.double({ min: 0.1, max: 0.9, noNaN: true }).map((x) => [x]),
    ([x]) => [logistic(x!, 100) - 0.6, "=", 0],
  ),
  statement("exact/tiny-increments", one, ([x]) => [
    repeated(x!, x! * 1e-20) - x!,
    "=",
    1000 * (x! * 1e-20),
  ]),
  statement("exact/sum-of-increments", one, ([x]) => [
    repeated(x!, x! * 0.7e-16) - x!,
    "=",
    1000 * (x! * 0.7e-16),
  ]),
  statement("exact/sine-cosine", wide(1, 1e3).map((x) => [x]), ([x]) => [
    1 - Math.cos(x! / 1e8),
    "=",
    2 * Math.sin(x! / 2e8) ** 2,
  ]),
  statement("exact/sine-of-pi", fc.integer({ min: 1, max: 1000 }).map((n) => [n]), ([n]) => [
    Math.abs(Math.sin((n! * 3.141592653589793) % 6.283185307179586)),
    "<=",
    Math.abs(Math.sin(n! * 3.141592653589793)),
  ]),
  statement("exact/root-difference", positive(1, 1e12).map((x) => [x]), ([x]) => [
    Math.sqrt(x! + 1) - Math.sqrt(x!),
    "=",
    1 / (Math.sqrt(x! + 1) + Math.sqrt(x!)),
  ]),
  statement("exact/determinant", vector(2, wide(1e3, 1e8)), ([a, b]) => [
    a! * b! - (a! - 1) * (b! + 1),
    "=",
    b! - a! + 1,
  ]),
  statement("exact/product-of-factors", vector(60, positive(0.5, 2)), (x) => [
    x.reduce((product, entry) => product * entry, 1) *
      x.reduce((product, entry) => product * (1 / entry), 1) - 1,
    "=",
    0,
  ]),
  statement("exact/associativity", vector(3, wide(1e-3, 1e9)), ([a, b, c]) => [
    ((a! + b!) + c!) - a!,
    "=",
    b! + c!,
  ]),
  statement("exact/compensated-mean", shifted, (x) => [
    sumOf(x.map((entry) => entry - sumOf(x) / x.length)),
    "=",
    0,
  ]),
  statement("exact/underflow", wide(1e-161, 1e-155).map((x) => [x]), ([x]) => [
    Math.sqrt(x! * x!),
    "=",
    Math.abs(x!),
  ]),
];

const factor = 1 + EPSILON;
const off: Claim[] = [
  statement("off/by-5e-14", one, ([x]) => [x! * factor, "<=", x!]),
  statement("off/binomial", vector(2), ([a, b]) => [
    (a! + b!) ** 2,
    "=",
    (a! ** 2 + 2 * a! * b! + b! ** 2) * (1 + 1e-9),
  ]),
  statement("off/logarithm", positive(1e-3, 1e3).map((x) => [x]), ([x]) => [
    Math.log(1 + x!),
    "<=",
    x! / (1 + x!),
  ]),
  statement("off/exponential", positive(1e-4, 1).map((x) => [x]), ([x]) => [
    Math.exp(x!) - 1,
    ">=",
    x! + x! ** 2 / 2 + x! ** 3 / 3,
  ]),
  statement("off/softmax-shift", vector(4), (x) => [
    softmax(x.map((y) => y + 1e-9 * y)),
    "=",
    softmax(x),
  ]),
  statement("off/variance", vector(10), (x) => [
    onePassVariance(x),
    "=",
    twoPassVariance(x) * (1 + 1e-9),
  ]),
  statement("off/vieta", vector(2, positive(1, 9)), ([c, b]) => {
    const root = Math.sqrt((b! + 8) ** 2 - 4 * c!);
    return [((-b! - 8 + root) / 2) * ((-b! - 8 - root) / 2), "=", c! * (1 - 1e-9)];
  }),
  statement("off/telescoping", vector(30), (x) => [
    sumOf(x.slice(1).map((entry, i) => entry - x[i]!)) - 1e-9,
    "=",
    x.at(-1)! - x[0]!,
  ]),
  statement("off/polarization", vector(8), (z) => {
    const [x, y] = halves(z);
    const plus = x.map((entry, i) => entry + y[i]!);
    return [(dot(plus, plus) - dot(x, x) - dot(y, y)) / 2, "=", dot(x, y) * (1 + 1e-9)];
  }),
  statement("off/gram-schmidt", vector(8), (z) => {
    const [x, y] = halves(z);
    const share = dot(x, y) / dot(x, x) * (1 + 1e-9);
    return [dot(x, y.map((entry, i) => entry - share * x[i]!)), "=", 0];
  }),
  statement("off/bregman-exp", vector(2), ([x, h]) => [
    Math.exp(x! + h!) - Math.exp(x!) - Math.exp(x!) * h!,
    "<=",
    h! ** 2 / 2,
  ]),
  statement("off/hyperbolic", fc.double({ min: 0, max: 3, noNaN: true }).map((x) => [x]), ([x]) => [
    Math.cosh(x!) ** 2 - Math.sinh(x!) ** 2,
    "=",
    1 + 1e-9,
  ]),
  statement("off/descent", vector(4), (x) => {
    const f = (y: number[]) => dot(y, y) / 2 + 1e4;
    return [f(x.map((entry) => entry - 0.1 * entry)), "<=", f(x) - 0.0951 * dot(x, x)];
  }),
  statement(
    "off/logistic-fixed-point",
    fc.double({ min: 0.1, max: 0.9, noNaN: true }).map((x) => [x]),
    ([x]) => [logistic(x!, 100), "=", 0.6 * (1 + 1e-9)],
  ),
  statement("off/logistic-chaos", fc.double({ min: 0.1, max: 0.9, noNaN: true }).map((x) => [x]), (
    [x],
  ) => {
    for (let k = 0; k < 200; k++) x = 3.99 * x! * (1 - x!);
    return [x! + 1, "<=", 1];
  }),
  statement("off/increments", one, ([x]) => [repeated(x!, x! * 1e-12), "<=", x!]),
  statement("off/sine-cosine", plain.map((x) => [x]), ([x]) => [
    Math.sin(x!) ** 2 + Math.cos(x!) ** 2,
    "=",
    1 + 2e-13,
  ]),
  statement("off/root-difference", positive(1, 1e3).map((x) => [x]), ([x]) => [
    Math.sqrt(x! + 1) - Math.sqrt(x!),
    "=",
    (1 + 1e-9) / (Math.sqrt(x! + 1) + Math.sqrt(x!)),
  ]),
  statement("off/product-of-factors", vector(60, positive(0.5, 2)), (x) => [
    x.reduce((product, entry) => product * entry * (1 + 1e-11), 1) *
    x.reduce((product, entry) => product * (1 / entry), 1),
    "<=",
    1,
  ]),
  statement("off/integers", fc.integer({ min: 1, max: 999 }).map((n) => [n]), ([n]) => [
    n! * n!,
    "<=",
    n! + 100,
  ]),
  statement("off/triangle", vector(8), (z) => {
    const [x, y] = halves(z);
    return [Math.hypot(...x), "<=", Math.hypot(...y)];
  }),
  statement("off/summation", vector(50), (x) => [
    sumOf(x.map((entry) => entry ** 2)),
    "<=",
    dot(x, x) * (1 - 1e-12),
  ]),
  statement("off/power", positive(1, 9).map((x) => [x]), ([x]) => [
    x! ** 2.5,
    "=",
    x! ** 2 * Math.sqrt(x!) * (1 + 1e-12),
  ]),
  statement("off/cube-root", positive(1, 9).map((x) => [x]), ([x]) => [
    Math.cbrt(x!) ** 3,
    ">=",
    x! * factor,
  ]),
];

export const claims: Claim[] = [...exact, ...off];
