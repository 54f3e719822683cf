/**
 * The search of one claim: generate and target → shrink → confirm → verdict.
 *
 * @module
 */

import type { Value } from "../lib/fast_check/mod.ts";
import type { Arithmetic } from "../lib/arithmetic/mod.ts";
import {
  type Claim,
  type Hypothesis,
  type Variant,
  type VariantName,
  variantNames,
  type Verdict,
} from "./claim.ts";
import { confirm } from "./confirm.ts";
import {
  type Confirmation,
  type Evidence,
  EVIDENCE_SCHEMA,
  type Example,
  type HypothesisRole,
  type Refutation,
  relationEvidence,
  type SearchPhase,
  type VariantEvidence,
} from "./evidence.ts";
import { type Figure, storableFigures } from "./figure.ts";
import {
  brokenHypothesis,
  brokenHypothesisAlong,
  judge,
  type Judgement,
  violatedKeys,
} from "./judgement.ts";
import { hypothesisRole } from "./hypothesis_roles.ts";
import {
  budgetFor,
  DRAWS_PER_INSTANCE,
  FEWEST_INSTANCES,
  FEWEST_SUPPORTS,
  type ProfileName,
  PROFILES,
} from "./profile.ts";
import { randomFor, sourceFor } from "./random.ts";
import { type DrawSource, type Edited, generateRecorded, type Proposal } from "./search/mod.ts";
import { type Failure, VariantTally } from "./tally.ts";
import { type Drawn, Targets } from "./targeting.ts";
import { VERSION } from "./version.ts";

/** How a claim is to be searched. */
export interface SearchOptions {
  /** The seed of the run, mixed with the claim's id. */
  readonly seed: number;
  /** The budgets. */
  readonly profile: ProfileName;
  /** The arithmetic of the search. */
  readonly arithmetic: Arithmetic<unknown>;
  /** The arithmetic that a share of the instances runs in too. */
  readonly secondArithmetic?: Arithmetic<unknown>;
  /** The number of instances wanted, instead of the profile's. */
  readonly instances?: number;
  /** The number of instances of the target phase, instead of the profile's; 0 for none. */
  readonly targetInstances?: number;
  /** Stops trying instances at the first that violates this variant. */
  readonly stopAtViolationOf?: VariantName;
  /** Called before every observation, so that a caller knows the instance if it never ends. */
  readonly onObserve?: (instance: unknown, arithmetic: "float64" | "float32") => void;
  /** Called now and then with what the search is at. */
  readonly onProgress?: (progress: Progress) => void;
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

/** After so many instances of the generate phase the target phase takes turns with it … */
const WARM_UP = 16;

/** … one of so many turns then is the generate phase's. */
const TURNS = 4;

/** A hypothesis that discards a larger share of the instances is worth a remark. */
const LARGE_SHARE = 0.8;

/**
 * Searches a claim for a counterexample (for an existence claim: for a witness) and judges each of
 * its variants. Never throws on what the claim does: a checker that throws gets the verdict `error`.
 * The same claim and options give the same evidence.
 */
export function searchClaim(claim: Claim, options: SearchOptions): Evidence {
  return new Search(claim, options).run();
}

/**
 * Observes one instance and judges one variant of it: what a replay shows.
 *
 * @param onFigureFailure Told what the claim threw when it drew its figures, which then are none.
 * @throws {RangeError} If the instance breaks a hypothesis; and whatever the claim throws.
 */
export function observeExample(
  claim: Claim,
  name: VariantName,
  instance: unknown,
  arithmetic: Arithmetic<unknown>,
  role: Example["role"],
  onFigureFailure?: (message: string) => void,
): Example {
  const variant = claim.variants[name]!;
  const broken = brokenHypothesis(claim, instance);
  if (broken !== undefined) throw new RangeError(`the instance breaks the hypothesis "${broken}"`);
  const observation = arithmetic.scope(() => claim.observe(instance, arithmetic, 0));
  const brokenAlong = brokenHypothesisAlong(claim, observation, instance);
  if (brokenAlong !== undefined) {
    throw new RangeError(`the run breaks the hypothesis "${brokenAlong}"`);
  }
  const judgement = judge(claim.kind, variant, observation, instance, arithmetic.unitRoundoff);
  let figures: Figure[] = [];
  try {
    figures = storableFigures(claim.figures?.(observation, instance) ?? []);
  } catch (error) {
    onFigureFailure?.(describeError(error, instance).message);
  }
  return {
    role,
    arithmetic: arithmetic.name,
    instance,
    relations: [...judgement.values()].map(({ worst }) => relationEvidence(worst)),
    figures,
  };
}

/** The evidence of a claim whose search did not survive, as when its process died. */
export function failedEvidence(
  claim: Claim,
  run: Pick<Evidence, "seed" | "profile" | "arithmetics">,
  failure: { readonly message: string; readonly stack: string; readonly instance: unknown },
): Evidence {
  const { message, stack, instance } = failure;
  const variants = variantNames(claim).map((name): [VariantName, VariantEvidence] => [name, {
    statement: claim.variants[name]!.statement,
    verdict: "error",
    expected: claim.variants[name]!.expected ?? null,
    reason: message,
    tightness: null,
    instances: 0,
    discarded: 0,
    undecided: 0,
    labels: [],
    example: {
      role: "error",
      arithmetic: run.arithmetics[0]?.name === "float32" ? "float32" : "float64",
      instance,
      relations: [],
      figures: [],
    },
    refutation: null,
    error: { message, stack },
    secondArithmetic: null,
  }]);
  return {
    schema: EVIDENCE_SCHEMA,
    version: VERSION,
    ...run,
    id: claim.id,
    title: claim.title,
    locus: claim.locus,
    kind: claim.kind,
    hypotheses: claim.hypotheses.map(({ name, statement }) => ({
      name,
      statement,
      discarded: 0,
      role: null,
    })),
    health: [],
    search: {
      generate: { budget: 0, drawn: 0, accepted: 0 },
      target: { budget: 0, drawn: 0, accepted: 0 },
      shrink: { observations: 0 },
      confirm: { observations: 0 },
    },
    variants: Object.fromEntries(variants) as unknown as Evidence["variants"],
  };
}

/** A generated instance, with what fast-check needs to shrink it. */
interface Sample extends Drawn {
  readonly value: Value<unknown>;
}

class Search {
  readonly #claim: Claim;
  readonly #options: SearchOptions;
  readonly #phases: Record<SearchPhase, { budget: number; drawn: number; accepted: number }>;
  readonly #discarded: Map<string, number>;
  readonly #tallies: VariantTally[];
  readonly #targets = new Targets();
  #shrinkObservations = 0;
  #confirmObservations = 0;
  /** What went wrong in drawing figures. */
  readonly #figureFailures: string[] = [];
  /** An error outside of any variant: of the generator, or of the observation. */
  #failure: Failure | undefined;

  constructor(claim: Claim, options: SearchOptions) {
    this.#claim = claim;
    this.#options = options;
    const { instances, target } = PROFILES[options.profile];
    const cost = claim.cost ?? 1;
    const phase = (budget: number) => ({ budget, drawn: 0, accepted: 0 });
    this.#phases = {
      generate: phase(options.instances ?? budgetFor(instances, cost)),
      target: phase(options.targetInstances ?? budgetFor(target, cost)),
    };
    this.#discarded = new Map(claim.hypotheses.map(({ name }) => [name, 0]));
    this.#tallies = variantNames(claim).map((name) => new VariantTally(claim, name));
  }

  get #accepted(): number {
    return this.#phases.generate.accepted + this.#phases.target.accepted;
  }

  get #drawn(): number {
    return this.#phases.generate.drawn + this.#phases.target.drawn;
  }

  run(): Evidence {
    const { seed, profile, arithmetic, secondArithmetic } = this.#options;
    const claim = this.#claim;
    this.#tryInstances();
    const variants = Object.fromEntries(
      this.#tallies.map((tally) => [tally.name, this.#conclude(tally)]),
    ) as unknown as Evidence["variants"];
    return {
      schema: EVIDENCE_SCHEMA,
      version: VERSION,
      seed,
      profile,
      id: claim.id,
      title: claim.title,
      locus: claim.locus,
      kind: claim.kind,
      arithmetics: [arithmetic, ...(secondArithmetic === undefined ? [] : [secondArithmetic])]
        .map(({ name, backend }) => ({ name, backend })),
      hypotheses: claim.hypotheses.map((hypothesis) => ({
        name: hypothesis.name,
        statement: hypothesis.statement,
        discarded: this.#discarded.get(hypothesis.name)!,
        role: this.#roleOf(hypothesis, variants),
      })),
      health: this.#health(),
      search: {
        generate: this.#phases.generate,
        target: this.#phases.target,
        shrink: { observations: this.#shrinkObservations },
        confirm: { observations: this.#confirmObservations },
      },
      variants,
    };
  }

  #observe(instance: unknown, arithmetic: Arithmetic<unknown>, refinement: number): unknown {
    this.#options.onObserve?.(instance, arithmetic.name);
    return arithmetic.scope(() => this.#claim.observe(instance, arithmetic, refinement));
  }

  /**
   * The two phases that try instances. They take turns once the first has given the second something
   * to climb from, so that a violation that climbing finds is not waited for.
   */
  #tryInstances(): void {
    const { generate, target } = this.#phases;
    const random = randomFor(this.#options.seed, this.#claim.id, "target");
    const fresh = sourceFor(this.#options.seed, this.#claim.id, "target draws");
    const mostDraws = DRAWS_PER_INSTANCE * generate.budget;
    for (let turn = 0;; turn++) {
      if (this.#failure !== undefined || this.#hasEveryWitness() || this.#hasToStop()) return;
      const canGenerate = generate.accepted < generate.budget && generate.drawn < mostDraws;
      const canTarget = target.drawn < target.budget && !this.#targets.isEmpty &&
        (generate.accepted >= WARM_UP || !canGenerate);
      if (!canGenerate && !canTarget) return;
      if (turn % 16 === 0) this.#report("search");
      if (canTarget && (turn % TURNS !== 0 || !canGenerate)) {
        target.drawn++;
        this.#try("target", () => {
          const bias = biasFactorOf(generate.drawn);
          const proposal = this.#targets.propose(
            random,
            bias,
            (edited) => this.#generate(edited, fresh),
          );
          return { drawn: proposal.candidate, proposal };
        });
      } else {
        const index = generate.drawn++;
        // A stream of its own for each index: instance k does not depend on those before it.
        const source = sourceFor(this.#options.seed, this.#claim.id, "generate", index);
        const unedited = { draws: [], biasFactor: biasFactorOf(index) };
        this.#try("generate", () => ({ drawn: this.#generate(unedited, source) }));
      }
    }
  }

  #hasEveryWitness(): boolean {
    return this.#claim.kind === "existence" &&
      this.#tallies.every(({ witness }) => witness !== undefined);
  }

  #hasToStop(): boolean {
    const { stopAtViolationOf } = this.#options;
    return stopAtViolationOf !== undefined &&
      this.#tallies.some(({ name, violations }) =>
        name === stopAtViolationOf && violations.size > 0
      );
  }

  #report(phase: Progress["phase"]): void {
    const { generate, target } = this.#phases;
    this.#options.onProgress?.({
      phase,
      accepted: this.#accepted,
      budget: generate.budget + target.budget,
      bestRatio: this.#tallies[0]!.tightness,
    });
  }

  #generate(edited: Edited, fresh: DrawSource): Sample {
    const { value, recording } = generateRecorded(this.#claim.instances, edited, fresh);
    const text = JSON.stringify(value.value);
    // What is observed is what a file can hold, so that a replay sees the same.
    return { value, recording, text, json: JSON.parse(text), size: text.length };
  }

  /** Observes an instance if it satisfies the hypotheses, and counts what it says. */
  #try(
    phase: SearchPhase,
    draw: () => { readonly drawn: Sample; readonly proposal?: Proposal },
  ): void {
    const { arithmetic, secondArithmetic } = this.#options;
    const claim = this.#claim;
    let instance: unknown = null;
    try {
      const { drawn, proposal } = draw();
      instance = drawn.json;
      const broken = brokenHypothesis(claim, instance);
      if (broken !== undefined) return this.#discard(broken, drawn.text);
      const observation = this.#observe(instance, arithmetic, 0);
      const brokenAlong = brokenHypothesisAlong(claim, observation, instance);
      if (brokenAlong !== undefined) return this.#discard(brokenAlong, drawn.text);
      this.#phases[phase].accepted++;
      const occasion = { phase, observation: this.#accepted };
      const judgements = this.#tallies.map((tally) => {
        const judgement = this.#judge(tally, observation, instance);
        if (judgement === undefined) return undefined;
        tally.count(judgement, drawn.value, instance, occasion);
        if (claim.kind === "existence") {
          this.#targets.learnWitness(tally.name, judgement, drawn, proposal);
        } else {
          this.#targets.learn(tally.name, judgement, drawn, proposal);
        }
        return judgement;
      });
      const every = PROFILES[this.#options.profile].secondArithmeticEvery;
      if (secondArithmetic !== undefined && (this.#accepted - 1) % every === 0) {
        this.#observeSecond(instance, secondArithmetic, judgements);
      }
    } catch (error) {
      this.#failure = describeError(error, instance);
    }
  }

  #discard(hypothesis: string, text: string): void {
    this.#targets.discard(text);
    this.#discarded.set(hypothesis, this.#discarded.get(hypothesis)! + 1);
  }

  /** Judges an observation for a variant; one that throws is not asked again. */
  #judge(tally: VariantTally, observation: unknown, instance: unknown): Judgement | undefined {
    if (tally.failure !== undefined) return undefined;
    try {
      const { unitRoundoff } = this.#options.arithmetic;
      return judge(this.#claim.kind, tally.variant, observation, instance, unitRoundoff);
    } catch (error) {
      tally.failure = describeError(error, instance);
      return undefined;
    }
  }

  #observeSecond(
    instance: unknown,
    arithmetic: Arithmetic<unknown>,
    judgements: readonly (Judgement | undefined)[],
  ): void {
    const judgeSecond = withinRange(() => {
      const observation = this.#observe(instance, arithmetic, 0);
      return (variant: Variant) =>
        withinRange(() =>
          judge(this.#claim.kind, variant, observation, instance, arithmetic.unitRoundoff)
        );
    });
    for (const [index, tally] of this.#tallies.entries()) {
      const judgement = judgements[index];
      if (judgement === undefined) continue;
      tally.countSecond(judgeSecond?.(tally.variant), violatedKeys(judgement).length > 0);
    }
  }

  /** The role of a hypothesis in a variant that holds: the printed one, or what corrects it. */
  #roleOf(hypothesis: Hypothesis, variants: Evidence["variants"]): HypothesisRole | null {
    const name = (["printed", "corrected"] as const)
      .find((candidate) => variants[candidate]?.verdict === "holds");
    if (name === undefined || this.#claim.kind === "existence") return null;
    const { seed, arithmetic } = this.#options;
    return hypothesisRole(this.#claim, hypothesis, {
      seed,
      variant: this.#claim.variants[name]!,
      unitRoundoff: arithmetic.unitRoundoff,
      observe: (instance) => this.#observe(instance, arithmetic, 0),
    });
  }

  #health(): string[] {
    const remarks = [...this.#figureFailures];
    for (const [name, discarded] of this.#discarded) {
      if (discarded > LARGE_SHARE * this.#drawn) {
        remarks.push(`the hypothesis "${name}" discards ${discarded} of ${this.#drawn} instances`);
      }
    }
    for (const { name, labels } of this.#tallies) {
      for (const { label, trivial, supported, violated, undecided, fading } of labels) {
        const seen = supported + violated + undecided;
        if (fading > 0) {
          remarks.push(
            `${name}: "${label}" is violated on ${fading} of ${seen} instances by an amount that ` +
              "shrinks with the radius, which decides nothing",
          );
        }
        if (trivial > seen / 2) {
          remarks.push(`${name}: "${label}" says nothing on ${trivial} of ${seen} instances`);
        }
      }
    }
    return remarks;
  }

  #conclude(tally: VariantTally): VariantEvidence {
    const { name, variant } = tally;
    const { labels } = tally;
    const discarded = this.#drawn - this.#accepted;
    const common = {
      statement: variant.statement,
      expected: variant.expected ?? null,
      reason: null,
      tightness: tally.tightness,
      instances: this.#accepted,
      discarded,
      undecided: tally.undecided,
      labels,
      example: null,
      refutation: null,
      error: null,
      secondArithmetic: this.#options.secondArithmetic === undefined ? null : tally.second,
    };
    const failed = this.#failure ?? tally.failure;
    if (failed !== undefined) {
      const { message, stack, instance } = failed;
      const example: Example = {
        role: "error",
        arithmetic: this.#options.arithmetic.name,
        instance,
        relations: [],
        figures: [],
      };
      return { ...common, verdict: "error", reason: message, example, error: { message, stack } };
    }
    if (this.#claim.kind === "existence") return { ...common, ...this.#concludeExistence(tally) };
    const attempts = this.#refute(tally);
    if (attempts.refutation !== undefined) {
      return { ...common, verdict: "refuted", ...attempts.refutation };
    }
    const example = tally.tightest === undefined
      ? null
      : this.#example(name, tally.tightest, "tightest");
    const [verdict, reason] = this.#verdictWithoutRefutation(tally, attempts.unconfirmed);
    return { ...common, verdict, reason, example };
  }

  #verdictWithoutRefutation(
    tally: VariantTally,
    unconfirmed: readonly Confirmation[],
  ): [Verdict, string | null] {
    if (this.#accepted === 0) {
      const discards = [...this.#discarded].filter(([, count]) => count > 0)
        .map(([name, count]) => `${name}: ${count}`).join(", ");
      return [
        "vacuous",
        `none of ${this.#drawn} instances satisfies the hypotheses (${discards})`,
      ];
    }
    if (unconfirmed.length > 0) {
      const { label, perturbations, tightened, secondArithmetic } = unconfirmed[0]!;
      return [
        "inconclusive",
        `a violation of "${label}" was not confirmed: it persists on ${perturbations.violated} ` +
        `of ${perturbations.tried} perturbed instances, ` +
        `${tightened ? "with" : "not with"} tightened methods; ` +
        `second arithmetic: ${secondArithmetic}`,
      ];
    }
    if (tally.second.contradicted > 0) {
      return [
        "inconclusive",
        `the second arithmetic sees violations on ${tally.second.contradicted} of ` +
        `${tally.second.instances} instances, the first none there`,
      ];
    }
    if (tally.independentSupports < FEWEST_INSTANCES) {
      return [
        "inconclusive",
        `too few instances: of ${this.#accepted} that satisfy the hypotheses, ` +
        `${tally.independentSupports} different ones support the statement, at least ` +
        `${FEWEST_INSTANCES} are needed`,
      ];
    }
    const thin = tally.labels.find(({ supported }) => supported < FEWEST_SUPPORTS);
    if (thin !== undefined) {
      return [
        "inconclusive",
        `"${thin.label}" is supported by ${thin.supported} instances only, ` +
        `at least ${FEWEST_SUPPORTS} are needed`,
      ];
    }
    return ["holds", null];
  }

  /** The instance, observed again; it was observed without error before. */
  #example(name: VariantName, instance: unknown, role: Example["role"]): Example {
    const { arithmetic } = this.#options;
    return observeExample(this.#claim, name, instance, arithmetic, role, (message) => {
      this.#figureFailures.push(`${name}: the figures could not be drawn: ${message}`);
    });
  }

  #refute(tally: VariantTally): {
    readonly refutation?: { readonly example: Example; readonly refutation: Refutation };
    readonly unconfirmed: readonly Confirmation[];
  } {
    const unconfirmed: Confirmation[] = [];
    for (const [label, violations] of tally.violations) {
      for (const { drawn } of violations) {
        const shrunk = this.#shrink(
          drawn,
          (judgement) => violatedKeys(judgement).includes(label),
          tally,
        );
        // A shrunk instance may sit on an edge that confirmation does not like; then the instance as
        // it was found gets its chance.
        for (const candidate of shrunk.steps === 0 ? [shrunk.value] : [shrunk.value, drawn]) {
          const instance = plain(candidate.value);
          const confirmation = this.#confirm(tally, label, instance);
          if (!confirmation.confirmed) {
            unconfirmed.push(confirmation);
            continue;
          }
          return {
            refutation: {
              example: this.#example(tally.name, instance, "counterexample"),
              refutation: {
                confirmation,
                found: plain(drawn.value),
                shrinkSteps: candidate === drawn ? 0 : shrunk.steps,
                replay: "deno task verify --replay FILE",
              },
            },
            unconfirmed,
          };
        }
      }
    }
    return { unconfirmed };
  }

  #confirm(tally: VariantTally, label: string, instance: unknown): Confirmation {
    const { seed, arithmetic, secondArithmetic } = this.#options;
    this.#report("confirm");
    try {
      return confirm(this.#claim, instance, {
        variant: tally.variant,
        label,
        arithmetic,
        ...(secondArithmetic === undefined ? {} : { secondArithmetic }),
        random: randomFor(seed, this.#claim.id, "confirm"),
        observe: (subject, where, refinement) => {
          this.#confirmObservations++;
          return this.#observe(subject, where, refinement);
        },
      });
    } catch {
      // The checker fails beside the instance: that supports nothing.
      return {
        label,
        perturbations: { tried: 0, violated: 0 },
        tightened: false,
        secondArithmetic: "not run",
        confirmed: false,
      };
    }
  }

  /** Descends fast-check's shrink tree while `keeps` stays true of the instance. */
  #shrink(
    start: Value<unknown>,
    keeps: (judgement: Judgement) => boolean,
    { variant }: VariantTally,
  ): { readonly value: Value<unknown>; readonly steps: number } {
    const { arithmetic } = this.#options;
    const claim = this.#claim;
    const most = PROFILES[this.#options.profile].shrink;
    let observations = 0;
    let value = start;
    let steps = 0;
    const stillKept = (candidate: Value<unknown>): boolean => {
      try {
        const instance = plain(candidate.value);
        if (brokenHypothesis(claim, instance) !== undefined) return false;
        observations++;
        const observation = this.#observe(instance, arithmetic, 0);
        if (brokenHypothesisAlong(claim, observation, instance) !== undefined) return false;
        return keeps(
          judge(claim.kind, variant, observation, instance, arithmetic.unitRoundoff),
        );
      } catch {
        // A smaller instance with another fault is not a smaller instance of this one.
        return false;
      }
    };
    for (let progress = true; progress && observations < most;) {
      progress = false;
      this.#report("shrink");
      for (const candidate of claim.instances.shrink(value.value_, value.context)) {
        if (observations >= most) break;
        if (stillKept(candidate)) {
          value = candidate;
          steps++;
          progress = true;
          break;
        }
      }
    }
    this.#shrinkObservations += observations;
    return { value, steps };
  }

  /** An existence claim holds by a witness that survives confirmation; without one, nobody knows. */
  #concludeExistence(tally: VariantTally): Partial<VariantEvidence> & { verdict: Verdict } {
    if (this.#accepted === 0) {
      const [verdict, reason] = this.#verdictWithoutRefutation(tally, []);
      return { verdict, reason };
    }
    if (tally.witness === undefined) {
      return {
        verdict: "inconclusive",
        reason: `no witness among ${this.#accepted} instances`,
      };
    }
    const isWitness = (judgement: Judgement) =>
      [...judgement.values()].every(({ status }) => status === "supported");
    const { value } = this.#shrink(tally.witness, isWitness, tally);
    return {
      verdict: "holds",
      example: this.#example(tally.name, plain(value.value), "witness"),
    };
  }
}

/** fast-check's own growing bias: one value in so many is drawn near the edges. */
function biasFactorOf(index: number): number {
  return 2 + Math.floor(Math.log10(index + 1));
}

/** What `compute` gives; undefined if an instance is out of the range of the arithmetic. */
function withinRange<R>(compute: () => R): R | undefined {
  try {
    return compute();
  } catch (error) {
    // A mistake in the checker shows in the first arithmetic.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The value as a JSON file would hold it. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

const ROOT = new URL("..", import.meta.url).href;

/** Where an npm package lies in Deno's cache. */
const PACKAGE_FOLDER = /file:\/\/[^\s()]*\/npm\/[^/\s]+\//g;

/** An error for the evidence, with a stack that is the same on every machine. */
export function describeError(
  error: unknown,
  instance: unknown,
): Failure {
  if (!(error instanceof Error)) {
    return { message: `thrown: ${String(error)}`, stack: "", instance };
  }
  return {
    message: `${error.name}: ${error.message}`,
    stack: portableStack(error.stack ?? ""),
    instance,
  };
}

/**
 * The stack with locations relative to the repository or the package, down to the entry of the
 * search: V8 names the callers beyond it differently from one run to the next.
 */
function portableStack(stack: string): string {
  const lines = stack.replaceAll(ROOT, "").replaceAll(PACKAGE_FOLDER, "npm:").split("\n");
  const entry = lines.findIndex((line) => line.startsWith("    at searchClaim "));
  return lines.slice(0, entry < 0 ? lines.length : entry).join("\n");
}
