import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import type { Proof } from "../proof.ts";
import { withFolder } from "../testdata/command_line.ts";
import { readReportFolder } from "./folder.ts";
import { proofsPath, readProofs, writeProofs } from "./proofs.ts";

function proof(id: string, title = "Theorem 1"): Proof {
  const claim = `${id.split("/")[0]}/claim`;
  return {
    id,
    title,
    steps: [
      { name: "(1)", says: "x <= y", claim, label: "(1)", from: [] },
      { name: "(2)", says: "x <= z", claim, from: ["(1)"] },
    ],
  };
}

Deno.test("a run writes the proofs of its papers, and keeps those of others", async () => {
  await withFolder((folder) => {
    writeProofs(folder, [], ["a/claim"]);
    assertEquals([...Deno.readDirSync(folder)], []);
    assertEquals(readProofs(folder), []);
    writeProofs(folder, [proof("b/x"), proof("a/x"), proof("c/x")], ["a/claim", "b/claim"]);
    assertEquals(readProofs(folder), [proof("a/x"), proof("b/x")]);
    writeProofs(folder, [proof("b/y", "Lemma 2")], ["b/claim"]);
    assertEquals(readReportFolder(folder).proofs, [proof("a/x"), proof("b/y", "Lemma 2")]);
    writeProofs(folder, [], ["a/claim", "b/claim"]);
    assertEquals(readProofs(folder), []);
    return Promise.resolve();
  });
});

Deno.test("proofs are written in the order of their ids, whatever order they came in", async () => {
  await withFolder((folder) => {
    const ids = ["a/c", "a/a", "b/a", "a/e", "a/b", "a/d"];
    for (const order of [ids, ids.toReversed(), ids.toSorted()]) {
      writeProofs(folder, order.map((id) => proof(id)), ["a/claim", "b/claim"]);
      assertEquals(readProofs(folder).map(({ id }) => id), ids.toSorted());
    }
    return Promise.resolve();
  });
});

Deno.test("damaged proofs are named, and replaced by the next run", async () => {
  await withFolder((folder) => {
    const steps = proof("a/x").steps;
    const file = (proofs: unknown, schema = "assay.proofs/1") => JSON.stringify({ schema, proofs });
    const cases = [
      ["{", "JSON"],
      ["null", "at /: must be object"],
      [file([], "assay.proofs/99"), "at /schema"],
      [file([{ ...proof("a/x"), steps: [] }]), "at /proofs/0/steps"],
      [file([{ ...proof("a/x"), steps: steps.toReversed() }]), "which stands below it"],
      [file([{ ...proof("a/x"), id: "../x" }]), 'proofs[0].id is "../x"'],
    ] as const;
    for (const [text, message] of cases) {
      Deno.writeTextFileSync(proofsPath(folder), text);
      const [problem, ...more] = readReportFolder(folder).problems;
      assertEquals(more, []);
      assertStringIncludes(problem!, `${join(folder, "proofs.json")} is damaged (`);
      assertStringIncludes(problem!, message);
      assertStringIncludes(problem!, "remove it, or write it again with `deno task verify`");
    }
    writeProofs(folder, [proof("a/x")], ["a/claim"]);
    assertEquals(readProofs(folder), [proof("a/x")]);
    return Promise.resolve();
  });
});
