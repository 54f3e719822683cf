/**
 * (GF-O), the flow in the output space, with its proof, and (9).
 *
 * Printed, with ρ_0 = ρ/(1 − ρ):
 *
 *     dαf/dt = −(1/ρ)(K − ρ_0⁻¹K(I + ρ_0⁻¹K)⁻¹K)∇g,                                       (GF-O)
 *     dαf/dt = −αDf dw/dt                                            (the proof's first line),
 *     J[H_ρ]⁻¹Jᵀ = (1/ρ)(K − ρ_0⁻¹K(I + ρ_0⁻¹K)⁻¹K)                              (Woodbury),
 *     (1 − ρ)²J[H_ρ]⁻²Jᵀ = ρ_0⁻²K − 2ρ_0⁻³KXK + ρ_0⁻⁴KXKXK, X = (I + ρ_0⁻¹K)⁻¹.           (9)
 *
 * (GF-O), Woodbury's identity and (9) are right; for ρ = 1, where ρ_0 = ∞, with 1/ρ_0 = 0. On an
 * eigenvector of K with x = γ/ρ_0 the right side of (9) is (1/ρ_0)(x − 2x²/(1 + x) + x³/(1 + x)²) =
 * (1/ρ_0) x/(1 + x)² = γ/(γ + ρ_0)², as it should be.
 *
 * The proof's first line has a sign too many: by the chain rule dαf/dt = +αDf dw/dt. By hand: f(w)
 * = 2w_1 + ½w_2² at w = 0, α = 1, g(ψ) = ½(ψ − 1)²: J = (2, 0), ∇g = −1, H_ρ has the eigenvalue 4 −
 * 3ρ along e_1, dw/dt = (2/(4 − 3ρ), 0). f increases at the rate 4/(4 − 3ρ), and −Df dw/dt is −4/(4
 * − 3ρ). The next line of the proof has the sign right: "refuted" concerns this line alone, and
 * nothing rests on it.
 *
 * Corrected: the same with dαf/dt = αDf dw/dt.
 *
 * dαf/dt is measured: by differences of αf along the velocity, extrapolated. Rounding: with
 * κ = ‖K‖/ρ_0 the product KXK cancels against ρ_0K but for a share 1/(1 + κ), and X is known to
 * u(1 + κ).
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import type { OverparameterizedProblem } from "../../problems/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { spectrumFigure } from "../_figures.ts";
import {
  kernelAt,
  type KernelInstance,
  kernelInstances,
  placeOf,
  symmetricPower,
} from "./_kernel.ts";

/** How far apart two sides are, their size, and how well their difference is known. */
interface Comparison {
  readonly distance: number;
  readonly size: number;
  readonly scale: number;
  readonly uncertainty?: number;
}

interface Observation {
  readonly family: "network" | "smooth map";
  readonly isGradientFlow: boolean;
  readonly flow: Comparison;
  /** dαf/dt + αJẇ. */
  readonly opposite: Comparison;
  /** dαf/dt − αJẇ. */
  readonly chainRule: Comparison;
  readonly woodbury: Comparison;
  readonly equation9: Comparison;
  /** The spectrum of K. */
  readonly eigenvalues: readonly number[];
}

/** What tests sabotage. */
export interface OutputFlowOptions {
  /** ẇ. */
  readonly velocity?: (problem: OverparameterizedProblem, w: readonly number[]) => number[];
  /** The factor of the second term of (9), −2 as printed. */
  readonly secondFactor?: number;
  /** The factor of the second term of Woodbury's identity, −1 as printed. */
  readonly woodburyFactor?: number;
}

/** How far the ends of a difference are from the middle, as a share of r_0. */
const REACH = 1e-3;

/** The derivative of αf along v, by differences, and by how much their extrapolation changes it. */
function derivativeAlong(
  problem: OverparameterizedProblem,
  w: readonly number[],
  v: readonly number[],
) {
  const length = Math.hypot(...v);
  const step = length === 0 ? 1 : REACH * problem.radius / length;
  const quotient = (h: number) => {
    const [ahead, behind] = [h, -h].map((s) =>
      problem.output(w.map((entry, k) => entry + s * v[k]!))
    );
    return ahead!.map((entry, j) => (entry - behind![j]!) / (2 * h));
  };
  const coarse = quotient(step);
  const fine = quotient(step / 2);
  const value = fine.map((entry, j) => entry + (entry - coarse[j]!) / 3);
  // A difference is as inexact as the ends are: by the rounding of w, which f sees through J.
  const jacobianNorm = Math.hypot(...problem.map.jacobian(w).flat());
  return {
    value,
    uncertainty: Math.hypot(...value.map((entry, j) => entry - fine[j]!)),
    scale: (problem.scaling * jacobianNorm * (Math.hypot(...w) + problem.radius) +
      Math.hypot(...problem.output(w))) / step,
  };
}

/** The claim, or with what a test puts in the place of its parts. */
export function outputFlow(
  {
    velocity = (problem, w) => problem.velocity(w, problem.damping),
    secondFactor = -2,
    woodburyFactor = -1,
  }: OutputFlowOptions = {},
): Claim {
  const compare = (
    family: Observation["family"],
    label: string,
    { distance, ...rest }: Comparison,
  ): Relation => ({ label, lhs: distance, sense: "=", rhs: 0, ...rest, family });
  const shared = ({ family, flow, woodbury, equation9, isGradientFlow }: Observation) => [
    compare(family, "(GF-O): dαf/dt = −(1/ρ)(K − ρ_0⁻¹K(I + ρ_0⁻¹K)⁻¹K)∇g", flow),
    compare(family, "Woodbury: J[H_ρ]⁻¹Jᵀ = (1/ρ)(K − ρ_0⁻¹K(I + ρ_0⁻¹K)⁻¹K)", woodbury),
    {
      ...compare(family, "(9): (1 − ρ)²J[H_ρ]⁻²Jᵀ by its expansion", equation9),
      trivial: isGradientFlow,
    },
  ];
  const identities = String.raw`\frac{d\alpha f}{dt} = -\tfrac1\rho\bigl(K -
      \rho_0^{-1}K(I+\rho_0^{-1}K)^{-1}K\bigr)\nabla g = -J[H_\rho]^{-1}J^\top\nabla g; \quad
      (1-\rho)^2 J[H_\rho]^{-2}J^\top = \rho_0^{-2}K - 2\rho_0^{-3}KXK + \rho_0^{-4}KXKXK,\
      X = (I + \rho_0^{-1}K)^{-1}`;
  return defineClaim<KernelInstance, Observation>({
    id: "gn-flow/gf-o",
    title: "The flow in the output space, by Woodbury's identity",
    locus: "Lemma 1, (GF-O) and its proof; eq. (9)",
    kind: "universal",
    cost: 4,
    hypotheses: [],
    instances: kernelInstances(),
    observe<T>(instance: KernelInstance, arithmetic: Arithmetic<T>): Observation {
      const { problem, point } = placeOf(instance);
      const { map, loss, damping, scaling } = problem;
      const { jacobian, kernel, eigenvalues, preconditioned } = kernelAt(
        arithmetic,
        problem,
        point,
        damping,
      );
      const inverse = (1 - damping) / damping; // 1/ρ_0
      const x = symmetricPower(
        arithmetic,
        arithmetic.add(arithmetic.identity(map.outputs), arithmetic.scale(inverse, kernel)),
        -1,
      );
      const kx = arithmetic.multiply(kernel, x);
      const kxk = arithmetic.multiply(kx, kernel);
      const woodbury = arithmetic.scale(
        1 / damping,
        arithmetic.add(kernel, arithmetic.scale(woodburyFactor * inverse, kxk)),
      );
      const expansion = arithmetic.add(
        arithmetic.add(
          arithmetic.scale(inverse ** 2, kernel),
          arithmetic.scale(secondFactor * inverse ** 3, kxk),
        ),
        arithmetic.scale(inverse ** 4, arithmetic.multiply(kx, kxk)),
      );
      const squared = arithmetic.scale((1 - damping) ** 2, preconditioned(2));
      const once = preconditioned(1);

      const v = velocity(problem, point);
      const z = loss.gradient(problem.output(point));
      const slope = derivativeAlong(problem, point, v);
      const derivative = arithmetic.vector(slope.value);
      const along = arithmetic.scale(
        scaling,
        arithmetic.multiply(jacobian, arithmetic.vector(v)),
      );
      const predicted = arithmetic.multiply(woodbury, arithmetic.vector(z));
      const norm = (a: T) => arithmetic.norm(a);

      const largest = eigenvalues.at(-1)!;
      const kappa = largest * inverse;
      const conditioning = largest / damping * (1 + kappa) ** 2;
      const { uncertainty, scale } = slope;
      return {
        family: map.family,
        isGradientFlow: damping === 1,
        flow: {
          distance: norm(arithmetic.add(derivative, predicted)),
          size: norm(predicted),
          scale: conditioning * Math.hypot(...z) + scale,
          uncertainty,
        },
        opposite: {
          distance: norm(arithmetic.add(derivative, along)),
          size: norm(along),
          scale,
          uncertainty,
        },
        chainRule: {
          distance: norm(arithmetic.subtract(derivative, along)),
          size: norm(along),
          scale,
          uncertainty,
        },
        woodbury: {
          distance: norm(arithmetic.subtract(once, woodbury)),
          size: norm(once),
          scale: conditioning,
        },
        equation9: {
          distance: norm(arithmetic.subtract(squared, expansion)),
          size: norm(squared),
          scale: inverse * (kappa * (1 + kappa) ** 3),
        },
        eigenvalues,
      };
    },
    figures: ({ eigenvalues }) => [
      spectrumFigure("the spectrum of K", "eigenvalue", [{ name: "K", values: eigenvalues }]),
    ],
    variants: {
      printed: {
        statement: String.raw`${identities}; \quad
          \frac{d\alpha f}{dt} = -\alpha Df \frac{dw}{dt}`,
        expected: "refuted",
        trivialWhere: "for ρ = 1, where both sides of (9) are 0",
        relations: (observation) => [
          ...shared(observation),
          compare(
            observation.family,
            "the proof's first line: dαf/dt = −αDf dw/dt",
            observation.opposite,
          ),
        ],
      },
      corrected: {
        statement: String.raw`${identities}; \quad
          \frac{d\alpha f}{dt} = \alpha Df \frac{dw}{dt}`,
        expected: "holds",
        trivialWhere: "for ρ = 1, where both sides of (9) are 0",
        relations: (observation) => [
          ...shared(observation),
          compare(
            observation.family,
            "the chain rule: dαf/dt = αDf dw/dt",
            observation.chainRule,
          ),
        ],
      },
    },
  });
}
