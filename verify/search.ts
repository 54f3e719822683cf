/**
 * The search of one claim: generate and target → shrink → confirm → verdict. Claims that share their
 * observations share the first two of these.
 *
 * @module
 */

import type { Claim, VariantName } from "./claim.ts";
import {
  type Evidence,
  EVIDENCE_SCHEMA,
  type Example,
  type HypothesisRole,
  type Refutation,
  type VariantEvidence,
} from "./evidence.ts";
import { observeExample } from "./example.ts";
import type { Failure } from "./failure.ts";
import { healthOf } from "./health.ts";
import { hypothesisRole, roleKnownFromSearch } from "./hypothesis_roles.ts";
import { type Announce, Observer } from "./observer.ts";
import { type PhaseOptions, Phases } from "./phases.ts";
import { PROFILES, shrinkBudgetFor } from "./profile.ts";
import { type Counterexample, Refuter } from "./refute.ts";
import { replayLine } from "./replay_line.ts";
import type { ClaimTwin } from "./rounding_noise.ts";
import type { VariantTally } from "./tally.ts";
import { verdictOnExistence, verdictWithoutRefutation } from "./verdict.ts";
import { VERSION } from "./version.ts";

/** How a claim is to be searched. */
export interface SearchOptions extends PhaseOptions {
  /**
   * A claim and all that it calls, rewritten to round at random; undefined where its code cannot
   * be rewritten. Called when the first violation is to be confirmed. Default: undefined, and noise
   * is estimated from nearby instances.
   */
  readonly twin?: (claim: Claim) => Promise<ClaimTwin | undefined>;
  /** Called before every observation, so that a caller knows the instance if it never ends. */
  readonly onObserve?: Announce;
  /** Called now and then with what the search is at, for each claim asked for. */
  readonly onProgress?: (progress: Progress, claim: Claim) => void;
}

/** How a group of claims that share their observations is to be searched. */
export interface GroupOptions extends SearchOptions {
  /**
   * The claims to give evidence of, in the order of the group. Instances are tried for all the same,
   * so that what is found of a claim does not depend on which others are asked for. Default: all.
   */
  readonly asked?: readonly Claim[];
  /** Called when all instances have been tried: what follows is done for each claim by itself. */
  readonly onTried?: () => void;
  /** Called with the evidence of each claim asked for as soon as it is there. */
  readonly onEvidence?: (evidence: Evidence) => void;
}

/** What a search is at. */
export interface Progress {
  /** The phase. */
  readonly phase: "search" | "shrink" | "confirm";
  /** Instances accepted so far, of `budget`. */
  readonly accepted: number;
  /** Instances wanted. */
  readonly budget: number;
  /** The printed variant's tightness so far; null while it has none. */
  readonly bestRatio: number | null;
}

/**
 * Searches a claim for a counterexample (for an existence claim: for a witness), judges each of its
 * variants, and looks which hypotheses it needs. Never throws on what the claim does: a checker
 * that throws gets the verdict `error` if nothing else can be said. The same claim and options give
 * the same evidence.
 */
export async function searchClaim(claim: Claim, options: SearchOptions): Promise<Evidence> {
  let evidence = await searchVariants(claim, options);
  const variant = variantForRoles(evidence);
  if (variant === null) return evidence;
  for (const { name, role } of evidence.hypotheses) {
    if (role !== null) continue;
    evidence = withRole(evidence, name, await roleOf(claim, name, variant, options));
  }
  return evidence;
}

/** {@linkcode searchClaim}, with only those roles of hypotheses that the search tells by itself. */
export async function searchVariants(claim: Claim, options: SearchOptions): Promise<Evidence> {
  return (await searchGroup([claim], options))[0]!;
}

/**
 * {@linkcode searchVariants} for claims that share their observations, as `groupClaims` finds them:
 * each instance is observed once, judged for every claim, and what is climbed to for one of them
 * counts for all. Randomness goes by the id of the first claim. Confirming, shrinking and figures
 * remain each claim's own.
 *
 * @param claims A whole group, in the order of its module; one claim is a group too.
 * @returns The evidence of the claims asked for.
 */
export async function searchGroup(
  claims: readonly Claim[],
  options: GroupOptions,
): Promise<Evidence[]> {
  const { seed, profile, arithmetic, secondArithmetic, twin, asked = claims } = options;
  const observers = claims.map((claim) => new Observer(claim, options.onObserve));
  const phases = new Phases(observers[0]!, claims, options);
  const report = (phase: Progress["phase"], claim: Claim) =>
    options.onProgress?.({
      phase,
      accepted: phases.accepted,
      budget: phases.counts.generate.budget + phases.counts.target.budget,
      bestRatio: phases.talliesOf(claim)[0]!.tightness,
    }, claim);
  const refuters = new Map(observers.map((observer) => {
    const { claim } = observer;
    const isAsked = asked.includes(claim);
    const refuter = new Refuter(observer, {
      seed,
      arithmetic,
      ...(secondArithmetic === undefined ? {} : { secondArithmetic }),
      shrinkBudget: shrinkBudgetFor(PROFILES[profile].shrink, claim.cost ?? 1),
      twin: twinOf(claim, twin),
    }, (phase) => {
      if (isAsked) report(phase, claim);
    });
    return [claim, refuter];
  }));
  await phases.run(
    ({ claim, name }, label, specimen, effort) =>
      refuters.get(claim)!.confirm(name, label, specimen, effort),
    () => asked.forEach((claim) => report("search", claim)),
  );
  options.onTried?.();
  const found: Evidence[] = [];
  for (const claim of asked) {
    const evidence = await evidenceOf(claim, options, phases, refuters.get(claim)!);
    options.onEvidence?.(evidence);
    found.push(evidence);
  }
  return found;
}

/** The evidence of one claim, when the instances of its group have been tried. */
async function evidenceOf(
  claim: Claim,
  options: SearchOptions,
  phases: Phases,
  refuter: Refuter,
): Promise<Evidence> {
  const { seed, profile, arithmetic, secondArithmetic } = options;
  const conclusion = new Conclusion(claim, options, phases, refuter);
  const variants: [VariantName, VariantEvidence][] = [];
  for (const tally of phases.talliesOf(claim)) {
    variants.push([tally.name, await conclusion.of(tally)]);
  }
  const evidence: Evidence = {
    schema: EVIDENCE_SCHEMA,
    version: VERSION,
    seed,
    profile,
    id: claim.id,
    title: claim.title,
    locus: claim.locus,
    kind: claim.kind,
    // Who knows where the claim comes from fills these in.
    module: null,
    paperTitle: null,
    arithmetics: [arithmetic, ...(secondArithmetic === undefined ? [] : [secondArithmetic])]
      .map(({ name, backend }) => ({ name, backend })),
    hypotheses: claim.hypotheses.map(({ name, statement, assumedBy }) => ({
      name,
      statement,
      assumedBy: assumedBy ?? null,
      discarded: phases.discarded.get(name)!,
      role: null,
    })),
    health: [...conclusion.figureFailures, ...healthOf(claim, phases)],
    search: {
      generate: phases.counts.generate,
      target: phases.counts.target,
      shrink: { observations: refuter.shrinkObservations },
      confirm: { observations: refuter.confirmObservations },
    },
    numbers: phases.spread.summary(),
    variants: Object.fromEntries(variants) as unknown as Evidence["variants"],
  };
  const variant = variantForRoles(evidence);
  return variant === null ? evidence : withKnownRoles(evidence, claim, variant, phases);
}

function withKnownRoles(
  evidence: Evidence,
  claim: Claim,
  variant: VariantName,
  { counts, discarded }: Phases,
): Evidence {
  const hypotheses = evidence.hypotheses.map((hypothesis, index) => {
    const stated = claim.hypotheses[index]!;
    const broken = discarded.get(stated.name)!;
    const role = roleKnownFromSearch(claim, stated, variant, counts.generate.drawn, broken);
    return { ...hypothesis, role };
  });
  return { ...evidence, hypotheses };
}

/**
 * The variant in which hypotheses have roles: the printed one, or what corrects it, if it holds.
 * Null where none does, or the claim is one of existence.
 */
export function variantForRoles({ kind, variants }: Evidence): VariantName | null {
  if (kind === "existence") return null;
  const holds = (name: VariantName) => variants[name]?.verdict === "holds";
  return (["printed", "corrected"] as const).find(holds) ?? null;
}

/** The role of a hypothesis in a variant that holds. It may not return: see {@linkcode hypothesisRole}. */
export async function roleOf(
  claim: Claim,
  hypothesis: string,
  variant: VariantName,
  { seed, arithmetic, twin, onObserve }: Pick<
    SearchOptions,
    "seed" | "arithmetic" | "twin" | "onObserve"
  >,
): Promise<HypothesisRole> {
  return await hypothesisRole(claim, hypothesis, {
    seed,
    variant,
    arithmetic,
    twin: twinOf(claim, twin),
    ...(onObserve === undefined ? {} : { onObserve }),
  });
}

function twinOf(claim: Claim, twin: SearchOptions["twin"]): () => Promise<ClaimTwin | undefined> {
  return () => twin?.(claim) ?? Promise.resolve(undefined);
}

/** The evidence with the role of one hypothesis. */
export function withRole(evidence: Evidence, name: string, role: HypothesisRole): Evidence {
  return {
    ...evidence,
    hypotheses: evidence.hypotheses.map((hypothesis) =>
      hypothesis.name === name ? { ...hypothesis, role } : hypothesis
    ),
  };
}

/** The comparisons of a table, which are a label each: all of the same instance. */
function ofTable(
  labels: VariantEvidence["labels"],
): Pick<VariantEvidence, "labels" | "comparisons"> {
  const count = (outcome: "supported" | "violated" | "undecided") =>
    labels.filter((label) => label[outcome] > 0).length;
  return {
    labels: labels.map((label) => ({ ...label, attainedBy: null })),
    comparisons: {
      kept: count("supported"),
      broken: count("violated"),
      open: count("undecided"),
    },
  };
}

/** What follows of the variants of one claim. */
class Conclusion {
  /** What went wrong in drawing figures. */
  readonly figureFailures: string[] = [];
  readonly #claim: Claim;
  readonly #options: SearchOptions;
  readonly #phases: Phases;
  readonly #refuter: Refuter;

  constructor(claim: Claim, options: SearchOptions, phases: Phases, refuter: Refuter) {
    this.#claim = claim;
    this.#options = options;
    this.#phases = phases;
    this.#refuter = refuter;
  }

  async of(tally: VariantTally): Promise<VariantEvidence> {
    const { name, variant, labels, tightness, undecided, accepted } = tally;
    const { drawn, failures } = this.#phases;
    const failure = failures.first ?? tally.failures.first;
    const isSecondUsed = this.#options.secondArithmetic !== undefined &&
      (tally.second.instances > 0 || tally.secondUnused === 0);
    const common = {
      statement: variant.statement,
      expected: variant.expected ?? null,
      tightness,
      instances: accepted,
      discarded: drawn - accepted - failures.count,
      undecided,
      ...(this.#claim.kind === "tabular" ? ofTable(labels) : { labels }),
      example: null,
      refutation: null,
      furtherRefutations: [],
      failures: failure === undefined ? null : {
        count: failures.count + tally.failures.count,
        message: failure.message,
        instance: failure.instance,
      },
      error: null,
      secondArithmetic: isSecondUsed ? tally.second : null,
    };
    if (this.#claim.kind === "existence") {
      return { ...common, ...this.#ofExistence(tally, failure) };
    }
    const { counterexamples, unconfirmed } = await this.#refuter.refute(tally);
    const [first, ...others] = counterexamples.map((found) => this.#refutation(tally, found));
    // Of a table all figures are the same.
    const further = this.#claim.kind === "tabular"
      ? others.map(({ example, ...rest }) => ({ example: { ...example, figures: [] }, ...rest }))
      : others;
    if (first !== undefined) {
      const reason = failure === undefined
        ? null
        : `the checker fails on ${common.failures!.count} other instances: ${failure.message}`;
      return { ...common, verdict: "refuted", reason, ...first, furtherRefutations: further };
    }
    const verdict = verdictWithoutRefutation(this.#gathered(failure), tally, unconfirmed);
    if (verdict.verdict === "error") return { ...common, ...verdict, ...this.#failed(failure!) };
    const example = tally.tightest === undefined
      ? null
      : this.#example(name, tally.tightest, "tightest");
    return { ...common, ...verdict, example };
  }

  #gathered(failure: Failure | undefined) {
    const { drawn, discarded } = this.#phases;
    return { claim: this.#claim, drawn, discarded, failure };
  }

  #ofExistence(tally: VariantTally, failure: Failure | undefined) {
    const verdict = verdictOnExistence(this.#gathered(failure), tally);
    if (verdict.verdict === "error") return { ...verdict, ...this.#failed(failure!) };
    if (verdict.verdict !== "holds") return verdict;
    const witness = this.#refuter.shrinkWitness(tally);
    return { ...verdict, example: this.#example(tally.name, witness.json, "witness") };
  }

  #failed(
    { message, stack, instance }: Failure,
  ): Pick<VariantEvidence, "example" | "error" | "failures"> {
    return {
      example: {
        role: "error",
        arithmetic: this.#options.arithmetic.name,
        instance,
        relations: [],
        figures: [],
      },
      error: { message, stack },
      // The error says it.
      failures: null,
    };
  }

  #refutation(
    { name }: VariantTally,
    { specimen, confirmation, found, shrinkSteps }: Counterexample,
  ): { readonly example: Example; readonly refutation: Refutation } {
    return {
      example: this.#example(name, specimen.json, "counterexample"),
      refutation: {
        confirmation,
        found: found.json,
        shrinkSteps,
        replay: replayLine(null, "FILE"),
      },
    };
  }

  /** The instance, observed again; it was observed without error before. */
  #example(name: VariantName, instance: unknown, role: Example["role"]): Example {
    const { arithmetic } = this.#options;
    return observeExample(this.#claim, name, instance, arithmetic, role, (message) => {
      this.figureFailures.push(`${name}: the figures could not be drawn: ${message}`);
    });
  }
}
