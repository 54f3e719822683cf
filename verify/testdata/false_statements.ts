/** False statements, most of which miss by a billionth, some only in a part of their range. */

import type { Claim } from "../claim.ts";
import { claims as known } from "../rounding/testdata/statements.ts";
import { statement, theorems } from "./formulas.ts";

const factor = 1 + 1e-9;

export const claims: readonly Claim[] = [
  ...known.filter(({ id }) => id.startsWith("off/")),
  ...theorems.map(({ name, wide, mild, sides }) =>
    statement(`false/${name}`, mild ?? wide, (x, arithmetic) => sides(x, factor, arithmetic))
  ),
];
