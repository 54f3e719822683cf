/**
 * How the engine asks a claim: every instance frozen, every answer of the right form.
 *
 * @module
 */

import type { Arithmetic } from "../lib/arithmetic/mod.ts";
import type { Claim, VariantName } from "./claim.ts";
import { checkObservation } from "./door/observation_shape.ts";
import { deepFreeze } from "./freeze.ts";
import {
  judge,
  type Judgement,
  ownHypotheses,
  sharedHypotheses,
  type Shortfall,
  shortfallAlong,
  shortfallOf,
} from "./judgement.ts";

/** Called before every observation, so that a caller knows the instance if it never ends. */
export type Announce = (instance: unknown, arithmetic: "float64" | "float32") => void;

/** What was observed of an instance, unless it breaks a hypothesis. */
export type Observed =
  | { readonly shortfall: Shortfall }
  | { readonly shortfall?: undefined; readonly observation: unknown };

/** Observes the instances of one claim. */
export class Observer {
  /** The claim. */
  readonly claim: Claim;
  /** The observations made. */
  count = 0;
  readonly #announce: Announce | undefined;
  /** Instances that are known to satisfy the hypotheses: some are observed again and again. */
  readonly #admitted = new WeakSet<object>();

  constructor(claim: Claim, announce?: Announce) {
    this.claim = claim;
    this.#announce = announce;
  }

  /**
   * Observes an instance that satisfies the hypotheses which all variants share.
   *
   * @throws Whatever the claim throws.
   */
  observe(instance: unknown, arithmetic: Arithmetic<unknown>, refinement: number): Observed {
    const { claim } = this;
    deepFreeze(instance);
    const shortfall = this.#shortfallOf(instance);
    if (shortfall !== undefined) return { shortfall };
    this.count++;
    this.#announce?.(instance, arithmetic.name);
    const observation = arithmetic.scope(() => claim.observe(instance, arithmetic, refinement));
    checkObservation(observation, `${claim.id}: observe()`);
    const along = shortfallAlong(sharedHypotheses(claim), observation, instance);
    return along === undefined ? { observation } : { shortfall: along };
  }

  /** The first hypothesis of a variant's own that the instance or what was observed of it breaks. */
  ownShortfall(
    variant: VariantName,
    observation: unknown,
    instance: unknown,
  ): Shortfall | undefined {
    const own = ownHypotheses(this.claim, variant);
    return shortfallOf(own, instance) ?? shortfallAlong(own, observation, instance);
  }

  #shortfallOf(instance: unknown): Shortfall | undefined {
    const isObject = typeof instance === "object" && instance !== null;
    if (isObject && this.#admitted.has(instance)) return undefined;
    const shortfall = shortfallOf(sharedHypotheses(this.claim), instance);
    if (isObject && shortfall === undefined) this.#admitted.add(instance);
    return shortfall;
  }

  /**
   * Observes and judges; undefined if a hypothesis of the variant is broken.
   *
   * @throws Whatever the claim throws.
   */
  judge(
    variant: VariantName,
    instance: unknown,
    arithmetic: Arithmetic<unknown>,
    refinement: number,
  ): Judgement | undefined {
    const observed = this.observe(instance, arithmetic, refinement);
    if (observed.shortfall !== undefined) return undefined;
    const { observation } = observed;
    if (this.ownShortfall(variant, observation, instance) !== undefined) return undefined;
    const { kind, variants } = this.claim;
    return judge(kind, variants[variant]!, observation, instance, arithmetic.unitRoundoff);
  }
}

/**
 * The arithmetic, and whether anything has been computed in it: a checker that takes only its name
 * and unit roundoff says the same in every arithmetic.
 */
export function watched(
  arithmetic: Arithmetic<unknown>,
): { readonly arithmetic: Arithmetic<unknown>; readonly isUsed: () => boolean } {
  let isUsed = false;
  const proxy = new Proxy(arithmetic, {
    get(target, name) {
      const part: unknown = Reflect.get(target, name, target);
      if (typeof part !== "function") return part;
      // The engine itself opens a scope.
      if (name !== "scope") isUsed = true;
      return part.bind(target);
    },
  });
  return { arithmetic: proxy, isUsed: () => isUsed };
}
