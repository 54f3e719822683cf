/** The bases themselves. */

import type { Arithmetic } from "../arithmetic/mod.ts";
import { testOnBoth } from "../linalg/shared_test.ts";
import { type Basis, basisAt, evaluate, type GradientMap } from "./mod.ts";
import { assertClose } from "./shared_test.ts";

/** The entries of U at a point of a problem whose Hessian is (2 1; 1 2). */
function entriesOf<T>(arithmetic: Arithmetic<T>, basis: Basis<T>): number[] {
  const map: GradientMap = {
    gradient: (_, theta) => theta,
    hessian: (where) => where.matrix([[2, 1], [1, 2]]),
  };
  const context = evaluate(arithmetic, map, arithmetic.vector([1, 0]), 0);
  return arithmetic.toArray(basisAt(arithmetic, basis, context));
}

testOnBoth("bases by hand", <T>(arithmetic: Arithmetic<T>) => {
  const r = Math.SQRT1_2;
  const [c, s] = [Math.cos(Math.PI / 8), Math.sin(Math.PI / 8)];
  const exchange = () => arithmetic.matrix([[0, 1], [1, 0]]);
  const table: [string, Basis<T>, number[]][] = [
    ["identity", "identity", [1, 0, 0, 1]],
    ["eigenvalues 1 and 3, a turn by −45°", "eigenbasis", [r, r, -r, r]],
    ["half of it", { kind: "interpolated", gamma: 1 / 2 }, [c, s, -s, c]],
    [
      // One row: E[GGᵀ] is a number, E[GᵀG] is H. One column: the other way around.
      "one row",
      { kind: "kronecker", rows: 1, columns: 2 },
      [r, r, -r, r],
    ],
    ["one column", { kind: "kronecker", rows: 2, columns: 1 }, [r, r, -r, r]],
    [
      // To an exchange of axes, of determinant −1: its signs make it a quarter turn.
      "half of the way to a reflection",
      { kind: "interpolated", gamma: 1 / 2, to: exchange },
      [r, -r, r, r],
    ],
    [
      "the end of that way",
      { kind: "interpolated", gamma: 1, to: exchange },
      [0, -1, 1, 0],
    ],
    ["a function, as it is", exchange, [0, 1, 1, 0]],
  ];
  for (const [what, basis, expected] of table) {
    assertClose(entriesOf(arithmetic, basis), expected, 16 * arithmetic.unitRoundoff, what);
  }
});
