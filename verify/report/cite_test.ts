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
  const commit = DIGEST.slice(0, 40);
  for (
    const text of [
      "",
      "assay:",
      `sha256:${DIGEST}`,
      // The form of a token, as the README has it.
      "assay:<paper>/<claim>@sha256:<digest>",
      // Prose.
      "Assay and/or SHA256 digests; the assay: a/b testing of sha-256. An essay of 1/2 pages.",
      "An assay\n\nknown/sine@sha256:" + DIGEST,
      // Images, archives, actions and addresses that are no evidence.
      `library/nginx@sha256:${DIGEST}, ghcr.io/org/assay@sha256:${DIGEST}`,
      `registry:5000/nginx@sha256:${DIGEST}`,
      "assay-0.1.0/assay.tar.gz.sha256",
      `uses: org/assay@${commit}, https://example.org/org/assay/blob/${commit}/README.md`,
      "assay:\n  known/sine: 1\n",
      "https://example.org/assay/known/sine.html#top",
    ]
  ) {
    assertEquals(findCitations(text), [], text);
  }
});

Deno.test("cite: what only looks like a token is found, as a damaged one, with its line", async (t) => {
  const whole = citationToken("known/sine", DIGEST);
  const damaged: Record<string, string> = {
    "another hash": whole.replace("sha256", "sha265"),
    "a hash with a hyphen": whole.replace("sha256", "sha-256"),
    "a hash in capitals": whole.replace("sha256", "SHA256"),
    "a hash with letters turned round": whole.replace("sha256", "sah256"),
    "a hash that does not exist": whole.replace("sha256", "xyz"),
    "no hash": whole.replace("sha256:", ""),
    "no colon before the digest": whole.replace("256:", "256"),
    "an equals sign before the digest": whole.replace("256:", "256="),
    "a blank before the digest": whole.replace("256:", "256: "),
    "no digest": "assay:known/sine@sha256:",
    "no hash and no digest": "assay:known/sine",
    "no paper": whole.replace("known/", ""),
    "another separator before the hash": whole.replace("@", "#"),
    "a blank before the hash": whole.replace("@", " @"),
    "blanks around the at sign": whole.replace("@", " @ "),
    "no at sign": whole.replace("@", ""),
    "an encoded at sign": whole.replace("@", "%40"),
    "another separator in the id": whole.replace("/", ":"),
    "a backslash in the id": whole.replace("/", "\\"),
    "a blank after the scheme": whole.replace("assay:", "assay: "),
    "a blank for the colon": whole.replace("assay:", "assay "),
    "a semicolon after the scheme": whole.replace("assay:", "assay;"),
    "a slash after the scheme": whole.replace("assay:", "assay/"),
    "no colon after the scheme": whole.replace("assay:", "assay"),
    "capitals in the scheme": whole.replace("assay", "Assay"),
    "a letter less in the scheme": whole.replace("assay", "asay"),
    "a letter more in the scheme": whole.replace("assay", "asssay"),
    "another letter in the scheme": whole.replace("assay", "assey"),
    "a scheme that lost its beginning": whole.replace("assay", "say"),
    "a line break in the scheme": whole.replace("assay", "ass\nay"),
    "a line break after the scheme": whole.replace(":", ":\n"),
    "a line break before the colon": whole.replace(":", "\n:"),
    "a line break in the paper": whole.replace("known", "kno\nwn"),
    "a line break in the claim": whole.replace("sine", "si-\n  ne"),
    "a line break after the slash": whole.replace("/", "/\n> "),
    "a line break before the at sign": whole.replace("@", "\n@"),
    "a line break after the at sign": whole.replace("@", "@\r\n"),
    "a line break in the hash": whole.replace("sha", "sha\n"),
    "a line break in a comment": whole.replace(":", ":\n// "),
    "a line break before the digest": whole.replace("256:", "256:\n"),
    "a line break in the digest": whole.replace("0123", "01\n23"),
    "a break that HTML allows": whole.replace("assay:", "assay:<wbr>"),
    "a break that TeX allows": whole.replace("assay:", "assay:\\allowbreak{}"),
    "a soft hyphen": whole.replace("known", "kno\u00adwn"),
    "a space of no width": whole.replace("@", "\u200b@"),
    "a digest that is cut": whole.slice(0, -20),
    "a digest cut to nearly nothing": whole.slice(0, -60),
    "behind an address": "https://example.org/" + whole.replace("sha256", "sha265"),
  };
  for (const [name, token] of Object.entries(damaged)) {
    await t.step(name, () => {
      // Beside whole ones, on the lines above and below, after a word and in quotes.
      for (
        const [before, after] of [["", ""], ["see ", ", there"], ['"', '"'], ["\\texttt{", "}"]]
      ) {
        const text = `First line.\n\n${citationToken("a/b", DIGEST)}\n${before}${token}${after}\n` +
          `${citationToken("a/c", DIGEST)} and so on\n`;
        const found = findCitations(text);
        // Of a scheme that is broken itself, the line of its last letters tells as well.
        const line = name === "a line break in the scheme" ? 5 : 4;
        assertEquals(
          found.map(({ line, sha256 }) => [line, sha256 !== ""]),
          [[3, true], [line, false], [text.split("\n").length - 1, true]],
          JSON.stringify(text) + JSON.stringify(found),
        );
      }
    });
  }
  await t.step("one on every line, each named", () => {
    const text = `${damaged["another hash"]}\n`.repeat(3);
    assertEquals(findCitations(text).map(({ line }) => line), [1, 2, 3]);
  });
});

Deno.test("cite: a token with line breaks in it is told with its line, wherever it stands", () => {
  const broken = citationToken("known/sine", DIGEST).replace(":", ":\n");
  for (const before of [0, 1, 2, 7, 100]) {
    for (const after of [0, 1, 50, 1000]) {
      const found = findCitations("A line.\n".repeat(before) + broken + "\nb\n".repeat(after));
      assertEquals(found.map(({ line, sha256 }) => [line, sha256]), [[before + 1, ""]]);
    }
  }
  // A word may have come before the name of the scheme, which may be damaged itself.
  for (const [text, line] of [["word\nas\nsey", 2], ["word\nas\nsay", 2]] as const) {
    const found = findCitations(`${text}:known/sine@sha256:${DIGEST}\n`);
    assertEquals(found.length, 1, text);
    assert(Math.abs(found[0]!.line - line) <= 1, text);
  }
  // What is further from the name than one letter is no scheme at the end of a word.
  assertEquals(findCitations(`word\nas\nxxy:known/sine@sha256:${DIGEST}\n`), []);
});

Deno.test("cite: what is told of a damaged token is its id and what stands there", () => {
  const damaged = (text: string) => findCitations(text).map(({ id, token }) => [id, token]);
  const token = citationToken("known/sine", DIGEST).replace("sha256", "sha265");
  assertEquals(damaged(`see ${token}.`), [["known/sine", token]]);
  assertEquals(damaged(`(${token}), and so on`), [["known/sine", token]]);
  assertEquals(damaged("assay:known/sine!?"), [["known/sine", "assay:known/sine"]]);
  assertEquals(damaged(`Assay : x_y/z.1 sha256:${DIGEST}`), [
    ["x_y/z.1", `Assay : x_y/z.1 sha256:${DIGEST}`],
  ]);
  assertEquals(damaged(citationToken("known/", DIGEST)), [
    ["", `assay:known/@sha256:${DIGEST}`],
  ]);
  // One token within what looks like a longer one is a part of it.
  assertEquals(damaged(`assay:a/${token}`).length, 1);
});
