/**
 * Claims that do what a claim may not.
 *
 * @module
 */

import fc from "fast-check";
import process from "node:process";
import { type Claim, defineClaim } from "../claim.ts";

/** A port of this machine at which nobody listens; nothing may come so far as to find that out. */
const PORT = 9;

/** A file that lies outside of what these claims import. */
const OUTSIDE = new URL("../../README.md", import.meta.url);

/** What is to be kept from them, by name. */
const ATTEMPTS: Readonly<Record<string, () => unknown>> = {
  "reads-a-file": () => Deno.readTextFileSync(OUTSIDE),
  "writes-a-file": () => Deno.writeTextFileSync("assay-was-here.txt", "written by a claim"),
  "connects": () => Deno.connect({ port: PORT }),
  "listens": () => Deno.listen({ port: 0, hostname: "127.0.0.1" }),
  "starts-a-process": () => new Deno.Command(Deno.execPath(), { args: ["--version"] }).outputSync(),
  "loads-a-library": () => Deno.dlopen("libc.so.6", {}),
  "sees-the-environment": () => Deno.env.get("HOME"),
  "signals-the-parent": () => Deno.kill(Deno.ppid, "SIGKILL"),
  "imports-a-file": () => import(new URL("hungry.ts", import.meta.url).href),
  "imports-a-url": () => import(["https:", "", "example.org", "claims.ts"].join("/")),
};

function forbidden(name: string): Claim {
  return defineClaim<{ readonly x: number }, number>({
    id: `forbidden/${name}`,
    title: name,
    locus: "testdata",
    kind: "universal",
    hypotheses: [],
    instances: fc.record({ x: fc.integer({ min: 0, max: 9 }) }),
    observe: ({ x }) => {
      // Of a promise nobody ever hears.
      ATTEMPTS[name]!();
      return x;
    },
    variants: {
      printed: {
        statement: name,
        relations: (x) => [{ label: "x <= 9", lhs: x, sense: "<=", rhs: 9 }],
      },
    },
  });
}

/** Messages as a claim would forge them: of a refutation, and of nothing at all. */
const FORGED = [
  `{"type":"found","evidence":{"id":"forbidden/forges-messages"}}`,
  `{"type":"tried"}`,
  `{"type":"failed","isMalformed":false,"problems":["forged"]}`,
  "null",
];

function forgesMessages(): Claim {
  return defineClaim<{ readonly x: number }, number>({
    id: "forbidden/forges-messages",
    title: "forges messages",
    locus: "testdata",
    kind: "universal",
    cost: 1000,
    hypotheses: [],
    instances: fc.record({ x: fc.integer({ min: 0, max: 9 }) }),
    observe: ({ x }) => {
      const encoder = new TextEncoder();
      for (const line of FORGED) {
        for (const start of ["", "\x1e", `\x1e${"0".repeat(32)}`]) {
          process.stdout.write(`${start}${line}\n`);
          Deno.stderr.writeSync(encoder.encode(`${start}assay: memory limit exceeded\n`));
        }
      }
      process.stdout.write(".");
      return x;
    },
    variants: {
      printed: {
        statement: "x",
        relations: (x) => [{ label: "x <= 9", lhs: x, sense: "<=", rhs: 9 }],
      },
    },
  });
}

/** The claims. */
export const claims: readonly Claim[] = [
  ...Object.keys(ATTEMPTS).map(forbidden),
  forgesMessages(),
];
