import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { createLargeFloat64, float64 } from "../lib/arithmetic/mod.ts";
import { evaluate } from "../lib/optimizers/mod.ts";
import { randomStream } from "../lib/statistics/mod.ts";
import { poissonNetwork, poissonNetworkValues } from "./mod.ts";
import { plus } from "./shared_test.ts";

const stream = randomStream(3, "Poisson network");
const widths = [3, 5, 4, 6];
const points = (count: number) =>
  Array.from({ length: count }, () => stream.vector(3, () => stream.uniform(-1, 1)));
const interior = points(4);
const boundary = points(3);
const network = poissonNetwork({ widths, interior, boundary });
const theta = stream.vector(network.parameters, () => stream.normal(0, 0.8));

/** u(x; θ), unit by unit. */
function value(at: readonly number[], x: readonly number[]): number {
  let values = [...x];
  let used = 0;
  for (const width of [...widths.slice(1), 1]) {
    const isLast = used + (values.length + 1) * width === at.length;
    const next = Array.from({ length: width }, (_, j) => {
      let sum = at[used + values.length * width + j]!;
      values.forEach((entry, k) => sum += entry * at[used + k * width + j]!);
      return isLast ? sum : Math.max(0, sum) ** 3;
    });
    used += (values.length + 1) * width;
    values = next;
  }
  return values[0]!;
}

/** f'(0) or f''(0) by central differences, whose error is of the order of h⁶. */
function differences(f: (t: number) => number, h: number): [first: number, second: number] {
  const [a, b, c] = [1, 2, 3].map((k) => [f(k * h), f(-k * h)] as const) as [
    readonly [number, number],
    readonly [number, number],
    readonly [number, number],
  ];
  const odd = ([right, left]: readonly [number, number]) => right - left;
  const even = ([right, left]: readonly [number, number]) => right + left;
  return [
    (45 * odd(a) - 9 * odd(b) + odd(c)) / (60 * h),
    (270 * even(a) - 27 * even(b) + 2 * even(c) - 490 * f(0)) / (180 * h * h),
  ];
}

function residual(at: readonly number[]): number[] {
  return float64.toArray(network.residual(float64, float64.vector(at)));
}

Deno.test("the residuals are Δu − 2d and u − 1", () => {
  assertEquals(network.parameters, 4 * 5 + 6 * 4 + 5 * 6 + 7);
  const found = residual(theta);
  const laplacians = interior.map((x) =>
    x
      .map((_, k) =>
        differences((t) => value(theta, x.map((entry, j) => entry + (j === k ? t : 0))), 0.004)[1]
      )
      .reduce((sum, term) => sum + term)
  );
  const largest = Math.max(...laplacians.map(Math.abs));
  assert(largest > 1);
  laplacians.forEach((laplacian, i) =>
    assertAlmostEquals(found[i]!, laplacian - 6, 1e-6 * largest)
  );
  boundary.forEach((x, i) => {
    const expected = value(theta, x) - 1;
    assertAlmostEquals(found[4 + i]!, expected, 1e-12 * (1 + Math.abs(expected)));
  });
});

Deno.test("a network that is cubic in one coordinate, by hand", () => {
  // u = 2 max(0, 3x₁ − x₂ + ½)³ + ¼: Δu = 2 · 6 · z · (9 + 1).
  const small = poissonNetwork({
    widths: [2, 1],
    interior: [[0.5, 0.25], [-1, 0]],
    boundary: [[1, 0]],
  });
  const at = float64.vector([3, -1, 0.5, 2, 0.25]);
  assertEquals(float64.toArray(small.residual(float64, at)), [
    120 * 1.75 - 4,
    -4,
    2 * 3.5 ** 3 + 0.25 - 1,
  ]);
});

Deno.test("the Jacobian is that of the residual, and its products are its products", () => {
  const at = float64.vector(theta);
  const jacobian = float64.toRows(network.jacobian(float64, at));
  assertEquals([jacobian.length, jacobian[0]!.length], [7, network.parameters]);
  const size = Math.max(...jacobian.flat().map(Math.abs));
  for (let k = 0; k < theta.length; k++) {
    const unit = theta.map((_, j) => Number(j === k));
    for (let i = 0; i < 7; i++) {
      const [slope] = differences((t) => residual(plus(theta, t, unit))[i]!, 1e-4);
      assertAlmostEquals(jacobian[i]![k]!, slope, 1e-8 * size);
    }
  }
  const context = evaluate(float64, network, at, 0);
  const multiply = (rows: number[][], v: number[]) =>
    rows.map((row) => row.reduce((sum, entry, j) => sum + entry * v[j]!, 0));
  const transposed = theta.map((_, k) => jacobian.map((row) => row[k]!));
  const v = stream.vector(theta.length, stream.normal);
  const w = stream.vector(7, stream.normal);
  const close = (found: number[], expected: number[]) => {
    const scale = Math.max(...expected.map(Math.abs));
    found.forEach((entry, i) => assertAlmostEquals(entry, expected[i]!, 1e-12 * scale));
  };
  const column = (entries: number[]) => float64.vector(entries);
  close(float64.toArray(context.jacobianVectorProduct(column(v))), multiply(jacobian, v));
  close(float64.toArray(context.vectorJacobianProduct(column(w))), multiply(transposed, w));
  close(
    float64.toArray(context.gram()),
    jacobian.flatMap((row) => multiply(jacobian, row)),
  );
  close(float64.toArray(context.residual()), residual(theta));
});

Deno.test("the values are those of the network, and large double precision agrees", () => {
  const found = poissonNetworkValues(
    float64,
    widths,
    float64.vector(theta),
    float64.matrix(interior),
  );
  float64.toArray(found).forEach((entry, i) => {
    const expected = value(theta, interior[i]!);
    assertAlmostEquals(entry, expected, 1e-12 * (1 + Math.abs(expected)));
  });
  const large = createLargeFloat64();
  const gram = large.scope(() =>
    large.toArray(evaluate(large, network, large.vector(theta), 0).gram())
  );
  assertEquals(gram, float64.toArray(evaluate(float64, network, float64.vector(theta), 0).gram()));
});

Deno.test("what is no network or no point is an error that says where", () => {
  const make = (change: Record<string, unknown>) => () =>
    poissonNetwork({ widths, interior, boundary, ...change } as never);
  assertThrows(make({ widths: [3] }), RangeError, "widths must have at least 2");
  assertThrows(make({ widths: [3, 0] }), RangeError, "widths[1] is 0: give an integer");
  assertThrows(make({ interior: [] }), RangeError, "interior must have at least 1");
  assertThrows(
    make({ boundary: [[1, 2]] }),
    RangeError,
    "boundary[0] has 2 entries, but must have 3, as the first of the widths",
  );
});
