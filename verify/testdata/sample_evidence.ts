/**
 * Evidence for the tests of reports: real, and with hostile text in every place that takes text.
 *
 * @module
 */

import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import type { VariantName } from "../claim.ts";
import type { Evidence, RelationEvidence, VariantEvidence } from "../evidence.ts";
import { failedEvidence } from "../failure.ts";
import { searchClaim } from "../search.ts";
import { claims } from "./claims.ts";

const RUN = {
  seed: 1,
  profile: "quick",
  arithmetics: [{ name: "float64", backend: "ml-matrix" }],
  module: null,
  paperTitle: null,
} as const;

function claimNamed(id: string) {
  return claims.find((claim) => claim.id === id)!;
}

/** The evidence of some of the known claims, from a short search. */
export async function sampleEvidence(...ids: string[]): Promise<Evidence[]> {
  const arithmetic = float64 as Arithmetic<unknown>;
  return await Promise.all(
    ids.map((id) =>
      searchClaim(claimNamed(id), { seed: 1, profile: "quick", arithmetic, instances: 200 })
    ),
  );
}

/** The evidence of a known claim whose checker threw. */
export function failedSample(id: string, message: string): Evidence {
  const instance = { x: 1 };
  return failedEvidence(claimNamed(id), RUN, { message, stack: `${message}\n    at x`, instance });
}

/** Evidence with another variant than the one printed, and other expectations. */
export function changed(
  evidence: Evidence,
  changes: { readonly [name in VariantName]?: Partial<VariantEvidence> },
  more: Partial<Evidence> = {},
): Evidence {
  const variants = { ...evidence.variants };
  for (
    const [name, change] of Object.entries(changes) as [VariantName, Partial<VariantEvidence>][]
  ) {
    variants[name] = { ...evidence.variants.printed, ...change };
  }
  return { ...evidence, ...more, variants };
}

/** Text that means something in Markdown, HTML, XML, TeX, BibTeX, JSON, or to a terminal. */
export const HOSTILE: string = [
  "</details></code></pre><script>alert(1)</script><img src=x onerror=alert(1)>",
  "`` ` ``` ~~~ | a \\| b \\\\| c || **bold** __x__ ~~y~~ [l](javascript:alert(1)) ![i](http://e.x/i)",
  "<https://example.org> http://example.org www.example.org &lt; &#60; &amp; ]]> <![CDATA[ <!-- -->",
  "\\input{/etc/passwd} \\} } { \\textbf{ $x$ %comment #1 @misc{x, ^_^ ~ \" '",
  "\0\x01\x1b[31mred\x07\x7f\x85\ufffe\ud800 \u202edrawkcab\n\n# heading\n\n- item\n\r\nend",
].join("\n");

/** Evidence with hostile text wherever it is free text. */
export function hostile(evidence: Evidence, text: string = HOSTILE): Evidence {
  const relation = (found: RelationEvidence) => ({ ...found, label: text });
  const { printed } = evidence.variants;
  return changed(evidence, {
    printed: {
      statement: text,
      reason: text,
      error: { message: text, stack: text },
      example: {
        ...printed.example!,
        instance: { [text]: text },
        relations: printed.example!.relations.map(relation),
      },
      refutation: printed.refutation === null ? null : {
        ...printed.refutation,
        confirmation: { ...printed.refutation.confirmation, label: text },
      },
      failures: { count: 2, message: text, instance: { [text]: text } },
    },
  }, { title: text, locus: text, health: [text], module: text, paperTitle: text });
}
