/**
 * Theorem 1, (11) and (12): the flow of an overparameterized network converges.
 *
 * Printed: for ρ ∈ (0, λ_n²/(1 + λ_n²)] and α ≥ (Lμ√(2Δ_0)/ν^{3/2}) (λ_n/λ_0³) ((1 − ρ)λ_0² +
 * ρ)/((1 − ρ)λ_n² + ρ) the gap satisfies Δ_t ≤ g(0) exp(−2νλ_0²t/(ρ + (1 − ρ)λ_0²)) for all t ≥ 0.
 * Its proof is that T = ∞, which is tested beside it.
 *
 * It fails, since α rests on (10): with a larger λ_n the printed α tends to 0, although the way to
 * go along the small eigenvalues of K stays the same.
 *
 * By hand, a network: one sine neuron on x_1 = e_1, x_2 = e_2 ∈ R³ with w_init = (s, 0, 0), sin s =
 * 24/25, cos s = 7/25. f = (sin w_1 − 24/25, sin w_2), J = diag(cos w_1, cos w_2) with a column of
 * zeros, L = 1 (the paper's bound on it too), K_0 = diag(0.0784, 1): λ_0 = 0.14, λ_n = ½. Let g(ψ)
 * = ½‖ψ − e_1‖², ν = μ = 1, √(2Δ_0) = 1, and ρ = 0.01 (at most λ_n²/(1 + λ_n²) = 0.2). (1 − ρ)λ_0²
 * + ρ = 0.029404, (1 − ρ)λ_n² + ρ = 0.2575, and the least α is (0.5/0.002744) · 0.029404/0.2575 =
 * 20.81. But f_1 ≤ 1/25, so αf_1 ≤ 0.833 and Δ_t ≥ ½(1 − 0.833)² > 0.0139 for ever, while the bound
 * tends to 0.
 *
 * By hand, a smooth map, L = 1: f = (2w_1 − ½w_1², 8w_2 + ½w_3²), λ_0 = 1, λ_n = 4, g(ψ) = ½‖ψ −
 * e_1‖², ρ = ¼: α = 4 · 1/12.25 = 0.3265…, and αf_1 ≤ 2α = 0.653, as f_1 ≤ 2: Δ_t ≥ ½(0.346)² >
 * 0.059.
 *
 * Corrected: with Λ = max(λ_0, √ρ_0) in the place of λ_n in (12); see `_overparameterized.ts`.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import {
  type OverparameterizedInstance,
  type OverparameterizedProblem,
  overparameterizedProblem,
} from "../../problems/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import { once } from "../_once.ts";
import {
  admittedDamping,
  areSettled,
  correctedScaling,
  decayFigure,
  decays,
  distanceFigure,
  exitRadius,
  flowInstances,
  gapDecay,
  isCloseDecay,
  isCloseTo,
  printedRate,
  type Run,
  runFlow,
  stays,
  withScaling,
} from "./_overparameterized.ts";

/** A flow with its problem. */
interface Flow {
  readonly problem: OverparameterizedProblem;
  readonly run: Run;
  /** What must not be left. */
  readonly radius: number;
}

interface Observation {
  /** With the printed α, times the factor of the instance. */
  readonly printed: Flow;
  /** With the corrected α, times the same factor; computed when it is first asked for. */
  corrected(): Flow;
}

/** What tests sabotage. */
export interface Theorem1Options {
  /** The rate of Δ. Default: as printed. */
  readonly rate?: (problem: OverparameterizedProblem) => number;
  /** The α of the corrected form. */
  readonly scaling?: (problem: OverparameterizedProblem) => number;
}

/** What Theorem 1 and the remark after it assert. */
export interface Statement {
  /** The id of the claim. */
  readonly id: string;
  /** Its title. */
  readonly title: string;
  /** Where it is printed. */
  readonly locus: string;
  /** ρ. */
  readonly damping: "bounded" | "least eigenvalue";
  /** ρ in TeX. */
  readonly dampingStatement: string;
  /** The label of the decay. */
  readonly label: string;
  /** The bound in TeX. */
  readonly bound: string;
  /** Whether T = ∞ is tested as well. */
  readonly withExit: boolean;
  /** The rate of Δ. */
  readonly rate: (problem: OverparameterizedProblem) => number;
  /** The α of the corrected form. */
  readonly scaling: (problem: OverparameterizedProblem) => number;
}

/** The claim that Δ decays at a rate. */
export function convergenceClaim(statement: Statement): Claim {
  const { label, bound, withExit, rate, scaling } = statement;
  const relations = ({ problem, run, radius }: Flow) => [
    decays(gapDecay(label, run, problem, rate(problem)), run, problem),
    ...(withExit ? [stays("T = ∞: ‖w_t − w_0‖ < r_0", run, radius, problem)] : []),
  ];
  const follow = (
    problem: OverparameterizedProblem,
    radius: number,
    arithmetic: Arithmetic<unknown>,
    refinement: number,
  ): Flow => ({
    problem,
    radius,
    run: runFlow(problem, {
      arithmetic,
      refinement,
      isNear: (run) =>
        isCloseDecay(gapDecay(label, run, problem, rate(problem)), run) ||
        (withExit && isCloseTo(radius, run)),
      isSettled: (run) => areSettled(relations({ problem, run, radius })),
    }),
  });
  const scalingStatement = (slope: string) =>
    String.raw`\alpha \ge \frac{L\mu\sqrt{2\Delta_0}}{\nu^{3/2}} \frac{${slope}}{\lambda_0^3}
      \frac{(1-\rho)\lambda_0^2+\rho}{(1-\rho)${slope}^2+\rho}`;
  return defineClaim<OverparameterizedInstance, Observation>({
    id: statement.id,
    title: statement.title,
    locus: statement.locus,
    kind: "universal",
    cost: 6,
    hypotheses: [{ ...admittedDamping, statement: statement.dampingStatement }],
    instances: flowInstances({ damping: statement.damping, scaling: "theorem-1" }),
    observe<T>(
      instance: OverparameterizedInstance,
      arithmetic: Arithmetic<T>,
      refinement: number,
    ): Observation {
      const problem = overparameterizedProblem(instance);
      const factor = instance.scaling.kind === "printed" ? instance.scaling.factor : 1;
      const run = (subject: OverparameterizedProblem, radius: number) =>
        follow(subject, radius, arithmetic as Arithmetic<unknown>, refinement);
      return {
        printed: run(problem, withExit ? exitRadius(problem) : problem.radius),
        corrected: once(() => run(withScaling(problem, factor * scaling(problem)), problem.radius)),
      };
    },
    figures({ printed, corrected }) {
      const runs = [
        { name: "printed α", run: printed.run },
        { name: "corrected α", run: corrected().run },
      ];
      return [
        decayFigure(runs, [{
          name: "bound",
          prefactor: printed.problem.initialValue,
          rate: rate(printed.problem),
        }]),
        distanceFigure(runs, [{ name: "r_0", radius: printed.problem.radius }]),
      ];
    },
    variants: {
      printed: {
        statement: String.raw`${scalingStatement(String.raw`\lambda_n`)} \Rightarrow ${bound}`,
        expected: "refuted",
        relations: ({ printed }) => relations(printed),
      },
      corrected: {
        statement: String.raw`${scalingStatement(String.raw`\Lambda`)} \Rightarrow ${bound},
          \qquad \Lambda = \max(\lambda_0, \sqrt{\rho_0})`,
        expected: "holds",
        relations: ({ corrected }) => relations(corrected()),
      },
    },
  });
}

/** The claim, or with a rate or an α that a test puts in its place. */
export function theorem1(
  { rate = printedRate, scaling = correctedScaling }: Theorem1Options = {},
): Claim {
  return convergenceClaim({
    id: "gn-flow/theorem-1",
    title: "The flow of an overparameterized network converges at a rate",
    locus: "Theorem 1, eqs. (11), (12)",
    damping: "bounded",
    dampingStatement: String.raw`0 < \rho \le \lambda_n^2/(1 + \lambda_n^2)`,
    label: "Δ_t <= g(0) exp(−2νλ_0²t/(ρ + (1 − ρ)λ_0²))",
    bound: String.raw`\Delta_t \le g(0) \exp\Bigl(-\frac{2\nu\lambda_0^2 t}{\rho +
      (1-\rho)\lambda_0^2}\Bigr) \ \forall t \ge 0, \quad T = \infty`,
    withExit: true,
    rate,
    scaling,
  });
}
