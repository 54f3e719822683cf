/**
 * Claims whose arithmetic can be rounded at random, beside those that the search runs.
 *
 * @module
 */

import { loadModule } from "../load_module.ts";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import type { Claim } from "../claim.ts";
import { type RoundingRun, withRandomRounding } from "./runtime.ts";

/** The rewritten form of the claims modules that went into one instrumented file. */
export interface Twin {
  /** The claims, by their ids. */
  readonly claims: ReadonlyMap<string, Claim>;
  /** The arithmetic to hand to their `observe`. */
  readonly float64: Arithmetic<unknown>;
  /**
   * Runs the body with random rounding in all that the twin's claims compute; see
   * {@linkcode withRandomRounding}.
   */
  run<R>(run: RoundingRun, body: () => R): R;
}

/**
 * Imports an instrumented file. It is loaded once, however often it is asked for.
 *
 * @param url The `url` of an instrumented module.
 * @throws {Error} Whatever the modules throw when they are loaded.
 */
export async function loadTwin(url: string): Promise<Twin> {
  const { modules, float64 } = await loadModule(url) as {
    readonly modules: readonly { readonly claims: readonly Claim[] }[];
    readonly float64: Arithmetic<unknown>;
  };
  const claims = modules.flatMap((module) => module.claims).map((claim) =>
    [claim.id, claim] as const
  );
  return { claims: new Map(claims), float64, run: withRandomRounding };
}
