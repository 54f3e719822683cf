import { assert, assertEquals, assertMatch } from "@std/assert";
import fc from "fast-check";
import {
  counted,
  digitsToTell,
  exponentOf,
  formatCount,
  formatNumber,
  formatRatio,
  formatShare,
  powerOfTen,
} from "./numbers.ts";

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

/** A text as JavaScript writes the same number; powers of ten have a factor. */
function plain(text: string): string {
  const digits = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  return text.replace(/(^|−)(?=10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹])/, "$11 × ").replace(" × 10", "e")
    .replaceAll(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (digit) => `${digits.indexOf(digit)}`).replaceAll(/[−⁻]/g, "-");
}

Deno.test("a number keeps the digits that it is shown with, at any size", () => {
  fc.assert(
    fc.property(finite, fc.integer({ min: 1, max: 17 }), (value, digits) => {
      const text = formatNumber(value, digits);
      assertEquals(Number(plain(text)), Number(value.toPrecision(digits)) + 0, text);
      // A sign, digits and a point, or all of these and a power of ten.
      assertMatch(text, /^−?(\d+(\.\d+)?( × 10⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?|10⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)$/);
    }),
    { seed: 1 },
  );
  assertEquals(formatNumber(Number.MAX_VALUE, 2), "1.8 × 10³⁰⁸");
});

Deno.test("numbers are plain where they are of ordinary size", () => {
  const cases: readonly (readonly [number, number | undefined, string])[] = [
    [1e-3, undefined, "0.001"],
    [9.99e-4, undefined, "9.99 × 10⁻⁴"],
    [999_999, undefined, "999999"],
    [1e6, undefined, "10⁶"],
    [999_999.7, undefined, "10⁶"],
    [-123_456.7, undefined, "−123457"],
    [1 / 3, undefined, "0.333333"],
    [9_999, 3, "10⁴"],
    [9_990, 3, "9990"],
    [12_344, 4, "12340"],
    [99_994, 4, "99990"],
    [99_996, 4, "10⁵"],
    [123, 1, "10²"],
    [12, 1, "10"],
    [-2e-7, undefined, "−2 × 10⁻⁷"],
    [5e-324, undefined, "4.94066 × 10⁻³²⁴"],
    [-1.25e210, undefined, "−1.25 × 10²¹⁰"],
    [-0, undefined, "0"],
    [NaN, undefined, "NaN"],
    [-Infinity, undefined, "-Infinity"],
  ];
  for (const [value, digits, text] of cases) assertEquals(formatNumber(value, digits), text);
  assertEquals([-10, -3, 0, 1, 24, 5678, 90].map(powerOfTen), [
    ...["10⁻¹⁰", "10⁻³", "10⁰", "10¹", "10²⁴", "10⁵⁶⁷⁸", "10⁹⁰"],
  ]);
});

Deno.test("ratios have four digits where they are near 1", () => {
  assertEquals([0.00123456, 98765.4].map(formatRatio), ["0.001235", "98770"]);
  assertEquals([0.01, 0.00999, 999.9, 1000, 1, 0.99996, 0, -0.5, 1e-9].map(formatRatio), [
    ...["0.01000", "0.00999", "999.9", "1000", "1.000", "1.000", "0", "−0.5", "10⁻⁹"],
  ]);
});

Deno.test("numbers that differ are shown as different", () => {
  fc.assert(
    fc.property(finite, finite, (a, b) => {
      const digits = digitsToTell(a, b);
      assert(digits >= 5 && digits <= 17, `${digits}`);
      if (a !== b) {
        assert(formatNumber(a, digits) !== formatNumber(b, digits), `${a} ${b} ${digits}`);
      }
    }),
    { seed: 1 },
  );
  const cases: readonly (readonly [number, number, number])[] = [
    [1, 1, 5],
    [1, Infinity, 5],
    [-Infinity, NaN, 5],
    [0, 7, 5],
    [1, 2, 5],
    [1000, 999, 6],
    [1, 1 + 1.5e-6, 9],
    [-1, -1 - 3e-10, 13],
    [1, 1 + 2 ** -52, 17],
    [1e-5, -1e-5, 5],
  ];
  for (const [a, b, digits] of cases) assertEquals(digitsToTell(a, b), digits, `${a} and ${b}`);
});

Deno.test("counts have their thousands apart, and shares do not claim all or nothing", () => {
  assertEquals([0, 999, 1000, 12_345, 1_234_567, 100_000].map(formatCount), [
    ...["0", "999", "1\u202f000", "12\u202f345", "1\u202f234\u202f567", "100\u202f000"],
  ]);
  const shares: readonly (readonly [number, number, string])[] = [
    [0, 7, "0 %"],
    [1, 101, "under 1 %"],
    [1, 100, "1 %"],
    [1, 3, "33 %"],
    [2, 3, "67 %"],
    [99, 100, "99 %"],
    [100, 101, "over 99 %"],
    [7, 7, "100 %"],
    [8, 7, "114 %"],
    [0, 0, "–"],
  ];
  for (const [part, whole, text] of shares) assertEquals(formatShare(part, whole), text);
  assertEquals([0, 1, 2, 1000].map((count) => counted(count, "link")), [
    ...["0 links", "1 link", "2 links", "1\u202f000 links"],
  ]);
});

Deno.test("the exponent is that of the leading digit", () => {
  assertEquals([0.05, 1, 9.99, -10, -0.001, 1e300].map(exponentOf), [-2, 0, 0, 1, -3, 300]);
});
