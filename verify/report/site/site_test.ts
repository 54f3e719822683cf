import { assert, assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { DOMParser } from "linkedom";
import { posix } from "node:path";
import { DOMParser as XmlParser } from "@xmldom/xmldom";
import type { Evidence } from "../../evidence.ts";
import { everyVerdict, evidence, FIGURES, hostileEvidence, variant } from "./testdata/evidence.ts";
import { digitsToTell, formatCount, formatNumber, formatRatio, formatShare } from "./numbers.ts";
import { draw, thin } from "./plot.ts";
import { renderSite, type SiteSource, writeSite } from "./site.ts";
import { stretchesOf } from "./text.tsx";

const DIGEST = "0123456789abcdef".repeat(4);

function sources(claims: readonly Evidence[]): SiteSource[] {
  return claims.map((evidence) => ({ evidence, sha256: DIGEST }));
}

function pagesOf(claims: readonly Evidence[]): Map<string, string> {
  return new Map(renderSite(sources(claims)));
}

// deno-lint-ignore no-explicit-any
function parse(page: string): any {
  return new DOMParser().parseFromString(page, "text/html");
}

Deno.test("the site has an index, a page for each paper and a page for each claim", () => {
  assertEquals([...pagesOf(everyVerdict()).keys()], [
    "index.html",
    "spgd/index.html",
    "calibration/index.html",
    "mine/index.html",
    "spgd/theorem-1.html",
    "spgd/lemma-1.html",
    "calibration/vacuous.html",
    "calibration/inconclusive.html",
    "mine/index+.html",
    "mine/surprise.html",
  ]);
});

Deno.test("the same evidence gives the same bytes", () => {
  assertEquals(pagesOf(everyVerdict()), pagesOf(structuredClone(everyVerdict())));
});

Deno.test("an id that is no name of a file is turned down before anything is written", () => {
  for (const id of ["../x", "a/../../x", "a/b/c", "A/b", "a/", "/etc/passwd", "a/b\0"]) {
    assertThrows(() => [...renderSite(sources([evidence({ id })]))], TypeError, "paper/name");
  }
});

Deno.test("every link leads to a page, a file beside it, or a place on the page", () => {
  const pages = pagesOf(everyVerdict());
  const others = [
    ...everyVerdict().map(({ id }) => `${id}.json`),
    ...["assets/site.css", "assets/site.js", "assets/icon.svg", "assets/katex/katex.min.css"],
  ];
  for (const [path, text] of pages) {
    const page = parse(text);
    let links = 0;
    for (const element of page.querySelectorAll("[href], [src]")) {
      const link: string = element.getAttribute("href") ?? element.getAttribute("src");
      if (link.startsWith("https://arxiv.org/abs/")) continue;
      links++;
      if (link.startsWith("#")) {
        assert(page.getElementById(link.slice(1)) !== null, `${path}: ${link}`);
      } else {
        const target = posix.join(posix.dirname(path), link);
        assert(pages.has(target) || others.includes(target), `${path}: ${link}`);
      }
    }
    assert(links > 5, path);
  }
});

Deno.test("the counts of the index add up", () => {
  const claims = everyVerdict();
  const page = parse(pagesOf(claims).get("index.html")!);
  const rows = [...page.querySelectorAll(".counts tbody tr, .counts tfoot tr")].map((row) =>
    [...row.querySelectorAll("td")].map((cell) => Number(cell.textContent))
  );
  const total = rows.pop();
  assertEquals(total, [6, 1, 1]);
  assertEquals(total!.map((_, column) => rows.reduce((sum, row) => sum + row[column]!, 0)), total);
  assertEquals(page.querySelectorAll(".claims tbody tr").length, claims.length);
  const chips = [...page.querySelectorAll("[data-count]")].map(({ textContent }) => +textContent);
  assertEquals(chips.reduce((sum, count) => sum + count, 0), claims.length);
  assertStringIncludes(page.querySelector("h1").textContent, "6 claims");
});

Deno.test("the index names the runs, the date and every verdict that is not expected", () => {
  const text = new Map(renderSite(sources(everyVerdict()), { date: "2026-01-02T03:04:05.678Z" }))
    .get("index.html")!;
  const page = parse(text);
  assertStringIncludes(page.querySelector(".run").textContent, "2 runs");
  assertStringIncludes(page.querySelector(".run").textContent, "2026-01-02 03:04 UTC");
  const unexpected = [...page.querySelectorAll(".lead a")].map((link) => link.textContent);
  assertEquals(unexpected, ["mine/index", "mine/surprise"]);
  assertStringIncludes(pagesOf(everyVerdict()).get("index.html")!, "not recorded");
});

Deno.test("a refuted claim's page shows instance, both sides, confirmation, replay, citation", () => {
  const page = parse(pagesOf(everyVerdict()).get("spgd/theorem-1.html")!);
  const text = page.querySelector("main").textContent.replaceAll(/\s+/g, " ");
  for (
    const part of [
      "singular values",
      "broken by1",
      "20 of 20 instances",
      "below its resolution",
      "deno task verify --replay reports/spgd/theorem-1.json",
      `assay:spgd/theorem-1@sha256:${DIGEST}`,
      "Discards 12 of 412 instances (3 %)",
      "Needed:",
      "before 33 steps of shrinking",
    ]
  ) assertStringIncludes(text, part);
  const matrix = page.querySelector("table.matrix");
  assertEquals(
    [...matrix.querySelectorAll("tr")].map((row) =>
      [...row.querySelectorAll("td")].map((cell) => cell.textContent)
    ),
    [["1", "−0.25", "0"], ["0", "10−7", "3"]],
  );
  // What is rounded for reading carries its exact value.
  const exact = [...page.querySelectorAll("data")].map((value) => value.getAttribute("value"));
  assert(exact.includes("0.12345678901234"));
});

Deno.test("formulas are typeset, and those that cannot be are shown as they are", () => {
  const broken = String.raw`\frac{1}{`;
  const claim = evidence({ variants: { printed: variant({ statement: broken }) } });
  const page = parse(pagesOf([claim]).get("spgd/theorem-1.html")!);
  const shown = page.querySelector(".statement");
  assertStringIncludes(shown.textContent, broken);
  assertEquals(shown.querySelectorAll(".katex").length, 0);
  assertEquals(page.querySelectorAll(".hypotheses .katex math").length, 2);
});

Deno.test("every figure is well-formed, with a name, a description and named axes", () => {
  for (const figure of FIGURES) {
    const { svg, legend } = draw(figure);
    assert(svg !== null);
    const errors: string[] = [];
    new XmlParser({ onError: (_level, message) => void errors.push(message) })
      .parseFromString(svg, "image/svg+xml");
    assertEquals(errors, []);
    const page = parse(`<body>${svg}</body>`);
    assertEquals(page.querySelector("svg > title").textContent, figure.title);
    assertStringIncludes(page.querySelector("svg > desc").textContent, figure.x.label);
    const plain = (text: string) => text.replaceAll("_", "");
    for (const axis of ["x", "y"] as const) {
      assertStringIncludes(
        page.querySelector(`[data-part="${axis}-axis label"]`).textContent,
        plain(figure[axis].label),
      );
      assert(page.querySelectorAll(`[data-part="${axis}-axis tick label"] text`).length >= 2);
    }
    assert(legend.length > 0);
  }
});

Deno.test("a series that its axes cannot show is named, and a figure without any is none", () => {
  const [lines] = FIGURES;
  assert(lines?.kind === "lines");
  assertMatch(draw(lines).remark!, /1 of 5 series/);
  assertEquals(draw({ ...lines, series: lines.series.slice(4) }).svg, null);
  // Of a line that reaches zero at once one point is left: that has a mark.
  const falling = { name: "bound", role: "predicted" as const, points: [[0, 1], [1, 0]] as const };
  const { legend, remark } = draw({ ...lines, series: [lines.series[0]!, falling] });
  assertEquals(legend[1]!.style.symbol, "diamond");
  assertMatch(remark!, /leaves out what is not positive/);
});

Deno.test("hostile evidence becomes text, and short", () => {
  const claims = hostileEvidence();
  const pages = pagesOf(claims);
  assertEquals(pages.size, claims.length + 2);
  for (const [path, text] of pages) {
    assert(text.length < 1_500_000, `${path} has ${text.length} characters`);
    const page = parse(text);
    assertEquals([...page.querySelectorAll("script")].map((script) => script.textContent), [""]);
    assertEquals(page.querySelectorAll("img, iframe, object, style").length, 0, path);
    for (const element of page.querySelectorAll("*")) {
      for (const { name, value } of element.attributes) {
        assert(!name.startsWith("on"), `${path}: ${name}`);
        assert(!/^\s*javascript:/i.test(value), `${path}: ${value.slice(0, 80)}`);
      }
    }
  }
  assertStringIncludes(pages.get("hostile/claim-0.html")!, "&lt;script>");
});

Deno.test("the site is written with its fonts, and its styles name no other", () => {
  const folder = Deno.makeTempDirSync({ prefix: "assay_site_test_" });
  try {
    writeSite(folder, sources(everyVerdict()));
    const css = Deno.readTextFileSync(`${folder}/assets/katex/katex.min.css`);
    const named = [...css.matchAll(/url\(([^)]+)\)/g)].map(([, url]) => url!);
    assert(named.length >= 20);
    for (const url of named) assert(Deno.statSync(`${folder}/assets/katex/${url}`).isFile, url);
    for (const [path, text] of pagesOf(everyVerdict())) {
      assertEquals(Deno.readTextFileSync(`${folder}/${path}`), text);
    }
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("numbers read as people write them", () => {
  assertEquals(formatNumber(-0.25), "−0.25");
  assertEquals(formatNumber(0), "0");
  assertEquals(formatNumber(-1e-7), "−10⁻⁷");
  assertEquals(formatNumber(1.5e-7), "1.5 × 10⁻⁷");
  assertEquals(formatNumber(949832.3, 4), "9.498 × 10⁵");
  assertEquals(formatNumber(2000, 4), "2000");
  assertEquals(formatRatio(1.0000018), "1.000");
  assertEquals(formatCount(1234567), "1\u202f234\u202f567");
  assertEquals(formatShare(1, 1000), "under 1 %");
  assertEquals(formatShare(999, 1000), "over 99 %");
  assertEquals(formatShare(0, 0), "–");
  const [a, b] = [1, 1 + 1e-9];
  assert(formatNumber(a, digitsToTell(a, b)) !== formatNumber(b, digitsToTell(a, b)));
});

Deno.test("labels are split into lines and scripts", () => {
  assertEquals(stretchesOf("‖x_{k+1}‖² <= q^k σ_min"), [
    { text: "‖x", level: "line" },
    { text: "k+1", level: "sub" },
    { text: "‖", level: "line" },
    { text: "2", level: "sup" },
    { text: " ≤ q", level: "line" },
    { text: "k", level: "sup" },
    { text: " σ", level: "line" },
    { text: "min", level: "sub" },
  ]);
  assertEquals(stretchesOf("step_size"), [{ text: "step_size", level: "line" }]);
});

Deno.test("thinning keeps the first and the last", () => {
  const kept = thin(Array.from({ length: 1000 }, (_, index) => index), 60);
  assertEquals([kept.length, kept[0], kept.at(-1)], [60, 0, 999]);
  assertEquals(thin([1, 2], 60), [1, 2]);
});

Deno.test("norms stay together, whatever delimits them", () => {
  const page = (statement: string) =>
    parse(
      pagesOf([evidence({ variants: { printed: variant({ statement }) } })])
        .get("spgd/theorem-1.html")!,
    ).querySelector(".statement");
  // KaTeX lets a line break between its bases: after a sign of a norm it must not.
  const bases = (statement: string) => page(statement).querySelectorAll(".katex-base").length;
  assertEquals(bases(String.raw`\|x - y\|_A \le \|x\|^2`), bases(String.raw`a \le b`));
  for (
    const statement of [
      String.raw`\left\| x - y \right\| \le 1`,
      String.raw`\frac{\|x - y\|}{2} \le 1`,
      String.raw`\| \le 1`,
    ]
  ) assertEquals(page(statement).querySelectorAll(".untypeset").length, 0, statement);
});
