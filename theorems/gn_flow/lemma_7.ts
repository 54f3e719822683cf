/**
 * Lemma 7: geodesic strong convexity.
 *
 * Printed: for w in B, v tangent and c(t) = Exp(tv), t in [0, 1],
 *
 *     g(c(0)) + t⟨grad g(c(0)), v⟩ ≤ g(c(t)) − ½νt²‖v‖²
 *
 * (the g inside grad is missing in print). Read for geodesics that stay in M up to t: beyond, there is no
 * Exp.
 *
 * False, as eq. (19) is. By hand: f(w) = (sin w, 1 − cos w), α = 1, w_0 = 0, so that w is the arc length of
 * the unit circle about (0, 1); λ_0 = ½, L = 1 and B = (−r, r). g = ½‖ψ − y‖² with y = (0, ½), ν = μ = 1:
 * g(f(w)) = ½(sin²w + (½ − cos w)²) = 5/8 − ½ cos w. From w = 0, where grad g = 0, the lemma demands
 * 1/8 + ½t² ≤ 5/8 − ½ cos t; but ½(1 − cos t) ≤ ¼t². At t = ½, v = 1, g
 * has grown by 0.0612, not by 0.125.
 * Of the sine neuron of eq-19, (g ∘ c)'' = ¾ < ν = 1 at w_0 for y = (−1, 0).
 *
 * Corrected: (g ∘ c)'' = c'·∇²g c' + ⟨∇g, II(c', c')⟩ ≥ (ν − κ‖∇g(c(s))‖)‖v‖², where κ = L/(4α(1 − r)²λ_0²)
 * bounds the second fundamental form, and ‖∇g(c(s))‖ ≤ ‖∇g(c(0))‖ + μs‖v‖. So, with Taylor's formula, the
 * inequality holds with ν − κ(‖∇g(c(0))‖ + μt‖v‖) for ν.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { type Claim, defineClaim, type Figure } from "../../verify/mod.ts";
import { over } from "../_figures.ts";
import {
  assumption2,
  expandAlongGeodesic,
  type GeodesicExpansion,
  quadraticBound,
  type Scene,
  scenes,
} from "./_manifold.ts";

/** What may be added to the moduli up to a time: κ(‖∇g(c(0))‖ + μt‖v‖). */
export function curvatureTerm(
  { curvature, gradient, smoothness, length }: GeodesicExpansion,
  t: number,
): number {
  return curvature * (gradient + smoothness * t * length);
}

/** The remainder of g along a geodesic between two parabolas. */
export function expansionFigure(
  expansion: GeodesicExpansion,
  name: string,
  modulus: number,
): Figure[] {
  const { times, remainders, length } = expansion;
  return [{
    kind: "lines",
    title: "g along a geodesic, less its tangent",
    x: { label: "t" },
    y: { label: "g(c(t)) − g(c(0)) − t⟨grad g, v⟩" },
    series: [
      {
        name: "observed",
        role: "observed",
        points: times.map((t, k) => [t, remainders.values[k]!]),
      },
      {
        name,
        role: "predicted",
        points: over(times, (t) => modulus / 2 * (t * length) ** 2),
      },
    ],
  }];
}

/** The claim; a test may change κ. */
export function lemma7(curvatureFactor: number = 1): Claim {
  return defineClaim<Scene, GeodesicExpansion>({
    id: "gn-flow/lemma-7",
    title: "g is geodesically ν-strongly convex on M",
    locus: "Lemma 7",
    kind: "universal",
    cost: 4,
    hypotheses: [assumption2],
    instances: scenes({ places: 2, directions: 1 }),
    observe: <T>(scene: Scene, arithmetic: Arithmetic<T>, refinement: number) =>
      expandAlongGeodesic(scene, arithmetic, refinement),
    figures: (expansion) => expansionFigure(expansion, "½νt²‖v‖²", expansion.strongConvexity),
    variants: {
      printed: {
        statement: String.raw`g(c(0)) + t\langle\operatorname{grad} g, v\rangle \le
          g(c(t)) - \frac{\nu t^2}2\|v\|^2, \quad c(t) = \operatorname{Exp}(tv)`,
        expected: "refuted",
        relations: (expansion) =>
          quadraticBound(
            expansion,
            "½νt²‖v‖² <= g(c(t)) − g(c(0)) − t⟨grad g, v⟩",
            "<=",
            () => expansion.strongConvexity,
          ),
      },
      corrected: {
        statement: String.raw`g(c(0)) + t\langle\operatorname{grad} g, v\rangle \le
          g(c(t)) - \left(\nu - \kappa(\|\nabla g(c(0))\| + \mu t\|v\|)\right)\frac{t^2}2\|v\|^2,
          \quad \kappa = \frac{L}{4\alpha(1 - r)^2\lambda_0^2}`,
        expected: "holds",
        relations: (expansion) =>
          quadraticBound(
            expansion,
            "½(ν − κ(‖∇g‖ + μt‖v‖))t²‖v‖² <= g(c(t)) − g(c(0)) − t⟨grad g, v⟩",
            "<=",
            (t) => expansion.strongConvexity - curvatureFactor * curvatureTerm(expansion, t),
          ),
      },
    },
  });
}
