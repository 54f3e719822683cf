/**
 * §II.A.2: the potential of gradient clipping.
 *
 * Printed: K(Z) = ½‖Z‖² for ‖Z‖ ≤ ε and ε‖Z‖ − ½ε² beyond has ∇K(Z) = min{ε/‖Z‖, 1}Z, "and its
 * gradient is L_K = max{ε, 1}-Lipschitz".
 *
 * By hand: d/dr of ½r² and εr − ½ε² is min{r, ε}, so ∇K(Z) = min{‖Z‖, ε}Z/‖Z‖. This is the nearest
 * point to Z of the ball of radius ε, and projections on convex sets do not expand distances: ∇K is
 * 1-Lipschitz for every ε, max{ε, 1} is an upper bound, and for ε > 1 not the least one. Sharpened:
 * L_K = 1, which is attained inside of the ball, where ∇K(Z) = Z.
 *
 * The gradient is compared with difference quotients of the printed K along Z and two other unit
 * directions D. K'' along any direction is at most min{1, ε/r} at the distance r from 0, and so the
 * quotient over a step h is known to h/2 times that at r = ‖Z‖ − h.
 *
 * @module
 */

import fc from "fast-check";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import { clippedGradientDescent } from "../../lib/optimizers/mod.ts";
import { magnitude } from "../../problems/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { evenly, over } from "../_figures.ts";
import { directionAt, type EpsilonMethod, type MatrixInstance, matrixOf } from "./_direction.ts";
import { matrixShapes, minus, normOf, points, rounded } from "./_points.ts";

interface Instance extends MatrixInstance {
  /** Z', its entries repeated. */
  readonly other: readonly number[];
}

/** A difference quotient and what it should be. */
interface Quotient {
  /** (K(Z + hD) − K(Z))/h. */
  readonly quotient: number;
  /** ⟨min{ε/‖Z‖, 1}Z, D⟩. */
  readonly slope: number;
  /** By how much the quotient may be off. */
  readonly uncertainty: number;
}

interface Observation {
  readonly epsilon: number;
  /** ‖∇K(Z)‖. */
  readonly gradientNorm: number;
  readonly quotients: readonly Quotient[];
  /** ‖∇K(Z) − ∇K(Z')‖ and ‖Z − Z'‖. */
  readonly apart: readonly [gradients: number, points: number];
  /** The same for a Z in the ball and 0. */
  readonly inBall: readonly [gradients: number, points: number];
  /** ‖Z‖ + ‖Z'‖. */
  readonly magnitude: number;
}

/** K as printed. */
function printedPotential(z: readonly number[], epsilon: number): number {
  const r = normOf(z);
  return r <= epsilon ? r * r / 2 : epsilon * r - epsilon * epsilon / 2;
}

/** The steps of the quotients, relative to ‖Z‖. */
const STEP = 1e-5;

function quotientAlong(
  z: readonly number[],
  gradient: readonly number[],
  towards: readonly number[],
  epsilon: number,
): Quotient {
  const length = normOf(towards);
  const direction = towards.map((entry) => entry / length);
  const r = normOf(z);
  const h = STEP * (r === 0 ? epsilon : r);
  const [here, there] = [z, z.map((entry, i) => entry + h * direction[i]!)].map((point) =>
    printedPotential(point, epsilon)
  );
  return {
    quotient: (there! - here!) / h,
    slope: gradient.reduce((sum, entry, i) => sum + entry * direction[i]!, 0),
    uncertainty: h / 2 * (r > h ? Math.min(1, epsilon / (r - h)) : 1) +
      16 * float64.unitRoundoff * (here! + there!) / h,
  };
}

function relations(
  observation: Observation,
  lipschitz: number,
  constant: string,
): Relation[] {
  const { gradientNorm, quotients, apart: [gradients, distance], magnitude } = observation;
  return [
    ...quotients.map(({ quotient, slope, uncertainty }): Relation => ({
      label: "the derivative of K along D = ⟨min{ε/‖Z‖, 1}Z, D⟩",
      lhs: quotient,
      sense: "=",
      rhs: slope,
      scale: gradientNorm,
      size: gradientNorm,
      uncertainty,
    })),
    {
      label: `‖∇K(Z) − ∇K(Z')‖ <= ${constant}‖Z − Z'‖`,
      lhs: gradients,
      sense: "<=",
      rhs: lipschitz * distance,
      scale: lipschitz * magnitude,
    },
  ];
}

/** The claim, for clipping or what a test puts in its place. */
export function clippingGradient(
  method: EpsilonMethod = (arithmetic, { epsilon, stepSize }) =>
    clippedGradientDescent(arithmetic, { threshold: epsilon, stepSize }),
): Claim {
  return defineClaim<Instance, Observation>({
    id: "dual/clipping-gradient",
    title: "The potential of gradient clipping",
    locus: "Section II.A.2",
    kind: "universal",
    hypotheses: [{
      name: "positive threshold",
      statement: String.raw`\epsilon > 0`,
      holds: ({ epsilon }) => epsilon > 0,
    }],
    instances: fc.record({
      shape: matrixShapes(),
      epsilon: magnitude({ minimum: 1e-3, maximum: 1e3 }),
      entries: points(),
      other: points(),
    }),
    observe<T>(instance: Instance, arithmetic: Arithmetic<T>): Observation {
      const { epsilon, shape, other } = instance;
      const z = rounded(arithmetic, matrixOf(instance));
      const zOther = rounded(arithmetic, matrixOf({ shape, entries: other }));
      const gradientAt = (point: readonly number[]) =>
        directionAt(arithmetic, method, epsilon, point);
      const gradient = gradientAt(z);
      const directions = [z, zOther, minus(z, zOther)].filter((towards) => normOf(towards) > 0);
      const r = normOf(z);
      const inside = rounded(
        arithmetic,
        z.map((entry) => r > epsilon / 2 ? entry * (epsilon / 2 / r) : entry),
      );
      return {
        epsilon,
        gradientNorm: normOf(gradient),
        quotients: directions.map((towards) => quotientAlong(z, gradient, towards, epsilon)),
        apart: [normOf(minus(gradient, gradientAt(zOther))), normOf(minus(z, zOther))],
        inBall: [normOf(gradientAt(inside)), normOf(inside)],
        magnitude: r + normOf(zOther),
      };
    },
    figures: ({ epsilon }) => {
      const places = evenly(0, 3 * epsilon, 61);
      return [{
        kind: "lines",
        title: "K and the norm of its gradient over ‖Z‖",
        x: { label: "norm ‖Z‖" },
        y: { label: "value" },
        series: [
          {
            name: "K",
            role: "observed",
            points: over(places, (r) => printedPotential([r], epsilon)),
          },
          {
            name: "‖∇K‖ = min{‖Z‖, ε}",
            role: "predicted",
            points: over(places, (r) => Math.min(r, epsilon)),
          },
        ],
      }];
    },
    variants: {
      printed: {
        statement: String.raw`\nabla K(\mathbf Z) = \min\{\tfrac{\epsilon}{\|\mathbf Z\|_F}, 1\}
          \mathbf Z, \qquad \|\nabla K(\mathbf Z) - \nabla K(\mathbf Z')\|_F \le \max\{\epsilon, 1\}
          \|\mathbf Z - \mathbf Z'\|_F`,
        expected: "holds",
        relations: (observation) =>
          relations(observation, Math.max(observation.epsilon, 1), "max{ε, 1}"),
      },
      sharpened: {
        statement: String.raw`\|\nabla K(\mathbf Z) - \nabla K(\mathbf Z')\|_F \le
          \|\mathbf Z - \mathbf Z'\|_F, \text{ with equality for } \|\mathbf Z\|_F \le \epsilon,
          \ \mathbf Z' = 0`,
        expected: "holds",
        relations: (observation) => [
          ...relations(observation, 1, ""),
          {
            label: "‖∇K(Z) − ∇K(0)‖ = ‖Z‖ in the ball",
            lhs: observation.inBall[0],
            sense: "=",
            rhs: observation.inBall[1],
          },
        ],
      },
    },
  });
}
