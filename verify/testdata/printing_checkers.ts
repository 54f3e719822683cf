/**
 * Checkers that print, each in its own way, for the tests of what becomes of it.
 *
 * @module
 */

// deno-lint-ignore-file no-console -- what becomes of it is tested

import fc from "fast-check";
import process from "node:process";
import { type Claim, defineClaim } from "../claim.ts";

console.log("the module is loaded");

function checker(name: string, print: (x: number) => void): Claim {
  return defineClaim<{ readonly x: number; readonly text: string }, number>({
    id: `printing/${name}`,
    title: name,
    locus: "testdata",
    kind: "universal",
    // One is observed after the other: twenty of them, and a few more.
    cost: 1000,
    hypotheses: [],
    // Some readers take these signs for the ends of lines.
    instances: fc.record({
      x: fc.integer({ min: 0, max: 1000 }),
      text: fc.constant("\u2028\u2029"),
    }),
    observe: ({ x }) => {
      print(x);
      return x;
    },
    variants: {
      printed: {
        statement: name,
        relations: (x) => [{ label: "x <= 1000", lhs: x, sense: "<=", rhs: 1000 }],
      },
    },
  });
}

/** The claims; all of them hold. */
export const claims: readonly Claim[] = [
  checker("all-ways", (x) => {
    console.log("log %d", x, { x });
    console.info("info");
    console.debug("debug");
    console.warn("warn");
    console.error("error\nof two lines");
  }),
  checker("no-end-of-line", () => void process.stdout.write("\x1ebegun, ")),
  checker("looks-like-a-message", () => {
    console.log(`{"type":"done"}`);
    console.log("null");
    process.stdout.write("\x1e}{\n");
  }),
  checker("much", () => {
    for (let line = 0; line < 100; line++) console.log("again", line);
  }),
  checker("long-and-coloured", () => console.log("\x1b[31mred\x07" + "x".repeat(1e6))),
];
