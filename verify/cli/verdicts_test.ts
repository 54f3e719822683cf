import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Evidence } from "../evidence.ts";
import { summarize } from "../report/files.ts";
import {
  everyVerdict,
  evidence,
  refutation,
  refuted,
  tabular,
  variant,
} from "../report/site/testdata/evidence.ts";
import { captured } from "./testdata/captured.ts";
import { colored, printVerdicts, unexpectedIn } from "./verdicts.ts";

const ARITHMETICS = evidence().arithmetics;

/** What a run prints at its end. */
async function printed(claims: readonly Evidence[]): Promise<string> {
  const run = { seed: 7, profile: "quick", arithmetics: ARITHMETICS };
  const { stdout, stderr } = await captured(() =>
    printVerdicts(summarize(run, claims), claims, { out: "my reports", seconds: 12.345 })
  );
  assertEquals(stderr, "");
  // deno-lint-ignore no-control-regex -- colours are control sequences
  return stdout.replaceAll(/\x1b\[\d+m/g, "");
}

/** Claims that are as expected. */
function many(count: number, changes: Partial<Evidence> = {}): Evidence[] {
  return Array.from({ length: count }, (_, k) => evidence({ id: `p/claim-${k}`, ...changes }));
}

Deno.test("the table has a row for each variant, by paper", async () => {
  const claims = [
    evidence({ id: "spgd/b", variants: { printed: variant({ tightness: null }) } }),
    evidence({
      id: "spgd/a",
      variants: { printed: refuted(), corrected: variant({ expected: null, instances: 12_345 }) },
    }),
    evidence({
      id: "mine/c",
      variants: {
        printed: variant({ expected: "refuted", tightness: 0.123456789 }),
        corrected: variant({ verdict: "error", expected: null }),
      },
    }),
  ];
  const text = await printed(claims);
  assert(text.startsWith("\nclaim "), text);
  assertEquals(text.slice(1, text.indexOf("\n\n")).split("\n"), [
    "claim  variant    verdict  expected      tightness  instances",
    "spgd",
    "  b    printed    holds    yes                            400",
    "  a    printed    refuted  yes                57.4        400",
    "       corrected  holds    none               0.95      12345",
    "mine",
    "  c    printed    holds    NO: refuted    0.123457        400",
    "       corrected  error    NO: no error       0.95        400",
  ]);
  assertEquals(text.slice(text.lastIndexOf("\n\n") + 2).split("\n"), [
    "3 claims of 2 paper(s), profile quick, seed 7, float64 (ml-matrix), float32 (wasm), 12.3 s",
    "  not expected: mine/c (printed) holds, where refuted is",
    "  not expected: mine/c (corrected) error, where no error is",
    "1 verdict(s) are not the expected ones; where none was expected: 1 holds, 1 error.",
    "Report: my reports/index.html",
    "",
  ]);
});

Deno.test("what needs a closer look is shown with reason, relations, instances and replay", async () => {
  const found = refuted();
  const claims = [evidence({
    health: [],
    hypotheses: [],
    module: "my claims.ts",
    variants: {
      printed: {
        ...found,
        reason: "two\nlines",
        labels: [{ ...found.labels[0]!, label: "x [net]", family: "net" }],
        failures: null,
      },
      corrected: variant({ verdict: "vacuous", expected: "vacuous", example: null }),
      sharpened: variant({
        verdict: "refuted",
        expected: "refuted",
        refutation: refutation({ label: "another" }),
      }),
    },
  })];
  const text = await printed(claims);
  const block = text.split("\n\n").find((part) => part.startsWith("refuted  spgd/theorem-1 (pr"))!;
  const lines = block.split("\n");
  assertEquals(lines.slice(1, 3), ["  two lines", "  by family: net not refuted (403 instances)"]);
  assertEquals(
    lines[3],
    "  f(θ_t) <= (1 − αμ)^t f(θ_0): 2 <= 1 (margin -1; radius 0.000001, step 0.25)",
  );
  assertStringIncludes(block, '\n  on {"family":"linear",');
  assertStringIncludes(block, "\n  ‖θ_t − θ_0‖ <= R: 7.5 <= 7 (margin -0.5; radius");
  // A long instance is cut, and says so.
  assert(/… \(\d+ characters\)/.test(block.replaceAll(/\s+/g, " ")), block);
  assertEquals(
    lines.at(-1),
    "  deno task verify --claims 'my claims.ts' --replay 'my reports/spgd/theorem-1.json'",
  );
  // Nothing is shown of a relation that is not told, nor of what has no instance.
  assertStringIncludes(text, "\n\nvacuous  spgd/theorem-1 (corrected)\n\n");
  const sharpened = text.split("\n\n").find((part) => part.includes("(sharpened)"))!;
  assert(!sharpened.includes("margin"), sharpened);
});

Deno.test("of few claims all is told, of many what is unexpected or open", async () => {
  const expected = { variants: { printed: refuted() } };
  const shows = async (claims: readonly Evidence[]) => {
    const text = await printed(claims);
    return {
      findings: text.match(/^refuted {2}p\//gm)?.length ?? 0,
      remarks: text.match(/^remarks {2}p\//gm)?.length ?? 0,
      untold: /^(\d+) remark\(s\) on these claims/m.exec(text)?.[1],
    };
  };
  assertEquals(await shows(many(10, expected)), { findings: 10, remarks: 10, untold: undefined });
  const each = 5;
  assertEquals(await shows(many(11, expected)), {
    findings: 0,
    remarks: 0,
    untold: `${11 * each}`,
  });
  const [open, unexpected, own, holding] = [
    evidence({ id: "p/open", variants: { printed: { ...refuted(), expected: null } } }),
    evidence({ id: "p/unexpected", variants: { printed: { ...refuted(), expected: "holds" } } }),
    evidence({ id: "p/own", module: "mine.ts", ...expected }),
    evidence({ id: "p/surprise", variants: { printed: variant({ expected: "refuted" }) } }),
  ];
  assertEquals(await shows([...many(11, expected), open!, unexpected!, own!, holding!]), {
    findings: 2,
    remarks: 3,
    untold: `${12 * each}`,
  });
  const silent = many(11, { health: [], hypotheses: [] });
  assertEquals((await shows(silent)).untold, undefined);
  assertEquals((await shows(silent.slice(1))).remarks, 0);
});

Deno.test("remarks are a list, each with a dash, indented below it", async () => {
  const text = await printed([
    evidence({ id: "p/a", hypotheses: [], health: ["short", "long ".repeat(50), "x".repeat(301)] }),
  ]);
  const lines = text.slice(text.indexOf("remarks")).split("\n\n")[0]!.split("\n");
  assertEquals(lines.slice(0, 2), ["remarks  p/a", "  - short"]);
  assert(lines[2]!.startsWith("  - long long") && lines[3]!.startsWith("    "), lines.join("\n"));
  assert(lines.every((line) => line.length <= 100));
  assertStringIncludes(lines.join("").replaceAll(/\s+/g, " "), "… (301 characters)");
});

Deno.test("at most twenty unexpected verdicts are named again", async () => {
  const claims = (count: number) =>
    many(count, { variants: { printed: variant({ expected: "refuted" }) } });
  const named = (text: string) => text.match(/^ {2}not expected: /gm)?.length;
  const twenty = await printed(claims(20));
  assertEquals([named(twenty), twenty.includes("the table has all")], [20, false]);
  const more = await printed(claims(23));
  assertEquals(named(more), 20);
  assertStringIncludes(more, "\n  and 3 more; the table has all\n");
});

Deno.test("unexpected verdicts are found, and every verdict is written as it is", () => {
  assertEquals(unexpectedIn(everyVerdict()), [
    { id: "mine/index", variant: "printed", verdict: "error", expected: null },
    { id: "mine/surprise", variant: "printed", verdict: "holds", expected: "refuted" },
  ]);
  for (const verdict of ["holds", "refuted", "vacuous", "inconclusive", "error"] as const) {
    assertStringIncludes(colored(verdict), verdict);
  }
});

Deno.test("of a tabular claim its comparisons are told, and those that break", async () => {
  const block = (await printed([tabular()])).split("\n\n")
    .find((part) => part.startsWith("refuted  spgd/tables-of-losses (printed)"))!;
  assertEquals(block.split("\n").slice(1, 4), [
    "  4 comparisons of printed numbers: 1 kept, 2 broken, 1 open",
    "  n = 3, Median: Adam / SPGD: 2 <= 1 (margin -1; radius 0.000001, step 0.25)",
    "  success: 2 <= 1 (margin -1; radius 0.000001, step 0.25)",
  ]);
  assert(!block.includes("  on {"), block);
});
