/**
 * `junit.xml`: the verdicts as a test report, for continuous integration.
 *
 * It follows the schema of Jenkins' xUnit plugin (junit-10.xsd) and has no times, so that the same
 * evidence gives the same bytes.
 *
 * @module
 */

import { create } from "xmlbuilder2";
import { paperOf } from "../claim.ts";
import type { Evidence, VariantEvidence } from "../evidence.ts";
import { isExpected } from "./files.ts";
import { brokenRelation, describeFailures, describeRelation } from "./findings.ts";
import { oneLine, shorten } from "./markdown.ts";
import { runName } from "./runs.ts";

/** The most characters of a reason, an instance or a stack that the file repeats. */
const LONGEST_TEXT = 4000;

interface Case {
  readonly id: string;
  readonly name: string;
  readonly outcome: "passed" | "failure" | "error";
  readonly variant: VariantEvidence;
  readonly run: string;
}

/**
 * The JUnit report of evidence: a suite for each paper, a case for each variant of each claim. A
 * verdict that is not the expected one is a failure, an unexpected `error` an error.
 */
export function junit(evidence: readonly Evidence[]): string {
  const cases = evidence.flatMap((found) =>
    Object.entries(found.variants).map(([name, variant]): Case => ({
      id: found.id,
      name,
      outcome: isExpected(variant) ? "passed" : variant.verdict === "error" ? "error" : "failure",
      variant,
      run: runName(found),
    }))
  );
  const document = create({ version: "1.0", encoding: "UTF-8", invalidCharReplacement: "\ufffd" });
  const root = document.ele("testsuites", { name: "assay", ...counts(cases) });
  for (const [paper, suite] of Map.groupBy(cases, ({ id }) => paperOf(id))) {
    const element = root.ele("testsuite", { name: paper, ...counts(suite) });
    for (const { id, name, outcome, variant, run } of suite) {
      const testcase = element.ele("testcase", { classname: paper, name: `${id} (${name})` });
      if (outcome !== "passed") {
        testcase.ele(outcome, { type: variant.verdict, message: message(variant) })
          .txt(details(variant));
      }
      testcase.ele("system-out").txt(summary(variant, run));
    }
  }
  return document.end({ prettyPrint: true }) + "\n";
}

function counts(cases: readonly Case[]) {
  const count = (outcome: Case["outcome"]) =>
    String(cases.filter((other) => other.outcome === outcome).length);
  return { tests: String(cases.length), failures: count("failure"), errors: count("error") };
}

function message({ verdict, expected, reason }: VariantEvidence): string {
  const found = `${verdict}, where ${expected ?? "no error"} is expected`;
  return reason === null ? found : `${found}: ${shorten(oneLine(reason), LONGEST_TEXT)}`;
}

function details(variant: VariantEvidence): string {
  const { furtherRefutations, failures, error } = variant;
  const lines = [
    ...[variant, ...furtherRefutations].flatMap((shown) => {
      const broken = brokenRelation(shown);
      return [
        ...(broken === undefined ? [] : [describeRelation(broken)]),
        ...(shown.example === null ? [] : [onInstance(shown.example.instance)]),
      ];
    }),
    ...(failures === null
      ? []
      : [shorten(describeFailures(failures), LONGEST_TEXT), onInstance(failures.instance)]),
    ...(error === null ? [] : [shorten(error.stack || error.message, LONGEST_TEXT)]),
  ];
  return lines.join("\n");
}

function onInstance(instance: unknown): string {
  return `on ${shorten(JSON.stringify(instance), LONGEST_TEXT)}`;
}

function summary({ verdict, expected, tightness, instances }: VariantEvidence, run: string) {
  return `${verdict} (expected: ${expected ?? "nothing in particular"}), ` +
    `tightness ${tightness ?? "none"}, ${instances} instances\n${run}`;
}
