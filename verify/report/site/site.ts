/**
 * The static site of a report: an index, a page for each paper, proof and claim, and what they need
 * to be read from a disk without a network.
 *
 * @module
 */

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { paperOf } from "../../claim.ts";
import type { EvidenceFile } from "../../evidence_file.ts";
import type { ExperimentEvidence } from "../../experiment/evidence.ts";
import type { Proof } from "../../proof.ts";
import { FILE_ID, writeWhole } from "../files.ts";
import icon from "./assets/icon.svg" with { type: "text" };
import style from "./assets/site.css" with { type: "text" };
import script from "./assets/site.js" with { type: "text" };
import { renderClaimPage } from "./claim_page.tsx";
import { renderExperiment } from "./experiment_view.tsx";
import { claimPage, experimentPage, proofPage } from "./paths.ts";
import { renderIndexPage } from "./index_page.tsx";
import { renderPaperPage } from "./paper_page.tsx";
import { renderProofPage } from "./proof_page.tsx";

/** An evidence file: what it holds, and its digest. */
export interface SiteSource extends Pick<EvidenceFile, "evidence" | "sha256"> {
  /**
   * Gives all that the file holds when its page is made, where `evidence` is an outline. Default:
   * `evidence` is all.
   */
  readonly whole?: () => Pick<EvidenceFile, "evidence" | "sha256">;
}

/** What the site says beyond the evidence. */
export interface SiteOptions {
  /** When the run began, in ISO 8601. Default: not recorded. */
  readonly date?: string;
  /** The report's folder, as commands name it. Default: `reports`. */
  readonly folder?: string;
  /** The proofs whose links the claims check. Default: none. */
  readonly proofs?: readonly Proof[];
  /** The evidence of experiments. Default: none. */
  readonly experiments?: readonly ExperimentEvidence[];
}

/**
 * The pages of the site, one after the other: each path in the report's folder, with its text. The
 * same evidence and proofs give the same pages.
 *
 * @param files The evidence, in the order in which claims are to be listed.
 * @throws {TypeError} If the id of a claim or a proof is not of the form `paper/name`, as it names a file.
 */
export function* renderSite(
  files: readonly SiteSource[],
  options: SiteOptions = {},
): Generator<readonly [path: string, text: string]> {
  const { date, folder = "reports", proofs = [], experiments = [] } = options;
  for (const { id } of [...files.map(({ evidence }) => evidence), ...proofs, ...experiments]) {
    if (!FILE_ID.test(id)) {
      throw new TypeError(`the id ${JSON.stringify(id)} is not of the form paper/name`);
    }
  }
  const papers = Map.groupBy(files.map(({ evidence }) => evidence), ({ id }) => paperOf(id));
  // A paper may have experiments alone.
  for (const { id } of experiments) {
    if (!papers.has(paperOf(id))) papers.set(paperOf(id), []);
  }
  const experimentsOf = Map.groupBy(experiments, ({ id }) => paperOf(id));
  yield ["index.html", renderIndexPage(papers, date, experimentsOf)];
  // A proof of which no claim was looked at has no page.
  const shown = proofs.filter(({ steps }) =>
    steps.some(({ claim }) => files.some(({ evidence }) => evidence.id === claim))
  );
  for (const [key, claims] of papers) {
    const ofPaper = shown.filter(({ id }) => paperOf(id) === key);
    const itsExperiments = experimentsOf.get(key) ?? [];
    yield [`${key}/index.html`, renderPaperPage(key, claims, ofPaper, itsExperiments)];
    for (const experiment of itsExperiments) {
      yield [`${key}/${experimentPage(experiment.id)}`, renderExperiment(experiment)];
    }
    for (const proof of ofPaper) {
      yield [`${key}/${proofPage(proof.id)}`, renderProofPage(proof, claims)];
    }
  }
  for (const file of files) {
    const { id } = file.evidence;
    const around = shown.filter(({ steps }) => steps.some(({ claim }) => claim === id));
    yield [
      `${paperOf(id)}/${claimPage(id)}`,
      renderClaimPage(file.whole?.() ?? file, folder, around),
    ];
  }
}

/**
 * Writes the site into a report's folder, beside the evidence that it links to.
 *
 * @param folder The report's folder; commands on the pages name it so.
 * @param files The evidence, in the order in which claims are to be listed.
 * @throws {TypeError} If the id of a claim or a proof is not of the form `paper/name`.
 * @throws {UsageError} If a file cannot be written.
 */
export function writeSite(
  folder: string,
  files: readonly SiteSource[],
  options: SiteOptions = {},
): void {
  for (const [path, text] of renderSite(files, { folder, ...options })) {
    writeWhole(join(folder, path), text);
  }
  writeAssets(folder);
}

/** Writes what all pages need. @throws {UsageError} If a file cannot be written. */
export function writeAssets(folder: string): void {
  const assets = join(folder, "assets");
  writeWhole(join(assets, "site.css"), style);
  writeWhole(join(assets, "site.js"), script);
  writeWhole(join(assets, "icon.svg"), icon);
  copyTypesetting(join(assets, "katex"));
}

/** KaTeX's style and fonts; of these only the format that every browser reads. */
function copyTypesetting(to: string): void {
  const css = fileURLToPath(import.meta.resolve("katex/dist/katex.min.css"));
  const text = Deno.readTextFileSync(css)
    .replaceAll(/,url\([^)]+\.(?:woff|ttf)\) format\("[a-z]+"\)/g, "");
  writeWhole(join(to, "katex.min.css"), text);
  const fonts = join(css, "..", "fonts");
  for (const { name } of Deno.readDirSync(fonts)) {
    if (name.endsWith(".woff2")) {
      writeWhole(join(to, "fonts", name), Deno.readFileSync(join(fonts, name)));
    }
  }
}
