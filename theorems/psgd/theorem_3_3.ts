/**
 * Theorem 3.3: with harmonic step sizes the expected gap decays like 1/k.
 *
 * Printed: for α_k = β/(γ + k), k ≥ 1, β > 1/(cμ̂), γ > 0, α_1 ≤ c/(L̂K_G),
 *
 *     E f(w_k) − f* ≤ ν/(γ + k),  ν = max{β²L̂K/(2(βcμ̂ − 1)), (γ + 1)(f(w_1) − f*)}.
 *
 * True, by induction: with n = γ + k and Lemma C.7's step, E f(w_{k+1}) − f* ≤ (1 − βcμ̂/n)ν/n +
 * β²L̂K/(2n²) = (n − 1)ν/n² − [(βcμ̂ − 1)ν − β²L̂K/2]/n² ≤ ν/(n + 1). An equality at k = 1 where the start
 * decides ν.
 *
 * Rounding: as in the claims with a constant step size, but what is rounded early decays like the gap
 * itself; so the bounds on earlier gaps, ν/(γ + j), enter.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";

import { realNumber, stochasticProblem } from "../../problems/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import {
  admittedSteps,
  assumptions,
  gapFigure,
  gapRatio,
  geometricPicks,
  type GlobalRun,
  type MadeStep,
  observeRun,
} from "./_global.ts";
import { type HarmonicStepInstance, harmonicStepInstances } from "./_global_instances.ts";

interface HarmonicStepRun extends GlobalRun {
  /** β. */
  readonly beta: number;
  /** γ. */
  readonly gamma: number;
  /** ν. */
  readonly leading: number;
}

/** What a test changes of the method or of the claim. */
export interface HarmonicStepSabotage {
  /** The step that is made in the place of α_k. */
  readonly made?: MadeStep;
  /** What the first argument of the maximum is multiplied by. Default: 1. */
  readonly noise?: number;
  /** What the second argument of the maximum is multiplied by. Default: 1. */
  readonly start?: number;
}

/** ν of Theorem 3.3, from βcμ̂ − 1 and the rest. */
export function leadingConstant(
  { beta, excess, gamma, smoothness, noise, gap }: {
    readonly beta: number;
    /** βcμ̂ − 1. */
    readonly excess: number;
    readonly gamma: number;
    /** L̂. */
    readonly smoothness: number;
    /** K. */
    readonly noise: number;
    /** f(w_1) − f*. */
    readonly gap: number;
  },
  sabotage: HarmonicStepSabotage = {},
): number {
  return Math.max(
    (sabotage.noise ?? 1) * beta ** 2 * smoothness * noise / (2 * excess),
    (sabotage.start ?? 1) * (gamma + 1) * gap,
  );
}

function observe<T>(
  instance: HarmonicStepInstance,
  arithmetic: Arithmetic<T>,
  refinement: number,
  sabotage: HarmonicStepSabotage,
): HarmonicStepRun {
  const problem = stochasticProblem(instance.problem);
  const { smoothness, strongConvexity, bounds, largestStep } = problem;
  const { excess, delay } = instance;
  const beta = (1 + excess) / (bounds.alignment * strongConvexity);
  // α_1 = β/(γ + 1) is the largest step, or smaller.
  const gamma = (beta / largestStep - 1) * delay;
  const steps = admittedSteps(instance, problem, instance.steps);
  const run = observeRun(
    arithmetic,
    instance,
    problem,
    Array.from({ length: steps }, (_, i) => beta / (gamma + i + 1)),
    refinement,
    sabotage.made,
  );
  const leading = leadingConstant({
    beta,
    excess,
    gamma,
    smoothness,
    noise: bounds.noise,
    gap: run.gaps[0]!.value,
  }, sabotage);
  return { ...run, beta, gamma, leading };
}

/** The claim, for preconditioned SGD and the paper's constants or what a test puts in their place. */
export function theorem33(sabotage: HarmonicStepSabotage = {}): Claim {
  return defineClaim<HarmonicStepInstance, HarmonicStepRun>({
    id: "psgd/theorem-3.3",
    title: "With harmonic step sizes the expected gap decays like 1/k",
    locus: "Theorem 3.3",
    kind: "universal",
    cost: 2,
    hypotheses: [
      ...assumptions,
      {
        name: "β > 1/(cμ̂)",
        statement: String.raw`\beta > 1/(c\hat\mu)`,
        holds: ({ excess }) => excess > 0,
      },
      {
        name: "γ > 0, α_1 ≤ c/(L̂K_G)",
        statement: String.raw`\gamma > 0,\ \alpha_1 \le c/(\hat LK_G)`,
        holds: ({ delay }) => delay >= 1,
        without: harmonicStepInstances(realNumber({ minimum: 0.05, maximum: 0.5 })),
      },
    ],
    instances: harmonicStepInstances(),
    observe: (instance, arithmetic, refinement) =>
      observe(instance, arithmetic, refinement, sabotage),
    figures: (run) => gapFigure(run, (k) => run.leading / (run.gamma + k)),
    variants: {
      printed: {
        statement: String.raw`\mathbb{E}f(w_k) - f^* \le \frac{\nu}{\gamma + k},\quad
          \nu = \max\Bigl\{\frac{\beta^2\hat LK}{2(\beta c\hat\mu - 1)},
          (\gamma + 1)(f(w_1) - f^*)\Bigr\}`,
        expected: "holds",
        relations(run) {
          const { gaps, family, gamma, leading, amplification, sizes } = run;
          const picks = new Set(geometricPicks(gaps.at(-1)!.k));
          return gaps.flatMap((gap, index) => {
            const { k, value, uncertainty } = gap;
            if (!picks.has(k)) return [];
            const bound = leading / (gamma + k);
            return [{
              label: "E f(w_k) − f* <= ν/(γ + k)",
              lhs: value,
              sense: "<=" as const,
              rhs: bound,
              scale: amplification * (k * bound + sizes[index]!),
              uncertainty,
              ...gapRatio(gap, bound),
              family,
            }];
          });
        },
      },
    },
  });
}
