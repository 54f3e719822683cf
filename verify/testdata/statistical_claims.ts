/**
 * Statistical claims whose verdict is known beforehand, for the tests of the engine.
 *
 * @module
 */

import fc from "fast-check";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import {
  type DecidedEstimate,
  meanConfidence,
  probabilityConfidence,
  relationOfEstimate,
} from "../../lib/statistics/mod.ts";
import { type Claim, defineClaim, type Verdict } from "../claim.ts";
import { mixSeed } from "../random.ts";

/** How many observations a search may spend on an instance; a confirmation has four times as many. */
const MOST_SAMPLES = 6_000;

/** The stream of an instance; another one where a violation is confirmed. */
function uniforms(seed: number, refinement: number): () => number {
  const random = xoroshiro128plus(mixSeed(seed, refinement));
  return () => uniformFloat64(random);
}

function samplesAt(refinement: number): number {
  return MOST_SAMPLES * 4 ** refinement;
}

interface NoisyStep {
  readonly start: number;
  readonly stepSize: number;
  readonly noise: number;
  readonly seed: number;
}

/**
 * One step of SGD on f(w) = w²/2 with noise ζ uniform on [−noise, noise]:
 * E f((1 − α)w − αζ) = ((1 − α)²w² + α²·noise²/3)/2. The claim is that this is at most `factor` times
 * its value.
 */
function expectation(id: string, factor: number, expected: Verdict): Claim {
  const exact = ({ start, stepSize, noise }: NoisyStep) =>
    ((1 - stepSize) ** 2 * start ** 2 + stepSize ** 2 * noise ** 2 / 3) / 2;
  return defineClaim<NoisyStep, DecidedEstimate>({
    id,
    title: id,
    locus: "testdata",
    kind: "statistical",
    hypotheses: [],
    instances: fc.record({
      start: fc.double({ min: 0.5, max: 2, noNaN: true }),
      stepSize: fc.double({ min: 0.1, max: 0.5, noNaN: true }),
      noise: fc.double({ min: 0, max: 1, noNaN: true }),
      seed: fc.integer({ min: 0 }),
    }),
    observe(instance, _arithmetic, refinement) {
      const { start, stepSize, noise, seed } = instance;
      const uniform = uniforms(seed, refinement);
      const draw = () => ((1 - stepSize) * start - stepSize * noise * (2 * uniform() - 1)) ** 2 / 2;
      const decide = { threshold: factor * exact(instance), sense: "<=" } as const;
      // |w| never exceeds (1 − α)·start + α·noise; the factor is for the rounding of the last step.
      const upper = ((1 - stepSize) * start + stepSize * noise) ** 2 / 2 * (1 + 1e-12);
      const maximumSamples = samplesAt(refinement);
      return meanConfidence(draw, { lower: 0, upper, decide, maximumSamples });
    },
    variants: {
      printed: {
        statement: String.raw`\mathbb E f(w_1) \le ${factor} \cdot \mathbb E f(w_1)`,
        expected,
        relations: (estimate, instance) => [{
          label: "E f(w_1) <= bound",
          sense: "<=",
          rhs: factor * exact(instance),
          ...relationOfEstimate(estimate, "<="),
        }],
      },
    },
  });
}

interface Jump {
  readonly probability: number;
  readonly seed: number;
}

/**
 * Chebyshev's inequality where it is tight: ζ = ±1 with probability p/2 each and 0 otherwise has
 * P(|ζ| ≥ 1) = p = Var ζ. The claim is that P(|ζ| ≥ 1) is at most `factor` times Var ζ.
 */
function probability(id: string, factor: number, expected: Verdict): Claim {
  return defineClaim<Jump, DecidedEstimate>({
    id,
    title: id,
    locus: "testdata",
    kind: "statistical",
    hypotheses: [],
    instances: fc.record({
      probability: fc.double({ min: 0.6, max: 0.9, noNaN: true }),
      seed: fc.integer({ min: 0 }),
    }),
    observe({ probability, seed }, _arithmetic, refinement) {
      const uniform = uniforms(seed, refinement);
      const draw = () => {
        const position = uniform();
        const jump = position < probability / 2 ? -1 : position < probability ? 1 : 0;
        return Math.abs(jump) >= 1;
      };
      return probabilityConfidence(draw, {
        decide: { threshold: factor * probability, sense: "<=" },
        maximumSamples: samplesAt(refinement),
      });
    },
    variants: {
      printed: {
        statement: String.raw`P(|\zeta| \ge 1) \le ${factor} \operatorname{Var} \zeta`,
        expected,
        relations: (estimate, { probability }) => [{
          label: "P(|ζ| >= 1) <= bound",
          sense: "<=",
          rhs: factor * probability,
          ...relationOfEstimate(estimate, "<="),
        }],
      },
    },
  });
}

/** Claims with their known verdicts as `expected`: true ones with no slack or little, and false ones. */
export const claims: readonly Claim[] = [
  expectation("known/expectation", 1, "holds"),
  expectation("known/expectation-with-slack", 1.005, "holds"),
  expectation("known/expectation-too-small", 0.97, "refuted"),
  probability("known/probability", 1, "holds"),
  probability("known/probability-too-small", 0.95, "refuted"),
];
