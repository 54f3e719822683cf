/**
 * Replays: the relations of a recorded instance, computed again from its file alone.
 *
 * @module
 */

import type { VariantName } from "./claim.ts";
import type { ClaimRecord } from "./claim_record.ts";
import type { Evidence, Example } from "./evidence.ts";
import { type ProcessOptions, replayInProcess } from "./pool.ts";
import { isSame } from "./reproduction.ts";

/** One variant of a replay. */
export interface ReplayedVariant {
  /** The variant. */
  readonly name: VariantName;
  /** What the file holds. */
  readonly recorded: Example;
  /** What was computed now, or the message of the error that came instead. */
  readonly observed: Example | { readonly error: string };
  /** Whether both are the same to the last digit. */
  readonly same: boolean;
}

/**
 * Observes again what an evidence file holds, on the backend that it names unless another is forced.
 *
 * @throws {WorkerStartError} If the claims or the arithmetic cannot be loaded.
 */
export async function replay(
  claim: ClaimRecord,
  evidence: Evidence,
  options: Omit<ProcessOptions, "arithmetics">,
): Promise<ReplayedVariant[]> {
  const replayed: ReplayedVariant[] = [];
  const recordings = Object.entries(evidence.variants)
    .flatMap(([name, { example, furtherRefutations, error }]) =>
      [example, ...furtherRefutations.map((further) => further.example)]
        .map((recorded) => ({ name: name as VariantName, recorded, error }))
    );
  const { backend } = evidence.arithmetics.find(({ name }) => name === "float32") ?? {};
  for (const { name, recorded, error } of recordings) {
    if (recorded === null || claim.variants[name] === undefined) continue;
    // A search that failed before it had an instance.
    if (recorded.role === "error" && recorded.instance === null) continue;
    const observed = await replayInProcess(claim, name, recorded, {
      ...(backend === undefined ? {} : { backend }),
      ...options,
      arithmetics: [recorded.arithmetic],
    });
    const same = "error" in observed
      ? withoutTimeLimit(observed.error) === withoutTimeLimit(error?.message)
      : isSame(recorded, observed);
    replayed.push({ name, recorded, observed, same });
  }
  return replayed;
}

/** A checker that never ends is the same however long one waits for it. */
function withoutTimeLimit(message: string | undefined): string | undefined {
  return message?.replace(/^timed out after .*/, "timed out");
}
