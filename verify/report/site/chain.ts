/**
 * What the evidence says of a proof: where it breaks, and what that costs further down.
 *
 * @module
 */

import type { Verdict } from "../../claim.ts";
import type { Evidence, LabelEvidence, VariantEvidence } from "../../evidence.ts";
import { FEWEST_INSTANCES } from "../../profile.ts";
import type { Proof, ProofStep } from "../../proof.ts";
import { counted, formatCount } from "./numbers.ts";
import { listed } from "./paper_reference.tsx";

/** What became of a link: a verdict on it as printed, or none. */
export type LinkStatus = Verdict | "not run";

/** A link of a proof, with what is known of it. */
export interface Link {
  /** The link. */
  readonly step: ProofStep;
  /** What became of it. */
  readonly status: LinkStatus;
  /** Instances that support it; of several relations the fewest. */
  readonly instances: number;
  /** Instances on which its right side is trivially true; of several relations the most. */
  readonly trivial: number;
  /** Whether an error enters here: it is refuted, and nothing that it is directly derived from is. */
  readonly enters: boolean;
  /** The names of all links above it, which it rests on. */
  readonly above: readonly string[];
  /** The names of those above it where an error enters. */
  readonly breaks: readonly string[];
  /** Whether its claim has a corrected form, which holds. */
  readonly isCorrected: boolean;
}

/** The links of a proof, in its order. */
export function linksOf({ steps }: Proof, claims: readonly Evidence[]): readonly Link[] {
  const evidence = new Map(claims.map((claim) => [claim.id, claim]));
  const links = new Map<string, Link>();
  for (const step of steps) {
    const from = step.from.map((name) => links.get(name)!);
    const variants = evidence.get(step.claim)?.variants;
    const labels = variants === undefined ? [] : labelsOf(variants.printed, step);
    const status = variants === undefined ? "not run" : statusOf(variants.printed, step, labels);
    const above = new Set(from.flatMap(({ above, step }) => [...above, step.name]));
    links.set(step.name, {
      step,
      status,
      instances: labels.length === 0 ? 0 : Math.min(...labels.map(({ supported }) => supported)),
      trivial: Math.max(0, ...labels.map(({ trivial }) => trivial)),
      enters: status === "refuted" && from.every(({ status }) => status !== "refuted"),
      above: steps.map(({ name }) => name).filter((name) => above.has(name)),
      breaks: [...links.values()].filter(({ enters, step }) => enters && above.has(step.name))
        .map(({ step }) => step.name),
      isCorrected: variants?.corrected?.verdict === "holds",
    });
  }
  return [...links.values()];
}

function labelsOf({ labels }: VariantEvidence, { label }: ProofStep): readonly LabelEvidence[] {
  return label === undefined ? labels : labels.filter((found) => found.label.startsWith(label));
}

/** The verdict on some of the relations of a variant. */
function statusOf(
  variant: VariantEvidence,
  { label }: ProofStep,
  labels: readonly LabelEvidence[],
): Verdict {
  const { verdict, refutation, furtherRefutations } = variant;
  if (label === undefined) return verdict;
  const refutations = [refutation, ...furtherRefutations.map((further) => further.refutation)];
  const isRefuted = refutations.some((found) =>
    found !== null && found.confirmation.confirmed && found.confirmation.label.startsWith(label)
  );
  if (isRefuted) return "refuted";
  // Where another relation refutes the variant, this one is judged by its own counts.
  const isSupported = verdict === "holds" ? labels.length > 0 : labels.length > 0 &&
    labels.every(({ supported, violated, undecided, trivial }) =>
      supported >= FEWEST_INSTANCES && violated === 0 && trivial < supported + undecided
    );
  if (verdict === "holds" || verdict === "refuted") return isSupported ? "holds" : "inconclusive";
  return verdict;
}

/** What became of a proof, a sentence each: of its links, and of what it proves. */
export function fateOf(links: readonly Link[]): readonly string[] {
  return [...ofErrors(links), ofCounts(links), ofConclusion(links)];
}

function ofErrors(links: readonly Link[]): string[] {
  const [first, ...others] = links.filter(({ enters }) => enters).map(({ step }) => step);
  if (first === undefined) return [];
  const more = others.map(({ name }) => name);
  const run = links.some(({ status }) => status === "not run") ? " in this run" : "";
  const sentences = [`The first false link${run} is ${first.name}, “${first.says}”.`];
  if (more.length === 1) {
    sentences.push(
      `Another error enters at ${more[0]}, which is false although nothing that it is directly ` +
        "derived from was refuted.",
    );
  } else if (more.length > 1) {
    sentences.push(
      `More errors enter at ${listed(more)}, which are false although nothing that they are ` +
        "directly derived from was refuted.",
    );
  }
  return sentences;
}

function ofCounts(links: readonly Link[]): string {
  const seen = links.filter(({ status }) => status !== "not run");
  const falseOnes = seen.filter(({ status }) => status === "refuted").length;
  const open = seen.filter(({ status }) => status !== "refuted" && status !== "holds").length;
  const absent = links.length - seen.length;
  const which = absent === 0 ? counted(seen.length, "link") : `the ${seen.length} in this run`;
  const parts = [
    `${falseOnes === 0 ? "None" : formatCount(falseOnes)} of ${which} ${
      falseOnes > 1 ? "are" : "is"
    } false`,
    ...(open === 0 ? [] : [`${formatCount(open)} ${open === 1 ? "is" : "are"} open`]),
    ...(absent === 0 ? [] : [`${formatCount(absent)} ${absent === 1 ? "was" : "were"} not run`]),
  ];
  return `${listed(parts)}.`;
}

function ofConclusion(links: readonly Link[]): string {
  const end = links.at(-1)!;
  const { step: { name }, status, enters, above, breaks } = end;
  const corrected = status === "refuted" && end.isCorrected ? " Its corrected form holds." : "";
  if (enters && above.length > 0) {
    return `The conclusion, ${name}, is false although nothing that it is directly derived from ` +
      `was refuted.${corrected}`;
  }
  if (status === "refuted") return `The conclusion, ${name}, is false.${corrected}`;
  const outcome = status === "holds"
    ? `The conclusion, ${name}, ${notRefuted(end)}`
    : status === "not run"
    ? `The conclusion, ${name}, was not run`
    : `Whether the conclusion, ${name}, is true is open`;
  const open =
    links.filter(({ step, status }) =>
      above.includes(step.name) && status !== "holds" && status !== "refuted"
    ).length;
  if (breaks.length > 0) {
    const but = status === "holds" ? ", but" : ";";
    return `${outcome}${but} its proof does not stand: it rests on ${listed(breaks)}.`;
  }
  if (above.length === 0) return `${outcome}.`;
  const rest = `no link that it rests on was${status === "holds" ? " either" : " refuted"}`;
  const left = open === 0
    ? ""
    : `, though ${formatCount(open)} of ${above.length} ${
      open === 1 ? "is" : "are"
    } open or not run`;
  return `${outcome}; ${rest}${left}.`;
}

/** On how many instances a link that holds was not refuted. */
export function notRefuted({ instances, trivial }: Link): string {
  const says = trivial === 0
    ? ""
    : ` (on ${formatCount(trivial)} its right side is trivially true)`;
  return `was not refuted in ${counted(instances, "instance")}${says}`;
}

/** What is to be said of a link on its own, by where it stands. */
export function remarkOn(link: Link, links: readonly Link[]): string {
  const { step: { from }, status, enters, breaks } = link;
  const corrected = link.isCorrected ? " The corrected form of its claim holds." : "";
  if (enters) {
    const although = from.length === 0
      ? ""
      : ": it is false although nothing that it is directly derived from was refuted";
    return `An error enters here${although}.${corrected}`;
  }
  if (status === "refuted") {
    const falseOnes = links.filter(({ step, status }) =>
      status === "refuted" && from.includes(step.name)
    ).map(({ step }) => step.name);
    return `False, like ${listed(falseOnes)}, which it is derived from.${corrected}`;
  }
  const breaking = breaks.length === 0 ? "" : `Its proof breaks at ${listed(breaks)}`;
  const own = OWN[status] ?? `It ${notRefuted(link)}.`;
  if (breaking === "") return own;
  if (status === "holds") return `${breaking}; the statement itself ${notRefuted(link)}.`;
  return `${breaking}. ${own}`;
}

const OWN: Readonly<Partial<Record<LinkStatus, string>>> = {
  inconclusive: "Whether it is true is open.",
  vacuous: "It was not tested: no instance satisfies the hypotheses of its claim.",
  error: "Whether it is true is open: the checker failed.",
  "not run": "It was not run.",
};
