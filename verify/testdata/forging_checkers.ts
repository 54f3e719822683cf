/**
 * A checker that writes what the watchdog's lines begin with, and takes its process down.
 *
 * @module
 */

import fc from "fast-check";
import process from "node:process";
import { type Claim, defineClaim } from "../claim.ts";

/** The claim. */
export const claims: readonly Claim[] = [defineClaim<{ n: number }, number>({
  id: "forging/standard-error",
  title: "forges",
  locus: "testdata",
  kind: "universal",
  hypotheses: [],
  instances: fc.record({ n: fc.integer() }),
  observe() {
    process.stderr.write("\x1e}{\n");
    Deno.exit(3);
  },
  variants: {
    printed: {
      statement: "n",
      relations: (n) => [{ label: "n", lhs: n, sense: "<=", rhs: 1 }],
    },
  },
})];
