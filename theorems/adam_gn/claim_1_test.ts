import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import type { Arbitrary } from "../../lib/fast_check/mod.ts";
import { judge, supports, type VariantName } from "../../verify/mod.ts";
import { searchClaim } from "../../verify/search.ts";
import { claim1, countHalf, covariancePairs, reflectedIntegers } from "./claim_1.ts";

/** The matrices of the docstring. */
const SIGMA_HALF = [
  [4, -1, -1, -1, 2],
  [-1, 1, 0, 0, -1],
  [-1, 0, 4, 0, 1],
  [-1, 0, 0, 9, 2],
  [2, -1, 1, 2, 4],
];
const SIGMA_ONE = [
  [9, 1, 1, 0, -1],
  [1, 1, 0, 0, 0],
  [1, 0, 9, -1, -1],
  [0, 0, -1, 9, 0],
  [-1, 0, -1, 0, 9],
];

/** Whether a symmetric matrix of integers is positive definite: by its leading minors, exactly. */
function isPositiveDefinite(rows: readonly (readonly bigint[])[]): boolean {
  // Bareiss: without fractions, the pivots are the leading minors.
  const a = rows.map((row) => [...row]);
  let previous = 1n;
  for (let k = 0; k < a.length; k++) {
    const pivot = a[k]![k]!;
    if (pivot <= 0n) return false;
    for (let i = k + 1; i < a.length; i++) {
      for (let j = k + 1; j < a.length; j++) {
        a[i]![j] = (a[i]![j]! * pivot - a[i]![k]! * a[k]![j]!) / previous;
      }
    }
    previous = pivot;
  }
  return true;
}

/** pD − qΣ, D the diagonal matrix P^{-1}, by exact integers. */
function pencil(
  sigma: readonly (readonly number[])[],
  inverse: readonly number[],
  [p, q]: readonly [number, number],
): bigint[][] {
  return sigma.map((row, i) =>
    row.map((x, j) => BigInt(p) * BigInt(i === j ? inverse[i]! : 0) - BigInt(q) * BigInt(x))
  );
}

/**
 * For two numbers of thousandths, whether all eigenvalues of A(P) are above the first one, and
 * whether all are below the second one.
 */
function isBetween(
  sigma: readonly (readonly number[])[],
  inverse: readonly number[],
  low: number,
  high: number,
): { readonly above: boolean; readonly below: boolean } {
  return {
    above: isPositiveDefinite(pencil(sigma, inverse, [-low, -1000])),
    below: isPositiveDefinite(pencil(sigma, inverse, [high, 1000])),
  };
}

const diagonal = (sigma: readonly (readonly number[])[], power: number) =>
  sigma.map((row, i) => row[i]! ** power);

Deno.test("Σ_half and Σ_one are positive definite, exactly", () => {
  for (const sigma of [SIGMA_HALF, SIGMA_ONE]) {
    assert(isPositiveDefinite(sigma.map((row) => row.map(BigInt))));
  }
  assertEquals(isPositiveDefinite([[1n, 2n], [2n, 3n]]), false);
});

for (
  const [name, sigma, better, worse] of [
    ["Σ_half", SIGMA_HALF, 1 / 2, 1],
    ["Σ_one", SIGMA_ONE, 1, 1 / 2],
  ] as const
) {
  Deno.test(`${name}: the order of the two condition numbers, exactly`, () => {
    // The eigenvalues of the better one are all between low and high; the worse one has one at or below
    // least and one at or above largest. Where these numbers come from does not matter: integers decide.
    const spectrumOf = (power: number) => {
      const root = diagonal(sigma, -power / 2);
      const rows = sigma.map((row, i) => row.map((x, j) => x * root[i]! * root[j]!));
      return float64.symmetricEigendecomposition(float64.matrix(rows)).values;
    };
    const inThousandths = (x: number, shift: number) => Math.round(1000 * x) + shift;
    const [good, bad] = [spectrumOf(better), spectrumOf(worse)];
    const low = inThousandths(good[0]!, -1);
    const high = inThousandths(good.at(-1)!, 1);
    assertEquals(isBetween(sigma, diagonal(sigma, better), low, high), {
      above: true,
      below: true,
    });
    const least = inThousandths(bad[0]!, 1);
    const largest = inThousandths(bad.at(-1)!, -1);
    assertEquals(isBetween(sigma, diagonal(sigma, worse), least, largest), {
      above: false,
      below: false,
    });
    // κ of the better one is at most high/low, of the worse one at least largest/least.
    assert(BigInt(high) * BigInt(least) * 105n < BigInt(largest) * BigInt(low) * 100n);
  });
}

Deno.test("the two matrices are a witness, in both readings, with the numbers of the docstring", () => {
  const claim = claim1();
  const instance = { sigmaHalf: SIGMA_HALF, sigmaOne: SIGMA_ONE };
  const observation = claim.observe(instance, float64, 0);
  const holds = (name: VariantName, observation: unknown) =>
    supports(
      judge(claim.kind, claim.variants[name]!, observation, instance, float64.unitRoundoff),
    );
  assert(holds("printed", observation));
  assert(holds("sharpened", observation));
  const sides = claim.variants.sharpened!.relations(observation, instance).slice(1)
    .map(({ lhs, rhs }) => [lhs / 1.01, rhs]);
  [[9.29, 10.68], [2.17, 4.48], [9.31, 11.26], [2.16, 4.33]].forEach(([lesser, greater], k) => {
    assertAlmostEquals(sides[k]![0]!, lesser!, 0.005);
    assertAlmostEquals(sides[k]![1]!, greater!, 0.005);
  });
  // With the two exchanged neither variant has its witness.
  const exchanged = claim.observe({ sigmaHalf: SIGMA_ONE, sigmaOne: SIGMA_HALF }, float64, 0);
  assertEquals(holds("printed", exchanged), false);
  assertEquals(holds("sharpened", exchanged), false);
});

const diagonals: Arbitrary<{ sigmaHalf: number[][]; sigmaOne: number[][] }> = fc
  .array(fc.integer({ min: 1, max: 100 }), { minLength: 5, maxLength: 5 })
  .map((values) => values.map((x, i) => values.map((_, j) => i === j ? x : 0)))
  .map((rows) => ({ sigmaHalf: rows, sigmaOne: rows }));

for (
  const [what, instances] of [
    ["diagonal matrices", diagonals],
    ["2×2 matrices", covariancePairs(fc.constant(2))],
  ] as const
) {
  Deno.test(`there is no witness among ${what}`, async () => {
    const { variants } = await searchClaim(claim1(instances), {
      seed: 1,
      profile: "quick",
      arithmetic: float64 as Arithmetic<unknown>,
    });
    assertEquals(variants.printed!.verdict, "inconclusive");
  });
}

Deno.test("van der Sluis: r is at most d", () => {
  const claim = claim1();
  for (const instance of fc.sample(covariancePairs(fc.integer({ min: 2, max: 8 })), 200)) {
    if (!claim.hypotheses[0]!.holds!(instance)) continue;
    const { half } = claim.observe(instance, float64, 0) as {
      readonly half: { readonly claim: { readonly half: number; readonly one: number } };
    };
    assert(half.claim.one <= instance.sigmaHalf.length * half.claim.half * (1 + 1e-9));
  }
});

Deno.test("integers by a reflection: H diag(1, 2, 3) H along (1, 1, 0) exchanges 1 and 2", () => {
  assertEquals(reflectedIntegers([1, 2, 3], [1, 1, 0]), [[2, 0, 0], [0, 1, 0], [0, 0, 3]]);
  // 9HΛH along (1, 1, 1), H = I − ⅔11ᵀ.
  assertEquals(reflectedIntegers([9, 0, 0], [1, 1, 1]), [[1, -2, -2], [-2, 4, 4], [-2, 4, 4]]);
});

Deno.test("r > 1 is a question of U: on neither side are all", () => {
  const counts = countHalf([1, 3, 10, 30, 100], 1);
  for (const count of [counts.claim, counts.text]) assert(count > 40 && count < 240);
  assertEquals(countHalf([1, 100], 1), { claim: 0, text: 0 });
});
