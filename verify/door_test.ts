import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import fc from "fast-check";
import { type Arithmetic, float64 } from "../lib/arithmetic/mod.ts";
import { type Claim, type ClaimKind, defineClaim } from "./claim.ts";
import {
  checkFirstObservation,
  checkHolds,
  checkObservation,
  checkRelations,
  claimProblems,
  MalformedClaim,
  moduleProblems,
} from "./door.ts";
import type { Evidence } from "./evidence.ts";
import evidenceSchema from "./schemas/evidence.json" with { type: "json" };
import { evidencePath, writeJson } from "./report/files.ts";
import { readReportFolder, writeReports } from "./report/folder.ts";
import { searchClaim } from "./search.ts";
import { withFolder } from "./testdata/command_line.ts";

type Parts = Readonly<Record<string, unknown>>;

const arithmetic = float64 as Arithmetic<unknown>;

const printed: Parts = {
  statement: "x = x",
  relations: () => [{ label: "x = x", lhs: 1, sense: "=", rhs: 1 }],
};
const positive: Parts = { name: "positive", statement: "x > 0", holds: () => true };

/** A claim that is well formed, with some of its parts replaced; undefined takes one away. */
function claimWith(parts: Parts = {}): unknown {
  return {
    id: "mine/claim",
    title: "A title",
    locus: "§ 1",
    kind: "universal",
    hypotheses: [positive],
    instances: fc.record({ x: fc.integer() }),
    observe: ({ x }: { x: number }) => x,
    variants: { printed },
    ...parts,
  };
}

function withVariant(parts: Parts): unknown {
  return claimWith({ variants: { printed: { ...printed, ...parts } } });
}

function withHypothesis(parts: Parts): unknown {
  return claimWith({ hypotheses: [{ ...positive, ...parts }] });
}

Deno.test("a well-formed claim has no problems, whatever it leaves out or uses", () => {
  const full = claimWith({
    id: "mine_2/claim-1.2_b",
    cost: 0.5,
    figures: () => [],
    hypotheses: [
      { ...positive, without: fc.constant({ x: 0 }), assumedBy: ["printed", "corrected"] },
      { name: "along", statement: String.raw`\text{two}` + "\nlines", holdsAlong: () => true },
    ],
    variants: {
      printed: { ...printed, expected: "holds" },
      corrected: printed,
      sharpened: printed,
    },
  });
  for (const claim of [claimWith(), claimWith({ hypotheses: [], cost: undefined }), full]) {
    assertEquals(claimProblems(claim), []);
    assertEquals(defineClaim(claim as Claim), claim);
  }
  for (const kind of evidenceSchema.properties.kind.enum) {
    assertEquals(claimProblems(claimWith({ kind, hypotheses: [], cost: undefined })), []);
  }
});

// What is wrong, and what the message must say: where, what, and what to write.
const MISTAKES: readonly (readonly [string, unknown, string])[] = [
  ["no claim", null, "is null: give what defineClaim() returns"],
  ["a list", [claimWith()], "is an array: give what defineClaim() returns"],
  [
    "a promise",
    Promise.resolve(claimWith()),
    "is a promise: give what defineClaim() returns, or wa",
  ],
  ["no id", claimWith({ id: undefined }), "the claim id is missing: write paper/name"],
  ["a number for an id", claimWith({ id: 3 }), "the claim id is 3, not a string: write paper/name"],
  ["an empty id", claimWith({ id: "" }), 'the claim id "" is not of the form paper/name'],
  ["no paper", claimWith({ id: "x" }), 'the claim id "x" is not of the form paper/name'],
  ["three parts", claimWith({ id: "a/b/c" }), 'the claim id "a/b/c" is not of the form paper/name'],
  ["capitals", claimWith({ id: "a/B" }), 'the claim id "a/B" is not of the form paper/name'],
  ["a line after the id", claimWith({ id: "a/b\n" }), "is not of the form paper/name"],
  ["the folder above", claimWith({ id: "a/.." }), '"a/.." has a part that begins with a dot'],
  ["this folder", claimWith({ id: "./a" }), '"./a" has a part that begins with a dot'],
  ["a hidden file", claimWith({ id: "a/.b" }), '"a/.b" has a part that begins with a dot'],
  ["a dot in the paper", claimWith({ id: "a.b/c" }), 'the paper "a.b" may have lower-case letters'],
  ["a long name", claimWith({ id: `a/${"b".repeat(101)}` }), "has 101 characters, at most 100"],
  ["a long paper", claimWith({ id: `${"b".repeat(101)}/a` }), "has 101 characters, at most 100"],
  ["a device", claimWith({ id: "a/nul.x" }), '"nul.x" is a name that Windows reserves: choose'],
  ["the site's folder", claimWith({ id: "assets/a" }), 'the paper "assets" would lie in a folder'],
  ["a file of the report", claimWith({ id: "verdicts/a" }), 'paper "verdicts" has the name of a f'],
  [
    "an id that may change",
    Object.defineProperty(claimWith(), "id", { get: () => "mine/claim", enumerable: true }),
    "the claim id is computed whenever it is read, so that it may change: write it as a string",
  ],
  ["no title", claimWith({ title: undefined }), "title is missing: say in a few words"],
  ["an empty title", claimWith({ title: " " }), "title is empty: say in a few words"],
  ["a title of another type", claimWith({ title: ["a"] }), "title is an array, not a string: say"],
  ["a title of two lines", claimWith({ title: "a\nb" }), "title has a control character or a line"],
  ["a title with an escape", claimWith({ title: "\x1b[31m" }), "title has a control character"],
  ["half of a character", claimWith({ title: "\ud835" }), "title has half of a surrogate pair"],
  ["a title without end", claimWith({ title: "a".repeat(501) }), "title has 501 characters, more"],
  ["no locus", claimWith({ locus: undefined }), "locus is missing: say where it is printed"],
  ["no kind", claimWith({ kind: undefined }), 'kind is missing: write "universal", "existence", '],
  [
    "an unknown kind",
    claimWith({ kind: "universel" }),
    'or "tabular" (did you mean "universal"',
  ],
  ["a cost of 0", claimWith({ cost: 0 }), "cost is 0: give a positive number"],
  ["a negative cost", claimWith({ cost: -1 }), "cost is -1: give a positive number"],
  ["a cost that is NaN", claimWith({ cost: NaN }), "cost is NaN: give a positive number"],
  ["an infinite cost", claimWith({ cost: Infinity }), "cost is Infinity: give a positive number"],
  ["a cost in words", claimWith({ cost: "2" }), 'cost is "2": give a positive number'],
  ["no instances", claimWith({ instances: undefined }), "instances is missing: give a fast-check"],
  [
    "instances in a list",
    claimWith({ instances: [1] }),
    "instances is an array: give a fast-check",
  ],
  [
    "instances that cannot shrink",
    claimWith({ instances: { generate: () => 1 } }),
    "instances is an object: give a fast-check arbitrary",
  ],
  ["no observe", claimWith({ observe: undefined }), "observe is missing: write observe(instance, "],
  ["observe of another type", claimWith({ observe: 1 }), "observe is 1, not a function: write"],
  ["figures in a list", claimWith({ figures: [] }), "figures is an empty array, not a function"],
  [
    "an unknown key",
    claimWith({ tittle: 1 }),
    '"tittle" is no key of a claim: did you mean "title"',
  ],
  [
    "hypothesis:",
    claimWith({ hypothesis: [] }),
    '"hypothesis" is no key of a claim: did you mean "h',
  ],
  [
    "a foreign key",
    claimWith({ zzz: 1 }),
    '"zzz" is no key of a claim: remove it (the keys are id',
  ],
  [
    "no hypotheses",
    claimWith({ hypotheses: undefined }),
    "hypotheses is missing: give an array of",
  ],
  [
    "hypotheses as a record",
    claimWith({ hypotheses: {} }),
    "hypotheses is an object: give an array",
  ],
  [
    "a hypothesis in words",
    claimWith({ hypotheses: ["x > 0"] }),
    'hypotheses[0] is "x > 0": give {',
  ],
  [
    "a nameless hypothesis",
    withHypothesis({ name: undefined }),
    "hypotheses[0].name is missing: gi",
  ],
  ["an unstated one", withHypothesis({ statement: "" }), "hypotheses[0].statement is empty: give "],
  ["one without predicate", withHypothesis({ holds: undefined }), "needs holds() or holdsAlong()"],
  [
    "a predicate in words",
    withHypothesis({ holds: "x" }),
    'hypotheses[0].holds is "x", not a funct',
  ],
  [
    "a verdict along",
    withHypothesis({ holdsAlong: true }),
    "hypotheses[0].holdsAlong is true, not ",
  ],
  [
    "without in a list",
    withHypothesis({ without: [] }),
    "hypotheses[0].without is an empty array: g",
  ],
  [
    "one that no variant assumes",
    withHypothesis({ assumedBy: [] }),
    "hypotheses[0].assumedBy is an empty array: name the variants",
  ],
  [
    "one that a variant assumes which is not there",
    withHypothesis({ assumedBy: ["printed", "sharpened"] }),
    'hypotheses[0].assumedBy names "sharpened", which is no variant here',
  ],
  [
    "a misspelt predicate",
    withHypothesis({ hold: 1 }),
    '"hold" is no key of hypotheses[0]: did you m',
  ],
  [
    "two hypotheses of one name",
    claimWith({ hypotheses: [positive, { ...positive }] }),
    'hypotheses[0] and hypotheses[1] both have the name "positive": rename one',
  ],
  ["no variants", claimWith({ variants: undefined }), "variants is missing: give { printed: {"],
  [
    "variants in a list",
    claimWith({ variants: [printed] }),
    "variants is an array: give { printed",
  ],
  [
    "none printed",
    claimWith({ variants: { corrected: printed } }),
    "variants.printed is missing: g",
  ],
  [
    "an unknown variant",
    claimWith({ variants: { printed, corected: printed } }),
    '"corected" is no key of variants: did you mean "corrected"?',
  ],
  [
    "a variant in words",
    claimWith({ variants: { printed: "x" } }),
    'variants.printed is "x": give {',
  ],
  [
    "no statement",
    withVariant({ statement: undefined }),
    "variants.printed.statement is missing: gi",
  ],
  [
    "an empty statement",
    withVariant({ statement: "" }),
    "variants.printed.statement is empty: give",
  ],
  [
    "a NUL in it",
    withVariant({ statement: "\0" }),
    "variants.printed.statement has a control charac",
  ],
  [
    "no relations",
    withVariant({ relations: undefined }),
    "variants.printed.relations is missing: wri",
  ],
  [
    "relations in a list",
    withVariant({ relations: [] }),
    "relations is an empty array, not a functio",
  ],
  [
    "expect:",
    withVariant({ expect: "holds" }),
    '"expect" is no key of variants.printed: did you mean ',
  ],
  [
    "an unknown verdict",
    withVariant({ expected: "hold" }),
    'variants.printed.expected is "hold": wri',
  ],
  [
    "no words for where a bound says nothing",
    withVariant({ trivialWhere: true }),
    "variants.printed.trivialWhere is true",
  ],
];

Deno.test("each mistake in a claim is named with its path and what to write", async (t) => {
  for (const [name, claim, message] of MISTAKES) {
    await t.step(name, () => {
      const problems = claimProblems(claim);
      assertEquals(problems.length, 1, problems.join("\n"));
      assertStringIncludes(problems[0]!, message);
      const error = assertThrows(() => defineClaim(claim as Claim), TypeError, message);
      assert(error instanceof MalformedClaim);
    });
  }
});

Deno.test("all mistakes of a claim are told at once", () => {
  const error = assertThrows(
    () => defineClaim(claimWith({ title: "", cost: 0, kind: "all" as ClaimKind }) as Claim),
    MalformedClaim,
  );
  assertEquals(error.problems.map((problem) => problem.split(" is ")[0]), [
    "mine/claim: title",
    "mine/claim: kind",
    "mine/claim: cost",
  ]);
});

Deno.test("each mistake in a module is named with the module", () => {
  const problems = (...exported: readonly Parts[]) =>
    moduleProblems(exported.map((exports, index) => ({ path: `${"ab"[index]}.ts`, exports })));
  const claim = claimWith();
  assertEquals(
    problems({ claims: [claim], papers: { mine: { title: "Mine" }, other: { title: "O" } } }),
    [],
  );
  // A module that repeats what another lists is no second claim.
  assertEquals(problems({ claims: [claim] }, { claims: [claim], default: 3 }), []);
  const cases: readonly (readonly [readonly Parts[], string])[] = [
    [[{}], "a.ts: does not export `claims`: export an array of what defineClaim() returns"],
    [[{ claims: claim }], "a.ts: `claims` is an object: export an array"],
    [[{ claims: Promise.resolve([]) }], "a.ts: `claims` is a promise: export an array of what d"],
    [
      [{ claims: [claim, claimWith({ id: "mine/b", title: "" })] }],
      "a.ts: claims[1] (mine/b): title",
    ],
    [
      [{ claims: [claim, claimWith()] }],
      'a.ts: claims[0] and claims[1] have the same id, "mine/claim"',
    ],
    [[{ claims: [claim, claim] }], "list the claim once"],
    [
      [{ claims: [claim] }, { claims: [claimWith({ id: "mine/b" }), claimWith()] }],
      'b.ts: claims[1] has the id "mine/claim", which claims[0] of a.ts has too: give one of them',
    ],
    [[{ claims: [], papers: [] }], "a.ts: `papers` is an empty array: give a record such as"],
    [[{ claims: [], papers: { mine: "Mine" } }], 'a.ts: papers["mine"] is "Mine": give { title'],
    [
      [{ claims: [], papers: { mine: { title: 1 } } }],
      'a.ts: papers["mine"].title is 1, not a str',
    ],
    [
      [{ claims: [], papers: { "a/b": { title: "A" } } }],
      'papers["a/b"]: the paper "a/b" may have',
    ],
    [
      [{ claims: [], papers: { mine: { title: "A", titel: "B" } } }],
      '"titel" is no key of papers["mine"]: did you mean "title"?',
    ],
    [
      [{ claims: [], papers: { a: { title: "A" } } }, {
        claims: [],
        papers: { a: { title: "B" } },
      }],
      'b.ts: papers["a"] has another title than in a.ts',
    ],
  ];
  for (const [modules, message] of cases) {
    const found = problems(...modules);
    assertEquals(found.length, 1, found.join("\n"));
    assertStringIncludes(found[0]!, message);
  }
});

Deno.test("each mistake in a proof is named with its place", () => {
  const step = { name: "(1)", says: "x = x", claim: "mine/claim", from: [] };
  const second = { ...step, name: "(2)", label: "x", from: ["(1)"] };
  const proof = { id: "mine/theorem", title: "Theorem", steps: [step, second] };
  const problems = (...proofs: readonly unknown[]) =>
    moduleProblems(proofs.map((proofs, k) => ({
      path: `${"ab"[k]}.ts`,
      exports: { claims: k === 0 ? [claimWith()] : [], proofs },
    })));
  const withSteps = (...steps: readonly unknown[]) => [{ ...proof, steps }];
  assertEquals(problems([proof]), []);
  // The catalogue repeats what the module of a paper exports.
  assertEquals(problems([proof], [proof]), []);
  const cases: readonly (readonly [readonly unknown[], string])[] = [
    [[proof], "a.ts: `proofs` is an object: export an array such as [{ id"],
    [[[3]], "a.ts: proofs[0] is 3: give { id, title, steps }"],
    [[[proof, proof]], 'proofs[1] has the id "mine/theorem", as one above it'],
    [[[proof], [{ ...proof }]], 'b.ts: proofs[0] has the id "mine/theorem", as one of a.ts'],
    [[[{ ...proof, steps: [] }]], "proofs[0].steps is an empty array: give an array of 1 to 200"],
    [[withSteps(...Array.from({ length: 201 }, () => step))], "has 201 links: give an array of 1"],
    [[[{ ...proof, title: "" }]], "proofs[0].title is empty: say what is proved"],
    [[[{ ...proof, id: "a/b/c", steps: [] }]], 'proofs[0].id is "a/b/c": give "<paper>/<name>"'],
    [[withSteps(step, { ...second, from: ["(3)"] })], 'from[0] is "(3)", which is the name of no'],
    [[withSteps({ ...step, from: ["(1)"] })], 'from[0] is "(1)", which is the link itself'],
    [
      [withSteps({ ...step, from: ["(2)"] }, second)],
      'proofs[0].steps[0].from[0] is "(2)", which stands below it: list each link below those',
    ],
    [[withSteps(step, { ...second, from: ["(1)", "(1)"] })], "which stands there twice"],
    [[withSteps(step, { ...second, from: "(1)" })], 'steps[1].from is "(1)": give an array of'],
    [[withSteps(step, { ...step })], 'steps[1] has the name "(1)", as one above it'],
    [
      [withSteps({ ...step, claim: "mine/clam" })],
      'steps[0].claim is "mine/clam", which is no claim here: did you mean "mine/claim"?',
    ],
    [[[{ ...proof, id: "other/theorem", steps: [step] }]], "of another paper than the proof"],
    [[withSteps({ ...step, name: "x".repeat(41) })], "steps[0].name has 41 characters, more than"],
    [[withSteps({ ...step, says: undefined })], "steps[0].says is missing: give in a short"],
    [[withSteps({ ...step, label: "" })], "steps[0].label is empty: give the begin of the labels"],
    [[withSteps({ ...step, form: [] })], '"form" is no key of proofs[0].steps[0]: did you mean'],
  ];
  for (const [[first, ...more], message] of cases) {
    const found = problems(first, ...more);
    assertEquals(found.length, message.includes("a/b/c") ? 2 : 1, found.join("\n"));
    assert(found.some((problem) => problem.includes(message)), `${message}\n${found.join("\n")}`);
  }
});

const relation: Parts = { label: "a <= b", lhs: 1, sense: "<=", rhs: 2 };

Deno.test("well-formed relations pass, with numbers that are not finite too", () => {
  const all: Parts = {
    ...relation,
    scale: NaN,
    size: 0,
    uncertainty: Infinity,
    ratio: -1,
    trivial: true,
    family: "linear",
    neighbourhood: { radius: 1e-3, step: 0 },
  };
  checkRelations([relation, all, { ...relation, sense: ">=", lhs: NaN, rhs: -Infinity }], "here");
  const absent = { scale: undefined, trivial: undefined, family: undefined, ratio: undefined };
  checkRelations([{ ...relation, ...absent, neighbourhood: undefined, sense: "=" }], "here");
});

Deno.test("each mistake in relations is named with its place and what to write", async (t) => {
  const one = (parts: Parts) => [relation, { ...relation, ...parts }];
  const strict = 'has the sense "<": write "<=" (a strict inequality is tested as "<=")';
  const cases: readonly (readonly [string, unknown, string])[] = [
    [
      "a promise",
      Promise.resolve([relation]),
      "here returns a promise: it must return the relations",
    ],
    ["nothing", undefined, "here returns undefined: it must return an array of relations"],
    ["a relation alone", relation, "here returns an object: it must return an array of relations"],
    ["an empty list", [], "here returns no relations: it must return at least one"],
    ["a boolean", [true], "here: relation 0 is true: it must be an object"],
    [
      "a promise in the list",
      [Promise.resolve(relation)],
      "here: relation 0 is a promise: it must be",
    ],
    [
      "no label",
      one({ label: undefined }),
      "here: relation 1 has a label that is missing: say what",
    ],
    [
      "an empty label",
      one({ label: "" }),
      'relation 1 ("") has a label that is empty: say what is com',
    ],
    [
      "two lines",
      one({ label: "a\nb" }),
      "has a label that has a control character or a line break",
    ],
    [
      "a long label",
      one({ label: "a".repeat(501) }),
      "has a label that has 501 characters, more than",
    ],
    ["a strict sense", one({ sense: "<" }), `here: relation 1 ("a <= b") ${strict}`],
    ["a strict sense upwards", one({ sense: ">" }), 'has the sense ">": write ">="'],
    ["a typeset sense", one({ sense: "≤" }), 'has the sense "≤": write "<="'],
    ["an equality of programs", one({ sense: "==" }), 'has the sense "==": write "="'],
    [
      "an unknown sense",
      one({ sense: "toString" }),
      'has the sense "toString": write "<=", ">=" or "=',
    ],
    ["no sense", one({ sense: undefined }), 'has the sense undefined: write "<=", ">=" or "="'],
    ["no left side", one({ lhs: undefined }), "has lhs = undefined: it must be a number"],
    ["a side in words", one({ rhs: "2" }), 'has rhs = "2": it must be a number'],
    ["a bigint", one({ lhs: 1n }), "has lhs = the bigint 1n: it must be a number"],
    ["a boolean side", one({ rhs: true }), "has rhs = true: it must be a number"],
    [
      "a promised side",
      one({ lhs: Promise.resolve(1) }),
      "has lhs = a promise: it must be a number",
    ],
    ...["scale", "size", "uncertainty", "ratio"].map((key) =>
      [key, one({ [key]: null }), `has ${key} = null: give a number or leave it out`] as const
    ),
    ["trivial", one({ trivial: 1 }), "has trivial = 1: give true or false, or leave it out"],
    ["family", one({ family: 3 }), "has a family that is 3, not a string: give a few words"],
    ["a radius alone", one({ neighbourhood: 0.1 }), "has neighbourhood = 0.1: give { radius }"],
    [
      "no radius",
      one({ neighbourhood: { step: 1 } }),
      "has neighbourhood.radius = undefined: give a",
    ],
    [
      "a radius of NaN",
      one({ neighbourhood: { radius: NaN } }),
      "has neighbourhood.radius = NaN: give",
    ],
    [
      "an infinite step",
      one({ neighbourhood: { radius: 1, step: Infinity } }),
      "neighbourhood.step = ",
    ],
    [
      "raduis",
      one({ neighbourhood: { radius: 1, raduis: 1 } }),
      'neighbourhood: did you mean "radius"',
    ],
    [
      "tolerance",
      one({ tolerance: 1 }),
      '"tolerance" is no key of a relation: remove it (the keys',
    ],
    ["rsh", one({ rsh: 1 }), '"rsh" is no key of a relation: did you mean "rhs"?'],
  ];
  for (const [name, value, message] of cases) {
    await t.step(name, () => {
      const error = assertThrows(() => checkRelations(value, "here"), MalformedClaim, message);
      assertEquals(error.problems.length, 1);
    });
  }
});

Deno.test("a hypothesis returns true, false or a distance, and an observation is no promise", () => {
  for (const value of [true, false, 0, -0, 0.5, Infinity]) checkHolds(value, "here");
  const wrong: readonly (readonly [unknown, string])[] = [
    [Promise.resolve(true), "here returns a promise: it must return true or false itself"],
    [undefined, "here returns undefined: it must return true, false, or how far"],
    [-1, "here returns -1: it must return"],
    [NaN, "here returns NaN: it must return"],
    ["yes", 'here returns "yes": it must return'],
    [1n, "here returns the bigint 1n: it must return"],
  ];
  for (const [value, message] of wrong) {
    assertThrows(() => checkHolds(value, "here"), MalformedClaim, message);
  }
  for (const value of [undefined, null, 1, [1], { x: 1 }]) checkObservation(value, "here");
  for (const value of [Promise.resolve(1), { then: () => {} }]) {
    assertThrows(() => checkObservation(value, "here"), MalformedClaim, "here returns a promise");
  }
});

Deno.test("the first observation tells what a claim returns that it must not", () => {
  const first = (claim: unknown, seed = 1) =>
    checkFirstObservation(claim as Claim, arithmetic, seed);
  assertEquals(first(claimWith()), undefined);
  const cases: readonly (readonly [unknown, string])[] = [
    [
      withVariant({ relations: () => Promise.resolve([]) }),
      "relations() of variants.printed returns a",
    ],
    [
      claimWith({ variants: { printed, sharpened: { ...printed, relations: () => [] } } }),
      "relations() of variants.sharpened returns no relations",
    ],
    [claimWith({ observe: () => Promise.resolve(1) }), "observe() returns a promise"],
    [
      withHypothesis({ holds: () => 1n }),
      'holds() of the hypothesis "positive" returns the bigint',
    ],
    [
      withHypothesis({ holds: undefined, holdsAlong: () => Promise.resolve(true) }),
      'holdsAlong() of the hypothesis "positive" returns a promise',
    ],
    [
      claimWith({ instances: fc.constant(undefined) }),
      "instances generates undefined that JSON cannot",
    ],
    [
      claimWith({ instances: fc.record({ x: fc.bigInt() }) }),
      "instances generates an object that JSON",
    ],
  ];
  for (const [claim, message] of cases) assertStringIncludes(first(claim) ?? "nothing", message);
  // What it throws, and numbers that are not finite, are for the search to judge.
  const throws = () => {
    throw new Error("a bug");
  };
  assertEquals(first(claimWith({ observe: throws })), undefined);
  assertEquals(first(withHypothesis({ holds: throws })), undefined);
  const infinite = () => [{ ...relation, lhs: NaN, rhs: Infinity }];
  assertEquals(first(withVariant({ relations: infinite })), undefined);
});

Deno.test("the first observation is of an instance that satisfies the hypotheses, the same for a seed", () => {
  const seen = (seed: number, holds: (instance: { x: number }) => boolean | number) => {
    const observed: number[] = [];
    const claim = claimWith({
      instances: fc.record({ x: fc.integer({ min: 0, max: 9 }) }),
      hypotheses: [{ ...positive, holds }],
      observe: ({ x }: { x: number }) => observed.push(x),
    });
    assertEquals(checkFirstObservation(claim as Claim, arithmetic, seed), undefined);
    return observed;
  };
  const distance = ({ x }: { x: number }) => Math.max(0, 7 - x);
  const runs = [1, 2, 3, 4, 5, 6].map((seed) => seen(seed, distance));
  for (const run of runs) assert(run.length === 1 && run[0]! >= 7, `${run}`);
  assertEquals(runs, [1, 2, 3, 4, 5, 6].map((seed) => seen(seed, distance)));
  assert(new Set(runs.flat()).size > 1, "every seed gives the same instance");
  assertEquals(seen(1, () => 1e-300), []);
});

Deno.test("a distance above 0 discards an instance, and 0 does not", async () => {
  const claim = defineClaim<{ x: number }, number>({
    ...claimWith() as Claim<{ x: number }, number>,
    instances: fc.record({ x: fc.integer({ min: 0, max: 9 }) }),
    hypotheses: [{ name: "large", statement: "x \\ge 5", holds: ({ x }) => Math.max(0, 5 - x) }, {
      name: "not so large",
      statement: "x \\le 8",
      holdsAlong: (x) => Math.max(0, x - 8),
    }],
    variants: {
      printed: {
        statement: "5 \\le x \\le 8",
        relations: (x) => [
          { label: "5 <= x", lhs: 5, sense: "<=", rhs: x },
          { label: "x <= 8", lhs: x, sense: "<=", rhs: 8 },
        ],
      },
    },
  });
  const { variants, hypotheses } = await searchClaim(claim, {
    seed: 1,
    profile: "quick",
    arithmetic,
  });
  assertEquals(variants.printed.verdict, "holds", variants.printed.reason ?? "");
  for (const { name, discarded } of hypotheses) assert(discarded > 0, name);
});

Deno.test("what is malformed only later in the search is an error, and never taken for something else", async () => {
  const late = async (value: unknown) =>
    (await searchClaim(
      defineClaim(
        withVariant({ relations: (x: number) => x > 1000 ? value : [relation] }) as Claim,
      ),
      { seed: 1, profile: "quick", arithmetic },
    )).variants.printed;
  for (const value of [[{ ...relation, sense: "<" }], Promise.resolve([relation]), [{ lhs: 1 }]]) {
    const { verdict, reason } = await late(value);
    assertEquals(verdict, "error");
    assertStringIncludes(reason!, "MalformedClaim: relations()");
  }
});

Deno.test("what passes the door gives evidence that reads back and can be reported", async () => {
  const odd: readonly Parts[] = [
    {
      id: `${"p".repeat(100)}/${"n".repeat(100)}`,
      title: "𝒪(1/k²) <b>&amp; \" ' \\ 中",
      locus: "#",
    },
    { id: "-/_..", title: "t".repeat(500) },
    { id: "indices/index.html", kind: "existence" },
    { kind: "limit" },
    {
      kind: "local",
      variants: {
        printed: {
          statement: "\t\n\\x",
          relations: () =>
            [0, 1e-9, 1].map((radius) => ({
              ...relation,
              label: "ℓ".repeat(500),
              family: "f".repeat(500),
              neighbourhood: { radius, step: 0 },
            })),
        },
      },
    },
    {
      figures: () => [{
        kind: "plane",
        title: "a point",
        x: { label: "x" },
        y: { label: "y" },
        paths: [],
        points: [{ name: "start", role: "observed", at: [1, 2] }],
        colour: "red",
      }],
      observe: () => null,
    },
    {
      observe: () => {
        throw "\0 no error";
      },
    },
  ];
  await withFolder(async (folder) => {
    const written: Evidence[] = [];
    for (const [index, parts] of odd.entries()) {
      const claim = claimWith({ id: `mine/${index}`, ...parts });
      assertEquals(claimProblems(claim), []);
      assertEquals(checkFirstObservation(claim as Claim, arithmetic, 1), undefined);
      const evidence = await searchClaim(claim as Claim, {
        seed: 1,
        profile: "quick",
        arithmetic,
        instances: 30,
        targetInstances: 0,
      });
      writeJson(evidencePath(folder, evidence.id), evidence);
      written.push(JSON.parse(JSON.stringify(evidence)) as Evidence);
    }
    const report = readReportFolder(folder);
    assertEquals(report.problems, []);
    const byId = (a: Evidence, b: Evidence) => a.id < b.id ? -1 : 1;
    const read = report.files.map((file) => file.whole().evidence);
    assertEquals(read.sort(byId), written.sort(byId));
    writeReports(folder, report);
  });
});
