/**
 * The setting of the paper: an overparameterized linear model, a potential, a step size; and its
 * assumptions.
 *
 * @module
 */

import fc, { type Arbitrary } from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import {
  type ConvexityThreshold,
  decideConvexity,
  lossMinusPotential,
  type LossPoint,
  type Potential,
  potential,
  type PotentialDescription,
} from "../../lib/convex/mod.ts";
import {
  type DualSpaceOptions,
  dualSpacePreconditionedGradientDescent,
  type GradientTransformation,
  iterate,
} from "../../lib/optimizers/mod.ts";
import {
  type OverparameterizedLinear,
  overparameterizedLinear,
  type OverparameterizedLinearInstance,
  overparameterizedLinearInstances,
  type OverparameterizedLinearOptions,
  potentialDescriptions,
  relativeStepSizes,
  stepSizeFrom,
} from "../../problems/mod.ts";
import type { Hypothesis } from "../../verify/mod.ts";

/** L with W_0, K and η: everything that eq. (1) needs. */
export interface DualInstance {
  /** X, Y = XW_true, ℓ_ij and W_0. */
  readonly problem: OverparameterizedLinearInstance;
  /** K. */
  readonly potential: PotentialDescription;
  /**
   * η, as a multiple of the largest η for which L* − ηK is certainly convex; where there is no such
   * number, of n/(Mσ_1) (see `stepSizeFrom`).
   */
  readonly relativeStepSize: number;
}

/** An instance, built. */
export interface DualSetting extends OverparameterizedLinear {
  /** K on R^{d×k}. */
  readonly potential: Potential;
  /** For which η L* − ηK is convex on S. */
  readonly threshold: ConvexityThreshold;
  /** η. */
  readonly stepSize: number;
}

/** What {@linkcode dualInstances} draws. */
export interface DualInstanceOptions extends OverparameterizedLinearOptions {
  /** K. Default: `potentialDescriptions` with raised ones. */
  readonly potentials?: Arbitrary<PotentialDescription>;
  /** η, as a multiple. Default: `relativeStepSizes`, on both sides of the edge. */
  readonly stepSizes?: Arbitrary<number>;
}

/** Instances of the setting: all losses, all potentials, step sizes on both sides of the edge. */
export function dualInstances(options: DualInstanceOptions = {}): Arbitrary<DualInstance> {
  const {
    potentials = potentialDescriptions({ raised: true }),
    stepSizes = relativeStepSizes(),
    ...problem
  } = options;
  return fc.record({
    problem: overparameterizedLinearInstances(problem),
    potential: potentials,
    relativeStepSize: stepSizes,
  });
}

const settings = new WeakMap<DualInstance, DualSetting>();

/** Builds an instance; remembered, because each hypothesis asks for it, and the observation too. */
export function settingOf(instance: DualInstance): DualSetting {
  const known = settings.get(instance);
  if (known !== undefined) return known;
  const problem = overparameterizedLinear(instance.problem);
  const k = potential(instance.potential, problem.loss.parameters);
  // The threshold takes longer than all the rest, and many hypotheses do not need it.
  let threshold: ConvexityThreshold | undefined;
  const setting: DualSetting = {
    ...problem,
    potential: k,
    get threshold() {
      return threshold ??= lossMinusPotential(problem.loss, k);
    },
    get stepSize() {
      return stepSizeFrom(instance.relativeStepSize, this.threshold, problem.loss);
    },
  };
  settings.set(instance, setting);
  return setting;
}

/** An optimizer that takes K and η; what tests sabotage. */
export type DualMethod = <T>(
  arithmetic: Arithmetic<T>,
  options: DualSpaceOptions,
) => GradientTransformation<T>;

/** How long {@linkcode run} is, and by what method. */
export interface RunOptions {
  /** How many steps. */
  readonly steps: number;
  /** The optimizer. Default: eq. (1). */
  readonly method?: DualMethod;
  /** W_0. Default: the instance's. */
  readonly start?: readonly number[];
}

/** Beyond this size a fourth power of what is computed overflows. */
const LARGEST = 1e60;

/** Whether a number can be computed with further: finite, and its powers too. */
export function isInRange(value: number): boolean {
  return Math.abs(value) < LARGEST;
}

/**
 * The iterates of eq. (1) with L, ∇L and L*(∇L) there: W_0, …, W_steps, fewer where they leave the
 * range of numbers (a long step with a K that grows faster than a square: then `length` − 1 <
 * `steps`). The gradients are those of the arithmetic.
 */
export function run<T>(
  setting: DualSetting,
  arithmetic: Arithmetic<T>,
  { steps, method = dualSpacePreconditionedGradientDescent, start = setting.start }: RunOptions,
): LossPoint[] {
  const { loss, potential, stepSize } = setting;
  const points: LossPoint[] = [];
  iterate(arithmetic, loss, method(arithmetic, { potential, stepSize }), start, {
    steps,
    visit({ theta }) {
      const point = loss.at(arithmetic, theta);
      const isUsable = [point.theta, point.residual, point.gradient].every((entries) =>
        entries.every(isInRange)
      );
      if (isUsable) points.push(point);
      return isUsable;
    },
  });
  return points;
}

/** Discards runs that leave the range of numbers at once. */
export function takesAStep<O>(
  stepsOf: (observation: O) => number,
): Hypothesis<DualInstance, O> {
  return {
    name: "within the range of numbers",
    statement: String.raw`\mathbf W_0, \mathbf W_1 \text{ and the gradients there are floating-point
      numbers with fourth powers}`,
    holdsAlong: (observation) => stepsOf(observation) > 0,
  };
}

/** Assumption 1.1, as worded. */
export const assumption1: Hypothesis<DualInstance, unknown> = {
  name: "Assumption 1.1",
  statement: String
    .raw`K \text{ is differentiable and convex, and } K(\mathbf A) = 0 \text{ implies }
    \nabla K(\mathbf A) = 0`,
  // All potentials are differentiable and convex. If inf K ≥ 0, a zero of K minimizes it. If inf K <
  // 0, a K that is not constant takes the value 0 where it is not least. Where the certified bound of
  // inf K is negative, that counts as undecided: such instances are left out.
  holds: (instance) => settingOf(instance).potential.minimum().least >= 0,
};

/** Assumption 1.2. */
export const assumption2: Hypothesis<DualInstance, unknown> = {
  name: "Assumption 1.2",
  statement: String.raw`\mathcal L \text{ is convex, and } \nabla\mathcal L(\mathbf W_*) = 0
    \text{ for some } \mathbf W_*`,
  // XW takes all values, so W_* exists if each ℓ_ij has a minimizer.
  holds: (instance) =>
    settingOf(instance).loss.losses.every(({ derivative, minimizer }) =>
      derivative(minimizer) === 0
    ),
};

/** Assumption 1.3: what is undecided does not count as convex. */
export const assumption3: Hypothesis<DualInstance, unknown> = {
  name: "Assumption 1.3",
  statement: String.raw`\mathcal L^* - \eta K \text{ is convex (on } \mathcal S\text{: elsewhere }
    \mathcal L^* = \infty)`,
  holds(instance) {
    const { stepSize, threshold } = settingOf(instance);
    return decideConvexity(stepSize, threshold).verdict === "convex";
  },
};

/** Assumption 1.4: all instances are of this form. */
export const assumption4: Hypothesis<DualInstance, unknown> = {
  name: "Assumption 1.4",
  statement: String.raw`\mathcal L(\mathbf W) = \frac1n \sum_{i,j} \ell_{i,j}(\mathbf x_i^T
    \mathbf W^{(j)} - \mathbf Y_{ij}), \quad \ell_{i,j} \text{ convex}`,
  holds: (instance) => {
    const { losses, samples, outputs } = settingOf(instance).loss;
    return losses.length === samples * outputs;
  },
};

/** Assumption 1.5, of the scalar functions. */
export const assumption5: Hypothesis<DualInstance, unknown> = {
  name: "Assumption 1.5",
  statement: String
    .raw`\text{each scalar } \ell_{i,j} \text{ is } \mu\text{-strongly convex with an }
    M\text{-Lipschitz derivative, } \mu, M > 0 \text{ (printed for } \ell_{\cdot,j} \text{ on }
    \mathbb R^d\text{, where it is flat along } \ker\mathbf X \text{ as } n < d\text{)}`,
  holds(instance) {
    const { strongConvexity, smoothness } = settingOf(instance).loss;
    return strongConvexity > 0 && smoothness < Infinity;
  },
};

/** Assumption 1.6. */
export const assumption6: Hypothesis<DualInstance, unknown> = {
  name: "Assumption 1.6",
  statement: String.raw`\nabla K \text{ is } L_K\text{-Lipschitz}`,
  holds: (instance) => settingOf(instance).potential.lipschitzConstant().value < Infinity,
};

/** Assumption 1.8. */
export const assumption8: Hypothesis<DualInstance, unknown> = {
  name: "Assumption 1.8",
  statement: String.raw`\sigma_n(\mathbf X\mathbf X^T) > 0`,
  holds: (instance) => settingOf(instance).loss.eigenvalues.at(-1)! > 0,
};

/** The loss of the examples, for which μ = M = 1. */
export const squaredLoss: Hypothesis<Pick<DualInstance, "problem">, unknown> = {
  name: "squared loss",
  statement: String.raw`\ell_{i,j}(r) = \tfrac12 r^2`,
  holds: ({ problem }) =>
    problem.losses.every(({ terms, minimizer = 0, minimum = 0 }) =>
      minimizer === 0 && minimum === 0 &&
      terms.every(({ profile }) => profile.kind === "quadratic") &&
      // Not exactly 1: confirmation moves every number.
      Math.abs(terms.reduce((sum, { weight }) => sum + weight, 0) - 1) < 1e-9
    ),
};
