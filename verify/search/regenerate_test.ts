import { assert, assertEquals, assertNotEquals } from "@std/assert";
import fc from "fast-check";
import { exactly } from "../../lib/fast_check/exactly.ts";
import type { Arbitrary } from "../../lib/fast_check/mod.ts";
import { carryNudge, LARGEST_NUDGE, nudgedNumber } from "../../lib/fast_check/nudge.ts";
import {
  linearInstances,
  magnitude,
  nonzeroNumber,
  nonzeroVector,
  realNumber,
  spectrum,
} from "../../problems/mod.ts";
import { randomFor, sourceFor } from "../random.ts";
import { generateRecorded, Nudge, type Origin, regenerate, Regenerator } from "./mod.ts";

const unit = fc.double({ min: 0, max: 1, noNaN: true });

/** Arbitraries of every make, fast-check's and our own. */
const arbitraries: Readonly<Record<string, Arbitrary<unknown>>> = {
  integer: fc.integer({ min: -5, max: 500 }),
  double: fc.double({ min: -1e3, max: 1e3, noNaN: true }),
  "any double": fc.double(),
  "no integer": fc.double({ noInteger: true, min: -9, max: 9, noNaN: true }),
  float: fc.float({ noNaN: true }),
  bigInt: fc.bigInt(),
  string: fc.string(),
  record: fc.record({ a: fc.nat(), b: fc.option(unit) }),
  array: fc.array(fc.oneof(fc.integer(), fc.double({ noNaN: true })), { maxLength: 9 }),
  tuple: fc.tuple(unit, fc.constantFrom(0.1, 0.2, 0.3), fc.boolean()),
  chain: fc.integer({ min: 1, max: 6 })
    .chain((n) => fc.array(realNumber(), { minLength: n, maxLength: n })),
  "chain of chains": fc.nat(3).chain((n) =>
    fc.nat(3).chain((m) => fc.array(unit, { minLength: n * m, maxLength: n * m + 2 }))
  ),
  "chain of a number": realNumber()
    .chain((x) => fc.record({ x: fc.constant(x), y: fc.array(unit, { maxLength: 3 }) })),
  map: fc.array(unit, { minLength: 2, maxLength: 2 }).map(([x, y]) => ({ sum: x! + y!, x })),
  filter: unit.filter((x) => x > 0.25),
  oneof: fc.oneof({ withCrossShrink: true }, fc.constant(1), fc.integer(), unit),
  letrec: fc.letrec((tie) => ({ tree: fc.oneof(unit, fc.tuple(tie("tree"), tie("tree"))) })).tree,
  json: fc.json(),
  realNumber: realNumber(),
  magnitude: magnitude(),
  nonzeroNumber: nonzeroNumber(),
  nonzeroVector: nonzeroVector(1, 4),
  spectrum: spectrum(4),
  problem: linearInstances(),
};

/** A value and a few steps down the tree of its shrinks, as shrinking goes. */
function drawn<T>(arbitrary: Arbitrary<T>, name: string, run: number, steps: number) {
  const random = randomFor("path", name, run);
  const biasFactor = run % 2 === 0 ? undefined : 2 + run % 3;
  const fresh = sourceFor("regenerate", name, run);
  const { value, recording } = generateRecorded(arbitrary, { draws: [], biasFactor }, fresh);
  const path: number[] = [];
  let at = value;
  for (let step = 0; step < steps; step++) {
    const children = [...arbitrary.shrink(at.value_, at.context).take(20)];
    if (children.length === 0) break;
    const index = random.nextInt(0, children.length - 1);
    path.push(index);
    at = children[index]!;
  }
  return { value: at.value, origin: { recording, path } };
}

for (const [name, arbitrary] of Object.entries(arbitraries)) {
  Deno.test(`regenerating gives the same value, also along a path of shrinks (${name})`, () => {
    for (let run = 0; run < 40; run++) {
      const { value, origin } = drawn(arbitrary, name, run, run % 5);
      assertEquals(regenerate(arbitrary, origin)?.value, value);
    }
  });
}

for (const [name, arbitrary] of Object.entries(arbitraries)) {
  Deno.test(`one regenerator for many origins gives what one for each gives (${name})`, () => {
    for (const isNudged of [false, true]) {
      const nudge = () => isNudged ? new Nudge(randomFor(name)) : undefined;
      const regenerator = new Regenerator<unknown>(arbitrary, nudge());
      for (let run = 0; run < 4; run++) {
        const { origin: { recording, path } } = drawn(arbitrary, `many ${name}`, run, 5);
        // Down the path, siblings by the way, out of it, and back up.
        const paths = [
          ...path.map((_, depth) => path.slice(0, depth)),
          ...path.flatMap((index, depth) =>
            [0, index, index + 1, index + 50, index].map((k) => [...path.slice(0, depth), k])
          ),
          path,
          [...path, 0, 0, 0],
          [1],
          [],
        ];
        for (const at of paths) {
          const origin = { recording, path: at };
          assertEquals(
            regenerator.at(origin)?.value,
            regenerate<unknown>(arbitrary, origin, nudge())?.value,
          );
        }
      }
    }
  });
}

/** The values beside one, by different nudges. */
function beside<T>(arbitrary: Arbitrary<T>, origin: Origin, name: string): T[] {
  const values = Array.from(
    { length: 8 },
    (_, k) => regenerate(arbitrary, origin, new Nudge(randomFor(name, k)))?.value,
  );
  return values.filter((value) => value !== undefined);
}

/** What must be true of the values beside those of an arbitrary, shrunk or not. */
function checkNudged<T>(
  name: string,
  arbitrary: Arbitrary<T>,
  check: (there: T, here: T) => void,
  fewest = 300,
): void {
  let checked = 0;
  for (let run = 0; run < 60; run++) {
    const { value, origin } = drawn(arbitrary, name, run, run % 4);
    for (const there of beside(arbitrary, origin, `${name} ${run}`)) {
      check(there, value);
      checked++;
    }
  }
  assert(checked >= fewest, `only ${checked} values were there to check`);
}

function assertMoved(there: number, here: number): void {
  assertNotEquals(there, here);
  const least = here === 0 || Math.abs(here) < 1e-300 ? 1 : Math.abs(here);
  assert(Math.abs(there - here) <= 1.01 * LARGEST_NUDGE * least, `${here} went to ${there}`);
}

Deno.test("a nudge leaves integers, choices, sizes and orders as they are, under any key", () => {
  const discrete = fc.record({
    d: fc.integer({ min: 1, max: 9 }),
    order: fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
    kind: fc.constantFrom("a", "b"),
    factor: fc.constantFrom(0.1, 0.2),
    list: fc.array(fc.nat()),
  });
  checkNudged("discrete", discrete, (there, here) => assertEquals(there, here));
});

Deno.test("a nudge moves every continuous number, shrunk ones and zeros too, within bounds", () => {
  const sources = {
    double: fc.double({ min: -3, max: 1e3, noNaN: true }),
    "double from 0": unit,
    realNumber: realNumber({ minimum: 0, maximum: 5 }),
    magnitude: magnitude(),
    nonzeroNumber: nonzeroNumber(),
  };
  for (const [name, source] of Object.entries(sources)) {
    let zeros = 0;
    checkNudged(name, source, (there, here) => {
      assertMoved(there, here);
      if (name === "double") assert(there >= -3 && there <= 1e3);
      if (name === "double from 0") assert(there >= 0 && there <= 1);
      if (name === "realNumber") assert(there >= 0 && there <= 5);
      zeros += Number(here === 0);
    });
    if (!["magnitude", "nonzeroNumber"].includes(name)) assert(zeros > 0, `${name} had no zero`);
  }
});

Deno.test("a nudge differs from one number to the next, and is the same for the same nudge", () => {
  const pair = fc.tuple(realNumber({ minimum: 1 }), realNumber({ minimum: 1 }));
  const { origin, value } = drawn(pair, "pair", 1, 0);
  const [first, again] = [beside(pair, origin, "pair"), beside(pair, origin, "pair")];
  assertEquals(first, again);
  const factors = first.map(([x, y]) => [x / value[0] - 1, y / value[1] - 1]);
  assert(factors.some(([u, v]) => Math.sign(u!) !== Math.sign(v!)));
  assert(new Set(factors.map(String)).size === factors.length);
});

Deno.test("what is tied together stays so: sums, symmetry, equal parts", () => {
  const weights = fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), {
    minLength: 3,
    maxLength: 3,
  }).map((parts) => {
    const total = parts.reduce((sum, part) => sum + part, 0);
    return parts.map((part) => part / total);
  });
  checkNudged("weights", weights, (there, here) => {
    const sum = there.reduce((total, part) => total + part, 0);
    assert(Math.abs(sum - 1) < 4 * Number.EPSILON);
    assertNotEquals(there, here);
  }, 200);
  const symmetric = fc.tuple(realNumber(), realNumber(), realNumber())
    .map(([a, b, c]) => [[a, b], [b, c]]);
  checkNudged("symmetric", symmetric, (there, here) => {
    assertEquals(there[0]![1], there[1]![0]);
    assertNotEquals(there, here);
  });
  const pairs = { equal: 0, split: 0, still: 0 };
  checkNudged("spectrum", spectrum(4), (there, here) => {
    for (const [i, x] of here.entries()) {
      for (let j = 0; j < i; j++) {
        if (here[j] !== x) continue;
        pairs.equal++;
        pairs.split += Number(there[i] !== there[j]);
      }
      pairs.still += Number(there[i] === x);
    }
  }, 100);
  // Values at the scale repeat by choice; others equal it only where the ratio is 1 or by rounding.
  assert(pairs.equal > 500 && pairs.split < 0.4 * pairs.equal, JSON.stringify(pairs));
  // The nudges of two factors may cancel.
  assert(pairs.still < 5, JSON.stringify(pairs));
});

Deno.test("exact numbers are not moved, and those beside them are", () => {
  const arbitrary = fc.record({
    exact: exactly(fc.tuple(unit, realNumber())),
    chained: exactly(fc.nat(3).chain((n) => fc.array(unit, { minLength: n, maxLength: n }))),
    free: realNumber(),
  });
  checkNudged("exactly", arbitrary, (there, here) => {
    assertEquals(there.exact, here.exact);
    assertEquals(there.chained, here.chained);
    assertMoved(there.free, here.free);
  });
});

Deno.test("a nudge that would change what is drawn gives nothing", () => {
  // At an edge that the filter draws, half of the nudges would be another instance.
  const edge = fc.constant(0.5).chain((x) => fc.tuple(fc.constant(x), fc.nat(9)));
  const rejecting = fc.tuple(realNumber({ minimum: 0, maximum: 1 }), fc.nat(1000))
    .filter(([x]) => x === 0 || x === 1 || x > 0.2);
  let none = 0;
  for (let run = 0; run < 60; run++) {
    const { origin, value } = drawn(rejecting, "rejecting", run, 0);
    const there = beside(rejecting, origin, `rejecting ${run}`);
    none += Number(there.length === 0);
    // Whatever there is has the same discrete part.
    for (const [, n] of there) assertEquals(n, value[1]);
  }
  assert(none > 0);
  checkNudged("edge", edge, (there, here) => assertEquals(there, here));
});

Deno.test("a nudge that changes how much is drawn gives nothing", () => {
  const arbitrary = realNumber({ minimum: 0, maximum: 1 }).chain((x) =>
    fc.tuple(
      fc.constant(x),
      x >= 0.5 ? fc.array(fc.nat(), { minLength: 3, maxLength: 3 }) : fc.nat(),
    )
  );
  let edges = 0;
  for (let run = 0; edges < 2; run++) {
    const { origin, value } = drawn(arbitrary, "edge of a chain", run, 0);
    if (value[0] !== 0.5) continue;
    edges++;
    const there = beside(arbitrary, origin, `edge of a chain ${run}`);
    // About half of eight nudges go down, where less would be drawn.
    assert(there.length > 0 && there.length < 8);
    for (const [, numbers] of there) assertEquals(numbers, value[1]);
  }
});

Deno.test("where a filter rejects a moved shrink, the path does not go on to another", () => {
  const arbitrary = realNumber({ minimum: 0, maximum: 10 }).filter((x) => x <= 7 || x > 7.2);
  let checked = 0;
  for (let run = 0; checked < 3; run++) {
    const { origin: { recording }, value } = drawn(arbitrary, "filtered path", run, 0);
    if (!(value > 7.2 && value < 8)) continue;
    const root = regenerate(arbitrary, { recording, path: [] })!;
    const index = [...arbitrary.shrink(root.value_, root.context)]
      .findIndex((child) => child.value === 7);
    const there = beside(arbitrary, { recording, path: [index] }, `filtered path ${run}`);
    assert(there.length < 8);
    for (const x of there) assertMoved(x, 7);
    checked++;
  }
});

Deno.test("what a filter has rejected leaves no trace: it would pass where it is moved", () => {
  let rejected = 0;
  const nonzero = realNumber({ minimum: -1, maximum: 1 }).filter((x) => {
    if (x === 0) rejected++;
    return x !== 0;
  });
  const filtered = fc.tuple(nonzero, nonzero);
  for (let run = 0; run < 200; run++) {
    const { value, origin } = drawn(filtered, "rejected", run, 0);
    const there = beside(filtered, origin, `rejected ${run}`);
    assertEquals(there.length, 8);
    for (const pair of there) pair.forEach((x, k) => assertMoved(x, value[k]!));
  }
  assert(rejected > 0, "nothing was rejected");
});

Deno.test("what a chain shrinks to is drawn from the recorded draws, and nudged", () => {
  const whole = fc.noBias(fc.nat(999_999));
  const later = fc.noBias(fc.integer({ min: 1, max: 9 })).chain((n) =>
    fc.record({ n: fc.constant(n), list: fc.tuple(whole, whole, whole) })
  );
  let checked = 0;
  for (let run = 0; run < 40; run++) {
    const { value, origin: { recording } } = drawn(later, "later", run, 0);
    const shrunk = regenerate(later, { recording, path: [0] })!.value;
    if (shrunk.n === value.n) continue;
    // fast-check starts again from the draw of n.
    assertEquals(shrunk.list.slice(1), value.list.slice(0, 2));
    checked++;
  }
  assert(checked > 20);
  const numbers = fc.integer({ min: 1, max: 6 })
    .chain((n) => fc.array(realNumber(), { minLength: n, maxLength: n }));
  checkNudged("nudged chain", numbers, (there, here) => {
    assertEquals(there.length, here.length);
    for (const [i, x] of there.entries()) assertMoved(x, here[i]!);
  });
});

Deno.test("fast-check's own runs draw and shrink as ever", () => {
  const property = fc.property(fc.double({ min: 0, max: 1000, noNaN: true }), (x) => x < 300);
  const { counterexample } = fc.check(property, { seed: 7 });
  // Halving the index ends at the least double that fails.
  assertEquals(counterexample, [300]);
});

Deno.test("doubles of a recording shrink to what reads most easily", () => {
  const arbitrary = fc.double({ min: 0, max: 1000, noNaN: true });
  for (let run = 0; run < 20; run++) {
    const fails = (x: number) => x > 0.0237;
    const source = sourceFor("readable", run);
    let at = generateRecorded(arbitrary, { draws: [], biasFactor: undefined }, source).value;
    if (!fails(at.value)) continue;
    for (let isDone = false; !isDone;) {
      const simpler = [...arbitrary.shrink(at.value_, at.context)].find(({ value }) =>
        fails(value)
      );
      isDone = simpler === undefined;
      at = simpler ?? at;
    }
    assertEquals(at.value, 1);
  }
});

Deno.test("nudgedNumber moves inward at a bound, and leaves numbers alone without a nudge", () => {
  const random = randomFor("bound");
  assertEquals(nudgedNumber(random, 3, 0, 3), 3);
  carryNudge(random, new Nudge(randomFor("bound nudge")));
  for (let run = 0; run < 20; run++) {
    const [top, bottom] = [nudgedNumber(random, 3, 0, 3), nudgedNumber(random, 0, 0, 3)];
    assert(top < 3 && top > 3 - 1e-11 && bottom > 0 && bottom <= 1e-12);
    const narrow = nudgedNumber(random, 0, -1e-6, 1e-6);
    assert(narrow !== 0 && Math.abs(narrow) <= 2.1e-18);
  }
  assertEquals(nudgedNumber(random, 7, 7, 7), 7);
});
