/**
 * Teeth: for each claim of the local theory a deliberate mistake that its checker must notice. A
 * mistake is made in the method, the formula or a constant, never in the data that it is judged on.
 */

import { assert, assertEquals } from "@std/assert";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import { lanczosFunction, polarFactor } from "../../lib/linalg/mod.ts";
import { chain, gradientDescent, scale, spgd } from "../../lib/optimizers/mod.ts";
import { objectiveHessian } from "../../problems/mod.ts";
import type { Claim, VariantName, Verdict } from "../../verify/mod.ts";
import { searchClaim } from "../../verify/search.ts";
import { equation11 } from "./eq_11.ts";
import { flowIdentity, type PolarFactor } from "./flow_identity.ts";
import { gradientDescentDescends } from "./gd_descent.ts";
import { gradientPathLength } from "./gd_path_length.ts";
import { type Hessian, lemma1 } from "./lemma_1.ts";
import { lemma2 } from "./lemma_2.ts";
import { lemma3 } from "./lemma_3.ts";
import { lemma4, type OffRangeAt, offRangeAt } from "./lemma_4.ts";
import { linearizationRemainder } from "./linearization_remainder.ts";
import { type Method, type Norms, normsAt } from "./_local.ts";
import { pathLength } from "./path_length.ts";
import { preconditionedForm } from "./preconditioned_form.ts";
import { rangeContraction } from "./range_contraction.ts";
import { remark1 } from "./remark_1.ts";
import { remark2 } from "./remark_2.ts";
import { remark3 } from "./remark_3.ts";
import { remark4 } from "./remark_4.ts";
import { residualRate } from "./residual_rate.ts";
import { semiOrthogonal } from "./semi_orthogonal.ts";
import { theorem1 } from "./theorem_1.ts";
import { theorem2 } from "./theorem_2.ts";

async function verdictOf(claim: Claim, variant: VariantName): Promise<Verdict> {
  const { variants } = await searchClaim(claim, {
    seed: 1,
    profile: "quick",
    instances: Math.ceil(160 / (claim.cost ?? 1)),
    arithmetic: float64 as Arithmetic<unknown>,
  });
  return variants[variant]!.verdict;
}

/** A method with its step turned round. */
const ascending = (method: Method): Method => (arithmetic, options) =>
  chain(method(arithmetic, options), scale(arithmetic, -1));

/** A method with its step multiplied. */
const scaled = (method: Method, factor: number): Method => (arithmetic, options) =>
  chain(method(arithmetic, options), scale(arithmetic, factor));

/** A method that never moves. */
const standing: Method = (arithmetic) => scale(arithmetic, 0);

/** VUᵀ with a wrong sign. */
const negativePolar: PolarFactor = (arithmetic, jacobian, options) =>
  arithmetic.scale(-1, polarFactor(arithmetic, jacobian, options));

/** Jᵀ where VUᵀ should be: the preconditioner forgotten. */
const noPreconditioner: PolarFactor = (arithmetic, jacobian) => arithmetic.transpose(jacobian);

/** VUᵀ a tenth of a per cent too long. */
const longPolar: PolarFactor = (arithmetic, jacobian, options) =>
  arithmetic.scale(1.001, polarFactor(arithmetic, jacobian, options));

/** The Gauss–Newton part of the Hessian, at half its size less a little. */
const shrunkHessian: Hessian = (arithmetic, problem, theta) =>
  arithmetic.scale(0.49, objectiveHessian(arithmetic, problem, theta));

const wrongNorms =
  (residualFactor: number, gradientFactor: number): Norms => (arithmetic, problem, theta) => {
    const { residualNorm, gradientNorm } = normsAt(arithmetic, problem, theta);
    return {
      residualNorm: residualFactor * residualNorm,
      gradientNorm: gradientFactor * gradientNorm,
    };
  };

/** F, not its part off the range. */
const unprojected: OffRangeAt = (arithmetic, problem, theta) => {
  const { residualNorm } = offRangeAt(arithmetic, problem, theta);
  return { offRange: residualNorm, residualNorm };
};

const mistakes: readonly [what: string, claim: Claim, variant: VariantName][] = [
  ["a wrong sign", flowIdentity(negativePolar), "printed"],
  ["no preconditioner", flowIdentity(noPreconditioner), "printed"],
  ["a polar factor 0.1 % too long", semiOrthogonal(longPolar), "corrected"],
  ["no preconditioner", semiOrthogonal(noPreconditioner), "corrected"],
  ["no preconditioner", preconditionedForm(noPreconditioner), "printed"],
  ["a polar factor 0.1 % too long", preconditionedForm(longPolar), "printed"],
  ["a Hessian at 0.49 of its size", lemma1(shrunkHessian), "printed"],
  ["a gradient at 0.49 of its size", lemma2(wrongNorms(1, 0.49)), "printed"],
  ["a residual at 0.49 of its size", lemma3(wrongNorms(0.49, 1)), "printed"],
  ["a residual that is not projected", lemma4(unprojected), "printed"],
  ["a step uphill", theorem1(ascending(gradientDescent)), "corrected"],
  ["no step", theorem1(standing), "corrected"],
  ["a step beyond 8/L", theorem1(scaled(gradientDescent, 8.8)), "corrected"],
  ["a step uphill", gradientDescentDescends(ascending(gradientDescent)), "printed"],
  ["a step 2 % beyond 1/L", gradientDescentDescends(scaled(gradientDescent, 1.02)), "printed"],
  ["a step uphill", gradientPathLength(ascending(gradientDescent)), "printed"],
  ["a step uphill", equation11(ascending(gradientDescent)), "corrected"],
  ["the preconditioner, which gives κ", remark1(scaled(spgd, 1)), "printed"],
  ["a step twice as long", linearizationRemainder(scaled(spgd, 2)), "corrected"],
  ["no preconditioner", rangeContraction(noPreconditioner), "printed"],
  ["a wrong sign", rangeContraction(negativePolar), "printed"],
  ["a step uphill", theorem2(ascending(spgd)), "printed"],
  ["no preconditioner", theorem2(gradientDescent), "printed"],
  ["a step beyond 8/σ_max", theorem2(scaled(spgd, 8.8)), "printed"],
  ["half the step, less a little", theorem2(scaled(spgd, 0.24)), "printed"],
  ["half the step, less a little", residualRate(scaled(spgd, 0.49)), "printed"],
  ["a step uphill", residualRate(ascending(spgd)), "printed"],
  ["a step beyond 8/σ_max", pathLength(scaled(spgd, 8.8)), "printed"],
  ["a fifth of the step", remark2(scaled(spgd, 0.2)), "printed"],
  [
    "gradient descent with a fifth of its step",
    remark2(spgd, scaled(gradientDescent, 0.2)),
    "printed",
  ],
  ["diag(p) alone", remark3((a, p) => a.diagonal(a.toArray(p))), "printed"],
  [
    "one Lanczos step too few",
    remark4((a, apply, g, f, steps) => lanczosFunction(a, apply, g, f, Math.max(1, steps - 1))),
    "corrected",
  ],
];

for (const [what, claim, variant] of mistakes) {
  Deno.test(`${claim.id} (${variant}) notices ${what}`, async () => {
    assertEquals(claim.variants[variant]!.expected, "holds");
    const verdict = await verdictOf(claim, variant);
    assert(verdict === "refuted" || verdict === "error", `the verdict is ${verdict}`);
  });
}
