/**
 * What reports of every form say of a variant.
 *
 * @module
 */

import type { Verdict } from "../claim.ts";
import type {
  Evidence,
  Example,
  Refutation,
  RelationEvidence,
  VariantEvidence,
} from "../evidence.ts";
import { isExpected } from "./files.ts";
import { shorten } from "./markdown.ts";

/** The most characters of a label. */
const LONGEST_LABEL = 300;

/** The verdicts in the order in which they are told. */
const VERDICTS: readonly Verdict[] = ["refuted", "holds", "inconclusive", "vacuous", "error"];

/** The relation whose violation refutes a variant, where it shows one. */
export function brokenRelation(
  { example, refutation }: {
    readonly example: Example | null;
    readonly refutation: Refutation | null;
  },
): RelationEvidence | undefined {
  if (example === null || refutation === null) return undefined;
  return example.relations.find(({ label, family }) =>
    refutation.confirmation.label === (family === undefined ? label : `${label} [${family}]`)
  );
}

/** What was found on one family of instances. */
export interface FamilyFinding {
  /** The family. */
  readonly family: string;
  /** Whether a violation was confirmed on it. */
  readonly isRefuted: boolean;
  /** Of its relations the one that was seen most often: on so many instances. */
  readonly instances: number;
}

/** What was found of a variant by family, where its relations name families. */
export function findingsByFamily(
  { labels, refutation, furtherRefutations }: VariantEvidence,
): FamilyFinding[] {
  const refuted = new Set(
    [{ refutation }, ...furtherRefutations].map((found) => found.refutation?.confirmation.label),
  );
  const families = Map.groupBy(labels, ({ family }) => family);
  return [...families].flatMap(([family, ofFamily]) =>
    family === undefined ? [] : [{
      family,
      isRefuted: ofFamily.some(({ label }) => refuted.has(label)),
      instances: Math.max(
        ...ofFamily.map(({ supported, violated, undecided }) => supported + violated + undecided),
      ),
    }]
  );
}

/** These findings in words; undefined where the relations name no family. */
export function describeFamilies(variant: VariantEvidence): string | undefined {
  const findings = findingsByFamily(variant);
  if (findings.length === 0) return undefined;
  return findings.map(({ family, isRefuted, instances }) =>
    `${shorten(family, 80)} ${isRefuted ? "refuted" : "not refuted"} ` +
    `(${instances} instance${instances === 1 ? "" : "s"})`
  ).join("; ");
}

/** A relation in a line: both sides, the margin, and where in the neighbourhood it was seen. */
export function describeRelation(
  { label, lhs, sense, rhs, margin, radius, step }: RelationEvidence,
): string {
  const where = [
    ...(radius === undefined ? [] : [`radius ${shortNumber(radius)}`]),
    ...(step === undefined ? [] : [`step ${shortNumber(step)}`]),
  ].join(", ");
  return `${shorten(label, LONGEST_LABEL)}: ${shortNumber(lhs)} ${sense} ${shortNumber(rhs)} ` +
    `(margin ${shortNumber(margin)}${where === "" ? "" : `; ${where}`})`;
}

/** A number with as many digits as a person reads. */
export function shortNumber(value: number, digits = 6): string {
  return String(Number(value.toPrecision(digits)));
}

/**
 * What came of all variants, in a sentence: whether the expected verdicts came, and what was found
 * where none was expected.
 */
export function describeOutcome(
  variants: readonly { readonly verdict: Verdict; readonly expected: Verdict | null }[],
): string {
  const open = variants.filter(({ expected }) => expected === null);
  const known = variants.length - open.length;
  const missed = variants.filter((variant) => variant.expected !== null && !isExpected(variant));
  if (known === 0) return `${countVerdicts(open)}; no verdict was expected.`;
  if (open.length === 0 && missed.length === 0) return "Every verdict is the expected one.";
  const first = missed.length === 0
    ? `${known} verdict(s) as expected`
    : `${missed.length} verdict(s) are not the expected ones`;
  if (open.length === 0) return `${first}.`;
  return `${first}; where none was expected: ${countVerdicts(open)}.`;
}

/** How many have each verdict: `2 refuted, 1 holds`. */
export function countVerdicts(variants: readonly { readonly verdict: Verdict }[]): string {
  return VERDICTS.map((verdict) => [
    variants.filter((variant) => variant.verdict === verdict).length,
    verdict,
  ]).filter(([count]) => count !== 0).map((part) => part.join(" ")).join(", ");
}

/**
 * What a reader should know before taking the verdicts at their word: the remarks on the health of
 * the search, instances that say nothing, are discarded or make the checker fail, and hypotheses of
 * which nobody knows whether the claim needs them.
 */
export function remarksOn({ health, hypotheses, search, variants }: Evidence): string[] {
  const drawn = search.generate.drawn + search.target.drawn;
  const isSaid = (remark: string) => health.some((said) => said.includes(remark));
  const remarks = [...health];
  for (const { name, discarded } of hypotheses) {
    if (discarded > drawn / 2 && !isSaid(`"${name}" discards`)) {
      remarks.push(`the hypothesis "${name}" discards ${discarded} of ${drawn} instances`);
    }
  }
  for (const [variant, { labels, failures }] of Object.entries(variants)) {
    for (const { label, trivial, supported, violated, undecided } of labels) {
      const seen = supported + violated + undecided;
      if (trivial > seen / 2 && !isSaid(`"${label}" says nothing`)) {
        remarks.push(`${variant}: "${label}" says nothing on ${trivial} of ${seen} instances`);
      }
    }
    if (failures !== null) remarks.push(`${variant}: ${describeFailures(failures)}`);
  }
  for (const { name, role } of hypotheses) {
    if (role?.role !== "could not be told") continue;
    const reason = role.reason === null ? "" : `: ${role.reason}`;
    remarks.push(`whether the claim needs the hypothesis "${name}" could not be told${reason}`);
  }
  const named = (isMeant: (role: Evidence["hypotheses"][number]["role"]) => boolean) =>
    hypotheses.filter(({ role }) => isMeant(role)).map(({ name }) => `"${name}"`).join(", ");
  const alone = named((role) => role?.role === "not testable alone");
  if (alone !== "") {
    remarks.push(`whether the claim needs ${alone} is open: not to be dropped alone`);
  }
  const unseen = named((role) => role === null);
  if (unseen !== "") remarks.push(`whether the claim needs ${unseen} was not looked at`);
  return remarks;
}

/** How the comparisons of a table came out, in words; undefined of other claims. */
export function describeComparisons({ comparisons }: VariantEvidence): string | undefined {
  if (comparisons === undefined) return undefined;
  const { kept, broken, open } = comparisons;
  const all = kept + broken + open;
  return `${all} comparison${all === 1 ? "" : "s"} of printed numbers: ${kept} kept, ` +
    `${broken} broken${open === 0 ? "" : `, ${open} open`}`;
}

/** On how many instances the checker failed, and what it said of the first. */
export function describeFailures(
  { count, message }: NonNullable<VariantEvidence["failures"]>,
): string {
  return `the checker failed on ${count} instance${count === 1 ? "" : "s"}: ${message}`;
}
