import { assert, assertEquals } from "@std/assert";
import { type Arithmetic, float64, searchClaim } from "../../mod.ts";
import { claims } from "./mod.ts";
import { proofs } from "./proofs.ts";

for (const { title, steps } of proofs) {
  Deno.test(`the proof of ${title} ends with what it proves, and everything leads there`, () => {
    const used = new Set(steps.flatMap(({ from }) => from));
    assertEquals(
      steps.map(({ name }) => name).filter((name) => !used.has(name)),
      [steps.at(-1)!.name],
    );
  });

  Deno.test(`each relation of the claims in the proof of ${title} is of one of its links`, async () => {
    for (const [id, links] of Map.groupBy(steps, ({ claim }) => claim)) {
      const claim = claims.find((claim) => claim.id === id)!;
      const { variants } = await searchClaim(claim, {
        seed: 1,
        profile: "quick",
        arithmetic: float64 as Arithmetic<unknown>,
        instances: 20,
        targetInstances: 0,
      });
      const labels = variants.printed.labels.map(({ label }) => label);
      const isOf = (begin: string | undefined) => (label: string) =>
        begin === undefined || label.startsWith(begin);
      for (const label of labels) {
        assertEquals(links.filter((link) => isOf(link.label)(label)).length, 1, `${id}: ${label}`);
      }
      for (const { label } of links) assert(labels.some(isOf(label)), `${id}: ${label}`);
    }
  });
}
