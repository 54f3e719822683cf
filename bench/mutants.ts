/**
 * False claims for the falsification benchmark: claims that hold, each with one constant changed so
 * that it fails. Those of the catalogue fail by a few per cent of what is tight. Those of classical
 * theorems are narrow: they fail by 1e-8 to 1e-4 of the bound, where the worst case is
 * not at a corner of the instances, so that only a search that comes near it sees them.
 *
 * @module
 */

import { gradientDescentLastIterate } from "../theorems/calibration/gd_last_iterate.ts";
import { krasnoselskiiMannRate } from "../theorems/calibration/krasnoselskii_mann.ts";
import { lanczosInverse } from "../theorems/calibration/lanczos_inverse.ts";
import { proximalPointRate } from "../theorems/calibration/proximal_point.ts";
import { equation11 } from "../theorems/spgd/eq_11.ts";
import { flowIdentity } from "../theorems/spgd/flow_identity.ts";
import { gradientDescentDescends } from "../theorems/spgd/gd_descent.ts";
import { gradientPathLength } from "../theorems/spgd/gd_path_length.ts";
import { lemma1 } from "../theorems/spgd/lemma_1.ts";
import { lemma2 } from "../theorems/spgd/lemma_2.ts";
import { lemma3 } from "../theorems/spgd/lemma_3.ts";
import { lemma4 } from "../theorems/spgd/lemma_4.ts";
import { linearizationRemainder } from "../theorems/spgd/linearization_remainder.ts";
import { pathLength } from "../theorems/spgd/path_length.ts";
import { rangeContraction } from "../theorems/spgd/range_contraction.ts";
import { remark3 } from "../theorems/spgd/remark_3.ts";
import { semiOrthogonal } from "../theorems/spgd/semi_orthogonal.ts";
import { residualRate } from "../theorems/spgd/residual_rate.ts";
import { theorem1 } from "../theorems/spgd/theorem_1.ts";
import { theorem2 } from "../theorems/spgd/theorem_2.ts";
import type { Claim, Relation, VariantName } from "../verify/mod.ts";

/** A claim that is false in one variant. */
export interface FalseForm {
  /** What is false about it. */
  readonly name: string;
  /** The claim. */
  readonly claim: Claim;
  /** The variant that is false. */
  readonly variant: VariantName;
}

/** A variant of a claim with the relations of one label changed, and the others left out. */
function mutant(
  claim: Claim,
  name: "printed" | "corrected" | "sharpened",
  what: string,
  label: RegExp,
  change: (relation: Relation, observation: never) => Partial<Relation>,
): FalseForm {
  const variant = claim.variants[name]!;
  return {
    name: `${claim.id}: ${what}`,
    variant: "printed",
    claim: {
      ...claim,
      variants: {
        printed: {
          statement: variant.statement,
          expected: "refuted",
          relations: (observation, instance) =>
            variant.relations(observation, instance)
              .filter((relation) => label.test(relation.label))
              .map((relation) => ({ ...relation, ...change(relation, observation as never) })),
        },
      },
    },
  };
}

/** The bound made smaller (or, for ">=", larger) by a factor. */
const bound = (factor: number) => ({ rhs }: Relation) => ({ rhs: factor * rhs });

/** f⁺ ≤ f − cα‖∇f‖² with another c than ½. */
function descentConstant(c: number) {
  return ({ rhs }: Relation, observation: never) => {
    const { stepSize, gradientNorm } = observation as { stepSize: number; gradientNorm: number };
    return { rhs: rhs - (c - 1 / 2) * stepSize * gradientNorm ** 2 };
  };
}

/** A classical theorem at a number of steps, with its bound made smaller by a factor. */
function narrow(claim: Claim, factor: number, steps?: number, label = /./): FalseForm {
  const what = `bound × ${factor}${steps === undefined ? "" : `, ${steps} steps`}`;
  const form = mutant(claim, "printed", what, label, bound(factor));
  if (steps === undefined) return form;
  const instances = claim.instances.map((instance) => ({ ...instance as object, steps }));
  return { ...form, claim: { ...form.claim, instances } };
}

/** The mutants. */
export const mutants: readonly FalseForm[] = [
  mutant(gradientDescentDescends(), "printed", "½ → 0.505", /f/, descentConstant(0.505)),
  mutant(gradientDescentDescends(), "printed", "½ → 0.51", /f/, descentConstant(0.51)),
  mutant(gradientDescentDescends(), "printed", "½ → 0.55", /f/, descentConstant(0.55)),
  mutant(lemma4(), "printed", "2L_J → 0.49 L_J", /P_/, bound(0.245)),
  mutant(lemma4(), "printed", "2L_J → 0.45 L_J", /P_/, bound(0.225)),
  mutant(lemma4(), "printed", "2L_J → 0.4 L_J", /P_/, bound(0.2)),
  mutant(gradientPathLength(), "printed", "2/μ → 0.123/μ", /Σ/, bound(0.0615)),
  mutant(gradientPathLength(), "printed", "2/μ → 0.12/μ", /Σ/, bound(0.06)),
  mutant(gradientPathLength(), "printed", "2/μ → 0.11/μ", /Σ/, bound(0.055)),
  mutant(equation11(), "corrected", "2/μ → 0.123/μ", /θ/, bound(0.0615)),
  mutant(equation11(), "corrected", "2/μ → 0.115/μ", /θ/, bound(0.0575)),
  mutant(pathLength(), "printed", "2/σ_min → 0.99/σ_min", /Σ.*F/, bound(0.495)),
  mutant(pathLength(), "printed", "2/σ_min → 0.95/σ_min", /Σ.*F/, bound(0.475)),
  mutant(pathLength(), "printed", "2/σ_min → 0.9/σ_min", /Σ.*F/, bound(0.45)),
  mutant(rangeContraction(), "printed", "P_R F: 1 → 0.99", /1 − ασ_min\)‖F‖/, bound(0.99)),
  mutant(rangeContraction(), "printed", "contraction: 1 → 0.99", /M P_R/, bound(0.99)),
  mutant(lemma1(), "printed", "2μ → 4.04μ", /ξ/, bound(2.02)),
  mutant(lemma2(), "printed", "2μ → 8.1μ", /f/, bound(4.05)),
  mutant(lemma3(), "printed", "½ → 1.01", /nonzero/, bound(2.02)),
  mutant(linearizationRemainder(), "corrected", "L_J/2 → 0.495 L_J", /Q/, bound(0.99)),
  mutant(linearizationRemainder(), "corrected", "link 2: 1 → 0.99", /F/, bound(0.99)),
  mutant(remark3(), "printed", "λ_min(C) >= 0.001", /λ/, () => ({ rhs: 0.001 })),
  mutant(theorem1(), "corrected", "f_0 → 0.99 f_0", /f/, bound(0.99)),
  mutant(theorem2(), "printed", "f_0 → 0.99 f_0", /f/, bound(0.99)),
  mutant(residualRate(), "printed", "F_0 → 0.99 F_0", /F/, bound(0.99)),
  mutant(semiOrthogonal(), "corrected", "√(min − r) → 1.01 √(min − r)", /distance/, bound(1.01)),
  mutant(flowIdentity(), "printed", "0 → 1e-3", /J/, ({ size }) => ({ rhs: 1e-3 * (size ?? 1) })),
  ...[1, 2, 3, 4, 5, 7].map((steps) => narrow(proximalPointRate(), 1 - 1e-8, steps)),
  ...[4, 5].map((steps) => narrow(krasnoselskiiMannRate(), 0.9999, steps)),
  ...[2, 3].map((steps) => narrow(gradientDescentLastIterate(), 0.99999, steps)),
  narrow(lanczosInverse(), 0.984, undefined, /2‖b‖/),
];
