/**
 * Pictures of runs and of where they end.
 *
 * @module
 */

import { float64 } from "../../lib/arithmetic/mod.ts";
import type { Figure, PlaneFigure, Series } from "../../verify/mod.ts";
import { enumerated, type Point } from "../_figures.ts";
import { distance, type End } from "./_limits.ts";
import { normOf } from "./_points.ts";
import { type DualMethod, type DualSetting, run } from "./_setting.ts";

/** So many steps are shown. */
const SHOWN_STEPS = 60;

/**
 * The residual, the steps, and the distance to the limit where there is one, along the first steps;
 * in the plane also the path.
 *
 * @param method What makes the steps. Default: eq. (1).
 */
export function endFigures(
  setting: DualSetting,
  { status, limit }: Pick<End, "status" | "limit">,
  method?: DualMethod,
): Figure[] {
  const points = run(setting, float64, { steps: SHOWN_STEPS, ...(method && { method }) });
  const path = points.map(({ theta }) => theta);
  const observed = (name: string, values: readonly number[]): Series => ({
    name,
    role: "observed",
    points: enumerated(values),
  });
  return [
    {
      kind: "lines",
      title: `the first steps of a run (${status})`,
      x: { label: "iteration i" },
      y: { label: "norm", scale: "log" },
      series: [
        observed("‖XW_i − Y‖", points.map(({ residual }) => normOf(residual))),
        observed(
          "‖W_{i+1} − W_i‖",
          path.slice(1).map((theta, i) => distance(theta, path[i]!)),
        ),
        ...(status === "converged"
          ? [observed("‖W_i − W_∞‖", path.map((theta) => distance(theta, limit)))]
          : []),
      ],
    },
    ...planeFigures(setting, path, limit),
  ];
}

/** The path of the iterates with the line {XW = Y}, where W has two entries. */
function planeFigures(
  { loss, start }: DualSetting,
  path: readonly (readonly number[])[],
  limit: readonly number[],
): PlaneFigure[] {
  if (start.length !== 2) return [];
  const nearest = loss.project(start, loss.y);
  const [a, b] = [loss.x[0]![0]!, loss.x[0]![1]!];
  const reach = Math.max(...path.map((theta) => distance(theta, nearest))) / Math.hypot(a, b);
  const at = (theta: readonly number[]): Point => [theta[0]!, theta[1]!];
  const along = (share: number): Point => [
    nearest[0]! - share * reach * b,
    nearest[1]! + share * reach * a,
  ];
  return [{
    kind: "plane",
    title: "the path of the iterates",
    x: { label: "first entry of W" },
    y: { label: "second entry of W" },
    paths: [
      { name: "XW = Y", role: "reference", points: [along(-1), along(1)] },
      { name: "W_0, W_1, …", role: "observed", points: path.map(at) },
    ],
    points: [
      { name: "W_0", role: "observed", at: at(start) },
      { name: "projection of W_0", role: "predicted", at: at(nearest) },
      { name: "end of the run", role: "observed", at: at(limit) },
    ],
  }];
}
