/**
 * What the claims on SPGD's global theory (§3.2 to 3.4, Appendix B of the paper) share: the same
 * runs, each observed once for all of them, and the parts of their relations.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import {
  type Claim,
  defineClaim,
  type Figure,
  type Hypothesis,
  type Relation,
  type Variant,
} from "../../verify/mod.ts";
import { enumerated } from "../_figures.ts";
import { type GlobalInstance, globalInstances } from "./_global_instances.ts";
import {
  CompensatedSums,
  type GlobalMethod,
  type GlobalRun,
  recordGlobalRun,
  type Sequence,
  UNDERFLOW,
} from "./_global_run.ts";

export type { GlobalInstance } from "./_global_instances.ts";
export type { GlobalMethod, GlobalRun, Sequence } from "./_global_run.ts";

/** β_1 < √β_2. */
const momentsDecay: Hypothesis<GlobalInstance, GlobalRun> = {
  name: "β_1 < √β_2",
  statement: String.raw`\beta_1 < \sqrt{\beta_2}`,
  holds: ({ beta1, beta2 }) => beta1 < Math.sqrt(beta2),
};

/** What all these claims have in common; that it is the very same lets the engine observe once. */
const shared = {
  kind: "universal",
  hypotheses: [momentsDecay],
  instances: globalInstances(),
  // Five milliseconds, and as much for what nineteen claims say of it.
  cost: 3,
  observe: <T>(instance: GlobalInstance, arithmetic: Arithmetic<T>) =>
    recordGlobalRun(arithmetic, instance),
} as const;

/** What tells one of these claims from another. */
export type GlobalClaim =
  & Pick<Claim<GlobalInstance, GlobalRun>, "id" | "title" | "locus" | "variants">
  & Partial<Pick<Claim<GlobalInstance, GlobalRun>, "figures">>;

/** A claim on the run of the modified Algorithm 1, or of what a test puts in its place. */
export function globalClaim(claim: GlobalClaim, method?: GlobalMethod): Claim {
  return defineClaim<GlobalInstance, GlobalRun>({
    ...shared,
    ...(method === undefined ? {} : {
      observe: <T>(instance: GlobalInstance, arithmetic: Arithmetic<T>) =>
        recordGlobalRun(arithmetic, instance, method),
    }),
    figures: lossFigure,
    ...claim,
  });
}

/**
 * The sharpened form of relations that speak of M or L: those of the run in the place of those of
 * all of R^m.
 */
export function alongTheRun(
  statement: string,
  relations: (run: GlobalRun) => Relation[],
  trivialWhere?: string,
): Variant<GlobalInstance, GlobalRun> {
  return {
    statement: String.raw`${statement}, \text{ with } M \text{ and } L \text{ along the run}`,
    expected: "holds",
    ...(trivialWhere === undefined ? {} : { trivialWhere }),
    relations: (run) => relations({ ...run, constants: run.measured }),
  };
}

/** f(z_t) and ‖∇f(θ_t)‖ along the run. */
function lossFigure({ values, gradientNorms }: GlobalRun): Figure[] {
  return [{
    kind: "lines",
    title: "the loss at z_t and the norm of the gradient at θ_t",
    x: { label: "t" },
    y: { label: "size" },
    series: [
      { name: "f(z_t)", role: "observed", points: enumerated(values, 1) },
      { name: "‖∇f(θ_t)‖", role: "reference", points: enumerated(gradientNorms, 1) },
    ],
  }];
}

/** The entries of a sequence from t = 2 on. */
export function later(sequence: Sequence): number[] {
  return sequence.slice(1);
}

/**
 * The entries from t = 2 on of what momentum makes: without it they are 0 at every t, and the first
 * stands for all.
 */
export function ofMomentum({ momentumFactor }: GlobalRun, sequence: Sequence): number[] {
  return momentumFactor === 0 ? sequence.slice(1, 2) : later(sequence);
}

/** Σ, compensated as the sums of a run are. */
export function total(sequence: Sequence): number {
  const sums = new CompensatedSums(1);
  for (const entry of sequence) sums.add(0, entry);
  return sums.values[0]!;
}

/** Σ of the squares. */
export function squares(sequence: Sequence): number {
  const sums = new CompensatedSums(1);
  for (const entry of sequence) sums.add(0, entry * entry);
  return sums.values[0]!;
}

/** The largest entry. */
export function largest(sequence: Sequence): number {
  return sequence.reduce((most, entry) => Math.max(most, entry), -Infinity);
}

/** The smallest entry. */
export function least(sequence: Sequence): number {
  return sequence.reduce((fewest, entry) => Math.min(fewest, entry), Infinity);
}

/**
 * The relation lhs_t ≤ rhs_t at the t where it comes closest to breaking, in units of what rounds it;
 * where it is far from that, as a share of its sides.
 */
export function closestOf(
  label: string,
  lhs: Sequence,
  rhs: (index: number) => number,
  scale?: (index: number) => number,
): Relation[] {
  let worst = -1;
  let most = -Infinity;
  for (let index = 0; index < lhs.length; index++) {
    const left = lhs[index]!;
    const right = rhs(index);
    const larger = Math.max(Math.abs(left), Math.abs(right));
    const excess = left - right;
    const unit = scale === undefined || excess < -larger / 2 ? larger : scale(index);
    const value = excess / (unit + Number.MIN_VALUE);
    if (worst < 0 || value > most) {
      worst = index;
      most = value;
    }
  }
  if (worst < 0) return [];
  const relation: Relation = { label, lhs: lhs[worst]!, sense: "<=", rhs: rhs(worst) };
  return [scale === undefined ? relation : { ...relation, scale: scale(worst) }];
}

/** The relation lhs_t = rhs_t at the t where it is farthest off, in units of what rounds it. */
export function farthestOf(
  label: string,
  lhs: Sequence,
  rhs: (index: number) => number,
  scale: (index: number) => number,
): Relation[] {
  const error = (index: number) =>
    Math.abs(lhs[index]! - rhs(index)) / (scale(index) + Number.MIN_VALUE);
  let worst = 0;
  for (let index = 1; index < lhs.length; index++) if (error(index) > error(worst)) worst = index;
  if (lhs.length === 0) return [];
  return [{ label, lhs: lhs[worst]!, sense: "=", rhs: rhs(worst), scale: scale(worst) }];
}

/** I_{4,t} = (L/2)‖z_{t+1} − z_t‖². */
export function fourthTerms({ constants, auxiliaryMoves }: GlobalRun): number[] {
  return auxiliaryMoves.map((move) => constants.smoothness / 2 * move ** 2);
}

/** √(C_∞²M² + ε). */
export function rootBound({ constants, instance }: GlobalRun): number {
  return Math.sqrt((constants.rowSum * constants.gradientBound) ** 2 + instance.epsilon);
}

/** Σ_i ‖λ_{1:T,i}‖. */
export function directionSum({ directionSquares }: GlobalRun): number {
  return directionSquares.reduce((sum, square) => sum + Math.sqrt(square), 0);
}

/**
 * What Σ_i ‖λ_{1:T,i}‖ is known beside: its norms lose what is too small to be squared, and each entry of
 * λ_t = B_tg_t is a sum of m products, known to m u of what enters it.
 */
export function directionSumScale(run: GlobalRun): number {
  return run.constants.dimension * directionSum(run) + UNDERFLOW;
}

/** What enters f(z_{t+1}) and f(z_t), of which the positions are rounded. */
export function valueScale(run: GlobalRun, index: number): number {
  const { values, nextValues, gradientNorms, gradientGaps, auxiliaryMoves, positionScales } = run;
  const slope = gradientNorms[index]! + gradientGaps[index]! +
    run.constants.smoothness * auxiliaryMoves[index]!;
  return values[index]! + nextValues[index]! + slope * positionScales[index]!;
}

/**
 * What rounds A_tλ_t = A_tB_tg_t: each entry of it is known to u‖A_t‖‖B_t‖ times what enters g_t, which
 * sees the rounding of θ_t through its Lipschitz constant.
 */
export function stepRounding(run: GlobalRun, index: number): number {
  const { largestNorm, smoothness } = run.constants;
  return run.traces[index]! * largestNorm *
    (smoothness * run.positionScales[index]! + run.gradientNorms[index]!);
}

/** The condition number of B_t: λ_t is known to u times it, as a share of itself. */
export function conditionNumber({ constants }: GlobalRun): number {
  return constants.largestNorm * constants.largestInverse;
}
