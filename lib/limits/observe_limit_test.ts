/** What sequences with a known end are taken for, at both refinements. */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { judgeRelation } from "../../verify/mod.ts";
import {
  type LimitObservation,
  type LimitOptions,
  limitRelation,
  type LimitSequence,
  observeLimit,
  sequenceOf,
} from "./mod.ts";

/** x_k by a formula. */
function formula(at: (k: number) => number): LimitSequence {
  return {
    start: [at(0)],
    *from() {
      for (let k = 0;; k++) yield [at(k)];
    },
  };
}

/** x ↦ r·R(angle)·x in the plane. */
function spiral(modulus: number, angle: number): LimitSequence {
  const [c, s] = [modulus * Math.cos(angle), modulus * Math.sin(angle)];
  return sequenceOf([1, 0], ([x, y]) => [c * x! - s * y!, s * x! + c * y!]);
}

const map = (start: number, step: (x: number) => number) =>
  sequenceOf([start], ([x]) => [step(x!)]);

/** The heavy ball on ½Σλx², as a map of (x_k, x_{k−1}). */
function heavyBall(curvatures: readonly number[], alpha: number, beta: number): LimitSequence {
  const d = curvatures.length;
  return sequenceOf(new Array<number>(2 * d).fill(1), (state) => {
    const next = curvatures.map((curvature, i) =>
      state[i]! - alpha * curvature * state[i]! + beta * (state[i]! - state[d + i]!)
    );
    return [...next, ...state.slice(0, d)];
  });
}

type Status = LimitObservation["status"];

interface Known {
  readonly what: string;
  readonly sequence: LimitSequence;
  /** The limit that is claimed. Default: 0. */
  readonly exact?: readonly number[];
  /** The statuses at refinement 0 and 1; one stands for both. */
  readonly statuses: readonly [Status, Status?];
}

const known: readonly Known[] = [
  { what: "1/k", sequence: formula((k) => 1 / (k + 1)), statuses: ["undecided"] },
  { what: "1/k²", sequence: formula((k) => 1 / (k + 1) ** 2), statuses: ["undecided"] },
  { what: "1/log k", sequence: formula((k) => 1 / Math.log(k + 2)), statuses: ["undecided"] },
  {
    what: "1/log log k",
    sequence: formula((k) => 1 / Math.log(Math.log(k + 3))),
    statuses: ["undecided"],
  },
  ...[0.5, 0.1, 0.01, 0.001].map((p): Known => ({
    what: `k^−${p}`,
    sequence: formula((k) => (k + 1) ** -p),
    statuses: ["undecided"],
  })),
  {
    what: "k^−0.1 that alternates",
    sequence: formula((k) => (-1) ** k * (k + 1) ** -0.1),
    statuses: ["undecided"],
  },
  {
    what: "k^−0.001 behind a fast 10^6/k²",
    sequence: formula((k) => 1e6 / (k + 1) ** 2 + (k + 1) ** -0.001),
    statuses: ["undecided"],
  },
  { what: "0.5^k", sequence: map(1, (x) => x / 2), statuses: ["converges"] },
  {
    what: "0.5^k to a limit far from 0",
    sequence: map(0, (x) => 500 + x / 2),
    exact: [1000],
    statuses: ["converges"],
  },
  {
    what: "a factor of 1 − 1e-4",
    sequence: map(1, (x) => x * (1 - 1e-4)),
    statuses: ["undecided", "undecided"],
  },
  {
    what: "a factor of 1 − 1e-3",
    sequence: map(1, (x) => x * (1 - 1e-3)),
    statuses: ["undecided", "converges"],
  },
  {
    what: "Newton",
    sequence: map(1, (x) => x / 2 + 1 / x),
    exact: [Math.SQRT2],
    statuses: ["converges"],
  },
  ...[2, 3, 7, 101, 509].map((period): Known => ({
    what: `a rotation of period ${period}`,
    sequence: spiral(1, 2 * Math.PI / period),
    exact: [0, 0],
    statuses: ["cycles"],
  })),
  {
    what: "an irrational rotation",
    sequence: spiral(1, 1),
    exact: [0, 0],
    statuses: ["undecided"],
  },
  ...[1e-4, 1e-8, 1e-12, 1e-14, 2e-15].flatMap((gap): Known[] =>
    [Math.PI, 2 * Math.PI / 7, 1].map((angle) => ({
      what: `a spiral of modulus 1 − ${gap} and angle ${angle}`,
      sequence: spiral(1 - gap, angle),
      exact: [0, 0],
      statuses: ["undecided"],
    }))
  ),
  {
    what: "a slow heavy ball, eigenvalues of modulus 1 − 1e-4",
    sequence: heavyBall([1, 0.3], 1e-3, (1 - 1e-4) ** 2),
    exact: [0, 0, 0, 0],
    statuses: ["undecided"],
  },
  {
    what: "a heavy ball whose rounding repeats itself about its limit",
    sequence: sequenceOf([1 + 1e-9, 1 + 1e-9], ([x, y]) => [
      x! - 2 * (x! - 1) + (1 - 1e-7) * (x! - y!),
      x!,
    ]),
    exact: [1, 1],
    statuses: ["undecided"],
  },
  {
    what: "an attracting cycle of three, x ↦ 3.83 x(1 − x)",
    sequence: map(0.3, (x) => 3.83 * x * (1 - x)),
    exact: [1 - 1 / 3.83],
    statuses: ["cycles"],
  },
  {
    what: "chaos, x ↦ 4x(1 − x)",
    sequence: map(0.3, (x) => 4 * x * (1 - x)),
    exact: [0.75],
    statuses: ["undecided"],
  },
  {
    what: "x ↦ 3x(1 − x), which converges like ±k^−½",
    sequence: map(0.3, (x) => 3 * x * (1 - x)),
    exact: [2 / 3],
    statuses: ["undecided"],
  },
  {
    what: "another fixed point that attracts",
    sequence: map(3, (x) => 2 + (x - 2) / 2),
    exact: [0],
    statuses: ["stalls"],
  },
  {
    what: "another fixed point, slowly",
    sequence: map(3, (x) => 2 + (x - 2) * (1 - 3e-3)),
    exact: [0],
    statuses: ["stalls"],
  },
  { what: "1 + 1/k", sequence: formula((k) => 1 + 1 / (k + 1)), statuses: ["stalls"] },
  {
    what: "gradient descent on x²/2 with steps of ½/k²",
    sequence: sequenceOf([1], ([x], k) => [x! - 0.5 / (k + 1) ** 2 * x!]),
    statuses: ["stalls"],
  },
  {
    what: "steps that are too short for the arithmetic",
    sequence: map(1, (x) => x - 1e-20 * x),
    statuses: ["undecided"],
  },
  {
    what: "steps that underflow",
    sequence: map(1, (x) => x - 5e-324 * x / 4),
    statuses: ["undecided"],
  },
  {
    what: "a fast direction beside one that is too slow for the arithmetic, turned",
    sequence: sequenceOf([1, 0.2], ([x, y]) => {
      const [p, q] = [x! + y!, x! - y!];
      return [x! - (0.2 * p + 1e-19 * q), y! - (0.2 * p - 1e-19 * q)];
    }),
    exact: [0, 0],
    statuses: ["undecided"],
  },
  ...[1e-8, 1e-10, 1e-12].map((slow): Known => ({
    what: `a direction that is ${slow} slow behind a transient`,
    sequence: sequenceOf([1, 1], ([x, y]) => [0.998 * x!, (1 - slow) * y!]),
    exact: [0, 0],
    statuses: ["undecided"],
  })),
  {
    what: "a sublinear direction beside a slow one",
    sequence: sequenceOf([1, 1], ([x, y]) => [x! - 0.5 * x! * Math.abs(x!), y! - 1e-10 * y!]),
    exact: [0, 0],
    statuses: ["undecided"],
  },
  {
    what: "a set of stationary points, which needs a proof of its own",
    sequence: map(3, (x) => x - 0.5 * Math.sign(x) * Math.max(Math.abs(x) - 1, 0)),
    statuses: ["undecided"],
  },
  { what: "x ↦ −1.1x", sequence: map(1, (x) => -1.1 * x), statuses: ["grows"] },
  { what: "x ↦ 1.01x", sequence: map(1, (x) => 1.01 * x), statuses: ["grows"] },
  { what: "x ↦ x³ from 2", sequence: map(2, (x) => x ** 3), statuses: ["grows"] },
  { what: "k⁵", sequence: formula((k) => k ** 5), statuses: ["grows"] },
  { what: "log k", sequence: formula((k) => Math.log(k + 1)), statuses: ["undecided"] },
  {
    what: "a long transient, k·0.999^k",
    sequence: formula((k) => k * 0.999 ** k),
    statuses: ["undecided", "converges"],
  },
  {
    what: "one jump to infinity",
    sequence: formula((k) => k < 1000 ? Math.cos(k) : Infinity),
    statuses: ["undecided"],
  },
];

const EXPECTED_JUDGEMENT = {
  converges: { violated: false, resolved: true },
  undecided: { violated: false, resolved: false },
};

for (const { what, sequence, exact = [0], statuses } of known) {
  Deno.test(`observeLimit: ${what}`, () => {
    for (const refinement of [0, 1]) {
      const expected = statuses[refinement] ?? statuses[0];
      const seen = observeLimit(sequence, { exact, refinement });
      assertEquals(seen.status, expected, JSON.stringify({ ...seen, refinement }));
      assertEquals(JSON.parse(JSON.stringify(seen)), seen, "not plain JSON");
      const { violated, resolved } = judgeRelation(limitRelation("x_k → x*", seen), 2 ** -53);
      const judgement = expected === "converges" || expected === "undecided"
        ? EXPECTED_JUDGEMENT[expected]
        : { violated: true, resolved: true };
      assertEquals({ violated, resolved }, judgement, JSON.stringify(seen));
    }
  });
}

const status = (sequence: LimitSequence, options?: LimitOptions) =>
  observeLimit(sequence, options).status;

Deno.test("observeLimit, without a limit to compare with, says whether there is one", () => {
  assertEquals(status(map(1, (x) => 2 + (x - 2) / 2)), "converges");
  assertEquals(status(map(1, (x) => 2 + (x - 2) * 0.99)), "converges");
  assertEquals(status(map(1, (x) => -x)), "cycles");
  assertEquals(status(map(1, (x) => 2 * x)), "grows");
  assertEquals(status(formula((k) => Math.log(k + 1))), "undecided");
  assertEquals(status(formula((k) => 0.5 ** k + 1e-6 * Math.log(k + 1))), "undecided");
  assertEquals(status(spiral(1, 1)), "undecided");
  assertEquals(status(map(1, (x) => x - 1e-20 * x)), "undecided");
});

Deno.test("observeLimit takes no dying transient for a power of k", () => {
  const sequence = sequenceOf([1, 1], ([x, y]) => [0.985 * x!, (1 - 5e-11) * y!]);
  assertEquals(status(sequence, { exact: [0, 0], mostSteps: 2048 }), "undecided");
});

Deno.test("observeLimit: a geometric tail that a later block does not keep", () => {
  // It falls, and starts anew a little higher after 64, 128, 256, … steps.
  const sequence = formula((k) => {
    const j = k <= 64 ? 0 : Math.ceil(Math.log2(k / 64));
    return 0.1 * j + 0.6 ** (j === 0 ? k : k - 32 * 2 ** j);
  });
  assertEquals(status(sequence), "undecided");
});

Deno.test("observeLimit: a start at the limit supports nothing", () => {
  const seen = observeLimit(map(3, (x) => x), { exact: [3] });
  assertEquals(seen.status, "converges");
  const { violated, resolved } = judgeRelation(limitRelation("x_k → x*", seen), 2 ** -53);
  assertEquals([violated, resolved], [false, false]);
});

Deno.test("observeLimit bounds what is left of a geometric tail", () => {
  for (const rate of [0.9, 0.99, 0.997]) {
    const seen = observeLimit(map(1, (x) => 2 + (x - 2) * rate));
    assertEquals(seen.status, "converges");
    const error = Math.abs(seen.last[0]! - 2);
    assert(error <= seen.uncertainty, `${error} > ${seen.uncertainty}`);
    assert(seen.uncertainty < 1e-5);
    if (seen.rate !== null) assertAlmostEquals(seen.rate, rate, 1e-3);
  }
});

Deno.test("observeLimit finds the least period", () => {
  for (const period of [2, 3, 7, 101]) {
    assertEquals(observeLimit(spiral(1, 2 * Math.PI / period), { exact: [0, 0] }).period, period);
  }
});

Deno.test("observeLimit takes single precision for what it is", () => {
  const single = { exact: [0.7], unitRoundoff: 2 ** -24 };
  const rounded = (step: (x: number) => number) => map(1, (x) => Math.fround(step(x)));
  assertEquals(status(rounded((x) => 0.7 + (x - 0.7) / 2), single), "converges");
  assertEquals(status(rounded((x) => 0.3 + (x - 0.3) / 2), single), "stalls");
  assertEquals(status(rounded((x) => 1.4 - x), single), "cycles");
});

Deno.test("observeLimit stops where the sequence ends", () => {
  const ending: LimitSequence = {
    start: [1],
    *from() {
      for (let k = 0; k < 100; k++) yield [0.5 ** k];
    },
  };
  const seen = observeLimit(ending, { exact: [0] });
  assertEquals([seen.status, seen.steps], ["undecided", 99]);
});

Deno.test("observeLimit closes what it runs, and refuses what is no sequence", () => {
  let closed = 0;
  const sequence: LimitSequence = {
    start: [1],
    *from() {
      try {
        for (;;) yield [1];
      } finally {
        closed++;
      }
    },
  };
  observeLimit(sequence, { exact: [1] });
  assertEquals(closed, 1);
  assertThrows(() => observeLimit(sequence, { exact: [1, 2] }), RangeError, "exact has 2");
  assertThrows(() => observeLimit(sequence, { mostSteps: 100 }), RangeError, "mostSteps");
  assertThrows(() => observeLimit(formula(() => NaN)), RangeError, "no first point");
});
