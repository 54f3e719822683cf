/**
 * What keeps a page from doing anything but show: its content security policy, and a typesetter that
 * trusts no formula.
 */

import { assert, assertEquals } from "@std/assert";
import { DOMParser } from "linkedom";
import type { Evidence } from "../../evidence.ts";
import { renderSite } from "./site.ts";
import { everyVerdict, evidence, variant } from "./testdata/evidence.ts";

/** Elements that load or run something by themselves. */
const LOADING = "link, script, style, img, iframe, object, embed, base, audio, video, source";

// deno-lint-ignore no-explicit-any
function pagesOf(claims: readonly Evidence[]): [string, any][] {
  const sources = claims.map((evidence) => ({ evidence, sha256: "0".repeat(64) }));
  return [...renderSite(sources)]
    .map(([path, text]) => [path, new DOMParser().parseFromString(text, "text/html")]);
}

Deno.test("every page has a policy, before all that it could stop, that lets no other script run", () => {
  const pages = pagesOf(everyVerdict());
  assert(pages.length > 5);
  for (const [path, page] of pages) {
    const policies = page.querySelectorAll("meta[http-equiv='Content-Security-Policy']");
    assertEquals(policies.length, 1, path);
    // A browser holds to a policy from where it stands on.
    const [first] = page.querySelectorAll(`meta[http-equiv], ${LOADING}`);
    assert(first === policies[0], `${path}: ${first?.outerHTML} stands before the policy`);
    assertEquals(page.querySelector("head").contains(policies[0]), true, path);
    const directives = new Map<string, readonly string[]>(
      policies[0].getAttribute("content").split(";")
        .map((directive: string) => directive.trim().split(/\s+/))
        .map(([name, ...allowed]: string[]) => [name!, allowed]),
    );
    for (const name of ["default-src", "base-uri", "form-action"]) {
      assertEquals(directives.get(name), ["'none'"], `${path}: ${name}`);
    }
    assertEquals(directives.get("script-src"), ["'self'", "file:"], path);
    // Nothing comes from elsewhere, and nothing is sent there.
    const sources = new Set([...directives.values()].flat());
    const local = ["'none'", "'self'", "file:", "data:", "'unsafe-inline'"];
    assertEquals([...sources].filter((source) => !local.includes(source)), [], path);
    for (const name of ["connect-src", "frame-src", "object-src", "worker-src"]) {
      assertEquals(directives.has(name), false, `${path}: ${name}`);
    }
  }
});

Deno.test("a formula sets no link, picture, class, style or attribute", () => {
  const formulas = [
    String.raw`x \le \href{https://example.org/}{y}`,
    String.raw`x \le \href{javascript:alert(1)}{y}`,
    String.raw`x \le \url{https://example.org/}`,
    String.raw`x \le \includegraphics{https://example.org/x.png}`,
    String.raw`x \le \htmlClass{planted}{y}`,
    String.raw`x \le \htmlId{planted}{y}`,
    String.raw`x \le \htmlStyle{color: planted}{y}`,
    String.raw`x \le \htmlData{planted=1}{y}`,
  ];
  for (const statement of formulas) {
    const claim = evidence({ variants: { printed: variant({ statement }) } });
    const page = pagesOf([claim]).find(([path]) => path === `${claim.id}.html`)![1];
    const typeset = page.querySelectorAll("main .katex");
    assert(typeset.length > 0, `nothing is typeset beside ${statement}`);
    for (const formula of typeset) {
      for (const element of [formula, ...formula.querySelectorAll("*")]) {
        assert(!["a", "img", "script"].includes(element.localName), `${statement}: ${element}`);
        for (const { name, value } of element.attributes) {
          assert(
            !/^(?:href|src|id|on.*|data-.*)$/.test(name) && !/planted/.test(value),
            `${statement} sets ${name}="${value}"`,
          );
        }
      }
    }
  }
});
