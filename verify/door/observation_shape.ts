/**
 * The form of what a claim returns when it is asked: observations, relations, whether a hypothesis
 * holds. These run on every observation of a search; what is well formed costs next to nothing.
 *
 * @module
 */

import type { Relation } from "../relation.ts";
import {
  describeValue,
  isPromise,
  isRecord,
  MalformedClaim,
  textProblem,
  unknownKeys,
} from "./malformed_claim.ts";

const RELATION_KEYS = [
  "label",
  "lhs",
  "sense",
  "rhs",
  "scale",
  "size",
  "uncertainty",
  "ratio",
  "trivial",
  "family",
  "neighbourhood",
];
const KNOWN_KEYS: ReadonlySet<string> = new Set(RELATION_KEYS);
const NEIGHBOURHOOD_KEYS = ["radius", "step"];

/** What people write for a sense, and which one it is. */
const MISSPELT: ReadonlyMap<unknown, string> = new Map(Object.entries({
  "<": '"<=" (a strict inequality is tested as "<=")',
  ">": '">=" (a strict inequality is tested as ">=")',
  "≤": '"<="',
  "≥": '">="',
  "=<": '"<="',
  "=>": '">="',
  "⩽": '"<="',
  "⩾": '">="',
  "==": '"="',
  "===": '"="',
}));

/**
 * Asserts that a value is what `relations()` must return: at least one relation, each with its label,
 * both sides, a sense, and nothing that would not be read. Numbers that are not finite are no matter
 * of form.
 *
 * @param where What messages call the function that returned it, such as "relations()".
 * @throws {MalformedClaim} If it is not.
 */
export function checkRelations(value: unknown, where: string): asserts value is Relation[] {
  if (!Array.isArray(value) || value.length === 0) throw noRelations(value, where);
  for (let index = 0; index < value.length; index++) {
    if (!isRelation(value[index])) {
      const problems = relationProblems(value[index]);
      const label = (value[index] as Partial<Relation> | null | undefined)?.label;
      const named = typeof label === "string" ? ` (${describeValue(label)})` : "";
      throw new MalformedClaim(
        ...problems.map((problem) => `${where}: relation ${index}${named} ${problem}`),
      );
    }
  }
}

/**
 * Asserts that a value is what a hypothesis may return: whether it is met, or how far it is from
 * being met, a number that is not negative and 0 where it is.
 *
 * @param where What messages call the function that returned it.
 * @throws {MalformedClaim} If it is not.
 */
export function checkHolds(value: unknown, where: string): asserts value is boolean | number {
  if (typeof value === "boolean" || (typeof value === "number" && value >= 0)) return;
  if (isPromise(value)) {
    throw new MalformedClaim(`${where} returns a promise: it must return true or false itself`);
  }
  throw new MalformedClaim(
    `${where} returns ${describeValue(value)}: it must return true, false, ` +
      "or how far the hypothesis is from being met (0 if it is)",
  );
}

/**
 * Asserts that a value can be an observation: anything but a promise.
 *
 * @param where What messages call the function that returned it.
 * @throws {MalformedClaim} If it cannot.
 */
export function checkObservation(value: unknown, where: string): void {
  if (isPromise(value)) {
    throw new MalformedClaim(
      `${where} returns a promise: it must return the observation itself, so compute it without await`,
    );
  }
}

function noRelations(value: unknown, where: string): MalformedClaim {
  if (isPromise(value)) {
    return new MalformedClaim(
      `${where} returns a promise: it must return the relations themselves`,
    );
  }
  if (Array.isArray(value)) {
    return new MalformedClaim(
      `${where} returns no relations: it must return at least one; where the statement says ` +
        "nothing of an instance, mark its relation as trivial",
    );
  }
  return new MalformedClaim(
    `${where} returns ${describeValue(value)}: it must return an array of relations, ` +
      "such as [{ label, lhs, sense, rhs }]",
  );
}

function isRelation(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const relation = value as Readonly<Record<keyof Relation, unknown>>;
  const { sense, neighbourhood } = relation;
  if (typeof relation.lhs !== "number" || typeof relation.rhs !== "number") return false;
  if (sense !== "<=" && sense !== ">=" && sense !== "=") return false;
  for (const key in relation) if (!KNOWN_KEYS.has(key)) return false;
  return isNumberIfAny(relation.scale) && isNumberIfAny(relation.size) &&
    isNumberIfAny(relation.uncertainty) && isNumberIfAny(relation.ratio) &&
    (relation.trivial === undefined || typeof relation.trivial === "boolean") &&
    (relation.family === undefined || isLine(relation.family)) &&
    isLine(relation.label) &&
    (neighbourhood === undefined || isNeighbourhood(neighbourhood));
}

function isNeighbourhood(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { radius, step } = value as { readonly radius?: unknown; readonly step?: unknown };
  for (const key in value) if (key !== "radius" && key !== "step") return false;
  return isSize(radius) && (step === undefined || isSize(step));
}

function isNumberIfAny(value: unknown): boolean {
  return value === undefined || typeof value === "number";
}

/** The labels that were found to be in order, so that each is looked at once; as many as that pays. */
const lines = new Set<unknown>();
const MOST_LINES = 1000;

function isLine(value: unknown): boolean {
  if (lines.has(value)) return true;
  if (textProblem(value) !== undefined) return false;
  if (lines.size < MOST_LINES) lines.add(value);
  return true;
}

function relationProblems(value: unknown): string[] {
  if (!isRecord(value)) {
    return isPromise(value)
      ? ["is a promise: it must be the relation itself"]
      : [`is ${describeValue(value)}: it must be an object, such as { label, lhs, sense, rhs }`];
  }
  const problems = unknownKeys(value, RELATION_KEYS, "a relation");
  const { label, sense, trivial, family, neighbourhood } = value;
  const labelWrong = textProblem(label);
  if (labelWrong !== undefined) {
    problems.push(
      `has a label that ${labelWrong}: say what is compared, in words that are the same for ` +
        "every instance",
    );
  }
  if (sense !== "<=" && sense !== ">=" && sense !== "=") problems.push(senseProblem(sense));
  for (const side of ["lhs", "rhs"]) {
    if (typeof value[side] !== "number") {
      problems.push(`has ${side} = ${describeValue(value[side])}: it must be a number`);
    }
  }
  for (const key of ["scale", "size", "uncertainty", "ratio"]) {
    if (!isNumberIfAny(value[key])) {
      problems.push(`has ${key} = ${describeValue(value[key])}: give a number or leave it out`);
    }
  }
  if (trivial !== undefined && typeof trivial !== "boolean") {
    problems.push(`has trivial = ${describeValue(trivial)}: give true or false, or leave it out`);
  }
  const familyWrong = family === undefined ? undefined : textProblem(family);
  if (familyWrong !== undefined) {
    problems.push(`has a family that ${familyWrong}: give a few words, or leave it out`);
  }
  if (neighbourhood !== undefined) problems.push(...neighbourhoodProblems(neighbourhood));
  return problems;
}

function senseProblem(sense: unknown): string {
  const meant = MISSPELT.get(sense);
  if (meant !== undefined) return `has the sense ${describeValue(sense)}: write ${meant}`;
  return `has the sense ${describeValue(sense)}: write "<=", ">=" or "=" ` +
    '(a strict inequality is tested as "<=" or ">=")';
}

/** The radius and the step go into the evidence as they are, which holds finite numbers only. */
function neighbourhoodProblems(value: unknown): string[] {
  if (!isRecord(value)) {
    return [`has neighbourhood = ${describeValue(value)}: give { radius } or { radius, step }`];
  }
  const problems = unknownKeys(value, NEIGHBOURHOOD_KEYS, "a neighbourhood");
  const { radius, step } = value;
  if (!isSize(radius)) {
    problems.push(
      `has neighbourhood.radius = ${describeValue(radius)}: give a finite number >= 0`,
    );
  }
  if (step !== undefined && !isSize(step)) {
    problems.push(
      `has neighbourhood.step = ${describeValue(step)}: give a finite number >= 0, or leave it out`,
    );
  }
  return problems;
}

function isSize(value: unknown): boolean {
  return typeof value === "number" && value >= 0 && value < Infinity;
}
