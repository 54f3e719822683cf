/**
 * What the claims on the proximity to gradient descent share: K with a curvature from below, runs
 * with their rounding, gradient descent's limit, the factors of the bounds.
 *
 * Throughout, Q = Mσ_1/n and q = μσ_n/n: ∇²L has all its eigenvalues on S in [q, Q].
 *
 * @module
 */

import fc, { type Arbitrary } from "fast-check";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import {
  type ConvexityThreshold,
  decideConvexity,
  type DualSpaceLimit,
  dualSpaceLimit,
  lossMinusPotential,
  type LossPoint,
  potential,
  type PotentialDescription,
  potentialMinusLoss,
} from "../../lib/convex/mod.ts";
import {
  lossDescriptions,
  magnitude,
  overparameterizedLinearInstances,
  potentialDescriptions,
  realNumber,
  vectorOf,
} from "../../problems/mod.ts";
import {
  type Figure,
  type Hypothesis,
  type Relation,
  type Series,
  TOLERANCE_FACTOR,
} from "../../verify/mod.ts";
import { enumerated, type Point } from "../_figures.ts";
import { distance } from "./_limits.ts";
import { normOf } from "./_points.ts";
import {
  assumption1,
  assumption2,
  assumption3,
  assumption4,
  assumption5,
  assumption6,
  assumption8,
  type DualInstance,
  dualInstances,
  type DualMethod,
  type DualSetting,
  run,
  settingOf,
} from "./_setting.ts";

/** An instance of the setting with α and the length of its runs. */
export interface ProximityInstance extends DualInstance {
  /** α, as a multiple of the largest α for which K − αL* is certainly convex on S. */
  readonly relativeModulus: number;
  /** How many steps are looked at where a claim is about single steps. */
  readonly steps: number;
}

/** An instance, built, with the constants of Theorem 2's second part. */
export interface ProximitySetting extends DualSetting {
  /** For which α K − αL* is convex on S. */
  readonly modulusThreshold: ConvexityThreshold;
  /** α. */
  readonly modulus: number;
  /** L_K. */
  readonly lipschitz: number;
  /** W_{GD,∞}: the projection of W_0 on the minimizers of L. */
  readonly gradientDescentLimit: readonly number[];
  /** K(0) − inf K, not negative: 0 where K is least at 0. */
  readonly drop: number;
  /** Whether K is least at 0, to rounding. */
  readonly isLeastAtZero: boolean;
}

/** ½‖Z‖²: with it eq. (1) is gradient descent. */
export const HALF_SQUARE: PotentialDescription = {
  kind: "isotropic",
  profile: { kind: "quadratic" },
};

/** Profiles with a Lipschitz derivative; beside a quadratic one they leave K strongly convex. */
const LIPSCHITZ_PROFILES = [
  "quadratic",
  "adam",
  "logCosh",
  "huber",
  "softThreshold",
  "pseudoHuber",
] as const;

/**
 * Mostly quadratics, isotropic or not, alone or with a potential of Lipschitz gradient added, some
 * of them translated so that K is least elsewhere than at 0; and a few of any kind, which seldom
 * meet the hypotheses. Shrinks to ½‖Z‖².
 *
 * @param shifted Whether some are translated.
 */
export function curvedPotentials(shifted: boolean): Arbitrary<PotentialDescription> {
  const unshifted = { sums: false, shifted: false };
  const quadratics = potentialDescriptions({ profiles: ["quadratic"], ...unshifted });
  const others = potentialDescriptions({ profiles: LIPSCHITZ_PROFILES, ...unshifted });
  const sum = ([quadratic, other]: PotentialDescription[]): PotentialDescription => ({
    kind: "sum",
    terms: [quadratic!, other!],
  });
  const translated = (potentials: Arbitrary<PotentialDescription>) =>
    fc.tuple(potentials, vectorOf(3))
      .map(([potential, by]): PotentialDescription => ({ kind: "translated", by, potential }));
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 4, arbitrary: quadratics },
    { weight: 4, arbitrary: fc.tuple(quadratics, others).map(sum) },
    ...shifted
      ? [
        { weight: 2, arbitrary: translated(quadratics) },
        { weight: 2, arbitrary: fc.tuple(quadratics, translated(others)).map(sum) },
      ]
      : [],
    { weight: 1, arbitrary: potentialDescriptions({ raised: true, shifted }) },
  );
}

/** Shares of a threshold: often all of it, a few beyond it. Shrinks to 1. */
export function relativeModuli(): Arbitrary<number> {
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant(1) },
    { weight: 3, arbitrary: magnitude({ minimum: 1e-3, maximum: 1 }) },
    { weight: 1, arbitrary: realNumber({ minimum: 0.9, maximum: 1.1 }) },
  );
}

/**
 * Instances of Theorem 2's second part: losses that Assumption 1.5 admits, least anywhere and with
 * any least value, and {@linkcode curvedPotentials}.
 *
 * @param shifted Whether some K are least elsewhere than at 0. Default: true.
 */
export function proximityInstances(shifted: boolean = true): Arbitrary<ProximityInstance> {
  return fc.record({
    instance: dualInstances({
      losses: lossDescriptions({ family: "stronglyConvex", shifted: true, raised: true }),
      potentials: curvedPotentials(shifted),
    }),
    relativeModulus: relativeModuli(),
    steps: fc.integer({ min: 1, max: 12 }),
  }).map(({ instance, ...rest }) => ({ ...instance, ...rest }));
}

/**
 * Instances of gradient descent, K = ½‖·‖², with steps up to beyond the largest with which it
 * converges.
 */
export function gradientDescentInstances(): Arbitrary<ProximityInstance> {
  return fc.record({
    problem: overparameterizedLinearInstances({
      losses: lossDescriptions({ family: "stronglyConvex", shifted: true, raised: true }),
    }),
    potential: fc.constant(HALF_SQUARE),
    relativeStepSize: fc.oneof(
      { weight: 1, arbitrary: fc.constant(1) },
      { weight: 2, arbitrary: magnitude({ minimum: 1e-3, maximum: 2 }) },
      { weight: 2, arbitrary: realNumber({ minimum: 0.5, maximum: 2.1, nonzero: true }) },
    ),
    relativeModulus: fc.constant(1),
    steps: fc.integer({ min: 1, max: 16 }),
  });
}

/** A value that is computed when it is first asked for. */
function lazily<T>(compute: () => T): () => T {
  let computed: { readonly value: T } | undefined;
  return () => (computed ??= { value: compute() }).value;
}

const settings = new WeakMap<DualInstance, ProximitySetting>();

/**
 * Builds an instance; remembered, as `settingOf` does. What only some hypotheses and claims ask for
 * is computed when they do.
 */
export function proximityOf(instance: ProximityInstance): ProximitySetting {
  const known = settings.get(instance);
  if (known !== undefined) return known;
  const setting = settingOf(instance);
  const { loss, potential: k } = setting;
  const modulusThreshold = lazily(() => potentialMinusLoss(loss, k));
  const lipschitz = lazily(() => k.lipschitzConstant().value);
  const atZero = lazily(() => k.value(new Array<number>(k.dimension).fill(0)));
  const drop = lazily(() => Math.max(0, atZero().value - k.minimum().least));
  const projection = lazily(() => loss.project(setting.start));
  const built: ProximitySetting = {
    ...setting,
    get modulusThreshold() {
      return modulusThreshold();
    },
    get modulus() {
      return instance.relativeModulus * modulusThreshold().convexUpTo;
    },
    get lipschitz() {
      return lipschitz();
    },
    get gradientDescentLimit() {
      return projection();
    },
    get drop() {
      return drop();
    },
    get isLeastAtZero() {
      return drop() <= 64 * float64.unitRoundoff * atZero().size;
    },
  };
  settings.set(instance, built);
  return built;
}

/** Which K a relation was observed with: the paper's proofs take it to be least at 0. */
export function familyOf({ isLeastAtZero }: ProximitySetting): string {
  return isLeastAtZero ? "K least at 0" : "K least elsewhere";
}

/** Several hypotheses as one: for what the instances satisfy by their making. */
function together<I>(
  name: string,
  hypotheses: readonly Hypothesis<I, unknown>[],
): Hypothesis<I, unknown> {
  return {
    name,
    statement: hypotheses.map(({ statement }) => statement).join(String.raw`; \quad `),
    holds: (instance) => hypotheses.every(({ holds }) => holds!(instance)),
  };
}

/** Assumption 1.7, with the loss (not its gradient) as the radius, as printed. */
const assumption7: Hypothesis<DualInstance, unknown> = {
  name: "Assumption 1.7",
  statement: String.raw`K \text{ is } m_K\text{-strongly convex, } m_K > 0\text{, where }
    \|\mathbf V\|_F \le |\mathcal L(\mathbf W_0)|`,
  holds(instance) {
    const { loss, potential, start } = settingOf(instance);
    const radius = Math.abs(loss.atPoint(start).value.value);
    return potential.strongConvexityConstant({ kind: "ball", radius }).value > 0;
  },
};

/** Assumptions 1 that speak of L alone. */
export const lossAssumptions: Hypothesis<DualInstance, unknown> = together(
  "Assumptions 1.2, 1.4, 1.5, 1.8",
  [assumption2, assumption4, assumption5, assumption8],
);

/** Assumptions 1: all eight. */
export const allAssumptions: readonly Hypothesis<ProximityInstance, unknown>[] = [
  lossAssumptions,
  assumption1,
  assumption3,
  together<ProximityInstance>("Assumptions 1.6, 1.7", [
    { ...assumption6, holds: (instance) => proximityOf(instance).lipschitz < Infinity },
    assumption7,
  ]),
];

/** K − αL* is convex on S; what is undecided does not count. */
export const convexModulus: Hypothesis<ProximityInstance, unknown> = {
  name: "K − αL* convex on S",
  statement: String.raw`K - \alpha\mathcal L^* \text{ is convex on } \mathcal S, \quad \alpha > 0`,
  holds(instance) {
    const { modulus, modulusThreshold } = proximityOf(instance);
    return modulus > 0 && decideConvexity(modulus, modulusThreshold).verdict === "convex";
  },
};

/**
 * Gradient descent converges, so that there is a W_{GD,∞}: η < 2/λ, λ the largest eigenvalue that
 * ∇²L has anywhere. From there on it diverges from almost every W_0, as ℓ'' is largest at the
 * minimizers.
 */
export const gradientDescentConverges: Hypothesis<DualInstance, unknown> = {
  name: "gradient descent converges",
  statement: String.raw`0 < \eta < 2/\sup_{\mathbf W}\lambda_{\max}(\nabla^2\mathcal L(\mathbf W))
    \text{, so that gradient descent converges and } \mathbf W_{GD,\infty} \text{ exists}`,
  holds(instance) {
    const { loss, stepSize } = settingOf(instance);
    const { convexUpTo } = lossMinusPotential(loss, potential(HALF_SQUARE, loss.parameters));
    return stepSize > 0 && stepSize < 2 * convexUpTo;
  },
};

/** Q = Mσ_1/n. */
export function largestCurvature({ loss }: DualSetting): number {
  return loss.smoothness * loss.eigenvalues[0]! / loss.samples;
}

/** q = μσ_n/n. */
export function leastCurvature({ loss }: DualSetting): number {
  return loss.strongConvexity * loss.eigenvalues.at(-1)! / loss.samples;
}

/** max{|1 − ηq|, |1 − ηQ|}: how a step of gradient descent contracts S. */
export function gradientDescentFactor(setting: DualSetting): number {
  const { stepSize } = setting;
  return Math.max(
    Math.abs(1 - stepSize * leastCurvature(setting)),
    Math.abs(1 - stepSize * largestCurvature(setting)),
  );
}

/** 1 − αη, not negative: αη ≤ 1 by the two convexities, but for rounding. */
export function lossFactor({ modulus, stepSize }: ProximitySetting): number {
  return Math.max(0, 1 - modulus * stepSize);
}

/** 1 − √(1 − x) for x in [0, 1], without cancellation. */
export function oneMinusRoot(x: number): number {
  const inside = Math.min(1, Math.max(0, x));
  return inside / (1 + Math.sqrt(1 - inside));
}

/** Σ_{j<i} ηf^j. */
export function geometricSum(factor: number, stepSize: number, i: number): number {
  let sum = 0;
  for (let j = 0; j < i; j++) sum += stepSize * factor ** j;
  return sum;
}

/** The spectral norm of a flat d×k matrix. */
export function spectralNorm(flat: readonly number[], outputs: number): number {
  const rows = Array.from(
    { length: flat.length / outputs },
    (_, a) => flat.slice(a * outputs, (a + 1) * outputs),
  );
  return float64.singularValueDecomposition(float64.matrix(rows)).s[0]!;
}

/**
 * The magnitude that enters a step of a run: W and η∇K(∇L(W)) with all that is added up in ∇L. What
 * rounding does to an iterate is a modest multiple of u times this and the number of steps, in the
 * kernel of X; on S the run contracts.
 */
export function stepMagnitude(
  { stepSize, lipschitz, start }: ProximitySetting,
  points: readonly LossPoint[],
): number {
  const largest = Math.max(...points.map(({ gradientSize }) => normOf(gradientSize)));
  return Math.max(normOf(start), ...points.map(({ theta }) => normOf(theta))) +
    stepSize * Math.max(1, lipschitz) * largest;
}

/**
 * What rounding does to ∇L(W_i), over u: its own evaluation, and what the steps before have left in
 * W_i. In the metric of ℓ'' the run contracts on S, so errors grow by √(M/μ) at most.
 */
function gradientRounding(
  setting: ProximitySetting,
  points: readonly LossPoint[],
): number {
  const { smoothness, strongConvexity } = setting.loss;
  const own = Math.max(...points.map(({ gradientSize }) => normOf(gradientSize)));
  return points.length *
    (own + Math.sqrt(smoothness / strongConvexity) * largestCurvature(setting) *
        stepMagnitude(setting, points));
}

/** The rounding of W_{GD,∞}, over u: of a projection by the singular vectors of X. */
export function projectionRounding(
  { loss, start, gradientDescentLimit }: ProximitySetting,
): number {
  const condition = Math.sqrt(loss.eigenvalues[0]! / loss.eigenvalues.at(-1)!);
  return condition * (normOf(start) + normOf(gradientDescentLimit));
}

/** √(2Q·excess) of a loss, and what rounding does to it, over u. */
export interface RootOfLoss {
  /** √(2Q·excess). */
  readonly value: number;
  /** The size for rounding. */
  readonly size: number;
}

/**
 * √(2Q(L(W_0) − m)); 0 where that is not real, which is what a norm cannot be below either.
 *
 * @param least m: 0 as printed, min L as it should be.
 * @param unitRoundoff The u of the arithmetic, which bounds how small the root is known to be.
 */
export function rootOfLoss(
  setting: DualSetting,
  least: number,
  unitRoundoff: number,
): RootOfLoss {
  const { value, size } = setting.loss.atPoint(setting.start).value;
  const total = size + Math.abs(least);
  const excess = value - least;
  const steepness = 2 * largestCurvature(setting);
  return {
    value: Math.sqrt(steepness * Math.max(0, excess)),
    size: total === 0
      ? 0
      : Math.sqrt(steepness) * total / Math.sqrt(Math.max(excess, unitRoundoff * total)),
  };
}

/** The gradients along a run. */
export interface GradientRun {
  /** The instance, built. */
  readonly setting: ProximitySetting;
  /** W_0, W_1, … */
  readonly points: readonly LossPoint[];
  /** What rounding does to ∇L(W_i), over u. */
  readonly rounding: number;
  /** u. */
  readonly unitRoundoff: number;
}

/** Runs an instance for its steps. */
export function gradientRun<T>(
  instance: ProximityInstance,
  arithmetic: Arithmetic<T>,
  method: DualMethod,
): GradientRun {
  const setting = proximityOf(instance);
  const points = run(setting, arithmetic, { steps: instance.steps, method });
  const { unitRoundoff } = arithmetic;
  return { setting, points, rounding: gradientRounding(setting, points), unitRoundoff };
}

/** A bound of the gradients along a run. */
export interface DecayBound {
  /** What is claimed. */
  readonly label: string;
  /** The bound at W_i. */
  readonly at: (i: number) => number;
  /** The norm of the gradients. Default: Frobenius. */
  readonly norm?: (gradient: readonly number[]) => number;
  /** What the rounding of the bound adds, over u. */
  readonly size: number;
  /** The part of the instances. */
  readonly family?: string;
}

/**
 * ‖∇L(W_i)‖ ≤ the bound, at every i. Where the bound decays below the rounding of the gradients,
 * the tightness is what of both together they reach.
 */
export function gradientsDecay(
  { points, rounding, unitRoundoff }: GradientRun,
  { label, at, norm = normOf, size, family }: DecayBound,
): Relation[] {
  return points.map(({ gradient }, i): Relation => {
    const [lhs, rhs] = [norm(gradient), at(i)];
    const scale = rounding + size + (1 + i) * at(0);
    const allowed = Math.max(0, rhs) + TOLERANCE_FACTOR * unitRoundoff * scale;
    return {
      label,
      lhs,
      sense: "<=",
      rhs,
      scale,
      size: Math.max(lhs, at(0)),
      ratio: allowed === 0 ? 0 : lhs / allowed,
      ...family === undefined ? {} : { family },
    };
  });
}

/** The gradients along a run with their bounds, by their names. */
export function decayFigure(
  { points }: GradientRun,
  bounds: Readonly<Record<string, (i: number) => number>>,
): Figure {
  return {
    kind: "lines",
    title: "gradients along the run",
    x: { label: "iteration i" },
    y: { label: "‖∇L(W_i)‖_F", scale: "log" },
    series: [
      overSteps("‖∇L(W_i)‖_F", "observed", points.map(({ gradient }) => normOf(gradient))),
      ...Object.entries(bounds).map(([name, at]) =>
        overSteps(name, "predicted", points.map((_, i) => at(i)))
      ),
    ],
  };
}

/** Computes where a run ends; what tests sabotage. */
export type LimitOf = typeof dualSpaceLimit;

/** W_∞ as an arithmetic sees it. */
export interface RunEnd {
  /** How the run ends, decided in double precision. */
  readonly limit: DualSpaceLimit;
  /** W_∞, or the last of the steps that another arithmetic takes. */
  readonly theta: readonly number[];
  /** How far that is from W_∞, but for the rounding of the steps. */
  readonly uncertainty: number;
  /** The magnitude for the rounding of the steps. */
  readonly size: number;
}

/** How many steps are taken in another arithmetic than double precision. */
const STEPS_ELSEWHERE = 64;

/** How many steps it may take to decide where a run ends; ten times as many to confirm it. */
const MOST_STEPS = 1000;

/**
 * Where the run of an instance ends. In double precision, what `dualSpaceLimit` proves. Elsewhere
 * the arithmetic takes some steps, and what remains of the way is known from double precision.
 */
export function endOf<T>(
  setting: ProximitySetting,
  arithmetic: Arithmetic<T>,
  refinement: number,
  limitOf: LimitOf = dualSpaceLimit,
): RunEnd {
  const { loss, potential, start, stepSize } = setting;
  const maximumSteps = refinement === 0 ? MOST_STEPS : 10 * MOST_STEPS;
  const limit = limitOf({ loss, potential, start, stepSize, maximumSteps });
  if (arithmetic.name === float64.name || limit.status !== "converged") {
    const size = normOf(start) + normOf(limit.limit);
    const uncertainty = Number.isFinite(limit.uncertainty) ? limit.uncertainty : 0;
    return { limit, theta: limit.limit, uncertainty, size };
  }
  const exact = run(setting, float64, { steps: STEPS_ELSEWHERE });
  const points = run(setting, arithmetic, { steps: STEPS_ELSEWHERE });
  return {
    limit,
    theta: points.at(-1)!.theta,
    uncertainty: distance(exact.at(-1)!.theta, limit.limit) + limit.uncertainty,
    size: points.length * stepMagnitude(setting, points),
  };
}

/** The iterates converge to a minimizer of L, which is what Theorem 1 is to give. */
export const runConverges: Hypothesis<ProximityInstance, { readonly end: RunEnd }> = {
  name: "the iterates converge to a minimizer of L (decided)",
  statement: String.raw`\mathbf W_i \to \mathbf W_\infty, \quad \nabla\mathcal L(\mathbf W_\infty)
    = 0 \text{ (Theorem 1)}`,
  holdsAlong: ({ end }) => end.limit.status === "converged",
};

/** A name and values over i = 0, 1, … */
export function overSteps(name: string, role: Series["role"], values: readonly number[]): Series {
  return { name, role, points: enumerated(values) };
}

/** How many steps figures show. */
const SHOWN_STEPS = 40;

/**
 * The way of a run: in the plane, with the solutions, where d = 2 and k = 1; otherwise its
 * distances from W_0 and from W_{GD,∞}.
 */
export function wayFigures(setting: ProximitySetting, end: RunEnd): Figure[] {
  const { loss, start, gradientDescentLimit } = setting;
  const points = run(setting, float64, { steps: SHOWN_STEPS });
  if (loss.features !== 2 || loss.outputs !== 1) {
    return [{
      kind: "lines",
      title: "how far the iterates get",
      x: { label: "iteration i" },
      y: { label: "distance" },
      series: [
        overSteps("‖W_i − W_0‖", "observed", points.map(({ theta }) => distance(theta, start))),
        overSteps(
          "‖W_i − W_GD,∞‖",
          "observed",
          points.map(({ theta }) => distance(theta, gradientDescentLimit)),
        ),
        overSteps(
          "‖W_0 − W_GD,∞‖",
          "reference",
          points.map(() => distance(start, gradientDescentLimit)),
        ),
      ],
    }];
  }
  const at = (theta: readonly number[]): Point => [theta[0]!, theta[1]!];
  const [a, b] = [loss.x[0]![0]!, loss.x[0]![1]!];
  const reach = 1.2 * Math.max(
    distance(end.theta, gradientDescentLimit),
    distance(start, gradientDescentLimit),
  ) / Math.hypot(a, b);
  const solution = (t: number) =>
    at(gradientDescentLimit.map((entry, p) => entry + t * (p === 0 ? -b : a)));
  return [{
    kind: "plane",
    title: "the way from W_0 to the solutions",
    x: { label: "first coordinate of W" },
    y: { label: "second coordinate of W" },
    paths: [
      { name: "W_i", role: "observed", points: points.map(({ theta }) => at(theta)) },
      { name: "minimizers of L", role: "reference", points: [-reach, reach].map(solution) },
    ],
    points: [
      { name: "W_0", role: "reference", at: at(start) },
      { name: "W_∞", role: "observed", at: at(end.limit.limit) },
      { name: "W_GD,∞", role: "reference", at: at(gradientDescentLimit) },
    ],
  }];
}
