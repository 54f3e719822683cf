/**
 * Proofs, as chains of links that claims check one by one.
 *
 * @module
 */

/** A link of a proof: one statement that it derives from others. */
export interface ProofStep {
  /** What the paper calls it: `(41)`, `Lemma 8`. The names in a proof differ. */
  readonly name: string;
  /** What it says, in a short phrase. */
  readonly says: string;
  /** The id of the claim that checks it, as printed. */
  readonly claim: string;
  /**
   * What the labels of those relations of the claim begin with that are of this link. Default: all
   * relations are.
   */
  readonly label?: string;
  /** The names of the links that the paper derives it from; these stand above it in the list. */
  readonly from: readonly string[];
}

/** A proof. A claims module exports an array of them as `proofs`. */
export interface Proof {
  /** `<paper>/<name>`: the claims of its links are of this paper, its page has this name. */
  readonly id: string;
  /** What is proved, as the paper calls it: `Theorem 3`. */
  readonly title: string;
  /** The links, each below those that it is derived from. The last one is what is proved. */
  readonly steps: readonly ProofStep[];
}
