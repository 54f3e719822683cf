/**
 * Eqs. (8) and (9): the fundamental identity, summed.
 *
 * Printed, for W with K(∇L(W)) = 0, G = ∇L(W), G_i = ∇L(W_i), D_K(W_i, W_{i−1}) short for D_K(G_i,
 * G_{i−1}) as in Lemma 3:
 *
 *     D̃_L(W, W_0) = D̃_L(W, W_t) + η Σ_{i≤t} K(G_i)
 *                    + Σ_{i≤t} [D̃_L(W_i, W_{i−1}) − ηD_K(G_i, G_{i−1})] + η Σ_{i≤t} D_K(G, G_{i−1}),
 *
 * "and every term on the right hand side is positive" (non-negative), under Assumptions 1.1 to 1.3.
 *
 * It is the sum of eq. (3), and fails with it for D_K as Definition 4 prints it; so does the sign of
 * the last sum: with the gradient at the first point, where K(G) = 0 and ∇K(G) = 0, D_K(G, G_{i−1}) =
 * −K(G_{i−1}) ≤ 0. By hand, K = ½z², L = ½w² (d = 1 for brevity), η = ½, W = 0, W_0 = 1, W_1 = ½, t =
 * 1: the left side is ½, the terms on the right ⅛, ½·⅛, ⅛ + ½·⅛ and −½·½: they add up to ⅛.
 *
 * Corrected: the usual divergence. Identity: the sum of eq. (3) (see Proposition 1). Signs: D̃_L ≥ 0
 * because L is convex; by Assumption 1.1 a zero of K has ∇K = 0 and minimizes K, so K ≥ 0 (where no W
 * has K(∇L(W)) = 0 the statement is empty); the bracket is Lemma 3; D_K ≥ 0 because K is convex. With
 * the numbers above: ⅛ + 1/16 + 1/16 + ¼ = ½.
 *
 * Instances: K least at 0 with K(0) = 0 and W a minimizer of L, or K moved to be least at ∇L(W), W
 * anywhere.
 *
 * @module
 */

import fc from "fast-check";
import { addSized, type SizedNumber } from "../../lib/convex/mod.ts";
import { dualSpacePreconditionedGradientDescent } from "../../lib/optimizers/mod.ts";
import { overparameterizedLinear, potentialDescriptions } from "../../problems/mod.ts";
import { type Claim, defineClaim, type Hypothesis, type Relation } from "../../verify/mod.ts";
import { type IdentityRun, identityRun, type Orientation } from "./_divergences.ts";
import { enumerated } from "../_figures.ts";
import { points, repeated } from "./_points.ts";
import {
  assumption1,
  assumption2,
  assumption3,
  type DualInstance,
  dualInstances,
  type DualMethod,
  settingOf,
  takesAStep,
} from "./_setting.ts";

interface Instance extends DualInstance {
  /** Whether K is moved to vanish at ∇L(W). */
  readonly isMoved: boolean;
  /** W, its entries repeated, where K is moved; otherwise what is projected to it. */
  readonly point: readonly number[];
}

/** An instance with the K and W that it stands for. */
interface Resolved extends DualInstance {
  readonly w: readonly number[];
}

/** t. */
const STEPS = 4;

const known = new WeakMap<Instance, Resolved>();

function resolved(instance: Instance): Resolved {
  const remembered = known.get(instance);
  if (remembered !== undefined) return remembered;
  const { loss } = overparameterizedLinear(instance.problem);
  const point = repeated(instance.point, loss.parameters);
  const result: Resolved = instance.isMoved
    ? {
      ...instance,
      potential: {
        kind: "translated",
        by: loss.gradientAt(point),
        potential: instance.potential,
      },
      w: point,
    }
    : { ...instance, w: loss.project(point) };
  known.set(instance, result);
  return result;
}

/** An assumption, of the K that the instance stands for. */
function ofResolved(hypothesis: Hypothesis<DualInstance, unknown>): Hypothesis<Instance, unknown> {
  const { name, statement } = hypothesis;
  return { name, statement, holds: (instance) => hypothesis.holds!(resolved(instance)) };
}

function total(parts: readonly SizedNumber[]): SizedNumber {
  return addSized(parts);
}

function relations({ potentialAtPoint, terms }: IdentityRun, orientation: Orientation): Relation[] {
  const first = terms[0]!;
  const last = terms.at(-1)!;
  const potentials = terms.map(({ potential }) => potential);
  const brackets = terms.map(({ step, stepOfPotential }) =>
    addSized([step, stepOfPotential[orientation]], [1, -1])
  );
  const divergences = terms.map(({ toPotential }) => toPotential[orientation]);
  const right = total([last.after, ...potentials, ...brackets, ...divergences]);
  const isNonnegative = (label: string, { value, size }: SizedNumber): Relation => ({
    label,
    lhs: value,
    sense: ">=",
    rhs: 0,
    scale: size,
  });
  return [
    {
      label: "D̃(W, W_0) = the sum of the terms",
      lhs: first.before.value,
      sense: "=",
      rhs: right.value,
      scale: first.before.size + right.size +
        terms.reduce((sum, { roundingOfStep }) => sum + roundingOfStep, 0),
      // K(∇L(W)) is 0 but for the rounding of ∇L(W).
      uncertainty: terms.length * Math.abs(potentialAtPoint.value),
    },
    isNonnegative("D̃(W, W_t) >= 0", last.after),
    ...potentials.map((term) => isNonnegative("ηK(G_i) >= 0", term)),
    ...brackets.map((term) => isNonnegative("D̃(W_i, W_{i−1}) − ηD_K(G_i, G_{i−1}) >= 0", term)),
    ...divergences.map((term) => isNonnegative("ηD_K(G, G_{i−1}) >= 0", term)),
  ];
}

/** The claim, for eq. (1) or what a test puts in its place. */
export function equation9(method: DualMethod = dualSpacePreconditionedGradientDescent): Claim {
  return defineClaim<Instance, IdentityRun>({
    id: "dual/eq-9",
    title: "The summed identity and the signs of its terms",
    locus: "Section III.A, eqs. (8) and (9)",
    kind: "universal",
    cost: 3,
    hypotheses: [
      ofResolved(assumption1),
      ofResolved(assumption2),
      ofResolved(assumption3),
      {
        name: "K vanishes at the gradient of W",
        statement: String.raw`K(\nabla\mathcal L(\mathbf W)) = 0`,
        // ∇L(W) is made to minimize all terms of K; here it is seen that they add up to 0.
        holds: (instance) => settingOf(resolved(instance)).potential.minimum().least === 0,
      },
      takesAStep(({ terms }: IdentityRun) => terms.length),
    ],
    instances: fc.tuple(
      dualInstances({ potentials: potentialDescriptions({ shifted: false }) }),
      fc.boolean(),
      points(),
    ).map(([instance, isMoved, point]) => ({ ...instance, isMoved, point })),
    observe(instance, arithmetic) {
      const subject = resolved(instance);
      return identityRun(settingOf(subject), arithmetic, subject.w, { steps: STEPS, method });
    },
    figures: ({ terms }) => {
      const sums = (of: (term: IdentityRun["terms"][number]) => number) => {
        let sum = 0;
        return enumerated(terms.map((term) => sum += of(term)), 1);
      };
      return [{
        kind: "lines",
        title: "what the identity adds up, over t",
        x: { label: "t" },
        y: { label: "terms of the right side" },
        series: [
          {
            name: "D̃(W, W_t)",
            role: "observed",
            points: enumerated(terms.map(({ after }) => after.value), 1),
          },
          {
            name: "η Σ K(G_i)",
            role: "predicted",
            points: sums(({ potential }) => potential.value),
          },
          {
            name: "η Σ D_K(G, G_{i−1})",
            role: "reference",
            points: sums(({ toPotential }) => toPotential.standard.value),
          },
          {
            name: "D̃(W, W_0)",
            role: "floor",
            points: terms.map((_, index) => [index + 1, terms[0]!.before.value]),
          },
        ],
      }];
    },
    variants: {
      printed: {
        statement: String.raw`\tilde D_{\mathcal L}(\mathbf W, \mathbf W_0) =
          \tilde D_{\mathcal L}(\mathbf W, \mathbf W_t) + \eta\sum_{i=1}^t K(\mathbf G_i) +
          \sum_{i=1}^t [\tilde D_{\mathcal L}(\mathbf W_i, \mathbf W_{i-1}) - \eta D_K(\mathbf G_i,
          \mathbf G_{i-1})] + \eta\sum_{i=1}^t D_K(\mathbf G, \mathbf G_{i-1}), \text{ every term
          } \ge 0, \quad D_K \text{ with the gradient at its first argument}`,
        expected: "refuted",
        relations: (observation) => relations(observation, "printed"),
      },
      corrected: {
        statement: String.raw`\text{the same, } D_K(\mathbf A, \mathbf B) = K(\mathbf A) -
          K(\mathbf B) - \mathrm{Tr}(\nabla K(\mathbf B)^T(\mathbf A - \mathbf B))`,
        expected: "holds",
        relations: (observation) => relations(observation, "standard"),
      },
    },
  });
}
