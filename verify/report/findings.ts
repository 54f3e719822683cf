/**
 * What reports of every form say of a variant.
 *
 * @module
 */

import type { RelationEvidence, VariantEvidence } from "../evidence.ts";
import { shorten } from "./markdown.ts";

/** The most characters of a label. */
const LONGEST_LABEL = 300;

/** The relation whose violation refutes the variant, where it shows one. */
export function brokenRelation(
  { example, refutation }: VariantEvidence,
): RelationEvidence | undefined {
  if (example === null || refutation === null) return undefined;
  return example.relations.find(({ label, family }) =>
    refutation.confirmation.label === (family === undefined ? label : `${label} [${family}]`)
  );
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
