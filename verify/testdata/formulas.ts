/**
 * Theorems as an author writes them down: naive formulas, without scale, size or uncertainty. With a
 * factor of 1 each is true; with another one it misses by about what the factor differs from 1.
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { magnitude, nonzeroNumber, realNumber, vectorOf } from "../../problems/mod.ts";
import { type Claim, defineClaim } from "../claim.ts";
import type { Sense } from "../relation.ts";

/** What a statement compares. */
export type Sides = readonly [lhs: number, sense: Sense, rhs: number];

/** What a statement says of numbers: one relation, or one for each step. */
export type Formula = (x: readonly number[], arithmetic: Arithmetic<unknown>) => Sides | Sides[];

/** A claim that says no more than its formula. */
export function statement(
  id: string,
  instances: fc.Arbitrary<readonly number[]>,
  formula: Formula,
): Claim {
  return defineClaim<readonly number[], readonly Sides[]>({
    id,
    title: id,
    locus: "nowhere",
    kind: "universal",
    hypotheses: [],
    instances,
    observe(x, arithmetic) {
      const sides = formula(x, arithmetic as Arithmetic<unknown>);
      return (Array.isArray(sides[0]) ? sides : [sides]) as readonly Sides[];
    },
    variants: {
      printed: {
        statement: `\\text{${id}}`,
        relations: (sides) =>
          sides.map(([lhs, sense, rhs]) => ({ label: "the statement", lhs, sense, rhs })),
      },
    },
  });
}

/** A theorem that can be bent. */
export interface Theorem {
  /** Its name. */
  readonly name: string;
  /** Numbers from far and wide, on which rounding shows. */
  readonly wide: fc.Arbitrary<readonly number[]>;
  /** Numbers on which float64 resolves a billionth of what is compared. Default: `wide`. */
  readonly mild?: fc.Arbitrary<readonly number[]>;
  /** The formula, true if the factor is 1. */
  readonly sides: (
    x: readonly number[],
    factor: number,
    arithmetic: Arithmetic<unknown>,
  ) => Sides | Sides[];
}

const FULL_TURN = 2 * Math.PI;
const DECAY = 0.9;
const REST = 0.1;
const WEIGHTS = { first: 0.9, others: [0.1] };

const one = (number: fc.Arbitrary<number>) => number.map((x) => [x]);
const several = (...numbers: fc.Arbitrary<number>[]) => fc.tuple(...numbers);
const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const whole = (min: number, max: number) => one(fc.integer({ min, max }));
const sumOf = (x: readonly number[]) => x.reduce((sum, entry) => sum + entry, 0);
const dot = (x: readonly number[], y: readonly number[]) =>
  x.reduce((sum, entry, i) => sum + entry * y[i]!, 0);

function halves(x: readonly number[]): [readonly number[], readonly number[]] {
  return [x.slice(0, x.length / 2), x.slice(x.length / 2)];
}

function logSumExp(x: readonly number[]): number {
  const largest = Math.max(...x);
  return largest + Math.log(sumOf(x.map((entry) => Math.exp(entry - largest))));
}

/** Kahan's sum. */
function compensatedSum(x: readonly number[]): number {
  let [sum, lost] = [0, 0];
  for (const entry of x) {
    const corrected = entry - lost;
    const next = sum + corrected;
    lost = (next - sum) - corrected;
    sum = next;
  }
  return sum;
}

function entropyBetween(p: readonly number[], q: readonly number[]): number {
  const [ofP, ofQ] = [sumOf(p), sumOf(q)];
  return sumOf(p.map((entry, i) => entry / ofP * Math.log((entry / ofP) / (q[i]! / ofQ))));
}

function chebyshev(n: number, x: number): number {
  let [before, now] = [1, x];
  for (let k = 1; k < n; k++) [before, now] = [now, 2 * x * now - before];
  return n === 0 ? 1 : now;
}

function binomials(n: number): number[] {
  let row = [1];
  for (let i = 0; i < n; i++) row = [1, ...row.slice(1).map((c, k) => c + row[k]!), 1];
  return row;
}

function exponentialSeries(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; k < 200; k++) sum += term *= x / k;
  return sum;
}

function fibonacci(n: number): number {
  let [a, b] = [0, 1];
  for (let k = 0; k < n; k++) [a, b] = [b, a + b];
  return a;
}

/** So many steps of a map, the start included. */
function orbit(x: number, steps: number, map: (x: number) => number): number[] {
  const found = [x];
  for (let k = 0; k < steps; k++) found.push(x = map(x));
  return found;
}

function rows(x: readonly number[], columns: number): number[][] {
  return Array.from(
    { length: x.length / columns },
    (_, i) => x.slice(i * columns, (i + 1) * columns),
  );
}

function determinant([a, b, c, d, e, f, g, h, i]: readonly number[]): number {
  return a! * (e! * i! - f! * h!) - b! * (d! * i! - f! * g!) + c! * (d! * h! - e! * g!);
}

function singularValues(x: readonly number[], columns: number, arithmetic: Arithmetic<unknown>) {
  return arithmetic.singularValueDecomposition(arithmetic.matrix(rows(x, columns))).s;
}

/** A 3×3 matrix whose last row is nearly a combination of the others. */
const nearlySingular = fc.tuple(
  vectorOf(6, realNumber()),
  magnitude({ minimum: 1e-15, maximum: 1 }),
)
  .map(([x, gap]) => [...x, x[0]! + x[3]!, x[1]! - x[4]!, x[2]! + x[5]! * gap]);

const matrix = vectorOf(9, nonzeroNumber({ minimum: 1e-6, maximum: 1e6 }));

/** The theorems. */
export const theorems: readonly Theorem[] = [
  {
    name: "sine-of-multiples-of-pi",
    wide: whole(1, 1000),
    sides: ([n], factor) => [Math.sin(n! * Math.PI * factor), "=", 0],
  },
  {
    name: "cosine-of-a-right-angle",
    wide: whole(0, 100),
    sides: ([n], factor) => [Math.cos((2 * n! + 1) * Math.PI / 2 * factor), "=", 0],
  },
  {
    name: "period-of-the-sine",
    wide: several(between(-10, 10), fc.integer({ min: 1, max: 500 })),
    sides: ([x, n], factor) => [
      Math.sin(x! + n! * 2 * Math.PI * factor) - Math.sin(x!),
      "=",
      0,
    ],
  },
  {
    name: "degrees",
    wide: one(realNumber({ minimum: -1000, maximum: 1000 })),
    sides: ([x], factor) => [
      Math.sin(x! * Math.PI / 180) - factor * Math.cos((90 - x!) * Math.PI / 180),
      "=",
      0,
    ],
  },
  {
    name: "tenths",
    wide: one(realNumber({ minimum: -1e6, maximum: 1e6 })),
    sides: ([x], factor) => [x! - 0.9 * x!, "=", 0.1 * x! * factor],
  },
  {
    name: "nine-tenths-and-one",
    wide: one(nonzeroNumber({ minimum: 1e-6, maximum: 1e6 })),
    sides: ([x], factor) => [x! - 0.9 * x! - 0.1 * x! * factor, "=", 0],
  },
  {
    name: "tenths-of-integers",
    wide: whole(1, 1000),
    sides: ([n], factor) => [n! - 0.7 * n! - 0.3 * n! * factor, "=", 0],
  },
  {
    name: "decay-and-rest",
    wide: whole(1, 1000),
    sides: ([n], factor) => [n! - DECAY * n! - REST * n! * factor, "=", 0],
  },
  {
    name: "weights-of-a-module",
    wide: whole(1, 1000),
    sides: ([n], factor) => [
      n! - WEIGHTS.first * n! - factor * sumOf(WEIGHTS.others.map((weight) => weight * n!)),
      "=",
      0,
    ],
  },
  {
    name: "full-turns",
    wide: whole(1, 1000),
    sides: ([n], factor) => [Math.tan(n! * FULL_TURN * factor), "=", 0],
  },
  {
    name: "a-third-and-a-half",
    wide: whole(1, 1000),
    sides: ([n], factor) => [n! / 3 + n! / 2 + factor * n! / 6 - n!, "=", 0],
  },
  {
    name: "normalized-weights",
    wide: fc.tuple(vectorOf(4, magnitude()), nonzeroNumber()).map(([w, c]) => {
      const sum = sumOf(w);
      return [...w.map((entry) => entry / sum), c];
    }),
    sides: ([a, b, c, d, x], factor) => [
      a! * x! + b! * x! + c! * x! + d! * x!,
      "=",
      factor * x!,
    ],
  },
  {
    name: "bias-correction",
    wide: several(nonzeroNumber(), fc.integer({ min: 1, max: 200 })),
    sides: ([gradient, steps], factor) => {
      let moment = 0;
      for (let k = 0; k < steps!; k++) moment = 0.9 * moment + (1 - 0.9) * gradient!;
      return [moment / (1 - 0.9 ** steps!) - gradient! * factor, "=", 0];
    },
  },
  {
    name: "compensated-sum",
    wide: vectorOf(40, nonzeroNumber({ minimum: 1e-8, maximum: 1e8 })),
    sides: (x, factor) => [compensatedSum(x) - factor * sumOf(x), "=", 0],
  },
  {
    name: "compensated-sum-of-a-shift",
    wide: several(magnitude({ minimum: 1, maximum: 1e12 }), ...Array(9).fill(realNumber())),
    mild: several(magnitude({ minimum: 1, maximum: 10 }), ...Array(9).fill(realNumber())),
    sides: ([shift, ...x], factor) => [
      compensatedSum([shift!, ...x, -shift!]),
      "=",
      factor * sumOf(x),
    ],
  },
  {
    name: "jensen-gap",
    wide: several(between(-20, 20), magnitude({ minimum: 1e-12, maximum: 1 })),
    mild: several(between(-1, 1), magnitude({ minimum: 1e-12, maximum: 1 })),
    sides: ([x, h], factor) => [
      (Math.exp(x!) + Math.exp(x! + h!)) / 2 - factor * Math.exp(x! + h! / 2),
      ">=",
      0,
    ],
  },
  {
    name: "means",
    wide: several(
      magnitude({ minimum: 1e-6, maximum: 1e6 }),
      magnitude({ minimum: 1e-14, maximum: 1 }),
    ),
    sides: ([a, t], factor) => {
      const b = a! * (1 + t!);
      return [(a! + b) / 2 - factor * Math.sqrt(a! * b), ">=", 0];
    },
  },
  {
    name: "gibbs",
    wide: fc.tuple(
      vectorOf(5, magnitude({ minimum: 1e-6, maximum: 1e3 })),
      vectorOf(5, magnitude({ minimum: 1e-14, maximum: 1 })),
    ).map(([p, t]) => [...p, ...p.map((entry, i) => entry * (1 + t[i]!))]),
    sides: (x, factor) => [entropyBetween(...halves(x)), ">=", factor - 1],
  },
  {
    name: "logarithm-of-a-sum",
    wide: several(magnitude({ minimum: 1, maximum: 1e9 }), ...Array(4).fill(realNumber())),
    mild: several(magnitude({ minimum: 1, maximum: 100 }), ...Array(4).fill(realNumber())),
    sides: ([shift, ...x], factor) => [
      logSumExp(x.map((entry) => entry + shift!)) - shift!,
      "=",
      factor * logSumExp(x),
    ],
  },
  {
    name: "law-of-cosines",
    wide: several(
      magnitude({ minimum: 1e-6, maximum: 1e6 }),
      magnitude({ minimum: 1e-6, maximum: 1e6 }),
      magnitude({ minimum: 1e-9, maximum: 3 }),
    ),
    sides: ([a, b, angle], factor) => [
      a! ** 2 + b! ** 2 - 2 * a! * b! * Math.cos(angle!),
      ">=",
      factor * (a! - b!) ** 2,
    ],
  },
  {
    name: "chebyshev",
    wide: several(fc.integer({ min: 0, max: 60 }), between(-1, 1)),
    sides: ([n, x], factor) => [Math.cos(n! * Math.acos(x!)) * factor, "=", chebyshev(n!, x!)],
  },
  {
    name: "logarithm-of-an-exponential",
    wide: one(magnitude({ minimum: 1e-12, maximum: 500 })),
    mild: one(magnitude({ minimum: 1e-3, maximum: 500 })),
    sides: ([x], factor) => [Math.log(Math.exp(x!)), "=", x! * factor],
  },
  {
    name: "exponential-of-a-logarithm",
    wide: one(magnitude({ minimum: 1e-300, maximum: 1e300 })),
    sides: ([x], factor) => [Math.exp(Math.log(x!)) / x! - factor, "=", 0],
  },
  {
    name: "area-hyperbolic-sine",
    wide: one(nonzeroNumber({ minimum: 1e-9, maximum: 600 })),
    mild: one(nonzeroNumber({ minimum: 1e-3, maximum: 5 })),
    sides: ([x], factor) => {
      const y = Math.sinh(x!);
      return [Math.log(y + Math.sqrt(y * y + 1)), "=", x! * factor];
    },
  },
  {
    name: "hyperbolic-tangent",
    wide: one(between(-40, 40)),
    mild: one(between(-2, 2)),
    sides: ([x], factor) => [1 - Math.tanh(x!) ** 2, "=", factor / Math.cosh(x!) ** 2],
  },
  {
    name: "logistic-function",
    wide: one(between(-700, 700)),
    sides: ([x], factor) => [
      1 / (1 + Math.exp(-x!)) + factor / (1 + Math.exp(x!)) - 1,
      "=",
      0,
    ],
  },
  {
    name: "angle",
    wide: one(between(-3, 3)),
    sides: ([x], factor) => [Math.atan2(Math.sin(x!), Math.cos(x!)) - factor * x!, "=", 0],
  },
  {
    name: "angles-of-a-triangle",
    wide: vectorOf(3, magnitude({ minimum: 1, maximum: 1.99 })),
    sides: ([a, b, c], factor) => {
      const angle = (x: number, y: number, z: number) =>
        Math.acos((y * y + z * z - x * x) / (2 * y * z));
      return [
        angle(a!, b!, c!) + angle(b!, c!, a!) + angle(c!, a!, b!) - Math.PI * factor,
        "=",
        0,
      ];
    },
  },
  {
    name: "binary-logarithm",
    wide: one(magnitude({ minimum: 1e-300, maximum: 1e300 })),
    sides: ([x], factor) => [Math.log2(x!) * Math.LN2 - Math.log(x!) * factor, "=", 0],
  },
  {
    name: "number-e",
    wide: one(magnitude({ minimum: 1, maximum: 1e16 })),
    // In between rounding is larger than the gap.
    mild: fc.integer({ min: 30, max: 45 }).map((k) => [2 ** k]),
    sides: ([n], factor) => [Math.E - (1 + 1 / n!) ** n! * factor, ">=", 0],
  },
  {
    name: "powers",
    wide: several(magnitude({ minimum: 1e-9, maximum: 1e9 }), between(-9, 9), between(-9, 9)),
    sides: ([x, a, b], factor) => [x! ** a! * x! ** b! / x! ** (a! + b!) - factor, "=", 0],
  },
  {
    name: "root-and-power",
    wide: several(magnitude({ minimum: 1e-9, maximum: 1e9 }), fc.integer({ min: 1, max: 300 })),
    sides: ([x, n], factor) => [(x! ** (1 / n!)) ** n! - x! * factor, "=", 0],
  },
  {
    name: "determinant-of-singular-values",
    wide: nearlySingular,
    mild: vectorOf(9, realNumber({ minimum: 1, maximum: 9 })),
    sides: (x, factor, arithmetic) => [
      singularValues(x, 3, arithmetic).reduce((product, s) => product * s, 1),
      "=",
      Math.abs(determinant(x)) * factor,
    ],
  },
  {
    name: "frobenius-norm",
    wide: matrix,
    sides: (x, factor, arithmetic) => [
      sumOf(singularValues(x, 3, arithmetic).map((s) => s ** 2)) - dot(x, x) * factor,
      "=",
      0,
    ],
  },
  {
    name: "nuclear-norm",
    wide: fc.tuple(vectorOf(3, realNumber()), vectorOf(3, realNumber())).map(([u, v]) =>
      u.flatMap((a) => v.map((b) => a * b))
    ),
    sides: (x, factor, arithmetic) => [
      sumOf(singularValues(x, 3, arithmetic)) - factor * Math.sqrt(dot(x, x)),
      ">=",
      0,
    ],
  },
  {
    name: "left-singular-vectors",
    wide: matrix,
    sides: (x, factor, arithmetic) => {
      const a = arithmetic.matrix(rows(x, 3));
      const { u, s, v } = arithmetic.singularValueDecomposition(a);
      const image = arithmetic.toRows(arithmetic.multiply(a, v));
      const left = arithmetic.toRows(u);
      return s.map((value, j): Sides => [
        sumOf(image.map((row, i) => (row[j]! - factor * value * left[i]![j]!) ** 2)),
        "=",
        0,
      ]);
    },
  },
  {
    name: "trace-of-eigenvalues",
    wide: vectorOf(3, nonzeroNumber({ minimum: 1e-6, maximum: 1e8 })),
    sides: ([a, b, c], factor, arithmetic) => {
      const { values } = arithmetic.symmetricEigendecomposition(
        arithmetic.matrix([[a!, b!], [b!, c!]]),
      );
      return [values[0]! + values[1]! - (a! + c!) * factor, "=", 0];
    },
  },
  {
    name: "product-and-exponential",
    wide: vectorOf(40, magnitude({ minimum: 1e-14, maximum: 1e-2 })),
    mild: vectorOf(40, magnitude({ minimum: 1e-14, maximum: 1e-6 })),
    sides: (x, factor) => [
      Math.exp(sumOf(x)) - factor * x.reduce((product, a) => product * (1 + a), 1),
      ">=",
      0,
    ],
  },
  {
    name: "product-and-sum",
    wide: vectorOf(40, magnitude({ minimum: 1e-14, maximum: 1e-2 })),
    sides: (x, factor) => [
      x.reduce((product, a) => product * (1 + a), 1) - 1,
      ">=",
      sumOf(x) + (factor - 1),
    ],
  },
  {
    name: "product-of-many",
    wide: vectorOf(80, magnitude({ minimum: 1e-3, maximum: 1e3 })),
    sides: (x, factor) => [
      Math.log(x.reduce((product, a) => product * a, 1)) - factor * sumOf(x.map(Math.log)),
      "=",
      0,
    ],
  },
  {
    name: "babylonian-root",
    wide: one(magnitude({ minimum: 1e-9, maximum: 1e9 })),
    sides: ([a], factor) => [
      orbit(1, 100, (x) => (x + a! / x) / 2).at(-1)! ** 2 - a! * factor,
      "=",
      0,
    ],
  },
  {
    name: "fixed-point-of-the-cosine",
    wide: one(realNumber({ minimum: -3, maximum: 3 })),
    sides: ([start], factor) => {
      const x = orbit(start!, 100, Math.cos).at(-1)!;
      return [Math.cos(x * factor) - x, "=", 0];
    },
  },
  {
    name: "descent-to-a-shift",
    wide: several(nonzeroNumber({ minimum: 1e-3, maximum: 1e9 }), realNumber()),
    mild: several(nonzeroNumber({ minimum: 1, maximum: 10 }), realNumber()),
    sides: ([target, start], factor) => {
      const x = orbit(start!, 100, (y) => y - 0.3 * (y - target!));
      return x.slice(1).map((y, k): Sides => [
        Math.abs(y - target!) * factor,
        "<=",
        0.7 * Math.abs(x[k]! - target!),
      ]);
    },
  },
  {
    name: "values-decrease",
    wide: several(nonzeroNumber({ minimum: 1e-3, maximum: 1e6 }), realNumber()),
    sides: ([target, start], factor) => {
      const f = (y: number) => y * y - 2 * target! * y;
      const x = orbit(start!, 100, (y) => y - 0.4 * (y - target!));
      return x.slice(1).map((y, k): Sides => [
        f(y) - f(x[k]!),
        "<=",
        (1 - factor) * Math.abs(f(target!)),
      ]);
    },
  },
  {
    name: "two-forms-of-momentum",
    wide: several(magnitude({ minimum: 1e-6, maximum: 1 }), nonzeroNumber()),
    mild: several(magnitude({ minimum: 1e-6, maximum: 1e-3 }), nonzeroNumber()),
    sides: ([step, start], factor) => {
      let [x, velocity] = [start!, 0];
      let [y, before] = [start!, start!];
      for (let k = 0; k < 100; k++) {
        velocity = 0.9 * velocity - step! * x;
        x += velocity;
        [y, before] = [y - step! * y + 0.9 * (y - before), y];
      }
      return [x - y * factor, "=", 0];
    },
  },
  {
    name: "rotation",
    wide: several(between(-7, 7), nonzeroNumber(), nonzeroNumber()),
    sides: ([angle, a, b], factor) => {
      let [x, y] = [a!, b!];
      const [cosine, sine] = [Math.cos(angle!), Math.sin(angle!)];
      for (let k = 0; k < 100; k++) [x, y] = [cosine * x - sine * y, sine * x + cosine * y];
      return [x * x + y * y - factor * (a! * a! + b! * b!), "=", 0];
    },
  },
  {
    name: "tiny-leg",
    wide: several(
      magnitude({ minimum: 1e-3, maximum: 1e3 }),
      magnitude({ minimum: 1e-12, maximum: 1e-3 }),
    ),
    mild: vectorOf(2, magnitude({ minimum: 1, maximum: 10 })),
    sides: ([x, y], factor) => {
      const length = Math.sqrt(x! * x! + y! * y!);
      return [length - x!, "=", factor * y! * y! / (length + x!)];
    },
  },
  {
    name: "root-of-a-quadratic",
    wide: several(
      nonzeroNumber({ minimum: 1e-3, maximum: 1e3 }),
      magnitude({ minimum: 1e2, maximum: 1e8 }),
      nonzeroNumber({ minimum: 1e-3, maximum: 1 }),
    ),
    sides: ([a, b, c], factor) => {
      const root = (-b! - Math.sqrt(b! * b! - 4 * a! * c!)) / (2 * a!) * factor;
      return [a! * root ** 2 + b! * root + c!, "=", 0];
    },
  },
  {
    name: "cauchy-schwarz",
    wide: fc.tuple(
      vectorOf(4, nonzeroNumber({ minimum: 1e-3, maximum: 1e3 })),
      nonzeroNumber(),
    ).map(([x, c]) => [...x, ...x.map((entry) => c * entry)]),
    sides: (z, factor) => {
      const [x, y] = halves(z);
      return [dot(x, x) * dot(y, y) - factor * dot(x, y) ** 2, ">=", 0];
    },
  },
  {
    name: "triangle-gap",
    wide: fc.tuple(
      vectorOf(4, nonzeroNumber({ minimum: 1e-3, maximum: 1e3 })),
      magnitude(),
    ).map(([x, c]) => [...x, ...x.map((entry) => c * entry)]),
    sides: (z, factor) => {
      const [x, y] = halves(z);
      const norm = (v: readonly number[]) => Math.sqrt(dot(v, v));
      return [norm(x) + norm(y) - factor * norm(x.map((entry, i) => entry + y[i]!)), ">=", 0];
    },
  },
  {
    name: "geometric-series",
    wide: several(magnitude({ minimum: 1e-12, maximum: 0.5 }), fc.integer({ min: 1, max: 200 })),
    sides: ([gap, n], factor) => {
      const ratio = 1 - gap!;
      const sum = sumOf(Array.from({ length: n! }, (_, k) => ratio ** k));
      return [sum * (1 - ratio) + ratio ** n! * factor - 1, "=", 0];
    },
  },
  {
    name: "alternating-binomials",
    wide: whole(1, 120),
    sides: ([n], factor) => [
      sumOf(binomials(n!).map((c, k) => k % 2 === 0 ? c : -c * factor)),
      "=",
      0,
    ],
  },
  {
    name: "harmonic-numbers",
    wide: whole(2, 500),
    sides: ([n], factor) => {
      const terms = Array.from({ length: n! }, (_, k) => 1 / (k + 1));
      return [sumOf(terms) - factor * sumOf(terms.toReversed()), "=", 0];
    },
  },
  {
    name: "exponential-series",
    wide: one(between(-30, 30)),
    mild: one(between(-1, 30)),
    sides: ([x], factor) => [exponentialSeries(x!), "=", Math.exp(x!) * factor],
  },
  {
    name: "binet",
    wide: whole(1, 90),
    sides: ([n], factor) => {
      const root = Math.sqrt(5);
      const power = (sign: number) => ((1 + sign * root) / 2) ** n!;
      return [(power(1) - power(-1)) / root - fibonacci(n!) * factor, "=", 0];
    },
  },
  {
    name: "whole-quotient",
    wide: several(fc.integer({ min: 1, max: 1000 }), magnitude({ minimum: 1e-3, maximum: 1e3 })),
    sides: ([n, x], factor) => [Math.ceil(n! * x! * factor / x!), "=", n!],
  },
  {
    name: "sum-of-remainders",
    wide: vectorOf(3, magnitude({ minimum: 1e-2, maximum: 1e4 })),
    sides: ([a, b, m], factor) => [
      Math.cos(((a! + b!) % m!) / m! * 2 * Math.PI),
      "=",
      Math.cos(((a! % m!) + (b! % m!) * factor) / m! * 2 * Math.PI),
    ],
  },
  {
    name: "collinear-points",
    wide: several(
      nonzeroNumber({ minimum: 1, maximum: 1e8 }),
      ...Array(4).fill(realNumber()),
      between(-3, 3),
    ),
    sides: ([shift, ax, ay, bx, by, t], factor) => {
      const [x, y] = [bx! - ax!, by! - ay!].map((part) => part * t!);
      return [
        (bx! - ax!) * ((shift! + ay! + y! * factor) - (shift! + ay!)) -
        (by! - ay!) * ((shift! + ax! + x!) - (shift! + ax!)),
        "=",
        0,
      ];
    },
  },
  {
    name: "weights-of-a-mean",
    wide: fc.tuple(vectorOf(3, magnitude()), nonzeroNumber()).map(([w, c]) => [...w, c]),
    sides: ([a, b, c, x], factor) => {
      const sum = a! + b! + c!;
      return [x! - factor * (a! / sum * x! + b! / sum * x! + c! / sum * x!), "=", 0];
    },
  },
  {
    name: "tiny-squares",
    wide: several(
      nonzeroNumber({ minimum: 1e-170, maximum: 1e-150 }),
      nonzeroNumber({ minimum: 1e-170, maximum: 1e-150 }),
    ),
    mild: vectorOf(2, nonzeroNumber({ minimum: 1e-140, maximum: 1e-130 })),
    sides: ([x, y], factor) => [
      (x! * x! + y! * y!) * 1e200,
      "=",
      factor * ((x! * 1e100) ** 2 + (y! * 1e100) ** 2),
    ],
  },
];
