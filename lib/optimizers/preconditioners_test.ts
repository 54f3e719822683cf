import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { float64 } from "../arithmetic/mod.ts";
import { inverseRoot, polarFactor } from "../linalg/mod.ts";
import {
  type Context,
  evaluate,
  type GradientTransformation,
  preconditionByDampedPower,
  preconditionByGram,
  preconditionBySvd,
  preconditionBySvdLanczos,
} from "./mod.ts";
import { assertClose, linearMap, tanhMaps } from "./shared_test.ts";

type Matrix = ReturnType<typeof float64.vector>;

/** The context of F(θ) = Aθ + F at θ = 0: a given Jacobian and a given residual. */
function at(jacobian: readonly (readonly number[])[], residual: readonly number[]) {
  const map = linearMap(jacobian, residual.map((entry) => -entry));
  return evaluate(float64, map, float64.vector(jacobian[0]!.map(() => 0)), 0);
}

function apply(
  transformation: GradientTransformation<Matrix, null>,
  context: Context<Matrix>,
  gradient: Matrix = context.gradient(),
): number[] {
  return float64.toArray(transformation.update(gradient, null, context)[0]);
}

const quarterTurn = [[0, 2], [-1, 0]];

Deno.test("preconditionBySvd() by hand", () => {
  // J = [[0, 2], [−1, 0]] = U Σ Vᵀ with U Vᵀ = [[0, 1], [−1, 0]]: V Uᵀ (5, 7) = (−7, 5).
  const context = at(quarterTurn, [5, 7]);
  assertClose(apply(preconditionBySvd(float64), context), [-7, 5], 1e-15, "V Uᵀ F");
  // Of rank 1 only σ = 2 stays, with u = (1, 0) and v = (0, 1): v uᵀ F = (0, 5).
  const one = preconditionBySvd(float64, { rank: 1 });
  assertClose(apply(one, context), [0, 5], 1e-15, "rank 1");
  const half = preconditionBySvd(float64, { tolerance: 0.6 });
  assertClose(apply(half, context), [0, 5], 1e-15, "σ/σ_max = ½ is below the tolerance");
  // Any other gradient: V Σ⁻¹ Vᵀ = diag(1, ½).
  const gradient = float64.vector([3, 4]);
  assertClose(apply(preconditionBySvd(float64), context, gradient), [3, 2], 1e-15, "V Σ⁻¹ Vᵀ g");
  assertClose(apply(one, context, gradient), [0, 2], 1e-15, "rank 1, V Σ⁻¹ Vᵀ g");
});

Deno.test("preconditionBySvd() makes no step where the Jacobian is 0", () => {
  const context = at([[0, 0, 0], [0, 0, 0]], [1, 2]);
  assertEquals(apply(preconditionBySvd(float64), context).map(Math.abs), [0, 0, 0]);
});

Deno.test("preconditionByGram() by hand", () => {
  // As for preconditionBySvd(); J Jᵀ = diag(4, 1).
  const context = at(quarterTurn, [5, 7]);
  assertEquals(float64.toRows(context.gram()), [[4, 0], [0, 1]]);
  assertClose(apply(preconditionByGram(float64), context), [-7, 5], 1e-15, "V Uᵀ F");
  const half = preconditionByGram(float64, { tolerance: 0.6 });
  assertClose(apply(half, context), [0, 5], 1e-15, "σ/σ_max = ½ is below the tolerance");
  const gradient = float64.vector([3, 4]);
  assertClose(apply(preconditionByGram(float64), context, gradient), [3, 2], 1e-15, "V Σ⁻¹ Vᵀ g");
  assertClose(apply(half, context, gradient), [0, 2], 1e-15, "σ = 2 alone, V Σ⁻¹ Vᵀ g");
});

Deno.test("preconditionByGram() makes no step where the Jacobian is 0", () => {
  const context = at([[0, 0, 0], [0, 0, 0]], [1, 2]);
  assertEquals(apply(preconditionByGram(float64), context).map(Math.abs), [0, 0, 0]);
});

Deno.test("preconditionByGram() rejects a tolerance that is none", () => {
  for (const tolerance of [-1, NaN, Infinity]) {
    assertThrows(() => preconditionByGram(float64, { tolerance }), RangeError, "tolerance");
  }
});

Deno.test("by the Gram matrix the steps are those by the SVD", () => {
  fc.assert(fc.property(tanhMaps, (map) => {
    const context = evaluate(float64, map, float64.vector(map.start), 0);
    const { s } = float64.singularValueDecomposition(context.jacobian());
    // None is near the tolerance, where each may see it on another side.
    const tolerance = 1e-3;
    fc.pre(s[0]! > 1e-2 && s.every((value) => value > 1e-2 * s[0]! || value < 1e-5 * s[0]!));
    for (const gradient of [context.gradient(), float64.scale(1, context.gradient())]) {
      const bySvd = apply(preconditionBySvd(float64, { tolerance }), context, gradient);
      const byGram = apply(preconditionByGram(float64, { tolerance }), context, gradient);
      const size = Math.hypot(...bySvd);
      assertClose(byGram, bySvd, 1e-8 * (1 + size), "V Uᵀ F");
    }
  }));
});

Deno.test("both forms of preconditionBySvd() agree with each other and with eq. (6)", () => {
  fc.assert(fc.property(tanhMaps, (map) => {
    const context = evaluate(float64, map, float64.vector(map.start), 0);
    const { s } = float64.singularValueDecomposition(context.jacobian());
    const largest = s[0]!;
    const rank = s.filter((value) => value > 1e-12 * largest).length;
    fc.pre(largest > 1e-2 && s[rank - 1]! > 1e-2 * largest);
    const transformation = preconditionBySvd(float64);
    const fromResidual = apply(transformation, context);
    const fromGradient = apply(transformation, context, float64.scale(1, context.gradient()));
    assertClose(fromGradient, fromResidual, 1e-12, "V Σ⁻¹ Vᵀ (JᵀF) = V Uᵀ F");

    const polar = polarFactor(float64, context.jacobian());
    const printed = float64.toArray(float64.multiply(polar, context.residual()));
    assertClose(fromResidual, printed, 1e-13, "V Uᵀ F by the polar factor");
    const gram = float64.multiply(float64.transpose(context.jacobian()), context.jacobian());
    const root = inverseRoot(float64, gram, 0.5, { rank });
    const preconditioned = float64.toArray(float64.multiply(root, context.gradient()));
    assertClose(fromResidual, preconditioned, 1e-9, "[(JᵀJ)†]^{1/2} JᵀF by eigendecomposition");
  }));
});

Deno.test("preconditionBySvd() keeps its accuracy at condition number 4e12", () => {
  // J is symmetric positive definite, so V Uᵀ = I and the step is F. σ_min is about δ/2: computed
  // as V Σ⁻¹ Vᵀ g, rounding errors of 1e-16 in Vᵀ g would grow to 1e-4.
  const delta = 2 ** -40;
  const context = at([[1, 1], [1, 1 + delta]], [1, 2]);
  assertClose(apply(preconditionBySvd(float64), context), [1, 2], 1e-13, "F");
});

Deno.test("preconditionByDampedPower() by hand", () => {
  // JᵀJ = diag(1, 4), g = JᵀF = (−7, 10). p = 1, μ = 1: diag(½, ⅕) g = (−3.5, 2).
  const context = at(quarterTurn, [5, 7]);
  const inverse = preconditionByDampedPower(float64, { damping: 1, power: 1 });
  assertClose(apply(inverse, context), [-3.5, 2], 1e-15, "p = 1");
  // J = (1 0), μ = 3, p = ½ by default: diag(4, 3)^{−1/2} (2, 3) = (1, √3), beyond the row space.
  const root = preconditionByDampedPower(float64, { damping: 3 });
  const gradient = float64.vector([2, 3]);
  assertClose(apply(root, at([[1, 0]], [2]), gradient), [1, Math.sqrt(3)], 1e-15, "p = ½");
  assertClose(apply(root, at([[1, 0]], [2])), [1, 0], 1e-15, "g = JᵀF");
});

Deno.test("preconditionByDampedPower() is (JᵀJ + μI)^{−p} g, for any gradient", () => {
  fc.assert(fc.property(
    tanhMaps,
    fc.constantFrom(0.01, 1, 10),
    fc.constantFrom(0, 0.25, 0.5, 1, 2),
    (map, damping, power) => {
      const context = evaluate(float64, map, float64.vector(map.start), 0);
      const gram = float64.multiply(float64.transpose(context.jacobian()), context.jacobian());
      const matrix = inverseRoot(float64, gram, power, { damping });
      const transformation = preconditionByDampedPower(float64, { damping, power });
      // θ lies outside of the row space in general, unlike JᵀF.
      for (const gradient of [context.gradient(), float64.scale(1, context.theta)]) {
        assertClose(
          apply(transformation, context, gradient),
          float64.toArray(float64.multiply(matrix, gradient)),
          1e-11 * Math.max(1, damping ** -power),
          "(JᵀJ + μI)^{−p} g",
        );
      }
    },
  ));
});

Deno.test("preconditionByDampedPower() bears damping far below the rounding of JᵀJ", () => {
  // J has one row, so V Uᵀ F = JᵀF/‖J‖ lies in its row space, where μ does not show. What rounding
  // leaves of JᵀF outside of that, about 1e-17, must not be multiplied by μ^{−1/2} = 1e15.
  const row = [0.1, 0.7, 0.3];
  const step = apply(preconditionByDampedPower(float64, { damping: 1e-30 }), at([row], [0.9]));
  const norm = Math.hypot(...row);
  assertClose(step, row.map((entry) => 0.9 * entry / norm), 1e-14, "JᵀF/‖J‖");
  // JᵀJ of a singular square J has an eigenvalue that rounds to −1e-17, which is not below −μ.
  const singular = at([[0.6, 0.8], [0.3, 0.4]], [0.7, 0]);
  const other = preconditionByDampedPower(float64, { damping: 1e-30 });
  assert(apply(other, singular).every(Number.isFinite));
});

Deno.test("preconditionBySvdLanczos() in m steps is the damped power ½, from products alone", () => {
  fc.assert(fc.property(tanhMaps, fc.constantFrom(0.01, 1), (map, damping) => {
    const context = evaluate(float64, map, float64.vector(map.start), 0);
    let products = 0;
    const productsOnly: Context<Matrix> = {
      ...context,
      jacobian() {
        throw new Error("the Jacobian was formed");
      },
      jacobianVectorProduct(v) {
        products++;
        return context.jacobianVectorProduct(v);
      },
    };
    const m = map.start.length;
    const steps = m + 3;
    const lanczos = preconditionBySvdLanczos(float64, { damping, steps });
    const exact = preconditionByDampedPower(float64, { damping });
    assertClose(
      apply(lanczos, productsOnly, context.gradient()),
      apply(exact, context),
      1e-10,
      "(JᵀJ + μI)^{−1/2} g",
    );
    assert(products <= m, `${products} products for m = ${m}`);
  }));
});

Deno.test("preconditionBySvdLanczos() by hand", () => {
  // JᵀJ = diag(4, 1, 0), μ = 5, g = (1, 1, 0). One step: T_1 = gᵀJᵀJg/‖g‖² = 2.5, so g/√7.5.
  const context = at([[2, 0, 0], [0, 1, 0]], [0, 0]);
  const gradient = float64.vector([1, 1, 0]);
  const one = preconditionBySvdLanczos(float64, { damping: 5, steps: 1 });
  const r = 1 / Math.sqrt(7.5);
  assertClose(apply(one, context, gradient), [r, r, 0], 1e-15, "one step");
  // Two steps span the Krylov space: diag(9, 6, 5)^{−1/2} g.
  const two = preconditionBySvdLanczos(float64, { damping: 5, steps: 2 });
  const expected = [1 / 3, 1 / Math.sqrt(6), 0];
  assertClose(apply(two, context, gradient), expected, 1e-14, "two steps");
  const nothing = float64.vector([0, 0, 0]);
  assertEquals(apply(two, context, nothing), [0, 0, 0]);
});

Deno.test("preconditioners refuse what they cannot do", () => {
  const context = at([[1, 0], [0, 0]], [1, 1]);
  const gradient = float64.vector([1, 1]);
  const full = preconditionBySvd(float64, { rank: 2 });
  assertThrows(() => apply(full, context, gradient), RangeError, "only 1 singular values");
  const excessive = preconditionBySvd(float64, { rank: 3 });
  assertThrows(() => apply(excessive, context), RangeError, "rank must be at most 2");
});
