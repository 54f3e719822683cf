/**
 * Where claims come from.
 *
 * @module
 */

import type { Claim } from "./claim.ts";

/** The module that lists the claims of this repository. */
export const CATALOGUE: string = new URL("../theorems/mod.ts", import.meta.url).href;

/**
 * Imports a module and returns the claims that it exports as `claims`.
 *
 * @param url The module's URL.
 * @throws {TypeError} If it exports no list of claims, or two of the same id.
 */
export async function loadClaims(url: string): Promise<readonly Claim[]> {
  const { claims } = await import(url) as { claims?: unknown };
  if (!Array.isArray(claims) || !claims.every(isClaim)) {
    throw new TypeError(
      `${url} does not export \`claims\`, an array of what defineClaim() returns`,
    );
  }
  const ids = new Set<string>();
  for (const { id } of claims) {
    if (ids.has(id)) throw new TypeError(`${url} lists two claims with the id ${id}`);
    ids.add(id);
  }
  return claims;
}

function isClaim(value: unknown): value is Claim {
  return typeof value === "object" && value !== null && "id" in value && "observe" in value &&
    "variants" in value;
}
