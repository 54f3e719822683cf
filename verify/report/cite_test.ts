import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import type { Evidence } from "../evidence.ts";
import { changed, HOSTILE, hostile, sampleEvidence } from "../testdata/sample_evidence.ts";
import { CITATION_FORMATS, citations, citationToken, findCitations } from "./cite.ts";

const [evidence] = await sampleEvidence("known/sine-wrong-constant") as [Evidence];
const DIGEST = "0123456789abcdef".repeat(4);

/** The fields of the only entry of a BibTeX file; throws where BibTeX would not read it. */
function bibtexFields(text: string): Record<string, string> {
  const entry = /^@misc\{[A-Za-z0-9._-]+,\n(.*)\n\}\n$/s.exec(text);
  assert(entry !== null, text);
  const fields: Record<string, string> = {};
  for (const line of entry[1]!.split("\n")) {
    const [, name, value] = /^ {2}(\w+) *= \{(.*)\},$/.exec(line)!;
    let depth = 0;
    for (const sign of value!) {
      // BibTeX counts braces without regard to backslashes.
      if (sign === "{") depth++;
      if (sign === "}") depth--;
      assert(depth >= 0, `a brace too many in ${name}`);
    }
    assertEquals(depth, 0, `a brace is open in ${name}`);
    fields[name!] = value!;
  }
  return fields;
}

/** What LaTeX prints. */
function printed(latex: string): string {
  const signs: Record<string, string> = {
    ...{ textbackslash: "\\", textbraceleft: "{", textbraceright: "}", textbar: "|" },
    ...{ textasciicircum: "^", textasciitilde: "~", textless: "<", textgreater: ">" },
  };
  return latex.replaceAll(
    /\\(text[a-z]+)\{\}|\\([#$%&_])/g,
    (_, name, sign) => signs[name] ?? sign,
  );
}

for (const format of CITATION_FORMATS) {
  Deno.test(`cite: ${format} names the claim and the run, and is found again`, () => {
    const text = citations(evidence, DIGEST)[format];
    for (const part of ["known/sine-wrong-constant", "0.1.0", "seed 1", "quick", "refuted"]) {
      assertStringIncludes(text, part);
    }
    const [found, ...more] = findCitations(`Above.\n${text}Below.`);
    assertEquals(more, []);
    assertEquals([found!.id, found!.sha256], ["known/sine-wrong-constant", DIGEST]);
    const lines = text.slice(0, text.indexOf("assay:known")).split("\n").length;
    assertEquals(found!.line, lines + 1);
  });

  Deno.test(`cite: ${format} of an id with an underscore is found again`, () => {
    const id = "gn_flow/a_b-c.d";
    const text = citations(changed(evidence, {}, { id }), DIGEST)[format];
    assertEquals(findCitations(text).map((found) => [found.id, found.sha256]), [[id, DIGEST]]);
  });

  Deno.test(`cite: ${format} of hostile text holds one citation and is short`, () => {
    const text = citations(hostile(evidence, HOSTILE.repeat(4000)), DIGEST)[format];
    assertEquals(findCitations(text).length, 1);
    assert(text.length < 6000, String(text.length));
    // deno-lint-ignore no-control-regex -- these are what is looked for
    assertEquals(text.match(/[\0-\x09\x0b-\x1f\x7f-\x9f]/g), null);
  });
}

Deno.test("cite: BibTeX reads its entry, and LaTeX prints what was said", () => {
  const special = "50 % of $x_1$ & #2 {a} } { \\input{x} ^ ~ <b> | \"q\" 'r' @misc{y,";
  for (const title of [evidence.title, special, HOSTILE]) {
    const { title: field } = bibtexFields(
      citations(changed(evidence, {}, { title, locus: "p. 1" }), DIGEST).bibtex,
    );
    assertMatch(field!, /^\{Evidence on .* \(p\. 1\)\}$/);
    // What is left is no command, no mathematics, no comment.
    assertEquals(
      field!.replaceAll(/\\text[a-z]+\{\}|\\[#$%&_]/g, "").slice(1, -1).match(/[\\{}#$%&_^~]/g),
      null,
    );
    if (title === special) assertStringIncludes(printed(field!), special);
  }
});

Deno.test("cite: CSL-JSON is a list of one item with what processors need", () => {
  const [item, ...more] = JSON.parse(citations(hostile(evidence), DIGEST).csl);
  assertEquals(more, []);
  assertEquals(item.type, "dataset");
  assertEquals(item.author, [{ literal: "Assay" }]);
  assertEquals(item.version, evidence.version);
  assertMatch(item.id, /^assay-known-sine-wrong-constant-01234567$/);
  assertStringIncludes(item.note, citationToken(evidence.id, DIGEST));
});

Deno.test("cite: Markdown shows hostile text as text", () => {
  const html = micromark(citations(hostile(evidence), DIGEST).markdown, {
    allowDangerousHtml: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });
  assertEquals(html.match(/<\w+/g)?.filter((tag) => tag !== "<p" && tag !== "<code"), []);
  assertStringIncludes(html, "&lt;script&gt;alert(1)&lt;/script&gt;");
});

Deno.test("cite: a document with several citations, each counted once", () => {
  const other = "f".repeat(64);
  const token = citationToken("a/b", DIGEST);
  const text = `One: ${token}.\n\n(${token}; ${citationToken("a/b", other)})\n` +
    `\\texttt{${citationToken("a/c", other)}} and "${citationToken("c_d/e", other)}".\n`;
  assertEquals(
    findCitations(text).map(({ id, sha256, line }) => [id, sha256, line]),
    [["a/b", DIGEST, 1], ["a/b", other, 3], ["a/c", other, 4], ["c_d/e", other, 4]],
  );
});

Deno.test("cite: a damaged citation is found, without a digest", () => {
  for (
    const token of [
      citationToken("a/b", DIGEST.slice(1)),
      citationToken("a/b", DIGEST + "0"),
      citationToken("a/b", DIGEST.replace("0", "g")),
      citationToken("a/b", DIGEST.toUpperCase()),
      citationToken("a/b", ""),
      citationToken("A/b", DIGEST),
    ]
  ) {
    const [found] = findCitations(`see ${token}, there`);
    assertEquals(found, { id: token.slice(6, 9), sha256: "", line: 1, token });
  }
});

Deno.test("cite: text without a citation has none", () => {
  for (const text of ["", "assay:", "assay:a/b", "assay:a@sha256:0", `sha256:${DIGEST}`]) {
    assertEquals(findCitations(text), []);
  }
});
