import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { join } from "node:path";
import type { Claim } from "./claim.ts";
import { UsageError } from "./usage_error.ts";
import { claims } from "./testdata/claims.ts";
import { contents, runTask, withFolder } from "./testdata/command_line.ts";
import { type ClaimTestOptions, testClaims } from "./testing.ts";

type Tests = Record<string, () => Promise<void>>;

/** What would be registered. */
function registered(of: readonly Claim[], options: ClaimTestOptions = {}): Tests {
  const tests: Tests = {};
  testClaims(of, { ...options, register: (name, body) => void (tests[name] = body) });
  return tests;
}

function claim(id: string): Claim {
  return claims.find((one) => one.id === id)!;
}

const TRUE = claim("known/cauchy-schwarz");

/** The same claim with another expectation. */
function expecting(verdict: "holds" | "refuted" | undefined): Claim {
  const { expected: _, ...printed } = TRUE.variants.printed;
  return {
    ...TRUE,
    variants: { printed: { ...printed, ...(verdict === undefined ? {} : { expected: verdict }) } },
  };
}

Deno.test("each variant of each claim becomes a test, and those that are as expected pass", async () => {
  const tests = registered([TRUE]);
  assertEquals(Object.keys(tests), ["known/cauchy-schwarz (printed)"]);
  await tests["known/cauchy-schwarz (printed)"]!();
});

Deno.test("a false claim fails with its counterexample, and with its page and replay where there is a folder", async () => {
  await withFolder(async (folder) => {
    const reports = join(folder, "reports");
    const square = {
      ...TRUE,
      id: "mine/false",
      variants: {
        printed: {
          statement: "1 \\le 0",
          relations: () => [{ label: "one", lhs: 1, sense: "<=" as const, rhs: 0 }],
        },
      },
    } as Claim;
    const run = (options: ClaimTestOptions) =>
      assertRejects(registered([square], options)["mine/false (printed)"]!, Error);
    const short = (await run({})).message.split("\n");
    assertEquals(short.slice(0, 2), [
      "mine/false (printed) is refuted, where holds is expected",
      "  one: 1 <= 0 (margin -1)",
    ]);
    assert(short[2]!.startsWith("  on {"), short[2]);
    assertEquals(short.length, 3);
    const long = (await run({ reports, module: "my claims.ts" })).message.split("\n");
    assertEquals(long.slice(3), [
      `  replay: deno task verify --claims 'my claims.ts' --replay ${reports}/mine/false.json`,
      `  page: ${reports}/mine/false.html`,
    ]);
    const files = Object.keys(contents(reports));
    for (const file of ["mine/false.json", "mine/false.html", "index.html"]) {
      assert(files.includes(file), file);
    }
    // It is refuted as it should be.
    await registered([square], { expect: "refuted" })["mine/false (printed)"]!();
  });
});

Deno.test("what a claim expects itself counts more than the general expectation", async () => {
  const test = (of: Claim, options?: ClaimTestOptions) =>
    registered([of], options)["known/cauchy-schwarz (printed)"]!;
  await test(expecting("holds"), { expect: "refuted" })();
  await test(expecting(undefined))();
  await assertRejects(test(expecting(undefined), { expect: "refuted" }), Error, "where refuted is");
  await assertRejects(test(expecting("refuted")), Error, "is holds, where refuted is expected");
});

Deno.test("verdicts on record must come again", async () => {
  await withFolder(async (folder) => {
    const verify = await runTask("verify", [
      ...["known/cauchy-schwarz", "--claims", "verify/testdata/claims.ts", "--out", folder],
      ...["--arithmetic", "float64", "--jobs", "1"],
    ]);
    assertEquals(verify.status, 0, verify.stderr);
    const record = join(folder, "verdicts.json");
    const name = "known/cauchy-schwarz (printed)";
    await registered([TRUE], { expect: record })[name]!();
    const changed = (await Deno.readTextFile(record)).replace('"holds"', '"refuted"');
    await Deno.writeTextFile(record, changed);
    await assertRejects(registered([TRUE], { expect: record })[name]!, Error, "where refuted is");
    assertThrows(() => registered([TRUE], { expect: "maybe" }), UsageError, "neither a file nor");
  });
});

Deno.test("the evidence is that of verify with the same seed, but for what rounding moves", async () => {
  await withFolder(async (folder) => {
    const [inTest, byVerify] = [join(folder, "test"), join(folder, "verify")];
    await registered([TRUE], { reports: inTest, seed: 3, module: "verify/testdata/claims.ts" })[
      "known/cauchy-schwarz (printed)"
    ]!();
    const { status } = await runTask("verify", [
      ...["known/cauchy-schwarz", "--claims", "verify/testdata/claims.ts", "--out", byVerify],
      ...["--seed", "3", "--jobs", "1"],
    ]);
    assertEquals(status, 0);
    const instances = (out: string) => {
      const text = Deno.readTextFileSync(join(out, "known/cauchy-schwarz.json"));
      const { variants, seed, search } = JSON.parse(text);
      return [variants.printed.instances, variants.printed.tightness, seed, search.generate];
    };
    assertEquals(instances(inTest), instances(byVerify));
  });
});
