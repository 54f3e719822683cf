/**
 * Theorem 2: the Gauss–Newton method in discrete time.
 *
 * **As printed it is vacuous.** It assumes in addition that ‖∇g(ψ)‖ ≤ Lip_g for every ψ ∈ R^n, and
 * g is ν-strongly convex on R^n, which gives ‖∇g(ψ)‖ ≥ ν‖ψ − f*‖: there is no such g. The corrected
 * form asks for a bound on the sublevel set {g ≤ g(0)} that the iterates are meant to visit, which
 * Lip_g = √(2μΔ_0) is.
 *
 * **The printed constants fail there too.** With α ≥ max{(Lμ√(2Δ_0)/(√m ν^{3/2})) (λ_n/λ_0³)
 * d_0/d_n, σ_2√n Lip_g/(μ Lip_f² √m)} and η = (1/(α√m)) (λ_0²/λ_n²) (1/Lip_f²) d_n²/d_0, d_0 = (1 −
 * ρ)λ_0² + ρ, d_n = (1 − ρ)λ_n² + ρ,
 *
 *     Δ_k ≤ Δ_0 (1 − (ν/μ) (λ_0⁴/(λ_n² Lip_f²)) (d_n/d_0)²)^k,                                  (14)
 *     ‖ε_k‖ ≤ ½σ_2√(n/m) ‖w_{k+1} − w_k‖², ε_k = f(w_{k+1}) − f(w_k) − J(w_k)(w_{k+1} − w_k).
 *
 * neither is true.
 *
 * 1. η has no 1/μ. By hand: one neuron on x = (1, 0), n = m = 1, w_init = 0, tanh: K_0 = 1, λ_0 = λ_n = ½,
 *    Lip_f = 1, and αη = d_0 = ¼ + ¾ρ. With g(ψ) = ½c(ψ − 1)² a step changes αf by about
 *    −αη(1/((1 − ρ) + ρ))∇g = αηc = c d_0 for large α: ψ_1 − 1 is nearly c d_0 − 1, and for c = 20,
 *    ρ = 0.1, d_0 = 0.325 the gap grows by the factor 5.5² instead of falling.
 * 2. (14) lacks factors that η has. From (30) with the printed choice of αη a step is half of
 *    −αη(λ_0²/d_0)‖∇g‖², and ‖∇g‖² ≥ 2νΔ gives the factor 1 − ν αη λ_0²/d_0: (31) drops the ν. The η of the
 *    proof is (λ_0²/λ_n²)(1/(2αμLip_f²))d_n²/d_0, and with it the factor is that of (14) with ν/(2μ); the
 *    printed η has another factor 2μ, and 1/√m, which (14) knows nothing of.
 * 3. ε has no 1/√m, for the network of §2.1 has none. By hand: n = 1, x = 1, m = 4 tanh neurons, one at
 *    w⁽¹⁾ = artanh(1/√3), where |σ''| = σ_2, the others at 10, where σ' < 1e-8: a step moves the first one
 *    alone, by δ, and ‖ε‖ = ½σ_2δ² up to O(δ³), but ½σ_2√(n/m)δ² = ¼σ_2δ².
 *
 * Corrected: with Λ = max(λ_0, √ρ_0), d_Λ = (1 − ρ)Λ² + ρ and Lip_g = √(2μΔ_0), for
 *
 *     α ≥ max{2(Lμ√(2Δ_0)/ν^{3/2}) (Λ/λ_0³) d_0/d_Λ, L Lip_g/(μ Lip_f²)},
 *     η = (1/(2αμ)) (λ_0²/Λ²) (1/Lip_f²) d_Λ²/d_0,
 *
 * Δ_k ≤ Δ_0 q^k with q = 1 − (ν/(2μ)) (λ_0⁴/(Λ² Lip_f²)) (d_Λ/d_0)², ‖w_k − w_0‖ < r_0 and ‖ε_k‖ ≤
 * ½L‖w_{k+1} − w_k‖². Proof: let w_k be in the ball, with Δ_k ≤ Δ_0, so that ‖∇g‖ ≤ Lip_g; let δ =
 * w_{k+1} − w_k, τ = αη. Then g falls by at least τ(λ_0²/d_0)‖∇g‖² − (½αL Lip_g + ½μα²Lip_f²)‖δ‖²,
 * the second α makes the first summand at most the second, and ‖δ‖² ≤ (τ/α)²(Λ/d_Λ)²‖∇g‖² (see
 * `_overparameterized.ts`): it falls by (τλ_0²/d_0 − τ²μLip_f²Λ²/d_Λ²)‖∇g‖² = ½τ(λ_0²/d_0)‖∇g‖² ≥
 * ντ(λ_0²/d_0)Δ_k = (1 − q)Δ_k. And ‖w_k − w_0‖ ≤ Σ(τ/α)(Λ/d_Λ)μ√(2Δ_0/ν)q^{s/2}, where Σq^{s/2} <
 * 2/(1 − q): that is less than r_0 by the first α.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import type { Arbitrary } from "../../lib/fast_check/mod.ts";
import {
  discreteGaussNewtonConstants,
  iterate,
  levenbergMarquardt,
} from "../../lib/optimizers/mod.ts";
import {
  activationKinds,
  magnitude,
  type OneHiddenLayerNetwork,
  oneHiddenLayerNetwork,
  type OneHiddenLayerNetworkInstance,
  type OverparameterizedInstance,
  overparameterizedInstances,
  type OverparameterizedProblem,
  overparameterizedProblem,
  realNumber,
  stronglyConvexLoss,
  vectorOf,
} from "../../problems/mod.ts";
import { type Claim, defineClaim, type Hypothesis, type Relation } from "../../verify/mod.ts";
import { enumerated, over } from "../_figures.ts";
import { once } from "../_once.ts";
import { differenceIn, distanceIn, gapIn } from "./_observed.ts";
import {
  admittedDamping,
  blend,
  exponentRatio,
  leadingSlope,
  withScaling,
} from "./_overparameterized.ts";

/** So many steps are looked at; confirmation looks at no more, as they are exact but for rounding. */
const STEPS = 24;

/** Where Δ has grown so much, the method diverges, … */
const DIVERGED = 1e6;

/** … and where it has fallen so far, it has converged. */
const SETTLED = 1e-18;

/** What a form of the theorem says. */
export interface DiscreteConstants {
  /** The least α. */
  readonly leastScaling: number;
  /** αη. */
  readonly scaledStepSize: number;
  /** q. */
  readonly contraction: number;
  /** C, ‖ε‖ ≤ C‖w⁺ − w‖². */
  readonly linearization: number;
}

/** The constants of a form of the theorem. */
export type ConstantsOf = (
  problem: OverparameterizedProblem,
  network: OneHiddenLayerNetwork,
) => DiscreteConstants;

/** √(2μΔ_0) ≥ ‖∇g‖ on the sublevel set {g ≤ g(0)}. */
function gradientBound({ loss, initialValue }: OverparameterizedProblem): number {
  return Math.sqrt(2 * loss.smoothness * initialValue);
}

/** As printed, with Lip_g on the sublevel set. */
export const printedConstants: ConstantsOf = (problem, network) => ({
  ...discreteGaussNewtonConstants({
    lambda0: problem.lambda0,
    lambdaN: problem.lambdaN,
    damping: problem.damping,
    strongConvexity: problem.loss.strongConvexity,
    smoothness: problem.loss.smoothness,
    initialGap: problem.initialValue,
    neurons: network.neurons,
    samples: network.outputs,
    curvatureBound: network.curvatureBound,
    mapLipschitz: network.lipschitz,
    lossLipschitz: gradientBound(problem),
    jacobianLipschitz: problem.jacobianLipschitz,
  }),
  linearization: network.curvatureBound * Math.sqrt(network.outputs / network.neurons) / 2,
});

/** As derived above. */
export const correctedConstants: ConstantsOf = (problem, { lipschitz }) => {
  const { lambda0, damping, loss, initialValue, jacobianLipschitz } = problem;
  const { strongConvexity: nu, smoothness: mu } = loss;
  const slope = leadingSlope(problem);
  const d0 = blend(damping, lambda0 ** 2);
  const d = blend(damping, slope ** 2);
  return {
    leastScaling: Math.max(
      2 * jacobianLipschitz * mu * Math.sqrt(2 * initialValue) / nu ** 1.5 *
        (slope / lambda0 ** 3) * (d0 / d),
      jacobianLipschitz * gradientBound(problem) / (mu * lipschitz ** 2),
    ),
    scaledStepSize: lambda0 ** 2 / (2 * mu * slope ** 2 * lipschitz ** 2) * (d ** 2 / d0),
    contraction: 1 -
      nu / (2 * mu) * lambda0 ** 4 / (slope * lipschitz) ** 2 * (d / d0) ** 2,
    linearization: jacobianLipschitz / 2,
  };
};

/** A run of the method. */
interface Iteration {
  readonly constants: DiscreteConstants;
  /** Δ_0, Δ_1, … */
  readonly gaps: readonly number[];
  /** ‖w_k − w_0‖, from k = 0 on. */
  readonly distances: readonly number[];
  /** ‖ε_k‖, ‖w_{k+1} − w_k‖, and what ε_k is a difference of. */
  readonly errors: readonly {
    readonly error: number;
    readonly step: number;
    readonly scale: number;
  }[];
  /** ‖αf − y‖ and ‖y‖ give the rounding of Δ: what is compared with Δ. */
  readonly cancellations: readonly number[];
}

interface Observation {
  /** With the printed constants; computed when it is first asked for. */
  printed(): Iteration;
  readonly corrected: Iteration;
  readonly radius: number;
  /** ‖w_0‖, which rounds distances from w_0. */
  readonly startSize: number;
}

/** A network, as the instances of this claim have one. */
function networkOf(instance: OverparameterizedInstance): OneHiddenLayerNetworkInstance {
  if (instance.map.family === "network") return instance.map;
  throw new TypeError("instance.map is no network: Theorem 2 counts neurons");
}

function run<T>(
  arithmetic: Arithmetic<T>,
  instance: OneHiddenLayerNetworkInstance,
  described: OverparameterizedProblem,
  constants: DiscreteConstants,
  factor: number,
): Iteration {
  const problem = withScaling(described, factor * constants.leastScaling);
  const { map: { start }, loss, scaling, damping } = problem;
  const initial = loss.value(problem.output(start));
  const points: number[][] = [];
  iterate(
    arithmetic,
    problem.residualMap,
    levenbergMarquardt(arithmetic, { damping, stepSize: constants.scaledStepSize / scaling }),
    start,
    {
      steps: STEPS,
      visit({ theta }) {
        const w = arithmetic.toArray(theta);
        const gap = gapIn(arithmetic, loss, problem.output(w));
        points.push(w);
        return points.length === 1 || gap < DIVERGED * initial && gap > SETTLED * initial;
      },
    },
  );
  const outputs = points.map(problem.output);
  const residuals = outputs.map((output) => distanceIn(arithmetic, output, loss.minimizer));
  return {
    constants,
    gaps: outputs.map((output) => gapIn(arithmetic, loss, output)),
    distances: points.map((w) => distanceIn(arithmetic, w, start)),
    errors: points.slice(1).map((next, k) => linearization(arithmetic, instance, points[k]!, next)),
    cancellations: points.map((w, k) => {
      const residual = residuals[k]!;
      // αf sees the rounding of w through J.
      const seen = scaling * Math.hypot(...problem.map.jacobian(w).flat()) * Math.hypot(...w);
      return 2 + 2 * (2 * Math.hypot(...loss.minimizer) + residual + seen) / residual;
    }),
  };
}

/** ‖f(w⁺) − f(w) − J(w)(w⁺ − w)‖ and ‖w⁺ − w‖. */
function linearization<T>(
  arithmetic: Arithmetic<T>,
  instance: OneHiddenLayerNetworkInstance,
  w: readonly number[],
  next: readonly number[],
): Iteration["errors"][number] {
  const d = instance.initialWeights[0]!.length;
  // The network that starts here gives f(w⁺) − f(w) without cancellation.
  const here = oneHiddenLayerNetwork({
    ...instance,
    initialWeights: instance.initialWeights.map((_, i) => w.slice(i * d, (i + 1) * d)),
  });
  const rows = here.jacobian(w);
  const change = here.value(next);
  const moved = differenceIn(arithmetic, next, w);
  const linear = arithmetic.scope(() =>
    arithmetic.toArray(arithmetic.multiply(arithmetic.matrix(rows), arithmetic.vector(moved)))
  );
  const step = Math.hypot(...moved);
  const inputSize = Math.max(...instance.inputs.map((x) => Math.hypot(...x)));
  return {
    error: distanceIn(arithmetic, change, linear),
    step,
    // What a relative error of s = x·w does to σ'(s): (log σ')' is at most 2|s| for the erf, less else.
    scale: (Math.hypot(...change) + Math.hypot(...rows.flat()) * step) *
      (1 + 2 * (inputSize * Math.hypot(...w)) ** 2),
  };
}

/** The relations of a form of the theorem, each at the step that comes closest to breaking it. */
function relationsOf(
  { constants, gaps, errors, cancellations }: Iteration,
  { contraction, linearization }: { readonly contraction: string; readonly linearization: string },
): Relation[] {
  const { contraction: q, linearization: factor } = constants;
  const ratioAt = (k: number) =>
    exponentRatio(
      -k * Math.log(q),
      Math.log(gaps[0]! / gaps[k]!),
      cancellations[k]!,
    );
  const worstOf = (count: number, ratio: (k: number) => number) =>
    Array.from({ length: count }, (_, k) => k)
      .reduce((worst, k) => ratio(k) > ratio(worst) ? k : worst, 0);
  const k = 1 + worstOf(gaps.length - 1, (index) => ratioAt(index + 1));
  const bound = gaps[0]! * q ** k;
  const error = errors[
    worstOf(errors.length, (index) => errors[index]!.error / errors[index]!.step ** 2)
  ]!;
  return [
    {
      label: contraction,
      lhs: gaps[k]!,
      sense: "<=",
      rhs: bound,
      scale: gaps[k]! * cancellations[k]! + bound,
      ratio: ratioAt(k),
      family: "network",
    },
    {
      label: linearization,
      lhs: error.error,
      sense: "<=",
      rhs: factor * error.step ** 2,
      scale: error.scale,
      size: factor * error.step ** 2,
      family: "network",
    },
  ];
}

/** Networks of one to 64 neurons; any others are copies of at most three. */
function discreteInstances(): Arbitrary<OverparameterizedInstance> {
  const options = {
    families: ["network"],
    damping: "bounded",
    scaling: "theorem-2",
    maximumDimension: 6,
  } as const;
  const coordinates = (bound: number) => realNumber({ minimum: -bound, maximum: bound });
  const wide = fc.record({
    activation: fc.constantFrom(...activationKinds),
    inputs: fc.array(vectorOf(2, coordinates(2)), { minLength: 1, maxLength: 2 }),
    neurons: fc.array(
      fc.record({ outer: fc.constantFrom(1, -1), weights: vectorOf(2, coordinates(3)) }),
      { minLength: 1, maxLength: 3 },
    ),
    count: fc.constantFrom(2, 4, 8, 16, 32, 64),
    weight: magnitude({ minimum: 0.1, maximum: 30 }),
    target: vectorOf(2),
    share: magnitude({ minimum: 1e-3, maximum: 1 }),
    factor: fc.oneof(
      { withCrossShrink: true },
      fc.constant(1),
      magnitude({ minimum: 1, maximum: 100 }),
    ),
  }).map((drawn): OverparameterizedInstance => {
    const { activation, inputs, neurons, count, weight, target, share, factor } = drawn;
    const all = Array.from({ length: count }, (_, i) => neurons[i % neurons.length]!);
    return {
      map: {
        family: "network",
        activation,
        inputs,
        outerWeights: all.map(({ outer }) => outer),
        initialWeights: all.map(({ weights }) => weights),
      },
      loss: { kind: "weighted quadratic", weights: inputs.map(() => weight) },
      target: target.slice(0, inputs.length),
      damping: { kind: "share", value: share },
      scaling: { kind: "printed", claim: "theorem-2", factor },
    };
  }).filter((instance) => {
    try {
      const { lambda0, lambdaN, radius } = overparameterizedProblem(instance);
      return lambdaN <= 1e3 * lambda0 && radius > 1e-6;
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    }
  });
  return fc.oneof({ withCrossShrink: true }, overparameterizedInstances(options), wide);
}

/** That ‖∇g‖ ≤ Lip_g on all of R^n, refuted at 2 Lip_g/ν from the minimizer. */
const boundedGradient: Hypothesis<OverparameterizedInstance, unknown> = {
  name: "∇g is bounded",
  assumedBy: ["printed"],
  statement: String.raw`\|\nabla g(\psi)\|_2 \le \mathrm{Lip}_g \ \forall \psi \in \mathbb R^n`,
  holds(instance) {
    const problem = overparameterizedProblem(instance);
    return isBoundedBy(instance, gradientBound(problem));
  },
};

/** Whether ‖∇g‖ ≤ Lip_g where strong convexity says that it is at least 2 Lip_g. */
export function isBoundedBy(
  { loss: shape, target }: Pick<OverparameterizedInstance, "loss" | "target">,
  lipschitz: number,
): boolean {
  const loss = stronglyConvexLoss(shape, target);
  const far = loss.minimizer.map((entry, j) =>
    j === 0 ? entry + 2 * lipschitz / loss.strongConvexity : entry
  );
  return Math.hypot(...loss.gradient(far)) <= lipschitz;
}

/** What tests sabotage. */
export interface Theorem2Options {
  /** The constants of the corrected form. */
  readonly constants?: ConstantsOf;
}

/** The claim, with the corrected constants or what a test puts in their place. */
export function theorem2({ constants = correctedConstants }: Theorem2Options = {}): Claim {
  return defineClaim<OverparameterizedInstance, Observation>({
    id: "gn-flow/theorem-2",
    title: "The discrete Gauss-Newton method converges linearly",
    locus: "Theorem 2, eq. (14)",
    kind: "universal",
    cost: 4,
    hypotheses: [
      admittedDamping,
      {
        name: "g is strongly convex",
        statement: String.raw`\nabla^2 g(\psi) \succeq \nu I \ \forall \psi \in \mathbb R^n`,
        holds: ({ loss, target }) => stronglyConvexLoss(loss, target).strongConvexity > 0,
      },
      boundedGradient,
    ],
    vacuous: {
      hypotheses: ["g is strongly convex", "∇g is bounded"],
      reason: "‖∇g(ψ)‖ ≥ ν‖ψ − f*‖, which no bound holds for all ψ",
    },
    instances: discreteInstances(),
    observe<T>(instance: OverparameterizedInstance, arithmetic: Arithmetic<T>): Observation {
      const network = networkOf(instance);
      const map = oneHiddenLayerNetwork(network);
      const problem = overparameterizedProblem(instance);
      const factor = instance.scaling.kind === "printed" ? instance.scaling.factor : 1;
      return {
        radius: problem.radius,
        startSize: Math.hypot(...problem.map.start),
        printed: once(() =>
          run(arithmetic, network, problem, printedConstants(problem, map), factor)
        ),
        corrected: run(arithmetic, network, problem, constants(problem, map), factor),
      };
    },
    figures: ({ printed, corrected }) => {
      const places = corrected.gaps.map((_, k) => k);
      return [{
        kind: "lines",
        title: "the optimality gap",
        x: { label: "k" },
        y: { label: "Δ", scale: "log" },
        series: [
          { name: "printed α and η", role: "observed", points: enumerated(printed().gaps) },
          { name: "corrected α and η", role: "observed", points: enumerated(corrected.gaps) },
          {
            name: "(14)",
            role: "predicted",
            points: over(places, (k) => printed().gaps[0]! * printed().constants.contraction ** k),
          },
          {
            name: "corrected bound",
            role: "predicted",
            points: over(places, (k) => corrected.gaps[0]! * corrected.constants.contraction ** k),
          },
        ],
      }];
    },
    variants: {
      printed: {
        statement: String.raw`\Delta_k \le \Delta_0 \Bigl(1 - \frac{\nu}{\mu}
          \frac{\lambda_0^4}{\lambda_n^2 \mathrm{Lip}_f^2} \Bigl[\frac{(1-\rho)\lambda_n^2+\rho}
          {(1-\rho)\lambda_0^2+\rho}\Bigr]^2\Bigr)^k, \quad
          \|\epsilon_k\|_2 \le \tfrac12 \sigma_2 \sqrt{n/m}\, \|w_{k+1} - w_k\|_2^2`,
        expected: "vacuous",
        relations: ({ printed }) =>
          relationsOf(printed(), {
            contraction: "(14): Δ_k <= Δ_0 (1 − (ν/μ)(λ_0⁴/(λ_n²Lip_f²))(d_n/d_0)²)^k",
            linearization: "‖ε_k‖ <= ½σ_2√(n/m) ‖w_{k+1} − w_k‖²",
          }),
      },
      corrected: {
        statement: String.raw`\Delta_k \le \Delta_0 \Bigl(1 - \frac{\nu}{2\mu}
          \frac{\lambda_0^4}{\Lambda^2 \mathrm{Lip}_f^2} \Bigl[\frac{(1-\rho)\Lambda^2+\rho}
          {(1-\rho)\lambda_0^2+\rho}\Bigr]^2\Bigr)^k, \quad
          \|\epsilon_k\|_2 \le \tfrac12 L \|w_{k+1} - w_k\|_2^2, \quad
          \|w_k - w_0\|_2 < r_0`,
        expected: "holds",
        relations: ({ corrected, radius, startSize }) => [
          ...relationsOf(corrected, {
            contraction: "Δ_k <= Δ_0 (1 − (ν/2μ)(λ_0⁴/(Λ²Lip_f²))(d_Λ/d_0)²)^k",
            linearization: "‖ε_k‖ <= ½L ‖w_{k+1} − w_k‖²",
          }),
          {
            label: "‖w_k − w_0‖ < r_0",
            lhs: Math.max(...corrected.distances),
            sense: "<=",
            rhs: radius,
            scale: radius + startSize,
            family: "network",
          },
        ],
      },
    },
  });
}
