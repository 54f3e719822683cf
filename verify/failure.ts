/**
 * What goes wrong in a checker, as evidence shows it.
 *
 * @module
 */

import { type VariantName, variantNames } from "./claim.ts";
import type { ClaimRecord } from "./claim_record.ts";
import { type Evidence, EVIDENCE_SCHEMA, type VariantEvidence } from "./evidence.ts";
import { explainRefusal } from "./sandbox.ts";
import { VERSION } from "./version.ts";

/** What went wrong in a checker, and where. */
export interface Failure {
  /** The error in a line. */
  readonly message: string;
  /** The stack, portable. */
  readonly stack: string;
  /** The instance that was observed; null where there was none yet. */
  readonly instance: unknown;
}

/** Failures of a checker on single instances. */
export class Failures {
  /** How many instances it failed on. */
  count = 0;
  /** The first failure. */
  first: Failure | undefined;

  /** Counts a failure. */
  add(failure: Failure): void {
    this.count++;
    this.first ??= failure;
  }
}

/** The evidence of a claim whose search did not survive, as when its process died. */
export function failedEvidence(
  claim: ClaimRecord,
  run: Pick<Evidence, "seed" | "profile" | "arithmetics" | "module" | "paperTitle">,
  failure: Failure,
): Evidence {
  const { message, stack, instance } = failure;
  const { seed, profile, arithmetics, module, paperTitle } = run;
  const variants = variantNames(claim).map((name): [VariantName, VariantEvidence] => [name, {
    statement: claim.variants[name]!.statement,
    verdict: "error",
    expected: claim.variants[name]!.expected ?? null,
    reason: message,
    tightness: null,
    instances: 0,
    discarded: 0,
    undecided: 0,
    labels: [],
    example: {
      role: "error",
      arithmetic: arithmetics[0]?.name === "float32" ? "float32" : "float64",
      instance,
      relations: [],
      figures: [],
    },
    refutation: null,
    furtherRefutations: [],
    failures: null,
    error: { message, stack },
    secondArithmetic: null,
  }]);
  return {
    schema: EVIDENCE_SCHEMA,
    version: VERSION,
    seed,
    profile,
    arithmetics,
    module,
    paperTitle,
    id: claim.id,
    title: claim.title,
    locus: claim.locus,
    kind: claim.kind,
    hypotheses: claim.hypotheses.map(({ name, statement, assumedBy }) => ({
      name,
      statement,
      discarded: 0,
      assumedBy: assumedBy ?? null,
      role: null,
    })),
    health: [],
    search: {
      generate: { budget: 0, drawn: 0, accepted: 0 },
      target: { budget: 0, drawn: 0, accepted: 0 },
      shrink: { observations: 0 },
      confirm: { observations: 0 },
    },
    numbers: [],
    variants: Object.fromEntries(variants) as unknown as Evidence["variants"],
  };
}

const ROOT = new URL("..", import.meta.url).href;

/** Where an npm package lies in Deno's cache. */
const PACKAGE_FOLDER = /file:\/\/[^\s()]*\/npm\/[^/\s]+\//g;

/** The functions of the engine that call a claim's code: what is above them is the claim's. */
const ENTRIES = ["Observer", "Phases", "searchClaim"].map((name) =>
  new RegExp(`^    at (async )?(${name}|new ${name})\\b`)
);

/** The longest message of an error that evidence holds, and the longest stack, in characters. */
const LONGEST_MESSAGE = 10_000;
const LONGEST_STACK = 20_000;

/** An error for the evidence, with a stack that is the same on every machine; long ones are cut. */
export function describeError(error: unknown, instance: unknown): Failure {
  if (!(error instanceof Error)) {
    return { message: cut(`thrown: ${String(error)}`, LONGEST_MESSAGE), stack: "", instance };
  }
  const message = String(error.message);
  // A stack begins with the message.
  const stack = String(error.stack ?? "").replace(message, () => cut(message, LONGEST_MESSAGE));
  return {
    message: cut(`${error.name}: ${explainRefusal(message)}`, LONGEST_MESSAGE),
    stack: cut(portableStack(stack), LONGEST_STACK),
    instance,
  };
}

/** A text of at most so many characters, with a word on how much was left out. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  // A character of two halves is not split.
  const kept = text.slice(0, most).replace(/[\uD800-\uDBFF]$/, "");
  return `${kept}… (${text.length - kept.length} more characters left out)`;
}

/**
 * The stack with locations relative to the repository or the package, down to the entry of the
 * engine: V8 names the callers beyond it differently from one run to the next.
 */
function portableStack(stack: string): string {
  const lines = stack.replaceAll(ROOT, "").replaceAll(PACKAGE_FOLDER, "npm:").split("\n");
  const entry = lines.findIndex((line) => ENTRIES.some((pattern) => pattern.test(line)));
  return lines.slice(0, entry < 0 ? lines.length : entry).join("\n");
}
