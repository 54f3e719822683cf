/**
 * Time limits for tests in which something never ends: short on an idle machine, and as long as it
 * takes on a busy one, so that no clock decides how a test ends.
 *
 * @module
 */

/** How often a limit is doubled before what has no reason to be slow is taken not to end. */
const MOST_DOUBLINGS = 6;

/**
 * Runs something under a time limit, and again under twice that limit as long as the limit struck
 * what would have ended by itself.
 *
 * @param first The first limit, in seconds.
 * @param run What is run.
 * @param isCutShort Whether the limit struck something that ends by itself.
 * @returns What the last run gave, and its limit.
 */
export async function patiently<T>(
  first: number,
  run: (limit: number) => Promise<T>,
  isCutShort: (result: T) => boolean,
): Promise<{ readonly result: T; readonly limit: number }> {
  let limit = first;
  let result = await run(limit);
  for (let doublings = 0; doublings < MOST_DOUBLINGS && isCutShort(result); doublings++) {
    limit *= 2;
    result = await run(limit);
  }
  return { result, limit };
}

/** Whether one of these ran out of time that is not said to. */
export function areCutShort(
  claims: readonly {
    readonly id: string;
    readonly variants: {
      readonly printed?: { readonly reason: string | null };
    };
  }[],
  neverEnds: readonly string[],
): boolean {
  return claims.some(({ id, variants }) =>
    !neverEnds.includes(id) && /timed out after/.test(variants.printed?.reason ?? "")
  );
}
