/**
 * Remark 6: the rate of the Gauss–Newton flow does not depend on λ_0, that of the gradient flow is
 * subexponential.
 *
 * Printed: "the convergence rate in Theorem 5 is independent of the minimum eigenvalue λ_0", so
 * that the flow "is resilient against ill-conditioned Gram matrices due to the geometry of the
 * input data points"; "the convergence rate for gradient descent in this regime is subexponential
 * [20, 13] under compatible assumptions".
 *
 * The condition number of H_0 is varied by a scaling of the inputs, xⱼ ↦ Dxⱼ and w⁽ⁱ⁾ ↦ D⁻¹w⁽ⁱ⁾ (of
 * the parameters of a smooth map likewise): f, M and the target stay what they are.
 *
 * **The first half holds**: with w = Dv the Jacobian is JD, and v̇ = −(1/α)((JD)ᵀJD)⁻¹(JD)ᵀ∇g =
 * D⁻¹ẇ. αf(w_t) is the same for all D, and so is the time in which Δ falls to a given share.
 *
 * **The second does not hold of the flow itself.** Near w_*, where ∇²(g ∘ αf) is positive definite,
 * the gradient flow v̇ = −(1/α)Jᵀ∇g(αf(v)) has the linearization −(1/α²)∇²(g ∘ αf)(w_*), so that −d
 * ln Δ_t/dt tends to twice an eigenvalue of that matrix, which is positive. By hand, for the arc
 * f(w) = (sin w, 1 − cos w) and y at the distance qα from the centre of the circle, q > 0: JᵀJ = 1,
 * both flows are θ̇ = −q sin θ, and Δ_t ~ exp(−2qt). By hand for one neuron with the inputs 1 and 2
 * and y = αf(w_*): the rate is 2‖J(w_*)‖² > 0. Subexponential are the guarantees of the works that
 * are cited (for averaged or stopped iterates): read as a statement about what was known, the
 * sentence says nothing that a flow could break.
 *
 * **Corrected**: both converge exponentially; the time of the Gauss–Newton flow does not depend on
 * the condition number κ of H_0. The gradient flow's rate at a point lies between λ_min(H) and
 * λ_max(H) times that of the Gauss–Newton flow at this point, H = J(w)ᵀJ(w): with h = Jᵀ∇g,
 * dg(αf)/dt is −‖h‖² along the gradient flow and −hᵀH⁻¹h along the Gauss–Newton flow. So
 * preconditioning gains a factor, at most κ(H) where λ_max(H) = 1, and not an exponent.
 *
 * That the gradient flow's time is O(κ(H_0)) does not follow, as its path depends on the scaling and
 * may leave B, where ‖P∇g‖² has no bound below by Δ. By hand: where the fast coordinates bring it to
 * a saddle of what is left, to within the s² that a slow coordinate has moved meanwhile, it leaves
 * like s² exp(λs²t), after the time s⁻² ln(s⁻²)/λ ~ κ ln κ. Seed 801 of the quick profile met such
 * a path (a quadratic block beside a complex square, r = 0.9): from κ = 100 to 160,000 the time over
 * κ grew from 9.4 to 12.4, by 0.8 for each factor of 6.25.
 *
 * @module
 */

import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import { fitPowerLaw, type PowerLaw } from "../../lib/statistics/mod.ts";
import {
  type CompositeObjective,
  compositeObjective,
  type SmoothMap,
  type UnderparameterizedInstance,
  underparameterizedInstances,
  underparameterizedProblem,
} from "../../problems/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { scalingFigure } from "../_figures.ts";
import { once } from "../_once.ts";
import { dotIn, normIn } from "./_observed.ts";
import { assumptions, gapScale, lowerInBall, runFlow } from "./_underparameterized.ts";

/** Times against condition numbers. */
interface Sweep {
  /** κ, ascending. */
  readonly conditionNumbers: readonly number[];
  /** The time in which Δ falls to 1e-6 Δ_0. */
  readonly times: readonly number[];
  /** The power law, if all flows got there. */
  readonly law: PowerLaw | null;
}

interface Observation {
  readonly family: "network" | "smooth map";
  readonly lambda0: number;
  readonly lower: number;
  /** Of the Gauss–Newton flow. */
  readonly gaussNewton: Sweep;
  /** −d ln Δ_t/dt of the gradient flow where Δ_t = 1e-8 Δ_0; null if it does not get there. */
  readonly rate: number | null;
  /** What enters it. */
  readonly rateScale: number;
  /** The nearest of twice the eigenvalues of ∇²(g ∘ αf)(w_*)/α², to which it tends. */
  readonly limit: number;
  /** Points along the gradient flow, from the first to the last. */
  readonly points: readonly {
    /** −dg(αf(w_t))/dt along the gradient flow, and along the Gauss–Newton flow from there. */
    readonly decreases: readonly [gradient: number, gaussNewton: number];
    /** What rounds them. */
    readonly scales: readonly [gradient: number, gaussNewton: number];
    /** The eigenvalues of H there, the smallest and the largest. */
    readonly eigenvalues: readonly [least: number, largest: number];
  }[];
  /** Of the gradient flow, for the eye; computed when it is first asked for. */
  gradientFlow(): Sweep;
}

/** The scalings of the last coordinate of the inputs. */
const SCALINGS = [0.1, 0.04, 0.016, 0.0063, 0.0025];

/** So many points of the gradient flow are looked at. */
const POINTS = 5;

/** The reduction of Δ that is timed. */
const REDUCTION = 1e-6;

/** f(Dv), D multiplying every d-th coordinate by s. */
function scaled(map: SmoothMap, d: number, s: number): SmoothMap {
  const factors = map.start.map((_, k) => k % d === d - 1 ? s : 1);
  const apply = (v: readonly number[]) => v.map((entry, k) => entry * factors[k]!);
  return {
    ...map,
    start: map.start.map((entry, k) => entry / factors[k]!),
    value: (v) => map.value(apply(v)),
    jacobian: (v) => map.jacobian(apply(v)).map(apply),
    secondDerivative: (v, a, b) => map.secondDerivative(apply(v), apply(a), apply(b)),
    weightedHessian: (v, z) =>
      map.weightedHessian(apply(v), z).map((row, k) =>
        apply(row).map((entry) => entry * factors[k]!)
      ),
  };
}

/** How many inputs a neuron has; of a smooth map all parameters. */
function inputDimension({ map, direction }: UnderparameterizedInstance): number {
  return map.family === "network" ? map.inputs[0]!.length : direction.length;
}

/** The claim, for the damping 0 of the Gauss–Newton flow or what a test puts in its place. */
export function remark6(damping = 0): Claim {
  return defineClaim<UnderparameterizedInstance, Observation>({
    id: "gn-flow/remark-6",
    title:
      "The Gauss–Newton flow's time is independent of λ_0, the gradient flow is subexponential",
    locus: "Remark 6",
    kind: "scaling",
    cost: 24,
    hypotheses: [
      ...assumptions<Observation>(),
      {
        name: "the flows converge to w_*",
        statement: String.raw`\Delta_t \to 0`,
        holdsAlong: ({ gaussNewton, rate }) => gaussNewton.law !== null && rate !== null,
      },
    ],
    instances: underparameterizedInstances({ maximumConditionNumber: 100, maximumDimension: 4 })
      .filter((instance) => inputDimension(instance) > 1),
    observe<T>(
      instance: UnderparameterizedInstance,
      arithmetic: Arithmetic<T>,
      refinement: number,
    ): Observation {
      const problem = underparameterizedProblem(instance);
      const { map, loss, scaling, minimizer, normal, radius, initialGap } = problem;
      const nu = loss.strongConvexity;
      const d = inputDimension(instance);
      const tolerance = 1e-3 / 1000 ** refinement;

      /** The time in which Δ falls to a share of Δ_0, for f(Dv). */
      const timeTo = (share: number, s: number, rho: number, horizon: number) => {
        const other = scaled(map, d, s);
        const back = (v: readonly number[]) =>
          v.map((entry, k) => k % d === d - 1 ? entry * s : entry);
        const objective: CompositeObjective = compositeObjective(other, loss, scaling);
        const flow = runFlow(objective, {
          damping: rho,
          horizon,
          tolerance,
          isStiff: rho > 0,
          center: minimizer.map((entry, k) => k % d === d - 1 ? entry / s : entry),
          stops: [(_, v) => problem.gap(back(v)) - share * initialGap],
          confinement: 1e3 * radius / s,
        });
        return { flow, objective, isThere: flow.finished && flow.end < horizon };
      };
      const sweep = (rho: number, horizon: (s: number) => number): Sweep => {
        const runs = SCALINGS.map((s) => timeTo(REDUCTION, s, rho, horizon(s)));
        const conditionNumbers = SCALINGS.map((s) => {
          const other = scaled(map, d, s);
          const { s: values } = float64.singularValueDecomposition(
            float64.matrix(other.jacobian(other.start)),
          );
          return (values[0]! / values.at(-1)!) ** 2;
        });
        const times = runs.map(({ flow }) => flow.end);
        const ascends = conditionNumbers.every((kappa, k) =>
          k === 0 || kappa > conditionNumbers[k - 1]!
        );
        return {
          conditionNumbers,
          times,
          law: ascends && runs.every(({ isThere }) => isThere)
            ? fitPowerLaw(conditionNumbers, times)
            : null,
        };
      };

      const hessian = problem.hessian(minimizer).map((row) =>
        row.map((entry) => entry / scaling ** 2)
      );
      const { values } = float64.symmetricEigendecomposition(float64.matrix(hessian));
      const slow = timeTo(1e-8, 1, 1, 100 / values[0]!);
      let rate: number | null = null;
      let rateScale = 0;
      if (slow.isThere) {
        const w = slow.flow.at(slow.flow.end);
        const velocity = problem.velocity(w, 1);
        const slope = problem.gradient(w);
        const gap = problem.gap(w, arithmetic);
        rate = -dotIn(arithmetic, slope, velocity) / gap;
        rateScale = rate * (1 + gapScale(problem, normal, minimizer, w) / gap);
      }
      const points = !slow.isThere ? [] : Array.from({ length: POINTS }, (_, k) => {
        const w = slow.flow.at(k / (POINTS - 1) * slow.flow.end);
        const slope = problem.gradient(w);
        const velocities = [1, damping].map((rho) => problem.velocity(w, rho)) as [
          number[],
          number[],
        ];
        const { s: singular } = float64.singularValueDecomposition(
          float64.matrix(map.jacobian(w)),
        );
        const [largest, least] = [singular[0]!, singular.at(-1)!];
        // Near w_* the rows of Jᵀ∇g(αf) nearly cancel, and J⁺∇g(αf) has the condition of J.
        const size = largest * normIn(arithmetic, loss.gradient(problem.output(w)));
        const slopeSize = normIn(arithmetic, slope) / scaling;
        return {
          decreases: velocities.map((velocity) => -dotIn(arithmetic, slope, velocity)) as [
            number,
            number,
          ],
          scales: [
            2 * slopeSize * size,
            normIn(arithmetic, velocities[1]) * scaling * size + slopeSize * size / least ** 2,
          ] as const,
          eigenvalues: [least ** 2, largest ** 2] as const,
        };
      });
      const limit = values.map((value) => 2 * value).reduce((best, value) =>
        Math.abs(value - (rate ?? 0)) < Math.abs(best - (rate ?? 0)) ? value : best
      );
      return {
        family: map.family,
        lambda0: problem.lambda0,
        lower: lowerInBall(problem, refinement),
        gaussNewton: sweep(damping, () => damping === 0 ? 100 / nu : 100 / (values[0]! * 1e-4)),
        rate,
        rateScale,
        limit,
        points,
        gradientFlow: once(() => sweep(1, (s) => 100 / (values[0]! * s ** 2))),
      };
    },
    figures({ gaussNewton, gradientFlow }) {
      return ([["Gauss–Newton", gaussNewton, 0], ["gradient", gradientFlow(), 1]] as const)
        .flatMap(([name, { conditionNumbers, times, law }, predicted]) =>
          law === null ? [] : [scalingFigure(
            `the time in which Δ falls by 1e-6, ${name} flow`,
            "condition number of H_0",
            "t",
            conditionNumbers.map((kappa, k) => [kappa, times[k]!] as const),
            law,
            predicted,
          )]
        );
    },
    variants: {
      printed: {
        statement: String
          .raw`\text{the time of the Gauss--Newton flow does not depend on }\lambda_0;\ 
          \text{the gradient flow converges subexponentially, } -\tfrac{d}{dt}\ln\Delta_t \to 0`,
        expected: "refuted",
        relations: (observation) => [
          independence(observation),
          {
            label: "lim −d ln Δ_t/dt = 0 for the gradient flow",
            lhs: observation.rate!,
            sense: "=",
            rhs: 0,
            scale: observation.rateScale,
            size: observation.rate!,
            uncertainty: 10 * Math.abs(observation.rate! - observation.limit),
            family: observation.family,
          },
        ],
      },
      corrected: {
        statement: String.raw`-\tfrac{d}{dt}\ln\Delta_t \to 2\lambda_i\big(
          \nabla^2(g \circ \alpha f)(w_\star)/\alpha^2\big) > 0
          \text{ for the gradient flow; its rate at a point is between }\lambda_{\min}(H)
          \text{ and }\lambda_{\max}(H)\text{ times that of the Gauss--Newton flow, whose time
          does not depend on }\lambda_0`,
        expected: "holds",
        relations: (observation) => {
          const relations = [
            independence(observation),
            {
              label: "lim −d ln Δ_t/dt > 0 for the gradient flow",
              lhs: observation.rate!,
              sense: ">=",
              rhs: 0,
              scale: observation.rateScale,
              size: observation.rate!,
              uncertainty: 10 * Math.abs(observation.rate! - observation.limit),
              family: observation.family,
            } satisfies Relation,
          ];
          return [
            ...relations,
            ...observation.points.flatMap((point) => factors(point, observation.family)),
          ];
        },
      },
    },
  });
}

/** At one point the gradient flow is slower than the Gauss–Newton flow by a factor in [λ_min, λ_max]. */
function factors(
  { decreases: [gradient, gaussNewton], scales, eigenvalues: [least, largest] }:
    Observation["points"][number],
  family: Observation["family"],
): Relation[] {
  const relation = (name: string, sense: "<=" | ">=", factor: number): Relation => ({
    label: `rate of the gradient flow ${sense} ${name}(H) times that of the Gauss–Newton flow`,
    lhs: gradient,
    sense,
    rhs: factor * gaussNewton,
    scale: scales[0] + factor * scales[1],
    family,
  });
  // A point where the Jacobian loses its rank has no Gauss–Newton flow.
  if (!(least > 0)) return [];
  return [relation("λ_min", ">=", least), relation("λ_max", "<=", largest)];
}

function independence({ gaussNewton, family }: Observation): Relation {
  const law = gaussNewton.law!;
  return {
    label: "exponent of the Gauss–Newton flow's time in κ(H_0) = 0",
    lhs: law.exponent,
    sense: "=",
    rhs: 0,
    size: 1,
    // Times are known to a few tolerances of the integrator.
    uncertainty: law.interval + 0.01,
    family,
  };
}
