import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { ClaimRecord } from "./claim_record.ts";
import { CATALOGUE, loadClaims } from "./registry.ts";
import { declaredWork } from "./schedule.ts";
import { dealt, shardName } from "./shard.ts";

/** Groups of claims with an id each, of these sizes and costs. */
function groupsOf(sizes: readonly (readonly [size: number, cost: number])[]): ClaimRecord[][] {
  let count = 0;
  return sizes.map(([size, cost]) =>
    Array.from({ length: size }, () => ({ id: `mine/${count++}`, cost }) as ClaimRecord)
  );
}

/** The shard of each claim, in their order. */
function shardsOf(sizes: readonly (readonly [size: number, cost: number])[], of: number): number[] {
  const groups = groupsOf(sizes);
  return [...dealt(groups.flat(), groups, of).values()];
}

Deno.test("what costs most is dealt first, each time to the shard that has least", () => {
  assertEquals(shardsOf([[1, 1], [1, 16], [1, 9], [1, 4], [1, 1]], 2), [1, 1, 2, 2, 1]);
  assertEquals(shardsOf([[1, 1], [1, 1], [1, 1], [1, 1]], 3), [1, 2, 3, 1]);
  // A group counts with all of its claims; a cheap claim as much as an ordinary one.
  assertEquals(shardsOf([[1, 4], [3, 1], [1, 0.1]], 2), [2, 1, 1, 1, 2]);
  assertEquals(shardsOf([], 4), []);
  assertEquals(shardName({ index: 3, of: 16 }), "3/16");
});

Deno.test("a claim is in one shard, with its group, and in the same wherever it is dealt", () => {
  const size = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.constantFrom(0.5, 1, 2, 4, 40));
  fc.assert(fc.property(
    fc.array(size, { maxLength: 12 }),
    fc.oneof(fc.integer({ min: 1, max: 6 }), fc.constant(Number.MAX_SAFE_INTEGER)),
    fc.infiniteStream(fc.boolean()),
    (sizes, of, coins) => {
      const groups = groupsOf(sizes);
      const claims = groups.flat().filter(() => coins.next().value);
      const shards = dealt(claims, groups, of);
      assertEquals([...shards.keys()], claims);
      for (const group of groups) {
        assert(
          new Set(group.filter((claim) => shards.has(claim)).map((c) => shards.get(c))).size <= 1,
        );
      }
      const used = new Set(shards.values());
      const asked = groups.filter((group) => group.some((claim) => shards.has(claim)));
      // As long as there are groups no shard is empty.
      assertEquals(
        [...used].sort((a, b) => a - b),
        [...Array(Math.min(of, asked.length)).keys()]
          .map((index) => index + 1),
      );
      // No shard has more than the mean and one group.
      const load = (shard: number) =>
        asked.filter((group) => group.some((claim) => shards.get(claim) === shard))
          .reduce((sum, group) => sum + declaredWork(group), 0);
      const works = asked.map(declaredWork);
      const mean = works.reduce((sum, work) => sum + work, 0) / of;
      for (const shard of used) assert(load(shard) <= mean + Math.max(...works) + 1e-9);
    },
  ));
});

Deno.test("the catalogue is dealt evenly, as far as its largest group allows", async () => {
  const { groups } = await loadClaims([CATALOGUE]);
  const works = groups.map(declaredWork);
  const all = works.reduce((sum, work) => sum + work, 0);
  for (const  of of[2, 4, 16]) {
    const shards = dealt(groups.flat(), groups, of);
    const loads = new Array<number>(of).fill(0);
    for (const [index, [first]] of groups.entries()) {
      loads[shards.get(first!)! - 1]! += works[index]!;
    }
    const bound = Math.max(1.02 * all / of, ...works);
    assert(Math.max(...loads) <= bound, `${of}: ${Math.max(...loads)} > ${bound}`);
  }
});
