/**
 * The power method.
 *
 * Problem: an eigenvector q_1 of a symmetric A for an eigenvalue λ_1 that is largest in modulus;
 * |λ_2| is the next largest modulus, and may equal |λ_1|.
 *
 * Algorithm: x_k = A^k x_0/‖A^k x_0‖.
 *
 * Guarantee, with θ_k the angle between x_k and the line of q_1, θ_0 < 90°:
 * tan θ_k ≤ |λ_2/λ_1|^k tan θ_0.
 *
 * Proof: in the basis of eigenvectors A multiplies the coordinate along q_1 by λ_1, the others by no
 * more than |λ_2|, and tan θ is the norm of the others over the modulus of the first.
 *
 * Worst case, in dimension 2: A = diag(λ_1, λ_2) with any x_0, for every k.
 *
 * False on purpose: tan θ_k ≤ 0.98 |λ_2/λ_1|^k tan θ_0. By hand, A = diag(2, 1), x_0 = (1, 1), k = 1:
 * A x_0 = (2, 1), tan θ_1 = ½ = ½ tan θ_0.
 *
 * Reference: G. H. Golub and C. F. Van Loan, Matrix Computations, 4th ed., §8.2.1.
 *
 * Rounding: each step adds u|λ_1| to both parts of A x_k, the one along q_1 being |λ_1| cos θ_k with
 * θ_k ≤ θ_0: so tan θ changes by u(1 + tan θ)/cos θ ≤ 2u(1 + tan²θ_0) a step.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { powerMethod } from "../../lib/linalg/mod.ts";
import { type Claim, defineClaim, type Figure, type Relation } from "../../verify/mod.ts";
import { eigenvalueFigures, ellipse, pathOf, stepFigures } from "./_figures.ts";
import {
  fromEigenbasis,
  stepCounts,
  type SymmetricInstance,
  symmetricInstances,
  symmetricParts,
} from "./_system.ts";

interface Instance extends SymmetricInstance {
  /** k. */
  readonly steps: number;
}

interface Observation {
  /** tan θ_k. */
  readonly after: number;
  /** x_k in the basis of eigenvectors. */
  readonly last: readonly number[];
  /** |λ_2/λ_1|^k tan θ_0. */
  readonly bound: number;
  readonly scale: number;
}

/** The place of an eigenvalue that is largest in modulus. */
function leading({ eigenvalues }: SymmetricInstance): number {
  const magnitudes = eigenvalues.map(Math.abs);
  return magnitudes.indexOf(Math.max(...magnitudes));
}

/** The norm of the other coordinates over the modulus of one. */
function tangent(coordinates: readonly number[], index: number): number {
  return Math.hypot(...coordinates.toSpliced(index, 1)) / Math.abs(coordinates[index]!);
}

function contraction(
  { after, bound, scale }: Observation,
  label: string,
  factor: number,
): Relation {
  return { label, lhs: after, sense: "<=", rhs: factor * bound, scale };
}

/** The directions x_k on the unit circle, where the dimension is 2. */
function directionFigures(path: readonly (readonly number[])[]): Figure[] {
  if (path[0]!.length !== 2) return [];
  return [{
    kind: "plane",
    title: "the directions x_k, in the coordinates of the eigenvectors",
    x: { label: "coordinate along the first eigenvector" },
    y: { label: "coordinate along the second eigenvector" },
    paths: [ellipse("unit circle", [1, 1])],
    points: path.map((x, k) => ({ name: `x_${k}`, role: "observed", at: [x[0]!, x[1]!] })),
  }];
}

/** The claim, for the power method or what a test puts in its place. */
export function powerMethodConverges(method: typeof powerMethod = powerMethod): Claim {
  return defineClaim<Instance, Observation>({
    id: "calibration/power-method",
    title: "The power method turns towards the leading eigenvector",
    locus: "Golub, Van Loan 2013, §8.2.1, Theorem 8.2.1",
    kind: "universal",
    cost: 0.5,
    hypotheses: [{
      name: "not orthogonal",
      statement: String.raw`q_1^T x_0 \ne 0`,
      holds: (instance) => instance.coordinates[leading(instance)] !== 0,
    }],
    instances: fc.record({
      symmetric: symmetricInstances({ indefinite: true }),
      steps: stepCounts(20),
    }).map(({ symmetric, steps }) => ({ ...symmetric, steps })),
    observe<T>(instance: Instance, arithmetic: Arithmetic<T>): Observation {
      const { eigenvalues, coordinates, steps } = instance;
      const { rows, basis, smoothness } = symmetricParts(instance);
      const a = arithmetic.matrix(rows);
      const start = arithmetic.vector(fromEigenbasis(basis, coordinates));
      const x = method(arithmetic, (v) => arithmetic.multiply(a, v), start, steps);
      const inEigenbasis = arithmetic.multiply(arithmetic.transpose(arithmetic.matrix(basis)), x);
      const index = leading(instance);
      const second = Math.max(0, ...eigenvalues.toSpliced(index, 1).map(Math.abs));
      const before = tangent(coordinates, index);
      const last = arithmetic.toArray(inEigenbasis);
      return {
        after: tangent(last, index),
        last,
        bound: (second / smoothness) ** steps * before,
        scale: steps * (1 + before ** 2),
      };
    },
    figures(_, instance) {
      return [
        ...stepFigures(this, instance, "tangent of the angle, tan θ_k"),
        ...eigenvalueFigures(instance),
        ...directionFigures(pathOf(this, instance)),
      ];
    },
    variants: {
      printed: {
        statement: String.raw`\tan\theta_k \le \left|\frac{\lambda_2}{\lambda_1}\right|^k
          \tan\theta_0`,
        expected: "holds",
        relations: (observation) => [
          contraction(observation, "tan θ_k <= |λ_2/λ_1|^k tan θ_0", 1),
        ],
      },
      sharpened: {
        statement: String.raw`\tan\theta_k \le 0.98 \left|\frac{\lambda_2}{\lambda_1}\right|^k
          \tan\theta_0`,
        expected: "refuted",
        relations: (observation) => [
          contraction(observation, "tan θ_k <= 0.98 |λ_2/λ_1|^k tan θ_0", 0.98),
        ],
      },
    },
  });
}
