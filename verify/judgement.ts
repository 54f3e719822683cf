/**
 * What one observation says for or against a variant of a claim.
 *
 * @module
 */

import type { Claim, ClaimKind, Variant } from "./claim.ts";
import { type JudgedRelation, judgeRelation, type Relation } from "./relation.ts";

/** The judgement of one label of one observation. */
export interface LabelJudgement {
  /** `violated`, `supported`, or `undecided` where rounding or the radii leave it open. */
  readonly status: "violated" | "supported" | "undecided";
  /** The relation that comes closest to breaking, or breaks most. */
  readonly worst: JudgedRelation;
  /**
   * Whether it is undecided because it is violated at every radius that counts, by an amount that
   * shrinks with the radius.
   */
  readonly fades?: boolean;
}

/** The judgement of one observation: a judgement per label, in the order of first appearance. */
export type Judgement = ReadonlyMap<string, LabelJudgement>;

/** How many of the smallest resolvable radii must agree before a local claim is decided. */
export const PERSISTENCE = 3;

/** The name under which a relation is counted: its label, and its family where it has one. */
export function relationKey(relation: Relation): string {
  return relation.family === undefined ? relation.label : `${relation.label} [${relation.family}]`;
}

/**
 * Judges an observation.
 *
 * @param unitRoundoff The u of the arithmetic that the observation was made in.
 * @throws {RangeError} If the variant returns no relations, or one with a number that is not finite.
 */
export function judge(
  kind: ClaimKind,
  variant: Variant,
  observation: unknown,
  instance: unknown,
  unitRoundoff: number,
): Judgement {
  const relations = variant.relations(observation, instance);
  if (!Array.isArray(relations) || relations.length === 0) {
    throw new RangeError("the checker returned no relations");
  }
  const groups = new Map<string, JudgedRelation[]>();
  for (const relation of relations) {
    const judged = judgeRelation(relation, unitRoundoff);
    const key = relationKey(relation);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [judged]);
    else group.push(judged);
  }
  const judgeGroup = kind === "local" ? judgeLocally : judgeEverywhere;
  return new Map([...groups].map(([key, group]) => [key, judgeGroup(group)]));
}

function worstOf(group: readonly JudgedRelation[]): JudgedRelation {
  return group.reduce((worst, judged) => severity(judged) > severity(worst) ? judged : worst);
}

/** Violations first, then what is resolved, then by ratio. */
function severity({ violated, resolved, excess, tolerance, ratio }: JudgedRelation): number {
  const squashed = ratio > 0 ? ratio / (1 + ratio) : 0;
  if (violated) return 4 - tolerance / excess;
  return resolved ? 1 + squashed : squashed;
}

function judgeEverywhere(group: readonly JudgedRelation[]): LabelJudgement {
  const worst = worstOf(group);
  const status = worst.violated
    ? "violated"
    : group.some(({ resolved }) => resolved)
    ? "supported"
    : "undecided";
  return { status, worst };
}

/**
 * "There is a neighbourhood in which …": for each step, only the smallest radii that the arithmetic
 * resolves count, and they must agree. "For any sufficiently small step" fails only where every
 * step tried fails, and is supported by the smallest one.
 */
function judgeLocally(group: readonly JudgedRelation[]): LabelJudgement {
  const steps = Map.groupBy(group, ({ relation }) => relation.neighbourhood?.step ?? 0);
  const bySize = [...steps].sort(([a], [b]) => a - b).map(([, members]) => judgeRadii(members));
  const smallest = bySize[0]!;
  if (bySize.every(({ status }) => status === "violated")) return smallest;
  return smallest.status === "violated" ? { ...smallest, status: "undecided" } : smallest;
}

function judgeRadii(group: readonly JudgedRelation[]): LabelJudgement {
  const radii = Map.groupBy(group, ({ relation }) => {
    if (relation.neighbourhood === undefined) {
      throw new RangeError(`the local relation "${relation.label}" has no neighbourhood`);
    }
    return relation.neighbourhood.radius;
  });
  const decided = [...radii].sort(([a], [b]) => a - b)
    .map(([, members]) => ({ members, worst: worstOf(members) }))
    .filter(({ worst }) => worst.violated || worst.resolved)
    .slice(0, PERSISTENCE);
  if (decided.length < PERSISTENCE) return { status: "undecided", worst: worstOf(group) };
  const levels = decided.map((level) => level.worst);
  const worst = worstOf(levels);
  const violations = levels.filter(({ violated }) => violated).length;
  if (violations === 0) return { status: "supported", worst };
  if (violations < levels.length) return { status: "undecided", worst };
  const fades = relativeExcess(levels[0]!) < relativeExcess(levels.at(-1)!) / 2;
  return fades ? { status: "undecided", worst, fades } : { status: "violated", worst };
}

/**
 * The excess on the scale of the bound. Where it falls with the radius, the violation may end at a
 * smaller radius than the arithmetic resolves: a Hessian that is indefinite at a distance of 1e-8,
 * but positive within 1e-12, violates "positive near θ*" at no radius that counts. Only what keeps
 * its size down to the smallest radius persists "at a scale consistent with the claim's order".
 */
function relativeExcess({ relation: { lhs, rhs, size }, excess }: JudgedRelation): number {
  return excess / (Math.abs(rhs) || (size ?? Math.abs(lhs)));
}

/** Whether no label is violated and at least one is supported. */
export function supports(judgement: Judgement): boolean {
  let supported = false;
  for (const { status } of judgement.values()) {
    if (status === "violated") return false;
    supported ||= status === "supported";
  }
  return supported;
}

/** The labels that the observation violates. */
export function violatedKeys(judgement: Judgement): string[] {
  return [...judgement].filter(([, { status }]) => status === "violated").map(([key]) => key);
}

/** Whether every hypothesis that can be decided on the instance holds; otherwise which fails. */
export function brokenHypothesis(claim: Claim, instance: unknown): string | undefined {
  return claim.hypotheses.find((hypothesis) => hypothesis.holds?.(instance) === false)?.name;
}

/** Whether every hypothesis that is decided along the run holds; otherwise which fails. */
export function brokenHypothesisAlong(
  claim: Claim,
  observation: unknown,
  instance: unknown,
): string | undefined {
  return claim.hypotheses.find((hypothesis) =>
    hypothesis.holdsAlong?.(observation, instance) === false
  )?.name;
}
