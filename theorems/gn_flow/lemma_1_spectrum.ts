/**
 * The spectrum in the proof of Lemma 1.
 *
 * Printed: if (γ, u) is an eigenpair of K, then J[H_ρ]⁻¹Jᵀ has the eigenpair (γ/((1 − ρ)γ + ρ), u).
 *
 * It holds, for ρ = 1 too: H_ρJᵀu = (1 − ρ)JᵀKu + ρJᵀu = ((1 − ρ)γ + ρ)Jᵀu. Multiply by J[H_ρ]⁻¹
 * and divide: γu = Ku = ((1 − ρ)γ + ρ) J[H_ρ]⁻¹Jᵀu.
 *
 * Rounding: u and H_ρ are known to u‖K‖, and as a function of γ the eigenvalue has a slope of up to
 * 1/ρ, so the sides are known to u‖K‖/ρ times their size and some more.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { spectrumFigure } from "../_figures.ts";
import { kernelAt, type KernelInstance, kernelInstances, placeOf } from "./_kernel.ts";

interface Observation {
  readonly family: "network" | "smooth map";
  /** γ, ascending. */
  readonly eigenvalues: readonly number[];
  /** What J[H_ρ]⁻¹Jᵀ should have in their place. */
  readonly predicted: readonly number[];
  /** ‖J[H_ρ]⁻¹Jᵀu − θu‖ for each, θ the predicted one. */
  readonly errors: readonly number[];
  /** 1 + ‖K‖/ρ. */
  readonly conditioning: number;
}

/** The claim, with the eigenvalue that belongs to γ or what a test puts in its place. */
export function lemma1Spectrum(
  eigenvalue: (gamma: number, damping: number) => number = (gamma, damping) =>
    gamma / ((1 - damping) * gamma + damping),
): Claim {
  return defineClaim<KernelInstance, Observation>({
    id: "gn-flow/lemma-1-spectrum",
    title: "The preconditioned kernel has the eigenvectors of the kernel",
    locus: "Proof of Lemma 1",
    kind: "universal",
    cost: 2,
    hypotheses: [],
    instances: kernelInstances(),
    observe<T>(instance: KernelInstance, arithmetic: Arithmetic<T>): Observation {
      const { problem, point } = placeOf(instance);
      const { damping, map } = problem;
      const kernel = kernelAt(arithmetic, problem, point, damping);
      const { eigenvalues, eigenvectors } = kernel;
      const predicted = eigenvalues.map((gamma) => eigenvalue(gamma, damping));
      const images = arithmetic.multiply(kernel.preconditioned(1), eigenvectors);
      const difference = arithmetic.subtract(
        images,
        arithmetic.multiply(eigenvectors, arithmetic.diagonal(predicted)),
      );
      const rows = arithmetic.toRows(difference);
      return {
        family: map.family,
        eigenvalues,
        predicted,
        errors: predicted.map((_, k) => Math.hypot(...rows.map((row) => row[k]!))),
        conditioning: 1 + eigenvalues.at(-1)! / damping,
      };
    },
    figures: ({ eigenvalues, predicted }) => [
      spectrumFigure("the eigenvalues of K and of J[H_ρ]⁻¹Jᵀ", "eigenvalue", [
        { name: "K", role: "reference", values: eigenvalues },
        { name: "γ/((1 − ρ)γ + ρ)", role: "predicted", values: predicted },
      ]),
    ],
    variants: {
      printed: {
        statement: String.raw`Ku = \gamma u \Rightarrow J[H_\rho]^{-1}J^\top u =
          \frac{\gamma}{(1-\rho)\gamma+\rho} u`,
        expected: "holds",
        relations: ({ family, predicted, errors, conditioning }) => {
          const largest = Math.max(...predicted);
          return predicted.map((theta, k): Relation => ({
            label: "J[H_ρ]⁻¹Jᵀu = γ/((1 − ρ)γ + ρ) u",
            lhs: errors[k]!,
            sense: "=",
            rhs: 0,
            scale: largest * conditioning,
            size: theta,
            family,
          }));
        },
      },
    },
  });
}
