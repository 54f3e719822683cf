/**
 * Proposition 1: the fundamental identity of dual space preconditioning.
 *
 * Printed, eq. (3): for every W, with G = ∇L(W), G_i = ∇L(W_i),
 *
 *     D̃_L(W, W_{i−1}) = D̃_L(W, W_i) + ηK(G_i) − ηK(G) + D̃_L(W_i, W_{i−1})
 *                        − ηD_K(G_i, G_{i−1}) + ηD_K(G, G_{i−1}),
 *
 * D_K "from Definition 4". By Lemma 1 and W_{i−1} − W_i = η∇K(G_{i−1}),
 *
 *     D̃_L(W, W_i) + D̃_L(W_i, W_{i−1}) − D̃_L(W, W_{i−1}) = η Tr(∇K(G_{i−1})ᵀ(G − G_i)),
 *
 * and with D_K(A, B) = K(A) − K(B) − Tr(∇K(B)ᵀ(A − B)) the rest of the right side is −η times that
 * trace: the identity holds for the usual divergence (`corrected`), for any differentiable K.
 *
 * With Definition 4 as printed, the gradient at A, it does not. By hand, d = 1 for brevity (and so
 * in the span of one row of X): K(z) = ½z² gives D_K(A, B) = −½(A − B)², so that the terms −ηD_K(G_i,
 * G_{i−1}) + ηD_K(G, G_{i−1}) change their signs, and the sides differ by η((G − G_{i−1})² − (G_i −
 * G_{i−1})²), which vanishes only if G lies as far from G_{i−1} as G_i does.
 *
 * @module
 */

import fc from "fast-check";
import { addSized } from "../../lib/convex/mod.ts";
import { dualSpacePreconditionedGradientDescent } from "../../lib/optimizers/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { type IdentityRun, identityRun, type Orientation } from "./_divergences.ts";
import { points, repeated } from "./_points.ts";
import {
  assumption1,
  assumption2,
  type DualInstance,
  dualInstances,
  type DualMethod,
  settingOf,
  takesAStep,
} from "./_setting.ts";

interface Instance extends DualInstance {
  /** W, its entries repeated. */
  readonly point: readonly number[];
}

/** How many i are looked at. */
const STEPS = 3;

function relations({ potentialAtPoint, terms }: IdentityRun, orientation: Orientation): Relation[] {
  return terms.map((term): Relation => {
    const { before, after, potential, step, roundingOfStep } = term;
    const right = addSized(
      [
        after,
        potential,
        potentialAtPoint,
        step,
        term.stepOfPotential[orientation],
        term.toPotential[orientation],
      ],
      [1, 1, -1, 1, -1, 1],
    );
    return {
      label: "D̃(W, W_{i−1}) = D̃(W, W_i) + ηK(G_i) − ηK(G) + D̃(W_i, W_{i−1}) − …",
      lhs: before.value,
      sense: "=",
      rhs: right.value,
      scale: before.size + right.size + roundingOfStep,
    };
  });
}

/** The claim, for eq. (1) or what a test puts in its place. */
export function proposition1(
  method: DualMethod = dualSpacePreconditionedGradientDescent,
): Claim {
  return defineClaim<Instance, IdentityRun>({
    id: "dual/proposition-1",
    title: "The fundamental identity of dual space preconditioning",
    locus: "Section II, Proposition 1, eq. (3)",
    kind: "universal",
    cost: 2,
    hypotheses: [assumption1, assumption2, takesAStep(({ terms }: IdentityRun) => terms.length)],
    instances: fc.tuple(dualInstances(), points())
      .map(([instance, point]) => ({ ...instance, point })),
    observe(instance, arithmetic) {
      const setting = settingOf(instance);
      const point = repeated(instance.point, setting.loss.parameters);
      return identityRun(setting, arithmetic, point, { steps: STEPS, method });
    },
    variants: {
      printed: {
        statement: String.raw`\tilde D_{\mathcal L}(\mathbf W, \mathbf W_{i-1}) =
          \tilde D_{\mathcal L}(\mathbf W, \mathbf W_i) + \eta K(\mathbf G_i) - \eta K(\mathbf G) +
          \tilde D_{\mathcal L}(\mathbf W_i, \mathbf W_{i-1}) - \eta D_K(\mathbf G_i,
          \mathbf G_{i-1}) + \eta D_K(\mathbf G, \mathbf G_{i-1}), \quad D_K(\mathbf A, \mathbf B) =
          K(\mathbf A) - K(\mathbf B) - \mathrm{Tr}(\nabla K(\mathbf A)^T(\mathbf A - \mathbf B))`,
        expected: "refuted",
        relations: (observation) => relations(observation, "printed"),
      },
      corrected: {
        statement: String.raw`\text{the same with } D_K(\mathbf A, \mathbf B) = K(\mathbf A) -
          K(\mathbf B) - \mathrm{Tr}(\nabla K(\mathbf B)^T(\mathbf A - \mathbf B))`,
        expected: "holds",
        relations: (observation) => relations(observation, "standard"),
      },
    },
  });
}
