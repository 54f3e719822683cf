/**
 * From the violations of a search to its refutations: a confirmed counterexample for each label
 * that broke, shrunk to what a person can read.
 *
 * @module
 */

import type { Arithmetic } from "../lib/arithmetic/mod.ts";
import type { VariantName } from "./claim.ts";
import { confirm, type Effort, FULL_EFFORT, FURTHER_EFFORT, LIGHT_EFFORT } from "./confirm.ts";
import type { Confirmation } from "./evidence.ts";
import type { Judgement, LabelJudgement } from "./judgement.ts";
import type { Observer } from "./observer.ts";
import { randomFor } from "./random.ts";
import { isFinitePair, type JudgedRelation } from "./relation.ts";
import type { ClaimTwin } from "./rounding_noise.ts";
import { shrink } from "./shrink.ts";
import { Nudge, Regenerator } from "./search/mod.ts";
import { Neighbours, type Specimen } from "./specimen.ts";
import type { VariantTally } from "./tally.ts";

/** A counterexample of one label. */
export interface Counterexample {
  /** The instance. */
  readonly specimen: Specimen;
  /** How it was confirmed. */
  readonly confirmation: Confirmation;
  /** The instance as it was found. */
  readonly found: Specimen;
  /** Shrinking steps from there. */
  readonly shrinkSteps: number;
}

/** What {@linkcode Refuter} needs. */
export interface RefuterOptions {
  /** The seed of the run. */
  readonly seed: number;
  /** The arithmetic of the search. */
  readonly arithmetic: Arithmetic<unknown>;
  /** The other arithmetic, if it takes part. */
  readonly secondArithmetic?: Arithmetic<unknown>;
  /** Observations that shrinking the counterexamples of one variant may take. */
  readonly shrinkBudget: number;
  /** The rewritten claim, where it can be had; asked for when the first violation is confirmed. */
  readonly twin: () => Promise<ClaimTwin | undefined>;
}

/**
 * Shrinking keeps the violation in sight: it must be broken by so many tolerances, or as many as
 * where shrinking started if that is fewer …
 */
const MARGIN = 8;

/** … and its excess stay this part of the sides, or half of what it was at the start. */
const EDGE = 1e-3;

/** So many instances beside it must violate the label too. */
const BESIDE = 3;

/** Confirms and shrinks what violates the variants of one claim. */
export class Refuter {
  /** Observations made while shrinking. */
  shrinkObservations = 0;
  /** Observations made while confirming. */
  confirmObservations = 0;
  readonly #observer: Observer;
  readonly #options: RefuterOptions;
  readonly #onPhase: (phase: "shrink" | "confirm") => void;
  #last:
    | {
      readonly specimen: Specimen;
      readonly name: VariantName;
      readonly judgement: Judgement | undefined;
    }
    | undefined;

  constructor(
    observer: Observer,
    options: RefuterOptions,
    onPhase: (phase: "shrink" | "confirm") => void,
  ) {
    this.#observer = observer;
    this.#options = options;
    this.#onPhase = onPhase;
  }

  /** Confirms that a specimen violates a label. */
  async confirm(
    name: VariantName,
    label: string,
    specimen: Specimen,
    effort: Effort,
  ): Promise<Confirmation> {
    this.#onPhase("confirm");
    const { seed, arithmetic, secondArithmetic } = this.#options;
    const twin = await this.#options.twin();
    const before = this.#observer.count;
    const confirmation = confirm(specimen, {
      observer: this.#observer,
      variant: name,
      label,
      arithmetic,
      ...(secondArithmetic === undefined ? {} : { secondArithmetic }),
      ...(twin === undefined ? {} : { twin }),
      seed,
      effort,
    });
    const random = confirmation.rounding?.method === "random rounding"
      ? confirmation.rounding.runs
      : 0;
    this.confirmObservations += this.#observer.count - before + random;
    return confirmation;
  }

  /**
   * A counterexample for each label that a variant's violations are confirmed of, and what spoke
   * against the others.
   */
  async refute(tally: VariantTally): Promise<{
    readonly counterexamples: readonly Counterexample[];
    readonly unconfirmed: readonly Confirmation[];
  }> {
    const counterexamples: Counterexample[] = [];
    const unconfirmed: Confirmation[] = [];
    // In the order of the claim's relations, whose first one is what it is about.
    for (const { label } of tally.labels) {
      if (!tally.violations.has(label)) continue;
      // Labels share the budget, and the first ones do not take it all.
      const budget = this.#options.shrinkBudget / (1 + counterexamples.length);
      const effort = counterexamples.length === 0 ? FULL_EFFORT : FURTHER_EFFORT;
      const result = await this.#refuteLabel(tally, label, Math.ceil(budget), effort);
      if ("specimen" in result) counterexamples.push(result);
      else unconfirmed.push(result);
    }
    return { counterexamples, unconfirmed };
  }

  async #refuteLabel(
    tally: VariantTally,
    label: string,
    budget: number,
    effort: Effort,
  ): Promise<Counterexample | Confirmation> {
    const { name } = tally;
    const violators = tally.violations.get(label)!;
    let failed: Confirmation | undefined;
    // The shortest that can be confirmed is nearest to what a person can read.
    for (const specimen of [...violators.kept, ...confirmedOnes(violators.confirmed)]) {
      const start = this.#isOverflow(tally, label, specimen)
        ? this.#towardsFinite(tally, label, specimen, budget)
        : specimen;
      const isKnown = start === violators.confirmed?.specimen ||
        violators.confirmed !== undefined && this.#isPlain(tally, label, start);
      if (!isKnown) {
        const first = await this.confirm(name, label, start, LIGHT_EFFORT);
        if (!first.confirmed) {
          failed ??= first;
          continue;
        }
      }
      const counterexample = await this.#shrinkConfirmed(tally, label, start, budget, effort);
      if (!("specimen" in counterexample)) {
        failed ??= counterexample;
        continue;
      }
      return { ...counterexample, found: specimen };
    }
    return failed!;
  }

  /** The last confirmed one of the specimens that shrinking passes through. */
  async #shrinkConfirmed(
    tally: VariantTally,
    label: string,
    start: Specimen,
    budget: number,
    effort: Effort,
  ): Promise<Counterexample | Confirmation> {
    const { steps, attempts } = shrink(start, {
      claim: this.#observer.claim,
      keeps: this.#keeps(tally, label, start),
      attempts: budget,
      onStep: () => this.#onPhase("shrink"),
    });
    this.shrinkObservations += attempts;
    // A shrunk instance may sit on an edge that confirmation does not like: then one before it.
    let confirmation: Confirmation | undefined;
    let last = steps.length - 1;
    for (let back = 1;; back *= 2) {
      const specimen = steps[last]!;
      confirmation = await this.confirm(tally.name, label, specimen, effort);
      if (confirmation.confirmed) {
        return { specimen, confirmation, found: start, shrinkSteps: last };
      }
      if (last === 0) return confirmation;
      last = Math.max(0, last - back);
    }
  }

  /** Whether a simpler specimen violates the label in a way that confirmation can see. */
  #keeps(
    { name }: VariantTally,
    label: string,
    start: Specimen,
  ): (candidate: Specimen) => boolean {
    const { arithmetic } = this.#options;
    const { instances } = this.#observer.claim;
    const at = (instance: unknown, refinement: number): LabelJudgement | undefined => {
      try {
        return this.#observer.judge(name, instance, arithmetic, refinement)?.get(label);
      } catch {
        // A smaller instance with another fault is not a smaller instance of this one.
        return undefined;
      }
    };
    const moves = () => randomFor(this.#options.seed, label);
    const first = new Regenerator(instances, new Nudge(moves()));
    const isViolatedBeside = (candidate: Specimen): boolean => {
      const beside = new Neighbours(instances, candidate, moves(), 1, first);
      if (beside.isEmpty) return true;
      for (let count = 0; count < BESIDE; count++) {
        const instance = beside.next();
        if (instance === undefined || at(instance, 0)?.status !== "violated") return false;
      }
      return true;
    };
    const { worst } = this.#again(name, start)!.get(label)!;
    const margin = Math.min(MARGIN, marginOf(worst));
    const share = Math.min(EDGE, shareOf(worst) / 2);
    return (candidate) => {
      const found = at(candidate.json, 0);
      if (found?.status !== "violated" || !isFinitePair(found.worst.relation)) return false;
      if (marginOf(found.worst) < margin || shareOf(found.worst) < share) return false;
      return at(candidate.json, 1)?.status === "violated" && isViolatedBeside(candidate);
    };
  }

  /**
   * Whether a specimen breaks its label by as much as shrinking wants to keep in sight. Where the label
   * was confirmed elsewhere already, such a one is left to the confirmation of what it shrinks to.
   */
  #isPlain({ name }: VariantTally, label: string, specimen: Specimen): boolean {
    const found = this.#again(name, specimen)?.get(label);
    return found?.status === "violated" && marginOf(found.worst) >= MARGIN &&
      shareOf(found.worst) >= EDGE;
  }

  #isOverflow({ name }: VariantTally, label: string, specimen: Specimen): boolean {
    try {
      const found = this.#again(name, specimen)?.get(label);
      return found?.status === "violated" && !isFinitePair(found.worst.relation);
    } catch {
      return false;
    }
  }

  /** The judgement of a specimen that was found; asked for the last one, it is not observed again. */
  #again(name: VariantName, specimen: Specimen): Judgement | undefined {
    if (this.#last?.specimen !== specimen || this.#last.name !== name) {
      const judgement = this.#observer.judge(name, specimen.json, this.#options.arithmetic, 0);
      this.#last = { specimen, name, judgement };
    }
    return this.#last.judgement;
  }

  /** Shrinks a run that overflows until one is met that breaks the label within the numbers. */
  #towardsFinite(
    tally: VariantTally,
    label: string,
    start: Specimen,
    budget: number,
  ): Specimen {
    const { arithmetic } = this.#options;
    let finite: Specimen | undefined;
    const { attempts } = shrink(start, {
      claim: this.#observer.claim,
      keeps: (candidate) => {
        if (finite !== undefined) return false;
        try {
          const found = this.#observer.judge(tally.name, candidate.json, arithmetic, 0)
            ?.get(label);
          if (found?.status !== "violated") return false;
          if (isFinitePair(found.worst.relation)) finite = candidate;
          return true;
        } catch {
          return false;
        }
      },
      attempts: budget,
    });
    this.shrinkObservations += attempts;
    return finite ?? start;
  }

  /** A witness, shrunk while every label stays supported. */
  shrinkWitness({ name, witness }: VariantTally): Specimen {
    const { arithmetic, shrinkBudget } = this.#options;
    const { steps, attempts } = shrink(witness!, {
      claim: this.#observer.claim,
      keeps: ({ json }) => {
        try {
          const judgement = this.#observer.judge(name, json, arithmetic, 0);
          return judgement !== undefined &&
            [...judgement.values()].every(({ status }) => status === "supported");
        } catch {
          return false;
        }
      },
      attempts: shrinkBudget,
      onStep: () => this.#onPhase("shrink"),
    });
    this.shrinkObservations += attempts;
    return steps.at(-1)!;
  }
}

function confirmedOnes(confirmed: { readonly specimen: Specimen } | undefined): Specimen[] {
  return confirmed === undefined ? [] : [confirmed.specimen];
}

/** By how many tolerances a relation is broken. */
function marginOf({ excess, tolerance }: JudgedRelation): number {
  return tolerance === 0 ? Infinity : excess / tolerance;
}

/** Which part of its sides the excess is. */
function shareOf({ relation: { lhs, rhs, size }, excess }: JudgedRelation): number {
  return excess / Math.max(Math.abs(lhs), Math.abs(rhs), size ?? 0);
}
