/**
 * Gradient descent with exact line search on strongly convex quadratics.
 *
 * Problem: minimize f(x) = ½(x − x*)ᵀA(x − x*), A symmetric with its eigenvalues in [μ, L], μ > 0.
 *
 * Algorithm: x_{t+1} = x_t − α_t∇f(x_t) with the α_t that minimizes f on the ray,
 * α_t = ‖g‖²/(gᵀAg) for g = ∇f(x_t).
 *
 * Guarantee, with f* = 0: f(x_N) ≤ ((L − μ)/(L + μ))^{2N} f(x_0).
 *
 * Proof: f(x_{t+1})/f(x_t) = 1 − ‖g‖⁴/(gᵀAg · gᵀA⁻¹g), and by Kantorovich's inequality
 * gᵀAg · gᵀA⁻¹g ≤ ((μ + L)²/(4μL)) ‖g‖⁴.
 *
 * Worst case, in dimension 2: A = diag(μ, L), x_0 − x* = (1/μ, ±1/L), so g = (1, ±1), α = 2/(μ + L),
 * x_1 − x* = ((L − μ)/(L + μ)) (1/μ, ∓1/L): the errors zigzag, and every step loses exactly the
 * factor. An instance holds ∇f(x_0) in the basis of eigenvectors, which can be anything.
 *
 * False on purpose: f(x_N) ≤ (1 − 1.03·4μL/(L + μ)²)^N f(x_0), the decrease of a step,
 * 1 − ((L − μ)/(L + μ))² = 4μL/(L + μ)², taken 3 % too large (and at most 1). By hand, μ = 1, L = 3,
 * N = 1, g = (1, 1): f(x_0) = ½(1 + 1/3) = 2/3, f(x_1) = 1/6, a decrease by 3/4, not by 0.7725.
 *
 * Reference: L. V. Kantorovich, Functional analysis and applied mathematics, Uspekhi Mat. Nauk 3
 * (1948) 89–185; E. de Klerk, F. Glineur and A. B. Taylor, On the worst-case complexity of the
 * gradient method with exact line search for smooth strongly convex functions, Optim. Lett. 11
 * (2017) 1185–1199, for the same factor on all smooth strongly convex functions.
 *
 * Rounding: x is known to u(‖x*‖ + ‖x − x*‖), its gradient to L times as much; in the A-norm that is
 * uE, E = κ‖x_0 − x*‖_A + √κ√L‖x*‖, and f to uE‖x_0 − x*‖_A + u²E².
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { systemFigures } from "./_figures.ts";
import {
  energyNorm,
  fromEigenbasis,
  symmetricParts,
  type SystemInstance,
  systemInstances,
} from "./_system.ts";

/** The step size at a point with the gradient g and the product A g; what tests sabotage. */
export type LineSearch = <T>(arithmetic: Arithmetic<T>, g: T, image: T) => number;

/** ‖g‖²/(gᵀAg). */
export const exactLineSearch: LineSearch = (arithmetic, g, image) =>
  arithmetic.dot(g, g) / arithmetic.dot(g, image);

interface Observation {
  /** f(x_0). */
  readonly before: number;
  /** f(x_N). */
  readonly after: number;
  /** x_N. */
  readonly last: readonly number[];
  /** ((L − μ)/(L + μ))². */
  readonly rate: number;
  readonly scale: number;
}

function decrease({ before, after, scale }: Observation, label: string, factor: number): Relation {
  return { label, lhs: after, sense: "<=", rhs: factor * before, scale };
}

/** The claim, for the exact line search or what a test puts in its place. */
export function exactLineSearchDescends(lineSearch: LineSearch = exactLineSearch): Claim {
  return defineClaim<SystemInstance, Observation>({
    id: "calibration/exact-line-search",
    title: "Gradient descent with exact line search on quadratics",
    locus: "Kantorovich 1948; de Klerk, Glineur, Taylor 2017",
    kind: "universal",
    cost: 0.5,
    hypotheses: [],
    instances: systemInstances(),
    observe<T>(instance: SystemInstance, arithmetic: Arithmetic<T>): Observation {
      const { eigenvalues, coordinates, solution, steps } = instance;
      const { rows, basis, root, mu, smoothness, conditionNumber } = symmetricParts(instance);
      const error = coordinates.map((value, i) => value / eigenvalues[i]!);
      const a = arithmetic.matrix(rows);
      const b = arithmetic.multiply(a, arithmetic.vector(solution));
      let x = arithmetic.vector(fromEigenbasis(basis, error, solution));
      for (let t = 0; t < steps; t++) {
        const g = arithmetic.subtract(arithmetic.multiply(a, x), b);
        if (arithmetic.norm(g) === 0) break;
        const stepSize = lineSearch(arithmetic, g, arithmetic.multiply(a, g));
        // A gradient whose square vanishes is 0 to rounding.
        if (!Number.isFinite(stepSize)) break;
        x = arithmetic.subtract(x, arithmetic.scale(stepSize, g));
      }
      const left = arithmetic.subtract(x, arithmetic.vector(solution));
      const startNorm = energyNorm(eigenvalues, error);
      const errorScale = conditionNumber * startNorm +
        Math.sqrt(conditionNumber * smoothness) * Math.hypot(...solution);
      return {
        before: startNorm ** 2 / 2,
        after: arithmetic.norm(arithmetic.multiply(arithmetic.matrix(root), left)) ** 2 / 2,
        last: arithmetic.toArray(x),
        rate: ((smoothness - mu) / (smoothness + mu)) ** 2,
        scale: errorScale * (startNorm + arithmetic.unitRoundoff * errorScale),
      };
    },
    figures(_, instance) {
      return systemFigures(this, instance, "objective f(x_k)");
    },
    variants: {
      printed: {
        statement: String.raw`f(x_N) - f^\star \le \left(\frac{L - \mu}{L + \mu}\right)^{2N}
          (f(x_0) - f^\star)`,
        expected: "holds",
        relations: (observation, { steps }) => [
          decrease(
            observation,
            "f(x_N) <= ((L − μ)/(L + μ))^{2N} f(x_0)",
            observation.rate ** steps,
          ),
        ],
      },
      sharpened: {
        statement: String.raw`f(x_N) - f^\star \le \left(1 - \min\left\{1, 1.03 \cdot
          \frac{4 \mu L}{(L + \mu)^2}\right\}\right)^N (f(x_0) - f^\star)`,
        expected: "refuted",
        relations: (observation, { steps }) => [
          decrease(
            observation,
            "f(x_N) <= (1 − 1.03·4μL/(L + μ)²)^N f(x_0)",
            Math.max(0, 1 - 1.03 * (1 - observation.rate)) ** steps,
          ),
        ],
      },
    },
  });
}
