/**
 * Definition 4: the standard Bregman divergence.
 *
 * Printed: for any f, "the standard Bregman Divergence is defined as"
 *
 *     D_f(A, B) = f(A) − f(B) − Tr(∇f(A)ᵀ(A − B)).
 *
 * The standard divergence is non-negative for convex f, and ½‖A − B‖² for f = ½‖·‖². With the
 * gradient at A it is neither. By hand, f(z) = ½z², A = 1, B = 0: ½ − 0 − 1·(1 − 0) = −½. In
 * general f(B) ≥ f(A) + Tr(∇f(A)ᵀ(B − A)) says that what is printed is ≤ 0: it is minus the standard
 * divergence of B from A.
 *
 * Corrected: the gradient at B, D_f(A, B) = f(A) − f(B) − Tr(∇f(B)ᵀ(A − B)), which the proof of
 * Lemma 3 uses too. For f = ½‖·‖²: ½‖A‖² − ½‖B‖² − Tr(Bᵀ(A − B)) = ½‖A − B‖².
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import {
  bregmanDivergence,
  type FunctionPoint,
  type Potential,
  potential,
  type PotentialDescription,
  printedBregmanDivergence,
  type SizedNumber,
} from "../../lib/convex/mod.ts";
import { potentialDescriptions } from "../../problems/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { evenly } from "../_figures.ts";
import {
  type MatrixShape,
  matrixShapes,
  minus,
  normOf,
  points,
  potentialAt,
  repeated,
  rounded,
} from "./_points.ts";

/** A divergence of two points of a function; what tests sabotage. */
export type Divergence = (
  points: { readonly at: FunctionPoint; readonly from: FunctionPoint },
) => SizedNumber;

interface Instance {
  readonly shape: MatrixShape;
  /** f. */
  readonly potential: PotentialDescription;
  /** A, its entries repeated. */
  readonly at: readonly number[];
  /** B, likewise. */
  readonly from: readonly number[];
}

interface Observation {
  /** D_f(A, B). */
  readonly divergence: Record<"printed" | "corrected", SizedNumber>;
  /** D_f(A, B) for f = ½‖·‖². */
  readonly ofHalfSquare: Record<"printed" | "corrected", SizedNumber>;
  /** ½‖A − B‖². */
  readonly halfSquaredDistance: number;
}

function relations(
  { divergence, ofHalfSquare, halfSquaredDistance }: Observation,
  variant: "printed" | "corrected",
): Relation[] {
  return [
    {
      label: "D_f(A, B) >= 0 for convex f",
      lhs: divergence[variant].value,
      sense: ">=",
      rhs: 0,
      scale: divergence[variant].size,
    },
    {
      label: "D_f(A, B) = ½‖A − B‖² for f = ½‖·‖²",
      lhs: ofHalfSquare[variant].value,
      sense: "=",
      rhs: halfSquaredDistance,
      scale: ofHalfSquare[variant].size,
    },
  ];
}

/** The claim, for the two divergences or what a test puts in their place. */
export function definition4(
  printed: Divergence = printedBregmanDivergence,
  standard: Divergence = bregmanDivergence,
): Claim {
  const functionsOf = ({ shape, potential: description }: Instance) => {
    const dimension = shape.rows * shape.columns;
    return {
      dimension,
      f: potential(description, dimension),
      halfSquare: potential({ kind: "isotropic", profile: { kind: "quadratic" } }, dimension),
    };
  };
  return defineClaim<Instance, Observation>({
    id: "dual/definition-4",
    title: "The standard Bregman divergence",
    locus: "Section II, Definition 4",
    kind: "universal",
    hypotheses: [{
      name: "f is convex",
      statement: String.raw`f \text{ is differentiable and convex}`,
      // A positive combination of convex profiles; `potential` admits no other.
      holds: (instance) =>
        functionsOf(instance).f.terms.every(({ weights }) => weights.every((w) => w >= 0)),
    }],
    instances: fc.record({
      shape: matrixShapes(),
      potential: potentialDescriptions({ raised: true }),
      at: points(),
      from: points(),
    }),
    observe<T>(instance: Instance, arithmetic: Arithmetic<T>): Observation {
      const { dimension, f, halfSquare } = functionsOf(instance);
      const pair = (k: Potential) => {
        const [at, from] = [instance.at, instance.from].map((entries) => {
          const point = potentialAt(k, rounded(arithmetic, repeated(entries, dimension)));
          return { ...point, gradient: rounded(arithmetic, point.gradient) };
        });
        return { at: at!, from: from! };
      };
      const [ofF, ofHalfSquare] = [pair(f), pair(halfSquare)];
      return {
        divergence: { printed: printed(ofF), corrected: standard(ofF) },
        ofHalfSquare: { printed: printed(ofHalfSquare), corrected: standard(ofHalfSquare) },
        halfSquaredDistance: normOf(minus(ofF.at.theta, ofF.from.theta)) ** 2 / 2,
      };
    },
    figures: (_, instance) => {
      const { dimension, f } = functionsOf(instance);
      const [a, b] = [instance.at, instance.from].map((entries) => repeated(entries, dimension));
      const from = potentialAt(f, b!);
      const along = (divergence: Divergence) =>
        evenly(-1, 1, 41).map((part): [number, number] => {
          const z = b!.map((entry, i) => entry + part * (a![i]! - entry));
          return [part, divergence({ at: potentialAt(f, z), from }).value];
        });
      return [{
        kind: "lines",
        title: "D_f(B + s(A − B), B) as printed, and with the gradient at B",
        x: { label: "part s of the way from B to A" },
        y: { label: "D_f(B + s(A − B), B)" },
        series: [
          {
            name: "gradient at the first point (printed)",
            role: "observed",
            points: along(printed),
          },
          { name: "gradient at B (standard)", role: "predicted", points: along(standard) },
        ],
      }];
    },
    variants: {
      printed: {
        statement: String.raw`D_f(\mathbf A, \mathbf B) = f(\mathbf A) - f(\mathbf B) -
          \mathrm{Tr}(\nabla f(\mathbf A)^T(\mathbf A - \mathbf B)) \text{ is the standard Bregman
          divergence: non-negative for convex } f, \ \tfrac12\|\mathbf A - \mathbf B\|_F^2
          \text{ for } f = \tfrac12\|\cdot\|_F^2`,
        expected: "refuted",
        relations: (observation) => relations(observation, "printed"),
      },
      corrected: {
        statement: String.raw`D_f(\mathbf A, \mathbf B) = f(\mathbf A) - f(\mathbf B) -
          \mathrm{Tr}(\nabla f(\mathbf B)^T(\mathbf A - \mathbf B)) \text{ is non-negative for convex
          } f \text{, and } \tfrac12\|\mathbf A - \mathbf B\|_F^2 \text{ for } f =
          \tfrac12\|\cdot\|_F^2`,
        expected: "holds",
        relations: (observation) => relations(observation, "corrected"),
      },
    },
  });
}
