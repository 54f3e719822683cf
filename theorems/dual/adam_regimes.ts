/**
 * §II.A.3, eq. (7): sign descent at first, gradient descent at last.
 *
 * Printed: with the step ∇L/(ε + ‖∇L‖) of eq. (7), a norm in the denominator, "if the entries of
 * |∇L| ≫ ε", the step is ≈ sign(∇L), and "where |∇L| ≪ ε", it is ≈ ∇L/ε. The first-order bounds of
 * both errors, for an entry g of G = ∇L:
 *
 *     |g/(ε + |g|) − sign g| = ε/(ε + |g|) ≤ ε/|g|,
 *     |g/(ε + ‖G‖) − g/ε| = |g|‖G‖/(ε(ε + ‖G‖)) ≤ |g|‖G‖/ε².
 *
 * The second one is that of the printed denominator, and holds. The first one is that of a
 * denominator ε + |g|; with the printed one the step has norm below 1, and sign(G) has the norm
 * √(dk). By hand, G = (1, 1), ε → 0: the entries of the step tend to 1/√2, not to 1, whatever the
 * ratio of |g| to ε. Only with a single nonzero entry is eq. (7) near sign descent.
 *
 * Corrected: the entrywise denominator of the line before, ∇K(Z) = Z/(ε + |Z|), for which also |g/(ε
 * + |g|) − g/ε| = g²/(ε(ε + |g|)) ≤ g²/ε².
 *
 * A bound says nothing where it exceeds the error of a step 0: 1 in the first case, |g|/ε in the
 * second. Entries that are 0 make no step in either method and are left out.
 *
 * @module
 */

import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import type { LossPoint } from "../../lib/convex/mod.ts";
import { adamWithoutMomentum, gradientDescent, signDescent } from "../../lib/optimizers/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { geometrically, over } from "../_figures.ts";
import { adamInstances, epsilonOf, runWithEpsilon } from "./_adam.ts";
import { directionAt, type EpsilonMethod } from "./_direction.ts";
import { normOf } from "./_points.ts";
import { type DualInstance, takesAStep } from "./_setting.ts";

/** The steps (of size 1, up to their sign) of the three methods from an entry of a gradient. */
interface Entry {
  /** g. */
  readonly g: number;
  readonly step: number;
  /** sign g. */
  readonly sign: number;
  /** g/ε. */
  readonly descent: number;
}

/** The nonzero entries of the gradients of a run. */
interface Gradient {
  /** ‖G‖. */
  readonly norm: number;
  readonly entries: readonly Entry[];
}

interface Observation {
  readonly epsilon: number;
  /** Along a run of eq. (7) as printed, and with the entrywise denominator. */
  readonly gradients: Record<"norm" | "entrywise", readonly Gradient[]>;
}

/** How long the runs are. */
const STEPS = 5;

/** The one of several relations of a label that comes closest to breaking. */
function closest(candidates: readonly Relation[]): Relation[] {
  if (candidates.length === 0) return [];
  const share = ({ lhs, rhs }: Relation) => lhs / rhs;
  return [candidates.reduce((worst, next) => share(next) > share(worst) ? next : worst)];
}

function relations(
  { epsilon, gradients }: Observation,
  denominator: "norm" | "entrywise",
): Relation[] {
  const all = gradients[denominator].map(({ norm, entries }) => ({
    toSign: entries.map(({ g, step, sign }): Relation => ({
      label: "|step − sign g| <= ε/|g|",
      lhs: Math.abs(step - sign),
      sense: "<=",
      rhs: epsilon / Math.abs(g),
      scale: 1,
      trivial: Math.abs(g) <= epsilon,
    })),
    toDescent: entries.map(({ g, step, descent }): Relation => {
      const size = denominator === "norm" ? norm : Math.abs(g);
      return {
        label: `|step − g/ε| <= ${denominator === "norm" ? "|g|‖G‖/ε²" : "g²/ε²"}`,
        lhs: Math.abs(step - descent),
        sense: "<=",
        rhs: Math.abs(g) * size / epsilon ** 2,
        scale: Math.abs(g) / epsilon,
        trivial: size >= epsilon,
      };
    }),
  }));
  // Each bound speaks of the entries of its own regime; where no entry is in one, of all.
  const saysSomething = ({ trivial }: Relation) => trivial !== true;
  const inRegime = all.flatMap(({ toSign, toDescent }) => [
    ...closest(toSign.filter(saysSomething)),
    ...closest(toDescent.filter(saysSomething)),
  ]);
  return inRegime.length > 0
    ? inRegime
    : all.flatMap(({ toSign, toDescent }) => [...closest(toSign), ...closest(toDescent)]);
}

/** The claim, for Adam without momentum with either denominator or what a test puts in its place. */
export function adamRegimes(
  printed: EpsilonMethod = (arithmetic, options) =>
    adamWithoutMomentum(arithmetic, { ...options, denominator: "norm" }),
  entrywise: EpsilonMethod = adamWithoutMomentum,
): Claim {
  function gradientAt<T>(
    arithmetic: Arithmetic<T>,
    method: EpsilonMethod,
    epsilon: number,
    { gradient }: Pick<LossPoint, "gradient">,
  ): Gradient {
    const at = (other: EpsilonMethod) => directionAt(arithmetic, other, epsilon, gradient);
    const step = at(method);
    const sign = at((where, { stepSize }) => signDescent(where, { stepSize }));
    const descent = at((where) => gradientDescent(where, { stepSize: 1 / epsilon }));
    return {
      norm: normOf(gradient),
      entries: gradient.flatMap((g, i) =>
        g === 0 ? [] : [{ g, step: step[i]!, sign: sign[i]!, descent: descent[i]! }]
      ),
    };
  }
  return defineClaim<DualInstance, Observation>({
    id: "dual/adam-regimes",
    title: "Adam without momentum: sign descent first, gradient descent last",
    locus: "Section II.A.3, eq. (7)",
    kind: "universal",
    cost: 2,
    hypotheses: [
      {
        name: "positive epsilon",
        statement: String.raw`\epsilon > 0`,
        holds: (instance) => epsilonOf(instance) > 0,
      },
      takesAStep(({ gradients }: Observation) =>
        Math.min(gradients.norm.length, gradients.entrywise.length) - 1
      ),
      {
        name: "a gradient that is not zero",
        statement: String.raw`\nabla\mathcal L(\mathbf W_0) \ne 0`,
        holdsAlong: ({ gradients }) => gradients.norm[0]!.entries.length > 0,
      },
    ],
    instances: adamInstances(),
    observe<T>(instance: DualInstance, arithmetic: Arithmetic<T>): Observation {
      const epsilon = epsilonOf(instance);
      const along = (method: EpsilonMethod) =>
        runWithEpsilon(instance, arithmetic, method, STEPS)
          .map((point) => gradientAt(arithmetic, method, epsilon, point));
      return { epsilon, gradients: { norm: along(printed), entrywise: along(entrywise) } };
    },
    figures: ({ epsilon }, instance) => {
      const places = geometrically(1e-3, 1e3, 61);
      const [{ gradient }] = runWithEpsilon(instance, float64, printed, 0) as [LossPoint];
      // The first gradient, scaled so that its largest entry is x times ε.
      const errors = (method: EpsilonMethod) =>
        over(places, (x) => {
          const largest = Math.max(...gradient.map(Math.abs));
          const scaled = gradient.map((g) => g * x * epsilon / largest);
          const { entries } = gradientAt(float64, method, epsilon, { gradient: scaled });
          return Math.max(...entries.map(({ step, sign }) => Math.abs(step - sign)));
        });
      return [{
        kind: "lines",
        title: "how far the step is from sign(∇L), for multiples of ∇L(W_0)",
        x: { label: "largest entry of the gradient over ε", scale: "log" },
        y: { label: "largest |step − sign g|", scale: "log" },
        series: [
          { name: "ε + ‖∇L‖ (printed)", role: "observed", points: errors(printed) },
          { name: "ε + |∇L|, entrywise", role: "reference", points: errors(entrywise) },
          {
            name: "ε over the largest entry",
            role: "predicted",
            points: over(places, (x) => 1 / x),
          },
        ],
      }];
    },
    variants: {
      printed: {
        statement: String
          .raw`\text{step} = \frac{\nabla\mathcal L}{\epsilon + \|\nabla\mathcal L\|}:
          \quad |\text{step} - \mathrm{sign}(g)| \le \frac{\epsilon}{|g|}, \quad |\text{step} -
          \tfrac g\epsilon| \le \frac{|g|\,\|\nabla\mathcal L\|}{\epsilon^2} \quad \text{(the
          first-order forms of } \approx \text{ for } |g| \gg \epsilon \text{ and }
          \|\nabla\mathcal L\| \ll \epsilon)`,
        expected: "refuted",
        relations: (observation) => relations(observation, "norm"),
      },
      corrected: {
        statement: String.raw`\text{step} = \frac{\nabla\mathcal L}{\epsilon + |\nabla\mathcal L|}
          \text{ entrywise}: \quad |\text{step} - \mathrm{sign}(g)| \le \frac{\epsilon}{|g|}, \quad
          |\text{step} - \tfrac g\epsilon| \le \frac{g^2}{\epsilon^2}`,
        expected: "holds",
        relations: (observation) => relations(observation, "entrywise"),
      },
    },
  });
}
