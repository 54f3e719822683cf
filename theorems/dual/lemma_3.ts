/**
 * Lemma 3: what the convexity of L* − ηK gives.
 *
 * Printed: if L* − ηK is convex, then D̃_L(A, B) − ηD_K(A, B) ≥ 0; as the first line of its proof
 * shows, D_K is taken at the gradients, D_K(∇L(A), ∇L(B)).
 *
 * With Definition 4 as printed, the gradient of K at the first point, D_K ≤ 0 for every convex K,
 * while D̃_L ≥ 0 for every convex L: the statement is true and says nothing, whatever η is. (So does
 * the literal D_K(A, B), at the weights.) Its relations are marked as trivial.
 *
 * Sharpened: with D_K(A, B) = K(A) − K(B) − Tr(∇K(B)ᵀ(A − B)), which the proof uses. Then D̃_L(A, B)
 * − ηD_K(∇L(A), ∇L(B)) is the Bregman divergence of F = L* − ηK from ∇L(B) with the subgradient B −
 * η∇K(∇L(B)) there (Lemma 2), and non-negative because F is convex on S. For the squared loss and
 * K = ½‖·‖², n = 1: D̃_L = ½(XA − XB)² and ηD_K = ½η‖X‖²(XA − XB)², equal at the edge η = 1/‖X‖².
 *
 * @module
 */

import fc from "fast-check";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import {
  adjustedBregmanDivergence,
  type ConjugatePoint,
  type SizedNumber,
} from "../../lib/convex/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { divergenceOf, type Orientation } from "./_divergences.ts";
import { evenly } from "../_figures.ts";
import { points, potentialAt, repeated } from "./_points.ts";
import {
  assumption2,
  assumption3,
  type DualInstance,
  dualInstances,
  isInRange,
  settingOf,
} from "./_setting.ts";

/** D̃ of two points of L; what tests sabotage. */
export type AdjustedDivergence = (
  points: { readonly at: ConjugatePoint; readonly from: ConjugatePoint },
) => SizedNumber;

interface Instance extends DualInstance {
  readonly a: readonly number[];
  readonly b: readonly number[];
}

interface Observation {
  /** D̃_L(A, B). */
  readonly ofLoss: SizedNumber;
  /** ηD_K(∇L(A), ∇L(B)). */
  readonly ofPotential: Record<Orientation, SizedNumber>;
}

function relation({ ofLoss, ofPotential }: Observation, orientation: Orientation): Relation {
  const { value, size } = ofPotential[orientation];
  return {
    label: "D̃_L(A, B) >= ηD_K(∇L(A), ∇L(B))",
    lhs: ofLoss.value,
    sense: ">=",
    rhs: value,
    scale: ofLoss.size + size,
    trivial: value <= 0,
  };
}

/** The claim, for D̃ or what a test puts in its place. */
export function lemma3(divergence: AdjustedDivergence = adjustedBregmanDivergence): Claim {
  function compare<T>(
    instance: Instance,
    arithmetic: Arithmetic<T>,
    a: readonly number[],
  ): Observation {
    const { loss, potential, stepSize } = settingOf(instance);
    const [at, from] = [a, instance.b].map((entries) =>
      loss.at(arithmetic, arithmetic.vector(repeated(entries, loss.parameters)))
    );
    const [kAt, kFrom] = [at!, from!].map(({ gradient, gradientSize }) =>
      potentialAt(potential, gradient, gradientSize)
    );
    const times = ({ value, size }: SizedNumber) => ({
      value: stepSize * value,
      size: stepSize * size,
    });
    return {
      ofLoss: divergence({ at: at!, from: from! }),
      ofPotential: {
        printed: times(divergenceOf("printed", kAt!, kFrom!)),
        standard: times(divergenceOf("standard", kAt!, kFrom!)),
      },
    };
  }
  return defineClaim<Instance, Observation>({
    id: "dual/lemma-3",
    title: "The divergence of K is at most that of the loss",
    locus: "Appendix, Lemma 3",
    kind: "universal",
    cost: 2,
    hypotheses: [assumption2, assumption3, {
      name: "within the range of numbers",
      statement: String.raw`\text{both divergences are floating-point numbers}`,
      holdsAlong: ({ ofLoss, ofPotential }: Observation) =>
        [ofLoss, ofPotential.printed, ofPotential.standard]
          .every(({ value, size }) => isInRange(value) && isInRange(size)),
    }],
    instances: fc.tuple(dualInstances(), points(), points())
      .map(([instance, a, b]) => ({ ...instance, a, b })),
    observe: (instance, arithmetic) => compare(instance, arithmetic, instance.a),
    figures: (_, instance) => {
      const { loss } = settingOf(instance);
      const [a, b] = [instance.a, instance.b].map((entries) => repeated(entries, loss.parameters));
      const places = evenly(-1, 1, 41);
      const along = places.map((part) =>
        compare(instance, float64, b!.map((entry, i) => entry + part * (a![i]! - entry)))
      );
      const series = (of: (observation: Observation) => number) =>
        along.map((observation, k): [number, number] => [places[k]!, of(observation)]);
      return [{
        kind: "lines",
        title: "both divergences of B + s(A − B) from B",
        x: { label: "part s of the way from B to A" },
        y: { label: "divergence" },
        series: [
          { name: "D̃_L", role: "observed", points: series(({ ofLoss }) => ofLoss.value) },
          {
            name: "ηD_K, gradient at the second point",
            role: "predicted",
            points: series(({ ofPotential }) => ofPotential.standard.value),
          },
          {
            name: "ηD_K, gradient at the first point (printed)",
            role: "reference",
            points: series(({ ofPotential }) => ofPotential.printed.value),
          },
        ],
      }];
    },
    variants: {
      printed: {
        statement: String.raw`\tilde D_{\mathcal L}(\mathbf A, \mathbf B) - \eta D_K(\nabla\mathcal
          L(\mathbf A), \nabla\mathcal L(\mathbf B)) \ge 0, \quad D_K(\mathbf A, \mathbf B) =
          K(\mathbf A) - K(\mathbf B) - \mathrm{Tr}(\nabla K(\mathbf A)^T(\mathbf A - \mathbf B))`,
        expected: "holds",
        relations: (observation) => [relation(observation, "printed")],
      },
      sharpened: {
        statement: String.raw`\tilde D_{\mathcal L}(\mathbf A, \mathbf B) - \eta D_K(\nabla\mathcal
          L(\mathbf A), \nabla\mathcal L(\mathbf B)) \ge 0, \quad D_K(\mathbf A, \mathbf B) =
          K(\mathbf A) - K(\mathbf B) - \mathrm{Tr}(\nabla K(\mathbf B)^T(\mathbf A - \mathbf B))`,
        expected: "holds",
        relations: (observation) => [relation(observation, "standard")],
      },
    },
  });
}
