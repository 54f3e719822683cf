/**
 * The form of a proof.
 *
 * @module
 */

import { paperOf } from "../claim.ts";
import { describeValue, hint, isRecord, textProblem, unknownKeys } from "./malformed_claim.ts";

/** The most links of a proof: a page that shows more helps nobody. */
export const MOST_STEPS = 200;

/** The most characters of a name: it stands in a small box. */
const LONGEST_NAME = 40;

/** The most characters of what a link says. */
const LONGEST_PHRASE = 120;

const ID = /^[a-z0-9_-]+\/[a-z0-9._-]{1,100}$/;
const PROOF_KEYS = ["id", "title", "steps"];
const STEP_KEYS = ["name", "says", "claim", "label", "from"];

/**
 * What is wrong with `proofs` of a claims module; nothing if it is undefined.
 *
 * @param claims The ids of the claims that there are.
 */
export function proofsProblems(proofs: unknown, claims: readonly string[]): string[] {
  if (proofs === undefined) return [];
  if (!Array.isArray(proofs)) {
    return [
      `\`proofs\` is ${describeValue(proofs)}: export an array such as ` +
      '[{ id: "mine/theorem-1", title: "Theorem 1", steps: […] }]',
    ];
  }
  const ids = new Set<unknown>();
  return (proofs as unknown[]).flatMap((proof, index) => {
    const path = `proofs[${index}]`;
    if (!isRecord(proof)) return [`${path} is ${describeValue(proof)}: give { id, title, steps }`];
    const { id } = proof;
    const problems = proofProblems(proof, path, claims);
    if (ids.has(id)) {
      problems.push(`${path} has the id ${describeValue(id)}, as one above it: give it another`);
    }
    ids.add(id);
    return problems;
  });
}

function proofProblems(
  proof: Readonly<Record<string, unknown>>,
  path: string,
  claims: readonly string[],
): string[] {
  const { id, title, steps } = proof;
  const problems = unknownKeys(proof, PROOF_KEYS, path);
  if (typeof id !== "string" || !ID.test(id)) {
    problems.push(
      `${path}.id is ${describeValue(id)}: give "<paper>/<name>", such as "mine/theorem-1"`,
    );
  }
  const titleWrong = textProblem(title);
  if (titleWrong !== undefined) {
    problems.push(`${path}.title ${titleWrong}: say what is proved, such as "Theorem 1"`);
  }
  if (!Array.isArray(steps) || steps.length === 0 || steps.length > MOST_STEPS) {
    const what = Array.isArray(steps) && steps.length > 0
      ? `has ${steps.length} links`
      : `is ${describeValue(steps)}`;
    problems.push(`${path}.steps ${what}: give an array of 1 to ${MOST_STEPS} links`);
    return problems;
  }
  const names = (steps as unknown[]).map((step) => isRecord(step) ? step["name"] : undefined);
  const paper = typeof id === "string" ? paperOf(id) : "";
  for (const [index, step] of (steps as unknown[]).entries()) {
    const place = `${path}.steps[${index}]`;
    if (!isRecord(step)) {
      problems.push(`${place} is ${describeValue(step)}: give { name, says, claim, from }`);
      continue;
    }
    problems.push(
      ...unknownKeys(step, STEP_KEYS, place),
      ...textProblems(step, place),
      ...claimProblems(step["claim"], place, paper, claims),
    );
    if (typeof step["name"] === "string" && names.indexOf(step["name"]) < index) {
      problems.push(
        `${place} has the name ${describeValue(step["name"])}, as one above it: ` +
          "two links of a proof have different names",
      );
    }
    problems.push(...fromProblems(step["from"], place, index, names));
  }
  return problems;
}

function textProblems(step: Readonly<Record<string, unknown>>, place: string): string[] {
  const texts = [
    ["name", LONGEST_NAME, 'give what the paper calls it, such as "(41)"'],
    ["says", LONGEST_PHRASE, "give in a short phrase what the link says"],
    ["label", Infinity, "give the begin of the labels of its relations, or leave it out"],
  ] as const;
  return texts.flatMap(([key, most, what]) => {
    const text = step[key];
    if (key === "label" && !(key in step)) return [];
    const wrong = textProblem(text) ??
      ((text as string).length > most
        ? `has ${(text as string).length} characters, more than ${most}`
        : undefined);
    return wrong === undefined ? [] : [`${place}.${key} ${wrong}: ${what}`];
  });
}

function claimProblems(
  claim: unknown,
  place: string,
  paper: string,
  claims: readonly string[],
): string[] {
  if (typeof claim !== "string") {
    return [`${place}.claim is ${describeValue(claim)}: give the id of the claim that checks it`];
  }
  if (!claims.includes(claim)) {
    return [
      `${place}.claim is ${describeValue(claim)}, which is no claim here${
        hint(claim, claims) || ": give the id of one"
      }`,
    ];
  }
  return paperOf(claim) === paper ? [] : [
    `${place}.claim is ${describeValue(claim)}, of another paper than the proof: ` +
    `give the id of a claim of ${describeValue(paper)}`,
  ];
}

/** Links that are derived from links above them only cannot be derived from each other in a circle. */
function fromProblems(
  from: unknown,
  place: string,
  index: number,
  names: readonly unknown[],
): string[] {
  if (!Array.isArray(from)) {
    return [
      `${place}.from is ${describeValue(from)}: give an array of the names of the links that it ` +
      "is derived from, [] if there are none",
    ];
  }
  return (from as unknown[]).flatMap((name, position) => {
    const what = `${place}.from[${position}] is ${describeValue(name)}`;
    const found = names.indexOf(name);
    if (typeof name !== "string" || found < 0) {
      const known = names.filter((known) => typeof known === "string");
      const meant = typeof name === "string" ? hint(name, known) : "";
      return [`${what}, which is the name of no link${meant || ": give the name of one above"}`];
    }
    if (found === index) return [`${what}, which is the link itself: a proof has no circles`];
    if (found > index) {
      return [
        `${what}, which stands below it: list each link below those that it is derived from ` +
        "(a proof has no circles)",
      ];
    }
    return from.indexOf(name) < position ? [`${what}, which stands there twice: name it once`] : [];
  });
}
