/**
 * The page of the diagnostic of `psgd`, on record: its pictures follow from many constants.
 *
 * After a change that is meant, look at the new page, write the record again and look at what differs:
 *
 *     deno run --allow-read --allow-write --allow-env verify/cli/testdata/recorded_diagnostic.ts
 *
 * @module
 */

import { DOMParser } from "linkedom";
import { createHash } from "node:crypto";
import type { Deflation, DeflationCurve } from "../../../problems/mod.ts";
import { diagnosticPage, textTable } from "../deflation_diagnostic.ts";

/** The file of what the page was when it was last written. */
export const DIAGNOSTIC = new URL("recorded_diagnostic.json", import.meta.url);

/** A curve of made numbers, the larger the later. */
function curve(deflation: Deflation, k: number): DeflationCurve {
  const exact = 0.003 * 1.5 ** k;
  const steps = [0, 1, 3, 10, 40, 200, 1000];
  return {
    deflation,
    largest: 1 / (1 + k),
    smallest: 0.0012345 * (1 + k),
    noiseLevel: 1.5625 / (1 + k),
    bound: 12 / (2 + k),
    steadyState: exact * 1.02,
    exact,
    measured: { mean: exact * 0.97, lower: exact * (0.9 - 0.4 * k), upper: exact * 1.04 },
    looks: steps.map((step, index) => {
      const mean = exact + 0.5 / (1 + step);
      const half = index === 5 ? 2 * mean : 0.1 * mean;
      return { step, mean, lower: mean - half, upper: mean + half, exact: 1.01 * mean };
    }),
  };
}

const DEFLATIONS: readonly Deflation[] = [
  { part: "none" },
  { part: "top", count: 5 },
  { part: "top", count: 10 },
  { part: "middle", count: 20, target: 0.7123 },
  { part: "middle", count: 20, target: 0.0156 },
  ...[1, 2, 3, 4, 5, 6].map((count): Deflation => ({ part: "bottom", count })),
];

/** What is on record: the table of numbers, and each section of the page with its legends and ticks. */
export function recordedDiagnostic() {
  const curves = DEFLATIONS.map(curve);
  const page = diagnosticPage(curves, "The settings of this run.");
  const few = diagnosticPage(curves.slice(0, 3), "");
  const document = new DOMParser().parseFromString(page, "text/html") as unknown as Part;
  return {
    table: textTable(curves).split("\n"),
    sections: [...document.querySelectorAll("section")].map((section) =>
      ["h2", "figcaption", ".legend li", ".picture text"].flatMap((selector) =>
        [...section.querySelectorAll(selector)].map(({ textContent }) => textContent.trim())
      ).join(" | ")
    ),
    sha256: createHash("sha256").update(page).digest("hex"),
    fewCurves: createHash("sha256").update(few).digest("hex"),
    // How far measured floors are from the exact ones decides what an axis shows.
    deviations: [0.01, 0.03, 0.08, 0.2, 0.5, 0.9].map((spread) => {
      const near = curves.slice(0, 3).map((curve) => ({
        ...curve,
        measured: { ...curve.measured, lower: curve.exact * (1 - spread) },
      }));
      return createHash("sha256").update(diagnosticPage(near, "")).digest("hex");
    }),
  };
}

/** What is read of a page. */
interface Part {
  readonly textContent: string;
  querySelectorAll(selector: string): Iterable<Part>;
}

if (import.meta.main) {
  await Deno.writeTextFile(DIAGNOSTIC, JSON.stringify(recordedDiagnostic(), null, 2) + "\n");
}
