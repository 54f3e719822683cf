import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  excessOf,
  isFinitePair,
  judgeRelation,
  type Relation,
  type Sense,
  TOLERANCE_FACTOR,
} from "./relation.ts";

const DOUBLE = 2 ** -53;
const SINGLE = 2 ** -24;

function relation(lhs: number, sense: Sense, rhs: number, parts: Partial<Relation> = {}): Relation {
  return { label: "it", lhs, sense, rhs, ...parts };
}

const judged = (of: Relation, unit = DOUBLE) => judgeRelation(of, unit);

Deno.test("the excess is by how much the sides break the relation", () => {
  const cases: readonly (readonly [number, Sense, number, number])[] = [
    [3, "<=", 2, 1],
    [2, "<=", 3, -1],
    [3, ">=", 2, -1],
    [2, ">=", 3, 1],
    [2, "=", 3, 1],
    [3, "=", 2, 1],
    [2, "=", 2, 0],
  ];
  for (const [lhs, sense, rhs, excess] of cases) {
    assertEquals(excessOf(relation(lhs, sense, rhs)), excess);
    assertEquals(judged(relation(lhs, sense, rhs)).excess, excess);
  }
  assertEquals(
    [[1, 2], [1, Infinity], [-Infinity, 1], [NaN, NaN]].map(([lhs, rhs]) =>
      isFinitePair(relation(lhs!, "<=", rhs!))
    ),
    [true, false, false, false],
  );
});

Deno.test("the tolerance is 256 roundings of the largest number that entered, and the uncertainty", () => {
  const least = { [DOUBLE]: 2 ** -1022, [SINGLE]: 2 ** -126 };
  for (const unit of [DOUBLE, SINGLE]) {
    const rounding = (scale: number) => TOLERANCE_FACTOR * (unit * scale + least[unit]!);
    assertEquals(judged(relation(-3, "<=", 2), unit).tolerance, rounding(3));
    assertEquals(judged(relation(1, "<=", -4), unit).tolerance, rounding(4));
    assertEquals(judged(relation(1, "<=", 2, { scale: 8 }), unit).tolerance, rounding(8));
    assertEquals(judged(relation(1, "<=", 2, { scale: 0.5 }), unit).tolerance, rounding(2));
    assertEquals(judged(relation(0, "<=", 0), unit).tolerance, 0);
    assertEquals(judged(relation(0, "<=", 0, { scale: 1e-300 }), unit).tolerance, rounding(1e-300));
    const { tolerance } = judged(relation(1, "<=", 2, { uncertainty: 0.25 }), unit);
    assertEquals(tolerance, rounding(2) + 0.25);
  }
  assertEquals(TOLERANCE_FACTOR, 256);
});

Deno.test("a relation is violated beyond its tolerance, and not at it", () => {
  const { tolerance } = judged(relation(1, "<=", 1));
  assert(tolerance < 1e-13);
  assertEquals(judged(relation(1 + 1e-10, "<=", 1)).violated, true);
  assertEquals(judged(relation(1 + 2 ** -50, "<=", 1)).violated, false);
  assertEquals(judged(relation(1.25, "<=", 1, { uncertainty: 0.25 })).violated, false);
  assertEquals(judged(relation(1, "=", 1 - 1e-10)).violated, true);
  assertEquals(judged(relation(0, "=", 0)).violated, false);
  // At the tolerance to the bit: 256 roundings of ½ are 2⁻⁴⁶.
  const exact = judged(relation(0.5, "<=", 0, { uncertainty: 0.5 - 2 ** -46 }));
  assertEquals([exact.excess, exact.tolerance, exact.violated], [0.5, 0.5, false]);
});

Deno.test("a relation is resolved where its tolerance is small beside its size", () => {
  const isResolved = (parts: Partial<Relation>, unit = SINGLE) =>
    judged(relation(1, "<=", 1, parts), unit).resolved;
  const one = TOLERANCE_FACTOR * SINGLE;
  assertEquals([isResolved({}), isResolved({ size: 1 })], [true, true]);
  // Rounding may be a hundredth of the size, the uncertainty a tenth.
  assertEquals([isResolved({ size: 101 * one }), isResolved({ size: 99 * one })], [true, false]);
  assertEquals([isResolved({ size: 0 }), isResolved({ scale: 1000 })], [false, false]);
  assertEquals([isResolved({ uncertainty: 0.1 }), isResolved({ uncertainty: 0.11 })], [
    true,
    false,
  ]);
  assertEquals(isResolved({ uncertainty: 0.1, size: 0.9 }), false);
  assertEquals(judged(relation(0, "<=", 0)).resolved, true);
  assertEquals(judged(relation(0, "<=", 1e-310)).resolved, false);
});

Deno.test("the ratio is the quotient of the sides, or the excess on their scale", () => {
  const ratio = (lhs: number, sense: Sense, rhs: number, parts: Partial<Relation> = {}) =>
    judged(relation(lhs, sense, rhs, parts)).ratio;
  assertEquals([ratio(1, "<=", 2), ratio(3, "<=", 2), ratio(0, "<=", 2)], [0.5, 1.5, 0]);
  assertEquals([ratio(2, ">=", 1), ratio(2, ">=", 3), ratio(1, ">=", 0)], [0.5, 1.5, 0]);
  // Of a negative side, or against 0, by the excess.
  assertEquals([ratio(-1, "<=", 2), ratio(-2, "<=", -1), ratio(1, "<=", -1)], [-0.5, 0.5, 3]);
  assertEquals([ratio(1, "<=", 0), ratio(-1, ">=", 0), ratio(1, ">=", 0)], [2, 2, 0]);
  assertEquals([ratio(1, "<=", 0, { size: 4 }), ratio(-1, "<=", 0, { size: 4 })], [1.25, 0.75]);
  assertEquals([ratio(1, ">=", 0, { size: 4 }), ratio(1, ">=", -1, { size: 4 })], [0.75, 0.5]);
  assertEquals([ratio(0, "<=", 0), ratio(0, ">=", 0), ratio(0, "=", 0)], [0, 0, 0]);
  assertEquals(ratio(1, "<=", 2, { ratio: 0.75 }), 0.75);
  // An identity's is the error in tolerances.
  assertEquals(
    ratio(3, "=", 2, { uncertainty: 4 }),
    1 / judged(relation(3, "=", 2, { uncertainty: 4 })).tolerance,
  );
  // At rounding level there is none.
  assertEquals(ratio(1, "<=", 2, { size: 1e-20 }), null);
  assertEquals(ratio(1, "<=", 1, { scale: 1e20 }), null);
  assertEquals(ratio(1, "<=", 2, { size: 100, uncertainty: 0.2 }), null);
  assertEquals(ratio(1, "<=", 2, { size: 100, uncertainty: 0.19 }), 0.5);
});

Deno.test("a side that is infinite the wrong way breaks the relation", () => {
  for (
    const [lhs, sense, rhs] of [[Infinity, "<=", 1], [1, ">=", Infinity], [1, "<=", -Infinity], [
      Infinity,
      "=",
      1,
    ]] as const
  ) {
    const of = relation(lhs, sense, rhs, { scale: NaN });
    assertEquals(judged(of), {
      relation: of,
      excess: Infinity,
      tolerance: 0,
      violated: true,
      resolved: true,
      ratio: null,
    });
  }
  // Finite sides whose difference overflows are no such thing.
  const large = judged(relation(1e308, "<=", -1e308));
  assertEquals([large.excess, large.violated, large.tolerance > 0], [Infinity, true, true]);
});

Deno.test("other numbers that are not finite, and negative sizes, are refused", () => {
  const refused: readonly (readonly [Relation, string])[] = [
    [relation(NaN, "<=", 1), 'the relation "it" has lhs = NaN'],
    [relation(1, "<=", NaN), 'the relation "it" has rhs = NaN'],
    [relation(-Infinity, "<=", 1), 'the relation "it" has lhs = -Infinity'],
    [relation(1, "<=", Infinity), 'the relation "it" has rhs = Infinity'],
    [relation(Infinity, "=", Infinity), 'the relation "it" has lhs = Infinity'],
    [relation(1, "<=", 2, { scale: NaN }), 'the relation "it" has scale = NaN'],
    [relation(1, "<=", 2, { scale: Infinity }), 'the relation "it" has scale = Infinity'],
    [relation(1, "<=", 2, { size: NaN }), 'the relation "it" has size = NaN'],
    [relation(1, "<=", 2, { uncertainty: Infinity }), 'the relation "it" has uncertainty = Infin'],
    [relation(1, "<=", 2, { ratio: Infinity }), 'the relation "it" has ratio = Infinity'],
    [relation(1, "<=", 2, { scale: -1 }), 'the relation "it" has a negative scale or uncertainty'],
    [relation(1, "<=", 2, { uncertainty: -1e-9 }), "has a negative scale or uncertainty"],
  ];
  for (const [of, message] of refused) assertThrows(() => judged(of), RangeError, message);
});

Deno.test("to swap the sides and the sense changes nothing", () => {
  const side = fc.double({ noNaN: true, min: -1e300, max: 1e300 });
  fc.assert(
    fc.property(side, side, (one, other) => {
      const { relation: _, ratio: __, ...upwards } = judged(relation(one, ">=", other));
      const { relation: ___, ratio: ____, ...downwards } = judged(relation(other, "<=", one));
      assertEquals(upwards, downwards);
    }),
    { numRuns: 500, seed: 1 },
  );
});
