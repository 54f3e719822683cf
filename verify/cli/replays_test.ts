import { assertEquals } from "@std/assert";
import { example } from "../report/site/testdata/evidence.ts";
import type { ReplayedVariant } from "../replay.ts";
import { printReplays } from "./replays.ts";
import { captured } from "./testdata/captured.ts";
import { claimOf } from "./testdata/displayed.ts";

/** What is printed of replays, without colours. */
async function printed(replayed: readonly ReplayedVariant[]): Promise<string[]> {
  const { stdout } = await captured(() => printReplays(claimOf("p/a"), replayed));
  // deno-lint-ignore no-control-regex -- colours are control sequences
  return stdout.replaceAll(/\x1b\[\d+m/g, "").split("\n");
}

Deno.test("a replay shows its instance, its relations, and whether all is as recorded", async () => {
  const recorded = { ...example("counterexample"), instance: { x: 1 } };
  assertEquals(
    await printed([
      { name: "printed", recorded, observed: recorded, same: true },
      { name: "corrected", recorded, observed: { error: "Error: a bug" }, same: false },
    ]),
    [
      "p/a  title of p/a",
      "",
      "printed: counterexample in float64",
      '{"x":1}',
      "  broken  f(θ_t) <= (1 − αμ)^t f(θ_0)",
      "          2 <= 1   margin -1, tolerance 1e-13",
      "  kept    QᵀQ = I [orthogonal]",
      "          1 = 1   margin 0, tolerance 1e-13",
      "  the same as recorded",
      "",
      "corrected: counterexample in float64",
      '{"x":1}',
      "  Error: a bug",
      "  NOT the same as recorded",
      "",
    ],
  );
  assertEquals(await printed([]), ["p/a  title of p/a", "The file holds no instance.", ""]);
});
