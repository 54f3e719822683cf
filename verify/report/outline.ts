/**
 * Evidence without what only the page of its claim shows: a report of thousands of claims keeps that of
 * all, and reads each whole when its page's turn comes.
 *
 * @module
 */

import type { Evidence, Example, VariantEvidence } from "../evidence.ts";
import { type EvidenceFile, readEvidenceFile } from "../evidence_file.ts";

/** An evidence file of which an outline is kept. */
export interface OutlinedFile extends EvidenceFile {
  /**
   * Reads the file again, whole.
   *
   * @throws {UsageError} If it cannot be read any more.
   */
  whole(): EvidenceFile;
}

/** The outline of an evidence file: without figures, distributions and instances that were passed on the way. */
export function outlined(file: EvidenceFile): OutlinedFile {
  const { path } = file;
  return {
    ...file,
    evidence: outlineOf(file.evidence),
    whole: () => readEvidenceFile(path),
  };
}

function outlineOf(evidence: Evidence): Evidence {
  const variants = Object.entries(evidence.variants)
    .map(([name, variant]) => [name, outlineOfVariant(variant)]);
  return {
    ...evidence,
    numbers: [],
    variants: Object.fromEntries(variants) as Evidence["variants"],
  };
}

function outlineOfVariant(variant: VariantEvidence): VariantEvidence {
  const { labels, example, refutation, furtherRefutations } = variant;
  return {
    ...variant,
    labels: labels.map((label) => ({
      ...label,
      attainedBy: null,
      distribution: { edges: [], counts: [] },
    })),
    example: example === null ? null : withoutFigures(example),
    refutation: refutation === null ? null : { ...refutation, found: null },
    furtherRefutations: furtherRefutations.map((further) => ({
      ...further,
      example: withoutFigures(further.example),
      refutation: { ...further.refutation, found: null },
    })),
  };
}

function withoutFigures(example: Example): Example {
  return { ...example, figures: [] };
}
