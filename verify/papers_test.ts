import { assertEquals } from "@std/assert";
import { comparePapers, paperNamed } from "./papers.ts";

Deno.test("a paper is named by its claims' module, by the catalogue, or by its key", () => {
  const none = { paperTitle: null };
  assertEquals(paperNamed("mine", [none, { paperTitle: "Mine" }]), { title: "Mine", authors: [] });
  assertEquals(paperNamed("spgd", [{ paperTitle: "Mine" }]), { title: "Mine", authors: [] });
  assertEquals(paperNamed("gn-flow", [none]).arxiv, "2412.14031");
  assertEquals(paperNamed("mine", [none]), { title: "mine", authors: [] });
  assertEquals(paperNamed("mine", []), { title: "mine", authors: [] });
});

Deno.test("papers come in the order of the catalogue, others after them by name", () => {
  const keys = ["zeta", "calibration", "alpha", "gn-flow", "spgd", "psgd", "adam-gn", "dual"];
  const expected = ["spgd", "psgd", "dual", "adam-gn", "gn-flow", "calibration", "alpha", "zeta"];
  assertEquals(keys.toSorted(comparePapers), expected);
  assertEquals(comparePapers("alpha", "alpha"), 0);
});
