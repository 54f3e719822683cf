/**
 * Claims and their evidence, as a display is told of them.
 *
 * @module
 */

import type { ClaimRecord } from "../../claim_record.ts";
import { evidence, variant } from "../../report/site/testdata/evidence.ts";

/** A claim of this id, as far as a display knows it. */
export function claimOf(id: string): ClaimRecord {
  return { id, title: `title of ${id}` } as ClaimRecord;
}

/** Evidence that is as expected, and evidence that is not. */
export const FOUND = {
  holds: evidence({ variants: { printed: variant(), corrected: variant({ expected: null }) } }),
  surprise: evidence({
    variants: {
      printed: variant({ verdict: "refuted", expected: "holds" }),
      corrected: variant({ verdict: "error", expected: null }),
      sharpened: variant(),
    },
  }),
};
