/** False statements, most of which miss by a billionth, some only in a part of their range. */

import fc from "fast-check";
import { magnitude, realNumber, vectorOf } from "../../problems/mod.ts";
import type { Claim } from "../claim.ts";
import { claims as known } from "../rounding/testdata/statements.ts";
import { statement, theorems } from "./formulas.ts";

const factor = 1 + 1e-9;

export const claims: readonly Claim[] = [
  ...known.filter(({ id }) => id.startsWith("off/")),
  ...theorems.map(({ name, wide, mild, sides }) =>
    statement(`false/${name}`, mild ?? wide, (x, arithmetic) => sides(x, factor, arithmetic))
  ),
  statement(
    "false/logarithm-above-five-hundred",
    magnitude({ minimum: 1, maximum: 1e3 }).map((x) => [x]),
    ([x]) => [Math.exp(Math.log(x!)), "=", x! > 500 ? x! * factor : x!],
  ),
  statement(
    "false/square-of-a-negative-sum",
    vectorOf(2, realNumber()),
    ([a, b]) => [(a! + b!) ** 2, ">=", (a! + b! < -5 ? factor : 1) * (a! + b!) ** 2],
  ),
  statement(
    "false/late-steps",
    fc.tuple(realNumber({ minimum: 1, maximum: 9 }), realNumber({ minimum: 0.5, maximum: 0.9 }))
      .map((x) => [...x]),
    ([start, ratio]) => {
      let x = start!;
      return Array.from({ length: 100 }, (_, k) => {
        const before = x;
        x *= k > 60 ? ratio! * factor : ratio!;
        return [x, "<=", ratio! * before];
      });
    },
  ),
  statement(
    "false/one-dimension-of-many",
    fc.integer({ min: 1, max: 40 }).map((n) => [n]),
    ([n]) => {
      const terms = Array.from({ length: n! }, (_, k) => 1 / ((k + 1) * (k + 2)));
      const sum = terms.reduce((total, term) => total + term, 0);
      return [sum, "=", (1 - 1 / (n! + 1)) * (n! === 17 ? factor : 1)];
    },
  ),
];
