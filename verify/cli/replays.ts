/**
 * What a replay shows.
 *
 * @module
 */

import colors from "picocolors";
import type { ClaimRecord } from "../claim_record.ts";
import type { ReplayedVariant } from "../replay.ts";
import { write } from "./terminal.ts";

/** Prints the relations of replayed instances, and whether they are as recorded. */
export function printReplays(claim: ClaimRecord, replayed: readonly ReplayedVariant[]): void {
  write(`${colors.bold(claim.id)}  ${claim.title}\n`);
  if (replayed.length === 0) write("The file holds no instance.\n");
  for (const variant of replayed) printReplay(variant);
}

function printReplay({ name, recorded, observed, same }: ReplayedVariant): void {
  write(`\n${name}: ${recorded.role} in ${recorded.arithmetic}\n`);
  write(`${JSON.stringify(recorded.instance)}\n`);
  if ("error" in observed) {
    write(`  ${observed.error}\n`);
  } else {
    for (const relation of observed.relations) {
      write(
        `  ${relation.violated ? colors.magenta("broken") : "kept  "}  ${relation.label}` +
          `${relation.family === undefined ? "" : ` [${relation.family}]`}\n` +
          `          ${relation.lhs} ${relation.sense} ${relation.rhs}   ` +
          `margin ${relation.margin}, tolerance ${relation.tolerance}\n`,
      );
    }
  }
  write(same ? "  the same as recorded\n" : colors.red("  NOT the same as recorded\n"));
}
