import { assertEquals, assertThrows } from "@std/assert";
import { MalformedClaim } from "./malformed_claim.ts";
import { checkHolds, checkObservation, checkRelations } from "./observation_shape.ts";

type Parts = Readonly<Record<string, unknown>>;

const relation: Parts = { label: "a <= b", lhs: 1, sense: "<=", rhs: 2 };

function problemsOf(parts: Parts): readonly string[] {
  const check = () => checkRelations([relation, { ...relation, ...parts }], "f()");
  return assertThrows(check, MalformedClaim).problems;
}

const where = 'f(): relation 1 ("a <= b")';

Deno.test("each optional part of a relation may be there, undefined or left out", () => {
  const parts: Readonly<Record<string, readonly unknown[]>> = {
    lhs: [0, -1, NaN, Infinity],
    rhs: [0, -1, NaN, Infinity],
    sense: ["<=", ">=", "="],
    label: ["x", "ℓ".repeat(500)],
    scale: [undefined, 0, NaN],
    size: [undefined, 1, -1],
    uncertainty: [undefined, 1e-9],
    ratio: [undefined, 2],
    trivial: [undefined, true, false],
    family: [undefined, "linear"],
    neighbourhood: [
      undefined,
      { radius: 0 },
      { radius: 1e-3, step: 0 },
      { radius: 1, step: undefined },
    ],
  };
  for (const [key, values] of Object.entries(parts)) {
    for (const value of values) checkRelations([{ ...relation, [key]: value }], "f()");
  }
});

Deno.test("each mistake in a relation is told in full", () => {
  const strict = '(a strict inequality is tested as "<=")';
  const strictUp = '(a strict inequality is tested as ">=")';
  const say = "say what is compared, in words that are the same for every instance";
  const size = "give a finite number >= 0";
  const cases: readonly (readonly [Parts, string])[] = [
    [{ sense: "<" }, `has the sense "<": write "<=" ${strict}`],
    [{ sense: ">" }, `has the sense ">": write ">=" ${strictUp}`],
    ...[
      ["≤", "<="],
      ["≥", ">="],
      ["=<", "<="],
      ["=>", ">="],
      ["⩽", "<="],
      ["⩾", ">="],
      ["==", "="],
      [
        "===",
        "=",
      ],
    ].map(([wrong, right]) =>
      [{ sense: wrong }, `has the sense "${wrong}": write "${right}"`] as const
    ),
    [
      { sense: 1 },
      'has the sense 1: write "<=", ">=" or "=" (a strict inequality is tested as "<=" or ">=")',
    ],
    [{ lhs: "1" }, 'has lhs = "1": it must be a number'],
    [{ rhs: null }, "has rhs = null: it must be a number"],
    ...["scale", "size", "uncertainty", "ratio"].map((key) =>
      [{ [key]: "1" }, `has ${key} = "1": give a number or leave it out`] as const
    ),
    [{ trivial: 0 }, "has trivial = 0: give true or false, or leave it out"],
    [{ family: "" }, "has a family that is empty: give a few words, or leave it out"],
    [
      { family: null },
      "has a family that is null, not a string: give a few words, or leave it out",
    ],
    [{ neighbourhood: null }, "has neighbourhood = null: give { radius } or { radius, step }"],
    [{ neighbourhood: 1 }, "has neighbourhood = 1: give { radius } or { radius, step }"],
    [{ neighbourhood: {} }, `has neighbourhood.radius = undefined: ${size}`],
    [{ neighbourhood: { radius: -1 } }, `has neighbourhood.radius = -1: ${size}`],
    [{ neighbourhood: { radius: Infinity } }, `has neighbourhood.radius = Infinity: ${size}`],
    [{ neighbourhood: { radius: "1" } }, `has neighbourhood.radius = "1": ${size}`],
    [
      { neighbourhood: { radius: 1, step: -1 } },
      `has neighbourhood.step = -1: ${size}, or leave it out`,
    ],
    [
      { neighbourhood: { radius: 1, setp: 1 } },
      '"setp" is no key of a neighbourhood: did you mean "step"?',
    ],
    [{ scael: 1 }, '"scael" is no key of a relation: did you mean "scale"?'],
    [
      { zzzzzzzzz: 1 },
      '"zzzzzzzzz" is no key of a relation: remove it (the keys are label, lhs, sense, rhs, scale, ' +
      "size, uncertainty, ratio, trivial, family, neighbourhood)",
    ],
  ];
  for (const [parts, problem] of cases) assertEquals(problemsOf(parts), [`${where} ${problem}`]);
  assertEquals(problemsOf({ label: 3 }), [
    `f(): relation 1 has a label that is 3, not a string: ${say}`,
  ]);
  assertEquals(problemsOf({ label: " " }), [
    `f(): relation 1 (" ") has a label that is empty: ${say}`,
  ]);
  // A label that was in order once does not let others in.
  checkRelations([{ ...relation, label: "in order" }], "f()");
  assertEquals(problemsOf({ label: "in\norder" }).length, 1);
  assertEquals(problemsOf({ lhs: 1n, rhs: [], trivial: "no" }), [
    `${where} has lhs = the bigint 1n: it must be a number`,
    `${where} has rhs = an empty array: it must be a number`,
    `${where} has trivial = "no": give true or false, or leave it out`,
  ]);
});

Deno.test("what holds no relations is told apart", () => {
  const shape = "{ label, lhs, sense, rhs }";
  const cases: readonly (readonly [unknown, string])[] = [
    [Promise.resolve([]), "f() returns a promise: it must return the relations themselves"],
    [
      [],
      "f() returns no relations: it must return at least one; where the statement says nothing " +
      "of an instance, mark its relation as trivial",
    ],
    [3, `f() returns 3: it must return an array of relations, such as [${shape}]`],
    [[null], `f(): relation 0 is null: it must be an object, such as ${shape}`],
    [[undefined], `f(): relation 0 is undefined: it must be an object, such as ${shape}`],
    [["x"], `f(): relation 0 is "x": it must be an object, such as ${shape}`],
    [[relation, [relation]], `f(): relation 1 is an array: it must be an object, such as ${shape}`],
    [[Promise.resolve()], "f(): relation 0 is a promise: it must be the relation itself"],
  ];
  for (const [value, message] of cases) {
    const error = assertThrows(() => checkRelations(value, "f()"), MalformedClaim);
    assertEquals(error.message, message);
  }
});

Deno.test("a hypothesis is met, or not, or so far from it; an observation is no promise", () => {
  for (const value of [true, false, 0, 1e-300, Infinity]) checkHolds(value, "f()");
  const wrong: readonly (readonly [unknown, string])[] = [
    [Promise.resolve(true), "f() returns a promise: it must return true or false itself"],
    ...[[undefined, "undefined"], [-1e-300, "-1e-300"], [NaN, "NaN"], ["", '""']].map((
      [value, name],
    ) =>
      [
        value,
        `f() returns ${name}: it must return true, false, or how far the hypothesis is from ` +
        "being met (0 if it is)",
      ] as const
    ),
  ];
  for (const [value, message] of wrong) {
    const error = assertThrows(() => checkHolds(value, "f()"), MalformedClaim);
    assertEquals(error.message, message);
  }
  for (const value of [undefined, null, { then: 1 }, []]) checkObservation(value, "f()");
  const error = assertThrows(() => checkObservation(Promise.resolve(1), "f()"), MalformedClaim);
  assertEquals(
    error.message,
    "f() returns a promise: it must return the observation itself, so compute it without await",
  );
});
