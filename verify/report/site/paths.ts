/**
 * Where the pages of claims, proofs and experiments lie.
 *
 * @module
 */

/** The last part of a claim's id, which names its files in the paper's folder. */
export function claimName(id: string): string {
  return id.slice(id.indexOf("/") + 1);
}

/**
 * The page of a claim in its paper's folder. No claim's page may take the name of the paper's own,
 * so a claim that is called `index` gets one that no other claim can have.
 */
export function claimPage(id: string): string {
  const name = claimName(id);
  return name === "index" ? "index+.html" : `${name}.html`;
}

/** The page of a proof in its paper's folder: no claim's page has a plus there. */
export function proofPage(id: string): string {
  return `proof+${claimName(id)}.html`;
}

/** The page of an experiment in its paper's folder: no claim's page has a plus there. */
export function experimentPage(id: string): string {
  return `experiment+${claimName(id)}.html`;
}
