/**
 * §3.1: SPGD's direction as a preconditioned gradient.
 *
 * Printed: VUᵀF = [(JᵀJ)†]^{1/2} JᵀF = B∇f.
 *
 * By hand: (JᵀJ)† = VΣ^{-2}Vᵀ, its root is VΣ^{-1}Vᵀ, and VΣ^{-1}Vᵀ·VΣUᵀF = VUᵀF. Rounding: an
 * eigendecomposition of JᵀJ knows the eigenvalue σ_min² to uσ_max², so the middle is known to
 * u(σ_max/σ_min)²‖F‖ only.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { inverseRoot, polarFactor } from "../../lib/linalg/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import type { PolarFactor } from "./flow_identity.ts";
import {
  agreement,
  identityFigures,
  type MatrixInstance,
  matrixInstances,
  matrixParts,
  type VectorIdentity,
} from "./_matrix_instance.ts";

/** The claim, for the polar factor or what a test puts in its place. */
export function preconditionedForm(polar: PolarFactor = polarFactor): Claim {
  return defineClaim<MatrixInstance, VectorIdentity>({
    id: "spgd/preconditioned-form",
    title: "SPGD's direction is the gradient preconditioned by [(JᵀJ)†]^{1/2}",
    locus: "Section 3.1",
    kind: "universal",
    hypotheses: [],
    instances: matrixInstances(),
    observe<T>(instance: MatrixInstance, arithmetic: Arithmetic<T>): VectorIdentity {
      const { rows, residual, rank, sigmaMax, sigmaMin } = matrixParts(instance);
      const jacobian = arithmetic.matrix(rows);
      const f = arithmetic.vector(residual);
      const transposed = arithmetic.transpose(jacobian);
      const b = inverseRoot(arithmetic, arithmetic.multiply(transposed, jacobian), 1 / 2, { rank });
      const preconditioned = arithmetic.multiply(b, arithmetic.multiply(transposed, f));
      const direction = arithmetic.multiply(polar(arithmetic, jacobian, { rank }), f);
      return {
        left: arithmetic.toArray(direction),
        right: arithmetic.toArray(preconditioned),
        difference: arithmetic.norm(arithmetic.subtract(direction, preconditioned)),
        residualNorm: arithmetic.norm(f),
        conditionNumber: sigmaMax / sigmaMin,
        unitRoundoff: arithmetic.unitRoundoff,
      };
    },
    figures: (observation, instance) =>
      identityFigures(observation, instance, ["VUᵀF", "[(JᵀJ)†]^{1/2}JᵀF"]),
    variants: {
      printed: {
        statement: String.raw`V U^\top F = [(J_F^\top J_F)^\dagger]^{1/2} J_F^\top F = B \nabla f`,
        expected: "holds",
        relations: (observation) => [
          agreement("VUᵀF = [(JᵀJ)†]^{1/2}JᵀF", observation, observation.conditionNumber ** 2),
        ],
      },
    },
  });
}
