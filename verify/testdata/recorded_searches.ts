/**
 * Searches whose evidence is on record. Evidence is cited, so a change to what a search finds is to be
 * seen and meant; what follows from a search's many constants is tested in no other way.
 *
 * After a change that is meant, write the record again and look at what differs:
 *
 *     deno run --allow-read --allow-write --allow-env --allow-run verify/testdata/recorded_searches.ts
 *
 * @module
 */

import { assert } from "@std/assert";
import { createHash } from "node:crypto";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import type { Claim } from "../claim.ts";
import type { Evidence } from "../evidence.ts";
import { groupClaims } from "../group.ts";
import { instrument } from "../rounding/instrument.ts";
import { loadTwin } from "../rounding/twin.ts";
import { searchClaim, searchGroup, type SearchOptions } from "../search.ts";
import { claims as known } from "./claims.ts";
import { claims as falseStatements } from "./false_statements.ts";
import { claims as shared } from "./shared_observation.ts";
import { claims as statistical } from "./statistical_claims.ts";
import { claims as trueStatements } from "./true_statements.ts";

/** The file of what the searches found when it was last written. */
export const RECORD = new URL("recorded_searches.json", import.meta.url);

/** What is on record of the evidence of a claim: enough to see what has changed, and that all is the same. */
export interface Recorded {
  /** The printed variant's verdict. */
  readonly verdict: string;
  /** Its tightness, as text: JSON knows nothing infinite. */
  readonly tightness: string | null;
  /** Instances that it was judged on, and those discarded. */
  readonly tried: readonly [instances: number, discarded: number];
  /** What refutes it, shrunk. */
  readonly refutedBy?: unknown;
  /** The digest of all of the evidence. */
  readonly sha256: string;
}

/** Every so many statements are searched: they are many, and alike. */
const EVERY = 6;

const budgets = { instances: 150, targetInstances: 450 };

/** The same arithmetic under another name, as coarse as single precision. */
const second = { ...float64, name: "float32", unitRoundoff: 2 ** -24 } as Arithmetic<unknown>;

/** Searches the claims; what is recorded of each, by their ids. */
export async function recordedSearches(): Promise<Record<string, Recorded>> {
  const options: SearchOptions = {
    seed: 1,
    profile: "quick",
    arithmetic: float64 as Arithmetic<unknown>,
    ...budgets,
  };
  const found: Evidence[] = [];
  for (const claim of [...known, ...statistical]) {
    found.push(await searchClaim(claim, { ...options, secondArithmetic: second }));
  }
  const drawn = shared.filter(({ id }) => id.startsWith("drawn/") && id !== "drawn/dies");
  for (const group of groupClaims(drawn)) found.push(...await searchGroup(group, options));
  const twinOf = await twins();
  for (const statements of [trueStatements, falseStatements]) {
    for (const claim of statements.filter((_, index) => index % EVERY === 0)) {
      found.push(await searchClaim(claim, { ...options, twin: () => twinOf(claim) }));
    }
  }
  return Object.fromEntries(found.map((evidence) => [evidence.id, recorded(evidence)]));
}

/** What rounds the statements at random. */
async function twins() {
  const module = await instrument(
    ["true", "false"].map((kind) => new URL(`${kind}_statements.ts`, import.meta.url).href),
  );
  assert(module.kind === "instrumented", "reason" in module ? module.reason : "");
  const { claims, float64: arithmetic, run } = await loadTwin(module.url);
  await module.dispose();
  return (claim: Claim) => Promise.resolve({ claim: claims.get(claim.id)!, arithmetic, run });
}

function recorded(evidence: Evidence): Recorded {
  const { verdict, tightness, instances, discarded, example, refutation } =
    evidence.variants.printed;
  const { version: _, ...rest } = evidence;
  return {
    verdict,
    tightness: tightness === null ? null : String(tightness),
    tried: [instances, discarded],
    ...(refutation === null ? {} : { refutedBy: example!.instance }),
    sha256: createHash("sha256").update(JSON.stringify(rest)).digest("hex"),
  };
}

if (import.meta.main) {
  await Deno.writeTextFile(RECORD, JSON.stringify(await recordedSearches(), null, 2) + "\n");
}
