/** Experiments whose outcomes are known: what the tests of the command run. */

import { defineExperiment, medianIs, quotientOfMediansIs, rateIs } from "../experiment/mod.ts";
import type { Experiment } from "../experiment/mod.ts";

/** Waits without keeping a processor busy. */
function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

const SETTINGS = [
  { name: "step size", value: "0.01", source: "printed" },
  { name: "seeds", value: "fewer", source: "scaled" },
  { name: "cutoff", value: "1e-3", source: "chosen" },
] as const;

const COMMON = {
  locus: "§9, Figure 9",
  about: ["Slow takes 10 + seed epochs, quick one; blind never arrives."],
  revision: 1,
  randomness: "seeds",
} as const;

interface Parameters {
  readonly [key: string]: number | null;
  readonly base: number | null;
  readonly milliseconds: number;
}

/** Twelve seeds of two arms, each run of which takes a while. */
const race = defineExperiment<Parameters, { readonly epochs: number | null }>({
  ...COMMON,
  id: "known/race",
  title: "A race whose end is known",
  plan: (profile) => ({
    seeds: profile === "quick" ? 3 : 12,
    arms: [
      { name: "slow", parameters: { base: 10, milliseconds: profile === "thorough" ? 60 : 1 } },
      { name: "quick", parameters: { base: 1, milliseconds: profile === "thorough" ? 60 : 1 } },
      { name: "blind", parameters: { base: null, milliseconds: 1 } },
    ],
    settings: SETTINGS,
  }),
  async run({ base, milliseconds }, seed) {
    await wait(milliseconds);
    return { epochs: base === null ? null : base === 1 ? 1 : base + seed };
  },
  sentences: [
    {
      name: "ten-times",
      statement: "\\text{quick needs ten times fewer epochs}",
      locus: "§9.1",
      reading: "the quotient of the medians is at least 10",
      expected: "holds",
      comparisons: (results) => [
        quotientOfMediansIs(
          "slow over quick",
          results.observations("slow", ({ epochs }) => epochs),
          results.observations("quick", ({ epochs }) => epochs),
          { atLeast: 10 },
        ),
      ],
    },
    {
      name: "at-most-five",
      statement: "\\text{slow needs at most } 5 \\text{ epochs}",
      locus: "§9.2",
      reading: "in the median",
      expected: "refuted",
      comparisons: (results) => [
        medianIs("slow", results.observations("slow", ({ epochs }) => epochs), { atMost: 5 }),
      ],
    },
    {
      name: "arrives",
      statement: "\\text{blind always arrives}",
      locus: "§9.3",
      reading: "in at least half of all runs",
      comparisons: (results) => [
        rateIs("blind", results.of("blind").map(({ outcome }) => outcome.epochs !== null), {
          atLeast: 0.5,
        }),
      ],
    },
  ],
  figures: (results) => [{
    kind: "lines",
    title: "epochs by seed",
    x: { label: "seed" },
    y: { label: "epochs" },
    series: [{
      name: "slow",
      role: "observed",
      points: results.of("slow").map(({ seed, outcome }) => [seed, outcome.epochs!]),
      spread: results.of("slow").map(({ seed, outcome }) => [seed, outcome.epochs! - 1, 30]),
    }],
  }],
  tables: (results) => [{
    table: {
      locus: "Table 9",
      caption: "Epochs.",
      columns: ["method", "Median", "Best"],
      keys: 1,
      rows: [["slow", "15", "9"], ["blind", "–", "–"]],
    },
    measure: ([method], column) =>
      column === "Best" ? { seconds: 7200 } : {
        value: method === "slow" ? 16.5 : Infinity,
        lower: 11,
        upper: Infinity,
        seeds: results.of(method!).length,
      },
  }],
});

/** Its runs with seed 2 throw. */
const broken = defineExperiment<number, number>({
  ...COMMON,
  id: "known/broken",
  title: "A run that throws",
  plan: () => ({
    seeds: 2,
    arms: [{ name: "only", parameters: 1 }],
    settings: [],
  }),
  run(_, seed) {
    if (seed === 2) throw new Error("the matrix is singular");
    return seed;
  },
  sentences: [{
    name: "any",
    statement: "1",
    locus: "§9",
    reading: "whatever",
    expected: "holds",
    comparisons: () => [],
  }],
});

/** Its outcome is nothing that JSON holds. */
const infinite = defineExperiment<number, number>({
  ...COMMON,
  id: "known/infinite",
  title: "An outcome that is not finite",
  plan: () => ({ seeds: 1, arms: [{ name: "only", parameters: 1 }], settings: [] }),
  run: () => Infinity,
  sentences: [],
});

export const experiments: readonly Experiment[] = [race, broken, infinite];
