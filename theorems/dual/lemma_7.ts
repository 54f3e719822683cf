/**
 * Lemma 7: the descent lemma.
 *
 * Printed: for a convex L-smooth f and η_L < 2/L, (η_L − Lη_L²/2)‖∇f(x)‖² ≤ f(x) − min f, hence
 * ‖∇f(x)‖² ≤ 2L(f(x) − min f).
 *
 * By hand: f(x − η_L∇f(x)) ≤ f(x) − (η_L − Lη_L²/2)‖∇f(x)‖² by smoothness, and the left side is at
 * least min f. The factor is largest, 1/(2L), at η_L = 1/L, which is the second statement; equality
 * there for f = ½Lx². (Neither convexity nor η_L < 2/L is needed: beyond, and for η_L ≤ 0, the left
 * side is not positive and the relation is marked as trivial.)
 *
 * Instances: L(W) of the linear model, which is (Mσ_1/n)-smooth, and potentials with their least
 * Lipschitz constant and known minimum.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { type FunctionPoint, potential, type PotentialDescription } from "../../lib/convex/mod.ts";
import {
  lossDescriptions,
  magnitude,
  overparameterizedLinear,
  type OverparameterizedLinearInstance,
  overparameterizedLinearInstances,
  potentialDescriptions,
  realNumber,
} from "../../problems/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import { evenly, over } from "../_figures.ts";
import {
  type MatrixShape,
  matrixShapes,
  normOf,
  points,
  potentialAt,
  repeated,
  rounded,
} from "./_points.ts";

/** f. */
type SmoothDescription =
  | { readonly kind: "loss"; readonly problem: OverparameterizedLinearInstance }
  | {
    readonly kind: "potential";
    readonly shape: MatrixShape;
    readonly potential: PotentialDescription;
  };

interface Instance {
  readonly function: SmoothDescription;
  /** x, its entries repeated. */
  readonly point: readonly number[];
  /** η_L L. */
  readonly stepShare: number;
}

interface Smooth {
  readonly dimension: number;
  /** L. */
  readonly smoothness: number;
  /** Bounds of min f. */
  readonly minimum: { readonly least: number; readonly largest: number };
  readonly at: <T>(arithmetic: Arithmetic<T>, theta: readonly number[]) => FunctionPoint;
}

interface Observation {
  readonly family: SmoothDescription["kind"];
  readonly smoothness: number;
  /** η_L. */
  readonly stepSize: number;
  /** ‖∇f(x)‖². */
  readonly squaredGradient: number;
  /** What is added up in it. */
  readonly squaredGradientSize: number;
  /** f(x) − min f. */
  readonly gap: number;
  /** What is added up in it. */
  readonly gapSize: number;
}

const built = new WeakMap<SmoothDescription, Smooth>();

function smooth(description: SmoothDescription): Smooth {
  const known = built.get(description);
  if (known !== undefined) return known;
  const f = build(description);
  built.set(description, f);
  return f;
}

function build(description: SmoothDescription): Smooth {
  if (description.kind === "loss") {
    const { loss } = overparameterizedLinear(description.problem);
    return {
      dimension: loss.parameters,
      smoothness: loss.smoothness * loss.eigenvalues[0]! / loss.samples,
      minimum: { least: loss.minimum, largest: loss.minimum },
      at: (arithmetic, theta) => loss.at(arithmetic, arithmetic.vector(theta)),
    };
  }
  const { shape: { rows, columns } } = description;
  const k = potential(description.potential, rows * columns);
  return {
    dimension: rows * columns,
    smoothness: k.lipschitzConstant().value,
    minimum: k.minimum(),
    at(arithmetic, theta) {
      const point = potentialAt(k, rounded(arithmetic, theta));
      return { ...point, gradient: rounded(arithmetic, point.gradient) };
    },
  };
}

/** ‖∇f(x)‖, or what a test puts in its place. */
export type GradientNorm = (gradient: readonly number[]) => number;

/** The claim, for the norm of the gradient or what a test puts in its place. */
export function lemma7(gradientNorm: GradientNorm = normOf): Claim {
  const factor = ({ smoothness, stepSize }: Observation) =>
    stepSize * (1 - smoothness * stepSize / 2);
  return defineClaim<Instance, Observation>({
    id: "dual/lemma-7",
    title: "The descent lemma",
    locus: "Appendix, Lemma 7",
    kind: "universal",
    hypotheses: [
      {
        name: "f is convex, smooth and has a minimum",
        statement: String.raw`f \text{ is convex, } \nabla f \text{ is } L\text{-Lipschitz, } f
          \text{ has a (known) minimum}`,
        holds({ function: description }) {
          const { smoothness, minimum } = smooth(description);
          return smoothness > 0 && smoothness < Infinity && minimum.least === minimum.largest;
        },
      },
      {
        name: "admissible step",
        statement: String.raw`\eta_L < 2/L`,
        holds: ({ stepShare }) => stepShare < 2,
      },
    ],
    instances: fc.record({
      function: fc.oneof(
        { withCrossShrink: true },
        fc.record({
          kind: fc.constant("potential" as const),
          shape: matrixShapes(),
          potential: potentialDescriptions({ sums: false, raised: true }),
        }),
        fc.record({
          kind: fc.constant("loss" as const),
          problem: overparameterizedLinearInstances({
            losses: lossDescriptions({ raised: true }),
          }),
        }),
      ),
      point: points(),
      stepShare: fc.oneof(
        fc.constantFrom(1, 0.5, 1.5),
        magnitude({ minimum: 1e-3, maximum: 2.5 }),
        realNumber({ minimum: -1, maximum: 2 }),
      ),
    }),
    observe<T>(instance: Instance, arithmetic: Arithmetic<T>): Observation {
      const f = smooth(instance.function);
      const point = f.at(arithmetic, repeated(instance.point, f.dimension));
      return {
        family: instance.function.kind,
        smoothness: f.smoothness,
        stepSize: instance.stepShare / f.smoothness,
        squaredGradient: gradientNorm(point.gradient) ** 2,
        squaredGradientSize: point.gradient.reduce(
          (sum, entry, i) => sum + 2 * Math.abs(entry) * point.gradientSize![i]!,
          0,
        ),
        gap: point.value.value - f.minimum.least,
        gapSize: point.value.size + Math.abs(f.minimum.least),
      };
    },
    figures: (observation) => {
      const places = evenly(0, 2 / observation.smoothness, 41);
      return [{
        kind: "lines",
        title: "the lower bound of f(x) − min f over η_L",
        x: { label: "step η_L" },
        y: { label: "value" },
        series: [
          {
            name: "(η_L − Lη_L²/2)‖∇f(x)‖²",
            role: "predicted",
            points: over(
              places,
              (stepSize) => factor({ ...observation, stepSize }) * observation.squaredGradient,
            ),
          },
          { name: "f(x) − min f", role: "observed", points: over(places, () => observation.gap) },
        ],
      }];
    },
    variants: {
      printed: {
        statement: String.raw`\left(\eta_L - \tfrac{L\eta_L^2}2\right)\|\nabla f(\mathbf x)\|_F^2
          \le f(\mathbf x) - \min f, \qquad \|\nabla f(\mathbf x)\|_F^2 \le 2L(f(\mathbf x) -
          \min f)`,
        expected: "holds",
        relations: (observation) => {
          const { family, smoothness, squaredGradient, squaredGradientSize } = observation;
          const { gap, gapSize } = observation;
          const c = factor(observation);
          return [
            {
              label: "(η_L − Lη_L²/2)‖∇f‖² <= f − min f",
              lhs: c * squaredGradient,
              sense: "<=",
              rhs: gap,
              scale: Math.abs(c) * squaredGradientSize + gapSize,
              trivial: c <= 0,
              family,
            },
            {
              label: "‖∇f‖² <= 2L(f − min f)",
              lhs: squaredGradient,
              sense: "<=",
              rhs: 2 * smoothness * gap,
              scale: squaredGradientSize + 2 * smoothness * gapSize,
              family,
            },
          ];
        },
      },
    },
  });
}
