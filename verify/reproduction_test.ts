import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Evidence, Example } from "./evidence.ts";
import { isSame, type Observed, reproduced } from "./reproduction.ts";
import { changed, sampleEvidence } from "./testdata/sample_evidence.ts";

/** A refuted claim with a further refutation, and a variant that holds. */
async function refuted(): Promise<Evidence> {
  const [found] = await sampleEvidence("known/pythagoras-without-orthogonality");
  const { example, refutation } = found!.variants.printed;
  const further = {
    example: { ...example!, instance: "another" },
    refutation: refutation!,
  };
  return changed(found!, {
    printed: { furtherRefutations: [further] },
    corrected: { verdict: "holds", furtherRefutations: [], refutation: null },
  });
}

const moved = (example: Example, lhs: number): Example => ({
  ...example,
  relations: example.relations.map((relation) => ({ ...relation, lhs })),
});

Deno.test("what is observed again as it was stays as it is, and each recording is asked for", async () => {
  const evidence = await refuted();
  const asked: unknown[] = [];
  const again = await reproduced(evidence, (variant, recorded) => {
    asked.push([variant, recorded.instance]);
    // Only the relations count.
    return Promise.resolve({ ...recorded, role: "tightest", figures: [] });
  });
  assertEquals(again, evidence);
  const { instance } = evidence.variants.printed.example!;
  assertEquals(asked, [["printed", instance], ["printed", "another"]]);
});

Deno.test("what gives something else when it is observed again is an error", async () => {
  const evidence = await refuted();
  const { printed } = evidence.variants;
  const [recorded] = printed.example!.relations;
  const { label, lhs, sense, rhs } = recorded!;
  const cases: readonly [observe: (example: Example) => Observed, message: string][] = [
    [() => ({ error: "no such thing" }), "in a fresh process: no such thing"],
    [
      (example) => moved(example, 42),
      `"${label}" was ${lhs} ${sense} ${rhs} at first, then "${label}" was 42 ${sense} ${rhs}. `,
    ],
    [
      (example) => ({ ...example, relations: [] }),
      `"${label}" was ${lhs} ${sense} ${rhs} at first, then no relation. `,
    ],
  ];
  for (const [observe, message] of cases) {
    for (const which of [0, 1]) {
      let count = 0;
      const again = await reproduced(
        evidence,
        (_, example) => Promise.resolve(count++ === which ? observe(example) : example),
      );
      // After the first difference nothing more is asked for.
      assertEquals(count, which + 1);
      const variant = again.variants.printed;
      const instance = which === 0 ? printed.example!.instance : "another";
      assertEquals(variant.verdict, "error");
      assertStringIncludes(variant.reason!, message);
      assertEquals(variant.error, { message: variant.reason!, stack: "" });
      assertEquals(variant.example, { ...printed.example!, instance, role: "error" });
      assertEquals([variant.refutation, variant.furtherRefutations], [null, []]);
      assertEquals(variant.failures, null);
      assertEquals(again.variants.corrected, evidence.variants.corrected);
    }
  }
});

Deno.test("the relation that differs is named, not the first", async () => {
  const evidence = await refuted();
  const [first] = evidence.variants.printed.example!.relations;
  const second = { ...first!, label: "second", lhs: 1, rhs: 2 };
  const example = { ...evidence.variants.printed.example!, relations: [first!, second] };
  const two = changed(evidence, { printed: { example, furtherRefutations: [] } });
  const again = await reproduced(
    two,
    (_, recorded) => Promise.resolve({ ...recorded, relations: [first!, { ...second, lhs: 3 }] }),
  );
  const { reason } = again.variants.printed;
  assertStringIncludes(reason!, `"second" was 1 ${first!.sense} 2 at first, then "second" was 3`);
});

Deno.test("a refuted variant without an example is not asked for", async () => {
  const evidence = changed(await refuted(), { printed: { example: null, furtherRefutations: [] } });
  assertEquals(await reproduced(evidence, () => Promise.reject(new Error("asked"))), evidence);
});

Deno.test("an observation is the same to the last digit or it is another one", async () => {
  const example = (await refuted()).variants.printed.example!;
  assert(isSame(example, { ...example, instance: 1 }));
  assert(!isSame(example, moved(example, example.relations[0]!.lhs! * (1 + 2 ** -52))));
});
