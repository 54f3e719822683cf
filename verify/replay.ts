/**
 * Replays: the relations of a recorded instance, computed again from its file alone.
 *
 * @module
 */

import { Ajv2020 } from "ajv/dist/2020.js";
import type { Claim, VariantName } from "./claim.ts";
import { type Evidence, EVIDENCE_SCHEMA, type Example } from "./evidence.ts";
import evidenceSchema from "./schemas/evidence.json" with { type: "json" };
import { type ProcessOptions, replayInProcess } from "./pool.ts";
import { UsageError } from "./usage_error.ts";

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
 * Reads an evidence file.
 *
 * @throws {UsageError} If it is missing, no JSON, of another schema, or holds a number that is not
 *   finite.
 */
export function readEvidence(path: string): Evidence {
  let text: string;
  try {
    text = Deno.readTextFileSync(path);
  } catch (error) {
    throw new UsageError(`cannot read the replay file ${path}: ${reasonOf(error)}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`the replay file ${path} is not valid JSON: ${reasonOf(error)}`);
  }
  const schema = (value as { schema?: unknown } | null)?.schema;
  if (schema !== EVIDENCE_SCHEMA) {
    throw new UsageError(
      `the replay file ${path} has the schema ${JSON.stringify(schema ?? null)}, ` +
        `not ${JSON.stringify(EVIDENCE_SCHEMA)}: give the evidence file of one claim`,
    );
  }
  const validate = new Ajv2020({ allErrors: false }).compile(evidenceSchema);
  if (!validate(value)) {
    const { instancePath, message } = validate.errors![0]!;
    throw new UsageError(
      `the replay file ${path} is damaged at ${instancePath || "/"}: ${message}`,
    );
  }
  const bad = findNonFinite(value, "");
  if (bad !== undefined) {
    throw new UsageError(`the replay file ${path} has a number that is not finite at ${bad}`);
  }
  return value as unknown as Evidence;
}

/** A JSON text may hold 1e999, which reads as infinity. */
function findNonFinite(value: unknown, path: string): string | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? undefined : path || "/";
  if (value === null || typeof value !== "object") return undefined;
  for (const [key, entry] of Object.entries(value)) {
    const found = findNonFinite(entry, `${path}/${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Observes again what an evidence file holds, on the backend that it names unless another is forced.
 *
 * @throws {WorkerStartError} If the claims or the arithmetic cannot be loaded.
 */
export async function replay(
  claim: Claim,
  evidence: Evidence,
  options: Omit<ProcessOptions, "arithmetics">,
): Promise<ReplayedVariant[]> {
  const replayed: ReplayedVariant[] = [];
  for (const [key, { example: recorded, error }] of Object.entries(evidence.variants)) {
    const name = key as VariantName;
    if (recorded === null || claim.variants[name] === undefined) continue;
    // A search that failed before it had an instance.
    if (recorded.role === "error" && recorded.instance === null) continue;
    const { backend } = evidence.arithmetics.find(({ name }) => name === "float32") ?? {};
    const observed = await replayInProcess(claim, name, recorded, {
      ...(backend === undefined ? {} : { backend }),
      ...options,
      arithmetics: [recorded.arithmetic],
    });
    const same = "error" in observed
      ? withoutTimeLimit(observed.error) === withoutTimeLimit(error?.message)
      : JSON.stringify(observed.relations) === JSON.stringify(recorded.relations);
    replayed.push({ name, recorded, observed, same });
  }
  return replayed;
}

/** A checker that never ends is the same however long one waits for it. */
function withoutTimeLimit(message: string | undefined): string | undefined {
  return message?.replace(/^timed out after .*/, "timed out");
}

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\n")[0]!;
}
