import { assertEquals } from "@std/assert";
import { replayLine, shellWord } from "./replay_line.ts";

Deno.test("a word is quoted where a shell would not take it as it is", () => {
  for (const plain of ["reports/spgd/theorem-1.json", "/tmp/a_b", "x=1", "../a:b,c@d%e+f"]) {
    assertEquals(shellWord(plain), plain);
  }
  for (
    const odd of ["a b", "$HOME", "~/x", "*", "a;b", "a\\b", 'a"b', "a\nb", "`x`", "#x", "", "é"]
  ) {
    assertEquals(shellWord(odd), `'${odd}'`);
  }
  assertEquals(shellWord("it's"), `'it'"'"'s'`);
});

Deno.test("a replay line names the module, where it is not the catalogue", () => {
  assertEquals(replayLine(null, "FILE"), "deno task verify --replay FILE");
  assertEquals(
    replayLine("my claims.ts", "a b/x.json"),
    "deno task verify --claims 'my claims.ts' --replay 'a b/x.json'",
  );
});
