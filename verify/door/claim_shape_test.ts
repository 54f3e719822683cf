import { assertEquals, assertMatch } from "@std/assert";
import fc from "fast-check";
import { claimProblems, idProblem, paperProblem } from "./claim_shape.ts";

type Parts = Readonly<Record<string, unknown>>;

const printed: Parts = { statement: "x = x", relations: () => [] };
const first: Parts = { name: "first", statement: "x > 0", holds: () => true };
const second: Parts = { name: "second", statement: "x < 0", holdsAlong: () => true };

function claimWith(parts: Parts): Parts {
  return {
    id: "mine/claim",
    title: "A title",
    locus: "§ 1",
    kind: "universal",
    hypotheses: [first, second],
    instances: fc.constant({}),
    observe: () => 1,
    variants: { printed },
    ...parts,
  };
}

const longest = "b".repeat(100);

Deno.test("the part of an id that names the paper is a folder of its own in a report", () => {
  for (const paper of ["mine", "a_2-b", "index_2", "assets2", "console", "com", "com10", longest]) {
    assertEquals(paperProblem(paper), undefined, paper);
  }
  const letters = 'may have lower-case letters, digits, "_" and "-" only';
  const wrong: readonly (readonly [string, string])[] = [
    ["", `the paper "" ${letters}`],
    ["A", `the paper "A" ${letters}`],
    ["a.b", `the paper "a.b" ${letters}`],
    ["a\n", String.raw`the paper "a\n" ${letters}`],
    ["assets", 'the paper "assets" would lie in a folder that reports use: rename it'],
    ...["index", "verdicts", "timings", "proofs", "junit", "summary"].map((name) =>
      [name, `the paper "${name}" has the name of a file of the report: rename it`] as const
    ),
    ...["con", "prn", "aux", "nul", "com1", "lpt9"].map((name) =>
      [name, `"${name}" is a name that Windows reserves: choose another`] as const
    ),
    [longest + "b", `"${"b".repeat(59)}…" has 101 characters, at most 100 are possible`],
  ];
  for (const [paper, problem] of wrong) assertEquals(paperProblem(paper), problem);
});

Deno.test("an id is a paper and a name that files can have", () => {
  for (const id of ["mine/claim", "a/index", "a/b.c", `${longest}/${longest}`, "a/console.x"]) {
    assertEquals(idProblem(id), undefined, id);
  }
  const form = 'write paper/name, such as "mine/contraction"';
  const wrong: readonly (readonly [unknown, RegExp])[] = [
    [undefined, new RegExp(`^is missing: ${form}$`)],
    [null, new RegExp(`^is null, not a string: ${form}$`)],
    ["", /^"" is not of the form paper\/name \(lower-case/],
    ["mine", /is not of the form/],
    ["a/b/c", /is not of the form/],
    ["a/", /is not of the form/],
    ["/a", /is not of the form/],
    [".a/b", /^"\.a\/b" has a part that begins with a dot, which would name another folder/],
    ["a/.b", /has a part that begins with a dot/],
    ["a.b/c", /^"a\.b\/c" names no file: the paper "a\.b" may have/],
    ["assets/c", /^"assets\/c" names no file: the paper "assets" would/],
    ["a/con.b", /^"a\/con\.b" names no file: "con\.b" is a name that Windows reserves/],
    [`a/${longest}b`, /names no file: "b+…" has 101 characters/],
  ];
  for (const [id, problem] of wrong) assertMatch(idProblem(id) ?? "nothing", problem);
});

Deno.test("an id that is computed may change, wherever the getter stands", () => {
  const { id: _, ...rest } = claimWith({});
  const getter = { get: () => "mine/claim", enumerable: true };
  class Computed {
    get id() {
      return "mine/claim";
    }
  }
  const claims = [
    Object.defineProperty({ ...rest }, "id", getter),
    Object.assign(new Computed(), rest),
    Object.assign(Object.create(new Computed()), rest),
  ];
  for (const claim of claims) {
    assertEquals(claimProblems(claim), [
      "the claim id is computed whenever it is read, so that it may change: write it as a string",
    ]);
  }
  assertEquals(claimProblems(rest), [
    'the claim id is missing: write paper/name, such as "mine/contraction"',
  ]);
  // A key of the object hides what it inherits.
  const own = Object.create(new Computed(), {
    id: { value: "mine/claim", enumerable: true },
  }) as object;
  assertEquals(claimProblems(Object.assign(own, rest)), []);
});

Deno.test("what is said to be vacuous names hypotheses of the claim and a reason", () => {
  const problems = (vacuous: unknown, parts: Parts = {}) =>
    claimProblems(claimWith({ vacuous, ...parts }));
  const good = { hypotheses: ["first", "second"], reason: "x cannot be both" };
  assertEquals(problems(good), []);
  assertEquals(problems({ ...good, hypotheses: ["second"] }), []);
  const form = "give { hypotheses: [names], reason }";
  const wrong: readonly (readonly [unknown, readonly string[]])[] = [
    [null, [`vacuous is null: ${form}`]],
    [true, [`vacuous is true: ${form}`]],
    [[], [`vacuous is an empty array: ${form}`]],
    [{ ...good, reasons: 1 }, [
      'vacuous: "reasons" is no key of vacuous: did you mean "reason"?',
    ]],
    [{ hypotheses: ["first"] }, [
      "vacuous.reason is missing: say why the hypotheses exclude each other",
    ]],
    [{ ...good, hypotheses: "first" }, [
      'vacuous.hypotheses is "first": name the hypotheses in an array',
    ]],
    [{ ...good, hypotheses: [] }, [
      "vacuous.hypotheses is an empty array: name the hypotheses in an array",
    ]],
    [{ ...good, hypotheses: ["first", "third", 4] }, [
      'vacuous.hypotheses names "third", which is no hypothesis here',
      "vacuous.hypotheses names 4, which is no hypothesis here",
    ]],
  ];
  for (const [vacuous, expected] of wrong) assertEquals(problems(vacuous), expected);
  assertEquals(problems(good, { hypotheses: ["first"] }), [
    'hypotheses[0] is "first": give { name, statement, holds }',
    'vacuous.hypotheses names "first", which is no hypothesis here',
    'vacuous.hypotheses names "second", which is no hypothesis here',
  ]);
  assertEquals(problems(good, { hypotheses: 3 }).length, 3);
});

Deno.test("all mistakes of one hypothesis and of one variant are told, each with its path", () => {
  const hypotheses = [
    first,
    { statement: "x", holds: () => true },
    { name: "first", holds: 1, holdsAlong: 2, without: 3, assumedBy: 4 },
    { name: "none", statement: "a\nb" },
    { statement: "x", holds: () => true, assumedBy: ["printed", 5, "corrected"] },
    7,
  ];
  const name = "give a short name, under which discarded instances are counted";
  const tex = String.raw`give the statement in TeX, such as String.raw${"`"}x \le 1${"`"}`;
  const form = "name the variants in an array, or leave it out if all assume it";
  const arbitrary = "give a fast-check arbitrary, such as fc.record({ x: fc.integer() })";
  assertEquals(claimProblems(claimWith({ hypotheses })), [
    `hypotheses[1].name is missing: ${name}`,
    `hypotheses[2].statement is missing: ${tex}`,
    'hypotheses[0] and hypotheses[2] both have the name "first": ' +
    "rename one, since discarded instances are counted by it",
    "hypotheses[2].holds is 1, not a function: write holds(instance) { … }",
    "hypotheses[2].holdsAlong is 2, not a function: write holdsAlong(observation, instance) { … }",
    `hypotheses[2].without is 3: ${arbitrary}`,
    `hypotheses[2].assumedBy is 4: ${form}`,
    'hypotheses[3]: the hypothesis "none" needs holds() or holdsAlong()',
    `hypotheses[4].name is missing: ${name}`,
    `hypotheses[4].assumedBy names 5, which is no variant here: ${form}`,
    `hypotheses[4].assumedBy names "corrected", which is no variant here: ${form}`,
    "hypotheses[5] is 7: give { name, statement, holds }",
  ]);
  const variants = {
    corrected: { statement: 1, relations: 2, expected: "held", trivialWhere: "", lable: 0 },
    sharpened: 8,
  };
  const verdicts = 'write "holds", "refuted", "vacuous", "inconclusive" or "error"';
  assertEquals(claimProblems(claimWith({ variants })), [
    "variants.printed is missing: give the statement as it is printed",
    '"lable" is no key of variants.corrected: remove it ' +
    "(the keys are statement, expected, trivialWhere, relations)",
    `variants.corrected.statement is 1, not a string: ${tex}`,
    "variants.corrected.relations is 2, not a function: write relations(observation, instance) { … }",
    `variants.corrected.expected is "held": ${verdicts} (did you mean "holds"?)`,
    "variants.corrected.trivialWhere is empty: say where it says nothing, " +
    'such as "for d < 100", or leave it out',
    "variants.sharpened is 8: give { statement, relations }",
  ]);
  // Without variants none can be assumed by.
  assertEquals(
    claimProblems(claimWith({ variants: 1, hypotheses: [{ ...first, assumedBy: ["printed"] }] })),
    [
      `hypotheses[0].assumedBy names "printed", which is no variant here: ${form}`,
      "variants is 1: give { printed: { statement, relations } }",
    ],
  );
});

Deno.test("an arbitrary generates and shrinks, a kind is one of those there are", () => {
  const form = "give a fast-check arbitrary, such as fc.record({ x: fc.integer() })";
  const call = () => {};
  for (const instances of [{ generate: call }, { shrink: call }, { generate: 1, shrink: call }]) {
    assertEquals(claimProblems(claimWith({ instances })), [`instances is an object: ${form}`]);
  }
  assertEquals(claimProblems(claimWith({ instances: null })), [`instances is null: ${form}`]);
  assertEquals(claimProblems(claimWith({ instances: { generate: call, shrink: call } })), []);
  const kinds =
    'write "universal", "existence", "local", "scaling", "limit", "statistical" or "tabular"';
  assertEquals(claimProblems(claimWith({ kind: "zzzzzzzzzz" })), [
    `kind is "zzzzzzzzzz": ${kinds}`,
  ]);
  assertEquals(claimProblems(claimWith({ kind: 3 })), [`kind is 3: ${kinds}`]);
  assertEquals(claimProblems(claimWith({ title: "", locus: 7 })), [
    "title is empty: say in a few words what the statement is",
    'locus is 7, not a string: say where it is printed, such as "Theorem 2"',
  ]);
  assertEquals(claimProblems(claimWith({ hypotheses: [{ ...first, assumedBy: [] }] })), [
    "hypotheses[0].assumedBy is an empty array: " +
    "name the variants in an array, or leave it out if all assume it",
  ]);
  assertEquals(claimProblems(claimWith({ cost: 1e-9, figures: call })), []);
});
