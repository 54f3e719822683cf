/**
 * §4.1, left panel of figure 1: deflating the largest eigenvalues.
 *
 * Printed: deflating them, "setting [the values of T] so that these preconditioned eigenvalues become
 * [a formula that is lost], reduces the smoothness constant and the noise level while leaving [μ̂]
 * unchanged, yielding a lower noise floor".
 *
 * Restored: the top k < d eigenvalues become targets t_i, λ_d ≤ t_i ≤ λ_i. That contains what the lost
 * formula is likely to be, one value for all such as λ_{k+1} (as spectral deflation has it) or λ_d. It
 * cannot lie below λ_d, for then μ̂ would fall, and not above λ_i, for that is no deflation.
 *
 * By hand: L̂ = max(t_1, …, t_k, λ_{k+1}) ≤ λ_1, K falls by (s²/b)Σ(λ_i − t_i), and with an increasing
 * φ the steady state Σφ(λ̂_i) falls at the same α, as does αL̂K/(2μ̂).
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { realNumber } from "../../problems/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import {
  admissibleStep,
  boundDoesNotRise,
  deflatesPart,
  deflationFigures,
  diagnose,
  diagnosePlain,
  type Diagnosis,
  type DiagnosticInstance,
  diagnosticInstances,
  type DiagnosticMethod,
  floorIs,
  generalSpectra,
  largestIs,
  type MetricValue,
  noiseLevelIs,
  noiseLevelIsSum,
  type PreconditionedDiagnosis,
  preconditionedStep,
  smallestIs,
  steadyStateStays,
  targetedValue,
} from "./_diagnostic.ts";

interface TopInstance extends DiagnosticInstance {
  /**
   * Where the targets lie between λ_d (0) and λ_i (1), on a log scale, cyclically; or all of them at
   * λ_{k+1}.
   */
  readonly targets: "next" | readonly number[];
}

interface Observation {
  readonly before: Diagnosis;
  readonly after: PreconditionedDiagnosis;
  /** The preconditioned eigenvalues that are wanted. */
  readonly wanted: readonly number[];
}

function wantedOf({ hessian: { eigenvalues }, count, targets }: TopInstance): number[] {
  const least = eigenvalues.at(-1)!;
  return eigenvalues.map((value, i) => {
    if (i >= count) return value;
    if (targets === "next") return eigenvalues[count]!;
    const place = targets[i % targets.length]!;
    // Exact at both ends.
    return place === 1 ? value : least * (value / least) ** place;
  });
}

function topInstances(place: fc.Arbitrary<number>, withNext: boolean): fc.Arbitrary<TopInstance> {
  const places = fc.array(place, { minLength: 1, maxLength: 4 });
  const targets = withNext
    ? fc.oneof({ withCrossShrink: true }, fc.constant("next" as const), places)
    : places;
  return fc.tuple(
    diagnosticInstances(generalSpectra(2), ({ length }) => length - 1),
    targets,
  ).map(([instance, targets]) => ({ ...instance, targets }));
}

/** The claim, for preconditioned SGD and its metric or what a test puts in their place. */
export function deflateTop(
  method: DiagnosticMethod = preconditionedStep,
  metricValue: MetricValue = targetedValue,
): Claim {
  return defineClaim<TopInstance, Observation>({
    id: "psgd/deflate-top",
    title: "Deflating the largest eigenvalues lowers L̂, K and the floor, and leaves μ̂",
    locus: "Section 4.1, figure 1, left",
    kind: "universal",
    cost: 2,
    hypotheses: [
      deflatesPart(),
      {
        name: "targets",
        statement: String.raw`\lambda_d \le t_i \le \lambda_i,\ i \le k`,
        holds: ({ targets }) =>
          targets === "next" || targets.every((place) => place >= 0 && place <= 1),
        without: topInstances(realNumber({ minimum: -1, maximum: -0.1 }), false),
      },
      admissibleStep(),
    ],
    instances: topInstances(
      fc.oneof(
        { withCrossShrink: true },
        fc.constantFrom(0, 1),
        realNumber({ minimum: 0, maximum: 1 }),
      ),
      true,
    ),
    observe<T>(instance: TopInstance, arithmetic: Arithmetic<T>): Observation {
      const { hessian: { eigenvalues } } = instance;
      const wanted = wantedOf(instance);
      const values = eigenvalues.map((value, i) =>
        i < instance.count ? metricValue(value, wanted[i]!) : 1
      );
      return {
        wanted,
        before: diagnosePlain(arithmetic, instance),
        after: diagnose(arithmetic, instance, values, method),
      };
    },
    figures: ({ before, after }, instance) => deflationFigures(before, after, instance),
    variants: {
      printed: {
        statement: String.raw`\lambda_i \mapsto t_i,\ i \le k:\quad \hat L, K
          \text{ and the noise floor fall}, \quad \hat\mu \text{ stays}`,
        expected: "holds",
        relations: ({ before, after, wanted }, instance) => [
          largestIs("<=", before, after),
          noiseLevelIs("<=", before, after, instance),
          noiseLevelIsSum(after, wanted, instance),
          smallestIs("=", before, after),
          boundDoesNotRise(before, after),
          floorIs("<=", before, after),
          steadyStateStays(after),
        ],
      },
    },
  });
}
