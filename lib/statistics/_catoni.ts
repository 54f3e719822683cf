import { checkErrorProbability, DEFAULT_ERROR_PROBABILITY } from "./_decision.ts";
import { type Side, WealthSequence } from "./_wealth.ts";
import type { MomentSequenceOptions } from "./moment_bound.ts";

/** Bets in units of 1/σ: the best one after t observations is near √(2 log(1/α)/t). */
export const BETS: readonly number[] = Array.from({ length: 16 }, (_, k) => 2 ** (1 - k));

/** The wealth that `momentSequence` describes. */
export function catoniSequence(options: MomentSequenceOptions): WealthSequence {
  const { variance, errorProbability = DEFAULT_ERROR_PROBABILITY } = options;
  checkErrorProbability(errorProbability);
  if (!(variance > 0 && Number.isFinite(variance))) {
    throw new RangeError(`the bound on the variance must be positive and finite, got ${variance}`);
  }
  const deviation = Math.sqrt(variance);
  const bets = BETS.map((bet) => bet / deviation);
  const factor = catoniFactor(variance);
  const side = (sign: 1 | -1): Side => (
    { sign, origin: 0, floor: -Infinity, scatter: deviation, bets, factor }
  );
  return new WealthSequence({ lower: side(1), upper: side(-1) }, errorProbability);
}

/** (m, λ) ↦ y ↦ exp(φ(λ·(y − m)))/(1 + λ²·variance/2). */
export function catoniFactor(variance: number): Side["factor"] {
  return (mean, bet) => {
    const price = 1 / (1 + bet * bet * variance / 2);
    return (y) => {
      const z = bet * (y - mean);
      return z >= 0 ? price * (1 + z + z * z / 2) : price / (1 - z + z * z / 2);
    };
  };
}
