/**
 * Solutions of linear systems that are nearest in the 1-, 2- or ∞-norm.
 *
 * @module
 */

import highsModule, { type Highs } from "highs";
import { float64 } from "../lib/arithmetic/mod.ts";
import { pseudoInverseSolve } from "../lib/linalg/mod.ts";

/** The norm: ‖·‖₁, ‖·‖₂ or ‖·‖_∞. */
export type MinimumNorm = 1 | 2 | "infinity";

/**
 * Solves min ‖w − w_0‖_p s.t. Xw = y for X of full row rank.
 *
 * @throws {Error} If the linear program has no optimal solution.
 */
export type MinimumNormSolver = (
  x: readonly (readonly number[])[],
  y: readonly number[],
  origin: readonly number[],
  norm: MinimumNorm,
) => number[];

// The package declares its types as those of a CommonJS module, whose default export would be the
// module itself; what is imported is the loader.
const loadHighs = highsModule as unknown as () => Promise<Highs>;

/**
 * Loads HiGHS (compiled to WebAssembly) for p = 1 and p = ∞; p = 2 is the pseudo-inverse's
 * solution.
 *
 * The linear programs are min Σ(a_i + b_i) s.t. X(a − b) = r, a, b ≥ 0, and min t s.t. Xv = r, −t ≤
 * v_i ≤ t, with r = y − Xw_0 and w = w_0 + v. Feasibility and optimality are asked for to 1e-10,
 * the tightest that HiGHS takes; its solutions are vertices, so that they come out better than
 * that.
 */
export async function loadMinimumNormSolver(): Promise<MinimumNormSolver> {
  const highs = await loadHighs();
  return (x, y, origin, norm) => {
    const residual = y.map((entry, i) =>
      x[i]!.reduce((rest, coefficient, a) => rest - coefficient * origin[a]!, entry)
    );
    const nearest = norm === 2
      ? leastSquares(x, residual)
      : norm === 1
      ? leastSum(highs, x, residual)
      : leastMaximum(highs, x, residual);
    return origin.map((entry, a) => entry + nearest[a]!);
  };
}

function leastSquares(x: readonly (readonly number[])[], r: readonly number[]): number[] {
  return float64.toArray(
    pseudoInverseSolve(float64, float64.matrix(x), float64.vector(r), { rank: x.length }),
  );
}

/** The constraints Xv = r, each entry of v written as the terms that `terms` makes of it. */
function equations(
  x: readonly (readonly number[])[],
  r: readonly number[],
  terms: (entry: number, a: number) => string[],
): string[] {
  return x.flatMap((row, i) => [`c${i}:`, ...row.flatMap(terms), `= ${r[i]}`]);
}

function leastSum(
  highs: Highs,
  x: readonly (readonly number[])[],
  r: readonly number[],
): number[] {
  const columns = x[0]!.map((_, a) => a);
  const solution = solve(highs, [
    "Minimize",
    "obj:",
    ...columns.flatMap((a) => [`+ a${a}`, `+ b${a}`]),
    "Subject To",
    ...equations(x, r, (entry, a) => [term(entry, `a${a}`), term(-entry, `b${a}`)]),
    "End",
  ]);
  return columns.map((a) => solution(`a${a}`) - solution(`b${a}`));
}

function leastMaximum(
  highs: Highs,
  x: readonly (readonly number[])[],
  r: readonly number[],
): number[] {
  const columns = x[0]!.map((_, a) => a);
  const solution = solve(highs, [
    "Minimize",
    "obj: t",
    "Subject To",
    ...equations(x, r, (entry, a) => [term(entry, `v${a}`)]),
    ...columns.flatMap((a) => [`u${a}: v${a} - t <= 0`, `l${a}: v${a} + t >= 0`]),
    "Bounds",
    ...columns.map((a) => `v${a} free`),
    "End",
  ]);
  return columns.map((a) => solution(`v${a}`));
}

/** One term a line: HiGHS reads lines of limited length only. */
function term(coefficient: number, variable: string): string {
  return `${coefficient < 0 ? "-" : "+"} ${Math.abs(coefficient)} ${variable}`;
}

function solve(highs: Highs, lines: readonly string[]): (name: string) => number {
  const { Status, Columns } = highs.solve(lines.join("\n"), {
    primal_feasibility_tolerance: 1e-10,
    dual_feasibility_tolerance: 1e-10,
    small_matrix_value: 1e-12,
  });
  // A program that HiGHS misreads has the status "Empty", and no error.
  if (Status !== "Optimal") {
    throw new Error(`the linear program ended with the status ${Status}, not Optimal`);
  }
  return (name) => {
    const column = Columns[name];
    if (column === undefined || !("Primal" in column)) {
      throw new Error(`HiGHS returned no value of ${name}`);
    }
    return column.Primal!;
  };
}
