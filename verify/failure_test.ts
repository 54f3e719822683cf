import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { EVIDENCE_SCHEMA } from "./evidence.ts";
import { describeError, failedEvidence, Failures } from "./failure.ts";
import { claims } from "./testdata/claims.ts";
import { VERSION } from "./version.ts";

Deno.test("what an error says is kept as it is", () => {
  const { message, stack, instance } = describeError(new RangeError("x is 3"), { x: 3 });
  assertEquals(message, "RangeError: x is 3");
  assert(stack.startsWith("RangeError: x is 3\n    at "), stack);
  assertEquals(instance, { x: 3 });
  assertEquals(describeError("no error", null).message, "thrown: no error");
});

Deno.test("a message of 50 MB is cut, with a word on how much was left out, and the stack remains", () => {
  const { message, stack } = describeError(new Error("x".repeat(50_000_000)), null);
  assert(message.length < 11_000, `${message.length} characters`);
  assertMatch(message, /^Error: x+… \(49990007 more characters left out\)$/);
  assert(stack.length < 21_000, `${stack.length} characters`);
  assertStringIncludes(stack, "more characters left out)\n    at ");
  const thrown = describeError("y".repeat(50_000_000), null);
  assert(thrown.message.length < 11_000, `${thrown.message.length} characters`);
});

Deno.test("a message is not cut within a character", () => {
  assert(describeError("😀".repeat(50_000), null).message.isWellFormed());
  assert(describeError(" " + "😀".repeat(50_000), null).message.isWellFormed());
});

Deno.test("messages and stacks are cut beyond 10,000 and 20,000 characters, and not before", () => {
  const left = (length: number) =>
    /… \((\d+) more characters left out\)$/.exec(
      describeError("x".repeat(length), null).message,
    )?.[1];
  // "thrown: " is a part of it.
  assertEquals([9_992, 9_993, 10_092].map(left), [undefined, "1", "100"]);
  const { message, stack } = describeError(new Error("y".repeat(9_993)), null);
  assertEquals(message, `Error: ${"y".repeat(9_993)}`);
  assert(stack.startsWith(`${message}\n    at `), stack.slice(0, 100));
  const error = new Error("z");
  error.stack = "s".repeat(20_000);
  assertEquals(describeError(error, null).stack, "s".repeat(20_000));
  error.stack = "s".repeat(20_001);
  assertEquals(
    describeError(error, null).stack,
    `${"s".repeat(20_000)}… (1 more characters left out)`,
  );
});

Deno.test("a stack is the same wherever it comes from, down to the entry of the engine", () => {
  const root = new URL("..", import.meta.url).href;
  const error = new RangeError("far");
  const stackOf = (...lines: readonly string[]) => {
    error.stack = ["RangeError: far", ...lines.map((line) => `    at ${line}`)].join("\n");
    return describeError(error, null).stack.split("\n    at ").slice(1);
  };
  const own = `observe (${root}theorems/a.ts:1:2)`;
  assertEquals(
    stackOf(own, `f (file:///home/me/.cache/deno/npm/registry.npmjs.org/x/1.0.0/y.js:3:4)`),
    [
      "observe (theorems/a.ts:1:2)",
      "f (npm:x/1.0.0/y.js:3:4)",
    ],
  );
  for (
    const entry of [
      "Observer.observe (a)",
      "async Phases.run (a)",
      "new Observer (a)",
      "searchClaim (a)",
    ]
  ) assertEquals(stackOf(own, entry, "g (b)"), ["observe (theorems/a.ts:1:2)"], entry);
  assertEquals(stackOf("myObserver (a)", "Observers (b)"), ["myObserver (a)", "Observers (b)"]);
  assertEquals(stackOf("Observer.observe (a)"), []);
  error.stack = undefined as unknown as string;
  assertEquals(describeError(error, { x: 1 }), {
    message: "RangeError: far",
    stack: "",
    instance: { x: 1 },
  });
});

Deno.test("failures are counted, and the first is kept", () => {
  const failures = new Failures();
  assertEquals([failures.count, failures.first], [0, undefined]);
  const [one, two] = ["one", "two"].map((message) => ({ message, stack: "", instance: null }));
  failures.add(one!);
  failures.add(two!);
  assertEquals([failures.count, failures.first], [2, one]);
});

Deno.test("evidence of a search that failed says so, and that nothing was looked at", () => {
  const claim = claims.find(({ id }) => id === "known/pythagoras")!;
  const failure = { message: "it died", stack: "at x", instance: { x: 1 } };
  const run = {
    seed: 3,
    profile: "quick",
    arithmetics: [{ name: "float32", backend: "wasm" }],
    module: "m.ts",
    paperTitle: "t",
  } as const;
  const { variants, hypotheses, ...rest } = failedEvidence(claim, run, failure);
  assertEquals(rest, {
    schema: EVIDENCE_SCHEMA,
    version: VERSION,
    ...run,
    id: claim.id,
    title: claim.title,
    locus: claim.locus,
    kind: claim.kind,
    health: [],
    search: {
      generate: { budget: 0, drawn: 0, accepted: 0 },
      target: { budget: 0, drawn: 0, accepted: 0 },
      shrink: { observations: 0 },
      confirm: { observations: 0 },
    },
    numbers: [],
  });
  assert(hypotheses.length > 0);
  assertEquals(
    hypotheses,
    claim.hypotheses.map(({ name, statement, assumedBy = null }) => ({
      name,
      statement,
      discarded: 0,
      assumedBy,
      role: null,
    })),
  );
  assertEquals(variants.printed, {
    statement: claim.variants.printed.statement,
    verdict: "error",
    expected: claim.variants.printed.expected ?? null,
    reason: "it died",
    tightness: null,
    instances: 0,
    discarded: 0,
    undecided: 0,
    labels: [],
    example: {
      role: "error",
      arithmetic: "float32",
      instance: { x: 1 },
      relations: [],
      figures: [],
    },
    refutation: null,
    furtherRefutations: [],
    failures: null,
    error: { message: "it died", stack: "at x" },
    secondArithmetic: null,
  });
  const arithmetic = (name: "float64" | "float32" | undefined) =>
    failedEvidence(claim, {
      ...run,
      arithmetics: name === undefined ? [] : [{ name, backend: "b" }],
    }, failure).variants.printed.example!.arithmetic;
  assertEquals([arithmetic("float64"), arithmetic(undefined)], ["float64", "float64"]);
});
