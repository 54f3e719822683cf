/**
 * Fig. 8 of the paper of the claims `adam-gn`: covariances on which GN^{-1} conditions better.
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

/** Within this share steps are close. */
const CLOSE = 1.1;

/** The experiment, with the comparison of this library or what a test puts in its place. */
export function figure8(compare: typeof comparePowers = comparePowers): Experiment {
  return defineExperiment<PowersParameters, PowersOutcome>({
    id: "adam-gn/figure-8",
    title: "Where GN^{-1} conditions better than GN^{-1/2}",
    locus: "Section A.3, Figure 8",
    about: ABOUT,
    revision: 1,
    randomness: "seeds",
    plan: (profile) => powersPlan("one", profile),
    run: (parameters, seed) => compare(parameters, seed),
    sentences: [
      {
        name: "one-is-faster-or-close",
        statement: String
          .raw`\text{Contrary to Figure 2, when } \mathbf{GN}^{-1} \text{ has a more favorable
          condition number, it converges faster or close to } \mathbf{GN}^{-\frac12} \text{ on both small and
          large batches.}`,
        locus: "Figure 8",
        reading:
          "for Σ with r(Σ) < 1, GN^{-1} needs at most 1.1 times as many steps, in the median over seeds: " +
          "with the population gradient, and with single samples the expected loss and single runs",
        expected: "holds",
        comparisons: (results) => medianQuotients(results, { atMost: CLOSE }),
      },
      {
        name: "one-is-faster",
        statement: String.raw`\mathbf{GN}^{-\frac12} \text{ indeed converges faster on data from }
          \Sigma_{\text{half}}, \text{ whereas } \mathbf{GN}^{-1} \text{ converges faster with }
          \Sigma_{\text{one}}, \text{ consistent with the theory.}`,
        locus: "Section A.3",
        reading:
          "for Σ with r(Σ) < 1, GN^{-1} needs at most as many steps, in the median over seeds: with the " +
          "population gradient, and with single samples the expected loss and single runs (Σ_half: Figure 2)",
        comparisons: (results) => medianQuotients(results, { atMost: 1 }),
      },
      {
        name: "condition-number-decides",
        statement: COMPARISON,
        locus: "Section 5",
        reading:
          "of the first Σ with r(Σ) < 1, GN^{-1} needs no more steps from a drawn start on at least 19 of 20: with the " +
          "population gradient, and with single samples by the expected loss",
        expected: "refuted",
        comparisons: (results) => agreementRates(results, "one", 0.95),
      },
      {
        name: "condition-number-decides-mostly",
        statement: COMPARISON,
        locus: "Section 5",
        reading:
          "of the first Σ with r(Σ) < 1, GN^{-1} needs no more steps from a drawn start on at least half: with the " +
          "population gradient, and with single samples by the expected loss",
        comparisons: (results) => agreementRates(results, "one", 0.5),
      },
    ],
    figures: powersFigures,
  });
}
