import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { claims } from "../../theorems/mod.ts";
import type { Claim } from "../claim.ts";
import { catalogueMarkdown, MarkerError, withCatalogue } from "../report/readme.ts";

/** A claim of which only what the table shows matters. */
function claim(id: string, title: string, expected: Partial<Record<string, string>>): Claim {
  const variants = Object.fromEntries(
    Object.entries(expected).map(([name, verdict]) => [
      name,
      { statement: "", relations: () => [], ...(verdict === "" ? {} : { expected: verdict }) },
    ]),
  );
  return { id, title, variants } as unknown as Claim;
}

const few = [
  claim("mine/one", "|x| <= *y*", { printed: "holds" }),
  claim("dual/two", "Two", { printed: "refuted", corrected: "holds" }),
  claim("dual/three", "Three", { printed: "vacuous", corrected: "holds" }),
  claim("mine/four", "Four", { printed: "holds", sharpened: "" }),
];

Deno.test("README.md lists the catalogue as it is", () => {
  const text = Deno.readTextFileSync(new URL("../../README.md", import.meta.url));
  assert(
    withCatalogue(text, claims) === text,
    "README.md does not list the claims and verdicts that theorems/mod.ts expects: " +
      "run `deno task readme`",
  );
});

Deno.test("the table counts by paper what is expected as printed, and lists every claim", () => {
  const lines = catalogueMarkdown(few).split("\n");
  const has = (line: string) => assert(lines.includes(line), `${line} in ${lines.join("\n")}`);
  has("| paper | claims | hold as printed | refuted | vacuous |");
  has(
    "| `dual`: Dual Space Preconditioning for Gradient Descent in the Overparameterized Regime, " +
      "Ghane, Akhtiamov, Hassibi, 2026, [arXiv:2603.10485](https://arxiv.org/abs/2603.10485) " +
      "| 2 | 0 | 1 | 1 |",
  );
  has("| `mine`: mine | 2 | 2 | 0 | 0 |");
  has("| **all** | 4 | 2 | 1 | 1 |");
  has("<summary>The claims of dual (2)</summary>");
  has("| `dual/two` | Two | refuted | holds |");
  has("| `dual/three` | Three | vacuous | holds |");
  has("| `mine/one` | \\|x\\| \\<= \\*y\\* | holds |  |");
  has("| `mine/four` | Four | holds | none expected |");
  // The catalogue's papers come first.
  assert(
    lines.indexOf("| `dual/three` | Three | vacuous | holds |") < lines.indexOf(
      "| `mine/four` | Four | holds | none expected |",
    ),
  );
  const more = catalogueMarkdown([...few, claim("mine/five", "Five", { printed: "" })]);
  assertStringIncludes(more, "| vacuous | other |");
  assertStringIncludes(more, "| **all** | 5 | 2 | 1 | 1 | 1 |");
});

Deno.test("only what lies between the markers is replaced", () => {
  const begin = "<!-- deno-fmt-ignore-start -->";
  const end = "<!-- deno-fmt-ignore-end -->";
  const made = withCatalogue(`before\n${begin}\nold\n${end}\nafter\n`, few);
  assert(made.startsWith(`before\n${begin}\n\n`) && made.endsWith(`\n\n${end}\nafter\n`), made);
  assert(!made.includes("\nold\n"), made);
  assertEquals(withCatalogue(made, few), made);
  assert(withCatalogue(made, few.slice(1)) !== made, "a claim that went makes it stale");
  for (const text of ["", begin, `${begin}${begin}${end}`, `${end}${begin}`]) {
    assertThrows(() => withCatalogue(text, few), MarkerError, "the line <!-- deno-fmt-ignore-");
  }
});
