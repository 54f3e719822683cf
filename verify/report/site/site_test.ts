import { assert, assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { DOMParser } from "linkedom";
import { posix } from "node:path";
import { DOMParser as XmlParser } from "@xmldom/xmldom";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { Confirmation, Evidence } from "../../evidence.ts";
import evidenceSchema from "../../schemas/evidence.json" with { type: "json" };
import {
  confirmation,
  everyVerdict,
  evidence,
  example,
  FIGURES,
  hostileEvidence,
  refutation,
  refuted,
  tabular,
  variant,
} from "./testdata/evidence.ts";
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

Deno.test("what the pages are tested with is valid evidence", () => {
  const validate = new Ajv2020({ allErrors: true }).compile(evidenceSchema);
  for (const claim of [...everyVerdict(), tabular()]) {
    assert(validate(claim), `${claim.id}: ${JSON.stringify(validate.errors)}`);
  }
});

/** What a section of the page of a claim says. */
function textOf(claim: Evidence, selector = "main", options = {}): string {
  const page = new Map(renderSite(sources([claim]), options))
    .get(`${claim.id}.html`)!;
  return [...parse(page).querySelectorAll(selector)]
    .map(({ textContent }) => textContent).join(" ").replaceAll(/\s+/g, " ");
}

Deno.test("a confirmation is told as what happened", () => {
  const steps = (changes: Partial<Confirmation>) =>
    textOf(
      evidence({
        variants: { printed: variant({ ...refuted(), refutation: refutation(changes) }) },
      }),
      "section.evidence > .steps",
    );
  const whole = steps({});
  for (
    const part of [
      "yes: With every inexact operation rounded up or down at random, it is violated in 20 of 20 " +
      "runs, by 1 on average, which is 4 × 1015 times the spread of 2.5 × 10−16.",
      "Over the runs the left side has 15 digits in common, the right side is exact.",
      "yes: It persists on 20 of 20 instances that the generator could have given instead",
      "yes: It persists with every numerical method tightened.",
      "open: The second arithmetic cannot tell",
    ]
  ) assertStringIncludes(whole, part);
  assert(!whole.includes("wanted"), whole);
  const rounding = confirmation().rounding!;
  const noisy = { ...rounding, method: "nearby instances", violated: 9, mean: -2 } as const;
  assertStringIncludes(
    steps({ rounding: noisy, confirmed: false, reason: "rounding may explain it" }),
    "no: The checker cannot be run with random rounding; its noise was estimated from nearby " +
      "instances. It is violated in 9 of 20 runs, by −2 on average, with a spread of 2.5 × 10−16.",
  );
  const exact = { ...rounding, spread: 0, digits: { lhs: null, rhs: null } };
  assertStringIncludes(
    steps({ rounding: exact }),
    "by 1 on average, without any spread. Both sides are exact.",
  );
  const little = steps({
    rounding: null,
    perturbations: { wanted: 20, tried: 6, violated: 6 },
    tightened: "not run",
    secondArithmetic: "not run",
  });
  for (
    const part of [
      "open: What rounding makes of it was not looked at.",
      "open: It persists on 6 of 6 instances",
      "; 20 were wanted.",
      "open: Whether it persists with tightened numerical methods was not tried.",
      "open: The second arithmetic was not run",
    ]
  ) assertStringIncludes(little, part);
  const against = steps({
    perturbations: { wanted: 20, tried: 3, violated: 2 },
    tightened: "kept",
    secondArithmetic: "contradicts",
  });
  for (
    const part of ["no: It persists on 2 of 3", "no: It does not persist when every", "no: The"]
  ) {
    assertStringIncludes(against, part);
  }
  assertStringIncludes(
    steps({ perturbations: { wanted: 0, tried: 0, violated: 0 } }),
    "open: No number of the instance is one that may be moved.",
  );
  assertStringIncludes(
    textOf(
      evidence({
        variants: {
          printed: variant({
            ...refuted(),
            refutation: refutation({ confirmed: false, reason: "the sides share no digit" }),
          }),
        },
      }),
    ),
    "This does not confirm the violation: the sides share no digit",
  );
});

Deno.test("every label that broke is shown with its counterexample", () => {
  const [further] = refuted().furtherRefutations;
  const many = Array.from({ length: 14 }, () => further!);
  const text = textOf(
    evidence({ variants: { printed: variant({ ...refuted(), furtherRefutations: many }) } }),
  );
  assertEquals(text.match(/What breaks as well‖θt − θ0‖ ≤ R/g)?.length, 12);
  assertEquals(text.match(/\(0\.333333, 1\.33333, /g)?.length, 12);
  assertStringIncludes(text, "2 more relations that break stand in the evidence file");
});

Deno.test("failures of the checker and hypotheses that could not be told are shown", () => {
  const text = textOf(evidence({ variants: { printed: refuted() } }));
  assertStringIncludes(
    text,
    "The checker failed on 3 instances: RangeError: the matrix is singular." +
      "The first of these instances",
  );
  assertStringIncludes(
    text,
    "Whether the claim needs it could not be told: The checker timed out where it is dropped.",
  );
});

Deno.test("the spread of the numbers is drawn, small and by both measures", () => {
  const page = parse(pagesOf([evidence()]).get("spgd/theorem-1.html")!);
  const rows = [...page.querySelectorAll("details.spreads tbody tr")];
  assertEquals(
    rows.map((row) => [...row.querySelectorAll("th, td")].map(({ textContent }) => textContent)),
    [
      [".start[]", "1\u202f200", "12", "−3", "1000", "", "10⁻³⁰⁰ to 10³"],
      [".start.length", "400", "0", "3", "3", "all the same", "10⁰"],
    ],
  );
  const [byValue, byMagnitude] = rows[0].querySelectorAll("svg");
  assertStringIncludes(
    byValue.getAttribute("aria-label"),
    "By value, 20 bins from the least to the largest: at most 60 in a bin, 1 empty bin",
  );
  // A bar for each bin that holds anything, on the width of the picture.
  const bars = (svg: typeof byValue) =>
    [...svg.querySelector("path").getAttribute("d").matchAll(/M([\d.]+) 30v-([\d.]+)h([\d.]+)/g)]
      .map((bar) => bar.slice(1).map(Number));
  assertEquals(bars(byValue).length, 19);
  assertEquals(bars(byValue)[0], [0, 30, 5.6]);
  // Ten to the minus three hundredth does not squeeze the others into a corner.
  assertEquals(bars(byMagnitude).length, 7);
  assert(bars(byMagnitude).every(([, , width]) => width! > 3));
  const none = parse(pagesOf([evidence({ numbers: [] })]).get("spgd/theorem-1.html")!);
  assertEquals(none.querySelectorAll("details.spreads").length, 0);
});

Deno.test("one's own papers have the title that their module gives, on every page", () => {
  const pages = pagesOf(everyVerdict());
  for (const path of ["index.html", "mine/index.html", "mine/surprise.html"]) {
    assertStringIncludes(pages.get(path)!, "Steps towards nothing");
  }
  assertStringIncludes(pages.get("mine/index.html")!, "Paper · 2 claims");
  assertStringIncludes(pages.get("calibration/index.html")!, "Collection · 2 claims");
  assert(!pages.get("spgd/index.html")!.includes("Steps towards nothing"));
});

Deno.test("replay lines name the module and the folder in use, quoted", () => {
  const own = evidence({ id: "mine/x", module: "it's my claims.ts" });
  assertStringIncludes(
    textOf(own, ".replay", { folder: "/tmp/my reports" }),
    `deno task verify --claims 'it'"'"'s my claims.ts' --replay '/tmp/my reports/mine/x.json'`,
  );
  assertStringIncludes(textOf(evidence(), ".replay"), " --replay reports/spgd/theorem-1.json");
});

Deno.test("long vectors, matrices and lists are there in whole, exactly", () => {
  const vector = Array.from({ length: 17 }, (_, index) => index / 7);
  const matrix = [vector, vector];
  const list = vector.map((value) => ({ value }));
  const instance = { vector, matrix, list, short: [1 / 3, 2] };
  const shown = example("tightest");
  const claim = evidence({
    variants: { printed: variant({ example: { ...shown, instance, figures: [] }, labels: [] }) },
  });
  const page = parse(pagesOf([claim]).get("spgd/theorem-1.html")!);
  const wholes = [...page.querySelectorAll("details.whole")];
  assertEquals(
    wholes.map((whole) => whole.querySelector("summary").textContent),
    ["All 17 numbers", "All 2 × 17 numbers", "All 17 entries"],
  );
  assertEquals(
    wholes.map((whole) => JSON.parse(whole.querySelector(".copyable code").textContent)),
    [vector, matrix, list],
  );
});

Deno.test("the words of a formula may stand on several lines, those in braces not", () => {
  const bases = (statement: string) => {
    const claim = evidence({ variants: { printed: variant({ statement }) } });
    return parse(pagesOf([claim]).get("spgd/theorem-1.html")!)
      .querySelectorAll(".statement .katex-base").length;
  };
  assertEquals(bases(String.raw`\text{where all of } K`), 3);
  assertEquals(bases(String.raw`a,\ b`), 2);
  assertEquals(bases(String.raw`f(a,\ b)`), 1);
  assertEquals(bases(String.raw`\{a,\ b\}`), 1);
  assertEquals(bases(String.raw`{\text{where all of } K}`), 1);
  assertEquals(bases(String.raw`\left( \text{where all of } K \right)`), 1);
});

Deno.test("formulas are typeset, and those that cannot be are shown as they are", () => {
  const broken = String.raw`\frac{1}{`;
  const claim = evidence({ variants: { printed: variant({ statement: broken }) } });
  const page = parse(pagesOf([claim]).get("spgd/theorem-1.html")!);
  const shown = page.querySelector(".statement");
  assertStringIncludes(shown.textContent, broken);
  assertEquals(shown.querySelectorAll(".katex").length, 0);
  assertEquals(page.querySelectorAll(".hypotheses .katex math").length, 3);
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

Deno.test("a tabular claim's page is its tables, with marks that words tell too", () => {
  const page = parse(pagesOf([tabular()]).get("spgd/tables-of-losses.html")!);
  const plain = ({ textContent }: { textContent: string }) => textContent.replaceAll(/\s+/g, " ");
  const tables = page.querySelectorAll(".printed-table");
  assertEquals(tables.length, 1);
  const [table] = tables;
  assertStringIncludes(plain(table.querySelector("figcaption")), "Table 3. Losses over 102 runs");
  assertEquals(table.querySelector("figcaption sup").textContent, "2");
  const heads = [...table.querySelectorAll("thead th")];
  assertEquals(heads.map(plain), ["n", "Optimizer", "Median", "10−4: Success"]);
  assert(heads.every((head) => head.getAttribute("scope") === "col"));
  const rows = [...table.querySelectorAll("tbody tr")];
  assertEquals(rows.map((row) => [...row.querySelectorAll('th[scope="row"]')].map(plain)), [
    ["3", "Adam"],
    ["3", "SPGD"],
  ]);
  const cells = [...table.querySelectorAll("tbody td")];
  assertEquals(cells.map(plain), [
    "1.28×10−6 breaks the sentence",
    "90% keeps the sentence",
    "1.6×10−7 leaves it open",
    "–",
  ]);
  assertEquals(cells.map((cell) => cell.querySelectorAll("svg").length), [1, 1, 1, 0]);
  assertEquals(cells[1].getAttribute("title"), "success; success again");
  assertEquals([...table.querySelectorAll(".legend li")].map(plain).map((text) => text.trim()), [
    "keeps the sentence",
    "breaks the sentence",
    "leaves it open",
  ]);
  const text = plain(page.querySelector("main"));
  assertStringIncludes(text, "4 comparisons of printed numbers: 1 kept, 2 broken, 1 open.");
  assertStringIncludes(text, "what the printed numbers have lost by being rounded");
  assertEquals(text.match(/What breaks as well/g)?.length, 1);
  // Of one instance that is the table there is nothing else to tell.
  assertEquals(page.querySelectorAll(".picture, #hypotheses, #search").length, 0);
  for (const word of ["How close it came", "over the whole search", "an integration"]) {
    assert(!text.includes(word), word);
  }
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
    assert(!/\.(?:woff|ttf)\)/.test(css), "only what every browser reads");
    const fonts = [...Deno.readDirSync(`${folder}/assets/katex/fonts`)].map(({ name }) => name);
    assertEquals(fonts.filter((name) => !name.endsWith(".woff2")), []);
    for (const name of ["site.css", "site.js", "icon.svg"]) {
      assertEquals(
        Deno.readTextFileSync(`${folder}/assets/${name}`),
        Deno.readTextFileSync(new URL(`assets/${name}`, import.meta.url)),
      );
    }
    for (const [path, text] of renderSite(sources(everyVerdict()), { folder })) {
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

Deno.test("a hypothesis starts with a capital, unless it starts with a symbol", () => {
  const [first] = evidence().hypotheses;
  const names = ["g is convex", "ρ is admitted", "bounded noise", "a geodesic"];
  const hypotheses = names.map((name) => ({ ...first!, name }));
  const page = pagesOf([evidence({ hypotheses })]).get("spgd/theorem-1.html")!;
  const shown = [...parse(page).querySelectorAll(".hypotheses h3")]
    .map((heading: { textContent: string }) => heading.textContent.trim());
  assertEquals(shown, ["g is convex", "ρ is admitted", "Bounded noise", "A geodesic"]);
});

Deno.test("an outline is enough, where its page can read the whole", () => {
  const [first] = everyVerdict();
  const whole = { evidence: first!, sha256: DIGEST };
  const outline = { ...first!, variants: { printed: variant({ labels: [], example: null }) } };
  const page = (file: SiteSource) => new Map(renderSite([file])).get("spgd/theorem-1.html");
  assertEquals(page({ evidence: outline, sha256: "", whole: () => whole }), page(whole));
  assert(page({ evidence: outline, sha256: DIGEST }) !== page(whole));
});
