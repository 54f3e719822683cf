import { assert, assertEquals } from "@std/assert";
import { runTask } from "./testdata/command_line.ts";

const KNOWN = ["--claims", "verify/testdata/claims.ts"];

Deno.test("claims are listed in their order, those of prefixes or all", async () => {
  const lines = async (...args: string[]) => {
    const { status, stdout, stderr } = await runTask("verify", ["--list", ...KNOWN, ...args]);
    assertEquals([status, stderr], [0, ""]);
    return stdout.trimEnd().split("\n");
  };
  const [head, ...some] = await lines("known/wi", "known/pythagoras");
  assertEquals(head!.split(/ {2,}/), ["claim", "kind", "expected", "title"]);
  assertEquals(some.map((line) => line.split(/ {2,}/)), [
    ["known/pythagoras", "universal", "printed holds", "known/pythagoras"],
    ["known/witness", "existence", "printed holds", "known/witness"],
  ]);
  const all = (await lines("--json")).map((line) => JSON.parse(line));
  const prefixed = all.filter(({ id }) => id.startsWith("known/p"));
  assert(all.length > prefixed.length && prefixed.length > 1);
  assertEquals(all.find(({ id }) => id === "known/witness"), {
    type: "claim",
    id: "known/witness",
    title: "known/witness",
    locus: all[0].locus,
    kind: "existence",
    expected: ["printed holds"],
  });
});

Deno.test("a claim that there is not is told with the nearest", async () => {
  assertEquals(await runTask("verify", [...KNOWN, "known/witnes", "known/wotness"]), {
    status: 2,
    stdout: "",
    stderr: 'error: no claim is called "known/wotness"; the nearest are known/witness, ' +
      "known/no-witness, known/pythagoras (--list shows all)\n",
  });
});
