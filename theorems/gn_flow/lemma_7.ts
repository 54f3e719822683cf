/**
 * Lemma 7: geodesic strong convexity.
 *
 * Printed: for w in B, v tangent and c(t) = Exp(tv), t in [0, 1],
 *
 *     g(c(0)) + t⟨grad g(c(0)), v⟩ ≤ g(c(t)) − ½νt²‖v‖²
 *
 * (the g inside grad is missing in print). Read for geodesics that stay in M up to t: beyond, there
 * is no Exp.
 *
 * False, as eq. (19) is. By hand: f(w) = (sin w, 1 − cos w), α = 1, w_0 = 0, so that w is the arc
 * length of the unit circle about (0, 1); λ_0 = ½, L = 1 and B = (−r, r). g = ½‖ψ − y‖² with y =
 * (0, ½), ν = μ = 1: g(f(w)) = ½(sin²w + (½ − cos w)²) = 5/8 − ½ cos w. From w = 0, where grad g =
 * 0, the lemma demands 1/8 + ½t² ≤ 5/8 − ½ cos t; but ½(1 − cos t) ≤ ¼t². At t = ½, v = 1, g has
 * grown by 0.0612, not by 0.125. Of the sine neuron of eq-19, (g ∘ c)'' = ¾ < ν = 1 at w_0 for y =
 * (−1, 0).
 *
 * Corrected: (g ∘ c)'' = c'·∇²g c' + ⟨∇g, II(c', c')⟩ ≥ (ν − κ‖∇g(c(s))‖)‖v‖², where κ = L/(4α(1 −
 * r)²λ_0²) bounds the second fundamental form, and ‖∇g(c(s))‖ ≤ ‖∇g(c(0))‖ + μs‖v‖. So, with
 * Taylor's formula, the inequality holds with ν − κ(‖∇g(c(0))‖ + μt‖v‖) for ν.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { type Claim, defineClaim, type Variant } from "../../verify/mod.ts";
import { over } from "../_figures.ts";
import {
  assumption2,
  expandAlongGeodesic,
  type GeodesicExpansion,
  quadraticBound,
  type Scene,
  scenes,
} from "./_manifold.ts";

/** What tells a quadratic bound along geodesics from another. */
export interface QuadraticBound {
  /** Its id, title and place. */
  readonly claim: Pick<Claim, "id" | "title" | "locus">;
  /** Whether the parabola is below or above g. */
  readonly sense: "<=" | ">=";
  /** The letter of the modulus. */
  readonly letter: "ν" | "μ";
  /** The modulus. */
  modulus(expansion: GeodesicExpansion): number;
  /** The factor of κ in the corrected form, which a test may change: −1 below, 1 above. */
  readonly curvatureFactor: number;
  /** The statements with the printed and with the corrected modulus, in TeX. */
  readonly statements: Readonly<Record<"printed" | "corrected", string>>;
}

/**
 * The claim that g lies on one side of a parabola along geodesics; corrected, that the modulus may
 * differ by κ(‖∇g(c(0))‖ + μt‖v‖).
 */
export function quadraticBoundClaim(bound: QuadraticBound): Claim {
  const { claim, sense, letter, modulus, curvatureFactor, statements } = bound;
  const side = "g(c(t)) − g(c(0)) − t⟨grad g, v⟩";
  const variant = (
    name: "printed" | "corrected",
    expected: "refuted" | "holds",
    factor: string,
    modulusAt: (expansion: GeodesicExpansion, t: number) => number,
  ): Variant<Scene, GeodesicExpansion> => ({
    statement: statements[name],
    expected,
    relations: (expansion) =>
      quadraticBound(
        expansion,
        `½${factor}t²‖v‖² ${sense} ${side}`,
        sense,
        (t) => modulusAt(expansion, t),
      ),
  });
  const sign = sense === "<=" ? "−" : "+";
  return defineClaim<Scene, GeodesicExpansion>({
    ...claim,
    kind: "universal",
    cost: 4,
    hypotheses: [assumption2],
    instances: scenes({ places: 2, directions: 1 }),
    observe: <T>(scene: Scene, arithmetic: Arithmetic<T>, refinement: number) =>
      expandAlongGeodesic(scene, arithmetic, refinement),
    figures(expansion) {
      const { times, remainders, length } = expansion;
      return [{
        kind: "lines",
        title: "g along a geodesic, less its tangent",
        x: { label: "t" },
        y: { label: side },
        series: [
          {
            name: "observed",
            role: "observed",
            points: times.map((t, k) => [t, remainders.values[k]!]),
          },
          {
            name: `½${letter}t²‖v‖²`,
            role: "predicted",
            points: over(times, (t) => modulus(expansion) / 2 * (t * length) ** 2),
          },
        ],
      }];
    },
    variants: {
      printed: variant("printed", "refuted", letter, modulus),
      corrected: variant(
        "corrected",
        "holds",
        `(${letter} ${sign} κ(‖∇g‖ + μt‖v‖))`,
        (expansion, t) => {
          const { curvature, gradient, smoothness, length } = expansion;
          return modulus(expansion) +
            curvatureFactor * curvature * (gradient + smoothness * t * length);
        },
      ),
    },
  });
}

/** The claim; a test may change κ. */
export function lemma7(curvatureFactor: number = 1): Claim {
  return quadraticBoundClaim({
    claim: {
      id: "gn-flow/lemma-7",
      title: "g is geodesically ν-strongly convex on M",
      locus: "Lemma 7",
    },
    sense: "<=",
    letter: "ν",
    modulus: ({ strongConvexity }) => strongConvexity,
    curvatureFactor: -curvatureFactor,
    statements: {
      printed: String.raw`g(c(0)) + t\langle\operatorname{grad} g, v\rangle \le
        g(c(t)) - \frac{\nu t^2}2\|v\|^2, \quad c(t) = \operatorname{Exp}(tv)`,
      corrected: String.raw`g(c(0)) + t\langle\operatorname{grad} g, v\rangle \le
        g(c(t)) - \left(\nu - \kappa(\|\nabla g(c(0))\| + \mu t\|v\|)\right)\frac{t^2}2\|v\|^2,
        \quad \kappa = \frac{L}{4\alpha(1 - r)^2\lambda_0^2}`,
    },
  });
}
