/**
 * Appendix A.2.2, part 2: on a single sample Adam's preconditioner and that of GN^{-1/2} differ by
 * a number.
 *
 * Printed: for any twice differentiable convex loss ℓ(f, y), with g = ℓ'∇f and H^{GN} = ℓ''∇f∇fᵀ,
 * D^{GN}_ii = (ℓ''(Uᵀ∇f)_i²)^{-1/2} = ((ℓ')²/ℓ'')^{1/2} D^A_ii, D^A_ii = 1/|(Uᵀg)_i|.
 *
 * By hand: (Uᵀg)_i² = (ℓ')²(Uᵀ∇f)_i². It says something where both sides exist: ℓ' ≠ 0, ℓ'' > 0 and
 * (Uᵀ∇f)_i ≠ 0; elsewhere a preconditioner is infinite.
 *
 * Instances: the squared, logistic and Poisson losses on linear models f = θᵀx, from which the
 * gradient and the Gauss-Newton matrix are assembled and rotated; the derivatives of the losses are
 * their own (ℓ' of the logistic one by what does not cancel).
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import {
  fitOrthogonal,
  mostlySmallDimension,
  nonzeroNumber,
  type OrthogonalDescription,
  orthogonalDescriptions,
  orthogonalRows,
  realNumber,
  vectorOf,
} from "../../problems/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import { enumerated } from "../_figures.ts";

/** A loss ℓ(f, y). */
export type LossName = "squared" | "logistic" | "Poisson";

/** ℓ' and ℓ'' at f. */
export interface LossDerivatives {
  /** ℓ'. */
  readonly first: number;
  /** ℓ''. */
  readonly second: number;
}

interface Instance {
  readonly loss: LossName;
  /** ∇f = x. */
  readonly input: readonly number[];
  /** f. */
  readonly prediction: number;
  /** y: any number, or whether it is positive: 1 or 0 (logistic), its size, rounded (Poisson). */
  readonly target: number;
  /** U. */
  readonly basis: OrthogonalDescription;
}

interface Observation {
  readonly first: number;
  readonly second: number;
  /** 1/|(Uᵀg)_i|. */
  readonly adam: readonly number[];
  /** (H^{GN}_ii)^{-1/2}. */
  readonly gaussNewton: readonly number[];
  /** ‖∇f‖/|(Uᵀ∇f)_i|. */
  readonly amplification: readonly number[];
}

/** The derivatives of a loss with respect to the prediction f. */
export function derivativesOf(loss: LossName, f: number, target: number): LossDerivatives {
  switch (loss) {
    case "squared":
      return { first: f - target, second: 1 };
    case "logistic": {
      const [p, q] = [1 / (1 + Math.exp(-f)), 1 / (1 + Math.exp(f))];
      return { first: target > 0 ? -q : p, second: p * q };
    }
    case "Poisson": {
      const rate = Math.exp(f);
      return { first: rate - Math.round(Math.abs(target)), second: rate };
    }
  }
}

/** The claim, for the power of GN^{-1/2} or what a test puts in its place. */
export function singleSampleIdentity(power: number = -0.5): Claim {
  return defineClaim<Instance, Observation>({
    id: "adam-gn/single-sample-identity",
    title: "On a single sample Adam's preconditioner is a multiple of that of GN^{-1/2}",
    locus: "Appendix A.2.2, part 2",
    kind: "universal",
    hypotheses: [{
      name: "both preconditioners exist",
      statement: String.raw`\ell' \ne 0,\ \ell'' > 0,\ (U^\top \nabla f)_i \ne 0`,
      holdsAlong: ({ adam, gaussNewton, amplification }) =>
        [adam, gaussNewton, amplification].every((values) => values.every(Number.isFinite)),
    }],
    instances: fc.record({
      dimension: mostlySmallDimension(32),
      loss: fc.constantFrom<LossName>("squared", "logistic", "Poisson"),
      input: vectorOf(32, nonzeroNumber()),
      prediction: realNumber(),
      target: realNumber(),
      basis: orthogonalDescriptions(32),
    }).map(({ dimension, input, basis, ...others }) => ({
      ...others,
      input: input.slice(0, dimension),
      basis: fitOrthogonal(basis, dimension),
    })),
    observe<T>(instance: Instance, arithmetic: Arithmetic<T>): Observation {
      const { loss, input, prediction, target } = instance;
      const { first, second } = derivativesOf(loss, prediction, target);
      const slope = arithmetic.vector(input);
      const transposed = arithmetic.transpose(
        arithmetic.matrix(orthogonalRows(input.length, instance.basis)),
      );
      const gradient = arithmetic.multiply(transposed, arithmetic.scale(first, slope));
      const matrix = arithmetic.scale(
        second,
        arithmetic.multiply(slope, arithmetic.transpose(slope)),
      );
      const rotated = arithmetic.multiply(
        arithmetic.multiply(transposed, matrix),
        arithmetic.transpose(transposed),
      );
      const norm = arithmetic.norm(slope);
      return {
        first,
        second,
        adam: arithmetic.toArray(gradient).map((x) => 1 / Math.abs(x)),
        gaussNewton: arithmetic.toRows(rotated).map((row, i) => row[i]! ** power),
        amplification: arithmetic.toArray(arithmetic.multiply(transposed, slope)).map((x) =>
          norm / Math.abs(x)
        ),
      };
    },
    figures: ({ adam, gaussNewton, first, second }) => [{
      kind: "lines",
      title: "the two preconditioners, coordinate by coordinate",
      x: { label: "coordinate i" },
      y: { label: "D_ii", scale: "log" },
      mark: "dots",
      series: [
        { name: "GN^{-1/2}", role: "observed", points: enumerated(gaussNewton, 1) },
        {
          name: "((ℓ')²/ℓ'')^{1/2} D^A",
          role: "predicted",
          points: enumerated(adam.map((x) => Math.abs(first) / Math.sqrt(second) * x), 1),
        },
      ],
    }],
    variants: {
      printed: {
        statement: String.raw`D^{(\mathrm{GN})}_{ii} =
          \left((\ell'_f)^2 / \ell''_f\right)^{0.5} D^{(A)}_{ii}`,
        expected: "holds",
        relations: ({ first, second, adam, gaussNewton, amplification }, { loss }) =>
          adam.map((value, i) => {
            const rhs = Math.abs(first) / Math.sqrt(second) * value;
            return {
              label: "D^GN_ii = ((ℓ')²/ℓ'')^{1/2} D^A_ii",
              lhs: gaussNewton[i]!,
              sense: "=" as const,
              rhs,
              scale: amplification[i]! ** 2 * adam.length * rhs,
              family: loss,
            };
          }),
      },
    },
  });
}
