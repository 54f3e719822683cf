/**
 * Fig. 2 of the paper of the claims `adam-gn`: covariances on which GN^{-1/2} conditions better.
 *
 * @module
 */

import { defineExperiment, type Experiment } from "../../verify/experiment/mod.ts";
import {
  ABOUT,
  agreementRates,
  comparePowers,
  COMPARISON,
  medianQuotients,
  powersFigures,
  type PowersOutcome,
  type PowersParameters,
  powersPlan,
} from "./_powers.ts";

/** The experiment, with the comparison of this library or what a test puts in its place. */
export function figure2(compare: typeof comparePowers = comparePowers): Experiment {
  return defineExperiment<PowersParameters, PowersOutcome>({
    id: "adam-gn/figure-2",
    title: "Where GN^{-1/2} conditions better than GN^{-1}",
    locus: "Section 5, Figure 2; Sections 3.1.2 and A.3",
    about: ABOUT,
    revision: 1,
    randomness: "seeds",
    plan: (profile) => powersPlan("half", profile),
    run: (parameters, seed) => compare(parameters, seed),
    sentences: [
      {
        name: "half-is-faster",
        statement: String
          .raw`\text{On a regression task where } \text{GN}^{-1/2} \text{ leads to a more favorable
          condition number, } \text{GN}^{-1/2} \text{ converges faster than } \text{GN}^{-1} \text{ with both
          small and large batches.}`,
        locus: "Figure 2",
        reading:
          "for Σ with r(Σ) > 1, GN^{-1} needs at least as many steps, in the median over seeds: with the " +
          "population gradient, and with single samples the expected loss and single runs",
        expected: "holds",
        comparisons: (results) => medianQuotients(results, { atLeast: 1 }),
      },
      {
        name: "condition-number-decides",
        statement: COMPARISON,
        locus: "Section 5",
        reading:
          "of the first Σ with r(Σ) > 1, GN^{-1/2} needs no more steps from a drawn start on at least 19 of 20: with the " +
          "population gradient, and with single samples by the expected loss",
        expected: "refuted",
        comparisons: (results) => agreementRates(results, "half", 0.95),
      },
      {
        name: "condition-number-decides-mostly",
        statement: COMPARISON,
        locus: "Section 5",
        reading:
          "of the first Σ with r(Σ) > 1, GN^{-1/2} needs no more steps from a drawn start on at least half: with the " +
          "population gradient, and with single samples by the expected loss",
        expected: "holds",
        comparisons: (results) => agreementRates(results, "half", 0.5),
      },
    ],
    figures: powersFigures,
  });
}
