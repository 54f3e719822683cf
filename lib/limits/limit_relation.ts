import type { LimitObservation } from "./observe_limit.ts";

/** A relation of the engine's form: the distance from the limit is 0 in the end. */
export interface LimitRelation {
  /** What is claimed. */
  readonly label: string;
  /** The distance from the limit; without convergence the largest that comes back or remains. */
  readonly lhs: number;
  /** Always an identity. */
  readonly sense: "=";
  /** Always 0. */
  readonly rhs: 0;
  /** The magnitude of the numbers that entered. */
  readonly scale: number;
  /** How far the run reached: what the distance would be if nothing converged. */
  readonly size: number;
  /** What the run leaves open of the distance. */
  readonly uncertainty: number;
}

/**
 * Turns what was observed of a sequence into a relation, "distance from the limit = 0", such that it
 * is supported where the sequence was shown to converge (to the limit that the claim names, if it
 * names one), violated where it was shown not to (a cycle, a stall, growth), and undecided otherwise:
 * then the uncertainty is as large as the distance, since whatever is left may still go away.
 *
 * The left side is the observation's `distance`: of a sequence that grows it may be huge, but it is
 * finite.
 *
 * @example A period of two is no convergence
 * ```ts
 * import { assert } from "@std/assert";
 * import { limitRelation, observeLimit, sequenceOf } from "./mod.ts";
 *
 * const turning = observeLimit(sequenceOf([1], ([x]) => [-x!]), { exact: [0] });
 * const { lhs, uncertainty } = limitRelation("‖x_k − x*‖ → 0", turning);
 * assert(lhs === 1 && uncertainty < 1e-9);
 * ```
 *
 * @param label What is claimed. Say of which limit: "the distance of x_k from x* in the end = 0".
 * @param observation What {@linkcode observeLimit} saw.
 */
export function limitRelation(label: string, observation: LimitObservation): LimitRelation {
  const { status, distance, reach, magnitude, uncertainty } = observation;
  return {
    label,
    lhs: distance,
    sense: "=",
    rhs: 0,
    scale: magnitude,
    size: status === "converges" ? reach : Math.max(reach, distance),
    uncertainty: status === "undecided" ? Math.max(distance, reach, Number.MIN_VALUE) : uncertainty,
  };
}
