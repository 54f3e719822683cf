import { assertEquals } from "@std/assert";
import type { Claim } from "./claim.ts";
import { scheduled } from "./schedule.ts";

/** Jobs by the size of their groups, named in the order in which they are given. */
function jobs(...groups: readonly (number | { readonly size: number; readonly cost: number })[]) {
  return groups.map((group, index) => {
    const { size, cost } = typeof group === "number" ? { size: group, cost: undefined } : group;
    const claim = { id: "", ...(cost === undefined ? {} : { cost }) } as Claim;
    return { name: `${index}`, group: new Array<Claim>(size).fill(claim) };
  });
}

const order = (given: ReturnType<typeof jobs>, workers: number) =>
  scheduled(given, workers).map(({ name }) => name).join(" ");

Deno.test("one worker takes the largest group first, the next one some small jobs", () => {
  const given = jobs(1, 1, 19, 1, 1, 8, 1);
  assertEquals(order(given, 2), "2 0 1 3 5 4 6");
  assertEquals(order(given, 8), "2 0 1 3 5 4 6");
});

Deno.test("a lone worker takes some small jobs, then the largest first", () => {
  assertEquals(order(jobs(1, 1, 19, 1, 1, 8, 1), 1), "0 1 3 2 5 4 6");
});

Deno.test("of equally small jobs the cheap ones come early", () => {
  const costly = { size: 1, cost: 40 };
  const cheap = { size: 1, cost: 0.1 };
  assertEquals(order(jobs(costly, 4, 1, costly, cheap, 1, 1), 2), "1 2 4 5 0 3 6");
  // A group of two is larger than any single claim.
  assertEquals(order(jobs(2, costly, 2, 3), 1), "1 0 2 3");
});

Deno.test("every job is taken once, however few there are", () => {
  assertEquals(order([], 2), "");
  assertEquals(order(jobs(5), 2), "0");
  assertEquals(order(jobs(5), 1), "0");
  assertEquals(order(jobs(1, 5), 2), "1 0");
  assertEquals(order(jobs(1, 1, 1, 1, 1), 2), "0 1 2 3 4");
});
