/**
 * The figures of the experiment of §5.
 *
 * @module
 */

import type { GaussNewtonCurve, GaussNewtonLook } from "../../problems/mod.ts";
import type { LinesFigure } from "../../verify/mod.ts";
import { shortly } from "../_figures.ts";

const QUANTITIES: readonly {
  readonly title: string;
  readonly label: string;
  readonly scale: "linear" | "log";
  of(look: GaussNewtonLook): number | null;
}[] = [
  { title: "empirical loss", label: "g(αf(w_t))", scale: "log", of: ({ loss }) => loss },
  {
    title: "deviation from the initialization",
    label: "‖w_t − w_0‖",
    scale: "linear",
    of: ({ distance }) => distance,
  },
  {
    title: "Riemannian gradient",
    label: "‖grad g(αf(w_t))‖",
    scale: "log",
    of: ({ gradientNorm }) => gradientNorm,
  },
  {
    title: "least eigenvalue of H_0",
    label: "λ_min(H_0(αf(w_t)))",
    scale: "log",
    of: ({ leastEigenvalue }) => leastEigenvalue,
  },
];

/**
 * What the paper's figures 1 to 3 show, one figure a quantity with a line for each α: loss, ‖w_t −
 * w_0‖, the norm of the Riemannian gradient and λ_min(H_0).
 *
 * @param curves From {@linkcode gaussNewtonExperiment}.
 * @param name Which flow and method, for the titles.
 */
export function experimentFigures(
  curves: readonly GaussNewtonCurve[],
  name: string,
): LinesFigure[] {
  return QUANTITIES.map(({ title, label, scale, of }) => ({
    kind: "lines",
    title: `${title}, ${name}`,
    x: { label: "t" },
    y: { label, scale },
    series: curves.map(({ scaling, looks }) => ({
      name: `α = ${shortly(scaling)}`,
      role: "observed",
      points: looks.flatMap((look) => {
        const value = of(look);
        return value === null ? [] : [[look.time, value] as const];
      }),
    })),
  }));
}
