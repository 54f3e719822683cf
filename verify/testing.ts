/**
 * Claims as tests: what keeps them true in a project's own CI.
 *
 * @module
 */

import { type Arithmetic, float64, loadFloat32 } from "../lib/arithmetic/mod.ts";
import { type Claim, paperOf, type VariantName, variantNames, type Verdict } from "./claim.ts";
import { readExpectation, withExpectation } from "./cli/expectations.ts";
import type { Evidence, VariantEvidence } from "./evidence.ts";
import { groupClaims } from "./group.ts";
import type { ProfileName } from "./profile.ts";
import { replayLine } from "./replay_line.ts";
import { evidencePath, isExpected, writeJson } from "./report/files.ts";
import { brokenRelation, describeRelation } from "./report/findings.ts";
import { readReportFolder, writeReports } from "./report/folder.ts";
import { shorten } from "./report/markdown.ts";
import { claimPage } from "./report/site/paths.ts";
import { searchGroup } from "./search.ts";

/** How {@linkcode testClaims} searches, and what it expects. */
export interface ClaimTestOptions {
  /** How much is searched. Default: quick. */
  readonly profile?: ProfileName;
  /** The seed of all randomness, an integer. Default: 1. */
  readonly seed?: number;
  /**
   * The verdict of all variants that expect none themselves; or the path of the `verdicts.json` of an
   * earlier run, whose verdicts all variants in it must have again. Default: holds.
   */
  readonly expect?: Verdict | string;
  /**
   * A folder for the evidence, and for the pages of what fails. Messages then name the page and the line
   * that replays the counterexample. Needs permission to read and write it. Default: none is written.
   */
  readonly reports?: string;
  /** The path of the module that exports the claims, as replay lines name it. Default: `claims.ts`. */
  readonly module?: string;
  /** What registers a test. Default: `Deno.test`. */
  readonly register?: (name: string, body: () => Promise<void>) => void;
}

/** The most characters of an instance in a message. */
const LONGEST_INSTANCE = 600;

/**
 * Registers a test for each variant of claims, which fails where its verdict is not the expected one: with
 * the counterexample, the line that replays it, and its page.
 *
 * The search is that of `verify` with the same seed, but in the test's own process: it trusts the claims,
 * which `verify` does not, and does not measure how rounding moves them.
 *
 * @example In a test file, `testClaims([square])` is enough; here the tests are run at once
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import fc from "fast-check";
 * import { defineClaim } from "./mod.ts";
 * import { testClaims } from "./testing.ts";
 *
 * const square = defineClaim<{ x: number }, number>({
 *   id: "mine/square",
 *   title: "A square is not negative",
 *   locus: "here",
 *   kind: "universal",
 *   hypotheses: [],
 *   instances: fc.record({ x: fc.double({ min: -1, max: 1, noNaN: true }) }),
 *   observe: ({ x }) => x * x,
 *   variants: {
 *     printed: {
 *       statement: "x^2 \\ge 0",
 *       expected: "holds",
 *       relations: (value) => [{ label: "square", lhs: value, sense: ">=", rhs: 0 }],
 *     },
 *   },
 * });
 *
 * const tests: [name: string, body: () => Promise<void>][] = [];
 * testClaims([square], { register: (name, body) => void tests.push([name, body]) });
 * assertEquals(tests.map(([name]) => name), ["mine/square (printed)"]);
 * await tests[0]![1]();
 * ```
 *
 * @param claims The claims; those that share their observations are searched together, once.
 * @throws {UsageError} If `expect` is neither a verdict nor the file of an earlier run.
 */
export function testClaims(claims: readonly Claim[], options: ClaimTestOptions = {}): void {
  const { register = Deno.test, expect = "holds" } = options;
  const expectation = readExpectation(expect);
  for (const group of groupClaims(claims)) {
    let search: Promise<Evidence[]> | undefined;
    for (const [index, claim] of group.entries()) {
      for (const name of variantNames(claim)) {
        register(`${claim.id} (${name})`, async () => {
          const found = (await (search ??= searched(group, options)))[index]!;
          const variant = withExpectation(found, expectation).variants[name]!;
          if (isExpected(variant)) return;
          throw new Error(describeFailure(claim.id, name, variant, options));
        });
      }
    }
  }
}

let float32: Promise<Arithmetic<unknown>> | undefined;

/** The evidence of a group, written where it is wanted. */
async function searched(group: readonly Claim[], options: ClaimTestOptions): Promise<Evidence[]> {
  const { profile = "quick", seed = 1, reports, module = "claims.ts" } = options;
  float32 ??= loadFloat32({ size: "small" }) as Promise<Arithmetic<unknown>>;
  const evidence = await searchGroup(group, {
    seed,
    profile,
    arithmetic: float64 as Arithmetic<unknown>,
    secondArithmetic: await float32,
  });
  if (reports !== undefined) {
    for (const found of evidence) {
      writeJson(evidencePath(reports, found.id), { ...found, module });
    }
  }
  return evidence;
}

function describeFailure(
  id: string,
  name: VariantName,
  variant: VariantEvidence,
  { reports, module = "claims.ts" }: ClaimTestOptions,
): string {
  const { verdict, expected, reason, example } = variant;
  const lines = [`${id} (${name}) is ${verdict}, where ${expected ?? "any verdict"} is expected`];
  const relation = brokenRelation(variant);
  if (relation !== undefined) lines.push(`  ${describeRelation(relation)}`);
  if (reason !== null) lines.push(`  ${shorten(reason, LONGEST_INSTANCE)}`);
  if (verdict === "refuted" && example !== null) {
    lines.push(`  on ${shorten(JSON.stringify(example.instance), LONGEST_INSTANCE)}`);
  }
  if (reports !== undefined) {
    writeReports(reports, readReportFolder(reports));
    lines.push(`  replay: ${replayLine(module, evidencePath(reports, id))}`);
    lines.push(`  page: ${reports}/${paperOf(id)}/${claimPage(id)}`);
  }
  return lines.join("\n");
}
