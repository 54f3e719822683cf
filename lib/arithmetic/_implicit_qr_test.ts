import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import { decompositionKernels, STRIP } from "./_decomposition_kernels.ts";
import { diagonalizeBidiagonal, diagonalizeTridiagonal, writeRotation } from "./_implicit_qr.ts";
import { placeInStrips } from "./_condensed_forms.ts";
import { type Rotated, RotationSweeps } from "./_rotation_sweeps.ts";

const UNIT_ROUNDOFF = Number.EPSILON / 2;

/** In units of roundoff times n times the largest number; the largest met in these tests is 2. */
const CONSTANT = 6;

const kernels = decompositionKernels()!;

class CountedSweeps extends RotationSweeps {
  count = 0;
  override add(first: number, step: number, count: number): void {
    this.count++;
    super.add(first, step, count);
  }
}

/** Two n×n identity matrices in the memory, with room for rotations. */
function identities(n: number): readonly [Float64Array, Rotated, Rotated] {
  const size = STRIP * Math.ceil(n / STRIP) * n;
  const room = 2 * (4096 + n);
  const memory = kernels.memory(2 * (size + room));
  memory.fill(0);
  const [first, second] = [0, size + room].map((start) => ({
    rows: n,
    columns: n,
    start,
    rotations: start + size,
  })) as [Rotated, Rotated];
  for (const { start } of [first, second]) {
    for (let i = 0; i < n; i++) memory[placeInStrips(start, n, i, i)] = 1;
  }
  return [memory, first, second];
}

function rowsOf(memory: Float64Array, { rows, columns, start }: Rotated): number[][] {
  return Array.from(
    { length: rows },
    (_, i) =>
      Array.from({ length: columns }, (_, j) => memory[placeInStrips(start, columns, i, j)]!),
  );
}

/**
 * Makes the matrix diagonal, and checks that the rotations give it back.
 *
 * @returns The number of sweeps, and the diagonal.
 */
function check(
  kind: "bidiagonal" | "tridiagonal",
  diagonal: readonly number[],
  beside: readonly number[],
  what: string,
): { readonly sweeps: number; readonly values: readonly number[] } {
  const n = diagonal.length;
  const [memory, left, right] = identities(n);
  const values = Float64Array.from(diagonal);
  const rest = Float64Array.from([...beside, 0]);
  const isBidiagonal = kind === "bidiagonal";
  const sweeps = new CountedSweeps(kernels, isBidiagonal ? [left, right] : [left]);
  assert(
    isBidiagonal
      ? diagonalizeBidiagonal(values, rest, memory, sweeps, left, right)
      : diagonalizeTridiagonal(values, rest, memory, sweeps, left),
    what,
  );
  sweeps.apply();
  assertEquals([...rest], new Array<number>(n).fill(0), what);
  const u = rowsOf(memory, left);
  const v = isBidiagonal ? rowsOf(memory, right) : u;
  const largest = Math.max(...diagonal.map(Math.abs), ...beside.map(Math.abs));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const expected = i === j
        ? diagonal[i]!
        : j === i + 1
        ? beside[i]!
        : i === j + 1 && !isBidiagonal
        ? beside[j]!
        : 0;
      let sum = 0;
      for (let k = 0; k < n; k++) sum += u[i]![k]! * values[k]! * v[j]![k]!;
      assertLessOrEqual(
        Math.abs(sum - expected),
        CONSTANT * n * UNIT_ROUNDOFF * largest,
        `${what}: entry (${i}, ${j})`,
      );
    }
  }
  return { sweeps: sweeps.count, values: [...values] };
}

const N = 30;

function numbers(length: number, number: (i: number) => number): number[] {
  return Array.from({ length }, (_, i) => number(i));
}

Deno.test("matrices with zeros and tiny numbers on the diagonal become diagonal", () => {
  const ones = numbers(N - 1, () => 1);
  for (const tiny of [0, 1e-320, 1e-200, 1e-130, 1e-120, 1e-60, 1e-20]) {
    for (
      const places of [
        [0],
        [N - 1],
        [N - 2],
        [11],
        [0, 1],
        [0, 11, N - 1],
        numbers(N, (i) => i),
      ]
    ) {
      const diagonal = numbers(N, (i) => places.includes(i) ? tiny : 1 + i / N);
      for (const sign of [1, -1]) {
        const beside = ones.map((one, i) => i % 2 === 0 ? sign * one : one);
        check("bidiagonal", diagonal, beside, `${tiny} at ${places}`);
        check("tridiagonal", diagonal, beside, `${tiny} at ${places}`);
      }
    }
  }
});

Deno.test("graded matrices take few sweeps, whichever end is the larger one", () => {
  for (const kind of ["bidiagonal", "tridiagonal"] as const) {
    const diagonal = numbers(N, (i) => 2 ** -i);
    const beside = numbers(N - 1, (i) => 0.9 * 2 ** -i);
    const down = check(kind, diagonal, beside, kind);
    const up = check(kind, diagonal.toReversed(), beside.toReversed(), kind);
    assertLessOrEqual(Math.max(down.sweeps, up.sweeps), 1.7 * N, kind);
  }
});

Deno.test("singular values and eigenvalues of matrices that are known", () => {
  // The second difference, and the first one with one end free, of which it is the square.
  const eigen = check("tridiagonal", numbers(N, () => 2), numbers(N - 1, () => -1), "difference");
  const ofEigen = numbers(N, (k) => 4 * Math.sin((k + 1) * Math.PI / (2 * (N + 1))) ** 2);
  const singular = check("bidiagonal", numbers(N, () => 1), numbers(N - 1, () => -1), "difference");
  const ofSingular = numbers(N, (k) => 2 * Math.sin((2 * k + 1) * Math.PI / (4 * N + 2)));
  for (
    const [{ values, sweeps }, expected] of [[eigen, ofEigen], [singular, ofSingular]] as const
  ) {
    const sorted = values.map(Math.abs).sort((a, b) => a - b);
    for (const [k, value] of expected.entries()) {
      assertLessOrEqual(Math.abs(sorted[k]! - value), CONSTANT * N * UNIT_ROUNDOFF * 4);
    }
    assertLessOrEqual(sweeps, 2.5 * N);
  }
});

Deno.test("a matrix of one number or of zeros takes no sweep", () => {
  for (const kind of ["bidiagonal", "tridiagonal"] as const) {
    assertEquals(check(kind, [-3], [], kind), { sweeps: 0, values: [-3] });
    assertEquals(check(kind, [0, 0, 0], [0, 0], kind), { sweeps: 0, values: [0, 0, 0] });
  }
});

Deno.test("numbers that are not finite do not keep the sweeps going", () => {
  const [memory, left, right] = identities(5);
  for (const diagonalize of [diagonalizeBidiagonal, diagonalizeTridiagonal]) {
    const diagonal = new Float64Array(5).fill(1);
    const beside = new Float64Array(5).fill(NaN);
    const sweeps = new RotationSweeps(kernels, [left, right]);
    assertEquals(diagonalize(diagonal, beside, memory, sweeps, left, right), false);
  }
});

Deno.test("rotations of pairs of any size have a cosine and a sine", () => {
  const memory = new Float64Array(3);
  for (const unit of [1, -1, 1e-150, 1e-170, 1e-250, 1e-300]) {
    const radius = writeRotation(memory, 1, 3 * unit, 4 * unit);
    assertLessOrEqual(Math.abs(radius - 5 * Math.abs(unit)), 4 * UNIT_ROUNDOFF * Math.abs(radius));
    assertLessOrEqual(Math.abs(memory[1]! - 0.6 * Math.sign(unit)), 4 * UNIT_ROUNDOFF);
    assertLessOrEqual(Math.abs(memory[2]! - 0.8 * Math.sign(unit)), 4 * UNIT_ROUNDOFF);
  }
  assertEquals([writeRotation(memory, 1, -7, 0), ...memory], [-7, 0, 1, 0]);
  assertEquals([writeRotation(memory, 1, 0, -7), ...memory], [7, 0, 0, -1]);
});
