import { assert, assertEquals, assertThrows } from "@std/assert";
import { randomFor } from "../random.ts";
import { estimateNoise } from "./nearby.ts";

Deno.test("the noise of a smooth function with known noise is found within a factor of four", () => {
  const random = randomFor("nearby");
  for (const noise of [1e-13, 1e-9, 1e-4]) {
    for (const f of [Math.exp, Math.sin, (x: number) => 1e200 * x * x, (x: number) => x ** 3 - 7]) {
      const size = Math.abs(f(1.3));
      const levels = Array.from({ length: 41 }, () => {
        const values = Array.from({ length: 9 }, (_, i) =>
          // Uniform on ±√3 noise: of standard deviation noise.
          f(1.3 + i * noise * 1e-1) +
          size * noise * Math.sqrt(3) * (2 * random.nextDouble() - 1));
        return estimateNoise(values).level / (size * noise);
      }).sort((a, b) => a - b);
      assert(levels[20]! > 0.5 && levels[20]! < 2, `${noise}: ${levels[20]}`);
      assert(levels[2]! > 0.25 && levels[38]! < 4, `${noise}: ${levels[2]}, ${levels[38]}`);
    }
  }
});

Deno.test("rounding of a sum in float64 is found", () => {
  const values = Array.from({ length: 9 }, (_, i) => {
    let total = 0;
    for (let k = 1; k <= 1000; k++) total += Math.sin(k * (1 + i * 1e-12));
    return total;
  });
  const { kind, level } = estimateNoise(values);
  assertEquals(kind, "noise");
  assert(level > 1e-17 && level < 1e-11, `${level}`);
});

Deno.test("no noise is reported where there is none to see", () => {
  assertEquals(estimateNoise([1, 1, 1, 1, 1, 1, 1]), { kind: "constant", level: 0 });
  assertEquals(estimateNoise([0, 0, 0, 0, 0]), { kind: "constant", level: 0 });
  const smooth = Array.from({ length: 7 }, (_, i) => Math.exp(i / 4));
  assertEquals(estimateNoise(smooth), { kind: "smooth", level: 0 });
});

Deno.test("fewer than five values, or one that is not finite, are refused", () => {
  assertThrows(() => estimateNoise([1, 2, 3, 4]), RangeError);
  assertThrows(() => estimateNoise([1, 2, 3, 4, NaN]), RangeError);
});
