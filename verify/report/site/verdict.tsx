/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/**
 * Verdicts, told by shape, word and colour alike.
 *
 * @module
 */

import type { VNode } from "preact";
import type { VariantName, Verdict } from "../../claim.ts";

/** The verdicts, in the order in which they are counted. */
export const VERDICTS: readonly Verdict[] = [
  "holds",
  "refuted",
  "inconclusive",
  "vacuous",
  "error",
];

/** The variants, in the order in which they are shown. */
export const VARIANTS: readonly VariantName[] = ["printed", "corrected", "sharpened"];

/** What a heading calls a variant. */
export const VARIANT_TITLES: Readonly<Record<VariantName, string>> = {
  printed: "As printed",
  corrected: "Corrected",
  sharpened: "Sharpened",
};

/** What each verdict means, in a sentence. */
export const VERDICT_MEANINGS: Readonly<Record<Verdict, string>> = {
  holds: "No violation was found.",
  refuted: "A violation survived confirmation.",
  inconclusive: "Violations that confirmation does not support, or too few instances.",
  vacuous: "No instance satisfies the hypotheses.",
  error: "The checker failed.",
};

const SHAPES: Readonly<Record<Verdict, VNode>> = {
  holds: (
    <>
      <circle cx="8" cy="8" r="6.5" />
      <path d="M5 8.3l2.1 2.1L11 6" />
    </>
  ),
  refuted: <path d="M3.2 3.2l9.6 9.6M12.8 3.2l-9.6 9.6" stroke-width="2.4" />,
  inconclusive: (
    <>
      <rect x="1.8" y="1.8" width="12.4" height="12.4" rx="2" />
      <path d="M5 8.9c1-1.6 2-1.6 3-.8s2 .8 3-.8" />
    </>
  ),
  vacuous: (
    <>
      <circle cx="8" cy="8" r="5.2" />
      <path d="M3 13L13 3" />
    </>
  ),
  error: (
    <>
      <path d="M8 1.4L15.2 14H.8z" />
      <path d="M8 6v3.6M8 11.4v.6" />
    </>
  ),
};

/** A verdict's shape. */
export function VerdictIcon({ verdict }: { verdict: Verdict }): VNode {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      {SHAPES[verdict]}
    </svg>
  );
}

/** A verdict. */
export function VerdictBadge({ verdict }: { verdict: Verdict }): VNode {
  return (
    <span class={`badge ${verdict}`}>
      <VerdictIcon verdict={verdict} />
      {verdict}
    </span>
  );
}
