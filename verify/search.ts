/**
 * The search of one claim: generate → shrink → confirm → verdict.
 *
 * @module
 */

import type { Arbitrary, Value } from "../lib/fast_check/mod.ts";
import type { Arithmetic } from "../lib/arithmetic/mod.ts";
import { type Claim, type Variant, type VariantName, variantNames, type Verdict } from "./claim.ts";
import { confirm } from "./confirm.ts";
import {
  type Confirmation,
  type Evidence,
  EVIDENCE_SCHEMA,
  type Example,
  type LabelEvidence,
  type Refutation,
  relationEvidence,
  type VariantEvidence,
} from "./evidence.ts";
import {
  brokenHypothesis,
  brokenHypothesisAlong,
  judge,
  type Judgement,
  supports,
  violatedKeys,
} from "./judgement.ts";
import {
  DRAWS_PER_INSTANCE,
  FEWEST_INSTANCES,
  FEWEST_SUPPORTS,
  instanceBudget,
  type ProfileName,
  PROFILES,
} from "./profile.ts";
import { randomFor } from "./random.ts";
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
  /** Called before every observation, so that a caller knows the instance if it never ends. */
  readonly onObserve?: (instance: unknown, arithmetic: "float64" | "float32") => void;
  /** Called now and then with what the search is at. */
  readonly onProgress?: (progress: Progress) => void;
}

/** What a search is at. */
export interface Progress {
  /** The phase. */
  readonly phase: "generate" | "shrink" | "confirm";
  /** Instances accepted so far, of `budget`. */
  readonly accepted: number;
  /** Instances wanted. */
  readonly budget: number;
}

/** An instance that violates a label, as it was drawn. */
interface Violation {
  readonly drawn: Value<unknown>;
  readonly length: number;
}

/** How many violators of one label are kept, the shortest ones, in case one is not confirmed. */
const VIOLATORS_KEPT = 3;

interface LabelTally {
  supported: number;
  violated: number;
  undecided: number;
  largestRatio: number;
}

/** What the generate phase has gathered of one variant. */
interface VariantTally {
  readonly name: VariantName;
  readonly variant: Variant;
  readonly labels: Map<string, LabelTally>;
  readonly violations: Map<string, Violation[]>;
  supported: number;
  undecided: number;
  tightness: number | null;
  tightest: unknown;
  witness: Value<unknown> | undefined;
  error: { message: string; stack: string; instance: unknown } | undefined;
  second: { instances: number; supported: number; contradicted: number; undecided: number };
}

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
 * @throws {RangeError} If the instance breaks a hypothesis; and whatever the claim throws.
 */
export function observeExample(
  claim: Claim,
  name: VariantName,
  instance: unknown,
  arithmetic: Arithmetic<unknown>,
  role: Example["role"],
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
  return {
    role,
    arithmetic: arithmetic.name,
    instance,
    relations: [...judgement.values()].map(({ worst }) => relationEvidence(worst)),
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
    hypotheses: claim.hypotheses.map(({ name, statement }) => ({ name, statement, discarded: 0 })),
    search: {
      generate: { budget: 0, drawn: 0, accepted: 0 },
      shrink: { observations: 0 },
      confirm: { observations: 0 },
    },
    variants: Object.fromEntries(variants) as unknown as Evidence["variants"],
  };
}

class Search {
  readonly #claim: Claim;
  readonly #options: SearchOptions;
  readonly #budget: number;
  readonly #discarded: Map<string, number>;
  readonly #tallies: VariantTally[];
  #drawn = 0;
  #accepted = 0;
  #shrinkObservations = 0;
  #confirmObservations = 0;
  /** An error outside of any instance: of the generator, or of the claim as a whole. */
  #failure: { message: string; stack: string; instance: unknown } | undefined;

  constructor(claim: Claim, options: SearchOptions) {
    this.#claim = claim;
    this.#options = options;
    this.#budget = options.instances ??
      instanceBudget(PROFILES[options.profile], claim.cost ?? 1);
    this.#discarded = new Map(claim.hypotheses.map(({ name }) => [name, 0]));
    this.#tallies = variantNames(claim).map((name) => ({
      name,
      variant: claim.variants[name]!,
      labels: new Map(),
      violations: new Map(),
      supported: 0,
      undecided: 0,
      tightness: null,
      tightest: undefined,
      witness: undefined,
      error: undefined,
      second: { instances: 0, supported: 0, contradicted: 0, undecided: 0 },
    }));
  }

  run(): Evidence {
    const { seed, profile, arithmetic, secondArithmetic } = this.#options;
    const claim = this.#claim;
    if (claim.kind === "statistical") {
      this.#failure = {
        message: "this version of Assay has no sequential test for statistical claims",
        stack: "",
        instance: null,
      };
    } else {
      this.#generate();
    }
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
      hypotheses: claim.hypotheses.map(({ name, statement }) => ({
        name,
        statement,
        discarded: this.#discarded.get(name)!,
      })),
      search: {
        generate: { budget: this.#budget, drawn: this.#drawn, accepted: this.#accepted },
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

  #generate(): void {
    const { seed, arithmetic, secondArithmetic, onProgress } = this.#options;
    const claim = this.#claim;
    const every = PROFILES[this.#options.profile].secondArithmeticEvery;
    const draws = DRAWS_PER_INSTANCE * this.#budget;
    while (this.#accepted < this.#budget && this.#drawn < draws) {
      if (claim.kind === "existence" && this.#tallies.every(({ witness }) => witness)) break;
      if (this.#drawn % 16 === 0) {
        onProgress?.({ phase: "generate", accepted: this.#accepted, budget: this.#budget });
      }
      const index = this.#drawn++;
      let instance: unknown = null;
      try {
        const drawn = draw(claim.instances, seed, claim.id, index);
        // What is observed is what a file can hold, so that a replay sees the same.
        instance = plain(drawn.value);
        const broken = brokenHypothesis(claim, instance);
        if (broken !== undefined) {
          this.#discard(broken);
          continue;
        }
        const observation = this.#observe(instance, arithmetic, 0);
        const brokenAlong = brokenHypothesisAlong(claim, observation, instance);
        if (brokenAlong !== undefined) {
          this.#discard(brokenAlong);
          continue;
        }
        this.#accepted++;
        const violating = this.#tallies.map((tally) =>
          this.#tally(tally, drawn, instance, observation)
        );
        if (secondArithmetic !== undefined && (this.#accepted - 1) % every === 0) {
          this.#observeSecond(instance, secondArithmetic, violating);
        }
      } catch (error) {
        this.#failure = describeError(error, instance);
        return;
      }
    }
  }

  #discard(hypothesis: string): void {
    this.#discarded.set(hypothesis, this.#discarded.get(hypothesis)! + 1);
  }

  /** Counts an observation for a variant; returns whether it violates it. */
  #tally(
    tally: VariantTally,
    drawn: Value<unknown>,
    instance: unknown,
    observation: unknown,
  ): boolean {
    if (tally.error !== undefined) return false;
    let judgement: Judgement;
    try {
      const { unitRoundoff } = this.#options.arithmetic;
      judgement = judge(this.#claim.kind, tally.variant, observation, instance, unitRoundoff);
    } catch (error) {
      tally.error = describeError(error, instance);
      return false;
    }
    const isSupported = supports(judgement);
    if (isSupported) tally.supported++;
    let tightness = -Infinity;
    for (const [label, { status, worst }] of judgement) {
      const count = tally.labels.get(label) ??
        { supported: 0, violated: 0, undecided: 0, largestRatio: worst.ratio };
      tally.labels.set(label, count);
      count[status]++;
      count.largestRatio = Math.max(count.largestRatio, worst.ratio);
      if (worst.relation.sense !== "=" && status !== "undecided") {
        tightness = Math.max(tightness, worst.ratio);
      }
    }
    if (tally.tightest === undefined) tally.tightest = instance;
    if (tightness > (tally.tightness ?? -Infinity)) {
      tally.tightness = tightness;
      tally.tightest = instance;
    }
    const violated = violatedKeys(judgement);
    if (this.#claim.kind === "existence") {
      const everyLabel = [...judgement.values()].every(({ status }) => status === "supported");
      if (everyLabel) tally.witness ??= drawn;
      return violated.length > 0;
    }
    if (!isSupported && violated.length === 0) tally.undecided++;
    const length = violated.length === 0 ? 0 : JSON.stringify(instance).length;
    for (const label of violated) {
      const kept = tally.violations.get(label) ?? [];
      tally.violations.set(label, kept);
      kept.push({ drawn, length });
      kept.sort((a, b) => a.length - b.length).splice(VIOLATORS_KEPT);
    }
    return violated.length > 0;
  }

  #observeSecond(
    instance: unknown,
    arithmetic: Arithmetic<unknown>,
    violating: readonly boolean[],
  ): void {
    let observation: unknown;
    try {
      observation = this.#observe(instance, arithmetic, 0);
    } catch (error) {
      // An instance may leave the range of the second arithmetic; a mistake in the checker shows in
      // the first one.
      if (!(error instanceof RangeError)) throw error;
    }
    for (const [index, { variant, second, error }] of this.#tallies.entries()) {
      if (error !== undefined) continue;
      second.instances++;
      const judgement = observation === undefined
        ? undefined
        : this.#judgeSecond(variant, observation, instance, arithmetic);
      if (judgement === undefined) second.undecided++;
      else if (supports(judgement)) second.supported++;
      else if (violatedKeys(judgement).length === 0) second.undecided++;
      else if (!violating[index] && this.#claim.kind !== "existence") second.contradicted++;
    }
  }

  #judgeSecond(
    variant: Variant,
    observation: unknown,
    instance: unknown,
    { unitRoundoff }: Arithmetic<unknown>,
  ): Judgement | undefined {
    try {
      return judge(this.#claim.kind, variant, observation, instance, unitRoundoff);
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }

  #conclude(tally: VariantTally): VariantEvidence {
    const { name, variant } = tally;
    const labels = [...tally.labels].map(([label, count]): LabelEvidence => ({ label, ...count }));
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
    const failed = this.#failure ?? tally.error;
    if (failed !== undefined) {
      const { message, stack, instance } = failed;
      const example: Example = {
        role: "error",
        arithmetic: this.#options.arithmetic.name,
        instance,
        relations: [],
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
    if (this.#accepted < FEWEST_INSTANCES || tally.supported < FEWEST_INSTANCES) {
      return [
        "inconclusive",
        `too few instances: ${this.#accepted} satisfy the hypotheses, ${tally.supported} of them ` +
        `support the statement, at least ${FEWEST_INSTANCES} are needed`,
      ];
    }
    const thin = [...tally.labels].find(([, { supported }]) => supported < FEWEST_SUPPORTS);
    if (thin !== undefined) {
      return [
        "inconclusive",
        `"${thin[0]}" is supported by ${thin[1].supported} instances only, ` +
        `at least ${FEWEST_SUPPORTS} are needed`,
      ];
    }
    return ["holds", null];
  }

  /** The instance, observed again; it was observed without error before. */
  #example(name: VariantName, instance: unknown, role: Example["role"]): Example {
    return observeExample(this.#claim, name, instance, this.#options.arithmetic, role);
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
    const { seed, arithmetic, secondArithmetic, onProgress } = this.#options;
    onProgress?.({ phase: "confirm", accepted: this.#accepted, budget: this.#budget });
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
    const { arithmetic, onProgress } = this.#options;
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
      onProgress?.({ phase: "shrink", accepted: this.#accepted, budget: this.#budget });
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

/**
 * Instance number `index` of a claim: its own stream of draws, so that it does not depend on what
 * was drawn before it, with fast-check's growing bias towards its favourite edge cases.
 */
export function draw<I>(
  instances: Arbitrary<I>,
  seed: number,
  id: string,
  index: number,
): Value<I> {
  const biasFactor = 2 + Math.floor(Math.log10(index + 1));
  return instances.generate(randomFor(seed, id, "generate", index), biasFactor);
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
): { message: string; stack: string; instance: unknown } {
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
