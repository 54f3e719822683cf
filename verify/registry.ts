/**
 * Where claims come from.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import type { Claim } from "./claim.ts";
import type { ClaimRecord } from "./claim_record.ts";
import { type ClaimsModule, MalformedClaim, moduleProblems, type PaperTitle } from "./door.ts";
import { groupClaims } from "./group.ts";
import { loadModule } from "./load_module.ts";
import type { Proof } from "./proof.ts";
import { explainRefusal } from "./sandbox.ts";

/** The module that lists the claims of this repository. */
export const CATALOGUE: string = new URL("../theorems/mod.ts", import.meta.url).href;

/** A claim, and where it comes from. */
export interface LoadedClaim<C extends ClaimRecord = Claim> {
  /** The claim. */
  readonly claim: C;
  /** The URL of the first module that exports it. */
  readonly module: string;
}

/**
 * What claims modules export.
 *
 * @typeParam C The claims themselves, or what there is to know of them without their code.
 */
export interface LoadedClaims<C extends ClaimRecord = Claim> {
  /** The claims, in the order of the modules, within one in its order. */
  readonly claims: readonly LoadedClaim<C>[];
  /** The claims in groups that share their observations: of one module each. */
  readonly groups: readonly (readonly C[])[];
  /** The modules that export claims, by their URLs. */
  readonly modules: readonly string[];
  /** The papers that the modules name, by the part of ids that stands for them. */
  readonly papers: ReadonlyMap<string, PaperTitle>;
  /** The proofs that the modules give, in the order of the modules. */
  readonly proofs: readonly Proof[];
}

/** A claims module cannot be imported; the message says which, and why. */
export class ImportError extends Error {
  /** @param url The module. @param cause What its import threw. */
  constructor(url: string, cause: unknown) {
    const message = cause instanceof Error ? cause.message : String(cause);
    super(`cannot load claims from ${nameOf(url)}: ${explainRefusal(message.split("\n")[0]!)}`, {
      cause,
    });
    this.name = "ImportError";
  }
}

/**
 * Imports modules and returns the claims that they export as `claims`, with the titles of papers
 * that they export as `papers` and the proofs that they export as `proofs`.
 *
 * @param urls The modules' URLs.
 * @param mayLackClaims Whether a module that exports no `claims` is passed over. Default: none is.
 * @param problemsOf What is wrong with a module once it has been imported, beside what it exports.
 *   Default: nothing.
 * @throws {MalformedClaim} If what they export is not well formed, or two claims have one id.
 * @throws {ImportError} If a module cannot be imported.
 */
export async function loadClaims(
  urls: readonly string[],
  mayLackClaims: (url: string) => boolean = () => false,
  problemsOf: () => readonly string[] = () => [],
): Promise<LoadedClaims> {
  const found: (ClaimsModule & { readonly url: string })[] = [];
  for (const url of urls) {
    const exports = await importModule(url);
    const wrong = problemsOf().map((problem) => `${nameOf(url)}: ${problem}`);
    if (wrong.length > 0) throw new MalformedClaim(...wrong);
    if ("claims" in exports || !mayLackClaims(url)) {
      found.push({ url, path: nameOf(url), exports });
    }
  }
  const problems = moduleProblems(found);
  if (problems.length > 0) throw new MalformedClaim(...problems);
  const claims = new Map<Claim, string>();
  const papers = new Map<string, PaperTitle>();
  const proofs = new Set<Proof>();
  for (const { url, exports } of found) {
    for (const claim of exports["claims"] as Claim[]) {
      if (!claims.has(claim)) claims.set(claim, url);
    }
    for (const [key, paper] of Object.entries((exports["papers"] ?? {}) as object)) {
      papers.set(key, paper as PaperTitle);
    }
    for (const proof of (exports["proofs"] ?? []) as Proof[]) proofs.add(proof);
  }
  return {
    claims: [...claims].map(([claim, module]) => ({ claim, module })),
    groups: [...Map.groupBy(claims.keys(), (claim) => claims.get(claim)!).values()]
      .flatMap(groupClaims),
    modules: found.map(({ url }) => url),
    papers,
    proofs: [...proofs],
  };
}

async function importModule(url: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await loadModule(url);
  } catch (error) {
    if (error instanceof MalformedClaim) {
      throw new MalformedClaim(...error.problems.map((problem) => `${nameOf(url)}: ${problem}`));
    }
    throw new ImportError(url, error);
  }
}

/** A module as messages name it: a file by its path. */
function nameOf(url: string): string {
  return url.startsWith("file:") ? fileURLToPath(url) : url;
}
