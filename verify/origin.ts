/**
 * Where a claim comes from, as its evidence says it. The search knows nothing of files: who loaded
 * the claims adds this.
 *
 * @module
 */

import type { Evidence, Refutation, VariantEvidence } from "./evidence.ts";
import { replayLine } from "./replay_line.ts";

/** Where a claim comes from. */
export type Origin = Pick<Evidence, "module" | "paperTitle">;

/**
 * Evidence that says where its claim comes from, also in the commands that replay it. These name the
 * file FILE, so that the bytes of evidence do not depend on the folder that it lies in.
 */
export function withOrigin(evidence: Evidence, { module, paperTitle }: Origin): Evidence {
  const replayed = (refutation: Refutation): Refutation => ({
    ...refutation,
    replay: replayLine(module, "FILE"),
  });
  const variants = Object.entries(evidence.variants).map(([name, variant]: [
    string,
    VariantEvidence,
  ]) => [name, {
    ...variant,
    refutation: variant.refutation === null ? null : replayed(variant.refutation),
    furtherRefutations: variant.furtherRefutations.map(({ example, refutation }) => ({
      example,
      refutation: replayed(refutation),
    })),
  }]);
  return {
    ...evidence,
    module,
    paperTitle,
    variants: Object.fromEntries(variants) as Evidence["variants"],
  };
}
