import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { compare, type Comparison } from "./comparison.ts";

const comparison: Comparison = {
  what: "a product",
  script: "product",
  options: (round) => [`--seed=${round}`],
  // The round that compiles must not count.
  ours: (round) => ({
    seconds: round === 0 ? { small: 1000, large: 1000 } : { small: 0.001, large: 2 * round },
  }),
  targets: { small: "2 times faster", large: "2 times slower" },
};

Deno.test("the ratio is that of the medians of the rounds, either way", async () => {
  const seen: string[] = [];
  const rows = await compare(comparison, 3, (name, options) => {
    seen.push(`${name} ${options}`);
    return Promise.resolve({ measured: { seconds: { small: 0.002, large: 1 } } });
  });
  assertEquals(seen, ["product --seed=1", "product --seed=2", "product --seed=3"]);
  assertEquals(rows, [{
    what: "a product, small",
    now: "2.00 times faster ±0 % (1.00 ms against 2.00 ms)",
    target: "2 times faster",
  }, {
    what: "a product, large",
    // The rounds' are 1/2, 1/4, 1/6: quartiles 5/24 and 3/8.
    now: "4.00 times slower ±33 % (4.00 s against 1.00 s)",
    target: "2 times slower",
  }]);
});

Deno.test("one number of seconds belongs to what is measured as a whole", async () => {
  const [row] = await compare(
    { what: "a step", script: "step", ours: () => ({ seconds: 3 }), targets: { "": "any" } },
    1,
    () => Promise.resolve({ measured: { seconds: 6 } }),
  );
  assertEquals([row!.what, row!.now], ["a step", "2.00 times faster ±0 % (3.00 s against 6.00 s)"]);
});

Deno.test("without the baseline it says so, asks once, and still measures its own side", async () => {
  let asked = 0;
  const [row] = await compare(comparison, 3, () => {
    asked++;
    return Promise.resolve({ missing: "numpy is missing" });
  });
  assertEquals(asked, 1);
  assertMatch(row!.now, /^1\.00 ms ± 0 %; baseline not measured: numpy is missing$/);
});

Deno.test("sides that do not compute the same are not compared", async () => {
  const one = { ...comparison, ours: () => ({ seconds: { small: 1, large: 1 }, check: 1 }) };
  const withCheck = (check: number) => () =>
    Promise.resolve({ measured: { seconds: { small: 1, large: 1 }, check } });
  assertEquals((await compare(one, 1, withCheck(1 + 1e-9))).length, 2);
  await assertRejects(
    () => compare(one, 1, withCheck(1.1)),
    Error,
    "a product is not the same on both sides: its check is 1, there 1.1",
  );
});
