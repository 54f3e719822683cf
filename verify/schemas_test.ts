import { assert, assertEquals } from "@std/assert";
import { Ajv2020 } from "ajv/dist/2020.js";
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import configuration from "../deno.json" with { type: "json" };
import { type Evidence, EVIDENCE_SCHEMA, RATIO_EDGES } from "./evidence.ts";
import { MOST_POINTS } from "./figure.ts";
import { MOST_STEPS } from "./door.ts";
import { VERDICTS_SCHEMA } from "./report/files.ts";
import { PROOFS_SCHEMA } from "./report/proofs.ts";
import { SHARD_SCHEMA } from "./report/shard.ts";
import { EXPERIMENT_SCHEMA } from "./experiment/evidence.ts";
import evidenceSchema from "./schemas/evidence.json" with { type: "json" };
import experimentSchema from "./schemas/experiment.json" with { type: "json" };
import proofsSchema from "./schemas/proofs.json" with { type: "json" };
import shardSchema from "./schemas/shard.json" with { type: "json" };
import verdictsSchema from "./schemas/verdicts.json" with { type: "json" };

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/**
 * SHA-256 of each schema, white space apart. Other programs read these files: if this test fails,
 * don't change the digest that stands here. Count up the version in the schema (`$id` and the
 * constant of the property `schema`) and in EVIDENCE_SCHEMA, EXPERIMENT_SCHEMA, PROOFS_SCHEMA,
 * SHARD_SCHEMA or VERDICTS_SCHEMA, and replace the line by the new version with its digest.
 */
const DIGESTS: Readonly<Record<string, string>> = {
  "assay.evidence/6": "23075b21d2854ce8f891e45818f79f8195730ce7f6ff541ca6bed5f29ef829a5",
  "assay.experiment/1": "8142e527747e6133d677c4a89d273710b88058347b4778fd963e78ffdd9a9ff4",
  "assay.proofs/1": "470ac84a531a7718e60e8928c8f7495f0a9519d4974544e02e9741c7afd98961",
  "assay.shard/1": "ee89776399658e19dcdc226511f5f74ac8e802d4005a747015e3c9c81ead5283",
  "assay.verdicts/1": "fa4e823f48eb8ec637a05699f333d9a6b476e35d31b6276ec250520a8a2ec075",
};

Deno.test("a schema does not change without its version", () => {
  const schemas = [evidenceSchema, experimentSchema, proofsSchema, shardSchema, verdictsSchema];
  const digests = schemas.map((schema) => [
    schema.properties.schema.const,
    createHash("sha256").update(JSON.stringify(schema)).digest("hex"),
  ]);
  assertEquals(Object.fromEntries(digests), DIGESTS);
});

Deno.test("the schemas name their versions, bins and limits as the code does", () => {
  assertEquals(evidenceSchema.$id, EVIDENCE_SCHEMA);
  assertEquals(evidenceSchema.properties.schema.const, EVIDENCE_SCHEMA);
  // It has no $id, see its comment.
  assertEquals(experimentSchema.properties.schema.const, EXPERIMENT_SCHEMA);
  assertEquals(verdictsSchema.$id, VERDICTS_SCHEMA);
  assertEquals(verdictsSchema.properties.schema.const, VERDICTS_SCHEMA);
  assertEquals(shardSchema.$id, SHARD_SCHEMA);
  assertEquals(shardSchema.properties.schema.const, SHARD_SCHEMA);
  assertEquals(proofsSchema.$id, PROOFS_SCHEMA);
  assertEquals(proofsSchema.properties.schema.const, PROOFS_SCHEMA);
  assertEquals(proofsSchema.properties.proofs.items.properties.steps.maxItems, MOST_STEPS);
  const { edges, counts } = evidenceSchema.$defs.distribution.properties;
  assertEquals(edges.const, RATIO_EDGES);
  assertEquals([counts.minItems, counts.maxItems], [
    RATIO_EDGES.length + 1,
    edges.const.length + 1,
  ]);
  assertEquals(evidenceSchema.$defs.series.properties.points.maxItems, MOST_POINTS);
  assertEquals(evidenceSchema.$defs.series.properties.spread.maxItems, MOST_POINTS);
  assertEquals(evidenceSchema.$defs.scalingFigure.properties.points.maxItems, MOST_POINTS);
});

/** The files that a run writes, by their paths below the report folder. */
async function run(claims: string, ids: readonly string[], status: number) {
  const out = await Deno.makeTempDir({ prefix: "assay_schemas_test_" });
  try {
    const task = configuration.tasks.verify.command
      .replace("$(deno eval -p 'Deno.execPath()')", Deno.execPath()).split(" ").slice(1);
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [...task, ...ids, "--claims", claims, "--jobs", "1", "--out", out],
      cwd: ROOT,
      env: { NO_COLOR: "1" },
      stdin: "null",
    }).output();
    assertEquals(code, status, new TextDecoder().decode(stderr));
    const read = (path: string) => JSON.parse(Deno.readTextFileSync(join(out, path))) as unknown;
    const folder = dirname(ids[0]!);
    return {
      verdicts: read("verdicts.json"),
      evidence: (await Array.fromAsync(Deno.readDir(join(out, folder))))
        .filter(({ name }) => name.endsWith(".json"))
        .map(({ name }) => read(join(folder, name)) as Evidence),
    };
  } finally {
    await Deno.remove(out, { recursive: true });
  }
}

for (
  const [what, claims, ids, status] of [
    ["known claims", "verify/testdata/claims.ts", ["known/c", "known/p", "known/w"], 0],
    ["bad checkers", "verify/testdata/bad_checkers.ts", ["bad/good", "bad/throws", "bad/nan"], 1],
  ] as const
) {
  Deno.test(`what a run of ${what} writes is valid by its schemas, and by nothing less`, async () => {
    const { verdicts, evidence } = await run(claims, ids, status);
    const ajv = new Ajv2020({ strict: true, allErrors: true });
    const [isEvidence, isVerdicts] = [ajv.compile(evidenceSchema), ajv.compile(verdictsSchema)];
    assert(evidence.length >= 3);
    assert(isVerdicts(verdicts), ajv.errorsText(isVerdicts.errors));
    for (const one of evidence) {
      assert(isEvidence(one), `${one.id}: ${ajv.errorsText(isEvidence.errors)}`);
      // Every property is one that the schema knows and asks for.
      assert(!isEvidence({ ...one, more: 1 }));
      const { health: _, ...less } = one;
      assert(!isEvidence(less));
    }
    assert(!isVerdicts({ ...(verdicts as object), more: 1 }));
    const kinds = evidence.flatMap(({ variants: { printed } }) =>
      printed.example!.figures.map(({ kind }) => kind)
    );
    const all = status === 0 ? ["lines", "plane", "scaling"] : [];
    assertEquals([...new Set(kinds)].sort(), all);
  });
}
