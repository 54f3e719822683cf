/**
 * The phases that try instances: generate and target.
 *
 * @module
 */

import type { Arithmetic } from "../lib/arithmetic/mod.ts";
import { type Claim, type VariantName, variantNames } from "./claim.ts";
import { type Effort, GLANCE, LIGHT_EFFORT, sayTheSame } from "./confirm.ts";
import type { Confirmation, SearchPhase } from "./evidence.ts";
import { describeError, Failures } from "./failure.ts";
import { judge, type Judgement, type Shortfall, violatedKeys } from "./judgement.ts";
import { type Observer, watched } from "./observer.ts";
import {
  budgetFor,
  budgetForLarge,
  draftsFor,
  DRAWS_PER_INSTANCE,
  FEWEST_INSTANCES,
  MOST_CLIMBED,
  type ProfileName,
  PROFILES,
  workOf,
} from "./profile.ts";
import { randomFor, sourceFor } from "./random.ts";
import { type Proposal, SpreadOfNumbers } from "./search/mod.ts";
import { generateSpecimen, type Specimen } from "./specimen.ts";
import { VariantTally } from "./tally.ts";
import { Targets } from "./targeting.ts";

/** How instances are tried. */
export interface PhaseOptions {
  /** The seed of the run, mixed with the claim's id; that of the first where claims are a group. */
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
  /** Stops trying instances when a violation of this variant, of any claim, has been confirmed. */
  readonly stopAtViolationOf?: VariantName;
}

/** Looks whether a violation is one, before climbing towards it ends. */
export type ConfirmNow = (
  tally: VariantTally,
  label: string,
  specimen: Specimen,
  effort: Effort,
) => Promise<Confirmation>;

/** After so many instances of the generate phase the target phase takes turns with it … */
const WARM_UP = 16;

/**
 * … one of so many turns then is the generate phase's: what climbing starts from, and starts again from,
 * are samples, and where it is stuck they find what it does not. Against one of four, with the same
 * budgets and on seeds that nobody had looked at, 707 instead of 692 of 747 searches found that a form is
 * false, in 0.95 of the time.
 */
const TURNS = 2;

/**
 * A target phase of the profile's size serves the labels of so many claims. Where more share their
 * observations it grows with their number: it has as many times the labels to climb for. What is
 * climbed to for one is judged for all, so that each needs less than if it were alone.
 */
const CLAIMS_PER_TARGET = 4;

/** How many times the work of one claim it is to try the instances of so many at once. */
export function groupWork(claims: number): number {
  return Math.max(1, claims / CLAIMS_PER_TARGET);
}

/** Of the instances that are climbed to, the numbers of one in so many are looked at. */
const SPREAD_EVERY = 4;

/** After so many instances of which … */
const ADMISSION_WARM_UP = 64;

/** … less than this share satisfies the hypotheses, those that do are climbed to. */
const RARE = 1 / 16;

/** What a phase has done. */
export interface PhaseCount {
  /** Instances wanted; fewer where they turn out to be large. */
  budget: number;
  /** Instances drawn. */
  drawn: number;
  /** Instances that satisfied the hypotheses, and were observed. */
  accepted: number;
}

/**
 * Tries the instances of a claim, or of a group of them that share their observations, and counts
 * what they say of each variant.
 */
export class Phases {
  /** What each phase has done. */
  readonly counts: Readonly<Record<SearchPhase, PhaseCount>>;
  /** The instances that each hypothesis discarded, for all variants or for one that assumes it. */
  readonly discarded: Map<string, number>;
  /** What was found of each variant of each claim. */
  readonly tallies: readonly VariantTally[];
  /** Failures outside of any variant: of the generator, of a hypothesis, of the observation. */
  readonly failures = new Failures();
  /** How the numbers of the instances were spread. */
  readonly spread = new SpreadOfNumbers();
  /** The first claim, which names the randomness; in what is asked of it here all are the same. */
  readonly #claim: Claim;
  readonly #talliesOf: ReadonlyMap<Claim, readonly VariantTally[]>;
  readonly #observer: Observer;
  readonly #options: PhaseOptions;
  readonly #targets: Targets;
  /** The instances that were generated so far, and what they have cost in draws. */
  readonly #generated = { count: 0, draws: 0 };
  /** Instances that the generate phase may draw. */
  #mostDrawn: number;

  /**
   * @param observer Observes the instances for all claims: that of the first one.
   * @param claims The claims of a group.
   */
  constructor(observer: Observer, claims: readonly Claim[], options: PhaseOptions) {
    const { claim } = observer;
    this.#claim = claim;
    this.#observer = observer;
    this.#options = options;
    const { instances, target } = PROFILES[options.profile];
    const cost = claim.cost ?? 1;
    this.#targets = new Targets(draftsFor(cost));
    const phase = (budget: number) => ({ budget, drawn: 0, accepted: 0 });
    this.counts = {
      generate: phase(options.instances ?? budgetFor(instances, cost)),
      target: phase(
        options.targetInstances ?? Math.ceil(budgetFor(target, cost) * groupWork(claims.length)),
      ),
    };
    this.#mostDrawn = DRAWS_PER_INSTANCE * this.counts.generate.budget;
    if (claim.kind === "tabular") {
      // The printed tables are the only instance.
      this.counts.generate.budget = 1;
      this.counts.target.budget = 0;
      this.#mostDrawn = 1;
    }
    this.discarded = new Map(claim.hypotheses.map(({ name }) => [name, 0]));
    const talliesOf = (claim: Claim) =>
      variantNames(claim).map((name) => new VariantTally(claim, name));
    this.#talliesOf = new Map(claims.map((claim) => [claim, talliesOf(claim)]));
    this.tallies = [...this.#talliesOf.values()].flat();
  }

  /** What was found of each variant of one claim, the printed one first. */
  talliesOf(claim: Claim): readonly VariantTally[] {
    return this.#talliesOf.get(claim)!;
  }

  /** Instances that satisfied the hypotheses, and were observed. */
  get accepted(): number {
    return this.counts.generate.accepted + this.counts.target.accepted;
  }

  /** Instances drawn. */
  get drawn(): number {
    return this.counts.generate.drawn + this.counts.target.drawn;
  }

  /**
   * The two phases take turns once the first has given the second something to climb from, so that
   * a violation that climbing finds is not waited for.
   *
   * @param onTurn Called now and then.
   */
  async run(confirmNow: ConfirmNow, onTurn: () => void): Promise<void> {
    const { seed } = this.#options;
    const claim = this.#claim;
    const { generate, target } = this.counts;
    const random = randomFor(seed, claim.id, "target");
    const fresh = sourceFor(seed, claim.id, "target draws");
    for (let turn = 0;; turn++) {
      if (this.#isBroken() || this.#hasEveryWitness() || this.#hasToStop()) return;
      const canGenerate = generate.accepted < generate.budget && generate.drawn < this.#mostDrawn;
      const seeksAdmission = this.#isRarelyAdmitted() && turn % 2 === 0;
      const canTarget = target.drawn < target.budget &&
        (seeksAdmission ||
          !this.#targets.isEmpty && (generate.accepted >= WARM_UP || !canGenerate));
      if (!canGenerate && !canTarget) {
        if (this.#isRarelyAdmitted() && target.drawn < target.budget) continue;
        return;
      }
      if (turn % 16 === 0) onTurn();
      if (canTarget && (seeksAdmission || turn % TURNS !== 0 || !canGenerate)) {
        target.drawn++;
        await this.#try("target", () => {
          const bias = biasFactorOf(generate.drawn);
          const propose = seeksAdmission ? "proposeAdmission" : "propose";
          const proposal = this.#targets[propose](
            random,
            bias,
            (edited) => generateSpecimen(claim, edited, fresh),
          );
          return { specimen: proposal.candidate, proposal };
        }, confirmNow);
      } else {
        const index = generate.drawn++;
        // A stream of its own for each index: instance k does not depend on those before it.
        const source = sourceFor(seed, claim.id, "generate", index);
        const unedited = { draws: [], biasFactor: biasFactorOf(index) };
        await this.#try(
          "generate",
          () => ({ specimen: this.#weighed(generateSpecimen(claim, unedited, source)) }),
          confirmNow,
        );
        if (generate.drawn === WARM_UP) this.#settleBudgets();
      }
    }
  }

  /** Takes note of what a generated instance has cost. */
  #weighed(specimen: Specimen): Specimen {
    this.#generated.count++;
    this.#generated.draws += specimen.cost;
    return specimen;
  }

  /**
   * Of large instances fewer are tried, by how many draws those of the warm-up have cost: a count, and
   * no clock, so that the same seed gives the same evidence.
   */
  #settleBudgets(): void {
    const { generate, target } = this.counts;
    const mean = this.#generated.draws / Math.max(1, this.#generated.count);
    const work = workOf(mean);
    generate.budget = budgetForLarge(generate.budget, work);
    target.budget = mean > MOST_CLIMBED ? 0 : budgetForLarge(target.budget, work);
    this.#mostDrawn = Math.max(generate.budget, Math.ceil(this.#mostDrawn / work));
  }

  /** Whether every claim's checker has failed on all instances so far: then more say nothing more. */
  #isBroken(): boolean {
    for (const tallies of this.#talliesOf.values()) {
      if (tallies.some(({ tightest }) => tightest !== undefined)) return false;
      const failed = this.failures.count +
        tallies.reduce((sum, { failures }) => sum + failures.count, 0);
      if (failed < FEWEST_INSTANCES) return false;
    }
    return true;
  }

  #hasEveryWitness(): boolean {
    return this.#claim.kind === "existence" &&
      this.tallies.every(({ witness }) => witness !== undefined);
  }

  #hasToStop(): boolean {
    const { stopAtViolationOf } = this.#options;
    return stopAtViolationOf !== undefined &&
      this.tallies.some(({ name, violations }) =>
        name === stopAtViolationOf &&
        [...violations.values()].some(({ confirmed }) => confirmed !== undefined)
      );
  }

  /** Whether so few instances satisfy the hypotheses that those which do are to be climbed to. */
  #isRarelyAdmitted(): boolean {
    return this.#targets.canSeekAdmission && this.drawn >= ADMISSION_WARM_UP &&
      this.accepted < RARE * this.drawn;
  }

  /** Observes an instance if it satisfies the hypotheses, and counts what it says. */
  async #try(
    phase: SearchPhase,
    draw: () => { readonly specimen: Specimen; readonly proposal?: Proposal },
    confirmNow: ConfirmNow,
  ): Promise<void> {
    const { arithmetic, secondArithmetic, profile } = this.#options;
    let specimen: Specimen | undefined;
    try {
      const drawn = draw();
      const { proposal } = drawn;
      specimen = drawn.specimen;
      const instance = specimen.json;
      // What is climbed to is much the same many times, and a table is what it is.
      const isLookedAt = phase === "generate" || this.counts.target.drawn % SPREAD_EVERY === 0;
      if (isLookedAt && this.#claim.kind !== "tabular") {
        this.spread.add(instance, specimen.recording);
      }
      const observed = this.#observer.observe(instance, arithmetic, 0);
      if (observed.shortfall !== undefined) {
        this.#discard(observed.shortfall, specimen, proposal);
        return;
      }
      this.counts[phase].accepted++;
      this.#targets.learnAdmission(specimen, proposal);
      const judgements: (Judgement | undefined)[] = [];
      for (const tally of this.tallies) {
        const own = this.#observer.ownShortfall(tally.name, observed.observation, instance);
        if (own !== undefined) {
          this.#count(own);
          judgements.push(undefined);
          continue;
        }
        tally.accepted++;
        const judgement = this.#judge(tally, observed.observation, instance);
        judgements.push(judgement);
        if (judgement === undefined) {
          this.#targets.discard(specimen);
          continue;
        }
        const due = tally.count(judgement, specimen, { phase, observation: this.accepted });
        if (this.#claim.kind === "existence") {
          this.#targets.learnWitness(tally.key, judgement, specimen, proposal);
        } else {
          const accidents = due.length === 0
            ? NONE
            : await this.#confirmDue(tally, due, specimen, confirmNow);
          this.#targets.learn(tally.key, judgement, specimen, proposal, accidents);
        }
      }
      const every = PROFILES[profile].secondArithmeticEvery;
      if (secondArithmetic !== undefined && (this.accepted - 1) % every === 0) {
        this.#observeSecond(instance, secondArithmetic, judgements);
      }
    } catch (error) {
      this.failures.add(describeError(error, specimen?.json ?? null));
      if (specimen !== undefined) this.#targets.discard(specimen);
    }
  }

  /** Only a confirmed violation ends the climbing for its label; returns the labels of the others. */
  async #confirmDue(
    tally: VariantTally,
    labels: readonly string[],
    specimen: Specimen,
    confirmNow: ConfirmNow,
  ): Promise<ReadonlySet<string>> {
    const accidents = new Set<string>();
    for (const label of labels) {
      const violators = tally.violations.get(label)!;
      const glance = violators.isDoubtful
        ? await confirmNow(tally, label, specimen, GLANCE)
        : undefined;
      const confirmation = glance?.confirmed === false
        ? glance
        : await confirmNow(tally, label, specimen, LIGHT_EFFORT);
      if (confirmation.confirmed) {
        violators.confirmed = { specimen, confirmation };
        this.#targets.settle(tally.key, label);
      } else {
        violators.isDoubtful = true;
        accidents.add(label);
      }
    }
    return accidents;
  }

  #discard(shortfall: Shortfall, specimen: Specimen, proposal: Proposal | undefined): void {
    this.#targets.learnShortfall(specimen, shortfall, proposal);
    this.#count(shortfall);
  }

  #count({ hypothesis }: Shortfall): void {
    this.discarded.set(hypothesis, this.discarded.get(hypothesis)! + 1);
  }

  /** Judges an observation for a variant; undefined if that fails. */
  #judge(tally: VariantTally, observation: unknown, instance: unknown): Judgement | undefined {
    try {
      const { unitRoundoff } = this.#options.arithmetic;
      return judge(this.#claim.kind, tally.variant, observation, instance, unitRoundoff);
    } catch (error) {
      tally.failures.add(describeError(error, instance));
      return undefined;
    }
  }

  #observeSecond(
    instance: unknown,
    second: Arithmetic<unknown>,
    judgements: readonly (Judgement | undefined)[],
  ): void {
    const { arithmetic, isUsed } = watched(second);
    const judgeSecond = withinRange(() => {
      const observed = this.#observer.observe(instance, arithmetic, 0);
      if (observed.shortfall !== undefined) return undefined;
      const { observation } = observed;
      return ({ name, variant }: VariantTally) =>
        withinRange(() => {
          const own = this.#observer.ownShortfall(name, observation, instance);
          if (own !== undefined) return undefined;
          const { kind } = this.#claim;
          return judge(kind, variant, observation, instance, arithmetic.unitRoundoff);
        });
    });
    for (const [index, tally] of this.tallies.entries()) {
      const judgement = judgements[index];
      if (judgement === undefined) continue;
      let inSecond: Judgement | undefined;
      try {
        inSecond = judgeSecond?.(tally);
      } catch (error) {
        // A variant that fails on what was observed fails alone, here too.
        tally.failures.add(describeError(error, instance));
        continue;
      }
      if (!isUsed() && inSecond !== undefined && sayTheSame(judgement, inSecond)) {
        tally.secondUnused++;
      } else {
        tally.countSecond(inSecond, violatedKeys(judgement).length > 0);
      }
    }
  }
}

const NONE: ReadonlySet<string> = new Set();

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
