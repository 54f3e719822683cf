import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { type ClaimsModule, moduleProblems } from "./module_shape.ts";

type Parts = Readonly<Record<string, unknown>>;

const printed = { statement: "x = x", relations: () => [] };

function claimOf(id: unknown, parts: Parts = {}): Parts {
  return {
    id,
    title: "A title",
    locus: "§ 1",
    kind: "universal",
    hypotheses: [],
    instances: fc.constant({}),
    observe: () => 1,
    variants: { printed },
    ...parts,
  };
}

/** What is wrong with modules a.ts, b.ts, … that export these. */
function problems(...exported: readonly Parts[]): string[] {
  return moduleProblems(
    exported.map((exports, index): ClaimsModule => ({ path: `${"abc"[index]}.ts`, exports })),
  );
}

const one = claimOf("mine/one");
const two = claimOf("mine/two");

Deno.test("modules may export nothing but claims, and repeat each other's", () => {
  assertEquals(problems(), []);
  assertEquals(problems({ claims: [] }, { claims: [one, two] }, { claims: [two, one] }), []);
  const papers = { mine: { title: "Mine" } };
  assertEquals(problems({ claims: [one], papers }, { claims: [], papers: { ...papers } }), []);
  assertEquals(problems({ claims: [], papers: undefined, proofs: undefined }), []);
});

Deno.test("what is wrong with a module's claims begins with its path and their place", () => {
  const form = "export an array of what defineClaim() returns";
  assertEquals(problems({}), [`a.ts: does not export \`claims\`: ${form}`]);
  assertEquals(problems({ claims: [] }, { claims: 3 }), [`b.ts: \`claims\` is 3: ${form}`]);
  assertEquals(problems({ claims: Promise.resolve([]) }), [
    `a.ts: \`claims\` is a promise: ${form}, with await before it`,
  ]);
  const untitled = { title: undefined };
  const missing = "title is missing: say in a few words what the statement is";
  assertEquals(
    problems({ claims: [one, 3, claimOf("mine/x", untitled), claimOf(7, untitled)] }),
    [
      "a.ts: claims[1]: is 3: give what defineClaim() returns",
      `a.ts: claims[2] (mine/x): ${missing}`,
      "a.ts: claims[3]: the claim id is 7, not a string: " +
      'write paper/name, such as "mine/contraction"',
      `a.ts: claims[3]: ${missing}`,
    ],
  );
});

Deno.test("an id is that of one claim", () => {
  const other = claimOf("mine/one");
  assertEquals(problems({ claims: [one, one] }), [
    'a.ts: claims[0] and claims[1] have the same id, "mine/one": list the claim once',
  ]);
  assertEquals(problems({ claims: [two, one, other] }), [
    'a.ts: claims[1] and claims[2] have the same id, "mine/one": give one of them another',
  ]);
  assertEquals(problems({ claims: 3 }, { claims: [two, one] }, { claims: [other, one] }).slice(1), [
    'c.ts: claims[0] has the id "mine/one", which claims[1] of b.ts has too: give one of them another',
  ]);
  // What is no claim, or has no id, is told elsewhere.
  assertEquals(problems({ claims: [null, null] }).length, 2);
  assertEquals(problems({ claims: [claimOf(3), claimOf(3)] }).length, 2);
});

Deno.test("papers have titles, and each has one", () => {
  const form = 'give a record such as { mine: { title: "…" } }';
  assertEquals(problems({ claims: [], papers: null }), [`a.ts: \`papers\` is null: ${form}`]);
  assertEquals(
    problems({ claims: [], papers: { assets: 3, b: { title: "", lable: 1 } } }),
    [
      'a.ts: papers["assets"]: the paper "assets" would lie in a folder that reports use: rename it; ' +
      "write the part of the ids that comes before the slash",
      'a.ts: papers["assets"] is 3: give { title: "…" }',
      'a.ts: "lable" is no key of papers["b"]: remove it (the keys are title)',
      'a.ts: papers["b"].title is empty: give the paper\'s title',
    ],
  );
  const titled = (title: string) => ({ claims: [], papers: { mine: { title } } });
  assertEquals(problems(titled("A"), titled("A"), titled("B")), [
    'c.ts: papers["mine"] has another title than in a.ts: give it in one of them only',
  ]);
  assertEquals(problems({ claims: [], papers: 3 }, titled("A")).length, 1);
});

Deno.test("proofs know the claims of all modules, and an id is that of one proof", () => {
  const step = { name: "(1)", says: "x = x", claim: "mine/two", from: [] };
  const proof = { id: "mine/theorem", title: "Theorem", steps: [step] };
  const first = { claims: [one, null, 3], proofs: [proof] };
  assertEquals(problems({ claims: [one], proofs: [proof] }, { claims: [two] }), []);
  assertEquals(problems({ claims: [two], proofs: [proof] }, { claims: [], proofs: [proof] }), []);
  assertEquals(problems(first).filter((problem) => problem.includes("steps")), [
    'a.ts: proofs[0].steps[0].claim is "mine/two", which is no claim here: ' +
    'did you mean "mine/one"?',
  ]);
  const other = { ...proof, id: "mine/other" };
  assertEquals(
    problems({ claims: [two], proofs: [other, proof] }, { claims: [], proofs: [{ ...proof }] }),
    ['b.ts: proofs[0] has the id "mine/theorem", as one of a.ts: give one of them another'],
  );
  assertEquals(problems({ claims: [two], proofs: [proof, proof] }).length, 1);
  // What is no proof, or has no id, is told elsewhere.
  assertEquals(problems({ claims: [], proofs: [3] }, { claims: [], proofs: [null] }).length, 2);
  assertEquals(problems({ claims: [], proofs: 3 }, { claims: [], proofs: 3 }).length, 2);
});
