/**
 * Theorem 4: P projects onto the tangent space, and the flow is a Riemannian gradient flow.
 *
 * Printed: P(αf(w))z is the point of T = range J(w) nearest to z; P∇g is the Riemannian gradient
 * grad g (18); and "d(αf(w_t))/dt = −P∇g = grad g".
 *
 * The first two are true. The displayed equation contradicts (18) at its end, wherever grad g ≠ 0.
 * By hand: f(w) = (sin w, 1 − cos w) at w = 0, α = 1, g = ½‖ψ − y‖² with y = (1, 0). J = (1, 0)ᵀ, P
 * = diag(1, 0), ∇g = (−1, 0) = P∇g = grad g, and d(αf)/dt = −P∇g = (1, 0): the sides differ by 2.
 *
 * Corrected: d(αf)/dt = −P∇g = −grad g.
 *
 * Looked at: P as (15) prints it, the range of J by its singular value decomposition; the
 * Riemannian gradient as what it is: the tangent vector with ⟨grad g, u⟩ = Dg[u] for tangent u.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { enumerated } from "../_figures.ts";
import {
  assumption2,
  manifold,
  pointAt,
  projector,
  type Rows,
  type Scene,
  scenes,
  tangentSpace,
} from "./_manifold.ts";
import { distance, dot, plus, times } from "./_vectors.ts";

interface Observation {
  readonly family: string;
  /** ‖z‖. */
  readonly size: number;
  /** ‖Pz − UUᵀPz‖, the columns of U an orthonormal basis of range J. */
  readonly offTangent: number;
  /** ‖Uᵀ(z − Pz)‖. */
  readonly notNormal: number;
  /** ‖Pz − z‖. */
  readonly nearest: number;
  /** ‖y − z‖ for other tangent vectors y. */
  readonly others: readonly number[];
  readonly conditionNumber: number;
  /** ‖∇g‖. */
  readonly gradientSize: number;
  /** UUᵀ∇g. */
  readonly gradient: readonly number[];
  /** P∇g. */
  readonly projected: readonly number[];
  /** d(αf)/dt = αJẇ. */
  readonly velocity: readonly number[];
  /** ⟨P∇g, u⟩ and Dg[u] for u = αJv, and ‖u‖. */
  readonly directional: {
    readonly product: number;
    readonly derivative: number;
    readonly length: number;
  };
}

/** What a test may change. */
export interface Theorem4Changes {
  /** P z for a Jacobian, in place of (15). */
  readonly project?: (jacobian: Rows, z: readonly number[]) => number[];
  /** Multiplies the velocity of the flow. Default: 1. */
  readonly speed?: number;
}

/** How far from Pz other tangent vectors are tried, over ‖z‖. */
const STEPS: readonly number[] = [1, -1, 1e-2, -1e-2];

/** What holds of P and the flow, and the end of the displayed equation with a sign. */
function relationsWith(sign: 1 | -1, observation: Observation): Relation[] {
  const { family, size, conditionNumber, gradientSize, gradient, projected, velocity } =
    observation;
  const scale = 4 * conditionNumber * size;
  const gradientScale = 4 * conditionNumber * gradientSize;
  const { product, derivative, length } = observation.directional;
  const zero = projected.map(() => 0);
  return [
    {
      label: "Pz is tangent",
      lhs: observation.offTangent,
      sense: "=",
      rhs: 0,
      size,
      scale,
      family,
    },
    {
      label: "z − Pz is normal",
      lhs: observation.notNormal,
      sense: "=",
      rhs: 0,
      size,
      scale,
      family,
    },
    ...observation.others.map((other): Relation => ({
      label: "‖Pz − z‖ <= ‖y − z‖ for tangent y",
      lhs: observation.nearest,
      sense: "<=",
      rhs: other,
      scale,
      family,
    })),
    {
      label: "⟨P∇g, u⟩ = Dg[u] for tangent u",
      lhs: product,
      sense: "=",
      rhs: derivative,
      scale: gradientScale * length,
      size: gradientSize * length,
      family,
    },
    {
      label: "d(αf)/dt = −P∇g",
      lhs: distance(velocity, plus(zero, -1, projected)),
      sense: "=",
      rhs: 0,
      scale: gradientScale,
      size: Math.hypot(...projected),
      family,
    },
    {
      label: sign > 0 ? "−P∇g = grad g" : "−P∇g = −grad g",
      lhs: distance(plus(zero, -1, projected), plus(zero, sign, gradient)),
      sense: "=",
      rhs: 0,
      scale: gradientScale,
      size: Math.hypot(...projected),
      family,
    },
  ];
}

/** The claim; a test may change P or the flow. */
export function theorem4({ project = projector, speed = 1 }: Theorem4Changes = {}): Claim {
  return defineClaim<Scene, Observation>({
    id: "gn-flow/theorem-4",
    title: "P projects onto the tangent space, and the flow is a Riemannian gradient flow",
    locus: "Theorem 4, eq. (18)",
    kind: "universal",
    cost: 3,
    hypotheses: [assumption2],
    instances: scenes({ directions: 1, vectors: 1 }),
    observe<T>(scene: Scene, arithmetic: Arithmetic<T>): Observation {
      const m = manifold(scene.manifold);
      const { map, objective, scaling } = m;
      const w = pointAt(m, scene.places[0]!);
      const [direction, z] = [scene.directions[0]!, scene.vectors[0]!];
      const jacobian = map.jacobian(w);
      const space = tangentSpace(arithmetic, jacobian);
      const size = Math.hypot(...z);
      const nearest = project(jacobian, z);
      const rest = plus(z, -1, nearest);
      const tangent = times(jacobian, direction);
      const unit = 1 / Math.hypot(...tangent);
      const gradient = objective.loss.gradient(objective.output(w));
      const projected = project(jacobian, gradient);
      const move = objective.velocity(w, 0).map((entry) => speed * scaling * entry);
      return {
        family: m.family,
        size,
        offTangent: distance(nearest, space.project(nearest)),
        notNormal: Math.hypot(...times(space.basis, rest)),
        nearest: distance(nearest, z),
        others: STEPS.map((step) => distance(plus(nearest, step * size * unit, tangent), z)),
        conditionNumber: space.conditionNumber,
        gradientSize: Math.hypot(...gradient),
        gradient: space.project(gradient),
        projected,
        velocity: times(jacobian, move),
        directional: {
          product: scaling * dot(projected, tangent),
          derivative: dot(objective.gradient(w), direction),
          length: scaling / unit,
        },
      };
    },
    figures: ({ gradient, projected, velocity }) => [{
      kind: "lines",
      title: "the velocity of the flow in the output space and the Riemannian gradient",
      x: { label: "coordinate" },
      y: { label: "entry" },
      mark: "dots",
      series: [
        { name: "d(αf)/dt", role: "observed", points: enumerated(velocity, 1) },
        { name: "−P∇g", role: "predicted", points: enumerated(projected.map((x) => -x), 1) },
        { name: "grad g", role: "reference", points: enumerated(gradient, 1) },
      ],
    }],
    variants: {
      printed: {
        statement: String.raw`Pz = \arg\min_{y \in T}\|y - z\|, \quad
          \frac{d\,\alpha f(w_t)}{dt} = -P\nabla g = \operatorname{grad} g`,
        expected: "refuted",
        relations: (observation) => relationsWith(1, observation),
      },
      corrected: {
        statement: String.raw`Pz = \arg\min_{y \in T}\|y - z\|, \quad
          \frac{d\,\alpha f(w_t)}{dt} = -P\nabla g = -\operatorname{grad} g`,
        expected: "holds",
        relations: (observation) => relationsWith(-1, observation),
      },
    },
  });
}
