import { checkDecayRate, checkFinite, checkInteger, checkPositive } from "./_check_options.ts";

/**
 * The momenta β_k of the iterations k = 0, 1, … of an accelerated method, as plain JSON:
 *
 * - `constant`: β_k = `beta`;
 * - `fista`: β_k = (t_k − 1)/t_{k+1}, t_0 = 1, t_{k+1} = (1 + √(1 + 4t_k²))/2 (Nesterov, 1983; Beck
 *   and Teboulle, 2009, who count from 1);
 * - `harmonic`: the same with t_k = (k + `delay`)/`delay`, so β_k = k/(k + 1 + `delay`): with
 *   `delay` = 2, the default, Nesterov's k/(k + 3); for any delay > 2 that of Chambolle and Dossal
 *   (2015), whose iterates converge;
 * - `stronglyConvex`: β_k = (√κ − 1)/(√κ + 1), κ = `conditionNumber`.
 */
export type MomentumDescription =
  | { readonly kind: "constant"; readonly beta: number }
  | { readonly kind: "fista" }
  | { readonly kind: "harmonic"; readonly delay?: number }
  | { readonly kind: "stronglyConvex"; readonly conditionNumber: number };

/** The names of the sequences. */
export type MomentumKind = MomentumDescription["kind"];

/** A momentum for each iteration. */
export interface MomentumSequence {
  /** β_k for the iteration k ≥ 0. */
  at(iteration: number): number;
  /**
   * t_k for the iteration k ≥ 0, which the rates of the method speak of: β_k = (t_k − 1)/t_{k+1}. Of
   * constant momenta t_k = 1/(1 − β).
   */
  weightAt(iteration: number): number;
}

/**
 * The sequence that a description says.
 *
 * @example FISTA's
 * ```ts
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * import { momentumSequence } from "./mod.ts";
 *
 * const fista = momentumSequence({ kind: "fista" });
 * const golden = (1 + Math.sqrt(5)) / 2;
 * assertEquals([fista.weightAt(0), fista.weightAt(1)], [1, golden]);
 * assertEquals(fista.at(0), 0);
 * assertAlmostEquals(fista.at(1), (golden - 1) / fista.weightAt(2), 1e-15);
 * ```
 *
 * @param description The kind and its parameters.
 * @returns The sequence. It remembers the t_k that it was asked for.
 * @throws {RangeError} If β is not in [0, 1), `delay` is not positive, or the condition number is
 * below 1.
 */
export function momentumSequence(description: MomentumDescription): MomentumSequence {
  switch (description.kind) {
    case "constant":
      checkDecayRate("beta", description.beta);
      return constantMomentum(description.beta);
    case "stronglyConvex": {
      const { conditionNumber } = description;
      checkFinite("conditionNumber", conditionNumber);
      if (conditionNumber < 1) {
        throw new RangeError(`conditionNumber must be at least 1; got ${conditionNumber}.`);
      }
      const root = Math.sqrt(conditionNumber);
      return constantMomentum((root - 1) / (root + 1));
    }
    case "harmonic": {
      const { delay = 2 } = description;
      checkPositive("delay", delay);
      return checked({
        at: (k) => k / (k + 1 + delay),
        weightAt: (k) => (k + delay) / delay,
      });
    }
    case "fista": {
      const weights = [1];
      const weightAt = (k: number) => {
        while (weights.length <= k) weights.push((1 + Math.sqrt(1 + 4 * weights.at(-1)! ** 2)) / 2);
        return weights[k]!;
      };
      return checked({ weightAt, at: (k) => (weightAt(k) - 1) / weightAt(k + 1) });
    }
    default: {
      const { kind } = description as { kind: unknown };
      throw new RangeError(`there is no momentum sequence of the kind ${JSON.stringify(kind)}.`);
    }
  }
}

function constantMomentum(beta: number): MomentumSequence {
  return checked({ at: () => beta, weightAt: () => 1 / (1 - beta) });
}

function checked({ at, weightAt }: MomentumSequence): MomentumSequence {
  const check = (k: number) => checkInteger("iteration", k, 0);
  return {
    at(k) {
      check(k);
      return at(k);
    },
    weightAt(k) {
      check(k);
      return weightAt(k);
    },
  };
}
