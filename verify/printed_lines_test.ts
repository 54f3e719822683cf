import { assertEquals } from "@std/assert";
import { PrintedLines } from "./printed_lines.ts";

Deno.test("what is printed is passed on without what would move a terminal's cursor", () => {
  const lines = new PrintedLines();
  assertEquals(lines.next("a\tb ü 🙂"), "a\tb ü 🙂");
  assertEquals(lines.next("\x1b[31mred\x07\r\x85"), "\ufffd[31mred\ufffd\ufffd\ufffd");
  assertEquals(lines.next(""), "");
});

Deno.test("a line of more than 2,000 characters is cut, and it is told how much is left out", () => {
  const lines = new PrintedLines();
  assertEquals(lines.next("x".repeat(2000)), "x".repeat(2000));
  assertEquals(lines.next("x".repeat(2001)), `${"x".repeat(2000)}… (1 more characters)`);
  assertEquals(lines.next("x".repeat(5000)), `${"x".repeat(2000)}… (3000 more characters)`);
});

Deno.test("of each job 200 lines are passed on, the others are counted", () => {
  const lines = new PrintedLines();
  for (const most of [0, 199, 200, 201, 250]) {
    lines.begin();
    const passed = Array.from({ length: most }, (_, index) => lines.next(`${index}`));
    assertEquals(
      passed,
      Array.from({ length: most }, (_, index) => index < 200 ? `${index}` : undefined),
    );
    assertEquals(
      lines.leftOut,
      most > 200 ? `… and ${most - 200} more line(s)` : undefined,
    );
  }
});
