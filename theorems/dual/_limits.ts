/**
 * Where runs end: what claims about convergence observe.
 *
 * @module
 */

import fc, { type Arbitrary } from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import {
  type DualSpaceLimit,
  dualSpaceLimit,
  type Potential,
  type PotentialDescription,
} from "../../lib/convex/mod.ts";
import { observeLimit, sequenceOf } from "../../lib/limits/mod.ts";
import { dualSpacePreconditionedGradientDescent, iterate } from "../../lib/optimizers/mod.ts";
import { lossDescriptions, magnitude, type PotentialOptions } from "../../problems/mod.ts";
import type { Relation } from "../../verify/mod.ts";
import { minus, normOf } from "./_points.ts";
import { type DualInstance, dualInstances, type DualMethod, type DualSetting } from "./_setting.ts";

/** Finds where a run ends; what tests sabotage. */
export type LimitFinder = typeof dualSpaceLimit;

/** The longest run that a proof is looked for in, and by how much confirmation prolongs it. */
const MAXIMUM_STEPS = 1000;
const PROLONGATION = 8;

/** The longest run that is observed where there is no proof; confirmation prolongs it alike. */
const OBSERVED_STEPS = 2048;

/** How near an observed limit must be known, as a share of the way from W_0. */
const OBSERVED_ACCURACY = 0.01;

/**
 * Instances of claims about limits: a third of all kinds, the others of a kind that mostly converges
 * within the steps that a run is given (mostly squared losses with or without a log-cosh, no shifts
 * of K, and not too short steps).
 *
 * @param potentials K, with shifts or without.
 */
export function limitInstances(
  potentials: (options: PotentialOptions) => Arbitrary<PotentialDescription>,
): Arbitrary<DualInstance> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 1, arbitrary: dualInstances({ potentials: potentials({ raised: true }) }) },
    {
      weight: 2,
      arbitrary: dualInstances({
        maximumFeatures: 8,
        maximumOutputs: 2,
        maximumConditionNumber: 30,
        losses: fc.oneof(
          { withCrossShrink: true },
          { weight: 4, arbitrary: lossDescriptions({ family: "stronglyConvex" }) },
          { weight: 1, arbitrary: lossDescriptions() },
        ),
        potentials: potentials({
          profiles: ["quadratic", "adam", "logCosh", "huber", "pseudoHuber"],
          shifted: false,
          scales: { minimum: 1, maximum: 100 },
        }),
        stepSizes: magnitude({ minimum: 0.3, maximum: 1 }),
      }),
    },
  );
}

/** A run to its end, and one more step from there. */
export interface End {
  /**
   * `undecided` where nothing was shown: neither by one of the arguments of `dualSpaceLimit` nor by
   * observation at doubling horizons (`observeLimit`). A limit that `dualSpaceLimit` knows by a
   * theorem that a claim is to test counts once the iterates are seen to go there. Undecided too
   * where ∇K is not Lipschitz.
   */
  readonly status: DualSpaceLimit["status"];
  /** W_∞; without convergence the last iterate. */
  readonly limit: readonly number[];
  /** A bound of the error of W_∞; 0 without convergence. */
  readonly uncertainty: number;
  /** The point after one more step from `limit`, in the arithmetic. */
  readonly next: readonly number[];
  /** ‖next − limit‖. */
  readonly displacement: number;
  /** The size of what is added up in `next`. */
  readonly pointScale: number;
  /** ‖X next − Y‖. */
  readonly residual: number;
  /** The size of what is added up in X next − Y. */
  readonly residualScale: number;
  /** η times a Lipschitz constant of ∇K(∇L) near `limit`: a step moves errors by so much. */
  readonly stepGain: number;
  /** √σ_1. */
  readonly spectralNorm: number;
}

/** What {@linkcode endOf} takes besides the setting. */
export interface EndOptions {
  /** 0 in the search; 1 where a violation is confirmed: then runs are longer. */
  readonly refinement: number;
  /** Default: `dualSpaceLimit`. */
  readonly limitOf?: LimitFinder;
  /** What makes the step in the arithmetic. Default: eq. (1). */
  readonly method?: DualMethod;
}

/**
 * Runs eq. (1) to its end. The end is found in double precision, with its proof (see
 * `dualSpaceLimit`) or else by observation (see `observeLimit`); the step from there is made in the
 * arithmetic.
 */
export function endOf<T>(
  setting: DualSetting,
  arithmetic: Arithmetic<T>,
  { refinement, limitOf = dualSpaceLimit, method = dualSpacePreconditionedGradientDescent }:
    EndOptions,
): End {
  const { loss, potential, start, stepSize } = setting;
  const found = limitOf({
    loss,
    potential,
    start,
    stepSize,
    maximumSteps: MAXIMUM_STEPS * PROLONGATION ** refinement,
  });
  const proved = asIterated(found);
  const end = proved.status === "undecided"
    ? observedEnd(setting, found, refinement) ?? proved
    : proved;
  const { limit } = end;
  const path: (readonly number[])[] = [];
  iterate(arithmetic, loss, method(arithmetic, { potential, stepSize }), limit, {
    steps: 1,
    visit: ({ theta }) => void path.push(arithmetic.toArray(theta)),
  });
  const [first, next] = [path[0]!, path[1]!];

  const { gradient, gradientSize } = loss.atPoint(limit);
  const curvature = curvatureNear(potential, gradient, gradientSize);
  const spectralNorm = Math.sqrt(loss.eigenvalues[0]!);
  const stepGain = stepSize * curvature * loss.smoothness * loss.eigenvalues[0]! / loss.samples;
  const roundedStep = stepSize * curvature * normOf(gradientSize);
  // Where ∇K is not Lipschitz (|z|^p with p < 2, shifted off S), nothing bounds what rounding does.
  const isBounded = Number.isFinite(roundedStep);
  const pointScale = normOf(first) + normOf(next) + (isBounded ? roundedStep : 0);
  return {
    ...end,
    status: isBounded ? end.status : "undecided",
    next,
    displacement: distance(first, next),
    pointScale,
    residual: normOf(loss.residualAt(next)),
    residualScale: residualSize(setting, next) + spectralNorm * pointScale,
    stepGain: Number.isFinite(stepGain) ? stepGain : 1,
    spectralNorm,
  };
}

/**
 * The end as the iterates show it. For gradient descent in disguise `dualSpaceLimit` knows it from
 * the start: the projection of W_0, which is what Theorem 2 claims. There the last iterate counts,
 * once it has come to rest there.
 */
function asIterated(found: DualSpaceLimit): Pick<End, "status" | "limit" | "uncertainty"> {
  const { status, limit, last, uncertainty, reason } = found;
  if (status !== "converged") return { status, limit, uncertainty: 0 };
  if (!reason.startsWith("gradient descent")) return { status, limit, uncertainty };
  const hasArrived = distance(limit, last) <= 4 * uncertainty;
  return { status: hasArrived ? status : "undecided", limit: last, uncertainty };
}

/**
 * The end as observation shows it; `null` where that shows nothing either. Where the limit is known by
 * a theorem it is taken for the claimed one; otherwise an end counts as one only if XW − Y there is
 * what the distance that is left explains: that the steps shrink geometrically is no proof of where
 * they lead.
 */
function observedEnd(
  { loss, potential, start, stepSize }: DualSetting,
  found: DualSpaceLimit,
  refinement: number,
): Pick<End, "status" | "limit" | "uncertainty"> | null {
  const isKnown = found.status === "converged";
  const step = (theta: readonly number[]) => {
    const direction = potential.gradient(loss.gradientAt(theta));
    return theta.map((entry, p) => entry - stepSize * direction[p]!);
  };
  const seen = observeLimit(sequenceOf(start, step), {
    ...(isKnown && { exact: found.limit }),
    mostSteps: OBSERVED_STEPS,
    refinement,
    accuracy: OBSERVED_ACCURACY,
  });
  // What stands still at a distance is `dualSpaceLimit`'s to prove.
  if (seen.status === "undecided" || seen.status === "stalls") return null;
  if (seen.status !== "converges") {
    return { status: "not converged", limit: seen.last, uncertainty: 0 };
  }
  const [largest, least] = [loss.eigenvalues[0]!, loss.eigenvalues.at(-1)!];
  const residual = normOf(loss.residualAt(seen.last));
  if (!isKnown && residual > Math.sqrt(largest) * seen.uncertainty) return null;
  // On W_0 + S a residual of √σ_1 times the distance that is left may be √(σ_1/σ_n) times that far
  // from where it vanishes.
  const uncertainty = seen.uncertainty * (isKnown ? 1 : Math.sqrt(largest / least));
  return { status: "converged", limit: seen.last, uncertainty };
}

/** A bound of ‖∇²K‖ near a gradient. */
function curvatureNear(
  potential: Potential,
  gradient: readonly number[],
  gradientSize: readonly number[],
): number {
  const radius = normOf(gradient) + normOf(gradientSize);
  return potential.lipschitzConstant({ kind: "ball", radius }).value;
}

/** The size of what is added up in XW − Y. */
function residualSize({ loss: { x, y, outputs } }: DualSetting, theta: readonly number[]): number {
  return Math.hypot(...y.flatMap((row, i) =>
    row.map((target, j) =>
      x[i]!.reduce(
        (sum, entry, a) => sum + Math.abs(entry * theta[a * outputs + j]!),
        Math.abs(target),
      )
    )
  ));
}

/** ‖x − y‖. */
export function distance(x: readonly number[], y: readonly number[]): number {
  return normOf(minus(x, y));
}

/** A relation of something that vanishes at the end of a run. */
interface Vanishing {
  /** What is claimed. */
  readonly label: string;
  /** What should be 0. */
  readonly value: number;
  /** The size of what was added up in it. */
  readonly scale: number;
  /** The size that it would have if nothing vanished. */
  readonly size: number;
  /** How far `value` is moved by the uncertainty of the limit. */
  readonly uncertainty: number;
}

/** `value` = 0 at the end of a run; undecided where the end is. */
function vanishes(
  { status }: Pick<End, "status">,
  { label, value, scale, size, uncertainty }: Vanishing,
): Relation {
  const relation = { label, lhs: value, sense: "=", rhs: 0, scale, size } as const;
  // Whatever is left may still go away.
  return status === "undecided"
    ? { ...relation, uncertainty: Math.max(value, size, Number.MIN_VALUE) }
    : { ...relation, uncertainty };
}

/** A label where a statement does not speak of the instance. */
export function saysNothing(label: string): Relation {
  return { label, lhs: 0, sense: "=", rhs: 0, size: 1, uncertainty: 1, trivial: true };
}

/** The iterates converge: the step at the end is 0. */
export function convergence(end: End, label: string): Relation {
  const { displacement, pointScale, uncertainty, stepGain } = end;
  return vanishes(end, {
    label,
    value: displacement,
    scale: pointScale,
    size: pointScale,
    uncertainty: stepGain * uncertainty,
  });
}

/** XW_∞ = Y. */
export function interpolation(end: End, label: string): Relation {
  const { residual, residualScale, uncertainty, stepGain, spectralNorm } = end;
  return vanishes(end, {
    label,
    value: residual,
    scale: residualScale,
    size: residualScale,
    uncertainty: spectralNorm * (1 + stepGain) * uncertainty,
  });
}

/** W_∞ is a given point. */
export function arrival(
  end: End,
  label: string,
  target: readonly number[],
  targetScale: number,
): Relation {
  const { next, pointScale, uncertainty, stepGain, limit } = end;
  const scale = pointScale + targetScale;
  return vanishes(end, {
    label,
    value: distance(next, target),
    scale,
    size: normOf(limit) + normOf(target),
    uncertainty: (1 + stepGain) * uncertainty,
  });
}
