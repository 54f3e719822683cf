/**
 * The plain part of claims: what the command line, the pool and the reports need to know of them.
 *
 * Claims themselves are code of other people and live in worker processes alone. What these hand over
 * of them is data, and is looked at before anything is done with it.
 *
 * @module
 */

import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import type { Claim, ClaimKind, VariantName, Verdict } from "./claim.ts";
import { idProblem } from "./door/claim_shape.ts";
import { MalformedClaim } from "./door/malformed_claim.ts";
import type { PaperTitle } from "./door/module_shape.ts";
import { proofsProblems } from "./door/proof_shape.ts";
import type { Proof } from "./proof.ts";
import type { LoadedClaims } from "./registry.ts";
import proofsSchema from "./schemas/proofs.json" with { type: "json" };

/** What can be said of a claim without running it. Every claim is one, with code beside it. */
export interface ClaimRecord {
  /** `<paper>/<name>`. */
  readonly id: string;
  /** The statement's name and content in a few words. */
  readonly title: string;
  /** Where it is printed. */
  readonly locus: string;
  /** How it quantifies. */
  readonly kind: ClaimKind;
  /** How many instances of an ordinary claim cost as much as one of this. Default: 1. */
  readonly cost?: number;
  /** What it assumes. */
  readonly hypotheses: readonly {
    /** The hypothesis's short name. */
    readonly name: string;
    /** The hypothesis in TeX. */
    readonly statement: string;
    /** The variants that assume it. Default: all. */
    readonly assumedBy?: readonly VariantName[];
  }[];
  /** The forms of the statement. */
  readonly variants:
    & { readonly printed: VariantRecord }
    & { readonly [name in Exclude<VariantName, "printed">]?: VariantRecord };
}

/** What can be said of a variant without running it. */
export interface VariantRecord {
  /** The statement in TeX. */
  readonly statement: string;
  /** The verdict that it is known to have. */
  readonly expected?: Verdict;
}

/** What a worker process says of the claims modules that it has imported: plain JSON. */
export interface ListedClaims {
  /** The claims in their order, each with the URL of its module. */
  readonly claims: readonly { readonly claim: ClaimRecord; readonly module: string }[];
  /** The ids of the claims that share their observations, each claim in one group. */
  readonly groups: readonly (readonly string[])[];
  /** The URLs of the modules that export claims. */
  readonly modules: readonly string[];
  /** The papers that the modules name, by the part of ids that stands for them. */
  readonly papers: readonly (readonly [string, PaperTitle])[];
  /** The proofs that the modules give. */
  readonly proofs: readonly Proof[];
}

/** The plain part of a claim. */
export function recordOf(claim: Claim): ClaimRecord {
  const { id, title, locus, kind, cost, hypotheses, variants } = claim;
  const entries = Object.entries(variants).map(([name, { statement, expected }]) => [name, {
    statement,
    ...(expected === undefined ? {} : { expected }),
  }]);
  return {
    id,
    title,
    locus,
    kind,
    ...(cost === undefined ? {} : { cost }),
    hypotheses: hypotheses.map(({ name, statement, assumedBy }) => ({
      name,
      statement,
      ...(assumedBy === undefined ? {} : { assumedBy: [...assumedBy] }),
    })),
    variants: Object.fromEntries(entries) as ClaimRecord["variants"],
  };
}

/** What a worker process hands over of the claims that it has loaded. */
export function listed({ claims, groups, modules, papers, proofs }: LoadedClaims): ListedClaims {
  return {
    claims: claims.map(({ claim, module }) => ({ claim: recordOf(claim), module })),
    groups: groups.map((group) => group.map(({ id }) => id)),
    modules,
    papers: [...papers].map(([key, { title }]) => [key, { title }]),
    proofs,
  };
}

/**
 * The claims that a worker process has listed, as the rest of the program works with them.
 *
 * @param list What the process has sent.
 * @param urls The modules that it was given.
 * @throws {MalformedClaim} If it is not what an honest worker sends, as where a claims module has
 *   changed what JavaScript itself does.
 */
export function readListed(list: unknown, urls: readonly string[]): LoadedClaims<ClaimRecord> {
  const problem = problemOf(list, urls);
  if (problem !== undefined) {
    throw new MalformedClaim(
      `what a worker process tells of the claims in ${urls.join(", ")} is not well formed: ` +
        `${problem}; a claims module must leave alone what JavaScript brings along`,
    );
  }
  const { claims, groups, modules, papers, proofs } = list as ListedClaims;
  const byId = new Map(claims.map(({ claim }) => [claim.id, claim]));
  return {
    claims,
    groups: groups.map((group) => group.map((id) => byId.get(id)!)),
    modules,
    papers: new Map(papers),
    proofs,
  };
}

const TEXT = { type: "string", minLength: 1 };
const VERDICT = { enum: ["holds", "refuted", "vacuous", "inconclusive", "error"] };
const VARIANT = {
  type: "object",
  properties: { statement: TEXT, expected: VERDICT },
  required: ["statement"],
  additionalProperties: false,
};
const CLAIM = {
  type: "object",
  properties: {
    id: TEXT,
    title: TEXT,
    locus: TEXT,
    kind: {
      enum: ["universal", "existence", "local", "scaling", "limit", "statistical", "tabular"],
    },
    cost: { type: "number", exclusiveMinimum: 0 },
    hypotheses: {
      type: "array",
      items: {
        type: "object",
        properties: {
          name: TEXT,
          statement: TEXT,
          assumedBy: {
            type: "array",
            items: { enum: ["printed", "corrected", "sharpened"] },
          },
        },
        required: ["name", "statement"],
        additionalProperties: false,
      },
    },
    variants: {
      type: "object",
      properties: { printed: VARIANT, corrected: VARIANT, sharpened: VARIANT },
      required: ["printed"],
      additionalProperties: false,
    },
  },
  required: ["id", "title", "locus", "kind", "hypotheses", "variants"],
  additionalProperties: false,
};

/** The schema of {@linkcode ListedClaims}. */
const LIST_SCHEMA = {
  type: "object",
  properties: {
    claims: {
      type: "array",
      items: {
        type: "object",
        properties: { claim: CLAIM, module: TEXT },
        required: ["claim", "module"],
        additionalProperties: false,
      },
    },
    groups: { type: "array", items: { type: "array", minItems: 1, items: TEXT } },
    modules: { type: "array", items: TEXT },
    papers: {
      type: "array",
      items: {
        type: "array",
        minItems: 2,
        items: false,
        prefixItems: [TEXT, {
          type: "object",
          properties: { title: TEXT },
          required: ["title"],
          additionalProperties: false,
        }],
      },
    },
    proofs: proofsSchema.properties.proofs,
  },
  required: ["claims", "groups", "modules", "papers", "proofs"],
  additionalProperties: false,
};

let validate: ValidateFunction | undefined;

function problemOf(list: unknown, urls: readonly string[]): string | undefined {
  validate ??= new Ajv2020().compile(LIST_SCHEMA);
  if (!validate(list)) {
    const { instancePath, message } = validate.errors![0]!;
    return `${instancePath || "/"} ${message}`;
  }
  const { claims, groups, modules, proofs } = list as unknown as ListedClaims;
  const foreign = [...modules, ...claims.map(({ module }) => module)]
    .find((url) => !urls.includes(url));
  if (foreign !== undefined) return `it names ${foreign}, which it was not given`;
  const ids = claims.map(({ claim }) => claim.id);
  for (const id of ids) {
    const problem = idProblem(id);
    if (problem !== undefined) return `an id ${problem}`;
  }
  if (new Set(ids).size < ids.length) return "two claims have one id";
  if (groups.flat().toSorted().join() !== ids.toSorted().join()) {
    return "the groups are not of its claims, each in one";
  }
  return proofsProblems(proofs, ids)[0];
}
