/**
 * Instances of the global theory of preconditioned SGD (§3.1 and C.2 of the paper).
 *
 * @module
 */

import fc, { type Arbitrary } from "fast-check";
import {
  cycle,
  finiteSums,
  magnitude,
  PERIOD,
  realNumber,
  type StochasticProblemInstance,
  stochasticQuadratics,
  vectorOf,
} from "../../problems/mod.ts";

/** A problem, a start, and how its expectations are found. */
export interface GlobalSetting {
  readonly problem: StochasticProblemInstance;
  /** w_1 − w*. */
  readonly start: readonly number[];
  /**
   * How E f(w_k) is found: by the recursion of moments, over all paths, or, with an interval, from
   * runs whose random numbers the seed determines.
   */
  readonly method: "moments" | "paths" | "simulation";
  readonly seed: number;
}

/** What a claim asks of stochastic gradients. */
export interface SettingOptions {
  /** Whether they must be unbiased, with a variance that w does not change. Default: false. */
  readonly unbiased?: boolean;
}

const LARGEST = 50;

/** Starts: anywhere, at the minimizer, or far away. */
function starts(dimension: number): Arbitrary<number[]> {
  const material = Math.min(dimension, PERIOD);
  return fc.oneof(
    { withCrossShrink: true },
    vectorOf(material),
    fc.constant(new Array<number>(material).fill(0)),
    fc.tuple(vectorOf(material), magnitude({ minimum: 1e-3, maximum: 1e3 })).map(
      ([direction, size]) => direction.map((x) => size * x),
    ),
  );
}

function dimensionOf(problem: StochasticProblemInstance): number {
  return problem.kind === "quadratic"
    ? problem.curvature.eigenvalues.length
    : problem.features[0]!.length;
}

/** Settings of all families: quadratics, finite sums, log-cosh terms, simulated runs. */
export function globalSettings({ unbiased = false }: SettingOptions = {}): Arbitrary<
  GlobalSetting
> {
  const noise = unbiased ? { bias: false, multiplicative: false } : {};
  const small = { maximumConditionNumber: 1e2, maximumMetricConditionNumber: 1e2 };
  const setting = (
    problem: Arbitrary<StochasticProblemInstance>,
    method: GlobalSetting["method"],
    dimension: number,
  ) =>
    fc.record({ problem, start: starts(dimension), seed: fc.noBias(fc.nat({ max: 999 })) }).map(
      ({ problem, start, seed }): GlobalSetting => ({
        problem,
        start: cycle(start, dimensionOf(problem)),
        method,
        seed: method === "simulation" ? seed : 0,
      }),
    );
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 12, arbitrary: setting(stochasticQuadratics(noise), "moments", LARGEST) },
    ...(unbiased ? [] : [{ weight: 3, arbitrary: setting(finiteSums(), "moments", 4) }]),
    {
      weight: 3,
      arbitrary: setting(
        stochasticQuadratics({
          ...noise,
          ...small,
          maximumDimension: 3,
          maximumCoupledDimension: 3,
          vectors: 1,
          finite: true,
          terms: 2,
        }),
        "paths",
        3,
      ),
    },
    {
      weight: 1,
      arbitrary: setting(
        stochasticQuadratics({
          ...noise,
          ...small,
          maximumDimension: 3,
          maximumCoupledDimension: 3,
          terms: 1,
        }),
        "simulation",
        3,
      ),
    },
  );
}

/** A run with a constant step size. */
export interface ConstantStepInstance extends GlobalSetting {
  /** α over the largest step size that is admitted. */
  readonly share: number;
  /** The steps of the run; of all paths, as many of them as are few enough. */
  readonly steps: number;
}

/** The largest admissible step often, all smaller ones, and steps beyond it. */
export function constantStepInstances(
  options: SettingOptions = {},
  shares: Arbitrary<number> = fc.oneof(
    { withCrossShrink: true },
    fc.constant(1),
    realNumber({ minimum: 0.01, maximum: 1 }),
    magnitude({ minimum: 1e-6, maximum: 1 }),
  ),
): Arbitrary<ConstantStepInstance> {
  return fc.record({
    setting: globalSettings(options),
    share: shares,
    steps: fc.noBias(fc.integer({ min: 1, max: 64 })),
  }).map(({ setting, share, steps }) => ({ ...setting, share, steps }));
}

/** A run with harmonic step sizes α_k = β/(γ + k). */
export interface HarmonicStepInstance extends GlobalSetting {
  /** βcμ̂ − 1. */
  readonly excess: number;
  /** γ over the least that is admitted. */
  readonly delay: number;
  /** The steps of the run; of all paths, as many of them as are few enough. */
  readonly steps: number;
}

/** β near its bound and far from it, γ at its bound and larger, some runs long. */
export function harmonicStepInstances(
  delays: Arbitrary<number> = fc.oneof(
    { withCrossShrink: true },
    fc.constant(1),
    magnitude({ minimum: 1, maximum: 1e3 }),
  ),
): Arbitrary<HarmonicStepInstance> {
  return fc.record({
    setting: globalSettings(),
    excess: magnitude({ minimum: 1e-3, maximum: 1e3 }),
    delay: delays,
    steps: fc.oneof(
      { withCrossShrink: true },
      { weight: 9, arbitrary: fc.noBias(fc.integer({ min: 1, max: 64 })) },
      { weight: 1, arbitrary: fc.noBias(fc.integer({ min: 65, max: 1000 })) },
    ),
  }).map(({ setting, excess, delay, steps }) => ({
    ...setting,
    excess,
    delay,
    // Long runs where a step is cheap.
    steps: setting.method === "moments" && setting.problem.kind === "quadratic" &&
        setting.start.length <= 3
      ? steps
      : Math.min(steps, 64),
  }));
}
