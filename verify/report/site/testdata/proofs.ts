/**
 * Proofs with any verdicts, and on record what is said of a chain of three links for all that they can
 * have.
 *
 * After a change that is meant, write the record again and look at what differs:
 *
 *     deno run --allow-read --allow-write --allow-env verify/report/site/testdata/proofs.ts
 *
 * @module
 */

import type { Evidence } from "../../../evidence.ts";
import type { Proof, ProofStep } from "../../../proof.ts";
import { fateOf, type Link, linksOf, type LinkStatus, remarkOn } from "../chain.ts";
import { evidence, refuted, variant } from "./evidence.ts";

/** The file of what was said when it was last written. */
export const FATES = new URL("recorded_fates.txt", import.meta.url);

/** A link that a claim of its own checks: `step("b", "a")` is derived from a. */
export function step(name: string, ...from: readonly string[]): ProofStep {
  return { name, says: `says ${name}`, claim: `p/${name}`, from };
}

export function proofOf(...steps: readonly ProofStep[]): Proof {
  return { id: "p/theorem", title: "Theorem 9", steps };
}

/** The evidence of the claim of a link with this verdict; none of one that was not run. */
export function evidenceOf(name: string, status: LinkStatus): readonly Evidence[] {
  if (status === "not run") return [];
  const printed = status === "refuted" ? refuted() : variant({ verdict: status });
  return [evidence({ id: `p/${name}`, variants: { printed } })];
}

/** The links of a proof whose claims have these verdicts. */
export function linksWith(proof: Proof, ...statuses: readonly LinkStatus[]): readonly Link[] {
  return linksOf(
    proof,
    proof.steps.flatMap(({ name }, k) => evidenceOf(name, statuses[k] ?? "holds")),
  );
}

/** c rests on b, and b on a. */
export const CHAIN = proofOf(step("a"), step("b", "a"), step("c", "b"));
/** d rests on two branches: a to b, and c. */
export const FORK = proofOf(step("a"), step("b", "a"), step("c"), step("d", "b", "c"));

/** All lists of so many of these. */
export function listsOf<T>(entries: readonly T[], length: number): readonly (readonly T[])[] {
  if (length === 0) return [[]];
  return listsOf(entries, length - 1).flatMap((list) => entries.map((entry) => [...list, entry]));
}

/** What can become of a link. */
export const STATUSES: readonly LinkStatus[] = [
  ...["holds", "refuted", "inconclusive", "vacuous", "error", "not run"] as const,
];

/** What is said of the chain now: of the whole, and of its last link. */
export function recordedFates(): string {
  const says = (links: readonly Link[]) =>
    [...fateOf(links), remarkOn(links.at(-1)!, links)].join("\n    ");
  const corrected = ["refuted", "holds", "refuted"].map((verdict, k) =>
    evidence({
      id: `p/${"abc"[k]}`,
      variants: {
        printed: verdict === "holds" ? variant() : refuted(),
        corrected: variant({ verdict: k === 1 ? "refuted" : "holds" }),
      },
    })
  );
  return [
    ...listsOf(STATUSES, 3)
      .map((statuses) => [statuses.join(", "), says(linksWith(CHAIN, ...statuses))]),
    ["refuted, holds, refuted, with corrected forms", says(linksOf(CHAIN, corrected))],
  ].map(([verdicts, fate]) => `${verdicts}\n    ${fate}\n`).join("");
}

if (import.meta.main) await Deno.writeTextFile(FATES, recordedFates());
