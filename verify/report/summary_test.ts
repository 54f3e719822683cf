import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { DOMParser } from "linkedom";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import type { Evidence } from "../evidence.ts";
import {
  changed,
  failedSample,
  HOSTILE,
  hostile,
  sampleEvidence,
} from "../testdata/sample_evidence.ts";
import { oneLine } from "./markdown.ts";
import { SUMMARY_LIMIT, summaryMarkdown } from "./summary.ts";

/** What is read of a rendered page. */
interface RenderedNode {
  readonly textContent: string;
  hasAttribute(name: string): boolean;
  querySelector(selector: string): RenderedNode | null;
  querySelectorAll(selector: string): RenderedNode[];
}

/** What GitHub makes of Markdown, before it takes out what it deems dangerous. */
function render(markdown: string): RenderedNode {
  const html = micromark(markdown, {
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });
  return new DOMParser().parseFromString(
    `<!doctype html><body>${html}</body>`,
    "text/html",
  ) as unknown as RenderedNode;
}

function cells(document: RenderedNode, table: number): string[][] {
  const rows = document.querySelectorAll("table")[table]!.querySelectorAll("tbody tr");
  return [...rows].map((row) =>
    [...row.querySelectorAll("td")].map(({ textContent }) => textContent)
  );
}

const [holding, refuted, exponent] = await sampleEvidence(
  "known/cauchy-schwarz",
  "known/sine-wrong-constant",
  "known/wrong-exponent",
) as [Evidence, Evidence, Evidence];
const failed = failedSample("known/witness", "Error: a bug");

Deno.test("summary: the counts of verdicts add up in every row and column", () => {
  const corrected = changed(refuted, { corrected: { verdict: "holds", expected: "holds" } });
  const rows = cells(render(summaryMarkdown([holding, corrected, exponent, failed])), 0);
  assertEquals(rows, [
    ["printed", "1", "2", "0", "0", "1", "4"],
    ["corrected", "1", "0", "0", "0", "0", "1"],
    ["all", "2", "2", "0", "0", "1", "5"],
  ]);
});

Deno.test("summary: it names the run, the papers, the claims, and every refutation", () => {
  const other = changed(exponent, {}, { id: "spgd/theorem-9" });
  const document = render(summaryMarkdown([holding, refuted, other]));
  assertEquals(
    document.querySelector("h1")!.textContent,
    "Assay: 3 claims, every verdict as expected",
  );
  assertStringIncludes(
    document.querySelector("h1 + p")!.textContent,
    "profile quick, seed 1, float64 (ml-matrix)",
  );
  const headings = [...document.querySelectorAll("h2")].map(({ textContent }) => textContent);
  assertEquals(headings[0], "known");
  assert(headings[1]!.startsWith("spgd: SVD-Preconditioned"));
  assertEquals(cells(document, 1).map(([claim, variant, verdict]) => [claim, variant, verdict]), [
    ["known/cauchy-schwarz known/cauchy-schwarz", "printed", "holds"],
    ["known/sine-wrong-constant known/sine-wrong-constant", "printed", "refuted"],
  ]);
  const details = [...document.querySelectorAll("details")];
  assertEquals(
    details.map((element) => element.querySelector("summary")!.textContent),
    ["known/sine-wrong-constant (printed): refuted", "spgd/theorem-9 (printed): refuted"],
  );
  const { instance, relations } = refuted.variants.printed.example!;
  const [relation] = [...details[0]!.querySelectorAll("p code")];
  assertStringIncludes(relation!.textContent, relations[0]!.label);
  assertStringIncludes(
    relation!.textContent,
    `margin ${Number(relations[0]!.margin.toPrecision(6))}`,
  );
  assertEquals(
    [...details[0]!.querySelectorAll("pre code")].map(({ textContent }) => textContent.trim()),
    [
      JSON.stringify(instance),
      "deno task verify --replay reports/known/sine-wrong-constant.json",
    ],
  );
});

Deno.test("summary: what is not expected comes first and is open", () => {
  const unexpected = changed(refuted, { printed: { expected: "holds" } });
  const document = render(summaryMarkdown([holding, exponent, unexpected, failed]));
  assertStringIncludes(
    document.querySelector("h1")!.textContent,
    "2 of 4 verdicts not as expected",
  );
  assertEquals(document.querySelector("h2")!.textContent, "Not as expected");
  const details = [...document.querySelectorAll("details")];
  assertEquals(details.map((element) => element.hasAttribute("open")), [true, true, false]);
  assertEquals(
    details.map((element) => element.querySelector("summary")!.textContent),
    [
      "known/sine-wrong-constant (printed): refuted, where holds is expected",
      "known/witness (printed): error, where holds is expected",
      "known/wrong-exponent (printed): refuted",
    ],
  );
  assertEquals(
    cells(document, 1).map(([, , verdict]) => verdict),
    ["holds", "refuted", "refuted, not holds", "error, not holds"],
  );
});

Deno.test("summary: evidence of several runs says which run each claim is from", () => {
  const document = render(summaryMarkdown([holding, changed(refuted, {}, { seed: 77 })]));
  assertStringIncludes(document.querySelector("h1 + p")!.textContent, "seed 77");
  const runs = cells(document, 1).map((row) => row.at(-1)!);
  assertStringIncludes(runs[0]!, "seed 1,");
  assertStringIncludes(runs[1]!, "seed 77,");
});

Deno.test("summary: every label that broke, the failures, and the folder and module in use", () => {
  const { example, refutation } = refuted.variants.printed;
  const label = "another relation";
  const further = {
    example: {
      ...example!,
      instance: { x: "further" },
      relations: [{ ...example!.relations[0]!, label }],
    },
    refutation: { ...refutation!, confirmation: { ...refutation!.confirmation, label } },
  };
  const failures = { count: 3, message: "RangeError: singular", instance: { x: "failing" } };
  const shown = changed(refuted, { printed: { furtherRefutations: [further], failures } }, {
    module: "my claims.ts",
    paperTitle: "Steps towards nothing",
  });
  const document = render(summaryMarkdown([shown], { folder: "/tmp/my reports" }));
  assertEquals(document.querySelector("h2")!.textContent, "known: Steps towards nothing");
  const [details] = document.querySelectorAll("details");
  const relations = [...details!.querySelectorAll("p code")].map(({ textContent }) => textContent);
  assertEquals(relations.length, 2);
  assertStringIncludes(relations[1]!, "another relation: ");
  assertStringIncludes(
    details!.textContent,
    "the checker failed on 3 instances: RangeError: singular",
  );
  assertEquals(
    [...details!.querySelectorAll("pre code")].map(({ textContent }) => textContent.trim()),
    [
      JSON.stringify(example!.instance),
      '{"x":"further"}',
      '{"x":"failing"}',
      "deno task verify --claims 'my claims.ts' " +
      "--replay '/tmp/my reports/known/sine-wrong-constant.json'",
    ],
  );
});

Deno.test("summary: where nothing is expected, it says what was found", () => {
  const open = [refuted, holding].map((one) => changed(one, { printed: { expected: null } }));
  assertEquals(
    render(summaryMarkdown(open)).querySelector("h1")!.textContent,
    "Assay: 2 claims, 1 refuted, 1 holds",
  );
});

Deno.test("summary: hostile text is text", () => {
  const unexpected = hostile(changed(refuted, { printed: { expected: "holds" } }));
  const document = render(summaryMarkdown([hostile(holding), unexpected, hostile(refuted)]));
  for (const selector of ["script", "img", "a", "h3", "li", "strong em", "del", "hr", "input"]) {
    assertEquals(document.querySelectorAll(selector).length, 0, selector);
  }
  assertEquals(document.querySelectorAll("h1").length, 1);
  assertEquals(document.querySelectorAll("details").length, 2);
  assertEquals(document.querySelectorAll("table").length, 2);
  const rows = cells(document, 1);
  assertEquals(rows.map((row) => row.length), [5, 5, 5]);
  // A space is as good as several.
  const shown = oneLine(HOSTILE).slice(0, 280);
  for (const [claim] of rows) assertStringIncludes(claim!, shown);
  for (const element of document.querySelectorAll("details")) {
    assertStringIncludes(element.querySelector("p code")!.textContent, shown);
    const { textContent } = element.querySelector("pre code")!;
    const kept = HOSTILE.replaceAll(/[\x7f\x85\u202e]/g, "\ufffd");
    assertEquals(JSON.parse(textContent), { [kept]: kept });
  }
});

Deno.test("summary: no control character gets through", () => {
  const text = summaryMarkdown([hostile(refuted)]);
  // deno-lint-ignore no-control-regex -- these are what is looked for
  assertEquals(text.match(/[\0-\x09\x0b-\x1f\x7f-\x9f\u202e]/g), null);
  assert(text.isWellFormed());
});

Deno.test("summary: it keeps within its limit, with every element closed", () => {
  const many = Array.from(
    { length: 2000 },
    (_, index) => changed(hostile(refuted), {}, { id: `known/claim-${index}`, title: "a claim" }),
  );
  const size = (text: string) => new TextEncoder().encode(text).length;
  for (const limit of [400_000, 1000]) {
    const text = summaryMarkdown(many, { limit });
    assert(size(text) <= limit, `${size(text)} bytes`);
    assertStringIncludes(text, "were left out");
    assertEquals(text.match(/<details/g)?.length, text.match(/^<\/details>$/gm)?.length);
    assertStringIncludes(
      render(text).querySelector("body > p:last-child")!.textContent,
      "left out",
    );
  }
  const whole = size(summaryMarkdown(many));
  assert(whole <= SUMMARY_LIMIT && whole > 0.99 * SUMMARY_LIMIT, `${whole} bytes`);
});

Deno.test("summary: two million characters are shortened, and it says so", () => {
  const text = summaryMarkdown([hostile(refuted, HOSTILE.repeat(4000))]);
  assert(text.length < 50_000, String(text.length));
  assertStringIncludes(text, "characters\)");
});

Deno.test("summary: it is the longest that keeps within its limit", () => {
  const few = Array.from(
    { length: 3 },
    (_, index) => changed(refuted, {}, { id: `known/claim-${index}` }),
  );
  const size = (text: string) => new TextEncoder().encode(text).length;
  const whole = size(summaryMarkdown(few));
  assertEquals(summaryMarkdown(few, { limit: whole }), summaryMarkdown(few));
  const lengths = new Set<number>();
  for (let limit = whole - 1; limit > 0; limit -= 97) {
    const text = summaryMarkdown(few, { limit });
    // With just as many bytes as it has it is the same, with fewer another.
    const least = size(text);
    assertEquals(summaryMarkdown(few, { limit: least }), text);
    if (text.startsWith("#")) assert(summaryMarkdown(few, { limit: least - 1 }) !== text);
    assert(least <= limit || text.startsWith("_"), `${least} bytes of ${limit}`);
    lengths.add(least);
  }
  assert(lengths.size > 3);
});
