/**
 * The instances that violate a label, as far as they are kept.
 *
 * @module
 */

import type { Confirmation } from "./evidence.ts";
import type { Specimen } from "./specimen.ts";

/** How many of the shortest are kept, and how many of those with the largest margins. */
const KEPT = 3;

/** An instance that violates a label. */
interface Violator {
  readonly specimen: Specimen;
  readonly margin: number;
}

/**
 * A diverse few of the instances that violate a label: those that a person would like to read, those
 * that are broken most, and what was met at the first, second, fourth, eighth … violation, from
 * wherever the search was then. Instances on an edge come in crowds; among so different ones there is
 * a sound one, if there is any.
 */
export class Violators {
  /** Violations met. */
  count = 0;
  /** A violator that was confirmed, and how. */
  confirmed: { readonly specimen: Specimen; readonly confirmation: Confirmation } | undefined;
  /** Whether confirmation did not support one of them: then others may be accidents too. */
  isDoubtful = false;
  #shortest: Violator[] = [];
  #largest: Violator[] = [];
  #spread: Violator[] = [];

  /**
   * Keeps an instance, or passes over it.
   *
   * @param margin By how much it is broken, in tolerances.
   * @returns Whether its turn has come to be confirmed at once.
   */
  add(specimen: Specimen, margin: number): boolean {
    const violator = { specimen, margin };
    this.count++;
    this.#shortest = best(
      [...this.#shortest, violator],
      (a, b) => a.specimen.size - b.specimen.size,
    );
    this.#largest = best([...this.#largest, violator], (a, b) => b.margin - a.margin);
    const isMilestone = Number.isInteger(Math.log2(this.count));
    if (isMilestone) this.#spread.push(violator);
    return this.confirmed === undefined && (isMilestone || this.isDoubtful);
  }

  /** The instances that are kept, the shortest first. */
  get kept(): readonly Specimen[] {
    const all = [...this.#shortest, ...this.#largest, ...this.#spread]
      .map(({ specimen }) => specimen);
    return all.filter((one, index) => all.findIndex(({ text }) => text === one.text) === index)
      .sort((a, b) => a.size - b.size);
  }
}

/** The first few by an order, each instance once. */
function best(
  violators: readonly Violator[],
  compare: (a: Violator, b: Violator) => number,
): Violator[] {
  const last = violators.at(-1)!;
  const isKnown = violators.slice(0, -1).some(({ specimen }) =>
    specimen.text === last.specimen.text
  );
  return (isKnown ? violators.slice(0, -1) : violators.toSorted(compare)).slice(0, KEPT);
}
