import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { neighbour } from "./_exactness.ts";
import * as runtime from "./runtime.ts";

/** A finite number as an integer times 2⁻¹⁰⁷⁴. */
function units(x: number): bigint {
  const bits = new BigUint64Array(new Float64Array([x]).buffer)[0]!;
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & ((1n << 52n) - 1n);
  const magnitude = exponent === 0 ? fraction : (fraction | (1n << 52n)) << BigInt(exponent - 1);
  return bits >> 63n === 1n ? -magnitude : magnitude;
}

const UNIT = 1074n;

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

Deno.test("Math: exact points stay", () => {
  const points: [string, number[]][] = [
    ["exp", [0, -0, -Infinity]],
    ["expm1", [0, -0]],
    ["log", [1]],
    ["log1p", [0, -0]],
    ["log2", [1, 2, 1024, 2 ** -1074, 0.25]],
    ["log10", [1, 10, 100, 1e15, 1e22]],
    ["cbrt", [0, 1, -1, 8, 27, -64, 1e9, 0.125]],
    ["cos", [0]],
    ["cosh", [0]],
    ["acos", [1]],
    ["acosh", [1]],
    ...["sin", "tan", "asin", "atan", "sinh", "tanh", "asinh", "atanh"].map((
      name,
    ): [string, number[]] => [name, [0, -0]]),
  ];
  for (const [name, values] of points) {
    for (const value of values) {
      const ordinary = (Math as unknown as Record<string, (x: number) => number>)[name]!(value);
      for (const probability of [0, 1]) {
        assertEquals(inRun("toward", probability, () => operators[name]!(value, 0)), ordinary);
      }
    }
  }
  for (const probability of [0, 1]) {
    inRun("toward", probability, () => {
      assertEquals([runtime.hypot(3, 4), runtime.hypot(0, 0.1), runtime.hypot(1, 2, 2)], [
        5,
        0.1,
        3,
      ]);
      assertEquals([runtime.atan2(0, 3), runtime.atan2(-0, 3)], [0, -0]);
    });
  }
});

Deno.test("Math: inexact results move, also where they look exact, within the function's range", () => {
  const both = (body: () => number) => [inRun("toward", 0, body), inRun("toward", 1, body)];
  assertEquals(both(() => runtime.exp(1e-200)), [1 - 2 ** -53, 1 + 2 ** -52]);
  assertEquals(both(() => runtime.cos(1e-9)), [1 - 2 ** -53, 1]);
  assertEquals(both(() => runtime.tanh(30)), [1 - 2 ** -53, 1]);
  assertEquals(both(() => runtime.exp(-800)), [0, Number.MIN_VALUE]);
  assertEquals(both(() => runtime.cosh(1e-9)), [1, 1 + 2 ** -52]);
  for (const name of runtime.INEXACT_FUNCTIONS) {
    const x = name === "acosh" ? 1.7 : 0.7;
    const [least, greatest] = both(() => operators[name]!(x, 0.3));
    assert(least! < greatest!, name);
  }
});

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
