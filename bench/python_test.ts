import { assertEquals, assertThrows } from "@std/assert";
import { answerOf } from "./python.ts";

const ended = (code: number, stdout: string, stderr: string) => {
  const [printed, said] = [stdout, stderr].map((text) => new TextEncoder().encode(text));
  return { code, success: code === 0, stdout: printed!, stderr: said! };
};

Deno.test("what a script prints is what it measured", () => {
  const answer = answerOf("svd", ended(0, '{"seconds": {"50": 1e-3}}\n', "a warning"));
  assertEquals(answer, { measured: { seconds: { "50": 1e-3 } } });
});

Deno.test("a package that is missing is named, any other failure is thrown", () => {
  const said = "numpy is missing: install it\n";
  assertEquals(answerOf("svd", ended(3, "", said)), { missing: "numpy is missing: install it" });
  assertThrows(
    () => answerOf("svd", ended(1, "{}", "Traceback")),
    Error,
    "svd.py failed: Traceback",
  );
});
