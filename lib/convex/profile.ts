/**
 * Even convex functions of one variable, in closed form: what separable and isotropic potentials
 * and losses are made of.
 *
 * @module
 */

/**
 * An even convex function φ, least at 0, where φ = 0 unless stated otherwise:
 *
 * - `quadratic`: ½z²;
 * - `adam`: |z| − ε log(1 + |z|/ε), whose derivative is z/(ε + |z|); with `normalized: false` it is
 *   |z| − ε log(ε + |z|) as papers print it, with φ(0) = −ε log ε;
 * - `logCosh`: s² log cosh(z/s), s = `scale`;
 * - `huber`: ½z² up to |z| = `threshold`, from there on straight;
 * - `softThreshold`: ½ max(|z| − `threshold`, 0)², flat near 0;
 * - `power`: |z|^p, p = `exponent` > 1;
 * - `pseudoHuber`: s²(√(1 + (z/s)²) − 1), s = `scale`.
 *
 * ε, s and the thresholds are positive.
 */
export type Profile =
  | { readonly kind: "quadratic" }
  | { readonly kind: "adam"; readonly epsilon: number; readonly normalized?: boolean }
  | { readonly kind: "logCosh" | "pseudoHuber"; readonly scale: number }
  | { readonly kind: "huber" | "softThreshold"; readonly threshold: number }
  | { readonly kind: "power"; readonly exponent: number };

/** The names of the profiles. */
export type ProfileKind = Profile["kind"];

/** The least and the largest value of something; `Infinity` where there is no bound. */
export interface Bounds {
  /** The infimum. */
  readonly least: number;
  /** The supremum. */
  readonly largest: number;
}

/** φ with what is known of it. */
export interface ScalarFunction {
  /** φ(z). */
  value(z: number): number;
  /** φ'(z). */
  derivative(z: number): number;
  /** φ'(z)/z, and its limit at 0: the second eigenvalue of the Hessian of φ(‖·‖). */
  slopeRatio(z: number): number;
  /** φ''(z); where it jumps, the limits from both sides. `z` may be infinite: the limit there. */
  secondDerivative(z: number): Bounds;
  /** φ*(s) = sup_z sz − φ(z), `Infinity` outside of its domain. */
  conjugate(s: number): number;
  /**
   * The largest z with φ'(z) ≤ s, that is (φ*)' from the right. Meant for s of the range of φ'; at
   * its ends, and beyond, ±`Infinity`.
   */
  inverseDerivative(s: number): number;
  /** φ(0), the least value. */
  readonly minimum: number;
  /** sup |φ'|. */
  readonly lipschitz: number;
  /** How φ'' changes as |z| grows; φ'(z)/z, its mean over [0, z], changes likewise. */
  readonly trend: "constant" | "falling" | "rising";
}

/** x − log(1 + x) for x ≥ 0 without cancellation. */
function minusLog1p(x: number): number {
  if (x > 0.5) return x - Math.log1p(x);
  // With y = x/(2 + x), log(1 + x) = 2(y + y³/3 + y⁵/5 + …) and x = 2y/(1 − y); y ≤ 1/5 here.
  const y = x / (2 + x);
  let tail = 0;
  for (let k = 23; k >= 3; k -= 2) tail = tail * y * y + 1 / k;
  return 2 * y * y * (1 / (1 - y) - y * tail);
}

/** log cosh x, without overflow and without cancellation. */
function logCosh(x: number): number {
  const size = Math.abs(x);
  if (size < 1) return Math.log1p(Math.sinh(size) ** 2) / 2;
  return size + Math.log1p(Math.exp(-2 * size)) - Math.LN2;
}

/** tanh(x)/x, and 1 at 0. */
function tanhRatio(x: number): number {
  return x === 0 ? 1 : Math.tanh(x) / x;
}

function exactly(value: number): Bounds {
  return { least: value, largest: value };
}

/**
 * The function that a {@linkcode Profile} describes. The conjugates are the elementary ones; for
 * `adam`, φ' (z) = s at z = εs/(1 − |s|), so φ*(s) = −ε|s| − ε log(1 − |s|).
 *
 * @throws {RangeError} If a parameter is out of range.
 */
export function scalarFunction(profile: Profile): ScalarFunction {
  switch (profile.kind) {
    case "quadratic":
      return {
        value: (z) => z * z / 2,
        derivative: (z) => z,
        slopeRatio: () => 1,
        secondDerivative: () => exactly(1),
        conjugate: (s) => s * s / 2,
        inverseDerivative: (s) => s,
        minimum: 0,
        lipschitz: Infinity,
        trend: "constant",
      };
    case "adam": {
      const { epsilon, normalized = true } = profile;
      requirePositive("epsilon", epsilon);
      const minimum = normalized ? 0 : -epsilon * Math.log(epsilon);
      return {
        value: (z) => epsilon * minusLog1p(Math.abs(z) / epsilon) + minimum,
        derivative: (z) => z / (epsilon + Math.abs(z)),
        slopeRatio: (z) => 1 / (epsilon + Math.abs(z)),
        secondDerivative: (z) => exactly(epsilon / (epsilon + Math.abs(z)) ** 2),
        conjugate(s) {
          const size = Math.abs(s);
          if (size >= 1) return Infinity;
          // With x = |s|/(1 − |s|): −log(1 − |s|) = log(1 + x) and |s| = x − x|s|.
          return epsilon * (size * size / (1 - size) - minusLog1p(size / (1 - size))) - minimum;
        },
        inverseDerivative: (s) =>
          Math.abs(s) >= 1 ? Math.sign(s) * Infinity : epsilon * s / (1 - Math.abs(s)),
        minimum,
        lipschitz: 1,
        trend: "falling",
      };
    }
    case "logCosh": {
      const { scale } = profile;
      requirePositive("scale", scale);
      return {
        value: (z) => scale * scale * logCosh(z / scale),
        derivative: (z) => scale * Math.tanh(z / scale),
        slopeRatio: (z) => tanhRatio(z / scale),
        secondDerivative: (z) => exactly(1 / Math.cosh(z / scale) ** 2),
        conjugate(s) {
          const u = Math.abs(s) / scale;
          if (u > 1) return Infinity;
          if (u === 1) return scale * scale * Math.LN2;
          // The first form cancels log(1 − u) for u near 1, the second one u near 0.
          const inner = u < 0.5
            ? u * Math.atanh(u) + Math.log1p(-u * u) / 2
            : ((1 + u) * Math.log1p(u) + (1 - u) * Math.log1p(-u)) / 2;
          return scale * scale * inner;
        },
        inverseDerivative: (s) =>
          Math.abs(s) >= scale ? Math.sign(s) * Infinity : scale * Math.atanh(s / scale),
        minimum: 0,
        lipschitz: scale,
        trend: "falling",
      };
    }
    case "pseudoHuber": {
      const { scale } = profile;
      requirePositive("scale", scale);
      return {
        value: (z) => z / (1 + Math.hypot(1, z / scale)) * z,
        derivative: (z) => z / Math.hypot(1, z / scale),
        slopeRatio: (z) => 1 / Math.hypot(1, z / scale),
        secondDerivative: (z) => exactly(Math.hypot(1, z / scale) ** -3),
        conjugate(s) {
          const u = Math.abs(s) / scale;
          if (u > 1) return Infinity;
          return s * s / (1 + Math.sqrt((1 - u) * (1 + u)));
        },
        inverseDerivative(s) {
          const u = Math.abs(s) / scale;
          return u >= 1 ? Math.sign(s) * Infinity : s / Math.sqrt((1 - u) * (1 + u));
        },
        minimum: 0,
        lipschitz: scale,
        trend: "falling",
      };
    }
    case "huber": {
      const { threshold } = profile;
      requirePositive("threshold", threshold);
      return {
        value(z) {
          const size = Math.abs(z);
          return size <= threshold ? z * z / 2 : threshold * (size - threshold / 2);
        },
        derivative: (z) => Math.min(Math.max(z, -threshold), threshold),
        slopeRatio: (z) => Math.min(1, threshold / Math.abs(z)),
        secondDerivative: (z) => ({
          least: Number(Math.abs(z) < threshold),
          largest: Number(Math.abs(z) <= threshold),
        }),
        conjugate: (s) => Math.abs(s) > threshold ? Infinity : s * s / 2,
        inverseDerivative: (s) => s >= threshold ? Infinity : s < -threshold ? -Infinity : s,
        minimum: 0,
        lipschitz: threshold,
        trend: "falling",
      };
    }
    case "softThreshold": {
      const { threshold } = profile;
      requirePositive("threshold", threshold);
      const excess = (z: number) => Math.max(Math.abs(z) - threshold, 0);
      return {
        value: (z) => excess(z) ** 2 / 2,
        derivative: (z) => Math.sign(z) * excess(z),
        slopeRatio: (z) => z === 0 ? 0 : Math.abs(z) === Infinity ? 1 : excess(z) / Math.abs(z),
        secondDerivative: (z) => ({
          least: Number(Math.abs(z) > threshold),
          largest: Number(Math.abs(z) >= threshold),
        }),
        conjugate: (s) => s * s / 2 + threshold * Math.abs(s),
        inverseDerivative: (s) => s >= 0 ? s + threshold : s - threshold,
        minimum: 0,
        lipschitz: Infinity,
        trend: "rising",
      };
    }
    case "power": {
      const { exponent: p } = profile;
      if (!(Number.isFinite(p) && p > 1)) {
        throw new RangeError(`exponent must be finite and above 1; got ${p}.`);
      }
      return {
        value: (z) => Math.abs(z) ** p,
        derivative: (z) => p * Math.sign(z) * Math.abs(z) ** (p - 1),
        slopeRatio: (z) => p * Math.abs(z) ** (p - 2),
        secondDerivative: (z) => exactly(p * (p - 1) * Math.abs(z) ** (p - 2)),
        conjugate: (s) => (p - 1) * (Math.abs(s) / p) ** (p / (p - 1)),
        inverseDerivative: (s) => Math.sign(s) * (Math.abs(s) / p) ** (1 / (p - 1)),
        minimum: 0,
        lipschitz: Infinity,
        trend: p < 2 ? "falling" : p > 2 ? "rising" : "constant",
      };
    }
  }
}

function requirePositive(name: string, value: number): void {
  if (!(Number.isFinite(value) && value > 0)) {
    throw new RangeError(`${name} must be a positive finite number; got ${value}.`);
  }
}

/** The least and the largest |z| of an interval. */
function sizesOf(from: number, to: number): readonly [number, number] {
  const [a, b] = [Math.abs(from), Math.abs(to)];
  return [from <= 0 && to >= 0 ? 0 : Math.min(a, b), Math.max(a, b)];
}

/** The bounds of φ'' over [from, to], exactly: φ'' is monotone in |z|. The ends may be infinite. */
export function secondDerivativeOn(f: ScalarFunction, from: number, to: number): Bounds {
  const [near, far] = sizesOf(from, to);
  const [low, high] = f.trend === "rising" ? [near, far] : [far, near];
  return {
    least: f.secondDerivative(low).least,
    largest: f.secondDerivative(high).largest,
  };
}

/** The bounds of φ'(z)/z over [from, to], exactly: it is monotone in |z|. */
export function slopeRatioOn(f: ScalarFunction, from: number, to: number): Bounds {
  const [near, far] = sizesOf(from, to);
  const [low, high] = f.trend === "rising" ? [near, far] : [far, near];
  return { least: f.slopeRatio(low), largest: f.slopeRatio(high) };
}
