import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  exponentOf,
  neighbour,
  oddPart,
  productError,
  quotientError,
  rootError,
  scaled,
  sumError,
} from "./_exactness.ts";
import { UNIT, units } from "./testdata/units.ts";

const { MAX_VALUE, MIN_VALUE } = Number;
/** The distance of the largest numbers. */
const LAST_STEP = 2 ** 971;

const significand = fc.maxSafeInteger();
const ordinary = fc.tuple(significand, fc.integer({ min: -100, max: 100 }))
  .map(([whole, exponent]) => whole * 2 ** exponent);
const any = fc.oneof(
  ordinary,
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.tuple(significand, fc.integer({ min: -1074, max: 970 }))
    .map(([whole, exponent]) => scaled(whole, exponent)),
  // Of few bits, so that results are exact; and those beside the ends of the range.
  fc.tuple(fc.integer({ min: -999, max: 999 }), fc.integer({ min: -1074, max: 1013 }))
    .map(([whole, exponent]) => scaled(whole, exponent)),
  fc.integer({ min: -(2 ** 30), max: 2 ** 30 }).map((count) => count * MIN_VALUE),
  fc.tuple(fc.integer({ min: 0, max: 9 }), fc.constantFrom(1, -1))
    .map(([count, sign]) => sign * (MAX_VALUE - count * LAST_STEP)),
  fc.integer({ min: -9, max: 9 }).map((count) => count * (LAST_STEP / 2)),
).map((x) => x + 0);
const nonzero = any.filter((x) => x !== 0);
const positive = nonzero.map(Math.abs);

const runs = { numRuns: 6000, seed: 1 };

function signOf(x: bigint): number {
  return x > 0n ? 1 : x < 0n ? -1 : 0;
}

Deno.test("the error of a sum is exact, also where the sum nearly overflows", () => {
  const check = (a: number, b: number) => {
    const sum = a + b;
    if (!Number.isFinite(sum)) return;
    assertEquals(units(sumError(a, b, sum)), units(a) + units(b) - units(sum), `${a} + ${b}`);
  };
  fc.assert(fc.property(any, any, check), runs);
  for (const large of [MAX_VALUE, -MAX_VALUE]) {
    for (let count = -40; count <= 40; count++) {
      check(large, count * LAST_STEP / 4);
      check(count * LAST_STEP / 4, large);
    }
  }
});

Deno.test("the error of a product is exact where nothing is lost, and has its sign elsewhere", () => {
  const exact = (a: number, b: number) => units(a) * units(b) - (units(a * b) << UNIT);
  fc.assert(
    fc.property(ordinary, ordinary, (a, b) => {
      assertEquals(units(productError(a, b, a * b)) << UNIT, exact(a, b));
    }),
    runs,
  );
  fc.assert(
    fc.property(any, any, (a, b) => {
      if (!Number.isFinite(a * b)) return;
      assertEquals(Math.sign(productError(a, b, a * b)) + 0, signOf(exact(a, b)), `${a} * ${b}`);
    }),
    runs,
  );
});

/** A number and another whose quotient is an integer times a power of two, anywhere in the range. */
const multiple = fc.tuple(
  fc.integer({ min: 1, max: 99999 }),
  fc.integer({ min: 1, max: 99999 }),
  fc.integer({ min: -1000, max: 900 }),
  fc.integer({ min: -60, max: 60 }),
).map(([one, other, exponent, further]) => [
  scaled(one * other, Math.max(-1074, exponent + further)),
  scaled(other, exponent),
]);

Deno.test("the error of a quotient has its sign", () => {
  const check = (a: number, b: number) => {
    const quotient = a / b;
    if (!Number.isFinite(quotient) || b === 0) return;
    const rest = (units(a) << UNIT) - units(quotient) * units(b);
    const side = signOf(rest) * Math.sign(b);
    assertEquals(Math.sign(quotientError(a, b, quotient)) + 0, side + 0, `${a} / ${b}`);
  };
  fc.assert(fc.property(any, nonzero, check), runs);
  fc.assert(fc.property(multiple, ([a, b]) => check(a!, b!)), runs);
});

Deno.test("the error of a root has its sign", () => {
  const check = (x: number) => {
    const root = Math.sqrt(x);
    const side = signOf((units(x) << UNIT) - units(root) ** 2n);
    assertEquals(Math.sign(rootError(x, root)) + 0, side, `${x}`);
  };
  fc.assert(fc.property(positive, check), runs);
  // Squares, whose roots are exact.
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2 ** 26 }),
      fc.integer({ min: -537, max: 485 }),
      (root, exponent) => check(scaled(root * root, 2 * exponent)),
    ),
    runs,
  );
});

Deno.test("an exponent is that of the largest power of two that is not above", () => {
  fc.assert(
    fc.property(nonzero, (x) => {
      const power = units(scaled(1, exponentOf(x)));
      const magnitude = units(Math.abs(x));
      assert(power <= magnitude && magnitude < 2n * power, `${x}: ${exponentOf(x)}`);
    }),
    runs,
  );
  assertEquals([1, -1.5, 2, MIN_VALUE, -3 * MIN_VALUE, 2 ** -1022, MAX_VALUE].map(exponentOf), [
    0,
    0,
    1,
    -1074,
    -1073,
    -1022,
    1023,
  ]);
});

Deno.test("a number is its odd part times a power of two", () => {
  fc.assert(
    fc.property(nonzero, (x) => {
      const { odd, exponent } = oddPart(x);
      assert(Number.isSafeInteger(odd) && odd > 0 && odd % 2 === 1, `${x}: ${odd}`);
      assertEquals(units(odd) << (UNIT + BigInt(exponent)), units(Math.abs(x)) << UNIT);
    }),
    runs,
  );
});

Deno.test("scaling by a power of two is exact over the whole range", () => {
  fc.assert(
    fc.property(significand, fc.integer({ min: -1074, max: 970 }), (whole, exponent) => {
      const x = scaled(whole, exponent);
      assertEquals(units(x) << UNIT, units(whole) << (UNIT + BigInt(exponent)));
      assertEquals(scaled(x, -exponent), whole);
    }),
    runs,
  );
  for (let exponent = -1074; exponent <= 1023; exponent++) {
    const power = scaled(MIN_VALUE, exponent + 1074);
    assertEquals(Math.log2(power), exponent);
    assertEquals(scaled(power, -1074 - exponent), MIN_VALUE);
    assertEquals(scaled(2 ** 1023, exponent - 1023), power);
  }
});

Deno.test("no number lies between one and its neighbour, and each is the neighbour of the other", () => {
  const bitsOf = (x: number) => new BigInt64Array(new Float64Array([Math.abs(x)]).buffer)[0]!;
  fc.assert(
    fc.property(
      fc.oneof(any, fc.integer({ min: -1074, max: 1023 }).map((exponent) => scaled(1, exponent))),
      (x) => {
        for (const up of [true, false]) {
          const next = neighbour(x, up);
          assertEquals(next > x, up, `${x}`);
          const away = x === 0 || up === x > 0;
          assertEquals(bitsOf(next) - bitsOf(x), away ? 1n : -1n, `${x}`);
          if (Number.isFinite(next)) assertEquals(neighbour(next, !up) + 0, x);
        }
      },
    ),
    runs,
  );
});
