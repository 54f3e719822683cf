import { assertEquals } from "@std/assert";
import {
  budgetFor,
  budgetForLarge,
  DRAWS_PER_INSTANCE,
  FEWEST_INSTANCES,
  FEWEST_SUPPORTS,
  LARGE_INSTANCE,
  MOST_CLIMBED,
  PROFILES,
  shrinkBudgetFor,
  workOf,
} from "./profile.ts";

Deno.test("each profile is ten times the one before, but shrinks five times as long", () => {
  assertEquals(PROFILES, {
    quick: { instances: 400, target: 800, shrink: 400, secondArithmeticEvery: 32 },
    standard: { instances: 4000, target: 8000, shrink: 2000, secondArithmeticEvery: 32 },
    thorough: { instances: 40_000, target: 80_000, shrink: 10_000, secondArithmeticEvery: 32 },
  });
});

Deno.test("the limits of every search are those that the README states", () => {
  assertEquals([DRAWS_PER_INSTANCE, FEWEST_INSTANCES, FEWEST_SUPPORTS], [8, 20, 5]);
  assertEquals([LARGE_INSTANCE, MOST_CLIMBED], [2000, 200_000]);
});

Deno.test("a claim that costs more has a smaller budget, but never less than a verdict needs", () => {
  for (
    const [instances, cost, expected] of [
      [400, 1, 400],
      [400, 0.5, 800],
      [400, 3, 134],
      [400, 20, 20],
      [400, 19, 22],
      [400, 1000, 20],
      [0, 1, 20],
    ] as const
  ) assertEquals(budgetFor(instances, cost), expected);
});

Deno.test("the work of an instance grows with its draws where it is large", () => {
  for (const [draws, expected] of [[0, 1], [2000, 1], [3000, 1.5], [200_000, 100]] as const) {
    assertEquals(workOf(draws), expected);
  }
});

Deno.test("of large instances fewer are tried, at least as many as a verdict needs, never more", () => {
  for (
    const [budget, work, expected] of [
      [400, 1, 400],
      [400, 1.5, 267],
      [400, 100, 20],
      [10, 1, 10],
      [10, 100, 10],
    ] as const
  ) assertEquals(budgetForLarge(budget, work), expected);
});

Deno.test("a cheap claim is shrunk for up to four times as long, a costly one for less", () => {
  for (
    const [observations, cost, expected] of [
      [400, 1, 1600],
      [400, 0.1, 1600],
      [400, 3, 534],
      [400, 4, 400],
      [400, 8, 400],
      [400, 16, 200],
      [400, 100, 160],
    ] as const
  ) assertEquals(shrinkBudgetFor(observations, cost), expected);
});
