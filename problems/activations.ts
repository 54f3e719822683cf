/**
 * Activation functions of one-hidden-layer networks, with derivatives in closed form.
 *
 * @module
 */

// @ts-types="./jstat.d.ts"
import jstat from "jstat";

/** The names of the activation functions σ. */
export type ActivationKind = "tanh" | "sine" | "logistic" | "erf";

/** All {@linkcode ActivationKind}s. */
export const activationKinds: readonly ActivationKind[] = ["tanh", "sine", "logistic", "erf"];

/** An activation function σ: R → R with bounded derivatives. */
export interface Activation {
  /** σ(s). */
  value(s: number): number;
  /** σ(s + t) − σ(s), accurate for small t as well. */
  difference(s: number, t: number): number;
  /** σ'(s). */
  derivative(s: number): number;
  /** σ''(s). */
  secondDerivative(s: number): number;
  /** σ_0 = sup |σ|. */
  readonly bound: number;
  /** σ_1 = sup |σ'|. */
  readonly slopeBound: number;
  /** σ_2 = sup |σ''|. */
  readonly curvatureBound: number;
}

const TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);

const tanhActivation: Activation = {
  value: Math.tanh,
  difference: (s, t) => Math.tanh(t) * (1 - Math.tanh(s) * Math.tanh(s + t)),
  derivative: (s) => 1 / Math.cosh(s) ** 2,
  secondDerivative: (s) => -2 * Math.tanh(s) / Math.cosh(s) ** 2,
  bound: 1,
  slopeBound: 1,
  // At tanh² s = 1/3.
  curvatureBound: 4 / (3 * Math.sqrt(3)),
};

const activations: Record<ActivationKind, Activation> = {
  tanh: tanhActivation,
  sine: {
    value: Math.sin,
    difference: (s, t) => 2 * Math.cos(s + t / 2) * Math.sin(t / 2),
    derivative: Math.cos,
    secondDerivative: (s) => -Math.sin(s),
    bound: 1,
    slopeBound: 1,
    curvatureBound: 1,
  },
  // 1/(1 + e^{−s}) = (1 + tanh(s/2))/2.
  logistic: {
    value: (s) => (1 + Math.tanh(s / 2)) / 2,
    difference: (s, t) => tanhActivation.difference(s / 2, t / 2) / 2,
    derivative: (s) => tanhActivation.derivative(s / 2) / 4,
    secondDerivative: (s) => tanhActivation.secondDerivative(s / 2) / 8,
    bound: 1,
    slopeBound: 1 / 4,
    curvatureBound: 1 / (6 * Math.sqrt(3)),
  },
  erf: {
    value: (s) => jstat.erf(s),
    difference: (s, t) =>
      Math.abs(t) <= 0.5 ? gaussianIntegral(s, t) : jstat.erf(s + t) - jstat.erf(s),
    derivative: (s) => TWO_OVER_ROOT_PI * Math.exp(-s * s),
    secondDerivative: (s) => -2 * s * TWO_OVER_ROOT_PI * Math.exp(-s * s),
    bound: 1,
    slopeBound: TWO_OVER_ROOT_PI,
    // At s² = 1/2.
    curvatureBound: Math.SQRT2 * TWO_OVER_ROOT_PI * Math.exp(-1 / 2),
  },
};

/**
 * σ with its derivatives: tanh s, sin s, 1/(1 + e^{−s}) or erf s.
 *
 * @throws {RangeError} If there is none of this name.
 */
export function activation(kind: ActivationKind): Activation {
  if (Object.hasOwn(activations, kind)) return activations[kind];
  throw new RangeError(
    `there is no activation function ${JSON.stringify(kind)}: give ${activationKinds.join(", ")}`,
  );
}

/**
 * The nodes in (0, 1) and the weights of Gauss and Legendre's rule of 8 points on [−1, 1], which is
 * symmetric. Source: NIST Digital Library of Mathematical Functions, §3.5(v).
 */
const LEGENDRE: readonly (readonly [node: number, weight: number])[] = [
  [0.18343464249564980, 0.36268378337836198],
  [0.52553240991632899, 0.31370664587788729],
  [0.79666647741362674, 0.22238103445337447],
  [0.96028985649753623, 0.10122853629037626],
];

/**
 * (2/√π) ∫ e^{−x²} dx from s to s + t, |t| ≤ ½: the error of the rule, |t|¹⁷(8!)⁴/(17 (16!)³) times
 * the sixteenth derivative of e^{−x²} (at most 16!/8!), is below 1e-19.
 */
function gaussianIntegral(s: number, t: number): number {
  const middle = s + t / 2;
  let sum = 0;
  for (const [node, weight] of LEGENDRE) {
    const low = middle - node * t / 2;
    const high = middle + node * t / 2;
    sum += weight * (Math.exp(-low * low) + Math.exp(-high * high));
  }
  return TWO_OVER_ROOT_PI * sum * t / 2;
}
