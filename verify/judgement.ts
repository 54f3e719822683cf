/**
 * What one observation says for or against a variant of a claim.
 *
 * @module
 */

import type { Claim, ClaimKind, Hypothesis, Variant, VariantName } from "./claim.ts";
import { checkHolds, checkRelations } from "./door/observation_shape.ts";
import { isFinitePair, type JudgedRelation, judgeRelation, type Relation } from "./relation.ts";

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
  /** Whether every relation of the label says nothing on this instance. */
  readonly trivial: boolean;
  /** The relations of the label, in the order in which the variant gave them. */
  readonly relations: readonly JudgedRelation[];
  /**
   * Where it is violated, what shows that: of each of these sets one relation must be broken, which
   * are those at one radius and step for a local claim.
   */
  readonly broken: readonly (readonly JudgedRelation[])[];
}

/** What is found of a group of relations of one label. */
type GroupJudgement = Omit<LabelJudgement, "trivial" | "relations" | "broken"> & {
  readonly broken?: LabelJudgement["broken"];
};

/** The judgement of one observation: a judgement per label, in the order of first appearance. */
export type Judgement = ReadonlyMap<string, LabelJudgement>;

/** How many of the smallest resolvable radii must agree before a local claim is decided. */
export const PERSISTENCE = 3;

/** The name under which a relation is counted: its label, and its family where it has one. */
export function relationKey(relation: Relation): string {
  return relation.family === undefined ? relation.label : `${relation.label} [${relation.family}]`;
}

/** The relations of a variant, by the name under which they are counted. */
export function groupRelations(relations: readonly Relation[]): Map<string, Relation[]> {
  return groupBy(relations, relationKey);
}

/**
 * `Map.groupBy`, faster where neighbours have the same key: relations come run by run.
 */
function groupBy<K, V>(items: readonly V[], keyOf: (item: V) => K): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  let key: K | undefined;
  let group: V[] | undefined;
  for (const item of items) {
    const own = keyOf(item);
    if (group === undefined || own !== key) {
      key = own;
      group = groups.get(own);
      if (group === undefined) groups.set(own, group = []);
    }
    group.push(item);
  }
  return groups;
}

/**
 * Judges an observation.
 *
 * @param unitRoundoff The u of the arithmetic that the observation was made in.
 * @throws {RangeError} If the variant returns no relations, or one with a number that is not finite,
 *   before which its label was not broken.
 * @throws {MalformedClaim} If it returns something else than relations.
 */
export function judge(
  kind: ClaimKind,
  variant: Variant,
  observation: unknown,
  instance: unknown,
  unitRoundoff: number,
): Judgement {
  const relations: unknown = variant.relations(observation, instance);
  // Single precision may have nothing left to compare where double has: no fault of form.
  if (Array.isArray(relations) && relations.length === 0) {
    throw new RangeError("the checker returned no relations");
  }
  checkRelations(relations, "relations()");
  const judgeGroup = JUDGES[kind] ?? judgeEverywhere;
  const judgement = new Map<string, LabelJudgement>();
  for (const [key, members] of groupRelations(relations)) {
    const group = judgeAll(members, unitRoundoff);
    judgement.set(key, {
      broken: [],
      ...judgeGroup(group),
      trivial: group.every(({ relation }) => relation.trivial === true),
      relations: group,
    });
  }
  return judgement;
}

/** After a run has left what the statement allows, it may leave the numbers too. */
function judgeAll(relations: readonly Relation[], unitRoundoff: number): JudgedRelation[] {
  const judged: JudgedRelation[] = [];
  let isBroken = false;
  for (const relation of relations) {
    if (isBroken && (Number.isNaN(relation.lhs) || Number.isNaN(relation.rhs))) break;
    const next = judgeRelation(relation, unitRoundoff);
    judged.push(next);
    isBroken ||= next.violated;
  }
  return judged;
}

function worstOf(group: readonly JudgedRelation[]): JudgedRelation {
  let worst = group[0]!;
  let most = severity(worst);
  for (const judged of group) {
    const own = severity(judged);
    if (own > most) {
      worst = judged;
      most = own;
    }
  }
  return worst;
}

/** Violations first, finite ones before overflows, then what is resolved, then by ratio. */
function severity(
  { relation, violated, resolved, excess, tolerance, ratio }: JudgedRelation,
): number {
  if (violated) return isFinitePair(relation) ? 4 - tolerance / excess : 2.5;
  if (ratio === null) return -1;
  const squashed = ratio > 0 ? ratio / (1 + ratio) : 0;
  return resolved ? 1 + squashed : squashed;
}

function judgeEverywhere(group: readonly JudgedRelation[]): GroupJudgement {
  const worst = worstOf(group);
  if (worst.violated) {
    return { status: "violated", worst, broken: [group.filter(({ violated }) => violated)] };
  }
  return { status: group.some(({ resolved }) => resolved) ? "supported" : "undecided", worst };
}

/**
 * All comparisons of one label of a table must be decided by the printed numbers: what is broken by less
 * than their last digit allows is open, and so is what holds by less where they have hardly a digit.
 */
function judgeTabular(group: readonly JudgedRelation[]): GroupJudgement {
  const judgement = judgeEverywhere(group);
  if (judgement.status === "violated") return judgement;
  const isDecided = group.every(({ relation: { uncertainty = 0 }, resolved, excess, tolerance }) =>
    excess < -tolerance || resolved && excess <= tolerance - uncertainty
  );
  return { ...judgement, status: isDecided ? "supported" : "undecided" };
}

/**
 * "There is a neighbourhood in which …": for each step, only the smallest radii that the arithmetic
 * resolves count, and they must agree. "For any sufficiently small step" fails only where every
 * step tried fails, and is supported by the smallest one.
 */
function judgeLocally(group: readonly JudgedRelation[]): GroupJudgement {
  const steps = groupBy(group, ({ relation }) => relation.neighbourhood?.step ?? 0);
  const bySize = [...steps].sort(([a], [b]) => a - b).map(([, members]) => judgeRadii(members));
  const smallest = bySize[0]!;
  if (bySize.every(({ status }) => status === "violated")) {
    return { ...smallest, broken: bySize.flatMap(({ broken }) => broken!) };
  }
  return smallest.status === "violated" ? { ...smallest, status: "undecided" } : smallest;
}

function judgeRadii(group: readonly JudgedRelation[]): GroupJudgement {
  const radii = groupBy(group, ({ relation }) => {
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
  if (fades) return { status: "undecided", worst, fades };
  const broken = decided.map(({ members }) => members.filter(({ violated }) => violated));
  return { status: "violated", worst, broken };
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

/** How relations of one label are judged together, where not each by itself. */
const JUDGES: { readonly [kind in ClaimKind]?: (group: JudgedRelation[]) => GroupJudgement } = {
  local: judgeLocally,
  tabular: judgeTabular,
};

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

/** How far an instance or a run is from satisfying the hypotheses. */
export interface Shortfall {
  /** The first hypothesis that it breaks. */
  readonly hypothesis: string;
  /** How many hypotheses come after it. */
  readonly remaining: number;
  /** How far this one is from being met: as it says itself, otherwise infinite. */
  readonly distance: number;
}

/** The hypotheses that every variant assumes. */
export function sharedHypotheses({ hypotheses }: Claim): readonly Hypothesis[] {
  return hypotheses.filter(({ assumedBy }) => assumedBy === undefined);
}

/** The hypotheses that a variant assumes and some other does not. */
export function ownHypotheses({ hypotheses }: Claim, variant: VariantName): readonly Hypothesis[] {
  return hypotheses.filter(({ assumedBy }) => assumedBy?.includes(variant) === true);
}

/** The first of the hypotheses on the instance that it breaks; undefined if it satisfies all. */
export function shortfallOf(
  hypotheses: readonly Hypothesis[],
  instance: unknown,
): Shortfall | undefined {
  return firstBroken(hypotheses, "holds", (hypothesis) => hypothesis.holds?.(instance));
}

/** The first of the hypotheses on the run that it breaks; undefined if it satisfies all. */
export function shortfallAlong(
  hypotheses: readonly Hypothesis[],
  observation: unknown,
  instance: unknown,
): Shortfall | undefined {
  return firstBroken(
    hypotheses,
    "holdsAlong",
    (hypothesis) => hypothesis.holdsAlong?.(observation, instance),
  );
}

function firstBroken(
  hypotheses: readonly Hypothesis[],
  predicate: "holds" | "holdsAlong",
  ask: (hypothesis: Hypothesis) => boolean | number | undefined,
): Shortfall | undefined {
  for (const [index, hypothesis] of hypotheses.entries()) {
    if (hypothesis[predicate] === undefined) continue;
    const answer = ask(hypothesis);
    if (answer === true || answer === 0) continue;
    checkHolds(answer, `${predicate}() of the hypothesis "${hypothesis.name}"`);
    return {
      hypothesis: hypothesis.name,
      remaining: hypotheses.length - 1 - index,
      distance: answer === false ? Infinity : answer as number,
    };
  }
  return undefined;
}

/** The first hypothesis on the instance that it breaks: of the shared ones, and of a variant's own. */
export function brokenHypothesis(
  claim: Claim,
  instance: unknown,
  variant?: VariantName,
): string | undefined {
  return shortfallOf(assumedHypotheses(claim, variant), instance)?.hypothesis;
}

/** The first hypothesis on the run that it breaks: of the shared ones, and of a variant's own. */
export function brokenHypothesisAlong(
  claim: Claim,
  observation: unknown,
  instance: unknown,
  variant?: VariantName,
): string | undefined {
  return shortfallAlong(assumedHypotheses(claim, variant), observation, instance)?.hypothesis;
}

function assumedHypotheses(claim: Claim, variant: VariantName | undefined): readonly Hypothesis[] {
  const shared = sharedHypotheses(claim);
  return variant === undefined ? shared : [...shared, ...ownHypotheses(claim, variant)];
}
