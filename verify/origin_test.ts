import { assertEquals } from "@std/assert";
import { withOrigin } from "./origin.ts";
import { changed, sampleEvidence } from "./testdata/sample_evidence.ts";

Deno.test("evidence says where its claim comes from, also in each command that replays it", async () => {
  const [found] = await sampleEvidence("known/pythagoras-without-orthogonality");
  const { example, refutation } = found!.variants.printed;
  const further = { example: example!, refutation: refutation! };
  const evidence = changed(found!, {
    printed: { furtherRefutations: [further, further] },
    corrected: { refutation: null, furtherRefutations: [] },
  });
  const origin = { module: "./mine.ts", paperTitle: "A paper" };
  const { module, paperTitle, variants, ...rest } = withOrigin(evidence, origin);
  assertEquals({ module, paperTitle }, origin);
  const { variants: _, module: _module, paperTitle: _title, ...before } = evidence;
  assertEquals(rest, before);
  const { printed, corrected } = variants;
  const replay = "deno task verify --claims ./mine.ts --replay FILE";
  assertEquals(printed.refutation, { ...refutation!, replay });
  assertEquals(
    printed.furtherRefutations,
    [further, further].map(({ example }) => ({ example, refutation: { ...refutation!, replay } })),
  );
  assertEquals(printed.example, example);
  assertEquals(corrected, evidence.variants.corrected);
  const ofCatalogue = withOrigin(evidence, { module: null, paperTitle: null });
  assertEquals(ofCatalogue.variants.printed.refutation!.replay, "deno task verify --replay FILE");
});
