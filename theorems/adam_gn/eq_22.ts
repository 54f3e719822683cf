/**
 * Eq. (22): gradient and Gauss–Newton matrix of the reparameterized logistic model.
 *
 * Printed: g_i = 2ν_iθ_i(σ(θ_i²) − P_i), H_ii = 4ν_iθ_i²σ(θ_i²)(1 − σ(θ_i²)).
 *
 * With z = θ_i² the loss is ν_i(log(1 + e^{−z}) + (1 − P_i)z), its derivatives in z are ν_i(σ(z) −
 * P_i) and ν_iσ(z)(1 − σ(z)), and ∂z/∂θ_i = 2θ_i. Here the closed forms, on the arithmetic at hand,
 * stand against automatic differentiation of the printed loss: its slope in θ_i, and the square of
 * z's slope times its second derivative in z. (The update (23), made of these, lacks the η of the
 * line above it; Lemma 3 has it.)
 *
 * @module
 */

import fc from "fast-check";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import {
  magnitude,
  powerLawProbabilities,
  realNumber,
  reparameterizedLogistic,
  type ReparameterizedLogisticInstance,
  vectorOf,
} from "../../problems/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import { evenly, over, shortly } from "../_figures.ts";
import { constant, type Jet, logarithm, logisticJet, plus, times, variable } from "./_jet.ts";
import { labelProbabilities, labelsInRange } from "./_logistic.ts";

interface Instance extends ReparameterizedLogisticInstance {
  /** θ. */
  readonly point: readonly number[];
}

interface Entry {
  readonly label: string;
  readonly closed: number;
  readonly automatic: number;
  readonly scale: number;
}

/** The closed forms; what tests sabotage. */
export type LogisticModel = typeof reparameterizedLogistic;

/** −ν(P log σ(z) + (1 − P) log σ(−z)), as a function of what z depends on. */
function crossEntropy(z: Jet, nu: number, p: number): Jet {
  const negative = times(constant(-1), z);
  const likelihood = plus(
    times(constant(p), logarithm(logisticJet(z))),
    times(constant(1 - p), logarithm(logisticJet(negative))),
  );
  return times(constant(-nu), likelihood);
}

/** By automatic differentiation: ∂ℓ/∂θ_i, and (∂z/∂θ_i)² ∂²ℓ/∂z². */
function derivatives(weight: number, nu: number, p: number) {
  const square = times(variable(weight), variable(weight));
  return {
    slope: crossEntropy(square, nu, p).slope,
    curvature: square.slope ** 2 * crossEntropy(variable(weight ** 2), nu, p).curvature,
  };
}

/** The claim, for the closed forms or what a test puts in their place. */
export function equation22(model: LogisticModel = reparameterizedLogistic): Claim {
  return defineClaim<Instance, readonly Entry[]>({
    id: "adam-gn/eq-22",
    title: "Gradient and Gauss–Newton matrix of the logistic model",
    locus: "Appendix B, (22)",
    kind: "universal",
    hypotheses: [labelsInRange],
    instances: fc.integer({ min: 1, max: 32 }).chain((dimension) =>
      fc.record({
        inputs: fc.oneof(
          { withCrossShrink: true },
          realNumber({ minimum: 0, maximum: 3 }).map((exponent) =>
            powerLawProbabilities(dimension, exponent)
          ),
          vectorOf(dimension, magnitude({ minimum: 1e-6, maximum: 1 })).map((weights) => {
            const total = weights.reduce((sum, weight) => sum + weight, 0);
            return weights.map((weight) => weight / total);
          }),
        ),
        labels: vectorOf(dimension, labelProbabilities()),
        point: vectorOf(dimension, realNumber({ minimum: -4, maximum: 4 })),
      })
    ),
    observe<T>({ inputs, labels, point }: Instance, arithmetic: Arithmetic<T>): Entry[] {
      const { gradient, gaussNewtonDiagonal } = model({ inputs, labels });
      const theta = arithmetic.vector(point);
      const g = arithmetic.toArray(gradient(arithmetic, theta));
      const h = arithmetic.toArray(gaussNewtonDiagonal(arithmetic, theta));
      // What the arithmetic stores of θ.
      return arithmetic.toArray(theta).flatMap((weight, i) => {
        const [nu, p] = [inputs[i]!, labels[i]!];
        const { slope, curvature } = derivatives(weight, nu, p);
        return [
          {
            label: "g_i = ∂ℓ/∂θ_i",
            closed: g[i]!,
            automatic: slope,
            scale: 2 * nu * Math.abs(weight),
          },
          {
            label: "H_ii = (∂z/∂θ_i)² ∂²ℓ/∂z²",
            closed: h[i]!,
            automatic: curvature,
            // e^{−z} carries an error of z units, 1 − σ and the curvature one of σ's.
            scale: 4 * nu * weight ** 2,
          },
        ];
      });
    },
    figures: (_, { labels }) => {
      const places = evenly(-3, 3, 121);
      const label = labels[0]!;
      const { gradient, gaussNewtonDiagonal } = model({
        inputs: places.map(() => 1),
        labels: places.map(() => label),
      });
      const theta = float64.vector(places);
      const closed = (values: typeof theta) =>
        float64.toArray(values).map((value, i) => [places[i]!, value] as const);
      const automatic = (name: "slope" | "curvature") =>
        over(places, (x) => derivatives(x, 1, label)[name]);
      return [{
        kind: "lines",
        title: `one coordinate's g and H, ν = 1, P = ${shortly(label)}`,
        x: { label: "θ_i" },
        y: { label: "g_i, H_ii" },
        series: [
          { name: "g_i", role: "observed", points: closed(gradient(float64, theta)) },
          {
            name: "∂ℓ/∂θ_i by automatic differentiation",
            role: "predicted",
            points: automatic("slope"),
          },
          { name: "H_ii", role: "observed", points: closed(gaussNewtonDiagonal(float64, theta)) },
          {
            name: "(∂z/∂θ_i)² ∂²ℓ/∂z² by automatic differentiation",
            role: "reference",
            points: automatic("curvature"),
          },
        ],
      }];
    },
    variants: {
      printed: {
        statement: String.raw`[g(\theta)]_i = 2\nu_i\theta_i(\sigma(\theta_i^2) - P_i), \quad
          [H^{(\mathrm{GN})}(\theta)]_{ii} =
          4\nu_i\theta_i^2\sigma(\theta_i^2)(1 - \sigma(\theta_i^2))`,
        expected: "holds",
        relations: (entries) =>
          entries.map(({ label, closed, automatic, scale }) => ({
            label,
            lhs: closed,
            sense: "=",
            rhs: automatic,
            scale,
          })),
      },
    },
  });
}
