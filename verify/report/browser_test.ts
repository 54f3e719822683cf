/**
 * The site in a browser. Without Chromium these tests are ignored, and their names say so.
 *
 * ASSAY_TEST_REPORT names the folder of a full run whose pages are opened too.
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import axe from "axe-core/axe.min.js" with { type: "text" };
import { join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import type { Evidence } from "../evidence.ts";
import { type ExperimentEvidence, experimentPath } from "../experiment/evidence.ts";
import { experiments } from "../testdata/experiments.ts";
import { judged } from "../testdata/judged.ts";
import type { Proof } from "../proof.ts";
import { writeJson } from "./files.ts";
import { writeSite } from "./site/site.ts";
import {
  everyVerdict,
  evidence,
  HARM,
  hostileEvidence,
  tabular,
  variant,
} from "./site/testdata/evidence.ts";

/** Where Debian's package puts it. */
const CHROMIUM = "/usr/bin/chromium";

const isMissing = !exists(CHROMIUM);

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

function browserTest(
  name: string,
  body: (browser: Browser) => Promise<void>,
  ignore = false,
): void {
  Deno.test({
    name: isMissing ? `${name} (ignored: Chromium is not installed at ${CHROMIUM})` : name,
    ignore: isMissing || ignore,
    // Playwright keeps pipes and timers of the browser's process.
    sanitizeOps: false,
    sanitizeResources: false,
    fn: async () => {
      // It asks the system for things that have nothing to do with these tests, unless told this.
      Deno.env.set("__IS_WSL_TEST__", "1");
      const { chromium } = await import("playwright-core");
      const browser = await chromium.launch({
        executablePath: CHROMIUM,
        // Containers run as root, where Chromium's own sandbox does not start.
        args: ["--no-sandbox", "--disable-gpu"],
      });
      try {
        await body(browser);
      } finally {
        await browser.close();
      }
    },
  });
}

async function withSite(
  claims: readonly Evidence[],
  body: (folder: string) => Promise<void>,
  proofs: readonly Proof[] = [],
  experiments: readonly ExperimentEvidence[] = [],
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "assay_browser_test_" });
  try {
    const files = claims.map((evidence) => ({ evidence, sha256: "0".repeat(64) }));
    writeSite(folder, files, { proofs, experiments });
    for (const evidence of experiments) writeJson(experimentPath(folder, evidence.id), evidence);
    for (const evidence of claims) {
      writeJson(join(folder, `${evidence.id}.json`), { id: evidence.id });
    }
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The paths of the pages in a report's folder. */
function pagesIn(folder: string, below = ""): string[] {
  return [...Deno.readDirSync(join(folder, below))].flatMap(({ name, isDirectory }) =>
    isDirectory
      ? pagesIn(folder, join(below, name))
      : name.endsWith(".html")
      ? [join(below, name)]
      : []
  ).sort();
}

/** Opens a page, lets the body look at it, and holds that nothing went wrong in it. */
async function visit(
  browser: Browser,
  folder: string,
  path: string,
  options: BrowserContextOptions,
  body: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext(options);
  const trouble: string[] = [];
  try {
    const page = await context.newPage();
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") trouble.push(message.text());
    });
    page.on("pageerror", ({ message }) => trouble.push(message));
    page.on("requestfailed", (request) => trouble.push(`failed: ${request.url()}`));
    page.on("dialog", (dialog) => trouble.push(`dialog: ${dialog.message()}`));
    page.on("request", (request) => {
      const isWithin = request.url().startsWith(`${pathToFileURL(folder).href}/`);
      if (!isWithin && !request.url().startsWith("data:")) trouble.push(request.url());
    });
    await page.goto(pathToFileURL(join(folder, path)).href, { waitUntil: "load" });
    await body(page);
  } finally {
    await context.close();
  }
  assertEquals(trouble, [], path);
}

/** What a reader sees of a page, without what is source on purpose. */
async function visibleText(page: Page): Promise<string> {
  return await page.evaluate(`(() => {
    const copy = document.querySelector("main").cloneNode(true);
    for (const source of copy.querySelectorAll("annotation, code, .untypeset")) source.remove();
    return copy.textContent;
  })()`);
}

/** Holds that links lead somewhere, formulas are typeset and plots have named axes. */
async function examine(page: Page, folder: string, path: string): Promise<void> {
  const links: string[] = await page.evaluate(`[...document.links].map((link) => link.href)`);
  for (const link of links) {
    if (link.startsWith("https://arxiv.org/abs/")) continue;
    const url = new URL(link);
    assertEquals(url.protocol, "file:", `${path}: ${link}`);
    const file = fileURLToPath(`file://${url.pathname}`);
    assert(!relative(folder, file).startsWith(".."), `${path}: ${link}`);
    assert(exists(file), `${path}: ${link}`);
    if (url.hash !== "" && file === join(folder, path)) {
      assert(await page.locator(`[id="${url.hash.slice(1)}"]`).count() === 1, `${path}: ${link}`);
    }
  }
  assertEquals((await visibleText(page)).match(/\\[a-zA-Z]+/g), null, `raw TeX in ${path}`);
  const unnamed: string[] = await page.evaluate(`
    [...document.querySelectorAll(".picture svg")].filter((svg) =>
      ["x", "y"].some((axis) =>
        !svg.querySelector('[data-part="' + axis + '-axis label"]')?.textContent.trim() ||
        svg.querySelectorAll('[data-part="' + axis + '-axis tick label"] text').length === 0
      )
    ).map((svg) => svg.querySelector("title").textContent)`);
  assertEquals(unnamed, [], `plots without axes in ${path}`);
}

/** Holds that the page is no wider than the window, with everything unfolded. */
async function examineWidth(page: Page, path: string): Promise<void> {
  await page.evaluate(
    `for (const details of document.querySelectorAll("details")) details.open = true`,
  );
  const [width, window]: [number, number] = await page.evaluate(
    "[document.documentElement.scrollWidth, innerWidth]",
  );
  assert(width <= window, `${path} is ${width} wide in a window of ${window}`);
}

/**
 * Holds that axe-core finds nothing serious, and that the page fits the window.
 *
 * @param withContrast Whether contrasts are measured, which takes most of the time. All pages have one
 *   style sheet, so one page of each kind shows them.
 */
async function examineAccess(page: Page, path: string, withContrast = true): Promise<void> {
  await examineWidth(page, path);
  await page.evaluate(axe);
  // It would fetch the style sheets by script, which the pages' policy forbids.
  const violations: { id: string; impact: string; nodes: { html: string }[] }[] = await page
    .evaluate(`axe.run(document, {
      preload: false,
      rules: { "color-contrast": { enabled: ${withContrast} } },
    }).then((found) => found.violations)`);
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html }) => html).join("\n")}`);
  assertEquals(serious, [], path);
}

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 360, height: 740 };

browserTest(
  "every page opens without an error, with its formulas, plots and links",
  (browser) =>
    withSite(everyVerdict(), async (folder) => {
      const pages = pagesIn(folder);
      assertEquals(pages.length, 10);
      for (const path of pages) {
        await visit(browser, folder, path, { viewport: WIDE }, async (page) => {
          await examine(page, folder, path);
          if (path !== "index.html") assert(await page.locator(".katex").count() > 0, path);
        });
      }
      await visit(browser, folder, "spgd/theorem-1.html", { viewport: WIDE }, async (page) => {
        assert(await page.locator(".picture svg").count() >= 8);
        // The formulas are in KaTeX's own fonts, not in what the system falls back to.
        const fonts = await page.evaluate(
          `document.fonts.ready.then((fonts) => [...fonts].filter((f) => f.status === "loaded").length)`,
        );
        assert(Number(fonts) >= 2);
      });
    }),
);

browserTest(
  "axe-core finds nothing serious, in dark and light, narrow and wide",
  (browser) =>
    withSite([...everyVerdict(), tabular()], async (folder) => {
      // Of each kind of page one: axe-core takes its time.
      const claims = ["spgd/theorem-1.html", "spgd/tables-of-losses.html"];
      for (const path of ["index.html", "spgd/index.html", ...claims]) {
        await visit(browser, folder, path, {}, async (page) => {
          for (const viewport of [WIDE, NARROW]) {
            for (const colorScheme of ["light", "dark"] as const) {
              await page.setViewportSize(viewport);
              await page.emulateMedia({ colorScheme });
              await examineAccess(page, `${path}, ${viewport.width} px, ${colorScheme}`);
            }
          }
        });
      }
      for (const path of ["mine/index+.html", "calibration/vacuous.html"]) {
        await visit(browser, folder, path, {}, (page) => examineAccess(page, path));
      }
    }),
);

browserTest(
  "the page of an experiment fits narrow and wide windows, and axe-core finds nothing in it",
  async (browser) => {
    const race = await judged(experiments[0]!);
    await withSite(
      [],
      async (folder) => {
        for (const path of ["index.html", "known/index.html", "known/experiment+race.html"]) {
          await visit(browser, folder, path, {}, async (page) => {
            await examine(page, folder, path);
            for (const viewport of [WIDE, NARROW]) {
              await page.setViewportSize(viewport);
              for (const colorScheme of ["light", "dark"] as const) {
                await page.emulateMedia({ colorScheme });
                await examineAccess(page, `${path}, ${viewport.width} px, ${colorScheme}`);
              }
            }
          });
        }
      },
      [],
      [race],
    );
  },
);

browserTest(
  "hostile evidence of an experiment runs no script and breaks no page",
  async (browser) => {
    const race = await judged(experiments[0]!);
    for (const text of HARM) {
      const hostile: ExperimentEvidence = {
        ...race,
        title: text,
        locus: text,
        about: [text],
        version: text,
        failures: [text],
        settings: [{ name: text, value: text, source: "chosen" }],
        arms: race.arms.map(({ seeds }) => ({ name: text, seeds })),
        sentences: race.sentences.map((sentence) => ({
          ...sentence,
          statement: text,
          locus: text,
          reading: text,
          reason: text,
          comparisons: sentence.comparisons.map((one) => ({ ...one, label: text })),
        })),
        tables: race.tables.map((table) => ({
          ...table,
          locus: text,
          caption: text,
          columns: table.columns.map(() => text),
          rows: table.rows.map((row) => row.map((cell) => typeof cell === "string" ? text : cell)),
        })),
      };
      await withSite(
        [],
        async (folder) => {
          for (const path of ["index.html", "known/experiment+race.html"]) {
            await visit(
              browser,
              folder,
              path,
              { viewport: NARROW },
              (page) => examineWidth(page, path),
            );
          }
        },
        [],
        [hostile],
      );
    }
  },
);

browserTest(
  "a proof is drawn: no box overflows, the narrow page scrolls it, and axe-core finds nothing",
  (browser) => {
    const link = (name: string, claim: string, ...from: readonly string[]) => ({
      name,
      says: "‖x_{k+1}‖ <= q‖x_k‖, summed over k",
      claim: `spgd/${claim}`,
      from,
    });
    const wide = Array.from({ length: 7 }, (_, k) => link(`(${k})`, "theorem-1"));
    const proof: Proof = {
      id: "spgd/theorem-1",
      title: "Theorem 1",
      steps: [
        ...wide,
        link("Lemma 1", "lemma-1", ...wide.map(({ name }) => name)),
        link("(9)", "not-run", "Lemma 1"),
      ],
    };
    return withSite(everyVerdict(), async (folder) => {
      const path = "spgd/proof+theorem-1.html";
      await visit(browser, folder, path, {}, async (page) => {
        for (const viewport of [WIDE, NARROW]) {
          for (const colorScheme of ["light", "dark"] as const) {
            await page.setViewportSize(viewport);
            await page.emulateMedia({ colorScheme });
            await examineAccess(page, `${path}, ${viewport.width} px, ${colorScheme}`);
          }
          await examine(page, folder, path);
          const overflowing: number = await page.evaluate(`
            [...document.querySelectorAll(".chain .link")].filter((box) =>
              box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1
            ).length`);
          assertEquals(overflowing, 0);
          const scrolls: boolean = await page.evaluate(`(() => {
            const frame = document.querySelector(".chain-frame");
            return frame.scrollWidth > frame.clientWidth;
          })()`);
          assertEquals(scrolls, viewport === NARROW);
        }
      });
    }, [proof]);
  },
);

browserTest(
  "the index is filtered with the keyboard, and its counts follow",
  (browser) =>
    withSite(
      everyVerdict(),
      (folder) =>
        visit(browser, folder, "index.html", { viewport: WIDE }, async (page) => {
          const rows = () => page.locator(".claims tbody tr:visible").count();
          const shown = () => page.locator("#shown").textContent();
          const chip = (verdict: string) => page.locator(`[data-count="${verdict}"]`).textContent();
          assertEquals([await rows(), await shown(), await chip("holds")], [6, "6", "2"]);
          await page.keyboard.press("/");
          await page.keyboard.type("spgd LEMMA");
          assertEquals([await rows(), await shown()], [1, "1"]);
          assertEquals([await chip("holds"), await chip("refuted")], ["1", "0"]);
          assertEquals(await page.locator("section[data-paper]:visible").count(), 1);
          await page.keyboard.press("Escape");
          assertEquals(await rows(), 6);
          await page.keyboard.press("Tab");
          await page.keyboard.type("mine");
          assertEquals([await rows(), await shown(), await chip("error")], [2, "2", "1"]);
          // The first verdict: it is unchecked, so one of the two is left.
          await page.keyboard.press("Tab");
          await page.keyboard.press("Space");
          assertEquals([await rows(), await shown(), await chip("holds")], [1, "1", "1"]);
          await page.keyboard.press("/");
          await page.keyboard.type("surprise");
          assertEquals([await rows(), await shown()], [0, "0"]);
          assert(await page.locator("#no-claim").isVisible());
        }),
    ),
);

browserTest(
  "without scripts everything is there but the filter",
  (browser) =>
    withSite(
      everyVerdict(),
      (folder) =>
        visit(browser, folder, "index.html", { javaScriptEnabled: false }, async (page) => {
          assert(!await page.locator("#filter").isVisible());
          assertEquals(await page.locator(".claims tbody tr:visible").count(), 6);
          assert(await page.locator(".counts").isVisible());
        }),
    ),
);

browserTest(
  "a line is copied by its button",
  (browser) =>
    withSite(
      everyVerdict(),
      (folder) =>
        visit(browser, folder, "spgd/theorem-1.html", { viewport: WIDE }, async (page) => {
          const replay = page.locator(".replay .copyable").first();
          await replay.getByRole("button", { name: "Copy" }).click();
          await replay.getByRole("button", { name: /Copied|Selected/ }).waitFor();
          assertStringIncludes(
            await replay.locator("code").textContent() ?? "",
            `deno task verify --replay ${folder}/spgd/theorem-1.json`,
          );
        }),
    ),
);

browserTest(
  "a formula breaks where it can, and scrolls within its card where it cannot",
  (browser) => {
    const words = String.raw`\nabla K(0) = 0,\ K \text{ strongly convex near } 0 \text{ on } ` +
      String.raw`\mathcal S,\ \ell_{ij} \text{ least at } 0, \text{ where } \ell_{ij}'' > 0`;
    const fraction = String.raw`x = \frac{${"a_{12345} + ".repeat(30)} b}{c}`;
    const printed = variant({ statement: words });
    const corrected = variant({ statement: fraction });
    return withSite([evidence({ variants: { printed, corrected } })], async (folder) => {
      for (const path of ["spgd/theorem-1.html", "spgd/index.html"]) {
        await visit(browser, folder, path, {}, async (page) => {
          for (const width of [1280, 390]) {
            await page.setViewportSize({ width, height: 900 });
            // Of each formula: whether it sticks out of its frame, and whether the frame scrolls.
            const found: { sticksOut: boolean; scrolls: boolean }[] = await page.evaluate(`
              [...document.querySelectorAll(".card .katex-html, .digest dd .katex-html")]
                .map((formula) => {
                  const frame = formula.closest(".scroll") ?? formula.closest(".card, dd");
                  const right = Math.max(...[...formula.querySelectorAll(".katex-base")]
                    .map((base) => base.getBoundingClientRect().right));
                  return {
                    sticksOut: right > frame.getBoundingClientRect().right + 1,
                    scrolls: getComputedStyle(frame).overflowX === "auto" &&
                      frame.scrollWidth > frame.clientWidth,
                  };
                })`);
            const where = `${path}, ${width} px`;
            assert(found.length >= 2, where);
            assertEquals(found.at(-1), { sticksOut: true, scrolls: true }, where);
            for (const formula of found.slice(0, -1)) {
              assertEquals(formula, { sticksOut: false, scrolls: false }, where);
            }
          }
        });
      }
    });
  },
);

browserTest(
  "a long vector is opened without a script, and copied with one",
  (browser) =>
    withSite(
      everyVerdict(),
      async (folder) => {
        const numbers = Array.from({ length: 35 }, (_, index) => index + 1 / 3);
        for (const javaScriptEnabled of [false, true]) {
          const options = { viewport: NARROW, javaScriptEnabled };
          await visit(browser, folder, "spgd/theorem-1.html", options, async (page) => {
            const whole = page.locator("section.evidence > .instance details.whole").first();
            await whole.locator("summary").click();
            const text = await whole.locator("code").innerText();
            assertEquals(JSON.parse(text), numbers);
            const buttons = await whole.getByRole("button", { name: "Copy" }).count();
            assertEquals(buttons, javaScriptEnabled ? 1 : 0);
          });
        }
      },
    ),
);

browserTest(
  "hostile evidence runs no script and breaks no page",
  (browser) =>
    withSite(hostileEvidence(), async (folder) => {
      const pages = pagesIn(folder);
      assertEquals(pages.length, 10);
      for (const path of pages) {
        await visit(browser, folder, path, {}, async (page) => {
          for (const viewport of [WIDE, NARROW]) {
            await page.setViewportSize(viewport);
            await examineWidth(page, `${path}, ${viewport.width} px`);
          }
          assert(await page.title() !== "harm", path);
          assert(await page.locator("h1").isVisible());
        });
      }
    }),
);

const report = Deno.env.get("ASSAY_TEST_REPORT") ?? "";

browserTest(
  report === ""
    ? "the pages of a full run (ignored: ASSAY_TEST_REPORT names no report)"
    : "the pages of a full run",
  async (browser) => {
    const pages = pagesIn(report);
    assert(pages.length > 2, `${report} holds no report`);
    // One page keeps one core busy.
    const look = async () => {
      for (let path = pages.pop(); path !== undefined; path = pages.pop()) {
        const shown = path;
        await visit(browser, report, shown, { viewport: WIDE }, async (page) => {
          await examine(page, report, shown);
          await examineAccess(page, shown, false);
          await page.setViewportSize(NARROW);
          await examineWidth(page, shown);
        });
      }
    };
    await Promise.all(Array.from({ length: navigator.hardwareConcurrency }, look));
  },
  report === "",
);
