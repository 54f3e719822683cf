/**
 * Eq. (5): the preconditioned flow.
 *
 * Printed: with J = UΣVᵀ over the nonzero singular values and A = VΣ^{-1/2}Uᵀ,
 * −JᵀAᵀAF = −VUᵀF.
 *
 * By hand: AᵀA = UΣ^{-1/2}VᵀVΣ^{-1/2}Uᵀ = UΣ^{-1}Uᵀ, since VᵀV = I_r, and
 * VΣUᵀ·UΣ^{-1}Uᵀ = VUᵀ, since UᵀU = I_r. Rounding: AᵀA has norm 1/σ_min, so the left side is known
 * to u(σ_max/σ_min)‖F‖.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { leadingSingularTriplets, polarFactor } from "../../lib/linalg/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import {
  agreement,
  identityFigures,
  type MatrixInstance,
  matrixInstances,
  matrixParts,
  type VectorIdentity,
} from "./_matrix_instance.ts";

/** What stands for VUᵀ: the polar factor of rank r; what tests sabotage. */
export type PolarFactor = <T>(
  arithmetic: Arithmetic<T>,
  jacobian: T,
  options: { readonly rank: number },
) => T;

/** The claim, for the polar factor or what a test puts in its place. */
export function flowIdentity(polar: PolarFactor = polarFactor): Claim {
  return defineClaim<MatrixInstance, VectorIdentity>({
    id: "spgd/flow-identity",
    title: "The preconditioner VΣ^{-1/2}Uᵀ turns the gradient flow into −VUᵀF",
    locus: "Section 2.1, eq. (5)",
    kind: "universal",
    hypotheses: [],
    instances: matrixInstances(),
    observe<T>(instance: MatrixInstance, arithmetic: Arithmetic<T>): VectorIdentity {
      const { rows, residual, rank, sigmaMax, sigmaMin } = matrixParts(instance);
      const jacobian = arithmetic.matrix(rows);
      const f = arithmetic.vector(residual);
      const { u, s, v } = leadingSingularTriplets(arithmetic, jacobian, { rank })!;
      const inverseRoots = arithmetic.diagonal(s.map((sigma) => 1 / Math.sqrt(sigma)));
      const a = arithmetic.multiply(
        arithmetic.multiply(v, inverseRoots),
        arithmetic.transpose(u),
      );
      const left = arithmetic.multiply(
        arithmetic.transpose(jacobian),
        arithmetic.multiply(arithmetic.transpose(a), arithmetic.multiply(a, f)),
      );
      const right = arithmetic.multiply(polar(arithmetic, jacobian, { rank }), f);
      return {
        left: arithmetic.toArray(left),
        right: arithmetic.toArray(right),
        difference: arithmetic.norm(arithmetic.subtract(left, right)),
        residualNorm: arithmetic.norm(f),
        conditionNumber: sigmaMax / sigmaMin,
        unitRoundoff: arithmetic.unitRoundoff,
      };
    },
    figures: (observation, instance) => identityFigures(observation, instance, ["JᵀAᵀAF", "VUᵀF"]),
    variants: {
      printed: {
        statement: String.raw`-J_F^\top A^\top A F = -V U^\top F, \quad A = V\Sigma^{-1/2}U^\top`,
        expected: "holds",
        relations: (observation) => [
          agreement("JᵀAᵀAF = VUᵀF", observation, observation.conditionNumber),
        ],
      },
    },
  });
}
