import { assert, assertEquals } from "@std/assert";
import {
  alternatives,
  describeValue,
  hint,
  isPromise,
  isRecord,
  MalformedClaim,
  textProblem,
  unknownKeys,
} from "./malformed_claim.ts";

Deno.test("all that is wrong is the message, a line for each", () => {
  const error = new MalformedClaim("one", "two");
  assert(error instanceof TypeError);
  assertEquals([error.name, error.message, error.problems], [
    "MalformedClaim",
    "one\ntwo",
    ["one", "two"],
  ]);
});

Deno.test("a short value is named by itself, a long one by what it is", () => {
  const thenable = { then: () => {} };
  const named: readonly (readonly [unknown, string])[] = [
    [undefined, "undefined"],
    [null, "null"],
    [true, "true"],
    [0, "0"],
    [-0, "-0"],
    [-1.5, "-1.5"],
    [NaN, "NaN"],
    [12n, "the bigint 12n"],
    ["", '""'],
    ['a"\n', String.raw`"a\"\n"`],
    ["a".repeat(58), `"${"a".repeat(58)}"`],
    ["a".repeat(59), `"${"a".repeat(59)}…"`],
    ["a".repeat(90), `"${"a".repeat(59)}…"`],
    [[], "an empty array"],
    [[1], "an array"],
    [{}, "an object"],
    [() => 1, "a function"],
    [Symbol("x"), "a symbol"],
    [Promise.resolve(), "a promise"],
    [thenable, "a promise"],
  ];
  for (const [value, name] of named) assertEquals(describeValue(value), name);
});

Deno.test("promises, records and what is neither", () => {
  const kinds = (value: unknown) => [isPromise(value), isRecord(value)];
  for (const value of [Promise.resolve(), { then: () => {} }]) {
    assertEquals(kinds(value), [true, false]);
  }
  for (const value of [{}, { then: 1 }, Object.create(null), new Date()]) {
    assertEquals(kinds(value), [false, true]);
  }
  for (const value of [null, undefined, 1, "x", [], () => {}]) {
    assertEquals(kinds(value), [false, false]);
  }
  assertEquals(kinds(Object.assign(() => {}, { then: () => {} })), [false, false]);
});

Deno.test("words are listed as a sentence has them", () => {
  assertEquals([["a"], ["a", "b"], ["a", "b", "c"]].map(alternatives), [
    '"a"',
    '"a" or "b"',
    '"a", "b" or "c"',
  ]);
});

Deno.test("the nearest word is meant, if two letters or half of it differ at most", () => {
  const known = ["id", "kind", "title", "hypotheses"];
  const meant: readonly (readonly [string, string])[] = [
    ["knd", "kind"],
    ["KIND", "kind"],
    ["kinxx", "kind"],
    ["tilte", "title"],
    ["titxy", "title"],
    ["hypothxxxxx", "hypotheses"],
    ["xy", "id"],
    ["x", "id"],
  ];
  for (const [word, nearest] of meant) {
    assertEquals(hint(word, known), `: did you mean "${nearest}"?`, word);
  }
  for (const word of ["kinxxx", "ti", "hypoxxxxxx", "zzzzzzz"]) {
    assertEquals(hint(word, ["kind", "title", "hypotheses"]), "", word);
  }
  assertEquals(hint("x", []), "");
});

Deno.test("each unknown key is told, with the word that was meant or all that there are", () => {
  const known = ["label", "sense"];
  assertEquals(unknownKeys({ label: 1 }, known, "it"), []);
  assertEquals(unknownKeys({ lable: 1, sense: 2, tolerance: 3 }, known, "it"), [
    '"lable" is no key of it: did you mean "label"?',
    '"tolerance" is no key of it: remove it (the keys are label, sense)',
  ]);
});

Deno.test("a text is not empty, and without what would break a line, a file or a terminal", () => {
  const wrong: readonly (readonly [unknown, string | undefined, string | undefined])[] = [
    ["x", undefined, undefined],
    ["𝒪(1/k²) 中", undefined, undefined],
    ["a".repeat(500), undefined, undefined],
    ["a".repeat(501), "has 501 characters, more than 500", undefined],
    [undefined, "is missing", "is missing"],
    [null, "is null, not a string", "is null, not a string"],
    [3, "is 3, not a string", "is 3, not a string"],
    ["", "is empty", "is empty"],
    [" \n\t", "is empty", "is empty"],
    ["a\nb", "has a control character or a line break", undefined],
    ["a\tb\r", "has a control character or a line break", undefined],
    ["a\u2028b", "has a control character or a line break", undefined],
    ["\x1b[1m", "has a control character or a line break", "has a control character"],
    ["a\0", "has a control character or a line break", "has a control character"],
    [
      "\ud835",
      ...Array<string>(2).fill("has half of a surrogate pair, which no file can hold"),
    ] as [
      unknown,
      string,
      string,
    ],
  ];
  for (const [text, ofLine, ofLines] of wrong) {
    assertEquals([textProblem(text), textProblem(text, true)], [ofLine, ofLines], `${text}`);
  }
});
