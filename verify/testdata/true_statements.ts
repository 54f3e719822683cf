/** True statements, which float64 breaks by rounding alone. None may ever be refuted. */

import type { Claim } from "../claim.ts";
import { claims as known } from "../rounding/testdata/statements.ts";
import { statement, theorems } from "./formulas.ts";

export const claims: readonly Claim[] = [
  ...known.filter(({ id }) => id.startsWith("exact/")),
  ...theorems.map(({ name, wide, sides }) =>
    statement(`true/${name}`, wide, (x, arithmetic) => sides(x, 1, arithmetic))
  ),
];
