import { assert, assertEquals, assertThrows } from "@std/assert";
import { bisectThreshold } from "./mod.ts";

Deno.test("both ends of the bracket were tried, and it is as narrow as asked", () => {
  const seen = new Map<number, boolean>();
  const property = (x: number) => {
    seen.set(x, x < Math.PI);
    return x < Math.PI;
  };
  const { holds, fails } = bisectThreshold(property, { largest: 50, least: 0.1, width: 1e-9 })!;
  assertEquals([seen.get(holds), seen.get(fails)], [true, false]);
  assert(holds < Math.PI && Math.PI <= fails && fails <= holds * (1 + 1e-9));
});

Deno.test("an island above is found where the scan meets it", () => {
  const { holds } = bisectThreshold((x) => x < 1 || (x > 3 && x < 5), {
    largest: 10,
    least: 0.1,
  })!;
  assert(holds > 4.99 && holds < 5);
});

Deno.test("where the property holds nowhere there is no bracket", () => {
  assertEquals(bisectThreshold(() => false, { largest: 2, least: 1 }), null);
});

Deno.test("wrong ends are refused", () => {
  assertThrows(
    () => bisectThreshold(() => true, { largest: 2, least: 1 }),
    RangeError,
    "holds at 2",
  );
  assertThrows(() => bisectThreshold(() => false, { largest: 1, least: 2 }), RangeError);
  assertThrows(() => bisectThreshold(() => false, { largest: 2, least: 1, scan: 1 }), RangeError);
});
