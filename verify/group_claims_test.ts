import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { type Claim, defineClaim, type Hypothesis } from "./claim.ts";
import { groupClaims } from "./group.ts";

const instances = fc.nat();
const observe = (x: number) => x;
const first: Hypothesis<number, number> = { name: "1", statement: "x", holds: () => true };
const second: Hypothesis<number, number> = { name: "2", statement: "y", holds: () => true };
const own: Hypothesis<number, number> = { ...first, name: "3", assumedBy: ["printed"] };

let count = 0;

/** A claim that shares its observations with all others that are made without a part. */
function claim(part: Partial<Claim<number, number>> = {}): Claim {
  return defineClaim<number, number>({
    id: `mine/claim-${++count}`,
    title: "t",
    locus: "l",
    kind: "universal",
    hypotheses: [first, second],
    instances,
    observe,
    variants: { printed: { statement: "s", relations: () => [] } },
    ...part,
  });
}

Deno.test("two claims share their observations, or do not, by what they are made of", () => {
  const share: readonly [one: Claim, other: Claim][] = [
    [claim(), claim()],
    [claim({ hypotheses: [] }), claim({ hypotheses: [] })],
    [claim({ hypotheses: [first, second] }), claim({ hypotheses: [first, second] })],
    [claim({ cost: 3 }), claim({ cost: 3 })],
    [claim({ cost: 1 }), claim()],
    [claim(), claim({ cost: 1 })],
    [claim({ kind: "local" }), claim({ kind: "local" })],
    [claim({ kind: "limit" }), claim({ kind: "limit" })],
    [claim({ kind: "scaling" }), claim({ kind: "scaling" })],
    [claim({ title: "another" }), claim()],
  ];
  const differ: readonly [one: Claim, other: Claim][] = [
    [claim({ cost: 3 }), claim()],
    [claim(), claim({ cost: 3 })],
    [claim({ cost: 2 }), claim({ cost: 3 })],
    [claim({ kind: "local" }), claim()],
    [claim({ kind: "existence" }), claim({ kind: "existence" })],
    [claim({ kind: "statistical" }), claim({ kind: "statistical" })],
    [claim({ instances: fc.nat() }), claim()],
    [claim({ observe: (x) => x }), claim()],
    [claim({ hypotheses: [first] }), claim()],
    [claim(), claim({ hypotheses: [first] })],
    [claim({ hypotheses: [second, first] }), claim()],
    [claim({ hypotheses: [first, { ...second }] }), claim()],
    [claim({ hypotheses: [own] }), claim({ hypotheses: [own] })],
    [claim({ hypotheses: [first, own] }), claim({ hypotheses: [first, own] })],
  ];
  for (const [one, other] of share) assertEquals(groupClaims([one, other]), [[one, other]]);
  for (const [one, other] of differ) assertEquals(groupClaims([one, other]), [[one], [other]]);
});

Deno.test("groups are in the order of their first claims, and claims in theirs", () => {
  const dear = [claim({ cost: 9 }), claim({ cost: 9 })];
  const cheap = [claim(), claim(), claim()];
  assertEquals(groupClaims([]), []);
  assertEquals(groupClaims([cheap[0]!, dear[0]!, cheap[1]!, cheap[2]!, dear[1]!]), [cheap, dear]);
});
