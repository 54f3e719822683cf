/**
 * Remark 4: the Lanczos approximation of A^{-1/2}g.
 *
 * Printed: with A = JᵀJ + μI, the Krylov space K_k(g) = span{g, Ag, …, A^{k−1}g}, its Lanczos basis
 * Q_k and "the associated symmetric tridiagonal matrix" T_k,
 *
 *     A^{-1/2}g ≈ ‖g‖ Q_k (T_k + μI)^{-1/2} e_1.
 *
 * An approximation by Lanczos is exact to rounding once k reaches the dimension m (or the Krylov
 * space stops to grow before), and that is tested, at k = m. As printed it is not: T_k = Q_kᵀAQ_k
 * contains μ already, and adding it again approximates (A + μI)^{-1/2}g. By hand, m = 1, J = 1,
 * μ = 1, g = 1: A = 2, T_1 = 2, and 2^{-1/2} ≠ 3^{-1/2}. (The Krylov spaces of A and of JᵀJ are the
 * same, but their tridiagonal matrices differ by μI; the paper's A carries the μ.)
 *
 * Corrected: ‖g‖ Q_k T_k^{-1/2} e_1 with the T_k of A, or, the same, T_k + μI with the T_k of JᵀJ.
 *
 * Rounding: the Lanczos process knows the eigenvalues of A to u‖A‖, of which the smallest is at
 * least μ, so the result is known to u(‖A‖/μ)·‖A^{-1/2}‖‖g‖ ≤ u(‖A‖/μ)·μ^{-1/2}‖g‖.
 *
 * @module
 */

import fc from "fast-check";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import { inverseRoot, lanczosFunction } from "../../lib/linalg/mod.ts";
import {
  cycle,
  magnitude,
  type SpectralMatrix,
  spectralMatrix,
  spectralMatrixRows,
  vectorOf,
} from "../../problems/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { enumerated } from "../_figures.ts";
import { jacobianSpectrum } from "./_run_figures.ts";

interface Instance {
  /** J. */
  readonly jacobian: SpectralMatrix;
  /** μ. */
  readonly damping: number;
  /** The entries of g, repeated to the length m. */
  readonly gradient: readonly number[];
}

interface Observation {
  /** ‖A^{-1/2}g − ‖g‖Q(T + μI)^{-1/2}e_1‖. */
  readonly printedError: number;
  /** ‖A^{-1/2}g − ‖g‖Q T^{-1/2}e_1‖. */
  readonly correctedError: number;
  /** ‖A^{-1/2}g‖. */
  readonly exactNorm: number;
  readonly scale: number;
}

/** What approximates f(A)g in k Lanczos steps; what tests sabotage. */
export type MatrixFunctionAction = <T>(
  arithmetic: Arithmetic<T>,
  apply: (v: T) => T,
  g: T,
  f: (eigenvalue: number) => number,
  steps: number,
) => T;

function vanishing(label: string, error: number, { exactNorm, scale }: Observation): Relation {
  return { label, lhs: error, sense: "=", rhs: 0, scale, size: exactNorm };
}

/** Both errors after so many Lanczos steps. */
function approximate<T>(
  action: MatrixFunctionAction,
  instance: Instance,
  arithmetic: Arithmetic<T>,
  steps: number,
): Observation {
  const { jacobian: description, damping, gradient } = instance;
  const jacobian = arithmetic.matrix(spectralMatrixRows(description));
  const transposed = arithmetic.transpose(jacobian);
  const g = arithmetic.vector(cycle(gradient, description.columns));
  const applyA = (v: T) =>
    arithmetic.add(
      arithmetic.multiply(transposed, arithmetic.multiply(jacobian, v)),
      arithmetic.scale(damping, v),
    );
  const gram = arithmetic.multiply(transposed, jacobian);
  const exact = arithmetic.multiply(inverseRoot(arithmetic, gram, 1 / 2, { damping }), g);
  const errorOf = (f: (eigenvalue: number) => number) =>
    arithmetic.norm(arithmetic.subtract(exact, action(arithmetic, applyA, g, f, steps)));
  const largestEigenvalue = Math.max(...description.singularValues) ** 2 + damping;
  return {
    printedError: errorOf((eigenvalue) => 1 / Math.sqrt(eigenvalue + damping)),
    correctedError: errorOf((eigenvalue) => 1 / Math.sqrt(eigenvalue)),
    exactNorm: arithmetic.norm(exact),
    scale: largestEigenvalue / damping * arithmetic.norm(g) / Math.sqrt(damping),
  };
}

/** The claim, for the Lanczos approximation or what a test puts in its place. */
export function remark4(action: MatrixFunctionAction = lanczosFunction): Claim {
  return defineClaim<Instance, Observation>({
    id: "spgd/remark-4",
    title: "The Lanczos approximation of the preconditioned gradient",
    locus: "Remark 4",
    kind: "universal",
    hypotheses: [{
      name: "positive damping",
      statement: String.raw`\mu > 0`,
      holds: ({ damping }) => damping > 0,
    }],
    instances: fc.record({
      jacobian: spectralMatrix(),
      damping: magnitude({ minimum: 1e-6, maximum: 1e3 }),
      gradient: fc.oneof(vectorOf(1), vectorOf(3), vectorOf(7)),
    }),
    observe: (instance, arithmetic) =>
      approximate(action, instance, arithmetic, instance.jacobian.columns),
    figures(_, instance) {
      const { columns, singularValues } = instance.jacobian;
      const along = Array.from(
        { length: columns },
        (_, index) => approximate(action, instance, float64, index + 1),
      );
      return [
        {
          kind: "lines",
          title:
            `errors of the Lanczos approximations of A^{-1/2}g, exact to rounding at k = ${columns}`,
          x: { label: "Lanczos steps k" },
          y: { label: "error ‖A^{-1/2}g − approximation‖", scale: "log" },
          mark: "dots",
          series: [
            {
              name: "with T + μI, printed",
              role: "observed",
              points: enumerated(along.map(({ printedError }) => printedError), 1),
            },
            {
              name: "with T, corrected",
              role: "observed",
              points: enumerated(along.map(({ correctedError }) => correctedError), 1),
            },
            {
              name: "rounding",
              role: "floor",
              points: enumerated(along.map(({ scale }) => float64.unitRoundoff * scale), 1),
            },
          ],
        },
        ...jacobianSpectrum(singularValues),
      ];
    },
    variants: {
      printed: {
        statement: String.raw`A^{-1/2} g = \|g\|\, Q_m (T_m + \mu I)^{-1/2} e_1, \qquad
          A = J_F^\top J_F + \mu I, \quad T_m = Q_m^\top A Q_m`,
        expected: "refuted",
        relations: (observation) => [
          vanishing(
            "A^{-1/2}g = ‖g‖Q(T + μI)^{-1/2}e_1 at k = m",
            observation.printedError,
            observation,
          ),
        ],
      },
      corrected: {
        statement: String.raw`A^{-1/2} g = \|g\|\, Q_m T_m^{-1/2} e_1, \qquad
          A = J_F^\top J_F + \mu I, \quad T_m = Q_m^\top A Q_m`,
        expected: "holds",
        relations: (observation) => [
          vanishing(
            "A^{-1/2}g = ‖g‖Q T^{-1/2}e_1 at k = m",
            observation.correctedError,
            observation,
          ),
        ],
      },
    },
  });
}
