/**
 * §II.A.3: the potential of Adam without momentum.
 *
 * Printed: K(Z) = Σ |Z_ij| − log(ε + |Z_ij|) "yields ∇K(Z) = Z/(ε + |Z|)" entry by entry, |Z| > 0.
 *
 * By hand, for z > 0: d/dz (z − log(ε + z)) = 1 − 1/(ε + z) = (ε + z − 1)/(ε + z), which is z/(ε + z)
 * only for ε = 1. With ε = 2 at z = 1: ⅔ against ⅓. (For ε < 1 that K falls near 0 on both sides and
 * is not even convex.)
 *
 * Corrected: eq. (10) of §IV, K(Z) = Σ |Z_ij| − ε log(ε + |Z_ij|), with 1 − ε/(ε + z) = z/(ε + z).
 *
 * The gradient is compared with the central quotient over a step h = 1e-5|z| of the printed K. The
 * difference of the logarithms is taken as log(1 + 2h/(ε + |z| − h)), exactly and without
 * cancellation; the quotient is known to h²/6 times the largest |K'''| = 2c/(ε + |z|)³ on the way, c
 * the coefficient of the logarithm.
 *
 * @module
 */

import fc from "fast-check";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import { adamWithoutMomentum } from "../../lib/optimizers/mod.ts";
import { magnitude, nonzeroNumber, vectorOf } from "../../problems/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { geometrically, over } from "../_figures.ts";
import { directionAt, type EpsilonMethod, type MatrixInstance, matrixOf } from "./_direction.ts";
import { matrixShapes, rounded } from "./_points.ts";

interface Observation {
  readonly epsilon: number;
  /** Z. */
  readonly entries: readonly number[];
  /** The optimizer's Z/(ε + |Z|). */
  readonly direction: readonly number[];
}

/** The steps of the quotients, relative to |z|. */
const STEP = 1e-5;

/** (k(z + h) − k(z − h))/(2h) for k(z) = |z| − c log(ε + |z|), with by how much it may be off. */
function quotient(z: number, epsilon: number, c: number) {
  const size = Math.abs(z);
  const h = STEP * size;
  const below = epsilon + size - h;
  return {
    value: Math.sign(z) * (1 - c * Math.log1p(2 * h / below) / (2 * h)),
    uncertainty: h * h * c / (3 * below ** 3) + 16 * float64.unitRoundoff * (1 + c / below),
  };
}

function relations({ epsilon, entries, direction }: Observation, coefficient: number): Relation[] {
  return entries.map((z, i): Relation => {
    const { value, uncertainty } = quotient(z, epsilon, coefficient);
    return {
      label: "the derivative of K by Z_ij = Z_ij/(ε + |Z_ij|)",
      lhs: value,
      sense: "=",
      rhs: direction[i]!,
      uncertainty,
    };
  });
}

/** The claim, for Adam without momentum or what a test puts in its place. */
export function adamPotential(method: EpsilonMethod = adamWithoutMomentum): Claim {
  return defineClaim<MatrixInstance, Observation>({
    id: "dual/adam-potential",
    title: "The potential of Adam without momentum",
    locus: "Section II.A.3, and Section IV, eq. (10)",
    kind: "universal",
    hypotheses: [
      {
        name: "no entry is zero",
        statement: String.raw`|\mathbf Z| > 0`,
        holds: (instance) => matrixOf(instance).every((entry) => entry !== 0),
      },
      {
        name: "positive epsilon",
        statement: String.raw`\epsilon > 0`,
        holds: ({ epsilon }) => epsilon > 0,
      },
    ],
    instances: fc.record({
      shape: matrixShapes(),
      entries: vectorOf(3, nonzeroNumber({ minimum: 1e-6, maximum: 1e6 })),
      epsilon: magnitude({ minimum: 1e-4, maximum: 1e4 }),
    }),
    observe<T>(instance: MatrixInstance, arithmetic: Arithmetic<T>): Observation {
      const { epsilon } = instance;
      const entries = rounded(arithmetic, matrixOf(instance));
      return { epsilon, entries, direction: directionAt(arithmetic, method, epsilon, entries) };
    },
    figures: ({ epsilon }) => {
      const places = geometrically(1e-2 * epsilon, 1e2 * epsilon, 61);
      const derivative = (c: number) => over(places, (z) => quotient(z, epsilon, c).value);
      return [{
        kind: "lines",
        title: `derivatives of both potentials of an entry z > 0, ε = ${epsilon}`,
        x: { label: "entry z", scale: "log" },
        y: { label: "derivative" },
        series: [
          { name: "of z − log(ε + z) (§II.A.3)", role: "observed", points: derivative(1) },
          { name: "of z − ε log(ε + z) (eq. 10)", role: "reference", points: derivative(epsilon) },
          {
            name: "z/(ε + z)",
            role: "predicted",
            points: over(places, (z) => z / (epsilon + z)),
          },
        ],
      }];
    },
    variants: {
      printed: {
        statement: String.raw`K(\mathbf Z) = \sum_{j,j'} |\mathbf Z^{(j,j')}| - \log(\epsilon +
          |\mathbf Z^{(j,j')}|) \ \Rightarrow\ \nabla K(\mathbf Z) = \frac{1}{\epsilon +
          |\mathbf Z|}\mathbf Z`,
        expected: "refuted",
        relations: (observation) => relations(observation, 1),
      },
      corrected: {
        statement: String
          .raw`K(\mathbf Z) = \sum_{j,j'} |\mathbf Z^{(j,j')}| - \epsilon\log(\epsilon
          + |\mathbf Z^{(j,j')}|) \ \Rightarrow\ \nabla K(\mathbf Z) = \frac{1}{\epsilon +
          |\mathbf Z|}\mathbf Z`,
        expected: "holds",
        relations: (observation) => relations(observation, observation.epsilon),
      },
    },
  });
}
