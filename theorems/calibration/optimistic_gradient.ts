/**
 * The optimistic gradient method on bilinear saddle point problems.
 *
 * Problem: min_x max_y x·Ay, A square with singular values 0 < σ_min ≤ … ≤ σ_max. With z = (x, y) the
 * field is F(z) = Mz, M = [[0, A], [−Aᵀ, 0]], which is skew; the solution is z = 0.
 *
 * Algorithm: z_{k+1} = z_k − 2ηMz_k + ηMz_{k−1}, z_{−1} = z_0, 0 < η ≤ 1/(2σ_max), for N steps.
 *
 * Guarantee: with S = (I + 4η²M²)^{1/2} and P = ½(I − S) − ηM,
 * ‖z_N − Pz_{N−1}‖ ≤ ρ^N ‖z_0 − Pz_{−1}‖, ρ² = ½(1 + √(1 − 4η²σ_min²)).
 *
 * Reference: the roots of the method's characteristic polynomial; the rate is that of T. Liang and
 * J. Stokes, "Interaction matters: a note on non-asymptotic local convergence of generative adversarial
 * networks", AISTATS 2019, arXiv:1802.06132, §3, with its best constant. Proof: on an eigenvector of M
 * with the eigenvalue iσ the method reads λ² − (1 − 2iησ)λ − iησ = 0, with the roots
 * λ_± = ½(1 ± s) − iησ, s = √(1 − 4η²σ²). So with Q = ½(I + S) − ηM, P + Q = I − 2ηM and PQ = −ηM: the
 * method is z_{k+1} − Pz_k = Q(z_k − Pz_{k−1}), Q is normal, and
 * |λ_+|² = ¼(1 + s)² + ¼(1 − s²) = ½(1 + s), largest at σ_min.
 *
 * Worst case, by hand: A = (σ), z in the plane. There ‖Qz‖ = ρ‖z‖ for every z: equality, at every N.
 * The worst case lives in dimension 2 (x and y of one entry each).
 *
 * The sharpened form is false on purpose: its right side is 0.97 of the tight one. With A = (1), η = ½:
 * S = 0, P = ½I − ½M = Q, ρ² = ½. z_0 = (1, 0) has Mz_0 = (0, −1), Pz_0 = (½, ½), z_0 − Pz_0 = (½, −½) of
 * norm 1/√2; z_1 = z_0 − ½Mz_0 = (1, ½), z_1 − Pz_0 = (½, 0) of norm ½ = ρ/√2 > 0.97ρ/√2.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { reflectionProduct } from "../../lib/linalg/mod.ts";
import { type GradientMap, iterate, optimisticGradient } from "../../lib/optimizers/mod.ts";
import { type SpectralMatrix, spectralMatrixRows, vectorOf } from "../../problems/mod.ts";
import { assembleMatrix, spectralParts } from "../../problems/matrix.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { type Point, spectrumOf } from "../_figures.ts";
import { planeFigure, stepFigures } from "./_figures.ts";
import { length, plus, stepCounts, stepShares } from "./_convex_runs.ts";
import type { StepMethod } from "./gd_last_iterate.ts";

interface Instance {
  /** A, square and of full rank. */
  readonly matrix: SpectralMatrix;
  /** (x_0, y_0), not zero. */
  readonly start: readonly number[];
  /** 2ησ_max. */
  readonly stepShare: number;
  /** N. */
  readonly steps: number;
}

interface Observation {
  /** ‖z_0 − Pz_{−1}‖. */
  readonly before: number;
  /** ‖z_N − Pz_{N−1}‖. */
  readonly after: number;
  /** z_0, …, z_N. */
  readonly iterates: readonly (readonly number[])[];
  /** ρ^N. */
  readonly factor: number;
  readonly scale: number;
}

function relations({ before, after, factor, scale }: Observation, sharpening: number): Relation[] {
  return [{
    label: "‖z_N − Pz_{N−1}‖ <= ρ^N ‖z_0 − Pz_{−1}‖",
    lhs: after,
    sense: "<=",
    rhs: sharpening * factor * before,
    scale,
  }];
}

/** A v, or Aᵀv. */
function apply(
  rows: readonly (readonly number[])[],
  v: readonly number[],
  transposed: boolean = false,
): number[] {
  return transposed
    ? rows[0]!.map((_, j) => rows.reduce((sum, row, i) => sum + row[j]! * v[i]!, 0))
    : rows.map((row) => row.reduce((sum, entry, j) => sum + entry * v[j]!, 0));
}

/** z ↦ Pz. */
function partner(
  matrix: SpectralMatrix,
  stepSize: number,
): (z: readonly number[]) => number[] {
  const { rows: d, left, right, singularValues } = matrix;
  const a = spectralMatrixRows(matrix);
  const roots = singularValues.map((sigma) =>
    Math.sqrt(Math.max(0, 1 - (2 * stepSize * sigma) ** 2))
  );
  const [u, v] = [reflectionProduct(d, left), reflectionProduct(d, right)];
  /** ½(I − S) on one half of z. */
  const half = (basis: readonly (readonly number[])[], part: readonly number[]) => {
    const coordinates = apply(basis, part, true).map((c, i) => (1 - roots[i]!) / 2 * c);
    return apply(basis, coordinates);
  };
  return (z: readonly number[]) => {
    const [x, y] = [z.slice(0, d), z.slice(d)];
    return [
      ...plus(half(u, x), apply(a, y).map((entry) => -stepSize * entry)),
      ...plus(half(v, y), apply(a, x, true).map((entry) => stepSize * entry)),
    ];
  };
}

/** The claim, for the optimistic gradient method or what a test puts in its place. */
export function optimisticGradientRate(method: StepMethod = optimisticGradient): Claim {
  return defineClaim<Instance, Observation>({
    id: "calibration/optimistic-gradient",
    title: "The optimistic gradient method on bilinear saddle point problems",
    locus: "Liang and Stokes (2019), §3",
    kind: "universal",
    cost: 0.5,
    hypotheses: [{
      name: "admissible step size",
      statement: String.raw`0 < \eta \le 1/(2\sigma_{\max})`,
      holds: ({ stepShare }) => stepShare > 0 && stepShare <= 1,
    }],
    instances: fc.record({
      dimension: fc.noBias(fc.integer({ min: 1, max: 3 })),
      parts: spectralParts(3, 3, { maximumConditionNumber: 1e3 }),
      start: vectorOf(6),
      stepShare: stepShares(),
      steps: stepCounts(),
    }).map(({ dimension, parts, start, stepShare, steps }) => {
      const cut = start.slice(0, 2 * dimension);
      return {
        matrix: assembleMatrix(parts, dimension, dimension, dimension),
        start: length(cut) > 0 ? cut : cut.map((_, i) => Number(i === 0)),
        stepShare,
        steps,
      };
    }),
    observe<T>(instance: Instance, arithmetic: Arithmetic<T>): Observation {
      const { matrix, start, stepShare, steps } = instance;
      const sigmaMin = Math.min(...matrix.singularValues);
      const stepSize = stepShare / (2 * Math.max(...matrix.singularValues));
      const a = spectralMatrixRows(matrix);
      const zeros = a.map(() => 0);
      const skew = [
        ...a.map((row) => [...zeros, ...row]),
        ...a.map((_, j) => [...a.map((row) => -row[j]!), ...zeros]),
      ];
      const field: GradientMap = {
        gradient: (arithmetic, z) => arithmetic.multiply(arithmetic.matrix(skew), z),
      };
      const iterates: number[][] = [];
      iterate(arithmetic, field, method(arithmetic, { stepSize }), start, {
        steps,
        visit: ({ theta }) => void iterates.push(arithmetic.toArray(theta)),
      });
      const p = partner(matrix, stepSize);
      const remainder = (z: readonly number[], previous: readonly number[]) => {
        const image = p(previous);
        return length(z.map((entry, i) => entry - image[i]!));
      };
      const rate = Math.sqrt((1 + Math.sqrt(Math.max(0, 1 - (2 * stepSize * sigmaMin) ** 2))) / 2);
      return {
        before: remainder(iterates[0]!, iterates[0]!),
        after: remainder(iterates[steps]!, iterates[steps - 1]!),
        iterates,
        factor: rate ** steps,
        // What is rounded off at z_k has shrunk by ρ^{N−k} at the end.
        scale: iterates.reduce((sum, z) => rate * sum + length(z), 0),
      };
    },
    figures({ iterates }, instance) {
      const path = iterates.map((z): Point => [z[0]!, z[1]!]);
      return [
        ...stepFigures(this, instance, "remainder ‖z_k − Pz_{k−1}‖", 1),
        ...spectrumOf(
          "singular values of A",
          "singular value",
          "σ_i(A)",
          instance.matrix.singularValues,
        ),
        ...(instance.start.length === 2
          ? [planeFigure("the path of (x, y)", "the saddle point", path)]
          : []),
      ];
    },
    variants: {
      printed: {
        statement: String.raw`\|z_N - P z_{N-1}\| \le \rho^N \|z_0 - P z_{-1}\|, \qquad \rho^2 =
          \tfrac12\Bigl(1 + \sqrt{1 - 4\eta^2\sigma_{\min}^2}\Bigr)`,
        expected: "holds",
        relations: (observation) => relations(observation, 1),
      },
      sharpened: {
        statement: String.raw`\|z_N - P z_{N-1}\| \le 0.97 \rho^N \|z_0 - P z_{-1}\|`,
        expected: "refuted",
        relations: (observation) => relations(observation, 0.97),
      },
    },
  });
}
