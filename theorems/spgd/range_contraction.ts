/**
 * Eqs. (27), (28): what one linearized SPGD step does to the residual.
 *
 * Printed: for M = I − αUΣUᵀ and 0 < α ≤ 1/σ_max, with P_R the projector on the range of J and
 * σ_min ≤ σ(J) ≤ σ_max over the nonzero singular values,
 * ‖M P_R F‖ ≤ (1 − ασ_min)‖P_R F‖ ≤ (1 − ασ_min)‖F‖, and M v = v for v ⟂ R.
 *
 * M F is what SPGD makes of a residual that is linear in θ, F − αJ(VUᵀF), and is computed so.
 * Rounding: VUᵀ is known to uσ_max/σ_min.
 *
 * @module
 */

import fc, { type Arbitrary } from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { leadingSingularTriplets, polarFactor } from "../../lib/linalg/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import type { PolarFactor } from "./flow_identity.ts";
import { spectrumFigure } from "../_figures.ts";
import { stepFractions, withLongSteps } from "./_local.ts";
import { type MatrixInstance, matrixInstances, matrixParts } from "./_matrix_instance.ts";

interface Instance extends MatrixInstance {
  /** ασ_max. */
  readonly stepFraction: number;
}

interface Observation {
  readonly residualNorm: number;
  /** ‖P_R F‖. */
  readonly inRange: number;
  /** ‖M P_R F‖. */
  readonly contracted: number;
  /** ‖(I − P_R)F‖. */
  readonly offRange: number;
  /** ‖M (I − P_R)F − (I − P_R)F‖. */
  readonly moved: number;
  /** 1 − ασ_min. */
  readonly factor: number;
  readonly conditionNumber: number;
}

function instances(): Arbitrary<Instance> {
  return fc.tuple(matrixInstances(), stepFractions())
    .map(([matrix, stepFraction]) => ({ ...matrix, stepFraction }));
}

/** The claim, for the polar factor or what a test puts in its place. */
export function rangeContraction(polar: PolarFactor = polarFactor): Claim {
  return defineClaim<Instance, Observation>({
    id: "spgd/range-contraction",
    title: "A linearized SPGD step contracts the range of J and fixes its complement",
    locus: "Proof of Theorem 2, eqs. (27), (28)",
    kind: "universal",
    hypotheses: [{
      name: "admissible step size",
      statement: String.raw`0 < \alpha \le 1/\sigma_{\max}`,
      holds: ({ stepFraction }) => stepFraction > 0 && stepFraction <= 1,
      without: withLongSteps(instances()),
    }],
    instances: instances(),
    observe<T>(instance: Instance, arithmetic: Arithmetic<T>): Observation {
      const { rows, residual, rank, sigmaMax, sigmaMin } = matrixParts(instance);
      const stepSize = instance.stepFraction / sigmaMax;
      const jacobian = arithmetic.matrix(rows);
      const f = arithmetic.vector(residual);
      const { u } = leadingSingularTriplets(arithmetic, jacobian, { rank })!;
      const inRange = arithmetic.multiply(u, arithmetic.multiply(arithmetic.transpose(u), f));
      const offRange = arithmetic.subtract(f, inRange);
      const q = polar(arithmetic, jacobian, { rank });
      const m = (v: T) =>
        arithmetic.subtract(
          v,
          arithmetic.scale(stepSize, arithmetic.multiply(jacobian, arithmetic.multiply(q, v))),
        );
      return {
        residualNorm: arithmetic.norm(f),
        inRange: arithmetic.norm(inRange),
        contracted: arithmetic.norm(m(inRange)),
        offRange: arithmetic.norm(offRange),
        moved: arithmetic.norm(arithmetic.subtract(m(offRange), offRange)),
        factor: 1 - stepSize * sigmaMin,
        conditionNumber: sigmaMax / sigmaMin,
      };
    },
    figures: ({ factor }, { jacobian: { singularValues }, stepFraction }) => {
      const stepSize = stepFraction / Math.max(...singularValues);
      return [
        spectrumFigure("what a linearized step leaves of F along each u_i", "1 − ασ_i", [
          { name: "1 − ασ_i", values: singularValues.map((sigma) => 1 - stepSize * sigma) },
          { name: "1 − ασ_min", role: "predicted", values: singularValues.map(() => factor) },
        ]),
      ];
    },
    variants: {
      printed: {
        statement: String.raw`\|M_t P_{\mathcal R_t} F\|_2 \le (1 - \alpha\sigma_{\min})
          \|P_{\mathcal R_t} F\|_2 \le (1 - \alpha\sigma_{\min}) \|F\|_2, \qquad
          M_t P_{\mathcal R_t^\perp} F = P_{\mathcal R_t^\perp} F`,
        expected: "holds",
        relations: (observation) => {
          const { residualNorm, inRange, contracted, offRange, moved, factor } = observation;
          const scale = observation.conditionNumber * residualNorm;
          return [
            {
              label: "‖M P_R F‖ <= (1 − ασ_min)‖P_R F‖",
              lhs: contracted,
              sense: "<=",
              rhs: factor * inRange,
              scale,
            },
            {
              label: "(1 − ασ_min)‖P_R F‖ <= (1 − ασ_min)‖F‖",
              lhs: factor * inRange,
              sense: "<=",
              rhs: factor * residualNorm,
              scale,
            },
            {
              label: "M v = v off the range",
              lhs: moved,
              sense: "=",
              rhs: 0,
              scale,
              size: offRange,
            },
          ];
        },
      },
    },
  });
}
