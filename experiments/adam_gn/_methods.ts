/**
 * What the experiments of the paper of the claims `adam-gn` list: Adam's settings, and steps by method.
 *
 * @module
 */

import { preconditionByRunningSecondMoment } from "../../lib/optimizers/mod.ts";
import type { Results, Setting } from "../../verify/experiment/mod.ts";
import type { Figure } from "../../verify/mod.ts";
import { median, numbersOf, quantile } from "../_over_seeds.ts";
import type { Best, Candidate } from "./_full_batch.ts";

/** The printed β₂, in an order in which good ones come early: others need no more steps than these. */
const BETAS: readonly number[] = [0.9, 0.95, 0.99, 0];

/** α of Adam: none, and by factors of 10. */
const RIDGES: readonly number[] = [0, 1, 0.1, 0.01, 1e-3, 1e-4];

/** Adam's settings beside the step size. */
export const ADAM: readonly Candidate[] = RIDGES.flatMap((ridge) =>
  BETAS.map((beta2) => ({
    setting: `β₂ = ${beta2}, α = ${ridge}`,
    direction: (arithmetic) => preconditionByRunningSecondMoment(arithmetic, { beta2, ridge }),
  }))
);

/** Adam's settings as pages list them. */
export const ADAM_SETTINGS: readonly Setting[] = [
  { name: "β₁, β₂", value: "0, the best of 0, 0.9, 0.95, 0.99", source: "printed" },
  {
    name: "Adam's α",
    value: `the best of ${RIDGES.join(", ")}, inside of the root`,
    source: "printed",
  },
  { name: "Adam's bias", value: "corrected", source: "chosen" },
];

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
