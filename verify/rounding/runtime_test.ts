import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { neighbour } from "./_exactness.ts";
import * as runtime from "./runtime.ts";
import { UNIT, units } from "./testdata/units.ts";

/** The sign of the exact value minus the result, from integers alone. */
const exactSides: Record<string, (a: number, b: number, result: number) => bigint> = {
  add: (a, b, result) => units(a) + units(b) - units(result),
  subtract: (a, b, result) => units(a) - units(b) - units(result),
  multiply: (a, b, result) => units(a) * units(b) - (units(result) << UNIT),
  divide: (a, b, result) => {
    const rest = (units(a) << UNIT) - units(result) * units(b);
    return b < 0 ? -rest : rest;
  },
};

const operators = { ...runtime } as unknown as Record<string, (a: number, b: number) => number>;

const operand = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ min: -100, max: 100, noNaN: true }),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.integer({ min: -1074, max: 1023 }).map((exponent) => 2 ** exponent),
  fc.integer({ min: -(2 ** 30), max: 2 ** 30 }).map((count) => count * Number.MIN_VALUE),
  fc.double({ min: 1e-160, max: 1e-150, noNaN: true }),
  fc.double({ min: 1e290, noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, Number.MAX_VALUE, -Number.MAX_VALUE, 2 ** -1022, 1 + 2 ** -52),
);

function inRun<R>(mode: "toward" | "away", probability: number, body: () => R): R {
  return runtime.withRandomRounding({ seed: 1, mode, probability }, body);
}

for (const [name, side] of Object.entries(exactSides)) {
  Deno.test(`${name}: exact results stay, inexact ones go to both numbers around the exact value`, () => {
    const operate = operators[name]!;
    fc.assert(
      fc.property(operand, operand, (a, b) => {
        const nearest = operate(a, b);
        if (!Number.isFinite(nearest)) return;
        const error = side(a, b, nearest);
        const other = error === 0n ? nearest : neighbour(nearest, error > 0n);
        const [below, above] = error > 0n ? [nearest, other] : [other, nearest];
        const finite = (x: number) => Number.isFinite(x) ? x : nearest;
        assertEquals(inRun("toward", 1, () => operate(a, b)), finite(above));
        assertEquals(inRun("toward", 0, () => operate(a, b)), finite(below));
        assertEquals(inRun("away", 0, () => operate(a, b)), nearest);
        assertEquals(inRun("away", 1, () => operate(a, b)), finite(other));
      }),
      { numRuns: 20000, seed: 1 },
    );
  });
}

Deno.test("sqrt: exact roots stay, the others go to both sides of the exact value", () => {
  fc.assert(
    fc.property(operand, (value) => {
      const x = Math.abs(value);
      const nearest = Math.sqrt(x);
      const error = (units(x) << UNIT) - units(nearest) ** 2n;
      const other = error === 0n ? nearest : neighbour(nearest, error > 0n);
      assertEquals(inRun("away", 1, () => runtime.sqrt(x)), other);
      assertEquals(inRun("toward", 1, () => runtime.sqrt(x)), Math.max(nearest, other));
    }),
    { numRuns: 20000, seed: 1 },
  );
});

Deno.test("power: exact powers stay, others move", () => {
  const power = (a: number, b: number, probability = 1) =>
    inRun("toward", probability, () => runtime.power(a, b));
  fc.assert(
    fc.property(fc.integer({ min: -999, max: 999 }), fc.integer({ min: 0, max: 20 }), (a, b) => {
      const exact = BigInt(a) ** BigInt(b);
      if (BigInt(Number(exact)) !== exact) return;
      assertEquals(power(a, b), Number(exact) + 0);
      assertEquals(power(a, b, 0), Number(exact) + 0);
    }),
    { numRuns: 5000, seed: 1 },
  );
  assertEquals([power(2, -1074), power(4, 1.5), power(16, 0.25), power(0.5, 3), power(8, -2)], [
    Number.MIN_VALUE,
    8,
    2,
    0.125,
    1 / 64,
  ]);
  for (const [a, b] of [[3, 40], [1.1, 2], [2, 0.5], [3, -1], [8, 1 / 3], [0.7, 5]] as const) {
    assert(power(a, b, 1) > power(a, b, 0), `${a} ** ${b}`);
  }
});

/** What is known of a function of `Math`: where it is exact, where not, and what ends its range. */
interface Known {
  /** Arguments whose results stay as they are, also where there is no result. */
  readonly exact: readonly number[];
  /** Arguments whose results go to either neighbour. */
  readonly inexact: readonly number[];
  /** Arguments whose results are at the least value and go up only. */
  readonly least?: readonly number[];
  /** Arguments whose results are at the greatest value and go down only. */
  readonly greatest?: readonly number[];
}

const none = [NaN, Infinity, -Infinity];
const some = [1e-300, -1e-300, 0.5, -0.5, 0.9, -0.9, 1, -1];
const more = [2, -2, 3, -3, 30, -30];

const functions: Readonly<Record<string, Known>> = {
  exp: { exact: [0, -0, ...none], inexact: [...some, ...more, 1e-200], least: [-800] },
  expm1: { exact: [0, -0, ...none], inexact: [...some, ...more], least: [-40, -800] },
  log: { exact: [1, 0, -1, ...none], inexact: [0.5, 2, 3, 1 + 2 ** -52, 1e-300, Math.E] },
  log1p: { exact: [0, -0, -1, -2, ...none], inexact: [0.5, -0.5, 1, 2, 3, 1e-300, -1e-300] },
  log2: {
    exact: [1, 2, 1024, 2 ** -1074, 0.25, 2 ** 1023, 0, -1, -2, ...none],
    inexact: [3, 0.7, 6, 1 + 2 ** -52, 3 * 2 ** -1074, 1e22],
  },
  log10: {
    exact: [...Array.from({ length: 23 }, (_, k) => Number(`1e${k}`)), 0, -1, -10, ...none],
    inexact: [0.1, 1e-3, 1e-22, 2, 5, 11, 99, 1e23, 1e24, 1e22 + 2 ** 22],
  },
  cbrt: {
    exact: [0, -0, 1, -1, 8, 27, -64, 1e9, 0.125, (2 ** 17 + 1) ** 3, 2 ** -1074, ...none],
    inexact: [2, 3, -9, 1 + 2 ** -52, 0.1, 1e-300, 1e300, 1.1 ** 3, 27 + 2 ** -48, 3 * 2 ** -1074],
  },
  sin: {
    exact: [0, -0, ...none],
    inexact: [...some, ...more],
    least: [-Math.PI / 2],
    greatest: [Math.PI / 2],
  },
  cos: {
    exact: [0, -0, ...none],
    inexact: [0.5, -0.5, 0.9, 1, -1, ...more],
    least: [Math.PI],
    greatest: [1e-300, 1e-9],
  },
  tan: { exact: [0, -0, ...none], inexact: [...some, ...more, Math.PI / 2] },
  asin: { exact: [0, -0, 2, -2, ...none], inexact: some },
  acos: { exact: [1, 2, -2, ...none], inexact: [0, -0, 0.5, -0.5, 0.9, -1, 1 - 2 ** -53] },
  atan: { exact: [0, -0, NaN], inexact: [...some, ...more, Infinity, -Infinity] },
  sinh: { exact: [0, -0, ...none, 800, -800], inexact: [...some, ...more] },
  cosh: { exact: [0, -0, ...none, 800], inexact: [0.5, -0.5, 1, -1, ...more], least: [1e-9] },
  tanh: {
    exact: [0, -0, ...none],
    inexact: [...some, 2, -2, 3, -3],
    least: [-30],
    greatest: [30],
  },
  asinh: { exact: [0, -0, ...none], inexact: [...some, ...more] },
  acosh: { exact: [1, 0, -1, 0.5, ...none], inexact: [2, 3, 1.7, 1 + 2 ** -52, 1e300] },
  atanh: {
    exact: [0, -0, 1, -1, 2, -2, ...none],
    inexact: [1e-300, -1e-300, 0.5, -0.5, 0.9, -0.9],
  },
  sqrt: {
    exact: [0, -0, 1, 4, 0.25, -1, -4, 2 ** -1074, ...none],
    // On which side the others lie is known: see above.
    inexact: [],
  },
};

/** Whether the results of 1 + 10⁻²⁰ are above 1, for some seeds. */
const RECORDED_HITS: Readonly<Record<string, string>> = {
  "-1": "010110011001000100011011100011000110011100111010",
  "0": "111101100101000100100011100101000111100010011100",
  "0.5": "111101100101000100100011100101000111100010011100",
  "1": "011100001010000110111100010100110111000101011101",
  "123456789": "000100110101010101010110111000011001111011111001",
  "2": "111100001100110010010010000001100101010000111001",
  "2147483648": "000100111101101001110010110101111100010001001000",
  // The one of which the scrambled seed would be 0, which stays 0 for ever.
  "2654435769": "110101111001011010100010110110101011011110101000",
  "6949403065": "110101111001011010100010110110101011011110101000",
};

/** Where the results of e¹ lie. */
const RECORDED_SIDES = "0--+0000+0+0000-+0-+--000+0-00--0-+-000-0+0+++0+";

const mathOf = Math as unknown as Record<string, (...values: unknown[]) => number>;
const unary = runtime as unknown as Record<string, (...values: unknown[]) => number>;

/** The results in runs that round down, up, to nearest and to the other side, by some seeds. */
function resultsOf(
  body: () => number,
): { down: number; up: number; stay: number; others: number[] } {
  const away = (seed: number) =>
    runtime.withRandomRounding({ seed, mode: "away", probability: 1 }, body);
  return {
    down: inRun("toward", 0, body),
    up: inRun("toward", 1, body),
    stay: inRun("away", 0, body),
    others: Array.from({ length: 20 }, (_, seed) => away(seed))
      .sort((a, b) => a < b ? -1 : 1)
      .filter((value, index, all) => !Object.is(value, all[index - 1])),
  };
}

/** Asserts that a result goes to both numbers beside it, or to those that lie within the range. */
function assertMoves(body: () => number, least = -Infinity, greatest = Infinity, what = ""): void {
  const value = body();
  const [below, above] = [neighbour(value, false), neighbour(value, true)];
  const down = below < least ? value : below;
  const up = above > greatest ? value : above;
  assertEquals(resultsOf(body), { down, up, stay: value, others: [down, up] }, what);
}

function assertStays(body: () => number, what = ""): void {
  const value = body();
  assertEquals(resultsOf(body), { down: value, up: value, stay: value, others: [value] }, what);
}

for (const [name, { exact, inexact, least = [], greatest = [] }] of Object.entries(functions)) {
  Deno.test(`Math.${name}: exact results stay, others go to either side within its range`, () => {
    const compute = unary[name]!;
    for (const x of [...exact, ...inexact, ...least, ...greatest]) {
      assertEquals(compute(x), mathOf[name]!(x));
      assertEquals(compute(`${x}`), mathOf[name]!(`${x}`));
    }
    for (const x of exact) {
      assertStays(() => compute(x), `${name}(${x})`);
      assertStays(() => compute(`${x}`), `${name}("${x}")`);
    }
    for (const x of inexact) assertMoves(() => compute(x), -Infinity, Infinity, `${name}(${x})`);
    for (const x of least) {
      assertMoves(() => compute(x), mathOf[name]!(x), Infinity, `${name}(${x})`);
    }
    for (const x of greatest) {
      assertMoves(() => compute(x), -Infinity, mathOf[name]!(x), `${name}(${x})`);
    }
  });
}

Deno.test("Math.atan2: an angle is exact only where it is 0 by definition", () => {
  const { atan2 } = runtime;
  const points: readonly (readonly [y: number, x: number, isExact: boolean])[] = [
    [0, 3, true],
    [-0, 3, true],
    [0, 0, true],
    [2, Infinity, true],
    [-2, Infinity, true],
    [NaN, 1, true],
    [1e-300, 1e300, false],
    [0, -1, false],
    [1, 0, false],
    [1, 1, false],
    [-1, -1, false],
    [-1, 2, false],
    [Infinity, Infinity, false],
    [2, -Infinity, false],
  ];
  for (const [y, x, isExact] of points) {
    assertEquals(atan2(y, x), Math.atan2(y, x));
    (isExact ? assertStays : assertMovesFreely)(() => atan2(y, x), `${y}, ${x}`);
  }
});

Deno.test("Math.hypot: a length is exact where all squares and sums are", () => {
  const exact = [
    [],
    [0],
    [0, -0],
    [0.1],
    [0, 0.1, 0],
    [3, 4],
    [1, 2, 2],
    [-5, 12],
    [0.75, 1],
    [
      Infinity,
      1,
    ],
    [NaN, 1],
    [2 ** 26 + 1],
    [6, 0, -8],
  ];
  const inexact = [
    [1, 1],
    [0.1, 0.2],
    [3, 4, 1],
    [0.3, 0.4],
    [1e200, 1e200],
    [3e200, 4e200],
    [
      1e-200,
      1e-200,
    ],
    [3, 4 + 2 ** -50],
    [2 ** 27 + 1, 2 ** 27 - 1],
    [1, 1e-20],
    [1, 2, 3],
  ];
  // Here the sum is a square, but was rounded on the way.
  inexact.push([3, 4, 2 ** -30], [Math.sqrt(11), 5]);
  for (const values of exact) assertStays(() => runtime.hypot(...values), `${values}`);
  for (const values of inexact) assertMovesFreely(() => runtime.hypot(...values), `${values}`);
  for (const values of [...exact, ...inexact]) {
    assertEquals(runtime.hypot(...values), Math.hypot(...values));
  }
});

Deno.test("powers: exact ones stay, others go to the neighbours, none leaves its sign", () => {
  const exact: readonly (readonly [number, number])[] = [
    [5, 0],
    [-0.1, 0],
    [0.1, 1],
    [-0.1, 1],
    [1, 0.3],
    [1, 1e300],
    [-1, 3],
    [-1, 1e300],
    [0, 2],
    [0, -1],
    [-0, 3],
    [0, 0.3],
    [3, 33],
    [-3, 33],
    [2, -1074],
    [-2, 1023],
    [3 * 2 ** -400, 2],
    [3 * 2 ** -358, 3],
    [4, 1.5],
    [16, 0.25],
    [16, -0.75],
    [2 ** 40 * 81, 0.75],
    [-8, 0.5],
    [-8, 1 / 3],
    [2, 2000],
    [10, 400],
    [0.5, Infinity],
    [Infinity, -1],
    [-Infinity, 3],
    [NaN, 2],
    [10, 22],
  ];
  for (const [base, exponent] of exact) {
    for (const power of [runtime.power, runtime.pow]) {
      assertEquals(power(base, exponent), Math.pow(base, exponent));
      assertStays(() => power(base, exponent), `${base} ** ${exponent}`);
    }
  }
  const free = [
    [3, 34],
    [-3, 35],
    [3, 40],
    [10, 23],
    [1.1, 3],
    [2, 1 / 3],
    [3, -3],
    [0.7, 5],
    [9, -1.5],
    [
      2 ** 41,
      0.25,
    ],
    [0.3, 1e-5],
    [5, 1.5],
  ] as const;
  for (const [base, exponent] of free) {
    assertMovesFreely(() => runtime.power(base, exponent), `${base} ** ${exponent}`);
  }
  // Squares, reciprocals and roots are rounded as the operations that they are.
  for (const base of [3, 1.1, -0.7, 2 ** 0.5, 1e-170, 9]) {
    for (const probability of [0, 1]) {
      const square = inRun("toward", probability, () => runtime.multiply(base, base));
      const inverse = inRun("toward", probability, () => runtime.divide(1, base));
      assertEquals(inRun("toward", probability, () => runtime.power(base, 2)), square);
      assertEquals(inRun("toward", probability, () => runtime.power(base, -1)), inverse);
      if (base < 0) continue;
      const root = inRun("toward", probability, () => runtime.sqrt(base));
      assertEquals(inRun("toward", probability, () => runtime.power(base, 0.5)), root);
    }
  }
  assertMoves(() => runtime.power(2, -1075), 0);
  assertMoves(() => runtime.power(3 * 2 ** -360, 3), 0);
  assertMoves(() => runtime.power(-0.1, 400), 0);
  assertMoves(() => runtime.power(-0.1, 401), -Infinity, 0);
});

function assertMovesFreely(body: () => number, what: string): void {
  assertMoves(body, -Infinity, Infinity, what);
}

Deno.test("integers, indices and what is no number are left alone", () => {
  const any = operators as unknown as Record<string, (a: unknown, b: unknown) => unknown>;
  for (const mode of ["toward", "away"] as const) {
    inRun(mode, 1, () => {
      for (let i = 0; i < 1000; i++) {
        assertEquals(runtime.add(runtime.multiply(i, 37), i % 5), i * 37 + i % 5);
        assertEquals(runtime.divide(i * 8, 16), i / 2);
      }
      assertEquals(any.add!("a", 1), "a1");
      assertEquals(any.multiply!(3n, 4n), 12n);
      assertEquals(any.power!(3n, 4n), 81n);
      assertEquals(any.subtract!(new Date(5), 2), 3);
      assertThrows(() => any.add!(1n, 1), TypeError);
      assertEquals([runtime.divide(1, 0), runtime.divide(1, Infinity)], [Infinity, 0]);
      assertEquals(runtime.add(NaN, 1), NaN);
    });
  }
});

Deno.test("a run is determined by its seed, and ends with its body", () => {
  const sum = () => {
    let total = 0;
    for (let i = 0; i < 1000; i++) total = runtime.add(total, 0.1);
    return total;
  };
  let ordinary = 0;
  for (let i = 0; i < 1000; i++) ordinary += 0.1;
  const run = (seed: number) =>
    runtime.withRandomRounding({ seed, mode: "toward", probability: 0.5 }, sum);
  assertEquals(run(1), run(1));
  assertEquals(new Set([1, 2, 3, 4, 5].map(run)).size > 2, true);
  assertThrows(() =>
    runtime.withRandomRounding({ seed: 1, mode: "away", probability: 1 }, () => {
      throw new Error("stop");
    })
  );
  assertEquals(sum(), ordinary);
  assertThrows(
    () => runtime.withRandomRounding({ seed: 1, mode: "away", probability: 1.5 }, sum),
    RangeError,
  );
});

Deno.test("the share of hits is the run's probability", () => {
  for (const probability of [0.1, 0.5, 0.9]) {
    const ups = inRun("toward", probability, () => {
      let count = 0;
      for (let i = 0; i < 10000; i++) if (runtime.add(1, 1e-20) > 1) count++;
      return count;
    });
    assert(Math.abs(ups / 10000 - probability) < 0.02, `${ups}`);
  }
});

Deno.test("operands that are not both numbers are converted once, and their results not rounded", () => {
  const plain: Readonly<Record<string, (a: unknown, b: unknown) => unknown>> = {
    add: (a, b) => (a as number) + (b as number),
    subtract: (a, b) => (a as number) - (b as number),
    multiply: (a, b) => (a as number) * (b as number),
    divide: (a, b) => (a as number) / (b as number),
    power: (a, b) => (a as number) ** (b as number),
  };
  for (const [name, expected] of Object.entries(plain)) {
    for (const operands of [[0.1, 0.7], ["0.1", 0.7], [0.1, "0.7"], [true, 0.7], [7n, 3n]]) {
      const [a, b] = operands;
      assertEquals(unary[name]!(a, b), expected(a, b));
      if (typeof a === "number" && typeof b === "number") continue;
      assertStays(() => unary[name]!(a, b), `${name} of ${typeof a} and ${typeof b}`);
    }
    for (const place of [0, 1]) {
      let conversions = 0;
      const operands: unknown[] = [0.1, 0.1];
      operands[place] = {
        valueOf() {
          conversions++;
          return 0.7;
        },
      };
      inRun("away", 1, () => unary[name]!(...operands));
      assertEquals(conversions, 1, name);
      assertEquals(
        inRun("away", 1, () => unary[name]!(...operands)),
        expected(...operands as [0, 0]),
      );
    }
    assertThrows(() => inRun("away", 1, () => unary[name]!(1n, 1)), TypeError);
  }
});

Deno.test("results at the ends of the range are exact, or stay", () => {
  assertStays(() => runtime.divide(1, Infinity));
  assertStays(() => runtime.divide(-1, 0));
  assertStays(() => runtime.divide(0, 5));
  assertStays(() => runtime.add(Infinity, 1));
  assertStays(() => runtime.subtract(Infinity, Infinity));
  assertStays(() => runtime.multiply(1e200, 1e200));
  assertEquals(inRun("toward", 1, () => runtime.add(Number.MAX_VALUE, 1)), Number.MAX_VALUE);
  assertEquals(inRun("toward", 1, () => runtime.constant(Number.MAX_VALUE)), Number.MAX_VALUE);
  // Where steps are relative, and beside it.
  for (const magnitude of [1e-289, 1e-291, 1e299, 1e301, 5e-324, 2 ** -1022]) {
    for (const value of [magnitude, -magnitude]) {
      if (Math.abs(value) < 2 ** 53) assertMoves(() => runtime.constant(value));
      const sum = () => runtime.add(value, value * 2 ** -60);
      const product = () => runtime.multiply(value, 1 + 2 ** -52);
      for (const body of [sum, product]) {
        const { down, up, stay } = resultsOf(body);
        assert([down, up].includes(stay) && stay === body(), `${value}`);
        assert(down === up || neighbour(down, true) === up, `${value}: ${down}, ${up}`);
      }
    }
  }
});

Deno.test("what a seed determines is on record, since evidence names its seed", () => {
  const hits = (seed: number) =>
    runtime.withRandomRounding(
      { seed, mode: "toward", probability: 0.5 },
      () => Array.from({ length: 48 }, () => runtime.add(1, 1e-20) > 1 ? "1" : "0").join(""),
    );
  const seeds = [0, 1, 2, -1, 123456789, 2 ** 31, 0x9e3779b9, 0x9e3779b9 + 2 ** 32, 0.5];
  assertEquals(Object.fromEntries(seeds.map((seed) => [seed, hits(seed)])), RECORDED_HITS);
  // Where the side is not known, a second bit of each draw chooses it.
  const sides = runtime.withRandomRounding(
    { seed: 1, mode: "away", probability: 0.5 },
    () => Array.from({ length: 48 }, () => "-0+"[1 + Math.sign(runtime.exp(1) - Math.E)]).join(""),
  );
  assertEquals(sides, RECORDED_SIDES);
  // A draw is a hit below a threshold of thirty bits.
  const share = (mode: "toward" | "away", probability: number) =>
    inRun(mode, probability, () => {
      let count = 0;
      for (let i = 0; i < 20000; i++) if (runtime.exp(1) !== Math.E) count++;
      return count / 20000;
    });
  for (const probability of [0, 0.2, 0.7, 1]) {
    assertEquals(share("toward", probability), 1);
    assert(Math.abs(share("away", probability) - probability) < 0.02);
  }
});

Deno.test("a run within a run leaves the outer one as it was, also if it fails", () => {
  const constants = { tenth: 0.1 };
  const outer = (between: () => void) =>
    runtime.withRandomRounding({ seed: 5, mode: "away", probability: 0.5 }, () => {
      const before = Array.from({ length: 20 }, () => runtime.exp(1));
      const structure = runtime.structure(constants);
      between();
      assertEquals(runtime.structure(constants) === structure, true);
      return [...before, ...Array.from({ length: 200 }, () => runtime.exp(1))];
    });
  const alone = outer(() => {});
  const inner = { seed: 9, mode: "toward", probability: 1 } as const;
  assertEquals(
    outer(() => {
      const found = runtime.withRandomRounding(
        inner,
        () => [runtime.exp(1), runtime.add(1, 1e-20)],
      );
      assertEquals(found, [neighbour(Math.E, true), 1 + 2 ** -52]);
    }),
    alone,
  );
  assertEquals(
    outer(() => {
      assertThrows(() =>
        runtime.withRandomRounding(inner, () => {
          throw new Error("stop");
        })
      );
    }),
    alone,
  );
  assertEquals(runtime.exp(1), Math.E);
  assertEquals(runtime.structure(constants), constants);
  const isRefused = (probability: number) => {
    assertThrows(
      () => runtime.withRandomRounding({ seed: 1, mode: "away", probability }, () => 1),
      RangeError,
      `must be in [0, 1]: ${probability}`,
    );
  };
  [-0.1, 1.1, NaN].forEach(isRefused);
  for (const probability of [0, 1]) {
    assertEquals(runtime.withRandomRounding({ seed: 1, mode: "away", probability }, () => 7), 7);
  }
});

Deno.test("constants: integers stay, other numbers go to either side", () => {
  for (const value of [0, -0, 1, -3, 2 ** 53 - 1, NaN, Infinity]) {
    assertStays(() => runtime.constant(value), `${value}`);
  }
  for (const value of [0.1, -0.1, Math.PI, 0.5, 2 ** 53, 1e22]) {
    assertEquals(runtime.constant(value), value);
    assertMovesFreely(() => runtime.constant(value), `${value}`);
  }
});

Deno.test("structures of constants: their inexact numbers move, once in a run; the rest is theirs", () => {
  class Point {
    x = 0.1;
  }
  const point = new Point();
  const bare = Object.assign(Object.create(null), { x: 0.1 });
  const [list, frozen] = [[0.1, 0.5, 3], Object.freeze({ tenth: 0.1 })];
  const constants: Record<string, unknown> = {
    list,
    again: list,
    frozen,
    point,
    bare,
    half: 0.5,
    third: Math.fround(1 / 3),
    tenth: 0.1,
    none: null,
    text: "0.1",
    call: Math.sin,
  };
  constants["itself"] = constants;
  assertEquals(runtime.structure(constants) === constants, true);
  inRun("toward", 1, () => {
    const found = runtime.structure(constants);
    const above = neighbour(0.1, true);
    assertEquals(found["list"], [above, 0.5, 3]);
    assertEquals(found["list"] === list, false);
    assertEquals(found["again"] === found["list"], true);
    assertEquals(found["itself"] === found, true);
    assertEquals(found["frozen"], { tenth: above });
    assertEquals([found, found["frozen"], found["list"]].map(Object.isFrozen), [
      false,
      true,
      false,
    ]);
    assertEquals([found["point"] === point, found["bare"] === bare], [true, true]);
    assertEquals([found["half"], found["third"], found["tenth"]], [0.5, Math.fround(1 / 3), above]);
    assertEquals([found["none"], found["text"], found["call"]], [null, "0.1", Math.sin]);
    assertEquals(runtime.structure(constants) === found, true);
    assertEquals([runtime.structure(0.1), runtime.structure(0.5)], [above, 0.5]);
  });
  assertEquals([list, frozen], [[0.1, 0.5, 3], { tenth: 0.1 }]);
  assertEquals(inRun("toward", 0, () => runtime.structure(list)[0]), neighbour(0.1, false));
});

Deno.test("what stands for Math has the rounded functions, and the rest of Math", () => {
  const { math } = runtime;
  assertEquals(Object.keys(functions).concat("atan2", "hypot", "pow").sort(), [
    ...runtime.INEXACT_FUNCTIONS,
  ]);
  for (const name of runtime.INEXACT_FUNCTIONS) {
    assertEquals(Object.getOwnPropertyDescriptor(math, name), {
      value: unary[name],
      writable: true,
      enumerable: false,
      configurable: true,
    });
  }
  assertEquals([math.PI, math.max(1, 2), Object.getPrototypeOf(math) === Math], [Math.PI, 2, true]);
});

Deno.test("a member is read when it is loaded and written when it is stored", () => {
  const target = { x: 2 } as Record<PropertyKey, unknown>;
  const loaded = runtime.load(target, "x");
  assertEquals(loaded, { object: target, key: "x", old: 2 });
  target["x"] = 100;
  assertEquals(runtime.store(loaded, 3, runtime.subtract), -1);
  assertEquals(target, { x: -1 });
});
