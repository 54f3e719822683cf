/**
 * Reports that are on record: every page of a site, `summary.md` and `junit.xml`, made of evidence of
 * every kind, and citations of it. They are large texts that follow from many small rules.
 *
 * After a change that is meant, look at the new pages, write the record again and look at what differs:
 *
 *     deno run --allow-read --allow-write --allow-env verify/report/testdata/recorded_reports.ts
 *
 * @module
 */

import { DOMParser } from "linkedom";
import { createHash } from "node:crypto";
import type { Evidence } from "../../evidence.ts";
import type { Proof, ProofStep } from "../../proof.ts";
import { citations } from "../cite.ts";
import { junit } from "../junit.ts";
import { renderSite } from "../site/site.ts";
import {
  everyVerdict,
  evidence,
  example,
  refutation,
  refuted,
  variant,
} from "../site/testdata/evidence.ts";
import { summaryMarkdown } from "../summary.ts";

/** The file of what the reports were when it was last written. */
export const REPORTS = new URL("recorded_reports.json", import.meta.url);

/** What is on record of a text: enough to see what has changed, and that all is the same. */
export interface RecordedText {
  /** How long it is. */
  readonly length: number;
  /** Its headings, or its first lines. */
  readonly beginning: readonly string[];
  /** The digest of all of it. */
  readonly sha256: string;
}

const LONG = "a text that goes on and on, ".repeat(400);

/** Evidence of every kind, of several runs. */
export function reportedEvidence(): Evidence[] {
  const [label] = variant().labels;
  const of = (family: string, changes = {}) => ({
    ...label!,
    label: `x <= 1 [${family}]`,
    family,
    ...changes,
  });
  const [hypothesis] = evidence().hypotheses;
  const relation = example("counterexample").relations[0]!;
  const { radius: _, step: __, ...plain } = relation;
  return [
    ...everyVerdict(),
    evidence({
      id: "mine/families",
      kind: "universal",
      version: "0.1.0-x_y",
      arithmetics: [{ name: "float64", backend: "ml-matrix" }],
      hypotheses: [
        { ...hypothesis!, name: "often broken", discarded: 206, role: null },
        { ...hypothesis!, name: "more often", discarded: 207, role: null },
      ],
      health: [],
      numbers: [],
      variants: {
        printed: variant({
          verdict: "refuted",
          expected: "holds",
          tightness: 0.999999,
          instances: 1,
          example: {
            ...example("counterexample"),
            relations: [{ ...plain, family: "smooth map" }],
            figures: [],
          },
          refutation: { ...refutation({ label: `${relation.label} [smooth map]` }), found: null },
          labels: [
            of("network", { supported: 197, undecided: 0, violated: 3, trivial: 100 }),
            of("smooth map", { supported: 1, undecided: 0, trivial: 1, largestRatio: null }),
            of("smooth map", { supported: 0, undecided: 0, violated: 1, trivial: 0 }),
          ],
          failures: { count: 1, message: "Error: once", instance: { x: 1 } },
          secondArithmetic: { instances: 0, supported: 0, contradicted: 0, undecided: 0 },
        }),
        corrected: variant({ expected: null, tightness: 1e-12, instances: 12_345 }),
      },
    }),
    evidence({
      id: "mine/long",
      title: LONG,
      locus: LONG,
      profile: "thorough",
      module: `${LONG}.ts`,
      hypotheses: [{
        ...hypothesis!,
        role: { role: "could not be told", tried: 1, counterexample: null, reason: null },
      }],
      health: [LONG],
      variants: {
        printed: {
          ...refuted(),
          expected: "vacuous",
          reason: LONG,
          example: {
            ...example("counterexample"),
            instance: { text: LONG },
            relations: [{ ...relation, label: LONG, rhs: 1e-9, margin: -123.456789 }],
            figures: [],
          },
          refutation: refutation({ label: LONG }),
          labels: [{ ...label!, label: LONG, family: LONG }],
          failures: { count: 2, message: LONG, instance: [LONG] },
          error: { message: LONG, stack: "" },
        },
      },
    }),
  ];
}

/** A proof that the claims of `mine` check: two links are derived from the first. */
const PROOF: Proof = {
  id: "mine/proof",
  title: "Proof of Theorem 7",
  steps: [
    step("(1)", "mine/families"),
    step("(2)", "mine/long", "(1)"),
    step("(3)", "mine/surprise", "(1)"),
    step("(4)", "mine/unseen"),
    step("(5)", "mine/index", "(2)", "(3)", "(4)"),
  ],
};

function step(name: string, claim: string, ...from: readonly string[]): ProofStep {
  return { name, says: `statement ${name}`, claim, from };
}

/** All reports as they are now, by path. */
export function recordedReports(): Record<string, RecordedText> {
  const claims = reportedEvidence();
  const digest = "0123456789abcdef".repeat(4);
  const files = claims.map((evidence) => ({ evidence, sha256: digest }));
  const options = { date: "2026-01-02T03:04:05.678Z", folder: "my reports", proofs: [PROOF] };
  const found: Record<string, RecordedText> = {};
  for (const [path, text] of renderSite(files, options)) found[path] = recorded(text, headingsOf);
  found["summary.md"] = recorded(summaryMarkdown(claims, { folder: "my reports" }), firstLines);
  found["summary of one run"] = recorded(summaryMarkdown(claims.slice(0, 4)), firstLines);
  found["junit.xml"] = recorded(junit(claims), firstLines);
  for (const claim of [claims[0]!, claims.at(-1)!]) {
    for (const [format, text] of Object.entries(citations(claim, digest))) {
      found[`${claim.id}, cited as ${format}`] = recorded(text, firstLines);
    }
  }
  return found;
}

function recorded(text: string, beginning: (text: string) => readonly string[]): RecordedText {
  const sha256 = createHash("sha256").update(text).digest("hex");
  return { length: text.length, beginning: beginning(text), sha256 };
}

function firstLines(text: string): string[] {
  return text.split("\n").slice(0, 6).map((line) => line.slice(0, 160));
}

function headingsOf(page: string): string[] {
  const document = new DOMParser().parseFromString(page, "text/html") as unknown as {
    querySelectorAll(selector: string): Iterable<{ readonly textContent: string }>;
  };
  return [...document.querySelectorAll("h1, h2")]
    .map(({ textContent }) => textContent.replaceAll(/\s+/g, " ").trim().slice(0, 160));
}

if (import.meta.main) {
  await Deno.writeTextFile(REPORTS, JSON.stringify(recordedReports(), null, 2) + "\n");
}
