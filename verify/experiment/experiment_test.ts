import { assertEquals, assertThrows } from "@std/assert";
import { MalformedClaim } from "../door/malformed_claim.ts";
import { defineExperiment, type ExperimentDefinition } from "./experiment.ts";

const GOOD: ExperimentDefinition<number, number> = {
  id: "paper/name",
  title: "A title",
  locus: "§1",
  about: [],
  revision: 1,
  randomness: "seeds",
  plan: () => ({ seeds: 2, arms: [{ name: "only", parameters: 1 }], settings: [] }),
  run: (parameters, seed) => parameters + seed,
  sentences: [],
};

const SENTENCE = { name: "a", statement: "1", locus: "§1", reading: "so", comparisons: () => [] };

Deno.test("an experiment is itself, once its names have been looked at", () => {
  assertEquals(defineExperiment(GOOD) as unknown, GOOD);
});

Deno.test("what is wrong with an experiment is said in words", () => {
  const refused = (change: Partial<typeof GOOD>, says: string) =>
    assertThrows(() => defineExperiment({ ...GOOD, ...change }), MalformedClaim, says);
  refused({ id: "name" }, 'experiment name: the id "name" is not of the form paper/name');
  refused({ id: "../x/y" }, "not of the form paper/name");
  refused({ sentences: [{ ...SENTENCE, name: "A b" }] }, "write its name with lower case letters");
  refused({ sentences: [SENTENCE, SENTENCE] }, 'two sentences have the name "a"');
  refused(
    { plan: () => ({ seeds: 1, arms: [], settings: [] }) },
    "the plan for --profile quick has no arm",
  );
  const arm = { name: "only", parameters: 1 };
  refused(
    { plan: () => ({ seeds: 1, arms: [arm, arm], settings: [] }) },
    'two arms in the plan for --profile quick have the name "only"',
  );
  refused(
    { plan: (profile) => ({ seeds: profile === "quick" ? 1 : 0, arms: [arm], settings: [] }) },
    "the plan for --profile standard has 0 seeds: give an integer of at least 1",
  );
  refused(
    { randomness: "none" },
    "the plan for --profile quick has 2 seeds, but nothing depends on them: give 1",
  );
});
