import { assert, assertEquals } from "@std/assert";
import { formatTable, indented } from "./tables.ts";

/** The lines of a text, without what colours it. */
function linesOf(text: string): string[] {
  // deno-lint-ignore no-control-regex -- colours are control sequences
  return text.replaceAll(/\x1b\[\d+m/g, "").split("\n");
}

Deno.test("columns stand below each other, two blanks apart", () => {
  const rows = [["a", "long entry", { content: "1", hAlign: "right" }], [
    "bcde",
    "x",
    { content: "23456", hAlign: "right" },
  ]] as const;
  assertEquals(linesOf(formatTable(["name", "what", "n"], rows, { columns: 100, wrapped: 1 })), [
    "name  what        n",
    "a     long entry      1",
    "bcde  x           23456",
  ]);
});

Deno.test("one column gives way where the table is too wide", () => {
  const rows = [["one", "some words that go on and on"]];
  const table = (columns: number) =>
    linesOf(formatTable(["k", "text"], rows, { columns, wrapped: 1 }));
  assertEquals(table(33), ["k    text", "one  some words that go on and on"]);
  assertEquals(table(32), ["k    text", "one  some words that go on and", "     on"]);
  assertEquals(table(20), ["k    text", "one  some words that", "     go on and on"]);
  // However narrow it is, twelve columns are left.
  assertEquals(table(17), table(3));
  assert(table(3).every((line) => line.length <= 5 + 12));
  assertEquals(table(17).length, 4);
  const word = [["one", "w".repeat(30)]];
  const of = (anywhere: boolean) =>
    linesOf(formatTable(["k", "text"], word, { columns: 25, wrapped: 1, anywhere }));
  assertEquals(of(true), ["k    text", `one  ${"w".repeat(20)}`, `     ${"w".repeat(10)}`]);
  assertEquals(of(false), ["k    text", `one  ${"w".repeat(30)}`]);
});

Deno.test("colours and lines of a cell do not count as its width", () => {
  const red = "\x1b[31mred\x1b[39m\nand more";
  assertEquals(linesOf(formatTable(["a", "b"], [[red, "x"]], { columns: 80, wrapped: 1 })), [
    "a         b",
    "red       x",
    "and more",
  ]);
});

Deno.test("text is indented and broken at its columns, and nothing of it is lost", () => {
  assertEquals(indented("abcdefghij", 6, "> "), "> abcd\n> efgh\n> ij\n");
  assertEquals(indented("abcdefghij", 6), "  abcd\n  efgh\n  ij\n");
  assertEquals(indented("", 10), "  \n");
  const text = "one two three, four ".repeat(20).trim();
  for (const columns of [12, 40, 100]) {
    const lines = indented(text, columns).slice(0, -1).split("\n");
    assert(lines.every((line) => line.startsWith("  ") && line.length <= columns));
    assert(lines.slice(0, -1).every((line) => line.length > columns - 7));
    assertEquals(lines.join(" ").replaceAll(/\s+/g, " ").trim(), text);
  }
});
