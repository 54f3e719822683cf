import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { readMessage } from "./messages.ts";
import { sampleEvidence } from "./testdata/sample_evidence.ts";
import type { Message } from "./worker.ts";

const example = {
  role: "tightest",
  arithmetic: "float64",
  instance: [1],
  relations: [],
  figures: [],
} as const;

/** A message of every type. */
async function messages(): Promise<readonly Message[]> {
  const [evidence] = await sampleEvidence("known/cauchy-schwarz");
  return [
    { type: "ready", arithmetics: [{ name: "float64", backend: "ml-matrix" }] },
    { type: "taken" },
    { type: "observe", instance: { x: [1, null, "text"] } },
    { type: "progress", id: "a/b", phase: "shrink", accepted: 0, budget: 7, bestRatio: null },
    { type: "progress", id: "a/b", phase: "search", accepted: 3, budget: 7, bestRatio: 0.5 },
    { type: "progress", id: "a/b", phase: "confirm", accepted: 3, budget: 7, bestRatio: -1 },
    { type: "wants twin" },
    { type: "tried" },
    { type: "found", evidence: evidence! },
    {
      type: "role",
      role: { role: "needed", tried: 3, counterexample: { x: 1 }, reason: null },
    },
    { type: "replayed", observed: example },
    { type: "replayed", observed: { error: "no" } },
    { type: "door", problems: [] },
    { type: "door", problems: [{ id: "a/b", message: "wrong" }] },
    { type: "spoiled", changes: ["Math.hypot"] },
    { type: "done", isStale: true, leftBehind: "an error" },
    { type: "done", isStale: false, leftBehind: null },
    { type: "failed", isMalformed: true, problems: ["one", "two"] },
  ];
}

/** The problem with a message; undefined if there is none. */
function problemOf(message: unknown): string | undefined {
  const read = readMessage(JSON.stringify(message));
  return typeof read === "string" ? read : undefined;
}

Deno.test("a message of each type comes through as it is, and not without one of its parts", async () => {
  for (const message of await messages()) {
    assertEquals(readMessage(JSON.stringify(message)), JSON.parse(JSON.stringify(message)));
    for (const key of Object.keys(message).filter((key) => key !== "type")) {
      const { [key]: _, ...rest } = message as unknown as Record<string, unknown>;
      const problem = problemOf(rest);
      assertEquals(
        problem,
        `of type ${JSON.stringify(message.type)}, / must have required property '${key}'`,
      );
    }
    assertEquals(problemOf({ ...message, more: 1 }), undefined);
  }
});

Deno.test("a list of claims is read as an object: what is in it is looked at elsewhere", () => {
  assertEquals(problemOf({ type: "listed", list: { claims: 1 } }), undefined);
  assertStringIncludes(problemOf({ type: "listed", list: "x" })!, "/list must be object");
});

Deno.test("what is not of the right form is told by its place", () => {
  const progress = { type: "progress", id: "a/b", accepted: 0, budget: 7, bestRatio: null };
  const role = { role: "needed", tried: 3, counterexample: null, reason: null };
  const cases: readonly [message: unknown, problem: string][] = [
    [{ type: "ready", arithmetics: [{ name: "float16", backend: "x" }] }, "/arithmetics/0/name"],
    [{ ...progress, phase: "sleep" }, "/phase must be equal"],
    [{ ...progress, phase: "search", accepted: -1 }, "/accepted must be >= 0"],
    [{ ...progress, phase: "search", budget: "7" }, "/budget must be number"],
    [{ ...progress, phase: "search", bestRatio: "1" }, "/bestRatio must be number"],
    [{ ...progress, phase: "search", id: 1 }, "/id must be string"],
    [{ type: "role", role: null }, "/role must be object"],
    [{ type: "role", role: { ...role, tried: -1 } }, "/role/tried"],
    [{ type: "replayed", observed: { error: "x", more: 1 } }, "/observed"],
    [{ type: "replayed", observed: { error: 1 } }, "/observed"],
    [{ type: "replayed", observed: {} }, "/observed"],
    [{ type: "replayed", observed: { ...example, role: "other" } }, "/observed"],
    [{ type: "door", problems: {} }, "/problems must be array"],
    [{ type: "door", problems: [1] }, "/problems/0 must be object"],
    [{ type: "door", problems: [{ id: "a/b" }] }, "/problems/0 must have required property"],
    [{ type: "door", problems: [{ message: "x" }] }, "/problems/0 must have required property"],
    [{ type: "door", problems: [{ id: 1, message: "x" }] }, "/problems/0/id"],
    [{ type: "spoiled", changes: [] }, "/changes must NOT have fewer than 1"],
    [{ type: "spoiled", changes: [1] }, "/changes/0 must be string"],
    [{ type: "done", isStale: 1, leftBehind: null }, "/isStale must be boolean"],
    [{ type: "done", isStale: true, leftBehind: 1 }, "/leftBehind must be string,null"],
    [{ type: "failed", isMalformed: 1, problems: ["x"] }, "/isMalformed must be boolean"],
    [{ type: "failed", isMalformed: true, problems: [] }, "/problems must NOT have fewer than 1"],
    [{ type: "failed", isMalformed: true, problems: [1] }, "/problems/0 must be string"],
  ];
  for (const [message, problem] of cases) {
    const told = problemOf(message) ?? "no problem";
    assertStringIncludes(told, problem);
    const { type } = message as { readonly type: string };
    assert(told.startsWith(`of type "${type}", `), told);
  }
});

Deno.test("what is no message at all is told in plain words", () => {
  for (const text of ["", "{", "[".repeat(100_000), "{}x"]) {
    assertEquals(readMessage(text), "no JSON");
  }
  for (const value of [null, 1, "taken", [], {}, { type: 1 }, { type: "toString" }]) {
    assertEquals(problemOf(value), "of no known type");
  }
});

Deno.test("no number of a message is infinite, however deep it lies", () => {
  const infinite = "one with a number that is not finite";
  for (const instance of ["1e999", "[[-1e999]]", '{"a":[1,{"b":1e400}]}']) {
    assertEquals(readMessage(`{"type":"observe","instance":${instance}}`), infinite);
  }
  const long = JSON.stringify(new Array(200_000).fill(1));
  assertEquals(typeof readMessage(`{"type":"observe","instance":${long}}`), "object");
});
