import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { DOMParser, type Element } from "@xmldom/xmldom";
import type { Evidence } from "../evidence.ts";
import {
  changed,
  failedSample,
  HOSTILE,
  hostile,
  sampleEvidence,
} from "../testdata/sample_evidence.ts";
import { junit } from "./junit.ts";

/**
 * What the schema of Jenkins' xUnit plugin (junit-10.xsd) allows of the elements that are used here:
 * attributes, a star after those that must be there, and children in their order.
 */
const SCHEMA: Readonly<Record<string, { attributes: string[]; children: string[]; text?: true }>> =
  {
    testsuites: { attributes: ["name", "tests", "failures", "errors"], children: ["testsuite"] },
    testsuite: {
      // With the attributes that the older schemas of Ant and Maven insist on.
      attributes: ["name*", "tests*", "failures*", "errors*"],
      children: ["testcase"],
    },
    testcase: {
      attributes: ["name*", "classname*"],
      children: ["failure", "error", "system-out"],
    },
    failure: { attributes: ["type*", "message*"], children: [], text: true },
    error: { attributes: ["type*", "message*"], children: [], text: true },
    "system-out": { attributes: [], children: [], text: true },
  };

function elements(parent: Element, name?: string): Element[] {
  return [...parent.childNodes].filter((node): node is Element => node.nodeType === 1)
    .filter((element) => name === undefined || element.tagName === name);
}

function assertValid(element: Element): void {
  const { attributes, children, text } = SCHEMA[element.tagName]!;
  const names = [...element.attributes].map(({ name }) => name);
  for (const name of names) {
    assert(attributes.some((known) => known.replace("*", "") === name), `${name} is not allowed`);
  }
  for (const known of attributes.filter((name) => name.endsWith("*"))) {
    assert(names.includes(known.slice(0, -1)), `${element.tagName} has no ${known}`);
  }
  const order = elements(element).map(({ tagName }) => children.indexOf(tagName));
  assert(order.every((index, i) => index >= (order[i - 1] ?? 0)), `${element.tagName}: ${order}`);
  if (text === undefined) {
    const own = [...element.childNodes].filter(({ nodeType }) => nodeType !== 1);
    assertEquals(own.map(({ nodeValue }) => nodeValue?.trim() ?? "").join(""), "");
  }
  elements(element).forEach(assertValid);
}

/** Reads a report; throws unless it is well-formed, valid, and its counts are those of its cases. */
function parse(evidence: readonly Evidence[]): Element[] {
  const text = junit(evidence);
  const { documentElement: root } = new DOMParser({
    // A sign that stands for another is what the writer puts there on purpose.
    onError: (level, message) => {
      if (!message.includes("replacement character")) throw new Error(`${level}: ${message}`);
    },
  }).parseFromString(text, "text/xml");
  assertValid(root!);
  for (const counted of [root!, ...elements(root!, "testsuite")]) {
    const cases = [...counted.getElementsByTagName("testcase")];
    const having = (name: string) => cases.filter((one) => elements(one, name).length === 1).length;
    assertEquals(
      ["tests", "failures", "errors"].map((name) => counted.getAttribute(name)),
      [cases.length, having("failure"), having("error")].map(String),
    );
  }
  return [...root!.getElementsByTagName("testcase")];
}

const [holding, refuted] = await sampleEvidence(
  "known/cauchy-schwarz",
  "known/sine-wrong-constant",
) as [
  Evidence,
  Evidence,
];

Deno.test("junit: a suite for each paper, a case for each variant, expected verdicts pass", () => {
  const cases = parse([
    holding,
    changed(refuted, { corrected: { verdict: "holds", expected: "holds" } }, { id: "other/sine" }),
  ]);
  assertEquals(
    cases.map((one) => [one.getAttribute("classname"), one.getAttribute("name")]),
    [
      ["known", "known/cauchy-schwarz (printed)"],
      ["other", "other/sine (printed)"],
      ["other", "other/sine (corrected)"],
    ],
  );
  for (const one of cases) {
    assertEquals(elements(one).map(({ tagName }) => tagName), ["system-out"]);
  }
});

Deno.test("junit: a verdict that is not the expected one is a failure that shows its instance", () => {
  const [passed, failed] = parse([holding, changed(refuted, { printed: { expected: "holds" } })]);
  assertEquals(elements(passed!, "failure"), []);
  const [failure] = elements(failed!, "failure");
  assertEquals(failure!.getAttribute("type"), "refuted");
  assertStringIncludes(failure!.getAttribute("message")!, "refuted, where holds is expected");
  const { label, lhs } = refuted.variants.printed.example!.relations[0]!;
  assertStringIncludes(failure!.textContent!, label);
  assertStringIncludes(failure!.textContent!, String(Number(lhs.toPrecision(6))));
  assertStringIncludes(
    failure!.textContent!,
    JSON.stringify(refuted.variants.printed.example!.instance),
  );
});

Deno.test("junit: an error is an error, also where nothing is expected", () => {
  const failed = failedSample("known/witness", "Error: a bug");
  for (const expected of ["holds", null] as const) {
    const [one] = parse([changed(failed, { printed: { expected } })]);
    assertEquals(elements(one!, "failure"), []);
    const [error] = elements(one!, "error");
    assertStringIncludes(error!.getAttribute("message")!, "a bug");
    assertStringIncludes(error!.textContent!, "at x");
  }
});

Deno.test("junit: a failure shows all labels that broke, and where the checker failed", () => {
  const { example, refutation } = refuted.variants.printed;
  const label = "another relation";
  const further = {
    example: { ...example!, relations: [{ ...example!.relations[0]!, label }], instance: { x: 2 } },
    refutation: { ...refutation!, confirmation: { ...refutation!.confirmation, label } },
  };
  const failures = { count: 1, message: "RangeError: singular", instance: { x: 3 } };
  const [one] = parse([
    changed(refuted, { printed: { expected: "holds", furtherRefutations: [further], failures } }),
  ]);
  const lines = elements(one!, "failure")[0]!.textContent!.split("\n");
  assertEquals(lines.slice(1, 2), [`on ${JSON.stringify(example!.instance)}`]);
  assertEquals(lines[2]!.startsWith("another relation: "), true);
  assertEquals(lines.slice(3), [
    'on {"x":2}',
    "the checker failed on 1 instance: RangeError: singular",
    'on {"x":3}',
  ]);
});

Deno.test("junit: a verdict passes where nothing is expected", () => {
  const [one] = parse([changed(refuted, { printed: { expected: null } })]);
  assertEquals(elements(one!, "failure"), []);
});

Deno.test("junit: hostile text is text", () => {
  const evidence = hostile(changed(refuted, { printed: { expected: "holds" } }));
  const [one] = parse([evidence]);
  const [failure] = elements(one!, "failure");
  assertStringIncludes(failure!.textContent!, "<script>alert(1)</script>");
  assertStringIncludes(failure!.textContent!, "]]> <![CDATA[");
  assert(failure!.textContent!.includes("\ufffd"), "what XML cannot hold is replaced");
});

Deno.test("junit: two million characters are shortened, and it says so", () => {
  const text = junit([
    hostile(changed(refuted, { printed: { expected: "holds" } }), HOSTILE.repeat(4000)),
  ]);
  assert(text.length < 50_000, String(text.length));
  assertStringIncludes(text, "characters)");
});

Deno.test("junit: the same evidence gives the same text, and no evidence an empty report", () => {
  assertEquals(junit([holding, refuted]), junit([holding, refuted]));
  assertEquals(parse([]), []);
});
