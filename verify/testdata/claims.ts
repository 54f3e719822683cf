/**
 * Claims whose verdict is known beforehand, true and false ones of each kind, for the tests of the
 * engine.
 *
 * @module
 */

import fc from "fast-check";
import { fitPowerLaw } from "../../lib/statistics/mod.ts";
import { type Claim, defineClaim } from "../claim.ts";
import type { Figure } from "../figure.ts";
import type { Relation } from "../relation.ts";

const real = fc.double({ min: -1e3, max: 1e3, noNaN: true });
const pair = fc.record({
  x: fc.array(real, { minLength: 3, maxLength: 3 }),
  y: fc.array(real, { minLength: 3, maxLength: 3 }),
});

function dot(x: readonly number[], y: readonly number[]): number {
  return x.reduce((sum, value, i) => sum + value * y[i]!, 0);
}

function claim<I>(
  part: Pick<Claim<I, I>, "id" | "kind" | "instances"> & {
    relations: (instance: I) => Relation[];
    expected: "holds" | "refuted" | "inconclusive";
    hypotheses?: Claim<I, I>["hypotheses"];
    figures?: (instance: I) => Figure[];
  },
): Claim {
  const { relations, expected, hypotheses = [], figures, ...rest } = part;
  return defineClaim<I, I>({
    ...rest,
    title: part.id,
    locus: "testdata",
    hypotheses,
    observe: (instance) => instance,
    ...(figures === undefined ? {} : { figures }),
    variants: { printed: { statement: part.id, expected, relations } },
  });
}

const radii = Array.from({ length: 12 }, (_, k) => 4 ** -k);

/** One relation a radius, at the point `radius`·`instance.direction`. */
function locally(relation: (x: number) => Omit<Relation, "neighbourhood">) {
  return ({ direction }: { direction: number }): Relation[] =>
    radii.map((radius) => ({
      ...relation(radius * direction),
      neighbourhood: { radius },
    }));
}

const directions = fc.record({
  direction: fc.double({ min: 0.1, max: 1, noNaN: true }),
});

const grid = [10, 20, 40, 80, 160, 320, 640];

function scaling(
  id: string,
  power: (x: number, noise: number) => number,
  expected: "holds" | "refuted",
) {
  return claim({
    id,
    kind: "scaling",
    instances: fc.record({ noise: fc.double({ min: -0.01, max: 0.01, noNaN: true }) }),
    relations: ({ noise }) => {
      const fit = fitPowerLaw(grid, grid.map((x) => power(x, noise)));
      return [{
        label: "exponent",
        lhs: fit.exponent,
        sense: "=",
        rhs: 2,
        uncertainty: fit.interval,
      }];
    },
    figures: ({ noise }) => {
      const values = grid.map((x) => power(x, noise));
      const { exponent, interval } = fitPowerLaw(grid, values);
      return [{
        kind: "scaling",
        title: "the values on the grid",
        x: { label: "x" },
        y: { label: "value" },
        points: grid.map((x, k) => [x, values[k]!]),
        slope: { estimate: exponent, lower: exponent - interval, upper: exponent + interval },
        predicted: 2,
      }];
    },
    expected,
  });
}

/** Claims with their known verdicts as `expected`. */
export const claims: readonly Claim[] = [
  claim({
    id: "known/cauchy-schwarz",
    kind: "universal",
    instances: pair,
    relations: ({ x, y }) => [{
      label: "|<x,y>| <= |x||y|",
      lhs: Math.abs(dot(x, y)),
      sense: "<=",
      // Math.hypot, because the squares of tiny numbers underflow, and then the claim is false.
      rhs: Math.hypot(...x) * Math.hypot(...y),
    }],
    figures: ({ x, y }) => [{
      kind: "plane",
      title: "the first two coordinates",
      x: { label: "first coordinate" },
      y: { label: "second coordinate" },
      paths: [{ name: "from x to y", role: "observed", points: [[x[0]!, x[1]!], [y[0]!, y[1]!]] }],
      points: [{ name: "0", role: "reference", at: [0, 0] }],
    }],
    expected: "holds",
  }),
  claim({
    id: "known/pythagoras-without-orthogonality",
    kind: "universal",
    instances: pair,
    relations: ({ x, y }) => {
      const sum = x.map((value, i) => value + y[i]!);
      return [{
        label: "|x+y|^2 = |x|^2 + |y|^2",
        lhs: dot(sum, sum),
        sense: "=",
        rhs: dot(x, x) + dot(y, y),
        scale: (Math.sqrt(dot(x, x)) + Math.sqrt(dot(y, y))) ** 2,
      }];
    },
    expected: "refuted",
  }),
  claim({
    id: "known/pythagoras",
    kind: "universal",
    instances: pair,
    hypotheses: [{
      name: "x is not zero",
      statement: String.raw`x \neq 0`,
      holds: ({ x }) => dot(x, x) > 1e-6,
    }],
    // y is made orthogonal to x in floating point: an identity that holds only up to rounding.
    relations: ({ x, y }) => {
      const along = dot(x, y) / dot(x, x);
      const orthogonal = y.map((value, i) => value - along * x[i]!);
      const sum = x.map((value, i) => value + orthogonal[i]!);
      return [{
        label: "|x+y|^2 = |x|^2 + |y|^2",
        lhs: dot(sum, sum),
        sense: "=",
        rhs: dot(x, x) + dot(orthogonal, orthogonal),
        scale: (Math.sqrt(dot(x, x)) + Math.sqrt(dot(y, y))) ** 2,
      }];
    },
    expected: "holds",
  }),
  claim({
    id: "known/witness",
    kind: "existence",
    instances: pair,
    relations: ({ x, y }) => [{
      label: "<x,y> <= -|x||y|/2",
      lhs: dot(x, y),
      sense: "<=",
      rhs: -Math.sqrt(dot(x, x) * dot(y, y)) / 2,
    }],
    expected: "holds",
  }),
  claim({
    id: "known/no-witness",
    kind: "existence",
    instances: pair,
    relations: ({ x, y }) => [{
      label: "|x+y| >= 1.001 (|x| + |y|) + 1",
      lhs: Math.hypot(...x.map((value, i) => value + y[i]!)),
      sense: ">=",
      rhs: 1.001 * (Math.hypot(...x) + Math.hypot(...y)) + 1,
    }],
    expected: "inconclusive",
  }),
  claim({
    // e^x <= 1 + 1.01 x holds for 0 < x < 0.0199 only.
    id: "known/exponential-near-zero",
    kind: "local",
    instances: directions,
    relations: locally((x) => ({
      label: "e^x - 1 <= 1.01 x",
      lhs: Math.expm1(x),
      sense: "<=",
      rhs: 1.01 * x,
    })),
    expected: "holds",
  }),
  claim({
    // 1 − cos x = x²/2 − x⁴/24 …, below x²/2 by a margin that vanishes with the radius.
    id: "known/cosine-tight",
    kind: "local",
    instances: directions,
    relations: locally((x) => ({
      label: "1 - cos x <= x^2/2",
      lhs: 2 * Math.sin(x / 2) ** 2,
      sense: "<=",
      rhs: x ** 2 / 2,
    })),
    figures: ({ direction }) => [{
      kind: "lines",
      title: "1 - cos x over the radii",
      x: { label: "radius", scale: "log" },
      y: { label: "1 - cos x", scale: "log" },
      mark: "dots",
      series: [{
        name: "1 - cos x",
        role: "observed",
        points: radii.map((radius) => [radius, 2 * Math.sin(radius * direction / 2) ** 2]),
      }],
    }],
    expected: "holds",
  }),
  claim({
    // Holds at every x >= 0.1, fails at every radius below: only the limit counts.
    id: "known/fails-only-in-the-limit",
    kind: "local",
    instances: directions,
    relations: locally((x) => ({
      label: "x <= 10 x^2",
      lhs: x,
      sense: "<=",
      rhs: 10 * x ** 2,
    })),
    expected: "refuted",
  }),
  claim({
    // True within 1e-17 of 0 only, closer than the radii come.
    id: "known/neighbourhood-too-small-to-see",
    kind: "local",
    instances: directions,
    relations: locally((x) => ({
      label: "1e-17 >= x",
      lhs: 1e-17 - x,
      sense: ">=",
      rhs: 0,
      size: 1,
    })),
    expected: "inconclusive",
  }),
  claim({
    id: "known/sine-wrong-constant",
    kind: "local",
    instances: directions,
    relations: locally((x) => ({
      label: "sin x <= 0.999 x",
      lhs: Math.sin(x),
      sense: "<=",
      rhs: 0.999 * x,
    })),
    expected: "refuted",
  }),
  scaling("known/triangular-numbers", (x, noise) => (1 + noise) * x * (x + 1) / 2, "holds"),
  scaling("known/wrong-exponent", (x, noise) => (1 + noise) * x ** 1.8, "refuted"),
];
