import { assertEquals } from "@std/assert";
import { MOST_STEPS, proofsProblems } from "./proof_shape.ts";

type Parts = Readonly<Record<string, unknown>>;

const CLAIMS = ["mine/first", "mine/second", "other/first"];
const step: Parts = { name: "(1)", says: "x = x", claim: "mine/first", from: [] };
const next: Parts = { name: "(2)", says: "y = y", claim: "mine/second", label: "y", from: ["(1)"] };
const last: Parts = { ...next, name: "(3)", from: ["(1)", "(2)"] };
const proof: Parts = { id: "mine/theorem-1", title: "Theorem 1", steps: [step, next, last] };

const problems = (proofs: unknown) => proofsProblems(proofs, CLAIMS);
const problemsOf = (parts: Parts) => problems([{ ...proof, ...parts }]);
const problemsOfStep = (parts: Parts) => problemsOf({ steps: [step, { ...next, ...parts }, last] });

Deno.test("well-formed proofs have no problems", () => {
  assertEquals(problems(undefined), []);
  assertEquals(problems([]), []);
  assertEquals(problems([proof, { ...proof, id: "mine/theorem-2" }]), []);
  const names = Array.from({ length: MOST_STEPS }, (_, index) => `${index}`);
  const steps = names.map((name, index) => ({ ...step, name, from: names.slice(0, index) }));
  assertEquals(problemsOf({ steps }), []);
  assertEquals(problemsOf({ id: `mine/${"a".repeat(100)}` }), []);
  assertEquals(problemsOfStep({ says: "a".repeat(120), label: "b".repeat(500) }), []);
  assertEquals(problemsOf({ steps: [{ ...step, name: "a".repeat(40) }] }), []);
});

Deno.test("proofs are an array of records with different ids", () => {
  const form = 'export an array such as [{ id: "mine/theorem-1", title: "Theorem 1", steps: […] }]';
  assertEquals(problems(null), [`\`proofs\` is null: ${form}`]);
  assertEquals(problems([proof, 3, null]), [
    "proofs[1] is 3: give { id, title, steps }",
    "proofs[2] is null: give { id, title, steps }",
  ]);
  const again = 'has the id "mine/theorem-1", as one above it: give it another';
  assertEquals(problems([proof, proof, proof]), [`proofs[1] ${again}`, `proofs[2] ${again}`]);
});

Deno.test("each mistake in a proof is told with its path", () => {
  const id = 'give "<paper>/<name>", such as "mine/theorem-1"';
  for (
    const wrong of [undefined, 3, "", "mine", "a/b/c", "A/b", `mine/${"a".repeat(101)}`, "a.b/c"]
  ) {
    const found = problemsOf({ id: wrong, steps: [] });
    assertEquals(found.length, 2, `${wrong}`);
    assertEquals(found[0]!.startsWith("proofs[0].id is "), true);
    assertEquals(found[0]!.endsWith(`: ${id}`), true);
  }
  const title = 'say what is proved, such as "Theorem 1"';
  assertEquals(problemsOf({ title: undefined }), [`proofs[0].title is missing: ${title}`]);
  assertEquals(problemsOf({ titel: 1 }), ['"titel" is no key of proofs[0]: did you mean "title"?']);
  const steps = `give an array of 1 to ${MOST_STEPS} links`;
  assertEquals(MOST_STEPS, 200);
  assertEquals(problemsOf({ steps: undefined }), [`proofs[0].steps is undefined: ${steps}`]);
  assertEquals(problemsOf({ steps: "x" }), [`proofs[0].steps is "x": ${steps}`]);
  assertEquals(problemsOf({ steps: [] }), [`proofs[0].steps is an empty array: ${steps}`]);
  assertEquals(problemsOf({ steps: Array(201).fill(step) }), [
    `proofs[0].steps has 201 links: ${steps}`,
  ]);
  assertEquals(problemsOf({ steps: [3, step, null] }), [
    "proofs[0].steps[0] is 3: give { name, says, claim, from }",
    "proofs[0].steps[2] is null: give { name, says, claim, from }",
  ]);
});

Deno.test("each mistake in a link is told with its path", () => {
  const at = "proofs[0].steps[1]";
  const name = 'give what the paper calls it, such as "(41)"';
  const claim = "give the id of the claim that checks it";
  const from = "give an array of the names of the links that it is derived from, " +
    "[] if there are none";
  const label = "give the begin of the labels of its relations, or leave it out";
  const twice = 'has the name "(1)", as one above it: two links of a proof have different names';
  const cases: readonly (readonly [Parts, readonly string[]])[] = [
    [{ form: 1 }, [`"form" is no key of ${at}: did you mean "from"?`]],
    [{ says: "" }, [`${at}.says is empty: give in a short phrase what the link says`]],
    [{ says: "a".repeat(121) }, [
      `${at}.says has 121 characters, more than 120: give in a short phrase what the link says`,
    ]],
    [{ label: undefined }, [`${at}.label is missing: ${label}`]],
    [{ label: "a\nb" }, [`${at}.label has a control character or a line break: ${label}`]],
    [{ claim: 3 }, [`${at}.claim is 3: ${claim}`]],
    [{ claim: "mine/frist" }, [
      `${at}.claim is "mine/frist", which is no claim here: did you mean "mine/first"?`,
    ]],
    [{ claim: "zzzzzzzzzzzzzzz" }, [
      `${at}.claim is "zzzzzzzzzzzzzzz", which is no claim here: give the id of one`,
    ]],
    [{ claim: "other/first" }, [
      `${at}.claim is "other/first", of another paper than the proof: ` +
      'give the id of a claim of "mine"',
    ]],
    [{ from: undefined }, [`${at}.from is undefined: ${from}`]],
    [{ from: [3, "(0)", "zzzzzz"] }, [
      `${at}.from[0] is 3, which is the name of no link: give the name of one above`,
      `${at}.from[1] is "(0)", which is the name of no link: did you mean "(1)"?`,
      `${at}.from[2] is "zzzzzz", which is the name of no link: give the name of one above`,
    ]],
    [{ from: ["(1)", "(2)", "(3)", "(1)"] }, [
      `${at}.from[1] is "(2)", which is the link itself: a proof has no circles`,
      `${at}.from[2] is "(3)", which stands below it: list each link below those that it is ` +
      "derived from (a proof has no circles)",
      `${at}.from[3] is "(1)", which stands there twice: name it once`,
    ]],
  ];
  for (const [parts, expected] of cases) assertEquals(problemsOfStep(parts), expected);
  assertEquals(problemsOf({ steps: [step, { ...step, from: [] }] }), [`${at} ${twice}`]);
  for (const wrong of [{ name: 3 }, { name: "a".repeat(41) }]) {
    const what = typeof wrong.name === "number"
      ? "is 3, not a string"
      : "has 41 characters, more than 40";
    assertEquals(problemsOf({ steps: [step, { ...next, ...wrong }] }), [
      `${at}.name ${what}: ${name}`,
    ]);
  }
  // A name that is no text is the name of no link.
  assertEquals(problemsOf({ steps: [3, { ...step, from: [undefined] }] }).slice(1), [
    `${at}.from[0] is undefined, which is the name of no link: give the name of one above`,
  ]);
  // Of a proof without an id the paper is not known.
  assertEquals(problemsOf({ id: 3, steps: [step] }).length, 2);
});
