/**
 * What comes out of a worker process, looked at before anything is done with it: in the same process
 * runs code of other people.
 *
 * @module
 */

import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import evidenceSchema from "./schemas/evidence.json" with { type: "json" };
import type { Message } from "./worker.ts";

const TEXT = { type: "string" };
const COUNT = { type: "number", minimum: 0 };

/** A part of the schema of evidence. */
const part = (pointer: string) => ({ $ref: `${evidenceSchema.$id}#${pointer}` });

/** What each type of message must have beside its type; whatever else it has is passed over. */
const FIELDS: Readonly<Record<Message["type"], Readonly<Record<string, unknown>>>> = {
  ready: { arithmetics: part("/properties/arithmetics") },
  observe: { instance: true },
  progress: {
    id: TEXT,
    phase: { enum: ["search", "shrink", "confirm"] },
    accepted: COUNT,
    budget: COUNT,
    bestRatio: { type: ["number", "null"] },
  },
  taken: {},
  "wants twin": {},
  tried: {},
  // All else of it is looked at by who writes it: what an honest claim may have got wrong is told in
  // words about the claim.
  found: {
    evidence: {
      type: "object",
      properties: {
        id: TEXT,
        seed: { type: "number" },
        profile: TEXT,
        variants: { type: "object", additionalProperties: { type: "object" } },
      },
      required: ["id", "seed", "profile", "module", "variants"],
    },
  },
  role: { role: part("/properties/hypotheses/items/properties/role/anyOf/0") },
  replayed: {
    observed: {
      anyOf: [part("/$defs/example"), {
        type: "object",
        properties: { error: TEXT },
        required: ["error"],
        additionalProperties: false,
      }],
    },
  },
  door: {
    problems: {
      type: "array",
      items: {
        type: "object",
        properties: { id: TEXT, message: TEXT },
        required: ["id", "message"],
      },
    },
  },
  spoiled: { changes: { type: "array", minItems: 1, items: TEXT } },
  done: { isStale: { type: "boolean" }, leftBehind: { type: ["string", "null"] } },
  listed: { list: { type: "object" } },
  failed: {
    isMalformed: { type: "boolean" },
    problems: { type: "array", minItems: 1, items: TEXT },
  },
};

const validators = new Map<string, ValidateFunction>();
let ajv: Ajv2020 | undefined;

/**
 * Reads a message.
 *
 * @param json The text of it.
 * @returns The message; what is wrong with it if it is none.
 */
export function readMessage(json: string): Message | string {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return "no JSON";
  }
  const type = (value as { readonly type?: unknown } | null)?.type;
  if (typeof type !== "string" || !Object.hasOwn(FIELDS, type)) return "of no known type";
  const validate = validatorOf(type as Message["type"]);
  if (!validate(value)) {
    const { instancePath, message } = validate.errors![0]!;
    return `of type ${JSON.stringify(type)}, ${instancePath || "/"} ${message}`;
  }
  if (hasInfinity(value)) return "one with a number that is not finite";
  return value as unknown as Message;
}

function validatorOf(type: Message["type"]): ValidateFunction {
  let validate = validators.get(type);
  if (validate === undefined) {
    ajv ??= new Ajv2020({ allErrors: false, allowUnionTypes: true }).addSchema(evidenceSchema);
    const fields = FIELDS[type];
    validate = ajv.compile({
      type: "object",
      properties: fields,
      required: Object.keys(fields),
    });
    validators.set(type, validate);
  }
  return validate;
}

/** Whether a number in it is infinite: a JSON text may hold 1e999. */
function hasInfinity(value: unknown): boolean {
  const rest: unknown[] = [value];
  while (rest.length > 0) {
    const next = rest.pop();
    if (typeof next === "number" && !Number.isFinite(next)) return true;
    // One by one: an instance may have more entries than a call has arguments.
    if (typeof next === "object" && next !== null) {
      for (const entry of Object.values(next)) rest.push(entry);
    }
  }
  return false;
}
