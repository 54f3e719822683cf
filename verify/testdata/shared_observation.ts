/**
 * Claims that share their observations, some of which misbehave, each in its own way.
 *
 * @module
 */

import fc from "fast-check";
import { type Claim, defineClaim } from "../claim.ts";

type Instance = { readonly x: number };

type Part = Partial<Pick<Claim<Instance, number>, "figures">>;

/** What makes claims that share one generator and one observation. */
function family(paper: string) {
  const shared = {
    kind: "universal" as const,
    hypotheses: [{
      name: "odd",
      statement: "x \\text{ odd}",
      holds: ({ x }: Instance) => x % 2 === 1,
    }],
    instances: fc.record({ x: fc.integer({ min: 0, max: 1000 }) }),
    observe: ({ x }: Instance) => x,
  };
  return (name: string, bound: (x: number) => number, part: Part = {}): Claim =>
    defineClaim<Instance, number>({
      ...shared,
      ...part,
      id: `${paper}/${name}`,
      title: name,
      locus: "testdata",
      variants: {
        printed: {
          statement: name,
          relations: (x) => [{ label: "x is small", lhs: x, sense: "<=", rhs: bound(x) }],
        },
      },
    });
}

const killed = family("killed");
const hangs = family("hangs");
const drawn = family("drawn");

/** The claims, of three groups. */
export const claims: readonly Claim[] = [
  killed("holds", () => 1000),
  killed("dies", (x) => x > 20 ? Deno.exit(3) : 1000),
  killed("refuted", () => 500),
  hangs("loops", (x) => {
    while (x > 20);
    return 1000;
  }),
  hangs("holds", () => 1000),
  drawn("holds", () => 1000),
  // Figures are drawn when all instances have been tried.
  drawn("dies", () => 1000, { figures: () => Deno.exit(3) }),
  drawn("holds-too", () => 1000),
  drawn("refuted", () => 500),
];
