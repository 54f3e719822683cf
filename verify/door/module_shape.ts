/**
 * The form of what a claims module exports.
 *
 * @module
 */

import type { Claim } from "../claim.ts";
import { claimProblems, paperProblem } from "./claim_shape.ts";
import { describeValue, isPromise, isRecord, textProblem, unknownKeys } from "./malformed_claim.ts";
import { proofsProblems } from "./proof_shape.ts";

/** What a claims module says of a paper of its own. */
export interface PaperTitle {
  /** The paper's title. */
  readonly title: string;
}

/** What a claims module exports. */
export interface ClaimsModule {
  /** Where it lies, as messages name it. */
  readonly path: string;
  /** What it exports. */
  readonly exports: Readonly<Record<string, unknown>>;
}

/**
 * What is wrong with claims modules: with the form of their claims, papers and proofs, and with what
 * they have in common. A claim that several modules export is one claim; two claims of one id are a
 * mistake.
 *
 * @returns A line for each mistake, which begins with the path of the module.
 */
export function moduleProblems(modules: readonly ClaimsModule[]): string[] {
  const ids = modules.flatMap(({ exports: { claims } }) => idsOf(claims));
  const problems = modules.flatMap(({ path, exports: { claims, papers, proofs } }) =>
    [...claimsProblems(claims), ...papersProblems(papers), ...proofsProblems(proofs, ids)]
      .map((problem) => `${path}: ${problem}`)
  );
  problems.push(...idProblems(modules));
  problems.push(...titleProblems(modules));
  problems.push(...proofIdProblems(modules));
  return problems;
}

function idsOf(claims: unknown): string[] {
  if (!Array.isArray(claims)) return [];
  return (claims as unknown[]).map((claim) => isRecord(claim) ? claim["id"] : undefined)
    .filter((id) => typeof id === "string");
}

function claimsProblems(claims: unknown): string[] {
  const form = "export an array of what defineClaim() returns";
  if (claims === undefined) return [`does not export \`claims\`: ${form}`];
  if (!Array.isArray(claims)) {
    const wait = isPromise(claims) ? ", with await before it" : "";
    return [`\`claims\` is ${describeValue(claims)}: ${form}${wait}`];
  }
  return (claims as unknown[]).flatMap((claim, index) =>
    claimProblems(claim).map((problem) => `${placeOf(claim, index)}: ${problem}`)
  );
}

function placeOf(claim: unknown, index: number): string {
  const id = isRecord(claim) && typeof claim["id"] === "string" ? claim["id"] : undefined;
  return `claims[${index}]${id === undefined ? "" : ` (${describeValue(id).slice(1, -1)})`}`;
}

function papersProblems(papers: unknown): string[] {
  const form = 'give a record such as { mine: { title: "…" } }';
  if (papers === undefined) return [];
  if (!isRecord(papers)) return [`\`papers\` is ${describeValue(papers)}: ${form}`];
  return Object.entries(papers).flatMap(([key, paper]) => {
    const path = `papers[${describeValue(key)}]`;
    const keyWrong = paperProblem(key);
    const problems = keyWrong === undefined
      ? []
      : [`${path}: ${keyWrong}; write the part of the ids that comes before the slash`];
    if (!isRecord(paper)) {
      return [...problems, `${path} is ${describeValue(paper)}: give { title: "…" }`];
    }
    problems.push(...unknownKeys(paper, ["title"], path));
    const titleWrong = textProblem(paper["title"]);
    if (titleWrong !== undefined) {
      problems.push(`${path}.title ${titleWrong}: give the paper's title`);
    }
    return problems;
  });
}

/** Two claims of one id, in one module or in two. */
function idProblems(modules: readonly ClaimsModule[]): string[] {
  const problems: string[] = [];
  const found = new Map<string, { readonly claim: Claim; readonly place: string; path: string }>();
  for (const { path, exports: { claims } } of modules) {
    if (!Array.isArray(claims)) continue;
    for (const [index, claim] of (claims as Claim[]).entries()) {
      if (!isRecord(claim) || typeof claim.id !== "string") continue;
      const earlier = found.get(claim.id);
      const place = `claims[${index}]`;
      if (earlier === undefined) {
        found.set(claim.id, { claim, place, path });
      } else if (earlier.path === path) {
        problems.push(
          `${path}: ${earlier.place} and ${place} have the same id, ` +
            `${describeValue(claim.id)}: ` +
            (earlier.claim === claim ? "list the claim once" : "give one of them another"),
        );
      } else if (earlier.claim !== claim) {
        problems.push(
          `${path}: ${place} has the id ${describeValue(claim.id)}, which ${earlier.place} of ` +
            `${earlier.path} has too: give one of them another`,
        );
      }
    }
  }
  return problems;
}

/** One paper with two titles. */
function titleProblems(modules: readonly ClaimsModule[]): string[] {
  const problems: string[] = [];
  const found = new Map<string, { readonly title: unknown; readonly path: string }>();
  for (const { path, exports: { papers } } of modules) {
    for (const [key, paper] of Object.entries(isRecord(papers) ? papers : {})) {
      const title = isRecord(paper) ? paper["title"] : undefined;
      const earlier = found.get(key);
      if (earlier === undefined) {
        found.set(key, { title, path });
      } else if (earlier.title !== title) {
        problems.push(
          `${path}: papers[${describeValue(key)}] has another title than in ${earlier.path}: ` +
            "give it in one of them only",
        );
      }
    }
  }
  return problems;
}

/** Two modules with proofs of one id; a proof that both export is one. */
function proofIdProblems(modules: readonly ClaimsModule[]): string[] {
  const problems: string[] = [];
  const found = new Map<unknown, { readonly proof: unknown; readonly path: string }>();
  for (const { path, exports: { proofs } } of modules) {
    for (const [index, proof] of (Array.isArray(proofs) ? proofs as unknown[] : []).entries()) {
      const id = isRecord(proof) ? proof["id"] : undefined;
      if (id === undefined) continue;
      const earlier = found.get(id) ?? { proof, path };
      found.set(id, earlier);
      if (earlier.path !== path && earlier.proof !== proof) {
        problems.push(
          `${path}: proofs[${index}] has the id ${describeValue(id)}, as one of ${earlier.path}: ` +
            "give one of them another",
        );
      }
    }
  }
  return problems;
}
