/**
 * What the experiments of the paper of the claims `adam-gn` list: the printed β₂, and steps by method.
 *
 * @module
 */

import type { Results } from "../../verify/experiment/mod.ts";
import type { Figure } from "../../verify/mod.ts";
import { median, numbersOf, quantile } from "../_over_seeds.ts";
import type { Best } from "./_full_batch.ts";

/** The printed β₂. */
export const BETAS: readonly number[] = [0, 0.9, 0.95, 0.99];

const shortly = (value: number) =>
  Number.isFinite(value) ? String(Number(value.toPrecision(3))) : "never";

/** The steps of each arm, and the settings with which they are so few with the first seed. */
export function medianStepsTable(results: Results<Best>): Figure {
  return {
    kind: "table",
    title:
      "Steps to the target: the median over seeds, the quartiles, and the best settings of seed 1",
    locus: "All arms",
    columns: ["arm", "steps", "quartiles", "η", "halved every", "setting"],
    keys: 1,
    rows: results.arms.map((arm) => {
      const steps = numbersOf(results, arm, (best) => best.steps);
      const { stepSize, every, setting } = results.of(arm)[0]!.outcome;
      return [
        arm,
        shortly(median(steps)),
        [1, 3].map((k) => shortly(quantile(steps, k / 4))).join(" to "),
        stepSize === null ? "–" : shortly(stepSize),
        every === null ? "–" : String(every),
        setting,
      ];
    }),
    marks: [],
  };
}
