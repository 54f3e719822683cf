/** Potentials: derivatives, constants on regions, least values. */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { float64 } from "../arithmetic/mod.ts";
import { EVERYWHERE, type Potential, potential, type PotentialDescription } from "./mod.ts";
import { randomVector, sequence } from "./shared_test.ts";

const adam = { kind: "adam", epsilon: 0.5 } as const;
const descriptions: readonly PotentialDescription[] = [
  { kind: "isotropic", profile: { kind: "quadratic" } },
  { kind: "separable", profile: { kind: "quadratic" }, weights: [1, 10, 0.1] },
  { kind: "isotropic", profile: adam },
  { kind: "separable", profile: adam },
  { kind: "isotropic", profile: { kind: "power", exponent: 3 } },
  { kind: "separable", profile: { kind: "power", exponent: 2.5 }, weights: [1, 2] },
  { kind: "separable", profile: { kind: "logCosh", scale: 0.5 } },
  {
    kind: "composed",
    weights: [1, 2, 0.5],
    reflections: [[1, 2, 3], [1, -1]],
    potential: { kind: "separable", profile: { kind: "pseudoHuber", scale: 1 } },
  },
  {
    kind: "translated",
    by: [1, -2],
    potential: { kind: "isotropic", profile: { kind: "pseudoHuber", scale: 2 } },
  },
  {
    kind: "scaled",
    factor: 3,
    potential: {
      kind: "sum",
      terms: [
        { kind: "separable", profile: adam },
        {
          kind: "translated",
          by: [0.5],
          potential: { kind: "separable", profile: { kind: "logCosh", scale: 1 } },
        },
      ],
    },
  },
  {
    kind: "raised",
    by: -1,
    potential: {
      kind: "sum",
      terms: [
        { kind: "isotropic", profile: { kind: "pseudoHuber", scale: 1 } },
        {
          kind: "composed",
          weights: [2],
          reflections: [[1, 1, 0, 2]],
          potential: {
            kind: "translated",
            by: [1, 0, 3],
            potential: { kind: "isotropic", profile: adam },
          },
        },
      ],
    },
  },
];

function spectrumAt(k: Potential, z: readonly number[]): readonly number[] {
  return float64.symmetricEigendecomposition(float64.matrix(k.hessian(z)!)).values;
}

Deno.test("gradients and Hessians are the derivatives", () => {
  const random = sequence(1);
  for (const description of descriptions) {
    for (const m of [1, 4]) {
      const k = potential(description, m);
      const z = randomVector(random, m, 2);
      const hessian = k.hessian(z)!;
      const gradient = k.gradient(z);
      const h = 1e-5;
      for (let i = 0; i < m; i++) {
        const [up, down] = [1, -1].map((sign) => z.map((x, j) => i === j ? x + sign * h : x));
        const slope = (k.value(up!).value - k.value(down!).value) / (2 * h);
        assertAlmostEquals(slope, gradient[i]!, 1e-7 * (1 + Math.abs(slope)));
        const [ahead, behind] = [k.gradient(up!), k.gradient(down!)];
        for (let j = 0; j < m; j++) {
          const entry = (ahead[j]! - behind[j]!) / (2 * h);
          assertAlmostEquals(entry, hessian[i]![j]!, 1e-6 * (1 + Math.abs(entry)));
        }
      }
    }
  }
});

Deno.test("constants on a region bound the curvatures there; exact ones are reached", () => {
  const random = sequence(2);
  for (const description of descriptions) {
    const k = potential(description, 3);
    for (const kind of ["ball", "box"] as const) {
      const size = 1.5;
      const region = kind === "ball" ? { kind, radius: size } : { kind, bound: size };
      const [upper, lower] = [k.lipschitzConstant(region), k.strongConvexityConstant(region)];
      let [most, least] = [0, Infinity];
      const see = (z: readonly number[]) => {
        const values = spectrumAt(k, z);
        most = Math.max(most, values.at(-1)!);
        least = Math.min(least, values[0]!);
      };
      see([0, 0, 0]);
      for (let trial = 0; trial < 1500; trial++) {
        const z = randomVector(random, 3, 1);
        // Half of the points on the boundary, others on the axes.
        if (trial % 3 === 0) z.fill(0, 0, 2);
        const reach = kind === "ball" ? Math.hypot(...z) : Math.max(...z.map(Math.abs));
        const share = trial % 2 === 0 ? 1 : trial / 1500;
        see(z.map((x) => x / reach * size * share));
      }
      const what = `${JSON.stringify(description)} ${kind}`;
      assert(most <= upper.value * (1 + 1e-12), `${what}: ${most} <= ${upper.value}`);
      assert(least >= lower.value * (1 - 1e-9) - 1e-14, `${what}: ${least} >= ${lower.value}`);
      if (upper.exact) assert(most >= 0.97 * upper.value, `${what}: ${most} ~ ${upper.value}`);
      if (lower.exact) assert(least <= 1.1 * lower.value, `${what}: ${least} ~ ${lower.value}`);
    }
  }
});

Deno.test("constants by hand", () => {
  const separable = potential({ kind: "separable", profile: adam }, 4);
  assertEquals(separable.lipschitzConstant(), { value: 2, method: "closed form", exact: true });
  assertAlmostEquals(
    separable.strongConvexityConstant({ kind: "box", bound: 1.5 }).value,
    0.5 / 4,
    1e-15,
  );
  assertEquals(separable.strongConvexityConstant().value, 0);
  const clipping = potential({ kind: "isotropic", profile: { kind: "huber", threshold: 3 } }, 4);
  assertEquals(clipping.lipschitzConstant(EVERYWHERE).value, 1);
  assertEquals(clipping.strongConvexityConstant({ kind: "ball", radius: 2 }).value, 1);
  assertEquals(clipping.strongConvexityConstant({ kind: "ball", radius: 4 }).value, 0);
  const subquadratic = potential(
    { kind: "isotropic", profile: { kind: "power", exponent: 1.5 } },
    2,
  );
  assertEquals(subquadratic.lipschitzConstant().value, Infinity);
  assertEquals(subquadratic.hessian([0, 0]), null);
  assertEquals(subquadratic.singularDirections([0, 0]).length, 2);
  const power = potential({ kind: "isotropic", profile: { kind: "power", exponent: 4 } }, 2);
  assertEquals(power.lipschitzConstant().value, Infinity);
  assertAlmostEquals(power.lipschitzConstant({ kind: "ball", radius: 2 }).value, 48, 1e-12);
});

Deno.test("normalized gradients, clipping and Adam as potentials", () => {
  // Of norm 5.
  const z = [3, -4];
  const table: [PotentialDescription, number[]][] = [
    [{ kind: "isotropic", profile: { kind: "adam", epsilon: 5 } }, [0.3, -0.4]],
    [{ kind: "separable", profile: { kind: "adam", epsilon: 1 } }, [0.75, -0.8]],
    [{ kind: "isotropic", profile: { kind: "huber", threshold: 2.5 } }, [1.5, -2]],
  ];
  for (const [description, expected] of table) {
    const gradient = potential(description, 2).gradient(z);
    for (const [i, entry] of expected.entries()) assertAlmostEquals(gradient[i]!, entry, 1e-15);
  }
});

Deno.test("least values", () => {
  const bounds = (description: PotentialDescription) => potential(description, 3).minimum();
  const raised = bounds({
    kind: "raised",
    by: -1,
    potential: { kind: "translated", by: [5], potential: { kind: "separable", profile: adam } },
  });
  assertEquals(raised, { least: -1, largest: -1 });
  const printed = bounds({
    kind: "separable",
    profile: { kind: "adam", epsilon: 2, normalized: false },
  });
  assertAlmostEquals(printed.least, -6 * Math.LN2, 1e-14);
  assertAlmostEquals(printed.largest, -6 * Math.LN2, 1e-14);
  // ½‖Z‖² + ½‖Z − c‖² is least at c/2, where it is ¼‖c‖².
  const quadratic = { kind: "isotropic", profile: { kind: "quadratic" } } as const;
  const apart = bounds({
    kind: "sum",
    terms: [quadratic, { kind: "translated", by: [2], potential: quadratic }],
  });
  assertEquals(apart.least, 0);
  assertAlmostEquals(apart.largest, 3, 1e-9);
});

Deno.test("descriptions that are none", () => {
  const quadratic = { kind: "isotropic", profile: { kind: "quadratic" } } as const;
  assertThrows(() => potential(quadratic, 0), RangeError, "dimension");
  assertThrows(
    () => potential({ kind: "scaled", factor: -1, potential: quadratic }, 1),
    RangeError,
    "at least 0",
  );
  assertThrows(
    () => potential({ kind: "translated", by: [], potential: quadratic }, 1),
    RangeError,
    "empty",
  );
  assertThrows(() => potential({ kind: "sum", terms: [] }, 1), RangeError, "at least one");
});
