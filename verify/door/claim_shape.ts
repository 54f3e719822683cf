/**
 * The form of a claim: which keys it has, and what they hold.
 *
 * @module
 */

import type { ClaimKind, VariantName, Verdict } from "../claim.ts";
import {
  alternatives,
  describeValue,
  hint,
  isPromise,
  isRecord,
  textProblem,
  unknownKeys,
} from "./malformed_claim.ts";

// Records, so that the compiler asks for a key that is new.
const KINDS = Object.keys(
  {
    universal: 0,
    existence: 0,
    local: 0,
    scaling: 0,
    limit: 0,
    statistical: 0,
    tabular: 0,
  } satisfies Record<ClaimKind, 0>,
);
const VARIANTS = Object.keys(
  { printed: 0, corrected: 0, sharpened: 0 } satisfies Record<VariantName, 0>,
);
const VERDICTS = Object.keys(
  { holds: 0, refuted: 0, vacuous: 0, inconclusive: 0, error: 0 } satisfies Record<Verdict, 0>,
);

const CLAIM_KEYS = [
  "id",
  "title",
  "locus",
  "kind",
  "hypotheses",
  "instances",
  "cost",
  "observe",
  "figures",
  "vacuous",
  "variants",
];
const VACUOUS_KEYS = ["hypotheses", "reason"];
const HYPOTHESIS_KEYS = ["name", "statement", "holds", "without", "holdsAlong", "assumedBy"];
const VARIANT_KEYS = ["statement", "expected", "trivialWhere", "relations"];

/** What a text of a claim is, for who left it out. */
const TEXTS: Readonly<Record<string, string>> = {
  title: "say in a few words what the statement is",
  locus: 'say where it is printed, such as "Theorem 2"',
  statement: String.raw`give the statement in TeX, such as String.raw${"`"}x \le 1${"`"}`,
  trivialWhere: 'say where it says nothing, such as "for d < 100", or leave it out',
  name: "give a short name, under which discarded instances are counted",
};

/** The most characters of a part of an id: file systems allow 255 bytes, with what is added. */
const LONGEST_SEGMENT = 100;

/** Names that no file can have on Windows, whatever follows a dot. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/;

/** Folders of a report that are not a paper's. */
const REPORT_FOLDERS = ["assets"];

/** Files of a report, without what follows the dot. */
const REPORT_FILES = ["index", "verdicts", "timings", "proofs", "junit", "summary"];

/** What is wrong with the part of ids that names the paper; undefined if nothing is. */
export function paperProblem(paper: string): string | undefined {
  if (!/^[a-z0-9_-]+$/.test(paper)) {
    return `the paper ${
      describeValue(paper)
    } may have lower-case letters, digits, "_" and "-" only`;
  }
  if (REPORT_FOLDERS.includes(paper)) {
    return `the paper ${describeValue(paper)} would lie in a folder that reports use: rename it`;
  }
  if (REPORT_FILES.includes(paper)) {
    return `the paper ${describeValue(paper)} has the name of a file of the report: rename it`;
  }
  return segmentProblem(paper);
}

/** What is wrong with an id; undefined if nothing is. */
export function idProblem(id: unknown): string | undefined {
  const form = 'write paper/name, such as "mine/contraction"';
  if (id === undefined) return `is missing: ${form}`;
  if (typeof id !== "string") return `is ${describeValue(id)}, not a string: ${form}`;
  const [paper, name, ...rest] = id.split("/");
  if (!/^[a-z0-9_.-]+\/[a-z0-9_.-]+$/.test(id) || rest.length > 0) {
    return `${describeValue(id)} is not of the form paper/name ` +
      '(lower-case letters, digits, "_", "-", in the name also ".")';
  }
  if (paper!.startsWith(".") || name!.startsWith(".")) {
    return `${describeValue(id)} has a part that begins with a dot, ` +
      "which would name another folder or a hidden file: begin it with a letter";
  }
  const problem = paperProblem(paper!) ?? segmentProblem(name!);
  return problem === undefined ? undefined : `${describeValue(id)} names no file: ${problem}`;
}

/** Whether a property is a getter, of the object itself or inherited. */
function isComputed(value: object, key: string): boolean {
  for (let part: object | null = value; part !== null; part = Object.getPrototypeOf(part)) {
    const property = Object.getOwnPropertyDescriptor(part, key);
    if (property !== undefined) return property.get !== undefined;
  }
  return false;
}

function segmentProblem(segment: string): string | undefined {
  if (segment.length > LONGEST_SEGMENT) {
    return `${describeValue(segment)} has ${segment.length} characters, ` +
      `at most ${LONGEST_SEGMENT} are possible`;
  }
  if (DEVICE.test(segment)) {
    return `${describeValue(segment)} is a name that Windows reserves: choose another`;
  }
  return undefined;
}

/**
 * What is wrong with the form of a claim, each with its path and what to write instead. Nothing of
 * the claim is called.
 */
export function claimProblems(claim: unknown): string[] {
  if (!isRecord(claim)) {
    const wait = isPromise(claim) ? ", or wait for it" : "";
    return [`is ${describeValue(claim)}: give what defineClaim() returns${wait}`];
  }
  const { id, kind, hypotheses, instances, cost, observe, figures, vacuous, variants } = claim;
  const problems: string[] = [];
  const idWrong = idProblem(id);
  if (idWrong !== undefined) problems.push(`the claim id ${idWrong}`);
  if (isComputed(claim, "id")) {
    problems.push(
      "the claim id is computed whenever it is read, so that it may change: write it as a string",
    );
  }
  problems.push(...unknownKeys(claim, CLAIM_KEYS, "a claim"));
  problems.push(...textsProblems(claim, "", ["title", "locus"]));
  problems.push(...wordProblem("kind", kind, KINDS));
  problems.push(...hypothesesProblems(hypotheses, variants));
  problems.push(...arbitraryProblem("instances", instances));
  if (cost !== undefined && !(typeof cost === "number" && cost > 0 && cost < Infinity)) {
    problems.push(
      `cost is ${describeValue(cost)}: give a positive number, 1 for an ordinary claim`,
    );
  }
  problems.push(...functionProblem("observe", observe, "observe(instance, arithmetic) { … }"));
  if (figures !== undefined) {
    problems.push(...functionProblem("figures", figures, "figures(observation, instance) { … }"));
  }
  if (vacuous !== undefined) problems.push(...vacuousProblems(vacuous, hypotheses));
  if (kind === "tabular") problems.push(...tabularProblems(claim));
  problems.push(...variantsProblems(variants));
  return problems;
}

function variantsProblems(variants: unknown): string[] {
  const form = "give { printed: { statement, relations } }";
  if (variants === undefined) return [`variants is missing: ${form}`];
  if (!isRecord(variants)) return [`variants is ${describeValue(variants)}: ${form}`];
  const problems = unknownKeys(variants, VARIANTS, "variants");
  if (variants["printed"] === undefined) {
    problems.push("variants.printed is missing: give the statement as it is printed");
  }
  for (const name of VARIANTS) {
    const variant = variants[name];
    if (variant === undefined) continue;
    const path = `variants.${name}`;
    if (!isRecord(variant)) {
      problems.push(`${path} is ${describeValue(variant)}: give { statement, relations }`);
      continue;
    }
    problems.push(...unknownKeys(variant, VARIANT_KEYS, path));
    problems.push(...textsProblems(variant, `${path}.`, ["statement"]));
    problems.push(...functionProblem(
      `${path}.relations`,
      variant["relations"],
      "relations(observation, instance) { … }",
    ));
    if (variant["expected"] !== undefined) {
      problems.push(...wordProblem(`${path}.expected`, variant["expected"], VERDICTS));
    }
    if (variant["trivialWhere"] !== undefined) {
      problems.push(...textsProblems(variant, `${path}.`, ["trivialWhere"]));
    }
  }
  return problems;
}

function hypothesesProblems(hypotheses: unknown, variants: unknown): string[] {
  const form = "give an array of them, [] if there are none";
  if (hypotheses === undefined) return [`hypotheses is missing: ${form}`];
  if (!Array.isArray(hypotheses)) {
    return [`hypotheses is ${describeValue(hypotheses)}: ${form}`];
  }
  const problems: string[] = [];
  const names = new Map<unknown, number>();
  for (const [index, hypothesis] of (hypotheses as unknown[]).entries()) {
    const path = `hypotheses[${index}]`;
    if (!isRecord(hypothesis)) {
      problems.push(`${path} is ${describeValue(hypothesis)}: give { name, statement, holds }`);
      continue;
    }
    const { name, holds, holdsAlong, without, assumedBy } = hypothesis;
    problems.push(...unknownKeys(hypothesis, HYPOTHESIS_KEYS, path));
    problems.push(...textsProblems(hypothesis, `${path}.`, ["name", "statement"]));
    const earlier = names.get(name);
    if (earlier !== undefined && name !== undefined) {
      problems.push(
        `hypotheses[${earlier}] and ${path} both have the name ${describeValue(name)}: ` +
          "rename one, since discarded instances are counted by it",
      );
    }
    names.set(name, index);
    if (holds === undefined && holdsAlong === undefined) {
      problems.push(`${path}: the hypothesis ${describeValue(name)} needs holds() or holdsAlong()`);
    }
    if (holds !== undefined) {
      problems.push(...functionProblem(`${path}.holds`, holds, "holds(instance) { … }"));
    }
    if (holdsAlong !== undefined) {
      const shape = "holdsAlong(observation, instance) { … }";
      problems.push(...functionProblem(`${path}.holdsAlong`, holdsAlong, shape));
    }
    if (without !== undefined) problems.push(...arbitraryProblem(`${path}.without`, without));
    if (assumedBy !== undefined) {
      problems.push(...assumedByProblems(`${path}.assumedBy`, assumedBy, variants));
    }
  }
  return problems;
}

/** A table is the only instance, so that nothing is assumed of it and nothing budgeted. */
function tabularProblems(
  { hypotheses, cost, vacuous }: Readonly<Record<string, unknown>>,
): string[] {
  const problems: string[] = [];
  if (Array.isArray(hypotheses) && hypotheses.length > 0) {
    problems.push("hypotheses: a tabular claim has none, since its tables are the only instance");
  }
  for (const [key, value] of Object.entries({ cost, vacuous })) {
    if (value !== undefined) problems.push(`${key}: a tabular claim has none: leave it out`);
  }
  return problems;
}

/** `assumedBy` names variants of the claim. */
function assumedByProblems(path: string, assumedBy: unknown, variants: unknown): string[] {
  const form = "name the variants in an array, or leave it out if all assume it";
  if (!Array.isArray(assumedBy) || assumedBy.length === 0) {
    return [`${path} is ${describeValue(assumedBy)}: ${form}`];
  }
  return (assumedBy as unknown[])
    .filter((name) => !isRecord(variants) || typeof name !== "string" || !(name in variants))
    .map((name) => `${path} names ${describeValue(name)}, which is no variant here: ${form}`);
}

/** `vacuous` names hypotheses of the claim, and says why they exclude each other. */
function vacuousProblems(vacuous: unknown, hypotheses: unknown): string[] {
  const form = "give { hypotheses: [names], reason }";
  if (!isRecord(vacuous)) return [`vacuous is ${describeValue(vacuous)}: ${form}`];
  const problems = unknownKeys(vacuous, VACUOUS_KEYS, "vacuous").map((problem) =>
    `vacuous: ${problem}`
  );
  const { hypotheses: names, reason } = vacuous;
  const wrong = textProblem(reason);
  if (wrong !== undefined) {
    problems.push(`vacuous.reason ${wrong}: say why the hypotheses exclude each other`);
  }
  const known = (Array.isArray(hypotheses) ? hypotheses : [])
    .flatMap((hypothesis: unknown) => isRecord(hypothesis) ? [hypothesis["name"]] : []);
  if (!Array.isArray(names) || names.length === 0) {
    problems.push(`vacuous.hypotheses is ${describeValue(names)}: name the hypotheses in an array`);
  } else {
    for (const name of names as unknown[]) {
      if (known.includes(name)) continue;
      problems.push(`vacuous.hypotheses names ${describeValue(name)}, which is no hypothesis here`);
    }
  }
  return problems;
}

function textsProblems(
  value: Readonly<Record<string, unknown>>,
  path: string,
  keys: readonly string[],
): string[] {
  return keys.flatMap((key) => {
    const problem = textProblem(value[key], key === "statement");
    return problem === undefined ? [] : [`${path}${key} ${problem}: ${TEXTS[key]}`];
  });
}

function wordProblem(path: string, value: unknown, words: readonly string[]): string[] {
  if (words.includes(value as string)) return [];
  const what = value === undefined ? "is missing" : `is ${describeValue(value)}`;
  const meant = typeof value === "string" ? hint(value, words) : "";
  return [`${path} ${what}: write ${alternatives(words)}${meant.replace(/^: (.*)$/, " ($1)")}`];
}

function functionProblem(path: string, value: unknown, form: string): string[] {
  if (typeof value === "function") return [];
  const what = value === undefined ? "is missing" : `is ${describeValue(value)}, not a function`;
  return [`${path} ${what}: write ${form}`];
}

function arbitraryProblem(path: string, value: unknown): string[] {
  const { generate, shrink } = Object(value) as { generate?: unknown; shrink?: unknown };
  if (typeof generate === "function" && typeof shrink === "function") return [];
  const what = value === undefined ? "is missing" : `is ${describeValue(value)}`;
  return [
    `${path} ${what}: give a fast-check arbitrary, such as fc.record({ x: fc.integer() })`,
  ];
}
