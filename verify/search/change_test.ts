import { assertAlmostEquals, assertEquals } from "@std/assert";
import { changeOf, distanceBetween, Relevance } from "./change.ts";

Deno.test("values lie as far apart as their numbers do, and infinitely if they differ otherwise", () => {
  const cases: readonly (readonly [unknown, unknown, number])[] = [
    [1, 1, 0],
    [NaN, NaN, 0],
    [0, -0, 0],
    [0, 1e-9, 1e-9],
    [0.5, 0.25, 0.25],
    [4, 3, 0.25],
    [-4, 4, 2],
    [1, NaN, Infinity],
    [Infinity, -Infinity, Infinity],
    [1, "1", Infinity],
    ["a", "a", 0],
    ["a", "b", Infinity],
    [null, {}, Infinity],
    [{}, null, Infinity],
    [[1, 2], [1, 2.5], 0.2],
    [[1], [1, 1], Infinity],
    [[1, 1], [1], Infinity],
    [{ a: 1, b: { c: 2 } }, { a: 1.5, b: { c: 2 } }, 1 / 3],
    [{ a: 1 }, { b: 1 }, Infinity],
    [{ a: "x", b: 1 }, { a: "y", b: 1 }, Infinity],
    [{ a: 1, b: 1 }, { a: 1, b: 3 }, 2 / 3],
  ];
  for (const [a, b, expected] of cases) {
    if (expected === Infinity) assertEquals(distanceBetween(a, b), Infinity);
    else assertAlmostEquals(distanceBetween(a, b), expected, 1e-15);
  }
});

Deno.test("a change is told by the part that it is in", () => {
  assertEquals(changeOf({ x: [1, 2] }, { x: [1, 2] }), undefined);
  assertEquals(changeOf({ x: [1, 2] }, { x: [1, 3] }), { path: ".x.1", size: 1 / 3, to: 3 });
  // Two parts: what holds both.
  assertEquals(changeOf({ x: [1, 2] }, { x: [2, 2.5] }), {
    path: ".x",
    size: 0.5,
    to: [2, 2.5],
  });
  assertEquals(changeOf([1], [1, 1]), { path: "", size: Infinity, to: [1, 1] });
  assertEquals(changeOf({ a: 1 }, { b: 1 }), { path: "", size: Infinity, to: { b: 1 } });
  assertEquals(changeOf({ a: [] }, { a: {} }), { path: ".a", size: Infinity, to: {} });
  assertEquals(changeOf({ a: null }, { a: {} }), { path: ".a", size: Infinity, to: {} });
  // Beside 0 it is the absolute change that counts.
  assertEquals(changeOf(0, 0.25)?.size, 0.25);
  assertEquals(changeOf(0.25, 0)?.size, 0.25);
  assertEquals(changeOf(-4, 4)?.size, 1);
  assertEquals(changeOf(4, 3)?.size, 0.25);
});

Deno.test("what is known of a part is believed of its parts, and idle ones make others suspect", () => {
  const relevance = new Relevance();
  assertEquals(relevance.weight(".x.0"), 1);
  relevance.learn(".x.0", true);
  assertAlmostEquals(relevance.weight(".x.0"), 0.3);
  assertAlmostEquals(relevance.weight(".x.1"), 0.3);
  assertAlmostEquals(relevance.weight(".x"), 0.3);
  assertEquals(relevance.weight(".y"), 1);
  relevance.learn(".x.0", false);
  assertAlmostEquals(relevance.weight(".x.0"), 0.45);
  assertAlmostEquals(relevance.weight(".x"), 0.3);
  for (let k = 0; k < 9; k++) relevance.learn(".y", true);
  assertAlmostEquals(relevance.weight(".y"), 0.03);
  for (let k = 0; k < 20; k++) relevance.learn(".y", false);
  assertEquals(relevance.weight(".y"), 1);
  relevance.learn("", true);
  assertAlmostEquals(relevance.weight(".z"), 0.3);
});
